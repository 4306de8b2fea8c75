//! The system's keychain. It may ask the author to unlock it, or never answer: each call is made
//! on a thread of its own and given up after a while.

use std::{sync::mpsc, thread, time::Duration};

use coupure_model::BlogId;
use keyring::v1::{Entry, Error as KeyringError};

use super::Secret;
use crate::Error;

const SERVICE: &str = "coupure";
/// Long enough to type a password into the keychain's own window.
const TIMEOUT: Duration = Duration::from_secs(30);

pub(super) fn get(blog: BlogId) -> Result<Option<Secret>, Error> {
    in_time(move || match entry(blog)?.get_password() {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(KeyringError::NoEntry) => Ok(None),
        Err(error) => Err(unavailable(&error)),
    })
}

pub(super) fn set(blog: BlogId, secret: &Secret) -> Result<(), Error> {
    let secret = secret.clone();
    in_time(move || entry(blog)?.set_password(secret.expose()).map_err(|error| unavailable(&error)))
}

pub(super) fn remove(blog: BlogId) -> Result<(), Error> {
    in_time(move || match entry(blog)?.delete_credential() {
        Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
        Err(error) => Err(unavailable(&error)),
    })
}

fn entry(blog: BlogId) -> Result<Entry, Error> {
    if let Err(error) = Entry::store_status() {
        return Err(unavailable(error));
    }
    Entry::new(SERVICE, &blog.to_string()).map_err(|error| unavailable(&error))
}

/// Names the kind of failure only: some of the errors hold what was stored.
fn unavailable(error: &KeyringError) -> Error {
    let detail = match error {
        KeyringError::PlatformFailure(_) => "it is not running",
        KeyringError::NoStorageAccess(_) => "it is locked",
        KeyringError::NoDefaultStore => "there is none",
        KeyringError::TooLong(..) => "the password is too long for it",
        _ => "it cannot be read",
    };
    Error::KeychainUnavailable { detail: detail.into() }
}

fn in_time<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (answer, answers) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("keychain".into())
        .spawn(move || {
            // The receiver has gone when the call took too long: nobody waits for the answer.
            let _ = answer.send(call());
        })
        .map_err(|error| Error::Internal { detail: error.to_string() })?;
    answers
        .recv_timeout(TIMEOUT)
        .map_err(|_| Error::KeychainUnavailable { detail: "it did not answer in time".into() })?
}
