//! Answers that a sentence names by a link to an object, which another part of the page or another page describes.
//!
//! In: settled pages, each with its objects and the links of its operations' sentences. Out: the same, with the fields of
//! the objects in the answers, and the fields of the objects that those refer to in turn. An answer whose own table or
//! object is not at hand stays as it is; an inner object that is not written out is told.

use super::SettledPage;
use super::draft::announces;
use super::model::{Fact, Field, Operation, Testimony, Type, Witness};
use super::objects::Objects;
use super::operation::Context;
use super::testify;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::spec::UNSETTLED_TYPE;
use crate::extract::PageFacts;
use crate::extract::facts::{Said, TableFacts};
use crate::source::{PagePath, Span};

/// How deep objects of answers are written out.
const MAX_DEPTH: usize = 4;
/// How many fields the answers of one service may gain.
const MAX_FIELDS: usize = 200_000;

/// An object that answers may have.
#[derive(Clone, Debug)]
pub struct Object {
    page: PagePath,
    /// Names by which links reach it.
    anchors: Vec<String>,
    fields: Vec<Field>,
    inner: Vec<Inner>,
}

/// A field that holds another object.
#[derive(Clone, Debug)]
struct Inner {
    /// Its place among the fields.
    index: usize,
    /// Where its links lead.
    links: Vec<String>,
    /// The words that say so.
    said: Option<Testimony>,
    /// Its row.
    row: Span,
}

/// What a page has for answers that sentences name.
#[derive(Clone, Debug, Default)]
pub struct Named {
    objects: Vec<Object>,
    /// The link of each operation's sentence, where it has one.
    links: Vec<Option<String>>,
}

/// Settles the objects of a page.
pub(super) fn settle(facts: &PageFacts, context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Named {
    let link = |said: &Option<Said<String>>| said.as_ref().map(|said| said.value.clone());
    Named {
        objects: facts.objects.iter().map(|table| object(table, facts, context, diagnostics)).collect(),
        links: facts.operations.iter().map(|facts| link(&facts.answer)).collect(),
    }
}

fn object(table: &TableFacts, facts: &PageFacts, context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Object {
    let drafts = Objects::new(Vec::new(), context.dialect).rows(table, None, &mut Vec::new());
    let mut inner = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let Some(row) = draft.row.filter(|row| announces(row) && !row.links.is_empty()) else { continue };
        let words = row.type_words.as_ref().map_or(row.name.span, |said| said.span);
        let said = testify::testimony(context.page, words, Witness::Link);
        inner.push(Inner { index, links: row.links.clone(), said, row: row.span });
    }
    // What a link settles is not open; where it leads nowhere is seen when all pages are at hand.
    let spans: Vec<_> = inner.iter().map(|inner| inner.row).collect();
    let mut found = Vec::new();
    let fields = context.settling(&[], false).fields(drafts, &mut found);
    found.retain(|diagnostic| diagnostic.code != UNSETTLED_TYPE || !spans.contains(&diagnostic.span));
    diagnostics.append(&mut found);
    Object { page: facts.page.clone(), anchors: table.anchors.clone(), fields, inner }
}

/// Gives the answers that sentences name the fields of their objects.
pub fn link(pages: &mut [SettledPage], diagnostics: &mut Vec<Diagnostic>) {
    let objects = pages.iter_mut().flat_map(|page| std::mem::take(&mut page.named.objects)).collect();
    let mut linking = Linking { objects, written: 0, diagnostics };
    if linking.objects.is_empty() {
        return;
    }
    for page in pages {
        for (operation, link) in page.operations.iter_mut().zip(&page.named.links) {
            let Some(object) = link.as_ref().and_then(|link| linking.find(link, &page.page)) else { continue };
            if is_open(operation) {
                let fields = linking.fields(object, &mut vec![object]);
                answer(operation, fields);
            }
        }
    }
}

/// Whether no table describes the answer.
fn is_open(operation: &Operation) -> bool {
    let answer = operation.responses.first();
    answer.is_some_and(|answer| answer.fields.iter().all(|field| !field.witnesses.contains(&Witness::Table)))
}

/// The object's fields, and those that only a sample shows behind them.
fn answer(operation: &mut Operation, mut fields: Vec<Field>) {
    let Some(answer) = operation.responses.first_mut() else { return };
    let shown = std::mem::take(&mut answer.fields).into_iter();
    let others: Vec<Field> = shown.filter(|shown| fields.iter().all(|field| field.wire != shown.wire)).collect();
    fields.extend(others);
    answer.fields = fields;
}

struct Linking<'d> {
    objects: Vec<Object>,
    written: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Linking<'_> {
    /// The object that a link of a page leads to: `#LAMPS/lamp-object`, `/docs/lamps#lamp-object`. Of several with the
    /// anchor the one on the page that the link names, or on the page of the link itself; else the only one.
    fn find(&self, link: &str, page: &PagePath) -> Option<usize> {
        let anchor = link.rsplit(['#', '/']).next()?;
        let way = plain(link.get(..link.len() - anchor.len())?);
        let fits = |object: &Object| object.anchors.iter().any(|known| known.eq_ignore_ascii_case(anchor));
        let all: Vec<usize> =
            self.objects.iter().enumerate().filter(|(_, object)| fits(object)).map(|(index, _)| index).collect();
        let of = |index: &&usize| self.objects.get(**index);
        let named = all.iter().find(|index| of(index).is_some_and(|object| names(&way, &object.page)));
        let own = all.iter().find(|index| of(index).is_some_and(|object| object.page == *page));
        named.or(own).or_else(|| all.first().filter(|_| all.len() == 1)).copied()
    }

    /// The fields of an object, with the members of those that hold another one. `open`: the objects around it.
    fn fields(&mut self, object: usize, open: &mut Vec<usize>) -> Vec<Field> {
        let Some(Object { page, mut fields, inner, .. }) = self.objects.get(object).cloned() else { return Vec::new() };
        self.written += fields.len();
        for Inner { index, links, said, row } in inner {
            let Some(field) = fields.get_mut(index) else { continue };
            let target = links.iter().find_map(|link| self.find(link, &page));
            let left_open = match target {
                None => Some("no page at hand describes it"),
                Some(target) if open.contains(&target) => Some("that object holds this one"),
                Some(_) if open.len() >= MAX_DEPTH => Some("it lies too deep in the answer"),
                Some(_) if self.written >= MAX_FIELDS => Some("the service's answers have too many fields"),
                Some(_) => None,
            };
            if let (Some(target), None) = (target, left_open) {
                open.push(target);
                let members = self.fields(target, open);
                open.pop();
                hold(field, members, said);
            } else if matches!(innermost(&mut field.shape), Type::Unknown | Type::Any) {
                let reason = left_open.unwrap_or_default();
                let message = format!("{} holds another object, which is not written out: {reason}", field.wire);
                self.diagnostics.push(Diagnostic::new(UNSETTLED_TYPE, &page, row, message));
            }
        }
        fields
    }
}

/// What a list or a map holds, or what is none itself.
fn innermost(shape: &mut Type) -> &mut Type {
    match shape {
        Type::Array { item } | Type::Map { value: item } => innermost(item),
        Type::String
        | Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::File
        | Type::Any
        | Type::Object { .. }
        | Type::Reference { .. }
        | Type::Unknown => shape,
    }
}

/// Makes the field hold members.
fn hold(field: &mut Field, mut members: Vec<Field>, said: Option<Testimony>) {
    let shape = innermost(&mut field.shape);
    if !matches!(shape, Type::Unknown | Type::Any) {
        return;
    }
    for member in &mut members {
        let origin = member.origin.clone();
        if let Some(said) = &said {
            let said = said.clone().moved(field.origin.as_ref(), origin.as_ref());
            member.evidence.add_first(Fact::Inside, said);
        }
    }
    *shape = Type::Object { fields: members };
    if let Some(said) = said {
        field.evidence.add_first(Fact::Type, said);
    }
}

/// Whether the way of a link, as plain letters, ends in the name of the page.
fn names(way: &str, page: &PagePath) -> bool {
    let file = page.as_str().rsplit('/').next().unwrap_or_default();
    let name = plain(file.rsplit_once('.').map_or(file, |(name, _)| name));
    !name.is_empty() && way.ends_with(&name)
}

fn plain(words: &str) -> String {
    words.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
