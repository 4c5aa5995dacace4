//! Waits until the work behind an answer is done: asks an operation again and again, at growing intervals.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::{Duration, Instant};

use crate::call::Sending;
use crate::client::ClientCore;
use crate::error::{Error, ErrorKind};
use crate::operation::WaitStates;
use crate::record::{self, Record, View};

/// A wait that is being put together: await it for the answer that says "done".
#[must_use = "nothing is asked until this is awaited"]
pub struct Waiting<T> {
    client: ClientCore,
    states: &'static WaitStates,
    ask: Box<dyn FnMut() -> Sending<T> + Send>,
    timeout: Duration,
    interval: Duration,
}

impl<T: Record + Default> Waiting<T> {
    /// For generated code: asks with `ask` until the state is one of those that are done.
    pub fn new(
        client: &ClientCore,
        states: &'static WaitStates,
        ask: impl FnMut() -> Sending<T> + Send + 'static,
    ) -> Self {
        Self {
            client: client.clone(),
            states,
            ask: Box::new(ask),
            timeout: Duration::from_secs(600),
            interval: Duration::from_secs(2),
        }
    }

    /// Gives up after this time: 10 minutes unless set.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The first interval between two questions: 2 seconds unless set. It grows by half each time, to its tenfold.
    pub fn with_interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    async fn run(mut self) -> Result<T, Error> {
        // A time that no clock reaches is no deadline.
        let deadline = Instant::now().checked_add(self.timeout);
        let longest = self.interval.saturating_mul(10);
        let mut interval = self.interval;
        loop {
            let output = (self.ask)().await?;
            let state = state(self.states, &output);
            if is_done(self.states, &state) {
                return Ok(output);
            }
            if deadline.is_some_and(|deadline| deadline.saturating_duration_since(Instant::now()) < interval) {
                return Err(Error::new(
                    ErrorKind::Timeout,
                    format!("the wait is over, and the state is still {state:?}"),
                ));
            }
            self.client.shared().transport.sleep(interval).await;
            interval = interval.saturating_add(interval / 2).min(longest);
        }
    }
}

impl<T: Record + Default> IntoFuture for Waiting<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// The state as text; empty when the answer has none.
fn state(states: &WaitStates, output: &dyn Record) -> String {
    match record::at(output, states.state) {
        Some(View::Text(text)) => text.to_owned(),
        Some(View::Integer(number)) => number.to_string(),
        Some(View::Boolean(truth)) => truth.to_string(),
        _ => String::new(),
    }
}

/// Whether the work is done. A state that no page lists is waited out: it may stand between two that are listed.
/// Where a page lists only the pending ones, each other one ends the wait, but not a missing one.
fn is_done(states: &WaitStates, state: &str) -> bool {
    let is_in = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(state));
    if states.done.is_empty() {
        return !state.is_empty() && !states.pending.is_empty() && !is_in(states.pending);
    }
    is_in(states.done)
}

#[cfg(test)]
mod tests {
    use super::is_done;
    use crate::operation::WaitStates;

    #[test]
    fn only_done_states_end_a_wait() {
        let states = WaitStates { state: "Status", pending: &["updating"], done: &["active"] };
        assert!(is_done(&states, "Active"));
        for state in ["updating", "init", ""] {
            assert!(!is_done(&states, state), "{state}");
        }
    }

    #[test]
    fn where_only_pending_states_are_known_any_other_ends_the_wait() {
        let states = WaitStates { state: "Status", pending: &["updating"], done: &[] };
        assert!(is_done(&states, "active"));
        assert!(!is_done(&states, "updating") && !is_done(&states, ""));
    }
}
