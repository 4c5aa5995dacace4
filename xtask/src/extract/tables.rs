//! What a table describes.
//!
//! In: a table, the section it stands in, its caption and its columns. Out: a [`Kind`].

use crate::dialect::{Caption, Dialect, Section};
use crate::document::{Column, Table};
use crate::extract::columns::Columns;
use crate::extract::facts::{Said, Side};
use crate::source::Span;
use crate::spec::model::Location;

/// What a table describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Parameters or fields.
    Fields(Side),
    /// Error codes.
    Errors,
    /// HTTP statuses and their meaning: known, without facts about the operation.
    Statuses,
    /// Method and path.
    Uri,
    /// Nothing about an API: it stands in a section without facts, or outside all sections.
    Irrelevant,
    /// It should describe something and does not say what.
    Unknown,
}

/// The caption of a table, or the bold line or heading that stands for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableCaption {
    /// The words without the number.
    pub words: Option<String>,
    /// The number.
    pub number: Option<u32>,
    /// What the dialect knows of it.
    pub kind: Option<Caption>,
    /// Where it stands.
    pub place: Option<Span>,
}

impl TableCaption {
    /// Reads a caption.
    pub fn read(words: &str, place: Span, dialect: &Dialect) -> Self {
        let (number, words) = dialect.numbered(words);
        let kind = dialect.caption(words);
        Self { words: (!words.is_empty()).then(|| words.to_owned()), number, kind, place: Some(place) }
    }

    /// Of a table: its own caption, else the line above it.
    pub fn of(table: &Table, line_above: Option<&Said<String>>, dialect: &Dialect) -> Self {
        let own = table.caption.as_ref().map(|caption| Said::new(caption.plain(), caption.span));
        let said = own.as_ref().or(line_above);
        said.map(|said| Self::read(&said.value, said.span, dialect)).unwrap_or_default()
    }
}

/// Decides what a table describes. `first` says whether it is the first table of parameters or fields in its section
/// (for answers: below its status).
pub fn kind(
    section: Option<Section>,
    status: Option<u16>,
    caption: &TableCaption,
    columns: &Columns,
    first: bool,
) -> Kind {
    if columns.has(Column::ErrorCode) && !columns.has(Column::Type) {
        return if section == Some(Section::Ignored) { Kind::Irrelevant } else { Kind::Errors };
    }
    if columns.has(Column::Uri) {
        return Kind::Uri;
    }
    if columns.has(Column::Status) && !columns.has(Column::Name) {
        return Kind::Statuses;
    }
    if !columns.has(Column::Name) {
        return match section {
            Some(Section::Request | Section::Response | Section::Errors | Section::Objects) => Kind::Unknown,
            Some(
                Section::Summary
                | Section::Usage
                | Section::Uri
                | Section::StatusCodes
                | Section::Samples
                | Section::RequestSample
                | Section::ResponseSample
                | Section::SampleJson
                | Section::SampleXml
                | Section::Ignored,
            )
            | None => Kind::Irrelevant,
        };
    }
    fields(section, status, caption, first)
}

/// A table with a column of names.
fn fields(section: Option<Section>, status: Option<u16>, caption: &TableCaption, first: bool) -> Kind {
    let request = |location| Kind::Fields(Side::Request(location));
    let in_request = matches!(section, Some(Section::Request | Section::Uri));
    match caption.kind {
        Some(Caption::Path) => return request(Some(Location::Path)),
        Some(Caption::Query) => return request(Some(Location::Query)),
        Some(Caption::Header) if section != Some(Section::Response) => return request(Some(Location::Header)),
        Some(Caption::Body) if section != Some(Section::Response) => return request(Some(Location::Body)),
        Some(Caption::Form) => return request(Some(Location::Form)),
        Some(Caption::ResponseHeader | Caption::Header) => return Kind::Fields(Side::ResponseHeader(status)),
        Some(Caption::ResponseBody | Caption::Body) => return Kind::Fields(Side::Response(status)),
        Some(Caption::Main | Caption::Status | Caption::Number) | None => {}
    }
    let is_object = caption.kind.is_none() && caption.words.is_some() && !first;
    match section {
        Some(Section::Request | Section::Uri | Section::Response) if is_object => {
            Kind::Fields(Side::Object { request: in_request, status })
        }
        Some(Section::Request | Section::Uri) => request(None),
        Some(Section::Response) => Kind::Fields(Side::Response(status)),
        Some(Section::Objects) => Kind::Fields(Side::Object { request: false, status: None }),
        Some(
            Section::Summary
            | Section::Usage
            | Section::Errors
            | Section::StatusCodes
            | Section::Samples
            | Section::RequestSample
            | Section::ResponseSample
            | Section::SampleJson
            | Section::SampleXml
            | Section::Ignored,
        ) => Kind::Irrelevant,
        None => Kind::Unknown,
    }
}
