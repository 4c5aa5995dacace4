//! What is Alibaba's own: the parameters and headers that all operations share, their errors, two ways to sign.

use docwright_runtime::signing::Algorithm;
use docwright_runtime::signing::alibaba::{acs3, rpc_v1};
use serde_json::Value;

use super::{Authorization, Called, Format, Keys, Nonces, Problem, Refusal, input, is_equal, object};
use crate::clock::{self, Clock};
use crate::request::{Pairs, Request};
use crate::spec::Spec;

pub(super) const REQUEST_ID_HEADER: &str = "x-acs-request-id";
pub(super) const REQUEST_ID_MEMBER: &str = "RequestId";
pub(super) const ERROR_CODE_MEMBER: &str = "Code";

/// All parameters, wherever they stand.
fn parameters(request: &Request) -> Pairs {
    let mut pairs = request.query.clone();
    pairs.extend(request.form());
    pairs
}

fn find<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// A header, else a parameter.
fn common(request: &Request, header: &str, parameter: &str) -> Option<String> {
    let of_header = request.header(header).map(str::to_owned);
    of_header.or_else(|| find(&parameters(request), parameter).map(str::to_owned))
}

pub(super) fn called<'a>(spec: &'a Spec, request: &Request) -> Result<Called<'a>, Refusal> {
    // Version 1.0 signs the parameters, and ACS3 the headers: each names the operation where it signs.
    let (action, version) = match find(&parameters(request), "Action") {
        Some(action) => (Some(action.to_owned()), find(&parameters(request), "Version").map(str::to_owned)),
        None => (common(request, "x-acs-action", "Action"), common(request, "x-acs-version", "Version")),
    };
    let Some(action) = action else {
        return Err(usual(&Problem::Missing("Action".to_owned())));
    };
    if version.is_none() || (spec.version.is_some() && version != spec.version) {
        return Err(Refusal::new(404, "InvalidVersion", "Specified parameter Version is not valid."));
    }
    let operation = spec.operations.iter().enumerate().find(|(_, operation)| operation.name == action);
    match operation {
        Some((index, operation)) => Ok(Called { operation, index, variables: Pairs::new() }),
        None => Err(Refusal::new(
            404,
            "InvalidAction.NotFound",
            "Specified api is not found, please check your url and method.",
        )),
    }
}

pub(super) fn authenticate(request: &Request, keys: &Keys, clock: Clock, nonces: &mut Nonces) -> Result<(), Refusal> {
    match Authorization::of(request) {
        Some(authorization) => with_header(request, &authorization, keys, clock, nonces),
        None => with_parameters(request, keys, clock, nonces),
    }
}

/// Signature version 1.0.
fn with_parameters(request: &Request, keys: &Keys, clock: Clock, nonces: &mut Nonces) -> Result<(), Refusal> {
    let mut signed = parameters(request);
    let parameter = |name: &str| find(&signed, name).unwrap_or_default().to_owned();
    let signature = parameter("Signature");
    if signature.is_empty() {
        return Err(incomplete());
    }
    check_key(&parameter("AccessKeyId"), &parameter("SecurityToken"), keys)?;
    if parameter("SignatureMethod") != "HMAC-SHA1" || parameter("SignatureVersion") != "1.0" {
        return Err(Refusal::new(
            400,
            "InvalidParameter.SignatureMethod",
            "Specified signature method is not supported.",
        ));
    }
    check_time(&parameter("Timestamp"), clock)?;
    let nonce = parameter("SignatureNonce");
    signed.retain(|(name, _)| name != "Signature");
    let (string_to_sign, expected) = rpc_v1(&request.method, &signed, &keys.credentials());
    if !is_equal(&expected, &signature) {
        return Err(mismatch(&string_to_sign));
    }
    check_nonce(&nonce, clock, nonces)
}

/// ACS3.
fn with_header(
    request: &Request,
    authorization: &Authorization<'_>,
    keys: &Keys,
    clock: Clock,
    nonces: &mut Nonces,
) -> Result<(), Refusal> {
    let algorithm = match authorization.scheme {
        "ACS3-HMAC-SHA256" => Algorithm::Sha256,
        "ACS3-HMAC-SM3" => Algorithm::Sm3,
        _ => return Err(incomplete()),
    };
    let header = |name: &str| request.header(name).unwrap_or_default();
    check_key(authorization.part("Credential"), header("x-acs-security-token"), keys)?;
    check_time(header("x-acs-date"), clock)?;
    let names: Vec<&str> = authorization.part("SignedHeaders").split(';').collect();
    // The host and what steers the call must be signed; all else is the sender's choice.
    let must = |name: &str| name == "host" || name.starts_with("x-acs-");
    if let Some((unsigned, _)) = request.headers.iter().find(|(name, _)| must(name) && !names.contains(&name.as_str()))
    {
        return Err(mismatch(&format!("the header {unsigned} is not signed")));
    }
    let payload_hash = algorithm.digest(&request.body);
    if header("x-acs-content-sha256") != payload_hash {
        return Err(mismatch(&format!("the body's digest is {payload_hash}")));
    }
    let expected = acs3(&input(request, &names, &payload_hash), algorithm, &keys.credentials());
    if !is_equal(&expected.signature, authorization.part("Signature")) {
        return Err(mismatch(&expected.string_to_sign));
    }
    check_nonce(header("x-acs-signature-nonce"), clock, nonces)
}

fn check_key(access_key_id: &str, security_token: &str, keys: &Keys) -> Result<(), Refusal> {
    if access_key_id.is_empty() {
        return Err(Refusal::new(400, "MissingAccessKeyId", "AccessKeyId is mandatory for this action."));
    }
    if access_key_id != keys.access_key_id {
        return Err(Refusal::new(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."));
    }
    match &keys.security_token {
        Some(token) if security_token.is_empty() => {
            let _ = token;
            Err(Refusal::new(400, "MissingSecurityToken", "SecurityToken is mandatory for this action."))
        }
        Some(token) if token == security_token => Ok(()),
        None if security_token.is_empty() => Ok(()),
        Some(_) | None => Err(Refusal::new(
            400,
            "InvalidSecurityToken.MismatchWithAccessKey",
            "Specified SecurityToken mismatch with the AccessKey.",
        )),
    }
}

fn check_time(text: &str, clock: Clock) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::new(400, "MissingTimestamp", "Timestamp is mandatory for this action."));
    }
    match clock::parse(text) {
        Some(seconds) if clock.is_near(seconds) => Ok(()),
        Some(_) => Err(Refusal::new(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")),
        None => Err(Refusal::new(
            400,
            "InvalidTimeStamp.Format",
            "Specified time stamp or date value is not well formatted.",
        )),
    }
}

fn check_nonce(nonce: &str, clock: Clock, nonces: &mut Nonces) -> Result<(), Refusal> {
    if nonce.is_empty() {
        return Err(Refusal::new(400, "MissingSignatureNonce", "SignatureNonce is mandatory for this action."));
    }
    if nonces.take(nonce, clock.seconds()) {
        return Ok(());
    }
    Err(Refusal::new(400, "SignatureNonceUsed", "Specified signature nonce was used already."))
}

fn incomplete() -> Refusal {
    Refusal::new(400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.")
}

fn mismatch(expected: &str) -> Refusal {
    let message =
        format!("Specified signature is not matched with our calculation. server string to sign is:{expected}");
    Refusal::new(400, "SignatureDoesNotMatch", message)
}

/// What the parameter `Format` says, else the header `Accept`. Without either, version 1.0 answers in XML.
pub(super) fn format(request: &Request) -> Format {
    let wanted = find(&parameters(request), "Format").map(str::to_owned);
    let wanted = wanted.or_else(|| request.header("accept").filter(|accept| accept.contains('l')).map(str::to_owned));
    match wanted.map(|wanted| wanted.to_ascii_lowercase()) {
        Some(wanted) if wanted.contains("json") => Format::Json,
        Some(wanted) if wanted.contains("xml") => Format::Xml,
        _ if request.header("authorization").is_some() => Format::Json,
        _ => Format::Xml,
    }
}

pub(super) fn environment(keys: &Keys) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", keys.access_key_id.clone()),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", keys.secret.clone()),
    ];
    variables.extend(keys.security_token.clone().map(|token| ("ALIBABA_CLOUD_SECURITY_TOKEN", token)));
    variables
}

pub(super) fn error_body(refusal: &Refusal, request_id: &str, host: &str) -> Value {
    let recommend = format!("https://api.aliyun.com/troubleshoot?q={}", refusal.code);
    object([
        (REQUEST_ID_MEMBER, request_id),
        ("HostId", host),
        (ERROR_CODE_MEMBER, &refusal.code),
        ("Message", &refusal.message),
        ("Recommend", &recommend),
    ])
}

pub(super) fn usual(problem: &Problem) -> Refusal {
    match problem {
        Problem::Missing(name) => {
            Refusal::new(400, "MissingParameter", format!("The parameter {name} is mandatory for this action."))
        }
        Problem::Invalid(name, rule) => {
            Refusal::new(400, "InvalidParameter", format!("Specified parameter {name} is not valid: {rule}."))
        }
        Problem::NotFound(name) => {
            Refusal::new(404, &format!("Invalid{name}.NotFound"), format!("The specified {name} does not exist."))
        }
        Problem::TokenReused(name) => Refusal::new(
            400,
            "IdempotentParameterMismatch",
            format!("The {name} stood in a request with other parameters."),
        ),
    }
}

pub(super) fn throttling() -> Refusal {
    Refusal::new(400, "Throttling.User", "Request was denied due to user flow control.")
}
