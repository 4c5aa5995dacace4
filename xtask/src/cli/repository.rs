//! Where the repository lies, and which services stand in it.
//!
//! In: the environment and the current folder. Out: paths relative to the current folder, so that messages can be
//! followed from there.

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::extract::BORROWED_WORDS;
use crate::dialect::{self, Dialect, DialectError, Identity};
use crate::extract::{Language, identity};
use crate::road;
use crate::road::pins::PINS;
use crate::source::Span;

use super::Failure;

/// A repository: a folder with `specs/<vendor>/vendor.toml`.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

/// A service of the repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceFolder {
    /// `alibaba`.
    pub vendor: String,
    /// `vpc`.
    pub service: String,
    /// `specs/alibaba/vpc`.
    pub folder: PathBuf,
}

impl ServiceFolder {
    /// `specs/alibaba/vpc/pages`.
    pub fn pages(&self) -> PathBuf {
        self.folder.join("pages")
    }

    /// `specs/alibaba/vpc/spec.json`.
    pub fn spec(&self) -> PathBuf {
        self.folder.join("spec.json")
    }

    /// `specs/alibaba/vpc/pages.sha256`.
    pub fn pins(&self) -> PathBuf {
        self.folder.join(PINS)
    }

    /// `alibaba/vpc`.
    pub fn label(&self) -> String {
        format!("{}/{}", self.vendor, self.service)
    }
}

impl Repository {
    /// Looks upwards from the package that cargo runs, else from the current folder.
    pub fn find() -> Result<Self, Failure> {
        let current = env::current_dir().map_err(|error| Failure::input(format!("the current folder: {error}")))?;
        let package = env::var_os("CARGO_MANIFEST_DIR").and_then(|path| PathBuf::from(path).canonicalize().ok());
        let starts = package.iter().chain([&current]);
        let root = starts.flat_map(|start| start.ancestors()).find(|folder| is_root(folder));
        match root {
            Some(root) => Ok(Self { root: relative(root, &current) }),
            None => Err(Failure::input(
                "no folder with `specs/<vendor>/vendor.toml` here or above: run this in a clone of docwright"
                    .to_owned(),
            )),
        }
    }

    /// `specs`.
    pub fn specs(&self) -> PathBuf {
        self.root.join("specs")
    }

    /// `Cargo.toml`.
    pub fn manifest(&self) -> PathBuf {
        self.root.join("Cargo.toml")
    }

    /// `generated`.
    pub fn generated(&self) -> PathBuf {
        self.root.join("generated")
    }

    /// The vendors, sorted.
    pub fn vendors(&self) -> Vec<String> {
        dialect::vendors(&self.specs())
    }

    /// A vendor's words. A vendor that is not there is wrong use; a dialect that can not be read is not.
    pub fn language(&self, vendor: &str) -> Result<Language, Failure> {
        match Dialect::load(&self.specs(), vendor) {
            Ok(dialect) => Ok(road::language(dialect)),
            Err(DialectError::Unknown { .. }) => Err(self.unknown_vendor(vendor)),
            Err(error) => Err(Failure::input(error.to_string())),
        }
    }

    /// A vendor's words, or, for a vendor without `vendor.toml`, the words that all vendors use. The pages tell such a
    /// vendor's protocol, and a warning says how it came to be read.
    pub fn language_of(
        &self,
        vendor: &str,
        reading: &road::Reading,
    ) -> Result<(Language, Option<Diagnostic>), Failure> {
        let is_name = vendor.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
        if self.vendors().iter().any(|known| known == vendor) || vendor.is_empty() || !is_name {
            return Ok((self.language(vendor)?, None));
        }
        let unreadable = |error: DialectError| Failure::input(error.to_string());
        let actions = Dialect::actions(&self.specs()).map_err(unreadable)?;
        let identity = identity::told_by_pages(&reading.pages, &actions);
        let dialect = Dialect::shared(&self.specs(), vendor, identity).map_err(unreadable)?;
        let warning = reading.pages.first().map(|page| {
            let told = match identity {
                Identity::Action => "operations are told by their `Action`",
                Identity::Uri => "operations are told by method and path",
            };
            let known = self.vendors().join(", ");
            let message = format!("no vendor `{vendor}`: its pages are read in the words of {known}, and {told}");
            let help = format!("add {}/{vendor}/vendor.toml with the vendor's own words", self.specs().display());
            Diagnostic::new(BORROWED_WORDS, page.path(), Span::default(), message).with_help(help)
        });
        Ok((road::language(dialect), warning))
    }

    /// The folder of a service, whether or not it is there.
    pub fn service(&self, vendor: &str, service: &str) -> Result<ServiceFolder, Failure> {
        // A name is one part of a path: it leads nowhere else.
        let mut parts = Path::new(service).components();
        if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
            return Err(Failure::usage(format!("`{service}` is no name of a service")));
        }
        let folder = self.specs().join(vendor).join(service);
        Ok(ServiceFolder { vendor: vendor.to_owned(), service: service.to_owned(), folder })
    }

    /// The services that have pages, sorted; of one vendor, or of one name, where they are given.
    pub fn services(&self, vendor: Option<&str>, service: Option<&str>) -> Result<Vec<ServiceFolder>, Failure> {
        let vendors = self.vendors();
        if let Some(vendor) = vendor.filter(|vendor| !vendors.iter().any(|known| known == vendor)) {
            return Err(self.unknown_vendor(vendor));
        }
        let mut all = Vec::new();
        for vendor in vendors {
            let folder = self.specs().join(&vendor);
            let unreadable = |error| Failure::input(format!("{}: {error}", folder.display()));
            for entry in fs::read_dir(&folder).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                if let Ok(service) = entry.file_name().into_string()
                    && entry.path().join("pages").is_dir()
                {
                    all.push(ServiceFolder { vendor: vendor.clone(), service, folder: entry.path() });
                }
            }
        }
        all.sort();
        let known = all.iter().map(ServiceFolder::label).collect::<Vec<_>>().join(", ");
        all.retain(|found| {
            vendor.is_none_or(|vendor| vendor == found.vendor) && service.is_none_or(|name| name == found.service)
        });
        if all.is_empty() && (vendor.is_some() || service.is_some()) {
            let wanted = [vendor, service].into_iter().flatten().collect::<Vec<_>>().join("/");
            return Err(Failure::usage(format!("no service `{wanted}` with a folder of pages; there are {known}")));
        }
        Ok(all)
    }

    fn unknown_vendor(&self, vendor: &str) -> Failure {
        let known = self.vendors().join(", ");
        Failure::usage(format!("no vendor `{vendor}`; {} has {known}", self.specs().display()))
    }
}

fn is_root(folder: &Path) -> bool {
    !dialect::vendors(&folder.join("specs")).is_empty()
}

/// The way from one absolute folder to another; the other as it is where the two share nothing.
fn relative(target: &Path, from: &Path) -> PathBuf {
    let shared = target.components().zip(from.components()).take_while(|(left, right)| left == right).count();
    if shared <= 1 {
        return target.to_owned();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(target.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Page, PagePath};

    #[test]
    fn a_vendor_without_words_is_read_in_those_of_all() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let repository = Repository { root };
        let page = |text: &str| Page::new(PagePath::new("page.md"), text.as_bytes().to_vec()).expect("a page");
        for (text, identity) in [
            ("## URI\n\nGET /v1/lamps\n", Identity::Uri),
            ("## List lamps % GET /lamps\n", Identity::Uri),
            ("## List lamps\n\n<Route method=\"GET\">/lamps</Route>\n", Identity::Uri),
            ("|Action|String|Yes|ListLamps|\n", Identity::Action),
            ("https://lamps.example/?Action=ListLamps\n", Identity::Action),
            ("GET is a verb.\n", Identity::Action),
        ] {
            let reading = road::Reading { pages: vec![page(text)], refused: Vec::new() };
            let (language, warning) = repository.language_of("nobody", &reading).expect("a language");
            assert_eq!(language.dialect.identity, identity, "{text}");
            let warning = warning.expect("a warning");
            assert_eq!(warning.code, BORROWED_WORDS);
            assert!(warning.message.contains("alibaba, discord"), "{}", warning.message);
        }
        assert!(repository.language_of("../otc", &road::Reading::default()).is_err());
    }

    #[test]
    fn paths_are_told_from_the_current_folder() {
        let way = |target: &str, from: &str| relative(Path::new(target), Path::new(from));
        assert_eq!(way("/home/a/clone", "/home/a/clone"), Path::new(""));
        assert_eq!(way("/home/a/clone", "/home/a/clone/runtime/src"), Path::new("../.."));
        assert_eq!(way("/home/a/clone", "/home/a"), Path::new("clone"));
        assert_eq!(way("/srv/clone", "/home/a"), Path::new("/srv/clone"));
    }
}
