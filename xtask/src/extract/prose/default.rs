//! The value that the service takes when none is sent: "Default value: 10", "The default is TCP", "TCP (default)".
//!
//! In: a sentence. Out: a default, or nothing when it holds only for a case or is no literal.

use super::Kind;
use super::facts::Fact;
use super::sentence::Sentence;
use super::text::words;
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// A default as text has at most so many units.
const LONGEST: usize = 24;
/// Between "the default" and its verb stand at most so many words that say what it is the default of.
const MOST_NOUNS: usize = 2;

/// Reads the default that a sentence states. `known`: whether a text of several words is one of the values.
pub(super) fn read(
    sentence: Sentence<'_, '_>,
    kind: Kind,
    name: &str,
    known: impl Fn(&str) -> bool,
) -> Option<Fact<String>> {
    let mut from = 0;
    while let Some(at) = sentence.find(Cue::Default, from) {
        if let Some(value) = at_cue(sentence, at, kind, name, &known) {
            return Some(Fact { value, span: sentence.span() });
        }
        from = sentence.after(at);
    }
    by_default(sentence, kind).map(|value| Fact { value, span: sentence.span() })
}

fn at_cue(
    sentence: Sentence<'_, '_>,
    at: usize,
    kind: Kind,
    name: &str,
    known: &impl Fn(&str) -> bool,
) -> Option<String> {
    // A value may be called **Default**.
    if sentence.get(at)?.bold && !sentence.mark(sentence.after(at), ':') {
        return None;
    }
    if conditional(sentence, at) || foreign(sentence, at, name) {
        return None;
    }
    let mut next = sentence.after(at);
    let mut linked = false;
    // "default value and maximum value: 1000"
    while sentence.has(next, Cue::And)
        && sentence.has_any(sentence.after(next), Cues::one(Cue::Maximum).with(Cue::Minimum))
    {
        next = sentence.after(sentence.after(next));
    }
    while linking(sentence, next) {
        linked = true;
        next = sentence.after(next);
    }
    if !linked {
        if is_taken(sentence, next, kind) {
            return settle(&words(sentence.units.get(next..sentence.atom_end(next))?), kind);
        }
        if let Some(value) = named_default(sentence, next, kind) {
            return Some(value);
        }
        if !is_glued_literal(sentence, at, next) {
            return None;
        }
    }
    literal(sentence, next, kind, known)
}

/// That a sentence states that there is no default: "empty" where it is an empty text, else "null".
pub(super) fn nothing(sentence: Sentence<'_, '_>, name: &str) -> Option<&'static str> {
    let word = |at: usize| if sentence.has(at, Cue::Empty) { "empty" } else { "null" };
    let behind = |cue: usize| {
        let mut at = sentence.after(cue);
        let mut linked = sentence.get(cue).is_some_and(|unit| unit.kind == UnitKind::Ideograph);
        while linking(sentence, at) && !sentence.has(at, Cue::Nothing) {
            (at, linked) = (sentence.after(at), true);
        }
        let closed = sentence.get(sentence.after(at)).is_none_or(closes);
        (linked && closed && sentence.has(at, Cue::Nothing)).then_some(at)
    };
    let stated = (0..sentence.units.len())
        .filter(|&at| sentence.has(at, Cue::Default) && !conditional(sentence, at) && !foreign(sentence, at, name))
        .find_map(behind);
    // "This parameter is empty by default."
    let before = || {
        let at = sentence.find(Cue::ByDefault, 0).filter(|&at| !conditional(sentence, at))?;
        let said = (0..at).rev().find(|&index| sentence.get(index).is_some_and(|unit| !unit.covered))?;
        let ends = sentence.after(at) >= sentence.units.len() && sentence.has(0, Cue::Itself);
        (ends && sentence.has(said, Cue::Nothing)).then_some(said)
    };
    stated.or_else(before).map(word)
}

/// "默认False", "默认\"a\"": Chinese puts the value right behind the word. The clause must end with it: "默认VPC的网段" is no
/// default.
fn is_glued_literal(sentence: Sentence<'_, '_>, cue: usize, at: usize) -> bool {
    let Some(unit) = sentence.get(at) else { return false };
    let end = sentence.atom_end(at);
    let latin = matches!(unit.kind, UnitKind::Word | UnitKind::Number);
    let closed = sentence.get(end).is_none_or(|unit| matches!(unit.kind, UnitKind::Mark(',' | ';' | '。' | ')' | '.')));
    sentence.get(cue).is_some_and(|unit| unit.kind == UnitKind::Ideograph) && latin && closed
}

/// "the default value 3 is used", "the default value `old` is used": a literal right behind the word, and a verb behind
/// it.
fn is_taken(sentence: Sentence<'_, '_>, at: usize, kind: Kind) -> bool {
    is_literal(sentence, at, kind) && sentence.has(sentence.atom_end(at), Cue::Copula)
}

/// "Default value:", "the default is", "默认为".
fn linking(sentence: Sentence<'_, '_>, at: usize) -> bool {
    const VERBS: Cues = Cues::one(Cue::Copula).with(Cue::IsSetTo);
    let plain = sentence.get(at).is_some_and(|unit| !unit.bold && !unit.code);
    sentence.mark(at, ':') || sentence.mark(at, '=') || (plain && sentence.has_any(at, VERBS))
}

/// Whether the default holds only for a case. What happens when the parameter itself is not sent is the default's
/// own meaning.
fn conditional(sentence: Sentence<'_, '_>, at: usize) -> bool {
    if sentence.has(0, Cue::For) && !sentence.has(0, Cue::Example) && at > 0 {
        return true;
    }
    let outside = sentence.contains_outside(Cues::one(Cue::If).with(Cue::IfEnd));
    // "If not set, ..." names no other parameter, so it speaks of this one.
    let circumstance = sentence.find(Cue::If, 0);
    let unnamed = circumstance.is_none_or(|at| sentence.has(sentence.after(at), Cue::NotSpecified));
    let absent = sentence.contains(Cue::NotSpecified) && (sentence.contains(Cue::Itself) || unnamed);
    outside && !absent
}

/// Whether the words before the cue say whose default it is, and it is not this parameter's.
fn foreign(sentence: Sentence<'_, '_>, at: usize, name: &str) -> bool {
    let own = name.rsplit('.').next().unwrap_or(name);
    let clause = (0..at)
        .rev()
        .find(|&index| sentence.mark(index, ',') || sentence.mark(index, ')'))
        .map_or(0, |index| index + 1);
    let before = sentence.units.get(clause..at).unwrap_or_default();
    let literal = before.iter().any(|unit| unit.code && !unit.text.eq_ignore_ascii_case(own));
    // Chinese puts the owner before the word, without a mark between them.
    let owned = sentence.get(at).is_some_and(|unit| unit.kind == UnitKind::Ideograph)
        && before.iter().rev().take(2).any(|unit| unit.has(Cue::Possessive));
    literal || owned
}

/// The literal that starts at an index.
fn literal(sentence: Sentence<'_, '_>, at: usize, kind: Kind, known: &impl Fn(&str) -> bool) -> Option<String> {
    let first = sentence.get(at)?;
    let quoted = first.is_mark('"') || first.is_mark('\'');
    if quoted && !first.bold && !first.code {
        let close = (at + 1..sentence.units.len().min(at + LONGEST))
            .find(|&index| sentence.get(index).is_some_and(|unit| unit.kind == first.kind))?;
        return settle(&words(sentence.units.get(at + 1..close)?), kind);
    }
    let (end, styled) =
        if first.code || first.bold { (sentence.run_end(at), true) } else { (sentence.atom_end(at), false) };
    let end = if styled { trim(sentence, at, end) } else { end };
    let text = words(sentence.units.get(at..end)?);
    if sentence.has(at, Cue::Nothing) && !known(&text) {
        return None;
    }
    if styled {
        // "**Automatically generated**" is a description in bold.
        let names = known(&text) || first.code || !text.contains(' ') || capitalised(sentence, at, end);
        return settle(&text, kind).filter(|_| names);
    }
    let rest = clause_end(sentence, at);
    let whole = words(sentence.units.get(at..rest)?);
    if known(whole.trim_end_matches(['.', '。', ';'])) {
        return settle(&whole, kind);
    }
    let plain = matches!(
        first.kind,
        UnitKind::Word | UnitKind::Number | UnitKind::Mark('$' | '/' | '-' | '*' | '<' | '[' | '{' | '.' | '\\')
    );
    if !plain || (sentence.has(at, Cue::Article) && end < rest) {
        return None;
    }
    // "40 or the size of the image" is no literal; neither is "the ID of the gateway".
    let follows = sentence.get(end);
    let closed = follows.is_none_or(|next| closes(next)) || measured(sentence, end, kind);
    if !closed {
        return capitalised(sentence, at, rest).then(|| whole.clone()).and_then(|whole| settle(&whole, kind));
    }
    settle(&text, kind)
}

/// "The default operation is `ADD`": what the parameter is called stands between. Only what can be no word of a sentence
/// is a literal there: a number for a number, and what is set in a style.
fn named_default(sentence: Sentence<'_, '_>, at: usize, kind: Kind) -> Option<String> {
    let plain = |index: usize| {
        let word = |unit: &super::text::Unit<'_>| unit.kind == UnitKind::Word && unit.cues.is_empty();
        sentence.get(index).is_some_and(|unit| word(unit) && !unit.bold && !unit.code && !unit.covered)
    };
    let verb = (at + 1..=at + MOST_NOUNS).find(|&index| !plain(index)).filter(|_| plain(at))?;
    if !sentence.has(verb, Cue::Copula) {
        return None;
    }
    let value = sentence.after(verb);
    is_literal(sentence, value, kind).then(|| literal(sentence, value, kind, &|_| false)).flatten()
}

/// Whether what stands at an index can be no word of a sentence: a number, and what is set in a style.
fn is_literal(sentence: Sentence<'_, '_>, at: usize, kind: Kind) -> bool {
    sentence.get(at).is_some_and(|unit| match kind {
        Kind::Integer | Kind::Number => unit.kind == UnitKind::Number,
        Kind::String | Kind::Boolean | Kind::Object | Kind::Unknown => unit.bold || unit.code,
    })
}

/// Whether a literal ends before a unit.
fn closes(next: &super::text::Unit<'_>) -> bool {
    const AFTER: Cues = Cues::one(Cue::Explanation)
        .with(Cue::Maximum)
        .with(Cue::Minimum)
        .with(Cue::Default)
        .with(Cue::Values)
        .with(Cue::Enumeration)
        .with(Cue::Unit)
        .with(Cue::Note)
        .with(Cue::Range);
    match next.kind {
        UnitKind::Mark(mark) => !matches!(mark, '/' | '|' | '~' | '-' | '+' | '*'),
        UnitKind::Word | UnitKind::Ideograph => next.cues.has_any(AFTER),
        UnitKind::Number => false,
    }
}

/// "10 seconds" is 10 for a number.
fn measured(sentence: Sentence<'_, '_>, at: usize, kind: Kind) -> bool {
    let unit = sentence.has(at, Cue::UnitName) || sentence.get(at).is_some_and(|unit| unit.kind == UnitKind::Ideograph);
    matches!(kind, Kind::Integer | Kind::Number) && unit && !sentence.has(at, Cue::Or)
}

/// "Others Linux" is a name.
fn capitalised(sentence: Sentence<'_, '_>, at: usize, end: usize) -> bool {
    let units = sentence.units.get(at..end).unwrap_or_default();
    let mut starts = units.iter().filter(|unit| !unit.glued);
    units.len() <= 6
        && starts.all(|unit| unit.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        && units.iter().all(|unit| unit.kind != UnitKind::Ideograph && !unit.has(Cue::Default))
}

fn clause_end(sentence: Sentence<'_, '_>, at: usize) -> usize {
    (at..sentence.units.len())
        .find(|&index| sentence.mark(index, ',') && !sentence.get(index + 1).is_some_and(|next| next.glued))
        .unwrap_or(sentence.units.len())
}

fn trim(sentence: Sentence<'_, '_>, at: usize, end: usize) -> usize {
    let mut end = end;
    while end > at + 1
        && sentence.get(end - 1).is_some_and(|unit| matches!(unit.kind, UnitKind::Mark('.' | ',' | ';' | '。')))
    {
        end -= 1;
    }
    end
}

/// "The value is 20 by default."
fn by_default(sentence: Sentence<'_, '_>, kind: Kind) -> Option<String> {
    let at = sentence.find(Cue::ByDefault, 0)?;
    if conditional(sentence, at) || sentence.units.len() > at + 3 {
        return None;
    }
    let value = at.checked_sub(1)?;
    let verb = value.checked_sub(1)?;
    let says = sentence.has_any(verb, Cues::one(Cue::ValueIs))
        || (verb > 0 && sentence.has(verb, Cue::IsSetTo) && sentence.has(0, Cue::Itself));
    // "ranges from 0 to 9 and is 3 by default": the verb has the subject of the rule before it.
    let joined = verb.checked_sub(1).is_some_and(|before| sentence.has(before, Cue::And));
    let limits = Cues::one(Cue::Range).with(Cue::ValueIs).with(Cue::AtMost).with(Cue::AtLeast);
    let ruled = sentence.units.iter().take(verb).any(|unit| unit.cues.has_any(limits));
    let says = says || (joined && ruled && sentence.has(verb, Cue::Copula) && is_literal(sentence, value, kind));
    let covered = sentence.get(verb).is_some_and(|unit| unit.covered);
    let from_value_is =
        covered && (0..verb).any(|index| sentence.has(index, Cue::ValueIs) && sentence.after(index) == value);
    if !says && !from_value_is {
        return None;
    }
    let unit = sentence.get(value)?;
    if unit.has(Cue::Nothing) || !unit.is_word() || unit.kind == UnitKind::Ideograph {
        return None;
    }
    settle(unit.text, kind)
}

/// The default as the wire has it, if the type allows it.
pub(super) fn settle(text: &str, kind: Kind) -> Option<String> {
    let text = text.trim().trim_matches(|c| matches!(c, '"' | '\'' | '`' | '“' | '”')).trim();
    let text = text.strip_suffix(['.', '。', ';', ',']).unwrap_or(text);
    let count = |mark| text.matches(mark).count();
    if text.is_empty() || count('{') != count('}') || count('(') != count(')') {
        return None;
    }
    match kind {
        Kind::Boolean => {
            let lower = text.to_ascii_lowercase();
            matches!(lower.as_str(), "true" | "false").then_some(lower)
        }
        Kind::Integer | Kind::Number => {
            let number: String = text.chars().filter(|c| *c != ',').collect();
            number.parse::<f64>().is_ok_and(f64::is_finite).then_some(number)
        }
        // "默认：不填充" says in words what happens; no wire carries such a value.
        Kind::String if text.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}')) && text.chars().count() > 1 => None,
        Kind::String | Kind::Object | Kind::Unknown => Some(text.to_owned()),
    }
}
