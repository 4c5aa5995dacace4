//! Finds what pulldown-cmark must not see: tables, HTML tables, samples without a fence.
//!
//! In: a page's lines. Out: regions in the page's order. Only bars, fences and line starts are looked at; the words
//! of the lexicon are asked for headers that no separator marks.

use crate::diagnostic::catalogue::readers;
use crate::document::TableLayout;
use crate::document::context::{Context, MAX_NODES};
use crate::document::lines::{Lines, with_ends};
use crate::document::markdown::headers::{self, Separators};
use crate::document::rows::{self, Bars};
use crate::document::samples::{self, Sample};
use crate::source::Span;

/// A part of the page that is read by other means than pulldown-cmark.
pub(super) struct Region {
    pub span: Span,
    pub kind: RegionKind,
}

/// What a region holds.
pub(super) enum RegionKind {
    Table(RawTable),
    Html,
    Sample,
}

/// A table as places of its rows.
pub(super) struct RawTable {
    pub drawn: Bars,
    pub header: Span,
    pub rows: Vec<Span>,
    pub layout: TableLayout,
}

/// What stands where a region was: no page of words holds it, and if one does, no region starts there.
pub(super) const MARK: char = '\u{e000}';

/// Finds the regions of a page.
pub(super) fn find(context: &mut Context<'_>) -> Vec<Region> {
    let source = context.source;
    let lines = Lines::new(source, Span::new(0, source.len()));
    let separators = Separators::of(&lines);
    let mut regions = Vec::new();
    let mut at = 0;
    let mut after_blank = true;
    let mut html_ends_missing = false;
    while at < lines.len() {
        let line = lines.get(at).trim();
        let was_after_blank = std::mem::replace(&mut after_blank, line.is_empty());
        if line.is_empty() {
            at += 1;
            continue;
        }
        if let Some(marker) = opening_fence(line) {
            at = after_fence(context, &lines, at, marker);
            continue;
        }
        if let Some((table, next)) = table(context, &lines, &separators, at) {
            let span = lines.between(at, next);
            regions.push(Region { span, kind: RegionKind::Table(table) });
            at = next;
            after_blank = true;
            continue;
        }
        if line.starts_with('<') && !html_ends_missing && is_html_table(line) {
            if let Some(next) = html_table_end(&lines, at) {
                regions.push(Region { span: lines.between(at, next), kind: RegionKind::Html });
                at = next;
                after_blank = true;
                continue;
            }
            html_ends_missing = true;
            context.report(
                readers::UNENDED_HTML,
                lines.span(at),
                "`<table>` has no `</table>`",
                "close the table on the page; until then it is read as far as its first blank line",
            );
        }
        if was_after_blank && is_sample_start(line) {
            let stops = |line: usize| is_heading(lines.get(line)) || opening_fence(lines.get(line).trim()).is_some();
            if let Some(found) = samples::sample(&lines, at, stops) {
                let next = match found {
                    Sample::Ends(next) => next,
                    Sample::Unended(next) => {
                        context.report(
                            readers::UNENDED_SAMPLE,
                            lines.span(at),
                            "a sample starts here and its brackets or tags are not closed",
                            "close the sample on the page, or put it between fences",
                        );
                        next
                    }
                };
                let span = lines.between(at, next);
                if span.range().len() > MARK.len_utf8() {
                    regions.push(Region { span, kind: RegionKind::Sample });
                    at = next;
                    after_blank = true;
                    continue;
                }
            }
        }
        if line.starts_with('|') {
            context.report(
                readers::ROW_OUTSIDE_TABLE,
                lines.span(at),
                "a row of a table stands outside of any table",
                "give the table above it a header and a separator row, or add an erratum for the page",
            );
        }
        if line.contains('|') && rows::separator(line).is_some() {
            context.report(
                readers::SEPARATOR_WITHOUT_HEADER,
                lines.span(at),
                "a separator row has no header with as many cells above it",
                "give the header as many cells as the separator has",
            );
        }
        at += 1;
    }
    regions
}

/// What regions are blanked out with.
const BLANKS: &str = "                                                                ";

/// The page with every region blanked out, byte for byte: line ends stay, the first character becomes [`MARK`].
pub(super) fn mask(source: &str, regions: &[Region]) -> String {
    let mut masked = String::with_capacity(source.len());
    let mut done = 0;
    for region in regions {
        let range = region.span.range();
        masked.push_str(source.get(done..range.start).unwrap_or_default());
        let text = source.get(range.clone()).unwrap_or_default();
        let indent = text.len() - text.trim_start().len();
        masked.push_str(text.get(..indent).unwrap_or_default());
        masked.push(MARK);
        let mut column = indent + MARK.len_utf8();
        // The mark is longer than one byte: no line end may stand among the bytes it covers.
        for line in with_ends(text.get(indent..).unwrap_or_default()) {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            let end = start + line.len();
            let blanks = end.saturating_sub(column.max(start));
            let ends_line = line.ends_with('\n') && blanks > 0;
            let mut open = blanks - usize::from(ends_line);
            while let Some(part) = BLANKS.get(..open.min(BLANKS.len())).filter(|part| !part.is_empty()) {
                masked.push_str(part);
                open -= part.len();
            }
            if ends_line {
                masked.push('\n');
            }
            column = column.max(end);
        }
        done = range.end;
    }
    masked.push_str(source.get(done..).unwrap_or_default());
    masked
}

/// The regions, taken in the page's order.
pub(super) struct Regions {
    regions: std::iter::Peekable<std::vec::IntoIter<Region>>,
}

impl Regions {
    pub fn new(regions: Vec<Region>) -> Self {
        Self { regions: regions.into_iter().peekable() }
    }

    /// The next region that starts before `end`.
    pub fn next_before(&mut self, end: usize) -> Option<Region> {
        self.regions.next_if(|region| (region.span.start as usize) < end)
    }
}

/// The fence that opens at a line: its character and length.
fn opening_fence(line: &str) -> Option<(char, usize)> {
    let marker = line.chars().next().filter(|marker| matches!(marker, '`' | '~'))?;
    let length = line.chars().take_while(|&c| c == marker).count();
    let info = line.get(length..).unwrap_or_default();
    (length >= 3 && !(marker == '`' && info.contains('`'))).then_some((marker, length))
}

/// The line behind a fenced block. One that is never closed goes to the end of the page, as in markdown.
fn after_fence(context: &mut Context<'_>, lines: &Lines<'_>, first: usize, (marker, length): (char, usize)) -> usize {
    let closes = |line: &str| {
        let line = line.trim();
        line.len() >= length && line.chars().all(|c| c == marker)
    };
    if let Some(end) = (first + 1..lines.len()).find(|&at| closes(lines.get(at))) {
        return end + 1;
    }
    context.report(
        readers::UNCLOSED_FENCE,
        lines.span(first),
        "a code fence opens here and never closes, so the rest of the page is code",
        "close the fence on the page",
    );
    lines.len()
}

/// A table whose header starts at line `first`, and the line behind the table.
fn table(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    separators: &Separators,
    first: usize,
) -> Option<(RawTable, usize)> {
    let line = lines.get(first).trim();
    if !line.contains('|') {
        return None;
    }
    let header = headers::header(context, lines, separators, first)?;
    let drawn = Bars { columns: header.columns, leading: header.leading, escapes: true };
    let mut table = RawTable {
        drawn,
        header: lines.between(first, header.end),
        rows: Vec::new(),
        layout: if header.is_inferred { TableLayout::Inferred } else { TableLayout::Marked },
    };
    let mut at = header.end + usize::from(!header.is_inferred);
    let mut end = at;
    loop {
        let below_blank = lines.is_blank(at);
        let start = if drawn.leading { lines.skip_blank(at) } else { at };
        if start >= lines.len() || !is_row_start(lines.get(start), drawn) || is_new_table(context, lines, start) {
            break;
        }
        if !drawn.leading {
            table.rows.push(lines.span(start));
            at = start + 1;
            end = at;
            continue;
        }
        let stops = |line: usize| {
            is_heading(lines.get(line)) || rows::separator(lines.get(line)).is_some() || is_separated(lines, line)
        };
        let row = rows::row_end(lines, start, drawn, stops);
        let span = lines.between(start, row.line);
        if below_blank && !row.is_closed && rows::cells(context.source, span, drawn).len() != drawn.columns {
            // Behind a blank line, a line with another number of cells is not of this table.
            break;
        }
        if !row.is_closed && rows::cells(context.source, span, drawn).len() < drawn.columns {
            context.report(
                readers::UNENDED_ROW,
                span,
                format!(
                    "row has {} cells, its table has {} columns, and no later line ends it",
                    rows::cells(context.source, span, drawn).len(),
                    drawn.columns
                ),
                "end the row with `|`, or add an erratum `join_cells` for this row",
            );
        }
        if row.line > start + 1 && table.layout == TableLayout::Marked {
            table.layout = TableLayout::Joined;
        }
        table.rows.push(span);
        at = row.line;
        end = at;
        if table.rows.len() * drawn.columns.max(1) > MAX_NODES {
            // The page has more than will be read: its rest needs no looking through.
            end = lines.len();
            break;
        }
    }
    Some((table, end))
}

fn is_row_start(line: &str, drawn: Bars) -> bool {
    let line = line.trim();
    if drawn.leading { line.starts_with('|') } else { line.contains('|') }
}

/// Whether a header of another table starts at a line.
fn is_new_table(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> bool {
    if rows::separator(lines.get(at)).is_some() || is_separated(lines, at) {
        return true;
    }
    let has_more = lines.get(at).matches('|').count() >= 2;
    has_more && headers::is_of_column_words(context, lines, at)
}

/// Whether a separator row follows a line.
fn is_separated(lines: &Lines<'_>, at: usize) -> bool {
    lines.get(at + 1).trim_start().starts_with(['|', '-', ':']) && rows::separator(lines.get(at + 1)).is_some()
}

fn is_heading(line: &str) -> bool {
    let line = line.trim_start();
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    (1..=6).contains(&level) && line.as_bytes().get(level).is_none_or(|&byte| byte == b' ' || byte == b'\t')
}

fn is_html_table(line: &str) -> bool {
    line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("<table"))
        && line.as_bytes().get(6).is_some_and(|byte| matches!(byte, b' ' | b'>' | b'\t'))
}

/// The line behind the end of an HTML table; tables may stand in its cells.
fn html_table_end(lines: &Lines<'_>, first: usize) -> Option<usize> {
    let mut depth = 0usize;
    for at in first..lines.len() {
        let line = lines.get(at);
        if line.contains('<') {
            let line = line.to_ascii_lowercase();
            depth += line.matches("<table").count();
            depth = depth.saturating_sub(line.matches("</table").count());
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn is_sample_start(line: &str) -> bool {
    match line.as_bytes().first() {
        Some(b'<') => samples::starts_xml(line) && !crate::document::html::starts_with_element(line),
        Some(b'{' | b'[' | b'H' | b'h' | b'G' | b'P' | b'D' | b'O') => true,
        _ => false,
    }
}
