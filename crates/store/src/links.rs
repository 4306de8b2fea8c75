//! The posts of the blogs that readers can open, for links to them.

use coupure_model::{BlogId, PublishedPost, Timestamp};
use rusqlite::{Transaction, params};

use crate::{Result, Store, fold, values::Moment};

/// Shorter words are taken as they are typed; in longer ones a letter may be wrong.
const LETTERS_MIN: usize = 4;

/// A post found by words of its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkHit {
    pub blog: BlogId,
    pub title: String,
    pub url: String,
    pub date: Option<Timestamp>,
}

impl Store {
    /// Takes in what a blog says of its posts; what is known of others stays.
    pub fn put_posts(&self, blog: BlogId, posts: &[PublishedPost]) -> Result<()> {
        self.write(|transaction| put_all(transaction, blog, posts))
    }

    /// As [`put_posts`](Self::put_posts), of a blog that was asked for all: others are gone.
    pub fn replace_posts(&self, blog: BlogId, posts: &[PublishedPost]) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM blog_post WHERE blog = ?1", [blog.0])?;
            put_all(transaction, blog, posts)
        })
    }

    pub fn count_posts(&self, blog: BlogId) -> Result<u32> {
        self.read(|connection| {
            let sql = "SELECT count(*) FROM blog_post WHERE blog = ?1";
            Ok(connection.query_row(sql, [blog.0], |row| row.get(0))?)
        })
    }

    /// The posts whose titles have a word that begins as each of `words` does, whatever its accents
    /// and capitals, with one wrong letter in longer ones; the closest first, then the latest. Of no
    /// words at all: the latest.
    pub fn find_posts(&self, words: &str, limit: u32) -> Result<Vec<LinkHit>> {
        let asked: Vec<String> = fold::words(words).map(|(_, word)| word).collect();
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT p.blog, p.title, p.url, p.date, p.words FROM blog_post p \
                 JOIN blog b ON b.id = p.blog WHERE b.removed IS NULL \
                 ORDER BY p.date DESC, p.remote DESC",
            )?;
            let mut rows = statement.query([])?;
            let mut hits = Vec::new();
            while let Some(row) = rows.next()? {
                let title: String = row.get(4)?;
                let Some(faults) = faults(&asked, &title) else { continue };
                let date: Option<Moment> = row.get(3)?;
                let hit = LinkHit {
                    blog: BlogId(row.get(0)?),
                    title: row.get(1)?,
                    url: row.get(2)?,
                    date: date.map(Into::into),
                };
                hits.push((faults, hit));
            }
            // Stable: of equally close ones the latest stays first.
            hits.sort_by_key(|(faults, _)| *faults);
            hits.truncate(limit as usize);
            Ok(hits.into_iter().map(|(_, hit)| hit).collect())
        })
    }
}

/// How many of the asked words have a wrong letter; `None`: one is not in the title.
fn faults(asked: &[String], title: &str) -> Option<usize> {
    asked.iter().try_fold(0, |faults, word| {
        if title.split(' ').any(|known| known.starts_with(word.as_str())) {
            return Some(faults);
        }
        let close = word.chars().count() >= LETTERS_MIN
            && title.split(' ').any(|known| begins_nearly(known, word));
        close.then_some(faults + 1)
    })
}

/// Whether a beginning of `known` is `word` but for one letter: another, too many, or missing.
fn begins_nearly(known: &str, word: &str) -> bool {
    let (known, word): (Vec<char>, Vec<char>) = (known.chars().collect(), word.chars().collect());
    let same = known.iter().zip(&word).take_while(|(a, b)| a == b).count();
    // The first letter is right: else everything would be close to everything.
    same > 0
        && [(1, 1), (1, 0), (0, 1)].into_iter().any(|(in_known, in_word)| {
            let rest = word.get(same + in_word..).unwrap_or_default();
            known.get(same + in_known..).is_some_and(|known| known.starts_with(rest))
        })
}

fn put_all(transaction: &Transaction<'_>, blog: BlogId, posts: &[PublishedPost]) -> Result<()> {
    crate::blogs::require(transaction, blog)?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO blog_post (blog, remote, title, url, date, words) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (blog, remote) DO UPDATE \
         SET title = excluded.title, url = excluded.url, date = excluded.date, \
         words = excluded.words",
    )?;
    for post in posts {
        let words = fold::distinct([post.title.as_str()]);
        let date = post.date.map(Moment::from);
        statement.execute(params![blog.0, post.id.0, post.title, post.url, date, words])?;
    }
    Ok(())
}
