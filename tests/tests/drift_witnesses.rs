//! What drift says of code is borne out: for each rule of that layer a program compiles with the old client and not with
//! the new one, or runs with both and sees something else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use docwright::drift::rules::{self, Breaks, Rule};
use docwright::drift::witness::{self, Witness};
use docwright::drift::{self, Version, rust};
use docwright::spec::model::Spec;
use docwright_mock::{Behaviour, Fault, MockVendor, On};
use docwright_tests::clients::Clients;
use docwright_tests::edits;
use docwright_tests::road::language;

/// A rule with the edit that it tells and the program that bears it out.
struct Case {
    rule: &'static Rule,
    /// The service's module, and the program's name.
    name: String,
    old: Spec,
    new: Spec,
    witness: Witness,
}

fn cases() -> Vec<Case> {
    let language = language("alibaba");
    let breaking = rules::all().iter().filter(|rule| rule.breaks.is_some_and(|breaks| breaks != Breaks::Nothing));
    breaking
        .map(|rule| {
            let edit = edits::of_code(rule).expect("an edit");
            let name = rule.code.replace("rust.", "").replace('.', "_");
            let named = |spec: Spec| Spec { service: name.clone(), ..spec };
            let (old, new) = (named(edit.old), named(edit.new));
            let none = BTreeMap::new();
            let version = |spec| Version { spec, pages: &none };
            let api = drift::compare(version(&old), version(&new), &language);
            let changes = rust::changes(&old, &new, &api);
            let change = changes.iter().find(|change| change.finding.rule() == rule);
            let change = change.unwrap_or_else(|| panic!("{} is not told", rule.code));
            let witness = witness::of(change, &old, &format!("alibaba::{name}"));
            let witness = witness.unwrap_or_else(|| panic!("{} has no witness", rule.code));
            Case { rule, name, old, new, witness }
        })
        .collect()
}

/// A client with its programs: those that compile, each alone, and one that runs all the others.
fn write(version: &str, specs: &[Spec], cases: &[Case], folder: &Path) -> Clients {
    let own = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Below the target folder of this run, whose dependencies are compiled already.
    let target = own.parent().expect("the target folder");
    let clients = Clients::write_version(Some(version), specs, &own.join(folder), target);
    let programs = clients.folder.join("witnesses/src/bin");
    fs::create_dir_all(&programs).expect("a folder");
    keep(&clients.folder.join("witnesses/Cargo.toml"), PACKAGE);
    let workspace = clients.folder.join("Cargo.toml");
    let members = fs::read_to_string(&workspace).expect("a manifest");
    keep(&workspace, &members.replace("[\"generated\"]", "[\"generated\", \"witnesses\"]"));
    let mut seers = String::from(SEER);
    let mut arms = String::new();
    for Case { name, witness, .. } in cases {
        match witness {
            Witness::Compiles(program) => {
                keep(&programs.join(format!("{name}.rs")), program);
            }
            Witness::Sees(body) => {
                write!(
                    seers,
                    "mod {name} {{\n    use docwright_clients::alibaba::{name} as service;\n    pub async fn \
                     see(client: &service::Client) -> String {{\n{body}\n    }}\n}}\n"
                )
                .expect("a text");
                writeln!(arms, "        \"{name}\" => see!({name}),").expect("a text");
            }
        }
    }
    keep(&programs.join("seer.rs"), &seers.replace("ARMS", &arms));
    clients
}

/// Writes a file, unless it is there already: what is not new is not compiled again.
fn keep(path: &Path, text: &str) {
    if !fs::read_to_string(path).is_ok_and(|present| present == text) {
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// The package of the programs.
const PACKAGE: &str = r#"[package]
name = "witnesses"
version.workspace = true
edition.workspace = true

[dependencies]
docwright-clients = { path = "../generated", features = ["all"] }
docwright-runtime.workspace = true
tokio = { workspace = true, features = ["macros", "rt"] }
"#;

/// Cargo, offline, for the package of the programs.
fn cargo(clients: &Clients, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(&clients.folder).env("CARGO_TARGET_DIR", &clients.target);
    command.args(arguments).args(["--offline", "--package", "witnesses", "--message-format=json"]);
    command
}

/// Runs a witness by its name against an endpoint: `seer NAME ENDPOINT KEY SECRET`.
const SEER: &str = r#"//! Runs what sees something else with another client.
#![allow(deprecated, unused)]

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let [name, endpoint, key, secret]: [String; 4] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().expect("four arguments");
    macro_rules! see {
        ($name:ident) => {{
            let keys = docwright_clients::runtime::Credentials::keys(key, secret);
            let builder = docwright_clients::alibaba::$name::Client::builder().region("far-east-1").credentials(keys);
            let client = builder.endpoint(endpoint).allow_plain_http().build().expect("a client");
            $name::see(&client).await
        }};
    }
    let seen = match name.as_str() {
ARMS
        other => panic!("no witness {other}"),
    };
    println!("{seen}");
}
"#;

/// The errors of each program, by its name.
fn errors(clients: &Clients) -> BTreeMap<String, Vec<String>> {
    let output = cargo(clients, &["check", "--bins", "--keep-going"]).output();
    let output = output.expect("cargo");
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let is_error = message["reason"] == "compiler-message" && message["message"]["level"] == "error";
        if let (true, Some(name)) = (is_error, message["target"]["name"].as_str()) {
            let text = message["message"]["message"].as_str().unwrap_or_default().to_owned();
            errors.entry(name.to_owned()).or_default().push(text);
        }
    }
    if errors.is_empty() {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    errors
}

/// The program that runs all witnesses with a client.
fn seer(clients: &Clients, kept: &str) -> PathBuf {
    let output = cargo(clients, &["build", "--bin", "seer"]).output().expect("cargo");
    let messages = String::from_utf8_lossy(&output.stdout);
    let built = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let program = built.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    let program = program.unwrap_or_else(|| panic!("{messages}\n{}", String::from_utf8_lossy(&output.stderr)));
    // The next client's has the same path.
    let own = clients.folder.join(kept);
    fs::copy(program, &own).expect("a program");
    own
}

/// What a witness prints, and what the service saw of it.
fn see(program: &Path, case: &Case, spec: &Spec) -> String {
    let vendor = MockVendor::from_json(&serde_json::to_string(spec).expect("a spec")).expect("a spec");
    let vendor = vendor.with_pending_polls(0).start().expect("a port");
    if case.rule.facet == drift::Facet::Repeated {
        vendor.script(On::each().call(1), Behaviour::Fault(Fault::Unavailable));
    }
    if case.rule.facet == drift::Facet::Followed {
        // One of five: there is a next page.
        let body = r#"{"TotalCount": 5, "Lamps": {"Lamp": [{"LampId": "lamp-1"}]}}"#.to_owned();
        let answer = Behaviour::Answer { status: 200, content_type: "application/json".to_owned(), body };
        vendor.script(On::operation("ListLamps"), answer);
    }
    let mut child = Command::new(program);
    child.args([case.name.as_str(), &vendor.endpoint(), vendor.access_key_id(), vendor.secret()]);
    let output = child.stdin(Stdio::null()).output().expect("the program runs");
    assert!(output.status.success(), "{}: {}", case.name, String::from_utf8_lossy(&output.stderr));
    let mut seen = String::from_utf8_lossy(&output.stdout).into_owned();
    for call in vendor.calls() {
        let pairs = |pairs: &[(String, String)]| {
            let kept = pairs.iter().filter(|(name, _)| spec_names(spec, name));
            kept.flat_map(|(name, value)| [" ", name.as_str(), "=", value.as_str()]).collect::<String>()
        };
        let request = &call.request;
        let (query, headers) = (pairs(&request.query), pairs(&request.headers));
        writeln!(seen, "{}{query}; headers{headers}: {:?}", request.path, call.status).expect("a text");
    }
    seen
}

/// Whether a pair of a request is the operation's own; the others change from call to call.
fn spec_names(spec: &Spec, name: &str) -> bool {
    let mut names = spec.operations.iter().flat_map(|one| &one.parameters).map(|one| &one.field.wire);
    names.any(|wire| wire.eq_ignore_ascii_case(name) && wire != "ClientToken")
}

#[test]
fn each_break_is_borne_out_by_a_program() {
    let cases = cases();
    let (old, new): (Vec<Spec>, Vec<Spec>) = cases.iter().map(|case| (case.old.clone(), case.new.clone())).unzip();
    let old = write("0.0.1", &old, &cases, Path::new("witnesses-old"));
    let (before, program) = (errors(&old), seer(&old, "seer-old"));
    assert_eq!(before, BTreeMap::new(), "programs that do not compile with the old client");
    let new = write("0.0.2", &new, &cases, Path::new("witnesses-new"));
    let (after, other_program) = (errors(&new), seer(&new, "seer-new"));

    let mut wrong = Vec::new();
    let (mut compile, mut run) = (0, 0);
    for case in &cases {
        match case.witness {
            Witness::Compiles(_) => {
                compile += 1;
                if !after.contains_key(&case.name) {
                    wrong.push(format!("{} compiles with the new client, too", case.rule.code));
                }
            }
            Witness::Sees(_) => {
                run += 1;
                let (was, is) = (see(&program, case, &case.old), see(&other_program, case, &case.new));
                if was == is {
                    wrong.push(format!("{} sees the same with both clients:\n{was}", case.rule.code));
                }
            }
        }
    }
    println!("{compile} programs compile with the old client alone, {run} see something else with the new one");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(compile + run, cases.len());
}
