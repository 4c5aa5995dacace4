//! The fields of one side of an operation as a flat list of nodes, parents before their members.
//!
//! In: parameters, or the fields of an answer. Out: [`Node`]s with their paths on the wire and on the page, which
//! differ where a page's rows leave out what only a sample shows.

use crate::spec::model::{Fact, Field, Parameter, Presence, Type, Witness, is_any_key};

use super::stated::{self, Stated};
use super::{Facet, Place};

/// How deep members are followed; deeper ones do not come out of extraction.
const MAX_DEPTH: usize = 64;

/// One field.
#[derive(Clone, Debug)]
pub(super) struct Node<'f> {
    pub field: &'f Field,
    /// Where it is sent and what it is for, of a parameter.
    pub parameter: Option<&'f Parameter>,
    /// The node that it stands in.
    pub parent: Option<usize>,
    /// The dotted path on the wire, `[]` behind each list.
    pub path: String,
    /// The dotted path of the page's rows.
    pub row: String,
}

impl Node<'_> {
    /// What is stated of it.
    pub fn stated(&self) -> Vec<Stated> {
        self.parameter.map_or_else(|| stated::field(self.field), stated::parameter)
    }

    /// Where its name stands.
    pub fn place(&self) -> Option<Place> {
        stated::place_of(&self.field.evidence, Fact::Name, self.field.origin.as_ref())
    }

    /// Whether whoever calls must send it: it is required, and so is all that it stands in.
    pub fn is_demanded(&self, nodes: &[Node<'_>]) -> bool {
        let is_required = self.field.presence == Presence::Required;
        let above = self.parent.and_then(|parent| nodes.get(parent));
        // A parameter that the client fills in by itself asks nothing of its caller.
        let is_filled = self.parameter.is_some_and(|parameter| parameter.role.is_some());
        is_required && !is_filled && above.is_none_or(|above| above.is_demanded(nodes))
    }

    /// Whether the page tells of it in words; else just a sample shows it.
    pub fn is_documented(&self) -> bool {
        is_documented(self.field)
    }
}

fn is_documented(field: &Field) -> bool {
    field.witnesses.iter().any(|witness| match witness {
        Witness::Table
        | Witness::Sentence
        | Witness::Uri
        | Witness::OtherPage
        | Witness::Erratum
        | Witness::Configuration
        | Witness::Heading
        | Witness::Link
        | Witness::Caption
        | Witness::TreeMark
        | Witness::DottedName
        | Witness::RowOrder
        | Witness::Name => true,
        Witness::RequestSample | Witness::JsonSample | Witness::XmlSample => false,
    })
}

/// The parameters of a request and their members.
pub(super) fn of_parameters(parameters: &[Parameter]) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for parameter in parameters {
        add(&mut nodes, &parameter.field, Some(parameter), None, 0);
    }
    nodes
}

/// The fields of an answer and their members.
pub(super) fn of_fields(fields: &[Field]) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for field in fields {
        add(&mut nodes, field, None, None, 0);
    }
    nodes
}

fn add<'f>(
    nodes: &mut Vec<Node<'f>>,
    field: &'f Field,
    parameter: Option<&'f Parameter>,
    parent: Option<usize>,
    depth: usize,
) {
    let above = parent.and_then(|parent| nodes.get(parent));
    let path = match above {
        Some(above) => format!("{}{}.{}", above.path, brackets(&above.field.shape), field.wire),
        None => field.wire.clone(),
    };
    let row = match above {
        Some(above) if !is_documented(field) => above.row.clone(),
        // What stands behind any key of a map stands at its top.
        Some(above) if above.row.is_empty() || is_any_key(&above.field.wire) => field.wire.clone(),
        Some(above) => format!("{}.{}", above.row, field.wire),
        None if is_documented(field) => field.wire.clone(),
        None => String::new(),
    };
    let index = nodes.len();
    nodes.push(Node { field, parameter, parent, path, row });
    if depth < MAX_DEPTH {
        for member in field.shape.members().into_iter().flatten() {
            add(nodes, member, None, Some(index), depth + 1);
        }
    }
}

fn brackets(shape: &Type) -> &'static str {
    if matches!(shape, Type::Array { .. }) { "[]" } else { "" }
}

/// A type is the same as long as the page's own words for it are: another witness may have settled it otherwise.
/// Without words of its own on either page, what a sample made of it is no statement of the page.
pub(super) fn settle_types(old: &Field, new: &Field, old_stated: &mut Vec<Stated>, new_stated: &mut Vec<Stated>) {
    let is_told =
        |field: &Field| field.evidence.of(Fact::Type).next().is_some_and(|said| said.witness == Witness::Erratum);
    if is_told(old) || is_told(new) {
        // The erratum says what it is; the words that it corrects are the page's still.
        return;
    }
    let bare = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let words = match (&old.stated_type, &new.stated_type) {
        (Some(before), Some(after)) => Some((before, after)),
        (Some(_), None) | (None, Some(_)) => return,
        (None, None) => None,
    };
    if words.is_some_and(|(before, after)| bare(before) != bare(after)) {
        for (list, words) in [(old_stated, &old.stated_type), (new_stated, &new.stated_type)] {
            for stated in list.iter_mut().filter(|stated| stated.facet == Facet::Type) {
                stated.text.clone_from(words.as_ref().unwrap_or(&stated.text.clone()));
            }
        }
        return;
    }
    for list in [old_stated, new_stated] {
        for stated in list.iter_mut().filter(|stated| stated.facet == Facet::Type) {
            stated.facet = Facet::Inferred;
        }
    }
}
