//! A server on loopback for a bounded number of requests: reads HTTP/1.1, answers what a function says.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came over the wire.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Status, more headers, body.
pub type Reply = (u16, &'static str, String);

/// Starts a server; gives its endpoint. It stops after `most` connections or ten seconds.
pub async fn serve(
    most: usize,
    reply: impl Fn(&Received) -> Reply + Send + Sync + 'static,
) -> (String, Arc<Mutex<Vec<Received>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let received = Arc::new(Mutex::new(Vec::new()));
    let (kept, reply) = (received.clone(), Arc::new(reply));
    tokio::spawn(tokio::time::timeout(Duration::from_secs(10), async move {
        for _ in 0..most {
            let (stream, _) = listener.accept().await.expect("a connection");
            let (kept, reply) = (kept.clone(), reply.clone());
            tokio::spawn(tokio::time::timeout(Duration::from_secs(10), connection(stream, kept, reply)));
        }
    }));
    (endpoint, received)
}

async fn connection(mut stream: TcpStream, kept: Arc<Mutex<Vec<Received>>>, reply: Arc<impl Fn(&Received) -> Reply>) {
    let mut bytes = Vec::new();
    while let Some(request) = read(&mut stream, &mut bytes).await {
        let (status, headers, body) = reply(&request);
        kept.lock().expect("no panic").push(request);
        // A header of the reply's own may promise another length.
        let length = if headers.contains("content-length") { String::new() } else { length(&body) };
        let text = format!("HTTP/1.1 {status} X\r\n{length}{headers}\r\n{body}");
        if stream.write_all(text.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn length(body: &str) -> String {
    format!("content-length: {}\r\n", body.len())
}

async fn read(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Received> {
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            break String::from_utf8(std::mem::replace(bytes, rest)).expect("UTF-8");
        }
        more(stream, bytes).await?;
    };
    let mut lines = head.lines();
    let mut request = Received::default();
    let mut first = lines.next().expect("a request line").split(' ');
    request.method = first.next().expect("a method").to_owned();
    let target = first.next().expect("a target");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    (request.path, request.query) = (path.to_owned(), query.to_owned());
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').expect("a header");
        request.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length: usize = request.header("content-length").map_or(0, |length| length.parse().expect("a length"));
    while bytes.len() < length {
        more(stream, bytes).await?;
    }
    let rest = bytes.split_off(length);
    request.body = String::from_utf8(std::mem::replace(bytes, rest)).expect("UTF-8");
    Some(request)
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut buffer = [0; 4096];
    let count = stream.read(&mut buffer).await.ok()?;
    bytes.extend_from_slice(&buffer[..count]);
    (count > 0).then_some(())
}
