//! The forms in which `drift` prints its findings.

use std::collections::BTreeMap;

use clap::ValueEnum;

use crate::cli::Failure;
use crate::drift::{Finding, flat, report};
use crate::source::{Page, PagePath};

/// What to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Lines for people
    Human,
    /// All that is known of each finding
    Json,
    /// One short row a finding
    Flat,
}

/// Findings in a form, with the pages of both versions, as far as they are at hand.
pub(super) fn print(
    format: Format,
    findings: &[Finding],
    _old: &BTreeMap<PagePath, Page>,
    _new: &BTreeMap<PagePath, Page>,
) -> Result<String, Failure> {
    let text = match format {
        Format::Human => Ok(report::human(findings)),
        Format::Json => report::json(findings),
        Format::Flat => serde_json::to_string_pretty(&flat::flatten(findings)).map(|text| text + "\n"),
    };
    text.map_err(|error| Failure::input(error.to_string()))
}
