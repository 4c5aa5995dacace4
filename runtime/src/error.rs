//! The one error of all calls: what went wrong, what the service said, and whether to try again.
//!
//! In: what the other modules found. Out: answers to a caller's questions, without a secret in any of them.
//! Refuses to know vendors: the protocol modules read a vendor's answer.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::decode;
use crate::json::Json;
use crate::transport::{TransportError, TransportErrorKind};

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A documented constraint does not hold; nothing was sent.
    Constraint,
    /// The client lacks what the call needs (a region, a project, a valid endpoint); nothing was sent.
    Configuration,
    /// There are no credentials, or they can not be read; nothing was sent.
    Credentials,
    /// The connection failed.
    Transport,
    /// The call's time was over.
    Timeout,
    /// The service answered that it did not do it.
    Service,
    /// The answer can not be read at all.
    Decode,
}

/// Why a call failed.
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<Cow<'static, str>>,
    code: Option<String>,
    status: Option<u16>,
    request_id: Option<String>,
    recommendation: Option<String>,
    headers: Option<http::HeaderMap>,
    raw_body: Option<Bytes>,
    violation: Option<Violation>,
    throttling: bool,
    retryable: bool,
    not_sent: bool,
    retry_after: Option<Duration>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The constraint that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The parameter's dotted wire path ("Tag.3.Key"); items count from 1.
    pub parameter: String,
    /// The rule, as a sentence ("at most 100 characters").
    pub rule: String,
    /// The value, shortened; `None` when it is absent or sensitive.
    pub value: Option<String>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
                operation: None,
                code: None,
                status: None,
                request_id: None,
                recommendation: None,
                headers: None,
                raw_body: None,
                violation: None,
                throttling: false,
                retryable: false,
                not_sent: false,
                retry_after: None,
                source: None,
            }),
        }
    }

    /// For credentials providers: why there are no credentials.
    pub fn credentials(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Credentials, message)
    }

    /// For interceptors and transports of one's own: what the call lacks.
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn constraint(violation: Violation) -> Self {
        let message = match &violation.value {
            Some(value) => format!("parameter `{}`: {}; it is {value:?}", violation.parameter, violation.rule),
            None => format!("parameter `{}`: {}", violation.parameter, violation.rule),
        };
        let mut error = Self::new(ErrorKind::Constraint, message);
        error.inner.violation = Some(violation);
        error
    }

    /// A failed exchange.
    pub(crate) fn transport(error: TransportError) -> Self {
        let kind = match error.kind {
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Connect | TransportErrorKind::TooLarge | TransportErrorKind::Broken => {
                ErrorKind::Transport
            }
            TransportErrorKind::Unusable => ErrorKind::Configuration,
        };
        let message = match kind {
            // What is wrong with the program stands in the cause.
            ErrorKind::Configuration => std::error::Error::source(&error).map(ToString::to_string),
            _ => None,
        };
        let mut result = Self::new(kind, message.unwrap_or_else(|| error.to_string()));
        result.inner.not_sent = error.kind == TransportErrorKind::Connect;
        result.inner.retryable = match error.kind {
            TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Broken => true,
            // The next answer will be as large.
            TransportErrorKind::TooLarge | TransportErrorKind::Unusable => false,
        };
        result.with_source(error)
    }

    #[must_use]
    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    #[must_use]
    pub(crate) fn with_operation(mut self, operation: Cow<'static, str>) -> Self {
        self.inner.operation = Some(operation);
        self
    }

    #[must_use]
    pub(crate) fn with_answer(mut self, status: u16, headers: http::HeaderMap, raw_body: Bytes) -> Self {
        self.inner.status = Some(status);
        self.inner.headers = Some(headers);
        self.inner.raw_body = Some(raw_body);
        self
    }

    #[must_use]
    pub(crate) fn with_code(mut self, code: Option<String>) -> Self {
        self.inner.code = code;
        self
    }

    #[must_use]
    pub(crate) fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.inner.request_id = request_id;
        self
    }

    #[must_use]
    pub(crate) fn with_recommendation(mut self, recommendation: Option<String>) -> Self {
        self.inner.recommendation = recommendation;
        self
    }

    #[must_use]
    pub(crate) fn with_retry(mut self, throttling: bool, retryable: bool, after: Option<Duration>) -> Self {
        self.inner.throttling = throttling;
        self.inner.retryable = retryable || throttling;
        self.inner.retry_after = after;
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The service's code with its spelling; compare it with the constants in the generated `errors`.
    pub fn code(&self) -> Option<&str> {
        self.inner.code.as_deref()
    }

    /// The service's message; our own where the service did not speak.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// The status of the service's answer.
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// What the vendor's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// The service's advice, where its answer has one: often the address of a page about the code.
    pub fn recommendation(&self) -> Option<&str> {
        self.inner.recommendation.as_deref()
    }

    /// The headers of the service's answer.
    pub fn headers(&self) -> Option<&http::HeaderMap> {
        self.inner.headers.as_ref()
    }

    /// All that the service's answer says, JSON or XML alike, for what has no accessor of its own; `None` where the
    /// answer is neither.
    ///
    /// ```
    /// use docwright_runtime::operation::Protocol;
    ///
    /// let body = r#"{"Code":"NoPermission","AccessDeniedDetail":{"AuthAction":"vpc:DeleteVpc"}}"#;
    /// let error = docwright_runtime::testing::error(Protocol::AlibabaRpc, 403, body);
    /// let details = error.details().expect("an object");
    /// let action = details.get("AccessDeniedDetail").and_then(|detail| detail.get("AuthAction"));
    /// assert_eq!(action.and_then(|action| action.as_str()), Some("vpc:DeleteVpc"));
    /// ```
    pub fn details(&self) -> Option<Json> {
        decode::json(self.inner.raw_body.as_deref()?)
    }

    /// The answer as it came.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.inner.raw_body.as_deref()
    }

    /// The wire name of the operation.
    pub fn operation(&self) -> Option<&str> {
        self.inner.operation.as_deref()
    }

    /// The constraint that does not hold.
    pub fn violation(&self) -> Option<&Violation> {
        self.inner.violation.as_ref()
    }

    /// Whether the service asks for fewer calls.
    pub fn is_throttling(&self) -> bool {
        self.inner.throttling
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable
    }

    /// How long the service asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Puts `***` in place of secrets that the service repeated in what it said.
    pub(crate) fn hide(&mut self, secrets: &[impl AsRef<str>]) {
        let inner = &mut *self.inner;
        let texts = [Some(&mut inner.message), inner.recommendation.as_mut(), inner.code.as_mut()];
        for text in texts.into_iter().flatten() {
            for secret in secrets {
                if text.contains(secret.as_ref()) {
                    *text = text.replace(secret.as_ref(), "***");
                }
            }
        }
    }

    /// Whether the service can not have seen the request.
    pub(crate) fn not_sent(&self) -> bool {
        self.inner.not_sent
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = &self.inner.operation {
            write!(formatter, "{operation}: ")?;
        }
        if let Some(code) = &self.inner.code {
            write!(formatter, "{code}: ")?;
        }
        formatter.write_str(&self.inner.message)?;
        if let Some(status) = self.inner.status {
            write!(formatter, " (status {status}")?;
            if let Some(request_id) = &self.inner.request_id {
                write!(formatter, ", request {request_id}")?;
            }
            formatter.write_str(")")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The raw body stays out: it may repeat what a caller holds secret.
        formatter
            .debug_struct("Error")
            .field("kind", &self.inner.kind)
            .field("operation", &self.inner.operation)
            .field("code", &self.inner.code)
            .field("message", &self.inner.message)
            .field("status", &self.inner.status)
            .field("request_id", &self.inner.request_id)
            .field("retryable", &self.inner.retryable)
            .field("source", &self.inner.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
