//! The way from an origin back to a place that diagnostics can quote.

use std::collections::BTreeMap;

use crate::source::{Page, PagePath, Span};
use crate::spec::model::Origin;

/// The pages of a service, by path.
#[derive(Debug, Default)]
pub struct Places<'a> {
    pages: BTreeMap<&'a str, &'a Page>,
}

impl<'a> Places<'a> {
    /// Takes the pages.
    pub fn new(pages: impl IntoIterator<Item = &'a Page>) -> Self {
        Self { pages: pages.into_iter().map(|page| (page.path().as_str(), page)).collect() }
    }

    /// The page and the rest of the line at an origin; the page's start when the page is not among them.
    pub fn span(&self, origin: &Origin) -> (PagePath, Span) {
        let span = self.pages.get(origin.page.as_str()).and_then(|page| page.rest_of_line(origin.line, origin.column));
        (PagePath::new(&origin.page), span.unwrap_or_default())
    }
}
