//! Floors of shares: numbers between 0 and 1 that were reached once and must be reached again.
//!
//! In: a file of floors and the numbers of today. Out: what is lower. With `DOCWRIGHT_RAISE_FLOORS` set the file takes
//! over what is higher; nothing lowers a floor but an editor.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::road::workspace;

/// Numbers by group and by what they measure.
pub type Shares = BTreeMap<String, BTreeMap<String, f64>>;

/// Compares shares with a file in `tests/floors/`.
///
/// # Panics
///
/// When a number is lower than its floor, has none, or a floor has no number any more.
pub fn hold(file: &str, shares: &Shares) {
    let path = workspace().join("tests/floors").join(file);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let mut floors: Shares = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if std::env::var_os("DOCWRIGHT_RAISE_FLOORS").is_some() {
        raise(&mut floors, shares);
        fs::write(&path, write(&floors)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let lower = lower(&floors, shares);
    assert!(
        lower.is_empty(),
        "below {}:\n{}\nDOCWRIGHT_RAISE_FLOORS=1 takes over what is better, never what is worse",
        path.display(),
        lower.join("\n")
    );
}

/// What is lower than its floor, or stands on one side only.
fn lower(floors: &Shares, shares: &Shares) -> Vec<String> {
    let of = |all: &Shares, group: &str, name: &str| all.get(group).and_then(|group| group.get(name).copied());
    let mut found = Vec::new();
    for (group, numbers) in shares {
        for (name, now) in numbers {
            match of(floors, group, name) {
                Some(floor) if *now + 1e-9 >= floor => {}
                Some(floor) => found.push(format!("{group}: {name} is {now}, and was {floor}")),
                None => found.push(format!("{group}: {name} is {now}, and has no floor")),
            }
        }
    }
    for (group, numbers) in floors {
        for name in numbers.keys().filter(|name| of(shares, group, name).is_none()) {
            found.push(format!("{group}: {name} has a floor, and is not measured any more"));
        }
    }
    found
}

fn raise(floors: &mut Shares, shares: &Shares) {
    for (group, numbers) in shares {
        for (name, now) in numbers {
            let floor = floors.entry(group.clone()).or_default().entry(name.clone()).or_insert(*now);
            *floor = floor.max(*now);
        }
    }
}

fn write(floors: &Shares) -> String {
    let mut text = String::from("# Reached once; DOCWRIGHT_RAISE_FLOORS=1 raises it, and only an editor lowers it.\n");
    for (group, numbers) in floors {
        // Writing to a String can not fail.
        let _ = writeln!(text, "\n[\"{group}\"]");
        for (name, number) in numbers {
            let _ = writeln!(text, "\"{name}\" = {number:?}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(number: f64) -> Shares {
        [("ships".to_owned(), [("recall".to_owned(), number)].into())].into()
    }

    #[test]
    fn a_floor_is_raised_and_never_lowered() {
        let mut floors = Shares::new();
        assert_eq!(lower(&floors, &shares(0.5)), ["ships: recall is 0.5, and has no floor"]);
        raise(&mut floors, &shares(0.5));
        raise(&mut floors, &shares(0.25));
        assert_eq!(lower(&floors, &shares(0.5)), Vec::<String>::new());
        assert_eq!(lower(&floors, &shares(0.25)), ["ships: recall is 0.25, and was 0.5"]);
        assert_eq!(lower(&floors, &Shares::new()), ["ships: recall has a floor, and is not measured any more"]);
        let read: Shares = toml::from_str(&write(&floors)).expect("floors");
        assert_eq!(read, floors);
    }
}
