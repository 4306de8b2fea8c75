//! What every blog can do for the sync worker: the trait, and what goes in and out of it.

use std::time::Duration;

use async_trait::async_trait;
use coupure_model::{
    Features, Language, Mark, MediaHash, PostChanges, Problem, RemoteId, RemoteMedia, RemotePost,
    Timestamp,
};

use crate::{Error, PublishedPage};

/// Which rendering of a body a blog takes as `raw`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// WordPress block markup.
    WordPressBlocks,
    /// Plain semantic HTML.
    Html,
}

/// How a probe of a connection came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    /// Something to know that does not stop publishing.
    Note(Problem),
    /// Nothing can be published, or not all of it, before something is done.
    Wrong(Problem),
}

/// One probe of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `address`, `certificate`, `network`, `server`, `wordpress`, `rest`, `answers`, `password`,
    /// `role`, `uploads`, `limit`, `clock`, `blocks`, `revisions`, `time`, `folder`.
    pub probe: &'static str,
    pub verdict: Verdict,
    /// What was found: a version, a user's name, a size.
    pub found: String,
}

impl Check {
    pub fn holds(probe: &'static str, found: impl Into<String>) -> Self {
        Self { probe, verdict: Verdict::Holds, found: found.into() }
    }

    pub fn note(probe: &'static str, problem: Problem, found: impl Into<String>) -> Self {
        Self { probe, verdict: Verdict::Note(problem), found: found.into() }
    }

    pub fn wrong(
        probe: &'static str,
        problem: impl Into<Problem>,
        found: impl Into<String>,
    ) -> Self {
        Self { probe, verdict: Verdict::Wrong(problem.into()), found: found.into() }
    }

    pub fn is_wrong(&self) -> bool {
        matches!(self.verdict, Verdict::Wrong(_))
    }

    /// What is to be known or done.
    pub fn problem(&self) -> Option<&Problem> {
        match &self.verdict {
            Verdict::Holds => None,
            Verdict::Note(problem) | Verdict::Wrong(problem) => Some(problem),
        }
    }
}

/// What a blog says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learnt {
    pub title: String,
    /// `None`: a language that Coupure does not know, or not told.
    pub language: Option<Language>,
    /// IANA time zone or a fixed offset; empty: not told.
    pub time_zone: String,
    pub features: Features,
}

/// A picture to be sent. `name` has no extension; `alt`, `caption` and `title` are plain text.
#[derive(Debug, Clone, Copy)]
pub struct PictureUpload<'a> {
    pub hash: MediaHash,
    pub bytes: &'a [u8],
    pub mime: &'a str,
    pub name: &'a str,
    pub alt: &'a str,
    pub caption: &'a str,
    pub title: &'a str,
}

/// How the name of a picture's file ends.
pub(crate) fn extension_of(mime: &str) -> &'static str {
    match mime {
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        _ => "jpg",
    }
}

/// A version of a post that its blog keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldVersion {
    pub id: String,
    pub title: String,
    pub raw: String,
    pub excerpt: String,
    pub modified: Option<Timestamp>,
}

/// A page of a list of posts, latest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostsPage {
    pub posts: Vec<RemotePost>,
    /// There are more, on the next page.
    pub more: bool,
}

/// A blog. Each call is one step that either happened, did not, or whose outcome is unknown
/// ([`Error::outcome_unknown`]); none repeats a write by itself.
#[async_trait]
pub trait BlogClient: Send + Sync {
    fn dialect(&self) -> Dialect;

    /// The blog makes the smaller sizes of a picture itself. Where it does not, the web size is
    /// uploaded as a picture of its own, beside the full one.
    fn makes_sizes(&self) -> bool;

    /// No request lasts longer; a write whose outcome is unknown is settled after this.
    fn request_timeout(&self) -> Duration;

    /// The same of a picture of so many bytes, which a slow line takes longer to carry.
    fn upload_timeout(&self, _size_bytes: u64) -> Duration {
        self.request_timeout()
    }

    /// The blog's own clock, as its last answer told it, gone on since: what its dates are held
    /// against, however wrong this computer's is. `None`: it did not tell.
    fn now_there(&self) -> Option<Timestamp> {
        None
    }

    /// Looks at everything that can be wrong with the connection, first cause first.
    async fn check(&self) -> Vec<Check>;

    async fn learn(&self) -> Result<Learnt, Error>;

    /// The posts that still carry the mark (not in the trash), lowest id first.
    async fn find_created(&self, mark: Mark) -> Result<Vec<RemotePost>, Error>;

    /// Makes a post that nobody sees, under its mark. Status, slug and date of `changes` are left
    /// for the first update. Look with [`find_created`](Self::find_created) before.
    async fn create_draft(&self, mark: Mark, changes: &PostChanges) -> Result<RemotePost, Error>;

    /// The post as it is there now; `None`: gone for good. A post in the trash is returned, with
    /// its status.
    async fn read(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error>;

    /// Changes what `changes` names and nothing else; returns the post as stored. What is to be
    /// published is published now by the blog's own clock, whatever date it has or is given: the
    /// clock here may be ahead.
    async fn update(&self, id: &RemoteId, changes: &PostChanges) -> Result<RemotePost, Error>;

    /// The versions that the blog keeps, newest first, at most `limit`. After an update of ours
    /// that changed the text the first is ours and the second what stood before it, whoever wrote
    /// that; an update of other fields alone makes none. Empty: none are kept.
    async fn revisions(&self, post: &RemoteId, limit: u32) -> Result<Vec<OldVersion>, Error>;

    /// Title and raw content of an old version; `None`: not kept.
    async fn revision(
        &self,
        post: &RemoteId,
        revision: &str,
    ) -> Result<Option<(String, String)>, Error>;

    /// Puts the post into the blog's trash; well if it is there already, or gone.
    async fn trash(&self, id: &RemoteId) -> Result<(), Error>;

    /// The picture of these bytes, if it was uploaded before (by Coupure).
    async fn find_media(&self, hash: &MediaHash) -> Result<Option<RemoteMedia>, Error>;

    /// Sends a picture. Look with [`find_media`](Self::find_media) before. `progress` is told
    /// bytes sent and bytes in all.
    async fn upload(
        &self,
        picture: &PictureUpload<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RemoteMedia, Error>;

    /// The author's own posts, latest first; `page` counts from 1.
    async fn posts(&self, page: u32) -> Result<PostsPage, Error>;

    /// The posts that readers can open, whoever wrote them, in an order that new ones do not
    /// disturb; `page` counts from 1. Where the blog cannot tell, none, and no total.
    async fn published(
        &self,
        _page: u32,
        _modified_after: Option<Timestamp>,
    ) -> Result<PublishedPage, Error> {
        Ok(PublishedPage::default())
    }

    /// Lets appear what is due where the blog has no clock of its own. Returns when to call again;
    /// `None`: nothing waits for it.
    async fn tick(&self) -> Result<Option<Timestamp>, Error> {
        Ok(None)
    }
}
