//! Saved versions: appending one, reading one.

use coupure_model::{Content, DraftId, Revision, RevisionId, RevisionReason, Timestamp};
use rusqlite::{Connection, Params, Row, named_params, params};

use crate::{
    Error, Result, Store,
    body::Splice,
    index,
    snippet::snippet,
    values::{Moment, from_json, to_json},
};

/// Columns of `REVISION` in the order that `Stored::read` takes them.
const REVISION: &str = "SELECT r.id, r.draft, r.saved, r.reason, r.fields, r.text, r.head, \
     r.middle, r.tail, t.body FROM revision r JOIN text t ON t.id = r.text";

/// A revision with the text that it is spliced from.
pub(crate) struct Stored {
    pub id: RevisionId,
    pub draft: DraftId,
    pub content: Content,
    pub reason: RevisionReason,
    pub saved: Timestamp,
    text: i64,
    text_body: String,
}

impl Stored {
    fn read(row: &Row<'_>) -> Result<Self> {
        let reason: String = row.get(3)?;
        let fields: String = row.get(4)?;
        let middle: String = row.get(7)?;
        let text_body: String = row.get(9)?;
        let splice = Splice { head: row.get(6)?, middle: &middle, tail: row.get(8)? };
        let id = RevisionId(row.get(0)?);
        let body = splice
            .body(&text_body)
            .ok_or_else(|| Error::damaged(format!("revision {id} does not fit its text")))?;
        Ok(Self {
            id,
            draft: DraftId(row.get(1)?),
            content: Content { body, ..from_json(&fields)? },
            reason: from_json(&reason)?,
            saved: row.get::<_, Moment>(2)?.into(),
            text: row.get(5)?,
            text_body,
        })
    }

    pub fn into_revision(self) -> Revision {
        let Self { id, draft, content, reason, saved, .. } = self;
        Revision { id, draft, content, reason, saved }
    }
}

impl Store {
    /// Appends a revision and returns its number once it is on disk. A content that is already
    /// the latest is not saved again; it only takes on a reason that keeps it from thinning.
    pub fn save(
        &self,
        draft: DraftId,
        content: &Content,
        reason: RevisionReason,
        now: Timestamp,
    ) -> Result<RevisionId> {
        self.write(|transaction| save(transaction, draft, content, &reason, now))
    }

    /// Adds a revision to the history and leaves the draft as it stands: somebody else's version
    /// that is kept, whatever the author chooses then.
    pub fn keep_beside(
        &self,
        draft: DraftId,
        content: &Content,
        reason: RevisionReason,
        now: Timestamp,
    ) -> Result<RevisionId> {
        self.write(|transaction| {
            let latest = latest(transaction, draft)?;
            let text = Some((latest.text, latest.text_body.as_str()));
            insert(transaction, draft, content, &reason, now, text)
        })
    }

    pub fn revision(&self, id: RevisionId) -> Result<Revision> {
        self.read(|connection| {
            let stored = query(connection, &format!("{REVISION} WHERE r.id = ?1"), [id.0])?;
            stored.map(Stored::into_revision).ok_or_else(|| Error::not_found("revision", id))
        })
    }

    /// Every saved version, newest first.
    pub fn history(&self, draft: DraftId) -> Result<Vec<Revision>> {
        self.read(|connection| {
            let sql = format!("{REVISION} WHERE r.draft = ?1 ORDER BY r.id DESC");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([draft.0])?;
            let mut revisions = Vec::new();
            while let Some(row) = rows.next()? {
                revisions.push(Stored::read(row)?.into_revision());
            }
            if revisions.is_empty() {
                return Err(Error::not_found("draft", draft));
            }
            Ok(revisions)
        })
    }
}

/// The latest revision of a draft.
pub(crate) fn latest(connection: &Connection, draft: DraftId) -> Result<Stored> {
    let sql = format!("{REVISION} JOIN draft d ON d.latest = r.id WHERE d.id = ?1");
    query(connection, &sql, [draft.0])?.ok_or_else(|| Error::not_found("draft", draft))
}

/// A revision's content. Refuses one of another draft.
pub(crate) fn content(connection: &Connection, draft: DraftId, id: RevisionId) -> Result<Content> {
    let sql = format!("{REVISION} WHERE r.id = ?1 AND r.draft = ?2");
    let kept: Option<Stored> = query(connection, &sql, (id.0, draft.0))?;
    kept.map(|kept| kept.content).ok_or_else(|| Error::not_found("revision", id))
}

/// Saves within a transaction. See `Store::save`.
pub(crate) fn save(
    connection: &Connection,
    draft: DraftId,
    content: &Content,
    reason: &RevisionReason,
    now: Timestamp,
) -> Result<RevisionId> {
    let latest = latest(connection, draft)?;
    if latest.content == *content {
        if *reason == RevisionReason::Typed || *reason == latest.reason {
            return Ok(latest.id);
        }
        if latest.reason == RevisionReason::Typed {
            set_reason(connection, latest.id, reason)?;
            return Ok(latest.id);
        }
    }
    append(connection, draft, content, reason, now, Some((latest.text, &latest.text_body)))
}

/// The revision that a press wants, marked so. One that was kept for another reason keeps it, and
/// where it is still the latest it is saved again as the published one.
pub(crate) fn published(
    connection: &Connection,
    draft: DraftId,
    revision: RevisionId,
    now: Timestamp,
) -> Result<RevisionId> {
    let published = RevisionReason::Published;
    let latest = latest(connection, draft)?;
    if latest.id == revision {
        return save(connection, draft, &latest.content, &published, now);
    }
    let known: Option<Stored> = query(
        connection,
        &format!("{REVISION} WHERE r.id = ?1 AND r.draft = ?2"),
        (revision.0, draft.0),
    )?;
    let known = known.ok_or_else(|| Error::not_found("revision", revision))?;
    if known.reason == RevisionReason::Typed {
        set_reason(connection, revision, &published)?;
    }
    Ok(revision)
}

fn set_reason(connection: &Connection, id: RevisionId, reason: &RevisionReason) -> Result<()> {
    connection
        .prepare_cached("UPDATE revision SET reason = ?2 WHERE id = ?1")?
        .execute(params![id.0, to_json(reason)?])?;
    Ok(())
}

/// Appends a revision, spliced from `text` where that is short, and makes it the latest.
pub(crate) fn append(
    connection: &Connection,
    draft: DraftId,
    content: &Content,
    reason: &RevisionReason,
    now: Timestamp,
    text: Option<(i64, &str)>,
) -> Result<RevisionId> {
    let id = insert(connection, draft, content, reason, now, text)?;
    make_latest(connection, draft, id, content, now)?;
    Ok(id)
}

/// Makes the latest of a revision that was kept beside the draft.
pub(crate) fn bring_forward(
    connection: &Connection,
    draft: DraftId,
    id: RevisionId,
    now: Timestamp,
) -> Result<()> {
    let content = content(connection, draft, id)?;
    make_latest(connection, draft, id, &content, now)
}

fn make_latest(
    connection: &Connection,
    draft: DraftId,
    id: RevisionId,
    content: &Content,
    now: Timestamp,
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE draft SET latest = ?2, title = ?3, snippet = ?4, updated = ?5 WHERE id = ?1",
        )?
        .execute(params![
            draft.0,
            id.0,
            content.title,
            snippet(&content.body),
            Moment::from(now)
        ])?;
    index::draft_is_behind(connection, draft)
}

fn insert(
    connection: &Connection,
    draft: DraftId,
    content: &Content,
    reason: &RevisionReason,
    now: Timestamp,
    text: Option<(i64, &str)>,
) -> Result<RevisionId> {
    let spliced = text
        .map(|(id, body)| (id, Splice::between(body, &content.body)))
        .filter(|(_, splice)| splice.is_small());
    let (text, splice) = match spliced {
        Some(found) => found,
        None => {
            connection
                .prepare_cached("INSERT INTO text (draft, body) VALUES (?1, ?2)")?
                .execute(params![draft.0, content.body])?;
            (connection.last_insert_rowid(), Splice::whole(&content.body))
        }
    };
    let fields = without_body(content);
    connection
        .prepare_cached(
            "INSERT INTO revision (draft, saved, reason, fields, text, head, middle, tail) \
             VALUES (:draft, :saved, :reason, :fields, :text, :head, :middle, :tail)",
        )?
        .execute(named_params! {
            ":draft": draft.0, ":saved": Moment::from(now), ":reason": to_json(reason)?,
            ":fields": to_json(&fields)?, ":text": text, ":head": splice.head,
            ":middle": splice.middle, ":tail": splice.tail,
        })?;
    Ok(RevisionId(connection.last_insert_rowid()))
}

/// The content but its body, which may be large and is kept apart.
fn without_body(content: &Content) -> Content {
    Content {
        title: content.title.clone(),
        body: String::new(),
        slug: content.slug.clone(),
        excerpt: content.excerpt.clone(),
        categories: content.categories.clone(),
        tags: content.tags.clone(),
        cover: content.cover.clone(),
        language: content.language,
        comments: content.comments,
        date: content.date.clone(),
    }
}

fn query(connection: &Connection, sql: &str, params: impl Params) -> Result<Option<Stored>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(Stored::read).transpose()
}

/// Revisions that do not read back, a sentence each.
pub(crate) fn unreadable(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare(REVISION)?;
    let mut rows = statement.query([])?;
    let mut unreadable = Vec::new();
    while let Some(row) = rows.next()? {
        if Stored::read(row).is_err() {
            unreadable.push(format!("Revision {} does not read back.", row.get::<_, i64>(0)?));
        }
    }
    Ok(unreadable)
}
