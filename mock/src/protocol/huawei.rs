//! What is Huawei's own: methods and paths, their errors, four ways to say who calls.

use docwright_runtime::signing::Algorithm;
use docwright_runtime::signing::huawei::{sdk, v11};
use serde_json::Value;

use super::{Authorization, Called, Keys, Problem, Refusal, input, is_equal, object};
use crate::clock::{self, Clock};
use crate::request::{Pairs, Request, decode};
use crate::spec::Spec;

pub(super) const REQUEST_ID_HEADER: &str = "x-request-id";
pub(super) const ERROR_CODE_MEMBER: &str = "error_code";

/// What stands for the digest of a body that is not signed.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

pub(super) fn called<'a>(spec: &'a Spec, request: &Request) -> Result<Called<'a>, Refusal> {
    let fits = spec.operations.iter().enumerate().filter_map(|(index, operation)| {
        let variables = variables(&operation.path, &request.path).filter(|_| operation.method == request.method)?;
        Some(Called { operation, index, variables })
    });
    // A path that is written out comes before one with a variable in that place.
    fits.min_by_key(|called| called.variables.len()).ok_or_else(|| {
        Refusal::new(404, "APIGW.0101", "The API does not exist or has not been published in the environment")
    })
}

/// The variables of a template, if a path follows it.
fn variables(template: &str, path: &str) -> Option<Pairs> {
    let mut found = Pairs::new();
    let mut wanted = template.trim_end_matches('/').split('/');
    let mut given = path.trim_end_matches('/').split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some(step), Some(segment)) => match step.strip_prefix('{').and_then(|step| step.strip_suffix('}')) {
                Some(name) if !segment.is_empty() => found.push((name.to_owned(), decode(segment, false))),
                None if step == segment => {}
                Some(_) | None => return None,
            },
            (Some(_), None) | (None, Some(_)) => return None,
        }
    }
}

pub(super) fn authenticate(request: &Request, keys: &Keys, clock: Clock) -> Result<(), Refusal> {
    if let Some(authorization) = Authorization::of(request) {
        return with_signature(request, &authorization, keys, clock);
    }
    match request.header("x-auth-token") {
        Some(token) if is_equal(token, &keys.token) => Ok(()),
        Some(_) => Err(unauthorized("APIGW.0307", "The token must be updated")),
        None => {
            Err(unauthorized("APIGW.0301", "Incorrect IAM authentication information: neither signature nor token"))
        }
    }
}

fn with_signature(
    request: &Request,
    authorization: &Authorization<'_>,
    keys: &Keys,
    clock: Clock,
) -> Result<(), Refusal> {
    let algorithm = match authorization.scheme {
        "SDK-HMAC-SHA256" | "V11-HMAC-SHA256" => Algorithm::Sha256,
        "SDK-HMAC-SM3" => Algorithm::Sm3,
        _ => return Err(incorrect("the scheme is not known")),
    };
    let is_derived = authorization.scheme.starts_with("V11");
    // A derived key names the day, the region and the service for which it was derived.
    let mut credential = authorization.part(if is_derived { "Credential" } else { "Access" }).split('/');
    if credential.next() != Some(&keys.access_key_id) {
        return Err(incorrect("the access key does not exist"));
    }
    if request.header("x-security-token") != keys.security_token.as_deref() {
        return Err(incorrect("the security token does not belong to the access key"));
    }
    let date = request.header("x-sdk-date").unwrap_or_default();
    match clock::parse(date) {
        Some(seconds) if clock.is_near(seconds) => {}
        Some(_) => return Err(incorrect("x-sdk-date expired")),
        None => return Err(incorrect("x-sdk-date is missing or is no time")),
    }
    let names: Vec<&str> = authorization.part("SignedHeaders").split(';').collect();
    if !names.contains(&"x-sdk-date") {
        return Err(incorrect("x-sdk-date is not signed"));
    }
    let digest = algorithm.digest(&request.body);
    let payload_hash = match request.header("x-sdk-content-sha256") {
        Some(UNSIGNED) => UNSIGNED,
        Some(stated) if stated != digest => return Err(incorrect("x-sdk-content-sha256 is another body's")),
        Some(_) | None => &digest,
    };
    let input = input(request, &names, payload_hash);
    let credentials = keys.credentials();
    let expected = if is_derived {
        let (day, region, service) = (credential.next(), credential.next(), credential.next());
        if day != date.get(..8) {
            return Err(incorrect("the key was derived for another day"));
        }
        v11(&input, date, region.unwrap_or_default(), service.unwrap_or_default(), &credentials)
    } else {
        sdk(&input, date, algorithm, &credentials)
    };
    if is_equal(&expected.signature, authorization.part("Signature")) {
        return Ok(());
    }
    Err(incorrect("verify aksk signature fail"))
}

fn incorrect(reason: &str) -> Refusal {
    unauthorized("APIGW.0301", &format!("Incorrect IAM authentication information: {reason}"))
}

fn unauthorized(code: &str, message: &str) -> Refusal {
    Refusal::new(401, code, message)
}

pub(super) fn environment(keys: &Keys) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("HUAWEICLOUD_SDK_AK", keys.access_key_id.clone()),
        ("HUAWEICLOUD_SDK_SK", keys.secret.clone()),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "mock-project".to_owned()),
    ];
    variables.extend(keys.security_token.clone().map(|token| ("HUAWEICLOUD_SDK_SECURITY_TOKEN", token)));
    variables
}

pub(super) fn error_body(refusal: &Refusal, request_id: &str) -> Value {
    object([(ERROR_CODE_MEMBER, &*refusal.code), ("error_msg", &refusal.message), ("request_id", request_id)])
}

pub(super) fn usual(problem: &Problem) -> Refusal {
    match problem {
        Problem::Missing(name) => {
            Refusal::new(400, "APIG.2011", format!("Invalid parameter value,parameterName:{name}: it is required"))
        }
        Problem::Invalid(name, rule) => {
            Refusal::new(400, "APIG.2012", format!("Invalid parameter value,parameterName:{name}: {rule}"))
        }
        Problem::NotFound(name) => Refusal::new(404, "APIG.3000", format!("There is nothing with this {name}")),
        Problem::TokenReused(name) => Refusal::new(400, "APIG.2012", format!("{name} stood in another request")),
    }
}

pub(super) fn throttling() -> Refusal {
    Refusal::new(429, "APIGW.0308", "The throttling threshold has been reached: policy user over ratelimit")
}
