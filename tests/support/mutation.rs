//! Pages as nobody wrote them: real ones with bytes, lines, cells and tags dropped, doubled and swapped.
//!
//! In: a page's text, other texts to borrow from, and a seed. Out: the mutant. The same seed gives the same mutant, on every
//! machine and in every version of this file's callers.

use std::ops::Range;

/// A stream of numbers that depends on its seed alone (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % (end.max(1) as u64)).unwrap_or_default()
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// What a mutation takes hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grain {
    /// A character.
    Character,
    /// A line.
    Line,
    /// What stands between two bars, or in a cell of HTML.
    Cell,
    /// A tag.
    Tag,
    /// Many lines at once.
    Stretch,
}

/// What a mutation does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Drop,
    Double,
    Swap,
    Replace,
}

/// Characters that mean something to a reader, or to none.
const LOADED: [&str; 24] = [
    "|", "`", "*", "<", ">", "&", "\n", "\\", "└", "，", "0", "{", "}", "[", "]", "(", "\u{a0}", "\u{3000}",
    "\u{202e}", "```", "|---|", "<td>", "</table>", "# ",
];

/// A page with one to eight mutations.
pub fn mutant(text: &str, others: &[&str], seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let mut mutated = text.to_owned();
    for _ in 0..=chance.below(8) {
        mutated = mutate(&mutated, others, &mut chance);
    }
    mutated
}

fn mutate(text: &str, others: &[&str], chance: &mut Chance) -> String {
    let grain = chance.one_of(&[Grain::Character, Grain::Line, Grain::Cell, Grain::Tag, Grain::Stretch]);
    let deed = chance.one_of(&[Deed::Drop, Deed::Double, Deed::Swap, Deed::Replace]);
    let Some(piece) = piece(text, grain, chance) else { return text.to_owned() };
    let held = &text[piece.clone()];
    let new = match deed {
        Deed::Drop => String::new(),
        Deed::Double => held.repeat(2),
        Deed::Swap => {
            let Some(other) = self::piece(text, grain, chance).filter(|other| other.end <= piece.start) else {
                return text.to_owned();
            };
            let between = &text[other.end..piece.start];
            return [&text[..other.start], held, between, &text[other], &text[piece.end..]].concat();
        }
        Deed::Replace if grain == Grain::Character => chance.one_of(&LOADED).to_owned(),
        Deed::Replace => {
            let other = others.get(chance.below(others.len())).copied().unwrap_or_default();
            self::piece(other, grain, chance).map_or_else(String::new, |range| other[range].to_owned())
        }
    };
    [&text[..piece.start], &new, &text[piece.end..]].concat()
}

/// A piece of a text, where it has one.
fn piece(text: &str, grain: Grain, chance: &mut Chance) -> Option<Range<usize>> {
    let at = boundary(text, chance.below(text.len()));
    let rest = text.get(at..)?;
    match grain {
        Grain::Character => rest.chars().next().map(|character| at..at + character.len_utf8()),
        Grain::Line => {
            let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let end = rest.find('\n').map_or(text.len(), |line| at + line + 1);
            Some(start..end)
        }
        Grain::Cell => between(rest, at, "|", "|").or_else(|| between(rest, at, "<td", "</td>")),
        Grain::Tag => between(rest, at, "<", ">"),
        Grain::Stretch => {
            let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let end = rest.match_indices('\n').nth(chance.below(40)).map_or(text.len(), |(line, _)| at + line + 1);
            Some(start..end)
        }
    }
}

/// From the next `open` to the next `close` behind it, both with it.
fn between(rest: &str, at: usize, open: &str, close: &str) -> Option<Range<usize>> {
    let start = rest.find(open)?;
    let behind = start + open.len();
    let end = behind + rest.get(behind..)?.find(close)? + close.len();
    Some(at + start..at + end)
}

/// The start of the character at a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_mutant_and_another_seed_another() {
        let text = "# CreateLamp\n\n|Parameter|Type|\n|---|---|\n|Name|String|\n|色|String|\n";
        let mutants: Vec<String> = (0..200).map(|seed| mutant(text, &[text], seed)).collect();
        assert_eq!(mutants, (0..200).map(|seed| mutant(text, &[text], seed)).collect::<Vec<_>>());
        let mut different = mutants.clone();
        different.sort();
        different.dedup();
        assert!(different.len() > 150, "{}", different.len());
        assert!(mutants.iter().filter(|mutant| *mutant == text).count() < 40);
    }

    #[test]
    fn texts_without_pieces_are_left_alone() {
        for seed in 0..100 {
            assert_eq!(mutant("", &[], seed), "");
        }
    }
}
