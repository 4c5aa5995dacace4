//! The requests that the vendors' own Python SDKs sent, recorded with a frozen clock, are accepted; with one byte
//! changed they are refused.

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use docwright_mock::{MockVendor, RunningVendor};
use docwright_runtime::hyper_transport::HyperTransport;
use docwright_runtime::transport::{Limits, Transport as _};
use serde_json::{Value, json};

/// The moment at which the recordings' clock stood, 2024-01-02T03:04:05Z, in seconds since 1970.
const RECORDED: i64 = 1_704_164_645;

/// The vectors of a file. `None`, and a line that says so, where there is no shared folder.
fn vectors(test: &str, file: &str) -> Option<Vec<Value>> {
    let variable = std::env::var_os("DOCWRIGHT_SHARED");
    let folder =
        variable.clone().map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    if variable.is_none() && !folder.is_dir() {
        println!("{test}: skipped, there is no shared folder (set DOCWRIGHT_SHARED)");
        return None;
    }
    let path = folder.join("vectors").join(file);
    let content = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let all: Value = serde_json::from_str(&content).expect("JSON");
    let list = all.as_array().or(all["vectors"].as_array()).expect("a list of vectors").clone();
    // What was published, not recorded, misses parts that a server asks for.
    Some(list.into_iter().filter(|vector| vector["timestamp"] == "2024-01-02T03:04:05Z").collect())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    value.as_array().into_iter().flatten().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
}

/// A vendor that has just the operation of a vector, the vector's keys, and its clock.
fn vendor(vector: &Value, protocol: &str) -> RunningVendor {
    let request = &vector["request"];
    let mut pairs = pairs(&request["query"]);
    pairs.extend(self::pairs(&request["headers"]));
    pairs.extend(form(text(request, "body")));
    let find = |names: [&str; 2]| {
        let found = pairs.iter().find(|(name, _)| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let is_rpc = protocol == "alibaba_rpc";
    let spec = json!({
        "vendor": "v",
        "service": "s",
        "protocol": protocol,
        "version": if is_rpc { json!(find(["Version", "x-acs-version"])) } else { Value::Null },
        "operations": [{
            "name": if is_rpc { find(["Action", "x-acs-action"]) } else { "Any".to_owned() },
            "method": request["method"],
            "path": request["path"],
            "parameters": [],
            "responses": [{"status": 200, "fields": []}],
        }],
    });
    let credentials = &vector["credentials"];
    let mut vendor = MockVendor::from_json(&spec.to_string())
        .expect("a spec")
        .with_keys(text(credentials, "access_key_id"), text(credentials, "access_key_secret"))
        .with_clock_ahead(RECORDED - now());
    if let Some(token) = credentials["security_token"].as_str() {
        vendor = vendor.with_security_token(token);
    }
    vendor.start().expect("a port")
}

fn form(body: &str) -> Vec<(String, String)> {
    body.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs().cast_signed()
}

/// Sends a vector's request; gives the status and the body.
async fn send(vendor: &RunningVendor, vector: &Value, change: Option<&str>) -> (u16, String) {
    let request = &vector["request"];
    let mut query = pairs(&request["query"]);
    let mut headers = pairs(&request["headers"]);
    match vector["expected"]["authorization"].as_str() {
        Some(authorization) => headers.push(("authorization".to_owned(), authorization.to_owned())),
        None => query.push(("Signature".to_owned(), text(&vector["expected"], "signature").to_owned())),
    }
    let mut body = text(request, "body").to_owned();
    match change {
        Some("query") => query[0].1.push('x'),
        Some("body") => body.push('x'),
        Some("header") => {
            let signature = headers.iter_mut().find(|(name, _)| name == "authorization").expect("a signature");
            let last = signature.1.pop();
            signature.1.push(if last == Some('0') { '1' } else { '0' });
        }
        Some(_) | None => {}
    }
    let escape = |text: &str| {
        let escaped = |byte: u8| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(escaped).collect::<String>()
    };
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    let uri = format!("{}{}?{}", vendor.endpoint(), text(request, "path"), query.join("&"));
    let mut built = http::Request::builder().method(text(request, "method")).uri(uri);
    for (name, value) in &headers {
        // The transport says how long the body is and how the connection is kept.
        if !["content-length", "connection", "transfer-encoding"].contains(&name.to_ascii_lowercase().as_str()) {
            let value = http::HeaderValue::from_bytes(value.as_bytes()).expect("a header");
            built = built.header(name, value);
        }
    }
    let built = built.body(Bytes::from(body)).expect("a request");
    let limits = Limits { deadline: Some(Instant::now() + Duration::from_secs(10)), body_size: 1 << 20 };
    let transport = HyperTransport::new().expect("a transport");
    let response = transport.send(built, limits).await.expect("an answer");
    (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
}

/// `quirks` names the requests that are signed against the vendor's own rules: they are refused.
async fn check(test: &str, file: &str, protocol: &str, quirks: &[&str]) {
    let Some(vectors) = vectors(test, file) else { return };
    let mut wrong = Vec::new();
    for vector in &vectors {
        let id = text(vector, "id");
        let accepted = send(&vendor(vector, protocol), vector, None).await;
        if (accepted.0 == 200) == quirks.contains(&id) {
            wrong.push(format!("{id}: {accepted:?}"));
        }
        let has_header = vector["expected"]["authorization"].is_string();
        for (change, applies) in [
            ("query", vector["request"]["query"].as_array().is_some_and(|query| !query.is_empty())),
            ("body", has_header && !vector["request"]["headers"].to_string().contains("UNSIGNED-PAYLOAD")),
            ("header", has_header),
        ] {
            if applies {
                let refused = send(&vendor(vector, protocol), vector, Some(change)).await;
                if refused.0 == 200 {
                    wrong.push(format!("{id} was accepted with a changed {change}"));
                }
            }
        }
    }
    assert!(vectors.len() > 15, "{}", vectors.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn requests_in_signature_version_1_are_accepted() {
    check("requests_in_signature_version_1_are_accepted", "aliyun_rpc_v1.json", "alibaba_rpc", &[]).await;
}

#[tokio::test]
async fn requests_in_acs3_are_accepted() {
    // The SDK leaves the names of parameters unescaped in what it signs.
    check("requests_in_acs3_are_accepted", "aliyun_acs3.json", "alibaba_rpc", &["awkward-keys"]).await;
}

#[tokio::test]
async fn requests_signed_for_huawei_are_accepted() {
    // The SDK signs an escaped slash as a bare one.
    let quirks = ["path-parameter-slash"];
    check("requests_signed_for_huawei_are_accepted", "huawei_aksk.json", "huawei_rest", &quirks).await;
}
