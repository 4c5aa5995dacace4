//! Errata that were tried: the road is gone with them, and those stay that mend what they are for.
//!
//! In: a service, its pages and what the linter found. Out: [`Suggestion`]s. One is left out when its finding is still
//! there, when it can not be applied, or when the page then contradicts itself in another way.

use std::collections::BTreeSet;

use crate::extract::Language;
use crate::lint::Finding;
use crate::lint::suggest::{Suggestion, suggestions};

use super::{ERRATA, Outcome, Reading, Service, lint};

/// What of the proposed errata holds. `known` is the text of the service's `errata.toml`.
pub fn suggest(
    service: &Service,
    known: &str,
    reading: &Reading,
    language: &Language,
    (outcome, findings): (&Outcome, &[Finding]),
) -> Vec<Suggestion> {
    let before: BTreeSet<&str> = findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    let mut proposed = suggestions(findings, &outcome.sources);
    // Each round leaves out one erratum at least, or is the last.
    while !proposed.is_empty() {
        let mut text = format!("{known}\n");
        for suggestion in &proposed {
            text.push_str(&suggestion.toml());
        }
        let Ok(service) = service.clone().with_errata(&text) else { return Vec::new() };
        let (outcome, after) = lint(&service, reading.clone(), language);
        let refused = refused(&outcome);
        let left: BTreeSet<&str> = after.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let fresh = fresh(&outcome, &after, &before);
        let had: usize = proposed.iter().map(|suggestion| suggestion.errata.len()).sum();
        let mut line = known.lines().count() as u32 + 1;
        if known.is_empty() {
            line = 1;
        }
        for suggestion in &mut proposed {
            // A comment stands above the errata of a suggestion, and a blank line below each.
            line += 1;
            suggestion.errata.retain(|erratum| {
                let lines = erratum.toml().lines().count() as u32 + 1;
                let is_refused = refused.range(line..=line + lines).next().is_some();
                line += lines;
                let is_mended = erratum.is_sibling || !left.contains(erratum.fingerprint.as_str());
                is_mended && !is_refused && !fresh.contains(&(erratum.page.as_str().to_owned(), erratum.line))
            });
        }
        proposed.retain(|suggestion| !suggestion.errata.is_empty());
        let has: usize = proposed.iter().map(|suggestion| suggestion.errata.len()).sum();
        if has == had {
            break;
        }
    }
    proposed
}

/// The lines of `errata.toml` with errata that do not fit the pages.
fn refused(outcome: &Outcome) -> BTreeSet<u32> {
    let found = outcome.diagnostics.iter().filter(|found| found.page.as_str() == ERRATA);
    let line = |found: &crate::diagnostic::Diagnostic| {
        outcome.sources.get(&found.page).map(|file| file.position(found.span.start).line)
    };
    found.filter_map(line).collect()
}

/// The lines of both sides of findings that were not there before.
fn fresh(outcome: &Outcome, after: &[Finding], before: &BTreeSet<&str>) -> BTreeSet<(String, u32)> {
    let news = after.iter().filter(|finding| !before.contains(finding.fingerprint.as_str()));
    let sides = news.flat_map(|finding| {
        let own = (&finding.diagnostic.page, finding.diagnostic.span);
        std::iter::once(own).chain(finding.related.iter().map(|side| (&side.page, side.span)))
    });
    let line = |page, span: crate::source::Span| outcome.sources.get(page).map(|page| page.position(span.start).line);
    sides.filter_map(|(page, span)| Some((page.as_str().to_owned(), line(page, span)?))).collect()
}
