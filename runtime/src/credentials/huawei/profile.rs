//! The profile file of the vendor's SDK.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::files::{Section, section};
use super::super::surroundings::read;
use super::super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use super::IdentityToken;
use crate::error::Error;
use crate::transport::Transport;

/// Services of one project stand there; those of a whole account stand in `global`.
const SECTION: &str = "basic";

/// The section `basic` of `~/.huaweicloud/credentials`, or of the file that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names:
/// keys, or an identity token in a file. It is read each time.
#[derive(Clone)]
pub struct ProfileFile {
    transport: Arc<dyn Transport>,
    surroundings: Surroundings,
    section: String,
}

impl ProfileFile {
    /// The section `basic`.
    pub fn new(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Self {
        Self { transport: transport.clone(), surroundings: surroundings.clone(), section: SECTION.to_owned() }
    }

    /// Another section, such as `global`.
    #[must_use]
    pub fn section(mut self, name: impl Into<String>) -> Self {
        self.section = name.into();
        self
    }

    fn provider(&self) -> Result<Box<dyn CredentialsProvider>, String> {
        let path = path(&self.surroundings).ok_or("there is no home folder")?;
        let content = read(&path)?;
        let place = || format!("section `{}` of {}", self.section, path.display());
        let found = section(&content, &self.section).ok_or_else(|| format!("there is no {}", place()))?;
        self.of_section(&found).map_err(|problem| format!("{}: {problem}", place()))
    }

    fn of_section(&self, found: &Section) -> Result<Box<dyn CredentialsProvider>, String> {
        if let (Some(provider), Some(token)) = (found.get("idp_id"), found.get("id_token_file")) {
            let identity = IdentityToken::new(&self.transport, provider, token);
            return Ok(match found.get("iam_endpoint") {
                Some(endpoint) => Box::new(identity.endpoint(endpoint)),
                None => Box::new(identity),
            });
        }
        let token = found.get("security_token").map(str::to_owned);
        Ok(Box::new(Credentials::temporary_keys(found.need("ak")?, found.need("sk")?, token)))
    }
}

fn path(surroundings: &Surroundings) -> Option<PathBuf> {
    let named = surroundings.text("HUAWEICLOUD_SDK_CREDENTIALS_FILE").map(PathBuf::from);
    named.or_else(|| surroundings.below_home(".huaweicloud/credentials"))
}

/// The project that the file names.
pub(super) fn project(surroundings: &Surroundings) -> Option<String> {
    let content = read(&path(surroundings)?).ok()?;
    section(&content, SECTION)?.get("project_id").map(str::to_owned)
}

impl CredentialsProvider for ProfileFile {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async { self.provider().map_err(Error::credentials)?.credentials().await })
    }
}
