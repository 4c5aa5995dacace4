//! Builds a [`Text`] from pieces: white space collapses, neighbours of one style become one run.
//!
//! In: words with their style and place. Out: a text. It knows no format.

use std::borrow::Cow;

use crate::document::{Run, Style, Text};
use crate::source::Span;

/// An exact run at least this long is not joined with a piece that would make it inexact, so that a place inside a
/// long sentence stays known behind the first escape. Shorter runs are joined: runs cost memory.
const EXACT_RUN: usize = 64;

/// What stands before an item.
const ITEM: &str = "- ";

/// Builds a text.
#[derive(Default)]
pub(super) struct TextWriter {
    runs: Vec<Run>,
    /// White space that stands before the next word, if there is one, and how it is set.
    blank: Option<(Span, Style)>,
}

impl TextWriter {
    /// Adds words that stand at `span`. Blanks, tabs and line ends collapse to one blank; other white space, such as
    /// U+00A0 and U+3000, stays: vendors indent names with it.
    pub fn push(&mut self, text: &str, style: &Style, span: Span) {
        let exact = text.len() == span.range().len();
        if is_single_blanked(text) {
            // Most texts: one piece, whatever words it has.
            let words = text.trim_matches(' ');
            let start = span.start as usize + text.len() - text.trim_start_matches(' ').len();
            if text.starts_with(' ') {
                self.blank_at(if exact { Span { end: span.start + 1, ..span } } else { span }, style);
            }
            if !words.is_empty() {
                let visible = visible(words);
                self.word(&visible, style, if exact { Span::new(start, start + words.len()) } else { span });
                if text.ends_with(' ') {
                    self.blank_at(if exact { Span { start: span.end - 1, ..span } } else { span }, style);
                }
            }
            return;
        }
        let mut offset = 0;
        for piece in text.split(is_blank) {
            let place = if exact {
                let start = span.start as usize + offset;
                Span::new(start, start + piece.len())
            } else {
                span
            };
            let visible = visible(piece);
            if !visible.is_empty() {
                self.word(&visible, style, place);
            }
            offset += piece.len();
            if offset < text.len() {
                let start = if exact { place.end } else { span.start };
                let end = if exact { place.end + 1 } else { span.end };
                self.blank_at(Span { start, end }, style);
                offset += 1;
            }
        }
    }

    fn blank_at(&mut self, place: Span, style: &Style) {
        // At the start there is nothing to part.
        if self.blank.is_none() && !self.runs.is_empty() {
            self.blank = Some((place, style.clone()));
        }
    }

    /// A line end that the page wants.
    pub fn line_break(&mut self) {
        self.blank = None;
        if let Some(run) = self.runs.last_mut() {
            run.text.push('\n');
        }
    }

    /// A line end where the words do not stand at the start of a line already, or behind the mark of an item.
    pub fn new_line(&mut self) {
        let line = self.runs.last().and_then(|run| run.text.rsplit('\n').next());
        if line.is_some_and(|line| !line.is_empty() && line != ITEM.trim_end()) {
            self.line_break();
        }
    }

    /// Starts an item of a list that stands inside a text.
    pub fn item(&mut self, place: Span) {
        self.new_line();
        self.push(ITEM, &Style::default(), place);
    }

    /// Whether there are no words yet.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Takes the text; the writer is empty afterwards.
    pub fn finish(&mut self) -> Text {
        self.blank = None;
        let mut runs = std::mem::take(&mut self.runs);
        while let Some(run) = runs.last_mut() {
            let length = run.text.trim_end_matches('\n').len();
            run.text.truncate(length);
            if length > 0 {
                break;
            }
            runs.pop();
        }
        let span = match (runs.first(), runs.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        };
        Text { runs, span }
    }

    fn word(&mut self, word: &str, style: &Style, place: Span) {
        let blank = self.blank.take();
        let Some(last) = self.runs.last_mut() else {
            self.runs.push(Run { text: word.to_owned(), style: style.clone(), span: place });
            return;
        };
        let blank = blank.filter(|_| !last.text.ends_with('\n'));
        if last.style == *style && blank.as_ref().is_none_or(|(_, blank)| blank == style) {
            let exact = last.text.len() == last.span.range().len();
            let joined = last.text.len() + usize::from(blank.is_some()) + word.len();
            let stays_exact = joined == last.span.to(place).range().len();
            if stays_exact || !exact || last.text.len() < EXACT_RUN {
                if blank.is_some() {
                    last.text.push(' ');
                }
                last.text.push_str(word);
                last.span = last.span.to(place);
                return;
            }
        }
        let mut run = Run { text: String::new(), style: style.clone(), span: place };
        if let Some((blank, set)) = blank {
            if set == last.style {
                last.text.push(' ');
                last.span = last.span.to(blank);
            } else if set == *style {
                run.text.push(' ');
                run.span = blank.to(place);
            } else {
                self.runs.push(Run { text: " ".to_owned(), style: set, span: blank });
            }
        }
        run.text.push_str(word);
        self.runs.push(run);
    }
}

/// The word without the signs that only tell a browser where it may break it: soft hyphens and blanks of no width.
/// They are no part of a name or a value.
fn visible(word: &str) -> Cow<'_, str> {
    let is_hint = |sign: char| matches!(sign, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    if !word.is_ascii() && word.contains(is_hint) { Cow::Owned(word.replace(is_hint, "")) } else { Cow::Borrowed(word) }
}

/// Whether a text has no white space but single blanks.
fn is_single_blanked(text: &str) -> bool {
    let mut after_blank = false;
    text.bytes().all(|byte| {
        let is_blank = byte == b' ';
        let is_second = is_blank && after_blank;
        after_blank = is_blank;
        !is_second && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c')
    })
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold() -> Style {
        Style { bold: true, ..Style::default() }
    }

    #[test]
    fn white_space_collapses_and_places_stay_exact() {
        let mut writer = TextWriter::default();
        writer.push("  one two\nthree", &Style::default(), Span::new(10, 25));
        let text = writer.finish();
        assert_eq!(text.plain(), "one two three");
        assert_eq!(text.span, Span::new(12, 25));
        assert_eq!(text.place(8..13), Span::new(20, 25));
    }

    #[test]
    fn a_blank_keeps_the_style_it_was_set_in() {
        let mut writer = TextWriter::default();
        writer.push("set ", &Style::default(), Span::new(0, 4));
        writer.push("Type", &bold(), Span::new(6, 10));
        writer.push(" now", &Style::default(), Span::new(12, 16));
        let text = writer.finish();
        let runs: Vec<_> = text.runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(runs, ["set ", "Type", " now"]);
    }

    #[test]
    fn breaks_stay_inside_and_go_at_the_end() {
        let mut writer = TextWriter::default();
        writer.push("a", &Style::default(), Span::new(0, 1));
        writer.line_break();
        writer.push("b", &bold(), Span::new(5, 6));
        writer.line_break();
        assert_eq!(writer.finish().plain(), "a\nb");
        assert!(writer.is_empty());
    }

    #[test]
    fn indentation_of_names_is_no_blank() {
        let mut writer = TextWriter::default();
        writer.push("\u{3000}\u{a0}Name", &Style::default(), Span::new(0, 9));
        assert_eq!(writer.finish().plain(), "\u{3000}\u{a0}Name");
    }
}
