//! One page: its path, its text, its hash and the way from a byte to a line and a column.
//!
//! In: bytes, or a file. Out: a [`Page`]. A page of a file can be let go and reads itself again when it is asked. This
//! module knows no format and no API.

use std::fmt;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub mod keys;

/// The largest page that is read, in bytes (16 MiB). The largest of 8,000 real pages has 0.5 MiB.
pub const MAX_PAGE_BYTES: usize = 16 << 20;

/// A page's path relative to its folder of pages, with `/` between its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct PagePath(Arc<str>);

impl PagePath {
    /// Takes a relative path; backslashes become `/`.
    pub fn new(path: &str) -> Self {
        if path.contains('\\') { Self(path.replace('\\', "/").into()) } else { Self(path.into()) }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PagePath {
    fn from(path: String) -> Self {
        Self::new(&path)
    }
}

impl From<PagePath> for String {
    fn from(path: PagePath) -> Self {
        path.as_str().to_owned()
    }
}

impl fmt::Display for PagePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A half-open range of bytes of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`; never negative.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end.max(start) as u32 }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// A place that a person can go to. Lines and columns start at 1; a column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Why bytes are no page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Not UTF-8.
    #[error("{path}: byte {offset} is not UTF-8")]
    NotUtf8 {
        /// Which page.
        path: PagePath,
        /// First byte that is not UTF-8, from 0.
        offset: usize,
    },
    /// A NUL byte: a binary file, not a page.
    #[error("{path}: holds a NUL byte at {offset}, so it is no page of text")]
    Binary {
        /// Which page.
        path: PagePath,
        /// The first NUL byte, from 0.
        offset: usize,
    },
    /// Larger than [`MAX_PAGE_BYTES`].
    #[error("{path}: {bytes} bytes, and a page may have {MAX_PAGE_BYTES}")]
    TooLarge {
        /// Which page.
        path: PagePath,
        /// Its size in bytes.
        bytes: usize,
    },
}

/// One page as it came, byte for byte.
#[derive(Clone, Debug)]
pub struct Page {
    path: PagePath,
    /// Empty after the page was let go, until somebody asks for it again.
    content: OnceLock<Arc<Content>>,
    /// The file that it can be read from again, and the fingerprint of its bytes.
    file: Option<(Arc<Path>, u64)>,
}

/// A page's text and the way through it.
#[derive(Debug, Default)]
struct Content {
    text: String,
    line_starts: Vec<u32>,
    /// Inside long lines, every so many bytes, how many characters of the line stand before: real pages are one line.
    marks: Vec<(u32, u32)>,
}

impl Content {
    fn new(text: String) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|index| index as u32 + 1));
        let marks = marks(&text, &line_starts);
        Self { text, line_starts, marks }
    }
}

/// How many bytes stand between two marks of a long line.
const MARKED_BYTES: usize = 1024;

impl Page {
    /// Takes the bytes of a page. A leading byte order mark stays in the text: spans count it.
    pub fn new(path: PagePath, bytes: Vec<u8>) -> Result<Self, SourceError> {
        if bytes.len() > MAX_PAGE_BYTES {
            return Err(SourceError::TooLarge { path, bytes: bytes.len() });
        }
        if let Some(offset) = memchr::memchr(0, &bytes) {
            return Err(SourceError::Binary { path, offset });
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return Err(SourceError::NotUtf8 { path, offset: error.utf8_error().valid_up_to() }),
        };
        let content = OnceLock::from(Arc::new(Content::new(text)));
        Ok(Self { path, content, file: None })
    }

    /// The same, of bytes that stand in a file.
    #[must_use]
    pub fn of_file(self, file: PathBuf) -> Self {
        let fingerprint = fingerprint(self.text());
        Self { file: Some((file.into(), fingerprint)), ..self }
    }

    /// The same page, but for its text, which is read from its file again when somebody asks for it. A page that has no
    /// file keeps its text.
    #[must_use]
    pub fn let_go(self) -> Self {
        if self.file.is_some() { Self { content: OnceLock::new(), ..self } } else { self }
    }

    /// The text and the way through it. A file that has changed since it was read has no words to quote.
    fn content(&self) -> &Content {
        self.content.get_or_init(|| {
            let file = self.file.as_ref();
            let again = file.and_then(|(file, known)| {
                let text = fs::read_to_string(file).ok()?;
                (fingerprint(&text) == *known).then_some(text)
            });
            Arc::new(Content::new(again.unwrap_or_default()))
        })
    }

    /// Where it lies, relative to its folder of pages.
    pub fn path(&self) -> &PagePath {
        &self.path
    }

    /// Its whole text.
    pub fn text(&self) -> &str {
        &self.content().text
    }

    /// The text of a span; empty when the span does not fit the page.
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// The same span, widened to whole characters. Where a page escapes a character, the words after it are counted
    /// from a place that lies some bytes before theirs, which may be inside another one.
    pub fn whole(&self, span: Span) -> Span {
        let length = self.text().len();
        let (mut start, mut end) = ((span.start as usize).min(length), (span.end as usize).min(length));
        while !self.text().is_char_boundary(start) {
            start -= 1;
        }
        while !self.text().is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }

    /// SHA-256 of its bytes in lower-case hexadecimal.
    pub fn hash(&self) -> String {
        Sha256::digest(self.text().as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
            use fmt::Write as _;
            // Writing to a String can not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Line and column of a byte; a byte past the end is the end.
    pub fn position(&self, byte: u32) -> Position {
        let Content { text, line_starts, marks } = self.content();
        let byte = byte.min(text.len() as u32);
        let line = line_starts.partition_point(|&start| start <= byte);
        let start = line.checked_sub(1).and_then(|line| line_starts.get(line)).map_or(0, |&start| start as usize);
        let mark = marks.partition_point(|&(mark, _)| mark <= byte).checked_sub(1);
        let mark = mark.and_then(|mark| marks.get(mark)).filter(|(mark, _)| *mark as usize > start);
        let (from, before) = mark.map_or((start, 0), |&(mark, before)| (mark as usize, before as usize));
        let column = before + text.get(from..byte as usize).map_or(0, |text| text.chars().count());
        Position { line: line as u32, column: column as u32 + 1 }
    }
}

/// What tells a text from what a file holds later.
fn fingerprint(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The marks of all lines that are long.
fn marks(text: &str, line_starts: &[u32]) -> Vec<(u32, u32)> {
    let ends = line_starts.iter().skip(1).map(|&end| end as usize).chain([text.len()]);
    let mut marks = Vec::new();
    for (start, end) in line_starts.iter().map(|&start| start as usize).zip(ends) {
        let (mut from, mut before) = (start, 0);
        while from + MARKED_BYTES < end {
            let mut to = from + MARKED_BYTES;
            while !text.is_char_boundary(to) {
                to += 1;
            }
            before += text.get(from..to).map_or(0, |part| part.chars().count()) as u32;
            marks.push((to as u32, before));
            from = to;
        }
    }
    marks
}

impl Page {
    /// The byte at a line and a column; `None` where the page has no such line, its end where the line is shorter.
    pub fn byte_at(&self, line: u32, column: u32) -> Option<u32> {
        self.rest_of_line(line, column).map(|rest| rest.start)
    }

    /// How many lines the page has; an empty one behind the last line end does not count.
    pub fn line_count(&self) -> u32 {
        let last = self.content().line_starts.last().copied().unwrap_or_default();
        self.content().line_starts.len() as u32 - u32::from(last as usize == self.content().text.len() && last > 0)
    }

    /// From a line and a column to the end of the line; `None` when the page has no such line.
    pub fn rest_of_line(&self, line: u32, column: u32) -> Option<Span> {
        let start = *self.content().line_starts.get(line.checked_sub(1)? as usize)? as usize;
        let words = self.content().text.get(start..)?.lines().next().unwrap_or_default();
        let end = start + words.len();
        let skipped = column.saturating_sub(1);
        let first = self.content().marks.partition_point(|&(mark, _)| mark as usize <= start);
        let of_line = self.content().marks.get(first..).unwrap_or_default();
        let of_line = of_line.get(..of_line.partition_point(|&(mark, _)| (mark as usize) < end)).unwrap_or_default();
        let mark = of_line.partition_point(|&(_, before)| before <= skipped).checked_sub(1);
        let mark = mark.and_then(|mark| of_line.get(mark));
        let (from, before) = mark.map_or((start, 0), |&(mark, before)| (mark as usize, before));
        let rest = self.content().text.get(from..end).unwrap_or_default();
        let left = (skipped - before) as usize;
        let at = rest.char_indices().nth(left).map_or(end, |(index, _)| from + index);
        Some(Span::new(at, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page::new(PagePath::new("x.md"), text.into()).expect("a page")
    }

    #[test]
    fn positions_count_characters_from_one() {
        let page = page("ab\n取值x\n");
        assert_eq!(page.position(0), Position { line: 1, column: 1 });
        assert_eq!(page.position(3), Position { line: 2, column: 1 });
        assert_eq!(page.position(9), Position { line: 2, column: 3 });
        assert_eq!(page.position(999), Position { line: 3, column: 1 });
        assert_eq!(page.rest_of_line(2, 3).map(|span| page.slice(span).to_owned()).as_deref(), Some("x"));
        assert_eq!(page.rest_of_line(9, 1), None);
    }

    #[test]
    fn long_lines_are_counted_like_short_ones() {
        let line = "取x".repeat(3_000);
        let page = page(&format!("ab\n{line}\nc{line}\n"));
        let start = 3 + line.len() as u32 + 1;
        for number in [0, 1, 700, 1_234, 2_999] {
            let byte = start + 1 + number * 4;
            assert_eq!(page.position(byte), Position { line: 3, column: 2 + number * 2 });
            assert_eq!(page.byte_at(3, 2 + number * 2), Some(byte));
        }
        assert_eq!(page.position(start - 1), Position { line: 2, column: 6_001 });
        assert_eq!(page.byte_at(2, 9_999), Some(start - 1), "past the end is the end");
        assert_eq!(page.position(start), Position { line: 3, column: 1 });
        assert_eq!(page.line_count(), 3);
    }

    #[test]
    fn bytes_that_are_no_page_are_refused_with_the_place() {
        let path = PagePath::new("x.md");
        assert_eq!(
            Page::new(path.clone(), vec![b'a', 0xff]).unwrap_err(),
            SourceError::NotUtf8 { path: path.clone(), offset: 1 }
        );
        assert_eq!(Page::new(path.clone(), vec![b'a', 0]).unwrap_err(), SourceError::Binary { path, offset: 1 });
    }

    #[test]
    fn a_page_that_was_let_go_reads_itself_again_while_it_is_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x.md");
        fs::write(&file, "ab\ncd").expect("a file");
        let page = page("ab\ncd").of_file(file.clone()).let_go();
        assert!(page.content.get().is_none(), "nothing is held");
        assert_eq!(page.position(3), Position { line: 2, column: 1 });
        assert_eq!(page.slice(Span::new(3, 5)), "cd");
        fs::write(&file, "ab\nxy").expect("a file");
        assert_eq!(page.text(), "ab\ncd", "what was read stays");
        assert_eq!(page.let_go().text(), "", "it is another page now");
    }

    #[test]
    fn a_page_without_a_file_keeps_its_text() {
        assert_eq!(page("ab").let_go().text(), "ab");
    }
}
