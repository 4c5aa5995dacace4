//! Who says what is said of a service itself: its product, its version, its protocol and its hosts.
//!
//! In: the settled pages, the vendor's dialect and the service's configuration. Out: evidence, each with its file. Nothing
//! is settled here.

use super::SettledPage;
use super::config::ServiceConfig;
use super::model::{Evidence, Fact};
use super::testify;
use crate::dialect::Dialect;

/// Of the service. The configuration stands before the pages; of the pages that say the same, the first one of each kind
/// of witness speaks for all.
pub(super) fn evidence(
    pages: &[SettledPage],
    version: Option<&str>,
    product: Option<&str>,
    dialect: &Dialect,
    config: &ServiceConfig,
) -> Evidence {
    let mut evidence = Evidence::default();
    for (fact, key) in [
        (Fact::Product, "product"),
        (Fact::Version, "version"),
        (Fact::Endpoint, "endpoint"),
        (Fact::InternalEndpoint, "internal_endpoint"),
    ] {
        evidence.extend(fact, config.said(key).cloned());
    }
    for region in config.endpoints.keys() {
        evidence.extend(Fact::Endpoints, config.said(&format!("endpoints.{region}")).cloned());
    }
    let of_dialect = |key: &str| dialect.place(key).and_then(|(file, span)| testify::beside(file, span));
    evidence.extend(Fact::Protocol, of_dialect("protocol"));
    if config.endpoint.is_none() {
        evidence.extend(Fact::Endpoint, of_dialect("endpoint"));
    }
    for page in pages {
        for (fact, said, settled) in [(Fact::Product, &page.product, product), (Fact::Version, &page.version, version)]
        {
            if said.as_deref() != settled {
                continue;
            }
            let fresh =
                page.evidence.of(fact).filter(|said| evidence.of(fact).all(|known| known.witness != said.witness));
            let fresh: Vec<_> = fresh.cloned().collect();
            evidence.extend(fact, fresh);
        }
    }
    evidence
}
