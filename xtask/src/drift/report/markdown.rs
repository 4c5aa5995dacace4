//! Findings as the body of a pull request: counts, what breaks with both texts beside each other, errata, and the rest
//! folded.
//!
//! In: a report. Out: markdown of a bounded size. Words of pages stand in `<code>` with all their signs escaped: they
//! leave no cell, mention nobody and close no fold.

use std::fmt::Write as _;

use super::held::Held;
use super::human::{span, told_step};
use super::told::{self, Piece, broken, counted, cut, subject};
use super::{CONSEQUENCES, Comparison, Group, Report, groups};
use crate::diagnostic::visible::visible_line;
use crate::drift::{Facet, Finding, Kind, Layer, Nature, Place, Severity};

mod errata;
mod escape;

use escape::{code, own};

/// How many characters GitHub takes as a body, less some for what stands around it.
const MOST: usize = 65_000;

/// How many characters are kept for the last line.
const KEPT: usize = 300;

/// How many characters of a text a cell shows.
const SHOWN: usize = 200;

/// What heads a table of changes.
const HEAD: &str = "| change | before | after | where |\n| --- | --- | --- | --- |\n";

/// A report as markdown.
pub fn markdown(report: &Report<'_>) -> String {
    let mut body = Body::default();
    body.part(&head(report));
    let held: Vec<Both<'_>> = report.comparisons.iter().map(Both::new).collect();
    let mut all: Vec<(&Both<'_>, Group<'_>)> = Vec::new();
    for both in &held {
        all.extend(groups(both.comparison.findings).into_iter().map(|group| (both, group)));
    }
    let is_one = report.comparisons.len() == 1;
    let rows = |of_pages: bool, severity: Option<Severity>| -> Vec<String> {
        let wanted = all.iter().filter(|(_, group)| {
            group.is_of_pages() == of_pages && severity.is_none_or(|severity| group.severity() == severity)
        });
        wanted.map(|(both, group)| row(both, group, is_one)).collect()
    };
    for (severity, title) in [(Severity::Breaking, "Breaking"), (Severity::Notable, "Notable")] {
        let rows = rows(false, Some(severity));
        body.section(&format!("### {title} ({})\n\n{HEAD}", rows.len()), &rows, "\n");
    }
    let droppable: Vec<String> = held.iter().flat_map(errata::droppable).collect();
    body.section("### Errata that may be dropped\n\n", &droppable, "\n");
    let mut proposed: Vec<String> = held.iter().flat_map(errata::proposed).collect();
    proposed.truncate(errata::MOST);
    let opened = fold("Errata, should a new text be wrong", proposed.len());
    let words = "They keep what the pages said before. Add those to `errata.toml` that hold.\n\n";
    body.section(&format!("{opened}{words}"), &proposed, "</details>\n\n");
    let folded = [("Harmless", rows(false, Some(Severity::Harmless))), ("On the pages alone", rows(true, None))];
    for (title, rows) in folded {
        body.section(&format!("{}{HEAD}", fold(title, rows.len())), &rows, "\n</details>\n\n");
    }
    let waived: Vec<String> = report
        .waived()
        .map(|waived| {
            let (what, code_of) = (code(&subject(&waived.finding)), &waived.finding.rule().code);
            format!("| {what} | `{code_of}` | {} | {} |\n", code(&waived.until), code(&waived.reason))
        })
        .collect();
    let waived_head = "| finding | rule | until | reason |\n| --- | --- | --- | --- |\n";
    body.section(&format!("{}{waived_head}", fold("Waived", waived.len())), &waived, "\n</details>\n\n");
    body.end()
}

/// A comparison with the pages of both versions.
struct Both<'r> {
    comparison: &'r Comparison<'r>,
    old: Held<'r>,
    new: Held<'r>,
}

impl<'r> Both<'r> {
    fn new(comparison: &'r Comparison<'r>) -> Self {
        Self { comparison, old: Held::new(comparison.old), new: Held::new(comparison.new) }
    }
}

/// A body that ends before it is too large.
#[derive(Default)]
struct Body {
    text: String,
    size: usize,
    left_out: usize,
}

impl Body {
    fn part(&mut self, text: &str) {
        self.size += text.chars().count();
        self.text.push_str(text);
    }

    fn has_room(&self, more: usize) -> bool {
        self.left_out == 0 && self.size + more + KEPT <= MOST
    }

    /// As many of the entries as there is room for, between what opens and what closes them. Nothing without entries.
    fn section(&mut self, open: &str, entries: &[String], close: &str) {
        let (opened, closed) = (open.chars().count(), close.chars().count());
        let Some(first) = entries.first() else { return };
        if !self.has_room(opened + first.chars().count() + closed) {
            self.left_out += entries.len();
            return;
        }
        self.part(open);
        for entry in entries {
            if self.has_room(entry.chars().count() + closed) {
                self.part(entry);
            } else {
                self.left_out += 1;
            }
        }
        self.part(close);
    }

    fn end(mut self) -> String {
        if self.left_out > 0 {
            let count = counted(self.left_out, "line");
            let line =
                format!("{count} more would make this text too long; `--format json` and `--format html` have all.\n");
            self.part(&line);
        }
        self.text
    }
}

fn fold(title: &str, count: usize) -> String {
    format!("<details><summary>{title} ({count})</summary>\n\n")
}

/// The title, the counts and the step.
fn head(report: &Report<'_>) -> String {
    let counts = report.counts();
    let titles: Vec<String> = report.comparisons.iter().take(20).map(|comparison| code(&comparison.title)).collect();
    let more = report.comparisons.len().saturating_sub(titles.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let mut text = format!("## Changes of the documentation: {}{more}\n\n", titles.join(", "));
    let (api, rust) = (counts.api, counts.rust);
    text.push_str("| layer | changes | of these |\n| --- | ---: | --- |\n");
    // Writing to a String can not fail.
    let _ = writeln!(
        text,
        "| API | {} | {} breaking, {} notable, {} harmless |",
        api.all(),
        api.breaking,
        api.notable,
        api.harmless
    );
    let _ = writeln!(
        text,
        "| Rust client | {} | code does not compile for {}, fails when it runs for {}, behaves in another way for {} |",
        rust.all(),
        rust.compile,
        rust.run,
        rust.behaviour
    );
    let _ = writeln!(text, "| pages alone | {} | |", counts.document);
    if counts.waived > 0 {
        let _ = writeln!(text, "| waived | {} | |", counts.waived);
    }
    let _ = writeln!(text, "\nNext version of the client: **{}**.\n", told_step(report.step()));
    text
}

/// A finding with its consequences as a row.
fn row(both: &Both<'_>, group: &Group<'_>, is_one: bool) -> String {
    let comparison = both.comparison;
    let finding = group.finding;
    let mut change = String::new();
    if !is_one {
        let _ = write!(change, "{}<br>", code(&comparison.title));
    }
    let _ = write!(change, "{}: {}", code(&subject(finding)), what(finding));
    if finding.layer() == Layer::Rust {
        let _ = write!(change, "; {}", broken(finding));
    }
    let _ = write!(change, "<br>`{}`", finding.rule().code);
    if let Some(remark) = &finding.remark {
        let _ = write!(change, "<br>{}", own(remark));
    }
    match finding.nature {
        Nature::Change => change.push_str("<br>the service changed"),
        Nature::Correction => change.push_str("<br>the page was mended"),
        Nature::Unsure => {}
    }
    if finding.confidence.percent() < 100 {
        let _ = write!(change, "<br>{} % sure", finding.confidence.percent());
    }
    for consequence in group.consequences.iter().take(CONSEQUENCES) {
        let (name, told, broken) = (code(&subject(consequence)), self::told(consequence), broken(consequence));
        let _ = write!(change, "<br>Rust: {name} {told}; {broken}");
    }
    if let Some(more) = group.consequences.len().checked_sub(CONSEQUENCES).filter(|more| *more > 0) {
        let _ = write!(change, "<br>and {more} more");
    }
    let _ = write!(change, "<br>fingerprint `{}`", finding.fingerprint());
    let before = cell(finding, &both.old, finding.old.as_deref(), finding.old_place.as_ref());
    let after = cell(finding, &both.new, finding.new.as_deref(), finding.new_place.as_ref());
    let place = comparison.place(finding).map_or(String::new(), |(pages, place)| {
        code(&format!("{}{}:{}:{}", pages.folder, place.page, place.line, place.column))
    });
    format!("| {change} | {before} | {after} | {place} |\n")
}

/// What changed, without the two texts.
fn what(finding: &Finding) -> String {
    let verb = match finding.kind {
        Kind::Added if finding.is_demanded => "added, and must be sent",
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::Renamed => "renamed",
        Kind::Moved => "moved",
        Kind::Changed => "changed",
    };
    match finding.facet {
        _ if finding.layer() == Layer::Rust => told(finding),
        Facet::Existence | Facet::Page => verb.to_owned(),
        facet => format!("{} {verb}", facet.word().replace('_', " ")),
    }
}

/// What changed, with its texts.
fn told(finding: &Finding) -> String {
    let piece = |piece: Piece| match piece {
        Piece::Own(words) => own(&words),
        Piece::Page(words) => code(&words),
    };
    told::told(finding).into_iter().map(piece).collect()
}

/// A text, and below it the page's own words where they say more.
fn cell(finding: &Finding, pages: &Held<'_>, text: Option<&str>, place: Option<&Place>) -> String {
    let text = text.map(|text| cut(&visible_line(text), 0, SHOWN));
    // What changed on the pages alone is told in their own words.
    let place = place.filter(|_| finding.layer() != Layer::Document);
    let words = place.and_then(|place| words(pages, place)).filter(|words| Some(words) != text.as_ref());
    let parts: Vec<String> = text.iter().chain(&words).map(|text| code(text)).collect();
    parts.join("<br>")
}

/// The words of a place on one line, as far as they are shown.
pub(super) fn words(pages: &Held<'_>, place: &Place) -> Option<String> {
    let page = pages.page(&place.page)?;
    let words = page.slice(span(&page, place)?);
    let start: String = words.chars().take(SHOWN * 4).collect();
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = cut(&visible_line(&line), 0, SHOWN);
    (!line.is_empty()).then_some(line)
}
