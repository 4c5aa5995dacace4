//! Pages that no vendor writes: very large, very deep, very wide. Each ends in a result or a clear diagnostic within
//! seconds, with memory and stack bounded.

use std::time::{Duration, Instant};

use docwright::diagnostic::{Code, Diagnostic, catalogue};
use docwright::document::{self, Block, Column, Document, Lexicon};
use docwright::source::{MAX_PAGE_BYTES, Page, PagePath};

/// How long a page may keep a core busy in the dev profile.
const SECONDS: u64 = 12;

/// How long this thread has kept a core busy, where the system says so; else how long it has been there. A busy
/// machine must not fail the test.
fn busy(since: Instant) -> Duration {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|stat| stat.split(' ').next()?.parse().ok())
        .map_or_else(|| since.elapsed(), Duration::from_nanos)
}

fn lexicon() -> Lexicon {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let columns = [
        ("Parameter", Column::Name),
        ("Name", Column::Name),
        ("Type", Column::Type),
        ("Required", Column::Presence),
        ("Description", Column::Description),
        ("HttpCode", Column::Status),
        ("Error code", Column::ErrorCode),
        ("Error message", Column::ErrorMessage),
    ];
    Lexicon {
        headings: words(&["Request parameters", "Error codes", "Examples"]),
        columns: columns.iter().map(|(word, column)| ((*word).to_owned(), *column)).collect(),
        types: words(&["String", "Array of"]),
        presence: words(&["Yes", "No"]),
        description_openers: words(&["The error message returned because"]),
        message_continuations: words(&["Please"]),
        ready: docwright::document::ReadyLexicon::default(),
    }
}

fn read(name: &str, text: String) -> (Document, Vec<Diagnostic>) {
    let page = Page::new(PagePath::new(name), text.into_bytes()).expect("a page");
    let lexicon = lexicon();
    let mut diagnostics = Vec::new();
    let start = Instant::now();
    let before = busy(start);
    let document = document::read(&page, &lexicon, &mut diagnostics);
    let took = busy(start).saturating_sub(before);
    println!("{name}: {} bytes in {took:?}, {} diagnostics", page.text().len(), diagnostics.len());
    assert!(took < Duration::from_secs(SECONDS), "{name} took {took:?}");
    (document, diagnostics)
}

fn has(diagnostics: &[Diagnostic], code: Code) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.code == code)
}

fn rows(document: &Document) -> usize {
    document.blocks.iter().map(|block| if let Block::Table(table) = block { table.rows.len() } else { 0 }).sum()
}

/// All rows are there, or the page says that it was cut and most of what fits is there.
fn assert_rows(name: &str, text: String, wanted: usize) {
    let (document, diagnostics) = read(name, text);
    let found = rows(&document);
    let cut = has(&diagnostics, catalogue::readers::TOO_LARGE);
    assert!(found == wanted || (cut && found > 50_000), "{name}: {found} of {wanted} rows, cut: {cut}");
}

#[test]
fn a_table_of_a_million_rows() {
    let million = 1_000_000;
    assert_rows("million.md", format!("# Boat\n\n|Name|Type|\n|-|-|\n{}", "|Oar|String|\n".repeat(million)), million);
    let row = "<tr><td>a<td>b\n";
    assert_rows("million.html", format!("<html><table><tr><th>Name<th>Type\n{}", row.repeat(million)), million);
    let row = "Oar | String |\n";
    assert_rows("million.txt", format!("Name | Type |\n---|---|\n{}", row.repeat(million)), million);
    let row = "OarId String\n";
    assert_rows("million-plain.txt", format!("Name Type Description\n{}", row.repeat(million)), million);
    let row = "400 Gone a. B c.\n";
    let header = "HttpCode Error code Error message Description";
    assert_rows("errors.txt", format!("{header}\n{}", row.repeat(900_000)), 900_000);
    let row = "OarId\n\nYes\n\n";
    assert_rows("spread.txt", format!("Name\n\nRequired\n\nDescription\n\n{}", row.repeat(million)), million);
}

#[test]
fn a_hundred_thousand_levels() {
    let levels = 100_000;
    for (name, text) in [
        ("div.html", "<div>".repeat(levels)),
        ("bold.html", format!("<html>{}", "<b>".repeat(levels))),
        ("closed.html", format!("<html>{}x{}", "<i>".repeat(levels), "</i>".repeat(levels))),
        ("list.html", format!("<html>{}", "<ul><li>".repeat(levels))),
        ("table.html", format!("<html>{}", "<table><tr><td>".repeat(levels))),
        ("quote.md", format!("# Boat\n\n{}x\n", ">".repeat(levels))),
        ("blank-quote.md", format!("# Boat\n\n{}x\n", "> ".repeat(levels))),
        ("list.md", format!("# Boat\n\n{}x\n", "- ".repeat(levels))),
        ("numbers.md", format!("# Boat\n\n{}x\n", "1. ".repeat(levels))),
        ("mixed.md", format!("# Boat\n\n{}x\n", "- 1. > ".repeat(levels))),
    ] {
        let (_, diagnostics) = read(name, text);
        assert!(has(&diagnostics, catalogue::readers::TOO_DEEP), "{name}: {diagnostics:?}");
    }
    // What only looks deep, or is deep where depth costs nothing.
    for (name, text) in [
        ("in-cell.md", format!("# Boat\n\n|a|b|\n|-|-|\n|{}|\n\n x|\n", "<table><tr><td>".repeat(levels))),
        ("brackets.md", format!("# Boat\n\n{}\n", "[".repeat(levels))),
        ("closed-brackets.md", format!("# Boat\n\n{}x{}\n", "[".repeat(levels), "]".repeat(levels))),
        ("images.md", format!("# Boat\n\n{}\n", "![".repeat(levels))),
        ("emphasis.md", format!("# Boat\n\n{}\n", "*a ".repeat(levels))),
        ("emphases.md", format!("# Boat\n\n{}x{}\n", "*".repeat(levels), "*".repeat(levels))),
        ("backticks.md", format!("# Boat\n\n{}\n", (1..400).map(|n| "`".repeat(n) + " ").collect::<String>())),
        ("ticks-in-cells.md", format!("# Boat\n\n|a|b|\n|-|-|\n|{}|\n", "`a`` ".repeat(levels))),
        ("links.md", format!("# Boat\n\n{}\n", "[a](b c".repeat(levels))),
        ("json.txt", format!("Boat\n\n{}\n", "{\"a\":".repeat(levels))),
        ("xml.txt", format!("Boat\n\n{}\n", "<a>".repeat(levels))),
        ("close.html", format!("<html><p>x{}", "</div>".repeat(levels))),
        ("bullets.txt", (0..4000).map(|n| " ".repeat(n) + "• x\n").collect()),
        ("indents.md", (0..4000).map(|n| " ".repeat(2 * n) + "- x\n").collect()),
    ] {
        read(name, text);
    }
}

#[test]
fn badly_nested_html_is_linear() {
    for (name, text) in [
        ("formatting.html", format!("<html>{}{}", "<b>".repeat(200), "<p>x".repeat(200_000))),
        ("crossing.html", format!("<html>{}", "<b><p></b>x</p>".repeat(200_000))),
        ("anchors.html", format!("<html>{}", "<a href=x>y".repeat(200_000))),
        ("cells.html", format!("<html><table>{}", "<td>x".repeat(200_000))),
        ("foster.html", format!("<html><table>{}", "x<b>y</b>".repeat(200_000))),
        ("scripts.html", format!("<html>{}", "<script>".repeat(200_000))),
        ("quotes.html", format!("<html>{}", "<a b='>' ".repeat(200_000))),
        ("comments.html", format!("<html>{}", "<!-- ".repeat(200_000))),
        ("spans.html", format!("<html><table>{}", "<tr><td rowspan=65534 colspan=1000>x".repeat(50_000))),
        ("formatted-cells.html", format!("<html><table>{}", "<tr><td><b>x".repeat(100_000))),
    ] {
        read(name, text);
    }
}

#[test]
fn a_page_of_sixteen_mebibytes() {
    for (name, unit) in [
        ("words.md", "Oars of the boat. "),
        ("words.txt", "Oars of the boat. "),
        ("paragraphs.txt", "Oars of the boat.\n\n"),
        ("words.html", "<p>Oars of the boat.</p>\n"),
    ] {
        read(name, page_of(name, unit, MAX_PAGE_BYTES));
    }
}

/// A page of one unit over and over.
fn page_of(name: &str, unit: &str, bytes: usize) -> String {
    let start = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("md") => "# B\n\n",
        Some("html") => "<html>",
        _ => "",
    };
    format!("{start}{}", unit.repeat((bytes - start.len()) / unit.len()))
}

/// Units that would cost a pass over the page each, if something were looked for again and again.
#[test]
fn one_mebibyte_of_anything_is_linear() {
    for (name, unit) in [
        ("paragraphs.md", "a\n\n"),
        ("lines.md", "\n"),
        ("items.md", "- a\n"),
        ("bold.md", "*a*b"),
        ("rows-of-one.md", "|a\n"),
        ("bars.md", "|"),
        ("bar-lines.md", "||\n"),
        ("headers.md", "|Name|Type|\n"),
        ("separators.md", "|-|-|\n"),
        ("header-pairs.md", "|a|b|\n|-|-|\n"),
        ("fences.md", "```\n"),
        ("braces.md", "{\n\n"),
        ("tags.md", "<a>\n\n"),
        ("tables.md", "<table>\n"),
        ("lines.txt", "a\n"),
        ("paragraphs.txt", "a\n\n"),
        ("headings.txt", "Examples\n"),
        ("columns.txt", "Name Type\n"),
        ("spread.txt", "Name\n\nType\n\n"),
        ("captions.txt", "Table 1 x\n\n"),
        ("bullets.txt", "• a\n"),
        ("bars.txt", "a |\n"),
        ("lone-bars.txt", "|\n"),
        ("separators.txt", "a | b |\n---|---|\n"),
        ("json.txt", "{\n"),
        ("json-pairs.txt", "{\"\n"),
        ("xml.txt", "<a>\n"),
        ("urls.txt", "http://a?\n"),
        ("empty.html", "<p>"),
        ("text.html", "a &amp; b "),
        ("lone.html", "< "),
    ] {
        let size = std::env::var("LIMITS_BYTES").ok().and_then(|size| size.parse().ok()).unwrap_or(1 << 20);
        read(name, page_of(name, unit, size));
    }
}
