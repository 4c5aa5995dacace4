//! Who says each fact of a settled field, and where.
//!
//! In: a draft with its row, the shapes that samples show, and the settled type. Out: the field's evidence. Nothing is
//! settled here; what a witness says against the settled fact is no evidence of it.

use super::{Settling, at_exactly};
use crate::dialect::TypeWord;
use crate::extract::facts::{RowFacts, StatedType};
use crate::extract::samples::shape::{Listing, Seen, Shape};
use crate::source::Span;
use crate::spec::draft::Draft;
use crate::spec::model::{Evidence, Fact, Field, Testimony, Type, Witness};
use crate::spec::testify;

/// What is known of a draft before its members are taken from it.
pub(super) struct Grounds<'a> {
    row: Option<&'a RowFacts>,
    stated: StatedType,
    listed: bool,
}

impl<'a> Grounds<'a> {
    pub(super) fn of(draft: &Draft<'a>) -> Self {
        Self { row: draft.row, stated: draft.stated.clone(), listed: draft.listed }
    }
}

impl Settling<'_> {
    fn add(&self, evidence: &mut Evidence, fact: Fact, witness: Witness, span: Span) {
        testify::add(evidence, fact, self.page, span, witness);
    }

    /// What samples show at a path, by witness.
    fn shown<'s>(&'s self, path: &'s [String]) -> impl Iterator<Item = (Witness, &'s Shape)> {
        self.shapes.iter().filter_map(move |(witness, shape)| Some((*witness, at_exactly(shape, path)?)))
    }

    /// All but the type, of a field whose facts are settled.
    pub(super) fn testify(&self, field: &mut Field, draft: &Draft<'_>, path: &[String]) {
        let mut evidence = std::mem::take(&mut field.evidence);
        if let Some(row) = draft.row {
            self.testify_row(&mut evidence, row);
        }
        for (fact, witness, span) in draft.said.iter().filter(|(fact, _, _)| *fact != Fact::Type) {
            let span = match (witness, draft.row) {
                (Witness::TreeMark, Some(row)) => self.before_name(row),
                (Witness::RowOrder, _) => testify::first_line(self.page, *span),
                _ => *span,
            };
            self.add(&mut evidence, *fact, *witness, span);
        }
        self.testify_samples(&mut evidence, path);
        if path.len() > 1 && evidence.lacks(Fact::Inside) {
            let dotted = evidence.of(Fact::Name).find(|said| said.witness == Witness::DottedName).cloned();
            if let Some(said) = dotted {
                evidence.add(Fact::Inside, said);
            }
        }
        if field.sensitive {
            // The words of the name show it.
            let name = evidence.of(Fact::Name).next().cloned();
            evidence.remove(Fact::Sensitive);
            if let Some(name) = name {
                evidence.add(Fact::Sensitive, Testimony { witness: Witness::Name, ..name });
            }
        }
        if field.example.is_none() {
            evidence.remove(Fact::Example);
        } else if evidence.lacks(Fact::Example) {
            for (witness, seen) in self.shown(path) {
                if seen.example == field.example {
                    self.add(&mut evidence, Fact::Example, witness, testify::head(self.page, seen.span));
                }
            }
        }
        if field.description.is_none() {
            evidence.remove(Fact::Description);
        }
        field.evidence = evidence;
    }

    /// The name and the place in the tree, as samples show them.
    fn testify_samples(&self, evidence: &mut Evidence, path: &[String]) {
        let Some(name) = path.last() else { return };
        for (witness, seen) in self.shown(path) {
            let key = testify::key(self.page, seen.span, name);
            self.add(evidence, Fact::Name, witness, key);
            if path.len() > 1 {
                self.add(evidence, Fact::Inside, witness, key);
            }
        }
    }

    /// What stands before the name in its cell.
    fn before_name(&self, row: &RowFacts) -> Span {
        let name = testify::exact(self.page, row.name.span, &row.name.value);
        if name.start > row.name.span.start { Span { end: name.start, ..row.name.span } } else { name }
    }

    /// What the row says of its field, but for its type.
    fn testify_row(&self, evidence: &mut Evidence, row: &RowFacts) {
        let exact = |span, words: &str| testify::exact(self.page, span, words);
        let table = Witness::Table;
        self.add(evidence, Fact::Name, table, exact(row.name.span, &row.name.value));
        if let Some(span) = row.presence_place {
            // A sentence above the table may say it for all of its rows.
            let in_row = row.span.start <= span.start && span.end <= row.span.end;
            let witness = if in_row { table } else { Witness::Sentence };
            self.add(evidence, Fact::Presence, witness, span);
        } else if let Some(condition) = &row.prose.required_if {
            self.add(evidence, Fact::Presence, Witness::Sentence, condition.span);
        }
        if let Some(example) = &row.example {
            self.add(evidence, Fact::Example, table, exact(example.span, &example.value));
        }
        if let Some(description) = &row.description {
            self.add(evidence, Fact::Description, table, description.span);
        }
        self.testify_sentences(evidence, row);
    }

    fn testify_sentences(&self, evidence: &mut Evidence, row: &RowFacts) {
        let prose = &row.prose;
        let texts = [
            (Fact::Default, &prose.default),
            (Fact::Minimum, &prose.minimum),
            (Fact::Maximum, &prose.maximum),
            (Fact::Pattern, &prose.pattern),
            (Fact::Unit, &prose.unit),
            (Fact::TimeFormat, &prose.time_format),
        ];
        let numbers = [
            (Fact::MinLength, &prose.min_length),
            (Fact::MaxLength, &prose.max_length),
            (Fact::MinItems, &prose.min_items),
            (Fact::MaxItems, &prose.max_items),
        ];
        let sets = [(Fact::First, &prose.first), (Fact::Allowed, &prose.allowed)];
        let lists = [
            (Fact::Excluded, &prose.excluded),
            (Fact::ForbiddenPrefixes, &prose.forbidden_prefixes),
            (Fact::Rivals, &prose.rivals),
            (Fact::See, &prose.see),
        ];
        let texts = texts.into_iter().filter_map(|(fact, said)| Some((fact, said.as_ref()?.span)));
        let numbers = numbers.into_iter().filter_map(|(fact, said)| Some((fact, said.as_ref()?.span)));
        let sets = sets.into_iter().filter_map(|(fact, said)| Some((fact, said.as_ref()?.span)));
        let lists = lists.into_iter().flat_map(|(fact, said)| said.iter().map(move |said| (fact, said.span)));
        let condition = prose.required_if.iter().map(|said| (Fact::RequiredIf, said.span));
        let deprecated = prose.deprecated.iter().map(|span| (Fact::Deprecated, *span));
        let json = prose.json.iter().map(|span| (Fact::Json, *span));
        let marks = condition.chain(deprecated).chain(json);
        for (fact, span) in texts.chain(numbers).chain(sets).chain(lists).chain(marks) {
            self.add(evidence, fact, sentence_or_cell(row, span), span);
        }
    }

    /// The type, and the members that samples alone show.
    pub(super) fn testify_type(
        &self,
        field: &mut Field,
        draft: &[(Fact, Witness, Span)],
        grounds: &Grounds<'_>,
        path: &mut Vec<String>,
    ) {
        self.testify_members(&mut field.shape, path);
        if field.shape == Type::Unknown {
            return;
        }
        let evidence = &mut field.evidence;
        let cell = grounds.row.and_then(|row| row.type_words.as_ref());
        if let Some(cell) = cell.filter(|_| stated_fits(&grounds.stated, &field.shape)) {
            self.add(evidence, Fact::Type, Witness::Table, cell.span);
        }
        for (fact, witness, span) in
            draft.iter().filter(|(fact, _, _)| *fact == Fact::Type && (grounds.listed || cell.is_none()))
        {
            self.add(evidence, *fact, *witness, *span);
        }
        for (witness, seen) in self.shown(path) {
            if shows(seen, &field.shape) {
                self.add(evidence, Fact::Type, witness, testify::head(self.page, seen.span));
            }
        }
        if !evidence.lacks(Fact::Type) {
            return;
        }
        // Nobody names the type: the members make the object, else the row's own example shows what it is.
        let member = field.shape.members().and_then(|members| members.first());
        let member = member.and_then(|member| Some((member, member.evidence.of(Fact::Name).next()?)));
        if let Some((member, name)) = member {
            let said = name.clone().moved(member.origin.as_ref(), field.origin.as_ref());
            evidence.add(Fact::Type, said);
        } else if let Some(example) = grounds.row.and_then(|row| row.example.as_ref()) {
            self.add(evidence, Fact::Type, Witness::Table, testify::exact(self.page, example.span, &example.value));
        } else if let Some(cell) = cell {
            self.add(evidence, Fact::Type, Witness::Table, cell.span);
        }
    }

    /// Members that no row describes: samples show them.
    pub(super) fn testify_members(&self, shape: &mut Type, path: &mut Vec<String>) {
        let Some(members) = shape.members_mut() else { return };
        for member in members.iter_mut().filter(|member| member.evidence.is_empty()) {
            path.push(member.wire.clone());
            self.testify_samples(&mut member.evidence, path);
            let witnesses: Vec<Witness> = self.shown(path).map(|(witness, _)| witness).collect();
            if !witnesses.is_empty() {
                member.witnesses = witnesses;
            }
            let nothing = Grounds { row: None, stated: StatedType::Unstated, listed: false };
            self.testify_type(member, &[], &nothing, path);
            testify::name_page(member, self.page);
            path.pop();
        }
    }

    /// The same for fields that samples alone show at the top.
    pub(super) fn testify_top(&self, fields: &mut [Field]) {
        let mut path = Vec::new();
        let mut whole = Type::Object { fields: Vec::new() };
        if let Type::Object { fields: members } = &mut whole {
            members.extend(fields.iter_mut().map(std::mem::take));
        }
        self.testify_members(&mut whole, &mut path);
        if let Type::Object { fields: members } = whole {
            for (field, member) in fields.iter_mut().zip(members) {
                *field = member;
            }
        }
    }
}

/// Words of the description are a sentence; a column of its own is the table's.
pub(super) fn sentence_or_cell(row: &RowFacts, span: Span) -> Witness {
    let inside = |said: Span| said.start <= span.start && span.end <= said.end;
    let described = row.description.as_ref().is_some_and(|description| inside(description.span));
    if described { Witness::Sentence } else { Witness::Table }
}

/// Whether the words of the type cell say the settled type, or leave it open.
fn stated_fits(stated: &StatedType, shape: &Type) -> bool {
    match (stated, shape) {
        (StatedType::Unstated | StatedType::Unknown(_) | StatedType::Word(TypeWord::Unstated), _) => false,
        (StatedType::List(_) | StatedType::Word(TypeWord::List), shape) => matches!(shape, Type::Array { .. }),
        (StatedType::Named(_), Type::Array { item }) => stated_fits(stated, item),
        (StatedType::Named(_), shape) => {
            matches!(shape, Type::Object { .. } | Type::Reference { .. } | Type::Map { .. } | Type::Any)
        }
        (StatedType::Word(_) | StatedType::Map(_), _) => true,
    }
}

/// Whether a sample shows a value of the type.
fn shows(seen: &Shape, shape: &Type) -> bool {
    let entry = seen.entry();
    let shown = |kinds: &[Seen]| kinds.iter().any(|kind| entry.kinds.contains(kind));
    let looks = |kind| shown(&[Seen::Text, Seen::String]) && entry.looks.contains(&kind);
    match shape {
        Type::String | Type::File => shown(&[Seen::String, Seen::Text]),
        Type::Integer => shown(&[Seen::Integer]) || looks(Seen::Integer),
        Type::Number => shown(&[Seen::Integer, Seen::Number]) || looks(Seen::Integer) || looks(Seen::Number),
        Type::Boolean => shown(&[Seen::Boolean]) || looks(Seen::Boolean),
        Type::Object { .. } | Type::Reference { .. } | Type::Map { .. } => shown(&[Seen::Object]),
        Type::Array { item } => seen.listing != Listing::Single && (**item == Type::Unknown || shows(entry, item)),
        Type::Any => shown(&[Seen::Object, Seen::Array]),
        Type::Unknown => false,
    }
}
