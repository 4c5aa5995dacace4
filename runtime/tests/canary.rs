//! A canary in every credential and in every sensitive field, looked for in everything that may be shown.

#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/huawei_apig.rs"]
mod huawei_apig;
mod support;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use docwright_runtime::interceptor::{Attempt, Interceptor, Signed, Unsigned};
use docwright_runtime::operation::{FieldInfo, OperationInfo, Protocol, Rule};
use docwright_runtime::parameters::Parameters;
use docwright_runtime::record::{Record, Value, absent, absent_mut};
use docwright_runtime::testing::{Recorder, Recording, Replayer};
use docwright_runtime::transport::TransportError;
use docwright_runtime::{Credentials, Error, ErrorKind, Scheme};
use huawei_apig::create_certificate_v2::Required;
use serde_json::json;
use support::services::{ALIBABA, CREATE, HUAWEI, POST};
use support::{Fields, Nothing, Script, answer};

/// What is looked for, in whatever letters, escapes and encodings.
const CANARY: &str = "Canary7";
/// The same in base 64, as basic authentication would write it after `u:`.
const IN_BASE_64: &str = "dTpDYW5hcnk";

/// Collects what is shown, and where.
#[derive(Default)]
struct Sinks {
    shown: Mutex<Vec<(String, String)>>,
}

impl Sinks {
    fn text(&self, name: &str, text: impl Into<String>) {
        self.shown.lock().expect("no panic").push((name.to_owned(), text.into()));
    }

    fn debug(&self, name: &str, value: &impl Debug) {
        self.text(name, format!("{value:?} {value:#?}"));
    }

    /// An error with its causes, in both forms.
    fn error(&self, name: &str, error: &Error) {
        self.text(&format!("{name}: display"), error.to_string());
        self.debug(&format!("{name}: debug"), error);
        self.text(&format!("{name}: message"), error.message());
        let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
        let causes: Vec<_> = causes.map(|cause| format!("{cause} {cause:?}")).collect();
        self.text(&format!("{name}: causes"), causes.join("; "));
        self.text(&format!("{name}: advice"), error.recommendation().unwrap_or_default());
        self.debug(&format!("{name}: violation"), &error.violation());
    }
}

fn secret(place: &str) -> String {
    format!("{CANARY}+{place}")
}

fn temporary_keys() -> Credentials {
    Credentials::temporary_keys("id", secret("key"), Some(secret("token")))
}

/// An output with a secret in it.
#[derive(Default)]
struct Keys {
    private_key: String,
    nested: Option<Box<Keys>>,
}

docwright_runtime::records!(Keys);

impl Record for Keys {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 2] = [FieldInfo::body("PrivateKey").sensitive(), FieldInfo::body("Nested")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.private_key,
            1 => &self.nested,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.private_key,
            1 => &mut self.nested,
            _ => absent_mut(),
        }
    }
}

/// Parameters with secrets in each place that a protocol has.
fn parameters(protocol: Protocol) -> Fields {
    let nested = json!({"User": "u", "Password": secret("nested")});
    match protocol {
        Protocol::AlibabaRpc => Fields::of([
            (FieldInfo::query("Password").sensitive(), json!(secret("query"))),
            (FieldInfo::query("Logins").sensitive(), json!([nested])),
            (FieldInfo::form("Secret").sensitive(), json!(secret("form"))),
            (FieldInfo::query("Plain"), json!("plain")),
        ]),
        Protocol::HuaweiRest => Fields::of([
            (FieldInfo::header("X-Secret").sensitive(), json!(secret("header"))),
            (FieldInfo::body("private_key").sensitive(), json!(secret("body"))),
            (FieldInfo::body("logins").sensitive(), json!([nested])),
            (FieldInfo::query("plain"), json!("plain")),
        ]),
    }
}

/// Writes down what an interceptor is shown.
#[derive(Clone, Default)]
struct Listener(Arc<Sinks>);

impl Interceptor for Listener {
    fn before_signing(&self, attempt: &Attempt<'_>, request: &mut Unsigned<'_>) -> Result<(), Error> {
        self.0.debug("interceptor: attempt", attempt);
        self.0.debug("interceptor: before signing", request);
        Ok(())
    }

    fn after_signing(&self, _: &Attempt<'_>, request: &mut Signed<'_>) -> Result<(), Error> {
        self.0.debug("interceptor: after signing", request);
        self.0.text("interceptor: address", request.address());
        self.0.debug("interceptor: headers", request.request().headers());
        Ok(())
    }

    fn on_answer(&self, _: &Attempt<'_>, answer: Result<&http::Response<Bytes>, &TransportError>) -> Result<(), Error> {
        self.0.debug("interceptor: status", &answer.map(http::Response::status));
        Ok(())
    }
}

/// One call by one scheme: its URL, what listens to it, what it says, and what is recorded of it.
async fn by_scheme(
    sinks: &Arc<Sinks>,
    scheme: Option<Scheme>,
    credentials: Credentials,
    operation: &'static OperationInfo,
) {
    let name = scheme.map_or("token".to_owned(), |scheme| format!("{scheme:?}"));
    let echo = format!(
        r#"{{"Code":"Bad","Message":"no {0} {1}","Recommend":"https://x?{0}","error_code":"x","error_msg":"{2}"}}"#,
        secret("query"),
        secret("token"),
        secret("body"),
    );
    let script = Script::new([answer(400, &echo)]);
    let recorder = Recorder::new(script.clone());
    let mut builder =
        docwright_runtime::client::ClientBuilder::<docwright_runtime::client::ClientCore>::new(operation.service)
            .credentials(credentials)
            .region("cn-north-4")
            .interceptor(Listener(sinks.clone()))
            .transport(recorder.clone());
    if let Some(scheme) = scheme {
        builder = builder.signing(scheme);
    }
    let client = builder.build().expect("a client");
    sinks.debug(&format!("{name}: client"), &client);
    let mut call = client.call();
    call.options.headers.push(("x-more".to_owned(), secret("more header")));
    sinks.debug(&format!("{name}: call"), &call);
    sinks.debug(&format!("{name}: options"), &call.options);
    call.options.headers.clear();
    let error =
        call.send::<Nothing>(operation, Box::new(parameters(operation.service.protocol))).await.expect_err("400");
    assert_eq!(error.kind(), ErrorKind::Service, "{error}");
    assert!(error.message().contains("***"), "the service's echo is hidden: {error}");
    sinks.error(&format!("{name}: refusal"), &error);
    for request in script.requests() {
        sinks.text(&format!("{name}: URL"), request.uri().to_string());
        sinks.debug(&format!("{name}: request line and headers"), &request.map(|_| ()));
    }
    sinks.debug(&format!("{name}: recorder"), &recorder);
    let requests = without_answers(recorder.recording());
    sinks.text(&format!("{name}: recorded"), requests.to_string());
    assert!(requests.to_string().contains("plain"), "what is no secret is recorded");
}

/// Answers are written down as they came; requests are not.
fn without_answers(mut recording: Recording) -> Recording {
    for exchange in &mut recording.exchanges {
        exchange.outcome =
            docwright_runtime::testing::Outcome::Failure(docwright_runtime::transport::TransportErrorKind::Broken);
    }
    recording
}

static EXCLUDED: [Rule; 1] = [Rule::First(docwright_runtime::operation::Characters::NONE.digits())];

async fn refusals_of_our_own(sinks: &Sinks) {
    let builder = || {
        docwright_runtime::client::ClientBuilder::<docwright_runtime::client::ClientCore>::new(&HUAWEI)
            .credentials(temporary_keys())
    };
    let failure = |fields: Fields| {
        let client = builder().transport(Script::default()).build().expect("a client");
        async move { client.call().send::<Nothing>(&POST, Box::new(fields)).await.expect_err("refused") }
    };
    let rules: &[Rule] = &[Rule::MaxLength(3)];
    let too_long = Fields::of([(FieldInfo::body("private_key").sensitive().rules(rules), json!(secret("long")))]);
    sinks.error("a broken rule", &failure(too_long).await);
    let nested = json!({"Password": secret("nested")});
    let nested = Fields::of([(FieldInfo::body("login").sensitive().rules(&EXCLUDED), json!([secret("item"), nested]))]);
    sinks.error("a broken rule of an item", &failure(nested).await);
    let control = Fields::of([
        (FieldInfo::header("X-Secret").sensitive(), json!(format!("{}\n", secret("line")))),
        (FieldInfo::header("X-B"), json!("a\u{0}")),
    ]);
    sinks.error("a header that can not be sent", &failure(control).await);

    let error =
        builder().endpoint(format!("https://user:{}@host/path", secret("endpoint"))).build().expect_err("no host");
    sinks.error("an endpoint with a password", &error);

    let client =
        builder().transport(Script::answering(200, &format!("<R>{}", secret("torn")))).build().expect("a client");
    let error = client.call().send::<Keys>(&POST, Box::new(Fields::new([]))).await.expect_err("torn");
    assert_eq!(error.kind(), ErrorKind::Decode);
    sinks.error("an answer that can not be read", &error);

    let raw = client.raw_path("POST", "/v2/x").query("q", secret("raw query")).form("f", secret("raw form"));
    sinks.debug("a raw call", &raw.header("h", secret("raw header")));

    let replayer = Replayer::new(Recording::default());
    let client = builder().transport(replayer.clone()).build().expect("a client");
    let error =
        client.call().send::<Nothing>(&POST, Box::new(parameters(Protocol::HuaweiRest))).await.expect_err("none");
    sinks.error("nothing recorded", &error);
    sinks.debug("a replayer", &replayer);
}

/// A file that is a secret, and a form beside it that holds one.
async fn files(sinks: &Sinks) {
    static UPLOAD: OperationInfo = OperationInfo::new(&HUAWEI, "Upload", "POST", "/v2/upload").parameters(&[
        FieldInfo::file("key").sensitive(),
        FieldInfo::form("password").sensitive(),
        FieldInfo::form("plain"),
    ]);
    let mut parameters = Parameters::new(&UPLOAD);
    parameters.set(0, Bytes::from(secret("file")));
    parameters.set(1, secret("part"));
    parameters.set(2, "plain".to_owned());
    sinks.debug("parameters with a file", &parameters);
    let encoded = docwright_runtime::testing::encode(&UPLOAD, &parameters).expect("a request");
    sinks.debug("an encoded file", &encoded);
    let echo = format!(r#"{{"error_code":"x","error_msg":"no {}, no {}"}}"#, secret("file"), secret("part"));
    let recorder = Recorder::new(Script::new([answer(400, &echo)]));
    let builder = docwright_runtime::client::ClientBuilder::<docwright_runtime::client::ClientCore>::new(&HUAWEI);
    let client = builder.credentials(temporary_keys()).transport(recorder.clone()).build().expect("a client");
    let error = client.call().send::<Nothing>(&UPLOAD, Box::new(parameters)).await.expect_err("400");
    sinks.error("a refused file", &error);
    sinks.debug("a file's recorder", &recorder);
    sinks.text("a recorded file", without_answers(recorder.recording()).to_string());
}

async fn outputs(sinks: &Sinks) {
    let body = json!({"PrivateKey": secret("answer"), "Nested": {"PrivateKey": secret("answer within")}}).to_string();
    let script = Script::answering(200, &body);
    let client = support::services::client(&ALIBABA, script);
    let sending = client.call().send::<Keys>(&CREATE, Box::new(Fields::new([])));
    let response = docwright_runtime::call::SendingWithResponse::from(sending).await.expect("an answer");
    assert_eq!(response.output.private_key, secret("answer"), "the caller has it");
    sinks.debug("an output", &response.output);
    sinks.debug("an answer", &response.answer);
    sinks.debug("an output with its answer", &response);
    let error = client.call().send::<Keys>(&CREATE, Box::new(Fields::new([]))).await;
    sinks.debug("a result", &error);
}

fn requests(sinks: &Sinks) {
    let builder = huawei_apig::Client::builder().region("cn-north-4").project("p").transport(Script::default());
    let client = builder.token(secret("auth token")).build().expect("a client");
    sinks.debug("a generated client", &client);
    let required =
        Required { name: "cert_demo".into(), cert_content: "PEM".into(), private_key: secret("private_key") };
    let request = client.create_certificate_v2(required);
    sinks.debug("a generated request", &request);
    sinks.debug("its parameters", request.parameters());
    let encoded = docwright_runtime::testing::encode(&POST, &parameters(Protocol::HuaweiRest)).expect("a request");
    sinks.debug("an encoded request", &encoded);
    let encoded = docwright_runtime::testing::encode(&CREATE, &parameters(Protocol::AlibabaRpc)).expect("a request");
    sinks.debug("an encoded form", &encoded);
}

fn credentials(sinks: &Sinks) {
    sinks.debug("keys", &Credentials::keys("id", secret("key")));
    sinks.debug("temporary keys", &temporary_keys());
    sinks.debug("a token", &Credentials::token(secret("auth")));
    let headers = [("x-acs-security-token".to_owned(), secret("token"))];
    let input = docwright_runtime::signing::Input {
        method: "POST",
        path: "/",
        query: &[("Password".to_owned(), secret("query"))],
        headers: &headers,
        signed_headers: &["x-acs-security-token"],
        payload_hash: "",
    };
    sinks.debug("what is signed", &input);
    let algorithm = docwright_runtime::signing::Algorithm::Sha256;
    let signature = docwright_runtime::signing::alibaba::acs3(&input, algorithm, &temporary_keys());
    assert!(signature.canonical_request.contains(CANARY), "it is there for who looks for it");
    sinks.debug("a signature", &signature);
    sinks.text("an authorization", signature.authorization);
}

#[cfg(any(feature = "hyper", feature = "blocking"))]
fn proxies(sinks: &Sinks) {
    use docwright_runtime::proxy::Proxies;
    let proxies = Proxies::through(&format!("http://u:{CANARY}@proxy.example:1")).expect("a proxy");
    sinks.debug("proxies", &proxies);
    let error = Proxies::through(&format!("socks5://u:{CANARY}@proxy.example:1")).expect_err("another kind");
    sinks.error("another kind of proxy", &error);
    #[cfg(feature = "hyper")]
    {
        let builder = docwright_runtime::hyper_transport::HyperTransport::builder().proxies(proxies.clone());
        sinks.debug("a transport's builder", &builder);
        sinks.debug("a transport", &builder.build().expect("a transport"));
    }
    #[cfg(feature = "blocking")]
    {
        let builder = docwright_runtime::blocking::UreqTransport::builder().proxies(proxies);
        sinks.debug("a blocking transport's builder", &builder);
        sinks.debug("a blocking transport", &builder.build().expect("a transport"));
    }
}

/// Everything that spans and events are given.
#[cfg(feature = "tracing")]
mod traced {
    use std::fmt::Debug;
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};
    use tracing_core::span::Current;

    use super::Sinks;

    /// One thread alone uses it.
    pub struct Writer {
        pub sinks: Arc<Sinks>,
        spans: Mutex<Vec<&'static Metadata<'static>>>,
        entered: Mutex<Vec<u64>>,
    }

    impl Writer {
        pub fn new(sinks: Arc<Sinks>) -> Self {
            Self { sinks, spans: Mutex::default(), entered: Mutex::default() }
        }
    }

    struct Fields<'a>(&'a Sinks);

    impl Visit for Fields<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            self.0.text(&format!("tracing: {}", field.name()), format!("{value:?}"));
        }
    }

    impl Subscriber for Writer {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            self.sinks.text("tracing: span", span.metadata().name());
            span.record(&mut Fields(&self.sinks));
            let mut spans = self.spans.lock().expect("no panic");
            spans.push(span.metadata());
            Id::from_u64(spans.len() as u64)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut Fields(&self.sinks));
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            event.record(&mut Fields(&self.sinks));
        }

        fn enter(&self, span: &Id) {
            self.entered.lock().expect("no panic").push(span.into_u64());
        }

        fn exit(&self, _: &Id) {
            self.entered.lock().expect("no panic").pop();
        }

        fn current_span(&self) -> Current {
            let Some(id) = self.entered.lock().expect("no panic").last().copied() else { return Current::none() };
            let metadata = self.spans.lock().expect("no panic")[usize::try_from(id).expect("an index") - 1];
            Current::new(Id::from_u64(id), metadata)
        }
    }
}

#[tokio::test]
async fn no_secret_is_shown_anywhere() {
    let sinks = Arc::new(Sinks::default());
    #[cfg(feature = "tracing")]
    let _guard = tracing::subscriber::set_default(traced::Writer::new(sinks.clone()));
    credentials(&sinks);
    requests(&sinks);
    #[cfg(any(feature = "hyper", feature = "blocking"))]
    proxies(&sinks);
    for scheme in [Scheme::AlibabaRpcV1, Scheme::AlibabaAcs3, Scheme::AlibabaAcs3Sm3] {
        by_scheme(&sinks, Some(scheme), temporary_keys(), &CREATE).await;
    }
    for scheme in [Scheme::HuaweiSdk, Scheme::HuaweiSdkSm3, Scheme::HuaweiV11] {
        by_scheme(&sinks, Some(scheme), temporary_keys(), &POST).await;
    }
    by_scheme(&sinks, None, Credentials::token(secret("token")), &POST).await;
    refusals_of_our_own(&sinks).await;
    files(&sinks).await;
    outputs(&sinks).await;

    let shown = sinks.shown.lock().expect("no panic");
    let mut names: Vec<_> = shown.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    // Seven schemes with 15 sinks each, the refusals, and what stands alone; spans and events where they are built in.
    assert!(names.len() >= 140, "{} sinks: {names:?}", names.len());
    if cfg!(feature = "tracing") {
        for told in ["tracing: span", "tracing: operation", "tracing: number", "tracing: status"] {
            assert!(names.contains(&told), "{told}");
        }
    }
    for (name, text) in shown.iter() {
        let plain = text.to_ascii_lowercase();
        assert!(!plain.contains(&CANARY.to_ascii_lowercase()), "{name}: {text}");
        assert!(!text.contains(IN_BASE_64), "{name}: {text}");
    }
}
