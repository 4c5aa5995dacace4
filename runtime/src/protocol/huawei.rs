//! What is Huawei's own: headers, the forms of errors, the names in the environment.

use bytes::Bytes;
use zeroize::Zeroize;

use super::refusal::{Names, Told};
use super::{Prepared, assemble, names_to_sign};
use crate::client::Shared;
use crate::credentials::{Credentials, EnvironmentNames};
use crate::error::Error;
use crate::json::Node;
use crate::signing::{Algorithm, Input, Scheme, huawei};

pub(super) static ENVIRONMENT: EnvironmentNames = EnvironmentNames {
    access_key_id: "HUAWEICLOUD_SDK_AK",
    secret: "HUAWEICLOUD_SDK_SK",
    security_token: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    project: "HUAWEICLOUD_SDK_PROJECT_ID",
};

pub(super) const REQUEST_ID_HEADER: &str = "x-request-id";

pub(super) const SECRET_HEADERS: &[&str] = &["x-auth-token", "x-security-token", "x-subject-token"];

/// Services of different ages use different names.
const NAMES: Names = Names {
    code: &["error_code", "errorCode", "code", "type"],
    message: &["error_msg", "errorMsg", "error_message", "message"],
    request_id: &["request_id", "requestId"],
    recommendation: &["solution_msg", "solution"],
};

/// What stands for the digest of a body that is not signed.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

pub(super) fn sign(
    prepared: &Prepared,
    shared: &Shared,
    credentials: Option<&Credentials>,
) -> Result<http::Request<Bytes>, Error> {
    let mut headers = prepared.headers.clone();
    headers.push(("host".to_owned(), prepared.endpoint(shared).authority.clone()));
    let needs_type = matches!(&*prepared.method, "POST" | "PUT" | "PATCH");
    if needs_type && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    let token = prepared.auth_token.as_deref().or_else(|| credentials.and_then(Credentials::auth_token));
    match (token, credentials) {
        (Some(token), _) => headers.push(("x-auth-token".to_owned(), token.to_owned())),
        (None, Some(credentials)) => add_signature(&mut headers, prepared, shared, credentials)?,
        (None, None) => return Err(Error::credentials("there are neither keys nor a token")),
    }
    let request = assemble(prepared, shared, &prepared.query, &headers);
    if credentials.is_none_or(|credentials| prepared.is_secret(credentials)) {
        headers.zeroize();
    }
    request
}

fn add_signature(
    headers: &mut Vec<(String, String)>,
    prepared: &Prepared,
    shared: &Shared,
    credentials: &Credentials,
) -> Result<(), Error> {
    let date = shared.clock.now().basic();
    let mut add = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    add("x-sdk-date", &date);
    if let Some(project) = &shared.project {
        add("x-project-id", project);
    }
    if let Some(token) = credentials.security_token() {
        add("x-security-token", token);
    }
    let algorithm = match shared.scheme {
        Scheme::HuaweiSdkSm3 => Algorithm::Sm3,
        Scheme::AlibabaRpcV1 | Scheme::AlibabaAcs3 | Scheme::AlibabaAcs3Sm3 | Scheme::HuaweiSdk | Scheme::HuaweiV11 => {
            Algorithm::Sha256
        }
    };
    let payload_hash = if prepared.form.is_empty() {
        algorithm.digest(&prepared.body)
    } else {
        // Only JSON is signed; of other bodies the request says that they are not.
        add("x-sdk-content-sha256", UNSIGNED);
        UNSIGNED.to_owned()
    };
    // Servers drop or rewrite headers with an underscore, so that those are not signed.
    let names = names_to_sign(headers, |name| name.contains('_'));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let input = Input {
        method: &prepared.method,
        path: &prepared.path,
        query: &prepared.query,
        headers,
        signed_headers: &names,
        payload_hash: &payload_hash,
    };
    let is_secret = prepared.is_secret(credentials);
    let authorization = if shared.scheme == Scheme::HuaweiV11 {
        let region = prepared.region.as_deref().or(shared.region.as_deref()).ok_or_else(|| {
            Error::configuration("the scheme derives its key for a region: call `region` on the builder")
        })?;
        huawei::v11(&input, &date, region, prepared.service.service, credentials).into_authorization(is_secret)
    } else {
        huawei::sdk(&input, &date, algorithm, credentials).into_authorization(is_secret)
    };
    headers.push(("authorization".to_owned(), authorization));
    Ok(())
}

/// Services of different ages answer in different forms: `error_code` and `error_msg`, the same in camel case, `code`
/// and `message`, or one of these inside the only member of the answer.
pub(super) fn told(node: &Node<'_>) -> Told {
    let own = Told::of(node, &NAMES);
    if own.code.is_some() || own.message.is_some() {
        return own;
    }
    match node {
        Node::Object(members) => match members.as_slice() {
            [(_, inner @ Node::Object(_))] => Told { request_id: own.request_id, ..Told::of(inner, &NAMES) },
            _ => own,
        },
        Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => own,
    }
}

/// The gateway has one code for all it holds against a signature; the answer's date says whether it was the time.
pub(super) fn refuses_time(code: &str) -> bool {
    matches!(code, "APIGW.0301" | "APIG.0301" | "APIG.0303")
}

/// The gateway's codes for too many requests.
pub(super) fn is_throttling(code: &str) -> bool {
    matches!(code, "APIGW.0308" | "APIG.0308")
}
