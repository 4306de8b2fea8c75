//! Thinning typed revisions as they age.

use std::collections::HashSet;

use coupure_model::{DraftId, RevisionId, Timestamp};
use jiff::SignedDuration;
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::{Result, Store, values::Moment};

/// Up to which age one typed revision is kept in every how many seconds. Older than the last:
/// one in `LONG_AGO_SECONDS`.
const AGES: [(SignedDuration, i64); 3] = [
    (SignedDuration::from_hours(1), 0),
    (SignedDuration::from_hours(24), 10 * 60),
    (SignedDuration::from_hours(30 * 24), 24 * 60 * 60),
];
const LONG_AGO_SECONDS: i64 = 7 * 24 * 60 * 60;

impl Store {
    /// Deletes typed revisions that stand too close to a later one for their age, and says how
    /// many. Never a draft's latest, nor one that a publication names; nor any that was named,
    /// published, merged, restored or taken from a blog.
    pub fn thin(&self, now: Timestamp) -> Result<u32> {
        let typed = self.read(|connection| old_typed(connection, now))?;
        let mut thinned = 0;
        // A transaction a draft: a save waits for one of them at most.
        for of_draft in typed.chunk_by(|a, b| a.draft == b.draft) {
            let close = too_close(of_draft, now);
            if !close.is_empty() {
                thinned +=
                    self.write(|transaction| delete(transaction, of_draft[0].draft, &close))?;
            }
        }
        Ok(thinned)
    }
}

struct Typed {
    draft: DraftId,
    id: RevisionId,
    saved: Timestamp,
}

/// Typed revisions that are old enough to be thinned, by draft, the newest first.
fn old_typed(connection: &Connection, now: Timestamp) -> Result<Vec<Typed>> {
    let before = now.checked_sub(AGES[0].0).unwrap_or(Timestamp::MIN);
    let mut statement = connection.prepare(
        // What a restored or merged version came over is the only copy of what was typed before it.
        "SELECT draft, id, saved FROM revision WHERE kind = 'typed' AND saved < ?1 \
         AND coalesce((SELECT next.kind FROM revision next WHERE next.draft = revision.draft \
             AND next.id > revision.id ORDER BY next.id LIMIT 1), 'typed') = 'typed' \
         ORDER BY draft, saved DESC, id DESC",
    )?;
    let rows = statement.query_map([Moment::from(before)], |row| {
        Ok(Typed {
            draft: DraftId(row.get::<_, Uuid>(0)?),
            id: RevisionId(row.get(1)?),
            saved: row.get::<_, Moment>(2)?.into(),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Those of one draft (the newest first) that share their stretch of time with a newer one.
fn too_close(typed: &[Typed], now: Timestamp) -> Vec<RevisionId> {
    let mut taken = HashSet::new();
    let stretch = |saved: Timestamp| {
        let age = now.duration_since(saved);
        let seconds =
            AGES.iter().find(|(up_to, _)| age <= *up_to).map_or(LONG_AGO_SECONDS, |(_, s)| *s);
        (seconds > 0).then(|| (seconds, saved.as_second().div_euclid(seconds)))
    };
    let close = |typed: &&Typed| stretch(typed.saved).is_some_and(|s| !taken.insert(s));
    typed.iter().filter(close).map(|typed| typed.id).collect()
}

/// Deletes those that nothing else needs, and texts that no revision is spliced from any more.
fn delete(connection: &Connection, draft: DraftId, close: &[RevisionId]) -> Result<u32> {
    let mut deleted = 0;
    for id in close {
        // Asked again here: what was typed may have been named, or published, since it was read.
        deleted += connection
            .prepare_cached(
                "DELETE FROM revision WHERE id = ?1 AND kind = 'typed' \
                 AND NOT EXISTS (SELECT 1 FROM draft WHERE latest = ?1) \
                 AND NOT EXISTS (SELECT 1 FROM publication WHERE wanted_revision = ?1) \
                 AND NOT EXISTS (SELECT 1 FROM publication WHERE base_revision = ?1) \
                 AND NOT EXISTS (SELECT 1 FROM publication WHERE theirs_revision = ?1) \
                 AND NOT EXISTS (SELECT 1 FROM publication WHERE attempt_revision = ?1)",
            )?
            .execute([id.0])?;
    }
    connection
        .prepare_cached(
            "DELETE FROM text WHERE draft = ?1 \
             AND NOT EXISTS (SELECT 1 FROM revision WHERE revision.text = text.id)",
        )?
        .execute(params![draft.0])?;
    Ok(u32::try_from(deleted).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_revisions_grow_sparser_with_age() {
        let now: Timestamp = "2026-06-30T12:00:00Z".parse().unwrap();
        let ago = |minutes| now - SignedDuration::from_mins(minutes);
        let typed: Vec<_> = (0..120 * 24 * 30)
            .map(|i| Typed { draft: DraftId(Uuid::nil()), id: RevisionId(-i), saved: ago(2 * i) })
            .collect();
        let close: HashSet<_> = too_close(&typed, now).into_iter().collect();
        let left = |from_minutes: i64, to_minutes: i64| {
            let within =
                typed.iter().filter(|t| t.saved < ago(from_minutes) && t.saved >= ago(to_minutes));
            within.filter(|t| !close.contains(&t.id)).count()
        };
        let (hour, day) = (60, 24 * 60);
        assert_eq!(left(-1, hour), 31, "all of the last hour");
        assert_eq!(left(hour, day), 23 * 6, "one in ten minutes of the last day");
        assert!((29..=30).contains(&left(day, 30 * day)), "one a day of the last month");
        assert!((4..=5).contains(&left(30 * day, 60 * day)), "one a week before");
        let kept: Vec<_> = typed.into_iter().filter(|t| !close.contains(&t.id)).collect();
        assert_eq!(too_close(&kept, now), [], "thinning again thins nothing");
    }
}
