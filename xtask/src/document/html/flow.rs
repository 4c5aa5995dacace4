//! Scraper's tree as blocks: sentences, headings, lists and code.
//!
//! In: an element and the places of the page. Out: blocks. The tree's depth is bounded before it is built, so this
//! may call itself.

use std::borrow::Cow;

use scraper::node::Element;
use scraper::{ElementRef, Node};

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_DEPTH};
use crate::document::html::places::{PlacedText, Places};
use crate::document::html::{Fragment, table};
use crate::document::writer::TextWriter;
use crate::document::{Block, Code, Heading, List, Style};
use crate::source::Span;

/// A node of scraper's tree, without naming the crate of the tree.
pub(super) type NodeRef<'t> = <ElementRef<'t> as std::ops::Deref>::Target;

/// Reads an element.
pub(super) fn read<'a>(
    context: &mut Context<'a>,
    element: ElementRef<'_>,
    places: &Places<'a>,
    anchors: Vec<String>,
) -> Fragment {
    let mut flow = Flow { context, places, writer: TextWriter::default(), anchors, depth: 0, was_deep: false };
    let mut blocks = Vec::new();
    flow.children(&element, &Style::default(), &mut blocks);
    flow.flush(&mut blocks);
    Fragment { blocks, anchors: flow.anchors }
}

pub(super) struct Flow<'c, 'a, 'p> {
    pub context: &'c mut Context<'a>,
    places: &'p Places<'a>,
    pub writer: TextWriter,
    /// Anchors that wait for a heading or a table.
    pub anchors: Vec<String>,
    /// How many lists and tables are open.
    depth: usize,
    was_deep: bool,
}

impl<'p> Flow<'_, '_, 'p> {
    /// Where an element stands.
    pub fn place(&self, element: &Element) -> Span {
        self.places.span(element).unwrap_or_default()
    }

    /// The value of an element's attribute.
    pub fn attribute(&self, element: &Element, wanted: &str) -> Option<Cow<'p, str>> {
        self.places.attribute(element, wanted)
    }

    /// The name by which links reach an element.
    pub fn anchor(&self, element: &Element) -> Option<String> {
        self.places.anchor(element)
    }

    /// Reads what is in an element.
    pub fn children(&mut self, node: &NodeRef<'_>, style: &Style, blocks: &mut Vec<Block>) {
        for child in node.children() {
            if self.context.is_exhausted() {
                return;
            }
            match child.value() {
                Node::Text(text) => self.words(text, style),
                Node::Element(element) => self.element(&child, element, style, blocks),
                Node::Document
                | Node::Fragment
                | Node::Doctype(_)
                | Node::Comment(_)
                | Node::ProcessingInstruction(_) => {}
            }
        }
    }

    /// What is in an element as blocks of its own.
    pub fn inside(&mut self, node: &NodeRef<'_>, style: &Style) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.children(node, style, &mut blocks);
        self.flush(&mut blocks);
        blocks.shrink_to_fit();
        blocks
    }

    fn element(&mut self, node: &NodeRef<'_>, element: &Element, style: &Style, blocks: &mut Vec<Block>) {
        match element.name() {
            "br" => self.writer.line_break(),
            "hr" => self.flush(blocks),
            "b" | "strong" => self.children(node, &Style { bold: true, ..style.clone() }, blocks),
            "i" | "em" => self.children(node, &Style { italic: true, ..style.clone() }, blocks),
            "code" | "tt" | "kbd" | "samp" => self.children(node, &Style { code: true, ..style.clone() }, blocks),
            "a" => self.link(node, element, style, blocks),
            "span" => {
                self.anchors.extend(self.places.anchor(element));
                self.children(node, style, blocks);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, element, blocks),
            "ul" | "ol" | "menu" | "dir" => self.list(node, element, style, blocks),
            "pre" | "listing" | "xmp" => {
                self.flush(blocks);
                let code = self.code(node, element);
                self.push(Block::Code(code), blocks);
            }
            "table" => self.table(node, element, style, blocks),
            "nav" | "aside" | "footer" => {}
            _ if self.is_chrome(element) => {}
            name => {
                if matches!(name, "section" | "div" | "article" | "main") {
                    self.flush(blocks);
                    self.anchors.extend(self.places.anchor(element));
                }
                self.flush(blocks);
                self.children(node, style, blocks);
                self.flush(blocks);
            }
        }
    }

    fn link(&mut self, node: &NodeRef<'_>, element: &Element, style: &Style, blocks: &mut Vec<Block>) {
        if self
            .attribute(element, "class")
            .is_some_and(|class| class.split_whitespace().any(|class| class == "headerlink"))
        {
            return;
        }
        self.anchors.extend(self.places.anchor(element));
        match self.attribute(element, "href").map(Cow::into_owned) {
            Some(target) => self.children(node, &Style { link: Some(target), ..style.clone() }, blocks),
            None => self.children(node, style, blocks),
        }
    }

    fn heading(&mut self, node: &NodeRef<'_>, element: &Element, blocks: &mut Vec<Block>) {
        self.flush(blocks);
        let span = self.place(element);
        let mut anchors = std::mem::take(&mut self.anchors);
        anchors.extend(self.anchor(element));
        let mut inner = Vec::new();
        self.children(node, &Style::default(), &mut inner);
        let mut text = self.writer.finish();
        anchors.append(&mut self.anchors);
        if text.runs.is_empty() {
            text.span = span;
        }
        let level = element.name().as_bytes().get(1).map_or(1, |digit| digit.saturating_sub(b'0').clamp(1, 6));
        self.push(Block::Heading(Heading { level, text, anchors }), blocks);
        blocks.append(&mut inner);
    }

    fn list(&mut self, node: &NodeRef<'_>, element: &Element, style: &Style, blocks: &mut Vec<Block>) {
        self.flush(blocks);
        let span = self.place(element);
        if !self.descend(span) {
            return self.children(node, style, blocks);
        }
        let mut items: Vec<Vec<Block>> = Vec::new();
        let waiting = self.anchors.len();
        for child in node.children() {
            // Anchors of an item are not those of the next heading.
            self.anchors.truncate(waiting);
            match child.value() {
                Node::Element(item) if item.name() == "li" => {
                    items.push(self.inside(&child, style));
                }
                // What stands between items belongs to the item before it.
                Node::Element(other) => {
                    let mut inside = Vec::new();
                    self.element(&child, other, style, &mut inside);
                    self.flush(&mut inside);
                    match items.last_mut() {
                        Some(item) => item.append(&mut inside),
                        None if inside.is_empty() => {}
                        None => items.push(inside),
                    }
                }
                Node::Text(text) => {
                    if self.places.texts(text).any(|text| !text.words.trim().is_empty()) {
                        self.words(text, style);
                        let mut inside = Vec::new();
                        self.flush(&mut inside);
                        match items.last_mut() {
                            Some(item) => item.append(&mut inside),
                            None => items.push(inside),
                        }
                    }
                }
                Node::Document
                | Node::Fragment
                | Node::Doctype(_)
                | Node::Comment(_)
                | Node::ProcessingInstruction(_) => {}
            }
        }
        self.depth -= 1;
        if !items.is_empty() {
            self.push(Block::List(List { items, span }), blocks);
        }
    }

    fn table(&mut self, node: &NodeRef<'_>, element: &Element, style: &Style, blocks: &mut Vec<Block>) {
        self.flush(blocks);
        let span = self.place(element);
        if !self.descend(span) {
            return self.children(node, style, blocks);
        }
        let table = table::read(self, node, element, span);
        self.depth -= 1;
        self.push(Block::Table(table), blocks);
    }

    /// Goes one list or table deeper, if the tree may.
    fn descend(&mut self, span: Span) -> bool {
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            return true;
        }
        if !self.was_deep {
            self.was_deep = true;
            self.context.report(
                readers::TOO_DEEP,
                span,
                format!("lists and tables nest deeper than {MAX_DEPTH}; what is deeper is read as one level"),
                "lay the list or the table flat on the page",
            );
        }
        false
    }

    fn code(&mut self, node: &NodeRef<'_>, element: &Element) -> Code {
        let span = self.place(element);
        let mut code = Code { language: None, text: String::new(), span, lines: Vec::new() };
        for child in node.descendants() {
            match child.value() {
                Node::Text(text) => {
                    for PlacedText { words, span } in self.places.texts(text) {
                        if code.text.is_empty() {
                            code.lines.push(span.start);
                        }
                        let source = self.context.page.slice(span);
                        code.lines.extend(source.match_indices('\n').map(|(at, _)| span.start + at as u32 + 1));
                        code.text.push_str(words);
                    }
                }
                Node::Element(inner) if inner.name() == "br" => {
                    code.text.push('\n');
                    code.lines.push(self.place(inner).end);
                }
                Node::Element(_)
                | Node::Document
                | Node::Fragment
                | Node::Doctype(_)
                | Node::Comment(_)
                | Node::ProcessingInstruction(_) => {}
            }
        }
        let blank = code.text.len() - code.text.trim_start_matches('\n').len();
        code.text.drain(..blank);
        code.lines.drain(..blank.min(code.lines.len()));
        let words = code.text.trim_end_matches(['\n', ' ']).len();
        code.text.truncate(words);
        code.lines.resize(code.text.lines().count(), span.end);
        code
    }

    /// Ends the paragraph that is being written, if one is.
    pub fn flush(&mut self, blocks: &mut Vec<Block>) {
        if !self.writer.is_empty() {
            let text = self.writer.finish();
            if !text.runs.is_empty() {
                self.push(Block::Paragraph(text), blocks);
            }
        }
    }

    fn push(&mut self, block: Block, blocks: &mut Vec<Block>) {
        self.context.admit(blocks, block);
    }

    /// Adds the words of a text of the tree.
    fn words(&mut self, text: &str, style: &Style) {
        for PlacedText { words, span } in self.places.texts(text) {
            // A blank stands nowhere: it goes with the word before or behind it.
            let span = if words.trim_start().is_empty() { Span { end: span.start, ..span } } else { span };
            self.writer.push(words, style, span);
        }
    }

    /// Whether an element is of the site, not of the page.
    fn is_chrome(&self, element: &Element) -> bool {
        let is_breadcrumb = |class: &str| class.eq_ignore_ascii_case("breadcrumb") || class == "breadcrumbs";
        self.attribute(element, "role").is_some_and(|role| role == "navigation")
            || self.attribute(element, "class").is_some_and(|class| class.split_whitespace().any(is_breadcrumb))
    }
}
