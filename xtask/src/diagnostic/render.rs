//! Prints diagnostics: for people, in the manner of rustc, and for programs, as JSON lines.
//!
//! In: diagnostics and the pages that they speak of. Out: text. Whether a page is a vendor's or a file of ours makes
//! no difference here.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Padding, Renderer, Snippet};
use serde::Serialize;

use super::visible::{visible, visible_line};
use super::{Diagnostic, Related, Severity};
use crate::source::{Page, PagePath, Position, Span};

mod marks;
mod sides;

pub use marks::{Mark, marked};
pub(crate) use sides::{Side, sides};

/// How many characters of a source line are shown. A shorter line is shown whole.
const WIDTH: usize = 120;

/// How many of them stand before the place, where the line is long.
const BEFORE: usize = 40;

/// What stands for the part of a line that is not shown.
const CUT: &str = "...";

/// All diagnostics for people, sorted, a blank line after each.
pub fn human(diagnostics: &[Diagnostic], pages: &BTreeMap<PagePath, Page>, color: bool) -> String {
    human_in("", diagnostics, pages, color)
}

/// The same, with `folder` before the path of each page: `specs/alibaba/vpc/pages/`.
pub fn human_in(folder: &str, diagnostics: &[Diagnostic], pages: &BTreeMap<PagePath, Page>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    // Lines are cut here, so that a page of a single line costs no more than others.
    let renderer = renderer.term_width(1000);
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort();
    let mut printed = String::new();
    for of_page in sorted.chunk_by(|left, right| left.page == right.page) {
        let page = of_page.first().and_then(|first| at_hand(pages, &first.page));
        for diagnostic in of_page {
            printed.push_str(&one(folder, diagnostic, page.as_ref(), &renderer));
            printed.push_str("\n\n");
        }
    }
    printed
}

/// A page for quoting. What it reads again is gone with it: all pages together are large.
pub fn at_hand(pages: &BTreeMap<PagePath, Page>, path: &PagePath) -> Option<Page> {
    pages.get(path).map(|page| page.clone().let_go())
}

fn one(folder: &str, diagnostic: &Diagnostic, page: Option<&Page>, renderer: &Renderer) -> String {
    let title =
        level(diagnostic.severity).primary_title(visible_line(&diagnostic.message)).id(diagnostic.code.to_string());
    let origin = Origin::path(visible_line(&format!("{folder}{}", diagnostic.page)));
    let mut elements: Vec<Element<'_>> = Vec::new();
    let places = places(diagnostic, page);
    match places {
        Some((page, start, _)) => {
            let quote = quote(page, diagnostic.span);
            elements.push(origin.line(start.line as usize).char_column(start.column as usize).into());
            let marked = AnnotationKind::Primary.span(quote.start..quote.end);
            elements.push(Snippet::source(quote.line).line_start(start.line as usize).annotation(marked).into());
        }
        None => elements.push(origin.into()),
    }
    if let Some(help) = &diagnostic.help {
        elements.push(Padding.into());
        elements.push(Level::HELP.message(visible(help)).into());
    }
    let printed = renderer.render(&[title.elements(elements)]);
    if places.is_none() {
        return printed;
    }
    // The quoted line is cut, so its own columns are not the page's: the place is given apart from it, and
    // annotate-snippets then prints a `:::` without a path below title, place and separator.
    let lines = printed.lines().enumerate().filter(|&(index, _)| index != 3).map(|(_, line)| line);
    lines.collect::<Vec<_>>().join("\n")
}

/// A contradiction for people: its place and the other sides, each with its words. Sides on one line share it.
pub fn contradiction(
    folder: &str,
    diagnostic: &Diagnostic,
    label: &str,
    related: &[Related],
    pages: &BTreeMap<PagePath, Page>,
    color: bool,
) -> String {
    let first = Related { page: diagnostic.page.clone(), span: diagnostic.span, label: label.to_owned() };
    let places = std::iter::once(&first).chain(related).filter_map(|side| {
        let page = pages.get(&side.page)?;
        let Position { line, column } = page.position(side.span.start);
        let path = format!("{folder}{}", side.page);
        Some(Side { path, line, column, words: Some((page, side.span)), label: &side.label })
    });
    let (code, help) = (diagnostic.code.to_string(), diagnostic.help.as_deref());
    sides(level(diagnostic.severity), &code, &diagnostic.message, &places.collect::<Vec<_>>(), help, color)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The page with the first place of a diagnostic and the place after its last; `None` when it concerns a whole page,
/// or a file that is not at hand.
fn places<'p>(diagnostic: &Diagnostic, page: Option<&'p Page>) -> Option<(&'p Page, Position, Position)> {
    let page = page.filter(|_| diagnostic.span != Span::default())?;
    Some((page, page.position(diagnostic.span.start), page.position(diagnostic.span.end)))
}

/// A line of a page, cut to what surrounds a place, and where the place stands in it.
struct Quote {
    line: String,
    start: usize,
    end: usize,
}

/// The line on which a span starts. Of a span over several lines the first one is marked, up to its end.
fn quote(page: &Page, span: Span) -> Quote {
    let text = page.text();
    let at = floor(text, span.start as usize);
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();

    // Only so much is looked at as may be shown: a page may be one line of 16 MiB.
    let line_start = before.char_indices().rev().take(WIDTH + 1).find(|&(_, sign)| sign == '\n').map(|(at, _)| at + 1);
    let line_start = line_start.or_else(|| (before.chars().take(WIDTH + 1).count() <= WIDTH).then_some(0));
    let count_before = line_start.map_or(WIDTH, |start| text.get(start..at).unwrap_or_default().chars().count());
    let count_after = after.chars().take(WIDTH + 1).take_while(|&sign| sign != '\n').count();
    let is_whole = line_start.is_some() && count_before + count_after <= WIDTH;
    let from = match line_start {
        Some(start) if is_whole || count_before <= BEFORE => start,
        Some(_) | None => before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(index, _)| index),
    };
    let shown = if is_whole { WIDTH } else { WIDTH - BEFORE };
    let to = at + after.char_indices().nth(shown.min(count_after)).map_or(after.len(), |(index, _)| index);
    let last = floor(text, (span.end as usize).clamp(at, to));

    let part = |from: usize, to: usize| visible_line(text.get(from..to).unwrap_or_default().trim_end_matches('\r'));
    let mut line = String::new();
    if line_start != Some(from) {
        line.push_str(CUT);
    }
    line.push_str(&part(from, at));
    let start = line.len();
    line.push_str(&part(at, last));
    let end = line.len();
    line.push_str(&part(last, to));
    if count_after > shown {
        line.push_str(CUT);
    }
    Quote { line, start, end }
}

/// The nearest byte at or before `at` on which a character starts.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A diagnostic as a line of JSON, without its line end.
pub fn json_line(diagnostic: &Diagnostic, page: Option<&Page>) -> String {
    let places = places(diagnostic, page);
    let line = JsonLine {
        code: diagnostic.code.to_string(),
        severity: diagnostic.severity,
        page: diagnostic.page.as_str(),
        line: places.map(|(_, start, _)| start.line),
        column: places.map(|(_, start, _)| start.column),
        end_line: places.map(|(_, _, end)| end.line),
        end_column: places.map(|(_, _, end)| end.column),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
    };
    // Texts and numbers always have a JSON form.
    serde_json::to_string(&line).unwrap_or_default()
}

/// The keys of a line of `--message-format json`. All are always there; a place that is not known is `null`, and so
/// are the places of a diagnostic that concerns a whole page.
#[derive(Serialize)]
struct JsonLine<'d> {
    code: String,
    severity: Severity,
    page: &'d str,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    message: &'d str,
    help: Option<&'d str>,
}

/// "3 errors, 12 warnings in 17 pages"; "no diagnostics in 17 pages".
pub fn summary(diagnostics: &[Diagnostic], pages: usize) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts: Vec<String> = counts
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|&(count, _)| count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    let parts = if parts.is_empty() { "no diagnostics".to_owned() } else { parts.join(", ") };
    format!("{parts} in {}", counted(pages, "page"))
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Whether standard error takes colours: it is a terminal, and neither `NO_COLOR` nor `TERM=dumb` says otherwise.
pub fn color_on_standard_error() -> bool {
    color(
        std::io::stderr().is_terminal(),
        |name| std::env::var_os(name).is_some_and(|value| !value.is_empty()),
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb"),
    )
}

/// The same of standard output.
pub fn color_on_standard_output() -> bool {
    color(
        std::io::stdout().is_terminal(),
        |name| std::env::var_os(name).is_some_and(|value| !value.is_empty()),
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb"),
    )
}

fn color(is_terminal: bool, is_set: impl Fn(&str) -> bool, is_dumb: impl Fn() -> bool) -> bool {
    is_terminal && !is_set("NO_COLOR") && !is_dumb()
}

#[cfg(test)]
mod tests;
