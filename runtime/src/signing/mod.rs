//! Proves who calls: the schemes of Alibaba and Huawei, as plain functions over what is sent.
//!
//! In: method, path, query, headers and payload of a request, and credentials. Out: the signature and the texts that
//! lead to it, so that a server or a test can follow each step. Refuses to know clocks and random numbers: what a
//! scheme wants of them stands in the headers or in the query.

pub mod alibaba;
pub mod huawei;

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sm3::Sm3;
use zeroize::Zeroize;

use crate::percent;

/// How a request proves who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// Alibaba RPC, signature version 1.0: HMAC-SHA1 in the query.
    AlibabaRpcV1,
    /// Alibaba ACS3-HMAC-SHA256 in a header.
    AlibabaAcs3,
    /// Alibaba ACS3-HMAC-SM3 in a header.
    AlibabaAcs3Sm3,
    /// Huawei SDK-HMAC-SHA256 in a header.
    HuaweiSdk,
    /// Huawei SDK-HMAC-SM3 in a header.
    HuaweiSdkSm3,
    /// Huawei V11-HMAC-SHA256 in a header: the key is derived for a day, a region and a service.
    HuaweiV11,
}

/// What a header scheme signs.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// `GET`, `POST`, ...
    pub method: &'a str,
    /// The path as it is sent.
    pub path: &'a str,
    /// The query, decoded, in any order.
    pub query: &'a [(String, String)],
    /// The headers that are sent, in any order.
    pub headers: &'a [(String, String)],
    /// The names of the headers that are signed, in lower case and sorted.
    pub signed_headers: &'a [&'a str],
    /// The digest of the body as the scheme writes it.
    pub payload_hash: &'a str,
}

/// A signature and what led to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// The request in the scheme's own form.
    pub canonical_request: String,
    /// What is signed.
    pub string_to_sign: String,
    /// The signature alone.
    pub signature: String,
    /// The value of the header `Authorization`.
    pub authorization: String,
}

impl Signature {
    /// The value of the header alone; what led to it is overwritten where it holds a secret.
    pub(crate) fn into_authorization(mut self, is_secret: bool) -> String {
        if is_secret {
            self.canonical_request.zeroize();
            self.string_to_sign.zeroize();
        }
        self.authorization
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The request in the scheme's form holds tokens and parameters.
        formatter.debug_struct("Signature").field("signature", &self.signature).finish_non_exhaustive()
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Input")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("signed_headers", &self.signed_headers)
            .field("payload_hash", &self.payload_hash)
            .finish_non_exhaustive()
    }
}

/// The digest that a scheme is built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// SHA-256.
    Sha256,
    /// SM3, as China's standard GB/T 32905 has it.
    Sm3,
}

impl Algorithm {
    /// The digest in lower-case hexadecimal digits.
    pub fn digest(self, bytes: &[u8]) -> String {
        /// What SHA-256 makes of nothing: most requests have no body.
        const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        match self {
            Algorithm::Sha256 if bytes.is_empty() => NOTHING.to_owned(),
            Algorithm::Sha256 => percent::hexadecimal(&Sha256::digest(bytes)),
            Algorithm::Sm3 => percent::hexadecimal(&Sm3::digest(bytes)),
        }
    }

    /// The keyed digest.
    pub(crate) fn keyed(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        match self {
            Algorithm::Sha256 => keyed::<Hmac<Sha256>>(key, message),
            Algorithm::Sm3 => keyed::<Hmac<Sm3>>(key, message),
        }
    }
}

/// HMAC over any digest.
fn keyed<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length, so that there is always one.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Vec::new() };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// The query, sorted by name and value as bytes, encoded. A name without a value keeps its `=`.
pub(crate) fn canonical_query<N: AsRef<str>>(query: &[(N, String)]) -> String {
    let mut sorted: Vec<_> = query.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    sorted.sort_unstable();
    percent::pairs(sorted)
}

/// A request in the scheme's own form, and the names of its signed headers.
pub(crate) struct Canonical {
    pub(crate) request: String,
    pub(crate) signed_headers: String,
}

/// What a request is made canonical of.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'a> {
    pub(crate) method: &'a str,
    /// The scheme's own form of the path.
    pub(crate) path: &'a str,
    /// The query as [`canonical_query`] writes it.
    pub(crate) query: &'a str,
    /// The signed headers by name, names in lower case; those of one name stand together, their values sorted.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) payload_hash: &'a str,
}

impl Lines<'_> {
    /// Method, path, query, headers and payload, a line each; values of one name are joined with commas.
    pub(crate) fn canonical(&self) -> Canonical {
        let size: usize = self.headers.iter().map(|(name, value)| 2 * name.len() + value.len() + 3).sum();
        let mut request =
            String::with_capacity(self.path.len() + self.query.len() + self.payload_hash.len() + size + 16);
        let mut signed_headers = String::with_capacity(size);
        for part in [self.method, self.path, self.query] {
            request.push_str(part);
            request.push('\n');
        }
        let mut last = None;
        for (name, value) in self.headers {
            if last == Some(name) {
                request.push(',');
            } else {
                if last.is_some() {
                    request.push('\n');
                    signed_headers.push(';');
                }
                request.push_str(name);
                request.push(':');
                signed_headers.push_str(name);
            }
            request.push_str(value.trim());
            last = Some(name);
        }
        if last.is_some() {
            request.push('\n');
        }
        request.push('\n');
        request.push_str(&signed_headers);
        request.push('\n');
        request.push_str(self.payload_hash);
        Canonical { request, signed_headers }
    }
}

impl Input<'_> {
    /// The same in the scheme's own form.
    fn canonical(&self, path: &str) -> Canonical {
        let mut headers = Vec::with_capacity(self.headers.len());
        for name in self.signed_headers {
            let start = headers.len();
            let values = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
            headers.extend(values.map(|(_, value)| (*name, value.trim())));
            match headers.get_mut(start..) {
                Some(values) if !values.is_empty() => values.sort_unstable(),
                _ => headers.push((*name, "")),
            }
        }
        let query = canonical_query(self.query);
        let lines =
            Lines { method: self.method, path, query: &query, headers: &headers, payload_hash: self.payload_hash };
        lines.canonical()
    }
}
