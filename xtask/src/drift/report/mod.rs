//! Findings as reports, a module for each form.
//!
//! In: a [`Report`]: what was compared, what was found, what of it is waived, and the pages as far as they are at hand.
//! Out: text. Nothing here decides what a change means; that is said by its rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::rules::Breaks;
use super::{Finding, Layer, Place, Severity};
use crate::document::Lexicon;
use crate::source::{Page, PagePath};

mod github;
mod held;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod sarif;
mod told;

pub use github::github;
pub use html::html;
pub use human::human;
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use sarif::sarif;

/// All that a report is made of.
#[derive(Clone, Debug)]
pub struct Report<'r> {
    /// What was compared: one service, each of several, or each commit of a history.
    pub comparisons: Vec<Comparison<'r>>,
    /// From which findings on the run fails.
    pub fail_on: FailOn,
}

/// Two versions of one service, and what differs.
#[derive(Clone, Debug)]
pub struct Comparison<'r> {
    /// `alibaba/vpc`, with the commit where it is one of a history.
    pub title: String,
    /// What was found and is not waived.
    pub findings: &'r [Finding],
    /// What was found and is waived.
    pub waived: &'r [Waived],
    /// The old pages.
    pub old: Pages<'r>,
    /// The new pages.
    pub new: Pages<'r>,
    /// The words by which the readers know the tables of these pages.
    pub lexicon: &'r Lexicon,
    /// The text of the service's `errata.toml`; empty where there is none.
    pub errata: &'r str,
}

impl<'r> Comparison<'r> {
    /// Where people should look: where the new page says it, or, of what is gone, where the old one did.
    fn place<'f>(&self, finding: &'f Finding) -> Option<(Pages<'r>, &'f Place)> {
        let new = finding.new_place.as_ref().map(|place| (self.new, place));
        new.or_else(|| finding.old_place.as_ref().map(|place| (self.old, place)))
    }
}

/// A finding that somebody has waived.
#[derive(Clone, Debug)]
pub struct Waived {
    /// What was found.
    pub finding: Finding,
    /// Why it is waived.
    pub reason: String,
    /// The last day on which it is: `2027-01-31`.
    pub until: String,
}

/// The pages of one version.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'r> {
    /// What stands before the path of each page: `specs/alibaba/vpc/pages/`; empty where nothing is known.
    pub folder: &'r str,
    /// The pages themselves; none of a version that is known by its spec alone.
    pub at_hand: &'r BTreeMap<PagePath, Page>,
}

/// From which findings on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// A change that breaks callers.
    Breaking,
    /// Any change of the API, or of code.
    Any,
    /// No change.
    None,
}

impl FailOn {
    /// Whether a run fails for this finding.
    pub fn fails(self, finding: &Finding) -> bool {
        let counts = finding.layer() != Layer::Document;
        match self {
            Self::Breaking => counts && finding.severity() == Severity::Breaking,
            Self::Any => counts,
            Self::None => false,
        }
    }
}

impl<'r> Report<'r> {
    /// All findings that are not waived.
    pub fn findings(&self) -> impl Iterator<Item = &'r Finding> {
        self.comparisons.iter().flat_map(|comparison| comparison.findings)
    }

    /// All findings that are waived.
    pub fn waived(&self) -> impl Iterator<Item = &'r Waived> {
        self.comparisons.iter().flat_map(|comparison| comparison.waived)
    }

    /// Whether the run fails.
    pub fn fails(&self) -> bool {
        self.findings().any(|finding| self.fail_on.fails(finding))
    }

    /// What the changes ask of the next version. What is waived counts: code does not compile for being waived.
    pub fn step(&self) -> Step {
        step(self.findings().chain(self.waived().map(|waived| &waived.finding)))
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts { waived: self.waived().count(), ..Counts::default() };
        for finding in self.findings() {
            match (finding.layer(), finding.severity(), finding.rule().breaks) {
                (Layer::Document, ..) => counts.document += 1,
                (Layer::Api, Severity::Breaking, _) => counts.api.breaking += 1,
                (Layer::Api, Severity::Notable, _) => counts.api.notable += 1,
                (Layer::Api, Severity::Harmless, _) => counts.api.harmless += 1,
                (Layer::Rust, _, Some(Breaks::Compile)) => counts.rust.compile += 1,
                (Layer::Rust, _, Some(Breaks::Run)) => counts.rust.run += 1,
                (Layer::Rust, _, Some(Breaks::Behaviour)) => counts.rust.behaviour += 1,
                (Layer::Rust, _, Some(Breaks::Nothing) | None) => counts.rust.nothing += 1,
            }
        }
        counts
    }
}

/// What changes ask of the next version of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// No new version.
    None,
    /// Texts alone.
    Patch,
    /// More can be done, or it is done in another way.
    Minor,
    /// Code does not compile, or calls fail that did not.
    Major,
}

impl Step {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What changes ask of the next version: that of the worst of them for code.
pub fn step<'f>(findings: impl Iterator<Item = &'f Finding>) -> Step {
    let of = |finding: &Finding| match (finding.layer(), finding.rule().breaks) {
        (Layer::Document | Layer::Api, _) => Step::Patch,
        (Layer::Rust, Some(Breaks::Compile | Breaks::Run)) => Step::Major,
        (Layer::Rust, Some(Breaks::Behaviour | Breaks::Nothing) | None) => Step::Minor,
    };
    findings.map(of).max().unwrap_or(Step::None)
}

/// How many findings there are, a layer each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Counts {
    api: Weights,
    rust: Broken,
    document: usize,
    waived: usize,
}

/// How many changes of the API matter how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Weights {
    breaking: usize,
    notable: usize,
    harmless: usize,
}

impl Weights {
    fn all(self) -> usize {
        self.breaking + self.notable + self.harmless
    }
}

/// How many changes of code break what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Broken {
    compile: usize,
    run: usize,
    behaviour: usize,
    nothing: usize,
}

impl Broken {
    fn all(self) -> usize {
        self.compile + self.run + self.behaviour + self.nothing
    }
}

/// A finding with those of the layer of Rust that follow from it.
#[derive(Clone, Debug)]
struct Group<'f> {
    finding: &'f Finding,
    consequences: Vec<&'f Finding>,
}

impl Group<'_> {
    /// Whether it is of the pages alone, and nothing follows from it.
    fn is_of_pages(&self) -> bool {
        self.finding.layer() == Layer::Document && self.consequences.is_empty()
    }

    /// How much the worst of it matters.
    fn severity(&self) -> Severity {
        let severities = self.consequences.iter().map(|finding| finding.severity());
        severities.fold(self.finding.severity(), Severity::min)
    }

    /// Whether the run fails for any of it.
    fn fails(&self, fail_on: FailOn) -> bool {
        fail_on.fails(self.finding) || self.consequences.iter().any(|finding| fail_on.fails(finding))
    }
}

/// How many consequences of one finding are told where there is little room.
const CONSEQUENCES: usize = 10;

/// What is known of a finding beyond its line, as lines of plain text: both places, the remark, how sure it is, and what
/// follows for code.
fn notes(comparison: &Comparison<'_>, group: &Group<'_>) -> String {
    let finding = group.finding;
    let mut text = String::new();
    let sides = [("before", comparison.old, &finding.old_place), ("after", comparison.new, &finding.new_place)];
    for (label, pages, place) in sides {
        if let Some(Place { page, line, column, .. }) = place {
            // Writing to a String can not fail.
            let _ = writeln!(text, "{label}: {}{page}:{line}:{column}", pages.folder);
        }
    }
    if let Some(remark) = &finding.remark {
        let _ = writeln!(text, "{remark}");
    }
    if finding.layer() == Layer::Rust {
        let _ = writeln!(text, "{}", told::broken(finding));
    }
    let _ = writeln!(text, "{}", told::standing(finding));
    for consequence in group.consequences.iter().take(CONSEQUENCES) {
        let code = &consequence.rule().code;
        let _ = writeln!(text, "{code}: {}; {}", told::line(consequence), told::broken(consequence));
    }
    if let Some(more) = group.consequences.len().checked_sub(CONSEQUENCES).filter(|more| *more > 0) {
        let _ = writeln!(text, "and {more} more");
    }
    text
}

/// Findings with their consequences, the worst first, and what changed on the pages alone last. A consequence whose
/// cause is not among the findings stands alone.
fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.layer() != Layer::Rust) {
        places.entry(finding.fingerprint()).or_insert(groups.len());
        groups.push(Group { finding, consequences: Vec::new() });
    }
    for finding in findings.iter().filter(|finding| finding.layer() == Layer::Rust) {
        let cause = finding.cause.as_ref().and_then(|cause| places.get(cause)).and_then(|&at| groups.get_mut(at));
        match cause {
            Some(cause) => cause.consequences.push(finding),
            None => groups.push(Group { finding, consequences: Vec::new() }),
        }
    }
    for group in &mut groups {
        group.consequences.sort_by_key(|finding| finding.severity());
    }
    groups.sort_by_key(|group| (group.is_of_pages(), group.severity(), group.finding.severity()));
    groups
}

#[cfg(test)]
mod tests;
