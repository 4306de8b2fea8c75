//! The page of a WordPress at which its user lets an application in: it makes an application
//! password and sends it back to the address that was asked for (`wp-admin/authorize-application.php`,
//! since 5.6).

use url::Url;

use super::{Site, address, credentials, http};
use crate::Error;

/// Coupure, as every WordPress that it is let in to knows it (an application's own, stable UUID).
const APPLICATION_ID: &str = "6f0c1c1e-5a53-4c0b-9d0f-0c0a7e3b5d21";

/// Where the author is to be sent, and who may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorisePage {
    pub site: Site,
    page: Url,
    /// What the site may call itself in its answer: its front page, and where WordPress lies.
    names: Vec<Url>,
}

/// Finds the page of the WordPress at an address as an author types it. Nothing secret is sent.
pub async fn authorise_page(address: &str) -> Result<AuthorisePage, Error> {
    let found = address::find_typed(address).await?;
    let index = &found.there.index;
    let site = Url::parse(&found.site.url)
        .map_err(|_| Error::AddressInvalid { address: found.site.url.clone() })?;
    let host = http::host_of(&site);
    if !credentials::offers_application_passwords(index) {
        return Err(Error::ApplicationPasswordsOff { host });
    }
    let told = &index["authentication"]["application-passwords"]["endpoints"]["authorization"];
    let page = told
        .as_str()
        .and_then(|told| Url::parse(told).ok())
        .filter(|page| matches!(page.scheme(), "http" | "https"))
        .ok_or_else(|| Error::AuthoriseUnavailable { host: host.clone() })?;
    let mut names = vec![site];
    names.extend(["home", "url"].iter().filter_map(|name| Url::parse(index[*name].as_str()?).ok()));
    // A page elsewhere would be another site's.
    if !names.iter().any(|name| name.host() == page.host()) {
        return Err(Error::AuthoriseUnavailable { host });
    }
    Ok(AuthorisePage { site: found.site, page, names })
}

impl AuthorisePage {
    /// The address to open in the browser. The answer goes to `accepted` with `site_url`,
    /// `user_login` and `password`, or to `rejected`. `name` is what the password is called there:
    /// WordPress refuses one that the user has already (`application_password_duplicate_name`).
    pub fn address(&self, name: &str, accepted: &str, rejected: &str) -> Url {
        let mut page = self.address_to_copy_from(name);
        page.query_pairs_mut()
            .append_pair("success_url", accepted)
            .append_pair("reject_url", rejected);
        page
    }

    /// The address of the same page where nothing can take its answer: it shows the password, for
    /// the author to copy.
    pub fn address_to_copy_from(&self, name: &str) -> Url {
        let mut page = self.page.clone();
        page.query_pairs_mut().append_pair("app_name", name).append_pair("app_id", APPLICATION_ID);
        page
    }

    /// Whether an answer that calls its site so comes from this one. Behind a proxy that ends
    /// https a site may believe that it is plain http.
    pub fn is(&self, site_url: &str) -> bool {
        let Ok(told) = Url::parse(site_url) else { return false };
        let web = matches!(told.scheme(), "http" | "https");
        let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
        let port = |url: &Url| url.port();
        web && self.names.iter().any(|name| {
            (name.host(), port(name), path(name)) == (told.host(), port(&told), path(&told))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_from_the_site_that_was_asked_alone() {
        let page = AuthorisePage {
            site: Site { url: "https://a.example/blog/".into(), api: String::new() },
            page: Url::parse("https://a.example/wp/wp-admin/authorize-application.php").unwrap(),
            names: ["https://a.example/blog/", "https://a.example/wp"]
                .map(|url| Url::parse(url).unwrap())
                .into(),
        };
        for right in ["https://a.example/wp", "http://a.example/blog", "https://a.example/wp/"] {
            assert!(page.is(right), "{right}");
        }
        for wrong in [
            "https://b.example/wp",
            "https://a.example",
            "https://a.example:8443/wp",
            "https://a.example.b.example/wp",
            "https://www.a.example/wp",
            "javascript://a.example/wp",
            "a.example/wp",
            "",
        ] {
            assert!(!page.is(wrong), "{wrong}");
        }
        let address =
            page.address("Coupure", "coupure://authorise?state=é&x", "coupure://authorise?no");
        assert_eq!(
            address.query_pairs().find(|(name, _)| name == "success_url").unwrap().1,
            "coupure://authorise?state=é&x"
        );
    }
}
