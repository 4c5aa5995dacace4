//! What a page says, in the page's words, each word with its place: the raw form, before anything is settled.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dialect::TypeWord;
use crate::document::Format;
use crate::extract::ledger::{Bytes, Ledger};
use crate::extract::prose;
use crate::extract::samples;
use crate::source::{PagePath, Span};
use crate::spec::model::{Location, Presence, Witness};

/// A word of a page and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// What is said.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Said<T> {
    /// Something said at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// All facts of one page.
#[derive(Clone, Debug)]
pub struct PageFacts {
    /// The page.
    pub page: PagePath,
    /// What it is written in.
    pub format: Format,
    /// The operations that it documents; none when it is no API page.
    pub operations: Vec<OperationFacts>,
    /// Tables of objects that stand outside of its operations, for sentences that name an answer.
    pub objects: Vec<TableFacts>,
    /// How much of the page was read.
    pub counts: Counts,
    /// What became of each byte.
    pub ledger: Ledger,
}

/// Words of a page that the dialect does not know, and how many rows each would win.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UnknownWords {
    /// Headings that tables stand under.
    pub headings: BTreeMap<String, usize>,
    /// Headings of columns.
    pub columns: BTreeMap<String, usize>,
    /// Types.
    pub types: BTreeMap<String, usize>,
}

impl UnknownWords {
    /// Adds those of another part of the page, or of another page.
    pub fn add(&mut self, other: &Self) {
        let Self { headings, columns, types } = other;
        let pairs = [(&mut self.headings, headings), (&mut self.columns, columns), (&mut self.types, types)];
        for (all, more) in pairs {
            for (word, rows) in more {
                *all.entry(word.clone()).or_default() += rows;
            }
        }
    }
}

/// How much of a page was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of tables.
    pub rows: usize,
    /// Rows that became no fact; each has a diagnostic.
    pub rows_unread: usize,
    /// Tables.
    pub tables: usize,
    /// Samples.
    pub samples: usize,
    /// Samples that can not be read at all.
    pub samples_unreadable: usize,
    /// What became of the bytes.
    pub bytes: Bytes,
    /// What the dialect does not know.
    pub unknown: UnknownWords,
}

impl Counts {
    /// Adds what another part of the page counts.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.rows_unread += other.rows_unread;
        self.tables += other.tables;
        self.samples += other.samples;
        self.samples_unreadable += other.samples_unreadable;
        self.bytes.add(other.bytes);
        self.unknown.add(&other.unknown);
    }
}

/// One operation as one page documents it.
#[derive(Clone, Debug, Default)]
pub struct OperationFacts {
    /// Its name on the wire, from the strongest witness; `None` where the page has none.
    pub name: Option<Said<String>>,
    /// All that give it this name, the strongest first.
    pub named_by: Vec<Said<Witness>>,
    /// The page's title.
    pub title: Option<Said<String>>,
    /// The API's version.
    pub version: Option<Said<String>>,
    /// The product on the wire.
    pub product: Option<Said<String>>,
    /// The method; `None` for RPC.
    pub method: Option<Said<String>>,
    /// All that give this method and path, the strongest first.
    pub routed_by: Vec<Said<Witness>>,
    /// The path with `{variables}`.
    pub path: Option<Said<String>>,
    /// Names behind the path's `?`.
    pub query_names: Vec<Said<String>>,
    /// The host that a sample names.
    pub endpoint: Option<Said<String>>,
    /// One sentence: what it does.
    pub summary: Option<Said<String>>,
    /// The words that call it deprecated.
    pub deprecated: Option<Span>,
    /// That it goes on after it has answered.
    pub asynchronous: Option<prose::Asynchronous>,
    /// The statuses of a call that went well, from the table of statuses.
    pub successes: Vec<Said<u16>>,
    /// The target of the link by which a sentence names the object that is answered.
    pub answer: Option<Said<String>>,
    /// Tables of parameters and fields, in the page's order.
    pub tables: Vec<TableFacts>,
    /// Rows of error tables.
    pub errors: Vec<ErrorFacts>,
    /// Samples.
    pub samples: Vec<SampleFacts>,
    /// The words of heading rows, in the page's order.
    pub headings: Vec<Said<String>>,
    /// Where its documentation starts.
    pub span: Span,
}

/// Which half of the conversation a table describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Parameters; the location where a caption or a section tells it.
    Request(Option<Location>),
    /// Fields of an answer's body, with the status where the page tells it.
    Response(Option<u16>),
    /// Headers of an answer.
    ResponseHeader(Option<u16>),
    /// An object that another table refers to; a request's when true.
    Object {
        /// It stands in the request's half.
        request: bool,
        /// The status of the answer whose tables stand around it.
        status: Option<u16>,
    },
}

/// A table of parameters or fields.
#[derive(Clone, Debug)]
pub struct TableFacts {
    /// What it describes.
    pub side: Side,
    /// The caption without its number ("Response body parameters").
    pub caption: Option<String>,
    /// Where the caption stands, also one that says no more than what the table describes.
    pub caption_place: Option<Span>,
    /// Where the page tells the status of the answer.
    pub status_place: Option<Span>,
    /// The number in the caption ("Table 5").
    pub number: Option<u32>,
    /// Names by which links reach it.
    pub anchors: Vec<String>,
    /// It stands in the section of the path.
    pub in_uri_section: bool,
    /// Its rows.
    pub rows: Vec<RowFacts>,
    /// The table.
    pub span: Span,
}

/// A row of a table of parameters or fields.
#[derive(Clone, Debug)]
pub struct RowFacts {
    /// The name, without tree marks: "Tag.N.Key", "vpc".
    pub name: Said<String>,
    /// How deep tree marks (`└`) set it; 0 without.
    pub depth: u8,
    /// What the type cell says.
    pub stated: StatedType,
    /// The type cell's words; `None` when empty or missing.
    pub type_words: Option<Said<String>>,
    /// Names of tables that the row's links lead to.
    pub links: Vec<String>,
    /// Whether it must be sent.
    pub presence: Presence,
    /// The words of the cell that says so; `None` when empty or missing.
    pub presence_place: Option<Span>,
    /// Where it is sent, where a column tells.
    pub location: Option<Said<Location>>,
    /// The example.
    pub example: Option<Said<String>>,
    /// The description's words; paragraphs and items are lines.
    pub description: Option<Said<String>>,
    /// What its sentences state.
    pub prose: prose::Facts,
    /// The whole row.
    pub span: Span,
}

/// What a type cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StatedType {
    /// Nothing, or "-".
    #[default]
    Unstated,
    /// One of the dialect's words.
    Word(TypeWord),
    /// A list.
    List(Box<StatedType>),
    /// An object with free keys.
    Map(Box<StatedType>),
    /// A name that is no word of the dialect: an object's.
    Named(String),
    /// Words that say nothing known.
    Unknown(String),
}

/// A row of an error table, or an error that a sample shows.
#[derive(Clone, Debug)]
pub struct ErrorFacts {
    /// The HTTP status.
    pub status: Option<Said<u16>>,
    /// The code on the wire.
    pub code: Said<String>,
    /// The message on the wire.
    pub message: Option<Said<String>>,
    /// What it means.
    pub description: Option<Said<String>>,
    /// A sample shows it, no table.
    pub from_sample: bool,
}

/// A sample.
#[derive(Clone, Debug)]
pub struct SampleFacts {
    /// It shows a failed call, by what only such answers hold.
    pub failed: bool,
    /// The status of an answer.
    pub status: Option<u16>,
    /// The sample as read.
    pub reading: samples::Reading,
    /// Its text as the page prints it.
    pub text: String,
    /// Where.
    pub span: Span,
}
