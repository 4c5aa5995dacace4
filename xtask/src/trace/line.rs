//! Which facts came of a line of a page.
//!
//! In: subjects, and a place of a page. Out: each fact with its words on that line. A fact of a page that another page
//! outweighed is told as well, and marked as such.

use super::{Subject, of_operations, subjects};
use crate::source::{Page, Span};
use crate::spec::model::{Operation, Spec, Testimony};

/// A fact with its words on a line.
#[derive(Clone, Debug)]
pub struct Found<'s> {
    /// What it is a fact of.
    pub subject: Subject<'s>,
    /// Its name: `type`, `maximum`, `value`.
    pub fact: &'static str,
    /// What is told.
    pub value: String,
    /// Who tells it.
    pub said: &'s Testimony,
    /// Its words on the line.
    pub span: Span,
    /// Another page has the last word on it.
    pub outweighed: bool,
}

/// A place that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// The page.
    pub page: &'p Page,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1; `None` for the whole line.
    pub column: Option<u32>,
}

impl Place<'_> {
    /// The words that are asked for: a line, or one character of it.
    pub fn span(&self) -> Option<Span> {
        let whole = self.page.rest_of_line(self.line, 1)?;
        let Some(column) = self.column else { return Some(whole) };
        let start = self.page.byte_at(self.line, column)?;
        Some(Span::new(start as usize, (start as usize + 1).min(whole.end as usize)))
    }
}

/// The facts of the spec that came of a place, then those of the page that others outweighed; in the order of their words.
pub fn facts<'s>(merged: &'s Spec, of_page: &'s [Operation], place: Place<'_>) -> Vec<Found<'s>> {
    let mut found = on_line(subjects(merged), place, false);
    for lost in on_line(of_operations(of_page), place, true) {
        let won = found.iter().any(|won| {
            won.fact == lost.fact && won.span == lost.span && won.subject.address() == lost.subject.address()
        });
        if !won {
            found.push(lost);
        }
    }
    found.sort_by_key(|found| (found.outweighed, found.span.start, found.span.end));
    found
}

fn on_line<'s>(subjects: Vec<Subject<'s>>, place: Place<'_>, outweighed: bool) -> Vec<Found<'s>> {
    let (Some(line), Some(asked)) = (place.page.rest_of_line(place.line, 1), place.span()) else { return Vec::new() };
    let mut found = Vec::new();
    for subject in subjects {
        for told in subject.told() {
            for (page, said) in told.said {
                let elsewhere = page != place.page.path().as_str();
                if elsewhere || said.line > place.line || said.last_line() < place.line {
                    continue;
                }
                let start = place.page.byte_at(said.line, said.column).unwrap_or_default().max(line.start);
                let end = place.page.byte_at(said.last_line(), said.end_column).unwrap_or_default().min(line.end);
                let span = Span::new(start as usize, end as usize);
                if span.is_empty() {
                    continue;
                }
                let touches = span.start < asked.end.max(asked.start + 1) && asked.start < span.end;
                if place.column.is_none() || touches {
                    let (subject, value) = (subject.clone(), told.value.clone());
                    found.push(Found { subject, fact: told.fact, value, said, span, outweighed });
                }
            }
        }
    }
    found
}
