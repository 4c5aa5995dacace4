//! Several places of pages under one title, each with its line and its carets: a contradiction, or two versions.

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Padding, Renderer, Snippet};

use super::super::visible::{visible, visible_line};
use super::quote;
use crate::source::{Page, Span};

/// A place.
#[derive(Clone, Debug)]
pub(crate) struct Side<'p> {
    /// The page's path, with its folder.
    pub path: String,
    /// Line and column.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
    /// The words, where the page is at hand.
    pub words: Option<(&'p Page, Span)>,
    /// What is written behind the carets.
    pub label: &'p str,
}

/// A title with its code, the places below it, and a help.
pub(crate) fn sides(
    level: Level<'_>,
    id: &str,
    title: &str,
    sides: &[Side<'_>],
    help: Option<&str>,
    color: bool,
) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(1000);
    let title = level.primary_title(visible_line(title)).id(id);
    let mut elements: Vec<Element<'_>> = Vec::new();
    for (index, side) in sides.iter().enumerate() {
        // The quoted line may be cut, so that its own columns are not the page's: the place stands in the path.
        let path = visible_line(&format!("{}:{}:{}", side.path, side.line, side.column));
        elements.push(Origin::path(path).into());
        let Some((page, span)) = side.words else { continue };
        let quote = quote(page, span);
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let marked = kind.span(quote.start..quote.end).label(visible_line(side.label));
        elements.push(Snippet::source(quote.line).line_start(side.line as usize).annotation(marked).into());
    }
    if let Some(help) = help {
        elements.push(Padding.into());
        elements.push(Level::HELP.message(visible(help)).into());
    }
    let printed = renderer.render(&[title.elements(elements)]);
    // A snippet without a path of its own prints a `:::` line.
    let lines = printed.lines().filter(|line| line.trim() != ":::");
    if sides.iter().any(|side| side.words.is_some()) {
        return lines.collect::<Vec<_>>().join("\n");
    }
    // Without a number of a line the places stand at the margin.
    let set_in = |(at, line): (usize, &str)| if at == 0 { line.to_owned() } else { format!(" {line}") };
    lines.enumerate().map(set_in).collect::<Vec<_>>().join("\n")
}
