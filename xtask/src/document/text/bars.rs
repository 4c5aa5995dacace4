//! Tables of extracted text that kept their bars: `a | b |` with `---|---|` below the header.
//!
//! In: lines and the next separator. Out: a table. A cell may stand on the lines below the cells before it; a lone
//! bar closes a cell whose end was lost; bars alone fill up a row whose empty cells were left out. Those empty cells
//! make the others stand under the wrong column, which only their words can mend.

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_COLUMNS};
use crate::document::lines::Lines;
use crate::document::rows::{self, Bars};
use crate::document::text::{columns, errors, flow, is_heading};
use crate::document::{Block, Cell, Column, Row, Table, TableLayout, Text};
use crate::source::Span;

/// The most lines over which a header may be spread.
const HEADER_LINES: usize = 64;

/// The table whose header starts at line `at`, and the line behind it; `separator` is the next separator's line.
pub(super) fn table(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    at: usize,
    separator: Option<usize>,
) -> Option<(Table, usize)> {
    let separated = separator.filter(|&separator| is_header(context, lines, at, separator));
    let header = match separated {
        Some(separator) => Header {
            places: header_cells(context, lines, at, separator),
            end: separator + 1,
            caption: None,
            leading: lines.get(at).trim().starts_with('|'),
        },
        None => header_by_words(context, lines, at)?,
    };
    let columns = header.places.len();
    let drawn = Bars { columns, leading: header.leading, escapes: false };
    let kinds: Vec<Option<Column>> =
        header.places.iter().map(|place| context.words.column(context.page.slice(*place))).collect();
    let caption = header.caption.map(|place| flow::words_at(context, place));
    let first_row = header.end;
    let header: Vec<Cell> = header.places.into_iter().map(|place| columns::cell_of(context, place)).collect();
    let mut table = Table {
        caption,
        anchors: Vec::new(),
        header,
        rows: Vec::new(),
        span: lines.between(at, first_row),
        layout: if separated.is_some() { TableLayout::Marked } else { TableLayout::Inferred },
    };
    let mut next = first_row;
    let mut end = next;
    let mut next_separator = following_separator(lines, next);
    while next < lines.len() && !context.is_exhausted() {
        if lines.is_blank(next) {
            next += 1;
            continue;
        }
        if next_separator.is_some_and(|separator| separator < next) {
            next_separator = following_separator(lines, next);
        }
        let starts_other = |context: &Context<'_>, line: usize| {
            next_separator.is_some_and(|separator| is_header(context, lines, line, separator))
        };
        // Where each bar has a line of its own, a row's first cell has none.
        let has_bar = lines.get(next).contains('|') || is_lone_bar(lines.get(next + 1));
        if !has_bar || starts_other(context, next) || is_heading(context, lines, next) {
            break;
        }
        let row_end = row_end(context, lines, next, drawn, starts_other);
        let span = lines.between(next, row_end);
        if row_end > next + 1 && table.layout == TableLayout::Marked {
            table.layout = TableLayout::Joined;
        }
        let mut cells = row(context, span, drawn);
        if cells.len() < columns {
            context.report(
                readers::UNENDED_ROW,
                span,
                format!("row has {} cells, its table has {columns} columns, and no later line ends it", cells.len()),
                "end the row with `|`, or add an erratum for this row",
            );
        }
        if place_by_words(context, &mut cells, &kinds, span) {
            table.layout = TableLayout::Inferred;
        }
        table.rows.push(Row { cells, span });
        next = row_end;
        end = next;
    }
    table.span = lines.between(at, end);
    Some((table, end))
}

/// Whether the lines from `at` up to the separator are its header and nothing else.
fn is_header(context: &Context<'_>, lines: &Lines<'_>, at: usize, separator: usize) -> bool {
    if separator <= at || separator - at > HEADER_LINES || is_lone_bar(lines.get(at)) {
        return false;
    }
    let Some(columns) = rows::separator(lines.get(separator)) else { return false };
    if columns > MAX_COLUMNS || !(at..separator).all(|line| lines.get(line).contains('|')) {
        return false;
    }
    header_cells(context, lines, at, separator).len() == columns
}

fn header_cells(context: &Context<'_>, lines: &Lines<'_>, at: usize, separator: usize) -> Vec<Span> {
    let drawn = Bars { columns: 0, leading: lines.get(at).trim().starts_with('|'), escapes: false };
    rows::cells(context.source, lines.between(at, separator), drawn)
}

struct Header {
    places: Vec<Span>,
    /// The line behind the header and its separator.
    end: usize,
    caption: Option<Span>,
    leading: bool,
}

/// A header that lost its separator: cells that are column words, up to the first that is none. The table's caption
/// may be glued to the first cell.
fn header_by_words(context: &mut Context<'_>, lines: &Lines<'_>, at: usize) -> Option<Header> {
    if !lines.get(at).contains('|') && !is_lone_bar(lines.get(at + 1)) {
        return None;
    }
    let mut places: Vec<Span> = Vec::new();
    let mut kinds: Vec<Column> = Vec::new();
    let mut caption = None;
    let mut end = at;
    let mut start = lines.span(at).start;
    for line in at..lines.len().min(at + HEADER_LINES) {
        let span = lines.span(line);
        let (known, line_start) = (places.len(), start);
        for (bar, _) in lines.get(line).match_indices('|') {
            let place = Span { start, end: span.start + bar as u32 };
            let words = context.page.slice(place);
            let mut kind = context.words.column(words).map(|kind| (kind, place));
            if kind.is_none() && places.is_empty() {
                kind = context.words.column_at_end(words).map(|(kind, from)| {
                    caption = Some(Span { end: place.start + from as u32, ..place });
                    (kind, Span { start: place.start + from as u32, ..place })
                });
            }
            let Some((kind, place)) = kind.filter(|(kind, _)| !kinds.contains(kind)) else {
                // The first row starts here; a header ends where a line ends.
                places.truncate(known);
                start = line_start;
                let is_header =
                    places.len() >= 2 && kinds.first().is_some_and(|kind| columns::starts_rows(*kind)) && start > 0;
                return is_header.then(|| {
                    context.report(
                        readers::HEADER_BY_WORDS,
                        lines.between(at, end),
                        format!(
                            "no separator row follows these {} cells; they are a header by their words",
                            places.len()
                        ),
                        "nothing to do, unless they are a row",
                    );
                    Header { places, end, caption, leading: false }
                });
            };
            kinds.push(kind);
            places.push(place);
            start = span.start + bar as u32 + 1;
        }
        if places.len() > known {
            end = line + 1;
        }
    }
    None
}

fn is_lone_bar(line: &str) -> bool {
    line.trim() == "|"
}

fn following_separator(lines: &Lines<'_>, from: usize) -> Option<usize> {
    // Separators stand below headers, which are short; rows between two tables are not looked through twice.
    (from..lines.len()).find(|&line| {
        let text = lines.get(line);
        text.contains("-|") && rows::separator(text).is_some()
    })
}

/// The line behind a row: where it has its cells and ends with a bar.
fn row_end(
    context: &Context<'_>,
    lines: &Lines<'_>,
    first: usize,
    drawn: Bars,
    starts_other: impl Fn(&Context<'_>, usize) -> bool,
) -> usize {
    let wanted = drawn.columns + usize::from(drawn.leading);
    let mut bars = 0;
    let mut at = first;
    while at < lines.len() {
        let line = lines.get(at).trim();
        let stops = || rows::separator(line).is_some() || is_heading(context, lines, at) || starts_other(context, at);
        if at > first && stops() {
            // The row never ends; what has bars belongs to it.
            let mut end = at;
            while end > first + 1 && !lines.get(end - 1).contains('|') {
                end -= 1;
            }
            return end;
        }
        bars += line.bytes().filter(|&byte| byte == b'|').count();
        at += 1;
        if bars >= wanted && line.ends_with('|') {
            break;
        }
    }
    at
}

fn row(context: &mut Context<'_>, span: Span, drawn: Bars) -> Vec<Cell> {
    let source = context.source;
    let mut cells = Vec::with_capacity(drawn.columns);
    let text = source.get(span.range()).unwrap_or_default();
    let base = span.start as usize;
    let mut start = usize::from(drawn.leading);
    let mut places: Vec<Span> = Vec::with_capacity(drawn.columns);
    for (bar, _) in text.match_indices('|') {
        if bar >= start {
            places.push(Span::new(base + start, base + bar));
            start = bar + 1;
        }
    }
    if text.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        places.push(Span::new(base + start, base + text.len()));
    }
    for place in places {
        if !context.node(place) {
            break;
        }
        cells.push(Cell { blocks: cell(context, place), span: place, columns: 1 });
    }
    cells
}

/// The blocks of a cell: its lines, and the items whose first one stands behind the sentence that announces them.
fn cell(context: &mut Context<'_>, place: Span) -> Vec<Block> {
    let text = context.page.slice(place);
    if text.trim().is_empty() {
        return Vec::new();
    }
    if !text.trim().contains('\n') {
        let cell = columns::cell_of(context, place);
        return cell.blocks;
    }
    let lines = Lines::new(context.source, place);
    let blocks = flow::cell(context, &lines, 0, lines.len());
    glued_item(blocks)
}

/// Moves "Valid values: - Year" apart when a list of dashes follows: its first item lost its line.
fn glued_item(mut blocks: Vec<Block>) -> Vec<Block> {
    for at in 1..blocks.len() {
        let (before, behind) = blocks.split_at_mut(at);
        let (Some(Block::Paragraph(text)), Some(Block::List(list))) = (before.last_mut(), behind.first_mut()) else {
            continue;
        };
        let Some(item) = last_item(text) else { continue };
        list.span = list.span.to(item.span);
        list.items.insert(0, vec![Block::Paragraph(item)]);
    }
    blocks
}

/// Takes the item off the end of a paragraph of one run.
fn last_item(text: &mut Text) -> Option<Text> {
    let [run] = text.runs.as_mut_slice() else { return None };
    let line = run.text.rfind('\n').map_or(0, |at| at + 1);
    let dash = line + run.text.get(line..)?.find(" - ")?;
    let before = run.text.get(..dash)?;
    // Only a sentence end or a colon announces a list; a dash elsewhere is a dash.
    if !(before.ends_with([':', '.', '：', '。']) || before.ends_with(" the") || before.ends_with(" by")) {
        return None;
    }
    let item = run.text.get(dash + 3..)?.to_owned();
    let exact = run.text.len() == run.span.range().len();
    let start = if exact { run.span.start + dash as u32 + 3 } else { run.span.start };
    let span = Span { start, end: run.span.end };
    let mut moved = run.clone();
    moved.text = item;
    moved.span = span;
    run.text.truncate(dash);
    if exact {
        run.span.end = run.span.start + dash as u32;
    }
    text.span.end = run.span.end;
    Some(Text { runs: vec![moved], span })
}

/// Puts the cells of a row that lost its empty cells under their columns. Whether anything was moved.
fn place_by_words(context: &mut Context<'_>, cells: &mut Vec<Cell>, kinds: &[Option<Column>], row: Span) -> bool {
    let filled = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
    if cells.len() > kinds.len() || filled < 2 || filled == kinds.len() {
        return false;
    }
    let words: Vec<String> = cells.iter().take(filled).map(Cell::plain).collect();
    let starts_line = |cell: &Cell| {
        cell.blocks.first().is_some_and(|block| {
            let before = context.source.get(row.start as usize..block.span().start as usize).unwrap_or_default();
            before.trim_end_matches([' ', '\t']).ends_with('\n')
        })
    };
    // A description stands on a line of its own below cells that share a line.
    let own_lines = cells.iter().take(filled).skip(1).filter(|cell| starts_line(cell)).count();
    let last_is_below = cells.get(filled - 1).is_some_and(starts_line) && (own_lines == 1 || is_sentence(words.last()));
    let mut target: Vec<usize> = vec![0];
    let mut free = 1;
    for (index, word) in words.iter().enumerate().skip(1) {
        let is_last = index + 1 == filled;
        let opens = errors::opens_description(word, &context.words);
        let is_description = is_last && (last_is_below || opens);
        let fits = |kind: &Option<Column>| match kind {
            Some(Column::Type) => context.words.type_at_start(word).is_some(),
            Some(Column::Presence) => context.words.presence_at_start(word).is_some(),
            Some(Column::Description) => is_description,
            Some(Column::Status) => columns::is_status(word),
            Some(Column::ErrorCode) => !word.contains(' '),
            Some(Column::ErrorMessage) => !opens,
            Some(Column::Example | Column::Default | Column::Constraint | Column::Location) | None => !is_description,
            Some(Column::Name | Column::ErrorSolution | Column::Uri | Column::Ignored) => false,
        };
        let Some(found) = kinds.iter().enumerate().skip(free).find(|(_, kind)| fits(kind)).map(|(at, _)| at) else {
            return false;
        };
        target.push(found);
        free = found + 1;
    }
    if target.iter().enumerate().all(|(from, to)| from == *to) {
        return false;
    }
    let mut placed: Vec<Cell> = kinds
        .iter()
        .map(|_| Cell { span: Span { start: row.end, end: row.end }, columns: 1, ..Cell::default() })
        .collect();
    for (cell, to) in cells.drain(..).zip(target) {
        if let Some(place) = placed.get_mut(to) {
            *place = cell;
        }
    }
    *cells = placed;
    context.report(
        readers::CELLS_BY_WORDS,
        row,
        format!("row has {filled} cells with words and {} columns; they were placed by their words", kinds.len()),
        "nothing to do, unless a cell is under the wrong column: then add an erratum",
    );
    true
}

fn is_sentence(words: Option<&String>) -> bool {
    words.is_some_and(|words| words.trim_end().ends_with(['.', '。']) || words.split_whitespace().count() > 3)
}
