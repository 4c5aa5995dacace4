//! The road that tests go: pages of a vendor in, the spec and what was surprising out.

use std::path::PathBuf;

use docwright::diagnostic::Diagnostic;
use docwright::dialect::Dialect;
use docwright::extract::Language;
use docwright::lint::Finding;
use docwright::road::{self, Outcome, Reading, Service};
use docwright::source::Page;

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The words of a vendor.
///
/// # Panics
///
/// When `specs/` has no such vendor.
pub fn language(vendor: &str) -> Language {
    let dialect = Dialect::load(&workspace().join("specs"), vendor).unwrap_or_else(|error| panic!("{error}"));
    road::language(dialect)
}

/// Reads pages of a service of which nothing is known but the pages.
pub fn read(service: &str, pages: Vec<Page>, language: &Language) -> Outcome {
    road::service(&Service::named(service), Reading { pages, refused: Vec::new() }, language)
}

/// The same, and what the pages contradict themselves in.
pub fn lint(service: &str, pages: Vec<Page>, language: &Language) -> (Outcome, Vec<Finding>) {
    road::lint(&Service::named(service), Reading { pages, refused: Vec::new() }, language)
}

/// The line on which a diagnostic stands, and its column; 0 when it concerns no page that was read.
pub fn place(outcome: &Outcome, diagnostic: &Diagnostic) -> (u32, u32) {
    let position = outcome.sources.get(&diagnostic.page).map(|page| page.position(diagnostic.span.start));
    position.map_or((0, 0), |position| (position.line, position.column))
}
