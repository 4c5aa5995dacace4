//! Surprises of the assembly of a spec, D0400 to D0499.

use crate::diagnostic::Entry;

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[];
