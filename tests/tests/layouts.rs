//! Layouts of real pages, each in the smallest page that shows it, and the facts that it states, written by hand.
//!
//! A layout is a page in `tests/layouts/`, its vendor before the first hyphen of its name; beside it stands `.facts`: a
//! line an operation, a parameter (`>`), a field (`<`) and an error (`!`).

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use docwright::road::{self, Reading};
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
