//! Which operations make, list, show, change and remove the same kind of thing, as the spec's names and shapes tell.
//!
//! In: the spec. Out: a [`Part`] for each operation. Two witnesses make a family: the verb of an operation's name and
//! the ID that it takes or gives; with paths, the method and the collection. Refuses to know what was created.

use crate::protocol::plain;
use crate::spec::{Field, Operation, Presence, Protocol, Spec, Type};

const CREATE: &[&str] = &["Create", "Allocate", "Add", "Import", "Run"];
const DELETE: &[&str] = &["Delete", "Release", "Remove"];
const READ: &[&str] = &["Describe", "List", "Get", "Query", "Show"];
const UPDATE: &[&str] = &["Modify", "Update", "Set"];

/// A kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Family {
    /// The ID's name in requests; for a collection, the variable behind it.
    pub(crate) key: String,
    /// The collection's path; empty where there are no paths.
    pub(crate) collection: String,
    /// Whether an operation creates one: what none creates is there already.
    pub(crate) is_created: bool,
}

/// What an operation does to a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Makes a thing; the dotted path of its ID in the answer.
    Create { family: usize, id: Vec<String> },
    /// Lists; the path of the list, and the member of an entry that is its ID, where it is a family's.
    List { family: Option<usize>, items: Vec<String>, id: String },
    /// Shows one; the path of the object in the answer.
    Show { family: usize, at: Vec<String> },
    /// Changes one.
    Update { family: usize, at: Vec<String> },
    /// Removes one.
    Delete { family: usize },
    /// None of these.
    Other,
}

/// The families of a spec, and the part of each operation in the order of the spec.
#[derive(Debug)]
pub(crate) struct Families {
    pub(crate) all: Vec<Family>,
    pub(crate) parts: Vec<Part>,
}

impl Families {
    pub(crate) fn of(spec: &Spec) -> Self {
        let mut families = Self { all: Vec::new(), parts: vec![Part::Other; spec.operations.len()] };
        // What creates a thing names its family; so it comes before what only mentions it.
        for creates in [true, false] {
            for (index, operation) in spec.operations.iter().enumerate() {
                if (verb(operation, CREATE).is_some() || operation.method == "POST") == creates {
                    families.parts[index] = match spec.protocol {
                        Protocol::AlibabaRpc => families.by_name(spec, operation),
                        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => {
                            families.by_path(spec, operation)
                        }
                    };
                }
            }
        }
        families
    }

    /// The family with a key, made where there is none.
    fn family(&mut self, key: &str, collection: &str, is_created: bool) -> usize {
        let found = self.all.iter().position(|family| family.key == key && family.collection == collection);
        let index = found.unwrap_or_else(|| {
            self.all.push(Family { key: key.to_owned(), collection: collection.to_owned(), is_created: false });
            self.all.len() - 1
        });
        self.all[index].is_created |= is_created;
        index
    }

    fn is_known(&self, key: &str) -> bool {
        self.all.iter().any(|family| family.key == key)
    }

    fn by_name(&mut self, spec: &Spec, operation: &Operation) -> Part {
        let fields = operation.answer().map_or(&[][..], |answer| &answer.fields);
        let is_sent = |wire: &str| operation.parameters.iter().any(|parameter| parameter.field.wire == wire);
        if let Some(noun) = verb(operation, CREATE) {
            let is_id =
                |field: &&Field| stem(&field.wire).is_some_and(|stem| stem != "request") && !is_sent(&field.wire);
            let own = fields.iter().find(|field| stem(&field.wire).as_ref() == Some(&noun));
            return match own.or_else(|| fields.iter().find(is_id)) {
                Some(field) => {
                    Part::Create { family: self.family(&field.wire, "", true), id: vec![field.wire.clone()] }
                }
                None => Part::Other,
            };
        }
        // The one thing that the operation is about: named like it, or the only ID that it must be given.
        let keys: Vec<&Field> = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.role.is_none())
            .map(|parameter| &parameter.field)
            .filter(|field| field.presence == Presence::Required && stem(&field.wire).is_some())
            .collect();
        let key = |noun: &str| {
            let named = keys.iter().find(|field| stem(&field.wire).is_some_and(|stem| noun.starts_with(&stem)));
            let only = match keys.as_slice() {
                [only] if self.is_known(&only.wire) => Some(only),
                _ => None,
            };
            named.or(only).map(|field| field.wire.clone())
        };
        if let Some(key) = verb(operation, DELETE).and_then(|noun| key(&noun)) {
            return Part::Delete { family: self.family(&key, "", false) };
        }
        if let Some(key) = verb(operation, UPDATE).and_then(|noun| key(&noun)) {
            return Part::Update { family: self.family(&key, "", false), at: Vec::new() };
        }
        let Some(noun) = verb(operation, READ) else { return Part::Other };
        let shown = key(&noun).filter(|key| fields.iter().any(|field| field.wire == *key));
        if let Some(key) = shown {
            return Part::Show { family: self.family(&key, "", false), at: Vec::new() };
        }
        let Some((items, list)) = list(spec, fields) else { return Part::Other };
        let nouns = [singular(&plain(&list.wire)), singular(&noun)];
        let id = item(spec, list).iter().find(|field| stem(&field.wire).is_some_and(|stem| nouns.contains(&stem)));
        let family = id.map(|field| self.family(&field.wire, "", false));
        Part::List { family, items, id: id.map(|field| field.wire.clone()).unwrap_or_default() }
    }

    fn by_path(&mut self, spec: &Spec, operation: &Operation) -> Part {
        let fields = operation.answer().map_or(&[][..], |answer| &answer.fields);
        let path = operation.path.trim_end_matches('/');
        let (before, last) = path.rsplit_once('/').unwrap_or(("", path));
        if let Some(variable) = last.strip_prefix('{').and_then(|last| last.strip_suffix('}')) {
            let mut family = || self.family(variable, before, false);
            return match operation.method.as_str() {
                "GET" => Part::Show { family: family(), at: holder(spec, fields) },
                "PUT" | "PATCH" => Part::Update { family: family(), at: holder(spec, fields) },
                "DELETE" => Part::Delete { family: family() },
                _ => Part::Other,
            };
        }
        // The variable behind the collection, which another operation's path has.
        let variable = spec.operations.iter().find_map(|other| {
            let (before, last) = other.path.trim_end_matches('/').rsplit_once('/')?;
            (before == path).then(|| last.strip_prefix('{')?.strip_suffix('}')).flatten()
        });
        match operation.method.as_str() {
            "POST" => {
                let Some(variable) = variable else { return Part::Other };
                let mut id = holder(spec, fields);
                let holds = id.iter().try_fold(fields, |fields, step| {
                    let field = fields.iter().find(|field| field.wire == *step)?;
                    spec.members(&field.shape)
                });
                if !holds.is_some_and(|fields| fields.iter().any(|field| field.wire == "id")) {
                    return Part::Other;
                }
                id.push("id".to_owned());
                Part::Create { family: self.family(variable, path, true), id }
            }
            "GET" => {
                let Some((items, listed)) = list(spec, fields) else { return Part::Other };
                let has_id = item(spec, listed).iter().any(|field| field.wire == "id");
                let family = variable.filter(|_| has_id).map(|variable| self.family(variable, path, false));
                Part::List { family, items, id: "id".to_owned() }
            }
            _ => Part::Other,
        }
    }
}

/// What stands behind one of the verbs in an operation's name, in lower case.
fn verb(operation: &Operation, verbs: &[&str]) -> Option<String> {
    let noun = verbs.iter().find_map(|verb| operation.name.strip_prefix(verb))?;
    noun.starts_with(|first: char| first.is_ascii_uppercase()).then(|| plain(noun))
}

/// What a name that ends with "Id" is the ID of.
fn stem(wire: &str) -> Option<String> {
    plain(wire).strip_suffix("id").filter(|stem| !stem.is_empty()).map(str::to_owned)
}

fn singular(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies") {
        return format!("{start}y");
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

/// The first list of objects in an answer, at the top or in an object there.
fn list<'a>(spec: &'a Spec, fields: &'a [Field]) -> Option<(Vec<String>, &'a Field)> {
    let is_list = |field: &&Field| !item(spec, field).is_empty();
    if let Some(field) = fields.iter().find(is_list) {
        return Some((vec![field.wire.clone()], field));
    }
    fields.iter().find_map(|outer| {
        let inner = spec.members(&outer.shape)?.iter().find(is_list)?;
        Some((vec![outer.wire.clone(), inner.wire.clone()], inner))
    })
}

/// The members of a list's entries.
pub(crate) fn item<'a>(spec: &'a Spec, field: &'a Field) -> &'a [Field] {
    match &field.shape {
        Type::Array { item } => spec.members(item).unwrap_or_default(),
        Type::String
        | Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::File
        | Type::Any
        | Type::Map { .. }
        | Type::Object { .. }
        | Type::Reference { .. }
        | Type::Unknown
        | Type::Newer => &[],
    }
}

/// The path of the object that an answer is about: the answer itself, or its only object.
fn holder(spec: &Spec, fields: &[Field]) -> Vec<String> {
    if fields.iter().any(|field| field.wire == "id") {
        return Vec::new();
    }
    let mut objects = fields.iter().filter(|field| spec.members(&field.shape).is_some());
    match (objects.next(), objects.next()) {
        (Some(only), None) => vec![only.wire.clone()],
        _ => Vec::new(),
    }
}
