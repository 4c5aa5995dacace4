//! How much each change matters to those who call, and to those who compile.

use super::Severity::{self, Breaking, Harmless, Notable};
use super::{Breaks, Facet, Layer, Side, Way};

/// How much a change of a page or of an API matters to callers.
pub(super) fn of(side: Side, facet: Facet, way: Way) -> Severity {
    match facet.layer() {
        Layer::Document | Layer::Rust => return Harmless,
        Layer::Api => {}
    }
    match side {
        Side::Request => request(facet, way),
        Side::Response | Side::Header => response(facet, way),
        Side::Operation => operation(facet, way),
        Side::Error | Side::Status => Notable,
        Side::Service => Breaking,
        Side::Page => Harmless,
    }
}

/// What is asked for: less that is right breaks calls that were.
fn request(facet: Facet, way: Way) -> Severity {
    match (facet, way) {
        (Facet::Existence | Facet::Presence | Facet::Value, way) => match way {
            Way::Demanded | Way::Removed | Way::Renamed | Way::Moved | Way::Tightened => Breaking,
            Way::Added if facet == Facet::Value => Notable,
            Way::Added => Harmless,
            Way::Loosened | Way::Changed => Notable,
        },
        (Facet::Type, Way::Changed) | (Facet::Location, _) => Breaking,
        (
            Facet::Type | Facet::Default | Facet::Deprecation | Facet::Sensitivity | Facet::Role | Facet::TimeFormat,
            _,
        )
        | (Facet::Unit, Way::Added | Way::Removed) => Notable,
        // A limit, a condition, an exclusion: where it is new, or where nobody can say that it is looser.
        (_, Way::Removed | Way::Loosened) => Harmless,
        (_, _) => Breaking,
    }
}

/// What is promised: less of it breaks those who read it.
fn response(facet: Facet, way: Way) -> Severity {
    match (facet, way) {
        (Facet::Existence, Way::Added) | (Facet::Value, Way::Removed) => Harmless,
        (Facet::Existence, _) | (Facet::Type | Facet::Unit, Way::Changed) => Breaking,
        _ => Notable,
    }
}

fn operation(facet: Facet, way: Way) -> Severity {
    match (facet, way) {
        (Facet::Existence, Way::Added) => Harmless,
        (Facet::Existence | Facet::Uri, _) => Breaking,
        _ => Notable,
    }
}

/// What a change does to code; `None` of what is no code.
pub(super) fn of_code(facet: Facet, way: Way) -> Option<Breaks> {
    if facet.layer() != Layer::Rust {
        return None;
    }
    Some(match (facet, way) {
        // Callers name all fields of the structs that they build: one more, and they do not compile.
        (Facet::Argument | Facet::Member, _) => Breaks::Compile,
        (Facet::Sent | Facet::Order | Facet::Meant, _) | (Facet::Accepted, Way::Removed) => Breaks::Run,
        (Facet::Assumed | Facet::Followed | Facet::Repeated | Facet::Hidden, _) => Breaks::Behaviour,
        (_, Way::Added) => Breaks::Nothing,
        (_, _) => Breaks::Compile,
    })
}
