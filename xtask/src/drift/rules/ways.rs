//! In which ways each thing can change: the shape of the table.
//!
//! An empty list says that the facet is not stated of that side.

use super::Way::{self, Added, Changed, Demanded, Loosened, Moved, Removed, Renamed, Tightened};
use super::{Facet, Side};

/// What is there or not.
const COMES: &[Way] = &[Added, Removed];
/// What is stated once.
const SETTLED: &[Way] = &[Added, Removed, Changed];
/// What is a number.
const COUNT: &[Way] = &[Added, Removed, Tightened, Loosened];
/// What has an order, but not between all that a page may write.
const LIMIT: &[Way] = &[Added, Removed, Tightened, Loosened, Changed];
/// What just changes: it is always stated.
const CHANGES: &[Way] = &[Changed];
/// What the pages do not say of that side.
const NEVER: &[Way] = &[];

/// The ways of a facet on a side of an operation, or of a page.
pub(super) fn of(side: Side, facet: Facet) -> &'static [Way] {
    let is_field = matches!(side, Side::Request | Side::Response | Side::Header);
    let is_operation = side == Side::Operation;
    let on = |holds: bool, ways: &'static [Way]| if holds { ways } else { NEVER };
    match facet {
        Facet::Existence => match side {
            Side::Operation | Side::Error => &[Added, Removed, Renamed],
            Side::Request => &[Added, Demanded, Removed, Renamed, Moved],
            Side::Response | Side::Header => &[Added, Removed, Renamed, Moved],
            Side::Status => COMES,
            Side::Page | Side::Service => NEVER,
        },
        Facet::Uri => on(is_operation, CHANGES),
        Facet::Location => on(side == Side::Request, CHANGES),
        Facet::Role | Facet::Default => on(side == Side::Request, SETTLED),
        Facet::Presence => on(is_field, &[Tightened, Loosened, Changed]),
        Facet::Type
        | Facet::Condition
        | Facet::Pattern
        | Facet::Unit
        | Facet::TimeFormat
        | Facet::Example
        | Facet::Inferred => on(is_field, SETTLED),
        Facet::First | Facet::Allowed | Facet::Minimum | Facet::Maximum => on(is_field, LIMIT),
        Facet::MinLength | Facet::MaxLength | Facet::MinItems | Facet::MaxItems => on(is_field, COUNT),
        Facet::Value
        | Facet::Excluded
        | Facet::ForbiddenPrefix
        | Facet::Rival
        | Facet::Json
        | Facet::CaseLimit
        | Facet::Sensitivity => on(is_field, COMES),
        Facet::Deprecation => on(is_field || is_operation, COMES),
        Facet::Status | Facet::Message => on(side == Side::Error, SETTLED),
        Facet::Poll | Facet::PollKey | Facet::PollState | Facet::Endpoint => on(is_operation, SETTLED),
        Facet::Pending | Facet::Done => on(is_operation, COMES),
        Facet::Protocol | Facet::Product | Facet::Version => on(side == Side::Service, CHANGES),
        Facet::Host => on(side == Side::Service, COMES),
        Facet::Shown => on(is_field, &[Added, Demanded, Removed, Renamed, Moved]),
        Facet::Text => on(is_field || is_operation || side == Side::Error, SETTLED),
        Facet::Page => on(side == Side::Page, &[Added, Removed, Moved, Changed]),
        Facet::Language | Facet::Markup => on(side == Side::Page, CHANGES),
        Facet::Heading | Facet::Column | Facet::Sample | Facet::Words => on(side == Side::Page, SETTLED),
        Facet::Split | Facet::Lost => on(side == Side::Page, COMES),
        Facet::Method
        | Facet::Argument
        | Facet::Setter
        | Facet::Order
        | Facet::Member
        | Facet::Output
        | Facet::Named
        | Facet::Variant
        | Facet::Constant
        | Facet::Meant
        | Facet::Pages
        | Facet::Waiter
        | Facet::Followed
        | Facet::Accepted
        | Facet::Sent
        | Facet::Assumed
        | Facet::Repeated
        | Facet::Hidden => NEVER,
    }
}

/// The ways of code.
pub(super) fn of_code(facet: Facet) -> &'static [Way] {
    match facet {
        Facet::Named | Facet::Variant | Facet::Constant => &[Added, Removed, Renamed],
        Facet::Method | Facet::Argument | Facet::Setter | Facet::Member | Facet::Output => {
            &[Added, Removed, Renamed, Changed]
        }
        Facet::Pages | Facet::Waiter => SETTLED,
        Facet::Accepted | Facet::Repeated | Facet::Hidden => COMES,
        Facet::Order | Facet::Meant | Facet::Followed | Facet::Sent | Facet::Assumed => CHANGES,
        Facet::Existence
        | Facet::Uri
        | Facet::Location
        | Facet::Type
        | Facet::Presence
        | Facet::Condition
        | Facet::Default
        | Facet::Value
        | Facet::Minimum
        | Facet::Maximum
        | Facet::MinLength
        | Facet::MaxLength
        | Facet::MinItems
        | Facet::MaxItems
        | Facet::Excluded
        | Facet::First
        | Facet::Allowed
        | Facet::ForbiddenPrefix
        | Facet::Rival
        | Facet::Pattern
        | Facet::Unit
        | Facet::TimeFormat
        | Facet::Json
        | Facet::CaseLimit
        | Facet::Deprecation
        | Facet::Role
        | Facet::Sensitivity
        | Facet::Status
        | Facet::Message
        | Facet::Poll
        | Facet::Pending
        | Facet::Done
        | Facet::PollKey
        | Facet::PollState
        | Facet::Endpoint
        | Facet::Protocol
        | Facet::Product
        | Facet::Version
        | Facet::Host
        | Facet::Example
        | Facet::Shown
        | Facet::Inferred
        | Facet::Text
        | Facet::Page
        | Facet::Split
        | Facet::Language
        | Facet::Heading
        | Facet::Column
        | Facet::Sample
        | Facet::Words
        | Facet::Lost
        | Facet::Markup => NEVER,
    }
}
