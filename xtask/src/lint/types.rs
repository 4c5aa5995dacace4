//! Types against values: what a row says that a value is, and what its example and its samples show.

use std::collections::BTreeSet;

use crate::diagnostic::catalogue::lint::{
    EXAMPLE_OF_ANOTHER_TYPE, LIST_AGAINST_VALUE, NUMBER_IN_QUOTES, SAMPLE_OF_ANOTHER_TYPE,
};
use crate::dialect::TypeWord;
use crate::extract::Language;
use crate::extract::facts::{RowFacts, StatedType};
use crate::extract::samples::{Node, SampleValue, Syntax};
use crate::source::Span;
use crate::spec::model::Field;

use super::Finding;
use super::view::{Met, View, meet, type_span};

/// Checks the types of one operation.
pub fn check(view: &View<'_>, language: &Language, found: &mut Vec<Finding>) {
    for described in view.described() {
        example(view, &described.path, described.row, found);
    }
    for (side, fields, documents) in view.answers(language) {
        let mut met = Vec::new();
        for document in &documents {
            meet(fields, document, &side, &mut met);
        }
        values(view, &met, found);
    }
    let fields: Vec<Field> = view.body_fields().into_iter().cloned().collect();
    let mut met = Vec::new();
    for document in view.bodies() {
        meet(&fields, document, "request", &mut met);
    }
    values(view, &met, found);
}

/// What a type cell says of the value: the word, and whether it is a list of it.
fn stated(stated: &StatedType) -> Option<(TypeWord, bool)> {
    match stated {
        StatedType::Word(word) => (*word != TypeWord::List).then_some((*word, false)),
        StatedType::List(item) => match item.as_ref() {
            StatedType::Word(word) => Some((*word, true)),
            StatedType::Unstated
            | StatedType::List(_)
            | StatedType::Map(_)
            | StatedType::Named(_)
            | StatedType::Unknown(_) => None,
        },
        StatedType::Unstated | StatedType::Map(_) | StatedType::Named(_) | StatedType::Unknown(_) => None,
    }
}

/// "Integer/Boolean" leaves it open.
fn leaves_open(row: &RowFacts) -> bool {
    row.type_words.as_ref().is_some_and(|said| said.value.contains(['/', '|', '或']) || said.value.contains(" or "))
}

/// What is wrong with a value under a type.
struct Wrong {
    code: crate::diagnostic::Code,
    /// What the value is: "a number".
    is: &'static str,
    is_likely: bool,
    /// The type that would fit.
    fits: Option<TypeWord>,
}

#[expect(clippy::unnecessary_wraps, reason = "its callers say nothing or this")]
fn wrong(code: crate::diagnostic::Code, is: &'static str, fits: Option<TypeWord>) -> Option<Wrong> {
    Some(Wrong { code, is, is_likely: code == NUMBER_IN_QUOTES, fits })
}

/// Values of samples under their rows' types.
fn values(view: &View<'_>, met: &[Met<'_>], found: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for met in met {
        let Some(row) = met.field.and_then(|field| view.row(field)) else { continue };
        let Some((word, listed)) = stated(&row.stated).filter(|_| !leaves_open(row)) else { continue };
        let nodes: Vec<&Node> = match (&met.node.value, listed) {
            (SampleValue::Array(items), true) => items.iter().collect(),
            (
                SampleValue::Array(_)
                | SampleValue::Null
                | SampleValue::Bool(_)
                | SampleValue::Number(_)
                | SampleValue::String(_)
                | SampleValue::Object(_),
                _,
            ) => vec![met.node],
        };
        let is_item = listed && matches!(met.node.value, SampleValue::Array(_));
        for node in nodes {
            let wrong = match met.syntax {
                Syntax::Json if listed && !is_item => single(node),
                Syntax::Json => json(word, &node.value),
                Syntax::Xml => match &node.value {
                    SampleValue::String(text) if !listed => text_of(word, text),
                    SampleValue::String(_)
                    | SampleValue::Null
                    | SampleValue::Bool(_)
                    | SampleValue::Number(_)
                    | SampleValue::Array(_)
                    | SampleValue::Object(_) => None,
                },
            };
            let Some(wrong) = wrong else { continue };
            if told.insert((met.path.clone(), wrong.code)) {
                found.push(finding(view, &met.path, row, node, &wrong));
            }
        }
    }
}

fn finding(view: &View<'_>, path: &str, row: &RowFacts, node: &Node, wrong: &Wrong) -> Finding {
    let words = row.type_words.as_ref().map_or("", |said| said.value.trim());
    let name = path.rsplit('.').next().unwrap_or(path);
    let message = format!("`{name}` is {words} in its row, and {} in the sample", wrong.is);
    let place = type_span(row);
    let finding = Finding::new(wrong.code, view.page, place, message);
    let finding = finding.about(&view.operation.name, path, format!("{words} against {}", wrong.is));
    let shown = super::samples::first_line(view, node.span);
    let mut finding = finding.labelled("the row's type").against(view.page, shown, wrong.is).likely_if(wrong.is_likely);
    if let Some(fits) = wrong.fits.and_then(type_name)
        && view.page.slice(place).matches(words).count() == 1
        && matches!(row.stated, StatedType::Word(_))
    {
        finding = finding.mended(view.page, place, view.page.slice(place).replace(words, fits));
    }
    let value = view.page.slice(node.span);
    if wrong.code == NUMBER_IN_QUOTES
        && let Some(bare) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
    {
        finding = finding.mended(view.page, node.span, bare.to_lowercase());
    }
    finding
}

fn type_name(word: TypeWord) -> Option<&'static str> {
    match word {
        TypeWord::String => Some("String"),
        TypeWord::Integer => Some("Integer"),
        TypeWord::Number => Some("Float"),
        TypeWord::Boolean => Some("Boolean"),
        TypeWord::Object | TypeWord::List | TypeWord::Map | TypeWord::Any | TypeWord::File | TypeWord::Unstated => None,
    }
}

/// A single value where the row has a list.
fn single(node: &Node) -> Option<Wrong> {
    match &node.value {
        SampleValue::Bool(_) | SampleValue::Number(_) => wrong(LIST_AGAINST_VALUE, "a single value", None),
        SampleValue::String(text) if !text.is_empty() && !is_placeholder(text) => {
            wrong(LIST_AGAINST_VALUE, "a single text", None)
        }
        SampleValue::String(_) | SampleValue::Null | SampleValue::Array(_) | SampleValue::Object(_) => None,
    }
}

fn json(word: TypeWord, value: &SampleValue) -> Option<Wrong> {
    let scalar = match word {
        TypeWord::String | TypeWord::Integer | TypeWord::Number | TypeWord::Boolean => true,
        TypeWord::Object | TypeWord::List | TypeWord::Map | TypeWord::Any | TypeWord::File | TypeWord::Unstated => {
            false
        }
    };
    if !scalar {
        return None;
    }
    match value {
        SampleValue::Null => None,
        SampleValue::Array(_) => wrong(LIST_AGAINST_VALUE, "a list", None),
        SampleValue::Object(_) => wrong(SAMPLE_OF_ANOTHER_TYPE, "an object", None),
        SampleValue::Bool(_) if word == TypeWord::Boolean => None,
        SampleValue::Bool(_) => wrong(SAMPLE_OF_ANOTHER_TYPE, "a boolean", Some(TypeWord::Boolean)),
        SampleValue::Number(number) => {
            let whole = !number.contains(['.', 'e', 'E']);
            let fits = if whole { TypeWord::Integer } else { TypeWord::Number };
            match word {
                TypeWord::Integer if !whole => wrong(SAMPLE_OF_ANOTHER_TYPE, "a number with a fraction", Some(fits)),
                TypeWord::String | TypeWord::Boolean => wrong(SAMPLE_OF_ANOTHER_TYPE, "a number", Some(fits)),
                TypeWord::Integer
                | TypeWord::Number
                | TypeWord::Object
                | TypeWord::List
                | TypeWord::Map
                | TypeWord::Any
                | TypeWord::File
                | TypeWord::Unstated => None,
            }
        }
        SampleValue::String(text) => match word {
            TypeWord::Integer | TypeWord::Number if text.trim().parse::<f64>().is_ok() => {
                wrong(NUMBER_IN_QUOTES, "a number in quotes", None)
            }
            TypeWord::Boolean if matches!(text.as_str(), "true" | "false" | "True" | "False") => {
                wrong(NUMBER_IN_QUOTES, "a boolean in quotes", None)
            }
            TypeWord::Integer
            | TypeWord::Number
            | TypeWord::Boolean
            | TypeWord::String
            | TypeWord::Object
            | TypeWord::List
            | TypeWord::Map
            | TypeWord::Any
            | TypeWord::File
            | TypeWord::Unstated => text_of(word, text),
        },
    }
}

/// A text without quotes, of an element or a cell.
fn text_of(word: TypeWord, text: &str) -> Option<Wrong> {
    let text = text.trim();
    if text.is_empty() || is_placeholder(text) {
        return None;
    }
    match word {
        TypeWord::Integer => match text.parse::<f64>() {
            Ok(_) if text.contains('.') => {
                wrong(SAMPLE_OF_ANOTHER_TYPE, "a number with a fraction", Some(TypeWord::Number))
            }
            Ok(_) => None,
            Err(_) => wrong(SAMPLE_OF_ANOTHER_TYPE, "a text", Some(TypeWord::String)),
        },
        TypeWord::Number => {
            if text.parse::<f64>().is_ok() {
                None
            } else {
                wrong(SAMPLE_OF_ANOTHER_TYPE, "a text", Some(TypeWord::String))
            }
        }
        TypeWord::Boolean => {
            if matches!(text.to_ascii_lowercase().as_str(), "true" | "false") {
                None
            } else if text.parse::<f64>().is_ok() {
                wrong(SAMPLE_OF_ANOTHER_TYPE, "a number", Some(TypeWord::Integer))
            } else {
                wrong(SAMPLE_OF_ANOTHER_TYPE, "a text", Some(TypeWord::String))
            }
        }
        TypeWord::String
        | TypeWord::Object
        | TypeWord::List
        | TypeWord::Map
        | TypeWord::Any
        | TypeWord::File
        | TypeWord::Unstated => None,
    }
}

/// Whether a text stands for a value and is none.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let has_mark = text.contains(['*', '<', '>', '{', '}', '[', ']', '$', '…']) || text.contains("...");
    let lower = text.to_ascii_lowercase();
    has_mark || lower.contains("xxx") || matches!(lower.as_str(), "-" | "string" | "null" | "none" | "无" | "n/a")
}

/// The example of the cell under the type of the cell beside it.
fn example(view: &View<'_>, path: &str, row: &RowFacts, found: &mut Vec<Finding>) {
    let Some(said) = &row.example else { return };
    let Some((word, false)) = stated(&row.stated).filter(|_| !leaves_open(row)) else { return };
    let text = said.value.trim();
    if text.contains(char::is_whitespace) || text.contains([',', '，', '、', '/', '|', '"']) {
        // Several values, or words about the value.
        return;
    }
    let text = text.trim_matches(['`', '\'']);
    let Some(wrong) = text_of(word, text) else { return };
    let words = row.type_words.as_ref().map_or("", |said| said.value.trim());
    let name = path.rsplit('.').next().unwrap_or(path);
    let message = format!("`{name}` is {words}, and its example `{text}` is {}", wrong.is);
    let span: Span = said.span;
    let finding = Finding::new(EXAMPLE_OF_ANOTHER_TYPE, view.page, span, message);
    let finding = finding.about(&view.operation.name, path, format!("{words} against {text}")).labelled(wrong.is);
    let mut finding = finding.against(view.page, type_span(row), "the row's type");
    let place = type_span(row);
    if let Some(fits) = wrong.fits.and_then(type_name)
        && view.page.slice(place).matches(words).count() == 1
        && matches!(row.stated, StatedType::Word(_))
    {
        finding = finding.mended(view.page, place, view.page.slice(place).replace(words, fits));
    }
    found.push(finding);
}
