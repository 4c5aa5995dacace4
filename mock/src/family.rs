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

    fn by_name(&mut self, spec: &Spec, operation: &Operation) -> Part {
        let fields = operation.answer().map_or(&[][..], |answer| &answer.fields);
        let is_sent = |wire: &str| operation.parameters.iter().any(|parameter| parameter.field.wire == wire);
        if let Some(noun) = verb(operation, CREATE) {
            // Named like what is created; else an ID that others take, and this one does not.
            let is_taken = |field: &&Field| {
                let takes = |other: &Operation| other.parameters.iter().any(|taken| taken.field.wire == field.wire);
                stem(&field.wire).is_some() && !is_sent(&field.wire) && spec.operations.iter().any(takes)
            };
            let own = fields.iter().find(|field| stem(&field.wire).as_ref() == Some(&noun));
            return match own.or_else(|| fields.iter().find(is_taken)) {
                Some(field) => {
                    Part::Create { family: self.family(&field.wire, "", true), id: vec![field.wire.clone()] }
                }
                None => Part::Other,
            };
        }
        // The one thing that the operation is about is named like it. `DeleteBoatSail` with a `BoatId` removes no boat.
        let key = |fits: &dyn Fn(&str) -> bool| {
            let needed = operation.parameters.iter().filter(|parameter| parameter.role.is_none());
            let mut needed = needed.map(|parameter| &parameter.field);
            let is_key = |field: &&Field| {
                field.presence == Presence::Required && stem(&field.wire).is_some_and(|stem| fits(&stem))
            };
            needed.find(is_key).map(|field| field.wire.clone())
        };
        if let Some(key) = verb(operation, DELETE).and_then(|noun| key(&|stem| noun == stem)) {
            return Part::Delete { family: self.family(&key, "", false) };
        }
        if let Some(key) = verb(operation, UPDATE).and_then(|noun| key(&|stem| noun.starts_with(stem))) {
            return Part::Update { family: self.family(&key, "", false), at: Vec::new() };
        }
        let Some(noun) = verb(operation, READ) else { return Part::Other };
        let shown = key(&|stem| noun.starts_with(stem)).filter(|key| fields.iter().any(|field| field.wire == *key));
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
                "GET" => Part::Show { family: family(), at: holder(spec, fields, variable) },
                "PUT" | "PATCH" => Part::Update { family: family(), at: holder(spec, fields, variable) },
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
                let mut id = holder(spec, fields, variable);
                let holds = id.iter().try_fold(fields, |fields, step| {
                    let field = fields.iter().find(|field| field.wire == *step)?;
                    spec.members(&field.shape)
                });
                let Some(name) = holds.and_then(|fields| id_name(fields, variable)) else { return Part::Other };
                id.push(name);
                Part::Create { family: self.family(variable, path, true), id }
            }
            "GET" => {
                let Some((items, listed)) = list(spec, fields) else { return Part::Other };
                let id = variable.and_then(|variable| id_name(item(spec, listed), variable));
                let family = variable.filter(|_| id.is_some()).map(|variable| self.family(variable, path, false));
                Part::List { family, items, id: id.unwrap_or_default() }
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

/// The member that is an object's own ID: `id`, or the name of the variable behind its collection.
fn id_name(fields: &[Field], variable: &str) -> Option<String> {
    let has = |name: &&str| fields.iter().any(|field| field.wire == **name);
    ["id", variable].iter().find(|name| has(name)).map(|name| (*name).to_owned())
}

/// The path of the object that an answer is about: the answer itself, or its only object.
fn holder(spec: &Spec, fields: &[Field], variable: &str) -> Vec<String> {
    if id_name(fields, variable).is_some() {
        return Vec::new();
    }
    let mut objects = fields.iter().filter(|field| spec.members(&field.shape).is_some());
    match (objects.next(), objects.next()) {
        (Some(only), None) => vec![only.wire.clone()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Families, Part};
    use crate::spec::Spec;

    fn field(wire: &str) -> Value {
        json!({"wire": wire, "type": {"kind": "string"}, "presence": "required"})
    }

    fn list(wire: &str, members: &[&str]) -> Value {
        let fields: Vec<Value> = members.iter().map(|wire| field(wire)).collect();
        json!({"wire": wire, "type": {"kind": "array", "item": {"kind": "object", "fields": fields}}})
    }

    /// Name, method and path, the parameters of the query, the fields of the answer.
    type Sketch = (&'static str, &'static str, &'static str, &'static [&'static str], Vec<Value>);

    fn parts(protocol: &str, operations: &[Sketch]) -> Vec<Part> {
        let operations: Vec<Value> = operations
            .iter()
            .map(|(name, method, path, parameters, fields)| {
                let parameters: Vec<Value> = parameters
                    .iter()
                    .map(|wire| {
                        let mut parameter = field(wire);
                        parameter["in"] = "query".into();
                        parameter
                    })
                    .collect();
                json!({"name": name, "method": method, "path": path, "parameters": parameters,
                    "responses": [{"status": 200, "fields": fields}]})
            })
            .collect();
        let spec = json!({"vendor": "v", "service": "s", "protocol": protocol, "operations": operations});
        let spec: Spec = serde_json::from_value(spec).expect("a spec");
        Families::of(&spec).parts
    }

    #[test]
    fn names_and_ids_make_a_family() {
        let parts = parts(
            "alibaba_rpc",
            &[
                ("DeleteBoatSail", "ANY", "/", &["BoatId", "Sail"], vec![]),
                ("DeleteBoat", "ANY", "/", &["BoatId"], vec![]),
                ("DescribeBoats", "ANY", "/", &[], vec![list("Boats", &["HarbourId", "BoatId"])]),
                ("DescribeBoatAttribute", "ANY", "/", &["BoatId"], vec![field("BoatId")]),
                ("CreateBoat", "ANY", "/", &["HarbourId"], vec![field("OrderId"), field("BoatId")]),
                ("ModifyBoatName", "ANY", "/", &["BoatId"], vec![]),
                ("CreateRace", "ANY", "/", &["BoatId"], vec![field("OrderId")]),
            ],
        );
        let items = vec!["Boats".to_owned()];
        assert_eq!(
            parts,
            [
                // A sail is no boat.
                Part::Other,
                Part::Delete { family: 0 },
                Part::List { family: Some(0), items, id: "BoatId".to_owned() },
                Part::Show { family: 0, at: vec![] },
                Part::Create { family: 0, id: vec!["BoatId".to_owned()] },
                Part::Update { family: 0, at: vec![] },
                // Nothing takes an order.
                Part::Other,
            ]
        );
    }

    #[test]
    fn a_collection_makes_a_family() {
        let boat = || json!({"wire": "boat", "type": {"kind": "object", "fields": [field("id"), field("name")]}});
        let parts = parts(
            "huawei_rest",
            &[
                ("Build", "POST", "/v1/boats", &[], vec![boat()]),
                ("List", "GET", "/v1/boats", &[], vec![list("boats", &["id"])]),
                ("Look", "GET", "/v1/boats/{boat_id}", &[], vec![boat()]),
                ("Sink", "DELETE", "/v1/boats/{boat_id}", &[], vec![]),
                ("Sail", "POST", "/v1/boats/{boat_id}/sail", &[], vec![field("id")]),
            ],
        );
        let text = |word: &str| word.to_owned();
        assert_eq!(
            parts,
            [
                Part::Create { family: 0, id: vec![text("boat"), text("id")] },
                Part::List { family: Some(0), items: vec![text("boats")], id: text("id") },
                Part::Show { family: 0, at: vec![text("boat")] },
                Part::Delete { family: 0 },
                Part::Other,
            ]
        );
    }
}
