//! The phrases by which sentences state rules ("Valid values:", "取值：", "cannot exceed"), and how they are found.
//!
//! In: one table a language, embedded: each [`Cue`] with its phrases. Out: [`Phrases`]. Phrases are a language's, not
//! a vendor's; a vendor's dialect names its languages. What a cue means in a sentence is known to
//! [`extract::prose`](crate::extract::prose) alone.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

pub mod units;

/// What a phrase does in a sentence. A phrase may do several things; of several phrases at one place the longest
/// counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// The allowed values or their range follow: "Valid values".
    Values,
    /// Before a colon, the allowed values follow: "value".
    Label,
    /// The allowed values follow, and nothing else can: "Enumeration values".
    Enumeration,
    /// The allowed values follow in the sentence: "the value can be".
    ValueIs,
    /// The only allowed value follows: "the value can only be".
    OnlyValue,
    /// A range follows: "ranges from", "value range".
    Range,
    /// How far the `N` of the parameter's name counts follows: "valid values of N".
    Index,
    /// The default follows: "default value".
    Default,
    /// What stands before is the default, at the end of a sentence: "by default".
    ByDefault,
    /// What was said before is the default: "this is the default value", "(默认)".
    StatesDefault,
    /// The smallest number follows: "minimum value".
    Minimum,
    /// The largest number follows: "maximum value".
    Maximum,
    /// The bound is that of a number, not of how long a text is: "minimum value".
    OfValue,
    /// The fewest characters follow: "minimum length".
    MinimumLength,
    /// The most characters follow: "maximum length".
    MaximumLength,
    /// The fewest items follow.
    MinimumItems,
    /// The most items follow.
    MaximumItems,
    /// The numbers nearby count characters: "length", "in length".
    Length,
    /// The numbers nearby count items: "array length".
    ItemCount,
    /// The text is JSON: "JSON array".
    Json,
    /// A number that itself is allowed and the largest: "cannot exceed", "up to".
    AtMost,
    /// A number that itself is allowed and the smallest: "at least".
    AtLeast,
    /// A number that is too small: "greater than".
    MoreThan,
    /// A number that is too large: "less than".
    LessThan,
    /// The number before is the smallest: "or greater".
    OrMore,
    /// The number before is the largest: "or less".
    OrLess,
    /// Only numbers above zero: "positive integer".
    Positive,
    /// Two numbers follow: "between".
    Between,
    /// Between the two numbers of a range: "to".
    To,
    /// Joins values: "and".
    And,
    /// Joins values: "or".
    Or,
    /// Words that may stand between a comparison and its number: "is", "of".
    Filler,
    /// An obligation: "must be".
    Must,
    /// A permission: "can contain".
    Can,
    /// The numbers before count characters: "characters".
    Characters,
    /// The numbers before count bytes.
    Bytes,
    /// Something is done with items of a list: "can be specified".
    ItemVerb,
    /// Items are told apart by commas: the text holds a list.
    Separator,
    /// What is counted is an answer's, not the parameter's: "can be displayed".
    Displayed,
    /// The rule holds for each part: "each".
    Each,
    /// Something other happens to the value: "is converted to".
    Converted,
    /// Values that are not allowed follow: "cannot be".
    CannotBe,
    /// Values stand before or after, and are not allowed: "are not supported".
    NotSupported,
    /// Exceptions follow: "except".
    Except,
    /// What the value must not start with follows: "cannot start with".
    CannotStart,
    /// What the value must not hold follows: "cannot contain".
    CannotContain,
    /// What stands before is what the value must not start with: "cannot be the first character".
    CannotLead,
    /// What the value must start with follows: "must start with".
    MustStart,
    /// Ends a list of openings in languages that put the verb last: "开头".
    StartEnd,
    /// All allowed characters follow: "can contain only".
    OnlyContain,
    /// "only" before the characters that "are allowed".
    Only,
    /// What stands before is allowed: "are allowed".
    Allowed,
    /// A class of characters: "letters".
    Letters,
    /// "uppercase letters".
    UppercaseLetters,
    /// "lowercase letters".
    LowercaseLetters,
    /// "digits".
    Digits,
    /// "Chinese characters".
    ChineseCharacters,
    /// "ASCII characters".
    AsciiCharacters,
    /// A class of characters that has no name here: "special characters".
    OtherCharacters,
    /// A named character: its phrase is listed with it in `characters`.
    NamedCharacter,
    /// Must be sent: "is required".
    Required,
    /// Must be sent, and what must be sent follows: "you must specify".
    MustSpecify,
    /// What is named must not be sent beside each other: "are mutually exclusive".
    NotTogether,
    /// What is named must not be sent: "cannot be specified".
    CannotSpecify,
    /// "at the same time".
    SameTime,
    /// Of what is named just one may be sent: "only one of".
    OnlyOne,
    /// A condition starts: "if".
    If,
    /// A condition has ended, and what follows from it starts: "则".
    Then,
    /// A condition ends: "时".
    IfEnd,
    /// A leading circumstance: "for Linux instances".
    For,
    /// Nothing was sent: "is not specified".
    NotSpecified,
    /// A parameter has a value: "is set to".
    IsSetTo,
    /// The parameter itself, or a part of it that its rules speak of: "this parameter", "the name".
    Itself,
    /// The parameter itself and nothing else: "this parameter", "it".
    Pronoun,
    /// "not".
    Negation,
    /// "is".
    Copula,
    /// "'s": what follows belongs to what stands before.
    Possessive,
    /// Words that carry no meaning between a name and its rule: "parameter", "then".
    Connective,
    /// An example follows.
    Example,
    /// A remark follows: "Note:".
    Note,
    /// The list that follows holds rules, not values: "the following requirements".
    Requirements,
    /// The list that follows belongs to what was announced: "as follows".
    Following,
    /// A unit follows: "Unit:".
    Unit,
    /// A unit of numbers: "seconds".
    UnitName,
    /// No value at all: "none", "empty".
    Nothing,
    /// A value, and nothing in it: "empty".
    Empty,
    /// Starts an explanation: "indicating that".
    Explanation,
    /// An article or an adjective that no value starts with: "the".
    Article,
    /// "deprecated".
    Deprecated,
    /// "regular expression".
    Pattern,
    /// Sends the reader elsewhere: "for details".
    Reference,
    /// An operation follows: "call the".
    Call,
    /// What stands before is an operation: "operation".
    Operation,
    /// "asynchronous".
    Asynchronous,
    /// "query the status".
    QueryState,
    /// What stands before is a state: "state".
    State,
    /// Work goes on: "is being".
    Being,
    /// Work is done: "is created".
    Done,
    /// A sentence can not end with it: "with".
    Dangling,
    /// Hides a phrase inside a longer one that means something else.
    Neutral,
}

/// The cues of a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cues(u128);

impl Cues {
    /// The set of one.
    pub const fn one(cue: Cue) -> Self {
        Self(1 << cue as u32)
    }

    /// Adds a cue.
    #[must_use]
    pub const fn with(self, cue: Cue) -> Self {
        Self(self.0 | Self::one(cue).0)
    }

    /// Whether the phrase has this cue.
    pub const fn has(self, cue: Cue) -> bool {
        self.0 & Self::one(cue).0 != 0
    }

    /// Whether the phrase has one of these cues.
    pub const fn has_any(self, cues: Self) -> bool {
        self.0 & cues.0 != 0
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The cues of either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Chinese.
    #[serde(rename = "zh")]
    Chinese,
}

impl Language {
    /// The language of a code ("en", "zh-CN"), if its phrases are known.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::English => include_str!("phrases/en.toml"),
            Self::Chinese => include_str!("phrases/zh.toml"),
        }
    }
}

/// A language's phrases, as its file has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// The phrases of each cue.
    cues: BTreeMap<Cue, Vec<String>>,
    /// Names of single characters ("underscore" = "_"); in the plural too.
    characters: BTreeMap<String, String>,
}

/// The number of a word in the vocabulary; 0 is any other word.
pub type WordId = u16;

/// The phrases of one or more languages, ready to be found in sentences.
#[derive(Clone, Debug)]
pub struct Phrases {
    vocabulary: FxHashMap<Box<str>, WordId>,
    nodes: Vec<Node>,
    /// For each word the place to which it leads from the root, which is the first node; 0 where no phrase starts with
    /// it. Each unit of a page is looked up here.
    openings: Vec<u32>,
    characters: Vec<char>,
}

/// A place in the tree of phrases.
#[derive(Clone, Debug, Default)]
struct Node {
    next: Vec<(WordId, u32)>,
    cues: Cues,
    /// Which character the phrase names, from 1; 0: none.
    character: u16,
}

/// A phrase that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it does.
    pub cues: Cues,
    /// How many units it has.
    pub length: usize,
    /// The character that it names.
    pub character: Option<char>,
}

/// Words of a longer text than this are in no phrase.
const LONGEST_WORD: usize = 32;

impl Phrases {
    /// The phrases of these languages. Built once a process; a page may mix languages.
    ///
    /// # Panics
    ///
    /// Never: the embedded tables are read by a test.
    #[expect(clippy::expect_used, reason = "the tables are our own constants, and a test reads them")]
    pub fn new(languages: &[Language]) -> Self {
        let mut phrases = Self {
            vocabulary: FxHashMap::default(),
            nodes: vec![Node::default()],
            openings: Vec::new(),
            characters: Vec::new(),
        };
        for language in languages {
            let table: Table = toml::from_str(language.table()).expect("an embedded table of phrases");
            for (cue, texts) in &table.cues {
                for text in texts {
                    phrases.insert(text, *cue, None);
                }
            }
            for (name, character) in &table.characters {
                phrases.insert(name, Cue::NamedCharacter, character.chars().next());
            }
        }
        for node in &mut phrases.nodes {
            node.next.sort_unstable();
        }
        phrases.openings = vec![0; phrases.vocabulary.len() + 1];
        for (word, node) in phrases.nodes.first().map_or(&[][..], |root| &root.next) {
            if let Some(opening) = phrases.openings.get_mut(usize::from(*word)) {
                *opening = *node;
            }
        }
        phrases
    }

    /// The phrases of all languages whose code is known ("en", "zh").
    pub fn of_codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut languages: Vec<_> = codes.into_iter().filter_map(Language::from_code).collect();
        languages.sort_unstable();
        languages.dedup();
        Self::new(&languages)
    }

    fn insert(&mut self, text: &str, cue: Cue, character: Option<char>) {
        let mut at = 0;
        for piece in units::units(text) {
            let unit = match piece.kind {
                units::Kind::Mark(mark) => mark.to_string(),
                units::Kind::Word | units::Kind::Number | units::Kind::Ideograph => {
                    text.get(piece.range).unwrap_or_default().to_lowercase()
                }
            };
            let next_id = self.vocabulary.len() as WordId + 1;
            let word = *self.vocabulary.entry(unit.into()).or_insert(next_id);
            let known = self.nodes.get(at).and_then(|node| node.next.iter().find(|(id, _)| *id == word));
            at = if let Some((_, next)) = known {
                *next as usize
            } else {
                self.nodes.push(Node::default());
                let next = self.nodes.len() - 1;
                if let Some(node) = self.nodes.get_mut(at) {
                    node.next.push((word, next as u32));
                }
                next
            };
        }
        if let Some(character) = character {
            self.characters.push(character);
        }
        let number = self.characters.len() as u16;
        if let Some(node) = self.nodes.get_mut(at).filter(|_| at != 0) {
            node.cues = node.cues.with(cue);
            if character.is_some() {
                node.character = number;
            }
        }
    }

    /// The number of a unit, compared without case.
    pub fn word(&self, text: &str) -> WordId {
        if text.len() > LONGEST_WORD {
            return 0;
        }
        if !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return self.vocabulary.get(text).copied().unwrap_or(0);
        }
        let mut buffer = [0; LONGEST_WORD];
        let Some(lower) = buffer.get_mut(..text.len()) else { return 0 };
        lower.copy_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).ok().and_then(|lower| self.vocabulary.get(lower)).copied().unwrap_or(0)
    }

    /// The longest phrase with which these units start.
    pub fn longest(&self, mut words: impl Iterator<Item = WordId>) -> Option<Found> {
        let opening = self.openings.get(usize::from(words.next()?)).filter(|opening| **opening != 0)?;
        let mut node = self.nodes.get(*opening as usize)?;
        let mut best = None;
        let mut length = 1;
        loop {
            if !node.cues.is_empty() {
                let character = usize::from(node.character).checked_sub(1).and_then(|at| self.characters.get(at));
                best = Some(Found { cues: node.cues, length, character: character.copied() });
            }
            let Some(word) = words.next().filter(|word| *word != 0) else { break };
            let Ok(index) = node.next.binary_search_by_key(&word, |(id, _)| *id) else { break };
            let (_, next) = node.next.get(index)?;
            node = self.nodes.get(*next as usize)?;
            length += 1;
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(phrases: &Phrases, text: &str) -> Option<(Cues, usize)> {
        let ids: Vec<_> =
            units::units(text).map(|piece| phrases.word(text.get(piece.range).unwrap_or_default())).collect();
        phrases.longest(ids.into_iter()).map(|found| (found.cues, found.length))
    }

    #[test]
    fn the_longest_phrase_counts_without_case() {
        let phrases = Phrases::new(&[Language::English, Language::Chinese]);
        assert_eq!(find(&phrases, "Valid values of N: 1"), Some((Cues::one(Cue::Index), 4)));
        assert_eq!(find(&phrases, "VALID VALUES: 1"), Some((Cues::one(Cue::Values), 2)));
        assert_eq!(find(&phrases, "取值范围：1"), Some((Cues::one(Cue::Values), 4)));
        assert_eq!(find(&phrases, "nothing here"), None);
        assert_eq!(
            phrases.longest([phrases.word("underscores")].into_iter()).and_then(|found| found.character),
            Some('_')
        );
    }

    #[test]
    fn no_phrase_stands_twice_under_a_cue() {
        for language in [Language::English, Language::Chinese] {
            let table: Table = toml::from_str(language.table()).expect("a table of phrases");
            for (cue, texts) in &table.cues {
                let mut seen = std::collections::HashSet::new();
                for text in texts {
                    assert!(seen.insert(text.to_lowercase()), "{text:?} stands twice under {cue:?}");
                }
            }
        }
    }

    #[test]
    fn codes_name_languages() {
        assert_eq!(Language::from_code("zh-CN"), Some(Language::Chinese));
        assert_eq!(Language::from_code("EN"), Some(Language::English));
        assert_eq!(Language::from_code("fr"), None);
    }
}
