//! Programs that bear out what is said of code: one that compiles with the old client and not with the new one, or that
//! does something else.
//!
//! In: a change of code and the old spec. Out: the program's text. Who runs it is not known here.

use std::fmt::Write as _;

use crate::emit::{plan, surface};
use crate::spec::model::Spec;

use super::rules::Breaks;
use super::rust::Change;
use super::{Facet, Finding};

/// A program for one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Witness {
    /// A whole program that compiles with the old client alone.
    Compiles(String),
    /// The body of an asynchronous function of `client` that gives a `String`: what it saw. It compiles with both
    /// clients, and sees something else with the new client against the new service.
    Sees(String),
}

/// The program for a change. `None` where there is nothing to show, or no value to show it with.
pub fn of(change: &Change, old: &Spec, module: &str) -> Option<Witness> {
    match change.finding.rule().breaks? {
        Breaks::Compile => Some(Witness::Compiles(program(module, change.snippet.as_deref()?))),
        Breaks::Run | Breaks::Behaviour => sees(change, old).map(Witness::Sees),
        Breaks::Nothing => None,
    }
}

fn program(module: &str, snippet: &str) -> String {
    format!(
        "//! It compiles as long as the client has what it names.\n\n\
         #![allow(deprecated, unused)]\n\n\
         use docwright_clients::{module} as service;\n\n\
         fn given<T>() -> T {{\n    panic!(\"compiled, and never called\")\n}}\n\n\
         fn witness(client: &service::Client) {{\n    {snippet}\n}}\n\n\
         fn main() {{\n    let _ = witness;\n}}\n"
    )
}

/// Calls the operation and tells what was sent and what came of it.
fn sees(change: &Change, old: &Spec) -> Option<String> {
    let (operation, wire) = &change.subject;
    if let (Facet::Meant, Some(path)) = (change.finding.facet, &change.named) {
        return Some(format!("let seen = service::{path};\nformat!(\"{{seen:?}}\")\n"));
    }
    let plan = plan::service(old);
    let one = plan.operations.iter().find(|one| one.operation.name == *operation)?;
    let mut body = String::from("let mut seen = String::new();\n");
    let values = match change.finding.facet {
        Facet::Accepted => values(change.cause.as_ref()?)?,
        Facet::Assumed => vec![None],
        Facet::Hidden | Facet::Sent => vec![Some("kept-apart".to_owned()), Some("1".to_owned())],
        _ => vec![Some(String::new())],
    };
    for value in &values {
        let is_plain = value.as_ref().is_some_and(String::is_empty);
        let given = [(wire.as_str(), value.as_deref())];
        let call = surface::call(&plan, operation, if is_plain { &[] } else { &given })?;
        // Writing to a String can not fail.
        let _ = writeln!(body, "let request = client.{call};\nseen += &format!(\"{{request:?}}: \");");
        if change.finding.facet == Facet::Followed && one.pages.is_some() {
            body.push_str(
                "let mut pages = request.pages();\n\
                 for _ in 0..3 {\n    seen += &format!(\"{:?} \", pages.next().await);\n}\n",
            );
            continue;
        }
        body.push_str("let answer = request.send().await;\nseen += &format!(\"{answer:?}\\n\");\n");
        // What the service filled in shows in what it tells of the thing.
        let wait = one.wait.as_ref().filter(|wait| wait.is_argument);
        if let (Facet::Assumed, Some(wait)) = (change.finding.facet, wait) {
            let (method, member) = (wait.method.code(), wait.from_output.as_ref()?.code());
            let _ = writeln!(
                body,
                "if let Ok(answer) = answer {{\n    let told = client.{method}(answer.{member}.as_str()).send().await;\n    \
                 seen += &format!(\"{{told:?}}\");\n}}"
            );
        }
    }
    body.push_str("seen\n");
    Some(body)
}

/// The longest text that a program sends.
const MAX_LENGTH: usize = 1 << 16;

/// Values of a parameter that one of the two clients refuses; `None` stands for none at all.
fn values(cause: &Finding) -> Option<Vec<Option<String>>> {
    let (old, new) = (cause.old.as_deref(), cause.new.as_deref());
    let stated = || [old, new].into_iter().flatten();
    let numbers = || stated().filter_map(|text| text.parse::<i64>().ok());
    let texts = |lengths: Vec<usize>| lengths.into_iter().map(|length| Some("a".repeat(length))).collect();
    let lengths = |step: i64| {
        let lengths = numbers().filter_map(move |length| usize::try_from(length.saturating_add(step)).ok());
        lengths.filter(|length| *length <= MAX_LENGTH).collect()
    };
    Some(match cause.facet {
        Facet::Minimum => numbers().map(|number| Some(number.saturating_sub(1).to_string())).collect(),
        Facet::Maximum => numbers().map(|number| Some(number.saturating_add(1).to_string())).collect(),
        Facet::MinLength => texts(lengths(-1)),
        Facet::MaxLength => texts(lengths(1)),
        Facet::Excluded => stated().map(|text| Some(text.to_owned())).collect(),
        Facet::ForbiddenPrefix => stated().map(|text| Some(format!("{text}a"))).collect(),
        Facet::First | Facet::Allowed | Facet::Pattern => {
            ["a", "A", "1", "_", "-", "a_", "a-", "中", "a.b"].map(|text| Some(text.to_owned())).to_vec()
        }
        Facet::Presence | Facet::Condition => vec![None],
        _ => return None,
    })
}
