//! Where a caller puts hands on a call: interceptors, recordings, calls that no page describes, options of one call.

mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use docwright_runtime::credentials::Surroundings;
use docwright_runtime::interceptor::{Attempt, Interceptor, Signed, Unsigned};
use docwright_runtime::operation::{FieldInfo, Role};
use docwright_runtime::signing::{Algorithm, Input, alibaba};
use docwright_runtime::testing::{Outcome, Recorder, Recording, Replayer};
use docwright_runtime::transport::{TransportError, TransportErrorKind};
use docwright_runtime::{Credentials, Error, ErrorKind, Format, Json, Scheme};
use serde_json::json;
use support::services::{ALIBABA, CREATE, DESCRIBE, HUAWEI, POST, SHOW, builder, client};
use support::{Fields, Nothing, Script, answer, decode_pairs, query};

/// Adds to each request, and keeps what it saw.
#[derive(Clone, Default)]
struct Marker {
    name: &'static str,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Marker {
    fn note(&self, text: impl Into<String>) {
        self.seen.lock().expect("no panic").push(format!("{} {}", self.name, text.into()));
    }
}

impl Interceptor for Marker {
    fn before_signing(&self, attempt: &Attempt<'_>, request: &mut Unsigned<'_>) -> Result<(), Error> {
        assert!(request.query().all(|(name, _)| name != self.name), "each attempt starts anew");
        request.add_query(self.name, "1");
        request.add_header(format!("x-acs-{}", self.name), attempt.number.to_string());
        self.note(format!("signs {} {}", attempt.operation, attempt.number));
        Ok(())
    }

    fn after_signing(&self, attempt: &Attempt<'_>, request: &mut Signed<'_>) -> Result<(), Error> {
        assert!(request.request().headers().contains_key("authorization"), "it is signed");
        request.headers_mut().insert("x-unsigned", self.name.parse().expect("a value"));
        self.note(format!("sends {}", attempt.number));
        Ok(())
    }

    fn on_answer(&self, _: &Attempt<'_>, answer: Result<&http::Response<Bytes>, &TransportError>) -> Result<(), Error> {
        self.note(format!("gets {}", answer.expect("an answer").status().as_u16()));
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_see_each_attempt_and_what_they_add_is_signed() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let marker = |name| Marker { name, seen: seen.clone() };
    let script = Script::new([answer(503, ""), answer(200, "{}")]);
    let builder = builder(&ALIBABA).transport(script.clone()).interceptor(marker("a")).interceptor(marker("b"));
    let client = builder.build().expect("a client");
    client.call().send::<Nothing>(&DESCRIBE, Box::new(Fields::new([]))).await.expect("the second answer");
    let one = |attempt: u32, status: u16| {
        [
            format!("a signs DescribeThing {attempt}"),
            format!("b signs DescribeThing {attempt}"),
            format!("a sends {attempt}"),
            format!("b sends {attempt}"),
            format!("b gets {status}"),
            format!("a gets {status}"),
        ]
    };
    assert_eq!(*seen.lock().expect("no panic"), [one(1, 503), one(2, 200)].concat());

    for request in script.requests() {
        assert_eq!(request.headers()["x-unsigned"], "b");
        let authorization = request.headers()["authorization"].to_str().expect("text");
        let (_, rest) = authorization.split_once("SignedHeaders=").expect("signed headers");
        let names: Vec<&str> = rest.split_once(',').expect("an end").0.split(';').collect();
        assert!(
            names.contains(&"x-acs-a") && names.contains(&"x-acs-b") && !names.contains(&"x-unsigned"),
            "{names:?}"
        );
        let headers: Vec<_> = request
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned()))
            .collect();
        let input = Input {
            method: "POST",
            path: "/",
            query: &query(&request),
            headers: &headers,
            signed_headers: &names,
            payload_hash: &Algorithm::Sha256.digest(request.body()),
        };
        let signed = alibaba::acs3(&input, Algorithm::Sha256, &Credentials::keys("id", "secret"));
        assert_eq!(signed.authorization, authorization);
        assert_eq!(query(&request), [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "1".to_owned())]);
    }
}

/// Refuses at one point.
struct Refuser(&'static str);

impl Refuser {
    fn at(&self, point: &str) -> Result<(), Error> {
        if self.0 == point { Err(Error::configuration(format!("refused at {point}"))) } else { Ok(()) }
    }
}

impl Interceptor for Refuser {
    fn before_signing(&self, _: &Attempt<'_>, _: &mut Unsigned<'_>) -> Result<(), Error> {
        self.at("signing")
    }

    fn after_signing(&self, _: &Attempt<'_>, _: &mut Signed<'_>) -> Result<(), Error> {
        self.at("sending")
    }

    fn on_answer(&self, _: &Attempt<'_>, _: Result<&http::Response<Bytes>, &TransportError>) -> Result<(), Error> {
        self.at("the answer")
    }
}

#[tokio::test]
async fn an_interceptor_can_end_a_call() {
    for (point, sent) in [("signing", 0), ("sending", 0), ("the answer", 1)] {
        let script = Script::default();
        let client = builder(&ALIBABA).transport(script.clone()).interceptor(Refuser(point)).build().expect("a client");
        let error = client.call().send::<Nothing>(&DESCRIBE, Box::new(Fields::new([]))).await.expect_err(point);
        assert_eq!(error.message(), format!("refused at {point}"));
        assert_eq!(error.operation(), Some("DescribeThing"));
        assert_eq!(script.requests().len(), sent, "{point}");
    }
}

fn login(password: &str) -> Fields {
    Fields::of([
        (FieldInfo::query("Name"), json!("a b")),
        (FieldInfo::query("Password").sensitive(), json!(password)),
        (FieldInfo::query("ClientToken").role(Role::IdempotencyToken), serde_json::Value::Null),
    ])
}

#[tokio::test]
async fn what_is_recorded_is_played_again() {
    let answers = [answer(503, "down"), answer(200, r#"{"RequestId":"r-1"}"#), answer(200, r#"{"RequestId":"r-2"}"#)];
    let recorder = Recorder::new(Script::new(answers));
    let listened = client(&ALIBABA, recorder.clone());
    let mut call = listened.call();
    call.options.repeatable = Some(true);
    call.send::<Nothing>(&CREATE, Box::new(login("first"))).await.expect("the second answer");
    listened.call().send::<Nothing>(&DESCRIBE, Box::new(Fields::new([]))).await.expect("an answer");

    let file = std::env::temp_dir().join(format!("docwright-recording-{}.json", std::process::id()));
    recorder.recording().save(&file).expect("a file");
    let text = std::fs::read_to_string(&file).expect("the file");
    let read = Recording::load(&file);
    std::fs::remove_file(&file).expect("the file");
    assert_eq!(read.expect("a recording"), recorder.recording());
    assert_eq!(text.lines().count(), 5, "an exchange a line");
    assert!(!text.contains("first") && !text.contains("Signature="), "{text}");

    // Another password, token, nonce and time: the same request.
    let replayer = Replayer::new(Recording::parse(&text).expect("a recording"));
    let played = client(&ALIBABA, replayer.clone());
    let mut call = played.call();
    call.options.repeatable = Some(true);
    let sending = call.send::<Nothing>(&CREATE, Box::new(login("second")));
    let response = docwright_runtime::call::SendingWithResponse::from(sending).await.expect("the second answer");
    assert_eq!(response.answer.request_id().as_deref(), Some("r-1"));
    assert_eq!(replayer.unused(), 1);

    let spent = played.call().send::<Nothing>(&CREATE, Box::new(login("third"))).await.expect_err("spent");
    assert_eq!(spent.kind(), ErrorKind::Configuration);
    assert!(spent.message().contains("all 2 recorded answers to `CreateThing POST /`"), "{spent}");

    let other = Fields::of([(FieldInfo::query("Name"), json!("c"))]);
    let error = played.call().send::<Nothing>(&CREATE, Box::new(other)).await.expect_err("another request");
    assert!(error.message().contains("differ in Name"), "{error}");
    let error = played.raw("Other").send().await.expect_err("another operation");
    assert!(error.message().contains("`Other POST /`") && error.message().contains("DescribeThing"), "{error}");
}

#[tokio::test]
async fn failures_and_bytes_are_recorded_too() {
    let recording = Recorder::new(Replayer::new(Recording::default()));
    client(&HUAWEI, recording.clone())
        .call()
        .send::<Nothing>(&SHOW, Box::new(Fields::new([])))
        .await
        .expect_err("none");
    let mut recording = recording.recording();
    assert_eq!(recording.exchanges[0].outcome, Outcome::Failure(TransportErrorKind::Unusable));
    recording.exchanges[0].outcome =
        Outcome::Answer { status: 200, headers: Vec::new(), body: Bytes::from_static(b"\xff\x00") };
    let read = Recording::parse(&recording.to_string()).expect("a recording");
    assert_eq!(read, recording);
    for text in ["", "{}", r#"{"exchanges":[{}]}"#, r#"{"exchanges":[{"operation":"x"}]}"#] {
        assert!(Recording::parse(text).is_err(), "{text}");
    }
}

#[tokio::test]
async fn a_raw_call_of_an_operation() {
    let script = Script::answering(200, "<R><TotalCount>3</TotalCount><RequestId>r</RequestId></R>");
    let client = client(&ALIBABA, script.clone());
    let call = client.raw("DescribeNew").query("Tag.1.Key", "a&b").form("Body", "c d").header("x-acs-extra", "1");
    let answer = call.with_format(Format::Xml).send().await.expect("an answer");
    assert_eq!(answer.json().and_then(|json| json.get("TotalCount").cloned()), Some(Json::from("3")));
    assert_eq!(answer.request_id().as_deref(), Some("r"));
    let request = script.requests().remove(0);
    assert_eq!(request.headers()["x-acs-action"], "DescribeNew");
    assert_eq!(request.headers()["x-acs-version"], "2016-04-28");
    assert_eq!(request.headers()["accept"], "application/xml");
    assert_eq!(query(&request), [("Tag.1.Key".to_owned(), "a&b".to_owned())]);
    assert_eq!(
        decode_pairs(std::str::from_utf8(request.body()).expect("text")),
        [("Body".to_owned(), "c d".to_owned())]
    );
    assert!(request.headers()["authorization"].to_str().expect("text").contains(";x-acs-extra"));
}

#[tokio::test]
async fn a_raw_call_of_a_path() {
    let script = Script::new([answer(503, ""), answer(201, r#"{"id":"1"}"#)]);
    let client = builder(&HUAWEI).project("p/1").transport(script.clone()).build().expect("a client");
    let body: Json = [("name", Json::from("x"))].into_iter().collect();
    let call = client.raw_path("PUT", "/v2/{project_id}/things").query("force", "true").body(body);
    let error = call.clone().send().await.expect_err("down");
    assert_eq!((error.status(), error.operation()), (Some(503), Some("PUT /v2/{project_id}/things")));
    let answer = call.repeatable().send().await.expect("an answer");
    assert_eq!(answer.status(), 201);
    let request = script.requests().remove(1);
    assert_eq!((request.method().as_str(), request.uri().path()), ("PUT", "/v2/p%2F1/things"));
    assert_eq!((request.uri().query(), &request.body()[..]), (Some("force=true"), &br#"{"name":"x"}"#[..]));
    assert_eq!(request.headers()["content-type"], "application/json");

    let error = client.raw_path("GET", "v2").send().await.expect_err("no slash");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn one_call_can_go_elsewhere() {
    let script = Script::default();
    let region = || Fields::of([(FieldInfo::query("RegionId").role(Role::Region), serde_json::Value::Null)]);
    let client = builder(&ALIBABA).region("cn-hangzhou").transport(script.clone()).build().expect("a client");
    let mut call = client.call();
    call.options.endpoint = Some("other.example.com:8443".to_owned());
    call.options.region = Some("cn-beijing".to_owned());
    call.send::<Nothing>(&CREATE, Box::new(region())).await.expect("an answer");
    client.call().send::<Nothing>(&CREATE, Box::new(region())).await.expect("an answer");
    let requests = script.requests();
    assert_eq!(requests[0].uri().authority().expect("a host").as_str(), "other.example.com:8443");
    assert_eq!(requests[0].headers()["host"], "other.example.com:8443");
    assert_eq!(query(&requests[0]), [("RegionId".to_owned(), "cn-beijing".to_owned())]);
    assert_eq!(requests[1].uri().host(), Some("vpc.example.com"));
    assert_eq!(query(&requests[1]), [("RegionId".to_owned(), "cn-hangzhou".to_owned())]);

    let mut call = client.call();
    call.options.endpoint = Some("http://other.example.com".to_owned());
    let error = call.send::<Nothing>(&CREATE, Box::new(region())).await.expect_err("plain http");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn the_format_is_asked_for_in_the_protocols_own_way() {
    for (format, accept, parameter) in
        [(Format::Json, "application/json", "JSON"), (Format::Xml, "application/xml", "XML")]
    {
        let script = Script::default();
        let mut call = client(&ALIBABA, script.clone()).call();
        call.options.format = Some(format);
        call.send::<Nothing>(&CREATE, Box::new(Fields::new([]))).await.expect("an answer");
        let builder = builder(&ALIBABA).signing(Scheme::AlibabaRpcV1).transport(script.clone());
        let mut call = builder.build().expect("a client").call();
        call.options.format = Some(format);
        call.send::<Nothing>(&CREATE, Box::new(Fields::new([]))).await.expect("an answer");
        let requests = script.requests();
        assert_eq!(requests[0].headers()["accept"], accept);
        assert!(query(&requests[1]).contains(&("Format".to_owned(), parameter.to_owned())));
    }
    let mut call = client(&HUAWEI, Script::default()).call();
    call.options.format = Some(Format::Xml);
    let error = call.send::<Nothing>(&POST, Box::new(Fields::new([]))).await.expect_err("JSON alone");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// What the clock of these tests shows: 2024-01-02T03:04:05Z.
const AT_REST: Duration = Duration::from_secs(1_704_164_645);

/// A clock at rest, and nonces that are counted.
fn at_rest() -> Surroundings {
    let count = AtomicU32::new(1);
    let nonces = move || format!("nonce-{}", count.fetch_add(1, Ordering::Relaxed));
    Surroundings::empty().clock(|| UNIX_EPOCH + AT_REST).nonces(nonces)
}

/// The signatures are those of a program of its own, after the vendors' documentation, in another language.
#[tokio::test]
async fn with_a_clock_at_rest_and_known_nonces_a_request_is_known_beforehand() {
    let script = Script::default();
    let client = |service| builder(service).surroundings(at_rest()).transport(script.clone());
    let named = Fields::of([
        (FieldInfo::query("Name"), json!("a b")),
        (FieldInfo::query("ClientToken").role(Role::IdempotencyToken), serde_json::Value::Null),
    ]);
    let old = client(&ALIBABA).signing(Scheme::AlibabaRpcV1).build().expect("a client");
    old.call().send::<Nothing>(&CREATE, Box::new(named)).await.expect("an answer");
    let new = client(&ALIBABA).sign_header("Accept").build().expect("a client");
    new.call().send::<Nothing>(&DESCRIBE, Box::new(Fields::new([]))).await.expect("an answer");
    let huawei = client(&HUAWEI).build().expect("a client");
    huawei.call().send::<Nothing>(&SHOW, Box::new(Fields::new([]))).await.expect("an answer");

    let requests = script.requests();
    let pair = |name: &str| query(&requests[0]).into_iter().find(|pair| pair.0 == name).expect("a pair").1;
    assert_eq!((&*pair("ClientToken"), &*pair("SignatureNonce")), ("nonce-1", "nonce-2"));
    assert_eq!((&*pair("Timestamp"), &*pair("Signature")), ("2024-01-02T03:04:05Z", "zFwRr4eF0zTeAwP8IAau67qSSmU="));
    assert_eq!(
        requests[1].headers()["authorization"],
        "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=accept;host;x-acs-action;x-acs-content-sha256;x-acs-date;\
         x-acs-signature-nonce;x-acs-version,Signature=e577e09ce7a51cff5a3d8e5d0849f3e6ef2f29193c2c7c56f7efaeb50cd8679c"
    );
    assert_eq!(
        requests[2].headers()["authorization"],
        "SDK-HMAC-SHA256 Access=id, SignedHeaders=host;x-sdk-date, Signature=be16e6390f565dc7aa81e7e4ed2f9bd52cb4090a4f4b7803d28d7f38e81a8dbc"
    );
}

#[tokio::test]
async fn a_clock_of_ones_own_follows_the_service_too() {
    let mut refusal = answer(400, r#"{"Code":"InvalidTimeStamp.Expired"}"#);
    refusal.headers_mut().insert("date", "Tue, 02 Jan 2024 03:34:05 GMT".parse().expect("a value"));
    let script = Script::new([refusal, answer(200, "{}")]);
    let client = builder(&ALIBABA).surroundings(at_rest()).transport(script.clone()).build().expect("a client");
    client.call().send::<Nothing>(&CREATE, Box::new(Fields::new([]))).await.expect("the second answer");
    let dates: Vec<_> = script.requests().iter().map(|request| request.headers()["x-acs-date"].clone()).collect();
    assert_eq!(dates, ["2024-01-02T03:04:05Z", "2024-01-02T03:34:05Z"], "half an hour ahead");
}

/// Spells values in a way of its own.
struct Shouting;

impl Interceptor for Shouting {
    fn before_signing(&self, _: &Attempt<'_>, request: &mut Unsigned<'_>) -> Result<(), Error> {
        for (_, value) in request.query_mut().filter(|(name, _)| *name == "Name") {
            value.make_ascii_uppercase();
        }
        request.add_header("X-Acs-Mood", "calm");
        request.set_header("x-acs-mood", "loud");
        Ok(())
    }
}

#[tokio::test]
async fn an_interceptor_can_put_other_values_and_headers_in_their_places() {
    let script = Script::default();
    let client = builder(&ALIBABA).transport(script.clone()).interceptor(Shouting).build().expect("a client");
    let named = Fields::of([(FieldInfo::query("Name"), json!("a")), (FieldInfo::query("Other"), json!("b"))]);
    client.call().send::<Nothing>(&CREATE, Box::new(named)).await.expect("an answer");
    let expected = [("Name", "A"), ("Other", "b")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let request = script.requests().remove(0);
    assert_eq!(query(&request), expected);
    assert_eq!(request.headers().get_all("x-acs-mood").iter().collect::<Vec<_>>(), ["loud"]);
}
