//! Calls that follow a call: the next page, and the look at what became of the work.

use crate::spec::model::{Field, Operation, Response, Role, Type};

use super::super::naming::RustIdent;
use super::{Given, Holds, Member, OperationPlan};

/// How an operation hands out its entries. All names are the wire's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// What the next request must say.
    pub style: PagesStyle,
    /// The way to the entries; a name may hold dots of its own.
    pub items: Vec<String>,
    /// The dotted path of the number of all entries; empty where the answer has none.
    pub total: String,
}

/// What the next request must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagesStyle {
    /// The number of the page.
    Number {
        /// The parameter.
        parameter: String,
    },
    /// How many entries to pass over.
    Offset {
        /// The parameter.
        parameter: String,
    },
    /// Where the next page starts.
    Cursor {
        /// The parameter.
        parameter: String,
        /// The dotted path of the next cursor in the answer.
        next: String,
    },
}

/// How the work behind an answer is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The module of the operation that is polled.
    pub module: RustIdent,
    /// The client's method for it.
    pub method: RustIdent,
    /// The parameter that says what to look at.
    pub key: RustIdent,
    /// Whether the key is an argument of the method; else it has a setter.
    pub is_argument: bool,
    /// The member of the answer that holds the key; `None`: callers give it.
    pub from_output: Option<RustIdent>,
    /// The dotted path of the state.
    pub state: String,
}

/// How an operation's entries are handed out: a cursor where the answer has the next one, else an offset or a number.
pub fn pages(operation: &Operation, answer: Option<&Response>) -> Option<Pages> {
    let answer = answer?;
    let items = list(&answer.fields)?;
    let parameter = |role: &Role| {
        let found = operation.parameters.iter().find(|parameter| parameter.role.as_ref() == Some(role));
        found.map(|parameter| parameter.field.wire.clone())
    };
    let by_cursor = parameter(&Role::Cursor)
        .and_then(|parameter| next(&parameter, &answer.fields).map(|next| PagesStyle::Cursor { parameter, next }));
    let style = by_cursor
        .or_else(|| parameter(&Role::Offset).map(|parameter| PagesStyle::Offset { parameter }))
        .or_else(|| parameter(&Role::PageNumber).map(|parameter| PagesStyle::Number { parameter }))?;
    let total = find(&answer.fields, |field| {
        field.shape == Type::Integer && matches!(plain(&field.wire).as_str(), "totalcount" | "total" | "totalnum")
    });
    Some(Pages { style, items, total: total.unwrap_or_default().join(".") })
}

/// How the work behind an operation's answer is watched, where the spec settles it and one call is enough.
pub fn wait(plan: &OperationPlan<'_>, operations: &[OperationPlan<'_>]) -> Option<Wait> {
    let asynchronous = plan.operation.asynchronous.as_ref()?;
    let state = asynchronous.state.clone()?;
    if asynchronous.pending.is_empty() && asynchronous.done.is_empty() {
        return None;
    }
    let polled = operations.iter().find(|other| other.operation.name == asynchronous.poll)?;
    // Where request and answer have no key in common with the polled operation, callers know what to look at: the
    // one thing that it must be given.
    let required = polled.required();
    let key = match asynchronous.key.as_deref() {
        Some(key) => polled.parameters.iter().find(|member| member.field.wire == key)?,
        None => required.first()?,
    };
    let needs_more = key.holds != Holds::Text || required.iter().any(|member| member.name != key.name);
    let can_be_given = matches!(key.given, Given::Required | Given::Optional);
    if needs_more || !can_be_given {
        return None;
    }
    let holds_key = |member: &&Member<'_>| member.field.wire == key.field.wire && member.holds == Holds::Text;
    Some(Wait {
        module: polled.module.clone(),
        method: polled.method.clone(),
        key: key.name.clone(),
        is_argument: key.given == Given::Required,
        from_output: plan.output.iter().find(holds_key).map(|member| member.name.clone()),
        state,
    })
}

/// The way to the entries: the first list of objects, else the first list.
fn list(fields: &[Field]) -> Option<Vec<String>> {
    let of_objects = |field: &Field| match &field.shape {
        Type::Array { item } => matches!(**item, Type::Object { .. } | Type::Reference { .. }),
        _ => false,
    };
    find(fields, of_objects).or_else(|| find(fields, |field| matches!(field.shape, Type::Array { .. })))
}

/// The dotted path of the next cursor: the parameter's own name, or that with "next" before it.
fn next(parameter: &str, fields: &[Field]) -> Option<String> {
    let own = plain(parameter);
    let after = format!("next{}", own.trim_start_matches("next"));
    find(fields, |field| plain(&field.wire) == after)
        .or_else(|| find(fields, |field| plain(&field.wire) == own && field.shape == Type::String))
        .map(|way| way.join("."))
}

/// How deep in the objects of an answer something is looked for.
const MAX_DEPTH: usize = 4;

/// The way to the first field that fits: at the top, else in the objects there, and so on.
fn find(fields: &[Field], fits: impl Fn(&Field) -> bool) -> Option<Vec<String>> {
    let mut level: Vec<(Vec<String>, &[Field])> = vec![(Vec::new(), fields)];
    for _ in 0..MAX_DEPTH {
        let at = |way: &[String], field: &Field| way.iter().cloned().chain([field.wire.clone()]).collect::<Vec<_>>();
        let found = level.iter().find_map(|(path, fields)| {
            let field = fields.iter().find(|field| fits(field))?;
            Some(at(path, field))
        });
        if found.is_some() {
            return found;
        }
        let deeper = level.iter().flat_map(|(path, fields)| {
            fields.iter().filter_map(move |outer| match &outer.shape {
                Type::Object { fields } => Some((at(path, outer), fields.as_slice())),
                _ => None,
            })
        });
        level = deeper.collect();
    }
    None
}

fn plain(wire: &str) -> String {
    wire.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
