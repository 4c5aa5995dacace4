//! What our client puts on the wire against what the vendors' own SDKs put there, call by call.
//!
//! `tests/parity/calls.jsonl` has calls: operations of two services with several sets of values each (plain ones, lists
//! and nested objects; text that each encoding treats in its own way; empty and boundary values). The SDKs made them
//! against a server on loopback with clock and nonce at rest (`tests/parity/record.py`, versions in `requirements.txt`);
//! `recordings.jsonl` is what came. Here the same calls are made with ours, its clock and nonces at rest in the same place,
//! and what our client sends is compared: method, path, decoded query, body, time, nonce, and the signature to its last
//! byte, each of them as our client itself made it.
//!
//! - `the_generated_client_calls_...` makes calls with the tables of `generated/`, as they are compiled, and
//!   `the_methods_of_...` some by its methods.
//! - `every_operation_of_the_pages_...` makes all calls from the plan that the emitter prints (`support/dynamic.rs`): it
//!   proves what the pages were read to (names, nesting, types, places) and what the runtime makes of it, not that the
//!   emitted code compiles. It needs the corpus, and says so where there is none.
//!
//! The SDKs' quirks that our client does not copy. A signature covers them, so that [`Quirks`], and nothing else, puts
//! them into our requests before they are signed, as any caller could:
//!
//! - Alibaba's two write a boolean as Python does, `True` and `False`, where the pages have `true` and `false`.
//! - Signature version 1.0 of theirs has an empty `SignatureType`, which ours leaves out.
//! - The SDKs send and sign a `User-Agent` of their own, Alibaba's newer one `x-acs-credentials-provider`, too, and
//!   `Accept`, which ours sends and does not sign unless it is told to.
//! - Huawei's says in each request that its body is JSON, and with a body of which character set, where ours says the
//!   former alone, and of requests that may have a body; Alibaba's newer one calls a body a form that is empty.
//! - Huawei's writes JSON with blanks behind `:` and `,`, so that a body that is the same JSON is spelt as theirs.
//!
//! The host is the one that the recorded SDK was given.
//!
//! What the recordings of other sources add (parameter names, slashes in paths, credentials), the runtime's own tests of
//! vectors compare.

#[path = "../../runtime/tests/support/pairs.rs"]
mod pairs;

use std::collections::{BTreeMap, BTreeSet};
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use docwright::emit::plan;
use docwright_clients::alibaba::vpc;
use docwright_clients::huawei::apig;
use docwright_runtime::client::{ClientBuilder, ClientCore};
use docwright_runtime::credentials::{BoxFuture, Surroundings};
use docwright_runtime::interceptor::{Attempt, Interceptor, Unsigned};
use docwright_runtime::operation::{FieldInfo, OperationInfo};
use docwright_runtime::parameters::Parameters;
use docwright_runtime::record::{Record, Value, absent, absent_mut};
use docwright_runtime::transport::{Limits, Transport, TransportError};
use docwright_runtime::{Credentials, Error, Json as Free, Scheme};
use docwright_tests::road::workspace;
use docwright_tests::{corpus, dynamic, road};
use pairs::decode_pairs;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

const OLD: &str = "aliyun-python-sdk-vpc";

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

/// What ours must be told to send and to sign as an SDK does, and would not by itself.
struct Quirks(Recording);

impl Interceptor for Quirks {
    fn before_signing(&self, _: &Attempt<'_>, request: &mut Unsigned<'_>) -> Result<(), Error> {
        let Quirks(theirs) = self;
        if theirs.is_of_alibaba() {
            for (name, value) in request.query_mut() {
                let python = match value.as_str() {
                    "true" => "True",
                    "false" => "False",
                    _ => continue,
                };
                if theirs.query.iter().any(|(other, theirs)| other == name && theirs == python) {
                    python.clone_into(value);
                }
            }
        }
        if theirs.sdk == OLD {
            request.add_query("SignatureType", "");
        }
        for name in ["user-agent", "x-acs-credentials-provider"] {
            if let Some(value) = theirs.headers.get(name) {
                request.add_header(name, value);
            }
        }
        let kind = theirs.headers.get("content-type").filter(|_| theirs.sdk != OLD);
        if let Some(kind) = kind.filter(|kind| request.body().is_empty() || kind.starts_with("application/json")) {
            request.set_header("content-type", kind);
        }
        let ours = serde_json::from_slice::<Json>(request.body()).ok();
        if ours.is_some() && ours == serde_json::from_str(&theirs.body).ok() {
            request.set_body(theirs.body.clone());
        }
        Ok(())
    }
}

impl Recording {
    fn is_of_alibaba(&self) -> bool {
        !self.headers.contains_key("x-sdk-date")
    }
}

/// The client that stands where an SDK stood: its clock, nonces, keys, region and scheme.
fn client<C: From<ClientCore>>(builder: ClientBuilder<C>, kept: &Kept, theirs: &Recording) -> C {
    let at_rest = Surroundings::empty()
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_704_164_645))
        .nonces(|| "fixed-nonce-0001".to_owned());
    let builder = builder
        .region(if theirs.is_of_alibaba() { "cn-hangzhou" } else { "cn-north-4" })
        .project("testproject")
        .surroundings(at_rest)
        .credentials(Credentials::keys("testid", "testsecret"))
        .interceptor(Quirks(theirs.clone()))
        .transport(kept.clone());
    let builder = match theirs.headers.get("host") {
        Some(host) => builder.endpoint(host),
        None => builder,
    };
    let builder = match theirs.sdk.as_str() {
        OLD => builder.signing(Scheme::AlibabaRpcV1),
        _ if theirs.is_of_alibaba() => builder.sign_header("accept").sign_header("user-agent"),
        _ => builder,
    };
    builder.build().expect("a client")
}

/// What our client sends where an SDK sent this.
fn sent(operation: &'static OperationInfo, parameters: Box<dyn Record>, theirs: &Recording) -> Made {
    let kept = Kept::default();
    let core: ClientCore = client(ClientBuilder::new(operation.service), &kept, theirs);
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
    // The signature of the first scheme is one of the pairs, and told apart from the others.
    let (their_signature, their_query) = apart(theirs.query.clone());
    let (our_signature, our_query) = apart(decode_pairs(ours.uri().query().unwrap_or_default()));
    compare("method", ours.method().as_str(), &theirs.method);
    compare("path", ours.uri().path(), &theirs.path);
    compare("query", &format!("{our_query:?}"), &format!("{their_query:?}"));
    compare("body", std::str::from_utf8(ours.body()).expect("UTF-8"), &theirs.body);
    let header = |name: &str| ours.headers().get(name).map_or("", |value| value.to_str().expect("text"));
    for (name, value) in theirs.headers.iter().filter(|(name, _)| *name != "authorization") {
        // What no signature covers may differ.
        let is_signed = |authorization: &String| authorization.contains(name.as_str());
        if theirs.headers.get("authorization").is_some_and(is_signed) {
            compare(name, header(name), value);
        }
    }
    let expected = theirs.headers.get("authorization").cloned();
    compare("signature", header("authorization"), expected.as_deref().unwrap_or_default());
    compare("signature", &our_signature, &their_signature);
    found
}

/// The pair `Signature` where there is one, and the other pairs, sorted.
fn apart(mut query: Vec<(String, String)>) -> (String, Vec<(String, String)>) {
    query.sort();
    let place = query.iter().position(|(name, _)| name == "Signature");
    (place.map(|place| query.remove(place).1).unwrap_or_default(), query)
}

/// Compares the calls for which there is a request. Gives how many were compared, of which operations, and what differs.
fn compare(request_of: &dyn Fn(&Call, &Recording) -> Option<Made>) -> (usize, BTreeSet<String>, Vec<String>) {
    let calls: BTreeMap<String, Call> =
        lines::<Call>("calls.jsonl").into_iter().map(|call| (call.id.clone(), call)).collect();
    let (mut requests, mut operations, mut problems) = (0, BTreeSet::new(), Vec::new());
    for recording in lines::<Recording>("recordings.jsonl") {
        let call = calls.get(&recording.id).unwrap_or_else(|| panic!("no call is {}", recording.id));
        let Some(made) = request_of(call, &recording) else { continue };
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

/// The request of our generated client for a call that an SDK made, where it has the operation.
fn generated(call: &Call, theirs: &Recording) -> Option<Made> {
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
    Some(tabled(operation, call).and_then(|parameters| sent(operation, Box::new(parameters), theirs)))
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
    let kept = Kept::default();
    let take = || kept.0.lock().expect("no panic").take().expect("a request");

    for sdk in [OLD, "alibabacloud_vpc20160428"] {
        let theirs = recording("DescribeSslVpnServers/all", sdk);
        let vpc: vpc::Client = client(vpc::Client::builder(), &kept, &theirs);
        let request = vpc.describe_ssl_vpn_servers();
        let values = &lines::<Call>("calls.jsonl").into_iter().find(|call| call.id == theirs.id);
        let values = &values.as_ref().expect("a call").values;
        let text = |name: &str| values[name].as_str().expect("text").to_owned();
        let request = request.page_number(values["PageNumber"].as_i64().expect("a number"));
        let request = request.page_size(values["PageSize"].as_i64().expect("a number"));
        let request = request.name(text("Name")).ssl_vpn_server_id(text("SslVpnServerId"));
        let request = request.vpn_gateway_id(text("VpnGatewayId"));
        request.without_checks().send().await.expect("an answer");
        assert_eq!(differences(&take(), &theirs), Vec::<String>::new());
    }

    let theirs = recording("list_certificates_v2/all", "huaweicloudsdkapig");
    let apig: apig::Client = client(apig::Client::builder(), &kept, &theirs);
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
        let Some(Ok(ours)) = generated(call, recording) else { continue };
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
    let (requests, operations, problems) = compare(&|call, theirs| {
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
        Some(made.and_then(|parameters| sent(dynamic::operation(service, operation), Box::new(parameters), theirs)))
    });
    assert_none(&problems);
    assert!(operations.len() >= 150 && requests >= 550, "{requests} requests of {} operations", operations.len());
}
