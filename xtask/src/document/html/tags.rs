//! What the tags of HTML mean to a reader of pages, and what stands inside them.
//!
//! In: names of elements, insides of tags. Out: a [`Kind`], values of attributes. It knows no page.

use crate::document::words::mixed;

/// What closing a tag and opening one has to know of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ends an open paragraph: `<div>`, `<ul>`, `<h1>`.
    Block,
    Paragraph,
    Item,
    Term,
    Table,
    Section,
    Row,
    Cell,
    Caption,
    List,
    Inline,
    /// `<a>` does not nest.
    Link,
    Pre,
    /// `<span>`: kept where it has an id.
    Span,
    /// Has no content: `<br>`.
    Void,
    /// Left out, its content is kept.
    Transparent,
    /// Left out with all that is in it.
    Dropped,
    /// No element of HTML.
    Unknown,
}

/// All elements of HTML, sorted by name.
const KINDS: [(&str, Kind); 134] = [
    ("a", Kind::Link),
    ("abbr", Kind::Transparent),
    ("acronym", Kind::Transparent),
    ("address", Kind::Block),
    ("applet", Kind::Transparent),
    ("area", Kind::Transparent),
    ("article", Kind::Block),
    ("aside", Kind::Block),
    ("audio", Kind::Transparent),
    ("b", Kind::Inline),
    ("base", Kind::Transparent),
    ("bdi", Kind::Transparent),
    ("bdo", Kind::Transparent),
    ("big", Kind::Transparent),
    ("blockquote", Kind::Block),
    ("body", Kind::Transparent),
    ("br", Kind::Void),
    ("button", Kind::Transparent),
    ("canvas", Kind::Transparent),
    ("caption", Kind::Caption),
    ("center", Kind::Block),
    ("cite", Kind::Transparent),
    ("code", Kind::Inline),
    ("col", Kind::Transparent),
    ("colgroup", Kind::Transparent),
    ("data", Kind::Transparent),
    ("dd", Kind::Term),
    ("del", Kind::Transparent),
    ("details", Kind::Block),
    ("dfn", Kind::Transparent),
    ("dialog", Kind::Block),
    ("dir", Kind::Block),
    ("div", Kind::Block),
    ("dl", Kind::Block),
    ("dt", Kind::Term),
    ("em", Kind::Inline),
    ("embed", Kind::Transparent),
    ("fieldset", Kind::Block),
    ("figcaption", Kind::Block),
    ("figure", Kind::Block),
    ("font", Kind::Transparent),
    ("footer", Kind::Block),
    ("form", Kind::Transparent),
    ("frame", Kind::Transparent),
    ("frameset", Kind::Transparent),
    ("h1", Kind::Block),
    ("h2", Kind::Block),
    ("h3", Kind::Block),
    ("h4", Kind::Block),
    ("h5", Kind::Block),
    ("h6", Kind::Block),
    ("head", Kind::Transparent),
    ("header", Kind::Block),
    ("hgroup", Kind::Block),
    ("hr", Kind::Void),
    ("html", Kind::Transparent),
    ("i", Kind::Inline),
    ("iframe", Kind::Dropped),
    ("image", Kind::Transparent),
    ("img", Kind::Transparent),
    ("input", Kind::Transparent),
    ("ins", Kind::Transparent),
    ("kbd", Kind::Inline),
    ("keygen", Kind::Transparent),
    ("label", Kind::Transparent),
    ("legend", Kind::Transparent),
    ("li", Kind::Item),
    ("link", Kind::Transparent),
    ("listing", Kind::Pre),
    ("main", Kind::Block),
    ("map", Kind::Transparent),
    ("mark", Kind::Transparent),
    ("marquee", Kind::Transparent),
    ("math", Kind::Dropped),
    ("menu", Kind::List),
    ("meta", Kind::Transparent),
    ("meter", Kind::Transparent),
    ("nav", Kind::Block),
    ("nobr", Kind::Transparent),
    ("noframes", Kind::Dropped),
    ("noscript", Kind::Dropped),
    ("object", Kind::Transparent),
    ("ol", Kind::List),
    ("optgroup", Kind::Transparent),
    ("option", Kind::Transparent),
    ("output", Kind::Transparent),
    ("p", Kind::Paragraph),
    ("param", Kind::Transparent),
    ("picture", Kind::Transparent),
    ("plaintext", Kind::Transparent),
    ("pre", Kind::Pre),
    ("progress", Kind::Transparent),
    ("q", Kind::Transparent),
    ("rb", Kind::Transparent),
    ("rp", Kind::Transparent),
    ("rt", Kind::Transparent),
    ("rtc", Kind::Transparent),
    ("ruby", Kind::Transparent),
    ("s", Kind::Transparent),
    ("samp", Kind::Inline),
    ("script", Kind::Dropped),
    ("search", Kind::Transparent),
    ("section", Kind::Block),
    ("select", Kind::Transparent),
    ("slot", Kind::Transparent),
    ("small", Kind::Transparent),
    ("source", Kind::Transparent),
    ("span", Kind::Span),
    ("strike", Kind::Transparent),
    ("strong", Kind::Inline),
    ("style", Kind::Dropped),
    ("sub", Kind::Transparent),
    ("summary", Kind::Block),
    ("sup", Kind::Transparent),
    ("svg", Kind::Dropped),
    ("table", Kind::Table),
    ("tbody", Kind::Section),
    ("td", Kind::Cell),
    ("template", Kind::Transparent),
    ("textarea", Kind::Dropped),
    ("tfoot", Kind::Section),
    ("th", Kind::Cell),
    ("thead", Kind::Section),
    ("time", Kind::Transparent),
    ("title", Kind::Dropped),
    ("tr", Kind::Row),
    ("track", Kind::Transparent),
    ("tt", Kind::Inline),
    ("u", Kind::Transparent),
    ("ul", Kind::List),
    ("var", Kind::Transparent),
    ("video", Kind::Transparent),
    ("wbr", Kind::Transparent),
    ("xmp", Kind::Pre),
];

/// Where the elements are found by their names: a page has thousands of tags. More than twice as many places as elements,
/// so that few share one; an element whose place is taken has the next one that is free.
const PLACES: usize = 512;

/// The number of the element at each place, and of none where there is none.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which tells an index that is too large")]
const NUMBERS: [u8; PLACES] = {
    let mut numbers = [u8::MAX; PLACES];
    let mut number = 0;
    while number < KINDS.len() {
        let mut place = place(KINDS[number].0.as_bytes());
        while numbers[place] != u8::MAX {
            place = (place + 1) % PLACES;
        }
        numbers[place] = number as u8;
        number += 1;
    }
    numbers
};

/// Where a name is looked for first, whatever the case of its letters.
const fn place(name: &[u8]) -> usize {
    (mixed(name) >> 23) as usize % PLACES
}

/// An element of HTML, or what has the form of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// In lower case; empty where HTML has no such element.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its number among all elements.
    pub number: usize,
}

/// How many elements there are.
pub(super) const ELEMENTS: usize = KINDS.len();
/// The bytes of the longest name.
const LONGEST: usize = 10;

/// The element of a name.
pub(super) fn element(name: &str) -> Element {
    let none = Element { name: "", kind: Kind::Unknown, number: ELEMENTS };
    if name.len() > LONGEST {
        return none;
    }
    let from = place(name.as_bytes());
    let mut numbers = NUMBERS.iter().skip(from).chain(&NUMBERS).map(|number| usize::from(*number));
    let found = numbers.find_map(|number| match KINDS.get(number) {
        Some((known, kind)) if known.eq_ignore_ascii_case(name) => Some(Element { name: known, kind: *kind, number }),
        Some(_) => None,
        None => Some(none),
    });
    found.unwrap_or(none)
}

/// Whether HTML has an element of this name.
pub(super) fn is_element(name: &str) -> bool {
    element(name).kind != Kind::Unknown
}

/// The value of an attribute in the inside of a tag, as the page spells it.
pub(super) fn raw_attribute<'t>(inner: &'t str, wanted: &str) -> Option<&'t str> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
    let bytes = inner.as_bytes();
    let past = |from: usize, ends: &dyn Fn(&u8) -> bool| {
        bytes.get(from..).and_then(|rest| rest.iter().position(ends)).map_or(bytes.len(), |length| from + length)
    };
    let mut at = 0;
    while at < bytes.len() {
        let start = past(at, &|byte| !is_blank(byte) && *byte != b'/');
        let end = past(start, &|byte| is_blank(byte) || matches!(byte, b'=' | b'/' | b'>'));
        let is_wanted = inner.get(start..end).is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        at = past(end, &|byte| !is_blank(byte));
        if bytes.get(at) != Some(&b'=') {
            if is_wanted {
                return Some("");
            }
            at = at.max(start + 1);
            continue;
        }
        let value_start = past(at + 1, &|byte| !is_blank(byte));
        let (from, to) = match bytes.get(value_start) {
            Some(quote @ (b'"' | b'\'')) => (value_start + 1, past(value_start + 1, &|byte| byte == quote)),
            Some(_) | None => (value_start, past(value_start, &|byte| is_blank(byte) || *byte == b'>')),
        };
        if is_wanted {
            let value = inner.get(from..to)?;
            return Some(if from > value_start { value } else { value.trim_end_matches('/') });
        }
        at = to + 1;
    }
    None
}

/// The value of an attribute with its entities decoded as far as a link needs it.
pub(super) fn attribute(inner: &str, wanted: &str) -> Option<String> {
    raw_attribute(inner, wanted).map(|value| value.replace("&amp;", "&"))
}

/// The name by which links reach an element.
pub(super) fn anchor(inner: &str) -> Option<String> {
    attribute(inner, "id").or_else(|| attribute(inner, "name")).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_sorted_and_found() {
        assert!(KINDS.is_sorted_by(|(left, _), (right, _)| left < right));
        for (number, (name, kind)) in KINDS.into_iter().enumerate() {
            assert_eq!(element(name), Element { name, kind, number });
        }
        assert_eq!((element("TD").name, element("TD").kind), ("td", Kind::Cell));
        assert_eq!((element("x").name, element("x").kind), ("", Kind::Unknown));
        assert_eq!((element("h7").name, element("h7").kind), ("", Kind::Unknown));
    }

    #[test]
    fn attributes_in_all_their_spellings() {
        let inner = " title=\"x id=3\" ID='a b' href=x/ name = y hidden/";
        let values = ["id", "href", "name", "hidden", "title", "x"].map(|wanted| raw_attribute(inner, wanted));
        assert_eq!(values, [Some("a b"), Some("x"), Some("y"), Some(""), Some("x id=3"), None]);
        assert_eq!(raw_attribute(" id=\"never ends", "id"), Some("never ends"));
        assert_eq!(raw_attribute(" = = / id", "id"), Some(""));
    }
}
