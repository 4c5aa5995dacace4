//! `drift --from OLD --to NEW`: two pages, folders of pages or specs.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::drift::{self, Version};
use crate::extract::Language;
use crate::road::{self, Service};
use crate::source::{Page, PagePath};
use crate::spec::model::Spec;
use crate::spec::store;

use super::super::Failure;
use super::super::repository::{Repository, ServiceFolder};
use super::{Arguments, Compared, Run, Side, Waiving};

/// Compares two versions.
pub(super) fn run(
    repository: &Repository,
    (old, new): (&Path, &Path),
    arguments: &Arguments,
    run: &mut Run,
) -> Result<(), Failure> {
    let (folder, service) = service(repository, arguments)?;
    let mut waiving = Waiving::of(arguments)?;
    let language = language(repository, arguments, old)?;
    let (before, after) = (read(old, &service, &language)?, read(new, &service, &language)?);
    let findings = drift::compare(before.version(), after.version(), &language);
    let findings = run.part(findings, &mut waiving);
    run.judge(&waiving);
    let (old, new) =
        (Side { folder: folder_of(old), pages: before.pages }, Side { folder: folder_of(new), pages: after.pages });
    let errata = super::errata(&folder)?;
    let lexicon = Arc::new(language.dialect.lexicon().clone());
    run.comparisons.push(Compared { title: folder.label(), findings, old, new, lexicon, errata });
    Ok(())
}

/// What stands before the path of each page.
fn folder_of(pages: &Path) -> String {
    if is_spec(pages) {
        return String::new();
    }
    let folder = if pages.is_dir() { Some(pages) } else { pages.parent() };
    let folder = folder.map(|folder| folder.display().to_string()).filter(|folder| !folder.is_empty());
    folder.map_or(String::new(), |folder| format!("{}/", folder.trim_end_matches('/')))
}

/// The service that was named. Errata are of the committed pages; of other versions only what service.toml knows counts.
pub(super) fn service(repository: &Repository, arguments: &Arguments) -> Result<(ServiceFolder, Service), Failure> {
    let (vendor, service) = named(arguments);
    let folder = repository.service(vendor, service)?;
    let known = Service::load(service, &folder.folder).map_err(|error| Failure::input(error.to_string()))?;
    Ok((folder, Service::named(service).with_config(known.config)))
}

/// The vendor and the service, which are demanded where they are asked for.
pub(super) fn named(arguments: &Arguments) -> (&str, &str) {
    (arguments.vendor.as_deref().unwrap_or_default(), arguments.service.as_deref().unwrap_or_default())
}

/// The vendor's words; of a vendor without `vendor.toml`, those that the old pages are read in.
fn language(repository: &Repository, arguments: &Arguments, old: &Path) -> Result<Language, Failure> {
    let reading = if is_spec(old) { Ok(road::Reading::default()) } else { road::read_folder(old) };
    let reading = reading.map_err(|error| Failure::input(error.to_string()))?;
    language_of(repository, arguments, &reading)
}

/// The vendor's words; of a vendor without `vendor.toml`, those that these pages are read in, with a warning.
pub(super) fn language_of(
    repository: &Repository,
    arguments: &Arguments,
    reading: &road::Reading,
) -> Result<Language, Failure> {
    let (language, warning) = repository.language_of(named(arguments).0, reading)?;
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
