//! How words of headings and cells are compared.

/// A heading's or cell's words as they are compared: lower case, single blanks, full-width forms made narrow, without
/// emphasis, quotes and a closing `:`, `?`, `.` or `*`, and without a number before ("3.1 Request").
pub fn fold(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for character in words.chars() {
        let narrow = match character {
            '\u{3000}' | '\u{a0}' => ' ',
            '：' => ':',
            '（' => '(',
            '）' => ')',
            '？' => '?',
            '／' => '/',
            '*' | '`' | '"' | '\u{200b}' | '\u{feff}' => continue,
            other => other,
        };
        if narrow.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if narrow.is_ascii() {
            folded.push(narrow.to_ascii_lowercase());
        } else {
            folded.extend(narrow.to_lowercase());
        }
    }
    let length = folded.trim_end_matches([':', '?', '.', ' ']).len();
    folded.truncate(length);
    let dressed = length - without_number(&folded).len();
    folded.drain(..dressed);
    folded
}

/// Leaves out "3.1 " or "2、" before the words.
fn without_number(words: &str) -> &str {
    let rest = words.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    if rest.len() == words.len() {
        return words;
    }
    match rest.strip_prefix(' ').or_else(|| rest.strip_prefix('、')) {
        Some(rest) if !rest.trim().is_empty() => rest.trim_start(),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_are_compared_without_their_dress() {
        for (words, folded) in [
            ("**Request  Parameters**:", "request parameters"),
            ("Required?", "required"),
            ("3.1 Request", "request"),
            ("请求参数（Request Parameters）", "请求参数(request parameters)"),
            ("HTTP\u{a0}状态码", "http 状态码"),
            ("200", "200"),
            ("`JSON` format", "json format"),
            ("-", "-"),
        ] {
            assert_eq!(fold(words), folded, "{words}");
        }
    }
}
