//! The data of `spec.json`. Ordered maps, unknown fields denied, empty fields left out.
//!
//! A reader of the file needs no other source: names are the wire's, types are settled, every fact has its place.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

mod evidence;
mod shape;
pub mod words;

pub use evidence::{Evidence, Fact, Testimony};

/// The version of the form of `spec.json`. A file of a newer version is refused.
pub const FORMAT: u32 = 1;

/// One service of one vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// [`FORMAT`] when it was written.
    pub format: u32,
    /// `alibaba`, `huawei`, `otc`.
    pub vendor: String,
    /// `vpc`, `apig`.
    pub service: String,
    /// The vendor's name of the product, where the wire or the pages have one ("Vpc").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The API's version ("2016-04-28"), where the pages have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// How requests are made, as the vendor's dialect says.
    #[serde(default)]
    pub protocol: Protocol,
    /// The host, or a template of it with `{region}`; `None` where neither the configuration nor a sample has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Regions whose host does not follow the template: region to host.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub endpoints: BTreeMap<String, String>,
    /// The host inside of the vendor's own network, or a template of it with `{region}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_endpoint: Option<String>,
    /// All operations, sorted by name.
    pub operations: Vec<Operation>,
    /// Objects that several places share or that hold themselves, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub types: IndexMap<String, Vec<Field>>,
    /// How often each diagnostic was raised, by code.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub diagnostics: IndexMap<String, u32>,
    /// Who says what is said of the service itself, and where; each with its page.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
}

/// How requests are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// Alibaba RPC: one path, the operation's name is a parameter, all else is flattened into the query.
    AlibabaRpc,
    /// Method and path; parameters in path, query, header and JSON body.
    #[default]
    HuaweiRest,
    /// One path, the operation's name is a parameter; how the vendor's requests are signed, no client knows.
    Rpc,
    /// Method and path; how the vendor's requests are signed, no client knows.
    Rest,
}

impl Protocol {
    /// Whether the runtime can sign and send a request of it.
    pub fn has_client(self) -> bool {
        match self {
            Self::AlibabaRpc | Self::HuaweiRest => true,
            Self::Rpc | Self::Rest => false,
        }
    }
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The wire's name (`Action`), or the name that `service.toml` or the page gives it.
    pub name: String,
    /// The page's title, where it differs from the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// One sentence: what it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `GET`, `POST`, ...; `ANY` where the protocol leaves it to the caller (Alibaba RPC).
    pub method: String,
    /// The path with `{variables}`; `/` for RPC.
    pub path: String,
    /// The host that samples name ("vpc.aliyuncs.com").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The page says that it is deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// What to poll after the call returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asynchronous: Option<Asynchronous>,
    /// What a caller sends, in the page's order.
    pub parameters: Vec<Parameter>,
    /// What comes back, a status each; the first is the answer.
    pub responses: Vec<Response>,
    /// Documented error codes, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// Requests and answers that the page shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
    /// The vendor's page on the web, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Where its documentation starts; one a page that documents it.
    pub origins: Vec<Origin>,
    /// Who says each of these facts, and where.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
}

/// An operation goes on after it has answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asynchronous {
    /// The operation that tells the state.
    pub poll: String,
    /// States in which the work goes on ("updating").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<String>,
    /// States in which the work is done ("active").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<String>,
    /// The one parameter that the polled operation needs ("`VpnGatewayId`"), where settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The dotted path of the state in the polled operation's answer ("Status"), where settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Where the page says so.
    pub origin: Origin,
    /// Who says each of these facts, and where.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
}

/// A place in a page. Lines and columns start at 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The page, relative to the folder of pages.
    pub page: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// A row of a table.
    Table,
    /// A sentence.
    Sentence,
    /// A sample of a request.
    RequestSample,
    /// A JSON sample of an answer.
    JsonSample,
    /// An XML sample of an answer.
    XmlSample,
    /// The path or the URI line.
    Uri,
    /// Another page.
    OtherPage,
    /// `errata.toml`.
    Erratum,
    /// `service.toml` or `vendor.toml`; its place is there, or that of the words of a page to which they give the meaning.
    Configuration,
    /// A heading or the page's title.
    Heading,
    /// A link.
    Link,
    /// The caption of a table.
    Caption,
    /// A mark before the name (`└`) that sets a row inside another one.
    TreeMark,
    /// A name of several steps (`Tag.N.Key`).
    DottedName,
    /// The row stands behind the one that it belongs to, or behind another member of it.
    RowOrder,
    /// A name that two places share: the type cell's and a caption's.
    Name,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
}

/// Whether a caller must send a parameter, as the page's own column states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Must be sent.
    Required,
    /// May be left out.
    Optional,
    /// The column is missing or empty.
    #[default]
    Unstated,
}

/// What a value is on the wire.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Type {
    /// Text.
    String,
    /// A whole number that fits 64 bits with sign.
    Integer,
    /// A number with a fraction.
    Number,
    /// true or false.
    Boolean,
    /// The bytes of a file.
    File,
    /// Any JSON: the page says that the value's form is free.
    Any,
    /// An object with keys of the caller's choice.
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
        /// Its members, in the page's order.
        fields: Vec<Field>,
    },
    /// An object of [`Spec::types`].
    Reference {
        /// Its key there.
        name: String,
    },
    /// No witness settles it. Emitted as any JSON.
    #[default]
    Unknown,
}

/// A parameter of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Where it is sent.
    #[serde(rename = "in")]
    pub location: Location,
    /// What the caller need not give, because docwright knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// All else, which members of objects have too.
    #[serde(flatten)]
    pub field: Field,
}

/// What a parameter is for, beyond its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Role {
    /// Always this value (`Action`, `Version`).
    Constant {
        /// The value.
        value: String,
    },
    /// The client's region unless the caller sets it.
    Region,
    /// The client's project unless the caller sets it.
    Project,
    /// The client's token (`X-Auth-Token`).
    AuthToken,
    /// Filled in and kept across retries (`ClientToken`).
    IdempotencyToken,
    /// The number of the page, from 1.
    PageNumber,
    /// How many entries a page has.
    PageSize,
    /// How many entries to pass over.
    Offset,
    /// Where the next page starts, from the answer before (`NextToken`, `marker`).
    Cursor,
}

/// A parameter of a request, a field of an answer, or a member of either.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name on the wire. Top-level names of query lists keep no `.N`: that is the encoding's.
    pub wire: String,
    /// What it is.
    #[serde(rename = "type")]
    pub shape: Type,
    /// The type in the page's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_type: Option<String>,
    /// Whether it must be sent. Answers rarely say.
    #[serde(default, skip_serializing_if = "is_unstated")]
    pub presence: Presence,
    /// When it must be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Condition>,
    /// The value that the service takes when none is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The page's example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The values that are allowed; of the item when it is a list. Empty when the page gives none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Limits of the value.
    #[serde(default, skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
    /// Must not stand in a log.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// The page says that it is deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// What it means, in the page's words; paragraphs are lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Operations that the description sends the reader to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<String>,
    /// Who says that it exists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
    /// Where it stands; `None` when only a sample or the configuration has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Who says each of these facts, and where.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
}

/// Whether a name stands for every key of an object whose keys are the caller's: `{any key}`.
pub fn is_any_key(wire: &str) -> bool {
    let inner = wire.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains(['{', '}']))
}

/// One allowed value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// On the wire.
    pub wire: String,
    /// What it means, where the page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who lists it, and where; pages as in the evidence of its field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Testimony>,
}

/// When a parameter must be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The other parameter, where the sentence names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The values of the other parameter for which it holds; empty: whenever the other is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equals: Vec<String>,
    /// The condition in the page's words.
    pub text: String,
}

/// Limits of a value. Numbers are kept as the page writes them, as decimal text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Constraints {
    /// The smallest number, itself allowed unless it is excluded: next to an open bound of fractions there is no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// The largest number, itself allowed unless it is excluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<String>,
    /// The fewest characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// The most characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// The fewest items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// The most items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Values that are not allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<String>,
    /// What the first character may be; empty: anything.
    #[serde(skip_serializing_if = "CharacterSet::is_empty")]
    pub first: CharacterSet,
    /// What all characters may be; empty: anything.
    #[serde(skip_serializing_if = "CharacterSet::is_empty")]
    pub allowed: CharacterSet,
    /// What the value must not start with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forbidden_prefixes: Vec<String>,
    /// Other parameters that must not be sent beside it, by the names that the page gives them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rivals: Vec<String>,
    /// A regular expression that the page prints.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The unit of the number ("seconds", "GiB"), as the page writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The format of a time ("yyyy-MM-ddTHH:mm:ssZ"), as the page writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_format: Option<String>,
    /// The text is JSON: an array or an object within a string.
    #[serde(skip_serializing_if = "is_false")]
    pub json: bool,
}

impl Constraints {
    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an excluded value is but a bound that is open.
    pub fn is_bound(&self, excluded: &str) -> bool {
        [&self.minimum, &self.maximum].into_iter().flatten().any(|bound| bound == excluded)
    }
}

/// Characters that are allowed: the union of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CharacterSet {
    /// Whole classes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<CharacterClass>,
    /// Single characters ("_-.").
    #[serde(skip_serializing_if = "String::is_empty")]
    pub characters: String,
}

impl CharacterSet {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.characters.is_empty()
    }
}

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// Chinese characters; a vendor's "letter" beside it means an English one.
    Chinese,
    /// All of ASCII.
    Ascii,
}

/// What comes back with one status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// The status; `None` where the page does not say (RPC: 200).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Fields of the body, in the page's order.
    pub fields: Vec<Field>,
    /// Fields of the header.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Field>,
    /// Who says each of these facts, and where.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The HTTP status, where the page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The code on the wire, with the vendor's spelling.
    pub code: String,
    /// The message on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who says so.
    pub witnesses: Vec<Witness>,
    /// Where.
    pub origin: Origin,
    /// Who says each of these facts, and where.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
}

/// A request or an answer that a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// What it shows.
    pub kind: SampleKind,
    /// The status of an answer, where the page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The sample as the page prints it; line ends are `\n`.
    pub text: String,
    /// How it could be read.
    pub quality: SampleQuality,
    /// Where.
    pub origin: Origin,
}

/// What a sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
}

/// How a sample could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SampleQuality {
    /// As the format asks.
    Strict,
    /// After comments, trailing commas, `...` and the like were passed over.
    Repaired,
    /// Not at all.
    Unreadable,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_unstated(value: &Presence) -> bool {
    *value == Presence::Unstated
}
