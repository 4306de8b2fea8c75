//! Bringing the search up to date, off the save path.
//!
//! Saving notes in `unindexed` that an entry is behind. Taking an entry out (trash) is cheap and
//! done at once, so that nothing in the trash is found.

use coupure_model::{ClippingId, DraftId};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::{Result, Store, clippings, fold::folded, revisions, values::count};

/// Text that is written into the index in one transaction: a save waits no longer than that.
const BATCH_BYTES: usize = 64 * 1024;

/// Pages of the write-ahead log that may gather before it is emptied.
const WAL_PAGES: i64 = 1_000;

/// What the index holds of a draft or a clipping, already folded.
struct Entry {
    entry: i64,
    /// What it was read from, to see that it did not change meanwhile.
    version: i64,
    title: String,
    words: String,
}

impl Store {
    /// Brings at most `limit` drafts and clippings up to date in the search, and says how many
    /// are still behind. Also moves what was saved from the write-ahead log to the database.
    pub fn index_pending(&self, limit: u32) -> Result<u32> {
        let pending: Vec<i64> = self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT entry FROM unindexed ORDER BY entry LIMIT ?1")?;
            let rows = statement.query_map([limit], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })?;
        let mut batch = Vec::new();
        let mut batch_bytes = 0;
        for entry in pending {
            let read = self.read(|connection| read_entry(connection, entry))?;
            batch_bytes += read.title.len() + read.words.len();
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
            for Entry { entry, version, title, words } in entries {
                if version_of(transaction, *entry)? != Some(*version) {
                    continue;
                }
                delete_row(transaction, *entry)?;
                transaction
                    .prepare_cached("INSERT INTO search (rowid, title, words) VALUES (?1, ?2, ?3)")?
                    .execute(params![entry, title, words])?;
                transaction
                    .prepare_cached("DELETE FROM unindexed WHERE entry = ?1")?
                    .execute([entry])?;
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
            "INSERT OR IGNORE INTO unindexed (entry) \
             SELECT 2 * key FROM draft WHERE id = ?1 AND trashed IS NULL",
        )?
        .execute([id.0])?;
    Ok(())
}

pub(crate) fn clipping_is_behind(connection: &Connection, id: ClippingId) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO unindexed (entry) \
             SELECT 2 * key + 1 FROM clipping WHERE id = ?1 AND trashed IS NULL",
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

/// A draft's latest revision; the moment of a clipping's last change.
fn version_of(connection: &Connection, entry: i64) -> Result<Option<i64>> {
    let sql = match entry % 2 {
        0 => "SELECT latest FROM draft WHERE key = ?1",
        _ => "SELECT updated FROM clipping WHERE key = ?1",
    };
    let version = connection.prepare_cached(sql)?.query_row([entry / 2], |row| row.get(0));
    Ok(version.optional()?)
}

fn read_entry(connection: &Connection, entry: i64) -> Result<Entry> {
    let sql = match entry % 2 {
        0 => "SELECT id, latest FROM draft WHERE key = ?1",
        _ => "SELECT id, updated FROM clipping WHERE key = ?1",
    };
    let (id, version): (Uuid, i64) = connection
        .prepare_cached(sql)?
        .query_row([entry / 2], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (title, words) = match entry % 2 {
        0 => {
            let content = revisions::latest(connection, DraftId(id))?.content;
            let named = [content.categories, content.tags].concat().join(" ");
            let words = [&content.body, &content.excerpt, &content.slug, &named].map(|s| folded(s));
            (content.title, words.join(" "))
        }
        _ => {
            let clipping = clippings::read(connection, ClippingId(id))?;
            let from = &clipping.provenance;
            let date = from.date.map(|date| date.to_string()).unwrap_or_default();
            let words = [
                clipping.text(),
                &from.newspaper,
                &from.journalist,
                &date,
                &from.page,
                &from.edition,
                &clipping.name,
            ];
            (from.title.clone(), words.map(folded).join(" "))
        }
    };
    Ok(Entry { entry, version, title: folded(&title), words })
}
