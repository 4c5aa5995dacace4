//! Keys from environment variables.

use std::future::ready;

use super::{BoxFuture, Credentials, CredentialsProvider, Surroundings};
use crate::error::Error;

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

/// Credentials from the environment, read each time they are asked for.
#[derive(Clone, Debug)]
pub struct Environment {
    names: &'static EnvironmentNames,
    surroundings: Surroundings,
}

impl Environment {
    /// Reads these variables of the process.
    pub fn new(names: &'static EnvironmentNames) -> Self {
        Self::within(names, &Surroundings::of_process())
    }

    /// Reads these variables of other surroundings.
    pub fn within(names: &'static EnvironmentNames, surroundings: &Surroundings) -> Self {
        Self { names, surroundings: surroundings.clone() }
    }

    fn read(&self) -> Result<Credentials, Error> {
        let names = self.names;
        match (self.surroundings.get(names.access_key_id), self.surroundings.get(names.secret)) {
            (Some(access_key_id), Some(secret)) => Ok(Credentials::temporary_keys(
                access_key_id.as_str(),
                secret.as_str(),
                self.surroundings.get(names.security_token).map(|token| token.to_string()),
            )),
            (None, None) => {
                Err(Error::credentials(format!("{} and {} are not set", names.access_key_id, names.secret)))
            }
            (None, Some(_)) => Err(Error::credentials(format!("{} is not set", names.access_key_id))),
            (Some(_), None) => Err(Error::credentials(format!("{} is not set", names.secret))),
        }
    }
}

impl CredentialsProvider for Environment {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(ready(self.read()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Environment, EnvironmentNames, Surroundings};
    use crate::error::ErrorKind;

    static NAMES: EnvironmentNames =
        EnvironmentNames { access_key_id: "KEY", secret: "SECRET", security_token: "TOKEN", project: "" };

    #[test]
    fn environment_needs_both_halves() {
        let surroundings = Surroundings::empty().variable("KEY", "id");
        let error = Environment::within(&NAMES, &surroundings).read().expect_err("half a pair");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Credentials, "SECRET is not set"));
        let error =
            Environment::within(&NAMES, &surroundings.variable("SECRET", "")).read().expect_err("an empty half");
        assert_eq!(error.message(), "SECRET is not set");
    }

    #[test]
    fn empty_token_is_no_token() {
        let surroundings = Surroundings::empty().variable("KEY", "id").variable("SECRET", "s").variable("TOKEN", "");
        let found = Environment::within(&NAMES, &surroundings).read().expect("a pair");
        assert_eq!((found.access_key_id(), found.secret(), found.security_token()), ("id", "s", None));
    }
}
