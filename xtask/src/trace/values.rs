//! What is told under each fact, in a line.

use crate::spec::model::words::{characters, location, presence, protocol, role, shape};
use crate::spec::model::{Asynchronous, ErrorCode, Fact, Field, Operation, Parameter, Spec};

/// The value under a fact; nothing of a fact that the thing can not have, which an edited `spec.json` may name all the
/// same.
fn pick<const N: usize>(fact: Fact, values: [(Fact, String); N]) -> String {
    values.into_iter().find(|(known, _)| *known == fact).map(|(_, value)| value).unwrap_or_default()
}

/// Of an operation.
pub(super) fn operation(operation: &Operation, fact: Fact) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let values = [
        (Fact::Name, operation.name.clone()),
        (Fact::Title, operation.title.clone().unwrap_or_else(|| operation.name.clone())),
        (Fact::Summary, text(&operation.summary)),
        (Fact::Method, operation.method.clone()),
        (Fact::Path, operation.path.clone()),
        (Fact::Endpoint, text(&operation.endpoint)),
        (Fact::Deprecated, operation.deprecated.to_string()),
        (Fact::Link, text(&operation.link)),
    ];
    pick(fact, values)
}

/// Of the service itself.
pub(super) fn service(spec: &Spec, fact: Fact) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let hosts = spec.endpoints.iter().map(|(region, host)| format!("{region}: {host}"));
    let values = [
        (Fact::Product, text(&spec.product)),
        (Fact::Version, text(&spec.version)),
        (Fact::Protocol, protocol(spec.protocol).to_owned()),
        (Fact::Endpoint, text(&spec.endpoint)),
        (Fact::Endpoints, hosts.collect::<Vec<_>>().join(", ")),
        (Fact::InternalEndpoint, text(&spec.internal_endpoint)),
    ];
    pick(fact, values)
}

/// Of what to poll.
pub(super) fn asynchronous(asynchronous: &Asynchronous, fact: Fact) -> String {
    let values = [
        (Fact::Poll, asynchronous.poll.clone()),
        (Fact::Pending, asynchronous.pending.join(", ")),
        (Fact::Done, asynchronous.done.join(", ")),
        (Fact::Key, asynchronous.key.clone().unwrap_or_default()),
        (Fact::State, asynchronous.state.clone().unwrap_or_default()),
    ];
    pick(fact, values)
}

/// Of an error.
pub(super) fn error(error: &ErrorCode, fact: Fact) -> String {
    let values = [
        (Fact::Status, error.status.map(|status| status.to_string()).unwrap_or_default()),
        (Fact::Code, error.code.clone()),
        (Fact::Message, error.message.clone().unwrap_or_default()),
        (Fact::Description, one_line(error.description.as_deref().unwrap_or_default())),
    ];
    pick(fact, values)
}

/// Of a parameter.
pub(super) fn parameter(parameter: &Parameter, path: &str, fact: Fact) -> String {
    if fact == Fact::In {
        return location(parameter.location).to_owned();
    }
    if fact == Fact::Role {
        return parameter.role.as_ref().map(role).unwrap_or_default();
    }
    field(&parameter.field, path, fact)
}

/// Of a field.
pub(super) fn field(field: &Field, path: &str, fact: Fact) -> String {
    let limits = &field.constraints;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    match fact {
        Fact::Name => field.wire.clone(),
        Fact::Inside => path.rsplit_once('.').map_or("", |(parent, _)| parent).to_owned(),
        Fact::Type => shape(&field.shape),
        Fact::Presence => presence(field.presence).to_owned(),
        Fact::RequiredIf => field.required_if.as_ref().map(|condition| one_line(&condition.text)).unwrap_or_default(),
        Fact::Default => text(&field.default),
        Fact::Example => text(&field.example),
        Fact::Minimum => text(&limits.minimum),
        Fact::Maximum => text(&limits.maximum),
        Fact::MinLength => number(limits.min_length),
        Fact::MaxLength => number(limits.max_length),
        Fact::MinItems => number(limits.min_items),
        Fact::MaxItems => number(limits.max_items),
        Fact::Excluded => limits.excluded.join(", "),
        Fact::First => characters(&limits.first),
        Fact::Allowed => characters(&limits.allowed),
        Fact::ForbiddenPrefixes => limits.forbidden_prefixes.join(", "),
        Fact::Rivals => limits.rivals.join(", "),
        Fact::Pattern => text(&limits.pattern),
        Fact::Unit => text(&limits.unit),
        Fact::TimeFormat => text(&limits.time_format),
        Fact::Json => limits.json.to_string(),
        Fact::Sensitive => field.sensitive.to_string(),
        Fact::Deprecated => field.deprecated.to_string(),
        Fact::Description => one_line(field.description.as_deref().unwrap_or_default()),
        Fact::See => field.see.join(", "),
        Fact::In
        | Fact::Role
        | Fact::Title
        | Fact::Summary
        | Fact::Method
        | Fact::Path
        | Fact::Endpoint
        | Fact::Poll
        | Fact::Pending
        | Fact::Done
        | Fact::Key
        | Fact::State
        | Fact::Link
        | Fact::Product
        | Fact::Version
        | Fact::Protocol
        | Fact::Endpoints
        | Fact::InternalEndpoint
        | Fact::Status
        | Fact::Code
        | Fact::Message => String::new(),
    }
}

/// How many characters of a text are shown; its words stand on the page.
const SHOWN: usize = 80;

/// The first line of a text, cut where it is long.
fn one_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut = line.len() < text.trim_end().len() || line.chars().count() > SHOWN;
    line.chars().take(SHOWN).chain(if cut { "..." } else { "" }.chars()).collect()
}
