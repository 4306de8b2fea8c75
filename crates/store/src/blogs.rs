//! The blogs that posts can go to.

use coupure_model::{Blog, BlogId, BlogKind, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Error, Result, Store,
    values::{Moment, from_json, to_json},
};

impl Store {
    /// Adds a blog, or replaces it; a removed one is back.
    ///
    /// # Errors
    /// `NameTaken`: another blog has this name.
    pub fn put_blog(&self, blog: &Blog) -> Result<()> {
        self.write(|transaction| {
            let taken: bool = transaction
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM blog \
                     WHERE name = ?1 AND id <> ?2 AND removed IS NULL)",
                )?
                .query_row(params![blog.name, blog.id.0], |row| row.get(0))?;
            if taken {
                return Err(Error::NameTaken { name: blog.name.clone() });
            }
            transaction.execute(
                "INSERT INTO blog (id, name, place, data) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place, \
                 data = excluded.data, removed = NULL",
                params![blog.id.0, blog.name, place(&blog.kind), to_json(blog)?],
            )?;
            Ok(())
        })
    }

    /// All blogs, by name.
    pub fn blogs(&self) -> Result<Vec<Blog>> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT data FROM blog WHERE removed IS NULL ORDER BY name")?;
            let mut rows = statement.query([])?;
            let mut blogs = Vec::new();
            while let Some(row) = rows.next()? {
                blogs.push(from_json(&row.get::<_, String>(0)?)?);
            }
            Ok(blogs)
        })
    }

    pub fn blog(&self, id: BlogId) -> Result<Blog> {
        self.read(|connection| require(connection, id))
    }

    pub fn blog_named(&self, name: &str) -> Result<Blog> {
        self.read(|connection| {
            let sql = "SELECT data FROM blog WHERE name = ?1 AND removed IS NULL";
            let found = connection.query_row(sql, [name], |row| row.get::<_, String>(0));
            let data = found.optional()?.ok_or_else(|| Error::not_found("blog", name))?;
            from_json(&data)
        })
    }

    /// Takes a blog away. What is known of its posts stays, unseen and at rest, so that the blog
    /// can come back (`blog_at`) without publishing anything twice.
    pub fn remove_blog(&self, id: BlogId, now: Timestamp) -> Result<()> {
        self.write(|transaction| {
            let removed = transaction.execute(
                "UPDATE blog SET removed = ?2 WHERE id = ?1 AND removed IS NULL",
                params![id.0, Moment::from(now)],
            )?;
            if removed == 0 {
                return Err(Error::not_found("blog", id));
            }
            transaction.execute("UPDATE draft SET blog = NULL WHERE blog = ?1", [id.0])?;
            Ok(())
        })
    }

    /// The blog at this place, also one that was removed: adding it again must use its identifier.
    pub fn blog_at(&self, kind: &BlogKind) -> Result<Option<BlogId>> {
        self.read(|connection| {
            let sql = "SELECT id FROM blog WHERE place = ?1 \
                       ORDER BY removed IS NOT NULL, removed DESC";
            let found = connection.query_row(sql, [place(kind)], |row| row.get(0).map(BlogId));
            Ok(found.optional()?)
        })
    }
}

/// The blog, if it is there and was not removed.
pub(crate) fn require(connection: &Connection, id: BlogId) -> Result<Blog> {
    let data: Option<String> = connection
        .prepare_cached("SELECT data FROM blog WHERE id = ?1 AND removed IS NULL")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    from_json(&data.ok_or_else(|| Error::not_found("blog", id))?)
}

fn place(kind: &BlogKind) -> &str {
    match kind {
        BlogKind::Folder { path } => path,
        BlogKind::WordPress { api, .. } => api,
        // Its address may change, its number does not.
        BlogKind::WordPressCom { site_id, .. } => site_id,
        BlogKind::XmlRpc { endpoint, .. } => endpoint,
    }
}
