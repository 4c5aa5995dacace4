//! Reads XML as people type it.

use super::{Reading, SampleText};

pub(super) fn read(_text: &SampleText<'_>, _reading: &mut Reading) {}
