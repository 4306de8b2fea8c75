//! The home: its files, the lock that one writing process holds, and how its database is opened.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{Error, Result, schema};

pub(crate) const DATABASE: &str = "coupure.sqlite";
const LOCK: &str = "home.lock";
pub(crate) const MEDIA: &str = "media";

/// Pages of the write-ahead log after which a commit itself empties it, as a last resort; it is
/// usually emptied off the save path, by `index_pending`.
const WAL_PAGES_MAX: u32 = 8_000;

/// A command that is about to end is waited for; the lock also outlives its holder for a moment
/// where another thread is just starting a program.
const LOCK_WAIT: Duration = Duration::from_millis(500);

/// Whether this process is the one that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Write,
    ReadOnly,
}

pub(crate) fn database_path(home: &Path) -> PathBuf {
    home.join(DATABASE)
}

/// Makes the home's folders; what an author writes is for the author's eyes.
pub(crate) fn make_folders(home: &Path) -> Result<()> {
    let media = home.join(MEDIA);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(&media).map_err(|error| Error::writing(home, &error))
}

/// The lock is the open file: it goes with the process, however that ends.
pub(crate) fn lock(home: &Path) -> Result<File> {
    let path = home.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| Error::writing(&path, &error))?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(Error::writing(&path, &error)),
            Err(TryLockError::WouldBlock) if began.elapsed() < LOCK_WAIT => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(Error::HomeInUse { home: home.into() });
            }
        }
    }
}

/// Opens the writing connection, making or bringing up to date the schema. The home is locked.
pub(crate) fn open_writer(home: &Path) -> Result<Connection> {
    let path = database_path(home);
    refuse_emptied(&path)?;
    let mut connection = Connection::open_with_flags(
        &path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // Until it is known to be ours and whole, closing it must change nothing on disk.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    configure(&connection)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        let detail = "the file may not be written".into();
        return Err(Error::HomeUnwritable { path, detail });
    }
    schema::probe(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES_MAX)?;
    // A migration may rebuild a table that others refer to; each is checked at its end.
    connection.pragma_update(None, "foreign_keys", false)?;
    schema::migrate(&mut connection)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// Opens a connection that can only read. The schema is known to be up to date.
pub(crate) fn open_reader(home: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        database_path(home),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    configure(&connection)?;
    Ok(connection)
}

/// Opens a connection for work that may last, beside the writer: emptying the log, a backup.
pub(crate) fn open_beside(home: &Path, access: Access) -> Result<Connection> {
    if access == Access::ReadOnly {
        return open_reader(home);
    }
    let connection = Connection::open_with_flags(
        database_path(home),
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    configure(&connection)?;
    Ok(connection)
}

/// Refuses a home that there is nothing to read in, and one of another version.
pub(crate) fn check_readable(home: &Path) -> Result<()> {
    let path = database_path(home);
    match fs::metadata(&path) {
        Ok(found) if found.len() > 0 => {}
        Ok(_) => {
            refuse_emptied(&path)?;
            return Err(Error::NoDatabase { home: home.into() });
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Error::NoDatabase { home: home.into() });
        }
        Err(error) => return Err(Error::reading(&path, &error)),
    }
    if schema::probe(&open_reader(home)?)? < schema::latest() {
        // An older schema, or one being made by another process at this moment.
        let _lock = lock(home)?;
        drop(open_writer(home)?);
    }
    Ok(())
}

fn configure(connection: &Connection) -> Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

/// SQLite takes an empty file for a new database and deletes the log beside it; here such a log
/// may hold the last words of an author.
fn refuse_emptied(path: &Path) -> Result<()> {
    let size = |path: &Path| fs::metadata(path).map(|found| found.len()).unwrap_or(0);
    let log = path.with_extension("sqlite-wal");
    if size(path) == 0 && size(&log) > 0 {
        return Err(Error::damaged("it is empty, its log is not"));
    }
    Ok(())
}
