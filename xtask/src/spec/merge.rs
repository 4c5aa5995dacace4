//! Several pages, one operation.
//!
//! In: the settled operations of all pages. Out: one operation a name, or a method and a path. What only one page states
//! is taken from it; where two pages differ the first one wins and a diagnostic says so.

use std::collections::HashMap;
use std::fmt::Debug;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::spec::PAGES_DIFFER;
use crate::dialect::Identity;
use crate::source::{PagePath, Span};
use crate::spec::model::{ErrorCode, Field, Operation, Origin, Presence, Type, Witness};
use crate::spec::places::Places;

/// Merges operations; the pages' order is their weight.
pub fn merge(
    operations: Vec<Operation>,
    identity: Identity,
    places: &Places<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Operation> {
    let mut merged: Vec<Operation> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for operation in operations {
        let key = match identity {
            Identity::Action => (operation.name.clone(), String::new()),
            Identity::Uri => (operation.method.clone(), operation.path.clone()),
        };
        let index = *known.entry(key).or_insert(merged.len());
        match merged.get_mut(index) {
            Some(known) => Merging { diagnostics, places }.operation(known, operation),
            None => merged.push(operation),
        }
    }
    merged
        .sort_by(|left, right| (&left.name, &left.method, &left.path).cmp(&(&right.name, &right.method, &right.path)));
    merged
}

mod evidence;

struct Merging<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    places: &'a Places<'a>,
}

impl Merging<'_> {
    fn operation(&mut self, known: &mut Operation, other: Operation) {
        let origin = other.origins.first().cloned();
        evidence::operation(known, &other);
        fill(&mut known.title, other.title);
        fill(&mut known.summary, other.summary);
        fill(&mut known.endpoint, other.endpoint);
        fill(&mut known.link, other.link);
        if known.asynchronous.is_none() {
            known.asynchronous = other.asynchronous;
        }
        known.deprecated |= other.deprecated;
        for parameter in other.parameters {
            let same = known
                .parameters
                .iter_mut()
                .find(|known| known.field.wire == parameter.field.wire && known.location == parameter.location);
            if let Some(known) = same {
                self.field(&mut known.field, parameter.field, "");
            } else {
                self.only_here(&parameter.field, origin.as_ref());
                let mut parameter = parameter;
                parameter.field.witnesses = vec![Witness::OtherPage];
                known.parameters.push(parameter);
            }
        }
        for response in other.responses {
            match known.responses.iter_mut().find(|known| known.status == response.status) {
                Some(known) => {
                    evidence::answer(known, &response);
                    self.fields(&mut known.fields, response.fields, "", origin.as_ref());
                }
                None => known.responses.push(response),
            }
        }
        for error in other.errors {
            self.error(&mut known.errors, error);
        }
        let fresh =
            other.samples.into_iter().filter(|sample| !known.samples.iter().any(|known| known.text == sample.text));
        known.samples.extend(fresh.collect::<Vec<_>>());
        known.origins.extend(other.origins);
    }

    fn fields(&mut self, known: &mut Vec<Field>, others: Vec<Field>, parent: &str, origin: Option<&Origin>) {
        for other in others {
            if let Some(known) = known.iter_mut().find(|known| known.wire == other.wire) {
                self.field(known, other, parent);
            } else {
                self.only_here(&other, origin);
                let mut other = other;
                other.witnesses.push(Witness::OtherPage);
                known.push(other);
            }
        }
    }

    fn field(&mut self, known: &mut Field, other: Field, parent: &str) {
        let path = if parent.is_empty() { known.wire.clone() } else { format!("{parent}.{}", known.wire) };
        let place = other.origin.clone().or_else(|| known.origin.clone());
        let place = place.as_ref();
        let mut other = other;
        evidence::field(known, &mut other);
        if known.presence == Presence::Unstated {
            known.presence = other.presence;
        } else if other.presence != Presence::Unstated {
            self.differ(&path, "presence", &known.presence, &other.presence, place);
        }
        self.option(&path, "default", &mut known.default, other.default, place);
        if known.values.is_empty() {
            known.values = other.values;
        } else if !other.values.is_empty() {
            let wires = |values: &[crate::spec::model::Value]| {
                values.iter().map(|value| value.wire.clone()).collect::<Vec<_>>()
            };
            self.differ(&path, "list of values", &wires(&known.values), &wires(&other.values), place);
        }
        let (own, theirs) = (&mut known.constraints, other.constraints);
        self.option(&path, "minimum", &mut own.minimum, theirs.minimum, place);
        self.option(&path, "maximum", &mut own.maximum, theirs.maximum, place);
        self.option(&path, "least length", &mut own.min_length, theirs.min_length, place);
        self.option(&path, "greatest length", &mut own.max_length, theirs.max_length, place);
        self.option(&path, "least count", &mut own.min_items, theirs.min_items, place);
        self.option(&path, "greatest count", &mut own.max_items, theirs.max_items, place);
        self.option(&path, "pattern", &mut own.pattern, theirs.pattern, place);
        self.option(&path, "unit", &mut own.unit, theirs.unit, place);
        self.option(&path, "format of the time", &mut own.time_format, theirs.time_format, place);
        own.json |= theirs.json;
        if own.excluded.is_empty() {
            own.excluded = theirs.excluded;
        }
        if own.first.is_empty() {
            own.first = theirs.first;
        }
        if own.allowed.is_empty() {
            own.allowed = theirs.allowed;
        }
        if own.forbidden_prefixes.is_empty() {
            own.forbidden_prefixes = theirs.forbidden_prefixes;
        }
        if own.rivals.is_empty() {
            own.rivals = theirs.rivals;
        }
        fill(&mut known.required_if, other.required_if);
        fill(&mut known.example, other.example);
        fill(&mut known.description, other.description);
        known.sensitive |= other.sensitive;
        known.deprecated |= other.deprecated;
        if !known.witnesses.contains(&Witness::OtherPage) {
            known.witnesses.push(Witness::OtherPage);
        }
        self.shape(&path, &mut known.shape, other.shape, place);
    }

    fn shape(&mut self, path: &str, known: &mut Type, other: Type, place: Option<&Origin>) {
        match (known, other) {
            (known @ Type::Unknown, other) => *known = other,
            (Type::Object { fields }, Type::Object { fields: others }) => self.fields(fields, others, path, place),
            (Type::Array { item }, Type::Array { item: other }) => self.shape(path, item, *other, place),
            (Type::Map { value }, Type::Map { value: other }) => self.shape(path, value, *other, place),
            (_, Type::Unknown) => {}
            (known, other) => {
                self.differ(path, "type", &crate::spec::settle::name(known), &crate::spec::settle::name(&other), place);
            }
        }
    }

    fn error(&mut self, known: &mut Vec<ErrorCode>, other: ErrorCode) {
        let same = |known: &ErrorCode| known.code == other.code && known.status == other.status;
        let says = |known: &ErrorCode| same(known) && known.message == other.message;
        let found = known.iter().position(says).or_else(|| known.iter().position(same));
        match found.and_then(|index| known.get_mut(index)) {
            Some(known) => {
                let place = other.origin.clone();
                evidence::error(known, &other);
                self.option(&known.code.clone(), "message", &mut known.message, other.message, Some(&place));
                fill(&mut known.description, other.description);
            }
            None => known.push(other),
        }
    }

    fn option<T: PartialEq + Debug>(
        &mut self,
        path: &str,
        facet: &str,
        known: &mut Option<T>,
        other: Option<T>,
        place: Option<&Origin>,
    ) {
        match (known.as_ref(), other) {
            (None, other) => *known = other,
            (Some(known), Some(other)) => self.differ(path, facet, known, &other, place),
            (Some(_), None) => {}
        }
    }

    fn differ<T: PartialEq + Debug + ?Sized>(
        &mut self,
        path: &str,
        facet: &str,
        known: &T,
        other: &T,
        place: Option<&Origin>,
    ) {
        if known == other {
            return;
        }
        let message = format!("{path}: the {facet} is {known:?} on the page that wins, {other:?} here");
        self.report(place, message);
    }

    fn only_here(&mut self, field: &Field, origin: Option<&Origin>) {
        let place = field.origin.as_ref().or(origin);
        self.report(place, format!("{} stands only on this page", field.wire));
    }

    fn report(&mut self, place: Option<&Origin>, message: String) {
        let (page, span) = match place {
            Some(place) => self.places.span(place),
            None => (PagePath::new(""), Span::default()),
        };
        self.diagnostics.push(Diagnostic::new(PAGES_DIFFER, &page, span, message));
    }
}

fn fill<T>(slot: &mut Option<T>, value: Option<T>) {
    if slot.is_none() {
        *slot = value;
    }
}
