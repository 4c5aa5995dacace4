//! The transport that comes along: hyper over rustls with ring and the roots that browsers trust, HTTP/1.1.
//!
//! In: a signed request. Out: its answer. Follows no redirect, as hyper does not.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::credentials::BoxFuture;
use crate::error::Error;
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};

/// hyper over rustls. Keeps connections open; needs a tokio runtime.
#[derive(Clone, Debug)]
pub struct HyperTransport {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl HyperTransport {
    /// A transport with connections of its own.
    ///
    /// Each client has one: a connection belongs to the tokio runtime that opened it. The cryptography is named, as
    /// rustls would panic on finding two in a program.
    pub fn new() -> Result<Self, Error> {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
            .map_err(|error| Error::configuration("TLS can not be set up").with_source(error))?
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self { client: Client::builder(TokioExecutor::new()).build(connector) })
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let response = self.client.request(request.map(Full::new)).await.map_err(|error| {
            let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Broken };
            TransportError::new(kind, error)
        })?;
        let (parts, mut body) = response.into_parts();
        let mut bytes = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| TransportError::new(TransportErrorKind::Broken, error))?;
            let Some(data) = frame.data_ref() else { continue };
            if bytes.len() + data.len() > limits.body_size {
                let limit = format!("more than {} bytes", limits.body_size);
                return Err(TransportError::new(TransportErrorKind::TooLarge, limit));
            }
            bytes.extend_from_slice(data);
        }
        Ok(http::Response::from_parts(parts, bytes.freeze()))
    }
}

impl Transport for HyperTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let Some(remaining) = limits.remaining() else {
                return self.exchange(request, limits).await;
            };
            match tokio::time::timeout(remaining, self.exchange(request, limits)).await {
                Ok(result) => result,
                Err(elapsed) => Err(TransportError::new(TransportErrorKind::Timeout, elapsed)),
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
