//! The order of findings and what they ask of the next version.

use super::*;
use crate::drift::{Confidence, Facet, Kind, Nature, Side, Subject};

/// A finding of a facet that came to something called `name`.
pub(super) fn finding(side: Side, name: &str, facet: Facet, kind: Kind) -> Finding {
    Finding {
        subject: Subject { operation: "HireBoat".into(), side, name: name.into(), row: name.into() },
        facet,
        kind,
        old: None,
        new: Some("1".into()),
        old_place: None,
        new_place: None,
        confidence: Confidence::CERTAIN,
        is_demanded: false,
        nature: Nature::Unsure,
        remark: None,
        cause: None,
    }
}

#[test]
fn the_worst_stands_first_and_consequences_below_their_cause() {
    // A field that is new is harmless, one that went breaks; the words of a page are no change of the API.
    let words = finding(Side::Page, "a.md", Facet::Words, Kind::Added);
    let come = finding(Side::Response, "Size", Facet::Existence, Kind::Added);
    let gone = finding(Side::Response, "Name", Facet::Existence, Kind::Removed);
    let follows = Finding {
        cause: Some(come.fingerprint()),
        ..finding(Side::Response, "hire_boat::Response::size", Facet::Output, Kind::Added)
    };
    let alone = Finding {
        cause: Some("of nothing".into()),
        ..finding(Side::Response, "hire_boat::Response::hours", Facet::Output, Kind::Removed)
    };
    let findings = [words, come, follows, gone, alone];
    let groups = groups(&findings);
    let told: Vec<(&str, usize)> =
        groups.iter().map(|group| (group.finding.subject.name.as_str(), group.consequences.len())).collect();
    assert_eq!(told, [("Name", 0), ("hire_boat::Response::hours", 0), ("Size", 1), ("a.md", 0)]);
}

#[test]
fn the_step_is_that_of_the_worst_for_code() {
    let api = finding(Side::Response, "Name", Facet::Existence, Kind::Removed);
    let code = |facet, kind| finding(Side::Response, "x", facet, kind);
    let of = |findings: &[Finding]| step(findings.iter());
    assert_eq!(of(&[]), Step::None);
    assert_eq!(of(std::slice::from_ref(&api)), Step::Patch);
    assert_eq!(of(&[api.clone(), code(Facet::Setter, Kind::Added)]), Step::Minor);
    assert_eq!(of(&[api.clone(), code(Facet::Assumed, Kind::Changed)]), Step::Minor);
    assert_eq!(of(&[code(Facet::Setter, Kind::Removed), api.clone()]), Step::Major);
    // Less than before is let through: it compiles, and fails when it runs.
    assert_eq!(of(&[code(Facet::Accepted, Kind::Removed), api]), Step::Major);
}

#[test]
fn runs_fail_from_the_chosen_weight_on_and_never_for_words() {
    let words = finding(Side::Page, "a.md", Facet::Words, Kind::Added);
    let come = finding(Side::Response, "Size", Facet::Existence, Kind::Added);
    let gone = finding(Side::Response, "Name", Facet::Existence, Kind::Removed);
    let fails = |fail_on: FailOn| [&words, &come, &gone].map(|finding| fail_on.fails(finding));
    assert_eq!(fails(FailOn::Breaking), [false, false, true]);
    assert_eq!(fails(FailOn::Any), [false, true, true]);
    assert_eq!(fails(FailOn::None), [false, false, false]);
}
