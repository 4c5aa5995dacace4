//! Which operation the walk has seen, settled from all that named one.

use super::{NameWitness, Walk};
use crate::diagnostic::catalogue::extract::{NAMES_DISAGREE, NO_OPERATION, OTHER_VENDOR, SEVERAL_URIS};
use crate::diagnostic::{Diagnostic, Severity};
use crate::dialect::Identity;
use crate::extract::answers;
use crate::extract::facts::{Counts, OperationFacts, Said};
use crate::extract::identity::{self, Uri};
use crate::extract::ledger::Claim;
use crate::extract::prose;
use crate::source::Span;
use crate::spec::model::Witness;

impl Walk<'_> {
    /// Settles what operation the walk has seen.
    pub(super) fn finish(mut self) -> (Option<OperationFacts>, Counts) {
        self.settle_name();
        self.settle_uri();
        let identity = self.language.dialect.identity;
        let found = match identity {
            Identity::Action => self.operation.name.is_some(),
            Identity::Uri => self.operation.path.is_some(),
        };
        if !found {
            self.report_no_operation(identity);
            return (None, self.counts);
        }
        let introduction = prose::Introduction::new(&self.introduction, self.page.text(), &self.language.phrases);
        self.operation.summary = introduction.summary().map(|fact| Said::new(fact.value, fact.span));
        let name = self.operation.name.as_ref().map_or("", |name| name.value.as_str());
        self.operation.asynchronous = introduction.asynchronous(name);
        self.operation.deprecated = introduction.deprecated();
        self.operation.answer = answers::answer(&self.introduction, &self.language.dialect);
        let said = self.operation.summary.iter().map(|said| said.span).chain(self.operation.deprecated);
        let polled = self.operation.asynchronous.iter().map(|said| said.span);
        let answered = self.operation.answer.iter().map(|said| said.span);
        said.chain(polled).chain(answered).for_each(|span| self.claims.claim(span, Claim::Fact));
        (Some(self.operation), self.counts)
    }

    pub(super) fn settle_name(&mut self) {
        let identity = self.language.dialect.identity;
        if identity == Identity::Uri {
            // Only the vendor's own tool gives such an operation a name.
            let mut links = self.names.iter().filter(|(witness, _)| *witness == NameWitness::Link);
            self.operation.name = links.next().map(|(_, name)| name.clone());
            return;
        }
        let Some((mut witness, mut name)) = self.names.iter().min_by_key(|(witness, _)| *witness).cloned() else {
            return;
        };
        if matches!(witness, NameWitness::Sample | NameWitness::Title) && !self.describes() {
            // A guide shows a call as well, and an overview has a title.
            return;
        }
        // A sample is typed by hand, and nobody runs it: where it spells the title's name with another letter, it is the
        // sample that is wrong. The case of letters is the wire's there, and a writer's in the title.
        let near = |other: &str| !other.eq_ignore_ascii_case(&name.value) && identity::one_edit(other, &name.value);
        let title = self.names.iter().find(|(other, said)| *other == NameWitness::Title && near(&said.value)).cloned();
        if let (NameWitness::Sample, Some(title)) = (witness, title) {
            (witness, name) = title;
        }
        let other = self.names.iter().find(|(_, other)| other.value != name.value);
        if let Some((other_witness, other)) = other {
            let message = format!(
                "{} names `{}`, {} names `{}`",
                witness.words(),
                name.value,
                other_witness.words(),
                other.value
            );
            self.diagnostics.push(Diagnostic::new(NAMES_DISAGREE, self.page.path(), other.span, message));
        }
        let mut agreeing: Vec<_> = self.names.iter().filter(|(_, other)| other.value == name.value).collect();
        agreeing.sort_by_key(|(witness, _)| *witness);
        let named_by = agreeing.into_iter().map(|(witness, said)| Said::new(witness.witness(), said.span));
        self.operation.named_by = named_by.collect();
        self.operation.name = Some(name);
    }

    /// Whether the page has a part that describes a request, an answer or errors.
    fn describes(&self) -> bool {
        self.sectioned || !self.operation.tables.is_empty() || !self.operation.errors.is_empty()
    }

    pub(super) fn settle_uri(&mut self) {
        if self.language.dialect.identity == Identity::Action {
            // Some products of such a vendor are called by method and path all the same.
            if let Some(uri) = self.syntax.take().filter(|uri| uri.path != "/") {
                self.operation.method = Some(Said::new(uri.method, uri.span));
                self.operation.path = Some(Said::new(uri.path, uri.span));
            }
            return;
        }
        let mut witness = Witness::Uri;
        if self.uris.is_empty() {
            // Some pages print method and path only in the request sample.
            let requests = self.operation.samples.iter().flat_map(|sample| &sample.reading.requests);
            let found = requests.filter_map(|request| {
                let (path, query) = identity::path(&request.path)?;
                Some(Uri { method: request.method.clone()?, path, query, span: request.span })
            });
            self.uris = found.take(1).collect();
            witness = Witness::RequestSample;
        }
        let Some(first) = self.uris.first().cloned() else { return };
        if let Some(other) = self.uris.iter().find(|other| (&other.method, &other.path) != (&first.method, &first.path))
        {
            let message = format!("`{} {}` and `{} {}`", first.method, first.path, other.method, other.path);
            self.diagnostics.push(Diagnostic::new(SEVERAL_URIS, self.page.path(), other.span, message));
        }
        let same = self.uris.iter().filter(|other| (&other.method, &other.path) == (&first.method, &first.path));
        self.operation.routed_by = same.map(|uri| Said::new(witness, uri.span)).collect();
        let operation = &mut self.operation;
        operation.query_names = first.query.into_iter().map(|name| Said::new(name, first.span)).collect();
        operation.method = Some(Said::new(first.method, first.span));
        operation.path = Some(Said::new(first.path, first.span));
    }

    pub(super) fn report_no_operation(&mut self, identity: Identity) {
        let path = self.page.path();
        let described = !self.operation.tables.is_empty();
        let foreign = match identity {
            Identity::Action => {
                self.uris.first().map(|uri| (uri.span, "gives a method and a path, and names no `Action`"))
            }
            Identity::Uri => self
                .names
                .iter()
                .find(|(witness, _)| *witness != NameWitness::Title)
                .map(|(_, name)| (name.span, "names an `Action`, and gives no method and path")),
        };
        if let Some((span, what)) = foreign {
            let message = format!("the page {what}: it is no page of {}", self.language.dialect.title);
            self.diagnostics.push(Diagnostic::new(OTHER_VENDOR, path, span, message));
            return;
        }
        let named = self.names.iter().min_by_key(|(witness, _)| *witness);
        let message = match (identity, named) {
            (Identity::Action, Some((witness, name))) => {
                format!(
                    "only {} names `{}`, and no section describes a request or an answer",
                    witness.words(),
                    name.value
                )
            }
            (Identity::Action, None) => "no row, link, sample or title names an operation".to_owned(),
            (Identity::Uri, _) => "no line holds a method and a path".to_owned(),
        };
        let mut diagnostic = Diagnostic::new(NO_OPERATION, path, Span::default(), message);
        if !described {
            diagnostic.severity = Severity::Note;
        }
        self.diagnostics.push(diagnostic);
    }
}
