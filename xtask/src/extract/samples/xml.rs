//! Reads XML as people type it.
//!
//! `quick-xml` finds the tags; which end closes which start is decided here, because vendors' samples misspell ends,
//! forget slashes, and leave out roots.

use indexmap::IndexMap;
use indexmap::map::Entry;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{
    Document, Failure, MAX_DEPTH, Node, Reading, Repair, RepairKind, SampleText, SampleValue, Syntax, request,
};

/// How often the reading starts anew after a tag that `quick-xml` refuses.
const MAX_RESTARTS: usize = 16;

/// More repairs than this are not listed.
const MAX_REPAIRS: usize = 256;

/// Reads all documents of a sample.
pub(super) fn read(text: &SampleText<'_>, reading: &mut Reading) {
    let start = request::head(text, 0, reading);
    let mut builder = Builder { text, open: Vec::new(), roots: Vec::new(), repairs: Vec::new(), too_deep: None };
    builder.run(start);
    builder.close_all(text.text().len());
    reading.repairs.append(&mut builder.repairs);
    if let Some(at) = builder.too_deep {
        let reason = format!("it nests deeper than {MAX_DEPTH} levels");
        reading.failure = Some(Failure { reason, span: text.place(at, at + 1) });
        return;
    }
    if builder.roots.is_empty() {
        let span = text.place(start, text.text().len());
        reading.failure = Some(Failure { reason: "it holds no element".into(), span });
        return;
    }
    let same = builder.roots.windows(2).all(|pair| matches!(pair, [first, second] if first.0 == second.0));
    if builder.roots.len() > 1 {
        let kind = if same { RepairKind::SeveralDocuments } else { RepairKind::MissingRoot };
        reading.repairs.push(Repair { kind, span: text.place(start, text.text().len()) });
    }
    reading.documents = if same {
        let document = |(name, node)| Document { syntax: Syntax::Xml, root: Some(name), node };
        builder.roots.into_iter().map(document).collect()
    } else {
        let mut members = IndexMap::new();
        for (name, node) in builder.roots {
            insert(&mut members, name, node);
        }
        let node = Node { value: SampleValue::Object(members), span: text.place(start, text.text().len()) };
        vec![Document { syntax: Syntax::Xml, root: None, node }]
    };
}

/// An element whose end has not come yet.
struct Element {
    name: String,
    start: usize,
    text: String,
    attributes: Vec<(String, Node)>,
    children: IndexMap<String, Node>,
}

struct Builder<'t> {
    text: &'t SampleText<'t>,
    open: Vec<Element>,
    roots: Vec<(String, Node)>,
    repairs: Vec<Repair>,
    too_deep: Option<usize>,
}

impl Builder<'_> {
    fn repair(&mut self, kind: RepairKind, start: usize, end: usize) {
        if self.repairs.len() < MAX_REPAIRS {
            self.repairs.push(Repair { kind, span: self.text.place(start, end) });
        }
    }

    fn run(&mut self, mut start: usize) {
        let source = self.text.text();
        for _ in 0..MAX_RESTARTS {
            let Some(failed) = self.run_from(start) else { return };
            // The tag at `failed` is no XML: what follows its `>` may well be.
            let rest = source.get(failed..).unwrap_or_default();
            let Some(end) = rest.find('>') else {
                self.repair(RepairKind::CutEnd, failed, source.len());
                return;
            };
            self.repair(RepairKind::LooseTag, failed, failed + end + 1);
            start = failed + end + 1;
        }
        self.repair(RepairKind::Other, start, source.len());
    }

    /// Reads up to the end; the offset of a tag that can not be read.
    fn run_from(&mut self, base: usize) -> Option<usize> {
        let source = self.text.text().get(base..).unwrap_or_default();
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let start = base + offset(&reader);
            let event = reader.read_event();
            let end = base + offset(&reader);
            match event {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(tag)) => self.start(&tag, start, end),
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, start, end);
                    self.close(end);
                }
                Ok(Event::End(tag)) => self.end(&first_word(tag.name().as_ref()), start, end),
                Ok(Event::Text(text)) => self.words(&text, start, end),
                Ok(Event::CData(text)) => {
                    if let Some(element) = self.open.last_mut() {
                        element.text.push_str(&text);
                    }
                }
                Ok(Event::GeneralRef(reference)) => self.reference(&reference, start, end),
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Err(_) => return Some(start.max(base)),
            }
            if self.too_deep.is_some() {
                return None;
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) {
        let name = first_word(tag.name().as_ref());
        if !name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_') {
            self.repair(RepairKind::StrayText, start, end);
            return;
        }
        if let Some(top) = self.open.last()
            && top.name == name
            && top.children.is_empty()
            && !top.text.trim().is_empty()
        {
            // `<Name>x<Name>`: the slash was forgotten.
            self.repair(RepairKind::MisspeltEnd, start, end);
            self.close(end);
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.too_deep = Some(start);
            return;
        }
        let mut attributes = Vec::new();
        let mut is_loose = false;
        for attribute in tag.attributes() {
            let Ok(attribute) = attribute else {
                is_loose = true;
                break;
            };
            let key = attribute.key.as_ref().to_owned();
            if key != "xmlns" && !key.starts_with("xmlns:") && !key.starts_with("xsi:") && !key.starts_with("xml:") {
                let value = SampleValue::String(decode(&attribute.value));
                attributes.push((key, Node { value, span: self.text.place(start, end) }));
            }
        }
        if is_loose {
            self.repair(RepairKind::LooseTag, start, end);
        }
        self.open.push(Element { name, start, text: String::new(), attributes, children: IndexMap::new() });
    }

    fn end(&mut self, name: &str, start: usize, end: usize) {
        let Some(top) = self.open.last() else {
            self.repair(RepairKind::StrayClose, start, end);
            return;
        };
        if top.name == name {
            self.close(end);
            return;
        }
        // Most misspelt ends stand right after their text: `<OrderId>20</TaskId>`.
        let is_leaf = top.children.is_empty() && !top.text.trim().is_empty();
        let owner = self.open.iter().rposition(|element| element.name == name);
        match owner {
            Some(depth) => {
                while self.open.len() > depth + 1 {
                    self.repair(RepairKind::MissingClose, start, end);
                    self.close(start);
                }
                self.close(end);
            }
            None if is_leaf || are_alike(&top.name, name) => {
                self.repair(RepairKind::MisspeltEnd, start, end);
                self.close(end);
            }
            None => self.repair(RepairKind::StrayClose, start, end),
        }
    }

    fn words(&mut self, words: &str, start: usize, end: usize) {
        if words.contains('&') {
            self.repair(RepairKind::LooseReference, start, end);
        }
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(words);
            return;
        }
        let words = words.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
        if words.is_empty() {
            return;
        }
        let kind = if is_elision(words) {
            RepairKind::Elision
        } else if words.starts_with("//") || words.starts_with('#') {
            RepairKind::Comment
        } else {
            RepairKind::StrayText
        };
        self.repair(kind, start, end);
    }

    fn reference(&mut self, reference: &BytesRef<'_>, start: usize, end: usize) {
        let raw = self.text.text().get(start..end).unwrap_or_default();
        let name: &str = reference.as_ref();
        let known = match reference.resolve_char_ref() {
            Ok(Some(sign)) => Some(sign.to_string()),
            Ok(None) | Err(_) => known_entity(name).map(str::to_owned),
        };
        if known.is_none() {
            self.repair(RepairKind::LooseReference, start, end);
        }
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(known.as_deref().unwrap_or(raw));
        }
    }

    /// Closes the innermost element.
    fn close(&mut self, end: usize) {
        let Some(element) = self.open.pop() else { return };
        let span = self.text.place(element.start, end);
        let words = element.text.trim();
        let value = if element.children.is_empty() && !words.is_empty() && !is_elision(words) {
            SampleValue::String(words.to_owned())
        } else {
            if is_elision(words) {
                self.repair(RepairKind::Elision, element.start, end);
            } else if !words.is_empty() {
                self.repair(RepairKind::StrayText, element.start, end);
            }
            let mut members: IndexMap<String, Node> = element.attributes.into_iter().collect();
            for (name, node) in element.children {
                members.insert(name, node);
            }
            if members.is_empty() { SampleValue::Null } else { SampleValue::Object(members) }
        };
        let node = Node { value, span };
        match self.open.last_mut() {
            Some(parent) => insert(&mut parent.children, element.name, node),
            None => self.roots.push((element.name, node)),
        }
    }

    fn close_all(&mut self, end: usize) {
        if !self.open.is_empty() && self.too_deep.is_none() {
            // A root whose end was misspelt is whole; all else is cut off.
            let ended = matches!(self.repairs.last(), Some(Repair { kind: RepairKind::StrayClose, .. }));
            let kind = if ended && self.open.len() == 1 { RepairKind::MissingClose } else { RepairKind::CutEnd };
            self.repair(kind, end, end);
        }
        while !self.open.is_empty() {
            self.close(end);
        }
    }
}

/// Adds a child; a second one of the same name makes a list.
fn insert(members: &mut IndexMap<String, Node>, name: String, node: Node) {
    match members.entry(name) {
        Entry::Vacant(place) => {
            place.insert(node);
        }
        Entry::Occupied(mut place) => {
            let earlier = place.get_mut();
            let span = earlier.span.to(node.span);
            if let SampleValue::Array(items) = &mut earlier.value {
                items.push(node);
                earlier.span = span;
            } else {
                let first = earlier.clone();
                *earlier = Node { value: SampleValue::Array(vec![first, node]), span };
            }
        }
    }
}

fn offset(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// A tag's name without what a blank splits off.
fn first_word(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_owned()
}

fn is_elision(words: &str) -> bool {
    words.starts_with("..") || words.starts_with('…')
}

/// Whether two names are one but for a slip: they share at least half of the longer one at their ends.
fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let front = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let back = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let longer = one.len().max(other.len());
    (front + back).min(longer) * 2 >= longer
}

fn known_entity(name: &str) -> Option<&'static str> {
    match name {
        "lt" => Some("<"),
        "gt" => Some(">"),
        "amp" => Some("&"),
        "quot" => Some("\""),
        "apos" => Some("'"),
        "nbsp" => Some(" "),
        _ => None,
    }
}

fn decode(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}
