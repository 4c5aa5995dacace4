//! Lines of a head: `HTTP/1.1 200 OK`, `Content-Type: application/json`.

use super::super::{Pair, Reading, SampleText};
use super::line_at;

/// Reads the head of an answer at `at`, if one stands there; the offset after it.
pub(in super::super) fn head(text: &SampleText<'_>, at: usize, reading: &mut Reading) -> usize {
    let source = text.text();
    let rest = source.get(at..).unwrap_or_default();
    let at = at + rest.len() - rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}').len();
    let Some((line, _, mut next)) = line_at(source, at) else { return at };
    if !line.starts_with("HTTP/") {
        return at;
    }
    reading.status = line.split_whitespace().nth(1).and_then(|status| status.parse().ok());
    while let Some((line, start, after)) = line_at(source, next) {
        match pair(text, line, start) {
            Some(pair) => reading.headers.push(pair),
            None => return next,
        }
        next = after;
    }
    next
}

/// How many bytes the head at the start of a text has.
pub(in super::super) fn head_length(text: &str) -> usize {
    let Some((_, _, mut next)) = line_at(text, 0) else { return 0 };
    while let Some((line, _, after)) = line_at(text, next) {
        if name_length(line).is_none() {
            break;
        }
        next = after;
    }
    next
}

/// A line of a head.
pub(super) fn pair(text: &SampleText<'_>, line: &str, start: usize) -> Option<Pair> {
    let (name, value) = line.split_at_checked(name_length(line)?)?;
    let value = value.trim_start_matches(':').trim();
    Some(Pair { name: name.to_owned(), value: value.to_owned(), span: text.place(start, start + line.len()) })
}

/// Whether a line is one of a head.
pub(super) fn is_line(line: &str) -> bool {
    name_length(line).is_some()
}

/// The length of the name before a line's colon; `None` when the line is none of a head.
fn name_length(line: &str) -> Option<usize> {
    let (name, value) = line.split_once(':')?;
    let is_name = name.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && name.len() <= 64
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (is_name && !value.starts_with("//")).then_some(name.len())
}
