//! Single operations of real specs with one thing changed, and the rules that must tell it.
//!
//! In: an operation and a stream of numbers. Out: the operation after, and the codes that drift must say, no other.

use docwright::drift::rules::{self, Way};
use docwright::drift::{Facet, Side};
use docwright::spec::model::{Field, Operation, Presence, Role, Type, Witness};

use crate::mutation::Chance;

use super::{pair, set_field, value};

/// An operation after an edit.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// In a few words.
    pub deed: String,
    /// The operation.
    pub operation: Operation,
    /// The codes of the rules of the API that tell it.
    pub codes: Vec<String>,
}

/// What can be done to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Drop,
    Add,
    Rename,
    Retype,
    FlipPresence,
    AddValue,
    RemoveValue,
    State,
    Reorder,
    DropError,
    RenameError,
    ChangeStatus,
}

const DEEDS: [Deed; 12] = [
    Deed::Drop,
    Deed::Add,
    Deed::Rename,
    Deed::Retype,
    Deed::FlipPresence,
    Deed::AddValue,
    Deed::RemoveValue,
    Deed::State,
    Deed::Reorder,
    Deed::DropError,
    Deed::RenameError,
    Deed::ChangeStatus,
];

/// What a field can state once.
const FACETS: [Facet; 16] = [
    Facet::Default,
    Facet::Minimum,
    Facet::Maximum,
    Facet::MinLength,
    Facet::MaxLength,
    Facet::MinItems,
    Facet::MaxItems,
    Facet::First,
    Facet::Allowed,
    Facet::Pattern,
    Facet::Unit,
    Facet::TimeFormat,
    Facet::Json,
    Facet::Condition,
    Facet::Deprecation,
    Facet::Sensitivity,
];

/// A mutant of an operation; `None` where the deed finds nothing to do.
pub fn mutant(operation: &Operation, chance: &mut Chance) -> Option<Mutant> {
    let deed = DEEDS[chance.below(DEEDS.len())];
    let mut mutated = operation.clone();
    let side = if chance.below(2) == 0 { Side::Request } else { Side::Response };
    let (what, codes) = match deed {
        Deed::Drop => drop(&mut mutated, side, chance)?,
        Deed::Add => add(&mut mutated, side),
        Deed::Reorder => reorder(&mut mutated),
        Deed::DropError | Deed::RenameError | Deed::ChangeStatus => error(&mut mutated, deed, chance)?,
        Deed::Rename | Deed::Retype | Deed::FlipPresence | Deed::AddValue | Deed::RemoveValue | Deed::State => {
            let fields = count(&mut mutated, side);
            let mut index = chance.below(fields);
            let mut done = None;
            each(&mut mutated, side, &mut |field, siblings| {
                if index == 0 && done.is_none() {
                    done = change(field, siblings, side, deed, chance).map(|codes| (field.wire.clone(), codes));
                }
                index = index.wrapping_sub(1);
            });
            done?
        }
    };
    Some(Mutant { deed: format!("{deed:?} {what} in the {side:?}"), operation: mutated, codes })
}

fn code(side: Side, facet: Facet, way: Way) -> String {
    let found = rules::all().iter().find(|rule| (rule.side, rule.facet, rule.way) == (Some(side), facet, way));
    found.unwrap_or_else(|| panic!("no rule for {side:?} {facet:?} {way:?}")).code.clone()
}

/// Does something to each field that a table documents and that the client does not fill in, members included; it is told
/// the names beside the field.
fn each(operation: &mut Operation, side: Side, deed: &mut dyn FnMut(&mut Field, &[String])) {
    fn inside(fields: &mut [Field], deed: &mut dyn FnMut(&mut Field, &[String])) {
        let names: Vec<String> = fields.iter().map(|field| field.wire.clone()).collect();
        for field in fields {
            visit(field, &names, deed);
        }
    }
    fn visit(field: &mut Field, names: &[String], deed: &mut dyn FnMut(&mut Field, &[String])) {
        let is_documented = field.witnesses.contains(&Witness::Table);
        let is_alone = names.iter().filter(|name| name.eq_ignore_ascii_case(&field.wire)).count() == 1;
        if is_documented && is_alone {
            deed(field, names);
        }
        let mut shape = &mut field.shape;
        while let Type::Array { item } | Type::Map { value: item } = shape {
            shape = item;
        }
        if let Type::Object { fields } = shape {
            inside(fields, deed);
        }
    }
    match side {
        Side::Request => {
            let names: Vec<String> = operation.parameters.iter().map(|one| one.field.wire.clone()).collect();
            for parameter in &mut operation.parameters {
                if !matches!(parameter.role, Some(Role::Constant { .. })) {
                    visit(&mut parameter.field, &names, deed);
                }
            }
        }
        _ => {
            if let Some(answer) = operation.responses.first_mut() {
                inside(&mut answer.fields, deed);
            }
        }
    }
}

fn count(operation: &mut Operation, side: Side) -> usize {
    let mut fields = 0;
    each(operation, side, &mut |_, _| fields += 1);
    fields
}

fn drop(operation: &mut Operation, side: Side, chance: &mut Chance) -> Option<(String, Vec<String>)> {
    let names = |fields: Vec<&Field>| -> Vec<String> {
        let is_alone =
            |field: &Field| fields.iter().filter(|other| other.wire.eq_ignore_ascii_case(&field.wire)).count() == 1;
        let is_documented = |field: &Field| field.witnesses.contains(&Witness::Table);
        fields.iter().filter(|field| is_alone(field) && is_documented(field)).map(|field| field.wire.clone()).collect()
    };
    let answer = operation.responses.first_mut();
    let names = match side {
        Side::Request => names(operation.parameters.iter().map(|one| &one.field).collect()),
        _ => names(answer.as_ref()?.fields.iter().collect()),
    };
    let name = names.get(chance.below(names.len()))?.clone();
    match side {
        Side::Request => operation.parameters.retain(|one| one.field.wire != name),
        _ => answer?.fields.retain(|field| field.wire != name),
    }
    Some((name, vec![code(side, Facet::Existence, Way::Removed)]))
}

fn add(operation: &mut Operation, side: Side) -> (String, Vec<String>) {
    let more = super::field("ZzyzxRoad", "Where it leads to is not known to anybody here.", false);
    match side {
        Side::Request => operation.parameters.push(docwright::spec::model::Parameter {
            location: docwright::spec::model::Location::Query,
            role: None,
            field: more,
        }),
        _ => match operation.responses.first_mut() {
            Some(answer) => answer.fields.push(more),
            None => return (String::new(), Vec::new()),
        },
    }
    ("ZzyzxRoad".to_owned(), vec![code(side, Facet::Existence, Way::Added)])
}

fn reorder(operation: &mut Operation) -> (String, Vec<String>) {
    fn turn(fields: &mut [Field]) {
        fields.reverse();
        for field in fields {
            let mut shape = &mut field.shape;
            while let Type::Array { item } | Type::Map { value: item } = shape {
                shape = item;
            }
            if let Type::Object { fields } = shape {
                turn(fields);
            }
        }
    }
    operation.parameters.reverse();
    operation.errors.reverse();
    for response in &mut operation.responses {
        turn(&mut response.fields);
    }
    ("all".to_owned(), Vec::new())
}

fn error(operation: &mut Operation, deed: Deed, chance: &mut Chance) -> Option<(String, Vec<String>)> {
    let codes: Vec<String> = operation.errors.iter().map(|error| error.code.clone()).collect();
    let index = chance.below(codes.len());
    let name = codes.get(index)?.clone();
    let is_alone = codes.iter().filter(|code| code.eq_ignore_ascii_case(&name)).count() == 1;
    let is_listed = operation.errors[index].witnesses.contains(&Witness::Table);
    // A name that others resemble may be paired with them.
    if !is_alone || !is_listed {
        return None;
    }
    let told = match deed {
        Deed::DropError => {
            operation.errors.remove(index);
            code(Side::Error, Facet::Existence, Way::Removed)
        }
        Deed::RenameError => {
            operation.errors[index].message.as_ref()?;
            operation.errors[index].code.push_str("Xq");
            code(Side::Error, Facet::Existence, Way::Renamed)
        }
        _ => {
            let way = if operation.errors[index].status.is_some() { Way::Changed } else { Way::Added };
            operation.errors[index].status = Some(599);
            code(Side::Error, Facet::Status, way)
        }
    };
    Some((name, vec![told]))
}

fn change(field: &mut Field, siblings: &[String], side: Side, deed: Deed, chance: &mut Chance) -> Option<Vec<String>> {
    let told = match deed {
        Deed::Rename => {
            field.description.as_ref().filter(|text| text.len() > 20)?;
            let name = format!("{}Xq", field.wire);
            if siblings.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
                return None;
            }
            field.wire = name;
            code(side, Facet::Existence, Way::Renamed)
        }
        Deed::Retype => {
            let is_scalar = matches!(field.shape, Type::String | Type::Integer | Type::Number | Type::Boolean);
            if !is_scalar {
                return None;
            }
            set_field(field, Facet::Type, Some(if field.shape == Type::Boolean { "number" } else { "boolean" }));
            code(side, Facet::Type, Way::Changed)
        }
        Deed::FlipPresence => {
            let (text, way) = match field.presence {
                Presence::Required => ("optional", Way::Loosened),
                Presence::Optional | Presence::Unstated => ("required", Way::Tightened),
            };
            set_field(field, Facet::Presence, Some(text));
            code(side, Facet::Presence, way)
        }
        Deed::AddValue => {
            field.values.push(value("Zzyzx".to_owned()));
            code(side, Facet::Value, Way::Added)
        }
        Deed::RemoveValue => {
            let index = chance.below(field.values.len());
            let gone = field.values.get(index)?.wire.clone();
            if field.values.iter().filter(|value| value.wire == gone).count() > 1 {
                return None;
            }
            field.values.remove(index);
            code(side, Facet::Value, Way::Removed)
        }
        Deed::State => {
            let facet = FACETS[chance.below(FACETS.len())];
            if facet == Facet::Default && side != Side::Request {
                return None;
            }
            let before = field.clone();
            set_field(field, facet, None);
            let way = if *field == before {
                set_field(field, facet, Some(pair(facet).0));
                Way::Added
            } else if facet == Facet::Default && chance.below(2) == 0 {
                set_field(field, facet, Some("Zzyzx"));
                Way::Changed
            } else {
                Way::Removed
            };
            code(side, facet, way)
        }
        Deed::Drop | Deed::Add | Deed::Reorder | Deed::DropError | Deed::RenameError | Deed::ChangeStatus => {
            return None;
        }
    };
    Some(vec![told])
}
