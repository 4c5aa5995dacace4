//! Reads requests as people type them.
//!
//! A request is a line with a method, a URL or both, lines of a query, lines of a head, and a JSON body; several may
//! stand in one sample. The query's lines start with `&`; a line that starts with neither sign goes on with the value.

use super::{Failure, Hint, Reading, Repair, RepairKind, Request, SampleText, json};

mod head;
mod query;
#[cfg(test)]
mod tests;
mod url;

pub(super) use head::{head, head_length};
pub(super) use url::starts_request;

/// More repairs than this are not listed.
const MAX_REPAIRS: usize = 256;

/// Reads all requests of a sample.
pub(super) fn read(text: &SampleText<'_>, reading: &mut Reading) {
    let mut at = 0;
    while let Some(start) = next_start(text, at, reading) {
        let (request, end) = request(text, start, reading);
        reading.requests.push(request);
        at = end;
    }
    if reading.requests.is_empty() {
        reading.failure = Some(Failure { reason: "it holds no method and no URL".into(), span: text.span() });
    }
}

fn repair(reading: &mut Reading, text: &SampleText<'_>, kind: RepairKind, start: usize, end: usize) {
    if reading.repairs.len() < MAX_REPAIRS {
        reading.repairs.push(Repair { kind, span: text.place(start, end) });
    }
}

/// The line at `at` without the blanks around it, where it starts, and where the next line starts.
fn line_at(source: &str, at: usize) -> Option<(&str, usize, usize)> {
    let rest = source.get(at..).filter(|rest| !rest.is_empty())?;
    let length = rest.find('\n').unwrap_or(rest.len());
    let line = rest.get(..length).unwrap_or_default();
    let indent = line.len() - line.trim_start().len();
    Some((line.trim(), at + indent, (at + length + 1).min(source.len())))
}

fn is_comment(line: &str) -> bool {
    line.starts_with("//") || line.starts_with('#')
}

/// Where the next request starts; what stands before it is no part of a request.
fn next_start(text: &SampleText<'_>, mut at: usize, reading: &mut Reading) -> Option<usize> {
    let source = text.text();
    while let Some((line, start, next)) = line_at(source, at) {
        if starts_request(source.get(start..).unwrap_or_default(), Hint::Request) {
            return Some(start);
        }
        if !line.is_empty() {
            let kind = if is_comment(line) { RepairKind::Comment } else { RepairKind::StrayText };
            repair(reading, text, kind, start, start + line.len());
        }
        at = next;
    }
    None
}

/// The request that starts at `start`, and the offset after it.
fn request(text: &SampleText<'_>, start: usize, reading: &mut Reading) -> (Request, usize) {
    let source = text.text();
    let mut request = Request { path: "/".into(), ..Request::default() };
    let mut at = start;
    if let Some(method) = url::method(source.get(at..).unwrap_or_default()) {
        request.method = Some(method.to_owned());
        at += method.len();
        let rest = source.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
    }
    let target = url::target(source.get(at..).unwrap_or_default());
    request.host = target.host.map(str::to_owned);
    if !target.path.is_empty() {
        target.path.clone_into(&mut request.path);
    }
    at += target.length;
    at = query::read(text, at, &mut request, reading);
    at = rest(text, at, &mut request, reading);
    let written = source.get(start..at).unwrap_or_default().trim_end().len();
    request.span = text.place(start, start + written);
    (request, at.max(start + 1))
}

/// Reads head and body, which start at `at`; the offset after them.
fn rest(text: &SampleText<'_>, mut at: usize, request: &mut Request, reading: &mut Reading) -> usize {
    let source = text.text();
    while let Some((line, start, next)) = line_at(source, at) {
        if line.is_empty() || line.starts_with("HTTP/") {
            at = next;
        } else if starts_request(source.get(start..).unwrap_or_default(), Hint::Unknown) {
            return at;
        } else if starts_body(line) {
            let (document, end) = json::read_one(text, start, reading);
            if request.body.is_some() {
                repair(reading, text, RepairKind::SeveralDocuments, start, end);
            } else {
                request.body = document;
            }
            at = end.max(start + 1);
        } else if let Some(pair) = head::pair(text, line, start) {
            request.headers.push(pair);
            at = next;
        } else {
            let kind = if is_comment(line) { RepairKind::Comment } else { RepairKind::StrayText };
            repair(reading, text, kind, start, start + line.len());
            at = next;
        }
    }
    source.len()
}

fn starts_body(line: &str) -> bool {
    line.strip_prefix('\\').unwrap_or(line).starts_with(['{', '['])
}
