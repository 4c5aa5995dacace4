//! Edits of a spec that change one thing that it states, each with the rule of drift that must tell it.
//!
//! In: a rule, or a spec of real pages and a number. Out: the spec before and after. What can be stated is the list of
//! facets, so that a new one does not compile before somebody says how it is edited.

mod code;
mod mutants;
mod pages;

pub use code::{near_miss, of_code};
pub use mutants::{Mutant, mutant};
pub use pages::{Pages, of_page};

use docwright::drift::rules::{Rule, Way};
use docwright::drift::{Facet, Side};
use docwright::spec::model::{
    Asynchronous, CharacterClass, CharacterSet, Condition, ErrorCode, Evidence, Field, Location, Operation, Origin,
    Parameter, Presence, Protocol, Response, Role, Spec, Type, Value, Witness,
};

/// The lamps: a service of three operations that states one of each.
///
/// # Panics
///
/// When the file is no spec.
pub fn lamps() -> Spec {
    serde_json::from_str(include_str!("lamps.json")).unwrap_or_else(|error| panic!("{error}"))
}

/// The operation of the lamps that states most.
///
/// # Panics
///
/// When it is not there.
pub fn lighting(spec: &mut Spec) -> &mut Operation {
    spec.operations.iter_mut().find(|one| one.name == "CreateLamp").expect("the operation")
}

/// Before and after an edit.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Before.
    pub old: Spec,
    /// After.
    pub new: Spec,
}

impl Edit {
    pub(crate) fn of(old: impl FnOnce(&mut Spec), new: impl FnOnce(&mut Spec)) -> Self {
        let (mut before, mut after) = (lamps(), lamps());
        old(&mut before);
        new(&mut after);
        Self { old: before, new: after }
    }

    /// The other way round.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { old: self.new, new: self.old }
    }
}

/// The edit of the lamps that a rule of the API, or of what a spec keeps of the pages, tells. `None` of a rule of pages
/// or of code.
///
/// # Panics
///
/// When a rule has a way that nobody knows how to edit.
pub fn of_rule(rule: &Rule) -> Option<Edit> {
    let side = rule.side.filter(|side| *side != Side::Page)?;
    if rule.way == Way::Removed && rule.facet != Facet::Presence {
        // What goes is what came, the other way round.
        return Some(stated(side, rule.facet, Way::Added).swapped());
    }
    Some(stated(side, rule.facet, rule.way))
}

fn stated(side: Side, facet: Facet, way: Way) -> Edit {
    if matches!(facet, Facet::Existence | Facet::Shown) {
        return existence(side, way, facet == Facet::Shown);
    }
    let (old, new) = texts(facet, way);
    Edit::of(|spec| set(spec, side, facet, old), |spec| set(spec, side, facet, new))
}

/// What is stated before and after. Of what has an order the first of the two lets less through.
fn texts(facet: Facet, way: Way) -> (Option<&'static str>, Option<&'static str>) {
    let (strict, loose) = pair(facet);
    match way {
        Way::Added => (None, Some(strict)),
        Way::Tightened => (Some(loose), Some(strict)),
        Way::Changed if matches!(facet, Facet::Minimum | Facet::Maximum) => (Some(strict), Some("as agreed")),
        Way::Changed if matches!(facet, Facet::First | Facet::Allowed) => (Some("letters"), Some("digits")),
        Way::Changed if facet == Facet::Presence => (None, Some("optional")),
        Way::Changed | Way::Loosened => (Some(strict), Some(loose)),
        Way::Removed | Way::Demanded | Way::Renamed | Way::Moved => panic!("{facet:?} is not {way:?}"),
    }
}

/// Two statements of a facet. Of what has an order the first one lets less through.
///
/// # Panics
///
/// Of what a spec does not state.
pub fn pair(facet: Facet) -> (&'static str, &'static str) {
    match facet {
        Facet::Minimum | Facet::MinLength | Facet::MinItems => ("20", "10"),
        Facet::Maximum | Facet::MaxLength | Facet::MaxItems => ("10", "20"),
        Facet::First | Facet::Allowed => ("letters", "letters, digits"),
        Facet::Presence => ("required", "optional"),
        Facet::Location => ("header", "form"),
        Facet::Role => ("region", "project"),
        Facet::Type | Facet::Inferred => ("boolean", "number"),
        Facet::Condition => ("Owner", "RoomId"),
        Facet::Uri => ("/lamps", "/bulbs"),
        Facet::Status => ("404", "409"),
        Facet::Poll => ("DescribeLamp", "ListLamps"),
        Facet::Protocol => ("rpc", "rest"),
        Facet::Default
        | Facet::Value
        | Facet::Excluded
        | Facet::ForbiddenPrefix
        | Facet::Rival
        | Facet::Pattern
        | Facet::Unit
        | Facet::TimeFormat
        | Facet::Json
        | Facet::Deprecation
        | Facet::Sensitivity
        | Facet::Message
        | Facet::Pending
        | Facet::Done
        | Facet::PollKey
        | Facet::PollState
        | Facet::Endpoint
        | Facet::Product
        | Facet::Version
        | Facet::Host
        | Facet::Example
        | Facet::Text => ("one", "another"),
        // A sentence about some cases gives a limit, and words around it that are no limit.
        Facet::CaseLimit => ("In a hall it has 16 to 64 characters.", "In a hall it has 8 to 24 characters."),
        Facet::Existence
        | Facet::Shown
        | Facet::Page
        | Facet::Split
        | Facet::Language
        | Facet::Heading
        | Facet::Column
        | Facet::Sample
        | Facet::Words
        | Facet::Lost
        | Facet::Markup
        | Facet::Method
        | Facet::Argument
        | Facet::Setter
        | Facet::Order
        | Facet::Member
        | Facet::Output
        | Facet::Named
        | Facet::Variant
        | Facet::Constant
        | Facet::Meant
        | Facet::Pages
        | Facet::Waiter
        | Facet::Followed
        | Facet::Accepted
        | Facet::Sent
        | Facet::Assumed
        | Facet::Repeated
        | Facet::Hidden => panic!("no spec states {facet:?}"),
    }
}

/// States a facet of a side of the lamps, or takes the statement away.
fn set(spec: &mut Spec, side: Side, facet: Facet, text: Option<&str>) {
    match side {
        Side::Service => set_service(spec, facet, text),
        Side::Operation => set_operation(lighting(spec), facet, text),
        Side::Error => set_error(&mut lighting(spec).errors[0], facet, text),
        Side::Request => {
            let parameter = lighting(spec).parameters.iter_mut().find(|one| one.field.wire == "Shade");
            set_parameter(parameter.expect("the parameter"), facet, text);
        }
        Side::Response => {
            let fields = &mut lighting(spec).responses[0].fields;
            set_field(fields.iter_mut().find(|field| field.wire == "Bulb").expect("the field"), facet, text);
        }
        Side::Header => set_field(&mut lighting(spec).responses[0].headers[0], facet, text),
        Side::Status | Side::Page => panic!("{side:?} states no {facet:?}"),
    }
}

fn set_service(spec: &mut Spec, facet: Facet, text: Option<&str>) {
    let text = text.map(str::to_owned);
    match facet {
        Facet::Protocol => {
            spec.protocol = if text.as_deref() == Some("rpc") { Protocol::Rpc } else { Protocol::Rest };
        }
        Facet::Product => spec.product = text,
        Facet::Version => spec.version = text,
        Facet::Host => spec.endpoints = text.into_iter().map(|host| ("far-east-1".to_owned(), host)).collect(),
        other => panic!("a service states no {other:?}"),
    }
}

/// States a facet of an operation, or takes the statement away.
///
/// # Panics
///
/// Of what operations do not state.
pub fn set_operation(operation: &mut Operation, facet: Facet, text: Option<&str>) {
    let owned = text.map(str::to_owned);
    let mut waiting = |change: &dyn Fn(&mut Asynchronous)| {
        change(operation.asynchronous.as_mut().expect("work that goes on"));
    };
    match facet {
        Facet::Uri => operation.path = owned.expect("a path"),
        Facet::Deprecation => operation.deprecated = text.is_some(),
        Facet::Endpoint => operation.endpoint = owned,
        Facet::Text => operation.summary = owned,
        Facet::Poll => waiting(&|it| it.poll = owned.clone().unwrap_or_default()),
        Facet::Pending => waiting(&|it| it.pending = owned.clone().into_iter().collect()),
        Facet::Done => waiting(&|it| it.done = owned.clone().into_iter().collect()),
        Facet::PollKey => waiting(&|it| it.key.clone_from(&owned)),
        Facet::PollState => waiting(&|it| it.state.clone_from(&owned)),
        other => panic!("an operation states no {other:?}"),
    }
}

/// States a facet of an error, or takes the statement away.
///
/// # Panics
///
/// Of what errors do not state.
pub fn set_error(error: &mut ErrorCode, facet: Facet, text: Option<&str>) {
    let owned = text.map(str::to_owned);
    match facet {
        Facet::Status => error.status = text.and_then(|text| text.parse().ok()),
        Facet::Message => error.message = owned,
        Facet::Text => error.description = owned,
        other => panic!("an error states no {other:?}"),
    }
}

/// States a facet of a parameter, or takes the statement away.
///
/// # Panics
///
/// Of what parameters do not state.
pub fn set_parameter(parameter: &mut Parameter, facet: Facet, text: Option<&str>) {
    match facet {
        Facet::Location => {
            parameter.location = match text {
                Some("header") => Location::Header,
                Some("form") => Location::Form,
                _ => Location::Query,
            };
        }
        Facet::Role => {
            parameter.role = text.map(|text| if text == "region" { Role::Region } else { Role::Project });
        }
        _ => set_field(&mut parameter.field, facet, text),
    }
}

/// States a facet of a field, or takes the statement away.
///
/// # Panics
///
/// Of what fields do not state.
pub fn set_field(field: &mut Field, facet: Facet, text: Option<&str>) {
    let owned = text.map(str::to_owned);
    let number = || text.and_then(|text| text.parse::<u64>().ok());
    let list = || owned.clone().into_iter().collect::<Vec<String>>();
    let limits = &mut field.constraints;
    match facet {
        Facet::Type => {
            field.shape = shape(text);
            field.stated_type.clone_from(&owned);
        }
        Facet::Inferred => {
            field.shape = shape(text);
            field.stated_type = None;
        }
        Facet::Presence => {
            field.presence = match text {
                Some("required") => Presence::Required,
                Some(_) => Presence::Optional,
                None => Presence::Unstated,
            };
        }
        Facet::Condition => {
            field.required_if = owned.map(|parameter| Condition {
                parameter: Some(parameter),
                equals: vec!["yes".to_owned()],
                text: "It depends.".to_owned(),
            });
        }
        Facet::Default => field.default = owned,
        Facet::Value => field.values = list().into_iter().map(value).collect(),
        Facet::Minimum => limits.minimum = owned,
        Facet::Maximum => limits.maximum = owned,
        Facet::MinLength => limits.min_length = number(),
        Facet::MaxLength => limits.max_length = number(),
        Facet::MinItems => limits.min_items = number(),
        Facet::MaxItems => limits.max_items = number(),
        Facet::Excluded => limits.excluded = list(),
        Facet::First => limits.first = characters(text),
        Facet::Allowed => limits.allowed = characters(text),
        Facet::ForbiddenPrefix => limits.forbidden_prefixes = list(),
        Facet::Rival => limits.rivals = list(),
        Facet::Pattern => limits.pattern = owned,
        Facet::Unit => limits.unit = owned,
        Facet::TimeFormat => limits.time_format = owned,
        Facet::Json => limits.json = text.is_some(),
        Facet::Deprecation => field.deprecated = text.is_some(),
        Facet::Sensitivity => field.sensitive = text.is_some(),
        Facet::Example => field.example = owned,
        Facet::Text | Facet::CaseLimit => field.description = owned,
        other => panic!("a field states no {other:?}"),
    }
}

fn shape(text: Option<&str>) -> Type {
    match text {
        Some("boolean") => Type::Boolean,
        Some("number") => Type::Number,
        Some("string") => Type::String,
        Some("integer") => Type::Integer,
        Some(other) => panic!("{other} is no type"),
        None => Type::Unknown,
    }
}

fn characters(text: Option<&str>) -> CharacterSet {
    let classes = text.into_iter().flat_map(|text| text.split(", ")).map(|word| match word {
        "letters" => CharacterClass::Letter,
        _ => CharacterClass::Digit,
    });
    CharacterSet { classes: classes.collect(), characters: String::new() }
}

/// A listed value.
pub fn value(wire: String) -> Value {
    Value { wire, description: None, evidence: Vec::new() }
}

/// A field that a table documents, or that a sample alone shows.
pub fn field(wire: &str, description: &str, is_shown: bool) -> Field {
    Field {
        wire: wire.to_owned(),
        shape: Type::String,
        stated_type: (!is_shown).then(|| "String".to_owned()),
        description: (!is_shown).then(|| description.to_owned()),
        witnesses: vec![if is_shown { Witness::JsonSample } else { Witness::Table }],
        ..Field::default()
    }
}

/// Something that is there, or not, or under another name, or inside something else.
fn existence(side: Side, way: Way, is_shown: bool) -> Edit {
    let words = "How brightly the lamp shines at night.";
    let named = |name: &str| field(name, words, is_shown);
    // Without words just the letters of a name tell that it is the same.
    let mistaken = if is_shown { "brightness" } else { "Brigthness" };
    let demanded = || Field { presence: Presence::Required, ..named("Brightness") };
    let inner = "Brightness";
    let none = |_: &mut Spec| {};
    match side {
        Side::Operation => match way {
            Way::Added => Edit::of(|spec| spec.operations.retain(|one| one.name != "CreateLamp"), none),
            Way::Renamed => Edit::of(none, |spec| "CreateLamps".clone_into(&mut lighting(spec).name)),
            other => panic!("operations are not {other:?}"),
        },
        Side::Error => match way {
            Way::Added => Edit::of(|spec| lighting(spec).errors.clear(), none),
            Way::Renamed => Edit::of(none, |spec| "Room.IsFull".clone_into(&mut lighting(spec).errors[0].code)),
            other => panic!("errors are not {other:?}"),
        },
        Side::Status => Edit::of(none, |spec| {
            let more =
                Response { status: Some(202), fields: Vec::new(), headers: Vec::new(), evidence: Evidence::default() };
            lighting(spec).responses.push(more);
        }),
        Side::Request | Side::Response | Side::Header => match way {
            Way::Added => Edit::of(none, |spec| add(spec, side, named(inner))),
            Way::Demanded => Edit::of(none, |spec| add(spec, side, demanded())),
            Way::Renamed => {
                Edit::of(|spec| add(spec, side, named(mistaken)), |spec| add(spec, side, named("Brightness")))
            }
            Way::Moved => {
                let holder = |fields: Vec<Field>| Field {
                    shape: Type::Object { fields },
                    ..field("Light", "What it gives.", false)
                };
                Edit::of(
                    |spec| {
                        add(spec, side, holder(vec![named(inner), field("Colour", "As it looks.", false)]));
                    },
                    |spec| {
                        add(spec, side, holder(vec![field("Colour", "As it looks.", false)]));
                        add(spec, side, named(inner));
                    },
                )
            }
            other => panic!("fields are not {other:?}"),
        },
        Side::Service | Side::Page => panic!("{side:?} does not come or go"),
    }
}

/// Adds a field to a side of the lamps.
fn add(spec: &mut Spec, side: Side, field: Field) {
    let operation = lighting(spec);
    match side {
        Side::Request => operation.parameters.push(Parameter { location: Location::Query, role: None, field }),
        Side::Header => operation.responses[0].headers.push(field),
        _ => operation.responses[0].fields.push(field),
    }
}

/// A place, for what must have one.
pub fn origin() -> Origin {
    Origin { page: "create-lamp.md".to_owned(), line: 1, column: 1 }
}
