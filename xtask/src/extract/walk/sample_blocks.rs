//! What the walk does with code: samples of requests and answers, and what they say of the operation itself.

use super::{NameWitness, Walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::samples::SAMPLE_UNREADABLE;
use crate::dialect::{RoleWord, Section};
use crate::document::Code;
use crate::extract::facts::{ErrorFacts, Said, SampleFacts};
use crate::extract::identity::{Uri, is_operation_name, uri};
use crate::extract::ledger::Claim;
use crate::extract::samples::{self, Hint, SampleText, SampleValue};

impl Walk<'_> {
    pub(super) fn is_sample_section(&self) -> bool {
        matches!(
            self.section,
            Some(
                Section::Samples
                    | Section::RequestSample
                    | Section::ResponseSample
                    | Section::SampleJson
                    | Section::SampleXml
            )
        )
    }

    pub(super) fn code(&mut self, code: &Code) {
        if self.section == Some(Section::Uri) {
            let found: Vec<Uri> = code.text.lines().filter_map(|line| uri(line, code.span)).collect();
            if !found.is_empty() {
                self.claims.claim(code.span, Claim::Fact);
                self.syntax = self.syntax.take().or(found.first().cloned());
                self.uris.extend(found);
                return;
            }
        }
        if !matches!(self.section, Some(Section::Ignored | Section::Summary | Section::Usage)) {
            let found = self.sample(&SampleText::of_code(code).spelt_in(self.page.text()));
            if !found && self.is_sample_section() && !code.text.trim().is_empty() {
                let message = "the code holds neither JSON, nor XML, nor a request";
                self.diagnostics.push(Diagnostic::new(SAMPLE_UNREADABLE, self.page.path(), code.span, message));
                self.counts.samples += 1;
                self.counts.samples_unreadable += 1;
            }
        }
    }

    /// Takes a sample; false when it is none.
    pub(super) fn sample(&mut self, text: &SampleText<'_>) -> bool {
        let hint = match self.section {
            Some(Section::RequestSample | Section::Request | Section::Uri) => Hint::Request,
            Some(Section::ResponseSample | Section::Response | Section::SampleJson | Section::SampleXml) => {
                Hint::Answer
            }
            Some(
                Section::Samples
                | Section::Summary
                | Section::Usage
                | Section::Errors
                | Section::StatusCodes
                | Section::Objects
                | Section::Ignored,
            )
            | None => Hint::Unknown,
        };
        let reading = samples::read(text, hint);
        match reading.kind {
            samples::Kind::Other => return false,
            samples::Kind::Head => {
                self.claims.claim(text.span(), Claim::Heading);
                if reading.status.is_some() {
                    self.status = reading.status;
                    self.status_place = reading.span;
                }
                return true;
            }
            samples::Kind::Request | samples::Kind::RequestBody | samples::Kind::Json | samples::Kind::Xml => {}
        }
        self.claims.claim(text.span(), Claim::Fact);
        if let Some(above) = &self.line_above {
            self.claims.claim(above.span, Claim::Heading);
        }
        self.counts.samples += 1;
        self.counts.samples_unreadable += usize::from(reading.quality == samples::Quality::Unreadable);
        self.diagnostics.extend(reading.diagnostics(self.page.path()));
        self.request_witness(&reading);
        let status = reading.status.or(self.status);
        let status_place = if reading.status.is_some() { reading.span } else { self.status_place };
        self.error_of_sample(&reading, status.map(|status| Said::new(status, status_place)));
        let failed = reading.documents.iter().any(|document| self.is_failure(document));
        self.operation.samples.push(SampleFacts {
            failed,
            status,
            text: text.text().trim_matches('\n').to_owned(),
            span: text.span(),
            reading,
        });
        true
    }

    /// Whether an answer holds what only failed calls have beside their code.
    fn is_failure(&self, document: &samples::Document) -> bool {
        let SampleValue::Object(members) = &document.node.value else { return false };
        let dialect = &self.language.dialect;
        let has = |names: &[String]| names.iter().any(|name| members.contains_key(name));
        has(&dialect.failure_fields) && has(&dialect.error_code_fields)
    }

    /// What a request sample says of the operation itself.
    pub(super) fn request_witness(&mut self, reading: &samples::Reading) {
        for request in &reading.requests {
            for pair in &request.query {
                let said = Said::new(pair.value.clone(), pair.span);
                let dialect = &self.language.dialect;
                if dialect.names_operation(&pair.name) && is_operation_name(&pair.value) {
                    self.names.push((NameWitness::Sample, said));
                } else if dialect.role(&pair.name) == Some(RoleWord::Version) && self.operation.version.is_none() {
                    self.operation.version = Some(said);
                }
            }
            let host = request.host.as_ref().filter(|host| host.contains('.') && !host.contains(['{', '[', '<']));
            if let (None, Some(host)) = (&self.operation.endpoint, host) {
                self.operation.endpoint = Some(Said::new(host.clone(), request.span));
            }
        }
    }

    /// A sample of a failed call shows an error code, which often stands in no table.
    pub(super) fn error_of_sample(&mut self, reading: &samples::Reading, status: Option<Said<u16>>) {
        let Some(status) = status.filter(|status| status.value >= 400) else { return };
        let dialect = &self.language.dialect;
        for document in &reading.documents {
            let SampleValue::Object(members) = &document.node.value else { continue };
            let text = |names: &[String]| {
                names.iter().find_map(|name| {
                    let member = members.get(name)?;
                    match &member.value {
                        SampleValue::String(text) | SampleValue::Number(text) => {
                            Some(Said::new(text.clone(), member.span))
                        }
                        SampleValue::Null | SampleValue::Bool(_) | SampleValue::Array(_) | SampleValue::Object(_) => {
                            None
                        }
                    }
                })
            };
            let Some(code) = text(&dialect.error_code_fields) else { continue };
            let message = text(&dialect.error_message_fields);
            self.operation.errors.push(ErrorFacts {
                status: Some(status.clone()),
                code,
                message,
                description: None,
                from_sample: true,
            });
        }
    }
}
