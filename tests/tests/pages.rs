//! Page fixtures: each folder of `tests/pages/` holds the smallest page that shows one behaviour, and the facts, the
//! diagnostics and the Rust that come out of it.

use docwright_tests::cases::{Case, cases};
use docwright_tests::road::{language, read};
use docwright_tests::{facts, rust, truth};

#[test]
fn each_page_gives_its_facts_diagnostics_and_rust() {
    let mut failed = Vec::new();
    for case in cases() {
        // All cases are compared before the test fails, so that one run shows all that changed.
        if std::panic::catch_unwind(|| snapshot(&case)).is_err() {
            failed.push(case.name);
        }
    }
    assert!(failed.is_empty(), "these cases changed: {}", failed.join(", "));
}

fn snapshot(case: &Case) {
    let outcome = read(&case.stated.service, case.pages(), &language(&case.stated.vendor));
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(&case.folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!("facts", facts::facts(&outcome.spec));
        insta::assert_snapshot!("diagnostics", facts::diagnostics(&outcome));
        insta::assert_snapshot!("rust", rust::outline(&outcome.spec));
    });
}

#[test]
fn twins_of_the_hardest_pages_give_all_that_they_state_and_nothing_else() {
    let twins: Vec<(Case, serde_json::Value)> =
        cases().into_iter().filter_map(|case| case.truth().map(|truth| (case, truth))).collect();
    assert_eq!(twins.len(), 5, "a page with a truth.json for each of the five layouts");
    let mut found = Vec::new();
    for (case, stated) in twins {
        let outcome = read(&case.stated.service, case.pages(), &language(&case.stated.vendor));
        let differences = truth::differences(&stated, &outcome);
        found.extend(differences.into_iter().map(|difference| format!("{}: {difference}", case.name)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
