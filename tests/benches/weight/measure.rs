//! What rustc costs, crate by crate: this program runs in its place, runs it, and writes down what it took.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use nix::sys::resource::{UsageWho, getrusage};

/// Names the file that is written; where it is set, the program is a wrapper.
const LOG: &str = "DOCWRIGHT_WEIGHT_LOG";

/// What kind of work is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Types and borrows.
    Check,
    /// Code as well.
    Build,
}

/// What rustc took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    /// User seconds.
    pub user: f64,
    /// Most memory, in MiB.
    pub memory: f64,
}

/// What rustc took for each crate of a build.
#[derive(Debug, Default)]
pub struct Build {
    /// User seconds of all.
    pub user: f64,
    crates: Vec<(String, Measured)>,
}

impl Build {
    /// User seconds of one crate.
    pub fn of(&self, name: &str) -> f64 {
        self.crates.iter().filter(|(of, _)| of == name).map(|(_, measured)| measured.user).sum()
    }

    /// What one crate took.
    pub fn whole(&self, name: &str) -> Option<Measured> {
        self.crates.iter().find(|(of, _)| of == name).map(|(_, measured)| *measured)
    }
}

/// Runs rustc in its place when cargo asks for it; `None` when a person started the program.
pub fn as_wrapper() -> Option<ExitCode> {
    let log = std::env::var_os(LOG)?;
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next()?;
    let arguments: Vec<_> = arguments.collect();
    let name = arguments.iter().position(|argument| argument == "--crate-name");
    let name = name.and_then(|at| arguments.get(at + 1)).map(|name| name.to_string_lossy().into_owned());
    let status = Command::new(rustc).args(&arguments).status().expect("rustc");
    if let Some(name) = name {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what children took");
        let user = usage.user_time();
        let user = user.tv_sec() as f64 + user.tv_usec() as f64 / 1e6;
        let mut log = OpenOptions::new().create(true).append(true).open(log).expect("the log");
        // In KiB on Linux.
        writeln!(log, "{name} {user} {}", usage.max_rss() as f64 / 1024.0).expect("the log");
    }
    Some(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// Compiles the crate as often as asked and gives the least.
pub fn measure(name: &str, runs: usize, cargo: &dyn Fn() -> Command, touch: &dyn Fn(), step: Step) -> Measured {
    // Dependencies first; whether they were there already does not matter.
    everything(cargo);
    let mut least = Measured { user: f64::INFINITY, memory: f64::INFINITY };
    for _ in 0..runs {
        touch();
        let build = everything(cargo);
        let one = build.whole(name).unwrap_or_else(|| panic!("{step:?} compiled no {name}"));
        least = Measured { user: least.user.min(one.user), memory: least.memory.min(one.memory) };
    }
    least
}

/// Runs cargo and gives what rustc took for each crate.
pub fn everything(cargo: &dyn Fn() -> Command) -> Build {
    let log = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("weight-{}.log", std::process::id()));
    let _ = fs::remove_file(&log);
    let mut command = cargo();
    command.env("RUSTC_WRAPPER", std::env::current_exe().expect("this program")).env(LOG, &log);
    command.env("CARGO_INCREMENTAL", "0");
    let output = command.output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&log).unwrap_or_default();
    let _ = fs::remove_file(&log);
    let mut build = Build::default();
    for line in text.lines() {
        let mut words = line.split(' ');
        let (Some(name), Some(user), Some(memory)) = (words.next(), words.next(), words.next()) else { continue };
        let measured = Measured { user: user.parse().expect("seconds"), memory: memory.parse().expect("MiB") };
        build.user += measured.user;
        build.crates.push((name.to_owned(), measured));
    }
    build
}
