//! The readers over real pages: the five seeds, the page corpus, and pages that came in two forms.
//!
//! The pages lie in the shared folder (`DOCWRIGHT_SHARED`, else `../shared`); without it each test says that it was
//! skipped. The figures were verified against the pages and may only rise.

use std::collections::BTreeMap;
use std::path::Path;

use docwright::diagnostic::{Diagnostic, Example, catalogue};
use docwright::dialect::Dialect;
use docwright::document::{self, Block, Document, Format, Lexicon, Table};
use docwright::source::{Page, PagePath};
use docwright_tests::corpus::tables;
use docwright_tests::road::workspace;
use docwright_tests::shared::shared;

fn lexicon(vendor: &str) -> Lexicon {
    Dialect::load(&workspace().join("specs"), vendor).expect("a dialect").lexicon().clone()
}

fn read(path: &Path, lexicon: &Lexicon) -> (Document, Vec<Diagnostic>, Page) {
    let name = path.file_name().expect("a file").to_string_lossy();
    let bytes = std::fs::read(path).expect("a page of the shared folder");
    let page = Page::new(PagePath::new(&name), bytes).expect("a page");
    let mut diagnostics = Vec::new();
    (document::read(&page, lexicon, &mut diagnostics), diagnostics, page)
}

fn width(cells: &[document::Cell]) -> usize {
    cells.iter().map(|cell| usize::from(cell.columns)).sum()
}

#[test]
fn seeds_have_their_tables_and_rows() {
    let Some(seeds) = shared("seeds_have_their_tables_and_rows", "seeds") else { return };
    // Counted on the pages by hand.
    let pages: [(&str, &str, Format, &[usize]); 5] = [
        ("000_61ec4be3ad8f99a1.txt", "alibaba", Format::TextWithBars, &[5, 3, 6]),
        ("001_2886fe751ce678ec.txt", "alibaba", Format::Markdown, &[5, 3, 6]),
        ("002_a62634887087707d.txt", "alibaba", Format::TextPlain, &[4, 1, 3]),
        ("003_4894102249436459.txt", "alibaba", Format::TextPlain, &[14, 3, 17]),
        ("004_de0035db87dba076.txt", "huawei", Format::TextWithBars, &[1, 1, 6, 21, 2, 2, 2, 2, 2, 6]),
    ];
    for (name, vendor, format, rows) in pages {
        let (document, diagnostics, _) = read(&seeds.join(name), &lexicon(vendor));
        assert_eq!(document.format, format, "{name}");
        let found: Vec<usize> = tables(&document.blocks).iter().map(|table| table.rows.len()).collect();
        assert_eq!(found, rows, "{name}");
        assert_eq!(diagnostics, [], "{name}");
        for table in tables(&document.blocks) {
            assert!(table.rows.iter().all(|row| width(&row.cells) == width(&table.header)), "{name}");
        }
    }
}

#[test]
fn errors_of_a_flattened_seed_split_as_its_facts_say() {
    let Some(seeds) = shared("errors_of_a_flattened_seed_split_as_its_facts_say", "seeds") else { return };
    let truth = std::fs::read_to_string(seeds.join("truth.json")).expect("the facts of the seeds");
    let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
    for name in ["000_61ec4be3ad8f99a1.txt", "002_a62634887087707d.txt", "003_4894102249436459.txt"] {
        let (document, _, _) = read(&seeds.join(name), &lexicon("alibaba"));
        let tables = tables(&document.blocks);
        let errors = tables.last().expect("a table of errors");
        let expected = truth[name]["errors"].as_array().expect("errors");
        assert_eq!(errors.rows.len(), expected.len());
        for (row, error) in errors.rows.iter().zip(expected) {
            let cells: Vec<String> = row.cells.iter().map(document::Cell::plain).collect();
            assert_eq!(cells[0], error["http"].to_string());
            assert_eq!(cells[1], error["code"].as_str().expect("a code"));
            assert_eq!(cells[2], error["message"].as_str().expect("a message"));
            assert!(cells[3].ends_with('.'), "{cells:?}");
        }
    }
}

#[test]
fn every_page_of_the_corpus_reads() {
    let Some(corpus) = shared("every_page_of_the_corpus_reads", "corpus") else { return };
    // Pages, tables, rows; and rows whose cells do not fit the header: a bare bar in a cell.
    let expected: [(&str, &str, [usize; 4]); 9] = [
        ("alibaba/ecs-en", "alibaba", [62, 180, 2726, 0]),
        ("alibaba/ecs-zh", "alibaba", [34, 101, 961, 2]),
        ("alibaba/kms-dialects-en", "alibaba", [5, 12, 56, 0]),
        ("alibaba/kms-dialects-zh", "alibaba", [8, 19, 79, 0]),
        ("alibaba/vpn-en", "alibaba", [32, 93, 591, 6]),
        ("otc/apig-en", "otc", [198, 2092, 7377, 0]),
        ("otc/elb-export-en", "otc", [60, 329, 1476, 0]),
        ("text/dash", "otc", [94, 604, 2687, 17]),
        ("text/plain", "otc", [94, 607, 2708, 0]),
    ];
    let mut wrong = Vec::new();
    for (folder, vendor, wanted) in expected {
        let mut found = [0; 4];
        let lexicons = BTreeMap::from([("alibaba", lexicon("alibaba")), (vendor, lexicon(vendor))]);
        let mut pages: Vec<_> = std::fs::read_dir(corpus.join(folder))
            .expect("a folder of the corpus")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        pages.sort();
        for path in pages {
            let is_alibaba = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("alibaba"));
            let vendor = if is_alibaba { "alibaba" } else { vendor };
            let (document, _, page) = read(&path, &lexicons[vendor]);
            found[0] += 1;
            for table in tables(&document.blocks) {
                found[1] += 1;
                found[2] += table.rows.len();
                let columns = width(&table.header);
                found[3] += table.rows.iter().filter(|row| width(&row.cells) != columns).count();
            }
            assert_places(&document.blocks, &page);
        }
        let is_worse =
            found[..3].iter().zip(&wanted[..3]).any(|(found, wanted)| found < wanted) || found[3] > wanted[3];
        if is_worse {
            wrong.push(format!("{folder}: {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every run that the page spells as it is stands where it says, and no place lies outside the page.
fn assert_places(blocks: &[Block], page: &Page) {
    for block in blocks {
        assert!(block.span().end as usize <= page.text().len());
        let text = match block {
            Block::Heading(heading) => &heading.text,
            Block::Paragraph(text) => text,
            Block::List(list) => {
                list.items.iter().for_each(|item| assert_places(item, page));
                continue;
            }
            Block::Table(table) => {
                let rows = table.rows.iter().flat_map(|row| &row.cells);
                table.header.iter().chain(rows).for_each(|cell| assert_places(&cell.blocks, page));
                continue;
            }
            Block::Code(code) => {
                assert_eq!(code.lines.len(), code.text.lines().count());
                for (line, start) in code.text.lines().zip(&code.lines) {
                    let source = page.text().get(*start as usize..).unwrap_or_default();
                    let first: String = line.chars().take_while(|c| c.is_alphanumeric()).collect();
                    assert!(source.starts_with(&first), "{}: {line:?} at {start}", page.path());
                }
                continue;
            }
        };
        for run in &text.runs {
            let source = page.slice(run.span);
            let first: String = run.text.trim().chars().take_while(|c| c.is_alphanumeric()).collect();
            assert!(source.contains(&first), "{}: {:?} is not in {source:?}", page.path(), run.text);
        }
    }
}

/// Words of a cell as all forms of a page have them.
fn words(cell: Option<&document::Cell>) -> String {
    cell.map(|cell| cell.plain().split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

#[test]
fn extracted_text_has_the_tables_of_the_page_it_came_from() {
    let Some(corpus) = shared("extracted_text_has_the_tables_of_the_page_it_came_from", "corpus") else { return };
    // Tables, rows, cells but the last: those of the page, and of the text.
    let expected = [
        ("dash", "alibaba", [130, 130, 1021, 1021, 3364, 3364]),
        ("dash", "otc", [477, 474, 1687, 1666, 3524, 3467]),
        ("plain", "alibaba", [130, 130, 1021, 1021, 3364, 3364]),
        ("plain", "otc", [477, 477, 1687, 1687, 3524, 3522]),
    ];
    let mut wrong = Vec::new();
    for (style, vendor, wanted) in expected {
        let lexicon = lexicon(vendor);
        let mut found = [0; 6];
        for entry in std::fs::read_dir(corpus.join("text").join(style)).expect("a folder of the corpus") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let Some(rest) = name.strip_prefix(vendor).and_then(|rest| rest.strip_prefix("__")) else { continue };
            let (folder, base) = rest.split_once("__").expect("vendor, folder and page");
            let ending = if vendor == "alibaba" { "md" } else { "html" };
            let (source, _, _) = read(&corpus.join(vendor).join(folder).join(format!("{base}.{ending}")), &lexicon);
            let (text, _, _) = read(&path, &lexicon);
            let (source, text) = (tables(&source.blocks), tables(&text.blocks));
            let mut rest = text.iter();
            for table in source {
                let header: Vec<String> = table.header.iter().map(|cell| words(Some(cell))).collect();
                found[0] += 1;
                found[2] += table.rows.len();
                found[4] += table.rows.len() * header.len().saturating_sub(1);
                let same =
                    |other: &&&Table| other.header.iter().map(|cell| words(Some(cell))).eq(header.iter().cloned());
                let Some(other) = rest.clone().find(same) else { continue };
                rest.by_ref().find(|next| std::ptr::eq(**next, *other));
                found[1] += 1;
                found[3] += other.rows.len();
                for (row, other) in table.rows.iter().zip(&other.rows) {
                    let cells = row.cells.iter().zip(0..header.len().saturating_sub(1));
                    found[5] += cells.filter(|(cell, at)| words(Some(cell)) == words(other.cells.get(*at))).count();
                }
            }
        }
        if found.iter().zip(&wanted).any(|(found, wanted)| found < wanted) {
            wrong.push(format!("{style} of {vendor}: {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_of_each_surprise_shows_it() {
    for entry in catalogue::readers::ENTRIES {
        let Example::Page { vendor, name, text } = entry.example else { continue };
        let page = Page::new(PagePath::new(name), text.into()).expect("a page");
        let mut diagnostics = Vec::new();
        document::read(&page, &lexicon(vendor), &mut diagnostics);
        assert!(diagnostics.iter().any(|found| found.code == entry.code), "{}: {diagnostics:?}", entry.code);
    }
}
