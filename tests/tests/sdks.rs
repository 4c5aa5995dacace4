//! The vendors' own SDKs, run where `DOCWRIGHT_SDK_PYTHON` names a Python that has them (`tests/parity/install.sh` makes
//! one and prints its path): they send today what is recorded, and the server that plays their vendor takes what they
//! send, until one byte of it is another.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use docwright_mock::{MockVendor, RunningVendor};
use docwright_tests::road::workspace;
use serde_json::{Value as Json, json};

/// The Python that has the SDKs; `None`, and a line that says so, where none is named.
fn python(test: &str) -> Option<PathBuf> {
    let found = std::env::var_os("DOCWRIGHT_SDK_PYTHON").map(PathBuf::from);
    if found.is_none() {
        println!("{test}: skipped, for DOCWRIGHT_SDK_PYTHON names no Python with the vendors' SDKs");
    }
    found
}

fn script(name: &str) -> PathBuf {
    workspace().join("tests/parity").join(name)
}

#[test]
fn the_sdks_send_today_what_is_recorded() {
    let Some(python) = python("the_sdks_send_today_what_is_recorded") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let fresh = folder.path().join("recordings.jsonl");
    let status = Command::new(python).arg(script("record.py")).arg(&fresh).status().expect("a program");
    assert!(status.success());
    let (fresh, kept) = (std::fs::read_to_string(fresh), std::fs::read_to_string(script("recordings.jsonl")));
    let (fresh, kept) = (fresh.expect("recordings"), kept.expect("recordings"));
    for (fresh, kept) in fresh.lines().zip(kept.lines()) {
        assert_eq!(fresh, kept, "recorded anew: if the SDK changed, run record.py, and read what changed");
    }
    assert_eq!(fresh.lines().count(), kept.lines().count());
}

/// What came of calls by SDKs against a server that plays their vendor.
fn outcomes(python: &PathBuf, vendor: &RunningVendor, calls: &[Json]) -> Vec<Json> {
    let mut program = Command::new(python)
        .arg(script("against_mock.py"))
        .args([&vendor.port().to_string(), vendor.access_key_id(), vendor.secret()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a program");
    let mut input = program.stdin.take().expect("an input");
    for call in calls {
        writeln!(input, "{call}").expect("an input");
    }
    drop(input);
    let output = program.wait_with_output().expect("an end");
    assert!(output.status.success(), "{}", vendor.call_count());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Each call is taken as it is, and refused for its signature once a byte of it is another.
fn assert_outcomes(outcomes: &[Json], refusal: &str, expected: usize) {
    for outcome in outcomes {
        let status = outcome["status"].as_u64().expect("a status");
        let body = outcome["body"].as_str().expect("a body");
        if outcome["changed"] == "nothing" {
            assert!((200..300).contains(&status), "not taken: {outcome}");
        } else {
            assert!((400..500).contains(&status) && body.contains(refusal), "not refused: {outcome}");
        }
    }
    assert_eq!(outcomes.len(), expected, "{outcomes:?}");
}

#[test]
fn alibabas_sdks_are_taken_until_a_byte_changes() {
    let Some(python) = python("alibabas_sdks_are_taken_until_a_byte_changes") else { return };
    let spec = workspace().join("specs/alibaba/vpc/spec.json");
    let vendor = MockVendor::from_spec(spec).expect("a spec").start().expect("a server");
    let mut calls = Vec::new();
    for sdk in ["aliyun-python-sdk-vpc", "alibabacloud_vpc20160428"] {
        let values = json!({
            "RegionId": "cn-hangzhou", "VpnGatewayId": "vpn-bp1q8bgx4xnkm2ogj", "ClientIpPool": "192.168.1.0/24",
            "LocalSubnet": "10.0.0.0/8,172.16.0.0/12", "Name": "office 7*~ü", "Port": 1194,
        });
        calls.push(json!({ "sdk": sdk, "operation": "CreateSslVpnServer", "values": values }));
        let values = json!({ "RegionId": "cn-hangzhou", "PageNumber": 1, "PageSize": 10 });
        calls.push(json!({ "sdk": sdk, "operation": "DescribeSslVpnServers", "values": values }));
        let values = json!({ "RegionId": "cn-hangzhou", "VpnGatewayId": "vpn-bp1q8bgx4xnkm2ogj" });
        calls.push(json!({ "sdk": sdk, "operation": "DescribeVpnGateway", "values": values }));
    }
    // Three requests for each of six calls: the parameters stand in the target, so that no body is changed.
    assert_outcomes(&outcomes(&python, &vendor, &calls), "SignatureDoesNotMatch", 18);
}

#[test]
fn huaweis_sdk_is_taken_until_a_byte_changes() {
    let Some(python) = python("huaweis_sdk_is_taken_until_a_byte_changes") else { return };
    let spec = workspace().join("specs/huawei/apig/spec.json");
    let vendor = MockVendor::from_spec(spec).expect("a spec").start().expect("a server");
    let sdk = "huaweicloudsdkapig";
    let body = json!({
        "name": "cert_demo",
        "cert_content": "-----BEGIN CERTIFICATE-----\nplaceholder\n-----END CERTIFICATE-----",
        "private_key": "-----BEGIN PRIVATE KEY-----\nplaceholder\n-----END PRIVATE KEY-----",
    });
    let calls = [
        json!({ "sdk": sdk, "operation": "create_certificate_v2", "values": { "body": body } }),
        json!({ "sdk": sdk, "operation": "list_certificates_v2", "values": {
            "instance_id": "i-1", "limit": 20, "name": "a b",
        } }),
    ];
    // Of the first call the body is changed, too.
    assert_outcomes(&outcomes(&python, &vendor, &calls), "APIGW.0301", 7);
}
