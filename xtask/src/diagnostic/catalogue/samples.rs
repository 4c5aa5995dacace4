//! Surprises of the reading of samples, D0300 to D0399.

use crate::diagnostic::Entry;

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[];
