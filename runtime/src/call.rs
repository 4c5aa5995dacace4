//! One call: check, encode, sign, send, repeat where it may help, read the answer.
//!
//! In: an operation's data, its parameters as a record, the caller's options. Out: the output as a record, or the one
//! [`Error`]. Refuses to know protocols: the module `protocol` does. Nothing here is generic but the thin futures at
//! the end, so that an operation costs its users little.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::client::ClientCore;
use crate::credentials::BoxFuture;
use crate::error::{Error, ErrorKind};
use crate::operation::OperationInfo;
use crate::protocol::{self, Fill};
use crate::record::Record;
use crate::transport::Limits;
use crate::{decode, random, retry, validate};

/// A call that is being put together: the client and the caller's options.
#[derive(Clone, Debug)]
pub struct Call {
    client: ClientCore,
    /// The caller's options.
    pub options: CallOptions,
}

/// What a caller can say about one call.
#[derive(Clone)]
pub struct CallOptions {
    /// Gives up after this time; the client's default when unset.
    pub timeout: Option<Duration>,
    /// Repeats at most so often; the client's default when unset.
    pub retries: Option<u32>,
    /// Whether documented constraints are checked.
    pub checks: bool,
    /// More headers.
    pub headers: Vec<(String, String)>,
    /// More parameters of the query.
    pub query: Vec<(String, String)>,
}

impl Call {
    pub(crate) fn new(client: ClientCore) -> Self {
        Self {
            client,
            options: CallOptions { timeout: None, retries: None, checks: true, headers: Vec::new(), query: Vec::new() },
        }
    }

    /// The client that the call is made through.
    pub fn client(&self) -> &ClientCore {
        &self.client
    }

    /// Sends an operation with its parameters. Nothing happens until the result is awaited.
    pub fn send<T>(self, operation: &'static OperationInfo, parameters: Box<dyn Record>) -> Sending<T> {
        Sending { answer: Box::pin(execute(self, operation, parameters)), output: PhantomData }
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A header or a parameter of the caller's own may be a secret: names alone are shown.
        let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        formatter
            .debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("retries", &self.retries)
            .field("checks", &self.checks)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .finish()
    }
}

/// An answer as it came.
#[derive(Clone)]
pub struct Answer {
    operation: &'static OperationInfo,
    status: u16,
    headers: http::HeaderMap,
    body: Bytes,
}

impl Answer {
    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// What the vendor's support asks for.
    pub fn request_id(&self) -> Option<String> {
        protocol::request_id(self.operation.service.protocol, &self.headers, &self.body)
    }

    /// Reads the answer into a record.
    pub(crate) fn read(&self, output: &mut dyn Record) -> Result<(), Error> {
        decode::answer(&self.headers, &self.body, output).map_err(|problem| {
            Error::new(ErrorKind::Decode, problem)
                .with_operation(self.operation.name)
                .with_request_id(self.request_id())
                .with_answer(self.status, self.body.clone())
        })
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers and body may hold what an output's own `Debug` hides.
        formatter
            .debug_struct("Answer")
            .field("operation", &self.operation.name)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("body_size", &self.body.len())
            .finish_non_exhaustive()
    }
}

async fn execute(call: Call, operation: &'static OperationInfo, parameters: Box<dyn Record>) -> Result<Answer, Error> {
    let result = attempts(&call, operation, &*parameters).await;
    result.map_err(|error| error.with_operation(operation.name))
}

/// Makes attempts until one succeeds, one fails for good, or time or retries are used up.
async fn attempts(call: &Call, operation: &'static OperationInfo, parameters: &dyn Record) -> Result<Answer, Error> {
    let shared = call.client.shared();
    let token = random::token()?;
    let fill = Fill { region: shared.region.as_deref(), project: shared.project.as_deref(), token: &token };
    if call.options.checks {
        validate::check(parameters, &fill)?;
    }
    let prepared = protocol::prepare(operation, parameters, &fill, &call.options)?;
    let limits = Limits {
        // A time that no clock reaches is no deadline.
        deadline: call.options.timeout.or(shared.timeout).and_then(|timeout| Instant::now().checked_add(timeout)),
        body_size: shared.answer_size,
    };
    let retries = call.options.retries.unwrap_or(shared.retries);
    let mut attempt = 0;
    loop {
        let error = match exchange(call, operation, &prepared, limits).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let wait = retry::wait(&error, operation.retry_safe, attempt, retries, limits.remaining());
        let Some(wait) = wait else { return Err(error) };
        shared.transport.sleep(wait).await;
        attempt += 1;
    }
}

/// Signs and sends the request once.
async fn exchange(
    call: &Call,
    operation: &'static OperationInfo,
    prepared: &protocol::Prepared,
    limits: Limits,
) -> Result<Answer, Error> {
    let shared = call.client.shared();
    let credentials = match prepared.auth_token {
        Some(_) => None,
        None => Some(shared.credentials.credentials().await?),
    };
    let request = protocol::sign(prepared, shared, credentials.as_ref())?;
    let response = shared.transport.send(request, limits).await.map_err(Error::transport)?;
    let (parts, body) = response.into_parts();
    let status = parts.status.as_u16();
    if (200..300).contains(&status) {
        return Ok(Answer { operation, status, headers: parts.headers, body });
    }
    Err(protocol::service_error(shared.service.protocol, status, &parts.headers, body))
}

/// A call on its way: await it for the output.
#[must_use = "nothing is sent until this is awaited"]
pub struct Sending<T> {
    answer: BoxFuture<'static, Result<Answer, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Record + Default> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(context))?;
        let mut output = T::default();
        Poll::Ready(answer.read(&mut output).map(|()| output))
    }
}

/// A call on its way: await it for the output and the answer that it was read from.
#[must_use = "nothing is sent until this is awaited"]
pub struct SendingWithResponse<T> {
    sending: Sending<T>,
}

impl<T> From<Sending<T>> for SendingWithResponse<T> {
    fn from(sending: Sending<T>) -> Self {
        Self { sending }
    }
}

impl<T: Record + Default> Future for SendingWithResponse<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.sending.answer.as_mut().poll(context))?;
        let mut output = T::default();
        Poll::Ready(answer.read(&mut output).map(|()| Response { output, answer }))
    }
}

/// An output and the answer that it was read from.
#[derive(Clone, Debug)]
pub struct Response<T> {
    /// The output.
    pub output: T,
    /// The answer as it came.
    pub answer: Answer,
}
