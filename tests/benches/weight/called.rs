//! What those pay who call: the generated crate's functions are compiled where they are used, so a program that calls all
//! operations is compiled, too.
//!
//! In: the specs and their clients. Out: a program beside the clients, and what rustc took for it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright::emit::{plan, surface};
use docwright::spec::model::Spec;
use docwright_tests::clients::Clients;

use super::measure::{Step, measure};
use super::touch;

/// Where the program stands.
pub fn folder(folder: &Path) -> PathBuf {
    folder.join("called")
}

/// Compiles a program that calls every operation and shows what comes back; prints what it costs, an operation.
pub fn print(specs: &[Spec], clients: &Clients, folder: &Path) {
    let program = self::folder(folder);
    fs::create_dir_all(program.join("src")).expect("a folder");
    let (text, calls) = text(specs);
    fs::write(program.join("src/lib.rs"), text).expect("the program");
    let generated = clients.folder.join("generated").display().to_string();
    let manifest = format!(
        "[package]\nname = \"called\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         docwright-clients = {{ path = {generated:?}, features = [\"all\"] }}\n\n[workspace]\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n"
    );
    fs::write(program.join("Cargo.toml"), manifest).expect("its manifest");
    fs::copy(clients.folder.join("Cargo.lock"), program.join("Cargo.lock")).expect("its lock file");
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&program).env("CARGO_TARGET_DIR", folder.join("target"));
        command.args(arguments).args(["--quiet", "--offline"]);
        command
    };
    let root = program.join("src/lib.rs");
    let each = |arguments: &[&str]| {
        let measured = measure("called", 2, &|| cargo(arguments), &|| touch(&root), Step::Build);
        measured.user * 1000.0 / calls as f64
    };
    let (check, debug, release) = (each(&["check"]), each(&["build"]), each(&["build", "--release"]));
    println!(
        "{:34}{check:>10.2}{debug:>10.2}{release:>10.2}   in a program that calls {calls}",
        "an operation that is called"
    );
}

/// One function an operation, and how many there are.
fn text(specs: &[Spec]) -> (String, usize) {
    let mut text = String::from(
        "#![allow(deprecated)]\n\nuse std::{future::Future, pin::Pin};\n\n\
         type Called<'c> = Pin<Box<dyn Future<Output = String> + Send + 'c>>;\n",
    );
    let mut calls = 0;
    for spec in specs {
        let plan = plan::service(spec);
        let _ = writeln!(text, "\npub mod {} {{\n    use super::Called;", spec.service);
        let _ = writeln!(text, "    use docwright_clients::{}::{} as service;\n", spec.vendor, spec.service);
        for one in &plan.operations {
            let Some(call) = surface::call(&plan, &one.operation.name, &[]) else { continue };
            calls += 1;
            // Callers have the runtime by the clients' name for it.
            let call = call.replace(":: docwright_runtime ::", "docwright_clients :: runtime ::");
            let _ = writeln!(
                text,
                "    pub fn call{calls}(client: &service::Client) -> Called<'_> {{\n        \
                 Box::pin(async move {{ format!(\"{{:?}}\", client.{call}.send().await) }})\n    }}"
            );
        }
        text.push_str("}\n");
    }
    (text, calls)
}
