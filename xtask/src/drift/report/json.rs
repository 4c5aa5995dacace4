//! Findings as JSON, with keys that other programs rely on.
//!
//! In: a report. Out: one object: `findings[]`, each with the comparison that it is of, `waived[]` with the same keys and the
//! waiver's, the titles of all `comparisons[]`, and `summary`.

use serde::Serialize;

use super::{Counts, Report, Step};
use crate::drift::rules::Breaks;
use crate::drift::{Confidence, Facet, Finding, Kind, Layer, Nature, Place, Severity, Subject};

/// A finding, as JSON has it.
#[derive(Serialize)]
struct Entry<'f> {
    comparison: &'f str,
    layer: Layer,
    code: &'f str,
    severity: Severity,
    kind: Kind,
    subject: &'f Subject,
    facet: Facet,
    old: &'f Option<String>,
    new: &'f Option<String>,
    old_place: &'f Option<Place>,
    new_place: &'f Option<Place>,
    confidence: Confidence,
    fingerprint: String,
    nature: Nature,
    remark: &'f Option<String>,
    cause: &'f Option<String>,
    breaks: Option<Breaks>,
}

/// A finding that is waived.
#[derive(Serialize)]
struct WaivedEntry<'f> {
    #[serde(flatten)]
    entry: Entry<'f>,
    reason: &'f str,
    until: &'f str,
}

/// All of it in numbers.
#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    counts: Counts,
    /// What the changes ask of the next version.
    step: Step,
    /// Whether the run fails.
    fails: bool,
}

/// The whole.
#[derive(Serialize)]
struct Whole<'f> {
    summary: Summary,
    /// What was compared, those without a finding as well: services, or the commits of a history, oldest first.
    comparisons: Vec<&'f str>,
    findings: Vec<Entry<'f>>,
    waived: Vec<WaivedEntry<'f>>,
}

/// A report as JSON.
pub fn json(report: &Report<'_>) -> Result<String, serde_json::Error> {
    let (mut findings, mut waived) = (Vec::new(), Vec::new());
    for comparison in &report.comparisons {
        let title = comparison.title.as_str();
        findings.extend(comparison.findings.iter().map(|finding| entry(title, finding)));
        waived.extend(comparison.waived.iter().map(|waived| WaivedEntry {
            entry: entry(title, &waived.finding),
            reason: &waived.reason,
            until: &waived.until,
        }));
    }
    let comparisons = report.comparisons.iter().map(|comparison| comparison.title.as_str()).collect();
    let summary = Summary { counts: report.counts(), step: report.step(), fails: report.fails() };
    Ok(serde_json::to_string_pretty(&Whole { summary, comparisons, findings, waived })? + "\n")
}

fn entry<'f>(comparison: &'f str, finding: &'f Finding) -> Entry<'f> {
    Entry {
        comparison,
        layer: finding.layer(),
        code: &finding.rule().code,
        severity: finding.severity(),
        kind: finding.kind,
        subject: &finding.subject,
        facet: finding.facet,
        old: &finding.old,
        new: &finding.new,
        old_place: &finding.old_place,
        new_place: &finding.new_place,
        confidence: finding.confidence,
        fingerprint: finding.fingerprint(),
        nature: finding.nature,
        remark: &finding.remark,
        cause: &finding.cause,
        breaks: finding.rule().breaks,
    }
}
