//! Open enumerations: the listed values by name, all others kept.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::naming::WireName;
use super::plan::Enumeration;

/// The enumeration and its conversions.
pub fn enumeration(enumeration: &Enumeration<'_>, container: &str) -> TokenStream {
    let Enumeration { name, path: _, values, unknown, shared } = enumeration;
    let words = docs::enumeration(enumeration, container).outer();
    if let Some(shared) = shared {
        return quote!(#words pub type #name = super::types::#shared;);
    }
    let variants = values.iter().map(|(variant, value)| {
        let words = docs::value(value).outer();
        quote!(#words #variant)
    });
    let wires = values.iter().map(|(variant, value)| {
        let wire = WireName(&value.wire);
        quote!(#variant = #wire)
    });
    quote! {
        #words
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the page does not list.
            #unknown(::std::string::String),
        }

        ::docwright_runtime::open_enum!(#name { #(#wires,)* ..#unknown });
    }
}
