//! `stats`: how much of the pages was read, and how much was not.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::diagnostic::catalogue;
use crate::diagnostic::catalogue::extract::{UNKNOWN_COLUMN, UNKNOWN_HEADING, UNKNOWN_TYPE};
use crate::road::{self, Service};
use crate::spec::model::{Field, Presence, Spec, Type};

use super::progress::Progress;
use super::repository::Repository;
use super::{DONE, Failure, Outcome, files};

/// How many services stand side by side in 80 columns.
const COLUMNS: usize = 4;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Only this vendor
    #[arg(long)]
    vendor: Option<String>,
    /// Only this service
    #[arg(long)]
    service: Option<String>,
    /// Count the pages of another folder, in the dialect of --vendor
    #[arg(long, value_name = "PATH", requires = "vendor")]
    pages: Option<PathBuf>,
    /// How to print the counts
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A table
    Human,
    /// JSON
    Json,
}

/// All that is counted.
#[derive(Debug, Serialize)]
struct Stats {
    services: Vec<ServiceCounts>,
    total: Counted,
}

#[derive(Debug, Serialize)]
struct ServiceCounts {
    vendor: String,
    service: String,
    #[serde(flatten)]
    counted: Counted,
}

/// The counts of a service, or of all.
#[derive(Clone, Debug, Default, Serialize)]
struct Counted {
    pages: usize,
    operations: usize,
    tables: usize,
    rows: usize,
    /// Rows that became no fact.
    rows_unread: usize,
    samples: usize,
    samples_unreadable: usize,
    /// Top-level parameters.
    parameters: usize,
    /// Parameters of which no page says whether they must be sent.
    parameters_presence_unstated: usize,
    error_codes: usize,
    /// Parameters and fields, members too, whose type no witness settles.
    types_unsettled: usize,
    types_unknown: usize,
    headings_unknown: usize,
    columns_unknown: usize,
    diagnostics: BTreeMap<String, usize>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let stats = count(arguments)?;
    match arguments.format {
        Format::Human => files::print(&table(&stats))?,
        Format::Json => {
            let text = serde_json::to_string_pretty(&stats).map_err(|error| Failure::input(error.to_string()))?;
            files::print(&(text + "\n"))?;
        }
    }
    Ok(DONE)
}

fn count(arguments: &Arguments) -> Result<Stats, Failure> {
    let repository = Repository::find()?;
    let progress = Progress::new();
    let mut services = Vec::new();
    let (vendor, service) = (arguments.vendor.as_deref(), arguments.service.as_deref());
    let folders = match (&arguments.pages, vendor) {
        (Some(_), Some(vendor)) => vec![repository.service(vendor, service.unwrap_or("pages"))?],
        (Some(_) | None, _) => repository.services(vendor, service)?,
    };
    for folder in folders {
        progress.step(&format!("reading {}", folder.label()));
        let failed = |error: road::RoadError| Failure::input(error.to_string());
        let (mut known, pages) = match &arguments.pages {
            Some(pages) => (Service::named(&folder.service), pages.clone()),
            None => (Service::load(&folder.service, &folder.folder).map_err(failed)?, folder.pages()),
        };
        known.is_whole = arguments.pages.is_none();
        let reading = road::read_folder(&pages).map_err(failed)?;
        let pages = reading.files();
        let (language, warning) = repository.language_of(&folder.vendor, &reading)?;
        let mut outcome = road::service(&known, reading, &language);
        outcome.diagnostics.splice(0..0, warning);
        services.push(ServiceCounts {
            vendor: folder.vendor,
            service: folder.service,
            counted: Counted::of(pages, &outcome),
        });
    }
    let mut total = Counted::default();
    for service in &services {
        total.add(&service.counted);
    }
    Ok(Stats { services, total })
}

impl Counted {
    fn of(pages: usize, outcome: &road::Outcome) -> Self {
        let mut diagnostics = BTreeMap::new();
        for diagnostic in &outcome.diagnostics {
            *diagnostics.entry(diagnostic.code.to_string()).or_insert(0) += 1;
        }
        let raised = |code: crate::diagnostic::Code| diagnostics.get(&code.to_string()).copied().unwrap_or(0);
        let operations = &outcome.spec.operations;
        let parameters = || operations.iter().flat_map(|operation| &operation.parameters);
        Self {
            pages,
            operations: operations.len(),
            tables: outcome.counts.tables,
            rows: outcome.counts.rows,
            rows_unread: outcome.counts.rows_unread,
            samples: outcome.counts.samples,
            samples_unreadable: outcome.counts.samples_unreadable,
            parameters: parameters().count(),
            parameters_presence_unstated: parameters()
                .filter(|parameter| parameter.field.presence == Presence::Unstated)
                .count(),
            error_codes: operations.iter().map(|operation| operation.errors.len()).sum(),
            types_unsettled: unsettled(&outcome.spec),
            types_unknown: raised(UNKNOWN_TYPE),
            headings_unknown: raised(UNKNOWN_HEADING),
            columns_unknown: raised(UNKNOWN_COLUMN),
            diagnostics,
        }
    }

    /// The counts but for the diagnostics, with their names.
    fn lines(&self) -> [(&'static str, usize); 14] {
        [
            ("pages", self.pages),
            ("operations", self.operations),
            ("tables", self.tables),
            ("rows", self.rows),
            ("  unread", self.rows_unread),
            ("samples", self.samples),
            ("  unreadable", self.samples_unreadable),
            ("parameters", self.parameters),
            ("  presence unstated", self.parameters_presence_unstated),
            ("error codes", self.error_codes),
            ("types no witness settles", self.types_unsettled),
            ("unknown types", self.types_unknown),
            ("unknown headings", self.headings_unknown),
            ("unknown columns", self.columns_unknown),
        ]
    }

    fn add(&mut self, other: &Self) {
        let Self {
            pages,
            operations,
            tables,
            rows,
            rows_unread,
            samples,
            samples_unreadable,
            parameters,
            parameters_presence_unstated,
            error_codes,
            types_unsettled,
            types_unknown,
            headings_unknown,
            columns_unknown,
            diagnostics,
        } = other;
        self.pages += pages;
        self.operations += operations;
        self.tables += tables;
        self.rows += rows;
        self.rows_unread += rows_unread;
        self.samples += samples;
        self.samples_unreadable += samples_unreadable;
        self.parameters += parameters;
        self.parameters_presence_unstated += parameters_presence_unstated;
        self.error_codes += error_codes;
        self.types_unsettled += types_unsettled;
        self.types_unknown += types_unknown;
        self.headings_unknown += headings_unknown;
        self.columns_unknown += columns_unknown;
        for (code, count) in diagnostics {
            *self.diagnostics.entry(code.clone()).or_insert(0) += count;
        }
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
    fn of(shape: &Type) -> usize {
        match shape {
            Type::Unknown => 1,
            Type::Map { value } => of(value),
            Type::Array { item } => of(item),
            Type::Object { fields } => fields.iter().map(unsettled_in).sum(),
            Type::String
            | Type::Integer
            | Type::Number
            | Type::Boolean
            | Type::File
            | Type::Any
            | Type::Reference { .. } => 0,
        }
    }
    of(&field.shape)
}

/// The counts in 80 columns: services side by side, the total last, then the codes with their titles.
fn table(stats: &Stats) -> String {
    let mut columns: Vec<(String, &Counted)> =
        stats.services.iter().map(|one| (format!("{}/{}", one.vendor, one.service), &one.counted)).collect();
    if columns.len() != 1 {
        columns.push(("total".to_owned(), &stats.total));
    }
    let mut text = String::new();
    for (index, columns) in columns.chunks(COLUMNS).enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let widths: Vec<usize> = columns.iter().map(|(label, _)| label.chars().count().max(7)).collect();
        line(&mut text, "", columns.iter().map(|(label, _)| label.clone()), &widths);
        for (row, (name, _)) in stats.total.lines().iter().enumerate() {
            let cells = columns
                .iter()
                .map(|(_, counted)| counted.lines().get(row).map_or_else(String::new, |(_, count)| count.to_string()));
            line(&mut text, name, cells, &widths);
        }
    }
    if !stats.total.diagnostics.is_empty() {
        text.push_str("\ndiagnostics (`cargo xtask explain CODE` says what each means)\n");
        for (code, count) in &stats.total.diagnostics {
            let title = catalogue::find(code).map_or("", |entry| entry.title);
            // Writing to a String can not fail.
            let _ = writeln!(text, "{count:>7}  {code}  {title}");
        }
    }
    text
}

fn line(text: &mut String, name: &str, cells: impl Iterator<Item = String>, widths: &[usize]) {
    let _ = write!(text, "{name:<24}");
    for (cell, width) in cells.zip(widths) {
        let _ = write!(text, "  {cell:>width$}");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
}
