//! Files under `media/`, named by the BLAKE3 hash of their bytes.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use coupure_model::{Media, MediaHash};
use rusqlite::{OptionalExtension, params};

use crate::{Error, Result, Store, durable::write_durably, home, values::Hash};

impl Store {
    /// Stores a file once: its bytes are on disk before its row. `name`: the author's own.
    pub fn put_media(
        &self,
        bytes: &[u8],
        mime: &str,
        width_px: u32,
        height_px: u32,
        name: &str,
    ) -> Result<MediaHash> {
        self.require_writing()?;
        let hash = MediaHash(*blake3::hash(bytes).as_bytes());
        let path = self.media_path(hash);
        let there = fs::metadata(&path).is_ok_and(|found| found.len() == bytes.len() as u64);
        if !there {
            write_durably(&path, bytes).map_err(|error| Error::writing(&path, &error))?;
        }
        let size_bytes = bytes.len();
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO media (hash, mime, size_bytes, width_px, height_px, name) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (hash) DO NOTHING",
                )?
                .execute(params![Hash(hash), mime, size_bytes, width_px, height_px, name])?;
            Ok(hash)
        })
    }

    pub fn media(&self, hash: MediaHash) -> Result<Media> {
        self.read(|connection| {
            let found = connection
                .prepare_cached(
                    "SELECT mime, size_bytes, width_px, height_px, name FROM media WHERE hash = ?1",
                )?
                .query_row([Hash(hash)], |row| {
                    Ok(Media {
                        hash,
                        mime: row.get(0)?,
                        size_bytes: row.get(1)?,
                        width_px: row.get(2)?,
                        height_px: row.get(3)?,
                        name: row.get(4)?,
                    })
                });
            found.optional()?.ok_or_else(|| Error::not_found("picture", hash))
        })
    }

    /// Where the file is: `media/ab/abcdef…`.
    pub fn media_path(&self, hash: MediaHash) -> PathBuf {
        media_path(self.home(), hash)
    }

    pub fn media_bytes(&self, hash: MediaHash) -> Result<Vec<u8>> {
        let path = self.media_path(hash);
        fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::not_found("picture", hash),
            _ => Error::reading(path, &error),
        })
    }
}

pub(crate) fn media_path(home: &Path, hash: MediaHash) -> PathBuf {
    let name = hash.to_string();
    home.join(home::MEDIA).join(&name[..2]).join(name)
}
