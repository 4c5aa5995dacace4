//! Tables of HTML: header, captions, anchors, cells that cover several rows or columns.
//!
//! In: a `<table>` of scraper's tree. Out: a [`Table`]. A cell that covers several rows is repeated in each; one that
//! covers several columns says so in [`Cell::columns`].

use scraper::Node;
use scraper::node::Element;

use crate::document::html::flow::{Flow, NodeRef};
use crate::document::{Block, Cell, Row, Style, Table, TableLayout, Text};
use crate::source::Span;

/// The most columns and rows that one cell is taken to cover.
const MAX_SPAN: u16 = 256;

/// A cell with more words than this is not repeated in the rows that it covers.
const MAX_REPEATED: usize = 4096;

struct Builder {
    caption: Option<Text>,
    anchors: Vec<String>,
    rows: Vec<Row>,
    /// The first row that stands in a head or has headings only.
    header: Option<Row>,
    /// Cells that go on in the rows below: column, cell, how many rows more.
    covering: Vec<(usize, Cell, u16)>,
}

/// Reads a table.
pub(super) fn read(flow: &mut Flow<'_, '_, '_>, node: &NodeRef<'_>, element: &Element, span: Span) -> Table {
    let mut anchors = std::mem::take(&mut flow.anchors);
    anchors.extend(flow.anchor(element));
    let mut builder = Builder { caption: None, anchors, rows: Vec::new(), header: None, covering: Vec::new() };
    rows(flow, node, &mut builder, false);
    anchors_once(&mut builder.anchors);
    let header = match builder.header {
        Some(header) => header.cells,
        // Without a head, the first row says what the columns hold.
        None if builder.rows.len() > 1 => builder.rows.remove(0).cells,
        None => Vec::new(),
    };
    Table {
        caption: builder.caption,
        anchors: builder.anchors,
        header,
        rows: builder.rows,
        span,
        layout: TableLayout::Marked,
    }
}

fn anchors_once(anchors: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    anchors.retain(|anchor| seen.insert(anchor.clone()));
}

/// The rows of a table or of one of its sections.
fn rows(flow: &mut Flow<'_, '_, '_>, node: &NodeRef<'_>, builder: &mut Builder, is_head: bool) {
    for child in node.children() {
        let Node::Element(element) = child.value() else { continue };
        if flow.context.is_exhausted() {
            return;
        }
        let span = flow.place(element);
        match element.name() {
            "caption" => caption(flow, &child, element, builder),
            "thead" => rows(flow, &child, builder, true),
            "tbody" | "tfoot" => rows(flow, &child, builder, false),
            "tr" => {
                let (row, only_headings) = row(flow, &child, span, builder);
                if row.cells.is_empty() {
                    // A row without cells says nothing.
                } else if builder.header.is_none() && builder.rows.is_empty() && (is_head || only_headings) {
                    builder.header = Some(row);
                } else {
                    builder.rows.push(row);
                }
            }
            _ => {}
        }
    }
}

fn caption(flow: &mut Flow<'_, '_, '_>, node: &NodeRef<'_>, element: &Element, builder: &mut Builder) {
    builder.anchors.extend(flow.anchor(element));
    let mut blocks = flow.inside(node, &Style::default());
    builder.anchors.append(&mut flow.anchors);
    if let Some(first) = blocks.iter().position(|block| matches!(block, Block::Paragraph(_)))
        && let Block::Paragraph(text) = blocks.swap_remove(first)
    {
        builder.caption = Some(text);
    }
}

fn row(flow: &mut Flow<'_, '_, '_>, node: &NodeRef<'_>, span: Span, builder: &mut Builder) -> (Row, bool) {
    let mut covering = std::mem::take(&mut builder.covering);
    covering.sort_by_key(|(column, _, _)| *column);
    let mut covering = covering.into_iter().peekable();
    let mut cells: Vec<Cell> = Vec::new();
    let mut column = 0;
    let mut only_headings = true;
    for child in node.children() {
        let Node::Element(element) = child.value() else { continue };
        if !matches!(element.name(), "td" | "th") {
            continue;
        }
        while let Some((_, cell, rows)) = covering.next_if(|(at, _, _)| *at <= column) {
            repeat(flow, builder, &mut cells, &mut column, cell, rows);
        }
        let place = flow.place(element);
        if !flow.context.node(place) {
            break;
        }
        only_headings &= element.name() == "th";
        let cell = Cell {
            blocks: flow.inside(&child, &Style::default()),
            span: place,
            columns: covers(flow.attribute(element, "colspan").as_deref()),
        };
        // Anchors of a cell's sentences are not those of the next table.
        flow.anchors.clear();
        let rows = covers(flow.attribute(element, "rowspan").as_deref());
        if rows > 1 {
            builder.covering.push((column, repeated(&cell), rows - 1));
        }
        column += usize::from(cell.columns);
        cells.push(cell);
    }
    for (_, cell, rows) in covering {
        repeat(flow, builder, &mut cells, &mut column, cell, rows);
    }
    cells.shrink_to_fit();
    (Row { cells, span }, only_headings)
}

/// Puts a cell of a row above into this row, and keeps it for the rows below that it covers.
fn repeat(
    flow: &mut Flow<'_, '_, '_>,
    builder: &mut Builder,
    cells: &mut Vec<Cell>,
    column: &mut usize,
    cell: Cell,
    rows: u16,
) {
    if !flow.context.node(cell.span) {
        return;
    }
    if rows > 1 {
        builder.covering.push((*column, cell.clone(), rows - 1));
    }
    *column += usize::from(cell.columns);
    cells.push(cell);
}

/// What of a cell is repeated: all of it, but for a cell so long that it is data.
fn repeated(cell: &Cell) -> Cell {
    if cell.blocks.len() <= 16 && cell.span.range().len() <= MAX_REPEATED {
        return cell.clone();
    }
    Cell { blocks: Vec::new(), ..cell.clone() }
}

fn covers(stated: Option<&str>) -> u16 {
    stated.and_then(|value| value.trim().parse::<u16>().ok()).unwrap_or(1).clamp(1, MAX_SPAN)
}
