//! Every kind of surprise is listed once and raised somewhere. That each example raises its own code is tested where
//! examples are run; those that are no page are here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use docwright::diagnostic::catalogue::entries;
use docwright::diagnostic::catalogue::readers::{TOO_DEEP, TOO_LARGE};
use docwright::diagnostic::catalogue::spec::CONFIGURED_AND_MISSING;
use docwright::diagnostic::{Code, Example};
use docwright::road::{self, Outcome, Reading, Service};
use docwright::source::{Page, PagePath};
use docwright::spec::config::{OperationName, ServiceConfig};
use docwright_tests::road::{language, read, workspace};
use proc_macro2::{TokenStream, TokenTree};

#[test]
fn each_example_that_stands_elsewhere_is_a_test() {
    let tests = functions();
    for entry in entries() {
        if let Example::Elsewhere(test) = entry.example {
            let name = test.rsplit("::").next().unwrap_or(test);
            assert!(tests.contains(name), "{}: there is no test `{test}`", entry.code);
        }
    }
}

/// The names of all functions of the generator and of its tests.
fn functions() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, tokens) in sources(&["xtask/src", "tests/tests", "tests/command_line"]) {
        let words = words(tokens);
        names.extend(words.windows(2).filter(|pair| pair[0] == "fn").map(|pair| pair[1].clone()));
    }
    names
}

#[test]
fn each_code_has_an_entry_and_is_raised() {
    let catalogue = workspace().join("xtask/src/diagnostic/catalogue");
    let mut named: BTreeMap<String, Code> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (path, tokens) in sources(&["xtask/src"]) {
        let words = words(tokens);
        if path.starts_with(&catalogue) {
            named.extend(constants(&words));
        } else {
            used.extend(words);
        }
    }
    assert!(named.len() > 40, "only {} codes were found: the catalogue is written in another way", named.len());
    let entries: BTreeSet<Code> = entries().map(|entry| entry.code).collect();
    for (name, code) in &named {
        assert!(entries.contains(code), "{name} ({code}) has no entry in the catalogue");
        assert!(used.contains(name), "{name} ({code}) is never raised");
    }
    let codes: BTreeSet<Code> = named.values().copied().collect();
    assert_eq!(codes.len(), named.len(), "two names have one code");
    assert_eq!(codes, entries, "an entry has a code without a name");
}

/// `const NAME: Code = Code(7)`: the names and their codes.
fn constants(words: &[String]) -> Vec<(String, Code)> {
    let is = |word: &String, expected: &str| word == expected;
    let rows = words.windows(5).filter(|row| is(&row[0], "const") && is(&row[2], "Code") && is(&row[3], "Code"));
    rows.filter_map(|row| Some((row[1].clone(), Code(row[4].parse().ok()?)))).collect()
}

/// The Rust files below some folders of the workspace, as tokens.
fn sources(folders: &[&str]) -> Vec<(PathBuf, TokenStream)> {
    let mut files = Vec::new();
    for folder in folders {
        collect(&workspace().join(folder), &mut files);
    }
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file");
            let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path, tokens)
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// Identifiers and literals in their order; comments and words inside literals are none.
fn words(tokens: TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => words.push(word.to_string()),
            TokenTree::Literal(literal) => words.push(literal.to_string()),
            TokenTree::Group(group) => words.extend(self::words(group.stream())),
            TokenTree::Punct(_) => {}
        }
    }
    words
}

fn has(outcome: &Outcome, code: Code) -> bool {
    outcome.diagnostics.iter().any(|diagnostic| diagnostic.code == code)
}

fn one_page(name: &str, text: String) -> Vec<Page> {
    vec![Page::new(PagePath::new(name), text.into_bytes()).expect("a page")]
}

#[test]
fn a_page_that_nests_without_end_is_told() {
    let pages = [
        ("deep.html", "<html><body>".to_owned() + &"<div>".repeat(100_000) + "<p>CreateThing</p>"),
        ("deep.md", "# CreateThing\n\n".to_owned() + &"> ".repeat(100_000) + "words\n"),
    ];
    for (name, text) in pages {
        let outcome = read("service", one_page(name, text), &language("alibaba"));
        assert!(has(&outcome, TOO_DEEP), "{name}: {:?}", outcome.diagnostics);
    }
}

#[test]
fn a_page_of_more_cells_than_any_is_told() {
    let row = "|a".repeat(100) + "|\n";
    let text = "# CreateThing\n\n".to_owned() + &row + &"|-".repeat(100) + "|\n" + &row.repeat(10_001);
    let outcome = read("service", one_page("large.md", text), &language("alibaba"));
    assert!(has(&outcome, TOO_LARGE), "{:?}", outcome.diagnostics.first());
}

#[test]
fn a_configured_operation_without_a_page_is_told() {
    let named = OperationName { method: "POST".into(), path: "/v1/things".into(), name: "CreateThing".into() };
    let config = ServiceConfig { operations: vec![named], ..ServiceConfig::default() };
    let page = one_page("show-thing.md", "# Querying a Thing\n\n## URI\n\nGET /v1/things\n".to_owned());
    let mut service = Service::named("service").with_config(config);
    service.is_whole = true;
    let outcome = road::service(&service, Reading { pages: page, refused: Vec::new() }, &language("huawei"));
    assert!(has(&outcome, CONFIGURED_AND_MISSING), "{:?}", outcome.diagnostics);
}
