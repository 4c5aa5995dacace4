//! Paragraphs and bullets of extracted text.
//!
//! In: lines. Out: blocks. Lines of one paragraph stay lines, blank lines part paragraphs, bullets nest by their
//! indentation.

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_DEPTH};
use crate::document::lines::Lines;
use crate::document::writer::TextWriter;
use crate::document::{Block, List, Style, Text};
use crate::source::Span;

/// The words of some lines, each a line of the text.
pub(super) fn words(lines: &Lines<'_>, first: usize, end: usize) -> Text {
    let mut writer = TextWriter::default();
    for at in first..end {
        if at > first {
            writer.line_break();
        }
        writer.push(lines.get(at), &Style::default(), lines.span(at));
    }
    writer.finish()
}

/// The words at one place, joined with blanks.
pub(super) fn words_at(context: &Context<'_>, place: Span) -> Text {
    let mut writer = TextWriter::default();
    writer.push(context.page.slice(place), &Style::default(), place);
    writer.finish()
}

/// The words of some lines, joined with blanks.
pub(super) fn words_on_one_line(lines: &Lines<'_>, first: usize, end: usize) -> Text {
    let mut writer = TextWriter::default();
    for at in first..end {
        let span = lines.span(at);
        writer.push(lines.get(at), &Style::default(), span);
        writer.push(" ", &Style::default(), Span { start: span.end, end: span.end + 1 });
    }
    writer.finish()
}

/// The indentation of a bullet and the byte behind its mark.
pub(super) fn bullet(line: &str) -> Option<(usize, usize)> {
    let trimmed = line.trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']);
    let indent = line.len() - trimmed.len();
    let mark = trimmed.chars().next()?;
    let behind = match mark {
        '•' | '·' | '◦' | '▪' | '‣' | '●' | '○' | '■' => mark.len_utf8(),
        '-' | '*' | '+' | '–' => {
            let behind = mark.len_utf8();
            trimmed.get(behind..)?.starts_with([' ', '\t']).then_some(behind)?
        }
        '0'..='9' => {
            let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
            let rest = trimmed.get(digits..)?;
            (digits <= 2 && (rest.starts_with(". ") || rest.starts_with(") "))).then_some(digits + 1)?
        }
        _ => return None,
    };
    let rest = trimmed.get(behind..)?;
    let blanks = rest.len() - rest.trim_start().len();
    Some((indent, indent + behind + blanks))
}

/// Reads one paragraph or list from line `at` on; the line behind it. `stops` says which lines belong to neither.
pub(super) fn block(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    at: usize,
    end: usize,
    blocks: &mut Vec<Block>,
    stops: impl Fn(&Context<'_>, usize) -> bool,
) -> usize {
    if bullet(lines.get(at)).is_some() {
        return list(context, lines, at, end, blocks, &stops);
    }
    let mut next = at + 1;
    while next < end && !lines.is_blank(next) && bullet(lines.get(next)).is_none() && !stops(context, next) {
        next += 1;
    }
    push(context, blocks, Block::Paragraph(words(lines, at, next)));
    next
}

/// Reads the lines of a cell as paragraphs and lists.
pub(super) fn cell(context: &mut Context<'_>, lines: &Lines<'_>, first: usize, end: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = first;
    while at < end && !context.is_exhausted() {
        if lines.is_blank(at) {
            at += 1;
        } else {
            at = block(context, lines, at, end, &mut blocks, |_, _| false);
        }
    }
    blocks.shrink_to_fit();
    blocks
}

/// Reads a list with the lists in it.
fn list(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    first: usize,
    end: usize,
    blocks: &mut Vec<Block>,
    stops: &impl Fn(&Context<'_>, usize) -> bool,
) -> usize {
    let mut open: Vec<(usize, List)> = Vec::new();
    let mut at = first;
    let mut behind = first;
    while at < end {
        if lines.is_blank(at) {
            at += 1;
            continue;
        }
        if at > first && stops(context, at) {
            break;
        }
        let line = lines.get(at);
        let span = lines.span(at);
        let Some((indent, mark)) = bullet(line) else {
            // An indented line goes on with the item above it.
            let indent = line.len() - line.trim_start().len();
            if open.last().is_none_or(|(bullet, _)| indent <= *bullet) {
                break;
            }
            let text = words(lines, at, at + 1);
            if context.node(span)
                && let Some((_, list)) = open.last_mut()
                && let Some(item) = list.items.last_mut()
            {
                item.push(Block::Paragraph(text));
                list.span = list.span.to(span);
            }
            at += 1;
            behind = at;
            continue;
        };
        while open.len() > 1 && open.last().is_some_and(|(outer, _)| indent < *outer) {
            close(context, &mut open, blocks);
        }
        if open.last().is_none_or(|(outer, _)| indent > *outer) {
            if open.len() < MAX_DEPTH {
                open.push((indent, List { items: Vec::new(), span }));
            } else if open.len() == MAX_DEPTH {
                context.report(
                    readers::TOO_DEEP,
                    span,
                    format!("lists nest deeper than {MAX_DEPTH}; what is deeper is read as one level"),
                    "lay the list flat on the page",
                );
            }
        }
        let mut writer = TextWriter::default();
        let words = line.get(mark..).unwrap_or_default();
        writer.push(words, &Style::default(), Span::new(span.start as usize + mark, span.end as usize));
        let text = writer.finish();
        if !context.node(span) {
            break;
        }
        if let Some((_, list)) = open.last_mut() {
            list.items.push(if text.runs.is_empty() { Vec::new() } else { vec![Block::Paragraph(text)] });
            list.span = list.span.to(span);
        }
        at += 1;
        behind = at;
    }
    while !open.is_empty() {
        close(context, &mut open, blocks);
    }
    behind
}

/// Puts the innermost open list where it belongs.
fn close(context: &mut Context<'_>, open: &mut Vec<(usize, List)>, blocks: &mut Vec<Block>) {
    let Some((_, list)) = open.pop() else { return };
    match open.last_mut() {
        Some((_, outer)) => {
            outer.span = outer.span.to(list.span);
            match outer.items.last_mut() {
                Some(item) => item.push(Block::List(list)),
                None => outer.items.push(vec![Block::List(list)]),
            }
        }
        None => push(context, blocks, Block::List(list)),
    }
}

fn push(context: &mut Context<'_>, blocks: &mut Vec<Block>, block: Block) {
    context.admit(blocks, block);
}
