//! Where each row of a flat table belongs.
//!
//! In: the rows of one table in their order, and the shape that samples show. Out: a tree of [`Draft`]s. Alibaba's
//! answer tables have lost their indentation: a wrapper row, then its members, and nothing says where the struct ends.
//! So every row has several places where it may belong, each place has its witnesses, and the cheapest path through all
//! rows wins: members follow their wrapper, siblings follow each other in alphabetical order, a sample shows the place.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::facts::{RowFacts, StatedType};
use crate::extract::samples::shape::{Listing, Seen, Shape};
use crate::spec::draft::{Draft, announces, may_hold, steps};

/// Places that are weighed for one row; more are cut, the least likely first.
const MAX_PLACES: usize = 48;
/// Tables of more rows are taken as they stand. The longest real one has 300.
const MAX_ROWS: usize = 10_000;
/// How deep a place may lie.
const MAX_DEPTH: usize = 16;

/// What speaks for and against a place. The figures are ranks, not measurements: a sample that shows the place outweighs
/// everything but a type that can not hold members.
mod weight {
    /// A sample shows the name there.
    pub const SAMPLE: i32 = 60;
    /// A sample shows the name there in other letters of case.
    pub const SAMPLE_CASE: i32 = 45;
    /// A sample shows the place without the name: samples leave out one field of eight.
    pub const SAMPLE_LACKS: i32 = -8;
    /// No sample shows the place.
    pub const UNSEEN_PLACE: i32 = -6;
    /// The row before stands in the same place.
    pub const SIBLING: i32 = 10;
    /// The row before announces members and this place is inside it.
    pub const MEMBER: i32 = 22;
    /// The row before can not have members, and this place is inside it.
    pub const MEMBER_OF_SCALAR: i32 = -200;
    /// The row before announces members and this row is not inside it.
    pub const CHILDLESS: i32 = -10;
    /// One level up.
    pub const UP: i32 = -1;
    /// A place beside the row before.
    pub const ELSEWHERE: i32 = -25;
    /// The name follows its sibling's in the alphabet, or does not, in a table that is sorted throughout.
    pub const SORTED: i32 = 6;
    /// A row that announces members stands beside an object that ends here: objects follow each other more often than
    /// they hold each other.
    pub const BESIDE: i32 = 8;
    /// A parent that a foreign sample shows and no row names, unless it is the item inside a row's own list.
    pub const UNLISTED: i32 = -40;
    /// The same name twice in one place.
    pub const DOUBLE: i32 = -80;
    /// The tree mark says this depth, or another.
    pub const MARKED: i32 = 50;
}

/// A place: the names from the root.
type Place = Vec<String>;

#[derive(Clone, Debug)]
struct State {
    place: Place,
    /// The places inside the row, if it stands here.
    inside: Vec<Place>,
    score: i32,
    /// Index of the state of the row before.
    before: usize,
}

/// A row, with what is asked of it again and again.
struct Line<'a> {
    row: &'a RowFacts,
    /// The last step of its name.
    leaf: String,
    /// The same in lower case.
    folded: String,
    announces: bool,
}

impl<'a> Line<'a> {
    fn new(row: &'a RowFacts) -> Self {
        let leaf = leaf(row);
        Self { row, folded: leaf.to_lowercase(), leaf, announces: announces(row) }
    }
}

/// Puts the rows of a flat table into a tree.
pub fn nest<'a>(rows: &'a [RowFacts], shape: &Shape) -> Vec<Draft<'a>> {
    let index = Index::new(shape, rows);
    let lines: Vec<Line<'_>> = rows.iter().map(Line::new).collect();
    let places = if rows.len() > MAX_ROWS || is_flat(&lines, &index) { Vec::new() } else { settle(&lines, &index) };
    let places = places.into_iter().chain(std::iter::repeat(Vec::new()));
    let mut roots = Vec::new();
    for (row, place) in rows.iter().zip(places) {
        insert(&mut roots, &place, row, &index);
    }
    roots
}

/// What the samples show, by path and by name.
struct Index {
    /// Every place with what is seen there.
    shapes: BTreeMap<Place, Seeing>,
    /// Folded name to the places that hold it.
    holders: BTreeMap<String, Vec<Place>>,
    /// Names that rows have.
    listed: BTreeSet<String>,
    /// The sample's top has values that no row names: it may show another operation's answer.
    foreign: bool,
    /// What alphabetical order is worth in this table.
    sorted: i32,
}

/// What is seen at one place.
#[derive(Clone, Debug, Default)]
struct Seeing {
    members: Vec<String>,
    listing: Listing,
    is_object: bool,
}

impl Index {
    fn new(shape: &Shape, rows: &[RowFacts]) -> Self {
        let listed: BTreeSet<String> = rows.iter().map(leaf).collect();
        let values =
            shape.members.iter().filter(|(_, member)| member.members.is_empty() && member.listing == Listing::Single);
        let foreign = values.map(|(name, _)| name).any(|name| !listed.iter().any(|row| row.eq_ignore_ascii_case(name)));
        let sorted = worth_of_order(rows);
        let mut index = Self { shapes: BTreeMap::new(), holders: BTreeMap::new(), listed, foreign, sorted };
        index.add(&mut Vec::new(), shape, 0);
        index
    }

    fn add(&mut self, place: &mut Place, shape: &Shape, depth: usize) {
        let entry = shape.entry();
        let seeing = Seeing {
            members: entry.members.keys().cloned().collect(),
            listing: shape.listing,
            is_object: entry.kinds.contains(&Seen::Object),
        };
        self.shapes.insert(place.clone(), seeing);
        if depth >= MAX_DEPTH {
            return;
        }
        for (name, member) in &entry.members {
            self.holders.entry(name.to_lowercase()).or_default().push(place.clone());
            place.push(name.clone());
            self.add(place, member, depth + 1);
            place.pop();
        }
    }

    fn at(&self, place: &Place) -> Option<&Seeing> {
        self.shapes.get(place)
    }

    fn holds(&self, place: &Place, name: &str) -> Option<bool> {
        let seeing = self.at(place)?;
        if seeing.members.iter().any(|member| member == name) {
            return Some(true);
        }
        seeing.members.iter().any(|member| member.eq_ignore_ascii_case(name)).then_some(false)
    }

    /// How many names of a place stand in no row and are not the item inside one that does.
    fn unlisted(&self, place: &Place) -> i32 {
        if !self.foreign {
            return 0;
        }
        let mut parent_listed = false;
        let mut count = 0;
        for name in place {
            let listed = self.listed.contains(name);
            count += i32::from(!listed && !parent_listed);
            parent_listed = listed;
        }
        count
    }

    /// The places inside a row at `place`: itself, and the item inside it when a sample shows one wrapper between.
    fn inside(&self, place: &Place) -> Vec<Place> {
        let mut places = vec![place.clone()];
        if let Some(seeing) = self.at(place)
            && let [item] = seeing.members.as_slice()
        {
            let mut inner = place.clone();
            inner.push(item.clone());
            if self.at(&inner).is_some_and(|inner| inner.is_object || inner.listing != Listing::Single) {
                places.push(inner);
            }
        }
        places
    }
}

/// What alphabetical order is worth: all of [`weight::SORTED`] in a sorted table, nothing in one of random order.
fn worth_of_order(rows: &[RowFacts]) -> i32 {
    let names: Vec<String> = rows.iter().map(|row| leaf(row).to_lowercase()).collect();
    let pairs = names.windows(2).count();
    let ordered = names.windows(2).filter(|pair| pair.first() <= pair.last()).count();
    if pairs == 0 {
        return 0;
    }
    let share = i32::try_from(ordered * 100 / pairs).unwrap_or(0);
    (weight::SORTED * (share - 50) / 35).clamp(0, weight::SORTED)
}

/// Whether nothing speaks for any other place than the top.
fn is_flat(lines: &[Line<'_>], index: &Index) -> bool {
    let nested = |line: &Line<'_>| line.announces || line.row.depth > 0;
    !lines.iter().any(nested) && index.holders.values().flatten().all(Vec::is_empty)
}

/// The cheapest place of every row.
fn settle(lines: &[Line<'_>], index: &Index) -> Vec<Place> {
    let mut layers: Vec<Vec<State>> = Vec::new();
    for (number, row) in lines.iter().enumerate() {
        let previous = number.checked_sub(1).and_then(|before| Some((lines.get(before)?, layers.get(before)?)));
        let mut states: Vec<State> = candidates(row, previous, index)
            .into_iter()
            .map(|place| {
                let own = alone(row, &place, index);
                let (before, score) = match previous {
                    None => (0, if place.is_empty() { 0 } else { weight::ELSEWHERE }),
                    Some((before, layer)) => best_before(before, layer, row, &place, index),
                };
                State { place, inside: Vec::new(), score: own + score, before }
            })
            .collect();
        states.sort_by(|left, right| right.score.cmp(&left.score).then_with(|| left.place.cmp(&right.place)));
        states.truncate(MAX_PLACES);
        for state in &mut states {
            let mut own = state.place.clone();
            own.push(row.leaf.clone());
            state.inside = index.inside(&own);
        }
        layers.push(states);
    }
    let mut places = Vec::new();
    let mut chosen = 0;
    for layer in layers.iter().rev() {
        let Some(state) = layer.get(chosen) else { break };
        places.push(state.place.clone());
        chosen = state.before;
    }
    places.reverse();
    places
}

/// Where the row may belong.
fn candidates(row: &Line<'_>, previous: Option<(&Line<'_>, &Vec<State>)>, index: &Index) -> Vec<Place> {
    let mut places: Vec<Place> = vec![Vec::new()];
    places.extend(index.holders.get(&row.folded).into_iter().flatten().cloned());
    if let Some((_, layer)) = previous {
        for state in layer {
            places.extend((0..=state.place.len()).map(|depth| state.place.iter().take(depth).cloned().collect()));
            if state.place.len() < MAX_DEPTH {
                places.extend(state.inside.iter().cloned());
            }
        }
    }
    places.sort();
    places.dedup();
    places
}

/// What speaks for a place whatever stands before.
fn alone(row: &Line<'_>, place: &Place, index: &Index) -> i32 {
    let seen = match (index.holds(place, &row.leaf), index.at(place)) {
        (Some(true), _) => weight::SAMPLE,
        (Some(false), _) => weight::SAMPLE_CASE,
        (None, Some(_)) => weight::SAMPLE_LACKS,
        (None, None) => weight::UNSEEN_PLACE,
    };
    let marked = if row.row.depth > 0 && place.is_empty() { -weight::MARKED } else { 0 };
    seen + marked + weight::UNLISTED * index.unlisted(place)
}

/// The best state of the row before, and the score up to here.
fn best_before(before: &Line<'_>, layer: &[State], row: &Line<'_>, place: &Place, index: &Index) -> (usize, i32) {
    let scores = layer.iter().enumerate();
    let scores = scores.map(|(number, state)| (number, state.score + step(before, state, row, place, index)));
    scores.max_by(|left, right| left.1.cmp(&right.1).then(right.0.cmp(&left.0))).unwrap_or((0, 0))
}

/// What speaks for `place` after a row in a state.
fn step(before: &Line<'_>, state: &State, row: &Line<'_>, place: &Place, index: &Index) -> i32 {
    let at = &state.place;
    let marks = marks(before.row, row.row, state, place);
    if state.inside.contains(place) {
        let fits = if may_hold(&before.row.stated) { weight::MEMBER } else { weight::MEMBER_OF_SCALAR };
        // A row with an example is a value; only a sample can make it an object.
        let valued = if before.announces { 0 } else { -weight::MEMBER };
        return fits + valued + marks;
    }
    let has_members =
        before.announces && !is_list_of_values(before.row, state.inside.first().and_then(|own| index.at(own)));
    let childless = if has_members { weight::CHILDLESS } else { 0 };
    if place == at {
        if before.leaf == row.leaf {
            return weight::DOUBLE;
        }
        let sorted = if before.folded <= row.folded { index.sorted } else { -index.sorted };
        return weight::SIBLING + sorted + childless + marks;
    }
    if at.starts_with(place) {
        let levels = i32::try_from(at.len() - place.len()).unwrap_or(i32::MAX / 64);
        // The sibling to come after is the wrapper that is being left.
        let left = at.get(place.len()).map(|name| name.to_lowercase());
        let sorted = if left.is_some_and(|left| left <= row.folded) { index.sorted } else { -index.sorted };
        let beside = if row.announces && levels == 1 { weight::BESIDE } else { 0 };
        return weight::UP * levels + sorted + beside + childless + marks;
    }
    weight::ELSEWHERE + childless + marks
}

/// What tree marks say of the step from one row to the next.
fn marks(before: &RowFacts, row: &RowFacts, state: &State, place: &Place) -> i32 {
    if before.depth == 0 && row.depth == 0 {
        return 0;
    }
    let at = &state.place;
    let agrees = match row.depth.cmp(&before.depth) {
        std::cmp::Ordering::Greater => state.inside.contains(place),
        std::cmp::Ordering::Equal => place == at,
        std::cmp::Ordering::Less => {
            place.len() < at.len() && at.starts_with(place) && (row.depth > 0 || place.is_empty())
        }
    };
    if agrees { weight::MARKED } else { -weight::MARKED }
}

/// "Array" whose items a sample shows to be values: it announces no members.
fn is_list_of_values(row: &RowFacts, seeing: Option<&Seeing>) -> bool {
    matches!(row.stated, StatedType::List(_)) && seeing.is_some_and(|seeing| !seeing.is_object)
}

fn leaf(row: &RowFacts) -> String {
    steps(&row.name.value).last().map_or_else(|| row.name.value.clone(), |step| step.name.clone())
}

/// Puts a row at its place, with the parents that samples imply.
fn insert<'a>(roots: &mut Vec<Draft<'a>>, place: &Place, row: &'a RowFacts, index: &Index) {
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
        if index.at(&path).is_some_and(|seeing| seeing.listing != Listing::Single) {
            draft.listed = true;
        }
        level = &mut draft.children;
    }
    let steps = steps(&row.name.value);
    if steps.len() > 1 {
        let nested = crate::spec::draft::nest_dotted(vec![(steps, Draft::of(row, &row.name.value, None))]);
        for draft in nested {
            match level.iter_mut().find(|known| known.wire == draft.wire) {
                Some(known) => {
                    known.listed |= draft.listed;
                    known.children.extend(draft.children);
                }
                None => level.push(draft),
            }
        }
        return;
    }
    let mut draft = Draft::of(row, &leaf(row), None);
    draft.listed = steps.first().is_some_and(|step| step.list);
    match level.iter_mut().find(|known| known.row.is_none() && known.wire == draft.wire) {
        Some(known) => {
            draft.children = std::mem::take(&mut known.children);
            draft.listed |= known.listed;
            *known = draft;
        }
        None => level.push(draft),
    }
}
