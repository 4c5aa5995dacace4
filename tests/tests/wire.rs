//! The generated clients over real HTTP on loopback: the server computes each signature anew from what it received.

#[path = "../../runtime/tests/support/pairs.rs"]
mod pairs;
#[path = "../../runtime/tests/support/server.rs"]
mod server;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use docwright_clients::alibaba::vpc::{self, create_ssl_vpn_server, errors};
use docwright_clients::huawei::apig;
use docwright_runtime::signing::{Algorithm, Input, alibaba, huawei};
use docwright_runtime::{Credentials, ErrorKind};
use pairs::decode_pairs;
use server::{Received, Reply, serve};

fn credentials() -> Credentials {
    Credentials::keys("testid", "testsecret")
}

/// Whether the request carries the signature that its other parts lead to.
fn is_signed(request: &Received) -> bool {
    let Some(authorization) = request.header("authorization") else { return false };
    let Some((_, names)) = authorization.split_once("SignedHeaders=") else { return false };
    let names: Vec<&str> = names.split(',').next().unwrap_or_default().split(';').collect();
    let payload_hash = Algorithm::Sha256.digest(request.body.as_bytes());
    let input = Input {
        method: &request.method,
        path: &request.path,
        query: &decode_pairs(&request.query),
        headers: &request.headers,
        signed_headers: &names,
        payload_hash: &payload_hash,
    };
    let expected = match request.header("x-sdk-date") {
        Some(date) => huawei::sdk(&input, date, Algorithm::Sha256, &credentials()).authorization,
        None => alibaba::acs3(&input, Algorithm::Sha256, &credentials()).authorization,
    };
    names.contains(&"host") && authorization == expected
}

fn parameter(request: &Received, name: &str) -> Option<String> {
    let pairs = decode_pairs(&request.query);
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// A small VPC: one gateway that is busy for a while after each change.
fn vpc_server(request: &Received) -> Reply {
    if !is_signed(request) {
        return (403, "", r#"{"Code":"SignatureDoesNotMatch","Message":"signature","RequestId":"r-0"}"#.to_owned());
    }
    let body = match request.header("x-acs-action") {
        Some("CreateSslVpnServer") => r#"{"RequestId":"r-1","SslVpnServerId":"vss-1","Name":"office"}"#,
        Some("CreateSslVpnClientCert") if parameter(request, "SslVpnServerId").as_deref() == Some("vss-1") => {
            r#"{"RequestId":"r-2","SslVpnClientCertId":"vsc-1","Name":"laptop-7"}"#
        }
        Some("DescribeSslVpnServers") => match parameter(request, "PageNumber").as_deref() {
            None | Some("1") => {
                r#"{"TotalCount":"2","PageNumber":"1","PageSize":"1","SslVpnServers":{"SslVpnServer":{"Port":"1194","Name":"a"}}}"#
            }
            Some("2") => {
                r#"{"TotalCount":2,"PageNumber":2,"PageSize":1,"SslVpnServers":{"SslVpnServer":[{"Port":443,"Name":"b"}]}}"#
            }
            Some(_) => r#"{"TotalCount":2,"SslVpnServers":{"SslVpnServer":[]}}"#,
        },
        Some("DeleteSslVpnServer") => {
            return (400, "", r#"{"Code":"VpnGateway.Configuring","Message":"busy","RequestId":"r-4"}"#.to_owned());
        }
        _ => return (404, "", r#"{"Code":"InvalidAction","Message":"unknown","RequestId":"r-5"}"#.to_owned()),
    };
    (200, "", body.to_owned())
}

fn vpc_client(endpoint: &str) -> vpc::Client {
    let builder = vpc::Client::builder().region("cn-hangzhou").credentials(credentials());
    builder.endpoint(endpoint).allow_plain_http().build().expect("a client")
}

fn server_request(client: &vpc::Client) -> create_ssl_vpn_server::Request {
    client.create_ssl_vpn_server(create_ssl_vpn_server::Required {
        vpn_gateway_id: "vpn-1".into(),
        client_ip_pool: "192.168.1.0/24".into(),
        local_subnet: "10.0.0.0/8".into(),
    })
}

#[tokio::test]
async fn a_signed_call_of_the_generated_client_is_answered() {
    let (endpoint, received) = serve(1, vpc_server).await;
    let client = vpc_client(&endpoint);
    let request = server_request(&client).proto(create_ssl_vpn_server::Proto::Udp).port(2000).compress(true);
    let output = request.send().await.expect("an answer");
    assert_eq!((output.ssl_vpn_server_id.as_str(), output.name.as_str()), ("vss-1", "office"));
    let request = received.lock().expect("no panic")[0].clone();
    assert_eq!(request.header("x-acs-version"), Some("2016-04-28"));
    let sent = |name| parameter(&request, name);
    assert_eq!(sent("RegionId").as_deref(), Some("cn-hangzhou"));
    assert_eq!(sent("Proto").as_deref(), Some("UDP"));
    assert_eq!(sent("Port").as_deref(), Some("2000"));
    assert_eq!(sent("Compress").as_deref(), Some("true"));
    assert_eq!(sent("ClientToken").map(|token| token.len()), Some(36));
    assert_eq!(sent("Name"), None);
}

#[tokio::test]
async fn a_documented_constraint_stops_a_call_before_it_is_sent() {
    let (endpoint, received) = serve(1, vpc_server).await;
    let client = vpc_client(&endpoint);
    let error = server_request(&client).port(443).send().await.expect_err("an excluded port");
    assert_eq!(error.kind(), ErrorKind::Constraint);
    let message = error.to_string();
    assert!(message.contains("Port") && message.contains("443"), "{message}");
    assert!(received.lock().expect("no panic").is_empty());
    server_request(&client).port(443).without_checks().send().await.expect("an answer");
    assert_eq!(received.lock().expect("no panic").len(), 1);
}

#[tokio::test]
async fn a_documented_error_has_its_code_message_and_request_id() {
    let (endpoint, _) = serve(1, vpc_server).await;
    let error = vpc_client(&endpoint).delete_ssl_vpn_server("vss-1").send().await.expect_err("an error");
    assert_eq!(error.code(), Some(errors::VPN_GATEWAY_CONFIGURING));
    assert_eq!((error.status(), error.message(), error.request_id()), (Some(400), "busy", Some("r-4")));
    assert!(error.raw_body().is_some_and(|body| body.starts_with(b"{\"Code\"")));
}

#[tokio::test]
async fn a_waiter_asks_until_the_page_says_done() {
    let asked = AtomicUsize::new(0);
    let gateway = move |request: &Received| -> Reply {
        let named = is_signed(request) && parameter(request, "VpnGatewayId").as_deref() == Some("vpn-1");
        if !named || request.header("x-acs-action") != Some("DescribeVpnGateway") {
            return (404, "", r#"{"Code":"InvalidAction"}"#.to_owned());
        }
        let state = if asked.fetch_add(1, Ordering::Relaxed) < 2 { "updating" } else { "active" };
        (200, "", format!(r#"{{"VpnGatewayId":"vpn-1","Status":"{state}"}}"#))
    };
    let (endpoint, received) = serve(1, gateway).await;
    let client = vpc_client(&endpoint);
    let waiting = create_ssl_vpn_server::wait(&client, "vpn-1").with_interval(Duration::from_millis(5));
    assert_eq!(waiting.await.expect("an end").vpn_gateway_id, "vpn-1");
    assert_eq!(received.lock().expect("no panic").len(), 3);
}

#[tokio::test]
async fn pages_are_fetched_until_the_last() {
    let (endpoint, received) = serve(1, vpc_server).await;
    let mut pages = vpc_client(&endpoint).describe_ssl_vpn_servers().pages();
    let mut ports = Vec::new();
    while let Some(page) = pages.next().await {
        let servers = page.expect("a page").ssl_vpn_servers.expect("a wrapper").ssl_vpn_server;
        ports.extend(servers.into_iter().map(|server| server.port));
    }
    assert_eq!(ports, [Some(1194), Some(443)]);
    assert_eq!(received.lock().expect("no panic").len(), 2);
}

#[tokio::test]
async fn a_huawei_call_is_signed_and_its_secret_stays_out_of_logs() {
    let answer = |request: &Received| {
        let signed = is_signed(request) && request.path == "/v2/p-1/apigw/certificates";
        let body =
            if signed { r#"{"id":"c-1","type":"planet","version":"3"}"# } else { r#"{"error_code":"APIG.1002"}"# };
        (if signed { 201 } else { 401 }, "", body.to_owned())
    };
    let (endpoint, received) = serve(1, answer).await;
    let builder = apig::Client::builder().region("cn-north-4").project("p-1").credentials(credentials());
    let client = builder.endpoint(endpoint).allow_plain_http().build().expect("a client");
    let required = apig::create_certificate_v2::Required {
        name: "cert_demo".into(),
        cert_content: "PEM".into(),
        private_key: "hidden-key".into(),
    };
    let request = client.create_certificate_v2(required);
    let shown = format!("{:?}", request.parameters());
    assert!(shown.contains("cert_demo") && !shown.contains("hidden-key"), "{shown}");
    let output = request.send().await.expect("an answer");
    assert_eq!((output.id.as_str(), output.version), ("c-1", Some(3)));
    let body: serde_json::Value = serde_json::from_str(&received.lock().expect("no panic")[0].body).expect("JSON");
    assert_eq!(body, serde_json::json!({"name": "cert_demo", "cert_content": "PEM", "private_key": "hidden-key"}));
}
