//! How bytes reach the service: one trait, so that a caller can bring an HTTP client of their own.
//!
//! In: a whole signed request. Out: a whole answer, bounded in size and time. A transport follows no redirect
//! (a signature and a token are for one host) and repeats nothing: that is the call's business.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::credentials::BoxFuture;

/// What one exchange may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// When it must be over.
    pub deadline: Option<Instant>,
    /// The most bytes that an answer's body may have.
    pub body_size: usize,
}

impl Limits {
    /// The time that is left; `None` without a deadline.
    pub fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }
}

/// What is known of a request beyond its bytes: an extension of the request, as an `Arc`, for transports that write
/// requests down.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Described {
    /// The wire's name of the operation; empty when there is none.
    pub operation: Cow<'static, str>,
    /// Wire names of parameters that hold a secret.
    pub sensitive: Vec<&'static str>,
    /// The parameter that was given a random value, so that it differs from call to call.
    pub filled: Option<&'static str>,
}

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends one request, whose URI is absolute, and reads its whole answer.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Waits, on the clock that this transport runs by.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// Why an exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the service can not have seen the request.
    Connect,
    /// The deadline passed.
    Timeout,
    /// The answer is larger than allowed.
    TooLarge,
    /// The connection broke, or the answer is not HTTP.
    Broken,
    /// The transport can not work where it is used.
    Unusable,
}

/// Why an exchange failed.
#[derive(Debug)]
pub struct TransportError {
    /// What kind of failure.
    pub kind: TransportErrorKind,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// A failure with its cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the service",
            TransportErrorKind::Timeout => "the exchange took too long",
            TransportErrorKind::TooLarge => "the answer is larger than allowed",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::Unusable => "the transport can not work here",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
