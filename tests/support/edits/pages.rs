//! Edits of a page of the lamps that change how it is written.

use docwright::drift::rules::{Rule, Way};
use docwright::drift::{Facet, Side};

/// A page of one operation.
const PAGE: &str = "# CreateLamp\n\nLights a lamp in a room, and keeps it lit until somebody puts it out.\n\n\
    ## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n\
    |Action|String|Yes|CreateLamp|The operation.|\n|RoomId|String|Yes|room-1|The room.|\n\n\
    ## Samples\n\n```\nhttp(s)://[Endpoint]/?Action=CreateLamp&RoomId=room-1\n```\n\n\
    ## See also\n\nLamps are bought in a shop.\n";

/// Pages before and after, by their names.
pub type Pages = Vec<(&'static str, String)>;

/// Pages before and after an edit that a rule of pages tells; `None` of another rule.
///
/// # Panics
///
/// When a rule has a way that nobody knows how to edit.
pub fn of_page(rule: &Rule) -> Option<(Pages, Pages)> {
    if rule.side != Some(Side::Page) {
        return None;
    }
    if rule.way == Way::Removed {
        let (old, new) = came(rule.facet);
        return Some((new, old));
    }
    Some(if rule.way == Way::Added { came(rule.facet) } else { changed(rule.facet, rule.way) })
}

fn page(text: &str) -> Pages {
    vec![("create-lamp.md", text.to_owned())]
}

fn edited(from: &str, to: &str) -> (Pages, Pages) {
    assert!(PAGE.contains(from), "nothing to edit: {from}");
    (page(PAGE), page(&PAGE.replace(from, to)))
}

fn came(facet: Facet) -> (Pages, Pages) {
    match facet {
        Facet::Page => {
            let more = ("about.md", "# About lamps\n\nThey give light.\n".to_owned());
            (page(PAGE), page(PAGE).into_iter().chain([more]).collect())
        }
        // Each half is a page now, and the whole one is gone.
        Facet::Split => {
            let (request, rest) = PAGE.split_once("## Samples").expect("two halves");
            let long = |text: &str, word: &str| {
                let lines = (0..8).map(|line| format!("Line {line} of {word} says what no other one says."));
                format!("{text}\n\n{}\n", lines.collect::<Vec<_>>().join("\n\n"))
            };
            let (request, rest) = (long(request, "requests"), long(&format!("## Samples{rest}"), "samples"));
            let whole = vec![("lamps.md", format!("{request}\n{rest}"))];
            (whole, vec![("create-lamp.md", request), ("create-lamp-samples.md", rest)])
        }
        Facet::Heading => edited("Lamps are bought", "## Shops\n\nLamps are bought"),
        Facet::Column => edited("Lamps are bought", "|Shop|Street|\n|---|---|\n\nLamps are bought"),
        Facet::Sample => edited("Lamps are bought", "```\nring the bell\n```\n\nLamps are bought"),
        Facet::Lost => {
            let text = "LightLamp\n\nLights a lamp in a room, and keeps it lit until somebody puts it out.\n\n\
                Request parameters\n\nParameter | Type | Required | Example | Description |\n---|---|---|---|---|\n\
                Action | String | Yes | LightLamp | The operation. |\n";
            (vec![("light-lamp.txt", text.to_owned())], page(PAGE))
        }
        Facet::Words => edited("Lamps are bought", "It is dark outside.\n\nLamps are bought"),
        other => panic!("a page has no {other:?}"),
    }
}

fn changed(facet: Facet, way: Way) -> (Pages, Pages) {
    match (facet, way) {
        (Facet::Page, Way::Moved) => (page(PAGE), vec![("lamps/create-lamp.md", PAGE.to_owned())]),
        (Facet::Page, _) => {
            let long = format!("{PAGE}\n{}", "Much more is to be said of lamps and of light. ".repeat(40));
            (page(&long), page("# CreateLamp\n\nGone.\n"))
        }
        (Facet::Language, _) => {
            let text = "点亮房间里的灯，直到有人把它关掉为止。灯在商店里购买。";
            (page("# CreateLamp\n\nLights a lamp in a room.\n"), page(&format!("# CreateLamp\n\n{text}\n")))
        }
        (Facet::Heading, _) => edited("## See also", "## Related"),
        (Facet::Column, _) => edited("|Example|", "|For example|"),
        (Facet::Sample, _) => edited("RoomId=room-1\n", "RoomId=room-2\n"),
        (Facet::Words, _) => edited("bought in a shop", "bought in shops"),
        (Facet::Markup, _) => edited("Lamps are bought", "Lamps are **bought**"),
        (other, way) => panic!("{other:?} is not {way:?}"),
    }
}
