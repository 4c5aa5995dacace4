//! Reads sentences: lengths, ranges, value lists, defaults, exclusions, character rules, conditional presence.
//!
//! In: the blocks of a description, what its row says otherwise (name, type, siblings), and the [`Phrases`] of the
//! vendor's languages. Out: [`Facts`], each with the place of its sentence, and findings. This module knows sentences;
//! it knows no tables, no vendors and no operations. What it does not understand it leaves out and counts.

use crate::dialect::phrases::Phrases;
use crate::document::Block;
use crate::source::Span;

pub mod facts;

pub use facts::{Asynchronous, CharacterClass, CharacterSet, Condition, Fact, Facts, Finding, Value};

/// What a parameter's type cell says, as far as sentences need it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The type; of the item when it is a list.
    pub kind: Kind,
    /// Whether it is a list.
    pub list: bool,
}

/// A coarse type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// true or false.
    Boolean,
    /// An object or a map.
    Object,
    /// The page does not say, or says something else.
    #[default]
    Unknown,
}

/// A description and what its row says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The parameter's own name as the page writes it ("Tag.N.Key", "vpc.name").
    pub name: &'a str,
    /// What its type cell says.
    pub stated: Stated,
    /// The blocks of the description cell.
    pub description: &'a [Block],
    /// The blocks of a column that holds only values or ranges; empty when there is none.
    pub constraint: &'a [Block],
    /// The blocks of a column that holds only the default; empty when there is none.
    pub default: &'a [Block],
    /// The blocks of the presence cell, for a condition beside the yes or no; empty when there is none.
    pub presence: &'a [Block],
    /// Names of the other parameters of the operation (its own may be among them).
    pub siblings: &'a [&'a str],
    /// The phrases of the page's languages.
    pub phrases: &'a Phrases,
}

/// Reads all that a parameter's row says in sentences.
pub fn read(input: &Input<'_>) -> Facts {
    let _ = input;
    Facts::default()
}

/// Whether, and how, an operation goes on after it has answered, from the page's introduction and usage notes.
/// `operation` is the page's own operation, so that a mention of itself is not taken for the one to poll.
pub fn asynchronous(blocks: &[Block], operation: &str, phrases: &Phrases) -> Option<Asynchronous> {
    let _ = (blocks, operation, phrases);
    None
}

/// The first sentence of the introduction that says what the operation does.
pub fn summary(blocks: &[Block], phrases: &Phrases) -> Option<Fact<String>> {
    let _ = (blocks, phrases);
    None
}

/// The words of a page's introduction that call the whole operation deprecated.
pub fn deprecated(blocks: &[Block], phrases: &Phrases) -> Option<Span> {
    let _ = (blocks, phrases);
    None
}
