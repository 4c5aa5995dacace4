//! The values of fields that this crate implements: text, numbers, booleans, options, lists, maps, free JSON and bytes.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::json::Json;
use crate::record::{List, Map, Optional, Slot, Value, View, absent_mut};

impl Value for String {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }
}

impl Value for i64 {
    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Integer(self)
    }
}

impl Value for f64 {
    fn view(&self) -> View<'_> {
        View::Number(*self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Number(self)
    }
}

impl Value for bool {
    fn view(&self) -> View<'_> {
        View::Boolean(*self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Boolean(self)
    }
}

impl Value for Json {
    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }
}

/// A file. Where an answer has one among its fields, it is what stands there as text.
impl Value for Bytes {
    fn view(&self) -> View<'_> {
        View::Bytes(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Bytes(self)
    }
}

impl<T: Value + Default> Value for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, Value::view)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }
}

impl<T: Value + Default> Optional for Option<T> {
    fn fill(&mut self) -> &mut dyn Value {
        self.insert(T::default())
    }

    fn get_mut(&mut self) -> Option<&mut dyn Value> {
        self.as_mut().map(|value| value as &mut dyn Value)
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Value + Default> Value for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Value + Default> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn item(&self, index: usize) -> Option<&dyn Value> {
        self.get(index).map(|item| item as &dyn Value)
    }

    fn item_mut(&mut self, index: usize) -> Option<&mut dyn Value> {
        <[T]>::get_mut(self, index).map(|item| item as &mut dyn Value)
    }

    fn push(&mut self) -> &mut dyn Value {
        Vec::push(self, T::default());
        match self.last_mut() {
            Some(item) => item,
            None => absent_mut(),
        }
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }
}

impl<T: Value + Default> Value for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<T: Value + Default> Map for BTreeMap<String, T> {
    fn is_empty(&self) -> bool {
        BTreeMap::is_empty(self)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Value)) {
        for (key, value) in self {
            visit(key, value);
        }
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut dyn Value)) {
        for value in self.values_mut() {
            visit(value);
        }
    }

    fn insert(&mut self, key: &str) -> &mut dyn Value {
        let entry = self.entry(key.to_owned()).or_default();
        *entry = T::default();
        entry
    }

    fn remove(&mut self, key: &str) {
        BTreeMap::remove(self, key);
    }
}
