//! Pages that nobody wrote: whatever a page says, nothing panics and nothing is dropped in silence.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use docwright::extract::Language;
use docwright::source::{Page, PagePath};
use docwright_tests::corpus::groups;
use docwright_tests::mutation::{Chance, mutant};
use docwright_tests::road::{language, lint};
use docwright_tests::shared::shared;
use docwright_tests::silence::silences;
use rayon::prelude::*;

/// How many mutants of real pages are read; `DOCWRIGHT_MUTATIONS` says otherwise.
const MUTANTS: u64 = 20_000;
/// How many of the repository's own pages, where the real ones are not at hand.
const MUTANTS_OF_OURS: u64 = 2_000;
/// The largest page that is mutated whole. Of a larger one as much as this is taken, from a random line on.
const MAX_BYTES: usize = 12_000;
/// The longest that one mutant may take. The slowest real page takes a hundredth of it.
const MAX_TIME: Duration = Duration::from_secs(20);

/// A page to be mutated.
struct Original {
    path: PagePath,
    text: String,
    vendor: String,
}

#[test]
fn mutants_of_real_pages_are_read_without_a_panic_and_without_silence() {
    let originals: Vec<Original> = groups("mutations")
        .into_iter()
        .flat_map(|group| {
            let pages = group.read().pages;
            pages.into_iter().map(move |page| Original {
                path: page.path().clone(),
                text: page.text().to_owned(),
                vendor: group.vendor.clone(),
            })
        })
        .collect();
    let texts: Vec<&str> = originals.iter().map(|original| original.text.as_str()).collect();
    let mut languages: BTreeMap<&str, Language> = BTreeMap::new();
    for original in &originals {
        languages.entry(&original.vendor).or_insert_with(|| language(&original.vendor));
    }
    let asked = std::env::var("DOCWRIGHT_MUTATIONS").ok();
    let usual = if shared("mutations", "corpus").is_some() { MUTANTS } else { MUTANTS_OF_OURS };
    let number = asked.map_or(usual, |number| number.parse().expect("DOCWRIGHT_MUTATIONS is a number"));
    let wrong: Vec<String> = (0..number)
        .into_par_iter()
        .filter_map(|seed| {
            let original = &originals[Chance::new(!seed).below(originals.len())];
            let text = mutant(cut(&original.text, seed), &texts, seed);
            let problem = problem(original, text, &languages[original.vendor.as_str()])?;
            Some(format!("seed {seed}, {}: {problem}", original.path))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {number} mutants:\n{}", wrong.len(), wrong.join("\n"));
}

/// As much of a page as is mutated.
fn cut(text: &str, seed: u64) -> &str {
    if text.len() <= MAX_BYTES {
        return text;
    }
    // Half of the large pages keep their head, without which most tables stand in no section.
    let mut chance = Chance::new(seed ^ 0x5eed);
    let from = if chance.below(2) == 0 { 0 } else { chance.below(text.len() - MAX_BYTES) };
    let start = text.char_indices().map(|(at, _)| at).find(|at| *at >= from).unwrap_or_default();
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= start + MAX_BYTES).unwrap_or(text.len());
    &text[start..end]
}

/// What is wrong with the reading of a mutant.
fn problem(original: &Original, text: String, language: &Language) -> Option<String> {
    let page = Page::new(original.path.clone(), text.into_bytes()).ok()?;
    let started = Instant::now();
    let silent = catch_unwind(AssertUnwindSafe(|| {
        let (outcome, _) = lint("service", vec![page.clone()], language);
        silences(&page, language, &outcome)
    }));
    match silent {
        Err(_) => Some("panics".to_owned()),
        Ok(silent) if !silent.is_empty() => Some(silent.join("; ")),
        Ok(_) if started.elapsed() > MAX_TIME => Some(format!("takes {:?}", started.elapsed())),
        Ok(_) => None,
    }
}
