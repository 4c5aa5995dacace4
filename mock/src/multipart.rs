//! Bodies of several parts: `multipart/form-data` (RFC 7578), as clients of any language write them.
//!
//! In: the header that names the boundary, and the body. Out: a pair a part, a file's bytes as text as far as they are
//! text; or what is wrong with the body. Refuses to know which parts there should be.

use crate::request::Pairs;

/// The parts of a body; `None` when it does not say that it has any.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Option<Result<Pairs, String>> {
    let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let Some(boundary) = parameter(parameters, "boundary").filter(|boundary| !boundary.is_empty()) else {
        return Some(Err("the header Content-Type names no boundary of its parts".to_owned()));
    };
    Some(split(body, &boundary))
}

fn split(body: &[u8], boundary: &str) -> Result<Pairs, String> {
    let first = format!("--{boundary}");
    let delimiter = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(first.as_bytes()).ok_or("it does not start with its boundary")?;
    let mut pairs = Pairs::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(pairs);
        }
        let part = rest.strip_prefix(b"\r\n").ok_or("a boundary does not end its line")?;
        let end = find(part, delimiter.as_bytes()).ok_or("its last part has no end")?;
        let (content, behind) = part.split_at(end);
        pairs.push(pair(content)?);
        rest = behind.get(delimiter.len()..).unwrap_or_default();
    }
}

/// The name and the content of a part.
fn pair(part: &[u8]) -> Result<(String, String), String> {
    let blank = find(part, b"\r\n\r\n").ok_or("a part has no blank line behind its headers")?;
    let (headers, content) = part.split_at(blank);
    let headers = String::from_utf8_lossy(headers);
    let disposition = headers.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let name = disposition.and_then(|value| parameter(value, "name")).ok_or("a part has no name")?;
    let content = content.get(4..).unwrap_or_default();
    Ok((name, String::from_utf8_lossy(content).into_owned()))
}

/// A parameter of a header's value, with or without quotes.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').replace("%22", "\""))
    })
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::parts;

    const BODY: &str = "--x-1\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\nmerge\r\n--x-1\r\n\
                        content-disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\
                        Content-Type: application/json\r\n\r\n{\r\n}\r\n--x-1--\r\n";

    #[test]
    fn parts_are_told_apart() {
        let found = parts("Multipart/form-data; charset=utf-8; boundary=\"x-1\"", BODY.as_bytes());
        let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(found, Some(Ok(vec![owned("mode", "merge"), owned("file", "{\r\n}")])));
        assert_eq!(parts("multipart/form-data; boundary=y", b"--y--"), Some(Ok(Vec::new())));
        assert_eq!(parts("application/json", b"{}"), None);
    }

    #[test]
    fn a_body_that_breaks_off_is_told() {
        for (content_type, body) in [
            ("multipart/form-data", BODY),
            ("multipart/form-data; boundary=x-2", BODY),
            ("multipart/form-data; boundary=x-1", &BODY[..60]),
            ("multipart/form-data; boundary=x-1", "--x-1\r\nContent-Type: a/b\r\n\r\n1\r\n--x-1--"),
            ("multipart/form-data; boundary=x-1", "--x-1\r\nContent-Type: a/b\r\n--x-1--"),
        ] {
            assert!(matches!(parts(content_type, body.as_bytes()), Some(Err(_))), "{content_type} {body}");
        }
    }
}
