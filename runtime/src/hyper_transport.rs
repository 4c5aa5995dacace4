//! The transport that comes along: hyper over rustls with ring and the roots that browsers trust, HTTP/1.1.
//!
//! In: a signed request. Out: its answer. Keeps connections open, goes through the proxy that the environment names,
//! and follows no redirect, as hyper does not. A request that is dropped closes its connection.

mod connect;

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Body as _;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use self::connect::{Connector, Timed};
use crate::client::CONNECT_TIMEOUT;
use crate::credentials::BoxFuture;
use crate::error::Error;
use crate::proxy::Proxies;
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};

/// hyper over rustls. Keeps connections open; needs a tokio runtime.
#[derive(Clone, Debug)]
pub struct HyperTransport {
    client: Client<Timed<HttpsConnector<Connector>>, Full<Bytes>>,
    proxies: Arc<Proxies>,
}

/// Puts a [`HyperTransport`] together.
///
/// ```
/// use std::time::Duration;
///
/// use docwright_runtime::hyper_transport::HyperTransport;
/// use docwright_runtime::proxy::Proxies;
///
/// let transport = HyperTransport::builder()
///     .connect_timeout(Duration::from_secs(3))
///     .proxies(Proxies::through("http://proxy.example:3128")?)
///     .build()?;
/// # let _ = transport;
/// # Ok::<(), docwright_runtime::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct HyperBuilder {
    connect_timeout: Duration,
    proxies: Option<Proxies>,
    certificates: Vec<Vec<u8>>,
}

impl HyperBuilder {
    /// How long it may take to connect, TLS and a proxy included: 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Other proxies than those of the environment.
    pub fn proxies(mut self, proxies: Proxies) -> Self {
        self.proxies = Some(proxies);
        self
    }

    /// Trusts a certificate (DER) beside those that browsers trust: for a vendor's private cloud, or a proxy that
    /// looks into TLS.
    pub fn certificate(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.certificates.push(der.into());
        self
    }

    /// The transport, or why TLS or the proxies can not be set up.
    pub fn build(self) -> Result<HyperTransport, Error> {
        let proxies = Arc::new(match self.proxies {
            Some(proxies) => proxies,
            None => Proxies::from_environment()?,
        });
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls(self.certificates)?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(Connector::new(tcp, proxies.clone()));
        let connector = Timed::new(connector, self.connect_timeout);
        Ok(HyperTransport { client: Client::builder(TokioExecutor::new()).build(connector), proxies })
    }
}

/// The cryptography is named, as rustls would panic on finding two in a program.
fn tls(certificates: Vec<Vec<u8>>) -> Result<rustls::ClientConfig, Error> {
    let broken = |error| Error::configuration("TLS can not be set up").with_source(error);
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in certificates {
        roots.add(certificate.into()).map_err(broken)?;
    }
    let builder = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(broken)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

impl HyperTransport {
    /// A transport with connections of its own.
    ///
    /// Each client has one: a connection belongs to the tokio runtime that opened it.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Settings first.
    pub fn builder() -> HyperBuilder {
        HyperBuilder { connect_timeout: CONNECT_TIMEOUT, proxies: None, certificates: Vec::new() }
    }

    async fn exchange(
        &self,
        mut request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        connect::authorize(&mut request, &self.proxies);
        let response = self.client.request(request.map(Full::new)).await.map_err(|error| {
            let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Broken };
            TransportError::new(kind, error)
        })?;
        let (parts, mut body) = response.into_parts();
        let too_large = || {
            let limit = format!("more than {} bytes", limits.body_size);
            TransportError::new(TransportErrorKind::TooLarge, limit)
        };
        // What says that it is too large is not read up to there.
        let told = body.size_hint().lower();
        if told > limits.body_size as u64 {
            return Err(too_large());
        }
        let mut bytes = BytesMut::with_capacity(usize::try_from(told).unwrap_or_default());
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| TransportError::new(TransportErrorKind::Broken, error))?;
            let Ok(data) = frame.into_data() else { continue };
            if bytes.len() + data.len() > limits.body_size {
                return Err(too_large());
            }
            bytes.extend_from_slice(&data);
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
            // Without a runtime tokio would panic.
            if tokio::runtime::Handle::try_current().is_err() {
                let problem = "hyper needs a tokio runtime; programs without one take `blocking::UreqTransport`";
                return Err(TransportError::new(TransportErrorKind::Unusable, problem));
            }
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
        Box::pin(async move {
            if tokio::runtime::Handle::try_current().is_ok() {
                tokio::time::sleep(duration).await;
            }
        })
    }
}
