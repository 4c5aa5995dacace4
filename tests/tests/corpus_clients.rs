//! The clients of three services of the corpus, 289 operations: they compile without a warning, each sample of a request
//! comes out of its builder, and each sample of an answer goes into its type.

use std::path::Path;

use docwright_tests::clients::{Clients, specs};

#[test]
fn clients_of_real_pages_compile_and_hold_their_samples() {
    let Some(specs) = specs("clients_of_real_pages_compile_and_hold_their_samples") else { return };
    let operations: usize = specs.iter().map(|spec| spec.operations.len()).sum();
    assert!(operations >= 289, "only {operations} operations");
    let own = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Below the target folder of this run, whose dependencies are compiled already.
    let target = own.parent().expect("the target folder");
    let clients = Clients::write(&specs, &own.join("corpus-clients"), target);
    let output = clients.cargo(&["test", "--no-fail-fast", "--tests"]).output().expect("cargo");
    let (said, tests) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    let failed = tests.lines().filter(|line| line.ends_with("FAILED") || line.starts_with("assertion"));
    let failed: Vec<&str> = failed.take(40).collect();
    assert!(output.status.success() && !said.contains("warning"), "{said}\n{}", failed.join("\n"));
    let passed = tests.lines().filter(|line| line.ends_with("... ok")).count();
    // Few samples show nothing of their operation, or are not readable.
    assert!(passed >= operations, "only {passed} samples of {operations} operations");
    println!("{operations} operations, {passed} samples hold");
}
