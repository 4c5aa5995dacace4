//! Diagnostics on standard error: for people in full but for notes, for programs a line of JSON each.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity, render};
use crate::source::{Page, PagePath};

/// How a run's diagnostics are printed.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// A line of JSON each, notes as well.
    pub is_json: bool,
    /// Notes for people too.
    pub has_notes: bool,
}

/// Prints diagnostics, those of the pages with `folder` before their paths, those of the files beside the pages with
/// the folder above it.
pub fn print(diagnostics: &[Diagnostic], sources: &BTreeMap<PagePath, Page>, folders: Folders<'_>, manner: Manner) {
    if manner.is_json {
        for of_page in diagnostics.chunk_by(|left, right| left.page == right.page) {
            let page = of_page.first().and_then(|first| render::at_hand(sources, &first.page));
            for diagnostic in of_page {
                eprintln!("{}", render::json_line(diagnostic, page.as_ref()));
            }
        }
        return;
    }
    let color = render::color_on_standard_error();
    let shown = diagnostics.iter().filter(|found| manner.has_notes || found.severity != Severity::Note).cloned();
    let (beside, pages): (Vec<_>, Vec<_>) = shown.partition(is_beside_pages);
    eprint!("{}", render::human_in(folders.service, &beside, sources, color));
    eprint!("{}", render::human_in(folders.pages, &pages, sources, color));
}

/// What stands before paths in messages.
#[derive(Clone, Copy, Debug)]
pub struct Folders<'f> {
    /// Before pages: `specs/alibaba/vpc/pages/`.
    pub pages: &'f str,
    /// Before the files beside the pages: `specs/alibaba/vpc/`.
    pub service: &'f str,
}

/// Whether a diagnostic speaks of `errata.toml` or `service.toml`: no page has such an ending.
fn is_beside_pages(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.page.as_str(), "errata.toml" | "service.toml")
}

/// "2 errors, 1 warning in 9 pages; 14 notes (`--notes` prints them)".
pub fn summary(diagnostics: &[Diagnostic], pages: usize, manner: Manner) -> String {
    let (notes, others): (Vec<Diagnostic>, Vec<Diagnostic>) =
        diagnostics.iter().cloned().partition(|found| found.severity == Severity::Note);
    if manner.has_notes || notes.is_empty() {
        return render::summary(diagnostics, pages);
    }
    let hint = format!("{} (`--notes` prints them)", counted(notes.len(), "note"));
    if others.is_empty() {
        format!("no errors, no warnings in {}; {hint}", counted(pages, "page"))
    } else {
        format!("{}; {hint}", render::summary(&others, pages))
    }
}

/// How many diagnostics have a severity.
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

/// "1 page", "2 pages".
pub fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A failure that is no diagnostic, as a line of JSON with the keys of one.
pub fn failure_line(message: &str) -> String {
    let nothing = serde_json::Value::Null;
    serde_json::json!({
        "code": nothing, "severity": "error", "page": nothing, "line": nothing, "column": nothing,
        "end_line": nothing, "end_column": nothing, "message": message, "help": nothing,
    })
    .to_string()
}
