//! Types and their names: what each member holds, and the objects and enumerations that this makes.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::catalogue;
use crate::spec::model::{
    Field, Location, Operation, Origin, Presence, Protocol, Response, Role, Spec, Type, is_any_key,
};

use super::super::naming::{Kind, RustIdent, Scope};
use super::{Enumeration, Given, Holds, Member, Notes, OPERATION_TYPES, OperationPlan, REQUEST_METHODS, Struct, Types};

/// How deep objects may nest. Deeper ones stay JSON, so that no type and no recursion grows without bound.
const MAX_DEPTH: usize = 32;

/// The structs of `types.rs` by their key in the spec.
pub struct References<'spec> {
    names: BTreeMap<&'spec str, RustIdent>,
    /// Keys of objects that some request holds.
    sent: BTreeSet<&'spec str>,
}

/// Plans `types.rs`.
pub fn shared<'spec>(spec: &'spec Spec, notes: &mut Notes) -> (Types<'spec>, References<'spec>) {
    let mut scope = Scope::new(Kind::Type, &[], spec.types.keys().map(String::as_str));
    let names = spec.types.keys().map(|key| (key.as_str(), scope.name(key))).collect();
    let references = References { names, sent: sent_types(spec) };
    let mut builder = Builder { references: &references, notes, scope, types: Types::default(), in_shared: true };
    for (key, fields) in &spec.types {
        let Some(name) = references.names.get(key.as_str()).cloned() else { continue };
        let sent = references.sent.contains(key.as_str());
        let place = Place { path: vec![key], sent, depth: 0 };
        let members = builder.members(fields, &place);
        builder.types.structs.push(Struct { name, path: key.clone(), sent, shared: None, members });
    }
    let Builder { types, scope, .. } = builder;
    notes.clashes(None, "shared objects", scope.clashes);
    (types, references)
}

/// Plans an operation, but for its waiter.
pub fn operation<'spec>(
    spec: &'spec Spec,
    operation: &'spec Operation,
    module: RustIdent,
    method: RustIdent,
    references: &References<'spec>,
    notes: &mut Notes,
) -> OperationPlan<'spec> {
    let scope = Scope::new(Kind::Type, OPERATION_TYPES, []);
    let mut builder = Builder { references, notes, scope, types: Types::default(), in_shared: false };
    let parameters = builder.parameters(spec, operation);
    let answer = operation.responses.iter().find(|response| is_answer(response));
    let output = answer.map(|answer| builder.output(answer)).unwrap_or_default();
    let Builder { types, scope, .. } = builder;
    notes.clashes(operation.origins.first(), &operation.name, scope.clashes);
    let pages = super::calls::pages(operation, answer);
    let retry_safe = super::is_retry_safe(spec, operation);
    OperationPlan { operation, module, method, parameters, output, types, retry_safe, pages, wait: None }
}

/// Whether a status is the answer's: the page gives none, or a good one.
fn is_answer(response: &Response) -> bool {
    response.status.is_none_or(|status| (200..300).contains(&status))
}

/// Keys of shared objects that a request holds, directly or not.
fn sent_types(spec: &Spec) -> BTreeSet<&str> {
    let mut open: Vec<&Type> = spec
        .operations
        .iter()
        .flat_map(|operation| &operation.parameters)
        .map(|parameter| &parameter.field.shape)
        .collect();
    let mut sent = BTreeSet::new();
    while let Some(shape) = open.pop() {
        match shape {
            Type::Map { value } => open.push(value),
            Type::Array { item } => open.push(item),
            Type::Object { fields } => open.extend(fields.iter().map(|field| &field.shape)),
            Type::Reference { name } => {
                if sent.insert(name.as_str()) {
                    open.extend(spec.types.get(name).into_iter().flatten().map(|field| &field.shape));
                }
            }
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::File | Type::Any | Type::Unknown => {}
        }
    }
    sent
}

/// Where members stand.
struct Place<'spec> {
    /// Wire names from the top.
    path: Vec<&'spec str>,
    /// Whether callers make the object.
    sent: bool,
    depth: usize,
}

struct Builder<'spec, 'plan> {
    references: &'plan References<'spec>,
    notes: &'plan mut Notes,
    scope: Scope,
    types: Types<'spec>,
    in_shared: bool,
}

impl<'spec> Builder<'spec, '_> {
    fn parameters(&mut self, spec: &Spec, operation: &'spec Operation) -> Vec<Member<'spec>> {
        let place = Place { path: Vec::new(), sent: true, depth: 0 };
        let kept: Vec<_> = operation
            .parameters
            .iter()
            .filter(|parameter| !is_of_protocol(spec.protocol, &parameter.field.wire, parameter.role.as_ref()))
            .collect();
        let mut names =
            Scope::new(Kind::Field, REQUEST_METHODS, kept.iter().map(|parameter| parameter.field.wire.as_str()));
        let members = kept
            .into_iter()
            .map(|parameter| {
                let field = &parameter.field;
                let role = parameter.role.as_ref();
                let given = given(field, role);
                let holds = match (given, parameter.location, &field.shape) {
                    (Given::Constant, ..) => Holds::Text,
                    // Elsewhere a file stands in text: the page says in which form.
                    (_, Location::Form, Type::File) => Holds::Bytes,
                    _ => self.holds(field, &place),
                };
                let name = names.name(&field.wire);
                Member { name, field, location: parameter.location, role, given, holds, sent: true }
            })
            .collect();
        self.notes.clashes(operation.origins.first(), &operation.name, names.clashes);
        members
    }

    fn output(&mut self, response: &'spec Response) -> Vec<Member<'spec>> {
        let place = Place { path: Vec::new(), sent: false, depth: 0 };
        let headers = response.headers.iter().map(|field| (Location::Header, field));
        // One field takes what stands behind any key, where the page says what that is; else the body has it.
        let is_known = |field: &&Field| !is_any_key(&field.wire) || matches!(field.shape, Type::Map { .. });
        let fields = response.fields.iter().filter(is_known);
        let fields: Vec<_> = headers.chain(fields.map(|field| (Location::Body, field))).collect();
        self.named(&fields, &place)
    }

    fn members(&mut self, fields: &'spec [Field], place: &Place<'spec>) -> Vec<Member<'spec>> {
        let fields: Vec<_> = fields.iter().map(|field| (Location::Body, field)).collect();
        self.named(&fields, place)
    }

    fn named(&mut self, fields: &[(Location, &'spec Field)], place: &Place<'spec>) -> Vec<Member<'spec>> {
        let mut names = Scope::new(Kind::Field, &[], fields.iter().map(|(_, field)| field.wire.as_str()));
        let members = fields
            .iter()
            .map(|&(location, field)| {
                let given = if place.sent { self::given(field, None) } else { Given::Answer };
                let holds = self.holds(field, place);
                Member { name: names.name(&field.wire), field, location, role: None, given, holds, sent: place.sent }
            })
            .collect();
        let origin = fields.iter().find_map(|(_, field)| field.origin.as_ref());
        self.notes.clashes(origin, &place.path.join("."), names.clashes);
        members
    }

    fn holds(&mut self, field: &'spec Field, place: &Place<'spec>) -> Holds {
        let mut path = place.path.clone();
        path.push(&field.wire);
        let place = Place { path, sent: place.sent, depth: place.depth + 1 };
        self.shape(&field.shape, field, &place, false)
    }

    /// `behind` tells that a list or a map stands between the member and the shape.
    fn shape(&mut self, shape: &'spec Type, field: &'spec Field, place: &Place<'spec>, behind: bool) -> Holds {
        if place.depth > MAX_DEPTH {
            return Holds::Json;
        }
        let deeper = || Place { path: place.path.clone(), sent: place.sent, depth: place.depth + 1 };
        match shape {
            Type::String if !field.values.is_empty() => self.enumeration(field, place),
            Type::String | Type::File => Holds::Text,
            Type::Integer => Holds::Integer,
            Type::Number => Holds::Number,
            Type::Boolean => Holds::Boolean,
            Type::Any | Type::Unknown => Holds::Json,
            Type::Map { value } => Holds::Map(Box::new(self.shape(value, field, &deeper(), true))),
            Type::Array { item } => Holds::List(Box::new(self.shape(item, field, &deeper(), true))),
            Type::Object { fields } if fields.is_empty() => Holds::Json,
            Type::Object { fields } => self.object(fields, place),
            Type::Reference { name } => self.reference(name, field.origin.as_ref(), behind),
        }
    }

    fn object(&mut self, fields: &'spec [Field], place: &Place<'spec>) -> Holds {
        let name = self.type_name(place);
        let members = self.members(fields, place);
        let path = place.path.join(".");
        self.types.structs.push(Struct { name: name.clone(), path, sent: place.sent, shared: None, members });
        Holds::Record(name)
    }

    fn reference(&mut self, key: &str, origin: Option<&Origin>, behind: bool) -> Holds {
        if let Some(name) = self.references.names.get(key) {
            return Holds::Shared { name: name.clone(), boxed: self.in_shared && !behind };
        }
        self.notes.add(
            catalogue::emit::UNKNOWN_REFERENCE,
            origin,
            &format!("`{key}` is no object of the spec; the value stays JSON"),
            "extract the spec again; if it stays, add an erratum for the type",
        );
        Holds::Json
    }

    /// An enumeration, or the one that has the same name and the same values already.
    fn enumeration(&mut self, field: &'spec Field, place: &Place<'spec>) -> Holds {
        let wanted = Scope::new(Kind::Type, &[], []).name(&type_words(&place.path));
        let same_values = |other: &Enumeration<'_>| {
            let theirs = other.values.iter().map(|(_, value)| value.wire.as_str());
            theirs.collect::<BTreeSet<_>>() == field.values.iter().map(|value| value.wire.as_str()).collect()
        };
        if let Some(same) = self.types.enumerations.iter().find(|other| other.name == wanted && same_values(other)) {
            return Holds::Enumeration(same.name.clone());
        }
        let mut seen = BTreeSet::new();
        let values: Vec<_> = field.values.iter().filter(|value| seen.insert(value.wire.as_str())).collect();
        let mut scope = Scope::new(Kind::Variant, &[], values.iter().map(|value| value.wire.as_str()));
        let values: Vec<_> = values.into_iter().map(|value| (scope.name(&value.wire), value)).collect();
        self.notes.clashes(field.origin.as_ref(), &place.path.join("."), std::mem::take(&mut scope.clashes));
        let free = ["Unknown", "Other", "Unlisted"].into_iter().find(|name| scope.is_free(name)).unwrap_or("Unknown");
        let unknown = scope.name(free);
        let name = self.type_name(place);
        let path = place.path.join(".");
        self.types.enumerations.push(Enumeration { name: name.clone(), path, values, unknown, shared: None });
        Holds::Enumeration(name)
    }

    /// The name of an object or an enumeration, by its path. Where a request has taken it, the answer's starts with
    /// `Output`.
    fn type_name(&mut self, place: &Place<'_>) -> RustIdent {
        let words = type_words(&place.path);
        let of_output = format!("Output.{words}");
        if !place.sent && !self.scope.is_free(&words) && self.scope.is_free(&of_output) {
            return self.scope.name(&of_output);
        }
        self.scope.name(&words)
    }
}

/// The path without the wrappers of lists: `Disks.Disk.Tags.Tag` is `Disk.Tag`.
fn type_words(path: &[&str]) -> String {
    let wraps = |outer: &str, inner: &str| {
        let rest = outer.strip_prefix(inner);
        rest.is_some_and(|rest| matches!(rest, "s" | "es" | "S" | "List" | "list" | "_list" | "Set" | "Sets"))
    };
    let next = path.iter().skip(1).map(Some).chain([None]);
    let kept = path.iter().zip(next).filter(|(part, next)| !next.is_some_and(|next| wraps(part, next)));
    kept.map(|(part, _)| *part).collect::<Vec<_>>().join(".")
}

/// Parameters that the protocol itself sends.
fn is_of_protocol(protocol: Protocol, wire: &str, role: Option<&Role>) -> bool {
    match protocol {
        Protocol::AlibabaRpc | Protocol::Rpc => {
            matches!(role, Some(Role::Constant { .. })) && matches!(wire, "Action" | "Version")
        }
        Protocol::HuaweiRest | Protocol::Rest => false,
    }
}

fn given(field: &Field, role: Option<&Role>) -> Given {
    match role {
        Some(Role::Constant { .. }) => return Given::Constant,
        Some(Role::AuthToken) => return Given::Client,
        Some(Role::Region | Role::Project | Role::IdempotencyToken) => return Given::Optional,
        Some(Role::PageNumber | Role::PageSize | Role::Offset | Role::Cursor) | None => {}
    }
    match field.presence {
        Presence::Required => Given::Required,
        Presence::Optional | Presence::Unstated => Given::Optional,
    }
}
