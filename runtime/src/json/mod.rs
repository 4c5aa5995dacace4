//! JSON without derives: a value for what a page leaves free, a borrowing tree for answers, a writer for bodies.
//!
//! Numbers keep the text they have on the wire, so that no answer loses a digit on the way to its field.

mod node;
mod reader;
mod write;

use std::fmt;

pub(crate) use node::{DEPTH, Node, parse};
pub(crate) use reader::Reader;
pub(crate) use write::{body, value};

/// Any JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is written.
    Number(Number),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in the order of its members.
    Object(Vec<(String, Json)>),
}

/// A number, as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Number(String);

impl Number {
    /// The number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is whole and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The number that is nearest to it.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

impl Json {
    /// Reads JSON text.
    pub fn parse(text: &str) -> Result<Self, InvalidJson> {
        parse(text).map(Node::into_json).map_err(|offset| InvalidJson { offset })
    }

    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            Json::Null | Json::Boolean(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => None,
        }
    }

    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            Json::Null | Json::Boolean(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => None,
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = String::new();
        write::json(self, &mut output);
        formatter.write_str(&output)
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Json::Boolean(truth)
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Json::Number(Number(number.to_string()))
    }
}

impl From<f64> for Json {
    /// A number that JSON can not write (NaN, an infinity) becomes `null`.
    fn from(number: f64) -> Self {
        if number.is_finite() { Json::Number(Number(number.to_string())) } else { Json::Null }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Json::Text(text)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Json::List(items.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for Json {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        Json::Object(members.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// Text that is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidJson {
    /// The byte at which reading stopped.
    pub offset: usize,
}

impl fmt::Display for InvalidJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not JSON at byte {}", self.offset)
    }
}

impl std::error::Error for InvalidJson {}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn numbers_keep_their_digits() {
        for text in ["12345678901234567890", "1.10", "-0.5e+3", "0"] {
            assert_eq!(Json::parse(text).expect("a number").to_string(), text);
        }
    }

    #[test]
    fn what_is_written_is_what_serde_json_reads() {
        let json: Json = [
            ("a\"b\\\u{1}\n", Json::from("tab\t\u{2028}🚀")),
            ("list", Json::from(vec![1_i64, -2])),
            ("number", Json::from(1.5)),
            ("nothing", Json::from(f64::NAN)),
            ("truth", Json::from(true)),
        ]
        .into_iter()
        .collect();
        let read: serde_json::Value = serde_json::from_str(&json.to_string()).expect("JSON");
        let expected = serde_json::json!({
            "a\"b\\\u{1}\n": "tab\t\u{2028}🚀", "list": [1, -2], "number": 1.5, "nothing": null, "truth": true,
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn reads_what_serde_json_reads_and_refuses_what_it_refuses() {
        let texts = [
            "{}",
            "[]",
            " [ 1 , 2 ] ",
            "{\"a\":{\"b\":[null,true,false]}}",
            "\"\\u00e9\\ud83d\\ude80\\/\"",
            "-1",
            "1e5",
            "\"é\"",
            "",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "01",
            "1.",
            ".5",
            "-",
            "+1",
            "\"\n\"",
            "\"\\x\"",
            "nul",
            "[1 2]",
            "1 2",
            "\"abc",
            "{\"a\"}",
            "{\"a\" 1}",
            "\"\\u12\"",
            "1e",
            "tru",
            "[",
            "]",
            "\"\\",
        ];
        for text in texts {
            let ours = Json::parse(text);
            let theirs: Result<serde_json::Value, _> = serde_json::from_str(text);
            assert_eq!(ours.is_ok(), theirs.is_ok(), "{text}");
            if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
                let again: serde_json::Value = serde_json::from_str(&ours.to_string()).expect("JSON");
                assert_eq!(again, theirs, "{text}");
            }
        }
    }

    #[test]
    fn half_of_a_surrogate_pair_is_replaced_not_refused() {
        assert_eq!(Json::parse("\"\\ud83d!\"").expect("lenient").as_str(), Some("\u{fffd}!"));
        assert_eq!(Json::parse("\"\\ud83d\\u0041\"").expect("lenient").as_str(), Some("\u{fffd}A"));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Json::parse(&deep).is_err());
        let fine = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        assert!(Json::parse(&fine).is_ok());
    }
}
