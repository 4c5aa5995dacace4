//! Which subject a person means.
//!
//! In: a name as people write it: `CreateSslVpnServer.Port`, `DescribeDisks.Disks.Disk[].Size`, `X.error.Forbidden`. Out: the
//! subjects that it fits, or why there is none, with the nearest names.

use super::{Side, Subject};
use crate::spec::errata::{closest, normalize};

/// Why a name leads to no one subject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// No operation has the name.
    #[error("no page documents an operation of the name `{name}`; {candidates}")]
    Operation {
        /// As it was asked for.
        name: String,
        /// The nearest names.
        candidates: String,
    },
    /// The operation has nothing of the name.
    #[error("`{operation}` has no parameter, field or error code `{name}`; {candidates}")]
    Part {
        /// The operation.
        operation: String,
        /// As it was asked for.
        name: String,
        /// The nearest names.
        candidates: String,
    },
    /// The name fits several subjects.
    #[error("`{name}` is ambiguous: {}", listed(.addresses))]
    Ambiguous {
        /// As it was asked for.
        name: String,
        /// How each of them is asked for.
        addresses: Vec<String>,
    },
}

fn listed(addresses: &[String]) -> String {
    addresses.iter().map(|address| format!("`{address}`")).collect::<Vec<_>>().join(", ")
}

/// The subjects that a name means: one, or an error code's row for each status.
pub fn find<'l, 's>(subjects: &'l [Subject<'s>], name: &str) -> Result<Vec<&'l Subject<'s>>, NotFound> {
    let own = |subject: &&Subject<'_>| matches!(subject.side, Side::Service | Side::Operation);
    let operations = subjects.iter().filter(own).map(Subject::name);
    // The longest name counts: operations may be named alike at their beginnings.
    let fits = |operation: &&str| {
        let rest = name.strip_prefix(*operation);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let Some(operation) = operations.clone().filter(fits).max_by_key(|operation| operation.len()) else {
        let asked = name.split('.').next().unwrap_or_default().to_owned();
        let candidates = closest(&asked, operations);
        return Err(NotFound::Operation { name: asked, candidates });
    };
    let rest = name.strip_prefix(operation).unwrap_or_default().trim_start_matches('.');
    let of_operation = || subjects.iter().filter(|subject| subject.name() == operation);
    let wanted = normalize(rest);
    let by_place: Vec<&Subject<'_>> =
        of_operation().filter(|subject| subject.place() == rest || normalize(&subject.place()) == wanted).collect();
    let found: Vec<&Subject<'_>> = if by_place.is_empty() {
        of_operation().filter(|subject| !subject.path.is_empty() && normalize(&subject.path) == wanted).collect()
    } else {
        by_place
    };
    let mut addresses: Vec<String> = found.iter().map(|subject| subject.address()).collect();
    addresses.dedup();
    match addresses.as_slice() {
        [] => {
            let paths: Vec<String> = of_operation().map(|subject| subject.path.clone()).collect();
            let paths = paths.iter().map(String::as_str).filter(|path| !path.is_empty());
            let asked = rest.split_once('.').filter(|(side, _)| is_side(side)).map_or(rest, |(_, path)| path);
            let candidates = closest(asked, paths);
            Err(NotFound::Part { operation: operation.to_owned(), name: rest.to_owned(), candidates })
        }
        [_] => Ok(found),
        [_, ..] => Err(NotFound::Ambiguous { name: name.to_owned(), addresses }),
    }
}

fn is_side(word: &str) -> bool {
    matches!(word.split('[').next(), Some("request" | "response" | "header" | "error"))
}
