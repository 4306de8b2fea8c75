//! Staying let in: the access token of the moment, renewed when it has ended or is refused.
//!
//! A renewal goes through though whoever asked for it is gone meanwhile, for it uses up the refresh
//! token; one at a time for each blog in this process. Another process that was faster has left its
//! tokens in the vault, which is read before and after.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use coupure_model::BlogId;
use tokio::sync::Mutex as AsyncMutex;

use super::{
    NAME, Service,
    tokens::{self, Tokens},
};
use crate::{Error, Secret, secrets::Vault};

/// A renewal that could not be written down: what it was made from, and what it gave.
type Unsaved = Option<(Tokens, Tokens)>;

/// The renewals of each blog, whatever clients it has.
static RENEWALS: LazyLock<Mutex<HashMap<BlogId, Arc<AsyncMutex<Unsaved>>>>> =
    LazyLock::new(Mutex::default);

/// How requests to one blog are signed.
#[derive(Clone)]
pub(crate) struct Session(Arc<Inner>);

struct Inner {
    service: Service,
    vault: Vault,
    blog: BlogId,
    tokens: Mutex<Tokens>,
    renewals: Arc<AsyncMutex<Unsaved>>,
}

impl Session {
    pub fn new(
        service: Service,
        secret: &Secret,
        vault: Vault,
        blog: BlogId,
    ) -> Result<Self, Error> {
        let tokens = Tokens::read(secret).ok_or_else(signed_out)?;
        let mut all = RENEWALS.lock().unwrap_or_else(PoisonError::into_inner);
        let renewals = Arc::clone(all.entry(blog).or_default());
        let tokens = Mutex::new(tokens);
        Ok(Self(Arc::new(Inner { service, vault, blog, tokens, renewals })))
    }

    pub fn service(&self) -> &Service {
        &self.0.service
    }

    /// The access token to sign a request with.
    pub async fn access(&self) -> Result<String, Error> {
        let tokens = self.0.now();
        match tokens.have_ended() {
            true => self.renew(&tokens.access).await,
            false => Ok(tokens.access),
        }
    }

    /// Another access token than the one that was refused or has ended.
    ///
    /// # Errors
    /// [`Error::SignedOut`]: the author has to let Coupure in again.
    pub async fn renew(&self, refused: &str) -> Result<String, Error> {
        let (inner, refused) = (Arc::clone(&self.0), refused.to_owned());
        tokio::spawn(async move { inner.renew(&refused).await })
            .await
            .map_err(|error| Error::Internal { detail: error.to_string() })?
    }
}

impl Inner {
    fn now(&self) -> Tokens {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn take(&self, tokens: Tokens) -> String {
        let access = tokens.access.clone();
        *self.tokens.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
        access
    }

    async fn renew(&self, refused: &str) -> Result<String, Error> {
        let mut unsaved = self.renewals.lock().await;
        let kept = self.kept().await?;
        if let Some((from, to)) = unsaved.clone() {
            // Else the author has signed in anew since.
            if kept.as_ref().is_none_or(|kept| *kept == from) {
                self.keep(&to).await?;
                *unsaved = None;
                return Ok(self.take(to));
            }
            *unsaved = None;
        }
        let known = kept.unwrap_or_else(|| self.now());
        if known.access != refused && !known.have_ended() {
            return Ok(self.take(known));
        }
        let refresh = known.refresh.as_deref().ok_or_else(signed_out)?;
        let given = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let Some(answer) = tokens::ask(&self.service, &given).await? else {
            let again = self.kept().await?.filter(|again| *again != known);
            return again.map(|again| self.take(again)).ok_or_else(signed_out);
        };
        let renewed = answer.tokens(Some(refresh));
        *unsaved = Some((known, renewed.clone()));
        self.keep(&renewed).await?;
        *unsaved = None;
        Ok(self.take(renewed))
    }

    async fn kept(&self) -> Result<Option<Tokens>, Error> {
        let (vault, blog) = (self.vault.clone(), self.blog);
        let secret = blocking(move || vault.get(blog)).await?;
        Ok(secret.as_ref().and_then(Tokens::read))
    }

    async fn keep(&self, tokens: &Tokens) -> Result<(), Error> {
        let (vault, blog, secret) = (self.vault.clone(), self.blog, tokens.secret());
        blocking(move || vault.set(blog, &secret)).await
    }
}

/// The keychain may ask the author something first.
async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(call)
        .await
        .map_err(|error| Error::Internal { detail: error.to_string() })?
}

fn signed_out() -> Error {
    Error::SignedOut { host: NAME.into() }
}
