//! Writes HTML anew so that scraper can read it fast and places survive: each tag carries the number of its element.
//!
//! In: a part of a page. Out: well-nested HTML of the elements that mean something here, and where each element and
//! each stretch of text stands in the page. Elements are closed here as HTML closes them by itself (a `<td>` ends
//! the one before it), so html5ever never has to move what is badly nested, which costs it quadratic time.

use std::fmt::Write as _;

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_NODES};
use crate::source::Span;

/// The attribute that carries an element's number. It is written first, so it wins over one that the page has.
const NUMBER: &str = "docwright";

/// How deep elements may nest. Real pages have 30 levels; html5ever looks through all of them at each paragraph.
const MAX_DEPTH: usize = 128;

/// Where an element stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ElementPlace {
    /// From its start tag to its end.
    pub span: Span,
    /// The first text in it or behind it.
    pub text_from: u32,
    /// The first text behind it.
    pub text_to: u32,
}

/// Where everything stands.
#[derive(Default)]
pub(super) struct Places {
    pub elements: Vec<ElementPlace>,
    pub texts: Vec<Span>,
}

impl Places {
    /// Where an element stands.
    pub fn of(&self, element: &scraper::node::Element) -> Option<ElementPlace> {
        self.elements.get(element.attr(NUMBER)?.parse::<usize>().ok()?).copied()
    }
}

/// What closing a tag and opening one has to know of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Ends an open paragraph: `<div>`, `<ul>`, `<h1>`.
    Block,
    Paragraph,
    Item,
    Term,
    Table,
    Section,
    Row,
    Cell,
    Caption,
    List,
    Inline,
    /// `<a>` does not nest.
    Link,
    Pre,
    /// `<span>`: kept where it has an id.
    Span,
    /// Has no content: `<br>`.
    Void,
    /// Left out, its content is kept.
    Transparent,
    /// Left out with all that is in it.
    Dropped,
    /// No element of HTML.
    Unknown,
}

fn kind(name: &str) -> Kind {
    match name {
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dialog" | "dir" | "div" | "dl"
        | "fieldset" | "figcaption" | "figure" | "footer" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header"
        | "hgroup" | "main" | "nav" | "section" | "summary" => Kind::Block,
        "p" => Kind::Paragraph,
        "ul" | "ol" | "menu" => Kind::List,
        "li" => Kind::Item,
        "dt" | "dd" => Kind::Term,
        "table" => Kind::Table,
        "thead" | "tbody" | "tfoot" => Kind::Section,
        "tr" => Kind::Row,
        "td" | "th" => Kind::Cell,
        "caption" => Kind::Caption,
        "pre" | "listing" | "xmp" => Kind::Pre,
        "a" => Kind::Link,
        "span" => Kind::Span,
        "b" | "strong" | "i" | "em" | "code" | "tt" | "kbd" | "samp" => Kind::Inline,
        "br" | "hr" => Kind::Void,
        "script" | "style" | "title" | "noscript" | "iframe" | "svg" | "math" | "textarea" | "noframes" => {
            Kind::Dropped
        }
        "html" | "head" | "body" | "form" | "select" | "option" | "optgroup" | "button" | "label" | "font" | "u"
        | "s" | "strike" | "small" | "big" | "sub" | "sup" | "cite" | "q" | "abbr" | "acronym" | "del" | "ins"
        | "mark" | "dfn" | "var" | "time" | "data" | "bdi" | "bdo" | "nobr" | "wbr" | "img" | "image" | "input"
        | "link" | "meta" | "base" | "area" | "map" | "col" | "colgroup" | "embed" | "param" | "source" | "track"
        | "object" | "applet" | "marquee" | "template" | "frameset" | "frame" | "plaintext" | "legend" | "picture"
        | "video" | "audio" | "canvas" | "ruby" | "rt" | "rp" | "rb" | "rtc" | "output" | "progress" | "meter"
        | "search" | "slot" | "keygen" => Kind::Transparent,
        _ => Kind::Unknown,
    }
}

/// Whether HTML has an element of this name, in lower case.
pub(super) fn is_element(name: &str) -> bool {
    kind(name) != Kind::Unknown
}

/// Writes a part of a page anew.
pub(super) fn normalise(context: &mut Context<'_>, span: Span) -> (String, Places) {
    let source = context.source.get(span.range()).unwrap_or_default();
    let mut writer = Writer {
        base: span.start as usize,
        source,
        output: String::with_capacity(source.len() + source.len() / 4),
        places: Places::default(),
        stack: Vec::new(),
        paragraphs: 0,
        links: 0,
        pre: 0,
        after_text: false,
        unclosed: Vec::new(),
    };
    let stop = writer.run();
    while writer.pop(source.len()).is_some() {}
    let Writer { output, places, .. } = writer;
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
                format!("the page has more than {MAX_NODES} elements; what follows here is not read"),
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
    (output, places)
}

enum Stop {
    Depth,
    Elements,
    Tag,
}

struct Open<'s> {
    name: &'s str,
    kind: Kind,
    element: u32,
}

struct Writer<'s> {
    base: usize,
    source: &'s str,
    output: String,
    places: Places,
    stack: Vec<Open<'s>>,
    /// How many paragraphs and links are open: most tags need not look for one.
    paragraphs: usize,
    links: usize,
    pre: usize,
    /// Whether the last thing written is text: then what follows joins it.
    after_text: bool,
    /// Names of elements to be left out whole that nothing closes.
    unclosed: Vec<&'s str>,
}

impl<'s> Writer<'s> {
    fn run(&mut self) -> Option<(usize, Stop)> {
        let mut at = 0;
        loop {
            let rest = self.source.get(at..).unwrap_or_default();
            let Some(length) = rest.find('<') else {
                self.text(at, self.source.len());
                return None;
            };
            let tag = at + length;
            self.text(at, tag);
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
                    self.literal("&lt;", tag, tag + 1);
                    tag + 1
                }
            };
        }
    }

    fn text(&mut self, from: usize, to: usize) {
        if let Some(text) = self.source.get(from..to).filter(|text| !text.is_empty()) {
            self.literal(text, from, to);
        }
    }

    fn literal(&mut self, text: &str, from: usize, to: usize) {
        self.output.push_str(text);
        let span = Span::new(self.base + from, self.base + to);
        match self.places.texts.last_mut().filter(|_| self.after_text) {
            Some(last) => last.end = span.end,
            None => self.places.texts.push(span),
        }
        self.after_text = true;
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
        rest.find('>').map(|end| tag + end + 1)
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
                    let quote = if *quote == b'"' { '"' } else { '\'' };
                    at += 1 + self.source.get(at + 1..)?.find(quote)?;
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
        let name = self.name(tag + 1, end);
        let kind = kind_of(name);
        let inner = self.source.get(tag + 1 + name.len()..end - 1).unwrap_or_default();
        match kind {
            Kind::Transparent => return Ok(end),
            Kind::Dropped => return Ok(self.after_element(name, end)),
            Kind::Unknown => {
                if self.pre > 0 {
                    self.literal("&lt;", tag, tag + 1);
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
        let number = self.places.elements.len();
        self.output.push('<');
        self.output.push_str(name);
        // Writing to a String can not fail.
        let _ = write!(self.output, " {NUMBER}=\"{number}\"");
        for wanted in ["id", "name", "href", "class", "role", "rowspan", "colspan"] {
            if let Some(value) = raw_attribute(inner, wanted).filter(|value| !value.contains('"')) {
                self.output.push(' ');
                self.output.push_str(wanted);
                self.output.push_str("=\"");
                self.output.push_str(value);
                self.output.push('"');
            }
        }
        self.output.push('>');
        self.after_text = false;
        let text = self.places.texts.len() as u32;
        let span = Span::new(self.base + tag, self.base + end);
        self.places.elements.push(ElementPlace { span, text_from: text, text_to: text });
        if kind == Kind::Pre && self.source.get(end..).is_some_and(|rest| rest.starts_with(['\n', '\r'])) {
            // html5ever takes the line end behind `<pre>` away; with one more, it takes that.
            self.output.push('\n');
        }
        if kind != Kind::Void {
            self.push(Open { name, kind, element: number as u32 });
        }
        Ok(end)
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
        let name = self.name(tag + 2, end);
        let kind = kind_of(name);
        match kind {
            Kind::Transparent | Kind::Dropped => return,
            Kind::Unknown => {
                if self.pre > 0 {
                    self.literal("&lt;", tag, tag + 1);
                    self.text(tag + 1, end);
                }
                return;
            }
            Kind::Void => {
                if name.eq_ignore_ascii_case("br") {
                    self.output.push_str("<br>");
                    self.after_text = false;
                }
                return;
            }
            _ => {}
        }
        // An end tag does not reach out of the cell it stands in.
        let reaches_out = matches!(kind, Kind::Cell | Kind::Row | Kind::Section | Kind::Table | Kind::Caption);
        let mut depth = self.stack.len();
        while let Some(open) = depth.checked_sub(1).and_then(|top| self.stack.get(top)) {
            if open.name.eq_ignore_ascii_case(name) {
                while self.stack.len() > depth {
                    self.pop(tag);
                }
                self.pop(end);
                return;
            }
            if !reaches_out && matches!(open.kind, Kind::Cell | Kind::Caption | Kind::Table) {
                return;
            }
            if kind == Kind::Span || open.kind == Kind::Table {
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
            if wanted(open.kind) {
                target = Some(depth);
            } else if bound(open.kind) {
                break;
            }
        }
        if let Some(target) = target {
            while self.stack.len() > target {
                self.pop(at);
            }
        }
    }

    fn push(&mut self, open: Open<'s>) {
        self.paragraphs += usize::from(open.kind == Kind::Paragraph);
        self.links += usize::from(open.kind == Kind::Link);
        self.pre += usize::from(open.kind == Kind::Pre);
        self.stack.push(open);
    }

    fn pop(&mut self, end: usize) -> Option<()> {
        let open = self.stack.pop()?;
        self.paragraphs -= usize::from(open.kind == Kind::Paragraph);
        self.links -= usize::from(open.kind == Kind::Link);
        self.pre -= usize::from(open.kind == Kind::Pre);
        self.output.push_str("</");
        self.output.push_str(open.name);
        self.output.push('>');
        self.after_text = false;
        let texts = self.places.texts.len() as u32;
        if let Some(place) = self.places.elements.get_mut(open.element as usize) {
            place.span = place.span.to(Span::new(self.base + end, self.base + end));
            place.text_to = texts;
        }
        Some(())
    }
}

fn kind_of(name: &str) -> Kind {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { kind(&name.to_ascii_lowercase()) } else { kind(name) }
}

/// The value of an attribute in the inside of a tag, as the page spells it.
fn raw_attribute<'t>(inner: &'t str, wanted: &str) -> Option<&'t str> {
    let mut from = 0;
    // Long attributes are data; what is asked for stands near the start.
    let inner = inner.get(..inner.len().min(4096)).unwrap_or(inner);
    while let Some(found) = inner.get(from..).and_then(|rest| rest.find(wanted)) {
        let start = from + found;
        from = start + wanted.len();
        let before = inner.get(..start).unwrap_or_default();
        let starts = before.is_empty() || before.ends_with([' ', '\t', '\n', '\r', '"', '\'']);
        let Some(value) = inner.get(from..).unwrap_or_default().trim_start().strip_prefix('=').filter(|_| starts)
        else {
            continue;
        };
        let value = value.trim_start();
        return Some(match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.get(1..)?.split(quote).next()?,
            _ => value.split([' ', '\t', '\n', '\r', '>']).next()?.trim_end_matches('/'),
        });
    }
    None
}

/// The value of an attribute with its entities decoded as far as a link needs it.
pub(super) fn attribute(inner: &str, wanted: &str) -> Option<String> {
    raw_attribute(inner, wanted).map(|value| value.replace("&amp;", "&"))
}

/// The name by which links reach an element.
pub(super) fn anchor(inner: &str) -> Option<String> {
    attribute(inner, "id").or_else(|| attribute(inner, "name")).filter(|name| !name.is_empty())
}
