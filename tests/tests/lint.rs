//! The linter over real pages: findings that a person judged at their place on the page stay what they are, and what it
//! suggests does what it says.
//!
//! `lint/verdicts.tsv` has the verdicts: 200 findings, drawn rule by rule, that were looked up on the page and are true,
//! and findings of earlier rules that were looked up and are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use docwright::lint::Finding;
use docwright::road::{self, Outcome, Reading, Service};
use docwright::source::{Page, PagePath};
use docwright_tests::road::{language, lint, workspace};
use docwright_tests::shared::shared;

/// How many of a hundred findings must be true.
const PRECISION: f64 = 95.0;

/// A judged finding.
#[derive(Debug)]
struct Verdict {
    page: String,
    line: u32,
    column: u32,
    code: String,
    about: String,
    is_true: bool,
}

fn verdicts() -> Vec<Verdict> {
    let file = workspace().join("tests/lint/verdicts.tsv");
    let text = fs::read_to_string(&file).expect("the verdicts");
    let number = |text: &str| text.parse().expect("a number");
    let verdict = |line: &str| {
        let [page, place, column, code, about, verdict, why] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("no verdict: {line}");
        };
        assert!(!why.is_empty(), "{page}:{place} {code}: a verdict has a reason");
        assert!(matches!(verdict, "true" | "false"), "{line}");
        Verdict {
            page: page.to_owned(),
            line: number(place),
            column: number(column),
            code: code.to_owned(),
            about: about.to_owned(),
            is_true: verdict == "true",
        }
    };
    text.lines().skip(1).map(verdict).collect()
}

/// The pages of the corpus by vendor, service and form, as a vendor publishes them: all languages of a service together.
fn services(root: &Path) -> BTreeMap<(String, String, String), Vec<Page>> {
    let list = fs::read_to_string(root.join("manifest.tsv")).expect("the list of pages");
    let mut lines = list.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let (file, vendor, service) = (column("file"), column("vendor"), column("service"));
    let mut services: BTreeMap<(String, String, String), Vec<Page>> = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let path = cells[file];
        let form = path.strip_prefix("text/").and_then(|rest| rest.split('/').next()).unwrap_or("whole");
        let bytes = fs::read(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let page = Page::new(PagePath::new(path), bytes).unwrap_or_else(|error| panic!("{error}"));
        let key = (cells[vendor].to_owned(), cells[service].to_owned(), form.to_owned());
        services.entry(key).or_default().push(page);
    }
    for pages in services.values_mut() {
        pages.sort_by(|left, right| left.path().cmp(right.path()));
    }
    services
}

fn reading(pages: &[Page]) -> Reading {
    Reading { pages: pages.to_vec(), refused: Vec::new() }
}

fn line(outcome: &Outcome, finding: &Finding) -> u32 {
    let page = outcome.sources.get(&finding.diagnostic.page).expect("a page");
    page.position(finding.diagnostic.span.start).line
}

#[test]
fn judged_findings_stay_and_refuted_ones_stay_away() {
    let Some(root) = shared("lint", "corpus") else { return };
    let mut found: BTreeMap<(String, u32, String), Vec<String>> = BTreeMap::new();
    let mut fingerprints = BTreeSet::new();
    for ((vendor, service, form), pages) in services(&root) {
        let (outcome, findings) = road::lint(&Service::named(&service), reading(&pages), &language(&vendor));
        println!("{vendor} {service} {form}: {} findings on {} pages", findings.len(), pages.len());
        for finding in &findings {
            let line = line(&outcome, finding);
            let page = finding.diagnostic.page.as_str().to_owned();
            let is_new = fingerprints.insert((service.clone(), form.clone(), finding.fingerprint.clone()));
            assert!(is_new, "{page}:{line}: the fingerprint {} stands twice", finding.fingerprint);
            let key = (page, line, finding.diagnostic.code.to_string());
            found.entry(key).or_default().push(finding.subject.clone());
        }
    }

    let verdicts = verdicts();
    let (mut right, mut wrong, mut gone, mut back) = (0_u32, 0_u32, Vec::new(), Vec::new());
    for verdict in &verdicts {
        let Verdict { page, line, column, code, about, is_true } = verdict;
        if *is_true {
            // The way to a name is the spec's business, and the column the readers'; the line and the name are the finding's.
            let subjects = found.get(&(page.clone(), *line, code.clone())).into_iter().flatten();
            if subjects.into_iter().any(|subject| subject.ends_with(about.as_str())) {
                right += 1;
            } else {
                gone.push(format!("{page}:{line}:{column} {code} {about}"));
            }
        } else if found.contains_key(&(page.clone(), *line, code.clone())) {
            wrong += 1;
            back.push(format!("{page}:{line} {code} {about}"));
        }
    }
    let judged = verdicts.iter().filter(|verdict| verdict.is_true).count();
    let precision = f64::from(right) * 100.0 / f64::from((right + wrong).max(1));
    println!("{right} of {judged} true findings are there, {wrong} refuted ones: {precision:.1} % are true");
    assert!(gone.is_empty(), "true findings are gone:\n{}", gone.join("\n"));
    assert!(back.is_empty(), "refuted findings are back:\n{}", back.join("\n"));
    assert!(precision >= PRECISION, "{precision:.1} % of the judged findings are true");
}

/// Pages of ours that look as if they contradicted themselves, and why they do not.
#[test]
fn what_may_both_be_right_is_no_finding() {
    let request = "|Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n";
    let answer = "|Parameter|Type|Example|Description|\n|---|---|---|---|\n";
    let errors = "|HttpCode|Error code|Error message|Description|\n|---|---|---|---|\n";
    let sample = |json: &str| format!("\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{json}\n```\n");
    let pages = [
        (
            "a mask is no value",
            format!("## Request parameters\n\n{request}|Size|Integer|No|4\\*\\*|Its size.|\n"),
            String::new(),
        ),
        (
            "a filter is numbered on purpose, beside lists that are not",
            format!(
                "## Request parameters\n\n{request}|Tag.N.Key|String|No|a|A key.|\n|Filter.1.Key|String|No|b|The first one.|\n"
            ),
            String::new(),
        ),
        (
            "a general code has many messages",
            format!(
                "## Error codes\n\n{errors}|400|Missing|The boat is not given.|x|\n|400|Missing|No harbour stands here.|x|\n"
            ),
            String::new(),
        ),
        (
            "an error answer is not the answer that the table describes",
            format!("## Response parameters\n\n{answer}|Boat|String|b|The boat.|\n|RequestId|String|r|The request.|\n"),
            sample("{\"RequestId\": \"r\", \"HostId\": \"h\", \"Code\": \"Gone\", \"Message\": \"It is gone.\"}"),
        ),
        (
            "a null and an empty text prove no type",
            format!("## Response parameters\n\n{answer}|Size|Integer|3|Its size.|\n|Old|Boolean|true|Whether.|\n"),
            sample("{\"Size\": null, \"Old\": \"\"}"),
        ),
        (
            "comments and ellipses are for readers",
            format!("## Response parameters\n\n{answer}|Size|Integer|3|Its size.|\n"),
            sample("{\"Size\": 3, // how large\n...\n}"),
        ),
        (
            "a table without depth may name two members alike",
            format!(
                "## Response parameters\n\n{answer}|Size|Integer|3|Its size.|\n|Size|String|3|Of another thing.|\n"
            ),
            String::new(),
        ),
    ];
    let language = language("alibaba");
    for (why, tables, sample) in pages {
        let text = format!("# SailBoat\n\n{tables}{sample}");
        let page = Page::new(PagePath::new("sail-boat.md"), text.into_bytes()).expect("a page");
        let (_, findings) = lint("boats", vec![page], &language);
        let messages: Vec<&str> = findings.iter().map(|finding| finding.diagnostic.message.as_str()).collect();
        assert_eq!(messages, Vec::<&str>::new(), "{why}");
    }
}

#[test]
fn two_hundred_findings_are_judged_once_each() {
    let verdicts = verdicts();
    let places: BTreeSet<_> = verdicts
        .iter()
        .map(|verdict| (&verdict.page, verdict.line, verdict.column, &verdict.code, &verdict.about))
        .collect();
    assert_eq!(places.len(), verdicts.len(), "a finding is judged twice");
    assert!(verdicts.iter().filter(|verdict| verdict.is_true).count() >= 200);
}

#[test]
fn suggested_errata_mend_what_they_are_for() {
    let Some(root) = shared("suggestions", "corpus") else { return };
    let mut errata = 0;
    let mut shared_mistakes = 0;
    for ((vendor, service, form), pages) in services(&root) {
        if form != "whole" {
            continue;
        }
        let language = language(&vendor);
        let named = Service::named(&service);
        let (outcome, findings) = road::lint(&named, reading(&pages), &language);
        let kept = road::suggest::suggest(&named, "", &reading(&pages), &language, (&outcome, &findings));
        let text: String = kept.iter().map(docwright::lint::suggest::Suggestion::toml).collect();
        let corrected = named.with_errata(&text).expect("errata");
        let (outcome, after) = road::lint(&corrected, reading(&pages), &language);
        let refused: Vec<_> = outcome.diagnostics.iter().filter(|found| found.page.as_str() == "errata.toml").collect();
        assert!(refused.is_empty(), "{vendor} {service}: {refused:?}");
        let left: BTreeSet<&str> = after.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let before: BTreeSet<&str> = findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
        for erratum in kept.iter().flat_map(|suggestion| &suggestion.errata) {
            errata += 1;
            let is_left = left.contains(erratum.fingerprint.as_str());
            assert!(!is_left, "{}:{} is suggested, and the finding stays", erratum.page, erratum.line);
        }
        let fresh: Vec<&&str> = left.difference(&before).collect();
        assert!(fresh.is_empty(), "{vendor} {service}: the errata make new findings: {fresh:?}");
        shared_mistakes += kept.iter().filter(|suggestion| suggestion.errata.len() > 1).count();
    }
    println!("{errata} errata; {shared_mistakes} mistakes that several operations share");
    assert!(errata >= 30, "only {errata} errata are suggested");
    assert!(shared_mistakes >= 4, "only {shared_mistakes} mistakes of several operations are seen together");
}
