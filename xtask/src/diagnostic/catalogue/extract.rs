//! Surprises of the extraction of tables and sections, D0100 to D0199.

use crate::diagnostic::Entry;

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[];
