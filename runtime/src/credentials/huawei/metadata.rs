//! The keys of the machine's agency, from its metadata service.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::super::exchange::{Question, parse};
use super::super::{BoxFuture, Credentials, CredentialsProvider};
use super::temporary_keys;
use crate::decode;
use crate::error::Error;
use crate::transport::Transport;

const HOST: &str = "http://169.254.169.254";
const WHOM: &str = "the metadata service";

/// Whatever is not a machine of a cloud has nobody at that address: not to be waited for.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The keys of the agency that a machine has, from the metadata service, with a session token.
#[derive(Clone)]
pub struct Metadata {
    transport: Arc<dyn Transport>,
}

impl Metadata {
    /// Asks the service.
    pub fn new(transport: &Arc<dyn Transport>) -> Self {
        Self { transport: transport.clone() }
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let mut token = to_service("PUT", "/meta-data/latest/api/token");
        token.headers.push(("x-metadata-token-ttl-seconds", "21600".to_owned()));
        let answer = token.send(&self.transport).await?;
        let mut question = to_service("GET", "/openstack/latest/securitykey");
        match answer.status() {
            StatusCode::OK => {
                let value = decode::text(answer.body()).trim().to_owned();
                question.headers.push(("x-metadata-token", value));
            }
            // So answers a service that knows no tokens.
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::SERVICE_UNAVAILABLE => {}
            _ => return Err(token.refused(&answer)),
        }
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        temporary_keys(&question, &parse(&question, &body)?)
    }
}

fn to_service(method: &'static str, path: &str) -> Question<'static> {
    Question { timeout: TIMEOUT, ..Question::new(WHOM, method, format!("{HOST}{path}")) }
}

impl CredentialsProvider for Metadata {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}
