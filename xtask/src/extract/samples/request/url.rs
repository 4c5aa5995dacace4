//! A request's first words: method, host, path.

use super::super::Hint;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// The longest placeholder in brackets: `{project_id}`, `[Endpoint]`, `<region ID>`.
const MAX_PLACEHOLDER: usize = 100;

/// Host and path of a request.
pub(super) struct Target<'t> {
    pub(super) host: Option<&'t str>,
    pub(super) path: &'t str,
    /// How many bytes both have, with the scheme.
    pub(super) length: usize,
}

/// Whether a request starts where the text starts.
pub(in super::super) fn starts_request(text: &str, hint: Hint) -> bool {
    if let Some(method) = method(text) {
        let after = text.get(method.len()..).unwrap_or_default().trim_start();
        return is_target(after);
    }
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    match hint {
        Hint::Answer => is_target(text) && line.contains("Action="),
        Hint::Request => is_target(text) && (!line.starts_with('/') || !line.contains(' ') || line.contains("/?")),
        Hint::Unknown => is_target(text) && (!line.starts_with('/') || line.starts_with("/?")),
    }
}

/// The method at the start of the text.
pub(super) fn method(text: &str) -> Option<&'static str> {
    let is_method =
        |method: &&str| text.strip_prefix(method).is_some_and(|after| after.starts_with(char::is_whitespace));
    METHODS.into_iter().find(is_method)
}

fn is_target(text: &str) -> bool {
    if scheme_length(text).is_some() || text.starts_with("?Action=") || text.starts_with("Action=") {
        return true;
    }
    if text.starts_with('/') {
        return !text.starts_with("//") && !text.starts_with("/*");
    }
    // `{endpoint}/v2/...`, `[Endpoint]/?Action=...`: an object or a list is never followed by a slash.
    if let Some(length) = placeholder_length(text) {
        return text.get(length..).is_some_and(|after| after.starts_with('/') && !after.starts_with("//"));
    }
    let host = text.split(|sign: char| sign.is_whitespace() || sign == '/').next().unwrap_or_default();
    let is_host = host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
    is_host && text.get(host.len()..).is_some_and(|after| after.starts_with('/'))
}

/// `https://`, `http(s)://`.
fn scheme_length(text: &str) -> Option<usize> {
    let letters = text.bytes().take(8).take_while(u8::is_ascii_alphabetic).count();
    let after = text.get(letters..).filter(|_| letters > 0)?;
    let optional = after.strip_prefix("(s)").unwrap_or(after);
    optional.starts_with("://").then(|| text.len() - optional.len() + 3)
}

/// The bytes of a placeholder in brackets at the start of the text.
fn placeholder_length(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '{' => '}',
        '[' => ']',
        '<' => '>',
        _ => return None,
    };
    for (index, sign) in text.char_indices().take(MAX_PLACEHOLDER) {
        match sign {
            '"' | '\n' | ':' | ',' => return None,
            _ if sign == close => return (index > 1).then_some(index + sign.len_utf8()),
            _ => {}
        }
    }
    None
}

/// The bytes up to one of `stops` or a blank, placeholders passed over.
fn word_length(text: &str, stops: &[char]) -> usize {
    let mut at = 0;
    while let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(length) = placeholder_length(rest) {
            at += length;
            continue;
        }
        if sign.is_whitespace() || stops.contains(&sign) {
            return at;
        }
        at += sign.len_utf8();
    }
    at
}

/// Host and path at the start of the text.
pub(super) fn target(text: &str) -> Target<'_> {
    let scheme = scheme_length(text).unwrap_or(0);
    let after = text.get(scheme..).unwrap_or_default();
    let is_query = after.starts_with("Action=");
    let host = if after.starts_with('/') || is_query { 0 } else { word_length(after, &['/', '?', '&']) };
    let rest = after.get(host..).unwrap_or_default();
    let path = if is_query { 0 } else { word_length(rest, &['?', '&']) };
    Target {
        host: after.get(..host).filter(|host| !host.is_empty()),
        path: rest.get(..path).unwrap_or_default(),
        length: scheme + host + path,
    }
}

/// Decodes `%41`; what is no such code, or gives no text, stays as it is.
pub(super) fn decode(raw: &str) -> String {
    if !raw.contains('%') {
        return raw.to_owned();
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = match (first, after) {
            (b'%', [high, low, ..]) => hexadecimal(*high).zip(hexadecimal(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| raw.to_owned())
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}
