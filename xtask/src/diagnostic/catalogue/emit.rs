//! Surprises of naming, emission and output, D0600 to D0699.

use crate::diagnostic::Entry;

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[];
