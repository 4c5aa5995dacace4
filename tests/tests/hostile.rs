//! Hostile text is inert: put into each place where a page's text can go, it changes literals and documentation and
//! nothing else, stays in the output folder, and compiles.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use docwright::emit::{Body, Files, crate_files};
use docwright::output;
use docwright::spec::model::Spec;
use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::ToTokens as _;
use serde_json::{Value, json};
use syn::visit_mut::VisitMut;

/// What a page could say. The first is harmless.
#[rustfmt::skip]
const PAYLOADS: &[&str] = &[
    "harmless",
    // Ends of literals, comments, attributes and items.
    "\"", "'", "\\", "\\\"", "\"; panic!(); \"", "*/", "/*", "*/ fn evil() {} /*", "//", "///", "//!", "\n// x\nfn evil() {}",
    "\"#", "\"##", "r#\"", "]", "]]", ")]", "#![allow(warnings)]", "#[doc = \"x\"]", "#![feature(x)]", "{}", "{", "}", "};", "${x}",
    "$crate", "#x", "#(#x)*", "\\u{202e}", "\\x00", "b\"x\"", "concat!(\"a\")", "include_str!(\"/etc/passwd\")", "env!(\"HOME\")",
    // Doctests, links, HTML and tables in documentation.
    "```", "```rust\nfn main() { panic!() }\n```", "~~~", "~~~rust\npanic!()\n~~~", "``", "`", "``````", "\n    let doctest = 1;",
    "    let doctest = 1;", "\tlet doctest = 1;", "a\n\n    b", "[x]", "[x](y)", "[`Evil`]", "[x]: http://x.example", "[^1]",
    "<script>alert(1)</script>", "<b>", "<!--", "-->", "</code>", "<https://x.example", "http://x.example/a>b", "https://x.example/`",
    "javascript:alert(1)", "# heading", "===", "---", "1. x", "- x", "* x", "> x", "| a | b |\n|---|---|", "&lt;", "&#x202e;", "!", "\\",
    // Characters that are not seen, or move others.
    "\u{202e}", "a\u{202e}b", "\u{2066}x\u{2069}", "\r", "a\rb", "\r\n", "\0", "a\0b", "\u{2028}", "\u{2029}", "\u{85}", "\u{feff}",
    "\u{200b}", "\u{e0041}", "\u{7f}", "\u{1b}[31m", "\u{fffd}", "\u{10ffff}", "\u{1f600}", "取值范围", "é", "e\u{301}", "ﬁ", "İ", "ß",
    // Names that are Rust's, docwright's or the file system's.
    "self", "Self", "crate", "super", "r#try", "r#self", "type", "async", "gen", "try", "_", "__", "fn", "main", "Request", "Required",
    "Parameters", "Output", "Client", "Option", "String", "None", "Some", "Ok", "Unknown", "send", "pages", "wait", "builder", "runtime",
    "service", "client", "errors", "types", "mod", "lib", "std", "core", "OPERATION", "SERVICE", "i64", "bool", "str", "Clone", "Default",
    "../../x", "..", ".", "/etc/passwd", "C:\\x", "a/b", "con", "NUL", "aux.rs", "x.rs", "-rf", "~", "%2e%2e", "a:b", "",  " ",
    // Numbers, values and clashes.
    "0", "1", "-1", "99999999999999999999", "1e999", "NaN", "VpcId", "vpc_id", "vpcId", "VPC-ID",
];

/// All payloads: those above and some that are too long to print.
fn payloads() -> Vec<String> {
    let long = ["x".repeat(300), "名".repeat(300), "Ab".repeat(5_000), "[".repeat(2_000), "`".repeat(300)];
    PAYLOADS.iter().map(|text| (*text).to_owned()).chain(long).collect()
}

fn sample_specs() -> Vec<Value> {
    [include_str!("../support/rpc_spec.json"), include_str!("../support/rest_spec.json")]
        .map(|text| serde_json::from_str(text).expect("a sample spec"))
        .into()
}

fn specs(values: &[Value]) -> Vec<Spec> {
    values.iter().map(|value| serde_json::from_value(value.clone()).expect("a spec")).collect()
}

/// Keys whose text the spec's own form fixes.
const FIXED: &[&str] = &["kind", "in", "presence", "protocol", "quality", "format", "witnesses", "classes"];

/// Keys whose text becomes a name, or finds one.
#[rustfmt::skip]
const NAMES: &[&str] = &["wire", "name", "poll", "key", "state", "vendor", "service", "code", "method"];

/// Keys whose text is read: numbers, samples.
const READ: &[&str] = &["minimum", "maximum", "text"];

/// Replaces texts below a value; `replace` gets the key that leads to the text.
fn replace(value: &mut Value, key: &str, replace_text: &mut dyn FnMut(&str, &str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(new) = replace_text(key, text) {
                *text = new;
            }
        }
        Value::Array(items) => {
            for item in items {
                replace(item, key, replace_text);
            }
        }
        Value::Object(members) => {
            for (key, item) in members {
                replace(item, key, replace_text);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What stays of a tree when literals, documentation and, where they come from the page, names are erased.
struct Eraser {
    names: bool,
}

impl VisitMut for Eraser {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
        for attribute in attributes {
            self.visit_attribute_mut(attribute);
        }
    }

    fn visit_lit_mut(&mut self, literal: &mut syn::Lit) {
        *literal = syn::Lit::new(Literal::u8_unsuffixed(0));
    }

    fn visit_ident_mut(&mut self, ident: &mut proc_macro2::Ident) {
        if self.names {
            *ident = proc_macro2::Ident::new("x", ident.span());
        }
    }

    fn visit_token_stream_mut(&mut self, tokens: &mut TokenStream) {
        *tokens = self.erased(std::mem::take(tokens));
    }
}

impl Eraser {
    fn erased(&self, tokens: TokenStream) -> TokenStream {
        let erase = |tree| match tree {
            TokenTree::Literal(_) => TokenTree::Literal(Literal::u8_unsuffixed(0)),
            TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), self.erased(group.stream()))),
            TokenTree::Ident(ident) if self.names => TokenTree::Ident(proc_macro2::Ident::new("x", ident.span())),
            TokenTree::Ident(_) | TokenTree::Punct(_) => tree,
        };
        tokens.into_iter().map(erase).collect()
    }
}

/// The shape of every file. A file's place among the others counts, and its name only where names are not the page's.
fn shapes(files: &Files<'_>, names: bool) -> Vec<(String, String)> {
    let shape = |file: &docwright::emit::File<'_>| {
        let path = if names { String::new() } else { file.path.to_string() };
        match &file.body {
            Body::Toml(_) => (path, String::new()),
            Body::Rust(tokens) => {
                let mut tree: syn::File = syn::parse2(tokens()).expect("it parses");
                Eraser { names }.visit_file_mut(&mut tree);
                (path, tree.to_token_stream().to_string())
            }
        }
    };
    files.files.iter().map(shape).collect()
}

/// Runs a check for each payload, on all cores.
fn for_each_payload(check: impl Fn(&str) + Sync) {
    let payloads = payloads();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(payload) = payloads.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(payload)));
                    if caught.is_err() {
                        failures.lock().expect("a lock").push(payload.chars().take(80).collect::<String>());
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("a lock");
    assert!(failures.is_empty(), "{} payloads are not inert: {failures:?}", failures.len());
}

/// Each payload in all places of prose at once: descriptions, titles, summaries, messages, defaults, examples, hosts,
/// paths, links, conditions, pages.
fn with_prose(payload: &str) -> Vec<Value> {
    let mut values = sample_specs();
    for value in &mut values {
        replace(value, "", &mut |key, _| {
            let kept = FIXED.contains(&key) || NAMES.contains(&key) || READ.contains(&key);
            (!kept).then(|| payload.to_owned())
        });
        // What a sample holds goes through a test of its own; here only its words are hostile.
        value["operations"][0]["samples"][1]["text"] =
            json!(json!({ "RequestId": payload, "KiteId": payload }).to_string());
    }
    values
}

#[test]
fn prose_changes_literals_and_documentation_only() {
    assert!(PAYLOADS.len() >= 60);
    let baseline = with_prose("harmless");
    let baseline = shapes(&crate_files(&specs(&baseline)), false);
    for_each_payload(|payload| {
        let values = with_prose(payload);
        let shapes = shapes(&crate_files(&specs(&values)), false);
        for (wanted, found) in baseline.iter().zip(&shapes) {
            // An empty word has no documentation and an empty sample no check; all else is the same.
            assert!(wanted == found || payload.trim().is_empty(), "{payload:?} changes {}", wanted.0);
        }
        assert_eq!(baseline.len(), shapes.len());
    });
}

/// Places where a text becomes a name. Within a round no two are of one scope, so that the text clashes with the names
/// of the page and not with itself.
const NAME_PLACES: [&[&str]; 2] = [
    &[
        "/operations/0/name",
        "/operations/0/parameters/5/wire",
        "/operations/0/parameters/6/values/1/wire",
        "/operations/0/parameters/9/type/item/fields/1/wire",
        "/operations/0/responses/0/fields/3/wire",
        "/operations/0/errors/1/code",
        "/types/Knot/0/wire",
        "/types/Knot/1/values/0/wire",
    ],
    &[
        "/operations/2/name",
        "/operations/0/parameters/9/wire",
        "/operations/0/parameters/9/type/item/fields/2/values/0/wire",
        "/operations/0/responses/0/headers/0/wire",
        "/operations/2/responses/0/fields/1/wire",
        "/operations/2/responses/0/fields/1/type/fields/0/type/item/fields/0/wire",
    ],
];

fn with_names(places: &[&str], payload: &str) -> Vec<Value> {
    let mut values = sample_specs();
    values.truncate(1);
    // Samples would find, or no longer find, the field; they have a test of their own.
    for operation in values[0]["operations"].as_array_mut().expect("operations") {
        operation["samples"] = json!([]);
    }
    for place in places {
        *values[0].pointer_mut(place).unwrap_or_else(|| panic!("no {place}")) = json!(payload);
    }
    values
}

#[test]
fn a_name_changes_identifiers_and_literals_only() {
    // Error codes are sorted by code and files by name: the place of a file may change.
    let sorted = |places: &[&str], payload: &str| {
        let values = with_names(places, payload);
        let mut shapes = shapes(&crate_files(&specs(&values)), true);
        shapes.sort();
        shapes
    };
    let baselines = NAME_PLACES.map(|places| sorted(places, "Harmless"));
    for_each_payload(|payload| {
        for (places, baseline) in NAME_PLACES.iter().zip(&baselines) {
            assert!(*baseline == sorted(places, payload), "{payload:?} as a name changes the tree");
        }
    });
}

/// Each payload in every place at once, in names and samples too.
fn with_everything(payload: &str) -> Vec<Value> {
    let mut values = sample_specs();
    for value in &mut values {
        replace(value, "", &mut |key, _| (!FIXED.contains(&key)).then(|| payload.to_owned()));
        let types = value["types"].as_object().and_then(|types| types.values().next().cloned());
        if let Some(fields) = types {
            value["types"] = json!({ payload: fields });
        }
    }
    values[1]["service"] = json!("other");
    values
}

#[test]
fn nothing_is_written_outside_the_folder_and_no_line_is_a_doctest() {
    for_each_payload(|payload| {
        let outside = tempfile::tempdir().expect("a folder");
        let folder = outside.path().join("out");
        for values in [with_prose(payload), with_everything(payload)] {
            let specs = specs(&values);
            let files = crate_files(&specs);
            for text in output::render_all(&files.files).expect("rendered").values() {
                check_text(text, payload);
            }
        }
        let values = with_everything(payload);
        output::write(&crate_files(&specs(&values)).files, &folder)
            .unwrap_or_else(|error| panic!("{payload:?}: {error}"));
        let entries: Vec<_> = std::fs::read_dir(outside.path()).expect("a folder").collect();
        assert_eq!(entries.len(), 1, "{payload:?} wrote beside the folder");
        assert!(walk(&folder).iter().all(|path| is_plain(path)), "{payload:?}");
    });
}

fn is_plain(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs" || extension == "toml")
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("a kind").is_dir() {
            files.extend(walk(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}

/// No character that moves others, no documentation that is code, HTML or a table.
fn check_text(text: &str, payload: &str) {
    let hidden = |character: char| {
        character.is_control() && character != '\n'
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    assert!(!text.contains(hidden), "{payload:?} shows a hidden character");
    let mut fence: Option<String> = None;
    let mut example: Option<String> = None;
    for line in text.lines() {
        let documentation = line.trim_start();
        let words = documentation.strip_prefix("///").or_else(|| documentation.strip_prefix("//!"));
        assert!(!documentation.starts_with("/**") && !documentation.starts_with("#[doc"), "{payload:?}: {line}");
        let Some(words) = words else {
            fence = None;
            continue;
        };
        let words = words.strip_prefix(' ').unwrap_or(words);
        let ticks: String = words.chars().take_while(|character| *character == '`').collect();
        if let Some(open) = &fence {
            if words.trim_end() == ticks && ticks.len() >= open.len() {
                fence = None;
                example.take().iter().for_each(|example| check_example(example, payload));
            } else if let Some(example) = &mut example {
                example.push_str(words.strip_prefix("# ").unwrap_or(words));
                example.push('\n');
            }
            continue;
        }
        if words.starts_with("```") && !words.trim_start_matches('`').contains('`') {
            match words.trim_start_matches('`') {
                "text" => {}
                "no_run" => example = Some(String::new()),
                other => panic!("{payload:?} opens a fence of {other}: {line}"),
            }
            fence = Some(ticks);
            continue;
        }
        assert!(
            !words.starts_with("    ") && !words.starts_with('\t') && !words.starts_with("~~~"),
            "{payload:?}: {line}"
        );
    }
    assert!(fence.is_none(), "{payload:?} leaves a fence open");
}

/// The example of an operation is one call in one function: what a page says stands in its literals.
fn check_example(example: &str, payload: &str) {
    let file = syn::parse_file(example).unwrap_or_else(|error| panic!("{payload:?}: {error}: {example}"));
    let [syn::Item::Use(_), syn::Item::Fn(function)] = file.items.as_slice() else {
        panic!("{payload:?} adds to the example: {example}");
    };
    let [syn::Stmt::Local(_), syn::Stmt::Local(_), syn::Stmt::Expr(_, None)] = function.block.stmts.as_slice() else {
        panic!("{payload:?} adds to the call: {example}");
    };
}

/// A spec that has every payload in every kind of place, names included, in two scopes each.
fn all_at_once() -> Vec<Value> {
    let payloads = payloads();
    let mut values = sample_specs();
    let texts: Vec<Value> = payloads.iter().map(|payload| json!({ "wire": payload, "description": payload })).collect();
    let mut operations = values[0]["operations"].as_array().cloned().unwrap_or_default();
    let origin = json!({ "page": "x.md", "line": 1, "column": 1 });
    let field = |payload: &String, shape: &Value| {
        json!({
            "wire": payload, "type": shape, "default": payload, "example": payload, "description": payload,
            "required_if": { "parameter": payload, "equals": [payload], "text": payload },
            "constraints": {
                "minimum": payload, "excluded": [payload], "forbidden_prefixes": [payload], "pattern": payload, "unit": payload,
                "allowed": { "characters": payload }, "first": { "characters": payload },
            },
        })
    };
    for (index, payload) in payloads.iter().enumerate() {
        let mut sent = field(payload, &json!({ "kind": "string" }));
        sent["in"] = json!("query");
        sent["presence"] = json!("required");
        operations.push(json!({
            "name": payload, "title": payload, "summary": payload, "method": payload, "path": payload, "endpoint": payload,
            "parameters": [sent],
            "responses": [{ "fields": [field(payload, &json!({ "kind": "object", "fields": [field(payload, &json!({ "kind": "string" }))] }))] }],
            "errors": [{ "code": payload, "message": payload, "description": payload, "witnesses": [], "origin": origin }],
            "samples": [
                { "kind": "json", "text": payload, "quality": "strict", "origin": { "page": payload, "line": 1, "column": 1 } },
                { "kind": "request", "text": format!("https://x.example/?a={payload}"), "quality": "strict", "origin": origin },
                { "kind": "json", "text": json!({ payload: { payload: payload } }).to_string(), "quality": "strict", "origin": origin },
            ],
            "link": if index % 2 == 0 { payload.clone() } else { format!("https://x.example/{payload}") },
            "origins": [{ "page": payload, "line": 1, "column": 1 }],
        }));
    }
    let shape = json!({ "kind": "string" });
    let mut many: Vec<Value> = payloads.iter().map(|payload| field(payload, &shape)).collect();
    let answer = many.clone();
    for one in &mut many {
        one["in"] = json!("query");
        one["values"] = json!(texts);
    }
    many.truncate(8);
    many.extend(answer.iter().map(|one| {
        let mut one = one.clone();
        one["in"] = json!("query");
        one
    }));
    operations.push(json!({
        "name": "All", "method": "ANY", "path": "/", "parameters": many, "responses": [{ "fields": answer }], "origins": [origin],
    }));
    values[0]["operations"] = json!(operations);
    let types = payloads
        .iter()
        .map(|payload| (payload.clone(), json!([field(payload, &json!({ "kind": "reference", "name": payload }))])));
    values[0]["types"] = Value::Object(types.collect());
    values
}

#[test]
fn a_crate_with_every_payload_in_every_place_compiles_and_documents_without_a_warning() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let folder = tempfile::tempdir().expect("a folder");
    let values = all_at_once();
    let specs = specs(&values);
    let files = crate_files(&specs);
    output::write(&files.files, &folder.path().join("generated")).unwrap_or_else(|error| panic!("{error}"));
    let manifest = std::fs::read_to_string(workspace.join("Cargo.toml")).expect("the manifest");
    std::fs::write(folder.path().join("Cargo.toml"), alone(&manifest, workspace)).expect("a manifest");
    std::fs::copy(workspace.join("Cargo.lock"), folder.path().join("Cargo.lock")).expect("a lock file");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet", "--package", "docwright-clients", "--all-features"])
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", target())
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .expect("cargo runs");
        let told = String::from_utf8_lossy(&output.stderr);
        let told: String = told.lines().take(60).collect::<Vec<_>>().join("\n");
        assert!(output.status.success() && !told.contains("warning"), "cargo {arguments:?}:\n{told}");
    };
    run(&["check", "--all-targets"]);
    run(&["doc", "--no-deps"]);
}

/// The folder of this test's own build, so that dependencies are built once.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("this program");
    program.ancestors().nth(3).expect("target/debug/deps/program").to_owned()
}

/// The workspace's manifest for a workspace of the generated crate alone.
fn alone(manifest: &str, workspace: &Path) -> String {
    let mut manifest: toml::Table = manifest.parse().expect("a manifest");
    let table = manifest["workspace"].as_table_mut().expect("a workspace");
    table.insert("members".to_owned(), toml::Value::Array(vec!["generated".into()]));
    table.remove("default-members");
    for (_, dependency) in table["dependencies"].as_table_mut().expect("dependencies").iter_mut() {
        if let Some(path) = dependency.get_mut("path") {
            let full = workspace.join(path.as_str().expect("a path"));
            *path = full.to_str().expect("a path").into();
        }
    }
    manifest.to_string()
}
