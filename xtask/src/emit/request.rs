//! The way in: the client's method, what it must be given, and the setters of what may be given.

use proc_macro2::TokenStream;
use quote::quote;

use crate::spec::model::Role;

use super::docs;
use super::plan::{Given, Member, OperationPlan};
use super::record::{argument, definition, member_type, record};
use super::text::{Docs, literal};

/// Up to this many required parameters are arguments of the method. More are a struct, so that the call names them.
const MAX_ARGUMENTS: usize = 2;

/// Whether callers give the required parameters in a struct.
pub fn is_given_by_struct(plan: &OperationPlan<'_>) -> bool {
    plan.required().len() > MAX_ARGUMENTS
}

/// The client's method.
pub fn method(plan: &OperationPlan<'_>) -> TokenStream {
    let words = docs::method(plan).outer();
    let deprecated = deprecated(plan.operation.deprecated);
    let name = &plan.method;
    let required = plan.required();
    let by_struct = is_given_by_struct(plan);
    let (arguments, values): (Vec<_>, Vec<_>) = required
        .iter()
        .map(|member| {
            let name = &member.name;
            if by_struct {
                return (quote!(), quote!(#name: required.#name));
            }
            let (shape, value) = argument(&member.holds, &quote!(#name));
            (quote!(#name: #shape), quote!(#name: #value))
        })
        .unzip();
    let arguments = if by_struct { quote!(required: Required) } else { quote!(#(#arguments),*) };
    let constants = plan.parameters.iter().filter_map(constant);
    let values: Vec<_> = values.into_iter().chain(constants).collect();
    let rest = (values.len() < plan.parameters.len()).then(|| quote!(..::core::default::Default::default()));
    quote! {
        impl super::Client {
            #words
            #deprecated
            pub fn #name(&self, #arguments) -> Request {
                Request { call: self.core.call(), parameters: Parameters { #(#values,)* #rest } }
            }
        }
    }
}

/// A member that is always the same.
fn constant(member: &Member<'_>) -> Option<TokenStream> {
    let Some(Role::Constant { value }) = member.role else { return None };
    let (name, value) = (&member.name, literal(value));
    Some(quote!(#name: ::std::string::String::from(#value)))
}

/// What the method must be given, where that is a struct.
pub fn required(plan: &OperationPlan<'_>) -> Option<TokenStream> {
    if !is_given_by_struct(plan) {
        return None;
    }
    let required = plan.required();
    let fields = required.iter().map(|member| {
        let (words, name, shape) = (docs::field(member).outer(), &member.name, member_type(member));
        quote!(#words pub #name: #shape)
    });
    Some(quote! {
        /// What the operation must be given.
        #[derive(Clone)]
        pub struct Required {
            #(#fields,)*
        }
    })
}

/// The request that is being put together, its setters and its pages.
pub fn request(plan: &OperationPlan<'_>, pages: Option<TokenStream>) -> TokenStream {
    let setters = plan.optional().into_iter().map(setter);
    let methods: Vec<_> = setters.chain(pages).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl Request { #(#methods)* }));
    quote! {
        /// A request that is being put together.
        #[derive(Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct Request {
            call: runtime::Call,
            parameters: Parameters,
        }

        #methods

        ::docwright_runtime::request!(Request, Parameters, Output, OPERATION);
    }
}

fn setter(member: &Member<'_>) -> TokenStream {
    let words = docs::field(member).outer();
    let deprecated = deprecated(member.field.deprecated);
    let name = &member.name;
    let (shape, value) = argument(&member.holds, &quote!(value));
    quote! {
        #words
        #deprecated
        pub fn #name(mut self, value: #shape) -> Self {
            self.parameters.#name = ::core::option::Option::Some(#value);
            self
        }
    }
}

/// The struct of all that is sent. Its fields are documented where callers give them.
pub fn parameters(plan: &OperationPlan<'_>) -> TokenStream {
    let by_struct = is_given_by_struct(plan);
    let words = |member: &Member<'_>| match member.given {
        Given::Required if by_struct => docs::field_elsewhere(member, "Required"),
        Given::Optional => docs::field_elsewhere(member, "Request"),
        Given::Required | Given::Constant | Given::Client | Given::Answer => docs::field(member),
    };
    let members: Vec<_> = plan.parameters.iter().map(|member| (member, words(member))).collect();
    let name = quote::format_ident!("Parameters");
    let definition = definition(&name, &Docs::new().ours("What is sent."), true, &members);
    let record = record(&name, &plan.parameters);
    quote!(#definition #record)
}

/// The struct of what comes back.
pub fn output(plan: &OperationPlan<'_>) -> TokenStream {
    let members: Vec<_> = plan.output.iter().map(|member| (member, docs::field(member))).collect();
    let name = quote::format_ident!("Output");
    let definition = definition(&name, &Docs::new().ours("What comes back."), false, &members);
    let record = record(&name, &plan.output);
    quote!(#definition #record)
}

/// The compiler's own mark for what the vendor calls deprecated.
pub fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated = "the vendor's page says so"]))
}
