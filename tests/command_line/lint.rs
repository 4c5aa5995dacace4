//! `lint`: what it finds, how it tells, what it suggests, how it exits.

use serde_json::Value;

use crate::support::{MOOR_BOAT, Repository};

/// A page with four contradictions: a number under String, a misspelt name, a default above the greatest value, and an
/// optional `Action`.
const SINK_BOAT: &str = "\
# SinkBoat

Sinks a boat.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|No|SinkBoat|The operation. Set the value to **SinkBoat**.|
|BoatId|String|Yes|boat-1|The boat.|
|Depth|Integer|No|3|How deep. Valid values: 1 to 10. Default value: 20.|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|Fathoms|String|2|How deep it lies.|
|HarbourName|String|north|Where it lies.|
|RequestId|String|r-1|The request.|

## Examples

Sample success responses

`JSON` format

```
{\"RequestId\": \"r-1\", \"Fathoms\": 2, \"HarbuorName\": \"north\"}
```
";

fn sunken() -> Repository {
    let repository = Repository::with_boats();
    repository.write("specs/alibaba/boats/pages/sink-boat.md", SINK_BOAT);
    repository
}

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn a_page_without_contradictions_is_clean() {
    let run = Repository::with_boats().run("lint").exits(0);
    assert_eq!((run.output.as_str(), run.messages.as_str()), ("", "no findings in 1 page\n"));
}

#[test]
fn both_sides_of_each_contradiction_are_shown() {
    let run = sunken().run("lint --vendor alibaba --service boats").exits(1);
    let run = run.says("4 findings in 2 pages: 4 certain, 0 likely\n");
    let expected = "\
warning[D0705]: `Fathoms` is String in its row, and a number in the sample
  --> specs/alibaba/boats/pages/sink-boat.md:17:10
   |
17 | |Fathoms|String|2|How deep it lies.|
   |          ^^^^^^ the row's type
  ::: specs/alibaba/boats/pages/sink-boat.md:28:33
   |
28 | {\"RequestId\": \"r-1\", \"Fathoms\": 2, \"HarbuorName\": \"north\"}
   |                                 - a number
   = certain, fingerprint ";
    let run = run.prints(expected).prints("warning[D0703]: the sample has `HarbuorName`, and the row `HarbourName`\n");
    let run = run.prints("warning[D0712]: `Depth`: the default is `20`, and the greatest is 10\n");
    run.prints("warning[D0735]: `Action` names the operation in every call, and its row calls it optional\n");
}

#[test]
fn programs_get_a_line_a_finding_and_the_same_fingerprint_when_it_moves() {
    let repository = sunken();
    let first = lines(&repository.run("lint --message-format json").exits(1).output);
    assert_eq!(first.len(), 4);
    let depth = first.iter().find(|line| line["code"] == "D0712").expect("the default");
    assert_eq!((&depth["line"], &depth["confidence"]), (&11.into(), &"certain".into()));
    assert_eq!((&depth["operation"], &depth["subject"]), (&"SinkBoat".into(), &"request.Depth".into()));
    assert_eq!((&depth["related"][0]["line"], &depth["related"][0]["label"]), (&11.into(), &"the greatest".into()));

    let moved = SINK_BOAT.replacen("Sinks a boat.\n", "Sinks a boat.\n\nTo the ground.\n", 1);
    repository.write("specs/alibaba/boats/pages/sink-boat.md", moved);
    let second = lines(&repository.run("lint --message-format json").exits(1).output);
    let names = |lines: &[Value]| lines.iter().map(|line| line["fingerprint"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    assert_eq!(second[0]["line"].as_u64(), first[0]["line"].as_u64().map(|line| line + 2));
}

#[test]
fn the_report_for_the_vendor_has_the_words_of_the_page_and_their_lines() {
    let run = sunken().run("lint --format markdown --fail-on none").exits(0);
    let run = run.prints("# Contradictions in alibaba/boats\n\n4 certain, 0 likely.").prints("\n## sink-boat.md\n\n");
    let run = run.prints("- **Line 17: `Fathoms` is String in its row, and a number in the sample**\n");
    run.prints("  - line 17, the row's type: `String`\n  - line 28, a number: `2`\n");
}

#[test]
fn suggested_errata_are_written_and_mend_the_pages() {
    let repository = sunken();
    let run = repository.run("lint --suggest").exits(0).says("3 errata for 4 findings of alibaba/boats\n");
    run.prints("line = 17\nwas = \"String\"\nbecomes = \"Integer\"\n").prints("was = '\"HarbuorName\"'\n");
    assert!(!repository.path().join("specs/alibaba/boats/errata.toml").exists(), "nothing is written unasked");

    let run = repository.run("lint --suggest --write").exits(0);
    run.says("3 errata written to specs/alibaba/boats/errata.toml\n");
    let left = lines(&repository.run("lint --message-format json").exits(1).output);
    let codes: Vec<&Value> = left.iter().map(|line| &line["code"]).collect();
    assert_eq!(codes, ["D0712"]);
    repository.run("generate").exits(0);
    // What stands there stays: a second run adds nothing.
    let before = repository.read("specs/alibaba/boats/errata.toml");
    repository.run("lint --suggest --write").exits(0).says("0 errata for 1 finding of alibaba/boats\n");
    assert_eq!(repository.read("specs/alibaba/boats/errata.toml"), before);
}

#[test]
fn any_folder_is_linted_and_doubt_need_not_fail() {
    let repository = Repository::with_boats();
    let doubtful = SINK_BOAT.replace("|No|SinkBoat|", "|Yes|SinkBoat|").replace("Default value: 20.", "");
    let doubtful = doubtful.replace("\"Fathoms\": 2, \"HarbuorName\"", "\"HarbourName\": \"south\", \"Weather\"");
    repository.write("elsewhere/sink-boat.md", doubtful);
    let run = repository.run("lint --vendor alibaba --pages elsewhere").exits(1);
    run.prints("elsewhere/sink-boat.md:28").says("1 finding in 1 page: 0 certain, 1 likely\n");
    repository.run("lint --vendor alibaba --pages elsewhere --fail-on certain").exits(0);
}

#[test]
fn wrong_use_and_files_that_are_no_pages_have_their_own_exit_codes() {
    let repository = Repository::with_boats();
    repository.run("lint --pages specs").exits(2).says("--vendor");
    repository.run("lint --vendor acme").exits(2).says("no vendor `acme`");
    repository.run("lint --write").exits(2).says("--suggest");
    repository.run("lint --vendor alibaba --pages nowhere").exits(3).says("nowhere");
    repository.write("pages/torn.md", [b'#', 0xff]);
    repository.write("pages/moor.md", MOOR_BOAT);
    repository.run("lint --vendor otc --pages pages").exits(3).says("torn.md");
}
