//! Tests from the pages' own samples: a request comes out of the builder, an answer goes through the type.
//!
//! In: a plan and the samples of its operations, read by the generator's reader. Out: a test a sample. What a test
//! expects is what the sample states and the spec knows; how the runtime writes and reads is not known here, so that
//! the two sides can disagree. A sample that makes no test is listed with the reason.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::extract::samples::{Document, Hint, Quality, Reading, SampleText, Syntax, read};
use crate::spec::model::{Sample, SampleKind, SampleQuality};

use super::package::feature;
use super::plan::{OperationPlan, Plan};
use super::text::{Docs, code, inline};

mod answers;
mod requests;

pub use requests::shape as public_type;

/// Why a sample makes no test.
type Reason = String;

/// The file of a service's tests.
pub fn file(plan: &Plan<'_>) -> TokenStream {
    let mut untested = Vec::new();
    let mut tests = Vec::new();
    for one in &plan.operations {
        for (index, sample) in one.operation.samples.iter().enumerate() {
            let title = format!("{}:{}", sample.origin.page, sample.origin.line);
            match sample_tests(one, sample) {
                Ok(bodies) => {
                    for (part, body) in bodies.into_iter().enumerate() {
                        tests.push(test(one, index, part, &title, &body));
                    }
                }
                Err(reason) => untested.push(format!("* {} at {}: {reason}.", code(&one.operation.name), code(&title))),
            }
        }
    }
    let (vendor, service) = (&plan.vendor, &plan.service);
    let feature = feature(plan.spec);
    let mut docs = Docs::new().ours("Each sample of the pages as a test.");
    if !untested.is_empty() {
        docs = docs.ours("Samples that make no test:");
        for line in untested {
            docs = docs.ours(line);
        }
    }
    let docs = docs.inner();
    let helpers = (!tests.is_empty()).then(helpers);
    let import = (!tests.is_empty()).then(|| quote!(use ::docwright_clients::#vendor::#service as service;));
    quote! {
        #docs
        #![cfg(feature = #feature)]
        #![cfg_attr(rustfmt, rustfmt_skip)]
        #![allow(deprecated)]
        #import
        #helpers
        #(#tests)*
    }
}

/// The call that makes the request of the page's first sample that can be read, for the documentation; where there is
/// none, with the page's examples of what must be given.
pub fn call(one: &OperationPlan<'_>) -> TokenStream {
    call_with(one, &[])
}

/// The same, with other values for some parameters; one without a value is left out.
pub fn call_with(one: &OperationPlan<'_>, values: &[(&str, Option<&str>)]) -> TokenStream {
    let readings = one.operation.samples.iter().filter_map(|sample| match sample.kind {
        SampleKind::Request | SampleKind::RequestBody => {
            let reading = read(&SampleText::verbatim(&sample.text, 0), Hint::Request);
            reading.failure.is_none().then_some((sample.kind, reading))
        }
        SampleKind::Json | SampleKind::Xml => None,
    });
    for (kind, reading) in readings {
        if let (SampleKind::Request, Some(request)) = (kind, reading.requests.first()) {
            return requests::call_with(one, Some(request), None, values);
        }
        if let (SampleKind::RequestBody, Some(body)) = (kind, reading.documents.first()) {
            return requests::call_with(one, None, Some(body), values);
        }
    }
    requests::call_with(one, None, None, values)
}

/// The bodies of the tests that a sample makes.
fn sample_tests(one: &OperationPlan<'_>, sample: &Sample) -> Result<Vec<TokenStream>, Reason> {
    let hint = match sample.kind {
        SampleKind::Request | SampleKind::RequestBody => Hint::Request,
        SampleKind::Json | SampleKind::Xml => Hint::Answer,
    };
    let reading = read(&SampleText::verbatim(&sample.text, 0), hint);
    if let Some(failure) = &reading.failure {
        return Err(format!("unreadable, {}", inline(&failure.reason)));
    }
    match sample.quality {
        SampleQuality::Strict | SampleQuality::Repaired => {}
        SampleQuality::Unreadable => return Err("unreadable, as its page is read".to_owned()),
    }
    let bodies: Result<Vec<_>, Reason> = match sample.kind {
        SampleKind::Request => {
            reading.requests.iter().map(|request| requests::from_request(one, request).ok_or_else(nothing)).collect()
        }
        SampleKind::RequestBody => {
            reading.documents.iter().map(|document| requests::from_body(one, document).ok_or_else(nothing)).collect()
        }
        SampleKind::Json | SampleKind::Xml => {
            reading.documents.iter().map(|document| answer(one, sample, &reading, document)).collect()
        }
    };
    bodies.and_then(|bodies| if bodies.is_empty() { Err(nothing()) } else { Ok(bodies) })
}

fn nothing() -> Reason {
    "it shows nothing that the operation's types have".to_owned()
}

/// The test of one answer.
fn answer(
    one: &OperationPlan<'_>,
    sample: &Sample,
    reading: &Reading,
    document: &Document,
) -> Result<TokenStream, Reason> {
    // What was read as it stands is tested as it stands; what had to be mended is written anew.
    let verbatim = match (reading.quality, document.syntax) {
        (Quality::Strict, Syntax::Json) => sample.text.get(document.node.span.range()),
        (Quality::Strict, Syntax::Xml) => sample.text.find('<').and_then(|start| sample.text.get(start..)),
        (Quality::Repaired | Quality::Unreadable, _) => None,
    };
    let text = verbatim.map_or_else(|| answers::written(document), str::to_owned);
    match sample.status.or(reading.status).filter(|status| !(200..300).contains(status)) {
        None => answers::test(one, &document.node, &text).ok_or_else(nothing),
        Some(status) => answers::error_test(one, &document.node, status, &text)
            .ok_or_else(|| format!("the answer of an error, status {status}, without a code that the page lists")),
    }
}

fn test(one: &OperationPlan<'_>, index: usize, part: usize, title: &str, body: &TokenStream) -> TokenStream {
    let part = if part == 0 { String::new() } else { format!("_{}", part + 1) };
    let name = format_ident!("{}_sample_{}{part}", one.module.as_str().trim_end_matches('_'), index + 1);
    let words = Docs::new().ours(format!("{}.", code(title))).outer();
    quote! {
        #words
        #[test]
        fn #name() {
            #body
        }
    }
}

/// What the tests of a service share.
fn helpers() -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        use ::docwright_runtime::testing;

        #[allow(dead_code)]
        fn client() -> service::Client {
            let credentials = ::docwright_runtime::Credentials::keys("id", "secret");
            let builder = service::Client::builder().region("region").endpoint("https://127.0.0.1:9");
            builder.credentials(credentials).build().expect("a client")
        }

        /// What must come out of a request.
        #[allow(dead_code)]
        enum Sent {
            Parameter(&'static str, &'static str),
            Header(&'static str, &'static str),
            Path(&'static str),
            Member(&'static str, &'static str),
        }

        /// Encodes a request and looks for what the sample states.
        #[allow(dead_code)]
        fn sent(
            operation: &'static ::docwright_runtime::operation::OperationInfo,
            parameters: &dyn ::docwright_runtime::record::Record,
            stated: &[Sent],
        ) {
            let encoded = testing::encode(operation, parameters).expect("a request");
            for one in stated {
                match one {
                    Sent::Parameter(name, value) => assert_eq!(encoded.parameter(name), Some(*value), "{name}"),
                    Sent::Header(name, value) => {
                        let found = encoded.headers.iter().find(|header| header.0 == *name);
                        assert_eq!(found.map(|header| header.1.as_str()), Some(*value), "{name}");
                    }
                    Sent::Path(part) => assert!(encoded.path.contains(part), "{part} in {}", encoded.path),
                    Sent::Member(name, value) => assert_eq!(json(&encoded.body)[*name], json(value), "{name}"),
                }
            }
        }

        /// Decodes an answer and looks for what the sample states.
        #[allow(dead_code)]
        fn answer(output: &mut dyn ::docwright_runtime::record::Record, body: &str, stated: &[(&str, &str)]) {
            testing::decode(body, output).expect("an answer");
            assert_eq!(testing::differences(output, stated), Vec::<String>::new());
        }

        #[allow(dead_code)]
        fn json(text: &str) -> ::serde_json::Value {
            ::serde_json::from_str(text).expect("JSON")
        }
    }
}
