//! Calls through an HTTP proxy on loopback: the proxy sees where the request goes, and a tunnel hides the rest.
#![cfg(any(feature = "hyper", feature = "blocking"))]

#[path = "support/server.rs"]
mod server;
mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use docwright_runtime::client::ClientCore;
use docwright_runtime::operation::OperationInfo;
use docwright_runtime::proxy::Proxies;
use docwright_runtime::{Error, ErrorKind};
use server::serve;
use support::services::{ALIBABA, DESCRIBE, builder};
use support::{Fields, Nothing};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

async fn send(client: &ClientCore, operation: &'static OperationInfo) -> Result<Nothing, Error> {
    let mut call = client.call();
    call.options.retries = Some(0);
    call.options.timeout = Some(Duration::from_secs(10));
    call.send(operation, Box::new(Fields::new([]))).await
}

/// A proxy that gives one answer to what it is asked, and then keeps what comes through the tunnel.
async fn proxy(reply: &'static str) -> (String, Arc<Mutex<(String, Vec<u8>)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let seen = Arc::new(Mutex::new((String::new(), Vec::new())));
    let kept = seen.clone();
    tokio::spawn(tokio::time::timeout(Duration::from_secs(10), async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("a request"));
        }
        kept.lock().expect("no panic").0 = String::from_utf8(head).expect("text");
        stream.write_all(reply.as_bytes()).await.expect("an answer");
        let mut through = [0; 16];
        if let Ok(count) = stream.read(&mut through).await {
            kept.lock().expect("no panic").1 = through[..count].to_vec();
        }
    }));
    (address, seen)
}

#[cfg(feature = "hyper")]
fn through(address: &str) -> docwright_runtime::hyper_transport::HyperTransport {
    let proxies = Proxies::through(address).expect("a proxy");
    docwright_runtime::hyper_transport::HyperTransport::builder().proxies(proxies).build().expect("a transport")
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let (address, seen) = proxy("HTTP/1.1 200 Connection established\r\n\r\n").await;
    let client =
        builder(&ALIBABA).transport(through(&format!("http://us%65r:pass@{address}"))).build().expect("a client");
    // What the proxy does with the tunnel is no TLS, so that the call fails there.
    let error = send(&client, &DESCRIBE).await.expect_err("no TLS");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let (head, through) = seen.lock().expect("no panic").clone();
    let expected = "CONNECT vpc.example.com:443 HTTP/1.1\r\nHost: vpc.example.com:443\r\n\
                    Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n";
    assert_eq!(head, expected);
    // A TLS record of the handshake (22), version 3.x, follows; nothing of the request is in the clear.
    assert_eq!(through.first_chunk::<2>(), Some(&[22, 3]), "{through:?}");
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn a_proxy_that_refuses_is_told() {
    let (address, _) = proxy("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    let client = builder(&ALIBABA).transport(through(&address)).build().expect("a client");
    let error = send(&client, &DESCRIBE).await.expect_err("no tunnel");
    let causes = std::iter::successors(std::error::Error::source(&error), |error| error.source());
    assert!(causes.map(ToString::to_string).any(|text| text.contains("407")), "{error:?}");
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn plain_http_is_read_by_the_proxy() {
    let (endpoint, received) = serve(1, |_| (200, "", "{}".to_owned())).await;
    let address = endpoint.replace("http://", "http://user:pass@");
    let builder = builder(&ALIBABA).endpoint("http://vpc.example.com").allow_plain_http();
    let client = builder.transport(through(&address)).build().expect("a client");
    send(&client, &DESCRIBE).await.expect("an answer");
    let received = received.lock().expect("no panic")[0].clone();
    assert_eq!(received.path, "http://vpc.example.com/");
    assert_eq!(received.header("host"), Some("vpc.example.com"));
    assert_eq!(received.header("proxy-authorization"), Some("Basic dXNlcjpwYXNz"));
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn loopback_is_reached_without() {
    let (endpoint, received) = serve(1, |_| (200, "", "{}".to_owned())).await;
    let builder = builder(&ALIBABA).endpoint(endpoint).allow_plain_http();
    let client = builder.transport(through("http://proxy.invalid:1")).build().expect("a client");
    send(&client, &DESCRIBE).await.expect("an answer");
    assert_eq!(received.lock().expect("no panic")[0].path, "/");
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn the_blocking_transport_takes_a_proxy_too() {
    use docwright_runtime::blocking::{Blocking as _, UreqTransport};
    let (address, seen) = proxy("HTTP/1.1 200 Connection established\r\n\r\n").await;
    let call = move || {
        let proxies = Proxies::through(&format!("http://user:pass@{address}")).expect("a proxy");
        let transport = UreqTransport::builder().proxies(proxies).build().expect("a transport");
        let client = builder(&ALIBABA).transport(transport).build().expect("a client");
        let mut call = client.call();
        call.options.retries = Some(0);
        call.options.timeout = Some(Duration::from_secs(5));
        call.send::<Nothing>(&DESCRIBE, Box::new(Fields::new([]))).block().expect_err("no TLS")
    };
    tokio::task::spawn_blocking(call).await.expect("no panic");
    let (head, through) = seen.lock().expect("no panic").clone();
    assert!(head.starts_with("CONNECT vpc.example.com:443 HTTP/1.1\r\n"), "{head}");
    assert!(head.to_ascii_lowercase().contains("proxy-authorization: basic dxnlcjpwyxnz\r\n"), "{head}");
    assert_eq!(through.first_chunk::<2>(), Some(&[22, 3]), "{through:?}");
}
