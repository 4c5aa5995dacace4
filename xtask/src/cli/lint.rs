//! `lint`: a service's pages in, what they contradict themselves in out; with `--suggest` the errata that would mend it.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::readers::NOT_A_PAGE;
use crate::extract::Language;
use crate::lint::suggest::Suggestion;
use crate::lint::{Confidence, Finding, report as text};
use crate::road::{self, ERRATA, Reading, Service};

use super::progress::Progress;
use super::report::{self, Folders, Manner, counted};
use super::repository::{Repository, ServiceFolder};
use super::{DONE, ERRORS, Failure, Outcome, UNREADABLE, files};

#[derive(Debug, Args)]
pub struct Arguments {
    /// Only this vendor
    #[arg(long)]
    vendor: Option<String>,
    /// Only this service
    #[arg(long)]
    service: Option<String>,
    /// The pages of another folder, in the dialect of --vendor
    #[arg(long, value_name = "PATH", requires = "vendor")]
    pages: Option<PathBuf>,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// How to print findings and messages: `json` is a line of JSON each
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
    /// Which findings make the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Any)]
    fail_on: FailOn,
    /// Print errata that mend findings, each of them tried, instead of the findings
    #[arg(long)]
    suggest: bool,
    /// Append the suggested errata to the service's errata.toml
    #[arg(long, requires = "suggest", conflicts_with = "pages")]
    write: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines of the pages
    Human,
    /// A report for the vendor
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the lines of the pages
    Human,
    /// A line of JSON each
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// All findings
    Any,
    /// Findings without a doubt
    Certain,
    /// No finding
    None,
}

impl Arguments {
    /// Whether a program reads the messages.
    pub fn wants_json_messages(&self) -> bool {
        self.message_format == MessageFormat::Json
    }
}

/// A service that was looked at.
struct Linted {
    folder: ServiceFolder,
    pages: PathBuf,
    language: Language,
    service: Service,
    reading: Reading,
    outcome: road::Outcome,
    findings: Vec<Finding>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let repository = Repository::find()?;
    let (vendor, service) = (arguments.vendor.as_deref(), arguments.service.as_deref());
    let folders = match (&arguments.pages, vendor) {
        (Some(_), Some(vendor)) => vec![repository.service(vendor, service.unwrap_or("pages"))?],
        (Some(_) | None, _) => repository.services(vendor, service)?,
    };
    let progress = Progress::new();
    let (mut pages, mut found, mut is_unreadable, mut fails) = (0, Vec::new(), false, false);
    for folder in folders {
        progress.step(&format!("reading {}", folder.label()));
        let linted = lint(arguments, &repository, folder)?;
        is_unreadable |= unreadable(arguments, &linted);
        pages += linted.reading.files();
        fails |= linted.findings.iter().any(|finding| match arguments.fail_on {
            FailOn::Any => true,
            FailOn::Certain => finding.confidence == Confidence::Certain,
            FailOn::None => false,
        });
        if arguments.suggest {
            suggest(arguments, &linted)?;
        } else {
            files::print(&printed(arguments, &linted))?;
        }
        found.extend(linted.findings);
    }
    if !arguments.wants_json_messages() && !arguments.suggest {
        eprintln!("{}", summary(&found, pages));
    }
    Ok(match (is_unreadable, fails && !arguments.suggest) {
        (true, _) => UNREADABLE,
        (false, true) => ERRORS,
        (false, false) => DONE,
    })
}

fn lint(arguments: &Arguments, repository: &Repository, folder: ServiceFolder) -> Result<Linted, Failure> {
    let language = repository.language(&folder.vendor)?;
    let failed = |error: road::RoadError| Failure::input(error.to_string());
    let (service, pages) = match &arguments.pages {
        Some(pages) => (Service::named(&folder.service), pages.clone()),
        None => (Service::load(&folder.service, &folder.folder).map_err(failed)?, folder.pages()),
    };
    let reading = road::read_folder(&pages).map_err(failed)?;
    let (outcome, findings) = road::lint(&service, reading.clone(), &language);
    Ok(Linted { folder, pages, language, service, reading, outcome, findings })
}

/// Tells of files that are no pages.
fn unreadable(arguments: &Arguments, linted: &Linted) -> bool {
    let refused: Vec<Diagnostic> =
        linted.outcome.diagnostics.iter().filter(|found| found.code == NOT_A_PAGE).cloned().collect();
    let (pages, service) = (before(&linted.pages), format!("{}/", linted.folder.folder.display()));
    let manner = Manner { is_json: arguments.wants_json_messages(), has_notes: true };
    report::print(&refused, &linted.outcome.sources, Folders { pages: &pages, service: &service }, manner);
    !refused.is_empty()
}

/// What stands before the path of each page.
fn before(pages: &Path) -> String {
    let folder = if pages.is_dir() { Some(pages) } else { pages.parent() };
    let folder = folder.map(|folder| folder.display().to_string()).filter(|folder| !folder.is_empty());
    folder.map_or(String::new(), |folder| format!("{}/", folder.trim_end_matches('/')))
}

fn printed(arguments: &Arguments, linted: &Linted) -> String {
    let (findings, sources) = (&linted.findings, &linted.outcome.sources);
    if arguments.wants_json_messages() {
        return findings.iter().map(|finding| text::json_line(finding, sources) + "\n").collect();
    }
    match arguments.format {
        Format::Markdown => text::markdown(&linted.folder.label(), findings, sources),
        Format::Human => {
            let folder = before(&linted.pages);
            let color =
                std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
            findings.iter().map(|finding| text::human(&folder, finding, sources, color)).collect()
        }
    }
}

/// "3 findings in 17 pages: 2 certain, 1 likely".
fn summary(findings: &[Finding], pages: usize) -> String {
    let pages = counted(pages, "page");
    if findings.is_empty() {
        return format!("no findings in {pages}");
    }
    let certain = findings.iter().filter(|finding| finding.confidence == Confidence::Certain).count();
    let likely = findings.len() - certain;
    format!("{} in {pages}: {certain} certain, {likely} likely", counted(findings.len(), "finding"))
}

/// Prints or writes the errata that mend findings.
fn suggest(arguments: &Arguments, linted: &Linted) -> Result<(), Failure> {
    let path = linted.folder.folder.join(ERRATA);
    let known = if arguments.pages.is_some() { None } else { files::read(&path)? };
    let known = known.unwrap_or_default();
    let Linted { service, reading, language, outcome, findings, .. } = linted;
    let kept = road::suggest::suggest(service, &known, reading, language, (outcome, findings));
    let printed: String = kept.iter().map(Suggestion::toml).collect();
    let errata = kept.iter().map(|suggestion| suggestion.errata.len()).sum();
    if arguments.write && errata > 0 {
        let gap = if known.is_empty() || known.ends_with("\n\n") { "" } else { "\n" };
        files::write(&path, &format!("{known}{gap}{}", printed.trim_end_matches('\n').to_owned() + "\n"))?;
        eprintln!("{} written to {}", counted_errata(errata), path.display());
    } else {
        files::print(&printed)?;
        let findings = counted(linted.findings.len(), "finding");
        eprintln!("{} for {findings} of {}", counted_errata(errata), linted.folder.label());
    }
    Ok(())
}

fn counted_errata(count: usize) -> String {
    if count == 1 { "1 erratum".to_owned() } else { format!("{count} errata") }
}
