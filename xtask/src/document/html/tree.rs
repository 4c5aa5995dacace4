//! Hands scraper's tree the tags of a page, each with a number, and texts that are but numbers; each number is a sign.
//!
//! In: tags in their order, well nested. Out: scraper's [`Html`]. html5ever's tree builder puts them where a browser
//! would; its tokenizer is left out, for the tags are known already, and is asked only what entities stand for.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink};

use crate::document::context::MAX_NODES;
use crate::document::html::tags::{ELEMENTS, Element};

/// A tree that is being built.
pub(super) struct TreeWriter {
    builder: TreeBuilder<<HtmlTreeSink as TreeSink>::Handle, HtmlTreeSink>,
    /// The names of elements as html5ever keeps them, by their numbers: the same few for all of a page's tags.
    names: RefCell<[Option<LocalName>; ELEMENTS]>,
}

impl TreeWriter {
    /// An empty tree.
    pub fn new() -> Self {
        let sink = HtmlTreeSink::new(Html::new_document());
        Self {
            builder: TreeBuilder::new(sink, TreeBuilderOpts::default()),
            names: RefCell::new([const { None }; ELEMENTS]),
        }
    }

    /// Opens an element; one that can have no content is closed by that.
    pub fn start(&self, element: Element, number: usize) {
        // The attribute is one whose name html5ever finds fast; it is not there for its own sake.
        let name_of_number = QualName::new(None, ns!(), local_name!("rel"));
        let attribute = Attribute { name: name_of_number, value: StrTendril::from_char(sign(number)) };
        self.tag(TagKind::StartTag, element, vec![attribute]);
    }

    /// Closes an element; a `</br>` is another `<br>`.
    pub fn end(&self, element: Element) {
        self.tag(TagKind::EndTag, element, Vec::new());
    }

    fn tag(&self, kind: TagKind, element: Element, attrs: Vec<Attribute>) {
        let mut names = self.names.borrow_mut();
        let name = match names.get_mut(element.number) {
            Some(known) => known.get_or_insert_with(|| LocalName::from(element.name)).clone(),
            None => LocalName::from(element.name),
        };
        self.token(Token::TagToken(Tag { kind, name, self_closing: false, attrs, had_duplicate_attributes: false }));
    }

    /// Adds the text of a number.
    pub fn text(&self, number: usize) {
        self.token(Token::CharacterTokens(StrTendril::from_char(sign(number))));
    }

    fn token(&self, token: Token) {
        // What the builder would ask of a tokenizer (to read a script, say) concerns elements that are left out.
        let _ = self.builder.process_token(token, 1);
    }

    /// The tree.
    pub fn finish(self) -> Html {
        self.token(Token::EOFToken);
        self.builder.end();
        self.builder.sink.finish()
    }
}

/// The sign of the number 0: below it are those that mean something to html5ever, blanks among them.
const FIRST_SIGN: u32 = 0x100;
/// Numbers that are no characters of Unicode.
const SURROGATES: std::ops::Range<u32> = 0xd800..0xe000;
/// There are signs for so many elements and texts, and for those that were open when their number was reached.
const SIGNS: u32 = char::MAX as u32 - FIRST_SIGN - (SURROGATES.end - SURROGATES.start);
const _: () = assert!(MAX_NODES as u32 + 1_000 < SIGNS);

/// A number as a character: a tree has very many, and a text or an attribute of one is made and read at once.
fn sign(number: usize) -> char {
    let code = FIRST_SIGN + number as u32;
    let code = if code < SURROGATES.start { code } else { code + (SURROGATES.end - SURROGATES.start) };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The number of a sign.
fn signed(sign: char) -> Option<usize> {
    let code = u32::from(sign);
    let code = if code < SURROGATES.start { code } else { code - (SURROGATES.end - SURROGATES.start) };
    code.checked_sub(FIRST_SIGN).map(|number| number as usize)
}

/// The number that an element carries.
pub(super) fn number(element: &scraper::node::Element) -> Option<usize> {
    element.attrs().next()?.1.chars().next().and_then(signed)
}

/// The numbers that a text of the tree holds: neighbours are one there.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = usize> {
    text.chars().filter_map(signed)
}

/// Words with their entities decoded.
pub(super) fn decoded_words(words: &str) -> String {
    tokens(words).words.into_inner()
}

/// The value of an attribute with its entities decoded.
pub(super) fn decoded_value(value: &str) -> String {
    let quote = if value.contains('"') { '\'' } else { '"' };
    tokens(&format!("<a rel={quote}{value}{quote}>")).value.into_inner()
}

/// What a stretch of HTML says, decoded.
#[derive(Default)]
struct Decoded {
    words: RefCell<String>,
    /// The value of the first attribute.
    value: RefCell<String>,
}

impl TokenSink for Decoded {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(words) => self.words.borrow_mut().push_str(&words),
            Token::TagToken(tag) => {
                if let Some(attribute) = tag.attrs.first() {
                    self.value.borrow_mut().push_str(&attribute.value);
                }
            }
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn tokens(html: &str) -> Decoded {
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Decoded::default(), options);
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    // Scripts alone interrupt a tokenizer, and none is given to it.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::tags::element;

    #[test]
    fn a_sign_has_its_number() {
        let mut numbers = (0..SIGNS as usize).filter(|number| signed(sign(*number)) != Some(*number));
        assert_eq!(numbers.next(), None);
    }

    #[test]
    fn entities_are_decoded_as_browsers_do() {
        assert_eq!(decoded_words("a &amp; b &lt;c&gt; &copy d&#233;&#x4e2d; & e\r\n"), "a & b <c> © dé中 & e\n");
        assert_eq!(decoded_value("?a=1&amp;b=2&copy=3"), "?a=1&b=2&copy=3");
        assert_eq!(decoded_value("\"'&lt;"), "\"");
    }

    #[test]
    fn numbers_come_back_in_the_trees_order() {
        let tree = TreeWriter::new();
        tree.start(element("p"), 0);
        tree.text(0);
        tree.text(1);
        tree.end(element("p"));
        tree.start(element("br"), 1);
        let html = tree.finish();
        let elements: Vec<_> =
            html.root_element().descendent_elements().filter_map(|element| number(element.value())).collect();
        assert_eq!(elements, [0, 1]);
        let texts: Vec<_> = html.root_element().text().flat_map(numbers).collect();
        assert_eq!(texts, [0, 1]);
    }
}
