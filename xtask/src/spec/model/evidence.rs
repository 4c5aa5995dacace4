//! Who says each fact of a spec, and where: one entry a witness, the one that won first.
//!
//! In `spec.json` a field, an answer, an error and an operation has a map from the names of its facts to those who say
//! them. The page is left out where it is the page of the thing's own origin.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Origin, Witness};

/// A fact that has evidence of its own, named as its key in `spec.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The name on the wire.
    Name,
    /// The HTTP status.
    Status,
    /// The code of an error.
    Code,
    /// The message of an error.
    Message,
    /// That a field stands inside the object in which it stands.
    Inside,
    /// Where a parameter is sent.
    In,
    /// What a parameter is for, beyond its value.
    Role,
    /// The type.
    Type,
    /// Whether it must be sent.
    Presence,
    /// When it must be sent.
    RequiredIf,
    /// The value that is taken when none is sent.
    Default,
    /// The example.
    Example,
    /// The smallest number.
    Minimum,
    /// The largest number.
    Maximum,
    /// The fewest characters.
    MinLength,
    /// The most characters.
    MaxLength,
    /// The fewest items.
    MinItems,
    /// The most items.
    MaxItems,
    /// Values that are not allowed, one entry each.
    Excluded,
    /// What the first character may be.
    First,
    /// What all characters may be.
    Allowed,
    /// What the value must not start with, one entry each.
    ForbiddenPrefixes,
    /// Parameters that must not be sent beside it, one entry each.
    Rivals,
    /// A regular expression.
    Pattern,
    /// The unit of the number.
    Unit,
    /// The format of a time.
    TimeFormat,
    /// That the text is JSON.
    Json,
    /// That it must not stand in a log.
    Sensitive,
    /// That it is deprecated.
    Deprecated,
    /// What it means.
    Description,
    /// Operations that the description sends the reader to, one entry each.
    See,
    /// The page's title.
    Title,
    /// What an operation does.
    Summary,
    /// The HTTP method.
    Method,
    /// The path.
    Path,
    /// The host.
    Endpoint,
    /// The operation to poll.
    Poll,
    /// States in which the work goes on, one entry each.
    Pending,
    /// States in which the work is done, one entry each.
    Done,
    /// The parameter that the polled operation needs.
    Key,
    /// The field of the polled operation's answer that tells the state.
    State,
    /// The vendor's page on the web.
    Link,
    /// The vendor's name of the product.
    Product,
    /// The API's version.
    Version,
    /// How requests are made.
    Protocol,
    /// The hosts of regions that do not follow the template, one entry each.
    Endpoints,
    /// The host inside of the vendor's own network.
    InternalEndpoint,
}

impl Fact {
    /// Its key in `spec.json`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Code => "code",
            Self::Message => "message",
            Self::Inside => "inside",
            Self::In => "in",
            Self::Role => "role",
            Self::Type => "type",
            Self::Presence => "presence",
            Self::RequiredIf => "required_if",
            Self::Default => "default",
            Self::Example => "example",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MinLength => "min_length",
            Self::MaxLength => "max_length",
            Self::MinItems => "min_items",
            Self::MaxItems => "max_items",
            Self::Excluded => "excluded",
            Self::First => "first",
            Self::Allowed => "allowed",
            Self::ForbiddenPrefixes => "forbidden_prefixes",
            Self::Rivals => "rivals",
            Self::Pattern => "pattern",
            Self::Unit => "unit",
            Self::TimeFormat => "time_format",
            Self::Json => "json",
            Self::Sensitive => "sensitive",
            Self::Deprecated => "deprecated",
            Self::Description => "description",
            Self::See => "see",
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Method => "method",
            Self::Path => "path",
            Self::Endpoint => "endpoint",
            Self::Poll => "poll",
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Key => "key",
            Self::State => "state",
            Self::Link => "link",
            Self::Product => "product",
            Self::Version => "version",
            Self::Protocol => "protocol",
            Self::Endpoints => "endpoints",
            Self::InternalEndpoint => "internal_endpoint",
        }
    }
}

/// One witness of one fact, with the words that say it. Lines and columns start at 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Testimony {
    /// Who says it.
    pub witness: Witness,
    /// The page, the file beside the pages (`service.toml`), or the vendor's (`alibaba/vendor.toml`); `None` where it is
    /// the page of the origin of the thing itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The line of the first word.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// The line of the last word, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// The column behind the last word.
    pub end_column: u32,
}

impl Testimony {
    /// The page that it speaks of, given the origin of the thing that it speaks for.
    pub fn page<'a>(&'a self, origin: Option<&'a Origin>) -> &'a str {
        self.page.as_deref().or(origin.map(|origin| origin.page.as_str())).unwrap_or_default()
    }

    /// The line of its last word.
    pub fn last_line(&self) -> u32 {
        self.end_line.unwrap_or(self.line)
    }

    /// The same for a thing whose origin is `to`, after it has stood for one whose origin was `from`.
    #[must_use]
    pub fn moved(mut self, from: Option<&Origin>, to: Option<&Origin>) -> Self {
        let page = self.page(from).to_owned();
        self.page = (to.map(|origin| origin.page.as_str()) != Some(page.as_str())).then_some(page);
        self
    }
}

/// Who says each fact of one thing. The facts stand in the order of [`Fact`], the witnesses of a fact in the order of
/// their weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    entries: Vec<(Fact, Testimony)>,
}

impl Evidence {
    /// Whether nobody says anything.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether nobody says a fact.
    pub fn lacks(&self, fact: Fact) -> bool {
        self.of(fact).next().is_none()
    }

    /// Who says a fact, the one that won first.
    pub fn of(&self, fact: Fact) -> impl Iterator<Item = &Testimony> {
        let start = self.entries.partition_point(|(other, _)| *other < fact);
        self.entries.iter().skip(start).take_while(move |(other, _)| *other == fact).map(|(_, testimony)| testimony)
    }

    /// All facts with those who say them.
    pub fn iter(&self) -> impl Iterator<Item = (Fact, &Testimony)> {
        self.entries.iter().map(|(fact, testimony)| (*fact, testimony))
    }

    /// All, to change their places.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Fact, &mut Testimony)> {
        self.entries.iter_mut().map(|(fact, testimony)| (*fact, testimony))
    }

    /// Adds a witness behind those that a fact has. The same words twice count once.
    pub fn add(&mut self, fact: Fact, testimony: Testimony) {
        if self.of(fact).any(|known| *known == testimony) {
            return;
        }
        let end = self.entries.partition_point(|(other, _)| *other <= fact);
        self.entries.insert(end, (fact, testimony));
    }

    /// Adds witnesses behind those that a fact has.
    pub fn extend(&mut self, fact: Fact, said: impl IntoIterator<Item = Testimony>) {
        for testimony in said {
            self.add(fact, testimony);
        }
    }

    /// Puts a witness before those that a fact has.
    pub fn add_first(&mut self, fact: Fact, testimony: Testimony) {
        self.entries.retain(|(other, known)| *other != fact || *known != testimony);
        let start = self.entries.partition_point(|(other, _)| *other < fact);
        self.entries.insert(start, (fact, testimony));
    }

    /// Forgets who says a fact.
    pub fn remove(&mut self, fact: Fact) {
        self.entries.retain(|(other, _)| *other != fact);
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let groups = self.entries.chunk_by(|left, right| left.0 == right.0);
        serializer.collect_map(groups.filter_map(|group| {
            let (fact, _) = group.first()?;
            Some((fact, group.iter().map(|(_, testimony)| testimony).collect::<Vec<_>>()))
        }))
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let facts = BTreeMap::<Fact, Vec<Testimony>>::deserialize(deserializer)?;
        let said = facts.into_iter().flat_map(|(fact, said)| said.into_iter().map(move |testimony| (fact, testimony)));
        Ok(Self { entries: said.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(witness: Witness, line: u32) -> Testimony {
        Testimony { witness, page: None, line, column: 2, end_line: None, end_column: 6 }
    }

    #[test]
    fn witnesses_stand_by_fact_and_by_weight() {
        let mut evidence = Evidence::default();
        evidence.add(Fact::Type, said(Witness::Table, 4));
        evidence.add(Fact::Name, said(Witness::Table, 3));
        evidence.add(Fact::Type, said(Witness::JsonSample, 9));
        evidence.add(Fact::Type, said(Witness::JsonSample, 9));
        evidence.add_first(Fact::Type, said(Witness::Erratum, 1));
        let lines = |fact| evidence.of(fact).map(|testimony| testimony.line).collect::<Vec<_>>();
        assert_eq!(lines(Fact::Type), [1, 4, 9]);
        assert_eq!(lines(Fact::Name), [3]);
        assert!(evidence.lacks(Fact::Default));
        let text = serde_json::to_string(&evidence).expect("a text");
        assert!(text.starts_with(
            r#"{"name":[{"witness":"table","line":3,"column":2,"end_column":6}],"type":[{"witness":"erratum""#
        ));
        assert_eq!(serde_json::from_str::<Evidence>(&text).expect("evidence"), evidence);
    }

    #[test]
    fn keys_are_those_of_the_file() {
        let facts = [Fact::Name, Fact::In, Fact::MinLength, Fact::ForbiddenPrefixes, Fact::RequiredIf, Fact::Message];
        for fact in facts {
            assert_eq!(serde_json::to_value(fact).expect("a key"), fact.key());
        }
    }

    #[test]
    fn a_testimony_keeps_its_page_when_it_moves() {
        let origin = |page: &str| Origin { page: page.into(), line: 1, column: 1 };
        let (one, other) = (origin("a.md"), origin("b.md"));
        let moved = said(Witness::Table, 3).moved(Some(&other), Some(&one));
        assert_eq!(moved.page(Some(&one)), "b.md");
        assert_eq!(moved.clone().moved(Some(&one), Some(&other)).page, None);
        assert_eq!(said(Witness::Table, 3).moved(Some(&one), Some(&one)).page, None);
        assert_eq!(moved.moved(Some(&one), None).page.as_deref(), Some("b.md"));
    }
}
