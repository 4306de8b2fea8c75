//! The store itself: one writing connection, readers beside it.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{Access, Error, Result, home};

/// Everything that an author has, in one home. Clones share it; it closes with the last one.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

/// Fields are dropped in this order: the writer after the readers, for the last connection that
/// closes moves the log into the database; the lock last.
struct Inner {
    /// Readers at rest. As many are opened as calls read at once.
    readers: Mutex<Vec<Connection>>,
    /// Absent where another process writes.
    writer: Option<Mutex<Connection>>,
    home: PathBuf,
    _lock: Option<File>,
}

impl Store {
    /// Opens the home, making it (`Access::Write` only) where there is none.
    ///
    /// # Errors
    /// `HomeInUse`: another process writes there. `NoDatabase`: there is nothing to read yet.
    /// `DatabaseNewer`, `DatabaseDamaged`: nothing was changed. `HomeUnwritable`, `DiskFull`.
    pub fn open(home: &Path, access: Access) -> Result<Self> {
        let (writer, lock) = match access {
            Access::Write => {
                home::make_folders(home)?;
                let lock = home::lock(home)?;
                (Some(Mutex::new(home::open_writer(home)?)), Some(lock))
            }
            Access::ReadOnly => {
                home::check_readable(home)?;
                (None, None)
            }
        };
        let readers = Mutex::new(vec![home::open_reader(home)?]);
        let inner = Inner { writer, readers, home: home.into(), _lock: lock };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn home(&self) -> &Path {
        &self.inner.home
    }

    pub fn access(&self) -> Access {
        if self.inner.writer.is_some() { Access::Write } else { Access::ReadOnly }
    }

    /// Reads within one snapshot.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let at_rest = unpoisoned(&self.inner.readers).pop();
        let mut reader = match at_rest {
            Some(reader) => reader,
            None => home::open_reader(&self.inner.home)?,
        };
        let transaction = reader.transaction()?;
        let result = f(&transaction);
        // Nothing was written: ending it by dropping is as good.
        drop(transaction);
        unpoisoned(&self.inner.readers).push(reader);
        result
    }

    /// Writes in one transaction: all of it is on disk when this returns `Ok`, none otherwise.
    pub(crate) fn write<T>(&self, f: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = self.writer()?;
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = f(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// Works on a connection of its own, outside any transaction.
    pub(crate) fn beside<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let access = self.access();
        f(&home::open_beside(&self.inner.home, access)?)
    }

    /// Refuses early what would write, where only reading is allowed.
    pub(crate) fn require_writing(&self) -> Result<()> {
        self.writer().map(drop)
    }

    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, Connection>> {
        self.inner.writer.as_ref().map(unpoisoned).ok_or(Error::ReadOnly)
    }
}

/// A panic under the lock left no half transaction: it was rolled back as it unwound.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use coupure_model::{Code, Content, RevisionReason::Typed, Timestamp};

    use super::*;

    #[test]
    fn a_full_disk_is_said_and_costs_nothing_that_was_saved() {
        let home = tempfile::tempdir().unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let store = Store::open(home.path(), Access::Write).unwrap();
        let short = Content { body: "court".into(), ..Content::default() };
        let draft = store.create_draft(&short, None, Typed, now).unwrap();
        let limit = |pages: i64| {
            store.writer().unwrap().pragma_update(None, "max_page_count", pages).unwrap();
        };
        // As many pages as there are: the next one does not fit.
        limit(1);
        let long = Content { body: "long ".repeat(100_000), ..Content::default() };
        for _ in 0..3 {
            let error = store.save(draft.id, &long, Typed, now).unwrap_err();
            assert_eq!(error.problem().code, Code::DiskFull);
        }
        assert_eq!(store.draft(draft.id).unwrap(), draft);
        limit(1_000_000);
        store.save(draft.id, &long, Typed, now).unwrap();
        assert_eq!(store.draft(draft.id).unwrap().content, long);
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_failed_halfway_left_nothing() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), Access::Write).unwrap();
        let failed: Result<()> = store.write(|transaction| {
            transaction.execute("INSERT INTO setting VALUES ('a', 'b')", [])?;
            Err(Error::DiskFull)
        });
        assert!(failed.is_err());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.write(|transaction| -> Result<()> {
                transaction.execute("INSERT INTO setting VALUES ('a', 'b')", [])?;
                panic!("in the middle of a transaction");
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(store.setting("a").unwrap(), None);
        store.set_setting("a", "c").unwrap();
    }

    #[test]
    fn what_is_acknowledged_is_synced() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), Access::Write).unwrap();
        let writer = store.writer().unwrap();
        let pragma = |name| {
            writer.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
        };
        for (name, value) in
            [("synchronous", 2), ("fullfsync", 1), ("checkpoint_fullfsync", 1), ("foreign_keys", 1)]
        {
            assert_eq!(pragma(name).unwrap(), rusqlite::types::Value::Integer(value), "{name}");
        }
        assert_eq!(pragma("journal_mode").unwrap(), rusqlite::types::Value::Text("wal".into()));
    }
}
