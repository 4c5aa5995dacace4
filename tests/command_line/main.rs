//! The command line from outside: arguments, exit codes, both outputs and the files that a run leaves.
//!
//! Each test works in a repository of its own, with a page or two of ours; only the last ones take the whole one.

mod drift;
mod drift_ci;
mod drift_docs;
mod drift_git;
mod drift_reports;
mod explain;
mod extract;
mod generate;
mod lint;
#[cfg(unix)]
mod mock;
mod support;
mod trace;
mod views;
