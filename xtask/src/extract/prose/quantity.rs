//! Finds the numbers by which a sentence limits something: intervals, comparisons, labelled bounds.
//!
//! In: a sentence. Out: [`Quantity`]s with the cues that say how they compare. What is limited (the value, its
//! length, the items of a list) is settled by [`super::range`].

use std::ops::Range;

use super::sentence::Sentence;
use crate::dialect::phrases::units::Kind;
use crate::dialect::phrases::{Cue, Cues};

/// How a quantity is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `[1, 100]`, "1 to 100", "between 1 and 100".
    Interval,
    /// "cannot exceed 100", "100 or less".
    Compared,
    /// "Maximum: 100": the cue says of what.
    Labelled(Cue),
    /// "16 characters": neither more nor less.
    Exact,
}

/// A limit of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    /// The smallest number, as decimal text.
    pub low: Option<String>,
    /// Whether the smallest number itself is too small.
    pub low_open: bool,
    /// The largest number.
    pub high: Option<String>,
    /// Whether the largest number itself is too large.
    pub high_open: bool,
    /// How it is written.
    pub form: Form,
    /// Its units in the sentence, the comparison among them.
    pub range: Range<usize>,
}

const LABELS: [Cue; 6] =
    [Cue::MaximumItems, Cue::MinimumItems, Cue::MaximumLength, Cue::MinimumLength, Cue::Maximum, Cue::Minimum];
const COMPARISONS: [Cue; 4] = [Cue::AtMost, Cue::AtLeast, Cue::MoreThan, Cue::LessThan];
/// No phrase has more units.
const LONGEST_PHRASE: usize = 8;
/// Between a comparison and its number stand at most so many phrases.
const FILLERS: usize = 5;
const MEASURE: Cues = Cues::one(Cue::Characters).with(Cue::UnitName).with(Cue::Bytes);

/// All quantities of a sentence, in order.
pub(super) fn find(sentence: Sentence<'_, '_>) -> Vec<Quantity> {
    if !sentence.units.iter().any(|unit| unit.kind == Kind::Number) {
        return Vec::new();
    }
    let mut quantities = Vec::new();
    let mut at = 0;
    while at < sentence.units.len() {
        match quantity(sentence, at) {
            Some(quantity) => {
                at = quantity.range.end.max(at + 1);
                quantities.push(quantity);
            }
            // A phrase that only a comparison inside a longer one hides is not looked into.
            None if sentence.get(at).is_some_and(|unit| unit.kind == Kind::Number) => at = past_number(sentence, at),
            None => at += 1,
        }
    }
    quantities
}

/// A number with what touches it: a date, a version or an address is passed over whole.
fn past_number(sentence: Sentence<'_, '_>, at: usize) -> usize {
    let mut end = at + 1;
    while sentence.get(end).is_some_and(|unit| unit.glued && unit.kind != Kind::Ideograph) {
        end += 1;
    }
    end
}

fn quantity(sentence: Sentence<'_, '_>, at: usize) -> Option<Quantity> {
    bracketed(sentence, at)
        .or_else(|| interval(sentence, at))
        .or_else(|| compared(sentence, at))
        .or_else(|| postfix(sentence, at))
}

/// `[1, 100]`, `(0, 10]`.
fn bracketed(sentence: Sentence<'_, '_>, at: usize) -> Option<Quantity> {
    let low_open = sentence.mark(at, '(');
    if !low_open && !sentence.mark(at, '[') {
        return None;
    }
    let low = sentence.number(at + 1)?;
    if !sentence.mark(at + 2, ',') && !sentence.has(at + 2, Cue::To) {
        return None;
    }
    let high = sentence.number(at + 3)?;
    let high_open = sentence.mark(at + 4, ')');
    if (!high_open && !sentence.mark(at + 4, ']')) || (low_open && high_open) {
        return None;
    }
    let range = at..at + 5;
    Some(Quantity { low: Some(low), low_open, high: Some(high), high_open, form: Form::Interval, range })
}

/// "1 to 100", "1-100", "between 1 and 100", "1 second to 60 seconds".
fn interval(sentence: Sentence<'_, '_>, at: usize) -> Option<Quantity> {
    let low = sentence.number(at)?;
    if !stands_alone_before(sentence, at) {
        return None;
    }
    let mut to = at + 1;
    if sentence.has_any(to, MEASURE) {
        to = sentence.after(to);
    }
    let between = (at.saturating_sub(LONGEST_PHRASE)..at)
        .any(|index| sentence.has(index, Cue::Between) && sentence.after(index) + 1 >= at);
    let joins = sentence.has(to, Cue::To) || (between && sentence.has(to, Cue::And));
    if !joins {
        return None;
    }
    let dash = sentence.mark(to, '-');
    let mut second = sentence.after(to);
    while sentence.has(second, Cue::Filler) && second < to + 3 {
        second = sentence.after(second);
    }
    // "0 to intmax" has no largest number.
    let unlimited = sentence.has(second, Cue::Nothing).then(|| sentence.after(second));
    if let Some(end) = unlimited.filter(|_| !dash) {
        let range = at..end;
        let low = Some(low);
        return Some(Quantity { low, low_open: false, high: None, high_open: false, form: Form::Interval, range });
    }
    let high = sentence.number(second)?;
    // `10-` is no interval, and neither is `a 1 -2`.
    if dash && sentence.get(to)?.glued != sentence.get(second)?.glued {
        return None;
    }
    if !stands_alone_after(sentence, second) {
        return None;
    }
    let range = at..second + 1;
    Some(Quantity { low: Some(low), low_open: false, high: Some(high), high_open: false, form: Form::Interval, range })
}

/// "cannot exceed 100", "Maximum: 100".
fn compared(sentence: Sentence<'_, '_>, at: usize) -> Option<Quantity> {
    let unit = sentence.get(at)?;
    if unit.cues.is_empty() {
        return None;
    }
    let label = LABELS.into_iter().find(|cue| unit.has(*cue));
    let comparison = COMPARISONS.into_iter().find(|cue| unit.has(*cue));
    let mut cue = label.or(comparison)?;
    let mut number = sentence.after(at);
    let mut fillers = 0;
    while fillers < FILLERS && sentence.get(number).is_some_and(|unit| unit.kind != Kind::Number) {
        let inner = COMPARISONS.into_iter().find(|cue| sentence.has(number, *cue));
        if let Some(inner) = inner {
            // "the maximum must not exceed 10": the second says how.
            if label.is_none() {
                cue = inner;
            }
        } else if !sentence.has(number, Cue::Filler) {
            return None;
        }
        number = sentence.after(number);
        fillers += 1;
    }
    let value = sentence.number(number)?;
    if interval(sentence, number).is_some() || !stands_alone_after(sentence, number) {
        return None;
    }
    let form = if label.is_some() { Form::Labelled(cue) } else { Form::Compared };
    let mut quantity =
        Quantity { low: None, low_open: false, high: None, high_open: false, form, range: at..number + 1 };
    quantity.low_open = cue == Cue::MoreThan;
    quantity.high_open = cue == Cue::LessThan;
    if matches!(cue, Cue::AtLeast | Cue::MoreThan | Cue::Minimum | Cue::MinimumLength | Cue::MinimumItems) {
        quantity.low = Some(value);
    } else {
        quantity.high = Some(value);
    }
    Some(quantity)
}

/// "10 or greater", "64 characters or less", "16 characters".
fn postfix(sentence: Sentence<'_, '_>, at: usize) -> Option<Quantity> {
    let value = sentence.number(at)?;
    if !stands_alone_before(sentence, at) {
        return None;
    }
    let mut next = at + 1;
    let measured = sentence.has_any(next, MEASURE);
    let counts = sentence.has(next, Cue::Characters);
    if measured {
        next = sentence.after(next);
    }
    let mut quantity =
        Quantity { low: None, low_open: false, high: None, high_open: false, form: Form::Compared, range: at..at + 1 };
    if sentence.has(next, Cue::OrMore) || (measured && sentence.has(next, Cue::AtLeast)) {
        quantity.low = Some(value);
        return Some(quantity);
    }
    if sentence.has(next, Cue::OrLess)
        || ends_with_at_most(sentence, at)
        || (measured && sentence.has(next, Cue::AtMost))
    {
        quantity.high = Some(value);
        return Some(quantity);
    }
    if !counts {
        return None;
    }
    quantity.form = Form::Exact;
    quantity.low = Some(value.clone());
    quantity.high = Some(value);
    Some(quantity)
}

/// "100 IDs can be specified at most": the comparison ends the sentence, and no other number stands before it.
fn ends_with_at_most(sentence: Sentence<'_, '_>, at: usize) -> bool {
    let length = sentence.units.len();
    let last = (length.saturating_sub(LONGEST_PHRASE)..length)
        .any(|index| index > at && sentence.has(index, Cue::AtMost) && sentence.after(index) == length);
    last && (at + 1..length).all(|index| sentence.number(index).is_none())
}

/// Whether a number is not the rest of something longer (`AES-128`, `2018-12`).
fn stands_alone_before(sentence: Sentence<'_, '_>, at: usize) -> bool {
    let Some(unit) = sentence.get(at) else { return false };
    let Some(before) = at.checked_sub(1).and_then(|before| sentence.get(before)).filter(|_| unit.glued) else {
        return true;
    };
    match before.kind {
        Kind::Mark(mark) => {
            let wide = before.text.len() > 1;
            wide || matches!(mark, '(' | '[' | '"' | '\'' | ',' | '=' | '<' | '>' | ':' | '≥' | '≤' | '~')
        }
        Kind::Ideograph => true,
        // A run of another style may touch: `**1**to**5**`.
        Kind::Word | Kind::Number => before.run != unit.run,
    }
}

/// Whether a number is not the start of something longer (`12-01`, `1.2.3`, `10/8`).
fn stands_alone_after(sentence: Sentence<'_, '_>, at: usize) -> bool {
    let Some(next) = sentence.get(at + 1).filter(|next| next.glued) else { return true };
    let further = sentence.get(at + 2).is_some_and(|further| further.glued);
    match next.kind {
        Kind::Mark('-' | '.' | '/' | ':') => !further || next.text.len() > 1,
        Kind::Mark(_) | Kind::Ideograph => true,
        Kind::Word | Kind::Number => sentence.get(at).is_some_and(|unit| unit.run != next.run),
    }
}
