//! A sample's text and the way from its bytes back to the page.

use std::borrow::Cow;

use crate::document::{Code, Text, spelling};
use crate::source::Span;

/// The text of a sample and where it stands in the page.
#[derive(Clone, Debug)]
pub struct SampleText<'a> {
    text: Cow<'a, str>,
    span: Span,
    /// Byte of `text`, byte of the page; sorted. Between two anchors bytes run alike.
    anchors: Vec<(u32, u32)>,
}

impl<'a> SampleText<'a> {
    /// The sample of a code block.
    pub fn of_code(code: &'a Code) -> Self {
        let starts = std::iter::once(0).chain(code.text.match_indices('\n').map(|(index, _)| index as u32 + 1));
        let anchors = starts.zip(code.lines.iter().copied()).collect();
        Self { text: Cow::Borrowed(&code.text), span: code.span, anchors }
    }

    /// The sample of a paragraph: pages without code blocks print them so.
    pub fn of_text(text: &Text) -> Self {
        let mut anchors = Vec::with_capacity(text.runs.len());
        let mut length = 0;
        for run in &text.runs {
            anchors.push((length, run.span.start));
            length += run.text.len() as u32;
        }
        Self { text: Cow::Owned(text.plain()), span: text.span, anchors }
    }

    /// The same with the places of signs that the page spells in another way: entities, tags inside code.
    #[must_use]
    pub fn spelt_in(mut self, page: &str) -> Self {
        let ends = self.anchors.iter().skip(1).copied().chain([(self.text.len() as u32, self.span.end)]);
        let lines = self.anchors.iter().copied().zip(ends);
        let anchors = lines.flat_map(|((start, from), (end, to))| {
            let line = self.text.get(start as usize..end as usize).unwrap_or_default().trim_end();
            let anchors = spelling::anchors(line, page, from, to.max(from));
            anchors.into_iter().map(move |(byte, place)| (start + byte, place))
        });
        self.anchors = anchors.collect();
        self
    }

    /// A sample that stands in the page byte for byte from `start` on.
    pub fn verbatim(text: &'a str, start: u32) -> Self {
        let span = Span::new(start as usize, start as usize + text.len());
        Self { text: Cow::Borrowed(text), span, anchors: vec![(0, start)] }
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole sample in the page.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The place in the page of a range of the text. Where the reader decoded entities, a column may be off by them,
    /// but never beyond the sample.
    pub fn place(&self, start: usize, end: usize) -> Span {
        let first = self.byte(start);
        // The last byte is mapped, not the one after it: that one may be another line's.
        let last = if end > start { self.byte(end - 1) + 1 } else { first };
        Span { start: first, end: last.max(first).min(self.span.end.max(first)) }
    }

    fn byte(&self, offset: usize) -> u32 {
        let offset = offset as u32;
        let after = self.anchors.partition_point(|&(text, _)| text <= offset);
        let mapped = match after.checked_sub(1).and_then(|index| self.anchors.get(index)) {
            Some(&(text, page)) => page.saturating_add(offset - text),
            None => self.span.start,
        };
        mapped.clamp(self.span.start, self.span.end.max(self.span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Run, Style};

    #[test]
    fn lines_of_an_indented_block_are_found_again() {
        // The page: "    ab\n    cd", each line four blanks in.
        let code = Code { language: None, text: "ab\ncd".into(), span: Span::new(0, 13), lines: vec![4, 11] };
        let text = SampleText::of_code(&code);
        assert_eq!(text.place(0, 2), Span::new(4, 6));
        assert_eq!(text.place(3, 5), Span::new(11, 13));
        assert_eq!(text.place(0, 5), Span::new(4, 13));
        assert_eq!(text.place(99, 120), Span::new(13, 13), "a range past the end is the end");
    }

    #[test]
    fn runs_of_a_paragraph_are_found_again() {
        // The page: "{**x**}" from byte 10.
        let run =
            |text: &str, start, end| Run { text: text.into(), style: Style::default(), span: Span::new(start, end) };
        let paragraph =
            Text { runs: vec![run("{", 10, 11), run("x", 13, 14), run("}", 16, 17)], span: Span::new(10, 17) };
        let text = SampleText::of_text(&paragraph);
        assert_eq!(text.text(), "{x}");
        assert_eq!(text.place(1, 2), Span::new(13, 14));
        assert_eq!(text.place(2, 3), Span::new(16, 17));
    }
}
