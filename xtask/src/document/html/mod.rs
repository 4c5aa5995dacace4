//! The HTML reader: scraper behind a pass that keeps places and bounds what the page may nest.
//!
//! In: a page of HTML, or a part of a page. Out: blocks. html5ever gives no positions, and its time is quadratic in
//! the nesting depth; so [`places`] gives [`tree`] the page's tags well nested and never deeper than a bound, with a number
//! for each element and each text. [`flow`] walks scraper's tree and looks the places up; [`table`] reads
//! tables. What lies around the page's main content (navigation, scripts, footers) is left out.

use crate::document::Block;
use crate::document::context::Context;
use crate::source::Span;

mod flow;
mod places;
mod table;
mod tags;
mod tree;

/// Reads a page of HTML: its blocks, and where its main content stands.
pub(super) fn read(context: &mut Context<'_>) -> (Vec<Block>, Span) {
    let whole = Span::new(0, context.source.len());
    let (html, places) = places::tree(context, whole);
    let main = places.main(&html);
    let place = places.span(main.value()).unwrap_or(whole);
    (flow::read(context, main, &places, Vec::new()).blocks, place)
}

/// A part of a page: its blocks, and the anchors that wait for the next heading or table.
pub(super) struct Fragment {
    pub blocks: Vec<Block>,
    pub anchors: Vec<String>,
}

/// Reads HTML that stands in another page; `anchors` wait for a heading or table.
pub(super) fn fragment(context: &mut Context<'_>, span: Span, anchors: Vec<String>) -> Fragment {
    let (html, places) = places::tree(context, span);
    flow::read(context, html.root_element(), &places, anchors)
}

/// A tag in a sentence of markdown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InlineTag {
    Break,
    /// An element that stands on lines of its own starts or ends.
    Block,
    /// An item of a list starts.
    Item,
    Bold(bool),
    Italic(bool),
    Code(bool),
    /// A name that links can reach.
    Anchor(String),
    Link(String),
    LinkEnd,
    /// HTML without a meaning here.
    Other,
    /// No tag of HTML.
    Unknown,
}

/// What a tag in a sentence means.
pub(super) fn inline_tag(tag: &str) -> InlineTag {
    if tag.starts_with("<!") || tag.starts_with("<?") {
        return InlineTag::Other;
    }
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let (open, inner) = match inner.strip_prefix('/') {
        Some(inner) => (false, inner),
        None => (true, inner),
    };
    let name = inner.split([' ', '/', '\t', '\n']).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "br" => InlineTag::Break,
        "li" if open => InlineTag::Item,
        "ul" | "ol" | "p" | "div" => InlineTag::Block,
        "b" | "strong" => InlineTag::Bold(open),
        "i" | "em" => InlineTag::Italic(open),
        "code" | "tt" | "kbd" | "samp" => InlineTag::Code(open),
        "a" if !open => InlineTag::LinkEnd,
        "a" | "span" => match (tags::attribute(inner, "href"), tags::anchor(inner)) {
            (Some(target), _) if name == "a" => InlineTag::Link(target),
            (_, Some(anchor)) => InlineTag::Anchor(anchor),
            (_, None) => InlineTag::Other,
        },
        name if tags::is_element(name) => InlineTag::Other,
        _ => InlineTag::Unknown,
    }
}

/// Whether a line starts with a tag of HTML, not of XML.
pub(super) fn starts_with_element(line: &str) -> bool {
    let name = line.trim_start_matches(['<', '/']);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    tags::is_element(name.get(..length).unwrap_or_default())
}

#[cfg(test)]
mod tests;
