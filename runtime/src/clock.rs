//! The time of a request, in the two forms that schemes write it.

use time::OffsetDateTime;

/// `2024-01-02T03:04:05Z`.
pub(crate) fn extended(now: OffsetDateTime) -> String {
    let (year, month, day) = (now.year(), u8::from(now.month()), now.day());
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", now.hour(), now.minute(), now.second())
}

/// `20240102T030405Z`.
pub(crate) fn basic(now: OffsetDateTime) -> String {
    let (year, month, day) = (now.year(), u8::from(now.month()), now.day());
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", now.hour(), now.minute(), now.second())
}

#[cfg(test)]
mod tests {
    use super::{basic, extended};
    use time::OffsetDateTime;

    #[test]
    fn both_forms_pad_with_zeroes() {
        // 2024-01-02T03:04:05Z, in seconds since 1970.
        let moment = OffsetDateTime::from_unix_timestamp(1_704_164_645).expect("in range");
        assert_eq!(extended(moment), "2024-01-02T03:04:05Z");
        assert_eq!(basic(moment), "20240102T030405Z");
    }
}
