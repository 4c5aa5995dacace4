//! Findings as SARIF 2.1.0, for code scanning.
//!
//! In: a report. Out: one run. A finding lies where the new page says it, or, of what is gone, where the old one did;
//! the other side is a related location. Columns count characters, which SARIF calls code points.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::told::{broken, line, standing};
use super::{Comparison, Pages, Report, Waived, groups};
use crate::drift::{Finding, Layer, Place, Rule, Severity};

/// A report as SARIF.
pub fn sarif(report: &Report<'_>) -> Result<String, serde_json::Error> {
    let mut run = Run::default();
    for comparison in &report.comparisons {
        for group in groups(comparison.findings) {
            run.add(comparison, group.finding, None, None);
            for consequence in group.consequences {
                run.add(comparison, consequence, Some(group.finding), None);
            }
        }
        for waived in comparison.waived {
            run.add(comparison, &waived.finding, None, Some(waived));
        }
    }
    let rules: Vec<Value> = run.rules.iter().map(|rule| self::rule(rule)).collect();
    let whole = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "docwright",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "automationDetails": { "id": "docwright/drift/" },
            "columnKind": "unicodeCodePoints",
            "results": run.results,
            "properties": { "nextVersion": report.step().word() },
        }],
    });
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

/// The results so far, and the rules that they name.
#[derive(Default)]
struct Run {
    rules: Vec<&'static Rule>,
    places: BTreeMap<&'static str, usize>,
    results: Vec<Value>,
}

impl Run {
    fn add(
        &mut self,
        comparison: &Comparison<'_>,
        finding: &Finding,
        cause: Option<&Finding>,
        waived: Option<&Waived>,
    ) {
        let rule = finding.rule();
        let index = *self.places.entry(rule.code.as_str()).or_insert_with(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        });
        let mut message = line(finding);
        if finding.layer() == Layer::Rust {
            // Writing to a String can not fail.
            let _ = write!(message, "; {}", broken(finding));
        }
        if let Some(remark) = &finding.remark {
            let _ = write!(message, "; {remark}");
        }
        let _ = write!(message, " ({})", standing(finding));
        let mut result = json!({
            "ruleId": rule.code,
            "ruleIndex": index,
            "level": level(finding.severity()),
            "message": { "text": message },
            "partialFingerprints": { "docwrightDrift/v1": finding.fingerprint() },
            "rank": f64::from(finding.confidence.percent()),
            "suppressions": waived.map(suppression).into_iter().collect::<Vec<_>>(),
            "properties": {
                "comparison": comparison.title,
                "layer": finding.layer(),
                "kind": finding.kind,
                "nature": finding.nature,
                "old": finding.old,
                "new": finding.new,
            },
        });
        let (old, new) = match (&finding.old_place, &finding.new_place, cause) {
            (None, None, Some(cause)) => (&cause.old_place, &cause.new_place),
            (old, new, _) => (old, new),
        };
        let old = old.as_ref().map(|place| physical(&comparison.old, place));
        let new = new.as_ref().map(|place| physical(&comparison.new, place));
        let related = new.as_ref().and(old.clone());
        let related = related.map(|old| json!({ "id": 1, "message": { "text": "before" }, "physicalLocation": old }));
        let place = new.or(old).map(|place| json!({ "physicalLocation": place }));
        if let Some(object) = result.as_object_mut() {
            object.insert("locations".to_owned(), place.into_iter().collect());
            object.extend(related.map(|related| ("relatedLocations".to_owned(), json!([related]))));
        }
        self.results.push(result);
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "error",
        Severity::Notable => "warning",
        Severity::Harmless => "note",
    }
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.explanation.split("\n\n").next().unwrap_or_default() },
        "help": { "text": rule.explanation },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "layer": rule.layer(), "breaks": rule.breaks },
    })
}

fn suppression(waived: &Waived) -> Value {
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": format!("{} (until {})", waived.reason, waived.until),
    })
}

/// Where a place lies.
fn physical(pages: &Pages<'_>, place: &Place) -> Value {
    let Place { line, column, end_line, end_column, .. } = place;
    // Without its end a region reaches to the end of its line.
    let region = if (end_line, end_column) > (line, column) {
        json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
    } else {
        json!({ "startLine": line, "startColumn": column })
    };
    let uri = uri(&format!("{}{}", pages.folder, place.page));
    json!({ "artifactLocation": { "uri": uri }, "region": region })
}

/// A path as a reference, relative or absolute as the path is.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("specs/a b/ü%:.md"), "specs/a%20b/%C3%BC%25%3A.md");
    }

    #[test]
    fn a_region_of_no_width_ends_with_its_line() {
        let place = |end_column| Place { page: "a.md".into(), line: 3, column: 7, end_line: 3, end_column };
        let pages = BTreeMap::new();
        let pages = Pages { folder: "old/", at_hand: &pages };
        let region = |place: &Place| physical(&pages, place)["region"].clone();
        assert_eq!(region(&place(7)), json!({ "startLine": 3, "startColumn": 7 }));
        let whole = json!({ "startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 9 });
        assert_eq!(region(&place(9)), whole);
    }
}
