//! A WordPress in memory, for simulation: it does what real ones were measured to do (slugs are
//! not locked, stalled writes land late, `/>` becomes ` />`, revisions are kept, the trash renames)
//! and fails as a plan drawn from a seed says. Its time is tokio's, so that a paused runtime makes
//! an afternoon of faults pass in a blink.
//!
//! A request lives on in the server when its client is dropped: that is what a crash looks like
//! from there.

mod faults;
mod site;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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

pub use faults::{Counts, Fault, Faults};
pub use site::{Author, Role, Site, Version};

/// What the client waits for an answer at most.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

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

    /// A request that reads: `answer` is taken once the server has got it.
    async fn reads<T>(&self, answer: impl FnOnce(&Site) -> T) -> Result<T, Error> {
        let (fault, latency) = self.faults().draw_read();
        tokio::time::sleep(latency).await;
        match fault {
            None => Ok(answer(&self.site())),
            Some(fault) => Err(self.fail(fault).await),
        }
    }

    /// A request that writes: `write` happens in the server, or not, whatever becomes of the
    /// client. `target`: what it writes to, of which one write may be under way.
    async fn writes<T: Send + 'static>(
        &self,
        target: String,
        write: impl FnOnce(&mut Site, Timestamp, Option<Fault>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _waiting = Waiting::begin(self, target);
        let (fault, latency) = self.faults().draw_write();
        if let Some(fault) = fault.filter(|fault| !fault.lands()) {
            tokio::time::sleep(latency).await;
            return Err(self.fail(fault).await);
        }
        let (answer, answered) = oneshot::channel();
        let server = self.clone();
        let delay = latency + fault.map_or(Duration::ZERO, Fault::lands_late_by);
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            let now = server.now();
            let result = write(&mut server.site(), now, fault);
            // Nobody waits any more: the client crashed or gave up.
            let _ = answer.send(result);
        });
        match fault {
            Some(Fault::Late { .. }) => Err(self.fail(Fault::Late { by: Duration::ZERO }).await),
            fault => {
                let result = answered.await.map_err(|_| Error::Interrupted {
                    host: host(),
                    detail: "the server is gone".into(),
                })?;
                match fault {
                    None => result,
                    Some(fault) => Err(self.fail(fault).await),
                }
            }
        }
    }

    /// What the client is told, after the time that it takes to be told.
    async fn fail(&self, fault: Fault) -> Error {
        match fault {
            Fault::Offline => Error::Offline { host: host(), detail: "no route".into() },
            Fault::Late { .. } | Fault::Stalled => {
                tokio::time::sleep(REQUEST_TIMEOUT).await;
                Error::TimedOut { host: host() }
            }
            Fault::RequestLost | Fault::ReplyLost => {
                Error::Interrupted { host: host(), detail: "connection reset".into() }
            }
            Fault::FaultBefore | Fault::FaultAfter => Error::ServerFault {
                host: host(),
                status: 500,
                detail: "There has been a critical error on this website.".into(),
            },
            Fault::Junk => {
                Error::AnswerUnreadable { host: host(), detail: "<html> before the JSON".into() }
            }
            Fault::Busy => Error::ServerBusy {
                host: host(),
                status: 503,
                retry_after: Some(Duration::from_secs(40)),
            },
            Fault::TooMany => Error::ServerBusy { host: host(), status: 429, retry_after: None },
        }
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
        assert!(!waiting.contains(&target), "two writes at once to {target}");
        waiting.push(target.clone());
        drop(waiting);
        Self { server: server.clone(), target }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.server.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|target| *target != self.target);
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
        self.writes(mark.to_string(), move |site, now, fault| {
            site.create(mark, &changes, now, fault == Some(Fault::FaultAfter))
        })
        .await
    }

    async fn read(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        self.reads(|site| site.post(id).cloned()).await
    }

    async fn update(&self, id: &RemoteId, changes: &PostChanges) -> Result<RemotePost, Error> {
        let (id, changes) = (id.clone(), changes.clone());
        self.writes(id.to_string(), move |site, now, fault| {
            site.update(&id, &changes, now, fault == Some(Fault::FaultAfter))
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
        self.writes(id.to_string(), move |site, _, _| {
            site.trash(&id);
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
        // Files of a simulation need not be pictures.
        let size_px = image::ImageReader::new(std::io::Cursor::new(picture.bytes))
            .with_guessed_format()
            .ok()
            .and_then(|reader| reader.into_dimensions().ok());
        let answer = self
            .writes(format!("media {hash}"), move |site, _, _| site.take_in(hash, size_px))
            .await;
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
