//! Surprises: what a page says that docwright could not read, or read only with a doubt.
//!
//! Every kind of surprise has a [`Code`] with an [`Entry`] in the catalogue: its title, its severity, what it means
//! and a page that shows it. A run collects all diagnostics, prints them sorted, and fails once.

use std::fmt;

use serde::Serialize;

use crate::source::{PagePath, Span};

pub mod catalogue;
pub mod explain;
pub mod render;
pub(crate) mod visible;

/// How much a surprise matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The output can not be trusted: the run fails.
    Error,
    /// A fact is missing or in doubt: the run goes on.
    Warning,
    /// Good to know; printed on demand.
    Note,
}

/// The number of a kind of surprise, printed as `D0007`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "D{:04}", self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What the catalogue says of a kind of surprise.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its number.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// One line: "an unknown column heading".
    pub title: &'static str,
    /// What it means, why it matters, what to do; paragraphs.
    pub explanation: &'static str,
    /// The smallest input that shows it.
    pub example: Example,
}

/// The smallest input that shows a surprise; a test runs each.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// A page of a vendor.
    Page {
        /// `alibaba`, `huawei` or `otc`.
        vendor: &'static str,
        /// The page's file name; its ending says the format.
        name: &'static str,
        /// The page.
        text: &'static str,
    },
    /// Two pages of a vendor.
    Pages {
        /// `alibaba`, `huawei` or `otc`.
        vendor: &'static str,
        /// File names and texts.
        pages: &'static [(&'static str, &'static str)],
    },
    /// A page and the errata file beside it.
    Errata {
        /// `alibaba`, `huawei` or `otc`.
        vendor: &'static str,
        /// The page's file name.
        name: &'static str,
        /// The page.
        text: &'static str,
        /// `errata.toml`.
        errata: &'static str,
    },
    /// Shown by a test of its own, which is named here: the input is no page.
    Elsewhere(&'static str),
}

/// One surprise at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The page, or the file that is not a page ("errata.toml").
    pub page: PagePath,
    /// Where in the page; empty at 0 when it concerns the whole page.
    pub span: Span,
    /// Its kind.
    pub code: Code,
    /// Its weight; the catalogue's unless the place makes it lighter.
    pub severity: Severity,
    /// What is wrong, with both numbers or names.
    pub message: String,
    /// The exact next step.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A surprise of a kind of the catalogue, with the catalogue's severity.
    pub fn new(code: Code, page: &PagePath, span: Span, message: impl Into<String>) -> Self {
        Self {
            page: page.clone(),
            span,
            code,
            severity: catalogue::severity(code),
            message: message.into(),
            help: None,
        }
    }

    /// Adds the exact next step.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Another place that a surprise concerns: the other side of a contradiction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The page.
    pub page: PagePath,
    /// Where in the page.
    pub span: Span,
    /// What stands there.
    pub label: String,
}
