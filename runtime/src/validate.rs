//! Checks documented constraints before anything is sent, driven by the tables of fields.
//!
//! In: the parameters and what the client fills in. Out: the first constraint that does not hold, with the
//! parameter's dotted wire path, the rule, and the value unless it is sensitive. A value that is absent breaks only
//! rules that ask for it.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::error::{Error, Violation};
use crate::operation::{Characters, FieldInfo, Role, Rule};
use crate::pattern;
use crate::protocol::Fill;
use crate::record::{self, Record, Value, View};

/// The most characters of a value that an error repeats.
const SHOWN: usize = 80;

/// Checks all parameters.
pub(crate) fn check(parameters: &dyn Record, fill: &Fill<'_>) -> Result<(), Error> {
    check_record(parameters, fill, "", false).map_err(Error::constraint)
}

fn check_record(record: &dyn Record, fill: &Fill<'_>, prefix: &str, sensitive: bool) -> Result<(), Violation> {
    for (index, info) in record.fields().iter().enumerate() {
        let view = fill.view(info, record.field(index));
        // What stands in a sensitive object is sensitive too.
        let sensitive = sensitive || info.sensitive;
        let path = || if prefix.is_empty() { info.wire.to_owned() } else { format!("{prefix}.{}", info.wire) };
        for rule in info.rules {
            if let Some(text) = broken(rule, record, info, view) {
                return Err(Violation { parameter: path(), rule: text, value: shown(sensitive, view) });
            }
        }
        check_inner(view, info, fill, &path, sensitive)?;
    }
    Ok(())
}

/// Enters objects and lists. Rules of a list's items stand with the list; those for text and numbers hold for each.
fn check_inner(
    view: View<'_>,
    info: &FieldInfo,
    fill: &Fill<'_>,
    path: &dyn Fn() -> String,
    sensitive: bool,
) -> Result<(), Violation> {
    match view {
        View::Record(inner) => check_record(inner, fill, &path(), sensitive),
        View::List(list) => {
            for index in 0..list.len() {
                let Some(item) = list.item(index).map(Value::view) else { continue };
                let path = || format!("{}.{}", path(), index + 1);
                let broken = info.rules.iter().find_map(|rule| broken_by_value(rule, item));
                if let Some(rule) = broken {
                    return Err(Violation { parameter: path(), rule, value: shown(sensitive, item) });
                }
                check_inner(item, info, fill, &path, sensitive)?;
            }
            Ok(())
        }
        View::Absent
        | View::Text(_)
        | View::Integer(_)
        | View::Number(_)
        | View::Boolean(_)
        | View::Map(_)
        | View::Json(_)
        | View::Bytes(_) => Ok(()),
    }
}

/// The rule in words, if it is broken.
fn broken(rule: &Rule, record: &dyn Record, info: &FieldInfo, view: View<'_>) -> Option<String> {
    match rule {
        // Credentials come later; without any the call fails with an error that names what is missing.
        Rule::Required if info.role == Role::AuthToken => None,
        Rule::Required => is_missing(view).then(|| match info.role {
            Role::Region => "it is required: set it, or the client's region".to_owned(),
            Role::Project => "it is required: set it, or the client's project".to_owned(),
            Role::Plain | Role::AuthToken | Role::IdempotencyToken => "it is required".to_owned(),
        }),
        Rule::RequiredIf(other, values) => {
            if !is_missing(view) {
                return None;
            }
            let other_view = record::find(record, other).map_or(View::Absent, Value::view);
            if is_missing(other_view) {
                return None;
            }
            if values.is_empty() {
                return Some(format!("it is required when `{other}` is sent"));
            }
            let value = plain(other_view)?;
            values.contains(&&*value).then(|| format!("it is required when `{other}` is {value:?}"))
        }
        Rule::Rivals(rivals) => {
            let is_given = |wire: &str| record::find(record, wire).is_some_and(|value| !is_missing(value.view()));
            let rival = rivals.iter().find(|rival| is_given(rival)).filter(|_| is_given(info.wire))?;
            Some(format!("it must not be sent beside `{rival}`"))
        }
        Rule::MinItems(least) => match view {
            View::List(list) if (list.len() as u64) < *least => Some(format!("it must have at least {least} items")),
            _ => None,
        },
        Rule::MaxItems(most) => match view {
            View::List(list) if list.len() as u64 > *most => Some(format!("it must have at most {most} items")),
            _ => None,
        },
        Rule::Minimum(_)
        | Rule::Maximum(_)
        | Rule::MinLength(_)
        | Rule::MaxLength(_)
        | Rule::Excluded(_)
        | Rule::First(_)
        | Rule::Allowed(_)
        | Rule::Pattern(_)
        | Rule::ForbiddenPrefix(_) => broken_by_value(rule, view),
    }
}

/// The rule in words, if this one value breaks it.
fn broken_by_value(rule: &Rule, view: View<'_>) -> Option<String> {
    // Most whole numbers are held to a range of whole numbers, for which no text is needed.
    if let (View::Integer(number), Rule::Minimum(limit) | Rule::Maximum(limit)) = (view, rule)
        && let Ok(limit) = limit.parse::<i64>()
    {
        let holds = if matches!(rule, Rule::Minimum(_)) { number >= limit } else { number <= limit };
        if holds {
            return None;
        }
    }
    let text = plain(view)?;
    let is_text = matches!(view, View::Text(_));
    let length = || text.chars().count() as u64;
    match rule {
        Rule::Minimum(least) => {
            (compare(&text, least) == Some(Ordering::Less)).then(|| format!("it must be at least {least}"))
        }
        Rule::Maximum(most) => {
            (compare(&text, most) == Some(Ordering::Greater)).then(|| format!("it must be at most {most}"))
        }
        Rule::MinLength(least) => {
            (is_text && length() < *least).then(|| format!("it must have at least {least} characters"))
        }
        Rule::MaxLength(most) => {
            (is_text && length() > *most).then(|| format!("it must have at most {most} characters"))
        }
        Rule::Excluded(values) => {
            let excluded = values.iter().any(|value| is_same(&text, value, is_text));
            excluded.then(|| "it is one of the values that are not allowed".to_owned())
        }
        Rule::First(characters) => {
            let first = text.chars().next().filter(|_| is_text)?;
            (!allows(characters, first)).then(|| format!("it must start with {}", describe(characters)))
        }
        Rule::Allowed(characters) => {
            let stranger = text.chars().find(|character| !allows(characters, *character)).filter(|_| is_text)?;
            Some(format!("it may only hold {}, not {stranger:?}", describe(characters)))
        }
        Rule::ForbiddenPrefix(prefixes) => {
            let prefix = prefixes.iter().find(|prefix| text.starts_with(**prefix)).filter(|_| is_text)?;
            Some(format!("it must not start with {prefix:?}"))
        }
        Rule::Pattern(expression) => {
            let misses = is_text && pattern::is_found(expression, &text) == Some(false);
            misses.then(|| format!("it must match the pattern {expression}"))
        }
        Rule::Required | Rule::RequiredIf(..) | Rule::Rivals(_) | Rule::MinItems(_) | Rule::MaxItems(_) => None,
    }
}

/// What is absent, or says no more than that.
fn is_missing(view: View<'_>) -> bool {
    match view {
        View::Absent | View::Text("") => true,
        View::List(list) => list.is_empty(),
        View::Bytes(bytes) => bytes.is_empty(),
        View::Map(map) => map.is_empty(),
        View::Text(_) | View::Integer(_) | View::Number(_) | View::Boolean(_) | View::Record(_) | View::Json(_) => {
            false
        }
    }
}

/// A scalar as it is sent.
fn plain(view: View<'_>) -> Option<Cow<'_, str>> {
    match view {
        View::Text(text) => Some(text.into()),
        View::Integer(number) => Some(number.to_string().into()),
        View::Number(number) => Some(number.to_string().into()),
        View::Boolean(truth) => Some(if truth { "true" } else { "false" }.into()),
        View::Absent | View::List(_) | View::Map(_) | View::Record(_) | View::Json(_) | View::Bytes(_) => None,
    }
}

/// Compares decimal texts: as whole numbers where both are, so that 64 bits are not rounded. `None` when one of them
/// is no number: a range that the page gives for text is about something else.
fn compare(left: &str, right: &str) -> Option<Ordering> {
    if let (Ok(left), Ok(right)) = (left.parse::<i128>(), right.parse::<i128>()) {
        return Some(left.cmp(&right));
    }
    let (left, right): (f64, f64) = (left.parse().ok()?, right.parse().ok()?);
    left.partial_cmp(&right)
}

/// Whether a value is one that is not allowed. Texts that look like fractions are names: "1.10" is not "1.1".
fn is_same(value: &str, excluded: &str, is_text: bool) -> bool {
    let is_whole = |text: &str| text.parse::<i128>().is_ok();
    value == excluded
        || (!is_text || (is_whole(value) && is_whole(excluded))) && compare(value, excluded) == Some(Ordering::Equal)
}

fn allows(characters: &Characters, character: char) -> bool {
    (characters.uppercase && character.is_ascii_uppercase())
        || (characters.lowercase && character.is_ascii_lowercase())
        || (characters.digits && character.is_ascii_digit())
        || (characters.ascii && character.is_ascii())
        || (characters.chinese && is_chinese(character))
        || characters.others.contains(character)
}

/// Han characters and the extensions that names use.
fn is_chinese(character: char) -> bool {
    matches!(u32::from(character), 0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af)
}

fn describe(characters: &Characters) -> String {
    let mut parts = Vec::new();
    match (characters.uppercase, characters.lowercase) {
        (true, true) => parts.push("letters".to_owned()),
        (true, false) => parts.push("upper-case letters".to_owned()),
        (false, true) => parts.push("lower-case letters".to_owned()),
        (false, false) => {}
    }
    for (holds, name) in [
        (characters.chinese, "Chinese characters"),
        (characters.digits, "digits"),
        (characters.ascii, "ASCII characters"),
    ] {
        if holds {
            parts.push(name.to_owned());
        }
    }
    if !characters.others.is_empty() {
        parts.push(format!("{:?}", characters.others));
    }
    parts.join(", ")
}

fn shown(sensitive: bool, view: View<'_>) -> Option<String> {
    if sensitive {
        return None;
    }
    let text = plain(view)?;
    if text.chars().count() <= SHOWN {
        return Some(text.into_owned());
    }
    Some(text.chars().take(SHOWN).chain("...".chars()).collect())
}
