//! Findings about one thing together, with the rows of both pages that tell of it.
//!
//! In: a comparison. Out: [`Card`]s, the worst first. A page is read once, however many findings lie on it.

use std::collections::BTreeMap;

use super::rows::{Pair, Rows, pairs};
use crate::diagnostic::render;
use crate::document::Lexicon;
use crate::drift::report::human::span;
use crate::drift::report::told::subject;
use crate::drift::report::{Comparison, Group, Pages, groups};
use crate::drift::{Facet, Finding, Layer, Place, Severity, Side};
use crate::source::PagePath;

/// All findings about one thing.
#[derive(Debug)]
pub(super) struct Card<'f> {
    /// The operation; empty where it is about a page.
    pub operation: String,
    /// What it is about.
    pub subject: String,
    /// The findings, the worst first.
    pub groups: Vec<Group<'f>>,
    /// What both pages say of it.
    pub tables: Vec<Vec<Pair>>,
}

impl Card<'_> {
    /// How much the worst of it matters.
    pub(super) fn severity(&self) -> Severity {
        self.groups.iter().map(Group::severity).min().unwrap_or(Severity::Harmless)
    }

    /// Whether nothing of it is of the API or of code.
    pub(super) fn is_of_pages(&self) -> bool {
        self.groups.iter().all(Group::is_of_pages)
    }
}

/// The findings of a comparison.
pub(super) fn cards<'f>(comparison: &Comparison<'f>) -> Vec<Card<'f>> {
    let mut cards: Vec<Card<'f>> = Vec::new();
    let mut places: BTreeMap<(String, Option<Side>, String), usize> = BTreeMap::new();
    for group in groups(comparison.findings) {
        let finding = group.finding;
        let side = (finding.layer() != Layer::Rust).then_some(finding.subject.side);
        let key = (finding.subject.operation.clone(), side, finding.subject.name.clone());
        let at = *places.entry(key).or_insert(cards.len());
        if let Some(card) = cards.get_mut(at) {
            card.groups.push(group);
        } else {
            let operation = finding.subject.operation.clone();
            cards.push(Card { operation, subject: subject(finding), groups: vec![group], tables: Vec::new() });
        }
    }
    let mut old = Version::new(comparison.old, comparison.lexicon);
    let mut new = Version::new(comparison.new, comparison.lexicon);
    for card in &mut cards {
        card.tables = tables(card, &mut old, &mut new);
    }
    cards
}

/// The pages of a version, read as far as they were asked for.
struct Version<'r> {
    pages: Pages<'r>,
    lexicon: &'r Lexicon,
    read: BTreeMap<String, Rows>,
}

impl<'r> Version<'r> {
    fn new(pages: Pages<'r>, lexicon: &'r Lexicon) -> Self {
        Self { pages, lexicon, read: BTreeMap::new() }
    }

    fn rows(&mut self, path: &str) -> &Rows {
        let (pages, lexicon) = (self.pages, self.lexicon);
        self.read.entry(path.to_owned()).or_insert_with(|| {
            let page = render::at_hand(pages.at_hand, &PagePath::new(path));
            page.map_or_else(Rows::default, |page| Rows::read(&page, lexicon))
        })
    }

    /// The row of a place.
    fn row(&mut self, place: Option<&Place>) -> Option<usize> {
        let place = place?;
        let page = self.pages.at_hand.get(&PagePath::new(&place.page))?;
        let start = span(page, place)?.start;
        self.rows(&place.page).at(start)
    }
}

/// A row of each version, where it has one: the page and the number of the row on it.
type Both = (Option<(String, usize)>, Option<(String, usize)>);

fn tables(card: &Card<'_>, old: &mut Version<'_>, new: &mut Version<'_>) -> Vec<Vec<Pair>> {
    let mut found: Vec<Both> = Vec::new();
    let mut texts: Vec<Pair> = Vec::new();
    for group in &card.groups {
        let finding = group.finding;
        let of = |version: &mut Version<'_>, place: &Option<Place>| {
            let place = place.as_ref()?;
            Some((place.page.clone(), version.row(Some(place))?))
        };
        let mut both = (of(old, &finding.old_place), of(new, &finding.new_place));
        if finding.facet != Facet::Existence {
            // Of what came or went inside a row, the other version may have the row, too.
            if both.0.is_none() {
                both.0 = both.1.as_ref().and_then(|row| counterpart(new, old, row));
            }
            if both.1.is_none() {
                both.1 = both.0.as_ref().and_then(|row| counterpart(old, new, row));
            }
        }
        if both == (None, None) {
            texts.extend(stated(finding));
        } else if !found.iter().any(|other| covers(other, &both)) {
            found.retain(|other| !covers(&both, other));
            found.push(both);
        }
    }
    let mut tables: Vec<Vec<Pair>> = Vec::new();
    for (before, after) in found {
        let left = before.as_ref().and_then(|(page, row)| old.rows(page).get(*row));
        let right = after.as_ref().and_then(|(page, row)| new.rows(page).get(*row));
        tables.push(pairs(left, right));
    }
    if !texts.is_empty() {
        tables.push(texts);
    }
    tables
}

/// The row of the other version, on the page of the same path.
fn counterpart(from: &mut Version<'_>, to: &mut Version<'_>, (page, row): &(String, usize)) -> Option<(String, usize)> {
    let row = from.rows(page).get(*row)?;
    Some((page.clone(), to.rows(page).like(row)?))
}

/// Whether one pair of rows shows all that the other does.
fn covers(one: &Both, other: &Both) -> bool {
    (other.0.is_none() || one.0 == other.0) && (other.1.is_none() || one.1 == other.1)
}

/// The two texts of a finding that lies in no row; `None` of what only came, went or moved.
fn stated(finding: &Finding) -> Option<Pair> {
    if matches!(finding.facet, Facet::Existence | Facet::Page | Facet::Markup) {
        return None;
    }
    let heading = finding.facet.word().replace('_', " ");
    Some(Pair { heading, old: finding.old.clone(), new: finding.new.clone() })
}
