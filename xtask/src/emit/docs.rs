//! What the documentation says of operations, fields, values and errors: the page's words, then its facts.

use std::collections::BTreeSet;

use crate::spec::model::{CharacterClass, CharacterSet, Constraints, SampleKind, Type, Value};

use super::example;
use super::plan::{Enumeration, ErrorConstant, Given, Member, OperationPlan, Plan, Struct};
use super::text::{Docs, code, inline, link};

/// So many messages of one error code are shown.
const MAX_MESSAGES: usize = 4;

/// Samples longer than this stay on the vendor's page.
const MAX_SAMPLE_LINES: usize = 40;

/// Of an operation, on its module.
pub fn operation(plan: &Plan<'_>, one: &OperationPlan<'_>) -> Docs {
    let operation = one.operation;
    let mut docs = Docs::new()
        .ours(format!("{}.", code(&operation.name)))
        .page_if(operation.title.as_deref())
        .page_if(operation.summary.as_deref())
        .ours_if(deprecated(operation.deprecated))
        .ours_if(asynchronous(plan, one))
        .ours_if(operation.link.as_deref().map(|address| format!("The vendor's page: {}", link(address))));
    for (kind, title) in [
        (SampleKind::Request, "A request on the page:"),
        (SampleKind::RequestBody, "A request's body on the page:"),
        (SampleKind::Json, "An answer on the page:"),
    ] {
        let good = |status: Option<u16>| status.is_none_or(|status| (200..300).contains(&status));
        let fits = |text: &str| text.lines().take(MAX_SAMPLE_LINES + 1).count() <= MAX_SAMPLE_LINES;
        let mut samples = operation.samples.iter().filter(|sample| sample.kind == kind && good(sample.status));
        if let Some(sample) = samples.find(|sample| fits(&sample.text)) {
            docs = docs.ours(title).sample(&sample.text);
        }
    }
    docs
}

/// Of the client's method.
pub fn method(plan: &Plan<'_>, one: &OperationPlan<'_>) -> Docs {
    let words = one.operation.summary.as_deref().or(one.operation.title.as_deref());
    let docs = match words {
        Some(words) => Docs::new().page(words),
        None => Docs::new().ours(format!("Calls {}.", code(&one.operation.name))),
    };
    let required = one.required();
    let mut docs = docs.ours_if(deprecated(one.operation.deprecated));
    if (1..=2).contains(&required.len()) {
        for member in required {
            docs = docs.ours(format!("* `{}`: {}", member.name.as_str(), in_one_line(member)));
        }
    }
    docs.ours("Parameters that may be left out: [`Request`]. What comes back: [`Output`].")
        .example(example::lines(plan, one))
}

/// Of a field with all its facts.
pub fn field(member: &Member<'_>) -> Docs {
    let field = member.field;
    let docs = match field.description.as_deref() {
        Some(words) if !words.trim().is_empty() => Docs::new().page(words),
        Some(_) | None => Docs::new().ours(format!("{} on the wire.", code(&field.wire))),
    };
    docs.ours_if(deprecated(field.deprecated)).ours_if(facts(member))
}

/// Of an object.
pub fn structure(structure: &Struct<'_>, container: &str) -> Docs {
    Docs::new().ours(format!("{} of {container}.", code(&structure.path)))
}

/// Of an enumeration.
pub fn enumeration(enumeration: &Enumeration<'_>, container: &str) -> Docs {
    Docs::new().ours(format!("Values of {} of {container}. Others are kept as they are.", code(&enumeration.path)))
}

/// Of a listed value.
pub fn value(value: &Value) -> Docs {
    let words = value.description.as_deref().map(inline).filter(|words| !words.is_empty());
    Docs::new().ours(match words {
        Some(words) => format!("{}: {words}", code(&value.wire)),
        None => code(&value.wire),
    })
}

/// ", status 400 or 403"; empty where no page states one.
fn status(constant: &ErrorConstant<'_>) -> String {
    let mut statuses: Vec<String> =
        constant.entries.iter().filter_map(|(_, error)| error.status).map(|status| status.to_string()).collect();
    statuses.sort();
    statuses.dedup();
    if statuses.is_empty() { String::new() } else { format!(", status {}", statuses.join(" or ")) }
}

/// Of an error code's variant.
pub fn error_variant(constant: &ErrorConstant<'_>) -> Docs {
    Docs::new().ours(format!("{}{}: see [`{}`].", code(constant.code), status(constant), constant.name.as_str()))
}

/// Of an error code.
pub fn error(plan: &Plan<'_>, constant: &ErrorConstant<'_>) -> Docs {
    let status = status(constant);
    let mut docs = Docs::new().ours(format!("{}{status}.", code(constant.code)));
    // A code has few messages, but each page finds its own words for what it means.
    let mut messages: Vec<&str> = constant.entries.iter().filter_map(|(_, error)| error.message.as_deref()).collect();
    let mut seen = BTreeSet::new();
    messages.retain(|message| seen.insert(*message));
    for message in messages.into_iter().take(MAX_MESSAGES) {
        docs = docs.page(message);
    }
    docs = docs.page_if(constant.entries.iter().find_map(|(_, error)| error.description.as_deref()));
    let mut modules: Vec<_> = constant.entries.iter().filter_map(|(index, _)| plan.operations.get(*index)).collect();
    modules.dedup_by(|left, right| left.module == right.module);
    let modules: Vec<_> = modules.iter().map(|one| format!("[`{0}`](mod@super::{0})", one.module.as_str())).collect();
    docs.ours(format!("Listed by {}.", modules.join(", ")))
}

/// The first sentence of a field and its facts, for a list of arguments.
fn in_one_line(member: &Member<'_>) -> String {
    let words = member.field.description.as_deref().map(inline).unwrap_or_default();
    let facts = facts(member).unwrap_or_default();
    let words = if words.is_empty() { code(&member.field.wire) } else { words };
    format!("{words} {facts}").trim_end().to_owned()
}

fn deprecated(deprecated: bool) -> Option<String> {
    deprecated.then(|| "**Deprecated** by the vendor.".to_owned())
}

fn asynchronous(plan: &Plan<'_>, one: &OperationPlan<'_>) -> Option<String> {
    let asynchronous = one.operation.asynchronous.as_ref()?;
    let polled = plan.operations.iter().find(|other| other.operation.name == asynchronous.poll);
    let polled = match polled {
        Some(polled) => format!("[`{0}`](mod@super::{0})", polled.module.as_str()),
        None => code(&asynchronous.poll),
    };
    let wait = match one.wait.as_ref().map(|wait| wait.from_output.is_some()) {
        Some(true) => "; [`Output::wait`] does.",
        Some(false) => "; [`wait`](fn@wait) does.",
        None => ".",
    };
    Some(format!("The work goes on after the answer. {polled} tells when it is done{wait}"))
}

/// What the page states about a value, in one line.
fn facts(member: &Member<'_>) -> Option<String> {
    let field = member.field;
    let mut facts = constraints(&field.constraints);
    let is_enumeration = matches!(field.shape, Type::String) && !field.values.is_empty();
    if !is_enumeration && !field.values.is_empty() {
        facts.push(format!("Values: {}.", list(field.values.iter().map(|value| value.wire.as_str()))));
    }
    if let Some(condition) = &field.required_if {
        facts.push(format!("Required when: {}", sentence(&inline(&condition.text))));
    }
    facts.extend(field.default.as_deref().map(|value| format!("Default: {}.", code(value))));
    facts.extend(
        field.example.as_deref().filter(|_| !field.sensitive).map(|value| format!("Example: {}.", code(value))),
    );
    match member.given {
        Given::Required => facts.push("Required.".to_owned()),
        Given::Optional | Given::Constant | Given::Client | Given::Answer => {}
    }
    (!facts.is_empty()).then(|| facts.join(" "))
}

fn constraints(constraints: &Constraints) -> Vec<String> {
    let Constraints {
        minimum,
        maximum,
        min_length,
        max_length,
        min_items,
        max_items,
        excluded,
        first,
        allowed,
        forbidden_prefixes,
        rivals,
        pattern,
        unit,
        time_format,
        json,
    } = constraints;
    let number = |value: &Option<String>| value.as_deref().map(code);
    let count = |value: &Option<u64>| value.map(|value| value.to_string());
    let unit = unit.as_deref().map(|unit| format!(" {}", inline(unit))).unwrap_or_default();
    let mut facts = Vec::new();
    facts.extend(range("Range", number(minimum), number(maximum), &unit));
    facts.extend(range("Length", count(min_length), count(max_length), " characters"));
    facts.extend(range("Items", count(min_items), count(max_items), ""));
    facts.extend(characters("First character", first));
    facts.extend(characters("Characters", allowed));
    if !excluded.is_empty() {
        facts.push(format!("Not: {}.", list(excluded.iter().map(String::as_str))));
    }
    if !forbidden_prefixes.is_empty() {
        facts.push(format!("Does not start with: {}.", list(forbidden_prefixes.iter().map(String::as_str))));
    }
    if !rivals.is_empty() {
        facts.push(format!("Not beside: {}.", list(rivals.iter().map(String::as_str))));
    }
    facts.extend(pattern.as_deref().map(|pattern| format!("Pattern: {}.", code(pattern))));
    facts.extend(time_format.as_deref().map(|format| format!("Format: {}.", code(format))));
    if *json {
        facts.push("JSON as text.".to_owned());
    }
    facts
}

fn range(title: &str, least: Option<String>, most: Option<String>, unit: &str) -> Option<String> {
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => format!("{title}: {least}{unit}."),
        (Some(least), Some(most)) => format!("{title}: {least} to {most}{unit}."),
        (Some(least), None) => format!("{title}: at least {least}{unit}."),
        (None, Some(most)) => format!("{title}: at most {most}{unit}."),
        (None, None) => return None,
    })
}

fn characters(title: &str, set: &CharacterSet) -> Option<String> {
    if set.is_empty() {
        return None;
    }
    let class = |class: &CharacterClass| match class {
        CharacterClass::Letter => "letters",
        CharacterClass::UppercaseLetter => "capital letters",
        CharacterClass::LowercaseLetter => "small letters",
        CharacterClass::Digit => "digits",
        CharacterClass::Chinese => "Chinese characters",
        CharacterClass::Ascii => "ASCII",
    };
    let mut parts: Vec<String> = set.classes.iter().map(|one| class(one).to_owned()).collect();
    if !set.characters.is_empty() {
        parts.push(code(&set.characters));
    }
    Some(format!("{title}: {}.", parts.join(", ")))
}

fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.map(code).collect::<Vec<_>>().join(", ")
}

fn sentence(words: &str) -> String {
    if words.ends_with(['.', '。', '!']) { words.to_owned() } else { format!("{words}.") }
}
