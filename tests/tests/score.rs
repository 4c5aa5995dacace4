//! What the vendors' own SDKs, and people who read the pages, say of the facts that were extracted.
//!
//! The pages, what the SDKs know and the scorers stand outside of the repository. The table is printed with
//! `cargo test -p docwright-tests --test score -- --nocapture`; its numbers stand on the floors in `tests/floors`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright::road::{self, Reading, Service};
use docwright::source::{Page, PagePath};
use docwright::spec::flat;
use docwright_tests::floor::{Shares, hold};
use docwright_tests::road::language;
use docwright_tests::shared::shared;
use serde_json::{Value, json};

/// What the table shows, in its order; the SDK of today knows values that the pages do not, so `enum` is no measure.
const COLUMNS: [(&str, &str); 14] = [
    ("op matched", "operation"),
    ("request recall", "req.name"),
    ("request path recall", "req.path"),
    ("request precision", "req.prec"),
    ("type", "type"),
    ("list", "list"),
    ("required", "required"),
    ("location", "location"),
    ("path template", "variable"),
    ("response recall", "res.name"),
    ("response precision", "res.prec"),
    ("response path", "res.path"),
    ("response type", "res.type"),
    ("error code recall", "error"),
];

#[test]
fn the_facts_are_those_of_the_sdks_and_of_careful_readers() {
    let Some(corpus) = shared("score", "corpus") else { return };
    let Some(tools) = shared("score", "tools") else { return };
    let Some(truth) = shared("score", "truth") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let facts = folder.path().join("facts.json");
    fs::write(&facts, extracted(&corpus).to_string()).expect("the facts");

    let mut shares = against_sdks(&tools, &truth, &corpus, &facts);
    print_table(&shares);
    let prose = against_readers(&tools, &truth, &facts);
    print_prose(&prose);
    shares.extend(prose);
    hold("score.toml", &shares);
}

/// A line of the list of pages, by the names of its columns.
type Row<'l> = BTreeMap<&'l str, &'l str>;

/// The flat facts of all pages, each service read as one, completed with what the list of pages says of its page.
fn extracted(corpus: &Path) -> Value {
    let list = fs::read_to_string(corpus.join("manifest.tsv")).expect("the list of pages");
    let mut lines = list.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut services: BTreeMap<[String; 3], Vec<Row<'_>>> = BTreeMap::new();
    for line in lines {
        let row: Row<'_> = header.iter().copied().zip(line.split('\t')).collect();
        let (folder, _) = row["file"].rsplit_once('/').expect("a file in a folder");
        let key = [folder, row["vendor"], row["service"]].map(str::to_owned);
        services.entry(key).or_default().push(row);
    }
    let mut operations = Vec::new();
    for ([folder, vendor, service], rows) in services {
        let pages = rows.iter().map(|row| page(corpus, row["file"])).collect();
        let reading = Reading { pages, refused: Vec::new() };
        let outcome = road::with_pages(&Service::named(&service), reading, &language(&vendor));
        let rows: BTreeMap<&str, Row<'_>> = rows.into_iter().map(|row| (row["file"], row)).collect();
        let found = outcome
            .pages
            .iter()
            .flat_map(|page| page.operations.iter().map(|operation| (operation, page.version.clone())));
        let flat = serde_json::to_value(flat::flatten(found)).expect("flat facts");
        for mut operation in flat["operations"].as_array().expect("operations").iter().cloned() {
            let file = operation["source"].as_str().expect("a page").to_owned();
            let row = &rows[file.as_str()];
            for key in ["vendor", "service", "lang", "format"] {
                operation[key] = json!(row[key]);
            }
            operation["folder"] = json!(folder);
            operations.push(operation);
        }
    }
    assert!(operations.len() > 500, "only {} operations were extracted", operations.len());
    json!({ "operations": operations })
}

fn page(corpus: &Path, file: &str) -> Page {
    let bytes = fs::read(corpus.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    Page::new(PagePath::new(file), bytes).unwrap_or_else(|error| panic!("{error}"))
}

/// Shares by folder and column.
fn against_sdks(tools: &Path, truth: &Path, corpus: &Path, facts: &Path) -> Shares {
    let result = facts.with_file_name("score.json");
    let arguments = [
        ("--spec", facts),
        ("--truth", truth),
        ("--root", corpus),
        ("--group", Path::new("folder")),
        ("--json", &result),
    ];
    run(&tools.join("score.py"), &arguments);
    let scored: BTreeMap<String, BTreeMap<String, Value>> = read(&result);
    let of_columns = |numbers: BTreeMap<String, Value>| {
        let columns = COLUMNS.iter().filter_map(|(column, _)| {
            let share = numbers.get(*column)?.get(0)?.as_f64()?;
            Some(((*column).to_owned(), share))
        });
        columns.collect()
    };
    scored.into_iter().map(|(folder, numbers)| (folder, of_columns(numbers))).collect()
}

/// Recall and precision of each kind of fact in prose, over both vendors.
fn against_readers(tools: &Path, truth: &Path, facts: &Path) -> Shares {
    let result = facts.with_file_name("prose.json");
    let labels: Vec<PathBuf> = ["prose-otc.json", "prose-alibaba.json"].map(|name| truth.join(name)).into();
    let mut arguments: Vec<(&str, &Path)> = labels.iter().map(|labels| ("--labels", labels.as_path())).collect();
    arguments.extend([("--spec", facts), ("--json", &result)]);
    run(&tools.join("score_prose.py"), &arguments);
    let scored: BTreeMap<String, Value> = read(&result);
    let keys = scored["ALL"]["keys"].as_object().expect("kinds of facts");
    let share = |pair: &Value| Some(pair.get(0)?.as_f64()? / pair.get(1)?.as_f64().filter(|whole| *whole > 0.0)?);
    let shares = keys.iter().map(|(key, numbers)| {
        let measured = ["recall", "precision"].map(|what| Some((what.to_owned(), share(&numbers[what])?)));
        (format!("prose: {key}"), measured.into_iter().flatten().collect())
    });
    shares.collect()
}

fn run(script: &Path, arguments: &[(&str, &Path)]) {
    let mut command = Command::new("python3");
    command.arg(script);
    for (name, value) in arguments {
        command.arg(name).arg(value);
    }
    let output = command.output().unwrap_or_else(|error| panic!("python3, which runs the scorer: {error}"));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {told}", script.display());
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn print_table(shares: &Shares) {
    print!("{:24}", "folder");
    for (_, short) in COLUMNS {
        print!(" {short:>9}");
    }
    println!();
    for (folder, numbers) in shares {
        print!("{folder:24}");
        for (column, _) in COLUMNS {
            match numbers.get(column) {
                Some(share) => print!(" {:>9.1}", share * 100.0),
                None => print!(" {:>9}", "-"),
            }
        }
        println!();
    }
}

fn print_prose(shares: &Shares) {
    println!("\n{:24} {:>9} {:>9}", "kind", "recall", "precision");
    for (kind, numbers) in shares {
        let share = |what: &str| numbers.get(what).map_or("-".to_owned(), |share| format!("{:.1}", share * 100.0));
        println!("{kind:24} {:>9} {:>9}", share("recall"), share("precision"));
    }
}
