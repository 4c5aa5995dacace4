//! What generated code states about services, operations and fields, as `static` data.
//!
//! In: constants of a generated crate. Out: the same, for every part of the runtime that is driven by them.
//! Refuses to know what any name means. Tables are built with `const` functions, so that a field is one short line:
//! `FieldInfo::query("Name").rules(&[Rule::MaxLength(100)])`.

/// A service of a vendor.
#[derive(Debug)]
pub struct ServiceInfo {
    /// "alibaba".
    pub vendor: &'static str,
    /// "vpc".
    pub service: &'static str,
    /// The wire's product name ("Vpc"), empty where the vendor has none.
    pub product: &'static str,
    /// The API's version ("2016-04-28"), empty where the vendor has none.
    pub version: &'static str,
    /// How requests are made.
    pub protocol: Protocol,
    /// How hosts are found: a template that may hold `{region}`.
    pub endpoint: &'static str,
    /// Regions whose host does not follow the template, sorted by region: region, host.
    pub endpoints: &'static [(&'static str, &'static str)],
    /// How hosts inside of the vendor's own network are found; empty where there are none.
    pub internal_endpoint: &'static str,
}

/// How requests are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Alibaba RPC: one path, the operation in `Action` or `x-acs-action`, parameters flattened into the query.
    AlibabaRpc,
    /// Huawei REST: method and path, parameters in path, query, header and JSON body.
    HuaweiRest,
}

/// An operation.
#[derive(Debug)]
pub struct OperationInfo {
    /// Whose it is.
    pub service: &'static ServiceInfo,
    /// The wire's name.
    pub name: &'static str,
    /// `GET`, `POST`, ...; `ANY` leaves it to the protocol.
    pub method: &'static str,
    /// The path with `{variables}`.
    pub path: &'static str,
    /// Whether a repeated call does no harm: safe by its method or name, or made so by an idempotency token.
    pub retry_safe: bool,
    /// What it takes, where its requests have no struct of their own.
    pub parameters: &'static [FieldInfo],
}

impl OperationInfo {
    /// An operation that is not repeated by itself.
    pub const fn new(
        service: &'static ServiceInfo,
        name: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Self {
        Self { service, name, method, path, retry_safe: false, parameters: &[] }
    }

    /// The same, marked as safe to repeat.
    #[must_use]
    pub const fn retry_safe(mut self) -> Self {
        self.retry_safe = true;
        self
    }

    /// The same with what it takes.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [FieldInfo]) -> Self {
        self.parameters = parameters;
        self
    }
}

/// A field of a generated struct.
#[derive(Debug)]
pub struct FieldInfo {
    /// The name on the wire.
    pub wire: &'static str,
    /// Where a parameter is sent; [`Place::Body`] in members of objects. In answers [`Place::Header`],
    /// [`Place::Body`] or [`Place::Keys`].
    pub place: Place,
    /// Must not stand in a log or in an error.
    pub sensitive: bool,
    /// What it is for, beyond its value.
    pub role: Role,
    /// What is checked before sending.
    pub rules: &'static [Rule],
}

impl FieldInfo {
    const fn new(wire: &'static str, place: Place) -> Self {
        Self { wire, place, sensitive: false, role: Role::Plain, rules: &[] }
    }

    /// A `{variable}` of the path.
    pub const fn path(wire: &'static str) -> Self {
        Self::new(wire, Place::Path)
    }

    /// A parameter of the query.
    pub const fn query(wire: &'static str) -> Self {
        Self::new(wire, Place::Query)
    }

    /// A header.
    pub const fn header(wire: &'static str) -> Self {
        Self::new(wire, Place::Header)
    }

    /// A member of the body or of an object, or a field of an answer. Without a name it is the whole body, where that is
    /// a list and no object.
    pub const fn body(wire: &'static str) -> Self {
        Self::new(wire, Place::Body)
    }

    /// A parameter of the form-encoded body.
    pub const fn form(wire: &'static str) -> Self {
        Self::new(wire, Place::Form)
    }

    /// What stands behind the keys of an answer that no other field has: the service, or its caller, chose them.
    pub const fn keys(wire: &'static str) -> Self {
        Self::new(wire, Place::Keys)
    }

    /// A file in a multipart body; the form's other parameters are its other parts.
    pub const fn file(wire: &'static str) -> Self {
        Self::new(wire, Place::File)
    }

    /// The same, whose value must not stand in a log or in an error.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same with a role.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// The same, which must be sent.
    #[must_use]
    pub const fn required(self) -> Self {
        self.rules(&[Rule::Required])
    }

    /// The same with rules.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A `{variable}` of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// The JSON body, or a member of an object.
    Body,
    /// The form-encoded body; a part of it where the operation takes a file.
    Form,
    /// A file in a multipart body.
    File,
    /// All keys of an answer that no other field has.
    Keys,
}

/// What a parameter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nothing but its value.
    Plain,
    /// The client's region unless set.
    Region,
    /// The client's project unless set.
    Project,
    /// The client's token.
    AuthToken,
    /// Filled in and kept across retries.
    IdempotencyToken,
}

/// A documented constraint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Must be sent; checked where a type can not say so (an empty text or list, a role that the client fills).
    Required,
    /// The number's smallest value, itself allowed, as decimal text.
    Minimum(&'static str),
    /// The number's largest value, itself allowed, as decimal text.
    Maximum(&'static str),
    /// The fewest characters.
    MinLength(u64),
    /// The most characters.
    MaxLength(u64),
    /// The fewest items.
    MinItems(u64),
    /// The most items.
    MaxItems(u64),
    /// Values that are not allowed.
    Excluded(&'static [&'static str]),
    /// What the first character may be.
    First(Characters),
    /// What all characters may be.
    Allowed(Characters),
    /// What the value must not start with.
    ForbiddenPrefix(&'static [&'static str]),
    /// A regular expression that must be found in the value. One that the runtime does not understand is not checked.
    Pattern(&'static str),
    /// Must be sent when another parameter has one of these values; none: whenever the other is sent.
    RequiredIf(&'static str, &'static [&'static str]),
    /// Must not be sent beside any of these parameters. What the client fills in by itself is nobody's rival.
    Rivals(&'static [&'static str]),
}

/// Characters that are allowed: the union of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of classes, each in it or not")]
pub struct Characters {
    /// A to Z.
    pub uppercase: bool,
    /// a to z.
    pub lowercase: bool,
    /// 0 to 9.
    pub digits: bool,
    /// Chinese characters.
    pub chinese: bool,
    /// All of ASCII.
    pub ascii: bool,
    /// Single characters.
    pub others: &'static str,
}

impl Characters {
    /// No character: the start of a `const` chain.
    pub const NONE: Self =
        Self { uppercase: false, lowercase: false, digits: false, chinese: false, ascii: false, others: "" };

    /// The same with A to Z and a to z.
    #[must_use]
    pub const fn letters(self) -> Self {
        self.uppercase().lowercase()
    }

    /// The same with A to Z.
    #[must_use]
    pub const fn uppercase(mut self) -> Self {
        self.uppercase = true;
        self
    }

    /// The same with a to z.
    #[must_use]
    pub const fn lowercase(mut self) -> Self {
        self.lowercase = true;
        self
    }

    /// The same with 0 to 9.
    #[must_use]
    pub const fn digits(mut self) -> Self {
        self.digits = true;
        self
    }

    /// The same with Chinese characters.
    #[must_use]
    pub const fn chinese(mut self) -> Self {
        self.chinese = true;
        self
    }

    /// The same with all of ASCII.
    #[must_use]
    pub const fn ascii(mut self) -> Self {
        self.ascii = true;
        self
    }

    /// The same with these single characters.
    #[must_use]
    pub const fn others(mut self, others: &'static str) -> Self {
        self.others = others;
        self
    }
}

/// How an operation hands out its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// What the next request must say.
    pub style: PagingStyle,
    /// The dotted wire path of the entries in the answer; empty: the first list that the answer holds.
    pub items: &'static str,
    /// The dotted wire path of the number of all entries, where the answer has it; else empty.
    pub total: &'static str,
}

/// What the next request must say. Names are wire names of parameters of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingStyle {
    /// The number of the page, from 1.
    Number {
        /// The parameter.
        parameter: &'static str,
    },
    /// How many entries to pass over.
    Offset {
        /// The parameter.
        parameter: &'static str,
    },
    /// Where the next page starts, as the answer before said.
    Cursor {
        /// The parameter.
        parameter: &'static str,
        /// The dotted wire path of the next cursor in the answer. It is empty or missing in the last one.
        next: &'static str,
    },
}

/// How to see that the work behind an answer is done, in the answer of the operation that is polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitStates {
    /// The dotted wire path of the state ("Status").
    pub state: &'static str,
    /// States in which the work goes on; empty: all that are not in `done`.
    pub pending: &'static [&'static str],
    /// States in which the work is done; empty: all that are not in `pending`.
    pub done: &'static [&'static str],
}
