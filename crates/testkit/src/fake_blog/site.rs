//! What is on the fake blog, and what its server does to it.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use coupure_blog::{Error, OldVersion};
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

/// What the client's user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    #[default]
    Administrator,
    Editor,
    /// Makes no category, and loses some HTML.
    Author,
    /// The same, uploads nothing, and an editor must approve before anybody reads it.
    Contributor,
}

impl Role {
    fn writes_any_html(self) -> bool {
        matches!(self, Self::Administrator | Self::Editor)
    }

    fn makes_categories(self) -> bool {
        matches!(self, Self::Administrator | Self::Editor)
    }

    fn uploads(self) -> bool {
        self != Self::Contributor
    }

    fn publishes(self) -> bool {
        self != Self::Contributor
    }
}

/// The category of a post that is in none.
const USUAL_CATEGORY: &str = "Non classé";

/// A version of a post, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub id: u64,
    pub author: Author,
    pub title: String,
    pub raw: String,
    pub excerpt: String,
    pub modified: Timestamp,
}

/// What a write of ours did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Created,
    Updated,
    Trashed,
}

/// A write of ours that took place, for whoever checks afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landed {
    pub deed: Deed,
    pub post: RemoteId,
    /// When the request was made, and when it was done.
    pub asked: Timestamp,
    pub done: Timestamp,
    pub changes: PostChanges,
    /// How the post stood after it.
    pub after: RemoteStatus,
}

/// A write as it takes place.
pub(super) struct Request<'a> {
    pub changes: &'a PostChanges,
    pub asked: Timestamp,
    pub now: Timestamp,
    pub fault_after: bool,
}

/// A date nearer than this is as good as there.
const SCHEDULED_AHEAD_MIN: Duration = Duration::from_secs(60);

/// Posts, their versions and the library. Ids are in the order of insertion.
#[derive(Debug, Default)]
pub struct Site {
    posts: BTreeMap<u64, RemotePost>,
    versions: BTreeMap<u64, Vec<Version>>,
    media: Vec<(MediaHash, RemoteMedia)>,
    /// Posts that were given a date: those that were not are dated by each save until they appear.
    dated: BTreeSet<u64>,
    marks: BTreeMap<u64, Mark>,
    landed: Vec<Landed>,
    /// Posts that somebody else took away.
    gone: BTreeMap<u64, Timestamp>,
    next: u64,
    /// Revisions are switched off.
    pub no_revisions: bool,
    /// The insertion itself makes a revision, as from WordPress 6.4 on.
    pub revision_at_creation: bool,
    /// Of the client's user.
    pub role: Role,
    /// As they were first written.
    categories: Vec<String>,
    tags: Vec<String>,
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

    /// Every write of ours that took place, in the order of landing.
    pub fn landed(&self) -> &[Landed] {
        &self.landed
    }

    /// What a post was created under.
    pub fn mark_of(&self, id: &RemoteId) -> Option<Mark> {
        number(id).and_then(|id| self.marks.get(&id)).copied()
    }

    /// When somebody else put posts created under the mark into the trash, or deleted them.
    pub fn gone(&self, mark: Mark) -> impl Iterator<Item = Timestamp> {
        let gone = self.gone.iter().filter(move |(id, _)| self.marks.get(id) == Some(&mark));
        gone.map(|(_, at)| *at)
    }

    /// Somebody else puts a post into the trash, or empties the trash of it.
    pub(super) fn take_away(&mut self, id: &RemoteId, for_good: bool, now: Timestamp) {
        if for_good {
            self.delete(id)
        } else {
            self.trash(id)
        }
        if let Some(id) = number(id) {
            self.gone.entry(id).or_insert(now);
        }
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

    /// An editor makes a category.
    pub fn add_category(&mut self, name: &str) {
        self.categories.push(name.into());
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
        let text = |post: &RemotePost| (post.title.clone(), post.raw.clone(), post.excerpt.clone());
        let before = text(post);
        change(post);
        date_and_status(post, now);
        // A second is the finest that WordPress keeps.
        post.modified = Timestamp::from_second(now.as_second()).ok();
        let changed = before != text(post);
        if changed || !self.versions.contains_key(&id) {
            let (title, raw, excerpt) = text(post);
            self.next += 1;
            let version = Version { id: self.next, author, title, raw, excerpt, modified: now };
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

    /// Somebody visits: what is due appears.
    pub(super) fn visit(&mut self, now: Timestamp) {
        for post in self.posts.values_mut().filter(|post| post.status == RemoteStatus::Scheduled) {
            if post.date.is_none_or(|date| date <= now) {
                post.status = RemoteStatus::Published;
            }
        }
    }

    /// Slugs are not locked: two creations at once make two posts of the same slug.
    pub(super) fn create(
        &mut self,
        mark: Mark,
        request: &Request<'_>,
    ) -> Result<RemotePost, Error> {
        let Request { changes, now, fault_after, .. } = *request;
        let changes = PostChanges { slug: None, status: None, date: None, ..changes.clone() };
        let changes = self.allowed(changes)?;
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
            categories: vec![USUAL_CATEGORY.into()],
            tags: Vec::new(),
            cover: None,
            comments_open: true,
            link: format!("https://blog.example/?p={id}"),
            date: None,
            modified: Timestamp::from_second(now.as_second()).ok(),
            predecessor: None,
        };
        self.posts.insert(id, post);
        self.marks.insert(id, mark);
        let post = self.posts.get_mut(&id).expect("just inserted");
        apply(post, &changes, now, true, fault_after);
        let post = post.clone();
        self.note(Deed::Created, &post, request);
        if self.revision_at_creation {
            let again = self.edit(&post.id, Author::Us, now, |_| ());
            return Ok(again.expect("just inserted"));
        }
        Ok(post)
    }

    pub(super) fn update(
        &mut self,
        id: &RemoteId,
        request: &Request<'_>,
    ) -> Result<RemotePost, Error> {
        let Request { changes, now, fault_after, .. } = *request;
        let gone = || Error::GoneFromBlog { id: id.to_string() };
        let post = self.post(id).ok_or_else(gone)?;
        if !self.role.publishes() && is_seen(post.status) {
            return Err(self.refused("this user may not change what readers see".into()));
        }
        let mut changes = changes.clone();
        // A wish to publish means now, whatever date the post has or is given.
        let to_come = changes.date.or(post.date).filter(|date| *date > now);
        if changes.status == Some(RemoteStatus::Published) && to_come.is_some() {
            changes.date = Some(now);
        }
        let changes = self.allowed(changes)?;
        let key = number(id).ok_or_else(gone)?;
        if changes.date.is_some() {
            self.dated.insert(key);
        }
        let floats = !self.dated.contains(&key);
        let slug = self.slug_there(id, &changes);
        let post = self.edit(id, Author::Us, now, |post| {
            apply(post, &changes, now, floats, fault_after);
            if matches!(post.status, RemoteStatus::Published | RemoteStatus::Scheduled) {
                post.slug = slug;
                post.link = format!("https://blog.example/{}/", post.slug);
            }
        });
        let post = post.ok_or_else(gone)?;
        self.note(Deed::Updated, &post, request);
        Ok(post)
    }

    /// Puts a post into the trash for us.
    pub(super) fn trash_ours(&mut self, id: &RemoteId, request: &Request<'_>) {
        self.trash(id);
        if let Some(post) = self.post(id).cloned() {
            self.note(Deed::Trashed, &post, request);
        }
    }

    fn note(&mut self, deed: Deed, post: &RemotePost, request: &Request<'_>) {
        self.landed.push(Landed {
            deed,
            post: post.id.clone(),
            asked: request.asked,
            done: request.now,
            changes: request.changes.clone(),
            after: post.status,
        });
    }

    /// The address that a post that readers see is given: its own, told from others' by a number.
    fn slug_there(&self, id: &RemoteId, changes: &PostChanges) -> String {
        let Some(post) = self.post(id) else { return String::new() };
        let title = changes.title.as_ref().unwrap_or(&post.title).to_lowercase();
        let asked = changes.slug.clone().unwrap_or_else(|| post.slug.clone());
        let words = || title.split_whitespace().collect::<Vec<_>>().join("-");
        let wanted = if asked.is_empty() { words() } else { asked };
        let taken = |slug: &str| self.posts.values().any(|p| p.id != *id && p.slug == slug);
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        let mut slugs = std::iter::once(wanted.clone()).chain(numbered);
        slugs.find(|slug| !taken(slug)).expect("numbers do not end")
    }

    /// What becomes of our wishes under our role; the terms are there afterwards.
    fn allowed(&mut self, mut changes: PostChanges) -> Result<PostChanges, Error> {
        if !self.role.publishes() && changes.status.is_some_and(is_seen) {
            changes.status = Some(RemoteStatus::Pending);
        }
        if !self.role.publishes() && changes.status == Some(RemoteStatus::Pending) {
            changes.slug = Some(String::new());
        }
        if !self.role.writes_any_html() {
            changes.raw = changes.raw.map(|raw| filtered(&raw));
        }
        if !self.categories.iter().any(|name| name == USUAL_CATEGORY) {
            self.categories.push(USUAL_CATEGORY.into());
        }
        if let Some(names) = &mut changes.categories {
            let missing = unite(names, &mut self.categories, self.role.makes_categories());
            if let Some(name) = missing {
                let detail =
                    format!("the category “{name}” is not there and only an editor can make it");
                return Err(self.refused(detail));
            }
        }
        if let Some(names) = &mut changes.tags {
            unite(names, &mut self.tags, true);
        }
        Ok(changes)
    }

    fn refused(&self, detail: String) -> Error {
        Error::NotAllowed { host: super::host(), user: format!("{:?}", self.role), detail }
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
                excerpt: version.excerpt.clone(),
                modified: Some(version.modified),
            })
            .collect()
    }

    pub(super) fn media_of(&self, hash: &MediaHash) -> Option<&RemoteMedia> {
        self.media.iter().find(|(known, _)| known == hash).map(|(_, media)| media)
    }

    pub(super) fn take_in(
        &mut self,
        hash: MediaHash,
        size_px: Option<(u32, u32)>,
    ) -> Result<RemoteMedia, Error> {
        if !self.role.uploads() {
            return Err(self.refused("this user may not upload pictures".into()));
        }
        self.next += 1;
        let (width_px, height_px) = size_px.unwrap_or((3000, 2250));
        let size = |slug: &str, scaled_px: u32| RemoteSize {
            url: format!("https://blog.example/files/{}-{scaled_px}.jpg", &hash.to_string()[..12]),
            width_px: scaled_px,
            height_px: (height_px * scaled_px / width_px.max(1)).max(1),
            slug: slug.into(),
        };
        let full = size("full", width_px);
        let smaller = [("large", 1024), ("1536x1536", 1536)];
        let smaller = smaller.into_iter().filter(|(_, scaled_px)| *scaled_px < width_px);
        let mut sizes: Vec<_> = smaller.map(|(slug, scaled_px)| size(slug, scaled_px)).collect();
        sizes.push(full.clone());
        let media = RemoteMedia { id: RemoteId(self.next.to_string()), sizes, full };
        self.media.push((hash, media.clone()));
        Ok(media)
    }
}

/// Writes names as the blog knows them, whatever their case; says the first that is missing and
/// may not be made.
fn unite(names: &mut Vec<String>, known: &mut Vec<String>, may_make: bool) -> Option<String> {
    let mut united: Vec<String> = Vec::new();
    for name in names.drain(..) {
        let same = known.iter().find(|known| known.to_lowercase() == name.to_lowercase()).cloned();
        let name = match same {
            Some(name) => name,
            None if may_make => {
                known.push(name.clone());
                name
            }
            None => return Some(name),
        };
        if !united.contains(&name) {
            united.push(name);
        }
    }
    *names = united;
    None
}

/// What KSES takes from a role that may not write any HTML: the tags go, their text stays.
pub fn filtered(raw: &str) -> String {
    const LOST: [&str; 6] = ["script", "iframe", "style", "svg", "picture", "source"];
    let mut kept = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        kept.push_str(before);
        let name = tag[1..].trim_start_matches('/');
        let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        if !LOST.contains(&name.as_str()) {
            kept.push_str(&tag[..end]);
        }
        rest = &tag[end..];
    }
    kept + rest
}

/// `floats`: the post was given no date.
fn apply(
    post: &mut RemotePost,
    changes: &PostChanges,
    now: Timestamp,
    floats: bool,
    fault_after: bool,
) {
    let unseen = matches!(post.status, RemoteStatus::Draft | RemoteStatus::Pending);
    if floats && unseen {
        post.date = Timestamp::from_second(now.as_second()).ok();
    }
    let PostChanges { status, title, raw, footnotes, slug, excerpt, date, .. } = changes.clone();
    post.title = title.unwrap_or_else(|| post.title.clone());
    if let Some(raw) = raw {
        post.raw = raw.replace(" />", "/>").replace("/>", " />");
    }
    post.footnotes = footnotes.unwrap_or_else(|| post.footnotes.clone());
    post.excerpt = excerpt.unwrap_or_else(|| post.excerpt.clone());
    let whole_second = |date: Timestamp| Timestamp::from_second(date.as_second()).ok();
    post.date = date.and_then(whole_second).or(post.date);
    post.status = status.unwrap_or(post.status);
    date_and_status(post, now);
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

/// `publish` with a date to come is `future`, and `future` with none is `publish`. Less than a
/// minute ahead counts as now.
fn date_and_status(post: &mut RemotePost, now: Timestamp) {
    let is_to_come = post.date.is_some_and(|date| date >= now + SCHEDULED_AHEAD_MIN);
    match post.status {
        RemoteStatus::Published if is_to_come => post.status = RemoteStatus::Scheduled,
        RemoteStatus::Scheduled if !is_to_come => post.status = RemoteStatus::Published,
        _ => {}
    }
}

fn is_seen(status: RemoteStatus) -> bool {
    matches!(status, RemoteStatus::Published | RemoteStatus::Private | RemoteStatus::Scheduled)
}

fn number(id: &RemoteId) -> Option<u64> {
    id.0.parse().ok()
}
