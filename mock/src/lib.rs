//! A server on loopback that plays a cloud vendor from the `spec.json` that docwright read from its pages.
//!
//! In: requests of any client, also the vendor's own. It checks the signature, the nonce and the clock, then presence,
//! types and constraints as the page documents them. Out: the page's samples, with what was created laid over them, or a
//! documented error. It refuses to know operations by name: what each does follows from the spec.
//!
//! ```
//! use docwright_mock::{Behaviour, MockVendor, On};
//!
//! # fn main() -> Result<(), docwright_mock::Error> {
//! # let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/alibaba/vpc/spec.json");
//! let vendor = MockVendor::from_spec(spec)?.start()?;
//! vendor.script(On::operation("CreateSslVpnServer").call(2), Behaviour::error("Resource.QuotaFull"));
//!
//! // A generated client: `.endpoint(vendor.endpoint()).credentials(vendor.credentials())` on its builder.
//! assert!(vendor.endpoint().starts_with("http://127.0.0.1:"));
//! assert!(vendor.calls().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! The server stops when it is dropped. What it plays:
//!
//! - **Families**: `CreateX` answers a new `XId` and fills in documented defaults, lists and `DescribeX` show what was created, `DeleteX` removes it; with
//!   paths, `POST`, `GET`, `PUT` and `DELETE` on a collection. What no operation creates is there when it is asked for.
//! - **Waiting**: after an operation that the page calls asynchronous, the polled one answers a pending state twice
//!   ([`MockVendor::with_pending_polls`]).
//! - **Pages** of any style that the parameters' roles tell.
//! - **Tokens**: a request that comes again with its token gets the first answer, and creates nothing
//!   ([`RunningVendor::creations`]).
//! - **Trouble**: any error, delay or broken connection for the n-th call ([`RunningVendor::script`]), or strewn over all
//!   ([`RunningVendor::strew`]).
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod answers;
mod check;
mod clock;
mod family;
mod multipart;
mod parameters;
mod protocol;
mod reply;
mod request;
pub mod script;
mod server;
pub mod spec;
mod state;
mod vendor;
mod xml;

pub use request::{Pairs, Request};
pub use script::{Behaviour, Fault, Faults, On};
pub use state::Creation;
pub use vendor::{Call, Error, MockVendor, RunningVendor};

/// The example of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
