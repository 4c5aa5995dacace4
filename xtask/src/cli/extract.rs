//! `extract`: a folder of pages in, its spec or its flat facts out.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::diagnostic::Severity;
use crate::dialect::Dialect;
use crate::road;
use crate::spec::config::ServiceConfig;
use crate::spec::flat;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The vendor whose dialect the pages are written in
    #[arg(long)]
    vendor: String,
    /// The name of the service
    #[arg(long)]
    service: String,
    /// The API's version, where the pages do not say
    #[arg(long)]
    version: Option<String>,
    /// A page or a folder of pages
    #[arg(long)]
    pages: PathBuf,
    /// Where to write; standard output otherwise
    #[arg(long)]
    out: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Spec)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// The spec
    Spec,
    /// One row a fact
    Flat,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> ExitCode {
    let dialect = match Dialect::load(&super::specs(), &arguments.vendor) {
        Ok(dialect) => dialect,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    let pages = match road::read_pages(&arguments.pages) {
        Ok(pages) => pages,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(3);
        }
    };
    let config = ServiceConfig { version: arguments.version.clone(), ..ServiceConfig::default() };
    let outcome = road::service(&arguments.service, pages, &road::language(dialect), &config);
    let text = match arguments.format {
        Format::Spec => serde_json::to_string_pretty(&outcome.spec),
        Format::Flat => {
            let version = outcome.spec.version.clone();
            let operations = outcome.pages.iter().flat_map(|page| {
                page.operations.iter().map(|operation| (operation, page.version.clone().or_else(|| version.clone())))
            });
            serde_json::to_string_pretty(&flat::flatten(operations))
        }
    };
    let text = text.unwrap_or_default();
    for diagnostic in &outcome.diagnostics {
        let position = outcome.sources.get(&diagnostic.page).map(|page| page.position(diagnostic.span.start));
        eprintln!(
            "{:?}[{}] {}:{}: {}",
            diagnostic.severity,
            diagnostic.code,
            diagnostic.page,
            position.map_or(0, |p| p.line),
            diagnostic.message
        );
    }
    match &arguments.out {
        Some(path) => {
            if let Err(error) = std::fs::write(path, text) {
                eprintln!("error: {error}");
                return ExitCode::from(3);
            }
        }
        None => println!("{text}"),
    }
    if outcome.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}
