//! Random text: idempotency tokens and nonces.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::percent;

/// A UUID of version 4, as idempotency tokens and nonces are written.
///
/// The system is asked for random numbers once a process: a call wants two of these, and asking costs as much as
/// signing. Seed, count and time go through SHA-256; the time keeps a forked process from repeating its parent.
pub(crate) fn token() -> Result<String, Error> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let digest = Sha256::new()
        .chain_update(seed()?)
        .chain_update(COUNT.fetch_add(1, Ordering::Relaxed).to_le_bytes())
        .chain_update(since.as_nanos().to_le_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, random)| *byte = random);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(percent::small_digit(byte >> 4));
        text.push(percent::small_digit(byte & 0x0f));
    }
    Ok(text)
}

fn seed() -> Result<[u8; 32], Error> {
    static SEED: OnceLock<[u8; 32]> = OnceLock::new();
    if let Some(seed) = SEED.get() {
        return Ok(*seed);
    }
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Error::configuration("the system gives no random numbers").with_source(error))?;
    Ok(*SEED.get_or_init(|| seed))
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
        let places: Vec<_> = first.match_indices('-').map(|(place, _)| place).collect();
        assert_eq!(places, [8, 13, 18, 23]);
    }

    #[test]
    fn fractions_stay_below_one() {
        assert!((0..100).map(|_| fraction()).all(|number| (0.0..1.0).contains(&number)));
    }
}
