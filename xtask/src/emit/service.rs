//! The files that a service has once: its module, its error codes, its shared objects.

use proc_macro2::TokenStream;
use quote::quote;

use crate::spec::model::{Protocol, Spec};

use super::naming::WireName;
use super::plan::Plan;
use super::text::{Docs, code, literal};
use super::{docs, enumeration, record};

/// `mod.rs`: the operations, the service's facts, the client.
pub fn module(plan: &Plan<'_>) -> TokenStream {
    let title = title(plan.spec);
    let words = Docs::new().ours(format!("{title}.")).inner();
    let operations = plan.operations.iter().map(|one| {
        let module = &one.module;
        quote!(pub mod #module;)
    });
    let info = info(plan.spec);
    let client = Docs::new().ours(format!("Calls {title}. Cheap to clone.")).outer();
    quote! {
        #words
        pub mod errors;
        pub mod types;
        #(#operations)*
        use ::docwright_runtime::emitted as runtime;
        #info
        #client
        #[derive(Clone, Debug)]
        pub struct Client {
            core: runtime::ClientCore,
        }

        ::docwright_runtime::client!(Client, SERVICE);
    }
}

/// "`Vpc` of alibaba, version `2016-04-28`".
fn title(spec: &Spec) -> String {
    let version = spec.version.as_deref().map(|version| format!(", version {}", code(version))).unwrap_or_default();
    let product = spec.product.as_deref().unwrap_or(&spec.service);
    format!("{} of {}{version}", code(product), code(&spec.vendor))
}

fn info(spec: &Spec) -> TokenStream {
    let (vendor, service) = (literal(&spec.vendor), literal(&spec.service));
    let product = literal(spec.product.as_deref().unwrap_or_default());
    let version = literal(spec.version.as_deref().unwrap_or_default());
    let protocol = match spec.protocol {
        // `generate` makes no client for the last two: the runtime could not sign what it sends.
        Protocol::AlibabaRpc | Protocol::Rpc => quote!(AlibabaRpc),
        Protocol::HuaweiRest | Protocol::Rest => quote!(HuaweiRest),
    };
    let sampled = spec.operations.iter().find_map(|operation| operation.endpoint.as_deref());
    let endpoint = literal(spec.endpoint.as_deref().or(sampled).unwrap_or_default());
    // The map is sorted, as the runtime needs it.
    let endpoints = spec.endpoints.iter().map(|(region, host)| {
        let (region, host) = (literal(region), literal(host));
        quote!((#region, #host))
    });
    let internal_endpoint = literal(spec.internal_endpoint.as_deref().unwrap_or_default());
    quote! {
        /// What the runtime knows of the service.
        pub static SERVICE: runtime::ServiceInfo = runtime::ServiceInfo {
            vendor: #vendor,
            service: #service,
            product: #product,
            version: #version,
            protocol: runtime::Protocol::#protocol,
            endpoint: #endpoint,
            endpoints: &[#(#endpoints),*],
            internal_endpoint: #internal_endpoint,
        };
    }
}

/// `errors.rs`: a constant a documented code.
pub fn errors(plan: &Plan<'_>) -> TokenStream {
    let constants = plan.errors.iter().map(|constant| {
        let words = docs::error(plan, constant).outer();
        let (name, code) = (&constant.name, WireName(constant.code));
        quote!(#words pub const #name: &str = #code;)
    });
    let codes = (!plan.errors.is_empty()).then(|| codes(plan));
    quote! {
        //! Error codes that the pages list. A service may send others.
        #codes
        #(#constants)*
    }
}

/// The enumeration of all codes, for a `match`.
fn codes(plan: &Plan<'_>) -> TokenStream {
    let variants = plan.errors.iter().map(|constant| {
        let words = docs::error_variant(constant).outer();
        let name = &constant.variant;
        quote!(#words #name)
    });
    let wires = plan.errors.iter().map(|constant| {
        let (name, wire) = (&constant.variant, WireName(constant.code));
        quote!(#name = #wire)
    });
    quote! {
        /// The error codes that the pages list, to match on. Others are kept as they are.
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum Code {
            #(#variants,)*
            /// A code that no page lists.
            Unknown(::std::string::String),
        }

        ::docwright_runtime::open_enum!(Code { #(#wires,)* ..Unknown });

        impl Code {
            /// The code of an error that the service sent; `None` where it sent none, or nothing came back.
            #[inline]
            pub fn of(error: &::docwright_runtime::Error) -> ::core::option::Option<Self> {
                error.code().map(::core::convert::From::from)
            }
        }
    }
}

/// `types.rs`: what several operations share.
pub fn types(plan: &Plan<'_>) -> TokenStream {
    let container = "several operations";
    let structs = plan.shared.structs.iter().map(|one| record::object(one, container));
    let enumerations = plan.shared.enumerations.iter().map(|one| enumeration::enumeration(one, container));
    let names = plan.shared.structs.iter().map(|one| &one.name);
    let import = (!plan.shared.structs.is_empty()).then(|| {
        quote!(
            use ::docwright_runtime::emitted as runtime;
        )
    });
    let debug = (!plan.shared.structs.is_empty()).then(|| quote!(::docwright_runtime::records!(#(#names),*);));
    quote! {
        //! Objects that several operations share.
        #import
        #(#structs)*
        #(#enumerations)*
        #debug
    }
}
