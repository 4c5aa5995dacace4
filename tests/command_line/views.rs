//! `stats` and the status page.

use crate::support::{PAINT_BOAT, Repository, run_in};

#[test]
fn what_was_read_is_counted() {
    let repository = Repository::with_boats();
    repository.write("specs/alibaba/boats/pages/paint-boat.md", PAINT_BOAT);
    let stats = repository.run("stats --format json").exits(0).json();
    let boats = &stats["services"][0];
    assert_eq!((&boats["vendor"], &boats["service"]), (&"alibaba".into(), &"boats".into()));
    for counts in [boats, &stats["total"]] {
        assert_eq!(counts["pages"], 2);
        assert_eq!(counts["operations"], 2);
        assert_eq!(counts["tables"], 5);
        // Three parameters, a field and an error of one page; a parameter and a field of the other.
        assert_eq!(counts["rows"], 7);
        assert_eq!(counts["rows_unread"], 0);
        assert_eq!(counts["samples"], 1);
        assert_eq!(counts["columns_unknown"], 1);
        assert_eq!(counts["diagnostics"]["D0103"], 1);
    }
    let run = repository.run("stats").exits(0).prints("rows                                  7\n");
    run.prints("      1  D0103  an unknown column heading\n");
}

#[test]
fn the_pages_of_any_folder_are_counted() {
    let repository = Repository::with_boats();
    repository.write("pages/paint-boat.md", PAINT_BOAT);
    let stats = repository.run("stats --vendor alibaba --pages pages --format json").exits(0).json();
    assert_eq!(stats["total"]["operations"], 1);
    repository.run("stats --pages pages").exits(2).says("--vendor");
    repository.run("stats --vendor acme").exits(2).says("no vendor `acme`");
    repository.run("stats --vendor huawei").exits(2).says("no service `huawei`");
}

#[test]
fn the_status_page_says_what_is_there_and_what_to_do_next() {
    let repository = Repository::with_boats();
    let page = repository.run("").exits(0);
    let page = page.prints("alibaba/boats             1           1       0         0      0  missing\n");
    page.prints("otc                   no service yet").prints("Next: `cargo xtask generate`");

    repository.run("generate").exits(0);
    let page = repository.run("").exits(0).prints("up to date\n").prints("generated/            up to date, ");
    page.prints("Next: nothing to do");

    repository.write("specs/alibaba/boats/pages/paint-boat.md", PAINT_BOAT);
    let page = repository.run("").exits(0).prints("differs\n").prints("Next: `cargo xtask generate`");
    assert!(page.output.lines().all(|line| line.chars().count() <= 80), "{}", page.output);
    repository.run("generate").exits(0);
    repository.run("").exits(0).prints("Next: read the 1 warning of alibaba/boats:");

    repository.write("specs/alibaba/boats/service.toml", "titel = 1\n");
    repository
        .run("")
        .exits(0)
        .prints("can not be read: specs/alibaba/boats/service.toml")
        .prints("Next: mend alibaba/boats");
}

#[test]
fn a_folder_inside_the_repository_will_do() {
    let repository = Repository::with_boats();
    let inside = repository.path().join("specs/alibaba/boats");
    let run = run_in(&inside, ["extract", "--vendor", "alibaba", "--service", "boats", "--pages", "pages"]).exits(0);
    assert_eq!(run.json()["operations"][0]["name"], "HireBoat");
    let paint = PAINT_BOAT.replace("Required", "Necessity");
    repository.write("specs/alibaba/boats/pages/paint-boat.md", paint);
    run_in(&inside, ["generate"]).exits(0).says("--> ../../../specs/alibaba/boats/pages/paint-boat.md:7:");
    assert!(repository.files("generated").contains_key("src/lib.rs"));
}
