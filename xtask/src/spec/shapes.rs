//! The shapes that an operation's samples show, by witness.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::samples::shape::Shape;
use crate::extract::samples::{Document, Node, SampleValue, Syntax};
use crate::spec::model::Witness;
use crate::spec::operation::witness;

/// How deep samples are looked into for names.
const MAX_DEPTH: usize = 32;

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

/// The object that JSON samples show around all that a table names, and that no row names itself. `common`: what each
/// answer has beside it.
pub fn object_around(documents: &[Document], names: &[&str], common: &[String]) -> Option<String> {
    let names: Vec<&&str> = names.iter().filter(|name| !common.iter().any(|common| common == **name)).collect();
    if names.len() < 2 {
        return None;
    }
    let around = |document: &Document| {
        let SampleValue::Object(members) = &document.node.value else { return None };
        let holds = |(name, inner): &(&String, &Node)| {
            let SampleValue::Object(inner) = &inner.value else { return false };
            let own = names.iter().filter(|name| inner.contains_key(***name)).count();
            let mut deep = BTreeSet::new();
            inner.values().for_each(|node| names_in(node, 0, &mut deep));
            // Samples leave out one field of eight.
            let shown = names.iter().filter(|name| inner.contains_key(***name) || deep.contains(**name)).count();
            own > 1 && shown * 4 >= names.len() * 3 && !names.contains(&&name.as_str())
        };
        let outside = names.iter().any(|name| members.contains_key(**name));
        members.iter().find(holds).filter(|_| !outside).map(|(name, _)| name.clone())
    };
    let mut found = documents.iter().filter(|document| document.syntax == Syntax::Json).map(around);
    let first = found.next()??;
    found.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

/// The names of all members inside a node.
fn names_in<'n>(node: &'n Node, depth: usize, names: &mut BTreeSet<&'n str>) {
    match &node.value {
        SampleValue::Object(members) if depth < MAX_DEPTH => {
            for (name, node) in members {
                names.insert(name);
                names_in(node, depth + 1, names);
            }
        }
        SampleValue::Array(items) if depth < MAX_DEPTH => {
            for item in items {
                names_in(item, depth + 1, names);
            }
        }
        SampleValue::Object(_)
        | SampleValue::Array(_)
        | SampleValue::Null
        | SampleValue::Bool(_)
        | SampleValue::Number(_)
        | SampleValue::String(_) => {}
    }
}

/// Puts the object around what other samples show without it: XML may leave out what JSON has.
pub fn put_around(documents: &mut [Document], object: &str, common: &[String]) {
    for document in documents {
        let span = document.node.span;
        let SampleValue::Object(members) = &mut document.node.value else { continue };
        if members.contains_key(object) {
            continue;
        }
        let (outside, inside) = std::mem::take(members).into_iter().partition(|(name, _)| common.contains(name));
        *members = outside;
        members.insert(object.to_owned(), Node { value: SampleValue::Object(inside), span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::samples::{self, Hint, SampleText};

    fn document(text: &str) -> Document {
        let reading = samples::read(&SampleText::verbatim(text, 0), Hint::Answer);
        reading.documents.into_iter().next().expect("a document")
    }

    #[test]
    fn what_stands_around_all_rows_stands_around_those_of_xml_as_well() {
        let json = document(r#"{"Street": {"Length": 5, "Lamps": {"Lamp": []}}, "RequestId": "r"}"#);
        let xml = document("<ShowResponse><Length>5</Length><RequestId>r</RequestId></ShowResponse>");
        let common = ["RequestId".to_owned()];
        let mut both = [json, xml];
        let around = |names: &[&str], both: &[Document]| object_around(both, names, &common);
        assert_eq!(around(&["Length", "Lamps", "RequestId"], &both).as_deref(), Some("Street"));
        assert_eq!(around(&["Length", "Street"], &both), None, "a row has its name");
        assert_eq!(around(&["Length", "RequestId"], &both), None, "one field is no object");
        assert_eq!(around(&["Length", "Width", "Height"], &both), None, "most rows stand elsewhere");
        put_around(&mut both, "Street", &common);
        let shape = Shape::of_all(&both);
        assert_eq!(shape.find("Length"), ["Street.Length"]);
        assert_eq!(shape.find("RequestId"), ["RequestId"]);
    }
}
