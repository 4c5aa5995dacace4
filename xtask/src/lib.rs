//! docwright turns the pages on which a cloud vendor documents its API into a Rust client.
//!
//! ```text
//!  page bytes -> document -> facts -> spec -> Rust files
//!    source      readers    extract   spec    emit, output
//! ```
//!
//! One stage is one module, and a module imports only from the modules above it in this list; a test holds that.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod source;

pub mod diagnostic;

pub mod document;

pub mod dialect;

pub mod extract;

pub mod spec;

pub mod lint;

pub mod emit;

pub mod output;

pub mod trace;

pub mod drift;

pub mod road;

pub mod census;

pub mod cli;
