//! Secrets on their way through a call: found by the tables of fields, hidden in texts, overwritten at the end.
//!
//! In: records whose fields say that they are sensitive. Out: their texts, to be kept out of errors, and memory that
//! does not keep them. What is not overwritten: values in a request that is never sent, copies that a caller keeps,
//! an output's fields, and the buffers of HTTP, TLS and the operating system.

use zeroize::{Zeroize, Zeroizing};

use crate::json::Json;
use crate::record::{Record, Slot, Value, View};

/// Texts shorter than this are not searched in messages: they would hide what is no secret.
const SHORTEST: usize = 4;

/// Parameters of a call, whose sensitive values are overwritten when the call is over.
pub(crate) struct Wiped {
    record: Box<dyn Record>,
}

impl Wiped {
    pub(crate) fn new(record: Box<dyn Record>) -> Self {
        Self { record }
    }

    pub(crate) fn record(&self) -> &dyn Record {
        &*self.record
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe_record(&mut *self.record, false);
    }
}

/// The sensitive texts of a record.
pub(crate) fn texts(record: &dyn Record) -> Vec<Zeroizing<String>> {
    let mut texts = Vec::new();
    each(record, &mut |_, text| {
        if text.len() >= SHORTEST {
            texts.push(Zeroizing::new(text.to_owned()));
        }
    });
    texts
}

/// The wire names of sensitive fields that are set.
pub(crate) fn names(record: &dyn Record) -> Vec<&'static str> {
    let mut names = Vec::new();
    each(record, &mut |name, _| {
        if !names.contains(&name) {
            names.push(name);
        }
    });
    names
}

/// Visits the sensitive texts of a record, with the name of the field that is marked.
fn each(record: &dyn Record, visit: &mut dyn FnMut(&'static str, &str)) {
    for (index, info) in record.fields().iter().enumerate() {
        let marked = info.sensitive.then_some(info.wire);
        each_value(record.field(index).view(), marked, visit);
    }
}

fn each_value(view: View<'_>, marked: Option<&'static str>, visit: &mut dyn FnMut(&'static str, &str)) {
    match (view, marked) {
        (View::Text(text), Some(name)) => visit(name, text),
        (View::List(list), _) => {
            for item in (0..list.len()).filter_map(|index| list.item(index)) {
                each_value(item.view(), marked, visit);
            }
        }
        (View::Map(map), _) => map.each(&mut |_, value| each_value(value.view(), marked, visit)),
        // What stands in a sensitive object is sensitive too.
        (View::Record(inner), Some(name)) => {
            for index in 0..inner.fields().len() {
                each_value(inner.field(index).view(), Some(name), visit);
            }
        }
        (View::Record(inner), None) => each(inner, visit),
        (View::Json(json), Some(name)) => each_json(json, name, visit),
        (View::Integer(number), Some(name)) => visit(name, &number.to_string()),
        // What no answer can repeat as text is no text to hide; that there is a secret is known all the same.
        (View::Bytes(bytes), Some(name)) => visit(name, std::str::from_utf8(bytes).unwrap_or_default()),
        (
            View::Absent
            | View::Text(_)
            | View::Integer(_)
            | View::Number(_)
            | View::Boolean(_)
            | View::Json(_)
            | View::Bytes(_),
            _,
        ) => {}
    }
}

fn each_json(json: &Json, name: &'static str, visit: &mut dyn FnMut(&'static str, &str)) {
    match json {
        Json::Text(text) => visit(name, text),
        Json::List(items) => items.iter().for_each(|item| each_json(item, name, visit)),
        Json::Object(members) => members.iter().for_each(|(_, member)| each_json(member, name, visit)),
        Json::Null | Json::Boolean(_) | Json::Number(_) => {}
    }
}

fn wipe_record(record: &mut dyn Record, all: bool) {
    for (index, info) in record.fields().iter().enumerate() {
        // A look that does not enter: `slot` of a value that is absent would fill it.
        if matches!(record.field(index).view(), View::Absent) {
            continue;
        }
        wipe(record.field_mut(index), all || info.sensitive);
    }
}

fn wipe(value: &mut dyn Value, all: bool) {
    let scalar = matches!(value.view(), View::Text(_) | View::Integer(_) | View::Number(_) | View::Boolean(_));
    if scalar && !all {
        return;
    }
    match value.slot() {
        Slot::Text(text) => text.zeroize(),
        Slot::Integer(number) => number.zeroize(),
        Slot::Number(number) => number.zeroize(),
        // Bytes that are held elsewhere, too, are not ours to wipe.
        Slot::Bytes(bytes) if all => {
            if let Ok(mut bytes) = std::mem::take(bytes).try_into_mut() {
                bytes.as_mut().zeroize();
            }
        }
        Slot::Json(json) if all => wipe_json(json),
        Slot::Record(record) => wipe_record(record, all),
        Slot::Optional(optional) => {
            if let Some(value) = optional.get_mut() {
                wipe(value, all);
            }
        }
        Slot::List(list) => {
            let mut index = 0;
            while let Some(item) = list.item_mut(index) {
                wipe(item, all);
                index += 1;
            }
        }
        Slot::Map(map) => map.each_mut(&mut |value| wipe(value, all)),
        Slot::Nothing | Slot::Enumeration(_) | Slot::Boolean(_) | Slot::Bytes(_) | Slot::Json(_) => {}
    }
}

fn wipe_json(json: &mut Json) {
    match json {
        Json::Text(text) => text.zeroize(),
        Json::List(items) => items.iter_mut().for_each(wipe_json),
        Json::Object(members) => members.iter_mut().for_each(|(_, member)| wipe_json(member)),
        Json::Null | Json::Boolean(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{names, texts, wipe_record};
    use crate::json::Json;
    use crate::operation::FieldInfo;
    use crate::record::{Record, Value, absent, absent_mut};

    #[derive(Default)]
    struct Login {
        user: String,
        password: Option<String>,
        keys: Vec<Login>,
        labels: BTreeMap<String, String>,
        free: Json,
        pin: i64,
    }

    impl Record for Login {
        fn fields(&self) -> &'static [FieldInfo] {
            static FIELDS: [FieldInfo; 6] = [
                FieldInfo::body("User"),
                FieldInfo::body("Password").sensitive(),
                FieldInfo::body("Keys"),
                FieldInfo::body("Labels").sensitive(),
                FieldInfo::body("Free").sensitive(),
                FieldInfo::body("Pin").sensitive(),
            ];
            &FIELDS
        }

        fn field(&self, index: usize) -> &dyn Value {
            match index {
                0 => &self.user,
                1 => &self.password,
                2 => &self.keys,
                3 => &self.labels,
                4 => &self.free,
                5 => &self.pin,
                _ => absent(),
            }
        }

        fn field_mut(&mut self, index: usize) -> &mut dyn Value {
            match index {
                0 => &mut self.user,
                1 => &mut self.password,
                2 => &mut self.keys,
                3 => &mut self.labels,
                4 => &mut self.free,
                5 => &mut self.pin,
                _ => absent_mut(),
            }
        }
    }

    fn login() -> Login {
        let inner = Login { user: "inner".into(), password: Some("inner password".into()), ..Login::default() };
        Login {
            user: "user".into(),
            password: Some("password".into()),
            keys: vec![inner],
            labels: [("key".to_owned(), "label".to_owned())].into(),
            free: Json::parse(r#"{"a":["free"]}"#).expect("JSON"),
            pin: 12_345,
        }
    }

    #[test]
    fn sensitive_texts_are_found_wherever_they_stand() {
        let login = login();
        let texts = texts(&login);
        let texts: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
        assert_eq!(texts, ["password", "inner password", "label", "free", "12345"]);
        // The inner login comes before the labels, and its pin is a number that is always there.
        assert_eq!(names(&login), ["Password", "Pin", "Labels", "Free"]);
    }

    #[test]
    fn sensitive_values_are_overwritten_and_others_kept() {
        let mut login = login();
        wipe_record(&mut login, false);
        assert_eq!((login.user.as_str(), login.password.as_deref(), login.pin), ("user", Some(""), 0));
        let inner = &login.keys[0];
        assert_eq!((inner.user.as_str(), inner.password.as_deref()), ("inner", Some("")));
        assert_eq!(login.labels["key"], "");
        assert_eq!(login.free.to_string(), r#"{"a":[""]}"#);
    }

    #[test]
    fn what_is_absent_stays_absent() {
        let mut login = Login::default();
        wipe_record(&mut login, false);
        assert_eq!(login.password, None);
    }
}
