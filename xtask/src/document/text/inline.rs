//! Tables of extracted text whose rows are lines: `RegionId String Yes cn-hangzhou`, the description below.
//!
//! In: lines and a header of column words. Out: a table. A row starts where a line starts with a name and goes on
//! with a type or a yes or no; empty cells leave a hole. What stands between two such lines is the first row's
//! description, with its lists. Rows of error tables stand on one line whole.

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_NODES};
use crate::document::lines::Lines;
use crate::document::text::columns::{
    self, Header, captioned_header, cell_of, is_compound_name, is_name, is_surely_name,
};
use crate::document::text::{errors, flow, is_heading};
use crate::document::words::Words;
use crate::document::{Cell, Column, Row, Table, TableLayout};
use crate::source::Span;

/// Reads the rows below a header; the line behind the table.
pub(super) fn table(context: &mut Context<'_>, lines: &Lines<'_>, header: &Header) -> (Table, usize) {
    let kinds: Vec<Column> = header.columns.iter().map(|(_, kind)| *kind).collect();
    let cells = columns::header_cells(context, header);
    let (rows, end) = if kinds.first() == Some(&Column::Name) {
        parameter_rows(context, lines, header.end, &kinds)
    } else {
        error_rows(context, lines, header.end, &kinds)
    };
    let span = lines.between(header.first, end);
    (Table { caption: None, anchors: Vec::new(), header: cells, rows, span, layout: TableLayout::Inferred }, end)
}

/// A row that a line starts: a byte range of the line for each column but the description.
struct Start {
    line: usize,
    cells: Vec<Option<std::ops::Range<usize>>>,
}

fn parameter_rows(context: &mut Context<'_>, lines: &Lines<'_>, first: usize, kinds: &[Column]) -> (Vec<Row>, usize) {
    let mut rows = Vec::new();
    let mut open: Option<Start> = None;
    let mut at = first;
    let mut end = first;
    while at < lines.len() && !context.is_exhausted() {
        if lines.is_blank(at) {
            at += 1;
            continue;
        }
        let starts = row_start(context, lines, at, kinds);
        let below = lines.skip_blank(at + 1) == at + 1 && at + 1 < lines.len();
        let is_glued_name = below && starts.is_some() && row_start(context, lines, at + 1, kinds).is_some();
        if !is_glued_name && ends_table(context, lines, at) {
            break;
        }
        match starts {
            Some(start) => {
                if let Some(open) = open.take() {
                    rows.push(close_row(context, lines, &open, kinds, end));
                }
                open = Some(start);
            }
            None if open.is_none() => break,
            None => {}
        }
        at += 1;
        end = at;
    }
    if let Some(open) = open {
        rows.push(close_row(context, lines, &open, kinds, end));
    }
    (rows, end)
}

/// Whether a line stands behind the table: a heading, another header, a caption, a status line.
fn ends_table(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> bool {
    is_heading(context, lines, at)
        || columns::is_status_line(context, lines.get(at))
        || captioned_header(context, lines, at).is_some()
}

fn row_start(context: &Context<'_>, lines: &Lines<'_>, at: usize, kinds: &[Column]) -> Option<Start> {
    let line = lines.get(at);
    let trimmed = line.trim();
    let indent = line.len() - line.trim_start().len();
    let name = trimmed.split_whitespace().next()?;
    if !is_name(name) {
        return None;
    }
    let cells = row_cells(&context.words, trimmed, name.len(), kinds)?;
    let cells = cells.into_iter().map(|cell| cell.map(|range| range.start + indent..range.end + indent)).collect();
    Some(Start { line: at, cells })
}

/// The cells of a line that starts a row; nothing when it is a sentence.
fn row_cells(
    words: &Words<'_>,
    line: &str,
    name_end: usize,
    kinds: &[Column],
) -> Option<Vec<Option<std::ops::Range<usize>>>> {
    let mut cells = vec![Some(0..name_end)];
    let mut at = name_end;
    let mut has_type = false;
    let mut has_presence = false;
    let wants_presence = kinds.contains(&Column::Presence);
    for kind in kinds.iter().skip(1) {
        let rest = line.get(at..).unwrap_or_default();
        let start = at + (rest.len() - rest.trim_start().len());
        let rest = rest.trim_start();
        let length = match kind {
            Column::Type => type_length(words, rest),
            Column::Presence => words.presence_at_start(rest).map(|length| presence_length(rest, length)),
            // A location is one word, and no name's row is known by it.
            Column::Location => rest.split_whitespace().next().map(str::len),
            Column::Example
            | Column::Default
            | Column::Constraint
            | Column::Description
            | Column::Name
            | Column::Status
            | Column::ErrorCode
            | Column::ErrorMessage
            | Column::ErrorSolution
            | Column::Uri
            | Column::Ignored => (!rest.is_empty()).then_some(rest.trim_end().len()),
        };
        has_type |= *kind == Column::Type && length.is_some();
        has_presence |= *kind == Column::Presence && length.is_some();
        cells.push(length.map(|length| start..start + length));
        at = length.map_or(at, |length| start + length);
    }
    let rest = line.get(name_end..).unwrap_or_default().trim();
    if rest.is_empty() {
        return is_surely_name(line.get(..name_end)?).then_some(cells);
    }
    let behind = line.get(at..).unwrap_or_default().trim();
    if !behind.is_empty() {
        return None;
    }
    let rest_words = rest.split_whitespace().count();
    // "An array that holds the boats." has a type word behind a first word, and is a sentence.
    let is_lower = rest.starts_with(char::is_lowercase);
    if rest_words >= 2
        && is_lower
        && line.ends_with(['.', '。'])
        && !has_presence
        && !is_compound_name(line.get(..name_end)?)
    {
        return None;
    }
    let is_row = match (has_type, has_presence) {
        (true, true) => true,
        // "Name String" and nothing more, or a table that has no column for yes and no.
        (true, false) => !wants_presence || type_length(words, rest) == Some(rest.len()),
        // "Name Yes" without a type is a row when it says nothing more than an example.
        (false, true) => rest_words <= 2 && is_compound_name(line.get(..name_end)?),
        (false, false) => false,
    };
    is_row.then_some(cells)
}

/// The length of a type at the start of a text: "String", "Array of Tag", "Array of strings".
pub(super) fn type_length(words: &Words<'_>, text: &str) -> Option<usize> {
    let known = words.type_at_start(text)?;
    let word_end = |from: usize| {
        text.get(from..).map_or(text.len(), |rest| from + rest.find(char::is_whitespace).unwrap_or(rest.len()))
    };
    let mut end = word_end(known);
    let says_of = |end: usize| text.get(..end).is_some_and(|text| text.to_lowercase().ends_with(" of"));
    let next_word = |end: usize| text.get(end..).unwrap_or_default().split_whitespace().next().unwrap_or_default();
    if next_word(end).eq_ignore_ascii_case("of") {
        end = word_end(end + 1);
    }
    while says_of(end) && !next_word(end).is_empty() {
        end = word_end(end + 1);
    }
    if matches!(next_word(end).to_ascii_lowercase().as_str(), "object" | "objects") {
        end = word_end(end + 1);
    }
    Some(end)
}

/// "Yes" with the condition in brackets that may stand behind it.
fn presence_length(text: &str, word: usize) -> usize {
    let rest = text.get(word..).unwrap_or_default();
    let stop = usize::from(rest.starts_with('.'));
    if rest.trim_start().starts_with('(')
        && let Some(close) = rest.find(')')
    {
        return word + close + 1;
    }
    word + stop
}

/// Makes the row of a start and the lines below it, up to `end`.
fn close_row(context: &mut Context<'_>, lines: &Lines<'_>, start: &Start, kinds: &[Column], end: usize) -> Row {
    let mut end = end;
    while end > start.line + 1 && lines.is_blank(end - 1) {
        end -= 1;
    }
    let line = lines.span(start.line);
    let place =
        |range: &std::ops::Range<usize>| Span::new(line.start as usize + range.start, line.start as usize + range.end);
    let below = flow::cell(context, lines, start.line + 1, end);
    let below_span = lines.between((start.line + 1).min(end), end);
    let mut cells: Vec<Cell> = Vec::with_capacity(kinds.len());
    let mut extra = None;
    for (index, kind) in kinds.iter().enumerate() {
        let range = start.cells.get(index).and_then(Option::as_ref).map(&place);
        let is_last = index + 1 == kinds.len();
        if *kind == Column::Example
            && below.is_empty()
            && index + 2 == kinds.len()
            && let Some(range) = range
            && let Some(split) = description_on_line(context.page.slice(range))
        {
            let at = range.start as usize + split;
            cells.push(cell_of(context, Span::new(range.start as usize, at)));
            extra = Some(Span::new(at, range.end as usize));
            continue;
        }
        let mut cell = match range.or(extra.filter(|_| is_last)) {
            Some(range) => cell_of(context, range),
            None => Cell { blocks: Vec::new(), span: Span { start: line.end, end: line.end }, columns: 1 },
        };
        if is_last && !below.is_empty() {
            cell.span = if cell.blocks.is_empty() { below_span } else { cell.span.to(below_span) };
            cell.blocks.extend(below.iter().cloned());
        }
        context.node(cell.span);
        cells.push(cell);
    }
    if extra.is_some() {
        context.report(
            readers::CELLS_BY_WORDS,
            line,
            "example and description stand on one line; they were parted before the first capital word",
            "nothing to do, unless the example is wrong: then add an erratum",
        );
    }
    Row { cells, span: lines.between(start.line, end.max(start.line + 1)) }
}

/// Where a description starts behind an example on the same line: behind the first word, at a capital word, when a
/// sentence follows.
fn description_on_line(text: &str) -> Option<usize> {
    let words = crate::document::words::word_ranges(text);
    let second = words.get(1)?;
    let rest = text.get(second.start..)?;
    let capital = rest.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    (capital && rest.trim_end().ends_with(['.', '。']) && words.len() >= 4).then_some(second.start)
}

/// Rows of a table whose cells stand on one line: errors, statuses.
fn error_rows(context: &mut Context<'_>, lines: &Lines<'_>, first: usize, kinds: &[Column]) -> (Vec<Row>, usize) {
    let mut found: Vec<(usize, usize, errors::ErrorRow)> = Vec::new();
    let has_status = kinds.contains(&Column::Status);
    let mut at = first;
    // More rows than a page may have cells need no looking through: they are cut below.
    while at < lines.len() && found.len() * kinds.len() <= MAX_NODES {
        if lines.is_blank(at) {
            let next = lines.skip_blank(at);
            // Only a row that its status marks goes on below a blank line.
            let goes_on = has_status
                && next < lines.len()
                && !ends_table(context, lines, next)
                && (found.is_empty() || errors::row(lines.get(next).trim(), kinds).is_some());
            if !goes_on {
                break;
            }
            at = next;
            continue;
        }
        if ends_table(context, lines, at) {
            break;
        }
        match errors::row(lines.get(at).trim(), kinds) {
            Some(row) => found.push((at, at + 1, row)),
            // A line that is no row goes on with the row above it.
            None => match found.last_mut() {
                Some((_, end, _)) if *end == at => *end = at + 1,
                _ => break,
            },
        }
        at += 1;
    }
    let end = found.last().map_or(first, |(_, end, _)| *end);
    let joined: Vec<&str> = found
        .iter()
        .filter_map(|(line, _, row)| lines.get(*line).trim().get(row.cells.get(row.joined?)?.clone()))
        .collect();
    let openings = errors::openings(joined.into_iter());
    let mut rows = Vec::with_capacity(found.len());
    for (line, end, row) in found {
        if context.is_exhausted() {
            break;
        }
        rows.push(error_row(context, lines, (line, end), row, &openings));
    }
    (rows, end)
}

fn error_row(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    (line, end): (usize, usize),
    mut row: errors::ErrorRow,
    openings: &std::collections::HashSet<&str>,
) -> Row {
    let span = lines.span(line);
    let text = lines.get(line);
    let indent = text.len() - text.trim_start().len();
    let text = text.trim();
    if let Some(joined) = row.joined
        && let Some(range) = row.cells.get(joined).cloned()
        && let Some(words) = text.get(range.clone())
    {
        match errors::description_start(words, &context.words, openings) {
            Some(start) => {
                let message = words.get(..start).unwrap_or_default().trim_end().len();
                if let Some(cell) = row.cells.get_mut(joined) {
                    *cell = range.start..range.start + message;
                }
                if let Some(cell) = row.cells.get_mut(joined + 1) {
                    *cell = range.start + start..range.end;
                }
            }
            None if words.is_empty() => {}
            None => context.report(
                readers::MESSAGE_UNSPLIT,
                Span::new(span.start as usize + indent + range.start, span.start as usize + indent + range.end),
                "message and description of this error can not be told apart",
                "add the words that open the description to the dialect, or an erratum for this row",
            ),
        }
    }
    let last = row.cells.len().saturating_sub(1);
    let base = span.start as usize + indent;
    let mut cells = Vec::with_capacity(row.cells.len());
    for (index, range) in row.cells.into_iter().enumerate() {
        let mut cell = cell_of(context, Span::new(base + range.start, base + range.end));
        if index == last && end > line + 1 {
            cell.blocks.extend(flow::cell(context, lines, line + 1, end));
            cell.span = cell.span.to(lines.between(line + 1, end));
        }
        cells.push(cell);
    }
    Row { cells, span: lines.between(line, end) }
}
