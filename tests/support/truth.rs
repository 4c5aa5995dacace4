//! What a page states, as a list that a person wrote, against what came out of it.
//!
//! In: a `truth.json` entry and an [`Outcome`]. Out: the differences, a line each. The spec is written in the truth's own
//! form, and the two are compared key by key: what the spec has beyond the truth differs as much as what it lacks. A
//! `defect` of the truth must be a diagnostic in that row, and a warning that no defect explains is a difference.

use std::collections::BTreeSet;

use docwright::diagnostic::Severity;
use docwright::road::Outcome;
use docwright::spec::model::{
    CharacterClass, CharacterSet, Constraints, Field, Location, Operation, Presence, Protocol, Response, Role, Sample,
    SampleKind, SampleQuality, Spec, Type,
};
use serde_json::{Map, Value, json};

use crate::facts::{condition_words, type_name};
use crate::road::place;

/// Everything in which the outcome of a page differs from what the page states.
pub fn differences(truth: &Value, outcome: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    match outcome.spec.operations.as_slice() {
        [operation] => {
            compare("page", &stated_facts(truth), &form(&outcome.spec, operation), &mut found);
            sample_answers(truth, operation, &mut found);
            defects(truth, outcome, operation, &mut found);
        }
        operations => found.push(format!("one operation is stated, and {} came out", operations.len())),
    }
    found
}

/// The truth without what is no fact of the spec: notes for people, defects, and the samples' values, which are
/// compared on their own.
fn stated_facts(truth: &Value) -> Value {
    match truth {
        Value::Object(entries) => {
            let facts = entries
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "defect" | "defects" | "note" | "sample_response"));
            Value::Object(facts.map(|(key, value)| (key.clone(), stated_facts(value))).collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(stated_facts).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => truth.clone(),
    }
}

fn compare(path: &str, stated: &Value, read: &Value, found: &mut Vec<String>) {
    match (stated, read) {
        (Value::Object(stated), Value::Object(read)) => {
            let keys: BTreeSet<&String> = stated.keys().chain(read.keys()).collect();
            for key in keys {
                let inner = format!("{path}.{key}");
                match (stated.get(key), read.get(key)) {
                    (Some(stated), Some(read)) => compare(&inner, stated, read, found),
                    (Some(stated), None) => found.push(format!("{inner}: the page states {stated}, nothing came out")),
                    (None, Some(read)) => found.push(format!("{inner}: the page states nothing, {read} came out")),
                    (None, None) => {}
                }
            }
        }
        (Value::Array(stated), Value::Array(read)) if named(stated) || named(read) => {
            let names = |rows: &[Value]| rows.iter().map(name).collect::<Vec<_>>();
            let (stated_names, read_names) = (names(stated), names(read));
            if stated_names != read_names {
                found.push(format!("{path}: the page states {stated_names:?}, {read_names:?} came out"));
            }
            for row in stated {
                if let Some(other) = read.iter().find(|other| name(other) == name(row)) {
                    compare(&format!("{path}.{}", name(row)), row, other, found);
                }
            }
        }
        (stated, read) => {
            if stated != read {
                found.push(format!("{path}: the page states {stated}, {read} came out"));
            }
        }
    }
}

fn named(rows: &[Value]) -> bool {
    rows.iter().any(Value::is_object)
}

/// What tells a row from its siblings.
fn name(row: &Value) -> String {
    let words = |key: &&str| match row.get(*key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    ["name", "path", "http", "code"].iter().filter_map(words).collect::<Vec<_>>().join(" ")
}

/// An operation in the truth's form.
fn form(spec: &Spec, operation: &Operation) -> Value {
    let mut form = Map::new();
    // An operation that its vendor names by method and path has only a title on the page.
    let by_action = spec.protocol == Protocol::AlibabaRpc;
    let title = operation.title.clone().or_else(|| (!by_action).then(|| operation.name.clone()));
    set(&mut form, "operation", by_action.then(|| operation.name.clone()));
    set(&mut form, "title", title);
    set(&mut form, "method", Some(if operation.method == "ANY" { "any".to_owned() } else { operation.method.clone() }));
    set(&mut form, "path", Some(operation.path.clone()));
    set(&mut form, "endpoint", operation.endpoint.clone());
    set(&mut form, "summary", operation.summary.clone());
    set(&mut form, "product", spec.product.clone());
    set(&mut form, "version", spec.version.clone());
    set(&mut form, "deprecated", operation.deprecated.then_some(true));
    if let Some(asynchronous) = &operation.asynchronous {
        let mut inner = Map::new();
        set(&mut inner, "poll", Some(asynchronous.poll.clone()));
        set(&mut inner, "pending", some(&asynchronous.pending));
        set(&mut inner, "done", some(&asynchronous.done));
        form.insert("asynchronous".to_owned(), Value::Object(inner));
    }
    let mut request = Vec::new();
    for parameter in &operation.parameters {
        let location = match parameter.location {
            Location::Path => Some("path"),
            Location::Query => (!by_action).then_some("query"),
            Location::Header => Some("header"),
            Location::Body => Some("body"),
            Location::Form => Some("form"),
        };
        rows(&parameter.field, "", "name", location, parameter.role.as_ref(), &mut request);
    }
    form.insert("request".to_owned(), Value::Array(request));
    if by_action {
        let answer = operation.responses.first().map(answer).unwrap_or_default();
        form.insert("response".to_owned(), Value::Array(answer));
    } else {
        let answers =
            operation.responses.iter().map(|response| (status(response.status), Value::Array(answer(response))));
        form.insert("responses".to_owned(), Value::Object(answers.collect()));
    }
    let errors = operation.errors.iter().map(|error| {
        let mut row = Map::new();
        set(&mut row, "http", error.status);
        set(&mut row, "code", Some(error.code.clone()));
        set(&mut row, "message", error.message.clone());
        Value::Object(row)
    });
    form.insert("errors".to_owned(), Value::Array(errors.collect()));
    form.insert("samples".to_owned(), samples(operation, by_action));
    Value::Object(form)
}

fn status(status: Option<u16>) -> String {
    status.map_or("unstated".to_owned(), |status| status.to_string())
}

fn answer(response: &Response) -> Vec<Value> {
    let mut fields = Vec::new();
    for field in response.headers.iter().chain(&response.fields) {
        rows(field, "", "path", None, None, &mut fields);
    }
    fields
}

/// A row for the field and one for each of its members.
fn rows(field: &Field, parent: &str, key: &str, location: Option<&str>, role: Option<&Role>, out: &mut Vec<Value>) {
    let path = if parent.is_empty() { field.wire.clone() } else { format!("{parent}.{}", field.wire) };
    let mut row = Map::new();
    set(&mut row, key, Some(path.clone()));
    set(&mut row, "type", Some(type_name(&field.shape)));
    set(&mut row, "in", location);
    set(
        &mut row,
        "required",
        match field.presence {
            Presence::Required => Some(true),
            Presence::Optional => Some(false),
            Presence::Unstated => None,
        },
    );
    set(&mut row, "required_if", field.required_if.as_ref().map(condition_words));
    set(&mut row, "example", field.example.clone());
    set(&mut row, "default", field.default.clone());
    set(&mut row, "enum", some(&field.values.iter().map(|value| value.wire.clone()).collect::<Vec<_>>()));
    set(&mut row, "see", some(&field.see));
    set(&mut row, "sensitive", field.sensitive.then_some(true));
    set(&mut row, "deprecated", field.deprecated.then_some(true));
    limits(&mut row, &field.constraints, field.shape == Type::Integer);
    // The other roles are the vendor's conventions, which no page states.
    match role {
        Some(Role::Constant { value }) => set(&mut row, "const", Some(value.clone())),
        Some(Role::IdempotencyToken) => set(&mut row, "role", Some("idempotency token")),
        Some(
            Role::Region
            | Role::Project
            | Role::AuthToken
            | Role::PageNumber
            | Role::PageSize
            | Role::Offset
            | Role::Cursor,
        )
        | None => {}
    }
    out.push(Value::Object(row));
    for member in field.shape.members().into_iter().flatten() {
        rows(member, &path, key, None, None, out);
    }
}

fn limits(row: &mut Map<String, Value>, limits: &Constraints, whole: bool) {
    set(row, "minimum", limits.minimum.as_deref().map(number));
    set(row, "maximum", limits.maximum.as_deref().map(number));
    set(row, "min_length", limits.min_length);
    set(row, "max_length", limits.max_length);
    set(row, "min_items", limits.min_items);
    set(row, "max_items", limits.max_items);
    let excluded = limits.excluded.iter().map(|value| if whole { number(value) } else { json!(value) });
    set(row, "excluded", some(&excluded.collect::<Vec<_>>()));
    set(row, "first_char", characters(&limits.first));
    set(row, "charset", characters(&limits.allowed));
    set(row, "forbidden_prefixes", some(&limits.forbidden_prefixes));
    set(row, "pattern", limits.pattern.clone());
    set(row, "unit", limits.unit.clone());
}

fn number(text: &str) -> Value {
    serde_json::from_str(text).ok().filter(Value::is_number).unwrap_or_else(|| json!(text))
}

/// "letter" alone, "letters, digits, underscores" together, as a person would list them.
fn characters(set: &CharacterSet) -> Option<String> {
    let alone = set.classes.len() + set.characters.chars().count() == 1;
    let classes = set.classes.iter().map(|class| match class {
        CharacterClass::Letter if alone => "letter".to_owned(),
        CharacterClass::Letter => "letters".to_owned(),
        CharacterClass::Digit if alone => "digit".to_owned(),
        CharacterClass::Digit => "digits".to_owned(),
        CharacterClass::UppercaseLetter => "uppercase letters".to_owned(),
        CharacterClass::LowercaseLetter => "lowercase letters".to_owned(),
        CharacterClass::Chinese => "Chinese characters".to_owned(),
        CharacterClass::Ascii => "ascii".to_owned(),
    });
    let single = set.characters.chars().map(|character| match character {
        '_' => "underscores".to_owned(),
        '-' => "hyphens".to_owned(),
        '.' => "periods".to_owned(),
        other => other.to_string(),
    });
    (!set.is_empty()).then(|| classes.chain(single).collect::<Vec<_>>().join(", "))
}

/// How many samples of each kind there are.
fn samples(operation: &Operation, by_action: bool) -> Value {
    let is_request = |sample: &&Sample| matches!(sample.kind, SampleKind::Request | SampleKind::RequestBody);
    let mut counts = Map::new();
    let request = operation.samples.iter().filter(is_request).count();
    set(&mut counts, "request", (request > 0).then_some(request));
    if by_action {
        for (kind, name) in [(SampleKind::Xml, "xml"), (SampleKind::Json, "json")] {
            let count = operation.samples.iter().filter(|sample| sample.kind == kind).count();
            set(&mut counts, name, (count > 0).then_some(count));
        }
    } else {
        let mut answers = Map::new();
        for sample in operation.samples.iter().filter(|sample| !is_request(sample)) {
            let before = answers.get(&status(sample.status)).and_then(Value::as_u64).unwrap_or_default();
            answers.insert(status(sample.status), json!(before + 1));
        }
        counts.insert("responses".to_owned(), Value::Object(answers));
    }
    Value::Object(counts)
}

/// Whether every sample of an answer has the stated values and no others.
fn sample_answers(truth: &Value, operation: &Operation, found: &mut Vec<String>) {
    for sample in &operation.samples {
        if sample.quality != SampleQuality::Strict {
            found.push(format!("line {}: the sample is {:?}", sample.origin.line, sample.quality));
        }
        let Some(Value::Object(values)) = truth.get("sample_response") else { continue };
        let same = match sample.kind {
            SampleKind::Json => {
                serde_json::from_str::<Value>(body(&sample.text, '{')).ok().as_ref() == truth.get("sample_response")
            }
            SampleKind::Xml => {
                let elements: Vec<String> = values
                    .iter()
                    .map(|(name, value)| format!("<{name}>{}</{name}>", value.as_str().unwrap_or_default()))
                    .collect();
                // The element around all of them ends as well.
                elements.iter().all(|element| sample.text.contains(element.as_str()))
                    && sample.text.matches("</").count() == elements.len() + 1
            }
            SampleKind::Request | SampleKind::RequestBody => true,
        };
        if !same {
            found.push(format!("line {}: the {:?} sample has other values", sample.origin.line, sample.kind));
        }
    }
}

/// A sample without the lines of HTTP that may stand above it.
fn body(text: &str, opening: char) -> &str {
    text.find(opening).and_then(|start| text.get(start..)).unwrap_or(text)
}

/// Every defect must be a diagnostic in its row, and every warning must be a defect.
fn defects(truth: &Value, outcome: &Outcome, operation: &Operation, found: &mut Vec<String>) {
    let mut explained = BTreeSet::new();
    let answers = operation.responses.iter().flat_map(|response| &response.fields);
    let fields: Vec<&Field> = operation.parameters.iter().map(|parameter| &parameter.field).chain(answers).collect();
    let mut starts: Vec<u32> =
        fields.iter().filter_map(|field| field.origin.as_ref()).map(|origin| origin.line).collect();
    starts.sort_unstable();
    for (group, key) in [("request", "name"), ("response", "path"), ("responses", "path")] {
        let rows: Vec<&Value> = match truth.get(group) {
            Some(Value::Array(rows)) => rows.iter().collect(),
            Some(Value::Object(answers)) => answers.values().filter_map(Value::as_array).flatten().collect(),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => Vec::new(),
        };
        for row in rows.into_iter().filter(|row| row.get("defect").is_some()) {
            let wire = row.get(key).and_then(Value::as_str).unwrap_or_default();
            let half: Vec<&&Field> = if group == "request" {
                fields.iter().take(operation.parameters.len()).collect()
            } else {
                fields.iter().skip(operation.parameters.len()).collect()
            };
            let origin = half.iter().find(|field| field.wire == wire).and_then(|field| field.origin.as_ref());
            let start = origin.map_or(0, |origin| origin.line);
            let end = starts.iter().find(|line| **line > start).copied().unwrap_or(u32::MAX);
            let seen = outcome.diagnostics.iter().enumerate().find(|(index, diagnostic)| {
                let (line, column) = place(outcome, diagnostic);
                !explained.contains(index)
                    && diagnostic.severity != Severity::Note
                    && diagnostic.message.contains(wire)
                    && (start..end).contains(&line)
                    && column > 0
            });
            match seen {
                Some((index, _)) => drop(explained.insert(index)),
                None => found.push(format!("{group}.{wire}: no diagnostic in lines {start} to {end} tells the defect")),
            }
        }
    }
    for (index, diagnostic) in outcome.diagnostics.iter().enumerate() {
        if diagnostic.severity != Severity::Note && !explained.contains(&index) {
            let (line, column) = place(outcome, diagnostic);
            found.push(format!("{line}:{column}: no defect explains {}: {}", diagnostic.code, diagnostic.message));
        }
    }
}

fn set(row: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        row.insert(key.to_owned(), value.into());
    }
}

fn some<T: Clone>(values: &[T]) -> Option<Vec<T>> {
    (!values.is_empty()).then(|| values.to_vec())
}
