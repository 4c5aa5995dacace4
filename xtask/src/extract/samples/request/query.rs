//! The pairs of a query, which samples spread over lines.

use super::super::{Hint, Pair, Reading, RepairKind, Request, SampleText};
use super::{head, is_comment, line_at, repair, starts_body, starts_request, url};

/// A pair whose end has not come yet.
#[derive(Default)]
struct Open {
    raw: String,
    start: usize,
    end: usize,
    /// How many brackets of a JSON value wait for their close.
    brackets: usize,
}

impl Open {
    fn push(&mut self, words: &str, start: usize) {
        if self.raw.is_empty() {
            self.start = start;
        } else if self.brackets > 0 {
            self.raw.push('\n');
        } else if self.raw.contains(' ') && !self.raw.ends_with('=') {
            self.raw.push(' ');
        }
        let is_json = self.brackets > 0 || self.opens_json(words);
        if is_json {
            self.count(words);
        }
        self.raw.push_str(words);
        self.end = start + words.len();
    }

    /// Adds words of the same line to a JSON value.
    fn push_on(&mut self, words: &str) {
        self.count(words);
        self.raw.push_str(words);
        self.end += words.len();
    }

    fn count(&mut self, words: &str) {
        for byte in words.bytes() {
            match byte {
                b'{' | b'[' => self.brackets += 1,
                b'}' | b']' => self.brackets = self.brackets.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn opens_json(&self, words: &str) -> bool {
        let value = if self.raw.is_empty() {
            words.split_once('=').map(|(_, value)| value)
        } else {
            self.raw.ends_with('=').then_some(words)
        };
        value.is_some_and(|value| value.trim_start().starts_with(['{', '[']))
    }

    fn close(&mut self, text: &SampleText<'_>, request: &mut Request, reading: &mut Reading) {
        let open = std::mem::take(self);
        let raw = open.raw.trim();
        let raw = raw.strip_prefix("amp;").unwrap_or(raw);
        if raw.is_empty() {
            return;
        }
        let span = text.place(open.start, open.end);
        if is_elision(raw) {
            repair(reading, text, RepairKind::Elision, open.start, open.end);
            return;
        }
        match raw.split_once('=') {
            Some((name, value)) if !raw.starts_with('<') => {
                let (name, value) = (url::decode(name.trim()), url::decode(value.trim()));
                request.query.push(Pair { name, value, span });
            }
            Some(_) | None => {
                request.placeholders.push(raw.trim_start_matches('<').trim_end_matches('>').trim().to_owned());
            }
        }
    }
}

/// Reads the query that starts at `at`, right after the path; the offset after it.
pub(super) fn read(text: &SampleText<'_>, at: usize, request: &mut Request, reading: &mut Reading) -> usize {
    let source = text.text();
    let mut open = Open::default();
    let mut next = at;
    let mut is_first = true;
    let mut is_query = false;
    while let Some((line, start, after)) = line_at(source, next) {
        if is_first {
            is_first = false;
            is_query = starts_query(line);
            if !is_query && !line.is_empty() && !line.starts_with("HTTP/") {
                repair(reading, text, RepairKind::StrayText, start, start + line.len());
            }
        } else if line.is_empty() {
            // A blank line inside a query is followed by its next pair.
            let goes_on = source.get(after..).is_some_and(|rest| rest.trim_start().starts_with('&'));
            if !goes_on && open.brackets == 0 {
                break;
            }
            next = after;
            continue;
        } else if open.brackets == 0 {
            if !is_query && !starts_query(line) {
                break;
            }
            is_query = true;
            if ends_query(source, line, start, &open) {
                break;
            }
            if is_comment(line) || is_elision(line) {
                open.close(text, request, reading);
                let kind = if is_comment(line) { RepairKind::Comment } else { RepairKind::Elision };
                repair(reading, text, kind, start, start + line.len());
                next = after;
                continue;
            }
        }
        if is_query {
            let line = line.rsplit_once(" HTTP/").map_or(line, |(line, _)| line);
            pairs(text, line, start, &mut open, request, reading);
        }
        next = after;
    }
    open.close(text, request, reading);
    next
}

fn is_elision(words: &str) -> bool {
    words.starts_with("..") || words.starts_with('…')
}

fn starts_query(line: &str) -> bool {
    line.starts_with(['?', '&']) || line.starts_with("Action=")
}

/// Whether the line, which is not the query's first, belongs to something else.
fn ends_query(source: &str, line: &str, start: usize, open: &Open) -> bool {
    let is_pair = line.starts_with(['?', '&', '$']);
    !is_pair
        && !open.raw.ends_with('=')
        && (line.starts_with("HTTP/")
            || starts_body(line)
            || starts_request(source.get(start..).unwrap_or_default(), Hint::Unknown)
            || head::is_line(line))
}

/// Splits a line at its `&`.
fn pairs(
    text: &SampleText<'_>,
    line: &str,
    start: usize,
    open: &mut Open,
    request: &mut Request,
    reading: &mut Reading,
) {
    let mut at = start;
    let mut rest = line;
    if open.brackets == 0
        && let Some(after) = rest.strip_prefix(['?', '$'])
    {
        if rest.starts_with('$') {
            repair(reading, text, RepairKind::LooseSeparator, start, start + 1);
        }
        open.close(text, request, reading);
        at += 1;
        rest = after;
    }
    while open.brackets == 0
        && let Some((words, after)) = rest.split_once('&')
    {
        if !words.is_empty() {
            open.push(words, at);
        }
        if open.brackets > 0 {
            // The `&` stands inside a JSON text: the rest of the line is the value's.
            open.push_on("&");
            open.push_on(after);
            return;
        }
        open.close(text, request, reading);
        at += words.len() + 1;
        rest = after;
    }
    if !rest.is_empty() {
        open.push(rest, at);
    }
}
