//! Real pages of two vendors: no crash, no silence, and nothing read worse than yesterday.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docwright::census::floor::Floors;
use docwright::census::{Census, Count};
use docwright::source::{Page, PagePath};
use docwright_tests::road::{language, read, workspace};
use docwright_tests::shared::shared;
use docwright_tests::silence::silences;
use rayon::prelude::*;

/// A page as the list of the corpus has it.
struct Listed {
    path: String,
    vendor: String,
    /// Whether it documents an operation.
    documents: bool,
}

#[test]
fn every_page_gives_an_operation_or_a_reason() {
    let Some(root) = shared("corpus", "corpus") else { return };
    let listed = listed(&root);
    assert!(listed.len() > 400, "only {} pages are listed", listed.len());
    let mut languages = BTreeMap::new();
    for page in &listed {
        languages.entry(page.vendor.clone()).or_insert_with(|| language(&page.vendor));
    }
    let read: Vec<(String, Census, Vec<String>)> = listed
        .par_iter()
        .map(|page| {
            let bytes = fs::read(root.join(&page.path)).unwrap_or_else(|error| panic!("{}: {error}", page.path));
            let source = Page::new(PagePath::new(&page.path), bytes).unwrap_or_else(|error| panic!("{error}"));
            let language = &languages[&page.vendor];
            let outcome = read("service", vec![source.clone()], language);
            let mut silent = silences(&source, language, &outcome);
            if page.documents == outcome.spec.operations.is_empty() {
                silent.push(format!("it has {} operations", outcome.spec.operations.len()));
            }
            let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            let silent = silent.into_iter().map(|what| format!("{}: {what}", page.path)).collect();
            (folder, Census::of(1, &outcome), silent)
        })
        .collect();
    let mut folders: BTreeMap<String, Census> = BTreeMap::new();
    let mut silent = Vec::new();
    for (folder, census, told) in read {
        folders.entry(folder).or_default().add(&census);
        silent.extend(told);
    }
    print(&folders);
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    hold(&folders);
}

/// Compares the counts of each folder with `tests/floors/corpus.toml`.
fn hold(folders: &BTreeMap<String, Census>) {
    let path = workspace().join("tests/floors/corpus.toml");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let mut floors = Floors::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let names = |folder: &str| folder.split_once('/').map(|(one, two)| (one.to_owned(), two.to_owned()));
    let raise = std::env::var_os("DOCWRIGHT_RAISE_FLOORS").is_some();
    let mut worse = Vec::new();
    for (folder, census) in folders {
        let (vendor, service) = names(folder).expect("a folder in a folder");
        if raise {
            floors.raise(&vendor, &service, census);
        }
        worse.extend(floors.fallen(&vendor, &service, census).iter().map(|fallen| format!("{folder}: {fallen}")));
    }
    if raise {
        fs::write(&path, floors.write()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
    for (vendor, service) in floors.services() {
        assert!(folders.contains_key(&format!("{vendor}/{service}")), "the corpus has no folder {vendor}/{service}");
    }
}

fn print(folders: &BTreeMap<String, Census>) {
    print!("{:27}", "");
    for name in folders.keys() {
        print!(" {:>16}", name.trim_start_matches("alibaba/"));
    }
    println!();
    for count in Count::ALL {
        print!("{:27}", count.words());
        for census in folders.values() {
            print!(" {:>16}", census.count(count));
        }
        println!();
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
