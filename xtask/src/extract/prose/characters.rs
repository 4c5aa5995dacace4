//! Which characters a value may hold, start with, and must not start with.
//!
//! In: a sentence. Out: first characters, allowed characters (only where the sentence restricts: "can contain digits"
//! does not), forbidden prefixes.

use super::Kind;
use super::facts::{CharacterClass, CharacterSet, Fact, Facts};
use super::range::Context;
use super::sentence::Sentence;
use super::text::words;
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};

/// A set of characters and where it ends in the sentence.
struct Set {
    characters: CharacterSet,
    end: usize,
    /// Whether every part of it has a name here.
    complete: bool,
}

const CLASSES: [(Cue, CharacterClass); 6] = [
    (Cue::AsciiCharacters, CharacterClass::Ascii),
    (Cue::Letters, CharacterClass::Letter),
    (Cue::UppercaseLetters, CharacterClass::UppercaseLetter),
    (Cue::LowercaseLetters, CharacterClass::LowercaseLetter),
    (Cue::Digits, CharacterClass::Digit),
    (Cue::ChineseCharacters, CharacterClass::Chinese),
];
const PARTS: Cues = Cues::one(Cue::AsciiCharacters)
    .with(Cue::Letters)
    .with(Cue::UppercaseLetters)
    .with(Cue::LowercaseLetters)
    .with(Cue::Digits)
    .with(Cue::ChineseCharacters)
    .with(Cue::NamedCharacter)
    .with(Cue::OtherCharacters);

/// Reads the character rules of a sentence.
pub(super) fn read(sentence: Sentence<'_, '_>, context: &Context<'_, '_>, facts: &mut Facts) {
    const RULES: Cues = Cues::one(Cue::MustStart).with(Cue::CannotStart).with(Cue::OnlyContain).with(Cue::Only);
    if !sentence.units.iter().any(|unit| unit.cues.has_any(RULES)) {
        return;
    }
    if sentence.contains_outside(Cues::one(Cue::If).with(Cue::IfEnd)) || sentence.contains(Cue::Each) {
        return;
    }
    if matches!(context.stated.kind, Kind::Object | Kind::Boolean | Kind::Integer | Kind::Number) {
        return;
    }
    let span = sentence.span();
    for at in 0..sentence.units.len() {
        if sentence.has_any(at, RULES) && !context.subject.is_of(sentence, at) {
            return;
        }
        if sentence.has(at, Cue::CannotStart) {
            prefixes(sentence, sentence.after(at), facts);
            continue;
        }
        if sentence.has(at, Cue::MustStart)
            && let Some(set) = first(sentence, at)
        {
            facts.first.get_or_insert(Fact { value: set, span });
        }
        if is_forbidden(sentence, at) {
            continue;
        }
        // Chinese says what the value is made of at the end, so that "only" may stand anywhere.
        let opens = at == 0 || sentence.get(at).is_some_and(|unit| unit.kind == UnitKind::Ideograph);
        let only = sentence.has(at, Cue::OnlyContain) || (sentence.has(at, Cue::Only) && opens);
        if only && let Some(set) = allowed(sentence, at) {
            facts.allowed.get_or_insert(Fact { value: set, span });
        }
    }
}

/// "cannot start with a digit or contain only digits", "do not use only digits": what follows is what is refused.
fn is_forbidden(sentence: Sentence<'_, '_>, at: usize) -> bool {
    const REFUSES: Cues = Cues::one(Cue::CannotStart).with(Cue::CannotContain).with(Cue::CannotBe);
    let permits = |index: usize| sentence.has(index, Cue::Can) || sentence.has(index, Cue::Must);
    let refusal = (0..at).rev().find(|&index| sentence.has_any(index, REFUSES) || permits(index));
    let negated = (at.saturating_sub(2)..at).any(|index| sentence.has(index, Cue::Negation));
    negated || refusal.is_some_and(|index| sentence.has_any(index, REFUSES))
}

/// "must start with a letter or digit", "必须以字母开头".
fn first(sentence: Sentence<'_, '_>, at: usize) -> Option<CharacterSet> {
    let chinese = sentence.get(at)?.kind == UnitKind::Ideograph;
    let set = set(sentence, sentence.after(at));
    if chinese && !sentence.has(set.end, Cue::StartEnd) {
        return None;
    }
    (set.complete && !set.characters.is_empty()).then_some(set.characters)
}

/// "can contain only letters and digits", "Only letters are allowed", "只能由字母组成".
fn allowed(sentence: Sentence<'_, '_>, at: usize) -> Option<CharacterSet> {
    let strict = sentence.has(at, Cue::OnlyContain);
    let mut set = set(sentence, sentence.after(at));
    let end = set.end;
    let confirmed = sentence.has(end, Cue::Allowed);
    if !strict && !confirmed {
        return None;
    }
    let after = if confirmed { sentence.after(end) } else { end };
    // "Only letters and these special characters are allowed: -_."
    if !set.complete && confirmed && sentence.mark(after, ':') {
        let marks = marks(sentence, after + 1, false);
        set.complete = !marks.0.is_empty();
        set.characters.characters.push_str(&marks.0);
    }
    (set.complete && !set.characters.is_empty()).then_some(set.characters)
}

/// The characters that a sentence says a value can hold, whether or not it refuses all others; a name for each.
pub(super) fn named(sentence: Sentence<'_, '_>) -> Vec<String> {
    const GOVERNS: Cues = Cues::one(Cue::Can)
        .with(Cue::OnlyContain)
        .with(Cue::Only)
        .with(Cue::Must)
        .with(Cue::MustStart)
        .with(Cue::CannotStart)
        .with(Cue::CannotContain)
        .with(Cue::CannotBe)
        .with(Cue::CannotLead)
        .with(Cue::NotSupported)
        .with(Cue::Except);
    const PERMITS: Cues = Cues::one(Cue::Can).with(Cue::OnlyContain).with(Cue::Only).with(Cue::Must);
    const REFUSES: Cues = Cues::one(Cue::CannotStart).with(Cue::CannotContain).with(Cue::MustStart);
    let mut names = Vec::new();
    let mut at = 0;
    while at < sentence.units.len() {
        let starts = sentence.get(at).is_some_and(|unit| unit.cues.has_any(PARTS) && !unit.code && !unit.covered);
        if !starts {
            at += 1;
            continue;
        }
        let set = set(sentence, at);
        let before = (0..at).rev().find(|&index| sentence.has_any(index, GOVERNS));
        let permitted = match before {
            Some(index) => sentence.has_any(index, PERMITS) && !sentence.has_any(index, REFUSES),
            None => sentence.has(set.end, Cue::Allowed) || sentence.find(Cue::ItemVerb, at).is_some(),
        };
        let refused = (set.end..sentence.units.len())
            .find(|&index| sentence.has_any(index, Cues::one(Cue::CannotLead).with(Cue::NotSupported)));
        if permitted && refused.is_none() {
            names.extend(set.characters.classes.iter().map(|class| format!("{class:?}").to_lowercase()));
            names.extend(set.characters.characters.chars().map(String::from));
        }
        at = set.end.max(at + 1);
    }
    names
}

/// What a sentence says a value must not start with, also where it says so of some cases only.
pub(super) fn refused_first(sentence: Sentence<'_, '_>) -> Vec<String> {
    let mut refused: Vec<String> = Vec::new();
    for at in 0..sentence.units.len() {
        if sentence.has(at, Cue::CannotStart) {
            let mut facts = Facts::default();
            prefixes(sentence, sentence.after(at), &mut facts);
            refused.extend(facts.forbidden_prefixes.into_iter().map(|prefix| prefix.value));
            let set = set(sentence, sentence.after(at));
            refused.extend(set.characters.characters.chars().map(String::from));
        }
        if sentence.has(at, Cue::CannotLead) {
            refused.extend(sentence.units.iter().take(at).filter_map(|unit| unit.character).map(String::from));
        }
    }
    // A scheme is the same with and without the marks behind it.
    let bare = |prefix: String| {
        let scheme = prefix.trim_end_matches(['/', ':']).to_owned();
        if scheme.is_empty() { prefix } else { scheme }
    };
    refused.into_iter().map(bare).collect()
}

/// The set of characters that starts at an index.
fn set(sentence: Sentence<'_, '_>, from: usize) -> Set {
    let mut set = Set { characters: CharacterSet::default(), end: from, complete: true };
    let mut at = from;
    while let Some(unit) = sentence.get(at) {
        if unit.cues.has_any(PARTS) && !unit.code {
            at = part(sentence, at, &mut set);
            set.end = at;
            continue;
        }
        let joins =
            unit.is_mark(',') || unit.is_mark('、') || unit.has(Cue::And) || unit.has(Cue::Or) || unit.is_mark(':');
        let article = unit.has(Cue::Article) || unit.has(Cue::Following) || unit.has(Cue::Characters);
        // A single mark may stand for itself: "letters, digits, _".
        if set.end > from && is_single(sentence, at) {
            push(&mut set.characters.characters, unit.text);
            at += 1;
            set.end = at;
            continue;
        }
        if !joins && !article {
            break;
        }
        at = sentence.after(at);
    }
    set.characters.classes.sort_unstable();
    set.characters.classes.dedup();
    set
}

/// Whether a unit is a mark, or code, that stands for the character itself.
fn is_single(sentence: Sentence<'_, '_>, at: usize) -> bool {
    let Some(unit) = sentence.get(at) else { return false };
    let single = unit.text.chars().count() == 1 && !unit.is_word();
    let joined = matches!(unit.kind, UnitKind::Mark(',' | '、' | ':' | '(' | ')' | ';' | '.' | '。'));
    (single && unit.code) || unit.text == "_" || (single && !joined && !unit.glued)
}

/// Adds one class or character of a set; gives the index past it.
fn part(sentence: Sentence<'_, '_>, at: usize, set: &mut Set) -> usize {
    let Some(unit) = sentence.get(at) else { return at + 1 };
    let mut next = sentence.after(at);
    if let Some(character) = unit.character {
        set.characters.characters.extend(Some(character).filter(|c| !set.characters.characters.contains(*c)));
        return sentence.skip_parenthesis(next);
    }
    let class = CLASSES.into_iter().find(|(cue, _)| unit.has(*cue));
    if let Some((_, class)) = class.filter(|_| !unit.has(Cue::OtherCharacters)) {
        set.characters.classes.push(class);
        // "letters (a-f)" are not all letters.
        let narrowed = sentence.mark(next, '(') && sentence.has(next + 2, Cue::To);
        let whole = sentence.get(next + 1).is_some_and(|from| matches!(from.text, "a" | "A" | "0"))
            && sentence.get(next + 3).is_some_and(|to| matches!(to.text, "z" | "Z" | "9"));
        set.complete &= !narrowed || whole;
        return if narrowed { sentence.skip_parenthesis(next) } else { next };
    }
    while sentence.mark(next, ':') || sentence.has(next, Cue::Example) {
        next = sentence.after(next);
    }
    let open = usize::from(sentence.mark(next, '('));
    let (characters, end) = marks(sentence, next + open, open == 1);
    if characters.is_empty() {
        set.complete = false;
        return sentence.skip_parenthesis(next);
    }
    push(&mut set.characters.characters, &characters);
    if open == 1 { sentence.skip_parenthesis(next).max(end) } else { end }
}

/// The marks that stand for themselves from an index on.
fn marks(sentence: Sentence<'_, '_>, from: usize, enclosed: bool) -> (String, usize) {
    let mut characters = String::new();
    let mut at = from;
    while let Some(unit) = sentence.get(at) {
        let closing =
            enclosed && unit.is_mark(')') && !sentence.get(at + 1).is_some_and(|next| next.glued && !next.is_word());
        if unit.code {
            let end = sentence.run_end(at);
            let text = words(sentence.units.get(at..end).unwrap_or_default());
            push(&mut characters, text.trim_matches(['(', ')']));
            at = end;
            continue;
        }
        if (unit.is_word() && unit.text != "_") || closing {
            break;
        }
        push(&mut characters, unit.text);
        at += 1;
    }
    (characters.trim_end_matches(['.', ',', '。']).to_owned(), at)
}

fn push(characters: &mut String, more: &str) {
    for c in more.chars().filter(|c| !c.is_whitespace()) {
        if !characters.contains(c) {
            characters.push(c);
        }
    }
}

/// What the value must not start with: "`http://` or `https://`", "aliyun、acs:开头".
fn prefixes(sentence: Sentence<'_, '_>, from: usize, facts: &mut Facts) {
    let mut at = from;
    let mut found = Vec::new();
    loop {
        while sentence.mark(at, '"') || sentence.mark(at, '\'') {
            at += 1;
        }
        let Some(unit) = sentence.get(at) else { break };
        let styled = unit.code || unit.bold;
        let word =
            matches!(unit.kind, UnitKind::Word | UnitKind::Number) || (styled && unit.kind != UnitKind::Ideograph);
        if !word || (!styled && unit.cues.has_any(PARTS.with(Cue::Article).with(Cue::Can).with(Cue::CannotContain))) {
            break;
        }
        let mut end = if styled {
            sentence.run_end(at).min(sentence.atom_end_across_styles(at).max(at + 1))
        } else {
            sentence.atom_end(at)
        };
        if unit.code {
            end = sentence.run_end(at);
        }
        // "acs:" keeps its colon.
        if sentence.get(end).is_some_and(|next| next.glued && next.text == ":") {
            end += 1;
        }
        let value = words(sentence.units.get(at..end).unwrap_or_default());
        found.push(Fact { value: value.trim_matches(['"', '\'']).to_owned(), span: sentence.span() });
        at = end;
        while sentence.mark(at, '"') || sentence.mark(at, '\'') {
            at += 1;
        }
        let before = at;
        while sentence.mark(at, ',')
            || sentence.mark(at, '、')
            || sentence.has(at, Cue::Or)
            || sentence.has(at, Cue::And)
        {
            at = sentence.after(at);
        }
        // Styles alone part two values where a blank was lost: "`a` or`b`" has one, "`a``b`" none.
        if at == before {
            break;
        }
    }
    let chinese = sentence.get(from.saturating_sub(1)).is_some_and(|unit| unit.kind == UnitKind::Ideograph);
    if chinese && !sentence.has(at, Cue::StartEnd) {
        return;
    }
    for prefix in found {
        if !prefix.value.is_empty() && !facts.forbidden_prefixes.iter().any(|known| known.value == prefix.value) {
            facts.forbidden_prefixes.push(prefix);
        }
    }
}
