//! What is Alibaba's own: common parameters and headers, the form of errors, the names in the environment.

use std::time::Duration;

use std::borrow::Cow;

use bytes::Bytes;
use zeroize::{Zeroize, Zeroizing};

use super::refusal::{Names, Told};
use super::{FORM, Headers, Prepared, Text, assemble, form};
use crate::call::Format;
use crate::client::Shared;
use crate::credentials::{Credentials, EnvironmentNames};
use crate::error::Error;
use crate::json::Node;
use crate::percent;
use crate::signing::{Algorithm, Lines, Scheme, alibaba, canonical_query};

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
    let is_secret = |pair: &(Cow<'static, str>, String)| pair.0.split('.').any(|part| sensitive.contains(&part));
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
    let mut with_token = None;
    if let Some(token) = credentials.security_token() {
        let pair = ("SecurityToken".into(), token.to_owned());
        let mut changed = prepared.clone();
        // A form keeps it out of the URL; a request without one, or with a body of another kind, has no such place.
        if prepared.method == "POST"
            && !prepared.is_multipart
            && (prepared.body.is_empty() || !prepared.form.is_empty())
        {
            changed.form.push(pair);
            changed.body = form(&changed.form);
            if !changed.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
                changed.headers.push(("content-type".to_owned(), FORM.to_owned()));
            }
        } else {
            changed.query.push(pair);
        }
        with_token = Some(changed);
    }
    let prepared = with_token.as_ref().unwrap_or(prepared);
    let format = match prepared.format {
        Format::Json => "JSON",
        Format::Xml => "XML",
    };
    let (timestamp, nonce) = (shared.now().extended(), shared.nonce()?);
    let mut query: Vec<(&str, &str)> = vec![
        ("Action", &prepared.name),
        ("Version", prepared.service.version),
        ("Format", format),
        ("Timestamp", &timestamp),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", &nonce),
        ("AccessKeyId", credentials.access_key_id()),
    ];
    query.extend(prepared.query.iter().map(|(name, value)| (&**name, value.as_str())));
    let mut all = query.clone();
    // Of a body with parts, nothing is a parameter to the gateway.
    let form = prepared.form.iter().filter(|_| !prepared.is_multipart);
    all.extend(form.map(|(name, value)| (&**name, value.as_str())));
    all.sort_unstable();
    let canonical = Zeroizing::new(percent::pairs(all));
    let (mut signed, signature) = alibaba::sign_rpc_v1(&prepared.method, &canonical, credentials);
    signed.zeroize();
    query.push(("Signature", &signature));
    let mut headers = Headers::of(prepared);
    headers.add("host", Text::Lent(&prepared.endpoint(shared).authority));
    assemble(prepared, shared, &percent::pairs(query), headers)
}

fn sign_acs3(
    prepared: &Prepared,
    shared: &Shared,
    credentials: &Credentials,
    algorithm: Algorithm,
) -> Result<http::Request<Bytes>, Error> {
    let payload_hash = algorithm.digest(&prepared.body);
    let mut headers = Headers::of(prepared);
    headers.add("host", Text::Lent(&prepared.endpoint(shared).authority));
    let format = match prepared.format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
    };
    headers.add("accept", Text::Fixed(format));
    headers.add(
        "x-acs-action",
        match &prepared.name {
            Cow::Borrowed(name) => Text::Fixed(name),
            Cow::Owned(name) => Text::Lent(name),
        },
    );
    headers.add("x-acs-version", Text::Fixed(prepared.service.version));
    headers.add("x-acs-date", Text::Made(shared.now().extended()));
    headers.add("x-acs-signature-nonce", Text::Made(shared.nonce()?));
    headers.add("x-acs-content-sha256", Text::Lent(&payload_hash));
    if let Some(token) = credentials.security_token() {
        headers.add("x-acs-accesskey-id", Text::Lent(credentials.access_key_id()));
        headers.add("x-acs-security-token", Text::Lent(token));
    }
    let query = canonical_query(&prepared.query);
    let is_of_scheme = |name: &str| matches!(name, "host" | "content-type") || name.starts_with("x-acs-");
    let signed = headers.signed(|name| is_of_scheme(name) || shared.signs(name));
    let lines = Lines {
        method: &prepared.method,
        path: &prepared.path,
        query: &query,
        headers: &signed,
        payload_hash: &payload_hash,
    };
    let signature = alibaba::sign_acs3(lines.canonical(), algorithm, credentials);
    let authorization = signature.into_authorization(prepared.is_secret(credentials));
    headers.add("authorization", Text::Made(authorization));
    // The order of a query is free: it goes as it was signed.
    assemble(prepared, shared, &query, headers)
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
