//! Parameters that must not be sent beside this one: "This parameter and `Category` cannot be specified at the same time".
//!
//! In: a sentence of the parameter's own description. Out: the names of its rivals in [`Facts`]. A sentence that names
//! no other parameter of the operation names no rival, nor does one that speaks of a circumstance; names in one pair of
//! parentheses belong together.

use super::facts::{Fact, Facts};
use super::sentence::Sentence;
use super::text::words;
use crate::dialect::phrases::Cue;

/// Reads the rivals that a sentence names.
pub(super) fn read(sentence: Sentence<'_, '_>, name: &str, siblings: &[&str], facts: &mut Facts) {
    let together = sentence.contains(Cue::NotTogether)
        || (sentence.contains(Cue::CannotSpecify) && sentence.contains(Cue::SameTime))
        || sentence.contains(Cue::OnlyOne);
    // Who may be together but in one circumstance are no rivals: a call is not refused for what the page allows.
    let rivals = if together && !sentence.is_conditional(sentence.units.len()) {
        let named = named(sentence, name, siblings);
        let is_own_named = named.iter().any(|found| found.is_own);
        // Without its own name the sentence may speak of two others; that it stands in this row says little.
        if is_own_named { named } else { Vec::new() }
    } else if let Some(comma) = comma_of_alternative(sentence) {
        let named = named(sentence, name, siblings);
        if are_apart(&named, comma) { named } else { Vec::new() }
    } else {
        // Nearly all sentences: their words are not compared with the names.
        return;
    };
    let own = rivals.iter().find(|found| found.is_own).and_then(|found| found.group);
    for rival in rivals.iter().filter(|found| !found.is_own && (found.group.is_none() || found.group != own)) {
        if !facts.rivals.iter().any(|known| known.value == rival.sibling) {
            facts.rivals.push(Fact { value: rival.sibling.clone(), span: sentence.span() });
        }
    }
}

/// A parameter that a sentence names.
struct Named {
    sibling: String,
    is_own: bool,
    /// The pair of parentheses that it stands in.
    group: Option<usize>,
    at: usize,
}

/// "If this parameter is specified, X cannot be specified": the comma between the condition and the refusal.
fn comma_of_alternative(sentence: Sentence<'_, '_>) -> Option<usize> {
    let (condition, refusal) = (sentence.find(Cue::If, 0)?, sentence.find(Cue::CannotSpecify, 0)?);
    let comma = (condition..refusal).find(|&at| sentence.mark(at, ','))?;
    let values = (condition..comma)
        .any(|at| sentence.has(at, Cue::IsSetTo) && sentence.get(at).is_some_and(|unit| unit.length > 1));
    // A condition on a value forbids the other parameter for that value alone.
    (!values).then_some(comma)
}

/// Whether the parameter and one other are named, one of the two before the comma, one behind it.
fn are_apart(named: &[Named], comma: usize) -> bool {
    let sides = |is_own: bool| named.iter().filter(move |found| found.is_own == is_own).map(|found| found.at < comma);
    let (own, others): (Vec<bool>, Vec<bool>) = (sides(true).collect(), sides(false).collect());
    matches!((own.as_slice(), others.as_slice()), ([own], [other]) if own != other)
}

/// The parameters that a sentence names, the own one by a pronoun as well.
fn named(sentence: Sentence<'_, '_>, name: &str, siblings: &[&str]) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    let (mut group, mut groups) = (None, 0);
    let mut at = 0;
    while let Some(unit) = sentence.get(at) {
        if unit.is_mark('(') {
            groups += 1;
            group = Some(groups);
        } else if unit.is_mark(')') {
            group = None;
        }
        if !unit.is_word() {
            at += 1;
            continue;
        }
        let end = sentence.atom_end_across_styles(at).max(at + 1);
        let text = words(sentence.units.get(at..end).unwrap_or_default());
        let own = unit.has(Cue::Pronoun) && !unit.bold && !unit.code || is_name_of(&text, name);
        let sibling = siblings.iter().find(|sibling| is_name_of(&text, sibling));
        if own {
            named.push(Named { sibling: name.to_owned(), is_own: true, group, at });
        } else if let Some(sibling) = sibling {
            named.push(Named { sibling: (*sibling).to_owned(), is_own: false, group, at });
        }
        at = if own && unit.length > 1 { sentence.after(at) } else { end };
    }
    named
}

/// Whether a word is a parameter's name, or the last part of it. Case counts: parameters are called `type` and `name`.
fn is_name_of(word: &str, parameter: &str) -> bool {
    word == parameter || (word.len() > 2 && parameter.rsplit('.').find(|part| part.len() > 1) == Some(word))
}
