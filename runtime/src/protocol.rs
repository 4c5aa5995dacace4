//! Stub of the protocols.
use crate::call::CallOptions;
use crate::client::Shared;
use crate::credentials::{Credentials, EnvironmentNames};
use crate::error::Error;
use crate::operation::{OperationInfo, Protocol};
use crate::record::Record;
use crate::signing::Scheme;
use bytes::Bytes;

pub(crate) struct Fill<'a> {
    pub(crate) region: Option<&'a str>,
    pub(crate) project: Option<&'a str>,
    pub(crate) token: &'a str,
}
pub(crate) struct Prepared {
    pub(crate) auth_token: Option<String>,
}
pub(crate) fn environment(_: Protocol) -> &'static EnvironmentNames {
    static NAMES: EnvironmentNames =
        EnvironmentNames { access_key_id: "", secret: "", security_token: "", project: "" };
    &NAMES
}
pub(crate) fn usual_scheme(_: Protocol) -> Scheme {
    Scheme::AlibabaAcs3
}
pub(crate) fn takes(_: Protocol, _: Scheme) -> bool {
    true
}
pub(crate) fn prepare(
    _: &'static OperationInfo,
    _: &dyn Record,
    fill: &Fill<'_>,
    _: &CallOptions,
) -> Result<Prepared, Error> {
    let _ = (fill.region, fill.project, fill.token);
    Err(Error::configuration("not yet"))
}
pub(crate) fn sign(_: &Prepared, _: &Shared, _: Option<&Credentials>) -> Result<http::Request<Bytes>, Error> {
    Err(Error::configuration("not yet"))
}
pub(crate) fn request_id(_: Protocol, _: &http::HeaderMap, _: &[u8]) -> Option<String> {
    None
}
pub(crate) fn service_error(_: Protocol, status: u16, _: &http::HeaderMap, body: Bytes, id: Option<String>) -> Error {
    Error::configuration("not yet")
        .with_answer(status, body)
        .with_request_id(id)
        .with_code(None)
        .with_retry(false, false, None)
}
