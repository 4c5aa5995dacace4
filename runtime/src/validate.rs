//! Stub.
use crate::error::{Error, Violation};
use crate::protocol::Fill;
use crate::record::Record;
pub(crate) fn check(_: &dyn Record, _: &Fill<'_>) -> Result<(), Error> {
    let _ = Error::constraint as fn(Violation) -> Error;
    Ok(())
}
