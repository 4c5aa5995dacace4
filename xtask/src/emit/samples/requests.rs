//! Tests of requests: the sample's values go through the builder and must come out as the sample has them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::extract::samples::{Document, Node, Pair, Request, SampleValue};
use crate::spec::model::Location;

use super::super::naming::RustIdent;
use super::super::plan::{Holds, Member, OperationPlan, Struct, Types};
use super::super::text::literal;
use super::answers;

/// More items than this are taken for a mistake of the sample.
const MAX_ITEMS: usize = 64;

/// What a sample gives a parameter.
struct Gift {
    /// The value.
    value: Expression,
    /// What must come out.
    checks: Vec<Check>,
}

/// A value as code: for a place whose type is known, and for one that takes all that becomes its type.
#[derive(Clone)]
struct Expression {
    exact: TokenStream,
    loose: TokenStream,
}

impl Expression {
    fn plain(tokens: TokenStream) -> Self {
        Self { exact: tokens.clone(), loose: tokens }
    }
}

/// What must come out of a request.
enum Check {
    /// A parameter of the query or the form.
    Parameter(String, String),
    /// A header.
    Header(String, String),
    /// A part of the path.
    Path(String),
    /// A member of the body, as JSON.
    Member(String, String),
}

/// What a sample gives each parameter.
type Gifts<'a> = &'a dyn Fn(&Member<'_>) -> Option<Gift>;

/// The test of a whole request.
pub fn from_request(one: &OperationPlan<'_>, request: &Request) -> Option<TokenStream> {
    test(one, &|member| of_request(one, request, member))
}

/// The test of the body of a request.
pub fn from_body(one: &OperationPlan<'_>, document: &Document) -> Option<TokenStream> {
    test(one, &|member| of_body(one, document, member))
}

/// The call that makes a sample's request; without one, with the examples of what must be given. `values` are given
/// instead of the sample's; a parameter without one is left out.
pub fn call_with(
    one: &OperationPlan<'_>,
    request: Option<&Request>,
    body: Option<&Document>,
    values: &[(&str, Option<&str>)],
) -> TokenStream {
    let gift = |member: &Member<'_>| {
        if let Some((_, text)) = values.iter().find(|(wire, _)| *wire == member.field.wire) {
            let value = scalar(&member.holds, (*text)?)?;
            return Some(Gift { value, checks: Vec::new() });
        }
        match (request, body) {
            (Some(request), _) => of_request(one, request, member),
            (None, Some(body)) => of_body(one, body, member),
            (None, None) => None,
        }
    };
    chain(one, &gift).0
}

fn of_request(one: &OperationPlan<'_>, request: &Request, member: &Member<'_>) -> Option<Gift> {
    let in_body = || {
        let Some(SampleValue::Object(values)) = request.body.as_ref().map(|body| &body.node.value) else { return None };
        body_gift(one, member, values.get(&member.field.wire)?)
    };
    match member.location {
        Location::Path => path_gift(one, member, &request.path),
        Location::Query | Location::Form => query_gift(one, member, &request.query),
        Location::Header => header_gift(member, &request.headers),
        Location::Body => in_body().or_else(|| query_gift(one, member, &request.query)),
    }
}

fn of_body(one: &OperationPlan<'_>, document: &Document, member: &Member<'_>) -> Option<Gift> {
    match (&document.node.value, member.location) {
        (SampleValue::Object(values), Location::Body) => body_gift(one, member, values.get(&member.field.wire)?),
        _ => None,
    }
}

/// The method and the setters, and what must come out.
fn chain(one: &OperationPlan<'_>, gift: Gifts<'_>) -> (TokenStream, Vec<Check>) {
    let mut checks = Vec::new();
    let mut take = |member: &Member<'_>| {
        let gift = gift(member)?;
        checks.extend(gift.checks);
        Some(gift.value)
    };
    let required: Vec<_> = one
        .required()
        .into_iter()
        .map(|member| (&member.name, take(member).unwrap_or_else(|| stand_in(one, member))))
        .collect();
    let setters: Vec<_> = one
        .optional()
        .into_iter()
        .filter_map(|member| take(member).map(|value| (&member.name, value.loose)))
        .map(|(name, value)| quote!(.#name(#value)))
        .collect();
    let (module, method) = (&one.module, &one.method);
    let arguments = if super::super::request::is_given_by_struct(one) {
        let fields = required.iter().map(|(name, Expression { exact, .. })| quote!(#name: #exact));
        quote!(service::#module::Required { #(#fields,)* })
    } else {
        let values = required.iter().map(|(_, value)| &value.loose);
        quote!(#(#values),*)
    };
    (quote!(#method(#arguments) #(#setters)*), checks)
}

/// The call of the builder, the encoding, and what must come out.
fn test(one: &OperationPlan<'_>, gift: Gifts<'_>) -> Option<TokenStream> {
    let (chain, checks) = chain(one, gift);
    // A sample without a parameter still says that the operation takes none.
    if checks.is_empty() && !(one.required().is_empty() && one.optional().is_empty()) {
        return None;
    }
    let checks = checks.iter().map(|check| {
        let (kind, name, value) = match check {
            Check::Parameter(name, value) => (quote!(Parameter), literal(name), Some(literal(value))),
            Check::Header(name, value) => (quote!(Header), literal(name), Some(literal(value))),
            Check::Path(part) => (quote!(Path), literal(part), None),
            Check::Member(name, value) => (quote!(Member), literal(name), Some(literal(value))),
        };
        let value = value.map(|value| quote!(, #value));
        quote!(Sent::#kind(#name #value))
    });
    let module = &one.module;
    Some(quote! {
        let request = client().#chain;
        sent(&service::#module::OPERATION, request.parameters(), &[#(#checks),*]);
    })
}

/// A value for what must be given and what the sample lacks. It is given and not looked at.
fn stand_in(one: &OperationPlan<'_>, member: &Member<'_>) -> Expression {
    let mut texts = member.field.example.as_deref().into_iter().chain(["x", "1", "true"]);
    if let Some(value) = texts.find_map(|text| scalar(&member.holds, text)) {
        return value;
    }
    let shape = shape(&one.module, &member.holds);
    Expression::plain(quote!(<#shape as ::core::default::Default>::default()))
}

fn path_gift(one: &OperationPlan<'_>, member: &Member<'_>, path: &str) -> Option<Gift> {
    let variable = format!("{{{}}}", member.field.wire);
    let stated: Vec<&str> = one.operation.path.split('/').collect();
    let shown: Vec<&str> = path.split('/').collect();
    // The sample's path may start with a host or a version of its own; its end is the operation's.
    let from_end = stated.iter().rev().position(|segment| *segment == variable)?;
    let segment = shown.iter().rev().nth(from_end)?;
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    if segment.is_empty() || matches!(*segment, "." | "..") || !segment.chars().all(plain) || shown.len() < stated.len()
    {
        return None;
    }
    let part = format!("/{}", shown.get(shown.len() - from_end - 1..)?.first()?);
    Some(Gift { value: scalar(&member.holds, segment)?, checks: vec![Check::Path(part)] })
}

fn header_gift(member: &Member<'_>, headers: &[Pair]) -> Option<Gift> {
    let pair = headers.iter().find(|pair| pair.name.eq_ignore_ascii_case(&member.field.wire))?;
    let value = scalar(&member.holds, &pair.value)?;
    Some(Gift { value, checks: vec![Check::Header(member.field.wire.clone(), pair.value.clone())] })
}

fn query_gift(one: &OperationPlan<'_>, member: &Member<'_>, query: &[Pair]) -> Option<Gift> {
    let mut used = Vec::new();
    let place = Place { one, pairs: query };
    let value = place.value(&member.holds, &member.field.wire, &mut used)?;
    let checks = used.into_iter().map(|(name, text)| Check::Parameter(name, text)).collect();
    Some(Gift { value, checks })
}

/// A flattened query: `Tag.1.Key=k`.
struct Place<'a> {
    one: &'a OperationPlan<'a>,
    pairs: &'a [Pair],
}

impl Place<'_> {
    fn value(&self, holds: &Holds, prefix: &str, used: &mut Vec<(String, String)>) -> Option<Expression> {
        match holds {
            Holds::Text | Holds::Enumeration(_) | Holds::Integer | Holds::Number | Holds::Boolean => {
                let mut pairs = self.pairs.iter().filter(|pair| pair.name == prefix);
                // A name that stands twice is a list elsewhere, and a mistake here.
                let (pair, None) = (pairs.next()?, pairs.next()) else { return None };
                let value = scalar(holds, &pair.value)?;
                used.push((prefix.to_owned(), pair.value.clone()));
                Some(value)
            }
            Holds::List(item) => {
                let items: Vec<_> =
                    (1..=MAX_ITEMS).map_while(|number| self.value(item, &format!("{prefix}.{number}"), used)).collect();
                (!items.is_empty()).then(|| list(item, &items))
            }
            Holds::Record(name) => {
                let structure = find(&self.one.types, name)?;
                let fields: Vec<_> = structure
                    .members
                    .iter()
                    .filter_map(|member| {
                        let value = self.value(&member.holds, &format!("{prefix}.{}", member.field.wire), used)?;
                        Some((member, value))
                    })
                    .collect();
                (!fields.is_empty()).then(|| object(self.one, structure, &fields))
            }
            Holds::Map(_) | Holds::Json | Holds::Bytes | Holds::Shared { .. } => None,
        }
    }
}

fn body_gift(one: &OperationPlan<'_>, member: &Member<'_>, node: &Node) -> Option<Gift> {
    let (value, expected) = body_value(one, &member.holds, node)?;
    Some(Gift { value, checks: vec![Check::Member(member.field.wire.clone(), expected.to_string())] })
}

/// A value of a body as an expression, and what must come out of it: what the sample states and the type has.
fn body_value(one: &OperationPlan<'_>, holds: &Holds, node: &Node) -> Option<(Expression, serde_json::Value)> {
    match (holds, &node.value) {
        (Holds::Text | Holds::Enumeration(_), SampleValue::String(text)) => {
            Some((scalar(holds, text)?, text.as_str().into()))
        }
        (Holds::Integer, SampleValue::Number(text)) => Some((scalar(holds, text)?, text.parse::<i64>().ok()?.into())),
        (Holds::Number, SampleValue::Number(text)) => {
            // A whole number in a field with a fraction may be written either way.
            let number = text.parse::<f64>().ok().filter(|number| number.fract() != 0.0)?;
            Some((scalar(holds, text)?, number.into()))
        }
        (Holds::Boolean, SampleValue::Bool(truth)) => Some((Expression::plain(quote!(#truth)), (*truth).into())),
        (Holds::List(item), SampleValue::Array(nodes)) => {
            let items: Option<Vec<_>> = nodes.iter().take(MAX_ITEMS).map(|node| body_value(one, item, node)).collect();
            let (values, expected): (Vec<_>, Vec<_>) = items.filter(|items| !items.is_empty())?.into_iter().unzip();
            Some((list(item, &values), expected.into()))
        }
        (Holds::Record(name), SampleValue::Object(values)) => {
            let structure = find(&one.types, name)?;
            let mut fields = Vec::new();
            let mut expected = serde_json::Map::new();
            for member in &structure.members {
                let value = values.get(&member.field.wire).and_then(|node| body_value(one, &member.holds, node));
                let Some((value, json)) = value else { continue };
                fields.push((member, value));
                expected.insert(member.field.wire.clone(), json);
            }
            (!fields.is_empty()).then(|| (object(one, structure, &fields), expected.into()))
        }
        (Holds::Json, _) => {
            let expected = answers::json(node);
            let text = literal(&expected.to_string());
            let value = quote!(::docwright_runtime::Json::parse(#text).expect("a value"));
            Some((Expression::plain(value), expected))
        }
        _ => None,
    }
}

/// A scalar as an expression, where writing it again gives the same text.
fn scalar(holds: &Holds, text: &str) -> Option<Expression> {
    let tokens = match holds {
        Holds::Text | Holds::Enumeration(_) => {
            let text = literal(text);
            return Some(Expression { exact: quote!(#text.into()), loose: quote!(#text) });
        }
        Holds::Integer => {
            let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text)?;
            let digits = Literal::u64_unsuffixed(number.unsigned_abs());
            if number < 0 { quote!(-#digits) } else { quote!(#digits) }
        }
        Holds::Number => {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && number.to_string() == text)?;
            let digits = Literal::f64_unsuffixed(number.abs());
            if number.is_sign_negative() { quote!(-#digits) } else { quote!(#digits) }
        }
        Holds::Boolean => match text {
            "true" => quote!(true),
            "false" => quote!(false),
            _ => return None,
        },
        Holds::Json | Holds::Bytes | Holds::List(_) | Holds::Map(_) | Holds::Record(_) | Holds::Shared { .. } => {
            return None;
        }
    };
    Some(Expression::plain(tokens))
}

/// A list of values. A list of texts takes all that becomes a text, but not a list within a list.
fn list(item: &Holds, items: &[Expression]) -> Expression {
    let exact: Vec<_> = items.iter().map(|item| &item.exact).collect();
    let loose: Vec<_> = match item {
        Holds::Text | Holds::Enumeration(_) => items.iter().map(|item| &item.loose).collect(),
        Holds::Integer
        | Holds::Number
        | Holds::Boolean
        | Holds::Json
        | Holds::Bytes
        | Holds::List(_)
        | Holds::Map(_)
        | Holds::Record(_)
        | Holds::Shared { .. } => exact.clone(),
    };
    Expression { exact: quote!(::std::vec::Vec::from([#(#exact),*])), loose: quote!([#(#loose),*]) }
}

/// An object, the fields that the sample lacks left empty.
fn object(one: &OperationPlan<'_>, structure: &Struct<'_>, fields: &[(&Member<'_>, Expression)]) -> Expression {
    let (module, name) = (&one.module, &structure.name);
    let rest = (fields.len() < structure.members.len()).then(|| quote!(..::core::default::Default::default()));
    let fields = fields.iter().map(|(member, Expression { exact, .. })| {
        let name = &member.name;
        if member.is_option() { quote!(#name: ::core::option::Option::Some(#exact)) } else { quote!(#name: #exact) }
    });
    Expression::plain(quote!(service::#module::#name { #(#fields,)* #rest }))
}

fn find<'a>(types: &'a Types<'a>, name: &RustIdent) -> Option<&'a Struct<'a>> {
    types.structs.iter().find(|structure| structure.name == *name && structure.sent)
}

/// A type of a module's file as code outside of the generated crate names it.
pub fn shape(module: &RustIdent, holds: &Holds) -> TokenStream {
    match holds {
        Holds::Text => quote!(::std::string::String),
        Holds::Integer => quote!(i64),
        Holds::Number => quote!(f64),
        Holds::Boolean => quote!(bool),
        Holds::Json => quote!(::docwright_runtime::Json),
        Holds::Bytes => quote!(::docwright_runtime::Bytes),
        Holds::List(item) => {
            let item = shape(module, item);
            quote!(::std::vec::Vec<#item>)
        }
        Holds::Map(value) => {
            let value = shape(module, value);
            quote!(::std::collections::BTreeMap<::std::string::String, #value>)
        }
        Holds::Record(name) | Holds::Enumeration(name) => quote!(service::#module::#name),
        Holds::Shared { name, boxed: false } => quote!(service::types::#name),
        Holds::Shared { name, boxed: true } => quote!(::std::boxed::Box<service::types::#name>),
    }
}
