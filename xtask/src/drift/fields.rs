//! Compares the fields of one side: which of the old version is which of the new one, and what is stated otherwise.
//!
//! In: two lists of nodes. Out: findings. Members are paired inside paired parents, by name and then by likeness; what is
//! left over is looked for inside other parents, since a table that lost its marks, or gained them, moves its rows. What
//! stands inside something that came or went is not told again.

use std::collections::BTreeMap;

use crate::dialect::phrases::Phrases;

use super::compare::{come, gone, stated};
use super::loose;
use super::nodes::{self, Node};
use super::pairs::{self, Known};
use super::{Confidence, Facet, Finding, Kind, Place, Side, Subject, similarity, stated as words};

/// From this likeness of their texts on two fields of one name are the same row, wherever it stands.
const SAME_ROW: f64 = 0.6;

/// Which old node is which new one.
#[derive(Debug, Default)]
struct Pairs {
    /// By the new node: the old one, how alike their names are, and whether it stands elsewhere.
    of_new: BTreeMap<usize, (usize, f64, bool)>,
    of_old: BTreeMap<usize, usize>,
}

impl Pairs {
    fn add(&mut self, old: usize, new: usize, likeness: f64, is_moved: bool) {
        self.of_new.insert(new, (old, likeness, is_moved));
        self.of_old.insert(old, new);
    }
}

/// Compares two lists of nodes of an operation.
pub(super) fn compare(
    operation: &str,
    side: Side,
    old: &[Node<'_>],
    new: &[Node<'_>],
    phrases: &Phrases,
    findings: &mut Vec<Finding>,
) {
    let mut pairs = Pairs::default();
    members(old, new, None, &mut pairs);
    moved(old, new, &mut pairs);
    let about = |node: &Node<'_>| Subject {
        operation: operation.to_owned(),
        side,
        name: node.path.clone(),
        row: node.row.clone(),
    };

    for (index, node) in old.iter().enumerate() {
        let is_paired = |index: &usize| pairs.of_old.contains_key(index);
        if is_paired(&index) || node.parent.is_some_and(|parent| !is_paired(&parent)) {
            continue;
        }
        let finding = gone(about(node), node.path.clone(), node.place());
        findings.push(shown(finding, node));
    }
    for (index, node) in new.iter().enumerate() {
        let Some(&(before, likeness, is_moved)) = pairs.of_new.get(&index) else {
            if node.parent.is_none_or(|parent| pairs.of_new.contains_key(&parent)) {
                let is_demanded = node.is_demanded(new);
                let finding = Finding { is_demanded, ..come(about(node), node.path.clone(), node.place()) };
                findings.push(shown(finding, node));
            }
            continue;
        };
        let Some(before) = old.get(before) else { continue };
        if before.field.wire != node.field.wire {
            findings.push(renamed(about(node), before, node, likeness));
        } else if is_moved {
            let finding = come(about(node), node.path.clone(), node.place());
            let finding = Finding {
                kind: Kind::Moved,
                old: Some(before.path.clone()),
                old_place: before.place(),
                confidence: Confidence::share(likeness),
                ..finding
            };
            findings.push(shown(finding, node));
        }
        facets(&about(node), side, before, node, phrases, findings);
    }
}

/// What just a sample shows is no statement of the page.
fn shown(finding: Finding, node: &Node<'_>) -> Finding {
    if node.is_documented() { finding } else { Finding { facet: Facet::Shown, ..finding } }
}

/// Pairs the members of two paired parents, or the fields that stand in none.
fn members(old: &[Node<'_>], new: &[Node<'_>], parents: Option<(usize, usize)>, pairs: &mut Pairs) {
    let inside = |nodes: &[Node<'_>], parent: Option<usize>| -> Vec<usize> {
        (0..nodes.len()).filter(|&index| nodes.get(index).is_some_and(|node| node.parent == parent)).collect()
    };
    let before = inside(old, parents.map(|(old, _)| old));
    let after = inside(new, parents.map(|(_, new)| new));
    let known = |nodes: &[Node<'_>], indices: &[usize]| -> Vec<Known> {
        indices.iter().filter_map(|&index| nodes.get(index)).map(known).collect()
    };
    for pair in pairs::pair(&known(old, &before), &known(new, &after)) {
        if let (Some(&left), Some(&right)) = (before.get(pair.old), after.get(pair.new)) {
            pairs.add(left, right, pair.likeness, false);
            members(old, new, Some((left, right)), pairs);
        }
    }
}

fn known(node: &Node<'_>) -> Known {
    Known {
        name: node.field.wire.clone(),
        kind: words::shape(&node.field.shape),
        text: node.field.description.clone().unwrap_or_default(),
    }
}

/// Pairs rows that stand inside other parents now.
fn moved(old: &[Node<'_>], new: &[Node<'_>], pairs: &mut Pairs) {
    let text = |node: &Node<'_>| node.field.description.clone().unwrap_or_default();
    let open = |nodes: usize, is_paired: &dyn Fn(&usize) -> bool| -> Vec<usize> {
        (0..nodes).filter(|index| !is_paired(index)).collect()
    };
    let open_old = open(old.len(), &|index| pairs.of_old.contains_key(index));
    let open_new = open(new.len(), &|index| pairs.of_new.contains_key(index));
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for &right in &open_new {
        for &left in &open_old {
            let (Some(before), Some(after)) = (old.get(left), new.get(right)) else { continue };
            if before.field.wire != after.field.wire {
                continue;
            }
            let (before, after) = (text(before), text(after));
            let is_bare = before.is_empty() && after.is_empty();
            let likeness = if is_bare { SAME_ROW } else { similarity::texts(&before, &after) };
            if likeness >= SAME_ROW {
                candidates.push((likeness, left, right));
            }
        }
    }
    // Of equal ones those that stand alike, so that the sides can be swapped.
    candidates.sort_by(|one, other| {
        let apart = |(_, left, right): &(f64, usize, usize)| (left.abs_diff(*right), *left.min(right));
        other.0.total_cmp(&one.0).then(apart(one).cmp(&apart(other)))
    });
    for (likeness, left, right) in candidates {
        if !pairs.of_old.contains_key(&left) && !pairs.of_new.contains_key(&right) {
            pairs.add(left, right, likeness, true);
        }
    }
}

fn renamed(subject: Subject, old: &Node<'_>, new: &Node<'_>, likeness: f64) -> Finding {
    let (before, after) = (&old.field.wire, &new.field.wire);
    let is_typo = before.eq_ignore_ascii_case(after) || strsim::damerau_levenshtein(before, after) <= 2;
    let finding = come(subject, new.path.clone(), new.place());
    let finding = Finding {
        kind: Kind::Renamed,
        old: Some(old.path.clone()),
        old_place: old.place(),
        confidence: Confidence::share(likeness),
        remark: is_typo.then(|| "the names differ by a letter or two: it looks like a typo that was mended".to_owned()),
        ..finding
    };
    shown(finding, new)
}

/// Compares what is stated of a pair.
fn facets(
    subject: &Subject,
    side: Side,
    old: &Node<'_>,
    new: &Node<'_>,
    phrases: &Phrases,
    findings: &mut Vec<Finding>,
) {
    let (mut before, mut after) = (old.stated(), new.stated());
    nodes::settle_types(old.field, new.field, &mut before, &mut after);
    let is_described_alike = old.field.description == new.field.description;
    let loose = (!is_described_alike).then(|| [loose::of(old, phrases), loose::of(new, phrases)]);
    if let Some([left, right]) = &loose {
        left.complete(&mut before);
        right.complete(&mut after);
    }
    for list in [&mut before, &mut after] {
        for stated in list.iter_mut() {
            stated.facet = stated.facet.on(side, new.parameter.and_then(|parameter| parameter.role.as_ref()));
        }
        // A member is sent where its parameter is: it has no place of its own.
        if old.parameter.is_some() != new.parameter.is_some() {
            list.retain(|stated| stated.facet != Facet::Location);
        }
    }
    let known = findings.len();
    stated(subject, &before, &after, findings);
    if let Some([left, right]) = &loose {
        findings.iter_mut().skip(known).for_each(|finding| loose::reword(finding, left, right));
    }
    let is_limited = findings.iter().skip(known).any(|finding| finding.facet.is_constraint());
    if let Some([left, right]) = loose.filter(|_| !is_limited) {
        let (left, right) = loose::limits(left, right, &before, &after);
        stated(subject, &left, &right, findings);
    }
    if !is_described_alike {
        loose::members(subject, side, old, new, phrases, findings);
    }
    for finding in findings.iter_mut().skip(known) {
        let (node, place) =
            if finding.new_place.is_some() { (new, &finding.new_place) } else { (old, &finding.old_place) };
        let row = place.as_ref().filter(|_| finding.facet.is_constraint()).and_then(|place| row_of_words(node, place));
        if let Some(row) = row {
            finding.subject.row = row;
        }
    }
}

/// The row that speaks for an object without a row of its own: `Tag.N.Key` says how many tags there may be.
fn row_of_words(node: &Node<'_>, place: &Place) -> Option<String> {
    let has_own_row = node.field.origin.as_ref().is_some_and(|origin| origin.line == place.line);
    let mut members = node.field.shape.members()?.iter().filter(|_| !has_own_row);
    let speaker = members.find(|member| member.origin.as_ref().is_some_and(|origin| origin.line == place.line))?;
    Some(format!("{}.{}", node.path, speaker.wire))
}
