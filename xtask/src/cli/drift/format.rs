//! The forms in which `drift` prints its findings.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::cli::Failure;
use crate::diagnostic::render;
use crate::drift::flat;
use crate::drift::report::{self, FailOn, Report};

/// What to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Lines for people, with the lines of the pages
    Human,
    /// The body of a pull request
    Markdown,
    /// All that is known of each finding
    Json,
    /// For code scanning
    Sarif,
    /// For servers that show the results of tests
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// A page to look at
    Html,
    /// One short row a finding
    Flat,
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Breaking, Self::Any, Self::None]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Breaking => PossibleValue::new("breaking").help("A change that breaks callers"),
            Self::Any => PossibleValue::new("any").help("Any change of the API"),
            Self::None => PossibleValue::new("none").help("No change"),
        })
    }
}

/// A report in a form.
pub(super) fn print(format: Format, report: &Report<'_>) -> Result<String, Failure> {
    let text = match format {
        Format::Human => Ok(report::human(report, render::color_on_standard_output())),
        Format::Markdown => Ok(report::markdown(report)),
        Format::Json => report::json(report),
        Format::Sarif => report::sarif(report),
        Format::Junit => Ok(report::junit(report)),
        Format::Html => Ok(report::html(report)),
        Format::Github => Ok(report::github(report)),
        Format::Flat => {
            let mut rows = flat::Flat::default();
            rows.extend(report.comparisons.iter().map(|comparison| flat::flatten(comparison.findings)));
            serde_json::to_string_pretty(&rows).map(|text| text + "\n")
        }
    };
    text.map_err(|error| Failure::input(error.to_string()))
}
