//! Samples against tables: what a sample shows that no row describes, what a row demands that the sample lacks, and
//! samples that nobody can parse.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::catalogue::lint::{
    FIELD_MISSPELT, FIELD_WITHOUT_ROW, NAME_TWICE_IN_SAMPLE, REQUIRED_NOT_IN_SAMPLE, SAMPLE_BROKEN,
};
use crate::extract::Language;
use crate::extract::facts::{RowFacts, SampleFacts};
use crate::extract::samples::{Kind, Node, Pair, RepairKind, SampleValue, Syntax};
use crate::source::Span;
use crate::spec::model::{Field, Location, Presence, Role};

use super::Finding;
use super::view::{Met, View, meet};
use super::words::{Census, is_misspelling, one_edit};

/// How many names that no row has are compared with all rows.
const COMPARED: usize = 200;

/// How many mistakes of one sample are shown.
const SHOWN: usize = 4;

/// Names that request samples send and no row describes, by the number of operations: those of all operations are
/// described on a page of their own.
#[derive(Debug, Default)]
pub struct Undescribed {
    names: BTreeMap<String, usize>,
    /// The same for what answers have at the top.
    answers: BTreeMap<String, usize>,
    operations: usize,
}

impl Undescribed {
    /// Counts them over a service.
    pub fn of(views: &[View<'_>], language: &Language) -> Self {
        let mut found = Self { operations: views.len(), ..Self::default() };
        for view in views {
            let names: BTreeSet<String> = pairs(view).map(|pair| top(&pair.name)).collect();
            for name in names.difference(&described(view)).cloned() {
                *found.names.entry(name).or_insert(0) += 1;
            }
            let mut names = BTreeSet::new();
            for (_, fields, documents) in view.answers(language) {
                let known: BTreeSet<&String> = fields.iter().map(|field| &field.wire).collect();
                for document in &documents {
                    if let SampleValue::Object(members) = &document.node.value {
                        let missing = members.keys().filter(|name| !known.contains(name));
                        names.extend(missing.cloned());
                    }
                }
            }
            for name in names {
                *found.answers.entry(name).or_insert(0) += 1;
            }
        }
        found
    }

    /// Whether answers of several operations have a name that none of their tables describes.
    fn is_shared(&self, name: &str) -> bool {
        self.answers.get(name).is_some_and(|count| *count > 1)
    }

    fn is_common(&self, name: &str) -> bool {
        self.operations < 5 || self.names.get(name).is_some_and(|count| *count > 1)
    }
}

/// What the samples of one operation are checked with.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    pub language: &'c Language,
    pub undescribed: &'c Undescribed,
    pub census: &'c Census,
}

/// Checks the samples of one operation.
pub fn check(view: &View<'_>, context: Context<'_>, found: &mut Vec<Finding>) {
    for sample in &view.facts.samples {
        broken(view, sample, found);
    }
    if !view.is_whole() {
        return;
    }
    for (side, fields, mut documents) in view.answers(context.language) {
        documents.retain(|document| speaks_of(&document.node, fields));
        if fields.iter().all(|field| view.row(field).is_none()) {
            // No table: whatever the sample shows is news, and no contradiction.
            continue;
        }
        let mut met = Vec::new();
        for document in &documents {
            meet(fields, document, &side, &mut met);
        }
        unknown(view, &side, &met, context, found);
    }
    let fields: Vec<Field> = view.body_fields().into_iter().cloned().collect();
    if !fields.is_empty() {
        let mut met = Vec::new();
        for document in view.bodies().into_iter().filter(|document| speaks_of(&document.node, &fields)) {
            meet(&fields, document, "request", &mut met);
        }
        unknown(view, "request", &met, context, found);
    }
    sent(view, context, found);
    required(view, found);
}

/// What a strict reader of JSON or XML refuses.
fn broken(view: &View<'_>, sample: &SampleFacts, found: &mut Vec<Finding>) {
    let reading = &sample.reading;
    let format = match reading.kind {
        Kind::RequestBody | Kind::Json => "JSON",
        Kind::Xml => "XML",
        Kind::Request | Kind::Head | Kind::Other => return,
    };
    let (page, name) = (view.page, view.operation.name.as_str());
    if let Some(failure) = &reading.failure {
        let message =
            format!("the sample is no {format}: {}; it breaks at byte {}", failure.reason, at(sample, failure.span));
        let finding = Finding::new(SAMPLE_BROKEN, page, failure.span, message);
        found.push(finding.about(name, "sample", failure.reason.clone()).labelled("here it breaks"));
        return;
    }
    for repair in reading.repairs.iter().filter(|repair| repair.kind == RepairKind::RepeatedName) {
        let message = format!("a name stands twice in one object of the {format} sample");
        let finding = Finding::new(NAME_TWICE_IN_SAMPLE, page, repair.span, message);
        found.push(finding.about(name, page.slice(repair.span), "twice").labelled("once more"));
    }
    // What stands before an ellipsis may end in a comma, and need not be closed.
    let is_cut = reading.repairs.iter().any(|repair| repair.kind.loses_facts());
    let is_edge =
        |kind| matches!(kind, RepairKind::TrailingComma | RepairKind::MissingComma | RepairKind::MissingClose);
    let slips = reading.repairs.iter().filter(|repair| is_mistake(repair.kind) && !(is_cut && is_edge(repair.kind)));
    let mistakes: Vec<_> = slips.collect();
    let Some(first) = mistakes.first() else { return };
    let more = match mistakes.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let message = format!("the sample is no {format}: {} at byte {}{more}", first.kind.words(), at(sample, first.span));
    let mut finding = Finding::new(SAMPLE_BROKEN, page, first.span, message)
        .about(name, "sample", first.kind.words())
        .labelled(first.kind.words());
    for repair in mistakes.iter().skip(1).take(SHOWN - 1) {
        finding = finding.against(page, repair.span, repair.kind.words());
    }
    let comma = |text: &str| text.chars().filter(|sign| *sign == ',').count() == 1;
    if mistakes.len() == 1 && first.kind == RepairKind::TrailingComma && comma(page.slice(first.span)) {
        finding = finding.mended(page, first.span, page.slice(first.span).replace(',', ""));
    }
    found.push(finding);
}

/// The byte of the sample's text at which a span starts.
fn at(sample: &SampleFacts, span: Span) -> u32 {
    span.start.saturating_sub(sample.span.start)
}

/// Whether a repair shows a slip of the pen. Comments, ellipses and words around a document are for readers.
fn is_mistake(kind: RepairKind) -> bool {
    match kind {
        RepairKind::TrailingComma
        | RepairKind::MissingComma
        | RepairKind::MissingColon
        | RepairKind::MissingValue
        | RepairKind::SingleQuotes
        | RepairKind::TypographicQuotes
        | RepairKind::WidePunctuation
        | RepairKind::UnquotedName
        | RepairKind::ForeignLiteral
        | RepairKind::LooseNumber
        | RepairKind::UnescapedQuote
        | RepairKind::NeedlessEscape
        | RepairKind::UnclosedText
        | RepairKind::MissingClose
        | RepairKind::StrayClose
        | RepairKind::MissingRoot
        | RepairKind::MisspeltEnd
        | RepairKind::LooseTag
        | RepairKind::LooseReference => true,
        RepairKind::Comment
        | RepairKind::Elision
        | RepairKind::UnquotedValue
        | RepairKind::ControlCharacter
        | RepairKind::CutEnd
        | RepairKind::SeveralDocuments
        | RepairKind::StrayText
        | RepairKind::RepeatedName
        | RepairKind::LooseSeparator
        | RepairKind::Other => false,
    }
}

/// Whether a document has a member that a row describes: pages show calls of other operations, too.
fn speaks_of(node: &Node, fields: &[Field]) -> bool {
    match &node.value {
        SampleValue::Object(members) => {
            let known: BTreeSet<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
            let is_like = |name: &String| {
                fields
                    .iter()
                    .take(COMPARED)
                    .any(|field| field.wire.eq_ignore_ascii_case(name) || is_near(name, &field.wire))
            };
            members.keys().any(|name| known.contains(name.as_str())) || members.keys().take(COMPARED).any(is_like)
        }
        SampleValue::Array(items) => items.iter().take(8).any(|item| speaks_of(item, fields)),
        SampleValue::Null | SampleValue::Bool(_) | SampleValue::Number(_) | SampleValue::String(_) => false,
    }
}

/// Members of samples that no row describes.
fn unknown(view: &View<'_>, side: &str, met: &[Met<'_>], context: Context<'_>, found: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    let shown: BTreeSet<(&str, &str)> =
        met.iter().filter(|met| met.field.is_some()).map(|met| (parent_of(&met.path), met.name)).collect();
    for met in met.iter().filter(|met| met.field.is_none()) {
        let is_top = parent_of(&met.path) == side;
        if !told.insert((&met.path, met.syntax))
            || met.siblings.is_empty()
            || (is_top && context.undescribed.is_shared(met.name))
        {
            continue;
        }
        let rows = met.siblings.iter().filter(|field| view.row(field).is_some());
        let mut hidden = rows.filter(|field| !shown.contains(&(parent_of(&met.path), field.wire.as_str())));
        let is_like = |field: &&Field| field.wire.eq_ignore_ascii_case(met.name) || is_near(met.name, &field.wire);
        let near = if told.len() <= COMPARED { hidden.find(is_like) } else { None };
        let key = key_span(view, met);
        let place = if key.is_empty() { first_line(view, met.node.span) } else { key };
        if let Some(row) = near.and_then(|field| view.row(field)) {
            let form = match met.syntax {
                Syntax::Json => "JSON",
                Syntax::Xml => "XML",
            };
            let shown = Shown { name: met.name, path: &met.path, place, form };
            found.push(misspelt(view, &shown, row, context.census));
            continue;
        }
        let message = format!("`{}` stands in the sample, and no row describes it", met.path);
        let finding = Finding::new(FIELD_WITHOUT_ROW, view.page, place, message);
        let mistake = format!("without a row in {:?}", met.syntax);
        let finding = finding.about(&view.operation.name, &met.path, mistake).labelled("no row").likely();
        found.push(match kind(met.node, met.syntax) {
            Some(kind) if !met.name.is_empty() && !met.name.contains('.') => {
                finding.added(kind, (parent_of(&met.path) == "request").then_some("body"))
            }
            Some(_) | None => finding,
        });
    }
}

/// The type of a single value. Text of XML has no quotes, so that its look decides.
fn kind(node: &Node, syntax: Syntax) -> Option<&'static str> {
    match &node.value {
        SampleValue::Bool(_) => Some("boolean"),
        SampleValue::Number(number) if number.contains(['.', 'e', 'E']) => Some("number"),
        SampleValue::Number(_) => Some("integer"),
        SampleValue::String(text) => Some(match (syntax, text.trim()) {
            (Syntax::Xml, "true" | "false") => "boolean",
            (Syntax::Xml, text) if text.parse::<i64>().is_ok_and(|number| number.to_string() == text) => "integer",
            (Syntax::Xml | Syntax::Json, _) => "string",
        }),
        SampleValue::Null | SampleValue::Array(_) | SampleValue::Object(_) => None,
    }
}

/// The path without its last name.
fn parent_of(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// Whether a name that no row has is most likely that of a row: a letter may be missing at the start as well.
fn is_near(name: &str, row: &str) -> bool {
    let shorter = name.chars().count().min(row.chars().count());
    is_misspelling(name, row)
        || (shorter >= 5 && name.chars().count() != row.chars().count() && one_edit(name, row) && !is_plural(name, row))
}

fn is_plural(one: &str, other: &str) -> bool {
    one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one)
}

/// The key of a member: the name before its value on the page.
fn key_span(view: &View<'_>, met: &Met<'_>) -> Span {
    let start = met.node.span.start as usize;
    let (name, from) = match met.syntax {
        Syntax::Json => (format!("\"{}\"", met.name), start.saturating_sub(met.name.len() + 64)),
        Syntax::Xml => (met.name.to_owned(), start.saturating_sub(met.name.len() + 64)),
    };
    let mut from = from;
    while !view.page.text().is_char_boundary(from) {
        from += 1;
    }
    let before = view.page.text().get(from..start + name.len().min(2) * usize::from(met.syntax == Syntax::Xml));
    let found = before.and_then(|before| before.rfind(&name));
    found.map_or(Span::default(), |at| Span::new(from + at, from + at + name.len()))
}

/// A name of a sample, at its place.
struct Shown<'s> {
    name: &'s str,
    path: &'s str,
    place: Span,
    /// "JSON", "XML", "the request".
    form: &'static str,
}

fn misspelt(view: &View<'_>, shown: &Shown<'_>, row: &RowFacts, census: &Census) -> Finding {
    let (page, name) = (view.page, shown.name);
    let row_name = row.name.value.as_str();
    let last = row_name.rsplit('.').find(|part| !matches!(*part, "N" | "n")).unwrap_or(row_name);
    let message = format!("the sample has `{name}`, and the row `{last}`");
    let mistake = format!("{name} for {last} in {}", shown.form);
    let finding = Finding::new(FIELD_MISSPELT, page, shown.place, message);
    let finding = finding.about(&view.operation.name, shown.path, mistake).labelled("the sample's name");
    let finding = finding.against(page, row.name.span, "the row's name");
    // The spelling that more pages have is most likely the service's.
    let (span, wrong, right) = if census.pages_with(name) > census.pages_with(last) {
        (row.name.span, last, name)
    } else {
        (shown.place, name, last)
    };
    let text = page.slice(span);
    let is_element = text.starts_with('<') && text.ends_with(&format!("</{wrong}>"));
    match text.matches(wrong).count() {
        1 => finding.mended(page, span, text.replace(wrong, right)),
        2 if is_element => finding.mended(page, span, text.replace(wrong, right)),
        _ => finding,
    }
}

/// The names of the query in all request samples.
fn pairs<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Pair> {
    let requests = view.facts.samples.iter().flat_map(|sample| &sample.reading.requests);
    requests.filter(|request| is_call_of(view, &request.path)).flat_map(|request| &request.query)
}

/// Whether a path with values is one of the operation's: as many parts, the same where the operation has no variable.
fn is_call_of(view: &View<'_>, path: &str) -> bool {
    let parts = |path: &'_ str| path.trim_matches('/').split('/').map(str::to_owned).collect::<Vec<_>>();
    let (own, other) = (parts(&view.operation.path), parts(path));
    own.len() == other.len()
        && own.iter().zip(&other).all(|(own, other)| own.contains('{') || other.contains('{') || own == other)
}

/// The first part of a name: `Tag` of `Tag.1.Key`.
fn top(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_owned()
}

/// The first parts of the names of all parameters.
fn described(view: &View<'_>) -> BTreeSet<String> {
    view.operation.parameters.iter().map(|parameter| top(&parameter.field.wire)).collect()
}

/// Names of the query that no row describes.
fn sent(view: &View<'_>, context: Context<'_>, found: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    let described = described(view);
    let sent: BTreeSet<String> = pairs(view).map(|pair| top(&pair.name)).collect();
    for pair in pairs(view) {
        let name = top(&pair.name);
        let is_name = !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || "_-".contains(sign));
        if !is_name || described.contains(&name) || !told.insert(name.clone()) || told.len() > COMPARED {
            continue;
        }
        let place = Span::new(pair.span.start as usize, pair.span.start as usize + name.len());
        let place = if view.page.slice(place) == name { place } else { pair.span };
        let fields = view.operation.parameters.iter().map(|parameter| &parameter.field);
        let rows = fields.filter_map(|field| Some((top(&field.wire), view.row(field)?)));
        let near = rows
            .filter(|(wire, _)| wire.eq_ignore_ascii_case(&name) || is_misspelling(&name, wire))
            .find(|(wire, _)| !sent.contains(wire));
        let path = format!("request.{name}");
        if let Some((_, row)) = near {
            let shown = Shown { name: &name, path: &path, place, form: "the request" };
            found.push(misspelt(view, &shown, row, context.census));
        } else if !context.undescribed.is_common(&name) {
            let message = format!("`{name}` is sent in the sample, and no row describes it");
            let finding = Finding::new(FIELD_WITHOUT_ROW, view.page, place, message);
            let finding = finding.about(&view.operation.name, path, "without a row").labelled("no row").likely();
            found.push(finding.added("string", Some("query")));
        }
    }
}

/// Required parameters that no request sample has.
fn required(view: &View<'_>, found: &mut Vec<Finding>) {
    let samples = || view.facts.samples.iter();
    let is_cut = |sample: &SampleFacts| sample.reading.repairs.iter().any(|repair| repair.kind.loses_facts());
    let requests: Vec<_> =
        samples().filter(|sample| !is_cut(sample)).flat_map(|sample| &sample.reading.requests).collect();
    let queried: BTreeSet<String> = pairs(view).map(|pair| top(&pair.name).to_lowercase()).collect();
    let shown_query = requests.iter().find(|request| !request.query.is_empty()).map(|request| request.span);
    let bodies = view.bodies();
    let in_bodies: BTreeSet<String> = bodies
        .iter()
        .filter_map(|document| match &document.node.value {
            SampleValue::Object(members) => Some(members),
            SampleValue::Null
            | SampleValue::Bool(_)
            | SampleValue::Number(_)
            | SampleValue::String(_)
            | SampleValue::Array(_) => None,
        })
        .flat_map(|members| members.keys().map(|name| name.to_lowercase()))
        .collect();
    let is_whole = samples().all(|sample| !is_cut(sample));
    let shown_body = bodies.first().map(|document| document.node.span).filter(|_| is_whole && !in_bodies.is_empty());
    for parameter in &view.operation.parameters {
        let field = &parameter.field;
        let Some(row) = view.row(field) else { continue };
        if row.presence != Presence::Required || field.required_if.is_some() || is_known(parameter.role.as_ref()) {
            continue;
        }
        let name = top(&field.wire);
        let (names, shown) = match parameter.location {
            Location::Query => (&queried, shown_query),
            Location::Body => (&in_bodies, shown_body),
            Location::Path | Location::Header | Location::Form => continue,
        };
        let Some(shown) = shown else { continue };
        let is_shown = names.contains(&name.to_lowercase());
        if is_shown || names.iter().take(COMPARED).any(|other| is_misspelling(other, &name)) {
            continue;
        }
        let message = format!("`{name}` is required, and no request sample has it");
        let finding = Finding::new(REQUIRED_NOT_IN_SAMPLE, view.page, row.name.span, message);
        let finding = finding.about(&view.operation.name, format!("request.{name}"), "not in the sample");
        found.push(finding.labelled("required").against(view.page, first_line(view, shown), "the request without it"));
    }
}

/// Whether the client sends it by itself, so that samples may leave it out.
fn is_known(role: Option<&Role>) -> bool {
    match role {
        Some(Role::Constant { .. } | Role::AuthToken | Role::Project) => true,
        Some(
            Role::Region | Role::IdempotencyToken | Role::PageNumber | Role::PageSize | Role::Offset | Role::Cursor,
        )
        | None => false,
    }
}

/// The first line of a span.
pub fn first_line(view: &View<'_>, span: Span) -> Span {
    let text = view.page.slice(span);
    let line = text.lines().next().unwrap_or_default();
    Span::new(span.start as usize, span.start as usize + line.len())
}
