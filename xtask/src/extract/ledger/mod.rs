//! The ledger of a page's bytes: what became of each of them.
//!
//! In: a document, and the claims that the walk makes while it reads. Out: a [`Ledger`] in which each byte that is not
//! white space is a fact, documentation, a heading, boilerplate, markup, or unread. It knows no API: who reads a
//! stretch of the page claims it, and what nobody claims is unread.

use serde::Serialize;

use crate::document::{Block, Document, Format, Text};
use crate::source::{Page, Span};

mod markup;
#[cfg(test)]
mod tests;

/// What became of a stretch of a page; the later one wins where two claim a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Claim {
    /// Text that nobody read.
    Unread = 1,
    /// How the page is set: tags, bars, link targets.
    Markup,
    /// Words of a kind that states nothing about the operation: notes on use, debugging, lead-ins.
    Boilerplate,
    /// Headings, captions and heads of columns that say where facts stand.
    Heading,
    /// Words that are carried over to the docs of what they describe.
    Documentation,
    /// Words of which a fact was made.
    Fact,
}

impl Claim {
    /// All of them, the weakest first.
    pub const ALL: [Self; 6] =
        [Self::Unread, Self::Markup, Self::Boilerplate, Self::Heading, Self::Documentation, Self::Fact];

    /// As reports call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Markup => "markup",
            Self::Boilerplate => "boilerplate",
            Self::Heading => "headings",
            Self::Documentation => "documentation",
            Self::Fact => "facts",
        }
    }

    fn of(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|claim| *claim as u8 == byte)
    }
}

/// How many bytes of a page, white space apart, became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bytes {
    /// Of which a fact was made.
    pub fact: usize,
    /// Carried over to the docs.
    pub documentation: usize,
    /// Headings, captions, heads of columns.
    pub heading: usize,
    /// Known, and without facts.
    pub boilerplate: usize,
    /// Tags, bars, link targets.
    pub markup: usize,
    /// Unread.
    pub unread: usize,
}

impl Bytes {
    /// All bytes that are not white space.
    pub fn total(&self) -> usize {
        let Self { fact, documentation, heading, boilerplate, markup, unread } = self;
        fact + documentation + heading + boilerplate + markup + unread
    }

    /// Adds those of another page.
    pub fn add(&mut self, other: Self) {
        let Self { fact, documentation, heading, boilerplate, markup, unread } = other;
        self.fact += fact;
        self.documentation += documentation;
        self.heading += heading;
        self.boilerplate += boilerplate;
        self.markup += markup;
        self.unread += unread;
    }

    /// The number of one claim.
    pub fn of(&self, claim: Claim) -> usize {
        match claim {
            Claim::Unread => self.unread,
            Claim::Markup => self.markup,
            Claim::Boilerplate => self.boilerplate,
            Claim::Heading => self.heading,
            Claim::Documentation => self.documentation,
            Claim::Fact => self.fact,
        }
    }

    fn slot(&mut self, claim: Claim) -> &mut usize {
        match claim {
            Claim::Unread => &mut self.unread,
            Claim::Markup => &mut self.markup,
            Claim::Boilerplate => &mut self.boilerplate,
            Claim::Heading => &mut self.heading,
            Claim::Documentation => &mut self.documentation,
            Claim::Fact => &mut self.fact,
        }
    }
}

/// What became of the bytes of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Stretches in the page's order; between two of them is white space only.
    pub stretches: Vec<(Span, Claim)>,
    /// Their sizes, white space apart.
    pub bytes: Bytes,
}

impl Ledger {
    /// The stretches that nobody read. White space and markup do not part them.
    pub fn unread(&self) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        let mut open = false;
        for &(span, claim) in &self.stretches {
            match (claim, found.last_mut()) {
                (Claim::Unread, Some(last)) if open => last.end = span.end,
                (Claim::Unread, _) => {
                    found.push(span);
                    open = true;
                }
                (Claim::Markup, _) => {}
                (Claim::Boilerplate | Claim::Heading | Claim::Documentation | Claim::Fact, _) => open = false,
            }
        }
        found
    }
}

/// A ledger that is being written.
#[derive(Clone, Debug)]
pub struct Claims {
    format: Format,
    content: Span,
    /// One entry a byte: 0 where no block has words, else a [`Claim`].
    bytes: Vec<u8>,
}

impl Claims {
    /// All words of a document unread, and nothing else known.
    pub fn new(page: &Page, document: &Document) -> Self {
        let mut claims = Self { format: document.format, content: document.content, bytes: vec![0; page.text().len()] };
        claims.open(&document.blocks, 0);
        claims
    }

    fn open(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.open_text(&heading.text),
                Block::Paragraph(text) => self.open_text(text),
                Block::List(list) => {
                    if depth <= crate::document::MAX_DEPTH {
                        list.items.iter().for_each(|item| self.open(item, depth + 1));
                    }
                }
                Block::Table(table) => {
                    table.caption.iter().for_each(|caption| self.open_text(caption));
                    let cells = table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
                    if depth <= crate::document::MAX_DEPTH {
                        cells.for_each(|cell| self.open(&cell.blocks, depth + 1));
                    }
                }
                Block::Code(code) => self.set_words(code.span),
            }
        }
    }

    fn open_text(&mut self, text: &Text) {
        for run in &text.runs {
            self.set_words(run.span);
        }
    }

    fn set_words(&mut self, span: Span) {
        if let Some(bytes) = self.bytes.get_mut(span.range()) {
            bytes.fill(Claim::Unread as u8);
        }
    }

    /// Claims the words of a stretch; what is no word of a block stays what it is.
    pub fn claim(&mut self, span: Span, claim: Claim) {
        if let Some(bytes) = self.bytes.get_mut(span.range()) {
            for byte in bytes {
                *byte = if *byte == 0 { 0 } else { (*byte).max(claim as u8) };
            }
        }
    }

    /// Claims the words of a block.
    pub fn claim_block(&mut self, block: &Block, claim: Claim) {
        self.claim(block.span(), claim);
    }

    /// Takes all claims on a stretch back: it turned out to document nothing.
    pub fn withdraw(&mut self, span: Span) {
        for byte in self.bytes.get_mut(span.range()).unwrap_or_default() {
            *byte = (*byte).min(Claim::Unread as u8);
        }
    }

    /// A place may be off within a character: all its bytes share what became of the first.
    fn keep_characters_whole(&mut self, text: &str) {
        let chunks = text.as_bytes().chunks(CHUNK).enumerate();
        for (number, chunk) in chunks.filter(|(_, chunk)| !chunk.is_ascii()) {
            let continued = chunk.iter().enumerate().filter(|(_, byte)| (0x80..0xc0).contains(*byte));
            for at in continued.map(|(at, _)| number * CHUNK + at) {
                if let Some([first, second]) = at.checked_sub(1).and_then(|before| self.bytes.get_mut(before..=at)) {
                    *second = *first;
                }
            }
        }
    }

    /// The ledger: what is no word of a block is markup, or a word that the reader lost.
    pub fn finish(mut self, page: &Page) -> Ledger {
        self.keep_characters_whole(page.text());
        markup::settle(self.format, page.text(), &mut self.bytes);
        let content = self.content.range();
        for around in [0..content.start, content.end..self.bytes.len()] {
            // Navigation and footers: the reader left them out on purpose.
            let words = self.bytes.get_mut(around).unwrap_or_default().iter_mut();
            words.filter(|byte| **byte == Claim::Unread as u8).for_each(|byte| *byte = Claim::Boilerplate as u8);
        }
        let mut ledger = Ledger::default();
        let mut start = 0;
        while let Some((first, rest)) = self.bytes.get(start..).and_then(|rest| Some((*rest.first()?, rest))) {
            let span = Span::new(start, start + run(rest, first));
            start = span.end as usize;
            let Some(claim) = Claim::of(first) else { continue };
            let text = page.slice(span);
            // A full stop between two sentences that were read belongs to neither.
            let wordless = claim == Claim::Unread && !text.chars().any(char::is_alphanumeric);
            let claim = if wordless { Claim::Markup } else { claim };
            let size = size(text);
            if size > 0 {
                *ledger.bytes.slot(claim) += size;
                ledger.stretches.push((span, claim));
            }
        }
        ledger
    }
}

/// How many bytes are asked together whether they are all ASCII.
const CHUNK: usize = 64;

/// How many bytes of a text are not white space.
fn size(text: &str) -> usize {
    if text.is_ascii() {
        let is_word = |byte: &u8| u8::from(*byte != b' ' && byte.wrapping_sub(b'\t') > b'\r' - b'\t');
        // A byte of counts holds those of 255: so the sum is made of many bytes together.
        return text.as_bytes().chunks(255).map(|chunk| usize::from(chunk.iter().map(is_word).sum::<u8>())).sum();
    }
    text.chars().filter(|character| !character.is_whitespace()).map(char::len_utf8).sum()
}

/// How many bytes at the start of a stretch are this one. Eight are looked at together: pages are long, and runs too.
fn run(bytes: &[u8], byte: u8) -> usize {
    let eight = [byte; 8];
    let whole = 8 * bytes.as_chunks::<8>().0.iter().take_while(|chunk| **chunk == eight).count();
    whole + bytes.iter().skip(whole).take_while(|other| **other == byte).count()
}
