//! The whole road of a service: a folder of pages in, a spec and diagnostics out.
//!
//! In: folders. Out: an [`Outcome`]. Pages are read, extracted and settled in parallel, in any order; what comes out is
//! in the order of their paths, so that the same pages give the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::dialect::Dialect;
use crate::dialect::phrases::{Language as PhraseLanguage, Phrases};
use crate::extract::facts::Counts;
use crate::extract::{self, Language};
use crate::source::{MAX_PAGE_BYTES, Page, PagePath, SourceError};
use crate::spec::config::ServiceConfig;
use crate::spec::errata::Errata;
use crate::spec::model::Spec;
use crate::spec::{self, SettledPage};

pub mod examples;

/// File endings of pages.
const ENDINGS: [&str; 5] = ["md", "markdown", "html", "htm", "txt"];
/// How deep folders of pages may nest.
const MAX_DEPTH: usize = 32;

/// Why a folder of pages can not be read.
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
    /// A file that is no page.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No page at all.
    #[error("{path}: holds no page (files ending in .md, .html or .txt)")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// What a service's pages gave.
#[derive(Debug)]
pub struct Outcome {
    /// The spec.
    pub spec: Spec,
    /// Each page's own operations, before pages were merged.
    pub pages: Vec<SettledPage>,
    /// The pages, for quoting.
    pub sources: BTreeMap<PagePath, Page>,
    /// All surprises, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How much was read.
    pub counts: Counts,
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

/// Reads a page, or all pages of a folder and of the folders in it, sorted by path.
pub fn read_pages(path: &Path) -> Result<Vec<Page>, RoadError> {
    let mut files = Vec::new();
    let root = if path.is_dir() {
        list(path, 0, &mut files)?;
        path
    } else {
        files.push(path.to_owned());
        path.parent().unwrap_or(path)
    };
    files.sort();
    let pages: Result<Vec<Page>, RoadError> = files.par_iter().map(|file| read_page(root, file)).collect();
    let mut pages = pages?;
    if pages.is_empty() {
        return Err(RoadError::Empty { path: path.to_owned() });
    }
    pages.sort_by(|left, right| left.path().cmp(right.path()));
    Ok(pages)
}

fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), RoadError> {
    let unreadable = |source| RoadError::Unreadable { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() {
            if depth < MAX_DEPTH && !hidden {
                list(&path, depth + 1, files)?;
            }
        } else if is_page(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a file's ending is a page's. A file named just `.md` is a page too: real folders have one.
fn is_page(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

fn read_page(root: &Path, file: &Path) -> Result<Page, RoadError> {
    let unreadable = |source| RoadError::Unreadable { path: file.to_owned(), source };
    let relative = file.strip_prefix(root).unwrap_or(file).to_string_lossy();
    let path = PagePath::new(&relative);
    let bytes = fs::metadata(file).map_err(unreadable)?.len();
    if bytes > MAX_PAGE_BYTES as u64 {
        return Err(SourceError::TooLarge { path, bytes: usize::try_from(bytes).unwrap_or(usize::MAX) }.into());
    }
    Ok(Page::new(path, fs::read(file).map_err(unreadable)?)?)
}

/// Goes the whole road without errata: pages to spec.
pub fn service(name: &str, pages: Vec<Page>, language: &Language, config: &ServiceConfig) -> Outcome {
    corrected_service(name, pages, language, config, &Errata::default())
}

/// Goes the whole road: pages to spec, errata applied to each page before pages are merged.
pub fn corrected_service(
    name: &str,
    pages: Vec<Page>,
    language: &Language,
    config: &ServiceConfig,
    errata: &Errata,
) -> Outcome {
    let read: Vec<(Page, SettledPage, Counts, Vec<Diagnostic>)> = pages
        .into_par_iter()
        .map(|page| {
            let mut diagnostics = Vec::new();
            let page = errata.correct_page(page, &mut diagnostics);
            let facts = extract::page(&page, language, &mut diagnostics);
            let mut settled = spec::settle_page(&page, &facts, &language.dialect, config, &mut diagnostics);
            errata.apply(page.path(), &mut settled.operations, &mut diagnostics);
            (page, settled, facts.counts, diagnostics)
        })
        .collect();
    let mut counts = Counts::default();
    let mut diagnostics = Vec::new();
    let mut settled = Vec::new();
    let mut pages = Vec::new();
    for (source, page, counted, found) in read {
        counts.add(counted);
        diagnostics.extend(found);
        settled.push(page);
        pages.push(source);
    }
    let paths: Vec<PagePath> = pages.iter().map(|page| page.path().clone()).collect();
    errata.check_pages(&paths, &mut diagnostics);
    let mut spec = spec::assemble(name, settled.clone(), &language.dialect, config, &mut diagnostics);
    diagnostics.sort();
    diagnostics.dedup();
    spec::count_diagnostics(&mut spec, &diagnostics);
    let sources = pages.into_iter().map(|page| (page.path().clone(), page)).collect();
    Outcome { spec, pages: settled, sources, diagnostics, counts }
}
