//! The markdown reader: a row joiner in front of pulldown-cmark.
//!
//! In: a page of markdown. Out: blocks. A parser of GFM reads one row of five on real vendor pages, because a cell
//! may hold blank lines, lists and code, and a row may span lines. So [`regions`], with [`headers`], finds the tables, the HTML tables
//! and the samples that nothing fences on the source; they are blanked out byte for byte, which keeps every place,
//! and pulldown-cmark reads the rest. [`blocks`] turns its events into the tree and puts the regions back;
//! [`cells`] reads each cell as markdown of its own.

use crate::document::Block;
use crate::document::context::Context;

mod blocks;
mod cells;
mod dress;
mod headers;
mod regions;

use blocks::Input;
use regions::Regions;

pub(super) use dress::undressed;

/// Reads a page of markdown.
pub(super) fn read(context: &mut Context<'_>) -> Vec<Block> {
    let found = regions::find(context);
    let masked = regions::mask(context.source, &found);
    let text = masked.strip_prefix('\u{feff}').unwrap_or(&masked);
    let base = masked.len() - text.len();
    blocks::read(context, &Input { text, base, shift: 0, is_cell: false }, Regions::new(found))
}

#[cfg(test)]
mod tests;
