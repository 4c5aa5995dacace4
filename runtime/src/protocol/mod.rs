//! From an operation and its parameters to a request, and from an answer to an error.
//!
//! [`prepare`] encodes once a call; [`sign`] adds time, nonce and signature once an attempt. What vendors differ in
//! stands in `alibaba` and `huawei`, and nowhere else in this crate but in the signing schemes.

mod alibaba;
mod flatten;
mod huawei;
mod multipart;
mod refusal;

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use zeroize::Zeroize;

use crate::call::{CallOptions, Format};
use crate::client::Shared;
use crate::credentials::{Credentials, EnvironmentNames};
use crate::endpoint::Endpoint;
use crate::error::{Error, Violation};
use crate::operation::{FieldInfo, OperationInfo, Place, Protocol, Role, ServiceInfo};
use crate::record::{Record, Value, View};
use crate::signing::Scheme;
use crate::transport::Described;
use crate::{json, percent, secret};

pub(crate) use refusal::{refusal, refuses_time, request_id, service_error};

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

/// Names and values, not escaped. Most names stand in the tables of fields.
pub(crate) type Pairs = Vec<(Cow<'static, str>, String)>;

/// A request that is ready to be signed, as often as it takes.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) service: &'static ServiceInfo,
    /// The operation's name on the wire.
    pub(crate) name: Cow<'static, str>,
    pub(crate) method: Cow<'static, str>,
    pub(crate) retry_safe: bool,
    pub(crate) path: String,
    pub(crate) query: Pairs,
    pub(crate) form: Pairs,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// Whether the body has parts, of which the form's pairs are some: it is no list of pairs then.
    pub(crate) is_multipart: bool,
    /// The caller's own token; it takes the place of credentials.
    pub(crate) auth_token: Option<String>,
    /// Where the call goes, when that is not the client's endpoint.
    pub(crate) endpoint: Option<Endpoint>,
    /// The call's region, when that is not the client's.
    pub(crate) region: Option<String>,
    pub(crate) format: Format,
    /// What a transport may want to know of the parameters.
    pub(crate) described: Arc<Described>,
}

impl Prepared {
    /// A request of an operation without parameters.
    pub(crate) fn new(
        service: &'static ServiceInfo,
        name: impl Into<Cow<'static, str>>,
        method: impl Into<Cow<'static, str>>,
        path: impl Into<String>,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        let format = options.format.unwrap_or_default();
        if format == Format::Xml && service.protocol == Protocol::HuaweiRest {
            return Err(Error::configuration("the service answers in JSON alone"));
        }
        Ok(Self {
            service,
            name: name.into(),
            method: method.into(),
            retry_safe: false,
            path: path.into(),
            query: Vec::new(),
            form: Vec::new(),
            headers: Vec::new(),
            body: Bytes::new(),
            is_multipart: false,
            auth_token: None,
            endpoint: None,
            region: options.region.clone(),
            format,
            described: Arc::default(),
        })
    }

    /// Whether headers, query or body hold a secret beside the signature.
    fn is_secret(&self, credentials: &Credentials) -> bool {
        let has_token = credentials.security_token().is_some() || credentials.auth_token().is_some();
        has_token || self.auth_token.is_some() || !self.described.sensitive.is_empty()
    }

    /// Scheme, host and port that the request goes to.
    fn endpoint<'a>(&'a self, shared: &'a Shared) -> &'a Endpoint {
        self.endpoint.as_ref().unwrap_or(&shared.endpoint)
    }
}

impl Drop for Prepared {
    /// A request with sensitive parameters does not leave them in memory, as far as it alone holds them.
    fn drop(&mut self) {
        self.auth_token.zeroize();
        if self.described.sensitive.is_empty() {
            return;
        }
        for (_, value) in self.query.iter_mut().chain(&mut self.form) {
            value.zeroize();
        }
        for (_, value) in &mut self.headers {
            value.zeroize();
        }
        if let Ok(mut body) = std::mem::take(&mut self.body).try_into_mut() {
            body.as_mut().zeroize();
        }
    }
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
    let method = match operation.method {
        "ANY" => "POST",
        method => method,
    };
    let mut prepared = Prepared::new(operation.service, operation.name, method, operation.path, options)?;
    prepared.retry_safe = operation.retry_safe;
    let (mut filled, mut files) = (None, Vec::new());
    for (index, info) in parameters.fields().iter().enumerate() {
        let value = parameters.field(index);
        let view = fill.view(info, value);
        if matches!(view, View::Absent) {
            continue;
        }
        if info.role == Role::IdempotencyToken && matches!(value.view(), View::Absent) {
            filled = Some(info.wire);
        }
        match info.place {
            Place::Path => put_in_path(&mut prepared.path, info, view)?,
            Place::Query => flatten(info.wire.into(), view, &mut prepared.query),
            Place::Header if info.role == Role::AuthToken => prepared.auth_token = Some(flatten::text(view)),
            Place::Header => prepared.headers.push((info.wire.to_owned(), flatten::text(view))),
            Place::Form => flatten(info.wire.into(), view, &mut prepared.form),
            Place::File => files.push((info.wire, file(view))),
            Place::Body if body_is_form => flatten(info.wire.into(), view, &mut prepared.form),
            Place::Body | Place::Keys => {}
        }
    }
    if let Some(open) = prepared.path.find('{') {
        let variable = prepared.path.get(open..).unwrap_or_default();
        return Err(Error::configuration(format!("the path's variable is not set: {variable}")));
    }
    prepared.query.extend(options.query.iter().map(|(name, value)| (name.clone().into(), value.clone())));
    prepared.headers.extend(options.headers.iter().cloned());
    let sensitive = secret::names(parameters);
    if body_is_form && prepared.method == "POST" {
        alibaba::hide_in_form(&mut prepared, &sensitive);
    }
    finish_body(&mut prepared, parameters, body_is_form, &files);
    prepared.described = Arc::new(Described { operation: prepared.name.clone(), sensitive, filled });
    Ok(prepared)
}

const FORM: &str = "application/x-www-form-urlencoded";

fn form(pairs: &[(Cow<'static, str>, String)]) -> Bytes {
    percent::pairs(pairs.iter().map(|(name, value)| (&**name, value.as_str()))).into()
}

/// The bytes of a file, which may be given as text.
fn file(view: View<'_>) -> Bytes {
    match view {
        View::Bytes(bytes) => bytes.clone(),
        other => flatten::text(other).into(),
    }
}

/// Writes the body and says what it is, unless the caller's own header does.
fn finish_body(prepared: &mut Prepared, parameters: &dyn Record, body_is_form: bool, files: &[(&'static str, Bytes)]) {
    let has = |place: Place| parameters.fields().iter().any(|info| info.place == place);
    let has_body_fields = has(Place::Body);
    let multipart;
    let content_type = if has(Place::File) {
        let written = multipart::write(&prepared.form, files);
        (prepared.body, prepared.is_multipart) = (written.body, true);
        multipart = written.content_type;
        // Another boundary than the body's would be no boundary.
        prepared.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        &multipart
    } else if !prepared.form.is_empty() {
        prepared.body = form(&prepared.form);
        FORM
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
    match prepared.service.protocol {
        Protocol::AlibabaRpc => alibaba::sign(prepared, shared, credentials),
        Protocol::HuaweiRest => huawei::sign(prepared, shared, credentials),
    }
}

/// Puts an HTTP request together.
fn assemble(
    prepared: &Prepared,
    shared: &Shared,
    query: &str,
    headers: Headers<'_>,
) -> Result<http::Request<Bytes>, Error> {
    let endpoint = prepared.endpoint(shared);
    let mut uri = String::with_capacity(endpoint.authority.len() + prepared.path.len() + query.len() + 16);
    for part in [endpoint.scheme(), "://", &endpoint.authority, &prepared.path] {
        uri.push_str(part);
    }
    if !query.is_empty() {
        uri.push('?');
        uri.push_str(query);
    }
    let broken = |error| Error::configuration("the request can not be put together").with_source(error);
    let mut request = http::Request::builder()
        .method(&*prepared.method)
        .uri(uri)
        .extension(prepared.described.clone())
        .body(prepared.body.clone())
        .map_err(broken)?;
    let map = request.headers_mut();
    map.reserve(headers.list.len() + 1);
    for (name, text) in headers.list {
        let secret = prepared.described.sensitive.iter().any(|secret| secret.eq_ignore_ascii_case(&name));
        let secret = secret || is_secret_header(&name);
        // What is not ASCII goes as UTF-8, the form that was signed.
        let value = match text {
            Text::Fixed(text) => Ok(http::HeaderValue::from_static(text)),
            Text::Lent(text) => http::HeaderValue::from_bytes(text.trim().as_bytes()),
            Text::Made(text) => http::HeaderValue::from_maybe_shared(Bytes::from(text)),
        };
        let mut value = value.map_err(|_| {
            Error::configuration(format!("the header `{}` holds a character that no header may", &*name))
        })?;
        value.set_sensitive(secret);
        let name = match name {
            Text::Fixed(name) => http::HeaderName::from_static(name),
            Text::Lent(_) | Text::Made(_) => {
                http::HeaderName::from_bytes(name.as_bytes()).map_err(|error| broken(http::Error::from(error)))?
            }
        };
        map.append(name, value);
    }
    if !map.contains_key(http::header::USER_AGENT) {
        map.insert(http::header::USER_AGENT, shared.user_agent.clone());
    }
    Ok(request)
}

/// A text that is part of the program, lent by the call, or made for this attempt: each goes into a request as cheaply
/// as it can.
enum Text<'a> {
    Fixed(&'static str),
    Lent(&'a str),
    Made(String),
}

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Fixed(text) | Text::Lent(text) => text,
            Text::Made(text) => text,
        }
    }
}

/// Headers on their way to a signature and into a request; names in lower case.
struct Headers<'a> {
    list: Vec<(Text<'a>, Text<'a>)>,
}

impl<'a> Headers<'a> {
    /// The call's own headers.
    fn of(prepared: &'a Prepared) -> Self {
        let mut list = Vec::with_capacity(prepared.headers.len() + 12);
        list.extend(prepared.headers.iter().map(|(name, value)| {
            let is_small = !name.bytes().any(|byte| byte.is_ascii_uppercase());
            let name = if is_small { Text::Lent(name) } else { Text::Made(name.to_ascii_lowercase()) };
            (name, Text::Lent(value))
        }));
        Self { list }
    }

    fn add(&mut self, name: &'static str, value: Text<'a>) {
        self.list.push((Text::Fixed(name), value));
    }

    fn has(&self, name: &str) -> bool {
        self.list.iter().any(|(header, _)| &**header == name)
    }

    /// The headers that are signed, sorted as schemes want them.
    fn signed(&self, signs: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
        let signed = self.list.iter().filter(|(name, _)| signs(name));
        let mut lines: Vec<(&str, &str)> = signed.map(|(name, value)| (&**name, value.trim())).collect();
        lines.sort_unstable();
        lines
    }
}

/// Whether a header proves who calls: its value is for the service alone.
pub(crate) fn is_secret_header(name: &str) -> bool {
    [alibaba::SECRET_HEADERS, huawei::SECRET_HEADERS]
        .iter()
        .any(|names| names.iter().any(|secret| secret.eq_ignore_ascii_case(name)))
        || name.eq_ignore_ascii_case("authorization")
        || name.eq_ignore_ascii_case("proxy-authorization")
}
