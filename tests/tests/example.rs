//! The program of `generated/examples/`, run as a user runs it, against a server on this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::Duration;

/// The head of a request, its names in lower case.
struct Request {
    line: String,
    headers: Vec<(String, String)>,
}

impl Request {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|header| header.0 == name).map_or("", |header| header.1.as_str())
    }
}

/// Reads a request and answers it, once.
fn serve(stream: &mut TcpStream, answer: &dyn Fn(&Request) -> (u16, String)) -> Request {
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let mut reader = BufReader::new(stream.try_clone().expect("the stream"));
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let headers = lines.iter().skip(1).filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let request = Request { line: lines.first().cloned().unwrap_or_default(), headers };
    let length: u64 = request.header("content-length").parse().unwrap_or(0);
    reader.take(length).read_to_end(&mut Vec::new()).expect("a body");
    let (status, body) = answer(&request);
    let length = body.len();
    write!(stream, "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        .expect("written");
    request
}

/// Runs the example against a server that answers `calls` calls; gives its output, its success and the calls.
fn run(calls: usize, answer: impl Fn(&Request) -> (u16, String) + Send + 'static) -> (String, bool, Vec<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let server = thread::spawn(move || {
        let serve_next = |_| serve(&mut listener.accept().expect("a call").0, &answer);
        (0..calls).map(serve_next).collect()
    });
    let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let target = std::env::current_exe().expect("this program").ancestors().nth(3).expect("target").to_owned();
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--package", "docwright-clients", "--features", "alibaba-vpc"])
        .args(["--example", "ssl_vpn", "--", "vpn-gateway-1", &endpoint])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "key-id")
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "key-secret")
        .output()
        .expect("cargo runs");
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    // A program that never called would leave the server waiting.
    assert!(output.status.success() || told.contains("Error:"), "the example did not run:\n{told}");
    (told, output.status.success(), server.join().expect("the server"))
}

#[test]
fn the_example_makes_a_server_and_a_certificate() {
    let (told, success, calls) = run(2, |request| {
        let body = match request.header("x-acs-action") {
            "CreateSslVpnServer" => r#"{"RequestId":"r-1","SslVpnServerId":"vss-1"}"#,
            _ => r#"{"RequestId":"r-2","SslVpnClientCertId":"vsc-2"}"#,
        };
        (200, body.to_owned())
    });
    assert!(success, "{told}");
    assert_eq!(told.trim(), "vsc-2");
    let actions: Vec<&str> = calls.iter().map(|call| call.header("x-acs-action")).collect();
    assert_eq!(actions, ["CreateSslVpnServer", "CreateSslVpnClientCert"]);
    for call in &calls {
        let authorization = call.header("authorization");
        assert!(authorization.starts_with("ACS3-HMAC-SHA256 Credential=key-id,"), "{authorization}");
        assert_eq!(call.header("x-acs-version"), "2016-04-28");
    }
    for pair in ["VpnGatewayId=vpn-gateway-1", "ClientIpPool=192.168.1.0%2F24", "Proto=UDP", "RegionId=cn-hangzhou"] {
        assert!(calls[0].line.contains(pair), "{pair} is missing in {}", calls[0].line);
    }
    assert!(calls[1].line.contains("SslVpnServerId=vss-1"), "the first answer goes into the second call");
}

#[test]
fn the_example_tells_a_documented_error_apart() {
    let (told, success, _) = run(1, |_| {
        let body = r#"{"RequestId":"r-1","Code":"Resource.QuotaFull","Message":"The quota of resource is full"}"#;
        (400, body.to_owned())
    });
    assert!(!success && told.contains("ask for more servers"), "{told}");
}
