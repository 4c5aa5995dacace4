//! `extract`: what it writes, what it says, how it exits.

use std::fs;

use serde_json::Value;

use crate::support::{HIRE_BOAT, MOOR_BOAT, PAINT_BOAT, Repository};

#[test]
fn a_folder_of_pages_becomes_a_spec_on_standard_output() {
    let run = Repository::with_boats().extract("specs/alibaba/boats/pages", "").exits(0);
    let spec = run.json();
    assert_eq!(spec["service"], "boats");
    let operation = &spec["operations"][0];
    assert_eq!(operation["name"], "HireBoat");
    let names: Vec<_> = operation["parameters"].as_array().expect("a list").iter().map(|one| &one["wire"]).collect();
    assert_eq!(names, ["Action", "BoatId", "Hours"]);
    assert_eq!(operation["parameters"][2]["origin"]["line"], 11);
    assert_eq!(operation["errors"][0]["code"], "BoatGone");
    assert_eq!(run.messages, "1 operation; no diagnostics in 1 page\n");
}

#[test]
fn pages_need_nothing_but_the_dialect() {
    let repository = Repository::with_boats();
    repository.write("elsewhere/deep/moor.md", MOOR_BOAT);
    let run = repository.run("extract --vendor otc --service fleet --version v1 --pages elsewhere --format flat");
    let flat = run.exits(0).json();
    assert_eq!(flat["operations"][0]["source"], "deep/moor.md");
    assert_eq!(flat["operations"][0]["version"], "v1");
    assert_eq!(flat["operations"][0]["path"], "/v1/{project_id}/boats");
    assert_eq!(flat["operations"][0]["request"][0]["name"], "project_id");
}

#[test]
fn one_page_is_read_alone_and_written_to_a_file() {
    let repository = Repository::with_boats();
    repository.write("specs/alibaba/boats/pages/paint-boat.md", PAINT_BOAT);
    let run = repository.extract("specs/alibaba/boats/pages/hire-boat.md", "--out facts.json").exits(0);
    assert_eq!(run.output, "");
    let spec: Value = serde_json::from_str(&repository.read("facts.json")).expect("JSON");
    assert_eq!(spec["operations"].as_array().expect("a list").len(), 1);
    assert_eq!(spec["operations"][0]["origins"][0]["page"], "hire-boat.md");
}

#[test]
fn the_names_of_service_toml_count_and_its_absent_operations_do_not() {
    let repository = Repository::with_boats();
    repository.write("pages/moor.md", MOOR_BOAT);
    let name =
        |path: &str, name: &str| format!("[[operation]]\nmethod = \"POST\"\npath = \"{path}\"\nname = \"{name}\"\n");
    let config = name("/v1/{project_id}/boats", "CreateMooring") + &name("/v1/{project_id}/piers", "CreatePier");
    repository.write("specs/huawei/harbour/service.toml", config);
    let run = repository.run("extract --vendor huawei --service harbour --pages pages --notes").exits(0);
    assert_eq!(run.json()["operations"][0]["name"], "CreateMooring");
    assert!(!run.messages.contains("CreatePier"), "{}", run.messages);
}

#[test]
fn warnings_are_shown_in_full_and_notes_are_counted() {
    let repository = Repository::with_boats();
    repository.write("pages/paint-boat.md", PAINT_BOAT);
    let run = repository.extract("pages", "").exits(0).says("warning[D0103]").says(" --> pages/paint-boat.md:7:26\n");
    let run = run.says("7 | |Parameter|Type|Required|Colour|Description|\n").says("^^^^^^\n").says("= help: ");
    assert!(!run.messages.contains("note[D0404]"), "{}", run.messages);
    assert!(run.messages.ends_with("1 operation; 1 warning in 1 page; 3 notes (`--notes` prints them)\n"));

    let run = repository.extract("pages", "--notes").exits(0).says("note[D0404]");
    assert!(run.messages.ends_with("1 operation; 1 warning, 3 notes in 1 page\n"), "{}", run.messages);
}

#[test]
fn messages_for_programs_are_a_line_of_json_each() {
    let repository = Repository::with_boats();
    repository.write("pages/paint-boat.md", PAINT_BOAT);
    let run = repository.extract("pages", "--message-format json").exits(0);
    let lines: Vec<Value> = run.messages.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let codes: Vec<_> = lines.iter().map(|line| &line["code"]).collect();
    // The column that nobody knows, its heading and its cell, which are unread, and a field that only the sample has.
    assert_eq!(codes, ["D0103", "D0116", "D0116", "D0404"]);
    assert_eq!(lines[0]["severity"], "warning");
    assert_eq!(lines[0]["page"], "paint-boat.md");
    assert_eq!((&lines[0]["line"], &lines[0]["column"]), (&Value::from(7), &Value::from(26)));

    let run = repository.extract("nowhere", "--message-format json").exits(3);
    let line: Value = serde_json::from_str(run.messages.trim_end()).expect("one line of JSON");
    assert_eq!((&line["severity"], &line["code"]), (&Value::from("error"), &Value::Null));
    assert!(line["message"].as_str().expect("a text").starts_with("nowhere: "));
}

#[test]
fn a_page_of_another_vendor_is_an_error() {
    let repository = Repository::with_boats();
    repository.write("pages/moor.md", MOOR_BOAT);
    repository.write("pages/hire.md", HIRE_BOAT);
    let run = repository.extract("pages", "").exits(1).says("error[D0113]").says(" --> pages/moor.md:5:1\n");
    assert_eq!(run.json()["operations"][0]["name"], "HireBoat", "the other pages are read");
}

#[test]
fn a_vendor_that_is_not_there_is_read_in_the_words_of_the_known_ones() {
    let repository = Repository::with_boats();
    let run = repository.run("extract --vendor acme --service boats --pages specs/alibaba/boats/pages").exits(0);
    let run = run.says("warning[D0115]: no vendor `acme`").says("specs/acme/vendor.toml");
    assert_eq!(run.json()["operations"][0]["name"], "HireBoat");
    assert_eq!(run.json()["protocol"], "rpc");
    repository.write("rest/moor.md", MOOR_BOAT);
    let run = repository.run("extract --vendor acme --service boats --pages rest --format flat").exits(0);
    assert_eq!(run.json()["operations"][0]["path"], "/v1/{project_id}/boats");
    repository.run("stats --vendor acme --pages rest --format json").exits(0);
}

#[test]
fn a_vendor_that_can_be_no_folder_is_wrong_use_and_the_known_ones_are_named() {
    let run = Repository::with_boats().run("extract --vendor ../acme --service boats --pages specs").exits(2);
    assert_eq!(run.messages, "error: no vendor `../acme`; specs has alibaba, huawei, otc\n");
}

#[test]
fn wrong_arguments_are_wrong_use() {
    let repository = Repository::with_boats();
    repository.run("extract --vendor alibaba").exits(2).says("--pages");
    repository.run("extrakt").exits(2).says("extract");
    repository.run("extract --vendor alibaba --service ../boats --pages specs").exits(2).says("`../boats`");
    repository.extract("specs", "--format yaml").exits(2).says("flat");
    repository.run("--help").exits(0).prints("Exit codes");
}

#[test]
fn pages_that_are_not_there_can_not_be_read() {
    let repository = Repository::with_boats();
    repository.extract("nowhere", "").exits(3).says("error: nowhere: ");
    repository.write("notes/picture.png", "no page");
    repository.extract("notes", "").exits(3).says("error: notes: holds no page");
    repository.extract("specs/alibaba/boats/pages", "--out nowhere/facts.json").exits(3).says("nowhere/facts.json");
}

#[test]
fn a_file_that_is_no_page_is_refused_and_the_others_are_read() {
    let repository = Repository::with_boats();
    repository.write("pages/hire.md", HIRE_BOAT);
    repository.write("pages/binary.html", b"<p>a\0b</p>");
    repository.write("pages/latin.txt", b"Stra\xdfe");
    let large = fs::File::create(repository.path().join("pages/large.md")).expect("a file");
    large.set_len((16 << 20) + 1).expect("room");
    fs::create_dir(repository.path().join("pages/folder.md")).expect("a folder");

    let run = repository.extract("pages", "").exits(3);
    let run = run.says("error[D0090]: byte 4 is NUL").says("--> pages/binary.html\n");
    let run = run.says("error[D0090]: byte 4 is not UTF-8").says("--> pages/latin.txt\n");
    let run = run.says("error[D0090]: 16777217 bytes, and a page may have 16777216").says("--> pages/large.md\n");
    assert_eq!(run.json()["operations"][0]["name"], "HireBoat");

    let run = repository.extract("pages/binary.html", "").exits(3).says("error[D0090]");
    assert_eq!(run.output, "", "there is nothing to write");
}

#[cfg(unix)]
#[test]
fn a_link_back_is_followed_once_and_a_pipe_not_at_all() {
    let repository = Repository::with_boats();
    repository.write("pages/hire.md", HIRE_BOAT);
    std::os::unix::fs::symlink(".", repository.path().join("pages/again")).expect("a link");
    std::os::unix::fs::symlink("nowhere.md", repository.path().join("pages/broken.md")).expect("a link");
    let run = repository.extract("pages", "").exits(3).says("--> pages/broken.md\n");
    assert_eq!(run.json()["operations"][0]["origins"].as_array().expect("a list").len(), 1);
}

#[test]
fn errata_count_for_the_pages_beside_them_alone() {
    let repository = Repository::with_boats();
    let erratum = "[[erratum]]\npage = \"hire-boat.md\"\nat = \"request.Hours\"\nwas = \"Integer\"\n\
        set = { type = \"number\" }\nbecause = \"half an hour is allowed\"\n";
    repository.write("specs/alibaba/boats/errata.toml", erratum);
    repository.write("pages/hire-boat.md", HIRE_BOAT);
    let kind =
        |pages: &str| repository.extract(pages, "").exits(0).json()["operations"][0]["parameters"][2]["type"].clone();
    assert_eq!(kind("specs/alibaba/boats/pages")["kind"], "number");
    assert_eq!(kind("specs/alibaba/boats/pages/hire-boat.md")["kind"], "number");
    assert_eq!(kind("pages")["kind"], "integer");
}
