//! A struct and its `Record`: a table of fields and two `match`es serve all formats, both ways.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs;
use super::field_info::field_info;
use super::plan::{Holds, Member, Struct};
use super::request::deprecated;
use super::text::Docs;

/// An object of a request or of an answer.
pub fn object(structure: &Struct<'_>, container: &str) -> TokenStream {
    let name = &structure.name;
    if let Some(shared) = &structure.shared {
        let words = docs::structure(structure, container).outer();
        return quote!(#words pub type #name = super::types::#shared;);
    }
    let members: Vec<_> = structure.members.iter().map(|member| (member, docs::field(member))).collect();
    let definition = definition(name, &docs::structure(structure, container), structure.sent, &members);
    let record = record(name, &structure.members);
    quote!(#definition #record)
}

/// The struct alone. What only comes back may get fields later, so nobody else makes it.
pub fn definition(name: &impl ToTokens, words: &Docs, sent: bool, members: &[(&Member<'_>, Docs)]) -> TokenStream {
    let words = words.outer();
    let only_comes_back = (!sent).then(|| quote!(#[non_exhaustive]));
    let fields = members.iter().map(|(member, words)| {
        let (words, name, shape) = (words.outer(), &member.name, member_type(member));
        let deprecated = deprecated(!sent && member.field.deprecated);
        quote!(#words #deprecated pub #name: #shape)
    });
    quote! {
        #words
        #[derive(Default)]
        #only_comes_back
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// `impl Record`. All methods are `#[inline]`: who calls the operation compiles them, and who does not, does not.
pub fn record(name: &impl ToTokens, members: &[Member<'_>]) -> TokenStream {
    let infos = members.iter().map(field_info);
    let arms = |borrow: TokenStream| {
        let arm = move |(index, member): (usize, &Member<'_>)| {
            let (index, field) = (Literal::usize_unsuffixed(index), &member.name);
            quote!(#index => #borrow self.#field)
        };
        members.iter().enumerate().map(arm).collect::<Vec<_>>()
    };
    let (shared, exclusive) = (arms(quote!(&)), arms(quote!(&mut)));
    quote! {
        impl runtime::Record for #name {
            #[inline]
            fn fields(&self) -> &'static [runtime::FieldInfo] {
                static FIELDS: &[runtime::FieldInfo] = &[#(#infos),*];
                FIELDS
            }

            #[inline]
            fn field(&self, index: usize) -> &dyn runtime::Value {
                match index {
                    #(#shared,)*
                    _ => runtime::absent(),
                }
            }

            #[inline]
            fn field_mut(&mut self, index: usize) -> &mut dyn runtime::Value {
                match index {
                    #(#exclusive,)*
                    _ => runtime::absent_mut(),
                }
            }
        }
    }
}

/// The type of a member's field.
pub fn member_type(member: &Member<'_>) -> TokenStream {
    let held = held_type(&member.holds);
    if member.is_option() { quote!(::core::option::Option<#held>) } else { held }
}

/// The type of what a member holds.
pub fn held_type(holds: &Holds) -> TokenStream {
    match holds {
        Holds::Text => quote!(::std::string::String),
        Holds::Integer => quote!(i64),
        Holds::Number => quote!(f64),
        Holds::Boolean => quote!(bool),
        Holds::Json => quote!(runtime::Json),
        Holds::Bytes => quote!(runtime::Bytes),
        Holds::List(item) => {
            let item = held_type(item);
            quote!(::std::vec::Vec<#item>)
        }
        Holds::Map(value) => {
            let value = held_type(value);
            quote!(::std::collections::BTreeMap<::std::string::String, #value>)
        }
        Holds::Record(name) | Holds::Enumeration(name) => quote!(#name),
        Holds::Shared { name, boxed: false } => quote!(super::types::#name),
        Holds::Shared { name, boxed: true } => quote!(::std::boxed::Box<super::types::#name>),
    }
}

/// The type of a setter's or a method's argument.
pub fn argument(holds: &Holds) -> TokenStream {
    let held = held_type(holds);
    match holds {
        Holds::Integer | Holds::Number | Holds::Boolean => held,
        Holds::Text
        | Holds::Json
        | Holds::Bytes
        | Holds::Map(_)
        | Holds::Record(_)
        | Holds::Shared { .. }
        | Holds::Enumeration(_) => {
            quote!(impl ::core::convert::Into<#held>)
        }
        Holds::List(item) => {
            let held = held_type(item);
            let item = match **item {
                Holds::Integer | Holds::Number | Holds::Boolean | Holds::List(_) | Holds::Map(_) => held,
                Holds::Text
                | Holds::Json
                | Holds::Bytes
                | Holds::Record(_)
                | Holds::Shared { .. }
                | Holds::Enumeration(_) => {
                    quote!(impl ::core::convert::Into<#held>)
                }
            };
            quote!(impl ::core::iter::IntoIterator<Item = #item>)
        }
    }
}

/// `.with_value::<Type>(index, value)`: how a request takes an argument.
pub fn taken(index: usize, holds: &Holds, value: &TokenStream) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    match holds {
        Holds::List(item) => {
            let item = held_type(item);
            quote!(.with_list::<#item>(#index, #value))
        }
        Holds::Text
        | Holds::Integer
        | Holds::Number
        | Holds::Boolean
        | Holds::Json
        | Holds::Bytes
        | Holds::Map(_)
        | Holds::Record(_)
        | Holds::Enumeration(_)
        | Holds::Shared { .. } => {
            let held = held_type(holds);
            quote!(.with_value::<#held>(#index, #value))
        }
    }
}
