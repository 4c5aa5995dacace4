//! A sentence as the rules see it: units with cues, and the questions that several rules ask.
//!
//! In: a range of a [`Reading`]. Out: answers about cues, styles and atoms. No rule of its own.

use std::ops::Range;

use super::text::{Reading, Unit, span, words};
use crate::dialect::phrases::units::Kind;
use crate::dialect::phrases::{Cue, Cues};
use crate::source::Span;

/// A sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence<'r, 'a> {
    /// Its units, without its last mark.
    pub units: &'r [Unit<'a>],
}

impl<'r, 'a> Sentence<'r, 'a> {
    /// The sentence of a range of units.
    pub fn new(reading: &'r Reading<'a>, range: Range<usize>) -> Self {
        Self { units: reading.slice(range) }
    }

    /// Its place.
    pub fn span(self) -> Span {
        span(self.units)
    }

    /// Its words.
    pub fn words(self) -> String {
        words(self.units)
    }

    /// The unit at an index.
    pub fn get(self, at: usize) -> Option<&'r Unit<'a>> {
        self.units.get(at)
    }

    /// Whether a phrase with this cue starts at an index.
    pub fn has(self, at: usize, cue: Cue) -> bool {
        self.get(at).is_some_and(|unit| unit.has(cue))
    }

    /// Whether a phrase with one of these cues starts at an index.
    pub fn has_any(self, at: usize, cues: Cues) -> bool {
        self.get(at).is_some_and(|unit| unit.cues.has_any(cues))
    }

    /// Whether this mark stands at an index.
    pub fn mark(self, at: usize, mark: char) -> bool {
        self.get(at).is_some_and(|unit| unit.is_mark(mark))
    }

    /// The index past the phrase or unit at an index.
    pub fn after(self, at: usize) -> usize {
        at + self.get(at).map_or(1, |unit| usize::from(unit.length))
    }

    /// The first index from `from` on where a phrase with this cue starts.
    pub fn find(self, cue: Cue, from: usize) -> Option<usize> {
        (from..self.units.len()).find(|&at| self.has(at, cue))
    }

    /// Whether a phrase with this cue starts anywhere.
    pub fn contains(self, cue: Cue) -> bool {
        self.units.iter().any(|unit| unit.has(cue))
    }

    /// The number at an index, cleaned of group separators.
    pub fn number(self, at: usize) -> Option<String> {
        let unit = self.get(at).filter(|unit| unit.kind == Kind::Number)?;
        let text: String = unit.text.chars().filter(|c| *c != ',').collect();
        let text = text.trim_start_matches('+').replace('−', "-");
        Some(text)
    }

    /// The end of the atom that starts at an index: units that touch each other and form one value or name.
    ///
    /// A mark at the end belongs to the sentence, but for `/` and `}` (`http://`, `${host}`).
    pub fn atom_end(self, at: usize) -> usize {
        if self.get(at).is_some_and(|first| first.code) {
            return self.run_end(at);
        }
        self.atom(at, false)
    }

    /// The same, across changes of style: `**cloud**_ssd` is one atom.
    pub fn atom_end_across_styles(self, at: usize) -> usize {
        self.atom(at, true)
    }

    fn atom(self, at: usize, across: bool) -> usize {
        let Some(first) = self.get(at) else { return at };
        let mut end = at + 1;
        while let Some(unit) = self.get(end).filter(|unit| unit.glued) {
            let breaks = match unit.kind {
                Kind::Ideograph => first.kind != Kind::Ideograph,
                Kind::Mark(mark) => {
                    matches!(mark, '、' | '。' | ';' | '|' | '(' | ')' | '"' | '\'' | ',' | '[' | ']')
                        || (mark == ':' && unit.text.len() > 1)
                }
                Kind::Word | Kind::Number => first.kind == Kind::Ideograph,
            };
            let restyled = unit.code != first.code || unit.bold != first.bold;
            if breaks || (restyled && !across) {
                break;
            }
            end += 1;
        }
        while end > at + 1 && self.get(end - 1).is_some_and(|unit| trailing(unit.kind)) {
            end -= 1;
        }
        end
    }

    /// The end of the styled run that a unit is part of, inside the sentence.
    pub fn run_end(self, at: usize) -> usize {
        let Some(first) = self.get(at) else { return at };
        (at..self.units.len())
            .find(|&index| self.get(index).is_some_and(|unit| unit.run != first.run))
            .unwrap_or(self.units.len())
    }

    /// The index past the parenthesis that opens at an index, or the same index when none opens or it never closes.
    pub fn skip_parenthesis(self, at: usize) -> usize {
        if !self.mark(at, '(') {
            return at;
        }
        let mut depth = 0_usize;
        for index in at..self.units.len() {
            if self.mark(index, '(') {
                depth += 1;
            } else if self.mark(index, ')') {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
        }
        at
    }

    /// Whether a phrase with one of these cues starts outside parentheses.
    pub fn contains_outside(self, cues: Cues) -> bool {
        let mut depth = 0_usize;
        for unit in self.units {
            if unit.is_mark('(') {
                depth += 1;
            } else if unit.is_mark(')') {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && unit.cues.has_any(cues) {
                return true;
            }
        }
        false
    }

    /// Whether what the sentence states before or at an index holds only under a circumstance.
    pub fn is_conditional(self, at: usize) -> bool {
        const CIRCUMSTANCE: Cues = Cues::one(Cue::If).with(Cue::IfEnd);
        if self.contains_outside(CIRCUMSTANCE) {
            return true;
        }
        let leads = self.has(0, Cue::For) && !self.has(0, Cue::Example);
        leads && (0..at).any(|index| self.mark(index, ','))
    }
}

/// Whether a mark at the end of an atom belongs to the sentence.
fn trailing(kind: Kind) -> bool {
    match kind {
        Kind::Mark(mark) => !matches!(mark, '/' | '}' | '*' | '%' | '+' | '>' | '$'),
        Kind::Word | Kind::Number | Kind::Ideograph => false,
    }
}
