//! Temporary keys for who has a token of another identity provider: by the identity service, by an agency, in a pod.

use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::super::exchange::{Question, parse};
use super::super::surroundings::read;
use super::super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use super::{IAM, temporary_keys};
use crate::decode;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::json::Json;
use crate::transport::Transport;

const JSON: (&str, &str) = ("content-type", "application/json;charset=UTF-8");

/// A token in a file, or as it is.
#[derive(Clone)]
enum Token {
    File(PathBuf),
    Text(Zeroizing<String>),
}

impl Token {
    fn get(&self) -> Result<Zeroizing<String>, Error> {
        match self {
            Token::Text(text) => Ok(text.clone()),
            Token::File(path) => token_in(path),
        }
    }
}

fn token_in(path: &Path) -> Result<Zeroizing<String>, Error> {
    let text = read(path).map_err(Error::credentials)?;
    let token = Zeroizing::new(text.trim().to_owned());
    if token.is_empty() { Err(Error::credentials(format!("{} is empty", path.display()))) } else { Ok(token) }
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    members.into_iter().collect()
}

fn post(whom: &'static str, url: String, body: &Json) -> Question<'static> {
    let mut question = Question::new(whom, "POST", url);
    question.headers.push((JSON.0, JSON.1.to_owned()));
    question.body = body.to_string();
    question
}

/// Keys from the identity service, for a token of an identity provider in a file.
#[derive(Clone)]
pub struct IdentityToken {
    transport: Arc<dyn Transport>,
    host: String,
    provider: String,
    token: Token,
}

impl IdentityToken {
    /// The identity provider's id, and the file with its token, which is read each time.
    pub fn new(transport: &Arc<dyn Transport>, provider: impl Into<String>, token: impl Into<PathBuf>) -> Self {
        Self {
            transport: transport.clone(),
            host: IAM.to_owned(),
            provider: provider.into(),
            token: Token::File(token.into()),
        }
    }

    /// Another host of the identity service, over https.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.host = endpoint.into();
        self
    }

    async fn get(&self) -> Result<Credentials, Error> {
        const WHOM: &str = "the identity service";
        /// Six hours, as the vendor's library asks for.
        const SECONDS: i64 = 6 * 60 * 60;
        let host = Endpoint::parse(&self.host, false)?.authority;
        let token = self.token.get()?;
        let body = object([("auth", object([("id_token", object([("id", Json::from(token.as_str()))]))]))]);
        let mut question = post(WHOM, format!("https://{host}/v3.0/OS-AUTH/id-token/tokens"), &body);
        question.headers.push(("x-idp-id", self.provider.clone()));
        question.secrets = vec![&token];
        let answer = question.ask(&self.transport).await?;
        let unscoped = answer.headers().get("x-subject-token").and_then(|value| value.to_str().ok());
        let unscoped = unscoped.ok_or_else(|| question.lacks("X-Subject-Token"))?;
        let token = object([("id", Json::from(unscoped)), ("duration_seconds", Json::from(SECONDS))]);
        let identity = object([("methods", Json::from(vec!["token"])), ("token", token)]);
        let body = object([("auth", object([("identity", identity)]))]);
        let mut question = post(WHOM, format!("https://{host}/v3.0/OS-CREDENTIAL/securitytokens"), &body);
        question.secrets = vec![unscoped];
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        temporary_keys(&question, &parse(&question, &body)?)
    }
}

/// Keys of an agency from the security token service, for a token of an identity provider.
#[derive(Clone)]
pub struct AssumeAgencyWithOidc {
    transport: Arc<dyn Transport>,
    host: String,
    provider: String,
    agency: String,
    token: Token,
    session: String,
    seconds: i64,
}

impl AssumeAgencyWithOidc {
    /// The identity provider's URN, the agency's URN, and the file with the token, which is read each time.
    pub fn new(
        transport: &Arc<dyn Transport>,
        provider: impl Into<String>,
        agency: impl Into<String>,
        token: impl Into<PathBuf>,
    ) -> Self {
        Self::with(transport, provider.into(), agency.into(), Token::File(token.into()))
    }

    fn with(transport: &Arc<dyn Transport>, provider: String, agency: String, token: Token) -> Self {
        Self {
            transport: transport.clone(),
            host: "sts.cn-north-4.myhuaweicloud.com".to_owned(),
            provider,
            agency,
            token,
            session: "oidc-sts-session".to_owned(),
            seconds: 3_600,
        }
    }

    /// Another host of the service, over https.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.host = endpoint.into();
        self
    }

    /// What the session is called in the vendor's logs.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session = name.into();
        self
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let host = Endpoint::parse(&self.host, false)?.authority;
        let token = self.token.get()?;
        let body = object([
            ("provider_urn", Json::from(self.provider.as_str())),
            ("agency_urn", Json::from(self.agency.as_str())),
            ("agency_session_name", Json::from(self.session.as_str())),
            ("id_token", Json::from(token.as_str())),
            ("duration_seconds", Json::from(self.seconds)),
        ]);
        let url = format!("https://{host}/v5/agencies/assume-with-oidc");
        let mut question = post("the security token service", url, &body);
        question.secrets = vec![&token];
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        temporary_keys(&question, &parse(&question, &body)?)
    }
}

/// Keys from the agent of a cluster, for a pod.
#[derive(Clone)]
pub struct PodIdentity {
    transport: Arc<dyn Transport>,
    uri: String,
    token: Token,
}

impl PodIdentity {
    /// The agent's address, over https or on loopback, and the file with the pod's token, which is read each time.
    pub fn new(transport: &Arc<dyn Transport>, uri: impl Into<String>, token: impl Into<PathBuf>) -> Self {
        Self { transport: transport.clone(), uri: uri.into(), token: Token::File(token.into()) }
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let token = self.token.get()?;
        let mut question = Question::new("the cluster's agent", "POST", self.uri.as_str());
        question.headers.push(("content-type", "application/json".to_owned()));
        question.headers.push(("authorization", token.to_string()));
        "{}".clone_into(&mut question.body);
        question.secrets = vec![&token];
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        temporary_keys(&question, &parse(&question, &body)?)
    }
}

macro_rules! providers {
    ($($name:ident),*) => {
        $(impl CredentialsProvider for $name {
            fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
                Box::pin(self.get())
            }
        })*
    };
}

providers!(IdentityToken, AssumeAgencyWithOidc, PodIdentity);

/// A provider that variables describe, or which of them is not set.
pub(super) struct FromVariables(Result<Box<dyn CredentialsProvider>, String>);

impl FromVariables {
    fn new<P: CredentialsProvider + 'static>(found: Result<P, String>) -> Self {
        Self(found.map(|provider| Box::new(provider) as Box<dyn CredentialsProvider>))
    }

    pub(super) fn identity_token(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Self {
        Self::new((|| {
            let provider = need(surroundings, "HUAWEICLOUD_SDK_IDP_ID")?;
            let token = need(surroundings, "HUAWEICLOUD_SDK_ID_TOKEN_FILE")?;
            let found = IdentityToken::new(transport, provider, token);
            Ok(match surroundings.text("HUAWEICLOUD_SDK_IAM_ENDPOINT") {
                Some(endpoint) => found.endpoint(endpoint),
                None => found,
            })
        })())
    }

    pub(super) fn agency(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Self {
        Self::new((|| {
            let provider = need(surroundings, "HUAWEICLOUD_OIDC_PROVIDER_URN")?;
            let agency = need(surroundings, "HUAWEICLOUD_OIDC_AGENCY_URN")?;
            let token = match surroundings.get("HUAWEICLOUD_OIDC_ID_TOKEN") {
                Some(text) => Token::Text(text),
                None => Token::File(need(surroundings, "HUAWEICLOUD_OIDC_TOKEN_FILE")?.into()),
            };
            let mut found = AssumeAgencyWithOidc::with(transport, provider, agency, token);
            if let Some(endpoint) = surroundings.text("HUAWEICLOUD_SDK_STS_ENDPOINT") {
                found = found.endpoint(endpoint);
            }
            if let Some(name) = surroundings.text("HUAWEICLOUD_OIDC_SESSION_NAME") {
                found = found.session_name(name);
            }
            if let Some(seconds) = surroundings.text("HUAWEICLOUD_OIDC_DURATION_SECONDS") {
                let problem = |_| "HUAWEICLOUD_OIDC_DURATION_SECONDS is no number".to_owned();
                found.seconds = seconds.parse().map_err(problem)?;
            }
            Ok(found)
        })())
    }

    pub(super) fn pod(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Self {
        Self::new((|| {
            let uri = need(surroundings, "HC_CONTAINER_CREDENTIALS_FULL_URI")?;
            let token = need(surroundings, "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE")?;
            Ok(PodIdentity::new(transport, uri, token))
        })())
    }
}

fn need(surroundings: &Surroundings, name: &str) -> Result<String, String> {
    surroundings.text(name).ok_or_else(|| format!("{name} is not set"))
}

impl CredentialsProvider for FromVariables {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        match &self.0 {
            Ok(provider) => provider.credentials(),
            Err(reason) => Box::pin(ready(Err(Error::credentials(reason.clone())))),
        }
    }
}
