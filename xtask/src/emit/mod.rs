//! The spec as Rust: one file an operation, one feature a service.
//!
//! In: specs that nobody changes any more. Out: [`File`]s, whose tokens are made when they are formatted, and
//! diagnostics. [`plan`] settles names and types for a whole service first; then each emitter is a function from a part
//! of the plan to tokens. Nothing here parses, formats or touches the disk, and no word of a page becomes code: names
//! pass through [`naming`], all other text through [`text`].

use std::sync::Arc;

use proc_macro2::TokenStream;

use crate::diagnostic::Diagnostic;
use crate::spec::model::Spec;

mod docs;
mod enumeration;
mod example;
mod field_info;
mod file;
mod follow_up;
pub mod items;
pub mod naming;
mod operation;
mod package;
pub mod plan;
mod record;
mod request;
mod samples;
mod service;
pub mod surface;
pub mod text;

pub use file::{Body, File, FilePath};

/// The files of a service or of the whole crate.
#[derive(Debug, Default)]
pub struct Files<'spec> {
    /// What will be written, in no order that matters.
    pub files: Vec<File<'spec>>,
    /// What had to be settled on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// The files of one service: its modules and the tests made from its samples.
pub fn service(spec: &Spec) -> Files<'_> {
    let mut plan = plan::service(spec);
    let diagnostics = std::mem::take(&mut plan.diagnostics);
    let plan = Arc::new(plan);
    let names = Names { vendor: plan.vendor.as_str().to_owned(), service: plan.service.as_str().to_owned() };
    let mut files = Vec::new();
    for index in 0..plan.operations.len() {
        let Some(operation) = plan.operations.get(index) else { continue };
        let name = format!("{}.rs", operation.module.as_str());
        let label = Some(operation.operation.name.clone());
        let plan = Arc::clone(&plan);
        let tokens = move || plan.operations.get(index).map(|one| operation::file(&plan, one)).unwrap_or_default();
        files.extend(names.rust(&name, "operation.rs", label, tokens));
    }
    for (name, emit) in [
        ("mod.rs", service::module as fn(&plan::Plan<'_>) -> TokenStream),
        ("errors.rs", service::errors),
        ("types.rs", service::types),
    ] {
        let plan = Arc::clone(&plan);
        files.extend(names.rust(name, "service.rs", None, move || emit(&plan)));
    }
    let tests = format!("{}_{}.rs", names.vendor, names.service);
    let path = FilePath::new(&["tests", &tests]);
    let body = Body::Rust(Box::new(move || samples::file(&plan)));
    files.extend(path.map(|path| File {
        path,
        source: names.source(),
        operation: None,
        emitter: "samples/mod.rs",
        body,
    }));
    Files { files, diagnostics }
}

/// All files of the generated crate.
pub fn crate_files(specs: &[Spec]) -> Files<'_> {
    let mut all = Files { files: package::files(specs), diagnostics: Vec::new() };
    for spec in specs {
        let Files { files, diagnostics } = service(spec);
        all.files.extend(files);
        all.diagnostics.extend(diagnostics);
    }
    all
}

/// Where a service's files lie.
struct Names {
    vendor: String,
    service: String,
}

impl Names {
    fn rust<'spec>(
        &self,
        name: &str,
        emitter: &'static str,
        operation: Option<String>,
        tokens: impl Fn() -> TokenStream + Send + Sync + 'spec,
    ) -> Option<File<'spec>> {
        let path = FilePath::new(&["src", &self.vendor, &self.service, name])?;
        Some(File { path, source: self.source(), operation, emitter, body: Body::Rust(Box::new(tokens)) })
    }

    fn source(&self) -> String {
        format!("specs/{}/{}/spec.json", self.vendor, self.service)
    }
}
