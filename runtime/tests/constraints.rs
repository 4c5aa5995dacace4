//! Documented constraints, one by one: what holds is sent, what does not is told with its rule.

mod support;

use docwright_runtime::client::{ClientBuilder, ClientCore};
use docwright_runtime::operation::{Characters, FieldInfo, OperationInfo, Protocol, Role, Rule, ServiceInfo};
use docwright_runtime::{Credentials, Violation};
use serde_json::{Value as Json, json};
use support::{Fields, Nothing, Script};

static SERVICE: ServiceInfo = ServiceInfo {
    vendor: "alibaba",
    service: "vpc",
    product: "Vpc",
    version: "2016-04-28",
    protocol: Protocol::AlibabaRpc,
    endpoint: "vpc.example.com",
    endpoints: &[],
    internal_endpoint: "",
};

static OPERATION: OperationInfo = OperationInfo::new(&SERVICE, "Test", "ANY", "/");

/// What stops these parameters; `None` when they are sent.
fn violation(fields: Fields) -> Option<Violation> {
    let core: ClientCore = ClientBuilder::new(&SERVICE)
        .region("cn-hangzhou")
        .credentials(Credentials::keys("id", "secret"))
        .transport(Script::default())
        .build()
        .expect("a client");
    let sending = core.call().send::<Nothing>(&OPERATION, Box::new(fields));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let error = runtime.block_on(sending).err()?;
    Some(error.violation().unwrap_or_else(|| panic!("{error}")).clone())
}

/// Values that the rule lets pass, and values that it stops.
fn check(rule: &'static [Rule], passing: &[Json], stopped: &[Json]) {
    let one = |value: &Json| violation(Fields::with_rules([("P", value.clone(), rule)]));
    for value in passing {
        assert_eq!(one(value), None, "{rule:?} {value}");
    }
    for value in stopped {
        assert_eq!(one(value).map(|violation| violation.parameter).as_deref(), Some("P"), "{rule:?} {value}");
    }
}

#[test]
fn patterns() {
    check(
        &[Rule::Pattern("^[a-z]{2,4}$")],
        &[json!("ab"), json!("abcd"), json!(7), Json::Null],
        &[json!("a"), json!("A")],
    );
    check(&[Rule::Pattern("^[0-9]+$")], &[json!(["1", "22"])], &[json!("")]);
    // What is not understood holds nobody back.
    check(&[Rule::Pattern("^(?=a).*$")], &[json!("b")], &[]);
    let violation = violation(Fields::with_rules([("P", json!(["a", "B"]), &[Rule::Pattern("^[a-z]$")][..])]));
    let violation = violation.expect("the second item");
    assert_eq!((violation.parameter.as_str(), violation.rule.contains("^[a-z]$")), ("P.2", true));
}

#[test]
fn required() {
    check(&[Rule::Required], &[json!("x"), json!(0), json!(false), json!(["x"])], &[json!(null), json!(""), json!([])]);
}

#[test]
fn smallest_and_largest_number() {
    check(&[Rule::Minimum("1")], &[json!(1), json!(1.5), json!("2"), json!(null)], &[json!(0), json!(-1), json!(0.5)]);
    check(&[Rule::Maximum("65535")], &[json!(65535), json!("1")], &[json!(65536), json!(65535.5), json!("70000")]);
    // Doubles can not tell these two apart.
    check(
        &[Rule::Maximum("9007199254740992")],
        &[json!(9_007_199_254_740_992_i64)],
        &[json!(9_007_199_254_740_993_i64)],
    );
    // A range of something that is no number is not for us to judge.
    check(&[Rule::Minimum("1")], &[json!("small")], &[]);
}

#[test]
fn lengths_count_characters() {
    check(&[Rule::MinLength(2)], &[json!("中文"), json!(7), json!(null)], &[json!("中"), json!("")]);
    check(&[Rule::MaxLength(2)], &[json!("中文"), json!(777)], &[json!("abc")]);
}

#[test]
fn numbers_of_items() {
    check(&[Rule::MinItems(2)], &[json!(["a", "b"]), json!(null)], &[json!(["a"]), json!([])]);
    check(&[Rule::MaxItems(2)], &[json!(["a", "b"]), json!([])], &[json!(["a", "b", "c"])]);
}

#[test]
fn excluded_values() {
    check(
        &[Rule::Excluded(&["22", "443", "none"])],
        &[json!(23), json!("2"), json!("None")],
        &[json!(22), json!("443"), json!("none")],
    );
    // A fraction's bound that is not itself allowed; texts of the same looks are names.
    check(
        &[Rule::Minimum("0"), Rule::Excluded(&["0", "1.5"])],
        &[json!(0.1), json!(1), json!("1.50")],
        &[json!(0.0), json!(-0.0), json!(0), json!(1.5), json!(-0.5)],
    );
}

#[test]
fn characters() {
    const NAME: &[Rule] = &[Rule::Allowed(Characters::NONE.letters().digits().chinese().others("_-."))];
    const START: &[Rule] = &[Rule::First(Characters::NONE.letters().chinese())];
    const CAPITAL: &[Rule] = &[Rule::First(Characters::NONE.uppercase())];
    const ASCII: &[Rule] = &[Rule::Allowed(Characters::NONE.ascii())];
    check(NAME, &[json!("a中-_.9"), json!("")], &[json!("a b"), json!("é"), json!("a/b")]);
    check(START, &[json!("a1"), json!("中1")], &[json!("1a"), json!("_")]);
    check(CAPITAL, &[json!("A")], &[json!("a")]);
    check(ASCII, &[json!("~ !")], &[json!("é")]);
}

#[test]
fn forbidden_prefixes() {
    const RULE: &[Rule] = &[Rule::ForbiddenPrefix(&["http://", "https://"])];
    check(RULE, &[json!("see http://"), json!("http")], &[json!("http://x"), json!("https://")]);
}

#[test]
fn required_with_another() {
    const WITH_VALUE: &[Rule] = &[Rule::RequiredIf("Mode", &["a", "b"])];
    const WITH_ANY: &[Rule] = &[Rule::RequiredIf("Mode", &[])];
    let stops = |rule, mode: Json, value: Json| {
        violation(Fields::with_rules([("Mode", mode, &[] as &[Rule]), ("P", value, rule)])).is_some()
    };
    assert!(stops(WITH_VALUE, json!("b"), json!(null)));
    assert!(!stops(WITH_VALUE, json!("c"), json!(null)));
    assert!(!stops(WITH_VALUE, json!(null), json!(null)));
    assert!(!stops(WITH_VALUE, json!("b"), json!("x")));
    assert!(stops(WITH_ANY, json!("c"), json!(null)));
    assert!(!stops(WITH_ANY, json!(null), json!(null)));
}

#[test]
fn items_of_a_list_are_checked_one_by_one() {
    let found = violation(Fields::with_rules([("P", json!(["ok", "long"]), &[Rule::MaxLength(3)] as &[Rule])]));
    let found = found.expect("the second is too long");
    assert_eq!((found.parameter.as_str(), found.value.as_deref()), ("P.2", Some("long")));
}

#[test]
fn a_long_value_is_shortened_in_the_error() {
    let value = "x".repeat(10_000);
    let found = violation(Fields::with_rules([("P", json!(value), &[Rule::MaxLength(3)] as &[Rule])]));
    assert!(found.and_then(|found| found.value).is_some_and(|shown| shown.len() < 100));
}

#[test]
fn rivals() {
    const RULE: &[Rule] = &[Rule::Rivals(&["Mode", "Unheard"])];
    let stopped =
        |mode: Json, value: Json| violation(Fields::with_rules([("Mode", mode, &[] as &[Rule]), ("P", value, RULE)]));
    let found = stopped(json!(false), json!("x")).expect("both are given");
    assert_eq!((found.parameter.as_str(), found.rule.as_str()), ("P", "it must not be sent beside `Mode`"));
    assert_eq!(found.value.as_deref(), Some("x"));
    for (mode, value) in [(json!(null), json!("x")), (json!("a"), json!(null)), (json!(""), json!("x"))] {
        assert_eq!(stopped(mode.clone(), value.clone()), None, "{mode} {value}");
    }
    // A region that the client fills in is not the caller's.
    let filled = |region: Json| {
        let region_id = FieldInfo::query("RegionId").role(Role::Region);
        violation(Fields::of([
            (region_id, region),
            (FieldInfo::query("ZoneId").rules(&[Rule::Rivals(&["RegionId"])]), json!("z")),
        ]))
    };
    assert_eq!(filled(json!(null)), None);
    assert!(filled(json!("r")).is_some());
}
