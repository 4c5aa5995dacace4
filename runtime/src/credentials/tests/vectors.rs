//! What the vendors' own providers put on the wire, and what they made of the answers: each observation, by its id.
//!
//! Compared are scheme, host, method, path, decoded query, the headers that a service reads, the body, and what came out
//! of it. The headers that are passed over are those of each HTTP library: `Accept`, `Accept-Encoding`, `Connection`,
//! `Content-Length`, `User-Agent`. What we do otherwise, and why:
//!
//! - `aliyun-assume-role-policy`: the vendor's library signs the space in the policy as `+`; by the documented rule it is
//!   `%20`, and the signature is the one that the recording's note computes.
//! - Huawei's lookups: the SDK signs its own `User-Agent`, we sign ours, so that the two signatures differ; ours is
//!   compared with the one that the scheme gives for our headers, and the signed names must be the same.
//! - Messages of errors are ours; what they must tell is listed in `ERRORS`.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value as Json, json};

use super::super::{Credentials, CredentialsProvider, Surroundings, alibaba, huawei};
use super::{Folder, Replay};
use crate::endpoint::Network;
use crate::error::Error;
use crate::signing::{Algorithm, Input};

/// 2024-01-02T03:04:05Z, at which the recordings were made.
const THEN: u64 = 1_704_164_645;

/// The signature of `aliyun-assume-role-policy` by the documented rule.
const POLICY_SIGNATURE: &str = "jrdCIpZq/W9Nu9B+LtVmyFv62yU=";

/// What an error tells where theirs tells the same.
const ERRORS: &[(&str, &[&str])] = &[
    ("aliyun-ecs-role-imdsv1-disabled", &["metadata", "404"]),
    ("huawei-project-lookup-none", &["cn-north-4", "project"]),
    ("huawei-project-lookup-many", &["p-1", "p-2"]),
];

fn observations() -> Vec<Json> {
    let variable = std::env::var_os("DOCWRIGHT_SHARED");
    let beside = || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let file = variable.as_ref().map_or_else(beside, Into::into).join("vectors/credential_providers.json");
    if variable.is_none() && !file.is_file() {
        println!("every_observation_is_matched: skipped, there is no shared folder (set DOCWRIGHT_SHARED)");
        return Vec::new();
    }
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let json: Json = serde_json::from_str(&text).expect("JSON");
    let observations = json["observations"].as_array().expect("observations").clone();
    assert!(observations.len() >= 17, "{} observations", observations.len());
    observations
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or_else(|| panic!("{key} is no text in {json}"))
}

fn replay(observation: &Json) -> Replay {
    Replay::new(observation["responses"].as_array().expect("responses").iter().map(|response| {
        let body = response["body"].as_str().map_or_else(|| response["body"].to_string(), str::to_owned);
        let headers = response["headers"].as_object().into_iter().flatten();
        let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), value.as_str().expect("text"))).collect();
        let status = response["status"].as_u64().unwrap_or(200);
        super::answer(u16::try_from(status).expect("a status"), &headers, &body)
    }))
}

/// What came of an observation, in the words of the recordings.
fn outcome(credentials: Result<Credentials, Error>) -> Result<Json, Error> {
    credentials.map(|found| {
        json!({
            "access_key_id": found.access_key_id(),
            "access_key_secret": found.secret(),
            "security_token": found.security_token(),
        })
    })
}

/// Runs our provider for an observation.
async fn run(
    observation: &Json,
    transport: &Arc<dyn crate::transport::Transport>,
    folder: &Folder,
) -> Result<Json, Error> {
    let options = &observation["options"];
    let option = |name: &str| options[name].as_str();
    for (name, content) in observation["files"].as_object().into_iter().flatten() {
        folder.write(name, content.as_str().expect("text"));
    }
    // A path in the options names a file of the observation: `{name}`.
    let file = |name: &str| folder.path().join(text(options, name).trim_matches(['{', '}']));
    let surroundings =
        Surroundings::empty().clock(|| UNIX_EPOCH + Duration::from_secs(THEN)).nonces(|| "fixed-nonce-0001".to_owned());
    let keys = Credentials::keys("testid", "testsecret");
    match text(observation, "provider") {
        "EcsRamRoleCredentialsProvider" => {
            let mut provider = alibaba::MetadataRole::new(transport);
            if let Some(role) = option("role_name") {
                provider = provider.role(role);
            }
            if options["disable_imds_v1"] == true {
                provider = provider.only_version_two();
            }
            outcome(provider.credentials().await)
        }
        "RamRoleArnCredentialsProvider" => {
            let base = &options["base"];
            let base = Box::new(Credentials::keys(text(base, "access_key_id"), text(base, "access_key_secret")));
            let arn = text(options, "role_arn");
            let mut provider = alibaba::AssumeRole::within(transport, base, arn, &surroundings);
            provider = provider.session_name(text(options, "role_session_name"));
            if let Some(policy) = option("policy") {
                provider = provider.policy(policy);
            }
            if let Some(id) = option("external_id") {
                provider = provider.external_id(id);
            }
            if let Some(region) = option("sts_region_id") {
                let network = if options["enable_vpc"] == true { Network::Internal } else { Network::Public };
                provider = provider.region(region, network);
            }
            outcome(provider.credentials().await)
        }
        "OIDCRoleArnCredentialsProvider" => {
            let (arn, identity) = (text(options, "role_arn"), text(options, "oidc_provider_arn"));
            let token = file("oidc_token_file_path");
            let provider = alibaba::AssumeRoleWithOidc::within(transport, arn, identity, token, &surroundings);
            outcome(provider.session_name(text(options, "role_session_name")).credentials().await)
        }
        "URLCredentialsProvider" => {
            outcome(alibaba::CredentialsUri::new(transport, text(options, "uri")).credentials().await)
        }
        "metadata" => outcome(huawei::Metadata::new(transport).credentials().await),
        "federal" => {
            let provider = huawei::IdentityToken::new(transport, text(options, "idp_id"), file("id_token_file"));
            outcome(provider.credentials().await)
        }
        "oidc" => {
            let token = folder.write("id-token", text(options, "id_token"));
            let (provider, agency) = (text(options, "provider_urn"), text(options, "agency_urn"));
            outcome(huawei::AssumeAgencyWithOidc::new(transport, provider, agency, token).credentials().await)
        }
        "pod" => {
            let uri = text(options, "HC_CONTAINER_CREDENTIALS_FULL_URI");
            let token = file("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE");
            outcome(huawei::PodIdentity::new(transport, uri, token).credentials().await)
        }
        "project_lookup" => {
            let identity = huawei::Identity::within(transport, Arc::new(keys), &surroundings);
            identity.project("cn-north-4").await.map(|id| json!({ "project_id": id }))
        }
        "domain_lookup" => {
            let identity = huawei::Identity::within(transport, Arc::new(keys), &surroundings);
            identity.domain().await.map(|id| json!({ "domain_id": id }))
        }
        other => panic!("nothing of ours is like {other}"),
    }
}

fn decoded(query: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').expect("a pair");
            (percent_decode(name), percent_decode(value))
        })
        .collect();
    pairs.sort();
    pairs
}

fn percent_decode(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// The headers that a service reads, sorted; of `Authorization` by signature only what both must have.
fn headers<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    const PASSED: &[&str] = &["accept", "accept-encoding", "connection", "content-length", "user-agent"];
    let mut kept: Vec<(String, String)> = headers
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .filter(|(name, _)| !PASSED.contains(&name.as_str()))
        .map(|(name, value)| match value.split_once(", Signature=") {
            Some((scheme_and_names, _)) => (name, scheme_and_names.to_owned()),
            None => (name, value),
        })
        .collect();
    kept.sort();
    kept
}

/// That our own signature is the one of our own headers.
fn assert_signed(id: &str, ours: &http::Request<bytes::Bytes>) {
    let header = |name: &str| ours.headers().get(name).map(|value| value.to_str().expect("ASCII"));
    let Some(authorization) = header("authorization").filter(|value| value.starts_with("SDK-HMAC")) else { return };
    let all: Vec<(String, String)> = ours
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().expect("ASCII").to_owned()))
        .collect();
    let query = decoded(ours.uri().query().unwrap_or_default());
    let payload_hash = Algorithm::Sha256.digest(ours.body());
    let input = Input {
        method: ours.method().as_str(),
        path: ours.uri().path(),
        query: &query,
        headers: &all,
        signed_headers: &["host", "user-agent", "x-sdk-date"],
        payload_hash: &payload_hash,
    };
    let keys = Credentials::keys("testid", "testsecret");
    let date = header("x-sdk-date").expect("a date");
    let expected = crate::signing::huawei::sdk(&input, date, Algorithm::Sha256, &keys).authorization;
    assert_eq!(authorization, expected, "{id}: our own signature");
}

fn compare(id: &str, scheme: Option<&str>, ours: &http::Request<bytes::Bytes>, theirs: &Json) {
    let near = matches!(ours.uri().host(), Some("100.100.100.200" | "169.254.169.254" | "127.0.0.1"));
    assert_eq!(ours.uri().scheme_str(), Some(scheme.unwrap_or(if near { "http" } else { "https" })), "{id}: scheme");
    assert_eq!(ours.method().as_str(), text(theirs, "method"), "{id}: method");
    assert_eq!(ours.uri().path(), text(theirs, "path"), "{id}: path");
    let mut query: Vec<(String, String)> = theirs["query"]
        .as_array()
        .expect("a query")
        .iter()
        .map(|pair| (pair[0].as_str().expect("a name").to_owned(), pair[1].as_str().expect("a value").to_owned()))
        .collect();
    query.sort();
    if id == "aliyun-assume-role-policy" {
        let signature = query.iter_mut().find(|(name, _)| name == "Signature").expect("a signature");
        assert_ne!(signature.1, POLICY_SIGNATURE);
        POLICY_SIGNATURE.clone_into(&mut signature.1);
    }
    assert_eq!(decoded(ours.uri().query().unwrap_or_default()), query, "{id}: query");
    let of_theirs = theirs["headers"].as_array().expect("headers").iter();
    let of_theirs = of_theirs.map(|pair| (pair[0].as_str().expect("a name"), pair[1].as_str().expect("a value")));
    let of_ours = ours.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().expect("ASCII")));
    assert_eq!(headers(of_ours), headers(of_theirs), "{id}: headers");
    let parsed = |bytes: &[u8]| match bytes {
        [] => Json::Null,
        bytes => serde_json::from_slice::<Json>(bytes).expect("JSON"),
    };
    assert_eq!(parsed(ours.body()), parsed(text(theirs, "body").as_bytes()), "{id}: body");
    assert_signed(id, ours);
}

#[tokio::test]
async fn every_observation_is_matched() {
    for observation in observations() {
        let id = text(&observation, "id");
        let replay = replay(&observation);
        let folder = Folder::new();
        let outcome = run(&observation, &replay.transport(), &folder).await;
        let theirs = observation["requests"].as_array().expect("requests");
        let ours = replay.requests();
        assert_eq!(ours.len(), theirs.len(), "{id}: number of requests");
        for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            compare(id, observation["protocols"][index].as_str(), ours, theirs);
        }
        match (outcome, observation["resolved"].as_object()) {
            (Ok(found), Some(resolved)) => {
                for (name, value) in found.as_object().expect("an object") {
                    assert_eq!(Some(value), resolved.get(name), "{id}: {name}");
                }
            }
            (Err(error), None) => {
                let (_, told) = ERRORS.iter().find(|(known, _)| *known == id).expect("a listed error");
                for word in *told {
                    assert!(error.message().contains(word), "{id}: {error} does not tell {word}");
                }
            }
            (ours, theirs) => panic!("{id}: ours is {ours:?}, theirs is {theirs:?}"),
        }
    }
}

#[tokio::test]
async fn temporary_keys_have_the_end_that_the_service_gave() {
    let body =
        r#"{"credential":{"access":"a","secret":"s","securitytoken":"t","expires_at":"2099-01-02T03:04:05.000000Z"}}"#;
    let replay = Replay::new([super::answer(404, &[], "no"), super::answer(201, &[], body)]);
    let found = huawei::Metadata::new(&replay.transport()).credentials().await.expect("keys");
    // 47,120 days after the start of 1970: 129 years with 32 leap days, and one day.
    let end: SystemTime = UNIX_EPOCH + Duration::from_secs((129 * 365 + 32) * 86_400 + 86_400 + 11_045);
    assert_eq!(found.expires_at(), Some(end));
}

#[tokio::test]
async fn a_refusal_repeats_no_secret() {
    let told = r#"{"Code":"SignatureDoesNotMatch","Message":"it is GET&%2F&SecurityToken%3Dtok%252Fen1 of tok/en1 by key-of-ours","RequestId":"r"}"#;
    let base = Credentials::temporary_keys("id", "key-of-ours", Some("tok/en1".to_owned()));
    let replay = Replay::new([super::answer(400, &[], told)]);
    let surroundings = Surroundings::empty();
    let role = alibaba::AssumeRole::within(&replay.transport(), Box::new(base), "arn", &surroundings);
    let error = role.credentials().await.expect_err("refused");
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("SignatureDoesNotMatch") && shown.contains("400"), "{shown}");
    for secret in ["key-of-ours", "tok/en1", "tok%2Fen1", "tok%252Fen1"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
