//! The role of the machine, from its metadata service.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use zeroize::Zeroizing;

use super::super::exchange::{Question, parse, temporary, text};
use super::super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use super::TEMPORARY;
use crate::decode;
use crate::error::Error;
use crate::transport::Transport;

const HOST: &str = "http://100.100.100.200";
const WHOM: &str = "the metadata service";

/// Whatever is not a machine of the vendor has nobody at that address: not to be waited for.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The keys of the role that an ECS instance has, from the metadata service, with a session token (`IMDSv2`).
#[derive(Clone)]
pub struct MetadataRole {
    transport: Arc<dyn Transport>,
    role: Option<String>,
    only_version_two: bool,
}

impl MetadataRole {
    /// Asks the service for the role's name, and then for its keys.
    pub fn new(transport: &Arc<dyn Transport>) -> Self {
        Self { transport: transport.clone(), role: None, only_version_two: false }
    }

    /// The name of the role, so that it is not asked for.
    #[must_use]
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// Fails where the service gives no session token, rather than asking without one.
    #[must_use]
    pub fn only_version_two(mut self) -> Self {
        self.only_version_two = true;
        self
    }

    pub(super) fn of(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Result<Self, String> {
        const DISABLED: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
        if surroundings.flag(DISABLED) {
            return Err(format!("{DISABLED} is set"));
        }
        Ok(Self {
            transport: transport.clone(),
            role: surroundings.text("ALIBABA_CLOUD_ECS_METADATA"),
            only_version_two: surroundings.flag("ALIBABA_CLOUD_IMDSV1_DISABLED"),
        })
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let role = match &self.role {
            Some(role) => role.clone(),
            None => self.find_role().await?,
        };
        // The name becomes a part of a path; a page of a proxy in its place must not.
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if role.is_empty() || !role.bytes().all(is_name) {
            return Err(Error::credentials(format!("{WHOM} has no role for this machine")));
        }
        let mut question = to_service("GET", &format!("/latest/meta-data/ram/security-credentials/{role}"));
        self.add_token(&mut question).await?;
        let answer = question.ask(&self.transport).await?;
        let body = decode::text(answer.body());
        let node = parse(&question, &body)?;
        if text(&node, "Code").is_some_and(|code| code != "Success") {
            return Err(question.refused(&answer));
        }
        temporary(&question, &node, &TEMPORARY)
    }

    async fn find_role(&self) -> Result<String, Error> {
        let mut question = to_service("GET", "/latest/meta-data/ram/security-credentials/");
        self.add_token(&mut question).await?;
        let answer = question.ask(&self.transport).await?;
        Ok(decode::text(answer.body()).trim().to_owned())
    }

    /// Each question has a token of its own, as the vendor's library has it.
    async fn add_token(&self, question: &mut Question<'_>) -> Result<(), Error> {
        let mut token = to_service("PUT", "/latest/api/token");
        token.headers.push(("x-aliyun-ecs-metadata-token-ttl-seconds", "21600".to_owned()));
        let answer = token.send(&self.transport).await?;
        if answer.status() == StatusCode::OK {
            let value = Zeroizing::new(decode::text(answer.body()).trim().to_owned());
            question.headers.push(("x-aliyun-ecs-metadata-token", value.to_string()));
            return Ok(());
        }
        // Services of the first version know no tokens.
        if self.only_version_two { Err(token.refused(&answer)) } else { Ok(()) }
    }
}

fn to_service(method: &'static str, path: &str) -> Question<'static> {
    Question { timeout: TIMEOUT, ..Question::new(WHOM, method, format!("{HOST}{path}")) }
}

impl CredentialsProvider for MetadataRole {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}
