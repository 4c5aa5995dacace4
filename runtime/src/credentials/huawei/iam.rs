//! What the identity service knows of a caller: the ids of projects and of the account.

use std::sync::Arc;
use std::time::Duration;

use super::super::exchange::{Question, USER_AGENT, parse, text};
use super::super::{Credentials, CredentialsProvider, Surroundings};
use super::IAM;
use crate::clock::Moment;
use crate::decode;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::json::Node;
use crate::percent;
use crate::signing::{Algorithm, Input, huawei};
use crate::transport::Transport;

/// Asks the identity service for ids, with credentials.
#[derive(Clone)]
pub struct Identity {
    transport: Arc<dyn Transport>,
    credentials: Arc<dyn CredentialsProvider>,
    surroundings: Surroundings,
    endpoint: String,
}

impl Identity {
    /// Asks with these credentials.
    pub fn new(transport: &Arc<dyn Transport>, credentials: impl CredentialsProvider + 'static) -> Self {
        Self::within(transport, Arc::new(credentials), &Surroundings::of_process())
    }

    /// The same by the clock of other surroundings.
    pub fn within(
        transport: &Arc<dyn Transport>,
        credentials: Arc<dyn CredentialsProvider>,
        surroundings: &Surroundings,
    ) -> Self {
        let endpoint = surroundings.text("HUAWEICLOUD_SDK_IAM_ENDPOINT").unwrap_or_else(|| IAM.to_owned());
        Self { transport: transport.clone(), credentials, surroundings: surroundings.clone(), endpoint }
    }

    /// Another host of the identity service, over https.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    /// The id of the project that a region has: the project of the same name.
    pub async fn project(&self, region: &str) -> Result<String, Error> {
        self.project_within(region, None).await
    }

    /// The same within a time.
    pub(in super::super) async fn project_within(
        &self,
        region: &str,
        limit: Option<Duration>,
    ) -> Result<String, Error> {
        let query = [("name".to_owned(), region.to_owned())];
        let ids = self.ids("/v3/projects", &query, "projects", limit).await?;
        match ids.as_slice() {
            [id] => Ok(id.clone()),
            [] => Err(Error::credentials(format!(
                "the account has no project `{region}`: call `project` on the client's builder"
            ))),
            several => Err(Error::credentials(format!(
                "the account has several projects `{region}` ({}): call `project` on the client's builder with one",
                several.join(", ")
            ))),
        }
    }

    /// The id of the account (domain).
    pub async fn domain(&self) -> Result<String, Error> {
        let ids = self.ids("/v3/auth/domains", &[], "domains", None).await?;
        ids.into_iter().next().ok_or_else(|| Error::credentials("the identity service names no account"))
    }

    async fn ids(
        &self,
        path: &str,
        query: &[(String, String)],
        list: &str,
        limit: Option<Duration>,
    ) -> Result<Vec<String>, Error> {
        let host = Endpoint::parse(&self.endpoint, false)?.authority;
        let credentials = self.credentials.credentials().await?;
        let pairs = percent::pairs(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let mark = if pairs.is_empty() { "" } else { "?" };
        let mut question = Question::new("the identity service", "GET", format!("https://{host}{path}{mark}{pairs}"));
        question.timeout = limit.map_or(question.timeout, |limit| limit.min(question.timeout));
        question.headers = self.headers(&host, path, query, &credentials);
        let secrets = [credentials.secret(), credentials.security_token().unwrap_or_default()];
        question.secrets = secrets.into_iter().filter(|secret| !secret.is_empty()).collect();
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        let node = parse(&question, &body)?;
        match node.get(list) {
            Some(Node::List(items)) => {
                Ok(items.iter().filter_map(|item| text(item, "id")).map(str::to_owned).collect())
            }
            _ => Err(question.lacks(list)),
        }
    }

    /// The headers that prove who asks.
    fn headers(
        &self,
        host: &str,
        path: &str,
        query: &[(String, String)],
        credentials: &Credentials,
    ) -> Vec<(&'static str, String)> {
        if let Some(token) = credentials.auth_token() {
            return vec![("x-auth-token", token.to_owned())];
        }
        let date = Moment::of_system(self.surroundings.now()).basic();
        let mut headers = vec![("user-agent", USER_AGENT.to_owned()), ("x-sdk-date", date.clone())];
        if let Some(token) = credentials.security_token() {
            headers.push(("x-security-token", token.to_owned()));
        }
        let mut signed: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        signed.push(("host".to_owned(), host.to_owned()));
        signed.sort();
        let names: Vec<&str> = signed.iter().map(|(name, _)| name.as_str()).collect();
        let payload_hash = Algorithm::Sha256.digest(b"");
        let input =
            Input { method: "GET", path, query, headers: &signed, signed_headers: &names, payload_hash: &payload_hash };
        headers.push(("authorization", huawei::sdk(&input, &date, Algorithm::Sha256, credentials).authorization));
        headers
    }
}
