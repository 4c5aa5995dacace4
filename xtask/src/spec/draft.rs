//! Fields on their way from rows to a tree: the form that nesting works on.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::dialect::TypeWord;
use crate::extract::facts::{RowFacts, StatedType};
use crate::source::Span;
use crate::spec::model::{Fact, Location, Witness};

/// A parameter or field whose place in the tree is known, and whose type is not yet settled.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Its name on the wire.
    pub wire: String,
    /// The row that describes it; `None` when only a name, a path or a sample implies it.
    pub row: Option<&'a RowFacts>,
    /// What its type cell says.
    pub stated: StatedType,
    /// Its name or a sample says that it is a list.
    pub listed: bool,
    /// Where it is sent, for parameters.
    pub location: Option<Location>,
    /// Members, in order.
    pub children: Vec<Draft<'a>>,
    /// Who says that it exists.
    pub witnesses: BTreeSet<Witness>,
    /// The shared object that its type refers to, when writing it out would never end.
    pub reference: Option<String>,
    /// Rows that describe it for other items of the list that it stands in: `Filter.2.Key` beside `Filter.1.Key`.
    pub others: Vec<&'a RowFacts>,
    /// What is said of it beside its row, by whom and where.
    pub said: Vec<(Fact, Witness, Span)>,
}

impl<'a> Draft<'a> {
    /// The draft of a row.
    pub fn of(row: &'a RowFacts, wire: &str, location: Option<Location>) -> Self {
        Self {
            wire: wire.to_owned(),
            row: Some(row),
            stated: row.stated.clone(),
            listed: false,
            location,
            children: Vec::new(),
            witnesses: BTreeSet::from([Witness::Table]),
            reference: None,
            others: Vec::new(),
            said: Vec::new(),
        }
    }

    /// A draft that no row describes. The samples that show it are found when its type is settled.
    pub fn implied(wire: &str, witness: Option<Witness>) -> Self {
        Self {
            wire: wire.to_owned(),
            row: None,
            stated: StatedType::Unstated,
            listed: false,
            location: None,
            children: Vec::new(),
            witnesses: witness.into_iter().collect(),
            reference: None,
            others: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Where its name stands: in its own row, else in a row of a member.
    pub fn place(&self) -> Option<Span> {
        let own = self.row.map(|row| row.name.span);
        let said = || self.said.iter().find(|(fact, _, _)| *fact == Fact::Name).map(|(_, _, span)| *span);
        own.or_else(said).or_else(|| self.children.first().and_then(Draft::place))
    }
}

/// Whether a value of the stated type can have members.
pub fn may_hold(stated: &StatedType) -> bool {
    match stated {
        StatedType::Unstated | StatedType::Named(_) | StatedType::Unknown(_) | StatedType::Map(_) => true,
        StatedType::Word(word) => matches!(word, TypeWord::Object | TypeWord::Any | TypeWord::Map | TypeWord::List),
        StatedType::List(item) => may_hold(item),
    }
}

/// Whether a row of this type announces members: an object, a list of objects, a name; or nothing at all.
pub fn announces(row: &RowFacts) -> bool {
    // Who shows a value has no members to describe, but for an example that shows the members.
    let valued = row
        .example
        .as_ref()
        .is_some_and(|example| !example.value.contains('{') || lists_values(&example.value).is_some());
    match &row.stated {
        StatedType::Unstated | StatedType::Named(_) => !valued,
        StatedType::Word(word) => *word == TypeWord::Object,
        StatedType::List(item) => match item.as_ref() {
            StatedType::Unstated | StatedType::Named(_) => !valued,
            StatedType::Word(word) => *word == TypeWord::Object,
            StatedType::List(_) | StatedType::Map(_) | StatedType::Unknown(_) => false,
        },
        StatedType::Map(_) | StatedType::Unknown(_) => false,
    }
}

/// The name and the first of the items where an example is an object of nothing but one list of values:
/// `{"InstanceId": ["i-1"]}`.
pub fn lists_values(example: &str) -> Option<(String, Json)> {
    let Ok(Json::Object(members)) = serde_json::from_str(example) else { return None };
    let lone = members.len() == 1;
    let (name, Json::Array(items)) = members.into_iter().next().filter(|_| lone)? else { return None };
    let first = items.into_iter().next()?;
    (!first.is_object() && !first.is_array()).then_some((name, first))
}

/// One step of a dotted name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name.
    pub name: String,
    /// It is followed by `.N`, `.1` or `[]`.
    pub list: bool,
}

/// The steps of "Tag.N.Key", "Vpcs[].`VpcId`", "SystemDisk.Category".
pub fn steps(name: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for part in name.split('.') {
        let (bare, indexed) = match part.find('[') {
            Some(bracket) => (part.get(..bracket).unwrap_or_default(), true),
            None => (part, false),
        };
        if is_index(bare)
            && let Some(last) = steps.last_mut()
        {
            last.list = true;
            continue;
        }
        if !bare.is_empty() {
            steps.push(Step { name: bare.to_owned(), list: indexed });
        } else if indexed && let Some(last) = steps.last_mut() {
            last.list = true;
        }
    }
    steps
}

/// `N`, `n`, `M`, `m`, `X`, `x` or a number: the place of an item, no name.
fn is_index(part: &str) -> bool {
    matches!(part, "N" | "n" | "M" | "m" | "X" | "x" | "#")
        || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Puts drafts with dotted names into a tree; the order of first mention stays.
pub fn nest_dotted<'a>(rows: Vec<(Vec<Step>, Draft<'a>)>) -> Vec<Draft<'a>> {
    let mut roots: Vec<Draft<'a>> = Vec::new();
    for (steps, draft) in rows {
        insert(&mut roots, &steps, draft);
    }
    roots
}

/// Puts a draft into a tree, inside what all of its steps but the last name.
pub fn insert<'a>(level: &mut Vec<Draft<'a>>, steps: &[Step], mut draft: Draft<'a>) {
    let Some((first, rest)) = steps.split_first() else { return };
    let known = level.iter().position(|known| known.wire == first.name);
    let place = draft.place();
    if rest.is_empty() {
        draft.wire.clone_from(&first.name);
        draft.listed |= first.list;
        if first.list {
            draft.said.extend(place.map(|place| (Fact::Type, Witness::DottedName, place)));
        }
        match known.and_then(|index| level.get_mut(index)) {
            // Its members stood before it, or only implied it.
            Some(known) if known.row.is_none() => {
                draft.children = std::mem::take(&mut known.children);
                draft.listed |= known.listed;
                draft.said.append(&mut known.said);
                *known = draft;
            }
            // A row of the same name again: the first one stays, and a check reports it.
            Some(_) | None => level.push(draft),
        }
        return;
    }
    let index = known.unwrap_or_else(|| {
        let mut parent = Draft::implied(&first.name, Some(Witness::Table));
        parent.location = draft.location;
        parent.said.extend(place.map(|place| (Fact::Name, Witness::DottedName, place)));
        level.push(parent);
        level.len() - 1
    });
    if let Some(parent) = level.get_mut(index) {
        if first.list && !parent.listed {
            parent.said.extend(place.map(|place| (Fact::Type, Witness::DottedName, place)));
        }
        parent.listed |= first.list;
        draft.said.extend(place.map(|place| (Fact::Inside, Witness::DottedName, place)));
        insert(&mut parent.children, rest, draft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Vec<(String, bool)> {
        steps(name).into_iter().map(|step| (step.name, step.list)).collect()
    }

    #[test]
    fn steps_of_dotted_names() {
        let expected =
            |steps: &[(&str, bool)]| steps.iter().map(|(name, list)| ((*name).to_owned(), *list)).collect::<Vec<_>>();
        assert_eq!(read("Tag.N.Key"), expected(&[("Tag", true), ("Key", false)]));
        assert_eq!(read("Tag.1.Key"), expected(&[("Tag", true), ("Key", false)]));
        assert_eq!(read("InstanceId.N"), expected(&[("InstanceId", true)]));
        assert_eq!(read("SystemDisk.Category"), expected(&[("SystemDisk", false), ("Category", false)]));
        assert_eq!(read("Vpcs[].VpcId"), expected(&[("Vpcs", true), ("VpcId", false)]));
        assert_eq!(read("N"), expected(&[("N", false)]));
    }
}
