//! Columns: which cell of a row holds what, by the words of the heading row, never by position.
//!
//! In: a table and the dialect. Out: a [`Columns`], and a diagnostic for each heading that the dialect does not know.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::extract::UNKNOWN_COLUMN;
use crate::dialect::{Dialect, TypeWord};
use crate::document::{Cell, Column, Row, Table};
use crate::extract::facts::StatedType;
use crate::extract::types::stated_type;
use crate::source::Page;

/// What each column of a table holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    kinds: Vec<Option<Column>>,
}

impl Columns {
    /// Whether some column holds this.
    pub fn has(&self, column: Column) -> bool {
        self.kinds.contains(&Some(column))
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether the table has no heading row.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The cells of a row that stand under columns of this kind, in order.
    pub fn cells<'row>(&self, row: &'row Row, column: Column) -> impl Iterator<Item = &'row Cell> {
        self.of_cells(&row.cells).filter(move |(_, kind)| *kind == Some(column)).map(|(cell, _)| cell)
    }

    /// Cells, each with the column that it stands under. A cell that covers several columns stands under the first of
    /// them. A bare `|` makes two cells of one, mostly in running text: the cells that a row has too many belong to the
    /// last column of running text, else to the last column.
    pub fn of_cells<'row>(&self, cells: &'row [Cell]) -> impl Iterator<Item = (&'row Cell, Option<Column>)> {
        let width: usize = cells.iter().map(|cell| usize::from(cell.columns.max(1))).sum();
        let surplus = width.saturating_sub(self.kinds.len());
        let last = self.kinds.len().saturating_sub(1);
        let wide = if surplus == 0 {
            last
        } else {
            self.kinds.iter().rposition(|kind| is_running_text(*kind)).unwrap_or(last)
        };
        let mut position = 0_usize;
        cells.iter().map(move |cell| {
            let column = if position <= wide { position } else { wide.max(position.saturating_sub(surplus)) };
            let kind = self.kinds.get(column).copied().flatten();
            position += usize::from(cell.columns.max(1));
            (cell, kind)
        })
    }
}

/// Whether a column holds sentences, in which a bar may stand.
fn is_running_text(kind: Option<Column>) -> bool {
    kind.is_some_and(|kind| match kind {
        Column::Description
        | Column::Constraint
        | Column::Default
        | Column::Example
        | Column::ErrorMessage
        | Column::ErrorSolution => true,
        Column::Name
        | Column::Type
        | Column::Presence
        | Column::Location
        | Column::Status
        | Column::ErrorCode
        | Column::Uri
        | Column::Ignored => false,
    })
}

/// Reads a heading row. `report` says whether unknown headings are worth a diagnostic: they are not on tables that say
/// nothing about the API.
pub fn columns(
    page: &Page,
    table: &Table,
    dialect: &Dialect,
    report: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Columns {
    let mut kinds = Vec::new();
    for cell in &table.header {
        let heading = cell.plain();
        let kind = dialect.column(&heading);
        if kind.is_none() && report && !heading.is_empty() {
            let message = format!("the column `{heading}` is not among the words of {}", dialect.title);
            let help = format!(
                "add the word to the column it names under `[columns]` in specs/{}/vendor.toml; it heads {} rows here",
                dialect.vendor,
                table.rows.len()
            );
            diagnostics.push(Diagnostic::new(UNKNOWN_COLUMN, page.path(), cell.span, message).with_help(help));
        }
        kinds.extend(std::iter::once(kind).chain(std::iter::repeat_n(None, usize::from(cell.columns.max(1)) - 1)));
    }
    settle_doubled_names(&mut kinds, table, dialect);
    settle_doubled_status(&mut kinds);
    settle_wrong_presence(&mut kinds, table, dialect);
    settle_unnamed_message(&mut kinds);
    Columns { kinds }
}

/// "Name, Parameters, Required": two columns head names, and the cells of one of them are types.
fn settle_doubled_names(kinds: &mut [Option<Column>], table: &Table, dialect: &Dialect) {
    let names: Vec<usize> = positions(kinds, Column::Name);
    if names.len() < 2 || kinds.contains(&Some(Column::Type)) {
        return;
    }
    let is_types = |position: usize| {
        let words = table.rows.iter().filter_map(|row| row.cells.get(position)).map(Cell::plain);
        let (mut known, mut all) = (0_usize, 0_usize);
        for word in words.filter(|word| !word.is_empty()) {
            all += 1;
            known += usize::from(is_type(&word, dialect));
        }
        known * 2 > all
    };
    if let Some(&position) = names.iter().skip(1).find(|&&position| is_types(position))
        && let Some(kind) = kinds.get_mut(position)
    {
        *kind = Some(Column::Type);
    }
}

/// An error table with two columns of descriptions and none of messages: the first holds what the wire says.
fn settle_unnamed_message(kinds: &mut [Option<Column>]) {
    let described = positions(kinds, Column::Description);
    let is_of_errors = kinds.contains(&Some(Column::ErrorCode)) && !kinds.contains(&Some(Column::ErrorMessage));
    if let (true, [first, _, ..]) = (is_of_errors, described.as_slice())
        && let Some(kind) = kinds.get_mut(*first)
    {
        *kind = Some(Column::ErrorMessage);
    }
}

/// "Name, Type, Required" over descriptions: a column of answers to yes or no that holds neither is one of descriptions.
fn settle_wrong_presence(kinds: &mut [Option<Column>], table: &Table, dialect: &Dialect) {
    if kinds.contains(&Some(Column::Description)) {
        return;
    }
    for position in positions(kinds, Column::Presence) {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(position)).map(Cell::plain);
        let cells: Vec<String> = cells.filter(|words| !words.is_empty()).collect();
        let first = |words: &str| words.split([' ', '(', '（', ',', '，', '\n']).next().unwrap_or_default().to_owned();
        let is_answer = |words: &&String| {
            dialect.presence_word(words).or_else(|| dialect.presence_word(&first(words))).is_some()
                || dialect.type_word(words) == Some(TypeWord::Unstated)
        };
        if !cells.is_empty()
            && cells.iter().filter(is_answer).count() == 0
            && let Some(kind) = kinds.get_mut(position)
        {
            *kind = Some(Column::Description);
        }
    }
}

/// Whether words are a type that the dialect can read: a word of its own, or a list or a map of anything.
fn is_type(words: &str, dialect: &Dialect) -> bool {
    match stated_type(words, dialect) {
        StatedType::Word(_) | StatedType::List(_) | StatedType::Map(_) => true,
        StatedType::Unstated | StatedType::Named(_) | StatedType::Unknown(_) => dialect.type_word(words).is_some(),
    }
}

/// Two columns of one kind: the second description of an error table says what to do, a second status is unknown.
fn settle_doubled_status(kinds: &mut [Option<Column>]) {
    for &position in positions(kinds, Column::Status).iter().skip(1) {
        if let Some(kind) = kinds.get_mut(position) {
            *kind = None;
        }
    }
}

fn positions(kinds: &[Option<Column>], column: Column) -> Vec<usize> {
    kinds.iter().enumerate().filter(|(_, kind)| **kind == Some(column)).map(|(position, _)| position).collect()
}
