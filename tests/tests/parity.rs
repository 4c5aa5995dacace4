//! What our client puts on the wire against what the vendors' own SDKs put there, call by call.
//!
//! `tests/parity/calls.jsonl` has calls: operations of two services with several sets of values each (plain ones, lists
//! and nested objects; text that each encoding treats in its own way; empty and boundary values). The SDKs made them
//! against a server on loopback with clock and nonce at rest (`tests/parity/record.py`, versions in `requirements.txt`);
//! `recordings.jsonl` is what came. Here the same calls are made with ours, and compared: method, path, decoded query,
//! body, and the signature: our signer, over our path, query and body and the headers that the SDK chose to sign, gives
//! the signature that the SDK sent.
//!
//! - `the_generated_client_calls_...` makes calls with the tables of `generated/`, as they are compiled, and
//!   `the_methods_of_...` some by its methods.
//! - `every_operation_of_the_pages_...` makes all calls from the plan that the emitter prints (`support/dynamic.rs`): it
//!   proves what the pages were read to (names, nesting, types, places) and what the runtime makes of it, not that the
//!   emitted code compiles. It needs the corpus, and says so where there is none.
//!
//! The SDKs' quirks that are not copied:
//!
//! - Alibaba's two write a boolean as Python does, `True` and `False`, where the pages have `true` and `false`. Their
//!   spelling is signed for the comparison of signatures, and nowhere else is one made for it.
//! - Signature version 1.0 of theirs has an empty `SignatureType`, which ours leaves out; it is among what each request
//!   of theirs has beside its parameters (`COMMON`), and is signed for the comparison.
//! - The SDKs sign `User-Agent`, `Accept` and `x-acs-credentials-provider`; which headers are signed is the sender's
//!   choice, and ours signs its own.
//! - Huawei's writes JSON with blanks behind `:` and `,`, so that bodies are compared as JSON; the digest is theirs.
//!
//! What the recordings of other sources add (parameter names, slashes in paths, credentials), the runtime's own tests of
//! vectors compare.

#[path = "../../runtime/tests/support/pairs.rs"]
mod pairs;

use std::collections::{BTreeMap, BTreeSet};
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use docwright::emit::plan;
use docwright_clients::alibaba::vpc;
use docwright_clients::huawei::apig;
use docwright_runtime::client::{ClientBuilder, ClientCore};
use docwright_runtime::credentials::{BoxFuture, Surroundings};
use docwright_runtime::operation::{FieldInfo, OperationInfo};
use docwright_runtime::parameters::Parameters;
use docwright_runtime::record::{Record, Value, absent, absent_mut};
use docwright_runtime::signing::{self, Algorithm, Input};
use docwright_runtime::transport::{Limits, Transport, TransportError};
use docwright_runtime::{Credentials, Json as Free};
use docwright_tests::road::workspace;
use docwright_tests::{corpus, dynamic, road};
use pairs::decode_pairs;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

const OLD: &str = "aliyun-python-sdk-vpc";

/// What every request of signature version 1.0 has beside its parameters.
const COMMON: [&str; 10] = [
    "AccessKeyId",
    "Action",
    "Format",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

#[derive(Clone, Debug, Deserialize)]
struct Call {
    id: String,
    vendor: String,
    operation: String,
    #[serde(default)]
    method: String,
    #[serde(default)]
    path: String,
    values: Map<String, Json>,
}

#[derive(Clone, Debug, Deserialize)]
struct Recording {
    id: String,
    sdk: String,
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: BTreeMap<String, String>,
    body: String,
}

fn lines<T: for<'a> Deserialize<'a>>(name: &str) -> Vec<T> {
    let file = workspace().join("tests/parity").join(name);
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

/// Keeps the request, and answers an empty object.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<http::Request<Bytes>>>>);

impl Transport for Kept {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        *self.0.lock().expect("no panic") = Some(request);
        Box::pin(ready(Ok(http::Response::new(Bytes::from_static(b"{}")))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

#[derive(Default)]
struct Nothing;

impl Record for Nothing {
    fn fields(&self) -> &'static [FieldInfo] {
        &[]
    }

    fn field(&self, _: usize) -> &dyn Value {
        absent()
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Value {
        absent_mut()
    }
}

/// A request of ours, or why there is none.
type Made = Result<http::Request<Bytes>, String>;

/// What our client sends.
fn sent(operation: &'static OperationInfo, parameters: Box<dyn Record>) -> Made {
    let kept = Kept::default();
    let core: ClientCore = ClientBuilder::new(operation.service)
        .region("cn-hangzhou")
        .project("testproject")
        .surroundings(Surroundings::empty())
        .credentials(Credentials::keys("testid", "testsecret"))
        .transport(kept.clone())
        .build()
        .map_err(|error| error.to_string())?;
    let mut call = core.call();
    call.options.checks = false;
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(call.send::<Nothing>(operation, parameters)).map_err(|error| error.to_string())?;
    let request = kept.0.lock().expect("no panic").take();
    request.ok_or_else(|| "nothing was sent".to_owned())
}

/// In what our request differs from theirs.
fn differences(ours: &http::Request<Bytes>, theirs: &Recording) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, ours: &str, theirs: &str| {
        if ours != theirs {
            found.push(format!("{what}: ours is {ours}, theirs is {theirs}"));
        }
    };
    compare("method", ours.method().as_str(), &theirs.method);
    compare("path", ours.uri().path(), &theirs.path);
    let mut query = decode_pairs(ours.uri().query().unwrap_or_default());
    query.sort();
    let is_alibabas = !theirs.headers.contains_key("x-sdk-date");
    let added = |name: &String| theirs.sdk == OLD && COMMON.contains(&name.as_str());
    let theirs_alone: Vec<_> = theirs.query.iter().filter(|(name, _)| !added(name)).cloned().collect();
    let python = |value: &str| is_alibabas && matches!(value, "True" | "False");
    let unquirked = |(name, value): &(String, String)| {
        (name.clone(), if python(value) { value.to_ascii_lowercase() } else { value.clone() })
    };
    let expected: Vec<_> = theirs_alone.iter().map(unquirked).collect();
    compare("query", &format!("{query:?}"), &format!("{expected:?}"));
    let parsed = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_owned()));
    let body = std::str::from_utf8(ours.body()).expect("UTF-8");
    compare("body", &parsed(body).to_string(), &parsed(&theirs.body).to_string());
    if found.is_empty() {
        // The pairs are the same but for the quirk, whose spelling is signed.
        found.extend(signature(ours, theirs, theirs_alone));
    }
    found
}

/// Whether our signer gives their signature for our method and path, the query, and the headers that they signed. Bodies
/// are the same JSON in two spellings, so that theirs is signed: the digest is over bytes.
fn signature(ours: &http::Request<Bytes>, theirs: &Recording, mut query: Vec<(String, String)>) -> Option<String> {
    let keys = Credentials::keys("testid", "testsecret");
    let (ours, expected) = if theirs.sdk == OLD {
        let common = theirs.query.iter().filter(|(name, _)| COMMON.contains(&name.as_str()) && name != "Signature");
        query.extend(common.cloned());
        let expected = theirs.query.iter().find(|(name, _)| name == "Signature").map(|(_, value)| value.clone());
        (signing::alibaba::rpc_v1(ours.method().as_str(), &query, &keys).1, expected.expect("a signature"))
    } else {
        let expected = theirs.headers.get("authorization").expect("a signature").clone();
        let (_, rest) = expected.split_once("SignedHeaders=").expect("signed headers");
        let names: Vec<&str> = rest.split_once(',').expect("an end").0.split(';').collect();
        let headers: Vec<(String, String)> = theirs.headers.clone().into_iter().collect();
        let payload_hash = Algorithm::Sha256.digest(theirs.body.as_bytes());
        let input = Input {
            method: ours.method().as_str(),
            path: ours.uri().path(),
            query: &query,
            headers: &headers,
            signed_headers: &names,
            payload_hash: &payload_hash,
        };
        let ours = match theirs.headers.get("x-sdk-date") {
            Some(date) => signing::huawei::sdk(&input, date, Algorithm::Sha256, &keys),
            None => signing::alibaba::acs3(&input, Algorithm::Sha256, &keys),
        };
        (ours.authorization, expected)
    };
    (ours != expected).then(|| format!("signature: ours is {ours}, theirs is {expected}"))
}

/// Compares the calls for which there is a request. Gives how many were compared, of which operations, and what differs.
fn compare(request_of: &dyn Fn(&Call) -> Option<Made>) -> (usize, BTreeSet<String>, Vec<String>) {
    let calls: BTreeMap<String, Call> =
        lines::<Call>("calls.jsonl").into_iter().map(|call| (call.id.clone(), call)).collect();
    let (mut requests, mut operations, mut problems) = (0, BTreeSet::new(), Vec::new());
    for recording in lines::<Recording>("recordings.jsonl") {
        let call = calls.get(&recording.id).unwrap_or_else(|| panic!("no call is {}", recording.id));
        let Some(made) = request_of(call) else { continue };
        requests += 1;
        operations.insert(call.operation.clone());
        let found = match &made {
            Ok(ours) => differences(ours, &recording),
            Err(problem) => vec![problem.clone()],
        };
        problems.extend(found.into_iter().map(|problem| format!("{} {}: {problem}", recording.id, recording.sdk)));
    }
    (requests, operations, problems)
}

/// The request of our generated client for a call, where it has the operation.
fn generated(call: &Call) -> Option<Made> {
    macro_rules! operations {
        ($service:path: $($module:ident),*) => {{
            use $service as service;
            [$(&service::$module::OPERATION),*]
        }};
    }
    let alibaba = operations!(docwright_clients::alibaba::vpc: create_ssl_vpn_client_cert, create_ssl_vpn_server,
        delete_ssl_vpn_client_cert, delete_ssl_vpn_server, describe_ssl_vpn_servers, describe_vpn_gateway,
        describe_vpn_gateways, describe_vpn_ssl_server_logs, modify_ssl_vpn_client_cert);
    let huawei = operations!(docwright_clients::huawei::apig: batch_associate_certs_v2, batch_associate_domains_v2,
        batch_disassociate_certs_v2, batch_disassociate_domains_v2, create_certificate_v2, delete_certificate_v2,
        list_attached_domains_v2, list_certificates_v2, show_details_of_certificate_v2, update_certificate_v2);
    let same = |operation: &&&OperationInfo| match call.vendor.as_str() {
        "alibaba" => operation.name == call.operation,
        _ => (operation.method, operation.path) == (call.method.as_str(), call.path.as_str()),
    };
    let of_vendor: &[&'static OperationInfo] = if call.vendor == "alibaba" { &alibaba } else { &huawei };
    let operation = of_vendor.iter().find(same)?;
    Some(tabled(operation, call).and_then(|parameters| sent(operation, Box::new(parameters))))
}

/// The parameters of a compiled table, set to a call's values.
fn tabled(operation: &'static OperationInfo, call: &Call) -> Result<Parameters, String> {
    let mut values = call.values.clone();
    if let Some(Json::Object(body)) = values.remove("body") {
        values.extend(body);
    }
    let mut parameters = Parameters::new(operation);
    for (name, value) in &values {
        let index = operation.parameters.iter().position(|info| info.wire == name);
        let index = index.ok_or_else(|| format!("`{name}` is no parameter"))?;
        match (value, value.as_i64()) {
            (Json::String(text), _) => parameters.set(index, text.clone()),
            (Json::Bool(truth), _) => parameters.set(index, *truth),
            (_, Some(number)) => parameters.set(index, number),
            _ => parameters.set(index, Free::parse(&value.to_string()).expect("JSON")),
        }
    }
    Ok(parameters)
}

/// The recording of a call by an SDK.
fn recording(id: &str, sdk: &str) -> Recording {
    let found = lines::<Recording>("recordings.jsonl").into_iter().find(|one| one.id == id && one.sdk == sdk);
    found.unwrap_or_else(|| panic!("no recording of {id} by {sdk}"))
}

#[tokio::test]
async fn the_methods_of_the_generated_client_lead_to_the_same_requests() {
    fn builder<C: From<ClientCore>>(builder: ClientBuilder<C>, kept: &Kept) -> C {
        let builder = builder.region("cn-hangzhou").project("testproject").surroundings(Surroundings::empty());
        let builder = builder.credentials(Credentials::keys("testid", "testsecret"));
        builder.transport(kept.clone()).build().expect("a client")
    }
    let kept = Kept::default();
    let take = || kept.0.lock().expect("no panic").take().expect("a request");

    let vpc: vpc::Client = builder(vpc::Client::builder(), &kept);
    let request = vpc.describe_ssl_vpn_servers();
    let values = &lines::<Call>("calls.jsonl").into_iter().find(|call| call.id == "DescribeSslVpnServers/all");
    let values = &values.as_ref().expect("a call").values;
    let text = |name: &str| values[name].as_str().expect("text").to_owned();
    let request = request.page_number(values["PageNumber"].as_i64().expect("a number"));
    let request = request.page_size(values["PageSize"].as_i64().expect("a number"));
    let request = request.name(text("Name")).ssl_vpn_server_id(text("SslVpnServerId"));
    let request = request.vpn_gateway_id(text("VpnGatewayId"));
    request.without_checks().send().await.expect("an answer");
    let ours = take();
    for sdk in [OLD, "alibabacloud_vpc20160428"] {
        assert_eq!(differences(&ours, &recording("DescribeSslVpnServers/all", sdk)), Vec::<String>::new());
    }

    let apig: apig::Client = builder(apig::Client::builder(), &kept);
    let theirs = recording("list_certificates_v2/all", "huaweicloudsdkapig");
    let value = |name: &str| {
        let found = theirs.query.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.clone()).expect("a value")
    };
    let request = apig.list_certificates_v2(value("instance_id")).limit(value("limit").parse().expect("a number"));
    let request = request.offset(value("offset").parse().expect("a number")).name(value("name"));
    let request = request.common_name(value("common_name")).signature_algorithm(value("signature_algorithm"));
    request.r#type(value("type").as_str()).without_checks().send().await.expect("an answer");
    assert_eq!(differences(&take(), &theirs), Vec::<String>::new());
}

fn assert_none(problems: &[String]) {
    let shown: Vec<String> = problems.iter().take(20).map(|one| one.chars().take(800).collect()).collect();
    assert!(problems.is_empty(), "{} differ:\n{}", problems.len(), shown.join("\n"));
}

#[test]
fn the_generated_client_calls_as_the_vendors_sdks_do() {
    let (requests, operations, problems) = compare(&generated);
    assert_none(&problems);
    assert!(operations.len() >= 12 && requests >= 45, "{requests} requests of {operations:?}");
}

#[test]
fn a_comparison_finds_what_differs() {
    let calls: Vec<Call> = lines("calls.jsonl");
    let recordings: Vec<Recording> = lines("recordings.jsonl");
    let mut seen = BTreeSet::new();
    for recording in recordings.iter().filter(|recording| recording.id.ends_with("/awkward")) {
        let call = calls.iter().find(|call| call.id == recording.id).expect("a call");
        let Some(Ok(ours)) = generated(call) else { continue };
        assert_eq!(differences(&ours, recording), Vec::<String>::new());
        let mut other = recording.clone();
        if let Some(pair) = other.query.iter_mut().find(|(name, _)| name == "RegionId") {
            pair.1.push('x');
            assert!(differences(&ours, &other)[0].starts_with("query"));
            seen.insert("query");
        }
        let mut other = recording.clone();
        if other.body.starts_with('{') {
            other.body.insert_str(1, "\"more\":1,");
            assert!(differences(&ours, &other)[0].starts_with("body"));
            seen.insert("body");
        }
        let mut other = recording.clone();
        for signature in other.query.iter_mut().filter(|(name, _)| name == "Signature") {
            signature.1.insert(0, 'x');
        }
        for signature in other.headers.values_mut().filter(|value| value.contains("Signature=")) {
            signature.push('x');
        }
        assert!(differences(&ours, &other)[0].starts_with("signature"));
        seen.insert("signature");
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["body", "query", "signature"]);
}

#[test]
fn every_operation_of_the_pages_is_called_as_the_vendors_sdks_call_it() {
    let groups = corpus::groups("every_operation_of_the_pages_is_called_as_the_vendors_sdks_call_it");
    let read = |name: &str, service: &str| {
        let group = groups.iter().find(|group| group.name == name)?;
        let language = road::language(&group.vendor);
        Some(road::read(service, group.read().pages, &language).spec)
    };
    let (Some(vpc), Some(apig)) = (read("alibaba/vpn-en", "vpc"), read("otc/apig-en", "apig")) else { return };
    let (vpc, apig) = (plan::service(&vpc), plan::service(&apig));
    let services = (
        dynamic::service(&vpc, "vpc.cn-hangzhou.aliyuncs.com"),
        dynamic::service(&apig, "apig.cn-north-4.myhuaweicloud.com"),
    );
    let (requests, operations, problems) = compare(&|call| {
        let (plan, service) = if call.vendor == "alibaba" { (&vpc, services.0) } else { (&apig, services.1) };
        let same = |one: &&plan::OperationPlan<'_>| match call.vendor.as_str() {
            "alibaba" => one.operation.name == call.operation,
            _ => (&one.operation.method, &one.operation.path) == (&call.method, &call.path),
        };
        let operation =
            plan.operations.iter().find(same).unwrap_or_else(|| panic!("no operation is {}", call.operation));
        let mut values = call.values.clone();
        if let Some(Json::Object(body)) = values.remove("body") {
            values.extend(body);
        }
        let made = dynamic::parameters(plan, operation, &values);
        Some(made.and_then(|parameters| sent(dynamic::operation(service, operation), Box::new(parameters))))
    });
    assert_none(&problems);
    assert!(operations.len() >= 150 && requests >= 550, "{requests} requests of {} operations", operations.len());
}
