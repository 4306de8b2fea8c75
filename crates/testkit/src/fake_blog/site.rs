//! What is on the fake blog, and what its server does to it.

use std::collections::BTreeMap;

use coupure_blog::OldVersion;
use coupure_model::{
    Mark, MediaHash, PostChanges, RemoteId, RemoteMedia, RemotePost, RemoteSize, RemoteStatus,
    Timestamp,
};

/// Who wrote a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The client under test.
    Us,
    /// Somebody in the blog's own editor.
    Another,
}

/// A version of a post, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub id: u64,
    pub author: Author,
    pub title: String,
    pub raw: String,
    pub modified: Timestamp,
}

/// Posts, their versions and the library. Ids are in the order of insertion.
#[derive(Debug, Default)]
pub struct Site {
    posts: BTreeMap<u64, RemotePost>,
    versions: BTreeMap<u64, Vec<Version>>,
    media: Vec<(MediaHash, RemoteMedia)>,
    next: u64,
    /// Revisions are switched off.
    pub no_revisions: bool,
    /// We may write, and an editor must approve before anybody reads it.
    pub contributor: bool,
}

impl Site {
    /// Every post that is not in the trash.
    pub fn live(&self) -> impl Iterator<Item = &RemotePost> {
        self.posts.values().filter(|post| post.status != RemoteStatus::Trashed)
    }

    pub fn trashed(&self) -> impl Iterator<Item = &RemotePost> {
        self.posts.values().filter(|post| post.status == RemoteStatus::Trashed)
    }

    pub fn post(&self, id: &RemoteId) -> Option<&RemotePost> {
        self.posts.get(&number(id)?)
    }

    /// Everything that was ever written to a post, oldest first.
    pub fn versions(&self, id: &RemoteId) -> &[Version] {
        number(id).and_then(|id| self.versions.get(&id)).map_or(&[], Vec::as_slice)
    }

    /// Every upload, in order; a hash twice is a picture uploaded twice.
    pub fn media(&self) -> impl Iterator<Item = &MediaHash> {
        self.media.iter().map(|(hash, _)| hash)
    }

    /// Deletes a post for good, as one does in the blog's trash.
    pub fn delete(&mut self, id: &RemoteId) {
        if let Some(id) = number(id) {
            self.posts.remove(&id);
        }
    }

    pub fn trash(&mut self, id: &RemoteId) {
        if let Some(post) = number(id).and_then(|id| self.posts.get_mut(&id))
            && post.status != RemoteStatus::Trashed
        {
            post.status = RemoteStatus::Trashed;
            post.slug.push_str("__trashed");
        }
    }

    /// An editor lets readers see a post.
    pub fn approve(&mut self, id: &RemoteId) {
        if let Some(post) = number(id).and_then(|id| self.posts.get_mut(&id)) {
            post.status = RemoteStatus::Published;
        }
    }

    pub(super) fn edit(
        &mut self,
        id: &RemoteId,
        author: Author,
        now: Timestamp,
        change: impl FnOnce(&mut RemotePost),
    ) -> Option<RemotePost> {
        let id = number(id)?;
        let post = self.posts.get_mut(&id)?;
        let before = (post.title.clone(), post.raw.clone());
        change(post);
        // A second is the finest that WordPress keeps.
        post.modified = Timestamp::from_second(now.as_second()).ok();
        let changed = before != (post.title.clone(), post.raw.clone());
        if changed || !self.versions.contains_key(&id) {
            let (title, raw) = (post.title.clone(), post.raw.clone());
            self.next += 1;
            let version = Version { id: self.next, author, title, raw, modified: now };
            self.versions.entry(id).or_default().push(version);
            if !self.no_revisions {
                post.predecessor = Some(self.next.to_string());
            }
        }
        Some(post.clone())
    }

    pub(super) fn under(&self, mark: Mark) -> Vec<RemotePost> {
        let mark = mark.to_string();
        self.live().filter(|post| post.slug.starts_with(&mark)).cloned().collect()
    }

    /// Slugs are not locked: two creations at once make two posts of the same slug.
    pub(super) fn create(
        &mut self,
        mark: Mark,
        changes: &PostChanges,
        now: Timestamp,
        fault_after: bool,
    ) -> RemotePost {
        self.next += 1;
        let id = self.next;
        let post = RemotePost {
            id: RemoteId(id.to_string()),
            status: RemoteStatus::Draft,
            title: String::new(),
            raw: String::new(),
            footnotes: String::new(),
            slug: mark.to_string(),
            excerpt: String::new(),
            categories: vec!["Non classé".into()],
            tags: Vec::new(),
            cover: None,
            comments_open: true,
            link: format!("https://blog.example/?p={id}"),
            date: None,
            modified: Timestamp::from_second(now.as_second()).ok(),
            predecessor: None,
        };
        self.posts.insert(id, post);
        let post = self.posts.get_mut(&id).expect("just inserted");
        apply(post, &PostChanges { slug: None, status: None, ..changes.clone() }, now, fault_after);
        // The insertion itself makes no revision before WordPress 6.4.
        post.clone()
    }

    pub(super) fn update(
        &mut self,
        id: &RemoteId,
        changes: &PostChanges,
        now: Timestamp,
        fault_after: bool,
    ) -> Option<RemotePost> {
        self.post(id)?;
        let mut changes = changes.clone();
        let shows = |status: &RemoteStatus| *status != RemoteStatus::Draft;
        if self.contributor && changes.status.as_ref().is_some_and(shows) {
            changes.status = Some(RemoteStatus::Pending);
        }
        self.edit(id, Author::Us, now, |post| apply(post, &changes, now, fault_after))
    }

    pub(super) fn revisions(&self, id: &RemoteId, limit: usize) -> Vec<OldVersion> {
        if self.no_revisions {
            return Vec::new();
        }
        let versions = self.versions(id).iter().rev().take(limit);
        versions
            .map(|version| OldVersion {
                id: version.id.to_string(),
                title: version.title.clone(),
                raw: version.raw.clone(),
                modified: Some(version.modified),
            })
            .collect()
    }

    pub(super) fn media_of(&self, hash: &MediaHash) -> Option<&RemoteMedia> {
        self.media.iter().find(|(known, _)| known == hash).map(|(_, media)| media)
    }

    pub(super) fn take_in(&mut self, hash: MediaHash) -> RemoteMedia {
        self.next += 1;
        let size = |slug: &str, width_px| RemoteSize {
            url: format!("https://blog.example/files/{}-{width_px}.jpg", &hash.to_string()[..12]),
            width_px,
            height_px: width_px * 3 / 4,
            slug: slug.into(),
        };
        let full = size("full", 3000);
        let media = RemoteMedia {
            id: RemoteId(self.next.to_string()),
            sizes: vec![size("large", 1024), size("1536x1536", 1536), full.clone()],
            full,
        };
        self.media.push((hash, media.clone()));
        media
    }
}

fn apply(post: &mut RemotePost, changes: &PostChanges, now: Timestamp, fault_after: bool) {
    let PostChanges { status, title, raw, footnotes, slug, excerpt, date, .. } = changes.clone();
    post.title = title.unwrap_or_else(|| post.title.clone());
    if let Some(raw) = raw {
        post.raw = raw.replace(" />", "/>").replace("/>", " />");
    }
    post.footnotes = footnotes.unwrap_or_else(|| post.footnotes.clone());
    post.excerpt = excerpt.unwrap_or_else(|| post.excerpt.clone());
    post.date = date.or(post.date);
    post.status = status.unwrap_or(post.status);
    if post.status == RemoteStatus::Scheduled && post.date.is_none_or(|date| date <= now) {
        post.status = RemoteStatus::Published;
    }
    if let Some(slug) = slug {
        post.slug = slug;
    }
    let visible = matches!(post.status, RemoteStatus::Published | RemoteStatus::Scheduled);
    if visible && post.slug.is_empty() {
        let words = post.title.to_lowercase();
        post.slug = words.split_whitespace().collect::<Vec<_>>().join("-");
    }
    if visible {
        post.link = format!("https://blog.example/{}/", post.slug);
        post.date = post.date.or(Some(now));
    }
    if fault_after {
        return;
    }
    let PostChanges { categories, tags, cover, comments_open, .. } = changes.clone();
    post.categories = categories.unwrap_or_else(|| post.categories.clone());
    post.tags = tags.unwrap_or_else(|| post.tags.clone());
    post.cover = cover.unwrap_or_else(|| post.cover.clone());
    post.comments_open = comments_open.unwrap_or(post.comments_open);
}

fn number(id: &RemoteId) -> Option<u64> {
    id.0.parse().ok()
}
