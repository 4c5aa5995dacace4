//! The tree of an answer, borrowing from its text where it can. XML answers become the same tree.

use std::borrow::Cow;

use super::{Json, Number};

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

/// Reads JSON. The error is the byte at which reading stopped.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, usize> {
    let mut reader = Reader { text, at: 0 };
    reader.blank();
    let node = reader.value(0)?;
    reader.blank();
    if reader.at == text.len() { Ok(node) } else { Err(reader.at) }
}

struct Reader<'a> {
    text: &'a str,
    /// Always at the start of a character.
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn need(&mut self, byte: u8) -> Result<(), usize> {
        if self.eat(byte) { Ok(()) } else { Err(self.at) }
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>, usize> {
        if depth > DEPTH {
            return Err(self.at);
        }
        match self.peek().ok_or(self.at)? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Node::Text),
            b't' => self.word("true", Node::Boolean(true)),
            b'f' => self.word("false", Node::Boolean(false)),
            b'n' => self.word("null", Node::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, node: Node<'a>) -> Result<Node<'a>, usize> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            return Ok(node);
        }
        Err(self.at)
    }

    fn object(&mut self, depth: usize) -> Result<Node<'a>, usize> {
        self.need(b'{')?;
        let mut members = Vec::new();
        self.blank();
        if self.eat(b'}') {
            return Ok(Node::Object(members));
        }
        loop {
            self.blank();
            let key = self.string()?;
            self.blank();
            self.need(b':')?;
            self.blank();
            members.push((key, self.value(depth + 1)?));
            self.blank();
            if self.eat(b'}') {
                return Ok(Node::Object(members));
            }
            self.need(b',')?;
        }
    }

    fn list(&mut self, depth: usize) -> Result<Node<'a>, usize> {
        self.need(b'[')?;
        let mut items = Vec::new();
        self.blank();
        if self.eat(b']') {
            return Ok(Node::List(items));
        }
        loop {
            self.blank();
            items.push(self.value(depth + 1)?);
            self.blank();
            if self.eat(b']') {
                return Ok(Node::List(items));
            }
            self.need(b',')?;
        }
    }

    fn number(&mut self) -> Result<Node<'a>, usize> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _sign = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        self.text.get(start..self.at).map(Node::Number).ok_or(start)
    }

    fn digits(&mut self) -> Result<(), usize> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.at) }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, usize> {
        self.need(b'"')?;
        let plain = self.run()?;
        if self.eat(b'"') {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            if self.eat(b'"') {
                return Ok(Cow::Owned(text));
            }
            self.need(b'\\')?;
            text.push(self.escape()?);
            text.push_str(self.run()?);
        }
    }

    /// The characters up to the next quote, escape or control character.
    fn run(&mut self) -> Result<&'a str, usize> {
        let rest = self.text.get(self.at..).ok_or(self.at)?;
        let length = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20);
        let run = length.and_then(|length| rest.get(..length)).ok_or(self.text.len())?;
        self.at += run.len();
        Ok(run)
    }

    fn escape(&mut self) -> Result<char, usize> {
        let byte = self.peek().ok_or(self.at)?;
        let character = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.at),
        };
        self.at += 1;
        Ok(character)
    }

    /// A `\u` escape and the second half of its pair. Half a pair becomes U+FFFD: one bad name must not cost a list.
    fn unicode(&mut self) -> Result<char, usize> {
        let first = self.hexadecimal()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after_first = self.at;
        if self.eat(b'\\') && self.eat(b'u') {
            let second = self.hexadecimal()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.at = after_first;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hexadecimal(&mut self) -> Result<u32, usize> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(self.at)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.at);
        }
        let code = u32::from_str_radix(digits, 16).map_err(|_| self.at)?;
        self.at += 4;
        Ok(code)
    }
}
