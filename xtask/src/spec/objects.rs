//! Which table describes which object.
//!
//! In: the tables of one half of an operation (a request, or the answer of one status). Out: the main table's rows as
//! [`Draft`]s with their members. Rows lead to tables by links, by the name in the type cell, by the field's name in a
//! caption, by "Table 5", and, where a page has lost its captions, by the names that a sample shows inside them.

use crate::dialect::{Dialect, RoleWord};
use crate::extract::facts::{RowFacts, StatedType, TableFacts};
use crate::extract::samples::shape::Shape;
use crate::source::Span;
use crate::spec::draft::{Draft, announces, steps};
use crate::spec::model::{Fact, Location, Witness};

/// How many objects one half may write out; a page whose tables refer to each other without end stops here.
const MAX_OBJECTS: usize = 4_096;
/// How deep objects may hold objects.
const MAX_DEPTH: usize = 16;

/// The object tables of one half.
pub struct Objects<'a> {
    dialect: &'a Dialect,
    tables: Vec<&'a TableFacts>,
    used: Vec<bool>,
    written: usize,
    /// Rows whose references lead back to the table in which they stand, and the tables that have their names.
    pub leading_back: Vec<(&'a RowFacts, &'a TableFacts)>,
}

impl<'a> Objects<'a> {
    /// Takes the tables that describe objects.
    pub fn new(tables: Vec<&'a TableFacts>, dialect: &'a Dialect) -> Self {
        Self { used: vec![false; tables.len()], tables, dialect, written: 0, leading_back: Vec::new() }
    }

    /// Adds a table that turned out to describe an object, and gives its members to the row that it fits best. `false`
    /// when no row waits for members.
    pub fn adopt(&mut self, table: &'a TableFacts, drafts: &mut [Draft<'a>], shape: &Shape) -> bool {
        // What a header carries is no member of anything.
        if table.rows.iter().any(|row| self.dialect.role(&row.name.value) == Some(RoleWord::AuthToken)) {
            return false;
        }
        let mut waiting = Vec::new();
        collect_waiting(drafts, &|draft| is_stated(draft), &mut Vec::new(), &mut waiting);
        if waiting.is_empty() {
            // Extracted text has lost the types that were links: in a table of types, who has none may be an object.
            let (typed, untyped): (Vec<&Draft<'_>>, Vec<&Draft<'_>>) =
                drafts.iter().partition(|draft| is_stated(draft));
            if typed.len() > untyped.len() {
                collect_waiting(drafts, &|draft| !is_stated(draft), &mut Vec::new(), &mut waiting);
                waiting.retain(|path| root(drafts, path).is_some_and(|root| root.location == Some(Location::Body)));
            }
        }
        let fits = waiting.iter().map(|path| overlap(table, shape, path)).collect::<Vec<_>>();
        let best = fits.iter().enumerate().max_by(|left, right| left.1.cmp(right.1).then(right.0.cmp(&left.0)));
        let Some(path) = best.and_then(|(index, _)| waiting.get(index)) else { return false };
        let mut members = self.rows(table, None, &mut Vec::new());
        // The names that a sample shows inside are told when the members are settled.
        say_inside(&mut members, &[(Witness::RowOrder, table.span)]);
        if let Some(draft) = find(drafts, path) {
            draft.children = members;
        }
        true
    }

    /// The drafts of a main table, members written out.
    pub fn rows(&mut self, table: &'a TableFacts, location: Option<Location>, open: &mut Vec<usize>) -> Vec<Draft<'a>> {
        let rows = table.rows.iter().map(|row| {
            let mut draft = Draft::of(row, &row.name.value, location);
            self.members(&mut draft, row, open);
            (steps(&row.name.value), draft)
        });
        crate::spec::draft::nest_dotted(rows.collect())
    }

    /// Gives members to the drafts of a tree that lead to object tables and have none.
    pub fn complete(&mut self, drafts: &mut [Draft<'a>]) {
        for draft in drafts {
            if let Some(row) = draft.row
                && draft.children.is_empty()
            {
                self.members(draft, row, &mut Vec::new());
            } else {
                self.complete(&mut draft.children);
            }
        }
    }

    fn members(&mut self, draft: &mut Draft<'a>, row: &'a RowFacts, open: &mut Vec<usize>) {
        let Some((mut index, mut way)) = self.table_of(row) else { return };
        if open.last() == Some(&index)
            && let Some(named) = self.by_field_name(row).filter(|named| !open.contains(named))
        {
            (index, way) = (named, Way::FieldName);
            self.leading_back.extend(self.tables.get(named).map(|table| (row, *table)));
        }
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
        let Some(table) = self.tables.get(index).copied() else { return };
        let endless = open.contains(&index) || open.len() >= MAX_DEPTH || self.written >= MAX_OBJECTS;
        if endless {
            draft.reference = Some(Self::name_of(table, row));
            return;
        }
        self.written += 1;
        open.push(index);
        draft.children = self.rows(table, None, open);
        say_inside(&mut draft.children, &leads(row, table, way));
        open.pop();
    }

    /// The table that describes the row's object.
    fn table_of(&self, row: &RowFacts) -> Option<(usize, Way)> {
        if self.tables.is_empty() || !announces(row) && row.links.is_empty() {
            return None;
        }
        if !crate::spec::draft::may_hold(&row.stated) {
            return None;
        }
        let by_link = self.tables.iter().position(|table| row.links.iter().any(|link| table.anchors.contains(link)));
        let by = |way: Way| move |index: usize| (index, way);
        by_link
            .map(by(Way::Link))
            .or_else(|| self.by_link_name(row).map(by(Way::LinkName)))
            .or_else(|| self.by_type_name(row).map(by(Way::TypeName)))
            .or_else(|| self.by_number(row).map(by(Way::Number)))
            .or_else(|| self.by_field_name(row).map(by(Way::FieldName)))
    }

    /// Whether one of the tables describes the row's members.
    pub fn describes(&self, row: &RowFacts) -> bool {
        self.table_of(row).is_some()
    }

    fn by_type_name(&self, row: &RowFacts) -> Option<usize> {
        let name = object_name(&row.stated)?;
        self.position(|caption| caption.eq_ignore_ascii_case(name))
            .or_else(|| self.position(|caption| words_of(caption).any(|word| word == name)))
            .or_else(|| self.by_stem(name))
    }

    /// The only table whose caption names the object but for its number and for words that say no more than that it is
    /// one: `AvailableZones` and `AvailableZoneType`.
    fn by_stem(&self, name: &str) -> Option<usize> {
        let wanted = stem(name, self.dialect);
        let fits = |caption: &str| words_of(caption).any(|word| stem(word, self.dialect) == wanted);
        let mut found = self.tables.iter().enumerate().filter(|(_, table)| table.caption.as_deref().is_some_and(fits));
        let (index, _) = found.next().filter(|_| !wanted.is_empty())?;
        found.next().is_none().then_some(index)
    }

    /// A link whose anchor is no place of the page, but a word of a caption.
    fn by_link_name(&self, row: &RowFacts) -> Option<usize> {
        let mut links = row.links.iter();
        links.find_map(|link| self.position(|caption| words_of(caption).any(|word| word.eq_ignore_ascii_case(link))))
    }

    fn by_field_name(&self, row: &RowFacts) -> Option<usize> {
        let steps = steps(&row.name.value);
        let name = &steps.last()?.name;
        self.position(|caption| words_of(caption).any(|word| word == name))
    }

    /// "For details, see Table 5."
    fn by_number(&self, row: &RowFacts) -> Option<usize> {
        if self.tables.iter().all(|table| table.number.is_none()) {
            return None;
        }
        let words = &row.description.as_ref()?.value;
        let starts = words.char_indices().map(|(index, _)| index);
        let mut numbers = starts.filter_map(|start| self.dialect.numbered(words.get(start..)?).0);
        numbers.find_map(|number| self.tables.iter().position(|table| table.number == Some(number)))
    }

    fn position(&self, fits: impl Fn(&str) -> bool) -> Option<usize> {
        self.tables.iter().position(|table| table.caption.as_deref().is_some_and(&fits))
    }

    fn name_of(table: &TableFacts, row: &RowFacts) -> String {
        let name = object_name(&row.stated).or(table.caption.as_deref()).unwrap_or(&row.name.value);
        name.chars().filter(|character| character.is_ascii_alphanumeric() || *character == '_').collect()
    }

    /// Tables that no row refers to.
    pub fn unused(&self) -> impl Iterator<Item = &'a TableFacts> + '_ {
        self.tables.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(table, _)| *table)
    }
}

/// How a row leads to the table of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A link to the table's anchor.
    Link,
    /// A link whose target is a word of the caption.
    LinkName,
    /// The type cell names the object as the caption does.
    TypeName,
    /// "See Table 5."
    Number,
    /// The caption names the field.
    FieldName,
}

/// Who leads from a row to the table of its members, and where.
fn leads(row: &RowFacts, table: &TableFacts, way: Way) -> Vec<(Witness, Span)> {
    let kind = row.type_words.as_ref().map(|said| said.span);
    let description = row.description.as_ref().map(|said| said.span);
    let (witness, from) = match way {
        // The link stands in one of the two: in the type cell, where there are other words than in it.
        Way::Link | Way::LinkName => (Witness::Link, kind.or(description)),
        Way::TypeName => (Witness::Name, kind),
        Way::Number => (Witness::Caption, description),
        Way::FieldName => (Witness::Name, Some(row.name.span)),
    };
    let from = from.unwrap_or(row.name.span);
    let caption = table.caption_place.map(|place| (Witness::Caption, place));
    std::iter::once((witness, from)).chain(caption).collect()
}

/// Says of all members who sets them inside their object.
fn say_inside(members: &mut [Draft<'_>], leads: &[(Witness, Span)]) {
    for member in members {
        member.said.extend(leads.iter().map(|(witness, span)| (Fact::Inside, *witness, *span)));
    }
}

/// The object's name in a type cell.
fn object_name(stated: &StatedType) -> Option<&str> {
    match stated {
        StatedType::Named(name) => Some(name),
        StatedType::List(item) | StatedType::Map(item) => object_name(item),
        StatedType::Unstated | StatedType::Word(_) | StatedType::Unknown(_) => None,
    }
}

/// An object's name without its plural and without an ending that names no other object.
fn stem(name: &str, dialect: &Dialect) -> String {
    let name = name.to_lowercase();
    let name = dialect.object_endings.iter().find_map(|ending| name.strip_suffix(ending.as_str())).unwrap_or(&name);
    let name = name.trim_end_matches(['_', '-']);
    match name.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => name.strip_suffix('s').unwrap_or(name).to_owned(),
    }
}

fn words_of(caption: &str) -> impl Iterator<Item = &str> {
    caption.split(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '_' | '-')))
}

/// Whether a type cell says what a row is.
fn is_stated(draft: &Draft<'_>) -> bool {
    draft.row.is_some_and(|row| row.stated != StatedType::Unstated)
}

/// The draft at the top of a path.
fn root<'d, 'a>(drafts: &'d [Draft<'a>], path: &[String]) -> Option<&'d Draft<'a>> {
    drafts.iter().find(|draft| path.first() == Some(&draft.wire))
}

/// Paths of rows that announce members and have none, those of them that are wanted.
fn collect_waiting(
    drafts: &[Draft<'_>],
    wanted: &dyn Fn(&Draft<'_>) -> bool,
    path: &mut Vec<String>,
    waiting: &mut Vec<Vec<String>>,
) {
    for draft in drafts {
        path.push(draft.wire.clone());
        let announced = draft.row.is_some_and(announces) && wanted(draft);
        let holds = !matches!(draft.location, Some(Location::Path | Location::Header));
        if announced && holds && draft.children.is_empty() && draft.reference.is_none() {
            waiting.push(path.clone());
        }
        collect_waiting(&draft.children, wanted, path, waiting);
        path.pop();
    }
}

/// How many of the table's names a sample shows inside the place.
fn overlap(table: &TableFacts, shape: &Shape, path: &[String]) -> usize {
    let place = path.iter().try_fold(shape, |shape, name| shape.entry().members.get(name));
    let Some(place) = place else { return 0 };
    table.rows.iter().filter(|row| place.entry().members.contains_key(&row.name.value)).count()
}

fn find<'d, 'a>(drafts: &'d mut [Draft<'a>], path: &[String]) -> Option<&'d mut Draft<'a>> {
    let (first, rest) = path.split_first()?;
    let draft = drafts.iter_mut().find(|draft| draft.wire == *first)?;
    if rest.is_empty() { Some(draft) } else { find(&mut draft.children, rest) }
}
