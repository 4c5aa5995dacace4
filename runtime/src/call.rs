//! One call as its caller sees it: the options, and the future that is awaited.
//!
//! In: an operation's data, its parameters as a record, the caller's options. Out: the output as a record, or the one
//! [`Error`]. What happens in between is led by the module `attempt`. Nothing here is generic but the thin futures at
//! the end, so that an operation costs its users little.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

pub use crate::answer::{Answer, Response};
use crate::attempt::{self, Read};
use crate::client::ClientCore;
use crate::credentials::BoxFuture;
use crate::error::{Error, ErrorKind};
use crate::operation::OperationInfo;
use crate::record::Record;
use crate::secret::Wiped;

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
    /// Gives up after this time, retries included; the client's default when unset.
    pub timeout: Option<Duration>,
    /// Gives one attempt up after this time; the client's default when unset.
    pub attempt_timeout: Option<Duration>,
    /// Repeats at most so often; the client's default when unset.
    pub retries: Option<u32>,
    /// Whether a repeated call does no harm; what the operation's documentation lets assume when unset.
    pub repeatable: Option<bool>,
    /// Whether documented constraints are checked.
    pub checks: bool,
    /// Where the call goes, in place of the client's endpoint: `host`, `host:port`, or the same after `https://`.
    pub endpoint: Option<String>,
    /// The region, in place of the client's: it chooses the host, unless that is named, and fills the parameters that
    /// ask for it.
    pub region: Option<String>,
    /// The format that the answer is asked for in; JSON when unset.
    pub format: Option<Format>,
    /// More headers.
    pub headers: Vec<(String, String)>,
    /// More parameters of the query.
    pub query: Vec<(String, String)>,
}

/// A format of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            timeout: None,
            attempt_timeout: None,
            retries: None,
            repeatable: None,
            checks: true,
            endpoint: None,
            region: None,
            format: None,
            headers: Vec::new(),
            query: Vec::new(),
        }
    }
}

impl Call {
    pub(crate) fn new(client: ClientCore) -> Self {
        Self { client, options: CallOptions::default() }
    }

    /// The client that the call is made through.
    pub fn client(&self) -> &ClientCore {
        &self.client
    }

    /// Sends an operation with its parameters. Nothing happens until the result is awaited.
    ///
    /// Dropping the result ends the call: nothing of it goes on by itself.
    pub fn send<T: Record + Default>(
        self,
        operation: &'static OperationInfo,
        parameters: Box<dyn Record>,
    ) -> Sending<T> {
        let execution = attempt::execute(self, operation, Wiped::new(parameters), || Box::new(T::default()));
        Sending { execution: Box::pin(execution), output: PhantomData }
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A header or a parameter of the caller's own may be a secret: names alone are shown.
        let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        formatter
            .debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retries", &self.retries)
            .field("repeatable", &self.repeatable)
            .field("checks", &self.checks)
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("format", &self.format)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .finish()
    }
}

/// A call on its way: await it for the output.
#[must_use = "nothing is sent until this is awaited"]
pub struct Sending<T> {
    execution: BoxFuture<'static, Result<Read, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Record + Default> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let read = ready!(self.execution.as_mut().poll(context))?;
        Poll::Ready(output(read.output))
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
        let Read { answer, output: record } = ready!(self.sending.execution.as_mut().poll(context))?;
        Poll::Ready(output(record).map(|output| Response { output, answer }))
    }
}

/// The record as the type that `send` made it of.
fn output<T: Record>(record: Box<dyn Record>) -> Result<T, Error> {
    let record: Box<dyn Any> = record;
    match record.downcast() {
        Ok(output) => Ok(*output),
        // `send` makes the record of this very type, so that this is not reached.
        Err(_) => Err(Error::new(ErrorKind::Decode, "the answer was read as another type")),
    }
}
