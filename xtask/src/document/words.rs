//! The lexicon, ready to be asked: is this line a heading, is this cell a column heading, does a type start here?
//!
//! In: a [`Lexicon`]. Out: answers. It holds no word of its own.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Column, Lexicon};

/// The most words of a line of column headings.
const MAX_HEADER_WORDS: usize = 24;

/// The lexicon, indexed when it is first asked: most pages never ask.
pub(super) struct Words<'a> {
    lexicon: &'a Lexicon,
}

/// The words of a lexicon, normal and hashed.
#[derive(Debug)]
pub(super) struct Index {
    headings: FxHashSet<String>,
    heading_starts: Starts,
    heading_words: FirstWords,
    columns: FxHashMap<String, Column>,
    column_starts: Starts,
    column_words: FirstWords,
    /// The most words that a column heading has.
    longest_column: usize,
    types: Vec<String>,
    presence: Vec<String>,
}

impl Index {
    /// Whether a column heading can stand at the start of a line: most lines are sentences, and need no more looking at.
    fn may_start_column(&self, line: &str) -> bool {
        self.column_starts.may_start(line) && self.column_words.may_start(line)
    }

    /// Whether a line can be a heading.
    fn may_be_heading(&self, line: &str) -> bool {
        self.heading_starts.may_start(line) && self.heading_words.may_start(line)
    }
}

/// The bits of a word mixed, the same whatever the case of its letters: where tables of words look for it.
pub(super) const fn mixed(mut word: &[u8]) -> u32 {
    let mut mixed: u32 = 0;
    while let [byte, rest @ ..] = word {
        mixed = (mixed.rotate_left(5) ^ byte.to_ascii_lowercase() as u32).wrapping_mul(0x9e37_79b9);
        word = rest;
    }
    mixed
}

/// Bits of the first words of phrases: nearly all other words are told from them without a copy in lower case.
#[derive(Debug)]
struct FirstWords {
    bits: [u64; 64],
}

impl FirstWords {
    fn of<'w>(phrases: impl Iterator<Item = &'w String>) -> Self {
        let mut bits = [0; 64];
        for phrase in phrases {
            let (slot, bit) = Self::place(without_marks(phrase.split(' ').next().unwrap_or_default()));
            if let Some(slot) = bits.get_mut(slot) {
                *slot |= bit;
            }
        }
        Self { bits }
    }

    /// The bit of a word, whatever the case of its letters.
    fn place(word: &str) -> (usize, u64) {
        let mixed = mixed(word.as_bytes());
        ((mixed >> 26) as usize, 1 << (mixed >> 20 & 63))
    }

    /// Whether a line can start with one of the words, be it between marks.
    fn may_start(&self, line: &str) -> bool {
        let first = line.split_whitespace().next().map(without_marks).unwrap_or_default();
        // A mark that stands alone says nothing of the word behind it, and not all letters have their case in one bit.
        if first.is_empty() || !first.is_ascii() {
            return true;
        }
        let (slot, bit) = Self::place(first);
        self.bits.get(slot).is_some_and(|bits| bits & bit != 0)
    }
}

/// The first characters of words: a cheap question before a dear one, for it is asked of every line.
#[derive(Debug)]
struct Starts {
    ascii: [bool; 128],
}

impl Starts {
    fn of<'w>(words: impl Iterator<Item = &'w String>) -> Self {
        let mut ascii = [false; 128];
        for first in words.filter_map(|word| word.bytes().next()) {
            if let Some(known) = ascii.get_mut(usize::from(first)) {
                *known = true;
            }
        }
        Self { ascii }
    }

    /// Whether a text can start with one of the words; a text that starts with a mark or with no letter of ASCII may.
    fn may_start(&self, text: &str) -> bool {
        let first = text.bytes().find(|byte| !matches!(byte, b' ' | b'\t'));
        match first {
            Some(byte) if byte.is_ascii_alphanumeric() => {
                self.ascii.get(usize::from(byte.to_ascii_lowercase())).copied().unwrap_or(true)
            }
            Some(byte) => !matches!(byte, b'{' | b'}' | b'<' | b'"' | b'&' | b'-' | b'/' | b'[' | b']'),
            None => false,
        }
    }
}

impl<'a> Words<'a> {
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon }
    }

    /// Whether the lexicon knows a line as a heading.
    pub fn is_heading(&self, line: &str) -> bool {
        let index = self.index();
        line.len() <= 200 && index.may_be_heading(line) && index.headings.contains(&normal(line))
    }

    /// Whether a heading can start with a line's first letter.
    pub fn may_start_heading(&self, line: &str) -> bool {
        self.index().heading_starts.may_start(line)
    }

    /// What a column heading heads.
    pub fn column(&self, words: &str) -> Option<Column> {
        let index = self.index();
        if words.len() > 200 || !index.may_start_column(words) {
            return None;
        }
        index.columns.get(&normal(words)).copied()
    }

    /// The column heading that ends a text without a blank before it, and the byte at which it starts: a caption was
    /// glued to it.
    pub fn column_at_end(&self, text: &str) -> Option<(Column, usize)> {
        if text.len() > 400 {
            return None;
        }
        let trimmed = text.trim_end();
        if trimmed.is_empty() {
            return None;
        }
        self.lexicon
            .columns
            .iter()
            .filter(|(word, _)| trimmed.ends_with(word.as_str()))
            .map(|(word, column)| (*column, trimmed.len() - word.len()))
            .min_by_key(|(_, start)| *start)
    }

    /// The columns whose headings fill a line without a rest, each with its byte range in the line: at least two, no
    /// two of one kind. Longer headings go first, but "Parameter Type Description" is three columns although a
    /// "Parameter Type" is one elsewhere, because a table starts with what `starts` allows.
    pub fn columns_of_line(
        &self,
        line: &str,
        starts: impl Fn(Column) -> bool,
    ) -> Option<Vec<(std::ops::Range<usize>, Column)>> {
        if line.len() > 400 {
            return None;
        }
        let index = self.index();
        if line.ends_with(['.', '。', ',', '|']) || !index.may_start_column(line) {
            return None;
        }
        let words = word_ranges(line);
        if words.len() > MAX_HEADER_WORDS {
            return None;
        }
        let mut columns: Vec<(usize, Column)> = Vec::new();
        let mut at = 0;
        let mut longest = index.longest_column;
        while at < words.len() {
            let found = (1..=longest.min(words.len() - at)).rev().find_map(|length| {
                let range = words.get(at)?.start..words.get(at + length - 1)?.end;
                let column = *index.columns.get(&normal(line.get(range)?))?;
                let fits = if columns.is_empty() { starts(column) } else { true };
                (fits && columns.iter().all(|(_, known)| *known != column)).then_some((length, column))
            });
            if let Some((length, column)) = found {
                columns.push((length, column));
                at += length;
                longest = index.longest_column;
            } else {
                let (length, _) = columns.pop()?;
                at -= length;
                longest = length - 1;
            }
        }
        let mut word = 0;
        let columns: Vec<_> = columns
            .into_iter()
            .filter_map(|(length, column)| {
                let range = words.get(word)?.start..words.get(word + length - 1)?.end;
                word += length;
                Some((range, column))
            })
            .collect();
        (columns.len() >= 2).then_some(columns)
    }

    /// The length in bytes of the type word that starts a text, if one does.
    pub fn type_at_start(&self, text: &str) -> Option<usize> {
        self.index().types.iter().find_map(|word| starts_with_word(text, word))
    }

    /// The length in bytes of the yes or no that starts a text, if one does.
    pub fn presence_at_start(&self, text: &str) -> Option<usize> {
        self.index().presence.iter().find_map(|word| starts_with_word(text, word))
    }

    /// The sentence openings that start an error's description.
    pub fn description_openers(&self) -> &'a [String] {
        &self.lexicon.description_openers
    }

    /// Whether a sentence still belongs to an error's message.
    pub fn continues_message(&self, sentence: &str) -> bool {
        self.lexicon.message_continuations.iter().any(|opening| starts_with_word(sentence, opening).is_some())
    }

    fn index(&self) -> &Index {
        self.lexicon.ready.0.get_or_init(|| {
            let lexicon = self.lexicon;
            let columns: FxHashMap<_, _> =
                lexicon.columns.iter().map(|(word, column)| (normal(word), *column)).collect();
            let headings: FxHashSet<_> = lexicon.headings.iter().map(|word| normal(word)).collect();
            Arc::new(Index {
                heading_starts: Starts::of(headings.iter()),
                heading_words: FirstWords::of(headings.iter()),
                headings,
                column_starts: Starts::of(columns.keys()),
                column_words: FirstWords::of(columns.keys()),
                longest_column: columns.keys().map(|word| word.split(' ').count()).max().unwrap_or(0),
                columns,
                types: longest_first(&lexicon.types),
                presence: longest_first(&lexicon.presence),
            })
        })
    }
}

/// Lower case, single blanks, without emphasis marks, colons and question marks at the ends.
fn normal(words: &str) -> String {
    let trimmed = without_marks(words.trim()).trim();
    let mut normal = String::with_capacity(trimmed.len());
    for word in trimmed.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        if word.is_ascii() {
            let start = normal.len();
            normal.push_str(word);
            if let Some(word) = normal.get_mut(start..) {
                word.make_ascii_lowercase();
            }
        } else {
            normal.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    normal
}

/// Marks that stand around words.
const MARKS: [char; 7] = ['*', '_', '`', ':', '：', '?', '？'];

/// Words without the marks around them.
fn without_marks(word: &str) -> &str {
    let is_bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    if is_bare(word.as_bytes().first()) && is_bare(word.as_bytes().last()) {
        return word;
    }
    word.trim_matches(MARKS)
}

fn longest_first(words: &[String]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|word| normal(word)).filter(|word| !word.is_empty()).collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    words.dedup();
    words
}

/// The byte ranges of the words of a line.
pub(super) fn word_ranges(line: &str) -> Vec<std::ops::Range<usize>> {
    let start = line.as_ptr() as usize;
    line.split_whitespace()
        .map(|word| {
            let from = word.as_ptr() as usize - start;
            from..from + word.len()
        })
        .collect()
}

/// The length of `word` at the start of `text`, compared without case, when the text's word ends there.
fn starts_with_word(text: &str, word: &str) -> Option<usize> {
    // Most words are told from the text by their first letter.
    let (first, expected) = (text.as_bytes().first()?, word.as_bytes().first()?);
    if first.is_ascii() && !first.eq_ignore_ascii_case(expected) {
        return None;
    }
    let mut rest = text.chars();
    for expected in word.chars() {
        let found = rest.next()?;
        let is_same = if found.is_ascii() && expected.is_ascii() {
            found.eq_ignore_ascii_case(&expected)
        } else {
            found == expected || found.to_lowercase().eq(expected.to_lowercase())
        };
        if !is_same {
            return None;
        }
    }
    let length = text.len() - rest.as_str().len();
    match rest.next() {
        // Chinese has no blanks between words.
        Some(next) if next.is_alphanumeric() && next.is_ascii() && word.is_ascii() => None,
        _ => Some(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lexicon_for_tests;

    #[test]
    fn column_words_fill_a_line_longest_first() {
        let lexicon = lexicon_for_tests();
        let words = Words::new(&lexicon);
        let kinds = |line: &str| {
            words
                .columns_of_line(line, |column| column != Column::Type)
                .map(|columns| columns.into_iter().map(|(_, kind)| kind).collect::<Vec<_>>())
        };
        assert_eq!(
            kinds("HttpCode Error code Error message Description"),
            Some(vec![Column::Status, Column::ErrorCode, Column::ErrorMessage, Column::Description])
        );
        assert_eq!(kinds("Parameter Type Description"), Some(vec![Column::Name, Column::Type, Column::Description]));
        assert_eq!(
            kinds("Parameter Parameter Type Description"),
            Some(vec![Column::Name, Column::Type, Column::Description])
        );
        assert_eq!(kinds("Parameter Type Colour"), None);
        assert_eq!(kinds("Description"), None);
    }

    #[test]
    fn words_are_compared_without_case_and_end_where_a_word_ends() {
        let lexicon = lexicon_for_tests();
        let words = Words::new(&lexicon);
        assert!(words.is_heading("REQUEST  parameters"));
        assert!(words.is_heading("**Request parameters**"));
        assert_eq!(words.type_at_start("Array of Tag"), Some(8));
        assert_eq!(words.type_at_start("Strings"), None);
        assert_eq!(words.presence_at_start("Yes cn"), Some(3));
        assert_eq!(words.presence_at_start("Nothing"), None);
    }
}
