//! A reading's repairs and failure as diagnostics.

use super::{Reading, Repair, RepairKind};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::samples::{SAMPLE_INCOMPLETE, SAMPLE_NAME_TWICE, SAMPLE_REPAIRED, SAMPLE_UNREADABLE};
use crate::source::PagePath;

impl Reading {
    /// What is to be said of the sample: why it could not be read, or the repairs that it needed, what it leaves out,
    /// and names that stand twice.
    pub fn diagnostics(&self, page: &PagePath) -> Vec<Diagnostic> {
        if let Some(failure) = &self.failure {
            let message = format!("sample can not be read: {}", failure.reason);
            let help =
                "mend its text with an erratum with `becomes`, or leave it: the other witnesses count without it";
            return vec![Diagnostic::new(SAMPLE_UNREADABLE, page, failure.span, message).with_help(help)];
        }
        let mut diagnostics = Vec::new();
        let mut harmless: Vec<&Repair> = Vec::new();
        let mut incomplete: Option<&Repair> = None;
        for repair in &self.repairs {
            if repair.kind.loses_facts() {
                incomplete.get_or_insert(repair);
            } else if repair.kind == RepairKind::RepeatedName {
                let message = "a name stands twice in one object of this sample; the later value is kept";
                diagnostics.push(Diagnostic::new(SAMPLE_NAME_TWICE, page, repair.span, message));
            } else {
                harmless.push(repair);
            }
        }
        if let Some(repair) = incomplete {
            let message = format!("sample does not show all: it has {}", repair.kind.words());
            let help = "names that it lacks are not taken as missing; complete it with an erratum with `becomes` where it matters";
            diagnostics.push(Diagnostic::new(SAMPLE_INCOMPLETE, page, repair.span, message).with_help(help));
        }
        if let Some(first) = harmless.first() {
            let message = format!("sample was read in spite of {}", list(&harmless));
            diagnostics.push(Diagnostic::new(SAMPLE_REPAIRED, page, first.span, message));
        }
        diagnostics
    }
}

/// "a missing comma (3 times), a comment", in the order of their first places.
fn list(repairs: &[&Repair]) -> String {
    let mut counts: Vec<(RepairKind, usize)> = Vec::new();
    for repair in repairs {
        match counts.iter_mut().find(|(kind, _)| *kind == repair.kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((repair.kind, 1)),
        }
    }
    let words = counts.into_iter().map(|(kind, count)| match count {
        1 => kind.words().to_owned(),
        _ => format!("{} ({count} times)", kind.words()),
    });
    words.collect::<Vec<_>>().join(", ")
}
