//! The time of a request, in the two forms that schemes write it, by the service's clock as far as it is known.
//!
//! In: the client's own clock, and the header `Date` of answers. Out: the time to sign with. A service refuses requests
//! whose time is some minutes off; which clock is wrong does not matter, so that the service's is taken.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A difference below this is noise: an answer's date is cut to seconds, and was written some time ago.
const NOISE: i64 = 60;

/// The service's clock, as its answers tell.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// How many seconds the service is ahead.
    offset: AtomicI64,
}

impl Clock {
    /// The present of the client's own clock on the service's.
    pub(crate) fn of_service(&self, present: Moment) -> Moment {
        Moment { seconds: present.seconds.saturating_add_signed(self.offset.load(Ordering::Relaxed)) }
    }

    /// Takes the date of an answer over, which arrived at this moment of the client's own clock. Says whether a request
    /// that is signed now has quite another time than one that was signed before.
    pub(crate) fn learn(&self, date: Moment, present: Moment) -> bool {
        let offset = date.seconds.cast_signed().saturating_sub(present.seconds.cast_signed());
        let offset = if offset.abs() < NOISE { 0 } else { offset };
        let before = self.offset.swap(offset, Ordering::Relaxed);
        offset.saturating_sub(before).abs() >= NOISE
    }
}

/// A moment in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    seconds: u64,
}

impl Moment {
    /// The present; the start of 1970 on a clock that stands before it.
    pub(crate) fn now() -> Self {
        Self::of_system(SystemTime::now())
    }

    /// Reads one of the three forms of a date in HTTP (RFC 9110, 5.6.7), all in UTC.
    pub(crate) fn of_http(text: &str) -> Option<Self> {
        let mut words = text.split([' ', ',', '-']).filter(|word| !word.is_empty());
        let _day_of_the_week = words.next()?;
        let (first, second, third, fourth) = (words.next()?, words.next()?, words.next()?, words.next()?);
        // `Nov  6 08:49:37 1994` in the oldest form, `06 Nov 1994 08:49:37` in the others.
        let (day, month, year, time) = if first.starts_with(|first: char| first.is_ascii_digit()) {
            (first, second, third, fourth)
        } else {
            (second, first, fourth, third)
        };
        let month = MONTHS.iter().position(|name| *name == month)? as u64 + 1;
        let day: u64 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
        let year: u64 = match (year.len(), year.parse().ok()?) {
            // Two digits name a year of the half century around; no answer is older than the web.
            (2, year @ 70..) => 1900 + year,
            (2, year) => 2000 + year,
            (4, year @ 1970..) => year,
            _ => return None,
        };
        let mut parts = time.split(':').map(|part| part.parse::<u64>().ok());
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        Some(Self { seconds: days(year, month, day)? * 86_400 + hour * 3_600 + minute * 60 + second })
    }

    /// Reads `2024-01-02T03:04:05Z`, with or without a fraction of a second, which is passed over.
    pub(crate) fn of_extended(text: &str) -> Option<Self> {
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        let mut parts = date.split('-').map(|part| part.parse::<u64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let time = time.split_once('.').map_or(time, |(whole, _)| whole);
        let mut parts = time.split(':').map(|part| part.parse::<u64>().ok());
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        let fits = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        if !fits || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        Some(Self { seconds: days(year, month, day)? * 86_400 + hour * 3_600 + minute * 60 + second })
    }

    /// A moment of the system's clock; the start of 1970 for one before it.
    pub(crate) fn of_system(time: SystemTime) -> Self {
        Self { seconds: time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) }
    }

    /// The same on the system's clock.
    pub(crate) fn system(self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.seconds)
    }

    /// The time from another moment to this one; nothing when this one is earlier.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(self.seconds.saturating_sub(earlier.seconds))
    }

    /// `2024-01-02T03:04:05Z`.
    pub(crate) fn extended(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        let mut text = String::with_capacity(20);
        for (number, end) in
            [(year / 100, ""), (year % 100, "-"), (month, "-"), (day, "T"), (hour, ":"), (minute, ":"), (second, "Z")]
        {
            two_digits(number, &mut text);
            text.push_str(end);
        }
        text
    }

    /// `20240102T030405Z`.
    pub(crate) fn basic(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        let mut text = String::with_capacity(16);
        for (number, end) in
            [(year / 100, ""), (year % 100, ""), (month, ""), (day, "T"), (hour, ""), (minute, ""), (second, "Z")]
        {
            two_digits(number, &mut text);
            text.push_str(end);
        }
        text
    }

    fn time(self) -> (u64, u64, u64) {
        (self.seconds / 3600 % 24, self.seconds / 60 % 60, self.seconds % 60)
    }

    /// Counts from 1 March of year 0, so that a leap day is the last of its year: 146,097 days make 400 years.
    fn date(self) -> (u64, u64, u64) {
        let days = self.seconds / 86_400 + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // Months from March have 31 and 30 days in a rhythm that this line follows.
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (era * 400 + year_of_era + u64::from(month <= 2), month, day)
    }
}

/// Writes a number below a hundred.
fn two_digits(number: u64, text: &mut String) {
    for digit in [number / 10 % 10, number % 10] {
        text.push(char::from(b'0' + digit as u8));
    }
}

/// The days from the start of 1970 to a date, counted as [`Moment::date`] counts back.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let (era, year_of_era) = (year / 400, year % 400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Clock, Moment};

    #[test]
    fn dates_are_read_in_all_forms_of_http() {
        // The three examples of RFC 9110 are one moment: 784,111,777 seconds after the start of 1970.
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(Moment::of_http(text), Some(Moment { seconds: 784_111_777 }), "{text}");
        }
        let leap_day = Moment::of_http("Thu, 29 Feb 2024 23:59:59 GMT").expect("a date");
        assert_eq!(leap_day.extended(), "2024-02-29T23:59:59Z");
        for text in ["", "soon", "120", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT", "a, 1 Jan 1969 0:0:0 GMT"]
        {
            assert_eq!(Moment::of_http(text), None, "{text}");
        }
    }

    #[test]
    fn a_clock_follows_the_service_and_passes_over_noise() {
        let clock = Clock::default();
        let at = |seconds: u64| Moment { seconds };
        let present = at(1_704_164_645);
        assert!(!clock.learn(at(1_704_164_675), present), "half a minute is noise");
        assert_eq!(clock.of_service(present), present);
        assert!(clock.learn(at(1_704_165_845), present));
        assert_eq!(clock.of_service(present), at(1_704_165_845));
        assert_eq!(clock.of_service(at(1_704_164_655)), at(1_704_165_855), "ten seconds later");
        assert!(!clock.learn(at(1_704_165_846), present), "already known");
        assert!(clock.learn(at(1_704_163_445), present));
        assert_eq!(clock.of_service(present).since(at(1_704_163_445)), Duration::ZERO);
        assert!(clock.learn(present, present), "and back");
    }

    #[test]
    fn both_forms_pad_with_zeroes() {
        let moment = Moment { seconds: 1_704_164_645 };
        assert_eq!(moment.extended(), "2024-01-02T03:04:05Z");
        assert_eq!(moment.basic(), "20240102T030405Z");
    }

    #[test]
    fn calendars_turn_where_they_should() {
        // Seconds since 1970 of these days, by the table in POSIX: 86,400 a day, no leap seconds.
        for (days, date) in [
            (0, "19700101"),
            (58, "19700228"),
            (59, "19700301"),
            (789, "19720229"),
            (790, "19720301"),
            (11_016, "20000229"),
            (11_017, "20000301"),
            (11_322, "20001231"),
            (11_323, "20010101"),
            (47_540, "21000228"),
            (47_541, "21000301"),
        ] {
            let moment = Moment { seconds: days * 86_400 + 86_399 };
            assert_eq!(moment.basic(), format!("{date}T235959Z"), "day {days}");
        }
    }
}
