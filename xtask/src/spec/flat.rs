//! The flat list of facts: one row a parameter, field and error, for spreadsheets and comparisons.
//!
//! In: the settled operations of each page, not yet merged. Out: plain data. The form is a fixed point that other
//! programs read.

use serde::Serialize;

use crate::spec::model::{Fact, Field, Location, Operation, Presence, Type};

/// All operations of a folder of pages.
#[derive(Debug, Serialize)]
pub struct Flat {
    operations: Vec<FlatOperation>,
}

#[derive(Debug, Serialize)]
struct FlatOperation {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    method: String,
    path: String,
    source: String,
    request: Vec<FlatParameter>,
    response: Vec<FlatField>,
    errors: Vec<FlatError>,
}

#[derive(Debug, Serialize)]
struct FlatParameter {
    name: String,
    #[serde(rename = "in")]
    location: Location,
    #[serde(rename = "type")]
    kind: &'static str,
    list: bool,
    required: Option<bool>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_items: Option<u64>,
    /// The form does not know open bounds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excluded: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    conditional: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    deprecated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    type_raw: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
}

#[derive(Debug, Serialize)]
struct FlatField {
    path: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct FlatError {
    #[serde(skip_serializing_if = "Option::is_none")]
    http: Option<String>,
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// Flattens operations; each with its API version.
pub fn flatten<'a>(operations: impl IntoIterator<Item = (&'a Operation, Option<String>)>) -> Flat {
    Flat {
        operations: operations.into_iter().map(|(operation, version)| self::operation(operation, version)).collect(),
    }
}

fn operation(operation: &Operation, version: Option<String>) -> FlatOperation {
    let mut request = Vec::new();
    for parameter in &operation.parameters {
        // Where items are numbered, the page's `.N` stays in the name.
        let numbered = matches!(parameter.location, Location::Query | Location::Form) && operation.path == "/";
        let place = Place { parent: "", location: parameter.location, numbered, items: None, depth: 0 };
        push_parameter(&parameter.field, place, &mut request);
    }
    let mut response = Vec::new();
    if let Some(answer) = operation.responses.first() {
        answer.fields.iter().for_each(|field| push_field(field, "", 0, &mut response));
    }
    let errors = operation.errors.iter().map(|error| FlatError {
        http: error.status.map(|status| status.to_string()),
        code: error.code.clone(),
        message: error.message.clone(),
    });
    FlatOperation {
        name: operation.name.clone(),
        version,
        method: operation.method.clone(),
        path: if operation.path == "/" { String::new() } else { operation.path.clone() },
        source: operation.origins.first().map(|origin| origin.page.clone()).unwrap_or_default(),
        request,
        response,
        errors: errors.collect(),
    }
}

const MAX_DEPTH: usize = 24;

/// Where a parameter or a member of one stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    parent: &'a str,
    location: Location,
    numbered: bool,
    /// How many items the list may have whose member it is: a row `Tag.N.Key` says how far its `N` counts.
    items: Option<u64>,
    depth: usize,
}

fn push_parameter(field: &Field, place: Place<'_>, rows: &mut Vec<FlatParameter>) {
    let Place { parent, location, numbered, items, depth } = place;
    let (kind, list, members) = plain(&field.shape);
    let mut name = if parent.is_empty() { field.wire.clone() } else { format!("{parent}.{}", field.wire) };
    if list && numbered {
        name.push_str(".N");
    }
    rows.push(FlatParameter {
        location,
        kind,
        list,
        required: match field.presence {
            Presence::Required => Some(true),
            Presence::Optional => Some(false),
            Presence::Unstated => None,
        },
        values: field.values.iter().map(|value| value.wire.clone()).collect(),
        default: field.default.clone(),
        minimum: field.constraints.minimum.as_deref().map(number),
        maximum: field.constraints.maximum.as_deref().map(number),
        min_length: field.constraints.min_length,
        max_length: field.constraints.max_length,
        max_items: field.constraints.max_items.or(items),
        excluded: field
            .constraints
            .excluded
            .iter()
            .filter(|value| !field.constraints.is_bound(value))
            .cloned()
            .collect(),
        conditional: field.required_if.is_some(),
        deprecated: field.deprecated,
        type_raw: field.stated_type.clone(),
        example: field.example.clone(),
        name: name.clone(),
    });
    if depth < MAX_DEPTH {
        for member in members {
            let items = field.constraints.max_items.filter(|_| list && numbered && counts(member, field, members));
            push_parameter(member, Place { parent: &name, location, numbered, items, depth: depth + 1 }, rows);
        }
    }
}

/// Whether a member's row says how many items the list has: the last row that starts before the words that do.
fn counts(member: &Field, list: &Field, members: &[Field]) -> bool {
    list.evidence.of(Fact::MaxItems).any(|testimony| {
        let page = testimony.page(list.origin.as_ref());
        let place = |field: &Field| {
            let origin = field.origin.as_ref().filter(|origin| origin.page == page)?;
            Some((origin.line, origin.column)).filter(|place| *place <= (testimony.line, testimony.column))
        };
        place(member).is_some() && members.iter().filter_map(place).max() == place(member)
    })
}

fn push_field(field: &Field, parent: &str, depth: usize, rows: &mut Vec<FlatField>) {
    let (kind, list, members) = plain(&field.shape);
    let mut path = if parent.is_empty() { field.wire.clone() } else { format!("{parent}.{}", field.wire) };
    if list {
        path.push_str("[]");
    }
    rows.push(FlatField { path: path.clone(), kind });
    if depth < MAX_DEPTH {
        for member in members {
            push_field(member, &path, depth + 1, rows);
        }
    }
}

/// The word for a type (of the item when it is a list), whether it is a list, and its members.
fn plain(shape: &Type) -> (&'static str, bool, &[Field]) {
    match shape {
        Type::String => ("string", false, &[]),
        Type::Integer => ("integer", false, &[]),
        Type::Number => ("number", false, &[]),
        Type::Boolean => ("boolean", false, &[]),
        Type::File => ("file", false, &[]),
        Type::Any | Type::Unknown => ("any", false, &[]),
        Type::Map { value } => ("object", false, plain(value).2),
        Type::Reference { .. } => ("object", false, &[]),
        Type::Object { fields } => ("object", false, fields),
        Type::Array { item } => {
            let (kind, _, members) = plain(item);
            (kind, true, members)
        }
    }
}

fn number(text: &str) -> serde_json::Value {
    serde_json::from_str(text).ok().filter(serde_json::Value::is_number).unwrap_or_else(|| text.into())
}
