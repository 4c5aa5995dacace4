//! Type cells: "Array of [`VpcInfo`](#VpcInfo) objects", "list<map<String,String>>", "String(255)".
//!
//! In: the words of a type cell. Out: a [`StatedType`]. Knows the shapes in which vendors write types; the words are
//! the dialect's.

use crate::dialect::{Dialect, TypeWord, fold};
use crate::extract::facts::StatedType;

/// How deep types nest before the rest is taken as words.
const MAX_DEPTH: u8 = 8;

/// Reads the words of a type cell.
pub fn stated_type(words: &str, dialect: &Dialect) -> StatedType {
    read(words.trim(), dialect, MAX_DEPTH)
}

fn read(words: &str, dialect: &Dialect, depth: u8) -> StatedType {
    // `?string` may be null, and a star refers to a remark below the table.
    let words = words.trim().trim_matches(['*', '`', ' ']);
    let words = words.strip_prefix('?').unwrap_or(words).trim_start();
    if words.is_empty() {
        return StatedType::Unstated;
    }
    if let Some(known) = word(words, dialect) {
        return known;
    }
    if depth == 0 {
        return StatedType::Unknown(words.to_owned());
    }
    if let Some(item) = list_item(words, dialect) {
        return StatedType::List(Box::new(read(item, dialect, depth - 1)));
    }
    if let Some(value) = map_value(words, dialect) {
        return StatedType::Map(Box::new(read(value, dialect, depth - 1)));
    }
    if let Some(plain) = without_size(words) {
        return read(plain, dialect, depth - 1);
    }
    if let Some(name) = object_name(words, dialect) {
        return StatedType::Named(name.to_owned());
    }
    if is_identifier(words) {
        return StatedType::Named(words.to_owned());
    }
    if let Some(rest) = without_article(words, dialect) {
        return read(rest, dialect, depth - 1);
    }
    // "String to string map": what the whole is, its last word says.
    let last = words.rsplit(' ').next().unwrap_or_default();
    if last.len() < words.len() && dialect.type_word(last) == Some(TypeWord::Map) {
        let between = words.strip_suffix(last).and_then(|words| split_once_word(words.trim_end(), "to"));
        let value = between.map_or(StatedType::Unstated, |(_, value)| read(value, dialect, depth - 1));
        return StatedType::Map(Box::new(value));
    }
    // "String or Integer", "String, ISO 8601": the first word decides when the dialect knows it.
    match words.split([' ', ',', '/', '，', '、']).next().and_then(|first| word(first, dialect)) {
        Some(known) if known != StatedType::Unstated => known,
        _ => StatedType::Unknown(words.to_owned()),
    }
}

/// A word of the dialect, in the singular or the plural.
fn word(words: &str, dialect: &Dialect) -> Option<StatedType> {
    let folded = fold(words);
    let known = dialect.type_word(&folded).or_else(|| dialect.type_word(folded.strip_suffix('s')?))?;
    Some(match known {
        TypeWord::Unstated => StatedType::Unstated,
        TypeWord::List => StatedType::List(Box::new(StatedType::Unstated)),
        TypeWord::Map => StatedType::Map(Box::new(StatedType::Unstated)),
        TypeWord::String
        | TypeWord::Integer
        | TypeWord::Number
        | TypeWord::Boolean
        | TypeWord::Object
        | TypeWord::Any
        | TypeWord::File => StatedType::Word(known),
    })
}

/// What a list holds: "Array of X", `List<X>`, `array[X]`, `X[]`, `[]X`, "X数组", "X array", "X list".
fn list_item<'a>(words: &'a str, dialect: &Dialect) -> Option<&'a str> {
    let is_list = |word: &str| dialect.type_word(word.trim()) == Some(TypeWord::List);
    if let Some(item) = words.strip_suffix("[]").or_else(|| words.strip_prefix("[]")) {
        return Some(item);
    }
    if let Some((head, inner)) = bracketed(words)
        && is_list(head)
    {
        return Some(inner);
    }
    if let Some((head, item)) = split_once_word(words, "of")
        && is_list(head)
    {
        return Some(item);
    }
    for (item, tail) in dialect.type_words(TypeWord::List).filter_map(|list| ends_in(words, list)) {
        // Chinese parts its words by no blank. "StringList" is one word of two.
        let is_capital = tail.starts_with(|first: char| first.is_ascii_uppercase());
        if !tail.is_ascii() || is_capital && matches!(word(item, dialect), Some(StatedType::Word(_))) {
            return Some(item.trim_end_matches('的'));
        }
    }
    let (item, tail) = words.rsplit_once(' ')?;
    (is_list(tail) && word(item, dialect).is_some()).then_some(item)
}

/// What a map's keys lead to: `Map<String,X>`, `map[string]X`.
fn map_value<'a>(words: &'a str, dialect: &Dialect) -> Option<&'a str> {
    let (head, inner) = bracketed(words)?;
    if dialect.type_word(head.trim()) != Some(TypeWord::Map) {
        return None;
    }
    Some(inner.split_once([',', '，']).map_or(inner, |(_, value)| value))
}

/// `head<inner>`, `head[inner]`, `head(inner)`.
fn bracketed(words: &str) -> Option<(&str, &str)> {
    // Most types have no brackets.
    if !words.trim_end().ends_with(['>', ']', ')', '＞']) {
        return None;
    }
    for (open, close) in [('<', '>'), ('[', ']'), ('(', ')'), ('＜', '＞')] {
        if let Some((head, rest)) = words.split_once(open)
            && let Some(inner) = rest.trim_end().strip_suffix(close)
            && !head.trim().is_empty()
        {
            return Some((head, inner));
        }
    }
    None
}

/// "String(255)", "String（255）", "Integer (32 bits)".
fn without_size(words: &str) -> Option<&str> {
    let (head, rest) = words.split_once(['(', '（'])?;
    (rest.trim_end().ends_with([')', '）']) && !head.trim().is_empty()).then(|| head.trim())
}

/// The name in "`VpcInfo` object", "`VpcInfo` objects", "`VpcInfo` 结构体", "`VpcInfo对象`".
fn object_name<'a>(words: &'a str, dialect: &Dialect) -> Option<&'a str> {
    let is_object = |tail: &str| matches!(word(tail, dialect), Some(StatedType::Word(TypeWord::Object)));
    let cut = words.rsplit_once(' ').filter(|(_, tail)| is_object(tail));
    let name = if let Some((name, _)) = cut {
        name
    } else {
        let mut objects = dialect.type_words(TypeWord::Object).filter(|object| !object.is_ascii());
        objects.find_map(|object| ends_in(words, object))?.0
    };
    let name = without_article(name, dialect).unwrap_or(name).trim();
    let spoken = cut.is_some() && name.split(' ').count() <= 4 && name.split(' ').all(is_identifier);
    (spoken || is_identifier(name)).then_some(name)
}

/// The words behind an article, or behind another word that leaves a type as it is ("partial").
fn without_article<'a>(words: &'a str, dialect: &Dialect) -> Option<&'a str> {
    let (first, rest) = words.split_once(' ')?;
    dialect.is_article(first).then(|| rest.trim_start())
}

/// Words that end in a folded word, cut before it.
fn ends_in<'a>(words: &'a str, folded: &str) -> Option<(&'a str, &'a str)> {
    let at = words.len().checked_sub(folded.len()).filter(|at| *at > 0)?;
    let (head, tail) = (words.get(..at)?, words.get(at..)?);
    (fold(tail) == folded).then_some((head, tail))
}

/// Splits at a lower-case word that stands alone: ("Array", "strings") of "Array of strings".
fn split_once_word<'a>(words: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let folded = words.to_ascii_lowercase();
    let at = folded.find(&format!(" {word} "))?;
    Some((words.get(..at)?, words.get(at + word.len() + 2..)?))
}

/// Letters, digits, `_`, `-` and `.`, starting with a letter: a name, not a sentence.
fn is_identifier(words: &str) -> bool {
    words.starts_with(|character: char| character.is_ascii_alphabetic() || character == '_')
        && words.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use StatedType::{List, Map, Named, Unknown, Unstated, Word};
    use TypeWord::{Any, Boolean, Integer, Object, String as Text};

    #[test]
    fn the_shapes_of_type_cells() {
        let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let alibaba = Dialect::load(&specs, "alibaba").expect("a dialect");
        let huawei = Dialect::load(&specs, "huawei").expect("a dialect");
        let discord = Dialect::load(&specs, "discord").expect("a dialect");
        let ucloud = Dialect::load(&specs, "ucloud").expect("a dialect");
        let list = |item| List(Box::new(item));
        let map = |value| Map(Box::new(value));
        for (dialect, words, stated) in [
            (&alibaba, "String", Word(Text)),
            (&alibaba, "**Long**", Word(Integer)),
            (&alibaba, "", Unstated),
            (&alibaba, "-", Unstated),
            (&alibaba, "Array of VpnGateway", list(Named("VpnGateway".into()))),
            (&alibaba, "UsageData[]", list(Named("UsageData".into()))),
            (&alibaba, "[]String", list(Word(Text))),
            (&alibaba, "RepeatList", list(Unstated)),
            (&alibaba, "StringList", list(Word(Text))),
            (&alibaba, "String to string map", map(Word(Text))),
            (&alibaba, "?string", Word(Text)),
            (&discord, "partial guild member object", Named("guild member".into())),
            (&ucloud, "string 数组", list(Word(Text))),
            (&ucloud, "int列表", list(Word(Integer))),
            (&alibaba, "String(255)", Word(Text)),
            (&alibaba, "list<map<String,String>>", list(map(Word(Text)))),
            (&alibaba, "字符串数组", list(Word(Text))),
            (&huawei, "Array of strings", list(Word(Text))),
            (&huawei, "Array of VpcInfo objects", list(Named("VpcInfo".into()))),
            (&huawei, "Array of objects", list(Word(Object))),
            (&huawei, "VpcInfo object", Named("VpcInfo".into())),
            (&huawei, "VpcInfo对象", Named("VpcInfo".into())),
            (&huawei, "Map<String,Array<String>>", map(list(Word(Text)))),
            (&huawei, "Boolean", Word(Boolean)),
            (&huawei, "Json", Word(Any)),
            (&huawei, "String array", list(Word(Text))),
            (&huawei, "as described below", Unknown("as described below".into())),
        ] {
            assert_eq!(stated_type(words, dialect), stated, "{words}");
        }
    }
}
