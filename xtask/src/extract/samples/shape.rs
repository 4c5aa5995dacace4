//! What several samples say together about names, nesting and kinds.
//!
//! In: documents. Out: a [`Shape`], a tree of what was seen where. Lists are unified: the members of all items stand
//! in one shape. It says what was seen, not what is true: the spec settles that with the other witnesses.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Document, Node, SampleValue, Syntax};
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
    pub fn of(document: &Document) -> Self {
        let name = document.root.as_deref().unwrap_or_default();
        Self::of_node(&document.node, document.syntax, name)
    }

    /// The shape of several documents of one place.
    pub fn of_all<'a>(documents: impl IntoIterator<Item = &'a Document>) -> Self {
        let mut all = Self::default();
        for document in documents {
            all.merge(Self::of(document));
        }
        all
    }

    fn of_node(node: &Node, syntax: Syntax, name: &str) -> Self {
        let mut shape = Self { span: node.span, count: 1, ..Self::default() };
        match &node.value {
            SampleValue::Null => {
                shape.kinds.insert(Seen::Nothing);
            }
            SampleValue::Bool(value) => shape.see(Seen::Boolean, &value.to_string()),
            SampleValue::Number(number) => {
                let is_whole = !number.contains(['.', 'e', 'E']);
                shape.see(if is_whole { Seen::Integer } else { Seen::Number }, number);
            }
            SampleValue::String(text) => {
                let seen = match syntax {
                    Syntax::Json => Seen::String,
                    Syntax::Xml => Seen::Text,
                };
                shape.looks.extend(look(text));
                shape.see(seen, text);
            }
            SampleValue::Array(items) => {
                shape.kinds.insert(Seen::Array);
                shape.listing = Listing::Seen;
                let mut all = Self::default();
                for item in items {
                    all.merge(Self::of_node(item, syntax, name));
                }
                shape.item = (all.count > 0).then(|| Box::new(all));
            }
            SampleValue::Object(members) => {
                shape.kinds.insert(Seen::Object);
                for (name, node) in members {
                    shape.members.insert(name.clone(), Self::of_node(node, syntax, name));
                }
                shape.mark_wrapper(name);
            }
        }
        shape
    }

    fn see(&mut self, seen: Seen, text: &str) {
        self.kinds.insert(seen);
        self.example = Some(text.to_owned());
    }

    /// `Disks` with nothing but a `Disk` in it is a list that has one entry here.
    fn mark_wrapper(&mut self, name: &str) {
        if self.members.len() == 1
            && let Some((member, shape)) = self.members.first_mut()
            && shape.listing == Listing::Single
            && is_plural_of(name, member)
        {
            shape.listing = Listing::Likely;
        }
    }

    /// Adds what another shape saw.
    pub fn merge(&mut self, other: Self) {
        if self.count == 0 {
            *self = other;
            return;
        }
        self.kinds.extend(other.kinds);
        self.looks.extend(other.looks);
        self.listing = self.listing.max(other.listing);
        self.count += other.count;
        if self.example.is_none() {
            self.example = other.example;
        }
        for (name, shape) in other.members {
            self.members.entry(name).or_default().merge(shape);
        }
        if let Some(item) = other.item {
            self.item.get_or_insert_default().merge(*item);
        }
        self.settle();
    }

    /// Where one sample shows a list and another a single value, the single value is an item.
    fn settle(&mut self) {
        if !self.kinds.contains(&Seen::Array) {
            return;
        }
        let single: BTreeSet<Seen> =
            self.kinds.iter().copied().filter(|seen| !matches!(seen, Seen::Array | Seen::Nothing)).collect();
        self.kinds = BTreeSet::from([Seen::Array]);
        if single.is_empty() {
            return;
        }
        let alone = Self {
            kinds: single,
            looks: std::mem::take(&mut self.looks),
            members: std::mem::take(&mut self.members),
            example: self.example.take(),
            span: self.span,
            count: 1,
            ..Self::default()
        };
        let item = self.item.get_or_insert_default();
        item.merge(item.unwrapped(alone));
    }

    /// XML has an element around each item that JSON leaves out: `<Disks><Disk>` for `"Disks": [{...}]`. It is one when
    /// it is the only member, the items know no such member, and share names with it.
    fn unwrapped(&self, mut alone: Self) -> Self {
        let is_wrapper = alone.members.len() == 1
            && alone.members.first().is_some_and(|(name, wrapped)| {
                let entry = wrapped.entry();
                !self.members.contains_key(name) && entry.members.keys().any(|member| self.members.contains_key(member))
            });
        if !is_wrapper {
            return alone;
        }
        match alone.members.pop() {
            Some((_, wrapped)) => match wrapped.item {
                Some(item) => *item,
                None => Self { listing: Listing::Single, ..wrapped },
            },
            None => alone,
        }
    }

    /// What one entry is: the item of a list, else the shape itself.
    pub fn entry(&self) -> &Self {
        self.item.as_deref().unwrap_or(self)
    }

    /// The shape at a dotted path; `[]` after lists may be left out.
    pub fn at(&self, path: &str) -> Option<&Self> {
        let mut shape = self;
        for part in path.split('.').map(|part| part.trim_end_matches("[]")).filter(|part| !part.is_empty()) {
            while let Some(item) = &shape.item {
                shape = item;
            }
            shape = shape.members.get(part)?;
        }
        Some(shape)
    }

    /// All places by path, parents first, lists marked: `Vpcs`, `Vpcs.Vpc[]`, `Vpcs.Vpc[].VpcId`.
    pub fn paths(&self) -> Vec<(String, &Self)> {
        let mut paths = Vec::new();
        self.collect("", &mut paths);
        paths
    }

    fn collect<'s>(&'s self, path: &str, paths: &mut Vec<(String, &'s Self)>) {
        if let Some(item) = &self.item {
            // The item's own listing counts where lists hold lists.
            let path = if item.listing == Listing::Single { path.to_owned() } else { format!("{path}[]") };
            item.collect(&path, paths);
        }
        for (name, shape) in &self.members {
            let list = if shape.listing == Listing::Single { "" } else { "[]" };
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{name}{list}");
            paths.push((path.clone(), shape));
            shape.collect(&path, paths);
        }
    }

    /// The paths whose last name is `name`, compared exactly, in the sample's order.
    pub fn find(&self, name: &str) -> Vec<String> {
        let is_named = |path: &String| path.rsplit('.').next().is_some_and(|last| last.trim_end_matches("[]") == name);
        self.paths().into_iter().map(|(path, _)| path).filter(is_named).collect()
    }
}

/// What a text looks like; nothing for an empty one.
fn look(text: &str) -> Option<Seen> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let is_decimal = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text {
        "" => None,
        "true" | "false" | "True" | "False" | "TRUE" | "FALSE" => Some(Seen::Boolean),
        _ if has_leading_zero => Some(Seen::String),
        _ if is_decimal(digits) && text.parse::<i64>().is_ok() => Some(Seen::Integer),
        _ if digits.split_once('.').is_some_and(|(whole, rest)| is_decimal(whole) && is_decimal(rest)) => {
            Some(Seen::Number)
        }
        _ => Some(Seen::String),
    }
}

/// Whether the first name is the second's plural: `Disks` of `Disk`, `Policies` of `Policy`, `DiskSet` of `Disk`.
pub fn is_plural_of(plural: &str, singular: &str) -> bool {
    let (plural, singular) = (plural.to_lowercase(), singular.to_lowercase());
    if let Some(tail) = plural.strip_prefix(&singular) {
        return matches!(tail, "s" | "es" | "list" | "lists" | "set" | "sets" | "array" | "_list" | "_set");
    }
    singular.strip_suffix('y').is_some_and(|stem| plural.strip_suffix("ies") == Some(stem))
}

#[cfg(test)]
mod tests;
