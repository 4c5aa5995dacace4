//! How the cost grows: the same page 1, 10 and 100 times, a page with its last rows 1, 10 and 100 times, and a page
//! with all that is on it 1, 10 and 100 times.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use docwright::extract::Language;
use docwright::road::{self, Reading, Service};
use docwright::source::{Page, PagePath};
use docwright_tests::road::{language, workspace};

use crate::clock::{cost, median};

/// How much more a copy of 100 may cost than one of 10. Linear growth gives 1, quadratic growth 10. Between them lie
/// the caches of a machine, and nested tables: each row is weighed at up to 48 places, which a short table does not have.
pub const STEEPEST: f64 = 4.0;

/// How many copies are made.
const COPIES: [u32; 3] = [1, 10, 100];

/// How often each is run.
const RUNS: usize = 5;

/// A page of the repository in each format.
const PAGES: [(&str, &str); 4] = [
    ("alibaba", "alibaba/vpc/pages/describe-ssl-vpn-servers.md"),
    ("huawei", "huawei/apig/pages/querying-domain-names-of-an-ssl-certificate.html"),
    ("alibaba", "alibaba/vpc/pages/delete-ssl-vpn-server.txt"),
    ("alibaba", "alibaba/vpc/pages/create-ssl-vpn-server.txt"),
];

/// Makes pages of one page.
type Copier = fn(&str, usize) -> Vec<String>;

const WAYS: [(&str, Copier); 3] = [
    ("pages", |text, copies| vec![text.to_owned(); copies]),
    ("rows", |text, copies| vec![with_rows(text, copies)]),
    ("content", |text, copies| vec![text.repeat(copies)]),
];

/// Prints what a copy costs, and gives how much more one of 100 costs than one of 10, at worst.
pub fn print() -> f64 {
    let languages = ["alibaba", "huawei"].map(|vendor| (vendor, language(vendor)));
    let languages = BTreeMap::from(languages);
    println!("\n{:12}{:72}{:>12}{:>12}{:>12}{:>9}", "copies of", "page, µs a copy of", 1, 10, 100, "growth");
    let mut steepest: f64 = 0.0;
    for (vendor, path) in PAGES {
        let text = std::fs::read_to_string(workspace().join("specs").join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        for (way, copier) in WAYS {
            let costs = COPIES.map(|copies| {
                let texts = copier(&text, copies as usize);
                let runs: Vec<_> = (0..RUNS).map(|_| cost(|| extract(path, &texts, &languages[vendor]))).collect();
                per_copy(median(&runs).processor, copies)
            });
            let growth = costs[2] / costs[1];
            steepest = steepest.max(growth);
            print!("{way:12}{path:72}");
            for cost in costs {
                print!("{cost:>12.0}");
            }
            println!("{growth:>9.2}");
        }
    }
    steepest
}

/// Microseconds.
fn per_copy(cost: Duration, copies: u32) -> f64 {
    cost.as_secs_f64() * 1e6 / f64::from(copies)
}

fn extract(path: &str, texts: &[String], language: &Language) {
    let pages = texts.iter().enumerate().map(|(number, text)| {
        let path = PagePath::new(&format!("{number}/{path}"));
        Page::new(path, text.clone().into_bytes()).expect("a page")
    });
    let reading = Reading { pages: pages.collect(), refused: Vec::new() };
    black_box(road::service(&Service::named("service"), reading, language));
}

/// The page with the last row of each table as often as asked.
fn with_rows(text: &str, copies: usize) -> String {
    if text.contains("</tr>") { with_html_rows(text, copies) } else { with_lines(text, copies) }
}

/// Each `<tr>` behind which its table's body ends is repeated.
fn with_html_rows(text: &str, copies: usize) -> String {
    let mut long = String::new();
    let mut parts = text.split_inclusive("</tr>").peekable();
    while let Some(part) = parts.next() {
        let is_last = parts
            .peek()
            .is_some_and(|next| ["</tbody>", "</table>"].iter().any(|end| next.trim_start().starts_with(end)));
        let row = part.rfind("<tr").map_or(part, |start| &part[start..]);
        long.push_str(part);
        long.push_str(&row.repeat(if is_last { copies - 1 } else { 0 }));
    }
    long
}

/// Each line with bars behind which stands one without is repeated.
fn with_lines(text: &str, copies: usize) -> String {
    let mut long = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_last = line.contains('|') && lines.peek().is_none_or(|next| !next.contains('|'));
        long.push_str(&line.repeat(if is_last { copies } else { 1 }));
    }
    long
}
