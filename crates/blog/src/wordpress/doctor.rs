//! Looking at a connection: what is wrong, first cause first, and what is good to know.
//!
//! Every probe is bounded in time and size, nothing is written on the blog, and the password goes
//! nowhere but to the interface that the blog was added with.

use std::time::Duration;

use coupure_model::Timestamp;
use reqwest::Client;
use url::Url;

use super::{
    WordPress,
    address::{self, Answer, Found},
    credentials, http,
    learn::major_minor,
    limits::{self, Limit},
    media, notes,
    user::User,
};
use crate::{CertificateFault, Check, Error};

/// All probes together.
const LOOK_MAX: Duration = Duration::from_secs(120);
/// A clock that is off by less does no harm.
const CLOCK_OFF_MAX_SECONDS: i64 = 120;
/// A scan at full size is rarely larger.
const PICTURE_BYTES: u64 = 4_000 * 1024;
/// The oldest WordPress that the tests run against.
const LEAST_VERSION: (u32, u32) = (6, 1);

impl WordPress {
    pub(super) async fn look(&self) -> Vec<Check> {
        let mut checks = Vec::new();
        if tokio::time::timeout(LOOK_MAX, self.look_into(&mut checks)).await.is_err() {
            checks.push(Check::wrong("time", Error::TimedOut { host: self.api.host() }, ""));
        }
        checks
    }

    async fn look_into(&self, checks: &mut Vec<Check>) {
        let found = match self.find().await {
            Ok(found) => found,
            Err(error) => return checks.push(self.explained(error).await),
        };
        let version = self.version(&found).await;
        checks.push(self.check_address(&found));
        checks.push(self.check_version(&version));
        checks.push(Check::holds("rest", found.site.api.clone()));
        checks.push(match &found.there.junk {
            Some(junk) => {
                Check::note("answers", notes::answers_junk(&self.api.host(), junk), junk.clone())
            }
            None => Check::holds("answers", ""),
        });
        if let Some((there, here)) = found.there.clocks {
            checks.push(self.check_clock(there, here));
        }
        if checks.iter().any(Check::is_wrong) {
            return;
        }
        if !credentials::offers_application_passwords(&found.there.index) {
            let error = Error::ApplicationPasswordsOff { host: self.api.host() };
            return checks.push(Check::wrong("password", error, ""));
        }
        let me = match self.api.me().await {
            Ok(me) => me,
            Err(error) => {
                return checks.push(Check::wrong("password", error, self.api.user.clone()));
            }
        };
        checks.push(Check::holds("password", me.name.clone()));
        checks.push(self.check_role(me));
        if !me.can("edit_posts") {
            return;
        }
        checks.push(self.check_uploads(me));
        if me.can("upload_files") {
            checks.push(self.check_limit().await);
        }
        checks.push(self.check_blocks(&version).await);
        checks.push(match self.keeps_revisions().await {
            Ok(true) => Check::holds("revisions", ""),
            Ok(false) => Check::note("revisions", notes::revisions_off(&self.api.host()), ""),
            Err(error) => Check::wrong("revisions", error, ""),
        });
    }

    /// Why the WordPress was not found at its address.
    async fn explained(&self, error: Error) -> Check {
        let error = match error {
            Error::NotWordPress { .. } if self.something_stands_before().await => {
                Error::CaptivePortal { host: self.api.host() }
            }
            Error::CertificateRefused { host, fault, detail } => {
                let plain = plain_address(&self.api.site);
                why_certificate(&self.api.client, plain, host, fault, detail).await
            }
            other => other,
        };
        let probe = match &error {
            Error::NotWordPress { .. } => "wordpress",
            Error::RestOff { .. } | Error::RestBlocked { .. } => "rest",
            Error::CertificateRefused { .. } | Error::NotHttps { .. } => "certificate",
            Error::Offline { .. } | Error::CaptivePortal { .. } => "network",
            Error::ClockWrong { .. } => "clock",
            Error::AddressInvalid { .. }
            | Error::LoginInAddress { .. }
            | Error::AddressNotFound { .. }
            | Error::Redirected { .. }
            | Error::RedirectLoop { .. } => "address",
            _ => "server",
        };
        Check::wrong(probe, error, "")
    }

    /// Where the interface was, a page answers, or another host: a network that shows its own page
    /// before one has signed in.
    async fn something_stands_before(&self) -> bool {
        match address::index(&self.api.client, &self.api.base).await {
            Err(Error::CaptivePortal { .. }) => true,
            Ok(Answer::Other { status, .. }) => (200..300).contains(&status),
            _ => false,
        }
    }

    /// The interface may have moved since the blog was added.
    fn check_address(&self, found: &Found) -> Check {
        let (host, url) = (self.api.host(), found.site.url.clone());
        if found.site.api.trim_end_matches('/') != self.api.base.as_str().trim_end_matches('/') {
            let error = Error::Redirected { host, to: url.clone() };
            return Check::wrong("address", error, url);
        }
        if self.api.base.scheme() == "http" && !is_loopback(&self.api.base) {
            return Check::note("address", notes::not_encrypted(&host), url);
        }
        Check::holds("address", url)
    }

    fn check_version(&self, version: &str) -> Check {
        let known = version.starts_with(|c: char| c.is_ascii_digit());
        if known && major_minor(version) < LEAST_VERSION {
            let least = format!("{}.{}", LEAST_VERSION.0, LEAST_VERSION.1);
            let old = notes::wordpress_old(&self.api.host(), version, &least);
            return Check::note("wordpress", old, version);
        }
        Check::holds("wordpress", version)
    }

    fn check_clock(&self, there: Timestamp, here: Timestamp) -> Check {
        let seconds_ahead = here.as_second() - there.as_second();
        let found = format!("{seconds_ahead:+} s");
        if seconds_ahead.abs() <= CLOCK_OFF_MAX_SECONDS {
            return Check::holds("clock", found);
        }
        let error = Error::ClockWrong { host: self.api.host(), seconds_ahead };
        Check::note("clock", error.problem(), found)
    }

    pub(super) fn check_role(&self, me: &User) -> Check {
        let (host, user, roles) = (self.api.host(), self.api.user.clone(), me.roles.join(", "));
        if !me.can("edit_posts") {
            return Check::wrong("role", self.role_too_low(), roles);
        }
        let loses: Vec<&str> = [
            ("publish_posts", "publish"),
            ("unfiltered_html", "html"),
            ("manage_categories", "categories"),
            ("edit_others_posts", "others"),
        ]
        .into_iter()
        .filter(|(capability, _)| !me.can(capability))
        .map(|(_, loss)| loss)
        .collect();
        match loses.is_empty() {
            true => Check::holds("role", roles),
            false => Check::note("role", notes::role_limited(&host, &user, &roles, &loses), roles),
        }
    }

    /// Of a user who may not write posts: a subscriber.
    pub(super) fn role_too_low(&self) -> Error {
        let detail = "its role is too low to write posts. Ask for the role of an author.";
        let (host, user) = (self.api.host(), self.api.user.clone());
        Error::NotAllowed { host, user, detail: detail.into() }
    }

    pub(super) fn check_uploads(&self, me: &User) -> Check {
        if me.can("upload_files") {
            return Check::holds("uploads", "");
        }
        let (host, user) = (self.api.host(), self.api.user.clone());
        let detail = "this user may not upload pictures".into();
        Check::wrong("uploads", Error::NotAllowed { host, user, detail }, "")
    }

    /// `found`: in bytes.
    async fn check_limit(&self) -> Check {
        match limits::find(&self.api, media::ROUTE, u64::MAX).await {
            Limit::AtLeast(bytes) => Check::holds("limit", bytes.to_string()),
            Limit::About(bytes) if bytes >= PICTURE_BYTES => {
                Check::holds("limit", bytes.to_string())
            }
            Limit::About(bytes) | Limit::Below(bytes) => {
                let low = notes::upload_limit_low(&self.api.host(), bytes);
                Check::note("limit", low, bytes.to_string())
            }
        }
    }

    async fn check_blocks(&self, version: &str) -> Check {
        let (details, footnotes) = match self.blocks(version).await {
            Ok(known) => known,
            Err(error) => return Check::wrong("blocks", error, ""),
        };
        let names = [("core/details", details), ("core/footnotes", footnotes)];
        let that = |known: bool| -> Vec<&str> {
            names.iter().filter(|(_, there)| *there == known).map(|(name, _)| *name).collect()
        };
        let (there, missing) = (that(true).join(", "), that(false));
        match missing.is_empty() {
            true => Check::holds("blocks", there),
            false => {
                Check::note("blocks", notes::blocks_missing(&self.api.host(), &missing), there)
            }
        }
    }
}

/// A certificate that is out of date may only seem so to a wrong clock, and one of another site
/// may be that of the network's own page.
async fn why_certificate(
    client: &Client,
    plain: Option<Url>,
    host: String,
    fault: CertificateFault,
    detail: String,
) -> Error {
    let refused = Error::CertificateRefused { host: host.clone(), fault, detail };
    let Some(plain) = plain else { return refused };
    let Ok(reply) = http::peek(client, &plain).await else { return refused };
    let seconds_ahead =
        reply.told_date().map(|there| Timestamp::now().as_second() - there.as_second());
    match (fault, seconds_ahead) {
        (CertificateFault::Expired | CertificateFault::NotYetValid, Some(seconds_ahead))
            if seconds_ahead.abs() > CLOCK_OFF_MAX_SECONDS =>
        {
            return Error::ClockWrong { host, seconds_ahead };
        }
        _ => {}
    }
    let elsewhere = reply.location().is_some_and(|to| !same_site(&to, &plain));
    match reply.status == 511 || elsewhere {
        true => Error::CaptivePortal { host },
        false => refused,
    }
}

/// With or without `www.` is one site.
fn same_site(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.trim_start_matches("www.").to_owned()
    };
    bare(one) == bare(other)
}

/// The same site by plain http, where it has the usual port.
fn plain_address(site: &str) -> Option<Url> {
    let mut url = Url::parse(site).ok().filter(|url| url.port().is_none())?;
    url.set_scheme("http").ok()?;
    Some(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use coupure_testkit::rogue::{Answer, Rogue};

    use super::*;
    use coupure_model::Code;

    async fn why(fault: CertificateFault, plain: Answer) -> Code {
        let server = Rogue::start(move |_, _| plain.clone()).await.unwrap();
        let url = Url::parse(&server.url).unwrap();
        let client = http::client().unwrap();
        let (host, detail) = ("a.example".to_owned(), String::new());
        why_certificate(&client, Some(url), host, fault, detail).await.code()
    }

    #[tokio::test]
    async fn a_certificate_out_of_date_may_be_the_clocks_fault_and_a_foreign_one_the_networks() {
        use CertificateFault::{Expired, NotYetValid, OtherSite, UnknownIssuer};
        let at = |date: &str| Answer::with("200 OK", &format!("date: {date}\r\n"), "");
        let old = || at("Mon, 02 Nov 2020 08:00:00 GMT");
        let now = || at(&jiff::fmt::rfc2822::to_string(&jiff::Zoned::now()).unwrap());
        assert_eq!(why(Expired, old()).await, Code::ClockWrong);
        assert_eq!(why(NotYetValid, old()).await, Code::ClockWrong);
        assert_eq!(why(Expired, now()).await, Code::CertificateRefused);
        assert_eq!(why(UnknownIssuer, old()).await, Code::CertificateRefused);
        let portal = Answer::redirect("http://portail.example/connexion");
        assert_eq!(why(OtherSite, portal).await, Code::CaptivePortal);
        let portal = Answer::html("511 Network Authentication Required", "");
        assert_eq!(why(UnknownIssuer, portal).await, Code::CaptivePortal);
        // The site's own way to https says nothing of the network.
        let own = Answer::redirect("https://127.0.0.1/");
        assert_eq!(why(OtherSite, own).await, Code::CertificateRefused);
    }

    #[test]
    fn plain_http_is_asked_at_the_usual_port_alone() {
        let plain = |site| plain_address(site).map(String::from);
        assert_eq!(plain("https://a.example/blog/").as_deref(), Some("http://a.example/blog/"));
        assert_eq!(plain("https://a.example:8443/"), None);
    }
}
