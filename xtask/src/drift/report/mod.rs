//! Findings as text: lines for people, and JSON with the keys that other programs rely on.

use std::fmt::Write as _;

use serde::Serialize;

use super::rules::Breaks;
use super::{Confidence, Facet, Finding, Kind, Layer, Nature, Place, Severity, Subject};

/// A finding, as JSON has it.
#[derive(Serialize)]
struct Entry<'f> {
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

/// All findings.
#[derive(Serialize)]
struct Report<'f> {
    findings: Vec<Entry<'f>>,
}

/// Findings as JSON.
pub fn json(findings: &[Finding]) -> Result<String, serde_json::Error> {
    let entries = findings.iter().map(|finding| Entry {
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
    });
    Ok(serde_json::to_string_pretty(&Report { findings: entries.collect() })? + "\n")
}

/// How many characters of a text a line shows.
const SHOWN: usize = 60;

/// Findings for people, the worst first; those of the pages' own words are counted.
pub fn human(findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut api: Vec<&Finding> = findings.iter().filter(|finding| finding.layer() == Layer::Api).collect();
    api.sort_by_key(|finding| finding.severity());
    for finding in &api {
        let Subject { operation, side, name, .. } = &finding.subject;
        let side = words(side);
        let dot = if name.is_empty() { "" } else { "." };
        let _ = writeln!(text, "{:9} {operation} {side}{dot}{name}: {}", finding.severity().word(), told(finding));
        for (sign, place) in [("-", &finding.old_place), ("+", &finding.new_place)] {
            if let Some(Place { page, line, column, .. }) = place {
                let _ = writeln!(text, "        {sign} {page}:{line}:{column}");
            }
        }
        if let Some(remark) = &finding.remark {
            let _ = writeln!(text, "        = {remark} ({} %)", finding.confidence.percent());
        }
    }
    let count = |wanted: Severity| api.iter().filter(|finding| finding.severity() == wanted).count();
    let _ = writeln!(
        text,
        "{} of the API: {} breaking, {} notable, {} harmless; {} of the pages' words alone",
        if api.len() == 1 { "1 change".to_owned() } else { format!("{} changes", api.len()) },
        count(Severity::Breaking),
        count(Severity::Notable),
        count(Severity::Harmless),
        findings.len() - api.len(),
    );
    text
}

/// What changed, in a line.
fn told(finding: &Finding) -> String {
    let what = words(&finding.facet).replace('_', " ");
    let old = || short(finding.old.as_deref().unwrap_or_default());
    let new = || short(finding.new.as_deref().unwrap_or_default());
    match (finding.facet, finding.kind) {
        (Facet::Existence, Kind::Added) => "added".to_owned(),
        (Facet::Existence, Kind::Removed) => "removed".to_owned(),
        (Facet::Existence, Kind::Moved) => format!("moved, was `{}`", old()),
        (Facet::Existence, Kind::Renamed | Kind::Changed) => format!("renamed, was `{}`", old()),
        (_, Kind::Added) => format!("{what} `{}` added", new()),
        (_, Kind::Removed) => format!("{what} `{}` removed", old()),
        (_, Kind::Changed | Kind::Renamed | Kind::Moved) => format!("{what} `{}` became `{}`", old(), new()),
    }
}

/// The word of a plain enumeration, as JSON has it.
fn words(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut = line.chars().count() > SHOWN || line.len() < text.len();
    line.chars().take(SHOWN).chain(if cut { "..." } else { "" }.chars()).collect()
}
