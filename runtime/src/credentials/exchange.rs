//! A question to a service that gives out credentials, and its answer.
//!
//! In: a request of a provider. Out: a body that was checked for its status, or an error without a secret. Plain http
//! goes to the machine's own metadata service and to loopback, and nowhere else.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;

use super::Credentials;
use crate::clock::Moment;
use crate::decode;
use crate::error::Error;
use crate::json::{self, Node};
use crate::percent;
use crate::transport::{Limits, Transport};

/// No answer with credentials is larger.
const LARGEST: usize = 1 << 20;

/// So much of a refusal is told.
const LONGEST_REASON: usize = 500;

/// A question.
pub(super) struct Question<'a> {
    /// Whom it goes to, for errors: "the metadata service".
    pub(super) whom: &'static str,
    pub(super) method: &'static str,
    pub(super) url: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
    pub(super) timeout: Duration,
    /// What must not stand in an error, should the service repeat it.
    pub(super) secrets: Vec<&'a str>,
}

impl Question<'_> {
    pub(super) fn new(whom: &'static str, method: &'static str, url: impl Into<String>) -> Self {
        Self {
            whom,
            method,
            url: url.into(),
            headers: Vec::new(),
            body: String::new(),
            timeout: Duration::from_secs(10),
            secrets: Vec::new(),
        }
    }

    /// Asks; gives the answer whatever its status.
    pub(super) async fn send(&self, transport: &Arc<dyn Transport>) -> Result<http::Response<Bytes>, Error> {
        let uri: http::Uri =
            self.url.parse().map_err(|_| Error::credentials(format!("the address of {} is none", self.whom)))?;
        if !is_allowed(&uri) {
            return Err(Error::credentials(format!(
                "{} is asked over https; plain http is for the machine's metadata service and loopback",
                self.whom
            )));
        }
        let mut request = http::Request::builder().method(self.method);
        if let Some(authority) = uri.authority() {
            // A port that the scheme has anyhow is not written.
            let usual = if uri.scheme_str() == Some("http") { 80 } else { 443 };
            let shown = if authority.port_u16() == Some(usual) { authority.host() } else { authority.as_str() };
            request = request.header("host", shown);
        }
        for (name, value) in &self.headers {
            let mut value = http::HeaderValue::from_str(value.trim())
                .map_err(|_| Error::credentials(format!("{} can not be sent {name}: it is no header", self.whom)))?;
            value.set_sensitive(true);
            request = request.header(*name, value);
        }
        if self.headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("user-agent")) {
            request = request.header("user-agent", USER_AGENT);
        }
        let request = request
            .uri(uri)
            .body(Bytes::copy_from_slice(self.body.as_bytes()))
            .map_err(|_| Error::credentials(format!("{} can not be asked: the request is none", self.whom)))?;
        let limits = Limits { deadline: Instant::now().checked_add(self.timeout), body_size: LARGEST };
        transport.send(request, limits).await.map_err(|error| {
            let cause = Error::transport(error);
            Error::credentials(format!("{} can not be asked: {}", self.whom, cause.message()))
                .with_retry(false, cause.is_retryable(), None)
                .with_source(cause)
        })
    }

    /// Asks; gives the answer when it is one of success.
    pub(super) async fn ask(&self, transport: &Arc<dyn Transport>) -> Result<http::Response<Bytes>, Error> {
        let answer = self.send(transport).await?;
        if answer.status().is_success() { Ok(answer) } else { Err(self.refused(&answer)) }
    }

    /// What an answer of failure says.
    pub(super) fn refused(&self, answer: &http::Response<Bytes>) -> Error {
        let status = answer.status().as_u16();
        let text = decode::text(answer.body());
        let told = json::parse(&text).map(|node| reason(&node)).unwrap_or_default();
        // Before it is cut: half of a secret is one, too.
        let told: String = self.hide(told).chars().take(LONGEST_REASON).collect();
        let error = Error::credentials(format!("{} answered with status {status}{told}", self.whom));
        error.with_retry(false, matches!(status, 408 | 429 | 500..=599), None)
    }

    /// Puts `***` in place of secrets that the service repeated: as they are, or encoded, as they stand in a text that
    /// was to be signed.
    fn hide(&self, mut told: String) -> String {
        for secret in &self.secrets {
            let mut form = (*secret).to_owned();
            for _ in 0..3 {
                told = told.replace(&form, "***");
                let mut encoded = String::new();
                percent::encode(&form, &mut encoded);
                form = encoded;
            }
        }
        told
    }

    /// An answer in which something is missing.
    pub(super) fn lacks(&self, what: &str) -> Error {
        Error::credentials(format!("the answer of {} has no {what}", self.whom))
    }
}

pub(super) const USER_AGENT: &str = concat!("docwright/", env!("CARGO_PKG_VERSION"));

fn is_allowed(uri: &http::Uri) -> bool {
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => {
            let address = host.parse::<Ipv4Addr>();
            // 100.100.100.200 and 169.254.169.254 are reached by no router.
            host == "localhost"
                || host == "[::1]"
                || address.is_ok_and(|address| {
                    address.is_loopback() || address.is_link_local() || address == Ipv4Addr::new(100, 100, 100, 200)
                })
        }
        _ => false,
    }
}

/// The code and the message of a refusal, in the forms that these services have.
fn reason(node: &Node<'_>) -> String {
    let inner = node.get("error").unwrap_or(node);
    let find = |names: &[&str]| names.iter().find_map(|name| text(inner, name));
    let code = find(&["Code", "error_code", "code", "title"]);
    let message = find(&["Message", "error_msg", "message"]);
    [code, message].into_iter().flatten().flat_map(|part| [": ", part]).collect()
}

/// A member that is text and not empty.
pub(super) fn text<'a>(node: &'a Node<'_>, name: &str) -> Option<&'a str> {
    match node.get(name)? {
        Node::Text(text) if !text.is_empty() => Some(text),
        Node::Text(_) | Node::Null | Node::Boolean(_) | Node::Number(_) | Node::List(_) | Node::Object(_) => None,
    }
}

/// The names of an answer's members.
pub(super) struct Members {
    pub(super) access_key_id: &'static str,
    pub(super) secret: &'static str,
    pub(super) security_token: &'static str,
    pub(super) end: &'static str,
}

/// Temporary keys from an answer: all four members must be there.
pub(super) fn temporary(question: &Question<'_>, node: &Node<'_>, members: &Members) -> Result<Credentials, Error> {
    let need = |name: &'static str| text(node, name).ok_or_else(|| question.lacks(name));
    let end = need(members.end)?;
    let end = moment(end).ok_or_else(|| question.lacks(&format!("time in {}", members.end)))?;
    let keys = Credentials::temporary_keys(
        need(members.access_key_id)?,
        need(members.secret)?,
        Some(need(members.security_token)?.to_owned()),
    );
    Ok(keys.expiring_at(end))
}

/// The object that an answer is, or a part of it.
pub(super) fn parse<'a>(question: &Question<'_>, text: &'a str) -> Result<Node<'a>, Error> {
    json::parse(text.trim())
        .map_err(|offset| Error::credentials(format!("the answer of {} is no JSON (byte {offset})", question.whom)))
}

/// Reads `2024-01-02T03:04:05Z`, with or without a fraction.
pub(super) fn moment(text: &str) -> Option<SystemTime> {
    Moment::of_extended(text).map(Moment::system)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{is_allowed, moment};

    #[test]
    fn plain_http_stays_on_the_machine() {
        let allowed = |text: &str| is_allowed(&text.parse().expect("a URI"));
        for text in [
            "https://sts.aliyuncs.com/",
            "http://100.100.100.200/x",
            "http://169.254.169.254/",
            "http://127.0.0.1:80/a",
        ] {
            assert!(allowed(text), "{text}");
        }
        for text in
            ["http://sts.aliyuncs.com/", "http://10.0.0.1/", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/"]
        {
            assert!(!allowed(text), "{text}");
        }
    }

    #[test]
    fn ends_are_read_with_and_without_a_fraction() {
        let second = UNIX_EPOCH + Duration::from_secs(1_704_164_645);
        for text in ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05.000000Z", "2024-01-02T03:04:05.999Z"] {
            assert_eq!(moment(text), Some(second), "{text}");
        }
        for text in ["", "2024-01-02", "2024-01-02T03:04:05", "2024-13-02T03:04:05Z", "2024-01-02T25:04:05Z", "x"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
