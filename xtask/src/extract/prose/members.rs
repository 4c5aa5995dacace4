//! Members of a parameter that stand as items in its description: `- IkeConfig.IkeMode: ... Default value: main`.
//!
//! In: a description as text, and the parameter's name. Out: the members with what their items state. On the wire such a
//! parameter is a text that the caller writes, so no client has fields for them.

use super::loose::paragraphs;
use super::sentence::Sentence;
use super::text::{Line, Place, Reading};
use super::{Facts, Input, Stated, read};
use crate::dialect::phrases::Phrases;

/// So many members are read; no real description has as many.
const MOST: usize = 200;

/// A member and what its item states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name, without that of the parameter.
    pub name: String,
    /// What the item says behind the name.
    pub text: String,
    /// What that states.
    pub facts: Facts,
}

/// Reads the members that a description lists under the parameter's own name.
pub fn members(text: &str, name: &str, phrases: &Phrases) -> Vec<Member> {
    let own = name.rsplit('.').next().unwrap_or(name);
    // Nearly no description has any.
    if !text.contains(&format!("{own}.")) {
        return Vec::new();
    }
    let blocks = paragraphs(text);
    let reading = Reading::new(&blocks, text, phrases);
    let mut found: Vec<(String, String)> = Vec::new();
    for line in &reading.lines {
        if let Some(member) = head(&reading, line, own) {
            found.push(member);
        } else if let Some((_, text)) = found.last_mut() {
            text.push('\n');
            text.push_str(&reading.words(line.units.clone()));
        }
        if found.len() >= MOST {
            break;
        }
    }
    let stated = |(member, text): (String, String)| {
        let description = paragraphs(&text);
        let facts = read(&Input {
            name: &member,
            stated: Stated::default(),
            description: &description,
            constraint: &[],
            default: &[],
            presence: &[],
            siblings: &[],
            page: &text,
            phrases,
        });
        Member { name: member, text, facts }
    };
    found.into_iter().map(stated).collect()
}

/// The member that an item starts with, and what the item says of it. A blank may stand behind the dot.
fn head(reading: &Reading<'_>, line: &Line, own: &str) -> Option<(String, String)> {
    let sentence = Sentence { units: reading.slice(line.units.clone()) };
    let dotted = sentence.mark(1, '.') && sentence.get(1).is_some_and(|dot| dot.glued);
    let named = sentence.get(0).is_some_and(|first| first.text.eq_ignore_ascii_case(own));
    if !dotted || !named || !matches!(line.place, Place::Item { .. }) {
        return None;
    }
    let end = sentence.atom_end(2);
    let name = super::text::words(sentence.units.get(2..end)?);
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    let text = super::text::words(sentence.units.get(end + 1..)?);
    (is_name && !name.is_empty() && sentence.mark(end, ':')).then_some((name, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_state_what_members_are() {
        let text = "How to connect:\n- Ike.Mode: the mode. Valid values: main | quick. Default value: main.\n\
                    - Ike. Life：生存周期，取值范围为**0-60**，默认值：60。\nSee the guide. Ike.Other is none.";
        let found = members(text, "Ike", &Phrases::of_codes(["en", "zh"]));
        let names: Vec<&str> = found.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["Mode", "Life"]);
        let default = |index: usize| found[index].facts.default.as_ref().map(|fact| fact.value.as_str());
        assert_eq!((default(0), default(1)), (Some("main"), Some("60")));
        assert_eq!(
            found[0].facts.values.iter().map(|value| value.wire.as_str()).collect::<Vec<_>>(),
            ["main", "quick"]
        );
    }

    #[test]
    fn values_are_no_members() {
        let phrases = Phrases::of_codes(["en"]);
        assert_eq!(members("The disk. Valid values:\n- cloud: a disk\n- Disk. It is: large", "Disk", &phrases), []);
        assert_eq!(members("", "Disk", &phrases), []);
    }
}
