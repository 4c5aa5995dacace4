//! The shapes that an operation's samples show, by witness.

use std::collections::BTreeMap;

use crate::extract::samples::shape::Shape;
use crate::extract::samples::{Document, SampleValue};
use crate::spec::model::Witness;
use crate::spec::operation::witness;

/// One shape a witness.
pub fn by_witness(documents: &[&Document], request: bool) -> Vec<(Witness, Shape)> {
    let mut shapes: BTreeMap<Witness, Shape> = BTreeMap::new();
    for document in documents {
        shapes.entry(witness(document, request)).or_default().merge(Shape::of(document));
    }
    shapes.into_iter().collect()
}

/// All witnesses together.
pub fn merged(shapes: &[(Witness, Shape)]) -> Shape {
    let mut merged = Shape::default();
    for (_, shape) in shapes {
        merged.merge(shape.clone());
    }
    merged
}

/// The documents without an object around the whole answer: `{"CreateThingResponse": {...}}`.
pub fn without_envelope(documents: &[&Document], operation: &str) -> Vec<Document> {
    let envelope = format!("{operation}Response");
    let unwrap = |document: &&Document| {
        let mut document = (*document).clone();
        if let SampleValue::Object(members) = &document.node.value
            && members.len() == 1
            && let Some((name, inner)) = members.first()
            && name.eq_ignore_ascii_case(&envelope)
        {
            document.node = inner.clone();
        }
        document
    };
    documents.iter().map(unwrap).collect()
}
