//! Limits against values: the range, the length, the list of values and the pattern that a row states, and the default,
//! the example and the samples that break them.

use std::collections::{BTreeMap, BTreeSet};

use regex::RegexBuilder;

use crate::diagnostic::catalogue::lint::{
    BOUNDS_REVERSED, DEFAULT_REFUSED, DEFAULTS_DIFFER, EXAMPLE_BREAKS_PATTERN, EXAMPLE_NOT_LISTED,
    EXAMPLE_OUT_OF_LIMITS,
};
use crate::diagnostic::catalogue::prose::CONTRADICTION;
use crate::dialect::TypeWord;
use crate::extract::Language;
use crate::extract::facts::{RowFacts, StatedType};
use crate::extract::prose::facts::{CharacterClass, CharacterSet, Fact};
use crate::extract::samples::{Node, SampleValue};
use crate::source::Span;
use crate::spec::model::{Field, Parameter};

use super::Finding;
use super::samples::first_line;
use super::types::is_placeholder;
use super::view::{Described, Met, View, meet};

/// The largest pattern that is compiled, in bytes.
const MAX_PATTERN: usize = 1_000;

/// Checks the limits of one operation.
pub fn check(view: &View<'_>, language: &Language, found: &mut Vec<Finding>) {
    for described in view.described() {
        reversed(view, &described, found);
        default(view, &described, found);
        if let Some(example) = &described.row.example {
            let shown = Shown { text: &example.value, span: example.span, label: "the example" };
            value(view, &described.path, described.row, &shown, found);
        }
    }
    let mut shown = BTreeSet::new();
    for (side, fields, documents) in view.answers(language) {
        let mut met = Vec::new();
        for document in &documents {
            meet(fields, document, &side, &mut met);
        }
        samples(view, &met, &mut shown, found);
    }
    let fields: Vec<Field> = view.body_fields().into_iter().cloned().collect();
    let mut met = Vec::new();
    for document in view.bodies() {
        meet(&fields, document, "request", &mut met);
    }
    samples(view, &met, &mut shown, found);
    requests(view, found);
}

/// A value that the page shows.
struct Shown<'a> {
    text: &'a str,
    span: Span,
    label: &'static str,
}

fn samples(view: &View<'_>, met: &[Met<'_>], told: &mut BTreeSet<(String, String)>, found: &mut Vec<Finding>) {
    for met in met {
        let Some(row) = met.field.and_then(|field| view.row(field)) else { continue };
        let nodes: Vec<&Node> = match &met.node.value {
            SampleValue::Array(items) => items.iter().collect(),
            SampleValue::Null
            | SampleValue::Bool(_)
            | SampleValue::Number(_)
            | SampleValue::String(_)
            | SampleValue::Object(_) => vec![met.node],
        };
        for node in nodes {
            let text = match &node.value {
                SampleValue::String(text) | SampleValue::Number(text) => text,
                SampleValue::Null | SampleValue::Bool(_) | SampleValue::Array(_) | SampleValue::Object(_) => continue,
            };
            let key = (met.path.clone(), text.clone());
            if !told.insert(key) {
                continue;
            }
            let shown = Shown { text, span: first_line(view, node.span), label: "the sample" };
            value(view, &met.path, row, &shown, found);
        }
    }
}

/// The values that request samples send.
fn requests(view: &View<'_>, found: &mut Vec<Finding>) {
    let requests = view.facts.samples.iter().flat_map(|sample| &sample.reading.requests);
    let mut told = BTreeSet::new();
    let parameters = view.operation.parameters.iter();
    let known: BTreeMap<&str, &Parameter> =
        parameters.map(|parameter| (parameter.field.wire.as_str(), parameter)).collect();
    for pair in requests.flat_map(|request| &request.query) {
        let Some(parameter) = known.get(pair.name.as_str()) else { continue };
        let Some(row) = view.row(&parameter.field) else { continue };
        if !told.insert((&pair.name, &pair.value)) {
            continue;
        }
        let shown = Shown { text: &pair.value, span: pair.span, label: "the sample" };
        value(view, &format!("request.{}", pair.name), row, &shown, found);
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}

fn is_word(row: &RowFacts, words: &[TypeWord]) -> bool {
    match &row.stated {
        StatedType::Word(word) => words.contains(word),
        StatedType::Unstated
        | StatedType::List(_)
        | StatedType::Map(_)
        | StatedType::Named(_)
        | StatedType::Unknown(_) => false,
    }
}

const NUMBERS: [TypeWord; 2] = [TypeWord::Integer, TypeWord::Number];

/// A minimum above its maximum.
fn reversed(view: &View<'_>, described: &Described<'_>, found: &mut Vec<Finding>) {
    let prose = &described.row.prose;
    let mut tell = |what: &str, low: (String, Span), high: (String, Span)| {
        let message = format!("`{}`: the least {what} is {}, the greatest {}", described.field.wire, low.0, high.0);
        let finding = Finding::new(BOUNDS_REVERSED, view.page, low.1, message);
        let finding = finding.about(&view.operation.name, &described.path, format!("{} above {}", low.0, high.0));
        let finding = finding.labelled(format!("at least {}", low.0));
        found.push(finding.against(view.page, high.1, format!("at most {}", high.0)));
    };
    if let (Some(low), Some(high)) = (&prose.minimum, &prose.maximum)
        && let (Some(least), Some(greatest)) = (number(&low.value), number(&high.value))
        && least > greatest
    {
        tell("value", (low.value.clone(), low.span), (high.value.clone(), high.span));
    }
    let pairs = [("length", &prose.min_length, &prose.max_length), ("count", &prose.min_items, &prose.max_items)];
    for (what, low, high) in pairs {
        if let (Some(low), Some(high)) = (low, high)
            && low.value > high.value
        {
            tell(what, (low.value.to_string(), low.span), (high.value.to_string(), high.span));
        }
    }
}

/// A default that the row's own limits refuse.
fn default(view: &View<'_>, described: &Described<'_>, found: &mut Vec<Finding>) {
    let (field, row) = (described.field, described.row);
    differing(view, described, found);
    let Some(default) = &row.prose.default else { return };
    let text = default.value.trim();
    let told = |limit: &Limit| {
        let message = format!("`{}`: the default is `{text}`, and {}", field.wire, limit.words);
        let finding = Finding::new(DEFAULT_REFUSED, view.page, default.span, message);
        let finding = finding.about(&view.operation.name, &described.path, format!("default {text}, {}", limit.words));
        finding.labelled("the default").against(view.page, limit.span, limit.label)
    };
    if let Some(limit) = broken(row, text).filter(|_| !is_placeholder(text)) {
        found.push(told(&limit));
    } else if let Some(limit) = unlisted(row, text) {
        found.push(told(&limit).likely());
    }
}

/// Two sentences that name different defaults. Defaults of the members of an object are none of the object's.
fn differing(view: &View<'_>, described: &Described<'_>, found: &mut Vec<Finding>) {
    let row = described.row;
    // Paragraphs and items may speak of cases ("Shared ones: ...").
    let is_one_line = row.description.as_ref().is_some_and(|said| !said.value.trim().contains('\n'));
    if !is_one_line || !is_word(row, &[TypeWord::Integer, TypeWord::Number, TypeWord::Boolean]) {
        return;
    }
    for finding in row.prose.findings.iter().filter(|finding| finding.code == CONTRADICTION) {
        let message = format!("`{}`: {}", described.field.wire, finding.message);
        let told = Finding::new(DEFAULTS_DIFFER, view.page, finding.span, message);
        let told = told.about(&view.operation.name, &described.path, finding.message.clone()).labelled("another");
        found.push(told.against(view.page, row.name.span, "the row").likely());
    }
}

/// A limit that a value breaks.
struct Limit {
    words: String,
    span: Span,
    label: &'static str,
}

/// The number, length or exclusion that a value breaks.
fn broken(row: &RowFacts, text: &str) -> Option<Limit> {
    let prose = &row.prose;
    if let Some(excluded) = prose.excluded.iter().find(|excluded| excluded.value == text) {
        let words = "that value is excluded".to_owned();
        return Some(Limit { words, span: excluded.span, label: "excluded" });
    }
    if let Some(value) = number(text).filter(|_| is_word(row, &NUMBERS) || prose.min_length.is_none()) {
        let below = prose.minimum.as_ref().filter(|limit| number(&limit.value).is_some_and(|limit| value < limit));
        let above = prose.maximum.as_ref().filter(|limit| number(&limit.value).is_some_and(|limit| value > limit));
        let limit = |fact: &Fact<String>, what: &str, label| Limit {
            words: format!("the {what} is {}", fact.value),
            span: fact.span,
            label,
        };
        let below = below.map(|fact| limit(fact, "least", "the least"));
        return below.or_else(|| above.map(|fact| limit(fact, "greatest", "the greatest")));
    }
    if !is_word(row, &[TypeWord::String]) {
        return None;
    }
    let length = text.chars().count() as u64;
    let short = prose.min_length.as_ref().filter(|limit| length < limit.value);
    let long = prose.max_length.as_ref().filter(|limit| length > limit.value);
    let limit = |fact: &Fact<u64>, what: &str, label| Limit {
        words: format!("it has {length} characters, {what} {}", fact.value),
        span: fact.span,
        label,
    };
    let short = short.map(|fact| limit(fact, "at least", "the least length"));
    short.or_else(|| long.map(|fact| limit(fact, "at most", "the greatest length")))
}

/// The list of values that lacks a value. Masks and several values at once are none.
fn unlisted(row: &RowFacts, text: &str) -> Option<Limit> {
    let values = &row.prose.values;
    let first = values.first()?;
    let is_plain = !text.is_empty() && !is_placeholder(text) && !text.contains([',', ';', '\n', '，', '、', '|', ' ']);
    // A list of one value may be an example; a list with words in it is none.
    let is_list =
        values.len() > 1 && values.iter().all(|value| !value.wire.contains([' ', '$']) && value.wire.is_ascii());
    let bare = |text: &str| text.trim_matches(['"', '\'', '`', '.', '。']).to_lowercase();
    if !is_plain || !is_list || values.iter().any(|value| bare(&value.wire) == bare(text)) {
        return None;
    }
    let listed: Vec<&str> = values.iter().take(8).map(|value| value.wire.as_str()).collect();
    let more = if values.len() > listed.len() { ", ..." } else { "" };
    let last = values.last().map_or(first.span, |last| first.span.to(last.span));
    let words = format!("its values are {}{more}", listed.join(", "));
    Some(Limit { words, span: last, label: "the list of values" })
}

/// A value under all limits of its row.
fn value(view: &View<'_>, path: &str, row: &RowFacts, shown: &Shown<'_>, found: &mut Vec<Finding>) {
    let text = shown.text.trim();
    if text.is_empty() || is_placeholder(text) {
        return;
    }
    let name = path.rsplit('.').next().unwrap_or(path);
    let told = |code, limit: &Limit| {
        let shortened: String = text.chars().take(40).collect();
        let message = format!("`{name}` is `{shortened}` in {}, and {}", shown.label, limit.words);
        let finding = Finding::new(code, view.page, shown.span, message);
        let finding = finding.about(&view.operation.name, path, format!("{shortened}: {}", limit.words));
        finding.labelled(shown.label).against(view.page, limit.span, limit.label)
    };
    if let Some(limit) = broken(row, text) {
        found.push(told(EXAMPLE_OUT_OF_LIMITS, &limit));
    } else if let Some(limit) = unlisted(row, text) {
        let mut finding = told(EXAMPLE_NOT_LISTED, &limit);
        let near = row.prose.values.iter().find(|value| super::words::is_misspelling(text, &value.wire));
        if let Some(near) = near
            && view.page.slice(shown.span).matches(text).count() == 1
        {
            let becomes = view.page.slice(shown.span).replace(text, &near.wire);
            finding = finding.mended(view.page, shown.span, becomes);
        }
        found.push(finding);
    } else if let Some(limit) = strange(row, text) {
        found.push(told(EXAMPLE_BREAKS_PATTERN, &limit));
    }
}

/// The pattern or the set of characters that a value breaks.
fn strange(row: &RowFacts, text: &str) -> Option<Limit> {
    if !is_word(row, &[TypeWord::String]) {
        return None;
    }
    let prose = &row.prose;
    if let Some(pattern) = prose.pattern.as_ref().filter(|pattern| pattern.value.len() <= MAX_PATTERN) {
        let whole = format!("^(?:{})$", pattern.value);
        let regex = RegexBuilder::new(&whole).size_limit(1 << 20).build().ok()?;
        if !regex.is_match(text) {
            let words = format!("its pattern is `{}`", pattern.value);
            return Some(Limit { words, span: pattern.span, label: "the pattern" });
        }
    }
    if let Some(prefix) = prose.forbidden_prefixes.iter().find(|prefix| text.starts_with(prefix.value.as_str())) {
        let words = format!("it must not start with `{}`", prefix.value);
        return Some(Limit { words, span: prefix.span, label: "the rule" });
    }
    if let Some(first) = &prose.first
        && let Some(sign) = text.chars().next()
        && !holds(&first.value, sign)
    {
        let words = format!("it must not start with `{sign}`");
        return Some(Limit { words, span: first.span, label: "the rule" });
    }
    let allowed = prose.allowed.as_ref()?;
    let sign = text.chars().find(|sign| !holds(&allowed.value, *sign))?;
    let words = format!("`{sign}` is not among its characters");
    Some(Limit { words, span: allowed.span, label: "the rule" })
}

/// Whether a set of characters has one.
fn holds(set: &CharacterSet, sign: char) -> bool {
    set.characters.contains(sign)
        || set.classes.iter().any(|class| match class {
            CharacterClass::Letter => sign.is_alphabetic(),
            CharacterClass::UppercaseLetter => sign.is_ascii_uppercase(),
            CharacterClass::LowercaseLetter => sign.is_ascii_lowercase(),
            CharacterClass::Digit => sign.is_ascii_digit(),
            CharacterClass::Chinese => !sign.is_ascii() && sign.is_alphabetic(),
            CharacterClass::Ascii => sign.is_ascii(),
        })
}
