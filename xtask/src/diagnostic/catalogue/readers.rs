//! Surprises of the readers, D0001 to D0099.

use crate::diagnostic::Entry;

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[];
