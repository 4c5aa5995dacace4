//! What generated code states about services, operations and fields, as `static` data.

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
    /// How hosts are found: a template with `{region}`.
    pub endpoint: &'static str,
    /// Regions whose host does not follow the template, sorted by region: region, host.
    pub endpoints: &'static [(&'static str, &'static str)],
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
    /// `GET`, `POST`, ...
    pub method: &'static str,
    /// The path with `{variables}`.
    pub path: &'static str,
    /// Whether a repeated call does no harm: safe by its method or name, or made so by an idempotency token.
    pub retry_safe: bool,
}

/// A field of a generated struct.
#[derive(Debug)]
pub struct FieldInfo {
    /// The name on the wire.
    pub wire: &'static str,
    /// Where a parameter is sent; [`Place::Body`] in answers and in members of objects.
    pub place: Place,
    /// Must not stand in a log or in an error.
    pub sensitive: bool,
    /// What it is for, beyond its value.
    pub role: Role,
    /// What is checked before sending.
    pub rules: &'static [Rule],
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
    /// The form-encoded body.
    Form,
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
    /// Must be sent; checked where a type can not say so (an empty text).
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
    /// Must be sent when another parameter has one of these values; none: whenever the other is sent.
    RequiredIf(&'static str, &'static [&'static str]),
}

/// Characters that are allowed: the union of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
