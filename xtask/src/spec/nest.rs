//! Where each row of a flat table belongs.
//!
//! In: the rows of one table in their order, and the shape that samples show. Out: a tree of [`Draft`]s. Alibaba's
//! answer tables have lost their indentation: a wrapper row, then its members, and nothing says where the struct ends.
//! So every row has several places where it may belong, each place has its witnesses, and the cheapest path through all
//! rows wins: members follow their wrapper, siblings follow each other in alphabetical order, a sample shows the place.

use crate::extract::facts::RowFacts;
use crate::extract::samples::shape::{Listing, Shape};
use crate::source::Span;
use crate::spec::draft::{Draft, Step, announces, steps};
use crate::spec::model::{Fact, Witness};

mod path;
mod places;

use places::Places;

/// Tables of more rows are taken as they stand. The longest real one has 300.
const MAX_ROWS: usize = 10_000;

/// A place: the names from the root.
type Place = Vec<String>;

/// A row, with what is asked of it again and again.
struct Line<'a> {
    row: &'a RowFacts,
    /// The last step of its name.
    leaf: String,
    /// The same in lower case.
    folded: String,
    /// The same with its letters of ASCII alone in lower case.
    ascii_folded: String,
    announces: bool,
}

impl<'a> Line<'a> {
    fn new(row: &'a RowFacts, is_described: bool) -> Self {
        let leaf = leaf(row);
        Self {
            row,
            folded: leaf.to_lowercase(),
            ascii_folded: leaf.to_ascii_lowercase(),
            leaf,
            announces: announces(row) && !is_described,
        }
    }

    /// Whether it says what another row says.
    fn repeats(&self, other: &Self) -> bool {
        let words = |row: &'a RowFacts| row.description.as_ref().map(|said| said.value.as_str());
        self.leaf == other.leaf && self.row.stated == other.row.stated && words(self.row) == words(other.row)
    }
}

/// Puts the rows of a flat table into a tree. `is_described` tells the rows whose members stand in a table of their own.
pub fn nest<'a>(rows: &'a [RowFacts], shape: &Shape, is_described: impl Fn(&RowFacts) -> bool) -> Vec<Draft<'a>> {
    let lines: Vec<Line<'_>> = rows.iter().map(|row| Line::new(row, is_described(row))).collect();
    let mut index = Places::new(shape, rows);
    let is_at_top = rows.len() > MAX_ROWS || is_flat(&lines, &index);
    let path = if is_at_top { Vec::new() } else { path::cheapest(&lines, &mut index) };
    let names = path.into_iter().map(|place| index.names(place).into_iter().map(str::to_owned).collect());
    let places = names.chain(std::iter::repeat(Vec::new()));
    let mut roots = Vec::new();
    let mut before: Option<(&RowFacts, Place)> = None;
    for (row, place) in rows.iter().zip(places) {
        let steps = steps(&row.name.value);
        let place = above(place, &steps, &roots, &index);
        let said = said(row, &place, before.as_ref());
        insert(&mut roots, &place, row, said, &index);
        let mut own = place;
        if steps.len() > 1 {
            own.extend(steps.into_iter().map(|step| step.name));
        } else {
            own.push(leaf(row));
        }
        before = Some((row, own));
    }
    roots
}

/// The place that a dotted name starts from: `Lamps.Lamp.Id` says itself what it is in, from the outermost name of its
/// place that it repeats, or from the top where that has its first name.
fn above(mut place: Place, steps: &[Step], roots: &[Draft<'_>], index: &Places<'_>) -> Place {
    let ([first, _, ..], false) = (steps, place.is_empty()) else { return place };
    let is_first = |name: &String| name.eq_ignore_ascii_case(&first.name);
    let repeated = place.iter().position(is_first);
    let is_at_top = || {
        let known = roots.iter().any(|root| root.wire.eq_ignore_ascii_case(&first.name));
        known || index.find(std::slice::from_ref(&first.name)).is_some()
    };
    match repeated {
        Some(at) => place.truncate(at),
        None if is_at_top() => place.clear(),
        None => {}
    }
    place
}

/// Whether a table that is not known to be flat is so all the same: a row holds what a sample shows inside it, no table
/// of its own describes that, and rows behind it do.
pub fn is_flattened(rows: &[RowFacts], shape: &Shape, is_described: impl Fn(&RowFacts) -> bool) -> bool {
    let top = shape.entry();
    rows.iter().take(MAX_ROWS).enumerate().any(|(index, row)| {
        let Some(inside) = top.members.get(&row.name.value).map(Shape::entry) else { return false };
        let behind = || rows.iter().skip(index + 1).take(MAX_ROWS).map(|row| &row.name.value);
        announces(row)
            && !inside.members.is_empty()
            && behind().any(|name| inside.members.contains_key(name) && !top.members.contains_key(name))
            && !is_described(row)
    })
}

/// Who but a sample sets a row inside its place: a tree mark, and the row before.
fn said(row: &RowFacts, place: &Place, before: Option<&(&RowFacts, Place)>) -> Vec<(Fact, Witness, Span)> {
    if place.is_empty() {
        return Vec::new();
    }
    let marked = (row.depth > 0).then_some((Fact::Inside, Witness::TreeMark, row.name.span));
    let follows = before.filter(|(_, own)| own.starts_with(place));
    let follows = follows.map(|(before, _)| (Fact::Inside, Witness::RowOrder, before.name.span));
    marked.into_iter().chain(follows).collect()
}

/// Whether nothing speaks for any other place than the top.
fn is_flat(lines: &[Line<'_>], places: &Places<'_>) -> bool {
    let nested = |line: &Line<'_>| line.announces || line.row.depth > 0;
    !lines.iter().any(nested) && places.is_flat()
}

fn leaf(row: &RowFacts) -> String {
    steps(&row.name.value).last().map_or_else(|| row.name.value.clone(), |step| step.name.clone())
}

/// Puts a row at its place, with the parents that samples imply.
fn insert<'a>(
    roots: &mut Vec<Draft<'a>>,
    place: &Place,
    row: &'a RowFacts,
    said: Vec<(Fact, Witness, Span)>,
    index: &Places<'_>,
) {
    let mut level = roots;
    let mut path: Place = Vec::new();
    for name in place {
        path.push(name.clone());
        let known = level.iter().rposition(|draft| draft.wire.eq_ignore_ascii_case(name));
        let position = known.unwrap_or_else(|| {
            level.push(Draft::implied(name, None));
            level.len() - 1
        });
        let Some(draft) = level.get_mut(position) else { return };
        if index.find(&path).is_some_and(|seeing| seeing.listing != Listing::Single) {
            draft.listed = true;
        }
        level = &mut draft.children;
    }
    let steps = steps(&row.name.value);
    if steps.len() > 1 {
        let mut draft = Draft::of(row, &row.name.value, None);
        draft.said = said;
        crate::spec::draft::insert(level, &steps, draft);
        return;
    }
    let mut draft = Draft::of(row, &leaf(row), None);
    draft.listed = steps.first().is_some_and(|step| step.list);
    draft.said = said;
    if draft.listed {
        draft.said.push((Fact::Type, Witness::DottedName, row.name.span));
    }
    match level.iter_mut().find(|known| known.row.is_none() && known.wire == draft.wire) {
        Some(known) => {
            draft.children = std::mem::take(&mut known.children);
            draft.listed |= known.listed;
            draft.said.append(&mut known.said);
            *known = draft;
        }
        None => level.push(draft),
    }
}
