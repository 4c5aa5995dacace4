//! `drift --docs`: fresh pages beside those of `specs/`, waivers, errata, and what `--accept` leaves.

use std::fs;
use std::time::Instant;

use sha2::{Digest as _, Sha256};

use crate::support::{HIRE_BOAT, MOOR_BOAT, PAINT_BOAT, Repository, Run};

const DOCS: &str = "drift --docs fresh";
const PAGES: &str = "specs/alibaba/boats/pages";

/// A repository with its client, and a copy of its pages in `fresh/`.
fn generated() -> Repository {
    let repository = Repository::with_boats();
    repository.write("specs/huawei/harbour/pages/moor.md", MOOR_BOAT);
    repository.run("generate").exits(0);
    repository.write("fresh/alibaba/boats/hire-boat.md", HIRE_BOAT);
    repository.write("fresh/huawei/harbour/pages/moor.md", MOOR_BOAT);
    repository
}

/// The same, and the vendor has made a smaller limit.
fn tightened() -> Repository {
    let repository = generated();
    repository.write("fresh/alibaba/boats/hire-boat.md", HIRE_BOAT.replace("**24**", "**12**"));
    repository
}

/// The fingerprint of the one change of the API.
fn fingerprint(run: &Run) -> String {
    let json = run.json();
    let findings = json["findings"].as_array().expect("findings").iter().filter(|found| found["layer"] == "api");
    let fingerprints: Vec<String> =
        findings.map(|found| found["fingerprint"].as_str().expect("a text").to_owned()).collect();
    assert_eq!(fingerprints.len(), 1, "{json}");
    fingerprints.concat()
}

#[test]
fn pages_are_found_with_and_without_their_folder_and_nothing_changed() {
    let repository = generated();
    let run = repository.run(DOCS).exits(0).prints("0 changes of the API");
    run.says("alibaba/boats: 1 page, all as they were\n").says("huawei/harbour: 1 page, all as they were\n");
}

#[test]
fn a_change_is_told_with_the_files_of_both_sides() {
    let repository = tightened();
    let run = repository.run(DOCS).exits(1);
    let run = run.prints("HireBoat request.Hours: maximum `24` became `12`");
    let run =
        run.prints(&format!("  --> {PAGES}/hire-boat.md:11:")).prints("  ::: fresh/alibaba/boats/hire-boat.md:11:");
    run.says("alibaba/boats: 1 page, 1 changed, 0 new, 0 gone\n").says("huawei/harbour: 1 page, all as they were");
    repository.run(&format!("{DOCS} --fail-on none")).exits(0).prints("1 breaking");
    repository.run(&format!("{DOCS} --vendor huawei")).exits(0).prints("0 changes of the API");
    repository.run(&format!("{DOCS} --service boats")).exits(1);
    repository.run(&format!("{DOCS} --service boots")).exits(2).says("alibaba/boats");
    for format in ["json", "flat"] {
        let json = repository.run(&format!("{DOCS} --format {format}")).exits(1).json();
        assert!(!json["findings"].as_array().expect("findings").is_empty());
    }
}

#[test]
fn a_service_without_fresh_pages_never_counts_as_unchanged() {
    let repository = generated();
    fs::remove_dir_all(repository.path().join("fresh/alibaba")).expect("removed");
    let run = repository.run(DOCS).exits(3).says("fresh: has no folder alibaba/boats, and specs/ has");
    assert_eq!(run.output, "", "nothing is said of what changed");
    repository.run(&format!("{DOCS} --vendor huawei")).exits(0);
    // An empty folder is no answer either, nor is one whose pages are no text.
    fs::create_dir_all(repository.path().join("fresh/alibaba/boats")).expect("a folder");
    repository.run(DOCS).exits(3).says("holds no page");
    repository.write("fresh/alibaba/boats/hire-boat.md", b"\0");
    repository.run(DOCS).exits(3).says("hire-boat.md");
    repository.run("drift --docs nowhere").exits(3).says("nowhere: has no folder alibaba/boats, huawei/harbour");
}

#[test]
fn pages_that_nothing_is_compared_with_are_told() {
    let repository = generated();
    repository.write("fresh/alibaba/lakes/show-lake.md", HIRE_BOAT);
    repository.run(DOCS).exits(0).says("warning: fresh/alibaba/lakes: specs/ has no such service");
}

#[test]
fn the_client_must_be_what_the_committed_pages_say() {
    let repository = tightened();
    let spec = "specs/alibaba/boats/spec.json";
    let committed = repository.read(spec);
    repository.write(spec, committed.replace("\"24\"", "\"36\""));
    repository
        .run(DOCS)
        .exits(3)
        .says("spec.json: is not what the pages beside it say; run `cargo xtask generate` first");
    fs::remove_file(repository.path().join(spec)).expect("removed");
    repository.run(DOCS).exits(3).says("spec.json: is not there; run `cargo xtask generate` first");
    repository.write(spec, committed);
    // Without hashes all pages are looked at.
    let pins = "specs/alibaba/boats/pages.sha256";
    let hashes = repository.read(pins);
    fs::remove_file(repository.path().join(pins)).expect("removed");
    repository.run(DOCS).exits(1).prints("1 breaking");
    repository.write(pins, hashes.replace("  pages/", " pages/"));
    repository.run(DOCS).exits(3).says("pages.sha256:1: ");
}

#[test]
fn an_erratum_counts_on_both_sides_and_is_told_when_the_vendor_mended_the_page() {
    let repository = generated();
    let erratum = "[[erratum]]\npage = \"hire-boat.md\"\nat = \"request.Hours\"\nwas = \"Integer\"\n\
                   set = { type = \"string\" }\nbecause = \"the service takes a text\"\n";
    repository.write("specs/alibaba/boats/errata.toml", erratum);
    repository.run("generate").exits(0);
    // Another change: the erratum holds on both sides, so that the type is no change.
    repository.write("fresh/alibaba/boats/hire-boat.md", HIRE_BOAT.replace("|boat-1|", "|boat-2|"));
    repository.run(DOCS).exits(0).prints("0 changes of the API");
    // The vendor mended the page: what the page says now is what the erratum said, and the erratum can go.
    repository.write("fresh/alibaba/boats/hire-boat.md", HIRE_BOAT.replace("|Hours|Integer|", "|Hours|String|"));
    let run = repository.run(DOCS).exits(0).prints("0 changes of the API").says("warning[D0503]: ");
    run.says("--> specs/alibaba/boats/errata.toml:4:7");
    repository.run(&format!("{DOCS} --accept")).exits(1).says("nothing was accepted");
}

#[test]
fn an_error_on_a_fresh_page_is_no_quiet_change() {
    let repository = generated();
    repository.write("fresh/alibaba/boats/moor.md", MOOR_BOAT);
    repository.run(DOCS).exits(1).says("error[D0113]").says("--> fresh/alibaba/boats/moor.md:");
    repository.run(&format!("{DOCS} --fail-on none")).exits(0).says("error[D0113]");
}

fn waiver(fingerprint: &str, until: &str) -> String {
    format!("[[waiver]]\nfingerprint = \"{fingerprint}\"\nbecause = \"nobody hires for so long\"\nuntil = {until}\n")
}

#[test]
fn a_waived_finding_does_not_count_until_its_day_has_passed() {
    let repository = tightened();
    let known = fingerprint(&repository.run(&format!("{DOCS} --format json")).exits(1));
    let file = "specs/alibaba/boats/drift.toml";
    repository.write(file, waiver(&known, "2027-01-31"));
    let run = repository.run(&format!("{DOCS} --today 2027-01-31")).exits(0);
    let run = run.prints("0 changes of the API").prints("waived[param.maximum.tightened]").prints("2027-01-31");
    run.prints("nobody hires for so long").prints(" waived\n");
    let json = repository.run(&format!("{DOCS} --today 2027-01-31 --format json --fail-on any")).exits(0).json();
    assert_eq!(json["waived"][0]["fingerprint"], known.as_str());

    let run = repository.run(&format!("{DOCS} --today 2027-02-01")).exits(1).prints("1 breaking");
    run.says(&format!(
        "warning: {file}:1: the waiver of `{known}` ran out on 2027-01-31, and its finding counts again"
    ));
}

#[test]
fn a_waiver_is_over_when_its_finding_is_accepted() {
    let repository = tightened();
    let known = fingerprint(&repository.run(&format!("{DOCS} --format json")).exits(1));
    let file = "specs/alibaba/boats/drift.toml";
    repository.write(file, waiver(&known, "2027-01-31"));
    let accept = repository.run(&format!("{DOCS} --accept --today 2027-01-01")).exits(0);
    accept.says(&format!("warning: {file}:1: its finding was accepted: delete the waiver"));
    repository.run(DOCS).exits(3).says(&format!("error: {file}:1: no finding has the fingerprint `{known}`"));
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_fresh_pages() {
    let repository = generated();
    let link = |to: &str| {
        let page = repository.path().join("fresh/alibaba/boats/linked.md");
        let _ = fs::remove_file(&page);
        std::os::unix::fs::symlink(to, page).expect("a link");
    };
    repository.write("private.md", HIRE_BOAT.replace("HireBoat", "SecretBoat"));
    link("../../../private.md");
    let before = repository.files("specs");
    let run =
        repository.run(&format!("{DOCS} --accept")).exits(3).says("linked.md: is a link that leads out of fresh/");
    assert!(!run.output.contains("SecretBoat"));
    assert_eq!(repository.files("specs"), before);
    link("hire-boat.md");
    repository.run(DOCS).says("1 new");
    link("nowhere.md");
    repository.run(DOCS).exits(3).says("linked.md");
}

#[test]
fn the_day_comes_from_the_variable_where_it_is_set() {
    let repository = tightened();
    let known = fingerprint(&repository.run(&format!("{DOCS} --format json")).exits(1));
    repository.write("specs/alibaba/boats/drift.toml", waiver(&known, "2027-01-31"));
    // The first second of 2027-02-01 in Greenwich, and the one before.
    for (epoch, exit) in [("1801440000", 1), ("1801439999", 0)] {
        repository.run_with(DOCS, &[("SOURCE_DATE_EPOCH", epoch)]).exits(exit);
    }
    repository.run_with(DOCS, &[("SOURCE_DATE_EPOCH", "soon")]).exits(2).says("SOURCE_DATE_EPOCH is `soon`");
}

#[test]
fn a_waiver_that_matches_nothing_is_an_error_after_the_report() {
    let repository = tightened();
    let file = "specs/huawei/harbour/drift.toml";
    repository.write(file, format!("# Of last year.\n{}", waiver("0123456789abcdef", "2027-01-31")));
    let message = format!("error: {file}:2: no finding has the fingerprint `0123456789abcdef`: delete the waiver");
    repository.run(DOCS).exits(3).prints("1 breaking").says(&message);
    repository.run(&format!("{DOCS} --vendor alibaba")).exits(1);
    let run = repository.run(&format!("{DOCS} --vendor huawei")).exits(3);
    assert_eq!(run.output, "", "a run that failed does not say that nothing changed");
    repository.write(file, "[[waiver]]\nfingerprint = \"x\"\n");
    repository.run(DOCS).exits(3).says("drift.toml:1:1: missing field `because`");
}

#[test]
fn two_versions_take_waivers_from_a_file_that_is_named() {
    let repository = tightened();
    let pair = format!("drift --vendor alibaba --service boats --from {PAGES} --to fresh/alibaba/boats");
    let known = fingerprint(&repository.run(&format!("{pair} --format json")).exits(1));
    repository.write("mine.toml", waiver(&known, "2027-01-31"));
    repository.run(&format!("{pair} --waivers mine.toml --today 2027-01-01")).exits(0);
    repository.run(&format!("{pair} --waivers nowhere.toml")).exits(3).says("nowhere.toml");
    repository.run(&format!("{DOCS} --waivers mine.toml")).exits(2);
}

#[test]
fn accepting_makes_the_fresh_pages_the_committed_ones() {
    let repository = generated();
    repository.write(&format!("{PAGES}/old/paint-boat.md"), PAINT_BOAT);
    repository.write(&format!("{PAGES}/picture.png"), "mine");
    repository.write("specs/alibaba/boats/notes.txt", "mine");
    repository.run("generate").exits(0);
    let before = repository.files("");
    repository.write("fresh/alibaba/boats/hire-boat.md", HIRE_BOAT.replace("**24**", "**12**"));
    repository.write("fresh/alibaba/boats/new/sink-boat.md", HIRE_BOAT.replace("HireBoat", "SinkBoat"));

    let run = repository.run(&format!("{DOCS} --accept")).exits(0).prints("breaking");
    run.says("alibaba/boats: 2 pages, 1 changed, 1 new, 1 gone").says("accepted the pages of 1 service");
    let after = repository.files("");
    assert_eq!(after[&format!("{PAGES}/hire-boat.md")], HIRE_BOAT.replace("**24**", "**12**").into_bytes());
    assert!(after.contains_key(&format!("{PAGES}/new/sink-boat.md")));
    assert!(!after.contains_key(&format!("{PAGES}/old/paint-boat.md")), "a page that is gone goes");
    assert!(!repository.path().join(PAGES).join("old").exists(), "its empty folder too");
    assert!(after.contains_key("generated/src/alibaba/boats/sink_boat.rs"));
    assert!(after.keys().all(|path| !path.contains(".docwright-")), "{:?}", after.keys());
    for kept in [&format!("{PAGES}/picture.png"), "specs/alibaba/boats/notes.txt", "specs/huawei/harbour/spec.json"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    // What was written is what `generate` would have written.
    repository.run("generate --check").exits(0);
    repository.run(DOCS).exits(0).says("alibaba/boats: 2 pages, all as they were");
    repository.run(&format!("{DOCS} --accept")).exits(0).says("nothing to accept");
    assert_eq!(repository.files(""), after);
}

#[test]
fn what_can_not_be_accepted_leaves_everything_as_it_was() {
    let repository = tightened();
    let edited = "generated/src/alibaba/boats/hire_boat.rs";
    let (mine, ours) = (repository.read(edited) + "// my own line\n", repository.read(edited));
    repository.write(edited, mine);
    let before = repository.files("");
    repository.run(&format!("{DOCS} --accept")).exits(1).says("hire_boat.rs was edited by hand");
    assert_eq!(repository.files(""), before);
    repository.write(edited, ours);

    repository.write("fresh/alibaba/boats/moor.md", MOOR_BOAT);
    let before = repository.files("");
    repository.run(&format!("{DOCS} --accept")).exits(1).says("alibaba/boats: 1 error").says("nothing was accepted");
    assert_eq!(repository.files(""), before);
    fs::remove_file(repository.path().join("fresh/alibaba/boats/moor.md")).expect("removed");

    // A folder where the old page would be kept.
    repository.write(&format!("{PAGES}/hire-boat.md.docwright-old/x"), "x");
    let before = repository.files("");
    repository.run(&format!("{DOCS} --accept")).exits(3).says("nothing was accepted");
    assert_eq!(repository.files(""), before);

    repository.run(&format!("{DOCS} --accept --fail-on any")).exits(2);
    repository.run("drift --vendor alibaba --service boats --from fresh --to fresh --accept").exits(2);
}

/// How often the time of reading and hashing a run may take here beyond its start, where the program is not made for
/// speed and other tests run beside it. `cargo bench -p docwright --bench drift` measures it as it is used, start and all.
const MOST_TIMES: f64 = 20.0;

#[test]
fn an_unchanged_tree_is_read_and_hashed_and_no_more() {
    let repository = Repository::with_boats();
    // Beside two pages, 298 that say nothing, in many bytes.
    let words = "Somebody wrote this down, and nobody reads it.\n".repeat(400);
    for index in 0..298 {
        let text = format!("# Page {index}\n\n<!--\n{words}-->\n");
        repository.write(&format!("specs/alibaba/boats/pages/page-{index}.md"), &text);
        repository.write(&format!("fresh/alibaba/boats/page-{index}.md"), &text);
    }
    repository.write("specs/alibaba/boats/pages/paint-boat.md", PAINT_BOAT);
    repository.write("fresh/alibaba/boats/paint-boat.md", PAINT_BOAT);
    repository.write("fresh/alibaba/boats/hire-boat.md", HIRE_BOAT);
    repository.run("generate").exits(0);
    let files: Vec<_> =
        repository.files("fresh").into_keys().map(|file| repository.path().join("fresh").join(file)).collect();
    assert_eq!(files.len(), 300);
    let quickest = |work: &dyn Fn()| {
        let times = (0..15).map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        });
        times.min().expect("a time").as_secs_f64()
    };
    let hashing = quickest(&|| {
        for file in &files {
            std::hint::black_box(Sha256::digest(fs::read(file).expect("a page")));
        }
    });
    let start = quickest(&|| drop(repository.run("drift").exits(2)));
    let run = quickest(&|| drop(repository.run(DOCS).exits(0).says("alibaba/boats: 300 pages, all as they were")));
    let times = (run - start) / hashing;
    println!(
        "an unchanged tree: {:.1} ms, {:.1} of it the start; {times:.2} times reading and hashing",
        run * 1e3,
        start * 1e3
    );
    assert!(times < MOST_TIMES, "{times:.2} times reading and hashing");
}
