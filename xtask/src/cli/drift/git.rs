//! x
use std::path::Path;

use super::super::Failure;
use super::super::repository::Repository;
use super::{Arguments, Run};

pub(super) fn run(_: &Repository, _: &Path, _: &str, _: &Arguments, _: &mut Run) -> Result<(), Failure> {
    Err(Failure::usage("not there yet".to_owned()))
}
