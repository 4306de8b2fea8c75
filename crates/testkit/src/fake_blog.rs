//! A WordPress in memory, for simulation: it does what real ones were measured to do (slugs are
//! not locked, stalled writes land late, `/>` becomes ` />`, revisions are kept, the trash renames,
//! dates are whole seconds and make `publish` of `future` and back, roles lose markup and terms)
//! and fails as a plan drawn from a seed says. Its time is tokio's, so that a paused runtime makes
//! an afternoon of faults pass in a blink.
//!
//! A request lives on in the server when its client is dropped: that is what a crash looks like
//! from there.

mod faults;
mod site;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use coupure_blog::{
    BlogClient, Check, Dialect, Error, Learnt, OldVersion, PictureUpload, PostsPage,
};
use coupure_model::{
    Features, Mark, MediaHash, PostChanges, RemoteId, RemoteMedia, RemotePost, Timestamp,
};
use tokio::sync::oneshot;

use faults::Kind;
use site::Request;

pub use faults::{Counts, Fault, Faults};
pub use site::{Author, Deed, Landed, Role, Site, Version, filtered};

/// What the client waits for an answer at most.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);
/// The same of a picture, which lands as much later.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(60);

/// The server. Clones are the same server.
#[derive(Clone)]
pub struct FakeBlog {
    inner: Arc<Inner>,
}

struct Inner {
    site: Mutex<Site>,
    faults: Mutex<Faults>,
    /// Writes that a client waits for, by what they write to.
    waiting: Mutex<Vec<String>>,
    /// Writes that will take place, whoever waits for them.
    in_flight: Mutex<Vec<String>>,
    /// What no client may do and one did.
    wrongs: Mutex<Vec<String>>,
    password_refused: AtomicBool,
    requests: AtomicU64,
    began: tokio::time::Instant,
    epoch: Timestamp,
}

impl FakeBlog {
    /// A blog whose time begins at `epoch`, now. To be called inside a tokio runtime.
    pub fn new(epoch: Timestamp, faults: Faults) -> Self {
        Self {
            inner: Arc::new(Inner {
                site: Mutex::new(Site::default()),
                faults: Mutex::new(faults),
                waiting: Mutex::default(),
                in_flight: Mutex::default(),
                wrongs: Mutex::default(),
                password_refused: AtomicBool::new(false),
                requests: AtomicU64::new(0),
                began: tokio::time::Instant::now(),
                epoch,
            }),
        }
    }

    pub fn site(&self) -> MutexGuard<'_, Site> {
        self.inner.site.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        self.inner.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server's time.
    pub fn now(&self) -> Timestamp {
        self.inner.epoch + self.inner.began.elapsed()
    }

    /// Somebody else changes a post, as one does in the blog's own editor.
    pub fn edit_as_another(&self, id: &RemoteId, change: impl FnOnce(&mut RemotePost)) {
        let now = self.now();
        self.site().edit(id, Author::Another, now, change);
    }

    /// A change that is not a request: for a client that does what it should not.
    pub fn edit_ourselves(&self, id: &RemoteId, change: impl FnOnce(&mut RemotePost)) {
        let now = self.now();
        self.site().edit(id, Author::Us, now, change);
    }

    /// Somebody else puts a post into the trash there, or deletes it for good.
    pub fn take_away_as_another(&self, id: &RemoteId, for_good: bool) {
        let now = self.now();
        self.site().take_away(id, for_good, now);
    }

    /// Two writes at once to one post, and other things that no client may do.
    pub fn wrongs(&self) -> Vec<String> {
        self.inner.wrongs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The password is revoked, or good again.
    pub fn refuse_password(&self, refused: bool) {
        self.inner.password_refused.store(refused, Ordering::Relaxed);
    }

    /// How many requests were made.
    pub fn requests(&self) -> u64 {
        self.inner.requests.load(Ordering::Relaxed)
    }

    fn wrong(&self, what: String) {
        self.inner.wrongs.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    fn enter(&self) -> Result<(), Error> {
        self.inner.requests.fetch_add(1, Ordering::Relaxed);
        if self.inner.password_refused.load(Ordering::Relaxed) {
            return Err(Error::PasswordRefused { host: host(), user: "laurent".into() });
        }
        let now = self.now();
        self.site().visit(now);
        Ok(())
    }

    /// A request that reads: `answer` is taken once the server has got it.
    async fn reads<T>(&self, answer: impl FnOnce(&Site) -> T) -> Result<T, Error> {
        let (fault, latency) = self.faults().draw(Kind::Read);
        tokio::time::sleep(latency).await;
        match fault {
            None => {
                self.enter()?;
                Ok(answer(&self.site()))
            }
            Some(fault) => Err(self.fail(fault, Kind::Read).await),
        }
    }

    /// A request that writes: `write` happens in the server, or not, whatever becomes of the
    /// client. `target`: what it writes to, of which one write may be under way.
    async fn writes<T: Send + 'static>(
        &self,
        kind: Kind,
        target: String,
        write: impl FnOnce(&mut Site, Write) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let waiting = Waiting::begin(self, target.clone());
        let (fault, latency) = self.faults().draw(kind);
        if let Some(fault) = fault.filter(|fault| !fault.lands()) {
            tokio::time::sleep(latency).await;
            return Err(self.fail(fault, kind).await);
        }
        // What lands when nobody reckons with it any more is met by other means.
        let in_flight = fault.is_none_or(|fault| !fault.is_far_too_late(kind));
        let in_flight = in_flight.then(|| self.begin_flight(target));
        let (answer, answered) = oneshot::channel();
        let (server, asked) = (self.clone(), self.now());
        let delay = latency + fault.map_or(Duration::ZERO, Fault::lands_late_by);
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            let _in_flight = in_flight;
            let fault_after = fault == Some(Fault::FaultAfter);
            let result = match server.enter() {
                Ok(()) => {
                    let now = server.now();
                    write(&mut server.site(), Write { asked, now, fault_after })
                }
                Err(error) => Err(error),
            };
            // Nobody waits any more: the client crashed or gave up.
            let _ = answer.send(result);
        });
        let answer = match fault {
            Some(fault @ Fault::Late { .. }) => Err(self.fail(fault, kind).await),
            fault => {
                let result = answered.await.map_err(|_| Error::Interrupted {
                    host: host(),
                    detail: "the server is gone".into(),
                })?;
                match fault {
                    None => result,
                    Some(fault) => Err(self.fail(fault, kind).await),
                }
            }
        };
        drop(waiting);
        answer
    }

    fn begin_flight(&self, target: String) -> Flight {
        let mut in_flight = self.inner.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        if in_flight.contains(&target) {
            self.wrong(format!("a write to {target} while an older one may still take place"));
        }
        in_flight.push(target.clone());
        Flight { server: self.clone(), target }
    }

    /// What the client is told, after the time that it takes to be told.
    async fn fail(&self, fault: Fault, kind: Kind) -> Error {
        match fault {
            Fault::Offline => Error::Offline { host: host(), detail: "no route".into() },
            Fault::Late { .. } | Fault::Stalled => {
                tokio::time::sleep(kind.timeout()).await;
                Error::TimedOut { host: host() }
            }
            Fault::RequestLost | Fault::RequestCut | Fault::ReplyLost => {
                Error::Interrupted { host: host(), detail: "connection reset".into() }
            }
            Fault::FaultBefore | Fault::FaultAfter | Fault::FaultDone => Error::ServerFault {
                host: host(),
                status: 500,
                detail: "There has been a critical error on this website.".into(),
            },
            Fault::Junk | Fault::ReplyCut | Fault::Portal => {
                Error::AnswerUnreadable { host: host(), detail: "<html> before the JSON".into() }
            }
            Fault::Busy => Error::ServerBusy {
                host: host(),
                status: 503,
                retry_after: Some(Duration::from_secs(40)),
            },
            Fault::TooMany => Error::ServerBusy { host: host(), status: 429, retry_after: None },
            Fault::Limited => Error::ServerBusy {
                host: host(),
                status: 429,
                retry_after: Some(Duration::from_secs(75)),
            },
        }
    }
}

/// A write as it takes place.
struct Write {
    asked: Timestamp,
    now: Timestamp,
    fault_after: bool,
}

impl Write {
    fn of<'a>(&self, changes: &'a PostChanges) -> Request<'a> {
        Request { changes, asked: self.asked, now: self.now, fault_after: self.fault_after }
    }
}

fn host() -> String {
    "blog.example".into()
}

/// A write that a client waits for. Two to one post at once is what no client may do.
struct Waiting {
    server: FakeBlog,
    target: String,
}

impl Waiting {
    fn begin(server: &FakeBlog, target: String) -> Self {
        let mut waiting = server.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.contains(&target) {
            server.wrong(format!("two writes at once to {target}"));
        }
        waiting.push(target.clone());
        drop(waiting);
        Self { server: server.clone(), target }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.server.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        remove_one(&mut waiting, &self.target);
    }
}

/// A write that will take place.
struct Flight {
    server: FakeBlog,
    target: String,
}

impl Drop for Flight {
    fn drop(&mut self) {
        let in_flight = &self.server.inner.in_flight;
        remove_one(&mut in_flight.lock().unwrap_or_else(PoisonError::into_inner), &self.target);
    }
}

fn remove_one(targets: &mut Vec<String>, target: &str) {
    if let Some(at) = targets.iter().position(|known| known == target) {
        targets.swap_remove(at);
    }
}

#[async_trait]
impl BlogClient for FakeBlog {
    fn dialect(&self) -> Dialect {
        Dialect::WordPressBlocks
    }

    fn makes_sizes(&self) -> bool {
        true
    }

    fn request_timeout(&self) -> Duration {
        REQUEST_TIMEOUT
    }

    fn upload_timeout(&self, _size_bytes: u64) -> Duration {
        UPLOAD_TIMEOUT
    }

    fn now_there(&self) -> Option<Timestamp> {
        Some(self.now())
    }

    async fn check(&self) -> Vec<Check> {
        Vec::new()
    }

    async fn learn(&self) -> Result<Learnt, Error> {
        self.reads(|_| Learnt {
            title: "Un blog".into(),
            language: None,
            time_zone: "Europe/Paris".into(),
            features: Features { revisions: true, ..Features::default() },
        })
        .await
    }

    async fn find_created(&self, mark: Mark) -> Result<Vec<RemotePost>, Error> {
        self.reads(|site| site.under(mark)).await
    }

    async fn create_draft(&self, mark: Mark, changes: &PostChanges) -> Result<RemotePost, Error> {
        let changes = changes.clone();
        self.writes(Kind::Write, mark.to_string(), move |site, write| {
            site.create(mark, &write.of(&changes))
        })
        .await
    }

    async fn read(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        self.reads(|site| site.post(id).cloned()).await
    }

    async fn update(&self, id: &RemoteId, changes: &PostChanges) -> Result<RemotePost, Error> {
        let (id, changes) = (id.clone(), changes.clone());
        self.writes(Kind::Write, id.to_string(), move |site, write| {
            site.update(&id, &write.of(&changes))
        })
        .await
    }

    async fn revisions(&self, post: &RemoteId, limit: u32) -> Result<Vec<OldVersion>, Error> {
        self.reads(|site| site.revisions(post, limit as usize)).await
    }

    async fn revision(
        &self,
        post: &RemoteId,
        revision: &str,
    ) -> Result<Option<(String, String)>, Error> {
        self.reads(|site| {
            let kept = site.revisions(post, usize::MAX);
            let found = kept.into_iter().find(|version| version.id == revision);
            found.map(|version| (version.title, version.raw))
        })
        .await
    }

    async fn trash(&self, id: &RemoteId) -> Result<(), Error> {
        let id = id.clone();
        self.writes(Kind::Write, id.to_string(), move |site, write| {
            site.trash_ours(&id, &write.of(&PostChanges::default()));
            Ok(())
        })
        .await
    }

    async fn find_media(&self, hash: &MediaHash) -> Result<Option<RemoteMedia>, Error> {
        self.reads(|site| site.media_of(hash).cloned()).await
    }

    async fn upload(
        &self,
        picture: &PictureUpload<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RemoteMedia, Error> {
        assert_eq!(picture.hash.0, *blake3::hash(picture.bytes).as_bytes(), "another file");
        let bytes = picture.bytes.len() as u64;
        progress(bytes / 2, bytes);
        let hash = picture.hash;
        let target = format!("media {hash}");
        // Files of a simulation need not be pictures.
        let size_px = image::ImageReader::new(std::io::Cursor::new(picture.bytes))
            .with_guessed_format()
            .ok()
            .and_then(|reader| reader.into_dimensions().ok());
        let take = move |site: &mut Site, _: Write| site.take_in(hash, size_px);
        let answer = self.writes(Kind::Upload, target, take).await;
        progress(bytes, bytes);
        answer
    }

    async fn posts(&self, page: u32) -> Result<PostsPage, Error> {
        self.reads(|site| PostsPage {
            posts: if page == 1 { site.live().cloned().collect() } else { Vec::new() },
            more: false,
        })
        .await
    }
}
