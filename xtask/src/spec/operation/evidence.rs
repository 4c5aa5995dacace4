//! Who says what of an operation, its errors, its statuses and the roles of its parameters.
//!
//! In: the facts of one page, and what was settled from them. Out: evidence. Nothing is settled here.

use super::Context;
use crate::dialect::{Identity, RoleWord};
use crate::extract::facts::{ErrorFacts, OperationFacts, Said};
use crate::extract::prose;
use crate::source::Span;
use crate::spec::config::Descriptions;
use crate::spec::model::{ErrorCode, Evidence, Fact, Field, Parameter, Presence, Response, Testimony, Witness};
use crate::spec::testify;

fn add(evidence: &mut Evidence, fact: Fact, span: Span, witness: Witness, context: Context<'_>) {
    testify::add(evidence, fact, context.page, span, witness);
}

/// Of the operation itself.
pub(super) fn operation(facts: &OperationFacts, context: Context<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    let exact = |said: &Said<String>| testify::exact(context.page, said.span, &said.value);
    let route = facts.path.as_ref().map_or(facts.span, |path| path.span);
    if let Some(name) = &facts.name {
        for said in &facts.named_by {
            let span = named(said, &name.value, context);
            add(&mut evidence, Fact::Name, span, said.value, context);
        }
    } else {
        // `service.toml` names what has this path, or the name is made from the title.
        let configured = facts.method.as_ref().zip(facts.path.as_ref());
        let configured = configured.filter(|(method, path)| context.config.name(&method.value, &path.value).is_some());
        let (span, witness) = match (configured, &facts.title) {
            (None, Some(title)) => (title.span, Witness::Heading),
            (Some(_), _) | (None, None) => (route, Witness::Uri),
        };
        let named = configured.and_then(|(method, path)| context.config.name_said(&method.value, &path.value));
        if let Some(named) = named {
            evidence.add(Fact::Name, named.clone());
        }
        add(&mut evidence, Fact::Name, span, witness, context);
    }
    for said in &facts.routed_by {
        for (fact, part) in [(Fact::Method, &facts.method), (Fact::Path, &facts.path)] {
            let Some(part) = part else { continue };
            let span = testify::exact(context.page, said.span, &part.value);
            add(&mut evidence, fact, span, said.value, context);
        }
    }
    if context.dialect.identity == Identity::Action {
        // One path and any method serve all operations of the protocol: naming it is enough.
        let name = evidence.of(Fact::Name).next().cloned();
        for fact in [Fact::Method, Fact::Path] {
            evidence.remove(fact);
            if let Some(name) = &name {
                evidence.add(fact, Testimony { witness: Witness::Configuration, ..name.clone() });
            }
        }
    }
    if let Some(said) = &facts.title {
        add(&mut evidence, Fact::Title, exact(said), Witness::Heading, context);
    }
    if let Some(said) = facts.summary.as_ref().filter(|_| context.config.descriptions == Descriptions::Include) {
        add(&mut evidence, Fact::Summary, said.span, Witness::Sentence, context);
    }
    if let Some(said) = &facts.endpoint {
        add(&mut evidence, Fact::Endpoint, exact(said), Witness::RequestSample, context);
    }
    if let Some(span) = facts.deprecated {
        add(&mut evidence, Fact::Deprecated, span, Witness::Sentence, context);
    }
    if let Some(link) = context.config.said("link") {
        evidence.add(Fact::Link, link.clone());
    }
    evidence
}

/// Of the product and the version that the page names.
pub(in crate::spec) fn service(operations: &[OperationFacts], context: Context<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    let first = |said: fn(&OperationFacts) -> Option<&Said<String>>| {
        operations.iter().find_map(|facts| Some((facts, said(facts)?)))
    };
    let product = first(|facts| facts.product.as_ref());
    let version = first(|facts| facts.version.as_ref());
    for (fact, said) in [(Fact::Product, product), (Fact::Version, version)] {
        let Some((facts, said)) = said else { continue };
        let (span, witness) = spoken(said, fact.key(), facts, context);
        add(&mut evidence, fact, span, witness, context);
    }
    name_page(&mut evidence, context);
    evidence
}

/// Where exactly the product or the version stands: in a table, in a sample of a request or, elsewhere, in a link.
fn spoken(said: &Said<String>, key: &str, facts: &OperationFacts, context: Context<'_>) -> (Span, Witness) {
    let span = testify::exact(context.page, said.span, &said.value);
    let inside = |other: Span| other.start <= span.start && span.end <= other.end;
    if facts.tables.iter().any(|table| inside(table.span)) {
        (span, Witness::Table)
    } else if facts.samples.iter().any(|sample| inside(sample.span)) {
        (span, Witness::RequestSample)
    } else {
        (testify::in_target(context.page, said.span, key, &said.value), Witness::Link)
    }
}

/// Where exactly the operation's name stands. Of a link to the vendor's tool it is the target that has it.
fn named(said: &Said<Witness>, name: &str, context: Context<'_>) -> Span {
    let words = testify::exact(context.page, said.span, name);
    if said.value == Witness::Link && context.page.slice(words) != name {
        return testify::in_target(context.page, said.span, "api", name);
    }
    words
}

/// Of what to poll.
pub(super) fn asynchronous(said: &prose::Asynchronous, context: Context<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    if let Some(poll) = &said.poll {
        add(&mut evidence, Fact::Poll, poll.span, Witness::Sentence, context);
    }
    for (fact, states) in [(Fact::Pending, &said.pending), (Fact::Done, &said.done)] {
        for state in states {
            add(&mut evidence, fact, state.span, Witness::Sentence, context);
        }
    }
    evidence
}

/// Of an error, from one more row or sample.
pub(super) fn error(error: &mut ErrorCode, facts: &ErrorFacts, witness: Witness, context: Context<'_>) {
    let exact = |said: &Said<String>| testify::exact(context.page, said.span, &said.value);
    let evidence = &mut error.evidence;
    add(evidence, Fact::Code, exact(&facts.code), witness, context);
    if let Some(status) = facts.status.as_ref().filter(|said| error.status == Some(said.value)) {
        let span = testify::exact(context.page, status.span, &status.value.to_string());
        add(evidence, Fact::Status, span, witness, context);
    }
    if let Some(message) = facts.message.as_ref().filter(|said| error.message.as_ref() == Some(&said.value)) {
        add(evidence, Fact::Message, exact(message), witness, context);
    }
    let described = facts.description.as_ref().filter(|said| error.description.as_ref() == Some(&said.value));
    if let Some(description) = described {
        add(evidence, Fact::Description, description.span, witness, context);
    }
}

/// Of an answer's status.
pub(super) fn status(
    status: Option<u16>,
    place: Option<Span>,
    facts: &OperationFacts,
    context: Context<'_>,
) -> Evidence {
    let mut evidence = Evidence::default();
    let Some(status) = status else { return evidence };
    let words = status.to_string();
    if let Some(place) = place {
        add(&mut evidence, Fact::Status, testify::exact(context.page, place, &words), Witness::Heading, context);
    }
    for said in facts.successes.iter().filter(|said| said.value == status) {
        add(&mut evidence, Fact::Status, testify::exact(context.page, said.span, &words), Witness::Table, context);
    }
    name_page(&mut evidence, context);
    evidence
}

/// The one success of the page is the status of an answer that has none of its own.
pub(super) fn success(response: &mut Response, success: &Said<u16>, context: Context<'_>) {
    if response.status.is_none() {
        response.status = Some(success.value);
        let span = testify::exact(context.page, success.span, &success.value.to_string());
        add(&mut response.evidence, Fact::Status, span, Witness::Table, context);
        name_page(&mut response.evidence, context);
    }
}

/// Answers have no origin of their own.
fn name_page(evidence: &mut Evidence, context: Context<'_>) {
    for (_, testimony) in evidence.iter_mut() {
        testimony.page.get_or_insert_with(|| context.page.path().as_str().to_owned());
    }
}

/// Of a parameter's role: the dialect knows the name; a constant's value stands elsewhere on the page.
pub(super) fn role(parameter: &mut Parameter, facts: &OperationFacts, context: Context<'_>) {
    let field = &mut parameter.field;
    if parameter.role.is_none() {
        return;
    }
    match context.dialect.role(&field.wire) {
        Some(RoleWord::Action) => {
            for said in &facts.named_by {
                let name = facts.name.as_ref().map_or("", |name| name.value.as_str());
                add(&mut field.evidence, Fact::Role, named(said, name, context), said.value, context);
            }
        }
        Some(RoleWord::Version) => {
            if let Some(version) = &facts.version {
                let (span, witness) = spoken(version, Fact::Version.key(), facts, context);
                add(&mut field.evidence, Fact::Role, span, witness, context);
            }
        }
        Some(
            RoleWord::Region
            | RoleWord::Project
            | RoleWord::AuthToken
            | RoleWord::IdempotencyToken
            | RoleWord::PageNumber
            | RoleWord::PageSize
            | RoleWord::Offset
            | RoleWord::Cursor,
        )
        | None => {}
    }
    if field.evidence.lacks(Fact::Role) {
        configured(field, Fact::Role);
    }
    testify::name_page(field, context.page);
}

/// The dialect or the protocol gives the name its meaning.
pub fn configured(field: &mut Field, fact: Fact) {
    let name = field.evidence.of(Fact::Name).next().cloned();
    if let Some(name) = name {
        field.evidence.add(fact, Testimony { witness: Witness::Configuration, ..name });
    }
}

/// Of a parameter that a row describes and the path holds.
pub(super) fn path_variable(field: &mut Field, route: Span, context: Context<'_>) {
    if field.presence != Presence::Required {
        field.evidence.remove(Fact::Presence);
    }
    let span = testify::exact(context.page, route, &field.wire);
    for fact in [Fact::Name, Fact::Presence] {
        add(&mut field.evidence, fact, span, Witness::Uri, context);
    }
    testify::name_page(field, context.page);
}

/// Of a parameter that the path alone shows.
pub(super) fn implied(field: &mut Field, route: Span, context: Context<'_>) {
    let span = testify::exact(context.page, route, &field.wire);
    for fact in [Fact::Name, Fact::In, Fact::Type] {
        add(&mut field.evidence, fact, span, Witness::Uri, context);
    }
    if field.presence == Presence::Required {
        add(&mut field.evidence, Fact::Presence, span, Witness::Uri, context);
    }
    testify::name_page(field, context.page);
}

/// Of a parameter that a sample of the request sends.
pub(super) fn request_sample(field: &mut Field, pair: Span, context: Context<'_>) {
    let span = testify::exact(context.page, pair, &field.wire);
    add(&mut field.evidence, Fact::Name, span, Witness::RequestSample, context);
    testify::name_page(field, context.page);
}
