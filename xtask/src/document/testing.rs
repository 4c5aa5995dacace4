//! Trees as short text, for the tests of the readers.

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Cell, Document, Style, Table, Text, lexicon_for_tests, read};
use crate::source::{Page, PagePath};

/// Reads a page with the words of the tests.
pub(super) fn document(name: &str, text: &str) -> (Document, Vec<Diagnostic>) {
    let page = Page::new(PagePath::new(name), text.into()).expect("a page");
    let mut diagnostics = Vec::new();
    let document = read(&page, &lexicon_for_tests(), &mut diagnostics);
    (document, diagnostics)
}

/// A page's blocks, a line each; tables as `[header] / [row] / [row]`.
pub(super) fn outline(name: &str, text: &str) -> Vec<String> {
    document(name, text).0.blocks.iter().map(block).collect()
}

/// The codes of a page's diagnostics with the words of the page that they point at.
pub(super) fn surprises(name: &str, text: &str) -> Vec<String> {
    let page = Page::new(PagePath::new(name), text.into()).expect("a page");
    let (_, diagnostics) = document(name, text);
    diagnostics.iter().map(|found| format!("{} {}", found.code, page.slice(found.span).replace('\n', "\\n"))).collect()
}

/// A block as one line.
pub(super) fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => {
            let words = [format!("h{} {}", heading.level, styled(&heading.text))];
            let anchors = heading.anchors.iter().map(|anchor| format!("#{anchor}"));
            words.into_iter().chain(anchors).collect::<Vec<_>>().join(" ")
        }
        Block::Paragraph(text) => format!("p {}", styled(text)),
        Block::List(list) => {
            let items: Vec<String> = list.items.iter().map(|item| blocks(item)).collect();
            format!("list({})", items.join("; "))
        }
        Block::Table(found) => table(found),
        Block::Code(code) => format!("code {:?}", code.text),
    }
}

fn table(table: &Table) -> String {
    let caption = table.caption.as_ref().map(|caption| format!("{}: ", caption.plain())).unwrap_or_default();
    let anchors = table.anchors.iter().map(|anchor| format!("#{anchor}"));
    let rows = std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells));
    let row = |cells: &Vec<Cell>| format!("[{}]", cells.iter().map(cell).collect::<Vec<_>>().join("|"));
    caption + &anchors.chain(rows.map(row)).collect::<Vec<_>>().join(" ")
}

fn cell(cell: &Cell) -> String {
    let columns = if cell.columns > 1 { format!("{}x", cell.columns) } else { String::new() };
    match cell.blocks.as_slice() {
        [Block::Paragraph(text)] => format!("{columns}{}", styled(text)),
        several => format!("{columns}{}", blocks(several)),
    }
}

fn blocks(several: &[Block]) -> String {
    several.iter().map(block).collect::<Vec<_>>().join(", ")
}

/// Words with their styles: `*bold*`, `/italic/`, `` `code` ``, `<link target>`.
fn styled(text: &Text) -> String {
    text.runs
        .iter()
        .map(|run| {
            let Style { bold, italic, code, link } = &run.style;
            let mut words = run.text.clone();
            for (is_set, mark) in [(*bold, '*'), (*italic, '/'), (*code, '`')] {
                if is_set {
                    words = format!("{mark}{words}{mark}");
                }
            }
            link.as_ref().map_or(words.clone(), |target| format!("<{words} {target}>"))
        })
        .collect()
}
