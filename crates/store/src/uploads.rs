//! Pictures on their way to a blog's library, by blog and hash: two drafts never upload one twice.

use coupure_model::{BlogId, MediaHash, RemoteId, Upload};
use rusqlite::{OptionalExtension, params};

use crate::{
    Result, Store,
    values::{Hash, Moment, from_json, to_json},
};

impl Store {
    pub fn upload(&self, blog: BlogId, hash: MediaHash) -> Result<Option<Upload>> {
        self.read(|connection| {
            let sql = "SELECT attempt, waited_ms, media FROM upload WHERE blog = ?1 AND hash = ?2";
            let found: Option<(Option<Moment>, u64, Option<String>)> = connection
                .prepare_cached(sql)?
                .query_row(params![blog.0, Hash(hash)], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()?;
            let Some((attempt, waited_ms, media)) = found else { return Ok(None) };
            let media = media.map(|media| from_json(&media)).transpose()?;
            Ok(Some(Upload { blog, hash, attempt: attempt.map(Into::into), waited_ms, media }))
        })
    }

    /// Whether Coupure uploaded that picture to the blog.
    pub fn is_upload(&self, blog: BlogId, media: &RemoteId) -> Result<bool> {
        self.read(|connection| {
            let sql = "SELECT EXISTS \
                 (SELECT 1 FROM upload WHERE blog = ?1 AND media ->> '$.id' = ?2)";
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row(params![blog.0, media.0], |row| row.get(0))?)
        })
    }

    pub fn put_upload(&self, upload: &Upload) -> Result<()> {
        let media = upload.media.as_ref().map(to_json).transpose()?;
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO upload (blog, hash, attempt, waited_ms, media) \
                     VALUES (?1, ?2, ?3, ?4, ?5) \
                     ON CONFLICT (blog, hash) DO UPDATE \
                     SET attempt = excluded.attempt, waited_ms = excluded.waited_ms, \
                     media = excluded.media",
                )?
                .execute(params![
                    upload.blog.0,
                    Hash(upload.hash),
                    upload.attempt.map(Moment::from),
                    upload.waited_ms,
                    media
                ])?;
            Ok(())
        })
    }
}
