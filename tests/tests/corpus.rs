//! Real pages of two vendors: no crash, no silence, and no page fewer than yesterday.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docwright::diagnostic::catalogue::extract::{
    BAD_ERROR_ROW, NAMELESS_ROW, NO_OPERATION, OTHER_VENDOR, STRANGE_NAME, TOO_MANY_ROWS, UNKNOWN_HEADING,
    UNKNOWN_TABLE,
};
use docwright::diagnostic::{Code, Severity};
use docwright::road::Outcome;
use docwright::source::{Page, PagePath};
use docwright_tests::road::{language, read};
use docwright_tests::shared::shared;

/// For each folder, how many of its pages give an operation at least, and how many rows may stay unread at most. Better
/// numbers replace these; worse ones are a loss.
const COVERAGE: [(&str, usize, usize); 9] = [
    ("alibaba/ecs-en", 62, 0),
    ("alibaba/ecs-zh", 34, 0),
    ("alibaba/kms-dialects-en", 5, 0),
    ("alibaba/kms-dialects-zh", 8, 0),
    // A page of common parameters, which documents no operation.
    ("alibaba/vpn-en", 29, 8),
    // `{User defined key}` and `-` stand where a name should.
    ("otc/apig-en", 198, 3),
    // A table of cipher suites within the response section, on two pages.
    ("otc/elb-export-en", 60, 10),
    ("text/dash", 94, 0),
    ("text/plain", 94, 1),
];

/// A page as the list of the corpus has it.
struct Listed {
    path: String,
    vendor: String,
    /// Whether it documents an operation.
    documents: bool,
}

/// What came out of the pages of one folder.
#[derive(Default)]
struct Folder {
    pages: usize,
    documented: usize,
    operations: usize,
    rows: usize,
    unread: usize,
    samples: usize,
    unreadable: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[test]
fn every_page_gives_an_operation_or_a_reason() {
    let Some(root) = shared("corpus", "corpus") else { return };
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    let mut silent = Vec::new();
    let listed = listed(&root);
    assert!(listed.len() > 400, "only {} pages are listed", listed.len());
    let mut languages = BTreeMap::new();
    for page in listed {
        let language = languages.entry(page.vendor.clone()).or_insert_with(|| language(&page.vendor));
        let bytes = fs::read(root.join(&page.path)).unwrap_or_else(|error| panic!("{}: {error}", page.path));
        let source = Page::new(PagePath::new(&page.path), bytes).unwrap_or_else(|error| panic!("{error}"));
        let outcome = read("service", vec![source], language);
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder.to_owned()).or_default().add(&page, &outcome);
        silent.extend(silences(&page, &outcome).into_iter().map(|what| format!("{}: {what}", page.path)));
    }
    print(&folders);
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    for (folder, operations, unread) in COVERAGE {
        let found = folders.get(folder).unwrap_or_else(|| panic!("the corpus has no folder {folder}"));
        assert!(
            found.documented >= operations,
            "{folder}: {} pages of {operations} give an operation",
            found.documented
        );
        assert!(found.unread <= unread, "{folder}: {} rows are not read, and {unread} were", found.unread);
    }
}

/// What a page keeps to itself.
fn silences(page: &Listed, outcome: &Outcome) -> Vec<String> {
    let count = |codes: &[Code]| outcome.diagnostics.iter().filter(|found| codes.contains(&found.code)).count();
    let mut found = Vec::new();
    let operations = outcome.spec.operations.len();
    if operations == 0 && count(&[NO_OPERATION, OTHER_VENDOR]) == 0 {
        found.push("no operation, and no diagnostic says why".to_owned());
    }
    if page.documents && operations == 0 {
        found.push("the page documents an operation, and none came out".to_owned());
    }
    if !page.documents && operations > 0 {
        found.push("the page documents no operation, and one came out".to_owned());
    }
    let unread = outcome.counts.rows_unread;
    let rows_told = count(&[NAMELESS_ROW, STRANGE_NAME, BAD_ERROR_ROW]);
    let tables_told = count(&[UNKNOWN_TABLE, UNKNOWN_HEADING, TOO_MANY_ROWS]);
    if unread > rows_told && tables_told == 0 {
        found.push(format!("{unread} rows are not read, and {rows_told} diagnostics say so"));
    }
    found
}

impl Folder {
    fn add(&mut self, page: &Listed, outcome: &Outcome) {
        let operations = outcome.spec.operations.len();
        self.pages += 1;
        self.documented += usize::from(page.documents && operations > 0);
        self.operations += operations;
        self.rows += outcome.counts.rows;
        self.unread += outcome.counts.rows_unread;
        self.samples += outcome.counts.samples;
        self.unreadable += outcome.counts.samples_unreadable;
        for diagnostic in &outcome.diagnostics {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
    }
}

fn print(folders: &BTreeMap<String, Folder>) {
    println!("folder                   pages  operations  rows  unread  samples  unreadable  errors  warnings  notes");
    for (name, folder) in folders {
        println!(
            "{name:24} {:5} {:11} {:5} {:7} {:8} {:11} {:7} {:9} {:6}",
            folder.pages,
            folder.operations,
            folder.rows,
            folder.unread,
            folder.samples,
            folder.unreadable,
            folder.errors,
            folder.warnings,
            folder.notes
        );
    }
}

/// The pages that the corpus lists.
fn listed(root: &Path) -> Vec<Listed> {
    let list = fs::read_to_string(root.join("manifest.tsv")).expect("the list of pages");
    let mut lines = list.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let (file, vendor, kind) = (column("file"), column("vendor"), column("kind"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |column: usize| (*cells.get(column).unwrap_or(&"")).to_owned();
            Listed { path: cell(file), vendor: cell(vendor), documents: cell(kind) != "other" }
        })
        .collect()
}
