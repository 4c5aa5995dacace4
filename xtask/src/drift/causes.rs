//! Which finding of the API something follows from.
//!
//! In: findings of the API, and the key of what code can name. Out: the findings about the same thing, or about what
//! holds it. They are kept by operation and name, so that a page of thousands of changes costs no more than its length.

use std::collections::BTreeMap;

use crate::emit::surface::{Key, Thing};

use super::{Facet, Finding, Kind, Layer, Side};

/// Findings by what they are about.
pub(super) struct Causes<'f> {
    findings: BTreeMap<(Class, String, String), Vec<&'f Finding>>,
}

/// A part of an operation, as far as code tells it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Operation,
    Sent,
    Received,
    Error,
}

impl<'f> Causes<'f> {
    pub(super) fn new(api: &'f [Finding]) -> Self {
        let mut findings: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
        for finding in api {
            let (class, names) = match finding.subject.side {
                Side::Operation => (Class::Operation, vec![String::new()]),
                Side::Request => (Class::Sent, vec![plain(&finding.subject.name)]),
                Side::Response | Side::Header => (Class::Received, vec![plain(&finding.subject.name)]),
                // A constant belongs to the service, and has one code.
                Side::Error if finding.facet == Facet::Existence => {
                    (Class::Error, [&finding.old, &finding.new].into_iter().flatten().cloned().collect())
                }
                Side::Error | Side::Status | Side::Page | Side::Service => continue,
            };
            let operation = if class == Class::Error { "" } else { finding.subject.operation.as_str() };
            for name in names {
                findings.entry((class, operation.to_owned(), name)).or_default().push(finding);
            }
        }
        Self { findings }
    }

    /// The findings about the thing of a key itself.
    pub(super) fn about(&self, key: &Key) -> impl Iterator<Item = &'f Finding> + use<'_, 'f> {
        self.named(key, &key.wire)
    }

    fn named(&self, key: &Key, wire: &str) -> impl Iterator<Item = &'f Finding> + use<'_, 'f> {
        let class = match key.thing {
            Thing::Constant => Class::Error,
            Thing::Method | Thing::Order | Thing::Repeated | Thing::Pages | Thing::Waiter | Thing::Followed => {
                Class::Operation
            }
            _ if key.sent => Class::Sent,
            _ => Class::Received,
        };
        let found = self.findings.get(&(class, key.operation.clone(), wire.to_owned()));
        found.into_iter().flatten().copied()
    }

    /// The finding that something follows from: about the same thing, or about what holds it.
    pub(super) fn of(&self, key: &Key, kind: Kind) -> Option<&'f Finding> {
        let is_fact = |finding: &&Finding| {
            finding.layer() == Layer::Api || matches!(finding.facet, Facet::Shown | Facet::Inferred)
        };
        let mut best: Option<(bool, &Finding)> = None;
        let mut wire = Some(key.wire.as_str());
        // What is nearest counts, but what fits counts more.
        while let Some(name) = wire {
            for finding in self.named(key, name).filter(is_fact) {
                let fits = fits(finding, key, kind);
                if best.is_none_or(|(is_fit, _)| fits && !is_fit) {
                    best = Some((fits, finding));
                }
            }
            wire = match key.thing {
                Thing::Constant => None,
                _ => name.rsplit_once('.').map(|(above, _)| above),
            };
        }
        best.map(|(_, finding)| finding)
    }
}

/// Whether a finding is of the kind that such a change follows from.
fn fits(finding: &Finding, key: &Key, kind: Kind) -> bool {
    let is_value = finding.facet == Facet::Value;
    match (key.thing, kind) {
        (Thing::Variant, _) => {
            is_value && [&finding.old, &finding.new].into_iter().flatten().any(|value| *value == key.value)
        }
        (Thing::Hidden, _) => finding.facet == Facet::Sensitivity,
        (Thing::Setter | Thing::Argument, Kind::Added | Kind::Removed) => {
            matches!(finding.facet, Facet::Existence | Facet::Presence | Facet::Role)
        }
        (_, Kind::Added | Kind::Removed | Kind::Renamed | Kind::Moved) => {
            matches!(finding.facet, Facet::Existence | Facet::Shown) || is_value
        }
        (_, Kind::Changed) => matches!(finding.facet, Facet::Type | Facet::Inferred | Facet::Presence) || is_value,
    }
}

/// A path without the marks of lists.
pub(super) fn plain(path: &str) -> String {
    path.replace("[]", "")
}
