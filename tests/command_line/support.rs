//! A small repository in a temporary folder, and runs of the binary in it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A page that is read without any surprise.
pub const HIRE_BOAT: &str = "\
# HireBoat

Hires a boat.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|Yes|HireBoat|The operation. Set the value to **HireBoat**.|
|BoatId|String|Yes|boat-1|The boat to hire.|
|Hours|Integer|No|3|How long. Valid values: **1** to **24**.|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|RequestId|String|r-1|The request.|

## Error codes

|HttpCode|Error code|Error message|Description|
|---|---|---|---|
|404|BoatGone|The boat is gone.|Somebody else was faster.|
";

/// A page with a column that no dialect knows (a warning) and a field that only its sample has (a note).
pub const PAINT_BOAT: &str = "\
# PaintBoat

Paints a boat.

## Request parameters

|Parameter|Type|Required|Colour|Description|
|---|---|---|---|---|
|BoatId|String|Yes|red|The boat to paint.|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|RequestId|String|r-1|The request.|

## Examples

Sample success responses

`JSON` format

```
{\"RequestId\": \"r-1\", \"Coats\": 2}
```
";

/// A page of the other vendor.
pub const MOOR_BOAT: &str = "\
# Mooring a Boat

## URI

POST /v1/{project_id}/boats
";

/// A repository.
pub struct Repository {
    folder: TempDir,
}

/// What a run did.
pub struct Run {
    pub exit: i32,
    pub output: String,
    pub messages: String,
}

impl Repository {
    /// The vendors' dialects, and the service `alibaba/boats` with the page of `HireBoat`.
    pub fn with_boats() -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a folder") };
        for vendor in ["alibaba", "huawei", "otc"] {
            let path = format!("specs/{vendor}/vendor.toml");
            repository.write(&path, fs::read(root().join(&path)).expect("a dialect"));
        }
        repository.write("specs/alibaba/boats/pages/hire-boat.md", HIRE_BOAT);
        repository
    }

    /// All services of docwright's own repository.
    pub fn whole() -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a folder") };
        for (path, bytes) in files(&root().join("specs")) {
            if !path.ends_with("spec.json") {
                repository.write(&format!("specs/{path}"), bytes);
            }
        }
        repository
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("a text")
    }

    /// All files below a folder.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.path().join(folder))
    }

    /// Runs docwright with arguments that are parted by blanks.
    pub fn run(&self, arguments: &str) -> Run {
        run_in(self.path(), arguments.split_whitespace())
    }

    /// The same with variables in the environment.
    pub fn run_with(&self, arguments: &str, variables: &[(&str, &str)]) -> Run {
        run_with(self.path(), arguments.split_whitespace(), variables)
    }

    /// `extract` of a folder or a page as the service `boats`.
    pub fn extract(&self, pages: &str, more: &str) -> Run {
        self.run(&format!("extract --vendor alibaba --service boats --pages {pages} {more}"))
    }
}

/// The program.
pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_docwright")
}

/// Runs docwright in a folder, as a person would there.
pub fn run_in(folder: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    run_with(folder, arguments, &[])
}

fn run_with(folder: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>, variables: &[(&str, &str)]) -> Run {
    let output = Command::new(program())
        .args(arguments)
        .current_dir(folder)
        // Cargo sets it for tests too, and it would lead to docwright's own repository.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(variables.iter().copied())
        .output()
        .expect("docwright runs");
    let run = Run {
        exit: output.status.code().expect("it was not killed"),
        output: String::from_utf8(output.stdout).expect("a text"),
        messages: String::from_utf8(output.stderr).expect("a text"),
    };
    assert!(!run.messages.contains('\u{1b}') && !run.output.contains('\u{1b}'), "colours without a terminal");
    run
}

impl Run {
    /// Checks the exit code; prints what was said where it is another one.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.exit, code, "\n--- output\n{}\n--- messages\n{}", self.output, self.messages);
        self
    }

    /// Checks that the messages hold a text.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.messages.contains(text), "no `{text}` in the messages:\n{}", self.messages);
        self
    }

    /// Checks that the output holds a text.
    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        assert!(self.output.contains(text), "no `{text}` in the output:\n{}", self.output);
        self
    }

    /// The output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.output).expect("JSON")
    }
}

/// docwright's own repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let Ok(entries) = fs::read_dir(&current) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_str().expect("a text").replace('\\', "/");
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}
