//! Values that are not allowed: "The following ports are not supported: 22, 80", "but cannot be 444".
//!
//! In: a sentence. Out: excluded values in [`Facts`]. Words without a style are no values here: "cannot be modified".

use super::facts::{Fact, Facts};
use super::range::Context;
use super::sentence::Sentence;
use super::text::words;
use super::values;
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// A quoted value has at most so many units.
const LONGEST: usize = 24;

/// Reads the exclusions of a sentence.
pub(super) fn read(sentence: Sentence<'_, '_>, context: &Context<'_, '_>, facts: &mut Facts) {
    const CUES: Cues = Cues::one(Cue::CannotBe).with(Cue::NotSupported).with(Cue::Except);
    let Some(at) = (0..sentence.units.len()).find(|&at| sentence.has_any(at, CUES)) else { return };
    if sentence.is_conditional(at) {
        return;
    }
    let from = if sentence.has(at, Cue::NotSupported) {
        // A comma starts another rule: "不支持<>，最大长度：9".
        match (at..sentence.units.len()).find(|&index| sentence.mark(index, ':') || sentence.mark(index, ',')) {
            Some(colon) if sentence.mark(colon, ':') => colon + 1,
            Some(_) | None => return,
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
    let quoted = quoted(sentence, from);
    let (found, complete) = values::listed(sentence, from);
    let found: Vec<String> = match (quoted.is_empty(), complete) {
        (false, _) => quoted,
        (true, true) => found.into_iter().map(|value| value.wire).collect(),
        (true, false) => return,
    };
    for value in found {
        if !facts.excluded.iter().any(|known| known.value == value) {
            facts.excluded.push(Fact { value, span: sentence.span() });
        }
    }
}

/// Quoted values in a row. Each of them is excluded whatever follows, and the empty text may be one: "cannot be \"\",
/// \"0\", or a name that is taken".
fn quoted(sentence: Sentence<'_, '_>, from: usize) -> Vec<String> {
    let mut values = Vec::new();
    let mut at = from;
    while sentence.mark(at, '"') {
        let close = (at + 1..sentence.units.len().min(at + LONGEST)).find(|&index| sentence.mark(index, '"'));
        let Some(close) = close else { break };
        values.push(words(sentence.units.get(at + 1..close).unwrap_or_default()));
        at = close + 1;
        while sentence.mark(at, ',') || sentence.has(at, Cue::Or) || sentence.has(at, Cue::And) {
            at = sentence.after(at);
        }
    }
    values
}
