//! The command line: arguments in, the road, reports out. Each command is a module.
//!
//! Exit codes: 0 done; 1 errors in the pages, findings at or above the level that was asked for, or an output that
//! differs; 2 wrong use; 3 an input that can not be read or does not fit; 4 a mistake of docwright. A panic is the last
//! of these, in every command: it is caught here, so that nobody takes a run that broke off for an answer.

use std::ffi::OsString;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod drift;
mod explain;
mod extract;
mod files;
mod generate;
mod lint;
mod mock;
mod progress;
mod report;
mod repository;
mod stats;
mod status;
mod survey;
mod trace;

/// Done.
const DONE: u8 = 0;
/// Errors in the pages, or the output differs.
const ERRORS: u8 = 1;
/// Wrong use.
const WRONG_USE: u8 = 2;
/// An input that can not be read, or an output that can not be written.
const UNREADABLE: u8 = 3;
/// A mistake of docwright.
const BUG: u8 = 4;

#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    about = "Turns the pages on which a cloud vendor documents its API into a Rust client",
    long_about = "Turns the pages on which a cloud vendor documents its API into a Rust client.\n\nWithout a command it \
                  prints what is in the repository, and the next step.",
    after_help = "Exit codes: 0 done; 1 errors in the pages, findings at or above the level that was asked for, or an \
                  output that differs; 2 wrong use; 3 an input that can not be read or does not fit; 4 a mistake of \
                  docwright.",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the client from the pages in specs/
    Generate(generate::Arguments),
    /// Read a page or a folder of pages and write its spec, or its flat facts, as JSON
    Extract(extract::Arguments),
    /// Count what was read in the pages, and what was not
    Stats(stats::Arguments),
    /// List what the vendor's pages contradict themselves in
    Lint(lint::Arguments),
    /// Show the words of the pages that say a fact and the Rust that came of it, or the facts of a line
    Trace(trace::Arguments),
    /// Play a vendor on loopback, from its spec.json
    Mock(mock::Arguments),
    /// Compare two versions of the documentation of a service
    Drift(drift::Arguments),
    /// Explain the code of a diagnostic or a rule of drift, or list all
    Explain(explain::Arguments),
}

/// Why a command came to no end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    exit: u8,
    message: String,
}

impl Failure {
    fn usage(message: String) -> Self {
        Self { exit: WRONG_USE, message }
    }

    fn input(message: String) -> Self {
        Self { exit: UNREADABLE, message }
    }

    fn bug(message: &str) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let message = format!(
            "{message}\nthis is a mistake of docwright {version}, and says nothing about the pages: please report it \
             with the lines above, the command, and the page that it was about"
        );
        Self { exit: BUG, message }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// What became of a command: the exit code, or why it came to no end.
type Outcome = Result<u8, Failure>;

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody is left to tell when even this can not be printed.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { WRONG_USE } else { DONE });
        }
    };
    let as_json = match &arguments.command {
        Some(Command::Extract(arguments)) => arguments.wants_json_messages(),
        Some(Command::Lint(arguments)) => arguments.wants_json_messages(),
        Some(
            Command::Generate(_)
            | Command::Stats(_)
            | Command::Trace(_)
            | Command::Mock(_)
            | Command::Drift(_)
            | Command::Explain(_),
        )
        | None => false,
    };
    let outcome = guarded(|| match &arguments.command {
        None => status::run(),
        Some(Command::Generate(arguments)) => generate::run(arguments),
        Some(Command::Extract(arguments)) => extract::run(arguments),
        Some(Command::Stats(arguments)) => stats::run(arguments),
        Some(Command::Lint(arguments)) => lint::run(arguments),
        Some(Command::Trace(arguments)) => trace::run(arguments),
        Some(Command::Mock(arguments)) => mock::run(arguments),
        Some(Command::Drift(arguments)) => drift::run(arguments),
        Some(Command::Explain(arguments)) => explain::run(arguments),
    });
    ExitCode::from(outcome.unwrap_or_else(|failure| {
        if as_json {
            eprintln!("{}", report::failure_line(&failure.message));
        } else {
            eprintln!("error: {failure}");
        }
        failure.exit
    }))
}

/// Runs a command. A panic, which has been printed with its place, is a mistake of docwright and no answer.
fn guarded(command: impl FnOnce() -> Outcome) -> Outcome {
    // Nothing that a command had in hand is looked at after it.
    let caught = panic::catch_unwind(AssertUnwindSafe(command));
    caught.unwrap_or_else(|_| Err(Failure::bug("the command broke off")))
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[test]
    fn a_panic_is_a_mistake_and_no_answer() {
        assert_eq!(guarded(|| Ok(DONE)), Ok(DONE));
        assert_eq!(guarded(|| Err(Failure::input("gone".to_owned()))).unwrap_err().exit, UNREADABLE);
        let broken = guarded(|| panic!("on purpose")).unwrap_err();
        assert_eq!(broken.exit, BUG);
        assert!(broken.message.contains("please report it"), "{broken}");
        // Pages are read by other threads.
        let elsewhere = guarded(|| {
            (0..8).into_par_iter().for_each(|number| assert!(number < 7, "on purpose"));
            Ok(DONE)
        });
        assert_eq!(elsewhere.unwrap_err().exit, BUG);
    }
}
