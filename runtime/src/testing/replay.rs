//! Plays a recording: a transport that answers a request as the recorded one of the same words was answered.
//!
//! In: a [`Recording`]. Out: its answers, each once, in its order among those whose requests are the same. Refuses to
//! guess: a request that was not recorded is an error that says what was.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::recording::{Exchange, Outcome, Recording};
use crate::credentials::BoxFuture;
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};

/// A transport that plays a recording, without a network. Waits are over at once.
///
/// ```
/// # fn example(builder: docwright_runtime::client::ClientBuilder<docwright_runtime::client::ClientCore>)
/// # -> Result<(), Box<dyn std::error::Error>> {
/// use docwright_runtime::testing::{Recording, Replayer};
///
/// let replayer = Replayer::new(Recording::load("tests/describe_vpcs.json")?);
/// let client = builder.transport(replayer.clone()).build()?;
/// // ... calls ...
/// assert_eq!(replayer.unused(), 0);
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Replayer {
    left: Arc<Mutex<Vec<(Exchange, bool)>>>,
}

impl Replayer {
    /// Plays this recording.
    pub fn new(recording: Recording) -> Self {
        let exchanges = recording.exchanges.into_iter().map(|exchange| (exchange, false)).collect();
        Self { left: Arc::new(Mutex::new(exchanges)) }
    }

    /// How many recorded exchanges nobody has asked for.
    pub fn unused(&self) -> usize {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.iter().filter(|(_, used)| !used).count()
    }

    fn play(&self, request: &http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let asked = Exchange::of(request);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let found = left.iter_mut().find(|(exchange, used)| !used && exchange.asks_for_the_same(&asked));
        let Some((exchange, used)) = found else {
            let spent = left.iter().filter(|(exchange, _)| exchange.asks_for_the_same(&asked)).count();
            return Err(TransportError::new(TransportErrorKind::Unusable, nothing_recorded(&asked, spent, &left)));
        };
        *used = true;
        match &exchange.outcome {
            Outcome::Failure(kind) => Err(TransportError::new(*kind, "so it was recorded")),
            Outcome::Answer { status, headers, body } => {
                let mut answer = http::Response::builder().status(*status);
                for (name, value) in headers {
                    answer = answer.header(name, value);
                }
                answer.body(body.clone()).map_err(|error| TransportError::new(TransportErrorKind::Unusable, error))
            }
        }
    }
}

/// What is wrong, with the nearest that was recorded. Values stay out: a request may differ by a secret that the
/// recording does not know of.
fn nothing_recorded(asked: &Exchange, spent: usize, recorded: &[(Exchange, bool)]) -> String {
    let line = format!("{} {} {}", asked.operation, asked.method, asked.path);
    if spent > 0 {
        return format!("all {spent} recorded answers to `{}` were given already", line.trim());
    }
    let differs = |exchange: &Exchange| {
        let mut names: Vec<&str> = Vec::new();
        for (name, value) in asked.query.iter().chain(&exchange.query) {
            let has = |exchange: &Exchange| exchange.query.iter().any(|pair| pair.0 == *name && pair.1 == *value);
            let is_shared = has(asked) && has(exchange);
            if !is_shared && !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        if asked.body != exchange.body {
            names.push("the body");
        }
        names.join(", ")
    };
    let same_operation = |exchange: &&Exchange| {
        exchange.operation == asked.operation && exchange.method == asked.method && exchange.path == asked.path
    };
    let nearest = recorded.iter().map(|(exchange, _)| exchange).find(same_operation);
    if let Some(nearest) = nearest {
        return format!("no recorded request is like `{}`: others differ in {}", line.trim(), differs(nearest));
    }
    let known: Vec<_> = recorded.iter().map(|(exchange, _)| exchange.operation.as_str()).collect();
    format!("no recorded request is like `{}`: there are {known:?}", line.trim())
}

impl fmt::Debug for Replayer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Replayer").field("unused", &self.unused()).finish()
    }
}

impl Transport for Replayer {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(self.play(&request)))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
