//! Reports of real edits of real pages: whatever pages say, each form stays what it is.
//!
//! The edits stand outside of the repository; a part of them is enough.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright::drift::report::{self, Comparison, FailOn, Pages, Report};
use docwright::drift::{self, Finding, Version};
use docwright::extract::Language;
use docwright::road::{self, Outcome, Service};
use docwright_tests::road::{language, workspace};
use docwright_tests::shared::shared;
use quick_xml::events::Event as Xml;
use rayon::prelude::*;
use scraper::{Html, Selector};
use serde_json::Value;

/// Every so many edits are reported.
const STEP: usize = 5;

/// Two versions of a page, compared.
struct Compared {
    name: String,
    old: Outcome,
    new: Outcome,
    findings: Vec<Finding>,
}

impl Compared {
    fn comparison<'c>(&'c self, language: &'c Language) -> Comparison<'c> {
        Comparison {
            title: self.name.clone(),
            findings: &self.findings,
            waived: &[],
            old: Pages { folder: "old/", at_hand: &self.old.sources },
            new: Pages { folder: "new/", at_hand: &self.new.sources },
            lexicon: language.dialect.lexicon(),
            errata: "",
        }
    }
}

#[test]
fn every_form_of_a_report_of_real_edits_is_well_formed() {
    let Some(history) = shared("drift_reports", "history") else { return };
    let list = fs::read_to_string(history.join("manifest.tsv")).expect("the list of edits");
    let rows: Vec<Vec<&str>> = list.lines().skip(1).step_by(STEP).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() > 60, "only {} edits", rows.len());
    let vendors: BTreeSet<&str> = rows.iter().map(|row| row[1]).collect();
    let languages: BTreeMap<&str, Language> = vendors.into_iter().map(|vendor| (vendor, language(vendor))).collect();
    let compared: Vec<(&Language, Compared)> = rows
        .par_iter()
        .map(|row| {
            let language = &languages[row[1]];
            (language, compare(&history.join(row[0]), row[0], row[2], language))
        })
        .collect();
    assert!(compared.iter().map(|(_, compared)| compared.findings.len()).sum::<usize>() > 500);

    let folder = tempfile::tempdir().expect("a folder");
    let mut logs: Vec<PathBuf> = compared
        .par_iter()
        .enumerate()
        .map(|(number, (language, compared))| {
            let comparisons = vec![compared.comparison(language)];
            let log = check(&Report { comparisons, fail_on: FailOn::Any }, &compared.name);
            written(folder.path(), &number.to_string(), &log)
        })
        .collect();
    let comparisons = compared.iter().map(|(language, compared)| compared.comparison(language)).collect();
    let log = check(&Report { comparisons, fail_on: FailOn::Breaking }, "all of them");
    logs.push(written(folder.path(), "all", &log));
    validate(&logs);
}

fn compare(folder: &Path, name: &str, service: &str, language: &Language) -> Compared {
    let read = |stem: &str| -> Outcome {
        let mut files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
        let path = files.find(|path| path.file_stem().is_some_and(|name| name == stem)).expect("both versions");
        let reading = road::read_folder(&path).unwrap_or_else(|error| panic!("{error}"));
        road::service(&Service::named(service), reading, language)
    };
    let (old, new) = (read("old"), read("new"));
    let findings = drift::compare(side(&old), side(&new), language);
    Compared { name: name.to_owned(), old, new, findings }
}

fn side(outcome: &Outcome) -> Version<'_> {
    Version { spec: &outcome.spec, pages: &outcome.sources }
}

fn written(folder: &Path, name: &str, log: &str) -> PathBuf {
    let path = folder.join(format!("{name}.sarif"));
    fs::write(&path, log).expect("a log");
    path
}

/// Checks all forms, and gives the SARIF log.
fn check(report: &Report<'_>, name: &str) -> String {
    let count = report.findings().count();
    let human = report::human(report, false);
    assert!(human.chars().all(|sign| sign == '\n' || !sign.is_control()), "{name}: a sign that a terminal obeys");

    let json: Value = serde_json::from_str(&report::json(report).expect("JSON")).expect("JSON");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(count), "{name}");

    let log = report::sarif(report).expect("JSON");
    sarif(&log, report, name);
    junit(&report::junit(report), name);
    github(&report::github(report), name);
    markdown(&report::markdown(report), name);
    html(&report::html(report), count, name);
    log
}

/// What the schema does not say: rules are found by their number, and regions lie inside of their pages.
fn sarif(log: &str, report: &Report<'_>, name: &str) {
    let log: Value = serde_json::from_str(log).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), report.findings().count(), "{name}");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a number");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"], "{name}");
        if report.comparisons.len() > 1 {
            // The pages of all edits have the same two names.
            continue;
        }
        let sides = [("locations", report.comparisons[0].new), ("relatedLocations", report.comparisons[0].old)];
        for (key, pages) in sides {
            let Some(place) = result[key].get(0).map(|location| &location["physicalLocation"]) else { continue };
            let uri = place["artifactLocation"]["uri"].as_str().expect("a text");
            let pages = if uri.starts_with("old/") { report.comparisons[0].old } else { pages };
            let page = pages.at_hand.values().next().expect("the page");
            let number =
                |key: &str| place["region"][key].as_u64().map(|number| usize::try_from(number).expect("small"));
            let width = |line: usize| page.text().split('\n').nth(line - 1).map(|line| line.chars().count());
            let (line, column) = (number("startLine").expect("a line"), number("startColumn").expect("a column"));
            assert!(width(line).is_some_and(|width| column <= width + 1), "{name}: {place}");
            if let (Some(line), Some(column)) = (number("endLine"), number("endColumn")) {
                assert!(width(line).is_some_and(|width| column <= width + 1), "{name}: {place}");
            }
        }
    }
}

fn junit(xml: &str, name: &str) {
    let allowed = |sign: char| matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "{name}: a sign that XML forbids");
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut cases, mut told) = (0, None);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Xml::Start(start) | Xml::Empty(start) => {
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
                    if start.name().as_ref() == "testsuites" && attribute.key.as_ref() == "tests" {
                        told = attribute.value.parse::<usize>().ok();
                    }
                }
                cases += usize::from(start.name().as_ref() == "testcase");
            }
            Xml::Text(text) => assert!(!text.contains('<'), "{name}"),
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!(told, Some(cases), "{name}");
}

fn github(text: &str, name: &str) {
    let is_command = |line: &&str| ["::error ", "::warning ", "::notice "].iter().any(|word| line.starts_with(word));
    let (commands, others): (Vec<&str>, Vec<&str>) = text.lines().partition(is_command);
    assert_eq!(others.len(), 4, "{name}: {others:?}");
    let weights: Vec<usize> = commands
        .iter()
        .map(|line| {
            ["::error ", "::warning ", "::notice "].iter().position(|word| line.starts_with(word)).expect("one")
        })
        .collect();
    assert!(weights.is_sorted(), "{name}: the worst does not stand first");
}

/// Nothing is markup that we did not write: no link, no emphasis, no code but ours, and no cell too few or too many.
fn markdown(text: &str, name: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    assert!(text.chars().count() <= 65_536, "{name}: {} characters", text.chars().count());
    let ours = ["<code>", "</code>", "<br>", "<wbr>", "<details>", "</details>", "<summary>", "</summary>"];
    let (mut cells, mut columns, mut folds) = (0, 0, 0);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
            Event::End(TagEnd::TableHead) => columns = cells,
            Event::End(TagEnd::TableRow) => assert_eq!(cells, columns, "{name}"),
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough)) => {
                panic!("{name}: {tag:?}")
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                folds += html.matches("<details>").count();
                folds -= html.matches("</details>").count();
                let tags = html.split_inclusive('>').filter_map(|part| part.find('<').map(|at| part[at..].trim()));
                for tag in tags {
                    assert!(ours.contains(&tag), "{name}: {tag}");
                }
            }
            _ => {}
        }
    }
    assert_eq!(folds, 0, "{name}: a fold is left open");
    // Where people could be meant, a sign of ours stands between.
    let outside = text.split("```toml").map(|part| part.rsplit("```\n").next().unwrap_or(part));
    assert!(outside.into_iter().all(|part| !part.contains('@')), "{name}: somebody is mentioned");
}

fn html(text: &str, count: usize, name: &str) {
    let page = Html::parse_document(text);
    let select = |what: &str| page.select(&Selector::parse(what).expect("a selector")).count();
    assert_eq!((select("script"), select("style"), select("main"), select("title")), (1, 1, 1, 1), "{name}");
    let items = if count == 0 { 0 } else { select("article li") };
    assert_eq!(items, count, "{name}: each finding stands there once");
    let ours = [
        "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "dl", "div", "dt", "dd",
        "p", "b", "form", "fieldset", "legend", "label", "input", "select", "option", "button", "output", "main",
        "section", "article", "span", "code", "ul", "li", "br", "table", "thead", "tbody", "tr", "th", "td", "del",
        "ins", "details", "summary", "script",
    ];
    for element in page.select(&Selector::parse("*").expect("a selector")) {
        let tag = element.value().name();
        assert!(ours.contains(&tag), "{name}: <{tag}>");
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on") && attribute != "src" && attribute != "style", "{name}: {attribute}");
            assert!(attribute != "href" || value == "#changes", "{name}: {value}");
        }
    }
}

/// Holds the logs against the schema, where a Python is named that has it.
fn validate(logs: &[PathBuf]) {
    let Some(python) = std::env::var_os("DOCWRIGHT_SDK_PYTHON") else {
        println!(
            "drift_reports: the schema of SARIF was skipped, for DOCWRIGHT_SDK_PYTHON names no Python that has it"
        );
        return;
    };
    let script = workspace().join("tests/sarif/validate.py");
    let done = Command::new(python).arg(script).args(logs).output().expect("a program");
    let told = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{}\n{}", told.0, told.1);
}
