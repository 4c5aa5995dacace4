//! The facts that 286 labelled parameters of real pages state, against what is read from them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::{language, shared};
use crate::extract::facts::{RowFacts, Side};
use crate::extract::page;
use crate::extract::prose::Facts;
use crate::source::{Page, PagePath};

const KEYS: [&str; 10] = [
    "enum",
    "default",
    "minimum",
    "maximum",
    "min_length",
    "max_length",
    "max_items",
    "excluded",
    "conditional",
    "deprecated",
];

/// What a label or the reading says for a key, as comparable text; `None`: nothing.
fn labelled(label: &Json, key: &str) -> Option<String> {
    match &label[key] {
        Json::Null | Json::Bool(false) => None,
        Json::Array(values) if values.is_empty() => None,
        Json::Array(values) => {
            let set: BTreeSet<_> = values.iter().map(text).collect();
            Some(set.into_iter().collect::<Vec<_>>().join(" | "))
        }
        other => Some(text(other)),
    }
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn read(facts: &Facts, key: &str) -> Option<String> {
    let set =
        |values: BTreeSet<String>| (!values.is_empty()).then(|| values.into_iter().collect::<Vec<_>>().join(" | "));
    match key {
        "enum" => set(facts.values.iter().map(|value| value.wire.clone()).collect()),
        "default" => facts.default.as_ref().map(|fact| fact.value.clone()),
        "minimum" => facts.minimum.as_ref().map(|fact| fact.value.clone()),
        "maximum" => facts.maximum.as_ref().map(|fact| fact.value.clone()),
        "min_length" => facts.min_length.as_ref().map(|fact| fact.value.to_string()),
        "max_length" => facts.max_length.as_ref().map(|fact| fact.value.to_string()),
        "max_items" => facts.max_items.as_ref().map(|fact| fact.value.to_string()),
        "excluded" => set(facts.excluded.iter().map(|fact| fact.value.clone()).collect()),
        "conditional" => facts.required_if.as_ref().map(|_| "true".to_owned()),
        "deprecated" => facts.deprecated.map(|_| "true".to_owned()),
        other => panic!("no key {other}"),
    }
}

/// Hits, wanted, right, had.
#[derive(Clone, Copy, Default)]
struct Count([usize; 4]);

fn score(vendor: &str, file: &str, dump: bool) -> Option<(BTreeMap<&'static str, Count>, usize)> {
    let shared = shared()?;
    let labels = std::fs::read_to_string(shared.join("truth").join(file)).expect("the labels");
    let labels: Json = serde_json::from_str(&labels).expect("the labels");
    let language = language(vendor);
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    let mut lost = 0;
    let mut known_pages: BTreeMap<String, (Page, Vec<RowFacts>)> = BTreeMap::new();
    for label in labels["labels"].as_array().expect("a list") {
        let file = text(&label["file"]);
        let (source, rows) = known_pages.entry(file.clone()).or_insert_with(|| {
            let bytes = std::fs::read(shared.join("corpus").join(&file)).expect("a page");
            let source = Page::new(PagePath::new(&file), bytes).expect("a page");
            let facts = page(&source, &language, &mut Vec::new());
            let tables = facts.operations.into_iter().flat_map(|operation| operation.tables);
            let tables = tables.filter(|table| !matches!(table.side, Side::ResponseHeader(_)));
            (source, tables.flat_map(|table| table.rows).collect())
        });
        let name = text(&label["name"]);
        let leaf = name.rsplit('.').find(|part| part.len() > 1).unwrap_or(&name);
        let row_line = label["line"].as_u64().expect("a line") as u32;
        let near = |row: &&RowFacts| {
            let known = row.name.value.rsplit('.').find(|part| part.len() > 1).unwrap_or(&row.name.value);
            let start = source.position(row.span.start).line;
            known == leaf && start.abs_diff(row_line) <= 2
        };
        let Some(row) = rows.iter().find(near) else {
            lost += 1;
            if dump {
                println!("LOST {file}:{row_line} {name}");
            }
            continue;
        };
        let arguable: Vec<String> =
            label["arguable"].as_array().map_or(Vec::new(), |keys| keys.iter().map(text).collect());
        for key in KEYS {
            if arguable.iter().any(|arguable| arguable == key) {
                continue;
            }
            let wanted = labelled(label, key);
            let had = read(&row.prose, key);
            let Count([hits, wants, right, has]) = counts.entry(key).or_default();
            *wants += usize::from(wanted.is_some());
            *has += usize::from(had.is_some());
            let equal = usize::from(wanted.is_some() && wanted == had);
            *hits += equal;
            *right += equal;
            if dump && wanted != had {
                println!(
                    "{key}: wanted {wanted:?}, read {had:?}  {name} {file}:{row_line} [{}]",
                    text(&label["phrase"])
                );
            }
        }
    }
    Some((counts, lost))
}

fn check(vendor: &str, file: &str, least: usize) {
    let dump = std::env::var_os("DOCWRIGHT_DUMP").is_some();
    let Some((counts, lost)) = score(vendor, file, dump) else {
        println!("skipped: {file} needs the shared folder (DOCWRIGHT_SHARED)");
        return;
    };
    let mut total = Count::default();
    for (key, Count(count)) in &counts {
        println!("{key:12} recall {}/{} precision {}/{}", count[0], count[1], count[2], count[3]);
        for (sum, part) in total.0.iter_mut().zip(count) {
            *sum += part;
        }
    }
    let Count([hits, wants, right, has]) = total;
    let recall = 100 * hits / wants.max(1);
    let precision = 100 * right / has.max(1);
    println!("{file}: recall {hits}/{wants}, precision {right}/{has}, {lost} rows not found");
    assert!(recall >= least, "recall {recall} % of {file} fell below {least} %");
    assert!(precision >= least, "precision {precision} % of {file} fell below {least} %");
}

#[test]
fn labels_of_otc_pages_are_read() {
    check("otc", "prose-otc.json", 98);
}

#[test]
fn labels_of_alibaba_pages_are_read() {
    check("alibaba", "prose-alibaba.json", 98);
}
