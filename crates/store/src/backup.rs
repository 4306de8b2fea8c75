//! A backup: one zip file with a copy of the database and the media files that it names.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use coupure_model::MediaHash;
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{Error, Result, Store, durable::sync_folder, home, media::media_path, values::Hash};

impl Store {
    /// Writes everything but secrets into the file `to`, which is replaced only once the new one
    /// is whole. Unpacked into an empty folder it is a home. Saving goes on meanwhile.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let folder = match to.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let beside = |ending| folder.join(format!(".coupure-{}{ending}", Uuid::new_v4()));
        let (copy, archive) = (Temporary(beside(".sqlite")), Temporary(beside(".zip")));
        let hashes = self.copy_database(&copy.0)?;
        let failed = |error: io::Error| Error::writing(to, &error);
        let file = File::create_new(&archive.0).map_err(failed)?;
        self.pack(&file, &copy.0, &hashes).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        fs::rename(&archive.0, to).map_err(failed)?;
        sync_folder(folder).map_err(failed)
    }

    /// Copies the database as of one moment, and says which files it names.
    fn copy_database(&self, to: &Path) -> Result<Vec<MediaHash>> {
        self.beside(|connection| {
            File::create_new(to).map_err(|error| Error::writing(to, &error))?;
            let mut copy = Connection::open(to)?;
            // All pages in one step: one snapshot, however much is saved meanwhile.
            match Backup::new(connection, &mut copy)?.step(-1)? {
                StepResult::Done => {}
                _ => return Err(Error::HomeInUse { home: self.home().into() }),
            }
            // A backup is one file: nothing of it may stay in a log beside it.
            copy.pragma_update(None, "journal_mode", "DELETE")?;
            let mut statement = copy.prepare("SELECT hash FROM media ORDER BY hash")?;
            let rows = statement.query_map([], |row| row.get::<_, Hash>(0))?;
            Ok(rows.map(|hash| hash.map(|hash| hash.0)).collect::<rusqlite::Result<_>>()?)
        })
    }

    fn pack(&self, file: &File, database: &Path, hashes: &[MediaHash]) -> io::Result<()> {
        // Pictures are compressed already.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(true);
        let mut archive = ZipWriter::new(io::BufWriter::new(file));
        archive.start_file(home::DATABASE, options).map_err(as_io)?;
        io::copy(&mut File::open(database)?, &mut archive)?;
        for hash in hashes {
            let path = media_path(Path::new(""), *hash);
            // A file that was lost must not keep the rest from being saved; `check` names it.
            let Ok(mut media) = File::open(self.home().join(&path)) else { continue };
            let name: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            archive.start_file(name.join("/"), options).map_err(as_io)?;
            io::copy(&mut media, &mut archive)?;
        }
        let written = archive.finish().map_err(as_io)?;
        written.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(())
    }
}

fn as_io(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// A file that is removed when it is done with, unless it was renamed.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // It was renamed, or never made: then there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}
