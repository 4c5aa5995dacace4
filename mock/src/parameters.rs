//! From a request to the values of its operation's parameters.
//!
//! In: the pairs, headers and body of a request. Out: a JSON value a parameter, lists and objects put together again;
//! scalars of a query are text. Refuses to judge them: `check` does.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::multipart;
use crate::protocol::Problem;
use crate::request::{Pairs, Request};
use crate::spec::{Field, Location, Operation, Parameter, Protocol, Role, Spec, Type};

/// The values of one request.
#[derive(Debug)]
pub(crate) struct Arguments<'a> {
    given: Vec<(&'a Parameter, Option<Value>)>,
}

impl<'a> Arguments<'a> {
    /// All parameters but the constant ones, in the page's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a Parameter, Option<&Value>)> {
        self.given.iter().map(|(parameter, value)| (*parameter, value.as_ref()))
    }

    /// The value of a parameter.
    pub(crate) fn get(&self, wire: &str) -> Option<&Value> {
        self.given.iter().find(|(parameter, _)| parameter.field.wire == wire)?.1.as_ref()
    }

    /// The text of a parameter that is a scalar.
    pub(crate) fn text(&self, wire: &str) -> Option<String> {
        self.get(wire).and_then(scalar)
    }

    /// The text of the parameter with a role.
    pub(crate) fn of_role(&self, operation: &Operation, role: &Role) -> Option<String> {
        self.text(&operation.with_role(role)?.field.wire)
    }
}

/// A scalar as text.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Reads the parameters of a request.
pub(crate) fn read<'a>(
    spec: &'a Spec,
    operation: &'a Operation,
    variables: &Pairs,
    request: &Request,
) -> Result<Arguments<'a>, Problem> {
    let form = form(operation, request)?;
    let flattens = spec.protocol == Protocol::AlibabaRpc;
    let tree = if flattens { Tree::of(request.query.iter().chain(&form)) } else { Tree::default() };
    let has_body = operation.parameters.iter().any(|parameter| parameter.location == Location::Body);
    let body = if has_body && !flattens { json_body(request)? } else { Map::new() };
    let read_one = |parameter: &'a Parameter| {
        let field = &parameter.field;
        match parameter.location {
            Location::Header => request.header(&field.wire.to_ascii_lowercase()).map(|text| text.to_owned().into()),
            Location::Path => first(variables, &field.wire),
            Location::Query | Location::Form | Location::Body | Location::Unknown if flattens => {
                tree.find(&field.wire).and_then(|tree| tree.value(spec, &field.shape))
            }
            Location::Query => repeated(&request.query, field),
            Location::Form | Location::Unknown => repeated(&form, field),
            Location::Body => body.get(&field.wire).filter(|value| !value.is_null()).cloned(),
        }
    };
    let is_read = |parameter: &&Parameter| !matches!(parameter.role, Some(Role::Constant { .. }));
    let given = operation.parameters.iter().filter(is_read).map(|parameter| (parameter, read_one(parameter)));
    Ok(Arguments { given: given.collect() })
}

/// The pairs of a form, or of a body with parts, which an operation must be sent that takes a file.
fn form(operation: &Operation, request: &Request) -> Result<Pairs, Problem> {
    let invalid = |rule: String| Problem::Invalid("body".to_owned(), rule);
    if let Some(parts) = multipart::parts(request.header("content-type").unwrap_or_default(), &request.body) {
        return parts.map_err(invalid);
    }
    let is_file = |one: &Parameter| one.location == Location::Form && matches!(one.field.shape, Type::File);
    if operation.parameters.iter().any(is_file) && !request.body.is_empty() {
        return Err(invalid("it holds a file, so that it must be multipart/form-data".to_owned()));
    }
    Ok(request.form())
}

/// The members of a JSON body; an empty body has none.
fn json_body(request: &Request) -> Result<Map<String, Value>, Problem> {
    if request.body.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) | Err(_) => Err(Problem::Invalid("body".to_owned(), "it is no JSON object".to_owned())),
    }
}

fn first(pairs: &Pairs, name: &str) -> Option<Value> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone().into())
}

/// A list's name is repeated; all else stands once.
fn repeated(pairs: &Pairs, field: &Field) -> Option<Value> {
    if !matches!(field.shape, Type::Array { .. }) {
        return first(pairs, &field.wire);
    }
    let items: Vec<Value> =
        pairs.iter().filter(|(key, _)| *key == field.wire).map(|(_, value)| value.clone().into()).collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

/// Pairs whose names are dotted paths, as a tree.
#[derive(Debug, Default)]
struct Tree {
    text: Option<String>,
    members: BTreeMap<String, Tree>,
}

/// The most steps of a name that are told apart.
const DEPTH: usize = 16;

impl Tree {
    fn of<'a>(pairs: impl Iterator<Item = &'a (String, String)>) -> Self {
        let mut root = Self::default();
        for (name, value) in pairs {
            let mut tree = &mut root;
            for step in name.splitn(DEPTH, '.') {
                tree = tree.members.entry(step.to_owned()).or_default();
            }
            // A name that is sent twice has the first value.
            tree.text.get_or_insert_with(|| value.clone());
        }
        root
    }

    fn find(&self, name: &str) -> Option<&Self> {
        name.splitn(DEPTH, '.').try_fold(self, |tree, step| tree.members.get(step))
    }

    /// The value of a type. Lists and objects may also be sent as JSON text.
    fn value(&self, spec: &Spec, shape: &Type) -> Option<Value> {
        let text = || self.text.clone().map(Value::String);
        let json = || {
            let text = self.text.as_deref()?;
            Some(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())))
        };
        if self.members.is_empty() {
            return match shape {
                Type::Array { .. } | Type::Object { .. } | Type::Reference { .. } | Type::Map { .. } => json(),
                Type::String
                | Type::Integer
                | Type::Number
                | Type::Boolean
                | Type::File
                | Type::Any
                | Type::Unknown
                | Type::Newer => text(),
            };
        }
        match shape {
            Type::Array { item } => {
                let mut items: Vec<(u64, &Tree)> =
                    self.members.iter().filter_map(|(step, tree)| Some((step.parse().ok()?, tree))).collect();
                items.sort_by_key(|(index, _)| *index);
                Some(Value::Array(items.into_iter().filter_map(|(_, tree)| tree.value(spec, item)).collect()))
            }
            Type::Object { .. } | Type::Reference { .. } => {
                let fields = spec.members(shape).unwrap_or_default();
                let members = fields.iter().filter_map(|field| {
                    let value = self.find(&field.wire)?.value(spec, &field.shape)?;
                    Some((field.wire.clone(), value))
                });
                Some(Value::Object(members.collect()))
            }
            Type::Map { value } => {
                let members = self.members.iter();
                let members = members.filter_map(|(key, tree)| Some((key.clone(), tree.value(spec, value)?)));
                Some(Value::Object(members.collect()))
            }
            Type::Any | Type::Unknown | Type::Newer => Some(self.free()),
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::File => text(),
        }
    }

    /// What no type describes: an object of what there is.
    fn free(&self) -> Value {
        if self.members.is_empty() {
            return self.text.clone().map_or(Value::Null, Value::String);
        }
        Value::Object(self.members.iter().map(|(key, tree)| (key.clone(), tree.free())).collect())
    }
}
