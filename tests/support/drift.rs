//! Two versions of pages that stand in a test, compared.

use docwright::drift::{self, Finding, Version};
use docwright::source::{Page, PagePath};

use crate::road::{language, read};

/// Pages by their names.
pub type Pages<'p> = &'p [(&'p str, &'p str)];

/// All that drift finds between two versions of a service called `lamps`.
///
/// # Panics
///
/// When a text is no page.
pub fn findings(vendor: &str, old: Pages<'_>, new: Pages<'_>) -> Vec<Finding> {
    let language = language(vendor);
    let side = |texts: Pages<'_>| {
        let page = |(name, text): &(&str, &str)| {
            Page::new(PagePath::new(name), text.as_bytes().to_vec()).unwrap_or_else(|error| panic!("{error}"))
        };
        read("lamps", texts.iter().map(page).collect(), &language)
    };
    let (old, new) = (side(old), side(new));
    drift::compare(
        Version { spec: &old.spec, pages: &old.sources },
        Version { spec: &new.spec, pages: &new.sources },
        &language,
    )
}

/// The findings of the API as the flat form has them, sorted: kind, subject, old and new.
///
/// # Panics
///
/// When the flat form has no rows.
pub fn flat(findings: &[Finding]) -> Vec<String> {
    let rows = serde_json::to_value(drift::flat::flatten(findings)).expect("flat findings");
    let rows = rows["findings"].as_array().expect("rows").clone();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let line = |row: &serde_json::Value| {
        format!("{} {}: {} -> {}", text(row, "kind"), text(row, "subject"), text(row, "old"), text(row, "new"))
    };
    let mut lines: Vec<String> = rows.iter().filter(|row| row["layer"] == "api").map(line).collect();
    lines.sort();
    lines
}
