//! Corrects the facts of operations.

use super::change::{self, Changes, Said};
use super::place::{self, Place};
use super::{Change, Correction, Erratum, evidence};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::errata::{
    ERRATA_UNREADABLE, ERRATUM_AMBIGUOUS, ERRATUM_MATCHES_NOTHING, ERRATUM_STALE,
};
use crate::source::{PagePath, Span};
use crate::spec::model::{ErrorCode, Evidence, Fact, Field, Operation, Parameter, Response, Testimony, Type, Witness};

/// What goes wrong, boxed: it is rare, and large.
type Applied = Result<(), Box<Diagnostic>>;

/// The way to a field: its index at the top, then among the members of each object.
type Way = Vec<usize>;

/// Applies one correction to the one operation of the page that it fits.
pub(super) fn correct(
    file: &PagePath,
    erratum: &Erratum,
    correction: &Correction,
    operations: &mut [Operation],
) -> Applied {
    let page = erratum.page.as_str();
    let span = correction.place_span;
    let fail =
        |code, message: String, help: String| Err(Box::new(Diagnostic::new(code, file, span, message).with_help(help)));
    let documented = |operation: &Operation| operation.origins.iter().any(|origin| origin.page == page);
    let named = |operation: &Operation| correction.operation.as_ref().is_none_or(|name| *name == operation.name);
    let of_page: Vec<&Operation> = operations.iter().filter(|operation| documented(operation)).collect();
    let place = correction.place.print();
    if !of_page.iter().any(|operation| named(operation)) {
        let message = match &correction.operation {
            Some(name) => format!("`{page}` documents no operation `{name}`"),
            None => format!("`{page}` documents no operation"),
        };
        let help = place::closest(
            correction.operation.as_deref().unwrap_or_default(),
            of_page.iter().map(|operation| operation.name.as_str()),
        );
        return fail(ERRATUM_MATCHES_NOTHING, message, help);
    }
    let fits = |operation: &Operation| match &correction.change {
        Change::Set { .. } | Change::Remove { .. } => exists(operation, &correction.place),
        Change::Add(_) => can_hold(operation, &correction.place),
    };
    let fitting: Vec<usize> = operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| documented(operation) && named(operation) && fits(operation))
        .map(|(index, _)| index)
        .collect();
    match fitting[..] {
        [index] => {
            let Some(operation) = operations.get_mut(index) else { return Ok(()) };
            // All keys are changed, or none.
            let mut corrected = operation.clone();
            change_operation(file, erratum, correction, &mut corrected)?;
            *operation = corrected;
            Ok(())
        }
        [] => {
            let message = format!("erratum matches nothing: `{page}` has no `{place}`");
            let paths = all_paths(&of_page, &correction.place);
            fail(ERRATUM_MATCHES_NOTHING, message, place::closest(&place, paths.iter().map(String::as_str)))
        }
        _ => {
            let fitted = operations.iter().enumerate().filter(|(index, _)| fitting.contains(index));
            let fitted: Vec<String> = fitted.map(|(_, operation)| format!("`{}`", operation.name)).collect();
            let message = format!("erratum fits {} operations of `{page}`: {}", fitted.len(), fitted.join(", "));
            fail(ERRATUM_AMBIGUOUS, message, "add `operation = \"...\"` with the one that is meant".to_owned())
        }
    }
}

/// Changes an operation that has the place.
fn change_operation(file: &PagePath, erratum: &Erratum, correction: &Correction, operation: &mut Operation) -> Applied {
    let wrong = |message: String| {
        let message = format!("erratum can not be applied: {message}");
        Box::new(Diagnostic::new(ERRATA_UNREADABLE, file, correction.place_span, message))
    };
    let place = &correction.place;
    match &correction.change {
        Change::Set { was, was_span, set } => {
            check_was(file, *was_span, place, was, operation)?;
            set_all(operation, place, set, &erratum.testimony).map_err(wrong)
        }
        Change::Remove { was } => {
            if let Some((was, span)) = was {
                let key = if matches!(place, Place::Error(_)) { "message" } else { "type" };
                check_was(file, *span, place, &vec![(key, was.clone())], operation)?;
            }
            match place {
                Place::Operation => {}
                Place::Error(code) => operation.errors.retain(|error| error.code != *code),
                Place::Request(_) | Place::Response(..) => {
                    locate(operation, place).and_then(|way| take(operation, place, &way));
                }
            }
            Ok(())
        }
        Change::Add(add) => {
            if exists(operation, place) {
                let message = format!("the page now has `{}`, which the erratum adds", place.print());
                let help = "the vendor mended the page: delete the erratum, or turn it into a `set`";
                return Err(Box::new(
                    Diagnostic::new(ERRATUM_STALE, file, correction.place_span, message).with_help(help),
                ));
            }
            add_one(erratum, operation, place, add).map_err(wrong)
        }
    }
}

/// Whether the page still says what the erratum says that it says.
fn check_was(file: &PagePath, span: Span, place: &Place, was: &Changes, operation: &Operation) -> Applied {
    for (key, was) in was {
        let today = says(operation, place, key);
        if today != *was {
            let message = format!(
                "erratum is stale: the page says {} as {key} of `{}`, not {}",
                today.print(),
                place.print(),
                was.print()
            );
            let help =
                "delete the erratum if the vendor mended the page; else write into `was` what the page says today";
            return Err(Box::new(Diagnostic::new(ERRATUM_STALE, file, span, message).with_help(help)));
        }
    }
    Ok(())
}

fn says(operation: &Operation, place: &Place, key: &str) -> Said {
    let nothing = Said::Text(String::new());
    match place {
        Place::Operation => change::operation_says(operation, key),
        Place::Error(code) => {
            let error = operation.errors.iter().find(|error| error.code == *code);
            error.map_or(nothing, |error| change::error_says(error, key))
        }
        Place::Request(path) | Place::Response(_, path) => {
            let Some(way) = locate(operation, place) else { return nothing };
            if key == "inside" {
                return Said::Text(owner_path(operation, place, &way, path));
            }
            let location = match (place, &way[..]) {
                (Place::Request(_), [index]) => operation.parameters.get(*index).map(|parameter| parameter.location),
                _ => None,
            };
            field(operation, place, &way).map_or(nothing, |field| change::field_says(field, location, key))
        }
    }
}

/// The path of the object that holds a field; empty at the top.
fn owner_path(operation: &Operation, place: &Place, way: &[usize], path: &str) -> String {
    let name = field(operation, place, way).map_or(String::new(), |field| place::normalize(&field.wire));
    let path = place::normalize(path);
    path.strip_suffix(name.as_str()).unwrap_or_default().trim_end_matches('.').to_owned()
}

fn set_all(operation: &mut Operation, place: &Place, set: &Changes, testimony: &Testimony) -> Result<(), String> {
    let named = |key: &str, message: String| format!("`{key}` {message}");
    match place {
        Place::Operation => {
            for (key, said) in set {
                change::put_operation(operation, key, said).map_err(|message| named(key, message))?;
            }
            evidence::changed(&mut operation.evidence, set, testimony);
            Ok(())
        }
        Place::Error(code) => {
            let Some(error) = operation.errors.iter_mut().find(|error| error.code == *code) else { return Ok(()) };
            for (key, said) in set {
                change::put_error(error, key, said).map_err(|message| named(key, message))?;
            }
            witness(&mut error.witnesses);
            evidence::changed(&mut error.evidence, set, testimony);
            Ok(())
        }
        Place::Request(_) | Place::Response(..) => {
            let Some(way) = locate(operation, place) else { return Ok(()) };
            for (key, said) in set.iter().filter(|(key, _)| !matches!(*key, "in" | "inside")) {
                if let Some(field) = field_mut(operation, place, &way) {
                    change::put_field(field, key, said).map_err(|message| named(key, message))?;
                }
            }
            if let Some(field) = field_mut(operation, place, &way) {
                witness(&mut field.witnesses);
                evidence::field(field, set, testimony);
            }
            if let Some((_, said)) = set.iter().find(|(key, _)| *key == "in") {
                set_location(operation, place, &way, said).map_err(|message| named("in", message))?;
            }
            match set.iter().find(|(key, _)| *key == "inside") {
                Some((_, Said::Text(owner))) => move_inside(operation, place, &way, owner),
                Some((_, Said::List(_))) | None => Ok(()),
            }
        }
    }
}

fn set_location(operation: &mut Operation, place: &Place, way: &[usize], said: &Said) -> Result<(), String> {
    let location = change::parse_location(said)?;
    match (place, way) {
        (Place::Request(_), [index]) => {
            if let Some(parameter) = operation.parameters.get_mut(*index) {
                parameter.location = location;
            }
            Ok(())
        }
        _ => Err("is for parameters, not for their members or fields of answers".to_owned()),
    }
}

/// Moves a field into another object; into none with an empty path.
fn move_inside(operation: &mut Operation, place: &Place, way: &[usize], owner: &str) -> Result<(), String> {
    let location = match (place, way.first()) {
        (Place::Request(_), Some(index)) => operation.parameters.get(*index).map(|parameter| parameter.location),
        _ => None,
    };
    let Some((field, role)) = take(operation, place, way) else { return Ok(()) };
    let fields = owner_fields(operation, place, owner)?;
    match (fields, location) {
        (Some(fields), _) => fields.push(field),
        (None, Some(location)) => operation.parameters.push(Parameter { location, role, field }),
        (None, None) => {
            if let Some(response) = response_mut(operation, place) {
                response.fields.push(field);
            }
        }
    }
    Ok(())
}

/// The members of the object at a path, which becomes an object where no type is settled; `None` for an empty path.
fn owner_fields<'o>(
    operation: &'o mut Operation,
    place: &Place,
    owner: &str,
) -> Result<Option<&'o mut Vec<Field>>, String> {
    if owner.is_empty() {
        return Ok(None);
    }
    let owner_place = at(place, owner);
    let Some(way) = locate(operation, &owner_place) else {
        return Err(format!("there is no `{}`", owner_place.print()));
    };
    let shape = field_mut(operation, &owner_place, &way).map(|field| &mut field.shape);
    let Some(shape) = shape else { return Ok(None) };
    open(shape);
    match shape.members_mut() {
        Some(fields) => Ok(Some(fields)),
        None => Err(format!("`{}` is no object: set its type first", owner_place.print())),
    }
}

/// Makes an object of what nobody knows to be anything else.
fn open(shape: &mut Type) {
    match shape {
        Type::Array { item } => open(item),
        Type::Map { value } => open(value),
        Type::Unknown | Type::Any => *shape = Type::Object { fields: Vec::new() },
        Type::String
        | Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::File
        | Type::Object { .. }
        | Type::Reference { .. } => {}
    }
}

fn add_one(erratum: &Erratum, operation: &mut Operation, place: &Place, add: &Changes) -> Result<(), String> {
    let testimony = &erratum.testimony;
    let named = |key: &str, message: String| format!("`{key}` {message}");
    match place {
        Place::Operation => Ok(()),
        Place::Error(code) => {
            let Some(origin) = operation.origins.iter().find(|origin| origin.page == erratum.page).cloned() else {
                return Ok(());
            };
            let witnesses = vec![Witness::Erratum];
            let mut error = ErrorCode {
                status: None,
                code: code.clone(),
                message: None,
                description: None,
                witnesses,
                origin,
                evidence: Evidence::default(),
            };
            for (key, said) in add {
                change::put_error(&mut error, key, said).map_err(|message| named(key, message))?;
            }
            evidence::changed(&mut error.evidence, add, testimony);
            error.evidence.add_first(Fact::Code, testimony.clone());
            operation.errors.push(error);
            Ok(())
        }
        Place::Request(path) | Place::Response(_, path) => {
            let path = place::normalize(path);
            let (owner, name) = path.rsplit_once('.').unwrap_or(("", &path));
            let mut field = Field { wire: name.to_owned(), witnesses: vec![Witness::Erratum], ..Field::default() };
            for (key, said) in add {
                change::put_field(&mut field, key, said).map_err(|message| named(key, message))?;
            }
            evidence::field(&mut field, add, testimony);
            field.evidence.add_first(Fact::Name, testimony.clone());
            if !owner.is_empty() {
                field.evidence.add_first(Fact::Inside, testimony.clone());
            }
            if let Some(fields) = owner_fields(operation, place, owner)? {
                fields.push(field);
            } else if matches!(place, Place::Request(_)) {
                let Some((_, said)) = add.iter().find(|(key, _)| *key == "in") else {
                    return Err("a parameter needs `in`".to_owned());
                };
                let location = change::parse_location(said).map_err(|message| named("in", message))?;
                operation.parameters.push(Parameter { location, role: None, field });
            } else if let Some(response) = response_mut(operation, place) {
                response.fields.push(field);
            }
            Ok(())
        }
    }
}

fn witness(witnesses: &mut Vec<Witness>) {
    if !witnesses.contains(&Witness::Erratum) {
        witnesses.push(Witness::Erratum);
    }
}

/// The same side with another path.
fn at(place: &Place, path: &str) -> Place {
    match place {
        Place::Request(_) => Place::Request(path.to_owned()),
        Place::Response(status, _) => Place::Response(*status, path.to_owned()),
        Place::Error(_) | Place::Operation => place.clone(),
    }
}

fn exists(operation: &Operation, place: &Place) -> bool {
    match place {
        Place::Operation => true,
        Place::Error(code) => operation.errors.iter().any(|error| error.code == *code),
        Place::Request(_) | Place::Response(..) => locate(operation, place).is_some(),
    }
}

/// Whether something can be added at the place: its owner is there.
fn can_hold(operation: &Operation, place: &Place) -> bool {
    match place {
        Place::Operation | Place::Error(_) => true,
        Place::Request(path) | Place::Response(_, path) => {
            let path = place::normalize(path);
            match path.rsplit_once('.') {
                Some((owner, _)) => locate(operation, &at(place, owner)).is_some(),
                None => matches!(place, Place::Request(_)) || response(operation, place).is_some(),
            }
        }
    }
}

fn response<'o>(operation: &'o Operation, place: &Place) -> Option<&'o Response> {
    match place {
        Place::Response(None, _) => operation.responses.first(),
        Place::Response(status, _) => operation.responses.iter().find(|response| response.status == *status),
        Place::Operation | Place::Request(_) | Place::Error(_) => None,
    }
}

fn response_mut<'o>(operation: &'o mut Operation, place: &Place) -> Option<&'o mut Response> {
    match place {
        Place::Response(None, _) => operation.responses.first_mut(),
        Place::Response(status, _) => operation.responses.iter_mut().find(|response| response.status == *status),
        Place::Operation | Place::Request(_) | Place::Error(_) => None,
    }
}

/// The fields at the top of a side.
fn top<'o>(operation: &'o Operation, place: &Place) -> Vec<&'o Field> {
    match place {
        Place::Request(_) => operation.parameters.iter().map(|parameter| &parameter.field).collect(),
        Place::Response(..) => {
            response(operation, place).map(|response| response.fields.iter().collect()).unwrap_or_default()
        }
        Place::Operation | Place::Error(_) => Vec::new(),
    }
}

/// The way to the field at a place. Of several parameters of one name, the first.
fn locate(operation: &Operation, place: &Place) -> Option<Way> {
    let (Place::Request(path) | Place::Response(_, path)) = place else { return None };
    let mut way = Way::new();
    find(&top(operation, place), &place::normalize(path), &mut way).then_some(way)
}

fn find(fields: &[&Field], path: &str, way: &mut Way) -> bool {
    for (index, field) in fields.iter().enumerate() {
        let Some(rest) = place::after(path, &field.wire) else { continue };
        way.push(index);
        if rest.is_empty() {
            return true;
        }
        if let Some(members) = field.shape.members()
            && find(&members.iter().collect::<Vec<_>>(), rest, way)
        {
            return true;
        }
        way.pop();
    }
    false
}

fn field<'o>(operation: &'o Operation, place: &Place, way: &[usize]) -> Option<&'o Field> {
    let (first, rest) = way.split_first()?;
    let mut field = *top(operation, place).get(*first)?;
    for index in rest {
        field = field.shape.members()?.get(*index)?;
    }
    Some(field)
}

fn field_mut<'o>(operation: &'o mut Operation, place: &Place, way: &[usize]) -> Option<&'o mut Field> {
    let (first, rest) = way.split_first()?;
    let mut field = match place {
        Place::Request(_) => &mut operation.parameters.get_mut(*first)?.field,
        Place::Response(..) => response_mut(operation, place)?.fields.get_mut(*first)?,
        Place::Operation | Place::Error(_) => return None,
    };
    for index in rest {
        field = field.shape.members_mut()?.get_mut(*index)?;
    }
    Some(field)
}

/// Takes a field out, with the role that it had as a parameter.
fn take(operation: &mut Operation, place: &Place, way: &[usize]) -> Option<(Field, Option<crate::spec::model::Role>)> {
    let (last, owners) = way.split_last()?;
    if owners.is_empty() {
        if matches!(place, Place::Request(_)) {
            let parameter = (*last < operation.parameters.len()).then(|| operation.parameters.remove(*last))?;
            return Some((parameter.field, parameter.role));
        }
        let fields = &mut response_mut(operation, place)?.fields;
        return (*last < fields.len()).then(|| (fields.remove(*last), None));
    }
    let fields = field_mut(operation, place, owners)?.shape.members_mut()?;
    (*last < fields.len()).then(|| (fields.remove(*last), None))
}

/// All places of a page on the side of an erratum.
fn all_paths(operations: &[&Operation], place: &Place) -> Vec<String> {
    let mut found = Vec::new();
    for operation in operations {
        if let Place::Error(_) = place {
            found.extend(operation.errors.iter().map(|error| Place::Error(error.code.clone()).print()));
            continue;
        }
        let mut paths = Vec::new();
        place::paths(top(operation, place).into_iter(), "", &mut paths);
        found.extend(paths.iter().map(|path| at(place, path).print()));
    }
    found
}
