//! Values in running text: "A, B, or C", `A|B`, "A and B", and what several places of a description add up to.
//!
//! In: a sentence that announces values, or the line below it. Out: the values. A list with one part that can be no
//! value is none.

use super::Kind;
use super::facts::{Facts, Value};
use super::range::Context;
use super::sentence::Sentence;
use super::text::{Place, Reading, words};
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// Values that one place of the description gives.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The values, in order.
    pub values: Vec<Value>,
    /// The value that the list marks as the default.
    pub default: Option<Value>,
    /// Whether the page calls them an enumeration, not merely values.
    pub enumeration: bool,
}

/// Phrases that announce values.
pub(super) const ANNOUNCES: Cues =
    Cues::one(Cue::Values).with(Cue::Enumeration).with(Cue::ValueIs).with(Cue::OnlyValue);
/// A value as text has at most so many units; a head with more is a sentence.
pub(super) const LONGEST_HEAD: usize = 12;

/// Reads the values that a sentence lists after its announcement.
pub(super) fn inline(sentence: Sentence<'_, '_>, context: &Context<'_, '_>) -> Option<Found> {
    let at = (0..sentence.units.len()).find(|&at| {
        let label = sentence.has(at, Cue::Label) && at == 0 && sentence.mark(sentence.after(at), ':');
        let announces = sentence.has_any(at, ANNOUNCES) && !sentence.has(at, Cue::Index);
        label || announces
    });
    let start = match at {
        Some(at) => sentence.after(at),
        None if context.announced => 0,
        None => return None,
    };
    let weak = at.is_some_and(|at| {
        !sentence.has_any(at, Cues::one(Cue::Values).with(Cue::Enumeration).with(Cue::OnlyValue))
            && sentence.has(at, Cue::ValueIs)
    });
    // A condition behind the list may say when the parameter is required; before it, the values hold only there.
    let before = Sentence { units: sentence.units.get(..start).unwrap_or_default() };
    let demands = sentence.find(Cue::Required, start).is_some() && !before.is_conditional(start);
    // "To see all of them, set the value to all."
    let is_for_a_purpose = sentence.has(0, Cue::To) && start > 0;
    if (sentence.is_conditional(start) && !demands) || sentence.contains(Cue::Converted) || is_for_a_purpose {
        return None;
    }
    let mut from = start;
    while sentence.mark(from, ':') || sentence.has(from, Cue::Following) || sentence.has(from, Cue::Or) {
        from = sentence.after(from);
    }
    // `["a", "b"]`: the list as JSON writes it.
    if sentence.mark(from, '[') && sentence.mark(from + 1, '"') {
        from += 1;
    }
    let said_only = at.is_some_and(|at| sentence.has(at, Cue::OnlyValue));
    let colon = from > start;
    if at.is_some_and(|at| sentence.has(at, Cue::Enumeration)) && from > start {
        let values = spaced(sentence, from);
        if values.len() > 1 && fit(values.iter().map(|value| value.wire.as_str()), context.stated.kind) {
            return Some(Found { values, default: None, enumeration: true });
        }
    }
    let (values, default, complete) = elements(sentence, from);
    let several = at.is_none_or(|at| sentence.has_any(at, Cues::one(Cue::Values).with(Cue::Enumeration)));
    let values = if several && !said_only { parted(values) } else { values };
    // "This parameter can be set to fast only."
    let ends_only = values.len() == 1 && only_behind(sentence, from).is_some_and(|at| ends_list(sentence, at));
    let (only, complete) = (said_only || ends_only, complete || ends_only);
    let enough = values.len() > 1 || (complete && (only || (colon && !weak)));
    let typed = fit(values.iter().map(|value| value.wire.as_str()), context.stated.kind);
    if values.is_empty() || !enough || !complete || !typed || context.stated.kind == Kind::Object {
        // "**all** (default) and the names of rooms": the values stay open, and one of them is the default all the same.
        return default.map(|default| Found { default: Some(default), ..Found::default() });
    }
    let enumeration = at.is_some_and(|at| sentence.has(at, Cue::Enumeration));
    Some(Found { values, default, enumeration })
}

/// The values of "mysql/mariadb", where several are announced and one stands there: a slash parts words that are alike.
/// Networks ("10.0.0.0/8"), paths and types of media ("text/plain") stay whole.
fn parted(mut values: Vec<Value>) -> Vec<Value> {
    const MEDIA: [&str; 7] = ["application", "audio", "font", "image", "multipart", "text", "video"];
    let ([lone], true) = (values.as_slice(), values.iter().any(|value| value.wire.contains('/'))) else {
        return values;
    };
    let parts: Vec<&str> = lone.wire.split('/').map(str::trim).collect();
    let is_word = |part: &&str| {
        let mark = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.');
        part.starts_with(|c: char| c.is_ascii_alphanumeric()) && !part.contains(mark) && part.matches('.').count() < 3
    };
    let is_media = parts.first().is_some_and(|first| MEDIA.contains(first));
    let differ = parts.iter().enumerate().all(|(at, part)| !parts.iter().take(at).any(|before| before == part));
    if !parts.iter().all(is_word) || is_media || !differ {
        return values;
    }
    let parted = parts.into_iter().map(|part| Value { wire: part.to_owned(), ..lone.clone() }).collect();
    values.clear();
    parted
}

/// The index past the "only" behind the value that starts at an index.
fn only_behind(sentence: Sentence<'_, '_>, at: usize) -> Option<usize> {
    let (_, end) = element(sentence, at)?;
    sentence.has(end, Cue::Only).then(|| sentence.after(end))
}

/// Values with nothing but blanks between them, as an enumeration has them when its bullets are lost: "instance global".
/// They end with the sentence, or before a label. Nothing, where one of them can be no value or stands there twice.
fn spaced(sentence: Sentence<'_, '_>, from: usize) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    let mut at = from;
    while let Some(unit) = sentence.get(at) {
        let label = !unit.cues.is_empty() && sentence.mark(sentence.after(at), ':');
        if label && at > from {
            break;
        }
        let end = sentence.atom_end(at);
        let plain = matches!(unit.kind, UnitKind::Word | UnitKind::Number) || (unit.is_mark('-') && end > at + 1);
        let value = value(sentence, at, end).filter(|_| plain && !label && end > at);
        let Some(value) = value.filter(|value| !values.iter().any(|known| known.wire == value.wire)) else {
            return Vec::new();
        };
        values.push(value);
        at = end;
    }
    values
}

/// Values joined by commas, "and", "or", bars; whether the sentence or its clause ends with them.
pub(super) fn elements(sentence: Sentence<'_, '_>, from: usize) -> (Vec<Value>, Option<Value>, bool) {
    let mut values: Vec<Value> = Vec::new();
    let mut default = None;
    let mut at = from;
    let mut closing = false;
    loop {
        let Some((value, mut next)) = element(sentence, at) else { return (values, default, false) };
        if sentence.mark(next, '(') {
            let past = sentence.skip_parenthesis(next);
            if says_default(sentence, next, past) {
                default = Some(value.clone());
            }
            next = past.max(next);
        }
        values.push(value);
        if closing && !joins(sentence, next) {
            return (values, default, ends_list(sentence, next));
        }
        let Some(after) = joiner(sentence, next) else { return (values, default, ends_list(sentence, next)) };
        // The clause after the list starts with a comma too.
        if element(sentence, after.next).is_none() || clause_starts(sentence, after.next) {
            let complete = values.len() > 1 || sentence.mark(next, ',');
            return (values, default, complete);
        }
        closing = after.closes;
        at = after.next;
    }
}

struct Joiner {
    next: usize,
    closes: bool,
}

fn joins(sentence: Sentence<'_, '_>, at: usize) -> bool {
    joiner(sentence, at).is_some()
}

/// A comma, a bar, "and", "or", or a comma with one of the words.
fn joiner(sentence: Sentence<'_, '_>, at: usize) -> Option<Joiner> {
    let mut next = at;
    let mut closes = false;
    while next < at + 3 {
        let unit = sentence.get(next)?;
        // `"a"/"b"`: between quotations a slash parts values, inside a word it does not.
        let quoted =
            at > 0 && sentence.get(at - 1).is_some_and(|before| matches!(before.kind, UnitKind::Mark('"' | '\'')));
        let slash = unit.is_mark('/') && (!unit.glued || quoted);
        let comma = unit.is_mark(',') || unit.is_mark('、') || unit.is_mark('|') || slash;
        let word = (unit.has(Cue::And) || unit.has(Cue::Or)) && unit.is_word();
        if !comma && !word {
            break;
        }
        closes |= word;
        next = sentence.after(next);
    }
    (next > at).then_some(Joiner { next, closes })
}

/// Whether a new clause starts here, rather than another value.
fn clause_starts(sentence: Sentence<'_, '_>, at: usize) -> bool {
    const CLAUSE: Cues = Cues::one(Cue::Article)
        .with(Cue::Itself)
        .with(Cue::Explanation)
        .with(Cue::If)
        .with(Cue::Default)
        .with(Cue::Example)
        .with(Cue::CannotBe)
        .with(Cue::CannotStart)
        .with(Cue::Unit);
    let styled = sentence.get(at).is_some_and(|unit| unit.bold || unit.code);
    let alone = ends_list(sentence, sentence.atom_end(at));
    !styled && !alone && sentence.has_any(at, CLAUSE)
}

/// Whether nothing that belongs to the list follows.
fn ends_list(sentence: Sentence<'_, '_>, at: usize) -> bool {
    const AFTER: Cues =
        Cues::one(Cue::Explanation).with(Cue::Default).with(Cue::Unit).with(Cue::Note).with(Cue::Values);
    let Some(unit) = sentence.get(at) else { return true };
    matches!(unit.kind, UnitKind::Mark('.' | ';' | '。' | ')' | ']')) || unit.is_mark(',') || unit.cues.has_any(AFTER)
}

/// One value and the index past it.
fn element(sentence: Sentence<'_, '_>, at: usize) -> Option<(Value, usize)> {
    let unit = sentence.get(at)?;
    let quote = matches!(unit.kind, UnitKind::Mark('"' | '\'' | '{' | '[')) && !unit.code && !unit.bold;
    if quote {
        let close = match unit.kind {
            UnitKind::Mark('{') => '}',
            UnitKind::Mark('[') => ']',
            UnitKind::Mark(mark) => mark,
            UnitKind::Word | UnitKind::Number | UnitKind::Ideograph => return None,
        };
        let end =
            (at + 1..sentence.units.len().min(at + 1 + LONGEST_HEAD)).find(|&index| sentence.mark(index, close))?;
        if !unit.is_mark('"') && !unit.is_mark('\'') {
            return None;
        }
        return Some((value(sentence, at + 1, end)?, end + 1));
    }
    let end = if unit.bold && !unit.code { bold_end(sentence, at) } else { sentence.atom_end(at) };
    let styled = unit.bold || unit.code;
    let plain = matches!(unit.kind, UnitKind::Word | UnitKind::Number)
        || unit.is_mark('$')
        || unit.is_mark('/')
        || unit.is_mark('-');
    if !styled && !plain {
        return None;
    }
    let stop = unit.has(Cue::Article) && !is_value_like(sentence, end);
    if !styled && (stop || unit.has(Cue::Positive) || unit.has(Cue::Example)) {
        return None;
    }
    Some((value(sentence, at, end)?, end))
}

/// Whether what follows shows that an article stands for itself: "any, all".
fn is_value_like(sentence: Sentence<'_, '_>, end: usize) -> bool {
    ends_list(sentence, end) || sentence.mark(end, '|')
}

/// A bold value ends with its run, or before the word that joins it to another.
fn bold_end(sentence: Sentence<'_, '_>, at: usize) -> usize {
    let run = sentence.run_end(at);
    let stop = (at + 1..run).find(|&index| {
        sentence.get(index).is_some_and(|unit| {
            let word = (unit.has(Cue::And) || unit.has(Cue::Or)) && unit.is_word() && !unit.glued;
            word || (unit.is_mark(',') && !unit.code) || unit.is_mark('|') || unit.is_mark('、')
        })
    });
    let mut end = stop.unwrap_or(run);
    while end > at + 1
        && sentence.get(end - 1).is_some_and(|unit| matches!(unit.kind, UnitKind::Mark(',' | '.' | ':' | ';')))
    {
        end -= 1;
    }
    end
}

fn value(sentence: Sentence<'_, '_>, start: usize, end: usize) -> Option<Value> {
    let units = sentence.units.get(start..end)?;
    let wire = clean(&words(units));
    (!wire.is_empty()).then(|| Value { wire, description: None, span: super::text::span(units) })
}

/// Whether the parenthesis from `start` to `end` marks the default.
pub(super) fn says_default(sentence: Sentence<'_, '_>, start: usize, end: usize) -> bool {
    const DEFAULT: Cues = Cues::one(Cue::Default).with(Cue::ByDefault).with(Cue::StatesDefault);
    let cue = (start..end).find(|&at| sentence.has_any(at, DEFAULT));
    let Some(at) = cue else { return false };
    // "(the default value when X)" and "(not default)" mark nothing.
    let lone = sentence.after(at) >= end.saturating_sub(1) || at <= start + 1;
    lone && !(start..end).any(|at| sentence.has(at, Cue::If))
}

/// Whether the values fit the parameter's type.
pub(super) fn fit<'v>(mut values: impl Iterator<Item = &'v str>, kind: Kind) -> bool {
    match kind {
        Kind::Integer => values.all(|value| value.parse::<i64>().is_ok()),
        Kind::Number => values.all(|value| value.parse::<f64>().is_ok()),
        Kind::Boolean => values.all(|value| value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")),
        Kind::String | Kind::Object | Kind::Unknown => !values.any(is_range),
    }
}

/// Whether a text is two numbers with a tilde between them: a range, which is no value of a text either.
fn is_range(value: &str) -> bool {
    let is_number = |text: &str| !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit());
    value.split_once(['~', '～']).is_some_and(|(low, high)| is_number(low) && is_number(high))
}

pub(super) fn clean(text: &str) -> String {
    let text = text.trim().trim_matches(|c| matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’'));
    text.trim_end_matches([',', '.', ';', '：', ':', '，']).trim().to_owned()
}

/// Values that go on below a line which ends inside their list: `**0**` here, `**100**.` there. Some pages lose the
/// bar between them, because it looks like the border of a cell.
pub(super) fn continued(reading: &Reading<'_>, at: usize, kind: Kind) -> Vec<Value> {
    let Some(line) = reading.lines.get(at).filter(|line| line.place == Place::Text) else { return Vec::new() };
    let Some(range) = reading.sentences(line).into_iter().next() else { return Vec::new() };
    let sentence = Sentence::new(reading, range);
    let styled = sentence.get(0).is_some_and(|unit| unit.bold || unit.code);
    let (values, _, complete) = elements(sentence, 0);
    let typed = fit(values.iter().map(|value| value.wire.as_str()), kind);
    if styled && complete && typed { values } else { Vec::new() }
}

/// Adds what one place gives to the facts. An enumeration counts more than values; descriptions are kept from both.
pub(super) fn state(found: Found, enumerated: &mut bool, facts: &mut Facts) {
    if found.values.is_empty() {
        return;
    }
    let replaces = facts.values.is_empty() || (found.enumeration && !*enumerated);
    if !replaces {
        describe(&mut facts.values, &found.values);
        return;
    }
    let before = std::mem::replace(&mut facts.values, found.values);
    *enumerated = found.enumeration;
    describe(&mut facts.values, &before);
}

fn describe(values: &mut [Value], others: &[Value]) {
    for value in values.iter_mut().filter(|value| value.description.is_none()) {
        value.description =
            others.iter().find(|other| other.wire == value.wire).and_then(|other| other.description.clone());
    }
}

/// Values joined by commas and "and" from an index on; whether the clause ends with them.
pub(super) fn listed(sentence: Sentence<'_, '_>, from: usize) -> (Vec<Value>, bool) {
    let (values, _, complete) = elements(sentence, from);
    (values, complete)
}
