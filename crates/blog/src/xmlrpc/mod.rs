//! A WordPress by XML-RPC: for blogs of WordPress.com, which take the account's own user and
//! application password here, and for those whose REST interface is shut.
//!
//! The rules of `wordpress` hold here too, over the same requests: no write follows a redirect or
//! is repeated; an answer to a write that is not XML-RPC through and through leaves its outcome
//! unknown; faults are told by their code. One thing is better: a change names the version that it
//! was made upon, and the blog refuses it where somebody wrote since.

mod api;
mod checks;
mod find;
mod media;
mod posts;
mod published;
mod terms;
mod value;

use std::time::Duration;

use async_trait::async_trait;
use coupure_model::{Mark, MediaHash, PostChanges, RemoteId, RemoteMedia, RemotePost, Timestamp};

use crate::{
    BlogClient, Check, Dialect, Error, Learnt, OldVersion, PictureUpload, PostsPage, PublishedPage,
    Secret,
};
use api::Api;
pub use find::{Endpoint, discover};
use posts::Seen;
use terms::Terms;

/// The client of an XML-RPC endpoint.
pub struct XmlRpc {
    api: Api,
    terms: Terms,
    seen: Seen,
}

impl XmlRpc {
    /// `url`: the front page; `endpoint`: as [`discover`] found it.
    pub fn new(url: &str, endpoint: &str, user: &str, secret: &Secret) -> Result<Self, Error> {
        let api = Api::new(url, endpoint, user, secret)?;
        Ok(Self { api, terms: Terms::default(), seen: Seen::default() })
    }
}

#[async_trait]
impl BlogClient for XmlRpc {
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
        crate::wordpress::upload_timeout(self.api.timeout, size_bytes)
    }

    fn now_there(&self) -> Option<Timestamp> {
        self.api.clock.now()
    }

    async fn check(&self) -> Vec<Check> {
        self.look().await
    }

    async fn learn(&self) -> Result<Learnt, Error> {
        self.get_to_know().await
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
