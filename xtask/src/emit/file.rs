//! A file that will be written: where, from what, and how its content is made.

use std::fmt;

use proc_macro2::TokenStream;

/// A path below the output folder: parts of ASCII letters, digits, `_`, `-` and `.`, none of them starting with a
/// dot, so that no path leads out of the folder and none hides in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePath(String);

impl FilePath {
    /// The path with these parts, or `None` where a part is none.
    pub fn new(parts: &[&str]) -> Option<Self> {
        let plain = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
        let allowed =
            |part: &str| !part.is_empty() && part.len() <= 200 && !part.starts_with('.') && part.chars().all(plain);
        let all = !parts.is_empty() && parts.iter().all(|part| allowed(part));
        all.then(|| Self(parts.join("/")))
    }

    /// The path with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A file that will be written.
pub struct File<'spec> {
    /// Where, below the output folder.
    pub path: FilePath,
    /// What it was made from ("specs/alibaba/vpc/spec.json").
    pub source: String,
    /// Which operation it is for, where it is for one.
    pub operation: Option<String>,
    /// The emitter to edit ("operation.rs").
    pub emitter: &'static str,
    /// How its content is made.
    pub body: Body<'spec>,
}

/// How a file's content is made. Tokens are made where they are formatted, each file on the thread that is free.
pub enum Body<'spec> {
    /// Rust.
    Rust(Box<dyn Fn() -> TokenStream + Send + Sync + 'spec>),
    /// A manifest.
    Toml(String),
}

impl fmt::Debug for File<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("File").field("path", &self.path).field("emitter", &self.emitter).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        assert_eq!(FilePath::new(&["src", "a_b.rs"]).expect("a path").as_str(), "src/a_b.rs");
        for parts in
            [&["..", "x"][..], &["src", "../x"], &["/etc"], &["a\\b"], &["C:x"], &[".git"], &[""], &[], &["取"]]
        {
            assert!(FilePath::new(parts).is_none(), "{parts:?}");
        }
    }
}
