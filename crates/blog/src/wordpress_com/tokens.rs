//! What WordPress.com lets one in with, as the vault keeps it and as the service gives it.

use std::time::Duration;

use coupure_model::Timestamp;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::{NAME, Service};
use crate::{
    Error, Secret,
    wordpress::{http, request_timeout},
};

/// An answer is some hundred bytes.
const ANSWER_MAX_BYTES: usize = 64 * 1024;
/// An access token that ends sooner is renewed before a picture is sent with it.
const SPARE_SECONDS: i64 = 30;

/// An access token and what renews it. No `Debug`: it is a secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tokens {
    pub access: String,
    /// Worth one renewal.
    pub refresh: Option<String>,
    /// By this computer's clock.
    pub expires: Option<Timestamp>,
}

/// The service's answer; `blog_id` is a number or a text.
#[derive(Deserialize)]
pub(super) struct Answer {
    access_token: String,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default)]
    expires_in: Option<i64>,
    #[serde(default)]
    pub blog_id: serde_json::Value,
    #[serde(default)]
    pub blog_url: String,
}

impl Answer {
    /// `former`: the refresh token that stays good where the service gives no new one.
    pub fn tokens(&self, former: Option<&str>) -> Tokens {
        let now = Timestamp::now();
        let lasts = self.expires_in.filter(|seconds| *seconds > 0);
        Tokens {
            access: self.access_token.clone(),
            refresh: self.refresh_token.clone().or_else(|| former.map(str::to_owned)),
            expires: lasts.and_then(|seconds| {
                let lasts = Duration::from_secs(u64::try_from(seconds).ok()?);
                now.checked_add(lasts).ok()
            }),
        }
    }
}

impl Tokens {
    pub fn read(secret: &Secret) -> Option<Self> {
        serde_json::from_str(secret.expose()).ok()
    }

    pub fn secret(&self) -> Secret {
        Secret::new(serde_json::to_string(self).expect("tokens are plain text"))
    }

    pub fn have_ended(&self) -> bool {
        let now = Timestamp::now().as_second();
        self.expires.is_some_and(|end| end.as_second() - SPARE_SECONDS <= now)
    }
}

/// Asks the service for tokens. `None`: it refuses what was given for them.
pub(super) async fn ask(
    service: &Service,
    given: &[(&str, &str)],
) -> Result<Option<Answer>, Error> {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &service.client)
        .extend_pairs(given)
        .finish();
    let request = http::client()?
        .post(service.address("oauth2-1/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .body(body);
    let reply = http::send(request, request_timeout(), ANSWER_MAX_BYTES, false).await?;
    let (host, status) = (NAME.to_owned(), reply.status.as_u16());
    match status {
        200..300 => match reply.strict() {
            Ok(answer) => Ok(Some(answer)),
            // What serde says of it could name a part of it.
            Err(_) => Err(Error::AnswerUnreadable { host, detail: "no tokens in it".into() }),
        },
        429 | 503 => Err(Error::ServerBusy { host, status, retry_after: reply.retry_after() }),
        500.. => Err(Error::ServerFault { host, status, detail: format!("status {status}") }),
        400..500 => Ok(None),
        _ => Err(Error::AnswerUnreadable { host, detail: format!("status {status}") }),
    }
}
