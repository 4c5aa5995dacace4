//! Records as serde sees them: for those who keep answers or write them to a log.
//!
//! In: a record. Out: a map of its wire names, absent fields left out. Secrets are written as `***`, as everywhere but in
//! the request itself: whoever needs one reads its field.

use serde_core::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::json::Json;
use crate::operation::Place;
use crate::record::{Record, View};

/// What stands for a secret.
const HIDDEN: &str = "***";

/// Writes a record as a map.
///
/// # Errors
///
/// Those of the serializer.
pub fn record<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (index, info) in record.fields().iter().enumerate() {
        match record.field(index).view() {
            View::Absent => {}
            // Its keys stand among the names of the other fields, as they do in the answer.
            View::Map(entries) if info.place == Place::Keys && !info.sensitive => {
                let mut written = Ok(());
                entries.each(&mut |key, value| {
                    if written.is_ok() {
                        written = map.serialize_entry(key, &Viewed(value.view()));
                    }
                });
                written?;
            }
            _ if info.sensitive => map.serialize_entry(info.wire, HIDDEN)?,
            view => map.serialize_entry(info.wire, &Viewed(view))?,
        }
    }
    map.end()
}

/// A value as serde sees it.
struct Viewed<'v>(View<'v>);

impl Serialize for Viewed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            View::Absent => serializer.serialize_none(),
            View::Text(text) => serializer.serialize_str(text),
            View::Integer(number) => serializer.serialize_i64(*number),
            View::Number(number) => serializer.serialize_f64(*number),
            View::Boolean(truth) => serializer.serialize_bool(*truth),
            View::List(list) => {
                let mut sequence = serializer.serialize_seq(Some(list.len()))?;
                for item in (0..list.len()).filter_map(|index| list.item(index)) {
                    sequence.serialize_element(&Viewed(item.view()))?;
                }
                sequence.end()
            }
            View::Map(entries) => {
                let mut map = serializer.serialize_map(None)?;
                let mut failed = None;
                entries.each(&mut |key, value| {
                    if failed.is_none() {
                        failed = map.serialize_entry(key, &Viewed(value.view())).err();
                    }
                });
                failed.map_or_else(|| map.end(), Err)
            }
            View::Record(inner) => record(*inner, serializer),
            View::Json(json) => json.serialize(serializer),
            View::Bytes(bytes) => serializer.serialize_bytes(bytes),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Boolean(truth) => serializer.serialize_bool(*truth),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => serializer.serialize_i64(whole),
                (None, Some(near)) => serializer.serialize_f64(near),
                (None, None) => Err(S::Error::custom("a number that is none")),
            },
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(item)?;
                }
                sequence.end()
            }
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
