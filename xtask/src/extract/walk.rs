//! The walk over a page: which section each block stands in, and what becomes of it.
//!
//! In: a document. Out: [`PageFacts`]. The walk knows sections and their order; tables, rows, samples and sentences are
//! read by the modules beside it.

use crate::diagnostic::catalogue::extract::{
    NAMES_DISAGREE, NO_OPERATION, OTHER_VENDOR, SEVERAL_URIS, TOO_MANY_ROWS, UNKNOWN_HEADING, UNKNOWN_TABLE,
};
use crate::diagnostic::catalogue::samples::SAMPLE_UNREADABLE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dialect::{Caption, Identity, Section};
use crate::document::{Block, Code, Column, Document, Format, Row, Table, Text};
use crate::extract::columns::{Columns, columns};
use crate::extract::facts::{Counts, ErrorFacts, OperationFacts, PageFacts, Said, SampleFacts, Side, TableFacts};
use crate::extract::identity::{self, Uri, api_links, is_operation_name, uri};
use crate::extract::samples::{self, Hint, SampleText, SampleValue};
use crate::extract::tables::{self, Kind, TableCaption};
use crate::extract::{Language, errors, prose, rows, split};
use crate::source::{Page, Span};

/// How many rows a page may have. The longest of 8,000 real pages has 700.
const MAX_ROWS: usize = 10_000;

/// Reads all operations of a document.
pub fn document(page: &Page, document: &Document, language: &Language, diagnostics: &mut Vec<Diagnostic>) -> PageFacts {
    let mut counts = Counts::default();
    let mut operations = Vec::new();
    for blocks in split::operations(&document.blocks, &language.dialect) {
        let mut walk = Walk::new(page, document.format, language, diagnostics);
        walk.blocks(blocks);
        let (operation, walked) = walk.finish();
        counts.add(walked);
        operations.extend(operation);
    }
    PageFacts { page: page.path().clone(), format: document.format, operations, counts }
}

/// What the walk has met so far.
struct Walk<'a> {
    page: &'a Page,
    language: &'a Language,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The section, and the words of its heading when the dialect does not know them.
    section: Option<Section>,
    unknown_heading: Option<Said<String>>,
    /// Level of the heading that opened the section.
    level: u8,
    status: Option<u16>,
    /// A bold line, a short line or a heading right above the next block.
    line_above: Option<String>,
    /// The last short line, which may be the title.
    last_line: Option<(String, Span)>,
    /// Sides that have had their first table.
    seen: Vec<Side>,
    operation: OperationFacts,
    /// Blocks that introduce the operation, for the sentences on what it does and how.
    introduction: Vec<Block>,
    names: Vec<(NameWitness, Said<String>)>,
    uris: Vec<Uri>,
    counts: Counts,
    headed: bool,
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
}

impl<'a> Walk<'a> {
    fn new(page: &'a Page, format: Format, language: &'a Language, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            page,
            language,
            diagnostics,
            section: None,
            unknown_heading: None,
            level: 0,
            status: None,
            line_above: None,
            last_line: None,
            seen: Vec::new(),
            operation: OperationFacts::default(),
            introduction: Vec::new(),
            names: Vec::new(),
            uris: Vec::new(),
            counts: Counts::default(),
            headed: false,
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
            Block::List(_) => {
                self.listed_statuses(block);
                self.introduce(block);
                self.line_above = None;
            }
            Block::Table(table) => {
                self.table(table);
                self.line_above = None;
            }
            Block::Code(code) => {
                self.code(code);
                self.line_above = None;
            }
        }
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
        if let Some(status) = self.language.dialect.status_caption(&words) {
            self.status = Some(status);
            return;
        }
        if let Some(section) = self.language.dialect.section(&words) {
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
        self.line_above = Some(words);
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
        self.sectioned |= matches!(section, Section::Request | Section::Response | Section::Uri);
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
        if is_operation_name(&words) {
            self.names.push((NameWitness::Title, Said::new(words.clone(), span)));
        }
        self.operation.title = Some(Said::new(words, span));
    }

    fn paragraph(&mut self, block: &Block, text: &Text) {
        let words = text.plain();
        let words = words.trim();
        let short = words.chars().count() <= 80 && !words.contains('\n');
        if short {
            if let Some(status) = self.language.dialect.status_caption(words) {
                self.status = Some(status);
                return;
            }
            if let Some(section) = self.language.dialect.section(words).filter(|section| self.may_open(*section, text))
            {
                let level = self.level;
                self.enter(section, level);
                return;
            }
        }
        if matches!(self.section, None | Some(Section::Uri)) {
            self.uri_lines(text);
        }
        if self.is_sample_section() && self.sample(&SampleText::of_text(text)) {
            return;
        }
        let sentence = words.ends_with(['.', '。', '!', '！', ':', '：', '?', '？', ';', '；']);
        if !self.headed && self.operation.title.is_none() && short && !sentence && self.introduction.is_empty() {
            self.title(words.to_owned(), text.span);
            return;
        }
        self.introduce(block);
        self.line_above = (short && !sentence).then(|| words.to_owned());
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
            self.introduction.push(block.clone());
        }
    }

    fn uri_lines(&mut self, text: &Text) {
        let found: Vec<Uri> = text.plain().lines().filter_map(|line| uri(line, text.span)).collect();
        if !found.is_empty() && self.unknown_heading.is_none() && self.language.dialect.identity == Identity::Uri {
            // Extracted text may have lost its headings; the line opens its section all the same.
            self.section = Some(Section::Uri);
            self.headed = true;
        }
        self.uris.extend(found);
    }

    fn is_sample_section(&self) -> bool {
        matches!(
            self.section,
            Some(
                Section::Samples
                    | Section::RequestSample
                    | Section::ResponseSample
                    | Section::SampleJson
                    | Section::SampleXml
            )
        )
    }

    fn code(&mut self, code: &Code) {
        if self.section == Some(Section::Uri) {
            let found: Vec<Uri> = code.text.lines().filter_map(|line| uri(line, code.span)).collect();
            if !found.is_empty() {
                self.uris.extend(found);
                return;
            }
        }
        if !matches!(self.section, Some(Section::Ignored | Section::Summary | Section::Usage)) {
            let found = self.sample(&SampleText::of_code(code));
            if !found && self.is_sample_section() && !code.text.trim().is_empty() {
                let message = "the code holds neither JSON, nor XML, nor a request";
                self.diagnostics.push(Diagnostic::new(SAMPLE_UNREADABLE, self.page.path(), code.span, message));
                self.counts.samples += 1;
                self.counts.samples_unreadable += 1;
            }
        }
    }

    /// Takes a sample; false when it is none.
    fn sample(&mut self, text: &SampleText<'_>) -> bool {
        let hint = match self.section {
            Some(Section::RequestSample | Section::Request | Section::Uri) => Hint::Request,
            Some(Section::ResponseSample | Section::Response | Section::SampleJson | Section::SampleXml) => {
                Hint::Answer
            }
            Some(
                Section::Samples
                | Section::Summary
                | Section::Usage
                | Section::Errors
                | Section::StatusCodes
                | Section::Objects
                | Section::Ignored,
            )
            | None => Hint::Unknown,
        };
        let reading = samples::read(text, hint);
        match reading.kind {
            samples::Kind::Other => return false,
            samples::Kind::Head => {
                self.status = reading.status.or(self.status);
                return true;
            }
            samples::Kind::Request | samples::Kind::RequestBody | samples::Kind::Json | samples::Kind::Xml => {}
        }
        self.counts.samples += 1;
        self.counts.samples_unreadable += usize::from(reading.quality == samples::Quality::Unreadable);
        self.diagnostics.extend(reading.diagnostics(self.page.path()));
        self.request_witness(&reading);
        let status = reading.status.or(self.status);
        self.error_of_sample(&reading, status);
        self.operation.samples.push(SampleFacts {
            status,
            text: text.text().trim_matches('\n').to_owned(),
            span: text.span(),
            reading,
        });
        true
    }

    /// What a request sample says of the operation itself.
    fn request_witness(&mut self, reading: &samples::Reading) {
        for request in &reading.requests {
            for pair in &request.query {
                let said = Said::new(pair.value.clone(), pair.span);
                if pair.name == "Action" && is_operation_name(&pair.value) {
                    self.names.push((NameWitness::Sample, said));
                } else if pair.name == "Version" && self.operation.version.is_none() {
                    self.operation.version = Some(said);
                }
            }
            let host = request.host.as_ref().filter(|host| host.contains('.') && !host.contains(['{', '[', '<']));
            if let (None, Some(host)) = (&self.operation.endpoint, host) {
                self.operation.endpoint = Some(Said::new(host.clone(), request.span));
            }
        }
    }

    /// A sample of a failed call shows an error code, which often stands in no table.
    fn error_of_sample(&mut self, reading: &samples::Reading, status: Option<u16>) {
        if status.is_none_or(|status| status < 400) {
            return;
        }
        let dialect = &self.language.dialect;
        for document in &reading.documents {
            let SampleValue::Object(members) = &document.node.value else { continue };
            let text = |names: &[String]| {
                names.iter().find_map(|name| match &members.get(name)?.value {
                    SampleValue::String(text) | SampleValue::Number(text) => Some((text.clone(), document.node.span)),
                    SampleValue::Null | SampleValue::Bool(_) | SampleValue::Array(_) | SampleValue::Object(_) => None,
                })
            };
            let Some((code, span)) = text(&dialect.error_code_fields) else { continue };
            let message = text(&dialect.error_message_fields).map(|(message, _)| message);
            let code = Said::new(code, span);
            self.operation.errors.push(ErrorFacts { status, code, message, description: None, from_sample: true });
        }
    }

    fn table(&mut self, table: &Table) {
        let dialect = &self.language.dialect;
        let caption = TableCaption::of(table, self.line_above.as_deref(), dialect);
        let relevant = !matches!(self.section, None | Some(Section::Ignored | Section::Summary | Section::Usage));
        let columns = columns(self.page, table, dialect, relevant, self.diagnostics);
        self.infer_section(&columns);
        let first = !self.seen.iter().any(|side| same_half(*side, self.section, self.status));
        match tables::kind(self.section, self.status, &caption, &columns, first) {
            Kind::Fields(side) => {
                self.seen.push(side);
                self.fields(table, side, caption, &columns);
            }
            Kind::Errors => self.errors(table, &columns),
            Kind::Uri => self.uri_table(table),
            Kind::Statuses => self.statuses(table, &columns),
            Kind::Irrelevant => {}
            Kind::Unknown => self.unknown_table(table),
        }
    }

    /// A page of extracted text without headings: only parameters have a column that says whether to send them.
    fn infer_section(&mut self, columns: &Columns) {
        let lost = !self.sectioned
            && self.unknown_heading.is_none()
            && matches!(self.format, Format::TextWithBars | Format::TextPlain);
        if !lost || !columns.has(Column::Name) || !columns.has(Column::Type) {
            return;
        }
        let request = columns.has(Column::Presence);
        self.section = Some(if request { Section::Request } else { Section::Response });
    }

    fn fields(&mut self, table: &Table, side: Side, caption: TableCaption, columns: &Columns) {
        let names = rows::names(table, columns);
        let siblings = names.iter().map(String::as_str).collect();
        let reader = rows::Reader { page: self.page, language: self.language, columns, siblings };
        let mut facts = Vec::new();
        for row in self.rows(table) {
            match reader.row(row, self.diagnostics) {
                Some(row) => facts.push(row),
                None => self.counts.rows_unread += 1,
            }
        }
        self.counts.tables += 1;
        if let Some(action) = facts.iter().find(|row| row.name.value == "Action")
            && self.language.dialect.identity == Identity::Action
        {
            let words = action.example.iter().map(|said| said.value.as_str());
            let described =
                action.description.iter().flat_map(|said| said.value.split(|c: char| !c.is_ascii_alphanumeric()));
            if let Some(name) =
                words.chain(described.collect::<Vec<_>>().into_iter().rev()).find(|word| is_compound(word))
            {
                self.names.push((NameWitness::ActionRow, Said::new(name.to_owned(), action.span)));
            }
        }
        if let Some(version) = facts.iter().find(|row| row.name.value == "Version").and_then(|row| row.example.clone())
            && self.language.dialect.identity == Identity::Action
            && self.operation.version.is_none()
        {
            self.operation.version = Some(version);
        }
        self.operation.tables.push(TableFacts {
            side,
            caption: caption.words.filter(|_| caption.kind.is_none() || caption.kind == Some(Caption::Main)),
            number: caption.number,
            anchors: table.anchors.clone(),
            in_uri_section: self.section == Some(Section::Uri),
            rows: facts,
            span: table.span,
        });
    }

    /// The rows of a table that are to be read: all that are not blank, up to [`MAX_ROWS`] a page.
    fn rows<'t>(&mut self, table: &'t Table) -> Vec<&'t Row> {
        let rows = table.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.is_blank())).collect::<Vec<_>>();
        let left = MAX_ROWS.saturating_sub(self.counts.rows);
        self.counts.rows += rows.len();
        if let Some(first) = rows.get(left) {
            self.counts.rows_unread += rows.len() - left;
            let message = format!("{} rows are left out: a page may have {MAX_ROWS}", rows.len() - left);
            self.diagnostics.push(Diagnostic::new(TOO_MANY_ROWS, self.page.path(), first.span, message));
        }
        rows.into_iter().take(left).collect()
    }

    fn errors(&mut self, table: &Table, columns: &Columns) {
        self.counts.tables += 1;
        for row in self.rows(table) {
            match errors::row(self.page, row, columns, self.diagnostics) {
                Some(error) => self.operation.errors.push(error),
                None => self.counts.rows_unread += 1,
            }
        }
    }

    /// The statuses of a call that went well, which may have no body to describe.
    fn statuses(&mut self, table: &Table, columns: &Columns) {
        self.counts.tables += 1;
        self.counts.rows += table.rows.len();
        let cells = table.rows.iter().filter_map(|row| columns.cells(row, Column::Status).first().copied());
        let statuses = cells.filter_map(|cell| errors::status(&cell.plain()));
        self.operation.successes.extend(statuses.filter(|status| (200..300).contains(status)));
    }

    /// "Normal: 201" as a list below the heading of statuses.
    fn listed_statuses(&mut self, block: &Block) {
        if self.section != Some(Section::StatusCodes) {
            return;
        }
        let words = block.plain();
        let statuses = words.split_whitespace().filter_map(|word| word.parse::<u16>().ok());
        self.operation.successes.extend(statuses.filter(|status| (200..300).contains(status)));
    }

    fn uri_table(&mut self, table: &Table) {
        self.counts.tables += 1;
        for row in &table.rows {
            self.counts.rows += 1;
            let line = row.cells.iter().map(|cell| cell.plain()).collect::<Vec<_>>().join(" ");
            self.uris.extend(uri(&line, row.span));
        }
    }

    fn unknown_table(&mut self, table: &Table) {
        let header = table.header.iter().map(|cell| cell.plain()).collect::<Vec<_>>().join(" | ");
        self.counts.rows += table.rows.len();
        self.counts.rows_unread += table.rows.len();
        let diagnostic = match (&self.unknown_heading, self.section) {
            (Some(heading), None) => {
                let message = format!("a table of {} rows stands under `{}`", table.rows.len(), heading.value);
                let vendor = &self.language.dialect.vendor;
                Diagnostic::new(UNKNOWN_HEADING, self.page.path(), heading.span, message)
                    .with_help(format!("add the heading under `[sections]` in specs/{vendor}/vendor.toml"))
            }
            (_, None) => {
                let message = format!("a table of {} rows (`{header}`) stands under no heading", table.rows.len());
                Diagnostic::new(UNKNOWN_TABLE, self.page.path(), table.span, message)
            }
            (_, Some(_)) => {
                let message =
                    format!("no column of `{header}` names parameters; {} rows are not read", table.rows.len());
                Diagnostic::new(UNKNOWN_TABLE, self.page.path(), table.span, message)
            }
        };
        self.diagnostics.push(diagnostic);
    }

    /// Settles what operation the walk has seen.
    fn finish(mut self) -> (Option<OperationFacts>, Counts) {
        self.settle_name();
        self.settle_uri();
        let identity = self.language.dialect.identity;
        let found = match identity {
            Identity::Action => self.operation.name.is_some(),
            Identity::Uri => self.operation.path.is_some(),
        };
        if !found {
            self.report_no_operation(identity);
            return (None, self.counts);
        }
        let phrases = &self.language.phrases;
        let introduction = &self.introduction;
        self.operation.summary = prose::summary(introduction, phrases).map(|fact| Said::new(fact.value, fact.span));
        let name = self.operation.name.as_ref().map_or("", |name| name.value.as_str());
        self.operation.asynchronous = prose::asynchronous(introduction, name, phrases);
        self.operation.deprecated = prose::deprecated(introduction, phrases);
        (Some(self.operation), self.counts)
    }

    fn settle_name(&mut self) {
        let identity = self.language.dialect.identity;
        if identity == Identity::Uri {
            return;
        }
        let Some((witness, name)) = self.names.iter().min_by_key(|(witness, _)| *witness).cloned() else { return };
        let other = self.names.iter().find(|(_, other)| other.value != name.value);
        if let Some((other_witness, other)) = other {
            let message = format!(
                "{} names `{}`, {} names `{}`",
                witness.words(),
                name.value,
                other_witness.words(),
                other.value
            );
            self.diagnostics.push(Diagnostic::new(NAMES_DISAGREE, self.page.path(), other.span, message));
        }
        self.operation.name = Some(name);
    }

    fn settle_uri(&mut self) {
        if self.language.dialect.identity == Identity::Action {
            return;
        }
        if self.uris.is_empty() {
            // Some pages print method and path only in the request sample.
            let requests = self.operation.samples.iter().flat_map(|sample| &sample.reading.requests);
            let found = requests.filter_map(|request| {
                let (path, query) = identity::path(&request.path)?;
                Some(Uri { method: request.method.clone()?, path, query, span: request.span })
            });
            self.uris = found.take(1).collect();
        }
        let Some(first) = self.uris.first().cloned() else { return };
        if let Some(other) = self.uris.iter().find(|other| (&other.method, &other.path) != (&first.method, &first.path))
        {
            let message = format!("`{} {}` and `{} {}`", first.method, first.path, other.method, other.path);
            self.diagnostics.push(Diagnostic::new(SEVERAL_URIS, self.page.path(), other.span, message));
        }
        let operation = &mut self.operation;
        operation.query_names = first.query.into_iter().map(|name| Said::new(name, first.span)).collect();
        operation.method = Some(Said::new(first.method, first.span));
        operation.path = Some(Said::new(first.path, first.span));
    }

    fn report_no_operation(&mut self, identity: Identity) {
        let path = self.page.path();
        let described = !self.operation.tables.is_empty();
        let foreign = match identity {
            Identity::Action => {
                self.uris.first().map(|uri| (uri.span, "gives a method and a path, and names no `Action`"))
            }
            Identity::Uri => self
                .names
                .iter()
                .find(|(witness, _)| *witness != NameWitness::Title)
                .map(|(_, name)| (name.span, "names an `Action`, and gives no method and path")),
        };
        if let Some((span, what)) = foreign {
            let message = format!("the page {what}: it is no page of {}", self.language.dialect.title);
            self.diagnostics.push(Diagnostic::new(OTHER_VENDOR, path, span, message));
            return;
        }
        let message = match identity {
            Identity::Action => "no row, link, sample or title names an operation",
            Identity::Uri => "no line holds a method and a path",
        };
        let mut diagnostic = Diagnostic::new(NO_OPERATION, path, Span::default(), message);
        if !described {
            diagnostic.severity = Severity::Note;
        }
        self.diagnostics.push(diagnostic);
    }
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

/// Whether a word can be the value of `Action`: a camel-case word of two parts or more.
fn is_compound(word: &str) -> bool {
    is_operation_name(word) && word.chars().filter(char::is_ascii_uppercase).count() > 1
}

/// Whether a table that was seen stands in the same half as one in this section.
fn same_half(side: Side, section: Option<Section>, status: Option<u16>) -> bool {
    match side {
        Side::Request(_) => matches!(section, Some(Section::Request | Section::Uri)),
        Side::Response(seen) => section == Some(Section::Response) && seen == status,
        Side::ResponseHeader(_) | Side::Object { .. } => false,
    }
}
