use std::path::{Path, PathBuf};

use super::*;

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

#[test]
fn every_vendor_of_the_repository_loads() {
    let names = vendors(&specs());
    assert_eq!(names, ["alibaba", "discord", "huawei", "otc", "ucloud"]);
    for name in names {
        assert_eq!(Dialect::load(&specs(), &name).expect("a dialect").vendor, name);
    }
}

fn check<K: std::fmt::Debug>(name: &str, kinds: &BTreeMap<K, Vec<String>>) {
    let mut seen = BTreeMap::new();
    for (kind, words) in kinds {
        for word in words {
            if let Some(other) = seen.insert(fold(word), format!("{kind:?}")) {
                assert_eq!(other, format!("{kind:?}"), "{name}: `{word}`");
            }
        }
    }
}

#[test]
fn no_word_has_two_meanings() {
    for name in vendors(&specs()) {
        let (file, _) = read(&specs().join(&name).join("vendor.toml"), &name).expect("a file");
        check(&name, &file.sections);
        check(&name, &file.columns);
        check(&name, &file.types);
        check(&name, &file.presence);
        check(&name, &file.locations);
    }
}

#[test]
fn the_status_of_a_caption_is_read_in_both_languages() {
    let dialect = Dialect::load(&specs(), "otc").expect("a dialect");
    assert_eq!(dialect.status_caption("**Status code: 200**"), Some(200));
    assert_eq!(dialect.status_caption("状态码： 404"), Some(404));
    assert_eq!(dialect.status_caption("Status codes"), None);
    assert_eq!(dialect.caption("Table 3 Request body parameters"), Some(Caption::Body));
    assert_eq!(dialect.caption("Table 4 Response body parameters"), Some(Caption::ResponseBody));
}

#[test]
fn an_unknown_vendor_is_an_error_that_names_the_known_ones() {
    let error = Dialect::load(&specs(), "nobody").expect_err("no such vendor").to_string();
    assert!(error.contains("alibaba, discord, huawei, otc, ucloud"), "{error}");
}
