//! Headers of tables that extraction flattened: a line of column words, or column words that are paragraphs.
//!
//! In: lines. Out: the columns with what they head. Also what tells a name, a caption and a status line.

use crate::document::context::Context;
use crate::document::lines::Lines;
use crate::document::writer::TextWriter;
use crate::document::{Block, Cell, Column, Style};
use crate::source::Span;

/// The header of a flattened table.
pub(super) struct Header {
    /// Each column's words and what they head.
    pub columns: Vec<(Span, Column)>,
    /// The lines of the header.
    pub first: usize,
    pub end: usize,
    /// How the table's cells are told apart.
    pub layout: Layout,
}

/// How the cells of a flattened table are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A row is a line.
    Line,
    /// Each cell is a paragraph of its own.
    Spread,
    /// Each cell is a line, in a list on a page whose other tables have bars.
    Bare,
}

/// The most columns of a flattened table.
const MAX_FLAT_COLUMNS: usize = 12;

/// The header that starts at a line, perhaps below its caption; the caption's line.
pub(super) fn captioned_header(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> Option<(Option<usize>, Header)> {
    if let Some(header) = header(context, lines, at) {
        return Some((None, header));
    }
    if !is_caption(lines.get(at)) {
        return None;
    }
    header(context, lines, lines.skip_blank(at + 1)).map(|header| (Some(at), header))
}

/// The header that starts at a line.
pub(super) fn header(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> Option<Header> {
    let line = lines.get(at);
    if line.len() > 400 {
        return None;
    }
    let start = lines.span(at).start as usize;
    if let Some(columns) = context.words.columns_of_line(line, starts_rows)
        && columns.len() <= MAX_FLAT_COLUMNS
    {
        let place = |range: std::ops::Range<usize>| Span::new(start + range.start, start + range.end);
        let columns = columns.into_iter().map(|(range, kind)| (place(range), kind)).collect();
        return Some(Header { columns, first: at, end: at + 1, layout: Layout::Line });
    }
    spread_header(context, lines, at)
}

fn spread_header(context: &Context<'_>, lines: &Lines<'_>, first: usize) -> Option<Header> {
    let mut columns: Vec<(Span, Column)> = Vec::new();
    let mut starts_upper = None;
    let mut at = first;
    let mut end = first;
    while at < lines.len() && columns.len() < MAX_FLAT_COLUMNS {
        // Each word is a paragraph: a blank line stands below it.
        let line = lines.get(at).trim();
        let Some(kind) = context.words.column(line) else { break };
        // Headings of one table are written alike: below "Parameter" and "Type", "uri" is the first row's name.
        let is_upper = line.starts_with(char::is_uppercase);
        let is_unlike = *starts_upper.get_or_insert(is_upper) && !is_upper && line.is_ascii();
        if is_unlike || columns.iter().any(|(_, known)| *known == kind) {
            break;
        }
        columns.push((lines.span(at), kind));
        end = at + 1;
        if !lines.is_blank(end) {
            break;
        }
        at = lines.skip_blank(end);
    }
    let starts = columns.first().is_some_and(|(_, kind)| starts_rows(*kind));
    (columns.len() >= 2 && starts).then_some(Header { columns, first, end, layout: Layout::Spread })
}

/// Whether a column can be a table's first.
pub(crate) fn starts_rows(kind: Column) -> bool {
    match kind {
        Column::Name
        | Column::Status
        | Column::ErrorCode
        | Column::ErrorMessage
        | Column::Uri
        | Column::Ignored
        | Column::Location => true,
        Column::Type
        | Column::Presence
        | Column::Example
        | Column::Description
        | Column::Default
        | Column::Constraint
        | Column::ErrorSolution => false,
    }
}

/// The header's cells.
pub(super) fn header_cells(context: &mut Context<'_>, header: &Header) -> Vec<Cell> {
    header.columns.iter().map(|(span, _)| cell_of(context, *span)).collect()
}

/// A cell with the words at one place.
pub(super) fn cell_of(context: &mut Context<'_>, span: Span) -> Cell {
    let mut writer = TextWriter::default();
    writer.push(context.page.slice(span), &Style::default(), span);
    let text = writer.finish();
    let has_words = context.node(span) && !text.runs.is_empty() && context.node(span);
    Cell { blocks: if has_words { vec![Block::Paragraph(text)] } else { Vec::new() }, span, columns: 1 }
}

/// Whether a line captions a table: a word and a number, "Table 3 Body parameters", "表3 请求参数".
pub(super) fn is_caption(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 200 || line.ends_with(['.', '。', ':', '：']) {
        return false;
    }
    let word = line.chars().take_while(|c| c.is_alphabetic()).count();
    let rest: String = line.chars().skip(word).take(8).collect();
    let rest = rest.trim_start();
    (1..=8).contains(&word)
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with([' ', '\u{a0}', '\u{3000}'])
}

/// Whether a line says which status the table below it is for: "Status code: 400".
pub(super) fn is_status_line(context: &Context<'_>, line: &str) -> bool {
    let line = line.trim();
    let Some((words, number)) = line.split_once([':', '：']) else { return false };
    is_status(number.trim()) && context.words.column(words) == Some(Column::Status)
}

/// Whether a word is an HTTP status.
pub(super) fn is_status(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()) && word.starts_with(['1', '2', '3', '4', '5'])
}

/// Whether a word can name a parameter.
pub(super) fn is_name(word: &str) -> bool {
    let bare = word.trim_start_matches(['└', '├', '─', '>']);
    let first = bare.chars().next();
    word.len() <= 200
        && first.is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '{' | '$' | '['))
        && bare.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '[' | ']' | '{' | '}' | '$' | '*' | '/' | '#' | '@')
        })
        && !bare.ends_with(['.', '-', '/'])
}

/// Whether a word is a name that no sentence starts with: `VpnGateways`, `vpc_id`, `Tag.1`.
pub(super) fn is_compound_name(word: &str) -> bool {
    is_name(word) && (word.contains(['_', '.', '└']) || word.chars().skip(1).any(char::is_uppercase))
}

/// Whether a word that stands alone on its line is a name: `Tag`, `vpc_id`.
pub(super) fn is_surely_name(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let lower = word.chars().filter(|c| c.is_lowercase()).count();
    is_name(word) && word.len() >= 2 && (word.contains(['_', '.']) || (upper >= 1 && lower >= 1))
}
