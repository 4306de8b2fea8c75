//! Clippings: kept, listed, changed, moved to the trash and back.

use std::collections::HashSet;

use coupure_model::{
    Clipping, ClippingId, ClippingState, Derivatives, DraftId, MediaHash, Reading, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use uuid::Uuid;

use crate::{
    Error, Result, Store, index, parts, revisions,
    snippet::snippet,
    values::{Hash, Moment, count, from_json, to_json},
};

/// A clipping as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClippingSummary {
    pub id: ClippingId,
    /// The article's title, or the name of the author's file.
    pub title: String,
    /// The first words of the article, or where the words that were searched stand.
    pub snippet: String,
    pub newspaper: String,
    pub state: ClippingState,
    /// Nothing of it leaves this computer before.
    pub embargo: Option<Timestamp>,
    pub updated: Timestamp,
    pub trashed: Option<Timestamp>,
}

impl ClippingSummary {
    pub(crate) const COLUMNS: &str = "id, title, snippet, newspaper, data -> '$.state', \
        data ->> '$.embargo', updated, trashed";

    pub(crate) fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: ClippingId(row.get(0)?),
            title: row.get(1)?,
            snippet: row.get(2)?,
            newspaper: row.get(3)?,
            state: from_json(&row.get::<_, String>(4)?)?,
            embargo: row.get::<_, Option<String>>(5)?.and_then(|text| text.parse().ok()),
            updated: row.get::<_, Moment>(6)?.into(),
            trashed: row.get::<_, Option<Moment>>(7)?.map(Into::into),
        })
    }
}

/// One entry an article: the others of its pictures are shown with it.
const HEADS: &str = "data ->> '$.part_of' IS NULL";

impl Store {
    /// Before when a file does not leave this computer: the last embargo of the clippings that it
    /// was taken in or made for, where each of them has one.
    pub fn embargo_of(&self, file: MediaHash) -> Result<Option<Timestamp>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT data ->> '$.embargo' FROM clipping \
                 WHERE original = ?1 OR web = ?1 OR \"full\" = ?1",
            )?;
            let embargoes: Vec<Option<String>> = statement
                .query_map([Hash(file)], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let embargoes: Option<Vec<Timestamp>> = embargoes
                .into_iter()
                .map(|embargo| embargo.and_then(|text| text.parse().ok()))
                .collect();
            Ok(embargoes.and_then(|all| all.into_iter().max()))
        })
    }

    /// A new identifier for a clipping.
    pub fn new_clipping_id(&self, now: Timestamp) -> ClippingId {
        ClippingId(crate::drafts::new_id(now))
    }

    /// Adds a clipping or replaces it as a whole. Its files are stored already.
    pub fn put_clipping(&self, clipping: &Clipping) -> Result<()> {
        self.put_clippings(std::slice::from_ref(clipping))
    }

    /// All of them or none.
    pub fn put_clippings(&self, clippings: &[Clipping]) -> Result<()> {
        self.write(|transaction| {
            clippings.iter().try_for_each(|clipping| put(transaction, clipping))
        })
    }

    /// Changes a clipping as it stands at this moment: the author and the reading of it change
    /// different parts, and neither undoes the other's.
    pub fn change_clipping(
        &self,
        id: ClippingId,
        now: Timestamp,
        change: impl FnOnce(&mut Clipping),
    ) -> Result<Clipping> {
        self.write(|transaction| {
            let mut clipping = read(transaction, id)?;
            change(&mut clipping);
            clipping.id = id;
            clipping.updated = now;
            put(transaction, &clipping)?;
            Ok(clipping)
        })
    }

    pub fn clipping(&self, id: ClippingId) -> Result<Clipping> {
        self.read(|connection| read(connection, id))
    }

    /// A page of clippings, the latest first, and how many there are. Reads no words.
    pub fn clippings(&self, offset: u32, limit: u32) -> Result<(Vec<ClippingSummary>, u32)> {
        let shown = format!("trashed IS NULL AND {HEADS}");
        self.list_clippings(&shown, "updated DESC, key DESC", offset, limit)
    }

    pub fn trashed_clippings(
        &self,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<ClippingSummary>, u32)> {
        let shown = format!("trashed IS NOT NULL AND {HEADS}");
        self.list_clippings(&shown, "trashed DESC, key DESC", offset, limit)
    }

    /// With all the pictures of its article.
    pub fn trash_clipping(&self, id: ClippingId, now: Timestamp) -> Result<()> {
        self.write(|transaction| {
            for mut clipping in parts::article(transaction, id)? {
                clipping.trashed.get_or_insert(now);
                put(transaction, &clipping)?;
            }
            Ok(())
        })
    }

    /// With all the pictures of its article.
    pub fn restore_clipping(&self, id: ClippingId) -> Result<()> {
        self.write(|transaction| {
            for mut clipping in parts::article(transaction, id)? {
                clipping.trashed = None;
                put(transaction, &clipping)?;
            }
            Ok(())
        })
    }

    /// Clippings to be straightened and read, the oldest first.
    pub fn waiting_clippings(&self) -> Result<Vec<ClippingId>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id FROM clipping WHERE state = 'waiting' AND trashed IS NULL \
                 ORDER BY created, key",
            )?;
            let rows = statement.query_map([], |row| row.get(0).map(ClippingId))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn list_clippings(
        &self,
        condition: &str,
        order: &str,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<ClippingSummary>, u32)> {
        let columns = ClippingSummary::COLUMNS;
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {columns} FROM clipping WHERE {condition} \
                 ORDER BY {order} LIMIT ?1 OFFSET ?2"
            ))?;
            let mut rows = statement.query([limit, offset])?;
            let mut clippings = Vec::new();
            while let Some(row) = rows.next()? {
                clippings.push(ClippingSummary::read(row)?);
            }
            let total = connection
                .prepare_cached(&format!("SELECT count(*) FROM clipping WHERE {condition}"))?
                .query_row([], |row| row.get(0))?;
            Ok((clippings, count(total)))
        })
    }
}

pub(crate) fn read(connection: &Connection, id: ClippingId) -> Result<Clipping> {
    let found: Option<(String, Option<String>)> = connection
        .prepare_cached(
            "SELECT c.data, r.data FROM clipping c LEFT JOIN reading r ON r.clipping = c.id \
             WHERE c.id = ?1",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (data, reading) = found.ok_or_else(|| Error::not_found("clipping", id))?;
    let reading: Option<Reading> = reading.map(|reading| from_json(&reading)).transpose()?;
    Ok(Clipping { reading, ..from_json(&data)? })
}

pub(crate) fn put(connection: &Connection, clipping: &Clipping) -> Result<()> {
    let title = match clipping.provenance.title.as_str() {
        "" => &clipping.name,
        title => title,
    };
    let part = |part: fn(&Derivatives) -> _| clipping.derivatives.as_ref().map(part).map(Hash);
    connection
        .prepare_cached(
            "INSERT INTO clipping (id, original, web, \"full\", title, snippet, newspaper, data, \
             created, updated, trashed) VALUES (:id, :original, :web, :full, :title, :snippet, \
             :newspaper, :data, :created, :updated, :trashed) \
             ON CONFLICT (id) DO UPDATE SET original = excluded.original, web = excluded.web, \
             \"full\" = excluded.\"full\", title = excluded.title, snippet = excluded.snippet, \
             newspaper = excluded.newspaper, data = excluded.data, updated = excluded.updated, \
             trashed = excluded.trashed",
        )?
        .execute(named_params! {
            ":id": clipping.id.0, ":original": Hash(clipping.original),
            ":web": part(|made| made.web), ":full": part(|made| made.full),
            ":title": title, ":snippet": snippet(clipping.text()),
            ":newspaper": clipping.provenance.newspaper,
            ":data": to_json(&without_reading(clipping))?,
            ":created": Moment::from(clipping.created),
            ":updated": Moment::from(clipping.updated),
            ":trashed": clipping.trashed.map(Moment::from),
        })?;
    put_reading(connection, clipping)?;
    if clipping.trashed.is_some() {
        return index::forget_clipping(connection, clipping.id);
    }
    // An article is found once, under the clipping that holds it.
    if clipping.part_of.is_some() {
        index::forget_clipping(connection, clipping.id)?;
    }
    index::clipping_is_behind(connection, clipping.head())
}

/// Its embargo; `None`: there is no such clipping.
pub(crate) fn embargo(
    connection: &Connection,
    id: ClippingId,
) -> Result<Option<Option<Timestamp>>> {
    let found: Option<Option<String>> = connection
        .prepare_cached("SELECT data ->> '$.embargo' FROM clipping WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    Ok(found.map(|embargo| embargo.and_then(|text| text.parse().ok())))
}

/// The words with their places, only where they changed: they are some hundred kilobytes.
fn put_reading(connection: &Connection, clipping: &Clipping) -> Result<()> {
    let Some(reading) = &clipping.reading else {
        connection
            .prepare_cached("DELETE FROM reading WHERE clipping = ?1")?
            .execute([clipping.id.0])?;
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO reading (clipping, data) VALUES (?1, ?2) ON CONFLICT (clipping) \
             DO UPDATE SET data = excluded.data WHERE data <> excluded.data",
        )?
        .execute(params![clipping.id.0, to_json(reading)?])?;
    Ok(())
}

fn without_reading(clipping: &Clipping) -> Clipping {
    let Clipping { original, page_index, language, state, embargo, .. } = clipping;
    Clipping {
        id: clipping.id,
        original: *original,
        page_index: *page_index,
        page_size_px: clipping.page_size_px,
        name: clipping.name.clone(),
        language: *language,
        recipe: clipping.recipe.clone(),
        found: clipping.found.clone(),
        reading: None,
        read_with: clipping.read_with.clone(),
        corrected_text: clipping.corrected_text.clone(),
        put_away: clipping.put_away.clone(),
        derivatives: clipping.derivatives.clone(),
        state: state.clone(),
        reading_stands: clipping.reading_stands,
        provenance: clipping.provenance.clone(),
        rights: clipping.rights.clone(),
        permission_mail: clipping.permission_mail.clone(),
        embargo: *embargo,
        created: clipping.created,
        updated: clipping.updated,
        trashed: clipping.trashed,
        parts: clipping.parts.clone(),
        part_of: clipping.part_of,
    }
}

/// Deletes for good the clippings in the trash, and says how many. One that a draft names stays:
/// the draft could not be published any more. Their files stay too.
pub(crate) fn delete_trashed(connection: &Connection) -> Result<u32> {
    let trashed: Vec<Uuid> = connection
        .prepare("SELECT id FROM clipping WHERE trashed IS NOT NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if trashed.is_empty() {
        return Ok(0);
    }
    let mut named = named_by_drafts(connection)?;
    parts::with_the_rest(connection, &mut named)?;
    let mut deleted = 0;
    for id in trashed.iter().filter(|id| !named.contains(id)) {
        index::forget_clipping(connection, ClippingId(*id))?;
        connection.prepare_cached("DELETE FROM reading WHERE clipping = ?1")?.execute([id])?;
        connection.prepare_cached("DELETE FROM clipping WHERE id = ?1")?.execute([id])?;
        deleted += 1;
    }
    Ok(deleted)
}

/// The clippings that the latest version of a draft has in its body or as its cover.
fn named_by_drafts(connection: &Connection) -> Result<HashSet<Uuid>> {
    let mut named = HashSet::new();
    let mut statement = connection.prepare("SELECT id FROM draft")?;
    let mut drafts = statement.query([])?;
    while let Some(row) = drafts.next()? {
        let content = revisions::latest(connection, DraftId(row.get(0)?))?.content;
        let texts = [&content.cover, &content.body];
        let after_scheme = texts.into_iter().flat_map(|text| text.split("clip:").skip(1));
        named.extend(after_scheme.filter_map(|rest| Uuid::parse_str(rest.get(..36)?).ok()));
    }
    Ok(named)
}
