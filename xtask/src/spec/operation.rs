//! One page's operation, settled.
//!
//! In: the facts of one operation of one page. Out: an [`Operation`]. The passes: tables are told apart, objects linked,
//! flat rows nested, types settled, locations and roles given, samples and errors carried over.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::spec::{
    DOUBLE_NAME, FIELD_ONLY_IN_SAMPLE, LEADS_BACK, NAMELESS_OPERATION, PATH_VARIABLE, UNUSED_OBJECT,
};
use crate::dialect::{Dialect, Identity, RoleWord, TypeWord};
use crate::extract::facts::{ErrorFacts, OperationFacts, RowFacts, Said, SampleFacts, Side, StatedType, TableFacts};
use crate::extract::identity::variables;
use crate::extract::samples::shape::Shape;
use crate::extract::samples::{self, Document, Syntax};
use crate::source::{Page, Span};
use crate::spec::config::{Descriptions, ServiceConfig};
use crate::spec::draft::Draft;
use crate::spec::model::{
    Asynchronous, ErrorCode, Evidence, Fact, Field, Location, Operation, Origin, Parameter, Presence, Response, Role,
    Sample, SampleKind, SampleQuality, Type, Witness, is_any_key,
};
use crate::spec::objects::Objects;
use crate::spec::placing::Placing;
use crate::spec::settle::{Settling, sample_fields};
use crate::spec::{check, nest, shapes};

mod evidence;

pub use evidence::configured;
pub(super) use evidence::service as named_service;

/// What settling an operation takes beside its facts.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The page.
    pub page: &'a Page,
    /// The vendor's words.
    pub dialect: &'a Dialect,
    /// What the pages do not say.
    pub config: &'a ServiceConfig,
}

impl Context<'_> {
    pub(super) fn origin(&self, span: Span) -> Origin {
        let position = self.page.position(span.start);
        Origin { page: self.page.path().as_str().to_owned(), line: position.line, column: position.column }
    }

    pub(super) fn settling(&self, documents: &[&Document], examples: bool) -> Settling<'_> {
        let shapes = shapes::by_witness(documents, examples);
        let shape = shapes::merged(&shapes);
        let descriptions = self.config.descriptions == Descriptions::Include;
        Settling { page: self.page, dialect: self.dialect, descriptions, shapes, shape, examples }
    }
}

/// Settles the facts of one operation.
pub fn settle(facts: &OperationFacts, context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Operation {
    let words = |said: &Option<Said<String>>| said.as_ref().map(|said| said.value.clone());
    let (method, path) = match context.dialect.identity {
        Identity::Action => (
            words(&facts.method).unwrap_or_else(|| "ANY".to_owned()),
            words(&facts.path).unwrap_or_else(|| "/".to_owned()),
        ),
        Identity::Uri => (words(&facts.method).unwrap_or_default(), words(&facts.path).unwrap_or_default()),
    };
    let name = name(facts, &method, &path, context, diagnostics);
    let parameters = parameters(facts, &method, &path, context, diagnostics);
    let responses = responses(facts, &name, context, diagnostics);
    let evidence = evidence::operation(facts, context);
    Operation {
        title: words(&facts.title).filter(|title| *title != name),
        summary: words(&facts.summary).filter(|_| context.config.descriptions == Descriptions::Include),
        endpoint: words(&facts.endpoint),
        deprecated: facts.deprecated.is_some(),
        asynchronous: asynchronous(facts, context),
        errors: errors(&facts.errors, context),
        samples: facts.samples.iter().map(|sample| self::sample(sample, context)).collect(),
        link: context.config.link.as_ref().map(|link| link.replace("{operation}", &name)),
        origins: vec![context.origin(facts.span)],
        name,
        method,
        path,
        parameters,
        responses,
        evidence,
    }
}

fn name(
    facts: &OperationFacts,
    method: &str,
    path: &str,
    context: Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let configured = context.config.name(method, path).filter(|_| context.dialect.identity == Identity::Uri);
    if let Some(name) = configured.or(facts.name.as_ref().map(|name| name.value.as_str())) {
        return name.to_owned();
    }
    let title = facts.title.as_ref().map(|title| title.value.as_str()).unwrap_or_default();
    // Of a title in another script, the few Latin words in it name nothing.
    let titled = title.chars().any(|character| character.is_ascii_alphabetic()) && !title.chars().any(is_ideograph);
    let (name, source) = if titled {
        (from_words(title), "its title")
    } else {
        (from_words(&format!("{} {path}", method.to_ascii_lowercase())), "its method and path")
    };
    let span = facts.path.as_ref().map_or(facts.span, |path| path.span);
    let message = format!("`{method} {path}` has no name; `{name}` is made from {source}");
    let help = "name it with `[[operation]]` in service.toml";
    diagnostics.push(Diagnostic::new(NAMELESS_OPERATION, context.page.path(), span, message).with_help(help));
    name
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// "Creating an SSL Certificate" as `CreatingAnSslCertificate`... with the words' own capitals kept: `CreatingAnSSLCertificate`.
fn from_words(words: &str) -> String {
    let parts = words.split(|character: char| !character.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let capital = |part: &str| {
        let mut characters = part.chars();
        characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect::<String>()
    };
    parts.map(capital).collect::<String>().chars().take(80).collect()
}

/// The documents of all samples of one kind that show a success.
fn documents<'a>(facts: &'a OperationFacts, status: Option<u16>, kinds: &[samples::Kind]) -> Vec<&'a Document> {
    let fits = |sample: &&SampleFacts| {
        let same = match (status, sample.status) {
            (Some(status), Some(other)) => status == other,
            (None, Some(other)) => other < 400,
            (Some(status), None) => status < 400,
            (None, None) => true,
        };
        let same = same && !(sample.failed && status.is_none_or(|status| status < 400));
        same && kinds.contains(&sample.reading.kind)
    };
    facts.samples.iter().filter(fits).flat_map(|sample| &sample.reading.documents).collect()
}

fn parameters(
    facts: &OperationFacts,
    method: &str,
    path: &str,
    context: Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Parameter> {
    let bodies: Vec<&Document> = documents(facts, None, &[samples::Kind::RequestBody])
        .into_iter()
        .chain(
            facts
                .samples
                .iter()
                .flat_map(|sample| &sample.reading.requests)
                .filter_map(|request| request.body.as_ref()),
        )
        .collect();
    let settling = context.settling(&bodies, true);
    let placing = Placing { context, method, path, facts, body: &settling.shape };
    let (main, objects): (Vec<&TableFacts>, Vec<&TableFacts>) = facts
        .tables
        .iter()
        .filter(|table| matches!(table.side, Side::Request(_) | Side::Object { request: true, .. }))
        .partition(|table| matches!(table.side, Side::Request(_)));
    let mut objects = Objects::new(objects, context.dialect);
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for (number, table) in main.iter().enumerate() {
        let captioned = !matches!(table.side, Side::Request(None)) || table.caption.is_some();
        if number > 0 && !captioned && objects.adopt(table, &mut drafts, &settling.shape) {
            continue;
        }
        let mut rows = rows_of(table, false, &mut objects, &settling.shape);
        for draft in &mut rows {
            let (location, witness, span) = placing.location(draft, table);
            draft.location = Some(location);
            draft.said.push((Fact::In, witness, span));
            // Whatever stands in a path or a header is text, also where a table has no column of types.
            if matches!(location, Location::Path | Location::Header) && draft.stated == StatedType::Unstated {
                draft.said.push((Fact::Type, witness, span));
                draft.stated = StatedType::Word(TypeWord::String);
            }
        }
        drafts.extend(rows);
    }
    report_tables(&objects, context, diagnostics);
    drop_doubles(&mut drafts, context, diagnostics);
    let locations: Vec<Option<Location>> = drafts.iter().map(|draft| draft.location).collect();
    let fields = settling.fields(drafts, diagnostics);
    let mut parameters: Vec<Parameter> = fields
        .into_iter()
        .zip(locations)
        .map(|(field, location)| Parameter {
            location: location.unwrap_or(Location::Query),
            role: role(&field, facts, context),
            field,
        })
        .collect();
    for parameter in &mut parameters {
        evidence::role(parameter, facts, context);
    }
    implied(&mut parameters, path, facts, context, diagnostics);
    request_examples(&mut parameters, facts, context);
    check::constants(&mut parameters, facts, context.page, diagnostics);
    check::requests(&parameters, facts, context.page, diagnostics);
    parameters
}

/// Variables and query names of the path that no row describes.
fn implied(
    parameters: &mut Vec<Parameter>,
    path: &str,
    facts: &OperationFacts,
    context: Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = facts.path.as_ref().map(|path| path.span).unwrap_or_default();
    let variables = variables(path);
    for parameter in parameters.iter_mut().filter(|parameter| parameter.location == Location::Path) {
        if variables.contains(&parameter.field.wire) {
            parameter.field.witnesses.push(Witness::Uri);
            evidence::path_variable(&mut parameter.field, place, context);
            parameter.field.presence = Presence::Required;
        } else {
            let message = format!("`{}` is sent in the path, and `{path}` has no such variable", parameter.field.wire);
            diagnostics.push(Diagnostic::new(PATH_VARIABLE, context.page.path(), place, message));
        }
    }
    let path_names = variables.into_iter().map(|name| (name, Location::Path, Presence::Required, place));
    let query_names =
        facts.query_names.iter().map(|name| (name.value.clone(), Location::Query, Presence::Unstated, name.span));
    for (wire, location, presence, span) in path_names.chain(query_names) {
        let known = |parameter: &Parameter| {
            parameter.field.wire == wire && (parameter.location == location || location == Location::Query)
        };
        if parameters.iter().any(known) {
            continue;
        }
        let message = format!("`{wire}` stands in the path, and no row describes it");
        diagnostics.push(Diagnostic::new(PATH_VARIABLE, context.page.path(), span, message));
        let origin = Some(context.origin(span));
        let mut field =
            Field { wire, shape: Type::String, presence, witnesses: vec![Witness::Uri], origin, ..Field::default() };
        evidence::implied(&mut field, span, context);
        let mut parameter = Parameter { location, role: role(&field, facts, context), field };
        evidence::role(&mut parameter, facts, context);
        parameters.push(parameter);
    }
}

fn role(field: &Field, facts: &OperationFacts, context: Context<'_>) -> Option<Role> {
    let constant = |value: Option<&Said<String>>| Some(Role::Constant { value: value?.value.clone() });
    match context.dialect.role(&field.wire)? {
        RoleWord::Action => constant(facts.name.as_ref()),
        RoleWord::Version => constant(facts.version.as_ref()),
        RoleWord::Region => Some(Role::Region),
        RoleWord::Project => Some(Role::Project),
        RoleWord::AuthToken => Some(Role::AuthToken),
        RoleWord::IdempotencyToken => Some(Role::IdempotencyToken),
        RoleWord::PageNumber => Some(Role::PageNumber),
        RoleWord::PageSize => Some(Role::PageSize),
        RoleWord::Offset => Some(Role::Offset),
        RoleWord::Cursor => Some(Role::Cursor),
    }
}

/// Adds the request sample as a witness.
fn request_examples(parameters: &mut [Parameter], facts: &OperationFacts, context: Context<'_>) {
    let requests = facts.samples.iter().flat_map(|sample| &sample.reading.requests);
    let mut names: BTreeMap<&str, Span> = BTreeMap::new();
    for pair in requests.flat_map(|request| request.query.iter().chain(&request.headers)) {
        names.entry(pair.name.split('.').next().unwrap_or_default()).or_insert(pair.span);
    }
    for parameter in parameters {
        let field = &mut parameter.field;
        let Some(span) = names.get(field.wire.as_str()) else { continue };
        evidence::request_sample(field, *span, context);
        if !field.witnesses.contains(&Witness::RequestSample) {
            field.witnesses.push(Witness::RequestSample);
            field.witnesses.sort_unstable();
        }
    }
}

fn responses(
    facts: &OperationFacts,
    name: &str,
    context: Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Response> {
    let mut statuses: Vec<Option<u16>> = Vec::new();
    for table in &facts.tables {
        let status = match table.side {
            Side::Response(status) | Side::ResponseHeader(status) => status,
            Side::Request(_) | Side::Object { .. } => continue,
        };
        if !statuses.contains(&status) {
            statuses.push(status);
        }
    }
    if !statuses.iter().any(|status| status.is_none_or(|status| status < 300)) {
        // No table describes the answer: it has no body, or only a sample shows it.
        statuses.push(facts.successes.first().map(|success| success.value));
    }
    let mut responses: Vec<Response> =
        statuses.into_iter().map(|status| response(facts, name, status, context, diagnostics)).collect();
    if let [success] = facts.successes.as_slice() {
        // The table of the answer has no status of its own, and the page lists one success.
        for response in &mut responses {
            evidence::success(response, success, context);
        }
    }
    // A success that only the list of statuses has comes without a body.
    for success in &facts.successes {
        let status = Some(success.value);
        if responses.iter().all(|response| response.status.is_some() && response.status != status) {
            responses.push(response(facts, name, status, context, diagnostics));
        }
    }
    // The answer first: a success, or what has no status.
    responses.sort_by_key(|response| response.status.is_some_and(|status| status >= 300));
    responses
}

fn response(
    facts: &OperationFacts,
    name: &str,
    status: Option<u16>,
    context: Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Response {
    let documents = documents(facts, status, &[samples::Kind::Json, samples::Kind::Xml]);
    let mut unwrapped = shapes::without_envelope(&documents, name);
    let own = |table: &&TableFacts| match table.side {
        Side::Response(other) => other == status,
        Side::Object { request, status: other } => !request && (other == status || other.is_none()),
        Side::Request(_) | Side::ResponseHeader(_) => false,
    };
    let (main, objects): (Vec<&TableFacts>, Vec<&TableFacts>) =
        facts.tables.iter().filter(own).partition(|table| matches!(table.side, Side::Response(_)));
    let common = &context.dialect.common_fields;
    let names: Vec<&str> = main.iter().flat_map(|table| &table.rows).map(|row| row.name.value.as_str()).collect();
    let around = shapes::object_around(&unwrapped, &names, common);
    if let Some(object) = &around {
        shapes::put_around(&mut unwrapped, object, common);
        let place = documents.first().map(|document| document.node.span).unwrap_or_default();
        let message =
            format!("`{object}` stands in the sample around all that the table names, and no row describes it");
        diagnostics.push(Diagnostic::new(FIELD_ONLY_IN_SAMPLE, context.page.path(), place, message));
    }
    let unwrapped: Vec<&Document> = unwrapped.iter().collect();
    let settling = context.settling(&unwrapped, false);
    let mut objects = Objects::new(objects, context.dialect);
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for (number, table) in main.iter().enumerate() {
        let captioned = table.caption.is_some();
        if number > 0 && !captioned && objects.adopt(table, &mut drafts, &settling.shape) {
            continue;
        }
        let is_flat = context.dialect.identity == Identity::Action || around.is_some();
        drafts.extend(rows_of(table, is_flat, &mut objects, &settling.shape));
    }
    report_tables(&objects, context, diagnostics);
    drop_doubles(&mut drafts, context, diagnostics);
    let from_tables = !drafts.is_empty();
    // A table may leave out what each answer has; a sample shows that this one has it as well.
    let shown = &settling.shape.entry().members;
    let common = common.iter().filter(|name| from_tables && shown.contains_key(*name));
    let common: Vec<&String> = common.filter(|name| drafts.iter().all(|draft| draft.wire != **name)).collect();
    drafts.extend(common.into_iter().map(|name| Draft::implied(name, None)));
    let fields = settling.fields(drafts, diagnostics);
    if from_tables {
        report_sample_fields(&fields, &settling.shape, &documents, context, diagnostics);
    }
    let headers =
        facts.tables.iter().filter(|table| table.side == Side::ResponseHeader(status)).flat_map(|table| &table.rows);
    let headers: Vec<Draft<'_>> = headers.map(|row| Draft::of(row, &row.name.value, None)).collect();
    let status_place = facts.tables.iter().filter(|table| own(table)).find_map(|table| table.status_place);
    let plain = Settling { shapes: Vec::new(), shape: Shape::default(), ..context.settling(&[], false) };
    Response {
        status,
        fields: if from_tables { fields } else { sample_fields(&settling) },
        headers: plain.fields(headers, diagnostics),
        evidence: evidence::status(status, status_place, facts, context),
    }
}

/// The rows of a main table as a tree. `is_flat`: the vendor's tables have lost their indentation; one that shows the
/// same beside a sample has lost it as well.
fn rows_of<'a>(table: &'a TableFacts, is_flat: bool, objects: &mut Objects<'a>, shape: &Shape) -> Vec<Draft<'a>> {
    let is_described = |row: &RowFacts| objects.describes(row);
    if !is_flat && !nest::is_flattened(&table.rows, shape, is_described) {
        return objects.rows(table, None, &mut Vec::new());
    }
    let mut nested = nest::nest(&table.rows, shape, is_described);
    objects.complete(&mut nested);
    nested
}

fn drop_doubles<'a>(drafts: &mut Vec<Draft<'a>>, context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut kept: Vec<Draft<'a>> = Vec::with_capacity(drafts.len());
    let mut seen: BTreeMap<(Option<Location>, String), usize> = BTreeMap::new();
    for mut draft in drafts.drain(..) {
        let place = (draft.location, draft.wire.clone());
        let Some(first) = seen.get(&place).and_then(|index| kept.get_mut(*index)) else {
            seen.insert(place, kept.len());
            drop_doubles(&mut draft.children, context, diagnostics);
            kept.push(draft);
            continue;
        };
        report_double(first.row, &draft, context, diagnostics);
        // `Filter.1.Key` and `Filter.2.Key` are two items of one list.
        let counted = first.row.zip(draft.row).filter(|(first, again)| first.name.value != again.name.value);
        first.others.extend(counted.map(|(_, again)| again));
    }
    *drafts = kept;
}

fn report_double(first: Option<&RowFacts>, again: &Draft<'_>, context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let span = again.row.map(|row| row.span).unwrap_or_default();
    let told = |row: &RowFacts| {
        let words = row.type_words.as_ref().map_or("no type", |said| said.value.as_str());
        let presence = match row.presence {
            Presence::Required => ", required",
            Presence::Optional => ", optional",
            Presence::Unstated => "",
        };
        format!("{words}{presence} in line {}", context.page.position(row.span.start).line)
    };
    let rows = first.into_iter().chain(again.row).map(told).collect::<Vec<_>>().join(", ");
    let message = format!("`{}` stands twice in one place ({rows}); the first row is taken", again.wire);
    diagnostics.push(Diagnostic::new(DOUBLE_NAME, context.page.path(), span, message));
}

/// Reports tables that no row leads to, and rows that lead nowhere.
fn report_tables(objects: &Objects<'_>, context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (row, table) in &objects.leading_back {
        let span = row.description.as_ref().map_or(row.span, |said| said.span);
        let caption = table.caption.as_deref().unwrap_or_default();
        let name = &row.name.value;
        let message =
            format!("`{name}` refers to the table in which it stands; its members are taken from `{caption}`");
        diagnostics.push(Diagnostic::new(LEADS_BACK, context.page.path(), span, message));
    }
    for table in objects.unused() {
        let caption = table.caption.as_deref().unwrap_or("without caption");
        let message = format!("no field refers to the table `{caption}` of {} rows", table.rows.len());
        diagnostics.push(Diagnostic::new(UNUSED_OBJECT, context.page.path(), table.span, message));
    }
}

/// Fields of samples that the table lacks, at the places that the table does describe.
fn report_sample_fields(
    fields: &[Field],
    shape: &Shape,
    documents: &[&Document],
    context: Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = documents.first().map(|document| document.node.span).unwrap_or_default();
    let mut missing = Vec::new();
    collect_missing(fields, shape, "", &mut missing);
    for (path, span) in missing {
        let span = if span.is_empty() { place } else { span };
        let near = nearly(fields, &path);
        let near = near.map(|name| format!("; a row has `{name}`")).unwrap_or_default();
        let message = format!("`{path}` stands in the sample, and no row describes it{near}");
        diagnostics.push(Diagnostic::new(FIELD_ONLY_IN_SAMPLE, context.page.path(), span, message));
    }
}

/// The field at the path when case is left out.
fn nearly<'f>(fields: &'f [Field], path: &str) -> Option<&'f str> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = fields.iter().find(|field| field.wire.eq_ignore_ascii_case(first))?;
    if rest.is_empty() { Some(&field.wire) } else { nearly(field.shape.members()?, rest) }
}

fn collect_missing(fields: &[Field], shape: &Shape, parent: &str, missing: &mut Vec<(String, Span)>) {
    // Any key of a map is described by the row for all of them.
    if fields.iter().any(|field| is_any_key(&field.wire)) {
        return;
    }
    for (name, member) in &shape.entry().members {
        let path = if parent.is_empty() { name.clone() } else { format!("{parent}.{name}") };
        let Some(field) = fields.iter().find(|field| field.wire == *name) else {
            missing.push((path, member.span));
            continue;
        };
        if let Some(inner) = field.shape.members() {
            collect_missing(inner, member, &path, missing);
        }
    }
}

fn asynchronous(facts: &OperationFacts, context: Context<'_>) -> Option<Asynchronous> {
    let said = facts.asynchronous.as_ref()?;
    Some(Asynchronous {
        poll: said.poll.as_ref()?.value.clone(),
        pending: said.pending.iter().map(|state| state.value.clone()).collect(),
        done: said.done.iter().map(|state| state.value.clone()).collect(),
        key: None,
        state: None,
        origin: context.origin(said.span),
        evidence: evidence::asynchronous(said, context),
    })
}

fn errors(errors: &[ErrorFacts], context: Context<'_>) -> Vec<ErrorCode> {
    let mut known: Vec<ErrorCode> = Vec::new();
    let include = context.config.descriptions == Descriptions::Include;
    for error in errors {
        let witness = if error.from_sample { Witness::JsonSample } else { Witness::Table };
        let status = error.status.as_ref().map(|said| said.value);
        // One code may stand for several messages, each of which the service sends.
        let says = |other: &ErrorCode| match (&other.message, &error.message) {
            (Some(known), Some(said)) => *known == said.value,
            (None, _) | (_, None) => true,
        };
        let same = |other: &&mut ErrorCode| {
            other.code == error.code.value && (error.from_sample || (other.status == status && says(other)))
        };
        if let Some(other) = known.iter_mut().find(same) {
            if !other.witnesses.contains(&witness) {
                other.witnesses.push(witness);
            }
            evidence::error(other, error, witness, context);
            continue;
        }
        let said = |said: &Option<Said<String>>| said.as_ref().map(|said| said.value.clone());
        let mut first = ErrorCode {
            status,
            code: error.code.value.clone(),
            message: said(&error.message),
            description: said(&error.description).filter(|_| include),
            witnesses: vec![witness],
            origin: context.origin(error.code.span),
            evidence: Evidence::default(),
        };
        evidence::error(&mut first, error, witness, context);
        known.push(first);
    }
    known
}

fn sample(facts: &SampleFacts, context: Context<'_>) -> Sample {
    Sample {
        kind: match facts.reading.kind {
            samples::Kind::Request => SampleKind::Request,
            samples::Kind::RequestBody => SampleKind::RequestBody,
            samples::Kind::Xml => SampleKind::Xml,
            samples::Kind::Json | samples::Kind::Head | samples::Kind::Other => SampleKind::Json,
        },
        status: facts.status,
        text: facts.text.clone(),
        quality: match facts.reading.quality {
            samples::Quality::Strict => SampleQuality::Strict,
            samples::Quality::Repaired => SampleQuality::Repaired,
            samples::Quality::Unreadable => SampleQuality::Unreadable,
        },
        origin: context.origin(facts.span),
    }
}

/// The witness that a document is.
pub fn witness(document: &Document, request: bool) -> Witness {
    match (request, document.syntax) {
        (true, _) => Witness::RequestSample,
        (false, Syntax::Json) => Witness::JsonSample,
        (false, Syntax::Xml) => Witness::XmlSample,
    }
}
