//! The events of pulldown-cmark as blocks.
//!
//! In: markdown with its place in the page. Out: blocks. Nothing here calls itself for what the page nests: lists
//! are kept on a stack, and deeper than [`MAX_DEPTH`] they are laid flat.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::diagnostic::catalogue::readers;
use crate::document::context::{Context, MAX_DEPTH};
use crate::document::html::{self, InlineTag};
use crate::document::lines::with_ends;
use crate::document::markdown::cells;
use crate::document::markdown::regions::{MARK, Region, RegionKind, Regions};
use crate::document::writer::TextWriter;
use crate::document::{Block, Code, Heading, List, Style};
use crate::source::Span;

/// Markdown and where it stands.
pub(super) struct Input<'t> {
    pub text: &'t str,
    /// Where the text starts in the page.
    pub base: usize,
    /// How many bytes stand before the page's own in `text`.
    pub shift: usize,
    pub is_cell: bool,
}

/// Ends the words of a link and starts its target.
const LINKS: &[u8] = b"](";

/// The longest link target with blanks.
const MAX_TARGET: usize = 400;

/// How many quote and list marks a line may start with before it is no markdown any more.
const MAX_MARKS: usize = 256;

/// Reads markdown.
pub(super) fn read(context: &mut Context<'_>, input: &Input<'_>, regions: Regions) -> Vec<Block> {
    if let Some(line) = too_deep(input.text) {
        context.report(
            readers::TOO_DEEP,
            Span::new(input.base + line, input.base + line),
            format!("a line starts with more than {MAX_MARKS} quote and list marks; the text is not read"),
            "take the marks off the line",
        );
        return Vec::new();
    }
    let options = Options::ENABLE_HEADING_ATTRIBUTES;
    let text = blankless_links(input.text);
    let mut reader = Reader {
        context,
        input,
        regions,
        blocks: vec![Vec::new()],
        lists: Vec::new(),
        flat_lists: 0,
        writer: TextWriter::default(),
        style: Style::default(),
        bold: 0,
        italic: 0,
        links: Vec::new(),
        anchors: Vec::new(),
        heading: None,
        code: None,
        html: None,
    };
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        if reader.context.is_exhausted() {
            break;
        }
        let span = reader.span(&range);
        reader.event(event, span, range);
    }
    reader.finish()
}

/// The text with the blanks in link targets filled in, byte for byte: vendors link to "API Reference/List.md", which is
/// no link in markdown.
fn blankless_links(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b']', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut filled: Option<String> = None;
    let mut done = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), LINKS) {
        let start = at + LINKS.len();
        if start < done {
            continue;
        }
        // The window may end inside a character: then it ends before it.
        let limit = (start..=text.len().min(start + MAX_TARGET)).rev().find(|&end| text.is_char_boundary(end));
        let window = text.get(start..limit.unwrap_or(start)).unwrap_or_default();
        let Some(end) = window.find(['(', ')', '\n', '"', '\'', '<', '>', '`', '[']) else { continue };
        let target = window.get(..end).unwrap_or_default();
        if !window.get(end..).is_some_and(|rest| rest.starts_with(')'))
            || !target.trim().contains(' ')
            || target.starts_with(' ')
        {
            continue;
        }
        let filled = filled.get_or_insert_with(|| String::with_capacity(text.len()));
        filled.push_str(text.get(done..start).unwrap_or_default());
        filled.push_str(&target.replace(' ', "+"));
        done = start + end;
    }
    match filled {
        Some(mut filled) => {
            filled.push_str(text.get(done..).unwrap_or_default());
            Cow::Owned(filled)
        }
        None => Cow::Borrowed(text),
    }
}

/// The first line that nests deeper than any page does, as a byte offset.
fn too_deep(text: &str) -> Option<usize> {
    if text.len() < MAX_MARKS {
        return None;
    }
    with_ends(text).find_map(|line| {
        if line.len() < MAX_MARKS {
            return None;
        }
        let marks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*'));
        let count = marks.filter(|byte| !matches!(byte, b' ' | b'\t')).count();
        let numbers = line.split(' ').take_while(|word| is_number_mark(word)).count();
        let is_rule = line.trim().bytes().all(|byte| byte == b'-' || byte == b'*');
        (count.max(numbers) > MAX_MARKS && !is_rule).then(|| line.as_ptr() as usize - text.as_ptr() as usize)
    })
}

fn is_number_mark(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ')']);
    digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

struct Reader<'c, 'a, 'i> {
    context: &'c mut Context<'a>,
    input: &'i Input<'i>,
    regions: Regions,
    /// The blocks of the page, then of each open list item.
    blocks: Vec<Vec<Block>>,
    lists: Vec<List>,
    /// How many lists are open that are too deep to be lists.
    flat_lists: usize,
    writer: TextWriter,
    style: Style,
    bold: usize,
    italic: usize,
    links: Vec<String>,
    /// Anchors that wait for a heading or a table.
    anchors: Vec<String>,
    heading: Option<(u8, Vec<String>)>,
    code: Option<Code>,
    html: Option<Span>,
}

impl Reader<'_, '_, '_> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        let place = |at: usize| self.input.base + at.saturating_sub(self.input.shift);
        Span::new(place(range.start), place(range.end))
    }

    fn event(&mut self, event: Event<'_>, span: Span, range: std::ops::Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.text(&text, span, range),
            Event::Code(text) => {
                let style = Style { code: true, ..self.style.clone() };
                // The place of the words between the backticks.
                let source = self.context.page.slice(span);
                let ticks = source.len() - source.trim_start_matches('`').len();
                let padding = source.len().saturating_sub(2 * ticks + text.len());
                let place = if padding == 0 || padding == 2 {
                    let start = span.start as usize + ticks + padding / 2;
                    Span::new(start, start + text.len())
                } else {
                    span
                };
                self.writer.push(&text, &style, place);
            }
            Event::Html(_) => {
                if let Some(html) = &mut self.html {
                    *html = html.to(span);
                }
            }
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::SoftBreak => self.writer.push("\n", &self.style, Span { end: span.start + 1, ..span }),
            Event::HardBreak => self.writer.line_break(),
            Event::Rule => {
                self.paragraph();
            }
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.writer.push(&text, &self.style, span);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_) => self.paragraph(),
            Tag::Heading { level, id, .. } => {
                self.paragraph();
                self.heading = Some((level_number(level), id.map(|id| id.to_string()).into_iter().collect()));
            }
            Tag::CodeBlock(kind) => {
                self.paragraph();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info
                        .split([' ', ',', '\t'])
                        .next()
                        .filter(|word| !word.is_empty() && !word.starts_with('{'))
                        .map(str::to_owned),
                    CodeBlockKind::Indented if self.input.is_cell => return,
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(Code { language, text: String::new(), span, lines: Vec::new() });
            }
            Tag::HtmlBlock => {
                self.paragraph();
                self.html = Some(span);
            }
            Tag::List(_) => {
                self.paragraph();
                if self.lists.len() < MAX_DEPTH && self.flat_lists == 0 {
                    self.lists.push(List { items: Vec::new(), span });
                } else {
                    self.flat_lists += 1;
                    if self.flat_lists == 1 {
                        self.context.report(
                            readers::TOO_DEEP,
                            span,
                            format!("lists nest deeper than {MAX_DEPTH}; what is deeper is read as one level"),
                            "lay the list flat on the page",
                        );
                    }
                }
            }
            Tag::Item => {
                self.paragraph();
                if self.flat_lists == 0 {
                    self.blocks.push(Vec::new());
                }
            }
            Tag::Emphasis => {
                self.italic += 1;
                self.restyle();
            }
            Tag::Strong => {
                self.bold += 1;
                self.restyle();
            }
            Tag::Link { dest_url, .. } => {
                self.links.push(self.link_target(&dest_url, span));
                self.restyle();
            }
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Image { .. } => {}
        }
    }

    /// The target of a link as the page spells it, with the blanks that [`blankless_links`] took away.
    fn link_target(&self, target: &str, link: Span) -> String {
        let source = self.context.page.slice(link);
        let spelt = source.rsplit_once("](").and_then(|(_, target)| target.strip_suffix(')'));
        match spelt {
            Some(spelt) if spelt.contains(' ') && spelt.len() == target.len() => spelt.to_owned(),
            _ => target.to_owned(),
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::MetadataBlock(_) => self.paragraph(),
            TagEnd::Heading(_) => self.heading_end(span),
            TagEnd::CodeBlock => match self.code.take() {
                Some(mut code) => {
                    code.span = trimmed(self.context, code.span);
                    code.lines.truncate(code.text.lines().count());
                    self.skip_regions(code.span);
                    self.push(Block::Code(code));
                }
                None => self.paragraph(),
            },
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.skip_regions(html);
                    self.html(html);
                }
            }
            TagEnd::List(_) => {
                self.paragraph();
                if self.flat_lists > 0 {
                    self.flat_lists -= 1;
                } else if let Some(mut list) = self.lists.pop() {
                    list.span = trimmed(self.context, list.span);
                    self.push(Block::List(list));
                }
            }
            TagEnd::Item => {
                self.paragraph();
                if self.flat_lists == 0
                    && self.blocks.len() > 1
                    && let (Some(mut item), Some(list)) = (self.blocks.pop(), self.lists.last_mut())
                {
                    item.shrink_to_fit();
                    list.items.push(item);
                }
            }
            TagEnd::Emphasis => {
                self.italic = self.italic.saturating_sub(1);
                self.restyle();
            }
            TagEnd::Strong => {
                self.bold = self.bold.saturating_sub(1);
                self.restyle();
            }
            TagEnd::Link => {
                self.links.pop();
                self.restyle();
            }
            TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript | TagEnd::Image => {}
        }
    }

    fn text(&mut self, text: &str, span: Span, range: std::ops::Range<usize>) {
        if let Some(code) = &mut self.code {
            // From the page itself: a region may have been blanked out of what only turned out to be code.
            let source = self.context.source.get(span.range()).unwrap_or(text);
            for (offset, _) in source.match_indices('\n') {
                code.lines.push(span.start + offset as u32 + 1);
            }
            if code.text.is_empty() {
                code.lines.insert(0, span.start);
            }
            code.text.push_str(source);
            return;
        }
        let own = range.start < self.input.shift;
        let text = if own { text.get(self.input.shift..).unwrap_or_default() } else { text };
        let Some(mark) = text.find(MARK) else {
            self.writer.push(text, &self.style, span);
            return;
        };
        let start = span.start as usize + mark;
        let end = start + MARK.len_utf8();
        self.writer.push(text.get(..mark).unwrap_or_default(), &self.style, Span::new(span.start as usize, start));
        while let Some(region) = self.regions.next_before(end) {
            self.region(region);
        }
        let behind = text.get(mark + MARK.len_utf8()..).unwrap_or_default();
        self.writer.push(behind, &self.style, Span::new(end, span.end as usize));
    }

    fn region(&mut self, region: Region) {
        self.paragraph();
        match region.kind {
            RegionKind::Table(raw) => {
                let anchors = std::mem::take(&mut self.anchors);
                let table = cells::table(self.context, raw, region.span, anchors);
                self.push(Block::Table(table));
            }
            RegionKind::Html => self.html(region.span),
            RegionKind::Sample => {
                let code = sample(self.context, region.span);
                self.push(Block::Code(code));
            }
        }
    }

    /// Regions inside a code block or an HTML block have been read with it.
    fn skip_regions(&mut self, span: Span) {
        while let Some(region) = self.regions.next_before(span.end as usize) {
            if region.span.start < span.start {
                self.region(region);
            }
        }
    }

    fn html(&mut self, span: Span) {
        let fragment = html::fragment(self.context, span, std::mem::take(&mut self.anchors));
        for block in fragment.blocks {
            self.push_counted(block);
        }
        self.anchors = fragment.anchors;
    }

    fn inline_html(&mut self, tag: &str, span: Span) {
        match html::inline_tag(tag) {
            InlineTag::Break => self.writer.line_break(),
            InlineTag::Block => self.writer.new_line(),
            InlineTag::Item => self.writer.item(span),
            InlineTag::Bold(true) => self.bold += 1,
            InlineTag::Bold(false) => self.bold = self.bold.saturating_sub(1),
            InlineTag::Italic(true) => self.italic += 1,
            InlineTag::Italic(false) => self.italic = self.italic.saturating_sub(1),
            InlineTag::Code(open) => self.style.code = open,
            InlineTag::Anchor(name) => match &mut self.heading {
                Some((_, anchors)) => anchors.push(name),
                None => self.anchors.push(name),
            },
            InlineTag::Link(target) => self.links.push(target),
            InlineTag::LinkEnd => {
                self.links.pop();
            }
            InlineTag::Other => {}
            // `<cmkid>` is a placeholder in a sentence, not a tag.
            InlineTag::Unknown => self.writer.push(tag, &self.style, span),
        }
        self.restyle();
    }

    fn restyle(&mut self) {
        self.style.bold = self.bold > 0;
        self.style.italic = self.italic > 0;
        if self.style.link.as_ref() != self.links.last() {
            self.style.link = self.links.last().cloned();
        }
    }

    fn heading_end(&mut self, span: Span) {
        let Some((level, mut anchors)) = self.heading.take() else { return self.paragraph() };
        if let Some(braces) = kept_braces(self.context.page.slice(span)) {
            let end = span.start as usize + self.context.page.slice(span).trim_end().len();
            self.writer.push(braces, &self.style, Span::new(end - braces.len(), end));
            anchors.clear();
        }
        let mut text = self.writer.finish();
        if text.runs.is_empty() {
            text.span = trimmed(self.context, span);
        }
        anchors.splice(0..0, std::mem::take(&mut self.anchors));
        self.push(Block::Heading(Heading { level, text, anchors }));
    }

    /// Ends the paragraph that is being written, if one is.
    fn paragraph(&mut self) {
        if self.heading.is_none() && !self.writer.is_empty() {
            let text = self.writer.finish();
            if !text.runs.is_empty() {
                self.push(Block::Paragraph(text));
            }
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(blocks) = self.blocks.last_mut() {
            self.context.admit(blocks, block);
        }
    }

    fn push_counted(&mut self, block: Block) {
        if let Some(blocks) = self.blocks.last_mut() {
            blocks.push(block);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.paragraph();
        while let Some(region) = self.regions.next_before(usize::MAX) {
            self.region(region);
        }
        // Open lists are left when the page was cut.
        while let Some(mut list) = self.lists.pop() {
            if self.blocks.len() > 1 {
                list.items.extend(self.blocks.pop());
            }
            self.push_counted(Block::List(list));
        }
        self.blocks.swap_remove(0)
    }
}

/// Braces at a heading's end that are words, not attributes: the variable of a path.
fn kept_braces(heading: &str) -> Option<&str> {
    let heading = heading.trim_end();
    let start = heading.rfind('{')?;
    let braces = heading.get(start..)?;
    let inner = braces.strip_prefix('{')?.strip_suffix('}')?;
    let is_glued =
        heading.get(..start).is_some_and(|before| before.ends_with(|c: char| !c.is_whitespace() && c != '\\'));
    let is_name = inner.starts_with(|c: char| c.is_ascii_alphabetic()) && !inner.contains(['=', ' ']);
    (is_glued && is_name).then_some(braces)
}

/// A sample that nothing fences, as code.
pub(super) fn sample(context: &Context<'_>, span: Span) -> Code {
    let text = context.page.slice(span).to_owned();
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
    let lines = starts.map(|at| span.start + at).collect();
    Code { language: None, text, span, lines }
}

/// A place without the white space at its ends.
fn trimmed(context: &Context<'_>, span: Span) -> Span {
    let text = context.page.slice(span);
    let start = span.start as usize + (text.len() - text.trim_start().len());
    Span::new(start, span.start as usize + text.trim_end().len())
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
