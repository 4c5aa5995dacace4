//! What answers may look like and still be read: the answer wins over the page.

#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/alibaba_vpc.rs"]
mod alibaba_vpc;

use std::collections::BTreeMap;

use alibaba_vpc::describe_ssl_vpn_servers::Output as Servers;
use docwright_runtime::operation::FieldInfo;
use docwright_runtime::record::{Record, Value, absent, absent_mut};
use docwright_runtime::testing::decode;
use docwright_runtime::{Bytes, Json};

/// One field of each kind.
#[derive(Default)]
struct Everything {
    text: String,
    integer: Option<i64>,
    number: Option<f64>,
    truth: Option<bool>,
    texts: Vec<String>,
    integers: Vec<i64>,
    map: BTreeMap<String, i64>,
    free: Option<Json>,
    inner: Option<Box<Everything>>,
    items: Vec<Everything>,
    secret: Option<String>,
    file: Option<Bytes>,
}

impl Record for Everything {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 12] = [
            FieldInfo::body("Text"),
            FieldInfo::body("Integer"),
            FieldInfo::body("Number"),
            FieldInfo::body("Truth"),
            FieldInfo::body("Texts"),
            FieldInfo::body("Integers"),
            FieldInfo::body("Map"),
            FieldInfo::body("Free"),
            FieldInfo::body("Inner"),
            FieldInfo::body("Items"),
            FieldInfo::body("Secret").sensitive(),
            FieldInfo::body("File"),
        ];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.text,
            1 => &self.integer,
            2 => &self.number,
            3 => &self.truth,
            4 => &self.texts,
            5 => &self.integers,
            6 => &self.map,
            7 => &self.free,
            8 => &self.inner,
            9 => &self.items,
            10 => &self.secret,
            11 => &self.file,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.text,
            1 => &mut self.integer,
            2 => &mut self.number,
            3 => &mut self.truth,
            4 => &mut self.texts,
            5 => &mut self.integers,
            6 => &mut self.map,
            7 => &mut self.free,
            8 => &mut self.inner,
            9 => &mut self.items,
            10 => &mut self.secret,
            11 => &mut self.file,
            _ => absent_mut(),
        }
    }
}

docwright_runtime::records!(Everything);

fn read(text: &str) -> Everything {
    let mut output = Everything::default();
    decode(text, &mut output).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    output
}

fn servers(text: &str) -> Vec<String> {
    let mut output = Servers::default();
    decode(text, &mut output).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    let servers = output.ssl_vpn_servers.map(|servers| servers.ssl_vpn_server).unwrap_or_default();
    servers.into_iter().map(|server| server.ssl_vpn_server_id).collect()
}

#[test]
fn a_scalar_may_come_as_another() {
    let output =
        read(r#"{"Text":12.50,"Integer":" 7 ","Number":"1.5","Truth":"True","Texts":[1,true],"Integers":["1",2]}"#);
    assert_eq!(output.text, "12.50");
    assert_eq!((output.integer, output.number, output.truth), (Some(7), Some(1.5), Some(true)));
    assert_eq!(output.texts, ["1", "true"]);
    assert_eq!(output.integers, [1, 2]);
    assert_eq!(read(r#"{"Truth":0}"#).truth, Some(false));
    assert_eq!(read(r#"{"Text":true}"#).text, "true");
    assert_eq!(read(r#"{"Text":{"a":[1]}}"#).text, r#"{"a":[1]}"#);
}

#[test]
fn a_scalar_that_is_none_costs_its_field_alone() {
    let output = read(r#"{"Integer":"many","Number":{},"Truth":"maybe","Integers":[1,"x",3],"Text":"kept"}"#);
    assert_eq!((output.integer, output.number, output.truth), (None, None, None));
    assert_eq!(output.integers, [1, 3]);
    assert_eq!(output.text, "kept");
}

#[test]
fn whole_numbers_keep_all_their_digits() {
    assert_eq!(read(r#"{"Integer":9223372036854775807}"#).integer, Some(i64::MAX));
    assert_eq!(read(r#"{"Integer":9223372036854775808}"#).integer, None);
    assert_eq!(read(r#"{"Integer":1e3}"#).integer, Some(1000));
    assert_eq!(read(r#"{"Integer":1.5}"#).integer, None);
    assert_eq!(read(r#"{"Integer":1.0}"#).integer, Some(1));
}

#[test]
fn nothing_and_null_are_the_same() {
    let nulls = r#"{"Text":null,"Integer":null,"Texts":null,"Map":null,"Inner":null,"Items":[null],"Free":null}"#;
    for text in [nulls, "{}", "", "  ", "<R/>", "<R></R>", "\u{feff}{}"] {
        let output = read(text);
        assert!(output.text.is_empty() && output.texts.is_empty() && output.map.is_empty(), "{text}");
        assert!(output.integer.is_none() && output.inner.is_none() && output.items.is_empty(), "{text}");
    }
}

#[test]
fn unknown_members_and_other_letter_case_do_not_matter() {
    let output = read(r#"{"New":{"deep":[{}]},"text":"lower","TEXTS":["a"],"Integer":1}"#);
    assert_eq!(output.text, "lower");
    assert_eq!(output.texts, ["a"]);
    assert_eq!(output.integer, Some(1));
}

#[test]
fn one_item_may_stand_for_a_list() {
    assert_eq!(read(r#"{"Texts":"a","Integers":5}"#).texts, ["a"]);
    let output = read(r#"{"Items":{"Text":"only"}}"#);
    assert_eq!(output.items.len(), 1);
    assert_eq!(output.items[0].text, "only");
}

#[test]
fn a_list_may_have_a_wrapper_that_the_page_does_not_show() {
    assert_eq!(read(r#"{"Texts":{"Text":["a","b"]}}"#).texts, ["a", "b"]);
    assert_eq!(read(r#"{"Texts":{"member":"a"}}"#).texts, ["a"]);
    let output = read(r#"{"Items":{"Item":[{"Text":"a"},{"Text":"b"}]}}"#);
    assert_eq!(output.items.iter().map(|item| item.text.as_str()).collect::<String>(), "ab");
    assert_eq!(read(r#"{"Items":{"Item":{"Text":"a"}}}"#).items[0].text, "a");
    assert!(read(r#"{"Texts":{},"Items":{}}"#).items.is_empty());
}

#[test]
fn a_list_may_lack_the_wrapper_that_the_page_shows() {
    let normal = r#"{"SslVpnServers":{"SslVpnServer":[{"SslVpnServerId":"a"},{"SslVpnServerId":"b"}]}}"#;
    assert_eq!(servers(normal), ["a", "b"]);
    assert_eq!(servers(r#"{"SslVpnServers":[{"SslVpnServerId":"a"},{"SslVpnServerId":"b"}]}"#), ["a", "b"]);
    assert_eq!(servers(r#"{"SslVpnServers":{"SslVpnServer":{"SslVpnServerId":"a"}}}"#), ["a"]);
    assert_eq!(servers(r#"{"SslVpnServers":{"SslVpnServerId":"a"}}"#), ["a"]);
    assert_eq!(servers(r#"{"SslVpnServers":""}"#), Vec::<String>::new());
    assert_eq!(servers(r#"{"SslVpnServers":{"Other":1}}"#), Vec::<String>::new());
}

#[test]
fn xml_says_the_same_as_json() {
    let text = "<DescribeSslVpnServersResponse><TotalCount>2</TotalCount><SslVpnServers>\
        <SslVpnServer><SslVpnServerId>a</SslVpnServerId><Connections>5</Connections><Compress>true</Compress></SslVpnServer>\
        <SslVpnServer><SslVpnServerId>b</SslVpnServerId><Connections/></SslVpnServer>\
        </SslVpnServers></DescribeSslVpnServersResponse>";
    let mut output = Servers::default();
    decode(text, &mut output).expect("XML");
    assert_eq!(output.total_count, Some(2));
    let servers = output.ssl_vpn_servers.expect("servers").ssl_vpn_server;
    assert_eq!((servers[0].connections, servers[0].compress), (Some(5), Some(true)));
    assert_eq!((servers[1].ssl_vpn_server_id.as_str(), servers[1].connections), ("b", None));
}

#[test]
fn maps_and_free_values_keep_what_comes() {
    let output = read(r#"{"Map":{"b":2,"a":"1","c":"x"},"Free":{"k":[1,null,1.50]}}"#);
    assert_eq!(output.map, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(output.free.map(|free| free.to_string()).as_deref(), Some(r#"{"k":[1,null,1.50]}"#));
}

#[test]
fn depth_ends_in_an_error_or_in_an_answer_but_it_ends() {
    let deep = |depth: usize| format!("{}{{}}{}", r#"{"Inner":"#.repeat(depth), "}".repeat(depth));
    let output = read(&deep(100));
    assert!(output.inner.is_some());
    assert!(decode(&deep(100_000), &mut Everything::default()).is_err());
    assert!(decode(&"[".repeat(1_000_000), &mut Everything::default()).is_err());
    assert!(decode(&"<a>".repeat(1_000_000), &mut Everything::default()).is_err());
}

/// A record whose only field is a list of itself: each missing wrapper looks like another.
#[derive(Clone, Default)]
struct Endless {
    items: Vec<Endless>,
}

impl Record for Endless {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 1] = [FieldInfo::body("Items")];
        &FIELDS
    }

    fn field(&self, _: usize) -> &dyn Value {
        &self.items
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Value {
        &mut self.items
    }
}

#[test]
fn a_record_of_lists_of_itself_ends() {
    for text in [r#"{"x":1}"#, r#"{"x":{"x":{}}}"#, "[[[[1]]]]", r#"[{"Items":[{"x":[1]}]}]"#] {
        let mut output = Endless::default();
        decode(text, &mut output).expect("JSON");
        assert!(output.items.len() < 5, "{text}");
    }
}

#[test]
fn debug_hides_what_is_sensitive_and_leaves_out_what_is_absent() {
    let output = read(r#"{"Text":"t","Secret":"hidden","Inner":{"Secret":"hidden"}}"#);
    let shown = format!("{output:?}");
    assert!(!shown.contains("hidden") && !shown.contains("Integer:"), "{shown}");
    assert_eq!(shown.matches("***").count(), 2, "{shown}");
}

#[test]
fn what_is_no_answer_is_told() {
    for text in ["<html><br></html>", "hello", "{\"a\":", "<R><A></R>"] {
        assert!(decode(text, &mut Everything::default()).is_err(), "{text}");
    }
}

/// An answer whose keys are free, beside one that is not.
#[derive(Clone, Default)]
struct Gates {
    total: Option<i64>,
    gates: BTreeMap<String, Everything>,
}

impl Record for Gates {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 2] = [FieldInfo::body("total"), FieldInfo::keys("{Any gate}")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.total,
            1 => &self.gates,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.total,
            1 => &mut self.gates,
            _ => absent_mut(),
        }
    }
}

#[test]
fn keys_that_no_field_has_are_those_of_a_map() {
    for body in [
        r#"{"north": {"Text": "a"}, "total": 2, "south": {"Text": "b"}, "none": null, "odd": 7}"#,
        "<R><north><Text>a</Text></north><total>2</total><south><Text>b</Text></south></R>",
    ] {
        let mut gates = Gates::default();
        decode(body, &mut gates).expect("an answer");
        let found: Vec<_> = gates.gates.iter().map(|(key, gate)| (key.as_str(), gate.text.as_str())).collect();
        assert_eq!((gates.total, found), (Some(2), vec![("north", "a"), ("south", "b")]), "{body}");
    }
}

#[test]
fn a_copy_has_all_that_the_record_has() {
    let text = r#"{"Text": "a", "Integer": 1, "Number": 0.5, "Truth": true, "Texts": ["b", ""], "Integers": [2, 3],
        "Map": {"four": 4}, "Free": {"any": [null]}, "Inner": {"Text": "inner", "Inner": {"Integer": 5}},
        "Items": [{"Text": "first"}, {}], "Secret": "", "File": "six"}"#;
    let record = read(text);
    let copy = record.clone();
    assert_eq!(format!("{copy:?}"), format!("{record:?}"));
    // `Debug` hides this one, and shows no difference between what is empty and what is absent.
    assert_eq!(copy.secret.as_deref(), Some(""));
    assert_eq!(copy.file.as_deref(), Some(b"six".as_slice()));
    assert_eq!((copy.integer, copy.number, copy.truth), (Some(1), Some(0.5), Some(true)));
    assert_eq!(copy.texts, ["b", ""]);
    assert_eq!(copy.map.get("four"), Some(&4));
    assert_eq!(copy.free.map(|free| free.to_string()).as_deref(), Some(r#"{"any":[null]}"#));
    let inner = copy.inner.expect("the inner record");
    assert_eq!(inner.inner.expect("the one in it").integer, Some(5));
    assert_eq!(copy.items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>(), ["first", ""]);
    assert!(read("{}").clone().inner.is_none());
}
