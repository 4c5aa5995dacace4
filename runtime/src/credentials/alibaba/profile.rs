//! Profiles in files: the one that the vendor's command line writes, and the one of its libraries.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::super::exchange::text;
use super::super::files::{Section, section};
use super::super::surroundings::read;
use super::super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use super::{AssumeRole, AssumeRoleWithOidc, MetadataRole};
use crate::endpoint::Network;
use crate::error::Error;
use crate::json::{self, Node};
use crate::transport::Transport;

type Provider = Box<dyn CredentialsProvider>;

/// Profiles that name each other do so no deeper.
const DEPTH: usize = 8;

/// A profile that the vendor's command line keeps in `~/.aliyun/config.json`: keys, a role by keys, a role by another
/// profile, the machine's role, or a role by a token in a file. It is read each time.
#[derive(Clone)]
pub struct CommandLineProfile {
    transport: Arc<dyn Transport>,
    surroundings: Surroundings,
    profile: Option<String>,
}

impl CommandLineProfile {
    /// The profile that `ALIBABA_CLOUD_PROFILE` names, else the current one.
    pub fn new(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Self {
        let profile = surroundings.text("ALIBABA_CLOUD_PROFILE");
        Self { transport: transport.clone(), surroundings: surroundings.clone(), profile }
    }

    /// Another profile.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    fn provider(&self) -> Result<Provider, String> {
        const DISABLED: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
        if self.surroundings.flag(DISABLED) {
            return Err(format!("{DISABLED} is set"));
        }
        let path = self.surroundings.below_home(".aliyun/config.json").ok_or("there is no home folder")?;
        let content = read(&path)?;
        let whole = json::parse(&content).map_err(|offset| format!("{} is no JSON (byte {offset})", path.display()))?;
        let name =
            self.profile.as_deref().or_else(|| text(&whole, "current")).ok_or("no profile is the current one")?;
        self.of_profile(&whole, name, 0).map_err(|problem| format!("profile `{name}` of {}: {problem}", path.display()))
    }

    fn of_profile(&self, whole: &Node<'_>, name: &str, depth: usize) -> Result<Provider, String> {
        if depth > DEPTH {
            return Err("its source profiles lead in a circle".to_owned());
        }
        let profiles = match whole.get("profiles") {
            Some(Node::List(profiles)) => profiles.as_slice(),
            _ => &[],
        };
        let profile = profiles.iter().find(|profile| text(profile, "name") == Some(name));
        let profile = profile.ok_or_else(|| format!("there is no profile `{name}`"))?;
        let need = |member: &str| text(profile, member).ok_or_else(|| format!("`{member}` is not set"));
        let keys = || Ok::<_, String>(Credentials::keys(need("access_key_id")?, need("access_key_secret")?));
        match need("mode")? {
            "AK" => Ok(Box::new(keys()?)),
            "StsToken" => Ok(Box::new(Credentials::temporary_keys(
                need("access_key_id")?,
                need("access_key_secret")?,
                Some(need("sts_token")?.to_owned()),
            ))),
            "RamRoleArn" => self.role(profile, Box::new(keys()?)),
            "ChainableRamRoleArn" => {
                let source = self.of_profile(whole, need("source_profile")?, depth + 1)?;
                self.role(profile, source)
            }
            "EcsRamRole" => Ok(Box::new(machine(text(profile, "ram_role_name"), &self.transport))),
            "OIDC" => {
                let mut role = AssumeRoleWithOidc::within(
                    &self.transport,
                    need("ram_role_arn")?,
                    need("oidc_provider_arn")?,
                    need("oidc_token_file")?,
                    &self.surroundings,
                );
                for name in ["role_session_name", "ram_session_name"].iter().filter_map(|name| text(profile, name)) {
                    role = role.session_name(name);
                }
                if let Some(policy) = text(profile, "policy") {
                    role = role.policy(policy);
                }
                if let Some(duration) = duration(profile) {
                    role = role.duration(duration);
                }
                if let Some(region) = text(profile, "sts_region") {
                    role = role.region(region, network(profile));
                }
                Ok(Box::new(role))
            }
            mode => Err(format!("the mode `{mode}` is not known here")),
        }
    }

    fn role(&self, profile: &Node<'_>, base: Provider) -> Result<Provider, String> {
        let arn = text(profile, "ram_role_arn").ok_or("`ram_role_arn` is not set")?;
        let mut role = AssumeRole::within(&self.transport, base, arn, &self.surroundings);
        if let Some(name) = text(profile, "ram_session_name") {
            role = role.session_name(name);
        }
        if let Some(policy) = text(profile, "policy") {
            role = role.policy(policy);
        }
        if let Some(id) = text(profile, "external_id") {
            role = role.external_id(id);
        }
        if let Some(duration) = duration(profile) {
            role = role.duration(duration);
        }
        if let Some(region) = text(profile, "sts_region") {
            role = role.region(region, network(profile));
        }
        Ok(Box::new(role))
    }
}

fn machine(role: Option<&str>, transport: &Arc<dyn Transport>) -> MetadataRole {
    let provider = MetadataRole::new(transport);
    match role {
        Some(role) => provider.role(role),
        None => provider,
    }
}

fn duration(profile: &Node<'_>) -> Option<Duration> {
    let seconds: u64 = match profile.get("expired_seconds")? {
        Node::Number(text) => text.parse().ok()?,
        Node::Null | Node::Boolean(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => return None,
    };
    // The command line writes 0 where nothing was said.
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

fn network(profile: &Node<'_>) -> Network {
    match profile.get("enable_vpc") {
        Some(Node::Boolean(true)) => Network::Internal,
        _ => Network::Public,
    }
}

impl CredentialsProvider for CommandLineProfile {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async { self.provider().map_err(Error::credentials)?.credentials().await })
    }
}

/// A profile in `~/.alibabacloud/credentials.ini`, or in the file that `ALIBABA_CLOUD_CREDENTIALS_FILE` names: keys, a
/// role by keys, the machine's role, or a role by a token in a file. It is read each time.
#[derive(Clone)]
pub struct ProfileFile {
    transport: Arc<dyn Transport>,
    surroundings: Surroundings,
    profile: String,
}

impl ProfileFile {
    /// The profile that `ALIBABA_CLOUD_PROFILE` names, else `default`.
    pub fn new(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Self {
        let profile = surroundings.text("ALIBABA_CLOUD_PROFILE").unwrap_or_else(|| "default".to_owned());
        Self { transport: transport.clone(), surroundings: surroundings.clone(), profile }
    }

    /// Another profile.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = name.into();
        self
    }

    fn path(&self) -> Option<PathBuf> {
        let named = self.surroundings.text("ALIBABA_CLOUD_CREDENTIALS_FILE").map(PathBuf::from);
        named.or_else(|| self.surroundings.below_home(".alibabacloud/credentials.ini"))
    }

    fn provider(&self) -> Result<Provider, String> {
        let path = self.path().ok_or("there is no home folder")?;
        let content = read(&path)?;
        let place = || format!("profile `{}` of {}", self.profile, path.display());
        let profile = section(&content, &self.profile).ok_or_else(|| format!("there is no {}", place()))?;
        self.of_section(&profile).map_err(|problem| format!("{}: {problem}", place()))
    }

    fn of_section(&self, profile: &Section) -> Result<Provider, String> {
        let keys = || {
            let secret = profile.need("access_key_secret")?;
            Ok::<_, String>(Credentials::keys(profile.need("access_key_id")?, secret))
        };
        match profile.need("type")? {
            "access_key" => Ok(Box::new(keys()?)),
            "sts" => Ok(Box::new(Credentials::temporary_keys(
                profile.need("access_key_id")?,
                profile.need("access_key_secret")?,
                Some(profile.need("security_token")?.to_owned()),
            ))),
            "ecs_ram_role" => Ok(Box::new(machine(profile.get("role_name"), &self.transport))),
            "ram_role_arn" => {
                let (arn, base) = (profile.need("role_arn")?, Box::new(keys()?));
                let mut role = AssumeRole::within(&self.transport, base, arn, &self.surroundings);
                if let Some(name) = profile.get("role_session_name") {
                    role = role.session_name(name);
                }
                if let Some(policy) = profile.get("policy") {
                    role = role.policy(policy);
                }
                Ok(Box::new(role))
            }
            "oidc_role_arn" => {
                let mut role = AssumeRoleWithOidc::within(
                    &self.transport,
                    profile.need("role_arn")?,
                    profile.need("oidc_provider_arn")?,
                    profile.need("oidc_token_file_path")?,
                    &self.surroundings,
                );
                if let Some(name) = profile.get("role_session_name") {
                    role = role.session_name(name);
                }
                if let Some(policy) = profile.get("policy") {
                    role = role.policy(policy);
                }
                Ok(Box::new(role))
            }
            kind => Err(format!("the type `{kind}` is not known here")),
        }
    }
}

impl CredentialsProvider for ProfileFile {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async { self.provider().map_err(Error::credentials)?.credentials().await })
    }
}
