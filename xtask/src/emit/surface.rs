//! All that code can name of a generated service, and how code uses it: what a change of it breaks.
//!
//! In: a [`Plan`]. Out: [`Entry`]s, each known by what it stands for on the wire, so that entries of two plans can be
//! paired, with its path, its type and a snippet that uses it.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::follow_up;
use super::items::words;
use super::naming::RustIdent;
use super::plan::{self, Given, Member, OperationPlan, PagesStyle, Plan, Struct, Types};
use super::request::is_given_by_struct;
use super::samples::{self, public_type};

/// What code can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A method of the client.
    Method,
    /// The order of that method's arguments.
    Order,
    /// An argument of that method, or a field of the struct that it takes.
    Argument,
    /// A method of a request.
    Setter,
    /// A field of an object that callers build.
    Member,
    /// A field of what comes back.
    Output,
    /// A struct or an enumeration.
    Named,
    /// A variant of an enumeration.
    Variant,
    /// The constant of an error code.
    Constant,
    /// `Request::pages`.
    Pages,
    /// `wait`.
    Waiter,
    /// How pages follow each other, and when waiting ends.
    Followed,
    /// What is checked before sending.
    Checks,
    /// Whether a failed call is repeated.
    Repeated,
    /// Whether the value is kept out of logs.
    Hidden,
}

/// What stands for what: the same for the same thing in two versions of a service, as long as the wire's names stay.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The operation; none of what belongs to the service.
    pub operation: String,
    /// What it is.
    pub thing: Thing,
    /// Whether it goes there; else it comes back.
    pub sent: bool,
    /// The dotted path on the wire, or the error's code.
    pub wire: String,
    /// The value of a variant.
    pub value: String,
}

/// One thing that code can name.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it stands for.
    pub key: Key,
    /// Its path in the service's module: `create_ssl_vpn_server::Request::port`.
    pub path: String,
    /// Its type as people write it; of what has none, what else must stay.
    pub shape: String,
    /// The same with texts in the place of open enumerations, which are made of texts; of setters and arguments.
    pub loose: String,
    /// Statements that use it; `client` is a client. Empty of what is no code.
    pub snippet: Arc<str>,
}

/// All of a service.
pub fn of(plan: &Plan<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for one in &plan.operations {
        let (module, operation) = (&one.module, one.operation.name.as_str());
        Surface { module, operation, entries: &mut entries }.operation(one);
    }
    // What the spec itself shares; what just happens to be alike has a name of its own in each operation.
    let types = plan::module_name("types");
    let mut shared = Surface { module: &types, operation: "", entries: &mut entries };
    for structure in plan.shared.structs.iter().filter(|one| plan.spec.types.contains_key(&one.path)) {
        shared.structure(structure);
    }
    for constant in &plan.errors {
        let name = &constant.name;
        entries.push(Entry {
            key: Key { sent: false, ..key("", Thing::Constant, constant.code) },
            path: format!("errors::{}", name.code()),
            shape: "&str".to_owned(),
            loose: String::new(),
            snippet: snippet(&quote!(let _: &str = service::errors::#name;)),
        });
    }
    entries
}

fn key(operation: &str, thing: Thing, wire: &str) -> Key {
    let (operation, wire) = (operation.to_owned(), wire.to_owned());
    Key { operation, thing, sent: true, wire, value: String::new() }
}

/// A type without the module that an operation's name gives it.
fn bare(module: &RustIdent, shape: &TokenStream) -> String {
    words(shape).replace(&format!("service::{}::", module.code()), "").replace("::docwright_runtime::", "runtime::")
}

fn snippet(tokens: &TokenStream) -> Arc<str> {
    tokens.to_string().into()
}

/// The entries of one file.
struct Surface<'s> {
    module: &'s RustIdent,
    operation: &'s str,
    entries: &'s mut Vec<Entry>,
}

impl Surface<'_> {
    fn operation(&mut self, one: &OperationPlan<'_>) {
        self.method(one);
        for member in &one.parameters {
            let path = format!("{}::Request::{}", self.module.code(), member.name.code());
            self.checks(member, &member.field.wire, path);
            if member.given == Given::Optional {
                let (module, name, shape) = (self.module, &member.name, public_type(self.module, &member.holds));
                let uses = quote! {
                    let request: service::#module::Request = given();
                    let _ = request.#name(given::<#shape>());
                };
                let path = format!("{}::Request::{}", module.code(), name.code());
                self.push(Thing::Setter, true, &member.field.wire, path, bare(self.module, &shape), &uses);
                self.loosen(member);
            }
        }
        let output = format_ident!("Output");
        for member in &one.output {
            self.output(&output, member, &member.field.wire);
        }
        let Types { structs, enumerations } = &one.types;
        for structure in structs {
            self.structure(structure);
        }
        for enumeration in enumerations {
            let (module, name) = (self.module, &enumeration.name);
            let path = format!("{}::{}", module.code(), name.code());
            let uses = quote!(let _: ::core::option::Option<service::#module::#name> = None;);
            let sent = is_sent(one, &enumeration.path, name);
            self.push(Thing::Named, sent, &enumeration.path, path.clone(), String::new(), &uses);
            for (variant, value) in &enumeration.values {
                let uses = quote!(let _ = service::#module::#name::#variant;);
                let path = format!("{path}::{}", variant.code());
                self.push(Thing::Variant, sent, &enumeration.path, path, String::new(), &uses);
                if let Some(entry) = self.entries.last_mut() {
                    entry.key.value.clone_from(&value.wire);
                }
            }
        }
        self.follow_up(one);
    }

    fn push(&mut self, thing: Thing, sent: bool, wire: &str, path: String, shape: String, uses: &TokenStream) {
        let key = Key { sent, ..key(self.operation, thing, wire) };
        self.entries.push(Entry { key, path, shape, loose: String::new(), snippet: snippet(uses) });
    }

    /// Tells what the last entry takes beside its own type.
    fn loosen(&mut self, member: &Member<'_>) {
        let loose = bare(self.module, &public_type(self.module, &member.holds.with_texts()));
        if let Some(entry) = self.entries.last_mut() {
            entry.loose = loose;
        }
    }

    /// The client's method and what it takes.
    fn method(&mut self, one: &OperationPlan<'_>) {
        let (module, method) = (self.module, &one.method);
        let required = one.required();
        let types: Vec<TokenStream> = required.iter().map(|member| public_type(module, &member.holds)).collect();
        let by_struct = is_given_by_struct(one);
        let (call, literal) = if by_struct {
            let fields = required.iter().zip(&types).map(|(member, shape)| {
                let name = &member.name;
                quote!(#name: given::<#shape>())
            });
            (
                quote!(let required: service::#module::Required = given(); let _ = client.#method(required);),
                quote!(let _ = service::#module::Required { #(#fields,)* };),
            )
        } else {
            let call = quote!(let _ = client.#method(#(given::<#types>()),*););
            (call.clone(), call)
        };
        let path = format!("Client::{}", method.code());
        let shape = if by_struct { "a struct" } else { "arguments" };
        let shape = if required.is_empty() { "nothing" } else { shape };
        self.push(Thing::Method, true, "", path.clone(), shape.to_owned(), &call);
        let literal = snippet(&literal);
        for (member, shape) in required.iter().zip(&types) {
            let name = member.name.code();
            let path =
                if by_struct { format!("{}::Required::{name}", module.code()) } else { format!("{path}({name})") };
            let key = key(self.operation, Thing::Argument, &member.field.wire);
            let shape = bare(self.module, shape);
            self.entries.push(Entry { key, path, shape, loose: String::new(), snippet: Arc::clone(&literal) });
            if !by_struct {
                self.loosen(member);
            }
        }
        if !by_struct && required.len() > 1 {
            let order: Vec<&str> = required.iter().map(|member| member.field.wire.as_str()).collect();
            self.push(Thing::Order, true, "", path.clone(), order.join(", "), &TokenStream::new());
        }
        let repeated = if one.retry_safe { "repeated" } else { "not repeated" };
        self.push(Thing::Repeated, true, "", path, repeated.to_owned(), &TokenStream::new());
    }

    fn checks(&mut self, member: &Member<'_>, wire: &str, path: String) {
        let rules: Vec<String> = super::field_info::rules(member).iter().map(ToString::to_string).collect();
        self.push(Thing::Checks, true, wire, path.clone(), rules.join(" "), &TokenStream::new());
        self.hidden(member, true, wire, path);
    }

    fn hidden(&mut self, member: &Member<'_>, sent: bool, wire: &str, path: String) {
        let hidden = if member.field.sensitive { "hidden" } else { "shown" };
        self.push(Thing::Hidden, sent, wire, path, hidden.to_owned(), &TokenStream::new());
    }

    /// A struct of the file, and its fields.
    fn structure(&mut self, structure: &Struct<'_>) {
        let (module, name) = (self.module, &structure.name);
        let path = format!("{}::{}", module.code(), name.code());
        let uses = quote!(let _: ::core::option::Option<service::#module::#name> = None;);
        self.push(Thing::Named, structure.sent, &structure.path, path.clone(), String::new(), &uses);
        let fields = structure.members.iter().map(|member| {
            let (field, shape) = (&member.name, held(module, member));
            quote!(#field: given::<#shape>())
        });
        let literal = structure.sent.then(|| snippet(&quote!(let _ = service::#module::#name { #(#fields,)* };)));
        for member in &structure.members {
            let wire = format!("{}.{}", structure.path, member.field.wire);
            let Some(literal) = &literal else {
                self.output(name, member, &wire);
                continue;
            };
            self.checks(member, &wire, format!("{path}::{}", member.name.code()));
            self.entries.push(Entry {
                key: key(self.operation, Thing::Member, &wire),
                path: format!("{path}::{}", member.name.code()),
                shape: bare(module, &held(module, member)),
                loose: String::new(),
                snippet: Arc::clone(literal),
            });
        }
    }

    /// A field of what comes back.
    fn output(&mut self, structure: &impl quote::ToTokens, member: &Member<'_>, wire: &str) {
        let (module, name, shape) = (self.module, &member.name, held(self.module, member));
        let uses = quote! {
            let answer: service::#module::#structure = given();
            let _: #shape = answer.#name;
        };
        let path = format!("{}::{}::{}", module.code(), structure.to_token_stream(), name.code());
        self.push(Thing::Output, false, wire, path.clone(), bare(self.module, &shape), &uses);
        self.hidden(member, false, wire, path);
    }

    fn follow_up(&mut self, one: &OperationPlan<'_>) {
        let module = self.module;
        if let Some(pages) = &one.pages {
            let uses = quote!(let request: service::#module::Request = given(); let _ = request.pages(););
            let path = format!("{}::Request::pages", module.code());
            self.push(Thing::Pages, true, "pages", path.clone(), String::new(), &uses);
            if let Some((_, item)) = follow_up::entries(one, pages) {
                let item = public_type(module, &item);
                let uses = quote! {
                    let request: service::#module::Request = given();
                    let _: ::docwright_runtime::emitted::Items<service::#module::Output, #item> = request.items();
                };
                let path = format!("{}::Request::items", module.code());
                self.push(Thing::Pages, true, "items", path, bare(module, &item), &uses);
            }
            let style = match &pages.style {
                PagesStyle::Number { parameter } => format!("the page's number in {parameter}"),
                PagesStyle::Offset { parameter } => format!("the first entry's number in {parameter}"),
                PagesStyle::Cursor { parameter, next } => format!("{next} of the answer before in {parameter}"),
            };
            let followed = format!("{style}, entries in {}", pages.items.join("."));
            self.push(Thing::Followed, true, "pages", path, followed, &TokenStream::new());
        }
        if let (Some(wait), Some(asynchronous)) = (&one.wait, &one.operation.asynchronous) {
            let (path, uses) = if wait.from_output.is_some() {
                let uses = quote!(let answer: service::#module::Output = given(); let _ = answer.wait(client););
                (format!("{}::Output::wait", module.code()), uses)
            } else {
                let uses = quote!(let _ = service::#module::wait(client, given::<::std::string::String>()););
                (format!("{}::wait", module.code()), uses)
            };
            let shape = format!("Waiting<{}::Output>", wait.module.code());
            self.push(Thing::Waiter, true, "wait", path.clone(), shape, &uses);
            let (pending, done) = (asynchronous.pending.join(", "), asynchronous.done.join(", "));
            let followed = format!("{}: {pending}; then {done}", wait.state);
            self.push(Thing::Followed, true, "wait", path, followed, &TokenStream::new());
        }
    }
}

/// The type of a field as code outside names it.
fn held(module: &RustIdent, member: &Member<'_>) -> TokenStream {
    let held = public_type(module, &member.holds);
    if member.is_option() { quote!(::core::option::Option<#held>) } else { held }
}

/// Whether an enumeration goes there: a member that holds it does.
fn is_sent(one: &OperationPlan<'_>, path: &str, name: &RustIdent) -> bool {
    let names = |member: &Member<'_>| member.holds.enumeration() == Some(name) && member.sent;
    let top = one.parameters.iter().any(names);
    top || one.types.structs.iter().any(|structure| {
        structure.sent && path.starts_with(structure.path.as_str()) && structure.members.iter().any(names)
    })
}

/// The call of an operation as its page's sample has it, as code; `values` are given instead of the sample's, and a
/// parameter with `None` is left out. `client` is a client, and `service` its module.
pub fn call(plan: &Plan<'_>, operation: &str, values: &[(&str, Option<&str>)]) -> Option<String> {
    let one = plan.operations.iter().find(|one| one.operation.name == operation)?;
    Some(samples::call_with(one, values).to_string())
}
