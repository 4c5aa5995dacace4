//! What is Alibaba's own: common parameters and headers, the form of errors, the names in the environment.

use std::time::Duration;

use bytes::Bytes;

use super::{Prepared, Told, assemble, names_to_sign};
use crate::client::Shared;
use crate::clock::Moment;
use crate::credentials::{Credentials, EnvironmentNames};
use crate::error::Error;
use crate::json::Node;
use crate::random;
use crate::signing::alibaba::{acs3, rpc_v1};
use crate::signing::{Algorithm, Input, Scheme};

pub(super) static ENVIRONMENT: EnvironmentNames = EnvironmentNames {
    access_key_id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
    secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    security_token: "ALIBABA_CLOUD_SECURITY_TOKEN",
    project: "",
};

pub(super) const REQUEST_ID_HEADER: &str = "x-acs-request-id";

pub(super) fn sign(
    prepared: &Prepared,
    shared: &Shared,
    credentials: Option<&Credentials>,
) -> Result<http::Request<Bytes>, Error> {
    let credentials = credentials
        .filter(|credentials| credentials.auth_token().is_none())
        .ok_or_else(|| Error::credentials("the service takes a key pair, not a token"))?;
    match shared.scheme {
        Scheme::AlibabaRpcV1 => sign_rpc_v1(prepared, shared, credentials),
        Scheme::AlibabaAcs3Sm3 => sign_acs3(prepared, shared, credentials, Algorithm::Sm3),
        // The builder lets no other vendor's scheme pass.
        Scheme::AlibabaAcs3 | Scheme::HuaweiSdk | Scheme::HuaweiSdkSm3 | Scheme::HuaweiV11 => {
            sign_acs3(prepared, shared, credentials, Algorithm::Sha256)
        }
    }
}

fn sign_rpc_v1(prepared: &Prepared, shared: &Shared, credentials: &Credentials) -> Result<http::Request<Bytes>, Error> {
    let service = prepared.operation.service;
    let mut query = prepared.query.clone();
    let mut add = |name: &str, value: String| query.push((name.to_owned(), value));
    add("Action", prepared.operation.name.to_owned());
    add("Version", service.version.to_owned());
    add("Format", "JSON".to_owned());
    add("Timestamp", Moment::now().extended());
    add("SignatureMethod", "HMAC-SHA1".to_owned());
    add("SignatureVersion", "1.0".to_owned());
    add("SignatureNonce", random::token()?);
    add("AccessKeyId", credentials.access_key_id().to_owned());
    if let Some(token) = credentials.security_token() {
        add("SecurityToken", token.to_owned());
    }
    let all: Vec<_> = query.iter().chain(&prepared.form).cloned().collect();
    let (_, signature) = rpc_v1(prepared.method, &all, credentials);
    query.push(("Signature".to_owned(), signature));
    let mut headers = prepared.headers.clone();
    headers.push(("host".to_owned(), shared.endpoint.authority.clone()));
    assemble(prepared, shared, &query, &headers)
}

fn sign_acs3(
    prepared: &Prepared,
    shared: &Shared,
    credentials: &Credentials,
    algorithm: Algorithm,
) -> Result<http::Request<Bytes>, Error> {
    let payload_hash = algorithm.digest(&prepared.body);
    let mut headers = prepared.headers.clone();
    let mut add = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    add("host", &shared.endpoint.authority);
    add("accept", "application/json");
    add("x-acs-action", prepared.operation.name);
    add("x-acs-version", prepared.operation.service.version);
    add("x-acs-date", &Moment::now().extended());
    add("x-acs-signature-nonce", &random::token()?);
    add("x-acs-content-sha256", &payload_hash);
    if let Some(token) = credentials.security_token() {
        add("x-acs-accesskey-id", credentials.access_key_id());
        add("x-acs-security-token", token);
    }
    let signs = |name: &str| matches!(name, "host" | "content-type") || name.starts_with("x-acs-");
    let names = names_to_sign(&headers, |name| !signs(name));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let input = Input {
        method: prepared.method,
        path: &prepared.path,
        query: &prepared.query,
        headers: &headers,
        signed_headers: &names,
        payload_hash: &payload_hash,
    };
    let authorization = acs3(&input, algorithm, credentials).authorization;
    headers.push(("authorization".to_owned(), authorization));
    assemble(prepared, shared, &prepared.query, &headers)
}

/// `Code`, `Message` and `RequestId`, in either case of their first letter.
pub(super) fn told(node: &Node<'_>) -> Told {
    let find = |upper: &str, lower: &str| match node.get(upper).or_else(|| node.get(lower))? {
        Node::Text(text) => Some(text.clone().into_owned()),
        Node::Number(text) => Some((*text).to_owned()),
        Node::Null | Node::Boolean(_) | Node::List(_) | Node::Object(_) => None,
    };
    Told { code: find("Code", "code"), message: find("Message", "message"), request_id: find("RequestId", "requestId") }
}

pub(super) fn is_throttling(code: &str) -> bool {
    code == "Throttling" || code.starts_with("Throttling.")
}

/// The service's own header has milliseconds.
pub(super) fn retry_after(headers: &http::HeaderMap) -> Option<Duration> {
    let milliseconds: u32 = headers.get("x-acs-retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_millis(u64::from(milliseconds)))
}
