//! Compares the pages themselves: which came, went and moved, and what of a page changed that is no fact of an API.
//!
//! In: the pages of both versions. Out: findings of the document layer. A page that is the same byte for byte is not
//! read.

use std::collections::BTreeMap;

use crate::document::{self, Block, Document, Lexicon, Text};
use crate::source::{Page, PagePath, Position, Span};

use super::{Confidence, Facet, Finding, Kind, Nature, Place, Side, Subject, moves};

/// Below this share of its words a page counts as emptied.
const EMPTIED: f64 = 0.1;

/// All differences of pages.
pub(super) fn pages(
    old: &BTreeMap<PagePath, Page>,
    new: &BTreeMap<PagePath, Page>,
    lexicon: &Lexicon,
    findings: &mut Vec<Finding>,
) {
    let moves = moves::pair(old, new);
    for (before, after) in moves.pairs {
        let is_same = before.text() == after.text();
        // Two files that were named for a comparison are one page; of a folder's pages one has moved.
        if before.path() != after.path() && (is_same || old.len() + new.len() > 2) {
            findings.push(page(Facet::Page, Kind::Moved, Some(before), Some(after)));
        }
        if !is_same {
            contents(before, after, lexicon, findings);
        }
    }
    let names = |pages: &[&Page]| pages.iter().map(|page| page.path().as_str()).collect::<Vec<_>>().join(", ");
    for (whole, parts) in moves.split {
        let finding = page(Facet::Split, Kind::Added, Some(whole), parts.first().copied());
        findings.push(Finding { new: Some(names(&parts)), ..finding });
    }
    for (parts, whole) in moves.joined {
        let finding = page(Facet::Split, Kind::Removed, parts.first().copied(), Some(whole));
        findings.push(Finding { old: Some(names(&parts)), ..finding });
    }
    findings.extend(moves.gone.into_iter().map(|gone| page(Facet::Page, Kind::Removed, Some(gone), None)));
    findings.extend(moves.come.into_iter().map(|come| page(Facet::Page, Kind::Added, None, Some(come))));
}

/// A page that somebody knows to have moved.
pub fn moved(old: &PagePath, new: &PagePath) -> Finding {
    of_paths(Facet::Page, Kind::Moved, Some(old), Some(new))
}

fn page(facet: Facet, kind: Kind, old: Option<&Page>, new: Option<&Page>) -> Finding {
    of_paths(facet, kind, old.map(Page::path), new.map(Page::path))
}

fn of_paths(facet: Facet, kind: Kind, old: Option<&PagePath>, new: Option<&PagePath>) -> Finding {
    let name = |path: &PagePath| path.as_str().to_owned();
    let subject = new.or(old).map(name).unwrap_or_default();
    let start = |path: &PagePath| Place { page: name(path), line: 1, column: 1, end_line: 1, end_column: 1 };
    Finding {
        subject: Subject { operation: String::new(), side: Side::Page, name: subject.clone(), row: subject },
        facet,
        kind,
        old: old.map(name),
        new: new.map(name),
        old_place: old.map(start),
        new_place: new.map(start),
        confidence: Confidence::CERTAIN,
        is_demanded: false,
        nature: Nature::Unsure,
        remark: None,
        cause: None,
    }
}

/// What a page holds, apart from its markup.
#[derive(Debug, Default, PartialEq)]
struct Contents {
    headings: Vec<(String, Span)>,
    columns: Vec<(String, Span)>,
    samples: Vec<(String, Span)>,
    words: Vec<(String, Span)>,
}

fn contents(old: &Page, new: &Page, lexicon: &Lexicon, findings: &mut Vec<Finding>) {
    let (before, after) = (read(old, lexicon), read(new, lexicon));
    let known = findings.len();
    if let Some(finding) = emptied(&before, &after, old, new) {
        findings.push(finding);
    }
    let lists = [
        (Facet::Heading, &before.headings, &after.headings),
        (Facet::Column, &before.columns, &after.columns),
        (Facet::Sample, &before.samples, &after.samples),
        (Facet::Words, &before.words, &after.words),
    ];
    for (facet, before, after) in lists {
        if let Some((before, after)) = first_difference(before, after) {
            findings.push(difference(facet, old, new, before, after));
        }
    }
    if findings.len() == known {
        findings.push(page(Facet::Markup, Kind::Changed, Some(old), Some(new)));
    }
}

/// The language of a page, as far as its letters tell.
fn is_chinese(contents: &Contents) -> bool {
    let (mut chinese, mut others) = (0_usize, 0_usize);
    for letter in contents.words.iter().flat_map(|(words, _)| words.chars()).filter(|letter| letter.is_alphabetic()) {
        if ('\u{4e00}'..='\u{9fff}').contains(&letter) { chinese += 1 } else { others += 1 }
    }
    // A Chinese character stands for a word of about six letters.
    chinese * 6 > others
}

fn emptied(before: &Contents, after: &Contents, old: &Page, new: &Page) -> Option<Finding> {
    let size = |contents: &Contents| contents.words.iter().map(|(words, _)| words.len()).sum::<usize>();
    let (was, is) = (size(before), size(after));
    #[expect(clippy::cast_precision_loss, reason = "a page has at most 16 MiB")]
    let share = is as f64 / was.max(1) as f64;
    if was > 0 && share < EMPTIED {
        let remark = Some(format!("{is} bytes of words are left of {was}"));
        return Some(Finding { remark, ..page(Facet::Page, Kind::Changed, Some(old), Some(new)) });
    }
    let (was, is) = (is_chinese(before), is_chinese(after));
    let language = |is_chinese: bool| Some(if is_chinese { "Chinese" } else { "English" }.to_owned());
    (was != is).then(|| Finding {
        old: language(was),
        new: language(is),
        ..page(Facet::Language, Kind::Changed, Some(old), Some(new))
    })
}

fn difference(
    facet: Facet,
    old: &Page,
    new: &Page,
    before: Option<&(String, Span)>,
    after: Option<&(String, Span)>,
) -> Finding {
    let kind = match (before, after) {
        (None, _) => Kind::Added,
        (Some(_), None) => Kind::Removed,
        (Some(_), Some(_)) => Kind::Changed,
    };
    Finding {
        old: before.map(|(text, _)| text.clone()),
        new: after.map(|(text, _)| text.clone()),
        old_place: before.map(|(_, span)| place(old, *span)),
        new_place: after.map(|(_, span)| place(new, *span)),
        ..page(facet, kind, Some(old), Some(new))
    }
}

fn place(page: &Page, span: Span) -> Place {
    let (Position { line, column }, end) = (page.position(span.start), page.position(span.end));
    Place { page: page.path().as_str().to_owned(), line, column, end_line: end.line, end_column: end.column }
}

type Entry<'c> = Option<&'c (String, Span)>;

/// The first entry that one list has and the other one lacks, or has elsewhere, each with its neighbour.
fn first_difference<'c>(old: &'c [(String, Span)], new: &'c [(String, Span)]) -> Option<(Entry<'c>, Entry<'c>)> {
    let same = old.iter().zip(new).take_while(|(left, right)| left.0 == right.0).count();
    let (before, after) = (old.get(same), new.get(same));
    if before.is_none() && after.is_none() {
        return None;
    }
    let is_in = |list: &[(String, Span)], entry: Entry<'_>| {
        entry.is_some_and(|(text, _)| list.iter().any(|(other, _)| other == text))
    };
    match (is_in(new, before), is_in(old, after)) {
        (true, false) => Some((None, after)),
        (false, true) => Some((before, None)),
        (true, true) | (false, false) => Some((before, after)),
    }
}

fn read(page: &Page, lexicon: &Lexicon) -> Contents {
    let Document { blocks, .. } = document::read(page, lexicon, &mut Vec::new());
    let mut contents = Contents::default();
    for block in &blocks {
        add(block, &mut contents);
    }
    contents
}

fn add(block: &Block, contents: &mut Contents) {
    match block {
        Block::Heading(heading) => contents.headings.push(entry(&heading.text)),
        Block::Paragraph(text) => contents.words.push(entry(text)),
        Block::List(list) => list.items.iter().flatten().for_each(|block| add(block, contents)),
        Block::Code(code) => contents.samples.push((bare(&code.text), code.span)),
        Block::Table(table) => {
            let header: Vec<String> = table.header.iter().map(|cell| bare(&cell.plain())).collect();
            let span = table.header.iter().map(|cell| cell.span).reduce(Span::to).unwrap_or(table.span);
            contents.columns.push((header.join(" | "), span));
            contents.words.extend(table.caption.iter().map(entry));
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                cell.blocks.iter().for_each(|block| add(block, contents));
            }
        }
    }
}

fn entry(text: &Text) -> (String, Span) {
    (bare(&text.plain()), text.span)
}

/// Words with single blanks between them.
fn bare(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
