//! A caller's own hands on every attempt: before it is signed, after it is signed, and when its answer is there.
//!
//! In: requests and answers on their way. Out: the same, changed, or an error that ends the call. Values stay out of
//! `Debug` here: a request holds signatures, tokens and a caller's secrets.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use crate::error::Error;
use crate::operation::ServiceInfo;
use crate::protocol::Prepared;
use crate::transport::TransportError;

/// A caller's own hands on every attempt. Each method does nothing unless it is written.
///
/// Interceptors run in the order in which the client's builder was given them, and backwards on answers. An error ends
/// the attempt; it is repeated only when the error says that it may be.
///
/// ```
/// use docwright_runtime::Error;
/// use docwright_runtime::interceptor::{Attempt, Interceptor, Unsigned};
///
/// /// Marks all requests with the id of the service's own request.
/// struct Correlation(String);
///
/// impl Interceptor for Correlation {
///     fn before_signing(&self, _: &Attempt<'_>, request: &mut Unsigned<'_>) -> Result<(), Error> {
///         request.add_header("x-correlation-id", self.0.as_str());
///         Ok(())
///     }
/// }
/// ```
pub trait Interceptor: Send + Sync {
    /// Looks at an attempt before it is signed; what is changed here is signed. Runs anew for each attempt, on the
    /// request as the call made it.
    fn before_signing(&self, attempt: &Attempt<'_>, request: &mut Unsigned<'_>) -> Result<(), Error> {
        let _ = (attempt, request);
        Ok(())
    }

    /// Looks at the request as it will be sent. A change to what is signed is refused by the service.
    fn after_signing(&self, attempt: &Attempt<'_>, request: &mut Signed<'_>) -> Result<(), Error> {
        let _ = (attempt, request);
        Ok(())
    }

    /// Looks at the answer, or at why there is none.
    fn on_answer(
        &self,
        attempt: &Attempt<'_>,
        answer: Result<&http::Response<Bytes>, &TransportError>,
    ) -> Result<(), Error> {
        let _ = (attempt, answer);
        Ok(())
    }
}

/// Which attempt of which call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// Whose operation it is.
    pub service: &'static ServiceInfo,
    /// The wire's name of the operation.
    pub operation: &'a str,
    /// Which attempt of the call, from 1.
    pub number: u32,
}

/// A request before it is signed.
pub struct Unsigned<'a> {
    pub(crate) prepared: &'a mut Prepared,
}

impl Unsigned<'_> {
    /// `GET`, `POST`, ...
    pub fn method(&self) -> &str {
        &self.prepared.method
    }

    /// The path, its variables filled in.
    pub fn path(&self) -> &str {
        &self.prepared.path
    }

    /// Names and values of the query, not escaped.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.prepared.query.iter().map(|(name, value)| (&**name, value.as_str()))
    }

    /// The same, to put other values in their places.
    pub fn query_mut(&mut self) -> impl Iterator<Item = (&str, &mut String)> {
        self.prepared.query.iter_mut().map(|(name, value)| (&**name, value))
    }

    /// The headers that are the call's own: those of the protocol and of the signature come later.
    pub fn headers(&self) -> &[(String, String)] {
        &self.prepared.headers
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.prepared.body
    }

    /// Adds a parameter to the query.
    pub fn add_query(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.prepared.query.push((name.into().into(), value.into()));
    }

    /// Adds a header.
    pub fn add_header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.prepared.headers.push((name.into(), value.into()));
    }

    /// Puts a header in place of those of the same name.
    pub fn set_header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.prepared.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.prepared.headers.push((name, value.into()));
    }

    /// Puts another body in place of the call's own. A form's parameters are signed on their own by Alibaba's older
    /// scheme, so that a form is better left as it is.
    pub fn set_body(&mut self, body: impl Into<Bytes>) {
        self.prepared.body = body.into();
    }
}

impl fmt::Debug for Unsigned<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        formatter
            .debug_struct("Unsigned")
            .field("method", &self.prepared.method)
            .field("operation", &self.prepared.name)
            .field("query", &self.query().map(|(name, _)| name).collect::<Vec<_>>())
            .field("headers", &names(&self.prepared.headers))
            .field("body_size", &self.prepared.body.len())
            .finish_non_exhaustive()
    }
}

/// A request as it will be sent.
pub struct Signed<'a> {
    pub(crate) request: &'a mut http::Request<Bytes>,
}

impl Signed<'_> {
    /// The request: its `Debug` shows the query, which may hold a secret; the signature and tokens in headers it hides.
    pub fn request(&self) -> &http::Request<Bytes> {
        self.request
    }

    /// The request's headers.
    pub fn headers_mut(&mut self) -> &mut http::HeaderMap {
        self.request.headers_mut()
    }

    /// Host and path without the query, which may hold a secret: what may stand in a log.
    pub fn address(&self) -> String {
        address(self.request.uri())
    }
}

impl fmt::Debug for Signed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Signed")
            .field("method", self.request.method())
            .field("address", &self.address())
            .field("headers", &self.request.headers().keys().map(|name| Cow::from(name.as_str())).collect::<Vec<_>>())
            .field("body_size", &self.request.body().len())
            .finish_non_exhaustive()
    }
}

/// A URI without its query.
pub(crate) fn address(uri: &http::Uri) -> String {
    let (scheme, authority) = (uri.scheme_str().unwrap_or_default(), uri.authority().map_or("", |host| host.as_str()));
    format!("{scheme}://{authority}{}", uri.path())
}
