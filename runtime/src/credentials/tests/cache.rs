//! When a cache asks, by a clock that moves only when told, with askers that are polled by hand.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::super::{BoxFuture, Cached, Credentials, CredentialsProvider, Surroundings};
use crate::error::Error;

/// A provider that answers when it is told to, with keys that are numbered and live an hour.
#[derive(Clone, Default)]
struct Slow {
    clock: Arc<AtomicU64>,
    asked: Arc<AtomicU32>,
    state: Arc<Mutex<Gate>>,
}

#[derive(Default)]
struct Gate {
    open: bool,
    failing: bool,
    waker: Option<Waker>,
}

impl Slow {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.clock.load(Ordering::SeqCst))
    }

    fn pass(&self, seconds: u64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    fn open(&self) {
        let mut gate = self.state.lock().expect("no panic");
        gate.open = true;
        if let Some(waker) = gate.waker.take() {
            waker.wake();
        }
    }

    fn close(&self) {
        self.state.lock().expect("no panic").open = false;
    }

    fn fail(&self, failing: bool) {
        self.state.lock().expect("no panic").failing = failing;
    }

    fn cached(&self) -> Cached<Slow> {
        let clock = self.clone();
        Cached::within(self.clone(), &Surroundings::empty().clock(move || clock.now()))
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }
}

impl CredentialsProvider for Slow {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async move {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            let failing = poll_fn(|context| {
                let mut gate = self.state.lock().expect("no panic");
                if gate.open {
                    return Poll::Ready(gate.failing);
                }
                gate.waker = Some(context.waker().clone());
                Poll::Pending
            })
            .await;
            if failing {
                return Err(Error::credentials("the service is away"));
            }
            let end = self.now() + Duration::from_secs(3_600);
            Ok(Credentials::keys(format!("key-{number}"), "secret").expiring_at(end))
        })
    }
}

fn poll<T>(future: &mut BoxFuture<'_, T>) -> Poll<T> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

fn id(result: Poll<Result<Credentials, Error>>) -> String {
    match result {
        Poll::Ready(Ok(credentials)) => credentials.access_key_id().to_owned(),
        Poll::Ready(Err(error)) => format!("error: {}", error.message()),
        Poll::Pending => "pending".to_owned(),
    }
}

fn ask(cached: &Cached<Slow>) -> String {
    id(poll(&mut cached.credentials()))
}

#[test]
fn sixty_four_askers_make_one_request() {
    let slow = Slow::default();
    let cached = slow.cached();
    let mut askers: Vec<_> = (0..64).map(|_| cached.credentials()).collect();
    for asker in &mut askers {
        assert_eq!(id(poll(asker)), "pending");
    }
    assert_eq!(slow.asked(), 1);
    slow.open();
    for asker in &mut askers {
        assert_eq!(id(poll(asker)), "key-1");
    }
    assert_eq!(slow.asked(), 1);
}

#[test]
fn sixty_four_threads_make_one_request() {
    let slow = Slow::default();
    let cached = slow.cached();
    let found = std::thread::scope(|scope| {
        let asker = || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            runtime.block_on(cached.credentials()).map(|found| found.access_key_id().to_owned())
        };
        let threads: Vec<_> = (0..64).map(|_| scope.spawn(asker)).collect();
        while slow.asked() == 0 {
            std::thread::yield_now();
        }
        slow.open();
        threads.into_iter().map(|thread| thread.join().expect("no panic").expect("keys")).collect::<Vec<_>>()
    });
    assert_eq!(found, vec!["key-1"; 64]);
    assert_eq!(slow.asked(), 1);
}

#[test]
fn they_are_refreshed_early_by_one_while_the_others_go_on() {
    let slow = Slow::default();
    slow.open();
    let cached = slow.cached();
    assert_eq!(ask(&cached), "key-1");
    // An hour of life, refreshed five minutes before its end.
    slow.pass(3_299);
    assert_eq!(ask(&cached), "key-1");
    assert_eq!(slow.asked(), 1);
    slow.pass(1);
    slow.close();
    let mut first = cached.credentials();
    assert_eq!(id(poll(&mut first)), "pending");
    assert_eq!(ask(&cached), "key-1", "the others do not wait");
    assert_eq!(slow.asked(), 2);
    slow.open();
    assert_eq!(id(poll(&mut first)), "key-2");
    assert_eq!(ask(&cached), "key-2");
    assert_eq!(slow.asked(), 2);
}

#[test]
fn they_are_never_served_past_their_end() {
    let slow = Slow::default();
    slow.open();
    let cached = slow.cached();
    assert_eq!(ask(&cached), "key-1");
    slow.fail(true);
    slow.pass(3_400);
    assert_eq!(ask(&cached), "key-1", "a refresh that fails early is of no matter");
    assert_eq!(slow.asked(), 2);
    assert_eq!(ask(&cached), "key-1", "and is not repeated at once");
    assert_eq!(slow.asked(), 2);
    slow.pass(10);
    assert_eq!(ask(&cached), "key-1");
    assert_eq!(slow.asked(), 3);
    slow.pass(189);
    assert_eq!(ask(&cached), "key-1", "a second before the end");
    slow.pass(1);
    assert_eq!(ask(&cached), "error: the service is away");
    slow.fail(false);
    assert!(ask(&cached).starts_with("key-"), "an error is not kept");
}

#[test]
fn a_refresh_that_outlives_the_old_ones_does_not_serve_them() {
    let slow = Slow::default();
    slow.open();
    let cached = slow.cached();
    assert_eq!(ask(&cached), "key-1");
    slow.pass(3_500);
    slow.close();
    let mut first = cached.credentials();
    assert_eq!(id(poll(&mut first)), "pending");
    slow.pass(100);
    let mut second = cached.credentials();
    assert_eq!(id(poll(&mut second)), "pending", "the old ones are expired, so that all wait");
    slow.fail(true);
    slow.open();
    assert_eq!(id(poll(&mut first)), "error: the service is away");
    assert_eq!(id(poll(&mut second)), "error: the service is away", "who waited gets the same answer");
    assert_eq!(slow.asked(), 2);
}

#[test]
fn when_the_asker_gives_up_another_takes_its_place() {
    let slow = Slow::default();
    let cached = slow.cached();
    let mut first = cached.credentials();
    let mut second = cached.credentials();
    assert_eq!(id(poll(&mut first)), "pending");
    assert_eq!(id(poll(&mut second)), "pending");
    drop(first);
    slow.open();
    assert_eq!(id(poll(&mut second)), "key-2");
    assert_eq!(slow.asked(), 2);
}

#[test]
fn keys_that_are_expired_when_they_come_are_not_taken() {
    struct Old;
    impl CredentialsProvider for Old {
        fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
            Box::pin(std::future::ready(Ok(Credentials::keys("a", "b").expiring_at(UNIX_EPOCH))))
        }
    }
    let cached = Cached::within(Old, &Surroundings::empty().clock(|| UNIX_EPOCH + Duration::from_secs(1)));
    let error = id(poll(&mut cached.credentials()));
    assert!(error.contains("expired") && error.contains("clock"), "{error}");
}
