//! All kinds of surprises, one file a stage. A new kind gets the next free number of its stage's hundred.

use super::{Code, Entry, Severity};

pub mod emit;
pub mod errata;
pub mod extract;
pub mod lint;
pub mod prose;
pub mod readers;
pub mod samples;
pub mod spec;

/// All entries, sorted by code.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    [
        readers::ENTRIES,
        extract::ENTRIES,
        prose::ENTRIES,
        samples::ENTRIES,
        spec::ENTRIES,
        errata::ENTRIES,
        emit::ENTRIES,
        lint::ENTRIES,
    ]
    .into_iter()
    .flatten()
}

/// The entry of a code, as `D0007`, `d7` or `7`.
pub fn find(code: &str) -> Option<&'static Entry> {
    let number: u16 = code.trim().trim_start_matches(['D', 'd']).parse().ok()?;
    entries().find(|entry| entry.code.0 == number)
}

/// The severity of a code; a code without an entry is an error, which a test excludes.
pub fn severity(code: Code) -> Severity {
    entries().find(|entry| entry.code == code).map_or(Severity::Error, |entry| entry.severity)
}

/// The kinds by which pages contradict themselves or each other.
pub const CONTRADICTIONS: [Code; 15] = [
    extract::NAMES_DISAGREE,
    extract::SEVERAL_URIS,
    prose::DEFAULT_NOT_A_VALUE,
    prose::UPSIDE_DOWN,
    prose::CONTRADICTION,
    samples::SAMPLE_NAME_TWICE,
    spec::SAMPLE_CONTRADICTS_TYPE,
    spec::FIELD_ONLY_IN_SAMPLE,
    spec::DOUBLE_NAME,
    spec::PAGES_DIFFER,
    spec::PATH_VARIABLE,
    spec::SAMPLE_OUTSIDE_VALUES,
    spec::DEFAULT_OUTSIDE_LIMITS,
    spec::CONSTANT_OPTIONAL,
    spec::LEADS_BACK,
];

/// The kinds of sentences that look like a rule and gave no fact.
pub const UNREAD_SENTENCES: [Code; 3] = [prose::LIST_MISSING, prose::CUT_OFF, prose::NOT_UNDERSTOOD];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_sorted() {
        let codes: Vec<_> = entries().map(|entry| entry.code).collect();
        let mut sorted = codes.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }
}
