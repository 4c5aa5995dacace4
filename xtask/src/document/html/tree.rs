//! Hands scraper's tree the tags of a page, each with a number, and texts that are but numbers.
//!
//! In: tags in their order, well nested. Out: scraper's [`Html`]. html5ever's tree builder puts them where a browser
//! would; its tokenizer is left out, for the tags are known already, and is asked only what entities stand for.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use rustc_hash::FxHashMap;
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink};

/// Ends the number of a text: neighbours are one in the tree.
const NUMBER_ENDS: char = ';';

/// A tree that is being built.
pub(super) struct TreeWriter {
    builder: TreeBuilder<<HtmlTreeSink as TreeSink>::Handle, HtmlTreeSink>,
    /// The names of elements as html5ever keeps them: the same few for all of a page's tags.
    names: RefCell<FxHashMap<&'static str, LocalName>>,
}

impl TreeWriter {
    /// An empty tree.
    pub fn new() -> Self {
        let sink = HtmlTreeSink::new(Html::new_document());
        Self { builder: TreeBuilder::new(sink, TreeBuilderOpts::default()), names: RefCell::default() }
    }

    /// Opens an element; one that can have no content is closed by that.
    pub fn start(&self, name: &'static str, number: usize) {
        // The attribute is one whose name html5ever finds fast; it is not there for its own sake.
        let name_of_number = QualName::new(None, ns!(), local_name!("rel"));
        let attribute = Attribute { name: name_of_number, value: decimal(number, false) };
        self.tag(TagKind::StartTag, name, vec![attribute]);
    }

    /// Closes an element; a `</br>` is another `<br>`.
    pub fn end(&self, name: &'static str) {
        self.tag(TagKind::EndTag, name, Vec::new());
    }

    fn tag(&self, kind: TagKind, name: &'static str, attrs: Vec<Attribute>) {
        let name = self.names.borrow_mut().entry(name).or_insert_with(|| LocalName::from(name)).clone();
        self.token(Token::TagToken(Tag { kind, name, self_closing: false, attrs, had_duplicate_attributes: false }));
    }

    /// Adds the text of a number.
    pub fn text(&self, number: usize) {
        self.token(Token::CharacterTokens(decimal(number, true)));
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

/// A number in decimal, with its end behind it where others may follow. Pages have many: they are written without the
/// machinery of formats.
fn decimal(number: usize, is_ended: bool) -> StrTendril {
    let mut written = [NUMBER_ENDS as u8; 21];
    let mut start = written.len() - 1;
    let end = if is_ended { written.len() } else { start };
    let mut rest = number;
    for digit in written.iter_mut().rev().skip(1) {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        start -= 1;
        if rest == 0 {
            break;
        }
    }
    let written = written.get(start..end).and_then(|written| std::str::from_utf8(written).ok());
    StrTendril::from_slice(written.unwrap_or_default())
}

/// The number that an element carries.
pub(super) fn number(element: &Element) -> Option<usize> {
    element.attrs().next()?.1.parse().ok()
}

/// The numbers that a text of the tree holds.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = usize> {
    text.split_terminator(NUMBER_ENDS).filter_map(|number| number.parse().ok())
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

    #[test]
    fn entities_are_decoded_as_browsers_do() {
        assert_eq!(decoded_words("a &amp; b &lt;c&gt; &copy d&#233;&#x4e2d; & e\r\n"), "a & b <c> © dé中 & e\n");
        assert_eq!(decoded_value("?a=1&amp;b=2&copy=3"), "?a=1&b=2&copy=3");
        assert_eq!(decoded_value("\"'&lt;"), "\"");
    }

    #[test]
    fn numbers_come_back_in_the_trees_order() {
        let tree = TreeWriter::new();
        tree.start("p", 0);
        tree.text(0);
        tree.text(1);
        tree.end("p");
        tree.start("br", 1);
        let html = tree.finish();
        let elements: Vec<_> =
            html.root_element().descendent_elements().filter_map(|element| number(element.value())).collect();
        assert_eq!(elements, [0, 1]);
        let texts: Vec<_> = html.root_element().text().flat_map(numbers).collect();
        assert_eq!(texts, [0, 1]);
    }
}
