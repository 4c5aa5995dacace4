//! Closed lists of values: bullets under "Valid values:", "A, B, or C", `A|B`, one a line.
//!
//! In: a description's lines. Out: for each list of bullets what it is for ([`Purpose`]), and the values. A list with
//! one item that can be no value is no value list: half of a closed list is worse than none.

use super::facts::{Facts, Finding, Value};
use super::quantity;
use super::range::Context;
use super::sentence::Sentence;
use super::text::{Line, Place, Reading, words};
use super::{Kind, findings};
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};
use crate::source::Span;

/// What a list of bullets is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Its items are values.
    Values,
    /// Its items are cases: what they state holds only there.
    Cases,
    /// Its items are sentences like all others.
    Sentences,
}

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
const ANNOUNCES: Cues = Cues::one(Cue::Values).with(Cue::Enumeration).with(Cue::ValueIs).with(Cue::OnlyValue);
/// A value as text has at most so many units; a head with more is a sentence.
const LONGEST_HEAD: usize = 12;
/// So many units of an explanation are searched for a rule of its own.
const LONGEST_RULE: usize = 200;
/// A value in ideographs has at most so many of them.
const LONGEST_IDEOGRAPHS: usize = 4;
/// An unstyled value has at most so many words.
const MOST_WORDS: usize = 4;

/// The head of an item, and what explains it.
struct Head {
    /// Mostly one; "auto or timer: ..." is two.
    values: Vec<Value>,
    is_default: bool,
    /// Whether the explanation is a range of its own.
    bounded: bool,
}

/// Reads a list of bullets, of which these lines are the items. Gives its purpose and the values.
pub(super) fn list(
    reading: &Reading<'_>,
    items: &[usize],
    context: &Context<'_, '_>,
    siblings: &[&str],
) -> (Purpose, Found) {
    let Some(first) = items.first() else { return (Purpose::Sentences, Found::default()) };
    let lead = first.checked_sub(1).and_then(|before| reading.lines.get(before));
    let announced = lead.map_or(Announced::No, |lead| announcement(reading, lead));
    let items: Vec<&Line> = items.iter().filter_map(|&item| reading.lines.get(item)).collect();
    let heads: Vec<Option<Head>> = items.iter().map(|line| head(reading, line)).collect();
    let cases = items.iter().zip(&heads).all(|(line, head)| is_case(reading, line) || head.is_some());
    let some_case = items
        .iter()
        .zip(&heads)
        .any(|(line, head)| is_case(reading, line) || head.as_ref().is_some_and(|head| head.bounded));
    let found: Vec<Head> = heads.into_iter().flatten().collect();
    let all_values = found.len() == items.len() && !found.is_empty();
    let members = wires(&found).any(|wire| is_member(wire, context.subject.name, siblings));
    let bounded = found.iter().any(|head| head.bounded);
    if all_values && !members && !bounded && announced != Announced::Other {
        let bare = announced == Announced::No;
        let wanted = !bare || (found.len() > 1 || lead.is_none() || is_short_lead(reading, lead));
        let identifiers = wires(&found).all(|wire| wire.bytes().all(|byte| byte.is_ascii_graphic()));
        let typed = fit(wires(&found), context.stated.kind);
        if typed && wanted && (!bare || (identifiers && context.stated.kind != Kind::Object)) {
            let enumeration = announced == Announced::Enumeration;
            let default = found.iter().find(|head| head.is_default).and_then(|head| head.values.first().cloned());
            let values = found.into_iter().flat_map(|head| head.values).collect();
            return (Purpose::Values, Found { values, default, enumeration });
        }
        if typed || context.stated.kind == Kind::Boolean {
            return (Purpose::Values, Found::default());
        }
    }
    if (cases && some_case) || (members && all_values) || all_values {
        return (Purpose::Cases, Found::default());
    }
    (Purpose::Sentences, Found::default())
}

fn wires(heads: &[Head]) -> impl Iterator<Item = &str> {
    heads.iter().flat_map(|head| &head.values).map(|value| value.wire.as_str())
}

/// Whether the values fit the parameter's type.
fn fit<'v>(mut values: impl Iterator<Item = &'v str>, kind: Kind) -> bool {
    match kind {
        Kind::Integer => values.all(|value| value.parse::<i64>().is_ok()),
        Kind::Number => values.all(|value| value.parse::<f64>().is_ok()),
        Kind::Boolean => values.all(|value| value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")),
        Kind::String | Kind::Object | Kind::Unknown => true,
    }
}

/// Members of a structure are listed like values: `IkeConfig.Psk` under `IkeConfig`.
fn is_member(value: &str, name: &str, siblings: &[&str]) -> bool {
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let own = last(name);
    let dotted = value
        .split_once('.')
        .is_some_and(|(head, _)| head.eq_ignore_ascii_case(&own) || head.eq_ignore_ascii_case(name));
    dotted || (value.contains('_') || value.contains('.')) && siblings.iter().any(|sibling| *sibling == value)
}

/// What a line announces at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Announced {
    /// Values, in so many words.
    Values,
    /// An enumeration.
    Enumeration,
    /// Something else: requirements, notes, examples, conditions.
    Other,
    /// Nothing that can be told.
    No,
}

/// What the last sentence of a line announces.
pub(super) fn announcement(reading: &Reading<'_>, line: &Line) -> Announced {
    let Some(range) = reading.sentences(line).pop() else { return Announced::No };
    let sentence = Sentence::new(reading, range);
    let colon = sentence.units.last().is_some_and(|unit| unit.is_mark(':'));
    let end = sentence.units.len() - usize::from(colon);
    let from = (0..end).rev().find(|&at| sentence.mark(at, ',')).map_or(0, |at| at + 1);
    let other = Cues::one(Cue::Requirements).with(Cue::Example).with(Cue::If).with(Cue::IfEnd).with(Cue::Reference);
    if sentence.contains_outside(other) {
        return Announced::Other;
    }
    if (0..end).any(|at| sentence.has(at, Cue::Enumeration)) {
        return Announced::Enumeration;
    }
    let says = (0..end).any(|at| sentence.has_any(at, ANNOUNCES) && !sentence.has(at, Cue::Index));
    let says = says || (colon && sentence.has(from, Cue::Label) && sentence.after(from) == end);
    if says {
        let lists = colon || sentence.contains(Cue::Following);
        // "The value is determined as follows" announces no values.
        return if lists || ends_with(sentence, end, ANNOUNCES) { Announced::Values } else { Announced::No };
    }
    if sentence.contains(Cue::Note) && sentence.units.len() <= 2 {
        return Announced::Other;
    }
    if sentence.contains(Cue::NotSupported) {
        return Announced::Other;
    }
    Announced::No
}

fn ends_with(sentence: Sentence<'_, '_>, end: usize, cues: Cues) -> bool {
    (0..end).any(|at| sentence.has_any(at, cues) && sentence.after(at) == end)
}

/// "Type:" before a list without further words.
fn is_short_lead(reading: &Reading<'_>, lead: Option<&Line>) -> bool {
    lead.is_some_and(|lead| reading.slice(lead.units.clone()).last().is_some_and(|unit| unit.is_mark(':')))
}

/// Whether an item states something for one case only: "If ...", "For Linux instances, ...".
fn is_case(reading: &Reading<'_>, line: &Line) -> bool {
    let units = reading.slice(line.units.clone());
    let sentence = Sentence { units };
    units.first().is_some_and(|unit| unit.has(Cue::If))
        || (units.first().is_some_and(|unit| unit.has(Cue::For))
            && units.iter().any(|unit| unit.is_mark(',') || unit.is_mark(':')))
        || sentence.contains_outside(Cues::one(Cue::If).with(Cue::IfEnd))
}

/// The value that an item starts with.
fn head(reading: &Reading<'_>, line: &Line) -> Option<Head> {
    let units = reading.slice(line.units.clone());
    let sentence = Sentence { units };
    let (start, end, mut rest) = head_range(sentence)?;
    let value = sentence.units.get(start..end)?;
    let first = value.first()?;
    let styled = first.code || first.bold;
    let wire = clean(&words(value));
    let word_count = value.iter().filter(|unit| !unit.glued).count();
    let alternatives = if styled { Vec::new() } else { alternatives(sentence, start, end) };
    if alternatives.is_empty() {
        if wire.is_empty() || end - start > LONGEST_HEAD * 3 || (!styled && word_count > MOST_WORDS) {
            return None;
        }
        if !styled && !is_plain_value(sentence, start, end) {
            return None;
        }
    }
    let mut is_default = false;
    // "(default)", "(whitelist): ...".
    while sentence.mark(rest, '(') {
        let past = sentence.skip_parenthesis(rest);
        if past == rest {
            break;
        }
        is_default |= says_default(sentence, rest, past);
        rest = past;
    }
    is_default |= first_remark_is_default(sentence, rest);
    while sentence.get(rest).is_some_and(|unit| !unit.is_word())
        && !sentence.mark(rest, '(')
        && !sentence.mark(rest, '[')
    {
        rest += 1;
    }
    let explanation = sentence.units.get(rest..).unwrap_or_default();
    let bounded = is_bounded(Sentence { units: explanation.get(..LONGEST_RULE).unwrap_or(explanation) });
    let description = Some(words(explanation)).filter(|text| !text.is_empty());
    let span = sentence.span();
    let mut values = alternatives;
    if values.is_empty() {
        values.push(Value { wire, description: None, span });
    }
    for value in &mut values {
        value.description.clone_from(&description);
        value.span = span;
    }
    Some(Head { values, is_default, bounded })
}

/// The values of a head that has several: "auto or timer".
fn alternatives(sentence: Sentence<'_, '_>, start: usize, end: usize) -> Vec<Value> {
    let head = Sentence { units: sentence.units.get(start..end).unwrap_or_default() };
    if !head.contains(Cue::Or) && !head.units.iter().any(|unit| unit.is_mark('、')) {
        return Vec::new();
    }
    let (values, _, complete) = elements(head, 0);
    let whole = values.iter().map(|value| value.wire.split(' ').count()).sum::<usize>() + 1;
    if complete && values.len() > 1 && head.units.len() >= whole { values } else { Vec::new() }
}

/// Where the head starts and ends, and where its explanation starts.
fn head_range(sentence: Sentence<'_, '_>) -> Option<(usize, usize, usize)> {
    let first = sentence.get(0)?;
    if first.is_mark('"') || first.is_mark('\'') {
        let close = (1..sentence.units.len().min(LONGEST_HEAD))
            .find(|&at| sentence.get(at).is_some_and(|unit| unit.kind == first.kind))?;
        return (close > 1).then_some((1, close, close + 1));
    }
    if first.code || first.bold {
        let mut end = sentence.run_end(0);
        let rest = end;
        // `**TCP:**` holds the colon in its style.
        while end > 1
            && sentence.get(end - 1).is_some_and(|unit| unit.is_mark(':') || unit.is_mark('.') || unit.is_mark(','))
        {
            end -= 1;
        }
        let glued = sentence.get(rest).filter(|unit| unit.glued && unit.is_word());
        // `**cloud**_ssd` is one word in two styles.
        let end = if glued.is_some() && rest == end { sentence.atom_end_across_styles(0) } else { end };
        return Some((0, end, rest.max(end)));
    }
    let stop = (0..sentence.units.len()).find(|&at| ends_head(sentence, at)).unwrap_or(sentence.units.len());
    (stop > 0).then_some((0, stop, stop))
}

/// Whether an unstyled head ends before a unit.
fn ends_head(sentence: Sentence<'_, '_>, at: usize) -> bool {
    let Some(unit) = sentence.get(at) else { return true };
    let next_glued = sentence.get(at + 1).is_some_and(|next| next.glued);
    let wide = unit.text.len() > 1;
    match unit.kind {
        UnitKind::Mark(':' | ',' | '.' | '=' | '(') => at > 0 && (!next_glued || wide || unit.is_mark('(')),
        UnitKind::Mark(';' | '。' | '、') => at > 0 && wide,
        UnitKind::Mark('-') => at > 0 && !unit.glued && !next_glued,
        UnitKind::Mark(_) => false,
        UnitKind::Word | UnitKind::Number | UnitKind::Ideograph => unit.has(Cue::Explanation) && at > 0,
    }
}

/// Whether unstyled words can be a value.
fn is_plain_value(sentence: Sentence<'_, '_>, start: usize, end: usize) -> bool {
    const SENTENCE: Cues = Cues::one(Cue::If)
        .with(Cue::MustSpecify)
        .with(Cue::Required)
        .with(Cue::Values)
        .with(Cue::Itself)
        .with(Cue::CannotBe)
        .with(Cue::CannotStart)
        .with(Cue::CannotContain)
        .with(Cue::MustStart)
        .with(Cue::AtMost)
        .with(Cue::Must);
    let Some(first) = sentence.get(start) else { return false };
    // Values of a wire are rarely Chinese, and never long.
    if first.kind == UnitKind::Ideograph {
        return end - start <= LONGEST_IDEOGRAPHS;
    }
    let single = sentence.atom_end(start) >= end;
    if single {
        return !matches!(first.kind, UnitKind::Mark(mark) if !matches!(mark, '$' | '{' | '*' | '-' | '/' | '<' | '.' | '#' | '@' | '%' | '^' | '!' | '&'));
    }
    let sentence_like = (start..end).any(|at| {
        sentence.has_any(at, SENTENCE) || (sentence.has(at, Cue::Article) && at == start) || sentence.has(at, Cue::For)
    });
    let capital = first.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    // "Windows Server 2012" is a value; "A specific value" and "Public network" are words, unless they are short.
    !sentence_like && capital && words_are_names(sentence, start, end)
}

/// Names keep their capitals and numbers in every word.
fn words_are_names(sentence: Sentence<'_, '_>, start: usize, end: usize) -> bool {
    sentence
        .units
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .filter(|unit| !unit.glued)
        .all(|unit| unit.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}

/// Whether the parenthesis from `start` to `end` marks the default.
fn says_default(sentence: Sentence<'_, '_>, start: usize, end: usize) -> bool {
    let cue = (start..end).find(|&at| sentence.has(at, Cue::Default) || sentence.has(at, Cue::ByDefault));
    let Some(at) = cue else { return false };
    // "(the default value when X)" and "(not default)" mark nothing.
    let lone = sentence.after(at) >= end.saturating_sub(1) || at <= start + 1;
    lone && !(start..end).any(|at| sentence.has(at, Cue::If))
}

/// "SOFTWARE. This is the default value."
fn first_remark_is_default(sentence: Sentence<'_, '_>, rest: usize) -> bool {
    let cue = (rest..sentence.units.len()).find(|&at| sentence.has(at, Cue::ByDefault));
    cue.is_some_and(|at| {
        let text = sentence.get(at).map_or("", |unit| unit.text);
        let is_statement = text.eq_ignore_ascii_case("this")
            || text.eq_ignore_ascii_case("it")
            || text.eq_ignore_ascii_case("is")
            || text.eq_ignore_ascii_case("which")
            || text == "为"
            || text == "是"
            || text == "默"
            || text == "("
            || text == "缺";
        let opens = (rest..at).all(|before| sentence.get(before).is_some_and(|unit| !unit.is_word())) || text == "(";
        let closes = sentence.get(sentence.after(at)).is_none_or(|unit| !unit.is_word());
        is_statement && closes && (opens || text.len() == 4) && !sentence.contains(Cue::If)
    })
}

/// A rule on the value stands within so many units of an explanation.
const FIRST_UNITS: usize = 6;

/// Whether an explanation is nothing but a range, or limits the value: the items are cases of another parameter.
fn is_bounded(sentence: Sentence<'_, '_>) -> bool {
    let quantities = quantity::find(sentence);
    let length = |quantity: &quantity::Quantity| sentence.has(quantity.range.end, Cue::Characters);
    let rule = |cue| sentence.units.iter().take(FIRST_UNITS).any(|unit| unit.has(cue));
    let of_value = rule(Cue::Itself) || rule(Cue::Length);
    let ranged = rule(Cue::Values) || rule(Cue::Range);
    if quantities.first().is_some_and(|first| (of_value && (length(first) || sentence.contains(Cue::Range))) || ranged)
    {
        return true;
    }
    quantities.first().is_some_and(|first| {
        let short = sentence.units.len() <= first.range.end - first.range.start + 3;
        short && first.range.start <= 1 && first.form == quantity::Form::Interval
    })
}

fn clean(text: &str) -> String {
    let text = text.trim().trim_matches(|c| matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’'));
    text.trim_end_matches([',', '.', ';', '：', ':', '，']).trim().to_owned()
}

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
    if sentence.is_conditional(start) || sentence.contains(Cue::Converted) {
        return None;
    }
    let mut from = start;
    while sentence.mark(from, ':')
        || sentence.has(from, Cue::Following)
        || (sentence.has(from, Cue::Or)
            && sentence.get(from).is_some_and(|unit| unit.text.eq_ignore_ascii_case("either")))
    {
        from = sentence.after(from);
    }
    let only = at.is_some_and(|at| sentence.has(at, Cue::OnlyValue));
    let colon = from > start;
    let (values, default, complete) = elements(sentence, from);
    let enough = values.len() > 1 || (complete && (only || (colon && !weak)));
    let typed = fit(values.iter().map(|value| value.wire.as_str()), context.stated.kind);
    if values.is_empty() || !enough || !complete || !typed || context.stated.kind == Kind::Object {
        return None;
    }
    let enumeration = at.is_some_and(|at| sentence.has(at, Cue::Enumeration));
    Some(Found { values, default, enumeration })
}

/// Values joined by commas, "and", "or", bars; whether the sentence or its clause ends with them.
fn elements(sentence: Sentence<'_, '_>, from: usize) -> (Vec<Value>, Option<Value>, bool) {
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
        let comma = unit.is_mark(',') || unit.is_mark('、') || unit.is_mark('|') || (unit.is_mark('/') && !unit.glued);
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
    matches!(unit.kind, UnitKind::Mark('.' | ';' | '。' | ')')) || unit.is_mark(',') || unit.cues.has_any(AFTER)
}

/// One value and the index past it.
fn element<'a>(sentence: Sentence<'_, 'a>, at: usize) -> Option<(Value, usize)> {
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

/// Values that stand on lines of their own below an announcement, without bullets. Gives how many lines they take.
pub(super) fn lines(reading: &Reading<'_>, from: usize, context: &Context<'_, '_>) -> (usize, Vec<Value>) {
    let mut values = Vec::new();
    let mut count = 0;
    for line in reading.lines.get(from..).unwrap_or_default() {
        let units = reading.slice(line.units.clone());
        let sentence = Sentence { units };
        let known = units
            .first()
            .is_none_or(|unit| !unit.cues.is_empty() && !unit.bold && !unit.code && sentence.after(0) < units.len());
        if line.place != Place::Text || known {
            break;
        }
        let Some(head) = head(reading, line) else { break };
        if head.bounded || head.values.iter().any(|value| value.wire.contains(' ')) {
            break;
        }
        count += 1;
        values.extend(head.values);
    }
    if !fit(values.iter().map(|value| value.wire.as_str()), context.stated.kind) {
        return (0, Vec::new());
    }
    (count, values)
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

/// A finding for values that were announced and do not follow.
pub(super) fn missing(span: Span) -> Finding {
    Finding { code: findings::LIST_MISSING, span, message: "values are announced, and none follow".to_owned() }
}

/// Values joined by commas and "and" from an index on; whether the clause ends with them.
pub(super) fn listed(sentence: Sentence<'_, '_>, from: usize) -> (Vec<Value>, bool) {
    let (values, _, complete) = elements(sentence, from);
    (values, complete)
}
