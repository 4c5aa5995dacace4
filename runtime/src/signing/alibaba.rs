//! Alibaba's schemes: signature version 1.0 of RPC, and ACS3.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::Hmac;
use sha1::Sha1;
use zeroize::Zeroizing;

use super::{Algorithm, Canonical, Input, Signature, canonical_query, keyed};
use crate::credentials::Credentials;
use crate::percent;

/// Signature version 1.0 over all parameters, those of a form included: the text that is signed, and the value of the
/// parameter `Signature`.
pub fn rpc_v1(method: &str, parameters: &[(String, String)], credentials: &Credentials) -> (String, String) {
    sign_rpc_v1(method, &Zeroizing::new(canonical_query(parameters)), credentials)
}

/// The same over parameters that are sorted and encoded.
pub(crate) fn sign_rpc_v1(method: &str, query: &str, credentials: &Credentials) -> (String, String) {
    let mut string_to_sign = String::with_capacity(2 * query.len());
    string_to_sign.push_str(method);
    string_to_sign.push_str("&%2F&");
    percent::encode(query, &mut string_to_sign);
    let key = Zeroizing::new(format!("{}&", credentials.secret()));
    let signature = STANDARD.encode(keyed::<Hmac<Sha1>>(key.as_bytes(), string_to_sign.as_bytes()));
    (string_to_sign, signature)
}

/// ACS3 over the path as it is sent.
pub fn acs3(input: &Input<'_>, algorithm: Algorithm, credentials: &Credentials) -> Signature {
    sign_acs3(input.canonical(input.path), algorithm, credentials)
}

pub(crate) fn sign_acs3(canonical: Canonical, algorithm: Algorithm, credentials: &Credentials) -> Signature {
    let name = match algorithm {
        Algorithm::Sha256 => "ACS3-HMAC-SHA256",
        Algorithm::Sm3 => "ACS3-HMAC-SM3",
    };
    let string_to_sign = [name, "\n", &algorithm.digest(canonical.request.as_bytes())].concat();
    let signature = percent::hexadecimal(&algorithm.keyed(credentials.secret().as_bytes(), string_to_sign.as_bytes()));
    let authorization = [
        name,
        " Credential=",
        credentials.access_key_id(),
        ",SignedHeaders=",
        &canonical.signed_headers,
        ",Signature=",
        &signature,
    ]
    .concat();
    Signature { canonical_request: canonical.request, string_to_sign, signature, authorization }
}
