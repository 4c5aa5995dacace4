//! From words of a page to testimonies: which words exactly say a fact.
//!
//! In: spans of facts, which may be whole cells or values of samples. Out: [`Testimony`]s of the words themselves, without
//! the blanks, bars and tags around them. This module knows no fact.

use crate::source::{Page, Span};
use crate::spec::model::{Evidence, Fact, Field, Testimony, Witness};

/// So many bytes before a value of a sample are searched for its name.
const LONGEST_KEY: usize = 400;

/// So many bytes around a link's words are searched for its target.
const LONGEST_TARGET: usize = 1_000;

/// The testimony of a stretch of a page; `None` of nothing.
pub fn testimony(page: &Page, span: Span, witness: Witness) -> Option<Testimony> {
    let span = trimmed(page, span);
    if span.is_empty() {
        return None;
    }
    let (start, end) = (page.position(span.start), page.position(span.end));
    Some(Testimony {
        witness,
        page: None,
        line: start.line,
        column: start.column,
        end_line: (end.line != start.line).then_some(end.line),
        end_column: end.column,
    })
}

/// The testimony of a stretch of a file beside the pages, which configures what they do not say.
pub fn beside(file: &Page, span: Span) -> Option<Testimony> {
    let said = testimony(file, span, Witness::Configuration)?;
    Some(Testimony { page: Some(file.path().as_str().to_owned()), ..said })
}

/// Adds the testimony of a stretch of a page.
pub fn add(evidence: &mut Evidence, fact: Fact, page: &Page, span: Span, witness: Witness) {
    if let Some(testimony) = testimony(page, span, witness) {
        evidence.add(fact, testimony);
    }
}

/// Names the page in the evidence of a field that has no origin of its own.
pub fn name_page(field: &mut Field, page: &Page) {
    if field.origin.is_some() {
        return;
    }
    let of_values = field.values.iter_mut().flat_map(|value| &mut value.evidence);
    for testimony in field.evidence.iter_mut().map(|(_, testimony)| testimony).chain(of_values) {
        testimony.page.get_or_insert_with(|| page.path().as_str().to_owned());
    }
}

/// The stretch without the blanks and the bars of tables around it.
fn trimmed(page: &Page, span: Span) -> Span {
    let blank = |character: char| character.is_whitespace() || character == '|';
    let span = page.whole(span);
    let slice = page.slice(span);
    let words = slice.trim_start_matches(blank);
    let start = span.start as usize + slice.len() - words.len();
    Span::new(start, start + words.trim_end_matches(blank).len())
}

/// Where exactly the words stand in a stretch: the first place outside tags; the whole stretch where it spells them in
/// another way.
pub fn exact(page: &Page, span: Span, words: &str) -> Span {
    let slice = page.slice(span);
    let first = words.lines().next().unwrap_or_default();
    if first.is_empty() || first.len() != words.len() {
        return span;
    }
    let in_tag = |at: usize| {
        let before = slice.get(..at).unwrap_or_default();
        before.rfind('<').is_some_and(|open| before.rfind('>').is_none_or(|close| close < open))
    };
    // Real cells are short; a page that says a word a thousand times before the right one is served with the cell.
    let initial = first.bytes().next().unwrap_or_default();
    let rest = slice.as_bytes();
    let starts = |at: &usize| rest.get(*at..).is_some_and(|rest| rest.starts_with(first.as_bytes()));
    let places = memchr::memchr_iter(initial, rest).filter(starts).take(16);
    let alone = |at: &usize| {
        let part = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let (before, after) = (slice.get(..*at), slice.get(*at + first.len()..));
        let starts = !part(first.chars().next()) || !part(before.and_then(|before| before.chars().next_back()));
        let ends = !part(first.chars().next_back()) || !part(after.and_then(|after| after.chars().next()));
        starts && ends
    };
    let found =
        places.clone().filter(|at| !in_tag(*at)).find(alone).or_else(|| places.into_iter().find(|at| !in_tag(*at)));
    found.map_or(span, |at| {
        let start = span.start as usize + at;
        Span::new(start, start + first.len())
    })
}

/// A value of a sample without the tags around it; of a value over several lines the first sign.
pub fn head(page: &Page, span: Span) -> Span {
    let slice = inside_tags(page, trimmed(page, span));
    let words = page.slice(slice);
    if !words.contains('\n') {
        return slice;
    }
    let first = words.chars().next().map_or(0, char::len_utf8);
    Span::new(slice.start as usize, slice.start as usize + first)
}

/// Where a link's target gives a value (`version=2016-04-28`): behind the link's words in markdown, before them in HTML; the
/// words themselves where it stands in neither place.
pub fn in_target(page: &Page, link: Span, key: &str, value: &str) -> Span {
    let (start, end) = (link.start as usize, link.end as usize);
    let around = page.whole(Span::new(start.saturating_sub(LONGEST_TARGET), end.saturating_add(LONGEST_TARGET)));
    let text = page.slice(around);
    let words = format!("{key}={value}");
    let places = memchr::memmem::find_iter(text.as_bytes(), words.as_bytes());
    let from = places.map(|at| around.start as usize + at + key.len() + 1);
    from.min_by_key(|from| from.abs_diff(end)).map_or(link, |from| Span::new(from, from + value.len()))
}

/// What stands inside an element of one line; other stretches whole.
fn inside_tags(page: &Page, span: Span) -> Span {
    let words = page.slice(span);
    let bounds = words.starts_with('<').then(|| Some((words.find('>')? + 1, words.rfind("</")?))).flatten();
    match bounds {
        Some((from, to)) if from < to && !words.contains('\n') => {
            Span::new(span.start as usize + from, span.start as usize + to)
        }
        Some(_) | None => span,
    }
}

/// The stretch up to the end of its first line.
pub fn first_line(page: &Page, span: Span) -> Span {
    let span = trimmed(page, span);
    let line = page.slice(span).lines().next().unwrap_or_default();
    Span::new(span.start as usize, span.start as usize + line.len())
}

/// The name before a value of a sample: `"Port"` of `"Port": 1194`, `Port` of `<Port>1194`; the value where the name
/// stands elsewhere.
pub fn key(page: &Page, value: Span, name: &str) -> Span {
    let end = value.start as usize;
    let mut start = end.saturating_sub(LONGEST_KEY);
    while !page.text().is_char_boundary(start) {
        start += 1;
    }
    let before = page.text().get(start..end).unwrap_or_default();
    // What stands between the name and its value: quotes, a colon, the end of a tag, blanks.
    let between =
        |character: char| character.is_whitespace() || matches!(character, '"' | '\'' | ':' | '=' | '>' | '[');
    let part = |character: char| character.is_alphanumeric() || character == '_';
    // Code in HTML has tags around each word, and entities for its quotes.
    let named = |before: &str| {
        let rest = before.trim_end_matches(between).strip_suffix(name).filter(|rest| !rest.ends_with(part))?;
        Some(Span::new(start + rest.len(), start + rest.len() + name.len()))
    };
    if let Some(found) = named(before).or_else(|| named(without_tags(before))) {
        return found;
    }
    // The tag itself may belong to the value.
    let inside = page.slice(value);
    let tag = inside.trim_start().strip_prefix('<').filter(|rest| rest.starts_with(name));
    match tag {
        Some(rest) => {
            let at = end + inside.len() - rest.len();
            Span::new(at, at + name.len())
        }
        None => head(page, value),
    }
}

/// A text up to the last word outside tags, with the signs that part a name from its value left out.
fn without_tags(text: &str) -> &str {
    let mut rest = text;
    loop {
        let bare = rest.trim_end_matches(|character: char| character.is_whitespace() || matches!(character, ':' | '"'));
        let bare = ["&quot;", "&#34;"].into_iter().fold(bare, |mut bare, quote| {
            while let Some(before) = bare.strip_suffix(quote) {
                bare = before;
            }
            bare
        });
        let bare = match bare.strip_suffix('>').and_then(|inside| inside.rfind('<')) {
            Some(open) => bare.get(..open).unwrap_or_default(),
            None => bare,
        };
        if bare.len() == rest.len() {
            return bare;
        }
        rest = bare;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PagePath;

    fn page(text: &str) -> Page {
        Page::new(PagePath::new("x.md"), text.into()).expect("a page")
    }

    fn whole(page: &Page) -> Span {
        Span::new(0, page.text().len())
    }

    #[test]
    fn words_are_found_outside_tags_and_as_words() {
        let html = page("<td class=\"No\"><p>Nothing. No</p></td>");
        assert_eq!(exact(&html, whole(&html), "No"), Span::new(27, 29));
        assert_eq!(exact(&html, whole(&html), "Yes"), whole(&html));
        let said = testimony(&html, exact(&html, whole(&html), "No"), Witness::Table).expect("a testimony");
        assert_eq!((said.line, said.column, said.end_line, said.end_column), (1, 28, None, 30));
    }

    #[test]
    fn bars_and_blanks_are_no_words() {
        let row = page("| 名称  |\n");
        let said = testimony(&row, whole(&row), Witness::Table).expect("a testimony");
        assert_eq!((said.column, said.end_column), (3, 5));
        assert_eq!(testimony(&row, Span::new(0, 2), Witness::Table), None);
    }

    #[test]
    fn names_stand_before_the_values_of_samples() {
        let json = page("{\"Port\" : 1194}");
        assert_eq!(json.slice(key(&json, Span::new(10, 14), "Port")), "Port");
        let html = page("<span class=\"k\">&quot;Port&quot;</span><span>:</span> <span>1194</span>");
        assert_eq!(html.slice(key(&html, exact(&html, whole(&html), "1194"), "Port")), "Port");
        let xml = page("<Port>1194</Port>");
        assert_eq!(xml.slice(key(&xml, Span::new(6, 10), "Port")), "Port");
        assert_eq!(xml.slice(key(&xml, Span::new(0, 17), "Port")), "Port");
        assert_eq!(json.slice(key(&json, Span::new(10, 14), "Other")), "1194");
        assert_eq!(json.slice(key(&json, Span::new(10, 14), "ort")), "1194", "a part of a name is none");
    }

    #[test]
    fn a_target_stands_behind_or_before_the_words_of_its_link() {
        let markdown = page("[Try it](https://example.com/?product=Lamps&api=X)");
        let place = in_target(&markdown, Span::new(1, 7), "product", "Lamps");
        assert_eq!((place, markdown.slice(place)), (Span::new(38, 43), "Lamps"));
        let html = page("<a href=\"https://example.com/#version=2020-01-01\">取</a>");
        let words = Span::new(html.text().len() - 7, html.text().len() - 4);
        assert_eq!(html.slice(in_target(&html, words, "version", "2020-01-01")), "2020-01-01");
        assert_eq!(in_target(&html, words, "version", "2021-01-01"), words);
    }

    #[test]
    fn of_several_lines_the_first_sign_counts() {
        let json = page("{\n1}");
        assert_eq!(head(&json, whole(&json)), Span::new(0, 1));
        let xml = page("<Port>1194</Port>");
        assert_eq!(xml.slice(head(&xml, whole(&xml))), "1194");
    }
}
