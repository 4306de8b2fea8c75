//! Publications: what is wanted, what was observed, and which of them are due.

use coupure_model::{
    BlogId, DraftId, Mark, Observed, Publication, PublicationId, Standing, Timestamp, Wanted,
};
use rusqlite::{Connection, Params, Row, named_params};
use uuid::Uuid;

use crate::{
    Error, Result, Store,
    due::due,
    values::{Moment, from_json, to_json},
};

const PUBLICATION: &str = "SELECT p.id, p.draft, p.blog, p.mark, p.wanted, p.observed, p.attempt, \
     p.standing FROM publication p JOIN blog b ON b.id = p.blog";

/// What became of the worker's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// All of it was kept.
    Whole,
    /// The author pressed something meanwhile: the new wish and its standing stay; what was
    /// observed was kept beside them.
    WishChanged,
    /// The author decided something about what the worker had read: nothing was kept, and what is to
    /// be done is to be found out anew.
    Overtaken,
}

impl Store {
    pub fn publication(&self, id: PublicationId) -> Result<Publication> {
        self.read(|connection| require(connection, id))
    }

    /// All publications on blogs that are there, the one pressed last first.
    pub fn publications(&self) -> Result<Vec<Publication>> {
        self.list("b.removed IS NULL ORDER BY p.wanted ->> '$.pressed' DESC", [])
    }

    pub fn publications_of(&self, draft: DraftId) -> Result<Vec<Publication>> {
        self.list("p.draft = ?1 AND b.removed IS NULL ORDER BY b.name", [draft.0])
    }

    pub fn publication_on(&self, draft: DraftId, blog: BlogId) -> Result<Option<Publication>> {
        Ok(self.list("p.draft = ?1 AND p.blog = ?2", [draft.0, blog.0])?.pop())
    }

    /// Adds or replaces a publication as a whole: for one that nobody else works on (pulled from a
    /// blog). The worker `record`s, the author [`decide`](Store::decide)s.
    pub fn put_publication(&self, publication: &Publication) -> Result<()> {
        self.write(|transaction| put(transaction, publication, None))
    }

    /// Keeps what the worker observed and began. Its standing is kept only if the wish is the one
    /// that the worker read.
    pub fn record(&self, publication: &Publication) -> Result<Recorded> {
        self.write(|transaction| {
            let kept = require(transaction, publication.id)?;
            if kept.observed.decisions != publication.observed.decisions {
                return Ok(Recorded::Overtaken);
            }
            let same = kept.wanted.pressed == publication.wanted.pressed
                && kept.wanted.revision == publication.wanted.revision;
            let standing = if same { &publication.standing } else { &kept.standing };
            update(
                transaction,
                &Publication {
                    wanted: kept.wanted.clone(),
                    standing: standing.clone(),
                    ..publication.clone()
                },
            )?;
            Ok(if same { Recorded::Whole } else { Recorded::WishChanged })
        })
    }

    /// Keeps how long the latest write was given to land, and touches nothing else.
    pub fn keep_waited(&self, id: PublicationId, waited_ms: u64) -> Result<()> {
        self.write(|transaction| {
            let mut publication = require(transaction, id)?;
            publication.observed.waited_ms = waited_ms;
            update(transaction, &publication)
        })
    }

    /// Publications to look at now, the longest due first.
    pub fn due_publications(&self, now: Timestamp) -> Result<Vec<PublicationId>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT p.id FROM publication p JOIN blog b ON b.id = p.blog \
                 WHERE p.due <= ?1 AND b.removed IS NULL ORDER BY p.due",
            )?;
            let rows = statement.query_map([Moment::from(now)], |row| row.get(0))?;
            Ok(rows.map(|id| id.map(PublicationId)).collect::<rusqlite::Result<_>>()?)
        })
    }

    /// When the next publication is due: `now` if one is already, `None` if none ever will be
    /// by itself.
    pub fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        self.read(|connection| {
            let next: Option<Moment> = connection
                .prepare_cached(
                    "SELECT min(p.due) FROM publication p JOIN blog b ON b.id = p.blog \
                     WHERE p.due IS NOT NULL AND b.removed IS NULL",
                )?
                .query_row([], |row| row.get(0))?;
            Ok(next.map(|next| Timestamp::from(next).max(now)))
        })
    }

    fn list(&self, condition: &str, params: impl Params) -> Result<Vec<Publication>> {
        self.read(|connection| list(connection, condition, params))
    }
}

fn list(connection: &Connection, condition: &str, params: impl Params) -> Result<Vec<Publication>> {
    let mut statement = connection.prepare_cached(&format!("{PUBLICATION} WHERE {condition}"))?;
    let mut rows = statement.query(params)?;
    let mut publications = Vec::new();
    while let Some(row) = rows.next()? {
        publications.push(read(row)?);
    }
    Ok(publications)
}

pub(crate) fn require(connection: &Connection, id: PublicationId) -> Result<Publication> {
    let found = list(connection, "p.id = ?1", [id.0])?.pop();
    found.ok_or_else(|| Error::not_found("publication", id))
}

pub(crate) fn find(
    connection: &Connection,
    draft: DraftId,
    blog: BlogId,
) -> Result<Option<Publication>> {
    Ok(list(connection, "p.draft = ?1 AND p.blog = ?2", [draft.0, blog.0])?.pop())
}

fn read(row: &Row<'_>) -> Result<Publication> {
    let attempt: Option<String> = row.get(6)?;
    Ok(Publication {
        id: PublicationId(row.get(0)?),
        draft: DraftId(row.get(1)?),
        blog: BlogId(row.get(2)?),
        mark: Mark(row.get::<_, Uuid>(3)?),
        wanted: from_json::<Wanted>(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?)?,
        observed: from_json::<Observed>(row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?)?,
        attempt: attempt.map(|attempt| from_json(&attempt)).transpose()?,
        standing: from_json::<Standing>(row.get_ref(7)?.as_str().map_err(rusqlite::Error::from)?)?,
    })
}

/// Writes all of a publication. `before`: what can be brought back while it can be undone.
pub(crate) fn put(
    connection: &Connection,
    publication: &Publication,
    before: Option<&str>,
) -> Result<()> {
    let Publication { id, draft, blog, mark, wanted, observed, attempt, standing } = publication;
    connection
        .prepare_cached(
            "INSERT INTO publication \
             (id, draft, blog, mark, wanted, observed, attempt, standing, before, due) VALUES \
             (:id, :draft, :blog, :mark, :wanted, :observed, :attempt, :standing, :before, :due) \
             ON CONFLICT (id) DO UPDATE SET wanted = excluded.wanted, \
             observed = excluded.observed, attempt = excluded.attempt, \
             standing = excluded.standing, before = excluded.before, due = excluded.due",
        )?
        .execute(named_params! {
            ":id": id.0, ":draft": draft.0, ":blog": blog.0, ":mark": mark.0,
            ":wanted": to_json(wanted)?, ":observed": to_json(observed)?,
            ":attempt": attempt.as_ref().map(to_json).transpose()?,
            ":standing": to_json(standing)?, ":before": before,
            ":due": due(publication).map(Moment::from),
        })?;
    Ok(())
}

/// Writes what changes as the worker goes on; the wish and its undoing stay.
fn update(connection: &Connection, publication: &Publication) -> Result<()> {
    let Publication { id, observed, attempt, standing, .. } = publication;
    connection
        .prepare_cached(
            "UPDATE publication SET observed = :observed, attempt = :attempt, \
             standing = :standing, due = :due WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.0, ":observed": to_json(observed)?,
            ":attempt": attempt.as_ref().map(to_json).transpose()?,
            ":standing": to_json(standing)?,
            ":due": due(publication).map(Moment::from),
        })?;
    Ok(())
}
