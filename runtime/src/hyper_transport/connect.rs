//! Connections: straight to the service or through an HTTP proxy, within a time.
//!
//! In: where a request goes. Out: a stream to it, or to the proxy that speaks for it. For `https` the proxy is asked
//! to connect (`CONNECT`), and TLS runs through it to the service; for `http` it gets the request itself.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tower_service::Service;

use crate::credentials::BoxFuture;
use crate::proxy::{Proxies, Proxy};

type Problem = Box<dyn std::error::Error + Send + Sync>;

/// The most bytes that a proxy may answer before a tunnel begins.
const HEAD: usize = 8192;

/// Connects to the service, or to the proxy that is named for it.
#[derive(Clone, Debug)]
pub(super) struct Connector {
    tcp: HttpConnector,
    proxies: Arc<Proxies>,
}

impl Connector {
    pub(super) fn new(tcp: HttpConnector, proxies: Arc<Proxies>) -> Self {
        Self { tcp, proxies }
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = Problem;
    type Future = BoxFuture<'static, Result<Stream, Problem>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Problem>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let mut tcp = self.tcp.clone();
        let proxies = self.proxies.clone();
        Box::pin(async move {
            let Some(proxy) = proxies.proxy(&target) else {
                return Ok(Stream { io: tcp.call(target).await?, proxied: false });
            };
            let address = Uri::builder().scheme("http").authority(proxy.authority.as_str()).path_and_query("/").build();
            let io = tcp.call(address?).await?;
            if target.scheme_str() == Some("http") {
                return Ok(Stream { io, proxied: true });
            }
            Ok(Stream { io: TokioIo::new(tunnel(io.into_inner(), proxy, &target).await?), proxied: false })
        })
    }
}

/// Gives a request that a proxy reads itself what the proxy asks for.
pub(super) fn authorize(request: &mut http::Request<Bytes>, proxies: &Proxies) {
    if request.uri().scheme_str() != Some("http") {
        return;
    }
    let authorization = proxies.proxy(request.uri()).and_then(|proxy| proxy.authorization.as_ref());
    if let Some(Ok(mut value)) = authorization.map(|value| http::HeaderValue::from_str(value)) {
        value.set_sensitive(true);
        request.headers_mut().insert("proxy-authorization", value);
    }
}

/// Asks a proxy for a tunnel.
async fn tunnel(mut stream: TcpStream, proxy: &Proxy, target: &Uri) -> Result<TcpStream, Problem> {
    let host = target.host().ok_or("the request has no host")?;
    let port = target.port_u16().unwrap_or(443);
    let authorization =
        proxy.authorization.as_ref().map(|value| format!("Proxy-Authorization: {}\r\n", value.as_str()));
    let request = zeroize::Zeroizing::new(format!(
        "CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{}\r\n",
        zeroize::Zeroizing::new(authorization.unwrap_or_default()).as_str()
    ));
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() >= HEAD {
            return Err("the proxy's answer has no end".into());
        }
        // Byte by byte: what comes after the answer is the service's.
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head);
    let status = head.split_ascii_whitespace().nth(1).unwrap_or_default();
    if head.starts_with("HTTP/1.") && status.len() == 3 && status.starts_with('2') {
        return Ok(stream);
    }
    Err(format!("the proxy gives no tunnel: status {status:?}").into())
}

/// A connection, and whether a proxy reads what is sent on it.
pub(super) struct Stream {
    io: TokioIo<TcpStream>,
    proxied: bool,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.io.connected().proxy(self.proxied)
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(context, buffers)
    }
}

/// Gives a connection up that takes too long: name, TCP, proxy and TLS together.
#[derive(Clone)]
pub(super) struct Timed<C> {
    inner: C,
    timeout: Duration,
}

impl<C> Timed<C> {
    pub(super) fn new(inner: C, timeout: Duration) -> Self {
        Self { inner, timeout }
    }
}

impl<C> fmt::Debug for Timed<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Timed").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl<C> Service<Uri> for Timed<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
    C::Response: 'static,
    C::Error: Into<Problem>,
{
    type Response = C::Response;
    type Error = Problem;
    type Future = BoxFuture<'static, Result<C::Response, Problem>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Problem>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.timeout, self.inner.call(target));
        let timeout = self.timeout;
        Box::pin(async move {
            match connecting.await {
                Ok(result) => result.map_err(Into::into),
                Err(_) => Err(format!("connecting took longer than {timeout:?}").into()),
            }
        })
    }
}
