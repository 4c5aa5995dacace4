//! The five pages that docwright was made for, byte for byte, against the list of facts that they state.

use std::fs;

use docwright::source::{Page, PagePath};
use docwright_tests::road::{language, read};
use docwright_tests::{shared, truth};
use serde_json::Value;

#[test]
fn each_seed_alone_gives_all_that_it_states_and_nothing_else() {
    let Some(folder) = shared::shared("seeds", "seeds") else { return };
    let list = fs::read_to_string(folder.join("truth.json")).expect("the list of stated facts");
    let list: serde_json::Map<String, Value> = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list.len(), 5);
    let mut found = Vec::new();
    for (name, stated) in &list {
        // A page that the vendor names by method and path has no operation name.
        let (vendor, service) = if stated.get("operation").is_some() { ("alibaba", "vpc") } else { ("huawei", "apig") };
        let bytes = fs::read(folder.join(name)).expect("a seed page");
        let page = Page::new(PagePath::new(name), bytes).expect("a page");
        let outcome = read(service, vec![page], &language(vendor));
        let differences = truth::differences(stated, &outcome);
        found.extend(differences.into_iter().map(|difference| format!("{name}: {difference}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
