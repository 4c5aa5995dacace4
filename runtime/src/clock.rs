//! The time of a request, in the two forms that schemes write it.

use std::time::{SystemTime, UNIX_EPOCH};

/// A moment in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    seconds: u64,
}

impl Moment {
    /// The present; the start of 1970 on a clock that stands before it.
    pub(crate) fn now() -> Self {
        Self { seconds: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) }
    }

    /// `2024-01-02T03:04:05Z`.
    pub(crate) fn extended(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// `20240102T030405Z`.
    pub(crate) fn basic(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
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

#[cfg(test)]
mod tests {
    use super::Moment;

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
