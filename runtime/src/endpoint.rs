//! Which host requests go to, and whether they may go there in plain text.
//!
//! In: a service's `static` data, a region and a network, or the caller's own words. Out: scheme and authority, or what
//! is wrong with them. Refuses to know hosts: they are data of the generated crate.

use crate::error::Error;
use crate::operation::ServiceInfo;

/// From where a service is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Network {
    /// The internet.
    #[default]
    Public,
    /// The vendor's own network: from a machine in a VPC of the same region.
    Internal,
}

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) plain: bool,
    pub(crate) authority: String,
}

impl Endpoint {
    pub(crate) fn scheme(&self) -> &'static str {
        if self.plain { "http" } else { "https" }
    }

    /// Reads `host`, `host:port`, `https://host` or `http://host`, each with or without a last `/`. The last form is
    /// refused unless `plain_http` allows it.
    pub(crate) fn parse(text: &str, plain_http: bool) -> Result<Self, Error> {
        let (plain, rest) = match (text.strip_prefix("http://"), text.strip_prefix("https://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => (false, text),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let valid = authority
            .parse::<http::uri::Authority>()
            .is_ok_and(|parsed| !parsed.as_str().contains('@') && !parsed.host().is_empty());
        if !valid {
            // What stands before an `@` may be a password.
            let shown = text.rsplit_once('@').map_or(text.to_owned(), |(_, host)| format!("***@{host}"));
            return Err(Error::configuration(format!("`{shown}` is no endpoint: expected a host, or scheme and host")));
        }
        if plain && !plain_http {
            return Err(Error::configuration(format!(
                "the endpoint `{text}` would send requests unencrypted: write https://, or call `allow_plain_http` on \
                 the builder"
            )));
        }
        Ok(Self { plain, authority: authority.to_owned() })
    }

    /// The host that a service has in a region, on a network.
    pub(crate) fn of_service(service: &ServiceInfo, region: Option<&str>, network: Network) -> Result<Self, Error> {
        let name = || format!("{} {}", service.vendor, service.service);
        if let Some(region) = region.filter(|region| !is_region(region)) {
            return Err(Error::configuration(format!("`{region}` is no region: expected letters, digits and hyphens")));
        }
        let template = match network {
            Network::Public => service.endpoint,
            Network::Internal => service.internal_endpoint,
        };
        if template.is_empty() {
            let which = match network {
                Network::Public => "no endpoint",
                Network::Internal => "no endpoint on the internal network",
            };
            return Err(Error::configuration(format!("{} has {which}: call `endpoint` on the builder", name())));
        }
        let host = match (exception(service, region, network), region) {
            (Some(host), _) => host.to_owned(),
            (None, Some(region)) => template.replace("{region}", region),
            (None, None) if template.contains("{region}") => {
                return Err(Error::configuration(format!(
                    "the endpoint of {} needs a region: call `region` or `endpoint` on the builder",
                    name()
                )));
            }
            (None, None) => template.to_owned(),
        };
        Self::parse(&host, false)
    }
}

/// Whether a text may stand in a host's name for a region: it can not lead to another domain.
pub(crate) fn is_region(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The host of a region whose public host does not follow the template.
fn exception(service: &ServiceInfo, region: Option<&str>, network: Network) -> Option<&'static str> {
    match network {
        Network::Public => {
            let region = region?;
            let index = service.endpoints.binary_search_by(|entry| entry.0.cmp(region)).ok()?;
            service.endpoints.get(index).map(|entry| entry.1)
        }
        // Who asks for the internal network never gets a public host in silence.
        Network::Internal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Network};
    use crate::operation::{Protocol, ServiceInfo};

    static SERVICE: ServiceInfo = ServiceInfo {
        vendor: "vendor",
        service: "service",
        product: "",
        version: "",
        protocol: Protocol::HuaweiRest,
        endpoint: "service.{region}.example.com",
        endpoints: &[("one", "service.example.com")],
        internal_endpoint: "",
    };

    fn host(region: Option<&str>, network: Network) -> Result<String, String> {
        Endpoint::of_service(&SERVICE, region, network)
            .map(|endpoint| endpoint.authority)
            .map_err(|error| error.message().to_owned())
    }

    #[test]
    fn regions_have_hosts_by_table_or_template() {
        assert_eq!(host(Some("one"), Network::Public).as_deref(), Ok("service.example.com"));
        assert_eq!(host(Some("two"), Network::Public).as_deref(), Ok("service.two.example.com"));
        assert!(host(None, Network::Public).expect_err("no region").contains("`region`"));
    }

    #[test]
    fn an_internal_network_that_is_not_there_is_said() {
        assert!(host(Some("one"), Network::Internal).expect_err("none").contains("internal"));
    }

    #[test]
    fn a_region_leads_to_no_other_domain() {
        for region in ["", "evil.example/", "a@b", "a.b", "a:1", "a#", "a?b", "a b", "\u{e9}"] {
            assert!(host(Some(region), Network::Public).is_err(), "{region}");
        }
    }

    #[test]
    fn plain_http_is_for_those_who_ask() {
        let error = Endpoint::parse("http://127.0.0.1:80/", false).expect_err("plain");
        assert!(error.message().contains("allow_plain_http"), "{error}");
        let endpoint = Endpoint::parse("http://127.0.0.1:80/", true).expect("asked for");
        assert_eq!((endpoint.scheme(), endpoint.authority.as_str()), ("http", "127.0.0.1:80"));
        for text in ["https://a.example", "a.example", "https://a.example/"] {
            let endpoint = Endpoint::parse(text, true).expect("an endpoint");
            assert_eq!((endpoint.scheme(), endpoint.authority.as_str()), ("https", "a.example"));
        }
        for text in ["", "https://", "http://", "a/b", "user@host", "ftp://host", ":80"] {
            assert!(Endpoint::parse(text, true).is_err(), "{text}");
        }
    }
}
