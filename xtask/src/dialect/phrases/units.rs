//! Cuts text into the smallest units that phrases are made of: words, numbers, Chinese characters, marks.
//!
//! In: text of one style. Out: [`Piece`]s. Phrases and sentences are cut by the same function, so that a phrase of the
//! data means the same in both.

use std::ops::Range;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, digits and `_`, with at least one letter.
    Word,
    /// Digits, possibly with a sign, a fraction or group separators.
    Number,
    /// One character of a script without blanks between words.
    Ideograph,
    /// One other character; full-width forms are given as their plain ones.
    Mark(char),
}

/// A unit of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Whether nothing, not even a blank, stands between it and the unit before.
    pub glued: bool,
}

/// Cuts a text into its units, in order. Linear in the text's length.
pub fn units(text: &str) -> impl Iterator<Item = Piece> {
    let mut at = 0;
    let mut before = None;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let trimmed = rest.trim_start();
        let glued = trimmed.len() == rest.len() && before.is_some();
        let start = text.len() - trimmed.len();
        let (kind, length) = piece(trimmed, if glued { before } else { None })?;
        at = start + length;
        before = trimmed.get(..length).and_then(|unit| unit.chars().next_back());
        Some(Piece { kind, range: start..at, glued })
    })
}

fn piece(text: &str, before: Option<char>) -> Option<(Kind, usize)> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return Some(digits(text, 0, before));
    }
    if matches!(first, '-' | '+' | '−') && !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']')) {
        let sign = first.len_utf8();
        if text.get(sign..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            return Some(digits(text, sign, before));
        }
    }
    if is_ideograph(first) {
        return Some((Kind::Ideograph, first.len_utf8()));
    }
    if first.is_alphabetic() || first == '_' {
        return Some((Kind::Word, word_length(text)));
    }
    Some((Kind::Mark(plain(first)), first.len_utf8()))
}

/// A number, or the word that starts with digits ("3des", "2xlarge").
fn digits(text: &str, sign: usize, before: Option<char>) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let run = |from: usize| from + bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = run(sign);
    // "50Default value: 10": the end of a sentence was lost before a new one. "10Mbps" is one word.
    if text.get(end..).is_some_and(starts_sentence) {
        return (Kind::Number, end);
    }
    if text.get(end..).is_some_and(|rest| rest.starts_with(is_word)) {
        return (Kind::Word, end + text.get(end..).map_or(0, word_length));
    }
    // `[1,100]` is a pair, not 1100; `1,024` is one number.
    if end - sign <= 3 && !matches!(before, Some('[' | '(' | '（' | ',')) {
        let mut group = end;
        while bytes.get(group) == Some(&b',') && run(group + 1) == group + 4 {
            group += 4;
        }
        end = group;
    }
    if before != Some('.') && bytes.get(end) == Some(&b'.') && digit(end + 1) {
        let fraction = run(end + 1);
        // `1.2.3` is a version or an address: its parts stay apart.
        if bytes.get(fraction) != Some(&b'.') || !digit(fraction + 1) {
            end = fraction;
        }
    }
    (Kind::Number, end)
}

/// A capital letter and at least five small ones.
fn starts_sentence(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.bytes().skip(1).take_while(u8::is_ascii_lowercase).count() >= 5
}

/// How far the characters of a word go. Most words are ASCII as a whole.
fn word_length(text: &str) -> usize {
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    match text.as_bytes().get(length) {
        Some(byte) if !byte.is_ascii() => text.find(|c: char| !is_word(c)).unwrap_or(text.len()),
        Some(_) | None => length,
    }
}

fn is_word(c: char) -> bool {
    c == '_' || (c.is_alphanumeric() && !is_ideograph(c))
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The plain form of a full-width or typographic mark.
fn plain(c: char) -> char {
    match c {
        '：' => ':',
        '，' => ',',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '【' | '［' => '[',
        '】' | '］' => ']',
        '｛' => '{',
        '｝' => '}',
        '！' => '!',
        '？' => '?',
        '～' | '∼' | '〜' => '~',
        '–' | '—' | '−' | '－' | '‐' | '‑' => '-',
        '“' | '”' | '「' | '」' => '"',
        '‘' | '’' => '\'',
        '｜' => '|',
        '＝' => '=',
        '＜' => '<',
        '＞' => '>',
        '／' => '/',
        '•' | '·' | '●' | '◦' | '▪' | '■' | '○' => '•',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        units(text).map(|piece| text.get(piece.range).unwrap_or_default()).collect()
    }

    #[test]
    fn text_is_cut_into_words_numbers_ideographs_and_marks() {
        assert_eq!(cut("Valid values: 1 to 65,535."), ["Valid", "values", ":", "1", "to", "65,535", "."]);
        assert_eq!(cut("[1,100]"), ["[", "1", ",", "100", "]"]);
        assert_eq!(cut("取值1~20"), ["取", "值", "1", "~", "20"]);
        assert_eq!(cut("AES-128-CBC"), ["AES", "-", "128", "-", "CBC"]);
        assert_eq!(
            cut("is -1 or 3des, 1.5, 10.0.0.1"),
            ["is", "-1", "or", "3des", ",", "1.5", ",", "10", ".", "0", ".", "0", ".", "1"]
        );
        assert_eq!(cut("50Default 10Mbps"), ["50", "Default", "10Mbps"]);
        assert_eq!(cut("1,2,3"), ["1", ",", "2", ",", "3"]);
        assert_eq!(cut(""), Vec::<&str>::new());
    }

    #[test]
    fn blanks_unglue() {
        let glued: Vec<_> = units("a-b c：d").map(|piece| piece.glued).collect();
        assert_eq!(glued, [false, true, true, false, true, true]);
    }
}
