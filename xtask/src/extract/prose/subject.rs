//! Whether a sentence speaks of the parameter itself: "The account ID contains 32 characters" under a list of
//! permissions does not.
//!
//! In: the parameter's name and its first sentence. Out: [`Subject`], which judges the words before a rule.

use super::sentence::Sentence;
use crate::dialect::phrases::units::Kind;
use crate::dialect::phrases::{Cue, Cues};

/// The words by which the page calls the parameter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'r, 'a> {
    /// Its name on the page.
    pub name: &'a str,
    /// The sentence that says what it is.
    pub first: Sentence<'r, 'a>,
}

/// More words of a first sentence say nothing of its subject.
const FIRST_WORDS: usize = 40;
/// Shorter words are articles and prepositions.
const SHORTEST: usize = 3;

impl Subject<'_, '_> {
    /// Whether the words of the clause before `at` name the parameter, or nothing at all.
    pub fn is_of(&self, sentence: Sentence<'_, '_>, at: usize) -> bool {
        const VERBS: Cues = Cues::one(Cue::Must)
            .with(Cue::Can)
            .with(Cue::AtMost)
            .with(Cue::AtLeast)
            .with(Cue::Range)
            .with(Cue::Between)
            .with(Cue::MustStart)
            .with(Cue::OnlyContain);
        let mut named = false;
        for unit in sentence.units.iter().take(at).filter(|unit| !unit.covered) {
            if unit.has(Cue::Itself) || unit.has(Cue::Length) || unit.has(Cue::ValueIs) {
                return true;
            }
            if unit.has(Cue::Each) {
                return false;
            }
            if unit.cues.has_any(VERBS) {
                break;
            }
            if unit.kind == Kind::Ideograph {
                return true;
            }
            let minor = unit.has(Cue::Article) || unit.has(Cue::Note) || unit.has(Cue::Filler);
            if unit.kind == Kind::Word && unit.text.len() >= SHORTEST && !minor {
                named = true;
                if self.knows(unit.text) {
                    return true;
                }
            }
        }
        !named
    }

    /// Whether a word is one of the parameter's words.
    fn knows(&self, word: &str) -> bool {
        let own = self.name.rsplit('.').find(|part| part.len() > 1).unwrap_or(self.name);
        if word.eq_ignore_ascii_case(own) || word.eq_ignore_ascii_case(self.name) {
            return true;
        }
        let word = stem(word);
        let first = self.first.units.iter().take(FIRST_WORDS).filter(|unit| unit.kind == Kind::Word);
        first.map(|unit| unit.text).chain(name_words(self.name)).any(|known| stem(known).eq_ignore_ascii_case(word))
    }
}

/// The words of a name: `Tag.N.InstanceId` is tag, n, instance, id.
pub(super) fn name_words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut before = rest.chars().next()?;
        let mut end = rest.len();
        for (index, c) in rest.char_indices().skip(1) {
            if !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase()) {
                end = index;
                break;
            }
            before = c;
        }
        let (word, tail) = rest.split_at_checked(end)?;
        rest = tail;
        Some(word)
    })
}

fn stem(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() >= SHORTEST).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::name_words;

    #[test]
    fn names_are_cut_into_words() {
        let words = |name| name_words(name).collect::<Vec<_>>();
        assert_eq!(words("Tag.N.InstanceId"), ["Tag", "N", "Instance", "Id"]);
        assert_eq!(words("private_key"), ["private", "key"]);
        assert_eq!(words("IDaaSRegionId"), ["IDaa", "SRegion", "Id"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }
}
