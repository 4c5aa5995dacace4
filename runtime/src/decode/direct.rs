//! Reads JSON straight into a record, without a tree of the answer in between.
//!
//! In: the text of an object, and the record for it. Out: the record, as the tree would have filled it. Only what has
//! another form than its field becomes a tree, a small one, for the lenient rules of the module above.

use super::{ERROR_CODES, Found, fill, keys, position, takes_list, unwrapped};
use crate::json::{DEPTH, Node, Reader};
use crate::record::{Record, Slot, Value};

/// Reads a whole answer. The error is the byte at which reading stopped.
pub(super) fn answer(text: &str, output: &mut dyn Record) -> Result<Found, usize> {
    let mut reader = Reader::new(text);
    let mut found = Found::default();
    object(&mut reader, output, 0, &mut found)?;
    reader.end()?;
    Ok(found)
}

/// Reads an object into a record.
fn object(reader: &mut Reader<'_>, target: &mut dyn Record, depth: usize, found: &mut Found) -> Result<(), usize> {
    if depth > DEPTH {
        return Err(reader.place());
    }
    let start = reader.place();
    let (mut next, mut known, mut any) = (0, false, false);
    let mut more = reader.open_object()?;
    while more {
        any = true;
        let key = reader.key()?;
        if let Some(index) = position(target, &key, next) {
            known = true;
            next = index + 1;
            value(reader, target.field_mut(index), depth + 1)?;
        } else {
            if depth == 0 && ERROR_CODES.contains(&&*key) {
                found.may_be_error = true;
            }
            match keys(target) {
                Some(map) => {
                    if !value(reader, map.insert(&key), depth + 1)? {
                        map.remove(&key);
                    }
                }
                None => reader.skip(depth + 1)?,
            }
        }
        more = reader.next_in(b'}')?;
    }
    // The wrapper of a list is missing, and the list has one item: it is read again, as a tree.
    if any && !known && takes_list(target) {
        reader.go_back(start);
        let node = reader.value(depth)?;
        unwrapped(target, &node, depth);
    }
    Ok(())
}

/// Reads a value into its place. Says whether it could be understood as one.
fn value(reader: &mut Reader<'_>, target: &mut dyn Value, depth: usize) -> Result<bool, usize> {
    let Some(first) = reader.peek() else { return Err(reader.place()) };
    match (target.slot(), first) {
        (Slot::Text(text), b'"') => {
            text.clear();
            reader.string_into(text)?;
            return Ok(true);
        }
        (Slot::Enumeration(enumeration), b'"') => {
            enumeration.set(&reader.string()?);
            return Ok(true);
        }
        (Slot::Integer(place), b'-' | b'0'..=b'9') => {
            let text = reader.number()?;
            if let Ok(number) = text.parse() {
                *place = number;
                return Ok(true);
            }
            return Ok(fill(target, &Node::Number(text), depth));
        }
        (Slot::Optional(optional), b'n') => {
            optional.clear();
            reader.skip(depth)?;
            return Ok(false);
        }
        (Slot::Optional(optional), _) => {
            let filled = value(reader, optional.fill(), depth)?;
            if !filled {
                optional.clear();
            }
            return Ok(filled);
        }
        (Slot::Record(record), b'{') => {
            object(reader, record, depth, &mut Found::default())?;
            return Ok(true);
        }
        (Slot::List(list), b'[') => {
            if depth > DEPTH {
                return Err(reader.place());
            }
            let mut more = reader.open_list()?;
            while more {
                if !value(reader, list.push(), depth + 1)? {
                    list.pop();
                }
                more = reader.next_in(b']')?;
            }
            return Ok(true);
        }
        (Slot::Map(map), b'{') => {
            if depth > DEPTH {
                return Err(reader.place());
            }
            let mut more = reader.open_object()?;
            while more {
                let key = reader.key()?;
                if !value(reader, map.insert(&key), depth + 1)? {
                    map.remove(&key);
                }
                more = reader.next_in(b'}')?;
            }
            return Ok(true);
        }
        (Slot::Json(json), _) => {
            *json = reader.value(depth)?.into_json();
            return Ok(true);
        }
        (Slot::Nothing, _) => {
            reader.skip(depth)?;
            return Ok(false);
        }
        (
            Slot::Text(_)
            | Slot::Bytes(_)
            | Slot::Enumeration(_)
            | Slot::Integer(_)
            | Slot::Number(_)
            | Slot::Boolean(_)
            | Slot::Record(_)
            | Slot::List(_)
            | Slot::Map(_),
            _,
        ) => {}
    }
    let node = reader.value(depth)?;
    Ok(fill(target, &node, depth))
}
