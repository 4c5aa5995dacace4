//! Where each word of a run stands in a page that spells it in another way: `x86\_64`, `&lt;`, a line end for a blank.
//!
//! In: a run and the text of its page. Out: a [`Spelling`]. It knows escapes, entities, tags and marks of setting, and no
//! format: what it meets on the way from one letter to the next it passes over.

use super::Run;
use crate::source::Span;

/// So many bytes are passed over before the next letter is given up.
const LONGEST_GAP: usize = 400;
/// The longest name of an entity.
const LONGEST_ENTITY: usize = 32;

/// The bytes of a page that spell the bytes of a run.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// For each byte at which a letter starts, where the page starts to spell it.
    starts: Vec<u32>,
    /// For each byte at which a letter ends, where the page has spelt it.
    ends: Vec<u32>,
}

impl Spelling {
    /// Reads how the page spells a run; `None` of a run that the page spells as it is, and of one that it does not spell.
    pub fn of(run: &Run, page: &str) -> Option<Self> {
        let spelt = page.get(run.span.range())?;
        if spelt.len() == run.text.len() {
            return None;
        }
        let base = run.span.start;
        let mut starts = vec![base; run.text.len() + 1];
        let mut ends = vec![base; run.text.len() + 1];
        let mut at = 0;
        for (index, letter) in run.text.char_indices() {
            let (start, end) = next(spelt, at, letter)?;
            *starts.get_mut(index)? = base + start as u32;
            *ends.get_mut(index + letter.len_utf8())? = base + end as u32;
            at = end;
        }
        Some(Self { starts, ends })
    }

    /// The bytes of the page that spell a range of the run's text.
    pub fn place(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let (start, end) = (*self.starts.get(range.start)?, *self.ends.get(range.end)?);
        Some(Span::new(start as usize, end as usize))
    }
}

/// Where a page spells a text that starts at `from`: a byte of the text with its byte of the page, wherever the two part.
/// Ends with what the page does not spell.
pub fn anchors(text: &str, page: &str, from: u32, to: u32) -> Vec<(u32, u32)> {
    let mut anchors = vec![(0, from)];
    let spelt = page.get(from as usize..to as usize).unwrap_or_default();
    if spelt.starts_with(text) {
        return anchors;
    }
    let mut at = 0;
    let mut expected = 0;
    for (index, letter) in text.char_indices() {
        let is_plain = letter.is_ascii_alphanumeric() && spelt.as_bytes().get(at) == Some(&(letter as u8));
        let place = if is_plain { Some((at, at + 1)) } else { next(spelt, at, letter) };
        let Some((start, end)) = place else { break };
        if start != expected {
            anchors.push((index as u32, from + start as u32));
        }
        expected = start + letter.len_utf8();
        at = end;
    }
    anchors
}

/// Where the page spells the next letter.
fn next(spelt: &str, at: usize, letter: char) -> Option<(usize, usize)> {
    match letter {
        // Any white space, a tag that breaks the line, or nothing stands for them.
        ' ' | '\n' => Some((at, blank(spelt, at))),
        letter => find(spelt, at, letter),
    }
}

/// Past the white space at a place.
fn blank(spelt: &str, at: usize) -> usize {
    let rest = spelt.get(at..).unwrap_or_default();
    spelt.len() - rest.trim_start().len()
}

/// The next place at which the page spells a letter.
fn find(spelt: &str, from: usize, letter: char) -> Option<(usize, usize)> {
    let mut at = from;
    while at <= from + LONGEST_GAP {
        let rest = spelt.get(at..)?;
        let next = rest.chars().next()?;
        if next == '&'
            && let Some(length) = entity(rest, letter)
        {
            return Some((at, at + length));
        }
        if next == letter {
            return Some((at, at + letter.len_utf8()));
        }
        at += match next {
            '<' => rest.bytes().take(LONGEST_GAP).position(|byte| byte == b'>').map_or(1, |close| close + 1),
            other => other.len_utf8(),
        };
    }
    None
}

/// The length of the entity that a text starts with, if it may stand for a letter.
fn entity(text: &str, letter: char) -> Option<usize> {
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')?;
    let name = name.get(..end)?;
    let is_name =
        !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '#');
    // "&foo;" as it stands is no entity; the sign itself has two.
    let fits = letter != '&' || matches!(name, "amp" | "#38" | "#x26");
    (is_name && fits).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Style;

    fn place(page: &str, text: &str, word: &str) -> Option<String> {
        let run = Run { text: text.into(), style: Style::default(), span: Span::new(0, page.len()) };
        let start = text.find(word)?;
        let span = Spelling::of(&run, page)?.place(start..start + word.len())?;
        page.get(span.range()).map(str::to_owned)
    }

    #[test]
    fn words_are_found_behind_escapes_entities_and_line_ends() {
        assert_eq!(place("one\\_two x86\\_64", "one_two x86_64", "x86_64").as_deref(), Some("x86\\_64"));
        assert_eq!(place("a &lt; b\n   &amp; c", "a < b & c", "c").as_deref(), Some("c"));
        assert_eq!(place("a &lt; b", "a < b", "<").as_deref(), Some("&lt;"));
        assert_eq!(place("取&nbsp;&nbsp;值<br/>为 1", "取\u{a0}\u{a0}值\n为 1", "为").as_deref(), Some("为"));
        assert_eq!(place("a<b class=\"b\">b</b>", "ab", "b").as_deref(), Some("b"));
    }

    #[test]
    fn a_text_is_anchored_wherever_the_page_parts_from_it() {
        let page = "<i>\"a\"</i>: &quot;b&quot;";
        assert_eq!(anchors("\"a\": \"b\"", page, 0, page.len() as u32), [(0, 0), (0, 3), (3, 10), (6, 18)]);
        assert_eq!(anchors("as it is", "as it is", 0, 8), [(0, 0)]);
    }

    #[test]
    fn what_the_page_does_not_spell_has_no_place() {
        assert_eq!(place("abc", "abcd", "d"), None);
        assert_eq!(place("same", "same", "same"), None, "the run's own place is exact");
    }
}
