//! How long things may take: connecting, an attempt, a call with all that belongs to it, and what a dropped call leaves.

#[path = "support/server.rs"]
mod server;
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use docwright_runtime::client::ClientCore;
use docwright_runtime::credentials::{BoxFuture, CredentialsProvider};
use docwright_runtime::operation::OperationInfo;
use docwright_runtime::{Credentials, Error, ErrorKind};
use server::serve;
use support::services::{ALIBABA, CREATE, DESCRIBE, builder};
use support::{Fields, Nothing};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

/// Long enough that a test which waits for it has failed.
const LONG: Duration = Duration::from_secs(20);

async fn send(client: &ClientCore, operation: &'static OperationInfo) -> Result<Nothing, Error> {
    client.call().send(operation, Box::new(Fields::new([]))).await
}

/// Takes connections and says nothing.
async fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    (listener, address)
}

#[tokio::test]
async fn a_connection_has_its_own_limit_with_tls() {
    let (_listener, address) = silent().await;
    let client = builder(&ALIBABA)
        .endpoint(format!("https://{address}"))
        .connect_timeout(Duration::from_millis(80))
        .timeout(LONG)
        .retries(1)
        .build()
        .expect("a client");
    let begun = Instant::now();
    let error = send(&client, &CREATE).await.expect_err("no TLS");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let cause = std::iter::successors(std::error::Error::source(&error), |error| error.source());
    assert!(cause.map(ToString::to_string).any(|text| text.contains("80ms")), "{error:?}");
}

#[tokio::test]
async fn an_attempt_that_hangs_is_given_up_and_made_again() {
    let (listener, address) = silent().await;
    let answers = tokio::spawn(async move {
        let (first, _) = listener.accept().await.expect("a connection");
        let (mut second, _) = listener.accept().await.expect("a connection");
        let mut request = [0; 4096];
        let _ = second.read(&mut request).await;
        let text = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        tokio::io::AsyncWriteExt::write_all(&mut second, text).await.expect("an answer");
        drop(first);
    });
    let client = builder(&ALIBABA).endpoint(format!("http://{address}")).allow_plain_http().build().expect("a client");
    let mut call = client.call();
    call.options.attempt_timeout = Some(Duration::from_millis(100));
    call.send::<Nothing>(&DESCRIBE, Box::new(Fields::new([]))).await.expect("the second attempt");
    answers.await.expect("a server");
}

#[tokio::test]
async fn an_attempt_that_hangs_is_not_made_again_where_it_may_do_harm() {
    let (listener, address) = silent().await;
    let client = builder(&ALIBABA)
        .endpoint(format!("http://{address}"))
        .allow_plain_http()
        .attempt_timeout(Duration::from_millis(60))
        .timeout(LONG)
        .build()
        .expect("a client");
    let error = send(&client, &CREATE).await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let _first = listener.accept().await.expect("a connection");
    let second = tokio::time::timeout(Duration::from_millis(300), listener.accept()).await;
    assert!(second.is_err(), "there was a second attempt");
}

/// Credentials that never come.
struct Never;

impl CredentialsProvider for Never {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn the_calls_time_covers_its_credentials() {
    let client = builder(&ALIBABA).credentials(Never).timeout(Duration::from_millis(50)).build().expect("a client");
    let error =
        tokio::time::timeout(LONG, send(&client, &DESCRIBE)).await.expect("an end").expect_err("no credentials");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("credentials"), "{error}");
}

#[tokio::test]
async fn waits_between_attempts_are_part_of_the_calls_time() {
    let (endpoint, _) = serve(50, |_| (503, "", String::new())).await;
    let client = builder(&ALIBABA)
        .endpoint(endpoint)
        .allow_plain_http()
        .timeout(Duration::from_millis(400))
        .retries(50)
        .build()
        .expect("a client");
    let begun = Instant::now();
    send(&client, &DESCRIBE).await.expect_err("the service is down");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection_and_makes_no_other_attempt() {
    let (listener, address) = silent().await;
    let client = builder(&ALIBABA).endpoint(format!("http://{address}")).allow_plain_http().build().expect("a client");
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = connections.clone();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        counted.fetch_add(1, Ordering::SeqCst);
        let mut bytes = Vec::new();
        // Ends when the client closes: a call that went on in the background would keep it open.
        let closed = tokio::time::timeout(LONG, stream.read_to_end(&mut bytes)).await;
        let more = tokio::time::timeout(Duration::from_millis(400), listener.accept()).await;
        (closed.is_ok(), more.is_err(), bytes)
    });
    let dropped = tokio::time::timeout(Duration::from_millis(200), send(&client, &DESCRIBE)).await;
    assert!(dropped.is_err(), "the server is silent");
    let (closed, alone, bytes) = server.await.expect("a server");
    assert!(bytes.starts_with(b"POST / HTTP/1.1\r\n"), "it was sent");
    assert!(closed, "the connection stays open");
    assert!(alone, "there was another attempt");
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_makes_no_other_attempt() {
    let (endpoint, received) = serve(5, |_| (503, "retry-after: 1\r\n", String::new())).await;
    let client = builder(&ALIBABA).endpoint(endpoint).allow_plain_http().build().expect("a client");
    let dropped = tokio::time::timeout(Duration::from_millis(300), send(&client, &DESCRIBE)).await;
    assert!(dropped.is_err(), "it waits for a second");
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_eq!(received.lock().expect("no panic").len(), 1);
}

#[test]
fn a_transport_without_its_runtime_is_an_error_and_no_panic() {
    let client = builder(&ALIBABA).build().expect("a client");
    let mut sending = Box::pin(send(&client, &DESCRIBE));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = sending.as_mut().poll(&mut context) else { panic!("no error") };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.message().contains("UreqTransport"), "{error}");
}
