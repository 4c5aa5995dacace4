//! The tree of an answer, borrowing from its text where it can. XML answers become the same tree.

use std::borrow::Cow;

use super::{Json, Number, Reader};

/// How deep lists and objects may stand in each other.
pub(crate) const DEPTH: usize = 128;

/// A value of an answer.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    Null,
    Boolean(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl Node<'_> {
    pub(crate) fn into_json(self) -> Json {
        match self {
            Node::Null => Json::Null,
            Node::Boolean(truth) => Json::Boolean(truth),
            Node::Number(text) => Json::Number(Number(text.to_owned())),
            Node::Text(text) => Json::Text(text.into_owned()),
            Node::List(items) => Json::List(items.into_iter().map(Node::into_json).collect()),
            Node::Object(members) => {
                Json::Object(members.into_iter().map(|(key, value)| (key.into_owned(), value.into_json())).collect())
            }
        }
    }

    pub(crate) fn to_json(&self) -> Json {
        match self {
            Node::Null => Json::Null,
            Node::Boolean(truth) => Json::Boolean(*truth),
            Node::Number(text) => Json::Number(Number((*text).to_owned())),
            Node::Text(text) => Json::Text(text.clone().into_owned()),
            Node::List(items) => Json::List(items.iter().map(Node::to_json).collect()),
            Node::Object(members) => {
                Json::Object(members.iter().map(|(key, value)| (key.clone().into_owned(), value.to_json())).collect())
            }
        }
    }

    /// The member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Node::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => None,
        }
    }
}

/// Reads JSON text. The error is the byte at which reading stopped.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, usize> {
    let mut reader = Reader::new(text);
    let node = reader.value(0)?;
    reader.end()?;
    Ok(node)
}
