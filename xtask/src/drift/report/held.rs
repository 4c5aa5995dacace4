//! Pages that are quoted again and again: each is read once, as long as they all are not too large.
//!
//! In: the pages of a version, most of which were let go. Out: a page with its text.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Pages;
use crate::diagnostic::render;
use crate::source::{Page, PagePath};

/// How many bytes of pages are held before all are let go again.
const MOST: usize = 64 << 20;

/// The pages of a version.
pub(super) struct Held<'r> {
    /// What stands before the path of each page.
    pub folder: &'r str,
    at_hand: &'r BTreeMap<PagePath, Page>,
    read: RefCell<(usize, BTreeMap<PagePath, Page>)>,
}

impl<'r> Held<'r> {
    /// Holds none yet.
    pub(super) fn new(pages: Pages<'r>) -> Self {
        Self { folder: pages.folder, at_hand: pages.at_hand, read: RefCell::default() }
    }

    /// A page with its text; `None` where it is not at hand.
    pub(super) fn page(&self, path: &str) -> Option<Page> {
        let path = PagePath::new(path);
        let (bytes, pages) = &mut *self.read.borrow_mut();
        if let Some(page) = pages.get(&path) {
            return Some(page.clone());
        }
        let page = render::at_hand(self.at_hand, &path)?;
        *bytes += page.text().len();
        if *bytes > MOST {
            pages.clear();
            *bytes = page.text().len();
        }
        pages.insert(path, page.clone());
        Some(page)
    }
}
