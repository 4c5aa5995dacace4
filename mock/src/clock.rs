//! The server's clock, and the two forms in which requests state the time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How far a request's time may lie from the server's, on either side: fifteen minutes, as both vendors have it.
pub(crate) const WINDOW: u64 = 900;

/// A clock that may be set wrong on purpose.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// Seconds that it is ahead of the machine's clock; negative: behind it.
    pub(crate) ahead: i64,
}

impl Clock {
    /// Seconds since 1970.
    pub(crate) fn seconds(self) -> u64 {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        seconds.saturating_add_signed(self.ahead)
    }

    /// The present as a header `Date` has it.
    pub(crate) fn header(self) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(self.seconds()))
    }

    /// Whether a time lies within the window.
    pub(crate) fn is_near(self, seconds: u64) -> bool {
        self.seconds().abs_diff(seconds) <= WINDOW
    }
}

/// Seconds since 1970 of `2024-01-02T03:04:05Z` or `20240102T030405Z`; `None` for anything else.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let shape: String =
        text.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    if !matches!(shape.as_str(), "0000-00-00T00:00:00Z" | "00000000T000000Z") {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
    let is_time = hour < 24 && minute < 60 && second <= 60;
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) || !is_time {
        return None;
    }
    // Years start in March, so that a leap day is the last of its year: 153 days make five months.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn both_forms_give_the_same_moment() {
        assert_eq!(parse("1970-01-01T00:00:00Z"), Some(0));
        // 19,724 days from 1970 to 2 January 2024: 54 years of 365 days, 13 leap days, and one day.
        let moment = 19_724 * 86_400 + 3 * 3_600 + 4 * 60 + 5;
        assert_eq!(parse("2024-01-02T03:04:05Z"), Some(moment));
        assert_eq!(parse("20240102T030405Z"), Some(moment));
    }

    #[test]
    fn other_texts_are_no_time() {
        for text in ["", "2024-01-02", "2024-13-02T03:04:05Z", "20240102T250405Z", "2024-01-02T03:04:05+01:00", "é"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
