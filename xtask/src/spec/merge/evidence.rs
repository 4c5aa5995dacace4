//! Whose words count when two pages tell of one thing.
//!
//! In: a thing as two pages have it, before they are merged. Out: the evidence of the merged thing: where the pages agree
//! both are witnesses, what only one states it alone says, and where they differ the page that lost is no witness.

use crate::spec::model::{ErrorCode, Evidence, Fact, Field, Operation, Origin, Presence, Response, Type};

/// Takes over the evidence of facts that the other page states as well, or alone. `agreed`: whether both state a fact
/// alike.
fn join(
    known: &mut Evidence,
    known_origin: Option<&Origin>,
    other: &Evidence,
    other_origin: Option<&Origin>,
    agreed: &[(Fact, bool)],
) {
    let adopted: Vec<Fact> = other.iter().map(|(fact, _)| fact).filter(|fact| known.lacks(*fact)).collect();
    for (fact, said) in other.iter() {
        if adopted.contains(&fact) || agreed.contains(&(fact, true)) {
            known.add(fact, said.clone().moved(other_origin, known_origin));
        }
    }
}

pub(super) fn operation(known: &mut Operation, other: &Operation) {
    let agreed = [
        (Fact::Name, known.name == other.name),
        (Fact::Title, known.title == other.title),
        (Fact::Summary, known.summary == other.summary),
        (Fact::Method, known.method == other.method),
        (Fact::Path, known.path == other.path),
        (Fact::Endpoint, known.endpoint == other.endpoint),
        (Fact::Deprecated, known.deprecated == other.deprecated),
    ];
    join(&mut known.evidence, known.origins.first(), &other.evidence, other.origins.first(), &agreed);
    if let (Some(known), Some(other)) = (&mut known.asynchronous, &other.asynchronous) {
        let agreed = [
            (Fact::Poll, known.poll == other.poll),
            (Fact::Pending, known.pending == other.pending),
            (Fact::Done, known.done == other.done),
        ];
        join(&mut known.evidence, Some(&known.origin), &other.evidence, Some(&other.origin), &agreed);
        // What the page that wins does not say, it does not take from the other.
        for (fact, states) in [(Fact::Pending, &known.pending), (Fact::Done, &known.done)] {
            if states.is_empty() {
                known.evidence.remove(fact);
            }
        }
    }
}

pub(super) fn answer(known: &mut Response, other: &Response) {
    join(&mut known.evidence, None, &other.evidence, None, &[(Fact::Status, true)]);
}

pub(super) fn error(known: &mut ErrorCode, other: &ErrorCode) {
    let agreed = [
        (Fact::Code, known.code == other.code),
        (Fact::Status, known.status == other.status),
        (Fact::Message, known.message == other.message),
        (Fact::Description, known.description == other.description),
    ];
    join(&mut known.evidence, Some(&known.origin), &other.evidence, Some(&other.origin), &agreed);
}

pub(super) fn field(known: &mut Field, other: &mut Field) {
    // A page that does not state the presence or the type leaves it to the other.
    if known.presence == Presence::Unstated {
        known.evidence.remove(Fact::Presence);
    }
    if known.shape == Type::Unknown {
        known.evidence.remove(Fact::Type);
    }
    let agreed = agreed(known, other);
    let (own, theirs) = (known.origin.as_ref(), other.origin.as_ref());
    join(&mut known.evidence, own, &other.evidence, theirs, &agreed);
    for value in &mut other.values {
        for said in &mut value.evidence {
            *said = said.clone().moved(theirs, own);
        }
    }
    for value in &mut known.values {
        let again = other.values.iter().find(|other| other.wire == value.wire);
        for said in again.iter().flat_map(|again| &again.evidence) {
            if !value.evidence.contains(said) {
                value.evidence.push(said.clone());
            }
        }
    }
}

/// Which facts of a field two pages state alike.
fn agreed(known: &Field, other: &Field) -> Vec<(Fact, bool)> {
    let (own, theirs) = (&known.constraints, &other.constraints);
    vec![
        (Fact::Name, true),
        (Fact::Inside, true),
        (Fact::In, true),
        (Fact::Role, true),
        (Fact::Type, same_type(&known.shape, &other.shape)),
        (Fact::Presence, known.presence == other.presence),
        (Fact::RequiredIf, known.required_if == other.required_if),
        (Fact::Default, known.default == other.default),
        (Fact::Example, known.example == other.example),
        (Fact::Minimum, own.minimum == theirs.minimum),
        (Fact::Maximum, own.maximum == theirs.maximum),
        (Fact::MinLength, own.min_length == theirs.min_length),
        (Fact::MaxLength, own.max_length == theirs.max_length),
        (Fact::MinItems, own.min_items == theirs.min_items),
        (Fact::MaxItems, own.max_items == theirs.max_items),
        (Fact::Excluded, own.excluded == theirs.excluded),
        (Fact::First, own.first == theirs.first),
        (Fact::Allowed, own.allowed == theirs.allowed),
        (Fact::ForbiddenPrefixes, own.forbidden_prefixes == theirs.forbidden_prefixes),
        (Fact::Rivals, own.rivals == theirs.rivals),
        (Fact::Pattern, own.pattern == theirs.pattern),
        (Fact::Unit, own.unit == theirs.unit),
        (Fact::TimeFormat, own.time_format == theirs.time_format),
        (Fact::Json, own.json == theirs.json),
        (Fact::Sensitive, known.sensitive == other.sensitive),
        (Fact::Deprecated, known.deprecated == other.deprecated),
        (Fact::Description, known.description == other.description),
        (Fact::See, known.see == other.see),
    ]
}

/// Whether two types are of one kind; what is inside objects has evidence of its own.
fn same_type(known: &Type, other: &Type) -> bool {
    match (known, other) {
        (Type::Array { item: known }, Type::Array { item: other })
        | (Type::Map { value: known }, Type::Map { value: other }) => same_type(known, other),
        (known, other) => std::mem::discriminant(known) == std::mem::discriminant(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::model::{Testimony, Witness};

    fn field_of(page: &str, default: Option<&str>, shape: Type) -> Field {
        let said =
            |line| Testimony { witness: Witness::Table, page: None, line, column: 1, end_line: None, end_column: 2 };
        let mut evidence = Evidence::default();
        evidence.add(Fact::Name, said(1));
        evidence.add(Fact::Type, said(2));
        if default.is_some() {
            evidence.add(Fact::Default, said(3));
        }
        Field {
            wire: "Port".into(),
            shape,
            default: default.map(str::to_owned),
            origin: Some(Origin { page: page.into(), line: 1, column: 1 }),
            evidence,
            ..Field::default()
        }
    }

    /// The pages that say each fact after `b.md` has been merged into `a.md`.
    fn merged(mut known: Field, mut other: Field) -> Vec<(Fact, String)> {
        field(&mut known, &mut other);
        let origin = known.origin.as_ref();
        known.evidence.iter().map(|(fact, said)| (fact, said.page(origin).to_owned())).collect()
    }

    #[test]
    fn pages_that_agree_are_both_witnesses_and_the_one_that_lost_is_none() {
        let said = |pairs: &[(Fact, &str)]| -> Vec<(Fact, String)> {
            pairs.iter().map(|(fact, page)| (*fact, (*page).to_owned())).collect()
        };
        let both = [(Fact::Name, "a.md"), (Fact::Name, "b.md"), (Fact::Type, "a.md"), (Fact::Type, "b.md")];
        let known = || field_of("a.md", Some("1"), Type::Integer);
        let agreeing = merged(known(), field_of("b.md", Some("1"), Type::Integer));
        assert_eq!(agreeing, said(&[&both[..], &[(Fact::Default, "a.md"), (Fact::Default, "b.md")]].concat()));
        let differing = merged(known(), field_of("b.md", Some("2"), Type::String));
        assert_eq!(differing, said(&[&both[..3], &[(Fact::Default, "a.md")]].concat()));
        let alone = merged(field_of("a.md", None, Type::Unknown), field_of("b.md", Some("2"), Type::String));
        assert_eq!(alone, said(&[&both[..2], &[(Fact::Type, "b.md"), (Fact::Default, "b.md")]].concat()));
    }
}
