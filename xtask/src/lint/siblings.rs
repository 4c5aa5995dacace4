//! A type that is wrong on one operation is most likely wrong on others that have the same field with the same type.
//!
//! In: all findings. Out: for those that a type mends, the rows of other operations with the same name and the same
//! type, of which no sample shows anything. They are no findings: nothing on their pages speaks against them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::catalogue::lint::SAMPLE_OF_ANOTHER_TYPE;
use crate::extract::facts::StatedType;
use crate::source::{Page, PagePath};
use crate::spec::model::Witness;

use super::view::{Described, View, type_span};
use super::{Finding, Mend, TextMend};

/// How many siblings of one finding are looked for.
const MAX_SIBLINGS: usize = 50;

/// The rows of one name, with their pages.
type Rows<'r, 'v> = Vec<(&'r View<'v>, Described<'v>)>;

/// Adds the siblings of findings.
pub fn find(views: &[View<'_>], findings: &mut [Finding]) {
    let is_type = |finding: &&Finding| finding.diagnostic.code == SAMPLE_OF_ANOTHER_TYPE && finding.mend.is_some();
    if !findings.iter().any(|finding| is_type(&finding)) {
        return;
    }
    let wanted: BTreeSet<String> =
        findings.iter().filter(is_type).map(|finding| last(&finding.subject).to_owned()).collect();
    let mut rows: BTreeMap<String, Rows<'_, '_>> = BTreeMap::new();
    for view in views.iter().filter(|view| view.is_whole()) {
        for described in view.described() {
            let is_word = matches!(described.row.stated, StatedType::Word(_));
            if is_word && wanted.contains(&described.field.wire) && !is_shown(&described) {
                rows.entry(described.field.wire.clone()).or_default().push((view, described));
            }
        }
    }
    let pages: BTreeMap<&PagePath, &Page> = views.iter().map(|view| (view.page.path(), view.page)).collect();
    let mut taken: BTreeSet<(String, String)> =
        findings.iter().map(|finding| (finding.diagnostic.page.as_str().to_owned(), finding.subject.clone())).collect();
    for finding in findings.iter_mut().filter(|finding| is_type(&&**finding)) {
        let Some(Mend::Text(mend)) = finding.mend.clone() else { continue };
        let Some(own) = pages.get(&mend.page) else { continue };
        let was = own.slice(mend.span).trim();
        for (view, described) in rows.get(last(&finding.subject)).into_iter().flatten().take(MAX_SIBLINGS) {
            let span = type_span(described.row);
            let same_side = side(&described.path) == side(&finding.subject);
            let key = (view.page.path().as_str().to_owned(), described.path.clone());
            if same_side && view.page.slice(span).trim() == was && taken.insert(key) {
                let becomes = view.page.slice(span).replace(was, mend.becomes.trim());
                finding.siblings.push(TextMend { page: view.page.path().clone(), span, becomes });
            }
        }
    }
}

/// Whether a sample shows the field, and so speaks for the type that it has.
fn is_shown(described: &Described<'_>) -> bool {
    let witnesses = &described.field.witnesses;
    witnesses.contains(&Witness::RequestSample) || witnesses.contains(&Witness::JsonSample)
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn side(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}
