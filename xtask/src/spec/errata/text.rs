//! Errata of a page's text, put in place before the page is read.

use super::{Action, Corrected, Erratum, place};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::errata::{ERRATUM_AMBIGUOUS, ERRATUM_MATCHES_NOTHING, ERRATUM_STALE};
use crate::source::{Page, PagePath, Span};

/// The page with its texts corrected.
pub(super) fn correct(
    file: &PagePath,
    page: Page,
    errata: &[Erratum],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Page, Vec<Corrected>) {
    let mut corrected: Vec<Corrected> = Vec::new();
    let mut text: Option<String> = None;
    for erratum in errata.iter().filter(|erratum| erratum.page == page.path().as_str()) {
        let Action::Replace { line, was, becomes, span } = &erratum.action else { continue };
        let current = text.as_deref().unwrap_or(page.text());
        match find(current, *line, was) {
            Found::Once(at) => {
                let (before, rest) = current.split_at_checked(at).unwrap_or((current, ""));
                let after = rest.get(was.len()..).unwrap_or_default();
                text = Some(format!("{before}{becomes}{after}"));
                for earlier in corrected.iter_mut().filter(|earlier| earlier.span.start as usize >= at + was.len()) {
                    let moved = |byte: u32| byte as usize + becomes.len() - was.len();
                    earlier.span = Span::new(moved(earlier.span.start), moved(earlier.span.end));
                }
                let span = Span::new(at, at + becomes.len());
                corrected.push(Corrected { span, testimony: erratum.testimony.clone() });
            }
            Found::Never if !becomes.is_empty() && matches!(find(current, *line, becomes), Found::Once(_)) => {
                let message = format!("`{}` already says what the erratum puts in place", page.path());
                let help = "the vendor mended the page: delete the erratum";
                diagnostics.push(Diagnostic::new(ERRATUM_STALE, file, *span, message).with_help(help));
            }
            Found::Never => {
                let message = format!("`{}` has no such text{}", page.path(), on_line(*line));
                let lines = current.lines().map(str::trim).filter(|line| !line.is_empty());
                let help = place::closest(was.lines().next().unwrap_or_default(), lines);
                diagnostics.push(Diagnostic::new(ERRATUM_MATCHES_NOTHING, file, *span, message).with_help(help));
            }
            Found::Often(lines) => {
                let lines = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let message = format!("`{}` has the text more than once{}", page.path(), on_line(*line));
                let help = format!("it stands on the lines {lines}: add `line`, or more of the text");
                diagnostics.push(Diagnostic::new(ERRATUM_AMBIGUOUS, file, *span, message).with_help(help));
            }
        }
    }
    let Some(text) = text else { return (page, corrected) };
    // A correction is text and shorter than a page: only one that makes the page too large can be refused here.
    match Page::new(page.path().clone(), text.into_bytes()) {
        Ok(page) => (page, corrected),
        Err(_) => (page, Vec::new()),
    }
}

fn on_line(line: Option<u32>) -> String {
    line.map_or(String::new(), |line| format!(" on line {line}"))
}

enum Found {
    Never,
    Once(usize),
    /// The first lines on which it stands.
    Often(Vec<u32>),
}

/// Where a text stands; with a line, only where it starts on that line.
fn find(text: &str, line: Option<u32>, wanted: &str) -> Found {
    let mut places = Vec::new();
    let mut number = 1;
    let mut counted = 0;
    for (at, _) in text.match_indices(wanted) {
        number += text.get(counted..at).unwrap_or_default().matches('\n').count() as u32;
        counted = at;
        if line.is_none_or(|line| line == number) {
            places.push((at, number));
        }
        if places.len() > 5 {
            break;
        }
    }
    match places[..] {
        [] => Found::Never,
        [(at, _)] => Found::Once(at),
        _ => Found::Often(places.into_iter().map(|(_, line)| line).collect()),
    }
}
