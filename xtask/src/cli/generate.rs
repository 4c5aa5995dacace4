//! `generate`: the pages in `specs/` in, `spec.json`, the pages' hashes and the client in `generated/` out.
//!
//! Every service is read before anything is written: an error in a page, a file in the way or a `spec.json` of a newer
//! docwright leave everything as it was. With `--check` nothing is written at all.

use std::time::Instant;

use clap::Args;

use crate::diagnostic::catalogue::readers::NOT_A_PAGE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::output;
use crate::spec::model::Spec;
use crate::spec::store;

use super::progress::Progress;
use super::report::{self, Manner, counted};
use super::repository::Repository;
use super::survey::{OnDisk, Surveyed, survey};
use super::{DONE, ERRORS, Failure, Outcome, UNREADABLE, files};

/// How many lines of each difference are printed.
const SHOWN_LINES: usize = 30;
/// Of how many files.
const SHOWN_FILES: usize = 3;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Write nothing; print how the files differ from what would be written
    #[arg(long)]
    check: bool,
    /// Read only this vendor's pages; of other services, their spec.json
    #[arg(long)]
    vendor: Option<String>,
    /// Read only this service's pages; of other services, their spec.json
    #[arg(long)]
    service: Option<String>,
    /// Print notes as well
    #[arg(long)]
    notes: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let start = Instant::now();
    let repository = Repository::find()?;
    let progress = Progress::new();
    let mut surveyed = Vec::new();
    for folder in repository.services(arguments.vendor.as_deref(), arguments.service.as_deref())? {
        progress.step(&format!("reading {}", folder.label()));
        surveyed.push(survey(&repository, folder)?);
    }
    if let Some(OnDisk::Newer(message)) = surveyed.iter().map(|one| &one.on_disk).find(|on| is_newer(on)) {
        return Err(Failure::input(message.clone()));
    }
    progress.step("writing Rust");
    let specs = specs(&repository, &surveyed)?;
    let emission = emit::crate_files(&specs);

    let manner = Manner { is_json: false, has_notes: arguments.notes };
    drop(progress);
    let mut diagnostics = Vec::new();
    for one in &surveyed {
        // Which service a diagnostic of the emission is from is only known service by service.
        let emitted =
            if emission.diagnostics.is_empty() { Vec::new() } else { emit::service(&one.outcome.spec).diagnostics };
        one.report(&emitted, manner);
        diagnostics.extend(one.outcome.diagnostics.iter().cloned().chain(emitted));
    }
    let pages = surveyed.iter().map(|one| one.pages).sum();
    let operations: usize = surveyed.iter().map(|one| one.outcome.spec.operations.len()).sum();
    println!("{}, {}", counted(surveyed.len(), "service"), counted(operations, "operation"));
    println!("{}", report::summary(&diagnostics, pages, manner));
    if let Some(exit) = exit_of(&diagnostics) {
        println!("nothing was written");
        return Ok(exit);
    }
    if arguments.check {
        return check(&repository, &surveyed, &emission.files);
    }
    let summary =
        output::write(&emission.files, &repository.generated()).map_err(|error| failure(&repository, &error))?;
    let mut written = summary.written.len();
    let mut unchanged = summary.unchanged;
    for one in &surveyed {
        if one.on_disk == OnDisk::UpToDate {
            unchanged += 1;
        } else {
            files::write(&one.folder.spec(), &one.text)?;
            written += 1;
        }
        // Last: they say what the spec was made from.
        match &one.pins {
            Some((_, true)) => unchanged += 1,
            Some((pins, false)) => {
                files::write(&one.folder.pins(), &pins.text())?;
                written += 1;
            }
            None => {}
        }
    }
    println!(
        "{} written, {unchanged} unchanged, {} removed in {:.1} s",
        counted(written, "file"),
        summary.removed.len(),
        start.elapsed().as_secs_f32()
    );
    Ok(DONE)
}

fn is_newer(on_disk: &OnDisk) -> bool {
    match on_disk {
        OnDisk::Newer(_) => true,
        OnDisk::Missing | OnDisk::UpToDate | OnDisk::Differs(_) => false,
    }
}

/// How a run ends that must not write.
fn exit_of(diagnostics: &[Diagnostic]) -> Option<u8> {
    if diagnostics.iter().any(|diagnostic| diagnostic.code == NOT_A_PAGE) {
        return Some(UNREADABLE);
    }
    (report::count(diagnostics, Severity::Error) > 0).then_some(ERRORS)
}

/// The specs of all services: from the pages that were read, else from `spec.json`.
pub fn specs(repository: &Repository, surveyed: &[Surveyed]) -> Result<Vec<Spec>, Failure> {
    let mut specs = Vec::new();
    for folder in repository.services(None, None)? {
        if let Some(one) = surveyed.iter().find(|one| one.folder == folder) {
            specs.push(one.outcome.spec.clone());
            continue;
        }
        let spec = store::read(&folder.spec()).map_err(|error| {
            Failure::input(format!("{error}; `cargo xtask generate` without --vendor and --service reads its pages"))
        })?;
        specs.push(spec);
    }
    // Without a way to sign its requests, a vendor's service has its spec.json and no client.
    specs.retain(|spec| spec.protocol.has_client());
    Ok(specs)
}

/// What `output` says, with its paths told from the current folder.
pub fn failure(repository: &Repository, error: &output::OutputError) -> Failure {
    let folder = repository.generated();
    match error {
        output::OutputError::InTheWay(problems) => {
            let lines: Vec<String> = problems.iter().map(|problem| format!("{}/{problem}", folder.display())).collect();
            Failure { exit: ERRORS, message: format!("{}\nnothing was written", lines.join("\nerror: ")) }
        }
        output::OutputError::Unparsable(_) => Failure::bug(&error.to_string()),
        output::OutputError::SameName { .. } | output::OutputError::Io { .. } => Failure::input(error.to_string()),
    }
}

/// Compares what is on disk with what would be written.
fn check(repository: &Repository, surveyed: &[Surveyed], emitted: &[emit::File<'_>]) -> Outcome {
    let mut differing: Vec<(String, String)> = Vec::new();
    for one in surveyed {
        let path = one.folder.spec().display().to_string();
        match &one.on_disk {
            OnDisk::UpToDate => {}
            OnDisk::Missing => differing.push((path.clone(), diff(&path, "", &one.text))),
            OnDisk::Differs(present) | OnDisk::Newer(present) => {
                differing.push((path.clone(), diff(&path, present, &one.text)));
            }
        }
        if let Some((pins, false)) = &one.pins {
            let path = one.folder.pins();
            let present = files::read(&path)?.unwrap_or_default();
            let path = path.display().to_string();
            differing.push((path.clone(), diff(&path, &present, &pins.text())));
        }
    }
    let mut problems = Vec::new();
    if let Err(differences) = output::check(emitted, &repository.generated()) {
        if let Some(error) = &differences.error {
            return Err(failure(repository, error));
        }
        let folder = repository.generated();
        let full = |path: String| folder.join(path).display().to_string();
        differing.extend(differences.files.into_iter().map(|(path, diff)| (full(path), diff)));
        problems.extend(differences.in_the_way.iter().map(|problem| format!("{}/{problem}", folder.display())));
    }
    if differing.is_empty() && problems.is_empty() {
        println!("all files are what the pages say");
        return Ok(DONE);
    }
    for (_, diff) in differing.iter().take(SHOWN_FILES) {
        files::print(&head(diff))?;
    }
    for problem in problems {
        println!("{problem}");
    }
    if !differing.is_empty() {
        println!("{} what the pages say; `cargo xtask generate` writes them:", differ(differing.len()));
        for (path, _) in &differing {
            println!("  {path}");
        }
    }
    Ok(ERRORS)
}

fn differ(files: usize) -> String {
    if files == 1 { "1 file differs from".to_owned() } else { format!("{files} files differ from") }
}

fn diff(path: &str, old: &str, new: &str) -> String {
    let text = similar::TextDiff::configure().timeout(std::time::Duration::from_secs(2)).diff_lines(old, new);
    text.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

/// The first lines of a difference.
fn head(diff: &str) -> String {
    let end = diff.match_indices('\n').nth(SHOWN_LINES - 1).map(|(index, _)| index + 1);
    let (shown, rest) = end.and_then(|end| diff.split_at_checked(end)).unwrap_or((diff, ""));
    match rest.lines().count() {
        0 => shown.to_owned(),
        more => format!("{shown}... and {}\n", counted(more, "more line")),
    }
}
