//! The bytes between the words of a page: how it is set, or words that its reader lost.
//!
//! In: the text of a page and which of its bytes are words of a block. Out: all other bytes marked as markup or as
//! unread. It knows the syntax of the formats, as little of it as tells a word from a tag.

use super::Claim;
use crate::document::Format;

/// Marks all bytes that are no words of a block.
pub(super) fn settle(format: Format, text: &str, bytes: &mut [u8]) {
    let mut start = 0;
    while let Some(from) = bytes.get(start..).and_then(|rest| memchr::memchr(0, rest)) {
        let from = start + from;
        let length = bytes.get(from..).map_or(0, |rest| super::run(rest, 0));
        let (Some(gap), Some(marks)) = (text.as_bytes().get(from..from + length), bytes.get_mut(from..from + length))
        else {
            return;
        };
        let before = text.as_bytes().get(..from).unwrap_or_default();
        match format {
            Format::Html => html(gap, marks),
            Format::Markdown => markdown(before, gap, marks),
            Format::TextWithBars | Format::TextPlain => lines(before, gap, marks),
        }
        start = from + length;
    }
}

/// Marks words as unread, and what stands between them ("¶", "•", "|") as markup.
fn words(gap: &[u8], marks: &mut [u8]) {
    if gap.is_ascii() {
        // Most gaps: blanks and line ends.
        for (byte, mark) in gap.iter().zip(marks) {
            *mark = if byte.is_ascii_alphanumeric() { Claim::Unread } else { Claim::Markup } as u8;
        }
        return;
    }
    let mut at = 0;
    for chunk in gap.utf8_chunks() {
        for character in chunk.valid().chars() {
            let claim = if character.is_alphanumeric() { Claim::Unread } else { Claim::Markup };
            let end = at + character.len_utf8();
            if let Some(marks) = marks.get_mut(at..end) {
                for mark in marks {
                    *mark = claim as u8;
                }
            }
            at = end;
        }
        if let Some(marks) = marks.get_mut(at..at + chunk.invalid().len()) {
            marks.fill(Claim::Unread as u8);
        }
        at += chunk.invalid().len();
    }
}

/// Elements whose text is not shown.
const HIDDEN: [&str; 5] = ["script", "style", "head", "template", "noscript"];

/// Whether one of them can open here: most tags are told by two letters.
fn may_open_hidden(rest: &[u8]) -> bool {
    let letters = rest.get(1).zip(rest.get(2)).map(|(one, two)| (one.to_ascii_lowercase(), two.to_ascii_lowercase()));
    matches!(letters, Some((b's', b'c' | b't') | (b'h' | b't', b'e') | (b'n', b'o')))
}

fn html(gap: &[u8], marks: &mut [u8]) {
    marks.fill(Claim::Markup as u8);
    let mut at = 0;
    while let Some(rest) = gap.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"<") {
            at += tag(rest);
            continue;
        }
        let end = at + memchr::memchr(b'<', rest).unwrap_or(rest.len());
        let (Some(gap), Some(marks)) = (gap.get(at..end), marks.get_mut(at..end)) else { return };
        words(gap, marks);
        at = end;
    }
}

/// The length of the tag, the comment or the hidden element that opens here.
fn tag(rest: &[u8]) -> usize {
    let to = |end: &[u8]| position(rest, end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with(b"<!--") {
        return to(b"-->");
    }
    if may_open_hidden(rest)
        && let Some(name) = HIDDEN.iter().find(|name| opens(rest, name))
    {
        return to(format!("</{name}>").as_bytes());
    }
    let near = rest.get(..MAX_MARKUP).unwrap_or(rest);
    let mut at = 0;
    while let Some(behind) = near.get(at..)
        && let Some(found) = memchr::memchr3(b'>', b'"', b'\'', behind)
        && let Some([found @ .., mark]) = behind.get(..=found)
    {
        let open = at + found.len();
        if *mark == b'>' {
            return open + 1;
        }
        let Some(close) = near.get(open + 1..).and_then(|quoted| memchr::memchr(*mark, quoted)) else { break };
        at = open + 1 + close + 1;
    }
    // A quote that does not end: the tag ends at its first `>` all the same.
    to(b">")
}

fn opens(rest: &[u8], name: &str) -> bool {
    let (Some(written), Some(after)) = (rest.get(1..=name.len()), rest.get(name.len() + 1)) else { return false };
    written.eq_ignore_ascii_case(name.as_bytes()) && !after.is_ascii_alphanumeric()
}

/// The first place of an end, whatever the case of its letters; the sign that it starts with has none.
fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let ends =
        |at: &usize| haystack.get(*at..at + needle.len()).is_some_and(|written| written.eq_ignore_ascii_case(needle));
    memchr::memchr_iter(*needle.first()?, haystack).find(ends)
}

fn markdown(before: &[u8], gap: &[u8], marks: &mut [u8]) {
    let mut at = 0;
    let mut previous = before.last().copied().unwrap_or(b'\n');
    while let Some(rest) = gap.get(at..).filter(|rest| !rest.is_empty()) {
        let length = syntax(previous, rest);
        let first = rest.first().map_or(1, |first| character_length(*first));
        let range = at..(at + if length == 0 { first } else { length }).min(gap.len());
        match (gap.get(range.clone()), marks.get_mut(range.clone())) {
            (Some(gap), Some(marks)) if length == 0 => words(gap, marks),
            (Some(_), Some(marks)) => marks.fill(Claim::Markup as u8),
            _ => return,
        }
        previous = gap.get(range.end - 1).copied().unwrap_or(b'\n');
        at = range.end;
    }
}

/// How far the end of a tag's quote, of a target or of an attribute list is looked for. What is longer is no markup,
/// and a page that opens many of them and closes none costs no more than this a byte.
const MAX_MARKUP: usize = 1024;

/// The length of the markup that starts here and holds words of its own: a tag, a link's target, an attribute list, a
/// fence, an entity, the number of an item. 0 where none does.
fn syntax(previous: u8, rest: &[u8]) -> usize {
    let to = |end: u8| rest.iter().take(MAX_MARKUP).position(|byte| *byte == end).map_or(0, |at| at + 1);
    let starts_line = matches!(previous, b'\n' | b' ' | b'\t' | b'>' | b'|');
    match rest {
        [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!') => tag(rest),
        [b'(', ..] if previous == b']' => to(b')'),
        [b'[', ..] if previous == b']' => to(b']'),
        [b'{', ..] => to(b'}'),
        [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] => to(b'\n'),
        [b'&', ..] => entity(rest),
        [digit, ..] if digit.is_ascii_digit() && starts_line => number(rest),
        _ => 0,
    }
}

/// How many bytes the character has that starts with this one.
fn character_length(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

/// The text formats have no syntax but the numbers of items.
fn lines(before: &[u8], gap: &[u8], marks: &mut [u8]) {
    words(gap, marks);
    let blank = gap.len() - gap.trim_ascii_start().len();
    let line = before.iter().chain(gap.get(..blank).unwrap_or_default()).rev();
    let starts_line = line.copied().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| byte == b'\n');
    let length = if starts_line { number(gap.trim_ascii_start()) } else { 0 };
    if let Some(marks) = marks.get_mut(blank..blank + length) {
        marks.fill(Claim::Markup as u8);
    }
}

fn entity(rest: &[u8]) -> usize {
    let length = rest.iter().skip(1).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count() + 1;
    if rest.get(length) == Some(&b';') { length + 1 } else { 0 }
}

/// The number of an item: "12.".
fn number(rest: &[u8]) -> usize {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if matches!(rest.get(digits), Some(b'.' | b')')) { digits + 1 } else { 0 }
}
