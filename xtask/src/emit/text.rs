//! The vendor's words on their way into Rust files: one escaping function a kind of place.
//!
//! In: any text, hostile text included. Out: doc lines that rustdoc shows as the words they are, and literals. Doc
//! text never becomes a doctest, a link that nobody wrote, HTML, or a trick with the direction of writing.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A string literal. Everything but printable ASCII and letters of other scripts is written as `\u{...}`.
pub fn literal(text: &str) -> Literal {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            ' '..='~' => quoted.push(character),
            _ if character.is_alphanumeric() => quoted.push(character),
            _ => quoted.extend(character.escape_unicode()),
        }
    }
    quoted.push('"');
    // The text above is a literal by construction; the standard escaping is as safe where it were not.
    quoted.parse().unwrap_or_else(|_| Literal::string(text))
}

/// A string literal over several lines, where the text has several and shows no trick; otherwise as [`literal`].
pub fn block_literal(text: &str) -> Literal {
    let shown = |character: char| matches!(character, '\n' | ' '..='~') || character.is_alphanumeric();
    if !text.contains('\n') || !text.chars().all(shown) {
        return literal(text);
    }
    let signs = "#".repeat(longest_run(text, '#') + 1);
    format!("r{signs}\"{text}\"{signs}").parse().unwrap_or_else(|_| literal(text))
}

/// Paragraphs of documentation, built line by line.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// No words yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a paragraph that docwright wrote: markdown, a single line.
    #[must_use]
    pub fn ours(mut self, markdown: impl AsRef<str>) -> Self {
        self.gap();
        self.lines.push(markdown.as_ref().to_owned());
        self
    }

    /// Adds a paragraph that docwright wrote, if there is one.
    #[must_use]
    pub fn ours_if(self, markdown: Option<String>) -> Self {
        match markdown {
            Some(markdown) => self.ours(markdown),
            None => self,
        }
    }

    /// Adds the page's words, a paragraph a line.
    #[must_use]
    pub fn page(mut self, words: &str) -> Self {
        for line in paragraphs(words) {
            let is_item = |line: &String| line.starts_with("* ");
            if !(is_item(&line) && self.lines.last().is_some_and(is_item)) {
                self.gap();
            }
            self.lines.push(line);
        }
        self
    }

    /// Adds the page's words, if it has any.
    #[must_use]
    pub fn page_if(self, words: Option<&str>) -> Self {
        match words {
            Some(words) => self.page(words),
            None => self,
        }
    }

    /// Adds a sample as it is, in a fence that its content can not close and that no one runs.
    #[must_use]
    pub fn sample(mut self, text: &str) -> Self {
        let lines: Vec<String> = clean(text).lines().map(|line| line.trim_end().to_owned()).collect();
        let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
        self.gap();
        self.lines.push(format!("{fence}text"));
        self.lines.extend(lines);
        self.lines.push(fence);
        self
    }

    /// An example that compiles. What it holds of a page are string literals.
    #[must_use]
    pub fn example(mut self, lines: Vec<String>) -> Self {
        if lines.is_empty() {
            return self;
        }
        self.gap();
        self.lines.push("```no_run".to_owned());
        self.lines.extend(lines);
        self.lines.push("```".to_owned());
        self
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// `#[doc = " line"]` for each line.
    pub fn outer(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#[doc = #lines])*)
    }

    /// `#![doc = " line"]` for each line.
    pub fn inner(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#![doc = #lines])*)
    }

    /// The lines with the blank that stands behind `///`.
    fn spaced(&self) -> Vec<String> {
        self.lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
    }

    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }
}

/// Words in a code span, on one line.
pub fn code(words: &str) -> String {
    let words = clean(words).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return "(empty)".to_owned();
    }
    let ticks = "`".repeat(longest_run(&words, '`') + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{words}{pad}{ticks}")
}

/// Words in a sentence of ours, on one line.
pub fn inline(words: &str) -> String {
    paragraphs(words).join(" ")
}

/// An address as a link, if it is one that rustdoc can show; otherwise as code.
pub fn link(address: &str) -> String {
    let address = address.trim();
    if is_address(address) { format!("<{address}>") } else { code(address) }
}

/// `http` or `https`, and nothing but characters that stand in addresses.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_alphanumeric())
            && rest
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || "-._~:/?#@!$&()*+,;=%".contains(character))
    })
}

/// The page's lines as paragraphs of markdown that show the words as they are.
fn paragraphs(words: &str) -> Vec<String> {
    clean(words).lines().map(str::trim).filter(|line| !line.is_empty()).map(paragraph).collect()
}

/// One line of words as markdown. Signs that markdown would read are escaped; addresses become links.
fn paragraph(line: &str) -> String {
    let mut markdown = String::with_capacity(line.len() + 8);
    for (index, word) in line.split_whitespace().enumerate() {
        if index > 0 {
            markdown.push(' ');
        }
        let address = word.find("http://").or_else(|| word.find("https://"));
        let (before, address) = word.split_at_checked(address.unwrap_or(word.len())).unwrap_or((word, ""));
        let end = address.trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '"', '\'']).len();
        let (address, after) = address.split_at_checked(end).unwrap_or((address, ""));
        escape(before, &mut markdown);
        if is_address(address) {
            markdown.push_str(&link(address));
        } else if !address.is_empty() {
            // The start of an address, or one that hides other text: shown, never linked.
            markdown.push_str(&code(address));
        }
        escape(after, &mut markdown);
    }
    escape_start(&markdown)
}

/// Escapes the signs that markdown, HTML in it, or rustdoc's links would read.
fn escape(words: &str, markdown: &mut String) {
    let mut before = ' ';
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            // Inside a word an underscore is only itself: `cn_hangzhou` stays readable in the source.
            '_' => !(before.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric())),
            _ => false,
        };
        if escaped {
            markdown.push('\\');
        }
        markdown.push(character);
        before = character;
    }
}

/// Escapes what would make the line a heading, a list, a rule or a quotation. A bullet that the page drew becomes
/// a list item.
fn escape_start(line: &str) -> String {
    let item = line.strip_prefix('•').or_else(|| line.strip_prefix("- ")).or_else(|| line.strip_prefix("\\* "));
    if let Some(item) = item.map(str::trim_start).filter(|item| !item.is_empty()) {
        return format!("* {}", escape_item(item));
    }
    escape_item(line)
}

/// The same, where no bullet is left to turn into a list item.
fn escape_item(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let marker = line.get(digits..).and_then(|rest| rest.chars().next());
    match marker {
        Some('#' | '+' | '-' | '=') if digits == 0 => format!("\\{line}"),
        Some('.' | ')') if digits > 0 => {
            let (number, rest) = line.split_at_checked(digits).unwrap_or((line, ""));
            format!("{number}\\{rest}")
        }
        Some(_) | None => line.to_owned(),
    }
}

/// Text without characters that are not seen or that move others: control characters, marks of direction, lone
/// carriage returns, separators of lines and paragraphs.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter_map(|character| match character {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' | '\u{a0}' | '\u{3000}' => Some(' '),
            _ if character.is_control() || is_unseen(character) => None,
            _ => Some(character),
        })
        .collect()
}

/// Characters without a form of their own: marks of direction, joiners, fillers, tags.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The length of the longest run of a character.
fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|character| character != wanted).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(docs: &Docs) -> Vec<&str> {
        docs.lines.iter().map(String::as_str).collect()
    }

    #[test]
    fn words_stay_words() {
        for (words, markdown) in [
            (
                "The name must not start with http:// or https://.",
                "The name must not start with `http://` or `https://`.",
            ),
            ("See https://example.com/a_b?x=1.", "See <https://example.com/a_b?x=1>."),
            ("(https://example.com/x)", "(<https://example.com/x>)"),
            ("https://evil.example/\"onclick=x", "`https://evil.example/\"onclick=x`"),
            ("vss-m5et0q3iy1qex328w****", "vss-m5et0q3iy1qex328w\\*\\*\\*\\*"),
            ("cn_hangzhou and _x_", "cn_hangzhou and \\_x\\_"),
            ("[x](y) and [Option]", "\\[x\\](y) and \\[Option\\]"),
            ("a <script>alert(1)</script>", "a \\<script\\>alert(1)\\</script\\>"),
            ("# no heading", "\\# no heading"),
            ("- an item", "* an item"),
            ("* an item", "* an item"),
            ("-1 is no item", "\\-1 is no item"),
            ("---", "\\---"),
            ("- - x", "* \\- x"),
            ("- # x", "* \\# x"),
            ("-", "\\-"),
            ("1. no list", "1\\. no list"),
            ("```rust", "\\`\\`\\`rust"),
            ("~~~", "\\~\\~\\~"),
            ("&lt; &amp;", "\\&lt; \\&amp;"),
            ("    four spaces", "four spaces"),
            ("\tfn main() {}", "fn main() {}"),
            ("• an item", "* an item"),
            ("• ```", "* \\`\\`\\`"),
            ("• - x", "* \\- x"),
            ("a\u{202e}b\u{200f}c\0d", "abcd"),
        ] {
            assert_eq!(lines(&Docs::new().page(words)), [markdown], "{words:?}");
        }
    }

    #[test]
    fn items_of_a_list_stay_together() {
        let docs = Docs::new().page("Values:\n- a\n- b\nMore.");
        assert_eq!(lines(&docs), ["Values:", "", "* a", "* b", "", "More."]);
    }

    #[test]
    fn each_way_to_end_a_line_starts_a_paragraph() {
        assert_eq!(lines(&Docs::new().page("a\rb\u{2028}c\r\nd\n\n\ne")), ["a", "", "b", "", "c", "", "d", "", "e"]);
    }

    #[test]
    fn a_sample_can_not_close_its_fence() {
        let docs = Docs::new().sample("{\n    \"a\": 1\n}\n````\n```rust\nfn main() {}");
        assert_eq!(lines(&docs), ["`````text", "{", "    \"a\": 1", "}", "````", "```rust", "fn main() {}", "`````"]);
    }

    #[test]
    fn code_spans_hold_any_value() {
        assert_eq!(code("UDP"), "`UDP`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a`"), "`` `a` ``");
        assert_eq!(code(" \n"), "(empty)");
        assert_eq!(code("a\n\n    b"), "`a b`");
    }

    #[test]
    fn blocks_say_the_same_text() {
        for text in ["{\n  \"a\": 1\n}", "\n\"#\n\"##", "one line", "a\n\tb", "a\r\nb", "\n\u{202e}", "\\\n"] {
            let literal = block_literal(text);
            let back: syn::LitStr = syn::parse_quote!(#literal);
            assert_eq!(back.value(), text);
        }
        assert_eq!(block_literal("a\n\"b").to_string(), "r#\"a\n\"b\"#");
    }

    #[test]
    fn literals_say_the_same_text_and_show_no_trick() {
        for text in ["plain", "q\"uote\\", "\r\n\t\0", "a\u{202e}b\u{2028}", "取值", "}}}\"#", "\u{1f600}", "'", "{}"]
        {
            let literal = literal(text);
            let back: syn::LitStr = syn::parse_quote!(#literal);
            assert_eq!(back.value(), text);
            assert!(literal.to_string().chars().all(|character| !character.is_control() && character != '\u{202e}'));
        }
    }
}
