//! Requests that the vendors' own programs signed, and examples that the vendors published: each step of ours against
//! theirs. What we do differently, and why, is listed by id.

mod support;

use docwright_runtime::client::ClientCore;
use docwright_runtime::credentials::Credentials;
use docwright_runtime::operation::{OperationInfo, Place, Protocol, ServiceInfo};
use docwright_runtime::signing::{Algorithm, Input, Signature, alibaba, huawei};
use serde_json::Value as Json;
use support::{Fields, Nothing, Script, decode_pairs, pairs, query, shared, text};

/// Names of parameters are signed encoded, as the vendor's text has it; the program that recorded this one signs them
/// bare.
const BARE_NAMES: &str = "awkward-keys";

/// `%2F` inside a segment is signed as it is sent; the recording program signs a bare slash, another path.
const DECODED_SLASH: &str = "path-parameter-slash";

/// The page masks part of this signature.
const MASKED: &str = "doc-kms-create-key";

fn vectors(test: &str, file: &str) -> Vec<Json> {
    let Some(json) = shared(test, &format!("vectors/{file}")) else { return Vec::new() };
    let vectors = json["vectors"].as_array().expect("vectors").clone();
    assert!(vectors.len() > 20, "{file} has lost its vectors");
    vectors
}

fn credentials(vector: &Json) -> Credentials {
    let credentials = &vector["credentials"];
    Credentials::temporary_keys(
        text(credentials, "access_key_id"),
        text(credentials, "access_key_secret"),
        credentials["security_token"].as_str().map(str::to_owned),
    )
}

/// Which headers the sender chose to sign.
fn signed_headers(authorization: &str) -> Vec<String> {
    let (_, rest) = authorization.split_once("SignedHeaders=").expect("signed headers");
    let (names, _) = rest.split_once(',').expect("an end");
    names.split(';').map(str::to_owned).collect()
}

fn compare(vector: &Json, ours: &Signature) {
    let id = text(vector, "id");
    let expected = &vector["expected"];
    let theirs = |key: &str| expected[key].as_str();
    if let Some(theirs) = theirs("canonical_request") {
        assert_eq!(ours.canonical_request, theirs, "{id}: canonical request");
    }
    if let Some(theirs) = theirs("string_to_sign") {
        assert_eq!(ours.string_to_sign, theirs, "{id}: string to sign");
    }
    assert_eq!(Some(ours.signature.as_str()), theirs("signature"), "{id}: signature");
    assert_eq!(Some(ours.authorization.as_str()), theirs("authorization"), "{id}: authorization");
}

#[test]
fn alibaba_rpc_v1_signs_as_the_vendor_does() {
    for vector in vectors("alibaba_rpc_v1_signs_as_the_vendor_does", "aliyun_rpc_v1.json") {
        let request = &vector["request"];
        let mut parameters = pairs(&request["query"]);
        parameters.extend(decode_pairs(text(request, "body")));
        let (string_to_sign, signature) = alibaba::rpc_v1(text(request, "method"), &parameters, &credentials(&vector));
        let id = text(&vector, "id");
        let expected = &vector["expected"];
        if let Some(theirs) = expected["string_to_sign"].as_str() {
            assert_eq!(string_to_sign, theirs, "{id}: string to sign");
        }
        let theirs = text(expected, "signature");
        if id == MASKED {
            let shown = theirs.trim_end_matches(['*', '=']);
            assert!(shown.len() > 10 && signature.starts_with(shown), "{id}: {signature} {theirs}");
        } else {
            assert_eq!(signature, theirs, "{id}: signature");
        }
    }
}

#[test]
fn alibaba_acs3_signs_as_the_vendor_does() {
    for vector in vectors("alibaba_acs3_signs_as_the_vendor_does", "aliyun_acs3.json") {
        let request = &vector["request"];
        let algorithm = match vector["signing_algorithm"].as_str() {
            Some("ACS3-HMAC-SM3") => Algorithm::Sm3,
            None => Algorithm::Sha256,
            other => panic!("unknown algorithm {other:?}"),
        };
        let names = signed_headers(text(&vector["expected"], "authorization"));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let payload_hash = request["payload_hash"]
            .as_str()
            .map_or_else(|| algorithm.digest(text(request, "body").as_bytes()), str::to_owned);
        let input = Input {
            method: text(request, "method"),
            path: text(request, "path"),
            query: &pairs(&request["query"]),
            headers: &pairs(&request["headers"]),
            signed_headers: &names,
            payload_hash: &payload_hash,
        };
        let ours = alibaba::acs3(&input, algorithm, &credentials(&vector));
        if text(&vector, "id") == BARE_NAMES {
            let theirs = text(&vector["expected"], "canonical_request");
            let encoded = theirs.replace("a b=1&a*b=3&a-b=5&a:b=2&键=4", "a%20b=1&a%2Ab=3&a-b=5&a%3Ab=2&%E9%94%AE=4");
            assert_ne!(encoded, theirs);
            assert_eq!(ours.canonical_request, encoded);
            continue;
        }
        compare(&vector, &ours);
    }
}

#[test]
fn huawei_signs_as_the_vendor_does() {
    for vector in vectors("huawei_signs_as_the_vendor_does", "huawei_aksk.json") {
        let request = &vector["request"];
        let headers = pairs(&request["headers"]);
        let header = |name: &str| {
            headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
        };
        let algorithm = match vector["signing_algorithm"].as_str() {
            Some(name) if name.contains("SM3") => Algorithm::Sm3,
            None => Algorithm::Sha256,
            other => panic!("unknown algorithm {other:?}"),
        };
        let names = signed_headers(text(&vector["expected"], "authorization"));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let payload_hash = header("x-sdk-content-sha256")
            .map_or_else(|| algorithm.digest(text(request, "body").as_bytes()), str::to_owned);
        let input = Input {
            method: text(request, "method"),
            path: text(request, "path"),
            query: &pairs(&request["query"]),
            headers: &headers,
            signed_headers: &names,
            payload_hash: &payload_hash,
        };
        let date = header("x-sdk-date").expect("a date");
        let ours = match &vector["derived"] {
            Json::Object(scope) => {
                let part = |key: &str| scope[key].as_str().expect("a scope");
                huawei::v11(&input, date, part("region"), part("service"), &credentials(&vector))
            }
            _ => huawei::sdk(&input, date, algorithm, &credentials(&vector)),
        };
        if text(&vector, "id") == DECODED_SLASH {
            let theirs = text(&vector["expected"], "canonical_request");
            assert_eq!(ours.canonical_request.replace("/a%2Fb/", "/a/b/"), theirs);
            assert_ne!(ours.canonical_request, theirs);
            continue;
        }
        compare(&vector, &ours);
    }
}

fn service(protocol: Protocol, version: &str) -> &'static ServiceInfo {
    Box::leak(Box::new(ServiceInfo {
        vendor: "test",
        service: "test",
        product: "Test",
        version: Box::leak(version.to_owned().into_boxed_str()),
        protocol,
        endpoint: "service.example.com",
        endpoints: &[],
        internal_endpoint: "",
    }))
}

fn operation(service: &'static ServiceInfo, name: &str, method: &str, path: &str) -> &'static OperationInfo {
    let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    Box::leak(Box::new(OperationInfo::new(service, leak(name), leak(method), leak(path))))
}

/// Sends parameters and gives the request that came out.
fn sent(operation: &'static OperationInfo, fields: Fields) -> http::Request<bytes::Bytes> {
    let script = Script::default();
    let core: ClientCore = docwright_runtime::client::ClientBuilder::new(operation.service)
        .credentials(Credentials::keys("id", "secret"))
        .transport(script.clone())
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(core.call().send::<Nothing>(operation, Box::new(fields))).expect("an answer");
    script.requests().remove(0)
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}

#[test]
fn alibaba_parameters_are_flattened_as_the_vendor_does() {
    /// What every request of version 1.0 has.
    const COMMON: [&str; 9] = [
        "Action",
        "Version",
        "Format",
        "Timestamp",
        "SignatureMethod",
        "SignatureType",
        "SignatureVersion",
        "SignatureNonce",
        "AccessKeyId",
    ];
    let test = "alibaba_parameters_are_flattened_as_the_vendor_does";
    let mut compared = 0;
    for file in ["aliyun_rpc_v1.json", "aliyun_acs3.json"] {
        for vector in vectors(test, file) {
            let (id, request, raw) = (text(&vector, "id"), &vector["request"], &vector["raw"]);
            let parameters = vector["params"].as_object().or_else(|| raw["query"].as_object());
            let (Some(parameters), "/") = (parameters, text(request, "path")) else { continue };
            let form = raw["body"].as_object().filter(|_| text(request, "body").contains('='));
            let fields = parameters
                .iter()
                .map(|(name, value)| (name.as_str(), value, Place::Query))
                .chain(form.into_iter().flatten().map(|(name, value)| (name.as_str(), value, Place::Form)));
            let operation = operation(service(Protocol::AlibabaRpc, "v"), "Test", "ANY", "/");
            let ours = sent(operation, Fields::new(fields));
            let theirs = pairs(&request["query"]).into_iter().filter(|(name, _)| {
                let added = COMMON.contains(&name.as_str()) || name == "SecurityToken";
                !added && (name != "RegionId" || parameters.contains_key("RegionId"))
            });
            assert_eq!(sorted(query(&ours)), sorted(theirs.collect()), "{file} {id}: query");
            let body = std::str::from_utf8(ours.body()).expect("UTF-8");
            if form.is_some() {
                assert_eq!(sorted(decode_pairs(body)), sorted(decode_pairs(text(request, "body"))), "{id}: form");
            }
            compared += 1;
        }
    }
    assert!(compared > 25 || shared(test, "vectors/aliyun_acs3.json").is_none(), "{compared} compared");
}

#[test]
fn huawei_parameters_are_placed_as_the_vendor_does() {
    let vectors = vectors("huawei_parameters_are_placed_as_the_vendor_does", "huawei_aksk.json");
    let least = vectors.len().min(9);
    let mut compared = 0;
    for vector in vectors {
        let (id, request) = (text(&vector, "id"), &vector["request"]);
        let Some(parameters) = vector["params"].as_object() else { continue };
        let mut path = text(request, "path").to_owned();
        let sent_query = pairs(&request["query"]);
        let mut fields = Vec::new();
        for (name, value) in parameters {
            if name == "body" {
                let members = value.as_object().expect("an object");
                fields.extend(members.iter().map(|(name, value)| (name.as_str(), value, Place::Body)));
            } else if sent_query.iter().any(|(sent, _)| sent == name) {
                fields.push((name, value, Place::Query));
            } else {
                path = path.replace(value.as_str().expect("text"), &format!("{{{name}}}"));
                fields.push((name, value, Place::Path));
            }
        }
        let operation = operation(service(Protocol::HuaweiRest, ""), "Test", text(request, "method"), &path);
        let ours = sent(operation, Fields::new(fields));
        assert_eq!(ours.uri().path(), text(request, "path"), "{id}: path");
        assert_eq!(sorted(query(&ours)), sorted(sent_query), "{id}: query");
        let body = |bytes: &[u8]| (!bytes.is_empty()).then(|| serde_json::from_slice::<Json>(bytes).expect("JSON"));
        assert_eq!(body(ours.body()), body(text(request, "body").as_bytes()), "{id}: body");
        compared += 1;
    }
    assert!(compared >= least, "{compared} compared");
}
