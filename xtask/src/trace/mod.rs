//! From a fact to the words that say it, and from words to the facts that came of them.
//!
//! In: a spec with its pages and errata. Out: [`Subject`]s, which are all things that a spec tells of, each with its facts,
//! their witnesses and the Rust items that came of it. Nothing is read anew here: what a fact's words are was settled when
//! it was made.

use std::collections::BTreeMap;

use crate::source::{Page, PagePath, Span};
use crate::spec::model::{
    Asynchronous, ErrorCode, Evidence, Fact, Field, Operation, Origin, Parameter, Response, Spec, Testimony, Type,
};

pub mod find;
pub mod line;
pub mod report;
mod values;

/// How deep members are followed; deeper ones do not come out of extraction.
const MAX_DEPTH: usize = 64;

/// Which part of an operation a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// None: it is the service itself.
    Service,
    /// The operation itself.
    Operation,
    /// A parameter or a member of one.
    Request,
    /// A field of an answer; of the first one, or of the one with a status.
    Response(Option<u16>),
    /// A header of an answer.
    Header(Option<u16>),
    /// A documented error.
    Error,
}

/// What a subject is.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'s> {
    /// The service itself.
    Service(&'s Spec),
    /// The operation itself.
    Operation(&'s Operation),
    /// A parameter.
    Parameter(&'s Parameter),
    /// A member of a parameter, or a field of an answer.
    Field(&'s Field),
    /// An answer with a status.
    Answer(&'s Response),
    /// An error.
    Error(&'s ErrorCode),
}

/// One thing that a spec tells of.
#[derive(Clone, Debug)]
pub struct Subject<'s> {
    /// Its operation; the service itself has none.
    pub operation: Option<&'s Operation>,
    /// Which part of it.
    pub side: Side,
    /// Its dotted path, or the error's code; empty of the operation and of an answer.
    pub path: String,
    /// What it is.
    pub thing: Thing<'s>,
}

/// A fact of a subject.
#[derive(Clone, Debug)]
pub struct Told<'s> {
    /// Its name: `type`, `maximum`, `value`.
    pub fact: &'static str,
    /// What is told.
    pub value: String,
    /// Who tells it, and on which page, the one that won first.
    pub said: Vec<(&'s str, &'s Testimony)>,
}

/// How the service itself is asked for; operations are named with a capital, or after their method and path.
pub const SERVICE: &str = "service";

/// All things that a spec tells of: the service itself before its operations.
pub fn subjects(spec: &Spec) -> Vec<Subject<'_>> {
    let service = Subject { operation: None, side: Side::Service, path: String::new(), thing: Thing::Service(spec) };
    std::iter::once(service).chain(of_operations(&spec.operations)).collect()
}

/// All things that operations tell of, in their order; parents stand before their members.
pub fn of_operations(operations: &[Operation]) -> Vec<Subject<'_>> {
    let mut found = Vec::new();
    for operation in operations {
        let mut push = |side, path: &str, thing| {
            found.push(Subject { operation: Some(operation), side, path: path.to_owned(), thing });
        };
        push(Side::Operation, "", Thing::Operation(operation));
        for parameter in &operation.parameters {
            push(Side::Request, &parameter.field.wire, Thing::Parameter(parameter));
            let path = parameter.field.wire.clone();
            members(&parameter.field.shape, &path, 0, &mut |path, field| {
                push(Side::Request, path, Thing::Field(field));
            });
        }
        for (index, response) in operation.responses.iter().enumerate() {
            let status = if index == 0 { None } else { response.status };
            if response.status.is_some() {
                push(Side::Response(status), "", Thing::Answer(response));
            }
            for (side, fields) in
                [(Side::Header(status), &response.headers), (Side::Response(status), &response.fields)]
            {
                for field in fields {
                    push(side, &field.wire, Thing::Field(field));
                    members(&field.shape, &field.wire, 0, &mut |path, field| push(side, path, Thing::Field(field)));
                }
            }
        }
        for error in &operation.errors {
            push(Side::Error, &error.code, Thing::Error(error));
        }
    }
    found
}

fn members<'s>(shape: &'s Type, path: &str, depth: usize, visit: &mut dyn FnMut(&str, &'s Field)) {
    if depth >= MAX_DEPTH {
        return;
    }
    for field in shape.members().into_iter().flatten() {
        let path = format!("{path}.{}", field.wire);
        visit(&path, field);
        members(&field.shape, &path, depth + 1, visit);
    }
}

impl<'s> Subject<'s> {
    /// How it is asked for without a doubt: `CreateSslVpnServer.request.Port`, `X.response[404].code`.
    pub fn address(&self) -> String {
        let place = self.place();
        if place.is_empty() { self.name().to_owned() } else { format!("{}.{place}", self.name()) }
    }

    /// The name of its operation; of the service itself [`SERVICE`].
    pub fn name(&self) -> &'s str {
        self.operation.map_or(SERVICE, |operation| &operation.name)
    }

    /// The same without the operation, as an erratum's `at` spells it; empty of the operation itself.
    pub fn place(&self) -> String {
        let side = match self.side {
            Side::Service | Side::Operation => return String::new(),
            Side::Request => "request".to_owned(),
            Side::Response(None) => "response".to_owned(),
            Side::Response(Some(status)) => format!("response[{status}]"),
            Side::Header(None) => "header".to_owned(),
            Side::Header(Some(status)) => format!("header[{status}]"),
            Side::Error => "error".to_owned(),
        };
        if self.path.is_empty() { side } else { format!("{side}.{}", self.path) }
    }

    /// The field that it is, or that a parameter is.
    pub fn field(&self) -> Option<&'s Field> {
        match self.thing {
            Thing::Parameter(parameter) => Some(&parameter.field),
            Thing::Field(field) => Some(field),
            Thing::Service(_) | Thing::Operation(_) | Thing::Answer(_) | Thing::Error(_) => None,
        }
    }

    /// All its facts, in the order of [`Fact`], allowed values at the end.
    pub fn told(&self) -> Vec<Told<'s>> {
        match self.thing {
            Thing::Service(spec) => facts(&spec.evidence, None, |fact| values::service(spec, fact)),
            Thing::Operation(operation) => {
                let origin = operation.origins.first();
                let mut told = facts(&operation.evidence, origin, |fact| values::operation(operation, fact));
                if let Some(asynchronous) = &operation.asynchronous {
                    let Asynchronous { evidence, origin, .. } = asynchronous;
                    told.extend(facts(evidence, Some(origin), |fact| values::asynchronous(asynchronous, fact)));
                }
                told
            }
            Thing::Parameter(parameter) => {
                Self::field_facts(&parameter.field, |fact| values::parameter(parameter, &self.path, fact))
            }
            Thing::Field(field) => Self::field_facts(field, |fact| values::field(field, &self.path, fact)),
            Thing::Answer(answer) => {
                facts(&answer.evidence, None, |_| answer.status.map(|status| status.to_string()).unwrap_or_default())
            }
            Thing::Error(error) => facts(&error.evidence, Some(&error.origin), |fact| values::error(error, fact)),
        }
    }

    fn field_facts(field: &'s Field, value: impl Fn(Fact) -> String) -> Vec<Told<'s>> {
        let origin = field.origin.as_ref();
        let mut told = facts(&field.evidence, origin, value);
        told.extend(field.values.iter().map(|value| Told {
            fact: "value",
            value: value.wire.clone(),
            said: value.evidence.iter().map(|said| (said.page(origin), said)).collect(),
        }));
        told
    }
}

/// The facts of one map of evidence.
fn facts<'s>(evidence: &'s Evidence, origin: Option<&'s Origin>, value: impl Fn(Fact) -> String) -> Vec<Told<'s>> {
    let mut told: Vec<Told<'s>> = Vec::new();
    for (fact, said) in evidence.iter() {
        let place = (said.page(origin), said);
        match told.last_mut() {
            Some(last) if last.fact == fact.key() => last.said.push(place),
            Some(_) | None => told.push(Told { fact: fact.key(), value: value(fact), said: vec![place] }),
        }
    }
    told
}

/// The words of a testimony on its page; `None` where the page is not at hand.
pub fn words<'p>(pages: &'p BTreeMap<PagePath, Page>, page: &str, said: &Testimony) -> Option<(&'p Page, Span)> {
    let page = pages.get(&PagePath::new(page))?;
    let start = page.byte_at(said.line, said.column)?;
    let end = page.byte_at(said.last_line(), said.end_column)?;
    Some((page, Span::new(start as usize, end as usize)))
}
