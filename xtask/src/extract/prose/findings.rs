//! What a description announces and does not say, cuts off, or contradicts.
//!
//! In: sentences and the facts read from them. Out: findings. A finding never changes a fact.

use super::facts::{Facts, Finding};
use super::sentence::Sentence;
use super::text::{Line, Reading};
use crate::diagnostic::Code;
pub(super) use crate::diagnostic::catalogue::prose::{
    CONTRADICTION, CUT_OFF, DEFAULT_NOT_A_VALUE, LIST_MISSING, NOT_UNDERSTOOD, UPSIDE_DOWN,
};
use crate::dialect::phrases::units::Kind;
use crate::dialect::phrases::{Cue, Cues};
use crate::source::Span;

fn finding(code: Code, span: Span, message: String) -> Finding {
    Finding { code, span, message }
}

/// A finding for values that were announced and do not follow.
pub(super) fn missing(span: Span) -> Finding {
    Finding { code: LIST_MISSING, span, message: "values are announced, and none follow".to_owned() }
}

/// A sentence that ends with a word that asks for more.
pub(super) fn cut_off(reading: &Reading<'_>, line: &Line, is_last: bool) -> Option<Finding> {
    const ASKS: Cues = Cues::one(Cue::Dangling)
        .with(Cue::CannotStart)
        .with(Cue::CannotContain)
        .with(Cue::CannotBe)
        .with(Cue::MustStart)
        .with(Cue::And)
        .with(Cue::Or)
        .with(Cue::AtMost)
        .with(Cue::AtLeast)
        .with(Cue::MoreThan)
        .with(Cue::LessThan);
    let units = reading.slice(line.units.clone());
    let sentence = Sentence { units };
    let last = units.last().filter(|last| last.is_word() && !last.bold && !last.code && !last.link)?;
    let start = (0..units.len()).rev().find(|&at| sentence.get(at).is_some_and(|unit| !unit.covered))?;
    let asks = sentence.has_any(start, ASKS) && last.kind != Kind::Ideograph;
    // A line of one word is a value, and the line below may go on with the sentence.
    if !asks || units.len() < 4 || !is_last {
        return None;
    }
    let span = reading.sentences(line).pop().map_or(Span::default(), |range| reading.span(range));
    Some(finding(CUT_OFF, span, format!("the sentence ends with {:?}, and what should follow is lost", last.text)))
}

/// Facts of one description that can not hold together.
pub(super) fn contradictions(facts: &Facts, is_list: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(default) = facts.default.as_ref().filter(|_| !facts.values.is_empty() && !is_list) {
        let known = facts.values.iter().any(|value| value.wire.eq_ignore_ascii_case(&default.value));
        if !known {
            let values: Vec<_> = facts.values.iter().map(|value| value.wire.as_str()).collect();
            let message = format!("the default {:?} is none of the values {}", default.value, values.join(", "));
            findings.push(finding(DEFAULT_NOT_A_VALUE, default.span, message));
        }
    }
    if let (Some(low), Some(high)) = (&facts.minimum, &facts.maximum)
        && let (Ok(least), Ok(most)) = (low.value.parse::<f64>(), high.value.parse::<f64>())
        && least > most
    {
        let message = format!("the minimum {} is greater than the maximum {}", low.value, high.value);
        findings.push(finding(UPSIDE_DOWN, low.span, message));
    }
    for (low, high, what) in
        [(&facts.min_length, &facts.max_length, "characters"), (&facts.min_items, &facts.max_items, "items")]
    {
        if let (Some(low), Some(high)) = (low, high)
            && low.value > high.value
        {
            let message = format!("at least {} and at most {} {what}", low.value, high.value);
            findings.push(finding(UPSIDE_DOWN, low.span, message));
        }
    }
    findings
}

/// A sentence whose cues promise a rule, and which gave no fact.
pub(super) fn not_understood(sentence: Sentence<'_, '_>) -> Option<Finding> {
    const RULE: Cues = Cues::one(Cue::CannotStart)
        .with(Cue::OnlyContain)
        .with(Cue::Minimum)
        .with(Cue::Maximum)
        .with(Cue::MinimumLength)
        .with(Cue::MaximumLength)
        .with(Cue::Range);
    let has_number = sentence.units.iter().any(|unit| unit.kind == Kind::Number);
    let strong = sentence.units.iter().any(|unit| unit.cues.has_any(RULE));
    let announces = sentence.contains(Cue::Values) && sentence.units.len() > 2;
    let counts = has_number && sentence.contains(Cue::Characters);
    let rule_like = (strong && has_number) || announces || counts || sentence.contains(Cue::CannotStart);
    rule_like.then(|| {
        let words = sentence.words();
        let short: String = words.chars().take(60).collect();
        finding(NOT_UNDERSTOOD, sentence.span(), format!("looks like a rule, and is not understood: {short:?}"))
    })
}
