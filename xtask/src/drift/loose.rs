//! What descriptions state beside the facts of a spec, compared: limits of some cases, values of open lists, defaults that
//! are none, members that stand as items in a text.
//!
//! In: two nodes whose descriptions differ. Out: what is stated of them, for the comparison that all facts go through.

use crate::dialect::phrases::Phrases;
use crate::extract::prose;
use crate::spec::model::Fact;
use crate::spec::settle;

use super::compare::{come, gone, stated};
use super::nodes::Node;
use super::stated::{self as words, Stated};
use super::{Facet, Finding, Place, Side, Subject};

/// What a description states beside its facts, and where it stands.
#[derive(Debug)]
pub(super) struct Loose {
    said: prose::Loose,
    place: Option<Place>,
}

/// Reads the description of a node.
pub(super) fn of(node: &Node<'_>, phrases: &Phrases) -> Loose {
    let text = node.field.description.as_deref().unwrap_or_default();
    Loose { said: prose::loose(text, &node.field.wire, phrases), place: place(node) }
}

fn place(node: &Node<'_>) -> Option<Place> {
    words::place_of(&node.field.evidence, Fact::Description, node.field.origin.as_ref())
}

impl Loose {
    fn stated(&self, facet: Facet, text: String) -> Stated {
        Stated { facet, text, place: self.place.clone() }
    }

    /// Adds the values of an open list, and that there is no default, to what is stated; a closed list and a default
    /// say more.
    pub fn complete(&self, list: &mut Vec<Stated>) {
        let has = |facet: Facet, list: &[Stated]| list.iter().any(|stated| stated.facet == facet);
        if !has(Facet::Value, list) {
            list.extend(self.said.values.iter().map(|value| self.stated(Facet::Value, value.clone())));
        }
        if !has(Facet::Default, list) {
            list.extend(self.said.no_default.map(|word| self.stated(Facet::Default, word.to_owned())));
        }
    }
}

/// The numbers of a quantity: "16 to 64", "to 64", "16 to".
fn numbers(quantity: &str) -> impl Iterator<Item = &str> {
    quantity.split(' ').filter(|word| *word != "to")
}

/// Whether two quantities have the same numbers: "64 characters" and "at most 64 characters" are other words.
fn is_reworded(one: &str, other: &str) -> bool {
    numbers(one).all(|number| numbers(other).any(|known| known == number))
        && numbers(other).all(|number| numbers(one).any(|known| known == number))
}

/// A limit that one version states, and whose number the other version has too, in words that give no limit, is no change
/// of the API: the vendor mended a sentence.
pub(super) fn reword(finding: &mut Finding, old: &Loose, new: &Loose) {
    let (silent, number) = match (&finding.old, &finding.new) {
        (None, Some(number)) => (old, number),
        (Some(number), None) => (new, number),
        (None, None) | (Some(_), Some(_)) => return,
    };
    let is_number = matches!(
        finding.facet,
        Facet::Minimum | Facet::Maximum | Facet::MinLength | Facet::MaxLength | Facet::MinItems | Facet::MaxItems
    );
    let mut said = silent.said.quantities.iter().flat_map(|quantity| numbers(quantity));
    if is_number && said.any(|side| side == number) {
        finding.facet = Facet::Text;
    }
}

/// The limits that both sides state loosely. What a constraint of either side says already is left out.
pub(super) fn limits(old: Loose, new: Loose, before: &[Stated], after: &[Stated]) -> (Vec<Stated>, Vec<Stated>) {
    let has = |facet: Facet| before.iter().chain(after).any(|stated| stated.facet == facet);
    let (has_characters, has_prefixes) = (has(Facet::Allowed), has(Facet::ForbiddenPrefix));
    let are_both_named = !old.said.characters.is_empty() && !new.said.characters.is_empty();
    let known = [old.said.quantities.clone(), new.said.quantities.clone()];
    let of = |loose: Loose, others: &[String]| {
        let said = &loose.said;
        // A version that names no characters is told all of the other's at once.
        let set = said.characters.join(" ");
        let is_set = !has_characters && !set.is_empty();
        let each: Vec<String> = if are_both_named { said.characters.clone() } else { vec![set] };
        let characters = each.into_iter().filter(|_| is_set).map(|set| format!("can contain {set}"));
        let refused = said.refused.iter().filter(|_| !has_prefixes).map(|first| format!("does not start with {first}"));
        let quantities = said.quantities.iter().filter(|one| !others.iter().any(|other| is_reworded(one, other)));
        let texts: Vec<String> = quantities.cloned().chain(characters).chain(refused).collect();
        texts.into_iter().map(|text| loose.stated(Facet::CaseLimit, text)).collect::<Vec<_>>()
    };
    let [before, after] = &known;
    (of(old, after), of(new, before))
}

/// Compares the members that the two descriptions list as items. A side without any says nothing of them.
pub(super) fn members(
    subject: &Subject,
    side: Side,
    old: &Node<'_>,
    new: &Node<'_>,
    phrases: &Phrases,
    findings: &mut Vec<Finding>,
) {
    let of = |node: &Node<'_>| {
        let text = node.field.description.as_deref().unwrap_or_default();
        let has_rows = node.field.shape.members().is_some_and(|members| !members.is_empty());
        if has_rows { Vec::new() } else { prose::members(text, &node.field.wire, phrases) }
    };
    let before = of(old);
    let after = if before.is_empty() { Vec::new() } else { of(new) };
    if after.is_empty() {
        return;
    }
    let about = |name: &str| Subject {
        name: format!("{}.{name}", subject.name),
        row: format!("{}.{name}", subject.row),
        ..subject.clone()
    };
    for member in before.iter().filter(|member| after.iter().all(|other| other.name != member.name)) {
        findings.push(gone(about(&member.name), format!("{}.{}", subject.name, member.name), place(old)));
    }
    for member in &after {
        let about = about(&member.name);
        let Some(former) = before.iter().find(|other| other.name == member.name) else {
            findings.push(come(about, format!("{}.{}", subject.name, member.name), place(new)));
            continue;
        };
        let list = |member: &prose::Member, node: &Node<'_>| -> Vec<Stated> {
            let field = settle::of_sentences(&member.name, &member.facts);
            let stated = words::field(&field).into_iter();
            stated.map(|stated| Stated { facet: stated.facet.on(side, None), place: place(node), ..stated }).collect()
        };
        stated(&about, &list(former, old), &list(member, new), findings);
    }
}
