//! The face of emitted Rust: what a caller can name, and the tables that the runtime reads.
//!
//! In: a spec. Out: text for snapshots, a line or two a fact. Documentation and bodies are left out: the committed
//! client holds them for whole services, and `generate --check` guards them there.

use std::fmt::Write as _;

use docwright::emit;
use docwright::output;
use docwright::spec::model::Spec;
use syn::{Attribute, ImplItem, Item, Visibility};

/// The outline of the files of a service, but for its tests and its root.
///
/// # Panics
///
/// When what was emitted is no Rust.
pub fn outline(spec: &Spec) -> String {
    let emitted = emit::service(spec);
    let files = output::render_all(&emitted.files).unwrap_or_else(|error| panic!("{error}"));
    let mut out = String::new();
    for (path, text) in &files {
        let Some(name) = path.as_str().strip_prefix("src/").and_then(|path| path.rsplit('/').next()) else { continue };
        // Absolute paths are the emitters' care; here they would only hide what differs.
        let text = ["::core::option::", "::core::convert::", "::std::string::", "::std::vec::", "::std::collections::"]
            .iter()
            .fold(text.clone(), |text, path| text.replace(path, ""));
        let tree = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let items: Vec<Item> = tree.items.into_iter().filter_map(item).collect();
        if name == "mod.rs" || items.is_empty() {
            continue;
        }
        let tree = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
        let _ = write!(out, "// {name}\n{}\n", prettyplease::unparse(&tree));
    }
    out.trim_end().to_owned()
}

/// The item without words and bodies; `None` when a caller can not name it and the runtime does not read it.
fn item(mut item: Item) -> Option<Item> {
    match &mut item {
        Item::Struct(one) if is_public(&one.vis) => {
            plain(&mut one.attrs);
            one.fields.iter_mut().for_each(|field| plain(&mut field.attrs));
        }
        Item::Enum(one) if is_public(&one.vis) => {
            plain(&mut one.attrs);
            for variant in &mut one.variants {
                plain(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| plain(&mut field.attrs));
            }
        }
        Item::Const(one) if is_public(&one.vis) => plain(&mut one.attrs),
        Item::Static(one) if is_public(&one.vis) => plain(&mut one.attrs),
        Item::Type(one) if is_public(&one.vis) => plain(&mut one.attrs),
        Item::Impl(one) => {
            plain(&mut one.attrs);
            let of_trait = one.trait_.is_some();
            one.items.retain_mut(|item| implementation(item, of_trait));
            if one.items.is_empty() {
                return None;
            }
        }
        Item::Macro(one) => plain(&mut one.attrs),
        _ => return None,
    }
    Some(item)
}

/// Keeps signatures of public functions, constants, and the table of fields.
fn implementation(item: &mut ImplItem, of_trait: bool) -> bool {
    match item {
        ImplItem::Fn(function) => {
            plain(&mut function.attrs);
            if of_trait {
                return function.sig.ident == "fields";
            }
            function.block.stmts.clear();
            is_public(&function.vis)
        }
        ImplItem::Const(one) => {
            plain(&mut one.attrs);
            of_trait || is_public(&one.vis)
        }
        ImplItem::Type(_) => true,
        _ => false,
    }
}

fn plain(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
