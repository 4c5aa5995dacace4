//! Reads an XML answer into the tree that JSON answers make: elements are members, repeated ones a list.
//!
//! Attributes, comments and processing instructions say nothing in a vendor's answer and are passed over. A document
//! type is refused: entities of its own are how XML grows without bound.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::json::{DEPTH, Node};

/// An element that is open.
#[derive(Default)]
struct Open<'a> {
    name: String,
    members: Vec<(Cow<'a, str>, Node<'a>)>,
    text: String,
}

/// Reads a document. The root's own name is dropped. The error says what is wrong.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, String> {
    let mut reader = Reader::from_str(text);
    let mut stack = vec![Open::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                if stack.len() > DEPTH {
                    return Err(format!("more than {DEPTH} elements stand in each other"));
                }
                stack.push(Open { name: start.local_name().as_ref().to_owned(), ..Open::default() });
            }
            Event::Empty(empty) => {
                let name = empty.local_name().as_ref().to_owned();
                add(&mut stack, name, Node::Text(Cow::Borrowed("")));
            }
            Event::End(_) => {
                let Some(open) = stack.pop() else { return Err("an element ends that did not start".to_owned()) };
                if stack.is_empty() {
                    return Err("an element ends that did not start".to_owned());
                }
                let name = open.name.clone();
                add(&mut stack, name, close(open));
            }
            Event::Text(content) => push(&mut stack, &content),
            Event::CData(content) => push(&mut stack, &content),
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(character)) => character.to_string(),
                    Ok(None) => quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or_default().to_owned(),
                    Err(error) => return Err(error.to_string()),
                };
                push(&mut stack, &resolved);
            }
            Event::DocType(_) => return Err("it has a document type".to_owned()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    let document = stack.pop().filter(|_| stack.is_empty()).ok_or("an element does not end")?;
    match document.members.into_iter().next() {
        Some((_, root)) => Ok(root),
        None => Err("it has no element".to_owned()),
    }
}

fn push(stack: &mut [Open<'_>], content: &str) {
    if let Some(open) = stack.last_mut() {
        open.text.push_str(content);
    }
}

fn add<'a>(stack: &mut [Open<'a>], name: String, node: Node<'a>) {
    if let Some(open) = stack.last_mut() {
        open.members.push((Cow::Owned(name), node));
    }
}

/// An element without elements is text; repeated elements become one list at the place of the first.
fn close(open: Open<'_>) -> Node<'_> {
    if open.members.is_empty() {
        return Node::Text(Cow::Owned(open.text));
    }
    let mut members: Vec<(Cow<'_, str>, Node<'_>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let mut lists: Vec<Vec<Node<'_>>> = Vec::new();
    for (name, node) in open.members {
        let place = *places.entry(name.clone()).or_insert_with(|| {
            members.push((name, Node::Null));
            lists.push(Vec::new());
            lists.len() - 1
        });
        if let Some(list) = lists.get_mut(place) {
            list.push(node);
        }
    }
    for ((_, member), mut list) in members.iter_mut().zip(lists) {
        let last = list.pop();
        *member = match last {
            Some(last) if list.is_empty() => last,
            Some(last) => {
                list.push(last);
                Node::List(list)
            }
            None => Node::Null,
        };
    }
    Node::Object(members)
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn json(text: &str) -> String {
        parse(text).expect("XML").into_json().to_string()
    }

    #[test]
    fn elements_become_members_and_repeated_ones_lists() {
        let text = "<?xml version='1.0'?><R xmlns=\"x\"><A>1</A><B><C>x</C><D/><C>y</C></B></R>";
        assert_eq!(json(text), r#"{"A":"1","B":{"C":["x","y"],"D":""}}"#);
    }

    #[test]
    fn text_is_unescaped_once() {
        assert_eq!(json("<R><A>a&amp;lt;b&#x4e2d;&lt;<![CDATA[<&amp;>]]></A></R>"), r#"{"A":"a&lt;b中<<&amp;>"}"#);
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in ["<R>", "<R></Q>", "<!DOCTYPE R [<!ENTITY a \"b\">]><R>&a;</R>", "<R><A></R></A>", "<!-- -->"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"<R>".repeat(100_000)).is_err());
    }
}
