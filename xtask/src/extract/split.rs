//! Pages that document several operations.
//!
//! In: a page's blocks. Out: the blocks of each operation. A page is split at the highest level of heading at which two
//! parts or more each hold what identifies an operation and a section of its own about it, or say method and path in
//! the heading or right below it.

use crate::dialect::{Dialect, Identity, RoleWord, Section};
use crate::document::{Block, Column};
use crate::extract::identity::{api_links, tagged_uri, titled_uri, uri};

/// The parts of a page that document an operation each; the whole page when it documents one or none.
pub fn operations<'a>(blocks: &'a [Block], dialect: &Dialect) -> Vec<&'a [Block]> {
    for level in 1..=4 {
        let parts = parts(blocks, level);
        if parts.len() > 1 && parts.iter().filter(|part| is_operation(part, level, dialect)).count() > 1 {
            return parts.into_iter().filter(|part| is_operation(part, level, dialect)).collect();
        }
    }
    vec![blocks]
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
        (Identity::Action, Block::Table(table)) => {
            let name = table.header.iter().position(|cell| dialect.column(&cell.plain()) == Some(Column::Name));
            name.is_some_and(|name| {
                table.rows.iter().any(|row| {
                    row.cells.get(name).is_some_and(|cell| dialect.role(&cell.plain()) == Some(RoleWord::Action))
                })
            })
        }
        (Identity::Action, block) => !api_links(block).is_empty(),
        (Identity::Uri, Block::Paragraph(text)) => text.plain().lines().any(|line| uri(line, text.span).is_some()),
        (Identity::Uri, Block::Code(code)) => code.text.lines().next().is_some_and(|line| {
            // A code block with more than the line of method and path is a sample.
            code.text.lines().count() == 1 && uri(line, code.span).is_some()
        }),
        (Identity::Uri, Block::Heading(_) | Block::List(_) | Block::Table(_)) => false,
    }
}
