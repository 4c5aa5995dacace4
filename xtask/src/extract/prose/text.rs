//! Turns the blocks of a description into units with their cues, and these into lines and sentences.
//!
//! In: blocks. Out: a [`Reading`]: all units in order, the lines they form, and whether a line is an item of a list.
//! What a sentence means is not known here.

use std::ops::Range;

use crate::dialect::phrases::{Cue, Cues, Found, Phrases, WordId, units};
use crate::document::spelling::Spelling;
use crate::document::{Block, List, Run, Table, Text};
use crate::source::Span;

/// Nothing deeper than this is read: html or markdown inside a cell may nest without end.
const MAX_DEPTH: u8 = 12;
/// A description goes on for at most so many units; the longest of 8,000 real pages has 2,000.
const MAX_UNITS: usize = 50_000;
/// How many bytes a unit has with the blank before it, about: room is made for as many units as a text will have.
const BYTES_OF_UNIT: usize = 5;
/// A sentence has at most so many units; what follows counts as another. Rules may look back from every unit.
const MAX_SENTENCE: usize = 1_000;

/// One unit of a description.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "styles combine freely")]
pub(super) struct Unit<'a> {
    /// Its characters, as the page writes them.
    pub text: &'a str,
    /// What it is.
    pub kind: units::Kind,
    /// Whether nothing stands between it and the unit before.
    pub glued: bool,
    /// Whether it is set in bold.
    pub bold: bool,
    /// Whether it is set as code.
    pub code: bool,
    /// Whether it is a link's text.
    pub link: bool,
    /// The run that it belongs to; runs are numbered through the whole description.
    pub run: u32,
    /// Where it stands.
    pub span: Span,
    /// What the phrase that starts here does; empty when none starts here.
    pub cues: Cues,
    /// How many units the phrase has; 1 when none starts here.
    pub length: u8,
    /// The character that the phrase names.
    pub character: Option<char>,
    /// Whether a longer phrase that started before covers it.
    pub covered: bool,
}

impl Unit<'_> {
    /// Whether it is this mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == units::Kind::Mark(mark)
    }

    /// Whether a phrase with this cue starts here.
    pub fn has(&self, cue: Cue) -> bool {
        self.cues.has(cue)
    }

    /// Whether it is a word, a number or an ideograph.
    pub fn is_word(&self) -> bool {
        !matches!(self.kind, units::Kind::Mark(_))
    }
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the running text.
    Text,
    /// It starts an item of a list.
    Item {
        /// The list's number in the description.
        list: u32,
    },
    /// It goes on with an item.
    Inside {
        /// The list's number in the description.
        list: u32,
    },
}

impl Place {
    /// The list that the line is part of.
    pub fn list(self) -> Option<u32> {
        match self {
            Self::Text => None,
            Self::Item { list } | Self::Inside { list } => Some(list),
        }
    }
}

/// A line: a paragraph, a part of one between line breaks, or an item.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its units.
    pub units: Range<usize>,
    /// Where it stands.
    pub place: Place,
    /// How deep in lists.
    pub depth: u8,
}

/// A description, cut up.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading<'a> {
    /// All units.
    pub units: Vec<Unit<'a>>,
    /// All lines, in order; none is empty.
    pub lines: Vec<Line>,
    /// The text of the page, for the places of words that it spells in another way.
    page: &'a str,
    runs: u32,
    lists: u32,
    /// Whether the text so far ends without a blank, so that the next run touches it.
    touches: bool,
    /// The list that the last line started inside its text ("Valid values:- a"); a list below goes on with it.
    open_list: Option<u32>,
}

impl<'a> Reading<'a> {
    /// Cuts up blocks.
    pub fn new(blocks: &'a [Block], page: &'a str, phrases: &Phrases) -> Self {
        let mut reading = Self { page, ..Self::default() };
        reading.blocks(blocks, phrases, None, 0);
        reading
    }

    fn blocks(&mut self, blocks: &'a [Block], phrases: &Phrases, list: Option<u32>, depth: u8) {
        for (index, block) in blocks.iter().enumerate() {
            let place = match list {
                None => Place::Text,
                Some(list) if index == 0 => Place::Item { list },
                Some(list) => Place::Inside { list },
            };
            match block {
                Block::Heading(heading) => self.text(&heading.text, phrases, place, depth),
                Block::Paragraph(text) => self.text(text, phrases, place, depth),
                Block::List(inner) => self.list(inner, phrases, depth),
                Block::Table(table) => self.table(table, phrases, depth),
                // Code in a description is a sample; it states no rule.
                Block::Code(_) => {}
            }
        }
    }

    fn list(&mut self, list: &'a List, phrases: &Phrases, depth: u8) {
        if depth >= MAX_DEPTH {
            return;
        }
        let number = self.open_list.take().unwrap_or_else(|| self.new_list());
        for item in &list.items {
            self.blocks(item, phrases, Some(number), depth + 1);
        }
    }

    /// A table in a cell reads like a list: the first cell is the item's head, the others explain it.
    fn table(&mut self, table: &'a Table, phrases: &Phrases, depth: u8) {
        if depth >= MAX_DEPTH {
            return;
        }
        let list = self.new_list();
        for row in &table.rows {
            for (index, cell) in row.cells.iter().enumerate() {
                let place = if index == 0 { Place::Item { list } } else { Place::Inside { list } };
                for block in &cell.blocks {
                    if let Block::Paragraph(text) = block {
                        self.text(text, phrases, place, depth + 1);
                    }
                }
            }
        }
    }

    fn new_list(&mut self) -> u32 {
        self.lists += 1;
        self.lists
    }

    fn text(&mut self, text: &'a Text, phrases: &Phrases, place: Place, depth: u8) {
        let mut start = self.units.len();
        let bytes: usize = text.runs.iter().map(|run| run.text.len()).sum();
        self.units.reserve((bytes / BYTES_OF_UNIT).min(MAX_UNITS));
        self.touches = false;
        self.open_list = None;
        for run in &text.runs {
            self.runs += 1;
            let spelling = Spelling::of(run, self.page);
            for (index, part) in run.text.split('\n').enumerate() {
                if index > 0 {
                    self.finish(start, phrases, place, depth);
                    start = self.units.len();
                    self.touches = false;
                }
                let offset = part.as_ptr() as usize - run.text.as_ptr() as usize;
                self.cut(part, offset, run, spelling.as_ref());
            }
        }
        self.finish(start, phrases, place, depth);
    }

    fn cut(&mut self, part: &'a str, offset: usize, run: &'a Run, spelling: Option<&Spelling>) {
        let first = self.units.len();
        for piece in units::units(part).take(MAX_UNITS.saturating_sub(first)) {
            let Some(text) = part.get(piece.range.clone()) else { continue };
            // Styles change inside words: `**Tag**.N` is one name.
            let glued = if self.units.len() == first {
                self.touches && !part.starts_with(char::is_whitespace)
            } else {
                piece.glued
            };
            let inside = offset + piece.range.start..offset + piece.range.start + text.len();
            let span = match spelling.and_then(|spelling| spelling.place(inside.clone())) {
                Some(span) => span,
                None if run.text.len() == run.span.range().len() => {
                    let base = run.span.start as usize;
                    Span::new(base + inside.start, base + inside.end)
                }
                None => run.span,
            };
            self.units.push(Unit {
                text,
                kind: piece.kind,
                glued,
                bold: run.style.bold,
                code: run.style.code,
                link: run.style.link.is_some(),
                run: self.runs,
                span,
                cues: Cues::default(),
                length: 1,
                character: None,
                covered: false,
            });
        }
        if !part.is_empty() {
            self.touches = !part.ends_with(char::is_whitespace);
        }
    }

    /// Ends a line: finds its phrases, its bullet, and the list that starts inside it ("Valid values:- a").
    fn finish(&mut self, start: usize, phrases: &Phrases, place: Place, depth: u8) {
        if start >= self.units.len() {
            return;
        }
        self.find_phrases(start, phrases);
        let end = self.units.len();
        let mut from = start;
        let mut at = start;
        let mut place = place;
        while at < end {
            if let Some(skip) = self.bullet(at, from, end) {
                if from < at {
                    self.lines.push(Line { units: from..at, place, depth });
                }
                // Bullets on lines of their own continue the list above them.
                let above = self.lines.last().and_then(|line| line.place.list()).filter(|_| place.list().is_none());
                let list = above.unwrap_or_else(|| self.new_list());
                place = Place::Item { list };
                self.open_list = Some(list);
                from = at + skip;
                at = from;
            } else {
                at += 1;
            }
        }
        if from < end {
            self.lines.push(Line { units: from..end, place, depth });
        }
    }

    /// How many units the bullet at this place has. A bullet starts a line, or follows a colon.
    fn bullet(&self, at: usize, line: usize, end: usize) -> Option<usize> {
        let unit = self.units.get(at)?;
        let next = self.units.get(at + 1).filter(|_| at + 1 < end)?;
        if next.glued && !unit.is_mark('•') {
            return None;
        }
        let begins = at == line;
        let after_colon = at > line
            && self
                .units
                .get(at - 1)
                .is_some_and(|before| before.is_mark(':') || before.is_mark('。') || before.is_mark('.'));
        let dash = unit.is_mark('-') || unit.is_mark('*') || unit.is_mark('•') || (begins && unit.is_mark('>'));
        (dash && (begins || after_colon)).then_some(1)
    }

    fn find_phrases(&mut self, start: usize, phrases: &Phrases) {
        let words: Vec<WordId> = self.units.iter().skip(start).map(|unit| word(unit, phrases)).collect();
        let mut at = 0;
        while at < words.len() {
            let found = words.get(at..).and_then(|rest| phrases.longest(rest.iter().copied()));
            let Some(Found { cues, length, character }) = found else {
                at += 1;
                continue;
            };
            for offset in 0..length {
                let Some(unit) = self.units.get_mut(start + at + offset) else { break };
                if offset == 0 {
                    unit.cues = cues;
                    unit.length = length.min(255) as u8;
                    unit.character = character;
                } else {
                    unit.covered = true;
                }
            }
            at += length;
        }
    }

    /// For each list, by its number, the lines that start its items.
    pub fn items(&self) -> Vec<Vec<usize>> {
        let mut items = vec![Vec::new(); self.lists as usize + 1];
        for (at, line) in self.lines.iter().enumerate() {
            if let Place::Item { list } = line.place
                && let Some(items) = items.get_mut(list as usize)
            {
                items.push(at);
            }
        }
        items
    }

    /// The units of a range.
    pub fn slice(&self, range: Range<usize>) -> &[Unit<'a>] {
        self.units.get(range).unwrap_or_default()
    }

    /// The place of a range of units.
    pub fn span(&self, range: Range<usize>) -> Span {
        span(self.slice(range))
    }

    /// The words of a range as one line.
    pub fn words(&self, range: Range<usize>) -> String {
        words(self.slice(range))
    }

    /// The sentences of a line, as ranges of units. Their last mark is left out.
    pub fn sentences(&self, line: &Line) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = line.units.start;
        for at in line.units.clone() {
            if at - start >= MAX_SENTENCE {
                sentences.push(start..at);
                start = at;
            }
            if self.ends_sentence(at, line.units.end) {
                if start < at {
                    sentences.push(start..at);
                }
                start = at + 1;
            }
        }
        if start < line.units.end {
            sentences.push(start..line.units.end);
        }
        sentences
    }

    fn ends_sentence(&self, at: usize, end: usize) -> bool {
        let Some(unit) = self.units.get(at) else { return false };
        if unit.covered || unit.code {
            return false;
        }
        let next = self.units.get(at + 1).filter(|_| at + 1 < end);
        match unit.kind {
            units::Kind::Mark('。' | ';' | '!' | '?') => !next.is_some_and(|next| next.glued && unit.text.len() == 1),
            units::Kind::Mark('.') => {
                let closes = |next: &Unit<'_>| matches!(next.kind, units::Kind::Mark(')' | '"' | '\''));
                let before = at.checked_sub(1).and_then(|before| self.units.get(before));
                let abbreviation =
                    before.is_some_and(|before| matches!(before.text, "etc" | "e.g" | "i.e" | "vs" | "No" | "no"));
                let opened = before.is_some_and(|before| before.is_mark('(') && unit.glued);
                !opened
                    && next.is_none_or(|next| !next.glued || closes(next) || next.kind == units::Kind::Ideograph)
                    && (!abbreviation || next.is_none())
            }
            units::Kind::Mark(_) | units::Kind::Word | units::Kind::Number | units::Kind::Ideograph => false,
        }
    }
}

fn word(unit: &Unit<'_>, phrases: &Phrases) -> WordId {
    // Code is literal, but for the `n` that counts lists.
    if unit.code && unit.text.len() > 1 {
        return 0;
    }
    match unit.kind {
        units::Kind::Mark(mark) => {
            let mut buffer = [0; 4];
            phrases.word(mark.encode_utf8(&mut buffer))
        }
        units::Kind::Word | units::Kind::Number | units::Kind::Ideograph => phrases.word(unit.text),
    }
}

/// The place of units.
pub(super) fn span(units: &[Unit<'_>]) -> Span {
    match (units.first(), units.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

/// The words of units as one line, with blanks where the page has them.
pub(super) fn words(units: &[Unit<'_>]) -> String {
    let mut text = String::with_capacity(units.iter().map(|unit| unit.text.len() + 1).sum());
    for unit in units {
        if !unit.glued && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(unit.text);
    }
    text
}
