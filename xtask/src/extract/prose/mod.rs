//! Reads sentences: lengths, ranges, value lists, defaults, exclusions, character rules, conditional presence.
//!
//! In: the blocks of a description, what its row says otherwise (name, type, siblings), and the [`Phrases`] of the
//! vendor's languages. Out: [`Facts`], each with the place of its sentence, and findings. This module knows sentences;
//! it knows no tables, no vendors and no operations. What it does not understand it leaves out and counts.

use crate::dialect::phrases::{Cue, Phrases};
use crate::document::Block;
use crate::source::Span;

mod asynchronous;
mod characters;
mod condition;
mod default;
mod excluded;
mod explained;
pub mod facts;
mod findings;
mod length;
mod lists;
mod loose;
mod members;
mod quantity;
mod range;
mod remarks;
mod rivals;
mod sentence;
mod subject;
#[cfg(test)]
mod tests;
mod text;
mod values;

use lists::{Announced, Purpose};
use range::Context;
use sentence::Sentence;
use subject::Subject;
use text::{Line, Place, Reading};
use values::Found;

pub use facts::{Asynchronous, CharacterClass, CharacterSet, Condition, Fact, Facts, Finding, Value};
pub use loose::{Loose, loose};
pub use members::{Member, members};

/// What a parameter's type cell says, as far as sentences need it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The type; of the item when it is a list.
    pub kind: Kind,
    /// Whether it is a list.
    pub list: bool,
}

/// A coarse type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// true or false.
    Boolean,
    /// An object or a map.
    Object,
    /// The page does not say, or says something else.
    #[default]
    Unknown,
}

/// A description and what its row says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The parameter's own name as the page writes it ("Tag.N.Key", "vpc.name").
    pub name: &'a str,
    /// What its type cell says.
    pub stated: Stated,
    /// The blocks of the description cell.
    pub description: &'a [Block],
    /// The blocks of a column that holds only values or ranges; empty when there is none.
    pub constraint: &'a [Block],
    /// The blocks of a column that holds only the default; empty when there is none.
    pub default: &'a [Block],
    /// The blocks of the presence cell, for a condition beside the yes or no; empty when there is none.
    pub presence: &'a [Block],
    /// Names of the other parameters of the operation (its own may be among them).
    pub siblings: &'a [&'a str],
    /// The text of the page, for the places of words that it spells in another way than they read.
    pub page: &'a str,
    /// The phrases of the page's languages.
    pub phrases: &'a Phrases,
}

/// Reads all that a parameter's row says in sentences.
pub fn read(input: &Input<'_>) -> Facts {
    let mut facts = Facts::default();
    let reading = Reading::new(input.description, input.page, input.phrases);
    let first = reading.lines.first().map_or(Sentence { units: &[] }, |line| {
        let range = reading.sentences(line).into_iter().next().unwrap_or_default();
        Sentence::new(&reading, range)
    });
    let context = Context {
        stated: input.stated,
        subject: Subject { name: input.name, first },
        indexed: is_indexed(input.name),
        separated: !input.stated.list && reading.units.iter().any(|unit| unit.has(Cue::Separator)),
        announced: false,
    };
    if remarks::is_secret(input.name, input.stated.kind) {
        facts.sensitive = Some(reading.span(0..reading.units.len()));
    }
    Reader { input, reading: &reading, context, facts: &mut facts, enumerated: false, contradicted: false }.read();
    columns(input, &context, &mut facts);
    facts.findings.extend(findings::contradictions(&facts, input.stated.list));
    drop_boolean_values(&mut facts);
    if input.stated.kind != Kind::String || input.stated.list {
        // Only a text can hold JSON; of anything else the words speak of how it is sent.
        facts.json = None;
    }
    facts
}

/// Lists of just true and false say no more than the type.
fn drop_boolean_values(facts: &mut Facts) {
    let boolean = |value: &Value| value.wire.eq_ignore_ascii_case("true") || value.wire.eq_ignore_ascii_case("false");
    if facts.values.iter().all(boolean) {
        facts.values.clear();
    }
}

/// The columns that hold only values, only the default, or only the presence.
fn columns(input: &Input<'_>, context: &Context<'_, '_>, facts: &mut Facts) {
    let constraint = Reading::new(input.constraint, input.page, input.phrases);
    let context = Context { announced: true, ..*context };
    Reader { input, reading: &constraint, context, facts, enumerated: false, contradicted: false }.read();
    let default = Reading::new(input.default, input.page, input.phrases);
    if facts.default.is_none() && !default.units.is_empty() {
        let whole = Sentence { units: &default.units };
        let nothing = whole.contains(Cue::Nothing) || default.units.iter().all(|unit| !unit.is_word());
        let value = default::settle(&whole.words(), input.stated.kind).filter(|_| !nothing);
        facts.default = value.map(|value| Fact { value, span: whole.span() });
    }
    let presence = Reading::new(input.presence, input.page, input.phrases);
    for line in &presence.lines {
        for range in presence.sentences(line) {
            let sentence = Sentence::new(&presence, range);
            if facts.required_if.is_none() {
                facts.required_if = condition::presence(sentence, input.name, input.siblings);
            }
        }
    }
}

/// Whether a name counts: `Tag.N.Key`, `InstanceId.1`, `Ids[N]`.
fn is_indexed(name: &str) -> bool {
    name.split(['.', '[', ']']).any(|part| {
        matches!(part, "N" | "n" | "M" | "m" | "X" | "x")
            || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Reads the lines of a cell in order.
struct Reader<'r, 'a, 'f> {
    input: &'r Input<'a>,
    reading: &'r Reading<'a>,
    context: Context<'r, 'a>,
    facts: &'f mut Facts,
    enumerated: bool,
    /// Two sentences state two defaults: neither is kept.
    contradicted: bool,
}

/// A default of several words is looked for among the items of so many lines.
const SEARCHED_LINES: usize = 200;

/// Whether a line is an item that is, or starts with, a text.
fn is_item(reading: &Reading<'_>, line: &Line, text: &str) -> bool {
    let item = matches!(line.place, Place::Item { .. });
    item && reading
        .words(line.units.clone())
        .strip_prefix(text)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

impl Reader<'_, '_, '_> {
    fn read(mut self) {
        if self.reading.lines.is_empty() {
            // Most rows have no columns but that of the description.
            return;
        }
        let items = self.reading.items();
        // The lists around a line, the innermost last.
        let mut around: Vec<(u32, u8, Purpose)> = Vec::new();
        let mut at = 0;
        while let Some(line) = self.reading.lines.get(at) {
            let place = line.place.list();
            while around.last().is_some_and(|(list, depth, _)| Some(*list) != place && *depth >= line.depth) {
                around.pop();
            }
            let outer = around.last().map(|(_, _, purpose)| *purpose);
            if let Some(list) = place.filter(|list| around.last().is_none_or(|(known, _, _)| known != list)) {
                // A list inside an item of values or cases belongs to that item.
                let purpose = match outer {
                    Some(outer @ (Purpose::Values | Purpose::Cases)) => outer,
                    Some(Purpose::Sentences) | None => self.list(items.get(list as usize).map_or(&[], Vec::as_slice)),
                };
                around.push((list, line.depth, purpose));
            }
            let skip = match around.last() {
                None | Some((_, _, Purpose::Sentences)) => self.line(at),
                Some((_, _, Purpose::Values | Purpose::Cases)) => {
                    self.item(at);
                    0
                }
            };
            at += 1 + skip;
        }
        if self.contradicted {
            self.facts.default = None;
        }
    }

    fn list(&mut self, items: &[usize]) -> Purpose {
        let is_json = self.facts.json.is_some() && self.input.stated.kind == Kind::String && !self.input.stated.list;
        if is_json && lists::is_of_members(self.reading, items) {
            return Purpose::Cases;
        }
        let (purpose, found) = lists::list(self.reading, items, &self.context, self.input.siblings);
        if purpose == Purpose::Cases && !self.hull(items) {
            self.facts.findings.extend(lists::not_values(self.reading, items));
        }
        self.found(found);
        purpose
    }

    /// Numbers and ranges one under the other: the value lies between the least and the greatest of them.
    fn hull(&mut self, items: &[usize]) -> bool {
        if self.input.stated.list || !matches!(self.input.stated.kind, Kind::Integer | Kind::Number) {
            return false;
        }
        let Some((low, high)) = lists::hull(self.reading, items) else { return false };
        self.facts.minimum.get_or_insert(low);
        self.facts.maximum.get_or_insert(high);
        true
    }

    /// An item of values or cases still names operations and whole conditions.
    fn item(&mut self, at: usize) {
        let Some(line) = self.reading.lines.get(at) else { return };
        for range in self.reading.sentences(line) {
            let sentence = Sentence::new(self.reading, range);
            self.condition(sentence);
            rivals::read(sentence, self.input.name, self.input.siblings, self.facts);
        }
    }

    fn condition(&mut self, sentence: Sentence<'_, '_>) {
        if self.facts.required_if.is_none() {
            self.facts.required_if = condition::read(sentence, self.input.name, self.input.siblings);
        }
    }

    /// Reads a line of running text; gives how many lines below it belong to its list of values.
    fn line(&mut self, at: usize) -> usize {
        let Some(line) = self.reading.lines.get(at) else { return 0 };
        if self.is_member(line) {
            return 0;
        }
        let next = self.reading.lines.get(at + 1);
        let list_follows =
            next.is_some_and(|next| next.place.list().is_some() && next.place.list() != line.place.list());
        let cut_off = findings::cut_off(self.reading, line, !list_follows);
        let mut open_values = false;
        let mut of_each = false;
        let explained = explained::read(self.reading, line, &self.context);
        let explained = explained.map(|(found, place)| {
            self.found(found);
            place
        });
        for range in self.reading.sentences(line) {
            if explained.as_ref().is_some_and(|place| range.start < place.end && place.start < range.end) {
                let sentence = Sentence::new(self.reading, range);
                self.default(sentence);
                self.condition(sentence);
                continue;
            }
            let sentence = Sentence::new(self.reading, range.clone());
            if of_each && sentence.has(0, Cue::Only) {
                // "Each must start with a letter. Only digits are allowed.": what the sentence before spoke of.
                continue;
            }
            of_each = sentence.has(0, Cue::Each);
            let last = range.end == line.units.end;
            let colon = self.reading.units.get(range.end.saturating_sub(1)).is_some_and(|unit| unit.is_mark(':'));
            let announces = last && (list_follows || colon || cut_off.is_some());
            open_values = self.sentence(sentence, announces) && range.end == line.units.end;
        }
        self.facts.findings.extend(cut_off);
        if list_follows {
            return 0;
        }
        if explained.is_some() {
            return 0;
        }
        if open_values {
            let more = values::continued(self.reading, at + 1, self.input.stated.kind);
            let taken = usize::from(!more.is_empty());
            self.facts.values.extend(more);
            return taken;
        }
        self.announced(line, at)
    }

    /// Whether a line describes a member of the parameter: `IkeConfig.Psk: ...` under `IkeConfig`.
    fn is_member(&self, line: &Line) -> bool {
        let sentence = Sentence { units: self.reading.slice(line.units.clone()) };
        let glued = |at: usize| sentence.get(at).is_some_and(|unit| unit.glued);
        let dotted = sentence.mark(1, '.') && glued(1) && glued(2);
        dotted && sentence.get(0).is_some_and(|first| first.text.eq_ignore_ascii_case(self.input.name))
    }

    /// "Range:" or "Default value:" alone on a line, and what it announces on the next; gives whether it was read.
    fn labelled(&mut self, line: &Line, at: usize) -> bool {
        let label = Sentence { units: self.reading.slice(line.units.clone()) };
        let Some(next) = self.reading.lines.get(at + 1).filter(|next| next.place == Place::Text) else { return false };
        if label.after(0) + 1 != label.units.len() || !label.mark(label.after(0), ':') {
            return false;
        }
        let Some(range) = self.reading.sentences(next).into_iter().next() else { return false };
        let sentence = Sentence::new(self.reading, range);
        if label.has(0, Cue::Default) && self.facts.default.is_none() && !sentence.contains(Cue::Nothing) {
            let value = default::settle(&sentence.words(), self.input.stated.kind);
            let whole = sentence.atom_end(0) >= sentence.units.len();
            self.facts.default = value.filter(|_| whole).map(|value| Fact { value, span: sentence.span() });
            return self.facts.default.is_some();
        }
        let announced = Context { announced: true, ..self.context };
        (label.has(0, Cue::Values) || label.has(0, Cue::Range)) && range::read(sentence, &announced, self.facts)
    }

    /// Values that a line announces and that stand below it without bullets, or nowhere.
    fn announced(&mut self, line: &Line, at: usize) -> usize {
        if self.labelled(line, at) {
            return 1;
        }
        let announced = lists::announcement(self.reading, line);
        let enumeration = announced == Announced::Enumeration;
        let colon = self.reading.slice(line.units.clone()).last().is_some_and(|unit| unit.is_mark(':'));
        if !colon || !(enumeration || announced == Announced::Values) {
            return 0;
        }
        let (count, found) = lists::lines(self.reading, at + 1, &self.context);
        if found.is_empty() {
            let range = self.reading.sentences(line).pop().unwrap_or_default();
            let sentence = Sentence::new(self.reading, range);
            let nothing_follows = enumeration || self.reading.lines.get(at + 1).is_none();
            let finding = if nothing_follows {
                Some(findings::missing(sentence.span()))
            } else {
                findings::not_understood(sentence)
            };
            self.facts.findings.extend(finding);
            return 0;
        }
        values::state(Found { values: found, default: None, enumeration }, &mut self.enumerated, self.facts);
        count
    }

    /// Reads a sentence. `announces`: a list follows it, or its rest is lost. Gives whether it lists values.
    fn sentence(&mut self, sentence: Sentence<'_, '_>, announces: bool) -> bool {
        // Sentences without a phrase or a number state nothing.
        if sentence.units.iter().all(|unit| unit.cues.is_empty()) && !self.context.announced {
            remarks::read(sentence, self.input.name, self.facts);
            return false;
        }
        let before = self.facts.count();
        let ranged = range::read(sentence, &self.context, self.facts);
        let found = if ranged { None } else { values::inline(sentence, &self.context) };
        let listed = found.as_ref().is_some_and(|found| !found.values.is_empty());
        if let Some(found) = found {
            self.found(found);
        }
        let defaulted = self.default(sentence);
        characters::read(sentence, &self.context, self.facts);
        excluded::read(sentence, &self.context, self.facts);
        self.condition(sentence);
        rivals::read(sentence, self.input.name, self.input.siblings, self.facts);
        remarks::read(sentence, self.input.name, self.facts);
        if !(ranged || listed || defaulted || announces || self.facts.count() != before) {
            self.facts.findings.extend(findings::not_understood(sentence));
        }
        listed
    }

    fn found(&mut self, found: Found) {
        if let Some(default) = found.default.as_ref().filter(|_| self.facts.default.is_none()) {
            let value = default::settle(&default.wire, self.input.stated.kind);
            self.facts.default = value.map(|value| Fact { value, span: default.span });
        }
        values::state(found, &mut self.enumerated, self.facts);
    }

    /// Reads the default; gives whether the sentence states one.
    fn default(&mut self, sentence: Sentence<'_, '_>) -> bool {
        let known = |text: &str| {
            self.facts.values.iter().any(|value| value.wire == text)
                || self.reading.lines.iter().take(SEARCHED_LINES).any(|line| is_item(self.reading, line, text))
        };
        let read = default::read(sentence, self.input.stated.kind, self.input.name, known);
        let Some(read) = read else { return false };
        match &self.facts.default {
            None => self.facts.default = Some(read),
            Some(known) if known.value.eq_ignore_ascii_case(&read.value) => {}
            Some(known) => {
                let message = format!("the default is {:?} here and {:?} there", read.value, known.value);
                self.facts.findings.push(Finding { code: findings::CONTRADICTION, span: read.span, message });
                self.contradicted = true;
            }
        }
        true
    }
}

/// A page's introduction and usage notes, ready to be asked about the operation as a whole.
pub struct Introduction<'a> {
    reading: Reading<'a>,
}

impl<'a> Introduction<'a> {
    /// Cuts up its blocks.
    pub fn new(blocks: &'a [Block], page: &'a str, phrases: &Phrases) -> Self {
        Self { reading: Reading::new(blocks, page, phrases) }
    }

    /// Whether, and how, the operation goes on after it has answered. `operation` is the page's own, so that a mention
    /// of itself is not taken for the one to poll.
    pub fn asynchronous(&self, operation: &str) -> Option<Asynchronous> {
        asynchronous::read(&self.reading, operation)
    }

    /// The first sentence: what the operation does.
    pub fn summary(&self) -> Option<Fact<String>> {
        let reading = &self.reading;
        for line in reading.lines.iter().filter(|line| line.place == Place::Text) {
            for range in reading.sentences(line) {
                let sentence = Sentence::new(reading, range.clone());
                let remark = sentence.has(0, Cue::Note) || sentence.contains(Cue::Deprecated);
                if remark || sentence.units.last().is_some_and(|unit| unit.is_mark(':')) {
                    continue;
                }
                let end = reading.units.get(range.end).filter(|unit| !unit.is_word() && range.end < line.units.end);
                let value = sentence.words() + end.map_or("", |unit| unit.text);
                return Some(Fact { value, span: sentence.span() });
            }
        }
        None
    }

    /// The words that call the whole operation deprecated.
    pub fn deprecated(&self) -> Option<Span> {
        let sentences = self.reading.lines.iter().flat_map(|line| self.reading.sentences(line));
        sentences.map(|range| Sentence::new(&self.reading, range)).find_map(remarks::deprecates_operation)
    }
}

/// A sentence that stands beside the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its words.
    pub words: String,
    /// Where it stands.
    pub span: Span,
    /// What is to be said of it when it looks like a rule.
    pub rule: Option<Finding>,
}

/// The sentences of blocks that describe no single parameter.
pub fn asides(blocks: &[Block], page: &str, phrases: &Phrases) -> Vec<Aside> {
    let reading = Reading::new(blocks, page, phrases);
    let sentences = reading.lines.iter().flat_map(|line| reading.sentences(line));
    let read = sentences.map(|range| {
        let sentence = Sentence::new(&reading, range);
        Aside { words: sentence.words(), span: sentence.span(), rule: findings::not_understood(sentence) }
    });
    read.collect()
}
