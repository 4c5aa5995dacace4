//! `extract`: a page or a folder of pages in, its spec or its flat facts out.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::diagnostic::Severity;
use crate::diagnostic::catalogue::readers::NOT_A_PAGE;
use crate::road::{self, Service};
use crate::spec::{flat, store};

use super::report::{self, Folders, Manner, counted};
use super::repository::{Repository, ServiceFolder};
use super::{DONE, ERRORS, Failure, Outcome, UNREADABLE, files};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The vendor whose dialect the pages are written in: a folder of specs/
    #[arg(long)]
    vendor: String,
    /// The name of the service; where specs/ has it, its service.toml counts
    #[arg(long)]
    service: String,
    /// The API's version, where the pages do not say
    #[arg(long)]
    version: Option<String>,
    /// A page or a folder of pages
    #[arg(long, value_name = "PATH")]
    pages: PathBuf,
    /// Where to write; standard output otherwise
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Spec)]
    format: Format,
    /// How to print diagnostics on standard error
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
    /// Print notes as well
    #[arg(long)]
    notes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The spec
    Spec,
    /// One row a fact
    Flat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the lines of the pages
    Human,
    /// A line of JSON each
    Json,
}

impl Arguments {
    /// Whether a program reads the messages.
    pub fn wants_json_messages(&self) -> bool {
        self.message_format == MessageFormat::Json
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let repository = Repository::find()?;
    let folder = repository.service(&arguments.vendor, &arguments.service)?;
    let service = service(arguments, &folder)?;
    let reading = road::read_folder(&arguments.pages).map_err(|error| Failure::input(error.to_string()))?;
    let (language, warning) = repository.language_of(&arguments.vendor, &reading)?;
    let (pages, has_pages) = (reading.files(), !reading.pages.is_empty());
    let mut outcome = match arguments.format {
        Format::Spec => road::service(&service, reading, &language),
        Format::Flat => road::with_pages(&service, reading, &language),
    };
    outcome.diagnostics.splice(0..0, warning);

    let manner = Manner { is_json: arguments.wants_json_messages(), has_notes: arguments.notes };
    let (page_folder, service_folder) = (before_pages(&arguments.pages), format!("{}/", folder.folder.display()));
    let folders = Folders { pages: &page_folder, service: &service_folder };
    report::print(&outcome.diagnostics, &outcome.sources, folders, manner);
    if has_pages {
        write(arguments, &text(arguments.format, &outcome)?)?;
    }
    if !manner.is_json {
        let operations = counted(outcome.spec.operations.len(), "operation");
        eprintln!("{operations}; {}", report::summary(&outcome.diagnostics, pages, manner));
    }
    Ok(if outcome.diagnostics.iter().any(|found| found.code == NOT_A_PAGE) {
        UNREADABLE
    } else if report::count(&outcome.diagnostics, Severity::Error) > 0 {
        ERRORS
    } else {
        DONE
    })
}

/// What is known of the service. Its errata are for its own pages; of other pages only the names count.
fn service(arguments: &Arguments, folder: &ServiceFolder) -> Result<Service, Failure> {
    let loaded = Service::load(&arguments.service, &folder.folder);
    let loaded = loaded.map_err(|error| Failure::input(error.to_string()))?;
    let own = folder.pages().canonicalize().ok();
    let given = arguments.pages.canonicalize().ok();
    let is_whole = own.is_some() && given == own;
    let is_own = is_whole || own.is_some() && given.as_deref().and_then(Path::parent) == own.as_deref();
    let mut service = if is_own { loaded } else { Service::named(&arguments.service).with_config(loaded.config) };
    service.is_whole = is_whole;
    if arguments.version.is_some() {
        service.config.version.clone_from(&arguments.version);
    }
    Ok(service)
}

/// What stands before the path of each page in messages.
fn before_pages(pages: &Path) -> String {
    let folder = if pages.is_dir() { Some(pages) } else { pages.parent() };
    match folder.map(|folder| folder.display().to_string()) {
        Some(folder) if !folder.is_empty() => format!("{}/", folder.trim_end_matches('/')),
        Some(_) | None => String::new(),
    }
}

fn text(format: Format, outcome: &road::Outcome) -> Result<String, Failure> {
    match format {
        Format::Spec => store::write(&outcome.spec).map_err(|error| Failure::input(error.to_string())),
        Format::Flat => {
            let version = &outcome.spec.version;
            let operations = outcome.pages.iter().flat_map(|page| {
                page.operations.iter().map(|operation| (operation, page.version.clone().or_else(|| version.clone())))
            });
            let text = serde_json::to_string_pretty(&flat::flatten(operations));
            text.map(|text| text + "\n").map_err(|error| Failure::input(error.to_string()))
        }
    }
}

fn write(arguments: &Arguments, text: &str) -> Result<(), Failure> {
    match &arguments.out {
        Some(path) => files::write(path, text),
        None => files::print(text),
    }
}
