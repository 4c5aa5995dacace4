//! Which proxy a request goes through: what the usual environment variables say.
//!
//! In: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in capitals or not, or an address that the program gives. Out: the
//! proxy for a host, if there is to be one. Refuses other kinds of proxies than HTTP: a request must not go past a
//! proxy because its address was not understood.

use std::fmt;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::percent;

/// The proxies of a client. Loopback and the metadata services of machines are reached without one.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    direct: Vec<Direct>,
}

/// An HTTP proxy.
#[derive(Clone)]
pub(crate) struct Proxy {
    /// `host:port`.
    pub(crate) authority: String,
    /// The value of `Proxy-Authorization`, where the address has a name and a password.
    #[cfg_attr(not(feature = "hyper"), allow(dead_code, reason = "the other HTTP client makes its own"))]
    pub(crate) authorization: Option<Zeroizing<String>>,
    /// `name:password@` as the address has it, or nothing.
    #[cfg_attr(not(feature = "blocking"), allow(dead_code, reason = "for another HTTP client"))]
    user: Zeroizing<String>,
}

/// Hosts that are reached without a proxy.
#[derive(Clone, Debug)]
enum Direct {
    All,
    /// A name and all names below it, with a port or any.
    Name(String, Option<u16>),
    /// Addresses that begin with these bits.
    Network(IpAddr, u32),
}

impl Proxies {
    /// No proxy, whatever the environment says.
    pub fn none() -> Self {
        Self::default()
    }

    /// One proxy for all hosts: `http://host:port`, with `name:password@` before the host where it asks for them.
    pub fn through(address: &str) -> Result<Self, Error> {
        let proxy = Proxy::parse("the proxy", address)?;
        Ok(Self { http: Some(proxy.clone()), https: Some(proxy), direct: Vec::new() })
    }

    /// What `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say; the same in small letters comes first.
    pub fn from_environment() -> Result<Self, Error> {
        Self::of(&|name| std::env::var(name).ok())
    }

    fn of(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let set = |name: &'static str| {
            let small = variable(&name.to_ascii_lowercase()).filter(|value| !value.is_empty());
            // A CGI program finds a caller's header `Proxy` in HTTP_PROXY: anybody could choose where requests go.
            let foreign = name == "HTTP_PROXY" && variable("REQUEST_METHOD").is_some();
            small.or_else(|| variable(name).filter(|value| !value.is_empty() && !foreign))
        };
        let proxy = |name| set(name).map(|address| Proxy::parse(name, &address)).transpose();
        let direct = set("NO_PROXY").unwrap_or_default();
        let direct = direct.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(Direct::parse).collect();
        Ok(Self { http: proxy("HTTP_PROXY")?, https: proxy("HTTPS_PROXY")?, direct })
    }

    /// The proxy for requests to a URI.
    pub(crate) fn proxy(&self, uri: &http::Uri) -> Option<&Proxy> {
        let plain = uri.scheme_str() == Some("http");
        let proxy = if plain { self.http.as_ref() } else { self.https.as_ref() }?;
        let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
        let address: Option<IpAddr> = host.parse().ok();
        if host.eq_ignore_ascii_case("localhost") || address.is_some_and(is_near) {
            return None;
        }
        let port = uri.port_u16().unwrap_or(if plain { 80 } else { 443 });
        (!self.direct.iter().any(|direct| direct.covers(host, address, port))).then_some(proxy)
    }
}

/// Whether an address is this machine, or a service that a cloud gives each machine of its own: a proxy would be given
/// another machine's keys.
fn is_near(address: IpAddr) -> bool {
    let metadata = match address {
        IpAddr::V4(address) => address.is_link_local() || address.octets() == [100, 100, 100, 200],
        IpAddr::V6(_) => false,
    };
    address.is_loopback() || metadata
}

impl Proxy {
    fn parse(from: &str, address: &str) -> Result<Self, Error> {
        // The address itself is not shown: it may hold a password.
        let invalid = || {
            Error::configuration(format!(
                "{from} is not the address of an HTTP proxy: expected http://host:port, or the same with name:password@"
            ))
        };
        let rest = match address.split_once("://") {
            Some(("http", rest)) => rest,
            Some(_) => return Err(invalid()),
            None => address,
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, host) = match rest.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, rest),
        };
        let authority: http::uri::Authority = host.parse().map_err(|_| invalid())?;
        let authority = match authority.port_u16() {
            Some(_) => authority.to_string(),
            None => format!("{authority}:80"),
        };
        let authorization = user.map(|user| {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            let pair = Zeroizing::new([percent::bytes(name), b":".to_vec(), percent::bytes(password)].concat());
            Zeroizing::new(format!("Basic {}", STANDARD.encode(&*pair)))
        });
        let user = Zeroizing::new(user.map(|user| format!("{user}@")).unwrap_or_default());
        Ok(Self { authority, authorization, user })
    }

    /// The address with what it needs for another HTTP client: `http://name:password@host:port`.
    #[cfg(feature = "blocking")]
    pub(crate) fn uri(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("http://{}{}", self.user.as_str(), self.authority))
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Proxy").field(&self.authority).finish()
    }
}

impl Direct {
    fn parse(entry: &str) -> Self {
        if entry == "*" {
            return Self::All;
        }
        let (address, bits) = entry.split_once('/').map_or((entry, None), |(address, bits)| (address, Some(bits)));
        if let Ok(address) = address.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            let all = if address.is_ipv4() { 32 } else { 128 };
            return Self::Network(address, bits.and_then(|bits| bits.parse().ok()).unwrap_or(all).min(all));
        }
        let (name, port) = match entry.rsplit_once(':').map(|(name, port)| (name, port.parse())) {
            Some((name, Ok(port))) => (name, Some(port)),
            _ => (entry, None),
        };
        Self::Name(name.trim_start_matches("*.").trim_start_matches('.').to_ascii_lowercase(), port)
    }

    fn covers(&self, host: &str, address: Option<IpAddr>, port: u16) -> bool {
        match (self, address) {
            (Self::All, _) => true,
            (Self::Network(network, bits), Some(address)) => shares(*network, address, *bits),
            (Self::Name(name, only), None) if only.is_none_or(|only| only == port) => {
                let host = host.trim_end_matches('.').to_ascii_lowercase();
                host == *name || host.strip_suffix(name.as_str()).is_some_and(|above| above.ends_with('.'))
            }
            (Self::Network(..) | Self::Name(..), _) => false,
        }
    }
}

/// Whether two addresses share their first bits.
fn shares(one: IpAddr, other: IpAddr, bits: u32) -> bool {
    let differing = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => u128::from(one.to_bits() ^ other.to_bits()) << 96,
        (IpAddr::V6(one), IpAddr::V6(other)) => one.to_bits() ^ other.to_bits(),
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
    };
    differing.leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::Proxies;

    fn environment(pairs: &'static [(&'static str, &'static str)]) -> Proxies {
        let variable = |name: &str| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
        Proxies::of(&variable).expect("proxies")
    }

    fn proxy<'a>(proxies: &'a Proxies, uri: &str) -> Option<&'a str> {
        proxies.proxy(&uri.parse().expect("a URI")).map(|proxy| proxy.authority.as_str())
    }

    #[test]
    fn each_scheme_has_its_variable_and_small_letters_come_first() {
        let proxies =
            environment(&[("HTTPS_PROXY", "http://a:1"), ("https_proxy", "b:2/"), ("HTTP_PROXY", "http://c")]);
        assert_eq!(proxy(&proxies, "https://x.example"), Some("b:2"));
        assert_eq!(proxy(&proxies, "http://x.example"), Some("c:80"));
        assert_eq!(proxy(&environment(&[("HTTPS_PROXY", "")]), "https://x.example"), None);
        assert_eq!(proxy(&environment(&[("HTTPS_PROXY", "a:1")]), "http://x.example"), None);
    }

    #[test]
    fn a_callers_header_chooses_no_proxy() {
        let proxies = environment(&[("HTTP_PROXY", "http://a:1"), ("REQUEST_METHOD", "GET")]);
        assert_eq!(proxy(&proxies, "http://x.example"), None);
    }

    #[test]
    fn some_hosts_are_reached_without() {
        let proxies = environment(&[
            ("HTTPS_PROXY", "p:1"),
            ("NO_PROXY", "example.com, .internal,*.local,10.0.0.0/8,192.0.2.7,only.example.org:8443,2001:db8::/32"),
        ]);
        for host in [
            "example.com",
            "a.EXAMPLE.com",
            "b.internal",
            "c.local",
            "10.255.0.1",
            "192.0.2.7",
            "only.example.org:8443",
            "[2001:db8::1]",
            "localhost",
            "127.0.0.1:8080",
            "[::1]",
        ] {
            assert_eq!(proxy(&proxies, &format!("https://{host}/")), None, "{host}");
        }
        for host in ["badexample.com", "example.com.org", "11.0.0.1", "192.0.2.8", "only.example.org", "[2001:db9::1]"]
        {
            assert_eq!(proxy(&proxies, &format!("https://{host}/")), Some("p:1"), "{host}");
        }
        assert_eq!(proxy(&environment(&[("HTTPS_PROXY", "p:1"), ("no_proxy", "*")]), "https://x.example"), None);
    }

    #[test]
    fn name_and_password_are_sent_and_not_shown() {
        let proxies = Proxies::through("http://us%65r:p%40ss@proxy.example:3128").expect("a proxy");
        let proxy = proxies.proxy(&"https://x.example".parse().expect("a URI")).expect("a proxy").clone();
        // `user:p@ss` by the table of RFC 4648.
        assert_eq!(proxy.authorization.as_ref().map(|value| value.as_str()), Some("Basic dXNlcjpwQHNz"));
        assert_eq!(proxy.authority, "proxy.example:3128");
        assert!(!format!("{proxies:?}").contains("dXNl"));
        let error = Proxies::through("socks5://user:canary@x").expect_err("another kind");
        assert!(!error.to_string().contains("canary"), "{error}");
        for address in ["", "http://", "a b", "https://secure.example"] {
            assert!(Proxies::through(address).is_err(), "{address}");
        }
    }
}
