//! Which old page is which new one, and which page became several.
//!
//! In: the pages of both versions. Out: pairs, what has no partner, and splits. Pages are the same by path, by their bytes,
//! because just one of each is left, or by the lines that they have in common.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Page, PagePath};

/// From this share of common lines on two pages are one, wherever it lies.
const SAME: f64 = 0.5;

/// From this share of its lines on a page comes from another one.
const FROM: f64 = 0.6;

/// A page of fewer lines is not taken for a part of another one.
const FEW: usize = 5;

/// What became of the pages.
#[derive(Debug, Default)]
pub(super) struct Moves<'p> {
    /// Pages that are on both sides, at the same path or another one.
    pub pairs: Vec<(&'p Page, &'p Page)>,
    /// Pages without a partner.
    pub gone: Vec<&'p Page>,
    /// Pages without a partner.
    pub come: Vec<&'p Page>,
    /// A page, and the new ones that hold parts of it.
    pub split: Vec<(&'p Page, Vec<&'p Page>)>,
    /// Old pages, and the one that holds them now.
    pub joined: Vec<(Vec<&'p Page>, &'p Page)>,
}

/// Pairs the pages of two versions.
pub(super) fn pair<'p>(old: &'p BTreeMap<PagePath, Page>, new: &'p BTreeMap<PagePath, Page>) -> Moves<'p> {
    let mut moves = Moves::default();
    let mut come: Vec<&Page> = new.values().filter(|page| !old.contains_key(page.path())).collect();
    let mut gone: Vec<&Page> = Vec::new();
    for page in old.values() {
        match new.get(page.path()) {
            Some(after) => moves.pairs.push((page, after)),
            None => match come.iter().position(|after| after.text() == page.text()) {
                Some(index) => moves.pairs.push((page, come.remove(index))),
                None => gone.push(page),
            },
        }
    }
    if let ([before], [after]) = (gone.as_slice(), come.as_slice()) {
        moves.pairs.push((before, after));
        return moves;
    }
    if gone.is_empty() && come.is_empty() {
        return moves;
    }
    alike(&mut gone, &mut come, &mut moves);
    // What is left came out of a page that is still there, or out of one that is not.
    let whole: Vec<&Page> = moves.pairs.iter().map(|(before, _)| *before).chain(gone.iter().copied()).collect();
    moves.split = parts(&whole, &mut come, |page| gone.iter().any(|other| other.path() == page.path()));
    gone.retain(|page| moves.split.iter().all(|(whole, _)| whole.path() != page.path()));
    let whole: Vec<&Page> = moves.pairs.iter().map(|(_, after)| *after).chain(come.iter().copied()).collect();
    let joined = parts(&whole, &mut gone, |page| come.iter().any(|other| other.path() == page.path()));
    come.retain(|page| joined.iter().all(|(whole, _)| whole.path() != page.path()));
    moves.joined = joined.into_iter().map(|(whole, parts)| (parts, whole)).collect();
    (moves.gone, moves.come) = (gone, come);
    moves
}

/// Pairs pages that have most lines in common, the most alike first.
fn alike<'p>(gone: &mut Vec<&'p Page>, come: &mut Vec<&'p Page>, moves: &mut Moves<'p>) {
    let mut candidates: Vec<(f64, &Page, &Page)> = Vec::new();
    let lines = |pages: &[&'p Page]| pages.iter().map(|page| lines(page)).collect::<Vec<_>>();
    let (before, after) = (lines(gone), lines(come));
    for (left, of_left) in gone.iter().zip(&before) {
        for (right, of_right) in come.iter().zip(&after) {
            let all = of_left.union(of_right).count();
            let share = share(of_left.intersection(of_right).count(), all);
            if share >= SAME {
                candidates.push((share, left, right));
            }
        }
    }
    candidates.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then_with(|| (one.1.path(), one.2.path()).cmp(&(other.1.path(), other.2.path())))
    });
    for (_, left, right) in candidates {
        let is_open = |list: &[&Page], page: &Page| list.iter().any(|other| other.path() == page.path());
        if is_open(gone, left) && is_open(come, right) {
            moves.pairs.push((left, right));
            gone.retain(|page| page.path() != left.path());
            come.retain(|page| page.path() != right.path());
        }
    }
}

/// Takes from `loose` the pages that are parts of a whole one. One that `is_gone` must have two parts.
fn parts<'p>(
    whole: &[&'p Page],
    loose: &mut Vec<&'p Page>,
    is_gone: impl Fn(&Page) -> bool,
) -> Vec<(&'p Page, Vec<&'p Page>)> {
    let mut found = Vec::new();
    if loose.is_empty() {
        return found;
    }
    for page in whole {
        let of_whole = lines(page);
        let is_part = |part: &&&Page| {
            let of_part = lines(part);
            of_part.len() >= FEW && share(of_part.intersection(&of_whole).count(), of_part.len()) >= FROM
        };
        let parts: Vec<&Page> = loose.iter().filter(is_part).copied().collect();
        if parts.len() >= if is_gone(page) { 2 } else { 1 } {
            loose.retain(|other| parts.iter().all(|part| part.path() != other.path()));
            found.push((*page, parts));
        }
    }
    found
}

/// The lines of a page that say something.
fn lines(page: &Page) -> BTreeSet<String> {
    let letters = |line: &str| line.chars().filter(|letter| letter.is_alphanumeric()).count() > 3;
    page.text().lines().map(str::trim).filter(|line| letters(line)).map(str::to_owned).collect()
}

fn share(part: usize, all: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a page has at most 16 MiB")]
    let share = part as f64 / all.max(1) as f64;
    share
}
