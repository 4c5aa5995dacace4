//! Tells what a page is written in: from its content first, from its file ending second.
//!
//! In: a page. Out: a [`Format`]. It reads no more of a page than the marks of a format.

use crate::document::Format;
use crate::document::lines::with_ends;
use crate::document::words::Words;
use crate::document::{rows, text};
use crate::source::Page;

/// How many lines are looked at. Marks of a format stand near the top; a page that hides them is read by its ending.
const LINES: usize = 5_000;

/// The tags that only a page of HTML has in such numbers.
const HTML_TAGS: [&str; 12] =
    ["html", "body", "head", "div", "section", "p", "h1", "h2", "h3", "h4", "table", "article"];

/// What a page is written in.
pub(super) fn format(page: &Page, words: &Words<'_>) -> Format {
    let text = page.text().trim_start_matches('\u{feff}').trim_start();
    let opening = text.get(..15).or_else(|| text.get(..5)).unwrap_or_default().to_ascii_lowercase();
    if opening.starts_with("<!doctype html") || opening.starts_with("<html") {
        return Format::Html;
    }
    let ending = page.path().as_str().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let marks = Marks::of(text, words);
    let by_content = if marks.markdown > 0 {
        Some(Format::Markdown)
    } else if marks.html >= 2 || (marks.html == 1 && text.starts_with('<')) {
        Some(Format::Html)
    } else if marks.bars > 0 {
        Some(Format::TextWithBars)
    } else if marks.columns > 0 {
        Some(Format::TextPlain)
    } else {
        None
    };
    by_content.unwrap_or(match ending.as_deref() {
        Some("md" | "markdown" | "mdx") => Format::Markdown,
        Some("html" | "htm" | "xhtml") => Format::Html,
        _ => Format::TextPlain,
    })
}

#[derive(Default)]
struct Marks {
    /// Lines that only markdown has: `# heading`, a fence, `|---|` with a leading bar.
    markdown: usize,
    /// Tags of HTML at the start of a line.
    html: usize,
    /// Lines such as `---|---|`.
    bars: usize,
    /// Lines of column words alone.
    columns: usize,
}

impl Marks {
    fn of(text: &str, words: &Words<'_>) -> Self {
        let mut marks = Self::default();
        let mut after_blank = true;
        let mut lone_bars = 0;
        for line in with_ends(text).take(LINES) {
            if marks.markdown > 0 {
                // Nothing else counts any more.
                break;
            }
            let line = line.trim();
            let was_after_blank = std::mem::replace(&mut after_blank, line.is_empty());
            match line.as_bytes().first() {
                Some(b'#') => {
                    let level = line.bytes().take_while(|&byte| byte == b'#').count();
                    let rest = line.get(level..).unwrap_or_default();
                    // Right below another line it is as likely a comment in a sample.
                    marks.markdown += usize::from(was_after_blank && level <= 6 && rest.starts_with([' ', '\t']));
                }
                Some(b'`') => marks.markdown += usize::from(line.starts_with("```")),
                Some(b'~') => marks.markdown += usize::from(line.starts_with("~~~")),
                Some(b'|') if line.len() == 1 => lone_bars += 1,
                Some(b'|') => marks.markdown += usize::from(rows::separator(line).is_some()),
                Some(b'-' | b':') => {
                    marks.bars += usize::from(line.contains('|') && rows::separator(line).is_some());
                }
                Some(b'<') => marks.html += usize::from(is_html_tag(line)),
                Some(_) if marks.columns == 0 && line.len() <= 120 => {
                    marks.columns += usize::from(words.columns_of_line(line, text::starts_rows).is_some());
                }
                Some(_) | None => {}
            }
        }
        // Text whose bars all stand on lines of their own may have lost its separators.
        marks.bars += usize::from(lone_bars >= 4);
        marks
    }
}

fn is_html_tag(line: &str) -> bool {
    let name = line.get(1..).unwrap_or_default().trim_start_matches('/');
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = name.get(..length).unwrap_or_default();
    HTML_TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lexicon_for_tests;
    use crate::source::PagePath;

    fn format_of(name: &str, text: &str) -> Format {
        let page = Page::new(PagePath::new(name), text.into()).expect("a page");
        let lexicon = lexicon_for_tests();
        format(&page, &Words::new(&lexicon))
    }

    #[test]
    fn content_goes_before_the_ending() {
        assert_eq!(format_of("x.txt", "# Boat\n\nHires a boat.\n"), Format::Markdown);
        assert_eq!(format_of("x.txt", "Boat\n\n|Name|Type|\n|----|----|\n|a|b|\n"), Format::Markdown);
        assert_eq!(format_of("x.md", "\u{feff}<!DOCTYPE html><title>Boat</title>"), Format::Html);
        assert_eq!(format_of("x.md", "<a name=\"x\"></a>\n<h1>Boat</h1>\n<p>Hires.</p>"), Format::Html);
        assert_eq!(format_of("x.html", "<a name=\"x\"></a>\n\n# Boat\n\n<table><tr></tr></table>"), Format::Markdown);
        assert_eq!(format_of("x.md", "Boat\nName | Type |\n---|---|\na | b |\n"), Format::TextWithBars);
        assert_eq!(format_of("x.html", "Boat\n\nParameter Type Description\nOar String\n"), Format::TextPlain);
    }

    #[test]
    fn the_ending_settles_what_the_content_leaves_open() {
        assert_eq!(format_of("x.md", "Hires a boat.\n"), Format::Markdown);
        assert_eq!(format_of("x.htm", "Hires a boat.\n"), Format::Html);
        assert_eq!(format_of("x", "Hires a boat.\n"), Format::TextPlain);
        assert_eq!(format_of("x.txt", ""), Format::TextPlain);
    }
}
