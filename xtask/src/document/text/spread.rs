//! Tables of extracted text whose cells are paragraphs of their own, the header's too.
//!
//! In: lines and a header of column words. Out: a table. A row starts where paragraphs follow each other as the
//! columns do: a name, then a yes or no, then a type. Empty cells leave no paragraph. The last column takes all
//! paragraphs up to the next such place.

use crate::diagnostic::catalogue::readers;
use crate::document::context::Context;
use crate::document::lines::Lines;
use crate::document::text::columns::{self, Header, Layout, captioned_header, is_name, is_status};
use crate::document::text::inline::type_length;
use crate::document::text::{bare, flow, is_heading};
use crate::document::{Cell, Column, Row, Table, TableLayout};
use crate::source::Span;

/// Reads the rows below a header; the line behind the table.
pub(super) fn table(context: &mut Context<'_>, lines: &Lines<'_>, header: &Header) -> (Table, usize) {
    let kinds: Vec<Column> = header.columns.iter().map(|(_, kind)| *kind).collect();
    let header_cells = columns::header_cells(context, header);
    let mut rows: Vec<Row> = Vec::new();
    let mut open: Option<Start> = None;
    let mut at = lines.skip_blank(header.end);
    let mut end = header.end;
    let indent = indent_of(lines.get(header.first));
    while at < lines.len() && !context.is_exhausted() {
        if lines.is_blank(at) {
            at += 1;
            continue;
        }
        if indent_of(lines.get(at)) < indent {
            // The table stands in a list item, and the item ends.
            break;
        }
        let start = row_start(context, lines, at, &kinds);
        // A name may be a word that is a heading elsewhere; a whole row of cells is none.
        let is_full = start.as_ref().is_some_and(|start| start.found + 1 >= kinds.len() && kinds.len() > 2);
        let ends = match header.layout {
            Layout::Bare => bare::ends,
            Layout::Line | Layout::Spread => ends_table,
        };
        if !is_full && ends(context, lines, at) {
            break;
        }
        match start {
            Some(start) => {
                if let Some(open) = open.take() {
                    rows.push(close_row(context, lines, &open, kinds.len(), end));
                }
                at = start.rest;
                end = start.rest;
                open = Some(start);
            }
            None if open.is_none() => break,
            None => {
                at += 1;
                end = at;
            }
        }
    }
    if let Some(open) = open {
        rows.push(close_row(context, lines, &open, kinds.len(), end));
    }
    if rows.is_empty() {
        context.report(
            readers::ROW_OUTSIDE_TABLE,
            lines.between(header.first, header.end),
            "a table's header stands here, and no paragraph below it starts a row",
            "add the type words of the page to the dialect, or an erratum for the page",
        );
    }
    let span = lines.between(header.first, end);
    let table =
        Table { caption: None, anchors: Vec::new(), header: header_cells, rows, span, layout: TableLayout::Inferred };
    (table, end)
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A row's cells but the last, each a line of the page.
struct Start {
    cells: Vec<Option<usize>>,
    /// How many were found.
    found: usize,
    /// The line behind them.
    rest: usize,
}

fn row_start(context: &Context<'_>, lines: &Lines<'_>, first: usize, kinds: &[Column]) -> Option<Start> {
    let mut cells = Vec::with_capacity(kinds.len());
    let mut at = first;
    let mut rest = first;
    let mut found = 0;
    let (_, short) = kinds.split_last()?;
    for (index, kind) in short.iter().enumerate() {
        if at < lines.len() && fits(context, lines.get(at).trim(), *kind, index == 0) {
            cells.push(Some(at));
            found += 1;
            rest = at + 1;
            at = lines.skip_blank(rest);
        } else if index == 0 {
            return None;
        } else {
            cells.push(None);
        }
    }
    // A name alone is a word of a description, unless the table has nothing else to tell a row by.
    let told =
        short.iter().any(|kind| matches!(kind, Column::Type | Column::Presence | Column::Status | Column::ErrorCode));
    let told_by = short.iter().zip(&cells).any(|(kind, cell)| {
        cell.is_some() && matches!(kind, Column::Type | Column::Presence | Column::Status | Column::ErrorCode)
    });
    (told_by || !told).then_some(Start { cells, found, rest })
}

fn fits(context: &Context<'_>, text: &str, kind: Column, is_first: bool) -> bool {
    match kind {
        Column::Name => is_name(text) || (is_first && is_long_name(text)),
        Column::Type => {
            let last = text.rsplit(' ').next().unwrap_or_default().trim_end_matches('s');
            text.len() <= 200
                && (type_length(&context.words, text) == Some(text.len())
                    || context.words.type_at_start(last) == Some(last.len()))
        }
        Column::Presence => context.words.presence_at_start(text).is_some() && text.len() <= 200,
        Column::Status => is_status(text),
        Column::ErrorCode => !text.is_empty() && !text.contains(' '),
        Column::Location => !text.is_empty() && text.split(' ').count() <= 2,
        Column::Example | Column::Default | Column::Constraint => !text.is_empty() && text.len() <= 100,
        Column::Description | Column::ErrorMessage | Column::ErrorSolution | Column::Uri | Column::Ignored => {
            !text.is_empty()
        }
    }
}

/// A name of several words, such as `{User defined key}` or `env_id / env`.
fn is_long_name(text: &str) -> bool {
    text.len() <= 100
        && text.split_whitespace().count() <= 5
        && !text.ends_with(['.', ':', ',', ';', '。', '：', '，'])
        && text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '{' | '_' | '$' | '['))
}

/// Whether a line stands behind the table: a heading, another header, a caption, a status line.
fn ends_table(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> bool {
    is_heading(context, lines, at)
        || columns::is_status_line(context, lines.get(at))
        || captioned_header(context, lines, at).is_some()
}

/// Makes the row of a start and the lines below it, up to `end`.
fn close_row(context: &mut Context<'_>, lines: &Lines<'_>, start: &Start, columns: usize, end: usize) -> Row {
    let first = start.cells.iter().flatten().next().copied().unwrap_or(start.rest);
    let mut end = end.max(start.rest);
    while end > start.rest && lines.is_blank(end - 1) {
        end -= 1;
    }
    let mut cells = Vec::with_capacity(columns);
    for cell in &start.cells {
        let place = cell.map_or_else(
            || Span { start: lines.span(start.rest - 1).end, end: lines.span(start.rest - 1).end },
            |line| lines.span(line),
        );
        cells.push(columns::cell_of(context, place));
    }
    let place = lines.between(start.rest.min(end), end);
    context.node(place);
    cells.push(Cell { blocks: flow::cell(context, lines, start.rest, end), span: place, columns: 1 });
    Row { cells, span: lines.between(first, end) }
}
