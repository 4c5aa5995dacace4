//! The generated clients against the server that plays their vendors: what is made is there, work takes its time, pages
//! end, a token makes two requests one, and the examples run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use docwright_clients::alibaba::vpc::{self, create_ssl_vpn_server, errors};
use docwright_clients::huawei::apig;
use docwright_mock::{Behaviour, Fault, MockVendor, On, RunningVendor};
use docwright_runtime::operation::{FieldInfo, OperationInfo, Rule};
use docwright_runtime::parameters::Parameters;
use docwright_runtime::{ErrorKind, Scheme};
use docwright_tests::road::workspace;

fn vendor(service: &str) -> MockVendor {
    MockVendor::from_spec(workspace().join("specs").join(service).join("spec.json")).expect("a spec")
}

fn vpc_client(vendor: &RunningVendor, scheme: Scheme) -> vpc::Client {
    let builder = vpc::Client::builder().region("cn-hangzhou").credentials(vendor.credentials()).signing(scheme);
    builder.endpoint(vendor.endpoint()).allow_plain_http().build().expect("a client")
}

fn apig_client(vendor: &RunningVendor, scheme: Scheme) -> apig::Client {
    let builder = apig::Client::builder().region("cn-north-4").project("p-1").credentials(vendor.credentials());
    builder.signing(scheme).endpoint(vendor.endpoint()).allow_plain_http().build().expect("a client")
}

fn server(client: &vpc::Client, gateway: &str) -> create_ssl_vpn_server::Request {
    client.create_ssl_vpn_server(create_ssl_vpn_server::Required {
        vpn_gateway_id: gateway.into(),
        client_ip_pool: "192.168.1.0/24".into(),
        local_subnet: "10.0.0.0/8".into(),
    })
}

#[tokio::test]
async fn what_is_created_is_listed_until_it_is_deleted() {
    for scheme in [Scheme::AlibabaRpcV1, Scheme::AlibabaAcs3, Scheme::AlibabaAcs3Sm3] {
        let vendor = vendor("alibaba/vpc").start().expect("a port");
        let client = vpc_client(&vendor, scheme);
        let made = server(&client, "vpn-1").name("office").port(2000).compress(true).send().await.expect("a server");
        assert_eq!(made.name, "office");
        assert!(made.ssl_vpn_server_id.starts_with("vss-"), "{}", made.ssl_vpn_server_id);
        let list = client.describe_ssl_vpn_servers().send().await.expect("a list");
        assert_eq!(list.total_count, Some(1));
        let entries = list.ssl_vpn_servers.expect("servers").ssl_vpn_server;
        let [entry] = entries.as_slice() else { panic!("{} entries", entries.len()) };
        assert_eq!((&entry.ssl_vpn_server_id, entry.name.as_str()), (&made.ssl_vpn_server_id, "office"));
        assert_eq!((entry.port, entry.compress), (Some(2000), Some(true)));
        assert_eq!(entry.client_ip_pool, "192.168.1.0/24");
        client.delete_ssl_vpn_server(&made.ssl_vpn_server_id).send().await.expect("an answer");
        let list = client.describe_ssl_vpn_servers().send().await.expect("a list");
        assert_eq!(list.total_count, Some(0));
        let again = client.delete_ssl_vpn_server(&made.ssl_vpn_server_id).send().await.expect_err("it is gone");
        assert_eq!((again.status(), again.code()), (Some(404), Some("InvalidSslVpnServerId.NotFound")));
    }
}

#[tokio::test]
async fn a_collection_keeps_what_was_posted_to_it() {
    for scheme in [Scheme::HuaweiSdk, Scheme::HuaweiSdkSm3, Scheme::HuaweiV11] {
        let vendor = vendor("huawei/apig").start().expect("a port");
        let client = apig_client(&vendor, scheme);
        let required = apig::create_certificate_v2::Required {
            name: "first_one".into(),
            cert_content: "PEM".into(),
            private_key: "a key".into(),
        };
        let made = client.create_certificate_v2(required).send().await.expect("a certificate");
        assert_eq!(made.name, "first_one");
        let shown = client.show_details_of_certificate_v2(&made.id).send().await.expect("a certificate");
        assert_eq!((&shown.id, shown.name.as_str()), (&made.id, "first_one"));
        let required = apig::update_certificate_v2::Required {
            certificate_id: made.id.clone(),
            name: "second_one".into(),
            cert_content: "PEM".into(),
            private_key: "a key".into(),
        };
        client.update_certificate_v2(required).send().await.expect("a certificate");
        let list = client.list_certificates_v2("i-1").send().await.expect("a list");
        let names: Vec<&str> = list.certs.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!((list.total, names), (Some(1), vec!["second_one"]));
        client.delete_certificate_v2(&made.id).send().await.expect("an answer");
        let gone = client.show_details_of_certificate_v2(&made.id).send().await.expect_err("it is gone");
        assert_eq!(gone.status(), Some(404));
    }
}

#[tokio::test]
async fn a_token_takes_the_place_of_a_signature() {
    let vendor = vendor("huawei/apig").with_token("open").start().expect("a port");
    for (token, accepted) in [("open", true), ("shut", false)] {
        let builder = apig::Client::builder().project("p-1").token(token).endpoint(vendor.endpoint());
        let client = builder.allow_plain_http().build().expect("a client");
        let answer = client.list_certificates_v2("i-1").send().await;
        assert_eq!(answer.as_ref().err().and_then(docwright_runtime::Error::status), (!accepted).then_some(401));
    }
}

#[tokio::test]
async fn work_goes_on_until_it_is_done() {
    let vendor = vendor("alibaba/vpc").with_pending_polls(3).start().expect("a port");
    let client = vpc_client(&vendor, Scheme::AlibabaAcs3);
    let made = server(&client, "vpn-1").send().await.expect("a server");
    let waiting = create_ssl_vpn_server::wait(&client, "vpn-1").with_interval(Duration::from_millis(1));
    assert_eq!(waiting.await.expect("an end").vpn_gateway_id, "vpn-1");
    assert_eq!(polls(&vendor), 4);

    // The certificate knows its server, and that knows its gateway.
    let certificate = client.create_ssl_vpn_client_cert(made.ssl_vpn_server_id).send().await.expect("a certificate");
    client.delete_ssl_vpn_client_cert(certificate.ssl_vpn_client_cert_id).send().await.expect("an answer");
    assert_eq!(client.describe_vpn_gateway("vpn-2").send().await.expect("a gateway").status, "active");
    assert_eq!(client.describe_vpn_gateway("vpn-1").send().await.expect("a gateway").status, "updating");
}

fn polls(vendor: &RunningVendor) -> usize {
    vendor.calls().iter().filter(|call| call.operation.as_deref() == Some("DescribeVpnGateway")).count()
}

#[tokio::test]
async fn pages_show_everything_once() {
    let vendor = vendor("alibaba/vpc").start().expect("a port");
    let client = vpc_client(&vendor, Scheme::AlibabaAcs3);
    let mut made = Vec::new();
    for number in 0..25 {
        let name = format!("server-{number}");
        made.push(server(&client, "vpn-1").name(name).send().await.expect("a server").ssl_vpn_server_id);
    }
    let mut pages = client.describe_ssl_vpn_servers().page_size(10).pages();
    let (mut seen, mut count) = (Vec::new(), 0);
    while let Some(page) = pages.next().await {
        let servers = page.expect("a page").ssl_vpn_servers.expect("servers").ssl_vpn_server;
        seen.extend(servers.into_iter().map(|server| server.ssl_vpn_server_id));
        count += 1;
    }
    assert_eq!((&seen, count), (&made, 3));
    let mut servers = client.describe_ssl_vpn_servers().page_size(10).items();
    let mut seen = Vec::new();
    while let Some(server) = servers.next().await {
        seen.push(server.expect("a server").ssl_vpn_server_id);
    }
    assert_eq!(seen, made);
}

#[tokio::test]
async fn a_token_makes_two_requests_one() {
    let vendor = vendor("alibaba/vpc").start().expect("a port");
    let client = vpc_client(&vendor, Scheme::AlibabaAcs3);
    let send = |name: &str, token: &str| server(&client, "vpn-1").name(name).client_token(token).send();
    let first = send("office", "token-1").await.expect("a server");
    let second = send("office", "token-1").await.expect("the same server");
    assert_eq!(first.ssl_vpn_server_id, second.ssl_vpn_server_id);
    let other = send("home", "token-1").await.expect_err("another request with that token");
    assert_eq!(other.code(), Some("IdempotentParameterMismatch"));
    let third = send("office", "token-2").await.expect("another server");
    assert_ne!(first.ssl_vpn_server_id, third.ssl_vpn_server_id);
    let tokens: Vec<_> = vendor.creations().into_iter().filter_map(|creation| creation.token).collect();
    assert_eq!(tokens, ["token-1", "token-2"]);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_work_creates_nothing_twice() {
    for fault in [Fault::Reset, Fault::TornBody] {
        let vendor = vendor("alibaba/vpc").start().expect("a port");
        vendor.script(On::operation("CreateSslVpnServer").call(1), Behaviour::Fault(fault));
        let client = vpc_client(&vendor, Scheme::AlibabaAcs3);
        let made = server(&client, "vpn-1").send().await.expect("a server");
        let creations = vendor.creations();
        assert_eq!(creations.len(), 1, "{fault:?}");
        assert_eq!(creations[0].id, made.ssl_vpn_server_id);
        assert_eq!(vendor.call_count(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn what_is_scripted_happens_to_the_call_it_is_for() {
    let vendor = vendor("alibaba/vpc").start().expect("a port");
    let client = vpc_client(&vendor, Scheme::AlibabaAcs3);
    vendor.script(On::operation("CreateSslVpnServer").call(2), Behaviour::error("Resource.QuotaFull"));
    server(&client, "vpn-1").send().await.expect("a server");
    let error = server(&client, "vpn-1").send().await.expect_err("an error");
    assert_eq!((error.status(), error.code()), (Some(400), Some(errors::RESOURCE_QUOTA_FULL)));
    assert_eq!(error.message(), "The quota of resource is full");
    assert!(error.request_id().is_some());
    server(&client, "vpn-1").send().await.expect("a server");

    vendor.script(On::each(), Behaviour::Delay(Duration::from_secs(5)));
    let slow = server(&client, "vpn-1").with_timeout(Duration::from_millis(50)).send().await.expect_err("no time");
    assert_eq!(slow.kind(), ErrorKind::Timeout);
    vendor.clear_script();
    server(&client, "vpn-1").send().await.expect("a server");
}

#[tokio::test]
async fn a_parameter_that_the_page_forbids_is_refused_with_its_own_code() {
    let vendor = vendor("alibaba/vpc").start().expect("a port");
    let client = vpc_client(&vendor, Scheme::AlibabaAcs3);
    let long = "n".repeat(101);
    for (request, code) in [
        (server(&client, "vpn-1").name(long), "InvalidName"),
        (server(&client, "vpn-1").port(70_000), "SslVpnServerPort.Illegal"),
        (server(&client, "vpn-1").port(443), "SslVpnServerPort.Illegal"),
        (server(&client, "vpn-1").proto("SCTP"), "InvalidParameter"),
        (server(&client, ""), "MissingParameter"),
    ] {
        let error = request.without_checks().send().await.expect_err("a refusal");
        assert_eq!((error.status(), error.code()), (Some(400), Some(code)), "{error}");
    }
    assert!(vendor.creations().is_empty());
}

#[tokio::test]
async fn answers_come_in_the_format_that_is_asked_for() {
    let vendor = vendor("alibaba/vpc").start().expect("a port");
    let client = vpc_client(&vendor, Scheme::AlibabaRpcV1);
    let request = server(&client, "vpn-1").name("office").with_query("Format", "XML");
    let made = request.send().await.expect("a server");
    assert_eq!(made.name, "office");
    vendor.script(On::each(), Behaviour::error("Forbidden"));
    let error = server(&client, "vpn-1").send().await.expect_err("an error");
    assert_eq!((error.status(), error.code()), (Some(403), Some("Forbidden")));
}

#[tokio::test]
async fn a_file_reaches_the_vendor_in_a_form_that_is_checked() {
    static IMPORT: OperationInfo = OperationInfo::new(&apig::SERVICE, "ImportPlan", "POST", "/v2/plans/import")
        .parameters(&[
            FieldInfo::form("simple"),
            FieldInfo::form("mode").rules(&[Rule::Rivals(&["simple"])]),
            FieldInfo::file("plan").required(),
        ]);
    let spec = serde_json::json!({
        "vendor": "huawei", "service": "apig", "protocol": "huawei_rest",
        "operations": [{
            "name": "ImportPlan", "method": "POST", "path": "/v2/plans/import", "responses": [],
            "parameters": [
                {"wire": "simple", "in": "form", "type": {"kind": "boolean"}},
                {"wire": "mode", "in": "form", "type": {"kind": "string"}, "constraints": {"rivals": ["simple"]}},
                {"wire": "plan", "in": "form", "type": {"kind": "file"}, "presence": "required"},
            ],
        }],
    });
    let vendor = MockVendor::from_json(&spec.to_string()).expect("a spec").start().expect("a port");
    let client = apig_client(&vendor, Scheme::HuaweiSdk);
    let send = async |simple: Option<&str>, mode: Option<&str>, plan: &'static [u8], checks: bool| {
        let mut parameters = Parameters::new(&IMPORT);
        for (index, value) in [simple, mode].into_iter().enumerate() {
            if let Some(value) = value {
                parameters.set(index, value.to_owned());
            }
        }
        parameters.set(2, Bytes::from_static(plan));
        let mut call = client.core().call();
        call.options.checks = checks;
        let sending = call.send::<apig::delete_certificate_v2::Output>(&IMPORT, Box::new(parameters));
        sending.await.err().map(|error| (error.kind(), error.message().to_owned()))
    };
    assert_eq!(send(Some("true"), None, b"\x00\xff plan", true).await, None);
    for (simple, mode, plan, told) in [
        (Some("perhaps"), None, &b"plan"[..], "simple: it must be `true` or `false`"),
        (Some("true"), Some("all"), b"plan", "mode: it must not be sent beside simple"),
        (None, None, b"", "plan: it is required"),
    ] {
        let (kind, message) = send(simple, mode, plan, false).await.expect("a refusal");
        assert_eq!(kind, ErrorKind::Service);
        assert!(message.ends_with(told), "{message}");
    }
    // The client knows of the last two before it calls.
    for (simple, mode, plan) in [(Some("true"), Some("all"), &b"plan"[..]), (None, None, b"")] {
        assert_eq!(send(simple, mode, plan, true).await.map(|(kind, _)| kind), Some(ErrorKind::Constraint));
    }
    assert_eq!(vendor.call_count(), 4);
}

#[tokio::test]
async fn a_server_stops_when_it_is_dropped() {
    let vendor = vendor("alibaba/vpc").start().expect("a port");
    let client = vpc_client(&vendor, Scheme::AlibabaAcs3);
    server(&client, "vpn-1").send().await.expect("a server");
    drop(vendor);
    let error = server(&client, "vpn-1").with_retries(0).send().await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_client_certificate_is_issued_by_the_example() {
    let vendor = vendor("alibaba/vpc").with_pending_polls(1).start().expect("a port");
    let output = run("ssl_vpn", &["vpn-1".to_owned(), vendor.endpoint()], &vendor).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let creations = vendor.creations();
    let made: Vec<&str> = creations.iter().map(|creation| creation.operation.as_str()).collect();
    assert_eq!(made, ["CreateSslVpnServer", "CreateSslVpnClientCert"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{}\n", creations[1].id));
    // The gateway was busy once after the server was made, and never after the certificate.
    assert_eq!(polls(&vendor), 3);
}

#[tokio::test]
async fn a_certificate_is_renewed_by_the_example() {
    let vendor = vendor("huawei/apig").start().expect("a port");
    let client = apig_client(&vendor, Scheme::HuaweiSdk);
    let required = apig::create_certificate_v2::Required {
        name: "gate_one".into(),
        cert_content: "old".into(),
        private_key: "old".into(),
    };
    let id = client.create_certificate_v2(required).send().await.expect("a certificate").id;

    let folder = tempfile::tempdir().expect("a folder");
    let pem = folder.path().join("new.pem");
    let block = |label: &str, text: &str| format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n");
    let (first, key, second) =
        (block("CERTIFICATE", "AAAA"), block("EC PRIVATE KEY", "BBBB"), block("CERTIFICATE", "CCCC"));
    std::fs::write(&pem, format!("Bag Attributes\n{first}{key}{second}")).expect("a file");
    let arguments = [id.clone(), pem.display().to_string(), vendor.endpoint()];
    let output = run("renew_certificate", &arguments, &vendor).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(&format!("{id} gate_one is valid until ")));
    let calls = vendor.calls();
    let renewal = calls.iter().find(|call| call.operation.as_deref() == Some("UpdateCertificateV2")).expect("a call");
    let body: serde_json::Value = serde_json::from_slice(&renewal.request.body).expect("JSON");
    assert_eq!(body["cert_content"], format!("{first}{second}"));
    assert_eq!(body["private_key"], key);

    // A file without a key changes nothing, and is not shown.
    std::fs::write(&pem, &first).expect("a file");
    let output = run("renew_certificate", &arguments, &vendor).await;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && told.contains("private key") && !told.contains("AAAA"), "{told}");
    assert_eq!(vendor.call_count(), 3);
}

/// Builds an example of the generated crate and runs it with the vendor's credentials in its environment.
async fn run(example: &'static str, arguments: &[String], vendor: &RunningVendor) -> Output {
    let (arguments, environment) = (arguments.to_vec(), vendor.environment());
    let run = move || {
        let mut command = Command::new(build(example));
        command.args(arguments).envs(environment);
        for name in ["ALIBABA_CLOUD_SECURITY_TOKEN", "HUAWEICLOUD_SDK_SECURITY_TOKEN"] {
            command.env_remove(name);
        }
        command.output().expect("the program")
    };
    tokio::task::spawn_blocking(run).await.expect("no panic")
}

/// Builds the examples of the generated crate, once for all tests; gives the program of one.
fn build(example: &str) -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["build", "--quiet", "--package", "docwright-clients", "--features", "all", "--examples"]);
        assert!(command.current_dir(workspace()).status().expect("cargo").success());
    });
    let own = std::env::current_exe().expect("a path");
    let folder = own.parent().and_then(Path::parent).expect("a target folder").join("examples");
    folder.join(example).with_extension(std::env::consts::EXE_EXTENSION)
}
