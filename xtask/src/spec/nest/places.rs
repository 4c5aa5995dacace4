//! The places of a tree as numbers, with what the samples show at each.
//!
//! In: the shape that samples show, and the names of rows. Out: [`Places`]. A place is the names from the root; rows ask
//! for the same few places again and again, so each is kept once, knows the place that it lies in, and compares as a
//! number.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashMap;

use crate::extract::facts::RowFacts;
use crate::extract::samples::shape::{Listing, Seen, Shape};
use crate::spec::nest::leaf;

/// How deep a place may lie.
pub const MAX_DEPTH: usize = 16;

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place(u32);

impl Place {
    /// The top of the tree.
    pub const ROOT: Self = Self(0);

    /// Its number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A name that leads from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name(u32);

/// All places that samples show or rows ask for.
pub struct Places<'n> {
    nodes: Vec<Node<'n>>,
    spellings: Vec<Spelling<'n>>,
    names: HashMap<&'n str, Name>,
    /// Numbers alone, which no page chooses: nothing need be done against keys that are made to clash.
    known: FxHashMap<(Place, Name), Place>,
    /// Folded name to the places that hold it.
    holders: HashMap<String, Vec<Place>>,
    /// Names that rows have.
    listed: HashSet<String>,
    /// The sample's top has values that no row names: it may show another operation's answer.
    foreign: bool,
}

/// How a name is spelt.
struct Spelling<'n> {
    name: &'n str,
    /// In lower case.
    folded: Cow<'n, str>,
    /// Whether a row has the name.
    is_listed: bool,
}

struct Node<'n> {
    parent: Place,
    depth: usize,
    name: Name,
    /// How many names from the root to here stand in no row and are not the item inside one that does.
    unlisted: i32,
    seeing: Option<Seeing<'n>>,
}

/// What is seen at one place.
pub struct Seeing<'n> {
    shape: &'n Shape,
    /// The names of its members in lower case.
    folded: HashSet<String>,
    /// Whether it is a list.
    pub listing: Listing,
    /// Whether it, or its items, are objects.
    pub is_object: bool,
}

impl<'n> Seeing<'n> {
    fn new(shape: &'n Shape) -> Self {
        let entry = shape.entry();
        Self {
            shape: entry,
            folded: entry.members.keys().map(|name| name.to_ascii_lowercase()).collect(),
            listing: shape.listing,
            is_object: entry.kinds.contains(&Seen::Object),
        }
    }
}

impl<'n> Places<'n> {
    /// The places that samples show.
    pub fn new(shape: &'n Shape, rows: &[RowFacts]) -> Self {
        let listed: HashSet<String> = rows.iter().map(leaf).collect();
        let folded: HashSet<String> = listed.iter().map(|name| name.to_ascii_lowercase()).collect();
        let is_value = |member: &Shape| member.members.is_empty() && member.listing == Listing::Single;
        let foreign = shape
            .members
            .iter()
            .any(|(name, member)| is_value(member) && !folded.contains(name.to_ascii_lowercase().as_str()));
        let root = Node { parent: Place::ROOT, depth: 0, name: Name(0), unlisted: 0, seeing: None };
        let mut places = Self {
            nodes: vec![root],
            spellings: vec![Spelling { name: "", folded: Cow::Borrowed(""), is_listed: false }],
            names: HashMap::new(),
            known: FxHashMap::default(),
            holders: HashMap::new(),
            listed,
            foreign,
        };
        places.add(Place::ROOT, shape);
        places
    }

    fn add(&mut self, place: Place, shape: &'n Shape) {
        if let Some(node) = self.nodes.get_mut(place.index()) {
            node.seeing = Some(Seeing::new(shape));
        }
        if self.depth(place) >= MAX_DEPTH {
            return;
        }
        for (name, member) in &shape.entry().members {
            let folded = name.to_lowercase();
            self.holders.entry(folded.clone()).or_default().push(place);
            let name = self.name(name, Cow::Owned(folded));
            let inner = self.within(place, name);
            self.add(inner, member);
        }
    }

    fn node(&self, place: Place) -> Option<&Node<'n>> {
        self.nodes.get(place.index())
    }

    fn spelling(&self, node: &Node<'n>) -> Option<&Spelling<'n>> {
        self.spellings.get(node.name.0 as usize)
    }

    /// A name, which is `folded` in lower case.
    pub fn name(&mut self, name: &'n str, folded: Cow<'n, str>) -> Name {
        *self.names.entry(name).or_insert_with(|| {
            self.spellings.push(Spelling { name, folded, is_listed: self.listed.contains(name) });
            Name(self.spellings.len() as u32 - 1)
        })
    }

    /// The place of this name inside another.
    pub fn within(&mut self, place: Place, name: Name) -> Place {
        if let Some(known) = self.known.get(&(place, name)) {
            return *known;
        }
        let parent = self.node(place);
        let is_listed = |name: Name| self.spellings.get(name.0 as usize).is_some_and(|spelling| spelling.is_listed);
        let is_unlisted = !is_listed(name) && !parent.is_some_and(|parent| is_listed(parent.name));
        let node = Node {
            parent: place,
            depth: parent.map_or(0, |parent| parent.depth) + 1,
            name,
            unlisted: parent.map_or(0, |parent| parent.unlisted) + i32::from(is_unlisted),
            seeing: None,
        };
        let own = Place(self.nodes.len() as u32);
        self.nodes.push(node);
        self.known.insert((place, name), own);
        own
    }

    /// The item inside a row at `place`, when a sample shows one wrapper between.
    pub fn item(&self, place: Place) -> Option<Place> {
        let mut members = self.at(place)?.shape.members.keys();
        let (Some(item), None) = (members.next(), members.next()) else { return None };
        let inner = self.known_within(place, item)?;
        self.at(inner).filter(|inner| inner.is_object || inner.listing != Listing::Single)?;
        Some(inner)
    }

    fn known_within(&self, place: Place, name: &str) -> Option<Place> {
        self.known.get(&(place, *self.names.get(name)?)).copied()
    }

    /// Whether samples show nothing at a place but one list.
    pub fn wraps(&self, place: Place) -> bool {
        let mut members = self.at(place).map(|seeing| seeing.shape.members.values()).into_iter().flatten();
        let (Some(item), None) = (members.next(), members.next()) else { return false };
        item.listing != Listing::Single
    }

    /// How many places there are; each is below this number.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// How many names lead to a place.
    pub fn depth(&self, place: Place) -> usize {
        self.node(place).map_or(0, |node| node.depth)
    }

    /// A place and all that it lies in, from the inside to the root, each with the folded name that leads on from it to
    /// where this started.
    pub fn outwards(&self, place: Place) -> impl Iterator<Item = (Place, Option<&str>)> {
        let mut next = Some((place, None));
        std::iter::from_fn(move || {
            let current = next?;
            let node = self.node(current.0).filter(|node| node.depth > 0);
            next = node.map(|node| (node.parent, self.spelling(node).map(|spelling| &*spelling.folded)));
            Some(current)
        })
    }

    /// The order of the names from the root.
    pub fn compare(&self, left: Place, right: Place) -> Ordering {
        let parent = |place: Place| self.node(place).map_or(Place::ROOT, |node| node.parent);
        let name = |place: Place| self.node(place).and_then(|node| self.spelling(node)).map(|spelling| spelling.name);
        let (mut above_left, mut above_right) = (left, right);
        while self.depth(above_left) > self.depth(above_right) {
            above_left = parent(above_left);
        }
        while self.depth(above_right) > self.depth(above_left) {
            above_right = parent(above_right);
        }
        if above_left == above_right {
            return self.depth(left).cmp(&self.depth(right));
        }
        while parent(above_left) != parent(above_right) {
            (above_left, above_right) = (parent(above_left), parent(above_right));
        }
        name(above_left).cmp(&name(above_right))
    }

    /// The names from the root.
    pub fn names(&self, place: Place) -> Vec<&'n str> {
        let mut names: Vec<&str> = self
            .outwards(place)
            .filter_map(|(at, _)| self.node(at))
            .filter(|node| node.depth > 0)
            .filter_map(|node| self.spelling(node))
            .map(|spelling| spelling.name)
            .collect();
        names.reverse();
        names
    }

    /// What samples show at a place.
    pub fn at(&self, place: Place) -> Option<&Seeing<'n>> {
        self.node(place)?.seeing.as_ref()
    }

    /// What samples show at a place that is given by its names.
    pub fn find(&self, names: &[String]) -> Option<&Seeing<'n>> {
        let place = names.iter().try_fold(Place::ROOT, |place, name| self.known_within(place, name))?;
        self.at(place)
    }

    /// Whether samples show a name at a place: as it is spelt, in other letters of case, or not at all.
    pub fn holds(&self, place: Place, name: &str, folded: &str) -> Option<bool> {
        let seeing = self.at(place)?;
        if seeing.shape.members.contains_key(name) {
            return Some(true);
        }
        seeing.folded.contains(folded).then_some(false)
    }

    /// The places at which samples show a folded name.
    pub fn holders(&self, folded: &str) -> &[Place] {
        self.holders.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Whether samples show no name but at the top.
    pub fn is_flat(&self) -> bool {
        self.holders.values().flatten().all(|place| *place == Place::ROOT)
    }

    /// How many names of a place stand in no row and are not the item inside one that does, where that speaks against it.
    pub fn unlisted(&self, place: Place) -> i32 {
        if self.foreign { self.node(place).map_or(0, |node| node.unlisted) } else { 0 }
    }
}
