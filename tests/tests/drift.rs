//! What drift finds between two versions of a page, and what it must not find.

use std::fs;

use docwright::drift::{Facet, Finding, Layer};
use docwright_tests::drift::{findings, flat};
use docwright_tests::shared::shared;
use rayon::prelude::*;

/// A page of an operation in the layout of a markdown vendor, with the rows of its tables.
fn page(request: &str, response: &str, errors: &str) -> String {
    format!(
        "# CreateLamp\n\nMakes a lamp.\n\n## Request parameters\n\n\
         |Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n\
         |Action|String|Yes|CreateLamp|The operation.|\n{request}\n\n\
         ## Response parameters\n\n|Parameter|Type|Example|Description|\n|---|---|---|---|\n{response}\n\n\
         ## Error codes\n\n|HTTP status code|Error code|Error message|Description|\n|---|---|---|---|\n{errors}\n"
    )
}

const ROOM: &str = "|RoomId|String|Yes|room-1|The room that the lamp hangs in.|";
const ID: &str = "|LampId|String|lamp-1|The lamp.|";
const FULL: &str = "|403|Room.Full|The room is full.|Choose another room.|";

/// Both versions of a request, and what must be found.
type Trap = (&'static str, &'static str, &'static str, &'static [&'static str]);

#[test]
fn edits_of_a_request_are_found_and_nothing_else() {
    let traps: &[Trap] = &[
        ("a link changes", "|Name|String|No|a|See [rooms](a.md#x).|", "|Name|String|No|a|See [rooms](b.md#y).|", &[]),
        ("emphasis changes", "|Name|String|No|a|The **name**.|", "|Name|String|No|a|The `name`.|", &[]),
        ("an escape changes", "|Name|String|No|a\\_b|The name.|", "|Name|String|No|a_b|The name.|", &[]),
        (
            "rows move",
            "|Name|String|No|a|The name.|\n|Watt|Integer|No|5|The power.|",
            "|Watt|Integer|No|5|The power.|\n|Name|String|No|a|The name.|",
            &[],
        ),
        ("a count is written as a pattern", "|Tag.1.Key|String|No|a|A key.|", "|Tag.N.Key|String|No|a|A key.|", &[]),
        (
            "the default moves inside its sentence",
            "|Watt|Integer|No|5|The power. Default value: 5. Valid values: 1 to 60.|",
            "|Watt|Integer|No|5|The power. Valid values: 1 to 60. Default value: 5.|",
            &[],
        ),
        (
            "a group separator appears",
            "|Watt|Integer|No|5|The power. Maximum value: 4096.|",
            "|Watt|Integer|No|5|The power. Maximum value: 4,096.|",
            &[],
        ),
        (
            "a typo in a name is mended",
            "|Brigthness|Integer|No|5|How bright the lamp is.|",
            "|Brightness|Integer|No|5|How bright the lamp is.|",
            &["param.renamed Brightness: Brigthness -> Brightness"],
        ),
        (
            "the case of a member's name is mended",
            "|Tag.N.key|String|No|a|The key of the tag.|",
            "|Tag.N.Key|String|No|a|The key of the tag.|",
            &["param.renamed Tag.Key: Tag[].key -> Tag[].Key"],
        ),
        (
            "a note of mutual exclusion appears",
            "|Name|String|No|a|The name.|\n|Number|String|No|b|The number.|",
            "|Name|String|No|a|The name. If this parameter is specified, the `Number` parameter cannot be specified.|\n\
             |Number|String|No|b|The number.|",
            &["param.constraint Name:  -> Number"],
        ),
        (
            "a parameter comes, another one goes",
            "|Watt|Integer|No|5|The power.|",
            "|Shade|String|No|paper|What hides the bulb.|",
            &["param.added Shade:  -> Shade", "param.removed Watt: Watt -> "],
        ),
        (
            "a column of facts changes",
            "|Watt|Integer|No|5|The power.|",
            "|Watt|String|Yes|5|The power.|",
            &["param.presence Watt: optional -> required", "param.type Watt: Integer -> String"],
        ),
        (
            "a value comes, a value goes, the limit and the default change",
            "|Mode|String|No|dim|The mode. Valid values:\n\n- dim (default)\n- full|\n|Watt|Integer|No|5|The power. Valid values: 1 to 60.|",
            "|Mode|String|No|dim|The mode. Valid values:\n\n- dim\n- flash (default)|\n|Watt|Integer|No|5|The power. Valid values: 1 to 40.|",
            &[
                "param.constraint Watt: 60 -> 40",
                "param.default Mode: dim -> flash",
                "param.value.added Mode:  -> flash",
                "param.value.removed Mode: full -> ",
            ],
        ),
        (
            "other words for the same facts",
            "|Name|String|No|a|The name must be 2 to 64 characters in length.|",
            "|Name|String|No|b|What the lamp is called. The value can be 2 to 64 characters in length.|",
            &[],
        ),
    ];
    for (what, old, new, expected) in traps {
        let (old, new) = (format!("{ROOM}\n{old}"), format!("{ROOM}\n{new}"));
        let (old, new) = (page(&old, ID, FULL), page(&new, ID, FULL));
        let found = flat(&findings("alibaba", &[("lamp.md", &old)], &[("lamp.md", &new)]));
        assert_eq!(found, *expected, "{what}");
    }
}

#[test]
fn edits_of_answers_and_errors_are_found_and_nothing_else() {
    let old = page(ROOM, ID, FULL);
    let traps: &[(&str, String, &[&str])] = &[
        (
            "a table loses its column of examples",
            page(ROOM, ID, FULL).replace(
                "|Parameter|Type|Example|Description|\n|---|---|---|---|\n|LampId|String|lamp-1|",
                "|Parameter|Type|Description|\n|---|---|---|\n|LampId|String|",
            ),
            &[],
        ),
        ("header words change", page(ROOM, ID, FULL).replace("HTTP status code", "HttpCode"), &[]),
        (
            "a field of the answer goes",
            page(ROOM, "|RoomId|String|room-1|The room.|", FULL),
            &["response.added RoomId:  -> RoomId", "response.removed LampId: LampId -> "],
        ),
        (
            "one code stands in several rows",
            page(ROOM, ID, &format!("{FULL}\n|400|Room.Full|The room is full.|Choose another room.|")),
            &["error.status Room.Full:  -> 400"],
        ),
        (
            "a message changes",
            page(ROOM, ID, "|403|Room.Full|No lamp fits in.|Choose another room.|"),
            &["error.message Room.Full: The room is full. -> No lamp fits in."],
        ),
        (
            "an error comes, and what another one means is said otherwise",
            page(
                ROOM,
                ID,
                "|403|Room.Full|The room is full.|Look elsewhere.|\n|404|Room.Gone|There is no such room.|Build one.|",
            ),
            &["error.added Room.Gone:  -> Room.Gone"],
        ),
        (
            "the case of a code changes",
            page(ROOM, ID, "|403|Room.FULL|The room is full.|Choose another room.|"),
            &["error.renamed Room.FULL: Room.Full -> Room.FULL"],
        ),
    ];
    for (what, new, expected) in traps {
        assert_ne!(old, *new, "{what}: nothing was changed");
        assert_eq!(flat(&findings("alibaba", &[("lamp.md", &old)], &[("lamp.md", new)])), *expected, "{what}");
    }
}

#[test]
fn pages_come_go_and_move() {
    let old = page(ROOM, ID, FULL);
    let pages = |findings: &[Finding]| -> Vec<String> {
        let of_pages = findings.iter().filter(|found| found.facet == Facet::Page);
        of_pages.map(|found| format!("{:?} {}", found.kind, found.subject.name)).collect()
    };
    let moved = findings("alibaba", &[("a.md", &old)], &[("b/a.md", &old)]);
    assert_eq!(pages(&moved), ["Moved b/a.md"]);
    assert_eq!(flat(&moved), Vec::<String>::new());
    let gone = findings("alibaba", &[("a.md", &old), ("note.md", "# Lamps\n\nRead this.\n")], &[("a.md", &old)]);
    assert_eq!(pages(&gone), ["Removed note.md"]);
    let emptied = findings("alibaba", &[("a.md", &old)], &[("a.md", "# CreateLamp\n")]);
    assert_eq!(pages(&emptied), ["Changed a.md"]);
}

#[test]
fn fingerprints_stay_when_words_move() {
    let old = page(ROOM, ID, FULL);
    let new = page(&format!("{ROOM}\n|Watt|Integer|No|5|The power.|"), ID, FULL);
    let of = |old: &str, new: &str| -> Vec<String> {
        let found = findings("alibaba", &[("a.md", old)], &[("a.md", new)]);
        found.iter().filter(|found| found.layer() == Layer::Api).map(Finding::fingerprint).collect()
    };
    let below = |text: &str| text.replace("Makes a lamp.", "Makes a lamp.\n\nIt takes a while.");
    assert_eq!(of(&old, &new), of(&below(&old), &below(&new)));
    assert_eq!(of(&old, &new).len(), 1);
}

#[test]
fn a_page_does_not_differ_from_itself() {
    let Some(corpus) = shared("drift", "corpus") else { return };
    let list = fs::read_to_string(corpus.join("manifest.tsv")).expect("the list of pages");
    let header: Vec<&str> = list.lines().next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).expect("a column");
    let (file, vendor) = (column("file"), column("vendor"));
    let rows: Vec<(String, String)> = list
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|row| (row[vendor].to_owned(), row[file].to_owned()))
        .collect();
    assert!(rows.len() > 500, "only {} pages", rows.len());
    let wrong: Vec<String> = rows
        .par_iter()
        .filter_map(|(vendor, file)| {
            let text = fs::read_to_string(corpus.join(file)).expect("a page");
            let found = findings(vendor, &[(file, &text)], &[(file, &text)]);
            (!found.is_empty()).then(|| format!("{file}: {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} pages:\n{}", wrong.len(), wrong.join("\n"));
}
