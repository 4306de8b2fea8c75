//! The author's posts on their blogs, for links to them: fetched, kept fresh, and found offline.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use coupure_blog as blog;
use coupure_model::{BlogId, BlogKind, Code, Problem, PublishedPost, Timestamp};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{Answer, Desk, view::PostLink};

/// A blog is asked for what is new at most so often.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// How long what is gone may still be offered where a blog does not count its posts.
const LISTED: SignedDuration = SignedDuration::from_hours(24);
/// 50,000 posts: a server that never comes to an end is left there.
const PAGES_MAX: u32 = 500;
/// An export holds every text of a blog.
const EXPORT_BYTES_MAX: u64 = 256 << 20;
const FOUND_MAX: u32 = 50;

/// How far a blog's posts are known. Kept as a setting of the home.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    asked: Option<Timestamp>,
    /// The latest change that was seen.
    modified: Option<Timestamp>,
    /// The list was gone through from one end to the other.
    listed: Option<Timestamp>,
}

impl Desk {
    /// Posts by words of their titles: a beginning is enough, accents do not matter.
    pub fn find_posts(&self, words: &str) -> Answer<Vec<PostLink>> {
        let blogs = self.store.blogs()?;
        let name = |id| blogs.iter().find(|blog| blog.id == id).map(|blog| blog.name.clone());
        let hits = self.store.find_posts(words, FOUND_MAX)?.into_iter();
        Ok(hits
            .map(|hit| PostLink {
                blog_name: name(hit.blog).unwrap_or_default(),
                blog: hit.blog,
                title: hit.title,
                url: hit.url,
                date: hit.date,
            })
            .collect())
    }

    /// Asks a blog for the posts that readers can open: those that changed since the last time,
    /// or all where some are gone. Returns how many are known then.
    pub async fn refresh_links(&self, id: BlogId) -> Answer<u32> {
        self.must_write()?;
        let from = self.store.blog(id)?;
        let secret = self.secret_of(id).await?;
        let client = blog::connect(&from, secret.as_ref(), &self.vault)?;
        let known = self.known_links(id)?;
        let now = self.now();
        let mut modified = known.modified;
        let mut listed = known.listed.filter(|_| modified.is_some());
        if modified.is_some() {
            let (changed, _) = posts_of(&*client, modified).await?;
            modified = latest(modified, &changed);
            self.store.put_posts(id, &changed)?;
        }
        // A post that was trashed or hidden is not among those that changed: it is missed.
        let are_gone = match client.published(1, None).await?.total {
            Some(total) => self.store.count_posts(id)? != total,
            None => !is_within(listed, now, LISTED),
        };
        if are_gone {
            let (posts, total) = posts_of(&*client, None).await?;
            modified = latest(modified, &posts);
            match total {
                Some(_) => self.store.replace_posts(id, &posts)?,
                None => self.store.put_posts(id, &posts)?,
            }
            listed = Some(now);
        }
        self.keep_known_links(id, &Known { asked: Some(now), modified, listed })?;
        Ok(self.store.count_posts(id)?)
    }

    /// Takes in the posts of an export file of WordPress. Returns how many it has.
    pub fn import_links(&self, id: BlogId, file: &Path) -> Answer<u32> {
        self.must_write()?;
        let named = |problem: Problem| problem.with("file", file.display());
        let unreadable = |error: std::io::Error| {
            let sentence = format!("The file “{}” cannot be read: {error}.", file.display());
            named(Problem::new(Code::FileUnreadable, sentence))
        };
        let opened = std::fs::File::open(file).map_err(unreadable)?;
        if opened.metadata().map_err(unreadable)?.len() > EXPORT_BYTES_MAX {
            let sentence = format!(
                "The file “{}” is too large: at most {} MB can be read. Export the posts in parts.",
                file.display(),
                EXPORT_BYTES_MAX >> 20
            );
            let problem = Problem::new(Code::FileTooLarge, sentence);
            return Err(named(problem.with("max_bytes", EXPORT_BYTES_MAX)));
        }
        let posts = blog::wxr::published(std::io::BufReader::new(opened)).map_err(|error| {
            let sentence = format!(
                "The file “{}” is not what WordPress exports (Tools, Export): {error}",
                file.display()
            );
            named(Problem::new(Code::FileUnreadable, sentence)).with("wanted", "export")
        })?;
        self.store.put_posts(id, &posts)?;
        Ok(posts.len() as u32)
    }

    /// Brings up to date what was not asked for lately. A blog that cannot be reached is asked
    /// again in its time, and what is known of it stays.
    pub async fn refresh_links_due(&self) -> Answer<()> {
        for from in self.store.blogs()? {
            let asked = self.known_links(from.id)?.asked;
            let now = self.now();
            if matches!(from.kind, BlogKind::Folder { .. }) || is_within(asked, now, FRESH) {
                continue;
            }
            if let Err(problem) = self.refresh_links(from.id).await {
                tracing::info!(blog = %from.name, code = ?problem.code, "its posts were not read");
                let known = self.known_links(from.id)?;
                self.keep_known_links(from.id, &Known { asked: Some(now), ..known })?;
            }
        }
        Ok(())
    }

    /// While the home is open: at once, every hour, and after each post that came out.
    pub(crate) async fn keep_links_fresh(&self) {
        const LOOK: Duration = Duration::from_secs(60);
        let mut looked: Option<Instant> = None;
        while !self.is_stopping() {
            if looked.is_none_or(|at| at.elapsed() > LOOK) {
                looked = Some(Instant::now());
                if let Err(problem) = self.refresh_links_due().await {
                    tracing::warn!(%problem, "the posts of the blogs were not read");
                }
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }

    /// Something of it came out, or went: asked for at the next look.
    pub(crate) fn links_are_old(&self, id: BlogId) -> Answer<()> {
        let known = self.known_links(id)?;
        self.keep_known_links(id, &Known { asked: None, ..known })
    }

    fn known_links(&self, id: BlogId) -> Answer<Known> {
        let kept = self.store.setting(&format!("links {id}"))?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    fn keep_known_links(&self, id: BlogId, known: &Known) -> Answer<()> {
        let text = serde_json::to_string(known).expect("two moments are JSON");
        Ok(self.store.set_setting(&format!("links {id}"), &text)?)
    }
}

/// All pages of the posts that readers can open, and how many they are, where it is told.
async fn posts_of(
    client: &dyn blog::BlogClient,
    modified_after: Option<Timestamp>,
) -> Answer<(Vec<PublishedPost>, Option<u32>)> {
    let (mut posts, mut total) = (Vec::new(), None);
    for page in 1..=PAGES_MAX {
        let answer = client.published(page, modified_after).await?;
        posts.extend(answer.posts);
        total = answer.total;
        if !answer.more {
            break;
        }
    }
    Ok((posts, total))
}

/// An hour to come was set by a clock that was wrong.
fn is_within(at: Option<Timestamp>, now: Timestamp, span: SignedDuration) -> bool {
    at.is_some_and(|at| at <= now && now.duration_since(at) < span)
}

fn latest(known: Option<Timestamp>, posts: &[PublishedPost]) -> Option<Timestamp> {
    posts.iter().filter_map(|post| post.modified).chain(known).max()
}
