//! The phrases by which sentences state rules ("Valid values:", "取值：", "cannot exceed").
//!
//! In: one table of phrases a language, embedded. Out: [`Phrases`]. Phrases are a language's, not a vendor's: a
//! vendor's dialect names its languages.

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    English,
    /// Chinese.
    Chinese,
}

/// The phrases of one or more languages, ready to be found in sentences.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    languages: Vec<Language>,
}

impl Phrases {
    /// The phrases of these languages. Built once a process; a page may mix languages.
    pub fn new(languages: &[Language]) -> Self {
        Self { languages: languages.to_vec() }
    }

    /// The languages.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }
}
