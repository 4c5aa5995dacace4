//! What the walk does with a table: parameters, fields, errors, statuses, method and path.

use super::{MAX_ROWS, NameWitness, Walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::extract::{SEVERAL_ACTIONS, TOO_MANY_ROWS, UNKNOWN_HEADING, UNKNOWN_TABLE};
use crate::dialect::{Caption, Identity, RoleWord, Section};
use crate::document::{Block, Column, Format, Row, Table};
use crate::extract::columns::{Columns, columns};
use crate::extract::facts::{OperationFacts, RowFacts, Said, Side, StatedType, TableFacts};
use crate::extract::identity::{is_compound, uri};
use crate::extract::ledger::Claim;
use crate::extract::tables::{self, Kind, TableCaption};
use crate::extract::{answers, errors, rows};
use crate::source::Span;
use crate::spec::model::{Location, Presence};

impl Walk<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let dialect = &self.language.dialect;
        let caption = TableCaption::of(table, self.line_above.as_ref(), dialect);
        let relevant = !matches!(self.section, None | Some(Section::Ignored | Section::Summary | Section::Usage));
        let columns = columns(self.page, table, dialect, relevant, self.diagnostics);
        self.infer_section(&columns);
        if relevant {
            let words = table.header.iter().map(|cell| Said::new(cell.plain(), cell.span));
            self.operation.headings.extend(words.filter(|said| !said.value.trim().is_empty()));
        }
        let first = !self.seen.iter().any(|seen| same_half(*seen, self.section, self.status));
        let kind = tables::kind(self.section, self.status, &caption, &columns, first);
        self.claim_head(table, &columns, kind);
        if relevant {
            self.count_unknown_columns(table, &columns);
        }
        match kind {
            Kind::Fields(side) => {
                self.seen.push((side, self.section));
                self.fields(table, side, caption, &columns);
            }
            Kind::Errors => self.errors(table, &columns),
            Kind::Uri => self.uri_table(table),
            Kind::Statuses => self.statuses(table, &columns),
            Kind::Irrelevant => self.irrelevant_table(table),
            Kind::Unknown => self.unknown_table(table),
        }
    }

    /// A page of extracted text without headings: only parameters have a column that says whether to send them.
    pub(super) fn infer_section(&mut self, columns: &Columns) {
        let lost = !self.sectioned
            && self.unknown_heading.is_none()
            && matches!(self.format, Format::TextWithBars | Format::TextPlain);
        if !lost || !columns.has(Column::Name) || !columns.has(Column::Type) {
            return;
        }
        let request = columns.has(Column::Presence);
        self.section = Some(if request { Section::Request } else { Section::Response });
    }

    pub(super) fn fields(&mut self, table: &Table, side: Side, caption: TableCaption, columns: &Columns) {
        let names = rows::names(table, columns);
        let siblings = names.iter().map(String::as_str).collect();
        let keys = matches!(side, Side::Response(_));
        let reader = rows::Reader { page: self.page, language: self.language, columns, siblings, keys };
        let mut facts = Vec::new();
        for row in self.rows(table) {
            match reader.row(row, self.diagnostics) {
                Some(fact) => {
                    if let StatedType::Unknown(words) = &fact.stated {
                        *self.counts.unknown.types.entry(words.clone()).or_default() += 1;
                    }
                    facts.extend(rows::of_each_name(fact));
                    self.claim_row(row, columns);
                }
                None => self.counts.rows_unread += 1,
            }
        }
        if let Some(sentence) = self.all_optional.filter(|_| matches!(side, Side::Request(_))) {
            for row in &mut facts {
                row.presence = Presence::Optional;
                row.presence_place = Some(sentence);
            }
        }
        self.counts.tables += 1;
        let dialect = &self.language.dialect;
        let has_role = |row: &RowFacts, role| dialect.role(&row.name.value) == Some(role);
        let actions: Vec<&RowFacts> = facts.iter().filter(|row| has_role(row, RoleWord::Action)).collect();
        if let [first, second, ..] = actions.as_slice()
            && dialect.identity == Identity::Action
        {
            let message = format!(
                "{} rows `{}` stand in one table: it tells of several operations, and the first is read",
                actions.len(),
                first.name.value
            );
            let help = "give each operation a table of its own by errata";
            let told = Diagnostic::new(SEVERAL_ACTIONS, self.page.path(), second.span, message).with_help(help);
            self.diagnostics.push(told);
        }
        if let Some(action) = facts.iter().find(|row| has_role(row, RoleWord::Action))
            && self.language.dialect.identity == Identity::Action
        {
            let words = action.example.iter().map(|said| said.value.as_str());
            let described =
                action.description.iter().flat_map(|said| said.value.split(|c: char| !c.is_ascii_alphanumeric()));
            let said = action.example.iter().chain(&action.description);
            if let Some(name) =
                words.chain(described.collect::<Vec<_>>().into_iter().rev()).find(|word| is_compound(word))
            {
                let cell = said.clone().find(|said| said.value.contains(name)).map_or(action.span, |said| said.span);
                self.names.push((NameWitness::ActionRow, Said::new(name.to_owned(), cell)));
            }
        }
        if let Some(version) =
            facts.iter().find(|row| has_role(row, RoleWord::Version)).and_then(|row| row.example.clone())
            && self.language.dialect.identity == Identity::Action
            && self.operation.version.is_none()
        {
            self.operation.version = Some(version);
        }
        self.operation.tables.push(TableFacts {
            side,
            caption: caption.words.filter(|_| caption.kind.is_none() || caption.kind == Some(Caption::Main)),
            caption_place: caption.place,
            status_place: self.status.map(|_| self.status_place),
            number: caption.number,
            anchors: table.anchors.clone(),
            in_uri_section: self.section == Some(Section::Uri),
            rows: facts,
            span: table.span,
        });
    }

    /// The objects of a page that no operation has read.
    pub(super) fn objects(&mut self, blocks: &[Block], operations: &[OperationFacts]) {
        let known: Vec<Span> = operations.iter().flat_map(|one| &one.tables).map(|table| table.span).collect();
        for (heading, table) in answers::objects(blocks, &self.language.dialect) {
            if known.contains(&table.span) {
                continue;
            }
            let side = Side::Object { request: false, status: None };
            let columns = columns(self.page, table, &self.language.dialect, false, self.diagnostics);
            let words = heading.text.plain();
            let caption = TableCaption { place: Some(heading.text.span), ..TableCaption::default() };
            self.claims.claim(heading.text.span, Claim::Heading);
            self.claim_head(table, &columns, Kind::Fields(side));
            self.fields(table, side, caption, &columns);
            if let Some(facts) = self.operation.tables.last_mut() {
                facts.anchors.extend(heading.anchors.iter().cloned().chain([answers::anchor(&words)]));
            }
        }
    }

    /// The rows of a table that are to be read: all that are not blank, up to [`MAX_ROWS`] a page.
    pub(super) fn rows<'t>(&mut self, table: &'t Table) -> Vec<&'t Row> {
        let rows = table.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.is_blank())).collect::<Vec<_>>();
        let left = MAX_ROWS.saturating_sub(self.counts.rows);
        self.counts.rows += rows.len();
        if let Some(first) = rows.get(left) {
            self.counts.rows_unread += rows.len() - left;
            let message = format!("{} rows are left out: a page may have {MAX_ROWS}", rows.len() - left);
            self.diagnostics.push(Diagnostic::new(TOO_MANY_ROWS, self.page.path(), first.span, message));
        }
        rows.into_iter().take(left).collect()
    }

    pub(super) fn errors(&mut self, table: &Table, columns: &Columns) {
        self.counts.tables += 1;
        for row in self.rows(table) {
            match errors::row(self.page, row, columns, self.diagnostics) {
                Some(error) => {
                    self.operation.errors.push(error);
                    self.claim_row(row, columns);
                }
                None => self.counts.rows_unread += 1,
            }
        }
    }

    /// The statuses of a call that went well, which may have no body to describe.
    pub(super) fn statuses(&mut self, table: &Table, columns: &Columns) {
        self.counts.tables += 1;
        self.counts.rows += table.rows.len();
        table.rows.iter().for_each(|row| self.claim_row(row, columns));
        let cells = table.rows.iter().filter_map(|row| columns.cells(row, Column::Status).next());
        let statuses = cells.filter_map(|cell| Some(Said::new(errors::status(&cell.plain())?, rows::place(cell))));
        self.operation.successes.extend(statuses.filter(|status| (200..300).contains(&status.value)));
    }

    fn count_unknown_columns(&mut self, table: &Table, columns: &Columns) {
        for (cell, column) in columns.of_cells(&table.header) {
            if column.is_none() && !cell.is_blank() {
                *self.counts.unknown.columns.entry(cell.plain()).or_default() += table.rows.len();
            }
        }
    }

    /// Claims what stands above the rows of a table that is read.
    fn claim_head(&mut self, table: &Table, columns: &Columns, kind: Kind) {
        match kind {
            Kind::Fields(_) | Kind::Errors | Kind::Statuses | Kind::Uri => {}
            Kind::Irrelevant | Kind::Unknown => return,
        }
        let above = self.line_above.as_ref().map(|said| said.span);
        let caption = table.caption.as_ref().map(|caption| caption.span);
        for span in above.into_iter().chain(caption) {
            self.claims.claim(span, Claim::Heading);
        }
        for (cell, column) in columns.of_cells(&table.header) {
            if column.is_some() {
                self.claims.claim(cell.span, Claim::Heading);
            }
        }
    }

    /// Claims the cells of a row that was read; a cell under an unknown heading stays unread.
    fn claim_row(&mut self, row: &Row, columns: &Columns) {
        for (cell, column) in columns.of_cells(&row.cells) {
            let claim = match column {
                Some(Column::Description | Column::ErrorSolution) => Claim::Documentation,
                Some(Column::Ignored) => Claim::Boilerplate,
                Some(
                    Column::Name
                    | Column::Type
                    | Column::Presence
                    | Column::Example
                    | Column::Location
                    | Column::Default
                    | Column::Constraint
                    | Column::Status
                    | Column::ErrorCode
                    | Column::ErrorMessage
                    | Column::Uri,
                ) => Claim::Fact,
                None => continue,
            };
            self.claims.claim(cell.span, claim);
        }
    }

    /// A table in a section without facts. One that stands outside all sections is left unread, and counted.
    fn irrelevant_table(&mut self, table: &Table) {
        if self.section.is_some() {
            self.claims.claim(table.span, Claim::Boilerplate);
        }
    }

    /// "Normal: 201" as a list below the heading of statuses.
    pub(super) fn listed_statuses(&mut self, block: &Block) {
        if self.section != Some(Section::StatusCodes) {
            return;
        }
        self.claims.claim_block(block, Claim::Fact);
        let words = block.plain();
        let statuses = words.split_whitespace().filter_map(|word| word.parse::<u16>().ok());
        let successes = statuses.filter(|status| (200..300).contains(status));
        self.operation.successes.extend(successes.map(|status| Said::new(status, block.span())));
    }

    pub(super) fn uri_table(&mut self, table: &Table) {
        self.counts.tables += 1;
        for row in &table.rows {
            self.counts.rows += 1;
            let line = row.cells.iter().map(crate::document::Cell::plain).collect::<Vec<_>>().join(" ");
            let found = uri(&line, row.span);
            if found.is_some() {
                self.claims.claim(row.span, Claim::Fact);
            }
            self.uris.extend(found);
        }
    }

    pub(super) fn unknown_table(&mut self, table: &Table) {
        let header = table.header.iter().map(crate::document::Cell::plain).collect::<Vec<_>>().join(" | ");
        self.counts.rows += table.rows.len();
        self.counts.rows_unread += table.rows.len();
        let diagnostic = match (&self.unknown_heading, self.section) {
            (Some(heading), None) => {
                *self.counts.unknown.headings.entry(heading.value.clone()).or_default() += table.rows.len();
                let message = format!("a table of {} rows stands under `{}`", table.rows.len(), heading.value);
                let vendor = &self.language.dialect.vendor;
                Diagnostic::new(UNKNOWN_HEADING, self.page.path(), heading.span, message)
                    .with_help(format!("add the heading under `[sections]` in specs/{vendor}/vendor.toml"))
            }
            (_, None) => {
                let message = format!("a table of {} rows (`{header}`) stands under no heading", table.rows.len());
                Diagnostic::new(UNKNOWN_TABLE, self.page.path(), table.span, message)
            }
            (_, Some(_)) => {
                let message =
                    format!("no column of `{header}` names parameters; {} rows are not read", table.rows.len());
                Diagnostic::new(UNKNOWN_TABLE, self.page.path(), table.span, message)
            }
        };
        self.diagnostics.push(diagnostic);
    }
}

/// Whether a table that was seen, and its section, stand in the same half as one in this section. What fills the path
/// or a header holds no objects: the body's own table may come behind it.
fn same_half((side, seen_in): (Side, Option<Section>), section: Option<Section>, status: Option<u16>) -> bool {
    match side {
        Side::Request(Some(Location::Path | Location::Header)) | Side::ResponseHeader(_) | Side::Object { .. } => false,
        Side::Request(_) => matches!(section, Some(Section::Request | Section::Uri)) && seen_in == section,
        Side::Response(seen) => section == Some(Section::Response) && seen == status,
    }
}
