//! Error lists against themselves, against samples, and against the other pages of the service.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::catalogue::lint::{
    CODE_NOT_IN_TABLE, CODE_TWICE, CODE_WITH_OTHER_MEANING, STATUS_CONTRADICTS, STATUS_UNUSUAL,
};
use crate::extract::Language;
use crate::extract::facts::ErrorFacts;
use crate::source::{Page, Span};

use super::Finding;
use super::view::View;
use super::words::is_misspelling;

/// How many errors of samples are compared with the table.
const SHOWN: usize = 50;

/// Checks the errors of one operation.
pub fn check(view: &View<'_>, language: &Language, found: &mut Vec<Finding>) {
    let tabled: Vec<&ErrorFacts> = view.facts.errors.iter().filter(|error| !error.from_sample).collect();
    let mut first: BTreeMap<&str, Vec<&ErrorFacts>> = BTreeMap::new();
    for error in &tabled {
        let earlier = first.entry(&error.code.value).or_default();
        if let Some(finding) = twice(view, earlier, error) {
            found.push(finding);
        }
        if earlier.len() < 20 {
            earlier.push(error);
        }
    }
    if tabled.is_empty() || !view.is_whole() {
        return;
    }
    let mut told = BTreeSet::new();
    for (code, span) in view.shown_errors(language).into_iter().take(SHOWN) {
        if code.contains(char::is_whitespace) || first.contains_key(code) || !told.insert(code) {
            continue;
        }
        let near = tabled
            .iter()
            .find(|error| error.code.value.eq_ignore_ascii_case(code) || is_misspelling(code, &error.code.value));
        let message = match near {
            Some(near) => format!("the sample shows the error `{code}`, and the table has `{}`", near.code.value),
            None => format!("the sample shows the error `{code}`, and the table of errors lacks it"),
        };
        let finding = Finding::new(CODE_NOT_IN_TABLE, view.page, span, message);
        let mut finding = finding.about(&view.operation.name, format!("error.{code}"), "not in the table");
        finding = finding.labelled("the sample's code");
        found.push(match near {
            Some(near) => finding.against(view.page, near.code.span, "the table's code"),
            None => finding.likely(),
        });
    }
}

/// What is wrong with a code that stands in the table again.
fn twice(view: &View<'_>, earlier: &[&ErrorFacts], error: &ErrorFacts) -> Option<Finding> {
    let code = error.code.value.as_str();
    let told = |kind, other: &ErrorFacts, message: String, mistake: &str| {
        let finding = Finding::new(kind, view.page, error.code.span, message);
        let finding = finding.about(&view.operation.name, format!("error.{code}"), mistake).labelled("again");
        finding.against(view.page, other.code.span, "first")
    };
    let same_message = |other: &&&ErrorFacts| words(message(other)) == words(message(error));
    if let Some(other) = earlier.iter().find(same_message) {
        if status(other) == status(error) {
            let message = format!("`{code}` stands in the table twice, with one status and one message");
            return Some(told(CODE_TWICE, other, message, "twice"));
        }
        if let (Some(one), Some(another)) = (status(other), status(error))
            && message(error).is_some_and(|message| !is_template(message))
        {
            let message = format!("`{code}` has the status {another} here and {one} there, with one message");
            let finding = Finding::new(STATUS_CONTRADICTS, view.page, status_span(error), message);
            let finding = finding.about(&view.operation.name, format!("error.{code}"), format!("{another} and {one}"));
            let finding = finding.labelled(format!("status {another}"));
            return Some(finding.against(view.page, status_span(other), format!("status {one}")));
        }
        return None;
    }
    // A code of one part ("MissingParameter") is general, and its messages say which case it is.
    if !code.contains('.') {
        return None;
    }
    let differs = |other: &&&ErrorFacts| {
        let messages = message(other).zip(message(error));
        status(other) == status(error) && messages.is_some_and(|(one, another)| have_other_meanings(one, another))
    };
    let other = earlier.iter().find(differs)?;
    let message = format!("`{code}` stands in the table again, with one status and a message of another meaning");
    Some(told(CODE_WITH_OTHER_MEANING, other, message, "another message").likely())
}

fn message(error: &ErrorFacts) -> Option<&str> {
    error.message.as_ref().map(|said| said.value.as_str())
}

fn status(error: &ErrorFacts) -> Option<u16> {
    error.status.as_ref().map(|said| said.value)
}

/// Where the status of an error stands, else its code.
fn status_span(error: &ErrorFacts) -> Span {
    error.status.as_ref().map_or(error.code.span, |said| said.span)
}

/// Whether a message is filled in by the service.
fn is_template(message: &str) -> bool {
    message.contains("%s") || message.contains('{')
}

/// Whether two messages share so few words that they speak of different things.
fn have_other_meanings(one: &str, other: &str) -> bool {
    const SAID_ALWAYS: [&str; 14] = [
        "the",
        "specified",
        "parameter",
        "is",
        "not",
        "are",
        "invalid",
        "valid",
        "you",
        "this",
        "your",
        "does",
        "and",
        "for",
    ];
    let content = |message: &str| -> BTreeSet<String> {
        let words = message.split(|sign: char| !sign.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| word.len() > 2 && !SAID_ALWAYS.contains(&word.as_str())).collect()
    };
    let (left, right) = (content(one), content(other));
    let shared = left.intersection(&right).count();
    let least = left.len().min(right.len());
    !is_template(one) && !is_template(other) && least > 2 && shared * 4 <= least
}

/// A message without what does not matter.
fn words(message: Option<&str>) -> String {
    let message = message.unwrap_or_default().to_lowercase();
    let words = message.split(|sign: char| !sign.is_alphanumeric() && sign != '%').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Errors whose status is another than on almost all other pages of the service.
pub fn across(views: &[View<'_>], found: &mut Vec<Finding>) {
    type Place<'v> = (&'v View<'v>, &'v ErrorFacts);
    let mut all: BTreeMap<(&str, String), BTreeMap<u16, Vec<Place<'_>>>> = BTreeMap::new();
    for view in views.iter().filter(|view| view.is_whole()) {
        for error in view.facts.errors.iter().filter(|error| !error.from_sample) {
            let Some(status) = status(error) else { continue };
            if message(error).is_none_or(is_template) {
                continue;
            }
            let key = (error.code.value.as_str(), words(message(error)));
            all.entry(key).or_default().entry(status).or_default().push((view, error));
        }
    }
    for ((code, _), statuses) in &all {
        let Some((usual, places)) = statuses.iter().max_by_key(|(_, places)| places.len()) else { continue };
        for (status, rare) in statuses.iter().filter(|(status, _)| *status != usual) {
            if places.len() < 4 || rare.len() * 4 > places.len() {
                continue;
            }
            for (view, error) in rare {
                let message =
                    format!("`{code}` has the status {status} here and {usual} on {} other pages", places.len());
                let page: &Page = view.page;
                let finding = Finding::new(STATUS_UNUSUAL, page, status_span(error), message);
                let finding = finding
                    .about(&view.operation.name, format!("error.{code}"), format!("{status} for {usual}"))
                    .labelled(format!("status {status}"))
                    .likely();
                let place = status_span(error);
                let own = status.to_string();
                let finding = if page.slice(place).matches(&own).count() == 1 {
                    finding.mended(page, place, page.slice(place).replace(&own, &usual.to_string()))
                } else {
                    finding
                };
                let other = places.first();
                found.push(match other {
                    Some((other, theirs)) => {
                        finding.against(other.page, status_span(theirs), format!("status {usual}"))
                    }
                    None => finding,
                });
            }
        }
    }
}
