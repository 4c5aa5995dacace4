//! What the example of a row shows of its type, where neither the type cell nor a sample says enough.
//!
//! In: a row. Out: a type. A cell has no quotes around its words, so a bare number proves nothing here.

use serde_json::Value as Json;

use crate::extract::facts::{RowFacts, StatedType};
use crate::extract::samples::shape::Shape;
use crate::source::Page;
use crate::spec::draft::{Draft, lists_values};
use crate::spec::model::{Fact, Field, Type, Witness};
use crate::spec::testify;

/// The object around a list of values that the example of a list's row shows, where no sample shows the place.
pub(super) fn wrapper(draft: &Draft<'_>, seen: Option<&Shape>, page: &Page) -> Option<Type> {
    let row = draft.row.filter(|_| seen.is_none() && draft.children.is_empty())?;
    if !matches!(draft.stated, StatedType::List(_)) {
        return None;
    }
    let example = row.example.as_ref()?;
    let (name, first) = lists_values(&example.value)?;
    let shape = Type::Array { item: Box::new(value_type(&first)?) };
    let mut field = Field { shape, witnesses: vec![Witness::Table], ..Field::default() };
    let words = testify::exact(page, example.span, &name);
    for fact in [Fact::Name, Fact::Inside, Fact::Type] {
        testify::add(&mut field.evidence, fact, page, words, Witness::Table);
    }
    field.wire = name;
    testify::name_page(&mut field, page);
    Some(Type::Object { fields: vec![field] })
}

/// The type that the row's example shows, of the items when it shows a list. A bare number or truth value proves
/// nothing: cells have no quotes.
pub(super) fn item(row: Option<&RowFacts>) -> Option<Type> {
    let example = row?.example.as_ref()?.value.trim();
    let shown = match serde_json::from_str(example) {
        Ok(Json::Array(items)) => items.into_iter().next()?,
        Ok(shown @ Json::String(_)) => shown,
        Ok(Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_)) => return None,
        Err(_) if example.starts_with(['{', '[', '<']) => return None,
        Err(_) => return Some(Type::String),
    };
    value_type(&shown)
}

/// The type of one value of JSON, where it is text, a number or a truth value.
fn value_type(shown: &Json) -> Option<Type> {
    match shown {
        Json::String(_) => Some(Type::String),
        Json::Number(number) => Some(if number.is_f64() { Type::Number } else { Type::Integer }),
        Json::Bool(_) => Some(Type::Boolean),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
