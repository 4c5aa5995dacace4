//! Each cargo feature of the generated crate compiles alone, and so does the crate without any.

use std::path::Path;
use std::process::Command;

#[test]
fn every_feature_compiles_alone_without_warnings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = std::fs::read_to_string(root.join("generated/Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = toml::from_str(&manifest).expect("TOML");
    let features = manifest["features"].as_table().expect("features");
    assert!(features.len() >= 2, "one feature a service");
    for feature in std::iter::once("").chain(features.keys().map(String::as_str)) {
        let mut command = Command::new(env!("CARGO"));
        command.args([
            "check",
            "--quiet",
            "--package",
            "docwright-clients",
            "--no-default-features",
            "--features",
            feature,
        ]);
        let output = command.current_dir(&root).output().expect("cargo");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("warning"), "feature `{feature}`:\n{said}");
    }
}
