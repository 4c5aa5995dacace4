//! Walks two specs side by side: operations, parameters, members, answers, errors, statuses.
//!
//! In: two specs. Out: findings, unsorted. What stands inside something that came or went is not told again; what stands
//! inside something renamed is compared.

use std::collections::BTreeSet;

use crate::dialect::phrases::Phrases;
use crate::spec::model::{ErrorCode, Fact, Operation, Response, Spec, Witness};

use super::pairs::{self, Known};
use super::stated::{self, Stated};
use super::{Confidence, Facet, Finding, Kind, Nature, Place, Side, Subject, fields, nodes};

/// All differences.
pub(super) fn specs(old: &Spec, new: &Spec, phrases: &Phrases) -> Vec<Finding> {
    let mut findings = Vec::new();
    let known = |operations: &[Operation]| -> Vec<Known> { operations.iter().map(known_operation).collect() };
    let pairs = pair_operations(&old.operations, &new.operations, &known(&old.operations), &known(&new.operations));
    for (index, operation) in old.operations.iter().enumerate() {
        if pairs.iter().all(|pair| pair.old != index) {
            let place = operation.origins.first().map(stated::start);
            findings.push(gone(about(operation, Side::Operation, ""), operation.name.clone(), place));
        }
    }
    for (index, operation) in new.operations.iter().enumerate() {
        let pair = pairs.iter().find(|pair| pair.new == index);
        if let Some((before, pair)) = pair.and_then(|pair| Some((old.operations.get(pair.old)?, pair))) {
            self::operations(before, operation, pair.likeness, phrases, &mut findings);
        } else {
            let place = operation.origins.first().map(stated::start);
            findings.push(come(about(operation, Side::Operation, ""), operation.name.clone(), place));
        }
    }
    findings
}

/// Operations are the same by name, by method and path, by likeness, or because each version has just the one.
fn pair_operations(old: &[Operation], new: &[Operation], known_old: &[Known], known_new: &[Known]) -> Vec<pairs::Pair> {
    let mut found = pairs::pair(known_old, known_new);
    let uri = |operation: &Operation| (operation.method.clone(), operation.path.clone());
    for (left, before) in old.iter().enumerate() {
        if found.iter().any(|pair| pair.old == left) {
            continue;
        }
        let same = |after: &Operation| uri(before) == uri(after) && before.path != "/";
        let is_open = |right: usize| found.iter().all(|pair| pair.new != right);
        let right = new.iter().enumerate().find(|(right, after)| is_open(*right) && same(after));
        let only = (old.len() == 1 && new.len() == 1).then_some(0);
        if let Some(right) = right.map(|(right, _)| right).or(only) {
            found.push(pairs::Pair { old: left, new: right, likeness: 0.9 });
        }
    }
    found
}

fn known_operation(operation: &Operation) -> Known {
    Known {
        name: operation.name.clone(),
        kind: format!("{} {}", operation.method, operation.path),
        text: operation.summary.clone().unwrap_or_default(),
    }
}

fn about(operation: &Operation, side: Side, name: &str) -> Subject {
    Subject { operation: operation.name.clone(), side, name: name.to_owned(), row: name.to_owned() }
}

pub(super) fn come(subject: Subject, name: String, place: Option<Place>) -> Finding {
    Finding {
        subject,
        facet: Facet::Existence,
        kind: Kind::Added,
        old: None,
        new: Some(name),
        old_place: None,
        new_place: place,
        confidence: Confidence::CERTAIN,
        is_demanded: false,
        nature: Nature::Unsure,
        remark: None,
        cause: None,
    }
}

pub(super) fn gone(subject: Subject, name: String, place: Option<Place>) -> Finding {
    let finding = come(subject, name, place);
    Finding {
        kind: Kind::Removed,
        old: finding.new,
        new: None,
        old_place: finding.new_place,
        new_place: None,
        ..finding
    }
}

fn operations(old: &Operation, new: &Operation, likeness: f64, phrases: &Phrases, findings: &mut Vec<Finding>) {
    let subject = about(new, Side::Operation, "");
    if old.name != new.name {
        let place =
            |operation: &Operation| stated::place_of(&operation.evidence, Fact::Name, operation.origins.first());
        findings.push(Finding {
            kind: Kind::Renamed,
            old: Some(old.name.clone()),
            old_place: place(old),
            confidence: Confidence::share(likeness),
            ..come(subject.clone(), new.name.clone(), place(new))
        });
    }
    stated(&subject, &stated::operation(old), &stated::operation(new), findings);
    parameters(old, new, phrases, findings);
    answers(old, new, phrases, findings);
    errors(old, new, findings);
}

fn parameters(old: &Operation, new: &Operation, phrases: &Phrases, findings: &mut Vec<Finding>) {
    let (before, after) = (nodes::of_parameters(&old.parameters), nodes::of_parameters(&new.parameters));
    fields::compare(&new.name, Side::Request, &before, &after, phrases, findings);
}

/// Compares what is stated of one thing.
pub(super) fn stated(subject: &Subject, old: &[Stated], new: &[Stated], findings: &mut Vec<Finding>) {
    let facets: BTreeSet<Facet> = old.iter().chain(new).map(|stated| stated.facet).collect();
    for facet in facets {
        let of = |list: &'_ [Stated]| -> Vec<Stated> {
            list.iter().filter(|stated| stated.facet == facet).cloned().collect()
        };
        let (mut before, mut after) = (of(old), of(new));
        before.retain(|left| {
            let same = after.iter().position(|right| is_same(left, right));
            same.map(|index| after.remove(index)).is_none()
        });
        if facet.is_single() && before.len() == 1 && after.len() == 1 {
            findings.extend(before.into_iter().zip(after).map(|(old, new)| change(subject, Some(old), Some(new))));
            continue;
        }
        findings.extend(before.into_iter().map(|stated| change(subject, Some(stated), None)));
        findings.extend(after.into_iter().map(|stated| change(subject, None, Some(stated))));
    }
}

fn is_same(left: &Stated, right: &Stated) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A scheme is the same with and without the marks behind it.
    let scheme = |text: &str| text.trim_end_matches(['/', ':', ' ']).to_owned();
    left.text == right.text
        || bare(&left.text) == bare(&right.text)
        || (left.facet == Facet::ForbiddenPrefix && scheme(&left.text) == scheme(&right.text))
}

fn change(subject: &Subject, old: Option<Stated>, new: Option<Stated>) -> Finding {
    let facet = old.as_ref().or(new.as_ref()).map_or(Facet::Existence, |stated| stated.facet);
    let kind = match (&old, &new) {
        (None, _) => Kind::Added,
        (Some(_), None) => Kind::Removed,
        (Some(_), Some(_)) => Kind::Changed,
    };
    let split = |stated: Option<Stated>| stated.map(|stated| (stated.text, stated.place)).unzip();
    let ((old, old_place), (new, new_place)) = (split(old), split(new));
    Finding {
        subject: subject.clone(),
        facet,
        kind,
        old,
        new,
        old_place: old_place.flatten(),
        new_place: new_place.flatten(),
        confidence: Confidence::CERTAIN,
        is_demanded: false,
        nature: Nature::Unsure,
        remark: None,
        cause: None,
    }
}

/// The answer that says that all went well, and the statuses.
fn answers(old: &Operation, new: &Operation, phrases: &Phrases, findings: &mut Vec<Finding>) {
    let (Some(before), Some(after)) = (old.responses.first(), new.responses.first()) else {
        return statuses(old, new, findings);
    };
    for (side, before, after) in
        [(Side::Header, &before.headers, &after.headers), (Side::Response, &before.fields, &after.fields)]
    {
        fields::compare(&new.name, side, &nodes::of_fields(before), &nodes::of_fields(after), phrases, findings);
    }
    statuses(old, new, findings);
}

fn statuses(old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let listed = |operation: &Operation| -> Vec<(String, Option<Place>)> {
        let place = |response: &Response| stated::place_of(&response.evidence, Fact::Status, None);
        operation
            .responses
            .iter()
            .filter_map(|response| Some((response.status?.to_string(), place(response))))
            .collect()
    };
    let (before, after) = (listed(old), listed(new));
    for (status, place) in &before {
        if after.iter().all(|(other, _)| other != status) {
            findings.push(gone(about(new, Side::Status, status), status.clone(), place.clone()));
        }
    }
    for (status, place) in after {
        if before.iter().all(|(other, _)| *other != status) {
            findings.push(come(about(new, Side::Status, &status), status, place));
        }
    }
}

/// Errors of one code are one thing: a page lists a code once for each status and message that it comes with.
fn errors(old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let codes = |operation: &Operation| -> Vec<Known> {
        let mut known: Vec<Known> = Vec::new();
        for error in operation.errors.iter().filter(|error| is_listed(error)) {
            let message = error.message.clone().unwrap_or_default();
            match known.iter_mut().find(|other| other.name == error.code) {
                Some(other) => other.text.push_str(&message),
                None => known.push(Known { name: error.code.clone(), kind: String::new(), text: message }),
            }
        }
        known
    };
    let (before, after) = (codes(old), codes(new));
    let pairs = pairs::pair(&before, &after);
    let rows = |operation: &Operation, code: &str| -> Vec<ErrorCode> {
        operation.errors.iter().filter(|error| is_listed(error) && error.code == code).cloned().collect()
    };
    let place = |rows: &[ErrorCode]| {
        rows.first().and_then(|row| stated::place_of(&row.evidence, Fact::Code, Some(&row.origin)))
    };
    for (index, known) in before.iter().enumerate() {
        if pairs.iter().all(|pair| pair.old != index) {
            let rows = rows(old, &known.name);
            findings.push(gone(about(new, Side::Error, &known.name), known.name.clone(), place(&rows)));
        }
    }
    for (index, known) in after.iter().enumerate() {
        let new_rows = rows(new, &known.name);
        let subject = about(new, Side::Error, &known.name);
        let pair = pairs.iter().find(|pair| pair.new == index);
        let Some((pair, former)) = pair.and_then(|pair| Some((pair, before.get(pair.old)?))) else {
            findings.push(come(subject, known.name.clone(), place(&new_rows)));
            continue;
        };
        let old_rows = rows(old, &former.name);
        if former.name != known.name {
            findings.push(Finding {
                kind: Kind::Renamed,
                old: Some(former.name.clone()),
                old_place: place(&old_rows),
                confidence: Confidence::share(pair.likeness),
                ..come(subject.clone(), known.name.clone(), place(&new_rows))
            });
        }
        let all = |rows: &[ErrorCode]| -> Vec<Stated> {
            let mut all: Vec<Stated> = Vec::new();
            for stated in rows.iter().flat_map(stated::error) {
                if all.iter().all(|other| other.facet != stated.facet || !is_same(other, &stated)) {
                    all.push(stated);
                }
            }
            all
        };
        stated(&subject, &all(&old_rows), &all(&new_rows), findings);
    }
}

/// Whether the page lists an error; a code that just a sample shows is not documented.
fn is_listed(error: &ErrorCode) -> bool {
    error
        .witnesses
        .iter()
        .any(|witness| !matches!(witness, Witness::RequestSample | Witness::JsonSample | Witness::XmlSample))
}
