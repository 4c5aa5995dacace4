//! The same call as a careful hand writes it for this one operation, with the same libraries and serde.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::answers::Output;

fn encode(text: &str, output: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            output.push(char::from(byte));
        } else {
            output.push('%');
            output.push(char::from(DIGITS[usize::from(byte >> 4)]));
            output.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let pairs = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    pairs.map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// A nonce that does not repeat: a count and the time through a digest.
fn nonce() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_nanos();
    let digest = Sha256::new()
        .chain_update(time.to_le_bytes())
        .chain_update(COUNT.fetch_add(1, Ordering::Relaxed).to_le_bytes())
        .finalize();
    hexadecimal(&digest[..16])
}

/// The signed request. The date is fixed: writing one is no work that differs.
pub fn request(region: &str, instance_ids: &[String]) -> http::Request<Bytes> {
    let token = nonce();
    let (first, second) = (&instance_ids[0], &instance_ids[1]);
    let mut query = vec![
        ("RegionId", region),
        ("VpcId", "vpc-bp1qpo0kug3a20qqe9h8v"),
        ("InstanceName", "web server 7"),
        ("Status", "Running"),
        ("PageSize", "10"),
        ("PageNumber", "1"),
        ("DryRun", "false"),
        ("ClientToken", &token),
        ("InstanceId.1", first),
        ("InstanceId.2", second),
    ];
    query.sort_unstable();
    let mut text = String::with_capacity(512);
    for (name, value) in query {
        if !text.is_empty() {
            text.push('&');
        }
        encode(name, &mut text);
        text.push('=');
        encode(value, &mut text);
    }
    let host = format!("ecs.{region}.aliyuncs.com");
    let nonce = nonce();
    let payload_hash = hexadecimal(&Sha256::digest(b""));
    let headers = [
        ("host", host.as_str()),
        ("x-acs-action", "DescribeInstances"),
        ("x-acs-content-sha256", &payload_hash),
        ("x-acs-date", "2026-11-22T05:00:00Z"),
        ("x-acs-signature-nonce", &nonce),
        ("x-acs-version", "2014-05-26"),
    ];
    let names = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
    let mut canonical = format!("POST\n/\n{text}\n");
    for (name, value) in headers {
        canonical.push_str(name);
        canonical.push(':');
        canonical.push_str(value);
        canonical.push('\n');
    }
    canonical.push('\n');
    canonical.push_str(names);
    canonical.push('\n');
    canonical.push_str(&payload_hash);
    let string_to_sign = format!("ACS3-HMAC-SHA256\n{}", hexadecimal(&Sha256::digest(canonical.as_bytes())));
    let mut mac = Hmac::<Sha256>::new_from_slice(b"testsecret").expect("a key");
    mac.update(string_to_sign.as_bytes());
    let signature = hexadecimal(&mac.finalize().into_bytes());
    let mut request = http::Request::builder().method("POST").uri(format!("https://{host}/?{text}"));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request
        .header("accept", "application/json")
        .header("user-agent", "by-hand")
        .header(
            "authorization",
            format!("ACS3-HMAC-SHA256 Credential=testid,SignedHeaders={names},Signature={signature}"),
        )
        .body(Bytes::new())
        .expect("a request")
}

/// Reads an answer.
pub fn decode(body: &[u8]) -> Output {
    serde_json::from_slice(body).expect("JSON")
}
