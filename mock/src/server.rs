//! HTTP/1.1 on loopback: connections in, requests to [`Shared`], answers out, and connections reset where they shall be.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::reply::ReplyBody;
use crate::request::Request;
use crate::vendor::Shared;

/// The most bytes that a request's body may have.
const BODY: usize = 16 << 20;

/// Serves on a thread of its own until it is told to stop.
pub(crate) fn start(
    listener: std::net::TcpListener,
    shared: Arc<Shared>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<JoinHandle<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let listener = {
        let _context = runtime.enter();
        TcpListener::from_std(listener)?
    };
    std::thread::Builder::new().name("docwright-mock".to_owned()).spawn(move || {
        runtime.spawn(accept(listener, shared));
        // An error means that the handle is gone, which is the same wish.
        let _ = runtime.block_on(stopped);
    })
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        // A caller that is gone before it was accepted is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        tokio::spawn(serve(stream, Arc::clone(&shared)));
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let reset = Arc::new(AtomicBool::new(false));
    let io = TokioIo::new(Connection { stream, reset: Arc::clone(&reset) });
    let service = service_fn(move |request| exchange(request, Arc::clone(&shared), Arc::clone(&reset)));
    let mut http = hyper::server::conn::http1::Builder::new();
    // What ends a connection, its caller sees.
    let _ = http.timer(TokioTimer::new()).serve_connection(io, service).await;
}

/// Why a connection ends without an answer.
type Broken = Box<dyn std::error::Error + Send + Sync>;

async fn exchange(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
    reset: Arc<AtomicBool>,
) -> Result<hyper::Response<ReplyBody>, Broken> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, BODY).collect().await?.to_bytes();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let request = Request::new(parts.method.as_str(), target, headers.collect(), body);
    let (request_id, reply) = shared.answer(request);
    if !reply.delay.is_zero() {
        tokio::time::sleep(reply.delay).await;
    }
    let Some(answer) = reply.answer else {
        reset.store(true, Ordering::Relaxed);
        return Err("reset on purpose".into());
    };
    Ok(hyper::Response::builder()
        .status(answer.status)
        .header("date", shared.date())
        .header("content-type", answer.content_type)
        .header(shared.request_id_header(), request_id)
        .body(ReplyBody::new(answer.body, answer.manner))?)
}

/// A connection that can end with a reset instead of a farewell.
struct Connection {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            // Without time to linger, the system drops what is unsent and says so.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
