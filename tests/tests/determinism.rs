//! The same pages give the same bytes: in any order, on one thread or two.

use docwright::emit;
use docwright::output;
use docwright::road;
use docwright::source::Page;
use docwright_tests::facts;
use docwright_tests::road::{language, read, workspace};

/// All that comes out of pages, as text.
fn everything(vendor: &str, pages: Vec<Page>, threads: usize) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| {
        let outcome = read("service", pages, &language(vendor));
        let spec = serde_json::to_string_pretty(&outcome.spec).expect("JSON");
        let emitted = emit::service(&outcome.spec);
        let files = output::render_all(&emitted.files).unwrap_or_else(|error| panic!("{error}"));
        let mut all = format!("{spec}\n{}\n{:?}\n", facts::diagnostics(&outcome), emitted.diagnostics);
        for (path, text) in &files {
            all.extend([path.as_str(), "\n", text]);
        }
        all
    })
}

/// Every page of the fixtures under one vendor's dialect: many of them document the same operation, and many are of
/// another vendor.
#[test]
fn order_and_threads_do_not_show() {
    let pages = road::read_folder(&workspace().join("tests/pages")).expect("the fixtures").pages;
    assert!(pages.len() > 50, "only {} pages", pages.len());
    let reversed: Vec<Page> = pages.iter().rev().cloned().collect();
    let (even, odd): (Vec<_>, Vec<_>) = pages.iter().cloned().enumerate().partition(|(index, _)| index % 2 == 0);
    let parted: Vec<Page> = odd.into_iter().chain(even).map(|(_, page)| page).collect();
    for vendor in ["alibaba", "huawei", "otc"] {
        let expected = everything(vendor, pages.clone(), 1);
        assert!(expected.lines().count() > 2_000, "{vendor}: too little came out to compare");
        for (order, pages) in [("sorted", &pages), ("reversed", &reversed), ("parted", &parted)] {
            for threads in [1, 2] {
                // Not `assert_eq`: the texts are long, and that they differ is all there is to say.
                let same = everything(vendor, pages.clone(), threads) == expected;
                assert!(same, "{vendor}: {order} pages on {threads} threads give other bytes");
            }
        }
    }
}
