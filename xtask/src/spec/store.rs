//! `spec.json` as text: how a spec is written, and how it is read with nothing passed over.
//!
//! In: a [`Spec`], or the text of one. Out: the other. Nothing is written to disk here: output does that. What is
//! written is read back and compared, so that a spec that does not survive its own file is found at once.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::model::{FORMAT, Spec};
use crate::extract::samples::{self, Hint, Node, SampleText, SampleValue};
use crate::source::{Page, PagePath};

mod layout;

/// Why a spec can not be had from its file, or not be given to it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file can not be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The text is no spec.
    #[error("{path}:{line}:{column}: {message}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A newer docwright wrote it.
    #[error("{path}: has format {found}, and this docwright knows formats up to {known}; update docwright to read it")]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The newest format that is known here.
        known: u32,
    },
    /// An older docwright wrote it.
    #[error("{path}: has format {found}, and this docwright reads format {known}; run `cargo xtask generate`")]
    Older {
        /// The file.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The format that is read here.
        known: u32,
    },
    /// The spec that was read back is not the one that was written: a defect of docwright.
    #[error("the spec does not survive being written and read: {0}")]
    Unfaithful(String),
}

/// The text of `spec.json`: indented by two blanks, in the spec's order, with a line end. It has been read back and
/// compared.
pub fn write(spec: &Spec) -> Result<String, StoreError> {
    let unfaithful = |error: &dyn std::fmt::Display| StoreError::Unfaithful(error.to_string());
    let mut text = layout::text(spec).map_err(|error| unfaithful(&error))?;
    text.push('\n');
    // Nothing that is written here is passed over in reading, or the two would differ.
    let again: Spec = serde_json::from_str(&text).map_err(|error| unfaithful(&error))?;
    if again == *spec {
        return Ok(text);
    }
    let values = (serde_json::to_value(spec), serde_json::to_value(&again));
    let place = match values {
        (Ok(written), Ok(read)) => {
            difference(&written, &read, "").unwrap_or_else(|| "in what is not written".to_owned())
        }
        (Err(error), _) | (_, Err(error)) => error.to_string(),
    };
    Err(StoreError::Unfaithful(place))
}

/// Reads `spec.json`.
pub fn read(path: &Path) -> Result<Spec, StoreError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| StoreError::Unreadable { path: path.to_owned(), source })?;
    parse(path, &text)
}

/// The one key that is read before all others.
#[derive(Deserialize)]
struct Head {
    format: Option<u32>,
}

/// Reads the text of `spec.json`; `path` is for messages.
pub fn parse(path: &Path, text: &str) -> Result<Spec, StoreError> {
    let malformed = |line, column, message| StoreError::Malformed { path: path.to_owned(), line, column, message };
    let refused = |error: &serde_json::Error| {
        let (line, column) = unknown_field(text, error).unwrap_or((error.line(), error.column()));
        // serde_json ends its message with its own place.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        malformed(line, column.max(1), message)
    };
    let head: Head = serde_json::from_str(text).map_err(|error| refused(&error))?;
    let path = path.to_owned();
    match head.format {
        None => return Err(malformed(1, 1, "has no `format`: it is no spec of docwright".to_owned())),
        Some(found) if found > FORMAT => return Err(StoreError::Newer { path, found, known: FORMAT }),
        Some(found) if found < FORMAT => return Err(StoreError::Older { path, found, known: FORMAT }),
        Some(_) => {}
    }
    let spec: Spec = serde_json::from_str(text).map_err(|error| refused(&error))?;
    // serde passes over unknown keys beside the tag of a variant without fields. What the spec would not write again
    // was not read.
    let values = (serde_json::from_str::<Value>(text), serde_json::to_value(&spec));
    if let (Ok(stands), Ok(known)) = values {
        let mut way = Vec::new();
        if let Some(key) = passed_over(&stands, &known, &mut way) {
            let (line, column) = position(text, &way).unwrap_or((1, 1));
            return Err(malformed(line, column, format!("unknown field `{key}`")));
        }
    }
    Ok(spec)
}

/// Where an unknown key stands. serde reports it at the end of the object around it, or further on.
fn unknown_field(text: &str, error: &serde_json::Error) -> Option<(usize, usize)> {
    let message = error.to_string();
    let key = message.strip_prefix("unknown field `")?.split('`').next()?;
    let lines: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let before = text.get(..lines + error.column()).unwrap_or(text);
    let at = before.rfind(&format!("\"{key}\""))?;
    Some(line_and_column(text, at))
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// One step into a JSON value.
#[derive(Clone, Copy)]
enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

/// The first key that stands in the text and that the spec does not write; with the way to its value. A key with a
/// value that means nothing (`null`, `false`, `[]`) may be left out when a spec is written.
fn passed_over<'v>(stands: &'v Value, known: &Value, way: &mut Vec<Step<'v>>) -> Option<&'v str> {
    match (stands, known) {
        (Value::Object(members), Value::Object(known)) => members.iter().find_map(|(key, value)| {
            way.push(Step::Key(key));
            let found = match known.get(key) {
                Some(known) => passed_over(value, known, way),
                None => (!means_nothing(value)).then_some(key.as_str()),
            };
            if found.is_none() {
                way.pop();
            }
            found
        }),
        (Value::Array(items), Value::Array(known)) => items.iter().zip(known).enumerate().find_map(|(index, pair)| {
            way.push(Step::Index(index));
            let found = passed_over(pair.0, pair.1, way);
            if found.is_none() {
                way.pop();
            }
            found
        }),
        _ => None,
    }
}

fn means_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(means_nothing),
        Value::String(text) => matches!(text.as_str(), "" | "unstated"),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// Line and column of the value at the end of a way.
fn position(text: &str, way: &[Step<'_>]) -> Option<(usize, usize)> {
    let reading = samples::read(&SampleText::verbatim(text, 0), Hint::Answer);
    let mut node: &Node = &reading.documents.first()?.node;
    for step in way {
        node = match (&node.value, step) {
            (SampleValue::Object(members), Step::Key(key)) => members.get(*key)?,
            (SampleValue::Array(items), Step::Index(index)) => items.get(*index)?,
            _ => return None,
        };
    }
    let page = Page::new(PagePath::new("spec.json"), text.as_bytes().to_vec()).ok()?;
    let position = page.position(node.span.start);
    Some((position.line as usize, position.column as usize))
}

/// Where two values differ first.
fn difference(written: &Value, read: &Value, at: &str) -> Option<String> {
    match (written, read) {
        (Value::Object(one), Value::Object(other)) => {
            let mut keys: Vec<&String> = one.keys().chain(other.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            keys.into_iter().find_map(|key| match (one.get(key), other.get(key)) {
                (Some(one), Some(other)) => difference(one, other, &format!("{at}.{key}")),
                (Some(_), None) => Some(format!("{at}.{key} is written and not read")),
                (None, Some(_) | None) => Some(format!("{at}.{key} is read and not written")),
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(index, (one, other))| difference(one, other, &format!("{at}[{index}]")))
        }
        _ if written == read => None,
        _ => Some(format!("{at}: {written} is read as {read}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::model::{
        Evidence, Field, Location, Operation, Origin, Parameter, Protocol, Response, Role, Type, Value as Allowed,
        Witness,
    };

    fn spec() -> Spec {
        let field = |wire: &str, shape| Field {
            wire: wire.into(),
            shape,
            values: vec![Allowed { wire: "a\u{2028}\"b".into(), description: None, evidence: vec![] }],
            witnesses: vec![Witness::Table],
            ..Field::default()
        };
        let inner = Type::Object { fields: vec![field("Inner", Type::String)] };
        let parameter = Parameter {
            location: Location::Query,
            role: Some(Role::Region),
            field: field("RegionId", Type::Array { item: Box::new(inner) }),
        };
        let operation = Operation {
            name: "A".into(),
            title: None,
            summary: None,
            method: "ANY".into(),
            path: "/".into(),
            endpoint: None,
            deprecated: false,
            asynchronous: None,
            parameters: vec![parameter],
            responses: vec![Response {
                status: Some(200),
                fields: vec![field("X", Type::Unknown)],
                headers: vec![],
                evidence: Evidence::default(),
            }],
            errors: vec![],
            samples: vec![],
            link: None,
            origins: vec![Origin { page: "a.md".into(), line: 1, column: 1 }],
            evidence: Evidence::default(),
        };
        Spec {
            format: FORMAT,
            vendor: "alibaba".into(),
            service: "vpc".into(),
            product: None,
            version: None,
            protocol: Protocol::AlibabaRpc,
            endpoint: None,
            endpoints: std::collections::BTreeMap::new(),
            internal_endpoint: None,
            operations: vec![operation],
            types: indexmap::IndexMap::from([("T".to_owned(), vec![])]),
            diagnostics: indexmap::IndexMap::from([("D0300".to_owned(), 2)]),
            evidence: Evidence::default(),
        }
    }

    fn refusal(text: &str) -> String {
        parse(Path::new("spec.json"), text).expect_err("a refusal").to_string()
    }

    #[test]
    fn a_spec_survives_its_file() {
        let text = write(&spec()).expect("a text");
        assert!(text.starts_with("{\n  \"format\": 1,\n  \"vendor\": \"alibaba\",\n") && text.ends_with("}\n"));
        assert_eq!(parse(Path::new("spec.json"), &text).expect("a spec"), spec());
        assert_eq!(write(&spec()).expect("a text"), text, "the same bytes again");
    }

    #[test]
    fn other_versions_are_refused_by_name() {
        let text = write(&spec()).expect("a text");
        let newer = text.replace("\"format\": 1", "\"format\": 7").replace("\"vendor\"", "\"unheard_of\"");
        assert_eq!(
            refusal(&newer),
            "spec.json: has format 7, and this docwright knows formats up to 1; update docwright to read it"
        );
        let older = text.replace("\"format\": 1", "\"format\": 0");
        assert_eq!(
            refusal(&older),
            "spec.json: has format 0, and this docwright reads format 1; run `cargo xtask generate`"
        );
        assert_eq!(refusal("{\"a\": 1}"), "spec.json:1:1: has no `format`: it is no spec of docwright");
        assert_eq!(refusal("{\n  \"format\": 1,\n}"), "spec.json:3:1: trailing comma");
        assert!(matches!(read(Path::new("nowhere/spec.json")), Err(StoreError::Unreadable { .. })));
    }

    /// The text with a line put in before the first line that holds `anchor`; the number of that line.
    fn with_line(text: &str, anchor: &str, line: &str) -> (String, usize) {
        let number = text.lines().position(|line| line.contains(anchor)).expect("the anchor");
        let mut lines: Vec<&str> = text.lines().collect();
        lines.insert(number, line);
        (lines.join("\n"), number + 1)
    }

    #[test]
    fn unknown_fields_are_refused_everywhere_with_their_place() {
        let text = write(&spec()).expect("a text");
        for (anchor, column) in [
            ("\"vendor\"", 1),           // the spec
            ("\"method\"", 1),           // an operation
            ("\"in\": \"query\"", 1),    // a parameter, whose fields are flattened
            ("\"item\"", 1),             // an array
            ("\"fields\"", 1),           // an object, or an answer
            ("\"kind\": \"region\"", 9), // a role without fields
            ("\"kind\": \"string\"", 9), // a type without fields
            ("\"wire\": \"Inner\"", 1),  // a member
            ("\"page\"", 1),             // an origin
        ] {
            let (spoilt, line) = with_line(&text, anchor, "\"bogus\":1,");
            assert_eq!(
                refusal(&spoilt).split(", expected").next(),
                Some(format!("spec.json:{line}:{column}: unknown field `bogus`").as_str()),
                "{anchor}"
            );
        }
    }

    #[test]
    fn keys_that_mean_nothing_may_be_written_out() {
        let (spelt, _) = with_line(&write(&spec()).expect("a text"), "\"method\"", "\"deprecated\": false,");
        assert_eq!(parse(Path::new("spec.json"), &spelt).expect("a spec"), spec());
        let (spoilt, _) = with_line(&write(&spec()).expect("a text"), "\"method\"", "\"name\": \"B\",");
        assert!(refusal(&spoilt).contains("duplicate field `name`"));
    }

    #[test]
    fn differences_name_their_place() {
        let one = serde_json::json!({"a": [{"b": 1}], "c": 2});
        let other = serde_json::json!({"a": [{"b": 3}], "c": 2});
        assert_eq!(difference(&one, &other, ""), Some(".a[0].b: 1 is read as 3".to_owned()));
        assert_eq!(difference(&one, &one, ""), None);
        assert_eq!(
            difference(&one, &serde_json::json!({"a": []}), ""),
            Some(".a: [{\"b\":1}] is read as []".to_owned())
        );
    }
}
