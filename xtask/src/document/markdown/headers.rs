//! Headers of tables of bars: on one line, spread over paragraphs, or without a separator row.
//!
//! In: lines. Out: how many columns a header has and where it ends. Without a separator, the words of the lexicon tell
//! a header from a row.

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_COLUMNS};
use crate::document::lines::Lines;
use crate::document::rows::{self, Bars};

/// A table's header.
pub(super) struct Header {
    pub columns: usize,
    /// Whether rows start with a bar.
    pub leading: bool,
    /// The line behind the header: the separator, if there is one.
    pub end: usize,
    /// Whether only its words say that it is a header.
    pub is_inferred: bool,
}

/// The most lines over which a header may be spread: each cell and a blank line below it.
const HEADER_LINES: usize = 64;

/// The lines that are separator rows, in order.
pub(super) struct Separators(Vec<usize>);

impl Separators {
    pub fn of(lines: &Lines<'_>) -> Self {
        Self((0..lines.len()).filter(|&at| rows::separator(lines.get(at)).is_some()).collect())
    }

    /// The first separator behind a line.
    fn behind(&self, line: usize) -> Option<usize> {
        self.0.get(self.0.partition_point(|&separator| separator <= line)).copied()
    }
}

/// The header that starts at line `first`.
pub(super) fn header(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    separators: &Separators,
    first: usize,
) -> Option<Header> {
    let line = lines.get(first).trim();
    if rows::separator(line).is_some() {
        return None;
    }
    let leading = line.starts_with('|');
    if let Some(columns) = rows::separator(lines.get(first + 1)) {
        return header_on_a_line(context, lines, first, leading, columns);
    }
    if !leading {
        return None;
    }
    spread_header(context, lines, separators, first).or_else(|| header_by_words(context, lines, first))
}

fn header_on_a_line(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    first: usize,
    leading: bool,
    columns: usize,
) -> Option<Header> {
    let drawn = Bars { columns: 0, leading, escapes: true };
    let cells = rows::cells(context.source, lines.span(first), drawn).len();
    let fits = cells == columns || (leading && lines.get(first + 1).trim().starts_with('|'));
    if !fits || cells.max(columns) > MAX_COLUMNS {
        return None;
    }
    if cells != columns {
        context.report(
            readers::SEPARATOR_WITHOUT_HEADER,
            lines.span(first + 1),
            format!("the separator row has {columns} cells, its header has {cells}"),
            "the header counts; mend the separator on the page",
        );
    }
    Some(Header { columns: cells, leading, end: first + 1, is_inferred: false })
}

/// A header whose cells are paragraphs of their own, the last of which a bar ends above the separator.
fn spread_header(context: &Context<'_>, lines: &Lines<'_>, separators: &Separators, first: usize) -> Option<Header> {
    let separator = separators.behind(first).filter(|separator| separator - first <= HEADER_LINES)?;
    let columns = rows::separator(lines.get(separator)).filter(|&columns| columns <= MAX_COLUMNS)?;
    let is_cell = |at: usize| {
        let line = lines.get(at).trim();
        line.is_empty() || (line.starts_with('|') && (at + 1 == separator) == line.ends_with('|'))
    };
    if !(first..separator).all(is_cell) {
        return None;
    }
    let drawn = Bars { columns: 0, leading: true, escapes: true };
    let found = rows::cells(context.source, lines.between(first, separator), drawn).len();
    (found == columns).then_some(Header { columns, leading: true, end: separator, is_inferred: false })
}

/// A header that no separator follows: cells that are all column words.
fn header_by_words(context: &mut Context<'_>, lines: &Lines<'_>, first: usize) -> Option<Header> {
    let drawn = Bars { columns: 0, leading: true, escapes: true };
    let mut columns = 0;
    let mut end = first;
    let mut at = first;
    while at < lines.len().min(first + HEADER_LINES) {
        let line = lines.get(at).trim();
        if line.is_empty() {
            at += 1;
            continue;
        }
        if !line.starts_with('|') || !is_of_column_words(context, lines, at) {
            break;
        }
        columns += rows::cells(context.source, lines.span(at), drawn).len();
        at += 1;
        end = at;
        if line.ends_with('|') {
            break;
        }
    }
    if !(2..=MAX_COLUMNS).contains(&columns) {
        return None;
    }
    context.report(
        readers::HEADER_BY_WORDS,
        lines.between(first, end),
        format!("no separator row follows these {columns} cells; they are a header by their words"),
        "nothing to do, unless they are a row",
    );
    Some(Header { columns, leading: true, end, is_inferred: true })
}

/// Whether all cells of a line head columns.
pub(super) fn is_of_column_words(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> bool {
    let is_column = |words: &str| context.words.column(words).is_some();
    // Most rows start with a name that heads no column: then the line is not cut into cells.
    let first = lines.get(at).trim().trim_start_matches('|').split('|').next().unwrap_or_default();
    let drawn = Bars { columns: 0, leading: true, escapes: true };
    is_column(first)
        && rows::cells(context.source, lines.span(at), drawn)
            .iter()
            .all(|cell| is_column(context.source.get(cell.range()).unwrap_or_default()))
}
