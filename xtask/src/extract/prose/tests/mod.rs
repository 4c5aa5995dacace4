//! Tests of the reading of sentences: by kind of rule, against labels read by eye, and on hostile input.

use std::path::{Path, PathBuf};

use crate::dialect::Dialect;
use crate::dialect::phrases::Phrases;
use crate::extract::Language;

mod cases;
mod hostile;
mod labels;
mod pages;
mod rules;
mod seeds;
mod shapes;

fn shared() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("DOCWRIGHT_SHARED") {
        return Some(folder.into());
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    beside.is_dir().then_some(beside)
}

fn language(vendor: &str) -> Language {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let dialect = Dialect::load(&specs, vendor).expect("a dialect");
    let phrases = Phrases::of_codes(["en", "zh"]);
    Language { dialect, phrases }
}
