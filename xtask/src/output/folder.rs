//! The folder of the generated crate: which of its files are docwright's, and safe writing and removing there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::{InTheWay, OutputError, header};

/// How deep folders are looked into.
const MAX_DEPTH: usize = 16;

/// Below the folder, the text of every file that has docwright's header, by its path with `/`. Links are not followed;
/// `target` and hidden folders are not looked into.
pub fn ours(folder: &Path) -> Result<BTreeMap<String, String>, OutputError> {
    let mut found = BTreeMap::new();
    collect(folder, "", 0, &mut found)?;
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, depth: usize, found: &mut BTreeMap<String, String>) -> Result<(), OutputError> {
    let failed = |error| OutputError::Io { path: folder.to_owned(), error };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let path = format!("{prefix}{name}");
        if kind.is_dir() && depth < MAX_DEPTH && name != "target" && !name.starts_with('.') {
            collect(&entry.path(), &format!("{path}/"), depth + 1, found)?;
        } else if kind.is_file()
            && let Some(text) = read_if_ours(&entry.path())?
        {
            found.insert(path, text);
        }
    }
    Ok(())
}

/// The text of a file that has docwright's header. Other files are read no further than their first bytes.
fn read_if_ours(path: &Path) -> Result<Option<String>, OutputError> {
    let failed = |error| OutputError::Io { path: path.to_owned(), error };
    let mut file = fs::File::open(path).map_err(failed)?;
    let mut start = [0; 64];
    let mut length = 0;
    while let Some(rest) = start.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest).map_err(failed)? {
            0 => break,
            read => length += read,
        }
    }
    let start = String::from_utf8_lossy(start.get(..length).unwrap_or_default()).into_owned();
    if !header::is_ours(&start) {
        return Ok(None);
    }
    // A file of ours that is no longer UTF-8 was edited; its hash will say so.
    let bytes = fs::read(path).map_err(failed)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// What stands where a file is to be written, or on the way there.
pub fn obstacle(folder: &Path, path: &str) -> Result<Option<InTheWay>, OutputError> {
    let parts: Vec<&str> = path.split('/').collect();
    let mut at = folder.to_owned();
    for (index, part) in parts.iter().enumerate() {
        at.push(part);
        let here = parts.get(..=index).unwrap_or_default().join("/");
        let kind = match fs::symlink_metadata(&at) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(OutputError::Io { path: at, error }),
        };
        let last = index + 1 == parts.len();
        if !(last && kind.is_file() || !last && kind.is_dir()) {
            return Ok(Some(InTheWay::NotPlain(here)));
        }
        if last && read_if_ours(&at)?.is_none() {
            return Ok(Some(InTheWay::Foreign(here)));
        }
    }
    Ok(None)
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, text: &str) -> Result<(), OutputError> {
    let failed = |error| OutputError::Io { path: path.to_owned(), error };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".docwright-new");
    let unfinished = path.with_file_name(name);
    fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, path)).map_err(failed)
}

/// Removes a file, and the folders that it leaves empty.
pub fn remove(folder: &Path, path: &str) -> Result<(), OutputError> {
    let full = folder.join(path);
    fs::remove_file(&full).map_err(|error| OutputError::Io { path: full.clone(), error })?;
    let mut parent = full.parent();
    while let Some(current) = parent.filter(|current| *current != folder) {
        // A folder that holds something stays: that is no error.
        if fs::remove_dir(current).is_err() {
            break;
        }
        parent = current.parent();
    }
    Ok(())
}
