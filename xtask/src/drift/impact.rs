//! How much a change of the API matters to those who call it.
//!
//! In: a finding. Out: an [`Impact`]. What a page says about its own words alone matters to nobody's code.

use serde::Serialize;

use super::{Facet, Finding, Kind, Layer, Side};

/// How much a change matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// A call that was right may fail, or an answer lacks what was promised.
    Breaking,
    /// A call goes on as it did; whoever wrote it should know.
    Notable,
    /// Nobody's code sees it.
    Harmless,
}

impl Impact {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Notable => "notable",
            Self::Harmless => "harmless",
        }
    }
}

/// How much a finding matters.
pub fn impact(finding: &Finding) -> Impact {
    if finding.layer() == Layer::Document {
        return Impact::Harmless;
    }
    match finding.subject.side {
        Side::Request => request(finding),
        Side::Response | Side::Header => response(finding),
        Side::Operation => operation(finding),
        Side::Error | Side::Status => Impact::Notable,
        Side::Page => Impact::Harmless,
    }
}

fn request(finding: &Finding) -> Impact {
    use Impact::{Breaking, Harmless, Notable};
    let is = |text: &str| finding.new.as_deref() == Some(text);
    match (finding.facet, finding.kind) {
        (Facet::Existence, Kind::Added) => {
            if finding.is_demanded {
                Breaking
            } else {
                Harmless
            }
        }
        (Facet::Presence, _) => {
            if is("required") {
                Breaking
            } else {
                Notable
            }
        }
        (Facet::Value, Kind::Added)
        | (Facet::Type, Kind::Added | Kind::Removed)
        | (
            Facet::Deprecation | Facet::Sensitivity | Facet::Role | Facet::Default | Facet::Unit | Facet::TimeFormat,
            _,
        ) => Notable,
        (Facet::Rival | Facet::Condition | Facet::CaseLimit, Kind::Removed) => Harmless,
        (facet, _) if facet.is_constraint() => tightened(finding),
        _ => Breaking,
    }
}

/// A limit that lets less through than before breaks calls.
fn tightened(finding: &Finding) -> Impact {
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    match finding.kind {
        Kind::Removed => return Impact::Harmless,
        Kind::Added => return Impact::Breaking,
        Kind::Renamed | Kind::Moved | Kind::Changed => {}
    }
    let (Some(old), Some(new)) = (number(&finding.old), number(&finding.new)) else { return Impact::Breaking };
    let is_least = matches!(finding.facet, Facet::Minimum | Facet::MinLength | Facet::MinItems);
    if (new > old) == is_least { Impact::Breaking } else { Impact::Harmless }
}

fn response(finding: &Finding) -> Impact {
    match (finding.facet, finding.kind) {
        (Facet::Existence, Kind::Added) | (Facet::Value, Kind::Removed) => Impact::Harmless,
        (Facet::Existence, _) | (Facet::Type, Kind::Changed) => Impact::Breaking,
        _ => Impact::Notable,
    }
}

fn operation(finding: &Finding) -> Impact {
    match (finding.facet, finding.kind) {
        (Facet::Existence, Kind::Added) => Impact::Harmless,
        (Facet::Existence | Facet::Uri, _) => Impact::Breaking,
        _ => Impact::Notable,
    }
}
