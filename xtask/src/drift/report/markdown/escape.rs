//! Words of pages inside of markdown.

use crate::diagnostic::visible::visible_line;

/// Words of a page as code, on one line, in any cell, item or heading. All signs that markdown, HTML or GitHub give a
/// meaning are written by their number; in `<code>` GitHub looks for neither people, issues nor emoji.
pub(super) fn code(words: &str) -> String {
    let mut text = String::from("<code>");
    push(&mut text, words);
    text.push_str("</code>");
    text
}

fn push(text: &mut String, words: &str) {
    let words = visible_line(words);
    let mut last = ' ';
    let mut signs = words.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | ',' | '.' | '/' | '-' | '(' | ')' => text.push(sign),
            _ if !sign.is_ascii() => text.push(sign),
            _ => text.extend(["&#", &(u32::from(sign)).to_string(), ";"]),
        }
        // What would be made a link of is parted: `https://`, `www.`, `a@b`.
        if sign == '@' || (sign == ':' && signs.peek() == Some(&'/')) || (sign == 'w' && last == 'w') {
            text.push_str("<wbr>");
        }
        last = sign;
    }
}

/// A sentence of ours, with words of pages between backticks. Where what stands outside of them may not be ours alone,
/// all of it is code.
pub(super) fn own(sentence: &str) -> String {
    let is_ours = |part: &str| {
        let plain = |sign: char| sign.is_ascii_alphanumeric() || " ,.;:()%'-".contains(sign);
        part.chars().all(plain) && !part.to_ascii_lowercase().contains("gh-") && !part.contains("www.")
    };
    let parts: Vec<&str> = sentence.split('`').collect();
    if parts.len().is_multiple_of(2) || !parts.iter().step_by(2).all(|part| is_ours(part)) {
        return code(sentence);
    }
    let shown = parts.iter().enumerate().map(|(at, part)| if at % 2 == 0 { (*part).to_owned() } else { code(part) });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_page_is_markup() {
        assert_eq!(code("a|b`</details>"), "<code>a&#124;b&#96;&#60;/details&#62;</code>");
        assert_eq!(
            code("@name #12 取值\n*x*"),
            "<code>&#64;<wbr>name &#35;12 取值&#92;u&#123;a&#125;&#42;x&#42;</code>"
        );
        assert_eq!(code("https://www.a.b"), "<code>https&#58;<wbr>//ww<wbr>w<wbr>.a.b</code>");
    }

    #[test]
    fn only_sentences_of_ours_stand_outside_of_code() {
        assert_eq!(own("was `a|b`, and is not"), "was <code>a&#124;b</code>, and is not");
        assert_eq!(own("see @name"), "<code>see &#64;<wbr>name</code>");
        assert_eq!(own("fixes GH-12"), "<code>fixes GH-12</code>");
        assert_eq!(own("a `b"), "<code>a &#96;b</code>");
    }
}
