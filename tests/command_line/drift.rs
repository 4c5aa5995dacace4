//! `drift`: what it prints of two versions, and how it exits.

use crate::support::{HIRE_BOAT, Repository};

/// A repository with a newer page beside its own.
fn with_new_page(from: &str, to: &str) -> Repository {
    let repository = Repository::with_boats();
    assert!(HIRE_BOAT.contains(from), "nothing to change: {from}");
    repository.write("old/hire-boat.md", HIRE_BOAT);
    repository.write("new/hire-boat.md", HIRE_BOAT.replace(from, to));
    repository
}

const COMPARE: &str = "drift --vendor alibaba --service boats --from old --to new";

#[test]
fn a_tightened_limit_breaks_callers_and_is_told_with_both_places() {
    let repository = with_new_page("**24**", "**12**");
    let run = repository.run(COMPARE).exits(1);
    let run = run.prints("breaking[param.maximum.tightened]: HireBoat request.Hours: maximum `24` became `12`\n");
    let run = run.prints("  --> old/hire-boat.md:11:").prints("  ::: new/hire-boat.md:11:");
    run.prints("1 change of the API: 1 breaking, 0 notable, 0 harmless\n");
    repository.run(&format!("{COMPARE} --fail-on none")).exits(0);
}

#[test]
fn a_loosened_limit_breaks_nobody() {
    let repository = with_new_page("**24**", "**48**");
    repository
        .run(COMPARE)
        .exits(0)
        .prints("harmless[param.maximum.loosened]: HireBoat request.Hours: maximum `24` became `48`\n");
    repository.run(&format!("{COMPARE} --fail-on any")).exits(1);
}

#[test]
fn programs_read_both_forms() {
    let repository = with_new_page("|Hours|", "|Hour|");
    let flat = repository.run(&format!("{COMPARE} --format flat")).exits(1).json();
    let renamed = &flat["findings"].as_array().expect("rows")[0];
    assert_eq!(renamed["layer"], "api");
    assert_eq!(renamed["kind"], "param.renamed");
    assert_eq!((&renamed["old"], &renamed["new"]), (&"Hours".into(), &"Hour".into()));
    let json = repository.run(&format!("{COMPARE} --format json")).exits(1).json();
    let found = &json["findings"].as_array().expect("findings")[0];
    assert_eq!(found["subject"]["operation"], "HireBoat");
    assert_eq!(found["severity"], "breaking");
    assert_eq!(found["new_place"]["line"], 11);
    assert_eq!(found["fingerprint"].as_str().expect("a fingerprint").len(), 16);
}

#[test]
fn specs_are_compared_as_pages_are() {
    let repository = with_new_page("|No|3|", "|Yes|3|");
    for side in ["old", "new"] {
        let extract = format!("extract --vendor alibaba --service boats --pages {side} --out {side}.json");
        repository.run(&extract).exits(0);
    }
    let run = repository.run("drift --vendor alibaba --service boats --from old.json --to new.json").exits(1);
    run.prints("breaking[param.presence.tightened]: HireBoat request.Hours: presence `optional` became `required`\n");
}

#[test]
fn what_can_not_be_read_never_says_that_nothing_changed() {
    let repository = with_new_page("**24**", "**12**");
    repository.write("new/broken.md", "\0");
    repository.run(COMPARE).exits(3).says("broken.md");
    repository.run("drift --vendor alibaba --service boats --from old --to nowhere").exits(3);
    repository.run("drift --vendor alibaba --service boats --from old").exits(2);
}
