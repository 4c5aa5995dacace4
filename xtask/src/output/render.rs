//! A file's text: tokens parsed, formatted, with blank lines between items and the header on top.

use std::path::PathBuf;

use crate::emit::{Body, File, FilePath};

use super::header;

/// Tokens that are no Rust: a defect of an emitter.
#[derive(Debug, thiserror::Error)]
#[error(
    "{path}{}: the tokens of xtask/src/emit/{emitter} are no Rust: {error}{}",
    named(.operation.as_deref()),
    place(.kept.as_deref())
)]
pub struct Unparsable {
    /// The file that was to be written.
    pub path: FilePath,
    /// The operation that it is for.
    pub operation: Option<String>,
    /// The emitter.
    pub emitter: &'static str,
    /// The parser's words.
    pub error: syn::Error,
    /// What did not parse.
    pub tokens: String,
    /// Where the tokens were kept.
    pub kept: Option<PathBuf>,
}

fn named(operation: Option<&str>) -> String {
    operation.map(|operation| format!(" (operation {})", operation.escape_debug())).unwrap_or_default()
}

fn place(path: Option<&std::path::Path>) -> String {
    path.map(|path| format!("; they are in {}", path.display())).unwrap_or_default()
}

/// The whole text of a file.
pub fn file(file: &File<'_>) -> Result<String, Box<Unparsable>> {
    let (comment, text) = match &file.body {
        Body::Toml(text) => ("#", text.clone()),
        Body::Rust(tokens) => ("//", rust(file, tokens())?),
    };
    Ok(header::add(comment, &file.source, file.emitter, &text))
}

fn rust(file: &File<'_>, tokens: proc_macro2::TokenStream) -> Result<String, Box<Unparsable>> {
    // Parsing takes the tokens, so the raw text is made only where it is needed, from a cheap copy.
    let copy = tokens.clone();
    match syn::parse2::<syn::File>(tokens) {
        Ok(tree) => Ok(text(tree)),
        Err(error) => Err(Box::new(Unparsable {
            path: file.path.clone(),
            operation: file.operation.clone(),
            emitter: file.emitter,
            error,
            tokens: copy.to_string(),
            kept: None,
        })),
    }
}

/// Formats a file item by item, because the formatter itself puts no blank line between items.
fn text(tree: syn::File) -> String {
    let syn::File { attrs, items, .. } = tree;
    let has_attributes = !attrs.is_empty();
    let mut text = prettyplease::unparse(&tree_of(attrs, Vec::new()));
    let mut before: Option<Group> = None;
    for item in items {
        let group = Group::of(&item);
        if before.map_or(has_attributes, |before| group == Group::Other || before != group) {
            text.push('\n');
        }
        let implementation = matches!(item, syn::Item::Impl(_));
        let printed = prettyplease::unparse(&tree_of(Vec::new(), vec![item]));
        if implementation {
            push_spaced(&printed, &mut text);
        } else {
            text.push_str(&printed);
        }
        before = Some(group);
    }
    text
}

fn tree_of(attrs: Vec<syn::Attribute>, items: Vec<syn::Item>) -> syn::File {
    syn::File { shebang: None, frontmatter: None, attrs, items }
}

/// Which items stand without a blank line between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Use,
    Module,
    Other,
}

impl Group {
    fn of(item: &syn::Item) -> Self {
        match item {
            syn::Item::Use(_) => Self::Use,
            syn::Item::Mod(_) => Self::Module,
            _ => Self::Other,
        }
    }
}

/// Adds the text of an `impl` with a blank line behind each of its functions but the last.
fn push_spaced(printed: &str, text: &mut String) {
    let mut function_ended = false;
    for line in printed.lines() {
        if function_ended && line != "}" {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
        function_ended = line == "    }";
    }
}
