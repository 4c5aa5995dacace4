//! `mock`: a vendor on loopback. The package `docwright-mock` is run through cargo, so that the generator need not build
//! a server.

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::Command;

use clap::Args;

use super::repository::Repository;
use super::{Failure, Outcome};

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
    end_as(&mut command).map_err(|error| Failure::input(format!("cargo: {error}")))
}

/// Cargo takes the place of this process, and the server takes cargo's: who stops the process that was started stops the
/// server, and nothing is left that listens.
#[cfg(unix)]
fn end_as(command: &mut Command) -> io::Result<u8> {
    use std::os::unix::process::CommandExt as _;

    Err(command.exec())
}

/// Waits for the server, where no process can take another one's place.
#[cfg(not(unix))]
fn end_as(command: &mut Command) -> io::Result<u8> {
    let code = command.status()?.code();
    // A process that was stopped has no code.
    Ok(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(super::UNREADABLE))
}
