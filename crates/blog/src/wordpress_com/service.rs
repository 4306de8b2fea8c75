//! Where WordPress.com is, and as which application Coupure is known there.

use url::Url;

use crate::Error;

const HOST: &str = "https://public-api.wordpress.com/";
/// The identifier of the registered application, when Coupure is built or run.
const CLIENT: &str = "COUPURE_WORDPRESS_COM_CLIENT";
/// Another host, on loopback alone: tokens go there.
const OTHER_HOST: &str = "COUPURE_WORDPRESS_COM_HOST";

/// WordPress.com for one registered application.
#[derive(Debug, Clone)]
pub struct Service {
    pub(super) client: String,
    host: Url,
}

impl Service {
    /// `None`: this Coupure is no registered application, and signing in there is not to be
    /// offered.
    pub fn configured() -> Option<Self> {
        let run = std::env::var(CLIENT).ok();
        let client = run.or_else(|| option_env!("COUPURE_WORDPRESS_COM_CLIENT").map(str::to_owned));
        let client = client.filter(|client| !client.trim().is_empty())?;
        let loopback = |url: &Url| matches!(url.host_str(), Some("127.0.0.1" | "[::1]"));
        let other = std::env::var(OTHER_HOST).ok().and_then(|text| Url::parse(&text).ok());
        let host = other.filter(loopback).map_or_else(|| HOST.to_owned(), String::from);
        Self::at(client.trim(), &host).ok()
    }

    /// At another host, as tests have it.
    pub fn at(client: &str, host: &str) -> Result<Self, Error> {
        let invalid = || Error::AddressInvalid { address: host.into() };
        let host = Url::parse(host).map_err(|_| invalid())?;
        if host.cannot_be_a_base() {
            return Err(invalid());
        }
        Ok(Self { client: client.into(), host })
    }

    pub(crate) fn address(&self, path: &str) -> Url {
        let mut address = self.host.clone();
        address.set_path(path);
        address
    }
}
