//! Answers as XML, both ways: a JSON value becomes elements, and a page's XML sample a JSON value.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// A value as the content of a root element. Lists repeat the element of their name.
pub(crate) fn write(root: &str, value: &Value) -> String {
    let mut output = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    element(root, value, &mut output);
    output
}

fn element(name: &str, value: &Value, output: &mut String) {
    if let Value::Array(items) = value {
        for item in items {
            element(name, item, output);
        }
        return;
    }
    output.extend(["<", name, ">"]);
    match value {
        Value::Null | Value::Array(_) => {}
        Value::Bool(truth) => output.push_str(&truth.to_string()),
        Value::Number(number) => output.push_str(&number.to_string()),
        Value::String(text) => escape(text, output),
        Value::Object(members) => {
            for (name, value) in members {
                element(name, value, output);
            }
        }
    }
    output.extend(["</", name, ">"]);
}

fn escape(text: &str, output: &mut String) {
    for character in text.chars() {
        match character {
            '<' => output.push_str("&lt;"),
            '>' => output.push_str("&gt;"),
            '&' => output.push_str("&amp;"),
            // XML has no way to write other control characters.
            _ if character.is_control() && !matches!(character, '\n' | '\r' | '\t') => output.push('\u{fffd}'),
            _ => output.push(character),
        }
    }
}

/// The content of the root element. An element that is repeated becomes a list, text a string; `None` when it is no
/// XML.
pub(crate) fn read(text: &str) -> Option<Value> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(String, Map<String, Value>, String)> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                open.push((name, Map::new(), String::new()));
            }
            Event::Empty(start) => {
                let name = start.local_name().as_ref().to_owned();
                add(&mut open.last_mut()?.1, name, Value::String(String::new()));
            }
            Event::Text(content) => {
                if let Some((_, _, text)) = open.last_mut() {
                    text.push_str(&content);
                }
            }
            Event::End(_) => {
                let (name, members, text) = open.pop()?;
                let value =
                    if members.is_empty() { Value::String(text.trim().to_owned()) } else { Value::Object(members) };
                match open.last_mut() {
                    Some((_, members, _)) => add(members, name, value),
                    None => return Some(value),
                }
            }
            Event::Eof => return None,
            Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

fn add(members: &mut Map<String, Value>, name: String, value: Value) {
    match members.get_mut(&name) {
        None => {
            members.insert(name, value);
        }
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{read, write};

    #[test]
    fn lists_repeat_their_name() {
        let value = json!({"Servers": {"Server": [{"Id": "a<b"}, {"Id": "c"}]}, "Total": 2});
        let text = write("Answer", &value);
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let body = "<Answer><Servers><Server><Id>a&lt;b</Id></Server><Server><Id>c</Id></Server></Servers>";
        assert_eq!(text, format!("{head}{body}<Total>2</Total></Answer>"));
    }

    #[test]
    fn a_sample_is_read_as_text_lists_and_objects() {
        let text =
            "<?xml version='1.0'?>\n<Answer>\n <Id>1</Id>\n <List><Item>a</Item><Item>b</Item></List><Data/></Answer>";
        assert_eq!(read(text), Some(json!({"Id": "1", "List": {"Item": ["a", "b"]}, "Data": ""})));
        assert_eq!(read("no XML"), None);
        assert_eq!(read("<Answer><Id></Answer>"), None);
    }
}
