//! A vendor's words for headings, columns, types, yes and no, in each of its languages: data, not code.
//!
//! In: `specs/<vendor>/vendor.toml`. Out: a `Dialect`.

pub mod phrases;
