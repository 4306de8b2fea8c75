//! One sign-in: the page to open in the browser, and what its answer is exchanged for.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom, SystemRandom},
};
use url::Url;

use super::{
    NAME, Service,
    tokens::{self, Answer},
};
use crate::{Error, Secret};

/// What Coupure does there: posts, pictures, terms, and to know the blog and its user.
const SCOPE: &str = "posts media taxonomy sites users";

/// A sign-in under way. Whoever sees the browser's answer cannot use it: the code is worth nothing
/// without the verifier, which never leaves this value but for the exchange.
pub struct SignIn {
    service: Service,
    state: String,
    verifier: String,
    redirect: String,
}

/// What the author let Coupure into.
pub struct Granted {
    pub site_id: String,
    /// The front page.
    pub url: String,
    /// For the vault.
    pub secret: Secret,
}

impl SignIn {
    /// `redirect`: where the browser is sent with the answer, as the application is registered.
    pub fn begin(service: &Service, redirect: &str) -> Result<Self, Error> {
        Ok(Self {
            service: service.clone(),
            state: random()?,
            verifier: random()?,
            redirect: redirect.into(),
        })
    }

    /// The page to open in the browser.
    pub fn page(&self) -> Url {
        let mut page = self.service.address("oauth2-1/authorize");
        page.query_pairs_mut()
            .append_pair("client_id", &self.service.client)
            .append_pair("redirect_uri", &self.redirect)
            .append_pair("response_type", "code")
            .append_pair("scope", SCOPE)
            .append_pair("state", &self.state)
            .append_pair("code_challenge", &challenge(&self.verifier))
            .append_pair("code_challenge_method", "S256");
        page
    }

    /// Whether an address that the browser was sent to answers this sign-in and no other.
    pub fn is_answered_by(&self, returned: &str) -> bool {
        let (Ok(returned), Ok(ours)) = (Url::parse(returned), Url::parse(&self.redirect)) else {
            return false;
        };
        let place = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned));
        place(&returned) == place(&ours)
            && (returned.port(), returned.path()) == (ours.port(), ours.path())
            && named(&returned, "state").as_deref() == Some(self.state.as_str())
    }

    /// Exchanges the code of an answer for the tokens. Once: a code is good for one exchange.
    ///
    /// # Errors
    /// [`Error::AuthoriseRejected`]: the author or the service said no.
    pub async fn finish(self, returned: &str) -> Result<Granted, Error> {
        let rejected = || Error::AuthoriseRejected { host: NAME.into() };
        let code = Url::parse(returned).ok().and_then(|url| named(&url, "code"));
        let code = code.filter(|_| self.is_answered_by(returned)).ok_or_else(rejected)?;
        let given = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &self.redirect),
            ("code_verifier", &self.verifier),
        ];
        let answer = tokens::ask(&self.service, &given).await?.ok_or_else(rejected)?;
        let (site_id, url) = site_of(&answer).ok_or_else(|| Error::AnswerUnreadable {
            host: NAME.into(),
            detail: "it names no blog".into(),
        })?;
        Ok(Granted { site_id, url, secret: answer.tokens(None).secret() })
    }
}

/// Number and front page of the blog that was chosen in the browser.
fn site_of(answer: &Answer) -> Option<(String, String)> {
    let id = match &answer.blog_id {
        serde_json::Value::String(text) => text.parse::<u64>().ok()?,
        other => other.as_u64()?,
    };
    let url = Url::parse(&answer.blog_url).ok()?;
    (id != 0 && matches!(url.scheme(), "http" | "https")).then(|| (id.to_string(), url.into()))
}

fn named(url: &Url, name: &str) -> Option<String> {
    let found = url.query_pairs().find(|(known, _)| known == name)?.1;
    (!found.is_empty()).then(|| found.into_owned())
}

/// RFC 7636, section 4.2.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

/// 256 bits in 43 letters, as RFC 7636, section 4.1 recommends.
fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::Internal { detail: "the system gives no random numbers".into() })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECT: &str = "http://127.0.0.1:18457/wordpress-com";

    fn begun() -> SignIn {
        let service = Service::at("12", "https://a.example/").unwrap();
        SignIn::begin(&service, REDIRECT).unwrap()
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn the_page_holds_the_challenge_and_never_the_verifier() {
        let (one, two) = (begun(), begun());
        let page = one.page();
        assert_eq!(named(&page, "code_challenge"), Some(challenge(&one.verifier)));
        assert_eq!(named(&page, "redirect_uri").as_deref(), Some(REDIRECT));
        assert!(!page.as_str().contains(&one.verifier), "{page}");
        assert!(one.state != two.state && one.verifier != two.verifier && one.verifier.len() == 43);
    }

    #[test]
    fn an_answer_belongs_to_the_sign_in_that_asked_alone() {
        let one = begun();
        assert!(one.is_answered_by(&format!("{REDIRECT}?code=x&state={}", one.state)));
        for wrong in [
            format!("{REDIRECT}?code=x&state={}", begun().state),
            format!("{REDIRECT}?code=x&state="),
            format!("{REDIRECT}?code=x"),
            format!("http://127.0.0.1:1/wordpress-com?code=x&state={}", one.state),
            format!("https://127.0.0.1:18457/wordpress-com?code=x&state={}", one.state),
            format!("{REDIRECT}/more?code=x&state={}", one.state),
            String::new(),
        ] {
            assert!(!one.is_answered_by(&wrong), "{wrong}");
        }
    }
}
