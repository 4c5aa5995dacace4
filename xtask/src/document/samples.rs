//! Samples that nothing fences: where a JSON value, an XML element, a request line or an HTTP head ends.
//!
//! In: lines. Out: how many of them belong to the sample. It looks at the shape only; `extract` reads what is in it.

use crate::document::lines::Lines;

/// What stands at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sample {
    /// A sample up to, not including, this line.
    Ends(usize),
    /// Something that starts like a sample and never ends; the lines up to the next stop look like it.
    Unended(usize),
}

/// The sample that starts at line `first`, if one does. `stops` says which lines can not belong to it.
pub(super) fn sample(lines: &Lines<'_>, first: usize, stops: impl Fn(usize) -> bool) -> Option<Sample> {
    let line = lines.get(first).trim();
    if starts_json(lines, first) {
        return Some(json_end(lines, first, &stops));
    }
    if starts_xml(line) {
        return Some(xml_end(lines, first, &stops));
    }
    if is_http_status(line) {
        return Some(with_body(lines, head_end(lines, first + 1), &stops));
    }
    if is_request(line) {
        return Some(with_body(lines, request_end(lines, first, &stops), &stops));
    }
    if is_url(line) {
        return Some(Sample::Ends(request_end(lines, first, &stops)));
    }
    None
}

/// The end of a message's body behind its head, if one follows.
fn with_body(lines: &Lines<'_>, head_end: usize, stops: &impl Fn(usize) -> bool) -> Sample {
    let body = lines.skip_blank(head_end);
    if body < lines.len() && !stops(body) {
        if starts_json(lines, body) {
            return json_end(lines, body, stops);
        }
        if starts_xml(lines.get(body).trim()) {
            return xml_end(lines, body, stops);
        }
    }
    Sample::Ends(head_end)
}

/// Whether a JSON value starts: `{` or `[` and then what can follow it, perhaps below a `//` comment.
fn starts_json(lines: &Lines<'_>, first: usize) -> bool {
    let line = lines.get(first).trim();
    let mut rest = line.chars();
    let opening = rest.next();
    if !matches!(opening, Some('{' | '[')) {
        return false;
    }
    let rest = rest.as_str().trim_start();
    let next = if rest.is_empty() { lines.get(lines.skip_blank(first + 1)).trim() } else { rest };
    match (opening, next.chars().next()) {
        (Some('{'), next) => matches!(next, Some('"' | '}' | '\'' | '…' | '.')),
        (_, Some('"' | '{' | '[')) => true,
        (_, next) => rest.is_empty() && matches!(next, Some(']' | '-' | '0'..='9')),
    }
}

fn json_end(lines: &Lines<'_>, first: usize, stops: &impl Fn(usize) -> bool) -> Sample {
    let mut depth = 0usize;
    let mut at = first;
    while at < lines.len() {
        if at > first && stops(at) {
            break;
        }
        // A string does not go over a line end in JSON, so a lost quote spoils one line at most.
        let mut text = false;
        let mut escaped = false;
        for byte in lines.get(at).bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if text => escaped = true,
                b'"' => text = !text,
                b'{' | b'[' if !text => depth += 1,
                b'}' | b']' if !text => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        at += 1;
        if depth == 0 {
            return Sample::Ends(at);
        }
    }
    Sample::Unended(last_words(lines, first, at))
}

/// Whether an XML element or declaration starts that is none of HTML.
pub(super) fn starts_xml(line: &str) -> bool {
    if line.starts_with("<?xml") {
        return true;
    }
    let Some(name) = tag_name(line) else { return false };
    let behind = line.get(1 + name.len()..).unwrap_or_default();
    behind.starts_with(['>', '/']) || (behind.starts_with(' ') && behind.contains('='))
}

fn tag_name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('<')?;
    let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')))?;
    let name = rest.get(..length)?;
    name.starts_with(char::is_alphabetic).then_some(name)
}

/// The end of an XML sample: where all opened tags are closed. Blank lines stay inside.
fn xml_end(lines: &Lines<'_>, first: usize, stops: &impl Fn(usize) -> bool) -> Sample {
    let mut depth = 0usize;
    let mut seen = false;
    let mut at = first;
    while at < lines.len() {
        if at > first && stops(at) {
            break;
        }
        let mut rest = lines.get(at);
        while let Some(open) = rest.find('<') {
            rest = rest.get(open + 1..).unwrap_or_default();
            let close = rest.find('>').unwrap_or(rest.len());
            let tag = rest.get(..close).unwrap_or_default();
            if tag.starts_with('/') {
                depth = depth.saturating_sub(1);
            } else if tag.starts_with(char::is_alphabetic) {
                seen = true;
                depth += usize::from(!tag.ends_with('/'));
            }
            rest = rest.get(close..).unwrap_or_default();
        }
        at += 1;
        // Many answers are printed without their outermost element.
        let goes_on = at < lines.len() && !stops(at) && tag_name(lines.get(at).trim()).is_some();
        if depth == 0 && seen && !goes_on {
            return Sample::Ends(at);
        }
    }
    Sample::Unended(last_words(lines, first, at))
}

fn is_http_status(line: &str) -> bool {
    line.strip_prefix("HTTP/").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.split(' ').nth(1).is_some_and(|code| code.len() == 3)
    })
}

/// The end of header lines such as `Content-Type:application/json`.
fn head_end(lines: &Lines<'_>, first: usize) -> usize {
    let mut at = first;
    while at < lines.len() && is_header(lines.get(at)) {
        at += 1;
    }
    at
}

fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        !name.is_empty()
            && name.len() <= 64
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && name.contains('-') | (value.starts_with(' ') && !value.trim().contains(' '))
    })
}

fn is_url(line: &str) -> bool {
    let rest = ["https://", "http://", "http(s)://", "http[s]://"].iter().find_map(|scheme| line.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && (rest.contains('?') || !line.contains(' ')))
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// Whether a request line starts: `POST https://...`, `GET /x HTTP/1.1`. `POST /v2/{id}` alone is a sentence of
/// the page, not a sample.
fn is_request(line: &str) -> bool {
    let Some((method, target)) = line.split_once([' ', '\t']) else { return false };
    let target = target.trim();
    METHODS.contains(&method)
        && (is_url(target)
            || (target.starts_with('/') && target.rsplit(' ').next().is_some_and(|v| v.starts_with("HTTP/"))))
}

/// The end of a request: its query on lines of their own, its header lines.
fn request_end(lines: &Lines<'_>, first: usize, stops: &impl Fn(usize) -> bool) -> usize {
    let mut at = first + 1;
    while at < lines.len() && !stops(at) {
        let line = lines.get(at).trim();
        if !(line.starts_with(['&', '?']) || is_header(line)) {
            break;
        }
        at += 1;
    }
    at
}

fn last_words(lines: &Lines<'_>, first: usize, end: usize) -> usize {
    let mut end = end;
    while end > first + 1 && lines.is_blank(end - 1) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn of(text: &str) -> Option<Sample> {
        let lines = Lines::new(text, Span::new(0, text.len()));
        sample(&lines, 0, |at| lines.get(at).starts_with("Stop"))
    }

    #[test]
    fn samples_end_where_their_shape_ends() {
        assert_eq!(of("{\n\"a\": {\"b\": \"}\"}\n}\nNext"), Some(Sample::Ends(3)));
        assert_eq!(of("{ \"a\" : 1 }\nNext"), Some(Sample::Ends(1)));
        assert_eq!(of("[\n  {\n  }\n]\n"), Some(Sample::Ends(4)));
        assert_eq!(of("<Boat>\n<Oar/>\n\n</Boat>\nNext"), Some(Sample::Ends(4)));
        assert_eq!(of("<Oar>1</Oar>\n<Boat>\n<Sail/>\n</Boat>\nNext"), Some(Sample::Ends(4)));
        assert_eq!(of("<?xml version=\"1.0\"?>\n<Boat>1</Boat>\nNext"), Some(Sample::Ends(2)));
        assert_eq!(of("https://h/?Action=A\n&B=c\n&<Common>\n\nNext"), Some(Sample::Ends(3)));
        assert_eq!(of("http(s)://[Endpoint]/?Action=A\n&B=c\nNext"), Some(Sample::Ends(2)));
        assert_eq!(of("HTTP/1.1 200 OK\nContent-Type:application/xml\n\n<A/>\nNext"), Some(Sample::Ends(4)));
        assert_eq!(of("HTTP/1.1 204 No Content\nNext"), Some(Sample::Ends(1)));
        assert_eq!(of("POST https://{endpoint}/v3/boats\n\n{\n}\nNext"), Some(Sample::Ends(4)));
        assert_eq!(of("GET https://{endpoint}/v3/boats\n\nStop"), Some(Sample::Ends(1)));
    }

    #[test]
    fn sentences_are_no_samples() {
        assert_eq!(of("{project_id} is the project."), None);
        assert_eq!(of("[1, 5] is the range."), None);
        assert_eq!(of("POST /v2/{project_id}/boats"), None);
        assert_eq!(of("<your name> goes here"), None);
        assert_eq!(of("https://example.com has more on boats"), None);
        assert_eq!(of("Delete the boat."), None);
    }

    #[test]
    fn what_never_ends_stops_at_the_next_heading() {
        assert_eq!(of("{\n\"a\": [\n\nStop\n}"), Some(Sample::Unended(2)));
        assert_eq!(of("<Boat>\n<Oar>\n"), Some(Sample::Unended(2)));
    }
}
