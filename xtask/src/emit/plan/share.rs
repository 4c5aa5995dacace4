//! What several places of a service have alike is written once, in `types.rs`.
//!
//! In: the objects and enumerations of all operations. Out: those that occur more than once, under a name of the
//! service, and the mark that leaves an alias of the old name where they stood: a page that changes splits a shared type,
//! and callers who name it by its operation do not notice. Descriptions are the first place's; what is checked before
//! sending must be the same.

use std::collections::BTreeMap;

use super::super::naming::{Kind, RustIdent, Scope};
use super::{Enumeration, Holds, OperationPlan, Struct, Types};

/// What a type is, but for its name: the same number for the same content.
#[derive(Default)]
struct Kinds {
    numbers: BTreeMap<String, usize>,
    /// How often each occurs.
    counts: Vec<usize>,
}

impl Kinds {
    fn number(&mut self, content: String) -> usize {
        let next = self.numbers.len();
        let number = *self.numbers.entry(content).or_insert(next);
        self.counts.resize(self.numbers.len(), 0);
        if let Some(count) = self.counts.get_mut(number) {
            *count += 1;
        }
        number
    }

    fn is_shared(&self, number: usize) -> bool {
        self.counts.get(number).is_some_and(|count| *count > 1)
    }
}

/// The numbers of an operation's types by their names there.
type Numbers = BTreeMap<RustIdent, usize>;

/// Moves what occurs more than once to `shared`.
pub fn share<'spec>(operations: &mut [OperationPlan<'spec>], shared: &mut Types<'spec>) {
    let mut kinds = Kinds::default();
    let numbered: Vec<Numbers> = operations.iter().map(|one| numbers(&one.types, &mut kinds)).collect();
    let taken: Vec<String> = shared
        .structs
        .iter()
        .map(|one| one.name.as_str().to_owned())
        .chain(shared.enumerations.iter().map(|one| one.name.as_str().to_owned()))
        .collect();
    let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
    let mut scope = Scope::new(Kind::Type, &taken, []);
    let mut names: BTreeMap<usize, RustIdent> = BTreeMap::new();
    for (one, numbers) in operations.iter_mut().zip(&numbered) {
        let shared_number = |name: &RustIdent| numbers.get(name).copied().filter(|number| kinds.is_shared(*number));
        for enumeration in &mut one.types.enumerations {
            let Some(number) = shared_number(&enumeration.name) else { continue };
            let name = names.entry(number).or_insert_with(|| {
                let name = scope.name(enumeration.name.as_str());
                shared.enumerations.push(Enumeration { name: name.clone(), shared: None, ..enumeration.clone() });
                name
            });
            enumeration.shared = Some(name.clone());
        }
        for structure in &mut one.types.structs {
            let Some(number) = shared_number(&structure.name) else { continue };
            if !names.contains_key(&number) {
                let name = scope.name(structure.name.as_str());
                let mut members = structure.members.clone();
                for member in &mut members {
                    // What a shared object holds occurs as often, and was named before it.
                    rename(&mut member.holds, &|name| names.get(numbers.get(name)?).cloned());
                }
                shared.structs.push(Struct { name: name.clone(), members, shared: None, ..structure.clone() });
                names.insert(number, name);
            }
            structure.shared = names.get(&number).cloned();
        }
    }
}

/// Numbers the types of an operation. Objects stand behind those that they hold.
fn numbers(types: &Types<'_>, kinds: &mut Kinds) -> Numbers {
    let mut numbers = Numbers::new();
    for enumeration in &types.enumerations {
        let values = enumeration.values.iter().map(|(variant, value)| format!("{} {:?}", variant.as_str(), value.wire));
        let content = format!("enum {} {}", enumeration.unknown.as_str(), values.collect::<Vec<_>>().join(","));
        numbers.insert(enumeration.name.clone(), kinds.number(content));
    }
    for structure in &types.structs {
        let content = content(structure, &numbers);
        numbers.insert(structure.name.clone(), kinds.number(content));
    }
    numbers
}

fn content(structure: &Struct<'_>, numbers: &Numbers) -> String {
    let mut content = format!("struct {}", structure.sent);
    for member in &structure.members {
        let field = member.field;
        let holds = held(&member.holds, numbers);
        let part = format!(
            "\n{} {:?} {:?} {:?} {} {} {holds}",
            member.name.as_str(),
            field.wire,
            member.location,
            member.given,
            field.sensitive,
            field.deprecated
        );
        content.push_str(&part);
        if structure.sent {
            let checked = format!(" {:?} {:?} {:?}", field.presence, field.constraints, field.required_if);
            content.push_str(&checked);
        }
    }
    content
}

/// What a member holds, its types by their numbers.
fn held(holds: &Holds, numbers: &Numbers) -> String {
    match holds {
        Holds::List(inner) => format!("[{}]", held(inner, numbers)),
        Holds::Map(inner) => format!("{{{}}}", held(inner, numbers)),
        Holds::Record(name) | Holds::Enumeration(name) => match numbers.get(name) {
            Some(number) => number.to_string(),
            None => name.code(),
        },
        Holds::Text
        | Holds::Integer
        | Holds::Number
        | Holds::Boolean
        | Holds::Json
        | Holds::Bytes
        | Holds::Shared { .. } => {
            format!("{holds:?}")
        }
    }
}

/// Gives what a member holds its other name.
fn rename(holds: &mut Holds, name_of: &dyn Fn(&RustIdent) -> Option<RustIdent>) {
    match holds {
        Holds::List(inner) | Holds::Map(inner) => rename(inner, name_of),
        Holds::Record(name) | Holds::Enumeration(name) => {
            if let Some(other) = name_of(name) {
                *name = other;
            }
        }
        Holds::Text
        | Holds::Integer
        | Holds::Number
        | Holds::Boolean
        | Holds::Json
        | Holds::Bytes
        | Holds::Shared { .. } => {}
    }
}
