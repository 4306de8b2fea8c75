//! Several pictures of one article: changed together, kept together.
//!
//! The clipping that holds an article lists its pictures in reading order (`parts`, itself among
//! them); each other one names it (`part_of`). What must hold: both sides are written in one
//! transaction.

use std::collections::HashSet;

use coupure_model::{Clipping, ClippingId, MediaHash, Timestamp};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use crate::{Error, Result, Store, clippings, values::Hash};

impl Store {
    /// Changes some clippings together, as they stand at this moment. `Err` from `change` leaves
    /// all of them as they were, and comes back inside.
    pub fn change_clippings<E>(
        &self,
        ids: &[ClippingId],
        now: Timestamp,
        change: impl FnOnce(&mut [Clipping]) -> std::result::Result<(), E>,
    ) -> Result<std::result::Result<(), E>> {
        self.write(|transaction| {
            let mut all = ids
                .iter()
                .map(|&id| clippings::read(transaction, id))
                .collect::<Result<Vec<Clipping>>>()?;
            if let Err(refused) = change(&mut all) {
                return Ok(Err(refused));
            }
            for clipping in &mut all {
                clipping.updated = now;
                clippings::put(transaction, clipping)?;
            }
            Ok(Ok(()))
        })
    }

    /// The pictures of the article that a clipping belongs to, in reading order.
    pub fn article(&self, id: ClippingId) -> Result<Vec<Clipping>> {
        self.read(|connection| article(connection, id))
    }

    /// Whether a clipping was made of a file with these bytes, be it in the trash.
    pub fn has_clipping_of(&self, bytes: &[u8]) -> Result<bool> {
        let hash = MediaHash(*blake3::hash(bytes).as_bytes());
        self.read(|connection| {
            let found = connection
                .prepare_cached("SELECT 1 FROM clipping WHERE original = ?1 LIMIT 1")?
                .query_row([Hash(hash)], |_| Ok(()))
                .optional()?;
            Ok(found.is_some())
        })
    }
}

/// A picture that is gone is passed over.
pub(crate) fn article(connection: &Connection, id: ClippingId) -> Result<Vec<Clipping>> {
    let asked = clippings::read(connection, id)?;
    let head = match asked.part_of {
        Some(head) => clippings::read(connection, head)?,
        None => asked,
    };
    let mut pictures = Vec::new();
    for id in head.pictures() {
        if id == head.id {
            pictures.push(head.clone());
            continue;
        }
        match clippings::read(connection, id) {
            Ok(part) => pictures.push(part),
            Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(pictures)
}

/// Adds to some clippings the others of their articles.
pub(crate) fn with_the_rest(connection: &Connection, ids: &mut HashSet<Uuid>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT id FROM clipping WHERE data ->> '$.part_of' IS NULL AND \
                            json_array_length(data, '$.parts') > 0",
    )?;
    let heads: Vec<Uuid> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for head in heads {
        let pictures = clippings::read(connection, ClippingId(head))?.pictures();
        if pictures.iter().any(|id| ids.contains(&id.0)) {
            ids.extend(pictures.iter().map(|id| id.0));
        }
    }
    Ok(())
}
