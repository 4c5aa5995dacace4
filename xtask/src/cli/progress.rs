//! One line on a terminal that says what is being done, and is wiped away after; nothing elsewhere.

use std::env;
use std::io::{self, IsTerminal as _, Write as _};

/// A line of progress.
#[derive(Debug)]
pub struct Progress {
    is_shown: bool,
}

impl Progress {
    /// Shown when standard error is a terminal that can wipe a line, and no continuous integration.
    pub fn new() -> Self {
        let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
        let is_ci = env::var_os("CI").is_some_and(|ci| !ci.is_empty() && ci != "false");
        Self { is_shown: io::stderr().is_terminal() && !is_dumb && !is_ci }
    }

    /// Says what is being done.
    pub fn step(&self, words: &str) {
        if self.is_shown {
            // Progress that can not be printed is no failure.
            let _ = write!(io::stderr(), "\r\x1b[2K{words}...");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }
}
