use std::collections::BTreeSet;

use super::*;

#[test]
fn each_rule_has_a_code_of_its_own_and_all_its_words() {
    let mut codes = BTreeSet::new();
    for rule in all() {
        assert!(codes.insert(&rule.code), "{} twice", rule.code);
        assert_eq!(find(&rule.code), Some(rule));
        assert!(rule.code.split('.').count() >= 2, "{}", rule.code);
        assert!(rule.title.split(' ').count() >= 4, "{}: {}", rule.code, rule.title);
        let paragraphs: Vec<&str> = rule.explanation.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 3, "{}: {}", rule.code, rule.explanation);
        assert!(
            paragraphs.iter().all(|words| words.ends_with('.') && words.len() > 20),
            "{}: {paragraphs:?}",
            rule.code
        );
        assert_eq!(rule.breaks.is_some(), rule.layer() == Layer::Rust, "{}", rule.code);
        assert_eq!(rule.side.is_none(), rule.layer() == Layer::Rust, "{}", rule.code);
    }
}

#[test]
fn each_facet_has_rules() {
    let without: Vec<Facet> =
        Facet::ALL.iter().copied().filter(|facet| all().iter().all(|rule| rule.facet != *facet)).collect();
    assert_eq!(without, []);
}

#[test]
fn the_worst_cells_are_the_ones_that_break_calls() {
    let severity = |code: &str| find(code).unwrap_or_else(|| panic!("no rule {code}")).severity;
    for code in [
        "operation.removed",
        "operation.uri.changed",
        "param.demanded",
        "param.removed",
        "param.renamed",
        "param.presence.tightened",
        "param.maximum.tightened",
        "param.minimum.added",
        "param.value.removed",
        "param.rival.added",
        "response.removed",
        "response.type.changed",
        "rust.argument.added",
        "rust.accepted.removed",
    ] {
        assert_eq!(severity(code), Severity::Breaking, "{code}");
    }
    for code in
        ["param.default.changed", "param.value.added", "error.added", "response.value.added", "rust.assumed.changed"]
    {
        assert_eq!(severity(code), Severity::Notable, "{code}");
    }
    for code in [
        "param.added",
        "param.maximum.loosened",
        "param.rival.removed",
        "response.added",
        "page.words.changed",
        "rust.setter.added",
    ] {
        assert_eq!(severity(code), Severity::Harmless, "{code}");
    }
}
