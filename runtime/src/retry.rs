//! Whether to try again, and when.
//!
//! A call is repeated when the service can not have seen it, or when a repeated call does no harm and the failure may
//! pass. The wait grows from attempt to attempt, is drawn at random up to its bound so that clients do not come back
//! together, and is what the service asks for when it asks.

use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::random;

const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(20);

/// How long to wait before the next attempt; `None` when there is to be none.
///
/// A service that throttles has not done the work, so that its answer is always safe to repeat.
pub(crate) fn wait(
    error: &Error,
    retry_safe: bool,
    attempt: u32,
    retries: u32,
    remaining: Option<Duration>,
) -> Option<Duration> {
    if attempt >= retries || !error.is_retryable() || error.kind() == ErrorKind::Timeout {
        return None;
    }
    if !(retry_safe || error.not_sent() || error.is_throttling()) {
        return None;
    }
    let bound = FIRST.saturating_mul(1 << attempt.min(10)).min(LONGEST);
    let wait = error.retry_after().unwrap_or_else(|| bound.mul_f64(0.5 + random::fraction() / 2.0));
    // Without time for another attempt the present error says more than a timeout would.
    remaining.is_none_or(|remaining| wait < remaining).then_some(wait)
}
