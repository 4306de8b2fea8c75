//! Drafts: making, listing, moving to the trash and back.

use coupure_model::{
    BlogId, Content, Draft, DraftId, Publication, RevisionId, RevisionReason, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use uuid::{NoContext, Uuid};

use crate::{
    Error, Result, Store, index, publications, revisions,
    values::{Moment, count},
};

/// Which drafts to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftShelf {
    /// All but the trash.
    All,
    /// Not (or not yet) on any blog.
    Drafts,
    /// Wanted or seen on a blog.
    Posts,
    Trash,
}

impl DraftShelf {
    fn condition(self) -> &'static str {
        match self {
            Self::All => "trashed IS NULL",
            Self::Drafts => {
                "trashed IS NULL AND id NOT IN (SELECT draft FROM publication WHERE shelved)"
            }
            Self::Posts => {
                "trashed IS NULL AND id IN (SELECT draft FROM publication WHERE shelved)"
            }
            Self::Trash => "trashed IS NOT NULL",
        }
    }

    fn order(self) -> &'static str {
        match self {
            Self::Trash => "trashed DESC, key DESC",
            _ => "updated DESC, key DESC",
        }
    }
}

/// A draft as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummary {
    pub id: DraftId,
    pub title: String,
    /// The first words of the body, or where the words that were searched stand.
    pub snippet: String,
    pub blog: Option<BlogId>,
    pub updated: Timestamp,
    pub trashed: Option<Timestamp>,
}

impl DraftSummary {
    pub(crate) const COLUMNS: &str = "id, title, snippet, blog, updated, trashed";

    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: DraftId(row.get(0)?),
            title: row.get(1)?,
            snippet: row.get(2)?,
            blog: row.get::<_, Option<Uuid>>(3)?.map(BlogId),
            updated: row.get::<_, Moment>(4)?.into(),
            trashed: row.get::<_, Option<Moment>>(5)?.map(Into::into),
        })
    }
}

/// What emptying the trash did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Emptied {
    pub drafts: u32,
    pub clippings: u32,
    /// Drafts that stay in the trash until what is under way to a blog has been seen there.
    pub kept: u32,
}

impl Store {
    pub fn create_draft(
        &self,
        content: &Content,
        blog: Option<BlogId>,
        reason: RevisionReason,
        now: Timestamp,
    ) -> Result<Draft> {
        self.write(|transaction| create(transaction, content, blog, &reason, now))
    }

    /// A draft of a post that a blog has already, and what is known of the post, in one
    /// transaction: a draft alone would be published beside it.
    pub fn take_in_post(
        &self,
        content: &Content,
        blog: BlogId,
        now: Timestamp,
        known: impl FnOnce(&Draft) -> Publication,
    ) -> Result<Draft> {
        self.write(|transaction| {
            let reason = RevisionReason::FromBlog;
            let draft = create(transaction, content, Some(blog), &reason, now)?;
            publications::put(transaction, &known(&draft), None)?;
            Ok(draft)
        })
    }

    pub fn draft(&self, id: DraftId) -> Result<Draft> {
        self.read(|connection| read_draft(connection, id))
    }

    /// A page of drafts, the latest first, and how many there are. Reads no bodies.
    pub fn drafts(
        &self,
        shelf: DraftShelf,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<DraftSummary>, u32)> {
        let (columns, condition, order) = (DraftSummary::COLUMNS, shelf.condition(), shelf.order());
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {columns} FROM draft WHERE {condition} \
                 ORDER BY {order} LIMIT ?1 OFFSET ?2"
            ))?;
            let rows = statement.query_map([limit, offset], DraftSummary::read)?;
            let drafts = rows.collect::<rusqlite::Result<_>>()?;
            let count_of = |shelf: DraftShelf| {
                let sql = format!("SELECT count(*) FROM draft WHERE {}", shelf.condition());
                connection.prepare_cached(&sql)?.query_row([], |row| row.get::<_, i64>(0))
            };
            // Counting those that are on no blog would look each of them up; the others are few.
            let total = match shelf {
                DraftShelf::Drafts => count_of(DraftShelf::All)? - count_of(DraftShelf::Posts)?,
                shelf => count_of(shelf)?,
            };
            Ok((drafts, count(total)))
        })
    }

    pub fn set_draft_blog(&self, id: DraftId, blog: Option<BlogId>) -> Result<()> {
        self.change_draft(id, |connection| {
            if let Some(blog) = blog {
                crate::blogs::require(connection, blog)?;
            }
            let mut statement =
                connection.prepare_cached("UPDATE draft SET blog = ?2 WHERE id = ?1")?;
            Ok(statement.execute(params![id.0, blog.map(|blog| blog.0)])?)
        })
    }

    pub fn trash_draft(&self, id: DraftId, now: Timestamp) -> Result<()> {
        self.change_draft(id, |connection| {
            let sql = "UPDATE draft SET trashed = coalesce(trashed, ?2) WHERE id = ?1";
            let changed = connection.execute(sql, params![id.0, Moment::from(now)])?;
            index::forget_draft(connection, id)?;
            Ok(changed)
        })
    }

    pub fn restore_draft(&self, id: DraftId) -> Result<()> {
        self.change_draft(id, |connection| {
            let changed =
                connection.execute("UPDATE draft SET trashed = NULL WHERE id = ?1", [id.0])?;
            index::draft_is_behind(connection, id)?;
            Ok(changed)
        })
    }

    /// Deletes for good what is in the trash, but drafts of which something is still under way
    /// to a blog. Posts on blogs stay as they are.
    pub fn empty_trash(&self) -> Result<Emptied> {
        self.write(|transaction| {
            let mut emptied = Emptied::default();
            let trashed: Vec<Uuid> = transaction
                .prepare("SELECT id FROM draft WHERE trashed IS NOT NULL")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for id in trashed.into_iter().map(DraftId) {
                let under_way = "SELECT EXISTS \
                     (SELECT 1 FROM publication WHERE draft = ?1 AND due IS NOT NULL)";
                if transaction.prepare_cached(under_way)?.query_row([id.0], |row| row.get(0))? {
                    emptied.kept += 1;
                } else {
                    delete_draft(transaction, id)?;
                    emptied.drafts += 1;
                }
            }
            emptied.clippings = crate::clippings::delete_trashed(transaction)?;
            Ok(emptied)
        })
    }

    fn change_draft(
        &self,
        id: DraftId,
        change: impl FnOnce(&Connection) -> Result<usize>,
    ) -> Result<()> {
        self.write(|transaction| match change(transaction)? {
            0 => Err(Error::not_found("draft", id)),
            _ => Ok(()),
        })
    }
}

fn create(
    connection: &Connection,
    content: &Content,
    blog: Option<BlogId>,
    reason: &RevisionReason,
    now: Timestamp,
) -> Result<Draft> {
    let id = DraftId(new_id(now));
    // Its latest revision is named once there is one; the reference is checked at commit.
    connection
        .prepare_cached(
            "INSERT INTO draft (id, latest, title, snippet, blog, created, updated) \
             VALUES (?1, 0, '', '', ?2, ?3, ?3)",
        )?
        .execute(params![id.0, blog.map(|blog| blog.0), Moment::from(now)])?;
    revisions::append(connection, id, content, reason, now, None)?;
    read_draft(connection, id)
}

pub(crate) fn read_draft(connection: &Connection, id: DraftId) -> Result<Draft> {
    let sql = "SELECT latest, blog, created, updated, trashed FROM draft WHERE id = ?1";
    let draft = connection.prepare_cached(sql)?.query_row([id.0], |row| {
        Ok(Draft {
            id,
            content: Content::default(),
            revision: RevisionId(row.get(0)?),
            blog: row.get::<_, Option<Uuid>>(1)?.map(BlogId),
            created: row.get::<_, Moment>(2)?.into(),
            updated: row.get::<_, Moment>(3)?.into(),
            trashed: row.get::<_, Option<Moment>>(4)?.map(Into::into),
        })
    });
    let draft = draft.optional()?.ok_or_else(|| Error::not_found("draft", id))?;
    Ok(Draft { content: revisions::latest(connection, id)?.content, ..draft })
}

fn delete_draft(connection: &Connection, id: DraftId) -> Result<()> {
    index::forget_draft(connection, id)?;
    // `draft.latest` is checked at commit, when the draft is gone with its revisions.
    for sql in [
        "DELETE FROM publication WHERE draft = :draft",
        "DELETE FROM revision WHERE draft = :draft",
        "DELETE FROM text WHERE draft = :draft",
        "DELETE FROM draft WHERE id = :draft",
    ] {
        connection.prepare_cached(sql)?.execute(named_params! { ":draft": id.0 })?;
    }
    Ok(())
}

/// A UUIDv7 of this moment.
pub(crate) fn new_id(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanoseconds))
}
