//! Profiles in the form of `.ini` files.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// The members of a section, their names in lower case; `None` where there is no such section.
///
/// `name = value` and `name: value` are members, lines that begin with `#` or `;` are comments, as Python's configparser
/// has it; what else a line holds is passed over.
pub(super) fn section(text: &str, name: &str) -> Option<Section> {
    let mut found = None;
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = heading.trim() == name;
            if inside {
                found.get_or_insert_with(Section::default);
            }
            continue;
        }
        if !inside || line.starts_with(['#', ';']) {
            continue;
        }
        let (Some((name, value)), Some(section)) = (line.split_once(['=', ':']), &mut found) else { continue };
        section.members.insert(name.trim().to_ascii_lowercase(), Zeroizing::new(value.trim().to_owned()));
    }
    found
}

/// A section of a file.
#[derive(Default)]
pub(super) struct Section {
    members: BTreeMap<String, Zeroizing<String>>,
}

impl Section {
    /// A member that is set and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.members.get(name).map(|value| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A member that must be there; the error names it.
    pub(super) fn need(&self, name: &str) -> Result<&str, String> {
        self.get(name).ok_or_else(|| format!("`{name}` is not set"))
    }
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn sections_are_told_apart() {
        let text = "a = 0\n[one]\nA=1\n# a = 2\n; a = 3\nb : x=y \nnothing\n\n[ two ]\r\na = 4\r\n[one]\nc =\n";
        let one = section(text, "one").expect("a section");
        assert_eq!((one.get("a"), one.get("b"), one.get("c")), (Some("1"), Some("x=y"), None));
        assert_eq!(section(text, "two").expect("a section").get("a"), Some("4"));
        assert!(section(text, "three").is_none());
        assert_eq!(one.need("c"), Err("`c` is not set".to_owned()));
    }
}
