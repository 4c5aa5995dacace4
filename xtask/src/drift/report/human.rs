//! Findings for people, in the manner of rustc: the worst first, the lines of both pages, the consequences for code
//! below their cause, and what changed on the pages alone in a line each.
//!
//! In: a report. Out: text for a terminal; what a page says can not move its cursor.

use std::fmt::Write as _;

use annotate_snippets::Level;

use super::held::Held;
use super::told::{broken, counted, line, standing};
use super::{Comparison, Counts, Group, Report, Step, groups};
use crate::diagnostic::render::{self, Side};
use crate::diagnostic::visible::visible_line;
use crate::drift::{Finding, Layer, Place, Severity};
use crate::source::{Page, Span};

/// The report, its summary as the last lines.
pub fn human(report: &Report<'_>, color: bool) -> String {
    let mut text = String::new();
    for comparison in &report.comparisons {
        if report.comparisons.len() > 1 {
            // Writing to a String can not fail.
            let _ = writeln!(text, "== {}\n", visible_line(&comparison.title));
        }
        let (old, new) = (Held::new(comparison.old), Held::new(comparison.new));
        for group in groups(comparison.findings) {
            if group.is_of_pages() {
                text.push_str(&short(comparison, group.finding));
            } else {
                text.push_str(&whole(&old, &new, &group, color));
            }
        }
        for waived in comparison.waived {
            let (finding, until) = (&waived.finding, visible_line(&waived.until));
            let code = &finding.rule().code;
            let _ = writeln!(text, "waived[{code}]: {}", visible_line(&line(finding)));
            let _ = writeln!(text, "  = until {until}: {}", visible_line(&waived.reason));
        }
        let last = comparison.findings.iter().any(|finding| finding.layer() == Layer::Document);
        if last || !comparison.waived.is_empty() {
            text.push('\n');
        }
    }
    text.push_str(&summary(&report.counts(), report.step()));
    text
}

/// A finding with its lines and its consequences.
fn whole(before: &Held<'_>, after: &Held<'_>, group: &Group<'_>, color: bool) -> String {
    let finding = group.finding;
    let (old, new) = (finding.old_place.as_ref(), finding.new_place.as_ref());
    let (old_page, new_page) = (page(before, old), page(after, new));
    let mut sides = Vec::new();
    sides.extend(side(before, old, old_page.as_ref(), "before"));
    sides.extend(side(after, new, new_page.as_ref(), "after"));
    let level = match finding.severity() {
        Severity::Breaking => Level::ERROR,
        Severity::Notable => Level::WARNING,
        Severity::Harmless => Level::NOTE,
    };
    let level = level.with_name(finding.severity().word());
    let mut text = render::sides(level, &finding.rule().code, &line(finding), &sides, None, color);
    text.push('\n');
    // As far in as the bars of the quoted lines.
    let quoted = sides.iter().filter(|side| side.words.is_some()).map(|side| side.line);
    let margin = quoted.max().unwrap_or(1).to_string().len() + 1;
    let mut note = |words: &str| {
        let _ = writeln!(text, "{:margin$}= {}", "", visible_line(words));
    };
    if let Some(remark) = &finding.remark {
        note(remark);
    }
    if finding.layer() == Layer::Rust {
        note(broken(finding));
    }
    note(&standing(finding));
    for consequence in &group.consequences {
        let code = &consequence.rule().code;
        note(&format!("{code}: {}; {}", line(consequence), broken(consequence)));
        if let Some(remark) = consequence.remark.as_ref().filter(|_| consequence.remark != finding.remark) {
            note(&format!("    {remark}"));
        }
    }
    text.push('\n');
    text
}

/// A finding in a line, with its place.
fn short(comparison: &Comparison<'_>, finding: &Finding) -> String {
    let place = comparison.place(finding).map_or(String::new(), |(pages, Place { page, line, column, .. })| {
        format!(" ({}{page}:{line}:{column})", pages.folder)
    });
    let words = visible_line(&format!("{}{place}", line(finding)));
    format!("{}[{}]: {words}\n", finding.severity().word(), finding.rule().code)
}

/// The page of a place, for quoting.
fn page(pages: &Held<'_>, place: Option<&Place>) -> Option<Page> {
    pages.page(&place?.page)
}

fn side<'p>(pages: &Held<'_>, place: Option<&Place>, page: Option<&'p Page>, label: &'p str) -> Option<Side<'p>> {
    let place = place?;
    let words = page.and_then(|page| Some((page, span(page, place)?)));
    let path = format!("{}{}", pages.folder, place.page);
    Some(Side { path, line: place.line, column: place.column, words, label })
}

/// Where a place stands on its page; `None` where the page does not have it.
pub(super) fn span(page: &Page, place: &Place) -> Option<Span> {
    let start = page.byte_at(place.line, place.column)?;
    let end = page.byte_at(place.end_line, place.end_column).unwrap_or(start);
    Some(page.whole(Span::new(start as usize, end as usize)))
}

/// The counts of each layer, a line each, and the step that follows.
pub(super) fn summary(counts: &Counts, step: Step) -> String {
    let Counts { api, rust, document, waived } = counts;
    let mut text = String::new();
    let (breaking, notable, harmless) = (api.breaking, api.notable, api.harmless);
    let changes = counted(api.all(), "change");
    let _ = writeln!(text, "{changes} of the API: {breaking} breaking, {notable} notable, {harmless} harmless");
    let _ = writeln!(
        text,
        "{} of the client: code does not compile for {}, fails when it runs for {}, behaves in another way for {}",
        counted(rust.all(), "change"),
        rust.compile,
        rust.run,
        rust.behaviour,
    );
    let _ = writeln!(text, "{} of the pages alone", counted(*document, "change"));
    if *waived > 0 {
        let _ = writeln!(text, "{} waived", counted(*waived, "finding"));
    }
    let _ = writeln!(text, "next version of the client: {}", told_step(step));
    text
}

/// The step in words.
pub(super) fn told_step(step: Step) -> &'static str {
    match step {
        Step::None => "none is needed",
        Step::Patch => "a patch",
        Step::Minor => "a minor one",
        Step::Major => "a major one (of 0.x: a minor one)",
    }
}
