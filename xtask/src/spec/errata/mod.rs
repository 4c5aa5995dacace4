//! `errata.toml`: what the pages of a service say wrong, what is right, and why.
//!
//! In: the file beside the pages. Out: corrected page texts before they are read, corrected operations after they are
//! settled, and an error for each erratum that does not fit the pages of today. Errata are applied page by page, before
//! pages are merged: `was` is what this one page says. Objects that several pages share can not be corrected here.
//!
//! ```toml
//! [[erratum]]                     # a fact
//! page = "describe-disks.md"
//! at = "response.Disks.Disk.Size" # request.., response.., response[404].., error.<code>, operation
//! was = "String"                  # with several keys in `set`: a table of the same keys
//! set = { type = "integer" }      # or: add = { .. }, remove = true
//! because = "the page's own sample has 40"
//!
//! [[erratum]]                     # a text, before the page is read
//! page = "create-disk.md"
//! line = 31                       # optional: where the text stands more than once
//! was = "a|b"
//! becomes = 'a\|b'                # or, instead of both: join_cells = "a|b"
//! because = "a bare bar stands in a cell"
//! ```

use serde::Deserialize;
use toml::{Spanned, Value};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::errata::{ERRATA_UNREADABLE, ERRATUM_PAGE_UNKNOWN};
use crate::source::{Page, PagePath, Span};
use crate::spec::model::{Operation, Testimony};

mod apply;
mod change;
mod evidence;
mod place;
mod text;

#[cfg(test)]
mod tests;

use change::{Changes, Said};
pub use evidence::Corrected;
use place::Place;
pub use place::{closest, normalize};

/// The errata of one service.
#[derive(Clone, Debug, Default)]
pub struct Errata {
    /// The file; `None` when there is none.
    file: Option<PagePath>,
    errata: Vec<Erratum>,
}

/// One erratum.
#[derive(Clone, Debug, PartialEq)]
struct Erratum {
    page: String,
    page_span: Span,
    action: Action,
    /// Its place in the file: of what is right.
    testimony: Testimony,
    because: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Action {
    /// Puts one text of the page in place of another.
    Replace { line: Option<u32>, was: String, becomes: String, span: Span },
    /// Corrects a fact.
    Correct(Correction),
}

/// The correction of a fact.
#[derive(Clone, Debug, PartialEq)]
struct Correction {
    place: Place,
    place_span: Span,
    /// The operation, where the page documents several.
    operation: Option<String>,
    change: Change,
}

#[derive(Clone, Debug, PartialEq)]
enum Change {
    /// What the page says today under each key, where the erratum says so, and what is right.
    Set { was: Changes, was_span: Span, set: Changes },
    /// A fact that the page lacks.
    Add(Changes),
    /// A fact that is none; with its type or its message, where the erratum has it.
    Remove { was: Option<(Said, Span)> },
}

/// The file as TOML has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    erratum: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    page: Spanned<String>,
    at: Option<Spanned<String>>,
    operation: Option<String>,
    line: Option<u32>,
    was: Option<Spanned<Value>>,
    becomes: Option<Spanned<String>>,
    join_cells: Option<Spanned<String>>,
    set: Option<Spanned<toml::Table>>,
    add: Option<Spanned<toml::Table>>,
    remove: Option<bool>,
    because: Spanned<String>,
}

impl Errata {
    /// Reads `errata.toml`. The error has the place in the file.
    pub fn parse(file: &PagePath, text: &str) -> Result<Self, Diagnostic> {
        let unreadable = |span: Span, message: String| Diagnostic::new(ERRATA_UNREADABLE, file, span, message);
        let read: File = toml::from_str(text).map_err(|error| {
            let span = error.span().map_or(Span::default(), |range| Span::new(range.start, range.end));
            unreadable(span, error.message().trim().to_owned())
        })?;
        let page = Page::new(file.clone(), text.as_bytes().to_vec());
        let page = page.map_err(|error| unreadable(Span::default(), error.to_string()))?;
        let mut errata = Vec::with_capacity(read.erratum.len());
        for entry in read.erratum {
            let span = span_of(&entry);
            let erratum = erratum(entry.into_inner(), span, &page);
            errata.push(erratum.map_err(|(span, message)| unreadable(span, message))?);
        }
        Ok(Self { file: Some(file.clone()), errata })
    }

    /// The page with the texts of its errata put in place. An erratum that does not fit is a diagnostic, and the page
    /// stays as it was there. Places in a corrected line may be off by the correction's length.
    pub fn correct_page(&self, page: Page, diagnostics: &mut Vec<Diagnostic>) -> (Page, Vec<Corrected>) {
        let Some(file) = &self.file else { return (page, Vec::new()) };
        text::correct(file, page, &self.errata, diagnostics)
    }

    /// Names the errata of a page's text as witnesses of what was read from the corrected stretches.
    pub fn testify(page: &Page, corrected: &[Corrected], operations: &mut [Operation]) {
        evidence::testify(page, corrected, operations);
    }

    /// Applies the errata of one page to the operations that it documents, told by their origins. An erratum that
    /// does not fit is a diagnostic, and changes nothing.
    pub fn apply(&self, page: &PagePath, operations: &mut [Operation], diagnostics: &mut Vec<Diagnostic>) {
        let Some(file) = &self.file else { return };
        for erratum in self.errata.iter().filter(|erratum| erratum.page == page.as_str()) {
            match &erratum.action {
                Action::Replace { .. } => {}
                Action::Correct(correction) => {
                    if let Err(found) = apply::correct(file, erratum, correction, operations) {
                        diagnostics.push(*found);
                    }
                }
            }
        }
    }

    /// Reports the errata whose page is none of `pages`.
    pub fn check_pages(&self, pages: &[PagePath], diagnostics: &mut Vec<Diagnostic>) {
        let Some(file) = &self.file else { return };
        for erratum in &self.errata {
            if pages.iter().any(|page| page.as_str() == erratum.page) {
                continue;
            }
            let message = format!("erratum is for `{}`, and there is no such page", erratum.page);
            let help = place::closest(&erratum.page, pages.iter().map(PagePath::as_str));
            diagnostics.push(Diagnostic::new(ERRATUM_PAGE_UNKNOWN, file, erratum.page_span, message).with_help(help));
        }
    }

    /// Why the page is wrong, by the erratum that a testimony comes from.
    pub fn because(&self, testimony: &Testimony) -> Option<&str> {
        self.errata.iter().find(|erratum| erratum.testimony == *testimony).map(|erratum| erratum.because.as_str())
    }

    /// The errata of facts at a place (`request.Port`, `error.Forbidden`; `operation` of the operation itself) of one of
    /// these pages.
    pub fn touching<'e>(&'e self, pages: &[&str], operation: &str, place: &str) -> Vec<&'e Testimony> {
        let wanted = normalize(place);
        let of_place = |erratum: &&Erratum| match &erratum.action {
            Action::Replace { .. } => false,
            Action::Correct(correction) => {
                let named = correction.operation.as_ref().is_none_or(|name| name == operation);
                named && normalize(&correction.place.print()) == wanted
            }
        };
        let of_pages = self.errata.iter().filter(|erratum| pages.contains(&erratum.page.as_str()));
        of_pages.filter(of_place).map(|erratum| &erratum.testimony).collect()
    }

    /// How many errata there are.
    pub fn len(&self) -> usize {
        self.errata.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.errata.is_empty()
    }
}

fn span_of<T>(spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end)
}

/// An entry with its combination of keys checked.
fn erratum(entry: Entry, span: Span, file: &Page) -> Result<Erratum, (Span, String)> {
    if entry.because.get_ref().trim().is_empty() {
        return Err((span_of(&entry.because), "`because` is empty: say why the page is wrong".to_owned()));
    }
    let page_span = span_of(&entry.page);
    let right = entry.set.as_ref().or(entry.add.as_ref()).map(span_of);
    let right = right.or(entry.join_cells.as_ref().map(span_of)).or(entry.becomes.as_ref().map(span_of));
    let testimony = evidence::testimony(file, right.unwrap_or(span));
    let page = entry.page.into_inner();
    let refuse = |message: &str| Err((span, message.to_owned()));
    let action = if let Some(cells) = entry.join_cells {
        if entry.at.is_some() || entry.was.is_some() || entry.becomes.is_some() {
            return refuse("`join_cells` stands with `page`, `line` and `because` alone");
        }
        let span = span_of(&cells);
        let was = cells.into_inner();
        let becomes = was.replace("\\|", "|").replace('|', "\\|");
        Action::Replace { line: entry.line, was, becomes, span }
    } else if let Some(becomes) = entry.becomes {
        let becomes = becomes.into_inner();
        let Some(was) = entry.was else { return refuse("`becomes` needs `was`, the text on the page") };
        let span = span_of(&was);
        match was.into_inner() {
            Value::String(was) if !was.is_empty() && entry.at.is_none() => {
                Action::Replace { line: entry.line, was, becomes, span }
            }
            _ => return refuse("`becomes` needs a text in `was`, and no `at`"),
        }
    } else {
        let Some(at) = entry.at else { return refuse("an erratum needs `at`, `becomes` or `join_cells`") };
        let place_span = span_of(&at);
        let place = Place::parse(at.get_ref()).map_err(|message| (place_span, message))?;
        let was = entry.was.map(|was| (span_of(&was), was.into_inner()));
        let changes = |table: Spanned<toml::Table>| {
            let span = span_of(&table);
            change::changes(&table.into_inner(), &place).map_err(|message| (span, message))
        };
        let change = match (entry.set, entry.add, entry.remove) {
            (Some(table), None, None) => {
                let Some((was_span, was)) = was else { return refuse("`set` needs `was`, what the page says today") };
                let set = changes(table)?;
                let was = change::was(&was, &set).map_err(|message| (was_span, message))?;
                Change::Set { was, was_span, set }
            }
            (None, Some(_), None) if was.is_some() => return refuse("`add` has no `was`: the page says nothing"),
            (None, Some(table), None) => Change::Add(changes(table)?),
            (None, None, Some(true)) => {
                let said = |(span, was): (Span, Value)| match Said::of(&was) {
                    Some(said) => Ok((said, span)),
                    None => Err((span, "`was` takes a text beside `remove`".to_owned())),
                };
                Change::Remove { was: was.map(said).transpose()? }
            }
            _ => return refuse("an erratum with `at` has one of `set`, `add` and `remove = true`"),
        };
        if place == Place::Operation && !matches!(change, Change::Set { .. }) {
            return refuse("an operation is corrected with `set`; to be rid of it, leave its page out");
        }
        if entry.line.is_some() {
            return refuse("`line` stands with `becomes` and `join_cells`; a fact is found by `at`");
        }
        Action::Correct(Correction { place, place_span, operation: entry.operation, change })
    };
    let because = entry.because.into_inner().trim().to_owned();
    Ok(Erratum { page, page_span, action, testimony, because })
}
