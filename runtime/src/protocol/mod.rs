//! From an operation and its parameters to a request, and from an answer to an error.
//!
//! [`prepare`] encodes once a call; [`sign`] adds time, nonce and signature once an attempt. What vendors differ in
//! stands in `alibaba` and `huawei`, and nowhere else in this crate but in the signing schemes.

mod alibaba;
mod flatten;
mod huawei;

use bytes::Bytes;

use crate::call::CallOptions;
use crate::client::Shared;
use crate::credentials::{Credentials, EnvironmentNames};
use crate::decode;
use crate::error::{Error, ErrorKind, Violation};
use crate::json;
use crate::operation::{FieldInfo, OperationInfo, Place, Protocol, Role};
use crate::percent;
use crate::record::{Record, Value, View};
use crate::signing::Scheme;

/// What the client fills in where the caller set nothing.
pub(crate) struct Fill<'a> {
    pub(crate) region: Option<&'a str>,
    pub(crate) project: Option<&'a str>,
    pub(crate) token: &'a str,
}

impl Fill<'_> {
    /// What a parameter is filled with.
    pub(crate) fn role(&self, role: Role) -> Option<&str> {
        match role {
            Role::Region => self.region,
            Role::Project => self.project,
            Role::IdempotencyToken => Some(self.token),
            Role::Plain | Role::AuthToken => None,
        }
    }

    /// A parameter as it is sent: the caller's value, else the client's.
    pub(crate) fn view<'b>(&'b self, info: &FieldInfo, value: &'b dyn Value) -> View<'b> {
        match value.view() {
            View::Absent => self.role(info.role).map_or(View::Absent, View::Text),
            view => view,
        }
    }
}

/// A request that is ready to be signed, as often as it takes.
pub(crate) struct Prepared {
    pub(crate) operation: &'static OperationInfo,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// The caller's own token; it takes the place of credentials.
    pub(crate) auth_token: Option<String>,
}

/// The environment variables that hold a vendor's credentials.
pub(crate) fn environment(protocol: Protocol) -> &'static EnvironmentNames {
    match protocol {
        Protocol::AlibabaRpc => &alibaba::ENVIRONMENT,
        Protocol::HuaweiRest => &huawei::ENVIRONMENT,
    }
}

/// The scheme of a client that names none.
pub(crate) fn usual_scheme(protocol: Protocol) -> Scheme {
    match protocol {
        Protocol::AlibabaRpc => Scheme::AlibabaAcs3,
        Protocol::HuaweiRest => Scheme::HuaweiSdk,
    }
}

/// Whether a scheme signs requests of this protocol.
pub(crate) fn takes(protocol: Protocol, scheme: Scheme) -> bool {
    match scheme {
        Scheme::AlibabaRpcV1 | Scheme::AlibabaAcs3 | Scheme::AlibabaAcs3Sm3 => protocol == Protocol::AlibabaRpc,
        Scheme::HuaweiSdk | Scheme::HuaweiSdkSm3 | Scheme::HuaweiV11 => protocol == Protocol::HuaweiRest,
    }
}

/// Encodes parameters: each to its place.
pub(crate) fn prepare(
    operation: &'static OperationInfo,
    parameters: &dyn Record,
    fill: &Fill<'_>,
    options: &CallOptions,
) -> Result<Prepared, Error> {
    let protocol = operation.service.protocol;
    let flatten = match protocol {
        Protocol::AlibabaRpc => flatten::numbered,
        Protocol::HuaweiRest => flatten::repeated,
    };
    let body_is_form = protocol == Protocol::AlibabaRpc && operation.path == "/";
    let mut prepared = Prepared {
        operation,
        method: match operation.method {
            "ANY" => "POST",
            method => method,
        },
        path: operation.path.to_owned(),
        query: Vec::new(),
        form: Vec::new(),
        headers: Vec::new(),
        body: Bytes::new(),
        auth_token: None,
    };
    for (index, info) in parameters.fields().iter().enumerate() {
        let view = fill.view(info, parameters.field(index));
        if matches!(view, View::Absent) {
            continue;
        }
        match info.place {
            Place::Path => put_in_path(&mut prepared.path, info, view)?,
            Place::Query => flatten(info.wire, view, &mut prepared.query),
            Place::Header if info.role == Role::AuthToken => prepared.auth_token = Some(flatten::text(view)),
            Place::Header => prepared.headers.push((info.wire.to_owned(), flatten::text(view))),
            Place::Form => flatten(info.wire, view, &mut prepared.form),
            Place::Body if body_is_form => flatten(info.wire, view, &mut prepared.form),
            Place::Body => {}
        }
    }
    if let Some(open) = prepared.path.find('{') {
        let variable = prepared.path.get(open..).unwrap_or_default();
        return Err(Error::configuration(format!("the path's variable is not set: {variable}")));
    }
    prepared.query.extend(options.query.iter().cloned());
    prepared.headers.extend(options.headers.iter().cloned());
    finish_body(&mut prepared, parameters, body_is_form);
    Ok(prepared)
}

/// Writes the body and says what it is, unless the caller's own header does.
fn finish_body(prepared: &mut Prepared, parameters: &dyn Record, body_is_form: bool) {
    let has_body_fields = parameters.fields().iter().any(|info| info.place == Place::Body);
    let content_type = if !prepared.form.is_empty() {
        let pairs = prepared.form.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        prepared.body = percent::pairs(pairs).into();
        "application/x-www-form-urlencoded"
    } else if has_body_fields && !body_is_form {
        // An operation that takes a body gets one, even when all of it is optional and unset.
        prepared.body = json::body(parameters).unwrap_or_else(|| "{}".to_owned()).into();
        "application/json"
    } else {
        return;
    };
    if !prepared.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        prepared.headers.push(("content-type".to_owned(), content_type.to_owned()));
    }
}

/// Puts a value in the place of its variable. An empty one, or one that servers take for a step in the path, would
/// reach another operation.
fn put_in_path(path: &mut String, info: &FieldInfo, view: View<'_>) -> Result<(), Error> {
    let text = flatten::text(view);
    if matches!(text.as_str(), "" | "." | "..") {
        return Err(Error::constraint(Violation {
            parameter: info.wire.to_owned(),
            rule: "it stands in the path, so that it must not be empty, `.` or `..`".to_owned(),
            value: (!info.sensitive).then_some(text),
        }));
    }
    let variable = format!("{{{}}}", info.wire);
    if let Some(start) = path.find(&variable) {
        let mut encoded = String::new();
        percent::encode(&text, &mut encoded);
        path.replace_range(start..start + variable.len(), &encoded);
    }
    Ok(())
}

/// Signs a request: what differs from attempt to attempt is made here.
pub(crate) fn sign(
    prepared: &Prepared,
    shared: &Shared,
    credentials: Option<&Credentials>,
) -> Result<http::Request<Bytes>, Error> {
    match prepared.operation.service.protocol {
        Protocol::AlibabaRpc => alibaba::sign(prepared, shared, credentials),
        Protocol::HuaweiRest => huawei::sign(prepared, shared, credentials),
    }
}

/// Puts an HTTP request together.
fn assemble(
    prepared: &Prepared,
    shared: &Shared,
    query: &[(String, String)],
    headers: &[(String, String)],
) -> Result<http::Request<Bytes>, Error> {
    let endpoint = &shared.endpoint;
    let mut uri = format!("{}://{}{}", endpoint.scheme(), endpoint.authority, prepared.path);
    if !query.is_empty() {
        uri.push('?');
        uri.push_str(&percent::pairs(query.iter().map(|(name, value)| (name.as_str(), value.as_str()))));
    }
    let mut request = http::Request::builder().method(prepared.method).uri(uri);
    for (name, value) in headers {
        // What is not ASCII goes as UTF-8, the form that was signed.
        let value = http::HeaderValue::from_bytes(value.trim().as_bytes())
            .map_err(|_| Error::configuration(format!("the header `{name}` holds a character that no header may")))?;
        request = request.header(name, value);
    }
    let has_agent = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("user-agent"));
    if !has_agent {
        request = request.header("user-agent", &shared.user_agent);
    }
    request
        .body(prepared.body.clone())
        .map_err(|error| Error::configuration("the request can not be put together").with_source(error))
}

/// The names of headers in lower case, sorted, each once, without those that `skip` names.
fn names_to_sign(headers: &[(String, String)], skip: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> =
        headers.iter().map(|(name, _)| name.to_ascii_lowercase()).filter(|name| !skip(name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What an error answer says, in the vendor's words.
#[derive(Debug, Default)]
struct Told {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

/// The id that the vendor's support asks for.
pub(crate) fn request_id(protocol: Protocol, headers: &http::HeaderMap, body: &[u8]) -> Option<String> {
    let header = match protocol {
        Protocol::AlibabaRpc => alibaba::REQUEST_ID_HEADER,
        Protocol::HuaweiRest => huawei::REQUEST_ID_HEADER,
    };
    let of_header = headers.get(header).and_then(|value| value.to_str().ok());
    of_header.filter(|id| !id.is_empty()).map(str::to_owned).or_else(|| told(protocol, body).request_id)
}

fn told(protocol: Protocol, body: &[u8]) -> Told {
    let text = decode::text(body);
    let Ok(Some(node)) = decode::tree(&text) else { return Told::default() };
    match protocol {
        Protocol::AlibabaRpc => alibaba::told(&node),
        Protocol::HuaweiRest => huawei::told(&node),
    }
}

/// The error that an answer with a status of failure stands for.
pub(crate) fn service_error(protocol: Protocol, status: u16, headers: &http::HeaderMap, body: Bytes) -> Error {
    let told = told(protocol, &body);
    let code = told.code.filter(|code| !code.is_empty());
    let throttling = status == 429
        || code.as_deref().is_some_and(|code| match protocol {
            Protocol::AlibabaRpc => alibaba::is_throttling(code),
            Protocol::HuaweiRest => huawei::is_throttling(code),
        });
    let message = told.message.filter(|message| !message.is_empty()).unwrap_or_else(|| plain_message(&body));
    let after = match protocol {
        Protocol::AlibabaRpc => alibaba::retry_after(headers),
        Protocol::HuaweiRest => None,
    };
    Error::new(ErrorKind::Service, message)
        .with_code(code)
        .with_request_id(request_id(protocol, headers, &body))
        .with_retry(throttling, matches!(status, 500 | 502 | 503 | 504 | 408), after.or_else(|| retry_after(headers)))
        .with_answer(status, body)
}

/// `Retry-After` in seconds. Its other form, a date, asks for the clock of a server that may be off.
fn retry_after(headers: &http::HeaderMap) -> Option<std::time::Duration> {
    let seconds: u32 = headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(std::time::Duration::from_secs(u64::from(seconds)))
}

/// What stands for a message in an answer of no known form: its first words.
fn plain_message(body: &[u8]) -> String {
    let text = decode::text(body);
    let text = text.trim();
    if text.is_empty() {
        return "the service gave no message".to_owned();
    }
    text.chars().take(200).map(|character| if character.is_control() { ' ' } else { character }).collect()
}
