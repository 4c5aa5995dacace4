//! A token for a name and a password.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::super::exchange::{Question, moment, parse, text};
use super::super::{BoxFuture, Credentials, CredentialsProvider};
use super::IAM;
use crate::decode;
use crate::endpoint::{Endpoint, is_region};
use crate::error::Error;
use crate::json::Json;
use crate::transport::Transport;

/// A token (`X-Auth-Token`) from the identity service, for a user's name and password. Wrap it in
/// [`Cached`](super::super::Cached): a token lives for a day, and each one costs a request.
#[derive(Clone)]
pub struct PasswordToken {
    transport: Arc<dyn Transport>,
    endpoint: String,
    domain: String,
    user: String,
    password: Zeroizing<String>,
    project: Option<String>,
}

impl PasswordToken {
    /// The account (domain), a user of it, and the user's password. The token is good for the whole account, unless
    /// [`project`](Self::project) names one.
    pub fn new(
        transport: &Arc<dyn Transport>,
        domain: impl Into<String>,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        Self {
            transport: transport.clone(),
            endpoint: IAM.to_owned(),
            domain: domain.into(),
            user: user.into(),
            password: Zeroizing::new(password.into()),
            project: None,
        }
    }

    /// The name of the project that the token is for: mostly the region's ("cn-north-4").
    #[must_use]
    pub fn project(mut self, name: impl Into<String>) -> Self {
        self.project = Some(name.into());
        self
    }

    /// The region whose identity service is asked, in place of the one for all regions.
    #[must_use]
    pub fn region(self, region: &str) -> Self {
        // What is no region makes no host, and is told when the service is asked.
        let host = if is_region(region) { format!("iam.{region}.myhuaweicloud.com") } else { String::new() };
        self.endpoint(host)
    }

    /// Another host of the identity service, over https.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    fn body(&self) -> Zeroizing<String> {
        let object = |members: Vec<(&str, Json)>| members.into_iter().collect::<Json>();
        let domain = || object(vec![("name", Json::from(self.domain.as_str()))]);
        let user = object(vec![
            ("domain", domain()),
            ("name", Json::from(self.user.as_str())),
            ("password", Json::from(self.password.as_str())),
        ]);
        let scope = match &self.project {
            Some(name) => object(vec![("project", object(vec![("name", Json::from(name.as_str()))]))]),
            None => object(vec![("domain", domain())]),
        };
        let identity =
            object(vec![("methods", Json::from(vec!["password"])), ("password", object(vec![("user", user)]))]);
        let auth = object(vec![("identity", identity), ("scope", scope)]);
        Zeroizing::new(object(vec![("auth", auth)]).to_string())
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let host = Endpoint::parse(&self.endpoint, false)?.authority;
        let url = format!("https://{host}/v3/auth/tokens?nocatalog=true");
        let mut question = Question::new("the identity service", "POST", url);
        question.headers.push(("content-type", "application/json;charset=UTF-8".to_owned()));
        question.body = self.body().to_string();
        question.secrets = vec![&self.password];
        let answer = question.ask(&self.transport).await?;
        let token = answer.headers().get("x-subject-token").and_then(|value| value.to_str().ok());
        let token = token.filter(|token| !token.is_empty()).ok_or_else(|| question.lacks("X-Subject-Token"))?;
        let body = decode::text(answer.body());
        let node = parse(&question, &body)?;
        let end = node.get("token").and_then(|token| text(token, "expires_at")).and_then(moment);
        Ok(Credentials::token(token).expiring_at(end.ok_or_else(|| question.lacks("token.expires_at"))?))
    }
}

impl CredentialsProvider for PasswordToken {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}

impl fmt::Debug for PasswordToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PasswordToken")
            .field("domain", &self.domain)
            .field("user", &self.user)
            .field("project", &self.project)
            .finish_non_exhaustive()
    }
}
