//! The spec: what a service's pages say, settled from all their witnesses. Plain data, committed as `spec.json`.
//!
//! In: the facts of all pages of one service. Out: one [`Spec`], and diagnostics. After the last pass the spec is
//! read-only; emitters see nothing else.
//!
//! [`settle_page`] works on one page and may run in any order; [`assemble`] brings the pages together in a fixed one.

pub mod answers;
mod check;
pub mod config;
mod draft;
pub mod errata;
pub mod flat;
mod merge;
pub mod model;
mod nest;
mod objects;
pub mod operation;
pub mod places;
mod placing;
mod relate;
mod service;
pub mod settle;
pub mod shapes;
pub mod store;
mod testify;

use std::collections::BTreeSet;

use crate::diagnostic::catalogue::spec::CONFIGURED_AND_MISSING;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dialect::{self, Dialect};
use crate::document::Format;
use crate::extract::PageFacts;
use crate::source::{Page, PagePath, Span};

use config::ServiceConfig;
use model::{Evidence, Operation, Protocol, Spec};
use operation::Context;
use places::Places;

/// One page, settled.
#[derive(Clone, Debug)]
pub struct SettledPage {
    /// The page.
    pub page: PagePath,
    /// Its format, which decides its weight among pages of one operation.
    pub format: Format,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// The API version and the product that it names.
    pub version: Option<String>,
    /// The product on the wire.
    pub product: Option<String>,
    /// Who says the two, and where.
    pub evidence: Evidence,
    /// What it has for answers that sentences name.
    pub named: answers::Named,
}

/// Settles the operations of one page.
pub fn settle_page(
    page: &Page,
    facts: &PageFacts,
    dialect: &Dialect,
    config: &ServiceConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> SettledPage {
    let context = Context { page, dialect, config };
    let first =
        |said: fn(&crate::extract::facts::OperationFacts) -> Option<String>| facts.operations.iter().find_map(said);
    SettledPage {
        page: facts.page.clone(),
        format: facts.format,
        operations: facts.operations.iter().map(|facts| operation::settle(facts, context, diagnostics)).collect(),
        version: first(|facts| facts.version.as_ref().map(|said| said.value.clone())),
        product: first(|facts| facts.product.as_ref().map(|said| said.value.clone())),
        evidence: operation::named_service(&facts.operations, context),
        named: answers::settle(facts, context, diagnostics),
    }
}

/// Brings the pages of one service together.
pub fn assemble(
    service: &str,
    mut pages: Vec<SettledPage>,
    dialect: &Dialect,
    config: &ServiceConfig,
    places: &Places<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Spec {
    // Extracted text has lost facts that markdown and HTML keep.
    pages.sort_by(|left, right| (left.format, &left.page).cmp(&(right.format, &right.page)));
    let version = config.version.clone().or_else(|| pages.iter().find_map(|page| page.version.clone()));
    let product = config.product.clone().or_else(|| pages.iter().find_map(|page| page.product.clone()));
    let evidence = service::evidence(&pages, version.as_deref(), product.as_deref(), dialect, config);
    let operations = pages.into_iter().flat_map(|page| page.operations).collect();
    let mut operations = merge::merge(operations, dialect.identity, places, diagnostics);
    relate::relate(&mut operations, dialect, places, diagnostics);
    let endpoint = config.endpoint.clone().unwrap_or_else(|| {
        let name = product.as_deref().unwrap_or(service).to_lowercase();
        dialect.endpoint.replace("{product}", &name).replace("{service}", service)
    });
    Spec {
        format: model::FORMAT,
        vendor: dialect.vendor.clone(),
        service: service.to_owned(),
        product,
        version,
        protocol: match dialect.protocol {
            dialect::Protocol::AlibabaRpc => Protocol::AlibabaRpc,
            dialect::Protocol::HuaweiRest => Protocol::HuaweiRest,
            dialect::Protocol::Rpc => Protocol::Rpc,
            dialect::Protocol::Rest => Protocol::Rest,
        },
        endpoint: Some(endpoint).filter(|endpoint| !endpoint.is_empty()),
        endpoints: config.endpoints.clone(),
        internal_endpoint: config.internal_endpoint.clone(),
        operations,
        types: indexmap::IndexMap::new(),
        diagnostics: indexmap::IndexMap::new(),
        evidence,
    }
}

/// Writes down in the spec how often each diagnostic was raised.
pub fn count_diagnostics(spec: &mut Spec, diagnostics: &[Diagnostic]) {
    let codes: BTreeSet<_> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity != Severity::Note)
        .map(|diagnostic| diagnostic.code)
        .collect();
    spec.diagnostics = codes
        .into_iter()
        .map(|code| (code.to_string(), diagnostics.iter().filter(|diagnostic| diagnostic.code == code).count() as u32))
        .collect();
}

/// Reports the operations that `service.toml` names and no page documents.
pub fn report_missing(config: &ServiceConfig, operations: &[Operation], diagnostics: &mut Vec<Diagnostic>) {
    for configured in &config.operations {
        let documented = operations
            .iter()
            .any(|operation| operation.method == configured.method && operation.path == configured.path);
        if !documented {
            let message = format!(
                "no page documents `{} {}`, which is named {}",
                configured.method, configured.path, configured.name
            );
            let file = PagePath::new("service.toml");
            diagnostics.push(Diagnostic::new(CONFIGURED_AND_MISSING, &file, Span::default(), message));
        }
    }
}
