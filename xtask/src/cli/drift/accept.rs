//! `drift --docs DIR --accept`: makes the fresh pages the committed ones.
//!
//! In: the services whose pages changed. Out: their pages, `spec.json` and `pages.sha256` in `specs/`, and the client in
//! `generated/`. All that can be refused is refused before anything is written; files of `specs/` that are no pages are
//! not touched.

use crate::diagnostic::Severity;
use crate::emit;
use crate::output;
use crate::road::pins::Pins;
use crate::spec::model::Spec;
use crate::spec::store;

use super::super::report::{self, counted};
use super::super::repository::Repository;
use super::super::{ERRORS, Failure, generate};
use super::docs::Changed;
use super::exchange::Exchange;

/// Accepts what was compared.
pub(super) fn run(repository: &Repository, changed: &[Changed]) -> Result<(), Failure> {
    for one in changed {
        if one.errors > 0 {
            let errors = counted(one.errors, "error");
            let message = format!("{}: {errors} on the fresh pages or in errata.toml", one.service.label());
            return Err(refused(&message));
        }
    }
    let specs = specs(repository, changed)?;
    let emission = emit::crate_files(&specs);
    if report::count(&emission.diagnostics, Severity::Error) > 0 {
        return Err(refused("no client can be written from the fresh pages; `cargo xtask generate` says why"));
    }
    if let Err(differences) = output::check(&emission.files, &repository.generated()) {
        if let Some(error) = differences.error {
            return Err(generate::failure(repository, &error));
        }
        if !differences.in_the_way.is_empty() {
            return Err(generate::failure(repository, &output::OutputError::InTheWay(differences.in_the_way)));
        }
    }
    let mut exchange = Exchange::default();
    let failed = |error: super::exchange::ExchangeError| Failure::input(format!("{error}; nothing was accepted"));
    for one in changed {
        prepare(one, &mut exchange)?;
    }
    exchange.place().map_err(failed)?;
    if let Err(error) = output::write(&emission.files, &repository.generated()) {
        drop(exchange);
        let failure = generate::failure(repository, &error);
        let message = format!("{failure}\nthe pages are as they were; `cargo xtask generate` mends generated/");
        return Err(Failure { message, ..failure });
    }
    exchange.finish();
    for waiver in changed.iter().flat_map(|one| &one.waivers) {
        eprintln!("warning: {waiver}: its finding was accepted: delete the waiver, which matches nothing from now on");
    }
    match changed {
        [] => eprintln!("nothing to accept"),
        _ => eprintln!("accepted the pages of {}, and wrote the client", counted(changed.len(), "service")),
    }
    Ok(())
}

/// Writes the pages of a service, its spec and its hashes beside those that are there.
fn prepare(one: &Changed, exchange: &mut Exchange) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::input(format!("{error}; nothing was accepted"));
    let pages = one.service.pages();
    let present = Pins::of_folder(&pages).map_err(|error| failed(&error))?;
    for path in present.changed_in(&one.pins) {
        let fresh = one.fresh.join(path.as_str());
        let bytes = std::fs::read(&fresh).map_err(|error| failed(&format!("{}: {error}", fresh.display())))?;
        if !one.pins.has(path, &bytes) {
            return Err(failed(&format!("{}: changed while it was compared", fresh.display())));
        }
        exchange.write(&pages.join(path.as_str()), &bytes).map_err(|error| failed(&error))?;
    }
    for path in present.gone_from(&one.pins) {
        exchange.remove(&pages.join(path.as_str()));
    }
    let spec = one.service.spec();
    let text = store::write(&one.spec).map_err(|error| Failure::bug(&format!("{}: {error}", spec.display())))?;
    exchange.write(&spec, text.as_bytes()).map_err(|error| failed(&error))?;
    exchange.write(&one.service.pins(), one.pins.text().as_bytes()).map_err(|error| failed(&error))
}

/// The specs of all services: of those that changed, from their fresh pages.
fn specs(repository: &Repository, changed: &[Changed]) -> Result<Vec<Spec>, Failure> {
    let mut specs = Vec::new();
    for folder in repository.services(None, None)? {
        match changed.iter().find(|one| one.service == folder) {
            Some(one) => specs.push(one.spec.clone()),
            None => specs.push(store::read(&folder.spec()).map_err(|error| Failure::input(error.to_string()))?),
        }
    }
    specs.retain(|spec| spec.protocol.has_client());
    Ok(specs)
}

fn refused(why: &str) -> Failure {
    Failure { exit: ERRORS, message: format!("{why}\nnothing was accepted") }
}
