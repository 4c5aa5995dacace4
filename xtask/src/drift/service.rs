//! What a spec states of the service as a whole: how it is called, where, and the objects that its operations share.

use std::collections::BTreeSet;

use crate::dialect::phrases::Phrases;
use crate::spec::model::{Field, Spec, Type, words};

use super::compare::{come, gone, stated};
use super::stated::Stated;
use super::{Facet, Finding, Side, Subject, fields, nodes};

/// All differences.
pub(super) fn compare(old: &Spec, new: &Spec, phrases: &Phrases, findings: &mut Vec<Finding>) {
    // What just one version shows, mostly in a sample, says nothing of the other one.
    let is_in = |list: &[Stated], facet: Facet| list.iter().any(|stated| stated.facet == facet);
    let (mut before, mut after) = (facets(old), facets(new));
    before.retain(|stated| is_in(&after, stated.facet));
    after.retain(|stated| is_in(&before, stated.facet));
    self::stated(&about(Side::Service, &new.service), &before, &after, findings);
    let names: BTreeSet<&String> = old.types.keys().chain(new.types.keys()).collect();
    for name in names {
        let side = if is_sent(new, name) || is_sent(old, name) { Side::Request } else { Side::Response };
        match (old.types.get(name), new.types.get(name)) {
            (Some(before), Some(after)) => {
                let known = findings.len();
                let (before, after) = (nodes::of_fields(before), nodes::of_fields(after));
                fields::compare("", side, &before, &after, phrases, findings);
                for finding in findings.iter_mut().skip(known) {
                    finding.subject.name = inside(name, &finding.subject.name);
                    if finding.facet == Facet::Existence {
                        finding.old = finding.old.as_ref().map(|path| inside(name, path));
                        finding.new = finding.new.as_ref().map(|path| inside(name, path));
                    }
                }
            }
            (Some(_), None) => findings.push(gone(about(side, name), name.clone(), None)),
            (None, _) => findings.push(come(about(side, name), name.clone(), None)),
        }
    }
}

/// The path of a member of a shared object.
fn inside(object: &str, path: &str) -> String {
    format!("{object}.{path}")
}

fn about(side: Side, name: &str) -> Subject {
    Subject { operation: String::new(), side, name: name.to_owned(), row: name.to_owned() }
}

fn facets(spec: &Spec) -> Vec<Stated> {
    let protocol = words::protocol(spec.protocol);
    let hosts = spec.endpoints.iter().map(|(region, host)| (Facet::Host, format!("{region}: {host}")));
    let one = |facet: Facet, text: &Option<String>| text.clone().map(|text| (facet, text));
    let inside = spec.internal_endpoint.as_ref().map(|host| (Facet::Host, format!("inside: {host}")));
    [(Facet::Protocol, protocol.to_owned())]
        .into_iter()
        .chain(one(Facet::Product, &spec.product))
        .chain(one(Facet::Version, &spec.version))
        .chain(one(Facet::Host, &spec.endpoint))
        .chain(inside)
        .chain(hosts)
        .map(|(facet, text)| Stated { facet, text, place: None })
        .collect()
}

/// Whether a parameter holds the object.
fn is_sent(spec: &Spec, name: &str) -> bool {
    let mut seen = BTreeSet::new();
    let parameters = spec.operations.iter().flat_map(|operation| &operation.parameters);
    let mut open: Vec<&Field> = parameters.map(|parameter| &parameter.field).collect();
    while let Some(field) = open.pop() {
        let mut shape = &field.shape;
        while let Type::Array { item } | Type::Map { value: item } = shape {
            shape = item;
        }
        match shape {
            Type::Object { fields } => open.extend(fields),
            Type::Reference { name: other } if other == name => return true,
            Type::Reference { name: other } => {
                if seen.insert(other) {
                    open.extend(spec.types.get(other).into_iter().flatten());
                }
            }
            Type::String
            | Type::Integer
            | Type::Number
            | Type::Boolean
            | Type::File
            | Type::Any
            | Type::Unknown
            | Type::Map { .. }
            | Type::Array { .. } => {}
        }
    }
    false
}
