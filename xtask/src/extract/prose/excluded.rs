//! Values that are not allowed: "The following ports are not supported: 22, 80", "but cannot be 444".
//!
//! In: a sentence. Out: excluded values in [`Facts`]. Words without a style are no values here: "cannot be modified".

use super::facts::{Fact, Facts};
use super::range::Context;
use super::sentence::Sentence;
use super::values;
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// Reads the exclusions of a sentence.
pub(super) fn read(sentence: Sentence<'_, '_>, context: &Context<'_, '_>, facts: &mut Facts) {
    const CUES: Cues = Cues::one(Cue::CannotBe).with(Cue::NotSupported).with(Cue::Except);
    let Some(at) = (0..sentence.units.len()).find(|&at| sentence.has_any(at, CUES)) else { return };
    if sentence.is_conditional(at) {
        return;
    }
    let from = if sentence.has(at, Cue::NotSupported) {
        match (at..sentence.units.len()).find(|&index| sentence.mark(index, ':')) {
            Some(colon) => colon + 1,
            None => return,
        }
    } else {
        sentence.after(at)
    };
    if !sentence.has(at, Cue::NotSupported) && !context.subject.is_of(sentence, at) {
        return;
    }
    let styled = |index: usize| {
        sentence
            .get(index)
            .is_some_and(|unit| unit.code || unit.bold || unit.kind == UnitKind::Number || unit.is_mark('"'))
    };
    // "cannot contain more than", "except for letters": only literals count.
    if !styled(from)
        || (sentence.has(at, Cue::Except) && sentence.get(from).is_some_and(|unit| unit.kind != UnitKind::Number))
    {
        return;
    }
    let (found, complete) = values::listed(sentence, from);
    if !complete {
        return;
    }
    for value in found {
        if !facts.excluded.iter().any(|known| known.value == value.wire) {
            facts.excluded.push(Fact { value: value.wire, span: sentence.span() });
        }
    }
}
