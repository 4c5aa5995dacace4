//! Lengths of texts and counts of items: "2 to 128 characters", "up to 20 tags".
//!
//! In: a quantity of a sentence. Out: lengths in [`Facts`], and whether a quantity counts items.

use super::facts::{Fact, Facts};
use super::quantity::{Form, Quantity};
use super::range::Context;
use super::sentence::Sentence;
use super::{Kind, Stated};
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// Writes a quantity down as the length of the parameter, if the sentence speaks of the parameter.
pub(super) fn state(
    sentence: Sentence<'_, '_>,
    quantity: &Quantity,
    context: &Context<'_, '_>,
    facts: &mut Facts,
) -> bool {
    let Stated { kind, list: _ } = context.stated;
    if matches!(kind, Kind::Integer | Kind::Number | Kind::Boolean | Kind::Object) {
        return false;
    }
    // "Minimum: 1 Maximum: 65" in one line: a label speaks of the parameter, whatever stands before it.
    let start = quantity.range.start;
    let label = matches!(quantity.form, Form::Labelled(_)) && sentence.mark(sentence.after(start), ':');
    if sentence.contains(Cue::Each) || !(label || context.subject.is_of(sentence, start)) {
        return false;
    }
    if quantity.form == Form::Exact && !counts_exactly(sentence, quantity.range.start) {
        return false;
    }
    let span = sentence.span();
    let count = |number: &Option<String>| number.as_ref().and_then(|number| number.parse::<u64>().ok());
    if let Some(value) = count(&quantity.low) {
        let value = if quantity.low_open { value.saturating_add(1) } else { value };
        facts.min_length.get_or_insert(Fact { value, span });
    }
    if let Some(value) = count(&quantity.high) {
        let value = if quantity.high_open { value.saturating_sub(1) } else { value };
        facts.max_length.get_or_insert(Fact { value, span });
    }
    true
}

/// "must be 16 characters" fixes the length; "the last 16 characters" does not.
fn counts_exactly(sentence: Sentence<'_, '_>, start: usize) -> bool {
    const VERBS: Cues = Cues::one(Cue::Must).with(Cue::Can).with(Cue::Length).with(Cue::ValueIs).with(Cue::OnlyContain);
    let near = start.saturating_sub(3)..start;
    near.clone().any(|at| sentence.has_any(at, VERBS) && sentence.after(at) >= start.saturating_sub(2))
}

/// Whether a quantity counts the items of the list that the parameter is.
pub(super) fn counts_items(sentence: Sentence<'_, '_>, quantity: &Quantity, context: &Context<'_, '_>) -> bool {
    const OTHER: Cues = Cues::one(Cue::Displayed).with(Cue::Each);
    let is_list = context.stated.list || context.indexed || context.separated;
    let at_most = quantity.form == Form::Compared && quantity.high.is_some();
    if !is_list || !at_most || sentence.units.iter().any(|unit| unit.cues.has_any(OTHER)) {
        return false;
    }
    let end = quantity.range.end;
    let noun = sentence.get(end).is_some_and(|unit| {
        let word = matches!(unit.kind, UnitKind::Word | UnitKind::Ideograph);
        word && !unit.cues.has_any(Cues::one(Cue::UnitName).with(Cue::Characters).with(Cue::Bytes))
    });
    let opens = quantity.range.start == 0;
    noun && (opens || sentence.contains(Cue::ItemVerb) || sentence.contains(Cue::Can))
}
