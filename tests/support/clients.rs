//! The client of real pages: services of the corpus, emitted into a crate of their own that cargo can compile.
//!
//! In: folders of pages of the shared folder. Out: a workspace below cargo's target folder, with this workspace's lock
//! file and settings, so that the same dependencies are used, and mostly are compiled already.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright::road::{self, Service};
use docwright::spec::model::Spec;
use docwright::{emit, output};

use crate::road::{language, workspace};
use crate::shared::shared;

/// Folders of the corpus that are whole services: the folder, the vendor, the service.
const SERVICES: [(&str, &str, &str); 3] =
    [("alibaba/ecs-en", "alibaba", "ecs"), ("alibaba/vpn-en", "alibaba", "vpn"), ("otc/apig-en", "otc", "apig")];

/// Reads the services. `None` without the shared folder: the test `name` is then skipped, and says so.
///
/// # Panics
///
/// When the pages can not be read.
pub fn specs(name: &str) -> Option<Vec<Spec>> {
    let root = shared(name, "corpus")?;
    let read = |(folder, vendor, service): (&str, &str, &str)| {
        let reading = road::read_folder(&root.join(folder)).unwrap_or_else(|error| panic!("{error}"));
        road::service(&Service::named(service), reading, &language(vendor)).spec
    };
    Some(SERVICES.into_iter().map(read).collect())
}

/// A generated crate in a workspace of its own.
#[derive(Debug)]
pub struct Clients {
    /// The folder of the workspace.
    pub folder: PathBuf,
    /// Where cargo puts what it makes of it.
    pub target: PathBuf,
}

impl Clients {
    /// Writes the clients of the services into `folder`. What is there already and has not changed stays as it is.
    ///
    /// # Panics
    ///
    /// When something can not be written, or is no Rust.
    pub fn write(specs: &[Spec], folder: &Path, target: &Path) -> Self {
        Self::write_version(None, specs, folder, target)
    }

    /// The same with a version of its own: cargo takes clients of one version and one target folder for the same crate,
    /// wherever their workspaces lie.
    ///
    /// # Panics
    ///
    /// When something can not be written, or is no Rust.
    pub fn write_version(version: Option<&str>, specs: &[Spec], folder: &Path, target: &Path) -> Self {
        fs::create_dir_all(folder).expect("a folder");
        write(&folder.join("Cargo.toml"), &manifest(version));
        let lock = fs::read_to_string(workspace().join("Cargo.lock")).expect("the lock file");
        if !folder.join("Cargo.lock").exists() {
            write(&folder.join("Cargo.lock"), &lock);
        }
        let emitted = emit::crate_files(specs);
        output::write(&emitted.files, &folder.join("generated")).unwrap_or_else(|error| panic!("{error}"));
        Self { folder: folder.to_owned(), target: target.to_owned() }
    }

    /// The generated crate.
    pub fn source(&self) -> PathBuf {
        self.folder.join("generated/src")
    }

    /// Cargo, offline, in the folder of the workspace.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        command.args(arguments).args(["--offline", "--package", "docwright-clients", "--features", "all"]);
        command
    }
}

/// This workspace's manifest with the generated crate as its only member.
fn manifest(version: Option<&str>) -> String {
    let text = fs::read_to_string(workspace().join("Cargo.toml")).expect("the manifest of the workspace");
    let mut manifest: toml::Table = text.parse().expect("TOML");
    let root = workspace().canonicalize().expect("the workspace");
    let table = |value: &mut toml::Value| value.as_table_mut().expect("a table").clone();
    let mut inner = table(manifest.get_mut("workspace").expect("a workspace"));
    inner.insert("members".to_owned(), toml::Value::Array(vec!["generated".into()]));
    inner.remove("default-members");
    if let Some(version) = version {
        let package = inner.get_mut("package").and_then(toml::Value::as_table_mut).expect("what packages share");
        package.insert("version".to_owned(), version.into());
    }
    let mut dependencies = table(inner.get_mut("dependencies").expect("dependencies"));
    for dependency in dependencies.iter_mut().map(|(_, value)| value) {
        if let Some(path) = dependency.get("path").and_then(toml::Value::as_str) {
            let path = root.join(path).display().to_string();
            dependency.as_table_mut().expect("a table").insert("path".to_owned(), path.into());
        }
    }
    inner.insert("dependencies".to_owned(), dependencies.into());
    // Of the profiles only what holds for all packages: the others of this workspace are not there.
    let mut profiles = table(manifest.get_mut("profile").expect("profiles"));
    for profile in profiles.iter_mut().map(|(_, value)| value) {
        let profile = profile.as_table_mut().expect("a profile");
        if let Some(packages) = profile.get_mut("package").and_then(toml::Value::as_table_mut) {
            packages.retain(|name, _| name == "*");
        }
    }
    let parts: BTreeMap<&str, toml::Table> = BTreeMap::from([("workspace", inner), ("profile", profiles)]);
    toml::to_string(&parts).expect("TOML")
}

fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return;
    }
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
