//! The server as a service's test sees it: put together, started, asked what came in, stopped.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use docwright_runtime::Credentials;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::check::check;
use crate::clock::Clock;
use crate::protocol::{self, Called, Format, Keys, Nonces, Refusal};
use crate::reply::{Answer, Manner, Reply};
use crate::request::Request;
use crate::script::{Behaviour, Fault, Faults, On, Script};
use crate::spec::{Protocol, Role, Spec};
use crate::state::{Creation, State};
use crate::{parameters, server, xml};

/// How many calls are kept; older ones are forgotten.
const KEPT: usize = 1_000;

/// What a huge body is padded with, in bytes.
const HUGE: u64 = 100 << 20;

/// Why there is no server.
#[derive(Debug)]
pub enum Error {
    /// The spec can not be read.
    Spec(String),
    /// The spec's protocol has signatures that nobody knows.
    Protocol(String),
    /// The server can not listen.
    Listen {
        /// The port that it was to listen on; 0: any.
        port: u16,
        /// Why it can not.
        problem: std::io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(problem) => write!(formatter, "the spec can not be read: {problem}"),
            Self::Protocol(service) => write!(formatter, "{service}: nobody knows how its requests are signed"),
            Self::Listen { port: 0, problem } => write!(formatter, "the server can not listen on 127.0.0.1: {problem}"),
            Self::Listen { port, problem } => {
                write!(formatter, "the server can not listen on 127.0.0.1:{port}: {problem}")
            }
        }
    }
}

impl std::error::Error for Error {}

type Observer = Box<dyn Fn(&Call) + Send + Sync>;

/// A vendor that is being put together.
#[must_use = "a vendor answers nothing until it is started"]
pub struct MockVendor {
    spec: Spec,
    keys: Keys,
    port: u16,
    clock: Clock,
    pending_polls: u32,
    adopts: bool,
    observer: Option<Observer>,
}

impl MockVendor {
    /// A vendor that plays the service of a `spec.json`.
    pub fn from_spec(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let in_file = |problem: String| Error::Spec(format!("{}: {problem}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| in_file(error.to_string()))?;
        Self::from_json(&text).map_err(|error| match error {
            Error::Spec(problem) => in_file(problem),
            Error::Protocol(_) | Error::Listen { .. } => error,
        })
    }

    /// The same from the text of a `spec.json`, such as `include_str!` gives it.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let spec: Spec = serde_json::from_str(text).map_err(|error| Error::Spec(error.to_string()))?;
        match spec.protocol {
            Protocol::AlibabaRpc | Protocol::HuaweiRest => {}
            Protocol::Rpc | Protocol::Rest | Protocol::Unknown => {
                return Err(Error::Protocol(format!("{} {}", spec.vendor, spec.service)));
            }
        }
        let keys = Keys {
            access_key_id: "mock-access-key".to_owned(),
            secret: "mock-secret".to_owned(),
            security_token: None,
            token: "mock-token".to_owned(),
        };
        Ok(Self { spec, keys, port: 0, clock: Clock::default(), pending_polls: 2, adopts: false, observer: None })
    }

    /// Another key pair than the usual one.
    pub fn with_keys(mut self, access_key_id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.keys.access_key_id = access_key_id.into();
        self.keys.secret = secret.into();
        self
    }

    /// Makes the key pair a temporary one, which is refused without this token.
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        self.keys.security_token = Some(token.into());
        self
    }

    /// Another token that takes the place of a signature, for a vendor that has such.
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.keys.token = token.into();
        self
    }

    /// A port of your choice; unset, the system gives one.
    pub fn with_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the server's clock this many seconds ahead of the machine's; behind it, when negative.
    pub fn with_clock_ahead(mut self, seconds: i64) -> Self {
        self.clock.ahead = seconds;
        self
    }

    /// How often a polled operation answers that the work still goes on, after each change: twice unless set.
    pub fn with_pending_polls(mut self, polls: u32) -> Self {
        self.pending_polls = polls;
        self
    }

    /// Takes things that nobody created for existing ones, instead of answering that they are not found.
    pub fn adopting(mut self) -> Self {
        self.adopts = true;
        self
    }

    /// Is told of each call once it is answered.
    pub fn on_call(mut self, observer: impl Fn(&Call) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Words of the spec that this server does not know; what they say is not checked.
    pub fn unknown_words(&self) -> Vec<String> {
        self.spec.unknown()
    }

    /// The spec that will be played.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Starts the server on a thread of its own, so that blocking tests and asynchronous ones can use it.
    pub fn start(self) -> Result<RunningVendor, Error> {
        let port = self.port;
        let failed = |problem| Error::Listen { port, problem };
        let listener = std::net::TcpListener::bind(("127.0.0.1", port)).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let inner = Inner {
            state: State::new(&self.spec, self.pending_polls, self.adopts),
            nonces: Nonces::default(),
            script: Script::default(),
            calls: VecDeque::new(),
            count: 0,
            counts: HashMap::new(),
        };
        let shared = Arc::new(Shared {
            spec: self.spec,
            keys: self.keys,
            clock: self.clock,
            host: address.to_string(),
            observer: self.observer,
            inner: Mutex::new(inner),
        });
        let (stop, stopped) = oneshot::channel();
        let thread = server::start(listener, Arc::clone(&shared), stopped).map_err(failed)?;
        Ok(RunningVendor { address, shared, stop: Some(stop), thread: Some(thread) })
    }
}

impl fmt::Debug for MockVendor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = formatter.debug_struct("MockVendor");
        output.field("vendor", &self.spec.vendor).field("service", &self.spec.service).finish_non_exhaustive()
    }
}

/// A vendor that listens on loopback until it is dropped.
pub struct RunningVendor {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl RunningVendor {
    /// `http://127.0.0.1:PORT`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The spec that is played.
    pub fn spec(&self) -> &Spec {
        &self.shared.spec
    }

    /// Credentials that are accepted.
    pub fn credentials(&self) -> Credentials {
        self.shared.keys.credentials()
    }

    /// The public half of the key pair that is accepted.
    pub fn access_key_id(&self) -> &str {
        &self.shared.keys.access_key_id
    }

    /// The secret half. It is a secret of nobody.
    pub fn secret(&self) -> &str {
        &self.shared.keys.secret
    }

    /// The token that takes the place of a signature, for a vendor that has such.
    pub fn token(&self) -> &str {
        &self.shared.keys.token
    }

    /// The environment variables in which the vendor's clients look for credentials, with values that are accepted.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        protocol::environment(&self.shared.spec, &self.shared.keys)
    }

    /// The last thousand calls, the oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.lock().calls.iter().cloned().collect()
    }

    /// How many calls came in.
    pub fn call_count(&self) -> u64 {
        self.shared.lock().count
    }

    /// What was created, in order. An operation that is sent again with its token creates nothing anew.
    pub fn creations(&self) -> Vec<Creation> {
        self.shared.lock().state.creations().to_vec()
    }

    /// Says what happens to calls. The step that was added last counts.
    pub fn script(&self, on: On, behaviour: Behaviour) {
        self.shared.lock().script.add(on, behaviour);
    }

    /// Strews faults over the calls that no step is for.
    pub fn strew(&self, faults: Faults) {
        self.shared.lock().script.strew(faults);
    }

    /// Forgets all steps and faults.
    pub fn clear_script(&self) {
        self.shared.lock().script.clear();
    }
}

impl Drop for RunningVendor {
    fn drop(&mut self) {
        // The server may have ended on its own; then nobody listens.
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for RunningVendor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RunningVendor").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}

/// A call, and what became of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// The request as it came.
    pub request: Request,
    /// The operation, where the request names one that the spec has.
    pub operation: Option<String>,
    /// The status of the answer; `None`: the connection was reset.
    pub status: Option<u16>,
    /// The code of the error that was answered.
    pub code: Option<String>,
    /// The message of the error that was answered.
    pub message: Option<String>,
    /// What was scripted or strewn.
    pub behaviour: Option<Behaviour>,
    /// The token that makes the request one request, however often it is sent.
    pub token: Option<String>,
}

pub(crate) struct Shared {
    spec: Spec,
    keys: Keys,
    clock: Clock,
    host: String,
    observer: Option<Observer>,
    inner: Mutex<Inner>,
}

struct Inner {
    state: State,
    nonces: Nonces,
    script: Script,
    calls: VecDeque<Call>,
    count: u64,
    counts: HashMap<String, u64>,
}

impl Inner {
    fn record(&mut self, call: Call) {
        if self.calls.len() == KEPT {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    /// What is asked of the server for a call, which is counted here.
    fn behaviour(&mut self, operation: &str) -> Option<Behaviour> {
        let of_operation = self.counts.entry(operation.to_owned()).or_default();
        *of_operation += 1;
        let of_operation = *of_operation;
        self.script.behaviour(operation, self.count, of_operation)
    }
}

impl Shared {
    /// Work that panicked left nothing half done that the next call could not bear.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The header `Date` of an answer that is sent now.
    pub(crate) fn date(&self) -> String {
        self.clock.header()
    }

    /// The header that carries the ID of the request.
    pub(crate) fn request_id_header(&self) -> &'static str {
        protocol::request_id_header(&self.spec)
    }

    /// Answers a request; gives the ID that the request was given, too.
    pub(crate) fn answer(&self, request: Request) -> (String, Reply) {
        let mut inner = self.lock();
        inner.count += 1;
        let request_id = format!("4D0C0000-0000-4000-8000-{:012X}", inner.count);
        let mut call =
            Call { request, operation: None, status: None, code: None, message: None, behaviour: None, token: None };
        let reply = self.judge(&mut inner, &mut call, &request_id);
        call.status = reply.answer.as_ref().map(|answer| answer.status);
        if let Some(observer) = &self.observer {
            observer(&call);
        }
        inner.record(call);
        (request_id, reply)
    }

    fn judge(&self, inner: &mut Inner, call: &mut Call, request_id: &str) -> Reply {
        let format = protocol::format(&self.spec, &call.request);
        let request = call.request.clone();
        let refuse = |call: &mut Call, refusal: &Refusal| {
            call.code = Some(refusal.code.clone());
            call.message = Some(refusal.message.clone());
            Reply { delay: Duration::ZERO, answer: Some(self.refusal(refusal, request_id, format)) }
        };
        let called = match protocol::called(&self.spec, &request) {
            Ok(called) => called,
            Err(refusal) => return refuse(call, &refusal),
        };
        call.operation = Some(called.operation.name.clone());
        let behaviour = inner.behaviour(&called.operation.name);
        let known = protocol::authenticate(&self.spec, &request, &self.keys, self.clock, &mut inner.nonces);
        if let Err(refusal) = known {
            return refuse(call, &refusal);
        }
        let refusal_of = |problem| protocol::refusal(&self.spec, called.operation, &problem);
        let arguments = match parameters::read(&self.spec, called.operation, &called.variables, &request) {
            Ok(arguments) => arguments,
            Err(problem) => return refuse(call, &refusal_of(problem)),
        };
        call.token = arguments.of_role(called.operation, &Role::IdempotencyToken);
        if let Err(problem) = check(&self.spec, &arguments) {
            return refuse(call, &refusal_of(problem));
        }
        call.behaviour.clone_from(&behaviour);
        if let Some(instead) = behaviour.as_ref().and_then(|behaviour| self.instead(behaviour, &called)) {
            return match instead {
                Instead::Refusal(refusal) => refuse(call, &refusal),
                Instead::Answer(answer) => Reply { delay: Duration::ZERO, answer: Some(answer) },
                Instead::Reset => Reply { delay: Duration::ZERO, answer: None },
            };
        }
        match inner.state.work(&self.spec, &called, &arguments) {
            Ok(value) => after(self.success(&called, value, request_id, format), behaviour.as_ref()),
            Err(problem) => refuse(call, &refusal_of(problem)),
        }
    }

    /// What takes the place of the work.
    fn instead(&self, behaviour: &Behaviour, called: &Called<'_>) -> Option<Instead> {
        Some(match behaviour {
            Behaviour::Error(code) => {
                let documented = protocol::documented(&self.spec, called.operation, code);
                Instead::Refusal(documented.unwrap_or_else(|| Refusal {
                    status: 400,
                    code: code.clone(),
                    message: code.clone(),
                }))
            }
            Behaviour::Refusal { status, code, message } => {
                Instead::Refusal(Refusal { status: *status, code: code.clone(), message: message.clone() })
            }
            Behaviour::Answer { status, content_type, body } => Instead::Answer(Answer {
                status: *status,
                content_type: content_type.clone(),
                body: body.clone().into(),
                manner: Manner::Whole,
            }),
            Behaviour::Fault(Fault::Refused) => Instead::Reset,
            Behaviour::Fault(Fault::Throttling) => Instead::Refusal(protocol::throttling(&self.spec)),
            Behaviour::Fault(Fault::Unavailable) => Instead::Answer(Answer {
                status: 503,
                content_type: "text/html".to_owned(),
                body: Bytes::from_static(b"<html><body>503 Service Unavailable</body></html>"),
                manner: Manner::Whole,
            }),
            Behaviour::Fault(
                Fault::Reset
                | Fault::TornBody
                | Fault::Slow
                | Fault::MalformedJson
                | Fault::MalformedXml
                | Fault::WrongContentType
                | Fault::HugeBody,
            )
            | Behaviour::Delay(_) => return None,
        })
    }

    fn refusal(&self, refusal: &Refusal, request_id: &str, format: Format) -> Answer {
        let (root, body) = protocol::error_body(&self.spec, refusal, request_id, &self.host);
        self::answer(refusal.status, root, &body, format)
    }

    fn success(&self, called: &Called<'_>, mut value: Value, request_id: &str, format: Format) -> Answer {
        let operation = called.operation;
        if let (Some(member), Value::Object(members)) = (protocol::request_id_member(&self.spec), &mut value) {
            members.insert(member.to_owned(), request_id.into());
        }
        let status = operation.answer().and_then(|answer| answer.status).unwrap_or(200);
        let is_empty = status == 204 || value.as_object().is_some_and(serde_json::Map::is_empty);
        let answer = self::answer(status, &format!("{}Response", operation.name), &value, format);
        if is_empty { Answer { body: Bytes::new(), ..answer } } else { answer }
    }
}

enum Instead {
    Refusal(Refusal),
    Answer(Answer),
    Reset,
}

fn answer(status: u16, root: &str, body: &Value, format: Format) -> Answer {
    let body = match format {
        Format::Json => body.to_string(),
        Format::Xml => xml::write(root, body),
    };
    Answer { status, content_type: format.content_type().to_owned(), body: body.into(), manner: Manner::Whole }
}

/// What becomes of an answer once the work is done.
fn after(mut answer: Answer, behaviour: Option<&Behaviour>) -> Reply {
    let fault = match behaviour {
        Some(Behaviour::Delay(delay)) => return Reply { delay: *delay, answer: Some(answer) },
        Some(Behaviour::Fault(fault)) => *fault,
        Some(Behaviour::Error(_) | Behaviour::Refusal { .. } | Behaviour::Answer { .. }) | None => {
            return Reply { delay: Duration::ZERO, answer: Some(answer) };
        }
    };
    if answer.body.is_empty() {
        // An answer without a body has nothing that could break.
        answer = Answer { status: 200, body: Bytes::from_static(b"{\"padding\": 1}"), ..answer };
    }
    match fault {
        Fault::Reset | Fault::Refused => return Reply { delay: Duration::ZERO, answer: None },
        Fault::TornBody => answer.manner = Manner::Torn,
        Fault::Slow => answer.manner = Manner::Dribbling,
        Fault::MalformedJson => {
            let half = answer.body.len() / 2;
            answer = Answer { content_type: Format::Json.content_type().to_owned(), ..answer };
            answer.body = Bytes::from([b"{\"cut\": ", answer.body.get(..half).unwrap_or_default()].concat());
        }
        Fault::MalformedXml => {
            answer.content_type = Format::Xml.content_type().into();
            answer.body = Bytes::from_static(b"<Answer><Id>1</Answer></Id>");
        }
        Fault::WrongContentType => answer.content_type = "image/png".into(),
        Fault::HugeBody => answer.manner = Manner::Padded(HUGE),
        Fault::Unavailable | Fault::Throttling => {}
    }
    Reply { delay: Duration::ZERO, answer: Some(answer) }
}
