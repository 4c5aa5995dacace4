//! The cheapest path through the places of all rows.
//!
//! In: the rows of a table in their order, and the places that samples show. Out: a place a row. Every row has several
//! places where it may belong; what speaks for one depends on the row before alone, so the best way to each place of a
//! row is found from the best ways to those of the row before.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::extract::facts::StatedType;
use crate::spec::draft::may_hold;
use crate::spec::nest::Line;
use crate::spec::nest::places::{MAX_DEPTH, Place, Places};

/// Places that are weighed for one row; more are cut, the least likely first. A set of them is the bits of a `u64`.
const MAX_PLACES: usize = 48;

/// A name twice in one place is looked for among so many rows before; the longest real object has 150 members.
const MAX_BACK: usize = 96;
/// Names are looked back for in tables of so many rows; the longest real one has 300.
const MAX_LOOKED_BACK: usize = 500;

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
    /// The place holds nothing but a list in the sample: members stand in its items.
    pub const WRAPPER: i32 = -4;
    /// The same name twice in one place.
    pub const DOUBLE: i32 = -80;
    /// The tree mark says this depth, or another.
    pub const MARKED: i32 = 50;
}

/// A row at one of its places.
#[derive(Clone, Copy, Debug)]
struct State {
    place: Place,
    /// The places inside the row, if it stands here: its own, and that of the item inside it.
    own: Place,
    item: Option<Place>,
    score: i32,
}

/// A place where a row may belong, and the best way to it so far.
struct Candidate {
    place: Place,
    /// The best state of the row before that the place is related to.
    best: Option<Way>,
    /// The states of the row before to which the place is related, a bit each.
    related: u64,
    /// Whether a sample shows the row's folded name there.
    is_shown: bool,
}

/// A way to a place: its score, and the number of the state of the row before.
#[derive(Clone, Copy, Debug)]
struct Way {
    score: i32,
    before: usize,
}

impl Way {
    /// The better one; of equals the one whose state is the better.
    fn or(self, other: Option<Self>) -> Self {
        match other {
            Some(other) if (other.score, self.before) > (self.score, other.before) => other,
            Some(_) | None => self,
        }
    }
}

/// How a place lies to a row before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation<'p> {
    /// Inside the row.
    Inside,
    /// Where the row is.
    Beside,
    /// So many levels up, out of a wrapper of this folded name.
    Above(i32, &'p str),
    /// Anywhere else.
    Elsewhere,
}

/// What alphabetical order is worth: all of [`weight::SORTED`] in a sorted table, nothing in one of random order.
fn worth_of_order(lines: &[Line<'_>]) -> i32 {
    let pairs = lines.windows(2).count();
    let is_ordered = |pair: &&[Line<'_>]| pair.first().map(|line| &line.folded) <= pair.last().map(|line| &line.folded);
    let ordered = lines.windows(2).filter(is_ordered).count();
    if pairs == 0 {
        return 0;
    }
    let share = i32::try_from(ordered * 100 / pairs).unwrap_or(0);
    (weight::SORTED * (share - 50) / 35).clamp(0, weight::SORTED)
}

/// What it is worth that a sample shows a row's name at a place. Where more rows have the name than places, the sample
/// shows only some of them, and each has but a share in what it shows.
fn worth_of_sample(rows: usize, holders: usize) -> i32 {
    if rows <= holders || holders == 0 {
        return weight::SAMPLE;
    }
    let share = |count: usize| i32::try_from(count).unwrap_or(i32::MAX / weight::SAMPLE);
    weight::SAMPLE * share(holders) / share(rows) * 2 / 3
}

/// The cheapest place of every row.
pub fn cheapest<'n>(lines: &'n [Line<'n>], places: &mut Places<'n>) -> Vec<Place> {
    let worth_of_order = worth_of_order(lines);
    // Of each row its places, and the number of the place of the row before.
    let mut ways: Vec<Vec<(Place, usize)>> = Vec::new();
    let mut before: Option<(&Line<'_>, Vec<State>)> = None;
    let mut slots = Vec::new();
    let mut rows_of: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut claims: HashMap<&str, usize> = HashMap::new();
    for line in lines {
        *claims.entry(&line.folded).or_default() += 1;
    }
    let mut hopeless = Hopeless::of(lines);
    // The first of the rows that say the same.
    let mut run = 0;
    for (number, line) in lines.iter().enumerate() {
        let same = rows_of.entry(&line.leaf).or_default();
        let nearest = if lines.len() > MAX_LOOKED_BACK { number } else { number.saturating_sub(MAX_BACK) };
        let near = same.partition_point(|row| *row < nearest);
        // A row that repeats the one before it word for word is the same once more, and no other of its name.
        if before.as_ref().is_none_or(|(before, _)| !line.repeats(before)) {
            run = number;
        }
        let others = same.partition_point(|row| *row < run).max(near);
        let namesakes = Namesakes::of(same.get(near..others).unwrap_or_default(), &ways);
        let step = before.as_ref().map(|(before, states)| Step {
            before,
            states,
            row: line,
            places,
            worth_of_order,
            namesakes,
        });
        let candidates = candidates(line, step.as_ref(), places, &mut slots);
        let seen =
            worth_of_sample(claims.get(line.folded.as_str()).copied().unwrap_or(1), places.holders(&line.folded).len());
        let mut weighed = weigh(line, step.as_ref(), &candidates, places, seen);
        let name = places.name(&line.leaf, Cow::Borrowed(&line.folded));
        let behind = hopeless.from(line, same.is_empty());
        if let Some((place, way)) = weighed.iter().max_by_key(|(_, way)| way.score).copied() {
            let own = places.within(place, name);
            // No jump leads inside a row that can not have members, and a sample may show some there all the same.
            if may_hold(&line.row.stated) || places.at(own).is_none() {
                weighed.retain(|(_, other)| other.score >= way.score.saturating_sub(behind));
            }
        }
        same.push(number);
        let order = |(left, left_way): &(Place, Way), (right, right_way): &(Place, Way)| {
            right_way.score.cmp(&left_way.score).then_with(|| places.compare(*left, *right))
        };
        if weighed.len() > MAX_PLACES {
            weighed.select_nth_unstable_by(MAX_PLACES, order);
            weighed.truncate(MAX_PLACES);
        }
        weighed.sort_unstable_by(order);
        let states = weighed.iter().map(|(place, way)| {
            let own = places.within(*place, name);
            State { place: *place, own, item: places.item(own), score: way.score }
        });
        before = Some((line, states.collect()));
        ways.push(weighed.into_iter().map(|(place, way)| (place, way.before)).collect());
    }
    let mut chosen = 0;
    let mut path = Vec::new();
    for layer in ways.iter().rev() {
        let Some((place, before)) = layer.get(chosen) else { break };
        path.push(*place);
        chosen = *before;
    }
    path.reverse();
    path
}

/// How far behind the best place of a row another one is on no cheapest path any more: from the best place the next row
/// reaches each place that a sample shows by a jump, which costs but so much more than the best step there is.
struct Hopeless<'n> {
    /// What tree marks may say of the step, for one place and against the other.
    marks: i32,
    /// How many rows of each name are still to come.
    to_come: HashMap<&'n str, usize>,
    /// How many rows to come have the name of one before them: on one of two paths it may stand twice in its place.
    again: usize,
}

impl<'n> Hopeless<'n> {
    const JUMP: i32 = weight::MEMBER - weight::ELSEWHERE - weight::CHILDLESS;

    fn of(lines: &'n [Line<'n>]) -> Self {
        let mut to_come: HashMap<&str, usize> = HashMap::new();
        for line in lines {
            *to_come.entry(&line.leaf).or_default() += 1;
        }
        let is_marked = lines.iter().any(|line| line.row.depth > 0);
        Self { marks: if is_marked { 2 * weight::MARKED } else { 0 }, to_come, again: 0 }
    }

    /// The next row: how far behind its best place others are hopeless.
    fn from(&mut self, line: &Line<'_>, is_first_of_name: bool) -> i32 {
        let rest = self.to_come.get_mut(line.leaf.as_str()).map_or(0, |rest| {
            *rest = rest.saturating_sub(1);
            *rest
        });
        self.again = if is_first_of_name { self.again + rest } else { self.again.saturating_sub(1) };
        let doubled = i32::try_from(self.again).unwrap_or(i32::MAX).saturating_mul(-weight::DOUBLE);
        doubled.saturating_add(Self::JUMP + self.marks)
    }
}

/// Where the rows before one that have its name stand, on the way to each state of the row before.
struct Namesakes {
    /// How many such rows there are.
    rows: usize,
    /// Their places, those of one state after those of the other.
    places: Vec<Option<Place>>,
}

impl Namesakes {
    /// `rows`: their numbers, in order. `ways`: the places of all rows before.
    fn of(rows: &[usize], ways: &[Vec<(Place, usize)>]) -> Self {
        let mut places = Vec::new();
        let (Some(first), Some(last)) = (rows.first(), ways.last()) else { return Self { rows: 0, places } };
        places.reserve(rows.len() * last.len());
        for number in 0..last.len() {
            let mut state = number;
            let mut namesakes = rows.iter().rev().peekable();
            for row in (*first..ways.len()).rev() {
                let Some((place, before)) = ways.get(row).and_then(|states| states.get(state)) else { break };
                if namesakes.next_if_eq(&&row).is_some() {
                    places.push(Some(*place));
                }
                state = *before;
            }
            places.resize((number + 1) * rows.len(), None);
        }
        Self { rows: rows.len(), places }
    }

    /// What speaks against a place: one of them stands there, on the way that leads to a state of the row before.
    fn weight(&self, place: Place, before: usize) -> i32 {
        let start = before * self.rows;
        let on_way = self.places.get(start..start + self.rows).unwrap_or_default();
        if on_way.contains(&Some(place)) { weight::DOUBLE } else { 0 }
    }
}

/// Where the row may belong: at the top, where samples show its name, and wherever the row before leads. `slots` is kept
/// between rows: the number of a place's candidate, and one.
fn candidates(
    line: &Line<'_>,
    step: Option<&Step<'_, '_>>,
    places: &Places<'_>,
    slots: &mut Vec<usize>,
) -> Vec<Candidate> {
    slots.resize(places.len(), 0);
    let mut candidates: Vec<Candidate> = Vec::new();
    let holders = places.holders(&line.folded);
    let mut add = |place: Place, way: Option<Way>| {
        let Some(slot) = slots.get_mut(place.index()) else { return };
        if *slot == 0 {
            candidates.push(Candidate { place, best: None, related: 0, is_shown: candidates.len() < holders.len() });
            *slot = candidates.len();
        }
        if let (Some(way), Some(candidate)) = (way, candidates.get_mut(*slot - 1)) {
            candidate.best = Some(way.or(candidate.best));
            candidate.related |= 1 << way.before;
        }
    };
    for place in holders {
        add(*place, None);
    }
    add(Place::ROOT, None);
    if let Some(step) = step {
        for (number, state) in step.states.iter().enumerate() {
            let mut add = |place, relation| {
                let score = state.score + step.weight(state, place, relation) + step.namesakes.weight(place, number);
                add(place, Some(Way { score, before: number }));
            };
            for (levels, (place, left)) in places.outwards(state.place).enumerate() {
                let levels = i32::try_from(levels).unwrap_or(i32::MAX / 64);
                add(place, left.map_or(Relation::Beside, |left| Relation::Above(levels, left)));
            }
            if places.depth(state.place) < MAX_DEPTH {
                add(state.own, Relation::Inside);
                state.item.into_iter().for_each(|item| add(item, Relation::Inside));
            }
        }
    }
    for candidate in &candidates {
        if let Some(slot) = slots.get_mut(candidate.place.index()) {
            *slot = 0;
        }
    }
    candidates
}

/// The score of each candidate and the state of the row before that it is best reached from.
fn weigh(
    line: &Line<'_>,
    step: Option<&Step<'_, '_>>,
    candidates: &[Candidate],
    places: &Places<'_>,
    seen: i32,
) -> Vec<(Place, Way)> {
    // From a state to a place that has nothing to do with it costs the same whatever the place. Nobody goes there but to
    // the top or to where a sample shows the row.
    let mut jumps: Vec<Way> = step.map_or_else(Vec::new, |step| {
        let jump = |(before, state): (usize, &State)| Way {
            score: state.score + step.weight(state, state.place, Relation::Elsewhere),
            before,
        };
        step.states.iter().enumerate().map(jump).collect()
    });
    jumps.sort_by_key(|way| (std::cmp::Reverse(way.score), way.before));
    let weighed = candidates.iter().map(|candidate| {
        let mut unrelated = jumps.iter().filter(|way| candidate.related & (1 << way.before) == 0);
        let jump = match step.filter(|step| step.namesakes.rows > 0) {
            // The best one may lead through a row of the same name in the same place.
            Some(step) => unrelated
                .map(|way| Way { score: way.score + step.namesakes.weight(candidate.place, way.before), ..*way })
                .max_by_key(|way| (way.score, std::cmp::Reverse(way.before))),
            None => unrelated.next().copied(),
        };
        let jump = jump.filter(|_| candidate.is_shown || candidate.place == Place::ROOT);
        let way = match (jump, step) {
            (Some(jump), _) => jump.or(candidate.best),
            (None, Some(_)) => candidate.best.unwrap_or(Way { score: 0, before: 0 }),
            (None, None) if candidate.place == Place::ROOT => Way { score: 0, before: 0 },
            (None, None) => Way { score: weight::ELSEWHERE, before: 0 },
        };
        (candidate.place, Way { score: way.score + alone(line, candidate, places, seen), ..way })
    });
    weighed.collect()
}

/// What speaks for a place whatever stands before.
fn alone(line: &Line<'_>, candidate: &Candidate, places: &Places<'_>, worth: i32) -> i32 {
    let place = candidate.place;
    let holds = candidate.is_shown.then(|| places.holds(place, &line.leaf, &line.ascii_folded)).flatten();
    let seen = match (holds, places.at(place)) {
        (Some(true), _) => worth,
        (Some(false), _) => weight::SAMPLE_CASE,
        (None, Some(_)) if places.wraps(place) => weight::SAMPLE_LACKS + weight::WRAPPER,
        (None, Some(_)) => weight::SAMPLE_LACKS,
        (None, None) => weight::UNSEEN_PLACE,
    };
    let marked = if line.row.depth > 0 && place == Place::ROOT { -weight::MARKED } else { 0 };
    seen + marked + weight::UNLISTED * places.unlisted(place)
}

/// The step from one row to the next.
struct Step<'s, 'n> {
    before: &'s Line<'n>,
    states: &'s [State],
    row: &'s Line<'n>,
    places: &'s Places<'n>,
    worth_of_order: i32,
    namesakes: Namesakes,
}

impl Step<'_, '_> {
    /// What speaks for a place that lies so to the row before in one of its states.
    fn weight(&self, state: &State, place: Place, relation: Relation<'_>) -> i32 {
        let Self { before, row, .. } = self;
        let marks = self.marks(place, relation);
        let sorted = |name: &str| if name <= row.folded.as_str() { self.worth_of_order } else { -self.worth_of_order };
        match relation {
            Relation::Inside => {
                let fits = if may_hold(&before.row.stated) { weight::MEMBER } else { weight::MEMBER_OF_SCALAR };
                // A row with an example is a value; only a sample can make it an object.
                let valued = if before.announces { 0 } else { -weight::MEMBER };
                fits + valued + marks
            }
            Relation::Beside => weight::SIBLING + sorted(&before.folded) + self.childless(state) + marks,
            // The sibling to come after is the wrapper that is being left.
            Relation::Above(levels, left) => {
                let beside = if row.announces && levels == 1 { weight::BESIDE } else { 0 };
                weight::UP * levels + sorted(left) + beside + self.childless(state) + marks
            }
            Relation::Elsewhere => weight::ELSEWHERE + self.childless(state) + marks,
        }
    }

    /// What speaks against every place that is not inside the row before, when that announces members.
    fn childless(&self, state: &State) -> i32 {
        let is_list_of_values = matches!(self.before.row.stated, StatedType::List(_))
            && self.places.at(state.own).is_some_and(|seeing| !seeing.is_object);
        if self.before.announces && !is_list_of_values { weight::CHILDLESS } else { 0 }
    }

    /// What tree marks say of the step.
    fn marks(&self, place: Place, relation: Relation<'_>) -> i32 {
        let (before, row) = (self.before.row, self.row.row);
        if before.depth == 0 && row.depth == 0 {
            return 0;
        }
        let agrees = match row.depth.cmp(&before.depth) {
            std::cmp::Ordering::Greater => relation == Relation::Inside,
            std::cmp::Ordering::Equal => relation == Relation::Beside,
            std::cmp::Ordering::Less => {
                matches!(relation, Relation::Above(..)) && (row.depth > 0 || place == Place::ROOT)
            }
        };
        if agrees { weight::MARKED } else { -weight::MARKED }
    }
}
