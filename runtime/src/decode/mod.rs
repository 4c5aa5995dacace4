//! Reads an answer into a record, leniently: what is loose in an answer costs a field at most, never the answer.
//!
//! In: headers and body, JSON or XML, told apart by the body's first character: what the content type says is not
//! always so. Out: the record, filled as far as the answer goes. A number may stand in text and text where a number does, one item where a list is due, and a list
//! with its wrapper or without. What can not be understood stays in the raw body.

mod direct;

use crate::json::{self, DEPTH, Json, Node};
use crate::operation::{FieldInfo, Place};
use crate::record::{List, Map, Record, Slot, Value};
use crate::xml;

/// What was seen while an answer was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    /// It has a member that error answers have, and that its output does not know.
    pub(crate) may_be_error: bool,
}

/// The members by which error answers are known.
const ERROR_CODES: [&str; 4] = ["Code", "code", "error_code", "errorCode"];

/// Reads a whole answer. An empty body is an empty answer.
pub(crate) fn answer(headers: &http::HeaderMap, body: &[u8], output: &mut dyn Record) -> Result<Found, String> {
    for (index, info) in output.fields().iter().enumerate() {
        if info.place != Place::Header {
            continue;
        }
        let Some(text) = headers.get(info.wire).and_then(|value| value.to_str().ok()) else { continue };
        fill(output.field_mut(index), &Node::Text(text.into()), 0);
    }
    let found = read(&text(body), output);
    // What is neither JSON nor XML, and does not say it is, may be the file that was asked for.
    let takes_nothing = output.fields().iter().all(|info| info.place == Place::Header);
    if found.is_err() && takes_nothing && is_file(headers) { Ok(Found::default()) } else { found }
}

/// Reads the body of an answer.
fn read(text: &str, output: &mut dyn Record) -> Result<Found, String> {
    if text.trim_ascii_start().starts_with('{') {
        return direct::answer(text.trim_ascii(), output).map_err(no_json);
    }
    let Some(node) = tree(text)? else { return Ok(Found::default()) };
    record(output, &node, 0);
    let stray = |code: &str| node.get(code).is_some() && position(output, code, 0).is_none();
    Ok(Found { may_be_error: ERROR_CODES.iter().any(|code| stray(code)) })
}

/// Whether an answer calls itself something that is neither read nor shown: a file, which its caller takes from the answer
/// as it is. A page in HTML is what comes from a proxy that knows the service no more.
fn is_file(headers: &http::HeaderMap) -> bool {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| {
        let kind = kind.to_ascii_lowercase();
        !["json", "xml", "html"].iter().any(|read| kind.contains(read))
    })
}

/// The body as free JSON, whether it is JSON or XML; `None` when it is blank or neither.
pub(crate) fn json(body: &[u8]) -> Option<Json> {
    let text = text(body);
    tree(&text).ok().flatten().map(Node::into_json)
}

/// The body as text: a mark of its encoding is passed over, what is not UTF-8 is replaced.
pub(crate) fn text(body: &[u8]) -> std::borrow::Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    // The check alone is much faster than the search for what to replace.
    std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), std::borrow::Cow::Borrowed)
}

/// The body as a tree; `None` when it is blank. The error says what it is instead.
pub(crate) fn tree(text: &str) -> Result<Option<Node<'_>>, String> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Ok(None);
    }
    if text.starts_with('<') {
        return xml::parse(text)
            .map(Some)
            .map_err(|problem| format!("the answer is no XML that can be read: {problem}"));
    }
    json::parse(text).map(Some).map_err(no_json)
}

fn no_json(offset: usize) -> String {
    format!("the answer is neither JSON nor XML (byte {offset})")
}

/// Sets a field by its wire name from text. Says whether the field took it.
pub(crate) fn set(target: &mut dyn Record, wire: &str, text: &str) -> bool {
    let Some(index) = target.fields().iter().position(|info| info.wire == wire) else { return false };
    fill(target.field_mut(index), &Node::Text(text.into()), 0)
}

/// Sets a field by its wire name from a number. Says whether the field took it.
pub(crate) fn set_number(target: &mut dyn Record, wire: &str, number: u64) -> bool {
    let Some(index) = target.fields().iter().position(|info| info.wire == wire) else { return false };
    fill(target.field_mut(index), &Node::Number(&number.to_string()), 0)
}

/// Fills a value. Says whether the node could be understood as one.
fn fill(value: &mut dyn Value, node: &Node<'_>, depth: usize) -> bool {
    // Trees are no deeper, but a record of lists of itself may follow one node for ever.
    if depth > 2 * DEPTH {
        return false;
    }
    match value.slot() {
        Slot::Nothing => false,
        Slot::Optional(optional) => {
            let filled = !matches!(node, Node::Null) && fill(optional.fill(), node, depth + 1);
            if !filled {
                optional.clear();
            }
            filled
        }
        Slot::Text(text) => put_text(node, &mut |content| {
            text.clear();
            text.push_str(content);
        }),
        Slot::Bytes(bytes) => put_text(node, &mut |content| *bytes = bytes::Bytes::copy_from_slice(content.as_bytes())),
        Slot::Enumeration(enumeration) => put_text(node, &mut |content| enumeration.set(content)),
        Slot::Integer(target) => put(target, integer(node)),
        Slot::Number(target) => put(target, number(node)),
        Slot::Boolean(target) => put(target, boolean(node)),
        Slot::List(target) => list(target, node, depth),
        Slot::Map(target) => match node {
            Node::Object(members) => {
                for (key, member) in members {
                    if !fill(target.insert(key), member, depth + 1) {
                        target.remove(key);
                    }
                }
                true
            }
            Node::Text(text) => text.trim_ascii().is_empty(),
            Node::Null | Node::Boolean(_) | Node::Number(_) | Node::List(_) => false,
        },
        Slot::Record(target) => record(target, node, depth),
        Slot::Json(target) => {
            *target = node.to_json();
            true
        }
    }
}

fn put<T>(target: &mut T, found: Option<T>) -> bool {
    match found {
        Some(found) => {
            *target = found;
            true
        }
        None => false,
    }
}

/// Text, or what an answer has in its place: nothing it says is lost to a field that is text.
fn put_text(node: &Node<'_>, take: &mut dyn FnMut(&str)) -> bool {
    match node {
        Node::Null => return false,
        Node::Text(text) => take(text),
        Node::Number(text) => take(text),
        Node::Boolean(truth) => take(if *truth { "true" } else { "false" }),
        Node::List(_) | Node::Object(_) => take(&node.to_json().to_string()),
    }
    true
}

/// The text of a scalar, also where a list of one stands in its place.
fn scalar<'a>(node: &'a Node<'_>) -> Option<&'a str> {
    match node {
        Node::Number(text) => Some(text),
        Node::Text(text) => Some(text.trim_ascii()),
        Node::Boolean(truth) => Some(if *truth { "true" } else { "false" }),
        Node::List(items) => match items.as_slice() {
            [Node::Number(text)] => Some(text),
            [Node::Text(text)] => Some(text.trim_ascii()),
            _ => None,
        },
        Node::Null | Node::Object(_) => None,
    }
}

fn integer(node: &Node<'_>) -> Option<i64> {
    let text = scalar(node)?;
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let number: f64 = text.parse().ok()?;
    // 2^63 itself does not fit; both bounds have exact doubles.
    let fits = number.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number);
    fits.then_some(number as i64)
}

fn number(node: &Node<'_>) -> Option<f64> {
    scalar(node)?.parse().ok().filter(|number: &f64| number.is_finite())
}

fn boolean(node: &Node<'_>) -> Option<bool> {
    let text = scalar(node)?;
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("1") {
        return Some(true);
    }
    (is("false") || is("0")).then_some(false)
}

fn list(target: &mut dyn List, node: &Node<'_>, depth: usize) -> bool {
    match node {
        Node::Null => true,
        Node::List(items) => {
            for item in items {
                push(target, item, depth);
            }
            true
        }
        // XML has no other form for an empty list.
        Node::Text(text) if text.trim_ascii().is_empty() => true,
        Node::Text(_) | Node::Number(_) | Node::Boolean(_) => push(target, node, depth),
        Node::Object(members) => object_for_list(target, node, members, depth),
    }
}

/// An object where a list is due: one item, or a wrapper around the list.
fn object_for_list(
    target: &mut dyn List,
    node: &Node<'_>,
    members: &[(std::borrow::Cow<'_, str>, Node<'_>)],
    depth: usize,
) -> bool {
    let names_item = match target.push().slot() {
        Slot::Record(item) => Some(members.iter().any(|(key, _)| position(item, key, 0).is_some())),
        Slot::Map(_) | Slot::Json(_) => Some(true),
        _ => None,
    };
    target.pop();
    match (members, names_item) {
        ([], _) => true,
        (_, Some(true)) => push(target, node, depth),
        ([(_, inner)], _) => list(target, inner, depth + 1),
        _ => push(target, node, depth),
    }
}

fn push(target: &mut dyn List, node: &Node<'_>, depth: usize) -> bool {
    let filled = fill(target.push(), node, depth + 1);
    if !filled {
        target.pop();
    }
    filled
}

fn record(target: &mut dyn Record, node: &Node<'_>, depth: usize) -> bool {
    match node {
        Node::Object(members) => {
            let mut next = 0;
            let mut known = false;
            for (key, member) in members {
                let Some(index) = position(target, key, next) else {
                    if let Some(map) = keys(target)
                        && !fill(map.insert(key), member, depth + 1)
                    {
                        map.remove(key);
                    }
                    continue;
                };
                known = true;
                next = index + 1;
                fill(target.field_mut(index), member, depth + 1);
            }
            // The wrapper of a list is missing, and the list has one item.
            if !known && !members.is_empty() && takes_list(target) {
                unwrapped(target, node, depth);
            }
            true
        }
        // The wrapper of a list is missing.
        Node::List(_) if takes_list(target) => {
            unwrapped(target, node, depth);
            true
        }
        Node::List(items) => match items.as_slice() {
            [item @ Node::Object(_)] => record(target, item, depth + 1),
            _ => false,
        },
        Node::Text(text) => text.trim_ascii().is_empty(),
        Node::Null | Node::Number(_) | Node::Boolean(_) => false,
    }
}

/// Whether a record is but the wrapper of a list.
fn takes_list(target: &mut dyn Record) -> bool {
    target.fields().len() == 1 && matches!(target.field_mut(0).slot(), Slot::List(_))
}

fn unwrapped(target: &mut dyn Record, node: &Node<'_>, depth: usize) {
    if depth > 2 * DEPTH {
        return;
    }
    let Slot::List(inner) = target.field_mut(0).slot() else { return };
    let items = match node {
        Node::List(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    };
    for item in items {
        let is_item = match (inner.push().slot(), item) {
            (Slot::Record(record), Node::Object(members)) => {
                members.iter().any(|(key, _)| position(record, key, 0).is_some())
            }
            (_, Node::Object(_)) => false,
            _ => true,
        };
        inner.pop();
        if is_item {
            push(inner, item, depth);
        }
    }
}

/// The field that takes what stands behind keys which no other field has.
fn keys(target: &mut dyn Record) -> Option<&mut dyn Map> {
    let index = target.fields().iter().position(|info| info.place == Place::Keys)?;
    match target.field_mut(index).slot() {
        Slot::Map(map) => Some(map),
        _ => None,
    }
}

/// Finds a field by its wire name: the expected one first, as answers mostly keep the page's order, then those after
/// it, then those before; then without regard to case, which vendors change from one product to the next.
fn position(target: &dyn Record, key: &str, expected: usize) -> Option<usize> {
    let fields = target.fields();
    let (before, after) = fields.split_at_checked(expected).unwrap_or((fields, &[]));
    let is = |info: &FieldInfo| info.wire == key;
    let found = match after.iter().position(is) {
        Some(place) => Some(expected + place),
        None => before.iter().position(is),
    };
    found
        .or_else(|| fields.iter().position(|info| info.wire.eq_ignore_ascii_case(key)))
        .filter(|index| fields.get(*index).is_some_and(|info| !matches!(info.place, Place::Header | Place::Keys)))
}
