//! The type of every field, from all its witnesses.
//!
//! In: a tree of drafts and the shape that samples show. Out: [`Field`]s. The table's word wins over the sample; what
//! neither settles stays unknown, and a diagnostic says so.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::spec::{SAMPLE_CONTRADICTS_TYPE, UNSETTLED_TYPE};
use crate::dialect::{Dialect, TypeWord};
use crate::extract::facts::{RowFacts, StatedType};
use crate::extract::prose;
use crate::extract::samples::shape::{Listing, Seen, Shape};
use crate::source::{Page, Span};
use crate::spec::draft::Draft;
use crate::spec::model::{
    CharacterClass, CharacterSet, Condition, Constraints, Evidence, Fact, Field, Origin, Presence, Type, Value, Witness,
};
use crate::spec::{check, testify};

use evidence::Grounds;

mod evidence;
mod example;

/// How deep sample members are written out where no table describes them.
const MAX_DEPTH: usize = 16;

/// What settling takes beside the drafts.
pub struct Settling<'a> {
    /// The page, for places.
    pub page: &'a Page,
    /// The vendor's words.
    pub dialect: &'a Dialect,
    /// Whether descriptions are taken over.
    pub descriptions: bool,
    /// The shapes that samples show, with their witness.
    pub shapes: Vec<(Witness, Shape)>,
    /// All of them together.
    pub shape: Shape,
    /// Whether short sample values serve as examples.
    pub examples: bool,
}

impl Settling<'_> {
    /// Settles all drafts of one half.
    pub fn fields(&self, drafts: Vec<Draft<'_>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Field> {
        drafts.into_iter().map(|draft| self.field(draft, &mut Vec::new(), diagnostics)).collect()
    }

    /// Settles one draft whose parents are `path`.
    pub fn field(&self, draft: Draft<'_>, path: &mut Vec<String>, diagnostics: &mut Vec<Diagnostic>) -> Field {
        path.push(draft.wire.clone());
        let mut field = draft.row.map_or_else(Field::default, |row| self.described(row));
        draft.others.iter().for_each(|other| self.widen(&mut field, other));
        field.wire.clone_from(&draft.wire);
        field.witnesses = draft.witnesses.iter().copied().collect();
        for (witness, shape) in &self.shapes {
            if at_exactly(shape, path).is_some() && !field.witnesses.contains(witness) {
                field.witnesses.push(*witness);
            }
        }
        field.witnesses.sort_unstable();
        let seen = at(&self.shape, path);
        if self.examples && field.example.is_none() {
            field.example = seen.and_then(|seen| seen.example.clone()).filter(|example| is_short(example));
        }
        field.sensitive |= field.shape_is_secret(&draft, self.dialect);
        if field.sensitive {
            field.example = None;
        }
        let row = draft.row;
        self.testify(&mut field, &draft, path);
        let (grounds, said) = (Grounds::of(&draft), draft.said.clone());
        let counting: Vec<String> = draft.children.iter().filter(|child| counts_outer_items(child)).map(wire).collect();
        field.shape = self.shape_of(draft, seen, path, diagnostics);
        self.testify_type(&mut field, &said, &grounds, path);
        testify::name_page(&mut field, self.page);
        for member in &counting {
            take_counts(&mut field, member);
        }
        check::field(&field, row, seen, path, self.page, diagnostics);
        path.pop();
        field
    }

    fn shape_of(
        &self,
        mut draft: Draft<'_>,
        seen: Option<&Shape>,
        path: &mut Vec<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Type {
        if let Some(name) = draft.reference {
            let object = Type::Reference { name };
            return if draft.listed || matches!(draft.stated, StatedType::List(_)) { list(object) } else { object };
        }
        wrap_items(&mut draft, seen);
        let wraps = wraps_by_row(&draft, seen) && (seen.is_some() || !shows_bare_lists(&self.shape, 0));
        if let (true, Some(item)) = (wraps, draft.children.first_mut()) {
            item.listed = true;
        }
        let span = draft.row.map(|row| row.span);
        let wrapper = wraps || is_item_wrapper(&draft, seen);
        let listed =
            !wrapper && (draft.listed || matches!(draft.stated, StatedType::List(_)) || sample_lists(&draft, seen));
        let mapped = matches!(draft.stated, StatedType::Map(_));
        if let Some(wrapper) = example::wrapper(&draft, seen, self.page) {
            return wrapper;
        }
        let inner = if draft.children.is_empty() {
            self.leaf(&draft, seen, wrapper, path, span, diagnostics)
        } else {
            let fields = draft.children.into_iter().map(|child| self.field(child, path, diagnostics)).collect();
            Type::Object { fields }
        };
        match inner {
            Type::Array { .. } | Type::Map { .. } => inner,
            inner if listed => list(inner),
            inner if mapped => Type::Map { value: Box::new(inner) },
            inner => inner,
        }
    }

    /// The type of a draft without members.
    fn leaf(
        &self,
        draft: &Draft<'_>,
        seen: Option<&Shape>,
        wrapper: bool,
        path: &[String],
        span: Option<Span>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Type {
        let stated = match &draft.stated {
            StatedType::List(item) if wrapper || draft.listed => item.as_ref(),
            stated => stated,
        };
        let settled = self.stated(stated, seen, 0);
        if let Some(mut settled) = settled {
            self.compare(&settled, seen, path, span, diagnostics);
            if let Type::Array { item } = &mut settled
                && **item == Type::Unknown
            {
                **item = example::item(draft.row).unwrap_or_default();
                if let (Type::Unknown, Some(span)) = (item.as_ref(), span) {
                    let message = format!("{}: no witness says what its items are", path.join("."));
                    diagnostics.push(Diagnostic::new(UNSETTLED_TYPE, self.page.path(), span, message));
                }
            }
            return settled;
        }
        let from_sample = seen.map(|seen| sample_type(seen.entry(), 0)).filter(|shape| *shape != Type::Unknown);
        from_sample.or_else(|| example::item(draft.row)).unwrap_or_else(|| {
            if let Some(span) = span {
                let stated = match &draft.stated {
                    StatedType::Named(words) | StatedType::Unknown(words) => format!("`{words}` is no type, and "),
                    StatedType::Unstated | StatedType::Word(_) | StatedType::List(_) | StatedType::Map(_) => {
                        String::new()
                    }
                };
                let message = format!("{}: {stated}no witness says what it is", path.join("."));
                diagnostics.push(Diagnostic::new(UNSETTLED_TYPE, self.page.path(), span, message));
            }
            Type::Unknown
        })
    }

    /// What the type cell says, where it says enough.
    #[expect(clippy::self_only_used_in_recursion, reason = "the signature of a pass")]
    fn stated(&self, stated: &StatedType, seen: Option<&Shape>, depth: usize) -> Option<Type> {
        let entry = seen.map(Shape::entry);
        match stated {
            StatedType::Unstated | StatedType::Unknown(_) | StatedType::Named(_) => None,
            StatedType::Word(word) => Some(match word {
                TypeWord::String => Type::String,
                TypeWord::Integer => Type::Integer,
                TypeWord::Number => Type::Number,
                TypeWord::Boolean => Type::Boolean,
                TypeWord::File => Type::File,
                TypeWord::Any => Type::Any,
                TypeWord::Object => match entry.map(|entry| sample_type(entry, 0)) {
                    Some(object @ Type::Object { .. }) => object,
                    _ => Type::Any,
                },
                TypeWord::List => list(Type::Unknown),
                TypeWord::Map => Type::Map { value: Box::new(Type::Any) },
                TypeWord::Unstated => return None,
            }),
            StatedType::List(item) => {
                let item = if depth < MAX_DEPTH { self.stated(item, seen, depth + 1) } else { None };
                let item = item.or_else(|| entry.map(|entry| sample_type(entry, 0)));
                Some(list(item.unwrap_or_default()))
            }
            StatedType::Map(value) => {
                let value = if depth < MAX_DEPTH { self.stated(value, None, depth + 1) } else { None };
                Some(Type::Map { value: Box::new(value.unwrap_or(Type::Any)) })
            }
        }
    }

    /// Reports a sample that shows another type than the table states.
    fn compare(
        &self,
        settled: &Type,
        seen: Option<&Shape>,
        path: &[String],
        span: Option<Span>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let (Some(seen), Some(span)) = (seen, span) else { return };
        let scalar = match settled {
            Type::Array { item } => item.as_ref(),
            other => other,
        };
        let kinds = &seen.entry().kinds;
        let contradicts = match scalar {
            Type::String => {
                kinds.contains(&Seen::Integer) || kinds.contains(&Seen::Number) || kinds.contains(&Seen::Boolean)
            }
            Type::Integer | Type::Number => {
                kinds.contains(&Seen::Boolean)
                    || ((kinds.contains(&Seen::String) || kinds.contains(&Seen::Text))
                        && !seen.entry().looks.contains(&Seen::Integer)
                        && !seen.entry().looks.contains(&Seen::Number))
            }
            Type::Boolean => kinds.contains(&Seen::Integer) || kinds.contains(&Seen::Number),
            Type::File
            | Type::Any
            | Type::Map { .. }
            | Type::Array { .. }
            | Type::Object { .. }
            | Type::Reference { .. }
            | Type::Unknown => false,
        };
        if contradicts {
            let example = seen.entry().example.as_deref().unwrap_or_default();
            let message = format!("{}: the table says {}, the sample has `{example}`", path.join("."), name(scalar));
            diagnostics.push(Diagnostic::new(SAMPLE_CONTRADICTS_TYPE, self.page.path(), span, message));
        }
    }

    /// What a row says of its field, but for its type.
    fn described(&self, row: &RowFacts) -> Field {
        let position = self.page.position(row.name.span.start);
        let prose = &row.prose;
        let description = row.description.as_ref().map(|said| said.value.clone());
        Field {
            wire: String::new(),
            shape: Type::Unknown,
            stated_type: row.type_words.as_ref().map(|said| said.value.replace('\n', " ")),
            presence: if prose.required_if.is_some() && row.presence == Presence::Unstated {
                Presence::Optional
            } else {
                row.presence
            },
            required_if: prose.required_if.as_ref().map(|fact| Condition {
                parameter: fact.value.parameter.clone(),
                equals: fact.value.equals.clone(),
                text: fact.value.text.clone(),
            }),
            default: prose.default.as_ref().map(|fact| fact.value.clone()),
            example: row.example.as_ref().map(|said| said.value.clone()),
            values: prose.values.iter().map(|value| self.value(value, row)).collect(),
            constraints: constraints(prose),
            sensitive: prose.sensitive.is_some(),
            deprecated: prose.deprecated.is_some(),
            description: description.filter(|_| self.descriptions),
            see: prose.see.iter().map(|fact| fact.value.clone()).collect(),
            witnesses: Vec::new(),
            origin: Some(Origin {
                page: self.page.path().as_str().to_owned(),
                line: position.line,
                column: position.column,
            }),
            evidence: Evidence::default(),
        }
    }

    /// Adds what another item of the list may be. One item that may be anything opens the values of all.
    fn widen(&self, field: &mut Field, other: &RowFacts) {
        if other.prose.values.is_empty() {
            field.values.clear();
        }
        let is_open = field.values.is_empty();
        for value in other.prose.values.iter().filter(|_| !is_open) {
            if field.values.iter().all(|known| known.wire != value.wire) {
                field.values.push(self.value(value, other));
            }
        }
    }

    fn value(&self, value: &prose::Value, row: &RowFacts) -> Value {
        let witness = evidence::sentence_or_cell(row, value.span);
        Value {
            wire: value.wire.clone(),
            description: value.description.clone().filter(|_| self.descriptions),
            evidence: testify::testimony(self.page, value.span, witness).into_iter().collect(),
        }
    }
}

impl Field {
    /// Whether the name or the description makes the value a secret. Only text can be one.
    fn shape_is_secret(&self, draft: &Draft<'_>, dialect: &Dialect) -> bool {
        let is_text = matches!(draft.stated, StatedType::Word(TypeWord::String) | StatedType::Unstated);
        let words = name_words(&self.wire);
        is_text && draft.children.is_empty() && dialect.secrets.iter().any(|secret| ends_with_words(&words, secret))
    }
}

/// The words of a name: "`PrivateKey`", "`private_key`" and "private-key" are "private key".
fn name_words(name: &str) -> String {
    let mut words = String::new();
    let mut lower = false;
    for character in name.chars() {
        if character.is_ascii_uppercase() && lower {
            words.push(' ');
        }
        lower = character.is_ascii_lowercase() || character.is_ascii_digit();
        words.push(if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { ' ' });
    }
    words
}

/// Whether the words end with the secret's words: `LoginPassword` is a secret, `PasswordInherit` is none.
fn ends_with_words(words: &str, secret: &str) -> bool {
    words.strip_suffix(secret).is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

fn wire(draft: &Draft<'_>) -> String {
    draft.wire.clone()
}

/// Whether a member's row says how many items the list has in which it stands: "valid values of N" of `Tag.N.Key`.
fn counts_outer_items(draft: &Draft<'_>) -> bool {
    draft.row.is_some_and(|row| row.prose.counted_by_index)
}

/// Gives a list the counts that one of its members states for it.
fn take_counts(field: &mut Field, member: &str) {
    if !matches!(field.shape, Type::Array { .. }) {
        return;
    }
    let origin = field.origin.clone();
    let inner = field.shape.members_mut().into_iter().flatten().find(|inner| inner.wire == member);
    let Some(inner) = inner.filter(|inner| !matches!(inner.shape, Type::Array { .. })) else { return };
    let counts = [
        (Fact::MinItems, inner.constraints.min_items.take(), &mut field.constraints.min_items),
        (Fact::MaxItems, inner.constraints.max_items.take(), &mut field.constraints.max_items),
    ];
    for (fact, stated, known) in counts {
        let Some(stated) = stated else { continue };
        if *known.get_or_insert(stated) == stated {
            for testimony in inner.evidence.of(fact) {
                field.evidence.add(fact, testimony.clone().moved(inner.origin.as_ref(), origin.as_ref()));
            }
        }
        inner.evidence.remove(fact);
    }
}

/// A field of which only sentences tell, without their places.
pub fn of_sentences(name: &str, prose: &prose::Facts) -> Field {
    let value = |value: &prose::Value| Value {
        wire: value.wire.clone(),
        description: value.description.clone(),
        evidence: Vec::new(),
    };
    Field {
        wire: name.to_owned(),
        default: prose.default.as_ref().map(|fact| fact.value.clone()),
        values: prose.values.iter().map(value).collect(),
        constraints: constraints(prose),
        deprecated: prose.deprecated.is_some(),
        ..Field::default()
    }
}

fn constraints(prose: &prose::Facts) -> Constraints {
    Constraints {
        minimum: prose.minimum.as_ref().map(|fact| fact.value.clone()),
        maximum: prose.maximum.as_ref().map(|fact| fact.value.clone()),
        min_length: prose.min_length.as_ref().map(|fact| fact.value),
        max_length: prose.max_length.as_ref().map(|fact| fact.value),
        min_items: prose.min_items.as_ref().map(|fact| fact.value),
        max_items: prose.max_items.as_ref().map(|fact| fact.value),
        excluded: prose.excluded.iter().map(|fact| fact.value.clone()).collect(),
        first: prose.first.as_ref().map(|fact| characters(&fact.value)).unwrap_or_default(),
        allowed: prose.allowed.as_ref().map(|fact| characters(&fact.value)).unwrap_or_default(),
        forbidden_prefixes: prose.forbidden_prefixes.iter().map(|fact| fact.value.clone()).collect(),
        rivals: prose.rivals.iter().map(|fact| fact.value.clone()).collect(),
        pattern: prose.pattern.as_ref().map(|fact| fact.value.clone()),
        unit: prose.unit.as_ref().map(|fact| fact.value.clone()),
        time_format: prose.time_format.as_ref().map(|fact| fact.value.clone()),
        json: prose.json.is_some(),
    }
}

fn characters(set: &prose::CharacterSet) -> CharacterSet {
    let classes = set.classes.iter().map(|class| match class {
        prose::CharacterClass::Letter => CharacterClass::Letter,
        prose::CharacterClass::UppercaseLetter => CharacterClass::UppercaseLetter,
        prose::CharacterClass::LowercaseLetter => CharacterClass::LowercaseLetter,
        prose::CharacterClass::Digit => CharacterClass::Digit,
        prose::CharacterClass::Chinese => CharacterClass::Chinese,
        prose::CharacterClass::Ascii => CharacterClass::Ascii,
    });
    CharacterSet { classes: classes.collect(), characters: set.characters.clone() }
}

/// The shape at a path, its last name compared without case when the exact one is missing.
fn at<'s>(shape: &'s Shape, path: &[String]) -> Option<&'s Shape> {
    path.iter().try_fold(shape, |shape, name| {
        let members = &shape.entry().members;
        members
            .get(name)
            .or_else(|| members.iter().find(|(member, _)| member.eq_ignore_ascii_case(name)).map(|(_, shape)| shape))
    })
}

/// The shape at a path of just these names.
fn at_exactly<'s>(shape: &'s Shape, path: &[String]) -> Option<&'s Shape> {
    path.iter().try_fold(shape, |shape, name| shape.entry().members.get(name))
}

/// "Array of X" whose sample shows an object around the list: `Vpcs` in `Vpcs.Vpc[]`.
fn is_item_wrapper(draft: &Draft<'_>, seen: Option<&Shape>) -> bool {
    let Some(seen) = seen else { return false };
    if seen.listing != Listing::Single || !seen.kinds.contains(&Seen::Object) {
        return false;
    }
    let lone = seen.members.len() == 1 && seen.members.values().all(|member| member.listing != Listing::Single);
    match draft.children.as_slice() {
        [] => lone,
        [child] => child.listed || lone,
        [_, ..] => false,
    }
}

/// A list with nothing in it but the row of its item: one called `X` in an "Array of X", or one that has a name and no
/// more. No sample shows the place, or what it shows is one item inside the list: the list is in the item's row.
fn wraps_by_row(draft: &Draft<'_>, seen: Option<&Shape>) -> bool {
    let (StatedType::List(item), [child]) = (&draft.stated, draft.children.as_slice()) else { return false };
    let is_named = matches!(item.as_ref(), StatedType::Named(name) if *name == child.wire);
    let says_nothing = |row: &RowFacts| row.example.is_none() && row.description.is_none();
    let is_item = child.stated == StatedType::Unstated && (is_named || child.row.is_some_and(says_nothing));
    let shown = |seen: &Shape| {
        seen.listing == Listing::Single && seen.members.len() == 1 && seen.members.contains_key(&child.wire)
    };
    is_item && !child.children.is_empty() && seen.is_none_or(shown)
}

/// Whether a sample shows a list beside other values: this service puts no object around its lists.
fn shows_bare_lists(shape: &Shape, depth: usize) -> bool {
    let members = &shape.entry().members;
    depth < MAX_DEPTH
        && members.values().any(|member| {
            (member.listing == Listing::Seen && members.len() > 1 && !member.entry().members.is_empty())
                || shows_bare_lists(member, depth + 1)
        })
}

/// Puts members that a linked table gives straight to a list into the item that samples show around them.
fn wrap_items(draft: &mut Draft<'_>, seen: Option<&Shape>) {
    let Some(seen) = seen.filter(|seen| seen.listing == Listing::Single && seen.members.len() == 1) else { return };
    let Some((name, item)) = seen.members.first() else { return };
    // The sample's list may be empty.
    let empty = item.entry().members.is_empty() && item.item.is_none() && !draft.children.is_empty();
    let inside = empty || draft.children.iter().any(|child| item.entry().members.contains_key(&child.wire));
    let here = draft.children.iter().any(|child| child.wire.eq_ignore_ascii_case(name));
    if item.listing == Listing::Single || here || !inside {
        return;
    }
    let mut wrapper = Draft::implied(name, None);
    wrapper.listed = true;
    wrapper.children = std::mem::take(&mut draft.children);
    draft.children.push(wrapper);
}

/// Whether a sample makes a list of something that the table leaves open.
fn sample_lists(draft: &Draft<'_>, seen: Option<&Shape>) -> bool {
    let open = match &draft.stated {
        StatedType::Unstated | StatedType::Named(_) | StatedType::Unknown(_) => true,
        StatedType::Word(word) => *word == TypeWord::Object,
        StatedType::List(_) | StatedType::Map(_) => false,
    };
    open && seen.is_some_and(|seen| match seen.listing {
        Listing::Seen => true,
        Listing::Likely => !draft.children.is_empty() || draft.row.is_none(),
        Listing::Single => false,
    })
}

/// The type that samples alone show.
fn sample_type(seen: &Shape, depth: usize) -> Type {
    let own = |kind| seen.kinds.contains(&kind);
    if own(Seen::Object) && depth < MAX_DEPTH {
        let fields =
            seen.members.iter().map(|(name, member)| sample_field(name, member, depth + 1)).collect::<Vec<_>>();
        return if fields.is_empty() { Type::Any } else { Type::Object { fields } };
    }
    if own(Seen::String) || (own(Seen::Text) && !seen.looks.contains(&Seen::Integer)) {
        return if own(Seen::Object) { Type::Any } else { Type::String };
    }
    if own(Seen::Boolean) {
        return Type::Boolean;
    }
    if own(Seen::Number) {
        return Type::Number;
    }
    if own(Seen::Integer) {
        return Type::Integer;
    }
    if own(Seen::Text) { Type::String } else { Type::Unknown }
}

fn sample_field(name: &str, seen: &Shape, depth: usize) -> Field {
    let inner = sample_type(seen.entry(), depth);
    let shape = if seen.listing == Listing::Single { inner } else { list(inner) };
    Field { wire: name.to_owned(), shape, witnesses: vec![Witness::JsonSample], ..Field::default() }
}

/// The fields that samples alone show, for a page without a table of the answer.
pub fn sample_fields(settling: &Settling<'_>) -> Vec<Field> {
    match sample_type(&settling.shape, 0) {
        Type::Object { mut fields } => {
            settling.testify_top(&mut fields);
            fields
        }
        Type::String
        | Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::File
        | Type::Any
        | Type::Map { .. }
        | Type::Array { .. }
        | Type::Reference { .. }
        | Type::Unknown => Vec::new(),
    }
}

fn list(item: Type) -> Type {
    Type::Array { item: Box::new(item) }
}

/// A value that can stand as an example: one short line.
fn is_short(example: &str) -> bool {
    !example.is_empty() && example.chars().count() <= 64 && !example.contains('\n')
}

/// A type in a word.
pub fn name(shape: &Type) -> &'static str {
    match shape {
        Type::String => "a string",
        Type::Integer => "an integer",
        Type::Number => "a number",
        Type::Boolean => "a boolean",
        Type::File => "a file",
        Type::Any => "any JSON",
        Type::Map { .. } => "a map",
        Type::Array { .. } => "a list",
        Type::Object { .. } => "an object",
        Type::Reference { .. } => "a shared object",
        Type::Unknown => "nothing known",
    }
}
