//! What an extracted text has lost is no change: who saves a page as text loses captions, marks and what stands behind
//! code, and says nothing otherwise.
//!
//! In: the findings between two versions. Out: the same findings; of an operation that one version has from extracted
//! text alone, and the other one from a page with markup, what the text lacks is told of the page, as lost. A fact that
//! both state differently stays a change, where the text has words that the page lacks.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{self, Format, Lexicon};
use crate::source::PagePath;
use crate::spec::model::Operation;

use super::nodes::{self, Node};
use super::{Facet, Finding, Kind, Layer, Side, Subject, Version, similarity};

/// Below this share of shared words two rows of one name describe different things.
const SAME_ROW: f64 = 0.6;

/// Which version has an operation from extracted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    Old,
    New,
}

/// An operation in both versions, where it has a partner.
#[derive(Clone, Copy)]
struct Pair<'s> {
    old: Option<&'s Operation>,
    new: Option<&'s Operation>,
}

/// Tells what a text lost as lost.
pub(super) fn settle(old: Version<'_>, new: Version<'_>, lexicon: &Lexicon, findings: &mut Vec<Finding>) {
    if !findings.iter().any(|finding| finding.layer() == Layer::Api) {
        return;
    }
    let pairs = pairs(old, new, findings);
    let mut formats = Formats { old, new, lexicon, known: BTreeMap::new() };
    let texts: BTreeMap<&str, Text> =
        pairs.iter().filter_map(|(name, pair)| Some((name.as_str(), formats.text(*pair)?))).collect();
    if texts.is_empty() {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| finding.layer() == Layer::Api) {
        let name = finding.subject.operation.as_str();
        if let (Some(text), Some(pair)) = (texts.get(name), pairs.get(name))
            && is_lost(finding, *text, *pair)
        {
            *finding = lost(finding, *text, *pair);
        }
    }
    // What follows for code follows from a change that is left.
    let left: BTreeSet<String> =
        findings.iter().filter(|finding| finding.layer() == Layer::Api).map(Finding::fingerprint).collect();
    findings.retain(|finding| {
        finding.layer() != Layer::Rust
            || !texts.contains_key(finding.subject.operation.as_str())
            || finding.cause.as_ref().is_some_and(|cause| left.contains(cause))
    });
}

/// The operations that findings are about, by the name that they have there.
fn pairs<'s>(old: Version<'s>, new: Version<'s>, findings: &[Finding]) -> BTreeMap<String, Pair<'s>> {
    let by_name = |version: Version<'s>| -> BTreeMap<&'s str, &'s Operation> {
        version.spec.operations.iter().map(|operation| (operation.name.as_str(), operation)).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    let renamed: BTreeMap<&str, &str> = findings
        .iter()
        .filter(|found| found.subject.side == Side::Operation && found.kind == Kind::Renamed)
        .filter_map(|found| Some((found.new.as_deref()?, found.old.as_deref()?)))
        .collect();
    let names: BTreeSet<&str> = findings.iter().map(|finding| finding.subject.operation.as_str()).collect();
    let pair = |name: &str| {
        let former = renamed.get(name).copied().unwrap_or(name);
        Pair { old: before.get(former).copied(), new: after.get(name).copied() }
    };
    names.into_iter().filter(|name| !name.is_empty()).map(|name| (name.to_owned(), pair(name))).collect()
}

/// The formats of pages, as far as somebody asked.
struct Formats<'v> {
    old: Version<'v>,
    new: Version<'v>,
    lexicon: &'v Lexicon,
    known: BTreeMap<(bool, PagePath), bool>,
}

impl Formats<'_> {
    /// Which side of a pair is extracted text; nothing where both are, or neither is.
    fn text(&mut self, pair: Pair<'_>) -> Option<Text> {
        let is_text = |formats: &mut Self, is_new: bool, operation: Option<&Operation>| {
            let version = if is_new { formats.new } else { formats.old };
            let pages: Vec<PagePath> = match operation {
                Some(operation) => operation.origins.iter().map(|origin| PagePath::new(&origin.page)).collect(),
                // An operation that is gone stood on no page, or on one whose text has lost its name.
                None => version.pages.keys().cloned().collect(),
            };
            formats.are_text(is_new, &pages)
        };
        match (is_text(self, false, pair.old), is_text(self, true, pair.new)) {
            (true, false) => Some(Text::Old),
            (false, true) => Some(Text::New),
            (true, true) | (false, false) => None,
        }
    }

    fn are_text(&mut self, is_new: bool, pages: &[PagePath]) -> bool {
        let version = if is_new { self.new } else { self.old };
        let (known, lexicon) = (&mut self.known, self.lexicon);
        let mut is_text = |path: &PagePath| {
            let Some(page) = version.pages.get(path) else { return false };
            *known.entry((is_new, path.clone())).or_insert_with(|| match document::format(page, lexicon) {
                Format::TextWithBars | Format::TextPlain => true,
                Format::Markdown | Format::Html => false,
            })
        };
        !pages.is_empty() && pages.iter().all(&mut is_text)
    }
}

/// Whether a finding tells of what a text lost, and not of what it says.
fn is_lost(finding: &Finding, text: Text, pair: Pair<'_>) -> bool {
    let loss = match text {
        Text::Old => Kind::Added,
        Text::New => Kind::Removed,
    };
    if finding.kind == loss || finding.kind == Kind::Moved {
        return true;
    }
    if finding.facet == Facet::Existence && finding.kind == Kind::Renamed {
        return finding.subject.side == Side::Operation;
    }
    let (Some(old), Some(new)) = (pair.old, pair.new) else { return false };
    let (poor, rich) = match text {
        Text::Old => (old, new),
        Text::New => (new, old),
    };
    let (poor, rich) = (fields(poor, finding.subject.side), fields(rich, finding.subject.side));
    let wire = finding.subject.name.rsplit('.').next().unwrap_or_default();
    let named = |nodes: &[Node<'_>]| -> Vec<String> {
        let same = nodes.iter().filter(|node| node.field.wire == wire);
        same.map(|node| node.field.description.clone().unwrap_or_default()).collect()
    };
    let rich = named(&rich);
    if finding.facet == Facet::Existence {
        // A table without its caption puts its rows elsewhere.
        return !rich.is_empty();
    }
    let at_path = poor.iter().find(|node| node.path == finding.subject.name);
    let said: Vec<String> = match at_path {
        Some(node) => vec![node.field.description.clone().unwrap_or_default()],
        None => named(&poor),
    };
    let shares = said.iter().flat_map(|text| rich.iter().map(|page| similarity::contained(text, page)));
    let best = shares.fold(0.0, f64::max);
    // A text that only lacks words has no new sentence; and words of another row are no statement of this one.
    let is_of_cell = matches!(finding.facet, Facet::Type | Facet::Presence | Facet::Location);
    !said.is_empty() && !rich.is_empty() && ((best >= 1.0 && !is_of_cell) || best < SAME_ROW)
}

fn fields(operation: &Operation, side: Side) -> Vec<Node<'_>> {
    let answer = operation.responses.first();
    match side {
        Side::Request => nodes::of_parameters(&operation.parameters),
        // A table without its caption is not known to be one of headers.
        Side::Response | Side::Header => {
            let answer = answer.into_iter();
            answer
                .flat_map(|answer| [&answer.fields, &answer.headers])
                .flat_map(|list| nodes::of_fields(list))
                .collect()
        }
        Side::Operation | Side::Error | Side::Status | Side::Page | Side::Service => Vec::new(),
    }
}

/// The finding, told of the page.
fn lost(finding: &Finding, text: Text, pair: Pair<'_>) -> Finding {
    let operation = match text {
        Text::Old => pair.old.or(pair.new),
        Text::New => pair.new.or(pair.old),
    };
    let page = operation.and_then(|operation| operation.origins.first()).map(|origin| origin.page.clone());
    let page = page.unwrap_or_default();
    let Subject { operation, name, .. } = &finding.subject;
    let about = |said: &str| {
        let what = finding.facet.word().replace('_', " ");
        format!("{operation} {name}: {what} {said}")
    };
    let kind = match text {
        Text::Old => Kind::Added,
        Text::New => Kind::Removed,
    };
    Finding {
        subject: Subject { operation: operation.clone(), side: Side::Page, name: page.clone(), row: page },
        facet: Facet::Lost,
        kind,
        old: finding.old.as_deref().map(about),
        new: finding.new.as_deref().map(about),
        is_demanded: false,
        remark: Some("not on this page: it is extracted text, which has lost some of what the page says".to_owned()),
        ..finding.clone()
    }
}
