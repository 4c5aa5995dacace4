//! What an operation answers when nothing is known better: the page's own sample, else a value for each documented field.
//!
//! In: an operation of the spec. Out: a JSON value. Refuses to know requests and what was created before: `state` lays
//! that over it.

use serde_json::{Map, Number, Value};

use crate::protocol::{error_code_member, is_request_id};
use crate::spec::{Field, Operation, Sample, SampleKind, Spec, Type};
use crate::xml;

/// How deep values are made.
const DEPTH: usize = 8;

/// The answer of success.
pub(crate) fn template(spec: &Spec, operation: &Operation) -> Value {
    let Some(answer) = operation.answer() else { return Value::Object(Map::new()) };
    let shown = |kind: SampleKind| {
        let mut samples = operation.samples.iter().filter(move |sample| sample.kind == kind);
        samples.find_map(|sample| {
            let is_success = sample.status.is_none_or(|status| (200..300).contains(&status));
            let value = read(sample).filter(|_| is_success)?;
            is_answer(spec, &answer.fields, &value).then_some(value)
        })
    };
    if answer.fields.is_empty() {
        return Value::Object(Map::new());
    }
    shown(SampleKind::Json)
        .or_else(|| {
            let value = shown(SampleKind::Xml)?;
            let fields = answer.fields.iter();
            Some(fields.fold(value, |mut value, field| {
                if let Some(member) = value.get_mut(&field.wire) {
                    *member = typed(spec, &field.shape, member.take(), 0);
                }
                value
            }))
        })
        .unwrap_or_else(|| object(spec, &answer.fields, 0))
}

/// Reads a sample. A head of HTTP before it is passed over.
fn read(sample: &Sample) -> Option<Value> {
    let from = |mark: char| sample.text.find(mark).and_then(|start| sample.text.get(start..));
    match sample.kind {
        SampleKind::Json => serde_json::from_str(from('{')?).ok(),
        SampleKind::Xml => xml::read(from('<')?),
        SampleKind::Request | SampleKind::RequestBody | SampleKind::Unknown => None,
    }
}

/// Whether a value is an answer of success, and no error that a page shows beside it: it has one of the fields. An
/// answer without any but the ID of the request has just that.
fn is_answer(spec: &Spec, fields: &[Field], value: &Value) -> bool {
    let (ids, own): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| is_request_id(spec, field));
    let expected = if own.is_empty() { ids } else { own };
    expected.iter().any(|field| value.get(&field.wire).is_some())
        && value.as_object().is_some_and(|members| !is_error(spec, members, fields))
}

/// An error's answer has the member that all errors have, and that no field describes.
fn is_error(spec: &Spec, members: &Map<String, Value>, fields: &[Field]) -> bool {
    let code = error_code_member(spec);
    members.contains_key(code) && !fields.iter().any(|field| field.wire == code)
}

fn object(spec: &Spec, fields: &[Field], depth: usize) -> Value {
    Value::Object(fields.iter().map(|field| (field.wire.clone(), value(spec, field, &field.shape, depth))).collect())
}

/// A value for a field: its example, its default, one of its values, or a plain one of its type.
fn value(spec: &Spec, field: &Field, shape: &Type, depth: usize) -> Value {
    if depth > DEPTH {
        return Value::Null;
    }
    let stated = field.example.as_ref().or(field.default.as_ref()).or(field.values.first().map(|value| &value.wire));
    let stated = stated.cloned().map(Value::String);
    match shape {
        Type::String | Type::File => stated.unwrap_or_else(|| "text".into()),
        Type::Integer | Type::Number => match stated.map(|stated| typed(spec, shape, stated, 0)) {
            Some(number @ Value::Number(_)) => number,
            Some(_) | None => 1.into(),
        },
        Type::Boolean => match stated.map(|stated| typed(spec, shape, stated, 0)) {
            Some(truth @ Value::Bool(_)) => truth,
            Some(_) | None => true.into(),
        },
        Type::Array { item } => Value::Array(vec![value(spec, field, item, depth + 1)]),
        Type::Object { .. } | Type::Reference { .. } => {
            object(spec, spec.members(shape).unwrap_or_default(), depth + 1)
        }
        Type::Map { value: inner } => {
            Value::Object(Map::from_iter([("key".to_owned(), value(spec, field, inner, depth + 1))]))
        }
        Type::Any | Type::Unknown | Type::Newer => stated.unwrap_or(Value::Null),
    }
}

/// The value as the type has it, where a text says the same: texts of queries and of XML become numbers, booleans, lists.
pub(crate) fn typed(spec: &Spec, shape: &Type, value: Value, depth: usize) -> Value {
    if depth > DEPTH {
        return value;
    }
    match (shape, value) {
        (Type::Integer, Value::String(text)) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        (Type::Number, Value::String(text)) => {
            let number = text.parse::<f64>().ok().and_then(Number::from_f64);
            number.map_or(Value::String(text), Value::Number)
        }
        (Type::Boolean, Value::String(text)) => match text.as_str() {
            "true" | "True" => true.into(),
            "false" | "False" => false.into(),
            _ => Value::String(text),
        },
        (Type::String, Value::Number(number)) => number.to_string().into(),
        (Type::Array { item }, Value::Array(items)) => {
            items.into_iter().map(|value| typed(spec, item, value, depth + 1)).collect()
        }
        (Type::Array { .. }, Value::String(text)) if text.is_empty() => Value::Array(Vec::new()),
        (Type::Array { item }, value) => Value::Array(vec![typed(spec, item, value, depth + 1)]),
        (Type::Object { .. } | Type::Reference { .. }, Value::Object(mut members)) => {
            for field in spec.members(shape).unwrap_or_default() {
                if let Some(member) = members.get_mut(&field.wire) {
                    *member = typed(spec, &field.shape, member.take(), depth + 1);
                }
            }
            Value::Object(members)
        }
        (Type::Object { .. } | Type::Reference { .. }, Value::String(text)) if text.is_empty() => {
            Value::Object(Map::new())
        }
        (_, value) => value,
    }
}

/// Puts members over an object, those alone that its fields describe, and of their type.
pub(crate) fn overlay(spec: &Spec, fields: &[Field], target: &mut Value, members: &Map<String, Value>) {
    let Value::Object(target) = target else { return };
    for field in fields {
        if let Some(member) = members.get(&field.wire) {
            target.insert(field.wire.clone(), typed(spec, &field.shape, member.clone(), 0));
        }
    }
}
