//! Where an erratum points: `request.Port`, `response[404].error.code`, `error.Forbidden.SubUser`, `operation`.

use crate::spec::model::Field;

/// How many candidates a help lists.
const CANDIDATES: usize = 3;

/// Texts longer than this are compared by their beginnings.
const COMPARED: usize = 120;

/// What an erratum corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The operation itself.
    Operation,
    /// A parameter, or a member of one.
    Request(String),
    /// A field of an answer: of the first, or of the one with this status.
    Response(Option<u16>, String),
    /// A documented error.
    Error(String),
}

impl Place {
    /// Reads `at`.
    pub(super) fn parse(at: &str) -> Result<Self, String> {
        let at = at.trim();
        if at == "operation" {
            return Ok(Self::Operation);
        }
        let (side, path) = at.split_once('.').unwrap_or((at, ""));
        let place = match side {
            "request" => Self::Request(path.to_owned()),
            "response" => Self::Response(None, path.to_owned()),
            "error" => Self::Error(path.to_owned()),
            _ => {
                let status = side.strip_prefix("response[").and_then(|rest| rest.strip_suffix(']'));
                match status.map(str::parse) {
                    Some(Ok(status)) => Self::Response(Some(status), path.to_owned()),
                    Some(Err(_)) | None => {
                        return Err(format!(
                            "`{at}` starts with none of `request.`, `response.`, `response[<status>].` and `error.`, and is not `operation`"
                        ));
                    }
                }
            }
        };
        if path.is_empty() { Err(format!("`{at}` names nothing of its {side}")) } else { Ok(place) }
    }

    /// The path as the erratum spells it.
    pub(super) fn print(&self) -> String {
        match self {
            Self::Operation => "operation".to_owned(),
            Self::Request(path) => format!("request.{path}"),
            Self::Response(None, path) => format!("response.{path}"),
            Self::Response(Some(status), path) => format!("response[{status}].{path}"),
            Self::Error(code) => format!("error.{code}"),
        }
    }
}

/// A path without `[]`; `.N` of the vendors' lists is left out as well.
pub fn normalize(path: &str) -> String {
    let parts = path.split('.').map(|part| part.trim_end_matches("[]")).filter(|part| !matches!(*part, "" | "N" | "n"));
    parts.collect::<Vec<_>>().join(".")
}

/// The rest of a path after a field's name: `Some("")` where it ends there. Names may hold dots themselves.
pub(super) fn after<'p>(path: &'p str, wire: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(normalize(wire).as_str())?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// All paths of fields.
pub(super) fn paths<'f>(fields: impl Iterator<Item = &'f Field>, prefix: &str, found: &mut Vec<String>) {
    for field in fields {
        let path = if prefix.is_empty() { field.wire.clone() } else { format!("{prefix}.{}", field.wire) };
        found.push(path.clone());
        if let Some(members) = field.shape.members() {
            paths(members.iter(), &path, found);
        }
    }
}

/// "closest: `a`, `b`, `c`": the candidates that are spelt most like `wanted`.
pub fn closest<'c>(wanted: &str, candidates: impl Iterator<Item = &'c str>) -> String {
    let mut ranked: Vec<(usize, &str)> = candidates.map(|candidate| (distance(wanted, candidate), candidate)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    let names: Vec<String> = ranked.iter().take(CANDIDATES).map(|(_, name)| format!("`{}`", shorten(name))).collect();
    if names.is_empty() {
        "there is nothing that it could mean".to_owned()
    } else {
        format!("closest: {}", names.join(", "))
    }
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= COMPARED {
        name.to_owned()
    } else {
        name.chars().take(COMPARED).chain("...".chars()).collect()
    }
}

/// How many letters have to be put in, left out or changed, without regard to case; of long texts, in their beginnings.
fn distance(one: &str, other: &str) -> usize {
    let letters = |text: &str| -> Vec<char> { text.chars().take(COMPARED).flat_map(char::to_lowercase).collect() };
    let (one, other) = (letters(one), letters(other));
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.iter().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (above, candidate) in row.iter().skip(1).zip(&other) {
            left = (left + 1).min(above + 1).min(diagonal + usize::from(letter != candidate));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters() {
        assert_eq!(distance("Port", "port"), 0);
        assert_eq!(distance("Port", "Ports"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(
            closest("Prot", ["Proto", "Port", "Cipher", "Name"].into_iter()),
            "closest: `Proto`, `Port`, `Name`"
        );
    }

    #[test]
    fn places_are_read() {
        assert_eq!(Place::parse("request.A.B"), Ok(Place::Request("A.B".into())));
        assert_eq!(Place::parse("response[404].code"), Ok(Place::Response(Some(404), "code".into())));
        assert_eq!(Place::parse("error.A.B"), Ok(Place::Error("A.B".into())));
        assert_eq!(Place::parse("operation"), Ok(Place::Operation));
        assert!(
            Place::parse("request").is_err()
                && Place::parse("answer.X").is_err()
                && Place::parse("response[x].y").is_err()
        );
        assert_eq!(normalize("Tag.N.Key"), "Tag.Key");
        assert_eq!(after("Disks.Disk.Id", "Disks"), Some("Disk.Id"));
        assert_eq!(after("DisksX", "Disks"), None);
        assert_eq!(after("System.Category.x", "System.Category"), Some("x"));
    }
}
