//! How the JSON of a spec is laid out: indented by two blanks, and the witnesses of one fact on one line, so that a change
//! of one fact is a change of one line.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use crate::spec::model::Spec;

/// The key whose lists stand on one line each.
const EVIDENCE: &[u8] = b"evidence";

/// The text of a spec, without a line end behind it.
pub(super) fn text(spec: &Spec) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    let layout = Layout { pretty: PrettyFormatter::new(), key: Vec::new(), in_key: false, open: Vec::new() };
    spec.serialize(&mut Serializer::with_formatter(&mut bytes, layout))?;
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

/// What is open around the value that is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Anything of the spec itself.
    Spread,
    /// The map or the list below [`EVIDENCE`].
    Evidence,
    /// A list of witnesses, and all inside it.
    Line,
}

struct Layout {
    pretty: PrettyFormatter<'static>,
    key: Vec<u8>,
    in_key: bool,
    open: Vec<Open>,
}

impl Layout {
    fn on_line(&self) -> bool {
        self.open.last() == Some(&Open::Line)
    }

    /// Opens a map or a list; tells whether it stands on the line.
    fn open(&mut self, is_list: bool) -> bool {
        let below = self.key == EVIDENCE;
        let next = match self.open.last() {
            Some(Open::Line) => Open::Line,
            Some(Open::Evidence) if is_list => Open::Line,
            _ if below && is_list => Open::Line,
            _ if below => Open::Evidence,
            Some(Open::Evidence | Open::Spread) | None => Open::Spread,
        };
        self.key.clear();
        self.open.push(next);
        next == Open::Line
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.open(true) { writer.write_all(b"[") } else { self.pretty.begin_array(writer) }
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let on_line = self.on_line();
        self.open.pop();
        if on_line { writer.write_all(b"]") } else { self.pretty.end_array(writer) }
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !self.on_line() {
            return self.pretty.begin_array_value(writer, first);
        }
        writer.write_all(if first { b"" } else { b", " })
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.on_line() { Ok(()) } else { self.pretty.end_array_value(writer) }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.open(false) { writer.write_all(b"{") } else { self.pretty.begin_object(writer) }
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let on_line = self.on_line();
        self.open.pop();
        if on_line { writer.write_all(b"}") } else { self.pretty.end_object(writer) }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.in_key = true;
        self.key.clear();
        if !self.on_line() {
            return self.pretty.begin_object_key(writer, first);
        }
        writer.write_all(if first { b"" } else { b", " })
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.in_key = false;
        self.pretty.end_object_key(writer)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.key.clear();
        if self.on_line() { Ok(()) } else { self.pretty.end_object_value(writer) }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if self.in_key {
            self.key.extend_from_slice(fragment.as_bytes());
        }
        writer.write_all(fragment.as_bytes())
    }
}
