//! Credentials that are asked for once and kept: refreshed early, by one asker at a time, and never served expired.
//!
//! In: a provider that may be slow. Out: its credentials at once, mostly. Knows no async runtime: whoever asks first
//! does the asking, and the others wait for it or take what there is.

use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use crate::error::Error;

/// So long before their end credentials are refreshed, where they live long enough: else in the last quarter.
const EARLY: Duration = Duration::from_secs(300);

/// Credentials without an end are asked for again after this time: keys in files are exchanged now and then.
const UNLIMITED: Duration = Duration::from_secs(300);

/// After a failed early refresh the next one waits so long.
const PAUSE: Duration = Duration::from_secs(10);

/// Keeps the credentials of another provider.
///
/// They are refreshed before they expire. One asker refreshes them, the others go on with those that there are; while
/// there are none they wait for it, and all get its result. A refresh that fails is of no matter as long as the
/// credentials are not expired.
pub struct Cached<P> {
    provider: P,
    surroundings: Surroundings,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// Whether somebody is asking the provider.
    asking: bool,
    /// How often the provider was asked to the end.
    asked: u64,
    /// Why it failed, when it was asked last.
    failure: Option<Failed>,
    waiting: BTreeMap<u64, Waker>,
    next_waiter: u64,
}

struct Kept {
    credentials: Credentials,
    refresh_at: SystemTime,
}

#[derive(Clone)]
struct Failed {
    message: String,
    retryable: bool,
}

/// What an asker is to do.
enum Turn {
    Take(Credentials),
    Ask { spare: Option<Credentials> },
    Wait { asked: u64 },
}

impl<P: CredentialsProvider> Cached<P> {
    /// Keeps what a provider gives.
    pub fn new(provider: P) -> Self {
        Self::within(provider, &Surroundings::of_process())
    }

    /// The same, by the clock of other surroundings.
    pub fn within(provider: P, surroundings: &Surroundings) -> Self {
        Self { provider, surroundings: surroundings.clone(), state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole between any two of its changes, so that a panic elsewhere does not matter.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn get(&self) -> Result<Credentials, Error> {
        loop {
            match self.turn() {
                Turn::Take(credentials) => return Ok(credentials),
                Turn::Ask { spare } => return self.ask(spare).await,
                Turn::Wait { asked } => {
                    Waiter { cached: self, number: None, asked }.wait().await;
                    if let Some(failed) = self.failure_after(asked) {
                        return Err(failed.into_error());
                    }
                }
            }
        }
    }

    fn turn(&self) -> Turn {
        let now = self.surroundings.now();
        let mut state = self.state();
        let valid = state.kept.as_ref().filter(|kept| kept.credentials.expires_at().is_none_or(|end| now < end));
        let fresh = valid.is_some_and(|kept| now < kept.refresh_at);
        match valid.map(|kept| kept.credentials.clone()) {
            Some(credentials) if fresh || state.asking => Turn::Take(credentials),
            None if state.asking => Turn::Wait { asked: state.asked },
            spare => {
                state.asking = true;
                Turn::Ask { spare }
            }
        }
    }

    /// Asks the provider. When the asker gives up, the next one takes its place.
    async fn ask(&self, spare: Option<Credentials>) -> Result<Credentials, Error> {
        let turn = Asking { cached: self };
        let result = self.provider.credentials().await;
        let now = self.surroundings.now();
        let result = result.and_then(|credentials| match credentials.expires_at() {
            Some(end) if end <= now => Err(Error::credentials(
                "the credentials that were given are expired already: compare the clock of this machine",
            )),
            _ => Ok(credentials),
        });
        let mut state = self.state();
        state.asked += 1;
        let outcome = match (result, spare) {
            (Ok(credentials), _) => {
                state.failure = None;
                state.kept = Some(Kept { refresh_at: refresh_at(now, &credentials), credentials: credentials.clone() });
                Ok(credentials)
            }
            // The spare ones may have expired meanwhile.
            (Err(_), Some(spare)) if spare.expires_at().is_none_or(|end| now < end) => {
                if let Some(kept) = &mut state.kept {
                    kept.refresh_at = now + PAUSE;
                }
                Ok(spare)
            }
            (Err(error), _) => {
                state.failure = Some(Failed { message: error.message().to_owned(), retryable: error.is_retryable() });
                Err(error)
            }
        };
        drop(state);
        drop(turn);
        outcome
    }

    /// Why the round failed that a waiter waited for; `None` when it succeeded, or was given up.
    fn failure_after(&self, asked: u64) -> Option<Failed> {
        let state = self.state();
        state.failure.clone().filter(|_| state.asked > asked)
    }
}

impl Failed {
    fn into_error(self) -> Error {
        Error::credentials(self.message).with_retry(false, self.retryable, None)
    }
}

fn refresh_at(now: SystemTime, credentials: &Credentials) -> SystemTime {
    let Some(end) = credentials.expires_at() else { return now + UNLIMITED };
    let life = end.duration_since(now).unwrap_or_default();
    end - EARLY.min(life / 4)
}

/// The turn of the one who asks; it ends also when the asker is dropped.
struct Asking<'a, P: CredentialsProvider> {
    cached: &'a Cached<P>,
}

impl<P: CredentialsProvider> Drop for Asking<'_, P> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = self.cached.state();
            state.asking = false;
            std::mem::take(&mut state.waiting)
        };
        waiting.into_values().for_each(Waker::wake);
    }
}

/// One who waits for the turn of another to end.
struct Waiter<'a, P: CredentialsProvider> {
    cached: &'a Cached<P>,
    number: Option<u64>,
    asked: u64,
}

impl<P: CredentialsProvider> Waiter<'_, P> {
    async fn wait(mut self) {
        poll_fn(|context| self.poll(context)).await;
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.cached.state();
        if !state.asking || state.asked > self.asked {
            return Poll::Ready(());
        }
        let number = *self.number.get_or_insert_with(|| {
            state.next_waiter += 1;
            state.next_waiter
        });
        state.waiting.insert(number, context.waker().clone());
        Poll::Pending
    }
}

impl<P: CredentialsProvider> Drop for Waiter<'_, P> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.cached.state().waiting.remove(&number);
        }
    }
}

impl<P: CredentialsProvider> CredentialsProvider for Cached<P> {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}

impl<P: fmt::Debug> fmt::Debug for Cached<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cached").field("provider", &self.provider).finish_non_exhaustive()
    }
}
