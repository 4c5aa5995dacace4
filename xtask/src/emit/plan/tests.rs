use serde_json::{Value, json};

use super::*;
use crate::diagnostic::catalogue::emit::{NAME_CLASH, NO_WAITER, UNKNOWN_REFERENCE};

fn spec(operations: &Value, types: &Value) -> Spec {
    let spec = json!({
        "format": 1, "vendor": "alibaba", "service": "sketch", "protocol": "alibaba_rpc",
        "operations": operations, "types": types,
    });
    serde_json::from_value(spec).expect("a spec")
}

fn field(wire: &str, shape: &Value) -> Value {
    json!({ "wire": wire, "type": shape })
}

fn text(wire: &str) -> Value {
    field(wire, &json!({ "kind": "string" }))
}

fn object(wire: &str, fields: &[Value]) -> Value {
    field(wire, &json!({ "kind": "object", "fields": fields }))
}

fn list(wire: &str, fields: &[Value]) -> Value {
    field(wire, &json!({ "kind": "array", "item": { "kind": "object", "fields": fields } }))
}

fn parameter(mut field: Value, more: &Value) -> Value {
    field["in"] = "query".into();
    for (key, value) in more.as_object().expect("an object") {
        field[key] = value.clone();
    }
    field
}

fn operation(name: &str, parameters: &[Value], answer: &[Value]) -> Value {
    json!({
        "name": name, "method": "ANY", "path": "/", "parameters": parameters, "responses": [{ "fields": answer }],
        "origins": [{ "page": "page.md", "line": 1, "column": 1 }],
    })
}

fn codes(plan: &Plan<'_>) -> Vec<crate::diagnostic::Code> {
    plan.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn struct_names<'a>(one: &'a OperationPlan<'_>) -> Vec<&'a str> {
    one.types.structs.iter().map(|structure| structure.name.as_str()).collect()
}

#[test]
fn a_clash_of_names_is_told_with_both_names() {
    let spec = spec(&json!([operation("Do", &[], &[text("VpcId"), text("vpc_id")])]), &json!({}));
    let plan = service(&spec);
    let names: Vec<_> = plan.operations[0].output.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["vpc_id", "vpc_id_2"]);
    assert_eq!(codes(&plan), [NAME_CLASH]);
    let message = &plan.diagnostics[0].message;
    assert!(message.contains("`VpcId`") && message.contains("`vpc_id`") && message.contains("`vpc_id_2`"), "{message}");
}

#[test]
fn a_reference_to_nothing_is_an_error_and_stays_json() {
    let lost = field("X", &json!({ "kind": "reference", "name": "Lost" }));
    let spec = spec(&json!([operation("Do", &[], &[lost])]), &json!({}));
    let plan = service(&spec);
    assert_eq!(plan.operations[0].output[0].holds, Holds::Json);
    assert_eq!(codes(&plan), [UNKNOWN_REFERENCE]);
}

#[test]
fn a_shared_object_that_may_hold_itself_is_boxed_but_not_in_a_list() {
    let knot = json!({ "kind": "reference", "name": "Knot" });
    let types = json!({ "Knot": [field("Inner", &knot), field("All", &json!({ "kind": "array", "item": knot }))] });
    let spec = spec(&json!([operation("Do", &[], &[field("Top", &knot)])]), &types);
    let plan = service(&spec);
    let boxed = |holds: &Holds| matches!(holds, Holds::Shared { boxed: true, .. });
    let members = &plan.shared.structs[0].members;
    assert!(boxed(&members[0].holds));
    assert!(matches!(&members[1].holds, Holds::List(item) if !boxed(item)));
    assert!(!boxed(&plan.operations[0].output[0].holds));
    assert!(!plan.shared.structs[0].sent, "no request holds it");
}

#[test]
fn objects_are_named_by_their_path_without_the_wrappers_of_lists() {
    let lock = list("OperationLock", &[text("Reason")]);
    let disk = list("Disk", &[text("Id"), object("OperationLocks", &[lock])]);
    let parameters = [parameter(list("Tag", &[text("Key")]), &json!({}))];
    let answer = [object("Disks", &[disk]), object("Tag", &[text("Key")])];
    let spec = spec(&json!([operation("Do", &parameters, &answer)]), &json!({}));
    let plan = service(&spec);
    assert_eq!(
        struct_names(&plan.operations[0]),
        ["Tag", "DiskOperationLock", "DiskOperationLocks", "Disk", "Disks", "OutputTag"]
    );
    assert!(plan.diagnostics.is_empty());
}

#[test]
fn enumerations_with_the_same_name_and_values_are_one() {
    let with = |wire: &str, values: &[&str]| {
        let values: Vec<_> = values.iter().map(|value| json!({ "wire": value })).collect();
        json!({ "wire": wire, "type": { "kind": "string" }, "values": values })
    };
    let parameters = [parameter(with("Type", &["a", "b"]), &json!({})), parameter(with("Mode", &["a"]), &json!({}))];
    let answer = [with("Type", &["b", "a", "a"]), with("Mode", &["other", "unknown"])];
    let spec = spec(&json!([operation("Do", &parameters, &answer)]), &json!({}));
    let plan = service(&spec);
    let one = &plan.operations[0];
    let names: Vec<_> = one.types.enumerations.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Type", "Mode", "OutputMode"]);
    assert_eq!(one.output[0].holds, one.parameters[0].holds);
    assert_eq!(one.types.enumerations[2].unknown.as_str(), "Unlisted", "the vendor's own values keep their names");
}

#[test]
fn roles_decide_what_callers_give() {
    let required = json!({ "presence": "required" });
    let with_role = |wire: &str, role: Value| parameter(text(wire), &json!({ "presence": "required", "role": role }));
    let parameters = [
        with_role("Action", json!({ "kind": "constant", "value": "Do" })),
        with_role("Style", json!({ "kind": "constant", "value": "plain" })),
        with_role("RegionId", json!({ "kind": "region" })),
        with_role("X-Auth-Token", json!({ "kind": "auth_token" })),
        with_role("ClientToken", json!({ "kind": "idempotency_token" })),
        parameter(text("Name"), &required),
        parameter(text("Note"), &json!({})),
    ];
    let spec = spec(&json!([operation("Do", &parameters, &[])]), &json!({}));
    let plan = service(&spec);
    let given: Vec<_> =
        plan.operations[0].parameters.iter().map(|member| (member.field.wire.as_str(), member.given)).collect();
    assert_eq!(
        given,
        [
            ("Style", Given::Constant),
            ("RegionId", Given::Optional),
            ("X-Auth-Token", Given::Client),
            ("ClientToken", Given::Optional),
            ("Name", Given::Required),
            ("Note", Given::Optional),
        ]
    );
    assert!(plan.operations[0].retry_safe, "the token makes a second call harmless");
}

#[test]
fn pages_go_by_cursor_where_the_answer_has_one() {
    let with_role = |wire: &str, role: &str| parameter(text(wire), &json!({ "role": { "kind": role } }));
    let items = list("Vpc", &[text("Id")]);
    let total = field("TotalCount", &json!({ "kind": "integer" }));
    let numbered = [with_role("PageNumber", "page_number"), with_role("PageSize", "page_size")];
    let cursor = [with_role("PageNumber", "page_number"), with_role("NextToken", "cursor")];
    let marker = [with_role("marker", "cursor")];
    let spec = spec(
        &json!([
            operation("A", &numbered, &[total, object("Vpcs", std::slice::from_ref(&items))]),
            operation("B", &cursor, &[items.clone(), text("NextToken")]),
            operation("C", &marker, &[items.clone(), object("page_info", &[text("next_marker")])]),
            operation("D", &cursor, &[text("NextToken")]),
            operation("E", &marker, &[items]),
        ]),
        &json!({}),
    );
    let plan = service(&spec);
    let pages: Vec<_> = plan.operations.iter().map(|one| one.pages.clone()).collect();
    let own = |text: &str| text.to_owned();
    let by_number = PagesStyle::Number { parameter: own("PageNumber") };
    assert_eq!(
        pages[0],
        Some(Pages { style: by_number, items: vec![own("Vpcs"), own("Vpc")], total: own("TotalCount") })
    );
    let by_token = PagesStyle::Cursor { parameter: own("NextToken"), next: own("NextToken") };
    assert_eq!(pages[1], Some(Pages { style: by_token, items: vec![own("Vpc")], total: String::new() }));
    let by_marker = PagesStyle::Cursor { parameter: own("marker"), next: own("page_info.next_marker") };
    assert_eq!(pages[2].as_ref().map(|pages| &pages.style), Some(&by_marker));
    assert_eq!(pages[3], None, "no entries");
    assert_eq!(pages[4], None, "no next cursor");
}

fn asynchronous(key: &str, poll: &str) -> Value {
    json!({
        "poll": poll, "pending": ["updating"], "done": ["active"], "key": key, "state": "Status",
        "origin": { "page": "page.md", "line": 4, "column": 1 },
    })
}

#[test]
fn a_waiter_takes_the_key_from_the_answer_else_from_the_caller() {
    let required = json!({ "presence": "required" });
    let mut create = operation("Create", &[], &[text("GateId")]);
    create["asynchronous"] = asynchronous("GateId", "Describe");
    let mut delete = operation("Delete", &[], &[]);
    delete["asynchronous"] = asynchronous("GateId", "Describe");
    // The page of this one names no key: the polled operation must be given one thing alone.
    delete["asynchronous"]["key"] = Value::Null;
    let describe = operation("Describe", &[parameter(text("GateId"), &required)], &[text("Status")]);
    let spec = spec(&json!([create, delete, describe]), &json!({}));
    let plan = service(&spec);
    let from = |index: usize| {
        let wait = plan.operations[index].wait.as_ref().expect("a waiter");
        wait.from_output.as_ref().map(|name| name.as_str().to_owned())
    };
    assert_eq!(from(0), Some("gate_id".to_owned()));
    assert_eq!(from(1), None);
    assert!(plan.diagnostics.is_empty());
}

#[test]
fn what_is_not_settled_gets_no_waiter_and_a_note() {
    let required = json!({ "presence": "required" });
    let mut unknown = operation("A", &[], &[]);
    unknown["asynchronous"] = asynchronous("GateId", "Nowhere");
    let mut needs_more = operation("B", &[], &[]);
    needs_more["asynchronous"] = asynchronous("GateId", "Describe");
    let describe = operation(
        "Describe",
        &[parameter(text("GateId"), &required), parameter(text("Kind"), &required)],
        &[text("Status")],
    );
    let spec = spec(&json!([unknown, needs_more, describe]), &json!({}));
    let plan = service(&spec);
    assert!(plan.operations.iter().all(|one| one.wait.is_none()));
    assert_eq!(codes(&plan), [NO_WAITER, NO_WAITER]);
}

#[test]
fn the_list_that_stands_highest_is_what_pages_hand_out() {
    let page =
        parameter(field("PageNumber", &json!({ "kind": "integer" })), &json!({ "role": { "kind": "page_number" } }));
    let entry = object("Results", &[list("Result", &[text("Id")])]);
    let answer = object("Run", &[text("RunId"), entry, field("TotalCount", &json!({ "kind": "integer" }))]);
    let deep = spec(&json!([operation("Do", std::slice::from_ref(&page), std::slice::from_ref(&answer))]), &json!({}));
    let pages = service(&deep).operations[0].pages.clone().expect("pages");
    assert_eq!((pages.items.join("."), pages.total.as_str()), ("Run.Results.Result".to_owned(), "Run.TotalCount"));

    let high = spec(&json!([operation("Do", &[page], &[answer, list("Note", &[text("Id")])])]), &json!({}));
    assert_eq!(service(&high).operations[0].pages.as_ref().map(|pages| pages.items.join(".")), Some("Note".to_owned()));
}

#[test]
fn objects_nest_without_bound_on_the_page_and_with_one_here() {
    let mut shape = json!({ "kind": "string" });
    for _ in 0..40 {
        shape = json!({ "kind": "object", "fields": [{ "wire": "a", "type": shape }] });
    }
    let spec = spec(&json!([operation("Do", &[], &[field("a", &shape)])]), &json!({}));
    let plan = service(&spec);
    assert!(plan.operations[0].types.structs.len() < 40);
}
