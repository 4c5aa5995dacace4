//! Holds the values of a request against what the page says of them.
//!
//! In: the values, the fields of the spec. Out: the first thing that is wrong. Rules that no server can judge (a unit, a
//! pattern that is no regular expression) are passed over.

use std::cmp::Ordering;

use serde_json::Value;

use crate::parameters::{Arguments, scalar};
use crate::protocol::Problem;
use crate::spec::{CharacterClass, CharacterSet, Constraints, Field, Location, Presence, Role, Spec, Type};

/// How deep values are looked into.
const DEPTH: usize = 32;

/// The first thing that is wrong with a request.
pub(crate) fn check(spec: &Spec, arguments: &Arguments<'_>) -> Result<(), Problem> {
    for (parameter, value) in arguments.iter() {
        // Who calls was settled before: by a signature, there is no token.
        if parameter.role == Some(Role::AuthToken) {
            continue;
        }
        let field = &parameter.field;
        let sibling = |wire: &str| arguments.get(wire);
        // JSON has numbers and booleans; everywhere else they are text.
        let is_text = parameter.location != Location::Body;
        let place = Place { spec, is_text, depth: 0 };
        place.field(field, value, &field.wire, &sibling)?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Place<'a> {
    spec: &'a Spec,
    is_text: bool,
    depth: usize,
}

impl Place<'_> {
    fn field<'v>(
        self,
        field: &Field,
        value: Option<&Value>,
        path: &str,
        sibling: &dyn Fn(&str) -> Option<&'v Value>,
    ) -> Result<(), Problem> {
        let Some(value) = value.filter(|value| !is_missing(value)) else {
            return if is_required(field, sibling) { Err(Problem::Missing(path.to_owned())) } else { Ok(()) };
        };
        let is_sent = |wire: &&String| sibling(wire).is_some_and(|other| !is_missing(other));
        if let Some(rival) = field.constraints.rivals.iter().find(is_sent) {
            return Err(Problem::Invalid(path.to_owned(), format!("it must not be sent beside {rival}")));
        }
        self.value(field, &field.shape, value, path)
    }

    fn value(self, field: &Field, shape: &Type, value: &Value, path: &str) -> Result<(), Problem> {
        if self.depth > DEPTH {
            return Ok(());
        }
        let invalid = |rule: String| Err(Problem::Invalid(path.to_owned(), rule));
        if let Some(rule) = self.wrong_type(shape, value) {
            return invalid(rule);
        }
        let inner = Place { depth: self.depth + 1, ..self };
        match (shape, value) {
            (Type::Array { item }, Value::Array(items)) => {
                if let Some(rule) = wrong_count(&field.constraints, items.len() as u64) {
                    return invalid(rule);
                }
                // Rules for text and numbers stand with the list and hold for each item.
                items
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, value)| inner.value(field, item, value, &format!("{path}.{}", index + 1)))
            }
            (Type::Object { .. } | Type::Reference { .. }, Value::Object(members)) => {
                let sibling = |wire: &str| members.get(wire);
                let fields = self.spec.members(shape).unwrap_or_default();
                fields.iter().try_for_each(|field| {
                    inner.field(field, members.get(&field.wire), &format!("{path}.{}", field.wire), &sibling)
                })
            }
            (Type::Map { value: item }, Value::Object(members)) => {
                members.iter().try_for_each(|(key, value)| inner.value(field, item, value, &format!("{path}.{key}")))
            }
            (Type::String | Type::Integer | Type::Number | Type::Boolean, _) => {
                let text = scalar(value).unwrap_or_default();
                broken(field, shape, &text).map_or(Ok(()), invalid)
            }
            (
                Type::Array { .. }
                | Type::Object { .. }
                | Type::Reference { .. }
                | Type::Map { .. }
                | Type::File
                | Type::Any
                | Type::Unknown
                | Type::Newer,
                _,
            ) => Ok(()),
        }
    }

    /// What is wrong with the form of a value.
    fn wrong_type(self, shape: &Type, value: &Value) -> Option<String> {
        let text = value.as_str().filter(|_| self.is_text);
        let (fits, name) = match shape {
            Type::String => (value.is_string(), "text"),
            Type::Integer => {
                let is_whole = |text: &str| text.trim_start_matches('-').parse::<u64>().is_ok();
                (text.map_or(value.is_i64() || value.is_u64(), is_whole), "a whole number")
            }
            Type::Number => (text.map_or(value.is_number(), |text| text.parse::<f64>().is_ok()), "a number"),
            Type::Boolean => {
                // One of the vendors' own clients writes `True`.
                let is_truth = |text: &str| matches!(text, "true" | "false" | "True" | "False");
                (text.map_or(value.is_boolean(), is_truth), "`true` or `false`")
            }
            Type::Array { .. } => (value.is_array() || self.is_text, "a list"),
            Type::Object { .. } | Type::Reference { .. } | Type::Map { .. } => (value.is_object(), "an object"),
            Type::File | Type::Any | Type::Unknown | Type::Newer => (true, ""),
        };
        (!fits).then(|| format!("it must be {name}"))
    }
}

/// What is absent, or says no more than that.
fn is_missing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

fn is_required<'v>(field: &Field, sibling: &dyn Fn(&str) -> Option<&'v Value>) -> bool {
    if field.presence == Presence::Required {
        return true;
    }
    let Some(condition) = &field.required_if else { return false };
    let Some(other) = condition.parameter.as_deref().and_then(sibling).filter(|other| !is_missing(other)) else {
        return false;
    };
    condition.equals.is_empty() || scalar(other).is_some_and(|other| condition.equals.contains(&other))
}

fn wrong_count(constraints: &Constraints, count: u64) -> Option<String> {
    match (constraints.min_items, constraints.max_items) {
        (Some(least), _) if count < least => Some(format!("it must have at least {least} items")),
        (_, Some(most)) if count > most => Some(format!("it must have at most {most} items")),
        _ => None,
    }
}

/// The rule that a scalar breaks.
fn broken(field: &Field, shape: &Type, text: &str) -> Option<String> {
    let constraints = &field.constraints;
    let is_text = matches!(shape, Type::String);
    let is_same = |other: &str| {
        other == text
            || (!is_text && (other.eq_ignore_ascii_case(text) || compare(other, text) == Some(Ordering::Equal)))
    };
    if !field.values.is_empty() && !field.values.iter().any(|value| is_same(&value.wire)) {
        let values: Vec<&str> = field.values.iter().map(|value| value.wire.as_str()).collect();
        return Some(format!("it must be one of {}", values.join(", ")));
    }
    if constraints.excluded.iter().any(|excluded| is_same(excluded)) {
        return Some("it is one of the values that are not allowed".to_owned());
    }
    let is_outside = |limit: &&str, wrong| compare(text, limit) == Some(wrong);
    if let Some(least) = constraints.minimum.as_deref().filter(|least| is_outside(least, Ordering::Less)) {
        return Some(format!("it must be at least {least}"));
    }
    if let Some(most) = constraints.maximum.as_deref().filter(|most| is_outside(most, Ordering::Greater)) {
        return Some(format!("it must be at most {most}"));
    }
    if is_text { broken_text(constraints, text) } else { None }
}

/// The rule that a text breaks.
fn broken_text(constraints: &Constraints, text: &str) -> Option<String> {
    let length = text.chars().count() as u64;
    if let Some(least) = constraints.min_length.filter(|least| length < *least) {
        return Some(format!("it must have at least {least} characters"));
    }
    if let Some(most) = constraints.max_length.filter(|most| length > *most) {
        return Some(format!("it must have at most {most} characters"));
    }
    if let Some(first) = text.chars().next().filter(|first| !allows(&constraints.first, *first)) {
        return Some(format!("it must not start with {first:?}"));
    }
    if let Some(stranger) = text.chars().find(|character| !allows(&constraints.allowed, *character)) {
        return Some(format!("it must not hold {stranger:?}"));
    }
    if let Some(prefix) = constraints.forbidden_prefixes.iter().find(|prefix| text.starts_with(prefix.as_str())) {
        return Some(format!("it must not start with {prefix:?}"));
    }
    if let Some(format) = constraints.time_format.as_deref().filter(|format| !follows(text, format)) {
        return Some(format!("it must be a time such as {format}"));
    }
    // A pattern in another dialect of regular expressions judges nothing.
    let pattern = constraints.pattern.as_deref().and_then(|pattern| regex_lite::Regex::new(pattern).ok());
    if let Some(pattern) = pattern.filter(|pattern| !pattern.is_match(text)) {
        return Some(format!("it must match {pattern}"));
    }
    (constraints.json && serde_json::from_str::<serde::de::IgnoredAny>(text).is_err())
        .then(|| "it must be JSON".to_owned())
}

/// How two decimal texts compare; `None` when one of them is no number.
fn compare(left: &str, right: &str) -> Option<Ordering> {
    match (left.parse::<i128>(), right.parse::<i128>()) {
        (Ok(left), Ok(right)) => Some(left.cmp(&right)),
        _ => left.parse::<f64>().ok()?.partial_cmp(&right.parse::<f64>().ok()?),
    }
}

fn allows(set: &CharacterSet, character: char) -> bool {
    let is_in = |class: &CharacterClass| match class {
        CharacterClass::Letter => character.is_ascii_alphabetic(),
        CharacterClass::UppercaseLetter => character.is_ascii_uppercase(),
        CharacterClass::LowercaseLetter => character.is_ascii_lowercase(),
        CharacterClass::Digit => character.is_ascii_digit(),
        // Han characters and the extensions that names use.
        CharacterClass::Chinese => matches!(
            u32::from(character),
            0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af
        ),
        CharacterClass::Ascii => character.is_ascii(),
        CharacterClass::Unknown => true,
    };
    set.is_empty() || set.classes.iter().any(is_in) || set.characters.contains(character)
}

/// Whether a text has digits where a format of a time has its letters, and the format's own marks elsewhere.
fn follows(text: &str, format: &str) -> bool {
    // A quoted letter stands for itself; so do the two marks that are letters.
    let format: Vec<char> = format.chars().filter(|mark| *mark != '\'').collect();
    let is_digit_place = |mark: char| mark.is_ascii_alphabetic() && !matches!(mark, 'T' | 'Z');
    if !format.iter().any(|mark| is_digit_place(*mark)) {
        return true;
    }
    text.chars().count() == format.len()
        && text
            .chars()
            .zip(format)
            .all(|(character, mark)| if is_digit_place(mark) { character.is_ascii_digit() } else { character == mark })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;
    use crate::parameters;
    use crate::protocol::Problem;
    use crate::request::{Pairs, Request};
    use crate::spec::Spec;

    /// What is wrong with a query, given the parameters of an RPC operation.
    fn query(parameters: &Value, target: &str) -> Option<Problem> {
        judge("alibaba_rpc", parameters, &Request::new("GET", target, Pairs::new(), "".into()))
    }

    /// What is wrong with a JSON body, given the parameters of an operation with a path.
    fn body(parameters: &Value, body: &Value) -> Option<Problem> {
        judge("huawei_rest", parameters, &Request::new("POST", "/", Pairs::new(), body.to_string().into()))
    }

    fn judge(protocol: &str, parameters: &Value, request: &Request) -> Option<Problem> {
        let operation = json!({"name": "O", "method": "ANY", "path": "/", "parameters": parameters, "responses": []});
        let spec = json!({"vendor": "v", "service": "s", "protocol": protocol, "operations": [operation]});
        let spec: Spec = serde_json::from_value(spec).expect("a spec");
        let arguments = parameters::read(&spec, &spec.operations[0], &Pairs::new(), request);
        arguments.and_then(|arguments| check(&spec, &arguments)).err()
    }

    fn one(kind: &str, more: Value) -> Value {
        let mut parameter = json!({"wire": "P", "in": "query", "type": {"kind": kind}});
        let (Some(parameter_members), Value::Object(more)) = (parameter.as_object_mut(), more) else {
            panic!("objects")
        };
        parameter_members.extend(more);
        json!([parameter])
    }

    #[test]
    fn each_rule_tells_good_values_from_bad_ones() {
        let constraints = |constraints: Value| json!({"constraints": constraints});
        for (kind, more, good, bad) in [
            ("integer", json!({}), "-5", "5.5"),
            ("integer", constraints(json!({"minimum": "3"})), "3", "2"),
            (
                "integer",
                constraints(json!({"maximum": "9223372036854775807"})),
                "9223372036854775807",
                "9223372036854775808",
            ),
            ("integer", constraints(json!({"excluded": ["22"]})), "222", "022"),
            ("number", constraints(json!({"maximum": "0.5"})), "0.5", "0.51"),
            ("number", constraints(json!({"minimum": "0", "excluded": ["0"]})), "0.01", "0.0"),
            ("boolean", json!({}), "True", "yes"),
            ("string", json!({"values": [{"wire": "TCP"}, {"wire": "UDP"}]}), "UDP", "udp"),
            ("string", constraints(json!({"min_length": 2})), "\u{e9}\u{e9}", "\u{e9}"),
            ("string", constraints(json!({"max_length": 2})), "ab", "abc"),
            ("string", constraints(json!({"first": {"classes": ["letter"]}})), "a1", "1a"),
            ("string", constraints(json!({"allowed": {"classes": ["digit"], "characters": "_"}})), "1_", "1-"),
            ("string", constraints(json!({"forbidden_prefixes": ["http://"]})), "a.http://", "http://a"),
            ("string", constraints(json!({"pattern": "^a+$"})), "aa", "ab"),
            (
                "string",
                constraints(json!({"time_format": "yyyy-MM-ddTHH:mmZ"})),
                "2024-01-02T03:04Z",
                "2024-01-02 03:04",
            ),
            ("string", constraints(json!({"json": true})), "[1]", "[1"),
        ] {
            let parameters = one(kind, more);
            assert_eq!(query(&parameters, &format!("/?P={good}")), None, "{parameters}");
            let problem = query(&parameters, &format!("/?P={bad}"));
            assert!(matches!(&problem, Some(Problem::Invalid(name, _)) if name == "P"), "{parameters}: {problem:?}");
        }
    }

    #[test]
    fn a_pattern_of_another_dialect_judges_nothing() {
        let parameters = one("string", json!({"constraints": {"pattern": "(?=a)b"}}));
        assert_eq!(query(&parameters, "/?P=c"), None);
    }

    #[test]
    fn what_must_be_sent_is_missed() {
        let required = one("string", json!({"presence": "required"}));
        assert_eq!(query(&required, "/?P=1"), None);
        for target in ["/", "/?P="] {
            assert_eq!(query(&required, target), Some(Problem::Missing("P".to_owned())), "{target}");
        }
        let condition = json!({"parameter": "Q", "equals": ["on"]});
        let conditional = json!([
            {"wire": "P", "in": "query", "type": {"kind": "string"}, "required_if": condition},
            {"wire": "Q", "in": "query", "type": {"kind": "string"}},
        ]);
        assert_eq!(query(&conditional, "/?Q=off"), None);
        assert_eq!(query(&conditional, "/?Q=on"), Some(Problem::Missing("P".to_owned())));
    }

    #[test]
    fn lists_and_objects_are_put_together_from_dotted_names() {
        let tag = json!({"kind": "object", "fields": [
            {"wire": "Key", "type": {"kind": "string"}, "presence": "required"},
            {"wire": "Size", "type": {"kind": "integer"}},
        ]});
        let tags = json!([{"wire": "Tag", "in": "query", "type": {"kind": "array", "item": tag},
            "constraints": {"max_items": 2}}]);
        assert_eq!(query(&tags, "/?Tag.1.Key=a&Tag.2.Key=b&Tag.2.Size=3"), None);
        assert_eq!(query(&tags, "/?Tag.1.Key=a&Tag.2.Size=3"), Some(Problem::Missing("Tag.2.Key".to_owned())));
        let wrong = query(&tags, "/?Tag.1.Key=a&Tag.1.Size=x");
        assert!(matches!(&wrong, Some(Problem::Invalid(name, _)) if name == "Tag.1.Size"), "{wrong:?}");
        let many = query(&tags, "/?Tag.1.Key=a&Tag.2.Key=b&Tag.10.Key=c");
        assert!(matches!(&many, Some(Problem::Invalid(name, _)) if name == "Tag"), "{many:?}");
    }

    #[test]
    fn forms_are_held_to_the_same_rules_in_pairs_and_in_parts() {
        const PAIRS: &str = "application/x-www-form-urlencoded";
        const PARTS: &str = "multipart/form-data; boundary=b";
        let switch = json!({"wire": "on", "in": "form", "type": {"kind": "boolean"}});
        let name = json!({"wire": "name", "in": "form", "type": {"kind": "string"}, "presence": "required",
            "constraints": {"max_length": 3}});
        let pairs = json!([switch, name]);
        let with_file = json!([switch, name, {"wire": "plan", "in": "form", "type": {"kind": "file"},
            "presence": "required"}]);
        let judge_form = |parameters: &Value, kind: &str, body: &str| {
            let headers = vec![("content-type".to_owned(), kind.to_owned())];
            judge("huawei_rest", parameters, &Request::new("POST", "/", headers, body.to_owned().into()))
        };
        let part = |name: &str, value: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let parts = |values: &[(&str, &str)]| {
            values.iter().map(|(name, value)| part(name, value)).collect::<String>() + "--b--\r\n"
        };
        let missing = |name: &str| Some(Problem::Missing(name.to_owned()));
        let is_invalid = |problem: Option<Problem>, name: &str| {
            assert!(matches!(&problem, Some(Problem::Invalid(found, _)) if found == name), "{name}: {problem:?}");
        };
        assert_eq!(judge_form(&pairs, PAIRS, "on=true&name=abc"), None);
        assert_eq!(judge_form(&pairs, PAIRS, "on=true"), missing("name"));
        is_invalid(judge_form(&pairs, PAIRS, "on=yes&name=abc"), "on");
        is_invalid(judge_form(&pairs, PAIRS, "name=abcd"), "name");

        assert_eq!(judge_form(&with_file, PARTS, &parts(&[("name", "abc"), ("plan", "{}")])), None);
        assert_eq!(judge_form(&with_file, PARTS, &parts(&[("name", "abc")])), missing("plan"));
        assert_eq!(judge_form(&with_file, PARTS, &parts(&[("plan", "{}")])), missing("name"));
        is_invalid(judge_form(&with_file, PARTS, &parts(&[("name", "abcd"), ("plan", "{}")])), "name");
        is_invalid(judge_form(&with_file, PARTS, &parts(&[("on", "1"), ("name", "abc"), ("plan", "{}")])), "on");
        is_invalid(judge_form(&with_file, PARTS, &part("name", "abc")), "body");
        is_invalid(judge_form(&with_file, PAIRS, "name=abc&plan=x"), "body");
    }

    #[test]
    fn a_body_has_types_of_its_own() {
        let parameters = json!([{"wire": "P", "in": "body", "type": {"kind": "integer"}},
            {"wire": "Q", "in": "body", "type": {"kind": "array", "item": {"kind": "string"}}}]);
        assert_eq!(body(&parameters, &json!({"P": 1, "Q": ["a"], "unknown": {}})), None);
        for wrong in [json!({"P": "1"}), json!({"P": 1.5}), json!({"Q": "a"}), json!({"Q": [1]}), json!([])] {
            assert!(matches!(body(&parameters, &wrong), Some(Problem::Invalid(..))), "{wrong}");
        }
    }
}
