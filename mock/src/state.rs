//! What the server remembers: what was created, which work still goes on, which tokens were answered.
//!
//! In: a checked request. Out: the answer of success, or what is wrong with the request in the light of what there is.
//! Refuses to know operations by name: [`Part`] says what each does.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Map, Value};

use crate::answers::{overlay, template, typed};
use crate::family::{Families, Part, item};
use crate::parameters::{Arguments, scalar};
use crate::protocol::{Called, Problem, plain};
use crate::spec::{Asynchronous, Field, Location, Operation, Role, Spec};

/// How many references are followed from one thing to another.
const HOPS: usize = 4;

/// An operation that made something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    /// The operation's wire name.
    pub operation: String,
    /// The ID of what was made.
    pub id: String,
    /// The token that the request carried, where the operation has one.
    pub token: Option<String>,
    /// The scalars of the request, by wire name.
    pub parameters: Vec<(String, String)>,
}

/// What the server remembers.
#[derive(Debug)]
pub(crate) struct State {
    families: Families,
    templates: Vec<Value>,
    stored: Vec<Vec<Stored>>,
    /// Answers by operation and token, with the digest of the request.
    answered: HashMap<(String, String), (u64, Value)>,
    /// How often the polled operation still answers that the work goes on, by operation and key.
    pending: HashMap<(String, String), u32>,
    creations: Vec<Creation>,
    /// How often a pending state is answered after each change.
    pub(crate) pending_polls: u32,
    /// Whether things that nobody created are there when they are asked for.
    pub(crate) adopts: bool,
}

#[derive(Clone, Debug)]
struct Stored {
    id: String,
    members: Map<String, Value>,
}

impl State {
    pub(crate) fn new(spec: &Spec, pending_polls: u32, adopts: bool) -> Self {
        let families = Families::of(spec);
        Self {
            stored: vec![Vec::new(); families.all.len()],
            families,
            templates: spec.operations.iter().map(|operation| template(spec, operation)).collect(),
            answered: HashMap::new(),
            pending: HashMap::new(),
            creations: Vec::new(),
            pending_polls,
            adopts,
        }
    }

    pub(crate) fn creations(&self) -> &[Creation] {
        &self.creations
    }

    /// Does the work of an operation; gives the answer's body.
    pub(crate) fn work(
        &mut self,
        spec: &Spec,
        called: &Called<'_>,
        arguments: &Arguments<'_>,
    ) -> Result<Value, Problem> {
        let operation = called.operation;
        let token = arguments.of_role(operation, &Role::IdempotencyToken).filter(|token| !token.is_empty());
        let digest = digest(arguments);
        let key = token.clone().map(|token| (operation.name.clone(), token));
        if let Some((first, answer)) = key.as_ref().and_then(|key| self.answered.get(key)) {
            if *first == digest {
                return Ok(answer.clone());
            }
            let name = operation.with_role(&Role::IdempotencyToken).map(|parameter| parameter.field.wire.clone());
            return Err(Problem::TokenReused(name.unwrap_or_default()));
        }
        let index = called.index;
        let part = self.families.parts.get(index).cloned().unwrap_or(Part::Other);
        let mut answer = self.templates.get(index).cloned().unwrap_or_default();
        self.find_references(called, arguments, &part)?;
        let watched = operation.asynchronous.as_ref().and_then(|work| self.watched(work, &part, arguments));
        self.play(spec, called, arguments, &part, token, &mut answer);
        self.tell_state(spec, operation, arguments, &mut answer);
        if let (Some(work), Some(watched)) = (&operation.asynchronous, watched) {
            self.pending.insert((work.poll.clone(), watched), self.pending_polls);
        }
        if let Some(key) = key {
            self.answered.insert(key, (digest, answer.clone()));
        }
        Ok(answer)
    }

    /// Fails when the request names something that is not there.
    fn find_references(&mut self, called: &Called<'_>, arguments: &Arguments<'_>, part: &Part) -> Result<(), Problem> {
        let path = called.operation.path.trim_end_matches('/');
        for family in 0..self.families.all.len() {
            let Some(known) = self.families.all.get(family).cloned() else { continue };
            let is_in_path = || {
                let own = format!("{}/{{{}}}", known.collection, known.key);
                path.strip_prefix(&own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            // An ID that narrows a list down may be one of nothing.
            let is_filter = known.collection.is_empty() && matches!(part, Part::List { .. });
            if is_filter || !(known.collection.is_empty() || is_in_path()) {
                continue;
            }
            let Some(value) = arguments.get(&known.key) else { continue };
            let ids: Vec<String> = match value {
                Value::Array(items) => items.iter().filter_map(scalar).collect(),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                    scalar(value).into_iter().collect()
                }
            };
            for id in ids.into_iter().filter(|id| !id.is_empty()) {
                if self.get(family, &id).is_some() {
                    continue;
                }
                if known.is_created && !self.adopts {
                    return Err(Problem::NotFound(known.key));
                }
                if let Some(stored) = self.stored.get_mut(family) {
                    stored.push(Stored { id, members: Map::new() });
                }
            }
        }
        Ok(())
    }

    /// What an operation does to its family, and what it answers for that.
    fn play(
        &mut self,
        spec: &Spec,
        called: &Called<'_>,
        arguments: &Arguments<'_>,
        part: &Part,
        token: Option<String>,
        answer: &mut Value,
    ) {
        let operation = called.operation;
        let fields = operation.answer().map_or(&[][..], |answer| &answer.fields);
        match part {
            Part::Create { family, id } => {
                let shown = at(answer, id).and_then(scalar).unwrap_or_default();
                let new = new_id(&shown, self.creations.len() as u64 + 1);
                let given = attributes(arguments);
                let texts = given.iter().filter_map(|(name, value)| Some((name.clone(), scalar(value)?)));
                let texts: Vec<(String, String)> = texts.collect();
                let mut members = defaults(spec, arguments);
                members.extend(given);
                let (_, holder) = id.split_last().map_or((None, &[][..]), |(last, holder)| (Some(last), holder));
                lay_over(spec, fields, holder, answer, &members);
                put(answer, id, Value::String(new.clone()));
                let creation =
                    Creation { operation: operation.name.clone(), id: new.clone(), token, parameters: texts };
                self.creations.push(creation);
                if let Some(stored) = self.stored.get_mut(*family) {
                    stored.push(Stored { id: new, members });
                }
            }
            Part::Update { family, at } => {
                let Some(id) = self.own_id(*family, arguments) else { return };
                let stored = self.stored.get_mut(*family).and_then(|all| all.iter_mut().find(|one| one.id == id));
                let Some(stored) = stored else { return };
                stored.members.extend(attributes(arguments));
                let stored = stored.clone();
                self.show(spec, *family, fields, at, &stored, answer);
            }
            Part::Show { family, at } => {
                let stored = self.own_id(*family, arguments).and_then(|id| self.get(*family, &id)).cloned();
                if let Some(stored) = stored {
                    self.show(spec, *family, fields, at, &stored, answer);
                }
            }
            Part::Delete { family } => {
                let Some(id) = self.own_id(*family, arguments) else { return };
                if let Some(stored) = self.stored.get_mut(*family) {
                    stored.retain(|one| one.id != id);
                }
            }
            Part::List { family, items, id } => self.list(spec, operation, arguments, (*family, items, id), answer),
            Part::Other => {}
        }
    }

    fn own_id(&self, family: usize, arguments: &Arguments<'_>) -> Option<String> {
        arguments.text(&self.families.all.get(family)?.key)
    }

    fn get(&self, family: usize, id: &str) -> Option<&Stored> {
        self.stored.get(family)?.iter().find(|stored| stored.id == id)
    }

    /// Lays a thing over the object that the answer shows.
    fn show(&self, spec: &Spec, family: usize, fields: &[Field], path: &[String], stored: &Stored, answer: &mut Value) {
        lay_over(spec, fields, path, answer, &stored.members);
        let key = self.families.all.get(family).map(|family| family.key.as_str()).unwrap_or_default();
        // With paths, the variable has a name that the object's own ID has not.
        for name in [key, "id"] {
            let path: Vec<String> = path.iter().cloned().chain([name.to_owned()]).collect();
            if at(answer, &path).is_some() {
                put(answer, &path, Value::String(stored.id.clone()));
            }
        }
    }

    /// One page of what there is.
    fn list(
        &self,
        spec: &Spec,
        operation: &Operation,
        arguments: &Arguments<'_>,
        (family, path, id): (Option<usize>, &[String], &str),
        answer: &mut Value,
    ) {
        let fields = operation.answer().map_or(&[][..], |answer| &answer.fields);
        let shown: Vec<Value> = match at(answer, path) {
            Some(Value::Array(items)) => items.clone(),
            // Samples show a list of one as its only entry.
            Some(one @ Value::Object(_)) => vec![one.clone()],
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => Vec::new(),
        };
        let entry = path.iter().try_fold((fields, None), |(fields, _), step| {
            let field = fields.iter().find(|field| field.wire == *step)?;
            Some((spec.members(&field.shape).unwrap_or_default(), Some(field)))
        });
        let members = entry.and_then(|(_, field)| field).map_or(&[][..], |field| item(spec, field));
        let known = family.and_then(|family| Some((self.families.all.get(family)?, self.stored.get(family)?)));
        let all: Vec<Value> = match known {
            Some((family, stored)) if family.is_created || !stored.is_empty() => {
                let render = |stored: &Stored| {
                    let mut entry = shown.first().cloned().unwrap_or_else(|| Value::Object(Map::new()));
                    overlay(spec, members, &mut entry, &stored.members);
                    put(&mut entry, &[id.to_owned()], Value::String(stored.id.clone()));
                    entry
                };
                let fits = |stored: &&Stored| is_wanted(operation, arguments, stored, id);
                stored.iter().filter(fits).map(render).collect()
            }
            Some(_) | None => shown,
        };
        let page = Page::of(operation, arguments, all.len());
        let entries: Vec<Value> = all.get(page.range()).unwrap_or_default().to_vec();
        page.tell(operation, fields, all.len(), answer);
        put(answer, path, Value::Array(entries));
    }

    /// What is watched while the work of an operation goes on: the key stands in the request, or in what the request
    /// names.
    fn watched(&self, work: &Asynchronous, part: &Part, arguments: &Arguments<'_>) -> Option<String> {
        let key = work.key.as_deref()?;
        if let Some(own) = arguments.text(key) {
            return Some(own);
        }
        let family = match part {
            Part::Update { family, .. } | Part::Delete { family } | Part::Show { family, .. } => *family,
            Part::Create { .. } | Part::List { .. } | Part::Other => return None,
        };
        let mut stored = self.get(family, &self.own_id(family, arguments)?)?;
        for _ in 0..HOPS {
            if let Some(found) = stored.members.get(key).and_then(scalar) {
                return Some(found);
            }
            let others = self.families.all.iter().enumerate();
            stored = others.filter(|(index, _)| *index != family).find_map(|(index, other)| {
                let id = stored.members.get(&other.key).and_then(scalar)?;
                self.get(index, &id).filter(|found| found.id != stored.id)
            })?;
        }
        None
    }

    /// In the answer of a polled operation: whether the work still goes on.
    fn tell_state(&mut self, spec: &Spec, operation: &Operation, arguments: &Arguments<'_>, answer: &mut Value) {
        let works = spec.operations.iter().filter_map(|other| other.asynchronous.as_ref());
        for work in works.filter(|work| work.poll == operation.name) {
            let (Some(state), Some(key)) = (&work.state, &work.key) else { continue };
            let Some(left) = arguments.text(key).and_then(|key| self.pending.get_mut(&(work.poll.clone(), key))) else {
                continue;
            };
            let is_pending = *left > 0;
            *left = left.saturating_sub(1);
            let word = if is_pending { work.pending.first() } else { work.done.first() };
            let path: Vec<String> = state.split('.').map(str::to_owned).collect();
            let fallback = if is_pending { "pending" } else { "done" };
            // Where a page names one kind of states alone, any other word is of the other kind.
            let shown = at(answer, &path).and_then(scalar).filter(|shown| !is_pending && !work.pending.contains(shown));
            let word = word.cloned().or(shown).unwrap_or_else(|| fallback.to_owned());
            put(answer, &path, Value::String(word));
            return;
        }
    }
}

/// What a request says of a thing: its parameters; where the body has one object alone, the members of that.
fn attributes(arguments: &Arguments<'_>) -> Map<String, Value> {
    let mut members = Map::new();
    for (parameter, value) in arguments.iter() {
        let (Some(value), None) = (value, &parameter.role) else { continue };
        match value {
            Value::Object(inner) if parameter.location == Location::Body => members.extend(inner.clone()),
            value => {
                members.insert(parameter.field.wire.clone(), value.clone());
            }
        }
    }
    members
}

/// What the service fills in where a request does not say it.
fn defaults(spec: &Spec, arguments: &Arguments<'_>) -> Map<String, Value> {
    let left_out = arguments.iter().filter(|(parameter, value)| value.is_none() && parameter.role.is_none());
    let filled = left_out.filter_map(|(parameter, _)| {
        let field = &parameter.field;
        let value = typed(spec, &field.shape, Value::String(field.default.clone()?), 0);
        Some((field.wire.clone(), value))
    });
    filled.collect()
}

/// Two requests with the same values have the same digest.
fn digest(arguments: &Arguments<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (parameter, value) in arguments.iter() {
        parameter.field.wire.hash(&mut hasher);
        value.map(Value::to_string).hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether a thing has what the request's filters ask for.
fn is_wanted(operation: &Operation, arguments: &Arguments<'_>, stored: &Stored, id: &str) -> bool {
    operation.parameters.iter().filter(|parameter| parameter.role.is_none()).all(|parameter| {
        let wire = &parameter.field.wire;
        let Some(wanted) = arguments.text(wire).filter(|wanted| !wanted.is_empty()) else { return true };
        if wire == id {
            return stored.id == wanted;
        }
        stored.members.get(wire).and_then(scalar).is_none_or(|own| own == wanted)
    })
}

/// The page that a request asks for.
struct Page {
    start: usize,
    size: usize,
    total: usize,
}

impl Page {
    fn of(operation: &Operation, arguments: &Arguments<'_>, total: usize) -> Self {
        let number = |role: &Role| {
            let parameter = operation.with_role(role)?;
            let own = arguments.text(&parameter.field.wire).filter(|own| !own.is_empty());
            own.or_else(|| parameter.field.default.clone())?.parse::<usize>().ok()
        };
        let has = |role: &Role| operation.with_role(role).is_some();
        let size = match number(&Role::PageSize) {
            Some(size) => size,
            None if has(&Role::PageNumber) || has(&Role::Offset) || has(&Role::Cursor) => 10,
            None => total,
        };
        let start = match (number(&Role::Cursor), number(&Role::Offset), number(&Role::PageNumber)) {
            (Some(cursor), _, _) => cursor,
            (None, Some(offset), _) => offset,
            (None, None, Some(number)) => size.saturating_mul(number.saturating_sub(1)),
            (None, None, None) => 0,
        };
        Self { start: start.min(total), size, total }
    }

    fn range(&self) -> std::ops::Range<usize> {
        self.start..self.start.saturating_add(self.size).min(self.total)
    }

    /// Fills what the answer says of the page: its number and size as they were asked for, the count of all, the next one.
    fn tell(&self, operation: &Operation, fields: &[Field], total: usize, answer: &mut Value) {
        let Value::Object(members) = answer else { return };
        let end = self.range().end;
        let cursor = operation.with_role(&Role::Cursor).map(|parameter| plain(&parameter.field.wire));
        let is_role = |role: &Role, name: &str| {
            operation.with_role(role).is_some_and(|parameter| plain(&parameter.field.wire) == name)
        };
        for field in fields {
            let name = plain(&field.wire);
            let next = cursor.as_ref().map(|cursor| format!("next{}", cursor.trim_start_matches("next")));
            let value: Value = if matches!(name.as_str(), "totalcount" | "total" | "totalnum") {
                total.into()
            } else if is_role(&Role::PageNumber, &name) && self.size > 0 {
                (self.start / self.size + 1).into()
            } else if is_role(&Role::PageSize, &name) {
                self.size.into()
            } else if name == "size" {
                self.range().len().into()
            } else if Some(&name) == next.as_ref() || Some(&name) == cursor.as_ref() {
                Value::String(if end < total { end.to_string() } else { String::new() })
            } else {
                continue;
            };
            members.insert(field.wire.clone(), value);
        }
    }
}

/// A value by its path.
fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, step| value.get(step))
}

/// Puts a value at a path, and makes the objects on the way.
fn put(target: &mut Value, path: &[String], value: Value) {
    let Some((first, rest)) = path.split_first() else {
        *target = value;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(members) = target {
        put(members.entry(first.clone()).or_insert(Value::Null), rest, value);
    }
}

/// Lays members over the object at a path, as the fields there describe them.
fn lay_over(spec: &Spec, fields: &[Field], path: &[String], answer: &mut Value, members: &Map<String, Value>) {
    let Some((first, rest)) = path.split_first() else {
        overlay(spec, fields, answer, members);
        return;
    };
    let Some(field) = fields.iter().find(|field| field.wire == *first) else { return };
    if let (Some(inner), Some(target)) = (spec.members(&field.shape), answer.get_mut(first)) {
        lay_over(spec, inner, rest, target, members);
        *target = typed(spec, &field.shape, target.take(), 0);
    }
}

/// A new ID in the form of one that the page shows: its prefix stays, all else is hexadecimal digits.
fn new_id(shown: &str, number: u64) -> String {
    let prefix = shown
        .split_once('-')
        .map(|(prefix, _)| prefix)
        .filter(|prefix| !prefix.is_empty() && prefix.chars().all(|character| character.is_ascii_lowercase()));
    let start = prefix.map_or(0, |prefix| prefix.len() + 1);
    let form = shown.get(start..).filter(|form| form.len() >= 8).unwrap_or("0000000000000000");
    let mut digits = format!("{:016x}{number:016x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).into_bytes();
    let mut next = move || digits.pop().map_or('0', char::from);
    let tail: String = form.chars().rev().map(|mark| if mark == '-' { '-' } else { next() }).collect();
    let tail: String = tail.chars().rev().collect();
    format!("{}{tail}", shown.get(..start).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::new_id;

    #[test]
    fn new_ids_have_the_form_of_those_shown() {
        let id = new_id("vss-bp18q7hzj6largv4v****", 10);
        assert!(id.starts_with("vss-") && id.len() == 25 && id.ends_with("000a"), "{id}");
        let id = new_id("f0fa1789-3b76-433b-a787-9892951c620e", 1);
        assert_eq!(id.matches('-').count(), 4);
        assert!(id.len() == 36 && id.ends_with("-000000000001"), "{id}");
        assert_eq!(new_id("a27be832f2e9441c8127fe48e3b5ac67", 2).len(), 32);
        assert_eq!(new_id("", 3).len(), 16);
        assert_ne!(new_id("vsc-1", 1), new_id("vsc-1", 2));
    }
}
