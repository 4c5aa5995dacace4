//! Where the time of extraction goes, on one thread.

use std::collections::BTreeMap;
use std::hint::black_box;

use docwright::extract::{self, Language};
use docwright::spec::config::ServiceConfig;
use docwright::spec::places::Places;
use docwright::{document, spec};
use docwright_tests::corpus::Group;

use crate::clock::{Cost, cost, median, milliseconds};

/// How often each stage is run.
const RUNS: usize = 5;

/// The stages of which a table is printed; `extract` reads the document anew, which is taken off again.
const STAGES: [&str; 5] = ["read", "document", "extract", "settle", "assemble"];

/// Prints a row a group and a column a stage.
pub fn print(groups: &[Group], languages: &BTreeMap<String, Language>) {
    println!("\non one thread, processor");
    print!("{:36}{:>12}", "", "bytes");
    for stage in STAGES {
        print!("{stage:>12}");
    }
    println!("{:>12}", "ns a byte");
    for group in groups {
        let runs: Vec<[Cost; 5]> = (0..RUNS).map(|_| run(group, &languages[&group.vendor])).collect();
        let stages: Vec<_> = (0..STAGES.len())
            .map(|stage| median(&runs.iter().map(|run| run[stage]).collect::<Vec<_>>()).processor)
            .collect();
        let documents = stages[1];
        let bytes: usize = group.read().pages.iter().map(|page| page.text().len()).sum();
        print!("{:36}{bytes:>12}", format!("{} ({})", group.name, group.vendor));
        let mut all = std::time::Duration::ZERO;
        for (stage, took) in STAGES.iter().zip(stages) {
            let own = if *stage == "extract" { took.saturating_sub(documents) } else { took };
            all += own;
            print!("{}", milliseconds(own));
        }
        println!("{:>12}", all.as_nanos() / bytes as u128);
    }
}

/// Runs the stages one after the other.
fn run(group: &Group, language: &Language) -> [Cost; 5] {
    let mut diagnostics = Vec::new();
    let config = ServiceConfig::default();
    let mut pages = Vec::new();
    let read = cost(|| pages = group.read().pages);
    let document = cost(|| {
        for page in &pages {
            black_box(document::read(page, language.dialect.lexicon(), &mut Vec::new()));
        }
    });
    let mut facts = Vec::new();
    let extract =
        cost(|| facts = pages.iter().map(|page| extract::page(page, language, &mut diagnostics)).collect::<Vec<_>>());
    let mut settled = Vec::new();
    let settle = cost(|| {
        settled = pages
            .iter()
            .zip(&facts)
            .map(|(page, facts)| spec::settle_page(page, facts, &language.dialect, &config, &mut diagnostics))
            .collect();
    });
    let assemble = cost(|| {
        let places = Places::new(&pages);
        black_box(spec::assemble("service", settled, &language.dialect, &config, &places, &mut diagnostics));
        diagnostics.sort();
    });
    [read, document, extract, settle, assemble]
}
