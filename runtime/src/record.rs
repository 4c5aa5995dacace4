//! How the runtime sees a generated struct: a table of fields and two `match`es, for all formats and both ways.
//!
//! Generated code implements [`Record`] once a struct. Query, form, JSON and XML, encoding, decoding and `Debug` all
//! go through it with `dyn` calls, so that a struct costs its users little to compile.

use crate::operation::FieldInfo;

/// A generated struct.
pub trait Record {
    /// The struct's fields, in the page's order.
    fn fields(&self) -> &'static [FieldInfo];

    /// The value of the field with this index in [`fields`](Self::fields).
    fn field(&self, index: usize) -> &dyn Value;

    /// The same, to decode into.
    fn field_mut(&mut self, index: usize) -> &mut dyn Value;
}

/// A value of a field: implemented here for text, numbers, booleans, lists, maps, options, free JSON and records,
/// and by generated code for open enums.
pub trait Value {}
