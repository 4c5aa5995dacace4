//! The rules: one table with a cell for each thing that can be said and each way in which that can change.
//!
//! In: nothing, or a finding whose cell is looked up. Out: [`Rule`]s with a code, a severity and an explanation. The
//! cells come of two lists (`ways` and `weight`) that do not compile while a facet lacks its line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Serialize;

use super::{Facet, Finding, Kind, Layer, Side};

mod ways;
mod weight;
mod words;

/// In which way something changed, as far as rules tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It was not stated.
    Added,
    /// It was not there, and must be sent.
    Demanded,
    /// It is no longer stated.
    Removed,
    /// It has another name.
    Renamed,
    /// It stands inside another object, or on another page.
    Moved,
    /// It is another one.
    Changed,
    /// Less is right than before.
    Tightened,
    /// More is right than before.
    Loosened,
}

/// How much a change matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A call that was right may fail, an answer lacks what was promised, or code does not compile.
    Breaking,
    /// A call goes on as it did; whoever wrote it should know.
    Notable,
    /// Nobody's code sees it.
    Harmless,
}

impl Severity {
    /// All, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Notable, Self::Harmless];

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Notable => "notable",
            Self::Harmless => "harmless",
        }
    }
}

/// What a change does to code that uses the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Breaks {
    /// Code that compiled does not.
    Compile,
    /// Code that compiles fails when it runs.
    Run,
    /// Code that runs gets something else.
    Behaviour,
    /// Nothing.
    Nothing,
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `param.maximum.tightened`.
    pub code: String,
    /// What it is about; of code there is but one side.
    pub side: Option<Side>,
    /// What is stated.
    pub facet: Facet,
    /// In which way that changed.
    pub way: Way,
    /// How much it matters.
    pub severity: Severity,
    /// What it does to code; of the layer of Rust only.
    pub breaks: Option<Breaks>,
    /// One line.
    pub title: String,
    /// What it means and what to do; paragraphs.
    pub explanation: String,
}

impl Rule {
    /// The layer to which it belongs.
    pub fn layer(&self) -> Layer {
        self.facet.layer()
    }
}

type Key = (Option<Side>, Facet, Way);

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let mut rules = Vec::new();
    for &side in Side::ALL {
        for &facet in Facet::ALL.iter().filter(|facet| facet.layer() != Layer::Rust) {
            rules.extend(ways::of(side, facet).iter().map(|&way| cell(Some(side), facet, way)));
        }
    }
    for &facet in Facet::ALL.iter().filter(|facet| facet.layer() == Layer::Rust) {
        rules.extend(ways::of_code(facet).iter().map(|&way| cell(None, facet, way)));
    }
    rules
});

static BY_KEY: LazyLock<BTreeMap<Key, &'static Rule>> =
    LazyLock::new(|| RULES.iter().map(|rule| ((rule.side, rule.facet, rule.way), rule)).collect());

/// A change that the table does not know: docwright has learned something and nobody said what it means.
static UNKNOWN: LazyLock<Rule> = LazyLock::new(|| Rule {
    code: "unknown".to_owned(),
    side: None,
    facet: Facet::Existence,
    way: Way::Changed,
    severity: Severity::Breaking,
    breaks: None,
    title: "a change that no rule knows".to_owned(),
    explanation: "docwright found a change that its table of rules has no cell for. That is a mistake in docwright: \
        the change is real, and how much it matters is not known."
        .to_owned(),
});

fn cell(side: Option<Side>, facet: Facet, way: Way) -> Rule {
    let breaks = weight::of_code(facet, way);
    Rule {
        code: words::code(side, facet, way),
        side,
        facet,
        way,
        severity: match (side, breaks) {
            (Some(side), _) => weight::of(side, facet, way),
            (None, Some(Breaks::Compile | Breaks::Run)) => Severity::Breaking,
            (None, Some(Breaks::Behaviour)) => Severity::Notable,
            (None, Some(Breaks::Nothing) | None) => Severity::Harmless,
        },
        breaks: breaks.filter(|_| side.is_none()),
        title: words::title(side, facet, way),
        explanation: words::explanation(side, facet, way),
    }
}

/// All rules, those of a side together.
pub fn all() -> &'static [Rule] {
    &RULES
}

/// The rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// Whether it is the rule of what no rule knows: a mistake of docwright.
pub fn is_unknown(rule: &Rule) -> bool {
    *rule == *UNKNOWN
}

/// The rule of a finding.
pub fn of(finding: &Finding) -> &'static Rule {
    let side = (finding.layer() != Layer::Rust).then_some(finding.subject.side);
    BY_KEY.get(&(side, finding.facet, way(finding))).copied().unwrap_or(&UNKNOWN)
}

/// In which way a finding's thing changed.
pub fn way(finding: &Finding) -> Way {
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    match finding.kind {
        Kind::Renamed => return Way::Renamed,
        Kind::Moved => return Way::Moved,
        Kind::Added | Kind::Removed | Kind::Changed => {}
    }
    if finding.facet == Facet::Presence {
        return match (text(&finding.old).as_str(), text(&finding.new).as_str()) {
            (_, "required") => Way::Tightened,
            ("required", _) => Way::Loosened,
            _ => Way::Changed,
        };
    }
    match finding.kind {
        Kind::Added if finding.is_demanded => Way::Demanded,
        Kind::Added => Way::Added,
        Kind::Removed => Way::Removed,
        Kind::Changed | Kind::Renamed | Kind::Moved => limit(finding).unwrap_or(Way::Changed),
    }
}

/// Whether a limit lets less through than before, or more.
fn limit(finding: &Finding) -> Option<Way> {
    if matches!(finding.facet, Facet::First | Facet::Allowed) {
        return characters(finding.old.as_deref()?, finding.new.as_deref()?);
    }
    let is_least = match finding.facet {
        Facet::Minimum | Facet::MinLength | Facet::MinItems => true,
        Facet::Maximum | Facet::MaxLength | Facet::MaxItems => false,
        _ => return None,
    };
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    let (old, new) = (number(&finding.old)?, number(&finding.new)?);
    Some(if (new > old) == is_least { Way::Tightened } else { Way::Loosened })
}

/// The same of sets of characters, where one holds the other.
fn characters(old: &str, new: &str) -> Option<Way> {
    let parts = |text: &'_ str| text.split(", ").map(str::to_owned).collect::<BTreeSet<_>>();
    let (old, new) = (parts(old), parts(new));
    if old.is_subset(&new) {
        return Some(Way::Loosened);
    }
    new.is_subset(&old).then_some(Way::Tightened)
}

#[cfg(test)]
mod tests;
