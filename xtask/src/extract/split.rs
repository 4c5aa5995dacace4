//! Pages that document several operations.
//!
//! In: a page's blocks. Out: the blocks of each operation. A page is split at the highest level of heading at which two
//! parts or more each hold what identifies an operation and a section of its own about it, or say method and path in
//! the heading or right below it. Where sections stand at the level of the operations, several tables with a row that
//! names the operation part the page.

use crate::dialect::{Dialect, Identity, RoleWord, Section};
use crate::document::{Block, Cell, Column, Row, Table};
use crate::extract::identity::{api_links, is_compound, tagged_uri, titled_uri, uri};

/// The parts of a page that document an operation each; the whole page when it documents one or none.
pub fn operations<'a>(blocks: &'a [Block], dialect: &Dialect) -> Vec<&'a [Block]> {
    for level in 1..=4 {
        let parts = parts(blocks, level);
        if parts.len() > 1 && parts.iter().filter(|part| is_operation(part, level, dialect)).count() > 1 {
            return parts.into_iter().filter(|part| is_operation(part, level, dialect)).collect();
        }
    }
    by_tables(blocks, dialect).unwrap_or_else(|| vec![blocks])
}

/// The parts of a page on which several tables name an operation each: a part starts at the last heading above its
/// table that opens no section, else at the first that does.
fn by_tables<'a>(blocks: &'a [Block], dialect: &Dialect) -> Option<Vec<&'a [Block]>> {
    let mut tables: Vec<usize> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        // Variants of one call may have a table each, and all of them name the same operation.
        let names = operation_names(table, dialect);
        if !names.is_empty() && !names.iter().any(|name| known.contains(name)) {
            tables.push(index);
            known.extend(names);
        }
    }
    let mut starts = vec![0];
    for pair in tables.windows(2) {
        let [before, table] = *pair else { continue };
        let between = blocks.get(before + 1..table)?.iter().enumerate();
        let headings = between.filter_map(|(index, block)| match block {
            Block::Heading(heading) => Some((before + 1 + index, dialect.section(&heading.text.plain()))),
            Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => None,
        });
        let headings: Vec<(usize, Option<Section>)> = headings.collect();
        let title = headings.iter().rfind(|(_, section)| section.is_none());
        let request = headings.iter().find(|(_, section)| *section == Some(Section::Request));
        starts.push(title.or(request)?.0);
    }
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    let parts: Vec<&[Block]> = starts.iter().zip(ends).filter_map(|(start, end)| blocks.get(*start..end)).collect();
    (parts.len() > 1).then_some(parts)
}

/// The words of a table's row for the operation that may be its name.
fn operation_names(table: &Table, dialect: &Dialect) -> Vec<String> {
    let row = action_row(table, dialect).filter(|_| dialect.identity == Identity::Action);
    let cells = row.map(|row| row.cells.iter().map(Cell::plain));
    let words = |cell: String| {
        let words = cell.split(|character: char| !character.is_ascii_alphanumeric()).map(str::to_owned);
        words.filter(|word| is_compound(word)).collect::<Vec<_>>()
    };
    cells.into_iter().flatten().flat_map(words).collect()
}

/// The row of the parameter that names the operation.
fn action_row<'t>(table: &'t Table, dialect: &Dialect) -> Option<&'t Row> {
    let name = table.header.iter().position(|cell| dialect.column(&cell.plain()) == Some(Column::Name))?;
    let names =
        |row: &&Row| row.cells.get(name).is_some_and(|cell| dialect.role(&cell.plain()) == Some(RoleWord::Action));
    table.rows.iter().find(names)
}

/// The stretches from one heading of the level to the next of that level or above.
fn parts(blocks: &[Block], level: u8) -> Vec<&[Block]> {
    let opens = |block: &Block| matches!(block, Block::Heading(heading) if heading.level == level);
    let ends = |block: &Block| matches!(block, Block::Heading(heading) if heading.level != 0 && heading.level <= level);
    let mut parts = Vec::new();
    let mut start = None;
    for (index, block) in blocks.iter().enumerate() {
        if ends(block)
            && let Some(start) = start.take()
        {
            parts.extend(blocks.get(start..index));
        }
        if opens(block) {
            start = Some(index);
        }
    }
    parts.extend(start.and_then(|start| blocks.get(start..)));
    parts
}

/// Whether a part opens with a method and a path, below a heading of its own words.
fn opens_with_uri(part: &[Block], dialect: &Dialect) -> bool {
    let Some(Block::Heading(heading)) = part.first() else { return false };
    let words = heading.text.plain();
    if dialect.identity != Identity::Uri || dialect.section(&words).is_some() {
        return false;
    }
    titled_uri(&words, heading.text.span).is_some()
        || part.get(1).is_some_and(|block| match block {
            Block::Paragraph(text) => tagged_uri(text.plain().trim(), text.span).is_some(),
            Block::Heading(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => false,
        })
}

fn is_operation(part: &[Block], level: u8, dialect: &Dialect) -> bool {
    if opens_with_uri(part, dialect) {
        return true;
    }
    let has_section = part.iter().any(|block| match block {
        Block::Heading(heading) if heading.level > level => {
            matches!(dialect.section(&heading.text.plain()), Some(Section::Request | Section::Response | Section::Uri))
        }
        Block::Heading(_) | Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Code(_) => false,
    });
    has_section && part.iter().any(|block| identifies(block, dialect))
}

fn identifies(block: &Block, dialect: &Dialect) -> bool {
    match (dialect.identity, block) {
        (Identity::Action, Block::Table(table)) => action_row(table, dialect).is_some(),
        (Identity::Action, block) => !api_links(block).is_empty(),
        (Identity::Uri, Block::Paragraph(text)) => text.plain().lines().any(|line| uri(line, text.span).is_some()),
        (Identity::Uri, Block::Code(code)) => code.text.lines().next().is_some_and(|line| {
            // A code block with more than the line of method and path is a sample.
            code.text.lines().count() == 1 && uri(line, code.span).is_some()
        }),
        (Identity::Uri, Block::Heading(_) | Block::List(_) | Block::Table(_)) => false,
    }
}
