//! WordPress.com by its own sign-in (OAuth 2 with a code and PKCE, RFC 6749 and 7636): the author
//! lets Coupure in with the browser and gives no password away. Its blogs speak WordPress's REST
//! interface under another roof, so [`crate::wordpress`] is the client; here is how one is let in
//! and stays so.
//!
//! Imports `wordpress` and `secrets` alone. What always holds: a refresh token that was exchanged
//! is worth nothing any more, so the new one is in the vault before the new access token is used;
//! no token is in an error, a log or an address.

mod returned;
mod service;
mod session;
mod sign_in;
mod tokens;

pub use returned::Return;
pub use service::Service;
pub(crate) use session::Session;
pub use sign_in::{Granted, SignIn};

use coupure_model::BlogId;

use crate::{Error, Secret, secrets::Vault, wordpress::WordPress};

/// What errors call it.
pub(crate) const NAME: &str = "WordPress.com";

/// The client of a blog there. `secret`: the tokens that [`SignIn::finish`] gave, or that the vault
/// holds since; renewed ones go into the vault under `id`.
pub fn client(
    service: &Service,
    (site_id, url, user): (&str, &str, &str),
    secret: &Secret,
    (vault, id): (&Vault, BlogId),
) -> Result<WordPress, Error> {
    let base = service.address(&format!("wp/v2/sites/{site_id}"));
    let session = Session::new(service.clone(), secret, vault.clone(), id)?;
    WordPress::of_wordpress_com(url, base, user, session)
}
