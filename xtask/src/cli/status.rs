//! Bare `cargo xtask`: what is in the repository, whether it is up to date, and the next step.

use std::fmt::Write as _;

use crate::diagnostic::Severity;
use crate::emit;
use crate::output;

use super::generate::specs;
use super::progress::Progress;
use super::report::counted;
use super::repository::Repository;
use super::survey::{OnDisk, Surveyed, survey};
use super::{DONE, Outcome, files};

/// Prints the page.
pub fn run() -> Outcome {
    let repository = Repository::find()?;
    let progress = Progress::new();
    let mut services = Vec::new();
    let mut broken = Vec::new();
    for folder in repository.services(None, None)? {
        progress.step(&format!("reading {}", folder.label()));
        let label = folder.label();
        match survey(&repository, folder) {
            Ok(surveyed) => services.push(surveyed),
            Err(failure) => broken.push((label, failure.to_string())),
        }
    }
    progress.step("comparing generated/");
    let client = if broken.is_empty() { client(&repository, &services) } else { Client::Unknown };
    drop(progress);
    files::print(&page(&repository.vendors(), &services, &broken, &client))?;
    Ok(DONE)
}

/// What `generated/` is.
enum Client {
    /// As it should be, with so many files.
    UpToDate(usize),
    /// So many files differ.
    Differs(usize),
    /// Files are in the way of writing.
    InTheWay(Vec<String>),
    /// It can not be told.
    Unknown,
}

fn client(repository: &Repository, services: &[Surveyed]) -> Client {
    let Ok(specs) = specs(repository, services) else { return Client::Unknown };
    let emission = emit::crate_files(&specs);
    match output::check(&emission.files, &repository.generated()) {
        Ok(()) => Client::UpToDate(emission.files.len()),
        Err(differences) if differences.error.is_some() => Client::Unknown,
        Err(differences) if !differences.in_the_way.is_empty() => {
            Client::InTheWay(differences.in_the_way.iter().map(ToString::to_string).collect())
        }
        Err(differences) => Client::Differs(differences.files.len()),
    }
}

/// The page, in 80 columns.
fn page(vendors: &[String], services: &[Surveyed], broken: &[(String, String)], client: &Client) -> String {
    let mut text = String::from("docwright: a cloud vendor's documentation pages in, a Rust client out\n\n");
    text.push_str("  service               pages  operations  errors  warnings  notes  spec.json\n");
    for one in services {
        // Writing to a String can not fail.
        let _ = writeln!(
            text,
            "  {:<20}  {:>5}  {:>10}  {:>6}  {:>8}  {:>5}  {}",
            one.folder.label(),
            one.pages,
            one.outcome.spec.operations.len(),
            one.count(Severity::Error),
            one.count(Severity::Warning),
            one.count(Severity::Note),
            if one.on_disk == OnDisk::UpToDate && !one.is_current() { "hashes differ" } else { words(&one.on_disk) },
        );
    }
    for (label, message) in broken {
        let _ = writeln!(text, "  {label:<20}  can not be read: {message}");
    }
    let idle = vendors.iter().filter(|vendor| {
        let vendor = format!("{vendor}/");
        !services.iter().any(|one| one.folder.label().starts_with(&vendor))
            && !broken.iter().any(|(label, _)| label.starts_with(&vendor))
    });
    for vendor in idle {
        let _ = writeln!(text, "  {vendor:<20}  no service yet; `extract` reads pages of any folder");
    }
    let state = match client {
        Client::UpToDate(count) => format!("up to date, {}", counted(*count, "file")),
        Client::Differs(1) => "1 file differs from what the pages say".to_owned(),
        Client::Differs(count) => format!("{count} files differ from what the pages say"),
        Client::InTheWay(problems) => problems.join("\n                        "),
        Client::Unknown => "not compared".to_owned(),
    };
    let _ = writeln!(text, "\n  {:<20}  {state}\n\nNext: {}", "generated/", next(services, broken, client));
    text.push_str("All commands: `cargo xtask --help`\n");
    text
}

fn words(on_disk: &OnDisk) -> &'static str {
    match on_disk {
        OnDisk::Missing => "missing",
        OnDisk::UpToDate => "up to date",
        OnDisk::Differs(_) => "differs",
        OnDisk::Newer(_) => "is newer",
    }
}

/// The next step, the most urgent one first.
fn next(services: &[Surveyed], broken: &[(String, String)], client: &Client) -> String {
    let with = |severity| services.iter().find(|one| one.count(severity) > 0);
    let extract = |one: &Surveyed| {
        let pages = one.folder.pages();
        let (vendor, service) = (&one.folder.vendor, &one.folder.service);
        format!(
            "`cargo xtask extract --vendor {vendor} --service {service} \\\n        --pages {} --out /dev/null`",
            pages.display()
        )
    };
    if let Some((label, _)) = broken.first() {
        return format!("mend {label}");
    }
    if let Some(one) = with(Severity::Error) {
        return format!("mend the errors that this shows:\n      {}", extract(one));
    }
    if services.iter().any(|one| matches!(one.on_disk, OnDisk::Newer(_))) {
        return "update docwright: a newer one wrote a spec.json here".to_owned();
    }
    if let Client::InTheWay(_) = client {
        return "move your own work out of generated/".to_owned();
    }
    let is_current = services.iter().all(Surveyed::is_current);
    match client {
        Client::UpToDate(_) if is_current => match with(Severity::Warning) {
            Some(one) => {
                let warnings = counted(one.count(Severity::Warning), "warning");
                format!("read the {warnings} of {}:\n      {}", one.folder.label(), extract(one))
            }
            None => "nothing to do; add pages below specs/, or a service beside them".to_owned(),
        },
        Client::UpToDate(_) | Client::Differs(_) | Client::InTheWay(_) | Client::Unknown => {
            "`cargo xtask generate` writes what the pages say".to_owned()
        }
    }
}
