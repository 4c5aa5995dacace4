//! `drift`: two versions of a service's documentation in, what changed out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::drift::report::{Comparison, FailOn, Pages, Report};
use crate::drift::{self, Version};
use crate::extract::Language;
use crate::road::{self, ERRATA, Service};
use crate::source::{Page, PagePath};
use crate::spec::model::Spec;
use crate::spec::store;

use super::repository::Repository;
use super::{DONE, ERRORS, Failure, Outcome, files};

mod format;

use format::Format;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The vendor whose dialect the pages are written in
    #[arg(long)]
    vendor: String,
    /// The name of the service; where specs/ has it, its service.toml counts
    #[arg(long)]
    service: String,
    /// The old version: a page, a folder of pages, or a spec.json
    #[arg(long, value_name = "PATH")]
    from: PathBuf,
    /// The new version: a page, a folder of pages, or a spec.json
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// From which changes on the exit code is 1
    #[arg(long, value_enum, default_value = "breaking")]
    fail_on: FailOn,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let repository = Repository::find()?;
    let folder = repository.service(&arguments.vendor, &arguments.service)?;
    let service = Service::load(&arguments.service, &folder.folder);
    // Errata are of the committed pages; of other versions only what service.toml knows counts.
    let service = service.map_err(|error| Failure::input(error.to_string()))?;
    let service = Service::named(&arguments.service).with_config(service.config);
    let language = language(&repository, arguments)?;
    let (old, new) = (read(&arguments.from, &service, &language)?, read(&arguments.to, &service, &language)?);
    let findings = drift::compare(old.version(), new.version(), &language);
    let errata = files::read(&folder.folder.join(ERRATA))?.unwrap_or_default();
    let (old_folder, new_folder) = (before(&arguments.from), before(&arguments.to));
    let comparison = Comparison {
        title: folder.label(),
        findings: &findings,
        waived: &[],
        old: Pages { folder: &old_folder, at_hand: &old.pages },
        new: Pages { folder: &new_folder, at_hand: &new.pages },
        lexicon: language.dialect.lexicon(),
        errata: &errata,
    };
    let report = Report { comparisons: vec![comparison], fail_on: arguments.fail_on };
    files::print(&format::print(arguments.format, &report)?)?;
    Ok(if report.fails() { ERRORS } else { DONE })
}

/// What stands before the path of each page.
fn before(pages: &Path) -> String {
    if is_spec(pages) {
        return String::new();
    }
    let folder = if pages.is_dir() { Some(pages) } else { pages.parent() };
    let folder = folder.map(|folder| folder.display().to_string()).filter(|folder| !folder.is_empty());
    folder.map_or(String::new(), |folder| format!("{}/", folder.trim_end_matches('/')))
}

/// The vendor's words; of a vendor without `vendor.toml`, those that the old pages are read in.
fn language(repository: &Repository, arguments: &Arguments) -> Result<Language, Failure> {
    let is_spec = is_spec(&arguments.from);
    let reading = if is_spec { Ok(road::Reading::default()) } else { road::read_folder(&arguments.from) };
    let reading = reading.map_err(|error| Failure::input(error.to_string()))?;
    let (language, warning) = repository.language_of(&arguments.vendor, &reading)?;
    if let Some(warning) = warning {
        eprintln!("warning[{}]: {}", warning.code, warning.message);
    }
    Ok(language)
}

/// One version, with its pages where they are at hand.
struct Read {
    spec: Spec,
    pages: BTreeMap<PagePath, Page>,
}

impl Read {
    fn version(&self) -> Version<'_> {
        Version { spec: &self.spec, pages: &self.pages }
    }
}

fn is_spec(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn read(path: &Path, service: &Service, language: &Language) -> Result<Read, Failure> {
    let unreadable = |problem: String| Failure::input(format!("{}: {problem}", path.display()));
    if is_spec(path) {
        let spec = store::read(path).map_err(|error| Failure::input(error.to_string()))?;
        return Ok(Read { spec, pages: BTreeMap::new() });
    }
    let reading = road::read_folder(path).map_err(|error| Failure::input(error.to_string()))?;
    if let Some(refused) = reading.refused.first() {
        // What can not be read could hide a change.
        return Err(unreadable(format!("{}: {}", refused.page, refused.message)));
    }
    let outcome = road::service(service, reading, language);
    Ok(Read { spec: outcome.spec, pages: outcome.sources })
}
