//! A page's facts: what it says, in its own words, each with its place.
//!
//! In: a [`Document`](crate::document::Document) and the vendor's [`Dialect`](crate::dialect). Out: facts and
//! diagnostics. Pages are independent: one page's facts depend on no other page.

pub mod prose;
pub mod samples;
