//! Where clippings came from so far, to be offered as one types.

use std::cmp::Reverse;

use crate::{Result, Store};

/// The latest clippings are looked at, so many at most.
const LOOKED_AT_MAX: u32 = 5_000;

/// A newspaper that was named before, and what was said beside it; what was said most often comes
/// first, of equals the latest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    pub newspaper: String,
    pub editions: Vec<String>,
    pub journalists: Vec<String>,
    pub links: Vec<String>,
}

impl Store {
    /// The newspapers of the clippings that are not in the trash, the one named last first.
    pub fn sources(&self) -> Result<Vec<Source>> {
        let rows: Vec<[String; 4]> = self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT trim(newspaper), coalesce(data ->> '$.provenance.edition', ''), \
                 coalesce(data ->> '$.provenance.journalist', ''), \
                 coalesce(data ->> '$.provenance.link', '') FROM clipping \
                 WHERE trashed IS NULL AND trim(newspaper) <> '' \
                 ORDER BY updated DESC, key DESC LIMIT ?1",
            )?;
            let rows = statement.query_map([LOOKED_AT_MAX], |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })?;
        let mut names: Vec<&str> = Vec::new();
        for [name, ..] in &rows {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        Ok(names
            .into_iter()
            .map(|name| {
                let of = |part: usize| usual(rows.iter().filter(|row| row[0] == name), part);
                Source {
                    newspaper: name.to_owned(),
                    editions: of(1),
                    journalists: of(2),
                    links: of(3),
                }
            })
            .collect())
    }
}

/// What stands in a column, each once, the most frequent first.
fn usual<'a>(rows: impl Iterator<Item = &'a [String; 4]>, part: usize) -> Vec<String> {
    let mut counted: Vec<(String, u32)> = Vec::new();
    for said in rows.map(|row| row[part].trim()).filter(|said| !said.is_empty()) {
        match counted.iter_mut().find(|(known, _)| known == said) {
            Some((_, count)) => *count += 1,
            None => counted.push((said.to_owned(), 1)),
        }
    }
    counted.sort_by_key(|(_, count)| Reverse(*count));
    counted.into_iter().map(|(said, _)| said).collect()
}
