//! What other generators' clients cost in the same run: aws-sdk-sqs as it is published, and a client that progenitor
//! makes of the same operations.
//!
//! In: the spec. Out: an `OpenAPI` file of it, crates that cargo compiles, and a row each. Both are downloaded.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use docwright::spec::model::{Field, Location, Operation, Spec, Type};
use serde_json::{Map, Value, json};

use super::measure::everything;
use super::{Figures, row, size};

/// Its own features alone: the crates beneath it are not measured, so none is built for TLS.
const SQS: &str = "aws-sdk-sqs = { version = \"1\", default-features = false, features = [\"rt-tokio\"] }";

/// How many operations aws-sdk-sqs has.
const SQS_OPERATIONS: usize = 23;

/// Makes the `OpenAPI` file's client.
const MAKER: &str = r#"
fn main() {
    let mut arguments = std::env::args().skip(1);
    let (from, to) = (arguments.next().expect("a file"), arguments.next().expect("a file"));
    let spec = serde_json::from_str(&std::fs::read_to_string(from).expect("text")).expect("OpenAPI");
    let mut settings = progenitor_impl::GenerationSettings::default();
    settings.with_interface(progenitor_impl::InterfaceStyle::Builder);
    let tokens = progenitor_impl::Generator::new(&settings).generate_tokens(&spec).expect("a client");
    std::fs::write(to, prettyplease::unparse(&syn::parse2(tokens).expect("Rust"))).expect("written");
}
"#;

/// Measures the peers and prints them beside ours.
pub fn compare(specs: &[Spec], folder: &Path, ours: &Figures) {
    let peers = folder.join("peers");
    let (client, operations) = progenitor(specs, &peers);
    let built = steps(&client, &peers.join("target"), "peer", "peer", operations);
    row(&format!("progenitor, the same {operations}"), &built, 0.0);
    row("  times docwright", &super::ratio(&built, ours), 0.0);

    krate(&peers.join("sqs"), "sqs", SQS, "");
    let sqs = steps(&peers.join("sqs"), &peers.join("target"), "aws_sdk_sqs", "aws-sdk-sqs", SQS_OPERATIONS);
    row("aws-sdk-sqs", &sqs, 0.0);
    row("  times docwright", &super::ratio(&sqs, ours), 0.0);
}

/// Writes a crate.
fn krate(folder: &Path, name: &str, dependencies: &str, text: &str) {
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n{dependencies}\n\n\
         [workspace]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(folder.join("src/lib.rs"), text).expect("a root");
}

/// Measures a crate: compiled once with its dependencies, then taken away and compiled again.
fn steps(folder: &Path, target: &Path, name: &str, package: &str, operations: usize) -> Figures {
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(folder).env("CARGO_TARGET_DIR", target).args(arguments);
        command
    };
    let each = |arguments: &[&str]| {
        everything(&|| cargo(arguments));
        let again = || {
            let _ = cargo(&["clean", "--quiet", "--package", package]).output();
            let _ = cargo(&["clean", "--quiet", "--release", "--package", package]).output();
            everything(&|| cargo(arguments)).of(name)
        };
        (0..2).map(|_| again()).fold(f64::INFINITY, f64::min) * 1000.0 / operations as f64
    };
    let (check, debug) = (each(&["check", "--quiet"]), each(&["build", "--quiet"]));
    let entries = fs::read_dir(target.join("debug/deps")).expect("libraries");
    let library = entries.flatten().map(|entry| entry.path()).filter(|path| {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        file.starts_with(&format!("lib{name}-")) && path.extension().is_some_and(|ending| ending == "rlib")
    });
    let library = library.map(|path| size(&path)).max().unwrap_or_default() as f64 / operations as f64;
    let release = each(&["build", "--quiet", "--release"]);
    Figures { check, debug, release, library }
}

/// The client that progenitor makes of the same operations, and how many it has.
fn progenitor(specs: &[Spec], peers: &Path) -> (std::path::PathBuf, usize) {
    let maker = peers.join("make");
    krate(&maker, "make", "progenitor-impl = \"0.15\"\nprettyplease = \"0.2\"\nsyn = \"2\"\nserde_json = \"1\"", "");
    fs::write(maker.join("src/main.rs"), MAKER).expect("a program");
    let file = peers.join("openapi.json");
    let mut paths = Map::new();
    for spec in specs {
        for operation in &spec.operations {
            let path = format!("/{}/{}", spec.service, operation.name);
            paths.insert(path, json!({ "post": of_operation(spec, operation) }));
        }
    }
    let operations = paths.len();
    let openapi = json!({ "openapi": "3.0.3", "info": { "title": "peer", "version": "1.0.0" }, "paths": paths });
    fs::write(&file, openapi.to_string()).expect("the OpenAPI file");
    let client = peers.join("peer");
    krate(
        &client,
        "peer",
        "progenitor-client = \"0.15\"\nreqwest = { version = \"0.13\", features = [\"json\", \"query\", \"stream\"] }\n\
         serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\nbytes = \"1\"\nfutures = \"0.3\"",
        "",
    );
    let mut run = Command::new(env!("CARGO"));
    run.current_dir(&maker).env("CARGO_TARGET_DIR", peers.join("target")).args(["run", "--quiet", "--bin", "make"]);
    let output = run.arg(&file).arg(client.join("src/lib.rs")).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (client, operations)
}

/// Values of a query stay there; whatever nests goes into the body.
fn of_operation(spec: &Spec, operation: &Operation) -> Value {
    let mut query = Vec::new();
    let mut body = Vec::new();
    for parameter in &operation.parameters {
        let nests = matches!(parameter.field.shape, Type::Object { .. } | Type::Array { .. } | Type::Map { .. });
        if nests || parameter.location == Location::Body {
            body.push(&parameter.field);
        } else {
            query.push(&parameter.field);
        }
    }
    let query: Vec<Value> = unique(query)
        .into_iter()
        .map(|field| {
            let required = field.presence == docwright::spec::model::Presence::Required;
            json!({ "name": field.wire, "in": "query", "required": required, "description": field.description,
                "schema": of_type(&field.shape, field) })
        })
        .collect();
    let answer = operation.responses.first().map(|answer| answer.fields.iter().collect()).unwrap_or_default();
    let mut stated = json!({
        "operationId": format!("{}_{}", spec.service, operation.name),
        "description": operation.summary,
        "parameters": query,
        "responses": { "200": { "description": "", "content": { "application/json": { "schema": object(answer) } } } },
    });
    if !body.is_empty() {
        stated["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": object(body) } } });
    }
    stated
}

fn object(fields: Vec<&Field>) -> Value {
    let properties: Map<String, Value> =
        unique(fields).into_iter().map(|field| (field.wire.clone(), of_type(&field.shape, field))).collect();
    json!({ "type": "object", "properties": properties })
}

fn of_type(shape: &Type, field: &Field) -> Value {
    let mut schema = match shape {
        Type::String | Type::File => {
            let values: Vec<&str> = field.values.iter().map(|value| value.wire.as_str()).collect();
            let distinct: BTreeSet<String> = values.iter().map(|value| plain(value)).collect();
            // The generator gives up where two values make one name.
            let nameable = distinct.len() == values.len() && !distinct.contains("");
            if values.is_empty() || !nameable {
                json!({ "type": "string" })
            } else {
                json!({ "type": "string", "enum": values })
            }
        }
        Type::Integer => json!({ "type": "integer", "format": "int64" }),
        Type::Number => json!({ "type": "number" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Array { item } => json!({ "type": "array", "items": of_type(item, field) }),
        Type::Map { value } => json!({ "type": "object", "additionalProperties": of_type(value, field) }),
        Type::Object { fields } if !fields.is_empty() => object(fields.iter().collect()),
        Type::Object { .. } | Type::Any | Type::Unknown | Type::Reference { .. } => json!({}),
    };
    if let (Some(words), Some(schema)) = (&field.description, schema.as_object_mut()) {
        schema.insert("description".to_owned(), words.as_str().into());
    }
    schema
}

/// Fields whose names differ in more than case and signs: the generator gives up where two make one name.
fn unique(fields: Vec<&Field>) -> Vec<&Field> {
    let mut seen = BTreeSet::new();
    fields.into_iter().filter(|field| seen.insert(plain(&field.wire))).collect()
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}
