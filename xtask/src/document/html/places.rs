//! Numbers the elements and texts of a page, so that scraper's tree is built fast and places survive.
//!
//! In: a part of a page. Out: scraper's tree of the elements that mean something here, and where each element and
//! each stretch of text stands in the page. Elements are closed here as HTML closes them by itself (a `<td>` ends
//! the one before it), so html5ever never has to move what is badly nested, which costs it quadratic time. The tree holds
//! names and numbers; attributes and words are taken from the page when they are asked for.

use std::borrow::Cow;

use scraper::{ElementRef, Html, node};

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_NODES};
use crate::document::html::tags::{Element, Kind, anchor, element, raw_attribute};
use crate::document::html::tree::{TreeWriter, decoded_value, decoded_words, number, numbers};
use crate::source::Span;

/// How deep elements may nest. Real pages have 30 levels; html5ever looks through all of them at each paragraph.
const MAX_DEPTH: usize = 128;

/// Where an element stands.
#[derive(Clone, Copy, Debug, Default)]
struct ElementPlace {
    /// From its start tag to its end.
    span: Span,
    /// Its attributes, as the page has them.
    attributes: Span,
}

/// A stretch of text as the tree has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlacedText<'t> {
    /// The words, entities decoded.
    pub words: &'t str,
    /// Where they stand.
    pub span: Span,
}

/// Where everything stands.
pub(super) struct Places<'s> {
    page: &'s str,
    elements: Vec<ElementPlace>,
    /// Each text's place, and its words where they are not those of its place.
    texts: Vec<(Span, Option<String>)>,
    /// The element that holds the page's own words, and how surely.
    main: Option<(Sign, usize)>,
}

/// By what the element that holds the page's own words is known, the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Article,
    Main,
    Role,
}

impl Places<'_> {
    /// Where an element stands; `None` when the page does not have it.
    pub fn span(&self, element: &node::Element) -> Option<Span> {
        self.element(element).map(|place| place.span)
    }

    fn element(&self, element: &node::Element) -> Option<&ElementPlace> {
        self.elements.get(number(element)?)
    }

    /// The element that holds the page's own words; all of the page when it does not tell.
    pub fn main<'t>(&self, html: &'t Html) -> ElementRef<'t> {
        let root = html.root_element();
        let main = self
            .main
            .and_then(|(_, main)| root.descendent_elements().find(|element| number(element.value()) == Some(main)));
        main.unwrap_or(root)
    }

    /// The value of an attribute, entities decoded.
    pub fn attribute(&self, element: &node::Element, wanted: &str) -> Option<Cow<'_, str>> {
        let attributes = self.page.get(self.element(element)?.attributes.range())?;
        let value = raw_attribute(attributes, wanted)?;
        Some(if value.contains('&') { Cow::Owned(decoded_value(value)) } else { Cow::Borrowed(value) })
    }

    /// The name by which links reach an element.
    pub fn anchor(&self, element: &node::Element) -> Option<String> {
        let name = self.attribute(element, "id").or_else(|| self.attribute(element, "name"));
        name.filter(|name| !name.is_empty()).map(Cow::into_owned)
    }

    /// The texts of a text of the tree: neighbours are one there.
    pub fn texts(&self, text: &str) -> impl Iterator<Item = PlacedText<'_>> {
        numbers(text).filter_map(|number| {
            let (span, words) = self.texts.get(number)?;
            let words = words.as_deref().or_else(|| self.page.get(span.range()))?;
            Some(PlacedText { words, span: *span })
        })
    }
}

/// The tree of a part of a page.
pub(super) fn tree<'s>(context: &mut Context<'s>, span: Span) -> (Html, Places<'s>) {
    let source = context.source.get(span.range()).unwrap_or_default();
    let mut writer = Writer {
        base: span.start as usize,
        source,
        tree: TreeWriter::new(),
        places: Places { page: context.source, elements: Vec::new(), texts: Vec::new(), main: None },
        text: None,
        stack: Vec::new(),
        paragraphs: 0,
        links: 0,
        pre: 0,
        unclosed: Vec::new(),
    };
    let stop = writer.run();
    writer.end_text();
    while writer.pop(source.len()).is_some() {}
    let Writer { tree, places, .. } = writer;
    if let Some((at, stop)) = stop {
        let place = Span::new(span.start as usize + at, span.start as usize + at);
        let (code, message, help) = match stop {
            Stop::Depth => (
                readers::TOO_DEEP,
                format!("elements nest deeper than {MAX_DEPTH}; what follows here is not read"),
                "close the elements on the page",
            ),
            Stop::Elements => (
                readers::TOO_LARGE,
                format!("the page has more than {MAX_NODES} elements or texts; what follows here is not read"),
                "split the page",
            ),
            Stop::Tag => (
                readers::UNENDED_HTML,
                "a tag or comment starts here and never ends; what follows is not read".to_owned(),
                "end the tag with `>`, or write `&lt;` for the sign",
            ),
        };
        context.report(code, place, message, help);
    }
    (tree.finish(), places)
}

enum Stop {
    Depth,
    Elements,
    Tag,
}

struct Open {
    element: Element,
    /// Its number in the page.
    number: u32,
}

struct Writer<'s> {
    base: usize,
    source: &'s str,
    tree: TreeWriter,
    places: Places<'s>,
    stack: Vec<Open>,
    /// How many paragraphs and links are open: most tags need not look for one.
    paragraphs: usize,
    links: usize,
    pre: usize,
    /// The text that is being read, and its words where they are not those of its place.
    text: Option<(Span, Option<String>)>,
    /// Names of elements to be left out whole that nothing closes.
    unclosed: Vec<&'s str>,
}

impl<'s> Writer<'s> {
    fn run(&mut self) -> Option<(usize, Stop)> {
        let mut at = 0;
        loop {
            let rest = self.source.get(at..).unwrap_or_default();
            let Some(length) = memchr::memchr(b'<', rest.as_bytes()) else {
                self.text(at, self.source.len());
                return None;
            };
            let tag = at + length;
            self.text(at, tag);
            if self.places.texts.len() >= MAX_NODES {
                return Some((tag, Stop::Elements));
            }
            let next = rest.as_bytes().get(length + 1).copied();
            at = match next {
                Some(b'!' | b'?') => match self.after_declaration(tag) {
                    Some(next) => next,
                    None => return Some((tag, Stop::Tag)),
                },
                Some(b'/') if rest.as_bytes().get(length + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    let Some(end) = self.tag_end(tag) else { return Some((tag, Stop::Tag)) };
                    self.end_tag(tag, end);
                    end
                }
                Some(byte) if byte.is_ascii_alphabetic() => {
                    let Some(end) = self.tag_end(tag) else { return Some((tag, Stop::Tag)) };
                    match self.start_tag(tag, end) {
                        Ok(next) => next,
                        Err(stop) => return Some((tag, stop)),
                    }
                }
                _ => {
                    // A lone `<` is text.
                    self.less_than(tag);
                    tag + 1
                }
            };
        }
    }

    /// Takes words of the page.
    fn text(&mut self, from: usize, to: usize) {
        if let Some(text) = self.source.get(from..to).filter(|text| !text.is_empty()) {
            self.join(text, from, to, memchr::memchr2(b'&', b'\r', text.as_bytes()).is_some());
        }
    }

    /// Takes a `<` that starts no tag.
    fn less_than(&mut self, at: usize) {
        self.join("&lt;", at, at + 1, true);
    }

    /// Adds words to the text that is being read; what the page has between them is left out. `is_written`: they have to
    /// be decoded, or are not the page's.
    fn join(&mut self, words: &str, from: usize, to: usize, is_written: bool) {
        let span = Span::new(self.base + from, self.base + to);
        let Some((joined, written)) = &mut self.text else {
            self.text = Some((span, is_written.then(|| words.to_owned())));
            return;
        };
        let is_whole = joined.end == span.start && !is_written;
        match written {
            Some(written) => written.push_str(words),
            None if is_whole => {}
            None => {
                // What stood here alone so far had nothing to decode.
                let page = self.places.page;
                let mut all = page.get(joined.range()).unwrap_or_default().to_owned();
                all.push_str(words);
                *written = Some(all);
            }
        }
        joined.end = span.end;
    }

    /// Writes the number of the text that was read.
    fn end_text(&mut self) {
        let Some((span, written)) = self.text.take() else { return };
        let is_blank = written.is_none() && self.places.page.get(span.range()).is_some_and(is_blank);
        if is_blank && self.is_between_cells() {
            return;
        }
        self.tree.text(self.places.texts.len());
        self.places.texts.push((span, written.map(|words| decoded_words(&words))));
    }

    /// Whether the innermost element is a part of a table that has no words of its own.
    fn is_between_cells(&self) -> bool {
        let is_part = |kind| matches!(kind, Kind::Table | Kind::Section | Kind::Row);
        self.stack.last().is_some_and(|open| is_part(open.element.kind))
            && self
                .stack
                .iter()
                .rev()
                .take_while(|open| is_part(open.element.kind))
                .any(|open| open.element.kind == Kind::Table)
    }

    /// The byte behind a comment, a doctype or a processing instruction.
    fn after_declaration(&self, tag: usize) -> Option<usize> {
        let rest = self.source.get(tag..)?;
        if let Some(comment) = rest.strip_prefix("<!--") {
            if comment.starts_with('>') {
                return Some(tag + 5);
            }
            return comment.find("-->").map(|end| tag + 4 + end + 3);
        }
        memchr::memchr(b'>', rest.as_bytes()).map(|end| tag + end + 1)
    }

    /// The byte behind a tag; `>` in quotes does not end it.
    fn tag_end(&self, tag: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mut at = tag + 1;
        let mut value = false;
        loop {
            match bytes.get(at)? {
                b'>' => return Some(at + 1),
                quote @ (b'"' | b'\'') if value => {
                    at += 1 + memchr::memchr(*quote, bytes.get(at + 1..)?)?;
                    value = false;
                }
                b'=' => value = true,
                b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => value = false,
            }
            at += 1;
        }
    }

    fn name(&self, from: usize, end: usize) -> &'s str {
        let rest = self.source.get(from..end).unwrap_or_default();
        let length =
            rest.bytes().take_while(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>')).count();
        rest.get(..length).unwrap_or_default()
    }

    fn start_tag(&mut self, tag: usize, end: usize) -> Result<usize, Stop> {
        let spelt = self.name(tag + 1, end);
        let element = element(spelt);
        let kind = element.kind;
        let inner = self.source.get(tag + 1 + spelt.len()..end - 1).unwrap_or_default();
        match kind {
            Kind::Transparent => return Ok(end),
            Kind::Dropped => return Ok(self.after_element(spelt, end)),
            Kind::Unknown => {
                if self.pre > 0 {
                    self.less_than(tag);
                    self.text(tag + 1, end);
                }
                return Ok(end);
            }
            Kind::Span if anchor(inner).is_none() => return Ok(end),
            _ => {}
        }
        self.close_for(kind, tag);
        if self.stack.len() >= MAX_DEPTH {
            return Err(Stop::Depth);
        }
        if self.places.elements.len() >= MAX_NODES {
            return Err(Stop::Elements);
        }
        self.end_text();
        let number = self.places.elements.len();
        self.tree.start(element, number);
        self.find_main(element, inner, number);
        let span = Span::new(self.base + tag, self.base + end);
        let start = self.base + tag + 1 + spelt.len();
        self.places.elements.push(ElementPlace { span, attributes: Span::new(start, start + inner.len()) });
        if kind != Kind::Void {
            self.push(Open { element, number: number as u32 });
        }
        Ok(end)
    }

    /// Takes note of an element that may hold the page's own words.
    fn find_main(&mut self, element: Element, inner: &str, number: usize) {
        if element.kind != Kind::Block {
            return;
        }
        let found = if raw_attribute(inner, "role") == Some("main") {
            Sign::Role
        } else if element.name == "main" {
            Sign::Main
        } else if element.name == "article" {
            Sign::Article
        } else {
            return;
        };
        if self.places.main.is_none_or(|(known, _)| known < found) {
            self.places.main = Some((found, number));
        }
    }

    /// The byte behind an element that is left out whole. One that is never closed loses its tag only.
    fn after_element(&mut self, name: &'s str, end: usize) -> usize {
        // Looked for once: a page may open many such elements and close none.
        if self.unclosed.iter().any(|unclosed| unclosed.eq_ignore_ascii_case(name)) {
            return end;
        }
        let rest = self.source.get(end..).unwrap_or_default();
        let mut from = 0;
        while let Some(found) = rest.get(from..).and_then(|rest| rest.find("</")) {
            let at = from + found + 2;
            if rest.get(at..at + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)) {
                let close = rest.get(at..).and_then(|rest| rest.find('>'));
                return close.map_or(self.source.len(), |close| end + at + close + 1);
            }
            from = at;
        }
        self.unclosed.push(name);
        end
    }

    fn end_tag(&mut self, tag: usize, end: usize) {
        let element = element(self.name(tag + 2, end));
        let kind = element.kind;
        match kind {
            Kind::Transparent | Kind::Dropped => return,
            Kind::Unknown => {
                if self.pre > 0 {
                    self.less_than(tag);
                    self.text(tag + 1, end);
                }
                return;
            }
            Kind::Void => {
                if element.name == "br" {
                    self.end_text();
                    self.tree.end(element);
                }
                return;
            }
            _ => {}
        }
        // An end tag does not reach out of the cell it stands in.
        let reaches_out = matches!(kind, Kind::Cell | Kind::Row | Kind::Section | Kind::Table | Kind::Caption);
        let mut depth = self.stack.len();
        while let Some(open) = depth.checked_sub(1).and_then(|top| self.stack.get(top)) {
            if open.element == element {
                while self.stack.len() > depth {
                    self.pop(tag);
                }
                self.pop(end);
                return;
            }
            if !reaches_out && matches!(open.element.kind, Kind::Cell | Kind::Caption | Kind::Table) {
                return;
            }
            if kind == Kind::Span || open.element.kind == Kind::Table {
                return;
            }
            depth -= 1;
        }
    }

    /// Closes what an element of this kind closes by starting.
    fn close_for(&mut self, kind: Kind, at: usize) {
        let closes_paragraph = matches!(
            kind,
            Kind::Block | Kind::Paragraph | Kind::List | Kind::Item | Kind::Term | Kind::Table | Kind::Pre
        );
        if closes_paragraph && self.paragraphs > 0 {
            self.close(
                at,
                |open| open == Kind::Paragraph,
                |open| matches!(open, Kind::Cell | Kind::Caption | Kind::Table),
            );
        }
        let in_table = |open| open == Kind::Table;
        match kind {
            Kind::Item => {
                self.close(at, |open| open == Kind::Item, |open| matches!(open, Kind::List | Kind::Cell | Kind::Table));
            }
            Kind::Term => self.close(
                at,
                |open| open == Kind::Term,
                |open| matches!(open, Kind::Block | Kind::List | Kind::Cell | Kind::Table),
            ),
            Kind::Cell => self.close(at, |open| matches!(open, Kind::Cell | Kind::Caption), in_table),
            Kind::Row => self.close(at, |open| matches!(open, Kind::Row | Kind::Caption), in_table),
            Kind::Section => self.close(at, |open| matches!(open, Kind::Section | Kind::Row | Kind::Caption), in_table),
            Kind::Link if self.links > 0 => {
                self.close(at, |open| open == Kind::Link, |open| matches!(open, Kind::Cell | Kind::Table));
            }
            Kind::Link
            | Kind::Block
            | Kind::Paragraph
            | Kind::List
            | Kind::Table
            | Kind::Caption
            | Kind::Inline
            | Kind::Pre
            | Kind::Span
            | Kind::Void
            | Kind::Transparent
            | Kind::Dropped
            | Kind::Unknown => {}
        }
    }

    /// Closes up to the outermost open element that is `wanted`, looking no further out than `bound`.
    fn close(&mut self, at: usize, wanted: impl Fn(Kind) -> bool, bound: impl Fn(Kind) -> bool) {
        let mut target = None;
        for (depth, open) in self.stack.iter().enumerate().rev() {
            if wanted(open.element.kind) {
                target = Some(depth);
            } else if bound(open.element.kind) {
                break;
            }
        }
        if let Some(target) = target {
            while self.stack.len() > target {
                self.pop(at);
            }
        }
    }

    fn push(&mut self, open: Open) {
        self.paragraphs += usize::from(open.element.kind == Kind::Paragraph);
        self.links += usize::from(open.element.kind == Kind::Link);
        self.pre += usize::from(open.element.kind == Kind::Pre);
        self.stack.push(open);
    }

    fn pop(&mut self, end: usize) -> Option<()> {
        self.end_text();
        let open = self.stack.pop()?;
        self.paragraphs -= usize::from(open.element.kind == Kind::Paragraph);
        self.links -= usize::from(open.element.kind == Kind::Link);
        self.pre -= usize::from(open.element.kind == Kind::Pre);
        self.tree.end(open.element);
        if let Some(place) = self.places.elements.get_mut(open.number as usize) {
            place.span = place.span.to(Span::new(self.base + end, self.base + end));
        }
        Some(())
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}
