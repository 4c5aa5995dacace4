//! The pages by which cost is measured: the corpus where it is at hand, else the pages of the repository.
//!
//! In: folders. Out: each group of pages that is read as one service, as bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docwright::document::{Block, Table};
use docwright::road::{self, Reading};
use docwright::source::{Page, PagePath};

use crate::cases;
use crate::road::workspace;
use crate::shared::shared;

/// Pages that are read together.
#[derive(Debug)]
pub struct Group {
    /// Their folder: `alibaba/vpn-en`.
    pub name: String,
    /// The vendor in whose words they are written.
    pub vendor: String,
    /// The files.
    pub files: Vec<PathBuf>,
}

impl Group {
    /// Reads the pages from disk.
    ///
    /// # Panics
    ///
    /// When a file can not be read or is no page.
    pub fn read(&self) -> Reading {
        let pages = self.files.iter().map(|file| read(file)).collect();
        Reading { pages, refused: Vec::new() }
    }
}

/// Reads a page from disk.
fn read(file: &Path) -> Page {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let page = Page::new(PagePath::new(&name), bytes).unwrap_or_else(|error| panic!("{error}"));
    page.of_file(file.to_owned())
}

/// The pages of the corpus, else those of the repository.
///
/// # Panics
///
/// When a folder that should be there can not be read.
pub fn groups(asker: &str) -> Vec<Group> {
    match shared(asker, "corpus") {
        Some(root) => of_corpus(&root),
        None => of_repository(),
    }
}

/// A group for each folder and vendor that the corpus lists.
fn of_corpus(root: &Path) -> Vec<Group> {
    let list = fs::read_to_string(root.join("manifest.tsv")).expect("the list of pages");
    let mut groups: BTreeMap<(String, String), Vec<PathBuf>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let mut cells = line.split('\t');
        let file = cells.next().expect("the path of a page");
        let vendor = cells.nth(3).expect("the vendor of a page");
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        groups.entry((folder.to_owned(), vendor.to_owned())).or_default().push(root.join(file));
    }
    groups.into_iter().map(|((name, vendor), files)| Group { name, vendor, files }).collect()
}

/// A group for each service of `specs/` and for each fixture.
fn of_repository() -> Vec<Group> {
    let specs = workspace().join("specs");
    let services = docwright::dialect::vendors(&specs).into_iter().flat_map(|vendor| {
        let folders = fs::read_dir(specs.join(&vendor)).expect("the folder of a vendor");
        let folders = folders.map(|entry| entry.expect("a folder of a vendor").path().join("pages"));
        folders.filter(|pages| pages.is_dir()).map(move |pages| (vendor.clone(), pages)).collect::<Vec<_>>()
    });
    let fixtures = cases::cases().into_iter().map(|case| (case.stated.vendor, case.folder));
    let mut groups: Vec<Group> = services
        .chain(fixtures)
        .map(|(vendor, folder)| Group { name: folder.display().to_string(), vendor, files: pages(&folder) })
        .collect();
    groups.sort_by(|left, right| left.name.cmp(&right.name));
    groups
}

/// The files of a folder's pages.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let reading = road::read_folder(folder).unwrap_or_else(|error| panic!("{error}"));
    reading.pages.iter().map(|page| folder.join(page.path().as_str())).collect()
}

/// The pages of extracted text in one style, each with its original.
///
/// # Panics
///
/// When the folder of the texts can not be read.
pub fn text_twins(root: &Path, style: &str) -> Vec<(PathBuf, PathBuf)> {
    let entries = fs::read_dir(root.join("text").join(style)).expect("the extracted texts");
    let mut texts: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    texts.sort();
    let original = |text: &PathBuf| {
        let stem = text.file_stem()?.to_str()?.replacen("__", "/", 2);
        ["md", "html"].iter().map(|ending| root.join(format!("{stem}.{ending}"))).find(|path| path.is_file())
    };
    texts.into_iter().filter_map(|text| Some((original(&text)?, text))).collect()
}

/// All tables of a page, those in lists too, those in cells not.
pub fn tables(blocks: &[Block]) -> Vec<&Table> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Table(table) => found.push(table),
            Block::List(list) => found.extend(list.items.iter().flat_map(|item| tables(item))),
            Block::Heading(_) | Block::Paragraph(_) | Block::Code(_) => {}
        }
    }
    found
}
