//! What a sample got wrong and could be read in spite of.

use crate::source::Span;

/// One repair at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What was wrong.
    pub kind: RepairKind,
    /// Where.
    pub span: Span,
}

/// What was wrong with a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RepairKind {
    /// A comment where the syntax has none.
    Comment,
    /// `...` stands for what the page leaves out.
    Elision,
    /// A comma before a closing bracket, or two commas in a row.
    TrailingComma,
    /// No comma between two members or items.
    MissingComma,
    /// No colon between a name and its value.
    MissingColon,
    /// A name without a value.
    MissingValue,
    /// `'text'`.
    SingleQuotes,
    /// Typographic quotes.
    TypographicQuotes,
    /// Typographic or full-width punctuation.
    WidePunctuation,
    /// A name without quotes.
    UnquotedName,
    /// A text without quotes.
    UnquotedValue,
    /// `True`, `NULL`, `None`.
    ForeignLiteral,
    /// A number that the syntax does not know: `007`, `+1`, `.5`.
    LooseNumber,
    /// A quote inside a text without its backslash.
    UnescapedQuote,
    /// A backslash before a character that needs none.
    NeedlessEscape,
    /// A line break or another control character inside a text.
    ControlCharacter,
    /// A text that nothing closes.
    UnclosedText,
    /// A list or an object that is closed by its neighbour's bracket, an element that is closed by its parent's end.
    MissingClose,
    /// A closing bracket or an end tag that closes nothing.
    StrayClose,
    /// The text ends within.
    CutEnd,
    /// No brackets around the members, no root around the elements.
    MissingRoot,
    /// More than one document.
    SeveralDocuments,
    /// Words before, between or after that are no part of the document.
    StrayText,
    /// A name that stands twice in one object.
    RepeatedName,
    /// An end tag that is spelt otherwise than its start tag.
    MisspeltEnd,
    /// A tag that is no XML: a blank in its name, attributes without quotes.
    LooseTag,
    /// An `&` that starts no known reference.
    LooseReference,
    /// Another sign where `&` should part the pairs of a query.
    LooseSeparator,
    /// Something else that a strict reader refuses.
    Other,
}

impl RepairKind {
    /// The kind in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Comment => "a comment",
            Self::Elision => "an ellipsis for what is left out",
            Self::TrailingComma => "a trailing comma",
            Self::MissingComma => "a missing comma",
            Self::MissingColon => "a missing colon",
            Self::MissingValue => "a name without a value",
            Self::SingleQuotes => "single quotes",
            Self::TypographicQuotes => "typographic quotes",
            Self::WidePunctuation => "full-width punctuation",
            Self::UnquotedName => "a name without quotes",
            Self::UnquotedValue => "a text without quotes",
            Self::ForeignLiteral => "a literal of another language",
            Self::LooseNumber => "a number that the syntax does not know",
            Self::UnescapedQuote => "an unescaped quote inside a text",
            Self::NeedlessEscape => "a needless backslash",
            Self::ControlCharacter => "a control character inside a text",
            Self::UnclosedText => "a text that nothing closes",
            Self::MissingClose => "a missing close",
            Self::StrayClose => "a close without its opening",
            Self::CutEnd => "an end that is cut off",
            Self::MissingRoot => "a missing root",
            Self::SeveralDocuments => "several documents in one sample",
            Self::StrayText => "words around the document",
            Self::RepeatedName => "a name that stands twice",
            Self::MisspeltEnd => "an end tag that is spelt otherwise",
            Self::LooseTag => "a tag that is no XML",
            Self::LooseReference => "an `&` that starts no known reference",
            Self::LooseSeparator => "another sign for `&`",
            Self::Other => "something that a strict reader refuses",
        }
    }

    /// Whether something that the sample should show is not there, so that absence in it proves nothing.
    pub fn loses_facts(self) -> bool {
        matches!(self, Self::Elision | Self::CutEnd | Self::UnclosedText)
    }
}
