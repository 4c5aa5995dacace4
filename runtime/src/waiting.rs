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
        let deadline = Instant::now() + self.timeout;
        let longest = self.interval * 10;
        let mut interval = self.interval;
        loop {
            let output = (self.ask)().await?;
            match progress(self.states, &output) {
                Progress::Done => return Ok(output),
                Progress::Pending => {}
                Progress::Other(state) => {
                    return Err(Error::new(
                        ErrorKind::Service,
                        format!("the state is {state:?}, which is neither pending nor done"),
                    ));
                }
            }
            if Instant::now() + interval > deadline {
                return Err(Error::timeout());
            }
            self.client.shared().transport.sleep(interval).await;
            interval = interval.mul_f32(1.5).min(longest);
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

#[derive(Debug, PartialEq, Eq)]
enum Progress {
    Done,
    Pending,
    Other(String),
}

fn progress(states: &WaitStates, output: &dyn Record) -> Progress {
    let state = match record::at(output, states.state) {
        Some(View::Text(text)) => text.to_owned(),
        Some(View::Integer(number)) => number.to_string(),
        Some(View::Boolean(truth)) => truth.to_string(),
        _ => String::new(),
    };
    let is_in = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(&state));
    if is_in(states.done) {
        return Progress::Done;
    }
    if is_in(states.pending) {
        return Progress::Pending;
    }
    match (states.done.is_empty(), states.pending.is_empty()) {
        // Only the pending states are known: another one ends the wait. A missing state says nothing.
        (true, false) if !state.is_empty() => Progress::Done,
        // Only the done states are known: all others are on the way there.
        (_, true) => Progress::Pending,
        (true, false) => Progress::Pending,
        (false, false) => Progress::Other(state),
    }
}
