//! Operations that go on after they have answered: "X is an asynchronous operation. ... call `DescribeY` to query the
//! status. If Y is in the updating state, ... is being created."
//!
//! In: a page's introduction and usage notes, cut up. Out: the operation to poll and its states.

use super::facts::{Asynchronous, Fact};
use super::remarks::operation_at;
use super::sentence::Sentence;
use super::text::{Reading, words};
use crate::dialect::phrases::Cue;
use crate::dialect::phrases::units::Kind as UnitKind;

/// Reads whether, and how, an operation goes on after it has answered.
pub(super) fn read(reading: &Reading<'_>, operation: &str) -> Option<Asynchronous> {
    let mut found: Option<Asynchronous> = None;
    // "You can call X to see how far it has come": no known purpose, but the states that follow settle it.
    let mut called: Option<Fact<String>> = None;
    for line in &reading.lines {
        for range in reading.sentences(line) {
            let sentence = Sentence::new(reading, range);
            if found.is_none() && says_so(sentence, operation) {
                found = Some(Asynchronous { poll: None, pending: Vec::new(), done: Vec::new(), span: sentence.span() });
            }
            let Some(found) = &mut found else { continue };
            if found.poll.is_none() {
                found.poll = poll(sentence, operation);
            }
            called = called.or_else(|| other_called(sentence, operation));
            state(sentence, found);
        }
    }
    let mut found = found?;
    if found.poll.is_none() && !(found.pending.is_empty() && found.done.is_empty()) {
        found.poll = called;
    }
    Some(found)
}

/// Whether a sentence calls the page's own operation asynchronous.
fn says_so(sentence: Sentence<'_, '_>, operation: &str) -> bool {
    let Some(at) = sentence.find(Cue::Asynchronous, 0) else { return false };
    let negated = (0..at).any(|before| sentence.has(before, Cue::Negation));
    let other = (0..at).filter_map(|before| operation_at(sentence, before)).any(|(name, _)| name != operation);
    !negated && !other
}

/// The operation that tells the state.
fn poll(sentence: Sentence<'_, '_>, operation: &str) -> Option<Fact<String>> {
    let asks = sentence.contains(Cue::QueryState) || sentence.contains(Cue::State);
    if asks { other_called(sentence, operation) } else { None }
}

/// Another operation that the reader is told to call.
fn other_called(sentence: Sentence<'_, '_>, operation: &str) -> Option<Fact<String>> {
    for at in 0..sentence.units.len() {
        let Some((name, end)) = operation_at(sentence, at) else { continue };
        let called = (at.saturating_sub(3)..at).any(|before| sentence.has(before, Cue::Call))
            || sentence.has(end, Cue::Operation);
        if name != operation && called {
            return Some(Fact { value: name, span: sentence.span() });
        }
    }
    None
}

/// "If the gateway is in the updating state, the server is being created."
fn state(sentence: Sentence<'_, '_>, found: &mut Asynchronous) {
    let Some(at) =
        (0..sentence.units.len()).find(|&at| sentence.has(at, Cue::State) && name_of_state(sentence, at).is_some())
    else {
        return;
    };
    let Some(name) = name_of_state(sentence, at) else { return };
    let rest = sentence.after(at)..sentence.units.len();
    let says = |cue| rest.clone().any(|index| sentence.has(index, cue));
    let fact = Fact { value: name, span: sentence.span() };
    let states = if says(Cue::Being) {
        &mut found.pending
    } else if says(Cue::Done) {
        &mut found.done
    } else {
        return;
    };
    if !states.iter().any(|known| known.value == fact.value) {
        states.push(fact);
    }
}

/// The name before "state" ("the updating state", "the **Pending** state"), or after it ("状态为 `updating`").
fn name_of_state(sentence: Sentence<'_, '_>, at: usize) -> Option<String> {
    let unit = sentence.get(at)?;
    let before = at.checked_sub(1).and_then(|before| sentence.get(before));
    if let Some(before) = before.filter(|before| before.kind == UnitKind::Word && !before.has(Cue::Article)) {
        let styled = before.code || before.bold;
        let introduced = at.checked_sub(2).is_some_and(|index| {
            sentence.has(index, Cue::Article)
                || sentence.get(index).is_some_and(|unit| unit.covered || unit.has(Cue::IsSetTo))
                || styled
        });
        let in_state = sentence.contains(Cue::If) || sentence.contains(Cue::IfEnd);
        if introduced && in_state {
            return Some(before.text.to_owned());
        }
    }
    let mut next = sentence.after(at);
    let mut linked = false;
    while sentence.has(next, Cue::IsSetTo) || sentence.mark(next, ':') {
        linked = true;
        next = sentence.after(next);
    }
    let value = sentence.get(next).filter(|_| linked)?;
    let quoted = value.is_mark('"') || value.is_mark('\'');
    let start = next + usize::from(quoted);
    let value = sentence.get(start)?;
    let word = value.kind == UnitKind::Word && (!value.has(Cue::Article) || value.code || value.bold);
    let conditional = unit.kind == UnitKind::Ideograph || sentence.contains(Cue::If);
    if !word || !conditional {
        return None;
    }
    let end = if value.code || value.bold { sentence.run_end(start) } else { sentence.atom_end(start) };
    Some(words(sentence.units.get(start..end)?))
}
