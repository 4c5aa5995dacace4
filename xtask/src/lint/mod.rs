//! The linter of vendors' documentation: what pages say against themselves, precise enough to send to the vendor.
//!
//! In: the raw facts and the settled operations of a service's pages. Out: [`Finding`]s, sorted, each with both of its
//! sides. Nothing is read again, and nothing is changed. A finding is never that docwright could not read something:
//! that is a diagnostic of the stage that read it. Extracted text has lost parts of its page, so that what it lacks is
//! no finding here.
//!
//! A rule is a function of one file, its code an entry of `diagnostic/catalogue/lint.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Diagnostic, Related};
use crate::extract::{Language, PageFacts};
use crate::source::{Page, PagePath, Span};
use crate::spec::SettledPage;

mod errors;
mod limits;
mod names;
mod pages;
pub mod report;
mod samples;
mod siblings;
mod spelling;
pub mod suggest;
mod types;
mod view;
mod words;

use view::View;

/// What a run of the linter looks at.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'a> {
    /// The vendor's words.
    pub language: &'a Language,
    /// The pages, by path.
    pub sources: &'a BTreeMap<PagePath, Page>,
    /// What each page says, in the order of the paths.
    pub facts: &'a [PageFacts],
    /// The same pages, settled, in the same order.
    pub settled: &'a [SettledPage],
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Both sides stand on the page, and can not both be right.
    Certain,
    /// One side may have a reason that the page does not tell.
    Likely,
}

impl Confidence {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
        }
    }
}

/// One contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its code, its weight, its words and the place to mend.
    pub diagnostic: Diagnostic,
    /// What stands at the place.
    pub label: String,
    /// The other sides.
    pub related: Vec<Related>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The operation, or nothing where it concerns the page.
    pub operation: String,
    /// The field, the code or the word that it is about: "response.Disks.Size".
    pub subject: String,
    /// What is wrong, without the place: the same mistake on two operations has the same words.
    pub mistake: String,
    /// The same on every run, as long as the mistake is on the page, wherever it moves to.
    pub fingerprint: String,
    /// The text that would mend it.
    pub mend: Option<Mend>,
    /// The same text on other operations, where nothing contradicts it and nothing speaks for it.
    pub siblings: Vec<TextMend>,
}

/// What would mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// A text of a page, and what would be right.
    Text(TextMend),
    /// A fact that the page lacks.
    Add {
        /// The page.
        page: PagePath,
        /// The place that shows it.
        span: Span,
        /// The operation.
        operation: String,
        /// Where it belongs: "response.Disks.Disk.Size".
        at: String,
        /// Its type: "string".
        kind: &'static str,
        /// Where it is sent, of a parameter: "query".
        location: Option<&'static str>,
    },
}

/// A text of a page, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMend {
    /// The page.
    pub page: PagePath,
    /// The text that is wrong.
    pub span: Span,
    /// What is right.
    pub becomes: String,
}

impl Finding {
    /// A finding at a place. `mistake` tells it from others of its rule about the same subject.
    fn new(code: Code, page: &Page, span: Span, message: String) -> Self {
        Self {
            diagnostic: Diagnostic::new(code, page.path(), span, message),
            label: String::new(),
            related: Vec::new(),
            confidence: Confidence::Certain,
            operation: String::new(),
            subject: String::new(),
            mistake: String::new(),
            fingerprint: String::new(),
            mend: None,
            siblings: Vec::new(),
        }
    }

    /// Says what it is about.
    fn about(mut self, operation: &str, subject: impl Into<String>, mistake: impl Into<String>) -> Self {
        operation.clone_into(&mut self.operation);
        self.subject = subject.into();
        self.mistake = mistake.into();
        self
    }

    /// Says what stands at the place.
    fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds the other side.
    fn against(mut self, page: &Page, span: Span, label: impl Into<String>) -> Self {
        if !span.is_empty() {
            self.related.push(Related { page: page.path().clone(), span, label: label.into() });
        }
        self
    }

    /// Makes it less sure.
    fn likely(mut self) -> Self {
        self.confidence = Confidence::Likely;
        self
    }

    /// Less sure where a condition holds.
    fn likely_if(self, doubt: bool) -> Self {
        if doubt { self.likely() } else { self }
    }

    /// Adds the text that would mend it.
    fn mended(mut self, page: &Page, span: Span, becomes: impl Into<String>) -> Self {
        self.mend = Some(Mend::Text(TextMend { page: page.path().clone(), span, becomes: becomes.into() }));
        self
    }

    /// Adds the fact that would mend it, at the finding's subject.
    fn added(mut self, kind: &'static str, location: Option<&'static str>) -> Self {
        self.mend = Some(Mend::Add {
            page: self.diagnostic.page.clone(),
            span: self.diagnostic.span,
            operation: self.operation.clone(),
            at: self.subject.clone(),
            kind,
            location,
        });
        self
    }
}

/// All findings, in the order of pages and places.
pub fn findings(pages: &Pages<'_>) -> Vec<Finding> {
    let views = View::all(pages);
    let undescribed = samples::Undescribed::of(&views, pages.language);
    let census = words::Census::of(&views, &pages.language.dialect);
    let samples = samples::Context { language: pages.language, undescribed: &undescribed, census: &census };
    let mut findings: Vec<Finding> = views
        .par_iter()
        .map(|view| {
            let mut found = Vec::new();
            samples::check(view, samples, &mut found);
            types::check(view, pages.language, &mut found);
            limits::check(view, pages.language, &mut found);
            errors::check(view, pages.language, &mut found);
            names::check(view, pages.language, &mut found);
            spelling::check(view, &census, &mut found);
            found
        })
        .flatten()
        .collect();
    errors::across(&views, &mut findings);
    pages::check(&views, &mut findings);
    findings.sort_by(|left, right| {
        let key = |finding: &Finding| (finding.diagnostic.clone(), finding.subject.clone(), finding.mistake.clone());
        key(left).cmp(&key(right))
    });
    findings.dedup_by(|left, right| left.diagnostic == right.diagnostic && left.subject == right.subject);
    keep_first(&mut findings);
    siblings::find(&views, &mut findings);
    name_all(&mut findings);
    findings
}

/// Of several values that break one rule at one place, the first is told.
fn keep_first(findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    findings.retain(|finding| match finding.related.first() {
        Some(side) if is_limit(finding.diagnostic.code) => {
            seen.insert((finding.diagnostic.code, finding.subject.clone(), side.page.clone(), side.span))
        }
        Some(_) | None => true,
    });
}

fn is_limit(code: Code) -> bool {
    use crate::diagnostic::catalogue::lint::{EXAMPLE_BREAKS_PATTERN, EXAMPLE_NOT_LISTED, EXAMPLE_OUT_OF_LIMITS};
    [EXAMPLE_BREAKS_PATTERN, EXAMPLE_NOT_LISTED, EXAMPLE_OUT_OF_LIMITS].contains(&code)
}

/// Gives each finding its fingerprint: of what is wrong and on which page, not of the line.
fn name_all(findings: &mut [Finding]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for finding in findings {
        let mut hash = Sha256::new();
        let page = finding.diagnostic.page.as_str();
        let code = finding.diagnostic.code.to_string();
        for part in [code.as_str(), page, &finding.operation, &finding.subject, &finding.mistake] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let digest = hash.finalize();
        let name = digest.iter().take(6).fold(String::new(), |mut name, byte| {
            // Writing to a String can not fail.
            let _ = write!(name, "{byte:02x}");
            name
        });
        let count = seen.entry(name.clone()).or_insert(0);
        *count += 1;
        finding.fingerprint = if *count == 1 { name } else { format!("{name}-{count}") };
    }
}
