//! Temporary keys of a role, from the security token service.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::super::exchange::{Question, parse, temporary};
use super::super::surroundings::read;
use super::super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use super::TEMPORARY;
use crate::clock::Moment;
use crate::decode;
use crate::endpoint::{Network, is_region};
use crate::error::Error;
use crate::percent;
use crate::signing::alibaba::rpc_v1;
use crate::transport::Transport;

const WHOM: &str = "the security token service";
const VERSION: &str = "2015-04-01";

/// What both ways to take a role have in common.
#[derive(Clone)]
struct Role {
    transport: Arc<dyn Transport>,
    surroundings: Surroundings,
    arn: String,
    session: Option<String>,
    policy: Option<String>,
    duration: Duration,
    /// The host that is asked, or why there is none.
    host: Result<String, String>,
}

impl Role {
    fn new(transport: &Arc<dyn Transport>, arn: String, surroundings: &Surroundings) -> Self {
        Self {
            transport: transport.clone(),
            surroundings: surroundings.clone(),
            arn,
            session: surroundings.text("ALIBABA_CLOUD_ROLE_SESSION_NAME"),
            policy: None,
            duration: Duration::from_secs(3_600),
            host: host_of(surroundings),
        }
    }

    /// The parameters of both actions.
    fn query(&self, action: &str) -> Vec<(String, String)> {
        let now = Moment::of_system(self.surroundings.now());
        let session = self.session.clone().unwrap_or_else(|| format!("docwright-{}", now.basic()));
        let mut query = Vec::with_capacity(16);
        let mut add = |name: &str, value: String| query.push((name.to_owned(), value));
        add("Action", action.to_owned());
        add("Format", "JSON".to_owned());
        add("Version", VERSION.to_owned());
        add("DurationSeconds", self.duration.as_secs().to_string());
        add("RoleArn", self.arn.clone());
        add("RoleSessionName", session);
        add("Timestamp", now.extended());
        if let Some(policy) = &self.policy {
            add("Policy", policy.clone());
        }
        query
    }

    async fn ask(&self, query: &[(String, String)], secrets: Vec<&str>) -> Result<Credentials, Error> {
        let host = self.host.as_ref().map_err(|problem| Error::credentials(problem.clone()))?;
        let pairs = percent::pairs(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let mut question = Question::new(WHOM, "GET", format!("https://{host}/?{pairs}"));
        question.secrets = secrets;
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        let node = parse(&question, &body)?;
        let inner = node.get("Credentials").ok_or_else(|| question.lacks("Credentials"))?;
        temporary(&question, inner, &TEMPORARY)
    }
}

fn host(region: &str, network: Network) -> Result<String, String> {
    if !is_region(region) {
        return Err(format!("{WHOM} has no host for `{region}`, which is no region"));
    }
    Ok(match network {
        Network::Public => format!("sts.{region}.aliyuncs.com"),
        Network::Internal => format!("sts-vpc.{region}.aliyuncs.com"),
    })
}

fn host_of(surroundings: &Surroundings) -> Result<String, String> {
    let internal = surroundings.flag("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
    let network = if internal { Network::Internal } else { Network::Public };
    let region = surroundings.text("ALIBABA_CLOUD_STS_REGION");
    region.map_or_else(|| Ok("sts.aliyuncs.com".to_owned()), |region| host(&region, network))
}

/// Options that both ways to take a role have.
macro_rules! role_options {
    ($name:ident) => {
        impl $name {
            /// What the session is called in the vendor's logs; unset, it has a name with the time.
            #[must_use]
            pub fn session_name(mut self, name: impl Into<String>) -> Self {
                self.role.session = Some(name.into());
                self
            }

            /// A policy that takes rights away for this session, as JSON.
            #[must_use]
            pub fn policy(mut self, policy: impl Into<String>) -> Self {
                self.role.policy = Some(policy.into());
                self
            }

            /// How long the keys live: an hour unless set; the service takes 15 minutes and more.
            #[must_use]
            pub fn duration(mut self, duration: Duration) -> Self {
                self.role.duration = duration;
                self
            }

            /// The region and the network whose host is called, in place of the one for all regions.
            #[must_use]
            pub fn region(mut self, region: &str, network: Network) -> Self {
                self.role.host = host(region, network);
                self
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_struct(stringify!($name)).field("role", &self.role.arn).finish_non_exhaustive()
            }
        }
    };
}

role_options!(AssumeRole);
role_options!(AssumeRoleWithOidc);

/// The keys of a role, by other credentials that may take it.
pub struct AssumeRole {
    role: Role,
    base: Box<dyn CredentialsProvider>,
    external_id: Option<String>,
}

impl AssumeRole {
    /// Takes the role `arn` with the rights of `base`.
    pub fn new(
        transport: &Arc<dyn Transport>,
        base: impl CredentialsProvider + 'static,
        arn: impl Into<String>,
    ) -> Self {
        Self::within(transport, Box::new(base), arn, &Surroundings::of_process())
    }

    /// The same in other surroundings: their clock and their variables.
    pub fn within(
        transport: &Arc<dyn Transport>,
        base: Box<dyn CredentialsProvider>,
        arn: impl Into<String>,
        surroundings: &Surroundings,
    ) -> Self {
        Self { role: Role::new(transport, arn.into(), surroundings), base, external_id: None }
    }

    /// What the role's owner gave to tell callers apart.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let base = self.base.credentials().await?;
        let mut query = self.role.query("AssumeRole");
        let mut add = |name: &str, value: &str| query.push((name.to_owned(), value.to_owned()));
        add("SignatureMethod", "HMAC-SHA1");
        add("SignatureVersion", "1.0");
        add("SignatureNonce", &self.role.surroundings.nonce()?);
        if let Some(id) = &self.external_id {
            add("ExternalId", id);
        }
        add("AccessKeyId", base.access_key_id());
        if let Some(token) = base.security_token() {
            add("SecurityToken", token);
        }
        let (_, signature) = rpc_v1("GET", &query, &base);
        query.push(("Signature".to_owned(), signature));
        let secrets = [Some(base.secret()), base.security_token()];
        self.role.ask(&query, secrets.into_iter().flatten().collect()).await
    }
}

impl CredentialsProvider for AssumeRole {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}

/// The keys of a role, by a token of an identity provider, as a pod of a cluster has one in a file.
#[derive(Clone)]
pub struct AssumeRoleWithOidc {
    role: Role,
    provider: String,
    token: PathBuf,
}

impl AssumeRoleWithOidc {
    /// Takes the role `arn` with the token of the identity provider `provider` in a file, which is read each time.
    pub fn new(
        transport: &Arc<dyn Transport>,
        arn: impl Into<String>,
        provider: impl Into<String>,
        token: impl Into<PathBuf>,
    ) -> Self {
        Self::within(transport, arn, provider, token, &Surroundings::of_process())
    }

    /// The same in other surroundings: their clock and their variables.
    pub fn within(
        transport: &Arc<dyn Transport>,
        arn: impl Into<String>,
        provider: impl Into<String>,
        token: impl Into<PathBuf>,
        surroundings: &Surroundings,
    ) -> Self {
        let role = Role::new(transport, arn.into(), surroundings);
        Self { role, provider: provider.into(), token: token.into() }
    }

    pub(super) fn of(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Result<Self, String> {
        let need = |name: &str| surroundings.text(name).ok_or_else(|| format!("{name} is not set"));
        let arn = need("ALIBABA_CLOUD_ROLE_ARN")?;
        let provider = need("ALIBABA_CLOUD_OIDC_PROVIDER_ARN")?;
        let token = need("ALIBABA_CLOUD_OIDC_TOKEN_FILE")?;
        Ok(Self::within(transport, arn, provider, token, surroundings))
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let text = read(&self.token).map_err(Error::credentials)?;
        let token = Zeroizing::new(text.trim().to_owned());
        if token.is_empty() {
            return Err(Error::credentials(format!("{} is empty", self.token.display())));
        }
        let mut query = self.role.query("AssumeRoleWithOIDC");
        query.push(("OIDCProviderArn".to_owned(), self.provider.clone()));
        query.push(("OIDCToken".to_owned(), token.to_string()));
        self.role.ask(&query, vec![&token]).await
    }
}

impl CredentialsProvider for AssumeRoleWithOidc {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}
