//! One operation of one page, with its raw facts and its settled fields side by side.

use std::collections::HashMap;

use crate::document::Format;
use crate::extract::Language;
use crate::extract::facts::{OperationFacts, RowFacts};
use crate::extract::samples::{Document, Kind, Node, SampleValue, Syntax};
use crate::source::{Page, Span};
use crate::spec::model::{Field, Location, Operation, Type, Witness};
use crate::spec::shapes;

use super::Pages;

/// How deep samples are followed.
const MAX_DEPTH: usize = 64;

/// One operation of one page.
pub struct View<'a> {
    pub page: &'a Page,
    pub format: Format,
    pub facts: &'a OperationFacts,
    pub operation: &'a Operation,
    /// The API's version, where the page has one.
    pub version: Option<&'a str>,
    /// Rows by the place of their names, which is where fields say that they stand.
    rows: HashMap<(u32, u32), &'a RowFacts>,
}

/// Whether only samples show a field, and rows describe what stands in it: XML may leave it out.
fn stands_around_rows(field: &Field) -> bool {
    let has_row = |field: &Field| field.witnesses.contains(&Witness::Table);
    !has_row(field) && field.shape.members().into_iter().flatten().any(has_row)
}

/// A field with its row.
#[derive(Clone)]
pub struct Described<'a> {
    /// "response.Disks.Disk.Size".
    pub path: String,
    pub field: &'a Field,
    pub row: &'a RowFacts,
}

/// A value of a sample, and the field that it is of.
pub struct Met<'a> {
    pub path: String,
    pub name: &'a str,
    pub node: &'a Node,
    pub syntax: Syntax,
    /// `None` where no row has the name.
    pub field: Option<&'a Field>,
    /// The fields beside it.
    pub siblings: &'a [Field],
}

impl<'a> View<'a> {
    /// The operations of all pages.
    pub fn all(pages: &Pages<'a>) -> Vec<Self> {
        let mut views = Vec::new();
        for (facts, settled) in pages.facts.iter().zip(pages.settled) {
            let Some(page) = pages.sources.get(&facts.page) else { continue };
            for (facts_of, operation) in facts.operations.iter().zip(&settled.operations) {
                let rows = facts_of.tables.iter().flat_map(|table| &table.rows);
                let place = |row: &RowFacts| {
                    let position = page.position(row.name.span.start);
                    (position.line, position.column)
                };
                views.push(Self {
                    page,
                    format: facts.format,
                    facts: facts_of,
                    operation,
                    version: settled.version.as_deref(),
                    rows: rows.map(|row| (place(row), row)).collect(),
                });
            }
        }
        views
    }

    /// Whether the page is whole: extracted text has lost parts of it.
    pub fn is_whole(&self) -> bool {
        match self.format {
            Format::Markdown | Format::Html => true,
            Format::TextWithBars | Format::TextPlain => false,
        }
    }

    /// The row of a field, where a table of this page has it and no erratum corrected it.
    pub fn row(&self, field: &Field) -> Option<&'a RowFacts> {
        if field.witnesses.contains(&Witness::Erratum) {
            return None;
        }
        let origin = field.origin.as_ref()?;
        self.rows.get(&(origin.line, origin.column)).copied()
    }

    /// All fields that have rows, parents first.
    pub fn described(&self) -> Vec<Described<'a>> {
        let mut found = Vec::new();
        for parameter in &self.operation.parameters {
            self.describe(&parameter.field, "request", &mut found);
        }
        for response in &self.operation.responses {
            let side = side(response.status);
            for field in response.fields.iter().chain(&response.headers) {
                self.describe(field, &side, &mut found);
            }
        }
        found
    }

    fn describe(&self, field: &'a Field, parent: &str, found: &mut Vec<Described<'a>>) {
        let path = format!("{parent}.{}", field.wire);
        if let Some(row) = self.row(field) {
            found.push(Described { path: path.clone(), field, row });
        }
        for member in field.shape.members().into_iter().flatten() {
            self.describe(member, &path, found);
        }
    }

    /// Answer samples with the fields that they should show: the status's name, the fields, the documents.
    pub fn answers(&self, language: &Language) -> Vec<(String, &'a [Field], Vec<Document>)> {
        let mut found = Vec::new();
        for response in &self.operation.responses {
            let status = response.status;
            let fits = |other: Option<u16>| match (status, other) {
                (Some(status), Some(other)) => status == other,
                (None, Some(other)) => other < 400,
                (Some(status), None) => status < 400,
                (None, None) => true,
            };
            let samples = self.facts.samples.iter().filter(|sample| fits(sample.status));
            let samples = samples.filter(|sample| matches!(sample.reading.kind, Kind::Json | Kind::Xml));
            let is_answer = |document: &&Document| !is_error(&document.node, &response.fields, language);
            let documents: Vec<&Document> =
                samples.flat_map(|sample| &sample.reading.documents).filter(is_answer).collect();
            let mut documents = shapes::without_envelope(&documents, &self.operation.name);
            let fields: &'a [Field] = &response.fields;
            if let Some(object) = fields.iter().find(|field| stands_around_rows(field)) {
                shapes::put_around(&mut documents, &object.wire, &language.dialect.common_fields);
            }
            found.push((side(status), fields, documents));
        }
        found
    }

    /// The codes of errors that samples show, in answers that no table describes.
    pub fn shown_errors(&self, language: &Language) -> Vec<(&'a str, Span)> {
        let mut found = Vec::new();
        let samples = self.facts.samples.iter().filter(|sample| matches!(sample.reading.kind, Kind::Json | Kind::Xml));
        for document in samples.flat_map(|sample| &sample.reading.documents) {
            let fields = self.operation.responses.first().map_or(&[][..], |response| &response.fields);
            if !is_error(&document.node, fields, language) {
                continue;
            }
            let mut node = &document.node;
            while let SampleValue::Object(members) = &node.value {
                let codes = &language.dialect.error_code_fields;
                let Some(inner) = codes.iter().find_map(|name| members.get(name)).or_else(|| members.values().next())
                else {
                    break;
                };
                node = inner;
            }
            if let SampleValue::String(code) = &node.value {
                found.push((code.as_str(), node.span));
            }
        }
        found
    }

    /// The bodies of request samples.
    pub fn bodies(&self) -> Vec<&'a Document> {
        let samples = || self.facts.samples.iter();
        let own = samples().filter(|sample| sample.reading.kind == Kind::RequestBody);
        let inner = samples().flat_map(|sample| &sample.reading.requests).filter_map(|request| request.body.as_ref());
        own.flat_map(|sample| &sample.reading.documents).chain(inner).collect()
    }

    /// The fields of the request's body.
    pub fn body_fields(&self) -> Vec<&'a Field> {
        let parameters = self.operation.parameters.iter();
        parameters.filter(|parameter| parameter.location == Location::Body).map(|parameter| &parameter.field).collect()
    }
}

/// Whether a document shows a failed call: a code and a message that no row describes.
fn is_error(node: &Node, fields: &[Field], language: &Language) -> bool {
    let SampleValue::Object(members) = &node.value else { return false };
    let has = |names: &[String]| {
        names.iter().any(|name| {
            members.contains_key(name) && !fields.iter().any(|field| field.origin.is_some() && field.wire == *name)
        })
    };
    if members.len() == 1 {
        return members.values().all(|inner| is_error(inner, fields, language));
    }
    has(&language.dialect.error_code_fields) && has(&language.dialect.error_message_fields)
}

fn side(status: Option<u16>) -> String {
    match status {
        Some(status) if status >= 300 => format!("response[{status}]"),
        Some(_) | None => "response".to_owned(),
    }
}

/// Walks a document along the fields that describe it.
pub fn meet<'a>(fields: &'a [Field], document: &'a Document, path: &str, found: &mut Vec<Met<'a>>) {
    let mut walk = Walk { syntax: document.syntax, known: HashMap::new(), found };
    walk.fields(fields, &document.node, path, 0);
}

/// A walk along a sample.
struct Walk<'a, 'w> {
    syntax: Syntax,
    /// The fields of each object by name: a list may show an object many times.
    known: HashMap<*const Field, HashMap<&'a str, &'a Field>>,
    found: &'w mut Vec<Met<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn fields(&mut self, fields: &'a [Field], node: &'a Node, path: &str, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match &node.value {
            SampleValue::Object(members) => {
                for (name, node) in members {
                    let known = self.known.entry(fields.as_ptr()).or_insert_with(|| {
                        // The first of two fields with one name counts, as everywhere.
                        fields.iter().rev().map(|field| (field.wire.as_str(), field)).collect()
                    });
                    let field = known.get(name.as_str()).copied();
                    let path = format!("{path}.{name}");
                    self.found.push(Met {
                        path: path.clone(),
                        name,
                        node,
                        syntax: self.syntax,
                        field,
                        siblings: fields,
                    });
                    if let Some(field) = field {
                        self.inside(&field.shape, node, &path, depth + 1);
                    }
                }
            }
            SampleValue::Array(items) => {
                for item in items {
                    self.fields(fields, item, path, depth + 1);
                }
            }
            SampleValue::Null | SampleValue::Bool(_) | SampleValue::Number(_) | SampleValue::String(_) => {}
        }
    }

    fn inside(&mut self, shape: &'a Type, node: &'a Node, path: &str, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match shape {
            Type::Object { fields } => self.fields(fields, node, path, depth),
            Type::Array { item } => match &node.value {
                SampleValue::Array(items) => {
                    for node in items {
                        self.inside(item, node, path, depth + 1);
                    }
                }
                SampleValue::Object(_) => self.inside(item, node, path, depth + 1),
                SampleValue::Null | SampleValue::Bool(_) | SampleValue::Number(_) | SampleValue::String(_) => {}
            },
            Type::Map { value } => {
                // The keys are the caller's.
                if let SampleValue::Object(members) = &node.value {
                    for node in members.values() {
                        self.inside(value, node, path, depth + 1);
                    }
                }
            }
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
}

/// The cell of a row that states its type, else the row's name.
pub fn type_span(row: &RowFacts) -> Span {
    row.type_words.as_ref().map_or(row.name.span, |said| said.span)
}
