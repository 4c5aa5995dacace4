//! What the service says when it says no: the answers that the vendors' own programs were shown, and when we try again.

mod support;

use std::time::Duration;

use docwright_runtime::operation::OperationInfo;
use docwright_runtime::{Error, ErrorKind};
use serde_json::Value as Json;
use support::services::{CREATE, DESCRIBE, POST, SHOW, builder};
use support::{Fields, Nothing, Script, answer, shared, text};

async fn call(operation: &'static OperationInfo, script: &Script, retries: u32) -> Result<Nothing, Error> {
    let core = builder(operation.service).transport(script.clone()).retries(retries).build().expect("a client");
    core.call().send(operation, Box::new(Fields::new([]))).await
}

async fn failure(operation: &'static OperationInfo, script: &Script, retries: u32) -> Error {
    call(operation, script, retries).await.expect_err("the service said no")
}

fn canned(response: &Json) -> http::Response<bytes::Bytes> {
    let status = response["status"].as_u64().expect("a status");
    let body = match &response["body"] {
        Json::String(text) => text.clone(),
        Json::Null => "{}".to_owned(),
        body => body.to_string(),
    };
    let mut canned = answer(u16::try_from(status).expect("a status"), &body);
    for (name, value) in response["headers"].as_object().into_iter().flatten() {
        let name: http::HeaderName = name.parse().expect("a name");
        canned.headers_mut().insert(name, value.as_str().expect("text").parse().expect("a value"));
    }
    canned
}

/// What we tell of an answer: code, message, request id.
type Told<'a> = (Option<&'a str>, &'a str, Option<&'a str>);

/// A row that we read otherwise than the vendor's program, and why.
struct Deviation {
    /// The row without its program.
    case: &'static str,
    /// The programs whose rows it is about; empty: all.
    programs: &'static [&'static str],
    ours: Told<'static>,
    because: &'static str,
}

const NO_CODE: &str = "the answer has no code; the program makes one up, which no caller could tell from the service's";

/// Where our reading differs from the program's, row by row.
const DEVIATIONS: [Deviation; 11] = [
    Deviation {
        case: "lower-case-keys",
        programs: &["aliyun_v1"],
        ours: (Some("Bad"), "lower", Some("r-2")),
        because: "the program reads no keys in lower case; the newer one does, and we with it",
    },
    Deviation {
        case: "xml-400",
        programs: &["aliyun_v1"],
        ours: (Some("Bad"), "xml", Some("r-3")),
        because: "the program reads no XML; the newer one does, and we with it",
    },
    Deviation { case: "html-502", programs: &[], ours: (None, "<html>bad gateway</html>", None), because: NO_CODE },
    Deviation { case: "empty-503", programs: &[], ours: (None, "the service gave no message", None), because: NO_CODE },
    Deviation {
        case: "empty-body",
        programs: &["huawei"],
        ours: (None, "the service gave no message", None),
        because: NO_CODE,
    },
    Deviation {
        case: "503-no-retry",
        programs: &["huawei"],
        ours: (None, "the service gave no message", None),
        because: NO_CODE,
    },
    Deviation {
        case: "nested-neutron",
        programs: &["huawei"],
        ours: (Some("NotFound"), "m", Some("hw-req-1")),
        because: "the program gives the body in place of the code and the message that stand in it",
    },
    Deviation { case: "plain-text", programs: &["huawei"], ours: (None, "boom", Some("hw-req-1")), because: NO_CODE },
    Deviation { case: "json-array", programs: &["huawei"], ours: (None, "[1]", None), because: NO_CODE },
    Deviation {
        case: "429-no-retry",
        programs: &["huawei"],
        ours: (Some("APIGW.0308"), "throttled", Some("hw-req-1")),
        because: "the program's HTTP library takes the answer away and leaves an error of its own",
    },
    Deviation {
        case: "error-shape-with-200",
        programs: &["aliyun_v1", "aliyun_v3"],
        ours: (Some("Bad"), "inside 200", Some("r-4")),
        because: "the programs take a refusal for an output, because its status is 200",
    },
];

fn deviation(id: &str) -> Option<&'static Deviation> {
    let (program, case) = id.split_once('-').expect("program and case");
    DEVIATIONS.iter().find(|deviation| {
        deviation.case == case && (deviation.programs.is_empty() || deviation.programs.contains(&program))
    })
}

/// What the vendor's program told, with what it adds of its own taken off.
fn theirs(decoded: &Json, status: u64) -> (Option<String>, String, Option<String>) {
    let message = text(decoded, "message");
    // The newer Alibaba program wraps the message: "code: 400, not found request id: E6A2-1".
    let message = message
        .strip_prefix(&format!("code: {status}, "))
        .and_then(|rest| rest.rsplit_once(" request id: "))
        .map_or(message, |(message, _)| message);
    let code = match &decoded["code"] {
        Json::Number(number) => number.to_string(),
        code => code.as_str().expect("a code").to_owned(),
    };
    (Some(code), message.to_owned(), decoded["request_id"].as_str().map(str::to_owned))
}

/// How many attempts a row's call makes, and how often the program that was asked would have.
///
/// Programs that repeat nothing unless they are told so are followed with no retries; the others with theirs. A row
/// whose program repeats an operation that does harm is not among them.
fn retries(observation: &Json) -> u32 {
    match &observation["retry"] {
        Json::Null if text(observation, "id") == "aliyun_v1-ecs-read-retry" => 3,
        Json::Null => 0,
        asked => asked["max"]
            .as_u64()
            .or_else(|| asked["retryCondition"][0]["maxAttempts"].as_u64())
            .and_then(|most| u32::try_from(most).ok())
            .expect("how often"),
    }
}

#[tokio::test]
async fn answers_are_read_as_the_vendors_programs_read_them() {
    let test = "answers_are_read_as_the_vendors_programs_read_them";
    let Some(json) = shared(test, "vectors/error_decoding.json") else { return };
    let observations = json["observations"].as_array().expect("observations");
    assert!(observations.len() >= 43, "rows are missing");
    let mut deviated = 0;
    for observation in observations {
        let id = text(observation, "id");
        let operation = match text(observation, "sdk") {
            // The program repeats no POST.
            "huawei" if id.ends_with("-post") => &POST,
            "huawei" => &SHOW,
            _ => &DESCRIBE,
        };
        let responses = observation["responses"].as_array().expect("responses");
        let script = Script::new(responses.iter().map(canned));
        let result = call(operation, &script, retries(observation)).await;

        let attempts = usize::try_from(observation["attempts"].as_u64().expect("attempts")).expect("a number");
        assert_eq!(script.requests().len(), attempts, "{id}: attempts");
        compare_waits(id, observation, &script);
        match (deviation(id), &observation["decoded"]) {
            (Some(deviation), _) => {
                let error = result.expect_err(id);
                assert_eq!(told(&error), deviation.ours, "{id}: {}", deviation.because);
                deviated += 1;
                nothing_is_lost(id, &responses[attempts - 1], &error);
            }
            (None, Json::Null) => drop(result.expect(id)),
            (None, decoded) => {
                let error = result.expect_err(id);
                let status = responses[attempts - 1]["status"].as_u64().expect("a status");
                let (code, message, request_id) = theirs(decoded, status);
                assert_eq!(told(&error), (code.as_deref(), message.as_str(), request_id.as_deref()), "{id}");
                nothing_is_lost(id, &responses[attempts - 1], &error);
            }
        }
    }
    assert_eq!(deviated, 14, "each deviation is about a row that is there");
}

fn told(error: &Error) -> Told<'_> {
    (error.code(), error.message(), error.request_id())
}

/// What the service asks for is waited exactly; where it asks for nothing, at most the program's own wait or ours.
fn compare_waits(id: &str, observation: &Json, script: &Script) {
    let theirs = observation["waits_seconds"].as_array().expect("waits");
    assert_eq!(script.sleeps().len(), theirs.len(), "{id}: waits");
    for (place, (wait, theirs)) in script.sleeps().into_iter().zip(theirs).enumerate() {
        let theirs = Duration::from_secs_f64(theirs.as_f64().expect("seconds"));
        let asks = observation["responses"][place]["headers"]
            .as_object()
            .is_some_and(|headers| headers.keys().any(|name| name.to_ascii_lowercase().ends_with("retry-after")));
        if asks {
            assert_eq!(wait, theirs, "{id}: the wait that the service asks for");
        } else {
            // Ours is drawn from nothing up to a bound that doubles from 200 milliseconds.
            assert!(wait <= Duration::from_millis(200 << place), "{id}: {wait:?}");
        }
    }
}

/// Everything that the answer says can be had from the error.
fn nothing_is_lost(id: &str, response: &Json, error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Service, "{id}");
    assert_eq!(error.status().map(u64::from), response["status"].as_u64(), "{id}: status");
    let sent = canned(response);
    assert_eq!(error.raw_body(), Some(&sent.body()[..]), "{id}: raw body");
    for (name, value) in sent.headers() {
        assert_eq!(error.headers().and_then(|headers| headers.get(name)), Some(value), "{id}: {name}");
    }
    let Json::Object(members) = &response["body"] else { return };
    let details = error.details().expect(id);
    for (name, value) in members {
        let ours = details.get(name).map(ToString::to_string).expect(id);
        assert_eq!(&serde_json::from_str::<Json>(&ours).expect("JSON"), value, "{id}: {name}");
    }
    assert_eq!(error.recommendation(), response["body"]["Recommend"].as_str(), "{id}: recommendation");
}

#[tokio::test]
async fn a_code_compares_with_a_constant() {
    const RESOURCE_QUOTA_FULL: &str = "ResourceQuotaFull";
    let script = Script::answering(400, r#"{"Code":"ResourceQuotaFull","Message":"full","RequestId":"r"}"#);
    let error = failure(&CREATE, &script, 3).await;
    assert!(error.code() == Some(RESOURCE_QUOTA_FULL));
    assert!(!error.is_retryable());
    assert_eq!(error.operation(), Some("CreateThing"));
    assert_eq!(error.to_string(), "CreateThing: ResourceQuotaFull: full (status 400, request r)");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_failed_server_is_asked_again_when_that_does_no_harm() {
    let script = Script::new([answer(503, ""), answer(500, ""), answer(200, "{}")]);
    call(&DESCRIBE, &script, 3).await.expect("the third answer");
    assert_eq!(script.requests().len(), 3);
    let sleeps = script.sleeps();
    assert!(sleeps[0] <= Duration::from_millis(200) && sleeps[1] <= Duration::from_millis(400), "{sleeps:?}");

    let script = Script::new([answer(503, ""), answer(200, "{}")]);
    let error = failure(&CREATE, &script, 3).await;
    assert!(error.is_retryable(), "the caller may know that it does no harm");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn retries_end() {
    let script = Script::answering(502, "");
    failure(&DESCRIBE, &script, 2).await;
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn throttling_is_waited_out_as_the_service_asks() {
    let mut slow = answer(429, r#"{"Code":"Throttling.User","Message":"slow down"}"#);
    slow.headers_mut().insert("x-acs-retry-after", "1500".parse().expect("a value"));
    let script = Script::new([slow, answer(200, "{}")]);
    call(&DESCRIBE, &script, 3).await.expect("the second answer");
    assert_eq!(script.sleeps(), [Duration::from_millis(1500)]);

    let mut slow = answer(429, r#"{"error_code":"APIGW.0308","error_msg":"slow down"}"#);
    slow.headers_mut().insert("retry-after", "2".parse().expect("a value"));
    let script = Script::new([slow, answer(200, "{}")]);
    call(&SHOW, &script, 3).await.expect("the second answer");
    assert_eq!(script.sleeps(), [Duration::from_secs(2)]);

    let script = Script::answering(400, r#"{"Code":"Throttling.Api","Message":"slow down"}"#);
    let error = failure(&DESCRIBE, &script, 0).await;
    assert!(error.is_throttling() && error.is_retryable());
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let mut slow = answer(429, "{}");
    slow.headers_mut().insert("retry-after", "3600".parse().expect("a value"));
    let script = Script::new([slow, answer(200, "{}")]);
    let error = failure(&DESCRIBE, &script, 3).await;
    assert!(error.is_throttling());
    assert!(script.sleeps().is_empty());
}

#[tokio::test]
async fn an_answer_of_no_known_form_is_an_error_with_its_body() {
    let script = Script::answering(200, "<html><br></html>");
    let error = failure(&DESCRIBE, &script, 3).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.raw_body(), Some("<html><br></html>".as_bytes()));
    assert_eq!(error.status(), Some(200));
}

#[tokio::test]
async fn each_attempt_is_signed_anew() {
    let script = Script::new([answer(503, ""), answer(200, "{}")]);
    call(&DESCRIBE, &script, 3).await.expect("the second answer");
    let nonces: Vec<_> =
        script.requests().iter().map(|request| request.headers()["x-acs-signature-nonce"].clone()).collect();
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn what_the_content_type_says_does_not_have_to_be_so() {
    let json = r#"{"Code":"Bad","Message":"m","RequestId":"r"}"#;
    let xml = "<?xml version='1.0'?><Error><Code>Bad</Code><Message>m</Message><RequestId>r</RequestId></Error>";
    let marked = format!("\u{feff}{json}");
    for body in [json, xml, marked.as_str(), &format!("\n {xml}")] {
        for content_type in
            [Some("application/json;charset=utf-8"), Some("text/xml"), Some("text/html"), Some(""), None]
        {
            let mut refused = answer(400, body);
            if let Some(content_type) = content_type {
                refused.headers_mut().insert("content-type", content_type.parse().expect("a value"));
            }
            let error = failure(&DESCRIBE, &Script::new([refused]), 0).await;
            assert_eq!(told(&error), (Some("Bad"), "m", Some("r")), "{content_type:?} {body}");
        }
    }
}

#[tokio::test]
async fn a_body_can_be_a_list() {
    let script = Script::default();
    let items = serde_json::json!([{"id": 1}, "two"]);
    let fields = Fields::of([(docwright_runtime::operation::FieldInfo::body(""), items.clone())]);
    let client = builder(POST.service).transport(script.clone()).build().expect("a client");
    client.call().send::<Nothing>(&POST, Box::new(fields)).await.expect("an answer");
    let sent: Json = serde_json::from_slice(script.requests()[0].body()).expect("JSON");
    assert_eq!(sent, items);
}
