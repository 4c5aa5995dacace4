//! When a call is made again: budgets, clocks, advice of the service, and what may be repeated at all.

mod support;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use docwright_runtime::client::ClientCore;
use docwright_runtime::operation::OperationInfo;
use docwright_runtime::{Error, ErrorKind};
use support::services::{ALIBABA, CREATE, DESCRIBE, HUAWEI, POST, client};
use support::{Fields, Nothing, Script, answer};

async fn send(client: &ClientCore, operation: &'static OperationInfo) -> Result<Nothing, Error> {
    client.call().send(operation, Box::new(Fields::new([]))).await
}

fn with(mut answer: http::Response<Bytes>, name: &'static str, value: &str) -> http::Response<Bytes> {
    answer.headers_mut().insert(name, value.parse().expect("a value"));
    answer
}

/// A date of HTTP this many seconds from now, by the calendar of 400 years that repeats.
fn date(ahead: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs();
    let seconds = now.saturating_add_signed(ahead);
    let (mut days, mut year) = (seconds / 86_400, 1970);
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("Mon, {:02} {} {year} {hour:02}:{minute:02}:{second:02} GMT", days + 1, names[month])
}

/// `HH:MM` of a request's time, in minutes of the day.
fn minutes(request: &http::Request<Bytes>, header: &str) -> i64 {
    let time = request.headers()[header].to_str().expect("text");
    let (_, time) = time.split_once('T').expect("a time");
    let digits: String = time.chars().filter(char::is_ascii_digit).collect();
    digits[..2].parse::<i64>().expect("hours") * 60 + digits[2..4].parse::<i64>().expect("minutes")
}

/// How many minutes later the second is, over midnight too.
fn later(first: i64, second: i64) -> i64 {
    (second - first).rem_euclid(24 * 60)
}

#[tokio::test]
async fn the_clones_of_a_client_share_a_budget() {
    let script = Script::answering(503, "");
    let client = client(&ALIBABA, script.clone());
    // A hundred repeats are in the budget, three for each call as long as they last.
    for call in 1..=100 {
        let core = client.clone();
        send(&core, &DESCRIBE).await.expect_err("the service is down");
        assert_eq!(script.requests().len(), call + (3 * call).min(100), "call {call}");
    }
}

#[tokio::test]
async fn a_success_after_a_repeat_gives_back_what_it_cost() {
    let script = Script::new((0..300).flat_map(|_| [answer(503, ""), answer(200, "{}")]));
    let client = client(&ALIBABA, script.clone());
    for call in 0..150 {
        send(&client, &DESCRIBE).await.unwrap_or_else(|error| panic!("call {call}: {error}"));
    }
}

#[tokio::test]
async fn a_date_to_come_again_is_read_by_the_clock_of_who_wrote_it() {
    // Both dates are years ago; what counts is the time between them.
    let slow = with(answer(503, ""), "retry-after", "Wed, 01 Jan 2020 00:00:07 GMT");
    let slow = with(slow, "date", "Wed, 01 Jan 2020 00:00:00 GMT");
    let script = Script::new([slow, answer(200, "{}")]);
    send(&client(&ALIBABA, script.clone()), &DESCRIBE).await.expect("the second answer");
    assert_eq!(script.sleeps(), [Duration::from_secs(7)]);

    let past = with(answer(503, ""), "retry-after", "Wed, 01 Jan 2020 00:00:07 GMT");
    let script = Script::new([past, answer(200, "{}")]);
    send(&client(&ALIBABA, script.clone()), &DESCRIBE).await.expect("the second answer");
    assert_eq!(script.sleeps(), [Duration::ZERO]);
}

#[tokio::test]
async fn a_wrong_clock_is_set_by_the_services_and_the_call_made_again() {
    for (ahead, minutes_ahead) in [(1_800, 30), (-7_200, 24 * 60 - 120)] {
        let refused =
            with(answer(400, r#"{"Code":"InvalidTimeStamp.Expired","Message":"late"}"#), "date", &date(ahead));
        let script = Script::new([refused, answer(200, "{}")]);
        let client = client(&ALIBABA, script.clone());
        // What does harm when it is repeated was not done.
        send(&client, &CREATE).await.expect("the second answer");
        assert!(script.sleeps().is_empty());
        send(&client, &CREATE).await.expect("an answer");
        let requests = script.requests();
        assert_eq!(requests.len(), 3, "the next call starts with what was learned");
        let times: Vec<_> = requests.iter().map(|request| minutes(request, "x-acs-date")).collect();
        for time in &times[1..] {
            let shift = later(times[0], *time);
            assert!((minutes_ahead - 1..=minutes_ahead + 1).contains(&shift), "{ahead}: {times:?}");
        }
    }
}

#[tokio::test]
async fn huaweis_gateway_has_one_code_for_all_it_holds_against_a_signature() {
    let refused = || answer(401, r#"{"error_code":"APIGW.0301","error_msg":"no"}"#);
    let script = Script::new([with(refused(), "date", &date(1_200)), answer(200, "{}")]);
    send(&client(&HUAWEI, script.clone()), &POST).await.expect("the second answer");
    let times: Vec<_> = script.requests().iter().map(|request| minutes(request, "x-sdk-date")).collect();
    assert!((19..=21).contains(&later(times[0], times[1])), "{times:?}");

    // With the time right it is something else.
    let script = Script::new([with(refused(), "date", &date(3))]);
    let error = send(&client(&HUAWEI, script.clone()), &POST).await.expect_err("another fault");
    assert_eq!((error.code(), script.requests().len()), (Some("APIGW.0301"), 1));
}

#[tokio::test]
async fn a_clock_is_set_once_a_call() {
    let refused =
        |ahead| with(answer(400, r#"{"Code":"InvalidTimeStamp.Expired","Message":"late"}"#), "date", &date(ahead));
    let script = Script::new([refused(3_600), refused(7_200), refused(10_800)]);
    send(&client(&ALIBABA, script.clone()), &CREATE).await.expect_err("a service whose clock jumps");
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn each_answer_of_success_tells_the_time() {
    let script = Script::new([with(answer(200, "{}"), "date", &date(600)), answer(200, "{}")]);
    let client = client(&ALIBABA, script.clone());
    send(&client, &CREATE).await.expect("an answer");
    send(&client, &CREATE).await.expect("an answer");
    let times: Vec<_> = script.requests().iter().map(|request| minutes(request, "x-acs-date")).collect();
    assert!((9..=11).contains(&later(times[0], times[1])), "{times:?}");
}

#[tokio::test]
async fn what_may_do_harm_is_repeated_when_the_caller_says_so() {
    let down = || Script::new([answer(503, ""), answer(429, ""), answer(200, "{}")]);
    let script = down();
    send(&client(&ALIBABA, script.clone()), &CREATE).await.expect_err("not repeated");
    assert_eq!(script.requests().len(), 1);

    let script = down();
    let mut call = client(&ALIBABA, script.clone()).call();
    call.options.repeatable = Some(true);
    call.send::<Nothing>(&CREATE, Box::new(Fields::new([]))).await.expect("the third answer");
    assert_eq!(script.requests().len(), 3);

    let script = down();
    let mut call = client(&ALIBABA, script.clone()).call();
    call.options.repeatable = Some(false);
    call.send::<Nothing>(&DESCRIBE, Box::new(Fields::new([]))).await.expect_err("not repeated");
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn an_answer_that_did_not_arrive_whole_is_asked_for_again() {
    let script = Script::new([answer(200, r#"{"RequestId":"r-1","#), answer(200, "<R><a></R>"), answer(200, "{}")]);
    send(&client(&ALIBABA, script.clone()), &DESCRIBE).await.expect("the third answer");

    let script = Script::new([answer(200, r#"{"RequestId":"r-1","#), answer(200, "{}")]);
    let error = send(&client(&ALIBABA, script.clone()), &CREATE).await.expect_err("it may have been done");
    assert_eq!((error.kind(), error.status(), script.requests().len()), (ErrorKind::Decode, Some(200), 1));
    assert!(error.raw_body().is_some_and(|body| body.ends_with(b",")));
}

#[tokio::test]
async fn a_refusal_with_a_status_of_success_is_a_refusal() {
    let throttled = answer(200, r#"{"Code":"Throttling.User","Message":"slow down","RequestId":"r"}"#);
    let script = Script::new([throttled, answer(200, "{}")]);
    send(&client(&ALIBABA, script.clone()), &DESCRIBE).await.expect("the second answer");
    assert_eq!(script.requests().len(), 2);

    for fine in [
        r#"{"Code":"200","Message":"OK"}"#,
        r#"{"Code":"OK","Message":"done"}"#,
        r#"{"Code":200,"Message":"done"}"#,
        r#"{"Code":"Anything","Message":"done","Success":true}"#,
        r#"{"Code":"cn-beijing"}"#,
        r#"{"Things":[{"Code":"Bad","Message":"inner"}]}"#,
    ] {
        send(&client(&ALIBABA, Script::answering(200, fine)), &DESCRIBE).await.expect(fine);
    }
    let text = r#"{"error_code":"APIG.2000","error_msg":"no"}"#;
    let error = send(&client(&HUAWEI, Script::answering(200, text)), &POST).await.expect_err("a refusal");
    assert_eq!((error.code(), error.message(), error.status()), (Some("APIG.2000"), "no", Some(200)));
}
