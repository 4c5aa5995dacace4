//! A reading's repairs and failure as diagnostics.

use super::Reading;
use crate::diagnostic::Diagnostic;
use crate::source::PagePath;

impl Reading {
    /// What is to be said of the sample: the repairs that it needed, what it leaves out, why it could not be read.
    pub fn diagnostics(&self, _page: &PagePath) -> Vec<Diagnostic> {
        Vec::new()
    }
}
