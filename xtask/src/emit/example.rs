//! The example in the documentation of an operation: the call of the page's own sample, compiled as a doctest.
//!
//! In: the plan. Out: lines of a code block. Code in documentation is text, so that it is formatted here and not where
//! files are; values of the page stand in it as string literals alone.

use quote::quote;

use super::package::CRATE;
use super::plan::{OperationPlan, Plan};
use super::samples;

/// The lines; none where the call is no Rust, which the samples' tests would tell.
pub fn lines(plan: &Plan<'_>, one: &OperationPlan<'_>) -> Vec<String> {
    let call = samples::call(one);
    let Ok(file) = syn::parse2(quote!(fn example() { let output = client.#call.send().await?; })) else {
        return Vec::new();
    };
    let text = prettyplease::unparse(&file);
    let body =
        text.lines().skip(1).filter(|line| *line != "}").map(|line| plain(line.strip_prefix("    ").unwrap_or(line)));
    let (vendor, service) = (plan.vendor.code(), plan.service.code());
    let before = [
        format!("use {CRATE}::{vendor}::{service} as service;"),
        String::new(),
        format!("# async fn example(client: &service::Client) -> Result<(), {CRATE}::runtime::Error> {{"),
    ];
    let after = ["# let _ = output;", "# Ok(())", "# }"].map(str::to_owned);
    before.into_iter().chain(body).chain(after).collect()
}

/// Code as people write it: without the absolute paths that generated code needs.
fn plain(line: &str) -> String {
    line.replace("::core::option::Option::Some(", "Some(")
        .replace("::core::default::Default", "Default")
        .replace("::std::string::String", "String")
        .replace("::std::collections::BTreeMap", "std::collections::BTreeMap")
        .replace("::std::vec::Vec", "Vec")
        .replace("::std::boxed::Box", "Box")
        .replace("::docwright_runtime::", &format!("{CRATE}::runtime::"))
}
