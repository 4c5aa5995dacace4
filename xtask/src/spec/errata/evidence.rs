//! What errata do to evidence: a corrected fact has the erratum as its witness, and a fact that is read from a corrected
//! text has it before the page's words.

use super::change::{Changes, Said};
use crate::source::{Page, Position, Span};
use crate::spec::model::{Asynchronous, Evidence, Fact, Field, Operation, Testimony, Type, Value, Witness};

/// A stretch of a page that an erratum put in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// Where it stands in the corrected page.
    pub(super) span: Span,
    /// The erratum.
    pub(super) testimony: Testimony,
}

/// The place of an erratum in its file.
pub(super) fn testimony(file: &Page, span: Span) -> Testimony {
    let (start, end) = (file.position(span.start), file.position(span.end));
    Testimony {
        witness: Witness::Erratum,
        page: Some(file.path().as_str().to_owned()),
        line: start.line,
        column: start.column,
        end_line: (end.line != start.line).then_some(end.line),
        end_column: end.column,
    }
}

/// The fact that a key of `set` or `add` changes. The values of a field have their evidence beside them.
fn fact(key: &str) -> Option<Fact> {
    serde_json::from_value(serde_json::Value::String(key.to_owned())).ok()
}

/// Makes the erratum the witness of all that it changed; of what it took away nobody is one.
pub(super) fn changed(evidence: &mut Evidence, changes: &Changes, testimony: &Testimony) {
    for (key, said) in changes {
        let Some(fact) = fact(key) else { continue };
        evidence.remove(fact);
        let taken_away = match said {
            Said::Text(text) => {
                text.is_empty()
                    || (fact == Fact::Presence && text == "unstated")
                    || (fact == Fact::Deprecated && text == "false")
            }
            Said::List(items) => items.is_empty(),
        };
        if !taken_away {
            evidence.add_first(fact, testimony.clone());
        }
    }
}

/// The same for a field and its values.
pub(super) fn field(field: &mut Field, changes: &Changes, testimony: &Testimony) {
    changed(&mut field.evidence, changes, testimony);
    if changes.iter().any(|(key, _)| *key == "values") {
        for value in &mut field.values {
            value.evidence.insert(0, testimony.clone());
        }
    }
}

/// Makes errata of a page's text witnesses of the facts that were read from it.
pub(super) fn testify(page: &Page, corrected: &[Corrected], operations: &mut [Operation]) {
    let corrected: Vec<Stretch<'_>> = corrected
        .iter()
        .map(|one| {
            let (from, to) = (page.position(one.span.start), page.position(one.span.end));
            Stretch { from, to, testimony: &one.testimony }
        })
        .collect();
    if corrected.is_empty() {
        return;
    }
    for operation in operations {
        let origin = operation.origins.first().cloned();
        let page = origin.as_ref().map(|origin| origin.page.clone()).unwrap_or_default();
        evidence(&mut operation.evidence, &page, &corrected);
        if let Some(Asynchronous { evidence: said, .. }) = &mut operation.asynchronous {
            evidence(said, &page, &corrected);
        }
        for error in &mut operation.errors {
            evidence(&mut error.evidence, &page, &corrected);
        }
        for parameter in &mut operation.parameters {
            fields(std::slice::from_mut(&mut parameter.field), &page, &corrected);
        }
        for response in &mut operation.responses {
            evidence(&mut response.evidence, &page, &corrected);
            fields(&mut response.fields, &page, &corrected);
            fields(&mut response.headers, &page, &corrected);
        }
    }
}

struct Stretch<'a> {
    from: Position,
    to: Position,
    testimony: &'a Testimony,
}

impl Stretch<'_> {
    /// Whether words of the page stand in the stretch, at least in part.
    fn holds(&self, said: &Testimony, page: &str) -> bool {
        let start = Position { line: said.line, column: said.column };
        let end = Position { line: said.last_line(), column: said.end_column };
        said.page.as_deref().is_none_or(|other| other == page) && start < self.to && self.from < end
    }
}

fn evidence(evidence: &mut Evidence, page: &str, corrected: &[Stretch<'_>]) {
    for stretch in corrected {
        let facts: Vec<Fact> =
            evidence.iter().filter(|(_, said)| stretch.holds(said, page)).map(|(fact, _)| fact).collect();
        for fact in facts {
            evidence.add_first(fact, stretch.testimony.clone());
        }
    }
}

fn fields(fields: &mut [Field], page: &str, corrected: &[Stretch<'_>]) {
    for field in fields {
        evidence(&mut field.evidence, page, corrected);
        for Value { evidence: said, .. } in &mut field.values {
            for stretch in corrected {
                if said.iter().any(|said| stretch.holds(said, page)) && !said.contains(stretch.testimony) {
                    said.insert(0, stretch.testimony.clone());
                }
            }
        }
        members(&mut field.shape, page, corrected);
    }
}

fn members(shape: &mut Type, page: &str, corrected: &[Stretch<'_>]) {
    if let Some(members) = shape.members_mut() {
        fields(members, page, corrected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PagePath;
    use crate::spec::errata::Errata;

    fn said(witness: Witness) -> Testimony {
        Testimony { witness, page: None, line: 3, column: 2, end_line: None, end_column: 6 }
    }

    #[test]
    fn a_changed_fact_has_the_erratum_for_its_witness_and_one_taken_away_has_none() {
        let mut evidence = Evidence::default();
        for fact in [Fact::Default, Fact::Maximum, Fact::Presence] {
            evidence.add(fact, said(Witness::Table));
        }
        let changes: Changes = vec![
            ("default", Said::Text(String::new())),
            ("maximum", Said::Text("9".to_owned())),
            ("presence", Said::Text("unstated".to_owned())),
        ];
        changed(&mut evidence, &changes, &said(Witness::Erratum));
        let left: Vec<_> = evidence.iter().map(|(fact, said)| (fact, said.witness)).collect();
        assert_eq!(left, [(Fact::Maximum, Witness::Erratum)]);
    }

    #[test]
    fn corrected_stretches_stay_in_place_when_others_move_them() {
        let text = "[[erratum]]\npage = \"a.md\"\nwas = \"lamp\"\nbecomes = \"lantern\"\nbecause = \"x\"\n\
                    [[erratum]]\npage = \"a.md\"\nwas = \"A\"\nbecomes = \"One\"\nbecause = \"y\"\n";
        let errata = Errata::parse(&PagePath::new("errata.toml"), text).expect("errata");
        let page = Page::new(PagePath::new("a.md"), b"A red lamp.".to_vec()).expect("a page");
        let (page, corrected) = errata.correct_page(page, &mut Vec::new());
        assert_eq!(page.text(), "One red lantern.");
        let stretches: Vec<_> = corrected.iter().map(|one| (page.slice(one.span), one.testimony.line)).collect();
        assert_eq!(stretches, [("lantern", 4), ("One", 9)]);
        assert_eq!(errata.because(&corrected[1].testimony), Some("y"));
    }
}
