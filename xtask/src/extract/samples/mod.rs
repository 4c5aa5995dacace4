//! Reads request and answer samples, tolerantly: the second witness for every shape.
//!
//! In: the text of a code block or of a sample's paragraph, with the way back to the page. Out: a [`Reading`]: values
//! with their places, the repairs that were needed, and from several readings one [`Shape`](shape::Shape). This module
//! knows JSON, XML and HTTP as people type them; it knows no vendor, no operation and no type of a spec.

use indexmap::IndexMap;

use crate::source::Span;

mod classify;
mod diagnose;
mod json;
mod repair;
mod request;
pub mod shape;
mod text;
mod xml;

#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod tests;

pub use classify::classify;
pub use repair::{Repair, RepairKind};
pub use text::SampleText;

/// How deep a sample may nest. Real samples stay below 12.
pub const MAX_DEPTH: usize = 128;

/// What the page around a sample says that it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// It stands under "sample requests".
    Request,
    /// It stands under "sample responses".
    Answer,
    /// The page does not say.
    #[default]
    Unknown,
}

/// What a sample shows, judged by its text and the [`Hint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One or more whole requests, or their URLs.
    Request,
    /// The JSON body of a request.
    RequestBody,
    /// A JSON answer.
    Json,
    /// An XML answer.
    Xml,
    /// The head of an answer without a body.
    Head,
    /// Something else: a command, a signature, a list of characters. A failure where the page announces a sample.
    Other,
}

/// How a sample could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// As the format asks.
    Strict,
    /// After comments, trailing commas, `...` and the like were passed over.
    Repaired,
    /// Not at all.
    Unreadable,
}

/// A value and its place in the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: SampleValue,
    /// From its first to its last byte, quotes and brackets included.
    pub span: Span,
}

/// A value of a sample. XML knows text and elements alone: its text is always [`String`](SampleValue::String), an empty
/// element is [`Null`](SampleValue::Null), an element that repeats is an [`Array`](SampleValue::Array).
#[derive(Clone, Debug, PartialEq)]
pub enum SampleValue {
    /// `null`, or nothing where a value should be.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as the sample writes it.
    Number(String),
    /// A text, its escapes decoded.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// An object, in the sample's order. When a name stands twice, the first one's place and the last one's value.
    Object(IndexMap<String, Node>),
}

/// The syntax of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// One JSON or XML document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its syntax.
    pub syntax: Syntax,
    /// The name of the XML root element; `None` for JSON and for XML without a root.
    pub root: Option<String>,
    /// What it holds; for XML, what the root element holds.
    pub node: Node,
}

/// A name with a value: a pair of a query, a line of a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The name, decoded.
    pub name: String,
    /// The value, percent-decoded (a `+` stays a `+`).
    pub value: String,
    /// Name and value.
    pub span: Span,
}

/// One request of a sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// `GET`, `POST`, ... where the sample has it.
    pub method: Option<String>,
    /// `vpc.aliyuncs.com`, `{endpoint}`, `[Endpoint]`, where the sample has one.
    pub host: Option<String>,
    /// The path as the sample writes it, with `{variables}` or values; `/` when it has none.
    pub path: String,
    /// The query, in the sample's order.
    pub query: Vec<Pair>,
    /// The head's lines.
    pub headers: Vec<Pair>,
    /// What stands for a pair and is none ("Common request parameters"), without its `<` and `>`.
    pub placeholders: Vec<String>,
    /// The body.
    pub body: Option<Document>,
    /// The whole request.
    pub span: Span,
}

/// All that a sample says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it shows.
    pub kind: Kind,
    /// How it could be read.
    pub quality: Quality,
    /// The status of the head that stands before an answer.
    pub status: Option<u16>,
    /// The other lines of that head.
    pub headers: Vec<Pair>,
    /// The requests, of a [`Kind::Request`]; else empty.
    pub requests: Vec<Request>,
    /// The documents, of [`Kind::RequestBody`], [`Kind::Json`] and [`Kind::Xml`]; else empty.
    pub documents: Vec<Document>,
    /// What had to be passed over or put in, in the sample's order.
    pub repairs: Vec<Repair>,
    /// Why it is unreadable, and where.
    pub failure: Option<Failure>,
    /// The whole sample.
    pub span: Span,
}

/// Why a sample can not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The reason, as the end of a sentence.
    pub reason: String,
    /// Where the reading ended.
    pub span: Span,
}

/// Reads a sample. Never fails: what can not be read says so in [`Reading::quality`], with the reason in
/// [`Reading::failure`]; [`Reading::diagnostics`] has both as diagnostics.
pub fn read(text: &SampleText<'_>, hint: Hint) -> Reading {
    let kind = classify(text.text(), hint);
    let mut reading = Reading {
        kind,
        quality: Quality::Strict,
        status: None,
        headers: Vec::new(),
        requests: Vec::new(),
        documents: Vec::new(),
        repairs: Vec::new(),
        failure: None,
        span: text.span(),
    };
    match kind {
        Kind::Request => request::read(text, &mut reading),
        Kind::RequestBody | Kind::Json => json::read(text, &mut reading),
        Kind::Xml => xml::read(text, &mut reading),
        Kind::Head => {
            request::head(text, 0, &mut reading);
        }
        Kind::Other => {
            if hint != Hint::Unknown {
                let reason = "it shows no request, no object and no element".into();
                reading.failure = Some(Failure { reason, span: text.span() });
            }
        }
    }
    reading.quality = if reading.failure.is_some() {
        Quality::Unreadable
    } else if reading.repairs.is_empty() {
        Quality::Strict
    } else {
        Quality::Repaired
    };
    reading
}
