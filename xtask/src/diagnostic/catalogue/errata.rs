//! Surprises of errata and of the files beside the pages, D0500 to D0599.

use crate::diagnostic::Entry;

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[];
