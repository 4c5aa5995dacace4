//! What several samples say together about names, nesting and kinds.
//!
//! In: documents. Out: a [`Shape`], a tree of what was seen where. Lists are unified: the members of all items stand
//! in one shape. It says what was seen, not what is true: the spec settles that with the other witnesses.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::Document;
use crate::source::Span;

/// A kind of value that a sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// `null`, an empty element, a name without a value: any type.
    Nothing,
    /// A JSON text.
    String,
    /// Text of an XML element: any scalar.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction or an exponent.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// Whether a place holds one value or many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listing {
    /// One, or nothing speaks for many.
    #[default]
    Single,
    /// One was seen, alone inside its own plural (`<Disks><Disk>`): most likely a list of one.
    Likely,
    /// A list, or an element that repeats.
    Seen,
}

/// All that samples show at one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// The kinds that were seen here. For a list [`Seen::Array`] alone; its items' kinds are in [`item`](Self::item).
    pub kinds: BTreeSet<Seen>,
    /// What the texts look like (`"1194"` looks like an integer): String, Integer, Number or Boolean.
    pub looks: BTreeSet<Seen>,
    /// Whether it is a list.
    pub listing: Listing,
    /// The members of an object, in the order in which they were first seen.
    pub members: IndexMap<String, Shape>,
    /// What the items of a list are; `None` when no item was seen.
    pub item: Option<Box<Shape>>,
    /// The first scalar that was seen here, as text.
    pub example: Option<String>,
    /// Where it was first seen.
    pub span: Span,
    /// How many values were seen here.
    pub count: u32,
}

impl Shape {
    /// The shape of one document.
    pub fn of(_document: &Document) -> Self {
        Self::default()
    }

    /// The shape of several documents of one place.
    pub fn of_all<'a>(_documents: impl IntoIterator<Item = &'a Document>) -> Self {
        Self::default()
    }

    /// Adds what another shape saw.
    pub fn merge(&mut self, _other: Self) {}

    /// What one entry is: the item of a list, else the shape itself.
    pub fn entry(&self) -> &Self {
        self.item.as_deref().unwrap_or(self)
    }

    /// The shape at a dotted path; `[]` after lists may be left out.
    pub fn at(&self, _path: &str) -> Option<&Self> {
        None
    }

    /// All places by path, parents first, lists marked: `Vpcs`, `Vpcs.Vpc[]`, `Vpcs.Vpc[].VpcId`.
    pub fn paths(&self) -> Vec<(String, &Self)> {
        Vec::new()
    }

    /// The paths whose last name is `name`, compared exactly, in the sample's order.
    pub fn find(&self, _name: &str) -> Vec<String> {
        Vec::new()
    }
}
