//! The way in: the client's method, what it must be given, and the setters of what may be given.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::spec::model::Role;

use super::docs;
use super::plan::{Given, Holds, Member, OperationPlan, Plan};
use super::record::{argument, definition, held_type, member_type, record};
use super::text::{Docs, literal};

/// Up to this many required parameters are arguments of the method. More are a struct, so that the call names them.
const MAX_ARGUMENTS: usize = 2;

/// Whether callers give the required parameters in a struct.
pub fn is_given_by_struct(plan: &OperationPlan<'_>) -> bool {
    plan.required().len() > MAX_ARGUMENTS
}

/// The client's method.
pub fn method(service: &Plan<'_>, plan: &OperationPlan<'_>) -> TokenStream {
    let words = docs::method(service, plan).outer();
    let deprecated = deprecated(plan.operation.deprecated);
    let name = &plan.method;
    let by_struct = is_given_by_struct(plan);
    let arguments = plan.required().into_iter().map(|member| {
        let name = &member.name;
        let (shape, _) = argument(&member.holds, &quote!(#name));
        quote!(#name: #shape)
    });
    let inline = inline(by_struct || plan.required().iter().all(|member| is_plain(&member.holds)));
    let arguments = if by_struct { quote!(required: Required) } else { quote!(#(#arguments),*) };
    let set = plan.parameters.iter().enumerate().filter_map(|(index, member)| {
        let index = Literal::usize_unsuffixed(index);
        let name = &member.name;
        let value = match (member.given, member.role) {
            (Given::Required, _) if by_struct => quote!(required.#name),
            (Given::Required, _) => argument(&member.holds, &quote!(#name)).1,
            (_, Some(Role::Constant { value })) => {
                let value = literal(value);
                quote!(::std::string::String::from(#value))
            }
            _ => return None,
        };
        // An argument's type is told where its own name does not: a list is made of what it is given.
        let shape = if by_struct { None } else { collected(member) };
        Some(quote!(__request.parameters.set #shape (#index, #value);))
    });
    let set: Vec<_> = set.collect();
    let new = quote!(Request::new(self.core.call(), &OPERATION));
    // An argument may be called `request`; no name of a vendor starts with an underscore.
    let body = if set.is_empty() { new } else { quote!(let mut __request = #new; #(#set)* __request) };
    quote! {
        impl super::Client {
            #words
            #deprecated
            #inline
            pub fn #name(&self, #arguments) -> Request {
                #body
            }
        }
    }
}

/// Whether an argument has a type of its own, so that nothing makes the method generic.
fn is_plain(holds: &Holds) -> bool {
    matches!(holds, Holds::Integer | Holds::Number | Holds::Boolean)
}

/// The compiler's mark for what is compiled where it is called. What is generic needs none.
fn inline(concrete: bool) -> Option<TokenStream> {
    concrete.then(|| quote!(#[inline]))
}

/// The type that a conversion must be told: what is set can be anything.
fn collected(member: &Member<'_>) -> Option<TokenStream> {
    match member.holds {
        Holds::Integer | Holds::Number | Holds::Boolean => None,
        _ if member.given == Given::Constant => None,
        Holds::Text
        | Holds::Json
        | Holds::Bytes
        | Holds::List(_)
        | Holds::Map(_)
        | Holds::Record(_)
        | Holds::Enumeration(_)
        | Holds::Shared { .. } => {
            let shape = held_type(&member.holds);
            Some(quote!(::<#shape>))
        }
    }
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
        pub struct Required {
            #(#fields,)*
        }
    })
}

/// The request that is being put together, its setters and its pages.
pub fn request(plan: &OperationPlan<'_>, pages: Option<TokenStream>) -> TokenStream {
    let optional = plan.parameters.iter().enumerate().filter(|(_, member)| member.given == Given::Optional);
    let methods: Vec<_> = optional.map(|(index, member)| setter(index, member)).chain(pages).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl Request { #(#methods)* }));
    quote! {
        /// A request that is being put together.
        pub type Request = crate::Request<Output>;

        #methods
    }
}

fn setter(index: usize, member: &Member<'_>) -> TokenStream {
    let words = docs::field(member).outer();
    let deprecated = deprecated(member.field.deprecated);
    let name = &member.name;
    let index = Literal::usize_unsuffixed(index);
    let (shape, value) = argument(&member.holds, &quote!(value));
    let told = collected(member);
    let inline = inline(is_plain(&member.holds));
    quote! {
        #words
        #deprecated
        #inline
        pub fn #name(mut self, value: #shape) -> Self {
            self.parameters.set #told (#index, #value);
            self
        }
    }
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
