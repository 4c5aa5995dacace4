//! Tables and their cells: each cell is markdown of its own.
//!
//! In: the places of a table's rows. Out: a [`Table`]. Most cells are a word or a sentence without a mark, and a page
//! may have a million of them: those do not go through pulldown-cmark.

use crate::document::context::Context;
use crate::document::markdown::blocks::{self, Input};
use crate::document::markdown::regions::{RawTable, Regions};
use crate::document::rows::{self, Bars};
use crate::document::writer::TextWriter;
use crate::document::{Block, Cell, Row, Style, Table};
use crate::source::Span;

/// Reads a table.
pub(super) fn table(context: &mut Context<'_>, raw: RawTable, span: Span, anchors: Vec<String>) -> Table {
    let header = row(context, raw.header, raw.drawn);
    let mut rows = Vec::with_capacity(raw.rows.len().min(1 << 16));
    for span in raw.rows {
        if context.is_exhausted() {
            break;
        }
        rows.push(Row { cells: row(context, span, raw.drawn), span });
    }
    rows.shrink_to_fit();
    Table { caption: None, anchors, header, rows, span, layout: raw.layout }
}

fn row(context: &mut Context<'_>, span: Span, drawn: Bars) -> Vec<Cell> {
    let places = rows::cells(context.source, span, drawn);
    let mut cells = Vec::with_capacity(places.len());
    for place in places {
        if !context.node(place) {
            break;
        }
        cells.push(Cell { blocks: cell(context, place), span: place, columns: 1 });
    }
    cells
}

/// The blocks of a cell.
fn cell(context: &mut Context<'_>, place: Span) -> Vec<Block> {
    let source = context.source;
    let Some(whole) = source.get(place.range()) else { return Vec::new() };
    let text = whole.trim_matches([' ', '\t', '\n', '\r']);
    if text.is_empty() {
        return Vec::new();
    }
    let start = place.start as usize + (text.as_ptr() as usize - whole.as_ptr() as usize);
    let span = Span::new(start, start + text.len());
    if is_plain(text) {
        if !context.node(span) {
            return Vec::new();
        }
        let mut writer = TextWriter::default();
        writer.push(text, &Style::default(), span);
        return vec![Block::Paragraph(writer.finish())];
    }
    let regions = Regions::new(Vec::new());
    let mut blocks = if text.contains('\n') {
        blocks::read(context, &Input { text, base: start, shift: 0, is_cell: true }, regions)
    } else {
        // A cell of one line holds no list, heading or rule, whatever it starts with: `-`, `1.`, `# x`. A full stop
        // in front says so to pulldown-cmark; emphasis behind it is still emphasis.
        let guarded = format!(".{text}");
        blocks::read(context, &Input { text: &guarded, base: start, shift: 1, is_cell: true }, regions)
    };
    blocks.shrink_to_fit();
    blocks
}

/// Whether a text has no mark of markdown.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return true };
    let starts_plain = first.is_alphabetic() || (first.is_ascii_digit() && !text.contains(['.', ')']));
    starts_plain
        && !text.bytes().any(|byte| {
            matches!(byte, b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'>' | b'&' | b'!' | b'~' | b'|' | b'\n' | b'\r')
        })
        && (!text.contains('_') || (!text.contains(' ') && !text.ends_with('_')))
}
