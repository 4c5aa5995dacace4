//! What a text says of its parameter beside its facts: limits that hold in some cases only, characters that it names
//! without refusing others, values of a list that is not closed, and that there is no default.
//!
//! In: a description as text. Out: [`Loose`] statements, in a form that other words for the same do not change. No
//! client is built from them; whoever compares two versions of a description tells them.

use super::characters;
use super::default;
use super::lists;
use super::quantity;
use super::sentence::Sentence;
use super::text::Reading;
use crate::dialect::phrases::Phrases;
use crate::document::{Block, Run, Style, Text};
use crate::source::Span;

/// What a description says besides its facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loose {
    /// The numbers by which it limits something, in its order: "16 to 64".
    pub quantities: Vec<String>,
    /// The characters and classes of them that it says a value can hold, sorted.
    pub characters: Vec<String>,
    /// What it says a value must not start with, in whatever case.
    pub refused: Vec<String>,
    /// What it lists as values beside others that it only describes.
    pub values: Vec<String>,
    /// That there is no default: "empty" where it is an empty text, else "null".
    pub no_default: Option<&'static str>,
}

/// Reads a description as a spec has it: a paragraph or an item a line.
pub fn loose(text: &str, name: &str, phrases: &Phrases) -> Loose {
    let blocks = paragraphs(text);
    let reading = Reading::new(&blocks, text, phrases);
    let mut loose = Loose::default();
    for range in reading.lines.iter().flat_map(|line| reading.sentences(line)) {
        let sentence = Sentence::new(&reading, range);
        let side = |number: Option<String>| number.unwrap_or_default();
        let found = quantity::find(sentence).into_iter();
        loose
            .quantities
            .extend(found.map(|found| format!("{} to {}", side(found.low), side(found.high)).trim().to_owned()));
        loose.characters.extend(characters::named(sentence));
        loose.refused.extend(characters::refused_first(sentence));
        if loose.no_default.is_none() {
            loose.no_default = default::nothing(sentence, name);
        }
    }
    for list in [&mut loose.characters, &mut loose.refused] {
        list.sort_unstable();
        list.dedup();
    }
    for items in reading.items() {
        loose.values.extend(lists::open_values(&reading, &items));
    }
    loose
}

/// The lines of a text, each a paragraph.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    let lines = text.lines().map(|line| {
        let run = Run { text: line.to_owned(), style: Style::default(), span: Span::default() };
        Block::Paragraph(Text { runs: vec![run], span: Span::default() })
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Loose {
        loose(text, "Name", &Phrases::of_codes(["en", "zh"]))
    }

    #[test]
    fn limits_of_a_case_are_told_with_the_rest() {
        assert_eq!(read("- hmac: 16 to 64 characters\n- none: 8 characters at most").quantities, ["16 to 64", "to 8"]);
        assert_eq!(read("nothing of the kind"), Loose::default());
    }

    #[test]
    fn characters_are_the_same_in_other_words() {
        let one = read("It can contain letters, digits, colons (:), and hyphens (-).").characters;
        assert_eq!(one, read("The name must be 2 to 128 characters in length and can contain digits, letters, hyphens (-), and colons (:).").characters);
        assert_ne!(one, read("It can contain letters, digits, and hyphens (-).").characters);
        assert_eq!(read("It must start with a letter and cannot contain spaces.").characters, Vec::<String>::new());
    }

    #[test]
    fn what_must_not_come_first_in_some_cases() {
        assert_eq!(read("For Windows instances, the password cannot start with a forward slash (/).").refused, ["/"]);
        assert_eq!(
            read("A slash (/) cannot be the first character of the password of a Windows instance.").refused,
            ["/"]
        );
        assert_eq!(read("Windows实例不能以正斜线（/）开头。").refused, ["/"]);
        assert_eq!(read("It cannot start with http:// or https://.").refused, ["http", "https"]);
    }

    #[test]
    fn values_beside_words() {
        assert_eq!(read("The label. Valid values:\n- Now\n- Before\n- Your own label").values, ["Now", "Before"]);
        assert_eq!(read("The label. Valid values:\n- Now\n- Before").values, Vec::<String>::new());
        assert_eq!(read("标签。取值：\n- Now\n- Before\n- 您自己定义的标签名称").values, ["Now", "Before"]);
    }

    #[test]
    fn no_default_is_a_statement_too() {
        assert_eq!(read("Default: empty.").no_default, Some("empty"));
        assert_eq!(read("Default value: null.").no_default, Some("null"));
        assert_eq!(read("默认值：空。").no_default, Some("empty"));
        assert_eq!(read("默认为空。").no_default, Some("empty"));
        assert_eq!(read("默认值：无。").no_default, Some("null"));
        assert_eq!(read("This parameter is empty by default.").no_default, Some("empty"));
        assert_eq!(read("If the list is empty, the default value is 5.").no_default, None);
        assert_eq!(read("Default value: 5.").no_default, None);
    }
}
