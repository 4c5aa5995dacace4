//! Tables of a page with bars that have lost theirs: they stood in a list, and each of their cells is a line now.
//!
//! In: lines. Out: the header of such a table, with its caption. Its rows are read as those of cells that are paragraphs.

use crate::document::Column;
use crate::document::context::Context;
use crate::document::lines::Lines;
use crate::document::text::columns::{self, Header, Layout, starts_rows};
use crate::document::text::{flow, is_heading};
use crate::source::Span;

/// The fewest columns by whose words alone a header is known.
const FEWEST_COLUMNS: usize = 3;
/// The most columns of such a table.
const MOST_COLUMNS: usize = 12;

/// The header that starts at a line, and the caption that is glued to its first cell ("Table 2 Body Parameter").
pub(super) fn header(context: &Context<'_>, lines: &Lines<'_>, first: usize) -> Option<(Option<Span>, Header)> {
    let (caption, start) = first_cell(context, lines, first)?;
    let mut columns: Vec<(Span, Column)> = vec![start];
    let mut end = first + 1;
    let is_upper = context.page.slice(start.0).trim().starts_with(char::is_uppercase);
    while end < lines.len() && columns.len() < MOST_COLUMNS {
        let line = lines.get(end).trim();
        let Some(kind) = context.words.column(line) else { break };
        // Below "Parameter" and "Type", "uri" is the first row's name.
        let is_unlike = is_upper && line.is_ascii() && !line.starts_with(char::is_uppercase);
        if is_unlike || columns.iter().any(|(_, known)| *known == kind) {
            break;
        }
        columns.push((lines.span(end), kind));
        end += 1;
    }
    let is_header = columns.len() >= FEWEST_COLUMNS && columns.first().is_some_and(|(_, kind)| starts_rows(*kind));
    is_header.then_some((caption, Header { columns, first, end, layout: Layout::Bare }))
}

/// The first cell of a header, and the caption before it.
fn first_cell(context: &Context<'_>, lines: &Lines<'_>, first: usize) -> Option<(Option<Span>, (Span, Column))> {
    let (line, span) = (lines.get(first), lines.span(first));
    if let Some(kind) = context.words.column(line.trim()) {
        return Some((None, (span, kind)));
    }
    if !columns::is_caption(line) {
        return None;
    }
    let (kind, at) = context.words.column_at_end(line)?;
    let part = span.start + at as u32;
    Some((Some(Span { end: part, ..span }), (Span { start: part, ..span }, kind)))
}

/// Whether a line ends such a table: the header of the next one, or the item of the list that announces what follows
/// ("- Example request 1").
pub(super) fn ends(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> bool {
    let line = lines.get(at);
    let item = flow::bullet(line).and_then(|(_, words)| line.get(words..));
    let announced = item.map(|words| words.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == ' '));
    announced.is_some_and(|words| context.words.is_heading(words))
        || is_heading(context, lines, at)
        || header(context, lines, at).is_some()
}
