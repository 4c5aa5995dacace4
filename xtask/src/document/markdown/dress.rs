//! What a page of markdown wears around its words: front matter, and the marks of a quotation before the rows of a table.
//!
//! In: a page's text. Out: the same text, byte for byte as long, with both blanked out, so that every place stays.

use std::borrow::Cow;

use crate::document::lines::with_ends;

/// Front matter has at most so many lines.
const MAX_FRONT_MATTER: usize = 200;

/// The text without its dress.
pub(in crate::document) fn undressed(text: &str) -> Cow<'_, str> {
    let front = front_matter(text);
    let quotes = quoted_rows(text);
    if front == 0 && quotes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    // Whole characters are blanked: a line of front matter, or `>` alone.
    for byte in bytes.iter_mut().take(front).filter(|byte| !matches!(**byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
    for at in quotes {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = b' ';
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// How many bytes at the start of a text are front matter: from one `---` to the next, and nothing but keys between.
fn front_matter(text: &str) -> usize {
    let mut end = 0;
    for (number, line) in with_ends(text).take(MAX_FRONT_MATTER).enumerate() {
        end += line.len();
        let words = line.trim_start_matches('\u{feff}').trim_end();
        let is_fence = words == "---" || (number > 0 && words == "...");
        match number {
            0 if !is_fence => return 0,
            0 => {}
            _ if is_fence => return end,
            _ => {
                let goes_on = words.is_empty() || words.starts_with(['#', ' ', '\t', '-', ']', '}']);
                let key = words.split_once(':').map(|(key, _)| key.trim_matches(['"', '\'']));
                let is_key = key.is_some_and(|key| {
                    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
                });
                if !goes_on && !is_key {
                    return 0;
                }
            }
        }
    }
    0
}

/// The places of the `>` before the rows of tables.
fn quoted_rows(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    if !text.contains('>') {
        return places;
    }
    let mut start = 0;
    for line in with_ends(text) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let marks = line.get(indent..).unwrap_or_default();
        let row = marks.trim_start_matches(['>', ' ']);
        if indent <= 3 && marks.starts_with('>') && row.starts_with('|') {
            let width = marks.len() - row.len();
            let own = (start + indent..start + indent + width).filter(|at| text.as_bytes().get(*at) == Some(&b'>'));
            places.extend(own);
        }
        start += line.len();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_quoted_rows_are_blanked_in_place() {
        for (text, plain) in [
            ("# A\n\nB > C\n", "# A\n\nB > C\n"),
            ("---\ntitle: A\n---\n# B\n", "   \n        \n   \n# B\n"),
            ("---\ntags:\n  - a\n---\n\nC\n", "   \n     \n     \n   \n\nC\n"),
            // A rule, a paragraph and another rule are no front matter.
            ("---\nOnly words.\n---\n", "---\nOnly words.\n---\n"),
            ("> Note\n> |A|B|\n> |-|-|\n>> |1|2|\n", "> Note\n  |A|B|\n  |-|-|\n   |1|2|\n"),
        ] {
            assert_eq!(undressed(text), plain, "{text}");
            assert_eq!(undressed(text).len(), text.len());
        }
    }
}
