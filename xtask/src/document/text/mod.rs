//! The text readers: pages that came as extracted text, with bars or flattened to lines.

use crate::document::Block;
use crate::document::context::Context;

pub(super) fn read_with_bars(_context: &mut Context<'_>) -> Vec<Block> {
    Vec::new()
}

pub(super) fn read_plain(_context: &mut Context<'_>) -> Vec<Block> {
    Vec::new()
}
