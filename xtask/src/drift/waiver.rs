//! `drift.toml`: findings that are known and not acted upon yet, each with a reason and a day after which it returns.
//!
//! In: the text of the file, findings, and the day that it is. Out: the findings that count, those that are waived, and
//! which waivers matched nothing or have run out. What day it is, and where the file lies, is not known here.
//!
//! ```toml
//! [[waiver]]
//! fingerprint = "0123456789abcdef"
//! because = "we never send it"
//! until = 2027-01-31                # the last day on which it counts
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::source::{Page, PagePath, Position};

use super::Finding;
use super::report::Waived;

/// The name of the file in a service's folder.
pub const WAIVERS: &str = "drift.toml";

/// How many letters a fingerprint has.
const FINGERPRINT: usize = 16;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, in Greenwich, of a number of seconds since the year 1970 began.
    pub fn of_seconds(seconds: u64) -> Self {
        // The year begins in March, so that the day that comes and goes is its last.
        let days = seconds / 86_400 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        Self { year: u16::try_from(year).unwrap_or(u16::MAX), month: month as u8, day: day as u8 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no day such as 2027-01-31");
        let datetime: Datetime = text.parse().map_err(|_| wrong())?;
        Self::of_toml(datetime).ok_or_else(wrong)
    }
}

impl Date {
    /// A day without an hour.
    fn of_toml(datetime: Datetime) -> Option<Self> {
        match datetime {
            Datetime { date: Some(date), time: None, offset: None } => {
                Some(Self { year: date.year, month: date.month, day: date.day })
            }
            Datetime { .. } => None,
        }
    }
}

/// One waiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Of the finding.
    pub fingerprint: String,
    /// Why nothing is done about it.
    pub because: String,
    /// The last day on which it counts.
    pub until: Date,
    /// Its line in the file.
    pub line: u32,
}

/// The waivers of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waivers {
    path: PathBuf,
    waivers: Vec<Waiver>,
}

/// Why a text holds no waivers.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}:{column}: {message}")]
pub struct WaiverError {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// Findings, told apart.
#[derive(Clone, Debug, Default)]
pub struct Parted {
    /// Those that count.
    pub counted: Vec<Finding>,
    /// Those that do not.
    pub waived: Vec<Waived>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waiver: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: Spanned<String>,
    because: Spanned<String>,
    until: Spanned<Datetime>,
}

impl Waivers {
    /// Reads the file; `path` is for messages.
    pub fn parse(path: &Path, text: &str) -> Result<Self, WaiverError> {
        let page = Page::new(PagePath::new(WAIVERS), text.as_bytes().to_vec());
        let place =
            |byte: usize| page.as_ref().map_or(Position { line: 1, column: 1 }, |page| page.position(byte as u32));
        let wrong = |byte: usize, message: String| {
            let Position { line, column } = place(byte);
            WaiverError { path: path.to_owned(), line, column, message }
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            wrong(start, error.message().trim().to_owned())
        })?;
        let mut waivers: Vec<Waiver> = Vec::new();
        for entry in file.waiver {
            let line = place(entry.span().start).line;
            let Entry { fingerprint, because, until } = entry.into_inner();
            let start = fingerprint.span().start;
            let fingerprint = fingerprint.into_inner();
            let is_hex = fingerprint.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            if fingerprint.len() != FINGERPRINT || !is_hex {
                let message = format!("`{fingerprint}` is no fingerprint: {FINGERPRINT} letters of 0 to 9 and a to f");
                return Err(wrong(start, message));
            }
            if let Some(first) = waivers.iter().find(|waiver| waiver.fingerprint == fingerprint) {
                return Err(wrong(start, format!("`{fingerprint}` is waived on line {} already", first.line)));
            }
            if because.get_ref().trim().is_empty() {
                return Err(wrong(because.span().start, "`because` is empty: say why it is waived".to_owned()));
            }
            let start = until.span().start;
            let Some(until) = Date::of_toml(until.into_inner()) else {
                return Err(wrong(start, "`until` is a day without an hour: 2027-01-31".to_owned()));
            };
            waivers.push(Waiver { fingerprint, because: because.into_inner().trim().to_owned(), until, line });
        }
        Ok(Self { path: path.to_owned(), waivers })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Tells findings that count from those that are waived on a day. What follows from a waived finding for code is
    /// waived with it. `used` gains the fingerprints of all waivers that a finding has, run out or not.
    pub fn part(&self, findings: Vec<Finding>, today: Date, used: &mut BTreeSet<String>) -> Parted {
        let mut parted = Parted::default();
        for finding in findings {
            let own = finding.fingerprint();
            let waiver = self.waivers.iter().find(|waiver| waiver.fingerprint == own);
            let cause = || self.waivers.iter().find(|waiver| finding.cause.as_ref() == Some(&waiver.fingerprint));
            let waiver = waiver.or_else(cause);
            used.extend(waiver.map(|waiver| waiver.fingerprint.clone()));
            match waiver.filter(|waiver| today <= waiver.until) {
                Some(Waiver { because, until, .. }) => {
                    parted.waived.push(Waived { finding, reason: because.clone(), until: until.to_string() });
                }
                None => parted.counted.push(finding),
            }
        }
        parted
    }

    /// The waivers that a finding has.
    pub fn of<'w>(&'w self, used: &BTreeSet<String>) -> impl Iterator<Item = &'w Waiver> {
        self.waivers.iter().filter(|waiver| used.contains(&waiver.fingerprint))
    }

    /// The waivers that no finding has.
    pub fn idle<'w>(&'w self, used: &BTreeSet<String>) -> impl Iterator<Item = &'w Waiver> {
        self.waivers.iter().filter(|waiver| !used.contains(&waiver.fingerprint))
    }

    /// The waivers that a finding has and that have run out.
    pub fn expired<'w>(&'w self, used: &BTreeSet<String>, today: Date) -> impl Iterator<Item = &'w Waiver> {
        self.waivers.iter().filter(move |waiver| waiver.until < today && used.contains(&waiver.fingerprint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::{Confidence, Facet, Kind, Nature, Side, Subject};

    fn date(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn finding(name: &str, cause: Option<String>) -> Finding {
        let facet = if cause.is_some() { Facet::Argument } else { Facet::Presence };
        Finding {
            subject: Subject {
                operation: "HireBoat".to_owned(),
                side: Side::Request,
                name: name.to_owned(),
                row: name.to_owned(),
            },
            facet,
            kind: Kind::Changed,
            old: Some("optional".to_owned()),
            new: Some("required".to_owned()),
            old_place: None,
            new_place: None,
            confidence: Confidence::CERTAIN,
            is_demanded: false,
            nature: Nature::Unsure,
            remark: None,
            cause,
        }
    }

    fn file(fingerprint: &str, until: &str) -> Waivers {
        let text = format!("[[waiver]]\nfingerprint = \"{fingerprint}\"\nbecause = \"known\"\nuntil = {until}\n");
        Waivers::parse(Path::new("drift.toml"), &text).expect("a waiver")
    }

    #[test]
    fn days_are_counted_as_the_calendar_counts_them() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            // 2000 was a leap year although a hundred divides it.
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_000_000_000, "2001-09-09"),
            (1_798_761_600, "2027-01-01"),
            // 2100 is none.
            (4_107_542_400, "2100-03-01"),
            (4_107_542_399, "2100-02-28"),
        ] {
            assert_eq!(Date::of_seconds(seconds).to_string(), day);
            assert_eq!(date(day), Date::of_seconds(seconds));
        }
        for wrong in ["2027-1-31", "2027-01-31T00:00:00", "tomorrow", "12:00:00", "2027-13-01", ""] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_waiver_counts_up_to_its_day_and_returns_the_next() {
        let known = finding("Hours", None);
        let waivers = file(&known.fingerprint(), "2027-01-31");
        for (today, is_waived) in [("2026-12-01", true), ("2027-01-31", true), ("2027-02-01", false)] {
            let (mut used, today) = (BTreeSet::new(), date(today));
            let parted = waivers.part(vec![known.clone(), finding("Days", None)], today, &mut used);
            assert_eq!(parted.waived.len(), usize::from(is_waived), "{today}");
            assert_eq!(parted.counted.len(), 2 - usize::from(is_waived), "{today}");
            assert_eq!(waivers.idle(&used).count(), 0, "it has its finding, waived or not");
            assert_eq!(waivers.expired(&used, today).count(), usize::from(!is_waived), "{today}");
        }
    }

    #[test]
    fn what_follows_for_code_is_waived_with_its_cause_and_not_the_other_way_round() {
        let cause = finding("Hours", None);
        let code = finding("hours", Some(cause.fingerprint()));
        let of = |waivers: &Waivers| {
            let findings = vec![cause.clone(), code.clone()];
            waivers.part(findings, date("2027-01-01"), &mut BTreeSet::new()).waived.len()
        };
        assert_eq!(of(&file(&cause.fingerprint(), "2027-01-31")), 2);
        assert_eq!(of(&file(&code.fingerprint(), "2027-01-31")), 1);
    }

    #[test]
    fn a_waiver_without_a_finding_is_told() {
        let waivers = file("0123456789abcdef", "2020-01-31");
        let mut used = BTreeSet::new();
        waivers.part(vec![finding("Hours", None)], date("2027-01-01"), &mut used);
        let idle: Vec<_> = waivers.idle(&used).collect();
        assert_eq!((idle.len(), idle[0].line, idle[0].because.as_str()), (1, 1, "known"));
        assert_eq!(waivers.expired(&used, date("2027-01-01")).count(), 0, "it is told once");
    }

    #[test]
    fn what_is_no_waiver_is_refused_with_its_place() {
        let good = "[[waiver]]\nfingerprint = \"0123456789abcdef\"\nbecause = \"known\"\nuntil = 2027-01-31\n";
        assert!(Waivers::parse(Path::new("d"), good).is_ok());
        for (from, to, place) in [
            ("abcdef\"", "ABCDEF\"", "d:2:15: `0123456789ABCDEF` is no fingerprint"),
            ("0123", "", "d:2:15: `456789abcdef` is no fingerprint"),
            ("\"known\"", "\" \"", "d:3:11: `because` is empty"),
            ("2027-01-31", "2027-01-31T10:00:00", "d:4:9: `until` is a day without an hour"),
            ("2027-01-31", "\"2027-01-31\"", "d:4:9: "),
            ("until = 2027-01-31\n", "", "d:1:1: missing field `until`"),
            ("because", "reason", "d:3:1: unknown field `reason`"),
            ("[[waiver]]", "[[waive]]", "d:1:3: unknown field `waive`"),
        ] {
            assert!(good.contains(from));
            let error = Waivers::parse(Path::new("d"), &good.replace(from, to)).expect_err(to).to_string();
            assert!(error.starts_with(place), "{error}");
        }
        let twice = good.repeat(2);
        let error = Waivers::parse(Path::new("d"), &twice).expect_err("twice").to_string();
        assert!(error.contains("d:6:15: `0123456789abcdef` is waived on line 1 already"), "{error}");
    }
}
