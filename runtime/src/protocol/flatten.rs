//! Values as pairs of text: for queries, forms, headers and paths.

use std::borrow::Cow;

use super::Pairs;
use crate::json;
use crate::record::{Value, View};

/// Lists are numbered from 1, members are dotted: `Tag.1.Key`.
pub(super) fn numbered(name: Cow<'static, str>, view: View<'_>, output: &mut Pairs) {
    match view {
        View::Absent => {}
        View::List(list) => {
            for index in 0..list.len() {
                let item = list.item(index).map_or(View::Absent, Value::view);
                numbered([&name, ".", &(index + 1).to_string()].concat().into(), item, output);
            }
        }
        View::Map(map) => map.each(&mut |key, value| numbered([&name, ".", key].concat().into(), value.view(), output)),
        View::Record(record) => {
            for (index, info) in record.fields().iter().enumerate() {
                let view = record.field(index).view();
                if !matches!(view, View::Absent) {
                    numbered([&name, ".", info.wire].concat().into(), view, output);
                }
            }
        }
        View::Text(_) | View::Integer(_) | View::Number(_) | View::Boolean(_) | View::Json(_) | View::Bytes(_) => {
            output.push((name, text(view)));
        }
    }
}

/// Lists repeat their name: `id=a&id=b`. Objects go as JSON text.
pub(super) fn repeated(name: Cow<'static, str>, view: View<'_>, output: &mut Pairs) {
    match view {
        View::Absent => {}
        View::List(list) => {
            for index in 0..list.len() {
                let item = list.item(index).map_or(View::Absent, Value::view);
                if !matches!(item, View::Absent) {
                    output.push((name.clone(), text(item)));
                }
            }
        }
        View::Text(_)
        | View::Integer(_)
        | View::Number(_)
        | View::Boolean(_)
        | View::Map(_)
        | View::Record(_)
        | View::Json(_)
        | View::Bytes(_) => output.push((name, text(view))),
    }
}

/// One value as text; lists and objects as JSON.
pub(super) fn text(view: View<'_>) -> String {
    match view {
        View::Text(text) => text.to_owned(),
        View::Json(json::Json::Text(text)) => text.clone(),
        View::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        View::Absent => String::new(),
        View::Integer(number) => number.to_string(),
        View::Boolean(truth) => if truth { "true" } else { "false" }.to_owned(),
        View::Number(_) | View::List(_) | View::Map(_) | View::Record(_) | View::Json(_) => {
            let mut output = String::new();
            json::value(view, &mut output);
            output
        }
    }
}
