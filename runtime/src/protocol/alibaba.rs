//! What is Alibaba's own: common parameters and headers, the form of errors, the names in the environment.

use std::time::Duration;

use bytes::Bytes;
use zeroize::{Zeroize, Zeroizing};

use super::refusal::{Names, Told};
use super::{FORM, Prepared, assemble, form, names_to_sign};
use crate::call::Format;
use crate::client::Shared;
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

pub(super) const SECRET_HEADERS: &[&str] = &["x-acs-security-token", "x-acs-bearer-token"];

/// In either case of their first letter.
const NAMES: Names = Names {
    code: &["Code", "code"],
    message: &["Message", "message"],
    request_id: &["RequestId", "requestId"],
    recommendation: &["Recommend", "recommend"],
};

/// Takes secrets out of the URL, which proxies and servers write down: the gateway reads a form as it reads a query.
pub(super) fn hide_in_form(prepared: &mut Prepared, sensitive: &[&'static str]) {
    if sensitive.is_empty() {
        return;
    }
    let is_secret = |pair: &(String, String)| pair.0.split('.').any(|part| sensitive.contains(&part));
    let (secret, plain) = std::mem::take(&mut prepared.query).into_iter().partition(is_secret);
    prepared.query = plain;
    prepared.form.extend::<Vec<_>>(secret);
}

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
    let mut query = prepared.query.clone();
    let mut add = |name: &str, value: String| query.push((name.to_owned(), value));
    add("Action", prepared.name.clone().into_owned());
    add("Version", prepared.service.version.to_owned());
    let format = match prepared.format {
        Format::Json => "JSON",
        Format::Xml => "XML",
    };
    add("Format", format.to_owned());
    add("Timestamp", shared.clock.now().extended());
    add("SignatureMethod", "HMAC-SHA1".to_owned());
    add("SignatureVersion", "1.0".to_owned());
    add("SignatureNonce", random::token()?);
    add("AccessKeyId", credentials.access_key_id().to_owned());
    let mut headers = prepared.headers.clone();
    headers.push(("host".to_owned(), prepared.endpoint(shared).authority.clone()));
    let mut with_token = None;
    if let Some(token) = credentials.security_token() {
        let pair = ("SecurityToken".to_owned(), token.to_owned());
        // A form keeps it out of the URL; a request without one, or with a body of another kind, has no such place.
        let takes_form = prepared.method == "POST" && (prepared.body.is_empty() || !prepared.form.is_empty());
        if takes_form {
            let mut changed = prepared.clone();
            changed.form.push(pair);
            changed.body = form(&changed.form);
            if !changed.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
                headers.push(("content-type".to_owned(), FORM.to_owned()));
            }
            with_token = Some(changed);
        } else {
            query.push(pair);
        }
    }
    let prepared = with_token.as_ref().unwrap_or(prepared);
    let all: Zeroizing<Vec<_>> = Zeroizing::new(query.iter().chain(&prepared.form).cloned().collect());
    let (mut signed, signature) = rpc_v1(&prepared.method, &all, credentials);
    signed.zeroize();
    query.push(("Signature".to_owned(), signature));
    let request = assemble(prepared, shared, &query, &headers);
    query.zeroize();
    request
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
    add("host", &prepared.endpoint(shared).authority);
    let format = match prepared.format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
    };
    add("accept", format);
    add("x-acs-action", &prepared.name);
    add("x-acs-version", prepared.service.version);
    add("x-acs-date", &shared.clock.now().extended());
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
        method: &prepared.method,
        path: &prepared.path,
        query: &prepared.query,
        headers: &headers,
        signed_headers: &names,
        payload_hash: &payload_hash,
    };
    let authorization = acs3(&input, algorithm, credentials).into_authorization(prepared.is_secret(credentials));
    headers.push(("authorization".to_owned(), authorization));
    let request = assemble(prepared, shared, &prepared.query, &headers);
    if prepared.is_secret(credentials) {
        headers.zeroize();
    }
    request
}

pub(super) fn told(node: &Node<'_>) -> Told {
    Told::of(node, &NAMES)
}

/// The codes of a time that is too far off, or too long ago.
pub(super) fn refuses_time(code: &str) -> bool {
    ["InvalidTimeStamp", "InvalidTimestamp", "IllegalTimestamp"].iter().any(|start| code.starts_with(start))
}

pub(super) fn is_throttling(code: &str) -> bool {
    code == "Throttling" || code.starts_with("Throttling.")
}

/// The service's own header has milliseconds.
pub(super) fn retry_after(headers: &http::HeaderMap) -> Option<Duration> {
    let milliseconds: u32 = headers.get("x-acs-retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_millis(u64::from(milliseconds)))
}
