//! The whole road of a service: a folder of pages in, a spec and diagnostics out.
//!
//! In: folders. Out: an [`Outcome`]. Pages are read, extracted and settled in parallel, in any order; what comes out is
//! in the order of their paths, so that the same pages give the same bytes. A file that is no page is a diagnostic, and
//! the others are read; errata are applied to each page alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::readers::NOT_A_PAGE;
use crate::dialect::Dialect;
use crate::dialect::phrases::{Language as PhraseLanguage, Phrases};
use crate::extract::facts::Counts;
use crate::extract::{self, Language, PageFacts};
use crate::lint::{self, Finding};
use crate::source::{MAX_PAGE_BYTES, Page, PagePath, SourceError, Span};
use crate::spec::config::{ConfigError, ServiceConfig};
use crate::spec::errata::Errata;
use crate::spec::model::Spec;
use crate::spec::places::Places;
use crate::spec::{self, SettledPage};

pub mod examples;
pub mod pins;
pub mod suggest;

/// File endings of pages.
const ENDINGS: [&str; 6] = ["md", "mdx", "markdown", "html", "htm", "txt"];
/// How deep folders of pages may nest.
const MAX_DEPTH: usize = 32;
/// The name of the file of errata in a service's folder.
pub const ERRATA: &str = "errata.toml";

/// Why a service can not be read.
#[derive(Debug, thiserror::Error)]
pub enum RoadError {
    /// A file or a folder.
    #[error("{path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No page at all.
    #[error("{path}: holds no page (files ending in .md, .html or .txt)")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// `service.toml` can not be read.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

/// A service, but for its pages.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// `vpc`.
    pub name: String,
    /// What its pages do not say.
    pub config: ServiceConfig,
    /// What its pages say wrong.
    pub errata: Errata,
    /// Whether the pages at hand are all of its pages, so that whatever the other files name must be among them.
    pub is_whole: bool,
    /// The file of errata, for quoting, and why it can not be read.
    errata_file: Option<(Page, Option<Diagnostic>)>,
}

impl Service {
    /// A service of which nothing but pages is known.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The same with what its pages do not say.
    #[must_use]
    pub fn with_config(self, config: ServiceConfig) -> Self {
        Self { config, ..self }
    }

    /// The same with the text of `errata.toml`. What is wrong in it becomes a diagnostic of the run.
    pub fn with_errata(mut self, text: &str) -> Result<Self, SourceError> {
        self.set_errata(text.into())?;
        Ok(self)
    }

    /// Reads `service.toml` and `errata.toml` in a service's folder; both may be missing.
    pub fn load(name: &str, folder: &Path) -> Result<Self, RoadError> {
        let mut service = Self { config: ServiceConfig::load(folder)?, ..Self::named(name) };
        let path = folder.join(ERRATA);
        match fs::read(&path) {
            Ok(bytes) => service.set_errata(bytes).map_err(|error| {
                let source = io::Error::new(io::ErrorKind::InvalidData, error.to_string());
                RoadError::Unreadable { path, source }
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(RoadError::Unreadable { path, source }),
        }
        Ok(service)
    }

    /// Takes the bytes of `errata.toml`. What is wrong in them becomes a diagnostic of the run.
    fn set_errata(&mut self, bytes: Vec<u8>) -> Result<(), SourceError> {
        let page = Page::new(PagePath::new(ERRATA), bytes)?;
        let problem = match Errata::parse(page.path(), page.text()) {
            Ok(errata) => {
                self.errata = errata;
                None
            }
            Err(problem) => Some(problem),
        };
        self.errata_file = Some((page, problem));
        Ok(())
    }
}

/// The pages of a folder, and the files there that are none.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Pages, sorted by path.
    pub pages: Vec<Page>,
    /// A diagnostic for each file that has a page's ending and is no page.
    pub refused: Vec<Diagnostic>,
}

impl Reading {
    /// How many files were looked at.
    pub fn files(&self) -> usize {
        self.pages.len() + self.refused.len()
    }
}

/// What a service's pages gave.
#[derive(Debug)]
pub struct Outcome {
    /// The spec.
    pub spec: Spec,
    /// Each page's own operations, before pages were merged; none where only the spec is asked for.
    pub pages: Vec<SettledPage>,
    /// The pages and the file of errata, for quoting. Pages of files are read again when they are asked.
    pub sources: BTreeMap<PagePath, Page>,
    /// The other files that facts came from: `service.toml`, and the vendor's own.
    pub beside: Vec<Page>,
    /// All surprises, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How much was read.
    pub counts: Counts,
}

impl Outcome {
    /// All files that a fact may have come from.
    pub fn all_sources(&self) -> BTreeMap<PagePath, Page> {
        let beside = self.beside.iter().map(|file| (file.path().clone(), file.clone()));
        beside.chain(self.sources.clone()).collect()
    }
}

/// The words of a vendor.
pub fn language(dialect: Dialect) -> Language {
    let languages = dialect.languages.iter().filter_map(|name| match name.as_str() {
        "en" => Some(PhraseLanguage::English),
        "zh" => Some(PhraseLanguage::Chinese),
        _ => None,
    });
    let phrases = Phrases::new(&languages.collect::<Vec<_>>());
    Language { dialect, phrases }
}

/// Reads a page, or all pages of a folder and of the folders in it; a file that is no page is a diagnostic.
pub fn read_folder(path: &Path) -> Result<Reading, RoadError> {
    let (files, refused) = files_of(path)?;
    let files: Vec<PathBuf> = files.into_iter().map(|(file, _)| file).collect();
    let mut reading = Reading { pages: Vec::new(), refused };
    let root = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    // Each is read again when its turn comes: all of them together are large.
    let let_go = |page: Result<Page, Diagnostic>| page.map(Page::let_go);
    let read: Vec<_> = files.par_iter().map(|file| let_go(read_page(root, file))).collect();
    for page in read {
        match page {
            Ok(page) => reading.pages.push(page),
            Err(refused) => reading.refused.push(refused),
        }
    }
    if reading.pages.is_empty() && reading.refused.is_empty() {
        return Err(RoadError::Empty { path: path.to_owned() });
    }
    reading.pages.sort_by(|left, right| left.path().cmp(right.path()));
    Ok(reading)
}

/// Files with a page's ending, each with whether its folder knows it as a plain one.
type Files = Vec<(PathBuf, bool)>;

/// The file, or all files of the folder and of the folders in it that have a page's ending, sorted; and a diagnostic
/// for each folder that was not looked into.
fn files_of(path: &Path) -> Result<(Files, Vec<Diagnostic>), RoadError> {
    let mut listing = Listing { root: path, files: Vec::new(), seen: BTreeSet::new(), refused: Vec::new() };
    if path.is_dir() {
        list(path, &mut listing, 0)?;
    } else {
        fs::metadata(path).map_err(|source| RoadError::Unreadable { path: path.to_owned(), source })?;
        listing.files.push((path.to_owned(), false));
    }
    listing.files.sort();
    Ok((listing.files, listing.refused))
}

/// A walk through folders.
struct Listing<'l> {
    root: &'l Path,
    files: Files,
    /// Folders that were looked into: a link may lead back.
    seen: BTreeSet<PathBuf>,
    refused: Vec<Diagnostic>,
}

fn list(folder: &Path, listing: &mut Listing<'_>, depth: usize) -> Result<(), RoadError> {
    let unreadable = |source| RoadError::Unreadable { path: folder.to_owned(), source };
    if !listing.seen.insert(folder.canonicalize().map_err(unreadable)?) {
        return Ok(());
    }
    let entries: io::Result<Vec<fs::DirEntry>> = fs::read_dir(folder).map_err(unreadable)?.collect();
    let mut paths: Vec<(PathBuf, bool, bool)> = Vec::new();
    for entry in entries.map_err(unreadable)? {
        let path = entry.path();
        // The folder knows of each entry what it is, so that the disk is asked for links alone.
        let (is_folder, is_plain) = match entry.file_type() {
            Ok(kind) if !kind.is_symlink() => (kind.is_dir(), kind.is_file()),
            Ok(_) | Err(_) => (path.is_dir(), false),
        };
        paths.push((path, is_folder, is_plain));
    }
    // In order, so that of two links to one folder the same one is followed every time.
    paths.sort();
    for (path, is_folder, is_plain) in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !is_folder {
            if is_page(&path) {
                listing.files.push((path, is_plain));
            }
        } else if depth == MAX_DEPTH && !hidden {
            let message = format!("folders nest deeper than {MAX_DEPTH}: nothing in this one is read");
            listing.refused.push(refused(listing.root, &path, message));
        } else if !hidden {
            list(&path, listing, depth + 1)?;
        }
    }
    Ok(())
}

/// Whether a file's ending is a page's. A file named just `.md` is a page too: real folders have one.
pub fn is_page(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

fn read_page(root: &Path, file: &Path) -> Result<Page, Diagnostic> {
    let unreadable = |error: io::Error| refused(root, file, format!("the file can not be read: {error}"));
    let metadata = fs::metadata(file).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(refused(root, file, "it is no plain file".to_owned()));
    }
    let path = page_path(root, file);
    // The size is asked before the bytes are read.
    let page = if metadata.len() > MAX_PAGE_BYTES as u64 {
        Err(SourceError::TooLarge { path, bytes: usize::try_from(metadata.len()).unwrap_or(usize::MAX) })
    } else {
        Page::new(path, fs::read(file).map_err(unreadable)?).map(|page| page.of_file(file.to_owned()))
    };
    page.map_err(|error| {
        let message = match error {
            SourceError::NotUtf8 { offset, .. } => format!("byte {offset} is not UTF-8"),
            SourceError::Binary { offset, .. } => format!("byte {offset} is NUL: the file is no text"),
            SourceError::TooLarge { bytes, .. } => format!("{bytes} bytes, and a page may have {MAX_PAGE_BYTES}"),
        };
        refused(root, file, message)
    })
}

fn page_path(root: &Path, file: &Path) -> PagePath {
    PagePath::new(&file.strip_prefix(root).unwrap_or(file).to_string_lossy())
}

fn refused(root: &Path, file: &Path, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(NOT_A_PAGE, &page_path(root, file), Span::default(), message);
    diagnostic.with_help("mend the file, or move it out of the folder of pages")
}

/// Goes the whole road: pages to spec.
pub fn service(service: &Service, reading: Reading, language: &Language) -> Outcome {
    go(service, reading, language, Keep::Spec).0
}

/// The same, with each page's own operations.
pub fn with_pages(service: &Service, reading: Reading, language: &Language) -> Outcome {
    go(service, reading, language, Keep::Pages).0
}

/// The same, with what the vendor's pages contradict themselves in.
pub fn lint(service: &Service, reading: Reading, language: &Language) -> (Outcome, Vec<Finding>) {
    let (outcome, facts) = go(service, reading, language, Keep::Facts);
    let pages = lint::Pages { language, sources: &outcome.sources, facts: &facts, settled: &outcome.pages };
    let findings = lint::findings(&pages);
    (outcome, findings)
}

/// What is kept of the pages beside the spec: all of it is large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    /// Nothing.
    Spec,
    /// Their own operations.
    Pages,
    /// Their raw facts as well.
    Facts,
}

/// The road.
fn go(service: &Service, reading: Reading, language: &Language, keep: Keep) -> (Outcome, Vec<PageFacts>) {
    let Service { config, errata, .. } = service;
    let Reading { pages, refused: mut diagnostics } = reading;
    let read: Vec<Read> = pages
        .into_par_iter()
        .map(|page| {
            let mut diagnostics = Vec::new();
            let (page, corrected) = errata.correct_page(page, &mut diagnostics);
            let facts = extract::page(&page, language, &mut diagnostics);
            let mut settled = spec::settle_page(&page, &facts, &language.dialect, config, &mut diagnostics);
            Errata::testify(&page, &corrected, &mut settled.operations);
            errata.apply(page.path(), &mut settled.operations, &mut diagnostics);
            Read {
                page: page.let_go(),
                settled,
                counts: facts.counts.clone(),
                facts: (keep == Keep::Facts).then_some(facts),
                diagnostics,
            }
        })
        .collect();
    let mut counts = Counts::default();
    let mut settled = Vec::new();
    let mut sources = BTreeMap::new();
    let mut kept = Vec::new();
    for read in read {
        counts.add(&read.counts);
        diagnostics.extend(read.diagnostics);
        settled.push(read.settled);
        kept.extend(read.facts);
        sources.insert(read.page.path().clone(), read.page);
    }
    spec::answers::link(&mut settled, &mut diagnostics);
    let places = Places::new(sources.values());
    let pages = if keep == Keep::Spec { Vec::new() } else { settled.clone() };
    let mut spec = spec::assemble(&service.name, settled, &language.dialect, config, &places, &mut diagnostics);
    if service.is_whole {
        spec::report_missing(config, &spec.operations, &mut diagnostics);
        errata.check_pages(&sources.keys().cloned().collect::<Vec<_>>(), &mut diagnostics);
    }
    if let Some((file, problem)) = &service.errata_file {
        diagnostics.extend(problem.clone());
        sources.insert(file.path().clone(), file.clone());
    }
    diagnostics.sort();
    diagnostics.dedup();
    spec::count_diagnostics(&mut spec, &diagnostics);
    let beside = config.file.iter().chain(&language.dialect.files).cloned().collect();
    (Outcome { spec, pages, sources, beside, diagnostics, counts }, kept)
}

/// What one page gave.
struct Read {
    page: Page,
    settled: SettledPage,
    counts: Counts,
    /// The raw facts, where they are kept.
    facts: Option<PageFacts>,
    diagnostics: Vec<Diagnostic>,
}
