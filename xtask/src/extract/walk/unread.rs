//! What stands beside the tables, and what nobody claimed on a page.
//!
//! In: blocks that no other part of the walk takes, and in the end the page's ledger. Out: claims on sentences that are
//! known to state nothing, a note for each that looks like a rule, and a note for each stretch that is unread, so that
//! nothing is dropped in silence.

use super::Walk;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::extract::UNREAD;
use crate::document::{Block, Document};
use crate::extract::ledger::{Claim, Ledger};
use crate::extract::prose;
use crate::source::{Page, Span};

impl Walk<'_> {
    /// Sentences of a section that describe no single row of it.
    pub(super) fn asides(&mut self, block: &Block) {
        for aside in prose::asides(std::slice::from_ref(block), self.page.text(), &self.language.phrases) {
            if self.language.dialect.section(label(&aside.words)).is_some() {
                // "Example request 2: Adding a lamp": it announces a part of the section.
                self.claims.claim(aside.span, Claim::Heading);
            } else if self.language.dialect.is_lead_in(&aside.words) {
                self.claims.claim(aside.span, Claim::Boilerplate);
            } else if let Some(rule) = aside.rule {
                self.diagnostics.push(Diagnostic::new(rule.code, self.page.path(), rule.span, rule.message));
            }
        }
    }
}

/// What a line announces, without what is particular about it: the words before a `:` and before a number.
fn label(words: &str) -> &str {
    let label = words.split([':', '：', '(', '（']).next().unwrap_or_default();
    label.trim_end_matches(|character: char| character.is_ascii_digit() || character.is_whitespace())
}

/// How many stretches of a page are told one by one; the rest is told together.
const MAX_TOLD: usize = 100;

/// Reports what is unread. A page without an operation has been reported as such, as a whole.
pub(super) fn report(
    page: &Page,
    document: &Document,
    ledger: &Ledger,
    documents_nothing: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if documents_nothing {
        return;
    }
    let unread = ledger.unread();
    let mut headings = headings(document).into_iter().peekable();
    let mut heading = None;
    for span in unread.iter().take(MAX_TOLD) {
        while let Some(above) = headings.next_if(|(place, _)| place.start < span.start) {
            heading = Some(above.1);
        }
        let place =
            heading.as_ref().map_or_else(|| "above all headings".to_owned(), |words| format!("below `{words}`"));
        let message = format!("{} bytes {place} are neither a fact nor known to state none", span.range().len());
        diagnostics.push(Diagnostic::new(UNREAD, page.path(), *span, message));
    }
    if let Some(rest) = unread.get(MAX_TOLD..)
        && let (Some(first), Some(last)) = (rest.first(), rest.last())
    {
        let message = format!("{} more stretches from here on are neither a fact nor known to state none", rest.len());
        diagnostics.push(Diagnostic::new(UNREAD, page.path(), first.to(*last), message));
    }
}

/// The headings of a page with their places.
fn headings(document: &Document) -> Vec<(Span, String)> {
    let found = document.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some((heading.text.span, heading.text.plain().trim().to_owned())),
        Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => None,
    });
    found.collect()
}
