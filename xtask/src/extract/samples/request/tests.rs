use super::super::json::tests_print as print;
use super::super::{Hint, Kind, Quality, Reading, RepairKind, SampleText, read};

fn reading(text: &str) -> Reading {
    let reading = read(&SampleText::verbatim(text, 0), Hint::Request);
    assert_eq!(reading.kind, Kind::Request, "{text}");
    reading
}

fn query(reading: &Reading, index: usize) -> Vec<(&str, &str)> {
    reading.requests[index].query.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect()
}

#[test]
fn a_url_over_lines_is_one_request() {
    let reading = reading(
        "\nhttps://vpc.aliyuncs.com/?Action=CreateX\n&RegionId=cn-hangzhou\n  &Name=a%20b%2Bc+d\n&Tag.1.Key=\n&<Common request parameters>\n",
    );
    assert_eq!(reading.quality, Quality::Strict);
    assert_eq!(
        query(&reading, 0),
        [("Action", "CreateX"), ("RegionId", "cn-hangzhou"), ("Name", "a b+c+d"), ("Tag.1.Key", "")]
    );
    let request = &reading.requests[0];
    assert_eq!(request.method, None);
    assert_eq!((request.host.as_deref(), request.path.as_str()), (Some("vpc.aliyuncs.com"), "/"));
    assert_eq!(request.placeholders, ["Common request parameters"]);
    assert_eq!(reading.requests.len(), 1);
}

#[test]
fn hosts_may_be_placeholders() {
    for (text, host, path) in [
        ("http(s)://[Endpoint]/?Action=A", "[Endpoint]", "/"),
        ("https://[Endpoint]/?Action=A\n&B=c", "[Endpoint]", "/"),
        ("POST https://{elb endpoint}/v2/{project_id}/x?Action=A", "{elb endpoint}", "/v2/{project_id}/x"),
        ("GET {Endpoint}/v2?Action=A", "{Endpoint}", "/v2"),
        ("GET vpc.example.com/v2?Action=A HTTP/1.1", "vpc.example.com", "/v2"),
    ] {
        let reading = reading(text);
        let request = &reading.requests[0];
        assert_eq!((request.host.as_deref(), request.path.as_str()), (Some(host), path), "{text}");
        assert_eq!(query(&reading, 0)[0], ("Action", "A"), "{text}");
        assert_eq!(reading.repairs, [], "{text}");
    }
}

#[test]
fn method_path_head_and_body_are_told_apart() {
    let reading = reading(
        "POST /v2/{project_id}/apigw/certificates HTTP/1.1\nX-Auth-Token: abc\n\n{ \"name\" : \"x\" }\n\nDELETE\n\nhttps://{endpoint}/v2/x/1\n",
    );
    assert_eq!(reading.quality, Quality::Strict, "{:?}", reading.repairs);
    let [first, second] = &reading.requests[..] else { panic!("two requests") };
    assert_eq!((first.method.as_deref(), first.path.as_str()), (Some("POST"), "/v2/{project_id}/apigw/certificates"));
    assert_eq!((first.headers[0].name.as_str(), first.headers[0].value.as_str()), ("X-Auth-Token", "abc"));
    assert_eq!(print(&first.body.as_ref().expect("a body").node.value), r#"{"name":"x"}"#);
    assert_eq!((second.method.as_deref(), second.path.as_str()), (Some("DELETE"), "/v2/x/1"));
    assert_eq!(second.body, None);
}

#[test]
fn values_of_a_query_may_be_json_or_prose_over_lines() {
    let reading = reading(
        "https://x.com/?Action=A\n&Policy={\n  \"a\": [\"b&c\"]\n}\n&Ids=[\"1\",\"2\"]&Text=two words\n  and more\n\n&Last=1",
    );
    assert_eq!(
        query(&reading, 0),
        [
            ("Action", "A"),
            ("Policy", "{\n\"a\": [\"b&c\"]\n}"),
            ("Ids", "[\"1\",\"2\"]"),
            ("Text", "two words and more"),
            ("Last", "1"),
        ]
    );
}

#[test]
fn slips_in_requests_are_repaired() {
    let reading = reading("https://x.com/?Action=A\n$Batch=1\n&amp;B=%zz\n…\n");
    assert_eq!(query(&reading, 0), [("Action", "A"), ("Batch", "1"), ("B", "%zz")]);
    let kinds: Vec<_> = reading.repairs.iter().map(|repair| repair.kind).collect();
    assert_eq!(kinds, [RepairKind::LooseSeparator, RepairKind::Elision]);
}

#[test]
fn several_urls_are_several_requests() {
    let reading = reading("https://x.com/?Action=A\n&B=1\n\nhttps://x.com/?Action=A\n&B=2");
    assert_eq!(query(&reading, 0), [("Action", "A"), ("B", "1")]);
    assert_eq!(query(&reading, 1), [("Action", "A"), ("B", "2")]);
}

#[test]
fn pairs_have_their_places() {
    let text = "GET /?Action=A\n&Bc=d";
    let reading = reading(text);
    assert_eq!(reading.requests[0].query[1].span, crate::source::Span::new(16, 20));
    assert_eq!(reading.requests[0].span, crate::source::Span::new(0, 20));
}
