//! The text readers: pages that came as extracted text, their tables drawn with bars or flattened to lines.
//!
//! In: a page of text. Out: blocks. Extraction has lost marks that the page had, so headings and columns are told by
//! the words of the lexicon. [`bars`] reads tables with `---|---|`; [`inline`] those whose rows are lines;
//! [`spread`] those whose cells are paragraphs, [`bare`] those that are alone without bars; [`flow`] what stands between.

use crate::diagnostic::catalogue::readers;
use crate::document::context::Context;
use crate::document::lines::Lines;
use crate::document::rows;
use crate::document::samples::{self, Sample};
use crate::document::{Block, Code, Heading, Table};
use crate::source::Span;

use columns::Layout;

pub(super) use columns::starts_rows;

mod bare;
mod bars;
mod columns;
mod errors;
mod flow;
mod inline;
mod spread;

/// Reads text whose tables are drawn with bars.
pub(super) fn read_with_bars(context: &mut Context<'_>) -> Vec<Block> {
    let lines = page_lines(context);
    let separators: Vec<usize> = (0..lines.len()).filter(|&at| rows::separator(lines.get(at)).is_some()).collect();
    let mut separators = separators.into_iter().peekable();
    read(context, &lines, true, |context, at| {
        while separators.next_if(|&separator| separator < at).is_some() {}
        let table = bars::table(context, &lines, at, separators.peek().copied());
        table.or_else(|| bare_table(context, &lines, at))
    })
}

/// The table without bars that starts at a line, and the line behind it.
fn bare_table(context: &mut Context<'_>, lines: &Lines<'_>, at: usize) -> Option<(Table, usize)> {
    let (caption, header) = bare::header(context, lines, at)?;
    let (mut table, end) = spread::table(context, lines, &header);
    table.caption = caption.map(|place| flow::words_at(context, place));
    Some((table, end))
}

/// Reads text whose tables are flattened to lines.
pub(super) fn read_plain(context: &mut Context<'_>) -> Vec<Block> {
    let lines = page_lines(context);
    read(context, &lines, false, |context, at| {
        let (caption, header) = columns::captioned_header(context, &lines, at)?;
        let (mut table, end) = match header.layout {
            Layout::Spread | Layout::Bare => spread::table(context, &lines, &header),
            Layout::Line => inline::table(context, &lines, &header),
        };
        if let Some(line) = caption {
            table.span = table.span.to(lines.span(line));
            table.caption = Some(flow::words(&lines, line, line + 1));
        }
        Some((table, end))
    })
}

fn page_lines<'a>(context: &Context<'a>) -> Lines<'a> {
    let start = if context.source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    Lines::new(context.source, Span::new(start, context.source.len()))
}

/// Reads a page; `table` reads the table that starts at a line, and says where it ends.
fn read<'a>(
    context: &mut Context<'a>,
    lines: &Lines<'a>,
    has_bars: bool,
    mut table: impl FnMut(&mut Context<'a>, usize) -> Option<(Table, usize)>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let title = title(context, lines);
    let mut at = 0;
    while at < lines.len() && !context.is_exhausted() {
        if lines.is_blank(at) {
            at += 1;
            continue;
        }
        if let Some((table, end)) = table(context, at) {
            push(context, &mut blocks, Block::Table(table));
            at = end.max(at + 1);
            continue;
        }
        if let Some(end) = heading_end(context, lines, at) {
            let text = flow::words_on_one_line(lines, at, end);
            push(context, &mut blocks, Block::Heading(Heading { level: 0, text, anchors: Vec::new() }));
            at = end;
            continue;
        }
        if title == Some(at) {
            let text = flow::words(lines, at, at + 1);
            push(context, &mut blocks, Block::Heading(Heading { level: 1, text, anchors: Vec::new() }));
            at += 1;
            continue;
        }
        let stops = |line: usize| is_heading(context, lines, line);
        if let Some(sample) = samples::sample(lines, at, stops) {
            let end = sample_end(context, lines, at, sample);
            push(context, &mut blocks, Block::Code(code(context, lines.between(at, end))));
            at = end;
            continue;
        }
        if has_bars {
            at = line_between_tables(context, lines, at, &mut blocks);
        } else {
            at = flow::block(context, lines, at, lines.len(), &mut blocks, |context, line| {
                is_heading(context, lines, line)
                    || samples::sample(lines, line, |_| true).is_some()
                    || columns::captioned_header(context, lines, line).is_some()
            });
        }
    }
    blocks
}

/// A line of a page with bars that is no table: a paragraph of its own, for such pages have no blank lines.
fn line_between_tables(context: &mut Context<'_>, lines: &Lines<'_>, at: usize, blocks: &mut Vec<Block>) -> usize {
    let line = lines.get(at);
    if rows::separator(line).is_some() {
        context.report(
            readers::SEPARATOR_WITHOUT_HEADER,
            lines.span(at),
            "a separator row has no header with as many cells above it",
            "give the header as many cells as the separator has",
        );
    } else if line.trim_end().ends_with('|') {
        context.report(
            readers::ROW_OUTSIDE_TABLE,
            lines.span(at),
            "a row of a table stands outside of any table",
            "give the table above it a header and a separator row, or add an erratum for the page",
        );
    }
    if context.words.column(line).is_some() && context.words.column(lines.get(at + 1)).is_some() {
        context.report(
            readers::ROW_OUTSIDE_TABLE,
            lines.span(at),
            "words of a table's header stand here without its bars; its rows are read as paragraphs",
            "read another form of the page: this one has lost the table",
        );
    }
    if flow::bullet(line).is_some() {
        return flow::block(context, lines, at, lines.len(), blocks, |context, line| is_heading(context, lines, line));
    }
    // "XML" and "format" stand on two lines where the page set one of them as code.
    let is_word = |line: usize| !lines.is_blank(line) && !lines.get(line).trim().contains(' ');
    let above_sample = is_word(at) && is_word(at + 1) && samples::sample(lines, at + 2, |_| true).is_some();
    let end = if above_sample && samples::sample(lines, at + 1, |_| true).is_none() { at + 2 } else { at + 1 };
    let text = flow::words_on_one_line(lines, at, end);
    push(context, blocks, Block::Paragraph(text));
    end
}

/// Whether a line is a heading by its words.
pub(super) fn is_heading(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> bool {
    heading_end(context, lines, at).is_some()
}

/// The line behind a heading; one that was torn in two by a lost style is put together.
fn heading_end(context: &Context<'_>, lines: &Lines<'_>, at: usize) -> Option<usize> {
    let line = lines.get(at).trim();
    if line.is_empty() || line.len() > 100 || !context.words.may_start_heading(line) {
        return None;
    }
    if context.words.is_heading(line) {
        return Some(at + 1);
    }
    let next = lines.get(at + 1).trim();
    if next.is_empty() || next.len() > 40 || line.contains(' ') || next.contains(' ') {
        return None;
    }
    context.words.is_heading(&format!("{line} {next}")).then_some(at + 2)
}

/// The line that is the page's title: the first line that is no sentence, behind the site's own navigation.
fn title(context: &Context<'_>, lines: &Lines<'_>) -> Option<usize> {
    let first = lines.skip_blank(0);
    let mut at = first;
    // Navigation is a line and a list.
    let next = lines.skip_blank(first + 1);
    if flow::bullet(lines.get(next)).is_some() {
        at = next;
        while at < lines.len() && (lines.is_blank(at) || flow::bullet(lines.get(at)).is_some()) {
            at += 1;
        }
    }
    let line = lines.get(at).trim();
    let is_title = !line.is_empty()
        && line.chars().count() <= 160
        && !line.ends_with(['.', '。', '!', '?', ':', '：', '|', ';', '；'])
        && !is_heading(context, lines, at)
        && columns::captioned_header(context, lines, at).is_none()
        && samples::sample(lines, at, |_| true).is_none();
    is_title.then_some(at)
}

fn sample_end(context: &mut Context<'_>, lines: &Lines<'_>, at: usize, sample: Sample) -> usize {
    match sample {
        Sample::Ends(end) => end,
        Sample::Unended(end) => {
            context.report(
                readers::UNENDED_SAMPLE,
                lines.span(at),
                "a sample starts here and its brackets or tags are not closed",
                "close the sample on the page, or add an erratum for it",
            );
            end
        }
    }
}

fn code(context: &Context<'_>, span: Span) -> Code {
    let text = context.page.slice(span).to_owned();
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
    let mut lines: Vec<u32> = starts.map(|at| span.start + at).collect();
    lines.truncate(text.lines().count());
    Code { language: None, text, span, lines }
}

fn push(context: &mut Context<'_>, blocks: &mut Vec<Block>, block: Block) {
    context.admit(blocks, block);
}

#[cfg(test)]
mod tests;
