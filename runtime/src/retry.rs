//! Whether to try again, and when.
//!
//! A call is repeated when the service can not have seen it, or when a repeated call does no harm and the failure may
//! pass. The wait is drawn at random between nothing and a bound that doubles from attempt to attempt, so that clients
//! do not come back together, and is what the service asks for when it asks. Repeats are paid for from a budget that
//! all calls of a client share and that their successes fill again: a service that is down is not asked four times as
//! often as one that is up.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::random;

const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(20);

/// What a client may spend on repeats before successes fill its budget again: a hundred repeats.
const CAPACITY: u32 = 500;
/// What a repeat costs, and gives back when it succeeds.
const REPEAT: u32 = 5;
/// What an attempt that took all its time costs to repeat: it held the service's resources as long.
const REPEAT_AFTER_TIMEOUT: u32 = 10;

/// The budget that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Budget {
    tokens: AtomicU32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { tokens: AtomicU32::new(CAPACITY) }
    }
}

impl Budget {
    fn spend(&self, price: u32) -> bool {
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(price)).is_ok()
    }

    fn earn(&self, tokens: u32) {
        let full = |held: u32| (held < CAPACITY).then(|| held.saturating_add(tokens).min(CAPACITY));
        // An update that changes nothing is the common case: the budget is full.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, full);
    }
}

/// What the attempts of one call have in common.
pub(crate) struct Attempts<'a> {
    pub(crate) budget: &'a Budget,
    /// Whether a repeated call does no harm.
    pub(crate) repeatable: bool,
    /// How many repeats there may be.
    pub(crate) most: u32,
    /// How many there have been.
    pub(crate) made: u32,
    /// What the last one cost.
    pub(crate) price: u32,
}

impl<'a> Attempts<'a> {
    pub(crate) fn new(budget: &'a Budget, repeatable: bool, most: u32) -> Self {
        Self { budget, repeatable, most, made: 0, price: 0 }
    }

    /// How long to wait before the next attempt; `None` when there is to be none. `remaining` is what is left of the
    /// call's time.
    pub(crate) fn wait(&mut self, error: &Error, remaining: Option<Duration>) -> Option<Duration> {
        if self.made >= self.most || !error.is_retryable() || !(self.repeatable || error.not_sent()) {
            return None;
        }
        let wait = error.retry_after().unwrap_or_else(|| bound(self.made).mul_f64(random::fraction()));
        // Without time for another attempt the present error says more than a timeout would.
        if remaining.is_some_and(|remaining| wait >= remaining) {
            return None;
        }
        let price = if error.kind() == ErrorKind::Timeout { REPEAT_AFTER_TIMEOUT } else { REPEAT };
        if !self.budget.spend(price) {
            return None;
        }
        self.made += 1;
        self.price = price;
        Some(wait)
    }

    /// Takes note of an attempt that succeeded.
    pub(crate) fn succeeded(&self) {
        self.budget.earn(self.price.max(1));
    }
}

/// The longest wait before the repeat after this many.
fn bound(made: u32) -> Duration {
    FIRST.saturating_mul(1 << made.min(10)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Attempts, Budget, CAPACITY, REPEAT, bound};
    use crate::error::{Error, ErrorKind};

    fn unavailable() -> Error {
        Error::new(ErrorKind::Service, "down").with_retry(false, true, None)
    }

    #[test]
    fn bounds_double_up_to_the_longest() {
        let milliseconds: Vec<_> = (0..9).map(|made| bound(made).as_millis()).collect();
        assert_eq!(milliseconds, [200, 400, 800, 1_600, 3_200, 6_400, 12_800, 20_000, 20_000]);
        assert_eq!(bound(u32::MAX), Duration::from_secs(20));
    }

    #[test]
    fn waits_are_drawn_from_the_whole_range() {
        let budget = Budget::default();
        let waits: Vec<_> =
            (0..60).filter_map(|_| Attempts::new(&budget, true, 1).wait(&unavailable(), None)).collect();
        assert_eq!(waits.len(), 60);
        assert!(waits.iter().all(|wait| *wait < Duration::from_millis(200)));
        // 60 draws that all miss a quarter of the range: once in 30 million runs each.
        assert!(waits.iter().any(|wait| *wait < Duration::from_millis(50)), "{waits:?}");
        assert!(waits.iter().any(|wait| *wait > Duration::from_millis(150)), "{waits:?}");
    }

    #[test]
    fn a_budget_ends_and_successes_fill_it() {
        let budget = Budget::default();
        let granted = || Attempts::new(&budget, true, 1).wait(&unavailable(), None).is_some();
        let most = CAPACITY / REPEAT;
        assert_eq!((0..most + 10).filter(|_| granted()).count(), most as usize);
        for _ in 0..REPEAT {
            assert!(!granted());
            Attempts::new(&budget, true, 1).succeeded();
        }
        assert!(granted() && !granted());
    }

    #[test]
    fn what_may_have_been_done_is_not_done_again() {
        let budget = Budget::default();
        assert_eq!(Attempts::new(&budget, false, 3).wait(&unavailable(), None), None);
        assert_eq!(Attempts::new(&budget, true, 0).wait(&unavailable(), None), None);
    }
}
