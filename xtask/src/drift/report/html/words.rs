//! Which words of two texts differ.
//!
//! In: two texts. Out: each as runs of words that both have and words that it has alone. The work is bounded: texts that
//! differ over thousands of words are taken for other ones as a whole.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The most words that are compared, after what both texts begin and end with.
const MOST: usize = 1500;

/// Below this share of common words two texts have nothing in common that is worth showing.
const ALIKE: f64 = 0.3;

/// A run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run<'t> {
    /// The words, with the blanks around them.
    pub text: &'t str,
    /// Whether the other text lacks them.
    pub is_other: bool,
}

/// Both texts as runs.
pub(super) fn runs<'t>(old: &'t str, new: &'t str) -> (Vec<Run<'t>>, Vec<Run<'t>>) {
    let (before, after) = (words(old), words(new));
    let start = before.iter().zip(&after).take_while(|(left, right)| left == right).count();
    let left = before.get(start..).unwrap_or_default();
    let right = after.get(start..).unwrap_or_default();
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    let left = left.get(..left.len() - end).unwrap_or_default();
    let right = right.get(..right.len() - end).unwrap_or_default();

    // Whether each word is one that the other text lacks.
    let mut old_marks = vec![false; before.len()];
    let mut new_marks = vec![false; after.len()];
    let mut mark = |old: std::ops::Range<usize>, new: std::ops::Range<usize>| {
        old_marks.iter_mut().skip(start + old.start).take(old.len()).for_each(|mark| *mark = true);
        new_marks.iter_mut().skip(start + new.start).take(new.len()).for_each(|mark| *mark = true);
    };
    if left.len().max(right.len()) > MOST {
        mark(0..left.len(), 0..right.len());
    } else {
        for change in capture_diff_slices(Algorithm::Myers, left, right) {
            if !matches!(change, DiffOp::Equal { .. }) {
                mark(change.old_range(), change.new_range());
            }
        }
    }
    if !is_alike(&before, &old_marks) || !is_alike(&after, &new_marks) {
        old_marks.fill(true);
        new_marks.fill(true);
    }
    (joined(old, &before, &old_marks), joined(new, &after, &new_marks))
}

/// Whether enough of the letters of a text are common to both.
fn is_alike(words: &[&str], marks: &[bool]) -> bool {
    let size = |wanted: bool| -> usize {
        let chosen = words.iter().zip(marks).filter(|(word, is_other)| **is_other != wanted && !is_blank(word));
        chosen.map(|(word, _)| word.len()).sum()
    };
    let (common, other) = (size(true), size(false));
    #[expect(clippy::cast_precision_loss, reason = "a text of a cell is short")]
    let share = common as f64 / (common + other).max(1) as f64;
    common + other == 0 || share >= ALIKE
}

fn is_blank(word: &str) -> bool {
    word.chars().all(char::is_whitespace)
}

/// Words that are marked alike in one run. A blank between two marked words is marked with them.
fn joined<'t>(text: &'t str, words: &[&'t str], marks: &[bool]) -> Vec<Run<'t>> {
    let mut runs = Vec::new();
    let (mut from, mut to, mut last) = (0, 0, None);
    for (at, (word, &is_marked)) in words.iter().zip(marks).enumerate() {
        let next = marks.get(at + 1).copied().unwrap_or(false);
        let is_other = is_marked || (is_blank(word) && last == Some(true) && next);
        if last.is_some_and(|last| last != is_other) {
            runs.push(Run { text: text.get(from..to).unwrap_or_default(), is_other: !is_other });
            from = to;
        }
        last = Some(is_other);
        to += word.len();
    }
    if let Some(is_other) = last {
        runs.push(Run { text: text.get(from..to).unwrap_or_default(), is_other });
    }
    runs
}

/// A text in words: letters and digits of one word together, each other sign alone, and each Chinese character.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((_, sign)) = signs.next() {
        let Some(&(next, other)) = signs.peek() else { break };
        let together = (is_letter(sign) && is_letter(other)) || (sign.is_whitespace() && other.is_whitespace());
        if !together {
            words.extend(text.get(start..next));
            start = next;
        }
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

/// Whether a sign makes words with those beside it.
fn is_letter(sign: char) -> bool {
    sign.is_alphanumeric() && !('\u{2e80}'..='\u{ffef}').contains(&sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(runs: &[Run<'_>]) -> String {
        let marked = |run: &Run<'_>| if run.is_other { format!("[{}]", run.text) } else { run.text.to_owned() };
        runs.iter().map(marked).collect()
    }

    #[test]
    fn words_that_one_text_has_alone_are_marked() {
        let cases = [
            (
                "Valid values: 1 to 24.",
                "Valid values: 1 to 12.",
                "Valid values: 1 to [24].",
                "Valid values: 1 to [12].",
            ),
            ("", "all of it", "", "[all of it]"),
            ("the same", "the same", "the same", "the same"),
            ("取值：1 到 24", "取值：1 到 48", "取值：1 到 [24]", "取值：1 到 [48]"),
            // Two words beside each other are one change.
            ("see the old way now", "see another road now", "see [the old way] now", "see [another road] now"),
            // Nothing but a full stop in common: no confetti.
            ("Alpha beta.", "Gamma delta.", "[Alpha beta.]", "[Gamma delta.]"),
        ];
        for (old, new, before, after) in cases {
            let (left, right) = runs(old, new);
            assert_eq!((marked(&left).as_str(), marked(&right).as_str()), (before, after));
        }
    }

    #[test]
    fn no_word_is_lost_and_long_texts_end() {
        let text = |step: usize| {
            let numbers: Vec<String> = (0..20_000).map(|number| (number * step % 19_997).to_string()).collect();
            numbers.join(" ")
        };
        let (old, new) = (text(1), text(7));
        let (left, right) = runs(&old, &new);
        assert_eq!(left.iter().map(|run| run.text).collect::<String>(), old);
        assert_eq!(right.iter().map(|run| run.text).collect::<String>(), new);
    }
}
