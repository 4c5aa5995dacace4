//! Who calls: keys or a token, from the program, the machine that it runs on, a vendor's service, or a provider of the
//! caller's own.
//!
//! In: what the program gives, and [`Surroundings`]: variables, files, clock. Out: [`Credentials`] that are not expired.
//! Secrets are overwritten when they are dropped and never stand in `Debug` or in an error. Each vendor has its usual
//! [`Chain`] ([`alibaba::chain`], [`huawei::chain`]), which a client asks that was given no credentials.

pub mod alibaba;
mod cache;
mod chain;
mod environment;
mod exchange;
mod files;
pub mod huawei;
pub(crate) mod projects;
mod surroundings;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

pub use cache::Cached;
pub use chain::Chain;
pub use environment::{Environment, EnvironmentNames};
pub use surroundings::Surroundings;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::operation::Protocol;
use crate::transport::Transport;

/// A future in a box, as the traits of this crate return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What proves who calls. Cheap to clone.
#[derive(Clone)]
pub struct Credentials {
    inner: Arc<Inner>,
    expires_at: Option<SystemTime>,
}

enum Inner {
    Keys { access_key_id: String, secret: Zeroizing<String>, security_token: Option<Zeroizing<String>> },
    Token(Zeroizing<String>),
}

impl Credentials {
    /// A key pair.
    pub fn keys(access_key_id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::temporary_keys(access_key_id, secret, None)
    }

    /// A key pair that a security token belongs to.
    pub fn temporary_keys(
        access_key_id: impl Into<String>,
        secret: impl Into<String>,
        security_token: Option<String>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner::Keys {
                access_key_id: access_key_id.into(),
                secret: Zeroizing::new(secret.into()),
                security_token: security_token.map(Zeroizing::new),
            }),
            expires_at: None,
        }
    }

    /// A token that is sent instead of a signature (`X-Auth-Token`).
    pub fn token(token: impl Into<String>) -> Self {
        Self { inner: Arc::new(Inner::Token(Zeroizing::new(token.into()))), expires_at: None }
    }

    /// The same, which a service takes until then: for providers.
    #[must_use]
    pub fn expiring_at(mut self, moment: SystemTime) -> Self {
        self.expires_at = Some(moment);
        self
    }

    /// Until when a service takes them; `None` when that is not known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// The public half of the key pair; empty for a token.
    pub fn access_key_id(&self) -> &str {
        match &*self.inner {
            Inner::Keys { access_key_id, .. } => access_key_id,
            Inner::Token(_) => "",
        }
    }

    pub(crate) fn secret(&self) -> &str {
        match &*self.inner {
            Inner::Keys { secret, .. } => secret,
            Inner::Token(_) => "",
        }
    }

    pub(crate) fn security_token(&self) -> Option<&str> {
        match &*self.inner {
            Inner::Keys { security_token, .. } => security_token.as_ref().map(|token| token.as_str()),
            Inner::Token(_) => None,
        }
    }

    pub(crate) fn auth_token(&self) -> Option<&str> {
        match &*self.inner {
            Inner::Keys { .. } => None,
            Inner::Token(token) => Some(token),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.inner {
            Inner::Keys { access_key_id, security_token, .. } => formatter
                .debug_struct("Credentials")
                .field("access_key_id", access_key_id)
                .field("temporary", &security_token.is_some())
                .finish_non_exhaustive(),
            Inner::Token(_) => formatter.write_str("Credentials(token)"),
        }
    }
}

/// Where credentials come from. Asked once for each attempt; a provider caches what is dear to get.
pub trait CredentialsProvider: Send + Sync {
    /// The credentials for a request that is signed now.
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>>;
}

impl CredentialsProvider for Credentials {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(ready(Ok(self.clone())))
    }
}

/// What a client asks that was given no credentials: the usual chain of the protocol's vendor, and the project that
/// stands beside it.
pub(crate) fn usual(
    protocol: Protocol,
    surroundings: &Surroundings,
    transport: &Arc<dyn Transport>,
) -> Arc<dyn CredentialsProvider> {
    match protocol {
        Protocol::AlibabaRpc => Arc::new(alibaba::chain(surroundings, transport)),
        Protocol::HuaweiRest => Arc::new(huawei::chain(surroundings, transport)),
    }
}

/// The project that variables or a profile name.
pub(crate) fn usual_project(protocol: Protocol, surroundings: &Surroundings) -> Option<String> {
    match protocol {
        Protocol::AlibabaRpc => None,
        Protocol::HuaweiRest => huawei::project(surroundings),
    }
}
