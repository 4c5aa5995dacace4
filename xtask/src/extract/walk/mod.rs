//! The walk over a page: which section each block stands in, and what becomes of it.
//!
//! In: a document. Out: [`PageFacts`]. The walk knows sections and their order; tables, rows, samples and sentences are
//! read by the modules beside it.

use crate::diagnostic::Diagnostic;
use crate::dialect::{Identity, Section};
use crate::document::{Block, Document, Format, Text};
use crate::extract::facts::{Counts, OperationFacts, PageFacts, Said, Side};
use crate::extract::identity::{Uri, api_links, is_operation_name, tagged_uri, titled_uri, uri};
use crate::extract::ledger::{Claim, Claims};
use crate::extract::samples::SampleText;
use crate::extract::{Language, split};
use crate::source::{Page, Span};
use crate::spec::model::Witness;

mod sample_blocks;
mod settling;
mod table_blocks;
mod unread;

/// How many rows a page may have. The longest of 8,000 real pages has 700.
const MAX_ROWS: usize = 10_000;

/// Reads all operations of a document.
pub fn document(page: &Page, document: &Document, language: &Language, diagnostics: &mut Vec<Diagnostic>) -> PageFacts {
    let mut counts = Counts::default();
    let mut operations = Vec::new();
    let mut claims = Claims::new(page, document);
    for blocks in split::operations(&document.blocks, &language.dialect) {
        let mut walk = Walk::new(page, document.format, language, &mut claims, diagnostics);
        walk.blocks(blocks);
        let (operation, walked) = walk.finish();
        counts.add(&walked);
        if operation.is_none() {
            for block in blocks {
                claims.withdraw(block.span());
            }
        }
        operations.extend(operation);
    }
    let mut walk = Walk::new(page, document.format, language, &mut claims, diagnostics);
    walk.objects(&document.blocks, &operations);
    counts.add(&walk.counts);
    let objects = walk.operation.tables;
    let ledger = claims.finish(page);
    counts.bytes = ledger.bytes;
    unread::report(page, document, &ledger, operations.is_empty(), diagnostics);
    PageFacts { page: page.path().clone(), format: document.format, operations, objects, counts, ledger }
}

/// What the walk has met so far.
struct Walk<'a> {
    page: &'a Page,
    language: &'a Language,
    claims: &'a mut Claims,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The section, and the words of its heading when the dialect does not know them.
    section: Option<Section>,
    unknown_heading: Option<Said<String>>,
    /// Level of the heading that opened the section.
    level: u8,
    status: Option<u16>,
    /// The next line may be the status's reason ("Not Found").
    reason: bool,
    /// Where the page tells it.
    status_place: Span,
    /// A bold line, a short line or a heading right above the next block.
    line_above: Option<Said<String>>,
    /// The last short line, which may be the title.
    last_line: Option<(String, Span)>,
    /// Sides that have had their first table.
    seen: Vec<(Side, Option<Section>)>,
    operation: OperationFacts,
    /// Blocks that introduce the operation, for the sentences on what it does and how.
    introduction: Vec<Block>,
    names: Vec<(NameWitness, Said<String>)>,
    uris: Vec<Uri>,
    /// Method and path from a part of the page that is about them.
    syntax: Option<Uri>,
    counts: Counts,
    headed: bool,
    /// The sentence that makes the parameters of all tables below it optional.
    all_optional: Option<Span>,
    /// Whether the page has a heading that the dialect knows.
    sectioned: bool,
    format: Format,
}

/// Who names an operation, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NameWitness {
    ActionRow,
    Link,
    Sample,
    Title,
}

impl NameWitness {
    fn words(self) -> &'static str {
        match self {
            Self::ActionRow => "the row of the action",
            Self::Link => "the link to the API tool",
            Self::Sample => "the sample",
            Self::Title => "the title",
        }
    }

    fn witness(self) -> Witness {
        match self {
            Self::ActionRow => Witness::Table,
            Self::Link => Witness::Link,
            Self::Sample => Witness::RequestSample,
            Self::Title => Witness::Heading,
        }
    }
}

impl<'a> Walk<'a> {
    fn new(
        page: &'a Page,
        format: Format,
        language: &'a Language,
        claims: &'a mut Claims,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            page,
            language,
            claims,
            diagnostics,
            section: None,
            unknown_heading: None,
            level: 0,
            status: None,
            reason: false,
            status_place: Span::default(),
            line_above: None,
            last_line: None,
            seen: Vec::new(),
            operation: OperationFacts::default(),
            introduction: Vec::new(),
            names: Vec::new(),
            uris: Vec::new(),
            syntax: None,
            counts: Counts::default(),
            headed: false,
            all_optional: None,
            sectioned: false,
            format,
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        if let Some(first) = blocks.first() {
            self.operation.span = first.span();
        }
        for block in blocks {
            self.links(block);
            self.block(block, 0);
            if self.section == Some(Section::Ignored) {
                self.claims.claim_block(block, Claim::Boilerplate);
            }
        }
    }

    fn block(&mut self, block: &Block, depth: u8) {
        match block {
            Block::Heading(heading) => self.heading(&heading.text, heading.level),
            Block::Paragraph(text) => self.paragraph(block, text),
            Block::List(list)
                if depth < MAX_LISTS && (self.section == Some(Section::Uri) || holds_material(block, 0)) =>
            {
                // "Request parameters" as an item, with the table inside it: the items are the section's blocks.
                list.items.iter().flatten().for_each(|inner| self.block(inner, depth + 1));
            }
            Block::List(list) if list.items.len() == 1 && self.listed_heading(block) => {}
            Block::List(list) => {
                self.listed_statuses(block);
                self.introduce(block);
                self.asides(block);
                // Samples are announced by a list of one item as well.
                let words = block.plain();
                // So are the tables of a page's variants ("- PING" above the options of a ping).
                let announces =
                    list.items.len() == 1 && (self.is_sample_section() || (is_short(&words) && !is_sentence(&words)));
                self.line_above = announces.then(|| Said::new(words, block.span()));
            }
            Block::Table(table) => {
                self.introduce(block);
                self.table(table);
                self.line_above = None;
            }
            Block::Code(code) => {
                self.introduce(block);
                self.code(code);
                self.line_above = None;
            }
        }
    }

    /// "Request parameters" as a list of one item, with the table behind the list.
    fn listed_heading(&mut self, list: &Block) -> bool {
        let Some(section) = self.language.dialect.section(&list.plain()) else { return false };
        self.claims.claim_block(list, Claim::Heading);
        self.enter(section, self.level);
        true
    }

    fn links(&mut self, block: &Block) {
        for link in api_links(block) {
            let span = link.span;
            if let Some(name) = link.value.operation {
                self.names.push((NameWitness::Link, Said::new(name, span)));
            }
            let say = |slot: &mut Option<Said<String>>, value: Option<String>| {
                if let (None, Some(value)) = (&slot, value) {
                    *slot = Some(Said::new(value, span));
                }
            };
            say(&mut self.operation.product, link.value.product);
            say(&mut self.operation.version, link.value.version);
        }
    }

    fn heading(&mut self, text: &Text, level: u8) {
        let words = text.plain().trim().to_owned();
        let words = match titled_uri(&words, text.span) {
            Some((title, uri)) => {
                self.uris.push(uri);
                title.to_owned()
            }
            None => words,
        };
        if let Some(status) = self.language.dialect.status_caption(&words) {
            self.claims.claim(text.span, Claim::Heading);
            self.status = Some(status);
            self.status_place = text.span;
            return;
        }
        if let Some(section) = self.language.dialect.section(&words) {
            self.claims.claim(text.span, Claim::Heading);
            self.enter(section, level);
            return;
        }
        if self.operation.title.is_none() && (!self.headed || (level == 1 && !self.sectioned)) {
            // Navigation may stand above the title; what follows is the page's introduction all the same.
            self.title(words, text.span);
            self.section = None;
            self.headed = false;
            self.level = level;
            return;
        }
        // A heading below the section's own is about a part of it: an object, a variant of a sample.
        let deeper = level == 0 || level > self.level;
        if self.section.is_none() || !deeper {
            self.section = None;
            self.unknown_heading = Some(Said::new(words.clone(), text.span));
            self.level = level;
        }
        self.line_above = Some(Said::new(words, text.span));
    }

    fn enter(&mut self, section: Section, level: u8) {
        if let Some((words, span)) = self.last_line.take()
            && self.operation.title.is_none()
            && matches!(section, Section::Summary | Section::Uri)
        {
            // Extracted text may keep the navigation before the title.
            self.title(words, span);
        }
        self.headed = true;
        // A guide to calls has a part on their syntax as well.
        let told_by_uri = self.language.dialect.identity == Identity::Uri;
        self.sectioned |=
            matches!(section, Section::Request | Section::Response) || (section == Section::Uri && told_by_uri);
        self.unknown_heading = None;
        // "XML format" and "Sample responses" may stand below "Examples": they narrow it.
        if !matches!(section, Section::SampleJson | Section::SampleXml) {
            self.status = None;
        }
        if self.section.is_none() || level <= self.level || level == 0 {
            self.level = level;
        }
        self.section = Some(section);
        self.line_above = None;
    }

    fn title(&mut self, words: String, span: Span) {
        self.claims.claim(span, Claim::Fact);
        if is_operation_name(&words) {
            self.names.push((NameWitness::Title, Said::new(words.clone(), span)));
        }
        self.operation.title = Some(Said::new(words, span));
    }

    fn paragraph(&mut self, block: &Block, text: &Text) {
        let words = text.plain();
        let words = words.trim();
        let short = is_short(words);
        if let Some(uri) = tagged_uri(words, text.span) {
            self.claims.claim(text.span, Claim::Fact);
            self.uris.push(uri);
            return;
        }
        if self.language.dialect.makes_optional(words) {
            self.all_optional = Some(text.span);
        }
        if short {
            if let Some(status) = self.language.dialect.status_caption(words) {
                self.claims.claim(text.span, Claim::Heading);
                self.status = Some(status);
                self.reason = true;
                self.status_place = text.span;
                return;
            }
            let announced = self.language.dialect.section(words);
            if announced.is_some() {
                self.claims.claim(text.span, Claim::Heading);
            }
            if let Some(section) = announced.filter(|section| self.may_open(*section, text)) {
                let level = self.level;
                self.enter(section, level);
                return;
            }
        }
        if matches!(self.section, None | Some(Section::Uri)) {
            self.uri_lines(text);
        }
        if self.is_sample_section() && self.sample(&SampleText::of_text(text).spelt_in(self.page.text())) {
            return;
        }
        let sentence = is_sentence(words);
        if !self.headed && self.operation.title.is_none() && short && !sentence && self.introduction.is_empty() {
            self.title(words.to_owned(), text.span);
            return;
        }
        self.introduce(block);
        self.listed_statuses(block);
        if short && std::mem::take(&mut self.reason) {
            // "Status code: 404", and below it "Not Found" or "Nothing has this ID."
            self.claims.claim(text.span, Claim::Heading);
        }
        self.asides(block);
        self.line_above = (short && !sentence).then(|| Said::new(words.to_owned(), text.span));
        self.last_line = (short && !sentence).then(|| (words.to_owned(), text.span));
    }

    /// Whether a paragraph of a section's words opens the section: samples are often announced in plain paragraphs,
    /// other sections only in bold.
    fn may_open(&self, section: Section, text: &Text) -> bool {
        let bold = text.runs.iter().all(|run| run.style.bold || run.text.trim().is_empty());
        match section {
            Section::RequestSample | Section::ResponseSample | Section::SampleJson | Section::SampleXml => self.headed,
            Section::Summary
            | Section::Usage
            | Section::Uri
            | Section::Request
            | Section::Response
            | Section::Errors
            | Section::StatusCodes
            | Section::Samples
            | Section::Objects
            | Section::Ignored => bold,
        }
    }

    fn introduce(&mut self, block: &Block) {
        let introduces = match self.section {
            None => !self.headed && self.unknown_heading.is_none(),
            Some(Section::Summary | Section::Usage) => true,
            Some(
                Section::Uri
                | Section::Request
                | Section::Response
                | Section::Errors
                | Section::StatusCodes
                | Section::Samples
                | Section::RequestSample
                | Section::ResponseSample
                | Section::SampleJson
                | Section::SampleXml
                | Section::Objects
                | Section::Ignored,
            ) => false,
        };
        if introduces {
            self.claims.claim_block(block, Claim::Boilerplate);
            self.introduction.push(block.clone());
        }
    }

    fn uri_lines(&mut self, text: &Text) {
        let found: Vec<Uri> = text.plain().lines().filter_map(|line| uri(line, text.span)).collect();
        if !found.is_empty() {
            self.claims.claim(text.span, Claim::Fact);
        }
        if !found.is_empty() && self.unknown_heading.is_none() && self.language.dialect.identity == Identity::Uri {
            // Extracted text may have lost its headings; the line opens its section all the same.
            self.section = Some(Section::Uri);
            self.headed = true;
        }
        if self.section == Some(Section::Uri) {
            // Extracted text has no fence around the syntax of a call.
            self.syntax = self.syntax.take().or(found.first().cloned());
        }
        self.uris.extend(found);
    }
}

/// Whether words can stand above a table or a sample and say what it is.
fn is_short(words: &str) -> bool {
    words.chars().count() <= 80 && !words.contains('\n')
}

fn is_sentence(words: &str) -> bool {
    words.trim_end().ends_with(['.', '。', '!', '！', ':', '：', '?', '？', ';', '；'])
}

/// How deep lists may hold tables and samples.
const MAX_LISTS: u8 = 8;

/// Whether a list holds a table or code somewhere.
fn holds_material(block: &Block, depth: u8) -> bool {
    match block {
        Block::Table(_) | Block::Code(_) => true,
        Block::List(list) if depth < MAX_LISTS => {
            list.items.iter().flatten().any(|inner| holds_material(inner, depth + 1))
        }
        Block::Heading(_) | Block::Paragraph(_) | Block::List(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalogue::extract::TOO_MANY_ROWS;
    use crate::dialect::Dialect;
    use crate::dialect::phrases::Phrases;
    use crate::source::PagePath;

    #[test]
    fn rows_past_the_limit_are_left_out_and_counted() {
        let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let dialect = Dialect::load(&specs, "alibaba").expect("a dialect");
        let language = Language { dialect, phrases: Phrases::of_codes(["en"]) };
        let rows: Vec<String> = (0..MAX_ROWS + 5).map(|number| format!("|P{number}|String|A lamp.|")).collect();
        let rows = rows.join("\n");
        let text =
            format!("# CreateLamp\n\n## Request parameters\n\n|Parameter|Type|Description|\n|---|---|---|\n{rows}");
        let page = Page::new(PagePath::new("create-lamp.md"), text.into_bytes()).expect("a page");
        let mut diagnostics = Vec::new();
        let facts = crate::extract::page(&page, &language, &mut diagnostics);
        assert_eq!(facts.operations[0].tables[0].rows.len(), MAX_ROWS);
        assert_eq!(facts.counts.rows_unread, 5);
        let told: Vec<_> = diagnostics.iter().filter(|diagnostic| diagnostic.code == TOO_MANY_ROWS).collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].message.starts_with("5 rows are left out"), "{}", told[0].message);
    }
}
