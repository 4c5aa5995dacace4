//! What several tests need: the shared folder, a transport that follows a script, records made from JSON.

#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]

mod pairs;
pub mod services;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use docwright_runtime::credentials::BoxFuture;
use docwright_runtime::operation::{FieldInfo, Place, Rule};
use docwright_runtime::record::{List, Record, Slot, Value, View, absent, absent_mut};
use docwright_runtime::transport::{Limits, Transport, TransportError};
pub use pairs::decode_pairs;
use serde_json::Value as Json;

/// A file of the shared folder. `None`, and a line that says so, where there is no such folder.
pub fn shared(test: &str, path: &str) -> Option<Json> {
    let variable = std::env::var_os("DOCWRIGHT_SHARED");
    let folder =
        variable.clone().map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    if variable.is_none() && !folder.is_dir() {
        println!("{test}: skipped, there is no shared folder (set DOCWRIGHT_SHARED)");
        return None;
    }
    let file = folder.join(path);
    let content = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Some(serde_json::from_str(&content).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

/// The text of a member, which must be there.
pub fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or_else(|| panic!("{key} is no text in {json}"))
}

/// Pairs that are written as lists of two.
pub fn pairs(json: &Json) -> Vec<(String, String)> {
    json.as_array()
        .into_iter()
        .flatten()
        .map(|pair| (pair[0].as_str().expect("a name").to_owned(), pair[1].as_str().expect("a value").to_owned()))
        .collect()
}

/// A transport that gives prepared answers, the last one for ever, and keeps what was asked of it.
#[derive(Clone, Default)]
pub struct Script {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    answers: Mutex<VecDeque<http::Response<Bytes>>>,
    requests: Mutex<Vec<http::Request<Bytes>>>,
    sleeps: Mutex<Vec<Duration>>,
}

impl Script {
    pub fn new(answers: impl IntoIterator<Item = http::Response<Bytes>>) -> Self {
        let script = Self::default();
        script.inner.answers.lock().expect("no panic").extend(answers);
        script
    }

    /// One answer with this status and body.
    pub fn answering(status: u16, body: &str) -> Self {
        Self::new([answer(status, body)])
    }

    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.inner.requests.lock().expect("no panic").clone()
    }

    pub fn sleeps(&self) -> Vec<Duration> {
        self.inner.sleeps.lock().expect("no panic").clone()
    }
}

pub fn answer(status: u16, body: &str) -> http::Response<Bytes> {
    http::Response::builder().status(status).body(Bytes::copy_from_slice(body.as_bytes())).expect("an answer")
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.inner.requests.lock().expect("no panic").push(request);
        let mut answers = self.inner.answers.lock().expect("no panic");
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(std::future::ready(Ok(answer.unwrap_or_else(|| self::answer(200, "{}")))))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.inner.sleeps.lock().expect("no panic").push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// The query of a request, decoded.
pub fn query(request: &http::Request<Bytes>) -> Vec<(String, String)> {
    decode_pairs(request.uri().query().unwrap_or_default())
}

/// A record made from a JSON object; all its fields have one place, but those that a caller moves.
#[derive(Clone)]
pub struct Fields {
    fields: &'static [FieldInfo],
    values: Vec<Dynamic>,
}

impl Fields {
    /// Fields with the place that `place` gives them. The table is leaked, as tests may.
    pub fn new<'a>(members: impl IntoIterator<Item = (&'a str, &'a Json, Place)>) -> Self {
        let (fields, values) = members
            .into_iter()
            .map(|(name, value, place)| {
                let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
                let info = match place {
                    Place::Path => FieldInfo::path(name),
                    Place::Query => FieldInfo::query(name),
                    Place::Header => FieldInfo::header(name),
                    Place::Body => FieldInfo::body(name),
                    Place::Form => FieldInfo::form(name),
                    Place::File => FieldInfo::file(name),
                    Place::Keys => FieldInfo::keys(name),
                };
                (info, Dynamic::from(value))
            })
            .unzip::<_, _, Vec<_>, Vec<_>>();
        Self { fields: Box::leak(fields.into_boxed_slice()), values }
    }
}

impl Fields {
    /// Fields of any kind.
    pub fn of(members: impl IntoIterator<Item = (FieldInfo, Json)>) -> Self {
        let (fields, values) =
            members.into_iter().map(|(info, value)| (info, Dynamic::from(&value))).unzip::<_, _, Vec<_>, Vec<_>>();
        Self { fields: Box::leak(fields.into_boxed_slice()), values }
    }

    /// Fields of the query with rules.
    pub fn with_rules<'a>(members: impl IntoIterator<Item = (&'a str, Json, &'static [Rule])>) -> Self {
        let (fields, values) = members
            .into_iter()
            .map(|(name, value, rules)| {
                let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
                (FieldInfo::query(name).rules(rules), Dynamic::from(&value))
            })
            .unzip::<_, _, Vec<_>, Vec<_>>();
        Self { fields: Box::leak(fields.into_boxed_slice()), values }
    }
}

impl Record for Fields {
    fn fields(&self) -> &'static [FieldInfo] {
        self.fields
    }

    fn field(&self, index: usize) -> &dyn Value {
        self.values.get(index).map_or(absent(), |value| value)
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Value {
        absent_mut()
    }
}

/// A value made from JSON.
#[derive(Clone)]
enum Dynamic {
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    List(Items),
    Record(Fields),
    Absent,
}

#[derive(Clone)]
struct Items(Vec<Dynamic>);

impl From<&Json> for Dynamic {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Dynamic::Absent,
            Json::Bool(truth) => Dynamic::Boolean(*truth),
            Json::Number(number) => {
                number.as_i64().map_or_else(|| Dynamic::Number(number.as_f64().expect("a number")), Dynamic::Integer)
            }
            Json::String(text) => Dynamic::Text(text.clone()),
            Json::Array(items) => Dynamic::List(Items(items.iter().map(Dynamic::from).collect())),
            Json::Object(members) => {
                Dynamic::Record(Fields::new(members.iter().map(|(name, value)| (name.as_str(), value, Place::Body))))
            }
        }
    }
}

impl Value for Dynamic {
    fn view(&self) -> View<'_> {
        match self {
            Dynamic::Text(text) => View::Text(text),
            Dynamic::Integer(number) => View::Integer(*number),
            Dynamic::Number(number) => View::Number(*number),
            Dynamic::Boolean(truth) => View::Boolean(*truth),
            Dynamic::List(items) => View::List(items),
            Dynamic::Record(fields) => View::Record(fields),
            Dynamic::Absent => View::Absent,
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

/// An output that takes nothing.
#[derive(Clone, Default, Debug)]
pub struct Nothing;

impl Record for Nothing {
    fn fields(&self) -> &'static [FieldInfo] {
        &[]
    }

    fn field(&self, _: usize) -> &dyn Value {
        absent()
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Value {
        absent_mut()
    }
}
