//! Whether everything is as it should be.

use std::fs;

use rusqlite::Connection;

use crate::{Result, Store, revisions, values::Hash};

impl Store {
    /// What is wrong with the home, a sentence each; empty: all is well. Reads everything.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut wrong = self.read(|connection| {
            let mut wrong = integrity(connection)?;
            wrong.extend(broken_references(connection)?);
            wrong.extend(revisions::unreadable(connection)?);
            Ok(wrong)
        })?;
        let files: Vec<(Hash, String)> = self.read(|connection| {
            let mut statement = connection.prepare("SELECT hash, name FROM media ORDER BY hash")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })?;
        for (Hash(hash), name) in files {
            let path = self.media_path(hash);
            let said = match fs::read(&path) {
                Ok(bytes) if blake3::hash(&bytes).as_bytes() == &hash.0 => continue,
                Ok(_) => "is not what it was when it was stored",
                Err(_) => "is missing or cannot be read",
            };
            wrong.push(format!("The file {} (“{name}”) {said}.", path.display()));
        }
        Ok(wrong)
    }
}

fn integrity(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let said: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(said
        .into_iter()
        .filter(|line| line != "ok")
        .map(|line| format!("Database: {line}."))
        .collect())
}

fn broken_references(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let rows = statement.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("Database: a row of {table} names a row of {parent} that is not there."))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
