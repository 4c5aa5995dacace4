//! Where Huawei Cloud's credentials come from.
//!
//! In: [`Surroundings`] and a transport. Out: the usual [`chain`], its links one by one, tokens for a name and a
//! password, and the ids of projects and accounts. Requests are those of the vendor's own SDK.

mod federation;
mod iam;
mod metadata;
mod password;
mod profile;

use std::sync::Arc;

pub use federation::{AssumeAgencyWithOidc, IdentityToken, PodIdentity};
pub use iam::Identity;
pub use metadata::Metadata;
pub use password::PasswordToken;
pub use profile::ProfileFile;

use super::exchange::{Members, Question, temporary, text};
use super::{Cached, Chain, Credentials, Environment, Surroundings};
use crate::error::Error;
use crate::json::Node;
use crate::operation::Protocol;
use crate::protocol;
use crate::transport::Transport;

/// The domain of the vendor's services.
pub(super) const DOMAIN: &str = ".myhuaweicloud.com";

/// The identity service of all regions.
const IAM: &str = "iam.myhuaweicloud.com";

/// The vendor's usual order: variables with keys, variables of an identity token, those of an agency by OIDC, those of
/// a pod, the profile file, the machine's agency.
pub fn chain(surroundings: &Surroundings, transport: &Arc<dyn Transport>) -> Cached<Chain> {
    let environment = Environment::within(protocol::environment(Protocol::HuaweiRest), surroundings);
    let chain = Chain::new()
        .link("environment", environment)
        .link("identity token", federation::FromVariables::identity_token(surroundings, transport))
        .link("agency by OIDC", federation::FromVariables::agency(surroundings, transport))
        .link("pod identity", federation::FromVariables::pod(surroundings, transport))
        .link("profile file", ProfileFile::new(surroundings, transport))
        .link("instance metadata", Metadata::new(transport));
    Cached::within(chain, surroundings)
}

/// The project that a variable names, else the profile file.
pub(super) fn project(surroundings: &Surroundings) -> Option<String> {
    let names = protocol::environment(Protocol::HuaweiRest);
    surroundings.text(names.project).or_else(|| profile::project(surroundings))
}

/// Temporary keys, in the three forms that the vendor's services have.
fn temporary_keys(question: &Question<'_>, node: &Node<'_>) -> Result<Credentials, Error> {
    let inner = node.get("credential").or_else(|| node.get("credentials")).unwrap_or(node);
    let one_of =
        |names: [&'static str; 3]| names.into_iter().find(|name| text(inner, name).is_some()).unwrap_or(names[0]);
    let members = Members {
        access_key_id: one_of(["access", "access_key_id", "accessKeyId"]),
        secret: one_of(["secret", "secret_access_key", "secretAccessKey"]),
        security_token: one_of(["securitytoken", "security_token", "securityToken"]),
        end: one_of(["expires_at", "expiration", "expiresAt"]),
    };
    temporary(question, inner, &members)
}
