//! A finding in words: our own, and those of pages, told apart, so that each form can guard itself against the latter.
//!
//! In: findings. Out: [`Piece`]s.

use crate::drift::rules::Breaks;
use crate::drift::{Facet, Finding, Kind, Layer, Nature, Subject};

/// How many characters of a text a line shows.
const SHOWN: usize = 80;

/// How many characters stand before the first difference of two long texts.
const BEFORE: usize = 20;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Our own words.
    Own(String),
    /// What a page says, or what was made of it.
    Page(String),
}

/// `HireBoat request.Hours`; words of a page, but for the side's.
pub(super) fn subject(finding: &Finding) -> String {
    let Subject { operation, side, name, .. } = &finding.subject;
    if finding.layer() == Layer::Rust || operation.is_empty() {
        return if name.is_empty() { operation.clone() } else { name.clone() };
    }
    let dot = if name.is_empty() { "" } else { "." };
    format!("{operation} {}{dot}{name}", word(side))
}

/// What changed, in a line: "maximum `24` became `12`".
pub(super) fn told(finding: &Finding) -> Vec<Piece> {
    let what = finding.facet.word().replace('_', " ");
    let (old, new) = focus(finding.old.as_deref().unwrap_or_default(), finding.new.as_deref().unwrap_or_default());
    let own = |text: &str| Piece::Own(text.to_owned());
    if finding.layer() == Layer::Rust {
        return of_code(finding, old, new);
    }
    match (finding.facet, finding.kind) {
        (Facet::Existence, Kind::Added) if finding.is_demanded => vec![own("added, and must be sent")],
        (Facet::Existence, Kind::Added) => vec![own("added")],
        (Facet::Existence, Kind::Removed) => vec![own("removed")],
        (Facet::Existence | Facet::Page, Kind::Moved) => vec![own("moved, was "), Piece::Page(old)],
        (Facet::Existence, Kind::Renamed | Kind::Changed) => vec![own("renamed, was "), Piece::Page(old)],
        (Facet::Page, Kind::Added) => vec![own("page added")],
        (Facet::Page, Kind::Removed) => vec![own("page removed")],
        (Facet::Page, Kind::Changed | Kind::Renamed) => vec![own("page lost nearly all its words")],
        (Facet::Markup, _) => vec![own("written in another way, in the same words")],
        (_, Kind::Added) => vec![Piece::Own(format!("{what} ")), Piece::Page(new), own(" added")],
        (_, Kind::Removed) => vec![Piece::Own(format!("{what} ")), Piece::Page(old), own(" removed")],
        (_, Kind::Changed | Kind::Renamed | Kind::Moved) => {
            vec![Piece::Own(format!("{what} ")), Piece::Page(old), own(" became "), Piece::Page(new)]
        }
    }
}

/// What changed in the client: an item that has a name, or what it does, whose texts stand in its cause.
fn of_code(finding: &Finding, old: String, new: String) -> Vec<Piece> {
    let noun = finding.facet.noun();
    let what = ["a ", "an ", "the "].iter().find_map(|article| noun.strip_prefix(article)).unwrap_or(noun);
    let is_item = match finding.rule().breaks {
        Some(Breaks::Run | Breaks::Behaviour) => false,
        Some(Breaks::Compile | Breaks::Nothing) | None => finding.facet != Facet::Accepted,
    };
    if !is_item {
        return vec![Piece::Own(finding.rule().title.clone())];
    }
    match finding.kind {
        Kind::Added => vec![Piece::Own(format!("{what} added"))],
        Kind::Removed => vec![Piece::Own(format!("{what} removed"))],
        Kind::Renamed | Kind::Moved => vec![Piece::Own(format!("{what} renamed, was ")), Piece::Page(old)],
        Kind::Changed => {
            vec![Piece::Own(format!("{what} ")), Piece::Page(old), Piece::Own(" became ".to_owned()), Piece::Page(new)]
        }
    }
}

/// Pieces as plain text, those of pages between backticks.
pub(super) fn plain(pieces: &[Piece]) -> String {
    let plain = |piece: &Piece| match piece {
        Piece::Own(text) => text.clone(),
        Piece::Page(text) => format!("`{text}`"),
    };
    pieces.iter().map(plain).collect()
}

/// Subject and change in a line.
pub(super) fn line(finding: &Finding) -> String {
    format!("{}: {}", subject(finding), plain(&told(finding)))
}

/// "90 % sure, the page was mended, fingerprint 0123456789abcdef".
pub(super) fn standing(finding: &Finding) -> String {
    let sure = match finding.confidence.percent() {
        100 => "certain".to_owned(),
        percent => format!("{percent} % sure"),
    };
    let nature = match finding.nature {
        Nature::Change => ", the service changed",
        Nature::Correction => ", the page was mended",
        Nature::Unsure => "",
    };
    format!("{sure}{nature}, fingerprint {}", finding.fingerprint())
}

/// What a consequence does to code.
pub(super) fn broken(finding: &Finding) -> &'static str {
    match finding.rule().breaks {
        Some(Breaks::Compile) => "code does not compile",
        Some(Breaks::Run) => "code fails when it runs",
        Some(Breaks::Behaviour) => "code behaves in another way",
        Some(Breaks::Nothing) | None => "no code breaks",
    }
}

/// The word of a plain enumeration, as JSON has it.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// "1 change", "2 changes".
pub(super) fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Two texts on one line each, cut so that their first difference is seen.
fn focus(old: &str, new: &str) -> (String, String) {
    let same = old.chars().zip(new.chars()).take_while(|(left, right)| left == right).count();
    let is_long = |text: &str| text.chars().nth(SHOWN).is_some();
    let skipped = if is_long(old) || is_long(new) { same.saturating_sub(BEFORE) } else { 0 };
    // What differs by its end alone is cut there, not left out.
    let skipped = if same > SHOWN { skipped } else { 0 };
    (cut(old, skipped, SHOWN), cut(new, skipped, SHOWN))
}

/// So many characters of a text on one line, without the first ones.
pub(super) fn cut(text: &str, skipped: usize, shown: usize) -> String {
    let mut line = String::new();
    if skipped > 0 {
        line.push_str("...");
    }
    let mut rest = text.chars().skip(skipped);
    line.extend(rest.by_ref().take(shown).map(|sign| if matches!(sign, '\n' | '\r' | '\t') { ' ' } else { sign }));
    if rest.next().is_some() {
        line.push_str("...");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_around_their_first_difference() {
        let start = "a".repeat(90);
        assert_eq!(focus("short", "shorter"), ("short".to_owned(), "shorter".to_owned()));
        let (old, new) = focus(&format!("{start}b"), &format!("{start}c\nd"));
        assert_eq!(old, format!("...{}b", "a".repeat(20)));
        assert_eq!(new, format!("...{}c d", "a".repeat(20)));
        assert_eq!(focus(&start, "").0, format!("{}...", "a".repeat(80)));
    }
}
