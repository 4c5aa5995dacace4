//! The file of an operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::field_info::field_info;
use super::naming::WireName;
use super::plan::{OperationPlan, Plan};
use super::text::literal;
use super::{docs, enumeration, follow_up, record, request};

/// The whole file.
pub fn file(plan: &Plan<'_>, one: &OperationPlan<'_>) -> TokenStream {
    let words = docs::operation(plan, one).inner();
    let info = info(one);
    let method = request::method(plan, one);
    let required = request::required(one);
    let request = request::request(one, one.pages.as_ref().map(|pages| follow_up::pages(one, pages)));
    let output = request::output(one);
    let wait = one.wait.as_ref().map(|wait| follow_up::wait(one, wait));
    let container = super::text::code(&one.operation.name);
    let structs = one.types.structs.iter().map(|one| record::object(one, &container));
    let enumerations = one.types.enumerations.iter().map(|one| enumeration::enumeration(one, &container));
    let output_name = format_ident!("Output");
    let records = one.types.structs.iter().filter(|one| one.shared.is_none()).map(|one| &one.name);
    quote! {
        #words
        use ::docwright_runtime::emitted as runtime;
        #info
        #method
        #required
        #request
        #output
        #wait
        #(#structs)*
        #(#enumerations)*
        ::docwright_runtime::records!(#output_name #(, #records)*);
    }
}

/// What the runtime needs to know of the operation.
fn info(one: &OperationPlan<'_>) -> TokenStream {
    let operation = one.operation;
    let name = WireName(&operation.name);
    let (method, path) = (literal(&operation.method), literal(&operation.path));
    let safe = one.retry_safe.then(|| quote!(.retry_safe()));
    let infos = one.parameters.iter().map(field_info);
    let parameters = (!one.parameters.is_empty()).then(|| quote!(.parameters(&[#(#infos),*])));
    quote! {
        /// What the runtime knows of the operation.
        pub static OPERATION: runtime::OperationInfo =
            runtime::OperationInfo::new(&super::SERVICE, #name, #method, #path) #safe #parameters;
    }
}
