//! Floors: what the pages of a service gave at least, and what of them may stay unread at most.
//!
//! In: the text of a `floor.toml` and a [`Census`]. Out: what is worse than the floor, or the floor raised. A floor never
//! moves down by itself: who gives something up edits the file, and a reviewer sees it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::{Bound, Census, Count};

/// The floors of services: `[vendor.service]`, then a number a count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floors(BTreeMap<String, BTreeMap<String, Floor>>);

/// The floor of one service.
pub type Floor = BTreeMap<Count, usize>;

/// Why a text holds no floors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FloorError {
    /// It is no TOML of tables of numbers.
    #[error("{0}")]
    Malformed(String),
    /// A key that is no count, or none that has a floor.
    #[error("`{vendor}.{service}.{key}` is no count that has a floor")]
    UnknownCount {
        /// The vendor.
        vendor: String,
        /// The service.
        service: String,
        /// The key.
        key: String,
    },
}

/// A count that fell below its floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fallen {
    /// Which.
    pub count: Count,
    /// What it was; `None` when the floor does not say.
    pub floor: Option<usize>,
    /// What it is.
    pub now: usize,
}

impl fmt::Display for Fallen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, floor, now } = self;
        let bound = match count.bound() {
            Bound::AtLeast | Bound::Free => "at least",
            Bound::AtMost => "at most",
        };
        match floor {
            Some(floor) => write!(formatter, "{} is {now}, and was {bound} {floor}", count.key()),
            None => write!(formatter, "{} is {now}, and has no floor", count.key()),
        }
    }
}

impl Floors {
    /// Reads a `floor.toml`.
    pub fn parse(text: &str) -> Result<Self, FloorError> {
        type Raw = BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>;
        let raw: Raw = toml::from_str(text).map_err(|error| FloorError::Malformed(error.to_string()))?;
        let mut floors = Self::default();
        for (vendor, services) in raw {
            for (service, counts) in services {
                let floor = floors.0.entry(vendor.clone()).or_default().entry(service.clone()).or_default();
                for (key, number) in counts {
                    let Some(count) = Count::ALL.into_iter().find(|count| count.key() == key && is_bound(*count))
                    else {
                        return Err(FloorError::UnknownCount { vendor, service, key });
                    };
                    floor.insert(count, number);
                }
            }
        }
        Ok(floors)
    }

    /// The services that have a floor.
    pub fn services(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter();
        all.flat_map(|(vendor, services)| services.keys().map(|service| (vendor.as_str(), service.as_str())))
    }

    /// What is worse than the floor of a service.
    pub fn fallen(&self, vendor: &str, service: &str, census: &Census) -> Vec<Fallen> {
        let floor = self.0.get(vendor).and_then(|services| services.get(service));
        let counts = Count::ALL.into_iter().filter(|count| is_bound(*count));
        let compared = counts.map(|count| {
            let number = floor.and_then(|floor| floor.get(&count).copied());
            Fallen { count, floor: number, now: census.count(count) }
        });
        compared
            .filter(|compared| match (compared.floor, compared.count.bound()) {
                (None, _) => true,
                (Some(floor), Bound::AtLeast) => compared.now < floor,
                (Some(floor), Bound::AtMost) => compared.now > floor,
                (Some(_), Bound::Free) => false,
            })
            .collect()
    }

    /// Raises the floor of a service to what its census has. What is worse stays as it is.
    pub fn raise(&mut self, vendor: &str, service: &str, census: &Census) {
        let floor = self.0.entry(vendor.to_owned()).or_default().entry(service.to_owned()).or_default();
        for count in Count::ALL.into_iter().filter(|count| is_bound(*count)) {
            let now = census.count(count);
            let number = floor.entry(count).or_insert(now);
            *number = match count.bound() {
                Bound::AtLeast => now.max(*number),
                Bound::AtMost => now.min(*number),
                Bound::Free => now,
            };
        }
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        let mut text = String::from(
            "# What the pages of each service gave at least, and what of them may stay unread at most.\n\
             # `cargo xtask stats --check` holds it, `cargo xtask stats --raise` raises it. It moves down by hand only.\n",
        );
        for (vendor, services) in &self.0 {
            for (service, floor) in services {
                // Writing to a String can not fail.
                let _ = writeln!(text, "\n[{vendor}.{service}]");
                for (count, number) in floor {
                    let _ = writeln!(text, "{} = {number}", count.key());
                }
            }
        }
        text
    }
}

/// Whether a count has a floor at all.
fn is_bound(count: Count) -> bool {
    count.bound() != Bound::Free
}

#[cfg(test)]
mod tests {
    use super::*;

    fn census(rows: usize, unread: usize) -> Census {
        let counts = Count::ALL.into_iter().map(|count| match count {
            Count::Rows => (count, rows),
            Count::RowsUnread => (count, unread),
            other => (other, 0),
        });
        Census { counts: counts.collect(), ..Census::default() }
    }

    #[test]
    fn a_floor_moves_up_and_never_down() {
        let mut floors = Floors::default();
        floors.raise("acme", "boats", &census(10, 2));
        assert_eq!(floors.fallen("acme", "boats", &census(10, 2)), []);
        floors.raise("acme", "boats", &census(12, 3));
        let fallen: Vec<String> =
            floors.fallen("acme", "boats", &census(11, 3)).iter().map(ToString::to_string).collect();
        assert_eq!(fallen, ["rows is 11, and was at least 12", "rows_unread is 3, and was at most 2"]);
        floors.raise("acme", "boats", &census(11, 1));
        assert_eq!(floors.fallen("acme", "boats", &census(12, 1)), []);
        assert_eq!(floors.fallen("acme", "boats", &census(12, 2)).len(), 1);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut floors = Floors::default();
        floors.raise("acme", "boats", &census(10, 2));
        floors.raise("acme", "lamps", &census(7, 0));
        assert_eq!(Floors::parse(&floors.write()), Ok(floors));
    }

    #[test]
    fn a_service_without_a_floor_has_fallen() {
        let fallen = Floors::default().fallen("acme", "boats", &census(1, 0));
        assert!(fallen.iter().any(|fallen| fallen.to_string() == "rows is 1, and has no floor"), "{fallen:?}");
    }

    #[test]
    fn a_key_that_is_no_count_is_refused() {
        let error = Floors::parse("[acme.boats]\nrwos = 1\n").unwrap_err();
        assert_eq!(error.to_string(), "`acme.boats.rwos` is no count that has a floor");
        assert!(matches!(Floors::parse("[acme]\nrows = 1\n"), Err(FloorError::Malformed(_))));
        assert!(Floors::parse("[acme.boats]\nbytes = 1\n").is_err(), "the size of a page is nobody's floor");
    }
}
