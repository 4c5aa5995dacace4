//! What extraction costs, against what parsing alone costs: the processor's time for all pages, where it goes, and how
//! it grows with more pages and with longer ones.
//!
//! ```sh
//! cargo bench -p docwright-tests --bench extraction             # prints
//! cargo bench -p docwright-tests --bench extraction -- check    # fails where a limit is exceeded
//! ```
//!
//! In: the corpus, else the pages of the repository. Parsing alone builds scraper's tree of each HTML page, or takes
//! pulldown-cmark's events of every other page; it is given the text in memory. Extraction reads the files and ends
//! with the spec and all diagnostics. Both use the same threads, and their runs take turns, so that what else the machine
//! does meets both.

/// The allocator of the program whose cost is measured; parsing alone has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod clock;
mod growth;
mod stages;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use docwright::extract::Language;
use docwright::road::{self, Service};
use docwright_tests::corpus::{Group, groups};
use docwright_tests::road::language;
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

use clock::{Cost, cost, median};

/// How often the processor's time of parsing alone extraction may take, with room for a noisy machine.
const MOST_TIMES_PARSING: f64 = 3.2;

/// How often extraction and parsing take turns.
const RUNS: usize = 9;

fn main() -> ExitCode {
    let is_check = std::env::args().any(|argument| argument == "check");
    let groups = groups("extraction");
    let (languages, loading) = languages(&groups);
    let texts: Vec<String> =
        groups.iter().flat_map(|group| group.read().pages).map(|page| page.text().to_owned()).collect();
    let kilobytes = texts.iter().map(String::len).sum::<usize>() / 1000;
    println!("{} pages, {kilobytes} kB, {} threads", texts.len(), rayon::current_num_threads());
    println!(
        "{} dialects loaded in {}, once a run",
        languages.len(),
        clock::milliseconds(loading.processor).trim_start()
    );

    let ratio = ratio(&groups, &languages, &texts);
    stages::print(&groups, &languages);
    let steepest = growth::print();

    let exceeded = [
        (ratio > MOST_TIMES_PARSING)
            .then(|| format!("extraction takes {ratio:.2} times parsing alone, and may take {MOST_TIMES_PARSING}")),
        (steepest > growth::STEEPEST)
            .then(|| format!("a copy costs {steepest:.2} times a copy of fewer, and may cost {}", growth::STEEPEST)),
    ];
    exceeded.iter().flatten().for_each(|what| println!("{what}"));
    ExitCode::from(u8::from(is_check && exceeded.iter().any(Option::is_some)))
}

/// The vendors' words, and what it costs to load them.
fn languages(groups: &[Group]) -> (BTreeMap<String, Language>, Cost) {
    let mut languages = BTreeMap::new();
    let loading = cost(|| {
        for group in groups {
            languages.entry(group.vendor.clone()).or_insert_with(|| language(&group.vendor));
        }
    });
    (languages, loading)
}

/// How often the processor's time of parsing alone extraction takes.
fn ratio(groups: &[Group], languages: &BTreeMap<String, Language>, texts: &[String]) -> f64 {
    let mut parsing = Vec::new();
    let mut extraction = Vec::new();
    for _ in 0..RUNS {
        parsing.push(cost(|| texts.par_iter().for_each(|text| parse(text))));
        extraction.push(cost(|| groups.iter().for_each(|group| extract(group, languages))));
    }
    let (parsing, extraction) = (median(&parsing), median(&extraction));
    let ratio = times(extraction.processor, parsing.processor);
    println!("\n{:12}{:>12}{:>12}", "", "processor", "wall");
    println!("{:12}{parsing}", "parsing");
    println!("{:12}{extraction}", "extraction");
    println!("{:12}{ratio:>12.2}{:>12.2}", "times", times(extraction.wall, parsing.wall));
    ratio
}

/// Parses a page and nothing more.
fn parse(text: &str) {
    if is_html(text) {
        black_box(scraper::Html::parse_document(text));
    } else {
        Parser::new_ext(text, Options::ENABLE_TABLES).for_each(|event| drop(black_box(event)));
    }
}

/// Whether a page is HTML as a whole.
fn is_html(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

/// Extracts the pages of a group, from disk to the assembled spec.
fn extract(group: &Group, languages: &BTreeMap<String, Language>) {
    let reading = group.read();
    black_box(road::service(&Service::named("service"), reading, &languages[&group.vendor]));
}

fn times(part: Duration, whole: Duration) -> f64 {
    part.as_secs_f64() / whole.as_secs_f64()
}
