//! `mock`: a vendor on loopback. The package `docwright-mock` is run through cargo, so that the generator need not build
//! a server.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use clap::Args;

use super::repository::Repository;
use super::{Failure, Outcome, UNREADABLE};

#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub struct Arguments {
    /// What the server takes; `--help` lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs the command until it ends or is stopped.
pub fn run(arguments: &Arguments) -> Outcome {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", "docwright-mock", "--manifest-path"]);
    command.arg(Repository::find()?.manifest()).arg("--").args(&arguments.arguments);
    let status = command.status().map_err(|error| Failure::input(format!("cargo: {error}")))?;
    // A process that was stopped by a signal has no code.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(UNREADABLE))
}
