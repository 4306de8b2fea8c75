//! Bringing the search up to date, off the save path.
//!
//! Saving notes in `unindexed` that an entry is behind. Taking an entry out (trash) is cheap and
//! done at once, so that nothing in the trash is found.

use coupure_model::{Clipping, ClippingId, Content, DraftId, Provenance};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::{Result, Store, fold::distinct, parts, revisions, values::count};

/// Text that is written into the index in one transaction: a save waits no longer than that.
const BATCH_BYTES: usize = 64 * 1024;

/// Pages of the write-ahead log that may gather before it is emptied.
const WAL_PAGES: i64 = 1_000;

/// What the index holds of a draft or a clipping, already folded.
struct Entry {
    entry: i64,
    /// The note of the change that it was read after.
    note: i64,
    words: String,
}

impl Store {
    /// Brings at most `limit` drafts and clippings up to date in the search, and says how many
    /// are still behind. Also moves what was saved from the write-ahead log to the database.
    pub fn index_pending(&self, limit: u32) -> Result<u32> {
        self.require_writing()?;
        let pending: Vec<(i64, i64)> = self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT entry, note FROM unindexed ORDER BY entry LIMIT ?1")?;
            let rows = statement.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })?;
        let mut batch = Vec::new();
        let mut batch_bytes = 0;
        for (entry, note) in pending {
            let Some(read) = self.read(|connection| read_entry(connection, entry, note))? else {
                continue;
            };
            batch_bytes += read.words.len();
            batch.push(read);
            if batch_bytes >= BATCH_BYTES {
                self.write_entries(&batch)?;
                (batch, batch_bytes) = (Vec::new(), 0);
            }
        }
        self.write_entries(&batch)?;
        self.empty_log()?;
        self.read(|connection| {
            let sql = "SELECT count(*) FROM unindexed";
            Ok(count(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
        })
    }

    fn write_entries(&self, entries: &[Entry]) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        self.write(|transaction| {
            for Entry { entry, note, words } in entries {
                let unchanged = transaction
                    .prepare_cached("DELETE FROM unindexed WHERE entry = ?1 AND note = ?2")?
                    .execute([entry, note])?;
                if unchanged > 0 {
                    delete_row(transaction, *entry)?;
                    transaction
                        .prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?
                        .execute(params![entry, words])?;
                }
            }
            Ok(())
        })
    }

    /// Beside the writer: a save does not wait for it.
    fn empty_log(&self) -> Result<()> {
        self.beside(|connection| {
            let pages: i64 =
                connection.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(1))?;
            if pages >= WAL_PAGES {
                connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            }
            Ok(())
        })
    }
}

pub(crate) fn draft_is_behind(connection: &Connection, id: DraftId) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO unindexed (entry, note) \
             SELECT 2 * key, random() FROM draft WHERE id = ?1 AND trashed IS NULL",
        )?
        .execute([id.0])?;
    Ok(())
}

pub(crate) fn clipping_is_behind(connection: &Connection, id: ClippingId) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO unindexed (entry, note) \
             SELECT 2 * key + 1, random() FROM clipping WHERE id = ?1 AND trashed IS NULL",
        )?
        .execute([id.0])?;
    Ok(())
}

pub(crate) fn forget_draft(connection: &Connection, id: DraftId) -> Result<()> {
    forget(connection, "SELECT 2 * key FROM draft WHERE id = ?1", id.0)
}

pub(crate) fn forget_clipping(connection: &Connection, id: ClippingId) -> Result<()> {
    forget(connection, "SELECT 2 * key + 1 FROM clipping WHERE id = ?1", id.0)
}

fn forget(connection: &Connection, entry: &str, id: Uuid) -> Result<()> {
    let entry: Option<i64> =
        connection.prepare_cached(entry)?.query_row([id], |row| row.get(0)).optional()?;
    if let Some(entry) = entry {
        delete_row(connection, entry)?;
        connection.prepare_cached("DELETE FROM unindexed WHERE entry = ?1")?.execute([entry])?;
    }
    Ok(())
}

fn delete_row(connection: &Connection, entry: i64) -> Result<()> {
    connection.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([entry])?;
    Ok(())
}

/// What is to be indexed; `None` if it is gone.
fn read_entry(connection: &Connection, entry: i64, note: i64) -> Result<Option<Entry>> {
    let is_draft = entry % 2 == 0;
    let sql = match is_draft {
        true => "SELECT id FROM draft WHERE key = ?1",
        false => "SELECT id FROM clipping WHERE key = ?1",
    };
    let found = connection.prepare_cached(sql)?.query_row([entry / 2], |row| row.get(0));
    let Some(id) = found.optional()? else { return Ok(None) };
    let words = match is_draft {
        true => words_of_draft(&revisions::latest(connection, DraftId(id))?.content),
        false => words_of_article(&parts::article(connection, ClippingId(id))?),
    };
    Ok(Some(Entry { entry, note, words }))
}

fn words_of_draft(content: &Content) -> String {
    let Content { title, body, slug, excerpt, categories, tags, .. } = content;
    distinct([title, body, slug, excerpt, &categories.join(" "), &tags.join(" ")])
}

/// Of all its pictures: it is found once.
fn words_of_article(pictures: &[Clipping]) -> String {
    pictures.iter().map(words_of_clipping).collect::<Vec<_>>().join(" ")
}

fn words_of_clipping(clipping: &Clipping) -> String {
    let Provenance { title, newspaper, date, page, edition, journalist, .. } = &clipping.provenance;
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    let text = clipping.text();
    distinct([title, text, newspaper, &date, page, edition, journalist, &clipping.name])
}

#[cfg(test)]
mod tests {
    use coupure_model::{RevisionReason::Typed, Timestamp};

    use super::*;
    use crate::Access;

    #[test]
    fn what_is_saved_while_it_is_being_indexed_stays_behind() {
        let home = tempfile::tempdir().unwrap();
        let (store, now) =
            (Store::open(home.path(), Access::Write).unwrap(), Timestamp::UNIX_EPOCH);
        let text = |body: &str| Content { body: body.into(), ..Content::default() };
        let draft = store.create_draft(&text("ancien"), None, Typed, now).unwrap().id;
        let read = |connection: &Connection| {
            let sql = "SELECT entry, note FROM unindexed";
            let (entry, note) =
                connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(read_entry(connection, entry, note)?.unwrap())
        };
        let being_indexed = store.read(read).unwrap();
        store.save(draft, &text("nouveau"), Typed, now).unwrap();
        store.write_entries(&[being_indexed]).unwrap();
        assert_eq!(store.index_pending(0).unwrap(), 1);
        assert_eq!(store.index_pending(1).unwrap(), 0);
        assert_eq!(store.search("nouveau", 0, 1).unwrap().1, 1);
    }

    #[test]
    fn the_log_is_emptied_beside_the_saves() {
        let home = tempfile::tempdir().unwrap();
        let (store, now) =
            (Store::open(home.path(), Access::Write).unwrap(), Timestamp::UNIX_EPOCH);
        let long =
            |i: usize| Content { body: format!("{i} ").repeat(30_000), ..Content::default() };
        let database = || std::fs::metadata(crate::home::database_path(home.path())).unwrap().len();
        for i in 0..100 {
            store.create_draft(&long(i), None, Typed, now).unwrap();
        }
        let before = database();
        store.index_pending(0).unwrap();
        assert!(database() > before + 1_000_000, "{before} bytes, now {}", database());
    }
}
