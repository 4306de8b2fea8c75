//! Connecting a blog of WordPress.com by its own sign-in: the author lets Coupure in with the
//! browser, which comes back to a port of this computer, or whose address is pasted.
//!
//! As in [`authorise`](crate::authorise) an answer counts only for the request under way, once and
//! soon.

use std::time::Instant;

use coupure_blog::wordpress_com::{self as com, Return, Service, SignIn};
use coupure_model::{BlogKind, Code, Problem};

use crate::{
    Answer, Desk,
    authorise::{VALID_FOR, stale},
    blogs::blog_of,
    view::{Authorising, BlogView},
};

const FRONT_PAGE: &str = "https://wordpress.com/";

/// A sign-in that the browser has not answered yet. Beginning another one ends it.
pub(crate) struct UnderWay {
    sign_in: SignIn,
    name: String,
    begun: Instant,
}

impl Desk {
    /// Whether this Coupure is an application that WordPress.com knows; else the sign-in is not to
    /// be offered.
    pub fn offers_wordpress_com() -> bool {
        Service::configured().is_some()
    }

    /// Begins to connect a blog of WordPress.com; returns the page to be opened in the browser, on
    /// which the author chooses the blog.
    ///
    /// # Errors
    /// `authorise_unavailable`: this Coupure is no registered application.
    pub fn begin_wordpress_com(&self, name: &str) -> Answer<Authorising> {
        self.must_write()?;
        let service = service()?;
        let sign_in = SignIn::begin(&service, &Return::address())?;
        let page = sign_in.page().to_string();
        let under_way = UnderWay { sign_in, name: name.into(), begun: Instant::now() };
        *self.signing_in.lock().expect("no panic while a sign-in is held") = Some(under_way);
        Ok(Authorising { url: FRONT_PAGE.into(), page })
    }

    /// Waits at a port of this computer for the browser's answer to the request under way, for as
    /// long as it is good. Give it to [`finish_wordpress_com`](Self::finish_wordpress_com).
    ///
    /// # Errors
    /// `internal`: the port is not free, and the address has to be pasted; `authorise_stale`:
    /// nobody came.
    pub async fn wait_for_wordpress_com(&self) -> Answer<String> {
        let port = Return::open().await?;
        let answered = port.matching(|returned| self.is_awaited(returned));
        tokio::time::timeout(VALID_FOR, answered).await.map_err(|_| stale())?.map_err(Into::into)
    }

    fn is_awaited(&self, returned: &str) -> bool {
        let under_way = self.signing_in.lock().expect("no panic while a sign-in is held");
        under_way.as_ref().is_some_and(|one| one.sign_in.is_answered_by(returned))
    }

    /// Takes the address that the browser was sent to, and adds the blog that was chosen there.
    ///
    /// # Errors
    /// `authorise_stale`: it answers no request under way; `authorise_rejected`; as
    /// [`add_blog`](Self::add_blog).
    pub async fn finish_wordpress_com(&self, returned: &str) -> Answer<BlogView> {
        self.must_write()?;
        let returned = returned.trim();
        if !self.is_awaited(returned) {
            return Err(stale());
        }
        let taken = self.signing_in.lock().expect("no panic while a sign-in is held").take();
        let fresh = taken.filter(|one| one.begun.elapsed() < VALID_FOR);
        let UnderWay { sign_in, name, .. } = fresh.ok_or_else(stale)?;
        let granted = sign_in.finish(returned).await?;
        let (site_id, url) = (granted.site_id, granted.url);
        let unnamed = BlogKind::WordPressCom { site_id, url, user: String::new() };
        let mut added = blog_of(unnamed, name);
        if let Some(known) = self.store.blog_at(&added.kind)? {
            added.id = known;
        }
        if let BlogKind::WordPressCom { site_id, url, user } = &mut added.kind {
            let place = (site_id.as_str(), url.as_str(), "");
            let there = (&self.vault, added.id);
            *user = com::client(&service()?, place, &granted.secret, there)?.user_name().await?;
        }
        self.put_if_let_in(added, Some(granted.secret)).await
    }
}

fn service() -> Answer<Service> {
    Service::configured().ok_or_else(|| {
        let sentence = "WordPress.com lets registered applications in, and this Coupure is none: \
                        set COUPURE_WORDPRESS_COM_CLIENT to a client identifier from \
                        WordPress.com, or connect the blog by XML-RPC with an application password.";
        Problem::new(Code::AuthoriseUnavailable, sentence).with("host", "WordPress.com")
    })
}
