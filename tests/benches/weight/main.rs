//! What the generated crate costs those who compile it, an operation: all operations of three services of the corpus.
//!
//! ```sh
//! cargo bench -p docwright-tests --bench weight                  # check, debug and release of the crate alone
//! cargo bench -p docwright-tests --bench weight -- memory        # also the peak memory of more than 800 operations
//! cargo bench -p docwright-tests --bench weight -- cold          # also a build of all dependencies, from nothing
//! cargo bench -p docwright-tests --bench weight -- peers         # also aws-sdk-sqs and a progenitor client, downloaded
//! ```
//!
//! The crate alone costs little where its functions are compiled in the programs that call them: what such a program pays,
//! an operation, is printed, too. Figures are the user seconds of rustc on the crate alone, the least of several runs: other work on the machine only
//! adds to them. So that rustc is measured and not cargo, this program stands between the two (`RUSTC_WRAPPER`).

#![expect(clippy::cast_precision_loss, reason = "seconds, bytes and counts of operations are small")]

mod called;
mod measure;
mod peers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use docwright::spec::model::Spec;
use docwright_tests::clients::{Clients, specs};

use measure::{Measured, Step, measure};

/// How often each figure is taken.
const RUNS: usize = 3;

/// What a client of ours may cost: milliseconds of check, debug and release and bytes of the library, an operation.
const TARGETS: Figures = Figures { check: 8.0, debug: 12.0, release: 20.0, library: 70_000.0 };

/// The most memory of rustc for 800 operations, in MiB.
const MOST_MEMORY: f64 = 900.0;

/// Figures an operation.
#[derive(Clone, Copy)]
pub struct Figures {
    check: f64,
    debug: f64,
    release: f64,
    library: f64,
}

fn main() -> ExitCode {
    if let Some(exit) = measure::as_wrapper() {
        return exit;
    }
    let wants = |word: &str| std::env::args().any(|argument| argument == word);
    let Some(specs) = specs("weight") else { return ExitCode::SUCCESS };
    let operations: usize = specs.iter().map(|spec| spec.operations.len()).sum();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("weight");
    let clients = Clients::write(&specs, &folder.join("clients"), &folder.join("target"));
    let lines = lines(&clients.source());
    println!("{operations} operations, {} lines an operation", lines / operations);

    println!("{:34}{:>10}{:>10}{:>10}{:>12}{:>10}", "", "check", "debug", "release", "library", "memory");
    println!("{:34}{:>10}{:>10}{:>10}{:>12}{:>10}", "an operation", "ms", "ms", "ms", "KB", "MiB");
    let ours = all_steps(&clients, "docwright_clients", operations);
    row("docwright", &ours.figures, ours.memory);
    row("target", &TARGETS, MOST_MEMORY);
    row("times the target", &ratio(&ours.figures, &TARGETS), ours.memory / MOST_MEMORY);

    called::print(&specs, &clients, &folder);
    println!("{} crates in the tree", crates(&clients));
    if wants("memory") {
        more_operations(&specs, &folder);
    }
    if wants("cold") {
        cold(&folder);
    }
    if wants("peers") {
        peers::compare(&specs, &folder, &ours.figures);
    }
    ExitCode::SUCCESS
}

/// The figures of a crate, and the most memory that rustc took for it.
struct Whole {
    figures: Figures,
    memory: f64,
}

/// Measures all steps of our crate.
fn all_steps(clients: &Clients, name: &str, operations: usize) -> Whole {
    let root = clients.source().join("lib.rs");
    let run = |step: Step, arguments: &[&str]| -> Measured {
        measure(name, RUNS, &|| clients.cargo(arguments), &|| touch(&root), step)
    };
    let check = run(Step::Check, &["check", "--quiet"]);
    let debug = run(Step::Build, &["build", "--quiet"]);
    let library = size(&clients.target.join(format!("debug/lib{name}.rlib")));
    let release = run(Step::Build, &["build", "--quiet", "--release"]);
    let each = |measured: &Measured| measured.user * 1000.0 / operations as f64;
    let figures = Figures {
        check: each(&check),
        debug: each(&debug),
        release: each(&release),
        library: library as f64 / operations as f64,
    };
    Whole { figures, memory: check.memory.max(debug.memory) }
}

/// The same services under three names each: what memory costs where there are many operations.
fn more_operations(specs: &[Spec], folder: &Path) {
    let renamed = |number: usize| {
        specs.iter().cloned().map(move |spec| Spec { service: format!("{}{number}", spec.service), ..spec })
    };
    let many: Vec<Spec> = (1..=3).flat_map(renamed).collect();
    let operations: usize = many.iter().map(|spec| spec.operations.len()).sum();
    let clients = Clients::write(&many, &folder.join("many"), &folder.join("target"));
    let root = clients.source().join("lib.rs");
    for (name, arguments) in [("check", ["check", "--quiet"]), ("debug", ["build", "--quiet"])] {
        let step = if name == "check" { Step::Check } else { Step::Build };
        let measured = measure("docwright_clients", 1, &|| clients.cargo(&arguments), &|| touch(&root), step);
        let each = measured.user * 1000.0 / operations as f64;
        println!("{operations} operations: {name} {each:.1} ms an operation, {:.0} MiB of memory", measured.memory);
    }
}

/// A build of everything from nothing, as a program has it that uses the clients: not even dependencies are optimised.
fn cold(folder: &Path) {
    let target = folder.join("cold");
    let _ = fs::remove_dir_all(&target);
    let program = called::folder(folder);
    let measured = measure::everything(&|| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&program).env("CARGO_TARGET_DIR", &target).args(["build", "--quiet", "--offline"]);
        command
    });
    let dependencies = measured.user - measured.of("docwright_clients") - measured.of("called");
    println!("cold build of the dependencies: {dependencies:.1} s of rustc (target 27)");
}

/// How many crates the tree has, our own among them.
fn crates(clients: &Clients) -> usize {
    let mut command = clients.cargo(&["tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"]);
    let output = command.output().expect("cargo");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut names: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

fn row(name: &str, figures: &Figures, memory: f64) {
    let Figures { check, debug, release, library } = figures;
    // Ratios are small, bytes are not.
    let library = if *library > 1000.0 { library / 1000.0 } else { *library };
    println!("{name:34}{check:>10.2}{debug:>10.2}{release:>10.2}{library:>12.2}{memory:>10.2}");
}

fn ratio(figures: &Figures, to: &Figures) -> Figures {
    Figures {
        check: figures.check / to.check,
        debug: figures.debug / to.debug,
        release: figures.release / to.release,
        library: figures.library / to.library,
    }
}

/// Makes cargo compile a crate again.
fn touch(file: &Path) {
    let file = fs::File::options().append(true).open(file).expect("the root of the crate");
    file.set_modified(std::time::SystemTime::now()).expect("a time");
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map(|metadata| metadata.len()).unwrap_or_default()
}

/// The lines of all Rust files below a folder.
fn lines(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    let count = |path: PathBuf| {
        if path.is_dir() {
            lines(&path)
        } else {
            fs::read_to_string(&path).map(|text| text.lines().count()).unwrap_or_default()
        }
    };
    paths.into_iter().map(count).sum()
}
