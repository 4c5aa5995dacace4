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
    record(&one.output, node, &quote!(output), &one.types, &mut checks);
    let states_nothing = checks.is_empty();
    if states_nothing && !one.output.is_empty() {
        return None;
    }
    let (module, text) = (&one.module, block_literal(text));
    let unused = states_nothing.then(|| quote!(let _ = output;));
    Some(quote! {
        let mut output = service::#module::Output::default();
        testing::decode(#text, &mut output).expect("an answer");
        #(#checks)*
        #unused
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

fn record(members: &[Member<'_>], node: &Node, at: &TokenStream, types: &Types<'_>, checks: &mut Vec<TokenStream>) {
    let SampleValue::Object(values) = &node.value else { return };
    for (index, member) in members.iter().enumerate() {
        // Of two fields of one name the first gets the value; headers are in no body.
        let hidden = members.iter().take(index).any(|earlier| earlier.field.wire == member.field.wire);
        let in_body = member.location == crate::spec::model::Location::Body;
        let Some(value) = values.get(&member.field.wire).filter(|_| in_body && !hidden) else { continue };
        let name = &member.name;
        let place = quote!(#at.#name);
        check(member, value, &place, types, checks);
    }
}

fn check(member: &Member<'_>, node: &Node, place: &TokenStream, types: &Types<'_>, checks: &mut Vec<TokenStream>) {
    if !member.is_option() {
        value(&member.holds, node, place, types, checks);
    } else if let Some(number) = plain(&member.holds, node) {
        checks.push(quote!(assert_eq!(#place, ::core::option::Option::Some(#number));));
    } else {
        value(&member.holds, node, &quote!(#place.as_ref().expect("a value")), types, checks);
    }
}

/// A number or a truth as an expression, where the sample's value is one.
fn plain(holds: &Holds, node: &Node) -> Option<TokenStream> {
    let text = text(node)?;
    let text = text.trim();
    match holds {
        Holds::Integer => {
            let number = text.parse::<i64>().ok()?;
            Some(signed(number < 0, &Literal::u64_unsuffixed(number.unsigned_abs())))
        }
        Holds::Number => {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
            Some(signed(number.is_sign_negative(), &Literal::f64_unsuffixed(number.abs())))
        }
        Holds::Boolean => match text {
            "true" => Some(quote!(true)),
            "false" => Some(quote!(false)),
            _ => None,
        },
        Holds::Text
        | Holds::Json
        | Holds::List(_)
        | Holds::Map(_)
        | Holds::Record(_)
        | Holds::Shared { .. }
        | Holds::Enumeration(_) => None,
    }
}

/// Adds what the sample says of a value.
fn value(holds: &Holds, node: &Node, place: &TokenStream, types: &Types<'_>, checks: &mut Vec<TokenStream>) {
    match holds {
        Holds::Text => {
            if let Some(text) = text(node) {
                let text = literal(&text);
                checks.push(quote!(assert_eq!(#place, #text);));
            }
        }
        Holds::Enumeration(_) => {
            if let Some(text) = text(node) {
                let text = literal(&text);
                checks.push(quote!(assert_eq!(#place.as_str(), #text);));
            }
        }
        Holds::Integer | Holds::Number | Holds::Boolean => {
            if let Some(number) = plain(holds, node) {
                checks.push(quote!(assert_eq!(#place, #number);));
            }
        }
        Holds::List(item) => {
            let Some(items) = items(item, node, types) else { return };
            let count = Literal::usize_unsuffixed(items.len());
            checks.push(quote!(assert_eq!(#place.len(), #count);));
            for (index, node) in items.into_iter().enumerate().take(MAX_ITEMS) {
                let index = Literal::usize_unsuffixed(index);
                value(item, node, &quote!(#place[#index]), types, checks);
            }
        }
        Holds::Map(held) => {
            let SampleValue::Object(members) = &node.value else { return };
            for (key, node) in members.iter().take(MAX_ITEMS) {
                let key = literal(key);
                value(held, node, &quote!(#place[#key]), types, checks);
            }
        }
        Holds::Record(name) => {
            if let Some(structure) = types.structs.iter().find(|structure| structure.name == *name) {
                record(&structure.members, node, place, types, checks);
            }
        }
        // What a shared object or free JSON holds is the runtime's own test.
        Holds::Shared { .. } | Holds::Json => {}
    }
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

fn signed(negative: bool, number: &Literal) -> TokenStream {
    if negative { quote!(-#number) } else { quote!(#number) }
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
