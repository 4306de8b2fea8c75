//! The blogs that posts go to: one trait, [`BlogClient`], and one folder of code for each kind of
//! blog (`folder`, a static site on this computer; `wordpress`, by its REST interface;
//! `wordpress_com`, the same with WordPress.com's own sign-in; `xmlrpc`, a WordPress whose REST
//! interface is shut), and the passwords that they need.
//!
//! The only crate that knows HTTP. Imports `coupure-model` alone of Coupure's own. What always
//! holds: no write is repeated or redirected by itself, and a write whose outcome is not known says
//! so ([`Error::outcome_unknown`]); no password is ever logged, shown or put into an error.

mod client;
mod error;
pub mod folder;
mod published;
pub mod secrets;
pub mod wordpress;
pub mod wordpress_com;
pub mod wxr;
pub mod xmlrpc;

pub use client::{
    BlogClient, Check, Dialect, Learnt, OldVersion, PictureUpload, PostsPage, Verdict,
};
pub use error::{CertificateFault, Error};
pub use folder::slug::slugify;
pub use published::PublishedPage;
pub use secrets::Secret;
pub use wordpress::{AuthorisePage, Site, authorise_page, discover};

use coupure_model::{Blog, BlogKind};

/// The client for a blog. Nothing is read or sent before its first call. `vault`: where a secret
/// that the blog renews by itself is kept.
pub fn connect(
    blog: &Blog,
    secret: Option<&Secret>,
    vault: &secrets::Vault,
) -> Result<Box<dyn BlogClient>, Error> {
    match &blog.kind {
        BlogKind::Folder { path } => {
            Ok(Box::new(folder::FolderBlog::new(path, &blog.title, blog.language, &blog.time_zone)))
        }
        BlogKind::WordPress { url, api, user } => {
            let secret = secret.ok_or_else(|| Error::SecretMissing { blog: blog.name.clone() })?;
            Ok(Box::new(wordpress::WordPress::new(url, api, user, secret)?))
        }
        BlogKind::WordPressCom { site_id, url, user } => {
            let secret = secret.ok_or_else(|| Error::SecretMissing { blog: blog.name.clone() })?;
            let service = wordpress_com::Service::configured()
                .ok_or_else(|| Error::AuthoriseUnavailable { host: wordpress_com::NAME.into() })?;
            let place = (site_id.as_str(), url.as_str(), user.as_str());
            Ok(Box::new(wordpress_com::client(&service, place, secret, (vault, blog.id))?))
        }
        BlogKind::XmlRpc { url, endpoint, user } => {
            let secret = secret.ok_or_else(|| Error::SecretMissing { blog: blog.name.clone() })?;
            Ok(Box::new(xmlrpc::XmlRpc::new(url, endpoint, user, secret)?))
        }
    }
}
