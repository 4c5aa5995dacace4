//! The way in: the client's method, what it must be given, and the setters of what may be given.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use crate::spec::model::Role;

use super::docs;
use super::plan::{Given, Holds, Member, OperationPlan, Plan};
use super::record::{argument, definition, member_type, record, taken};
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
        let shape = argument(&member.holds);
        quote!(#name: #shape)
    });
    let inline = inline(by_struct || plan.required().iter().all(|member| is_plain(&member.holds)));
    let arguments = if by_struct { quote!(required: Required) } else { quote!(#(#arguments),*) };
    let given = plan.parameters.iter().enumerate().filter_map(|(index, member)| {
        let name = &member.name;
        let value = match (member.given, member.role) {
            (Given::Required, _) if by_struct => quote!(required.#name),
            (Given::Required, _) => quote!(#name),
            // A constant is sent as it is written, whatever the type of the parameter.
            (_, Some(Role::Constant { value })) => {
                return Some(taken(index, &Holds::Text, &literal(value).to_token_stream()));
            }
            _ => return None,
        };
        Some(taken(index, &member.holds, &value))
    });
    quote! {
        impl super::Client {
            #words
            #deprecated
            #inline
            pub fn #name(&self, #arguments) -> Request {
                Request::new(self.core.call(), &OPERATION) #(#given)*
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
    let (name, shape) = (&member.name, argument(&member.holds));
    let taken = taken(index, &member.holds, &quote!(value));
    let inline = inline(is_plain(&member.holds));
    quote! {
        #words
        #deprecated
        #inline
        pub fn #name(self, value: #shape) -> Self {
            self #taken
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
