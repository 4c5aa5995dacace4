//! The services of the repository, read from their pages and compared with what is on disk.
//!
//! In: a service's folder. Out: a [`Surveyed`] with its outcome and the texts of its `spec.json` and of the hashes of its
//! pages. Nothing is written.

use crate::diagnostic::catalogue::readers::NOT_A_PAGE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::road::pins::Pins;
use crate::road::{self, Service};
use crate::spec::store::{self, StoreError};

use super::report::{self, Folders, Manner};
use super::repository::{Repository, ServiceFolder};
use super::{Failure, files};

/// A service that was read.
#[derive(Debug)]
pub struct Surveyed {
    /// Where it lies.
    pub folder: ServiceFolder,
    /// What its pages gave.
    pub outcome: road::Outcome,
    /// How many pages were read.
    pub pages: usize,
    /// What `spec.json` should be.
    pub text: String,
    /// What `spec.json` is.
    pub on_disk: OnDisk,
    /// The hashes of its pages, and whether they stand on disk; nothing while a file there is no page.
    pub pins: Option<(Pins, bool)>,
}

/// What stands in `spec.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// There is no such file.
    Missing,
    /// What should stand there.
    UpToDate,
    /// Something else.
    Differs(String),
    /// What a newer docwright wrote, with the words that say so.
    Newer(String),
}

/// Reads a service.
pub fn survey(repository: &Repository, folder: ServiceFolder) -> Result<Surveyed, Failure> {
    let language = repository.language(&folder.vendor)?;
    let failed = |error: road::RoadError| Failure::input(error.to_string());
    let mut service = Service::load(&folder.service, &folder.folder).map_err(failed)?;
    let reading = road::read_folder(&folder.pages()).map_err(failed)?;
    let pages = reading.files();
    service.is_whole = true;
    let outcome = road::service(&service, reading, &language);
    let text =
        store::write(&outcome.spec).map_err(|error| Failure::input(format!("{}: {error}", folder.spec().display())))?;
    let on_disk = on_disk(&folder, &text)?;
    let has_refused = outcome.diagnostics.iter().any(|diagnostic| diagnostic.code == NOT_A_PAGE);
    let pins = if has_refused { None } else { Some(pins(&folder)?) };
    Ok(Surveyed { folder, outcome, pages, text, on_disk, pins })
}

fn pins(folder: &ServiceFolder) -> Result<(Pins, bool), Failure> {
    let pins = Pins::of_folder(&folder.pages()).map_err(|error| Failure::input(error.to_string()))?;
    let is_on_disk = files::read(&folder.pins())?.is_some_and(|text| text == pins.text());
    Ok((pins, is_on_disk))
}

fn on_disk(folder: &ServiceFolder, wanted: &str) -> Result<OnDisk, Failure> {
    let path = folder.spec();
    Ok(match files::read(&path)? {
        None => OnDisk::Missing,
        Some(present) if present == wanted => OnDisk::UpToDate,
        Some(present) => match store::parse(&path, &present) {
            Err(error @ StoreError::Newer { .. }) => OnDisk::Newer(error.to_string()),
            // Whatever else stands there was made from pages, and is made from them again.
            Ok(_) | Err(_) => OnDisk::Differs(present),
        },
    })
}

impl Surveyed {
    /// Prints its diagnostics, and those that its emission raised.
    pub fn report(&self, emitted: &[Diagnostic], manner: Manner) {
        let (pages, service) =
            (format!("{}/", self.folder.pages().display()), format!("{}/", self.folder.folder.display()));
        let all: Vec<Diagnostic> = self.outcome.diagnostics.iter().chain(emitted).cloned().collect();
        report::print(&all, &self.outcome.sources, Folders { pages: &pages, service: &service }, manner);
    }

    /// Whether all that is made from its pages, but for the client, stands on disk.
    pub fn is_current(&self) -> bool {
        self.on_disk == OnDisk::UpToDate && self.pins.as_ref().is_some_and(|(_, is_on_disk)| *is_on_disk)
    }

    /// How many of its diagnostics have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        report::count(&self.outcome.diagnostics, severity)
    }
}
