//! Passwords of blogs: in the system's keychain or, where `COUPURE_SECRETS=file` says so, in files
//! that their owner alone can read. Calls block: keep them off the async threads.

mod file;
mod keychain;

use std::{fmt, path::PathBuf};

use coupure_model::BlogId;

use crate::Error;

/// A password. It never shows itself in a log, an error or `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The password itself, for the request that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where secrets are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vault {
    /// The system's keychain: Secret Service, Keychain Services, Credential Manager.
    Keychain,
    /// A folder with a file for each blog.
    File(PathBuf),
}

impl Vault {
    /// The vault of a home; `choice` is the value of `COUPURE_SECRETS`.
    pub fn of_home(home: &std::path::Path, choice: Option<&str>) -> Self {
        match choice {
            Some("file") => Self::File(home.join("secrets")),
            _ => Self::Keychain,
        }
    }

    pub fn get(&self, blog: BlogId) -> Result<Option<Secret>, Error> {
        match self {
            Self::Keychain => keychain::get(blog),
            Self::File(folder) => file::get(folder, blog),
        }
    }

    pub fn set(&self, blog: BlogId, secret: &Secret) -> Result<(), Error> {
        match self {
            Self::Keychain => keychain::set(blog, secret),
            Self::File(folder) => file::set(folder, blog, secret),
        }
    }

    /// Forgets the secret; well if there is none.
    pub fn remove(&self, blog: BlogId) -> Result<(), Error> {
        match self {
            Self::Keychain => keychain::remove(blog),
            Self::File(folder) => file::remove(folder, blog),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_itself() {
        let secret = Secret::new("abcd efgh");
        assert!(!format!("{secret:?} {:?}", Some(&secret)).contains("abcd"));
    }
}
