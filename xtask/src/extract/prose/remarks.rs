//! Smaller things that sentences say: operations to call, units, formats of times, patterns, deprecation, secrets.
//!
//! In: a sentence. Out: facts. None of them limits a value.

use super::Kind;
use super::facts::{Fact, Facts};
use super::sentence::Sentence;
use super::subject::name_words;
use super::text::words;
use crate::dialect::phrases::units::Kind as UnitKind;
use crate::dialect::phrases::{Cue, Cues};
use crate::source::Span;

/// Reads the remarks of a sentence of a parameter's description.
pub(super) fn read(sentence: Sentence<'_, '_>, name: &str, facts: &mut Facts) {
    see(sentence, facts);
    unit(sentence, facts);
    pattern(sentence, facts);
    time_format(sentence, facts);
    if facts.json.is_none() && sentence.contains(Cue::Json) {
        facts.json = Some(sentence.span());
    }
    if facts.deprecated.is_none() && is_deprecated(sentence, name) {
        facts.deprecated = Some(sentence.span());
    }
}

/// "call the `DescribeRegions` operation".
fn see(sentence: Sentence<'_, '_>, facts: &mut Facts) {
    for at in 0..sentence.units.len() {
        let operation = operation_at(sentence, at);
        let Some((name, end)) = operation else { continue };
        let called = (at.saturating_sub(3)..at)
            .any(|before| sentence.has(before, Cue::Call) && sentence.after(before) >= at.saturating_sub(1));
        let named = sentence.has(end, Cue::Operation);
        if (called || named) && !facts.see.iter().any(|known| known.value == name) {
            facts.see.push(Fact { value: name, span: sentence.span() });
        }
    }
}

/// The name of an operation that starts at an index: a capital, a verb, another hump, nothing else.
pub(super) fn operation_at(sentence: Sentence<'_, '_>, at: usize) -> Option<(String, usize)> {
    let unit = sentence.get(at)?;
    if unit.kind != UnitKind::Word
        || (unit.glued && !sentence.get(at.checked_sub(1)?)?.text.ends_with(|c: char| !c.is_ascii_alphanumeric()))
    {
        return None;
    }
    let text = unit.text;
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let is_hump = |pair: &[u8]| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase());
    if !text.as_bytes().windows(2).any(is_hump) {
        return None;
    }
    let verb = name_words(text).next()?;
    VERBS.contains(&verb).then(|| (text.to_owned(), at + 1))
}

/// Verbs that vendors start the names of operations with. They are wire words, not a language's.
const VERBS: [&str; 62] = [
    "Accept",
    "Active",
    "Add",
    "Allocate",
    "Apply",
    "Assign",
    "Associate",
    "Attach",
    "Authorize",
    "Batch",
    "Bind",
    "Cancel",
    "Check",
    "Close",
    "Convert",
    "Copy",
    "Create",
    "Deactivate",
    "Delete",
    "Deploy",
    "Describe",
    "Detach",
    "Disable",
    "Disassociate",
    "Download",
    "Enable",
    "Export",
    "Generate",
    "Get",
    "Import",
    "Install",
    "Invoke",
    "Join",
    "Leave",
    "List",
    "Modify",
    "Move",
    "Open",
    "Publish",
    "Purchase",
    "Put",
    "Query",
    "Reboot",
    "Release",
    "Remove",
    "Renew",
    "Replace",
    "Reset",
    "Restart",
    "Revoke",
    "Run",
    "Set",
    "Show",
    "Start",
    "Stop",
    "Tag",
    "Unassociate",
    "Unbind",
    "Untag",
    "Update",
    "Upgrade",
    "Verify",
];

/// "Unit: GiB", "in seconds".
fn unit(sentence: Sentence<'_, '_>, facts: &mut Facts) {
    if facts.unit.is_some() {
        return;
    }
    let Some(at) = sentence.find(Cue::Unit, 0) else { return };
    let mut next = sentence.after(at);
    // "the currency unit of the price" names no unit.
    let phrase = next - at > 1 || sentence.get(at).is_some_and(|unit| unit.kind == UnitKind::Ideograph);
    let verb = sentence.has(next, Cue::Copula);
    if !phrase && !verb && !sentence.mark(next, ':') {
        return;
    }
    while sentence.mark(next, ':') || sentence.has(next, Cue::Filler) {
        next = sentence.after(next);
    }
    let Some(first) = sentence.get(next) else { return };
    let known = sentence.has(next, Cue::UnitName);
    let plain = first.kind == UnitKind::Word || first.is_mark('%');
    if !(known || (plain && !first.cues.has_any(Cues::one(Cue::Article).with(Cue::Default).with(Cue::Values)))) {
        return;
    }
    let end = if first.kind == UnitKind::Ideograph { sentence.after(next) } else { sentence.atom_end(next) };
    let closed = sentence.get(end).is_none_or(|unit| {
        !unit.is_word()
            || unit.cues.has_any(Cues::one(Cue::Values).with(Cue::Default).with(Cue::Maximum).with(Cue::Minimum))
    });
    if closed || known {
        let value = words(sentence.units.get(next..end).unwrap_or_default());
        facts.unit = Some(Fact { value, span: sentence.span() });
    }
}

/// "must match the regular expression `^[a-z]+$`".
fn pattern(sentence: Sentence<'_, '_>, facts: &mut Facts) {
    let Some(at) = sentence.find(Cue::Pattern, 0).filter(|_| facts.pattern.is_none()) else { return };
    let from = sentence.after(at);
    let styled =
        (from..sentence.units.len()).find(|&index| sentence.get(index).is_some_and(|unit| unit.code || unit.bold));
    if let Some(start) = styled {
        let value = words(sentence.units.get(start..sentence.run_end(start)).unwrap_or_default());
        facts.pattern = Some(Fact { value, span: sentence.span() });
        return;
    }
    let start = (from..sentence.units.len()).find(|&index| sentence.mark(index, '^'));
    if let Some(start) = start {
        let end = (start + 1..sentence.units.len())
            .find(|&index| sentence.get(index).is_some_and(|unit| !unit.glued))
            .unwrap_or(sentence.units.len());
        let value = words(sentence.units.get(start..end).unwrap_or_default());
        if value.len() > 2 {
            facts.pattern = Some(Fact { value, span: sentence.span() });
        }
    }
}

/// "in the yyyy-MM-ddTHH:mm:ssZ format".
fn time_format(sentence: Sentence<'_, '_>, facts: &mut Facts) {
    if facts.time_format.is_some() {
        return;
    }
    let at = (0..sentence.units.len()).find(|&at| {
        sentence.get(at).is_some_and(|unit| {
            unit.text.len() >= 4 && unit.text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("yyyy"))
        })
    });
    if let Some(at) = at {
        let end = sentence.atom_end_across_styles(at);
        let value = words(sentence.units.get(at..end).unwrap_or_default());
        // `yyyyyyyy` stands for anything.
        if !value.contains("MM") && !value.contains("mm") {
            return;
        }
        facts.time_format = Some(Fact { value, span: sentence.span() });
    }
}

/// Whether a sentence calls the parameter deprecated: "This parameter is deprecated", "Deprecated." and no other.
fn is_deprecated(sentence: Sentence<'_, '_>, name: &str) -> bool {
    let Some(at) = sentence.find(Cue::Deprecated, 0) else { return false };
    let own = name.rsplit('.').next().unwrap_or(name);
    let before = sentence.units.get(..at).unwrap_or_default();
    if before.iter().any(|unit| unit.has(Cue::If) || unit.has(Cue::Example)) {
        return false;
    }
    let pronoun = before.iter().any(|unit| unit.has(Cue::Pronoun));
    let named = before.iter().any(|unit| unit.text == own);
    let silent = before.iter().all(|unit| !unit.is_word() || unit.has(Cue::Note) || unit.covered);
    pronoun || named || silent
}

/// Words of a page's introduction that call the operation deprecated.
pub(super) fn deprecates_operation(sentence: Sentence<'_, '_>) -> Option<Span> {
    let at = sentence.find(Cue::Deprecated, 0)?;
    let before = sentence.units.get(..at).unwrap_or_default();
    let operation = before.iter().any(|unit| unit.has(Cue::Operation))
        || (0..at).any(|index| operation_at(sentence, index).is_some());
    let silent = before.iter().all(|unit| !unit.is_word() || unit.has(Cue::Note) || unit.covered);
    let other = before.iter().any(|unit| unit.has(Cue::If));
    ((operation || silent) && !other).then(|| sentence.span())
}

/// Endings of the names of secrets, without marks between their words.
const SECRETS: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "privatekey",
    "secretkey",
    "accesskeysecret",
    "psk",
    "presharedkey",
    "secretaccesskey",
    "appsecret",
    "signsecret",
    "secretdata",
    "adminpass",
    "clientsecret",
];

/// Whether a parameter's name says that its value is a secret. Names are the wire's, so their words are no language's.
pub(super) fn is_secret(name: &str, kind: Kind) -> bool {
    if !matches!(kind, Kind::String | Kind::Unknown) {
        return false;
    }
    let last = name.rsplit('.').find(|part| part.len() > 1).unwrap_or(name).to_ascii_lowercase();
    let last = last.replace(['_', '-'], "");
    SECRETS.iter().any(|secret| last.ends_with(secret))
}
