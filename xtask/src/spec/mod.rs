//! The spec: what a service's pages say, settled from all their witnesses. Plain data, committed as `spec.json`.
//!
//! In: the facts of all pages of one service. Out: one [`Spec`](model::Spec), and diagnostics.

pub mod model;
