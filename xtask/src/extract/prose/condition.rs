//! When a parameter must be sent: "This parameter is required if mode is set to dim".
//!
//! In: a sentence, or the presence cell. Out: a [`Condition`]. A sentence that requires another parameter is none of
//! this one's: "If you set this parameter, you must also set X".

use std::ops::Range;

use super::facts::{Condition, Fact};
use super::sentence::Sentence;
use super::text::words;
use super::values;
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// Whose name stands in a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Own,
    Other,
    Nobody,
}

/// Reads the condition of a sentence of the description.
pub(super) fn read(sentence: Sentence<'_, '_>, name: &str, siblings: &[&str]) -> Option<Fact<Condition>> {
    let circumstance = (0..sentence.units.len())
        .any(|at| sentence.has(at, Cue::If) || sentence.has(at, Cue::IfEnd) || sentence.has(at, Cue::For));
    if !circumstance {
        return None;
    }
    let mut at = 0;
    while at < sentence.units.len() {
        let required = sentence.has(at, Cue::Required);
        let specify = sentence.has(at, Cue::MustSpecify);
        if (required || specify)
            && let Some(range) = around(sentence, at, specify, required, name, siblings)
        {
            return Some(Fact { value: condition(sentence, range, name, siblings), span: sentence.span() });
        }
        at = sentence.after(at);
    }
    None
}

/// The units of the condition around the obligation at an index, if it obliges this parameter.
fn around(
    sentence: Sentence<'_, '_>,
    at: usize,
    specify: bool,
    required: bool,
    name: &str,
    siblings: &[&str],
) -> Option<Range<usize>> {
    let end = sentence.after(at);
    let follows = sentence.find(Cue::If, end);
    let ends = (0..at).rev().find(|&index| {
        sentence.has(index, Cue::IfEnd) && sentence.get(index).is_some_and(|unit| unit.kind == UnitKind::Ideograph)
    });
    let leads = (0..at).rev().find(|&index| sentence.has(index, Cue::If));
    let parts = |index: usize| {
        let then = sentence.has(index, Cue::Then) && leads.is_some_and(|leads| leads < index);
        then || sentence.mark(index, ',')
    };
    let comma = (0..at).rev().find(|&index| parts(index));
    let before = [ends.map(|index| sentence.after(index)), comma.map(|index| index + 1)].into_iter().flatten().max();
    let subject = before.unwrap_or(0)..at;
    let nearest = sentence.units.get(subject.clone()).unwrap_or_default().iter().rev().take(3);
    if nearest.into_iter().any(|unit| unit.has(Cue::Negation)) {
        return None;
    }
    if specify {
        let objects = end..follows.unwrap_or(sentence.units.len());
        // "you must specify at least one of A and B" obliges none of them alone.
        if objects.clone().any(|index| sentence.has(index, Cue::AtLeast) || sentence.has(index, Cue::Or)) {
            return None;
        }
        let object = owner(sentence, objects, name, siblings, true);
        let chinese = sentence.get(at).is_some_and(|unit| unit.kind == UnitKind::Ideograph);
        let own = object == Owner::Own
            || (chinese && required && object == Owner::Nobody && is_own(sentence, &subject, name, siblings));
        if !own {
            return None;
        }
    } else if !is_own(sentence, &subject, name, siblings) {
        return None;
    }
    if let Some(follows) = follows {
        return Some(sentence.after(follows)..sentence.units.len());
    }
    if required && !specify && sentence.has(end, Cue::For) && sentence.get(end)?.kind == UnitKind::Word {
        return (!subject.is_empty()).then_some(end..sentence.units.len());
    }
    // The condition leads: from "if" to the comma, or to the word that ends it.
    let start = leads.map(|index| sentence.after(index));
    let stop = match (ends, comma) {
        (Some(ends), _) => ends,
        (None, Some(comma)) => comma,
        (None, None) => return None,
    };
    let start = match start.filter(|&start| start <= stop) {
        Some(start) => start,
        None if ends.is_some() => (0..stop).rev().find(|&index| sentence.mark(index, ',')).map_or(0, |index| index + 1),
        None => return None,
    };
    (start < stop).then_some(start..stop)
}

/// Whether the subject of an obligation is the parameter itself, by a pronoun, by its name, or by silence.
fn is_own(sentence: Sentence<'_, '_>, subject: &Range<usize>, name: &str, siblings: &[&str]) -> bool {
    match owner(sentence, subject.clone(), name, siblings, false) {
        Owner::Own => true,
        Owner::Other => false,
        Owner::Nobody => {
            let units = sentence.units.get(subject.clone()).unwrap_or_default();
            units.iter().all(|unit| {
                !unit.is_word()
                    || unit.cues.has_any(
                        Cues::one(Cue::Note)
                            .with(Cue::Itself)
                            .with(Cue::Filler)
                            .with(Cue::And)
                            .with(Cue::If)
                            .with(Cue::NotSpecified)
                            .with(Cue::Connective),
                    )
                    || unit.covered
            })
        }
    }
}

/// Whose name stands in a range.
fn owner(sentence: Sentence<'_, '_>, range: Range<usize>, name: &str, siblings: &[&str], first_only: bool) -> Owner {
    let mut at = range.start;
    while at < range.end {
        let Some(unit) = sentence.get(at) else { break };
        if unit.has(Cue::Pronoun) && !unit.bold && !unit.code {
            return Owner::Own;
        }
        let end = sentence.atom_end_across_styles(at).max(at + 1);
        let text = words(sentence.units.get(at..end.min(range.end)).unwrap_or_default());
        if unit.is_word() && same(&text, name) {
            return Owner::Own;
        }
        let names = unit.code
            || unit.bold
            || is_name(&text)
            || (siblings.iter().any(|sibling| same(&text, sibling)) && text.len() > 2);
        // "**Note:** This parameter is required if ...": a bold word that names nobody.
        if unit.is_word() && unit.kind != UnitKind::Ideograph && names && !unit.has(Cue::Note) {
            return Owner::Other;
        }
        if first_only && at > range.start + 12 {
            break;
        }
        at = if unit.length > 1 { sentence.after(at) } else { end };
    }
    Owner::Nobody
}

/// Names have humps, underscores or dots.
fn is_name(text: &str) -> bool {
    let mut before = ' ';
    let mut hump = false;
    for c in text.chars() {
        hump |= before.is_lowercase() && c.is_uppercase();
        before = c;
    }
    hump || text.trim_matches('_').contains('_')
}

/// Whether two names mean one parameter: equal, or equal in their last parts.
fn same(text: &str, name: &str) -> bool {
    let last = name.rsplit('.').find(|part| part.len() > 1).unwrap_or(name);
    text.eq_ignore_ascii_case(name) || text.eq_ignore_ascii_case(last)
}

/// Whether a word of running text names a sibling: case counts, because parameters are called `type` and `name`.
fn is_sibling(word: &str, sibling: &str) -> bool {
    word == sibling || sibling.rsplit('.').find(|part| part.len() > 1) == Some(word)
}

/// The condition that the units of a range state.
fn condition(sentence: Sentence<'_, '_>, range: Range<usize>, name: &str, siblings: &[&str]) -> Condition {
    let units = sentence.units.get(range.clone()).unwrap_or_default();
    let clause = Sentence { units };
    let text = words(units).trim_end_matches(['.', '。', ',']).to_owned();
    let plain = Condition { parameter: None, equals: Vec::new(), text: text.clone() };
    // "is not set", "is not null": the other way round, which equality can not say.
    let negated = clause.contains(Cue::NotSpecified) || clause.contains(Cue::Negation);
    if negated {
        return plain;
    }
    // The name stands before the verb: "the policy type is cookie" names no parameter.
    let verb = clause.find(Cue::IsSetTo, 1).unwrap_or(units.len());
    let mut at = 0;
    while at < verb {
        let Some(unit) = clause.get(at) else { break };
        let end = if unit.code || unit.bold { clause.run_end(at) } else { clause.atom_end(at).max(at + 1) };
        let word = words(units.get(at..end).unwrap_or_default());
        let sibling = siblings.iter().find(|sibling| is_sibling(&word, sibling));
        let names = unit.is_word()
            && unit.kind != UnitKind::Ideograph
            && !same(&word, name)
            && (sibling.is_some() || unit.code || is_name(&word));
        if names {
            let parameter = sibling.map_or(word, |sibling| (*sibling).to_owned());
            return Condition { parameter: Some(parameter), equals: equals(clause, end), text };
        }
        at = end;
    }
    plain
}

/// The values after "is set to".
fn equals(clause: Sentence<'_, '_>, from: usize) -> Vec<String> {
    let mut at = from;
    while at < clause.units.len() && !clause.has(at, Cue::IsSetTo) {
        let filler = clause.has_any(at, Cues::one(Cue::Itself).with(Cue::Filler).with(Cue::Connective));
        if !filler {
            return Vec::new();
        }
        at = clause.after(at);
    }
    while clause.has(at, Cue::IsSetTo) {
        at = clause.after(at);
    }
    let (found, complete) = values::listed(clause, at);
    if complete { found.into_iter().map(|value| value.wire).collect() } else { Vec::new() }
}

/// Reads the presence cell: its condition beside the yes or no.
pub(super) fn presence(sentence: Sentence<'_, '_>, name: &str, siblings: &[&str]) -> Option<Fact<Condition>> {
    let start = (0..sentence.units.len()).find(|&at| sentence.has_any(at, Cues::one(Cue::If).with(Cue::IfEnd)))?;
    let leads = sentence.has(start, Cue::If);
    let range = if leads {
        let from = sentence.after(start);
        let ends =
            sentence.find(Cue::IfEnd, from).or_else(|| (from..sentence.units.len()).find(|&at| sentence.mark(at, ')')));
        from..ends.unwrap_or(sentence.units.len())
    } else {
        0..start
    };
    if range.is_empty() {
        return None;
    }
    Some(Fact { value: condition(sentence, range, name, siblings), span: sentence.span() })
}
