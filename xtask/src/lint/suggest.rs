//! Errata that would mend findings: a text of a page and what is right, or a fact that the page lacks, in the form of
//! `errata.toml`.
//!
//! In: findings. Out: [`Suggestion`]s. A text is written down with so much of its line that it stands there once. The
//! same mistake on other operations of the service makes one group. Whether an erratum does what it should is for the
//! caller to try: it needs the whole road.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::diagnostic::Code;
use crate::source::{Page, PagePath};

use super::{Finding, Mend, TextMend};

/// How many characters of the line a text may take in so that it stands there once.
const MAX_CONTEXT: usize = 200;

/// Errata for one mistake, on all operations that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The rule.
    pub code: Code,
    /// The errata, in the order of pages.
    pub errata: Vec<Proposed>,
}

/// One proposed erratum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The page.
    pub page: PagePath,
    /// The line of the text, or of the place that shows the fact.
    pub line: u32,
    /// What it changes.
    pub form: Form,
    /// Why.
    pub because: String,
    /// The fingerprint of the finding that it mends, or of the one whose sibling it is.
    pub fingerprint: String,
    /// Nothing on this page speaks for it: another operation has the same field with the same mistake.
    pub is_sibling: bool,
}

/// What an erratum changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A text of the page.
    Text {
        /// What the page says.
        was: String,
        /// What is right.
        becomes: String,
    },
    /// A fact that the page lacks.
    Add {
        /// The operation.
        operation: String,
        /// Where it belongs.
        at: String,
        /// Its type.
        kind: &'static str,
        /// Where it is sent, of a parameter.
        location: Option<&'static str>,
    },
}

/// The errata for all findings that a text can mend, the same mistake of several operations together.
pub fn suggestions(findings: &[Finding], pages: &BTreeMap<PagePath, Page>) -> Vec<Suggestion> {
    let mut groups: BTreeMap<(Code, &str, &str), Vec<Proposed>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for finding in findings {
        let own = finding.mend.as_ref().and_then(|mend| propose(finding, mend, pages));
        let siblings = finding.siblings.iter().filter_map(|text| Some((sibling(finding, text, pages)?, true)));
        for (proposed, is_sibling) in own.map(|proposed| (proposed, false)).into_iter().chain(siblings) {
            // Two samples may show the same fact: one erratum adds it.
            let place = match &proposed.form {
                Form::Text { .. } => (proposed.page.clone(), proposed.line, proposed.form.clone()),
                Form::Add { operation, at, .. } => {
                    let form = Form::Add { operation: operation.clone(), at: at.clone(), kind: "", location: None };
                    (proposed.page.clone(), 0, form)
                }
            };
            if known.insert(place) {
                let name = finding.subject.rsplit('.').next().unwrap_or(&finding.subject);
                let key = (finding.diagnostic.code, name, finding.mistake.as_str());
                groups.entry(key).or_default().push(Proposed { is_sibling, ..proposed });
            }
        }
    }
    let mut suggestions: Vec<Suggestion> =
        groups.into_iter().map(|((code, ..), errata)| Suggestion { code, errata }).collect();
    suggestions.sort_by(|left, right| {
        let place = |suggestion: &Suggestion| suggestion.errata.first().map(|first| (first.page.clone(), first.line));
        (place(left), left.code).cmp(&(place(right), right.code))
    });
    suggestions
}

fn propose(finding: &Finding, mend: &Mend, pages: &BTreeMap<PagePath, Page>) -> Option<Proposed> {
    let (page, line, form) = match mend {
        Mend::Text(mend) => {
            let page = pages.get(&mend.page)?;
            let (line, form) = self::mend(mend, page)?;
            (page, line, form)
        }
        Mend::Add { page, span, operation, at, kind, location } => {
            let page = pages.get(page)?;
            let form = Form::Add { operation: operation.clone(), at: at.clone(), kind, location: *location };
            (page, page.position(span.start).line, form)
        }
    };
    Some(Proposed {
        page: page.path().clone(),
        line,
        form,
        because: finding.diagnostic.message.clone(),
        fingerprint: finding.fingerprint.clone(),
        is_sibling: false,
    })
}

fn sibling(finding: &Finding, mend: &TextMend, pages: &BTreeMap<PagePath, Page>) -> Option<Proposed> {
    let (line, form) = self::mend(mend, pages.get(&mend.page)?)?;
    let because = format!("as on {}: {}", finding.diagnostic.page, finding.diagnostic.message);
    let fingerprint = finding.fingerprint.clone();
    Some(Proposed { page: mend.page.clone(), line, form, because, fingerprint, is_sibling: true })
}

/// A text with so much of its line around it that it stands there once.
pub fn mend(mend: &TextMend, page: &Page) -> Option<(u32, Form)> {
    let (start, end) = (mend.span.start as usize, mend.span.end as usize);
    let text = page.text();
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let line_end = text.get(end..)?.find('\n').map_or(text.len(), |at| end + at);
    let line = text.get(line_start..line_end)?;
    let (mut from, mut to) = (start, end);
    // The text grows, a character to either side in turn, until it stands once among those that start on its line.
    while line.matches(text.get(from..to)?).count() != 1 || is_overlapping(line, text.get(from..to)?) {
        let before = text.get(line_start..from)?.chars().next_back();
        let after = text.get(to..line_end)?.chars().next();
        if (before.is_none() && after.is_none()) || to - from > MAX_CONTEXT {
            return None;
        }
        from -= before.map_or(0, char::len_utf8);
        to += after.map_or(0, char::len_utf8);
    }
    let becomes = format!("{}{}{}", text.get(from..start)?, mend.becomes, text.get(end..to)?);
    Some((page.position(from as u32).line, Form::Text { was: text.get(from..to)?.to_owned(), becomes }))
}

/// Whether a text could be found at another place that overlaps the first.
fn is_overlapping(line: &str, text: &str) -> bool {
    let Some(at) = line.find(text) else { return false };
    let next = at + text.chars().next().map_or(1, char::len_utf8);
    line.get(next..).is_some_and(|rest| rest.contains(text))
}

impl Suggestion {
    /// The entries of `errata.toml`, with a comment where several operations share the mistake.
    pub fn toml(&self) -> String {
        let mut text = String::new();
        if self.errata.len() > 1 {
            let siblings = self.errata.iter().filter(|erratum| erratum.is_sibling).count();
            let told = match siblings {
                0 => String::new(),
                1 => "; of one of them no sample shows anything".to_owned(),
                count => format!("; of {count} of them no sample shows anything"),
            };
            // Writing to a String can not fail.
            let _ = writeln!(text, "# {}: the same mistake in {} places{told}", self.code, self.errata.len());
        } else {
            let _ = writeln!(text, "# {}", self.code);
        }
        for erratum in &self.errata {
            text.push_str(&erratum.toml());
            text.push('\n');
        }
        text
    }
}

impl Proposed {
    /// The entry of `errata.toml`.
    pub fn toml(&self) -> String {
        let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let change = match &self.form {
            Form::Text { was, becomes } => {
                format!("line = {}\nwas = {}\nbecomes = {}\n", self.line, string(was), string(becomes))
            }
            Form::Add { operation, at, kind, location } => {
                let location = location.map_or(String::new(), |location| format!(", in = \"{location}\""));
                let operation = string(operation);
                format!("operation = {operation}\nat = {}\nadd = {{ type = \"{kind}\"{location} }}\n", string(at))
            }
        };
        let (page, because) = (string(self.page.as_str()), string(&self.because));
        format!("[[erratum]]\npage = {page}\n{change}because = {because}\n")
    }
}
