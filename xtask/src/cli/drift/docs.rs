//! `drift --docs DIR`: the pages in `specs/` beside fresh ones.
//!
//! The hashes in `pages.sha256` say which pages the client was made from: a service whose fresh pages have these hashes
//! is not read any further. Of another one all pages are read on both sides, for what one page says can settle what
//! comes of another one. Its old side is the committed `spec.json`, which must be what the committed pages say.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::catalogue::errata::{
    ERRATUM_AMBIGUOUS, ERRATUM_MATCHES_NOTHING, ERRATUM_PAGE_UNKNOWN, ERRATUM_STALE,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::drift::waiver::WAIVERS;
use crate::drift::{self, Version};
use crate::road::pins::Pins;
use crate::road::{self, ERRATA, Service};
use crate::source::PagePath;
use crate::spec::model::Spec;

use super::super::Failure;
use super::super::report::{self, Folders, Manner, counted};
use super::super::repository::{Repository, ServiceFolder};
use super::super::survey::{OnDisk, survey};
use super::{Arguments, Compared, Run, Side, Waiving};

/// The way from the committed pages to what corrects them.
const ERRATA_FROM_PAGES: &str = "../errata.toml";

/// A service whose pages changed.
pub(super) struct Changed {
    /// The service in `specs/`.
    pub service: ServiceFolder,
    /// Its fresh pages.
    pub fresh: PathBuf,
    /// Their hashes.
    pub pins: Pins,
    /// What they say.
    pub spec: Spec,
    /// The waivers of its findings, which are over once it is accepted.
    pub waivers: Vec<String>,
    /// How many errors stand on them, errata that no longer fit among these.
    pub errors: usize,
}

/// Compares all services, or those that were named, and gives those whose pages changed.
pub(super) fn run(
    repository: &Repository,
    folder: &Path,
    arguments: &Arguments,
    run: &mut Run,
) -> Result<Vec<Changed>, Failure> {
    let services = repository.services(arguments.vendor.as_deref(), arguments.service.as_deref())?;
    if services.is_empty() {
        return Err(Failure::input(format!("{}: no service has pages to compare with", repository.specs().display())));
    }
    let found: Vec<Option<PathBuf>> = services.iter().map(|service| fresh_pages(folder, service)).collect();
    let missing = services.iter().zip(&found).filter(|(_, found)| found.is_none());
    let missing: Vec<String> = missing.map(|(service, _)| service.label()).collect();
    if !missing.is_empty() {
        let (folder, missing) = (folder.display(), missing.join(", "));
        return Err(Failure::input(format!(
            "{folder}: has no folder {missing}, and specs/ has; pages stand in {folder}/<vendor>/<service>/, or in pages/ \
             below; --vendor and --service choose services"
        )));
    }
    if arguments.vendor.is_none() && arguments.service.is_none() {
        strangers(folder, &services);
    }
    let mut changed = Vec::new();
    for (service, fresh) in services.into_iter().zip(found.into_iter().flatten()) {
        changed.extend(one(repository, service, fresh, run)?);
    }
    Ok(changed)
}

/// Where the fresh pages of a service lie: as in `specs/`, or without the folder `pages`.
fn fresh_pages(folder: &Path, service: &ServiceFolder) -> Option<PathBuf> {
    let fresh = folder.join(&service.vendor).join(&service.service);
    let pages = fresh.join("pages");
    if pages.is_dir() { Some(pages) } else { fresh.is_dir().then_some(fresh) }
}

/// Warns of folders that no service has: their pages are not compared with anything.
fn strangers(folder: &Path, services: &[ServiceFolder]) {
    let folders = |path: &Path| -> Vec<String> {
        // What can not be listed here has been found by its name, or is nobody's.
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    };
    for vendor in folders(folder) {
        for service in folders(&folder.join(&vendor)) {
            let label = format!("{vendor}/{service}");
            if services.iter().all(|known| known.label() != label) {
                eprintln!(
                    "warning: {}/{label}: specs/ has no such service, so its pages are not compared",
                    folder.display()
                );
            }
        }
    }
}

/// Compares one service; nothing comes of one whose pages are the same.
fn one(
    repository: &Repository,
    service: ServiceFolder,
    fresh: PathBuf,
    run: &mut Run,
) -> Result<Option<Changed>, Failure> {
    let input = |error: &dyn std::fmt::Display| Failure::input(error.to_string());
    let mut waiving = Waiving::load(&service.folder.join(WAIVERS), true)?;
    if !service.spec().is_file() {
        let path = service.spec();
        return Err(Failure::input(format!("{}: is not there; run `cargo xtask generate` first", path.display())));
    }
    let pins = Pins::of_folder(&fresh).map_err(|error| input(&error))?;
    let pinned = match Pins::load(&service.folder).map_err(|error| input(&error))? {
        Some(pinned) => pinned,
        None => Pins::of_folder(&service.pages()).map_err(|error| input(&error))?,
    };
    if pins == pinned {
        eprintln!("{}: {}, all as they were", service.label(), counted(pins.len(), "page"));
        run.judge(&waiving);
        return Ok(None);
    }
    let gone = pinned.gone_from(&pins).count();
    let come = pins.gone_from(&pinned).count();
    let other = pinned.changed_in(&pins).count() - come;
    let pages = counted(pins.len(), "page");
    eprintln!("{}: {pages}, {other} changed, {come} new, {gone} gone", service.label());

    stays_within(&fresh, pinned.changed_in(&pins))?;
    let surveyed = survey(repository, service.clone())?;
    match surveyed.on_disk {
        OnDisk::UpToDate => {}
        OnDisk::Newer(message) => return Err(Failure::input(message)),
        OnDisk::Missing | OnDisk::Differs(_) => {
            return Err(Failure::input(format!(
                "{}: is not what the pages beside it say; run `cargo xtask generate` first, so that the vendor's changes \
                 alone are compared",
                service.spec().display()
            )));
        }
    }
    let language = repository.language(&service.vendor)?;
    let mut known = Service::load(&service.service, &service.folder).map_err(|error| input(&error))?;
    known.is_whole = true;
    let reading = road::read_folder(&fresh).map_err(|error| input(&error))?;
    if let Some(refused) = reading.refused.first() {
        return Err(Failure::input(format!("{}/{}: {}", fresh.display(), refused.page, refused.message)));
    }
    let (mut old, mut new) = (surveyed.outcome, road::service(&known, reading, &language));
    let folders = [&service.pages(), &fresh].map(|folder| format!("{}/", folder.display()));
    let [old_folder, new_folder] = folders;
    let errors = say_errors(&old.diagnostics, &new, &service, &new_folder, run);
    for outcome in [&mut old, &mut new] {
        outcome.sources.remove(&PagePath::new(ERRATA));
    }
    let findings = drift::compare(
        Version { spec: &old.spec, pages: &old.sources },
        Version { spec: &new.spec, pages: &new.sources },
        &language,
    );
    let mut findings = run.part(findings, &mut waiving);
    let waivers = waiving.used_lines();
    let waived = findings.waived.iter_mut().map(|waived| &mut waived.finding);
    for finding in findings.counted.iter_mut().chain(waived) {
        // Errata lie beside the committed pages alone.
        if let Some(place) = finding.old_place.as_mut().filter(|place| place.page == ERRATA) {
            ERRATA_FROM_PAGES.clone_into(&mut place.page);
        }
        finding.new_place.take_if(|place| place.page == ERRATA);
    }
    run.judge(&waiving);
    let errata = super::errata(&service)?;
    run.comparisons.push(Compared {
        title: service.label(),
        findings,
        old: Side { folder: old_folder, pages: old.sources },
        new: Side { folder: new_folder, pages: new.sources },
        lexicon: Arc::new(language.dialect.lexicon().clone()),
        errata,
    });
    Ok(Some(Changed { service, fresh, pins, spec: new.spec, waivers, errors }))
}

/// Refuses links that lead out of the folder: whoever wrote the fresh pages could have any file of this machine quoted,
/// and accepted.
fn stays_within<'p>(fresh: &Path, pages: impl Iterator<Item = &'p PagePath>) -> Result<(), Failure> {
    let unreadable = |path: &Path, error| Failure::input(format!("{}: {error}", path.display()));
    let folder = fresh.canonicalize().map_err(|error| unreadable(fresh, error))?;
    for page in pages {
        let path = fresh.join(page.as_str());
        if !path.canonicalize().map_err(|error| unreadable(&path, error))?.starts_with(&folder) {
            let (path, folder) = (path.display(), fresh.display());
            return Err(Failure::input(format!("{path}: is a link that leads out of {folder}")));
        }
    }
    Ok(())
}

/// Prints the errors of the fresh pages that the committed ones do not have. That an erratum no longer fits is a
/// warning: the comparison goes on without it. How many there are.
fn say_errors(old: &[Diagnostic], new: &road::Outcome, service: &ServiceFolder, pages: &str, run: &mut Run) -> usize {
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    let is_known = |found: &Diagnostic| {
        let same =
            |known: &Diagnostic| (known.code, &known.page, &known.message) == (found.code, &found.page, &found.message);
        old.iter().any(same)
    };
    let mut shown: Vec<Diagnostic> =
        new.diagnostics.iter().filter(is_error).filter(|found| !is_known(found)).cloned().collect();
    for found in &mut shown {
        let codes = [ERRATUM_PAGE_UNKNOWN, ERRATUM_MATCHES_NOTHING, ERRATUM_STALE, ERRATUM_AMBIGUOUS];
        if codes.contains(&found.code) {
            found.severity = Severity::Warning;
        }
    }
    run.has_errors |= shown.iter().any(|found| found.severity == Severity::Error);
    let beside = format!("{}/", service.folder.display());
    let manner = Manner { is_json: false, has_notes: false };
    report::print(&shown, &new.sources, Folders { pages, service: &beside }, manner);
    new.diagnostics.iter().filter(is_error).count()
}
