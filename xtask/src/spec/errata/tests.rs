use super::*;
use crate::source::Position;
use crate::spec::model::{
    Constraints, ErrorCode, Evidence, Field, Location, Origin, Parameter, Presence, Response, Type, Value as Allowed,
    Witness,
};

const PAGE: &str = "describe-snapshots.md";

fn origin() -> Origin {
    Origin { page: PAGE.into(), line: 1, column: 1 }
}

fn field(wire: &str, shape: Type, stated: &str) -> Field {
    Field {
        wire: wire.into(),
        shape,
        stated_type: Some(stated.into()),
        witnesses: vec![Witness::Table],
        ..Field::default()
    }
}

fn operation(name: &str) -> Operation {
    let size = field("SourceDiskSize", Type::String, "String");
    let snapshot = Type::Array { item: Box::new(Type::Object { fields: vec![size] }) };
    let snapshots = Type::Object { fields: vec![field("Snapshot", snapshot, "Array of Snapshot")] };
    let port = Field {
        default: Some("1194".into()),
        presence: Presence::Optional,
        constraints: Constraints { maximum: Some("65535".into()), ..Constraints::default() },
        values: vec![Allowed { wire: "1".into(), description: Some("one".into()), evidence: vec![] }],
        ..field("Port", Type::String, "String")
    };
    let key = field("Key", Type::String, "String");
    let tag = Type::Array { item: Box::new(Type::Object { fields: vec![key] }) };
    let parameter = |field| Parameter { location: Location::Query, role: None, field };
    let error = |code: &str| ErrorCode {
        status: Some(400),
        code: code.into(),
        message: Some("No.".into()),
        description: None,
        witnesses: vec![Witness::Table],
        origin: origin(),
        evidence: Evidence::default(),
    };
    Operation {
        name: name.into(),
        title: None,
        summary: None,
        method: "ANY".into(),
        path: "/".into(),
        endpoint: None,
        deprecated: false,
        asynchronous: None,
        parameters: vec![parameter(port), parameter(field("Tag", tag, "Array"))],
        responses: vec![
            Response {
                status: None,
                fields: vec![field("Snapshots", snapshots, "Struct"), field("Total", Type::Unknown, "")],
                headers: vec![],
                evidence: Evidence::default(),
            },
            Response {
                status: Some(404),
                fields: vec![field("code", Type::String, "String")],
                headers: vec![],
                evidence: Evidence::default(),
            },
        ],
        errors: vec![error("Forbbiden.SubUser"), error("InvalidName")],
        samples: vec![],
        link: None,
        origins: vec![origin()],
        evidence: Evidence::default(),
    }
}

/// An erratum of the page, with the lines between `page` and `because`.
fn toml_of(lines: &str) -> String {
    format!("[[erratum]]\npage = \"{PAGE}\"\n{lines}\nbecause = \"seen\"\n")
}

fn file() -> PagePath {
    PagePath::new("errata.toml")
}

fn apply(text: &str, operations: &mut [Operation]) -> Vec<Diagnostic> {
    let errata = Errata::parse(&file(), text).expect("errata");
    let mut diagnostics = Vec::new();
    errata.apply(&PagePath::new(PAGE), operations, &mut diagnostics);
    diagnostics
}

#[track_caller]
fn applied(lines: &str) -> Operation {
    let mut operations = vec![operation("DescribeSnapshots")];
    assert_eq!(apply(&toml_of(lines), &mut operations), []);
    operations.remove(0)
}

/// Code, line and column in `errata.toml`, message and help of the one diagnostic.
#[track_caller]
fn refused(text: &str) -> (String, Position, String, String) {
    let mut operations = vec![operation("DescribeSnapshots")];
    let mut found = match Errata::parse(&file(), text) {
        Ok(_) => apply(text, &mut operations),
        Err(found) => vec![found],
    };
    assert_eq!(operations, [operation("DescribeSnapshots")], "a refused erratum changes nothing");
    assert_eq!(found.len(), 1, "{found:?}");
    let found = found.remove(0);
    let page = Page::new(file(), text.into()).expect("a page");
    (found.code.to_string(), page.position(found.span.start), found.message, found.help.unwrap_or_default())
}

#[test]
fn a_type_deep_in_an_answer_is_corrected() {
    let operation = applied(
        "at = \"response.Snapshots.Snapshot[].SourceDiskSize\"\nwas = \"String\"\nset = { type = \"integer\" }",
    );
    let mut paths = Vec::new();
    place::paths(operation.responses[0].fields.iter(), "", &mut paths);
    assert_eq!(paths, ["Snapshots", "Snapshots.Snapshot", "Snapshots.Snapshot.SourceDiskSize", "Total"]);
    let snapshots = operation.responses[0].fields[0].shape.members().expect("members");
    let size = &snapshots[0].shape.members().expect("members")[0];
    assert_eq!(size.shape, Type::Integer);
    assert_eq!(size.stated_type.as_deref(), Some("String"), "the page's words stay");
    assert_eq!(size.witnesses, [Witness::Table, Witness::Erratum]);
}

#[test]
fn a_parameter_is_corrected_under_several_keys() {
    let port = applied(
        "at = \"request.Port\"\nwas = { type = \"String\", presence = \"optional\", default = 1194, maximum = \"65535\", values = [\"1\"], in = \"query\" }\n\
         set = { type = \"integer\", presence = \"required\", default = \"\", maximum = 65534, values = [\"1\", \"2\"], in = \"form\" }",
    );
    let Parameter { location, field, .. } = &port.parameters[0];
    assert_eq!(
        (*location, &field.shape, field.presence, &field.default),
        (Location::Form, &Type::Integer, Presence::Required, &None)
    );
    assert_eq!(field.constraints.maximum.as_deref(), Some("65534"));
    let values: Vec<_> = field.values.iter().map(|value| (value.wire.as_str(), value.description.as_deref())).collect();
    assert_eq!(values, [("1", Some("one")), ("2", None)], "a value that stays keeps its description");
}

#[test]
fn names_errors_and_operations_are_corrected() {
    let renamed = applied("at = \"request.Tag.N.Key\"\nwas = \"Key\"\nset = { name = \"TagKey\" }");
    assert_eq!(renamed.parameters[1].field.shape.members().expect("members")[0].wire, "TagKey");
    let error = applied("at = \"error.Forbbiden.SubUser\"\nwas = 400\nset = { status = 403 }");
    assert_eq!((error.errors[0].status, error.errors[1].status), (Some(403), Some(400)));
    assert_eq!(error.errors[0].witnesses, [Witness::Table, Witness::Erratum]);
    let title = applied(
        "at = \"operation\"\nwas = { deprecated = false, summary = \"\" }\nset = { deprecated = true, summary = \"Lists.\" }",
    );
    assert_eq!((title.deprecated, title.summary.as_deref()), (true, Some("Lists.")));
}

#[test]
fn facts_are_moved_added_and_removed() {
    let moved = applied("at = \"response.Total\"\nwas = \"\"\nset = { inside = \"Snapshots.Snapshot\" }");
    let mut paths = Vec::new();
    place::paths(moved.responses[0].fields.iter(), "", &mut paths);
    assert_eq!(
        paths,
        ["Snapshots", "Snapshots.Snapshot", "Snapshots.Snapshot.SourceDiskSize", "Snapshots.Snapshot.Total"]
    );

    let added = applied("at = \"response.Total.Count\"\nadd = { type = \"integer\", example = \"3\" }");
    let total = added.responses[0].fields[1].shape.members().expect("what was unknown is an object now");
    assert_eq!(
        (total[0].wire.as_str(), &total[0].shape, total[0].witnesses.as_slice()),
        ("Count", &Type::Integer, &[Witness::Erratum][..])
    );
    let added = applied("at = \"request.Name\"\nadd = { type = \"string\", in = \"query\", max_length = 20 }");
    assert_eq!(
        (added.parameters[2].field.wire.as_str(), added.parameters[2].field.constraints.max_length),
        ("Name", Some(20))
    );
    let added = applied("at = \"error.New.One\"\nadd = { status = 404, message = \"Gone.\" }");
    assert_eq!(
        (added.errors[2].code.as_str(), added.errors[2].status, &added.errors[2].origin),
        ("New.One", Some(404), &origin())
    );

    assert_eq!(applied("at = \"request.Port\"\nremove = true").parameters.len(), 1);
    assert_eq!(applied("at = \"response[404].code\"\nwas = \"String\"\nremove = true").responses[1].fields, []);
    assert_eq!(applied("at = \"error.InvalidName\"\nremove = true").errors.len(), 1);
}

#[test]
fn types_are_spelt_and_keep_their_members() {
    let single =
        applied("at = \"response.Snapshots.Snapshot\"\nwas = \"Array of Snapshot\"\nset = { type = \"object\" }");
    let snapshots = single.responses[0].fields[0].shape.members().expect("members");
    assert!(matches!(&snapshots[0].shape, Type::Object { fields } if fields[0].wire == "SourceDiskSize"));
    let list = applied("at = \"request.Port\"\nwas = \"String\"\nset = { type = \"array<map<integer>>\" }");
    let map = Type::Map { value: Box::new(Type::Integer) };
    assert_eq!(list.parameters[0].field.shape, Type::Array { item: Box::new(map) });
}

#[test]
fn an_erratum_that_matches_nothing_lists_candidates() {
    let (code, at, message, help) = refused(&toml_of(
        "at = \"response.Snapshots.Snapshot.SourceDiskSiez\"\nwas = \"String\"\nset = { type = \"integer\" }",
    ));
    assert_eq!((code.as_str(), at), ("D0502", Position { line: 3, column: 6 }));
    assert_eq!(
        message,
        "erratum matches nothing: `describe-snapshots.md` has no `response.Snapshots.Snapshot.SourceDiskSiez`"
    );
    assert_eq!(
        help,
        "closest: `response.Snapshots.Snapshot.SourceDiskSize`, `response.Snapshots.Snapshot`, `response.Snapshots`"
    );
    let (code, _, _, help) = refused(&toml_of("at = \"error.Forbidden.SubUser\"\nremove = true"));
    assert_eq!((code.as_str(), help.as_str()), ("D0502", "closest: `error.Forbbiden.SubUser`, `error.InvalidName`"));
    let (code, _, message, help) =
        refused(&toml_of("at = \"request.Port\"\noperation = \"DescribeSnapshot\"\nremove = true"));
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("D0502", "`describe-snapshots.md` documents no operation `DescribeSnapshot`")
    );
    assert_eq!(help, "closest: `DescribeSnapshots`");
    let (code, ..) = refused(&toml_of("at = \"request.Prot.X\"\nadd = { type = \"string\" }"));
    assert_eq!(code, "D0502");
}

#[test]
fn a_stale_erratum_says_what_the_page_says_today() {
    let (code, at, message, help) =
        refused(&toml_of("at = \"request.Port\"\nwas = \"Long\"\nset = { type = \"integer\" }"));
    assert_eq!((code.as_str(), at), ("D0503", Position { line: 4, column: 7 }));
    assert_eq!(message, "erratum is stale: the page says \"String\" as type of `request.Port`, not \"Long\"");
    assert_eq!(
        help,
        "delete the erratum if the vendor mended the page; else write into `was` what the page says today"
    );
    let (code, _, message, _) = refused(&toml_of("at = \"request.Port\"\nwas = []\nset = { values = [\"a\"] }"));
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("D0503", "erratum is stale: the page says [\"1\"] as values of `request.Port`, not nothing")
    );
    let (code, _, message, _) =
        refused(&toml_of("at = \"request.Port\"\nadd = { type = \"integer\", in = \"query\" }"));
    assert_eq!((code.as_str(), message.as_str()), ("D0503", "the page now has `request.Port`, which the erratum adds"));
    let (code, ..) = refused(&toml_of("at = \"request.Port\"\nwas = \"Long\"\nremove = true"));
    assert_eq!(code, "D0503");
}

#[test]
fn an_erratum_that_fits_two_operations_asks_for_one() {
    let mut operations = vec![operation("A"), operation("B")];
    let lines = "at = \"request.Port\"\nremove = true";
    let found = apply(&toml_of(lines), &mut operations);
    assert_eq!(found[0].code.to_string(), "D0504");
    assert_eq!(found[0].message, "erratum fits 2 operations of `describe-snapshots.md`: `A`, `B`");
    let found = apply(&toml_of(&format!("{lines}\noperation = \"B\"")), &mut operations);
    assert_eq!((found, operations[0].parameters.len(), operations[1].parameters.len()), (vec![], 2, 1));
    // An operation of another page is nobody's business here.
    let mut elsewhere = operation("C");
    elsewhere.origins[0].page = "other.md".into();
    let mut operations = vec![elsewhere.clone(), operation("A")];
    assert_eq!(apply(&toml_of(lines), &mut operations), []);
    assert_eq!(operations[0], elsewhere);
}

#[test]
fn what_is_no_erratum_is_refused_at_its_place() {
    for (text, line, says) in [
        ("[[erratum]]\npage = 3\n".to_owned(), 2, "expected a string"),
        (toml_of("att = \"request.Port\""), 3, "unknown field `att`"),
        ("[[erratum]]\npage = \"a.md\"\nat = \"operation\"\n".to_owned(), 1, "missing field `because`"),
        (toml_of("at = \"request.Port\"\nwas = \"String\"\nset = { kind = \"integer\" }"), 5, "unknown key `kind`"),
        (toml_of("at = \"error.X\"\nwas = \"String\"\nset = { type = \"integer\" }"), 5, "unknown key `type`"),
        (toml_of("at = \"request.Port\"\nset = { type = \"integer\" }"), 1, "`set` needs `was`"),
        (
            toml_of("at = \"request.Port\"\nwas = \"x\"\nset = { type = \"integer\", default = \"1\" }"),
            4,
            "`was` is a table",
        ),
        (
            toml_of("at = \"request.Port\"\nwas = { default = \"1\" }\nset = { type = \"integer\" }"),
            4,
            "`was` has `default`",
        ),
        (toml_of("at = \"port\"\nremove = true"), 3, "starts with none of"),
        (toml_of("at = \"operation\"\nremove = true"), 1, "an operation is corrected with `set`"),
        (toml_of("at = \"request.Port\""), 1, "one of `set`, `add` and `remove = true`"),
        (toml_of("was = \"x\""), 1, "needs `at`, `becomes` or `join_cells`"),
        (toml_of("becomes = \"x\""), 1, "`becomes` needs `was`"),
        (
            toml_of("at = \"request.Port\"\nwas = \"String\"\nset = { type = \"int\" }"),
            3,
            "`type` takes string, integer",
        ),
        (
            toml_of("at = \"request.Port\"\nwas = \"65535\"\nset = { maximum = \"many\" }"),
            3,
            "`maximum` takes a number",
        ),
        (toml_of("at = \"response.Total\"\nwas = \"\"\nset = { in = \"query\" }"), 3, "`in` is for parameters"),
        (
            toml_of("at = \"response.Total\"\nwas = \"\"\nset = { inside = \"Nowhere\" }"),
            3,
            "there is no `response.Nowhere`",
        ),
        (toml_of("at = \"request.Name\"\nadd = { type = \"string\" }"), 3, "a parameter needs `in`"),
        ("[[erratum]]\npage = \"a.md\"\nat = \"operation\"\nbecause = \" \"\n".to_owned(), 4, "`because` is empty"),
    ] {
        let (code, at, message, _) = refused(&text);
        assert_eq!((code.as_str(), at.line), ("D0500", line), "{text}\n{message}");
        assert!(message.contains(says), "{text}\n{message}");
    }
}

fn correct(page: &str, lines: &str) -> (String, Vec<(String, String, String)>) {
    let errata = Errata::parse(&file(), &toml_of(lines)).expect("errata");
    let page = Page::new(PagePath::new(PAGE), page.into()).expect("a page");
    let mut found = Vec::new();
    let (page, _) = errata.correct_page(page, &mut found);
    let found = found.into_iter().map(|found| (found.code.to_string(), found.message, found.help.unwrap_or_default()));
    (page.text().to_owned(), found.collect())
}

#[test]
fn texts_are_replaced_before_the_page_is_read() {
    let page = "# T\n|a|x|y|\n|b|x|y|\n";
    assert_eq!(correct(page, "was = \"|a|x\"\nbecomes = \"|a|z\""), ("# T\n|a|z|y|\n|b|x|y|\n".to_owned(), vec![]));
    assert_eq!(correct(page, "line = 3\nwas = \"x\"\nbecomes = \"\""), ("# T\n|a|x|y|\n|b||y|\n".to_owned(), vec![]));
    assert_eq!(correct(page, "line = 2\njoin_cells = \"x|y\""), ("# T\n|a|x\\|y|\n|b|x|y|\n".to_owned(), vec![]));
    let other = Errata::parse(&file(), &toml_of("was = \"x\"\nbecomes = \"y\"").replace(PAGE, "b.md")).expect("errata");
    let (untouched, _) =
        other.correct_page(Page::new(PagePath::new(PAGE), page.into()).expect("a page"), &mut Vec::new());
    assert_eq!(untouched.text(), page);
}

#[test]
fn texts_that_do_not_fit_are_reported() {
    let page = "# Title\n|a|x|\n|b|x|\n";
    let (text, found) = correct(page, "was = \"x\"\nbecomes = \"y\"");
    assert_eq!(text, page);
    assert_eq!(
        found,
        [(
            "D0504".to_owned(),
            "`describe-snapshots.md` has the text more than once".to_owned(),
            "it stands on the lines 2, 3: add `line`, or more of the text".to_owned()
        )]
    );
    let (_, found) = correct(page, "line = 1\nwas = \"Titel\"\nbecomes = \"y\"");
    assert_eq!(
        found,
        [(
            "D0502".to_owned(),
            "`describe-snapshots.md` has no such text on line 1".to_owned(),
            "closest: `# Title`, `|a|x|`, `|b|x|`".to_owned()
        )]
    );
    let (_, found) = correct(page, "was = \"Tittle\"\nbecomes = \"Title\"");
    assert_eq!((found[0].0.as_str(), found[0].2.as_str()), ("D0503", "the vendor mended the page: delete the erratum"));
}

#[test]
fn errata_for_pages_that_are_not_there_are_reported() {
    let errata =
        Errata::parse(&file(), &toml_of("at = \"operation\"\nwas = \"a\"\nset = { name = \"b\" }")).expect("errata");
    let mut found = Vec::new();
    errata.check_pages(&[PagePath::new(PAGE)], &mut found);
    assert_eq!(found, []);
    errata.check_pages(&[PagePath::new("describe-snapshot.md"), PagePath::new("x.md")], &mut found);
    assert_eq!(found[0].code.to_string(), "D0501");
    assert_eq!(found[0].message, "erratum is for `describe-snapshots.md`, and there is no such page");
    assert_eq!(found[0].help.as_deref(), Some("closest: `describe-snapshot.md`, `x.md`"));
    assert_eq!((errata.len(), Errata::default().is_empty()), (1, true));
    assert_eq!(Errata::parse(&file(), "").expect("no errata").len(), 0);
}
