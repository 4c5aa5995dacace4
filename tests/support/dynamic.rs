//! Requests of operations that are planned, not compiled: for corpora of which no client is committed.
//!
//! In: the plan that the emitter prints, and values by their wire names. Out: a record whose tables have the wire names,
//! places and roles of the plan's members, which is what the emitter writes into `FieldInfo`. Rules are left out: requests
//! are made without checks. Tables are leaked, as tests may.

use std::collections::BTreeMap;

use docwright::emit::plan::{Holds, Member, OperationPlan, Plan, Struct};
use docwright::spec::model::{Location, Protocol as Spoken, Role as Stated};
use docwright_runtime::Json as Free;
use docwright_runtime::operation::{FieldInfo, OperationInfo, Protocol, Role, ServiceInfo};
use docwright_runtime::record::{List, Map, Record, Slot, Value, View, absent, absent_mut};
use serde_json::Value as Json;

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// What the runtime would know of the service.
pub fn service(plan: &Plan<'_>, endpoint: &str) -> &'static ServiceInfo {
    let spec = plan.spec;
    Box::leak(Box::new(ServiceInfo {
        vendor: leak(&spec.vendor),
        service: leak(&spec.service),
        product: leak(spec.product.as_deref().unwrap_or_default()),
        version: leak(spec.version.as_deref().unwrap_or_default()),
        protocol: match spec.protocol {
            Spoken::AlibabaRpc | Spoken::Rpc => Protocol::AlibabaRpc,
            Spoken::HuaweiRest | Spoken::Rest => Protocol::HuaweiRest,
        },
        endpoint: leak(endpoint),
        endpoints: &[],
        internal_endpoint: "",
    }))
}

/// What the runtime would know of an operation.
pub fn operation(service: &'static ServiceInfo, plan: &OperationPlan<'_>) -> &'static OperationInfo {
    let stated = plan.operation;
    Box::leak(Box::new(OperationInfo::new(service, leak(&stated.name), leak(&stated.method), leak(&stated.path))))
}

/// The parameters of an operation, set to values by their wire names. The error names what the plan has no place for.
pub fn parameters(
    plan: &Plan<'_>,
    operation: &OperationPlan<'_>,
    values: &serde_json::Map<String, Json>,
) -> Result<Dynamic, String> {
    record(&Scope { plan, operation }, &operation.parameters, values)
}

struct Scope<'a> {
    plan: &'a Plan<'a>,
    operation: &'a OperationPlan<'a>,
}

impl Scope<'_> {
    fn find(&self, holds: &Holds) -> Option<&[Member<'_>]> {
        let (structs, name) = match holds {
            Holds::Record(name) => (&self.operation.types.structs, name),
            Holds::Shared { name, .. } => (&self.plan.shared.structs, name),
            _ => return None,
        };
        structs.iter().find(|one: &&Struct<'_>| one.name == *name).map(|one| one.members.as_slice())
    }
}

fn field_info(member: &Member<'_>) -> FieldInfo {
    let wire = leak(&member.field.wire);
    let info = match member.location {
        Location::Path => FieldInfo::path(wire),
        Location::Query => FieldInfo::query(wire),
        Location::Header => FieldInfo::header(wire),
        Location::Body => FieldInfo::body(wire),
        Location::Form if member.holds == Holds::Bytes => FieldInfo::file(wire),
        Location::Form => FieldInfo::form(wire),
    };
    match member.role {
        Some(Stated::Region) => info.role(Role::Region),
        Some(Stated::Project) => info.role(Role::Project),
        Some(Stated::AuthToken) => info.role(Role::AuthToken),
        Some(Stated::IdempotencyToken) => info.role(Role::IdempotencyToken),
        Some(Stated::Constant { .. } | Stated::PageNumber | Stated::PageSize | Stated::Offset | Stated::Cursor)
        | None => info,
    }
}

fn record(
    scope: &Scope<'_>,
    members: &[Member<'_>],
    values: &serde_json::Map<String, Json>,
) -> Result<Dynamic, String> {
    if let Some(unknown) = values.keys().find(|name| members.iter().all(|member| member.field.wire != **name)) {
        return Err(format!("`{unknown}` is no parameter"));
    }
    let mut fields = Vec::new();
    let mut held = Vec::new();
    for member in members {
        let wire = &member.field.wire;
        let value = values.get(wire).map(|value| dynamic(scope, &member.holds, value)).transpose();
        let value = value.map_err(|problem| format!("{wire}: {problem}"))?;
        let constant = match member.role {
            Some(Stated::Constant { value }) => Some(Held::Text(value.clone())),
            _ => None,
        };
        fields.push(field_info(member));
        held.push(value.or(constant).unwrap_or(Held::Absent));
    }
    Ok(Dynamic { fields: Box::leak(fields.into_boxed_slice()), held })
}

/// A value as a caller of the generated client would give it, in the type that the client has.
fn dynamic(scope: &Scope<'_>, holds: &Holds, value: &Json) -> Result<Held, String> {
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let refused = || format!("{holds:?} can not hold {text}");
    match holds {
        Holds::Text | Holds::Enumeration(_) if value.is_array() || value.is_object() => Err(refused()),
        Holds::Text | Holds::Enumeration(_) | Holds::Bytes => Ok(Held::Text(text)),
        Holds::Integer => text.parse().map(Held::Integer).map_err(|_| refused()),
        Holds::Number => text.parse().map(Held::Number).map_err(|_| refused()),
        Holds::Boolean => text.parse().map(Held::Boolean).map_err(|_| refused()),
        Holds::Json => Free::parse(&value.to_string()).map(Held::Json).map_err(|error| error.to_string()),
        Holds::List(item) => {
            let items = value.as_array().ok_or_else(refused)?;
            let items: Result<Vec<Held>, String> = items.iter().map(|one| dynamic(scope, item, one)).collect();
            items.map(|items| Held::List(Items(items)))
        }
        Holds::Map(inner) => {
            let members = value.as_object().ok_or_else(refused)?.iter();
            let members: Result<BTreeMap<_, _>, String> =
                members.map(|(key, one)| Ok((key.clone(), dynamic(scope, inner, one)?))).collect();
            members.map(|members| Held::Map(Entries(members)))
        }
        Holds::Record(_) | Holds::Shared { .. } => {
            let members = scope.find(holds).ok_or_else(|| format!("there is no {holds:?}"))?;
            record(scope, members, value.as_object().ok_or_else(refused)?).map(Held::Record)
        }
    }
}

/// A record of planned members.
#[derive(Debug)]
pub struct Dynamic {
    fields: &'static [FieldInfo],
    held: Vec<Held>,
}

#[derive(Debug)]
enum Held {
    Absent,
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    Json(Free),
    List(Items),
    Map(Entries),
    Record(Dynamic),
}

#[derive(Debug)]
struct Items(Vec<Held>);

#[derive(Debug)]
struct Entries(BTreeMap<String, Held>);

impl Record for Dynamic {
    fn fields(&self) -> &'static [FieldInfo] {
        self.fields
    }

    fn field(&self, index: usize) -> &dyn Value {
        self.held.get(index).map_or(absent(), |value| value)
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        self.held.get_mut(index).map_or(absent_mut(), |value| value)
    }
}

impl Value for Held {
    fn view(&self) -> View<'_> {
        match self {
            Held::Absent => View::Absent,
            Held::Text(text) => View::Text(text),
            Held::Integer(number) => View::Integer(*number),
            Held::Number(number) => View::Number(*number),
            Held::Boolean(truth) => View::Boolean(*truth),
            Held::Json(json) => View::Json(json),
            Held::List(items) => View::List(items),
            Held::Map(entries) => View::Map(entries),
            Held::Record(record) => View::Record(record),
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Nothing
    }
}

impl List for Items {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn item(&self, index: usize) -> Option<&dyn Value> {
        self.0.get(index).map(|item| item as &dyn Value)
    }

    fn item_mut(&mut self, index: usize) -> Option<&mut dyn Value> {
        self.0.get_mut(index).map(|item| item as &mut dyn Value)
    }

    fn push(&mut self) -> &mut dyn Value {
        absent_mut()
    }

    fn pop(&mut self) {}
}

impl Map for Entries {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Value)) {
        for (key, value) in &self.0 {
            visit(key, value);
        }
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut dyn Value)) {
        for value in self.0.values_mut() {
            visit(value);
        }
    }

    fn insert(&mut self, _: &str) -> &mut dyn Value {
        absent_mut()
    }

    fn remove(&mut self, _: &str) {}
}
