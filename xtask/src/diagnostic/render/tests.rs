use super::*;
use crate::diagnostic::Code;

fn page(name: &str, text: &str) -> Page {
    Page::new(PagePath::new(name), text.into()).expect("a page")
}

fn diagnostic(page: &str, start: usize, end: usize) -> Diagnostic {
    Diagnostic {
        page: PagePath::new(page),
        span: Span::new(start, end),
        code: Code(7),
        severity: Severity::Error,
        message: "row has 6 cells, its table has 5 columns".into(),
        help: None,
    }
}

#[track_caller]
fn prints(text: &str, diagnostic: &Diagnostic, expected: &str) {
    let pages = BTreeMap::from([(PagePath::new("a.md"), page("a.md", text))]);
    assert_eq!(human(std::slice::from_ref(diagnostic), &pages, false), expected);
}

#[test]
fn a_place_is_printed_with_its_line_and_help() {
    let text = format!("{}|Password|a|b|\n", "\n".repeat(30));
    let diagnostic = diagnostic("reinit-disk.md", 30, 44).with_help("a bare `|` stands in a cell");
    let pages = BTreeMap::from([(PagePath::new("reinit-disk.md"), page("reinit-disk.md", &text))]);
    let printed = human_in("specs/alibaba/ecs/pages/", &[diagnostic], &pages, false);
    let expected = "\
error[D0007]: row has 6 cells, its table has 5 columns
  --> specs/alibaba/ecs/pages/reinit-disk.md:31:1
   |
31 | |Password|a|b|
   | ^^^^^^^^^^^^^^
   |
   = help: a bare `|` stands in a cell

";
    assert_eq!(printed, expected);
}

#[test]
fn a_whole_page_and_an_absent_file_have_no_line() {
    let expected = "\
error[D0007]: row has 6 cells, its table has 5 columns
--> a.md

";
    prints("x\n", &diagnostic("a.md", 0, 0), expected);
    let absent = human(&[diagnostic("errata.toml", 3, 4)], &BTreeMap::new(), false);
    assert_eq!(absent, expected.replace("a.md", "errata.toml"));
}

#[test]
fn a_span_over_lines_is_marked_to_the_end_of_its_first_line() {
    prints(
        "a bcd\nefg\n",
        &diagnostic("a.md", 2, 9),
        "\
error[D0007]: row has 6 cells, its table has 5 columns
 --> a.md:1:3
  |
1 | a bcd
  |   ^^^

",
    );
}

#[test]
fn an_empty_span_is_one_mark() {
    prints(
        "a bcd\r\nefg\n",
        &diagnostic("a.md", 5, 5),
        "\
error[D0007]: row has 6 cells, its table has 5 columns
 --> a.md:1:6
  |
1 | a bcd
  |      ^

",
    );
}

#[test]
fn long_lines_show_what_surrounds_the_place() {
    // 200 characters before the place, 3 of the place, 200 after it.
    let text = format!("{}xyz{}\n", "取".repeat(200), "b".repeat(200));
    let pages = BTreeMap::from([(PagePath::new("a.md"), page("a.md", &text))]);
    let printed = human(&[diagnostic("a.md", 600, 603)], &pages, false);
    let line = format!("1 | ...{}xyz{}...\n", "取".repeat(40), "b".repeat(77));
    // A Chinese character is two columns wide.
    let marks = format!("  | {}^^^\n", " ".repeat(3 + 80));
    assert_eq!(
        printed,
        format!("error[D0007]: row has 6 cells, its table has 5 columns\n --> a.md:1:201\n  |\n{line}{marks}\n")
    );
}

#[test]
fn signs_that_a_terminal_would_obey_are_shown() {
    let mut found = diagnostic("a.md", 4, 8);
    found.message = "name \u{1b}[31m".into();
    prints(
        "a\u{202e}\u{7}bcd\n",
        &Diagnostic { span: Span::new(4, 6), ..found },
        "\
error[D0007]: name \\u{1b}[31m
 --> a.md:1:3
  |
1 | a\\u{202e}\\u{7}bcd
  |          ^^^^^^

",
    );
}

#[test]
fn diagnostics_are_sorted_and_counted() {
    let pages = BTreeMap::new();
    let warning = Diagnostic { severity: Severity::Warning, ..diagnostic("a.md", 9, 10) };
    let all = [diagnostic("b.md", 0, 1), warning.clone(), diagnostic("a.md", 3, 4), warning];
    let printed = human(&all, &pages, false);
    let starts: Vec<_> = printed.lines().filter(|line| line.contains("D0007")).map(|line| &line[..5]).collect();
    assert_eq!(starts, ["error", "warni", "warni", "error"]);
    assert_eq!(summary(&all, 17), "2 errors, 2 warnings in 17 pages");
    assert_eq!(summary(&all[..1], 1), "1 error in 1 page");
    assert_eq!(summary(&[], 17), "no diagnostics in 17 pages");
}

#[test]
fn a_program_gets_all_keys() {
    let page = page("a.md", "取 bcd\nefg\n");
    let found = diagnostic("a.md", 4, 9).with_help("do \"this\"");
    assert_eq!(
        json_line(&found, Some(&page)),
        r#"{"code":"D0007","severity":"error","page":"a.md","line":1,"column":3,"end_line":2,"end_column":2,"message":"row has 6 cells, its table has 5 columns","help":"do \"this\""}"#
    );
    assert_eq!(
        json_line(&diagnostic("b.md", 4, 9), None),
        r#"{"code":"D0007","severity":"error","page":"b.md","line":null,"column":null,"end_line":null,"end_column":null,"message":"row has 6 cells, its table has 5 columns","help":null}"#
    );
}

#[test]
fn colours_are_for_terminals_only() {
    assert!(color(true, |_| false, || false));
    assert!(!color(false, |_| false, || false));
    assert!(!color(true, |name| name == "NO_COLOR", || false));
    assert!(!color(true, |_| false, || true));
    let pages = BTreeMap::from([(PagePath::new("a.md"), page("a.md", "abc\n"))]);
    let plain = human(&[diagnostic("a.md", 1, 2).with_help("do")], &pages, false);
    let styled = human(&[diagnostic("a.md", 1, 2).with_help("do")], &pages, true);
    assert!(!plain.contains('\u{1b}') && styled.contains("\u{1b}["));
    let codes = regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern");
    assert_eq!(codes.replace_all(&styled, ""), plain);
}

#[test]
fn a_line_that_fits_is_shown_whole() {
    let text = format!("x\n{}yz{}\nx\n", "a".repeat(60), "b".repeat(58));
    let line = text.lines().nth(1).expect("a line").to_owned();
    let pages = BTreeMap::from([(PagePath::new("a.md"), page("a.md", &text))]);
    let printed = human(&[diagnostic("a.md", 62, 64)], &pages, false);
    assert!(printed.contains(&format!("\n2 | {line}\n  | {}^^\n", " ".repeat(60))), "{printed}");
    // One character more, and the line is cut on both sides of the place.
    let text = text.replace("yz", "yzb");
    let pages = BTreeMap::from([(PagePath::new("a.md"), page("a.md", &text))]);
    let printed = human(&[diagnostic("a.md", 62, 64)], &pages, false);
    assert!(printed.contains(&format!("\n2 | ...{}yz{}\n", "a".repeat(40), "b".repeat(59))), "{printed}");
    // A page of a single line is cut at both ends without a line end in sight.
    let text = "c".repeat(1000);
    let pages = BTreeMap::from([(PagePath::new("a.md"), page("a.md", &text))]);
    let printed = human(&[diagnostic("a.md", 500, 502)], &pages, false);
    assert!(printed.contains(&format!("\n1 | ...{}...\n", "c".repeat(120))), "{printed}");
}
