//! A page's facts: what it says, in its own words, each with its place.
//!
//! In: a [`Page`] and the vendor's [`Dialect`]. Out: [`PageFacts`] and diagnostics. Pages are
//! independent: one page's facts depend on no other page. Nothing is settled here: where two witnesses disagree, both
//! are facts.

mod answers;
pub mod columns;
pub mod errors;
pub mod facts;
pub mod identity;
pub mod ledger;
pub mod prose;
pub mod rows;
pub mod samples;
pub mod split;
pub mod tables;
pub mod types;
mod walk;

use crate::diagnostic::Diagnostic;
use crate::dialect::Dialect;
use crate::dialect::phrases::Phrases;
use crate::document;
use crate::source::Page;

pub use facts::PageFacts;

/// What reading a page takes beside the page; made once a run.
#[derive(Clone, Debug)]
pub struct Language {
    /// The vendor's words.
    pub dialect: Dialect,
    /// The phrases of its languages.
    pub phrases: Phrases,
}

/// Reads a page.
pub fn page(page: &Page, language: &Language, diagnostics: &mut Vec<Diagnostic>) -> PageFacts {
    let document = document::read(page, language.dialect.lexicon(), diagnostics);
    walk::document(page, &document, language, diagnostics)
}
