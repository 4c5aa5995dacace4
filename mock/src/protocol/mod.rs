//! What vendors differ in: where a request names its operation, how it is signed, how errors look.
//!
//! In: a request, the spec, the keys. Out: the operation, or a [`Refusal`] in the vendor's usual form. What is one
//! vendor's own stands in `alibaba` and `huawei`, and nowhere else in this crate.

mod alibaba;
mod huawei;

use std::collections::{HashSet, VecDeque};

use docwright_runtime::Credentials;
use docwright_runtime::signing::Input;
use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::request::{Pairs, Request};
use crate::spec::{ErrorCode, Field, Operation, Protocol, Spec};

/// The keys and the token that the server knows.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) access_key_id: String,
    pub(crate) secret: String,
    /// Set: the key pair is a temporary one, and is refused without this token.
    pub(crate) security_token: Option<String>,
    /// Takes the place of a signature where the vendor has such tokens.
    pub(crate) token: String,
}

impl Keys {
    pub(crate) fn credentials(&self) -> Credentials {
        Credentials::temporary_keys(&self.access_key_id, &self.secret, self.security_token.clone())
    }
}

/// Why a request is not answered, as the vendor says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
}

impl Refusal {
    fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into() }
    }

    /// A documented error; `usual` gives what the page leaves open.
    pub(crate) fn documented(error: &ErrorCode, usual: &Self) -> Self {
        Self {
            status: error.status.unwrap_or(usual.status),
            code: error.code.clone(),
            message: error.message.clone().unwrap_or_else(|| usual.message.clone()),
        }
    }
}

/// What is wrong with a request that is signed well. Names are dotted wire paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A parameter that must be sent was not.
    Missing(String),
    /// A value that the page does not allow, and the rule.
    Invalid(String, String),
    /// There is nothing of this ID.
    NotFound(String),
    /// The token stood in another request.
    TokenReused(String),
}

/// Which operation a request calls, with the variables of its path.
pub(crate) struct Called<'a> {
    pub(crate) operation: &'a Operation,
    /// Its place in the spec: names need not be unique where paths are.
    pub(crate) index: usize,
    pub(crate) variables: Pairs,
}

/// JSON or XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
}

impl Format {
    /// The header `Content-Type` that goes with it.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Format::Json => "application/json;charset=utf-8",
            Format::Xml => "text/xml;charset=utf-8",
        }
    }
}

/// Nonces that were used within the window of time.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    used: HashSet<String>,
    order: VecDeque<(u64, String)>,
}

impl Nonces {
    /// Takes a nonce down. Says whether it is new.
    fn take(&mut self, nonce: &str, now: u64) -> bool {
        // What is older than the whole window would be refused for its time.
        while let Some((at, old)) = self.order.front()
            && at + 2 * crate::clock::WINDOW < now
        {
            self.used.remove(old);
            self.order.pop_front();
        }
        let is_new = self.used.insert(nonce.to_owned());
        if is_new {
            self.order.push_back((now, nonce.to_owned()));
        }
        is_new
    }
}

/// The operation that a request calls.
pub(crate) fn called<'a>(spec: &'a Spec, request: &Request) -> Result<Called<'a>, Refusal> {
    match spec.protocol {
        Protocol::AlibabaRpc => alibaba::called(spec, request),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => huawei::called(spec, request),
    }
}

/// Checks who calls: signature, time, nonce, tokens.
pub(crate) fn authenticate(
    spec: &Spec,
    request: &Request,
    keys: &Keys,
    clock: Clock,
    nonces: &mut Nonces,
) -> Result<(), Refusal> {
    match spec.protocol {
        Protocol::AlibabaRpc => alibaba::authenticate(request, keys, clock, nonces),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => {
            huawei::authenticate(request, keys, clock)
        }
    }
}

/// The environment variables in which the vendor's clients look for credentials.
pub(crate) fn environment(spec: &Spec, keys: &Keys) -> Vec<(&'static str, String)> {
    match spec.protocol {
        Protocol::AlibabaRpc => alibaba::environment(keys),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => huawei::environment(keys),
    }
}

/// The format in which a request wants its answer.
pub(crate) fn format(spec: &Spec, request: &Request) -> Format {
    match spec.protocol {
        Protocol::AlibabaRpc => alibaba::format(request),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => Format::Json,
    }
}

/// The header in which answers carry the ID of the request.
pub(crate) fn request_id_header(spec: &Spec) -> &'static str {
    match spec.protocol {
        Protocol::AlibabaRpc => alibaba::REQUEST_ID_HEADER,
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => huawei::REQUEST_ID_HEADER,
    }
}

/// The member of an answer that carries it too, where there is one.
pub(crate) fn request_id_member(spec: &Spec) -> Option<&'static str> {
    match spec.protocol {
        Protocol::AlibabaRpc => Some(alibaba::REQUEST_ID_MEMBER),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => None,
    }
}

/// The member of an error's answer that carries its code.
pub(crate) fn error_code_member(spec: &Spec) -> &'static str {
    match spec.protocol {
        Protocol::AlibabaRpc => alibaba::ERROR_CODE_MEMBER,
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => huawei::ERROR_CODE_MEMBER,
    }
}

/// An error as the vendor writes it: the name of the XML root, and the members.
pub(crate) fn error_body(spec: &Spec, refusal: &Refusal, request_id: &str, host: &str) -> (&'static str, Value) {
    match spec.protocol {
        Protocol::AlibabaRpc => ("Error", alibaba::error_body(refusal, request_id, host)),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => {
            ("Error", huawei::error_body(refusal, request_id))
        }
    }
}

/// The members of an error.
fn object<'a>(members: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value.to_owned())));
    Value::Object(members.collect::<Map<_, _>>())
}

/// The refusal of a request with a problem: the code that the page documents for it, else the vendor's usual one.
pub(crate) fn refusal(spec: &Spec, operation: &Operation, problem: &Problem) -> Refusal {
    let usual = match spec.protocol {
        Protocol::AlibabaRpc => alibaba::usual(problem),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => huawei::usual(problem),
    };
    match fitting(operation, problem) {
        Some((error, true)) => Refusal::documented(error, &usual),
        // The message is about another parameter: only the code is taken.
        Some((error, false)) => {
            let documented = Refusal::documented(error, &usual);
            Refusal { message: usual.message, ..documented }
        }
        None => usual,
    }
}

/// What throttling looks like.
pub(crate) fn throttling(spec: &Spec) -> Refusal {
    match spec.protocol {
        Protocol::AlibabaRpc => alibaba::throttling(),
        Protocol::HuaweiRest | Protocol::Rpc | Protocol::Rest | Protocol::Unknown => huawei::throttling(),
    }
}

/// A documented error with this code.
pub(crate) fn documented(spec: &Spec, operation: &Operation, code: &str) -> Option<Refusal> {
    let error = operation.errors.iter().find(|error| error.code == code);
    // Errors that a service has for all its operations stand on few of its pages.
    let error = error
        .or_else(|| spec.operations.iter().flat_map(|operation| &operation.errors).find(|error| error.code == code))?;
    Some(Refusal::documented(error, &Refusal::new(400, code, code)))
}

/// The documented error that fits a problem, and whether its message does too. One that names the parameter comes
/// before one for all parameters.
fn fitting<'a>(operation: &'a Operation, problem: &Problem) -> Option<(&'a ErrorCode, bool)> {
    let (words, name): (&[&str], &str) = match problem {
        Problem::Missing(name) => (&["missing"], name),
        Problem::Invalid(name, _) => (&["invalid", "illegal", "malformed", "outofrange"], name),
        Problem::NotFound(name) => (&["notfound", "notexist"], name),
        Problem::TokenReused(_) => (&["idempotentparametermismatch"], ""),
    };
    let leaf = plain(name.rsplit('.').find(|step| step.parse::<u32>().is_err()).unwrap_or(name));
    let says = |text: &str| words.iter().any(|word| plain(text).contains(word));
    // A code that says that something does not exist is none for a value that could not exist.
    let is_about_another = |error: &&ErrorCode| {
        let is_found = ["notfound", "notexist"].iter().any(|word| plain(&error.code).contains(word));
        is_found != matches!(problem, Problem::NotFound(_))
    };
    let errors: Vec<&ErrorCode> = operation.errors.iter().filter(|error| !is_about_another(error)).collect();
    let named = errors.iter().find(|error| says(&error.code) && plain(&error.code).contains(&leaf));
    let general = || {
        let is_general = |code: &str| words.iter().any(|word| plain(code) == format!("{word}parameter"));
        errors.iter().find(|error| is_general(&error.code))
    };
    // Where codes are numbers, messages tell what they are for; "invalid" is said of what is missing, too.
    let told = || {
        errors.iter().find(|error| {
            let message = plain(error.message.as_deref().unwrap_or_default());
            let says = words.iter().chain(&["invalid"]).any(|word| message.contains(word));
            !error.code.contains(char::is_lowercase) && says && message.contains("param")
        })
    };
    named.map(|error| (*error, true)).or_else(|| general().or_else(told).map(|error| (*error, false)))
}

/// Letters and digits alone, in lower case.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the header `Authorization` says: the scheme, and its parts by name.
struct Authorization<'a> {
    scheme: &'a str,
    parts: Vec<(&'a str, &'a str)>,
}

impl<'a> Authorization<'a> {
    fn of(request: &'a Request) -> Option<Self> {
        let (scheme, rest) = request.header("authorization")?.split_once(' ')?;
        let parts = rest.split(',').filter_map(|part| part.trim().split_once('=')).collect();
        Some(Self { scheme, parts })
    }

    fn part(&self, name: &str) -> &'a str {
        self.parts.iter().find(|(part, _)| *part == name).map_or("", |(_, value)| value)
    }
}

/// What the schemes of headers sign.
fn input<'a>(request: &'a Request, signed_headers: &'a [&'a str], payload_hash: &'a str) -> Input<'a> {
    Input {
        method: &request.method,
        path: &request.path,
        query: &request.query,
        headers: &request.headers,
        signed_headers,
        payload_hash,
    }
}

/// Compares in the same time, wherever the difference is. The keys are no secret here; the habit is.
fn is_equal(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// Whether a field is the one that carries the ID of the request.
pub(crate) fn is_request_id(spec: &Spec, field: &Field) -> bool {
    request_id_member(spec) == Some(field.wire.as_str())
}
