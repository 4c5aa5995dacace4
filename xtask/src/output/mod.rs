//! Parses, formats and writes the files of the generated crate, or verifies that they are what would be written.
//!
//! In: [`File`]s and the folder of the crate. Out: files on disk, a [`Summary`], or the [`Differences`]. A file without
//! docwright's header, or whose content is not what its header says, is somebody's work and is never touched. Nothing
//! is written outside the folder, and nothing at all when one file can not be. What the files say is not known here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::emit::{File, FilePath};

mod folder;
mod header;
mod render;

pub use render::Unparsable;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The emitted tokens are no Rust: a defect of an emitter.
    #[error("{}", join(.0))]
    Unparsable(Vec<Unparsable>),
    /// Files in the way.
    #[error("{}", join(.0))]
    InTheWay(Vec<InTheWay>),
    /// Two files of one name, on a file system that knows no case.
    #[error("{first} and {second} would be one file where file names have no case")]
    SameName {
        /// One.
        first: FilePath,
        /// The other.
        second: FilePath,
    },
    /// Reading or writing failed.
    #[error("{path}: {error}")]
    Io {
        /// Where.
        path: PathBuf,
        /// How.
        error: io::Error,
    },
}

/// A file or folder that can not be replaced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum InTheWay {
    /// A file without docwright's header.
    #[error("{0} was not written by docwright (it has no header); move it away, then generate again")]
    Foreign(String),
    /// A file whose content is not what its header says.
    #[error(
        "{0} was edited by hand after docwright wrote it; keep the change elsewhere, restore the file (`git restore`), then generate again"
    )]
    Edited(String),
    /// A symbolic link, or something that is neither a file nor a folder.
    #[error("{0} is a symbolic link or no plain file; docwright follows none")]
    NotPlain(String),
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that are new or changed, sorted.
    pub written: Vec<String>,
    /// Files that are no longer made, sorted.
    pub removed: Vec<String>,
    /// How many files were already as they should be.
    pub unchanged: usize,
}

/// How the folder differs from what would be written.
#[derive(Debug, Default)]
pub struct Differences {
    /// A unified diff a file, sorted by path.
    pub files: Vec<(String, String)>,
    /// What stands in the way of writing.
    pub in_the_way: Vec<InTheWay>,
    /// Why the comparison ended early.
    pub error: Option<OutputError>,
}

impl fmt::Display for Differences {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (_, diff) in &self.files {
            formatter.write_str(diff)?;
        }
        for problem in &self.in_the_way {
            writeln!(formatter, "{problem}")?;
        }
        if let Some(error) = &self.error {
            writeln!(formatter, "{error}")?;
        }
        write!(formatter, "{} files differ; `cargo xtask generate` writes them", self.files.len())
    }
}

impl std::error::Error for Differences {}

/// Brings the folder to what `files` say: writes what changed, removes what is no longer made.
pub fn write(files: &[File<'_>], folder: &Path) -> Result<Summary, OutputError> {
    let wanted = render_all(files).map_err(|error| keep_raw(error, folder))?;
    let present = folder::ours(folder)?;
    let problems = problems(&wanted, &present, folder)?;
    if !problems.is_empty() {
        return Err(OutputError::InTheWay(problems));
    }
    let mut summary = Summary::default();
    for (path, text) in &wanted {
        if present.get(path.as_str()).is_some_and(|old| header::same_text(old, text)) {
            summary.unchanged += 1;
            continue;
        }
        folder::write(&folder.join(path.as_str()), text)?;
        summary.written.push(path.to_string());
    }
    for stale in present.keys().filter(|path| !is_wanted(&wanted, path)) {
        folder::remove(folder, stale)?;
        summary.removed.push(stale.clone());
    }
    Ok(summary)
}

/// Compares the folder with what `files` say, and touches nothing.
pub fn check(files: &[File<'_>], folder: &Path) -> Result<(), Differences> {
    let failed = |error| Differences { error: Some(error), ..Differences::default() };
    let wanted = render_all(files).map_err(|error| failed(keep_raw(error, folder)))?;
    let present = folder::ours(folder).map_err(failed)?;
    let in_the_way = problems(&wanted, &present, folder).map_err(failed)?;
    let mut all = BTreeMap::new();
    for (path, text) in &wanted {
        let old = present.get(path.as_str()).map_or("", String::as_str);
        if !header::same_text(old, text) {
            all.insert(path.to_string(), diff(path.as_str(), old, text));
        }
    }
    for (path, old) in present.iter().filter(|(path, _)| !is_wanted(&wanted, path)) {
        all.insert(path.clone(), diff(path, old, ""));
    }
    if all.is_empty() && in_the_way.is_empty() {
        return Ok(());
    }
    Err(Differences { files: all.into_iter().collect(), in_the_way, error: None })
}

/// The text of each file, headers included. The order of the work does not show in the result.
pub fn render_all(files: &[File<'_>]) -> Result<BTreeMap<FilePath, String>, OutputError> {
    let rendered: Vec<_> = files.par_iter().map(|file| (file.path.clone(), render::file(file))).collect();
    let mut names: BTreeMap<String, FilePath> = BTreeMap::new();
    let mut texts = BTreeMap::new();
    let mut failures = Vec::new();
    for (path, text) in rendered {
        if let Some(first) = names.insert(path.as_str().to_ascii_lowercase(), path.clone()) {
            return Err(OutputError::SameName { first, second: path });
        }
        match text {
            Ok(text) => drop(texts.insert(path, text)),
            Err(failure) => failures.push(*failure),
        }
    }
    if failures.is_empty() { Ok(texts) } else { Err(OutputError::Unparsable(failures)) }
}

/// What stands in the way of writing: all of it, so that one run tells everything.
fn problems(
    wanted: &BTreeMap<FilePath, String>,
    present: &BTreeMap<String, String>,
    folder: &Path,
) -> Result<Vec<InTheWay>, OutputError> {
    let mut problems = BTreeSet::new();
    for path in wanted.keys() {
        problems.extend(folder::obstacle(folder, path.as_str())?);
    }
    problems.extend(
        present.iter().filter(|(_, text)| !header::is_untouched(text)).map(|(path, _)| InTheWay::Edited(path.clone())),
    );
    Ok(problems.into_iter().collect())
}

fn is_wanted(wanted: &BTreeMap<FilePath, String>, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    FilePath::new(&parts).is_some_and(|path| wanted.contains_key(&path))
}

/// A unified diff with `a/` and `b/` before the paths.
fn diff(path: &str, old: &str, new: &str) -> String {
    let old = old.replace("\r\n", "\n");
    let text = similar::TextDiff::configure().timeout(std::time::Duration::from_secs(2)).diff_lines(old.as_str(), new);
    text.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

/// Keeps the tokens that did not parse below `target/`, where a person can look at them.
fn keep_raw(error: OutputError, folder: &Path) -> OutputError {
    let OutputError::Unparsable(mut failures) = error else { return error };
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| folder.parent().unwrap_or(folder).join("target")).join("docwright-raw");
    for failure in &mut failures {
        let path = target.join(failure.path.as_str().replace('/', "-"));
        let kept = fs::create_dir_all(&target).and_then(|()| fs::write(&path, &failure.tokens));
        failure.kept = kept.ok().map(|()| path);
    }
    OutputError::Unparsable(failures)
}

fn join<T: fmt::Display>(lines: &[T]) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
