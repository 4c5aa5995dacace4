//! The front for programs without an async runtime: calls, repeats, waiters and pages on a thread that just waits.
#![cfg(feature = "blocking")]

#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/alibaba_vpc.rs"]
mod alibaba_vpc;
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use alibaba_vpc::create_ssl_vpn_client_cert;
use docwright_runtime::blocking::{Blocking as _, UreqTransport, items, pages, run};
use docwright_runtime::credentials::{BoxFuture, CredentialsProvider};
use docwright_runtime::emitted::Items;
use docwright_runtime::transport::Transport as _;
use docwright_runtime::{Credentials, Error, ErrorKind};

/// Answers these, one connection after the other, and counts requests.
fn serve(answers: Vec<(u16, String)>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    thread::spawn(move || {
        for (status, body) in answers {
            let (stream, _) = listener.accept().expect("a connection");
            stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time");
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).expect("a line");
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().expect("a length");
                }
                if line == "\r\n" {
                    break;
                }
            }
            reader.read_exact(&mut vec![0; length]).expect("a body");
            counted.fetch_add(1, Ordering::SeqCst);
            let head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let mut stream = stream;
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).expect("an answer");
        }
    });
    (endpoint, count)
}

fn client(endpoint: String) -> alibaba_vpc::Client {
    let builder = alibaba_vpc::Client::builder().region("cn-hangzhou").endpoint(endpoint).allow_plain_http();
    let builder = builder.credentials(Credentials::keys("id", "secret"));
    builder.transport(UreqTransport::new().expect("a transport")).build().expect("a client")
}

#[test]
fn a_call_is_repeated_after_a_wait() {
    let (endpoint, count) = serve(vec![(503, String::new()), (200, r#"{"SslVpnClientCertId":"vsc-1"}"#.to_owned())]);
    let output = client(endpoint).create_ssl_vpn_client_cert("vss-1").send().block().expect("the second answer");
    assert_eq!(output.ssl_vpn_client_cert_id, "vsc-1");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn a_waiter_waits_here() {
    let state = |state: &str| (200, format!(r#"{{"Status":"{state}"}}"#));
    let (endpoint, count) = serve(vec![state("updating"), state("updating"), state("active")]);
    let waiting = create_ssl_vpn_client_cert::wait(&client(endpoint), "vpn-1");
    let begun = Instant::now();
    let output = waiting.with_interval(Duration::from_millis(60)).block().expect("it is done");
    assert_eq!((output.status.as_str(), count.load(Ordering::SeqCst)), ("active", 3));
    assert!(begun.elapsed() >= Duration::from_millis(60 + 90), "{:?}", begun.elapsed());
}

#[test]
fn pages_are_a_loop() {
    let page = |ids: &str| {
        let servers: Vec<_> = ids.chars().map(|id| format!(r#"{{"SslVpnServerId":"{id}"}}"#)).collect();
        (200, format!(r#"{{"TotalCount":3,"SslVpnServers":{{"SslVpnServer":[{}]}}}}"#, servers.join(",")))
    };
    let (endpoint, _) = serve(vec![page("ab"), page("c")]);
    let mut seen = String::new();
    for page in pages(client(endpoint).describe_ssl_vpn_servers().page_size(2).pages()) {
        let servers = page.expect("a page").ssl_vpn_servers.expect("servers");
        seen.extend(servers.ssl_vpn_server.iter().map(|server| server.ssl_vpn_server_id.as_str()));
    }
    assert_eq!(seen, "abc");
}

#[test]
fn entries_are_a_loop_too_and_an_error_ends_it() {
    let page = |ids: &str| {
        let servers: Vec<_> = ids.chars().map(|id| format!(r#"{{"SslVpnServerId":"{id}"}}"#)).collect();
        (200, format!(r#"{{"TotalCount":9,"SslVpnServers":{{"SslVpnServer":[{}]}}}}"#, servers.join(",")))
    };
    let (endpoint, _) = serve(vec![page("ab"), page("c"), (400, "{}".to_owned())]);
    let pages = client(endpoint).describe_ssl_vpn_servers().page_size(2).pages();
    let entries = items(Items::new(pages, |page| page.ssl_vpn_servers.unwrap_or_default().ssl_vpn_server));
    let seen: Vec<String> =
        entries.map(|entry| entry.map_or("!".to_owned(), |entry| entry.ssl_vpn_server_id)).collect();
    assert_eq!(seen, ["a", "b", "c", "!"]);
}

#[test]
fn a_failed_page_ends_the_loop() {
    let (endpoint, _) = serve(vec![(400, "{}".to_owned())]);
    let results: Vec<_> = pages(client(endpoint).describe_ssl_vpn_servers().pages()).collect();
    assert!(matches!(results.as_slice(), [Err(error)] if error.status() == Some(400)));
}

#[test]
fn a_call_ends_at_its_deadline() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let request = client(endpoint).create_ssl_vpn_client_cert("vss-1").with_timeout(Duration::from_millis(150));
    let begun = Instant::now();
    let error = request.send().block().expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

/// Credentials that another thread brings after a while, or never.
struct Late(Option<Duration>);

impl CredentialsProvider for Late {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        let (wait, begun, mut asked) = (self.0, Instant::now(), false);
        Box::pin(std::future::poll_fn(move |context| {
            if wait.is_some_and(|wait| begun.elapsed() >= wait) {
                return std::task::Poll::Ready(Ok(Credentials::keys("id", "secret")));
            }
            if let Some(wait) = wait.filter(|_| !std::mem::replace(&mut asked, true)) {
                let waker = context.waker().clone();
                thread::spawn(move || {
                    thread::sleep(wait);
                    waker.wake();
                });
            }
            std::task::Poll::Pending
        }))
    }
}

#[test]
fn credentials_of_another_thread_are_awaited_up_to_the_deadline() {
    let (endpoint, _) = serve(vec![(200, "{}".to_owned())]);
    let with = |endpoint: &str, late| {
        let builder = alibaba_vpc::Client::builder().region("cn-hangzhou").endpoint(endpoint).allow_plain_http();
        let builder = builder.credentials(Late(late)).transport(UreqTransport::new().expect("a transport"));
        builder.build().expect("a client").create_ssl_vpn_client_cert("vss-1")
    };
    with(&endpoint, Some(Duration::from_millis(80))).send().block().expect("an answer");
    let begun = Instant::now();
    let error = with(&endpoint, None).with_timeout(Duration::from_millis(120)).send().block().expect_err("never");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!((100..5_000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
}

#[test]
fn sleeps_are_slept_inside_and_outside_of_a_run() {
    let transport = UreqTransport::new().expect("a transport");
    let begun = Instant::now();
    run(transport.sleep(Duration::from_millis(40)));
    run(async {
        // A run within a run leaves the outer one its alarm.
        let outer = transport.sleep(Duration::from_millis(30));
        run(transport.sleep(Duration::from_millis(10)));
        outer.await;
    });
    assert!(begun.elapsed() >= Duration::from_millis(80), "{:?}", begun.elapsed());
}
