//! Tells by a sample's first signs what it shows.

use super::{Hint, Kind, request};

/// How many lines of words may stand before the first sign of a document.
const MAX_LABEL_LINES: usize = 3;

/// What a sample shows.
pub fn classify(text: &str, hint: Hint) -> Kind {
    let text = trim(text);
    if text.starts_with("HTTP/") {
        let body = request::head_length(text);
        let body = text.get(body..).map(trim).unwrap_or_default();
        return first_signs(body, Hint::Answer).unwrap_or(Kind::Head);
    }
    let mut rest = text;
    for _ in 0..=MAX_LABEL_LINES {
        if let Some(kind) = first_signs(rest, hint) {
            return kind;
        }
        match rest.split_once('\n') {
            Some((_, after)) => rest = trim(after),
            None => break,
        }
    }
    Kind::Other
}

fn trim(text: &str) -> &str {
    text.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}')
}

fn first_signs(text: &str, hint: Hint) -> Option<Kind> {
    let body = match hint {
        Hint::Request => Kind::RequestBody,
        Hint::Answer | Hint::Unknown => Kind::Json,
    };
    if request::starts_request(text, hint) {
        return Some(Kind::Request);
    }
    let unescaped = text.strip_prefix('\\').unwrap_or(text);
    let mut signs = unescaped.chars();
    match signs.next()? {
        '{' | '[' => Some(body),
        '"' | '“' if is_member(unescaped) => Some(body),
        '<' => {
            let next = signs.next()?;
            let tag = unescaped.get(1..).unwrap_or_default().split(['>', '\n']).next().unwrap_or_default();
            // `<Common request parameters>` stands for something else and is no element.
            let is_tag = !tag.contains(' ') || tag.contains('=') || tag.contains('+');
            (next == '?' || next == '!' || next.is_alphabetic() && is_tag).then_some(Kind::Xml)
        }
        _ => None,
    }
}

/// Whether a quoted name and a colon stand at the start.
fn is_member(text: &str) -> bool {
    let line = text.split('\n').next().unwrap_or_default();
    let mut parts = line.splitn(3, ['"', '“', '”']);
    let (Some(""), Some(_), Some(after)) = (parts.next(), parts.next(), parts.next()) else { return false };
    after.trim_start().starts_with([':', '：'])
}
