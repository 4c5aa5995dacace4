//! Keys from an address that the surroundings of a container name.

use std::sync::Arc;

use super::super::exchange::{Question, parse, temporary, text};
use super::super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use super::TEMPORARY;
use crate::decode;
use crate::error::Error;
use crate::transport::Transport;

/// Keys from an address: over https, or over plain http from this machine.
#[derive(Clone)]
pub struct CredentialsUri {
    transport: Arc<dyn Transport>,
    uri: String,
}

impl CredentialsUri {
    /// Asks this address.
    pub fn new(transport: &Arc<dyn Transport>, uri: impl Into<String>) -> Self {
        Self { transport: transport.clone(), uri: uri.into() }
    }

    pub(super) fn of(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Result<Self, String> {
        const NAME: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";
        let uri = surroundings.text(NAME).ok_or_else(|| format!("{NAME} is not set"))?;
        Ok(Self::new(transport, uri))
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let question = Question::new("the credentials address", "GET", self.uri.as_str());
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        let node = parse(&question, &body)?;
        if text(&node, "Code") != Some("Success") {
            return Err(question.refused(&answer));
        }
        temporary(&question, &node, &TEMPORARY)
    }
}

impl CredentialsProvider for CredentialsUri {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}
