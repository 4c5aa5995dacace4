//! The file of a dialect, `vendor.toml`: how it is read, and how one inherits from another.
//!
//! In: a folder of vendors. Out: a [`File`], the words as they stand there, before any is folded.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::words::fold;
use super::{Caption, Identity, PresenceWord, Protocol, RoleWord, Section, TypeWord};
use crate::document::Column;
use crate::source::{Page, PagePath};

/// Why a dialect can not be had.
#[derive(Debug, thiserror::Error)]
pub enum DialectError {
    /// No folder of that name.
    #[error("no vendor `{vendor}`: {folder} has {known}")]
    Unknown {
        /// What was asked for.
        vendor: String,
        /// Where it was looked for.
        folder: PathBuf,
        /// The vendors that are there.
        known: String,
    },
    /// The file can not be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no dialect.
    #[error("{path}: {source}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// A key is missing, or a vendor inherits from one that inherits.
    #[error("{path}: {message}")]
    Incomplete {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

/// The file, before inheritance.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub vendor: String,
    pub title: String,
    pub inherits: Option<String>,
    pub protocol: Option<Protocol>,
    pub endpoint: Option<String>,
    pub identity: Option<Identity>,
    pub languages: Option<Vec<String>>,
    pub optional_mark: Option<char>,
    #[serde(default)]
    pub sections: BTreeMap<Section, Vec<String>>,
    #[serde(default)]
    pub columns: BTreeMap<Column, Vec<String>>,
    #[serde(default)]
    pub types: BTreeMap<TypeWord, Vec<String>>,
    #[serde(default)]
    pub presence: BTreeMap<PresenceWord, Vec<String>>,
    #[serde(default)]
    pub locations: BTreeMap<Caption, Vec<String>>,
    #[serde(default)]
    pub captions: BTreeMap<Caption, Vec<String>>,
    #[serde(default)]
    pub roles: Vec<RoleEntry>,
    /// What names the operation in requests of other vendors.
    pub foreign_actions: Option<Vec<String>>,
    /// Fields that tell the state of what they stand in.
    pub state_fields: Option<Vec<String>>,
    /// Endings of objects' names that name no other object.
    pub object_endings: Option<Vec<String>>,
    /// Fields that each answer has, whether or not its table lists them.
    pub common_fields: Option<Vec<String>>,
    pub secrets: Option<Secrets>,
    pub error_samples: Option<ErrorSamples>,
    pub text: Option<TextWords>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    pub wire: Vec<String>,
    pub role: RoleWord,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Secrets {
    pub words: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorSamples {
    pub code: Vec<String>,
    pub message: Vec<String>,
    /// Fields that no answer of a call that went well has.
    #[serde(default)]
    pub only_here: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextWords {
    pub description_openers: Vec<String>,
    pub message_continuations: Vec<String>,
    #[serde(default)]
    pub lead_ins: Vec<String>,
    #[serde(default)]
    pub all_optional: Vec<String>,
    /// Words before a type that leave it as it is.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Verbs of sentences that name the object that is answered.
    #[serde(default)]
    pub answer_verbs: Vec<String>,
}

impl File {
    /// Adds another vendor's words where this file does not know them.
    pub fn add(&mut self, other: Self) {
        fn extend<K: Ord + Copy>(own: &mut BTreeMap<K, Vec<String>>, other: BTreeMap<K, Vec<String>>) {
            for (kind, words) in other {
                for word in words {
                    let folded = fold(&word);
                    if !own.values().flatten().any(|known| fold(known) == folded) {
                        own.entry(kind).or_default().push(word);
                    }
                }
            }
        }
        extend(&mut self.sections, other.sections);
        extend(&mut self.columns, other.columns);
        extend(&mut self.types, other.types);
        extend(&mut self.presence, other.presence);
        extend(&mut self.locations, other.locations);
        extend(&mut self.captions, other.captions);
        for entry in other.roles {
            let new = |wire: &String| !self.roles.iter().any(|known| known.wire.contains(wire));
            let wire = entry.wire.into_iter().filter(new).collect();
            self.roles.push(RoleEntry { wire, role: entry.role });
        }
        let languages = self.languages.get_or_insert_default();
        for language in other.languages.into_iter().flatten() {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        self.state_fields.get_or_insert_default().extend(other.state_fields.into_iter().flatten());
        self.object_endings.get_or_insert_default().extend(other.object_endings.into_iter().flatten());
        self.common_fields.get_or_insert_default().extend(other.common_fields.into_iter().flatten());
        self.secrets.get_or_insert_default().words.extend(other.secrets.unwrap_or_default().words);
        let (errors, others) = (self.error_samples.get_or_insert_default(), other.error_samples.unwrap_or_default());
        errors.code.extend(others.code);
        errors.message.extend(others.message);
        errors.only_here.extend(others.only_here);
        let (text, others) = (self.text.get_or_insert_default(), other.text.unwrap_or_default());
        text.description_openers.extend(others.description_openers);
        text.message_continuations.extend(others.message_continuations);
        text.lead_ins.extend(others.lead_ins);
        text.all_optional.extend(others.all_optional);
        text.articles.extend(others.articles);
        text.answer_verbs.extend(others.answer_verbs);
    }

    /// This file's words, and the parent's where this one has none.
    pub fn over(self, parent: Self) -> Self {
        fn either<K, V>(own: BTreeMap<K, V>, parent: BTreeMap<K, V>) -> BTreeMap<K, V> {
            if own.is_empty() { parent } else { own }
        }
        Self {
            vendor: self.vendor,
            title: self.title,
            inherits: None,
            protocol: self.protocol.or(parent.protocol),
            endpoint: self.endpoint.or(parent.endpoint),
            identity: self.identity.or(parent.identity),
            languages: self.languages.or(parent.languages),
            optional_mark: self.optional_mark.or(parent.optional_mark),
            sections: either(self.sections, parent.sections),
            columns: either(self.columns, parent.columns),
            types: either(self.types, parent.types),
            presence: either(self.presence, parent.presence),
            locations: either(self.locations, parent.locations),
            captions: either(self.captions, parent.captions),
            roles: if self.roles.is_empty() { parent.roles } else { self.roles },
            foreign_actions: self.foreign_actions.or(parent.foreign_actions),
            state_fields: self.state_fields.or(parent.state_fields),
            object_endings: self.object_endings.or(parent.object_endings),
            common_fields: self.common_fields.or(parent.common_fields),
            secrets: self.secrets.or(parent.secrets),
            error_samples: self.error_samples.or(parent.error_samples),
            text: self.text.or(parent.text),
        }
    }
}

/// The vendors that have a `vendor.toml`, sorted.
pub fn vendors(specs: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(specs) else { return Vec::new() };
    let folders = entries.flatten().filter(|entry| entry.path().join("vendor.toml").is_file());
    let mut names: Vec<_> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Reads the file of a vendor; with its text, so that a value can be told with its place.
pub(super) fn read(path: &Path, vendor: &str) -> Result<(File, Page), DialectError> {
    let text = fs::read_to_string(path).map_err(|source| DialectError::Unreadable { path: path.to_owned(), source })?;
    let malformed = |source| DialectError::Malformed { path: path.to_owned(), source: Box::new(source) };
    let file = toml::from_str(&text).map_err(malformed)?;
    let page = Page::new(PagePath::new(&format!("{vendor}/vendor.toml")), text.into_bytes());
    let page = page.map_err(|error| DialectError::Incomplete { path: path.to_owned(), message: error.to_string() })?;
    Ok((file, page))
}
