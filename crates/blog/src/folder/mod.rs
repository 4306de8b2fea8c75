//! A static site in a folder of this computer: index, a page for each post, an Atom feed, pictures.
//! It works opened from disk: every link is relative and names its file.
//!
//! Posts are kept in `.coupure/` of the folder, pages are made from them ([`render`]). Files that
//! the site did not make are never touched. One process, and one call, writes at a time (a lock
//! file); every file is written whole or not at all. Drafts, private and trashed posts have no
//! page. A scheduled post's page appears at the first call after its date
//! ([`tick`](crate::BlogClient::tick) says when).

mod excerpt;
mod render;
pub(crate) mod slug;
mod state;
mod words;
pub(crate) mod write;

mod site;

use std::{path::PathBuf, time::Duration};

use async_trait::async_trait;
use coupure_model::{
    Features, Language, Mark, MediaHash, PostChanges, RemoteId, RemoteMedia, RemotePost, Timestamp,
};
use jiff::tz::TimeZone;

use crate::{BlogClient, Check, Dialect, Error, Learnt, OldVersion, PictureUpload, PostsPage};
use site::Open;

const POSTS_A_PAGE: usize = 50;

/// The client of a folder blog.
#[derive(Debug, Clone)]
pub struct FolderBlog {
    path: PathBuf,
    title: String,
    language: Language,
    time_zone: String,
    clock: fn() -> Timestamp,
}

impl FolderBlog {
    pub fn new(path: impl Into<PathBuf>, title: &str, language: Language, time_zone: &str) -> Self {
        Self {
            path: path.into(),
            title: title.into(),
            language,
            time_zone: time_zone.into(),
            clock: Timestamp::now,
        }
    }

    /// With another clock than the computer's.
    pub fn with_clock(self, clock: fn() -> Timestamp) -> Self {
        Self { clock, ..self }
    }

    fn zone(&self) -> TimeZone {
        jiff::fmt::temporal::DateTimeParser::new()
            .parse_time_zone(&self.time_zone)
            .unwrap_or(TimeZone::UTC)
    }

    /// Runs file work off the async threads, with the site locked.
    async fn with_site<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Open) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let blog = self.clone();
        tokio::task::spawn_blocking(move || work(&Open::lock(&blog)?))
            .await
            .map_err(|error| Error::Internal { detail: error.to_string() })?
    }

    /// The same, but `absent` where nothing was ever written.
    async fn with_written_site<T: Send + 'static>(
        &self,
        absent: T,
        work: impl FnOnce(&Open) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let state = self.path.join(".coupure");
        match tokio::fs::try_exists(&state).await {
            Ok(false) => Ok(absent),
            Ok(true) => self.with_site(work).await,
            Err(error) => Err(Error::of_folder(&self.path, &error)),
        }
    }

    /// A folder that is not there now is not an empty one: its disk may be unplugged.
    fn must_exist(&self) -> Result<(), Error> {
        match std::fs::metadata(&self.path) {
            Ok(metadata) if metadata.is_dir() => Ok(()),
            Ok(_) => Err(self.unusable("it is a file")),
            Err(error) => Err(Error::of_folder(&self.path, &error)),
        }
    }

    fn unusable(&self, detail: &str) -> Error {
        Error::FolderUnwritable { folder: self.path.display().to_string(), detail: detail.into() }
    }
}

#[async_trait]
impl BlogClient for FolderBlog {
    fn dialect(&self) -> Dialect {
        Dialect::Html
    }

    fn makes_sizes(&self) -> bool {
        false
    }

    fn request_timeout(&self) -> Duration {
        Duration::from_secs(5)
    }

    async fn check(&self) -> Vec<Check> {
        let tried = self.with_site(|site| site.try_writing()).await;
        let found = self.path.display().to_string();
        vec![match tried {
            Ok(()) => Check::holds("folder", found),
            Err(error) => Check::wrong("folder", error, found),
        }]
    }

    async fn learn(&self) -> Result<Learnt, Error> {
        Ok(Learnt {
            title: self.title.clone(),
            language: Some(self.language),
            time_zone: self.time_zone.clone(),
            features: Features {
                details_block: true,
                footnotes_block: true,
                revisions: false,
                version: env!("CARGO_PKG_VERSION").into(),
            },
        })
    }

    async fn find_created(&self, mark: Mark) -> Result<Vec<RemotePost>, Error> {
        self.with_written_site(Vec::new(), move |site| site.find_created(mark)).await
    }

    async fn create_draft(&self, mark: Mark, changes: &PostChanges) -> Result<RemotePost, Error> {
        let changes = changes.clone();
        self.with_site(move |site| site.create(mark, &changes)).await
    }

    async fn read(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        self.must_exist()?;
        let id = id.clone();
        self.with_written_site(None, move |site| site.read(&id)).await
    }

    async fn update(&self, id: &RemoteId, changes: &PostChanges) -> Result<RemotePost, Error> {
        self.must_exist()?;
        let (id, changes) = (id.clone(), changes.clone());
        self.with_site(move |site| site.update(&id, &changes)).await
    }

    async fn revisions(&self, _post: &RemoteId, _limit: u32) -> Result<Vec<OldVersion>, Error> {
        Ok(Vec::new())
    }

    async fn revision(
        &self,
        _post: &RemoteId,
        _revision: &str,
    ) -> Result<Option<(String, String)>, Error> {
        Ok(None)
    }

    async fn trash(&self, id: &RemoteId) -> Result<(), Error> {
        self.must_exist()?;
        let id = id.clone();
        self.with_written_site((), move |site| site.trash(&id)).await
    }

    async fn find_media(&self, hash: &MediaHash) -> Result<Option<RemoteMedia>, Error> {
        let hash = *hash;
        self.with_written_site(None, move |site| site.find_picture(&hash)).await
    }

    async fn upload(
        &self,
        picture: &PictureUpload<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RemoteMedia, Error> {
        let total_bytes = picture.bytes.len() as u64;
        progress(0, total_bytes);
        let owned = site::OwnedPicture::of(picture);
        let media = self.with_site(move |site| site.take_in(&owned)).await?;
        progress(total_bytes, total_bytes);
        Ok(media)
    }

    async fn posts(&self, page: u32) -> Result<PostsPage, Error> {
        let absent = PostsPage { posts: Vec::new(), more: false };
        self.with_written_site(absent, move |site| {
            let posts = site.latest_first()?;
            let start = (page.max(1) as usize - 1).saturating_mul(POSTS_A_PAGE);
            let end = start.saturating_add(POSTS_A_PAGE);
            Ok(PostsPage {
                more: posts.len() > end,
                posts: posts.into_iter().skip(start).take(POSTS_A_PAGE).collect(),
            })
        })
        .await
    }

    async fn tick(&self) -> Result<Option<Timestamp>, Error> {
        self.with_written_site(None, |site| site.next_due()).await
    }
}
