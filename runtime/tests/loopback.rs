//! Calls over real HTTP on loopback: the server computes each signature anew from what it received.

#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/alibaba_vpc.rs"]
mod alibaba_vpc;
#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/huawei_apig.rs"]
mod huawei_apig;
#[path = "support/server.rs"]
mod server;
mod support;

use std::time::Duration;

use docwright_runtime::signing::{Algorithm, Input, alibaba, huawei};
use docwright_runtime::{Credentials, ErrorKind, Scheme};
use huawei_apig::create_certificate_v2::{Required, Type};
use server::{Received, Reply, serve};
use support::decode_pairs;

fn credentials() -> Credentials {
    Credentials::temporary_keys("testid", "testsecret", Some("token/+=".to_owned()))
}

/// The value of the header `Authorization` that the request ought to have.
fn expected_authorization(request: &Received) -> String {
    let authorization = request.header("authorization").expect("a signature");
    let (_, rest) = authorization.split_once("SignedHeaders=").expect("signed headers");
    let names: Vec<&str> = rest.split_once(',').expect("an end").0.split(';').collect();
    for needed in ["host", if authorization.starts_with("ACS3") { "x-acs-date" } else { "x-sdk-date" }] {
        assert!(names.contains(&needed), "{needed} is not signed");
    }
    let payload_hash = Algorithm::Sha256.digest(request.body.as_bytes());
    let input = Input {
        method: &request.method,
        path: &request.path,
        query: &decode_pairs(&request.query),
        headers: &request.headers,
        signed_headers: &names,
        payload_hash: &payload_hash,
    };
    match request.header("x-sdk-date") {
        Some(date) => huawei::sdk(&input, date, Algorithm::Sha256, &credentials()).authorization,
        None => alibaba::acs3(&input, Algorithm::Sha256, &credentials()).authorization,
    }
}

fn signed(request: &Received, answer: Reply) -> Reply {
    if request.header("authorization") == Some(expected_authorization(request).as_str()) {
        return answer;
    }
    (403, "", r#"{"Code":"SignatureDoesNotMatch","error_code":"APIGW.0301","error_msg":"signature"}"#.to_owned())
}

fn vpc(endpoint: &str) -> alibaba_vpc::Client {
    let builder = alibaba_vpc::Client::builder().region("cn-hangzhou").credentials(credentials());
    builder.endpoint(endpoint).allow_plain_http().build().expect("a client")
}

#[tokio::test]
async fn alibaba_acs3_in_json() {
    let body = r#"{"RequestId":"r-1","Name":"laptop 7","SslVpnClientCertId":"vsc-1","New":{"a":[1]}}"#;
    let (endpoint, received) = serve(1, move |request| signed(request, (200, "", body.to_owned()))).await;
    let request = vpc(&endpoint).create_ssl_vpn_client_cert("vss-1").name("laptop 7*~ 中");
    let response = request.send_with_response().await.expect("an answer");
    assert_eq!(response.output.ssl_vpn_client_cert_id, "vsc-1");
    assert_eq!(response.output.name, "laptop 7");
    assert_eq!(response.answer.request_id().as_deref(), Some("r-1"));
    assert_eq!(response.answer.body(), body.as_bytes());

    let received = received.lock().expect("no panic").clone();
    assert_eq!(received.len(), 1);
    assert_eq!((received[0].method.as_str(), received[0].path.as_str()), ("POST", "/"));
    assert_eq!(received[0].header("x-acs-action"), Some("CreateSslVpnClientCert"));
    assert_eq!(received[0].header("x-acs-version"), Some("2016-04-28"));
    assert_eq!(received[0].header("x-acs-security-token"), Some("token/+="));
    let query = decode_pairs(&received[0].query);
    let value = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(value("RegionId"), Some("cn-hangzhou"));
    assert_eq!(value("Name"), Some("laptop 7*~ 中"));
    assert_eq!(value("ClientToken").map(str::len), Some(36));
}

#[tokio::test]
async fn alibaba_rpc_v1_in_xml() {
    let body = "<?xml version='1.0'?><R><RequestId>r-2</RequestId><SslVpnClientCertId>vsc-2</SslVpnClientCertId></R>";
    let (endpoint, _) = serve(1, move |request| {
        let mut query = decode_pairs(&request.query);
        assert!(query.iter().all(|(name, _)| name != "SecurityToken"), "the token stands in the URL");
        query.extend(decode_pairs(&request.body));
        let place = query.iter().position(|(name, _)| name == "Signature").expect("a signature");
        let (_, signature) = query.remove(place);
        let (_, expected) = alibaba::rpc_v1(&request.method, &query, &credentials());
        let action = query.iter().any(|(name, value)| name == "Action" && value == "CreateSslVpnClientCert");
        (if signature == expected && action { 200 } else { 403 }, "content-type: text/xml\r\n", body.to_owned())
    })
    .await;
    let builder = alibaba_vpc::Client::builder()
        .region("cn-hangzhou")
        .credentials(credentials())
        .endpoint(endpoint)
        .allow_plain_http();
    let client = builder.signing(Scheme::AlibabaRpcV1).build().expect("a client");
    let output = client.create_ssl_vpn_client_cert("vss-1").send().await.expect("an answer");
    assert_eq!((output.ssl_vpn_client_cert_id.as_str(), output.request_id.as_str()), ("vsc-2", "r-2"));
}

fn required() -> Required {
    Required { name: "cert_demo".into(), cert_content: "PEM\n\"x\"".into(), private_key: "hidden".into() }
}

#[tokio::test]
async fn huawei_signed_body() {
    let body = r#"{"id":"c-1","type":"planet","san":"a.example.com","is_has_trusted_root_ca":"true","version":"3"}"#;
    let (endpoint, received) =
        serve(1, move |request| signed(request, (201, "x-request-id: h-1\r\n", body.to_owned()))).await;
    let builder = huawei_apig::Client::builder().region("cn-north-4").project("p/1").credentials(credentials());
    let client = builder.endpoint(endpoint).allow_plain_http().build().expect("a client");
    let request = client.create_certificate_v2(required()).r#type(Type::Instance).instance_id("0123");
    let response = request.send_with_response().await.expect("an answer");
    assert_eq!(response.answer.request_id().as_deref(), Some("h-1"));
    assert_eq!(response.answer.status(), 201);
    let output = response.output;
    assert_eq!(output.id, "c-1");
    assert_eq!(output.r#type, Some(Type::Unknown("planet".into())));
    assert_eq!(output.san, ["a.example.com"]);
    assert_eq!((output.is_has_trusted_root_ca, output.version), (Some(true), Some(3)));

    let received = received.lock().expect("no panic")[0].clone();
    assert_eq!(received.path, "/v2/p%2F1/apigw/certificates");
    assert_eq!(received.header("x-security-token"), Some("token/+="));
    assert_eq!(received.header("x-auth-token"), None);
    let body: serde_json::Value = serde_json::from_str(&received.body).expect("JSON");
    let expected = serde_json::json!({
        "name": "cert_demo", "cert_content": "PEM\n\"x\"", "private_key": "hidden", "type": "instance", "instance_id": "0123",
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn huawei_token_in_place_of_a_signature() {
    let (endpoint, received) = serve(1, |_| (201, "", r#"{"id":"c-1"}"#.to_owned())).await;
    let builder = huawei_apig::Client::builder().region("cn-north-4").project("p").token("MIIF");
    let client = builder.endpoint(endpoint).allow_plain_http().build().expect("a client");
    client.create_certificate_v2(required()).send().await.expect("an answer");
    let received = received.lock().expect("no panic")[0].clone();
    assert_eq!(received.header("x-auth-token"), Some("MIIF"));
    assert_eq!(received.header("authorization"), None);
}

#[tokio::test]
async fn a_wrong_key_is_an_error_of_the_service() {
    let (endpoint, _) = serve(1, |request| signed(request, (200, "", "{}".to_owned()))).await;
    let builder = alibaba_vpc::Client::builder().region("cn-hangzhou").endpoint(endpoint).allow_plain_http();
    let client = builder.credentials(Credentials::keys("testid", "other")).build().expect("a client");
    let error = client.create_ssl_vpn_client_cert("vss-1").send().await.expect_err("a wrong key");
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"));
    assert_eq!(error.status(), Some(403));
}

#[tokio::test]
async fn the_same_idempotency_token_goes_with_each_attempt() {
    let (endpoint, received) = serve(4, |_| (503, "", String::new())).await;
    let request = vpc(&endpoint).create_ssl_vpn_client_cert("vss-1").with_retries(1);
    request.send().await.expect_err("no service");
    let received = received.lock().expect("no panic").clone();
    assert_eq!(received.len(), 2);
    let token = |request: &Received| {
        decode_pairs(&request.query).into_iter().find(|(name, _)| name == "ClientToken").expect("a token")
    };
    assert_eq!(token(&received[0]), token(&received[1]));
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    // The listener takes connections into its queue and never answers.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let request = vpc(&endpoint).create_ssl_vpn_client_cert("vss-1").with_timeout(Duration::from_millis(100));
    let error = request.send().await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_refused_connection_is_told_and_tried_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let error = vpc(&endpoint).create_ssl_vpn_client_cert("vss-1").with_retries(1).send().await.expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_retryable());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (endpoint, received) = serve(2, |_| (307, "location: /elsewhere\r\n", String::new())).await;
    let error = vpc(&endpoint).create_ssl_vpn_client_cert("vss-1").send().await.expect_err("a redirect");
    assert_eq!(error.status(), Some(307));
    assert_eq!(received.lock().expect("no panic").len(), 1);
}

#[tokio::test]
async fn an_answer_without_end_is_cut() {
    let (endpoint, _) = serve(1, |_| (200, "", " ".repeat(100_000))).await;
    let builder = alibaba_vpc::Client::builder()
        .region("cn-hangzhou")
        .credentials(credentials())
        .endpoint(endpoint)
        .allow_plain_http();
    let client = builder.answer_size(10_000).build().expect("a client");
    let error = client.create_ssl_vpn_client_cert("vss-1").send().await.expect_err("too much");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn an_answer_that_says_it_is_too_large_is_not_read() {
    // The server promises much and sends nothing of it.
    let (endpoint, _) = serve(1, |_| (200, "content-length: 104857600\r\n", String::new())).await;
    let builder = alibaba_vpc::Client::builder().region("cn-hangzhou").credentials(credentials()).endpoint(endpoint);
    let client = builder.allow_plain_http().build().expect("a client");
    let error = client.create_ssl_vpn_client_cert("vss-1").send().await.expect_err("too much");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.message().contains("larger"), "{error}");
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn a_blocking_call() {
    let body = r#"{"SslVpnClientCertId":"vsc-1"}"#;
    let (endpoint, _) = serve(1, move |request| signed(request, (200, "", body.to_owned()))).await;
    let thread = std::thread::spawn(move || {
        let builder = alibaba_vpc::Client::builder().region("cn-hangzhou").credentials(credentials());
        let transport = docwright_runtime::blocking::UreqTransport::new().expect("a transport");
        let client = builder.endpoint(endpoint).allow_plain_http().transport(transport).build().expect("a client");
        docwright_runtime::blocking::run(client.create_ssl_vpn_client_cert("vss-1").send())
    });
    while !thread.is_finished() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let output = thread.join().expect("no panic").expect("an answer");
    assert_eq!(output.ssl_vpn_client_cert_id, "vsc-1");
}
