//! Where Alibaba Cloud's credentials come from.
//!
//! In: [`Surroundings`] and a transport. Out: the usual [`chain`], and its links one by one for programs that know
//! where their credentials are. Requests are those of the vendor's own `credentials` libraries.

mod metadata;
mod profile;
mod sts;
mod uri;

use std::future::ready;
use std::sync::Arc;

pub use metadata::MetadataRole;
pub use profile::{CommandLineProfile, ProfileFile};
pub use sts::{AssumeRole, AssumeRoleWithOidc};
pub use uri::CredentialsUri;

use super::exchange::Members;
use super::{BoxFuture, Cached, Chain, Credentials, CredentialsProvider, Environment, Surroundings};
use crate::error::Error;
use crate::operation::Protocol;
use crate::protocol;
use crate::transport::Transport;

/// Temporary keys in answers.
const TEMPORARY: Members = Members {
    access_key_id: "AccessKeyId",
    secret: "AccessKeySecret",
    security_token: "SecurityToken",
    end: "Expiration",
};

/// The vendor's usual order: variables with keys, variables of an OIDC role, the command line's profile, the profile
/// file, the machine's role, the address that a variable names.
///
/// `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` and `ALIBABA_CLOUD_ECS_METADATA_DISABLED`, when they are `true`, take their
/// links out.
pub fn chain(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Cached<Chain> {
    let environment = Environment::within(protocol::environment(Protocol::AlibabaRpc), surroundings);
    let chain = Chain::new()
        .link("environment", environment)
        .link("OIDC role", Of(AssumeRoleWithOidc::of(surroundings, transport)))
        .link("command line profile", CommandLineProfile::new(surroundings, transport))
        .link("profile file", ProfileFile::new(surroundings, transport))
        .link("instance metadata", Of(MetadataRole::of(surroundings, transport)))
        .link("credentials address", Of(CredentialsUri::of(surroundings, transport)));
    Cached::within(chain, surroundings)
}

/// A link that may not be there; then it says why.
struct Of<P>(Result<P, String>);

impl<P: CredentialsProvider> CredentialsProvider for Of<P> {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        match &self.0 {
            Ok(provider) => provider.credentials(),
            Err(reason) => Box::pin(ready(Err(Error::credentials(reason.clone())))),
        }
    }
}
