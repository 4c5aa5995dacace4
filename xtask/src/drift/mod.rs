//! Drift: what two versions of a service's documentation say differently, and what that does to code.
//!
//! In: two [`Version`]s, each a spec with the pages that it was read from, where they are at hand. Out: [`Finding`]s,
//! sorted, each with its place on both sides. Three layers, told apart: what changed on the pages alone, what changed in
//! the API that they document, and what that does to Rust code that calls it.
//!
//! What a spec can state is one list ([`facet`]); the comparison walks both specs by that list,
//! and only where other spellings mean the same does it look at which fact it is.
//! What a change means and how much it matters is told apart from what changed ([`rules`]).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::extract::Language;
use crate::source::{Page, PagePath};
use crate::spec::model::Spec;

mod causes;
mod compare;
mod document;
pub mod facet;
mod fields;
pub mod flat;
mod loose;
mod lost;
mod moves;
mod nature;
mod nodes;
mod pairs;
pub mod report;
pub mod rules;
pub mod rust;
mod service;
mod similarity;
pub mod stated;
pub mod waiver;
pub mod witness;

pub use document::moved;
pub use facet::Facet;
pub use rules::{Rule, Severity};

/// One version of a service's documentation.
#[derive(Clone, Copy, Debug)]
pub struct Version<'v> {
    /// What its pages say.
    pub spec: &'v Spec,
    /// The pages, by path; none of a version that is known by its spec alone.
    pub pages: &'v BTreeMap<PagePath, Page>,
}

/// Which part of the documentation a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The pages alone.
    Document,
    /// The API that they document.
    Api,
    /// Rust code that uses the generated client.
    Rust,
}

/// Which part of an operation a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The service as a whole.
    Service,
    /// The operation itself.
    Operation,
    /// A parameter or a member of one.
    Request,
    /// A field of an answer's body.
    Response,
    /// A field of an answer's header.
    Header,
    /// A documented error.
    Error,
    /// A status that an answer can have.
    Status,
    /// A page.
    Page,
}

impl Side {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Service,
        Self::Operation,
        Self::Request,
        Self::Response,
        Self::Header,
        Self::Error,
        Self::Status,
        Self::Page,
    ];
}

/// In which way something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It was not there.
    Added,
    /// It is no longer there.
    Removed,
    /// It is there under another name.
    Renamed,
    /// It stands inside another object.
    Moved,
    /// It is another one.
    Changed,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Subject {
    /// The operation.
    pub operation: String,
    /// Which part of it.
    pub side: Side,
    /// The dotted wire path, the error's code or the status; of something that is there no longer, the old one.
    pub name: String,
    /// The same as the page's rows have it: without what only a sample shows.
    #[serde(skip)]
    pub row: String,
}

/// A place on a page. Lines and columns start at 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The page.
    pub page: String,
    /// The line of the first word.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// The line of the last word.
    pub end_line: u32,
    /// The column behind the last word; that of the first one where only the start is known.
    pub end_column: u32,
}

/// How sure a finding is, in parts of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// Both pages say it.
    pub const CERTAIN: Self = Self(100);

    /// A share from 0 to 1.
    pub fn share(share: f64) -> Self {
        #[expect(clippy::cast_sign_loss, reason = "a share is not below zero")]
        Self((share.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    /// In parts of a hundred.
    pub fn percent(self) -> u8 {
        self.0
    }
}

/// Whether the vendor changed the service, or mended a page that was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// The service changed: what else the old page says bears out what it said.
    Change,
    /// The page was wrong before: what else it said bears out what is said now.
    Correction,
    /// Nothing on the pages tells.
    Unsure,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub subject: Subject,
    /// What is stated of it.
    pub facet: Facet,
    /// In which way it changed.
    pub kind: Kind,
    /// What was stated.
    pub old: Option<String>,
    /// What is stated.
    pub new: Option<String>,
    /// Where it was stated.
    pub old_place: Option<Place>,
    /// Where it is stated.
    pub new_place: Option<Place>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether it must be sent, of a parameter that is new.
    pub is_demanded: bool,
    /// Whether the service changed or the page was mended.
    pub nature: Nature,
    /// What speaks for or against it, beyond the two texts.
    pub remark: Option<String>,
    /// Of the layer of Rust: the fingerprint of the finding that it follows from.
    pub cause: Option<String>,
}

impl Finding {
    /// The layer that it belongs to.
    pub fn layer(&self) -> Layer {
        self.facet.layer()
    }

    /// The cell of the table that it falls into.
    pub fn rule(&self) -> &'static Rule {
        rules::of(self)
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.rule().severity
    }

    /// The same on every run and wherever the words move to, as long as the same thing changed in the same way.
    pub fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        let words = |text: &Option<String>| text.as_deref().unwrap_or_default().to_owned();
        let Subject { operation, side, name, .. } = &self.subject;
        for part in [
            operation.clone(),
            format!("{side:?}"),
            name.clone(),
            format!("{:?}{:?}", self.facet, self.kind),
            words(&self.old),
            words(&self.new),
        ] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let mut text = String::new();
        for byte in digest.finalize().iter().take(8) {
            // Writing to a String can not fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// Compares two versions, whose pages are read in the words of `language`.
pub fn compare(old: Version<'_>, new: Version<'_>, language: &Language) -> Vec<Finding> {
    let mut findings = compare::specs(old.spec, new.spec, &language.phrases);
    service::compare(old.spec, new.spec, &language.phrases, &mut findings);
    nature::judge(old.spec, new.spec, &mut findings);
    document::pages(old.pages, new.pages, language.dialect.lexicon(), &mut findings);
    findings.extend(rust::changes(old.spec, new.spec, &findings).into_iter().map(|change| change.finding));
    lost::settle(old, new, language.dialect.lexicon(), &mut findings);
    // What changed in the API stands first, then what that does to code, then what changed on the pages alone.
    let rank = |layer: Layer| match layer {
        Layer::Api => 0,
        Layer::Rust => 1,
        Layer::Document => 2,
    };
    findings.sort_by(|left, right| {
        let key = |found: &Finding| (rank(found.layer()), found.subject.clone(), found.facet, found.kind);
        (key(left), &left.old, &left.new).cmp(&(key(right), &right.old, &right.new))
    });
    findings.dedup();
    findings
}
