//! The flat list of findings, for scoring: one row each, in the words that other programs read.
//!
//! In: findings. Out: plain data. The form is a fixed point.

use indexmap::IndexSet;
use serde::Serialize;

use super::{Facet, Finding, Kind, Layer, Side};

/// All findings.
#[derive(Debug, Default, Serialize)]
pub struct Flat {
    findings: Vec<Row>,
}

impl Extend<Self> for Flat {
    /// Puts the rows of other comparisons behind these: what changes in two commits has changed twice.
    fn extend<I: IntoIterator<Item = Self>>(&mut self, others: I) {
        self.findings.extend(others.into_iter().flat_map(|other| other.findings));
    }
}

/// One finding.
#[derive(Debug, PartialEq, Eq, Hash, Serialize)]
struct Row {
    layer: Layer,
    kind: String,
    subject: String,
    old: String,
    new: String,
}

/// Flattens findings. Those of the Rust layer follow from the others and are left out.
pub fn flatten(findings: &[Finding]) -> Flat {
    let rows: IndexSet<Row> = findings.iter().filter_map(row).collect();
    Flat { findings: rows.into_iter().collect() }
}

fn row(finding: &Finding) -> Option<Row> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let kind = match finding.layer() {
        Layer::Document => document_kind(finding).to_owned(),
        Layer::Api => api_kind(finding)?,
        Layer::Rust => return None,
    };
    Some(Row {
        layer: finding.layer(),
        kind,
        subject: finding.subject.row.clone(),
        old: text(&finding.old),
        new: text(&finding.new),
    })
}

fn document_kind(finding: &Finding) -> &'static str {
    match finding.facet {
        Facet::Page if finding.kind == Kind::Moved => "page.moved",
        Facet::Heading => "heading",
        Facet::Column => "columns",
        Facet::Example | Facet::Shown | Facet::Inferred | Facet::Sample => "sample",
        Facet::Markup => "format",
        _ => "text",
    }
}

fn api_kind(finding: &Finding) -> Option<String> {
    let side = match finding.subject.side {
        Side::Operation => "operation",
        Side::Request => "param",
        Side::Response | Side::Header => "response",
        Side::Error => "error",
        Side::Status => "status",
        Side::Page => "page",
        Side::Service => return None,
    };
    let is_row = matches!(finding.subject.side, Side::Request | Side::Response | Side::Header);
    let what = match (finding.facet, finding.kind) {
        (Facet::Existence, Kind::Added) => "added",
        (Facet::Existence, Kind::Removed) => "removed",
        (Facet::Existence, Kind::Renamed) => "renamed",
        (Facet::Existence, Kind::Moved | Kind::Changed) => return None,
        (Facet::Value, Kind::Added) => "value.added",
        (Facet::Value, Kind::Removed) => "value.removed",
        (Facet::Uri, _) => "uri",
        (Facet::Type, Kind::Changed) => "type",
        (Facet::Presence, Kind::Changed) if finding.subject.side == Side::Request => "presence",
        (Facet::Default, _) => "default",
        (Facet::Deprecation, _) => "deprecation",
        (Facet::Status, _) => "status",
        (Facet::Message, _) => "message",
        (facet, _) if is_row && (facet.is_constraint() || facet == Facet::Condition) => "constraint",
        _ => return None,
    };
    Some(format!("{side}.{what}"))
}
