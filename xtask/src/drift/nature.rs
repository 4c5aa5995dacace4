//! Whether the vendor changed the service or mended a page that was wrong, as far as the pages tell.
//!
//! In: two specs and the findings between them. Out: the same findings, each with what speaks for the one or the other:
//! samples, examples, and what the service's other operations call the same thing. What nothing speaks for stays unsure.

use crate::spec::model::{Operation, Sample, Spec};

use super::{Facet, Finding, Kind, Layer, Nature, Side};

/// Judges findings of the API.
pub(super) fn judge(old: &Spec, new: &Spec, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.layer() == Layer::Api) {
        let name = &finding.subject.operation;
        let Some(after) = of(new, name).or_else(|| of(old, name)) else { continue };
        let before = of(old, name).or_else(|| former(old, after)).unwrap_or(after);
        let pages = Pages { old, before, after };
        if let Some((nature, reason)) = pages.judge(finding) {
            finding.nature = nature;
            finding.remark = Some(match finding.remark.take() {
                Some(remark) => format!("{remark}; {reason}"),
                None => reason,
            });
        }
    }
}

fn of<'s>(spec: &'s Spec, name: &str) -> Option<&'s Operation> {
    spec.operations.iter().find(|one| one.name == name)
}

/// What an operation was that has another name now: the one on the same page.
fn former<'s>(old: &'s Spec, after: &Operation) -> Option<&'s Operation> {
    let page = &after.origins.first()?.page;
    old.operations.iter().find(|one| one.origins.iter().any(|origin| origin.page == *page))
}

/// What speaks on both sides.
struct Pages<'s> {
    old: &'s Spec,
    before: &'s Operation,
    after: &'s Operation,
}

impl Pages<'_> {
    fn judge(&self, finding: &Finding) -> Option<(Nature, String)> {
        let (old, new) = (finding.old.as_deref(), finding.new.as_deref());
        let is_field = matches!(finding.subject.side, Side::Request | Side::Response | Side::Header);
        match (finding.facet, finding.kind) {
            (Facet::Existence, Kind::Renamed) if is_field || finding.subject.side == Side::Error => {
                self.renamed(finding.subject.side, last(old?), last(new?))
            }
            (Facet::Existence, Kind::Added) if is_field => {
                let name = last(new?);
                shows(&self.before.samples, name)
                    .then(|| (Nature::Correction, format!("the old page's sample shows `{name}` already")))
            }
            (Facet::Existence, Kind::Removed) if is_field => {
                let name = last(old?);
                shows(&self.after.samples, name)
                    .then(|| (Nature::Unsure, format!("the new page's sample still shows `{name}`")))
            }
            (Facet::Type, Kind::Changed) => self.retyped(last(&finding.subject.name), old?, new?),
            (Facet::Value, Kind::Added) => {
                let value = new?;
                let is_shown = gives(&self.before.samples, last(&finding.subject.name), value);
                is_shown.then(|| (Nature::Correction, format!("the old page's sample has `{value}` already")))
            }
            (Facet::Value, Kind::Removed) => {
                let value = old?;
                let is_shown = gives(&self.after.samples, last(&finding.subject.name), value);
                is_shown.then(|| (Nature::Unsure, format!("the new page's sample still has `{value}`")))
            }
            (Facet::Minimum | Facet::Maximum, _) => self.limited(finding, old, new),
            (_, _) => None,
        }
    }

    /// A name that samples had before the table was a mistake of the table.
    fn renamed(&self, side: Side, old: &str, new: &str) -> Option<(Nature, String)> {
        let (before, after) = (&self.before.samples, &self.after.samples);
        if shows(before, new) && !shows(before, old) {
            return Some((Nature::Correction, format!("the old page's sample has `{new}` already")));
        }
        if shows(after, old) && !shows(after, new) {
            return Some((Nature::Unsure, format!("the new page's sample still has `{old}`")));
        }
        if shows(before, old) && shows(after, new) && !shows(before, new) {
            return Some((Nature::Change, format!("the samples changed from `{old}` to `{new}`, too")));
        }
        let others = self.old.operations.iter().filter(|other| other.name != self.before.name);
        let (mut with_old, mut with_new) = (0_usize, 0_usize);
        for other in others {
            with_old += usize::from(names(other, side, old));
            with_new += usize::from(names(other, side, new));
        }
        let by_others = format!("{with_new} other operations have `{new}`, and {with_old} have `{old}`");
        (with_new > 2 * with_old + 1).then_some((Nature::Correction, by_others))
    }

    /// A type that the sample had before the table was a mistake of the table.
    fn retyped(&self, name: &str, old: &str, new: &str) -> Option<(Nature, String)> {
        let kind = |samples: &[Sample]| samples.iter().find_map(|sample| shown_kind(&sample.text, name));
        let (was, is) = (kind(&self.before.samples), kind(&self.after.samples));
        let (of_old, of_new) = (kind_of(old)?, kind_of(new)?);
        match (was, is) {
            (Some(was), _) if was == of_new && was != of_old => {
                Some((Nature::Correction, format!("the old page's sample shows a {} already", was.word())))
            }
            (_, Some(is)) if is == of_old && is != of_new => {
                Some((Nature::Unsure, format!("the new page's sample still shows a {}", is.word())))
            }
            (Some(was), Some(is)) if was == of_old && is == of_new && was != is => {
                Some((Nature::Change, format!("the samples changed from a {} to a {}, too", was.word(), is.word())))
            }
            (_, _) => None,
        }
    }

    /// A limit that the old sample breaks was a mistake.
    fn limited(&self, finding: &Finding, old: Option<&str>, new: Option<&str>) -> Option<(Nature, String)> {
        let shown =
            self.before.samples.iter().find_map(|sample| shown_value(&sample.text, last(&finding.subject.name)))?;
        let number = shown.parse::<f64>().ok()?;
        let breaks = |limit: Option<&str>| {
            let limit = limit.and_then(|limit| limit.parse::<f64>().ok());
            limit.is_some_and(|limit| if finding.facet == Facet::Minimum { number < limit } else { number > limit })
        };
        (breaks(old) && !breaks(new))
            .then(|| (Nature::Correction, format!("the old page's sample has {shown}, which the old limit forbids")))
    }
}

/// What a value of a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Text,
    Number,
    Boolean,
    List,
    Object,
}

impl Shape {
    fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::List => "list",
            Self::Object => "object",
        }
    }
}

/// What a type in the words of a page is in JSON; `None` where that is not plain.
fn kind_of(words: &str) -> Option<Shape> {
    let words = words.to_lowercase();
    let holds = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if holds(&["array", "list", "数组", "列表"]) {
        return Some(Shape::List);
    }
    if holds(&["int", "long", "number", "float", "double", "整", "数字"]) {
        return Some(Shape::Number);
    }
    if holds(&["bool", "布尔"]) {
        return Some(Shape::Boolean);
    }
    if holds(&["object", "struct", "map", "对象"]) {
        return Some(Shape::Object);
    }
    holds(&["string", "字符"]).then_some(Shape::Text)
}

/// The last name of a dotted path.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]")
}

/// Whether a sample has the word.
fn shows(samples: &[Sample], word: &str) -> bool {
    samples.iter().any(|sample| places(&sample.text, word).next().is_some())
}

/// Whether a sample gives a name this value.
fn gives(samples: &[Sample], name: &str, value: &str) -> bool {
    samples.iter().any(|sample| shown_value(&sample.text, name).is_some_and(|shown| shown == value))
}

/// Where a word stands in a text as a word of its own: the bytes behind it.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_inner = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    text.match_indices(word).filter_map(move |(at, _)| {
        let end = at + word.len();
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(end..)?.chars().next();
        (!word.is_empty() && !is_inner(before) && !is_inner(after)).then_some(end)
    })
}

/// What stands behind a name of JSON.
fn behind<'t>(text: &'t str, name: &'t str) -> Option<&'t str> {
    places(text, name).find_map(|end| {
        let rest = text.get(end..)?.strip_prefix('"')?.trim_start().strip_prefix(':')?;
        Some(rest.trim_start())
    })
}

fn shown_kind(text: &str, name: &str) -> Option<Shape> {
    Some(match behind(text, name)?.chars().next()? {
        '"' => Shape::Text,
        '[' => Shape::List,
        '{' => Shape::Object,
        't' | 'f' => Shape::Boolean,
        '-' | '0'..='9' => Shape::Number,
        _ => return None,
    })
}

/// The scalar that a sample gives a name, in JSON or in a query.
fn shown_value(text: &str, name: &str) -> Option<String> {
    let in_query = || places(text, name).find_map(|end| text.get(end..)?.strip_prefix('='));
    let rest = match behind(text, name) {
        Some(rest) => rest.trim_start_matches('"'),
        None => in_query()?,
    };
    let value: String =
        rest.chars().take_while(|letter| !letter.is_whitespace() && !"\",&}]<".contains(*letter)).collect();
    (!value.is_empty()).then_some(value)
}

/// Whether another operation has a field or an error of that name.
fn names(operation: &Operation, side: Side, name: &str) -> bool {
    match side {
        Side::Error => operation.errors.iter().any(|error| error.code == name),
        Side::Request => operation.parameters.iter().any(|parameter| parameter.field.wire == name),
        _ => operation.responses.iter().flat_map(|response| response.fields.iter()).any(|field| field.wire == name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str =
        "{\"RequestId\": \"r-1\", \"Port\":22, \"Ports\" : [1], \"IsOn\": true, \"Deep\": {\"Id\": \"x\"}}";

    #[test]
    fn samples_tell_kinds_and_values_by_whole_names() {
        assert_eq!(shown_kind(SAMPLE, "Port"), Some(Shape::Number));
        assert_eq!(shown_kind(SAMPLE, "Ports"), Some(Shape::List));
        assert_eq!(shown_kind(SAMPLE, "IsOn"), Some(Shape::Boolean));
        assert_eq!(shown_kind(SAMPLE, "Deep"), Some(Shape::Object));
        // `Id` stands alone inside of `Deep`; `RequestId` is another name.
        assert_eq!(shown_value(SAMPLE, "Id"), Some("x".to_owned()));
        assert_eq!(shown_value(SAMPLE, "Port"), Some("22".to_owned()));
        assert_eq!(shown_value("https://host/?Action=A&Port=23&X=1", "Port"), Some("23".to_owned()));
        assert_eq!(shown_value(SAMPLE, "Request"), None);
        assert_eq!(shown_value("", ""), None);
    }

    #[test]
    fn types_in_words_are_kinds_of_json() {
        assert_eq!(kind_of("Array of String"), Some(Shape::List));
        assert_eq!(kind_of("Integer"), Some(Shape::Number));
        assert_eq!(kind_of("布尔"), Some(Shape::Boolean));
        assert_eq!(kind_of("string"), Some(Shape::Text));
        assert_eq!(kind_of("whatever"), None);
    }
}
