//! The facts that the sentences of five real pages state: exactly these, and no other.

use std::collections::BTreeMap;

use super::{language, shared};
use crate::extract::page;
use crate::extract::prose::{CharacterClass, Facts};
use crate::source::{Page, PagePath};

/// Facts as one line of text.
pub(super) fn show(facts: &Facts) -> String {
    let mut parts = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            parts.push(format!("{key}={value}"));
        }
    };
    let join = |values: Vec<&str>| values.join(",");
    add("values", join(facts.values.iter().map(|value| value.wire.as_str()).collect()));
    for (key, fact) in [
        ("default", &facts.default),
        ("minimum", &facts.minimum),
        ("maximum", &facts.maximum),
        ("pattern", &facts.pattern),
        ("unit", &facts.unit),
        ("time", &facts.time_format),
    ] {
        add(key, fact.as_ref().map_or(String::new(), |fact| fact.value.clone()));
    }
    for (key, fact) in [
        ("min_length", &facts.min_length),
        ("max_length", &facts.max_length),
        ("min_items", &facts.min_items),
        ("max_items", &facts.max_items),
    ] {
        add(key, fact.as_ref().map_or(String::new(), |fact| fact.value.to_string()));
    }
    add("excluded", join(facts.excluded.iter().map(|fact| fact.value.as_str()).collect()));
    for (key, fact) in [("first", &facts.first), ("allowed", &facts.allowed)] {
        if let Some(fact) = fact {
            let classes: Vec<_> = fact.value.classes.iter().map(|class| class_name(*class)).collect();
            add(key, format!("{}{:?}", classes.join("+"), fact.value.characters));
        }
    }
    add("rivals", join(facts.rivals.iter().map(|fact| fact.value.as_str()).collect()));
    add("not_prefix", join(facts.forbidden_prefixes.iter().map(|fact| fact.value.as_str()).collect()));
    if let Some(condition) = &facts.required_if {
        let parameter = condition.value.parameter.as_deref().unwrap_or("?");
        add("if", format!("{parameter}={}", condition.value.equals.join("/")));
    }
    add("see", join(facts.see.iter().map(|fact| fact.value.as_str()).collect()));
    add("deprecated", facts.deprecated.map_or(String::new(), |_| "yes".to_owned()));
    add("sensitive", facts.sensitive.map_or(String::new(), |_| "yes".to_owned()));
    add("json", facts.json.map_or(String::new(), |_| "yes".to_owned()));
    let codes: Vec<_> = facts.findings.iter().map(|finding| finding.code.to_string()).collect();
    add("findings", codes.join(","));
    parts.join(" ")
}

fn class_name(class: CharacterClass) -> &'static str {
    match class {
        CharacterClass::Letter => "letter",
        CharacterClass::UppercaseLetter => "upper",
        CharacterClass::LowercaseLetter => "lower",
        CharacterClass::Digit => "digit",
        CharacterClass::Chinese => "chinese",
        CharacterClass::Ascii => "ascii",
    }
}

/// Page, then what its rows' sentences state; rows that state nothing are left out.
const EXPECTED: [(&str, &[(&str, &str)]); 5] = [
    (
        "000_61ec4be3ad8f99a1.txt",
        &[
            ("Action", "values=CreateSslVpnClientCert"),
            ("RegionId", "see=DescribeRegions"),
            ("ClientToken", "max_length=64 allowed=ascii\"\""),
            ("Name", "min_length=2 max_length=128 first=letter\"\" findings=D0201"),
        ],
    ),
    (
        "001_2886fe751ce678ec.txt",
        &[
            ("Action", "values=CreateSslVpnClientCert"),
            ("RegionId", "see=DescribeRegions"),
            ("ClientToken", "max_length=64 allowed=ascii\"\""),
            ("Name", "min_length=2 max_length=128 first=letter\"\" not_prefix=http://,https://"),
        ],
    ),
    (
        "002_a62634887087707d.txt",
        &[
            ("Action", "values=DeleteSslVpnClientCert"),
            ("RegionId", "see=DescribeRegions"),
            ("ClientToken", "allowed=ascii\"\""),
        ],
    ),
    (
        "003_4894102249436459.txt",
        &[
            ("Action", "values=CreateSslVpnServer"),
            ("ClientToken", "allowed=ascii\"\""),
            ("RegionId", "see=DescribeRegions"),
            ("Name", "min_length=1 max_length=100 not_prefix=http://,https://"),
            ("Proto", "values=TCP,UDP default=TCP"),
            ("Cipher", "values=AES-128-CBC,AES-192-CBC,AES-256-CBC,none default=AES-128-CBC"),
            (
                "Port",
                "default=1194 minimum=1 maximum=65535 \
             excluded=22,2222,22222,9000,9001,9002,7505,80,443,53,68,123,4510,4560,500,4500",
            ),
            ("Compress", "default=false"),
            ("EnableMultiFactorAuth", "default=false"),
        ],
    ),
    (
        "004_de0035db87dba076.txt",
        &[
            ("name", "min_length=4 max_length=50 first=letter\"\" allowed=letter+digit\"_\""),
            ("private_key", "sensitive=yes"),
            ("type", "default=global findings=D0200"),
            ("instance_id", "if=type=instance"),
            ("type", "findings=D0200"),
            ("is_has_trusted_root_ca", "default=false"),
        ],
    ),
];

#[test]
fn seed_pages_state_exactly_their_facts() {
    let Some(shared) = shared() else {
        println!("skipped: seed_pages_state_exactly_their_facts needs the shared folder (DOCWRIGHT_SHARED)");
        return;
    };
    let mut wrong = Vec::new();
    for (file, expected) in EXPECTED {
        let vendor = if file.starts_with("004") { "huawei" } else { "alibaba" };
        let bytes = std::fs::read(shared.join("seeds").join(file)).expect("a seed page");
        let source = Page::new(PagePath::new(file), bytes).expect("a page");
        let facts = page(&source, &language(vendor), &mut Vec::new());
        let tables = facts.operations.iter().flat_map(|operation| &operation.tables);
        let read: Vec<_> = tables
            .flat_map(|table| &table.rows)
            .map(|row| (row.name.value.clone(), show(&row.prose)))
            .filter(|(_, facts)| !facts.is_empty())
            .collect();
        let expected: Vec<_> = expected.iter().map(|(name, facts)| ((*name).to_owned(), (*facts).to_owned())).collect();
        if read != expected {
            wrong.push(format!("{file}:\n  read     {read:?}\n  expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn seed_pages_tell_what_to_poll() {
    let Some(shared) = shared() else {
        println!("skipped: seed_pages_tell_what_to_poll needs the shared folder (DOCWRIGHT_SHARED)");
        return;
    };
    let mut read = BTreeMap::new();
    for (file, _) in EXPECTED {
        let vendor = if file.starts_with("004") { "huawei" } else { "alibaba" };
        let bytes = std::fs::read(shared.join("seeds").join(file)).expect("a seed page");
        let source = Page::new(PagePath::new(file), bytes).expect("a page");
        let facts = page(&source, &language(vendor), &mut Vec::new());
        for asynchronous in facts.operations.iter().filter_map(|operation| operation.asynchronous.as_ref()) {
            let states = |states: &[crate::extract::prose::Fact<String>]| {
                states.iter().map(|state| state.value.clone()).collect::<Vec<_>>().join(",")
            };
            let poll = asynchronous.poll.as_ref().map_or(String::new(), |poll| poll.value.clone());
            read.insert(file, (poll, states(&asynchronous.pending), states(&asynchronous.done)));
        }
    }
    let expected = ("DescribeVpnGateway".to_owned(), "updating".to_owned(), "active".to_owned());
    let expected =
        BTreeMap::from([("002_a62634887087707d.txt", expected.clone()), ("003_4894102249436459.txt", expected)]);
    assert_eq!(read, expected);
}
