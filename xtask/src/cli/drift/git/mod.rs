//! `drift --git REPO --paths GLOB --range A..B`: the history of a repository of documentation, commit by commit.
//!
//! Each commit is compared with its first parent, so that a merge is one change, and a page that git says was renamed is
//! compared with itself. What is compared of a commit are the pages that it touched: what another page says of
//! the same operation is not looked at. A file that can not be read is told, and ends the run with 3 after the report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::document::Lexicon;
use crate::drift::{self, Finding, Version};
use crate::extract::Language;
use crate::road::{self, Reading, Service};
use crate::source::{Page, PagePath};

use super::super::Failure;
use super::super::report::counted;
use super::super::repository::Repository;
use super::{Arguments, Compared, Run, Side, Waiving, pair};

mod blobs;
mod log;

use blobs::{Blobs, Content};
use log::{Blob, Commit};

/// How many commits are held at once.
const AT_ONCE: usize = 64;
/// How many letters of a commit's name are shown.
const SHORT: usize = 12;

/// Compares all commits of a range.
pub(super) fn run(
    repository: &Repository,
    folder: &Path,
    range: &str,
    arguments: &Arguments,
    run: &mut Run,
) -> Result<(), Failure> {
    let patterns = &arguments.paths;
    check(folder, range, patterns)?;
    let (known, service) = pair::service(repository, arguments)?;
    let mut waiving = Waiving::of(arguments)?;
    let mut commits = log::commits(folder, range, patterns, false)?;
    if let Some(commit) = commits.iter().find(|commit| commit.is_first) {
        whole(folder, commit)?;
    }
    let touched: usize = commits.iter().map(|commit| commit.changes.len()).sum();
    for commit in &mut commits {
        commit.changes.retain(|change| [&change.old, &change.new].into_iter().flatten().any(is_page));
    }
    commits.retain(|commit| !commit.changes.is_empty());
    if commits.is_empty() {
        matched(folder, range, patterns, touched)?;
    }
    let files: usize = commits.iter().map(|commit| commit.changes.len()).sum();
    eprintln!("{range}: {} with {} of pages", counted(commits.len(), "commit"), counted(files, "change"));

    let mut blobs = Blobs::start(folder)?;
    let mut words: Option<(Language, Arc<Lexicon>)> = None;
    let errata = super::errata(&known)?;
    for commits in commits.chunks(AT_ONCE) {
        let mut read = Vec::new();
        for commit in commits {
            read.push(Touched::read(commit, &mut blobs, &mut run.wrong)?);
        }
        if words.is_none() {
            let pages = read.iter().flat_map(|touched| touched.old.iter().chain(&touched.new)).cloned().collect();
            let language = pair::language_of(repository, arguments, &Reading { pages, refused: Vec::new() })?;
            let lexicon = Arc::new(language.dialect.lexicon().clone());
            words = Some((language, lexicon));
        }
        let Some((language, lexicon)) = &words else { continue };
        let compared: Vec<(Vec<Finding>, Touched)> =
            read.into_par_iter().map(|touched| (touched.compare(&service, language), touched)).collect();
        for (commit, (findings, touched)) in commits.iter().zip(compared) {
            let findings = run.part(findings, &mut waiving);
            let id: String = commit.id.chars().take(SHORT).collect();
            let [old, new] = touched.named(&findings);
            run.comparisons.push(Compared {
                title: format!("{} {id} {} {}", known.label(), commit.date, commit.subject),
                findings,
                // So does git name a file of a commit.
                old: Side { folder: format!("{id}^:"), pages: old },
                new: Side { folder: format!("{id}:"), pages: new },
                lexicon: Arc::clone(lexicon),
                errata: Arc::clone(&errata),
            });
        }
    }
    run.judge(&waiving);
    Ok(())
}

/// Refuses what git could take for something else.
fn check(folder: &Path, range: &str, patterns: &[String]) -> Result<(), Failure> {
    if folder.to_string_lossy().starts_with('-') {
        return Err(Failure::usage(format!(
            "--git `{}`: no folder begins with `-`; write ./ before it",
            folder.display()
        )));
    }
    let is_range = range.split_once("..").is_some_and(|(from, to)| !from.is_empty() && !to.starts_with('.'));
    if range.starts_with('-') || !is_range {
        return Err(Failure::usage(format!("--range `{range}`: a range is `A..B`, such as `v1..main`")));
    }
    if let Some(pattern) = patterns.iter().find(|pattern| pattern.is_empty() || pattern.starts_with('-')) {
        return Err(Failure::usage(format!("--paths `{pattern}`: a pattern is not empty and does not begin with `-`")));
    }
    Ok(())
}

/// Refuses a clone whose history ends early: its first commit seems to add every page.
fn whole(folder: &Path, commit: &Commit) -> Result<(), Failure> {
    let mut command = log::git(folder);
    command.args(["rev-parse", "--is-shallow-repository"]);
    if log::output(command)?.starts_with(b"true") {
        let (folder, id) = (folder.display(), &commit.id);
        return Err(Failure::input(format!(
            "{folder}: its history ends at {id}, within the range; `git fetch --unshallow` brings the rest"
        )));
    }
    Ok(())
}

/// Tells a range in which nothing happened from patterns that match nothing, ever.
fn matched(folder: &Path, range: &str, patterns: &[String], touched: usize) -> Result<(), Failure> {
    let patterns_told = patterns.join(", ");
    if touched > 0 {
        return Err(Failure::input(format!(
            "--paths {patterns_told}: {} in {range}, and none is a page (.md, .html, .txt)",
            counted(touched, "changed file")
        )));
    }
    let (_, until) = range.split_once("..").unwrap_or_default();
    let until = if until.is_empty() { "HEAD" } else { until };
    if log::commits(folder, until, patterns, true)?.is_empty() {
        return Err(Failure::input(format!("--paths {patterns_told}: no commit up to {until} has such a file")));
    }
    Ok(())
}

fn is_page(blob: &Blob) -> bool {
    road::is_page(Path::new(&blob.path))
}

/// The pages that a commit touched.
struct Touched {
    /// As they were, under the path that they have after it.
    old: Vec<Page>,
    /// As they are.
    new: Vec<Page>,
    /// The old path of each that was renamed, by the new one.
    renamed: BTreeMap<String, String>,
}

impl Touched {
    /// Reads them. What is no page is told, and leaves both sides, so that it is neither added nor gone.
    fn read(commit: &Commit, blobs: &mut Blobs, wrong: &mut Vec<String>) -> Result<Self, Failure> {
        let mut touched = Self { old: Vec::new(), new: Vec::new(), renamed: BTreeMap::new() };
        for change in &commit.changes {
            let path = |blob: &Blob| blob.path.clone();
            let (old, new) =
                (change.old.as_ref().filter(|blob| is_page(blob)), change.new.as_ref().filter(|blob| is_page(blob)));
            let place = new.or(old).map(path).unwrap_or_default();
            let mut sides = [None, None];
            let mut is_whole = true;
            for (side, (blob, mark)) in sides.iter_mut().zip([(old, "^"), (new, "")]) {
                let Some(blob) = blob else { continue };
                match page(blob, &place, blobs)? {
                    Ok(page) => *side = Some(page),
                    Err(problem) => {
                        wrong.push(format!("{}{mark}:{}: {problem}", commit.id, blob.path));
                        is_whole = false;
                    }
                }
            }
            if !is_whole {
                continue;
            }
            if let (Some(old), Some(new)) = (old, new)
                && old.path != new.path
            {
                touched.renamed.insert(path(new), path(old));
            }
            let [old, new] = sides;
            touched.old.extend(old);
            touched.new.extend(new);
        }
        Ok(touched)
    }

    /// What the commit changed.
    fn compare(&self, service: &Service, language: &Language) -> Vec<Finding> {
        let read = |pages: &[Page]| {
            let reading = Reading { pages: pages.to_vec(), refused: Vec::new() };
            road::service(service, reading, language)
        };
        let (old, new) = (read(&self.old), read(&self.new));
        let mut findings = drift::compare(
            Version { spec: &old.spec, pages: &old.sources },
            Version { spec: &new.spec, pages: &new.sources },
            language,
        );
        for place in findings.iter_mut().filter_map(|finding| finding.old_place.as_mut()) {
            if let Some(path) = self.renamed.get(&place.page) {
                place.page.clone_from(path);
            }
        }
        for (new, old) in &self.renamed {
            findings.push(drift::moved(&PagePath::new(old), &PagePath::new(new)));
        }
        findings
    }

    /// The pages of both sides that findings name, under the paths that these have for them.
    fn named(self, findings: &drift::waiver::Parted) -> [BTreeMap<PagePath, Page>; 2] {
        let all = || findings.counted.iter().chain(findings.waived.iter().map(|waived| &waived.finding));
        let places = |side: fn(&Finding) -> Option<&drift::Place>| -> BTreeSet<&str> {
            all().filter_map(side).map(|place| place.page.as_str()).collect()
        };
        let old_places = places(|finding| finding.old_place.as_ref());
        let new_places = places(|finding| finding.new_place.as_ref());
        let was = |page: &Page| match self.renamed.get(page.path().as_str()) {
            Some(path) => PagePath::new(path),
            None => page.path().clone(),
        };
        let old = self.old.iter().map(|page| (was(page), page.clone()));
        let old = old.filter(|(path, _)| old_places.contains(path.as_str())).collect();
        let new = self.new.iter().map(|page| (page.path().clone(), page.clone()));
        let new = new.filter(|(path, _)| new_places.contains(path.as_str())).collect();
        [old, new]
    }
}

/// A blob as a page at a path, or why it is none.
fn page(blob: &Blob, path: &str, blobs: &mut Blobs) -> Result<Result<Page, String>, Failure> {
    if !blob.is_plain {
        return Ok(Err("it is no plain file".to_owned()));
    }
    Ok(match blobs.read(&blob.id)? {
        Content::Bytes(bytes) => Page::new(PagePath::new(path), bytes).map_err(|error| error.to_string()),
        Content::TooLarge(size) => Err(format!("{size} bytes, and a page may have {}", crate::source::MAX_PAGE_BYTES)),
        Content::Missing => Err("its content is not in this clone".to_owned()),
    })
}
