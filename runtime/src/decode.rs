//! Stub.
use crate::record::Record;
pub(crate) fn answer(_: &http::HeaderMap, _: &[u8], _: &mut dyn Record) -> Result<(), String> {
    Ok(())
}
pub(crate) fn set(_: &mut dyn Record, _: &str, _: &str) -> bool {
    false
}
