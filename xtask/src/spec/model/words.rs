//! What reports call the values of a spec: a few words each, in one line.

use super::{CharacterClass, CharacterSet, Location, Presence, Protocol, Role, Type};

/// A type: `array<object>`.
pub fn shape(shape: &Type) -> String {
    match shape {
        Type::String => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::File => "file".to_owned(),
        Type::Any => "any JSON".to_owned(),
        Type::Unknown => "unknown".to_owned(),
        Type::Object { .. } => "object".to_owned(),
        Type::Reference { name } => format!("object {name}"),
        Type::Array { item } => format!("array<{}>", self::shape(item)),
        Type::Map { value } => format!("map<{}>", self::shape(value)),
    }
}

/// Whether a parameter must be sent.
pub fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Unstated => "unstated",
    }
}

/// Where a parameter is sent.
pub fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Body => "body",
        Location::Form => "form",
    }
}

/// How requests are made.
pub fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::AlibabaRpc => "alibaba_rpc",
        Protocol::HuaweiRest => "huawei_rest",
        Protocol::Rpc => "rpc",
        Protocol::Rest => "rest",
    }
}

/// What a parameter is for.
pub fn role(role: &Role) -> String {
    match role {
        Role::Constant { value } => format!("constant {value}"),
        Role::Region => "region".to_owned(),
        Role::Project => "project".to_owned(),
        Role::AuthToken => "token of the client".to_owned(),
        Role::IdempotencyToken => "idempotency token".to_owned(),
        Role::PageNumber => "number of the page".to_owned(),
        Role::PageSize => "entries a page".to_owned(),
        Role::Offset => "entries to pass over".to_owned(),
        Role::Cursor => "start of the next page".to_owned(),
    }
}

/// A set of characters; empty of the empty one.
pub fn characters(set: &CharacterSet) -> String {
    let classes = set.classes.iter().map(|class| match class {
        CharacterClass::Letter => "letters",
        CharacterClass::UppercaseLetter => "uppercase letters",
        CharacterClass::LowercaseLetter => "lowercase letters",
        CharacterClass::Digit => "digits",
        CharacterClass::Chinese => "Chinese characters",
        CharacterClass::Ascii => "ASCII",
    });
    let single = (!set.characters.is_empty()).then_some(set.characters.as_str());
    classes.chain(single).collect::<Vec<_>>().join(", ")
}
