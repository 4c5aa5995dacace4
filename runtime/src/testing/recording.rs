//! Writes exchanges down: each request with its secrets masked, and what came back.
//!
//! In: a transport. Out: the same transport, and a [`Recording`] of what went over it, as JSON with one exchange a
//! line. Answers are written down as they came: read them before a recording is given to others.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::credentials::BoxFuture;
use crate::json::Json;
use crate::percent;
use crate::protocol::is_secret_header;
use crate::transport::{Described, Limits, Transport, TransportError, TransportErrorKind};

/// What stands in the place of a secret, and of a value that differs each time.
pub(super) const MASK: &str = "***";

/// Parameters of signatures: who signs, when, and with what random text.
const SIGNATURE: [&str; 5] = ["AccessKeyId", "SecurityToken", "Signature", "SignatureNonce", "Timestamp"];

/// Headers that differ each time, or say who calls.
const EACH_TIME: [&str; 4] = ["x-acs-accesskey-id", "x-acs-date", "x-acs-signature-nonce", "x-sdk-date"];

/// A transport that writes down what goes over another one.
///
/// ```no_run
/// # async fn example(builder: docwright_runtime::client::ClientBuilder<docwright_runtime::client::ClientCore>)
/// # -> Result<(), Box<dyn std::error::Error>> {
/// use docwright_runtime::hyper_transport::HyperTransport;
/// use docwright_runtime::testing::Recorder;
///
/// let recorder = Recorder::new(HyperTransport::new()?);
/// let client = builder.transport(recorder.clone()).build()?;
/// client.raw("DescribeVpcs").send().await?;
/// recorder.recording().save("tests/describe_vpcs.json")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

/// Exchanges in the order in which they ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// The exchanges.
    pub exchanges: Vec<Exchange>,
}

/// A request, its secrets masked, and what came back.
#[derive(Clone, PartialEq)]
pub struct Exchange {
    /// The wire's name of the operation.
    pub operation: String,
    /// `GET`, `POST`, ...
    pub method: String,
    /// The path as it was sent.
    pub path: String,
    /// Names and values of the query, decoded and sorted.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body; a form's parameters are decoded and sorted, a line each.
    pub body: String,
    /// What came back.
    pub outcome: Outcome,
}

/// What came back.
#[derive(Clone, PartialEq)]
pub enum Outcome {
    /// An answer.
    Answer {
        /// The status.
        status: u16,
        /// The headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: Bytes,
    },
    /// No answer.
    Failure(TransportErrorKind),
}

impl Recorder {
    /// Listens to this transport.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self { inner: Arc::new(transport), exchanges: Arc::default() }
    }

    /// What went over it so far.
    pub fn recording(&self) -> Recording {
        Recording { exchanges: self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).clone() }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Recorder").field("recording", &self.recording()).finish_non_exhaustive()
    }
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut exchange = Exchange::of(&request);
            let result = self.inner.send(request, limits).await;
            exchange.outcome = match &result {
                Ok(answer) => Outcome::Answer {
                    status: answer.status().as_u16(),
                    headers: headers(answer.headers(), &Described::default()),
                    body: answer.body().clone(),
                },
                Err(error) => Outcome::Failure(error.kind),
            };
            self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
            result
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.inner.sleep(duration)
    }
}

impl Exchange {
    /// A request with its secrets masked, and no answer yet.
    pub(super) fn of(request: &http::Request<Bytes>) -> Self {
        let nothing = Arc::default();
        let described: &Arc<Described> = request.extensions().get().unwrap_or(&nothing);
        Self {
            operation: described.operation.clone().into_owned(),
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: parameters(request.uri().query().unwrap_or_default(), described),
            headers: headers(request.headers(), described),
            body: body(request, described),
            outcome: Outcome::Failure(TransportErrorKind::Broken),
        }
    }

    /// Whether another request asks for the same: method, path, query and body, but for what is masked.
    pub(super) fn asks_for_the_same(&self, other: &Self) -> bool {
        let same_body = || match (Json::parse(&self.body), Json::parse(&other.body)) {
            (Ok(one), Ok(other)) => one == other,
            _ => self.body == other.body,
        };
        self.operation == other.operation
            && self.method == other.method
            && self.path == other.path
            && self.query == other.query
            && same_body()
    }
}

/// The parameters of a query or a form, decoded and sorted.
fn parameters(text: &str, described: &Described) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent::decode(name);
            let masked = SIGNATURE.contains(&name.as_str()) || is_masked(&name, described);
            let value = if masked { MASK.to_owned() } else { percent::decode(value) };
            (name, value)
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Whether a parameter, or an object that it stands in, is sensitive, or differs each time.
fn is_masked(name: &str, described: &Described) -> bool {
    name.split('.').any(|part| described.sensitive.contains(&part) || described.filled == Some(part))
}

fn headers(headers: &http::HeaderMap, described: &Described) -> Vec<(String, String)> {
    let masked = |name: &str| {
        is_secret_header(name) || EACH_TIME.contains(&name) || name == "set-cookie" || is_masked(name, described)
    };
    headers
        .iter()
        .map(|(name, value)| {
            let shown = if value.is_sensitive() || masked(name.as_str()) {
                MASK.to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            (name.as_str().to_owned(), shown)
        })
        .collect()
}

fn body(request: &http::Request<Bytes>, described: &Described) -> String {
    let text = String::from_utf8_lossy(request.body());
    let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let lines: Vec<_> =
            parameters(&text, described).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        return lines.join("\n");
    }
    if described.sensitive.is_empty() && described.filled.is_none() {
        return text.into_owned();
    }
    match Json::parse(&text) {
        Ok(mut json) => {
            mask(&mut json, described);
            json.to_string()
        }
        // What can not be looked into may hold the secret anywhere.
        Err(_) if text.is_empty() => String::new(),
        Err(_) => MASK.to_owned(),
    }
}

fn mask(json: &mut Json, described: &Described) {
    match json {
        Json::Object(members) => {
            for (name, member) in members {
                if is_masked(name, described) {
                    *member = MASK.into();
                } else {
                    mask(member, described);
                }
            }
        }
        Json::List(items) => items.iter_mut().for_each(|item| mask(item, described)),
        Json::Null | Json::Boolean(_) | Json::Number(_) | Json::Text(_) => {}
    }
}

impl Recording {
    /// Writes the recording to a file.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        std::fs::write(path, self.to_string())
    }

    /// Reads a recording from a file.
    pub fn load(path: impl AsRef<Path>) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        Self::parse(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// Reads a recording from text.
    pub fn parse(text: &str) -> Result<Self, InvalidRecording> {
        let json = Json::parse(text).map_err(|error| InvalidRecording(error.to_string()))?;
        let Some(Json::List(exchanges)) = json.get("exchanges") else {
            return Err(InvalidRecording("it has no list `exchanges`".to_owned()));
        };
        let read = |(place, exchange)| {
            of_json(exchange).ok_or_else(|| InvalidRecording(format!("exchange {place} is not complete")))
        };
        Ok(Self { exchanges: exchanges.iter().enumerate().map(read).collect::<Result<_, _>>()? })
    }
}

/// The recording as JSON, an exchange a line.
impl fmt::Display for Recording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("{\"exchanges\":[")?;
        for (place, exchange) in self.exchanges.iter().enumerate() {
            formatter.write_str(if place == 0 { "\n" } else { ",\n" })?;
            to_json(exchange).fmt(formatter)?;
        }
        formatter.write_str("\n]}\n")
    }
}

fn to_json(exchange: &Exchange) -> Json {
    let pairs = |pairs: &[(String, String)]| {
        Json::List(pairs.iter().map(|(name, value)| vec![name.clone(), value.clone()].into()).collect())
    };
    let outcome = match &exchange.outcome {
        Outcome::Answer { status, headers, body } => {
            let body = match std::str::from_utf8(body) {
                Ok(text) => ("body", Json::from(text)),
                Err(_) => ("base64", Json::from(STANDARD.encode(body))),
            };
            let members = [("status", Json::from(i64::from(*status))), ("headers", pairs(headers)), body];
            ("answer", members.into_iter().collect())
        }
        Outcome::Failure(kind) => ("failure", Json::from(word(*kind))),
    };
    [
        ("operation", Json::from(exchange.operation.as_str())),
        ("method", exchange.method.as_str().into()),
        ("path", exchange.path.as_str().into()),
        ("query", pairs(&exchange.query)),
        ("headers", pairs(&exchange.headers)),
        ("body", exchange.body.as_str().into()),
        outcome,
    ]
    .into_iter()
    .collect()
}

fn of_json(json: &Json) -> Option<Exchange> {
    let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
    let outcome = match (json.get("answer"), json.get("failure")) {
        (Some(answer), _) => Outcome::Answer {
            status: answer.get("status")?.to_string().parse().ok()?,
            headers: pairs(answer.get("headers")?)?,
            body: match answer.get("body") {
                Some(body) => body.as_str()?.to_owned().into(),
                None => STANDARD.decode(answer.get("base64")?.as_str()?).ok()?.into(),
            },
        },
        (None, failure) => {
            let told = failure?.as_str()?;
            Outcome::Failure(KINDS.into_iter().find(|kind| word(*kind) == told)?)
        }
    };
    Some(Exchange {
        operation: text("operation")?,
        method: text("method")?,
        path: text("path")?,
        query: pairs(json.get("query")?)?,
        headers: pairs(json.get("headers")?)?,
        body: text("body")?,
        outcome,
    })
}

fn pairs(json: &Json) -> Option<Vec<(String, String)>> {
    let Json::List(items) = json else { return None };
    let pair = |item: &Json| match item {
        Json::List(pair) => match pair.as_slice() {
            [name, value] => Some((name.as_str()?.to_owned(), value.as_str()?.to_owned())),
            _ => None,
        },
        _ => None,
    };
    items.iter().map(pair).collect()
}

const KINDS: [TransportErrorKind; 5] = [
    TransportErrorKind::Connect,
    TransportErrorKind::Timeout,
    TransportErrorKind::TooLarge,
    TransportErrorKind::Broken,
    TransportErrorKind::Unusable,
];

fn word(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::TooLarge => "too_large",
        TransportErrorKind::Broken => "broken",
        TransportErrorKind::Unusable => "unusable",
    }
}

/// Text that is no recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRecording(String);

impl fmt::Display for InvalidRecording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no recording: {}", self.0)
    }
}

impl std::error::Error for InvalidRecording {}

impl fmt::Debug for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Exchange")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("body", &self.body)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // An answer may hold what an output hides.
            Outcome::Answer { status, body, .. } => formatter
                .debug_struct("Answer")
                .field("status", status)
                .field("body_size", &body.len())
                .finish_non_exhaustive(),
            Outcome::Failure(kind) => formatter.debug_tuple("Failure").field(kind).finish(),
        }
    }
}
