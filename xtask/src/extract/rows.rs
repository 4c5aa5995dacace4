//! Rows of parameters and fields.
//!
//! In: a row and the columns of its table. Out: [`RowFacts`], or a diagnostic that says why there are none.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::extract::{
    NAMELESS_ROW, STRANGE_NAME, TOO_MANY_CELLS, UNKNOWN_PRESENCE, UNKNOWN_TYPE,
};
use crate::dialect::{Caption, PresenceWord, TypeWord};
use crate::document::{Block, Cell, Column, Row, Run, Style, Table, Text};
use crate::extract::Language;
use crate::extract::columns::Columns;
use crate::extract::facts::{RowFacts, Said, StatedType};
use crate::extract::prose;
use crate::extract::types::stated_type;
use crate::source::{Page, Span};
use crate::spec::model::{self, Location, Presence};

/// What a row is read with.
pub struct Reader<'a> {
    /// The page.
    pub page: &'a Page,
    /// The vendor's words.
    pub language: &'a Language,
    /// The table's columns.
    pub columns: &'a Columns,
    /// The names of the table's rows.
    pub siblings: Vec<&'a str>,
    /// Whether a row may stand for all keys of an answer that is a map: `{any key}`.
    pub keys: bool,
}

/// How many names sentences are searched for; no real table has as many rows.
const MAX_SIBLINGS: usize = 500;

/// How many parts of a description are looked at for a type, and how many bytes a type may have.
const MAX_PARTS: usize = 16;
const LONGEST_TYPE: usize = 40;

/// The names in a table's rows, as sentences may mention them.
pub fn names(table: &Table, columns: &Columns) -> Vec<String> {
    let rows = table.rows.iter().filter_map(|row| columns.cells(row, Column::Name).next().map(name));
    rows.filter(|name| !name.is_empty()).take(MAX_SIBLINGS).collect()
}

impl Reader<'_> {
    /// Reads a row; `None` when it is no fact, which a diagnostic then says.
    pub fn row(&self, row: &Row, diagnostics: &mut Vec<Diagnostic>) -> Option<RowFacts> {
        let Some(name_cell) = self.columns.cells(row, Column::Name).next() else {
            let message = "the row ends before the cell that should name a parameter";
            diagnostics.push(Diagnostic::new(NAMELESS_ROW, self.page.path(), row.span, message));
            return None;
        };
        let name = name(name_cell);
        // No name ends with a question mark: who writes one says that it may be left out.
        let optional = name.strip_suffix(self.language.dialect.optional_mark.unwrap_or('?'));
        let marked = match (optional, self.language.dialect.optional_mark) {
            (Some(_), _) => Some(Presence::Optional),
            (None, Some(_)) => Some(Presence::Required),
            (None, None) => None,
        };
        let name = optional.map(str::to_owned).unwrap_or(name);
        let depth = depth(self.page.slice(name_cell.span));
        self.count_cells(row, diagnostics);
        if name.is_empty() {
            let message = "the cell that should name a parameter is empty";
            diagnostics.push(Diagnostic::new(NAMELESS_ROW, self.page.path(), row.span, message));
            return None;
        }
        let is_key = self.keys && model::is_any_key(&name);
        if !is_key && !is_wire_name(&name) {
            let message = format!("`{name}` is no name that a wire carries");
            let help = "if the row describes a parameter, name it with an erratum";
            diagnostics.push(Diagnostic::new(STRANGE_NAME, self.page.path(), name_cell.span, message).with_help(help));
            return None;
        }
        let type_words = self.words(row, Column::Type);
        let stated = self.stated(&name, type_words.as_ref(), diagnostics);
        let described = self.words(row, Column::Description);
        let (stated, type_words) = self.listed(described.as_ref(), &stated).unwrap_or((stated, type_words));
        let is_cut = self.is_cut(row);
        let description = blocks(self.columns.cells(row, Column::Description), is_cut);
        let presence_blocks = blocks(self.columns.cells(row, Column::Presence), is_cut);
        let prose = prose::read(&prose::Input {
            name: &name,
            stated: prose_kind(&stated),
            description: &description,
            constraint: &blocks(self.columns.cells(row, Column::Constraint), is_cut),
            default: &blocks(self.columns.cells(row, Column::Default), is_cut),
            presence: &presence_blocks,
            siblings: &self.siblings,
            page: self.page.text(),
            phrases: &self.language.phrases,
        });
        let findings = prose.findings.iter();
        diagnostics.extend(findings.map(|finding| {
            Diagnostic::new(finding.code, self.page.path(), finding.span, format!("{name}: {}", finding.message))
        }));
        let presence_words = self.words(row, Column::Presence);
        Some(RowFacts {
            presence: match (self.presence(presence_words.as_ref(), prose.required_if.is_some(), diagnostics), marked) {
                (Presence::Unstated, Some(marked)) => marked,
                (stated, _) => stated,
            },
            // The mark behind the name says it, and so does a name without one.
            presence_place: presence_words.map(|said| said.span).or(marked.map(|_| place(name_cell))),
            location: self.words(row, Column::Location).and_then(|words| self.location(&words)),
            example: self.example(row),
            links: row_links(row),
            name: Said::new(name, place(name_cell)),
            description: described,
            depth,
            stated,
            type_words,
            prose,
            span: row.span,
        })
    }

    /// Reports a row with more cells than its table has columns.
    fn count_cells(&self, row: &Row, diagnostics: &mut Vec<Diagnostic>) {
        let cells = width(row);
        if cells > self.columns.len() {
            let message = format!("row has {cells} cells, its table has {} columns", self.columns.len());
            let help = "a bare `|` stands in a cell; add an erratum `join_cells` for this row";
            diagnostics.push(Diagnostic::new(TOO_MANY_CELLS, self.page.path(), row.span, message).with_help(help));
        }
    }

    /// Whether bare bars made more cells of a row than its table has columns.
    fn is_cut(&self, row: &Row) -> bool {
        width(row) > self.columns.len()
    }

    fn words(&self, row: &Row, column: Column) -> Option<Said<String>> {
        if self.is_cut(row) {
            let cells: Vec<&Cell> = self.columns.cells(row, column).collect();
            let span = cells.iter().map(|cell| place(cell)).reduce(Span::to)?;
            let said = Said::new(words(&blocks(cells.into_iter(), true)), span);
            return Some(said).filter(|said| !said.value.is_empty());
        }
        let cells = self.columns.cells(row, column).map(|cell| Said::new(words(&cell.blocks), place(cell)));
        let said = cells.reduce(|mut said, cell| {
            said.span = said.span.to(cell.span);
            if !said.value.is_empty() && !cell.value.is_empty() {
                said.value.push('\n');
            }
            said.value.push_str(&cell.value);
            said
        });
        said.filter(|said| !said.value.is_empty())
    }

    fn stated(&self, name: &str, words: Option<&Said<String>>, diagnostics: &mut Vec<Diagnostic>) -> StatedType {
        let Some(words) = words else { return StatedType::Unstated };
        let stated = stated_type(&words.value.replace('\n', " "), &self.language.dialect);
        if let StatedType::Unknown(unknown) = &stated {
            let message =
                format!("{name}: `{unknown}` is no type that {} is known to use", self.language.dialect.title);
            diagnostics.push(Diagnostic::new(UNKNOWN_TYPE, self.page.path(), words.span, message));
        }
        stated
    }

    /// The list whose items a type cell tells ("string"), where the description says that it is one ("string array"); with
    /// the words that do.
    fn listed(
        &self,
        description: Option<&Said<String>>,
        stated: &StatedType,
    ) -> Option<(StatedType, Option<Said<String>>)> {
        let StatedType::Word(item) = stated else { return None };
        // Most descriptions have no word for a list, and need no more looking at.
        let description = description.filter(|said| self.language.dialect.may_name_list(&said.value))?;
        let parts = description.value.split([',', '，', '。', ';', '；', '(', '（', ')', '）', '\n']).take(MAX_PARTS);
        let mut parts = parts.map(str::trim).filter(|part| part.len() <= LONGEST_TYPE);
        let list = StatedType::List(Box::new(StatedType::Word(*item)));
        let words = parts.find(|part| stated_type(part, &self.language.dialect) == list)?;
        let start = self.page.slice(description.span).find(words).map(|at| description.span.start as usize + at);
        let span = start.map_or(description.span, |start| Span::new(start, start + words.len()));
        Some((list, Some(Said::new(words.to_owned(), span))))
    }

    fn presence(&self, said: Option<&Said<String>>, conditional: bool, diagnostics: &mut Vec<Diagnostic>) -> Presence {
        let Some(said) = said else { return Presence::Unstated };
        let dialect = &self.language.dialect;
        let first = || said.value.split([' ', '(', '（', ',', '，', '.', '\n', ';']).next().unwrap_or_default();
        let whole = dialect.presence_word(&said.value);
        match whole.or_else(|| dialect.presence_word(first())) {
            // "Yes (if the disk is encrypted)": who does not encrypt need not send it.
            Some(PresenceWord::Required) if whole.is_none() && conditional => Presence::Optional,
            Some(PresenceWord::Required) => Presence::Required,
            Some(PresenceWord::Optional | PresenceWord::Conditional) => Presence::Optional,
            None if conditional || dialect.type_word(&said.value) == Some(TypeWord::Unstated) => Presence::Optional,
            None => {
                let message = format!("`{}` says neither yes nor no", one_line(&said.value));
                diagnostics.push(Diagnostic::new(UNKNOWN_PRESENCE, self.page.path(), said.span, message));
                Presence::Unstated
            }
        }
    }

    fn location(&self, words: &Said<String>) -> Option<Said<Location>> {
        let location = match self.language.dialect.location_word(&words.value)? {
            Caption::Path => Location::Path,
            Caption::Query => Location::Query,
            Caption::Header => Location::Header,
            Caption::Body => Location::Body,
            Caption::Form => Location::Form,
            Caption::ResponseHeader | Caption::ResponseBody | Caption::Status | Caption::Main | Caption::Number => {
                return None;
            }
        };
        Some(Said::new(location, words.span))
    }

    fn example(&self, row: &Row) -> Option<Said<String>> {
        // Which cell of such a row is the example is anybody's guess, and nothing but words can be told from words.
        if self.is_cut(row) {
            return None;
        }
        let example = self.words(row, Column::Example)?;
        let absent = self.language.dialect.type_word(&example.value) == Some(TypeWord::Unstated);
        (!absent).then_some(example)
    }
}

/// A row for each name in its cell: `env_id/env` describes a field that goes by either.
pub fn of_each_name(row: RowFacts) -> impl Iterator<Item = RowFacts> {
    let plain = |name: &str| {
        name.len() > 1
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let names = row.name.value.split_once('/').filter(|(one, other)| plain(one) && plain(other));
    let names = names.map(|(one, other)| [one.to_owned(), other.to_owned()]);
    let of = |name: String, row: RowFacts| RowFacts { name: Said::new(name, row.name.span), ..row };
    match names {
        Some([one, other]) => [Some(of(one, row.clone())), Some(of(other, row))],
        None => [Some(row), None],
    }
    .into_iter()
    .flatten()
}

/// How many columns the cells of a row cover.
fn width(row: &Row) -> usize {
    row.cells.iter().map(|cell| usize::from(cell.columns.max(1))).sum()
}

/// The words of a cell, from the first to the last; the cell itself where it has none.
pub fn place(cell: &Cell) -> Span {
    let words = cell.blocks.iter().map(Block::span).filter(|span| !span.is_empty());
    words.reduce(Span::to).unwrap_or(cell.span)
}

/// The name in a cell, without tree marks.
fn name(cell: &Cell) -> String {
    let words = cell.plain();
    let words = words.lines().next().unwrap_or_default();
    let bare = words.trim_start_matches(is_tree_mark).trim().trim_matches(['*', '`']).trim();
    // A star refers to a remark below the table.
    let bare = bare.trim_end_matches(['*', '†', '‡', ' ']);
    let bare = match bare.split_once([' ', '(', '（']) {
        // "Tag.N.Key (deprecated)": the remark is no part of the name.
        Some((head, tail)) if bare.ends_with([')', '）']) && !tail.is_empty() && !head.is_empty() => head.trim(),
        _ => bare,
    };
    bare.trim_end_matches([':', '：', '*']).to_owned()
}

/// How far tree marks set a name in: the corners, and the blanks before them that a page does not put there by chance.
/// It tells deeper from less deep; no level has a fixed number.
fn depth(cell: &str) -> u8 {
    let mut rest = cell.trim_start_matches('|');
    let mut depth = 0_u8;
    loop {
        // In HTML the marks stand behind the tags of the cell, and a blank may be spelt out.
        if let Some((_, behind)) = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
            rest = behind;
            continue;
        }
        if let Some(behind) = rest.strip_prefix("&nbsp;").or_else(|| rest.strip_prefix("&#160;")) {
            (rest, depth) = (behind, depth.saturating_add(1));
            continue;
        }
        let mut characters = rest.chars();
        match characters.next().filter(|character| is_tree_mark(*character)) {
            Some('└' | '\u{a0}' | '\u{3000}') => depth = depth.saturating_add(1),
            Some(_) => {}
            None => return depth,
        }
        rest = characters.as_str();
    }
}

fn is_tree_mark(character: char) -> bool {
    matches!(character, '└' | '─' | '├' | '│' | '\u{a0}' | '\u{3000}' | '>' | '＞') || character.is_whitespace()
}

/// Whether a wire can carry the name: letters, digits and `_-.[]{}#$@/:` without blanks, at most 200 bytes, not only
/// punctuation. `{key}` alone is no name: of an answer it stands for all keys of a map.
fn is_wire_name(name: &str) -> bool {
    name.len() <= 200
        && name.starts_with(|character: char| character.is_ascii_alphabetic() || matches!(character, '_' | '$' | '@'))
        && name.chars().all(|character| {
            character.is_ascii_alphanumeric()
                || matches!(character, '_' | '-' | '.' | '[' | ']' | '#' | '$' | '@' | '/' | ':')
        })
}

/// What prose needs to know of a type.
fn prose_kind(stated: &StatedType) -> prose::Stated {
    let scalar = |kind| prose::Stated { kind, list: false };
    match stated {
        StatedType::Unstated | StatedType::Unknown(_) => scalar(prose::Kind::Unknown),
        StatedType::Word(word) => scalar(match word {
            TypeWord::String | TypeWord::File => prose::Kind::String,
            TypeWord::Integer => prose::Kind::Integer,
            TypeWord::Number => prose::Kind::Number,
            TypeWord::Boolean => prose::Kind::Boolean,
            TypeWord::Object | TypeWord::Map => prose::Kind::Object,
            TypeWord::List | TypeWord::Any | TypeWord::Unstated => prose::Kind::Unknown,
        }),
        StatedType::List(item) => prose::Stated { list: true, ..prose_kind(item) },
        StatedType::Map(_) | StatedType::Named(_) => scalar(prose::Kind::Object),
    }
}

/// The blocks of cells as one; nearly always there is one cell, and nothing is copied. `is_cut`: bare bars made several
/// cells of one.
fn blocks<'row>(mut cells: impl Iterator<Item = &'row Cell>, is_cut: bool) -> Cow<'row, [Block]> {
    match (cells.next(), cells.next()) {
        (None, _) => Cow::Borrowed(&[]),
        (Some(cell), None) => Cow::Borrowed(&cell.blocks),
        (Some(first), Some(second)) => {
            let cells = [first, second].into_iter().chain(cells);
            Cow::Owned(if is_cut {
                joined(cells)
            } else {
                cells.flat_map(|cell| cell.blocks.iter().cloned()).collect()
            })
        }
    }
}

/// The blocks of the cells that one cell was cut into.
fn joined<'row>(cells: impl Iterator<Item = &'row Cell>) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    for cell in cells {
        let mut own = cell.blocks.iter().cloned().peekable();
        // A bare bar parted what is one sentence, which may be that of a list's item.
        if let (Some(before), Some(Block::Paragraph(text))) = (last_text(&mut all, 0), own.peek()) {
            let span = Span::new(before.span.end as usize, text.span.start as usize);
            before.runs.push(Run { text: " | ".to_owned(), style: Style::default(), span });
            before.runs.extend(text.runs.iter().cloned());
            before.span = before.span.to(text.span);
            own.next();
        }
        // The items behind the bar belong to the list before it.
        if let (Some(Block::List(list)), Some(Block::List(more))) = (all.last_mut(), own.peek()) {
            list.items.extend(more.items.iter().cloned());
            list.span = list.span.to(more.span);
            own.next();
        }
        all.extend(own);
    }
    all
}

/// The text that blocks end with: their last paragraph, or that of their last item.
fn last_text(blocks: &mut [Block], depth: u8) -> Option<&mut Text> {
    match blocks.last_mut()? {
        Block::Paragraph(text) => Some(text),
        Block::List(list) if depth < 16 => last_text(list.items.last_mut()?, depth + 1),
        Block::List(_) | Block::Heading(_) | Block::Table(_) | Block::Code(_) => None,
    }
}

/// The words of blocks, a paragraph or an item a line; items start with `- `.
pub fn words(blocks: &[Block]) -> String {
    if let [Block::Paragraph(text)] = blocks {
        // Most cells: one line.
        let words = text.plain();
        if !words.contains('\n') {
            let trimmed = words.trim();
            return if trimmed.len() == words.len() { words } else { trimmed.to_owned() };
        }
    }
    let mut lines = Vec::new();
    push_lines(blocks, "", 0, &mut lines);
    lines.join("\n").trim().to_owned()
}

fn push_lines(blocks: &[Block], indent: &str, depth: u8, lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::List(list) if depth < 16 => {
                for item in &list.items {
                    let mut inner = Vec::new();
                    push_lines(item, "", depth + 1, &mut inner);
                    for (index, line) in inner.iter().enumerate() {
                        lines.push(format!("{indent}{}{line}", if index == 0 { "- " } else { "  " }));
                    }
                }
            }
            Block::Heading(_) | Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => {
                let plain = block.plain();
                lines.extend(
                    plain.lines().map(|line| format!("{indent}{}", line.trim())).filter(|line| !line.trim().is_empty()),
                );
            }
        }
    }
}

/// Names of tables that the links in a row lead to.
fn row_links(row: &Row) -> Vec<String> {
    let mut links = Vec::new();
    for cell in &row.cells {
        for block in &cell.blocks {
            push_links(block, 0, &mut links);
        }
    }
    links
}

fn push_links(block: &Block, depth: u8, links: &mut Vec<String>) {
    match block {
        Block::Paragraph(text) => {
            let targets = text.runs.iter().filter_map(|run| run.style.link.as_deref());
            for anchor in targets.filter_map(|target| target.split_once('#')).map(|(_, anchor)| anchor) {
                if !anchor.is_empty() && !links.iter().any(|known| known == anchor) {
                    links.push(anchor.to_owned());
                }
            }
        }
        Block::List(list) if depth < 16 => {
            list.items.iter().flatten().for_each(|block| push_links(block, depth + 1, links));
        }
        Block::Heading(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => {}
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
