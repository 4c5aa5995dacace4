//! `drift`: two versions of a service's documentation in, what changed out.
//!
//! Where the versions come from is a module each: two paths ([`pair`]), the pages in `specs/` and a folder of fresh ones
//! ([`docs`]), the commits of a repository of documentation ([`git`]). What counts of each comparison, and how the run
//! exits, is settled here; all of them are one report.
//!
//! A run that failed never says that nothing changed: what can not be read ends it with 3, before or after the report
//! of what could be read; a change that no rule knows ends it with 4, after the report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{env, fs};

use clap::{ArgGroup, Args};

use crate::document::Lexicon;
use crate::drift::report::{Comparison, FailOn, Pages, Report};
use crate::drift::waiver::{Date, Parted, Waivers};
use crate::drift::{Finding, rules};
use crate::road::ERRATA;
use crate::source::{Page, PagePath};

use super::repository::{Repository, ServiceFolder};
use super::{DONE, ERRORS, Failure, Outcome, files};

mod accept;
mod docs;
mod exchange;
mod format;
mod git;
mod pair;

use format::Format;

#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("versions").required(true).args(["docs", "from", "git"])),
    after_help = "Exit codes: 0 nothing at or above --fail-on; 1 findings at or above it, or errors on the new pages; 2 wrong \
                  use; 3 an input that can not be read, or a waiver that matches nothing; 4 a mistake of docwright. What \
                  could be read is reported before a run ends with 3 or 4.\n\n\
                  A finding is waived in drift.toml beside a service's service.toml:\n  \
                  [[waiver]]\n  fingerprint = \"0123456789abcdef\"\n  because = \"we never send it\"\n  \
                  until = 2027-01-31  # the last day on which the waiver counts"
)]
pub struct Arguments {
    /// The vendor whose dialect the pages are written in; with --docs, only its services
    #[arg(long, required_unless_present = "docs")]
    vendor: Option<String>,
    /// The name of the service, whose service.toml counts where specs/ has it; with --docs, only services of this name
    #[arg(long, required_unless_present = "docs")]
    service: Option<String>,
    /// Compare the services in specs/ with fresh pages in `DIR/<vendor>/<service>/` or `DIR/<vendor>/<service>/pages/`
    #[arg(long, value_name = "DIR", conflicts_with_all = ["to", "paths", "range", "waivers"])]
    docs: Option<PathBuf>,
    /// Then make the fresh pages those of specs/, and write spec.json, the hashes and the client anew; exits with 0
    #[arg(long, requires = "docs", conflicts_with_all = ["from", "git", "fail_on"])]
    accept: bool,
    /// The old version: a page, a folder of pages, or a spec.json
    #[arg(long, value_name = "PATH", requires = "to")]
    from: Option<PathBuf>,
    /// The new version: a page, a folder of pages, or a spec.json
    #[arg(long, value_name = "PATH", requires = "from")]
    to: Option<PathBuf>,
    /// Compare commit by commit what a git repository of documentation has, along first parents
    #[arg(long, value_name = "REPO", requires = "paths", requires = "range", conflicts_with = "to")]
    git: Option<PathBuf>,
    /// Which files of the repository are pages: a glob such as `docs/**/*.md`; may be given again
    #[arg(long, value_name = "GLOB", requires = "git", conflicts_with = "from", allow_hyphen_values = true)]
    paths: Vec<String>,
    /// Which commits: `A..B`, those that lead from A to B
    #[arg(long, value_name = "A..B", requires = "git", conflicts_with = "from", allow_hyphen_values = true)]
    range: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// From which changes on the exit code is 1
    #[arg(long, value_enum, default_value = "breaking")]
    fail_on: FailOn,
    /// A file of waivers, in the form of drift.toml
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// The day that it is, for waivers; else that of `SOURCE_DATE_EPOCH`, else that of the clock
    #[arg(long, hide = true)]
    today: Option<Date>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let repository = Repository::find()?;
    let mut run = Run { comparisons: Vec::new(), today: today(arguments)?, has_errors: false, wrong: Vec::new() };
    if let Some(folder) = &arguments.docs {
        let changed = docs::run(&repository, folder, arguments, &mut run)?;
        let exit = run.end(arguments.format, arguments.fail_on)?;
        if arguments.accept {
            accept::run(&repository, &changed)?;
            return Ok(DONE);
        }
        return Ok(exit);
    }
    if let (Some(old), Some(new)) = (&arguments.from, &arguments.to) {
        pair::run(&repository, (old, new), arguments, &mut run)?;
    } else if let (Some(folder), Some(range)) = (&arguments.git, &arguments.range) {
        git::run(&repository, folder, range, arguments, &mut run)?;
    }
    run.end(arguments.format, arguments.fail_on)
}

/// What a run has come to so far.
struct Run {
    comparisons: Vec<Compared>,
    today: Date,
    /// Whether the new pages have errors that the old ones do not have.
    has_errors: bool,
    /// What could not be read, or does not fit.
    wrong: Vec<String>,
}

/// A comparison that is done.
#[derive(Default)]
struct Compared {
    /// `alibaba/vpc`, with the commit where it is one of a history.
    title: String,
    findings: Parted,
    old: Side,
    new: Side,
    lexicon: Arc<Lexicon>,
    /// The text of its errata.toml.
    errata: Arc<str>,
}

/// One version, as far as reports quote it.
#[derive(Default)]
struct Side {
    /// What stands before the path of each page.
    folder: String,
    pages: BTreeMap<PagePath, Page>,
}

impl Side {
    fn pages(&self) -> Pages<'_> {
        Pages { folder: &self.folder, at_hand: &self.pages }
    }
}

/// The waivers of a file, and which of them have a finding.
#[derive(Default)]
struct Waiving {
    waivers: Waivers,
    used: BTreeSet<String>,
}

impl Waiving {
    /// Reads a file of waivers; where `may_miss`, a missing one has none.
    fn load(path: &Path, may_miss: bool) -> Result<Self, Failure> {
        let text = match fs::read_to_string(path) {
            Err(error) if may_miss && error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            text => text.map_err(|error| Failure::input(format!("{}: {error}", path.display())))?,
        };
        let waivers = Waivers::parse(path, &text).map_err(|error| Failure::input(error.to_string()))?;
        Ok(Self { waivers, used: BTreeSet::new() })
    }

    /// Where the waivers stand that have a finding: `specs/alibaba/vpc/drift.toml:3`.
    fn used_lines(&self) -> Vec<String> {
        let path = self.waivers.path().display();
        self.waivers.of(&self.used).map(|waiver| format!("{path}:{}", waiver.line)).collect()
    }

    /// The file that was asked for, or none.
    fn of(arguments: &Arguments) -> Result<Self, Failure> {
        arguments.waivers.as_ref().map_or_else(|| Ok(Self::default()), |path| Self::load(path, false))
    }
}

impl Run {
    /// Tells waived findings from those that count.
    fn part(&self, findings: Vec<Finding>, waiving: &mut Waiving) -> Parted {
        waiving.waivers.part(findings, self.today, &mut waiving.used)
    }

    /// Says which waivers have run out, and which match nothing.
    fn judge(&mut self, waiving: &Waiving) {
        let Waiving { waivers, used } = waiving;
        let path = waivers.path().display();
        for waiver in waivers.expired(used, self.today) {
            eprintln!(
                "warning: {path}:{}: the waiver of `{}` ran out on {}, and its finding counts again",
                waiver.line, waiver.fingerprint, waiver.until
            );
        }
        let idle = waivers.idle(used).map(|waiver| {
            let fingerprint = &waiver.fingerprint;
            format!("{path}:{}: no finding has the fingerprint `{fingerprint}`: delete the waiver", waiver.line)
        });
        self.wrong.extend(idle);
    }

    /// Ends the run: the report, what is wrong, and the exit code.
    fn end(self, format: Format, fail_on: FailOn) -> Outcome {
        let report = self.report(fail_on);
        let is_silent = report.findings().next().is_none() && report.waived().next().is_none();
        let has_failed = !self.wrong.is_empty() || (self.has_errors && fail_on != FailOn::None);
        // A report without findings would say that nothing changed.
        if !(is_silent && has_failed) {
            files::print(&format::print(format, &report)?)?;
        }
        self.exit(&report)
    }

    fn report(&self, fail_on: FailOn) -> Report<'_> {
        let comparisons = self.comparisons.iter().map(|compared| Comparison {
            title: compared.title.clone(),
            findings: &compared.findings.counted,
            waived: &compared.findings.waived,
            old: compared.old.pages(),
            new: compared.new.pages(),
            lexicon: &compared.lexicon,
            errata: &compared.errata,
        });
        Report { comparisons: comparisons.collect(), fail_on }
    }

    /// How the run exits. The worst counts.
    fn exit(&self, report: &Report<'_>) -> Outcome {
        let all = report.findings().chain(report.waived().map(|waived| &waived.finding));
        let unknown: Vec<String> =
            all.filter(|finding| rules::is_unknown(finding.rule())).map(Finding::fingerprint).collect();
        if !unknown.is_empty() {
            self.wrong.iter().for_each(|message| eprintln!("error: {message}"));
            return Err(Failure::bug(&format!("no rule knows the findings {}", unknown.join(", "))));
        }
        if !self.wrong.is_empty() {
            return Err(Failure::input(self.wrong.join("\nerror: ")));
        }
        Ok(if report.fails() || (self.has_errors && report.fail_on != FailOn::None) { ERRORS } else { DONE })
    }
}

/// The text of a service's errata.toml; empty where there is none.
fn errata(folder: &ServiceFolder) -> Result<Arc<str>, Failure> {
    Ok(files::read(&folder.folder.join(ERRATA))?.unwrap_or_default().into())
}

/// The day that it is.
fn today(arguments: &Arguments) -> Result<Date, Failure> {
    if let Some(today) = arguments.today {
        return Ok(today);
    }
    if let Some(epoch) = env::var_os("SOURCE_DATE_EPOCH") {
        let seconds = epoch.to_str().and_then(|text| text.parse().ok());
        let wrong = || Failure::usage(format!("SOURCE_DATE_EPOCH is `{}`, and no number", epoch.display()));
        return seconds.map(Date::of_seconds).ok_or_else(wrong);
    }
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Ok(Date::of_seconds(since.map_or(0, |since| since.as_secs())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{BUG, UNREADABLE};
    use crate::drift::{Confidence, Facet, Kind, Nature, Side as Part, Subject};

    fn finding(facet: Facet, kind: Kind) -> Finding {
        let name = "Hours".to_owned();
        Finding {
            subject: Subject { operation: "HireBoat".to_owned(), side: Part::Status, name: name.clone(), row: name },
            facet,
            kind,
            old: None,
            new: None,
            old_place: None,
            new_place: None,
            confidence: Confidence::CERTAIN,
            is_demanded: false,
            nature: Nature::Unsure,
            remark: None,
            cause: None,
        }
    }

    fn end(findings: Vec<Finding>, has_errors: bool, wrong: &[&str], fail_on: FailOn) -> Outcome {
        let findings = Parted { counted: findings, waived: Vec::new() };
        let run = Run {
            comparisons: vec![Compared { findings, ..Compared::default() }],
            today: Date::of_seconds(0),
            has_errors,
            wrong: wrong.iter().map(ToString::to_string).collect(),
        };
        run.exit(&run.report(fail_on))
    }

    #[test]
    fn the_worst_settles_how_a_run_ends() {
        let known = finding(Facet::Existence, Kind::Added);
        assert!(!rules::is_unknown(known.rule()));
        // A status has no sizes.
        let unknown = finding(Facet::Maximum, Kind::Changed);
        assert!(rules::is_unknown(unknown.rule()));
        assert_eq!(end(Vec::new(), false, &[], FailOn::Any), Ok(DONE));
        assert_eq!(end(Vec::new(), true, &[], FailOn::Any), Ok(ERRORS));
        assert_eq!(end(vec![known.clone()], false, &[], FailOn::Any), Ok(ERRORS));
        assert_eq!(end(vec![known.clone()], true, &[], FailOn::None), Ok(DONE));
        assert_eq!(end(vec![known.clone()], true, &["gone"], FailOn::None).unwrap_err().exit, UNREADABLE);
        let bug = end(vec![known, unknown.clone()], true, &["gone"], FailOn::None).unwrap_err();
        assert_eq!(bug.exit, BUG);
        assert!(bug.message.contains(&unknown.fingerprint()), "{bug}");
    }
}
