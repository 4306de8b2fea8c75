//! Posts: created once under a mark, read, changed, trashed.
//!
//! The mark is a custom field, which is set before the post can be seen in any list, and the slug
//! with it; the first change of address takes both away. XML-RPC looks nothing up by either, so
//! the latest posts are gone through. A change says which version it was made upon: WordPress
//! refuses it with fault 409 where somebody wrote since.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use coupure_model::{Mark, PostChanges, RemoteId, RemotePost, RemoteStatus, Timestamp};

use super::{
    XmlRpc,
    api::Fault,
    terms::Held,
    value::{Value, members},
};
use crate::{
    Error, OldVersion, PostsPage,
    wordpress::{taxonomy::Taxonomy, wire},
};

const MARK_FIELD: &str = "coupure_mark";
const FOOTNOTES_FIELD: &str = "footnotes";
const FIELDS: [&str; 13] = [
    "post_title",
    "post_date_gmt",
    "post_modified_gmt",
    "post_status",
    "post_type",
    "post_name",
    "post_author",
    "post_excerpt",
    "post_content",
    "link",
    "comment_status",
    "post_thumbnail",
    "terms",
];
const POSTS_A_PAGE: u64 = 20;
/// The latest posts, among which a creation of ours is looked for: a mark is looked up within the
/// days that its post waits for an answer.
const SEARCHED_PAGES: u64 = 3;
const SEARCHED_A_PAGE: u64 = 100;

/// What was seen of posts, upon which the next change is made.
#[derive(Default)]
pub(super) struct Seen(Mutex<HashMap<u64, Standing>>);

#[derive(Debug, Clone)]
struct Standing {
    modified: Option<Value>,
    /// Drafts have one too.
    date: Option<Timestamp>,
    /// Ids of our custom fields.
    mark: Option<Value>,
    footnotes: Option<Value>,
    terms: Vec<Held>,
}

impl Seen {
    fn put(&self, id: u64, standing: Standing) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, standing);
    }

    fn take(&self, id: u64) -> Option<Standing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }
}

impl XmlRpc {
    pub(super) async fn posts_marked(&self, mark: Mark) -> Result<Vec<RemotePost>, Error> {
        let text = mark.to_string();
        let sees_all = self.api.me().await?.sees_all();
        let mut found = Vec::new();
        for page in 0..SEARCHED_PAGES {
            let latest = [("orderby", "ID"), ("order", "DESC")];
            let filter = slice(&latest, page * SEARCHED_A_PAGE, SEARCHED_A_PAGE);
            let fields = list(&["post_name", "custom_fields"]);
            let rows = self.api.read("wp.getPosts", vec![filter, fields]).await?;
            let rows = rows.items();
            let carries = |row: &Value| {
                let slug = row.str("post_name");
                field(row, MARK_FIELD).is_some_and(|field| field.str("value") == text)
                    || slug.strip_prefix(&text).is_some_and(|rest| !rest.contains("__trashed"))
            };
            found.extend(rows.iter().filter(|row| carries(row)).filter_map(|row| id_of(row)));
            // Posts that one may not edit are removed from a page after it was counted.
            if !found.is_empty() || (sees_all && (rows.len() as u64) < SEARCHED_A_PAGE) {
                break;
            }
        }
        found.sort_unstable();
        let mut posts = Vec::new();
        for id in found {
            posts.extend(self.read_numbered(id).await?);
        }
        Ok(posts)
    }

    pub(super) async fn create(
        &self,
        mark: Mark,
        changes: &PostChanges,
    ) -> Result<RemotePost, Error> {
        let unseen = PostChanges { status: None, slug: None, date: None, ..changes.clone() };
        let Value::Struct(mut content) = self.content(&unseen, None).await? else {
            return Err(Error::Internal { detail: "no content to create a post of".into() });
        };
        let mark = mark.to_string();
        let fixed = [("post_type", "post"), ("post_status", "draft"), ("post_name", &mark)];
        content.extend(fixed.map(|(name, value)| (name.to_owned(), Value::text(value))));
        let mut fields = vec![new_field(MARK_FIELD, &mark)];
        fields.extend(changes.footnotes.as_ref().map(|texts| new_field(FOOTNOTES_FIELD, texts)));
        content.push(("custom_fields".into(), Value::List(fields)));
        let made = self.api.try_write("wp.newPost", vec![Value::Struct(content)]).await?;
        let made = made.map_err(|fault| self.api.refused(&fault))?;
        let id = made.number().ok_or_else(|| self.unreadable("a new post without a number"))?;
        self.read_back(id).await
    }

    pub(super) async fn read_post(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        match number(id) {
            Some(id) => self.read_numbered(id).await,
            None => Ok(None),
        }
    }

    pub(super) async fn change(
        &self,
        id: &RemoteId,
        changes: &PostChanges,
    ) -> Result<RemotePost, Error> {
        let gone = || Error::GoneFromBlog { id: id.to_string() };
        let number = number(id).ok_or_else(gone)?;
        let standing = match self.seen.take(number) {
            Some(standing) => standing,
            None => {
                self.read_numbered(number).await?.ok_or_else(gone)?;
                self.seen.take(number).ok_or_else(gone)?
            }
        };
        let content = self.content(changes, Some(&standing)).await?;
        self.edit(number, content).await?;
        self.read_back(number).await
    }

    /// By its status: `wp.deletePost` deletes for good what is in the trash already, and everything
    /// where the blog keeps no trash.
    pub(super) async fn put_into_trash(&self, id: &RemoteId) -> Result<(), Error> {
        let Some(number) = number(id) else { return Ok(()) };
        match self.read_numbered(number).await? {
            None => return Ok(()),
            Some(post) if post.status == RemoteStatus::Trashed => return Ok(()),
            Some(_) => {}
        }
        let standing = self.seen.take(number);
        let content = members([
            ("post_status", Some(Value::text("trash"))),
            ("if_not_modified_since", standing.and_then(|standing| standing.modified)),
        ]);
        match self.edit(number, content).await {
            Err(Error::GoneFromBlog { .. }) => Ok(()),
            other => other,
        }
    }

    /// Revisions switched off are a fault 401 that says so in words alone.
    pub(super) async fn old_versions(
        &self,
        post: &RemoteId,
        limit: u32,
    ) -> Result<Vec<OldVersion>, Error> {
        let fields = list(&["post_title", "post_content", "post_excerpt", "post_modified_gmt"]);
        let rows = self.revision_rows(post, fields).await?;
        let versions = rows.items().into_iter().take(limit as usize).map(|row| OldVersion {
            id: row.str("post_id"),
            title: row.str("post_title"),
            raw: row.str("post_content"),
            excerpt: row.str("post_excerpt"),
            modified: row.get("post_modified_gmt").and_then(Value::moment),
        });
        Ok(versions.collect())
    }

    pub(super) async fn old_version(
        &self,
        post: &RemoteId,
        revision: &str,
    ) -> Result<Option<(String, String)>, Error> {
        let kept = self.old_versions(post, u32::MAX).await?;
        let found = kept.into_iter().find(|version| version.id == revision);
        Ok(found.map(|version| (version.title, version.raw)))
    }

    async fn revision_rows(&self, post: &RemoteId, fields: Value) -> Result<Value, Error> {
        let none = Ok(Value::List(Vec::new()));
        let Some(number) = number(post) else { return none };
        let asked = vec![Value::Int(number as i64), fields];
        match self.api.try_read("wp.getRevisions", asked).await? {
            Ok(rows) => Ok(rows),
            Err(Fault { code: 401 | 404, .. }) => none,
            Err(fault) => Err(self.api.refused(&fault)),
        }
    }

    pub(super) async fn own_posts(&self, page: u32) -> Result<PostsPage, Error> {
        let me = self.api.me().await?;
        let first = u64::from(page.max(1) - 1) * POSTS_A_PAGE;
        let fields: Vec<&str> = FIELDS.into_iter().chain(["custom_fields"]).collect();
        let latest = [("orderby", "date"), ("order", "DESC")];
        let asked = vec![slice(&latest, first, POSTS_A_PAGE), list(&fields)];
        let rows = self.api.read("wp.getPosts", asked).await?;
        let rows = rows.items();
        let now = self.api.now();
        let own =
            rows.iter().filter(|row| row.get("post_author").and_then(Value::number) == Some(me.id));
        let posts = own.filter_map(|row| read_post(row, now)).map(|(post, _)| post).collect();
        let more = self.goes_on(&latest, first, POSTS_A_PAGE, rows.len()).await?;
        Ok(PostsPage { posts, more })
    }

    /// Whether a list goes on after the page that begins at `first`, of which `seen` posts came:
    /// those that one may not edit are removed from a page after it was counted.
    pub(super) async fn goes_on(
        &self,
        filter: &[(&str, &str)],
        first: u64,
        a_page: u64,
        seen: usize,
    ) -> Result<bool, Error> {
        if seen as u64 >= a_page {
            return Ok(true);
        }
        if self.api.me().await?.sees_all() {
            return Ok(false);
        }
        let next = slice(filter, first + a_page, SEARCHED_A_PAGE);
        let rows = self.api.read("wp.getPosts", vec![next, list(&["post_status"])]).await?;
        Ok(!rows.items().is_empty())
    }

    async fn read_numbered(&self, id: u64) -> Result<Option<RemotePost>, Error> {
        let fields: Vec<&str> = FIELDS.into_iter().chain(["custom_fields"]).collect();
        let asked = vec![Value::Int(id as i64), list(&fields)];
        let row = match self.api.try_read("wp.getPost", asked).await? {
            Ok(row) => row,
            Err(Fault { code: 404, .. }) => return Ok(None),
            Err(fault) => return Err(self.api.refused(&fault)),
        };
        // Pages and pictures are numbered with the posts.
        if row.str("post_type") != "post" {
            return Ok(None);
        }
        let Some((mut post, standing)) = read_post(&row, self.api.now()) else {
            return Err(self.unreadable("a post without a number"));
        };
        let newest = self.revision_rows(&post.id, list(&["post_status"])).await?;
        post.predecessor = newest.items().first().map(|row| row.str("post_id"));
        self.seen.put(id, standing);
        Ok(Some(post))
    }

    /// After a write: it has happened, and what came of it is not known yet.
    async fn read_back(&self, id: u64) -> Result<RemotePost, Error> {
        let detail = "what was written could not be read back".to_owned();
        match self.read_numbered(id).await {
            Ok(Some(post)) => Ok(post),
            Ok(None) => Err(Error::GoneFromBlog { id: id.to_string() }),
            Err(error) if error.outcome_unknown() => Err(error),
            Err(_) => Err(Error::Interrupted { host: self.api.host(), detail }),
        }
    }

    async fn edit(&self, id: u64, content: Value) -> Result<(), Error> {
        let asked = vec![Value::Int(id as i64), content];
        match self.api.try_write("wp.editPost", asked).await? {
            Ok(_) => Ok(()),
            Err(Fault { code: 404, .. }) => Err(Error::GoneFromBlog { id: id.to_string() }),
            Err(Fault { code: 409, .. }) => Err(Error::ChangedMeanwhile { host: self.api.host() }),
            Err(fault) => Err(self.api.refused(&fault)),
        }
    }

    /// The struct that makes these changes, with only the fields that change.
    async fn content(
        &self,
        changes: &PostChanges,
        standing: Option<&Standing>,
    ) -> Result<Value, Error> {
        let text = |text: &Option<String>| text.as_ref().map(Value::text);
        let status = match changes.status {
            Some(status) => Some(self.allowed(status).await?),
            None => None,
        };
        let now = self.api.now();
        let date = match status {
            // A date in the future keeps a post scheduled whatever status is asked.
            Some(RemoteStatus::Published) => {
                let standing = standing.and_then(|standing| standing.date);
                let date = changes.date.or(standing.filter(|date| *date > now));
                date.map(|date| date.min(now))
            }
            _ => changes.date,
        };
        let held = standing.map(|standing| standing.terms.as_slice()).unwrap_or_default();
        let mut terms = Vec::new();
        for (taxonomy, names) in
            [(Taxonomy::Category, &changes.categories), (Taxonomy::Tag, &changes.tags)]
        {
            if let Some(names) = names {
                let ids = self.terms.ids(&self.api, taxonomy, names, held).await?;
                let ids = ids.into_iter().map(|id| Value::Int(id as i64)).collect();
                terms.push((taxonomy.name().to_owned(), Value::List(ids)));
            }
        }
        let cover = changes
            .cover
            .as_ref()
            .map(|cover| Value::Int(cover.as_ref().and_then(number).unwrap_or(0) as i64));
        let open = changes.comments_open.map(|open| if open { "open" } else { "closed" });
        let fields = standing.map(|standing| fields_changed(changes, standing)).unwrap_or_default();
        Ok(members([
            ("post_title", text(&changes.title)),
            ("post_content", text(&changes.raw)),
            ("post_excerpt", text(&changes.excerpt)),
            ("post_name", text(&changes.slug)),
            ("post_status", status.map(|status| Value::text(wire::write_status(status)))),
            ("post_date_gmt", date.map(Value::time)),
            ("comment_status", open.map(Value::text)),
            ("post_thumbnail", cover),
            ("terms", (!terms.is_empty()).then_some(Value::Struct(terms))),
            ("custom_fields", (!fields.is_empty()).then_some(Value::List(fields))),
            ("if_not_modified_since", standing.and_then(|standing| standing.modified.clone())),
        ]))
    }

    /// A contributor's post goes to an editor for approval.
    async fn allowed(&self, status: RemoteStatus) -> Result<RemoteStatus, Error> {
        use RemoteStatus::{Pending, Private, Published, Scheduled};
        let needs_right = matches!(status, Published | Private | Scheduled);
        let may = !needs_right || self.api.me().await?.publishes();
        Ok(if may { status } else { Pending })
    }

    fn unreadable(&self, detail: &str) -> Error {
        Error::AnswerUnreadable { host: self.api.host(), detail: detail.into() }
    }
}

/// Our custom fields after these changes. A field without its key is deleted.
fn fields_changed(changes: &PostChanges, standing: &Standing) -> Vec<Value> {
    let mut fields = Vec::new();
    if changes.slug.is_some()
        && let Some(id) = &standing.mark
    {
        fields.push(members([("id", Some(id.clone()))]));
    }
    if let Some(texts) = &changes.footnotes {
        match &standing.footnotes {
            Some(id) => fields.push(members([
                ("id", Some(id.clone())),
                ("key", Some(Value::text(FOOTNOTES_FIELD))),
                ("value", Some(Value::text(texts))),
            ])),
            None if texts.is_empty() => {}
            None => fields.push(new_field(FOOTNOTES_FIELD, texts)),
        }
    }
    fields
}

fn new_field(key: &str, value: &str) -> Value {
    members([("key", Some(Value::text(key))), ("value", Some(Value::text(value)))])
}

/// `now`: the server's time, by which a scheduled post is told from a published one: WordPress
/// calls both `publish` here.
fn read_post(row: &Value, now: Timestamp) -> Option<(RemotePost, Standing)> {
    let id = id_of(row)?;
    let date = row.get("post_date_gmt").and_then(Value::moment);
    let status = match wire::read_status(&row.str("post_status")) {
        RemoteStatus::Published if date.is_some_and(|date| date > now) => RemoteStatus::Scheduled,
        status => status,
    };
    let terms = row.get("terms").map(Value::items).unwrap_or_default();
    let names = |taxonomy: Taxonomy| {
        let of = terms.iter().filter(|term| term.str("taxonomy") == taxonomy.name());
        of.map(|term| html_escape::decode_html_entities(&term.str("name")).into_owned()).collect()
    };
    let footnotes = field(row, FOOTNOTES_FIELD);
    let post = RemotePost {
        id: RemoteId(id.to_string()),
        status,
        title: row.str("post_title"),
        raw: row.str("post_content"),
        footnotes: footnotes.map(|field| field.str("value")).unwrap_or_default(),
        slug: row.str("post_name"),
        excerpt: row.str("post_excerpt"),
        categories: names(Taxonomy::Category),
        tags: names(Taxonomy::Tag),
        cover: row
            .get("post_thumbnail")
            .and_then(|cover| cover.get("attachment_id")?.number())
            .map(|id| RemoteId(id.to_string())),
        comments_open: row.str("comment_status") != "closed",
        link: row.str("link"),
        date,
        modified: row.get("post_modified_gmt").and_then(Value::moment),
        predecessor: None,
    };
    let own = |key| field(row, key).and_then(|field| field.get("id").cloned());
    let standing = Standing {
        modified: row.get("post_modified_gmt").filter(|time| time.moment().is_some()).cloned(),
        date,
        mark: own(MARK_FIELD),
        footnotes: own(FOOTNOTES_FIELD),
        terms: terms.iter().filter_map(|row| Held::read(row)).collect(),
    };
    Some((post, standing))
}

fn field<'a>(row: &'a Value, key: &str) -> Option<&'a Value> {
    row.get("custom_fields")?.items().into_iter().find(|field| field.str("key") == key)
}

pub(super) fn id_of(row: &Value) -> Option<u64> {
    row.get("post_id")?.number()
}

/// The `number` posts from `offset` on of those that a filter names.
pub(super) fn slice(filter: &[(&str, &str)], offset: u64, number: u64) -> Value {
    let texts = filter.iter().map(|(name, text)| ((*name).to_owned(), Value::text(*text)));
    let numbers = [("offset", offset), ("number", number)]
        .map(|(name, number)| (name.to_owned(), Value::Int(number as i64)));
    Value::Struct(texts.chain(numbers).collect())
}

pub(super) fn list(names: &[&str]) -> Value {
    Value::List(names.iter().copied().map(Value::text).collect())
}

/// Ids are numbers; anything else names no post here.
fn number(id: &RemoteId) -> Option<u64> {
    id.0.parse().ok().filter(|id| *id <= i64::MAX as u64)
}
