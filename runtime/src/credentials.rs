//! Who calls: keys or a token, from the program, the environment, or a provider of the caller's own.
//!
//! Secrets are overwritten when they are dropped and never stand in `Debug`.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::error::Error;

/// A future in a box, as the traits of this crate return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What proves who calls. Cheap to clone.
#[derive(Clone)]
pub struct Credentials {
    inner: Arc<Inner>,
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
        }
    }

    /// A token that is sent instead of a signature (`X-Auth-Token`).
    pub fn token(token: impl Into<String>) -> Self {
        Self { inner: Arc::new(Inner::Token(Zeroizing::new(token.into()))) }
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

/// The names of a vendor's environment variables.
#[derive(Debug)]
pub struct EnvironmentNames {
    /// The public half of the key pair.
    pub access_key_id: &'static str,
    /// The secret half.
    pub secret: &'static str,
    /// The security token of temporary keys; may be unset.
    pub security_token: &'static str,
    /// The project; empty where the vendor has none.
    pub project: &'static str,
}

/// Credentials from the environment, read at each call.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    names: &'static EnvironmentNames,
}

impl Environment {
    /// Reads these variables.
    pub fn new(names: &'static EnvironmentNames) -> Self {
        Self { names }
    }

    fn read(self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Credentials, Error> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let names = self.names;
        match (set(names.access_key_id), set(names.secret)) {
            (Some(access_key_id), Some(secret)) => {
                Ok(Credentials::temporary_keys(access_key_id, secret, set(names.security_token)))
            }
            _ => Err(Error::credentials(format!(
                "no credentials: set the environment variables {} and {}, or give credentials to the client's builder",
                names.access_key_id, names.secret
            ))),
        }
    }
}

impl CredentialsProvider for Environment {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(ready(self.read(&|name| std::env::var(name).ok())))
    }
}

#[cfg(test)]
mod tests {
    use super::{Credentials, Environment, EnvironmentNames};
    use crate::error::ErrorKind;

    static NAMES: EnvironmentNames =
        EnvironmentNames { access_key_id: "KEY", secret: "SECRET", security_token: "TOKEN", project: "" };

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!(
            "{:?} {:?}",
            Credentials::temporary_keys("public", "hidden", Some("token".into())),
            Credentials::token("hidden")
        );
        assert!(shown.contains("public"));
        assert!(!shown.contains("hidden"));
    }

    #[test]
    fn environment_needs_both_halves() {
        let found = Environment::new(&NAMES).read(&|name| (name == "KEY").then(|| "id".to_owned()));
        let error = found.expect_err("half a pair");
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.message().contains("SECRET"));
    }

    #[test]
    fn empty_token_is_no_token() {
        let found = Environment::new(&NAMES).read(&|name| Some(if name == "TOKEN" { "" } else { "x" }.to_owned()));
        assert_eq!(found.expect("a pair").security_token(), None);
    }
}
