//! Real edits of real pages: what drift finds in them, against what people say that changed.
//!
//! The edits and their labels stand outside of the repository. The table is printed with
//! `cargo test -p docwright-tests --test history -- --nocapture`; its numbers stand on the floors in `tests/floors`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use docwright::drift::{self, Facet, Finding, Kind, Version, rules};
use docwright::extract::Language;
use docwright::road::{self, Outcome, Service};
use docwright_tests::floor::{Shares, hold};
use docwright_tests::road::language;
use docwright_tests::shared::shared;
use rayon::prelude::*;

/// Two versions of a page.
struct Edit {
    name: String,
    vendor: String,
    service: String,
    old: PathBuf,
    new: PathBuf,
}

#[test]
fn what_drift_finds_is_what_people_say_that_changed() {
    let Some(history) = shared("history", "history") else { return };
    let Some(tools) = shared("history", "tools") else { return };
    let edits = pairs(&history);
    assert!(edits.len() > 300, "only {} edits", edits.len());
    let start = Instant::now();
    let found: BTreeMap<String, serde_json::Value> = edits
        .par_iter()
        .map(|edit| {
            let flat = serde_json::to_value(drift::flat::flatten(&findings(edit))).expect("flat findings");
            (edit.name.clone(), flat["findings"].clone())
        })
        .collect();
    println!("{} edits in {:.1} s", edits.len(), start.elapsed().as_secs_f64());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("findings.json");
    fs::write(&file, serde_json::to_string(&found).expect("findings")).expect("the findings");
    let table = scored(&tools, &history, &file);
    println!("{table}");
    hold("drift.toml", &shares(&table));
}

/// A panic and a finding that no rule knows are what the command calls a mistake of its own.
#[test]
fn no_edit_shows_a_mistake_of_docwright() {
    let Some(history) = shared("history", "history") else { return };
    let steps: Vec<Edit> = chains(&history);
    assert!(steps.len() > 40, "only {} steps", steps.len());
    let mut edits: Vec<Edit> = pairs(&history).into_iter().chain(steps).collect();
    // Edits that nobody made: one page becomes another one of the same vendor.
    let others: Vec<Edit> = edits
        .windows(2)
        .filter(|edits| edits[0].vendor == edits[1].vendor)
        .map(|edits| Edit {
            name: format!("{} to another page", edits[0].name),
            new: edits[1].new.clone(),
            ..named(&edits[0])
        })
        .collect();
    edits.extend(others);
    let mistakes: Vec<String> = edits
        .par_iter()
        .flat_map(|edit| {
            let findings = findings(edit);
            let unknown = findings.iter().filter(|finding| rules::is_unknown(finding.rule()));
            unknown.map(|finding| format!("{}: {finding:?}", edit.name)).collect::<Vec<_>>()
        })
        .collect();
    assert!(mistakes.is_empty(), "{} findings:\n{}", mistakes.len(), mistakes.join("\n"));
}

#[test]
fn swapped_sides_turn_each_addition_into_its_removal() {
    let Some(history) = shared("history", "history") else { return };
    let wrong: Vec<String> = pairs(&history)
        .into_iter()
        .chain(chains(&history))
        .collect::<Vec<_>>()
        .into_par_iter()
        .filter_map(|edit| {
            let swapped = Edit { old: edit.new.clone(), new: edit.old.clone(), ..named(&edit) };
            let (forth, back) = (sides(&findings(&edit), Kind::Added), sides(&findings(&swapped), Kind::Removed));
            (forth != back).then(|| format!("{}:\n  forth {forth:?}\n  back  {back:?}", edit.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{} edits:\n{}", wrong.len(), wrong.join("\n"));
}

fn named(edit: &Edit) -> Edit {
    let Edit { name, vendor, service, old, new } = edit;
    Edit { name: name.clone(), vendor: vendor.clone(), service: service.clone(), old: old.clone(), new: new.clone() }
}

/// What came or went in the API: subject, facet and text.
fn sides(findings: &[Finding], kind: Kind) -> Vec<(String, Facet, String)> {
    let of_kind = findings.iter().filter(|found| found.kind == kind && found.layer() == drift::Layer::Api);
    let mut sides: Vec<_> = of_kind
        .map(|found| {
            let text = found.new.clone().or(found.old.clone()).unwrap_or_default();
            // What was renamed or moved is told by its newer name.
            (format!("{:?}", found.subject.side), found.facet, text)
        })
        .collect();
    sides.sort();
    sides
}

fn findings(edit: &Edit) -> Vec<Finding> {
    static LANGUAGES: Mutex<BTreeMap<String, Arc<Language>>> = Mutex::new(BTreeMap::new());
    let mut languages = LANGUAGES.lock().expect("no test panics with it");
    let known = languages.entry(edit.vendor.clone()).or_insert_with(|| Arc::new(language(&edit.vendor)));
    let language = Arc::clone(known);
    drop(languages);
    let read = |path: &Path| -> Outcome {
        let reading = road::read_folder(path).unwrap_or_else(|error| panic!("{error}"));
        road::service(&Service::named(&edit.service), reading, &language)
    };
    let (old, new) = (read(&edit.old), read(&edit.new));
    drift::compare(side(&old), side(&new), &language)
}

fn side(outcome: &Outcome) -> Version<'_> {
    Version { spec: &outcome.spec, pages: &outcome.sources }
}

fn pairs(history: &Path) -> Vec<Edit> {
    let list = fs::read_to_string(history.join("manifest.tsv")).expect("the list of edits");
    let rows = list.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| Edit {
        name: row[0].to_owned(),
        vendor: row[1].to_owned(),
        service: row[2].to_owned(),
        old: version(&history.join(row[0]), "old"),
        new: version(&history.join(row[0]), "new"),
    })
    .collect()
}

fn version(folder: &Path, stem: &str) -> PathBuf {
    let files = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths = files.map(|entry| entry.expect("a file").path());
    paths.find(|path| path.file_stem().is_some_and(|name| name == stem)).expect("both versions")
}

/// Each version of a chain beside the one before.
fn chains(history: &Path) -> Vec<Edit> {
    let folders = fs::read_dir(history.join("chains")).expect("the chains");
    let mut steps = Vec::new();
    for folder in folders {
        let folder = folder.expect("a chain").path();
        let files = fs::read_dir(&folder).expect("versions");
        let mut versions: Vec<PathBuf> = files.map(|entry| entry.expect("a version").path()).collect();
        versions.sort();
        let is_html = versions.iter().any(|path| path.extension().is_some_and(|ending| ending == "html"));
        let vendor = if is_html { "otc" } else { "alibaba" };
        for pair in versions.windows(2) {
            let [old, new] = pair else { continue };
            steps.push(Edit {
                name: new.display().to_string(),
                vendor: vendor.to_owned(),
                service: "chain".to_owned(),
                old: old.clone(),
                new: new.clone(),
            });
        }
    }
    steps
}

fn scored(tools: &Path, history: &Path, findings: &Path) -> String {
    let mut command = Command::new("python3");
    command.arg(tools.join("score_drift.py")).arg("--labels").arg(history.join("labels.json"));
    let done = command.arg("--findings").arg(findings).output().expect("python3");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("a table")
}

/// The numbers of the printed table: recall and precision by kind, the edits without an error, those without an alarm.
fn shares(table: &str) -> Shares {
    let mut shares = Shares::new();
    for line in table.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if let [kind, recall, precision, ..] = cells.as_slice()
            && (kind.contains('.') || *kind == "**all**")
        {
            let measured = [("recall", recall), ("precision", precision)];
            let known = measured.into_iter().filter_map(|(name, cell)| Some((name.to_owned(), share(cell)?)));
            shares.insert(kind.trim_matches('*').to_owned(), known.collect());
        }
        if line.starts_with("pairs ") {
            let whole = share(line.split("finding").nth(1).unwrap_or_default()).expect("a share of the edits");
            shares.entry("edits".to_owned()).or_default().insert("without an error".to_owned(), whole);
        }
        if let Some((class, rest)) = line.trim().split_once("-only:") {
            let alarmed = share(rest).expect("a share of the edits");
            shares
                .entry("edits".to_owned())
                .or_default()
                .insert(format!("{class}-only without an alarm"), 1.0 - alarmed);
        }
    }
    assert!(shares.len() > 10, "the table has another form: {table}");
    shares
}

/// The share in "97.1 % (34/35)".
fn share(cell: &str) -> Option<f64> {
    let (part, whole) = cell.split_once('(')?.1.split_once(')')?.0.split_once('/')?;
    let (part, whole): (f64, f64) = (part.parse().ok()?, whole.parse().ok()?);
    (whole > 0.0).then_some(part / whole)
}
