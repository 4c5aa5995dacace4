//! Runs the examples of the catalogue of diagnostics: for `explain`, and for the test that each shows its own code.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Example};
use crate::dialect::{Dialect, DialectError};
use crate::source::{Page, PagePath};

use super::{Reading, Service, language, lint};

/// What an example raises, and the files that it consists of.
pub type Shown = (Vec<Diagnostic>, BTreeMap<PagePath, Page>);

/// Goes the whole road with an example. `specs` is the folder of the vendors' dialects.
pub fn run(example: &Example, specs: &Path) -> Result<Shown, DialectError> {
    match *example {
        Example::Page { vendor, name, text } => pages(vendor, &[(name, text)], None, specs),
        Example::Pages { vendor, pages: texts } => pages(vendor, texts, None, specs),
        Example::Errata { vendor, name, text, errata } => pages(vendor, &[(name, text)], Some(errata), specs),
        Example::Elsewhere(_) => Ok((Vec::new(), BTreeMap::new())),
    }
}

fn pages(vendor: &str, texts: &[(&str, &str)], errata: Option<&str>, specs: &Path) -> Result<Shown, DialectError> {
    let language = language(Dialect::load(specs, vendor)?);
    let page = |name: &str, text: &str| Page::new(PagePath::new(name), text.as_bytes().to_vec());
    // The catalogue's pages are texts of ours, and no file of them is refused.
    let read = texts.iter().filter_map(|(name, text)| page(name, text).ok()).collect();
    let mut example = Service { is_whole: true, ..Service::named("example") };
    if let Some(errata) = errata {
        let _ = example.set_errata(errata.into());
    }
    let (outcome, findings) = lint(&example, Reading { pages: read, refused: Vec::new() }, &language);
    let found = findings.into_iter().map(|finding| finding.diagnostic);
    Ok((outcome.diagnostics.into_iter().chain(found).collect(), outcome.sources))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalogue;
    use crate::diagnostic::explain::explain;

    #[test]
    fn every_example_shows_its_code() {
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let mut silent = Vec::new();
        for entry in catalogue::entries() {
            let shown = run(&entry.example, &specs).expect("a dialect");
            let explained = explain(entry, |_| shown);
            let is_shown = explained.contains(&format!("[{}]: ", entry.code));
            if !is_shown && !matches!(entry.example, Example::Elsewhere(_)) {
                silent.push(entry.code.to_string());
            }
        }
        assert_eq!(silent, Vec::<String>::new(), "examples that do not raise their code");
    }
}
