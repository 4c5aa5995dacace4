//! Layouts of real pages, each in the smallest page that shows it, and the facts that it states, written by hand.
//!
//! A layout is a page in `tests/layouts/`, its vendor before the first hyphen of its name; beside it stands `.facts`: a
//! line an operation, a parameter (`>`), a field (`<`) and an error (`!`).

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use docwright::diagnostic::catalogue::spec::UNSETTLED_TYPE;
use docwright::road::{self, Reading};
use docwright::source::{Page, PagePath};
use docwright::spec::model::{Fact, Witness};
use docwright_tests::road::{language, read, workspace};
use serde_json::Value;

/// What stands behind a parameter where its sentences state it.
const STATED: [&str; 9] =
    ["enum", "default", "minimum", "maximum", "min_length", "max_length", "max_items", "conditional", "deprecated"];

#[test]
fn each_layout_gives_the_facts_that_its_page_states() {
    let mut failed = Vec::new();
    let pages = pages();
    assert!(pages.len() >= 9, "only {} layouts", pages.len());
    for page in pages {
        let name = page.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let vendor = name.split('-').next().unwrap_or_default();
        let Reading { pages, refused } = road::read_folder(&page).expect("a page");
        assert!(refused.is_empty(), "{name}: {refused:?}");
        let outcome = read("harbour", pages, &language(vendor));
        let operations = outcome.spec.operations.iter().map(|one| (one, None));
        let flat = serde_json::to_value(docwright::spec::flat::flatten(operations)).expect("JSON");
        let found = lines(&flat);
        let stated = fs::read_to_string(page.with_extension("facts")).unwrap_or_default();
        if found != stated {
            let only = |left: &str, right: &str, mark: &str| {
                let lines = left.lines().filter(|line| !right.lines().any(|other| other == *line));
                lines.fold(String::new(), |text, line| text + mark + " " + line + "\n")
            };
            failed.push(format!("{name}:\n{}{}", only(&stated, &found, "-"), only(&found, &stated, "+")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The object of an answer may stand on another page, and so may what it holds; of two pages that have an object of the
/// name, the link names one. What is not written out is told.
#[test]
fn an_answer_is_described_on_another_page() {
    let object = |name: &str, rows: &str| {
        format!("# {name}\n\n### {name} Object\n\n| Field | Type | Description |\n|--|--|--|\n{rows}\n")
    };
    let route = "## Get Lamp\n<Route method=\"GET\">/lamp</Route>\n\nReturns a [lamp](/docs/lamp#lamp-object) object.\n\n\
                 ## Put Lamp\n<Route method=\"PUT\">/lamp</Route>\n\nReturns a [boat](/docs/boat#boat-object) object.\n";
    let pages = [
        ("routes.md", route.to_owned()),
        (
            "lamp.md",
            object(
                "Lamp",
                "| post | [post](/docs/post#post-object) object | its post |\n\
                 | twin | [lamp](/docs/lamp#lamp-object) object | the lamp beside it |\n\
                 | sail | [sail](/docs/sail#sail-object) object | no page has it |",
            ),
        ),
        ("old_lamp.md", object("Lamp", "| oil | string | what burns |")),
        ("post.md", object("Post", "| height | float | how high it is |")),
    ];
    let pages = pages.map(|(name, text)| Page::new(PagePath::new(name), text.into_bytes()).expect("a page"));
    let outcome = read("harbour", pages.into(), &language("discord"));
    let operations = outcome.spec.operations.iter().map(|one| (one, None));
    let flat = serde_json::to_value(docwright::spec::flat::flatten(operations)).expect("JSON");
    assert_eq!(
        lines(&flat),
        "GetLamp GET /lamp\n< post object\n< post.height number\n< twin any\n< sail any\nPutLamp PUT /lamp\n"
    );
    let told = |code| outcome.diagnostics.iter().filter(move |told| told.code == code);
    let open: Vec<_> = told(UNSETTLED_TYPE)
        .map(|told| {
            (told.page.as_str(), outcome.sources[&told.page].position(told.span.start).line, told.message.as_str())
        })
        .collect();
    let twin = "twin holds another object, which is not written out: that object holds this one";
    let sail = "sail holds another object, which is not written out: no page at hand describes it";
    assert_eq!(open, [("lamp.md", 8, twin), ("lamp.md", 9, sail)]);
    let answer = &outcome.spec.operations[0].responses[0].fields[0];
    let member = &answer.shape.members().expect("members")[0];
    let inside = member.evidence.of(Fact::Inside).next().expect("who says so");
    assert_eq!((inside.witness, inside.page(member.origin.as_ref()), inside.line), (Witness::Link, "lamp.md", 7));
    assert_eq!(member.origin.as_ref().map(|origin| origin.page.as_str()), Some("post.md"));
}

fn pages() -> Vec<PathBuf> {
    let folder = fs::read_dir(workspace().join("tests/layouts")).expect("the layouts");
    let files = folder.map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending != "facts")).collect();
    pages.sort();
    pages
}

fn lines(flat: &Value) -> String {
    let mut text = String::new();
    let all = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for operation in all(&flat["operations"]) {
        let line = [word(&operation["name"]), word(&operation["method"]), word(&operation["path"])].join(" ");
        let _ = writeln!(text, "{}", line.trim_end());
        for parameter in all(&operation["request"]) {
            let list = if parameter["list"] == true { "[]" } else { "" };
            let required = match parameter["required"].as_bool() {
                Some(true) => "required",
                Some(false) => "optional",
                None => "unstated",
            };
            let (name, place, shape) = (word(&parameter["name"]), word(&parameter["in"]), word(&parameter["type"]));
            let _ = write!(text, "> {name} {place} {shape}{list} {required}");
            for key in STATED.into_iter().filter(|key| !parameter[key].is_null() && parameter[key] != false) {
                let _ = write!(text, " {key}={}", parameter[key]);
            }
            text.push('\n');
        }
        for field in all(&operation["response"]) {
            let _ = writeln!(text, "< {} {}", word(&field["path"]), word(&field["type"]));
        }
        for error in all(&operation["errors"]) {
            let _ = writeln!(text, "! {} {} {}", word(&error["http"]), word(&error["code"]), word(&error["message"]));
        }
    }
    text
}
