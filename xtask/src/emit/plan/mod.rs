//! What will be emitted, settled for a whole service before any token is made: names, types, pages, waiters.
//!
//! In: a [`Spec`]. Out: a [`Plan`], which the emitters print and nothing else. All names of a scope are given here
//! together; what the names look like on disk or in tokens is not known here.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, catalogue};
use crate::source::{PagePath, Span};
use crate::spec::model::{ErrorCode, Field, Location, Operation, Origin, Protocol, Role, Spec, Value, is_any_key};

use super::naming::{Clash, Kind, RustIdent, Scope};

mod calls;
mod shapes;
mod share;

pub use calls::{Pages, PagesStyle, Wait};

/// A service as it will be emitted.
#[derive(Debug)]
pub struct Plan<'spec> {
    /// Where it comes from.
    pub spec: &'spec Spec,
    /// The vendor's module.
    pub vendor: RustIdent,
    /// The service's module.
    pub service: RustIdent,
    /// Its operations, in the spec's order.
    pub operations: Vec<OperationPlan<'spec>>,
    /// The objects and enumerations of `types.rs`.
    pub shared: Types<'spec>,
    /// The constants of `errors.rs`, sorted by code.
    pub errors: Vec<ErrorConstant<'spec>>,
    /// What had to be settled.
    pub diagnostics: Vec<Diagnostic>,
}

/// An operation as it will be emitted.
#[derive(Debug)]
pub struct OperationPlan<'spec> {
    /// Where it comes from.
    pub operation: &'spec Operation,
    /// Its module and file.
    pub module: RustIdent,
    /// The client's method.
    pub method: RustIdent,
    /// What it takes, in the order of its table.
    pub parameters: Vec<Member<'spec>>,
    /// The fields of `Output`.
    pub output: Vec<Member<'spec>>,
    /// Objects and enumerations in its file.
    pub types: Types<'spec>,
    /// Whether a repeated call does no harm.
    pub retry_safe: bool,
    /// How its entries are handed out, where it has pages.
    pub pages: Option<Pages>,
    /// How the work behind its answer is watched.
    pub wait: Option<Wait>,
}

/// Objects and enumerations of one file.
#[derive(Debug, Default)]
pub struct Types<'spec> {
    /// Objects.
    pub structs: Vec<Struct<'spec>>,
    /// Open enumerations.
    pub enumerations: Vec<Enumeration<'spec>>,
}

/// An object.
#[derive(Clone, Debug)]
pub struct Struct<'spec> {
    /// Its name.
    pub name: RustIdent,
    /// Where it stands on the wire ("VpnGateways.VpnGateway").
    pub path: String,
    /// Whether callers make it; else it only comes back.
    pub sent: bool,
    /// The struct of `types.rs` that it is, where several places have the same.
    pub shared: Option<RustIdent>,
    /// Its fields.
    pub members: Vec<Member<'spec>>,
}

/// An open enumeration.
#[derive(Clone, Debug)]
pub struct Enumeration<'spec> {
    /// Its name.
    pub name: RustIdent,
    /// Where it stands on the wire.
    pub path: String,
    /// The listed values, each wire value once.
    pub values: Vec<(RustIdent, &'spec Value)>,
    /// The variant of all other values.
    pub unknown: RustIdent,
    /// The enumeration of `types.rs` that it is, where several places have the same.
    pub shared: Option<RustIdent>,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Member<'spec> {
    /// Its name.
    pub name: RustIdent,
    /// What the pages say of it.
    pub field: &'spec Field,
    /// Where it is sent or stands in an answer.
    pub location: Location,
    /// What it is for.
    pub role: Option<&'spec Role>,
    /// How callers give it.
    pub given: Given,
    /// What it holds.
    pub holds: Holds,
    /// Whether callers send it.
    pub sent: bool,
}

/// How a member comes to its value, and so whether its type is an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Callers must give it.
    Required,
    /// Callers may give it.
    Optional,
    /// docwright knows it: a constant.
    Constant,
    /// The client knows it: a token. Callers can not give it.
    Client,
    /// It comes back.
    Answer,
}

/// What a member holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// `String`.
    Text,
    /// `i64`.
    Integer,
    /// `f64`.
    Number,
    /// `bool`.
    Boolean,
    /// Any JSON.
    Json,
    /// The bytes of a file that is sent.
    Bytes,
    /// A list.
    List(Box<Holds>),
    /// Values by free keys.
    Map(Box<Holds>),
    /// A struct of the file.
    Record(RustIdent),
    /// A struct of `types.rs`; boxed where it may hold itself.
    Shared {
        /// The struct.
        name: RustIdent,
        /// Whether it stands in a box.
        boxed: bool,
    },
    /// An enumeration of the file.
    Enumeration(RustIdent),
}

impl Holds {
    /// The same with texts in the place of open enumerations.
    #[must_use]
    pub fn with_texts(&self) -> Self {
        match self {
            Self::Enumeration(_) => Self::Text,
            Self::List(inner) => Self::List(Box::new(inner.with_texts())),
            Self::Map(inner) => Self::Map(Box::new(inner.with_texts())),
            Self::Text
            | Self::Integer
            | Self::Number
            | Self::Boolean
            | Self::Json
            | Self::Bytes
            | Self::Record(_)
            | Self::Shared { .. } => self.clone(),
        }
    }

    /// The enumeration that stands in it, behind lists and maps.
    pub fn enumeration(&self) -> Option<&RustIdent> {
        match self {
            Self::Enumeration(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.enumeration(),
            Self::Text
            | Self::Integer
            | Self::Number
            | Self::Boolean
            | Self::Json
            | Self::Bytes
            | Self::Record(_)
            | Self::Shared { .. } => None,
        }
    }
}

/// A constant of `errors.rs`.
#[derive(Debug)]
pub struct ErrorConstant<'spec> {
    /// Its name.
    pub name: RustIdent,
    /// Its variant in the enumeration of all codes.
    pub variant: RustIdent,
    /// The code on the wire.
    pub code: &'spec str,
    /// What the pages say of it, and the index of the operation that says so.
    pub entries: Vec<(usize, &'spec ErrorCode)>,
}

impl Member<'_> {
    /// Whether it takes what stands behind the keys of an answer that no other field has.
    pub fn takes_any_key(&self) -> bool {
        self.given == Given::Answer && is_any_key(&self.field.wire) && matches!(self.holds, Holds::Map(_))
    }

    /// Whether the type is an option: texts, lists and maps of an answer have an empty form of their own.
    pub fn is_option(&self) -> bool {
        match self.given {
            Given::Required | Given::Constant => false,
            Given::Optional | Given::Client => true,
            Given::Answer => !matches!(self.holds, Holds::Text | Holds::List(_) | Holds::Map(_) | Holds::Json),
        }
    }
}

impl OperationPlan<'_> {
    /// The parameters that callers must give, in the page's order.
    pub fn required(&self) -> Vec<&Member<'_>> {
        self.parameters.iter().filter(|member| member.given == Given::Required).collect()
    }

    /// The parameters that callers may give.
    pub fn optional(&self) -> Vec<&Member<'_>> {
        self.parameters.iter().filter(|member| member.given == Given::Optional).collect()
    }
}

/// Method names that the runtime and docwright give to every request.
const REQUEST_METHODS: &[&str] = &[
    "clone",
    "items",
    "new",
    "pages",
    "parameters",
    "send",
    "send_with_response",
    "with_attempt_timeout",
    "with_checks",
    "with_endpoint",
    "with_format",
    "with_header",
    "with_list",
    "with_query",
    "with_region",
    "with_repeatable",
    "with_retries",
    "with_timeout",
    "with_value",
    "without_checks",
];

/// Names that every operation's file has.
const OPERATION_TYPES: &[&str] = &["Output", "Request", "Required"];

/// Modules that every service has, and the name under which it has the runtime.
const SERVICE_MODULES: &[&str] = &["errors", "runtime", "types"];

/// Method names that the runtime gives to every client.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "core"];

/// Plans a service.
pub fn service(spec: &Spec) -> Plan<'_> {
    let mut notes = Notes::default();
    let names: Vec<&str> = spec.operations.iter().map(|operation| operation.name.as_str()).collect();
    let mut modules = Scope::new(Kind::Module, SERVICE_MODULES, names.iter().copied());
    let mut methods = Scope::new(Kind::Field, CLIENT_METHODS, names.iter().copied());
    let (mut shared, references) = shapes::shared(spec, &mut notes);
    let mut operations: Vec<_> = spec
        .operations
        .iter()
        .map(|operation| {
            let (module, method) = (modules.name(&operation.name), methods.name(&operation.name));
            shapes::operation(spec, operation, module, method, &references, &mut notes)
        })
        .collect();
    notes.clashes(origin_of(spec), "operations", modules.clashes);
    let waits: Vec<_> = operations.iter().map(|plan| calls::wait(plan, &operations)).collect();
    for (plan, wait) in operations.iter_mut().zip(waits) {
        if wait.is_none() && plan.operation.asynchronous.is_some() {
            notes.no_wait(plan.operation);
        }
        plan.wait = wait;
    }
    share::share(&mut operations, &mut shared);
    let errors = errors(spec, &mut notes);
    Plan {
        spec,
        vendor: module_name(&spec.vendor),
        service: module_name(&spec.service),
        operations,
        shared,
        errors,
        diagnostics: notes.diagnostics,
    }
}

/// The module of a vendor or a service.
pub fn module_name(name: &str) -> RustIdent {
    Scope::new(Kind::Module, &[], []).name(name)
}

/// All documented codes, each once.
fn errors<'spec>(spec: &'spec Spec, notes: &mut Notes) -> Vec<ErrorConstant<'spec>> {
    let mut codes: std::collections::BTreeMap<&str, Vec<(usize, &ErrorCode)>> = std::collections::BTreeMap::new();
    for (index, operation) in spec.operations.iter().enumerate() {
        for error in &operation.errors {
            codes.entry(&error.code).or_default().push((index, error));
        }
    }
    let mut scope = Scope::new(Kind::Constant, &[], codes.keys().copied());
    let mut variants = Scope::new(Kind::Variant, &["Unknown"], codes.keys().copied());
    let constants = codes
        .into_iter()
        .map(|(code, entries)| ErrorConstant { name: scope.name(code), variant: variants.name(code), code, entries })
        .collect();
    notes.clashes(origin_of(spec), "error codes", scope.clashes);
    constants
}

/// A place for what concerns the whole service.
fn origin_of(spec: &Spec) -> Option<&Origin> {
    spec.operations.iter().flat_map(|operation| &operation.origins).next()
}

/// Whether a repeated call does no harm: safe by its method or name, or made so by an idempotency token.
fn is_retry_safe(spec: &Spec, operation: &Operation) -> bool {
    let by_method = matches!(operation.method.as_str(), "GET" | "HEAD");
    let by_token = operation.parameters.iter().any(|parameter| parameter.role == Some(Role::IdempotencyToken));
    let reads =
        |verb: &&str| operation.name.strip_prefix(*verb).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let by_name = match spec.protocol {
        Protocol::AlibabaRpc | Protocol::Rpc => ["Describe", "List", "Get", "Query", "Check"].iter().any(reads),
        Protocol::HuaweiRest | Protocol::Rest => false,
    };
    by_method || by_token || by_name
}

/// Collects what had to be settled, each thing once.
#[derive(Debug, Default)]
struct Notes {
    diagnostics: Vec<Diagnostic>,
    seen: BTreeSet<String>,
}

impl Notes {
    fn add(&mut self, code: crate::diagnostic::Code, origin: Option<&Origin>, message: &str, help: &str) {
        let (page, place) = origin
            .map_or((String::new(), String::new()), |origin| (origin.page.clone(), format!(" (line {})", origin.line)));
        let message = format!("{message}{place}");
        if self.seen.insert(format!("{page} {message}")) {
            let diagnostic = Diagnostic::new(code, &PagePath::new(&page), Span::default(), message);
            self.diagnostics.push(diagnostic.with_help(help));
        }
    }

    fn clashes(&mut self, origin: Option<&Origin>, place: &str, clashes: Vec<Clash>) {
        for Clash { first, second, wanted, given } in clashes {
            let owner = if first.is_empty() { "docwright's own".to_owned() } else { format!("`{first}`'s") };
            self.add(
                catalogue::emit::NAME_CLASH,
                origin,
                &format!("{place}: `{second}` would be `{wanted}`, which is {owner}; it is `{}`", given.as_str()),
                "nothing to do: the name on the wire stays as it is",
            );
        }
    }

    fn no_wait(&mut self, operation: &Operation) {
        let origin = operation.asynchronous.as_ref().map(|asynchronous| &asynchronous.origin);
        self.add(
            catalogue::emit::NO_WAITER,
            origin,
            &format!("`{}` is asynchronous, but what to poll is not settled: it gets no waiter", operation.name),
            "name key and state with an erratum for `asynchronous`",
        );
    }
}

#[cfg(test)]
mod tests;
