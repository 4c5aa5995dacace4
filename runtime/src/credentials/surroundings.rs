//! What a client sees of the machine: variables, the home folder, files, the clock, random text.
//!
//! In: the process, or what a test says instead. Out: single answers. Knows no vendor's names.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::error::Error;
use crate::random;

/// No profile and no token is larger.
const LARGEST_FILE: u64 = 1 << 20;

type Now = Arc<dyn Fn() -> SystemTime + Send + Sync>;
type Nonce = Arc<dyn Fn() -> String + Send + Sync>;

/// What a client and its providers of credentials see of the machine: environment variables, home folder, clock, random
/// text. Cheap to clone.
///
/// [`Surroundings::of_process`] is what a client takes unless told otherwise; [`Surroundings::empty`] knows nothing but
/// the time, for tests to build on.
#[derive(Clone)]
pub struct Surroundings {
    /// `None` asks the process.
    variables: Option<Arc<BTreeMap<String, Zeroizing<String>>>>,
    home: Option<PathBuf>,
    now: Option<Now>,
    nonce: Option<Nonce>,
}

impl Surroundings {
    /// The process's variables, the user's home folder, the system's clock.
    pub fn of_process() -> Self {
        let home =
            ["HOME", "USERPROFILE"].iter().find_map(|name| std::env::var_os(name).filter(|path| !path.is_empty()));
        Self { variables: None, home: home.map(PathBuf::from), now: None, nonce: None }
    }

    /// No variables and no home folder; the system's clock.
    pub fn empty() -> Self {
        Self { variables: Some(Arc::default()), home: None, now: None, nonce: None }
    }

    /// The same with a variable, and without those of the process.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let variables = Arc::make_mut(self.variables.get_or_insert_default());
        variables.insert(name.into(), Zeroizing::new(value.into()));
        self
    }

    /// The same with another home folder.
    #[must_use]
    pub fn home(mut self, folder: impl Into<PathBuf>) -> Self {
        self.home = Some(folder.into());
        self
    }

    /// The same with another clock.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Some(Arc::new(now));
        self
    }

    /// The same with another source of text that is used once, in place of random text.
    #[must_use]
    pub fn nonces(mut self, nonce: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.nonce = Some(Arc::new(nonce));
        self
    }

    /// A variable that is set and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<Zeroizing<String>> {
        let value = match &self.variables {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var(name).ok().map(Zeroizing::new),
        };
        value.filter(|value| !value.is_empty())
    }

    /// A variable that holds no secret.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.to_string())
    }

    /// Whether a variable says yes.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// A path below the home folder.
    pub(crate) fn below_home(&self, path: &str) -> Option<PathBuf> {
        self.home.as_ref().map(|home| home.join(path))
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.now.as_ref().map_or_else(SystemTime::now, |now| now())
    }

    pub(crate) fn nonce(&self) -> Result<String, Error> {
        self.nonce.as_ref().map_or_else(random::token, |nonce| Ok(nonce()))
    }
}

/// The text of a file; the error says why there is none, and nothing of its content.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<String>, String> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no {}", path.display()),
        _ => format!("{} can not be read: {error}", path.display()),
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut text = Zeroizing::new(String::new());
    file.take(LARGEST_FILE + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > LARGEST_FILE {
        return Err(format!("{} is larger than {LARGEST_FILE} bytes", path.display()));
    }
    Ok(text)
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Surroundings").field("home", &self.home).finish_non_exhaustive()
    }
}
