//! Reads JSON piece by piece: for the tree, and for records that are filled as the text goes by.
//!
//! In: text. Out: its pieces in their order, borrowed where they hold no escape. Each error is the byte at which
//! reading stopped.

use std::borrow::Cow;

use super::{DEPTH, Node};

/// A place in JSON text.
pub(crate) struct Reader<'a> {
    text: &'a str,
    /// Always at the start of a character.
    at: usize,
}

/// Where a run of plain characters ends: the first quote, escape or control character. Eight bytes at a time, as most
/// of an answer goes by here.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    let is_special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let special = first_special(u64::from_le_bytes(*chunk));
        if special < 8 {
            return Some(at + special);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?.iter().position(|byte| is_special(*byte))?;
    Some(at + rest)
}

/// The place of the first special byte of eight, the first in the lowest bits; 8 when there is none.
fn first_special(eight: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    // A byte that is below another borrows from its highest bit. A borrow can only reach bytes after a true one, so
    // that the lowest mark is always true.
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(ONES * limit) & !bytes & HIGHS;
    let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
    let marks = below(eight, 0x20) | is(b'"') | is(b'\\');
    (marks.trailing_zeros() / 8) as usize
}

impl<'a> Reader<'a> {
    /// At the first byte that is not blank.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Self { text, at: 0 };
        reader.blank();
        reader
    }

    /// The byte at which it stands.
    pub(crate) fn place(&self) -> usize {
        self.at
    }

    /// Returns to a place where it stood before.
    pub(crate) fn go_back(&mut self, place: usize) {
        self.at = place;
    }

    /// The next byte.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Nothing but blanks may be left.
    pub(crate) fn end(&mut self) -> Result<(), usize> {
        self.blank();
        if self.at == self.text.len() { Ok(()) } else { Err(self.at) }
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

    /// Enters an object. Says whether it has a member, at whose key it then stands.
    pub(crate) fn open_object(&mut self) -> Result<bool, usize> {
        self.open(b'{', b'}')
    }

    /// Enters a list. Says whether it has an item, at which it then stands.
    pub(crate) fn open_list(&mut self) -> Result<bool, usize> {
        self.open(b'[', b']')
    }

    fn open(&mut self, open: u8, close: u8) -> Result<bool, usize> {
        self.need(open)?;
        self.blank();
        Ok(!self.eat(close))
    }

    /// After an item or a member: whether another one follows, at which it then stands, or the end, which it passes.
    pub(crate) fn next_in(&mut self, close: u8) -> Result<bool, usize> {
        self.blank();
        if self.eat(b',') {
            self.blank();
            return Ok(true);
        }
        self.need(close)?;
        Ok(false)
    }

    /// The key of a member; it then stands at the value.
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, usize> {
        let key = self.string()?;
        self.blank();
        self.need(b':')?;
        self.blank();
        Ok(key)
    }

    /// A value as a tree.
    pub(crate) fn value(&mut self, depth: usize) -> Result<Node<'a>, usize> {
        if depth > DEPTH {
            return Err(self.at);
        }
        match self.peek().ok_or(self.at)? {
            b'{' => {
                let mut members = Vec::new();
                let mut more = self.open_object()?;
                while more {
                    let key = self.key()?;
                    members.push((key, self.value(depth + 1)?));
                    more = self.next_in(b'}')?;
                }
                Ok(Node::Object(members))
            }
            b'[' => {
                let mut items = Vec::new();
                let mut more = self.open_list()?;
                while more {
                    items.push(self.value(depth + 1)?);
                    more = self.next_in(b']')?;
                }
                Ok(Node::List(items))
            }
            b'"' => self.string().map(Node::Text),
            b't' => self.word("true").map(|()| Node::Boolean(true)),
            b'f' => self.word("false").map(|()| Node::Boolean(false)),
            b'n' => self.word("null").map(|()| Node::Null),
            _ => self.number().map(Node::Number),
        }
    }

    /// Passes over a value.
    pub(crate) fn skip(&mut self, depth: usize) -> Result<(), usize> {
        if depth > DEPTH {
            return Err(self.at);
        }
        match self.peek().ok_or(self.at)? {
            b'{' => {
                let mut more = self.open_object()?;
                while more {
                    self.key()?;
                    self.skip(depth + 1)?;
                    more = self.next_in(b'}')?;
                }
                Ok(())
            }
            b'[' => {
                let mut more = self.open_list()?;
                while more {
                    self.skip(depth + 1)?;
                    more = self.next_in(b']')?;
                }
                Ok(())
            }
            b'"' => self.string().map(drop),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number().map(drop),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), usize> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            return Ok(());
        }
        Err(self.at)
    }

    /// A number as it is written.
    pub(crate) fn number(&mut self) -> Result<&'a str, usize> {
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
        self.text.get(start..self.at).ok_or(start)
    }

    fn digits(&mut self) -> Result<(), usize> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.at) }
    }

    /// A string.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, usize> {
        self.need(b'"')?;
        let plain = self.run()?;
        if self.eat(b'"') {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        self.rest_of_string(&mut text)?;
        Ok(Cow::Owned(text))
    }

    /// Appends a string to a text.
    pub(crate) fn string_into(&mut self, text: &mut String) -> Result<(), usize> {
        self.need(b'"')?;
        text.push_str(self.run()?);
        if self.eat(b'"') {
            return Ok(());
        }
        self.rest_of_string(text)
    }

    fn rest_of_string(&mut self, text: &mut String) -> Result<(), usize> {
        while !self.eat(b'"') {
            self.need(b'\\')?;
            text.push(self.escape()?);
            text.push_str(self.run()?);
        }
        Ok(())
    }

    /// The characters up to the next quote, escape or control character.
    fn run(&mut self) -> Result<&'a str, usize> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(self.at)?;
        let end = self.at + plain_length(rest).ok_or(self.text.len())?;
        // A special byte is one of ASCII, so that a character ends before it.
        let run = self.text.get(self.at..end).ok_or(self.at)?;
        self.at = end;
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

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn a_run_ends_at_the_first_special_byte_wherever_it_stands() {
        for special in (0..=255_u8).filter(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')) {
            for place in 0..20 {
                for plain in [b'a', b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xa2, 0xdc, 0xff] {
                    let mut bytes = vec![plain; 20];
                    bytes[place] = special;
                    bytes[19] = b'"';
                    assert_eq!(plain_length(&bytes), Some(place), "{special} at {place} among {plain}");
                }
            }
        }
        for byte in (0x20..=255_u8).filter(|byte| !matches!(byte, b'"' | b'\\')) {
            assert_eq!(plain_length(&[byte; 19]), None, "{byte}");
        }
    }
}
