//! Huawei's schemes: SDK-HMAC, and V11 with a derived key.

use super::{Algorithm, Canonical, Input, Signature};
use crate::credentials::Credentials;
use crate::percent;

/// SDK-HMAC. `date` is the value of the header `X-Sdk-Date`.
pub fn sdk(input: &Input<'_>, date: &str, algorithm: Algorithm, credentials: &Credentials) -> Signature {
    sign_sdk(input.canonical(&canonical_path(input.path)), date, algorithm, credentials)
}

pub(crate) fn sign_sdk(canonical: Canonical, date: &str, algorithm: Algorithm, credentials: &Credentials) -> Signature {
    let name = match algorithm {
        Algorithm::Sha256 => "SDK-HMAC-SHA256",
        Algorithm::Sm3 => "SDK-HMAC-SM3",
    };
    let string_to_sign = format!("{name}\n{date}\n{}", algorithm.digest(canonical.request.as_bytes()));
    let signature = percent::hexadecimal(&algorithm.keyed(credentials.secret().as_bytes(), string_to_sign.as_bytes()));
    let authorization = format!(
        "{name} Access={}, SignedHeaders={}, Signature={signature}",
        credentials.access_key_id(),
        canonical.signed_headers
    );
    Signature { canonical_request: canonical.request, string_to_sign, signature, authorization }
}

/// V11: the key is derived from the pair for the day of `date`, a region and a service.
pub fn v11(input: &Input<'_>, date: &str, region: &str, service: &str, credentials: &Credentials) -> Signature {
    sign_v11(input.canonical(&canonical_path(input.path)), date, region, service, credentials)
}

pub(crate) fn sign_v11(
    canonical: Canonical,
    date: &str,
    region: &str,
    service: &str,
    credentials: &Credentials,
) -> Signature {
    const NAME: &str = "V11-HMAC-SHA256";
    let day = date.get(..8).unwrap_or(date);
    let scope = format!("{day}/{region}/{service}");
    let digest = Algorithm::Sha256.digest(canonical.request.as_bytes());
    let string_to_sign = format!("{NAME}\n{date}\n{scope}\n{digest}");
    let key = derived_key(&scope, credentials);
    let signature = percent::hexadecimal(&Algorithm::Sha256.keyed(key.as_bytes(), string_to_sign.as_bytes()));
    let authorization = format!(
        "{NAME} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
        credentials.access_key_id(),
        canonical.signed_headers
    );
    Signature { canonical_request: canonical.request, string_to_sign, signature, authorization }
}

/// HKDF of RFC 5869 with the public half as salt, one block, as hexadecimal digits.
fn derived_key(scope: &str, credentials: &Credentials) -> zeroize::Zeroizing<String> {
    let salt = credentials.access_key_id().as_bytes();
    let extracted = zeroize::Zeroizing::new(Algorithm::Sha256.keyed(salt, credentials.secret().as_bytes()));
    let mut message = scope.as_bytes().to_vec();
    message.push(1);
    zeroize::Zeroizing::new(percent::hexadecimal(&Algorithm::Sha256.keyed(&extracted, &message)))
}

/// The path as it is sent, with a slash at its end.
pub(crate) fn canonical_path(path: &str) -> String {
    let mut output = path.to_owned();
    if !output.ends_with('/') {
        output.push('/');
    }
    output
}
