//! `pages.sha256`: the hashes of the pages that a service's `spec.json` was made from.
//!
//! In: a folder of pages, or the text of the file. Out: [`Pins`], and the text. The form is that of `sha256sum`, so that
//! `sha256sum --check pages.sha256` in the service's folder says the same. What pages say is not known here: that
//! is why a folder can be told from another one without reading any page.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::source::{MAX_PAGE_BYTES, PagePath};

use super::{RoadError, files_of, page_path};

/// The name of the file in a service's folder.
pub const PINS: &str = "pages.sha256";
/// What stands before each path: the file lies beside the folder of pages.
const FOLDER: &str = "pages/";

/// From so many pages on they are hashed by several threads. To start these costs as much as to hash some hundred pages.
const MANY: usize = 1_000;

/// A page's SHA-256.
type Hash = [u8; 32];

/// The hash of each page, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pins(BTreeMap<PagePath, Hash>);

/// Why a text holds no hashes.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}: not a hash and a path below `pages/`; `cargo xtask generate` writes the file anew")]
pub struct PinsError {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1.
    pub line: usize,
}

impl Pins {
    /// Hashes all pages of a folder. What is no plain file, or too large for a page, is an error.
    pub fn of_folder(folder: &Path) -> Result<Self, RoadError> {
        let (files, refused) = files_of(folder)?;
        if let Some(refused) = refused.first() {
            let source = io::Error::new(io::ErrorKind::InvalidData, refused.message.clone());
            return Err(RoadError::Unreadable { path: folder.join(refused.page.as_str()), source });
        }
        if files.is_empty() {
            return Err(RoadError::Empty { path: folder.to_owned() });
        }
        let hash = |bytes: &mut Vec<u8>, (file, is_plain): &(PathBuf, bool)| {
            let hash = hash(file, *is_plain, bytes);
            let hash = hash.map_err(|source| RoadError::Unreadable { path: file.clone(), source })?;
            Ok((page_path(folder, file), hash))
        };
        let hashes: Result<_, RoadError> = if files.len() < MANY {
            let mut bytes = Vec::new();
            files.iter().map(|file| hash(&mut bytes, file)).collect()
        } else {
            files.par_iter().map_init(Vec::new, hash).collect()
        };
        hashes.map(Self)
    }

    /// The hash of each of these pages.
    pub fn of_pages<'p>(pages: impl IntoIterator<Item = (&'p PagePath, &'p [u8])>) -> Self {
        Self(pages.into_iter().map(|(path, bytes)| (path.clone(), Sha256::digest(bytes).into())).collect())
    }

    /// Reads the file in a service's folder; `None` where there is none.
    pub fn load(folder: &Path) -> Result<Option<Self>, PinsFailure> {
        let path = folder.join(PINS);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Self::parse(&path, &text)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(RoadError::Unreadable { path, source }.into()),
        }
    }

    /// Reads the text of the file; `path` is for messages.
    pub fn parse(path: &Path, text: &str) -> Result<Self, PinsError> {
        let lines = text.lines().enumerate();
        let read = lines.map(|(index, line)| pin(line).ok_or(PinsError { path: path.to_owned(), line: index + 1 }));
        read.collect::<Result<_, _>>().map(Self)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (path, hash) in &self.0 {
            let path = path.as_str();
            let is_escaped = path.contains(['\n', '\r']);
            text.push_str(if is_escaped { "\\" } else { "" });
            for byte in hash {
                // Writing to a String can not fail.
                let _ = write!(text, "{byte:02x}");
            }
            let path = path.replace('\n', "\\n").replace('\r', "\\r");
            let _ = writeln!(text, "  {FOLDER}{path}");
        }
        text
    }

    /// Whether a page has these bytes.
    pub fn has(&self, path: &PagePath, bytes: &[u8]) -> bool {
        self.0.get(path).is_some_and(|hash| *hash == Hash::from(Sha256::digest(bytes)))
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pages that another folder has, and that are not here or have another hash.
    pub fn changed_in<'p>(&'p self, other: &'p Self) -> impl Iterator<Item = &'p PagePath> {
        other.0.iter().filter(|(path, hash)| self.0.get(*path) != Some(hash)).map(|(path, _)| path)
    }

    /// The pages that another folder lacks.
    pub fn gone_from<'p>(&'p self, other: &'p Self) -> impl Iterator<Item = &'p PagePath> {
        self.0.keys().filter(|path| !other.0.contains_key(*path))
    }
}

/// Why the file can not be had.
#[derive(Debug, thiserror::Error)]
pub enum PinsFailure {
    /// It can not be read.
    #[error(transparent)]
    Road(#[from] RoadError),
    /// It is another file.
    #[error(transparent)]
    Malformed(#[from] PinsError),
}

/// The hash of a file. Another file's bytes make room for its own.
fn hash(file: &Path, is_plain: bool, bytes: &mut Vec<u8>) -> io::Result<Hash> {
    let refused = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
    // Before it is opened: what is no plain file may have no end.
    if !is_plain && !fs::metadata(file)?.is_file() {
        return Err(refused("no plain file".to_owned()));
    }
    bytes.clear();
    fs::File::open(file)?.take(MAX_PAGE_BYTES as u64 + 1).read_to_end(bytes)?;
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(refused(format!("more bytes than the {MAX_PAGE_BYTES} that a page may have")));
    }
    Ok(Sha256::digest(bytes).into())
}

/// A line: the hash, two blanks, the path. A backslash before it says that line ends in the path are escaped.
fn pin(line: &str) -> Option<(PagePath, Hash)> {
    let (is_escaped, line) = line.strip_prefix('\\').map_or((false, line), |line| (true, line));
    let (hex, path) = line.split_once("  ")?;
    let path = path.strip_prefix(FOLDER).filter(|path| !path.is_empty())?;
    let path = if is_escaped { path.replace("\\n", "\n").replace("\\r", "\r") } else { path.to_owned() };
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    let mut hash = Hash::default();
    for (index, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some((PagePath::new(&path), hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf abc | sha256sum`, and of nothing.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn the_file_is_what_sha256sum_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let pages = folder.path().join("pages");
        fs::create_dir_all(pages.join("disks")).expect("folders");
        fs::write(pages.join("disks/z.md"), "abc").expect("a page");
        fs::write(pages.join("a.html"), "").expect("a page");
        fs::write(pages.join("picture.png"), "no page").expect("a file");
        let pins = Pins::of_folder(&pages).expect("hashes");
        let text = format!("{EMPTY}  pages/a.html\n{ABC}  pages/disks/z.md\n");
        assert_eq!(pins.text(), text);
        assert_eq!(Pins::parse(Path::new("p"), &text).expect("read"), pins);
        fs::write(folder.path().join(PINS), &text).expect("a file");
        assert_eq!(Pins::load(folder.path()).expect("read"), Some(pins));
        assert_eq!(Pins::load(&pages).expect("none"), None);
    }

    #[test]
    fn what_changed_is_told_without_reading_a_page() {
        let of = |pages: &[(&str, &str)]| {
            let pages: Vec<_> = pages.iter().map(|(path, text)| (PagePath::new(path), text.as_bytes())).collect();
            Pins::of_pages(pages.iter().map(|(path, text)| (path, *text)))
        };
        let (old, new) = (of(&[("a", "1"), ("b", "2"), ("c", "3")]), of(&[("b", "2"), ("c", "4"), ("d", "1")]));
        let words = |pages: Vec<&PagePath>| pages.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(words(old.changed_in(&new).collect()), "c d");
        assert_eq!(words(old.gone_from(&new).collect()), "a");
        assert_eq!(old.changed_in(&old).count() + old.gone_from(&old).count(), 0);
    }

    #[test]
    fn another_file_is_refused_with_the_line() {
        let wrong = [
            "abc  pages/a.md".to_owned(),
            format!("{ABC}  elsewhere/a.md"),
            format!("{ABC} pages/a.md"),
            format!("{ABC}  pages/"),
            ABC.replace('b', "x") + "  pages/a.md",
            // 64 bytes that do not part into pairs of letters.
            format!("{}é  pages/a.md", &ABC[..62]),
        ];
        for line in wrong {
            let text = format!("{ABC}  pages/fine.md\n{line}\n");
            let error = Pins::parse(Path::new("pages.sha256"), &text).expect_err(&line);
            assert!(error.to_string().starts_with("pages.sha256:2: "), "{error}");
        }
    }

    #[test]
    fn a_line_end_in_a_path_does_not_end_the_line() {
        let path = PagePath::new("a\nb.md");
        let pins = Pins::of_pages([(&path, b"abc".as_slice())]);
        assert_eq!(pins.text(), format!("\\{ABC}  pages/a\\nb.md\n"));
        assert_eq!(Pins::parse(Path::new("p"), &pins.text()).expect("read"), pins);
    }
}
