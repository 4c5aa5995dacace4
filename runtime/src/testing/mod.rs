//! For tests of programs that use a client: what a call would send, how an answer would be read, and exchanges that
//! are written down once and played again.
//!
//! Nothing here needs a key or a network, but what [`Recorder`] listens to.

mod recording;
mod replay;

use std::borrow::Cow;
use std::fmt;

pub use recording::{Exchange, InvalidRecording, Outcome, Recorder, Recording};
pub use replay::Replayer;

use crate::call::CallOptions;
use crate::error::Error;
use crate::operation::{OperationInfo, Protocol};
use crate::protocol::{self, Fill};
use crate::record::{self, Record, View};

/// A request before it is signed. Its `Debug` hides what is sensitive.
#[derive(Clone)]
pub struct Encoded {
    /// `GET`, `POST`, ...
    pub method: String,
    /// The path, its variables filled in.
    pub path: String,
    /// Names and values of the query, not escaped.
    pub query: Vec<(String, String)>,
    /// Names and values of the form in the body, not escaped.
    pub form: Vec<(String, String)>,
    /// Headers that are parameters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// Wire names of parameters that hold a secret.
    sensitive: Vec<&'static str>,
}

impl Encoded {
    /// The value of a parameter, in the query or in the form.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter().chain(&self.form);
        pairs.find(|pair| pair.0 == name).map(|pair| pair.1.as_str())
    }
}

impl fmt::Debug for Encoded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_secret = |name: &str| name.split('.').any(|part| self.sensitive.contains(&part));
        let shown = |pairs: &[(String, String)]| {
            let mask = |(name, value): &(String, String)| {
                (name.clone(), if is_secret(name) { "***".to_owned() } else { value.clone() })
            };
            pairs.iter().map(mask).collect::<Vec<_>>()
        };
        formatter
            .debug_struct("Encoded")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &shown(&self.query))
            .field("form", &shown(&self.form))
            .field("headers", &shown(&self.headers))
            .field("body", if self.sensitive.is_empty() { &self.body } else { &"***" })
            .finish_non_exhaustive()
    }
}

/// Encodes a request; its constraints are not checked, and no role is filled in.
pub fn encode(operation: &'static OperationInfo, parameters: &dyn Record) -> Result<Encoded, Error> {
    let fill = Fill { region: None, project: Some("project"), token: "" };
    let options = CallOptions { checks: false, ..CallOptions::default() };
    let prepared = protocol::prepare(operation, parameters, &fill, &options)?;
    Ok(Encoded {
        method: prepared.method.clone().into_owned(),
        path: prepared.path.clone(),
        query: owned(&prepared.query),
        form: owned(&prepared.form),
        headers: prepared.headers.clone(),
        body: String::from_utf8_lossy(&prepared.body).into_owned(),
        sensitive: prepared.described.sensitive.clone(),
    })
}

fn owned(pairs: &[(Cow<'static, str>, String)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| (name.clone().into_owned(), value.clone())).collect()
}

/// Reads the body of an answer, JSON or XML, as a call would.
pub fn decode(body: &str, output: &mut dyn Record) -> Result<(), String> {
    crate::decode::answer(&http::HeaderMap::new(), body.as_bytes(), output).map(|_| ())
}

/// Where a record is not what it is expected to be: each place, what stands there and what should.
///
/// A place is a JSON pointer of wire names (`/Disks/Disk/0/DiskId`); the one behind a list's last item (`/Disks/Disk/-`)
/// tells how many items there are. Values are compared as text, numbers as numbers.
pub fn differences(record: &dyn Record, expected: &[(&str, &str)]) -> Vec<String> {
    let different = |&(place, value): &(&str, &str)| {
        let mut found = Err("nothing".to_owned());
        let parts: Vec<String> =
            place.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
        look(View::Record(record), &parts, &mut |view| found = is_text(view, value));
        found.err().map(|found| format!("{place} is {found}, and should be {value:?}"))
    };
    expected.iter().filter_map(different).collect()
}

/// Follows a pointer.
fn look(view: View<'_>, parts: &[String], found: &mut dyn FnMut(View<'_>)) {
    let Some((part, rest)) = parts.split_first() else { return found(view) };
    match view {
        View::Record(record) => {
            if let Some(value) = record::find(record, part) {
                look(value.view(), rest, found);
            }
        }
        View::List(list) if part == "-" => {
            found(View::Integer(i64::try_from(list.len()).unwrap_or(i64::MAX)));
        }
        View::List(list) => {
            let item = part.parse().ok().and_then(|index| list.item(index));
            if let Some(item) = item {
                look(item.view(), rest, found);
            }
        }
        View::Map(map) => map.each(&mut |key, value| {
            if key == part {
                look(value.view(), rest, found);
            }
        }),
        View::Absent
        | View::Text(_)
        | View::Integer(_)
        | View::Number(_)
        | View::Boolean(_)
        | View::Json(_)
        | View::Bytes(_) => {}
    }
}

/// Whether a value is what a text says; else what it is. White space around a text is XML's, which may be indented.
fn is_text(view: View<'_>, expected: &str) -> Result<(), String> {
    let same = match view {
        View::Text(text) => text == expected || text.trim() == expected,
        View::Integer(number) => expected.parse() == Ok(number),
        View::Number(number) => expected.parse::<f64>().is_ok_and(|expected| expected.to_bits() == number.to_bits()),
        View::Boolean(truth) => expected == if truth { "true" } else { "false" },
        View::Absent | View::List(_) | View::Map(_) | View::Record(_) | View::Json(_) | View::Bytes(_) => false,
    };
    if same { Ok(()) } else { Err(format!("{view:?}")) }
}

/// The error that an answer with a status of failure stands for.
pub fn error(protocol: Protocol, status: u16, body: &str) -> Error {
    protocol::service_error(protocol, status, &http::HeaderMap::new(), &body.to_owned().into())
}
