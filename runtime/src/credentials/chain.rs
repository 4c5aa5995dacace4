//! Providers in a row: the first that has credentials is asked from then on.

use std::fmt;
use std::sync::OnceLock;

use super::{BoxFuture, Credentials, CredentialsProvider};
use crate::error::Error;

/// Providers in a row. The first one that has credentials stays the one that is asked: a program does not change whom
/// it calls as because a file disappeared.
#[derive(Default)]
pub struct Chain {
    links: Vec<(&'static str, Box<dyn CredentialsProvider>)>,
    found: OnceLock<usize>,
}

impl Chain {
    /// A chain without links.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more link; the name stands in the error when no link has credentials.
    #[must_use]
    pub fn link(mut self, name: &'static str, provider: impl CredentialsProvider + 'static) -> Self {
        self.links.push((name, Box::new(provider)));
        self
    }

    async fn first(&self) -> Result<Credentials, Error> {
        if let Some((_, provider)) = self.found.get().and_then(|index| self.links.get(*index)) {
            return provider.credentials().await;
        }
        let mut tried = String::from("no credentials were found. Tried in this order");
        let mut retryable = false;
        for (index, (name, provider)) in self.links.iter().enumerate() {
            match provider.credentials().await {
                Ok(credentials) => {
                    self.found.get_or_init(|| index);
                    return Ok(credentials);
                }
                Err(error) => {
                    retryable |= error.is_retryable();
                    tried.extend(["; ", name, ": ", error.message()]);
                }
            }
        }
        Err(Error::credentials(tried).with_retry(false, retryable, None))
    }
}

impl CredentialsProvider for Chain {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.first())
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.links.iter().map(|(name, _)| name)).finish()
    }
}
