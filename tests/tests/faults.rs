//! Ten thousand calls, sixty-four at once, a tenth of them broken on purpose: nothing panics, hangs, is created twice,
//! fails without a kind, or stays in memory.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use docwright_clients::alibaba::vpc::{self, create_ssl_vpn_server};
use docwright_mock::{Fault, Faults, MockVendor, RunningVendor};
use docwright_runtime::{Error, ErrorKind};
use docwright_tests::road::workspace;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const CALLS: usize = 10_000;
const AT_ONCE: usize = 64;
/// The most bytes that the client takes of an answer. The vendor sends a hundred times as much.
const ANSWER: usize = 1 << 20;
/// The time limit of a call.
const LIMIT: Duration = Duration::from_secs(10);
/// What a call may take beyond its limit on a machine that is busy.
const GRACE: Duration = Duration::from_secs(5);
const MEBIBYTE: usize = 1 << 20;

/// What the workers share.
struct Run {
    client: vpc::Client,
    next: AtomicUsize,
    /// Bytes in use when a quarter of the calls was made.
    quarter: AtomicUsize,
}

/// How calls ended.
#[derive(Default)]
struct Ends {
    succeeded: usize,
    failed: BTreeMap<String, usize>,
    slowest: Duration,
}

#[tokio::test]
async fn ten_thousand_calls_survive_a_vendor_that_breaks_every_tenth() {
    let before = ALLOCATOR.current_usage();
    let spec = workspace().join("specs/alibaba/vpc/spec.json");
    let vendor = MockVendor::from_spec(spec).expect("a spec").with_pending_polls(0).start().expect("a port");
    vendor.strew(Faults { share: 0.1, seed: 1, kinds: Fault::ALL.to_vec() });
    let builder = vpc::Client::builder().region("cn-hangzhou").credentials(vendor.credentials()).timeout(LIMIT);
    let client = builder.endpoint(vendor.endpoint()).allow_plain_http().answer_size(ANSWER).build().expect("a client");
    ALLOCATOR.reset_peak_usage();
    let run = Arc::new(Run { client, next: AtomicUsize::new(0), quarter: AtomicUsize::new(0) });
    let workers: Vec<_> = (0..AT_ONCE).map(|_| tokio::spawn(work(Arc::clone(&run)))).collect();
    let mut all = Ends::default();
    for worker in workers {
        let ends = worker.await.expect("no panic");
        all.succeeded += ends.succeeded;
        all.slowest = all.slowest.max(ends.slowest);
        for (kind, count) in ends.failed {
            *all.failed.entry(kind).or_default() += count;
        }
    }
    let (end, peak) = (ALLOCATOR.current_usage(), ALLOCATOR.peak_usage());
    println!("{} succeeded, the slowest in {:?}; failed: {:?}", all.succeeded, all.slowest, all.failed);

    assert_eq!(all.succeeded + all.failed.values().sum::<usize>(), CALLS);
    assert!(all.slowest < LIMIT + GRACE, "{:?}", all.slowest);
    // A fault of each kind came a hundred times; most of them are mended by repeating.
    assert!(vendor.call_count() > CALLS as u64, "nothing was repeated");
    assert!(all.succeeded > CALLS * 9 / 10, "{} succeeded", all.succeeded);
    for kind in ["Decode", "Service", "Transport"] {
        assert!(all.failed.keys().any(|failed| failed.starts_with(kind)), "{kind} is missing: {:?}", all.failed);
    }
    created_once(&vendor);

    // Answers in flight and what the vendor remembers; a hundred huge bodies would be 10,000 MiB.
    let most = 2 * AT_ONCE * ANSWER + 64 * MEBIBYTE;
    assert!(peak < before + most, "{} MiB at the peak", peak / MEBIBYTE);
    let grown = end.saturating_sub(run.quarter.load(Ordering::Relaxed));
    assert!(grown < 24 * MEBIBYTE, "three quarters of the calls left {} MiB", grown / MEBIBYTE);
    drop((run, vendor));
    let left = ALLOCATOR.current_usage().saturating_sub(before);
    assert!(left < 4 * MEBIBYTE, "{left} bytes are left when client and vendor are gone");
}

/// Makes calls until there are enough: two in four create, one asks, one deletes.
async fn work(run: Arc<Run>) -> Ends {
    let mut ends = Ends::default();
    let mut servers: Vec<String> = Vec::new();
    loop {
        let number = run.next.fetch_add(1, Ordering::Relaxed);
        if number >= CALLS {
            return ends;
        }
        if number == CALLS / 4 {
            run.quarter.store(ALLOCATOR.current_usage(), Ordering::Relaxed);
        }
        let started = Instant::now();
        // A call that ignores its limit fails here instead of hanging.
        let outcome = tokio::time::timeout(LIMIT + GRACE, one(&run.client, number, &mut servers)).await;
        ends.slowest = ends.slowest.max(started.elapsed());
        match outcome.expect("a call that keeps its time limit") {
            Ok(()) => ends.succeeded += 1,
            Err(error) => *ends.failed.entry(kind(&error)).or_default() += 1,
        }
    }
}

async fn one(client: &vpc::Client, number: usize, servers: &mut Vec<String>) -> Result<(), Error> {
    if number % 4 < 2 {
        let request = client.create_ssl_vpn_server(create_ssl_vpn_server::Required {
            vpn_gateway_id: "vpn-1".into(),
            client_ip_pool: "192.168.1.0/24".into(),
            local_subnet: "10.0.0.0/8".into(),
        });
        // Some calls stand alone, so that the kind of each fault is seen.
        let retries = if number.is_multiple_of(8) { 0 } else { 3 };
        let request = request.name(format!("server-{number}")).with_retries(retries);
        servers.push(request.send().await?.ssl_vpn_server_id);
    } else if let Some(server) = servers.pop().filter(|_| number % 4 == 2) {
        client.delete_ssl_vpn_server(server).send().await?;
    } else {
        client.describe_vpn_gateway("vpn-1").send().await?;
    }
    Ok(())
}

/// The kind of a failure, with what must come with it.
fn kind(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Service => {
            assert!(error.status().is_some(), "an answer without a status: {error:?}");
            assert!(error.code().is_some() || error.raw_body().is_some(), "an answer that was lost: {error:?}");
        }
        ErrorKind::Decode => assert!(error.raw_body().is_some(), "an answer that was lost: {error:?}"),
        ErrorKind::Transport | ErrorKind::Timeout => {
            assert!(std::error::Error::source(error).is_some(), "a failure without a cause: {error:?}");
        }
        other => panic!("nothing else can happen here: {other:?}, {error:?}"),
    }
    assert!(error.operation().is_some() && !error.message().is_empty(), "{error:?}");
    format!("{:?} {}", error.kind(), error.code().unwrap_or_default())
}

/// No token and no call made more than one thing, though answers were lost after the work.
fn created_once(vendor: &RunningVendor) {
    let (mut tokens, mut names) = (BTreeMap::new(), BTreeMap::new());
    let creations = vendor.creations();
    assert!(creations.len() > CALLS * 4 / 10, "{} creations", creations.len());
    for creation in &creations {
        let token = creation.token.clone().expect("the client sends a token");
        *tokens.entry(token).or_insert(0) += 1;
        let name = creation.parameters.iter().find(|(name, _)| name == "Name").expect("a name");
        *names.entry(name.1.clone()).or_insert(0) += 1;
    }
    assert!(tokens.values().chain(names.values()).all(|count| *count == 1), "something was created twice");
}
