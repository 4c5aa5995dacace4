//! What a call sends, without a struct of its own for each operation: the values that are set, by the index of their
//! field in the operation's table.
//!
//! In: values of any type that this crate can encode. Out: a [`Record`] like any other. An operation then costs its
//! users a table and its setters, and no struct with its implementations.

use std::fmt;

use crate::json::Json;
use crate::operation::{FieldInfo, OperationInfo};
use crate::record::{self, Record, Value, absent, absent_mut};

/// The parameters of a call.
#[derive(Clone)]
pub struct Parameters {
    operation: &'static OperationInfo,
    values: Vec<(usize, Held)>,
}

/// A value and its copies.
struct Held(Box<dyn Parameter>);

/// A value that can be copied whatever it is.
trait Parameter: Value {
    fn copy(&self) -> Held;
}

impl<T: Value + Clone> Parameter for T {
    fn copy(&self) -> Held {
        Held(Box::new(self.clone()))
    }
}

impl Clone for Held {
    fn clone(&self) -> Self {
        (*self.0).copy()
    }
}

impl Parameters {
    /// None yet.
    pub fn new(operation: &'static OperationInfo) -> Self {
        Self { operation, values: Vec::new() }
    }

    /// Sets the parameter with this index in the operation's table, in place of an older value.
    pub fn set<T: Value + Clone>(&mut self, index: usize, value: T) {
        self.put(index, Held(Box::new(value)));
    }

    fn put(&mut self, index: usize, value: Held) {
        match self.values.iter_mut().find(|(held, _)| *held == index) {
            Some((_, older)) => *older = value,
            None => self.values.push((index, value)),
        }
    }
}

impl Record for Parameters {
    fn fields(&self) -> &'static [FieldInfo] {
        self.operation.parameters
    }

    fn field(&self, index: usize) -> &dyn Value {
        let found = self.values.iter().find(|(held, _)| *held == index);
        found.map_or(absent(), |(_, value)| &*value.0)
    }

    /// A parameter that is not set yet takes any value.
    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        if index >= self.operation.parameters.len() {
            return absent_mut();
        }
        let at = self.values.iter().position(|(held, _)| *held == index).unwrap_or_else(|| {
            self.values.push((index, Held(Box::new(Unset(None)))));
            self.values.len() - 1
        });
        match self.values.get_mut(at) {
            Some((_, value)) => &mut *value.0,
            None => absent_mut(),
        }
    }
}

/// The place of a parameter that is not set.
#[derive(Clone)]
struct Unset(Option<Json>);

impl Value for Unset {
    fn view(&self) -> record::View<'_> {
        self.0.as_ref().map_or(record::View::Absent, record::View::Json)
    }

    fn slot(&mut self) -> record::Slot<'_> {
        self.0.slot()
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        record::debug(self.operation.name, self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::Parameters;
    use crate::operation::{FieldInfo, OperationInfo, Protocol, ServiceInfo};
    use crate::record::{self, Record as _, View};

    static SERVICE: ServiceInfo = ServiceInfo {
        vendor: "v",
        service: "s",
        product: "S",
        version: "1",
        protocol: Protocol::AlibabaRpc,
        endpoint: "localhost",
        endpoints: &[],
        internal_endpoint: "",
    };
    static OPERATION: OperationInfo = OperationInfo::new(&SERVICE, "Run", "ANY", "/").parameters(&[
        FieldInfo::query("Name"),
        FieldInfo::query("Password").sensitive(),
        FieldInfo::query("PageNumber"),
    ]);

    #[test]
    fn a_value_stands_at_its_index_and_the_last_one_wins() {
        let mut parameters = Parameters::new(&OPERATION);
        parameters.set(0, "a".to_owned());
        parameters.set(0, "b".to_owned());
        let copy = parameters.clone();
        parameters.set(0, "c".to_owned());
        assert!(matches!(copy.field(0).view(), View::Text("b")));
        assert!(matches!(parameters.field(0).view(), View::Text("c")));
        assert!(matches!(parameters.field(2).view(), View::Absent));
        assert!(matches!(parameters.field(3).view(), View::Absent));
    }

    #[test]
    fn what_is_not_set_is_absent_until_something_is_written_there() {
        let mut parameters = Parameters::new(&OPERATION);
        assert!(matches!(parameters.field_mut(2).view(), View::Absent));
        assert!(crate::decode::set_number(&mut parameters, "PageNumber", 2));
        assert!(matches!(record::find(&parameters, "PageNumber").map(super::Value::view), Some(View::Json(_))));
        assert_eq!(format!("{parameters:?}"), "Run { PageNumber: 2 }");
    }

    #[test]
    fn secrets_are_not_shown() {
        let mut parameters = Parameters::new(&OPERATION);
        parameters.set(1, "canary".to_owned());
        assert_eq!(format!("{parameters:?}"), "Run { Password: *** }");
    }
}
