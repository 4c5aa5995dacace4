//! The attempts of one call: sign, send, read, and again where it may help.
//!
//! In: a call, an operation's data, its parameters as a record. Out: the answer and the record that was read from it,
//! or the one [`Error`]. Refuses to know protocols: the module `protocol` does. The call's time covers all of it,
//! credentials included; what a dropped call has begun ends with it.

use std::borrow::Cow;
use std::future::poll_fn;
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::answer::Answer;
use crate::call::Call;
use crate::client::Shared;
use crate::clock::Moment;
use crate::credentials::{BoxFuture, Credentials};
use crate::error::{Error, ErrorKind};
use crate::interceptor::{Attempt, Signed, Unsigned};
use crate::operation::{OperationInfo, Role};
use crate::protocol::{self, Fill, Prepared};
use crate::record::Record;
use crate::retry::Attempts;
use crate::secret::{self, Wiped};
use crate::transport::{Limits, Transport};
use crate::{decode, trace, validate};

/// An answer and what was read from it.
pub(crate) struct Read {
    pub(crate) answer: Answer,
    pub(crate) output: Box<dyn Record>,
}

/// Makes the record that an answer is read into.
pub(crate) type Make = fn() -> Box<dyn Record>;

/// Calls an operation.
pub(crate) async fn execute(
    call: Call,
    operation: &'static OperationInfo,
    parameters: Wiped,
    make: Make,
) -> Result<Read, Error> {
    let led = trace::in_call(lead(&call, operation, parameters.record(), make), operation.service, operation.name);
    led.await.map_err(|mut error| {
        error.hide(&secret::texts(parameters.record()));
        error.with_operation(Cow::Borrowed(operation.name))
    })
}

async fn lead(
    call: &Call,
    operation: &'static OperationInfo,
    parameters: &dyn Record,
    make: Make,
) -> Result<Read, Error> {
    let shared = call.client().shared();
    let wants_token = parameters.fields().iter().any(|info| info.role == Role::IdempotencyToken);
    let token = if wants_token { shared.nonce()? } else { String::new() };
    let region = call.options.region.as_deref().or(shared.region.as_deref());
    let project = shared.project_of_call(parameters, region, &call.options).await?;
    let fill = Fill { region, project: project.as_deref(), token: &token };
    if call.options.checks {
        validate::check(parameters, &fill)?;
    }
    let mut prepared = protocol::prepare(operation, parameters, &fill, &call.options)?;
    prepared.endpoint = shared.endpoint_of_call(&call.options)?;
    let mut output = None;
    let answer = attempts(call, &prepared, &mut |answer| {
        output = Some(read(answer, make)?);
        Ok(())
    })
    .await?;
    Ok(Read { answer, output: output.unwrap_or_else(make) })
}

/// Reads an answer of success into a record; one that says that the service refused is an error.
fn read(answer: &Answer, make: Make) -> Result<Box<dyn Record>, Error> {
    let mut output = make();
    let found = decode::answer(&answer.headers, &answer.body, &mut *output);
    let problem = match found {
        Ok(found) if found.may_be_error => match protocol::refusal(answer) {
            Some(error) => return Err(error),
            None => return Ok(output),
        },
        Ok(_) => return Ok(output),
        Err(problem) => problem,
    };
    // Another answer may arrive whole.
    Err(Error::new(ErrorKind::Decode, problem)
        .with_request_id(answer.request_id())
        .with_retry(false, true, None)
        .with_answer(answer.status, answer.headers.clone(), answer.body.clone()))
}

/// Makes attempts until one succeeds, one fails for good, or time, retries or the client's budget are used up.
pub(crate) async fn attempts(
    call: &Call,
    prepared: &Prepared,
    take: &mut (dyn FnMut(&Answer) -> Result<(), Error> + Send),
) -> Result<Answer, Error> {
    let shared = call.client().shared();
    let (options, begun) = (&call.options, Instant::now());
    // A time that no clock reaches is no deadline.
    let deadline = options.timeout.or(shared.timeout).and_then(|timeout| begun.checked_add(timeout));
    let attempt_timeout = options.attempt_timeout.or(shared.attempt_timeout);
    let repeatable = options.repeatable.unwrap_or(prepared.retry_safe);
    let mut repeats = Attempts::new(&shared.budget, repeatable, options.retries.unwrap_or(shared.retries));
    let mut aligned = false;
    let mut number = 1;
    loop {
        let exchange = Exchange { shared, prepared, number, deadline, attempt_timeout };
        let attempt = trace::in_attempt(exchange.run(take), number);
        let Failure { error, clock_moved } = match attempt.await {
            Ok(answer) => {
                repeats.succeeded();
                return Ok(answer);
            }
            Err(failure) => failure,
        };
        number += 1;
        // The service refused for the request's time, and said what time it is: nothing was done, and once is enough.
        if clock_moved && !std::mem::replace(&mut aligned, true) {
            trace::repeats(&error, Duration::ZERO);
            continue;
        }
        let remaining = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let Some(wait) = repeats.wait(&error, remaining) else { return Err(error) };
        trace::repeats(&error, wait);
        shared.transport.sleep(wait).await;
    }
}

/// One attempt.
struct Exchange<'a> {
    shared: &'a Shared,
    prepared: &'a Prepared,
    number: u32,
    deadline: Option<Instant>,
    attempt_timeout: Option<Duration>,
}

/// Why an attempt failed.
struct Failure {
    error: Error,
    /// The service refused for the request's time, and its clock is now known better.
    clock_moved: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, clock_moved: false }
    }
}

impl Exchange<'_> {
    /// Signs the request, sends it, and has its answer read.
    async fn run(&self, take: &mut (dyn FnMut(&Answer) -> Result<(), Error> + Send)) -> Result<Answer, Failure> {
        let limits = self.limits();
        let credentials = self.credentials(limits).await?;
        let result = self.send(credentials.as_ref(), limits, take).await;
        result.map_err(|mut failure| {
            if let Some(credentials) = &credentials {
                let secrets = [Some(credentials.secret()), credentials.security_token(), credentials.auth_token()];
                failure.error.hide(&secrets.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>());
            }
            failure
        })
    }

    fn limits(&self) -> Limits {
        let end = self.attempt_timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let deadline = match (self.deadline, end) {
            (Some(call), Some(attempt)) => Some(call.min(attempt)),
            (call, attempt) => call.or(attempt),
        };
        Limits { deadline, body_size: self.shared.answer_size }
    }

    async fn credentials(&self, limits: Limits) -> Result<Option<Credentials>, Error> {
        if self.prepared.auth_token.is_some() {
            return Ok(None);
        }
        let provided = self.shared.credentials.credentials();
        match within(&*self.shared.transport, limits.remaining(), provided).await {
            Some(credentials) => credentials.map(Some),
            None => Err(Error::new(ErrorKind::Timeout, "there are no credentials within the call's time")),
        }
    }

    async fn send(
        &self,
        credentials: Option<&Credentials>,
        limits: Limits,
        take: &mut (dyn FnMut(&Answer) -> Result<(), Error> + Send),
    ) -> Result<Answer, Failure> {
        let Exchange { shared, prepared, number, .. } = *self;
        let attempt = Attempt { service: prepared.service, operation: &prepared.name, number };
        let mut request = self.sign(credentials, &attempt)?;
        for interceptor in &shared.interceptors {
            interceptor.after_signing(&attempt, &mut Signed { request: &mut request })?;
        }
        let result = shared.transport.send(request, limits).await;
        for interceptor in shared.interceptors.iter().rev() {
            interceptor.on_answer(&attempt, result.as_ref())?;
        }
        let (parts, body) = result.map_err(Error::transport)?.into_parts();
        let status = parts.status.as_u16();
        let answer = Answer {
            service: prepared.service,
            operation: prepared.name.clone(),
            status,
            headers: parts.headers,
            body,
        };
        let date = answer.headers.get("date").and_then(|date| date.to_str().ok()).and_then(Moment::of_http);
        if (200..300).contains(&status) {
            if let Some(date) = date {
                shared.learn(date);
            }
            trace::answered(status, &answer);
            take(&answer)?;
            return Ok(answer);
        }
        trace::answered(status, &answer);
        let protocol = prepared.service.protocol;
        let error = protocol::service_error(protocol, status, &answer.headers, &answer.body);
        let clock_moved = protocol::refuses_time(protocol, &error) && date.is_some_and(|date| shared.learn(date));
        Err(Failure { error, clock_moved })
    }

    fn sign(
        &self,
        credentials: Option<&Credentials>,
        attempt: &Attempt<'_>,
    ) -> Result<http::Request<bytes::Bytes>, Error> {
        let Exchange { shared, prepared, .. } = *self;
        if shared.interceptors.is_empty() {
            return protocol::sign(prepared, shared, credentials);
        }
        let mut changed = prepared.clone();
        for interceptor in &shared.interceptors {
            interceptor.before_signing(attempt, &mut Unsigned { prepared: &mut changed })?;
        }
        protocol::sign(&changed, shared, credentials)
    }
}

/// Awaits a future, but no longer than the time that remains: `None` when that is over.
async fn within<T>(transport: &dyn Transport, remaining: Option<Duration>, mut future: BoxFuture<'_, T>) -> Option<T> {
    let mut timer: Option<BoxFuture<'_, ()>> = None;
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        // The common case is ready at once and needs no timer.
        let Some(remaining) = remaining else { return Poll::Pending };
        timer.get_or_insert_with(|| transport.sleep(remaining)).as_mut().poll(context).map(|()| None)
    })
    .await
}
