//! Makes signs visible that a terminal would obey or hide.

/// A text for a terminal: what would move, reorder or hide its signs is written as `\u{202e}`. Tabs become blanks,
/// line breaks stay.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        push(&mut shown, sign);
    }
    shown
}

/// The same for one line: its line breaks become `\u{a}`.
pub fn visible_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign == '\n' { shown.push_str("\\u{a}") } else { push(&mut shown, sign) }
    }
    shown
}

fn push(shown: &mut String, sign: char) {
    match sign {
        '\t' => shown.push_str("    "),
        '\n' => shown.push('\n'),
        _ if is_hidden(sign) => shown.extend(sign.escape_unicode()),
        _ => shown.push(sign),
    }
}

/// Control characters, marks that change the direction of text, blanks without width, and tags.
fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_signs_are_shown() {
        assert_eq!(
            visible("a\tb\u{202e}c\u{1b}[31m\u{200b}取值\r\n"),
            "a    b\\u{202e}c\\u{1b}[31m\\u{200b}取值\\u{d}\n"
        );
        assert_eq!(visible_line("a\nb"), "a\\u{a}b");
    }
}
