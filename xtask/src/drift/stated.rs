//! What is stated of an operation, a field, an answer and an error: one list that the comparison walks.
//!
//! In: a thing of a spec. Out: its facets with what is stated, as text, and where. A facet that is not stated is left
//! out, so that "not stated" is a state of its own.

use crate::spec::model::words::{self, characters, location, role};
use crate::spec::model::{
    Condition, ErrorCode, Evidence, Fact, Field, Operation, Origin, Parameter, Presence, Testimony, Type, Witness,
};

use super::{Facet, Place};

/// What is stated of one facet. A facet that can be stated several times (values, states) has an entry each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Which.
    pub facet: Facet,
    /// What.
    pub text: String,
    /// Where.
    pub place: Option<Place>,
}

/// The stated facets of one thing, put together.
struct List<'t> {
    evidence: &'t Evidence,
    origin: Option<&'t Origin>,
    stated: Vec<Stated>,
}

impl<'t> List<'t> {
    fn new(evidence: &'t Evidence, origin: Option<&'t Origin>) -> Self {
        Self { evidence, origin, stated: Vec::new() }
    }

    fn text(&mut self, fact: Fact, text: &str) {
        if let Some(facet) = Facet::of(fact).filter(|_| !text.is_empty()) {
            let place = place_of(self.evidence, fact, self.origin);
            self.stated.push(Stated { facet, text: text.to_owned(), place });
        }
    }

    fn maybe(&mut self, fact: Fact, text: Option<&String>) {
        self.text(fact, text.map_or("", String::as_str));
    }

    fn number(&mut self, fact: Fact, number: Option<u64>) {
        self.text(fact, &number.map(|number| number.to_string()).unwrap_or_default());
    }

    fn flag(&mut self, fact: Fact, is_set: bool) {
        self.text(fact, if is_set { "yes" } else { "" });
    }

    fn each(&mut self, fact: Fact, texts: &[String]) {
        for text in texts {
            self.text(fact, text);
        }
    }
}

/// What is stated of a parameter.
pub fn parameter(parameter: &Parameter) -> Vec<Stated> {
    let field = &parameter.field;
    let mut list = List::new(&field.evidence, field.origin.as_ref());
    list.text(Fact::In, location(parameter.location));
    list.text(Fact::Role, &parameter.role.as_ref().map(role).unwrap_or_default());
    add_field(&mut list, field);
    list.stated
}

/// What is stated of a member of a parameter, or of a field of an answer.
pub fn field(field: &Field) -> Vec<Stated> {
    let mut list = List::new(&field.evidence, field.origin.as_ref());
    add_field(&mut list, field);
    list.stated
}

fn add_field(list: &mut List<'_>, field: &Field) {
    let limits = &field.constraints;
    list.text(Fact::Type, &shape(&field.shape));
    list.text(Fact::Presence, presence(field));
    list.text(Fact::RequiredIf, &field.required_if.as_ref().map(condition).unwrap_or_default());
    list.maybe(Fact::Default, field.default.as_ref());
    list.maybe(Fact::Minimum, limits.minimum.as_ref());
    list.maybe(Fact::Maximum, limits.maximum.as_ref());
    list.number(Fact::MinLength, limits.min_length);
    list.number(Fact::MaxLength, limits.max_length);
    list.number(Fact::MinItems, limits.min_items);
    list.number(Fact::MaxItems, limits.max_items);
    list.each(Fact::Excluded, &limits.excluded);
    list.text(Fact::First, &characters(&limits.first));
    list.text(Fact::Allowed, &characters(&limits.allowed));
    list.each(Fact::ForbiddenPrefixes, &limits.forbidden_prefixes);
    list.each(Fact::Rivals, &limits.rivals);
    list.maybe(Fact::Pattern, limits.pattern.as_ref());
    list.maybe(Fact::Unit, limits.unit.as_ref());
    list.maybe(Fact::TimeFormat, limits.time_format.as_ref());
    list.flag(Fact::Json, limits.json);
    list.flag(Fact::Sensitive, field.sensitive);
    list.flag(Fact::Deprecated, field.deprecated);
    list.maybe(Fact::Example, field.example.as_ref());
    list.maybe(Fact::Description, field.description.as_ref());
    let origin = field.origin.as_ref();
    list.stated.extend(field.values.iter().map(|value| Stated {
        facet: Facet::Value,
        text: value.wire.clone(),
        place: value.evidence.first().map(|said| testified(said, origin)).or_else(|| origin.map(start)),
    }));
}

/// What is stated of an operation itself.
pub fn operation(operation: &Operation) -> Vec<Stated> {
    let mut list = List::new(&operation.evidence, operation.origins.first());
    list.text(Fact::Path, &format!("{} {}", operation.method, operation.path));
    list.maybe(Fact::Endpoint, operation.endpoint.as_ref());
    list.flag(Fact::Deprecated, operation.deprecated);
    list.maybe(Fact::Title, operation.title.as_ref());
    list.maybe(Fact::Summary, operation.summary.as_ref());
    let mut stated = list.stated;
    if let Some(asynchronous) = &operation.asynchronous {
        let mut list = List::new(&asynchronous.evidence, Some(&asynchronous.origin));
        list.text(Fact::Poll, &asynchronous.poll);
        list.each(Fact::Pending, &asynchronous.pending);
        list.each(Fact::Done, &asynchronous.done);
        list.maybe(Fact::Key, asynchronous.key.as_ref());
        list.maybe(Fact::State, asynchronous.state.as_ref());
        stated.extend(list.stated);
    }
    stated
}

/// What is stated of an error, but for its code.
pub fn error(error: &ErrorCode) -> Vec<Stated> {
    let mut list = List::new(&error.evidence, Some(&error.origin));
    list.text(Fact::Status, &error.status.map(|status| status.to_string()).unwrap_or_default());
    list.maybe(Fact::Message, error.message.as_ref());
    list.maybe(Fact::Description, error.description.as_ref());
    list.stated
}

/// The place of the words that say a fact; of the thing itself where nobody says it.
pub fn place_of(evidence: &Evidence, fact: Fact, origin: Option<&Origin>) -> Option<Place> {
    // What a file beside the pages says, no page shows.
    let shown = evidence.of(fact).find(|said| said.witness != Witness::Configuration);
    let said = shown.or_else(|| evidence.of(fact).next());
    said.map(|said| testified(said, origin)).or_else(|| origin.map(start))
}

fn testified(said: &Testimony, origin: Option<&Origin>) -> Place {
    Place {
        page: said.page(origin).to_owned(),
        line: said.line,
        column: said.column,
        end_line: said.last_line(),
        end_column: said.end_column,
    }
}

/// The place where something starts.
pub fn start(origin: &Origin) -> Place {
    let Origin { page, line, column } = origin;
    Place { page: page.clone(), line: *line, column: *column, end_line: *line, end_column: *column }
}

/// "required", "optional"; nothing where the page does not say.
fn presence(field: &Field) -> &'static str {
    if field.presence == Presence::Unstated { "" } else { words::presence(field.presence) }
}

/// A condition as far as it is understood: other words for the same one are no change.
fn condition(condition: &Condition) -> String {
    match (&condition.parameter, condition.equals.as_slice()) {
        (None, _) => "under a condition".to_owned(),
        (Some(parameter), []) => format!("with {parameter}"),
        (Some(parameter), values) => format!("{parameter} is {}", values.join(" or ")),
    }
}

/// A type in a line: `array<object>`; nothing where no witness settles it.
pub fn shape(shape: &Type) -> String {
    if *shape == Type::Unknown { String::new() } else { words::shape(shape) }
}
