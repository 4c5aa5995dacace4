//! What sentences state: plain data, each fact with the place of the words that state it.

use crate::diagnostic::Code;
use crate::source::Span;

/// Something that words state, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// What they state.
    pub value: T,
    /// The sentence, or the list item, that states it.
    pub span: Span,
}

/// All that a parameter's description states. An absent fact means that nothing is said, never that nothing holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The only values that are allowed; of the item when the parameter is a list. Lists of just true and false
    /// are left out: the type says as much.
    pub values: Vec<Value>,
    /// The value that the service takes when none is sent.
    pub default: Option<Fact<String>>,
    /// The smallest number, itself allowed; decimal text without group separators.
    pub minimum: Option<Fact<String>>,
    /// The largest number, itself allowed.
    pub maximum: Option<Fact<String>>,
    /// The fewest characters.
    pub min_length: Option<Fact<u64>>,
    /// The most characters.
    pub max_length: Option<Fact<u64>>,
    /// The fewest items.
    pub min_items: Option<Fact<u64>>,
    /// The most items.
    pub max_items: Option<Fact<u64>>,
    /// Whether the counts are those of the `N` in the parameter's name: of `Tag.N.Key` they count the items of `Tag`.
    pub counted_by_index: bool,
    /// Values that are not allowed, in the page's order.
    pub excluded: Vec<Fact<String>>,
    /// What the first character may be.
    pub first: Option<Fact<CharacterSet>>,
    /// What all characters may be, where the sentence restricts them.
    pub allowed: Option<Fact<CharacterSet>>,
    /// What the value must not start with.
    pub forbidden_prefixes: Vec<Fact<String>>,
    /// Other parameters that must not be sent beside it.
    pub rivals: Vec<Fact<String>>,
    /// A regular expression that the page prints.
    pub pattern: Option<Fact<String>>,
    /// The unit of the number ("seconds", "GiB"), as the page writes it.
    pub unit: Option<Fact<String>>,
    /// The format of a time ("yyyy-MM-ddTHH:mm:ssZ"), as the page writes it.
    pub time_format: Option<Fact<String>>,
    /// The words that say that the text is JSON.
    pub json: Option<Span>,
    /// When the parameter must be sent.
    pub required_if: Option<Fact<Condition>>,
    /// Operations that the description sends the reader to.
    pub see: Vec<Fact<String>>,
    /// The words that call it deprecated.
    pub deprecated: Option<Span>,
    /// The words that show it to be a secret.
    pub sensitive: Option<Span>,
    /// What was announced, cut off, contradictory, or not understood.
    pub findings: Vec<Finding>,
}

/// One allowed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// On the wire.
    pub wire: String,
    /// What it means, in the page's words.
    pub description: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// When a parameter must be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The other parameter, where the sentence names one.
    pub parameter: Option<String>,
    /// The values of the other parameter for which it holds; empty: whenever the other is sent, or not settled.
    pub equals: Vec<String>,
    /// The condition in the page's words.
    pub text: String,
}

/// A set of characters: the union of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CharacterSet {
    /// Whole classes, sorted.
    pub classes: Vec<CharacterClass>,
    /// Single characters ("_-."), in the page's order.
    pub characters: String,
}

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharacterClass {
    /// A to Z and a to z.
    Letter,
    /// A to Z.
    UppercaseLetter,
    /// a to z.
    LowercaseLetter,
    /// 0 to 9.
    Digit,
    /// Chinese characters.
    Chinese,
    /// All of ASCII.
    Ascii,
}

/// A surprise inside a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind, from the catalogue.
    pub code: Code,
    /// Where.
    pub span: Span,
    /// What is wrong, with both numbers or names.
    pub message: String,
}

/// An operation goes on after it has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asynchronous {
    /// The operation that tells the state, where the page names one.
    pub poll: Option<Fact<String>>,
    /// States in which the work goes on ("updating").
    pub pending: Vec<Fact<String>>,
    /// States in which the work is done ("active").
    pub done: Vec<Fact<String>>,
    /// The sentence that says that the operation is asynchronous.
    pub span: Span,
}

impl CharacterSet {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.characters.is_empty()
    }
}

impl Facts {
    /// How many facts there are; findings are none.
    pub fn count(&self) -> usize {
        let texts = [&self.default, &self.minimum, &self.maximum, &self.pattern, &self.unit, &self.time_format];
        let numbers = [&self.min_length, &self.max_length, &self.min_items, &self.max_items];
        let sets = [&self.first, &self.allowed];
        let flags =
            [self.json.is_some(), self.required_if.is_some(), self.deprecated.is_some(), self.sensitive.is_some()];
        texts.iter().filter(|fact| fact.is_some()).count()
            + numbers.iter().filter(|fact| fact.is_some()).count()
            + sets.iter().filter(|fact| fact.is_some()).count()
            + flags.iter().filter(|flag| **flag).count()
            + self.values.len()
            + self.excluded.len()
            + self.forbidden_prefixes.len()
            + self.rivals.len()
            + self.see.len()
    }
}
