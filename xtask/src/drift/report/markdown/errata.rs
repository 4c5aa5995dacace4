//! Errata that the changes ask for, and those that they make superfluous.
//!
//! In: a comparison. Out: markdown. Nobody has tried these errata: a report can not know which of two texts is right.

use std::collections::BTreeSet;

use super::{Both, code, span};
use crate::drift::report::told;
use crate::drift::{Finding, Kind, Layer, Nature, Severity};
use crate::lint::TextMend;
use crate::lint::suggest::{Proposed, mend};
use crate::source::Page;

/// The most errata that are proposed.
pub(super) const MOST: usize = 20;

/// How many bytes the line of a text may have: the text is sought on it again and again.
const LONGEST_LINE: usize = 16_000;

/// How many characters a text may have that an erratum puts back.
const LONGEST: usize = 200;

/// The errata that would keep what the old pages said where the new ones break callers; those first whose old text is
/// borne out by what else the old page says. Where the page was mended there is none.
pub(super) fn proposed(both: &Both<'_>) -> Vec<String> {
    let mut findings: Vec<&Finding> = both
        .comparison
        .findings
        .iter()
        .filter(|finding| finding.layer() == Layer::Api && finding.severity() == Severity::Breaking)
        .filter(|finding| matches!(finding.kind, Kind::Changed | Kind::Renamed))
        .filter(|finding| finding.nature != Nature::Correction)
        .collect();
    findings.sort_by_key(|finding| finding.nature != Nature::Change);
    let mut known = BTreeSet::new();
    let mut proposed = Vec::new();
    for finding in findings {
        if proposed.len() == MOST {
            break;
        }
        let Some(erratum) = erratum(both, finding) else { continue };
        if known.insert((erratum.page.clone(), erratum.line, erratum.form.clone())) {
            proposed.push(fenced(&erratum.toml()));
        }
    }
    proposed
}

fn erratum(both: &Both<'_>, finding: &Finding) -> Option<Proposed> {
    let (old, new) = (finding.old_place.as_ref()?, finding.new_place.as_ref()?);
    let before = both.old.page(&old.page)?;
    let after = both.new.page(&new.page)?;
    let was = before.slice(span(&before, old)?).to_owned();
    let at = span(&after, new)?;
    let is = after.slice(at);
    let fits = |text: &str| !text.trim().is_empty() && !text.contains('\n') && text.chars().nth(LONGEST).is_none();
    let line = after.rest_of_line(new.line, 1)?;
    if was == is || !fits(&was) || !fits(is) || line.range().len() > LONGEST_LINE {
        return None;
    }
    let (number, form) = mend(&TextMend { page: after.path().clone(), span: at, becomes: was }, &after)?;
    Some(Proposed {
        page: after.path().clone(),
        line: number,
        form,
        because: format!("the service takes what the page said before; drift: {}", told::line(finding)),
        fingerprint: finding.fingerprint(),
        is_sibling: false,
    })
}

/// A block of TOML, whatever backticks it has.
fn fenced(toml: &str) -> String {
    let longest = toml.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}toml\n{toml}{fence}\n\n")
}

/// The errata of the service whose text the old page has and the new one has no longer.
pub(super) fn droppable(both: &Both<'_>) -> Vec<String> {
    let Ok(file) = both.comparison.errata.parse::<toml::Table>() else { return Vec::new() };
    let errata = file.get("erratum").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut lines = Vec::new();
    for erratum in errata {
        let text = |key: &str| erratum.get(key).and_then(toml::Value::as_str);
        let (Some(path), Some(was), None) = (text("page"), text("was").or(text("join_cells")), text("at")) else {
            continue;
        };
        let has = |page: &Page| page.text().contains(was);
        let (before, after) = (both.old.page(path), both.new.page(path));
        if before.is_some_and(|page| has(&page)) && after.is_some_and(|page| !has(&page)) {
            lines.push(format!("- {}: the page says no longer {}\n", code(path), code(was)));
        }
    }
    lines
}
