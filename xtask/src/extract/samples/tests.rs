//! Classification, XML, diagnostics, and a seeded mutation of all own samples.

use super::json::tests_print as print;
use super::{Hint, Kind, Quality, Reading, RepairKind, SampleText, Syntax, classify, read};
use crate::source::PagePath;

fn reading(text: &str) -> Reading {
    read(&SampleText::verbatim(text, 0), Hint::Answer)
}

#[track_caller]
fn reads_xml(text: &str, root: Option<&str>, expected: &str, repairs: &[RepairKind]) {
    let reading = reading(text);
    assert_eq!(reading.kind, Kind::Xml, "{text}");
    assert_eq!(reading.documents.len(), 1, "{text}");
    assert_eq!(reading.documents[0].syntax, Syntax::Xml);
    assert_eq!(reading.documents[0].root.as_deref(), root, "{text}");
    assert_eq!(print(&reading.documents[0].node.value), expected, "{text}");
    assert_eq!(reading.repairs.iter().map(|repair| repair.kind).collect::<Vec<_>>(), repairs, "{text}");
}

#[test]
fn strict_xml_is_taken_as_it_is() {
    reads_xml(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R>\n <A>1</A>\n <Bs>\n  <B>x &lt; &#65;y</B>\n  <B/>\n </Bs>\n <C></C>\n</R>",
        Some("R"),
        r#"{"A":"1","Bs":{"B":["x < Ay",null]},"C":null}"#,
        &[],
    );
    reads_xml(
        "<R xmlns=\"urn:x\"><A id=\"7\"/><B><![CDATA[<z>]]></B></R>",
        Some("R"),
        r#"{"A":{"id":"7"},"B":"<z>"}"#,
        &[],
    );
}

#[test]
fn slips_in_xml_are_repaired() {
    use RepairKind::{
        Comment, CutEnd, Elision, LooseReference, LooseTag, MissingClose, MissingRoot, MisspeltEnd, StrayClose,
        StrayText,
    };
    reads_xml("<R><A>1</B></R>", Some("R"), r#"{"A":"1"}"#, &[MisspeltEnd]);
    reads_xml("<R><A>1<A><B>2</B></R>", Some("R"), r#"{"A":"1","B":"2"}"#, &[MisspeltEnd]);
    reads_xml("<R><A><B>1</B></R>", Some("R"), r#"{"A":{"B":"1"}}"#, &[MissingClose]);
    reads_xml("<R><A>1</A></B></R>", Some("R"), r#"{"A":"1"}"#, &[StrayClose]);
    reads_xml("<DescribeR><A>1</A></DescribeRs>", Some("DescribeR"), r#"{"A":"1"}"#, &[MisspeltEnd]);
    reads_xml("<R><A>1</A><B>2", Some("R"), r#"{"A":"1","B":"2"}"#, &[CutEnd]);
    reads_xml("<A>1</A>\n<B>2</B>", None, r#"{"A":"1","B":"2"}"#, &[MissingRoot]);
    reads_xml(
        "//xml response\n<R><A>a & b</A>...</R>",
        Some("R"),
        r#"{"A":"a & b"}"#,
        &[Comment, LooseReference, Elision],
    );
    reads_xml("<R><A>1</A>words</R>", Some("R"), r#"{"A":"1"}"#, &[StrayText]);
    reads_xml("<R name+x><A>1</A></R name+x>", Some("R"), r#"{"A":"1"}"#, &[LooseTag]);
    reads_xml("<? xml version=\"1.0\"? >\n<R><A>1</A></R>", Some("R"), r#"{"A":"1"}"#, &[LooseTag]);
}

#[test]
fn xml_has_places_and_bounds() {
    let reading = reading("<R>\n<A>1</A></R>");
    let super::SampleValue::Object(members) = &reading.documents[0].node.value else { panic!("an object") };
    assert_eq!(members["A"].span, crate::source::Span::new(4, 12));
    let deep = "<a>".repeat(100_000);
    assert_eq!(self::reading(&deep).failure.expect("a failure").reason, "it nests deeper than 128 levels");
    for seed in ["<", "<a", "<?", "<a>", "</a>", "<a>x<a>", "&", "<!--", "<![CDATA[", "<a b=\"", "<a/>x", "<?x>"] {
        let text = format!("<R>{}", seed.repeat(400_000 / seed.len()));
        let start = std::time::Instant::now();
        let _ = self::reading(&text);
        assert!(start.elapsed().as_secs() < 20, "{seed}: {:?}", start.elapsed());
    }
}

#[test]
fn first_signs_tell_what_a_sample_shows() {
    for (text, hint, kind) in [
        ("https://x.com/?Action=A", Hint::Unknown, Kind::Request),
        ("https://x.com/a.html?b=c", Hint::Answer, Kind::Other),
        ("GET\n\nhttps://x.com/v2", Hint::Unknown, Kind::Request),
        ("GET&%2F&AccessKeyId%3Dtestid", Hint::Unknown, Kind::Other),
        ("/v2/x", Hint::Request, Kind::Request),
        ("/v2/x", Hint::Unknown, Kind::Other),
        ("[Endpoint]/?Action=A", Hint::Unknown, Kind::Request),
        ("{\"a\": 1}", Hint::Request, Kind::RequestBody),
        ("{\"a\": 1}", Hint::Unknown, Kind::Json),
        ("[\"a\"]", Hint::Answer, Kind::Json),
        ("\"a\": 1", Hint::Answer, Kind::Json),
        ("// json\n{}", Hint::Answer, Kind::Json),
        ("<R></R>", Hint::Unknown, Kind::Xml),
        ("<Common request parameters>", Hint::Unknown, Kind::Other),
        ("HTTP/1.1 204 No Content\nX-Request-Id: a", Hint::Answer, Kind::Head),
        ("HTTP/1.1 200 OK\nA: b\n\n<R/>", Hint::Answer, Kind::Xml),
        ("HTTP/1.1 200 OK\n{}", Hint::Request, Kind::Json),
        ("( ) ` ~ ! @ # $ % ^ & *", Hint::Unknown, Kind::Other),
        ("", Hint::Unknown, Kind::Other),
        ("{{user_id}}/x", Hint::Unknown, Kind::Json),
    ] {
        assert_eq!(classify(text, hint), kind, "{text}");
    }
}

#[test]
fn a_head_alone_gives_its_status() {
    let reading = reading("HTTP/1.1 204 No Content\nX-Request-Id: a\n");
    assert_eq!((reading.kind, reading.status, reading.quality), (Kind::Head, Some(204), Quality::Strict));
}

#[test]
fn diagnostics_say_what_was_done_and_where() {
    let page = PagePath::new("a.md");
    let said = |text: &str| -> Vec<(String, String, u32)> {
        let diagnostics = reading(text).diagnostics(&page);
        diagnostics.into_iter().map(|d| (d.code.to_string(), d.message, d.span.start)).collect()
    };
    assert_eq!(said("{\"a\": 1}"), []);
    assert_eq!(
        said("{\"a\": 1 \"b\": 2 \"c\": 3,}"),
        [("D0300".to_owned(), "sample was read in spite of a missing comma (2 times), a trailing comma".to_owned(), 7)]
    );
    assert_eq!(
        said("{\"a\": [1, ..."),
        [("D0302".to_owned(), "sample does not show all: it has an ellipsis for what is left out".to_owned(), 10)]
    );
    assert_eq!(said("{\"a\": 1, \"a\": 2}")[0].0, "D0303");
    assert_eq!(
        said("<<<>>>"),
        [("D0301".to_owned(), "sample can not be read: it shows no request, no object and no element".to_owned(), 0)]
    );
    let unannounced = read(&SampleText::verbatim("<<<>>>", 0), Hint::Unknown);
    assert_eq!((unannounced.quality, unannounced.diagnostics(&page)), (Quality::Strict, vec![]));
}

/// Samples of our own in all forms that the reader knows.
const SAMPLES: &[&str] = &[
    "{\"A\": {\"B\": [{\"C\": \"x\", \"D\": 1.5}, {\"C\": null}]}, \"E\": true}",
    "HTTP/1.1 200 OK\nContent-Type:application/json\n\n{ \"A\" : \"中文“x”\", // why\n 'b': \\[1, ...\\] }",
    "<R><As><A>1 &lt; 2</A><A k=\"v\"/></As><!-- c --><![CDATA[x]]></R>",
    "https://x.com/?Action=A\n&Ids=[\"a\",\"b\"]\n&N=%E4%B8%AD\n&<Common request parameters>",
    "POST /v2/{project_id}/x HTTP/1.1\nX-Auth-Token: t\n\n{\"a\": \"{\"b\": 1}\", \"c\": \"x\ny\"}\nGET https://{h}/v2",
];

#[test]
fn mutated_samples_never_panic_and_keep_their_places() {
    // xorshift, so that a failure can be repeated.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let signs: Vec<char> = "{}[]\"':,;<>/\\&?=%#.…“”‘’，：\n \tab0-\u{feff}\u{a0}\u{1}".chars().collect();
    for round in 0..6000 {
        let mut text: Vec<char> = SAMPLES[round % SAMPLES.len()].chars().collect();
        for _ in 0..=random(6) {
            let at = random(text.len());
            match random(4) {
                0 => {
                    text.remove(at);
                }
                1 => text.insert(at, signs[random(signs.len())]),
                2 => text[at] = signs[random(signs.len())],
                _ => {
                    let other: Vec<char> = SAMPLES[random(SAMPLES.len())].chars().collect();
                    let cut = random(other.len());
                    text.truncate(at);
                    text.extend(&other[cut..]);
                }
            }
            if text.is_empty() {
                break;
            }
        }
        let text: String = text.into_iter().collect();
        for hint in [Hint::Request, Hint::Answer] {
            let reading = read(&SampleText::verbatim(&text, 50), hint);
            let end = 50 + text.len() as u32;
            assert!(reading.repairs.iter().all(|r| r.span.start >= 50 && r.span.end <= end), "{text}");
            let shape = super::shape::Shape::of_all(&reading.documents);
            assert!(shape.paths().iter().all(|(_, place)| place.count > 0), "{text}");
            let _ = reading.diagnostics(&PagePath::new("x.md"));
        }
    }
}
