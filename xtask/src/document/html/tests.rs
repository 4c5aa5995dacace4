//! Layouts of HTML, each as the smallest page that shows it.

use crate::document::Block;
use crate::document::testing::{document, outline, surprises};

fn of(text: &str) -> Vec<String> {
    outline("x.html", &format!("<html><body>{text}"))
}

#[test]
fn only_the_main_content_is_read() {
    let page = "<!DOCTYPE html><html><head><title>No</title><script>if (a < b) {}</script></head><body>\
                <div role=\"navigation\"><h3>No</h3></div><div class=\"body\" role=\"main\"><section id=\"s\">\
                <h1>Yes<a class=\"headerlink\" href=\"#s\">¶</a></h1><nav>No</nav><p>Text.</p></section></div>\
                <footer>No</footer></body></html>";
    assert_eq!(outline("x.html", page), ["h1 Yes #s", "p Text."]);
}

#[test]
fn tables_have_captions_anchors_and_headers() {
    assert_eq!(
        of("<span id=\"r\"></span><table id=\"t\"><caption><b>Table 1 </b>Body</caption><thead><tr><th><p>A</p></th>\
            <th>B</th></tr></thead><tbody><tr><td><p>x</p></td><td><p>1</p><p>2</p></td></tr></tbody></table>"),
        ["Table 1 Body: #r #t [A|B] [x|p 1, p 2]"]
    );
    assert_eq!(of("<a name=\"n\"></a><table><tr><td>A<td>B<tr><td>x<td>y</table>"), ["#n [A|B] [x|y]"]);
}

#[test]
fn cells_cover_rows_and_columns() {
    assert_eq!(
        of("<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td rowspan=\"2\">x</td><td>1</td><td>2</td></tr>\
            <tr><td>3</td><td>4</td></tr><tr><td colspan=\"3\">all</td></tr></table>"),
        ["[A|B|C] [x|1|2] [x|3|4] [3xall]"]
    );
}

#[test]
fn cells_hold_lists_code_and_tables() {
    assert_eq!(
        of("<table><tr><th>A</th></tr><tr><td>see<ul><li>one<ul><li>two</li></ul></li></ul><pre>{\n}</pre>\
            <table><tr><th>I</th></tr><tr><td>i</td></tr></table></td></tr></table>"),
        ["[A] [p see, list(p one, list(p two)), code \"{\\n}\", [I] [i]]"]
    );
}

#[test]
fn words_keep_styles_and_links() {
    assert_eq!(
        of(
            "<p>Set <b>bold</b> and <a href=\"x.html#y\"><span class=\"std\">Type</span></a> to <code>a &amp; b</code>.<br/>\
            Next</p>"
        ),
        ["p Set *bold* and <Type x.html#y> to `a & b`.\nNext"]
    );
    assert_eq!(of("a < b"), ["p a < b"]);
}

#[test]
fn code_keeps_its_lines_and_its_tags() {
    let text = "<html><body><pre>\n<span>{</span>\n  &quot;a&quot;: 1\n}</pre>";
    let (document, _) = document("x.html", text);
    let Some(Block::Code(code)) = document.blocks.first() else { panic!("no code") };
    assert_eq!(code.text, "{\n  \"a\": 1\n}");
    let starts: Vec<&str> = code.lines.iter().map(|start| &text[*start as usize..][..2]).collect();
    assert_eq!(starts, ["<s", "  ", "}<"]);
    // A sample that forgot to escape its tags.
    assert_eq!(of("<pre><Boat><Oar>1</Oar></Boat></pre>"), ["code \"<Boat><Oar>1</Oar></Boat>\""]);
}

#[test]
fn badly_nested_pages_read_as_browsers_show_them() {
    assert_eq!(of("<p>one<p>two<ul><li>a<li>b</ul>"), ["p one", "p two", "list(p a; p b)"]);
    assert_eq!(of("<b>one<p>two</b>three</p>"), ["p *one*", "p *two*", "p three"]);
    assert_eq!(of("<a href=x>y<a href=z>w"), ["p <y x><w z>"]);
}

#[test]
fn every_word_has_its_place() {
    let text = "<html><body>\n<table>\n<tr><th>A</th></tr>\n<!-- <td>no</td> -->\n<tr><td><p>boat &amp; <b>oar</b> here</p></td></tr>\n</table>";
    let (document, _) = document("x.html", text);
    let Some(Block::Table(table)) = document.blocks.first() else { panic!("no table") };
    let Some(Block::Paragraph(words)) = table.rows[0].cells[0].blocks.first() else { panic!("no words") };
    let places: Vec<&str> = words.runs.iter().map(|run| &text[run.span.range()]).collect();
    assert_eq!(places, ["boat &amp; ", "oar", " here"]);
    assert!(text[table.rows[0].span.range()].starts_with("<tr><td><p>boat"));
}

#[test]
fn what_never_ends_is_reported() {
    assert_eq!(surprises("x.html", "<html><p>a</p><!-- b"), ["D0008 "]);
    assert_eq!(surprises("x.html", "<html><p>a</p><a href=\"b"), ["D0008 "]);
    assert_eq!(surprises("x.html", &format!("<html>{}x", "<div>".repeat(300))), ["D0005 "]);
}
