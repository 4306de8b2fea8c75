//! A connection to a fake blog: noted, looked on while it goes, and broken as a mutation says.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use coupure_blog::{
    BlogClient, Check, Dialect, Error, Learnt, OldVersion, PictureUpload, PostsPage,
};
use coupure_model::{
    BlogId, Mark, MediaHash, PictureReference, PostChanges, Publication, RemoteId, RemoteMedia,
    RemotePost, RemoteStatus, Timestamp, WantedState,
};
use coupure_sync::{Clock, plan::WAITED_LONG};
use coupure_testkit::fake_blog::FakeBlog;

use crate::{
    mutations::Mutation,
    world::{Shared, locked},
};

/// What a step may take between its plan and its request, and what a clock that jumped just then
/// is given.
pub const GRACE: Duration = Duration::from_secs(60);

pub struct Client {
    shared: Arc<Shared>,
    blog: BlogId,
    server: FakeBlog,
    /// Which run of Coupure it belongs to, from 1.
    life: u32,
    /// An answer told the blog's hour.
    heard: AtomicBool,
}

type Answer<T> = Result<T, Error>;

impl Client {
    pub fn new(shared: Arc<Shared>, blog: BlogId, server: FakeBlog, life: u32) -> Self {
        Self { shared, blog, server, life, heard: AtomicBool::new(false) }
    }

    fn is_broken(&self, mutation: Mutation) -> bool {
        self.shared.is_broken(mutation)
    }

    fn note<T: std::fmt::Debug>(
        &self,
        request: &str,
        about: impl std::fmt::Display,
        answer: &Answer<T>,
    ) {
        self.heard.fetch_or(answer.is_ok(), Ordering::Relaxed);
        self.shared.note(|| format!("{request} {about} -> {answer:?}"));
    }

    /// The wall clock did not jump a moment ago.
    fn clock_is_steady(&self) -> bool {
        let jumped = *locked(&self.shared.jumped);
        self.shared.clock.elapsed().saturating_sub(jumped) > GRACE
    }

    fn publication_of(&self, post: &RemoteId) -> Option<Publication> {
        let publications = self.shared.store.publications().ok()?;
        publications
            .into_iter()
            .find(|p| p.blog == self.blog && p.observed.post.as_ref() == Some(post))
    }

    /// What readers are about to see for the first time was to be asked about if it is late.
    fn look_on(&self, post: &RemoteId, changes: &PostChanges) {
        let shows = |status| matches!(status, RemoteStatus::Published | RemoteStatus::Scheduled);
        if !changes.status.is_some_and(shows) || !self.clock_is_steady() {
            return;
        }
        let seen_before = {
            let site = self.server.site();
            site.post(post).is_some_and(|post| shows(post.status))
                || site.landed().iter().any(|write| write.post == *post && shows(write.after))
        };
        let Some(publication) = self.publication_of(post).filter(|_| !seen_before) else { return };
        let wanted = &publication.wanted;
        let clip = |picture: &coupure_model::FrozenPicture| {
            matches!(picture.reference, PictureReference::Clip(_))
        };
        if wanted.pictures.iter().any(clip) {
            // The end of an embargo moves the hour.
            return;
        }
        let now = self.shared.clock.now();
        let waited = now.duration_since(wanted.pressed.max(wanted.not_before));
        if waited.is_positive() && waited.unsigned_abs() > WAITED_LONG + GRACE * 10 {
            self.shared.wrong("asked before it goes late", format!("it waited {waited:#}"));
        }
        let never_jumped = locked(&self.shared.jumped).is_zero();
        if let WantedState::Scheduled { at } = wanted.state
            && never_jumped
            && at > wanted.pressed
            && now.duration_since(at).unsigned_abs() > GRACE
            && now > at
        {
            self.shared.wrong("asked before it goes late", format!("its hour was {at}"));
        }
    }

    fn remember(&self, post: &RemotePost) {
        if self.is_broken(Mutation::LookFromMemory) || self.is_broken(Mutation::LostAnswerAsSuccess)
        {
            locked(&self.shared.broken).versions.insert(post.id.clone(), post.clone());
        }
    }

    /// Errors of a write, as a mutation takes them.
    fn taken<T>(&self, answer: Answer<T>) -> Answer<T> {
        let busy = |host: String| Error::ServerBusy { host, status: 429, retry_after: None };
        match answer {
            Err(Error::ServerFault { host, .. }) if self.is_broken(Mutation::FaultAsRefusal) => {
                Err(busy(host))
            }
            Err(Error::TimedOut { host }) if self.is_broken(Mutation::TimeoutAsRefusal) => {
                Err(busy(host))
            }
            Err(Error::AnswerUnreadable { host, .. })
                if self.is_broken(Mutation::UnreadableAsRefusal) =>
            {
                Err(busy(host))
            }
            answer => answer,
        }
    }
}

impl Client {
    fn settles_at_once(&self) -> bool {
        let fresh = self.life > 1 && !locked(&self.shared.broken).wrote;
        self.is_broken(Mutation::SettleSkipped)
            || fresh && self.is_broken(Mutation::SettleOverAfterRestart)
    }
}

#[async_trait]
impl BlogClient for Client {
    fn dialect(&self) -> Dialect {
        self.server.dialect()
    }

    fn makes_sizes(&self) -> bool {
        self.server.makes_sizes()
    }

    fn request_timeout(&self) -> Duration {
        if self.settles_at_once() { Duration::ZERO } else { self.server.request_timeout() }
    }

    fn upload_timeout(&self, size_bytes: u64) -> Duration {
        if self.settles_at_once() || self.is_broken(Mutation::UploadSettledAsText) {
            return self.request_timeout();
        }
        self.server.upload_timeout(size_bytes)
    }

    fn now_there(&self) -> Option<Timestamp> {
        self.heard.load(Ordering::Relaxed).then(|| self.server.now())
    }

    async fn check(&self) -> Vec<Check> {
        self.server.check().await
    }

    async fn learn(&self) -> Answer<Learnt> {
        self.server.learn().await
    }

    async fn find_created(&self, mark: Mark) -> Answer<Vec<RemotePost>> {
        let mut answer = self.server.find_created(mark).await;
        self.note("find", mark, &answer);
        if self.is_broken(Mutation::TouchedSwept)
            && let Ok(found) = &mut answer
        {
            for post in found {
                // As it was when it was created.
                let site = self.server.site();
                let first = site.landed().iter().find(|write| write.post == post.id);
                if let Some(first) = first {
                    post.status = RemoteStatus::Draft;
                    post.raw = first.changes.raw.clone().unwrap_or_default();
                    post.title = first.changes.title.clone().unwrap_or_default();
                }
            }
        }
        answer
    }

    async fn create_draft(&self, mark: Mark, changes: &PostChanges) -> Answer<RemotePost> {
        locked(&self.shared.broken).wrote = true;
        let answer = self.server.create_draft(mark, changes).await;
        self.note("create", mark, &answer);
        if self.is_broken(Mutation::PublishedAtOnce) {
            let made: Vec<_> = self.server.site().live().map(|post| post.id.clone()).collect();
            for id in made.iter().filter(|id| self.server.site().mark_of(id) == Some(mark)) {
                self.server.edit_ourselves(id, |post| post.status = RemoteStatus::Published);
            }
        }
        self.taken(answer)
    }

    async fn read(&self, id: &RemoteId) -> Answer<Option<RemotePost>> {
        if self.is_broken(Mutation::LookFromMemory)
            && let Some(known) = locked(&self.shared.broken).versions.get(id)
        {
            return Ok(Some(known.clone()));
        }
        let answer = self.server.read(id).await;
        if let Ok(Some(post)) = &answer {
            self.remember(post);
        }
        self.note("read", id, &answer);
        answer
    }

    async fn update(&self, id: &RemoteId, changes: &PostChanges) -> Answer<RemotePost> {
        locked(&self.shared.broken).wrote = true;
        self.look_on(id, changes);
        let mut changes = changes.clone();
        if self.is_broken(Mutation::StatusNotSent) {
            changes.status = None;
        }
        let answer = self.server.update(id, &changes).await;
        self.note("update", id, &answer);
        if let Ok(post) = &answer {
            self.remember(post);
        }
        if self.is_broken(Mutation::LostAnswerAsSuccess)
            && matches!(answer, Err(Error::Interrupted { .. }))
            && let Some(known) = locked(&self.shared.broken).versions.get(id)
        {
            return Ok(RemotePost {
                title: changes.title.unwrap_or_else(|| known.title.clone()),
                raw: changes.raw.unwrap_or_else(|| known.raw.clone()),
                status: changes.status.unwrap_or(known.status),
                ..known.clone()
            });
        }
        self.taken(answer)
    }

    async fn revisions(&self, post: &RemoteId, limit: u32) -> Answer<Vec<OldVersion>> {
        if self.is_broken(Mutation::PredecessorIgnored) {
            return Ok(Vec::new());
        }
        let answer = self.server.revisions(post, limit).await;
        self.note("revisions", post, &answer);
        answer
    }

    async fn revision(&self, post: &RemoteId, revision: &str) -> Answer<Option<(String, String)>> {
        let answer = self.server.revision(post, revision).await;
        self.note("revision", post, &answer);
        answer
    }

    async fn trash(&self, id: &RemoteId) -> Answer<()> {
        let answer = self.server.trash(id).await;
        self.note("trash", id, &answer);
        answer
    }

    async fn find_media(&self, hash: &MediaHash) -> Answer<Option<RemoteMedia>> {
        if self.is_broken(Mutation::UploadNotLookedFor) {
            return Ok(None);
        }
        let answer = self.server.find_media(hash).await;
        self.note("find media", hash, &answer);
        answer
    }

    async fn upload(
        &self,
        picture: &PictureUpload<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Answer<RemoteMedia> {
        let embargo = *locked(&self.shared.embargo);
        let held = self.shared.clock.elapsed().saturating_sub(embargo.set) > GRACE;
        if picture.hash == self.shared.clipped
            && held
            && let Some(until) = embargo.until.filter(|until| *until > self.server.now())
        {
            self.shared.wrong("an embargo holds", format!("uploaded before {until}"));
        }
        locked(&self.shared.broken).wrote = true;
        let answer = self.server.upload(picture, progress).await;
        self.note("upload", picture.hash, &answer);
        self.taken(answer)
    }

    async fn posts(&self, page: u32) -> Answer<PostsPage> {
        self.server.posts(page).await
    }
}
