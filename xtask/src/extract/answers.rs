//! Answers that a sentence names ("Returns a [lamp](#lamp-object) object"), and the objects that they name.
//!
//! In: blocks of a page. Out: where the sentence leads, and the tables of objects with the anchors by which links reach
//! them. Which object a link means is settled when all pages are at hand; the words of such sentences are the dialect's.

use crate::dialect::{Dialect, TypeWord, fold};
use crate::document::{Block, Column, Heading, Table, Text};
use crate::extract::facts::Said;

/// So many words may stand between the verb and the link: "Returns a list of partial [lamp] objects".
const MOST_WORDS: usize = 5;

/// The target of the first link that a sentence of the introduction names as the answer.
pub fn answer(introduction: &[Block], dialect: &Dialect) -> Option<Said<String>> {
    if !dialect.names_answers() {
        return None;
    }
    introduction.iter().find_map(|block| match block {
        Block::Paragraph(text) => of_text(text, dialect),
        Block::Heading(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => None,
    })
}

fn of_text(text: &Text, dialect: &Dialect) -> Option<Said<String>> {
    let mut sentence = String::new();
    for run in &text.runs {
        if let Some(target) = &run.style.link
            && leads(&sentence, dialect)
        {
            return Some(Said::new(target.clone(), run.span));
        }
        sentence.push_str(&run.text);
        if let Some(end) = sentence.rfind(['\n', '。']).into_iter().chain(sentence.rfind(". ")).max() {
            sentence = sentence.get(end..).unwrap_or_default().trim_start_matches(['.', '。']).to_owned();
        }
    }
    None
}

/// Whether the words before a link say that what it leads to is answered: nothing but a few words that belong to it
/// stand behind the verb, and none of them is another object, which would hold it.
fn leads(sentence: &str, dialect: &Dialect) -> bool {
    let words: Vec<String> = sentence.split_whitespace().map(fold).collect();
    let Some(verb) = words.iter().rposition(|word| dialect.is_answer_verb(word)) else { return false };
    let between = words.get(verb + 1..).unwrap_or_default();
    let is_object = |word: &String| matches!(dialect.type_word(word), Some(TypeWord::Object | TypeWord::Map));
    between.len() <= MOST_WORDS && !between.iter().any(|word| is_object(word) || word.ends_with(','))
}

/// The tables of objects: of each heading whose last word says that it is one, the first table of names and types below
/// it. Where no sentence names answers, objects are found by the tables that refer to them.
pub fn objects<'b>(blocks: &'b [Block], dialect: &Dialect) -> Vec<(&'b Heading, &'b Table)> {
    if !dialect.names_answers() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open: Option<&Heading> = None;
    for block in blocks {
        match block {
            // "Lamp Structure" below "Lamp Object" is the same object.
            Block::Heading(heading) if open.is_none_or(|open| heading.level != 0 && heading.level <= open.level) => {
                open = Some(heading).filter(|heading| is_object(heading, dialect));
            }
            Block::Table(table) if describes(table, dialect) => {
                found.extend(open.take().map(|heading| (heading, table)));
            }
            Block::Heading(_) | Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => {}
        }
    }
    found
}

fn is_object(heading: &Heading, dialect: &Dialect) -> bool {
    let words = heading.text.plain();
    let last = words.rsplit(' ').next().unwrap_or_default();
    last.len() < words.len() && dialect.type_word(last) == Some(TypeWord::Object)
}

fn describes(table: &Table, dialect: &Dialect) -> bool {
    let has = |column| table.header.iter().any(|cell| dialect.column(&cell.plain()) == Some(column));
    has(Column::Name) && has(Column::Type)
}

/// The anchor that a link to a heading has: "Lamp Object" is reached by `#lamp-object`.
pub fn anchor(heading: &str) -> String {
    let words = heading.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verb_leads_to_what_follows_it() {
        let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let dialect = Dialect::load(&specs, "discord").expect("a dialect");
        for (before, leads_on) in [
            ("Returns a ", true),
            (" Returns the list of lit ", true),
            ("Lights the lamp and returns it as a ", true),
            ("Returns an object with a list of ", false),
            ("Returns nothing, and fires a ", false),
            ("Lights a ", false),
            ("Returns whatever the one who asked for it had as a ", false),
        ] {
            assert_eq!(leads(before, &dialect), leads_on, "{before}");
        }
        assert_eq!(anchor("Lamp Post Object"), "lamp-post-object");
    }
}
