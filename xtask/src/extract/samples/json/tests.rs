use super::super::{Hint, Kind, Quality, Reading, RepairKind, SampleText, SampleValue, read};
use RepairKind::{
    Comment, ControlCharacter, CutEnd, Elision, ForeignLiteral, LooseNumber, MissingClose, MissingColon, MissingComma,
    MissingRoot, MissingValue, NeedlessEscape, RepeatedName, SeveralDocuments, SingleQuotes, StrayClose, StrayText,
    TrailingComma, TypographicQuotes, UnclosedText, UnescapedQuote, UnquotedName, UnquotedValue, WidePunctuation,
};

fn reading(text: &str) -> Reading {
    read(&SampleText::verbatim(text, 0), Hint::Answer)
}

/// The value as strict JSON, so that expectations can be read.
pub(crate) fn print(value: &SampleValue) -> String {
    match value {
        SampleValue::Null => "null".into(),
        SampleValue::Bool(value) => value.to_string(),
        SampleValue::Number(number) => number.clone(),
        SampleValue::String(text) => serde_json::to_string(text).expect("a text"),
        SampleValue::Array(items) => {
            format!("[{}]", items.iter().map(|item| print(&item.value)).collect::<Vec<_>>().join(","))
        }
        SampleValue::Object(members) => {
            let member = |(name, node): (&String, &super::Node)| {
                format!("{}:{}", serde_json::to_string(name).expect("a text"), print(&node.value))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
    }
}

#[track_caller]
fn reads(text: &str, expected: &str, repairs: &[RepairKind]) {
    let reading = reading(text);
    let printed: Vec<_> = reading.documents.iter().map(|document| print(&document.node.value)).collect();
    assert_eq!(printed.join(" "), expected, "{text}");
    assert_eq!(reading.repairs.iter().map(|repair| repair.kind).collect::<Vec<_>>(), repairs, "{text}");
    assert_eq!(reading.quality, if repairs.is_empty() { Quality::Strict } else { Quality::Repaired }, "{text}");
}

#[test]
fn strict_json_is_taken_as_it_is() {
    reads(
        "{\n\t\"RequestId\":\"60-98\", \"N\": -1.5e3, \"L\": [1, true, null, {}], \"b\": \"\\u4e2d\\ud83d\\ude00\\n\"}",
        "{\"RequestId\":\"60-98\",\"N\":-1.5e3,\"L\":[1,true,null,{}],\"b\":\"中😀\\n\"}",
        &[],
    );
    // What the repairs would misread must stay as it is while the sample is strict.
    reads(r#"["{", "}", "a, \"b\": ", "//x", "…"]"#, r#"["{","}","a, \"b\": ","//x","…"]"#, &[]);
    reads("  [ ]  ", "[]", &[]);
}

#[test]
fn slips_are_repaired_and_named() {
    reads(r#"{"a": 1, "b": 2,}"#, r#"{"a":1,"b":2}"#, &[TrailingComma]);
    reads("[1, 2,]", "[1,2]", &[TrailingComma]);
    reads("{\"a\": \"x\"\n \"b\": \"y\"}", r#"{"a":"x","b":"y"}"#, &[MissingComma]);
    reads("{\"a\": 1\n \"b\": [1 \"c\"]}", r#"{"a":1,"b":[1,"c"]}"#, &[MissingComma, MissingComma]);
    reads("{\"a\": 1, // one\n /* two */ \"b\": 2 # three\n}", r#"{"a":1,"b":2}"#, &[Comment; 3]);
    reads("//json response\n{\"a\": 1}", r#"{"a":1}"#, &[Comment]);
    reads("{\"a\": [1, 2, ...], ...}", r#"{"a":[1,2]}"#, &[Elision, TrailingComma, Elision, TrailingComma]);
    reads("{\"a\": 1,\n…… more members\n}", r#"{"a":1}"#, &[Elision, TrailingComma]);
    reads("{'a': 'it''s'}", r#"{"a":"it''s"}"#, &[SingleQuotes, SingleQuotes, UnescapedQuote, UnescapedQuote]);
    reads(
        "{“a”：“b”，\"c\": 1}",
        r#"{"a":"b","c":1}"#,
        &[TypographicQuotes, WidePunctuation, TypographicQuotes, WidePunctuation],
    );
    reads(
        "{a: 1, X-Token: xx yy, t: 2020-01-01T00:00Z}",
        r#"{"a":1,"X-Token":"xx yy","t":"2020-01-01T00:00Z"}"#,
        &[UnquotedName, UnquotedName, UnquotedValue, UnquotedName, UnquotedValue],
    );
    reads(
        r#"{"a": True, "b": None, "c": .5, "d": 007}"#,
        r#"{"a":true,"b":null,"c":0.5,"d":"007"}"#,
        &[ForeignLiteral, ForeignLiteral, LooseNumber, UnquotedValue],
    );
    reads(r#"{"a" 1, "b": , "c"}"#, r#"{"a":1,"b":null,"c":null}"#, &[MissingColon, MissingValue, MissingValue]);
    reads(r#"{"a": 1, "a": 2}"#, r#"{"a":2}"#, &[RepeatedName]);
}

#[test]
fn quotes_inside_texts_are_told_from_their_ends() {
    reads(r#"{"m": "no "i-j5" here."}"#, r#"{"m":"no \"i-j5\" here."}"#, &[UnescapedQuote, UnescapedQuote]);
    reads(r#"{"m": "{"a":"b","c":{}}", "n": 1}"#, r#"{"m":"{\"a\":\"b\",\"c\":{}}","n":1}"#, &[UnescapedQuote]);
    reads(
        "{\"k\": \"-----BEGIN\nabc\n\", \"l\": 1}",
        r#"{"k":"-----BEGIN\nabc\n","l":1}"#,
        &[ControlCharacter, ControlCharacter],
    );
    reads("{\"a\": \"x,\n \"b\": \"y\"}", r#"{"a":"x","b":"y"}"#, &[UnclosedText, MissingComma]);
    reads(r#"\{"a": \["x\_y"\]\}"#, r#"{"a":["x_y"]}"#, &[NeedlessEscape; 5]);
    reads(r#"{\"a\": \"b\"}"#, r#"{"a":"b"}"#, &[NeedlessEscape, NeedlessEscape]);
}

#[test]
fn brackets_that_do_not_match_are_settled() {
    reads(r#"{"a": [{"b": 1}, {"b": 2}"#, r#"{"a":[{"b":1},{"b":2}]}"#, &[CutEnd, CutEnd]);
    reads(r#"{"a": [{"b": 1 ], "c": 2}"#, r#"{"a":[{"b":1}],"c":2}"#, &[MissingClose]);
    reads(r#"{"a": [1, 2}"#, r#"{"a":[1,2]}"#, &[MissingClose]);
    reads(r#"{"a": 1}}"#, r#"{"a":1}"#, &[StrayClose]);
    reads(r#"{"a": 1}, "b": 2}"#, r#"{"a":1,"b":2}"#, &[StrayText, MissingRoot, StrayClose]);
    reads(r#""a": 1, "b": [2]"#, r#"{"a":1,"b":[2]}"#, &[MissingRoot]);
    reads("Response: {\"a\": 1}\n\n{\"a\": 2}", r#"{"a":1} {"a":2}"#, &[StrayText, SeveralDocuments]);
}

#[test]
fn a_head_before_the_answer_is_read() {
    let reading = reading("HTTP/1.1 404 Not Found\nContent-Type:application/json\n\n{ \"Code\" : \"X\" }");
    assert_eq!((reading.status, reading.quality, reading.kind), (Some(404), Quality::Strict, Kind::Json));
    assert_eq!(reading.headers.len(), 1);
    assert_eq!(
        (reading.headers[0].name.as_str(), reading.headers[0].value.as_str()),
        ("Content-Type", "application/json")
    );
    assert_eq!(print(&reading.documents[0].node.value), r#"{"Code":"X"}"#);
}

#[test]
fn every_value_has_its_place() {
    //          0         10        20
    let text = "{ \"a\" : [ 12, \"x\" ] }";
    let text = SampleText::verbatim(text, 100);
    let reading = read(&text, Hint::Answer);
    let SampleValue::Object(members) = &reading.documents[0].node.value else { panic!("an object") };
    let SampleValue::Array(items) = &members["a"].value else { panic!("a list") };
    assert_eq!(members["a"].span, crate::source::Span::new(108, 119));
    assert_eq!(items[0].span, crate::source::Span::new(110, 112));
    assert_eq!(items[1].span, crate::source::Span::new(114, 117));
}

#[test]
fn what_is_no_json_is_unreadable() {
    let deep = format!("{}1{}", "[".repeat(129), "]".repeat(129));
    let reading = reading(&deep);
    assert_eq!(reading.quality, Quality::Unreadable);
    assert_eq!(reading.failure.expect("a failure").reason, "it nests deeper than 128 levels");
    let fine = format!("{}1{}", "[".repeat(127), "]".repeat(127));
    assert_eq!(self::reading(&fine).quality, Quality::Strict);
}

#[test]
fn hostile_texts_take_linear_time() {
    // Each of these is a way into a search that would start anew at each byte.
    for seed in [
        "{",
        "[",
        "\"",
        "[\"",
        "{\"a\":",
        "\" ",
        "/*",
        "{\"[\"[\"",
        "“ ",
        "\"a\n",
        "{}",
        "{]",
        "...",
        "\\",
        "<!--",
        "[[\"a",
    ] {
        let text = seed.repeat(400_000 / seed.len());
        let start = std::time::Instant::now();
        let _ = reading(&text);
        assert!(start.elapsed().as_secs() < 20, "{seed}: {:?}", start.elapsed());
    }
}
