//! Settles what the numbers of a sentence limit: the value, its length, the items of a list, or nothing.
//!
//! In: a sentence and its [`Quantity`]s. Out: minimum, maximum, lengths and item counts in [`Facts`]; the bound of a
//! fraction that is not itself allowed is an excluded value, too.

use super::facts::{Fact, Facts};
use super::quantity::{Form, Quantity, find};
use super::sentence::Sentence;
use super::subject::Subject;
use super::{Kind, Stated, length};
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// What a quantity limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The number itself. `announced`: the sentence says so in words ("valid values").
    Value {
        /// Whether the sentence announces a range.
        announced: bool,
    },
    /// The length of the text.
    Length,
    /// How many items the list holds.
    Items,
    /// How far the `N` of the parameter's name counts.
    Index,
    /// Something else.
    Nothing,
}

/// What a sentence's rules need to know beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'r, 'a> {
    /// What the type cell says.
    pub stated: Stated,
    /// The parameter's subject words.
    pub subject: Subject<'r, 'a>,
    /// Whether the parameter's name counts (`Tag.N.Key`).
    pub indexed: bool,
    /// Whether the description speaks of values told apart by commas.
    pub separated: bool,
    /// Whether the sentence stands in a column that only holds values and ranges.
    pub announced: bool,
}

const ANNOUNCES: Cues = Cues::one(Cue::Values).with(Cue::Range).with(Cue::ValueIs).with(Cue::OnlyValue);
const LEADS: Cues = ANNOUNCES
    .with(Cue::Index)
    .with(Cue::ItemCount)
    .with(Cue::Length)
    .with(Cue::Enumeration)
    .with(Cue::Default)
    .with(Cue::Example)
    .with(Cue::Each)
    .with(Cue::Unit);

const OBLIGES: Cues = Cues::one(Cue::Must).with(Cue::Positive).with(Cue::Between);

/// Reads all limits of a sentence. Gives whether one was understood.
pub(super) fn read(sentence: Sentence<'_, '_>, context: &Context<'_, '_>, facts: &mut Facts) -> bool {
    let quantities = find(sentence);
    if quantities.is_empty() {
        return exact_index(sentence, context, facts) || positive(sentence, context, facts);
    }
    let mut understood = false;
    let conditional = sentence.is_conditional(quantities.first().map_or(0, |first| first.range.start));
    let mut hull: Option<Quantity> = None;
    for quantity in &quantities {
        let role = role(sentence, quantity, context);
        let reliable = !conditional && !sentence.contains(Cue::Converted);
        match role {
            Role::Index if context.indexed => {
                items(sentence, quantity, facts);
                facts.counted_by_index = true;
                understood = true;
            }
            Role::Items if reliable => {
                items(sentence, quantity, facts);
                understood = true;
            }
            Role::Length if reliable => understood |= length::state(sentence, quantity, context, facts),
            Role::Value { announced } if reliable && fits(sentence, quantity, announced, context) => {
                hull = Some(join(hull, quantity));
                understood = true;
            }
            Role::Index | Role::Items | Role::Length | Role::Value { .. } | Role::Nothing => {}
        }
    }
    let Some(hull) = hull else { return understood };
    let is_open = hull.low.is_none();
    state(sentence, &with_loose_numbers(sentence, hull), context.stated, facts);
    // "a positive integer not greater than 99"
    (is_open && facts.minimum.is_none() && positive(sentence, context, facts)) || understood
}

/// "Set N to 1."
fn exact_index(sentence: Sentence<'_, '_>, context: &Context<'_, '_>, facts: &mut Facts) -> bool {
    let at = sentence.find(Cue::Index, 0).filter(|_| context.indexed).map(|at| sentence.after(at));
    let number = at.filter(|&at| at + 1 == sentence.units.len()).and_then(|at| sentence.number(at));
    let Some(value) = number.and_then(|number| number.parse::<u64>().ok()) else { return false };
    facts.max_items.get_or_insert(Fact { value, span: sentence.span() });
    facts.counted_by_index = true;
    true
}

/// "Enter a positive integer."
fn positive(sentence: Sentence<'_, '_>, context: &Context<'_, '_>, facts: &mut Facts) -> bool {
    let Some(at) = sentence.find(Cue::Positive, 0) else { return false };
    let whole = context.stated.kind == Kind::Integer && !sentence.contains(Cue::CannotBe);
    if !whole || sentence.is_conditional(at) || !context.subject.is_of(sentence, at) {
        return false;
    }
    facts.minimum.get_or_insert(Fact { value: "1".to_owned(), span: sentence.span() });
    true
}

/// What a quantity limits, as the words around it say.
pub(super) fn role(sentence: Sentence<'_, '_>, quantity: &Quantity, context: &Context<'_, '_>) -> Role {
    let start = quantity.range.start;
    let end = quantity.range.end;
    let lead = (0..start).rev().find(|&at| sentence.has_any(at, LEADS));
    let led_by = |cue| lead.is_some_and(|at| sentence.has(at, cue));
    let measured = sentence.has(end, Cue::Characters) || sentence.has(end, Cue::Bytes);
    let label = match quantity.form {
        Form::Labelled(cue) => Some(cue),
        Form::Interval | Form::Compared | Form::Exact => None,
    };
    // "Default: 20, at most 100": a comparison in a clause of its own.
    let parted = quantity.form == Form::Compared && sentence.mark(start.saturating_sub(1), ',');
    if led_by(Cue::Example) || (label.is_none() && !parted && (led_by(Cue::Default) || led_by(Cue::Unit))) {
        return Role::Nothing;
    }
    let counts_characters = measured || matches!(label, Some(Cue::MaximumLength | Cue::MinimumLength));
    if led_by(Cue::Index) && !counts_characters {
        return Role::Index;
    }
    if context.stated.kind == Kind::Object && !context.stated.list {
        return Role::Nothing;
    }
    if let Some(cue) = label {
        return labelled(cue, measured, sentence.has(start, Cue::OfValue), context);
    }
    if measured || (led_by(Cue::Length) && quantity.form != Form::Exact) {
        return if led_by(Cue::Each) { Role::Nothing } else { Role::Length };
    }
    let before_is_length = (0..start).any(|at| sentence.has(at, Cue::Length));
    if before_is_length && lead.is_some_and(|at| sentence.has_any(at, ANNOUNCES)) && textual(context.stated) {
        return Role::Length;
    }
    if led_by(Cue::ItemCount) {
        return Role::Items;
    }
    if led_by(Cue::Each) {
        return Role::Nothing;
    }
    if length::counts_items(sentence, quantity, context) {
        return Role::Items;
    }
    if sentence.has(end, Cue::Length) && textual(context.stated) {
        return Role::Length;
    }
    value(sentence, quantity, lead, context)
}

/// "Maximum: 64" limits the length of a text and the value of a number; a "maximum value" is that of a number, which a
/// text may hold.
fn labelled(cue: Cue, measured: bool, of_value: bool, context: &Context<'_, '_>) -> Role {
    if measured || matches!(cue, Cue::MaximumLength | Cue::MinimumLength) {
        return Role::Length;
    }
    if matches!(cue, Cue::MaximumItems | Cue::MinimumItems) {
        return Role::Items;
    }
    if context.stated.list && textual(context.stated) {
        return Role::Nothing;
    }
    if context.stated.kind == Kind::String && !of_value {
        return Role::Length;
    }
    Role::Value { announced: of_value }
}

fn value(sentence: Sentence<'_, '_>, quantity: &Quantity, lead: Option<usize>, context: &Context<'_, '_>) -> Role {
    let start = quantity.range.start;
    let announced = lead.is_some_and(|at| sentence.has_any(at, ANNOUNCES.with(Cue::Enumeration)));
    if announced || context.announced {
        return Role::Value { announced: true };
    }
    // A sentence of nothing but an interval, or a clause in the middle of one.
    let end = quantity.range.end;
    let opens = start == 0 || sentence.mark(start - 1, ',');
    let closes = end == sentence.units.len() || sentence.mark(end, ',');
    let clause = (0..start).all(|at| sentence.get(at).is_some_and(|unit| unit.kind != UnitKind::Number))
        && sentence.get(start).is_some_and(|unit| !unit.is_mark('[') && !unit.is_mark('('));
    if opens && closes && (clause || start == 0) && quantity.form == Form::Interval {
        return Role::Value { announced: false };
    }
    let obliged = (0..start).any(|at| sentence.has_any(at, OBLIGES)) || sentence.has(quantity.range.end, Cue::Between);
    let modal = match quantity.form {
        Form::Compared => obliged || !(quantity.low_open || quantity.high_open),
        Form::Interval => obliged,
        Form::Labelled(_) | Form::Exact => false,
    };
    if modal && context.subject.is_of(sentence, start) {
        return Role::Value { announced: false };
    }
    Role::Nothing
}

/// Whether the parameter's type allows a range, and the words after it do not change its meaning.
fn fits(sentence: Sentence<'_, '_>, quantity: &Quantity, announced: bool, context: &Context<'_, '_>) -> bool {
    let labelled = matches!(quantity.form, Form::Labelled(_));
    match context.stated.kind {
        Kind::Integer | Kind::Number => true,
        Kind::Boolean | Kind::Object => false,
        // A text that holds a number, not a number with a unit ("7 to 730 days").
        Kind::String => announced && !context.separated && closes(sentence, quantity.range.end),
        Kind::Unknown => announced || labelled,
    }
}

/// Whether a number is followed by no word of its own.
fn closes(sentence: Sentence<'_, '_>, at: usize) -> bool {
    let Some(next) = sentence.get(at) else { return true };
    match next.kind {
        UnitKind::Mark(mark) => mark != '%',
        UnitKind::Word | UnitKind::Ideograph => {
            next.cues.has_any(Cues::one(Cue::And).with(Cue::Or).with(Cue::Default).with(Cue::Itself).with(Cue::Unit))
        }
        UnitKind::Number => false,
    }
}

/// The smallest range that holds both; an end that only one of them limits stays as that one says.
fn join(hull: Option<Quantity>, next: &Quantity) -> Quantity {
    let Some(mut hull) = hull else { return next.clone() };
    if let Some(low) = next.low.as_ref().filter(|low| less(low, hull.low.as_deref(), true)) {
        hull.low = Some(low.clone());
        hull.low_open = next.low_open;
    }
    if let Some(high) = next.high.as_ref().filter(|high| less(high, hull.high.as_deref(), false)) {
        hull.high = Some(high.clone());
        hull.high_open = next.high_open;
    }
    hull.range = hull.range.start.min(next.range.start)..hull.range.end.max(next.range.end);
    hull
}

fn less(candidate: &str, known: Option<&str>, smaller: bool) -> bool {
    let Some(known) = known else { return true };
    match (candidate.parse::<f64>(), known.parse::<f64>()) {
        (Ok(candidate), Ok(known)) => {
            if smaller {
                candidate < known
            } else {
                candidate > known
            }
        }
        _ => false,
    }
}

/// "-1 or 1 to 65535" allows -1 too.
fn with_loose_numbers(sentence: Sentence<'_, '_>, mut hull: Quantity) -> Quantity {
    let joins = |at: usize| sentence.has(at, Cue::Or) || sentence.has(at, Cue::And) || sentence.mark(at, ',');
    if hull.form != Form::Interval {
        return hull;
    }
    let mut loose = Vec::new();
    if let Some(before) = hull.range.start.checked_sub(2).filter(|&before| joins(before + 1)) {
        loose.extend(sentence.number(before));
    }
    if joins(hull.range.end) {
        let next = sentence.after(hull.range.end);
        let closed = sentence.get(next + 1).is_none_or(|unit| !unit.glued && !unit.is_word());
        loose.extend(sentence.number(next).filter(|_| closed));
    }
    for number in loose {
        if less(&number, hull.low.as_deref(), true) {
            hull.low = Some(number);
            hull.low_open = false;
        } else if less(&number, hull.high.as_deref(), false) {
            hull.high = Some(number);
            hull.high_open = false;
        }
    }
    hull
}

fn state(sentence: Sentence<'_, '_>, quantity: &Quantity, stated: Stated, facts: &mut Facts) {
    let whole = stated.kind != Kind::Number;
    let low = quantity.low.as_ref().and_then(|low| closed(low, quantity.low_open, whole, 1));
    let high = quantity.high.as_ref().and_then(|high| closed(high, quantity.high_open, whole, -1));
    let Facts { minimum, maximum, excluded, .. } = facts;
    for (fact, value, is_open) in [(minimum, low, quantity.low_open), (maximum, high, quantity.high_open)] {
        let Some(value) = value.filter(|_| fact.is_none()) else { continue };
        let value = Fact { value, span: sentence.span() };
        if is_open && !whole && !excluded.iter().any(|known| known.value == value.value) {
            excluded.push(value.clone());
        }
        *fact = Some(value);
    }
}

/// The bound that is itself allowed: "greater than 0" is at least 1 for a whole number. Next to a fraction's bound
/// there is no other: it stays, and is excluded beside.
fn closed(number: &str, open: bool, whole: bool, step: i128) -> Option<String> {
    if !open || !whole {
        return Some(number.to_owned());
    }
    let value: i128 = number.parse().ok()?;
    Some(value.checked_add(step)?.to_string())
}

fn items(sentence: Sentence<'_, '_>, quantity: &Quantity, facts: &mut Facts) {
    let span = sentence.span();
    let count = |number: &Option<String>| number.as_ref().and_then(|number| number.parse::<u64>().ok());
    let index = role_is_index(sentence, quantity);
    // `N` may count from 0 or 1: its first number limits nothing.
    if let Some(value) = count(&quantity.low).filter(|&value| !index && value > 0) {
        facts.min_items.get_or_insert(Fact { value, span });
    }
    if let Some(value) = count(&quantity.high) {
        let value = if quantity.high_open { value.saturating_sub(1) } else { value };
        facts.max_items.get_or_insert(Fact { value, span });
    }
}

fn role_is_index(sentence: Sentence<'_, '_>, quantity: &Quantity) -> bool {
    (0..quantity.range.start).any(|at| sentence.has(at, Cue::Index))
}

/// Whether a value is a text, or a list of texts.
fn textual(stated: Stated) -> bool {
    match stated.kind {
        Kind::String | Kind::Unknown => true,
        Kind::Integer | Kind::Number | Kind::Boolean | Kind::Object => false,
    }
}
