//! The numbered migrations, forward only, and what tells a database of ours.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::{Error, Result};

const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("../migrations/0001_lay.sql")).foreign_key_check(),
    M::up(include_str!("../migrations/0002_search.sql")).foreign_key_check(),
    M::up(include_str!("../migrations/0003_links.sql")).foreign_key_check(),
    M::up(include_str!("../migrations/0004_waited.sql")).foreign_key_check(),
];

/// `PRAGMA application_id` of our databases: "Coup".
const APPLICATION_ID: i64 = 0x436f_7570;

pub(crate) fn latest() -> i64 {
    i64::try_from(MIGRATIONS.len()).expect("a handful of migrations")
}

/// The schema's version; 0 for a new database. Reads, and changes nothing.
pub(crate) fn probe(connection: &Connection) -> Result<i64> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let version = pragma("user_version")?;
    if tables > 0 && pragma("application_id")? != APPLICATION_ID {
        return Err(Error::damaged("it is a database of another program"));
    }
    if version > latest() {
        return Err(Error::DatabaseNewer { found: version, known: latest() });
    }
    Ok(version)
}

/// Brings the schema up to date, each migration in a transaction.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    Migrations::from_slice(MIGRATIONS).to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => Error::Internal { detail: other.to_string() },
    })
}
