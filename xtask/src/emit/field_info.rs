//! A member as an entry of its struct's table: wire name, place, role, rules.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::spec::model::{CharacterClass, CharacterSet, Constraints, Location, Role, Type};

use super::naming::WireName;
use super::plan::{Given, Holds, Member};
use super::text::literal;

/// `runtime::FieldInfo::query("Name").rules(&[...])`.
pub fn field_info(member: &Member<'_>) -> TokenStream {
    let wire = WireName(&member.field.wire);
    let place = match member.location {
        Location::Path => quote!(path),
        Location::Query => quote!(query),
        Location::Header => quote!(header),
        Location::Body if member.takes_any_key() => quote!(keys),
        Location::Body => quote!(body),
        Location::Form if member.holds == Holds::Bytes => quote!(file),
        Location::Form => quote!(form),
    };
    let role = member.role.and_then(role);
    let sensitive = (member.field.sensitive || member.role == Some(&Role::AuthToken)).then(|| quote!(.sensitive()));
    let rules = if member.sent { rules(member) } else { Vec::new() };
    let rules = match rules.as_slice() {
        [] => None,
        // Most have this rule and no other, and each list of rules is work for the compiler.
        [_] if member.sent && is_required(member) => Some(quote!(.required())),
        rules => Some(quote!(.rules(&[#(#rules),*]))),
    };
    quote!(runtime::FieldInfo::#place(#wire) #role #sensitive #rules)
}

fn role(role: &Role) -> Option<TokenStream> {
    let role = match role {
        Role::Region => quote!(Region),
        Role::Project => quote!(Project),
        Role::AuthToken => quote!(AuthToken),
        Role::IdempotencyToken => quote!(IdempotencyToken),
        // Constants and pages are what the generated code does with them; the runtime needs no mark.
        Role::Constant { .. } | Role::PageNumber | Role::PageSize | Role::Offset | Role::Cursor => return None,
    };
    Some(quote!(.role(runtime::Role::#role)))
}

/// The documented constraints that can be checked before sending.
pub(super) fn rules(member: &Member<'_>) -> Vec<TokenStream> {
    let field = member.field;
    let Constraints {
        minimum,
        maximum,
        min_length,
        max_length,
        min_items,
        max_items,
        excluded,
        first,
        allowed,
        forbidden_prefixes,
        rivals,
        // The runtime knows no units, times and texts of JSON; the documentation states them.
        pattern,
        unit: _,
        time_format: _,
        json: _,
    } = &field.constraints;
    let is_text = matches!(field.shape, Type::String | Type::File);
    let is_number = matches!(field.shape, Type::Integer | Type::Number);
    let is_list = matches!(field.shape, Type::Array { .. });
    let number =
        |value: &Option<String>| value.as_deref().filter(|text| is_number && text.parse::<f64>().is_ok()).map(literal);
    let count = |value: &Option<u64>, applies: bool| value.filter(|_| applies).map(Literal::u64_unsuffixed);
    let mut rules = Vec::new();
    if is_required(member) {
        rules.push(quote!(Required));
    }
    rules.extend(number(minimum).map(|value| quote!(Minimum(#value))));
    rules.extend(number(maximum).map(|value| quote!(Maximum(#value))));
    rules.extend(count(min_length, is_text).map(|value| quote!(MinLength(#value))));
    rules.extend(count(max_length, is_text).map(|value| quote!(MaxLength(#value))));
    rules.extend(count(min_items, is_list).map(|value| quote!(MinItems(#value))));
    rules.extend(count(max_items, is_list).map(|value| quote!(MaxItems(#value))));
    if !excluded.is_empty() && (is_text || is_number) {
        let values = excluded.iter().map(|value| literal(value));
        rules.push(quote!(Excluded(&[#(#values),*])));
    }
    for (set, name) in [(first, quote!(First)), (allowed, quote!(Allowed))] {
        if is_text && !set.is_empty() {
            let characters = characters(set);
            rules.push(quote!(#name(#characters)));
        }
    }
    if is_text && !forbidden_prefixes.is_empty() {
        let values = forbidden_prefixes.iter().map(|value| literal(value));
        rules.push(quote!(ForbiddenPrefix(&[#(#values),*])));
    }
    if let Some(pattern) = pattern.as_deref().filter(|_| is_text) {
        let pattern = literal(pattern);
        rules.push(quote!(Pattern(#pattern)));
    }
    if let Some(parameter) = field.required_if.as_ref().and_then(|condition| condition.parameter.as_deref()) {
        let parameter = literal(parameter);
        let values = field.required_if.iter().flat_map(|condition| &condition.equals).map(|value| literal(value));
        rules.push(quote!(RequiredIf(#parameter, &[#(#values),*])));
    }
    if !rivals.is_empty() {
        let rivals = rivals.iter().map(|rival| literal(rival));
        rules.push(quote!(Rivals(&[#(#rivals),*])));
    }
    rules.into_iter().map(|rule| quote!(runtime::Rule::#rule)).collect()
}

/// Whether something must be sent: what callers must give, and what the client fills in when they do not.
fn is_required(member: &Member<'_>) -> bool {
    let by_page = member.field.presence == crate::spec::model::Presence::Required;
    match member.given {
        Given::Required => true,
        Given::Optional => by_page && !matches!(member.role, Some(Role::IdempotencyToken)),
        Given::Constant | Given::Client | Given::Answer => false,
    }
}

fn characters(set: &CharacterSet) -> TokenStream {
    let classes = set.classes.iter().map(|class| match class {
        CharacterClass::Letter => quote!(.letters()),
        CharacterClass::UppercaseLetter => quote!(.uppercase()),
        CharacterClass::LowercaseLetter => quote!(.lowercase()),
        CharacterClass::Digit => quote!(.digits()),
        CharacterClass::Chinese => quote!(.chinese()),
        CharacterClass::Ascii => quote!(.ascii()),
    });
    let others = (!set.characters.is_empty()).then(|| {
        let others = literal(&set.characters);
        quote!(.others(#others))
    });
    quote!(runtime::Characters::NONE #(#classes)* #others)
}
