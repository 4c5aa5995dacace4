//! `generate`: what it writes, what it leaves alone, and how it says so.

use crate::support::{HIRE_BOAT, MOOR_BOAT, PAINT_BOAT, Repository, root, run_in};

const PAGE: &str = "specs/alibaba/boats/pages/hire-boat.md";

#[test]
fn the_client_is_written_once_and_then_left_as_it_is() {
    let repository = Repository::with_boats();
    repository.run("generate --check").exits(1).prints("specs/alibaba/boats/spec.json");
    assert!(repository.files("generated").is_empty(), "--check writes nothing");

    let run =
        repository.run("generate").exits(0).prints("1 service, 1 operation\n").prints(", 0 unchanged, 0 removed in ");
    assert_eq!(run.messages, "");
    let first = repository.files("");
    assert!(first.contains_key("specs/alibaba/boats/spec.json"));
    assert!(first.contains_key("generated/src/alibaba/boats/hire_boat.rs"));

    repository.run("generate --check").exits(0).prints("all files are what the pages say");
    repository.run("generate").exits(0).prints("0 files written, ");
    assert_eq!(repository.files(""), first);
}

#[test]
fn a_changed_page_is_seen_by_check_and_written_by_generate() {
    let repository = Repository::with_boats();
    repository.run("generate").exits(0);
    let before = repository.files("");
    repository.write(PAGE, HIRE_BOAT.replace("**24**", "**48**"));
    let run = repository.run("generate --check").exits(1);
    let run = run.prints("--- a/specs/alibaba/boats/spec.json\n").prints("-            \"maximum\": \"24\"");
    run.prints("+            \"maximum\": \"48\"").prints("\n  generated/src/alibaba/boats/hire_boat.rs\n");
    let mut after = repository.files("");
    after.insert(PAGE.to_owned(), HIRE_BOAT.into());
    assert_eq!(after, before, "--check writes nothing");

    repository.run("generate").exits(0);
    repository.run("generate --check").exits(0);
    assert!(repository.read("generated/src/alibaba/boats/hire_boat.rs").contains("48"));
}

#[test]
fn a_page_that_went_takes_its_files_along() {
    let repository = Repository::with_boats();
    repository.write("specs/alibaba/boats/pages/paint-boat.md", PAINT_BOAT);
    repository.run("generate").exits(0).says("warning[D0103]").says("--> specs/alibaba/boats/pages/paint-boat.md:7:26");
    std::fs::remove_file(repository.path().join("specs/alibaba/boats/pages/paint-boat.md")).expect("removed");
    repository.run("generate").exits(0).prints(" 1 removed");
    assert!(!repository.files("generated").contains_key("src/alibaba/boats/paint_boat.rs"));
}

#[test]
fn an_error_in_a_page_leaves_everything_as_it_was() {
    let repository = Repository::with_boats();
    repository.run("generate").exits(0);
    repository.write(PAGE, HIRE_BOAT.replace("**24**", "**48**"));
    repository.write("specs/alibaba/boats/pages/moor.md", MOOR_BOAT);
    let before = repository.files("");
    repository.run("generate").exits(1).says("error[D0113]").prints("nothing was written");
    repository.write("specs/alibaba/boats/pages/moor.md", b"\xff");
    repository.run("generate").exits(3).says("error[D0090]").prints("nothing was written");
    repository.write("specs/alibaba/boats/pages/moor.md", MOOR_BOAT);
    assert_eq!(repository.files(""), before);
}

#[test]
fn work_of_others_in_the_folder_is_never_overwritten() {
    let repository = Repository::with_boats();
    repository.run("generate").exits(0);
    let edited = "generated/src/alibaba/boats/hire_boat.rs";
    let mine = repository.read(edited) + "// my own line\n";
    repository.write(edited, &mine);
    repository.write(PAGE, HIRE_BOAT.replace("**24**", "**48**"));
    let before = repository.files("");
    let run =
        repository.run("generate").exits(1).says("error: generated/src/alibaba/boats/hire_boat.rs was edited by hand");
    run.says("nothing was written");
    assert_eq!(repository.files(""), before);
    repository.run("generate --check").exits(1).prints("hire_boat.rs was edited by hand");
    repository.run("").exits(0).prints("hire_boat.rs was edited by hand").prints("Next: move your own work");

    repository.write("generated/src/lib.rs", "//! Mine.\n");
    repository.run("generate").exits(1).says("generated/src/lib.rs was not written by docwright");
    assert_eq!(repository.read("generated/src/lib.rs"), "//! Mine.\n");
}

#[test]
fn a_spec_of_a_newer_docwright_is_not_overwritten() {
    let repository = Repository::with_boats();
    repository.write("specs/huawei/harbour/pages/moor.md", MOOR_BOAT);
    repository.run("generate").exits(0);
    let path = "specs/alibaba/boats/spec.json";
    let newer = repository.read(path).replacen("\"format\": 1", "\"format\": 99", 1);
    repository.write(path, &newer);
    let message = "error: specs/alibaba/boats/spec.json: has format 99";
    repository.run("generate").exits(3).says(message);
    repository.run("generate --check").exits(3).says(message);
    // The service is not read from its pages here, but its client is written from its spec.
    repository.run("generate --service harbour").exits(3).says(message);
    assert_eq!(repository.read(path), newer);
    repository.run("").exits(0).prints("is newer").prints("Next: update docwright");
}

#[test]
fn one_service_is_generated_beside_the_others() {
    let repository = Repository::with_boats();
    repository.write("specs/huawei/harbour/pages/moor.md", MOOR_BOAT);
    let run = repository.run("generate --vendor huawei").exits(3);
    run.says("specs/alibaba/boats/spec.json").says("`cargo xtask generate` without --vendor and --service");
    repository.run("generate").exits(0).prints("2 services, 2 operations");
    let first = repository.files("");
    repository.run("generate --vendor huawei --service harbour").exits(0).prints("1 service, 1 operation");
    assert_eq!(repository.files(""), first);
    repository
        .run("generate --service piers")
        .exits(2)
        .says("no service `piers`")
        .says("alibaba/boats, huawei/harbour");
    repository.run("generate --vendor acme").exits(2).says("no vendor `acme`");
}

#[test]
fn an_erratum_that_no_longer_fits_stops_the_run() {
    let repository = Repository::with_boats();
    let erratum = "[[erratum]]\npage = \"hire-boat.md\"\nat = \"request.Hours\"\nwas = \"String\"\n\
        set = { type = \"integer\" }\nbecause = \"the sample has 3\"\n";
    repository.write("specs/alibaba/boats/errata.toml", erratum);
    let run = repository.run("generate").exits(1).says("error[D0503]").says(" --> specs/alibaba/boats/errata.toml:4:");
    run.prints("nothing was written");
    repository.write("specs/alibaba/boats/errata.toml", "[[erratum]\n");
    repository.run("generate").exits(1).says("error[D0500]").says(" --> specs/alibaba/boats/errata.toml:1:");
    repository.write("specs/alibaba/boats/errata.toml", "");
    repository.write("specs/alibaba/boats/service.toml", "titel = \"Boats\"\n");
    repository.run("generate").exits(3).says("specs/alibaba/boats/service.toml: ").says("titel");
}

#[test]
fn the_same_pages_give_the_same_bytes_anywhere_and_on_any_number_of_threads() {
    let (one, other) = (Repository::whole(), Repository::whole());
    one.run("generate").exits(0);
    let folder = other.path().join("specs");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_docwright"))
        .arg("generate")
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .env("RAYON_NUM_THREADS", "1")
        .env("LC_ALL", "tr_TR.UTF-8")
        .output();
    assert!(run.expect("docwright runs").status.success());
    assert_eq!(one.files(""), other.files(""));
}

#[test]
fn the_repository_is_what_its_pages_say() {
    run_in(&root(), ["generate", "--check"]).exits(0);
}
