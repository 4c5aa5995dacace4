//! Writes JSON: bodies of requests from records, and values on their own.

use std::fmt::Write as _;

use super::Json;
use crate::operation::Place;
use crate::record::{Record, Value, View};

/// The body of a request: an object of the fields whose place is the body, or the value of the one that has no name.
/// `None` when none is set.
pub(crate) fn body(record: &dyn Record) -> Option<String> {
    let mut output = String::new();
    let whole = record.fields().iter().position(|info| info.place == Place::Body && info.wire.is_empty());
    if let Some(index) = whole {
        let view = record.field(index).view();
        value(view, &mut output);
        return (!matches!(view, View::Absent)).then_some(output);
    }
    let written = members(record, Some(Place::Body), &mut output);
    written.then_some(output)
}

/// Writes any value; an absent one as `null`.
pub(crate) fn value(view: View<'_>, output: &mut String) {
    match view {
        View::Text(content) => text(content, output),
        View::Integer(number) => {
            let _ = write!(output, "{number}");
        }
        View::Number(number) if number.is_finite() => {
            let _ = write!(output, "{number}");
        }
        // JSON has no other word for a number that is none.
        View::Absent | View::Number(_) => output.push_str("null"),
        View::Boolean(truth) => output.push_str(if truth { "true" } else { "false" }),
        View::List(list) => {
            output.push('[');
            for index in 0..list.len() {
                if index > 0 {
                    output.push(',');
                }
                value(list.item(index).map_or(View::Absent, Value::view), output);
            }
            output.push(']');
        }
        View::Map(map) => {
            output.push('{');
            let mut first = true;
            map.each(&mut |key, item| {
                if !std::mem::take(&mut first) {
                    output.push(',');
                }
                text(key, output);
                output.push(':');
                value(item.view(), output);
            });
            output.push('}');
        }
        View::Record(record) => {
            members(record, None, output);
        }
        View::Json(content) => json(content, output),
        View::Bytes(bytes) => text(&String::from_utf8_lossy(bytes), output),
    }
}

/// Writes an object of a record's fields, of one place or of all; absent ones are left out.
fn members(record: &dyn Record, place: Option<Place>, output: &mut String) -> bool {
    output.push('{');
    let mut first = true;
    for (index, info) in record.fields().iter().enumerate() {
        if place.is_some_and(|place| place != info.place) {
            continue;
        }
        let view = record.field(index).view();
        if matches!(view, View::Absent) {
            continue;
        }
        if !std::mem::take(&mut first) {
            output.push(',');
        }
        text(info.wire, output);
        output.push(':');
        value(view, output);
    }
    output.push('}');
    !first
}

pub(crate) fn json(content: &Json, output: &mut String) {
    match content {
        Json::Null => output.push_str("null"),
        Json::Boolean(truth) => output.push_str(if *truth { "true" } else { "false" }),
        Json::Number(number) => output.push_str(number.as_str()),
        Json::Text(content) => text(content, output),
        Json::List(items) => {
            output.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    output.push(',');
                }
                json(item, output);
            }
            output.push(']');
        }
        Json::Object(members) => {
            output.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    output.push(',');
                }
                text(key, output);
                output.push(':');
                json(member, output);
            }
            output.push('}');
        }
    }
}

/// Writes text in quotes.
pub(crate) fn text(content: &str, output: &mut String) {
    output.push('"');
    let mut rest = content;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        let (plain, special) = rest.split_at(at);
        output.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('"') => output.push_str("\\\""),
            Some('\\') => output.push_str("\\\\"),
            Some('\n') => output.push_str("\\n"),
            Some('\r') => output.push_str("\\r"),
            Some('\t') => output.push_str("\\t"),
            Some(control) => {
                let _ = write!(output, "\\u{:04x}", u32::from(control));
            }
            None => {}
        }
        rest = characters.as_str();
    }
    output.push_str(rest);
    output.push('"');
}
