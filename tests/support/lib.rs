//! What the tests of pages share: where pages lie, how they are read, and the forms in which facts are compared.
//!
//! In: pages and what somebody expects of them. Out: short text and lists of differences. Nothing here reads a page:
//! that is docwright's work, and its result is what is tested.

pub mod cases;
pub mod clients;
pub mod corpus;
pub mod drift;
pub mod dynamic;
pub mod edits;
pub mod facts;
pub mod floor;
pub mod mutation;
pub mod road;
pub mod rust;
pub mod shared;
pub mod silence;
pub mod truth;
