//! What `trace` prints: for people in the manner of diagnostics, for programs as JSON.
//!
//! In: subjects or the facts of a line, with the pages, the errata and the Rust items. Out: text, or plain data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::line::{Found, Place};
use super::{Side, Subject, Thing, words};
use crate::diagnostic::render::{Mark, marked};
use crate::emit::items::{self, Item};
use crate::emit::plan::Plan;
use crate::extract::ledger::Claim;
use crate::source::{Page, PagePath, Span};
use crate::spec::errata::Errata;
use crate::spec::model::{Parameter, Testimony, Witness};

/// The files that lie beside the pages; no page is named so.
const BESIDE: [&str; 2] = ["errata.toml", "service.toml"];
/// The end of the path of a vendor's file, which lies in the vendor's folder; no page is named so.
const OF_VENDOR: &str = "/vendor.toml";

/// All that a report is made from.
pub struct Sources<'a> {
    /// The vendor.
    pub vendor: &'a str,
    /// The service.
    pub service: &'a str,
    /// Pages and files of errata, as they were read.
    pub pages: &'a BTreeMap<PagePath, Page>,
    /// What stands before the paths of pages: `specs/alibaba/vpc/pages/`.
    pub page_folder: &'a str,
    /// What stands before the paths of the files beside them.
    pub service_folder: &'a str,
    /// What stands before the paths of the vendors' files.
    pub specs_folder: &'a str,
    /// The errata.
    pub errata: &'a Errata,
    /// The service as it is emitted.
    pub plan: &'a Plan<'a>,
    /// The folder of the generated crate.
    pub generated: PathBuf,
    /// Its files that were read, by their paths below it; those that are not there are left out.
    pub files: BTreeMap<String, Page>,
    /// Whether the output takes colours.
    pub color: bool,
}

/// A subject with its facts.
#[derive(Debug, Serialize)]
pub struct Traced {
    vendor: String,
    service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    /// How it is asked for without a doubt.
    subject: String,
    facts: Vec<TracedFact>,
    errata: Vec<Quoted>,
    rust: Vec<RustItem>,
}

#[derive(Debug, Serialize)]
struct TracedFact {
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    fact: &'static str,
    value: String,
    evidence: Vec<Quoted>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    outweighed: bool,
}

/// Words of a page.
#[derive(Debug, Serialize)]
struct Quoted {
    witness: Witness,
    page: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

#[derive(Debug, Serialize)]
struct RustItem {
    path: String,
    kind: &'static str,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    shape: String,
    file: String,
    line: Option<u32>,
    column: Option<u32>,
}

/// A line with its facts.
#[derive(Debug, Serialize)]
pub struct TracedLine {
    vendor: String,
    service: String,
    page: String,
    line: u32,
    column: Option<u32>,
    text: String,
    facts: Vec<TracedFact>,
    /// What became of the words: `facts`, `documentation`, `headings`, `boilerplate`, `markup`, `unread`.
    words: Vec<Words>,
}

/// A stretch of a line and what became of it.
#[derive(Debug, Serialize)]
struct Words {
    became: &'static str,
    column: u32,
    end_column: u32,
    text: String,
}

impl Sources<'_> {
    fn folder(&self, page: &str) -> &str {
        if BESIDE.contains(&page) {
            self.service_folder
        } else if page.ends_with(OF_VENDOR) {
            self.specs_folder
        } else {
            self.page_folder
        }
    }

    fn quoted(&self, page: &str, said: &Testimony) -> Quoted {
        let text = words(self.pages, page, said).map(|(page, span)| page.slice(span).to_owned()).unwrap_or_default();
        Quoted {
            witness: said.witness,
            page: format!("{}{page}", self.folder(page)),
            line: said.line,
            column: said.column,
            end_line: said.last_line(),
            end_column: said.end_column,
            text,
            because: self.errata.because(said).map(str::to_owned),
        }
    }

    fn mark(&self, page: &str, said: &Testimony) -> Option<Mark<'_>> {
        let (shown, span) = words(self.pages, page, said)?;
        let because = self.errata.because(said).map(|because| format!(": {because}")).unwrap_or_default();
        Some(Mark {
            page: shown,
            folder: self.folder(page),
            span,
            label: format!("{}{because}", witness(said.witness, page)),
        })
    }

    /// The Rust items of a subject.
    pub fn items(&self, subject: &Subject<'_>) -> Vec<Item> {
        match subject.thing {
            Thing::Operation(operation) => items::of_operation(self.plan, operation),
            Thing::Parameter(Parameter { field, .. }) | Thing::Field(field) => {
                let operation = subject.operation;
                operation.map(|operation| items::of_field(self.plan, operation, field)).unwrap_or_default()
            }
            Thing::Service(_) | Thing::Answer(_) => Vec::new(),
            Thing::Error(error) => items::of_error(self.plan, &error.code),
        }
    }

    /// The errata at a subject's place that are no witnesses of its facts: what they took away.
    fn errata_of(&self, subject: &Subject<'_>) -> Vec<&Testimony> {
        let Some(operation) = subject.operation else { return Vec::new() };
        let pages: Vec<&str> = operation.origins.iter().map(|origin| origin.page.as_str()).collect();
        let place = if subject.side == Side::Operation { "operation".to_owned() } else { subject.place() };
        self.errata.touching(&pages, &operation.name, &place)
    }

    fn rust(&self, item: &Item) -> RustItem {
        let place = self.files.get(&item.file).and_then(|file| item.find(file.text()));
        RustItem {
            path: item.path.clone(),
            kind: item.kind.word(),
            shape: item.shape.clone(),
            file: shown(&self.generated.join(&item.file)),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
        }
    }
}

/// A witness in words.
fn witness(witness: Witness, page: &str) -> &'static str {
    match witness {
        Witness::Table => "table",
        Witness::Sentence => "sentence",
        Witness::RequestSample => "sample of a request",
        Witness::JsonSample => "JSON sample",
        Witness::XmlSample => "XML sample",
        Witness::Uri => "method and path",
        Witness::OtherPage => "another page",
        Witness::Erratum => "erratum",
        Witness::Configuration if BESIDE.contains(&page) || page.ends_with(OF_VENDOR) => "configuration",
        Witness::Configuration => "these words, as the configuration reads them",
        Witness::Heading => "heading",
        Witness::Link => "link",
        Witness::Caption => "caption",
        Witness::TreeMark => "tree mark",
        Witness::DottedName => "dotted name",
        Witness::RowOrder => "the row before",
        Witness::Name => "name",
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A subject as data.
pub fn traced(subject: &Subject<'_>, sources: &Sources<'_>) -> Traced {
    let facts = subject.told().into_iter().map(|told| TracedFact {
        subject: None,
        fact: told.fact,
        value: told.value,
        evidence: told.said.iter().map(|(page, said)| sources.quoted(page, said)).collect(),
        outweighed: false,
    });
    Traced {
        vendor: sources.vendor.to_owned(),
        service: sources.service.to_owned(),
        operation: subject.operation.map(|operation| operation.name.clone()),
        subject: subject.address(),
        facts: facts.collect(),
        errata: sources.errata_of(subject).into_iter().map(|said| sources.quoted(said.page(None), said)).collect(),
        rust: sources.items(subject).iter().map(|item| sources.rust(item)).collect(),
    }
}

/// A subject for people.
pub fn human(subject: &Subject<'_>, sources: &Sources<'_>) -> String {
    let mut parts = vec![format!("{} of {}/{}", subject.address(), sources.vendor, sources.service)];
    let told = subject.told();
    if told.is_empty() {
        parts.push("no words of a page tell anything of it".to_owned());
    }
    for alike in told.chunk_by(|left, right| left.said == right.said) {
        // "1 to 65535" states a minimum and a maximum: the words are shown once.
        let titles: Vec<String> = alike.iter().map(|told| format!("{}: {}", told.fact, told.value)).collect();
        let said = alike.iter().take(1).flat_map(|told| &told.said);
        let marks: Vec<Mark<'_>> = said.filter_map(|(page, said)| sources.mark(page, said)).collect();
        parts.push(marked(&titles.join(", "), &marks, sources.color));
    }
    let of_facts = |said: &&Testimony| told.iter().flat_map(|told| &told.said).any(|(_, known)| known == said);
    for said in sources.errata_of(subject).into_iter().filter(|said| !of_facts(said)) {
        let marks: Vec<Mark<'_>> = sources.mark(said.page(None), said).into_iter().collect();
        parts.push(marked("taken away", &marks, sources.color));
    }
    let items = sources.items(subject);
    if items.is_empty() {
        parts.push(format!("Rust: none, {}", without_item(subject)));
    }
    for item in &items {
        let shape = if item.shape.is_empty() { String::new() } else { format!(": {}", item.shape) };
        let title = format!("Rust: {}{shape}", item.path);
        let path = sources.generated.join(&item.file);
        let place = sources.files.get(&item.file).and_then(|file| Some((file, item.find(file.text())?)));
        let Some((file, (line, column))) = place else {
            parts.push(format!("{title}\n  --> {}, which is not generated yet", shown(&path)));
            continue;
        };
        let start = file.byte_at(line, column).unwrap_or_default() as usize;
        let end = file.byte_at(line, column + item.width()).unwrap_or_default() as usize;
        let folder = format!("{}/", shown(&sources.generated));
        let mark =
            Mark { page: file, folder: &folder, span: Span::new(start, end), label: item.kind.word().to_owned() };
        parts.push(marked(&title, &[mark], sources.color));
    }
    parts.join("\n\n") + "\n"
}

/// What it means that words became this.
fn meaning(claim: Claim) -> &'static str {
    match claim {
        Claim::Unread => "unread: nothing was made of these words",
        Claim::Markup => "markup: how the page is set",
        Claim::Boilerplate => "boilerplate: words that are known to state nothing",
        Claim::Heading => "heading: words that say where facts stand",
        Claim::Documentation => "documentation: words that are carried over to the docs",
        Claim::Fact => "read: other words say the same, and are the fact's witness",
    }
}

/// Why nothing in Rust came of a subject.
fn without_item(subject: &Subject<'_>) -> &'static str {
    match (subject.thing, subject.side) {
        (Thing::Parameter(_), _) => "docwright sends it itself",
        (Thing::Answer(_), _) => "the status is the answer's own",
        (Thing::Service(_), _) => "the whole client is the service's",
        (_, Side::Response(Some(_)) | Side::Header(Some(_))) => "an answer with this status is an error with its body",
        (Thing::Operation(_) | Thing::Field(_) | Thing::Error(_), _) => "it stands too deep, and is any JSON",
    }
}

/// A line as data. `claims`: what became of its words.
pub fn traced_line(
    place: Place<'_>,
    found: &[Found<'_>],
    claims: &[(Span, Claim)],
    sources: &Sources<'_>,
) -> TracedLine {
    let page = place.page;
    let text = place.page.rest_of_line(place.line, 1).map(|line| page.slice(line).to_owned());
    let facts = found.iter().map(|found| TracedFact {
        subject: Some(found.subject.address()),
        fact: found.fact,
        value: found.value.clone(),
        evidence: vec![sources.quoted(page.path().as_str(), found.said)],
        outweighed: found.outweighed,
    });
    let words = claims.iter().map(|(span, claim)| Words {
        became: claim.words(),
        column: page.position(span.start).column,
        end_column: page.position(span.end).column,
        text: page.slice(*span).to_owned(),
    });
    TracedLine {
        vendor: sources.vendor.to_owned(),
        service: sources.service.to_owned(),
        page: format!("{}{}", sources.folder(page.path().as_str()), page.path()),
        line: place.line,
        column: place.column,
        text: text.unwrap_or_default(),
        facts: facts.collect(),
        words: words.collect(),
    }
}

/// A line for people.
pub fn human_line(place: Place<'_>, found: &[Found<'_>], claims: &[(Span, Claim)], sources: &Sources<'_>) -> String {
    let column = place.column.map(|column| format!(":{column}")).unwrap_or_default();
    let folder = sources.folder(place.page.path().as_str());
    let title = format!("{folder}{}:{}{column}", place.page.path(), place.line);
    let mut parts = vec![format!("{title} of {}/{}", sources.vendor, sources.service)];
    if found.is_empty() {
        let span = place.span().filter(|_| claims.is_empty());
        let line = span.map(|span| Mark { page: place.page, folder, span, label: String::new() });
        parts.push(marked("no fact comes from this line", &Vec::from_iter(line), sources.color));
    }
    let alike = |left: &Found<'_>, right: &Found<'_>| {
        (left.span, left.said, left.outweighed) == (right.span, right.said, right.outweighed)
            && left.subject.address() == right.subject.address()
    };
    for alike in found.chunk_by(alike) {
        let Some(first) = alike.first() else { continue };
        let titles: Vec<String> = alike.iter().map(|found| format!("{}: {}", found.fact, found.value)).collect();
        let outweighed = if first.outweighed { " (another page has the last word)" } else { "" };
        let title = format!("{} {}{outweighed}", first.subject.address(), titles.join(", "));
        let label = witness(first.said.witness, place.page.path().as_str()).to_owned();
        let mark = Mark { page: place.page, folder, span: first.span, label };
        parts.push(marked(&title, &[mark], sources.color));
    }
    for (span, claim) in claims {
        let mark = Mark { page: place.page, folder, span: *span, label: String::new() };
        parts.push(marked(meaning(*claim), &[mark], sources.color));
    }
    parts.join("\n\n") + "\n"
}
