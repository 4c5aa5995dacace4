//! The census of a service: how much of its pages was read, how much was not, and what that would take.
//!
//! In: what the road made of a service's pages. Out: a [`Census`], which can be compared with a [`floor`]. It counts; it
//! reads no page and judges none.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::diagnostic::Code;
use crate::diagnostic::catalogue::extract::{UNKNOWN_COLUMN, UNKNOWN_HEADING, UNKNOWN_TYPE};
use crate::diagnostic::catalogue::{CONTRADICTIONS, UNREAD_SENTENCES};
use crate::extract::facts::UnknownWords;
use crate::extract::ledger::Bytes;
use crate::road::Outcome;
use crate::spec::model::{Field, Presence, Spec, Type};

pub mod floor;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// Pages.
    Pages,
    /// Operations.
    Operations,
    /// Tables that were read.
    Tables,
    /// Rows of tables.
    Rows,
    /// Rows that became no fact.
    RowsUnread,
    /// Samples.
    Samples,
    /// Samples that can not be read.
    SamplesUnreadable,
    /// Top-level parameters.
    Parameters,
    /// Parameters of which no page says whether they must be sent.
    PresenceUnstated,
    /// Error codes.
    ErrorCodes,
    /// Sentences that look like a rule and gave no fact.
    SentencesUnread,
    /// Parameters and fields, members too, whose type no witness settles.
    TypesUnsettled,
    /// Cells with a type that the dialect does not know.
    TypesUnknown,
    /// Tables under a heading that the dialect does not know.
    HeadingsUnknown,
    /// Columns with a heading that the dialect does not know.
    ColumnsUnknown,
    /// Places at which the pages contradict themselves or each other.
    Contradictions,
    /// Bytes that are not white space.
    Bytes,
    /// Bytes that are neither a fact nor known to state none.
    BytesUnread,
}

/// In which direction a count may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// More is better.
    AtLeast,
    /// Less is better.
    AtMost,
    /// It measures the pages, not their reader.
    Free,
}

impl Count {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 18] = [
        Self::Pages,
        Self::Operations,
        Self::Tables,
        Self::Rows,
        Self::RowsUnread,
        Self::Samples,
        Self::SamplesUnreadable,
        Self::Parameters,
        Self::PresenceUnstated,
        Self::ErrorCodes,
        Self::SentencesUnread,
        Self::TypesUnsettled,
        Self::TypesUnknown,
        Self::HeadingsUnknown,
        Self::ColumnsUnknown,
        Self::Contradictions,
        Self::Bytes,
        Self::BytesUnread,
    ];

    /// As JSON and files of floors call it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Operations => "operations",
            Self::Tables => "tables",
            Self::Rows => "rows",
            Self::RowsUnread => "rows_unread",
            Self::Samples => "samples",
            Self::SamplesUnreadable => "samples_unreadable",
            Self::Parameters => "parameters",
            Self::PresenceUnstated => "parameters_presence_unstated",
            Self::ErrorCodes => "error_codes",
            Self::SentencesUnread => "sentences_unread",
            Self::TypesUnsettled => "types_unsettled",
            Self::TypesUnknown => "types_unknown",
            Self::HeadingsUnknown => "headings_unknown",
            Self::ColumnsUnknown => "columns_unknown",
            Self::Contradictions => "contradictions",
            Self::Bytes => "bytes",
            Self::BytesUnread => "bytes_unread",
        }
    }

    /// As people read it; a count of a part of the one above is set in.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Operations => "operations",
            Self::Tables => "tables",
            Self::Rows => "rows",
            Self::RowsUnread | Self::BytesUnread => "  unread",
            Self::Samples => "samples",
            Self::SamplesUnreadable => "  unreadable",
            Self::Parameters => "parameters",
            Self::PresenceUnstated => "  presence unstated",
            Self::ErrorCodes => "error codes",
            Self::SentencesUnread => "rule-like sentences unread",
            Self::TypesUnsettled => "types no witness settles",
            Self::TypesUnknown => "unknown types",
            Self::HeadingsUnknown => "unknown headings",
            Self::ColumnsUnknown => "unknown columns",
            Self::Contradictions => "contradictions",
            Self::Bytes => "bytes",
        }
    }

    /// In which direction it may move.
    pub fn bound(self) -> Bound {
        match self {
            Self::Pages
            | Self::Operations
            | Self::Tables
            | Self::Rows
            | Self::Samples
            | Self::Parameters
            | Self::ErrorCodes => Bound::AtLeast,
            Self::RowsUnread
            | Self::SamplesUnreadable
            | Self::PresenceUnstated
            | Self::SentencesUnread
            | Self::TypesUnsettled
            | Self::TypesUnknown
            | Self::HeadingsUnknown
            | Self::ColumnsUnknown
            | Self::BytesUnread => Bound::AtMost,
            // The pages' own: a better reader may find more of them.
            Self::Contradictions | Self::Bytes => Bound::Free,
        }
    }
}

/// All that is counted of a service, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    counts: BTreeMap<Count, usize>,
    /// What became of the bytes.
    pub bytes: Bytes,
    /// Words that the dialect does not know, with the rows that each would win.
    pub unknown: UnknownWords,
    /// How often each kind of diagnostic was raised.
    pub diagnostics: BTreeMap<Code, usize>,
}

impl Census {
    /// Counts what the road made of `pages` pages.
    pub fn of(pages: usize, outcome: &Outcome) -> Self {
        let mut diagnostics = BTreeMap::new();
        for diagnostic in &outcome.diagnostics {
            *diagnostics.entry(diagnostic.code).or_insert(0) += 1;
        }
        let raised = |codes: &[Code]| codes.iter().filter_map(|code| diagnostics.get(code)).sum::<usize>();
        let operations = &outcome.spec.operations;
        let parameters = || operations.iter().flat_map(|operation| &operation.parameters);
        let unstated = parameters().filter(|parameter| parameter.field.presence == Presence::Unstated);
        let read = &outcome.counts;
        let count = |count| match count {
            Count::Pages => pages,
            Count::Operations => operations.len(),
            Count::Tables => read.tables,
            Count::Rows => read.rows,
            Count::RowsUnread => read.rows_unread,
            Count::Samples => read.samples,
            Count::SamplesUnreadable => read.samples_unreadable,
            Count::Parameters => parameters().count(),
            Count::PresenceUnstated => unstated.clone().count(),
            Count::ErrorCodes => operations.iter().map(|operation| operation.errors.len()).sum(),
            Count::SentencesUnread => raised(&UNREAD_SENTENCES),
            Count::TypesUnsettled => unsettled(&outcome.spec),
            Count::TypesUnknown => raised(&[UNKNOWN_TYPE]),
            Count::HeadingsUnknown => raised(&[UNKNOWN_HEADING]),
            Count::ColumnsUnknown => raised(&[UNKNOWN_COLUMN]),
            Count::Contradictions => raised(&CONTRADICTIONS),
            Count::Bytes => read.bytes.total(),
            Count::BytesUnread => read.bytes.unread,
        };
        let counts = Count::ALL.into_iter().map(|what| (what, count(what))).collect();
        Self { counts, bytes: read.bytes, unknown: read.unknown.clone(), diagnostics }
    }

    /// One count.
    pub fn count(&self, count: Count) -> usize {
        self.counts.get(&count).copied().unwrap_or_default()
    }

    /// Adds another service.
    pub fn add(&mut self, other: &Self) {
        let Self { counts, bytes, unknown, diagnostics } = other;
        for (count, number) in counts {
            *self.counts.entry(*count).or_default() += number;
        }
        self.bytes.add(*bytes);
        self.unknown.add(unknown);
        for (code, number) in diagnostics {
            *self.diagnostics.entry(*code).or_default() += number;
        }
    }

    /// How often the pages contradict themselves or each other, by kind.
    pub fn contradictions(&self) -> BTreeMap<Code, usize> {
        let found = CONTRADICTIONS.into_iter().filter_map(|code| Some((code, *self.diagnostics.get(&code)?)));
        found.collect()
    }
}

impl Serialize for Census {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        for count in Count::ALL {
            map.serialize_entry(count.key(), &self.count(count))?;
        }
        map.serialize_entry("bytes_by_claim", &self.bytes)?;
        map.serialize_entry("unknown_words", &self.unknown)?;
        map.serialize_entry("contradictions_by_kind", &self.contradictions())?;
        map.serialize_entry("diagnostics", &self.diagnostics)?;
        map.end()
    }
}

/// How many parameters and fields have a type that no witness settles.
fn unsettled(spec: &Spec) -> usize {
    let operations = spec.operations.iter().flat_map(|operation| {
        let answers = operation.responses.iter().flat_map(|response| response.fields.iter().chain(&response.headers));
        operation.parameters.iter().map(|parameter| &parameter.field).chain(answers)
    });
    operations.chain(spec.types.values().flatten()).map(unsettled_in).sum()
}

fn unsettled_in(field: &Field) -> usize {
    let inside = field.shape.members().into_iter().flatten().map(unsettled_in).sum::<usize>();
    usize::from(*field.shape.item() == Type::Unknown) + inside
}
