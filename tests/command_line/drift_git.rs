//! `drift --git`: the history of a repository of documentation, commit by commit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{HIRE_BOAT, PAINT_BOAT, Repository, Run, root, run_in};

/// Runs git in a folder of a repository, as nobody in particular and on a certain day.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgSign=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", "2026-11-20T12:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-11-22T12:00:00Z")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a text").trim().to_owned()
}

/// A repository of docwright, and one of documentation in `docs/` with the page of `HireBoat` as its first commit.
fn with_history() -> Repository {
    let repository = Repository::with_boats();
    fs::create_dir(repository.path().join("docs")).expect("a folder");
    git(&docs(&repository), &["init", "--quiet", "--initial-branch=main"]);
    repository.write("docs/api/hire-boat.md", HIRE_BOAT);
    commit(&repository, "Document boats");
    git(&docs(&repository), &["tag", "start"]);
    repository
}

fn docs(repository: &Repository) -> PathBuf {
    repository.path().join("docs")
}

fn commit(repository: &Repository, subject: &str) -> String {
    git(&docs(repository), &["add", "--all"]);
    git(&docs(repository), &["commit", "--quiet", "--allow-empty", "--message", subject]);
    git(&docs(repository), &["rev-parse", "HEAD"])
}

const HISTORY: &str = "drift --vendor alibaba --service boats --git docs --paths api/**";

fn history(repository: &Repository, more: &str) -> Run {
    repository.run(&format!("{HISTORY} --range start..main {more}"))
}

/// The findings of a layer, with the commit in which they are, as `comparison: code old -> new`.
fn told(run: &Run, layer: &str) -> Vec<String> {
    let json = run.json();
    let findings = json["findings"].as_array().expect("findings").iter().filter(|found| found["layer"] == layer);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let told = findings.map(|found| {
        let comparison = text(&found["comparison"]);
        let subject = comparison.split_once("2026-11-22 ").expect("a day").1;
        format!("{subject}: {} {} -> {}", text(&found["code"]), text(&found["old"]), text(&found["new"]))
    });
    told.collect()
}

#[test]
fn each_commit_is_compared_with_the_one_before() {
    let repository = with_history();
    repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("**24**", "**12**"));
    let tightened = commit(&repository, "Shorter hires");
    repository.write("docs/README.txt", "no page of the API");
    repository.write("docs/api/boat.png", "no page at all");
    commit(&repository, "A picture");
    repository.write("docs/api/paint-boat.md", PAINT_BOAT);
    repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("**24**", "**48**"));
    commit(&repository, "Paint; longer hires");

    let run = history(&repository, "--format json").exits(1).says("start..main: 2 commits with 3 changes of pages\n");
    let expected = [
        "Shorter hires: param.maximum.tightened 24 -> 12",
        "Paint; longer hires: param.maximum.loosened 12 -> 48",
        "Paint; longer hires: operation.added  -> PaintBoat",
    ];
    assert_eq!(told(&run, "api"), expected);
    let id = &tightened[..12];
    assert!(run.output.contains(&format!("\"alibaba/boats {id} 2026-11-22 Shorter hires\"")), "{}", run.output);

    let comparisons = run.json()["comparisons"].as_array().expect("titles").len();
    assert_eq!(comparisons, 2, "the commit of a picture is none");

    let run = history(&repository, "--fail-on none").exits(0).prints(&format!("== alibaba/boats {id} 2026-11-22"));
    let run =
        run.prints(&format!("  --> {id}^:api/hire-boat.md:11:")).prints(&format!("  ::: {id}:api/hire-boat.md:11:"));
    run.prints("3 changes of the API: 1 breaking, ");
    repository.run(&format!("{HISTORY} --range {tightened}..main")).exits(0).says("1 commit with 2 changes of pages");
}

#[test]
fn a_file_that_git_says_was_renamed_is_one_page() {
    let repository = with_history();
    // Another page beside it, so that not just one is left on either side.
    repository.write("docs/api/paint-boat.md", PAINT_BOAT);
    commit(&repository, "Paint");
    fs::create_dir(docs(&repository).join("api/boats")).expect("a folder");
    for (from, to) in [("api/hire-boat.md", "api/boats/hire.md"), ("api/paint-boat.md", "api/boats/paint.md")] {
        git(&docs(&repository), &["mv", from, to]);
    }
    repository.write("docs/api/boats/hire.md", HIRE_BOAT.replace("**24**", "**12**"));
    let id = commit(&repository, "Move");

    let run = repository.run(&format!("{HISTORY} --range main^..main --format json")).exits(1);
    assert_eq!(told(&run, "api"), ["Move: param.maximum.tightened 24 -> 12"]);
    let document = told(&run, "document");
    for moved in ["api/hire-boat.md -> api/boats/hire.md", "api/paint-boat.md -> api/boats/paint.md"] {
        let times = document.iter().filter(|line| line.ends_with(moved) && line.contains("page.moved")).count();
        assert_eq!(times, 1, "{document:?}");
    }
    assert!(document.iter().all(|line| !line.contains("page.added") && !line.contains("page.removed")), "{document:?}");
    let run = repository.run(&format!("{HISTORY} --range main^..main")).exits(1);
    let id = &id[..12];
    run.prints(&format!("--> {id}^:api/hire-boat.md:11:")).prints(&format!("::: {id}:api/boats/hire.md:11:"));
}

#[test]
fn a_merge_is_one_change_beside_its_first_parent() {
    let repository = with_history();
    git(&docs(&repository), &["switch", "--quiet", "--create", "side"]);
    repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("**24**", "**36**"));
    commit(&repository, "On the side");
    repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("**24**", "**48**"));
    commit(&repository, "On the side again");
    git(&docs(&repository), &["switch", "--quiet", "main"]);
    repository.write("docs/api/paint-boat.md", PAINT_BOAT);
    commit(&repository, "Paint");
    git(&docs(&repository), &["merge", "--quiet", "--no-ff", "--message", "Merge the side", "side"]);

    let run = history(&repository, "--format json").exits(0);
    let expected = ["Paint: operation.added  -> PaintBoat", "Merge the side: param.maximum.loosened 24 -> 48"];
    assert_eq!(told(&run, "api"), expected);
}

#[test]
fn what_can_not_be_read_is_told_after_the_rest() {
    let repository = with_history();
    repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("**24**", "**12**"));
    repository.write("docs/api/broken.md", b"a\0b");
    repository.write("docs/api/huge.md", vec![b'x'; (16 << 20) + 1]);
    let id = commit(&repository, "Broken");
    let run = history(&repository, "").exits(3).prints("1 breaking");
    let run =
        run.says(&format!("error: {id}:api/broken.md: ")).says(&format!("error: {id}:api/huge.md: 16777217 bytes"));
    assert!(!run.output.contains("broken.md"), "what is no page is neither new nor gone");
    // A page is read behind one that was too large.
    repository.write("docs/api/huge.md", PAINT_BOAT);
    let id = commit(&repository, "Mended");
    let run = repository.run(&format!("{HISTORY} --range main^..main")).exits(3);
    let run = run.says(&format!("error: {id}^:api/huge.md: 16777217 bytes"));
    assert_eq!(run.output, "", "a run that failed does not say that nothing changed");
}

#[cfg(unix)]
#[test]
fn a_link_is_no_page() {
    let repository = with_history();
    std::os::unix::fs::symlink("/etc/passwd", docs(&repository).join("api/link.md")).expect("a link");
    commit(&repository, "A link");
    history(&repository, "").exits(3).says(":api/link.md: it is no plain file");
}

#[test]
fn nothing_that_git_could_take_for_something_else_reaches_it() {
    let repository = with_history();
    let start = "drift --vendor alibaba --service boats";
    for arguments in [
        "--git docs --paths api/** --range --output=x..y",
        "--git docs --paths api/** --range main",
        "--git docs --paths api/** --range a...b",
        "--git docs --paths api/** --range ..main",
        "--git docs --paths --all --range start..main",
        "--git=-docs --paths api/** --range start..main",
        "--git docs --paths api/**",
        "--git docs --range start..main",
        "--git docs --paths api/** --range start..main --docs docs",
        "--from docs --to docs --paths api/**",
        "--from docs --to docs --range a..b",
    ] {
        repository.run(&format!("{start} {arguments}")).exits(2);
    }
    repository.run("drift --git docs --paths api/** --range start..main").exits(2).says("--vendor");
    assert!(!repository.path().join("x").exists() && !docs(&repository).join("x..y").exists());
    // These are patterns and names, and match nothing.
    for (paths, range) in [(":(exclude)api", "start..main"), ("api/**", "start..nowhere"), ("other/**", "start..main")]
    {
        repository.run(&format!("{start} --git docs --paths {paths} --range {range}")).exits(3);
    }
    repository.run(&format!("{start} --git nowhere --paths api/** --range a..b")).exits(3).says("git: ");
}

#[test]
fn a_range_without_changes_is_told_from_patterns_without_pages() {
    let repository = with_history();
    repository.write("docs/guide.txt", "no page of the API");
    repository.write("docs/api/boat.png", "no page at all");
    commit(&repository, "A guide");
    let run = history(&repository, "").exits(3).says("1 changed file in start..main, and none is a page");
    assert_eq!(run.output, "", "nothing is said of what changed");
    commit(&repository, "Nothing");
    let run = repository.run(&format!("{HISTORY} --range main^..main")).exits(0);
    run.says("0 commits with 0 changes of pages").prints("0 changes of the API");
}

#[test]
fn a_history_that_ends_early_is_not_taken_for_new_pages() {
    let repository = with_history();
    for hours in ["12", "36"] {
        repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("24", hours));
        commit(&repository, hours);
    }
    let whole = format!("file://{}", docs(&repository).display());
    git(repository.path(), &["clone", "--quiet", "--depth=1", &whole, "shallow"]);
    // A commit that only the full history has.
    git(&repository.path().join("shallow"), &["switch", "--quiet", "--orphan", "other"]);
    git(&repository.path().join("shallow"), &["commit", "--quiet", "--allow-empty", "--message", "Other"]);
    let run = repository.run("drift --vendor alibaba --service boats --git shallow --paths api/** --range other..main");
    run.exits(3).says("its history ends at ");
}

#[test]
fn every_form_takes_a_history() {
    let repository = with_history();
    repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("**24**", "**12**"));
    let id = commit(&repository, "Shorter hires")[..12].to_owned();
    repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("|Hours|", "|Hour|"));
    commit(&repository, "Rename");
    let help = repository.run("drift --help").exits(0);
    let formats =
        help.output.split("--format <FORMAT>").nth(1).expect("formats").split("--fail-on").next().expect("them");
    let names: Vec<&str> =
        formats.lines().filter_map(|line| line.trim().strip_prefix("- ")?.split(':').next()).collect();
    assert!(names.contains(&"json") && names.contains(&"human"), "{formats}");
    for name in names {
        let run = history(&repository, &format!("--format {name}")).exits(1);
        assert!(!run.output.is_empty(), "{name}");
        if matches!(name, "json" | "flat" | "sarif") {
            run.json();
        }
        if name != "flat" {
            assert!(run.output.contains(&id), "{name} does not say which commit:\n{}", run.output);
        }
    }
}

#[test]
fn what_changes_twice_has_changed_twice() {
    let repository = with_history();
    for hours in ["**12**", "**24**", "**12**"] {
        repository.write("docs/api/hire-boat.md", HIRE_BOAT.replace("**24**", hours));
        commit(&repository, hours);
    }
    let flat = history(&repository, "--format flat").exits(1).json();
    let rows = flat["findings"].as_array().expect("rows").iter().filter(|row| row["layer"] == "api");
    let texts: Vec<_> = rows.map(|row| (row["old"].as_str(), row["new"].as_str())).collect();
    let (many, few) = (Some("24"), Some("12"));
    assert_eq!(texts, [(many, few), (few, many), (many, few)]);
}

/// All versions of the chains of real pages, each as a commit: what is found is what is found between the files.
#[test]
fn real_pages_are_followed_through_their_history() {
    let Some(chains) = shared("history/chains") else { return };
    let mut seen = 0;
    for chain in files(&chains) {
        let repository = Repository::with_boats();
        let folder = docs(&repository);
        fs::create_dir(&folder).expect("a folder");
        git(&folder, &["init", "--quiet", "--initial-branch=main"]);
        let versions = files(&chain);
        let ending = versions[0].extension().expect("an ending").to_str().expect("a text").to_owned();
        let vendor = if ending == "html" { "otc" } else { "alibaba" };
        for version in &versions {
            let name = version.file_stem().expect("a name").to_str().expect("a text").to_owned();
            repository.write(&format!("docs/api/page.{ending}"), fs::read(version).expect("a page"));
            commit(&repository, &name);
        }
        let first = git(&folder, &["rev-list", "--max-parents=0", "HEAD"]);
        let arguments = format!("drift --vendor {vendor} --service chain --fail-on none --format json");
        let run = repository.run(&format!("{arguments} --git docs --paths api/** --range {first}..main")).exits(0);
        let mut by_commit: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for found in run.json()["findings"].as_array().expect("findings") {
            if found["layer"] != "document" {
                let name = found["comparison"].as_str().expect("a text").rsplit(' ').next().expect("a name").to_owned();
                by_commit.entry(name).or_default().push(found["fingerprint"].as_str().expect("a text").to_owned());
            }
        }
        for pair in versions.windows(2) {
            let arguments = ["--from", pair[0].to_str().expect("a path"), "--to", pair[1].to_str().expect("a path")];
            let all = format!("drift --vendor {vendor} --service chain --fail-on none --format json");
            let run = run_in(repository.path(), all.split(' ').chain(arguments)).exits(0);
            let json = run.json();
            let findings = json["findings"].as_array().expect("findings").iter();
            let mut between: Vec<&str> = findings
                .filter(|found| found["layer"] != "document")
                .map(|found| found["fingerprint"].as_str().expect("a text"))
                .collect();
            let name = pair[1].file_stem().expect("a name").to_str().expect("a text");
            let mut of_commit = by_commit.remove(name).unwrap_or_default();
            of_commit.sort();
            between.sort_unstable();
            assert_eq!(of_commit, between, "{}", pair[1].display());
            seen += 1;
        }
        assert!(by_commit.is_empty(), "{by_commit:?}");
    }
    assert!(seen > 40, "only {seen} steps");
}

/// A file or folder of the shared folder; the test is skipped where there is none.
fn shared(path: &str) -> Option<PathBuf> {
    let (folder, demanded) = match std::env::var_os("DOCWRIGHT_SHARED") {
        Some(folder) => (PathBuf::from(folder), true),
        None => (root().join("../shared"), false),
    };
    let found = folder.join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(!demanded, "DOCWRIGHT_SHARED is set, and {} does not exist", found.display());
    println!("real_pages_are_followed_through_their_history: skipped, for there is no {path}");
    None
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}
