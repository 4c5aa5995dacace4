//! What real histories of documentation hold, as small as it shows: edits that look like changes and are none, and changes
//! that look like less than they are. Each in markdown and in HTML, and the sentences in both languages.

use docwright::drift::{Finding, Kind};
use docwright_tests::drift::{self, Pages, flat};

fn findings(old: Pages<'_>, new: Pages<'_>) -> Vec<Finding> {
    drift::findings("alibaba", old, new)
}

/// The words of a page's frame in one language.
struct Frame {
    intro: &'static str,
    request: (&'static str, &'static str),
    response: (&'static str, &'static str),
    errors: (&'static str, &'static str),
    action: &'static str,
    room: &'static str,
    id: &'static str,
    full: &'static str,
}

const ENGLISH: Frame = Frame {
    intro: "Makes a lamp.",
    request: ("Request parameters", "|Parameter|Type|Required|Example|Description|"),
    response: ("Response parameters", "|Parameter|Type|Example|Description|"),
    errors: ("Error codes", "|HTTP status code|Error code|Error message|Description|"),
    action: "|Action|String|Yes|CreateLamp|The operation.|",
    room: "|RoomId|String|Yes|room-1|The room that the lamp hangs in.|",
    id: "|LampId|String|lamp-1|The lamp.|",
    full: "|403|Room.Full|The room is full.|Choose another room.|",
};

const CHINESE: Frame = Frame {
    intro: "创建一盏灯。",
    request: ("请求参数", "|名称|类型|是否必选|示例值|描述|"),
    response: ("返回数据", "|名称|类型|示例值|描述|"),
    errors: ("错误码", "|HttpCode|错误码|错误信息|描述|"),
    action: "|Action|String|是|CreateLamp|系统规定参数。取值：CreateLamp。|",
    room: "|RoomId|String|是|room-1|灯所在的房间。|",
    id: "|LampId|String|lamp-1|灯的ID。|",
    full: "|403|Room.Full|The room is full.|房间已满。|",
};

/// The rows that an edit is about, in the table that they stand in.
#[derive(Clone, Copy, Debug)]
enum Rows<'r> {
    Request(&'r str),
    Response(&'r str),
    Errors(&'r str),
}

impl Frame {
    fn sections(&self, rows: Rows<'_>) -> [(&str, &str, String); 3] {
        let of = |own: Option<&str>, known: &[&str]| -> String {
            known.iter().copied().chain(own).collect::<Vec<_>>().join("\n")
        };
        let (request, response, errors) = match rows {
            Rows::Request(own) => (Some(own), None, None),
            Rows::Response(own) => (None, Some(own), None),
            Rows::Errors(own) => (None, None, Some(own)),
        };
        [
            (self.request.0, self.request.1, of(request, &[self.action, self.room])),
            (self.response.0, self.response.1, of(response, &[self.id])),
            (self.errors.0, self.errors.1, of(errors, &[self.full])),
        ]
    }

    fn markdown(&self, rows: Rows<'_>) -> String {
        let mut text = format!("# CreateLamp\n\n{}\n", self.intro);
        for (heading, header, rows) in self.sections(rows) {
            let dashes = "---|".repeat(header.matches('|').count() - 1);
            text.extend(["\n## ", heading, "\n\n", header, "\n|", &dashes, "\n", &rows, "\n"]);
        }
        text
    }

    fn html(&self, rows: Rows<'_>) -> String {
        let mut text = format!("<!DOCTYPE html>\n<html><body>\n<h1>CreateLamp</h1>\n<p>{}</p>\n", self.intro);
        for (heading, header, rows) in self.sections(rows) {
            let head: String = cells(header).iter().map(|cell| format!("<th>{cell}</th>")).collect::<Vec<_>>().concat();
            // A row starts with a bar, and may go on below.
            let rows: Vec<String> = rows.split("\n|").map(|row| format!("<tr>{}</tr>\n", rendered(row))).collect();
            let body = rows.concat();
            let head = format!("<h2>{heading}</h2>\n<table><thead><tr>{head}</tr></thead>\n");
            text.extend([head.as_str(), "<tbody>", &body, "</tbody></table>\n"]);
        }
        text + "</body></html>\n"
    }
}

fn cells(row: &str) -> Vec<&str> {
    let row = row.strip_prefix('|').unwrap_or(row);
    row.strip_suffix('|').unwrap_or(row).split('|').collect()
}

/// The cells of a row in HTML.
fn rendered(row: &str) -> String {
    let cell = |cell: &str| {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(cell));
        format!("<td>{html}</td>")
    };
    cells(row).into_iter().map(cell).collect::<Vec<_>>().concat()
}

/// An edit, its rows before and after, and what it changes.
type Trap<'t> = (&'t str, Rows<'t>, Rows<'t>, &'t [&'t str]);

fn hold(frame: &Frame, traps: &[Trap<'_>]) {
    for (what, old, new, expected) in traps {
        let found = findings(&[("lamp.md", &frame.markdown(*old))], &[("lamp.md", &frame.markdown(*new))]);
        assert_eq!(flat(&found), *expected, "{what}, in markdown");
        let found = findings(&[("lamp.html", &frame.html(*old))], &[("lamp.html", &frame.html(*new))]);
        assert_eq!(flat(&found), *expected, "{what}, in HTML");
        let found = findings(&[("lamp.md", &frame.markdown(*old))], &[("lamp.html", &frame.html(*new))]);
        assert_eq!(flat(&found), *expected, "{what}, from markdown to HTML");
    }
}

const ENGLISH_TRAPS: &[Trap<'static>] = &[
    (
        "a link leads elsewhere",
        Rows::Request("|Name|String|No|a|See [rooms](a.md#x).|"),
        Rows::Request("|Name|String|No|a|See [rooms](b.md#y).|"),
        &[],
    ),
    (
        "an escape goes",
        Rows::Request("|Name|String|No|a\\_b|A \\(short\\) name.|"),
        Rows::Request("|Name|String|No|a_b|A (short) name.|"),
        &[],
    ),
    (
        "rows move",
        Rows::Request("|Name|String|No|a|The name.|\n|Watt|Integer|No|5|The power.|"),
        Rows::Request("|Watt|Integer|No|5|The power.|\n|Name|String|No|a|The name.|"),
        &[],
    ),
    (
        "marks of a tree come",
        Rows::Response("|Lamps|Array of Lamp| |The lamps.|\n|Lamp| | | |\n|Watt|Integer|5|The power.|"),
        Rows::Response("|Lamps|Array of Lamp| |The lamps.|\n|└Lamp| | | |\n|└└Watt|Integer|5|The power.|"),
        &[],
    ),
    (
        "marks of a tree go",
        Rows::Response(
            "|Lamps|Array of Lamp| |The lamps.|\n|└Watt|Integer|5|The power.|\n|└Shade|String|red|What hides the bulb.|",
        ),
        Rows::Response(
            "|Lamps|Array of Lamp| |The lamps.|\n|Watt|Integer|5|The power.|\n|Shade|String|red|What hides the bulb.|",
        ),
        &[],
    ),
    (
        "the case of a member's name is mended",
        Rows::Request("|Tag.N.key|String|No|a|The key of the tag.|"),
        Rows::Request("|Tag.N.Key|String|No|a|The key of the tag.|"),
        &["param.renamed Tag.Key: Tag[].key -> Tag[].Key"],
    ),
    (
        "a count is written as a pattern",
        Rows::Request("|Room.1|String|No|a|A room.|"),
        Rows::Request("|Room.N|String|No|a|A room.|"),
        &[],
    ),
    (
        "the default moves inside its sentence",
        Rows::Request("|Mode|String|No|dim|The mode. Valid values: dim and full. Default value: dim.|"),
        Rows::Request("|Mode|String|No|dim|The mode. Default value: dim. Valid values:\n\n- dim\n- full|"),
        &[],
    ),
    (
        "the default is marked in the list instead",
        Rows::Request("|Mode|String|No|dim|The mode. Valid values:\n\n- dim\n- full\n\nDefault value: dim.|"),
        Rows::Request("|Mode|String|No|dim|The mode. Valid values:\n\n- dim \\(default\\)\n- full|"),
        &[],
    ),
    (
        "no default is said otherwise",
        Rows::Request("|Name|String|No|a|The name. Default: empty.|"),
        Rows::Request("|Name|String|No|a|The name. This parameter is empty by default.|"),
        &[],
    ),
    (
        "another default that is none",
        Rows::Request("|Name|String|No|a|The name. Default: empty.|"),
        Rows::Request("|Name|String|No|a|The name. Default value: null.|"),
        &["param.default Name: empty -> null"],
    ),
    (
        "a default comes where there was none",
        Rows::Request("|Name|String|No|a|The name. Default value: null.|"),
        Rows::Request("|Name|String|No|a|The name. Default value: `lamp`.|"),
        &["param.default Name: null -> lamp"],
    ),
    (
        "a typo in a name is mended",
        Rows::Request("|Brigthness|Integer|No|5|How bright the lamp is.|"),
        Rows::Request("|Brightness|Integer|No|5|How bright the lamp is.|"),
        &["param.renamed Brightness: Brigthness -> Brightness"],
    ),
    (
        "one code stands in several rows",
        Rows::Errors("|400|Room.Bad|The room is dark.|See.|\n|400|Room.Bad|The room is wet.|Dry it.|"),
        Rows::Errors("|400|Room.Bad|The room is wet.|Dry it.|\n|400|Room.Bad|The room is dark.|See.|"),
        &[],
    ),
    (
        "one message of a code changes",
        Rows::Errors("|400|Room.Bad|The room is dark.|See.|\n|400|Room.Bad|The room is wet.|Dry it.|"),
        Rows::Errors("|400|Room.Bad|The room is dark.|See.|\n|400|Room.Bad|The room is flooded.|Dry it.|"),
        &["error.message Room.Bad: The room is wet. -> The room is flooded."],
    ),
    (
        "a group separator comes",
        Rows::Request("|Watt|Integer|No|5|The power. Valid values: 1 to 4096.|"),
        Rows::Request("|Watt|Integer|No|5|The power. Valid values: 1 to 4,096.|"),
        &[],
    ),
    (
        "a note of mutual exclusion comes",
        Rows::Request("|Name|String|No|a|The name.|\n|Number|String|No|b|The number.|"),
        Rows::Request(
            "|Name|String|No|a|The name. You cannot specify `Name` and `Number` at the same time.|\n|Number|String|No|b|The number.|",
        ),
        &["param.constraint Name:  -> Number"],
    ),
    (
        "characters that are allowed beside others",
        Rows::Request("|Name|String|No|a|The name. It can contain letters, digits, and hyphens (-).|"),
        Rows::Request("|Name|String|No|a|The name. It can contain letters, digits, colons (:), and hyphens (-).|"),
        &["param.constraint Name:  -> can contain :"],
    ),
    (
        "a limit of some cases comes",
        Rows::Request("|Name|String|No|a|The name.|"),
        Rows::Request(
            "|Name|String|No|a|The name. For lamps of glass, the name cannot start with a forward slash (/).|",
        ),
        &["param.constraint Name:  -> does not start with /"],
    ),
    (
        "a list of values has an item of words",
        Rows::Request("|Mode|String|No|dim|The mode.|"),
        Rows::Request("|Mode|String|No|dim|The mode. Valid values:\n\n- Dim\n- Full\n- Whatever you like best|"),
        &["param.value.added Mode:  -> Dim", "param.value.added Mode:  -> Full"],
    ),
    (
        "a member that is told in the text changes",
        Rows::Request(
            "|Bulb|String|No|x|The bulb:\n\n- **Bulb.Socket**: the socket. Default value: E27.\n- **Bulb.Watt**: the power.|",
        ),
        Rows::Request(
            "|Bulb|String|No|x|The bulb:\n\n- **Bulb.Socket**: the socket. Default value: E14.\n- **Bulb.Watt**: the power.|",
        ),
        &["param.default Bulb.Socket: E27 -> E14"],
    ),
];

#[test]
fn traps_in_english() {
    hold(&ENGLISH, ENGLISH_TRAPS);
}

const CHINESE_TRAPS: &[Trap<'static>] = &[
    (
        "a link leads elsewhere",
        Rows::Request("|Name|String|否|a|请参见[房间](~~1~~)。|"),
        Rows::Request("|Name|String|否|a|请参见[房间](~~2~~)。|"),
        &[],
    ),
    (
        "a blank goes",
        Rows::Request("|Name|String|否|a|灯的 ID 名称。|"),
        Rows::Request("|Name|String|否|a|灯的ID名称。|"),
        &[],
    ),
    (
        "the default moves inside its sentence",
        Rows::Request("|Watt|Integer|否|5|功率。默认值：5。取值范围：1~60。|"),
        Rows::Request("|Watt|Integer|否|5|功率。取值范围：1~60。默认值：5。|"),
        &[],
    ),
    (
        "the default is marked in the list instead",
        Rows::Request("|Mode|String|否|dim|模式。取值：\n\n- dim\n- full\n\n默认值：dim。|"),
        Rows::Request("|Mode|String|否|dim|模式。取值：\n\n- dim（默认）\n- full|"),
        &[],
    ),
    (
        "no default is said otherwise",
        Rows::Request("|Name|String|否|a|名称。默认值：空。|"),
        Rows::Request("|Name|String|否|a|名称。默认为空。|"),
        &[],
    ),
    (
        "a group separator comes",
        Rows::Request("|Watt|Integer|否|5|功率。取值范围：1~4096。|"),
        Rows::Request("|Watt|Integer|否|5|功率。取值范围：1~4,096。|"),
        &[],
    ),
    (
        "a note of mutual exclusion comes",
        Rows::Request("|Name|String|否|a|名称。|\n|Number|String|否|b|编号。|"),
        Rows::Request("|Name|String|否|a|名称。不能同时指定`Name`和`Number`。|\n|Number|String|否|b|编号。|"),
        &["param.constraint Name:  -> Number"],
    ),
    (
        "a limit, a value and a default change",
        Rows::Request(
            "|Mode|String|否|dim|模式。取值：\n\n- dim（默认）\n- full|\n|Watt|Integer|否|5|功率。取值范围：1~60。|",
        ),
        Rows::Request(
            "|Mode|String|否|dim|模式。取值：\n\n- dim\n- flash（默认）|\n|Watt|Integer|否|5|功率。取值范围：1~40。|",
        ),
        &[
            "param.constraint Watt: 60 -> 40",
            "param.default Mode: dim -> flash",
            "param.value.added Mode:  -> flash",
            "param.value.removed Mode: full -> ",
        ],
    ),
    (
        "marks of a tree come",
        Rows::Response("|Lamps|Array of Lamp| |灯的列表。|\n|Lamp| | | |\n|Watt|Integer|5|功率。|"),
        Rows::Response("|Lamps|Array of Lamp| |灯的列表。|\n|└Lamp| | | |\n|└└Watt|Integer|5|功率。|"),
        &[],
    ),
    (
        "one code stands in several rows",
        Rows::Errors("|400|Room.Bad|The room is dark.|看。|\n|403|Room.Bad|The room is wet.|擦干。|"),
        Rows::Errors("|403|Room.Bad|The room is wet.|擦干。|\n|400|Room.Bad|The room is dark.|看。|"),
        &[],
    ),
    (
        "a member that is told in the text changes",
        Rows::Request("|Bulb|String|否|x|灯泡：\n\n- **Bulb.Socket**：灯座，默认值：E27。\n- **Bulb.Watt**：功率。|"),
        Rows::Request("|Bulb|String|否|x|灯泡：\n\n- **Bulb.Socket**：灯座，默认值：E14。\n- **Bulb.Watt**：功率。|"),
        &["param.default Bulb.Socket: E27 -> E14"],
    ),
];

#[test]
fn traps_in_chinese() {
    hold(&CHINESE, CHINESE_TRAPS);
}

#[test]
fn what_stands_around_the_rows_is_no_change() {
    let rows = Rows::Request("|Name|String|No|a|The name.|");
    let page = ENGLISH.markdown(rows);
    let edits: [(&str, String); 7] = [
        ("anchors come", page.replace("## Request parameters", "## Request parameters {#section_x .section}")),
        ("other anchors", page.replace("# CreateLamp\n", "# CreateLamp {#doc_api_Lamps_CreateLamp .reference}\n")),
        ("widths", page.replace("---|", ":--------|")),
        ("other words for a column", page.replace("|HTTP status code|", "|HttpCode|")),
        (
            "a column is called otherwise",
            page.replace("|Required|", "|Required?|").replace("|Parameter|Type|Req", "|Name|Type|Req"),
        ),
        (
            "the answer loses its column of examples",
            page.replace(
                "|Parameter|Type|Example|Description|\n|---|---|---|---|",
                "|Parameter|Type|Description|\n|---|---|---|",
            )
            .replace("|LampId|String|lamp-1|", "|LampId|String|"),
        ),
        (
            "the request loses its column of examples",
            page.replace(
                "|Required|Example|Description|\n|---|---|---|---|---|",
                "|Required|Description|\n|---|---|---|---|",
            )
            .replace("|Yes|CreateLamp|", "|Yes|")
            .replace("|Yes|room-1|", "|Yes|")
            .replace("|No|a|", "|No|"),
        ),
    ];
    for (what, edited) in edits {
        assert_ne!(page, edited, "{what}: nothing was changed");
        assert_eq!(flat(&findings(&[("a.md", &page)], &[("a.md", &edited)])), Vec::<String>::new(), "{what}");
        assert_eq!(flat(&findings(&[("a.md", &edited)], &[("a.md", &page)])), Vec::<String>::new(), "not {what}");
    }
}

#[test]
fn a_mended_name_is_said_to_look_like_a_typo() {
    let page = |name: &str| ENGLISH.markdown(Rows::Request(&format!("|{name}|Integer|No|5|How bright the lamp is.|")));
    let found = findings(&[("a.md", &page("Brigthness"))], &[("a.md", &page("Brightness"))]);
    let renamed: Vec<&Finding> = found.iter().filter(|found| found.kind == Kind::Renamed).collect();
    assert!(
        renamed.iter().any(|found| found.remark.as_deref().is_some_and(|remark| remark.contains("typo"))),
        "{found:?}"
    );
}

/// A fact that the first language tells is no news when the second one tells it, too.
#[test]
fn the_same_edit_in_the_second_language_is_told_once() {
    let page = |limit: &str, rows: &str| {
        ENGLISH.markdown(Rows::Request(&format!("|Watt|Integer|No|5|The power. Valid values: 1 to {limit}.|{rows}")))
    };
    let chinese = |limit: &str, rows: &str| {
        CHINESE.markdown(Rows::Request(&format!("|Watt|Integer|否|5|功率。取值范围：1~{limit}。|{rows}")))
    };
    let edits = [
        (
            "a parameter comes",
            (page("60", ""), chinese("60", "")),
            (
                page("60", "\n|Shade|String|No|red|What hides the bulb.|"),
                chinese("60", "\n|Shade|String|否|red|灯罩。|"),
            ),
            "param.added Shade:  -> Shade",
        ),
        (
            "a limit changes",
            (page("60", ""), chinese("60", "")),
            (page("40", ""), chinese("40", "")),
            "param.constraint Watt: 60 -> 40",
        ),
    ];
    for (what, old, new, expected) in &edits {
        for english_first in [true, false] {
            let first = if english_first { (&new.0, &old.1) } else { (&old.0, &new.1) };
            let step = |from: (&String, &String), to: (&String, &String)| {
                flat(&findings(
                    &[("en/lamp.md", from.0), ("zh/lamp.md", from.1)],
                    &[("en/lamp.md", to.0), ("zh/lamp.md", to.1)],
                ))
            };
            let mut told = step((&old.0, &old.1), first);
            told.extend(step(first, (&new.0, &new.1)));
            assert_eq!(told, [*expected], "{what}, English first: {english_first}");
        }
    }
}
