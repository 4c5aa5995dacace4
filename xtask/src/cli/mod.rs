//! The command line: arguments in, the road, reports out. Each command is a module.
//!
//! Exit codes: 0 done, 1 errors in the pages or the output differs, 2 wrong use, 3 an input that can not be read.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod extract;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Turns a cloud vendor's documentation pages into a Rust client")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read a folder of pages and write its facts as JSON
    Extract(extract::Arguments),
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    match arguments.command {
        Some(Command::Extract(arguments)) => extract::run(&arguments),
        None => ExitCode::SUCCESS,
    }
}

/// The folder of the repository's specs.
fn specs() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../specs"))
}
