//! The shape of the sources: imports only point to the left, and no file outgrows its reader.

use std::fs;
use std::path::{Path, PathBuf};

use docwright_tests::road::workspace;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The stages from left to right. A stage may import from itself and from those before it.
const STAGES: &[&str] = &[
    "source",
    "diagnostic",
    "document",
    "dialect",
    // Plain data, which extraction shares with the spec.
    "spec::model",
    // The reader of JSON, XML and requests, of which a spec keeps the texts.
    "extract::samples",
    "extract",
    "spec",
    "lint",
    "emit",
    "output",
    "trace",
    "drift",
    "road",
    "census",
    "cli",
];

/// The most lines that a file of ours may have.
const MAX_LINES: usize = 600;

#[test]
fn imports_only_point_to_the_left() {
    let root = workspace().join("xtask/src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in rust_files(&root) {
        let relative = file.strip_prefix(&root).expect("a file below the root");
        let Some(from) = module(relative) else { continue };
        let Some(stage) = stage(&from) else {
            wrong.push(format!("{}: the stage `{}` is not among the stages", relative.display(), from.join("::")));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a source file");
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for import in paths(tokens, from.len()) {
            seen += 1;
            let Some(target) = self::stage(&import) else { continue };
            if target > stage || sees_too_much(stage, target) {
                wrong.push(format!("{}: imports crate::{}", relative.display(), import.join("::")));
            }
        }
    }
    assert!(seen > 200, "only {seen} imports were found: they are written in another way");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether an emitter looks behind the spec: to its later stages a spec is the data of its model.
fn sees_too_much(stage: usize, target: usize) -> bool {
    let at = |name| STAGES.iter().position(|stage| *stage == name);
    let later = [at("emit"), at("output")].contains(&Some(stage));
    later && [at("document"), at("extract"), at("spec")].contains(&Some(target))
}

/// The module that a file is: `spec::merge` for `spec/merge.rs`; `None` for the roots.
fn module(file: &Path) -> Option<Vec<String>> {
    let mut parts: Vec<String> =
        file.with_extension("").components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|part| part == "mod") {
        parts.pop();
    }
    (!matches!(parts.as_slice(), [one] if one == "lib" || one == "main")).then_some(parts)
}

/// The place of a module's stage; the longest name counts.
fn stage(module: &[String]) -> Option<usize> {
    let path = module.join("::");
    let fits = |stage: &&str| path == **stage || path.starts_with(&format!("{stage}::"));
    let found = STAGES.iter().enumerate().filter(|(_, stage)| fits(stage));
    found.max_by_key(|(_, stage)| stage.len()).map(|(place, _)| place)
}

/// All paths from the crate's root in a module that lies `depth` modules below it, `super::` included.
fn paths(tokens: TokenStream, depth: usize) -> Vec<Vec<String>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match token {
            TokenTree::Ident(word) if word == "crate" && is_separator(&tokens, index + 1) => {
                index = tail(&tokens, index + 3, &mut Vec::new(), &mut found);
            }
            TokenTree::Ident(word) if word == "super" => {
                let mut levels = 1;
                index += 1;
                while is_separator(&tokens, index) && is_word(tokens.get(index + 2), "super") {
                    levels += 1;
                    index += 3;
                }
                if levels == depth && is_separator(&tokens, index) {
                    index = tail(&tokens, index + 2, &mut Vec::new(), &mut found);
                }
            }
            TokenTree::Group(group) => {
                // `mod tests { ... }` lies one module deeper.
                let named = index.checked_sub(2).is_some_and(|before| is_word(tokens.get(before), "mod"));
                let inner = depth + usize::from(named && group.delimiter() == Delimiter::Brace);
                found.extend(paths(group.stream(), inner));
                index += 1;
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => index += 1,
        }
    }
    found
}

/// Reads `a::b::{c, d::e}` from `index` on, and gives the index behind it.
fn tail(tokens: &[TokenTree], mut index: usize, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    let start = path.len();
    loop {
        match tokens.get(index) {
            Some(TokenTree::Ident(word)) => {
                path.push(word.to_string());
                index += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut at = 0;
                while at < inner.len() {
                    at = tail(&inner, at, path, found);
                    // What stands behind a path (`as Name`) is no path.
                    while at < inner.len() && !matches!(&inner[at], TokenTree::Punct(mark) if mark.as_char() == ',') {
                        at += 1;
                    }
                    at += 1;
                }
                path.truncate(start);
                return index + 1;
            }
            // `*`, or the end.
            _ => break,
        }
        if !is_separator(tokens, index) {
            break;
        }
        index += 2;
    }
    found.push(path.clone());
    path.truncate(start);
    index
}

fn is_separator(tokens: &[TokenTree], index: usize) -> bool {
    let is_colon = |index| matches!(tokens.get(index), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    is_colon(index) && is_colon(index + 1)
}

fn is_word(token: Option<&TokenTree>, expected: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(word)) if word == expected)
}

#[test]
fn paths_are_found_however_they_are_written() {
    let read = |text: &str, depth| {
        let tokens: TokenStream = text.parse().expect("Rust");
        paths(tokens, depth).into_iter().map(|path| path.join("::")).collect::<Vec<_>>()
    };
    assert_eq!(
        read("use crate::{spec::model::{Spec, Field}, emit as e, cli};", 1),
        ["spec::model::Spec", "spec::model::Field", "emit", "cli"]
    );
    assert_eq!(read("fn f() -> crate::emit::File { vec![crate::cli::run()] }", 1), ["emit::File", "cli::run"]);
    assert_eq!(read("use super::super::cli::run; use super::merge;", 2), ["cli::run"]);
    assert_eq!(read("mod tests { use super::super::cli; use super::*; }", 1), ["cli"]);
    assert_eq!(read("use crate::spec::*; pub(crate) fn f() {}", 1), ["spec"]);
}

/// The server reads the published form of a spec, and brings neither the generator nor an HTTP client to a service's
/// tests.
#[test]
fn the_mock_depends_on_neither_the_generator_nor_a_client() {
    let manifest = fs::read_to_string(workspace().join("mock/Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let dependencies = manifest["dependencies"].as_table().expect("dependencies");
    for name in ["docwright", "docwright-clients", "clap", "syn", "scraper"] {
        assert!(!dependencies.contains_key(name), "mock/ depends on {name}");
    }
    assert_eq!(dependencies["docwright-runtime"].get("default-features"), Some(&toml::Value::Boolean(false)));
}

#[test]
fn no_file_outgrows_its_reader() {
    let mut long = Vec::new();
    for folder in
        ["xtask/src", "runtime/src", "runtime/tests", "mock/src", "mock/tests", "tests/support", "tests/tests"]
    {
        for file in rust_files(&workspace().join(folder)) {
            let lines = fs::read_to_string(&file).expect("a source file").lines().count();
            if lines > MAX_LINES {
                long.push(format!("{}: {lines} lines, and a file may have {MAX_LINES}", file.display()));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The Rust files below a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
