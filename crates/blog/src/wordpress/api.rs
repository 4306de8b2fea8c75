//! The REST interface as one user: addresses, signed requests, refusals in Coupure's words.
//!
//! A request is made again in one case alone: the answer was a 401, so that nothing happened, and
//! the access token could be renewed since.

use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::OnceCell;
use url::Url;

use super::{
    clock::Clock,
    credentials,
    http::{self, ANSWER_MAX_BYTES, Reply},
    refusal::{self, Sending},
    user::User,
};
use crate::{
    Error, Secret,
    wordpress_com::{self, Session},
};

/// How long a service is left alone that could not renew a sign-in.
const BUSY_FOR: Duration = Duration::from_secs(30);

/// How requests say who one is.
pub(super) enum Signature {
    /// An application password of the user.
    Password(Secret),
    /// A token of WordPress.com, whose routes carry no `wp/v2/`: it stands in the base.
    Token(Session),
}

/// Who talks to which interface.
pub(super) struct Api {
    pub client: Client,
    pub base: Url,
    pub site: String,
    pub user: String,
    pub signature: Signature,
    pub timeout: Duration,
    pub clock: Clock,
    me: OnceCell<User>,
}

impl Api {
    pub fn new(site: &str, base: &str, user: &str, signature: Signature) -> Result<Self, Error> {
        let base = Url::parse(base).map_err(|_| Error::AddressInvalid { address: base.into() })?;
        Ok(Self {
            client: http::client()?,
            base,
            site: site.into(),
            user: user.into(),
            signature,
            timeout: super::request_timeout(),
            clock: Clock::default(),
            me: OnceCell::new(),
        })
    }

    pub fn host(&self) -> String {
        http::host_of(&self.base)
    }

    /// The address of a route (`wp/v2/posts`), below a path or, with plain permalinks, inside the
    /// query of the base.
    pub fn address(&self, route: &str, query: &[(&str, &str)]) -> Url {
        let route = match &self.signature {
            Signature::Token(_) => route.strip_prefix("wp/v2/").unwrap_or(route),
            Signature::Password(_) => route,
        };
        let mut url = self.base.clone();
        let pairs: Vec<(String, String)> =
            url.query_pairs().map(|(name, value)| (name.into(), value.into())).collect();
        let in_query = pairs.iter().any(|(name, _)| name == "rest_route");
        if !in_query {
            let path = format!("{}/{route}", url.path().trim_end_matches('/'));
            url.set_path(&path);
        }
        url.set_query(None);
        if !pairs.is_empty() || !query.is_empty() {
            let mut written = url.query_pairs_mut();
            for (name, value) in pairs {
                if name == "rest_route" {
                    let whole = format!("{}/{route}", value.trim_end_matches('/'));
                    written.append_pair("rest_route", &whole);
                } else {
                    written.append_pair(&name, &value);
                }
            }
            written.extend_pairs(query);
        }
        url
    }

    /// Reads; junk before the JSON is forgiven.
    pub async fn get<T: DeserializeOwned>(
        &self,
        route: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Error> {
        self.get_reply(route, query).await?.tolerant()
    }

    /// Reads, with the headers.
    pub async fn get_reply(&self, route: &str, query: &[(&str, &str)]) -> Result<Reply, Error> {
        let request = self.client.get(self.address(route, query));
        self.exchange(request, self.timeout, Sending::Nothing).await
    }

    /// Writes once. An answer that is not JSON through and through leaves the outcome unknown.
    pub async fn post<T: DeserializeOwned>(
        &self,
        route: &str,
        query: &[(&str, &str)],
        body: &Value,
    ) -> Result<T, Error> {
        let request = self.client.post(self.address(route, query)).json(body);
        self.exchange(request, self.timeout, Sending::Text).await?.strict()
    }

    /// Signs and sends; anything but a success is an error.
    pub async fn exchange(
        &self,
        request: RequestBuilder,
        timeout: Duration,
        sending: Sending<'_>,
    ) -> Result<Reply, Error> {
        let reply = self.exchange_raw(request, timeout).await?;
        match reply.status.is_success() {
            true => Ok(reply),
            false => Err(self.refuse(&reply, sending).await),
        }
    }

    /// Signs and sends; returns whatever comes back.
    pub async fn exchange_raw(
        &self,
        request: RequestBuilder,
        timeout: Duration,
    ) -> Result<Reply, Error> {
        let make = || request.try_clone().expect("a body that is no stream can be sent again");
        self.exchange_made(make, timeout).await
    }

    /// The same for a request that has to be made anew for each sending.
    pub async fn exchange_made(
        &self,
        make: impl Fn() -> RequestBuilder,
        timeout: Duration,
    ) -> Result<Reply, Error> {
        let session = match &self.signature {
            Signature::Password(secret) => {
                let signed = make().basic_auth(&self.user, Some(secret.expose()));
                return self.send(signed, timeout).await;
            }
            Signature::Token(session) => session,
        };
        let access = session.access().await.map_err(nothing_sent)?;
        let reply = self.send(make().bearer_auth(&access), timeout).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        let access = session.renew(&access).await.map_err(nothing_sent)?;
        self.send(make().bearer_auth(&access), timeout).await
    }

    async fn send(&self, signed: RequestBuilder, timeout: Duration) -> Result<Reply, Error> {
        let signed = signed.header("accept", "application/json");
        let reply = http::send(signed, timeout, ANSWER_MAX_BYTES, false).await?;
        self.clock.hear(&reply);
        Ok(reply)
    }

    /// Why a request was refused. Asks the server more where the answer alone does not tell.
    pub async fn refuse(&self, reply: &Reply, sending: Sending<'_>) -> Error {
        if matches!(self.signature, Signature::Token(_)) && reply.status == 401 {
            return Error::SignedOut { host: wordpress_com::NAME.into() };
        }
        match refusal::of(reply, &self.user, sending) {
            Some(error) => error,
            None => credentials::why_refused(self).await,
        }
    }

    /// The user that the requests act as.
    pub async fn me(&self) -> Result<&User, Error> {
        self.me
            .get_or_try_init(|| async {
                let fields = "id,name,slug,roles,capabilities";
                self.get("wp/v2/users/me", &[("context", "edit"), ("_fields", fields)]).await
            })
            .await
    }
}

/// A renewal that failed leaves no doubt about the write that needed it.
fn nothing_sent(error: Error) -> Error {
    match error {
        Error::TimedOut { host } | Error::Interrupted { host, .. } => {
            Error::Offline { host, detail: "the sign-in was not renewed".into() }
        }
        Error::ServerFault { host, .. }
        | Error::AnswerUnreadable { host, .. }
        | Error::ServerBusy { host, retry_after: None, .. } => {
            let retry_after = Some(BUSY_FOR);
            Error::ServerBusy { host, status: 429, retry_after }
        }
        Error::ServerBusy { host, retry_after, .. } => {
            Error::ServerBusy { host, status: 429, retry_after }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(base: &str) -> Api {
        let signature = Signature::Password(Secret::new("secret"));
        Api::new("https://a.example/", base, "laurent", signature).unwrap()
    }

    #[test]
    fn a_route_is_added_to_the_path_or_to_the_query() {
        let query = [("slug", "a,b"), ("status", "any")];
        assert_eq!(
            api("https://a.example/wp-json/").address("wp/v2/posts", &query).as_str(),
            "https://a.example/wp-json/wp/v2/posts?slug=a%2Cb&status=any"
        );
        assert_eq!(
            api("https://a.example/index.php?rest_route=/").address("wp/v2/posts", &query).as_str(),
            "https://a.example/index.php?rest_route=%2Fwp%2Fv2%2Fposts&slug=a%2Cb&status=any"
        );
        assert_eq!(
            api("https://a.example/wp-json").address("wp/v2/posts", &[]).as_str(),
            "https://a.example/wp-json/wp/v2/posts"
        );
    }
}
