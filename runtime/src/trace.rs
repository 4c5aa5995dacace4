//! What the feature `tracing` tells of a call: a span a call, a span an attempt, an event for each repeat.
//!
//! In: names, numbers, codes. Out: spans and events, or nothing at all without the feature. Refuses values: no
//! parameter, header, body or query comes here, so that none can reach a log.

use std::time::Duration;

use crate::answer::Answer;
use crate::error::Error;
use crate::operation::ServiceInfo;

/// The target of all spans and events of this crate.
#[cfg(feature = "tracing")]
const TARGET: &str = "docwright";

/// The future of a call, in the span `call`.
#[cfg(feature = "tracing")]
pub(crate) fn in_call<F: Future>(
    future: F,
    service: &'static ServiceInfo,
    operation: &str,
) -> impl Future<Output = F::Output> {
    use tracing::Instrument as _;
    let ServiceInfo { vendor, service, .. } = *service;
    future.instrument(tracing::info_span!(target: TARGET, "call", vendor, service, operation))
}

/// The future of a call.
#[cfg(not(feature = "tracing"))]
pub(crate) fn in_call<F: Future>(future: F, _: &'static ServiceInfo, _: &str) -> F {
    future
}

/// The future of an attempt, in the span `attempt`; its answer's status and request id are noted when they are known.
#[cfg(feature = "tracing")]
pub(crate) fn in_attempt<F: Future>(future: F, number: u32) -> impl Future<Output = F::Output> {
    use tracing::Instrument as _;
    use tracing::field::Empty;
    future.instrument(tracing::debug_span!(target: TARGET, "attempt", number, status = Empty, request_id = Empty))
}

/// The future of an attempt.
#[cfg(not(feature = "tracing"))]
pub(crate) fn in_attempt<F: Future>(future: F, _: u32) -> F {
    future
}

/// Notes on the attempt's span what came back.
#[cfg(feature = "tracing")]
pub(crate) fn answered(status: u16, answer: &Answer) {
    let span = tracing::Span::current();
    if span.is_disabled() {
        return;
    }
    span.record("status", status);
    if let Some(request_id) = answer.request_id() {
        span.record("request_id", request_id.as_str());
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn answered(_: u16, _: &Answer) {}

/// Tells that the call is repeated, and why.
#[cfg(feature = "tracing")]
pub(crate) fn repeats(error: &Error, wait: Duration) {
    // The service's message stays out: it may repeat what a caller sent.
    let (kind, code, status) = (error.kind(), error.code(), error.status());
    tracing::warn!(target: TARGET, ?kind, code, status, wait_ms = wait.as_millis() as u64, "the call is repeated");
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn repeats(_: &Error, _: Duration) {}
