//! Calls from programs without an async runtime: a transport that waits where it stands, and a way to await.
//!
//! ```no_run
//! # async fn call() {}
//! # let request_send = call();
//! let output = docwright_runtime::blocking::run(request_send);
//! ```

use std::future::{Future, ready};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use bytes::Bytes;
use ureq::Agent;

use crate::credentials::BoxFuture;
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};

/// Awaits a call on this thread.
pub fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        thread::park();
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// ureq over rustls. Blocks the thread that awaits it, so that it is for [`run`] and not for an async runtime.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// A transport with connections of its own.
    pub fn new() -> Self {
        let configuration = Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        Self { agent: Agent::new_with_config(configuration) }
    }

    fn exchange(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let (parts, body) = request.into_parts();
        let result = if body.is_empty() && !matches!(parts.method.as_str(), "POST" | "PUT" | "PATCH") {
            let request = self.agent.configure_request(http::Request::from_parts(parts, ()));
            self.agent.run(request.timeout_global(limits.remaining()).build())
        } else {
            let request = self.agent.configure_request(http::Request::from_parts(parts, body.as_ref()));
            self.agent.run(request.timeout_global(limits.remaining()).build())
        };
        let (parts, mut body) = result.map_err(failure)?.into_parts();
        let bytes = body.with_config().limit(limits.body_size as u64).read_to_vec().map_err(failure)?;
        Ok(http::Response::from_parts(parts, bytes.into()))
    }
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

fn failure(error: ureq::Error) -> TransportError {
    let kind = match &error {
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => TransportErrorKind::Connect,
        ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::ConnectionRefused => TransportErrorKind::Connect,
        ureq::Error::BodyExceedsLimit(_) => TransportErrorKind::TooLarge,
        _ => TransportErrorKind::Broken,
    };
    TransportError::new(kind, error)
}

impl Transport for UreqTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(ready(self.exchange(request, limits)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        thread::sleep(duration);
        Box::pin(ready(()))
    }
}
