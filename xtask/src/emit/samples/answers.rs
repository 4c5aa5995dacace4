//! Tests of answers: each value that the sample states and the type has.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::extract::samples::{Document, Node, SampleValue, Syntax};

use super::super::plan::{Holds, Member, OperationPlan, Types};
use super::super::text::{block_literal, literal};

/// Of a list so many items are looked at: the others are made the same way.
const MAX_ITEMS: usize = 2;

/// The test, or `None` when the sample states nothing that the type has.
pub fn test(one: &OperationPlan<'_>, node: &Node, text: &str) -> Option<TokenStream> {
    let mut checks = Vec::new();
    record(&one.output, node, "", &one.types, &mut checks);
    if checks.is_empty() && !one.output.is_empty() {
        return None;
    }
    let (module, text) = (&one.module, block_literal(text));
    let checks = checks.iter().map(|(place, value)| {
        let (place, value) = (literal(place), literal(value));
        quote!((#place, #value))
    });
    Some(quote! {
        answer(&mut service::#module::Output::default(), #text, &[#(#checks),*]);
    })
}

/// The test of an error's answer, or `None` when it holds no code that the operation lists.
pub fn error_test(one: &OperationPlan<'_>, node: &Node, status: u16, text: &str) -> Option<TokenStream> {
    let SampleValue::Object(members) = &node.value else { return None };
    let listed = |text: &str| one.operation.errors.iter().any(|error| error.code == text);
    let code = members.values().find_map(|node| match &node.value {
        SampleValue::String(text) if listed(text) => Some(literal(text)),
        _ => None,
    })?;
    let (status, text) = (Literal::u16_unsuffixed(status), block_literal(text));
    Some(quote! {
        let error = testing::error(service::SERVICE.protocol, #status, #text);
        assert_eq!(error.code(), ::core::option::Option::Some(#code));
        assert_eq!(error.status(), ::core::option::Option::Some(#status));
    })
}

/// Where a value stands, as a JSON pointer of wire names, and its text.
type Check = (String, String);

fn record(members: &[Member<'_>], node: &Node, at: &str, types: &Types<'_>, checks: &mut Vec<Check>) {
    let SampleValue::Object(values) = &node.value else { return };
    for (index, member) in members.iter().enumerate() {
        // Of two fields of one name the first gets the value; headers are in no body.
        let hidden = members.iter().take(index).any(|earlier| earlier.field.wire == member.field.wire);
        if let Holds::Map(held) = &member.holds
            && member.takes_any_key()
        {
            let is_any = |key: &str| members.iter().all(|other| other.field.wire != key);
            let at = step(at, &member.field.wire);
            for (key, node) in values.iter().filter(|(key, _)| is_any(key)).take(MAX_ITEMS) {
                value(held, node, &step(&at, key), types, checks);
            }
            continue;
        }
        let in_body = member.location == crate::spec::model::Location::Body;
        let Some(found) = values.get(&member.field.wire).filter(|_| in_body && !hidden) else { continue };
        value(&member.holds, found, &step(at, &member.field.wire), types, checks);
    }
}

fn step(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Adds what the sample says of a value.
fn value(holds: &Holds, node: &Node, at: &str, types: &Types<'_>, checks: &mut Vec<Check>) {
    match holds {
        Holds::Text | Holds::Enumeration(_) => checks.extend(text(node).map(|text| (at.to_owned(), text))),
        Holds::Integer | Holds::Number | Holds::Boolean => {
            checks.extend(plain(holds, node).map(|text| (at.to_owned(), text)));
        }
        Holds::List(item) => {
            let Some(items) = items(item, node, types) else { return };
            // The place behind the last item tells how many there are.
            checks.push((format!("{at}/-"), items.len().to_string()));
            for (index, node) in items.into_iter().enumerate().take(MAX_ITEMS) {
                value(item, node, &format!("{at}/{index}"), types, checks);
            }
        }
        Holds::Map(held) => {
            let SampleValue::Object(members) = &node.value else { return };
            for (key, node) in members.iter().take(MAX_ITEMS) {
                value(held, node, &step(at, key), types, checks);
            }
        }
        Holds::Record(name) => {
            if let Some(structure) = types.structs.iter().find(|structure| structure.name == *name) {
                record(&structure.members, node, at, types, checks);
            }
        }
        // What a shared object or free JSON holds is the runtime's own test.
        Holds::Shared { .. } | Holds::Json | Holds::Bytes => {}
    }
}

/// The text of a number or a truth, where the sample's value is one.
fn plain(holds: &Holds, node: &Node) -> Option<String> {
    let text = text(node)?;
    let text = text.trim();
    let fits = match holds {
        Holds::Integer => text.parse::<i64>().is_ok(),
        Holds::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        Holds::Boolean => matches!(text, "true" | "false"),
        Holds::Text
        | Holds::Json
        | Holds::Bytes
        | Holds::List(_)
        | Holds::Map(_)
        | Holds::Record(_)
        | Holds::Shared { .. }
        | Holds::Enumeration(_) => false,
    };
    fits.then(|| text.to_owned())
}

/// The items of a list. XML shows a list of one as the item itself, and lists in an element of their own.
fn items<'a>(item: &Holds, node: &'a Node, types: &Types<'_>) -> Option<Vec<&'a Node>> {
    match (&node.value, item) {
        (SampleValue::Array(items), _) => Some(items.iter().collect()),
        (SampleValue::String(_), Holds::Text | Holds::Enumeration(_) | Holds::Integer) => Some(vec![node]),
        (SampleValue::Object(members), Holds::Record(name)) => {
            let structure = types.structs.iter().find(|structure| structure.name == *name)?;
            let is_item = members.keys().all(|key| structure.members.iter().any(|member| member.field.wire == *key));
            is_item.then(|| vec![node])
        }
        _ => None,
    }
}

/// The text of a scalar, as a text field takes it.
fn text(node: &Node) -> Option<String> {
    match &node.value {
        SampleValue::String(text) | SampleValue::Number(text) => Some(text.clone()),
        SampleValue::Bool(truth) => Some(truth.to_string()),
        SampleValue::Null | SampleValue::Array(_) | SampleValue::Object(_) => None,
    }
}

/// A document written anew.
pub fn written(document: &Document) -> String {
    match document.syntax {
        Syntax::Json => json(&document.node).to_string(),
        Syntax::Xml => {
            let mut text = String::new();
            xml(document.root.as_deref().unwrap_or("Answer"), &document.node, &mut text);
            text
        }
    }
}

/// A value as JSON.
pub fn json(node: &Node) -> serde_json::Value {
    match &node.value {
        SampleValue::Null => serde_json::Value::Null,
        SampleValue::Bool(truth) => serde_json::Value::Bool(*truth),
        SampleValue::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()),
        SampleValue::String(text) => text.as_str().into(),
        SampleValue::Array(items) => items.iter().map(json).collect(),
        SampleValue::Object(members) => members.iter().map(|(name, node)| (name.clone(), json(node))).collect(),
    }
}

fn xml(name: &str, node: &Node, output: &mut String) {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if let SampleValue::Array(items) = &node.value {
        for item in items {
            xml(name, item, output);
        }
        return;
    }
    output.extend(["<", name, ">"]);
    match &node.value {
        SampleValue::Object(members) => {
            for (name, node) in members {
                xml(name, node, output);
            }
        }
        SampleValue::String(text) | SampleValue::Number(text) => output.push_str(&escape(text)),
        SampleValue::Bool(truth) => output.push_str(if *truth { "true" } else { "false" }),
        SampleValue::Null | SampleValue::Array(_) => {}
    }
    output.extend(["</", name, ">"]);
}
