//! Several files, changed together or not at all.
//!
//! In: what each file is to hold, or that it is to go. New texts are written beside their files first; only when all of
//! them stand there are they renamed into place, and what stood there before is kept until the end. When anything fails,
//! all is put back. A run that is killed in between leaves the old files beside the new ones, under [`OLD`].

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The ending of a file that is not in place yet.
const NEW: &str = ".docwright-new";
/// The ending of a file that was in place before.
const OLD: &str = ".docwright-old";

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub(super) struct ExchangeError {
    path: PathBuf,
    source: io::Error,
}

/// A file and what becomes of it.
#[derive(Debug)]
struct Step {
    target: PathBuf,
    /// Whether a new file stands beside it; otherwise it goes.
    is_written: bool,
    /// Whether what stood there is kept beside it.
    is_kept: bool,
    /// Whether the new one is in place.
    is_placed: bool,
}

/// Files that are changed together. What was not finished is undone when it goes out of scope.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    steps: Vec<Step>,
    is_finished: bool,
}

impl Exchange {
    /// Writes what a file is to hold beside it.
    pub fn write(&mut self, target: &Path, bytes: &[u8]) -> Result<(), ExchangeError> {
        let failed = |source| ExchangeError { path: target.to_owned(), source };
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        self.steps.push(Step { target: target.to_owned(), is_written: true, is_kept: false, is_placed: false });
        fs::write(beside(target, NEW), bytes).map_err(failed)
    }

    /// Notes that a file is to go.
    pub fn remove(&mut self, target: &Path) {
        self.steps.push(Step { target: target.to_owned(), is_written: false, is_kept: false, is_placed: false });
    }

    /// Puts all files in place.
    pub fn place(&mut self) -> Result<(), ExchangeError> {
        for step in &mut self.steps {
            let failed = |source| ExchangeError { path: step.target.clone(), source };
            if fs::symlink_metadata(&step.target).is_ok() {
                fs::rename(&step.target, beside(&step.target, OLD)).map_err(failed)?;
                step.is_kept = true;
            }
            if step.is_written {
                fs::rename(beside(&step.target, NEW), &step.target).map_err(failed)?;
                step.is_placed = true;
            }
        }
        Ok(())
    }

    /// Lets go of what stood there before. From here on nothing is undone.
    pub fn finish(mut self) {
        self.is_finished = true;
        for step in &self.steps {
            if step.is_kept {
                // What is left over is no page, and is replaced the next time.
                let _ = fs::remove_file(beside(&step.target, OLD));
            }
            if !step.is_written
                && let Some(parent) = step.target.parent()
            {
                // Only an empty folder goes.
                let _ = fs::remove_dir(parent);
            }
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        // What can not be put back either is found beside its place.
        for step in self.steps.iter().rev() {
            if step.is_placed {
                let _ = fs::remove_file(&step.target);
            }
            if step.is_kept {
                let _ = fs::rename(beside(&step.target, OLD), &step.target);
            }
            if step.is_written {
                let _ = fs::remove_file(beside(&step.target, NEW));
            }
        }
    }
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = target.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    target.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a text")).collect();
        names.sort();
        names
    }

    fn read(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).expect("a file")
    }

    #[test]
    fn all_files_change_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        fs::create_dir(folder.join("deep")).expect("a folder");
        for (name, text) in [("a.md", "a"), ("deep/b.md", "b"), ("mine.png", "mine")] {
            fs::write(folder.join(name), text).expect("a file");
        }
        let mut exchange = Exchange::default();
        exchange.write(&folder.join("a.md"), b"A").expect("written");
        exchange.write(&folder.join("new/c.md"), b"C").expect("written");
        exchange.remove(&folder.join("deep/b.md"));
        assert_eq!(read(folder, "a.md"), "a", "nothing is in place yet");
        exchange.place().expect("placed");
        exchange.finish();
        assert_eq!((read(folder, "a.md"), read(folder, "new/c.md")), ("A".to_owned(), "C".to_owned()));
        assert_eq!(names(folder), ["a.md", "mine.png", "new"]);
        assert_eq!(names(&folder.join("new")), ["c.md"]);
    }

    #[test]
    fn what_fails_half_way_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        // A folder that is not empty can not be replaced by the file that is to be kept there.
        fs::create_dir_all(folder.join("b.md.docwright-old/x")).expect("folders");
        for name in ["a.md", "b.md", "gone.md"] {
            fs::write(folder.join(name), name).expect("a file");
        }
        let before = names(folder);
        let mut exchange = Exchange::default();
        exchange.write(&folder.join("a.md"), b"A").expect("written");
        exchange.remove(&folder.join("gone.md"));
        exchange.write(&folder.join("b.md"), b"B").expect("written");
        assert!(exchange.place().expect_err("in the way").to_string().contains("b.md"));
        assert_eq!(read(folder, "a.md"), "A", "the first was in place");
        drop(exchange);
        assert_eq!(names(folder), before);
        assert_eq!((read(folder, "a.md"), read(folder, "b.md")), ("a.md".to_owned(), "b.md".to_owned()));
    }
}
