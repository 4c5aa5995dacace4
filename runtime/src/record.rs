//! How the runtime sees a generated struct: a table of fields and two `match`es, for all formats and both ways.
//!
//! Generated code implements [`Record`] once a struct. Query, form, JSON and XML, encoding, decoding and `Debug` all
//! go through it with `dyn` calls, so that a struct costs its users little to compile. Open enumerations are made
//! with [`open_enum!`](crate::open_enum), all other values are implemented in this crate.
//! Refuses to know any format: [`View`] and [`Slot`] are all that a format sees.

use std::any::Any;
use std::fmt;

use bytes::Bytes;

use crate::json::Json;
use crate::operation::FieldInfo;

/// A generated struct.
pub trait Record: Any + Send + Sync {
    /// The struct's fields, in the page's order.
    fn fields(&self) -> &'static [FieldInfo];

    /// The value of the field with this index in [`fields`](Self::fields); [`absent`] beyond its end.
    fn field(&self, index: usize) -> &dyn Value;

    /// The same, to decode into; [`absent_mut`] beyond the end.
    fn field_mut(&mut self, index: usize) -> &mut dyn Value;
}

/// A value of a field: implemented here for text, numbers, booleans, lists, maps, options, free JSON, bytes and records,
/// and by [`open_enum!`](crate::open_enum) for generated enumerations.
pub trait Value: Send + Sync + 'static {
    /// The value, to encode it.
    fn view(&self) -> View<'_>;

    /// The place of the value, to decode into it.
    fn slot(&mut self) -> Slot<'_>;
}

/// A value, to encode it.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Not set: left out of every format.
    Absent,
    /// Text or a value of an enumeration.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// true or false.
    Boolean(bool),
    /// A list.
    List(&'a dyn List),
    /// An object with free keys.
    Map(&'a dyn Map),
    /// An object.
    Record(&'a dyn Record),
    /// Any JSON.
    Json(&'a Json),
    /// The bytes of a file.
    Bytes(&'a Bytes),
}

/// The place of a value, to decode into it.
pub enum Slot<'a> {
    /// Takes nothing.
    Nothing,
    /// Text.
    Text(&'a mut String),
    /// A value of an enumeration, known or not.
    Enumeration(&'a mut dyn OpenEnum),
    /// A whole number.
    Integer(&'a mut i64),
    /// A number with a fraction.
    Number(&'a mut f64),
    /// true or false.
    Boolean(&'a mut bool),
    /// The bytes of a file.
    Bytes(&'a mut Bytes),
    /// What may be missing.
    Optional(&'a mut dyn Optional),
    /// A list.
    List(&'a mut dyn List),
    /// An object with free keys.
    Map(&'a mut dyn Map),
    /// An object.
    Record(&'a mut dyn Record),
    /// Any JSON.
    Json(&'a mut Json),
}

/// A list of values.
pub trait List: Send + Sync {
    /// How many items it has.
    fn len(&self) -> usize;

    /// Whether it has no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at an index from 0.
    fn item(&self, index: usize) -> Option<&dyn Value>;

    /// The item at an index from 0, to change it.
    fn item_mut(&mut self, index: usize) -> Option<&mut dyn Value>;

    /// Appends an empty item.
    fn push(&mut self) -> &mut dyn Value;

    /// Takes the last item away.
    fn pop(&mut self);
}

/// Values by free keys.
pub trait Map: Send + Sync {
    /// Whether it has no entries.
    fn is_empty(&self) -> bool;

    /// Visits all entries in the order of their keys.
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Value));

    /// Visits all values, to change them.
    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut dyn Value));

    /// Adds an empty value, in place of an older one of that key.
    fn insert(&mut self, key: &str) -> &mut dyn Value;

    /// Takes an entry away.
    fn remove(&mut self, key: &str);
}

/// A value that may be missing.
pub trait Optional: Send + Sync {
    /// Puts an empty value in.
    fn fill(&mut self) -> &mut dyn Value;

    /// The value, if it is there.
    fn get_mut(&mut self) -> Option<&mut dyn Value>;

    /// Takes the value out.
    fn clear(&mut self);
}

/// An enumeration that keeps values which its page does not list.
pub trait OpenEnum: Send + Sync {
    /// Takes a value from the wire, listed or not.
    fn set(&mut self, wire: &str);
}

impl<T: for<'wire> From<&'wire str> + Send + Sync> OpenEnum for T {
    fn set(&mut self, wire: &str) {
        *self = T::from(wire);
    }
}

/// The variant of a listed value: `known` has the variants in the order of `values`.
pub fn listed<T: Clone>(wire: &str, values: &[&str], known: &[T]) -> Option<T> {
    let index = values.iter().position(|value| *value == wire)?;
    known.get(index).cloned()
}

impl<T: Record> Value for T {
    fn view(&self) -> View<'_> {
        View::Record(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Record(self)
    }
}

impl<T: Record> Record for Box<T> {
    fn fields(&self) -> &'static [FieldInfo] {
        T::fields(self)
    }

    fn field(&self, index: usize) -> &dyn Value {
        T::field(self, index)
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        T::field_mut(self, index)
    }
}

/// The field of a record that has none: for the last arm of a generated `match`.
pub fn absent() -> &'static dyn Value {
    &Absent
}

/// The same, to decode into: what arrives there is dropped.
pub fn absent_mut() -> &'static mut dyn Value {
    // The box has no size, so that nothing is allocated and nothing leaks.
    Box::leak(Box::new(Absent))
}

struct Absent;

impl Value for Absent {
    fn view(&self) -> View<'_> {
        View::Absent
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Nothing
    }
}

/// Writes a record as `derive(Debug)` would, but without absent fields and with `***` for sensitive values.
pub fn debug(name: &str, record: &dyn Record, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut output = formatter.debug_struct(name);
    for (index, info) in record.fields().iter().enumerate() {
        let value = record.field(index);
        match value.view() {
            View::Absent => {}
            _ if info.sensitive => {
                output.field(info.wire, &format_args!("***"));
            }
            view => {
                output.field(info.wire, &view);
            }
        }
    }
    output.finish()
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            View::Absent => formatter.write_str("None"),
            View::Text(text) => fmt::Debug::fmt(text, formatter),
            View::Integer(number) => fmt::Debug::fmt(number, formatter),
            View::Number(number) => fmt::Debug::fmt(number, formatter),
            View::Boolean(truth) => fmt::Debug::fmt(truth, formatter),
            View::List(list) => {
                let items = (0..list.len()).filter_map(|index| list.item(index)).map(Value::view);
                formatter.debug_list().entries(items).finish()
            }
            View::Map(map) => {
                let mut output = formatter.debug_map();
                map.each(&mut |key, value| {
                    output.entry(&key, &value.view());
                });
                output.finish()
            }
            View::Record(record) => debug("", *record, formatter),
            View::Json(json) => fmt::Display::fmt(json, formatter),
            View::Bytes(bytes) => write!(formatter, "{} bytes", bytes.len()),
        }
    }
}

/// A copy of a record, through its table.
pub fn copy<R: Record + Default>(record: &R) -> R {
    let mut output = R::default();
    copy_fields(record, &mut output);
    output
}

fn copy_fields(from: &dyn Record, to: &mut dyn Record) {
    for index in 0..from.fields().len() {
        copy_value(from.field(index), to.field_mut(index));
    }
}

/// Both are of one type, and the second is empty.
fn copy_value(from: &dyn Value, to: &mut dyn Value) {
    match (from.view(), to.slot()) {
        (View::Absent, _) => {}
        (_, Slot::Optional(to)) => copy_value(from, to.fill()),
        (View::Text(from), Slot::Text(to)) => to.push_str(from),
        (View::Text(from), Slot::Enumeration(to)) => to.set(from),
        (View::Integer(from), Slot::Integer(to)) => *to = from,
        (View::Number(from), Slot::Number(to)) => *to = from,
        (View::Boolean(from), Slot::Boolean(to)) => *to = from,
        (View::Bytes(from), Slot::Bytes(to)) => to.clone_from(from),
        (View::Json(from), Slot::Json(to)) => *to = from.clone(),
        (View::Record(from), Slot::Record(to)) => copy_fields(from, to),
        (View::List(from), Slot::List(to)) => {
            for item in (0..from.len()).filter_map(|index| from.item(index)) {
                copy_value(item, to.push());
            }
        }
        (View::Map(from), Slot::Map(to)) => from.each(&mut |key, value| copy_value(value, to.insert(key))),
        // Two values of one type have one form.
        (
            View::Text(_)
            | View::Integer(_)
            | View::Number(_)
            | View::Boolean(_)
            | View::Bytes(_)
            | View::Json(_)
            | View::Record(_)
            | View::List(_)
            | View::Map(_),
            _,
        ) => {}
    }
}

/// Finds a field by its wire name.
pub fn find<'a>(record: &'a dyn Record, wire: &str) -> Option<&'a dyn Value> {
    let index = record.fields().iter().position(|info| info.wire == wire)?;
    Some(record.field(index))
}

/// Follows a dotted wire path through records. A list on the way is entered at its first item.
pub fn at<'a>(record: &'a dyn Record, path: &str) -> Option<View<'a>> {
    let mut view = View::Record(record);
    for name in path.split('.') {
        if let View::List(list) = view {
            view = list.item(0)?.view();
        }
        let View::Record(inner) = view else { return None };
        view = find(inner, name)?.view();
    }
    Some(view)
}
