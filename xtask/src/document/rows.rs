//! Bars: the cells of a row, the separator under a header, and where a row that spans lines ends.
//!
//! In: lines. Out: byte ranges. A row's cells may hold blank lines, lists and fences, so a row can end many lines
//! below its start; no parser of markdown knows that. This module knows no dialect.

use crate::document::lines::{Lines, with_ends};
use crate::source::Span;

/// How a table's rows are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bars {
    /// How many cells the header has.
    pub columns: usize,
    /// Whether rows start with a bar.
    pub leading: bool,
    /// Whether a backslash and a code span protect a bar.
    pub escapes: bool,
}

/// The number of columns of a line such as `|---|:-:|`; dashes may be single.
pub(super) fn separator(line: &str) -> Option<usize> {
    let line = line.trim();
    // Asked of every line: the first letter tells most of them.
    if !line.bytes().all(|byte| matches!(byte, b'-' | b'|' | b':' | b' ' | b'\t')) {
        return None;
    }
    if !line.contains('-') || !line.contains('|') {
        return None;
    }
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut columns = 0;
    for cell in inner.split('|') {
        let cell = cell.trim();
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        if dashes.is_empty() || !dashes.bytes().all(|byte| byte == b'-') {
            return None;
        }
        columns += 1;
    }
    Some(columns)
}

/// The bars of a line that part cells: neither escaped nor, when `code` is set, inside a code span.
pub(super) fn bars(line: &str, bars: Bars, code: bool) -> Vec<usize> {
    let bytes = line.as_bytes();
    if !bars.escapes {
        return memchr::memchr_iter(b'|', bytes).collect();
    }
    if !code || memchr::memchr(b'`', bytes).is_none() {
        // A bar is escaped behind an odd number of backslashes.
        let is_escaped = |at: usize| {
            at > 0
                && bytes.get(at - 1) == Some(&b'\\')
                && bytes.iter().take(at).rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
        };
        return memchr::memchr_iter(b'|', bytes).filter(|&at| !is_escaped(at)).collect();
    }
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'`' => at = after_code(bytes, at),
            _ => {
                if byte == b'|' {
                    places.push(at);
                }
                at += 1;
            }
        }
    }
    places
}

/// The byte behind a code span that starts at `at`, or behind its backticks when nothing closes it.
fn after_code(bytes: &[u8], at: usize) -> usize {
    let run = |from: usize| bytes.iter().skip(from).take_while(|&&byte| byte == b'`').count();
    let opening = run(at);
    let mut next = at + opening;
    // An unclosed span would be looked for again at every backtick of a long line.
    let limit = bytes.len().min(next + 4096);
    while next < limit {
        if bytes.get(next) == Some(&b'`') {
            let closing = run(next);
            next += closing;
            if closing == opening {
                return next;
            }
        } else {
            next += 1;
        }
    }
    at + opening
}

/// The cells of a row that stands at `row`, each without its bars.
pub(super) fn cells(source: &str, row: Span, drawn: Bars) -> Vec<Span> {
    let protected = split(source, row, drawn, true);
    if drawn.escapes && protected.len() != drawn.columns {
        let plain = split(source, row, drawn, false);
        if plain.len() == drawn.columns {
            return plain;
        }
        return rejoined(source, protected, drawn.columns);
    }
    protected
}

/// How the two sides of a bar show that it parts no cells, the surest first: it stands inside bold words, inside
/// `[[page|words]]`, or between two words of one style. They are shown the cell, the next one, and all that could be of
/// the same cell: a style may hold several bars.
const BRIDGES: [fn(&str, &str, &str) -> bool; 3] = [
    |left, _, rest| left.matches("**").count() % 2 == 1 && rest.contains("**"),
    |left, right, _| {
        let open = left.rsplit_once("[[").is_some_and(|(_, rest)| !rest.contains("]]"));
        open && right.split_once("]]").is_some_and(|(before, _)| !before.contains("[["))
    },
    |left, right, _| {
        let (left, right) = (left.trim(), right.trim());
        ["**", "`"].iter().any(|style| left.ends_with(style) && right.starts_with(style))
    },
];

/// The cells of a row that has more than its table has columns, put together again where the words show that a bar
/// stands in a cell.
fn rejoined(source: &str, mut cells: Vec<Span>, columns: usize) -> Vec<Span> {
    if columns == 0 || cells.len() > columns.saturating_mul(2) + 8 {
        return cells;
    }
    for bridges in BRIDGES {
        let mut at = 0;
        while cells.len() > columns && at + 1 < cells.len() {
            let surplus = cells.len() - columns;
            let text = |at: usize| cells.get(at).and_then(|cell| source.get(cell.range())).unwrap_or_default();
            let rest = cells.get(at + 1).zip(cells.get((at + surplus).min(cells.len() - 1)));
            let rest = rest.and_then(|(first, last)| source.get(first.to(*last).range())).unwrap_or_default();
            if !bridges(text(at), text(at + 1), rest) {
                at += 1;
                continue;
            }
            let right = cells.remove(at + 1);
            if let Some(left) = cells.get_mut(at) {
                *left = left.to(right);
            }
        }
    }
    cells
}

fn split(source: &str, row: Span, drawn: Bars, code: bool) -> Vec<Span> {
    let text = source.get(row.range()).unwrap_or_default();
    let base = row.start as usize;
    let mut cells = Vec::with_capacity(drawn.columns);
    let mut start = 0;
    let mut fence = false;
    let mut offset = 0;
    for line in with_ends(text) {
        let is_fence = is_fence(line);
        fence ^= is_fence;
        if !fence && !is_fence {
            for bar in bars(line, drawn, code) {
                cells.push(Span::new(base + start, base + offset + bar));
                start = offset + bar + 1;
            }
        }
        offset += line.len();
    }
    cells.push(Span::new(base + start, base + text.len()));
    let blank = |cell: &Span| source.get(cell.range()).unwrap_or_default().trim().is_empty();
    if drawn.leading && cells.len() > 1 && cells.first().is_some_and(blank) {
        cells.remove(0);
    }
    // Bars alone below a row's last cell end it; they add no cell.
    while cells.len() > 1 && cells.last().is_some_and(blank) {
        cells.pop();
        if drawn.columns == 0 || cells.len() <= drawn.columns {
            break;
        }
    }
    cells
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// Where a row ends, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowEnd {
    /// The line behind its last.
    pub line: usize,
    /// Whether the page ends the row; otherwise it was cut at the next blank line.
    pub is_closed: bool,
}

/// Where the row that starts at line `first` ends.
///
/// It ends when it has as many cells as the header and its line ends with a bar. It also ends before a line that
/// starts a row of its own: when all its cells are open, or when the line before closed too few. `stops` says which
/// lines can not belong to a row.
pub(super) fn row_end(lines: &Lines<'_>, first: usize, drawn: Bars, stops: impl Fn(usize) -> bool) -> RowEnd {
    let mut open = 0;
    let mut closed = false;
    let mut fence = None;
    let mut cut = None;
    let mut at = first;
    while at < lines.len() {
        let line = lines.get(at).trim();
        if line.is_empty() {
            if fence.is_none() {
                cut.get_or_insert(at);
            }
            at += 1;
            continue;
        }
        if at > first && is_fence(line) {
            fence = if fence.is_some() { None } else { Some(at) };
            at += 1;
            continue;
        }
        if fence.is_some() {
            at += 1;
            continue;
        }
        if at > first {
            if stops(at) {
                break;
            }
            if line.starts_with('|') {
                let only_bars = line.chars().all(|c| c == '|' || c.is_whitespace());
                if open >= drawn.columns && only_bars {
                    return RowEnd { line: at + 1, is_closed: true };
                }
                if open >= drawn.columns || closed {
                    let end = last_words(lines, first, at);
                    return RowEnd { line: end, is_closed: open - usize::from(closed) == drawn.columns };
                }
            }
        }
        let found = bars(line, drawn, true);
        closed = found.last().is_some_and(|&bar| bar + 1 == line.len());
        open += found.len();
        if at > first && line.starts_with('|') && closed && open > drawn.columns + 1 && found.len() == drawn.columns + 1
        {
            // A whole row below a row that never ended.
            return RowEnd { line: last_words(lines, first, at), is_closed: false };
        }
        let cells = open - usize::from(closed && open > 0);
        if closed && cells >= drawn.columns {
            return RowEnd { line: at + 1, is_closed: true };
        }
        at += 1;
    }
    let end = cut.unwrap_or(at).min(fence.unwrap_or(usize::MAX)).max(first + 1);
    let is_closed = end == first + 1 && {
        let line = lines.get(first).trim();
        let found = bars(line, drawn, true).len();
        let ends = usize::from(line.ends_with('|'));
        found - ends.min(found) == drawn.columns
    };
    RowEnd { line: end, is_closed }
}

/// The line behind the last line with words before `end`.
fn last_words(lines: &Lines<'_>, first: usize, end: usize) -> usize {
    let mut end = end;
    while end > first + 1 && lines.is_blank(end - 1) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: Bars = Bars { columns: 5, leading: true, escapes: true };

    fn end_of(text: &str, columns: usize) -> RowEnd {
        let lines = Lines::new(text, Span::new(0, text.len()));
        row_end(&lines, 0, Bars { columns, ..FIVE }, |at| lines.get(at).starts_with('#'))
    }

    fn closed(line: usize) -> RowEnd {
        RowEnd { line, is_closed: true }
    }

    fn texts(text: &str, columns: usize) -> Vec<&str> {
        let drawn = Bars { columns, ..FIVE };
        cells(text, Span::new(0, text.len()), drawn).iter().map(|cell| text[cell.range()].trim()).collect()
    }

    #[test]
    fn separators_are_told_from_sentences() {
        assert_eq!(separator("|---|:-:|--:|"), Some(3));
        assert_eq!(separator("|:-|:-|"), Some(2));
        assert_eq!(separator("---|---|---|"), Some(3));
        assert_eq!(separator("|-|"), Some(1));
        assert_eq!(separator("---"), None);
        assert_eq!(separator("| | |"), None);
        assert_eq!(separator("|--x--|"), None);
    }

    #[test]
    fn a_row_ends_where_its_cells_and_a_bar_end() {
        assert_eq!(end_of("|a|b|\n|c|d|\n", 2), closed(1));
        assert_eq!(end_of("|a|b\n\n more |\n|c|d|\n", 2), closed(3));
        assert_eq!(end_of("|a\n\n|b\n\n|c |\n|d\n", 3), closed(5));
        assert_eq!(end_of("|a|b\n-   x\n-   y\n\n|\n|c|d|\n", 2), closed(5));
        assert_eq!(end_of("|a\n\n|b\n\n| |\n", 2), closed(5));
        assert_eq!(end_of("|a|b\n```\n|x|\n```\n|\n", 2), closed(5));
    }

    #[test]
    fn rows_without_a_closing_bar_end_at_the_next_row() {
        assert_eq!(end_of("|a|b\n|c|d\n", 2), closed(1));
        assert_eq!(end_of("|a|b\n", 2), closed(1));
    }

    #[test]
    fn short_rows_do_not_swallow_the_next() {
        assert_eq!(end_of("|a|b|\n|c|d|e|\n", 3), RowEnd { line: 1, is_closed: false });
        assert_eq!(end_of("|a|b\n\ntext\n# Head\n|c|\n", 3), RowEnd { line: 1, is_closed: false });
        assert_eq!(end_of("|a\n```\n|b|c|d|\n", 3), RowEnd { line: 1, is_closed: false });
    }

    #[test]
    fn bars_in_code_and_escaped_bars_part_no_cells() {
        assert_eq!(texts(r"|a|`x|y`|c\|d|", 3), ["a", "`x|y`", r"c\|d"]);
        // A lone backtick protects nothing.
        assert_eq!(texts(r"|a`|b|c`d|", 3), ["a`", "b", "c`d"]);
        assert_eq!(texts("|a||c|", 3), ["a", "", "c"]);
        assert_eq!(texts("|a|b|c|d|", 3), ["a", "b", "c", "d"]);
        assert_eq!(texts("a|b|c", 3), ["a", "b", "c"]);
    }

    #[test]
    fn bars_inside_a_style_part_no_cells_where_the_row_has_too_many() {
        assert_eq!(texts("|a|b|one of **on|off**.|", 3), ["a", "b", "one of **on|off**."]);
        assert_eq!(texts("|a|**0**|**100** |c|", 3), ["a", "**0**|**100**", "c"]);
        assert_eq!(texts("|a|`x`|`y`|`z`|c|", 3), ["a", "`x`|`y`|`z`", "c"]);
        assert_eq!(texts("|a|see [[pages:a|the page]]|c|", 3), ["a", "see [[pages:a|the page]]", "c"]);
        // A row that fits keeps its cells, whatever their styles.
        assert_eq!(texts("|**a**|**b**|c|", 3), ["**a**", "**b**", "c"]);
        assert_eq!(texts("|a|b|c|d|", 3), ["a", "b", "c", "d"]);
    }
}
