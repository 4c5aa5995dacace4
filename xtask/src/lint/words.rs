//! Words that are nearly the same: distances, and how often a service spells a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
pub use crate::extract::identity::one_edit;

use super::view::View;

/// Whether one word is most likely the other misspelt. Differences that make another word are none: a plural, a number,
/// another first letter, another letter in a short word.
pub fn is_misspelling(rare: &str, usual: &str) -> bool {
    let (rare, usual) = (rare.to_lowercase(), usual.to_lowercase());
    let (short, long) = (rare.chars().count(), usual.chars().count());
    if rare == usual || short.min(long) < 5 || rare.chars().next() != usual.chars().next() {
        return false;
    }
    let is_ending = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.chars().count() <= 1);
    if is_ending(&rare, &usual) || is_ending(&usual, &rare) {
        // Ports and Port, Created and Create, image1 and image.
        return false;
    }
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(&rare) != digits(&usual) {
        return false;
    }
    // Charge and change are both words: a letter in place of another proves little.
    let is_other_letter = short == long && !is_swap(&rare, &usual);
    collapsed(&rare) == collapsed(&usual) || (one_edit(&rare, &usual) && !(is_other_letter && short < 8))
}

fn is_swap(one: &str, other: &str) -> bool {
    one.chars().zip(other.chars()).filter(|(left, right)| left != right).count() == 2
}

/// A word without its doubled letters: `Forbbiden` and `Forbidden` are one.
fn collapsed(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// The parts of an identifier: "`InvalidDiskId.NotFound`" is Invalid, Disk, Id, Not, Found.
pub fn parts(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut last = ' ';
    for (at, sign) in name.char_indices() {
        let breaks = !sign.is_ascii_alphabetic() || (sign.is_ascii_uppercase() && !last.is_ascii_uppercase());
        if breaks {
            parts.extend(name.get(start..at));
            start = if sign.is_ascii_alphabetic() { at } else { at + sign.len_utf8() };
        }
        last = sign;
    }
    parts.extend(name.get(start..));
    parts.retain(|part| !part.is_empty());
    parts
}

/// How many words that are spelt nearly the same are compared.
const MAX_NEAR: usize = 100;

/// Words by how often they stand, and the way to those that are spelt nearly the same.
#[derive(Debug, Default)]
struct Spellings {
    counts: BTreeMap<String, usize>,
    /// Words by what they are with one letter left out, and without doubled letters.
    near: BTreeMap<String, BTreeSet<String>>,
}

impl Spellings {
    fn add(&mut self, words: BTreeSet<String>) {
        for word in words {
            *self.counts.entry(word).or_insert(0) += 1;
        }
    }

    /// Makes neighbours ready to be looked up.
    fn index(&mut self) {
        for word in self.counts.keys().filter(|word| word.chars().count() >= 5) {
            for key in keys(word) {
                let near = self.near.entry(key).or_default();
                if near.len() < MAX_NEAR {
                    near.insert(word.clone());
                }
            }
        }
    }

    /// The usual spelling of a word, and how often it stands: `times` as often as the word itself, and thrice at least.
    fn usual(&self, word: &str, times: usize) -> Option<(&str, usize)> {
        let own = self.counts.get(word).copied().unwrap_or(0);
        let near = keys(word).into_iter().filter_map(|key| self.near.get(&key)).flatten();
        let better = near.filter(|other| is_misspelling(word, other));
        let counted = better.filter_map(|other| self.counts.get_key_value(other.as_str()));
        let (usual, count) = counted.max_by_key(|(other, count)| (**count, std::cmp::Reverse(other.as_str())))?;
        (*count >= 3 && *count >= own * times).then_some((usual.as_str(), *count))
    }
}

/// How often words stand in identifiers, codes and heading rows of a service: on how many pages.
#[derive(Debug, Default)]
pub struct Census {
    /// Words of names and codes, in lower case.
    words: Spellings,
    /// Words of heading rows, in lower case; those that the dialect knows count as well.
    headings: Spellings,
    /// Names of fields, as they are spelt.
    names: BTreeMap<String, usize>,
}

impl Census {
    /// Counts the words of all operations.
    pub fn of(views: &[View<'_>], dialect: &Dialect) -> Self {
        let mut census = Self::default();
        for view in views {
            let mut words = BTreeSet::new();
            let mut names = BTreeSet::new();
            let mut headings = BTreeSet::new();
            for row in view.facts.tables.iter().flat_map(|table| &table.rows) {
                for name in row.name.value.split('.').filter(|name| !matches!(*name, "N" | "n")) {
                    names.insert(name.to_owned());
                    words.extend(parts(name).into_iter().map(str::to_lowercase));
                }
            }
            for error in &view.facts.errors {
                words.extend(parts(&error.code.value).into_iter().map(str::to_lowercase));
            }
            for heading in &view.facts.headings {
                headings.extend(heading_words(&heading.value));
            }
            census.words.add(words);
            census.headings.add(headings);
            for name in names {
                *census.names.entry(name).or_insert(0) += 1;
            }
        }
        for words in dialect.column_words().map(heading_words) {
            census.headings.add(words.into_iter().collect());
        }
        census.words.index();
        census.headings.index();
        census
    }

    /// On how many pages a name of a row is spelt in this way.
    pub fn pages_with(&self, name: &str) -> usize {
        self.names.get(name).copied().unwrap_or(0)
    }

    /// The usual spelling of a word of a name or a code.
    pub fn usual_word(&self, word: &str) -> Option<(&str, usize)> {
        self.words.usual(&word.to_lowercase(), 4)
    }

    /// The usual spelling of a word of a heading row.
    pub fn usual_heading(&self, word: &str) -> Option<(&str, usize)> {
        self.headings.usual(&word.to_lowercase(), 2)
    }
}

/// The words of a heading.
pub fn heading_words(heading: &str) -> Vec<String> {
    let words = heading.split(|sign: char| !sign.is_ascii_alphabetic()).filter(|word| word.len() >= 4);
    words.map(str::to_lowercase).collect()
}

/// What two words share that are nearly the same: the word with each letter left out in turn, and without doubled ones.
fn keys(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().take(64).collect();
    let without = |at: usize| {
        letters.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, letter)| *letter).collect::<String>()
    };
    let whole = letters.iter().collect::<String>();
    let single = collapsed(&whole);
    [whole, single].into_iter().chain((0..letters.len()).map(without)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_makes_a_misspelling_unless_it_makes_a_word() {
        for (rare, usual) in
            [("Forbbiden", "Forbidden"), ("stauts", "status"), ("Prameter", "Parameter"), ("Instnace", "Instance")]
        {
            assert!(is_misspelling(rare, usual), "{rare} {usual}");
        }
        for (rare, usual) in [
            ("bound", "found"),
            ("charge", "change"),
            ("Port", "Ports"),
            ("Instances", "Instance"),
            ("image1", "image2"),
            ("created", "create"),
            ("ipv4", "ipv6"),
            ("Same", "same"),
        ] {
            assert!(!is_misspelling(rare, usual), "{rare} {usual}");
        }
    }

    #[test]
    fn identifiers_fall_into_parts() {
        assert_eq!(parts("InvalidDiskId.NotFound"), ["Invalid", "Disk", "Id", "Not", "Found"]);
        assert_eq!(parts("private_key"), ["private", "key"]);
        assert_eq!(parts("VSwitchId"), ["VSwitch", "Id"]);
    }
}
