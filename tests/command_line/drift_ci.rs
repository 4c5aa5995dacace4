//! Drift where it is switched on: the workflow for GitHub as it is written, and the shell form as it runs.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use saphyr::{LoadableYamlNode as _, Yaml};

use crate::support::{HIRE_BOAT, MOOR_BOAT, Repository, Run, program, root};

const SCRIPT: &str = ".ci/drift";
const PAGE: &str = "specs/alibaba/boats/pages/hire-boat.md";

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a text")
}

/// The keys of a mapping with their values.
fn entries<'y>(yaml: &'y Yaml<'y>) -> Vec<(&'y str, &'y Yaml<'y>)> {
    let mapping = yaml.as_mapping().expect("a mapping");
    mapping.iter().map(|(key, value)| (key.as_str().expect("a text"), value)).collect()
}

fn get<'y>(yaml: &'y Yaml<'y>, key: &str) -> Option<&'y Yaml<'y>> {
    yaml.as_mapping().and_then(|_| entries(yaml).into_iter().find(|(name, _)| *name == key)).map(|(_, value)| value)
}

fn steps<'y>(job: &'y Yaml<'y>) -> Vec<&'y Yaml<'y>> {
    get(job, "steps").and_then(Yaml::as_vec).expect("steps").iter().collect()
}

/// Whether a shell can read it.
fn is_shell(shell: &str, script: &str) -> bool {
    let mut child = Command::new(shell).arg("-n").stdin(Stdio::piped()).spawn().expect("a shell");
    child.stdin.take().expect("a way in").write_all(script.as_bytes()).expect("written");
    child.wait().expect("it ends").success()
}

#[test]
fn the_workflow_runs_weekly_and_may_do_little() {
    let text = text(".github/workflows/drift.yml");
    assert!(!text.contains("secrets."), "it takes no secret");
    let documents = Yaml::load_from_str(&text).expect("YAML");
    let workflow = &documents[0];
    let on = get(workflow, "on").expect("events");
    let schedule = get(on, "schedule").and_then(Yaml::as_vec).expect("a schedule");
    let cron = get(&schedule[0], "cron").and_then(Yaml::as_str).expect("a time");
    let fields: Vec<&str> = cron.split(' ').collect();
    // Minute, hour, any day of any month, one day of the week.
    assert_eq!((fields.len(), fields[2], fields[3]), (5, "*", "*"), "{cron}");
    assert!(fields[0].parse::<u8>().is_ok() && fields[1].parse::<u8>().is_ok() && fields[4].parse::<u8>().is_ok());
    assert!(get(on, "workflow_dispatch").is_some(), "it can be started by hand");
    assert!(get(on, "pull_request_target").is_none() && get(on, "pull_request").is_none());
    assert_eq!(entries(get(workflow, "permissions").expect("permissions")).len(), 0, "none but those of a job");

    let rights = |job: &Yaml<'_>| -> Vec<String> {
        let rights = entries(get(job, "permissions").expect("permissions")).into_iter();
        rights.map(|(name, value)| format!("{name}: {}", value.as_str().expect("a text"))).collect()
    };
    let jobs = entries(get(workflow, "jobs").expect("jobs"));
    let told: Vec<(&str, Vec<String>)> = jobs.iter().map(|(name, job)| (*name, rights(job))).collect();
    let list = |rights: &[&str]| rights.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            ("compare", list(&["contents: read"])),
            // It must push a branch and open a pull request, and runs nothing that was fetched.
            ("propose", list(&["contents: write", "pull-requests: write"])),
        ]
    );
    for (name, job) in jobs {
        assert!(get(job, "timeout-minutes").is_some(), "{name} could run for ever");
        for step in steps(job) {
            if let Some(action) = get(step, "uses").and_then(Yaml::as_str) {
                let (_, tag) = action.split_once('@').expect("a version");
                let numbers: Vec<&str> = tag.strip_prefix('v').expect("a version").split('.').collect();
                assert!(numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok()), "{action}");
                let credentials = get(step, "with").and_then(|with| get(with, "persist-credentials"));
                let is_checkout = action.starts_with("actions/checkout@");
                let keeps = credentials.and_then(Yaml::as_bool) != Some(false);
                assert_eq!(is_checkout && keeps, is_checkout && name == "propose", "{name}: the token in the clone");
            }
            if let Some(script) = get(step, "run").and_then(Yaml::as_str) {
                assert!(!script.contains("${{"), "what GitHub puts in could be a command:\n{script}");
                assert!(is_shell("bash", script), "{script}");
            }
        }
        let runs_docwright = steps(job).iter().any(|step| {
            get(step, "run")
                .and_then(Yaml::as_str)
                .is_some_and(|script| script.contains(SCRIPT) || script.contains("cargo"))
        });
        assert_eq!(runs_docwright, name == "compare");
    }
    assert!(text.contains("specs/fetch"), "it says who fetches");
}

#[test]
fn the_shell_form_is_plain_shell() {
    let script = text(SCRIPT);
    assert!(script.starts_with("#!/bin/sh\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(root().join(SCRIPT)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "the workflow runs it as a program");
    }
    assert!(is_shell("sh", &script));
    // Where it is at hand, it is asked.
    match Command::new("shellcheck").arg(root().join(SCRIPT)).output() {
        Ok(done) => assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout)),
        Err(_) => println!("the_shell_form_is_plain_shell: not checked further, for there is no shellcheck"),
    }
    // What it tells its readers to call is there.
    for option in ["--docs", "--accept", "--format"] {
        assert!(script.contains(option));
        Repository::with_boats().run("drift --help").exits(0).prints(option);
    }
}

/// A repository under git with its client, the script, and a program that fetches what lies in `today/`.
fn with_ci() -> Repository {
    let repository = Repository::with_boats();
    repository.write("specs/huawei/harbour/pages/moor.md", MOOR_BOAT);
    repository.run("generate").exits(0);
    repository.write(SCRIPT, text(SCRIPT));
    fetch(&repository, "cp -R today/. \"$1\"");
    repository.write("today/alibaba/boats/hire-boat.md", HIRE_BOAT);
    repository.write("today/huawei/harbour/moor.md", MOOR_BOAT);
    repository.write(".gitignore", "/out\n/today\n");
    for arguments in
        [&["init", "--quiet", "--initial-branch=main"][..], &["add", "--all"], &["commit", "--quiet", "-m", "x"]]
    {
        git(&repository, arguments);
    }
    repository
}

/// Makes the program that fetches.
fn fetch(repository: &Repository, command: &str) {
    repository.write("specs/fetch", format!("#!/bin/sh\n{command}\n"));
    let done = Command::new("chmod").arg("+x").arg(repository.path().join("specs/fetch")).status().expect("chmod");
    assert!(done.success());
}

fn isolated(command: &mut Command) -> &mut Command {
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for (name, value) in [("NAME", "Somebody"), ("EMAIL", "somebody@example.com")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    command.env_remove("CARGO_MANIFEST_DIR").env_remove("DRIFT_FETCH").env("DOCWRIGHT", program())
}

fn git(repository: &Repository, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(repository.path()).args(arguments);
    let output = isolated(&mut command).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a text").trim().to_owned()
}

/// Runs the script in a repository.
fn script(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.arg(SCRIPT).args(arguments).current_dir(folder);
    let output = isolated(&mut command).output().expect("a shell");
    Run {
        exit: output.status.code().expect("it was not killed"),
        output: String::from_utf8(output.stdout).expect("a text"),
        messages: String::from_utf8(output.stderr).expect("a text"),
    }
}

#[test]
fn a_week_without_changes_leaves_nothing_to_propose() {
    let repository = with_ci();
    let run = script(repository.path(), &["out", "drift"]).exits(0).prints("drift: no page changed\n");
    run.says("alibaba/boats: 1 page, all as they were");
    assert_eq!(git(&repository, &["rev-parse", "main"]), git(&repository, &["rev-parse", "drift"]));
    assert!(repository.path().join("out/report.md").is_file());
}

#[test]
fn a_week_with_changes_leaves_a_branch_and_a_report() {
    let repository = with_ci();
    let changed = HIRE_BOAT.replace("**24**", "**12**");
    repository.write("today/alibaba/boats/hire-boat.md", &changed);
    repository.write("today/alibaba/boats/sink-boat.md", HIRE_BOAT.replace("HireBoat", "SinkBoat"));
    script(repository.path(), &["out", "drift"]).exits(1).prints("drift: committed to drift\n");
    let files = git(&repository, &["diff", "--name-only", "main", "drift"]);
    for file in [
        PAGE,
        "specs/alibaba/boats/pages/sink-boat.md",
        "specs/alibaba/boats/spec.json",
        "generated/src/alibaba/boats/hire_boat.rs",
    ] {
        assert!(files.lines().any(|line| line == file), "{file} is not among\n{files}");
    }
    let strange = files.lines().find(|file| !file.starts_with("specs/") && !file.starts_with("generated/"));
    assert_eq!(strange, None);
    assert_eq!(git(&repository, &["show", &format!("drift:{PAGE}")]), changed.trim());
    let report = repository.read("out/report.md");
    assert!(report.contains("HireBoat") && report.contains("SinkBoat") && report.contains("12"), "{report}");
    repository.run("generate --check").exits(0);

    // The next week starts from what was merged, and from another folder.
    let again = script(repository.path(), &["out", "drift"]).exits(2);
    again.says("out is there already");
    script(repository.path(), &["out/next"]).exits(0);
}

#[test]
fn a_run_without_an_answer_changes_nothing() {
    let repository = with_ci();
    let before = repository.files("specs");
    let broken = [
        // A program that fails, one that brings nothing, one that brings half, and pages that are none.
        ("exit 1", 3, "specs/fetch failed, so nothing was compared"),
        ("exit 0", 3, "the pages could not be compared"),
        ("cp -R today/alibaba \"$1\"", 3, "has no folder huawei/harbour"),
        ("cp -R today/. \"$1\"; printf '\\0' > \"$1/huawei/harbour/moor.md\"", 3, "moor.md"),
    ];
    for (index, (command, exit, message)) in broken.into_iter().enumerate() {
        fetch(&repository, command);
        script(repository.path(), &[&format!("out/{index}")]).exits(exit).says(message);
    }
    // The two vendors' pages in one folder: an error, which can not be accepted.
    fetch(&repository, "cp -R today/. \"$1\"; cp today/huawei/harbour/moor.md \"$1/alibaba/boats/\"");
    script(repository.path(), &["out/5"]).exits(3).says("can not be accepted").says("error[D0113]");

    git(&repository, &["checkout", "--quiet", "--", "specs"]);
    assert_eq!(repository.files("specs"), before);
    fs::remove_file(repository.path().join("specs/fetch")).expect("removed");
    script(repository.path(), &["out/6"]).exits(2).says("specs/fetch is no program");
    // Work of somebody's own is not swept into the branch.
    script(repository.path(), &["out/7", "drift"]).exits(2);
    script(repository.path(), &[]).exits(2).says("use: .ci/drift OUT [BRANCH]");
}
