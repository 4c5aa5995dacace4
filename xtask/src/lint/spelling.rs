//! Typo families: a word of a name, a code or a heading row that is one letter away from a much more frequent spelling.

use std::collections::BTreeSet;

use crate::diagnostic::catalogue::lint::{CODE_MISSPELT, HEADING_MISSPELT, NAME_MISSPELT};
use crate::source::Span;

use super::Finding;
use super::view::View;
use super::words::{Census, heading_words, parts};

/// Checks the spelling of one operation's names, codes and headings.
pub fn check(view: &View<'_>, census: &Census, found: &mut Vec<Finding>) {
    let operation = view.operation.name.as_str();
    for row in view.facts.tables.iter().flat_map(|table| &table.rows) {
        let name = row.name.value.as_str();
        let mut mistakes = Vec::new();
        for part in name.split('.').filter(|part| !matches!(*part, "N" | "n")) {
            for word in parts(part) {
                if let Some((usual, count)) = census.usual_word(word) {
                    mistakes.push((word, with_capitals_of(word, usual), count));
                }
            }
        }
        for (wrong, usual, count) in mistakes {
            let message = format!("`{name}` has `{wrong}`, and {count} pages of the service have `{usual}`");
            found.push(finding(view, NAME_MISSPELT, row.name.span, wrong, &usual, message).about(
                operation,
                name,
                format!("{wrong} for {usual}"),
            ));
        }
    }
    let mut told = BTreeSet::new();
    for error in &view.facts.errors {
        let code = error.code.value.as_str();
        for word in parts(code) {
            let Some((usual, count)) = census.usual_word(word).filter(|_| told.insert((code, word))) else { continue };
            let usual = with_capitals_of(word, usual);
            let message = format!("the error `{code}` has `{word}`, and {count} pages of the service have `{usual}`");
            let finding = finding(view, CODE_MISSPELT, error.code.span, word, &usual, message);
            found.push(finding.about(operation, format!("error.{code}"), format!("{word} for {usual}")));
        }
    }
    for heading in &view.facts.headings {
        for word in heading_words(&heading.value) {
            let Some((usual, _)) = census.usual_heading(&word) else { continue };
            let words = heading.value.trim();
            let shown = spelt(words, &word);
            let usual = with_capitals_of(shown, usual);
            let message = format!("the column `{words}` has `{shown}` for `{usual}`");
            let finding = finding(view, HEADING_MISSPELT, heading.span, shown, &usual, message);
            found.push(finding.about(operation, words, format!("{shown} for {usual}")));
        }
    }
}

fn finding(
    view: &View<'_>,
    code: crate::diagnostic::Code,
    span: Span,
    wrong: &str,
    usual: &str,
    message: String,
) -> Finding {
    let text = view.page.slice(span);
    let mut matches = text.match_indices(wrong);
    let place = match (matches.next(), matches.next()) {
        (Some((at, _)), None) => Span::new(span.start as usize + at, span.start as usize + at + wrong.len()),
        _ => Span::default(),
    };
    let is_exact = !place.is_empty();
    let finding = Finding::new(code, view.page, if is_exact { place } else { span }, message);
    let finding = finding.labelled(format!("most likely `{usual}`"));
    // Names and codes are the service's: it may have the misspelling as well.
    if is_exact && code == HEADING_MISSPELT { finding.mended(view.page, place, usual) } else { finding }
}

/// A word of a text as the text spells it.
fn spelt<'t>(text: &'t str, word: &str) -> &'t str {
    let words = text.split(|sign: char| !sign.is_ascii_alphabetic());
    words.into_iter().find(|other| other.eq_ignore_ascii_case(word)).unwrap_or(text)
}

/// The usual spelling with the capitals of the word that it replaces.
fn with_capitals_of(word: &str, usual: &str) -> String {
    let starts_upper = word.starts_with(|sign: char| sign.is_ascii_uppercase());
    if word.len() > 1 && word.chars().all(|sign| !sign.is_ascii_lowercase()) {
        return usual.to_uppercase();
    }
    let mut letters = usual.chars();
    match letters.next() {
        Some(first) if starts_upper => first.to_uppercase().chain(letters).collect(),
        Some(_) | None => usual.to_owned(),
    }
}
