//! What is written in another way is no change of the API: rows in another order, other white space and emphasis, another
//! format, and a text that has lost some of it.
//!
//! All pages of the corpus are compared with what such an edit makes of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use docwright::document::{self, Block, Cell, Run, Table, Text};
use docwright::drift::{self, Facet, Finding, Layer, Version};
use docwright::extract::Language;
use docwright::road::Outcome;
use docwright::source::{Page, PagePath};
use docwright_tests::corpus::{tables, text_twins};
use docwright_tests::road::{language, read};
use docwright_tests::shared::shared;
use rayon::prelude::*;

/// A page of the corpus.
struct Source {
    vendor: String,
    file: String,
    text: String,
}

/// The pages of the corpus that end in one of these ways, without the extracted texts.
fn sources(root: &Path, endings: &[&str]) -> Vec<Source> {
    let list = fs::read_to_string(root.join("manifest.tsv")).expect("the list of pages");
    let header: Vec<&str> = list.lines().next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let (file, vendor) = (column("file"), column("vendor"));
    let rows = list.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let kept = rows.filter(|row| {
        let ending = row[file].rsplit('.').next().unwrap_or_default();
        endings.contains(&ending) && !row[file].starts_with("text/")
    });
    kept.map(|row| Source {
        vendor: row[vendor].to_owned(),
        file: row[file].to_owned(),
        text: fs::read_to_string(root.join(row[file])).expect("a page"),
    })
    .collect()
}

fn words_of(vendor: &str) -> Arc<Language> {
    static LANGUAGES: Mutex<BTreeMap<String, Arc<Language>>> = Mutex::new(BTreeMap::new());
    let mut languages = LANGUAGES.lock().expect("no test panics with it");
    Arc::clone(languages.entry(vendor.to_owned()).or_insert_with(|| Arc::new(language(vendor))))
}

fn outcome(vendor: &str, file: &str, text: &str) -> Outcome {
    let page = Page::new(PagePath::new(file), text.as_bytes().to_vec()).unwrap_or_else(|error| panic!("{error}"));
    read("invariance", vec![page], &words_of(vendor))
}

/// What changed between two pages in some layers, a line each.
fn changes(vendor: &str, old: (&str, &str), new: (&str, &str), layers: &[Layer]) -> Vec<String> {
    let (old, new) = (outcome(vendor, old.0, old.1), outcome(vendor, new.0, new.1));
    let found = drift::compare(
        Version { spec: &old.spec, pages: &old.sources },
        Version { spec: &new.spec, pages: &new.sources },
        &words_of(vendor),
    );
    found.iter().filter(|found| layers.contains(&found.layer())).map(line).collect()
}

fn line(found: &Finding) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let subject = &found.subject;
    format!(
        "{:?} {:?} {:?} {}: {} -> {}",
        subject.side,
        found.facet,
        found.kind,
        subject.name,
        text(&found.old),
        text(&found.new)
    )
}

/// What concerns callers.
const ALL: &[Layer] = &[Layer::Api, Layer::Rust];

/// Compares each page with what an edit makes of it, and gives the changes of those that are not the same.
fn edited(
    pages: &[Source],
    layers: &[Layer],
    edit: impl Fn(&Source) -> Option<(String, String)> + Sync,
) -> (usize, Vec<String>) {
    let compared: Vec<Option<String>> = pages
        .par_iter()
        .filter_map(|page| {
            let (file, text) = edit(page)?;
            let found = changes(&page.vendor, (&page.file, &page.text), (&file, &text), layers);
            Some((!found.is_empty()).then(|| format!("{}:\n    {}", page.file, found.join("\n    "))))
        })
        .collect();
    (compared.len(), compared.into_iter().flatten().collect())
}

fn blocks_of(page: &Source) -> Vec<Block> {
    let read = Page::new(PagePath::new(&page.file), page.text.clone().into_bytes()).expect("a page");
    document::read(&read, words_of(&page.vendor).dialect.lexicon(), &mut Vec::new()).blocks
}

/// A page with the rows of each table in the opposite order; `None` where the order of all its rows says something.
fn reordered(page: &Source) -> Option<String> {
    let blocks = blocks_of(page);
    let mut text = page.text.clone();
    let mut moved = false;
    // From the end, so that the places of the tables before stay.
    for table in tables(&blocks).into_iter().rev().filter(|table| table.rows.len() > 1 && !has_wrapper(table)) {
        let places: Vec<_> = table.rows.iter().map(|row| row.span.range()).collect();
        let rows: Vec<String> = places.iter().map(|place| page.text[place.clone()].trim_end().to_owned()).collect();
        if !places.windows(2).all(|pair| pair[0].end <= pair[1].start) {
            continue;
        }
        for (place, row) in places.iter().rev().zip(&rows) {
            let old = &page.text[place.clone()];
            let tail = old[old.trim_end().len()..].to_owned();
            text.replace_range(place.clone(), &format!("{row}{tail}"));
        }
        moved = true;
    }
    moved.then_some(text)
}

/// Whether a row says that others stand in it: then the order tells which.
fn has_wrapper(table: &Table) -> bool {
    table.rows.iter().any(|row| {
        let words: Vec<String> = row.cells.iter().map(|cell| cell.plain().to_lowercase()).collect();
        let kind = words.get(1).map_or("", String::as_str);
        let holds = ["array", "struct", "object", "list", "map", "dict", "数组", "对象", "json"];
        row.cells.iter().any(|cell| cell.columns > 1)
            || kind.is_empty()
            || holds.iter().any(|word| words.iter().take(4).any(|cell| cell.contains(word)))
            || words.first().is_some_and(|name| name.contains('└'))
    })
}

#[test]
fn rows_in_another_order_are_the_same() {
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let (compared, wrong) =
        edited(&sources(&root, &["md", "html"]), &[Layer::Api], |page| Some((page.file.clone(), reordered(page)?)));
    assert!(compared > 100, "only {compared} pages have a table to reorder");
    assert!(wrong.is_empty(), "{} of {compared} pages:\n{}", wrong.len(), wrong.join("\n"));
}

/// An edit of a page in markdown, line by line, outside of code.
fn by_line(text: &str, edit: impl Fn(&str) -> String) -> String {
    let mut is_code = false;
    let mut out = String::new();
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        out.push_str(&if is_code || is_fence { line.to_owned() } else { edit(line) });
        out.push('\n');
    }
    out
}

/// Replaces each part of a line that stands between two marks by what `edit` makes of it.
fn between(line: &str, open: &str, close: &str, edit: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((inside, behind)) = after.split_once(close) else { break };
        out.push_str(before);
        out.push_str(&edit(inside));
        rest = behind;
    }
    out + rest
}

/// What an edit that changes no word makes of a page in markdown.
type Edit = (&'static str, fn(&str) -> String);

const EDITS: [Edit; 8] = [
    ("blanks at the ends of lines", |text| by_line(text, |line| format!("{line}  ").replace("|  ", "|"))),
    ("carriage returns", |text| text.replace('\n', "\r\n")),
    ("another target of each link", |text| {
        by_line(text, |line| {
            between(line, "](", ")", |target| {
                if target.starts_with('#') { format!("]({target})") } else { "](~~1234567~~)".to_owned() }
            })
        })
    }),
    ("other anchors behind headings", |text| {
        by_line(text, |line| {
            if line.starts_with('#') {
                between(line, "{", "}", |_| "{#other .section}".to_owned())
            } else {
                line.to_owned()
            }
        })
    }),
    ("wider columns", |text| {
        by_line(text, |line| {
            let is_separator = line.starts_with('|') && line.contains("--") && line.chars().all(|c| "|-: ".contains(c));
            if is_separator { line.replace("--", "------") } else { line.to_owned() }
        })
    }),
    ("blanks around the bars", |text| {
        by_line(text, |line| {
            if line.starts_with('|') && !line.contains('`') && !line.contains("\\|") && !line.contains('└') {
                line.replace('|', " | ").trim().to_owned()
            } else {
                line.to_owned()
            }
        })
    }),
    ("escapes of marks that need none", |text| by_line(text, |line| line.replace("\\(", "(").replace("\\)", ")"))),
    ("two blank lines for one", |text| {
        let mut is_code = false;
        let mut in_table = false;
        let mut out = String::new();
        for line in text.lines() {
            is_code ^= line.trim_start().starts_with("```");
            in_table = (in_table || line.starts_with('|')) && !line.starts_with('#');
            out.push_str(line);
            out.push_str(if line.is_empty() && !is_code && !in_table { "\n\n" } else { "\n" });
        }
        out
    }),
];

#[test]
fn markup_of_a_page_in_markdown_is_no_change() {
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let pages = sources(&root, &["md"]);
    let mut wrong = Vec::new();
    for (what, edit) in EDITS {
        let (compared, found) = edited(&pages, ALL, |page| Some((page.file.clone(), edit(&page.text))));
        assert!(compared > 100, "only {compared} pages");
        wrong.extend(
            (!found.is_empty()).then(|| format!("{what}, {} of {compared} pages:\n{}", found.len(), found.join("\n"))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Emphasis says which words are values: what it marks may be read where plain words are not, and never otherwise.
const EMPHASES: [Edit; 2] = [
    ("underscores for stars", |text| {
        // Inside a word underscores are letters.
        by_line(text, |line| {
            let padded = format!(" {line} ");
            let edited = between(&padded, " **", "** ", |words| format!(" __{words}__ "));
            edited[1..edited.len() - 1].to_owned()
        })
    }),
    ("stars for backticks", |text| {
        by_line(text, |line| {
            between(line, "`", "`", |words| {
                let is_plain = !words.contains(['*', '_', '|', '\\', '<', '[', '&', '~']);
                let is_word = is_plain && words.trim() == words && !words.is_empty();
                if is_word { format!("**{words}**") } else { format!("`{words}`") }
            })
        })
    }),
];

#[test]
fn emphasis_is_no_change() {
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let pages = sources(&root, &["md"]);
    let mut wrong = Vec::new();
    for (what, edit) in EMPHASES {
        let (compared, found) = edited(&pages, ALL, |page| Some((page.file.clone(), edit(&page.text))));
        wrong.extend(
            (!found.is_empty()).then(|| format!("{what}, {} of {compared} pages:\n{}", found.len(), found.join("\n"))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn markup_of_a_page_in_html_is_no_change() {
    let edits: [Edit; 5] = [
        ("other classes", |text| text.replace("class=\"", "class=\"new ")),
        ("another element for strong", |text| text.replace("<strong", "<b").replace("</strong>", "</b>")),
        ("lines between elements", |text| text.replace("<td>", "\n  <td>").replace("</td>", "</td>\n")),
        ("no paragraph in a cell of one", |text| {
            between(text, "<td><p>", "</p></td>", |cell| {
                if cell.contains("<p>") { format!("<td><p>{cell}</p></td>") } else { format!("<td>{cell}</td>") }
            })
        }),
        ("names of characters", |text| text.replace("&quot;", "&#34;").replace('’', "&rsquo;").replace('→', "&rarr;")),
    ];
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let pages = sources(&root, &["html"]);
    let mut wrong = Vec::new();
    for (what, edit) in edits {
        let (compared, found) = edited(&pages, ALL, |page| Some((page.file.clone(), edit(&page.text))));
        assert!(compared > 50, "only {compared} pages");
        wrong.extend(
            (!found.is_empty()).then(|| format!("{what}, {} of {compared} pages:\n{}", found.len(), found.join("\n"))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Blocks in HTML.
fn html(blocks: &[Block]) -> String {
    joined(blocks.iter().map(html_of))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().concat()
}

fn html_of(block: &Block) -> String {
    match block {
        Block::Heading(heading) => {
            let id = heading.anchors.first().map_or(String::new(), |anchor| format!(" id=\"{anchor}\""));
            let level = heading.level.clamp(1, 6);
            format!("<h{level}{id}>{}</h{level}>\n", inline(&heading.text))
        }
        Block::Paragraph(text) => format!("<p>{}</p>\n", inline(text)),
        Block::List(list) => {
            let items = joined(list.items.iter().map(|item| format!("<li>{}</li>\n", html(item))));
            format!("<ul>\n{items}</ul>\n")
        }
        Block::Code(code) => format!("<pre><code>{}</code></pre>\n", escaped(&code.text)),
        Block::Table(table) => html_table(table),
    }
}

fn html_table(table: &Table) -> String {
    let anchors = joined(table.anchors.iter().map(|anchor| format!("<a name=\"{anchor}\"></a>")));
    let caption = table.caption.as_ref().map_or(String::new(), |text| format!("<caption>{}</caption>", inline(text)));
    let cells = |row: &[Cell], element: &str| -> String {
        let cell = |cell: &Cell| {
            let columns = if cell.columns > 1 { format!(" colspan=\"{}\"", cell.columns) } else { String::new() };
            format!("<{element}{columns}>{}</{element}>", html(&cell.blocks))
        };
        row.iter().map(cell).collect()
    };
    let head = if table.header.is_empty() {
        String::new()
    } else {
        format!("<thead><tr>{}</tr></thead>", cells(&table.header, "th"))
    };
    let rows = joined(table.rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(&row.cells, "td"))));
    format!("{anchors}<table>{caption}{head}<tbody>\n{rows}</tbody></table>\n")
}

fn inline(text: &Text) -> String {
    let run = |run: &Run| {
        let mut words = escaped(&run.text).replace('\n', "<br>");
        for (is_set, element) in [(run.style.code, "code"), (run.style.italic, "em"), (run.style.bold, "strong")] {
            if is_set {
                words = format!("<{element}>{words}</{element}>");
            }
        }
        match &run.style.link {
            Some(target) => format!("<a href=\"{}\">{words}</a>", escaped(target)),
            None => words,
        }
    };
    text.runs.iter().map(run).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn the_same_page_in_html_is_the_same() {
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let (compared, wrong) = edited(&sources(&root, &["md"]), ALL, |page| {
        let body = html(&blocks_of(page));
        Some((page.file.replace(".md", ".html"), format!("<!DOCTYPE html>\n<html><body>\n{body}</body></html>\n")))
    });
    assert!(compared > 100, "only {compared} pages");
    assert!(wrong.is_empty(), "{} of {compared} pages:\n{}", wrong.len(), wrong.join("\n"));
}

/// A parser of plain markdown loses rows of most real pages; those that it reads whole are the same.
#[test]
fn what_a_parser_of_markdown_makes_of_a_page_is_the_same() {
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let (compared, wrong) = edited(&sources(&root, &["md"]), ALL, |page| {
        let blocks = blocks_of(page);
        let all = tables(&blocks);
        // It ends a row with its line.
        let is_whole =
            all.iter().flat_map(|table| &table.rows).all(|row| !page.text[row.span.range()].trim().contains('\n'));
        let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_HEADING_ATTRIBUTES;
        let mut body = String::new();
        pulldown_cmark::html::push_html(&mut body, pulldown_cmark::Parser::new_ext(&page.text, options));
        let rows: usize = all.iter().map(|table| table.rows.len() + 1).sum();
        let is_whole = is_whole && body.matches("<tr>").count() == rows;
        is_whole.then(|| {
            (page.file.replace(".md", ".html"), format!("<!DOCTYPE html>\n<html><body>\n{body}</body></html>\n"))
        })
    });
    assert!(compared >= 20, "only {compared} pages");
    assert!(wrong.is_empty(), "{} of {compared} pages:\n{}", wrong.len(), wrong.join("\n"));
}

/// A table of bars that becomes one of elements, inside a page in markdown.
#[test]
fn tables_in_html_inside_a_page_in_markdown_are_the_same() {
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let (compared, wrong) = edited(&sources(&root, &["md"]), ALL, |page| {
        let blocks = blocks_of(page);
        let mut text = page.text.clone();
        for table in tables(&blocks).into_iter().rev() {
            let mut table = table.clone();
            let place = table.span.range();
            table.caption = None;
            table.anchors.clear();
            let tail = if page.text[place.clone()].ends_with('\n') { "\n" } else { "" };
            text.replace_range(place, &format!("\n{}{tail}", html_table(&table)));
        }
        Some((page.file.clone(), text))
    });
    assert!(compared > 100, "only {compared} pages");
    assert!(wrong.is_empty(), "{} of {compared} pages:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_a_text_has_lost_is_no_change() {
    let Some(root) = shared("drift_invariance", "corpus") else { return };
    let twins = ["dash", "plain"].iter().flat_map(|style| text_twins(&root, style)).collect::<Vec<_>>();
    assert!(twins.len() > 180, "only {} twins", twins.len());
    let wrong: Vec<String> = twins
        .par_iter()
        .filter_map(|(original, text)| {
            let name = |path: &Path| path.strip_prefix(&root).expect("a page").to_string_lossy().into_owned();
            let (old, new) = (name(original), name(text));
            let read = |path: &Path| fs::read_to_string(path).expect("a page");
            let vendor = old.split('/').next().unwrap_or_default().to_owned();
            let found = changes(&vendor, (&old, &read(original)), (&new, &read(text)), ALL);
            (!found.is_empty()).then(|| format!("{new}:\n    {}", found.join("\n    ")))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} pages:\n{}", wrong.len(), twins.len(), wrong.join("\n"));
}

/// What a text lacks is lost, and what it says otherwise is a change all the same.
#[test]
fn a_text_that_says_otherwise_is_a_change() {
    let page = "# LightLamp\n\nLights a lamp.\n\n## Request parameters\n\n\
                |Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n\
                |Action|String|Yes|LightLamp|The operation.|\n\
                |RoomId|String|No|room-1|The room that the lamp hangs in.|\n\
                |Mode|String|No|dim|The mode of the light. Valid values: `dim` and `full`.|\n\
                |Watt|Integer|No|5|The power of the lamp. Maximum value: 60.|\n\
                |Name|String|No|a|The name. It must be `2` to 64 characters in length.|\n";
    let text = "LightLamp\n\nLights a lamp.\n\nRequest parameters\n\n\
                Parameter | Type | Required | Example | Description |\n---|---|---|---|---|\n\
                Action | String | Yes | LightLamp | The operation. |\n\
                Mode | String | Yes | dim | The mode of the light. Valid values: dim and flash. |\n\
                Watt | Long | No | 5 | The power of the lamp. Maximum value: 40. |\n\
                Name | String | No | a | The name. It must be |\n";
    let read = |name: &str, text: &str| outcome("alibaba", name, text);
    let (old, new) = (read("lamp.md", page), read("lamp.txt", text));
    let version = |side| {
        let outcome: &Outcome = side;
        Version { spec: &outcome.spec, pages: &outcome.sources }
    };
    let told = |old, new| -> Vec<String> {
        let found = drift::compare(version(old), version(new), &words_of("alibaba"));
        let kept = found.iter().filter(|found| found.layer() == Layer::Api || found.facet == Facet::Lost);
        kept.map(line).collect()
    };
    assert_eq!(
        told(&old, &new),
        [
            "Request Presence Changed Mode: optional -> required",
            "Request Value Added Mode:  -> flash",
            "Request Type Changed Watt: Integer -> Long",
            "Request Maximum Changed Watt: 60 -> 40",
            "Page Lost Removed lamp.txt: LightLamp Mode: value full -> ",
            "Page Lost Removed lamp.txt: LightLamp Name: max length 64 -> ",
            "Page Lost Removed lamp.txt: LightLamp Name: min length 2 -> ",
            "Page Lost Removed lamp.txt: LightLamp RoomId: existence RoomId -> ",
        ]
    );
    let swapped = told(&new, &old);
    assert_eq!(swapped.iter().filter(|line| line.starts_with("Page Lost Added")).count(), 4, "{swapped:?}");
    assert_eq!(swapped.iter().filter(|line| line.starts_with("Request")).count(), 4, "{swapped:?}");
}
