//! What the service says when it says no: the answers that the vendors' own programs were shown, and when we try again.

mod support;

use std::time::Duration;

use docwright_runtime::client::{ClientBuilder, ClientCore};
use docwright_runtime::operation::{OperationInfo, Protocol, ServiceInfo};
use docwright_runtime::{Credentials, Error, ErrorKind};
use serde_json::Value as Json;
use support::{Fields, Nothing, Script, answer, shared, text};

static ALIBABA: ServiceInfo = ServiceInfo {
    vendor: "alibaba",
    service: "vpc",
    product: "Vpc",
    version: "2016-04-28",
    protocol: Protocol::AlibabaRpc,
    endpoint: "vpc.example.com",
    endpoints: &[],
    internal_endpoint: "",
};

static HUAWEI: ServiceInfo = ServiceInfo {
    vendor: "huawei",
    service: "apig",
    product: "",
    version: "",
    protocol: Protocol::HuaweiRest,
    endpoint: "apig.example.com",
    endpoints: &[],
    internal_endpoint: "",
};

static CREATE: OperationInfo = OperationInfo::new(&ALIBABA, "CreateThing", "ANY", "/");
static DESCRIBE: OperationInfo = OperationInfo::new(&ALIBABA, "DescribeThing", "ANY", "/").retry_safe();
static SHOW: OperationInfo = OperationInfo::new(&HUAWEI, "ShowThing", "GET", "/v2/things").retry_safe();

async fn call(operation: &'static OperationInfo, script: &Script, retries: u32) -> Result<Nothing, Error> {
    let core: ClientCore = ClientBuilder::new(operation.service)
        .credentials(Credentials::keys("id", "secret"))
        .transport(script.clone())
        .retries(retries)
        .build()
        .expect("a client");
    core.call().send(operation, Box::new(Fields::new([]))).await
}

async fn failure(operation: &'static OperationInfo, script: &Script, retries: u32) -> Error {
    call(operation, script, retries).await.expect_err("the service said no")
}

fn canned(response: &Json) -> http::Response<bytes::Bytes> {
    let status = response["status"].as_u64().expect("a status");
    let body = match &response["body"] {
        Json::String(text) => text.clone(),
        Json::Null => "{}".to_owned(),
        body => body.to_string(),
    };
    let mut canned = answer(u16::try_from(status).expect("a status"), &body);
    for (name, value) in response["headers"].as_object().into_iter().flatten() {
        let name: http::HeaderName = name.parse().expect("a name");
        canned.headers_mut().insert(name, value.as_str().expect("text").parse().expect("a value"));
    }
    canned
}

/// Code, message and request id as we give them where the vendors' programs give something else.
///
/// They put the status in place of a code that the answer does not have, and the whole body in place of a message;
/// one reads no error of lower-case keys, none reads Alibaba's XML in its older form, none a Neutron error.
fn ours<'a>(id: &str) -> Option<(Option<&'a str>, &'a str, Option<&'a str>)> {
    let (_, case) = id.split_once('-').expect("program and case");
    match (id.starts_with("huawei"), case) {
        (false, "lower-case-keys") => Some((Some("Bad"), "lower", Some("r-2"))),
        (false, "xml-400") => Some((Some("Bad"), "xml", Some("r-3"))),
        (false, "html-502") => Some((None, "<html>bad gateway</html>", None)),
        (_, "empty-503" | "503-no-retry") | (true, "empty-body") => Some((None, "the service gave no message", None)),
        (true, "nested-neutron") => Some((Some("NotFound"), "m", Some("hw-req-1"))),
        (true, "plain-text") => Some((None, "boom", Some("hw-req-1"))),
        (true, "json-array") => Some((None, "[1]", None)),
        (true, "429-no-retry") => Some((Some("APIGW.0308"), "throttled", Some("hw-req-1"))),
        _ => None,
    }
}

#[tokio::test]
async fn answers_are_read_as_the_vendors_programs_read_them() {
    let test = "answers_are_read_as_the_vendors_programs_read_them";
    let Some(json) = shared(test, "vectors/error_decoding.json") else { return };
    let mut compared = 0;
    for observation in json["observations"].as_array().expect("observations") {
        let id = text(observation, "id");
        let response = &observation["responses"][0];
        let status = response["status"].as_u64().expect("a status");
        if status == 200 {
            continue;
        }
        let operation = if text(observation, "sdk") == "huawei" { &SHOW } else { &DESCRIBE };
        let error = failure(operation, &Script::new([canned(response)]), 0).await;
        assert_eq!(error.kind(), ErrorKind::Service, "{id}");
        assert_eq!(error.status().map(u64::from), Some(status), "{id}");
        assert!(error.raw_body().is_some(), "{id}");
        let told = (error.code(), error.message(), error.request_id());
        if let Some(ours) = ours(id) {
            assert_eq!(told, ours, "{id}");
            compared += 1;
            continue;
        }
        let decoded = &observation["decoded"];
        if decoded.is_null() {
            continue;
        }
        let message = text(decoded, "message");
        // The newer Alibaba program wraps the message: "code: 400, not found request id: E6A2-1".
        let message = message
            .strip_prefix(&format!("code: {status}, "))
            .and_then(|rest| rest.rsplit_once(" request id: "))
            .map_or(message, |(message, _)| message);
        let code = match &decoded["code"] {
            Json::Number(number) => number.to_string(),
            code => code.as_str().expect("a code").to_owned(),
        };
        assert_eq!(told, (Some(code.as_str()), message, decoded["request_id"].as_str()), "{id}");
        compared += 1;
    }
    assert!(compared > 30, "{compared} compared");
}

#[tokio::test]
async fn a_code_compares_with_a_constant() {
    const RESOURCE_QUOTA_FULL: &str = "ResourceQuotaFull";
    let script = Script::answering(400, r#"{"Code":"ResourceQuotaFull","Message":"full","RequestId":"r"}"#);
    let error = failure(&CREATE, &script, 3).await;
    assert!(error.code() == Some(RESOURCE_QUOTA_FULL));
    assert!(!error.is_retryable());
    assert_eq!(error.operation(), Some("CreateThing"));
    assert_eq!(error.to_string(), "CreateThing: ResourceQuotaFull: full (status 400, request r)");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_failed_server_is_asked_again_when_that_does_no_harm() {
    let script = Script::new([answer(503, ""), answer(500, ""), answer(200, "{}")]);
    call(&DESCRIBE, &script, 3).await.expect("the third answer");
    assert_eq!(script.requests().len(), 3);
    let sleeps = script.sleeps();
    let in_range = |index: usize, least: u64, most: u64| {
        (Duration::from_millis(least)..=Duration::from_millis(most)).contains(&sleeps[index])
    };
    assert!(in_range(0, 100, 200) && in_range(1, 200, 400), "{sleeps:?}");

    let script = Script::new([answer(503, ""), answer(200, "{}")]);
    let error = failure(&CREATE, &script, 3).await;
    assert!(error.is_retryable(), "the caller may know that it does no harm");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn retries_end() {
    let script = Script::answering(502, "");
    failure(&DESCRIBE, &script, 2).await;
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn throttling_is_waited_out_as_the_service_asks() {
    let mut slow = answer(429, r#"{"Code":"Throttling.User","Message":"slow down"}"#);
    slow.headers_mut().insert("x-acs-retry-after", "1500".parse().expect("a value"));
    let script = Script::new([slow, answer(200, "{}")]);
    call(&CREATE, &script, 3).await.expect("the second answer");
    assert_eq!(script.sleeps(), [Duration::from_millis(1500)]);

    let mut slow = answer(429, r#"{"error_code":"APIGW.0308","error_msg":"slow down"}"#);
    slow.headers_mut().insert("retry-after", "2".parse().expect("a value"));
    let script = Script::new([slow, answer(200, "{}")]);
    call(&SHOW, &script, 3).await.expect("the second answer");
    assert_eq!(script.sleeps(), [Duration::from_secs(2)]);

    let script = Script::answering(400, r#"{"Code":"Throttling.Api","Message":"slow down"}"#);
    let error = failure(&DESCRIBE, &script, 0).await;
    assert!(error.is_throttling() && error.is_retryable());
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let mut slow = answer(429, "{}");
    slow.headers_mut().insert("retry-after", "3600".parse().expect("a value"));
    let script = Script::new([slow, answer(200, "{}")]);
    let error = failure(&DESCRIBE, &script, 3).await;
    assert!(error.is_throttling());
    assert!(script.sleeps().is_empty());
}

#[tokio::test]
async fn an_answer_of_no_known_form_is_an_error_with_its_body() {
    let script = Script::answering(200, "<html><br></html>");
    let error = failure(&DESCRIBE, &script, 3).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.raw_body(), Some("<html><br></html>".as_bytes()));
    assert_eq!(error.status(), Some(200));
}

#[tokio::test]
async fn each_attempt_is_signed_anew() {
    let script = Script::new([answer(503, ""), answer(200, "{}")]);
    call(&DESCRIBE, &script, 3).await.expect("the second answer");
    let nonces: Vec<_> =
        script.requests().iter().map(|request| request.headers()["x-acs-signature-nonce"].clone()).collect();
    assert_ne!(nonces[0], nonces[1]);
}
