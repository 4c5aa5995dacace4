//! Where a parameter is sent.
//!
//! In: a parameter's draft, its table, and what the page says of method, path and body. Out: a [`Location`], and who says
//! so. A column wins over a caption, a caption over the path, the path over a guess from the name.

use crate::dialect::{Identity, RoleWord};
use crate::extract::facts::{OperationFacts, Side, TableFacts};
use crate::extract::identity::variables;
use crate::extract::samples::shape::Shape;
use crate::source::Span;
use crate::spec::draft::Draft;
use crate::spec::model::{Location, Witness};
use crate::spec::operation::Context;
use crate::spec::testify;

/// What tells where the parameters of an operation are sent.
pub struct Placing<'a> {
    /// The page and the dialect.
    pub context: Context<'a>,
    /// The operation's method.
    pub method: &'a str,
    /// Its path.
    pub path: &'a str,
    /// All that the page says of it.
    pub facts: &'a OperationFacts,
    /// What samples of the body show.
    pub body: &'a Shape,
}

impl Placing<'_> {
    /// The location, its witness and the witness's words.
    pub fn location(&self, draft: &Draft<'_>, table: &TableFacts) -> (Location, Witness, Span) {
        if let Some(said) = draft.row.and_then(|row| row.location.as_ref()) {
            return (said.value, Witness::Table, said.span);
        }
        let name = &draft.wire;
        let place = draft.place().unwrap_or_default();
        let captioned = match table.side {
            Side::Request(location) => location,
            Side::Response(_) | Side::ResponseHeader(_) | Side::Object { .. } => None,
        };
        if let Some(location) = captioned {
            return (location, Witness::Caption, table.caption_place.unwrap_or(place));
        }
        if self.context.dialect.identity == Identity::Action {
            return (Location::Query, Witness::Configuration, place);
        }
        let route = self.facts.path.as_ref().map(|path| path.span).unwrap_or_default();
        let in_route = || testify::exact(self.context.page, route, name);
        if variables(self.path).contains(name) {
            return (Location::Path, Witness::Uri, in_route());
        }
        if self.facts.query_names.iter().any(|query| query.value == *name) {
            return (Location::Query, Witness::Uri, in_route());
        }
        if is_header(name) || self.context.dialect.role(name) == Some(RoleWord::AuthToken) {
            return (Location::Header, Witness::Name, place);
        }
        if let Some(shown) = self.body.members.get(name) {
            let key = testify::key(self.context.page, shown.span, name);
            return (Location::Body, Witness::RequestSample, key);
        }
        let reads = table.in_uri_section || matches!(self.method, "GET" | "DELETE" | "HEAD");
        let method = testify::exact(self.context.page, route, self.method);
        (if reads { Location::Query } else { Location::Body }, Witness::Uri, method)
    }
}

/// `X-Auth-Token`, `Content-Type`: parts in capitals, joined by hyphens.
fn is_header(name: &str) -> bool {
    name.contains('-') && name.split('-').all(|part| part.starts_with(|character: char| character.is_ascii_uppercase()))
}
