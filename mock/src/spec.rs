//! What the server reads of a `spec.json`: the published form, leniently.
//!
//! In: the text of a `spec.json`. Out: the facts that a server plays by. Refuses to know how a spec comes about, and to
//! fail on what a newer generator writes: words that are not known here are passed over, and [`Spec::unknown`] lists them.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The names of an object's members that are not known here.
#[derive(Clone, Debug, Default)]
struct Rest(Vec<String>);

impl<'de> Deserialize<'de> for Rest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Rest;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Rest, A::Error> {
        let mut names = Vec::new();
        while let Some((name, IgnoredAny)) = members.next_entry()? {
            names.push(name);
        }
        Ok(Rest(names))
    }
}

/// One service of one vendor.
#[derive(Clone, Debug, Deserialize)]
pub struct Spec {
    /// `alibaba`, `huawei`.
    pub vendor: String,
    /// `vpc`, `apig`.
    pub service: String,
    /// The vendor's name of the product.
    #[serde(default)]
    pub product: Option<String>,
    /// The API's version, where it has one.
    #[serde(default)]
    pub version: Option<String>,
    /// How requests are made.
    pub protocol: Protocol,
    /// All operations.
    pub operations: Vec<Operation>,
    /// Objects that several places share, by name.
    #[serde(default)]
    pub types: BTreeMap<String, Vec<Field>>,
    #[serde(flatten)]
    rest: Rest,
}

/// How requests are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// One path, the operation's name is a parameter, all else is flattened.
    AlibabaRpc,
    /// Method and path; parameters in path, query, header and JSON body.
    HuaweiRest,
    /// A protocol whose signatures nobody knows: no server plays it.
    Rpc,
    /// The same, with methods and paths.
    Rest,
    /// A word of a newer generator.
    #[serde(other)]
    Unknown,
}

/// One operation.
#[derive(Clone, Debug, Deserialize)]
pub struct Operation {
    /// The wire's name.
    pub name: String,
    /// `GET`, `POST`, ...; `ANY`.
    pub method: String,
    /// The path with `{variables}`.
    pub path: String,
    /// What to poll after the call returned.
    #[serde(default)]
    pub asynchronous: Option<Asynchronous>,
    /// What a caller sends.
    pub parameters: Vec<Parameter>,
    /// What comes back, a status each.
    pub responses: Vec<Response>,
    /// Documented errors.
    #[serde(default)]
    pub errors: Vec<ErrorCode>,
    /// Requests and answers that the page shows.
    #[serde(default)]
    pub samples: Vec<Sample>,
    #[serde(flatten)]
    rest: Rest,
}

impl Operation {
    /// The parameter with a role.
    pub fn with_role(&self, role: &Role) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.role.as_ref() == Some(role))
    }

    /// The answer of success: the first with such a status, or without one.
    pub fn answer(&self) -> Option<&Response> {
        self.responses.iter().find(|response| response.status.is_none_or(|status| (200..300).contains(&status)))
    }
}

/// An operation goes on after it has answered.
#[derive(Clone, Debug, Deserialize)]
pub struct Asynchronous {
    /// The operation that tells the state.
    pub poll: String,
    /// States in which the work goes on.
    #[serde(default)]
    pub pending: Vec<String>,
    /// States in which it is done.
    #[serde(default)]
    pub done: Vec<String>,
    /// The parameter of the polled operation that says what to look at.
    #[serde(default)]
    pub key: Option<String>,
    /// The dotted path of the state in the polled operation's answer.
    #[serde(default)]
    pub state: Option<String>,
    #[serde(flatten)]
    rest: Rest,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// A `{variable}` of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// The JSON body.
    Body,
    /// The form-encoded body.
    Form,
    /// A word of a newer generator.
    #[serde(other)]
    Unknown,
}

/// Whether a caller must send a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Must be sent.
    Required,
    /// May be left out.
    Optional,
    /// The page does not say.
    #[default]
    Unstated,
    /// A word of a newer generator.
    #[serde(other)]
    Unknown,
}

/// What a value is on the wire.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Type {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// true or false.
    Boolean,
    /// The bytes of a file.
    File,
    /// Any JSON.
    Any,
    /// An object with free keys.
    Map {
        /// What the keys lead to.
        value: Box<Type>,
    },
    /// A list.
    Array {
        /// What it holds.
        item: Box<Type>,
    },
    /// An object.
    Object {
        /// Its members.
        fields: Vec<Field>,
    },
    /// An object of [`Spec::types`].
    Reference {
        /// Its key there.
        name: String,
    },
    /// No witness settles it.
    #[default]
    Unknown,
    /// A word of a newer generator.
    #[serde(other)]
    Newer,
}

/// A parameter of a request.
#[derive(Clone, Debug, Deserialize)]
pub struct Parameter {
    /// Where it is sent.
    #[serde(rename = "in")]
    pub location: Location,
    /// What it is for.
    #[serde(default)]
    pub role: Option<Role>,
    /// All else.
    #[serde(flatten)]
    pub field: Field,
}

/// What a parameter is for, beyond its value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Role {
    /// Always this value.
    Constant {
        /// The value.
        value: String,
    },
    /// The client's region.
    Region,
    /// The client's project.
    Project,
    /// The client's token.
    AuthToken,
    /// Makes a request that is sent twice one request.
    IdempotencyToken,
    /// The number of the page, from 1.
    PageNumber,
    /// How many entries a page has.
    PageSize,
    /// How many entries to pass over.
    Offset,
    /// Where the next page starts.
    Cursor,
    /// A word of a newer generator.
    #[serde(other)]
    Unknown,
}

/// A parameter, a field of an answer, or a member of either.
#[derive(Clone, Debug, Deserialize)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// What it is.
    #[serde(rename = "type")]
    pub shape: Type,
    /// Whether it must be sent.
    #[serde(default)]
    pub presence: Presence,
    /// When it must be sent.
    #[serde(default)]
    pub required_if: Option<Condition>,
    /// The value that the service takes when none is sent.
    #[serde(default)]
    pub default: Option<String>,
    /// The page's example.
    #[serde(default)]
    pub example: Option<String>,
    /// The values that are allowed.
    #[serde(default)]
    pub values: Vec<Value>,
    /// Limits of the value.
    #[serde(default)]
    pub constraints: Constraints,
    #[serde(flatten)]
    rest: Rest,
}

/// One allowed value.
#[derive(Clone, Debug, Deserialize)]
pub struct Value {
    /// On the wire.
    pub wire: String,
}

/// When a parameter must be sent.
#[derive(Clone, Debug, Deserialize)]
pub struct Condition {
    /// The other parameter.
    #[serde(default)]
    pub parameter: Option<String>,
    /// Its values for which the condition holds; empty: whenever it is sent.
    #[serde(default)]
    pub equals: Vec<String>,
    #[serde(flatten)]
    rest: Rest,
}

/// Limits of a value. Numbers are decimal text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Constraints {
    /// The smallest number, itself allowed.
    pub minimum: Option<String>,
    /// The largest number, itself allowed.
    pub maximum: Option<String>,
    /// The fewest characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// The fewest items.
    pub min_items: Option<u64>,
    /// The most items.
    pub max_items: Option<u64>,
    /// Values that are not allowed.
    pub excluded: Vec<String>,
    /// What the first character may be.
    pub first: CharacterSet,
    /// What all characters may be.
    pub allowed: CharacterSet,
    /// What the value must not start with.
    pub forbidden_prefixes: Vec<String>,
    /// Other parameters that must not be sent beside it.
    pub rivals: Vec<String>,
    /// A regular expression that the page prints.
    pub pattern: Option<String>,
    /// The format of a time.
    pub time_format: Option<String>,
    /// The text is JSON.
    pub json: bool,
    #[serde(flatten)]
    rest: Rest,
}

/// Characters that are allowed: the union of its parts; nothing when nothing is said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CharacterSet {
    /// Whole classes.
    pub classes: Vec<CharacterClass>,
    /// Single characters.
    pub characters: String,
    #[serde(flatten)]
    rest: Rest,
}

impl CharacterSet {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.characters.is_empty()
    }
}

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharacterClass {
    /// A to Z and a to z.
    Letter,
    /// A to Z.
    UppercaseLetter,
    /// a to z.
    LowercaseLetter,
    /// 0 to 9.
    Digit,
    /// Chinese characters.
    Chinese,
    /// All of ASCII.
    Ascii,
    /// A word of a newer generator: it allows any character.
    #[serde(other)]
    Unknown,
}

/// What comes back with one status.
#[derive(Clone, Debug, Deserialize)]
pub struct Response {
    /// The status; 200 where the page does not say.
    #[serde(default)]
    pub status: Option<u16>,
    /// Fields of the body.
    pub fields: Vec<Field>,
    /// Fields of the header.
    #[serde(default)]
    pub headers: Vec<Field>,
    #[serde(flatten)]
    rest: Rest,
}

/// A documented error.
#[derive(Clone, Debug, Deserialize)]
pub struct ErrorCode {
    /// The status, where the page says.
    #[serde(default)]
    pub status: Option<u16>,
    /// The code on the wire.
    pub code: String,
    /// The message on the wire.
    #[serde(default)]
    pub message: Option<String>,
    #[serde(flatten)]
    rest: Rest,
}

/// A request or an answer that a page shows.
#[derive(Clone, Debug, Deserialize)]
pub struct Sample {
    /// What it shows.
    pub kind: SampleKind,
    /// The status of an answer, where the page says.
    #[serde(default)]
    pub status: Option<u16>,
    /// The sample as the page prints it.
    pub text: String,
    #[serde(flatten)]
    rest: Rest,
}

/// What a sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SampleKind {
    /// A whole request or its URL.
    Request,
    /// The JSON body of a request.
    RequestBody,
    /// A JSON answer.
    Json,
    /// An XML answer.
    Xml,
    /// A word of a newer generator.
    #[serde(other)]
    Unknown,
}

/// Members that a server has no use for: who says a fact, what it means to people, where a client finds the service.
const UNUSED: &[&str] = &[
    "deprecated",
    "description",
    "diagnostics",
    "endpoint",
    "endpoints",
    "evidence",
    "format",
    "internal_endpoint",
    "link",
    "origin",
    "origins",
    "quality",
    "see",
    "sensitive",
    "stated_type",
    "summary",
    "text",
    "title",
    // The unit of a number changes nothing about what is sent.
    "unit",
    "witnesses",
];

impl Spec {
    /// The members of an object that is written out or shared.
    pub fn members<'a>(&'a self, shape: &'a Type) -> Option<&'a [Field]> {
        match shape {
            Type::Object { fields } => Some(fields),
            Type::Reference { name } => self.types.get(name).map(Vec::as_slice),
            Type::String
            | Type::Integer
            | Type::Number
            | Type::Boolean
            | Type::File
            | Type::Any
            | Type::Map { .. }
            | Type::Array { .. }
            | Type::Unknown
            | Type::Newer => None,
        }
    }

    /// What the file says that is not known here, as dotted words: a test holds that there is nothing.
    pub fn unknown(&self) -> Vec<String> {
        let mut found = Vec::new();
        note_rest("spec", &self.rest, &mut found);
        if self.protocol == Protocol::Unknown {
            found.push("spec.protocol".to_owned());
        }
        for operation in &self.operations {
            operation.note_unknown(&mut found);
        }
        for field in self.types.values().flatten() {
            field.note_unknown(&mut found);
        }
        found.sort();
        found.dedup();
        found
    }
}

impl Operation {
    fn note_unknown(&self, found: &mut Vec<String>) {
        note_rest("operation", &self.rest, found);
        if let Some(asynchronous) = &self.asynchronous {
            note_rest("asynchronous", &asynchronous.rest, found);
        }
        for parameter in &self.parameters {
            if parameter.location == Location::Unknown {
                found.push("parameter.in".to_owned());
            }
            if parameter.role == Some(Role::Unknown) {
                found.push("parameter.role".to_owned());
            }
            parameter.field.note_unknown(found);
        }
        for response in &self.responses {
            note_rest("response", &response.rest, found);
            for field in response.fields.iter().chain(&response.headers) {
                field.note_unknown(found);
            }
        }
        for error in &self.errors {
            note_rest("error", &error.rest, found);
        }
        for sample in &self.samples {
            note_rest("sample", &sample.rest, found);
            if sample.kind == SampleKind::Unknown {
                found.push("sample.kind".to_owned());
            }
        }
    }
}

impl Field {
    fn note_unknown(&self, found: &mut Vec<String>) {
        note_rest("field", &self.rest, found);
        if self.presence == Presence::Unknown {
            found.push("field.presence".to_owned());
        }
        if let Some(condition) = &self.required_if {
            note_rest("required_if", &condition.rest, found);
        }
        note_rest("constraints", &self.constraints.rest, found);
        for set in [&self.constraints.first, &self.constraints.allowed] {
            note_rest("characters", &set.rest, found);
            if set.classes.contains(&CharacterClass::Unknown) {
                found.push("characters.classes".to_owned());
            }
        }
        note_type(&self.shape, found);
    }
}

fn note_type(shape: &Type, found: &mut Vec<String>) {
    match shape {
        Type::Map { value: inner } | Type::Array { item: inner } => note_type(inner, found),
        Type::Object { fields } => fields.iter().for_each(|field| field.note_unknown(found)),
        Type::Newer => found.push("field.type".to_owned()),
        Type::String
        | Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::File
        | Type::Any
        | Type::Reference { .. }
        | Type::Unknown => {}
    }
}

fn note_rest(owner: &str, rest: &Rest, found: &mut Vec<String>) {
    found.extend(rest.0.iter().filter(|key| !UNUSED.contains(&key.as_str())).map(|key| format!("{owner}.{key}")));
}
