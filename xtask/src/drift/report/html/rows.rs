//! The rows of a page's tables, and which of them holds a place.
//!
//! In: a page and the words by which its tables are known. Out: rows as plain text, a cell a column.

use std::collections::BTreeMap;

use crate::document::{self, Block, Lexicon, Table};
use crate::drift::report::told::cut;
use crate::source::{Page, Span};

/// All rows of a page, by where they start.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    /// The first row of a table with these headings that begins with this cell.
    named: BTreeMap<(Vec<String>, String), usize>,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    span: Span,
    /// The row around it, where its table stands in a cell.
    outer: Option<usize>,
    /// Heading and text of each cell.
    pub cells: Vec<(String, String)>,
}

impl Rows {
    /// Reads the rows of a page.
    pub(super) fn read(page: &Page, lexicon: &Lexicon) -> Self {
        let mut rows = Vec::new();
        for block in &document::read(page, lexicon, &mut Vec::new()).blocks {
            add(block, &mut rows);
        }
        rows.sort_by_key(|row| (row.span.start, std::cmp::Reverse(row.span.end)));
        let mut open: Vec<(usize, u32)> = Vec::new();
        for (index, row) in rows.iter_mut().enumerate() {
            while open.last().is_some_and(|&(_, end)| end <= row.span.start) {
                open.pop();
            }
            row.outer = open.last().map(|&(outer, _)| outer);
            open.push((index, row.span.end));
        }
        let mut named = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            named.entry(row.key()).or_insert(index);
        }
        Self { rows, named }
    }

    /// The innermost row around a byte.
    pub(super) fn at(&self, byte: u32) -> Option<usize> {
        let mut found = self.rows.partition_point(|row| row.span.start <= byte).checked_sub(1);
        while let Some(row) = found.and_then(|index| self.rows.get(index)) {
            if byte < row.span.end || row.span.is_empty() {
                return found;
            }
            found = row.outer;
        }
        None
    }

    /// A row.
    pub(super) fn get(&self, index: usize) -> Option<&Row> {
        self.rows.get(index)
    }

    /// The row of another version that begins as this one does, in a table with the same headings.
    pub(super) fn like(&self, row: &Row) -> Option<usize> {
        self.named.get(&row.key()).copied()
    }
}

impl Row {
    fn key(&self) -> (Vec<String>, String) {
        let headings = self.cells.iter().map(|(heading, _)| heading.clone()).collect();
        (headings, self.cells.first().map(|(_, text)| text.clone()).unwrap_or_default())
    }
}

fn add(block: &Block, rows: &mut Vec<Row>) {
    match block {
        Block::Heading(_) | Block::Paragraph(_) | Block::Code(_) => {}
        Block::List(list) => list.items.iter().flatten().for_each(|block| add(block, rows)),
        Block::Table(table) => {
            rows.extend(of_table(table));
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                cell.blocks.iter().for_each(|block| add(block, rows));
            }
        }
    }
}

/// The most columns that have a heading; a heading over more of them, as pages can have it, ends here.
const COLUMNS: usize = 100;

/// How many characters of a heading and of a cell are kept: many things may be told of in one row.
const HEADING: usize = 100;
const CELL: usize = 4_000;

fn of_table(table: &Table) -> Vec<Row> {
    let mut headings: Vec<String> = Vec::new();
    for cell in &table.header {
        let heading = cut(&bare(&cell.plain()), 0, HEADING);
        let count = usize::from(cell.columns.max(1)).min(COLUMNS.saturating_sub(headings.len()));
        headings.extend(std::iter::repeat_n(heading, count));
    }
    let row = |row: &document::Row| {
        let mut column = 0;
        let mut cells = Vec::new();
        for cell in &row.cells {
            cells.push((headings.get(column).cloned().unwrap_or_default(), kept(cell.plain().trim())));
            column += usize::from(cell.columns.max(1));
        }
        Row { span: row.span, outer: None, cells }
    };
    table.rows.iter().map(row).collect()
}

/// As much of a cell as is kept.
fn kept(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Words with single blanks between them.
fn bare(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell of two versions: its heading, and its text in both.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The heading, or both where they differ.
    pub heading: String,
    /// Its old text.
    pub old: Option<String>,
    /// Its new text.
    pub new: Option<String>,
}

/// The cells of two rows beside each other: by heading, and what then is left by its place.
pub(super) fn pairs(old: Option<&Row>, new: Option<&Row>) -> Vec<Pair> {
    let cells = |row: Option<&Row>| row.map(|row| row.cells.clone()).unwrap_or_default();
    let (before, after) = (cells(old), cells(new));
    let mut taken = vec![false; before.len()];
    let mut partners: Vec<Option<usize>> = Vec::new();
    for (heading, _) in &after {
        let mut open = before.iter().enumerate().filter(|(at, _)| taken.get(*at) == Some(&false));
        let partner = open.find(|(_, (other, _))| other == heading).map(|(at, _)| at);
        if let Some(taken) = partner.and_then(|at| taken.get_mut(at)) {
            *taken = true;
        }
        partners.push(partner);
    }
    for (at, partner) in partners.iter_mut().enumerate().filter(|(_, partner)| partner.is_none()) {
        if let Some(open) = taken.get_mut(at).filter(|taken| !**taken) {
            *open = true;
            *partner = Some(at);
        }
    }
    let mut pairs: Vec<Pair> = Vec::new();
    for ((heading, text), partner) in after.iter().zip(&partners) {
        let other = partner.and_then(|at| before.get(at));
        let heading = match other {
            Some((other, _)) if other != heading => format!("{other} → {heading}"),
            Some(_) | None => heading.clone(),
        };
        pairs.push(Pair { heading, old: other.map(|(_, text)| text.clone()), new: Some(text.clone()) });
    }
    for ((heading, text), _) in before.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        pairs.push(Pair { heading: heading.clone(), old: Some(text.clone()), new: None });
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PagePath;

    fn rows(text: &str) -> (Page, Rows) {
        let page = Page::new(PagePath::new("a.md"), text.into()).expect("a page");
        let rows = Rows::read(&page, &Lexicon::default());
        (page, rows)
    }

    #[test]
    fn a_place_is_found_in_its_row() {
        let text = "# T\n\nwords\n\n|Name|Text|\n|---|---|\n|a|one|\n|b|two|\n\nmore words\n";
        let (page, rows) = rows(text);
        let at = |words: &str| {
            let byte = page.text().find(words).expect("the words") as u32;
            rows.at(byte).and_then(|index| rows.get(index)).map(|row| row.cells.clone())
        };
        let cells =
            |name: &str, text: &str| vec![("Name".to_owned(), name.to_owned()), ("Text".to_owned(), text.to_owned())];
        assert_eq!(at("two"), Some(cells("b", "two")));
        assert_eq!(at("one"), Some(cells("a", "one")));
        assert_eq!(at("words"), None);
        assert_eq!(at("more words"), None);
    }

    #[test]
    fn cells_stand_beside_each_other_by_their_heading() {
        let (_, old) = rows("|Name|Example|Text|\n|---|---|---|\n|a|x|one|\n");
        let (_, new) = rows("|Name|Meaning|\n|---|---|\n|a|two|\n");
        let row = |rows: &Rows| rows.at(40).or(rows.at(30)).expect("a row");
        let pairs = pairs(old.get(row(&old)), new.get(row(&new)));
        let pair = |heading: &str, old: Option<&str>, new: Option<&str>| Pair {
            heading: heading.to_owned(),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        };
        // The second column of both stands in the same place; nothing tells that its words moved there from the third.
        assert_eq!(
            pairs,
            [
                pair("Name", Some("a"), Some("a")),
                pair("Example → Meaning", Some("x"), Some("two")),
                pair("Text", Some("one"), None)
            ]
        );
    }
}
