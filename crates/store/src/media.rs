//! Files under `media/`, named by the BLAKE3 hash of their bytes.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use coupure_model::{Media, MediaHash};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::{Error, Result, Store, home, values::Hash};

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

/// Writes beside, syncs, renames, and syncs the folders: the name never stands for half a file.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        folder.parent().map_or(Ok(()), sync_folder)?;
    }
    let beside = folder.join(format!(".{}", Uuid::new_v4()));
    let written = write_synced(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What could not be finished is of no use; a failure to remove it changes nothing.
        let _ = fs::remove_file(&beside);
    }
    written.and_then(|()| sync_folder(folder))
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename in it durable. Windows has no such call on folders, and needs none.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
