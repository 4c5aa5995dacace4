//! Lists of bullets: what each is for, and the values that its items start with.
//!
//! In: the lines that start the items of a list, and the line above. Out: its [`Purpose`] and its values. A list with
//! one item that can be no value is no value list: half of a closed list is worse than none.

use super::facts::{Fact, Finding, Value};
use super::quantity;
use super::range::Context;
use super::sentence::Sentence;
use super::text::{Line, Place, Reading, words};
use super::values::{ANNOUNCES, Found, LONGEST_HEAD, clean, elements, fit, says_default};
use super::{Kind, findings};
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

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
    /// Whether it is set in a style.
    styled: bool,
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
    if items.iter().any(|line| is_labelled(reading, line)) && !items.iter().any(|line| has_wire_head(reading, line)) {
        return (Purpose::Sentences, Found::default());
    }
    let heads: Vec<Option<Head>> = items.iter().map(|line| head(reading, line)).collect();
    let cases = items.iter().zip(&heads).all(|(line, head)| is_case(reading, line) || head.is_some());
    let some_case = items
        .iter()
        .zip(&heads)
        .any(|(line, head)| is_case(reading, line) || head.as_ref().is_some_and(|head| head.bounded));
    // "Colour", then "**red**: warm": the item before the styled ones says what they are.
    let titled = announced == Announced::No
        && heads.len() > 2
        && heads.first().is_some_and(|head| head.as_ref().is_none_or(|head| !head.styled))
        && heads.iter().skip(1).all(|head| head.as_ref().is_some_and(|head| head.styled));
    let (items, heads) = if titled {
        (items.get(1..).unwrap_or_default(), heads.into_iter().skip(1).collect())
    } else {
        (items.as_slice(), heads)
    };
    if several_ranges(reading, items) {
        return (Purpose::Cases, Found::default());
    }
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
    // What is announced as values and is none is kinds of values, and what one says holds for its kind alone.
    let kinds = matches!(announced, Announced::Values | Announced::Enumeration) && items.len() > 1;
    if kinds {
        // "-1 (default): forever", beside "1 to 100: so many days": the one is the default all the same.
        let marked = found.iter().find(|head| head.is_default).and_then(|head| head.values.first());
        let default = marked.filter(|value| fit(std::iter::once(value.wire.as_str()), context.stated.kind)).cloned();
        return (Purpose::Cases, Found { default, ..Found::default() });
    }
    if (cases && some_case) || all_values {
        return (Purpose::Cases, Found::default());
    }
    (Purpose::Sentences, Found::default())
}

/// Whether the items state ranges that differ: each holds for something else.
fn several_ranges(reading: &Reading<'_>, items: &[&Line]) -> bool {
    const RULES: Cues = Cues::one(Cue::Range).with(Cue::Values).with(Cue::ValueIs);
    let ranges = items.iter().flat_map(|line| {
        let sentences = reading.sentences(line).into_iter().map(|range| Sentence::new(reading, range));
        let ruled = sentences.filter(|sentence| sentence.units.iter().any(|unit| unit.cues.has_any(RULES)));
        ruled.flat_map(quantity::find).filter(|quantity| quantity.form == quantity::Form::Interval).take(1)
    });
    let mut bounds = ranges.map(|quantity| (quantity.low, quantity.high));
    bounds.next().is_some_and(|first| bounds.any(|other| other != first))
}

/// The values of a list that is announced as values and has items that only describe others: "Custom label".
pub(super) fn open_values(reading: &Reading<'_>, items: &[usize]) -> Vec<String> {
    let lead = items.first().and_then(|first| first.checked_sub(1)).and_then(|before| reading.lines.get(before));
    if !lead.is_some_and(|lead| matches!(announcement(reading, lead), Announced::Values | Announced::Enumeration)) {
        return Vec::new();
    }
    let heads: Vec<Option<Head>> =
        items.iter().filter_map(|&item| reading.lines.get(item)).map(|line| head(reading, line)).collect();
    if heads.iter().all(Option::is_some) || heads.iter().flatten().any(|head| head.bounded) {
        return Vec::new();
    }
    let found: Vec<Head> = heads.into_iter().flatten().collect();
    let is_wire = |wire: &&str| wire.bytes().all(|byte| byte.is_ascii_graphic());
    wires(&found).filter(is_wire).map(str::to_owned).collect()
}

/// Whether an item says by its label what it states: "Range: ...", "取值范围：...".
fn is_labelled(reading: &Reading<'_>, line: &Line) -> bool {
    const LABELS: Cues = Cues::one(Cue::Values)
        .with(Cue::Enumeration)
        .with(Cue::Range)
        .with(Cue::Default)
        .with(Cue::Length)
        .with(Cue::Note);
    let sentence = Sentence { units: reading.slice(line.units.clone()) };
    let label = sentence.get(0).is_some_and(|unit| !unit.code) && sentence.has_any(0, LABELS);
    label && sentence.mark(sentence.after(0), ':')
}

/// Whether a line says by its label what it states, or that there is nothing to state, however it is set.
fn opens_with_label(sentence: Sentence<'_, '_>) -> bool {
    let label = sentence.has_any(0, Cues::one(Cue::Values).with(Cue::Default).with(Cue::Note).with(Cue::Range));
    (label && sentence.mark(sentence.after(0), ':')) || sentence.has(0, Cue::Nothing)
}

/// Whether an item starts with what a wire carries: code, a quotation, a word that starts no phrase.
fn has_wire_head(reading: &Reading<'_>, line: &Line) -> bool {
    reading.slice(line.units.clone()).first().is_some_and(|first| match first.kind {
        UnitKind::Word | UnitKind::Number => first.cues.is_empty(),
        UnitKind::Mark(mark) => first.code || matches!(mark, '"' | '\''),
        UnitKind::Ideograph => first.code,
    })
}

fn wires(heads: &[Head]) -> impl Iterator<Item = &str> {
    heads.iter().flat_map(|head| &head.values).map(|value| value.wire.as_str())
}

/// Members of a structure are listed like values: `IkeConfig.Psk` under `IkeConfig`.
fn is_member(value: &str, name: &str, siblings: &[&str]) -> bool {
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let own = last(name);
    let dotted = value
        .split_once('.')
        .is_some_and(|(head, _)| head.eq_ignore_ascii_case(&own) || head.eq_ignore_ascii_case(name));
    dotted || (value.contains('_') || value.contains('.')) && siblings.contains(&value)
}

/// A finding for a list that was announced as values and holds none.
pub(super) fn not_values(reading: &Reading<'_>, items: &[usize]) -> Option<Finding> {
    let lead = reading.lines.get(items.first()?.checked_sub(1)?)?;
    let announced = matches!(announcement(reading, lead), Announced::Values | Announced::Enumeration);
    let sentence = Sentence::new(reading, reading.sentences(lead).pop()?);
    announced.then(|| findings::not_understood(sentence)).flatten()
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
    // "It is mandatory when Mode is set to fast." says of no item below when it holds.
    let demands = !colon && sentence.contains(Cue::Required) && !sentence.contains(Cue::Requirements);
    if sentence.contains_outside(other) && !demands {
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
    let alternatives = alternatives(sentence, start, end);
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
    let explanation_sentence = Sentence { units: explanation.get(..LONGEST_RULE).unwrap_or(explanation) };
    let bounded = is_bounded(explanation_sentence) || (!styled && is_of_values(explanation_sentence));
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
    Some(Head { values, is_default, bounded, styled })
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
        // `**open** or **unlock**` are two values.
        let next = sentence.after(rest);
        if rest == end && sentence.has(rest, Cue::Or) && sentence.get(next).is_some_and(|unit| unit.code || unit.bold) {
            let rest = sentence.run_end(next);
            return Some((0, rest, rest));
        }
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
        UnitKind::Mark(':' | ',' | '.' | '=' | '(') => {
            // `raw:原始值` has no blank, and the explanation is of another script.
            let explained = sentence.get(at + 1).is_some_and(|next| next.kind == UnitKind::Ideograph);
            at > 0 && (!next_glued || wide || unit.is_mark('(') || (explained && !unit.is_mark('.')))
        }
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

/// "SOFTWARE. This is the default value.", "fast: at once. This is the default value."
fn first_remark_is_default(sentence: Sentence<'_, '_>, rest: usize) -> bool {
    let Some(at) = (rest..sentence.units.len()).find(|&at| sentence.has(at, Cue::StatesDefault)) else { return false };
    let opens = (rest..at).all(|before| sentence.get(before).is_some_and(|unit| !unit.is_word()));
    let closes = sentence.get(sentence.after(at)).is_none_or(|unit| !unit.is_word());
    let enclosed = sentence.mark(at, '(');
    let alone = at.checked_sub(1).is_some_and(|before| sentence.mark(before, '.') || sentence.mark(before, '。'));
    closes && (opens || enclosed || alone) && !sentence.contains(Cue::If)
}

/// Whether an explanation is nothing but several values, in a style of their own or numbers: the item is a case of
/// another parameter, as in "lamp: **1/2**".
fn is_of_values(sentence: Sentence<'_, '_>) -> bool {
    let mut words = sentence.units.iter().filter(|unit| unit.is_word()).peekable();
    let is_several = sentence.units.iter().any(|unit| unit.is_mark('/') || unit.is_mark('、') || unit.is_mark(','));
    let is_value = |unit: &super::text::Unit<'_>| unit.bold || unit.code || unit.kind == UnitKind::Number;
    is_several && words.peek().is_some() && words.all(is_value)
}

/// Whether the items of a text that holds JSON are its members, not values of the text: nothing announces values.
pub(super) fn is_of_members(reading: &Reading<'_>, items: &[usize]) -> bool {
    let lead = items.first().and_then(|first| first.checked_sub(1)).and_then(|before| reading.lines.get(before));
    let announced = lead.map_or(Announced::No, |lead| announcement(reading, lead));
    let is_headed = |item: &usize| reading.lines.get(*item).is_some_and(|line| head(reading, line).is_some());
    announced == Announced::No && items.iter().all(is_headed)
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
    // "domain: 1 to 80 characters": a word for what the caller writes.
    let obliged = |first: &quantity::Quantity| {
        (0..first.range.start).all(|at| !sentence.mark(at, '.') && !sentence.mark(at, '。') && !sentence.mark(at, ';'))
            && (first.range.start <= 1 || (0..first.range.start).any(|at| sentence.has(at, Cue::Must)))
    };
    if quantities.first().is_some_and(|first| length(first) && obliged(first)) {
        return true;
    }
    quantities.first().is_some_and(|first| {
        let short = sentence.units.len() <= first.range.end - first.range.start + 3;
        short && first.range.start <= 1 && first.form == quantity::Form::Interval
    })
}

/// The least and the greatest number of a list that is announced as values and holds numbers and ranges alone: "-1:
/// forever", "1 to 90: so many days".
pub(super) fn hull(reading: &Reading<'_>, items: &[usize]) -> Option<(Fact<String>, Fact<String>)> {
    let lead = reading.lines.get(items.first()?.checked_sub(1)?)?;
    if announcement(reading, lead) != Announced::Values {
        return None;
    }
    let mut ends: Vec<Fact<String>> = Vec::new();
    for item in items {
        let sentence = Sentence { units: reading.slice(reading.lines.get(*item)?.units.clone()) };
        let end = |value: String| Fact { value, span: sentence.span() };
        let quantity = quantity::find(sentence).into_iter().next().filter(|quantity| quantity.range.start == 0);
        match quantity {
            Some(quantity) if quantity.form == quantity::Form::Interval => {
                ends.extend([quantity.low, quantity.high].into_iter().flatten().map(end));
            }
            Some(_) => return None,
            None => {
                let (_, head, _) = head_range(sentence)?;
                ends.push(end(clean(&words(sentence.units.get(..head)?))));
            }
        }
    }
    let number = |fact: &Fact<String>| fact.value.parse::<f64>().ok().filter(|number| number.is_finite());
    if ends.len() <= items.len() || !ends.iter().all(|end| number(end).is_some()) {
        return None;
    }
    ends.sort_by(|left, right| number(left).partial_cmp(&number(right)).unwrap_or(std::cmp::Ordering::Equal));
    Some((ends.first()?.clone(), ends.last()?.clone()))
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
        // "sum: ..." among "max: ..." and "min: ..." is a value, whatever else the word may start.
        let labelled = count > 0
            && units.first().is_some_and(|unit| unit.kind == UnitKind::Word && !unit.has(Cue::Default))
            && sentence.after(0) == 1
            && sentence.mark(1, ':');
        if line.place != Place::Text || (known && !labelled) || opens_with_label(sentence) {
            break;
        }
        let Some(head) = head(reading, line) else { break };
        let mixed = |wire: &str| !wire.is_ascii() && wire.bytes().any(|byte| byte.is_ascii_alphanumeric());
        if head.bounded || head.values.iter().any(|value| value.wire.contains(' ') || mixed(&value.wire)) {
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
