//! What a page keeps to itself: facts that are missing, and no diagnostic says so.
//!
//! In: a page and what the road made of it. Out: a line for each silence; none when all is told.

use docwright::diagnostic::Code;
use docwright::diagnostic::catalogue::extract::{
    BAD_ERROR_ROW, NAMELESS_ROW, NO_OPERATION, OTHER_VENDOR, STRANGE_NAME, TOO_MANY_ROWS, UNKNOWN_HEADING,
    UNKNOWN_TABLE, UNREAD,
};
use docwright::extract::{self, Language};
use docwright::road::Outcome;
use docwright::source::{Page, Span};

/// The silences of a page that was read alone.
pub fn silences(page: &Page, language: &Language, outcome: &Outcome) -> Vec<String> {
    let count = |codes: &[Code]| outcome.diagnostics.iter().filter(|found| codes.contains(&found.code)).count();
    let mut found = Vec::new();
    if outcome.spec.operations.is_empty() && count(&[NO_OPERATION, OTHER_VENDOR]) == 0 {
        found.push("no operation, and no diagnostic says why".to_owned());
    }
    let unread = outcome.counts.rows_unread;
    let rows_told = count(&[NAMELESS_ROW, STRANGE_NAME, BAD_ERROR_ROW]);
    let tables_told = count(&[UNKNOWN_TABLE, UNKNOWN_HEADING, TOO_MANY_ROWS]);
    if unread > rows_told && tables_told == 0 {
        found.push(format!("{unread} rows are not read, and {rows_told} diagnostics say so"));
    }
    found.extend(unaccounted(page, language));
    found
}

/// Bytes that the ledger lost, and unread ones that no diagnostic tells.
fn unaccounted(page: &Page, language: &Language) -> Option<String> {
    let mut diagnostics = Vec::new();
    let facts = extract::page(page, language, &mut diagnostics);
    let bytes = page.text().chars().filter(|character| !character.is_whitespace()).map(char::len_utf8).sum::<usize>();
    if facts.ledger.bytes.total() != bytes {
        return Some(format!("{bytes} bytes are no white space, and the ledger has {}", facts.ledger.bytes.total()));
    }
    if facts.operations.is_empty() {
        // The page has been told as a whole.
        return None;
    }
    let told: Vec<Span> =
        diagnostics.iter().filter(|diagnostic| diagnostic.code == UNREAD).map(|diagnostic| diagnostic.span).collect();
    let untold = facts
        .ledger
        .unread()
        .into_iter()
        .find(|stretch| !told.iter().any(|span| span.start <= stretch.start && stretch.end <= span.end))?;
    let place = page.position(untold.start);
    Some(format!("what stands at {}:{} is unread, and no diagnostic says so", place.line, place.column))
}
