//! Reads JSON as people type it.
//!
//! Strict JSON is decided by `serde_json`; the reader here makes the same tree of it, with places. What `serde_json`
//! refuses is read by the same code with repairs. Each byte is looked at a bounded number of times, and nesting is
//! bounded, so a hostile sample costs no more than a long one.

use indexmap::IndexMap;
use serde::de::IgnoredAny;

use super::{
    Document, Failure, MAX_DEPTH, Node, Reading, Repair, RepairKind, SampleText, SampleValue, Syntax, request,
};
use crate::source::Span;

mod lexer;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::print as tests_print;

/// More repairs than this are not listed: the sample is then something else than JSON, or hostile.
const MAX_REPAIRS: usize = 256;

/// Reads all documents of a sample.
pub(super) fn read(text: &SampleText<'_>, reading: &mut Reading) {
    let start = request::head(text, 0, reading);
    let mut parser = Parser::new(text, start);
    reading.documents = parser.documents();
    reading.repairs.append(&mut parser.repairs);
    reading.failure = parser.failure.take();
    if reading.documents.is_empty() && reading.failure.is_none() {
        reading.failure = Some(Failure {
            reason: "it holds no object and no list".into(),
            span: text.place(start, text.text().len()),
        });
    }
}

/// Reads the one document that starts at `start`; with the offset after it.
pub(super) fn read_one(text: &SampleText<'_>, start: usize, reading: &mut Reading) -> (Option<Document>, usize) {
    let mut parser = Parser::new(text, start);
    let document = parser.document();
    reading.repairs.append(&mut parser.repairs);
    if reading.failure.is_none() {
        reading.failure = parser.failure.take();
    }
    (document, parser.at)
}

struct Parser<'t> {
    text: &'t SampleText<'t>,
    source: &'t str,
    at: usize,
    /// `serde_json` takes the document: nothing needs to be guessed.
    strict: bool,
    open_arrays: usize,
    open_objects: usize,
    /// How many more signs may be looked at in search of a document inside a text.
    embedded_budget: usize,
    repairs: Vec<Repair>,
    failure: Option<Failure>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t SampleText<'t>, at: usize) -> Self {
        Self {
            text,
            source: text.text(),
            at,
            strict: false,
            open_arrays: 0,
            open_objects: 0,
            embedded_budget: 1 << 20,
            repairs: Vec::new(),
            failure: None,
        }
    }

    fn rest(&self) -> &'t str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn span(&self, start: usize) -> Span {
        self.text.place(start, self.at)
    }

    fn repair(&mut self, kind: RepairKind, start: usize) {
        if self.repairs.len() < MAX_REPAIRS && self.failure.is_none() {
            let end = self.at.max(start + 1).min(self.source.len().max(start));
            self.repairs.push(Repair { kind, span: self.text.place(start, end) });
        }
    }

    /// Passes over one sign that should not stand here.
    fn pass_over(&mut self, kind: RepairKind) {
        let start = self.at;
        self.bump();
        self.repair(kind, start);
    }

    fn documents(&mut self) -> Vec<Document> {
        let mut documents: Vec<Document> = Vec::new();
        loop {
            self.skip();
            let Some(sign) = self.peek() else { return documents };
            match sign {
                '{' | '[' => {
                    if !documents.is_empty() {
                        self.repair(RepairKind::SeveralDocuments, self.at);
                    }
                    documents.extend(self.document());
                }
                '}' | ']' => self.pass_over(RepairKind::StrayClose),
                ',' | ';' => self.pass_over(RepairKind::StrayText),
                _ if lexer::is_quote(sign) && lexer::starts_member(self.rest()) => {
                    self.members_without_brackets(&mut documents);
                }
                _ => self.stray_words(),
            }
        }
    }

    /// `"a": 1, "b": 2` without brackets: a document of its own, or the rest of one that a stray bracket closed early.
    fn members_without_brackets(&mut self, documents: &mut Vec<Document>) {
        let start = self.at;
        self.strict = false;
        self.repair(RepairKind::MissingRoot, start);
        let node = self.object(start, 0, false);
        match (documents.last_mut().map(|document| &mut document.node.value), node.value) {
            (Some(SampleValue::Object(members)), SampleValue::Object(late)) => {
                for (name, value) in late {
                    members.entry(name).or_insert(value);
                }
            }
            (_, value) => {
                let node = Node { value, span: node.span };
                documents.push(Document { syntax: Syntax::Json, root: None, node });
            }
        }
    }

    fn stray_words(&mut self) {
        let start = self.at;
        let rest = self.rest();
        // A label may stand on the document's own line: `Response: {`.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|&(_, sign)| matches!(sign, '\n' | '{' | '['))
            .map_or(rest.len(), |(index, _)| index);
        self.at += end;
        self.repair(RepairKind::StrayText, start);
    }

    /// The document at `at`, which is a bracket.
    fn document(&mut self) -> Option<Document> {
        let start = self.at;
        let mut strict = serde_json::Deserializer::from_str(self.rest()).into_iter::<IgnoredAny>();
        let refusal = match strict.next() {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(error),
            None => return None,
        };
        self.strict = refusal.is_none();
        let before = self.repairs.len();
        self.skip();
        let node = self.value(0)?;
        if refusal.is_some() && self.repairs.len() == before {
            self.repair(RepairKind::Other, start);
        }
        self.failure.is_none().then_some(Document { syntax: Syntax::Json, root: None, node })
    }

    /// The value at `at`. `None` when a comma or a closing bracket stands there.
    fn value(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let sign = self.peek()?;
        if depth >= MAX_DEPTH {
            self.failure =
                Some(Failure { reason: format!("it nests deeper than {MAX_DEPTH} levels"), span: self.span(start) });
            self.at = self.source.len();
            return None;
        }
        match sign {
            '{' => {
                self.bump();
                self.open_objects += 1;
                let node = self.object(start, depth, true);
                self.open_objects -= 1;
                Some(node)
            }
            '[' => {
                self.bump();
                self.open_arrays += 1;
                let node = self.array(start, depth);
                self.open_arrays -= 1;
                Some(node)
            }
            '}' | ']' | ',' | '，' | ';' => None,
            _ => {
                let value = match self.string(lexer::Role::Value) {
                    Some(text) => SampleValue::String(text),
                    None => self.bare_value(),
                };
                Some(Node { value, span: self.span(start) })
            }
        }
    }

    fn object(&mut self, start: usize, depth: usize, bracketed: bool) -> Node {
        let mut members = IndexMap::new();
        loop {
            self.skip();
            match self.peek() {
                None => {
                    if bracketed {
                        self.repair(RepairKind::CutEnd, self.at);
                    }
                    break;
                }
                Some('}') => {
                    if bracketed {
                        self.bump();
                    } else {
                        self.pass_over(RepairKind::StrayClose);
                    }
                    break;
                }
                Some(']') if self.open_arrays > 0 => {
                    self.repair(RepairKind::MissingClose, self.at);
                    break;
                }
                Some(']') => self.pass_over(RepairKind::StrayClose),
                Some(',' | '，' | ';') => self.pass_over(RepairKind::TrailingComma),
                Some(':' | '：') => self.pass_over(RepairKind::StrayText),
                Some('{' | '[') => {
                    // An object or a list without a name: nothing can be said of it but that it is there.
                    self.repair(RepairKind::StrayText, self.at);
                    self.value(depth + 1);
                    self.comma();
                }
                Some(_) => {
                    self.member(&mut members, depth);
                    self.comma();
                }
            }
        }
        Node { value: SampleValue::Object(members), span: self.span(start) }
    }

    fn member(&mut self, members: &mut IndexMap<String, Node>, depth: usize) {
        let start = self.at;
        let quoted = self.string(lexer::Role::Name);
        let is_quoted = quoted.is_some();
        let name = quoted.unwrap_or_else(|| self.bare_name());
        let name_end = self.at;
        self.skip();
        match self.peek() {
            Some(':') => self.bump(),
            Some('：') => self.pass_over(RepairKind::WidePunctuation),
            Some('=') => {
                self.pass_over(RepairKind::MissingColon);
                if self.peek() == Some('>') {
                    self.bump();
                }
            }
            Some(sign) if is_quoted && !self.breaks_line(name_end) && !matches!(sign, ',' | '，' | ';' | '}' | ']') => {
                self.repair(RepairKind::MissingColon, self.at);
            }
            Some(_) | None if is_quoted => {
                self.repair(RepairKind::MissingValue, start);
                members
                    .entry(name)
                    .or_insert(Node { value: SampleValue::Null, span: self.text.place(start, name_end) });
                return;
            }
            Some(_) | None => {
                self.repair(RepairKind::StrayText, start);
                return;
            }
        }
        if !is_quoted {
            self.repairs_name(start, name_end);
        }
        self.skip();
        let node = self.value(depth + 1).unwrap_or_else(|| {
            self.repair(RepairKind::MissingValue, start);
            Node { value: SampleValue::Null, span: self.text.place(start, name_end) }
        });
        if members.insert(name, node).is_some() {
            self.repair(RepairKind::RepeatedName, start);
        }
    }

    fn repairs_name(&mut self, start: usize, end: usize) {
        if self.repairs.len() < MAX_REPAIRS && self.failure.is_none() {
            self.repairs.push(Repair { kind: RepairKind::UnquotedName, span: self.text.place(start, end) });
        }
    }

    fn breaks_line(&self, from: usize) -> bool {
        self.source.get(from..self.at).is_some_and(|between| between.contains('\n'))
    }

    fn array(&mut self, start: usize, depth: usize) -> Node {
        let mut items = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None => {
                    self.repair(RepairKind::CutEnd, self.at);
                    break;
                }
                Some(']') => {
                    self.bump();
                    break;
                }
                Some('}') if self.open_objects > 0 => {
                    self.repair(RepairKind::MissingClose, self.at);
                    break;
                }
                Some('}') => self.pass_over(RepairKind::StrayClose),
                Some(',' | '，' | ';') => self.pass_over(RepairKind::TrailingComma),
                Some(':' | '：') => self.pass_over(RepairKind::StrayText),
                Some(_) => {
                    if let Some(item) = self.item(depth) {
                        items.push(item);
                    }
                    self.comma();
                }
            }
        }
        Node { value: SampleValue::Array(items), span: self.span(start) }
    }

    fn item(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        if lexer::is_quote(self.peek()?) && !self.strict && lexer::starts_member(self.rest()) {
            // `[ "a": 1 ]`: an object that lost its brackets.
            self.repair(RepairKind::MissingRoot, start);
            let mut members = IndexMap::new();
            self.member(&mut members, depth + 1);
            return Some(Node { value: SampleValue::Object(members), span: self.span(start) });
        }
        self.value(depth + 1)
    }

    /// What stands between two members or items.
    fn comma(&mut self) {
        let end = self.at;
        self.skip();
        match self.peek() {
            Some(',') => self.bump(),
            Some('，' | ';') => self.pass_over(RepairKind::WidePunctuation),
            Some('}' | ']') | None => return,
            Some(_) => {
                if self.failure.is_none() && self.repairs.len() < MAX_REPAIRS {
                    self.repairs.push(Repair { kind: RepairKind::MissingComma, span: self.text.place(end, end) });
                }
                return;
            }
        }
        let after = self.at;
        self.skip();
        if matches!(self.peek(), Some('}' | ']')) && self.failure.is_none() {
            self.repairs.push(Repair { kind: RepairKind::TrailingComma, span: self.text.place(after - 1, after) });
        }
    }
}
