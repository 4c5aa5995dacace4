//! From a key of a TOML file to its place.
//!
//! In: a file. Out: the span of each value, by the way that leads to it (`endpoints.cn-fujian`, `operation.3.name`). What
//! a key is for, nobody here knows; a file that is no TOML has no keys.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Page, Span};

/// How deep tables are followed.
const MAX_DEPTH: usize = 8;

/// Where the values of a file stand, quotes and all.
pub fn places(file: &Page) -> BTreeMap<String, Span> {
    let mut places = BTreeMap::new();
    if let Ok(table) = DeTable::parse(file.text()) {
        of_table(table.get_ref(), "", 0, &mut places);
    }
    places
}

fn of_table(table: &DeTable<'_>, before: &str, depth: usize, places: &mut BTreeMap<String, Span>) {
    for (key, value) in table {
        of_value(value, format!("{before}{}", key.get_ref()), depth, places);
    }
}

fn of_value(value: &Spanned<DeValue<'_>>, way: String, depth: usize, places: &mut BTreeMap<String, Span>) {
    if depth < MAX_DEPTH {
        match value.get_ref() {
            DeValue::Table(table) => of_table(table, &format!("{way}."), depth + 1, places),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    of_value(item, format!("{way}.{index}"), depth + 1, places);
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
    let span = value.span();
    places.insert(way, Span::new(span.start, span.end));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PagePath;

    #[test]
    fn each_value_has_its_place() {
        let text =
            "host = \"a.example\"\n[hosts]\nnorth = \"b.example\"\n[[lamp]]\nname = \"x\"\n[[lamp]]\nname = \"y\"\n";
        let file = Page::new(PagePath::new("service.toml"), text.into()).expect("a file");
        let places = places(&file);
        let words = |way: &str| places.get(way).map(|span| file.slice(*span));
        assert_eq!(words("host"), Some("\"a.example\""));
        assert_eq!(words("hosts.north"), Some("\"b.example\""));
        assert_eq!(words("lamp.1.name"), Some("\"y\""));
        assert_eq!(words("lamp.2.name"), None);
        let broken = Page::new(PagePath::new("service.toml"), "host = ".into()).expect("a file");
        assert_eq!(super::places(&broken), BTreeMap::new());
    }
}
