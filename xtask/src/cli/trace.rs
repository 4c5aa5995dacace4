//! `trace`: from a fact to the words of the pages that say it and the Rust that came of it, and from a line of a page to
//! its facts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::diagnostic::render;
use crate::emit::plan;
use crate::extract::ledger::Claim;
use crate::extract::{self, Language};
use crate::road::{self, Service};
use crate::source::{Page, PagePath, Span};
use crate::spec::errata::closest;
use crate::trace::line::{Place, facts};
use crate::trace::report::{self, Sources};
use crate::trace::{find, subjects};

use super::repository::Repository;
use super::{DONE, Failure, Outcome, files};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cargo xtask trace alibaba vpc CreateSslVpnServer.Port\n  \
    cargo xtask trace alibaba vpc CreateSslVpnServer.error.Forbbiden.SubUser\n  \
    cargo xtask trace alibaba vpc DescribeVpnGateways.VpnGateways.VpnGateway.Status\n  \
    cargo xtask trace alibaba vpc service\n  \
    cargo xtask trace specs/alibaba/vpc/pages/create-ssl-vpn-server.txt:77\n\n\
    A name that fits several things, or nothing, is wrong use (exit code 2), and the candidates are listed.")]
pub struct Arguments {
    #[arg(
        required = true,
        num_args = 1..=3,
        value_name = "WHAT",
        help = "Vendor and service, and what to trace: OPERATION, OPERATION.PARAMETER, OPERATION.FIELD.MEMBER, \
                OPERATION.CODE, or service for what is said of the service itself; or PAGE:LINE, PAGE:LINE:COLUMN"
    )]
    what: Vec<String>,
    /// Trace in the pages of another folder, in the dialect of --vendor
    #[arg(long, value_name = "PATH", requires = "vendor")]
    pages: Option<PathBuf>,
    /// The vendor in whose dialect --pages are written
    #[arg(long, requires = "pages")]
    vendor: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// With the lines of the pages
    Human,
    /// JSON
    Json,
}

/// A service whose pages were read.
struct Read {
    vendor: String,
    service: Service,
    language: Language,
    outcome: road::Outcome,
    /// All files that facts came from.
    sources: BTreeMap<PagePath, Page>,
    page_folder: String,
    service_folder: String,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Outcome {
    let repository = Repository::find()?;
    let (what, read) = match (arguments.what.as_slice(), &arguments.pages, &arguments.vendor) {
        ([what], Some(pages), Some(vendor)) => (what, vec![of_folder(&repository, vendor, pages)?]),
        ([what], None, _) => (what, of_repository(&repository, None, None)?),
        ([vendor, service, what], None, _) => (what, of_repository(&repository, Some(vendor), Some(service))?),
        (_, Some(_), _) => return Err(Failure::usage("beside --pages stands one name, or one PAGE:LINE".to_owned())),
        (_, None, _) => {
            return Err(Failure::usage("give VENDOR, SERVICE and a name, or a PAGE:LINE of specs/".to_owned()));
        }
    };
    let text = match place(what) {
        Some((page, line, column)) => of_line(&read, page, line, column, arguments.format, &repository)?,
        None => of_name(&read, what, arguments.format, &repository)?,
    };
    files::print(&text)?;
    Ok(DONE)
}

/// `PAGE:LINE[:COLUMN]`.
fn place(what: &str) -> Option<(&str, u32, Option<u32>)> {
    let (before, last) = what.rsplit_once(':')?;
    let last = last.parse().ok()?;
    match before.rsplit_once(':').and_then(|(page, line)| Some((page, line.parse().ok()?))) {
        Some((page, line)) => Some((page, line, Some(last))),
        None => Some((before, last, None)),
    }
}

fn of_folder(repository: &Repository, vendor: &str, pages: &Path) -> Result<Read, Failure> {
    let language = repository.language(vendor)?;
    let name = pages.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let reading = road::read_folder(pages).map_err(|error| Failure::input(error.to_string()))?;
    let service = Service::named(&name);
    let folder = if pages.is_dir() { Some(pages) } else { pages.parent() };
    let page_folder = folder.map(before).unwrap_or_default();
    let outcome = road::with_pages(&service, reading, &language);
    let sources = outcome.all_sources();
    let (vendor, service_folder) = (vendor.to_owned(), page_folder.clone());
    Ok(Read { vendor, service, language, outcome, sources, page_folder, service_folder })
}

fn of_repository(repository: &Repository, vendor: Option<&str>, service: Option<&str>) -> Result<Vec<Read>, Failure> {
    let folders = repository.services(vendor, service)?;
    let read = folders.into_iter().map(|folder| {
        let language = repository.language(&folder.vendor)?;
        let failed = |error: road::RoadError| Failure::input(error.to_string());
        let service = Service::load(&folder.service, &folder.folder).map_err(failed)?;
        let reading = road::read_folder(&folder.pages()).map_err(failed)?;
        let outcome = road::with_pages(&service, reading, &language);
        let (page_folder, service_folder) = (before(&folder.pages()), before(&folder.folder));
        let sources = outcome.all_sources();
        Ok(Read { vendor: folder.vendor, service, language, outcome, sources, page_folder, service_folder })
    });
    read.collect()
}

/// A folder as it stands before the paths of its files.
fn before(folder: &Path) -> String {
    let folder = folder.display().to_string().replace('\\', "/");
    if folder.is_empty() { folder } else { format!("{}/", folder.trim_end_matches('/')) }
}

fn json(data: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(data).map_err(|error| Failure::input(error.to_string()))?;
    Ok(text + "\n")
}

/// The report of a name: of the one service that knows it.
fn of_name(read: &[Read], what: &str, format: Format, repository: &Repository) -> Result<String, Failure> {
    let all: Vec<Vec<_>> = read.iter().map(|read| subjects(&read.outcome.spec)).collect();
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for (read, subjects) in read.iter().zip(&all) {
        match find::find(subjects, what) {
            Ok(subjects) => found.push((read, subjects)),
            Err(problem) => problems.push((read, problem)),
        }
    }
    let (read, subjects) = match found.as_slice() {
        [one] => one,
        [] => {
            // A service that has the operation knows more than one that has not.
            problems.sort_by_key(|(_, problem)| matches!(problem, find::NotFound::Operation { .. }));
            let problem =
                problems.first().map(|(read, problem)| format!("{}/{}: {problem}", read.vendor, read.service.name));
            return Err(Failure::usage(problem.unwrap_or_else(|| "there is no service to look in".to_owned())));
        }
        [_, _, ..] => {
            let services = found.iter().map(|(read, _)| format!("{}/{}", read.vendor, read.service.name));
            let services = services.collect::<Vec<_>>().join(", ");
            return Err(Failure::usage(format!("`{what}` stands in several services: name one of {services}")));
        }
    };
    read.with_sources(repository, |sources| match format {
        Format::Human => {
            let reports: Vec<String> = subjects.iter().map(|subject| report::human(subject, sources)).collect();
            Ok(reports.join("\n"))
        }
        Format::Json => json(&subjects.iter().map(|subject| report::traced(subject, sources)).collect::<Vec<_>>()),
    })
}

/// The report of a line: of the one page that the path means.
fn of_line(
    read: &[Read],
    page: &str,
    line: u32,
    column: Option<u32>,
    format: Format,
    repository: &Repository,
) -> Result<String, Failure> {
    let wanted = page.trim_start_matches("./");
    let pages = |read: &'_ Read| read.sources.keys().map(ToString::to_string).collect::<Vec<_>>();
    let specs = before(&repository.specs());
    let shown = |read: &Read, page: &str| format!("{}{page}", read.folder(page, &specs));
    let is_it = |read: &Read, page: &str| wanted == page || wanted == shown(read, page);
    let known: Vec<(&Read, String)> =
        read.iter().flat_map(|read| pages(read).into_iter().map(move |page| (read, page))).collect();
    let fitting: Vec<&(&Read, String)> = known.iter().filter(|(read, page)| is_it(read, page)).collect();
    let (read, page) = match fitting.as_slice() {
        [one] => (one.0, &one.1),
        [] => {
            let all: Vec<String> = known.iter().map(|(read, page)| shown(read, page)).collect();
            let candidates = closest(wanted, all.iter().map(String::as_str));
            return Err(Failure::usage(format!("no page `{wanted}` was read; {candidates}")));
        }
        [..] => {
            let all: Vec<String> = fitting.iter().map(|(read, page)| shown(read, page)).collect();
            return Err(Failure::usage(format!("`{wanted}` is ambiguous: {}", all.join(", "))));
        }
    };
    let Some(source) = read.sources.get(&PagePath::new(page)) else {
        return Err(Failure::usage(format!("no page `{wanted}` was read")));
    };
    if line == 0 || line > source.line_count() || column == Some(0) {
        let lines = source.line_count();
        return Err(Failure::usage(format!("`{page}` has lines from 1 to {lines}, and columns from 1")));
    }
    let place = Place { page: source, line, column };
    let settled = read.outcome.pages.iter().find(|settled| settled.page == *source.path());
    let of_page = settled.map(|settled| settled.operations.as_slice()).unwrap_or_default();
    let found = facts(&read.outcome.spec, of_page, place);
    let claims = if settled.is_some() { claims(source, place, &read.language) } else { Vec::new() };
    read.with_sources(repository, |sources| match format {
        Format::Human => {
            // What a fact was made of is shown with its fact.
            let with_facts = [Claim::Fact, Claim::Documentation];
            let others = claims.iter().filter(|(_, claim)| found.is_empty() || !with_facts.contains(claim));
            let others: Vec<_> = others.copied().collect();
            Ok(report::human_line(place, &found, &others, sources))
        }
        Format::Json => json(&report::traced_line(place, &found, &claims, sources)),
    })
}

/// What became of the words of a line, as the page's ledger has it; markup is none of its words.
fn claims(page: &Page, place: Place<'_>, language: &Language) -> Vec<(Span, Claim)> {
    let Some(asked) = place.span() else { return Vec::new() };
    let ledger = extract::page(page, language, &mut Vec::new()).ledger;
    let stretches = ledger.stretches.into_iter().filter(|(_, claim)| *claim != Claim::Markup);
    let on_line = stretches.filter_map(|(span, claim)| {
        let (start, end) = (span.start.max(asked.start), span.end.min(asked.end));
        (start < end).then(|| (Span::new(start as usize, end as usize), claim))
    });
    on_line.collect()
}

impl Read {
    /// What stands before the path of a page, of a file beside the pages, or of a vendor's.
    fn folder<'a>(&'a self, page: &str, specs: &'a str) -> &'a str {
        if self.outcome.pages.iter().any(|settled| settled.page.as_str() == page) {
            &self.page_folder
        } else if self.language.dialect.files.iter().any(|file| file.path().as_str() == page) {
            specs
        } else {
            &self.service_folder
        }
    }

    /// What reports are made from: the service as it is emitted, and the files of the client that are there.
    fn with_sources(
        &self,
        repository: &Repository,
        print: impl Fn(&Sources<'_>) -> Result<String, Failure>,
    ) -> Result<String, Failure> {
        let plan = plan::service(&self.outcome.spec);
        let generated = repository.generated();
        let folder = format!("src/{}/{}", plan.vendor.as_str(), plan.service.as_str());
        let sources = Sources {
            vendor: &self.vendor,
            service: &self.service.name,
            pages: &self.sources,
            page_folder: &self.page_folder,
            service_folder: &self.service_folder,
            specs_folder: &before(&repository.specs()),
            errata: &self.service.errata,
            plan: &plan,
            files: rust_files(&generated, &folder),
            generated,
            color: render::color_on_standard_output(),
        };
        print(&sources)
    }
}

/// The client's files of a service, by their paths below the generated crate. One that can not be read is as good as
/// none: it is told as not generated.
fn rust_files(generated: &Path, folder: &str) -> BTreeMap<String, Page> {
    let entries = fs::read_dir(generated.join(folder)).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| {
        let name = format!("{folder}/{}", entry.file_name().into_string().ok()?);
        let page = Page::new(PagePath::new(&name), fs::read(entry.path()).ok()?).ok()?;
        Some((name, page))
    });
    files.collect()
}
