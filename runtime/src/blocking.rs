//! Calls from programs without an async runtime: a way to wait where one stands, and a transport that does so.
//!
//! With the feature `blocking` and without `hyper`, clients take [`UreqTransport`] by themselves. [`Blocking`] gives
//! everything that can be awaited a method that waits instead: calls, waiters, pages.
//!
//! ```no_run
//! use docwright_runtime::blocking::{Blocking as _, UreqTransport};
//! # use docwright_runtime::client::{ClientBuilder, ClientCore};
//! # use docwright_runtime::operation::{Protocol, ServiceInfo};
//! # static SERVICE: ServiceInfo = ServiceInfo {
//! #     vendor: "alibaba", service: "vpc", product: "Vpc", version: "2016-04-28",
//! #     protocol: Protocol::AlibabaRpc, endpoint: "vpc.aliyuncs.com",
//! #     internal_endpoint: "", endpoints: &[],
//! # };
//! # let builder: ClientBuilder<ClientCore> = ClientBuilder::new(&SERVICE);
//!
//! let client = builder.transport(UreqTransport::new()?).build()?;
//! let answer = client.raw("DescribeRegions").send().block()?;
//! println!("{}", answer.status());
//! # Ok::<(), docwright_runtime::Error>(())
//! ```

use std::cell::Cell;
use std::future::{Future, IntoFuture, ready};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use bytes::Bytes;
use ureq::Agent;

use crate::client::CONNECT_TIMEOUT;
use crate::credentials::BoxFuture;
use crate::error::Error;
use crate::paging::{Items, Pages};
use crate::proxy::Proxies;
use crate::record::Record;
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};

thread_local! {
    /// When this thread must look again, although nobody wakes it; `None` outside of [`run`].
    static ALARM: Cell<Option<Alarm>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct Alarm {
    at: Option<Instant>,
}

/// Waits on this thread for what could be awaited: a call, a waiter, a page.
///
/// Not for a thread of an async runtime, which it would hold up.
pub fn run<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let outer = ALARM.replace(Some(Alarm { at: None }));
    let _restore = Restore(outer);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        match ALARM.replace(Some(Alarm { at: None })).and_then(|alarm| alarm.at) {
            Some(at) => thread::park_timeout(at.saturating_duration_since(Instant::now())),
            None => thread::park(),
        }
    }
}

/// Puts the alarm of an outer [`run`] back, also when the inner one panics.
struct Restore(Option<Alarm>);

impl Drop for Restore {
    fn drop(&mut self) {
        ALARM.set(self.0);
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waiting in place of awaiting: for calls, waiters and pages alike.
pub trait Blocking: IntoFuture + Sized {
    /// Waits on this thread for the output, as [`run`] does.
    fn block(self) -> Self::Output {
        run(self)
    }
}

impl<F: IntoFuture> Blocking for F {}

/// The pages of a list, one after the other, in a `for` loop. Ends after the last page, or after an error.
pub fn pages<T: Record + Default>(mut pages: Pages<T>) -> impl Iterator<Item = Result<T, Error>> {
    let mut failed = false;
    std::iter::from_fn(move || {
        let page = if failed { None } else { run(pages.next()) };
        failed = matches!(page, Some(Err(_)));
        page
    })
}

/// The entries of all pages of a list, one after the other, in a `for` loop. Ends after the last one, or after an error.
pub fn items<T: Record + Default, I>(mut items: Items<T, I>) -> impl Iterator<Item = Result<I, Error>> {
    let mut failed = false;
    std::iter::from_fn(move || {
        let item = if failed { None } else { run(items.next()) };
        failed = matches!(item, Some(Err(_)));
        item
    })
}

/// ureq over rustls. Blocks the thread that awaits it, so that it is for [`run`] and not for an async runtime.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
    proxies: Arc<Proxies>,
}

/// Puts a [`UreqTransport`] together.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct UreqBuilder {
    connect_timeout: Duration,
    proxies: Option<Proxies>,
}

impl UreqBuilder {
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

    /// The transport, or why the proxies can not be set up.
    pub fn build(self) -> Result<UreqTransport, Error> {
        let proxies = Arc::new(match self.proxies {
            Some(proxies) => proxies,
            None => Proxies::from_environment()?,
        });
        let configuration = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(self.connect_timeout))
            .build();
        Ok(UreqTransport { agent: Agent::new_with_config(configuration), proxies })
    }
}

impl UreqTransport {
    /// A transport with connections of its own.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Settings first.
    pub fn builder() -> UreqBuilder {
        UreqBuilder { connect_timeout: CONNECT_TIMEOUT, proxies: None }
    }

    fn exchange(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let proxy = match self.proxies.proxy(request.uri()) {
            Some(proxy) => Some(ureq::Proxy::new(&proxy.uri()).map_err(failure)?),
            None => None,
        };
        let (parts, body) = request.into_parts();
        let result = if body.is_empty() && !matches!(parts.method.as_str(), "POST" | "PUT" | "PATCH") {
            let request = self.agent.configure_request(http::Request::from_parts(parts, ()));
            self.agent.run(request.proxy(proxy).timeout_global(limits.remaining()).build())
        } else {
            let request = self.agent.configure_request(http::Request::from_parts(parts, body.as_ref()));
            self.agent.run(request.proxy(proxy).timeout_global(limits.remaining()).build())
        };
        let (parts, mut body) = result.map_err(failure)?.into_parts();
        // What says that it is too large is not read up to there.
        if body.content_length().is_some_and(|told| told > limits.body_size as u64) {
            return Err(failure(ureq::Error::BodyExceedsLimit(limits.body_size as u64)));
        }
        let bytes = body.with_config().limit(limits.body_size as u64).read_to_vec().map_err(failure)?;
        Ok(http::Response::from_parts(parts, bytes.into()))
    }
}

fn failure(error: ureq::Error) -> TransportError {
    let kind = match &error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve)
        | ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_) => TransportErrorKind::Connect,
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
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

    /// Wakes the [`run`] that waits; elsewhere it holds its thread up.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let mut end = None;
        Box::pin(std::future::poll_fn(move |_| {
            let now = Instant::now();
            // A time that no clock reaches is a sleep without end, from which only another waker wakes.
            let end = *end.get_or_insert_with(|| now.checked_add(duration));
            if end.is_some_and(|end| end <= now) {
                return Poll::Ready(());
            }
            let Some(alarm) = ALARM.get() else {
                thread::sleep(duration);
                return Poll::Ready(());
            };
            let at = match (alarm.at, end) {
                (Some(earlier), Some(end)) => Some(earlier.min(end)),
                (at, end) => at.or(end),
            };
            ALARM.set(Some(Alarm { at }));
            Poll::Pending
        }))
    }
}
