//! A text as lines with their places.
//!
//! In: a text. Out: its lines without their ends. It knows no format.

use crate::source::Span;

/// The lines of a text with their ends. Pages have very many: the ends are looked for as fast as can be.
pub(super) fn with_ends(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at_checked(end)?;
        rest = behind;
        Some(line).filter(|line| !line.is_empty())
    })
}

/// The lines of a text.
pub(super) struct Lines<'a> {
    source: &'a str,
    spans: Vec<Span>,
}

impl<'a> Lines<'a> {
    /// Splits a part of a page; spans count from the page's start.
    pub fn new(source: &'a str, part: Span) -> Self {
        let text = source.get(part.range()).unwrap_or_default().as_bytes();
        let mut spans = Vec::new();
        let mut start = 0;
        let base = part.start as usize;
        for line_end in memchr::memchr_iter(b'\n', text).chain((!text.ends_with(b"\n")).then_some(text.len())) {
            if start == text.len() {
                break;
            }
            let is_crlf = text.get(start..line_end).is_some_and(|line| line.ends_with(b"\r"));
            spans.push(Span::new(base + start, base + line_end - usize::from(is_crlf)));
            start = line_end + 1;
        }
        Self { source, spans }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// A line; empty past the end.
    pub fn get(&self, index: usize) -> &'a str {
        self.spans.get(index).and_then(|span| self.source.get(span.range())).unwrap_or_default()
    }

    /// A line's place; empty past the end.
    pub fn span(&self, index: usize) -> Span {
        self.spans.get(index).copied().unwrap_or_else(|| {
            let end = self.spans.last().map_or(0, |span| span.end);
            Span { start: end, end }
        })
    }

    /// The place from the start of one line to the end of the line before another.
    pub fn between(&self, first: usize, end: usize) -> Span {
        let first_span = self.span(first);
        if end > first { first_span.to(self.span(end - 1)) } else { Span { end: first_span.start, ..first_span } }
    }

    /// Whether a line has no words.
    pub fn is_blank(&self, index: usize) -> bool {
        self.get(index).trim().is_empty()
    }

    /// The first line from `index` on that has words.
    pub fn skip_blank(&self, mut index: usize) -> usize {
        while index < self.len() && self.is_blank(index) {
            index += 1;
        }
        index
    }
}
