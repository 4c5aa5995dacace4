//! What operations have to do with each other.
//!
//! In: all operations. Out: the same, with the key and the state of asynchronous ones settled: the parameter by which the
//! polled operation is called, and the field of its answer that tells the state.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::spec::POLL_UNKNOWN;
use crate::dialect::Dialect;
use crate::spec::model::{Asynchronous, Fact, Field, Operation, Presence, Role, Testimony, Type};
use crate::spec::places::Places;

/// Settles how asynchronous operations are polled.
pub fn relate(operations: &mut [Operation], dialect: &Dialect, places: &Places<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let settled: Vec<Option<(Option<Settled>, Option<Settled>)>> = operations
        .iter()
        .map(|operation| {
            let asynchronous = operation.asynchronous.as_ref()?;
            let polled = operations.iter().find(|polled| polled.name == asynchronous.poll);
            let Some(polled) = polled else {
                let (page, span) = places.span(&asynchronous.origin);
                let message =
                    format!("{} is polled with {}, which no page documents", operation.name, asynchronous.poll);
                diagnostics.push(Diagnostic::new(POLL_UNKNOWN, &page, span, message));
                return None;
            };
            Some((key(polled), state(asynchronous, polled, dialect)))
        })
        .collect();
    for (operation, settled) in operations.iter_mut().zip(settled) {
        if let (Some(asynchronous), Some((key, state))) = (&mut operation.asynchronous, settled) {
            for (fact, slot, settled) in
                [(Fact::Key, &mut asynchronous.key, key), (Fact::State, &mut asynchronous.state, state)]
            {
                let Some(Settled { path, said }) = settled else { continue };
                *slot = Some(path);
                if let Some(said) = said {
                    asynchronous.evidence.add(fact, said.moved(None, Some(&asynchronous.origin)));
                }
            }
        }
    }
}

/// A parameter or a field of the polled operation, and who names it there.
struct Settled {
    path: String,
    said: Option<Testimony>,
}

impl Settled {
    fn of(path: &str, field: &Field) -> Self {
        let said = field.evidence.of(Fact::Name).next();
        Self { path: path.to_owned(), said: said.map(|said| said.clone().moved(field.origin.as_ref(), None)) }
    }
}

/// The one parameter that the polled operation needs. Where this operation neither sends nor answers it, the caller
/// has to know it: a certificate is deleted by its own ID, and the gateway's state tells when.
fn key(polled: &Operation) -> Option<Settled> {
    let needed: Vec<&Field> = polled
        .parameters
        .iter()
        .filter(|parameter| parameter.field.presence == Presence::Required)
        .filter(|parameter| match &parameter.role {
            Some(Role::Constant { .. } | Role::Region | Role::Project | Role::AuthToken) => false,
            Some(Role::IdempotencyToken | Role::PageNumber | Role::PageSize | Role::Offset | Role::Cursor) | None => {
                true
            }
        })
        .map(|parameter| &parameter.field)
        .collect();
    let [only] = needed.as_slice() else { return None };
    Some(Settled::of(&only.wire, only))
}

/// The field of the polled operation's answer that tells the state: its values have the states that the page names, or
/// it is called as such fields are.
fn state(asynchronous: &Asynchronous, polled: &Operation, dialect: &Dialect) -> Option<Settled> {
    let fields = &polled.responses.first()?.fields;
    let mut paths = Vec::new();
    collect(fields, "", &mut paths);
    let states: Vec<&String> = asynchronous.done.iter().chain(&asynchronous.pending).collect();
    let lists_states = |field: &Field| {
        !states.is_empty()
            && states.iter().all(|state| field.values.iter().any(|value| value.wire.eq_ignore_ascii_case(state)))
    };
    let named = |field: &Field| dialect.state_fields.iter().any(|name| name.eq_ignore_ascii_case(&field.wire));
    let shows_state = |field: &Field| field.example.as_ref().is_some_and(|example| states.contains(&example));
    [
        paths.iter().find(|(_, field)| lists_states(field)),
        paths.iter().find(|(_, field)| named(field) && shows_state(field)),
        paths.iter().find(|(_, field)| named(field)),
    ]
    .into_iter()
    .flatten()
    .next()
    .map(|(path, field)| Settled::of(path, field))
}

/// Scalar fields outside lists, by dotted path.
fn collect<'a>(fields: &'a [Field], parent: &str, paths: &mut Vec<(String, &'a Field)>) {
    for field in fields {
        let path = if parent.is_empty() { field.wire.clone() } else { format!("{parent}.{}", field.wire) };
        if matches!(field.shape, Type::Object { .. })
            && let Some(inner) = field.shape.members()
        {
            collect(inner, &path, paths);
        } else if field.shape == Type::String {
            paths.push((path, field));
        }
    }
}
