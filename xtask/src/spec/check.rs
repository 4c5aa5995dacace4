//! What the witnesses of one field say against each other: values, examples, defaults, limits, presence.
//!
//! In: settled fields with the rows and samples behind them. Out: diagnostics. Nothing is changed here: both sides stay
//! in the spec as the page has them, and a person decides.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::spec::{CONSTANT_OPTIONAL, DEFAULT_OUTSIDE_LIMITS, SAMPLE_OUTSIDE_VALUES};
use crate::extract::facts::{OperationFacts, RowFacts};
use crate::extract::samples::shape::Shape;
use crate::source::{Page, Span};
use crate::spec::model::{Constraints, Fact, Field, Parameter, Presence, Role, Type, Value};
use crate::spec::operation;

/// Checks one field against its row and what samples show at its place.
pub fn field(
    field: &Field,
    row: Option<&RowFacts>,
    seen: Option<&Shape>,
    path: &[String],
    page: &Page,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = || path.join(".");
    if is_scalar(&field.shape)
        && let Some(example) = row.and_then(|row| row.example.as_ref())
        && lacks(&field.values, &example.value)
    {
        let said = format!("the example of `{}` is `{}`", place(), example.value);
        diagnostics.push(outside(&said, &field.values, example.span, page));
    }
    if let Some(seen) = seen
        && let Some(shown) = seen.entry().example.as_ref()
        && lacks(&field.values, shown)
    {
        let said = format!("`{}` is `{shown}` in the sample", place());
        diagnostics.push(outside(&said, &field.values, seen.entry().span, page));
    }
    let default = row.and_then(|row| row.prose.default.as_ref());
    if let Some(default) = default
        && let Some(limit) = broken(&field.constraints, &field.shape, &default.value)
    {
        let message = format!("{}: the default is `{}`, and {limit}", place(), default.value);
        diagnostics.push(Diagnostic::new(DEFAULT_OUTSIDE_LIMITS, page.path(), default.span, message));
    }
}

/// Checks the requests that a page shows against the values of what they send.
pub fn requests(parameters: &[Parameter], facts: &OperationFacts, page: &Page, diagnostics: &mut Vec<Diagnostic>) {
    let pairs = facts.samples.iter().flat_map(|sample| &sample.reading.requests).flat_map(|request| &request.query);
    for pair in pairs {
        let sent = parameters.iter().find(|parameter| parameter.field.wire == pair.name);
        let Some(field) = sent.map(|parameter| &parameter.field).filter(|field| is_scalar(&field.shape)) else {
            continue;
        };
        if lacks(&field.values, &pair.value) {
            let said = format!("`{}` is `{}` in the sample", pair.name, pair.value);
            diagnostics.push(outside(&said, &field.values, pair.span, page));
        }
    }
}

/// Makes constants required, and says where the column has them optional.
pub fn constants(parameters: &mut [Parameter], facts: &OperationFacts, page: &Page, diagnostics: &mut Vec<Diagnostic>) {
    let rows = || facts.tables.iter().flat_map(|table| &table.rows);
    for parameter in parameters {
        let Some(Role::Constant { value }) = &parameter.role else { continue };
        // "Set the value to X" lists one value: the constant itself.
        parameter.field.values.retain(|listed| listed.wire != *value);
        if parameter.field.presence == Presence::Optional {
            let row = rows().find(|row| row.name.value == parameter.field.wire);
            let span = row.map_or_else(Span::default, |row| row.span);
            let message =
                format!("`{}` is always `{value}`, and its row says that it may be left out", parameter.field.wire);
            diagnostics.push(Diagnostic::new(CONSTANT_OPTIONAL, page.path(), span, message));
        }
        if parameter.field.presence != Presence::Required {
            parameter.field.presence = Presence::Required;
            parameter.field.evidence.remove(Fact::Presence);
            operation::configured(&mut parameter.field, Fact::Presence);
        }
    }
}

fn outside(said: &str, values: &[Value], span: Span, page: &Page) -> Diagnostic {
    let listed: Vec<&str> = values.iter().take(8).map(|value| value.wire.as_str()).collect();
    let more = if values.len() > listed.len() { ", ..." } else { "" };
    let message = format!("{said}, and its values are {}{more}", listed.join(", "));
    Diagnostic::new(SAMPLE_OUTSIDE_VALUES, page.path(), span, message)
}

/// Whether a list of values lacks a value. Masks (`vpn-****`) and lists of several values are none.
fn lacks(values: &[Value], shown: &str) -> bool {
    let shown = shown.trim();
    let plain = !shown.is_empty() && !shown.contains(['*', ',', ';', '\n', '，', '、']);
    plain && !values.is_empty() && !values.iter().any(|value| value.wire.eq_ignore_ascii_case(shown))
}

fn is_scalar(shape: &Type) -> bool {
    match shape {
        Type::String | Type::Integer | Type::Number | Type::Boolean => true,
        Type::File
        | Type::Any
        | Type::Map { .. }
        | Type::Array { .. }
        | Type::Object { .. }
        | Type::Reference { .. }
        | Type::Unknown => false,
    }
}

/// The limit that a default breaks, in words.
fn broken(limits: &Constraints, shape: &Type, default: &str) -> Option<String> {
    if limits.excluded.iter().any(|value| value == default) {
        return Some("that value is excluded".to_owned());
    }
    match shape {
        Type::Integer | Type::Number => {
            let number = |text: &String| text.parse::<f64>().ok();
            let value: f64 = default.parse().ok()?;
            let below = limits.minimum.as_ref().filter(|limit| number(limit).is_some_and(|limit| value < limit));
            let above = limits.maximum.as_ref().filter(|limit| number(limit).is_some_and(|limit| value > limit));
            let is_excluded =
                limits.excluded.iter().filter_map(number).any(|excluded| excluded.total_cmp(&value).is_eq());
            is_excluded
                .then(|| "that value is excluded".to_owned())
                .or_else(|| below.map(|limit| format!("the minimum is {limit}")))
                .or_else(|| above.map(|limit| format!("the maximum is {limit}")))
        }
        Type::String => {
            let length = default.chars().count() as u64;
            let short = limits.min_length.filter(|limit| length < *limit);
            let long = limits.max_length.filter(|limit| length > *limit);
            short
                .map(|limit| format!("the least length is {limit}"))
                .or_else(|| long.map(|limit| format!("the greatest length is {limit}")))
        }
        Type::Boolean
        | Type::File
        | Type::Any
        | Type::Map { .. }
        | Type::Array { .. }
        | Type::Object { .. }
        | Type::Reference { .. }
        | Type::Unknown => None,
    }
}
