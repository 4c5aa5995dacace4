//! What every reader carries: the page, the words of the lexicon, the diagnostics and the limits.
//!
//! In: a page. Out: diagnostics, bounded in number. It knows no format.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::words::Words;
use crate::document::{Block, Lexicon};
use crate::source::{Page, Span};

/// How deep blocks may nest. What lies deeper is kept, but one level up.
pub const MAX_DEPTH: usize = 64;

/// How many columns a table may have. A wider row of bars is no table.
pub const MAX_COLUMNS: usize = 256;

/// How many blocks and cells a page may have: 30 times what the largest real page has. It bounds the memory that a
/// page of 16 MiB can ask for.
pub const MAX_NODES: usize = 1 << 20;

/// How many diagnostics of one kind a page may have before they are only counted.
const MAX_OF_A_KIND: usize = 200;

/// What every reader carries.
pub(super) struct Context<'a> {
    pub page: &'a Page,
    pub source: &'a str,
    pub words: Words<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    counts: Vec<(Code, usize, Span)>,
    nodes: usize,
}

impl<'a> Context<'a> {
    pub fn new(page: &'a Page, lexicon: &'a Lexicon, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { page, source: page.text(), words: Words::new(lexicon), diagnostics, counts: Vec::new(), nodes: 0 }
    }

    /// Reports a surprise; the help is the exact next step.
    pub fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: &str) {
        let known = self.counts.iter_mut().find(|(counted, _, _)| *counted == code);
        let count = if let Some((_, count, last)) = known {
            *count += 1;
            *last = span;
            *count
        } else {
            self.counts.push((code, 1, span));
            1
        };
        if count <= MAX_OF_A_KIND {
            self.diagnostics.push(Diagnostic::new(code, self.page.path(), span, message).with_help(help));
        }
    }

    /// Counts a block or a cell. False when the page has had its share; that is reported once.
    pub fn node(&mut self, span: Span) -> bool {
        self.nodes += 1;
        if self.nodes == MAX_NODES + 1 {
            self.report(
                crate::diagnostic::catalogue::readers::TOO_LARGE,
                span,
                format!("the page has more than {MAX_NODES} blocks and cells; what follows here is not read"),
                "split the page, or leave out the tables that are data rather than documentation",
            );
        }
        self.nodes <= MAX_NODES
    }

    /// Puts a block where it belongs, unless the page has had its share. A table or a list is put there even then: what
    /// is in it has been counted.
    pub fn admit(&mut self, blocks: &mut Vec<Block>, block: Block) {
        let has_parts = matches!(block, Block::Table(_) | Block::List(_));
        if self.node(block.span()) || has_parts {
            blocks.push(block);
        }
    }

    /// Whether the page has had its share of blocks.
    pub fn is_exhausted(&self) -> bool {
        self.nodes > MAX_NODES
    }

    /// Says how many diagnostics were only counted.
    pub fn finish(self) {
        for (code, count, last) in self.counts {
            if count > MAX_OF_A_KIND {
                let more = count - MAX_OF_A_KIND;
                let message = format!("{more} more of this kind on the page, the last one here");
                self.diagnostics.push(Diagnostic::new(code, self.page.path(), last, message));
            }
        }
    }
}
