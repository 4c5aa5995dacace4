//! All that a spec can state of an operation, a field, an answer and an error: one list that the comparison walks.
//!
//! In: a thing of a spec. Out: its facets with what is stated, as text, and where. A facet that is not stated is left
//! out, so that "not stated" is a state of its own. A new fact of the model does not compile before it has its facet.

use crate::spec::model::words::{self, characters, location, role};
use crate::spec::model::{
    Condition, ErrorCode, Evidence, Fact, Field, Operation, Origin, Parameter, Presence, Role, Testimony, Type,
};

use super::{Layer, Place, Side};

/// One thing that a spec can state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// That it is there.
    Existence,
    /// The method and the path.
    Uri,
    /// Where a parameter is sent.
    Location,
    /// The type.
    Type,
    /// Whether it must be sent.
    Presence,
    /// When it must be sent.
    Condition,
    /// The value that the service takes when none is sent.
    Default,
    /// A value that is allowed.
    Value,
    /// The smallest number.
    Minimum,
    /// The largest number.
    Maximum,
    /// The fewest characters.
    MinLength,
    /// The most characters.
    MaxLength,
    /// The fewest items.
    MinItems,
    /// The most items.
    MaxItems,
    /// A value that is not allowed.
    Excluded,
    /// What the first character may be.
    First,
    /// What all characters may be.
    Allowed,
    /// What the value must not start with.
    ForbiddenPrefix,
    /// A parameter that must not be sent beside it.
    Rival,
    /// A regular expression.
    Pattern,
    /// The unit of the number.
    Unit,
    /// The format of a time.
    TimeFormat,
    /// That the text is JSON.
    Json,
    /// A limit that a sentence states and that holds in some cases only.
    CaseLimit,
    /// That it is deprecated.
    Deprecation,
    /// What it is for, beyond its value.
    Role,
    /// That it must not stand in a log.
    Sensitivity,
    /// The HTTP status of an error.
    Status,
    /// The message of an error.
    Message,
    /// The operation that tells when the work is done.
    Poll,
    /// A state in which the work goes on.
    Pending,
    /// A state in which the work is done.
    Done,
    /// The parameter that the polled operation needs.
    PollKey,
    /// The field that tells the state.
    PollState,
    /// The host.
    Endpoint,
    /// The example.
    Example,
    /// That a sample shows it, where no words tell of it.
    Shown,
    /// A type that the page does not state, as its samples show it.
    Inferred,
    /// The title, the summary or the description.
    Text,
    /// A page.
    Page,
    /// The language of a page.
    Language,
    /// A heading of a page.
    Heading,
    /// The heading row of a table.
    Column,
    /// A sample on a page.
    Sample,
    /// Any other words of a page.
    Words,
    /// How a page is written, where its words stayed the same.
    Markup,
}

impl Facet {
    /// The facet that a fact of the model is told by; `None` for names and places, by which things are paired.
    pub fn of(fact: Fact) -> Option<Self> {
        Some(match fact {
            Fact::Name | Fact::Code | Fact::Inside | Fact::See => return None,
            Fact::Status => Self::Status,
            Fact::Message => Self::Message,
            Fact::In => Self::Location,
            Fact::Role => Self::Role,
            Fact::Type => Self::Type,
            Fact::Presence => Self::Presence,
            Fact::RequiredIf => Self::Condition,
            Fact::Default => Self::Default,
            Fact::Example => Self::Example,
            Fact::Minimum => Self::Minimum,
            Fact::Maximum => Self::Maximum,
            Fact::MinLength => Self::MinLength,
            Fact::MaxLength => Self::MaxLength,
            Fact::MinItems => Self::MinItems,
            Fact::MaxItems => Self::MaxItems,
            Fact::Excluded => Self::Excluded,
            Fact::First => Self::First,
            Fact::Allowed => Self::Allowed,
            Fact::ForbiddenPrefixes => Self::ForbiddenPrefix,
            Fact::Rivals => Self::Rival,
            Fact::Pattern => Self::Pattern,
            Fact::Unit => Self::Unit,
            Fact::TimeFormat => Self::TimeFormat,
            Fact::Json => Self::Json,
            Fact::Sensitive => Self::Sensitivity,
            Fact::Deprecated => Self::Deprecation,
            Fact::Description | Fact::Title | Fact::Summary => Self::Text,
            Fact::Method | Fact::Path => Self::Uri,
            Fact::Endpoint => Self::Endpoint,
            Fact::Poll => Self::Poll,
            Fact::Pending => Self::Pending,
            Fact::Done => Self::Done,
            Fact::Key => Self::PollKey,
            Fact::State => Self::PollState,
        })
    }

    /// The facet that it is on a side of an operation, for a parameter with a role. A default of an answer, and what
    /// is said of a parameter that the client fills with a constant, are but text.
    #[must_use]
    pub fn on(self, side: Side, role: Option<&Role>) -> Self {
        let is_text = match self {
            Self::Default => side != Side::Request,
            Self::Role => false,
            _ => matches!(role, Some(Role::Constant { .. })),
        };
        if is_text { Self::Text } else { self }
    }

    /// The layer to which its changes belong.
    pub fn layer(self) -> Layer {
        match self {
            Self::Example
            | Self::Shown
            | Self::Inferred
            | Self::Text
            | Self::Endpoint
            | Self::Page
            | Self::Language
            | Self::Heading
            | Self::Column
            | Self::Sample
            | Self::Words
            | Self::Markup => Layer::Document,
            Self::Existence
            | Self::Uri
            | Self::Location
            | Self::Type
            | Self::Presence
            | Self::Condition
            | Self::Default
            | Self::Value
            | Self::Minimum
            | Self::Maximum
            | Self::MinLength
            | Self::MaxLength
            | Self::MinItems
            | Self::MaxItems
            | Self::Excluded
            | Self::First
            | Self::Allowed
            | Self::ForbiddenPrefix
            | Self::Rival
            | Self::Pattern
            | Self::Unit
            | Self::TimeFormat
            | Self::Json
            | Self::CaseLimit
            | Self::Deprecation
            | Self::Role
            | Self::Sensitivity
            | Self::Status
            | Self::Message
            | Self::Poll
            | Self::Pending
            | Self::Done
            | Self::PollKey
            | Self::PollState => Layer::Api,
        }
    }

    /// Whether a thing has it once; else each of its entries comes and goes alone.
    pub fn is_single(self) -> bool {
        !matches!(
            self,
            Self::Value
                | Self::Excluded
                | Self::ForbiddenPrefix
                | Self::Rival
                | Self::CaseLimit
                | Self::Pending
                | Self::Done
        )
    }

    /// Whether it limits the values that can be sent.
    pub fn is_constraint(self) -> bool {
        matches!(
            self,
            Self::Minimum
                | Self::Maximum
                | Self::MinLength
                | Self::MaxLength
                | Self::MinItems
                | Self::MaxItems
                | Self::Excluded
                | Self::First
                | Self::Allowed
                | Self::ForbiddenPrefix
                | Self::Rival
                | Self::Pattern
                | Self::Unit
                | Self::TimeFormat
                | Self::Json
                | Self::CaseLimit
        )
    }
}

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
    evidence.of(fact).next().map(|said| testified(said, origin)).or_else(|| origin.map(start))
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
