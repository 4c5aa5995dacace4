//! The page fixtures: a folder a behaviour, with the smallest page that shows it.

use std::fs;
use std::path::PathBuf;

use docwright::road;
use docwright::source::Page;
use serde::Deserialize;

use crate::road::workspace;

/// A fixture.
#[derive(Debug)]
pub struct Case {
    /// Its folder's name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its `case.toml`.
    pub stated: Stated,
}

/// What a fixture's `case.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// `alibaba`, `huawei` or `otc`.
    pub vendor: String,
    /// The service that the page belongs to.
    pub service: String,
    /// What the page shows, for a person.
    pub shows: String,
    /// What must come out, for a person who reads the snapshots.
    pub facts: Vec<String>,
}

impl Case {
    /// The case's pages.
    ///
    /// # Panics
    ///
    /// When the folder has no page, or a file that is none.
    pub fn pages(&self) -> Vec<Page> {
        let reading = road::read_folder(&self.folder).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        assert!(reading.refused.is_empty(), "{}: {:?}", self.name, reading.refused);
        reading.pages
    }

    /// The facts that the page states, where the folder lists all of them.
    ///
    /// # Panics
    ///
    /// When the list is no JSON.
    pub fn truth(&self) -> Option<serde_json::Value> {
        let text = fs::read_to_string(self.folder.join("truth.json")).ok()?;
        Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", self.name)))
    }
}

/// All fixtures, sorted by name.
///
/// # Panics
///
/// When a folder has no `case.toml`, or one that is not understood.
pub fn cases() -> Vec<Case> {
    let root = workspace().join("tests/pages");
    let entries = fs::read_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.into_iter().map(case).collect()
}

fn case(folder: PathBuf) -> Case {
    let file = folder.join("case.toml");
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let stated = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Case { name, folder, stated }
}
