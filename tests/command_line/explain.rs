//! `explain`: what a code means.

use crate::support::{Repository, run_in};

#[test]
fn a_code_is_explained_with_its_page_and_its_report() {
    let repository = Repository::with_boats();
    for code in ["D0103", "d103", "103"] {
        let run = repository.run(&format!("explain {code}")).exits(0);
        let run =
            run.prints("D0103 (warning): an unknown column heading\n").prints("Example, create-thing.md of alibaba:");
        run.prints("    warning[D0103]: ").prints("     --> create-thing.md:5:17\n");
    }
}

#[test]
fn all_codes_are_listed() {
    let run = Repository::with_boats().run("explain").exits(0);
    let run = run.prints("D0090  error    a file that is no page\n").prints("D0503  error    ");
    assert!(run.output.lines().count() > 30);
}

#[test]
fn a_rule_of_drift_is_explained_and_listed() {
    let repository = Repository::with_boats();
    let run = repository.run("explain param.maximum.tightened").exits(0);
    let run = run.prints("param.maximum.tightened (breaking): the largest number of a parameter was tightened\n\n");
    run.prints("It is a change of the API.\n\n");
    repository.run("explain rust.setter.removed").exits(0).prints("code does not compile for it");
    let list = repository.run("explain").exits(0).prints("\nRules of `cargo xtask drift`:\n\n");
    let lines: Vec<&str> = list.output.lines().filter(|line| line.starts_with("param.maximum.")).collect();
    // A limit comes, goes, is less, is more, or becomes one that can not be compared.
    assert_eq!(lines.len(), 5, "{lines:?}");
    repository.run("explain param.maximum").exits(2);
}

#[test]
fn an_unknown_code_is_wrong_use() {
    let repository = Repository::with_boats();
    repository.run("explain D9999").exits(2).says("error: no code `D9999`; `cargo xtask explain` lists all\n");
    repository.run("explain boats").exits(2);
}

#[test]
fn outside_of_a_repository_there_is_nothing_to_run() {
    let nowhere = tempfile::tempdir().expect("a folder");
    run_in(nowhere.path(), ["stats"]).exits(3).says("run this in a clone of docwright");
    run_in(nowhere.path(), ["explain"]).exits(0);
}
