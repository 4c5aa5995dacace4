//! `explain`: the code of a diagnostic or of a rule of drift in, what it means out; of a diagnostic with the smallest page
//! that shows it.

use clap::Args;

use crate::diagnostic::{catalogue, explain};
use crate::drift::Layer;
use crate::drift::rules::{self, Breaks, Rule};
use crate::road;

use super::repository::Repository;
use super::{DONE, Failure, Outcome, files};

#[derive(Debug, Args)]
pub struct Arguments {
    /// D0103, or 103, or a rule of drift: param.maximum.tightened; without it, all codes are listed
    code: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let Some(code) = &arguments.code else {
        files::print(&(explain::list() + &rules()))?;
        return Ok(DONE);
    };
    if let Some(rule) = rules::find(code) {
        files::print(&self::rule(rule))?;
        return Ok(DONE);
    }
    let Some(entry) = catalogue::find(code) else {
        return Err(Failure::usage(format!("no code `{code}`; `cargo xtask explain` lists all")));
    };
    let shown = road::examples::run(&entry.example, &Repository::find()?.specs());
    let shown = shown.map_err(|error| Failure::input(error.to_string()))?;
    files::print(&explain::explain(entry, |_| shown))?;
    Ok(DONE)
}

/// All rules of drift with their titles, a line each.
fn rules() -> String {
    let width = rules::all().iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let line = |rule: &Rule| format!("{:width$}  {:8}  {}\n", rule.code, rule.severity.word(), rule.title);
    let lines: String = rules::all().iter().map(line).collect();
    format!("\nRules of `cargo xtask drift`:\n\n{lines}")
}

/// What a rule of drift means.
fn rule(rule: &Rule) -> String {
    let layer = match (rule.layer(), rule.breaks) {
        (Layer::Document, _) => "It is a change of the pages alone.",
        (Layer::Api, _) => "It is a change of the API.",
        (Layer::Rust, Some(Breaks::Compile)) => "It is a change of the client; code does not compile for it.",
        (Layer::Rust, Some(Breaks::Run)) => "It is a change of the client; code fails for it when it runs.",
        (Layer::Rust, Some(Breaks::Behaviour)) => "It is a change of the client; code behaves in another way for it.",
        (Layer::Rust, Some(Breaks::Nothing) | None) => "It is a change of the client that breaks nothing.",
    };
    let text = explain::wrapped(&format!("{layer}\n\n{}", rule.explanation));
    format!("{} ({}): {}\n\n{text}", rule.code, rule.severity.word(), rule.title)
}
