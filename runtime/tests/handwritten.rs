//! The shape of generated code, by hand: what the emitter writes for a service is what stands in `handwritten/`.
//!
//! `alibaba_vpc.rs` and `huawei_apig.rs` are service modules, the other files one operation each. Their text between
//! the `use` lines and the macros is what `emit` must produce; only the docs are shorter than generated ones.

#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/alibaba_vpc.rs"]
mod alibaba_vpc;
#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/huawei_apig.rs"]
mod huawei_apig;
mod support;

use std::time::Duration;

use alibaba_vpc::create_ssl_vpn_client_cert;
use docwright_runtime::credentials::Surroundings;
use docwright_runtime::{Credentials, ErrorKind};
use huawei_apig::create_certificate_v2::{Required, Type};
use support::{Script, answer, query};

fn required() -> Required {
    Required { name: "cert_demo".into(), cert_content: "PEM".into(), private_key: "hidden".into() }
}

fn vpc(script: &Script) -> alibaba_vpc::Client {
    let builder = alibaba_vpc::Client::builder().region("cn-hangzhou").transport(script.clone());
    builder.credentials(Credentials::keys("id", "secret")).build().expect("a client")
}

fn apig(script: &Script) -> huawei_apig::Client {
    let builder = huawei_apig::Client::builder().region("cn-north-4").project("p").transport(script.clone());
    builder.credentials(Credentials::keys("id", "secret")).build().expect("a client")
}

#[test]
fn a_client_needs_the_region_that_its_endpoint_names() {
    let error = alibaba_vpc::Client::builder().build().expect_err("no region");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let client = alibaba_vpc::Client::builder().region("cn-hangzhou").build().expect("a client");
    assert_eq!(client.core().endpoint(), "https://vpc.cn-hangzhou.aliyuncs.com");
    let client = alibaba_vpc::Client::builder().region("cn-beijing").build().expect("a client");
    assert_eq!(client.core().endpoint(), "https://vpc.aliyuncs.com");
    for endpoint in ["", "http://", "ftp://x", "user@host", "host/path", "a b"] {
        assert!(alibaba_vpc::Client::builder().endpoint(endpoint).build().is_err(), "{endpoint}");
    }
}

#[test]
fn a_scheme_of_another_vendor_is_refused() {
    let builder = alibaba_vpc::Client::builder().region("cn-hangzhou");
    let error = builder.signing(docwright_runtime::Scheme::HuaweiSdk).build().expect_err("another vendor's");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn debug_of_a_request_hides_what_is_sensitive() {
    let request = apig(&Script::default()).create_certificate_v2(required()).r#type(Type::Global);
    let shown = format!("{request:?}");
    assert!(shown.contains("cert_demo") && shown.contains("global") && shown.contains("***"), "{shown}");
    assert!(!shown.contains("hidden"), "{shown}");
    assert_eq!(request.parameters().name, "cert_demo");
}

#[tokio::test]
async fn what_the_caller_sets_wins_over_what_the_client_fills_in() {
    let script = Script::default();
    let request = vpc(&script).create_ssl_vpn_client_cert("vss-1").region_id("cn-other").client_token("mine");
    request.with_query("Extra", "1").with_header("x-acs-extra", "2").send().await.expect("an answer");
    let request = script.requests().remove(0);
    let query = query(&request);
    for (name, value) in [("RegionId", "cn-other"), ("ClientToken", "mine"), ("Extra", "1")] {
        let values: Vec<_> = query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, [value], "{name}");
    }
    let authorization = request.headers()["authorization"].to_str().expect("text");
    assert!(authorization.contains(";x-acs-extra;"), "{authorization}");
}

#[tokio::test]
async fn a_broken_constraint_is_told_before_anything_is_sent() {
    let script = Script::default();
    let request = vpc(&script).create_ssl_vpn_client_cert("vss-1").name("n".repeat(101));
    let error = request.clone().send().await.expect_err("101 characters");
    assert_eq!(error.kind(), ErrorKind::Constraint);
    let violation = error.violation().expect("a violation");
    assert_eq!(violation.parameter, "Name");
    assert!(violation.rule.contains("100"), "{violation:?}");
    assert!(script.requests().is_empty());

    request.without_checks().send().await.expect("the service decides");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_parameter_may_need_another() {
    let script = Script::answering(201, "{}");
    let request = apig(&script).create_certificate_v2(required()).r#type(Type::Instance);
    let error = request.clone().send().await.expect_err("no instance");
    let violation = error.violation().expect("a violation");
    assert_eq!(violation.parameter, "instance_id");
    assert!(violation.rule.contains("type") && violation.rule.contains("instance"), "{violation:?}");
    request.instance_id("i").send().await.expect("an answer");
    apig(&script).create_certificate_v2(required()).r#type(Type::Global).send().await.expect("an answer");
}

#[tokio::test]
async fn no_secret_stands_in_an_error() {
    let mut required = required();
    required.private_key = String::new();
    required.name = "1st".to_owned();
    let error = apig(&Script::default()).create_certificate_v2(required).send().await.expect_err("too short");
    assert_eq!(error.violation().expect("a violation").value.as_deref(), Some("1st"));

    let mut required = self::required();
    required.private_key = String::new();
    let error = apig(&Script::default()).create_certificate_v2(required).send().await.expect_err("no key");
    let violation = error.violation().expect("a violation");
    assert_eq!((violation.parameter.as_str(), &violation.value), ("private_key", &None));
}

#[tokio::test]
async fn a_project_is_needed_and_asked_for() {
    // With a host of the caller's own no service of the vendor is asked for it.
    let builder = huawei_apig::Client::builder().surroundings(Surroundings::empty()).endpoint("private.example");
    let builder = builder.region("cn-north-4").transport(Script::default());
    let client = builder.credentials(Credentials::keys("id", "secret")).build().expect("a client");
    let request = client.create_certificate_v2(required());
    let error = request.clone().send().await.expect_err("no project");
    assert_eq!(error.violation().expect("a violation").parameter, "project_id");
    let error = request.without_checks().send().await.expect_err("no project");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn a_path_can_not_be_left_through_a_variable() {
    for project in ["", ".", ".."] {
        let builder = huawei_apig::Client::builder().region("cn-north-4").project(project);
        let builder = builder.transport(Script::default()).credentials(Credentials::keys("id", "secret"));
        let client = builder.build().expect("a client");
        let error = client.create_certificate_v2(required()).without_checks().send().await.expect_err("another path");
        assert_eq!(error.kind(), ErrorKind::Constraint);
    }
}

#[tokio::test]
async fn a_time_without_end_is_no_deadline() {
    let script = Script::answering(200, r#"{"Status":"active"}"#);
    let request = vpc(&script).create_ssl_vpn_client_cert("vss-1").with_timeout(Duration::MAX);
    request.send().await.expect("an answer");
    let waiting = create_ssl_vpn_client_cert::wait(&vpc(&script), "vpn-1");
    waiting.with_timeout(Duration::MAX).with_interval(Duration::MAX).await.expect("it is done");
}

#[tokio::test]
async fn pages_go_on_until_the_total_is_reached() {
    let page = |ids: &str| {
        let servers: Vec<_> = ids.chars().map(|id| format!(r#"{{"SslVpnServerId":"{id}"}}"#)).collect();
        let servers = servers.join(",");
        answer(200, &format!(r#"{{"TotalCount":5,"SslVpnServers":{{"SslVpnServer":[{servers}]}}}}"#))
    };
    let script = Script::new([page("ab"), page("cd"), page("e"), page("?")]);
    let mut pages = vpc(&script).describe_ssl_vpn_servers().page_size(2).pages();
    let mut seen = String::new();
    while let Some(page) = pages.next().await {
        let servers = page.expect("a page").ssl_vpn_servers.expect("servers");
        seen.extend(servers.ssl_vpn_server.iter().map(|server| server.ssl_vpn_server_id.as_str()));
    }
    assert_eq!(seen, "abcde");
    let numbers: Vec<_> = script
        .requests()
        .iter()
        .map(|request| query(request).into_iter().find(|(name, _)| name == "PageNumber").map(|(_, value)| value))
        .collect();
    assert_eq!(numbers, [None, Some("2".to_owned()), Some("3".to_owned())]);
}

#[tokio::test]
async fn an_empty_page_is_the_last_one() {
    let script = Script::answering(200, r#"{"SslVpnServers":{"SslVpnServer":[]}}"#);
    let mut pages = vpc(&script).describe_ssl_vpn_servers().pages();
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_failed_page_can_be_asked_for_again() {
    let page = r#"{"TotalCount":1,"SslVpnServers":{"SslVpnServer":[{"SslVpnServerId":"a"}]}}"#;
    let script = Script::new([answer(400, "{}"), answer(200, page)]);
    let mut pages = vpc(&script).describe_ssl_vpn_servers().pages();
    assert!(pages.next().await.expect("a page").is_err());
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_wait_ends_with_the_state_that_is_done() {
    let state = |state: &str| answer(200, &format!(r#"{{"Status":"{state}"}}"#));
    let script = Script::new([state("updating"), state("init"), state("active")]);
    let waiting = create_ssl_vpn_client_cert::wait(&vpc(&script), "vpn-1");
    let output = waiting.with_interval(Duration::from_millis(10)).await.expect("it is done");
    assert_eq!(output.status, "active");
    assert_eq!(script.sleeps(), [Duration::from_millis(10), Duration::from_millis(15)]);
}

#[tokio::test]
async fn a_wait_has_an_end_of_its_own() {
    let script = Script::answering(200, r#"{"Status":"updating"}"#);
    let waiting = create_ssl_vpn_client_cert::wait(&vpc(&script), "vpn-1");
    let waiting = waiting.with_interval(Duration::from_millis(50)).with_timeout(Duration::from_millis(20));
    let error = waiting.await.expect_err("never done");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("updating"), "{error}");
}
