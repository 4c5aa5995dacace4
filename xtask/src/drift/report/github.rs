//! Findings as annotations of GitHub Actions, the worst first: GitHub shows ten of each weight a step.
//!
//! In: a report. Out: a workflow command a line, and the counts as plain lines below. Consequences for code stand in
//! the message of their cause, so that no two annotations tell of one line the same.

use std::fmt::Write as _;

use super::human::summary;
use super::told::line;
use super::{Comparison, Group, Report, groups, notes};
use crate::diagnostic::visible::visible;
use crate::drift::{Place, Severity};

/// A report as annotations.
pub fn github(report: &Report<'_>) -> String {
    let mut annotated: Vec<(&Comparison<'_>, Group<'_>)> = Vec::new();
    for comparison in &report.comparisons {
        annotated.extend(groups(comparison.findings).into_iter().map(|group| (comparison, group)));
    }
    // Stable: what stands first in its service stays so among its equals.
    annotated.sort_by_key(|(_, group)| (group.severity(), group.is_of_pages()));
    let mut text = String::new();
    for (comparison, group) in &annotated {
        text.push_str(&annotation(comparison, group));
    }
    text.push_str(&summary(&report.counts(), report.step()));
    text
}

fn annotation(comparison: &Comparison<'_>, group: &Group<'_>) -> String {
    let finding = group.finding;
    let command = match group.severity() {
        Severity::Breaking => "error",
        Severity::Notable => "warning",
        Severity::Harmless => "notice",
    };
    let mut properties = Vec::new();
    if let Some((pages, place)) = comparison.place(finding) {
        let Place { page, line, column, end_line, end_column } = place;
        properties.push(("file", format!("{}{page}", pages.folder)));
        properties.push(("line", line.to_string()));
        properties.push(("endLine", end_line.to_string()));
        // Columns are only taken where they are of one line.
        if line == end_line {
            properties.push(("col", column.to_string()));
            properties.push(("endColumn", end_column.to_string()));
        }
    }
    properties.push(("title", format!("{} ({})", finding.rule().title, finding.rule().code)));
    let properties: Vec<String> =
        properties.into_iter().map(|(key, value)| format!("{key}={}", property(&value))).collect();
    let mut text = format!("::{command} {}::", properties.join(","));
    // Writing to a String can not fail.
    let _ = writeln!(text, "{}", message(&format!("{}\n{}", line(finding), notes(comparison, group))));
    text
}

/// A message of a command.
fn message(text: &str) -> String {
    visible(text.trim_end()).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of a property of a command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_command() {
        assert_eq!(message("a\n::error::b\r100%\u{1b}x"), "a%0A::error::b\\u{d}100%25\\u{1b}x");
        assert_eq!(property("a,b:c%3A"), "a%2Cb%3Ac%253A");
    }
}
