//! Explains a code: its title, its meaning, the smallest page that shows it, and how it looks there.
//!
//! In: an [`Entry`] and somebody who can run its example; this module knows no reader and no extraction.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Diagnostic, Entry, Example, Severity, catalogue, render};
use crate::source::{Page, PagePath};

/// How wide explanations are printed, in characters.
const WIDTH: usize = 100;

/// The text of `explain D0007`. `run` reads the example and gives all diagnostics that it raises, with the files that
/// they speak of; those of other kinds are left out here.
pub fn explain(entry: &Entry, run: impl FnOnce(&Example) -> (Vec<Diagnostic>, BTreeMap<PagePath, Page>)) -> String {
    let mut text = format!("{} ({}): {}\n\n", entry.code, word(entry.severity), entry.title);
    text.push_str(&wrapped(entry.explanation));
    match entry.example {
        Example::Page { vendor, name, text: page } => file(&mut text, vendor, name, page),
        Example::Pages { vendor, pages } => {
            for (name, page) in pages {
                file(&mut text, vendor, name, page);
            }
        }
        Example::Errata { vendor, name, text: page, errata } => {
            file(&mut text, vendor, name, page);
            file(&mut text, vendor, "errata.toml", errata);
        }
        Example::Elsewhere(place) => {
            // Writing to a String can not fail.
            let _ = write!(text, "\nNo page shows it alone; the test `{place}` does.\n");
            return text;
        }
    }
    let (mut diagnostics, pages) = run(&entry.example);
    diagnostics.retain(|diagnostic| diagnostic.code == entry.code);
    if !diagnostics.is_empty() {
        text.push_str("\nIt is reported as:\n\n");
        text.push_str(&indented(render::human(&diagnostics, &pages, false).trim_end()));
    }
    text
}

/// All codes with their titles, a line each.
pub fn list() -> String {
    let mut text = String::new();
    for entry in catalogue::entries() {
        let _ = writeln!(text, "{}  {:7}  {}", entry.code, word(entry.severity), entry.title);
    }
    text
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn file(text: &mut String, vendor: &str, name: &str, content: &str) {
    let _ = write!(text, "\nExample, {name} of {vendor}:\n\n{}", indented(content.trim_end()));
}

fn indented(content: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    content.lines().map(line).collect()
}

/// Paragraphs, their lines broken between words.
pub fn wrapped(paragraphs: &str) -> String {
    let mut text = String::new();
    for (index, paragraph) in paragraphs.split("\n\n").enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let mut width = 0;
        for word in paragraph.split_whitespace() {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > WIDTH {
                text.push('\n');
                width = 0;
            }
            if width > 0 {
                text.push(' ');
                width += 1;
            }
            text.push_str(word);
            width += length;
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    const ENTRY: Entry = Entry {
        code: Code(300),
        severity: Severity::Warning,
        title: "a letter stands alone",
        explanation: "A letter has no word around it, and a reader can not tell what it means, so that the row in \
            which it stands says less.\n\nWrite the word.",
        example: Example::Page { vendor: "alibaba", name: "a.md", text: "# T\n\nx\n" },
    };

    #[test]
    fn an_entry_is_explained_with_its_example() {
        let path = PagePath::new("a.md");
        let page = Page::new(path.clone(), b"# T\n\nx\n".to_vec()).expect("a page");
        let found = Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::new(Code(300), &path, Span::new(5, 6), "letter `x`")
        };
        let other = Diagnostic::new(Code(1), &path, Span::new(0, 1), "other");
        let printed = explain(&ENTRY, |_| (vec![other, found], BTreeMap::from([(path, page)])));
        let expected = "\
D0300 (warning): a letter stands alone

A letter has no word around it, and a reader can not tell what it means, so that the row in which it
stands says less.

Write the word.

Example, a.md of alibaba:

    # T

    x

It is reported as:

    warning[D0300]: letter `x`
     --> a.md:3:1
      |
    3 | x
      | ^
";
        assert_eq!(printed, expected);
    }

    #[test]
    fn every_code_is_listed_once() {
        assert_eq!(list().lines().count(), catalogue::entries().count());
        assert!(list().contains("D0300  note     a sample was read after repairs\n"));
    }
}
