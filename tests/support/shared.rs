//! The folder of pages and recordings that stand outside of the repository.

use std::path::PathBuf;

use crate::road::workspace;

/// A file or folder of the shared folder. `None` when there is no shared folder: the test `name` is then skipped, and
/// says so.
///
/// # Panics
///
/// When `DOCWRIGHT_SHARED` names a folder that does not have it.
pub fn shared(name: &str, path: &str) -> Option<PathBuf> {
    let (root, demanded) = match std::env::var_os("DOCWRIGHT_SHARED") {
        Some(root) => (PathBuf::from(root), true),
        None => (workspace().join("../shared"), false),
    };
    let found = root.join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(!demanded, "DOCWRIGHT_SHARED is set, and {} does not exist", found.display());
    println!("{name}: skipped, for there is no {path} in ../shared, and DOCWRIGHT_SHARED is not set");
    None
}
