//! What the server refuses: for each scheme one changed byte, a used nonce, an old date, and what the page forbids.

use bytes::Bytes;
use docwright_mock::{MockVendor, RunningVendor};
use docwright_runtime::hyper_transport::HyperTransport;
use docwright_runtime::signing::{Algorithm, Input, Scheme, alibaba, huawei};
use docwright_runtime::transport::{Limits, Transport as _};
use serde_json::Value;

const SCHEMES: [Scheme; 6] = [
    Scheme::AlibabaRpcV1,
    Scheme::AlibabaAcs3,
    Scheme::AlibabaAcs3Sm3,
    Scheme::HuaweiSdk,
    Scheme::HuaweiSdkSm3,
    Scheme::HuaweiV11,
];

type Pairs = Vec<(String, String)>;

fn pairs(pairs: &[(&str, &str)]) -> Pairs {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn start(scheme: Scheme) -> RunningVendor {
    let service = if is_alibaba(scheme) { "alibaba/vpc" } else { "huawei/apig" };
    let spec = format!("{}/../specs/{service}/spec.json", env!("CARGO_MANIFEST_DIR"));
    MockVendor::from_spec(spec).expect("a spec").with_keys("testid", "testsecret").start().expect("a port")
}

fn is_alibaba(scheme: Scheme) -> bool {
    matches!(scheme, Scheme::AlibabaRpcV1 | Scheme::AlibabaAcs3 | Scheme::AlibabaAcs3Sm3)
}

/// A signed request, before it is put together.
#[derive(Clone)]
struct Signed {
    method: String,
    path: String,
    query: Pairs,
    headers: Pairs,
    body: String,
}

/// The time, in the form of each vendor, with seconds that are added to it.
fn time(scheme: Scheme, seconds: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let text = httpdate::fmt_http_date(
        std::time::UNIX_EPOCH + std::time::Duration::from_secs(now.saturating_add_signed(seconds)),
    );
    // "Sun, 06 Nov 1994 08:49:37 GMT"
    let parts: Vec<&str> = text.split(' ').collect();
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().position(|month| *month == parts[2]).expect("a month") + 1;
    let extended = format!("{}-{month:02}-{}T{}Z", parts[3], parts[1], parts[4]);
    if is_alibaba(scheme) { extended } else { extended.replace(['-', ':'], "") }
}

/// A request that each scheme can sign: a list with parameters in the query.
struct Plan {
    scheme: Scheme,
    nonce: String,
    time: String,
    query: Pairs,
}

impl Plan {
    fn new(scheme: Scheme, nonce: &str) -> Self {
        let query = if is_alibaba(scheme) {
            pairs(&[("RegionId", "cn-hangzhou"), ("Name", "a b*~"), ("PageSize", "20")])
        } else {
            pairs(&[("instance_id", "i-1"), ("limit", "20"), ("name", "a b*~")])
        };
        Self { scheme, nonce: nonce.to_owned(), time: time(scheme, 0), query }
    }

    fn sign(&self, vendor: &RunningVendor) -> Signed {
        let credentials = vendor.credentials();
        let host = format!("127.0.0.1:{}", vendor.port());
        let mut query = self.query.clone();
        let mut headers = pairs(&[("host", &host)]);
        let (action, version) = ("DescribeSslVpnServers", "2016-04-28");
        let mut path = "/".to_owned();
        let algorithm = match self.scheme {
            Scheme::AlibabaAcs3Sm3 | Scheme::HuaweiSdkSm3 => Algorithm::Sm3,
            _ => Algorithm::Sha256,
        };
        let payload_hash = algorithm.digest(b"");
        match self.scheme {
            Scheme::AlibabaRpcV1 => {
                query.extend(pairs(&[
                    ("Action", action),
                    ("Version", version),
                    ("Format", "JSON"),
                    ("Timestamp", &self.time),
                    ("SignatureMethod", "HMAC-SHA1"),
                    ("SignatureVersion", "1.0"),
                    ("SignatureNonce", &self.nonce),
                    ("AccessKeyId", "testid"),
                ]));
                let (_, signature) = alibaba::rpc_v1("GET", &query, &credentials);
                query.push(("Signature".to_owned(), signature));
                return Signed { method: "GET".to_owned(), path, query, headers, body: String::new() };
            }
            Scheme::AlibabaAcs3 | Scheme::AlibabaAcs3Sm3 => headers.extend(pairs(&[
                ("x-acs-action", action),
                ("x-acs-content-sha256", &payload_hash),
                ("x-acs-date", &self.time),
                ("x-acs-signature-nonce", &self.nonce),
                ("x-acs-version", version),
            ])),
            _ => {
                path = "/v2/p-1/apigw/certificates".into();
                headers.extend(pairs(&[("x-project-id", "p-1"), ("x-sdk-date", &self.time)]));
            }
        }
        let names: Vec<String> = headers.iter().map(|(name, _)| name.clone()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let input = Input {
            method: "GET",
            path: &path,
            query: &query,
            headers: &headers,
            signed_headers: &names,
            payload_hash: &payload_hash,
        };
        let signature = match self.scheme {
            Scheme::HuaweiSdk | Scheme::HuaweiSdkSm3 => huawei::sdk(&input, &self.time, algorithm, &credentials),
            Scheme::HuaweiV11 => huawei::v11(&input, &self.time, "cn-north-4", "apig", &credentials),
            _ => alibaba::acs3(&input, algorithm, &credentials),
        };
        headers.push(("authorization".to_owned(), signature.authorization));
        Signed { method: "GET".to_owned(), path, query, headers, body: String::new() }
    }
}

async fn send(vendor: &RunningVendor, signed: &Signed) -> (u16, Value) {
    let escape = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect::<String>()
    };
    let query: Vec<String> =
        signed.query.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    let uri = format!("{}{}?{}", vendor.endpoint(), signed.path, query.join("&"));
    let mut request = http::Request::builder().method(signed.method.as_str()).uri(uri);
    for (name, value) in &signed.headers {
        request = request.header(name, value);
    }
    let request = request.body(Bytes::from(signed.body.clone())).expect("a request");
    let transport = HyperTransport::new().expect("a transport");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    let limits = Limits { deadline: Some(deadline), body_size: 1 << 20 };
    let response = transport.send(request, limits).await.expect("an answer");
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or_default())
}

fn code(answer: &(u16, Value)) -> &str {
    answer.1["Code"].as_str().or(answer.1["error_code"].as_str()).unwrap_or_default()
}

#[tokio::test]
async fn a_signed_request_is_answered_in_each_scheme() {
    for scheme in SCHEMES {
        let vendor = start(scheme);
        let answer = send(&vendor, &Plan::new(scheme, "nonce-1").sign(&vendor)).await;
        assert_eq!(answer.0, 200, "{scheme:?}: {answer:?}");
    }
}

/// Each text of a request, with its first byte changed; what no scheme signs is left out.
fn mutants(signed: &Signed) -> Vec<(String, Signed)> {
    let change = |text: &str| {
        let other = if text.starts_with('x') { "y" } else { "x" };
        format!("{other}{}", text.get(1..).unwrap_or_default())
    };
    let mut mutants = Vec::new();
    for index in 0..signed.query.len() {
        let mut mutant = signed.clone();
        mutant.query[index].1 = change(&signed.query[index].1);
        mutants.push((format!("the value of {}", signed.query[index].0), mutant));
        let mut mutant = signed.clone();
        mutant.query[index].0 = change(&signed.query[index].0);
        mutants.push((format!("the name of {}", signed.query[index].0), mutant));
    }
    for index in 0..signed.headers.len() {
        let (name, value) = &signed.headers[index];
        // A client sets the host by where it connects to; version 1.0 does not sign it.
        if name != "host" {
            let mut mutant = signed.clone();
            mutant.headers[index].1 = change(value);
            mutants.push((name.clone(), mutant));
        }
    }
    let mut mutant = signed.clone();
    mutant.method = "POST".into();
    mutants.push(("the method".to_owned(), mutant));
    let mut mutant = signed.clone();
    mutant.body = "x".into();
    mutants.push(("the body".to_owned(), mutant));
    let mut mutant = signed.clone();
    mutant.query.push(("Extra".to_owned(), "1".to_owned()));
    mutants.push(("one more parameter".to_owned(), mutant));
    if let Some(authorization) = mutant_of_last_byte(signed) {
        mutants.push(("the last byte of the signature".to_owned(), authorization));
    }
    mutants
}

fn mutant_of_last_byte(signed: &Signed) -> Option<Signed> {
    let mut mutant = signed.clone();
    let (_, value) = mutant.headers.iter_mut().find(|(name, _)| name == "authorization")?;
    let last = value.pop()?;
    value.push(if last == '0' { '1' } else { '0' });
    Some(mutant)
}

#[tokio::test]
async fn one_changed_byte_is_refused_in_each_scheme() {
    for scheme in SCHEMES {
        let vendor = start(scheme);
        let signed = Plan::new(scheme, "nonce-1").sign(&vendor);
        let mutants = mutants(&signed);
        assert!(mutants.len() >= 12, "{scheme:?}: {}", mutants.len());
        for (what, mutant) in mutants {
            // Version 1.0 signs no body but a form.
            if scheme == Scheme::AlibabaRpcV1 && what == "the body" {
                continue;
            }
            let answer = send(&vendor, &mutant).await;
            assert!(answer.0 >= 400, "{scheme:?}, {what}: {answer:?}");
        }
        // The request itself was none of them: its nonce is still good.
        assert_eq!(send(&vendor, &signed).await.0, 200, "{scheme:?}");
    }
}

#[tokio::test]
async fn a_form_is_signed_by_version_1() {
    let vendor = start(Scheme::AlibabaRpcV1);
    let mut signed = Plan::new(Scheme::AlibabaRpcV1, "nonce-1").sign(&vendor);
    signed.query.retain(|(name, _)| name != "Signature");
    let mut all = signed.query.clone();
    all.push(("VpnGatewayId".to_owned(), "vpn-1".to_owned()));
    let (_, signature) = alibaba::rpc_v1("POST", &all, &vendor.credentials());
    signed.query.push(("Signature".to_owned(), signature));
    signed.method = "POST".to_owned();
    signed.headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
    signed.body = "VpnGatewayId=vpn-2".to_owned();
    assert_eq!(code(&send(&vendor, &signed).await), "SignatureDoesNotMatch");
    signed.body = "VpnGatewayId=vpn-1".to_owned();
    assert_eq!(send(&vendor, &signed).await.0, 200);
}

#[tokio::test]
async fn a_used_nonce_is_refused() {
    for scheme in SCHEMES {
        let vendor = start(scheme);
        let signed = Plan::new(scheme, "nonce-1").sign(&vendor);
        assert_eq!(send(&vendor, &signed).await.0, 200);
        let again = send(&vendor, &signed).await;
        // Huawei's schemes have no nonce: two equal requests of one second are equal in every byte.
        let expected = if is_alibaba(scheme) { (400, "SignatureNonceUsed") } else { (200, "") };
        assert_eq!((again.0, code(&again)), expected, "{scheme:?}");
        let other = send(&vendor, &Plan::new(scheme, "nonce-2").sign(&vendor)).await;
        assert_eq!(other.0, 200, "{scheme:?}");
    }
}

#[tokio::test]
async fn a_date_outside_of_the_window_is_refused() {
    for scheme in SCHEMES {
        let vendor = start(scheme);
        for (seconds, accepted) in [(-880, true), (880, true), (-930, false), (930, false)] {
            let mut plan = Plan::new(scheme, &format!("nonce{seconds}"));
            plan.time = time(scheme, seconds);
            let answer = send(&vendor, &plan.sign(&vendor)).await;
            assert_eq!(answer.0 == 200, accepted, "{scheme:?}, {seconds}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn another_key_is_refused() {
    for scheme in SCHEMES {
        let vendor = start(scheme);
        let plan = Plan::new(scheme, "nonce-1");
        let spec = format!("{}/../specs", env!("CARGO_MANIFEST_DIR"));
        let service = if is_alibaba(scheme) { "alibaba/vpc" } else { "huawei/apig" };
        let stranger = MockVendor::from_spec(format!("{spec}/{service}/spec.json")).expect("a spec");
        let stranger = stranger.with_keys("testid", "another").start().expect("a port");
        let mut signed = plan.sign(&stranger);
        signed.headers[0].1 = format!("127.0.0.1:{}", vendor.port());
        let answer = send(&vendor, &signed).await;
        assert!(answer.0 >= 400, "{scheme:?}: {answer:?}");
    }
}

#[tokio::test]
async fn a_temporary_key_needs_its_token() {
    for scheme in SCHEMES {
        let service = if is_alibaba(scheme) { "alibaba/vpc" } else { "huawei/apig" };
        let spec = format!("{}/../specs/{service}/spec.json", env!("CARGO_MANIFEST_DIR"));
        let vendor = MockVendor::from_spec(spec).expect("a spec").with_keys("testid", "testsecret");
        let vendor = vendor.with_security_token("session").start().expect("a port");
        let answer = send(&vendor, &Plan::new(scheme, "nonce-1").sign(&vendor)).await;
        assert!(answer.0 >= 400, "{scheme:?}: {answer:?}");
    }
}

#[tokio::test]
async fn what_the_page_forbids_is_refused_in_each_scheme() {
    for scheme in SCHEMES {
        let vendor = start(scheme);
        let alibaba = is_alibaba(scheme);
        let size = if alibaba { "PageSize" } else { "limit" };
        let required = if alibaba { "RegionId" } else { "instance_id" };
        let cases: [(&str, Option<&str>); 4] =
            [(size, Some("501")), (size, Some("many")), (required, None), (required, Some(""))];
        for (index, (name, value)) in cases.into_iter().enumerate() {
            let mut plan = Plan::new(scheme, &format!("nonce-{index}"));
            plan.query.retain(|(key, _)| key != name);
            plan.query.extend(value.map(|value| (name.to_owned(), value.to_owned())));
            let answer = send(&vendor, &plan.sign(&vendor)).await;
            assert_eq!(answer.0, 400, "{scheme:?}, {name} = {value:?}: {answer:?}");
            let usual = match (alibaba, name == required) {
                (true, true) => "MissingParameter",
                (true, false) => "InvalidParameter",
                (false, _) => "APIG.2012",
            };
            assert_eq!(code(&answer), usual, "{scheme:?}, {name} = {value:?}: {answer:?}");
        }
    }
}
