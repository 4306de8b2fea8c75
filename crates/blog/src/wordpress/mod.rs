//! A WordPress by its REST interface, with an application password or, on WordPress.com, a token.
//!
//! A post is created once by its slug: as a draft whose slug is the mark, found again by it. No
//! write follows a redirect or is repeated; an answer to a write that is not JSON through and
//! through leaves its outcome unknown, while reads forgive junk before the JSON. Refusals are told
//! by their `code`: messages are translated.

pub(crate) mod address;
mod api;
mod authorise;
pub(crate) mod clock;
mod com;
mod credentials;
mod doctor;
pub(crate) mod http;
mod learn;
mod limits;
mod media;
mod notes;
pub(crate) mod picture;
mod posts;
mod published;
mod refusal;
pub(crate) mod taxonomy;
mod terms;
mod user;
pub(crate) mod wire;

use std::{sync::Mutex, time::Duration};

use async_trait::async_trait;
use coupure_model::{Mark, MediaHash, PostChanges, RemoteId, RemoteMedia, RemotePost, Timestamp};

use crate::{
    BlogClient, Check, Dialect, Error, Learnt, OldVersion, PictureUpload, PostsPage, PublishedPage,
    Secret,
};
pub use address::{Site, discover};
use api::{Api, Signature};
pub use authorise::{AuthorisePage, authorise_page};
pub(crate) use learn::has_new_blocks;
pub(crate) use refusal::plain;
use terms::Terms;
pub(crate) use wire::read_time;

/// PHP gives up after 30 seconds where nobody changed that; a publication that tells others (mail,
/// social networks) takes longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
/// A picture of some megabytes over a slow line.
const UPLOAD_TIMES: u32 = 5;
/// A slow line: a large picture is given the time that such a one needs.
const SLOW_LINE_BYTES_PER_SECOND: u64 = 32 * 1024;

/// `COUPURE_TIMEOUT`, in seconds: longer for a server or a line slower than most; shorter where
/// everything is near, for what is in doubt is waited for twice as long.
pub(crate) fn request_timeout() -> Duration {
    let named = std::env::var("COUPURE_TIMEOUT").ok().and_then(|seconds| seconds.parse().ok());
    named.map_or(REQUEST_TIMEOUT, |seconds: u64| Duration::from_secs(seconds.clamp(1, 600)))
}

/// What a picture of so many bytes is given, where a request is given so long.
pub(crate) fn upload_timeout(request_timeout: Duration, size_bytes: u64) -> Duration {
    request_timeout * UPLOAD_TIMES + Duration::from_secs(size_bytes / SLOW_LINE_BYTES_PER_SECOND)
}

/// The client of a WordPress.
pub struct WordPress {
    api: Api,
    terms: Terms,
    /// The page of the list of posts that was read last: its number and its posts.
    last_page: Mutex<Option<(u32, Vec<RemoteId>)>>,
}

impl WordPress {
    /// `url`: the front page; `api`: the base of the REST interface, as [`discover`] found them.
    pub fn new(url: &str, api: &str, user: &str, secret: &Secret) -> Result<Self, Error> {
        Ok(Self {
            api: Api::new(url, api, user, Signature::Password(secret.clone()))?,
            terms: Terms::default(),
            last_page: Mutex::default(),
        })
    }

    /// With another time-out for requests; uploads are given five times as long.
    pub fn with_request_timeout(mut self, timeout: Duration) -> Self {
        self.api.timeout = timeout;
        self
    }
}

#[async_trait]
impl BlogClient for WordPress {
    fn dialect(&self) -> Dialect {
        Dialect::WordPressBlocks
    }

    fn makes_sizes(&self) -> bool {
        true
    }

    fn request_timeout(&self) -> Duration {
        self.api.timeout
    }

    fn upload_timeout(&self, size_bytes: u64) -> Duration {
        upload_timeout(self.api.timeout, size_bytes)
    }

    fn now_there(&self) -> Option<Timestamp> {
        self.api.clock.now()
    }

    async fn check(&self) -> Vec<Check> {
        match &self.api.signature {
            Signature::Password(_) => self.look().await,
            Signature::Token(session) => self.look_at_wordpress_com(session).await,
        }
    }

    async fn learn(&self) -> Result<Learnt, Error> {
        match &self.api.signature {
            Signature::Password(_) => self.get_to_know().await,
            Signature::Token(session) => self.get_to_know_wordpress_com(session).await,
        }
    }

    async fn find_created(&self, mark: Mark) -> Result<Vec<RemotePost>, Error> {
        self.posts_marked(mark).await
    }

    async fn create_draft(&self, mark: Mark, changes: &PostChanges) -> Result<RemotePost, Error> {
        self.create(mark, changes).await
    }

    async fn read(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        self.read_post(id).await
    }

    async fn update(&self, id: &RemoteId, changes: &PostChanges) -> Result<RemotePost, Error> {
        self.change(id, changes).await
    }

    async fn revisions(&self, post: &RemoteId, limit: u32) -> Result<Vec<OldVersion>, Error> {
        self.old_versions(post, limit).await
    }

    async fn revision(
        &self,
        post: &RemoteId,
        revision: &str,
    ) -> Result<Option<(String, String)>, Error> {
        self.old_version(post, revision).await
    }

    async fn trash(&self, id: &RemoteId) -> Result<(), Error> {
        self.put_into_trash(id).await
    }

    async fn find_media(&self, hash: &MediaHash) -> Result<Option<RemoteMedia>, Error> {
        self.find_picture(hash).await
    }

    async fn upload(
        &self,
        picture: &PictureUpload<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RemoteMedia, Error> {
        self.send_picture(picture, progress).await
    }

    async fn published(
        &self,
        page: u32,
        modified_after: Option<Timestamp>,
    ) -> Result<PublishedPage, Error> {
        self.published_posts(page, modified_after).await
    }

    async fn posts(&self, page: u32) -> Result<PostsPage, Error> {
        self.own_posts(page).await
    }
}
