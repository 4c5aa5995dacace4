//! One operation in several formats and languages states the same facts: what a page lost is missing from it, never
//! another fact, and what one page of two still has is in the spec of both.
//!
//! The numbers below are what was read when they were written; they may only get better.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use docwright::source::{Page, PagePath};
use docwright::spec::flat::flatten;
use docwright_tests::corpus::text_twins;
use docwright_tests::road::{language, read};
use docwright_tests::shared::shared;
use rayon::prelude::*;
use serde_json::Value;

/// Facts of one operation: what they are about, and what they say.
type Facts = BTreeMap<(Kind, String), String>;

/// What a fact says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Parameter,
    Shape,
    Required,
    Prose,
    Field,
    FieldShape,
    Error,
}

/// How the facts of one page stand to those of its twin.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    kept: usize,
    lost: usize,
    changed: usize,
    invented: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.kept += other.kept;
        self.lost += other.lost;
        self.changed += other.changed;
        self.invented += other.invented;
    }

    /// How many of a thousand facts are kept.
    fn share(self) -> usize {
        self.kept * 1000 / (self.kept + self.lost + self.changed).max(1)
    }

    /// Facts that the twin states and the page does not.
    fn wrong(self) -> usize {
        self.changed + self.invented
    }
}

/// Of each kind of fact: how many of a thousand are kept, and how many are another fact.
type Floor = [(Kind, usize, usize); 7];

const DASH: Floor = [
    (Kind::Parameter, 968, 9),
    (Kind::Shape, 965, 8),
    (Kind::Required, 967, 9),
    // Members of an object whose table lost its caption stand at the top, with all that their rows say.
    (Kind::Prose, 925, 16),
    (Kind::Field, 859, 121),
    (Kind::FieldShape, 856, 118),
    (Kind::Error, 1000, 0),
];

const PLAIN: Floor = [
    (Kind::Parameter, 1000, 0),
    (Kind::Shape, 1000, 0),
    (Kind::Required, 1000, 0),
    (Kind::Prose, 1000, 0),
    (Kind::Field, 989, 0),
    (Kind::FieldShape, 989, 0),
    (Kind::Error, 1000, 0),
];

/// English and Chinese pages of one operation are of different years: only what both state is compared.
const CHINESE: [(Kind, usize); 3] = [(Kind::Shape, 5), (Kind::Required, 3), (Kind::FieldShape, 2)];

#[test]
fn extracted_text_loses_facts_and_changes_none() {
    for (style, floor) in [("dash", DASH), ("plain", PLAIN)] {
        let Some(root) = shared("twins", "corpus") else { return };
        let twins = text_twins(&root, style);
        assert!(twins.len() > 90, "only {} twins", twins.len());
        let tallies: Vec<BTreeMap<Kind, Tally>> = twins
            .par_iter()
            .map(|(original, text)| {
                let vendor = vendor(&root, original);
                let (original, text) = (facts(&root, &[original], &vendor), facts(&root, &[text], &vendor));
                compare(&original, &text)
            })
            .collect();
        hold(style, &sum(tallies), &floor);
    }
}

#[test]
fn what_a_text_has_lost_is_not_lost_beside_its_original() {
    let Some(root) = shared("twins", "corpus") else { return };
    let twins: Vec<(PathBuf, PathBuf)> = ["dash", "plain"].iter().flat_map(|style| text_twins(&root, style)).collect();
    let lost: Vec<String> = twins
        .par_iter()
        .flat_map(|(original, text)| {
            let vendor = vendor(&root, original);
            let alone = facts(&root, &[original], &vendor);
            let both = facts(&root, &[original, text], &vendor);
            let name = text.display().to_string();
            let missing = alone.into_iter().flat_map(|(operation, facts)| {
                let both = both.get(&operation).cloned().unwrap_or_default();
                let gone = facts.into_keys().filter(move |key| !both.contains_key(key));
                gone.map(|(kind, subject)| format!("{kind:?} {subject}")).collect::<Vec<_>>()
            });
            missing.map(|fact| format!("{name}: {fact}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn two_languages_state_the_same_of_what_both_state() {
    let Some(root) = shared("twins", "corpus") else { return };
    let pages = |folder: &str| -> Vec<PathBuf> {
        let entries = fs::read_dir(root.join("alibaba").join(folder)).expect("a folder of the corpus");
        let mut pages: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        pages.sort();
        pages
    };
    let read_all = |folder: &str| {
        let read: Vec<_> = pages(folder).par_iter().map(|page| facts(&root, &[page], "alibaba")).collect();
        read.into_iter().flatten().collect::<BTreeMap<String, Facts>>()
    };
    let (english, chinese) = (read_all("ecs-en"), read_all("ecs-zh"));
    let shared: BTreeSet<&String> = english.keys().filter(|name| chinese.contains_key(*name)).collect();
    assert!(shared.len() > 5, "only {} operations in both languages", shared.len());
    let tallies = shared.iter().map(|name| tally(&english[*name], &chinese[*name])).collect();
    let found = sum(tallies);
    for (kind, tally) in &found {
        println!("zh {kind:?}: kept {}, changed {}", tally.kept, tally.changed);
    }
    for (kind, most) in CHINESE {
        let changed = found.get(&kind).copied().unwrap_or_default().changed;
        assert!(changed <= most, "{kind:?}: {changed} facts differ between the languages, and {most} did");
    }
}

fn vendor(root: &Path, page: &Path) -> String {
    let local = page.strip_prefix(root).expect("a page of the corpus");
    local.iter().next().unwrap_or_default().to_string_lossy().into_owned()
}

/// The facts of each operation of some pages together.
fn facts(root: &Path, pages: &[&PathBuf], vendor: &str) -> BTreeMap<String, Facts> {
    let page = |path: &&PathBuf| {
        let local = path.strip_prefix(root).expect("a page of the corpus").to_string_lossy().into_owned();
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{local}: {error}"));
        Page::new(PagePath::new(&local), bytes).unwrap_or_else(|error| panic!("{local}: {error}"))
    };
    let outcome = read("twins", pages.iter().map(page).collect(), &language(vendor));
    let flat = serde_json::to_value(flatten(outcome.spec.operations.iter().map(|one| (one, None)))).expect("JSON");
    let operations = flat["operations"].as_array().cloned().unwrap_or_default();
    operations.iter().map(|operation| (subject(operation), of_operation(operation))).collect()
}

/// What tells an operation: method and path, or its name.
fn subject(operation: &Value) -> String {
    let word = |key: &str| operation[key].as_str().unwrap_or_default();
    if word("path").is_empty() { word("name").to_owned() } else { format!("{} {}", word("method"), word("path")) }
}

fn of_operation(operation: &Value) -> Facts {
    let mut facts = Facts::new();
    let all = |key: &str| operation[key].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for parameter in all("request") {
        let name = word(&parameter["name"]);
        facts.insert((Kind::Parameter, name.clone()), word(&parameter["in"]));
        if parameter["type"] != "any" {
            facts.insert((Kind::Shape, name.clone()), format!("{} {}", parameter["type"], parameter["list"]));
        }
        if !parameter["required"].is_null() {
            facts.insert((Kind::Required, name.clone()), parameter["required"].to_string());
        }
        for key in ["enum", "default", "minimum", "maximum", "min_length", "max_length", "max_items", "excluded"] {
            if !parameter[key].is_null() {
                facts.insert((Kind::Prose, format!("{name} {key}")), parameter[key].to_string());
            }
        }
    }
    for field in all("response") {
        let path = word(&field["path"]);
        facts.insert((Kind::Field, path.clone()), String::new());
        if field["type"] != "any" {
            facts.insert((Kind::FieldShape, path), field["type"].to_string());
        }
    }
    for error in all("errors") {
        facts.insert((Kind::Error, word(&error["code"])), String::new());
    }
    facts
}

/// All operations of one page against those of its twin. A page of one operation may have lost its name.
fn compare(left: &BTreeMap<String, Facts>, right: &BTreeMap<String, Facts>) -> BTreeMap<Kind, Tally> {
    let none = Facts::new();
    let tallies = left.iter().map(|(name, facts)| {
        let twin = if left.len() == 1 && right.len() == 1 { right.values().next() } else { right.get(name) };
        tally(facts, twin.unwrap_or(&none))
    });
    sum(tallies.collect())
}

fn tally(left: &Facts, right: &Facts) -> BTreeMap<Kind, Tally> {
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    for (key, said) in left {
        let tally = tallies.entry(key.0).or_default();
        match right.get(key) {
            Some(other) if other == said => tally.kept += 1,
            Some(_) => tally.changed += 1,
            None => tally.lost += 1,
        }
    }
    for key in right.keys().filter(|key| !left.contains_key(*key)) {
        tallies.entry(key.0).or_default().invented += 1;
    }
    tallies
}

fn sum(tallies: Vec<BTreeMap<Kind, Tally>>) -> BTreeMap<Kind, Tally> {
    let mut all: BTreeMap<Kind, Tally> = BTreeMap::new();
    for (kind, tally) in tallies.into_iter().flatten() {
        all.entry(kind).or_default().add(tally);
    }
    all
}

fn hold(style: &str, found: &BTreeMap<Kind, Tally>, floor: &Floor) {
    let mut worse = Vec::new();
    for (kind, share, wrong) in floor {
        let tally = found.get(kind).copied().unwrap_or_default();
        println!("{style} {kind:?}: {} of a thousand kept, {} wrong: {tally:?}", tally.share(), tally.wrong());
        if tally.share() < *share {
            worse.push(format!("{style} {kind:?}: {} of a thousand kept, and {share} were", tally.share()));
        }
        if tally.wrong() > *wrong {
            worse.push(format!("{style} {kind:?}: {} are another fact, and {wrong} were", tally.wrong()));
        }
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
