//! A spec as short text: a line a fact, members indented below their object.
//!
//! In: what the road gave. Out: text for snapshots. Sentences of pages do not stand in it: of a description or a
//! summary there is only its number of characters with its first and last word, enough to see which cell it came from.
//!
//! ```text
//! query Proto string optional values TCP,UDP default TCP example UDP words 44 The…UDP.  3:5 [table]
//! ```

use std::fmt::Write as _;

use docwright::road::Outcome;
use docwright::spec::model::{
    CharacterClass, CharacterSet, Condition, Constraints, ErrorCode, Field, Location, Operation, Origin, Parameter,
    Presence, Response, Role, Sample, SampleKind, SampleQuality, Spec, Type, Witness,
};

/// All facts of a spec.
pub fn facts(spec: &Spec) -> String {
    let mut out = format!("spec {} {}", spec.vendor, spec.service);
    option(&mut out, "product", spec.product.as_deref());
    option(&mut out, "version", spec.version.as_deref());
    out.push('\n');
    for operation in &spec.operations {
        operation_lines(&mut out, operation);
    }
    for (name, fields) in &spec.types {
        let _ = writeln!(out, "\ntype {name}");
        for field in fields {
            field_lines(&mut out, field, "", "", 1);
        }
    }
    out
}

/// All diagnostics, a line each: `D0103 warning 12:4 message`.
pub fn diagnostics(outcome: &Outcome) -> String {
    let mut out = String::new();
    for diagnostic in &outcome.diagnostics {
        let (line, column) = crate::road::place(outcome, diagnostic);
        let severity = format!("{:?}", diagnostic.severity).to_lowercase();
        let _ = writeln!(out, "{} {severity} {line}:{column} {}", diagnostic.code, diagnostic.message);
    }
    out
}

/// The name of a type: `array<string>`.
pub fn type_name(shape: &Type) -> String {
    match shape {
        Type::String => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::File => "file".to_owned(),
        Type::Any => "any".to_owned(),
        Type::Map { value } => format!("map<{}>", type_name(value)),
        Type::Array { item } => format!("array<{}>", type_name(item)),
        Type::Object { .. } => "object".to_owned(),
        Type::Reference { name } => format!("&{name}"),
        Type::Unknown => "unknown".to_owned(),
    }
}

fn operation_lines(out: &mut String, operation: &Operation) {
    let _ = write!(out, "\noperation {} {} {}", operation.name, operation.method, operation.path);
    option(out, "title", operation.title.as_deref());
    option(out, "host", operation.endpoint.as_deref());
    flag(out, operation.deprecated, "deprecated");
    for origin in &operation.origins {
        place(out, Some(origin));
    }
    out.push('\n');
    if let Some(summary) = &operation.summary {
        let _ = writeln!(out, "  summary{}", words(summary));
    }
    if let Some(asynchronous) = &operation.asynchronous {
        let _ = write!(out, "  asynchronous poll {}", asynchronous.poll);
        list(out, "pending", &asynchronous.pending);
        list(out, "done", &asynchronous.done);
        option(out, "key", asynchronous.key.as_deref());
        option(out, "state", asynchronous.state.as_deref());
        place(out, Some(&asynchronous.origin));
        out.push('\n');
    }
    operation.parameters.iter().for_each(|parameter| parameter_lines(out, parameter));
    operation.responses.iter().for_each(|response| response_lines(out, response));
    operation.errors.iter().for_each(|error| error_line(out, error));
    operation.samples.iter().for_each(|sample| sample_line(out, sample));
}

fn parameter_lines(out: &mut String, parameter: &Parameter) {
    let location = match parameter.location {
        Location::Path => "path ",
        Location::Query => "query ",
        Location::Header => "header ",
        Location::Body => "body ",
        Location::Form => "form ",
    };
    let role = parameter.role.as_ref().map(|role| match role {
        Role::Constant { value } => format!(" constant {value}"),
        Role::Region => " role region".to_owned(),
        Role::Project => " role project".to_owned(),
        Role::AuthToken => " role token".to_owned(),
        Role::IdempotencyToken => " role idempotency".to_owned(),
        Role::PageNumber => " role page number".to_owned(),
        Role::PageSize => " role page size".to_owned(),
        Role::Offset => " role offset".to_owned(),
        Role::Cursor => " role cursor".to_owned(),
    });
    field_lines(out, &parameter.field, location, role.as_deref().unwrap_or_default(), 1);
}

fn response_lines(out: &mut String, response: &Response) {
    let status = response.status.map_or(String::new(), |status| format!(" {status}"));
    let _ = writeln!(out, "  answer{status}");
    response.headers.iter().for_each(|field| field_lines(out, field, "header ", "", 2));
    response.fields.iter().for_each(|field| field_lines(out, field, "", "", 2));
}

fn field_lines(out: &mut String, field: &Field, location: &str, role: &str, depth: usize) {
    let indent = "  ".repeat(depth);
    let _ = write!(out, "{indent}{location}{} {}", field.wire, type_name(&field.shape));
    let plain = type_name(&field.shape);
    let stated = field.stated_type.as_deref().filter(|stated| !stated.eq_ignore_ascii_case(&plain));
    option(out, "says", stated);
    out.push_str(role);
    match field.presence {
        Presence::Required => out.push_str(" required"),
        Presence::Optional => out.push_str(" optional"),
        Presence::Unstated => {}
    }
    if let Some(condition) = &field.required_if {
        let _ = write!(out, " required if {}", condition_words(condition));
    }
    list(out, "values", &values(field));
    option(out, "default", field.default.as_deref());
    constraints(out, &field.constraints);
    flag(out, field.sensitive, "sensitive");
    flag(out, field.deprecated, "deprecated");
    option(out, "example", field.example.as_deref());
    list(out, "see", &field.see);
    if let Some(description) = &field.description {
        out.push_str(&words(description));
    }
    place(out, field.origin.as_ref());
    witnesses(out, &field.witnesses);
    out.push('\n');
    for member in field.shape.members().into_iter().flatten() {
        field_lines(out, member, "", "", depth + 1);
    }
}

fn values(field: &Field) -> Vec<String> {
    let described = |description: &Option<String>| if description.is_some() { "…" } else { "" };
    field.values.iter().map(|value| format!("{}{}", value.wire, described(&value.description))).collect()
}

fn constraints(out: &mut String, limits: &Constraints) {
    option(out, "minimum", limits.minimum.as_deref());
    option(out, "maximum", limits.maximum.as_deref());
    for (name, limit) in [
        ("min length", limits.min_length),
        ("max length", limits.max_length),
        ("min items", limits.min_items),
        ("max items", limits.max_items),
    ] {
        option(out, name, limit.map(|limit| limit.to_string()).as_deref());
    }
    list(out, "excluded", &limits.excluded);
    option(out, "first", characters(&limits.first).as_deref());
    option(out, "characters", characters(&limits.allowed).as_deref());
    list(out, "not starting with", &limits.forbidden_prefixes);
    list(out, "not beside", &limits.rivals);
    option(out, "pattern", limits.pattern.as_deref());
    option(out, "unit", limits.unit.as_deref());
}

/// A set of characters: `letter+digit+"_-"`.
pub fn characters(set: &CharacterSet) -> Option<String> {
    let classes = set.classes.iter().map(|class| match class {
        CharacterClass::Letter => "letter",
        CharacterClass::UppercaseLetter => "uppercase",
        CharacterClass::LowercaseLetter => "lowercase",
        CharacterClass::Digit => "digit",
        CharacterClass::Chinese => "chinese",
        CharacterClass::Ascii => "ascii",
    });
    let single = (!set.characters.is_empty()).then(|| format!("{:?}", set.characters));
    let parts: Vec<String> = classes.map(str::to_owned).chain(single).collect();
    (!parts.is_empty()).then(|| parts.join("+"))
}

/// A condition without the page's words, unless there is nothing else: `type = instance`.
pub fn condition_words(condition: &Condition) -> String {
    match (&condition.parameter, condition.equals.as_slice()) {
        (Some(parameter), []) => parameter.clone(),
        (Some(parameter), values) => format!("{parameter} = {}", values.join(",")),
        (None, _) => format!("…{}", words(&condition.text)),
    }
}

fn error_line(out: &mut String, error: &ErrorCode) {
    let status = error.status.map_or("-".to_owned(), |status| status.to_string());
    let _ = write!(out, "  error {status} {} {:?}", error.code, error.message.as_deref().unwrap_or_default());
    if let Some(description) = &error.description {
        out.push_str(&words(description));
    }
    place(out, Some(&error.origin));
    witnesses(out, &error.witnesses);
    out.push('\n');
}

fn sample_line(out: &mut String, sample: &Sample) {
    let kind = match sample.kind {
        SampleKind::Request => "request",
        SampleKind::RequestBody => "request body",
        SampleKind::Json => "json",
        SampleKind::Xml => "xml",
    };
    let quality = match sample.quality {
        SampleQuality::Strict => "strict",
        SampleQuality::Repaired => "repaired",
        SampleQuality::Unreadable => "unreadable",
    };
    let status = sample.status.map_or(String::new(), |status| format!(" {status}"));
    let _ = write!(out, "  sample {kind}{status} {quality} lines {}", sample.text.lines().count());
    place(out, Some(&sample.origin));
    out.push('\n');
}

fn option(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        let bare = !value.is_empty() && value.chars().all(|character| character.is_ascii_graphic());
        let _ = if bare { write!(out, " {name} {value}") } else { write!(out, " {name} {value:?}") };
    }
}

fn list(out: &mut String, name: &str, values: &[String]) {
    if !values.is_empty() {
        let _ = write!(out, " {name} {}", values.join(","));
    }
}

fn flag(out: &mut String, set: bool, name: &str) {
    if set {
        let _ = write!(out, " {name}");
    }
}

/// How long words are, and how they start and end.
fn words(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let short = |word: &str| word.chars().take(24).collect::<String>();
    format!(" words {} {}…{}", text.chars().count(), short(first), short(last))
}

fn place(out: &mut String, origin: Option<&Origin>) {
    if let Some(origin) = origin {
        let _ = write!(out, "  {}:{}", origin.line, origin.column);
    }
}

fn witnesses(out: &mut String, witnesses: &[Witness]) {
    let names = witnesses.iter().map(|witness| match witness {
        Witness::Table => "table",
        Witness::Sentence => "sentence",
        Witness::RequestSample => "request sample",
        Witness::JsonSample => "json",
        Witness::XmlSample => "xml",
        Witness::Uri => "uri",
        Witness::OtherPage => "other page",
        Witness::Erratum => "erratum",
        Witness::Configuration => "configuration",
        Witness::Heading => "heading",
        Witness::Link => "link",
        Witness::Caption => "caption",
        Witness::TreeMark => "tree mark",
        Witness::DottedName => "dotted name",
        Witness::RowOrder => "row order",
        Witness::Name => "name",
    });
    let _ = write!(out, "  [{}]", names.collect::<Vec<_>>().join(", "));
}
