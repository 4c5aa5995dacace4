//! All that can be said of an operation, a parameter, an answer, an error, a page and the code of a client.
//!
//! A new fact of the model does not compile before it has its facet, and a new facet not before it has its rules.

use crate::spec::model::{Fact, Role};

use super::{Layer, Side};

/// The facets, and the list of all of them.
macro_rules! facets {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// One thing that a spec can state, or that follows from it for Rust code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Facet {
            $($(#[$doc])* $name,)*
        }

        impl Facet {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

facets! {
    /// That it is there.
    Existence,
    /// The method and the path.
    Uri,
    /// Where a parameter is sent.
    Location,
    /// The type.
    Type,
    /// Whether it must be sent.
    Presence,
    /// When it must be sent.
    Condition,
    /// The value that the service takes when none is sent.
    Default,
    /// A value that is allowed.
    Value,
    /// The smallest number.
    Minimum,
    /// The largest number.
    Maximum,
    /// The fewest characters.
    MinLength,
    /// The most characters.
    MaxLength,
    /// The fewest items.
    MinItems,
    /// The most items.
    MaxItems,
    /// A value that is not allowed.
    Excluded,
    /// What the first character may be.
    First,
    /// What all characters may be.
    Allowed,
    /// What the value must not start with.
    ForbiddenPrefix,
    /// A parameter that must not be sent beside it.
    Rival,
    /// A regular expression.
    Pattern,
    /// The unit of the number.
    Unit,
    /// The format of a time.
    TimeFormat,
    /// That the text is JSON.
    Json,
    /// A limit that a sentence states and that holds in some cases only.
    CaseLimit,
    /// That it is deprecated.
    Deprecation,
    /// What it is for, beyond its value.
    Role,
    /// That it must not stand in a log.
    Sensitivity,
    /// The HTTP status of an error.
    Status,
    /// The message of an error.
    Message,
    /// The operation that tells when the work is done.
    Poll,
    /// A state in which the work goes on.
    Pending,
    /// A state in which the work is done.
    Done,
    /// The parameter that the polled operation needs.
    PollKey,
    /// The field that tells the state.
    PollState,
    /// The host that a page names.
    Endpoint,
    /// How requests are made and signed.
    Protocol,
    /// The vendor's name of the product.
    Product,
    /// The version of the API.
    Version,
    /// A host of the service, for all regions, for one, or inside of the vendor's network.
    Host,
    /// The example.
    Example,
    /// That a sample shows it, where no words tell of it.
    Shown,
    /// A type that the page does not state, as its samples show it.
    Inferred,
    /// The title, the summary or the description.
    Text,
    /// A page.
    Page,
    /// That what was one page is several.
    Split,
    /// The language of a page.
    Language,
    /// A heading of a page.
    Heading,
    /// The heading row of a table.
    Column,
    /// A sample on a page.
    Sample,
    /// Any other words of a page.
    Words,
    /// What a page says that was saved as text, which has lost it.
    Lost,
    /// How a page is written, where its words stayed the same.
    Markup,
    /// A method of the client, with the module of its operation.
    Method,
    /// A field of the struct of what must be given.
    Argument,
    /// A method that sets a parameter.
    Setter,
    /// The order in which a method takes its arguments.
    Order,
    /// A field of an object that callers build.
    Member,
    /// A field that comes back.
    Output,
    /// A struct or an enumeration.
    Named,
    /// A variant of an enumeration.
    Variant,
    /// The constant of an error code.
    Constant,
    /// What a name of the client stands for.
    Meant,
    /// How entries are handed out page by page.
    Pages,
    /// How the work behind an answer is watched.
    Waiter,
    /// By which parameter the next page is asked for, and at which states waiting ends.
    Followed,
    /// What the client lets through to the service.
    Accepted,
    /// What the client sends.
    Sent,
    /// What the service takes where nothing is sent.
    Assumed,
    /// Whether a failed call is repeated.
    Repeated,
    /// Whether the value is kept out of logs.
    Hidden,
}

impl Facet {
    /// The facet that a fact of the model is told by; `None` for names and places, by which things are paired, and
    /// for links, which are made from names.
    pub fn of(fact: Fact) -> Option<Self> {
        Some(match fact {
            Fact::Name | Fact::Code | Fact::Inside | Fact::See | Fact::Link => return None,
            Fact::Status => Self::Status,
            Fact::Message => Self::Message,
            Fact::In => Self::Location,
            Fact::Role => Self::Role,
            Fact::Type => Self::Type,
            Fact::Presence => Self::Presence,
            Fact::RequiredIf => Self::Condition,
            Fact::Default => Self::Default,
            Fact::Example => Self::Example,
            Fact::Minimum => Self::Minimum,
            Fact::Maximum => Self::Maximum,
            Fact::MinLength => Self::MinLength,
            Fact::MaxLength => Self::MaxLength,
            Fact::MinItems => Self::MinItems,
            Fact::MaxItems => Self::MaxItems,
            Fact::Excluded => Self::Excluded,
            Fact::First => Self::First,
            Fact::Allowed => Self::Allowed,
            Fact::ForbiddenPrefixes => Self::ForbiddenPrefix,
            Fact::Rivals => Self::Rival,
            Fact::Pattern => Self::Pattern,
            Fact::Unit => Self::Unit,
            Fact::TimeFormat => Self::TimeFormat,
            Fact::Json => Self::Json,
            Fact::Sensitive => Self::Sensitivity,
            Fact::Deprecated => Self::Deprecation,
            Fact::Description | Fact::Title | Fact::Summary => Self::Text,
            Fact::Method | Fact::Path => Self::Uri,
            Fact::Endpoint => Self::Endpoint,
            Fact::Poll => Self::Poll,
            Fact::Pending => Self::Pending,
            Fact::Done => Self::Done,
            Fact::Key => Self::PollKey,
            Fact::State => Self::PollState,
            Fact::Product => Self::Product,
            Fact::Version => Self::Version,
            Fact::Protocol => Self::Protocol,
            Fact::Endpoints | Fact::InternalEndpoint => Self::Host,
        })
    }

    /// The facet that it is on a side of an operation, for a parameter with a role. A default of an answer, and what
    /// is said of a parameter that the client fills with a constant, are but text.
    #[must_use]
    pub fn on(self, side: Side, role: Option<&Role>) -> Self {
        let is_text = match self {
            Self::Default => side != Side::Request,
            Self::Role => false,
            _ => matches!(role, Some(Role::Constant { .. })),
        };
        if is_text { Self::Text } else { self }
    }

    /// The layer to which its changes belong.
    pub fn layer(self) -> Layer {
        match self {
            Self::Host
            | Self::Example
            | Self::Shown
            | Self::Inferred
            | Self::Text
            | Self::Endpoint
            | Self::Page
            | Self::Split
            | Self::Language
            | Self::Heading
            | Self::Column
            | Self::Sample
            | Self::Words
            | Self::Lost
            | Self::Markup => Layer::Document,
            Self::Method
            | Self::Argument
            | Self::Setter
            | Self::Order
            | Self::Member
            | Self::Output
            | Self::Named
            | Self::Variant
            | Self::Constant
            | Self::Meant
            | Self::Pages
            | Self::Waiter
            | Self::Followed
            | Self::Accepted
            | Self::Sent
            | Self::Assumed
            | Self::Repeated
            | Self::Hidden => Layer::Rust,
            Self::Existence
            | Self::Uri
            | Self::Location
            | Self::Type
            | Self::Presence
            | Self::Condition
            | Self::Default
            | Self::Value
            | Self::Minimum
            | Self::Maximum
            | Self::MinLength
            | Self::MaxLength
            | Self::MinItems
            | Self::MaxItems
            | Self::Excluded
            | Self::First
            | Self::Allowed
            | Self::ForbiddenPrefix
            | Self::Rival
            | Self::Pattern
            | Self::Unit
            | Self::TimeFormat
            | Self::Json
            | Self::CaseLimit
            | Self::Deprecation
            | Self::Role
            | Self::Sensitivity
            | Self::Status
            | Self::Message
            | Self::Poll
            | Self::Pending
            | Self::Done
            | Self::PollKey
            | Self::PollState
            | Self::Protocol
            | Self::Product
            | Self::Version => Layer::Api,
        }
    }

    /// Whether a thing has it once; else each of its entries comes and goes alone.
    pub fn is_single(self) -> bool {
        !matches!(
            self,
            Self::Value
                | Self::Excluded
                | Self::ForbiddenPrefix
                | Self::Rival
                | Self::CaseLimit
                | Self::Pending
                | Self::Done
                | Self::Host
        )
    }

    /// Whether it limits the values that can be sent.
    pub fn is_constraint(self) -> bool {
        matches!(
            self,
            Self::Minimum
                | Self::Maximum
                | Self::MinLength
                | Self::MaxLength
                | Self::MinItems
                | Self::MaxItems
                | Self::Excluded
                | Self::First
                | Self::Allowed
                | Self::ForbiddenPrefix
                | Self::Rival
                | Self::Pattern
                | Self::Unit
                | Self::TimeFormat
                | Self::Json
                | Self::CaseLimit
        )
    }
}
