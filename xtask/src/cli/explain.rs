//! `explain`: the code of a diagnostic in, what it means and the smallest page that shows it out.

use clap::Args;

use crate::diagnostic::{catalogue, explain};
use crate::road;

use super::repository::Repository;
use super::{DONE, Failure, Outcome, files};

#[derive(Debug, Args)]
pub struct Arguments {
    /// D0103, or 103; without it, all codes are listed
    code: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let Some(code) = &arguments.code else {
        files::print(&explain::list())?;
        return Ok(DONE);
    };
    let Some(entry) = catalogue::find(code) else {
        return Err(Failure::usage(format!("no code `{code}`; `cargo xtask explain` lists all")));
    };
    let shown = road::examples::run(&entry.example, &Repository::find()?.specs());
    let shown = shown.map_err(|error| Failure::input(error.to_string()))?;
    files::print(&explain::explain(entry, |_| shown))?;
    Ok(DONE)
}
