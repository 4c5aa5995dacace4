//! Random text: idempotency tokens and nonces.

use std::fmt::Write as _;

use crate::error::Error;

/// A random UUID (version 4), as idempotency tokens and nonces are written.
pub(crate) fn token() -> Result<String, Error> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::configuration("the system gives no random numbers").with_source(error))?;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// A number from 0 up to 1, for jitter; 1 where the system gives no random numbers.
pub(crate) fn fraction() -> f64 {
    getrandom::u32().map_or(1.0, |number| f64::from(number) / (f64::from(u32::MAX) + 1.0))
}

#[cfg(test)]
mod tests {
    use super::{fraction, token};

    #[test]
    fn tokens_are_version_four_and_differ() {
        let first = token().expect("random numbers");
        let second = token().expect("random numbers");
        assert_ne!(first, second);
        assert_eq!(first.len(), 36);
        assert_eq!(first.as_bytes().get(14), Some(&b'4'));
    }

    #[test]
    fn fractions_stay_below_one() {
        assert!((0..100).map(|_| fraction()).all(|number| (0.0..1.0).contains(&number)));
    }
}
