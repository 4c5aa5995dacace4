//! The forms in which `drift` reports: what each of them says of one small change, and that no page breaks out of any.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{HIRE_BOAT, Repository};

const COMPARE: &str = "drift --vendor alibaba --service boats --from old --to new --format";

/// What a page may say to be taken for more than text.
const HOSTILE: &str = "\u{1b}[31m\u{202e} `<script>document.title = \"owned\"</script>` &lt;img src=x onerror=\"document.title='owned'\"&gt; \
    @boats fixes #1 </details> ``` ::error::boats %0A 100%";

fn compared(new: &str) -> Repository {
    let repository = Repository::with_boats();
    assert_ne!(HIRE_BOAT, new, "nothing to change");
    repository.write("old/hire-boat.md", HIRE_BOAT);
    repository.write("new/hire-boat.md", new);
    repository
}

/// The largest number of hours is halved; the words of its row change with it.
fn tightened() -> Repository {
    compared(&HIRE_BOAT.replace("**24**", "**12**"))
}

/// A parameter that must be sent comes with hostile words, and an error says them, too.
fn hostile() -> Repository {
    let row = "|Hours|Integer|No|3|";
    let crew = format!("|Crew|String|Yes|`</td>@boats`|{HOSTILE}|\n{row}");
    compared(&HIRE_BOAT.replace(row, &crew).replace("The boat is gone.", HOSTILE))
}

#[test]
fn people_see_the_lines_of_both_pages_and_what_follows() {
    let run = tightened().run(&format!("{COMPARE} human")).exits(1);
    // Column 31: behind `|Hours|Integer|No|3|`, 20 characters, and `How long. `, 10 of them.
    let expected = "\
breaking[param.maximum.tightened]: HireBoat request.Hours: maximum `24` became `12`
  --> old/hire-boat.md:11:31
   |
11 | |Hours|Integer|No|3|How long. Valid values: **1** to **24**.|
   |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ before
  ::: new/hire-boat.md:11:31
   |
11 | |Hours|Integer|No|3|How long. Valid values: **1** to **12**.|
   |                               --------------------------- after
   = certain, fingerprint ";
    assert!(run.output.starts_with(expected), "{}", run.output);
    let run =
        run.prints("   = rust.accepted.removed: hire_boat::Request::hours: ").prints("; code fails when it runs\n");
    let end = "
1 change of the API: 1 breaking, 0 notable, 0 harmless
1 change of the client: code does not compile for 0, fails when it runs for 1, behaves in another way for 0
2 changes of the pages alone
next version of the client: a major one (of 0.x: a minor one)
";
    assert!(run.output.ends_with(end), "{}", run.output);
}

#[test]
fn without_pages_the_places_are_named() {
    let repository = tightened();
    for side in ["old", "new"] {
        let extract = format!("extract --vendor alibaba --service boats --pages {side} --out {side}.json");
        repository.run(&extract).exits(0);
    }
    let run = repository.run("drift --vendor alibaba --service boats --from old.json --to new.json").exits(1);
    let run = run.prints(": maximum `24` became `12`\n --> hire-boat.md:11:31\n");
    assert!(!run.output.contains("|Hours|"), "no line is at hand: {}", run.output);
    for format in ["markdown", "json", "sarif", "junit", "github", "html"] {
        let command = "drift --vendor alibaba --service boats --from old.json --to new.json --format";
        repository.run(&format!("{command} {format}")).exits(1).prints("param.maximum.tightened");
    }
}

#[test]
fn a_pull_request_has_counts_both_texts_and_errata() {
    let run = tightened().run(&format!("{COMPARE} markdown")).exits(1);
    let run = run.prints("## Changes of the documentation: <code>alibaba/boats</code>\n");
    let run = run.prints("| API | 1 | 1 breaking, 0 notable, 0 harmless |\n");
    let run = run.prints("\nNext version of the client: **a major one (of 0.x: a minor one)**.\n");
    let run = run.prints("### Breaking (1)\n\n| change | before | after | where |\n| --- | --- | --- | --- |\n");
    let run = run.prints("| <code>24</code><br><code>Valid values&#58; &#42;&#42;1&#42;&#42; to &#42;&#42;24</code> |");
    let run = run.prints("was = \"Valid values: **1** to **12\"\nbecomes = \"Valid values: **1** to **24\"\n");
    run.prints("<details><summary>On the pages alone (2)</summary>\n");
}

#[test]
fn an_erratum_whose_text_is_gone_may_be_dropped() {
    let repository = tightened();
    let erratum =
        |was: &str| format!("[[erratum]]\npage = \"hire-boat.md\"\nwas = \"{was}\"\nbecomes = \"\"\nbecause = \"x\"\n");
    let errata = format!("{}{}", erratum("to **24**"), erratum("The boat to hire."));
    repository.write("specs/alibaba/boats/errata.toml", errata);
    let run = repository.run(&format!("{COMPARE} markdown")).exits(1);
    let run = run.prints("### Errata that may be dropped\n\n- <code>hire-boat.md</code>: the page says no longer ");
    assert!(!run.output.contains("no longer <code>The boat"), "{}", run.output);
}

#[test]
fn a_body_is_no_larger_than_it_may_be() {
    let rows: Vec<String> = (0..900).map(|row| format!("|Oar{row}|String|Yes|a|{}|", "long ".repeat(30))).collect();
    let row = "|Hours|Integer|No|3|";
    let repository = compared(&HIRE_BOAT.replace(row, &format!("{}\n{row}", rows.join("\n"))));
    let run = repository.run(&format!("{COMPARE} markdown")).exits(1).prints("\n### Breaking (901)\n");
    // Each parameter that must be sent, and the method, which takes a struct for so many.
    assert!(run.output.chars().count() <= 65_536, "{} characters", run.output.chars().count());
    let shown = run.output.matches("Oar").count();
    assert!(shown > 100, "{shown} are shown");
    run.prints(" lines more would make this text too long; `--format json` and `--format html` have all.\n");
}

#[test]
fn programs_are_given_places_counts_and_the_step() {
    let json = tightened().run(&format!("{COMPARE} json")).exits(1).json();
    let findings = json["findings"].as_array().expect("findings");
    let found = findings.iter().find(|found| found["code"] == "param.maximum.tightened").expect("the finding");
    assert_eq!(
        (&found["layer"], &found["kind"], &found["facet"]),
        (&"api".into(), &"changed".into(), &"maximum".into())
    );
    assert_eq!(found["subject"], serde_json::json!({"operation": "HireBoat", "side": "request", "name": "Hours"}));
    assert_eq!((&found["old"], &found["new"]), (&"24".into(), &"12".into()));
    for side in ["old_place", "new_place"] {
        // The words end before the two stars that close the second number.
        let place =
            serde_json::json!({"page": "hire-boat.md", "line": 11, "column": 31, "end_line": 11, "end_column": 58});
        assert_eq!(found[side], place);
    }
    let follows = findings.iter().find(|found| found["layer"] == "rust").expect("a consequence");
    assert_eq!((&follows["cause"], &follows["breaks"]), (&found["fingerprint"], &"run".into()));
    let summary = &json["summary"];
    assert_eq!(summary["api"], serde_json::json!({"breaking": 1, "notable": 0, "harmless": 0}));
    assert_eq!((&summary["step"], &summary["fails"]), (&"major".into(), &true.into()));
}

#[test]
fn code_scanning_is_given_rules_places_and_fingerprints() {
    let run = tightened().run(&format!("{COMPARE} sarif")).exits(1).json();
    assert_eq!(run["version"], "2.1.0");
    let run = &run["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"param.maximum.tightened".into(), &"error".into()));
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "param.maximum.tightened");
    let place = |uri: &str| {
        serde_json::json!({
            "artifactLocation": {"uri": uri},
            "region": {"startLine": 11, "startColumn": 31, "endLine": 11, "endColumn": 58},
        })
    };
    assert_eq!(result["locations"][0]["physicalLocation"], place("new/hire-boat.md"));
    assert_eq!(result["relatedLocations"][0]["physicalLocation"], place("old/hire-boat.md"));
    assert_eq!(result["partialFingerprints"]["docwrightDrift/v1"].as_str().expect("a fingerprint").len(), 16);
    // The consequence for code lies where its cause does.
    assert_eq!(run["results"][1]["ruleId"], "rust.accepted.removed");
    assert_eq!(run["results"][1]["locations"], result["locations"]);
}

#[test]
fn columns_of_wide_signs_count_characters() {
    let with = |most: &str| HIRE_BOAT.replace("How long. ", "How 長🚤ß. ").replace("**24**", most);
    let repository = compared(&with("**12**"));
    repository.write("old/hire-boat.md", with("**24**"));
    let run = repository.run(&format!("{COMPARE} sarif")).exits(1).json();
    // One character less than without them, in spite of nine bytes for four.
    let region = &run["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&30.into(), &57.into()));
}

#[test]
fn test_servers_are_given_a_case_for_each_change() {
    let repository = tightened();
    let run = repository.run(&format!("{COMPARE} junit")).exits(1);
    let run =
        run.prints("<testsuites name=\"drift\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0\">\n");
    let run = run.prints(
        "<testcase classname=\"alibaba/boats.HireBoat\" name=\"HireBoat request.Hours: maximum `24` became `12`\"",
    );
    run.prints("<failure type=\"param.maximum.tightened\" message=").prints("before: old/hire-boat.md:11:31\n");
    let run = repository.run(&format!("{COMPARE} junit --fail-on none")).exits(0);
    run.prints("failures=\"0\"").prints("before: old/hire-boat.md:11:31\n");
    repository.write("new/hire-boat.md", HIRE_BOAT);
    repository
        .run(&format!("{COMPARE} junit"))
        .exits(0)
        .prints("tests=\"1\" failures=\"0\"")
        .prints("no change of the API");
}

#[test]
fn annotations_show_the_worst_first() {
    let new =
        HIRE_BOAT.replace("**24**", "**12**").replace("|RequestId|String|", "|Size|String|x|y.|\n|RequestId|String|");
    let new = new.replace("The boat is gone.", "Too late.");
    let run = compared(&new).run(&format!("{COMPARE} github")).exits(1);
    let commands: Vec<&str> =
        run.output.lines().filter_map(|line| line.strip_prefix("::")?.split(' ').next()).collect();
    // The limit breaks, the message is notable, the new field harmless; the words of the page and those of the row that
    // has the limit come last.
    assert_eq!(commands, ["error", "warning", "notice", "notice", "notice"]);
    let first = "::error file=new/hire-boat.md,line=11,endLine=11,col=31,endColumn=58,title=the largest number of a \
        parameter was tightened (param.maximum.tightened)::HireBoat request.Hours: maximum `24` became `12`%0A";
    assert!(run.output.starts_with(first), "{}", run.output);
}

#[test]
fn waived_findings_are_shown_as_waived_and_fail_nothing() {
    let repository = tightened();
    let json = repository.run(&format!("{COMPARE} json")).json();
    let found = json["findings"].as_array().expect("findings").iter().find(|found| found["layer"] == "api");
    let fingerprint = found.expect("the change")["fingerprint"].as_str().expect("a text").to_owned();
    let waiver = format!("[[waiver]]\nfingerprint = \"{fingerprint}\"\nbecause = \"a | b\"\nuntil = 2027-01-31\n");
    repository.write("mine.toml", waiver);
    let run =
        |format: &str| repository.run(&format!("{COMPARE} {format} --waivers mine.toml --today 2027-01-01")).exits(0);
    run("human").prints("waived[param.maximum.tightened]: ").prints("  = until 2027-01-31: a | b\n");
    run("markdown").prints("| <code>2027-01-31</code> | <code>a &#124; b</code> |\n");
    run("json").prints("\"reason\": \"a | b\"");
    let suppressed = run("sarif").json();
    let results = suppressed["runs"][0]["results"].as_array().expect("results");
    let known = results.iter().find(|result| result["ruleId"] == "param.maximum.tightened").expect("the change");
    assert_eq!(known["suppressions"][0]["status"], "accepted");
    run("junit").prints("<skipped message=\"waived until 2027-01-31: a | b\"/>").prints("failures=\"0\"");
    assert!(!run("github").output.contains("::error"));
    run("html").prints("until 2027-01-31: a | b");
}

#[test]
fn no_page_breaks_out_of_a_report() {
    let repository = hostile();
    let run = |format: &str| repository.run(&format!("{COMPARE} {format}")).exits(1).output;
    // `run` holds that nothing on a terminal is coloured by a page.
    assert!(run("human").contains("\\u{1b}[31m"));

    let markdown = run("markdown");
    assert!(markdown.contains("&#64;"), "the words are there: {markdown}");
    for forbidden in ["@boats", "<script", "<img", "#1 ", "\u{202e}"] {
        let outside: String =
            markdown.split("```toml").map(|part| part.split("```\n").last().unwrap_or(part)).collect();
        assert!(!outside.contains(forbidden), "{forbidden}: {outside}");
    }
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());

    let github = run("github");
    let commands = ["::error ", "::warning ", "::notice "];
    let others: Vec<&str> =
        github.lines().filter(|line| !commands.iter().any(|command| line.starts_with(command))).collect();
    assert_eq!(others.len(), 4, "only the counts: {others:?}");

    let junit = run("junit");
    let mut reader = quick_xml::Reader::from_str(&junit);
    let mut names = std::collections::BTreeSet::new();
    loop {
        match reader.read_event().expect("XML") {
            quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start) => {
                names.insert(start.name().as_ref().to_owned());
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    let known = ["failure", "system-out", "testcase", "testsuite", "testsuites"];
    assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), known);

    let html = run("html");
    assert_eq!(html.matches("<script").count(), 1);
    for forbidden in ["<img", "\u{202e}", "\u{1b}"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("&lt;script&gt;document.title"), "the words are there");
}

/// A browser; `None`, and a line that says so, where none is installed.
fn browser(test: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("chromium")).find(|file| file.is_file());
    if found.is_none() {
        println!("{test}: skipped, for chromium is not installed");
    }
    found
}

/// The page as it stands in the browser after its script has run.
fn browsed(browser: &Path, page: &Path, fragment: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("page.html");
    let mut child = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("file://{}{fragment}", page.display()))
        .stdout(File::create(&output).expect("a file"))
        .stderr(Stdio::null())
        .spawn()
        .expect("a browser");
    let start = Instant::now();
    while child.try_wait().expect("a process").is_none() {
        if start.elapsed() > Duration::from_secs(120) {
            child.kill().expect("it is ours");
            panic!("the browser does not come to an end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    fs::read_to_string(output).expect("a page")
}

/// The subjects of the articles that are shown.
fn shown(dom: &str) -> Vec<String> {
    let articles = dom.split("<article ").skip(1).filter(|article| {
        let tag = article.split('>').next().unwrap_or_default();
        !tag.contains("hidden")
    });
    let subject = |article: &str| article.split("<code>").nth(1)?.split("</code>").next().map(str::to_owned);
    articles.filter_map(subject).collect()
}

#[test]
fn a_browser_shows_all_filters_it_and_runs_no_word_of_a_page() {
    let Some(browser) = browser("a_browser_shows_all_filters_it_and_runs_no_word_of_a_page") else { return };
    let repository = hostile();
    let file = repository.path().join("report.html");
    fs::write(&file, repository.run(&format!("{COMPARE} html")).exits(1).output).expect("written");
    let open = |fragment: &str| {
        let dom = browsed(&browser, &file, fragment);
        assert!(dom.contains("<title>Drift of alibaba/boats</title>"), "a word of the page ran");
        assert_eq!(dom.matches("<script").count(), 1);
        assert!(dom.contains("<form class=\"filters\" aria-label=\"Filters\">"), "the script did not run: {dom}");
        dom
    };
    let all = shown(&open(""));
    assert!(all.contains(&"HireBoat request.Crew".to_owned()) && all.contains(&"HireBoat error.BoatGone".to_owned()));
    assert_eq!(shown(&open("#severity=breaking")), ["HireBoat request.Crew"]);
    assert_eq!(shown(&open("#severity=notable")), ["HireBoat error.BoatGone"]);
    assert_eq!(shown(&open("#text=boatgone&layer=api")), ["HireBoat error.BoatGone"]);
    assert_eq!(shown(&open("#operation=HireBoat&text=no+such+words")), Vec::<String>::new());
    // The skip link's own fragment filters nothing.
    assert_eq!(shown(&open("#changes")), all);
}

#[test]
fn rows_stand_side_by_side_with_their_changes_marked() {
    let run = tightened().run(&format!("{COMPARE} html")).exits(1);
    let run = run.prints("<tr class=\"same\"><th scope=\"row\">Parameter</th><td colspan=\"2\">Hours</td></tr>");
    let run = run.prints(
        "<td class=\"before\">How long. Valid values: 1 to <del>24</del>.</td>\
         <td class=\"after\">How long. Valid values: 1 to <ins>12</ins>.</td>",
    );
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!run.output.contains(outside), "{outside}");
    }
}
