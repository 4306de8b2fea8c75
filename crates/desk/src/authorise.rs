//! Connecting a WordPress by the browser: the author is sent to the blog's own page, lets Coupure in
//! there, and the browser hands the new password back under `coupure://authorise`.
//!
//! Anything on the computer can open such an address, so an answer counts only with the secret
//! state of a request under way, once, soon, and for the very site that was asked.

use std::time::{Duration, Instant};

use coupure_blog::{self as blog, AuthorisePage};
use coupure_model::{Code, Problem};
use url::Url;
use uuid::Uuid;

use crate::{
    Answer, Desk,
    view::{Authorising, BlogView, Event, NewBlog},
};

/// What answers are sent to.
pub const SCHEME: &str = "coupure";
const ANSWER: &str = "authorise";
/// An author who has to look for their password takes some minutes.
pub(crate) const VALID_FOR: Duration = Duration::from_secs(30 * 60);
/// Requests that were begun and left.
const UNDER_WAY_MAX: usize = 8;

/// A request that the browser has not answered yet.
pub(crate) struct UnderWay {
    state: String,
    page: AuthorisePage,
    name: String,
    begun: Instant,
}

impl Desk {
    /// Begins to connect the WordPress at an address; returns the page to be opened in the
    /// browser. The answer is to be given to [`finish_authorising`](Self::finish_authorising).
    ///
    /// # Errors
    /// As [`add_blog`](Self::add_blog) for an address; `application_passwords_off`,
    /// `authorise_unavailable`: the password has to be typed in.
    pub async fn begin_authorising(&self, url: &str, name: &str) -> Answer<Authorising> {
        self.must_write()?;
        let page = blog::authorise_page(url).await?;
        let state = Uuid::new_v4().simple().to_string();
        let answer = format!("{SCHEME}://{ANSWER}?state={state}");
        let called = name_there();
        let rejected = format!("{answer}&success=false");
        let address = page.address(&called, &answer, &rejected).to_string();
        let begun = Authorising { url: page.site.url.clone(), page: address };
        let mut under_way = self.authorising.lock().expect("no panic while requests are held");
        under_way.retain(|one| one.begun.elapsed() < VALID_FOR);
        if under_way.len() >= UNDER_WAY_MAX {
            under_way.remove(0);
        }
        let name = name.to_owned();
        under_way.push(UnderWay { state, page, name, begun: Instant::now() });
        Ok(begun)
    }

    /// The same page where no browser of this computer could hand its answer back: it shows the
    /// author the password, which is to be given to [`add_blog`](Self::add_blog).
    ///
    /// # Errors
    /// As [`begin_authorising`](Self::begin_authorising).
    pub async fn page_to_authorise(&self, url: &str) -> Answer<Authorising> {
        let page = blog::authorise_page(url).await?;
        let address = page.address_to_copy_from(&name_there()).to_string();
        Ok(Authorising { url: page.site.url, page: address })
    }

    /// Takes the browser's answer and adds the blog. What came of it is also told as an event.
    ///
    /// # Errors
    /// `authorise_stale`: no request under way has this state (or it was answered, or is old);
    /// `authorise_rejected`; `authorise_other_site`; as [`add_blog`](Self::add_blog).
    pub async fn finish_authorising(&self, returned: &str) -> Answer<BlogView> {
        let added = self.take_answer(returned).await;
        self.tell_authorised(&added);
        added
    }

    pub(crate) fn tell_authorised(&self, added: &Answer<BlogView>) {
        self.tell(match added {
            Ok(blog) => Event::BlogAuthorised { blog: blog.clone() },
            Err(problem) => Event::AuthorisingFailed { problem: problem.clone() },
        });
    }

    async fn take_answer(&self, returned: &str) -> Answer<BlogView> {
        self.must_write()?;
        let answer = Url::parse(returned).map_err(|_| stale())?;
        if answer.scheme() != SCHEME || answer.host_str() != Some(ANSWER) {
            return Err(stale());
        }
        let of = |name: &str| {
            let found = answer.query_pairs().find(|(known, _)| known == name);
            found.map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        let asked = self.take_under_way(&of("state")).ok_or_else(stale)?;
        let host = Url::parse(&asked.page.site.url)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default();
        let (user, password) = (of("user_login"), of("password"));
        if of("success") == "false" || user.is_empty() || password.is_empty() {
            let sentence = format!(
                "The connection to {host} was refused in the browser. Begin again, or enter an \
                 application password."
            );
            return Err(Problem::new(Code::AuthoriseRejected, sentence).with("host", host));
        }
        let site_url = of("site_url");
        if !asked.page.is(&site_url) {
            let site: String = site_url.chars().filter(|c| !c.is_control()).take(200).collect();
            let sentence = format!(
                "The browser answered for another site ({site}) than {host}. Its password was not \
                 kept: begin again, or enter an application password."
            );
            let problem = Problem::new(Code::AuthoriseOtherSite, sentence);
            return Err(problem.with("host", host).with("site", site));
        }
        let (url, name) = (asked.page.site.url, asked.name);
        self.add_blog(NewBlog::WordPress { url, name, user, password }).await
    }

    /// The request of that state, which then is under way no more.
    fn take_under_way(&self, state: &str) -> Option<UnderWay> {
        let mut under_way = self.authorising.lock().expect("no panic while requests are held");
        under_way.retain(|one| one.begun.elapsed() < VALID_FOR);
        let at = under_way.iter().position(|one| !state.is_empty() && one.state == state)?;
        Some(under_way.remove(at))
    }
}

/// What the password is called on the blog, where two of one name are refused.
fn name_there() -> String {
    format!("Coupure {}", jiff::Zoned::now().strftime("%Y-%m-%d %H:%M:%S"))
}

pub(crate) fn stale() -> Problem {
    Problem::new(
        Code::AuthoriseStale,
        "This answer of the browser belongs to no request under way. Nothing was added: begin \
         again.",
    )
}
