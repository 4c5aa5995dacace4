//! `service.toml`: what the pages of a service do not say.
//!
//! In: a service's folder. Out: a [`ServiceConfig`]. Every key is optional, for a folder of pages without the file is
//! read as well.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::model::Testimony;
use super::testify;
use crate::source::{Page, PagePath, SourceError, keys};

/// The name of the file in a service's folder.
pub const FILE: &str = "service.toml";

/// What the pages of a service do not say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceConfig {
    /// The service's name in words ("Virtual Private Cloud").
    pub title: Option<String>,
    /// The product on the wire ("Vpc").
    pub product: Option<String>,
    /// The API's version ("2016-04-28").
    pub version: Option<String>,
    /// The host, with `{region}`; instead of the vendor's template.
    pub endpoint: Option<String>,
    /// Regions whose host does not follow the template.
    pub endpoints: BTreeMap<String, String>,
    /// The host inside of the vendor's own network, with `{region}`.
    pub internal_endpoint: Option<String>,
    /// The vendor's page on the web, with `{operation}`.
    pub link: Option<String>,
    /// Whether descriptions are taken over.
    pub descriptions: Descriptions,
    /// Names of operations that the pages leave nameless.
    #[serde(rename = "operation")]
    pub operations: Vec<OperationName>,
    /// The file, where it is one.
    #[serde(skip)]
    pub file: Option<Page>,
    /// Where each value of the file stands, by the way to it.
    #[serde(skip)]
    pub places: BTreeMap<String, Testimony>,
}

/// Whether descriptions are taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Descriptions {
    /// The pages' words stand in the client's documentation.
    #[default]
    Include,
    /// The client's documentation links to the vendor's pages instead.
    Omit,
}

/// The name of an operation that the pages give only a method and a path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationName {
    /// `POST`.
    pub method: String,
    /// The path as the page writes it.
    pub path: String,
    /// The vendor's name of it.
    pub name: String,
}

/// Why a service's configuration can not be had.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can not be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no text.
    #[error("{path}: {source}")]
    NoText {
        /// The file.
        path: PathBuf,
        /// Why.
        source: SourceError,
    },
    /// The file is no configuration.
    #[error("{path}: {source}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
}

impl ServiceConfig {
    /// Reads `<folder>/service.toml`; a missing file is an empty configuration.
    pub fn load(folder: &Path) -> Result<Self, ConfigError> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(ConfigError::Unreadable { path, source }),
        };
        let malformed = |source| ConfigError::Malformed { path: path.clone(), source: Box::new(source) };
        let config: Self = toml::from_str(&text).map_err(malformed)?;
        let file = Page::new(PagePath::new(FILE), text.into_bytes());
        let file = file.map_err(|source| ConfigError::NoText { path, source })?;
        let places = keys::places(&file).into_iter();
        let places = places.filter_map(|(key, span)| Some((key, testify::beside(&file, span)?))).collect();
        Ok(Self { places, file: Some(file), ..config })
    }

    /// Where the file says what stands at the end of a way (`endpoints.cn-fujian`); `None` of what no file says.
    pub fn said(&self, way: &str) -> Option<&Testimony> {
        self.places.get(way)
    }

    /// The name that the file gives an operation.
    pub fn name(&self, method: &str, path: &str) -> Option<&str> {
        self.named(method, path).map(|(_, operation)| operation.name.as_str())
    }

    /// Where the file names an operation.
    pub fn name_said(&self, method: &str, path: &str) -> Option<&Testimony> {
        self.named(method, path).and_then(|(index, _)| self.said(&format!("operation.{index}.name")))
    }

    fn named(&self, method: &str, path: &str) -> Option<(usize, &OperationName)> {
        let same = |(_, operation): &(usize, &OperationName)| operation.method == method && operation.path == path;
        self.operations.iter().enumerate().find(same)
    }
}
