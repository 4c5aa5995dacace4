//! Surprises of the reading of sentences, D0200 to D0299.

use crate::diagnostic::Entry;

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[];
