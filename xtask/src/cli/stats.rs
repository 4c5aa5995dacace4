//! `stats`: how much of the pages was read, how much was not, and whether that is worse than it was.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::census::floor::Floors;
use crate::census::{Census, Count};
use crate::diagnostic::catalogue::{self, CONTRADICTIONS};
use crate::extract::ledger::Claim;
use crate::road::{self, Service};

use super::progress::Progress;
use super::repository::Repository;
use super::{DONE, ERRORS, Failure, Outcome, files};

/// How many services stand side by side in 80 columns.
const COLUMNS: usize = 4;
/// How many unknown words of a kind are printed; JSON has them all.
const WORDS: usize = 20;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Only this vendor
    #[arg(long)]
    vendor: Option<String>,
    /// Only this service
    #[arg(long)]
    service: Option<String>,
    /// Count the pages of another folder, in the dialect of --vendor
    #[arg(long, value_name = "PATH", requires = "vendor")]
    pages: Option<PathBuf>,
    /// How to print the counts
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Fail when a count is worse than its floor
    #[arg(long, conflicts_with = "raise")]
    check: bool,
    /// Raise the floors to the counts of today; none is lowered
    #[arg(long)]
    raise: bool,
    /// The file of floors [default: specs/floor.toml; none with --pages]
    #[arg(long, value_name = "FILE")]
    floor: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A table
    Human,
    /// JSON
    Json,
}

/// All that is counted.
#[derive(Debug, Serialize)]
struct Stats {
    services: Vec<Counted>,
    total: Census,
}

#[derive(Debug, Serialize)]
struct Counted {
    vendor: String,
    service: String,
    #[serde(flatten)]
    census: Census,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let repository = Repository::find()?;
    let stats = count(&repository, arguments)?;
    if arguments.check || arguments.raise {
        return hold(&repository, arguments, &stats);
    }
    match arguments.format {
        Format::Human => files::print(&report(&stats))?,
        Format::Json => {
            let text = serde_json::to_string_pretty(&stats).map_err(|error| Failure::input(error.to_string()))?;
            files::print(&(text + "\n"))?;
        }
    }
    Ok(DONE)
}

fn count(repository: &Repository, arguments: &Arguments) -> Result<Stats, Failure> {
    let progress = Progress::new();
    let mut services = Vec::new();
    let (vendor, service) = (arguments.vendor.as_deref(), arguments.service.as_deref());
    let folders = match (&arguments.pages, vendor) {
        (Some(_), Some(vendor)) => vec![repository.service(vendor, service.unwrap_or("pages"))?],
        (Some(_) | None, _) => repository.services(vendor, service)?,
    };
    for folder in folders {
        progress.step(&format!("reading {}", folder.label()));
        let failed = |error: road::RoadError| Failure::input(error.to_string());
        let (mut known, pages) = match &arguments.pages {
            Some(pages) => (Service::named(&folder.service), pages.clone()),
            None => (Service::load(&folder.service, &folder.folder).map_err(failed)?, folder.pages()),
        };
        known.is_whole = arguments.pages.is_none();
        let reading = road::read_folder(&pages).map_err(failed)?;
        let pages = reading.files();
        let (language, warning) = repository.language_of(&folder.vendor, &reading)?;
        let mut outcome = road::service(&known, reading, &language);
        outcome.diagnostics.splice(0..0, warning);
        let census = Census::of(pages, &outcome);
        services.push(Counted { vendor: folder.vendor, service: folder.service, census });
    }
    let mut total = Census::default();
    for service in &services {
        total.add(&service.census);
    }
    Ok(Stats { services, total })
}

/// Compares the counts with their floors, or raises the floors.
fn hold(repository: &Repository, arguments: &Arguments, stats: &Stats) -> Outcome {
    let path = match (&arguments.floor, &arguments.pages) {
        (Some(path), _) => path.clone(),
        (None, None) => repository.specs().join("floor.toml"),
        (None, Some(_)) => return Err(Failure::usage("the floors of a folder of pages stand in --floor FILE".into())),
    };
    let text = files::read(&path)?.unwrap_or_default();
    let mut floors = Floors::parse(&text).map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
    let mut worse = Vec::new();
    for service in &stats.services {
        let (vendor, name) = (service.vendor.as_str(), service.service.as_str());
        if arguments.raise {
            floors.raise(vendor, name, &service.census);
        }
        worse.extend(
            floors.fallen(vendor, name, &service.census).iter().map(|fallen| format!("{vendor}/{name}: {fallen}")),
        );
    }
    if arguments.check && arguments.vendor.is_none() && arguments.pages.is_none() {
        let is_counted = |vendor: &str, name: &str| {
            stats.services.iter().any(|service| service.vendor == vendor && service.service == name)
        };
        let gone = floors.services().filter(|(vendor, name)| !is_counted(vendor, name));
        worse.extend(gone.map(|(vendor, name)| format!("{vendor}/{name}: has a floor, and is gone")));
    }
    if arguments.raise && floors.write() != text {
        files::write(&path, &floors.write())?;
    }
    for line in &worse {
        eprintln!("error: {line}");
    }
    let services = stats.services.len();
    if worse.is_empty() {
        eprintln!("{services} services stand on their floors in {}", path.display());
        return Ok(DONE);
    }
    eprintln!(
        "{}: read the pages better, or lower the number by hand and say why; `stats --raise` gives a new service its floor",
        path.display()
    );
    Ok(ERRORS)
}

/// The counts in 80 columns: services side by side, the total last; then bytes, unknown words and diagnostics.
fn report(stats: &Stats) -> String {
    let mut columns: Vec<(String, &Census)> =
        stats.services.iter().map(|one| (format!("{}/{}", one.vendor, one.service), &one.census)).collect();
    if columns.len() != 1 {
        columns.push(("total".to_owned(), &stats.total));
    }
    let mut text = String::new();
    for (index, columns) in columns.chunks(COLUMNS).enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let widths: Vec<usize> = columns.iter().map(|(label, _)| label.chars().count().max(7)).collect();
        line(&mut text, "", columns.iter().map(|(label, _)| label.clone()), &widths);
        for count in Count::ALL {
            let cells = columns.iter().map(|(_, census)| census.count(count).to_string());
            line(&mut text, count.words(), cells, &widths);
        }
        for claim in Claim::ALL.into_iter().skip(1).rev() {
            let cells = columns.iter().map(|(_, census)| share(census.bytes.of(claim), census.bytes.total()));
            line(&mut text, &format!("  {}", claim.words()), cells, &widths);
        }
    }
    unknown(&mut text, &stats.total);
    diagnostics(&mut text, &stats.total);
    text
}

fn share(part: usize, whole: usize) -> String {
    // A page's bytes fit 53 bits many times over.
    #[expect(clippy::cast_precision_loss, reason = "a share is printed with one decimal")]
    let share = if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    format!("{share:.1} %")
}

/// The words that the dialects do not know, those first that would win most rows.
fn unknown(text: &mut String, census: &Census) {
    let kinds = [
        ("unknown headings", &census.unknown.headings),
        ("unknown columns", &census.unknown.columns),
        ("unknown types", &census.unknown.types),
    ];
    for (title, words) in kinds.into_iter().filter(|(_, words)| !words.is_empty()) {
        // Writing to a String can not fail.
        let _ = writeln!(text, "\n{title}, and the rows that each would win");
        let mut words: Vec<(&String, &usize)> = words.iter().collect();
        words.sort_by_key(|(word, rows)| (std::cmp::Reverse(**rows), *word));
        for (word, rows) in words.iter().take(WORDS) {
            let _ = writeln!(text, "{rows:>7}  {}", word.escape_debug());
        }
        if words.len() > WORDS {
            let _ = writeln!(text, "         and {} more", words.len() - WORDS);
        }
    }
}

fn diagnostics(text: &mut String, census: &Census) {
    let (against, other): (Vec<_>, Vec<_>) =
        census.diagnostics.iter().partition(|(code, _)| CONTRADICTIONS.contains(code));
    for (title, codes) in [("contradictions", against), ("other diagnostics", other)] {
        if codes.is_empty() {
            continue;
        }
        // Writing to a String can not fail.
        let _ = writeln!(text, "\n{title} (`cargo xtask explain CODE` says what each means)");
        for (code, count) in codes {
            let title = catalogue::find(&code.to_string()).map_or("", |entry| entry.title);
            let _ = writeln!(text, "{count:>7}  {code}  {title}");
        }
    }
}

fn line(text: &mut String, name: &str, cells: impl Iterator<Item = String>, widths: &[usize]) {
    let _ = write!(text, "{name:<26}");
    for (cell, width) in cells.zip(widths) {
        let _ = write!(text, "  {cell:>width$}");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
}
