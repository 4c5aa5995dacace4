//! Values with their meanings in running text: "0: off, 1: on", "`TCP`，…；`UDP`，…".
//!
//! In: a line that announces values. Out: the values with their explanations, and the part of the line that they take.
//! Two entries or more, each a head with an explanation behind it: one entry alone may be the start of a sentence.

use std::ops::Range;

use super::facts::Value;
use super::range::Context;
use super::sentence::Sentence;
use super::text::{Line, Reading, span, words};
use super::values::{ANNOUNCES, Found, LONGEST_HEAD, clean, fit, says_default};
use crate::dialect::phrases::units::Kind;
use crate::dialect::phrases::{Cue, Cues};

/// A list has at most so many entries.
const MOST_ENTRIES: usize = 200;

/// What stands between a value and its explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A colon, an equals sign or a word such as "means".
    Colon,
    /// A comma: entries then end with more than a comma.
    Comma,
}

struct Head {
    value: Value,
    is_default: bool,
    is_quoted: bool,
    style: Style,
    /// Where the explanation starts.
    explanation: usize,
}

/// Reads the explained values that a line announces.
pub(super) fn read(reading: &Reading<'_>, line: &Line, context: &Context<'_, '_>) -> Option<(Found, Range<usize>)> {
    let sentence = Sentence { units: reading.slice(line.units.clone()) };
    if let Some(found) = unannounced(sentence, line, context) {
        return Some(found);
    }
    let at = (0..sentence.units.len()).find(|&at| {
        let label = sentence.has(at, Cue::Label) && at == 0 && sentence.mark(sentence.after(at), ':');
        label || (sentence.has_any(at, ANNOUNCES) && !sentence.has(at, Cue::Index))
    })?;
    let start = sentence.after(at);
    let mut from = start;
    let mut colon = false;
    while sentence.mark(from, ':') || sentence.has(from, Cue::Following) || sentence.mark(from, '>') {
        colon |= sentence.mark(from, ':');
        from = sentence.after(from);
    }
    let opening = (0..at).rev().find(|&at| sentence.mark(at, '。') || sentence.mark(at, ';')).map_or(0, |at| at + 1);
    let before = Sentence { units: sentence.units.get(opening..start).unwrap_or_default() };
    if !colon || before.contains_outside(Cues::one(Cue::If).with(Cue::IfEnd)) {
        return None;
    }
    let (values, default, end) = entries(sentence, from)?;
    if values.len() < 2 || !fit(values.iter().map(|value| value.wire.as_str()), context.stated.kind) {
        return None;
    }
    let enumeration = sentence.has(at, Cue::Enumeration);
    let range = line.units.start + at..line.units.start + end;
    Some((Found { values, default, enumeration }, range))
}

/// "0: off. 1: on" of a whole number, which nothing announces: from the first clause that starts so, to the end of the
/// line or sentence.
fn unannounced(sentence: Sentence<'_, '_>, line: &Line, context: &Context<'_, '_>) -> Option<(Found, Range<usize>)> {
    if context.stated.kind != super::Kind::Integer || context.stated.list {
        return None;
    }
    let opens = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| sentence.get(before));
        let parted = before.is_none_or(|unit| matches!(unit.kind, Kind::Mark(',' | '.' | ':' | '。' | ';' | '(')));
        parted && sentence.get(at).is_some_and(|unit| unit.kind == Kind::Number)
    };
    let from = (0..sentence.units.len()).find(|&at| opens(at))?;
    let before = Sentence { units: sentence.units.get(..from).unwrap_or_default() };
    let other = ANNOUNCES.with(Cue::If).with(Cue::IfEnd).with(Cue::Example).with(Cue::Note).with(Cue::Requirements);
    if before.contains_outside(other) {
        return None;
    }
    let (values, default, end) = entries(sentence, from)?;
    let distinct = |(at, value): (usize, &Value)| values.iter().take(at).all(|before| before.wire != value.wire);
    if values.len() < 2 || !fit(values.iter().map(|value| value.wire.as_str()), context.stated.kind) {
        return None;
    }
    if !values.iter().enumerate().all(distinct) {
        return None;
    }
    Some((Found { values, default, enumeration: false }, line.units.start + from..line.units.start + end))
}

fn entries(sentence: Sentence<'_, '_>, from: usize) -> Option<(Vec<Value>, Option<Value>, usize)> {
    let first = head(sentence, from)?;
    let style = first.style;
    let mut values = Vec::new();
    let mut default = None;
    let mut current = first;
    loop {
        let (end, next) = explanation(sentence, current.explanation, style);
        let text = words(sentence.units.get(current.explanation..end).unwrap_or_default());
        current.value.description = Some(clean(&text)).filter(|text| !text.is_empty());
        current.is_default |= (current.explanation..end)
            .any(|at| sentence.mark(at, '(') && says_default(sentence, at, sentence.skip_parenthesis(at)));
        if current.is_default && default.is_none() {
            default = Some(current.value.clone());
        }
        values.push(current.value);
        match next {
            Some(next) if values.len() < MOST_ENTRIES => current = next,
            Some(_) | None => return Some((values, default, end)),
        }
    }
}

/// Where an explanation ends, and the entry that starts behind it.
fn explanation(sentence: Sentence<'_, '_>, from: usize, style: Style) -> (usize, Option<Head>) {
    let mut at = from;
    while let Some(unit) = sentence.get(at) {
        let past = sentence.skip_parenthesis(at);
        if past > at {
            at = past;
            continue;
        }
        let followed = sentence.get(at + 1);
        let stops = match unit.kind {
            Kind::Mark('。' | ';') => true,
            Kind::Mark('.') => {
                followed.is_none_or(|next| !next.glued || matches!(next.kind, Kind::Ideograph | Kind::Mark('"' | '\'')))
            }
            Kind::Mark(',' | '、') => style == Style::Colon,
            Kind::Mark(_) | Kind::Word | Kind::Number | Kind::Ideograph => false,
        };
        if stops {
            let next = head(sentence, at + 1).filter(|next| next.style == style || next.is_quoted);
            let ends = matches!(unit.kind, Kind::Mark('。' | '.'));
            if next.is_some() || ends {
                return (at, next);
            }
        }
        at += 1;
    }
    (sentence.units.len(), None)
}

/// The head of an entry.
fn head(sentence: Sentence<'_, '_>, from: usize) -> Option<Head> {
    let mut at = from;
    while sentence.mark(at, '>') || sentence.mark(at, '•') {
        at += 1;
    }
    let unit = sentence.get(at)?;
    let quote = ['"', '\''].into_iter().find(|mark| unit.is_mark(*mark));
    let (start, end, mut rest) = if let Some(mark) = quote {
        let close = (at + 1..sentence.units.len().min(at + 1 + LONGEST_HEAD)).find(|&at| sentence.mark(at, mark))?;
        (at + 1, close, close + 1)
    } else {
        let end = sentence.atom_end(at);
        (at, end, end)
    };
    let is_quoted = quote.is_some() || unit.bold || unit.code;
    let is_word = matches!(unit.kind, Kind::Word | Kind::Number);
    let own = Cues::one(Cue::Or).with(Cue::And).with(Cue::Nothing);
    if !is_quoted && (!is_word || (!unit.cues.is_empty() && !unit.cues.has_any(own) && !is_label(sentence, at))) {
        return None;
    }
    let value = sentence.units.get(start..end)?;
    let wire = clean(&words(value));
    if wire.is_empty() {
        return None;
    }
    let mut is_default = false;
    if sentence.mark(rest, '(') {
        let past = sentence.skip_parenthesis(rest);
        is_default = says_default(sentence, rest, past);
        rest = past.max(rest);
    }
    let separator = sentence.get(rest)?;
    let style = match separator.kind {
        Kind::Mark(':' | '=') => Style::Colon,
        Kind::Mark(',') => Style::Comma,
        Kind::Mark(_) | Kind::Word | Kind::Number | Kind::Ideograph => {
            if !separator.has(Cue::Explanation) {
                return None;
            }
            Style::Colon
        }
    };
    let explanation = sentence.after(rest);
    let explains = sentence.get(explanation)?;
    let is_said = match style {
        Style::Colon => explains.is_word() || explains.is_mark('"') || explains.is_mark('('),
        // "a, b; c" lists values: only words of another script than the value's explain it.
        Style::Comma => explains.kind == Kind::Ideograph,
    };
    let value = Value { wire, description: None, span: span(value) };
    is_said.then_some(Head { value, is_default, is_quoted, style, explanation })
}

/// Whether a word that could start a phrase is a value's name here: a lower-case word of Latin letters and a mark right
/// behind it, as in "sum: the total".
fn is_label(sentence: Sentence<'_, '_>, at: usize) -> bool {
    const RULES: Cues = Cues::one(Cue::Default)
        .with(Cue::Note)
        .with(Cue::Example)
        .with(Cue::Values)
        .with(Cue::Enumeration)
        .with(Cue::Unit)
        .with(Cue::If)
        .with(Cue::Range)
        .with(Cue::Length);
    let alone = sentence.after(at) == at + 1;
    alone && !sentence.has_any(at, RULES)
}
