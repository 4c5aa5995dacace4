//! Which Rust items came of a part of the spec.
//!
//! In: the plan that the emitters print. Out: [`Item`]s by their paths in the generated crate, and how to find each in its
//! file. Names are the plan's own: nothing is named twice.

use proc_macro2::{TokenStream, TokenTree};

use super::naming::RustIdent;
use super::package::CRATE;
use super::plan::{Given, Holds, Member, OperationPlan, Plan, Struct, Types};
use super::record::{argument, member_type};
use super::request::is_given_by_struct;
use crate::spec::model::{Field, Operation};

/// One item of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// `docwright_clients::alibaba::vpc::create_ssl_vpn_server::Request::port`.
    pub path: String,
    /// What it is.
    pub kind: ItemKind,
    /// The type of a field, of a setter's or a method's argument; empty of all else.
    pub shape: String,
    /// Its file below the folder of the generated crate.
    pub file: String,
    /// How the lines begin that lead to it in its file; the last one is its own.
    way: Vec<String>,
    /// Its name as code spells it.
    name: String,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// The method of the client that starts a request.
    Method,
    /// An argument of that method.
    Argument,
    /// A method that sets a parameter.
    Setter,
    /// A field of a struct.
    Field,
    /// An enumeration.
    Enumeration,
    /// A constant.
    Constant,
    /// A module.
    Module,
}

impl ItemKind {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Argument => "argument",
            Self::Setter => "setter",
            Self::Field => "field",
            Self::Enumeration => "enumeration",
            Self::Constant => "constant",
            Self::Module => "module",
        }
    }
}

impl Item {
    /// Line and column of the item in the text of its file, both from 1; `None` when the file holds something else.
    pub fn find(&self, text: &str) -> Option<(u32, u32)> {
        let mut lines = text.lines().zip(1..);
        let mut found = (0, "");
        for start in &self.way {
            let (line, number) = lines.find(|(line, _)| line.trim_start().starts_with(start.as_str()))?;
            found = (number, line);
        }
        let (number, line) = found;
        let column =
            line.find(&self.name).map_or(1, |at| line.get(..at).unwrap_or_default().chars().count() as u32 + 1);
        (number > 0).then_some((number, column))
    }

    /// How many characters the name has in the code.
    pub fn width(&self) -> u32 {
        self.name.chars().count() as u32
    }
}

/// Where the items of a file stand.
struct Module {
    path: String,
    file: String,
}

impl Module {
    fn of_service(plan: &Plan<'_>, file: &str) -> Self {
        let service = format!("{}::{}", plan.vendor.code(), plan.service.code());
        let folder = format!("src/{}/{}", plan.vendor.as_str(), plan.service.as_str());
        let path = format!("{CRATE}::{service}");
        match file {
            "mod" => Self { path, file: format!("{folder}/mod.rs") },
            name => Self { path: format!("{path}::{name}"), file: format!("{folder}/{name}.rs") },
        }
    }

    fn of_operation(plan: &Plan<'_>, one: &OperationPlan<'_>) -> Self {
        let service = Self::of_service(plan, "mod");
        let path = format!("{}::{}", service.path, one.module.code());
        Self { path, file: service.file.replace("mod.rs", &format!("{}.rs", one.module.as_str())) }
    }

    fn item(
        &self,
        inside: Option<&str>,
        name: &RustIdent,
        kind: ItemKind,
        shape: &TokenStream,
        way: Vec<String>,
    ) -> Item {
        let name = name.code();
        let inside = inside.map(|inside| format!("::{inside}")).unwrap_or_default();
        Item {
            path: format!("{}{inside}::{name}", self.path),
            kind,
            shape: words(shape),
            file: self.file.clone(),
            way,
            name,
        }
    }

    fn field(&self, structure: &str, member: &Member<'_>) -> Item {
        let way = vec![format!("pub struct {structure} {{"), format!("pub {}: ", member.name.code())];
        self.item(Some(structure), &member.name, ItemKind::Field, &member_type(member), way)
    }

    fn enumeration(&self, name: &RustIdent) -> Item {
        let way = vec![format!("pub enum {} {{", name.code())];
        self.item(None, name, ItemKind::Enumeration, &TokenStream::new(), way)
    }
}

/// Of an operation: the client's method and the module of its request and answer.
pub fn of_operation(plan: &Plan<'_>, operation: &Operation) -> Vec<Item> {
    let Some(one) = planned(plan, operation) else { return Vec::new() };
    let module = Module::of_operation(plan, one);
    let service = Module::of_service(plan, "mod");
    let mut method = client_method(&module, &service, one);
    method.kind = ItemKind::Method;
    let module = Item {
        path: module.path,
        kind: ItemKind::Module,
        shape: String::new(),
        file: module.file,
        way: vec!["//!".to_owned()],
        name: "//!".to_owned(),
    };
    vec![method, module]
}

/// Of a parameter, a field of an answer or a member of either; the first one is what callers use. None of what the
/// protocol itself sends, and none of what only a failed call answers.
pub fn of_field(plan: &Plan<'_>, operation: &Operation, field: &Field) -> Vec<Item> {
    let Some(one) = planned(plan, operation) else { return Vec::new() };
    let module = Module::of_operation(plan, one);
    let is_it = |member: &&Member<'_>| std::ptr::eq(member.field, field);
    let mut items = Vec::new();
    let mut holds = None;
    if let Some(member) = one.parameters.iter().find(is_it) {
        items = parameter(plan, &module, one, member);
        holds = Some(&member.holds);
    } else if let Some(member) = one.output.iter().find(is_it) {
        items.push(module.field("Output", member));
        holds = Some(&member.holds);
    } else if let Some((structure, member)) = inside(&one.types, field) {
        let types = Module::of_service(plan, "types");
        items.push(match &structure.shared {
            Some(shared) => types.field(&shared.code(), member),
            None => module.field(&structure.name.code(), member),
        });
        holds = Some(&member.holds);
    } else if let Some((structure, member)) = inside(&plan.shared, field) {
        items.push(Module::of_service(plan, "types").field(&structure.name.code(), member));
        holds = Some(&member.holds);
    }
    if let Some(name) = holds.and_then(Holds::enumeration) {
        let shared = one.types.enumerations.iter().find(|one| one.name == *name).and_then(|one| one.shared.as_ref());
        items.push(match shared {
            Some(shared) => Module::of_service(plan, "types").enumeration(shared),
            None => module.enumeration(name),
        });
    }
    items
}

/// Of an error code: its constant.
pub fn of_error(plan: &Plan<'_>, code: &str) -> Vec<Item> {
    let module = Module::of_service(plan, "errors");
    let constants = plan.errors.iter().filter(|constant| constant.code == code);
    let item = |name: &RustIdent| {
        let way = vec![format!("pub const {}:", name.code())];
        module.item(None, name, ItemKind::Constant, &quote::quote!(&str), way)
    };
    constants.map(|constant| item(&constant.name)).collect()
}

fn planned<'p, 'spec>(plan: &'p Plan<'spec>, operation: &Operation) -> Option<&'p OperationPlan<'spec>> {
    plan.operations.iter().find(|one| std::ptr::eq(one.operation, operation))
}

fn parameter(plan: &Plan<'_>, module: &Module, one: &OperationPlan<'_>, member: &Member<'_>) -> Vec<Item> {
    let shape = argument(&member.holds);
    match member.given {
        Given::Required if is_given_by_struct(one) => vec![module.field("Required", member)],
        Given::Required => {
            let method = client_method(module, &Module::of_service(plan, "mod"), one);
            vec![Item { kind: ItemKind::Argument, shape: words(&shape), ..method }]
        }
        Given::Optional => {
            let way = vec!["impl Request {".to_owned(), format!("pub fn {}(", member.name.code())];
            vec![module.item(Some("Request"), &member.name, ItemKind::Setter, &shape, way)]
        }
        // Callers do not name it.
        Given::Constant | Given::Client | Given::Answer => Vec::new(),
    }
}

/// The method stands in the operation's file and belongs to the service's client.
fn client_method(module: &Module, service: &Module, one: &OperationPlan<'_>) -> Item {
    let way = vec!["impl super::Client {".to_owned(), format!("pub fn {}(", one.method.code())];
    let item = module.item(None, &one.method, ItemKind::Method, &TokenStream::new(), way);
    Item { path: format!("{}::Client::{}", service.path, one.method.code()), ..item }
}

/// The struct that has a field as its member.
fn inside<'t, 'spec>(types: &'t Types<'spec>, field: &Field) -> Option<(&'t Struct<'spec>, &'t Member<'spec>)> {
    types.structs.iter().find_map(|structure| {
        let member = structure.members.iter().find(|member| std::ptr::eq(member.field, field))?;
        Some((structure, member))
    })
}

/// A type as people write it: without the absolute paths of the standard library that generated code needs.
pub(super) fn words(shape: &TokenStream) -> String {
    let mut text = String::new();
    push(shape.clone(), &mut text);
    for module in
        ["core::option", "core::convert", "core::iter", "std::string", "std::vec", "std::collections", "std::boxed"]
    {
        text = text.replace(&format!("::{module}::"), "");
    }
    text
}

fn push(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => push(group.stream(), text),
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                if punct.as_char() == ',' {
                    text.push(' ');
                }
            }
            token @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => {
                if text.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_') {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
            }
        }
    }
    // `impl` stands before a path that starts with colons.
    *text = text.replace("impl::", "impl ::");
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn types_are_written_as_people_write_them() {
        assert_eq!(words(&quote!(::core::option::Option<::std::vec::Vec<i64>>)), "Option<Vec<i64>>");
        assert_eq!(words(&quote!(impl ::core::convert::Into<::std::string::String>)), "impl Into<String>");
        assert_eq!(
            words(&quote!(::std::collections::BTreeMap<::std::string::String, runtime::Json>)),
            "BTreeMap<String, runtime::Json>"
        );
        assert_eq!(words(&quote!(super::types::Gate)), "super::types::Gate");
    }

    #[test]
    fn an_item_is_found_behind_the_lines_that_lead_to_it() {
        let item = Item {
            path: String::new(),
            kind: ItemKind::Field,
            shape: String::new(),
            file: String::new(),
            way: vec!["pub struct Output {".into(), "pub port: ".into()],
            name: "port".into(),
        };
        let text =
            "pub struct Input {\n    pub port: i64,\n}\npub struct Output {\n    /// Port.\n    pub port: i64,\n}\n";
        assert_eq!(item.find(text), Some((6, 9)));
        assert_eq!(item.find("pub struct Output {\n}\n"), None);
    }
}
