//! Page against page: the same operation in two languages or two formats, with facts that differ.
//!
//! What a page does not say is no contradiction: only two statements are. A name that only one page has is one when
//! both pages are whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::diagnostic::catalogue::lint::{
    DEFAULT_DIFFERS, LIMIT_DIFFERS, NAME_ON_ONE_PAGE, PRESENCE_DIFFERS, STATUS_DIFFERS, TYPE_DIFFERS, VALUES_DIFFER,
};
use crate::dialect::TypeWord;
use crate::extract::facts::{RowFacts, StatedType};
use crate::extract::prose::facts::Fact;
use crate::source::Span;
use crate::spec::model::{Presence, Role};

use super::Finding;
use super::view::{Described, View, type_span};

/// Compares all pages of each operation with the first of them.
pub fn check(views: &[View<'_>], found: &mut Vec<Finding>) {
    let mut groups: BTreeMap<(&str, &str, &str, &str), Vec<&View<'_>>> = BTreeMap::new();
    // What extracted text lacks, or has lost half of, is no statement of the page.
    for view in views.iter().filter(|view| view.is_whole()) {
        let operation = view.operation;
        // A page of method and path is told by these, and may have any title.
        let name = if operation.path == "/" { operation.name.as_str() } else { "" };
        let version = view.version.unwrap_or_default();
        groups.entry((name, &operation.method, &operation.path, version)).or_default().push(view);
    }
    for group in groups.into_values() {
        let mut views = group.into_iter();
        let Some(first) = views.next() else { continue };
        for other in views.filter(|other| other.page.path() != first.page.path()) {
            let parameters = first.operation.parameters.iter();
            let constants = parameters.filter(|parameter| matches!(parameter.role, Some(Role::Constant { .. })));
            let constants = constants.map(|parameter| parameter.field.wire.as_str()).collect();
            Twins { first, other, constants }.compare(found);
        }
    }
}

/// Two pages of one operation.
struct Twins<'t, 'v> {
    first: &'t View<'v>,
    other: &'t View<'v>,
    /// The names of constants.
    constants: BTreeSet<&'t str>,
}

/// A statement and where it stands.
type Said = (String, Span);

impl Twins<'_, '_> {
    fn compare(&self, found: &mut Vec<Finding>) {
        let (ours, theirs) = (self.first.described(), self.other.described());
        let by_path: BTreeMap<&str, &Described<'_>> =
            ours.iter().map(|described| (described.path.as_str(), described)).collect();
        for described in &theirs {
            if let Some(first) = by_path.get(described.path.as_str()) {
                self.row(first, described, found);
            }
        }
        self.names(&ours, &theirs, found);
        self.errors(found);
    }

    fn tell(&self, code: Code, subject: &str, what: &str, ours: &Said, theirs: &Said, found: &mut Vec<Finding>) {
        if ours.0 == theirs.0 || ours.0.is_empty() || theirs.0.is_empty() {
            return;
        }
        let name = subject.split_once('.').map_or(subject, |(_, name)| name);
        let message =
            format!("`{name}`: the {what} is {} here, and {} on {}", theirs.0, ours.0, self.first.page.path());
        let finding = Finding::new(code, self.other.page, theirs.1, message);
        let finding = finding.about(&self.other.operation.name, subject, format!("{} and {}", theirs.0, ours.0));
        let finding = finding.labelled(format!("{} here", theirs.0));
        found.push(finding.against(self.first.page, ours.1, format!("{} there", ours.0)));
    }

    fn row(&self, ours: &Described<'_>, theirs: &Described<'_>, found: &mut Vec<Finding>) {
        let path = ours.path.as_str();
        let (our, their) = (ours.row, theirs.row);
        self.tell(TYPE_DIFFERS, path, "type", &type_of(our), &type_of(their), found);
        // How the row of a constant is marked is another rule's business.
        if !self.constants.contains(ours.field.wire.as_str()) {
            self.tell(PRESENCE_DIFFERS, path, "presence", &presence(our), &presence(their), found);
        }
        let text = |fact: &Option<Fact<String>>| {
            fact.as_ref().map_or((String::new(), Span::default()), |fact| (fact.value.trim().to_lowercase(), fact.span))
        };
        let number = |fact: &Option<Fact<u64>>| {
            fact.as_ref().map_or((String::new(), Span::default()), |fact| (fact.value.to_string(), fact.span))
        };
        let (one, other) = (&our.prose, &their.prose);
        self.tell(DEFAULT_DIFFERS, path, "default", &text(&one.default), &text(&other.default), found);
        self.tell(LIMIT_DIFFERS, path, "least value", &text(&one.minimum), &text(&other.minimum), found);
        self.tell(LIMIT_DIFFERS, path, "greatest value", &text(&one.maximum), &text(&other.maximum), found);
        self.tell(LIMIT_DIFFERS, path, "least length", &number(&one.min_length), &number(&other.min_length), found);
        self.tell(LIMIT_DIFFERS, path, "greatest length", &number(&one.max_length), &number(&other.max_length), found);
        self.tell(LIMIT_DIFFERS, path, "greatest count", &number(&one.max_items), &number(&other.max_items), found);
        self.tell(VALUES_DIFFER, path, "list of values", &values(our), &values(their), found);
    }

    /// Names of the request that only one of two pages has.
    fn names(&self, ours: &[Described<'_>], theirs: &[Described<'_>], found: &mut Vec<Finding>) {
        if ours.is_empty() || theirs.is_empty() {
            return;
        }
        let sides = [(self.first, ours, self.other, theirs), (self.other, theirs, self.first, ours)];
        for (view, own, other, others) in sides {
            let known: BTreeSet<String> = others.iter().map(|other| other.path.to_lowercase()).collect();
            for described in own.iter().filter(|described| described.path.starts_with("request.")) {
                if known.contains(&described.path.to_lowercase()) {
                    continue;
                }
                let name = &described.field.wire;
                let message = format!("`{name}` stands here, and not on {}", other.page.path());
                let finding = Finding::new(NAME_ON_ONE_PAGE, view.page, described.row.name.span, message);
                let finding = finding.about(&view.operation.name, &described.path, "only here").labelled("only here");
                found.push(finding.likely());
            }
        }
    }

    fn errors(&self, found: &mut Vec<Finding>) {
        let mut ours: BTreeMap<&str, Vec<(u16, Span)>> = BTreeMap::new();
        for error in &self.first.facts.errors {
            if let Some(status) = &error.status {
                ours.entry(&error.code.value).or_default().push((status.value, status.span));
            }
        }
        for error in &self.other.facts.errors {
            let Some(status) = &error.status else { continue };
            // A code with several statuses has several meanings.
            let Some([(known, span)]) = ours.get(error.code.value.as_str()).map(Vec::as_slice) else { continue };
            let subject = format!("error.{}", error.code.value);
            let theirs = (status.value.to_string(), status.span);
            self.tell(STATUS_DIFFERS, &subject, "status", &(known.to_string(), *span), &theirs, found);
        }
    }
}

/// The type in a word of ours: `Long` and `Integer` are one.
fn type_of(row: &RowFacts) -> Said {
    let word = match &row.stated {
        StatedType::Word(word) => match word {
            TypeWord::String => "a string",
            TypeWord::Integer => "an integer",
            TypeWord::Number => "a number",
            TypeWord::Boolean => "a boolean",
            TypeWord::Object | TypeWord::List | TypeWord::Map | TypeWord::Any | TypeWord::File | TypeWord::Unstated => {
                ""
            }
        },
        StatedType::Unstated
        | StatedType::List(_)
        | StatedType::Map(_)
        | StatedType::Named(_)
        | StatedType::Unknown(_) => "",
    };
    (word.to_owned(), type_span(row))
}

fn presence(row: &RowFacts) -> Said {
    let word = match row.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Unstated => "",
    };
    (word.to_owned(), row.presence_place.unwrap_or(row.name.span))
}

fn values(row: &RowFacts) -> Said {
    let mut values: Vec<String> = row.prose.values.iter().map(|value| value.wire.to_lowercase()).collect();
    values.sort();
    let span = match (row.prose.values.first(), row.prose.values.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    };
    (values.join(", "), span)
}
