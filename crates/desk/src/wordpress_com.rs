//! Connecting a blog of WordPress.com by its own sign-in: the author lets Coupure in with the
//! browser, which comes back to a port of this computer, or whose address is pasted.
//!
//! As in [`authorise`](crate::authorise) an answer counts only for the request under way, once and
//! soon.

use std::{sync::Mutex, time::Instant};

use coupure_blog::wordpress_com::{self as com, Return, Service, SignIn};
use coupure_model::{BlogKind, Code, Problem};
use tokio::task::JoinHandle;

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

/// Sign-ins of this desk: at most one is under way, and at most one waits at the port.
#[derive(Default)]
pub(crate) struct SignIns {
    under_way: Mutex<Option<UnderWay>>,
    waiting: tokio::sync::Mutex<Option<JoinHandle<()>>>,
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
        *self.signing_in.under_way.lock().expect("no panic while a sign-in is held") =
            Some(under_way);
        Ok(Authorising { url: FRONT_PAGE.into(), page })
    }

    /// Waits at a port of this computer for the browser's answer to the request under way, for as
    /// long as it is good. Give it to [`finish_wordpress_com`](Self::finish_wordpress_com).
    ///
    /// # Errors
    /// `internal`: the port is not free, and the address has to be pasted; `authorise_stale`:
    /// nobody came.
    pub async fn wait_for_wordpress_com(&self) -> Answer<String> {
        self.wait_at(Return::PORT).await
    }

    async fn wait_at(&self, port: u16) -> Answer<String> {
        let port = Return::at(port).await?;
        let answered = port.matching(|returned| self.is_awaited(returned));
        tokio::time::timeout(VALID_FOR, answered).await.map_err(|_| stale())?.map_err(Into::into)
    }

    /// Takes the browser's answer whenever it comes back to the port, and tells as an event what
    /// came of it. Where the port is not free nothing comes, and the address has to be pasted.
    pub async fn expect_wordpress_com(&self) {
        self.expect_at(Return::PORT).await;
    }

    async fn expect_at(&self, port: u16) {
        let mut waiting = self.signing_in.waiting.lock().await;
        if let Some(before) = waiting.take() {
            before.abort();
            // The port is free once the task is gone.
            let _ = before.await;
        }
        let desk = self.clone();
        *waiting = Some(tokio::spawn(async move {
            match desk.wait_at(port).await {
                // A task of its own: stopping to wait ends no exchange half-way.
                Ok(returned) => {
                    tokio::spawn(async move { desk.finish_wordpress_com(&returned).await });
                }
                Err(problem) if problem.code == Code::AuthoriseStale => {
                    desk.tell_authorised(&Err(problem));
                }
                // The address can be pasted all the same.
                Err(problem) => tracing::warn!(%problem, "the browser cannot come back"),
            }
        }));
    }

    /// Ends the sign-in under way: no answer is taken any more.
    pub async fn stop_wordpress_com(&self) {
        self.signing_in.under_way.lock().expect("no panic while a sign-in is held").take();
        if let Some(waiting) = self.signing_in.waiting.lock().await.take() {
            waiting.abort();
            let _ = waiting.await;
        }
    }

    fn is_awaited(&self, returned: &str) -> bool {
        let under_way = self.signing_in.under_way.lock().expect("no panic while a sign-in is held");
        under_way.as_ref().is_some_and(|one| one.sign_in.is_answered_by(returned))
    }

    /// Takes the address that the browser was sent to, and adds the blog that was chosen there. What
    /// came of it is also told as an event.
    ///
    /// # Errors
    /// `authorise_stale`: it answers no request under way; `authorise_rejected`; as
    /// [`add_blog`](Self::add_blog).
    pub async fn finish_wordpress_com(&self, returned: &str) -> Answer<BlogView> {
        let added = self.take_sign_in(returned).await;
        self.tell_authorised(&added);
        added
    }

    async fn take_sign_in(&self, returned: &str) -> Answer<BlogView> {
        self.must_write()?;
        let returned = returned.trim();
        if !self.is_awaited(returned) {
            return Err(stale());
        }
        let taken =
            self.signing_in.under_way.lock().expect("no panic while a sign-in is held").take();
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

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use super::*;
    use crate::{OpenOptions, view::Event};

    fn open(home: &Path) -> Desk {
        Desk::open(OpenOptions::of(home.join("home"))).unwrap()
    }

    /// A port that nobody listens at.
    fn free_port() -> u16 {
        std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
    }

    /// A sign-in under way at a service that nobody answers for; returns what the browser is sent
    /// to.
    fn begun(desk: &Desk, port: u16) -> String {
        let service = Service::at("12", &format!("http://127.0.0.1:{}/", free_port())).unwrap();
        let redirect = format!("http://127.0.0.1:{port}/wordpress-com");
        let sign_in = SignIn::begin(&service, &redirect).unwrap();
        let page = sign_in.page();
        let (_, state) = page.query_pairs().find(|(name, _)| name == "state").unwrap();
        let returned = format!("{redirect}?code=1&state={state}");
        let under_way = UnderWay { sign_in, name: "essai".into(), begun: Instant::now() };
        *desk.signing_in.under_way.lock().unwrap() = Some(under_way);
        returned
    }

    /// The browser's part: whether the answer was taken; `None`: nobody listened.
    async fn visit(returned: &str) -> Option<bool> {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let url = url::Url::parse(returned).unwrap();
        let place = (url.host_str().unwrap(), url.port().unwrap());
        for _ in 0..50 {
            if let Ok(mut there) = tokio::net::TcpStream::connect(place).await {
                let path = &url[url::Position::BeforePath..];
                there.write_all(format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes()).await.unwrap();
                let mut said = String::new();
                there.read_to_string(&mut said).await.unwrap();
                return Some(said.starts_with("HTTP/1.1 200"));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        None
    }

    async fn told(events: &mut tokio::sync::broadcast::Receiver<Event>) -> Problem {
        loop {
            let event = tokio::time::timeout(Duration::from_secs(30), events.recv()).await;
            if let Event::AuthorisingFailed { problem } = event.unwrap().unwrap() {
                return problem;
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_the_browser_brings_back_is_taken_and_told_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(folder.path());
        let mut events = desk.events();
        let port = free_port();
        let given_up = begun(&desk, port);
        desk.expect_at(port).await;
        // Begun anew: the port goes on with it alone.
        let returned = begun(&desk, port);
        desk.expect_at(port).await;
        assert_eq!(visit(&given_up).await, Some(false), "its page is turned away");
        assert_eq!(visit(&returned).await, Some(true));
        assert_eq!(told(&mut events).await.code, Code::Offline, "the service was asked");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_author_who_waits_no_longer_leaves_no_port_open_and_no_answer_counts() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(folder.path());
        let port = free_port();
        let returned = begun(&desk, port);
        desk.expect_at(port).await;
        desk.stop_wordpress_com().await;
        assert_eq!(visit(&returned).await, None);
        let problem = desk.finish_wordpress_com(&returned).await.unwrap_err();
        assert_eq!(problem.code, Code::AuthoriseStale);
    }
}
