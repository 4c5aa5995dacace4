//! Layouts of markdown, each as the smallest page that shows it.

use crate::document::testing::{document, outline, surprises};
use crate::document::{Block, TableLayout};

fn of(text: &str) -> Vec<String> {
    outline("x.md", &format!("# T\n\n{text}")).split_off(1)
}

#[test]
fn a_row_goes_on_until_its_cells_are_closed() {
    let text = "|Name|Type|Description|\n|:-|-|-|\n|Oar|String|An oar.\n\n Valid values:\n\n-   left\n-   right\n\n **Note:** Wet. |\n|Hull|Int|A hull.|\n";
    assert_eq!(
        of(text),
        ["[Name|Type|Description] [Oar|String|p An oar., p Valid values:, list(p left; p right), p *Note:* Wet.] \
          [Hull|Int|A hull.]"]
    );
    let (document, diagnostics) = document("x.md", text);
    let Some(Block::Table(table)) = document.blocks.first() else { panic!("no table: {document:?}") };
    assert_eq!(table.layout, TableLayout::Joined);
    assert_eq!(diagnostics, []);
}

#[test]
fn cells_are_markdown() {
    assert_eq!(
        of("|A|B|\n|-|-|\n|boat-1\\*\\*|See [Boats](~~36063~~), `a_b` and **bold**.<br>Next &lt;line&gt;|\n"),
        ["[A|B] [boat-1**|See <Boats ~~36063~~>, `a_b` and *bold*.\nNext <line>]"]
    );
    assert_eq!(of("|A|B|\n|-|-|\n|x|see [L](en/API Guide/List.md#)|\n"), ["[A|B] [x|see <L en/API Guide/List.md#>]"]);
    assert_eq!(of("|A|B|\n|-|-|\n|x|use `a|b` or c\\|d|\n"), ["[A|B] [x|use `a|b` or c|d]"]);
    assert_eq!(of("|A|B|\n|-|-|\n|└Oar|a<cmkid>b|\n"), ["[A|B] [└Oar|a<cmkid>b]"]);
}

#[test]
fn a_cell_of_one_line_is_no_list_heading_or_rule() {
    for value in ["-", "- x", "+", "1. x", "# x", "> x", "---", "===", "[1, 5]", "project_id", "_x_y", "1"] {
        assert_eq!(of(&format!("|A|B|\n|-|-|\n|{value}|z|\n")), [format!("[A|B] [{value}|z]")], "{value}");
    }
}

#[test]
fn a_fence_in_a_cell_keeps_its_bars() {
    assert_eq!(
        of("|A|B|\n|-|-|\n|x|Send\n\n```\n{\"a\": \"|\"}\n```\n\n|\n|y|z|\n"),
        ["[A|B] [x|p Send, code \"{\\\"a\\\": \\\"|\\\"}\\n\"] [y|z]"]
    );
}

#[test]
fn rows_have_the_cells_that_the_page_gives() {
    assert_eq!(of("|A|B|\n|-|-|\n|x|0|100.|\n|y|z|\n"), ["[A|B] [x|0|100.] [y|z]"]);
    assert_eq!(of("|A|B|C|\n|-|-|-|\n|x|y|\n|u|v|w|\n"), ["[A|B|C] [x|y] [u|v|w]"]);
    assert_eq!(surprises("x.md", "# T\n\n|A|B|C|\n|-|-|-|\n|x|y|\n|u|v|w|\n"), ["D0003 |x|y|"]);
    // GFM asks for no bar at the end.
    assert_eq!(of("|A|B|\n|-|-|\n|x|y\n|u|v\n\nText.\n"), ["[A|B] [x|y] [u|v]", "p Text."]);
    assert_eq!(of("A | B\n--|--\nx | y\n\nText | too.\n"), ["[A|B] [x|y]", "p Text | too."]);
}

#[test]
fn headers_need_no_separator_when_their_words_are_known() {
    let text = "# T\n\n|Name|Type|Required|\n|Oar|String|Yes|\n|Hull|Int|No|\n\n## Errors\n";
    assert_eq!(outline("x.md", text)[1], "[Name|Type|Required] [Oar|String|Yes] [Hull|Int|No]");
    assert_eq!(surprises("x.md", text), ["D0007 |Name|Type|Required|"]);
    // Unknown words are no header, and their row is no silence.
    assert_eq!(surprises("x.md", "# T\n\n|Mast|Sail|\n|a|b|\n"), ["D0001 |Mast|Sail|", "D0001 |a|b|"]);
}

#[test]
fn cells_may_be_paragraphs_of_their_own() {
    let rows = "|Mast\n\n|Sail\n\n|Deck |\n|----|----|----|\n|a\n\n|b\n\n|c |\n|d\n\n|e\n\n|f\n\n|\u{a0}|\n\nText.\n";
    assert_eq!(of(rows), ["[Mast|Sail|Deck] [a|b|c] [d|e|f]", "p Text."]);
    let words = "|Name\n\n|Type |\n|Oar\n\n|String |\n";
    assert_eq!(of(words), ["[Name|Type] [Oar|String]"]);
}

#[test]
fn tables_stand_in_lists_and_lists_go_on() {
    assert_eq!(
        of("-   first\n\n    |A|B|\n    |-|-|\n    |x|y|\n\n    more\n\n-   second\n"),
        ["list(p first, [A|B] [x|y], p more; p second)"]
    );
}

#[test]
fn separators_that_do_not_fit_are_reported() {
    assert_eq!(surprises("x.md", "# T\n\n|A|B|C|\n|-|-|\n|x|y|z|\n"), ["D0002 |-|-|"]);
    assert_eq!(surprises("x.md", "# T\n\nText.\n\n|---|---|\n"), ["D0001 |---|---|", "D0002 |---|---|"]);
}

#[test]
fn html_tables_are_read_as_html() {
    let table = "<table>\n<tr><th>A</th><th>B</th></tr>\n\n<tr><td>x</td><td><ul><li>y</li></ul></td></tr>\n</table>";
    assert_eq!(of(&format!("<a name=\"here\"></a>\n\n{table}\n\nText.\n")), ["#here [A|B] [x|list(p y)]", "p Text."]);
    assert_eq!(surprises("x.md", "# T\n\n<table>\n<tr><td>x</td></tr>\n"), ["D0008 <table>"]);
}

#[test]
fn headings_lose_their_tails() {
    assert_eq!(
        outline(
            "x.md",
            "# Hire {#concept_1_x .concept}\n\n## Request parameters { .section}\n\n## End<a name=\"e\"></a>\n"
        ),
        ["h1 Hire #concept_1_x", "h2 Request parameters", "h2 End #e"]
    );
    assert_eq!(outline("x.md", "<a name=\"top\"></a>\n# Hire\n"), ["h1 Hire #top"]);
}

#[test]
fn samples_are_code_with_and_without_fences() {
    assert_eq!(of("``` {#codeblock_1}\n{}\n```\n"), ["code \"{}\\n\""]);
    assert_eq!(
        of("`XML` format\n\n<Boat>\n    <Oar>1</Oar>\n\n</Boat>\n\nText.\n"),
        ["p `XML` format", "code \"<Boat>\\n    <Oar>1</Oar>\\n\\n</Boat>\"", "p Text."]
    );
    assert_eq!(of("{\n  \"a\": [1]\n}\n"), ["code \"{\\n  \\\"a\\\": [1]\\n}\""]);
    assert_eq!(of("https://h/?Action=A\n&B=c\n"), ["code \"https://h/?Action=A\\n&B=c\""]);
    assert_eq!(surprises("x.md", "# T\n\n```\n|a|b|\n"), ["D0004 ```"]);
}

#[test]
fn places_survive_the_joining_of_rows() {
    let text = "# T\n\n|Name|Description|\n|-|-|\n|Oar|An oar.\n\n It has a **blade**. |\n";
    let (document, _) = document("x.md", text);
    let Block::Table(table) = &document.blocks[1] else { panic!("no table") };
    let Block::Paragraph(second) = &table.rows[0].cells[1].blocks[1] else { panic!("no paragraph") };
    assert_eq!(&text[second.runs[1].span.range()], "blade");
    assert_eq!(second.plain(), "It has a blade.");
    assert_eq!(&text[second.place(3..6).range()], "has");
    assert_eq!(&text[table.rows[0].span.range()], "|Oar|An oar.\n\n It has a **blade**. |");
}

#[test]
fn lists_deeper_than_the_tree_are_laid_flat() {
    let text: String = (0..200).map(|level| " ".repeat(2 * level) + "- x\n").collect();
    let (document, diagnostics) = document("x.md", &format!("# T\n\n{text}"));
    let mut depth = 0;
    let mut blocks = &document.blocks;
    while let Some(Block::List(list)) = blocks.last() {
        depth += 1;
        blocks = &list.items[list.items.len() - 1];
    }
    assert_eq!(depth, crate::document::MAX_DEPTH);
    assert_eq!(diagnostics.len(), 1);
}
