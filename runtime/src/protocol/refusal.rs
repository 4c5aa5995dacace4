//! What an answer says when the service refuses: code, message, request id, advice, and when to come again.
//!
//! In: status, headers and body. Out: the one [`Error`], with all of them. An answer of no known form is an error too,
//! with its first words as the message: nothing that came is lost.

use std::time::Duration;

use bytes::Bytes;

use super::{alibaba, huawei};
use crate::answer::Answer;
use crate::clock::Moment;
use crate::decode;
use crate::error::{Error, ErrorKind};
use crate::json::Node;
use crate::operation::Protocol;

/// What an error answer says, in the vendor's words.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) recommendation: Option<String>,
}

impl Told {
    /// Reads the members of an object that have one of these names, the first name first.
    pub(super) fn of(node: &Node<'_>, names: &Names) -> Self {
        let find = |names: &[&str]| names.iter().find_map(|name| scalar(node.get(name)?));
        Self {
            code: find(names.code),
            message: find(names.message),
            request_id: find(names.request_id),
            recommendation: find(names.recommendation),
        }
    }
}

/// How a vendor names what an error answer says.
pub(super) struct Names {
    pub(super) code: &'static [&'static str],
    pub(super) message: &'static [&'static str],
    pub(super) request_id: &'static [&'static str],
    pub(super) recommendation: &'static [&'static str],
}

fn scalar(node: &Node<'_>) -> Option<String> {
    match node {
        Node::Text(text) => Some(text.clone().into_owned()).filter(|text| !text.is_empty()),
        Node::Number(text) => Some((*text).to_owned()),
        Node::Null | Node::Boolean(_) | Node::List(_) | Node::Object(_) => None,
    }
}

/// The id that the vendor's support asks for.
pub(crate) fn request_id(protocol: Protocol, headers: &http::HeaderMap, body: &[u8]) -> Option<String> {
    of_header(protocol, headers).or_else(|| told(protocol, body).request_id)
}

fn of_header(protocol: Protocol, headers: &http::HeaderMap) -> Option<String> {
    let header = match protocol {
        Protocol::AlibabaRpc => alibaba::REQUEST_ID_HEADER,
        Protocol::HuaweiRest => huawei::REQUEST_ID_HEADER,
    };
    let value = headers.get(header).and_then(|value| value.to_str().ok());
    value.filter(|id| !id.is_empty()).map(str::to_owned)
}

fn told(protocol: Protocol, body: &[u8]) -> Told {
    let text = decode::text(body);
    let Ok(Some(node)) = decode::tree(&text) else { return Told::default() };
    match protocol {
        Protocol::AlibabaRpc => alibaba::told(&node),
        Protocol::HuaweiRest => huawei::told(&node),
    }
}

/// The error that an answer with a status of failure stands for.
pub(crate) fn service_error(protocol: Protocol, status: u16, headers: &http::HeaderMap, body: &Bytes) -> Error {
    of_told(protocol, status, headers, body.clone(), told(protocol, body))
}

/// The error that an answer with a status of success tells of all the same, if it does.
///
/// A code alone is no error: some services answer `OK` or `200` in its place. One with a message, beside which
/// nothing says that the call succeeded, is.
pub(crate) fn refusal(answer: &Answer) -> Option<Error> {
    const FINE: [&str; 5] = ["ok", "success", "succeeded", "successful", "null"];
    let protocol = answer.service.protocol;
    let text = decode::text(&answer.body);
    let node = decode::tree(&text).ok()??;
    let told = match protocol {
        Protocol::AlibabaRpc => alibaba::told(&node),
        Protocol::HuaweiRest => huawei::told(&node),
    };
    let code = told.code.as_deref()?;
    let is_fine = FINE.iter().any(|fine| fine.eq_ignore_ascii_case(code))
        || code.parse::<i64>().is_ok_and(|code| code == 0 || (200..300).contains(&code));
    let succeeded = ["Success", "success", "Successful"].iter().any(|name| match node.get(name) {
        Some(Node::Boolean(truth)) => *truth,
        Some(Node::Text(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    });
    if is_fine || succeeded || told.message.is_none() {
        return None;
    }
    Some(of_told(protocol, answer.status, &answer.headers, answer.body.clone(), told))
}

fn of_told(protocol: Protocol, status: u16, headers: &http::HeaderMap, body: Bytes, told: Told) -> Error {
    let throttling = status == 429
        || told.code.as_deref().is_some_and(|code| match protocol {
            Protocol::AlibabaRpc => alibaba::is_throttling(code),
            Protocol::HuaweiRest => huawei::is_throttling(code),
        });
    // What a server can not do at all it will not do later either.
    let retryable = status == 408 || ((500..600).contains(&status) && !matches!(status, 501 | 505));
    let message = told.message.unwrap_or_else(|| plain_message(&body));
    let after = match protocol {
        Protocol::AlibabaRpc => alibaba::retry_after(headers),
        Protocol::HuaweiRest => None,
    };
    Error::new(ErrorKind::Service, message)
        .with_code(told.code)
        .with_request_id(of_header(protocol, headers).or(told.request_id))
        .with_recommendation(told.recommendation)
        .with_retry(throttling, retryable, after.or_else(|| retry_after(headers)))
        .with_answer(status, headers.clone(), body)
}

/// Whether the service refused because the request's time is not the service's.
pub(crate) fn refuses_time(protocol: Protocol, error: &Error) -> bool {
    let Some(code) = error.code() else { return false };
    match protocol {
        Protocol::AlibabaRpc => alibaba::refuses_time(code),
        Protocol::HuaweiRest => huawei::refuses_time(code),
    }
}

/// `Retry-After`: seconds, or a date, which is read by the clock of the server that wrote it where it shows one.
fn retry_after(headers: &http::HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let value = text("retry-after")?;
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(Duration::from_secs(u64::from(seconds)));
    }
    let now = text("date").and_then(Moment::of_http).unwrap_or_else(Moment::now);
    Moment::of_http(value).map(|moment| moment.since(now))
}

/// What stands for a message in an answer of no known form: its first words.
fn plain_message(body: &[u8]) -> String {
    let text = decode::text(body);
    let text = text.trim();
    if text.is_empty() {
        return "the service gave no message".to_owned();
    }
    text.chars().take(200).map(|character| if character.is_control() { ' ' } else { character }).collect()
}
