//! What is Huawei's own: headers, the forms of errors, the names in the environment.

use bytes::Bytes;

use super::refusal::{Names, Told};
use super::{Headers, Prepared, Text, assemble};
use crate::client::Shared;
use crate::credentials::{Credentials, EnvironmentNames};
use crate::error::Error;
use crate::json::Node;
use crate::signing::{Algorithm, Lines, Scheme, canonical_query, huawei};

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
    let mut headers = Headers::of(prepared);
    headers.add("host", Text::Lent(&prepared.endpoint(shared).authority));
    let needs_type = matches!(&*prepared.method, "POST" | "PUT" | "PATCH");
    if needs_type && !headers.has("content-type") {
        headers.add("content-type", Text::Fixed("application/json"));
    }
    let query = canonical_query(&prepared.query);
    let token = prepared.auth_token.as_deref().or_else(|| credentials.and_then(Credentials::auth_token));
    match (token, credentials) {
        (Some(token), _) => headers.add("x-auth-token", Text::Lent(token)),
        (None, Some(credentials)) => add_signature(&mut headers, &query, prepared, shared, credentials)?,
        (None, None) => return Err(Error::credentials("there are neither keys nor a token")),
    }
    // The order of a query is free: it goes as it was signed.
    assemble(prepared, shared, &query, headers)
}

fn add_signature<'a>(
    headers: &mut Headers<'a>,
    query: &str,
    prepared: &'a Prepared,
    shared: &'a Shared,
    credentials: &'a Credentials,
) -> Result<(), Error> {
    let date = shared.now().basic();
    headers.add("x-sdk-date", Text::Made(date.clone()));
    if let Some(project) = &shared.project {
        headers.add("x-project-id", Text::Lent(project));
    }
    if let Some(token) = credentials.security_token() {
        headers.add("x-security-token", Text::Lent(token));
    }
    let algorithm = match shared.scheme {
        Scheme::HuaweiSdkSm3 => Algorithm::Sm3,
        Scheme::AlibabaRpcV1 | Scheme::AlibabaAcs3 | Scheme::AlibabaAcs3Sm3 | Scheme::HuaweiSdk | Scheme::HuaweiV11 => {
            Algorithm::Sha256
        }
    };
    let payload_hash = if prepared.form.is_empty() && !prepared.is_multipart {
        algorithm.digest(&prepared.body)
    } else {
        // Only JSON is signed; of other bodies the request says that they are not.
        headers.add("x-sdk-content-sha256", Text::Fixed(UNSIGNED));
        UNSIGNED.to_owned()
    };
    // Servers drop or rewrite headers with an underscore, so that those are not signed.
    let signed = headers.signed(|name| !name.contains('_') || shared.signs(name));
    let path = huawei::canonical_path(&prepared.path);
    let lines = Lines { method: &prepared.method, path: &path, query, headers: &signed, payload_hash: &payload_hash };
    let signature = if shared.scheme == Scheme::HuaweiV11 {
        let region = prepared.region.as_deref().or(shared.region.as_deref()).ok_or_else(|| {
            Error::configuration("the scheme derives its key for a region: call `region` on the builder")
        })?;
        huawei::sign_v11(lines.canonical(), &date, region, prepared.service.service, credentials)
    } else {
        huawei::sign_sdk(lines.canonical(), &date, algorithm, credentials)
    };
    let authorization = signature.into_authorization(prepared.is_secret(credentials));
    headers.add("authorization", Text::Made(authorization));
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
