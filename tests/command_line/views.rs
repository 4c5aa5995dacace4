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
    let run = repository.run("stats").exits(0).prints("rows                                    7\n");
    run.prints("      1  D0103  an unknown column heading\n");
}

#[test]
fn unknown_words_are_listed_with_the_rows_that_they_would_win() {
    let repository = Repository::with_boats();
    let page = "# PaintBoat\n\n## Request parameters\n\n|Parameter|Weight|Type|\n|---|---|---|\n\
        |Colour|1 kg|Shade|\n|Boat|2 kg|String|\n\n## Varnish\n\n|Parameter|Type|\n|---|---|\n|Gloss|String|\n";
    repository.write("pages/paint-boat.md", page);
    let run = repository.run("stats --vendor alibaba --pages pages").exits(0);
    run.prints("unknown headings, and the rows that each would win\n      1  Varnish\n")
        .prints("unknown columns, and the rows that each would win\n      2  Weight\n")
        .prints("  facts");
    let total = &repository.run("stats --vendor alibaba --pages pages --format json").exits(0).json()["total"];
    assert_eq!(total["rows_unread"], 1);
    // "Weight", "1kg", "2kg", and what stands below the heading that nobody knows.
    let unread = "Weight1kg2kgVarnishParameterTypeGlossString".len();
    assert_eq!(total["bytes_unread"], unread);
    let claims = total["bytes_by_claim"].as_object().expect("the claims");
    let sum: u64 = claims.values().filter_map(serde_json::Value::as_u64).sum();
    assert_eq!(total["bytes"], sum);
    assert_eq!(sum as usize, page.chars().filter(|character| !character.is_whitespace()).count());
}

#[test]
fn a_floor_holds_until_something_is_read_worse() {
    let repository = Repository::with_boats();
    repository.run("stats --check").exits(1).says("error: alibaba/boats: rows is 5, and has no floor");
    repository.run("stats --raise").exits(0);
    repository.run("stats --check").exits(0);
    repository.write("specs/alibaba/boats/pages/paint-boat.md", PAINT_BOAT);
    // The other page has an unknown column.
    repository.run("stats --check").exits(1).says("columns_unknown is 1, and was at most 0");
    repository.run("stats --raise").exits(1).says("columns_unknown is 1, and was at most 0");
    let floor = repository.read("specs/floor.toml");
    assert!(floor.contains("[alibaba.boats]") && floor.contains("pages = 2\n"), "{floor}");
    repository.write("specs/floor.toml", floor.replace("rows = 7", "rows = 8"));
    repository.run("stats --check").exits(1).says("rows is 7, and was at least 8");
    repository.write("specs/floor.toml", "[alibaba.ships]\nrows = 1\n");
    repository.run("stats --check").exits(1).says("alibaba/ships: has a floor, and is gone");
    repository.write("specs/floor.toml", "[alibaba.boats]\nmasts = 1\n");
    repository.run("stats --check").exits(3).says("`alibaba.boats.masts` is no count that has a floor");
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
