//! What the introduction of a page states, and the columns beside a description.

use super::language;
use super::rules::{PHRASES, blocks};
use crate::diagnostic::Example;
use crate::extract;
use crate::extract::prose::{self, Input, Kind, Stated};
use crate::source::{Page, PagePath};

fn asynchronous(text: &str) -> Option<(Option<String>, Vec<String>, Vec<String>)> {
    let read = prose::Introduction::new(&blocks(text), "", &PHRASES).asynchronous("CreateLamp")?;
    let values = |facts: Vec<prose::Fact<String>>| facts.into_iter().map(|fact| fact.value).collect();
    Some((read.poll.map(|poll| poll.value), values(read.pending), values(read.done)))
}

fn poll(poll: Option<&str>, pending: &[&str], done: &[&str]) -> (Option<String>, Vec<String>, Vec<String>) {
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    (poll.map(str::to_owned), own(pending), own(done))
}

#[test]
fn asynchronous_operations_name_what_to_poll() {
    let english = "- The CreateLamp operation is asynchronous. You can call DescribeRoom to query the status of a room.\n\
                   - If the room is in the **changing** state, the lamp is being created.\n\
                   - If the room is in the idle state, the lamp is created.";
    assert_eq!(asynchronous(english), Some(poll(Some("DescribeRoom"), &["changing"], &["idle"])));
    let chinese = "CreateLamp为异步接口，您可以调用DescribeRoom接口查询任务的状态。\n\
                   - 当房间状态为**updating**时，表示灯正在创建中。\n\
                   - 当房间状态为**active**时，表示灯创建成功。";
    assert_eq!(asynchronous(chinese), Some(poll(Some("DescribeRoom"), &["updating"], &["active"])));
    assert_eq!(asynchronous("CreateLamp is an asynchronous operation."), Some(poll(None, &[], &[])));
}

#[test]
fn a_mention_of_asynchronous_work_is_no_statement() {
    assert_eq!(asynchronous("Queries the result of an asynchronous task."), None);
    assert_eq!(asynchronous("DeleteRoom is an asynchronous operation, and this one is not."), None);
    assert_eq!(asynchronous("CreateLamp is not an asynchronous operation."), None);
    assert_eq!(asynchronous("查询异步任务的详细信息。"), None);
    assert_eq!(asynchronous("If the room is in the idle state, the lamp is created."), None);
}

#[test]
fn the_first_sentence_says_what_an_operation_does() {
    let summary = |text: &str| prose::Introduction::new(&blocks(text), "", &PHRASES).summary().map(|fact| fact.value);
    assert_eq!(summary("Creates a lamp. It is round.").as_deref(), Some("Creates a lamp."));
    assert_eq!(summary("创建灯。可以是圆的。").as_deref(), Some("创建灯。"));
    assert_eq!(summary("Note: slow.\nCreates a lamp").as_deref(), Some("Creates a lamp"));
    assert_eq!(summary("- an item"), None);
}

#[test]
fn a_page_may_call_its_operation_deprecated() {
    let deprecated = |text: &str| prose::Introduction::new(&blocks(text), "", &PHRASES).deprecated().is_some();
    assert!(deprecated("Creates a lamp. This operation is deprecated."));
    assert!(deprecated("Note: deprecated."));
    assert!(deprecated("该接口已废弃。"));
    assert!(!deprecated("Deletes lamps whose type is deprecated."));
    assert!(!deprecated("Creates a lamp."));
}

fn columns(constraint: &str, default: &str, presence: &str, kind: Kind) -> String {
    let description = blocks("The lamp.");
    let facts = prose::read(&Input {
        name: "Lamp",
        stated: Stated { kind, list: false },
        description: &description,
        constraint: &if constraint.is_empty() { Vec::new() } else { blocks(constraint) },
        default: &if default.is_empty() { Vec::new() } else { blocks(default) },
        presence: &blocks(presence),
        siblings: &["type", "Mode"],
        page: "",
        phrases: &PHRASES,
    });
    super::seeds::show(&facts)
}

#[test]
fn columns_of_their_own_state_values_defaults_and_conditions() {
    assert_eq!(columns("1-100", "5", "No", Kind::Integer), "default=5 minimum=1 maximum=100");
    assert_eq!(columns("red, blue", "red", "No", Kind::String), "values=red,blue default=red");
    assert_eq!(columns("", "-", "Yes", Kind::String), "");
    assert_eq!(columns("", "none", "Yes", Kind::String), "");
    assert_eq!(columns("", "", "Yes (If Mode is set to dim)", Kind::String), "if=Mode=dim");
    assert_eq!(columns("", "", "type = 2时必选", Kind::String), "if=type=2");
    assert_eq!(columns("", "", "后端服务不使用通道时，必选", Kind::String), "if=?=");
}

#[test]
fn every_surprise_is_raised_by_its_example() {
    for entry in crate::diagnostic::catalogue::prose::ENTRIES {
        let Example::Page { vendor, name, text } = entry.example else { continue };
        let source = Page::new(PagePath::new(name), text.into()).expect("a page");
        let mut diagnostics = Vec::new();
        extract::page(&source, &language(vendor), &mut diagnostics);
        let raised: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()).collect();
        assert!(diagnostics.iter().any(|diagnostic| diagnostic.code == entry.code), "{}: {raised:?}", entry.code);
    }
}
