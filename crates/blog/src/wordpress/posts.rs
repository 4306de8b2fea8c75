//! Posts: created once under a mark, read, changed, trashed.

use std::sync::PoisonError;

use coupure_model::{Mark, PostChanges, RemoteId, RemotePost, RemoteStatus, Timestamp};
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    WordPress,
    http::Reply,
    refusal::{Refusal, Sending},
    taxonomy::Taxonomy,
    terms::Held,
    wire::{self, POST_FIELDS, Raw, WirePost},
};
use crate::{Error, OldVersion, PostsPage};

const ROUTE: &str = "wp/v2/posts";
/// Revisions take no nested names (`title.raw`) before 6.4.
const REVISION_FIELDS: &str = "id,slug,title,content,excerpt,modified_gmt";
const POSTS_A_PAGE: &str = "20";
/// 40,000 posts: no list of an author's goes on for ever.
const PAGES_MAX: u32 = 2_000;

impl WordPress {
    /// Posts created at once can hold the slug with a suffix, or the very same slug.
    pub(super) async fn posts_marked(&self, mark: Mark) -> Result<Vec<RemotePost>, Error> {
        let slugs = format!("{mark},{mark}-2,{mark}-3,{mark}-4,{mark}-5");
        let query = [
            ("slug", slugs.as_str()),
            ("status", "any"),
            ("context", "edit"),
            ("per_page", "100"),
            ("orderby", "id"),
            ("order", "asc"),
            ("_fields", POST_FIELDS),
        ];
        let found: Vec<WirePost> = self.api.get(ROUTE, &query).await?;
        // A cache that forgets the query answers with other posts: adopted, they would be
        // overwritten.
        let ours = found.into_iter().filter(|post| bears(mark, &post.slug)).collect();
        self.named_all(ours).await
    }

    pub(super) async fn create(
        &self,
        mark: Mark,
        changes: &PostChanges,
    ) -> Result<RemotePost, Error> {
        let seen = PostChanges { status: None, slug: None, date: None, ..changes.clone() };
        let mut body = self.body(&seen, &Held::default()).await?;
        body.insert("status".into(), json!("draft"));
        body.insert("slug".into(), json!(mark.to_string()));
        let query = [("context", "edit"), ("_fields", POST_FIELDS)];
        let post: WirePost = self.api.post(ROUTE, &query, &body.into()).await?;
        // Some plugins give drafts another slug; a post with another title too is not ours.
        if !bears(mark, &post.slug) && changes.title.as_deref() != Some(post.title()) {
            return Err(self.about_another(post.id));
        }
        Ok(self.named_if_possible(post).await)
    }

    pub(super) async fn read_post(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        let Some(route) = route(id) else { return Ok(None) };
        let query = [("context", "edit"), ("_fields", POST_FIELDS)];
        match self.api.get::<WirePost>(&route, &query).await {
            Ok(post) if is(id, post.id) => Ok(Some(self.named(post).await?)),
            Ok(post) => Err(self.about_another(post.id)),
            Err(Error::GoneFromBlog { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn change(
        &self,
        id: &RemoteId,
        changes: &PostChanges,
    ) -> Result<RemotePost, Error> {
        let route = route(id).ok_or_else(|| Error::GoneFromBlog { id: id.to_string() })?;
        let held = self.terms_held(id, changes).await?;
        let mut body = self.body(changes, &held).await?;
        if changes.status == Some(RemoteStatus::Published)
            && let Some(now) = self.to_bring_forward(&route, changes.date).await?
        {
            body.insert("date_gmt".into(), json!(wire::write_time(now)));
        }
        let query = [("context", "edit"), ("_fields", POST_FIELDS)];
        let post: WirePost = self.api.post(&route, &query, &body.into()).await?;
        if !is(id, post.id) {
            return Err(self.about_another(post.id));
        }
        Ok(self.named_if_possible(post).await)
    }

    /// An answer about another post than was asked for: what happened is not known.
    fn about_another(&self, id: u64) -> Error {
        let detail = format!("it is about another post, number {id}");
        Error::AnswerUnreadable { host: self.api.host(), detail }
    }

    /// A date in the future keeps a post scheduled whatever status is asked: the server's present
    /// time, if the post has one, or is `asked` to have one by a computer whose clock is ahead.
    async fn to_bring_forward(
        &self,
        route: &str,
        asked: Option<Timestamp>,
    ) -> Result<Option<Timestamp>, Error> {
        #[derive(Deserialize)]
        struct Dated {
            date_gmt: Option<String>,
        }
        let query = [("context", "edit"), ("_fields", "date_gmt")];
        let reply = self.api.get_reply(route, &query).await?;
        let (now, post) = (reply.date(), reply.tolerant::<Dated>()?);
        let date = asked.or_else(|| post.date_gmt.as_deref().and_then(wire::read_time));
        Ok(date.filter(|date| *date > now).map(|_| now))
    }

    pub(super) async fn put_into_trash(&self, id: &RemoteId) -> Result<(), Error> {
        let Some(route) = route(id) else { return Ok(()) };
        // Hosts that refuse the method DELETE let this one through.
        let address = self.api.address(&route, &[("_method", "DELETE"), ("_fields", "id")]);
        let reply = self.api.exchange_raw(self.api.client.post(address), self.api.timeout).await?;
        match reply.status {
            status if status.is_success() => reply.strict::<Value>().map(drop),
            StatusCode::NOT_IMPLEMENTED if says_no_trash(&reply) => Err(Error::NotAllowed {
                host: reply.host(),
                user: self.api.user.clone(),
                detail: "the blog keeps no trash, and nothing is deleted for good".into(),
            }),
            _ => match self.api.refuse(&reply, Sending::Text).await {
                Error::GoneFromBlog { .. } => Ok(()),
                error => Err(error),
            },
        }
    }

    pub(super) async fn old_versions(
        &self,
        post: &RemoteId,
        limit: u32,
    ) -> Result<Vec<OldVersion>, Error> {
        let Some(route) = route(post) else { return Ok(Vec::new()) };
        let most = limit.clamp(1, 100);
        let limit = most.to_string();
        let query =
            [("context", "edit"), ("per_page", limit.as_str()), ("_fields", REVISION_FIELDS)];
        match self.api.get::<Vec<WireRevision>>(&format!("{route}/revisions"), &query).await {
            Ok(found) => {
                let saved = found.into_iter().filter(WireRevision::was_saved);
                Ok(saved.take(most as usize).map(Into::into).collect())
            }
            Err(Error::GoneFromBlog { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn old_version(
        &self,
        post: &RemoteId,
        revision: &str,
    ) -> Result<Option<(String, String)>, Error> {
        let (Some(route), Ok(revision)) = (route(post), revision.parse::<u64>()) else {
            return Ok(None);
        };
        let query = [("context", "edit"), ("_fields", REVISION_FIELDS)];
        let address = self.api.address(&format!("{route}/revisions/{revision}"), &query);
        let reply = self.api.exchange_raw(self.api.client.get(address), self.api.timeout).await?;
        if !reply.status.is_success() {
            return match self.api.refuse(&reply, Sending::Nothing).await {
                Error::GoneFromBlog { .. } => Ok(None),
                error => Err(error),
            };
        }
        let found: WireRevision = reply.tolerant()?;
        if found.id != revision {
            return Err(self.about_another(found.id));
        }
        Ok(Some((found.title.raw, found.content.raw)))
    }

    /// Unreadable posts are removed after the server has counted a page: ask for one's own alone.
    pub(super) async fn own_posts(&self, page: u32) -> Result<PostsPage, Error> {
        let (author, page) = (self.api.me().await?.id.to_string(), page.max(1));
        let number = page.to_string();
        let query = [
            ("author", author.as_str()),
            ("status", "any"),
            ("context", "edit"),
            ("per_page", POSTS_A_PAGE),
            ("page", number.as_str()),
            ("_fields", POST_FIELDS),
        ];
        let request = self.api.client.get(self.api.address(ROUTE, &query));
        let reply = self.api.exchange_raw(request, self.api.timeout).await?;
        if !reply.status.is_success() {
            return match Refusal::read(&reply) {
                Some(Refusal { code, .. }) if code == "rest_post_invalid_page_number" => {
                    Ok(PostsPage { posts: Vec::new(), more: false })
                }
                _ => Err(self.api.refuse(&reply, Sending::Nothing).await),
            };
        }
        let pages: u32 =
            reply.header("x-wp-totalpages").and_then(|text| text.parse().ok()).unwrap_or(0);
        let posts = self.named_all(reply.tolerant()?).await?;
        let more =
            page < pages.min(PAGES_MAX) && !posts.is_empty() && !self.came_before(page, &posts);
        Ok(PostsPage { posts, more })
    }

    /// Whether a page repeats the one before it: a cache that forgets the query does so for ever.
    fn came_before(&self, page: u32, posts: &[RemotePost]) -> bool {
        let ids: Vec<RemoteId> = posts.iter().map(|post| post.id.clone()).collect();
        let mut last = self.last_page.lock().unwrap_or_else(PoisonError::into_inner);
        let repeats = last.as_ref().is_some_and(|(number, seen)| *number < page && *seen == ids);
        *last = Some((page, ids));
        repeats
    }

    /// The request that makes these changes, with only the fields that change.
    async fn body(&self, changes: &PostChanges, held: &Held) -> Result<Map<String, Value>, Error> {
        let mut body = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                body.insert(name.into(), value);
            }
        };
        set("title", changes.title.as_ref().map(|title| json!(title)));
        set("content", changes.raw.as_ref().map(|raw| json!(raw)));
        set("excerpt", changes.excerpt.as_ref().map(|excerpt| json!(excerpt)));
        set("slug", changes.slug.as_ref().map(|slug| json!(slug)));
        set("meta", changes.footnotes.as_ref().map(|texts| json!({ "footnotes": texts })));
        set(
            "comment_status",
            changes.comments_open.map(|open| json!(if open { "open" } else { "closed" })),
        );
        set("featured_media", changes.cover.as_ref().map(|cover| json!(number(cover.as_ref()))));
        set("date_gmt", changes.date.map(|date| json!(wire::write_time(date))));
        if let Some(names) = &changes.categories {
            let ids =
                self.terms.ids(&self.api, Taxonomy::Category, names, &held.categories).await?;
            body.insert("categories".into(), json!(ids));
        }
        if let Some(names) = &changes.tags {
            let ids = self.terms.ids(&self.api, Taxonomy::Tag, names, &held.tags).await?;
            body.insert("tags".into(), json!(ids));
        }
        if let Some(status) = changes.status {
            body.insert("status".into(), json!(wire::write_status(self.allowed(status).await?)));
        }
        Ok(body)
    }

    /// What a change of terms is made upon. Most were looked at a moment ago.
    async fn terms_held(&self, id: &RemoteId, changes: &PostChanges) -> Result<Held, Error> {
        let number = id.0.parse().ok();
        let known = || number.and_then(|number| self.terms.of_post(number));
        if changes.categories.is_none() && changes.tags.is_none() {
            return Ok(Held::default());
        }
        if let Some(held) = known() {
            return Ok(held);
        }
        self.read_post(id).await?;
        Ok(known().unwrap_or_default())
    }

    /// A contributor's post goes to an editor for approval.
    async fn allowed(&self, status: RemoteStatus) -> Result<RemoteStatus, Error> {
        use RemoteStatus::{Pending, Private, Published, Scheduled};
        let needs_right = matches!(status, Published | Private | Scheduled);
        let may = !needs_right || self.api.me().await?.can("publish_posts");
        Ok(if may { status } else { Pending })
    }

    async fn named_all(&self, posts: Vec<WirePost>) -> Result<Vec<RemotePost>, Error> {
        let all = |ids: fn(&WirePost) -> &[u64]| {
            let mut all: Vec<u64> = posts.iter().flat_map(ids).copied().collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        // Two requests for the whole list instead of two for each post.
        self.terms.names(&self.api, Taxonomy::Category, &all(|post| &post.categories)).await?;
        self.terms.names(&self.api, Taxonomy::Tag, &all(|post| &post.tags)).await?;
        let mut named = Vec::new();
        for post in posts {
            named.push(self.named(post).await?);
        }
        Ok(named)
    }

    async fn named(&self, post: WirePost) -> Result<RemotePost, Error> {
        let categories = self.terms.names(&self.api, Taxonomy::Category, &post.categories).await?;
        let tags = self.terms.names(&self.api, Taxonomy::Tag, &post.tags).await?;
        self.see_terms(&post);
        Ok(post.into_post(categories, tags))
    }

    /// After a write: it has happened, whether names of terms can still be read or not.
    async fn named_if_possible(&self, post: WirePost) -> RemotePost {
        let categories =
            self.terms.names_if_possible(&self.api, Taxonomy::Category, &post.categories).await;
        let tags = self.terms.names_if_possible(&self.api, Taxonomy::Tag, &post.tags).await;
        self.see_terms(&post);
        post.into_post(categories, tags)
    }

    fn see_terms(&self, post: &WirePost) {
        let held = Held { categories: post.categories.clone(), tags: post.tags.clone() };
        self.terms.see_post(post.id, held);
    }
}

#[derive(Deserialize)]
struct WireRevision {
    id: u64,
    #[serde(default)]
    slug: String,
    title: Raw,
    content: Raw,
    /// Not there where posts have none.
    #[serde(default)]
    excerpt: Option<Raw>,
    #[serde(default)]
    modified_gmt: Option<String>,
}

impl WireRevision {
    /// An autosave (`12-autosave-v1`) is what somebody types, not a version of the post.
    fn was_saved(&self) -> bool {
        !self.slug.contains("-autosave-")
    }
}

impl From<WireRevision> for OldVersion {
    fn from(wire: WireRevision) -> Self {
        Self {
            id: wire.id.to_string(),
            title: wire.title.raw,
            raw: wire.content.raw,
            excerpt: wire.excerpt.map(|excerpt| excerpt.raw).unwrap_or_default(),
            modified: wire.modified_gmt.as_deref().and_then(wire::read_time),
        }
    }
}

fn says_no_trash(reply: &Reply) -> bool {
    Refusal::read(reply).is_some_and(|refusal| refusal.code == "rest_trash_not_supported")
}

/// Whether a slug is the mark, or the mark with the suffix of a double.
fn bears(mark: Mark, slug: &str) -> bool {
    let rest = slug.strip_prefix(mark.to_string().as_str());
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('-').is_some_and(|n| n.parse::<u32>().is_ok())
    })
}

fn is(id: &RemoteId, number: u64) -> bool {
    id.0.parse() == Ok(number)
}

/// Ids are numbers; anything else names no post here.
fn route(id: &RemoteId) -> Option<String> {
    id.0.parse::<u64>().ok().map(|id| format!("{ROUTE}/{id}"))
}

fn number(id: Option<&RemoteId>) -> u64 {
    id.and_then(|id| id.0.parse().ok()).unwrap_or(0)
}
