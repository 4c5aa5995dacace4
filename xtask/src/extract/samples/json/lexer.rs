//! The words of JSON: blanks, comments, texts, numbers and what stands in their places.

use super::super::{RepairKind, SampleValue};
use super::Parser;

/// What a text is for: where it may end depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A member's name.
    Name,
    /// A value.
    Value,
}

/// The longest text in which an unescaped document is looked for.
const MAX_EMBEDDED: usize = 4096;

/// The longest name that is looked for at the start of a line.
const MAX_NAME: usize = 128;

/// Whether a text may start with the sign.
pub(super) fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '\'' | '“' | '”' | '‘' | '’' | '＂')
}

fn closes(quote: char, sign: char) -> bool {
    match quote {
        '"' => sign == '"',
        '\'' => sign == '\'',
        '“' | '”' | '＂' => matches!(sign, '“' | '”' | '"' | '＂'),
        _ => matches!(sign, '‘' | '’' | '\''),
    }
}

fn is_blank(sign: char) -> bool {
    // White space of other scripts, the byte order mark and zero-width blanks come with copied text.
    sign.is_whitespace() || matches!(sign, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

fn is_elision(text: &str) -> bool {
    text.starts_with("..") || text.starts_with('…')
}

fn is_comment(text: &str) -> bool {
    ["//", "/*", "#", "<!--"].iter().any(|opening| text.starts_with(opening))
}

/// Whether a quoted name and a colon stand at the start of the text.
pub(super) fn starts_member(text: &str) -> bool {
    let mut signs = text.chars();
    let Some(quote) = signs.next().filter(|&sign| is_quote(sign)) else { return false };
    let mut signs = signs.by_ref().take(MAX_NAME);
    if !signs.by_ref().take_while(|&sign| sign != '\n').any(|sign| closes(quote, sign)) {
        return false;
    }
    matches!(signs.find(|&sign| !is_blank(sign)), Some(':' | '：'))
}

impl Parser<'_> {
    /// Passes over blanks, comments, ellipses and backslashes before punctuation.
    pub(super) fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let start = self.at;
            let Some(sign) = rest.chars().next() else { return };
            let length = match sign {
                ' ' | '\t' | '\n' | '\r' => {
                    self.at += 1;
                    continue;
                }
                _ if self.strict => return,
                _ if is_blank(sign) => {
                    self.at += sign.len_utf8();
                    continue;
                }
                '/' | '#' | '<' if is_comment(rest) => {
                    let end = if rest.starts_with("/*") {
                        rest.find("*/").map(|end| end + 2)
                    } else if rest.starts_with("<!--") {
                        rest.find("-->").map(|end| end + 3)
                    } else {
                        rest.find('\n')
                    };
                    self.at += end.unwrap_or(rest.len());
                    self.repair(RepairKind::Comment, start);
                    continue;
                }
                '.' | '…' if is_elision(rest) => {
                    // Words that belong to the ellipsis stand up to the end of the line or the next sign.
                    let words = rest.trim_start_matches(['.', '…']);
                    let end = words.find([',', '}', ']', '{', '[', '"', '\n']).unwrap_or(words.len());
                    self.at += rest.len() - words.len() + end;
                    self.repair(RepairKind::Elision, start);
                    continue;
                }
                '\\' if rest
                    .get(1..)
                    .is_some_and(|rest| rest.starts_with(['[', ']', '{', '}', ',', ':', '<', '#'])) =>
                {
                    1
                }
                _ => return,
            };
            self.at += length;
            self.repair(RepairKind::NeedlessEscape, start);
        }
    }

    /// The text at `at`; `None` when no quote stands there.
    pub(super) fn string(&mut self, role: Role) -> Option<String> {
        let start = self.at;
        let escaped = !self.strict && self.rest().starts_with("\\\"");
        if escaped {
            self.at += 1;
        }
        let quote = self.peek().filter(|&sign| is_quote(sign))?;
        self.bump();
        match quote {
            _ if escaped => self.repair(RepairKind::NeedlessEscape, start),
            '"' => {}
            '\'' => self.repair(RepairKind::SingleQuotes, start),
            _ => self.repair(RepairKind::TypographicQuotes, start),
        }
        if let Some(text) = self.embedded(quote, role) {
            return Some(text);
        }
        let mut value = String::new();
        loop {
            let here = self.at;
            let Some(sign) = self.peek() else {
                self.repair(RepairKind::UnclosedText, start);
                return Some(value);
            };
            self.bump();
            match sign {
                '\\' if escaped && self.peek() == Some('"') => {
                    self.bump();
                    if self.ends(role) {
                        return Some(value);
                    }
                    value.push('"');
                }
                '\\' => self.escape(here, &mut value),
                _ if closes(quote, sign) => {
                    if self.strict || self.ends(role) {
                        return Some(value);
                    }
                    value.push(sign);
                    self.repair(RepairKind::UnescapedQuote, here);
                }
                // `"name”:` mixes its quotes; in a value such a quote may be meant.
                '“' | '”' if role == Role::Name && self.rest().trim_start().starts_with(':') => {
                    self.repair(RepairKind::TypographicQuotes, here);
                    return Some(value);
                }
                '\n' if self.next_line_goes_on() => {
                    self.at = here;
                    let kept = value.trim_end_matches([',', '\r', ' ']).len();
                    value.truncate(kept);
                    self.repair(RepairKind::UnclosedText, start);
                    return Some(value);
                }
                _ => {
                    value.push(sign);
                    if sign < ' ' {
                        self.repair(RepairKind::ControlCharacter, here);
                    }
                }
            }
        }
    }

    /// Whether the line at `at` starts with what only stands outside of texts: the text before was not closed.
    fn next_line_goes_on(&self) -> bool {
        let line = self.rest().trim_start_matches([' ', '\t']);
        if line.starts_with(is_quote) {
            return starts_member(line);
        }
        let line = line.get(..line.find('\n').unwrap_or(line.len())).unwrap_or_default().trim();
        matches!(line, "}" | "]" | "}," | "],")
    }

    /// Whether the quote before `at` closes its text, judged by what follows. Names hold no quotes.
    fn ends(&self, role: Role) -> bool {
        let rest = self.rest();
        let next = rest.trim_start_matches(|sign| is_blank(sign) && sign != '\n');
        let Some(sign) = next.chars().next().filter(|_| role == Role::Value) else { return true };
        match sign {
            ',' | '，' | ';' | '}' | ']' | '\n' | '\\' => true,
            '/' | '#' | '.' | '…' | '<' => is_comment(next) || is_elision(next),
            _ => is_quote(sign) && next.len() < rest.len(),
        }
    }

    /// A document inside a text whose quotes nobody escaped: `"{"a":"b"}"`.
    fn embedded(&mut self, quote: char, role: Role) -> Option<String> {
        let rest = self.rest();
        if self.strict || role == Role::Name || !rest.starts_with(['{', '[']) {
            return None;
        }
        let inner = rest.trim_start_matches(['{', '[', ' ', '\n', '\t']);
        if !inner.starts_with(quote) || !starts_member(inner) && !rest.starts_with('[') {
            return None;
        }
        let mut depth = 0_usize;
        for (index, sign) in rest.char_indices().take(MAX_EMBEDDED.min(self.embedded_budget)) {
            self.embedded_budget -= 1;
            match sign {
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                let (text, after) = rest.split_at_checked(index + sign.len_utf8())?;
                if !after.starts_with(quote) {
                    return None;
                }
                let start = self.at;
                self.at += text.len() + quote.len_utf8();
                self.repair(RepairKind::UnescapedQuote, start);
                return Some(text.to_owned());
            }
        }
        None
    }

    /// What follows a backslash.
    fn escape(&mut self, start: usize, value: &mut String) {
        let Some(sign) = self.peek() else { return };
        self.bump();
        match sign {
            '"' | '\\' | '/' => value.push(sign),
            'n' => value.push('\n'),
            't' => value.push('\t'),
            'r' => value.push('\r'),
            'b' => value.push('\u{8}'),
            'f' => value.push('\u{c}'),
            'u' => self.code_point(start, value),
            _ if sign.is_ascii_punctuation() => {
                value.push(sign);
                self.repair(RepairKind::NeedlessEscape, start);
            }
            _ => {
                value.push('\\');
                value.push(sign);
                self.repair(RepairKind::NeedlessEscape, start);
            }
        }
    }

    fn code_point(&mut self, start: usize, value: &mut String) {
        let Some(first) = self.hexadecimal() else {
            value.push_str("\\u");
            self.repair(RepairKind::NeedlessEscape, start);
            return;
        };
        let mut point = u32::from(first);
        if (0xd800..0xdc00).contains(&first) && self.rest().starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            match self.hexadecimal() {
                Some(second) if (0xdc00..0xe000).contains(&second) => {
                    point = 0x1_0000 + ((u32::from(first) - 0xd800) << 10) + (u32::from(second) - 0xdc00);
                }
                Some(_) | None => self.at = before,
            }
        }
        value.push(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    fn hexadecimal(&mut self) -> Option<u16> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u16::from_str_radix(digits, 16).ok()
    }

    /// A name without quotes.
    pub(super) fn bare_name(&mut self) -> String {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .skip(1)
            .find(|&(_, sign)| {
                is_blank(sign)
                    || matches!(sign, ':' | '：' | '=' | ',' | '，' | ';' | '{' | '}' | '[' | ']')
                    || sign == '"'
            })
            .map_or(rest.len(), |(index, _)| index);
        let name = rest.get(..end).unwrap_or_default();
        self.at += end;
        name.to_owned()
    }

    /// A value without quotes: a number, a literal, or a text.
    pub(super) fn bare_value(&mut self) -> SampleValue {
        let start = self.at;
        let rest = self.rest();
        let mut end = rest.len();
        let mut open = 0_usize;
        let mut before = 'x';
        for (index, sign) in rest.char_indices() {
            let stops = match sign {
                '}' if open > 0 => {
                    open -= 1;
                    false
                }
                '\n' | ',' | '，' | '}' | ']' => true,
                '{' => {
                    open += 1;
                    false
                }
                '"' => is_blank(before),
                '/' | '#' => is_blank(before) && is_comment(rest.get(index..).unwrap_or_default()),
                _ => false,
            };
            if stops && index > 0 {
                end = index;
                break;
            }
            before = sign;
        }
        let word = rest.get(..end).unwrap_or_default().trim_end();
        self.at += if word.is_empty() { end } else { word.len() };
        match word {
            "null" => return SampleValue::Null,
            "true" => return SampleValue::Bool(true),
            "false" => return SampleValue::Bool(false),
            _ => {}
        }
        if is_number(word) {
            return SampleValue::Number(word.to_owned());
        }
        if let Some(value) = loose_literal(word) {
            self.repair(RepairKind::ForeignLiteral, start);
            return value;
        }
        if let Some(number) = loose_number(word) {
            self.repair(RepairKind::LooseNumber, start);
            return SampleValue::Number(number);
        }
        self.repair(RepairKind::UnquotedValue, start);
        SampleValue::String(word.to_owned())
    }
}

fn loose_literal(word: &str) -> Option<SampleValue> {
    match word.to_ascii_lowercase().as_str() {
        "true" => Some(SampleValue::Bool(true)),
        "false" => Some(SampleValue::Bool(false)),
        "null" | "none" | "nil" | "undefined" => Some(SampleValue::Null),
        _ => None,
    }
}

/// Whether JSON takes the word as a number.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    word.len() <= 400
        && digits.starts_with(|sign: char| sign.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'))
        && serde_json::from_str::<serde::de::IgnoredAny>(word).is_ok()
}

/// `+1`, `.5`, `1.`, `12L`: a number after all. `007` is none: it is an identifier more often than a number.
fn loose_number(word: &str) -> Option<String> {
    let word = word.strip_prefix('+').unwrap_or(word).trim_end_matches(['L', 'l']);
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let whole = whole.trim_start_matches('-');
    let whole = if whole.is_empty() { "0" } else { whole };
    let number = if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    (word.len() < 40 && word.bytes().any(|byte| byte.is_ascii_digit()) && is_number(&number)).then_some(number)
}
