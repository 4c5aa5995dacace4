//! The keys of `set`, `add` and a table `was`: what a page says under each, and how it is put right.

use toml::Value;

use super::place::Place;
use crate::spec::model::{self, ErrorCode, Field, Location, Operation, Type};

/// What may be corrected of a field.
const FIELD_KEYS: &[&str] = &[
    "type",
    "presence",
    "default",
    "values",
    "name",
    "inside",
    "example",
    "description",
    "deprecated",
    "sensitive",
    "minimum",
    "maximum",
    "min_length",
    "max_length",
    "min_items",
    "max_items",
    "excluded",
    "rivals",
    "pattern",
    "unit",
    "time_format",
    "json",
    "in",
];

/// What may be corrected of an error.
const ERROR_KEYS: [&str; 4] = ["status", "code", "message", "description"];

/// What may be corrected of an operation.
const OPERATION_KEYS: [&str; 6] = ["name", "title", "summary", "deprecated", "method", "path"];

/// Keys with their values, checked for their place.
pub(super) type Changes = Vec<(&'static str, Said)>;

/// What a page says, or what is right: a text, or a list of texts. A number and a boolean are their text; what is not
/// said is an empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// One value.
    Text(String),
    /// A list.
    List(Vec<String>),
}

impl Said {
    /// A value of TOML.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Array(items) => items.iter().map(text_of).collect::<Option<Vec<_>>>().map(Self::List),
            Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => {
                text_of(value).map(Self::Text)
            }
            Value::Datetime(_) | Value::Table(_) => None,
        }
    }

    /// For a message.
    pub(super) fn print(&self) -> String {
        match self {
            Self::Text(text) if text.is_empty() => "nothing".to_owned(),
            Self::Text(text) => format!("\"{text}\""),
            Self::List(items) if items.is_empty() => "nothing".to_owned(),
            Self::List(items) => {
                format!("[{}]", items.iter().map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn text(&self) -> Result<&str, String> {
        match self {
            Self::Text(text) => Ok(text),
            Self::List(_) => Err("takes one value, not a list".to_owned()),
        }
    }

    fn optional(&self) -> Result<Option<String>, String> {
        self.text().map(|text| (!text.is_empty()).then(|| text.to_owned()))
    }

    fn number<N: std::str::FromStr>(&self) -> Result<Option<N>, String> {
        match self.optional()? {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| format!("takes a number, not \"{text}\"")),
        }
    }

    fn boolean(&self) -> Result<bool, String> {
        match self.text()? {
            "true" => Ok(true),
            "false" => Ok(false),
            other => Err(format!("takes true or false, not \"{other}\"")),
        }
    }

    fn list(&self) -> Vec<String> {
        match self {
            Self::Text(text) if text.is_empty() => Vec::new(),
            Self::Text(text) => vec![text.clone()],
            Self::List(items) => items.clone(),
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(value) => Some(value.to_string()),
        Value::Datetime(_) | Value::Array(_) | Value::Table(_) => None,
    }
}

/// Reads a table of `set` or `add`.
pub(super) fn changes(table: &toml::Table, place: &Place) -> Result<Changes, String> {
    let known: &[&'static str] = match place {
        Place::Operation => &OPERATION_KEYS,
        Place::Request(_) | Place::Response(..) => FIELD_KEYS,
        Place::Error(_) => &ERROR_KEYS,
    };
    if table.is_empty() {
        return Err("it changes nothing".to_owned());
    }
    let mut changes = Vec::with_capacity(table.len());
    for (key, value) in table {
        let Some(known_key) = known.iter().find(|known| *known == key) else {
            return Err(format!("unknown key `{key}`; {} has {}", place.print(), known.join(", ")));
        };
        changes.push((*known_key, said(key, value)?));
    }
    Ok(changes)
}

/// Reads `was` beside a `set`: a value, or a table of the same keys.
pub(super) fn was(value: &Value, set: &Changes) -> Result<Changes, String> {
    match (value, &set[..]) {
        (Value::Table(table), _) => {
            if let Some(key) = table.keys().find(|key| !set.iter().any(|(known, _)| known == key)) {
                return Err(format!("`was` has `{key}`, which `set` does not change"));
            }
            let one = |(key, _): &(&'static str, Said)| match table.get(*key) {
                Some(value) => Ok((*key, said(key, value)?)),
                None => Err(format!("`was` lacks `{key}`, which `set` changes")),
            };
            set.iter().map(one).collect()
        }
        (value, [(key, _)]) => Ok(vec![(*key, said(key, value)?)]),
        _ => Err("`set` has several keys: `was` is a table of the same ones".to_owned()),
    }
}

fn said(key: &str, value: &Value) -> Result<Said, String> {
    let said =
        Said::of(value).ok_or_else(|| format!("`{key}` takes a text, a number, true, false or a list of them"))?;
    // A list is a list even where it has one entry or none.
    let is_list = matches!(key, "values" | "excluded" | "rivals");
    match said {
        Said::Text(_) if is_list => Ok(Said::List(said.list())),
        Said::Text(_) => Ok(said),
        Said::List(_) if is_list => Ok(said),
        Said::List(_) => Err(format!("`{key}` takes one value, not a list")),
    }
}

/// What the page says of a field under a key.
pub(super) fn field_says(field: &Field, location: Option<Location>, key: &str) -> Said {
    let constraints = &field.constraints;
    let text = |text: &Option<String>| Said::Text(text.clone().unwrap_or_default());
    let number = |number: Option<u64>| Said::Text(number.map_or(String::new(), |number| number.to_string()));
    match key {
        "type" => Said::Text(field.stated_type.clone().unwrap_or_else(|| print_type(&field.shape))),
        "presence" => Said::Text(word(&field.presence)),
        "default" => text(&field.default),
        "values" => Said::List(field.values.iter().map(|value| value.wire.clone()).collect()),
        "name" => Said::Text(field.wire.clone()),
        "example" => text(&field.example),
        "description" => text(&field.description),
        "deprecated" => Said::Text(field.deprecated.to_string()),
        "sensitive" => Said::Text(field.sensitive.to_string()),
        "minimum" => text(&constraints.minimum),
        "maximum" => text(&constraints.maximum),
        "min_length" => number(constraints.min_length),
        "max_length" => number(constraints.max_length),
        "min_items" => number(constraints.min_items),
        "max_items" => number(constraints.max_items),
        "excluded" => Said::List(constraints.excluded.clone()),
        "rivals" => Said::List(constraints.rivals.clone()),
        "pattern" => text(&constraints.pattern),
        "unit" => text(&constraints.unit),
        "time_format" => text(&constraints.time_format),
        "json" => Said::Text(constraints.json.to_string()),
        "in" => Said::Text(location.map_or(String::new(), |location| word(&location))),
        // `inside` is the place's business.
        _ => Said::Text(String::new()),
    }
}

/// Puts a field right under a key. `in` and `inside` are its owner's business.
pub(super) fn put_field(field: &mut Field, key: &str, said: &Said) -> Result<(), String> {
    let constraints = &mut field.constraints;
    match key {
        "type" => field.shape = parse_type(said.text()?, &field.shape)?,
        "presence" => field.presence = parse_word(said.text()?, "required, optional or unstated")?,
        "default" => field.default = said.optional()?,
        "values" => {
            let kept = std::mem::take(&mut field.values);
            let value = |wire: String| match kept.iter().find(|value| value.wire == wire) {
                Some(value) => value.clone(),
                None => model::Value { wire, description: None, evidence: Vec::new() },
            };
            field.values = said.list().into_iter().map(value).collect();
        }
        "name" => field.wire = said.optional()?.ok_or("takes a name")?,
        "example" => field.example = said.optional()?,
        "description" => field.description = said.optional()?,
        "deprecated" => field.deprecated = said.boolean()?,
        "sensitive" => field.sensitive = said.boolean()?,
        "minimum" => constraints.minimum = said.number::<f64>()?.and(said.optional()?),
        "maximum" => constraints.maximum = said.number::<f64>()?.and(said.optional()?),
        "min_length" => constraints.min_length = said.number()?,
        "max_length" => constraints.max_length = said.number()?,
        "min_items" => constraints.min_items = said.number()?,
        "max_items" => constraints.max_items = said.number()?,
        "excluded" => constraints.excluded = said.list(),
        "rivals" => constraints.rivals = said.list(),
        "pattern" => constraints.pattern = said.optional()?,
        "unit" => constraints.unit = said.optional()?,
        "time_format" => constraints.time_format = said.optional()?,
        "json" => constraints.json = said.boolean()?,
        _ => {}
    }
    Ok(())
}

/// Where a parameter is sent.
pub(super) fn parse_location(said: &Said) -> Result<Location, String> {
    parse_word(said.text()?, "path, query, header, body or form")
}

/// What the page says of an error under a key.
pub(super) fn error_says(error: &ErrorCode, key: &str) -> Said {
    Said::Text(match key {
        "status" => error.status.map_or(String::new(), |status| status.to_string()),
        "code" => error.code.clone(),
        "message" => error.message.clone().unwrap_or_default(),
        _ => error.description.clone().unwrap_or_default(),
    })
}

/// Puts an error right under a key.
pub(super) fn put_error(error: &mut ErrorCode, key: &str, said: &Said) -> Result<(), String> {
    match key {
        "status" => error.status = said.number()?,
        "code" => error.code = said.optional()?.ok_or("takes a code")?,
        "message" => error.message = said.optional()?,
        _ => error.description = said.optional()?,
    }
    Ok(())
}

/// What the page says of an operation under a key.
pub(super) fn operation_says(operation: &Operation, key: &str) -> Said {
    Said::Text(match key {
        "name" => operation.name.clone(),
        "title" => operation.title.clone().unwrap_or_default(),
        "summary" => operation.summary.clone().unwrap_or_default(),
        "deprecated" => operation.deprecated.to_string(),
        "method" => operation.method.clone(),
        _ => operation.path.clone(),
    })
}

/// Puts an operation right under a key.
pub(super) fn put_operation(operation: &mut Operation, key: &str, said: &Said) -> Result<(), String> {
    match key {
        "name" => operation.name = said.optional()?.ok_or("takes a name")?,
        "title" => operation.title = said.optional()?,
        "summary" => operation.summary = said.optional()?,
        "deprecated" => operation.deprecated = said.boolean()?,
        "method" => operation.method = said.optional()?.ok_or("takes a method")?,
        _ => operation.path = said.optional()?.ok_or("takes a path")?,
    }
    Ok(())
}

/// A unit variant as `spec.json` spells it.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

fn parse_word<T: serde::de::DeserializeOwned>(word: &str, words: &str) -> Result<T, String> {
    let value = serde_json::Value::String(word.to_owned());
    serde_json::from_value(value).map_err(|_| format!("takes {words}, not \"{word}\""))
}

/// `array<object>`.
fn print_type(shape: &Type) -> String {
    match shape {
        Type::String => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::File => "file".to_owned(),
        Type::Any => "any".to_owned(),
        Type::Unknown => "unknown".to_owned(),
        Type::Object { .. } | Type::Reference { .. } => "object".to_owned(),
        Type::Array { item } => format!("array<{}>", print_type(item)),
        Type::Map { value } => format!("map<{}>", print_type(value)),
    }
}

/// Reads `array<object>`; an object keeps the members that it had.
fn parse_type(text: &str, old: &Type) -> Result<Type, String> {
    let text = text.trim();
    let inner = |name: &str| text.strip_prefix(name).and_then(|rest| rest.strip_suffix('>'));
    if text.len() > 200 {
        return Err("takes a type, not a text of that length".to_owned());
    }
    if let Some(item) = inner("array<") {
        return Ok(Type::Array { item: Box::new(parse_type(item, old)?) });
    }
    if let Some(value) = inner("map<") {
        return Ok(Type::Map { value: Box::new(parse_type(value, old)?) });
    }
    match text {
        "string" => Ok(Type::String),
        "integer" => Ok(Type::Integer),
        "number" => Ok(Type::Number),
        "boolean" => Ok(Type::Boolean),
        "file" => Ok(Type::File),
        "any" => Ok(Type::Any),
        "unknown" => Ok(Type::Unknown),
        "object" => Ok(object_of(old)),
        _ => Err(format!(
            "takes string, integer, number, boolean, file, any, unknown, object, array<..> or map<..>, not \"{text}\""
        )),
    }
}

fn object_of(old: &Type) -> Type {
    match old {
        Type::Array { item } => object_of(item),
        Type::Map { value } => object_of(value),
        Type::Object { .. } | Type::Reference { .. } => old.clone(),
        Type::String | Type::Integer | Type::Number | Type::Boolean | Type::File | Type::Any | Type::Unknown => {
            Type::Object { fields: Vec::new() }
        }
    }
}
