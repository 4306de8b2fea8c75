//! What the worker knows without having it on disk. All of it may be lost at any time: settling
//! goes on from what was counted on disk, posts are looked at again.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use coupure_blog::BlogClient;
use coupure_model::{
    Blog, BlogId, MediaHash, Publication, PublicationId, RemotePost, Timestamp, Upload,
};

use crate::plan::Settling;

/// Longer than that ago, a look is looked again before a write.
const LOOK_LASTS: Duration = Duration::from_secs(5);
/// No server is waited for longer because it was slow before.
pub(crate) const SETTLE_MAX: Duration = Duration::from_secs(10 * 60);
/// Beyond the slowest answer.
pub(crate) const SETTLE_MARGIN: Duration = Duration::from_secs(1);
const FIRST_LOOK: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct Memory {
    pub clients: HashMap<BlogId, Connected>,
    /// Publications at work, by whichever loop.
    pub running: HashSet<PublicationId>,
    /// Not looked at before, where the standing may not say so.
    pub rests: HashMap<PublicationId, Duration>,
    /// When to look again, of the clock that only goes on: the hour on disk is of the wall's.
    pub alarms: HashMap<PublicationId, Duration>,
    /// To be looked at although their time has not come.
    pub poked: HashSet<PublicationId>,
    /// Failures in a row.
    pub tries: HashMap<PublicationId, u32>,
    /// `None`: gone. With the moment of the look.
    seen: HashMap<PublicationId, (Option<RemotePost>, Duration)>,
    posts: HashMap<PublicationId, Settle>,
    pub files: HashMap<(BlogId, MediaHash), Settle>,
    /// One upload to a blog at a time: two at once that are the first of a month make one WordPress
    /// refuse, for both make its folder.
    pub uploading: HashMap<BlogId, Arc<tokio::sync::Mutex<()>>>,
    /// The slowest answer of each blog.
    slowest: HashMap<BlogId, Duration>,
    /// When a blog without a clock of its own is to be told the time.
    pub ticks: HashMap<BlogId, Timestamp>,
}

/// A connection to a blog, while that is as it was.
pub(crate) struct Connected {
    pub blog: Blog,
    pub client: Arc<dyn BlogClient>,
    /// It was asked for the blog's hour, and whether or not it told, it is not asked again.
    pub asked_hour: bool,
}

/// A write of unknown outcome that may still land. Moments are of the clock that only goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settle {
    began: Duration,
    /// What earlier processes waited.
    waited: Duration,
    next_look: Duration,
    looks: u32,
}

impl Settle {
    pub fn begin(now: Duration) -> Self {
        Self { began: now, waited: Duration::ZERO, next_look: now + FIRST_LOOK, looks: 0 }
    }

    /// A write of an earlier process, which waited so long: it is looked for at once.
    fn go_on(waited: Duration, now: Duration) -> Self {
        Self { began: now, waited, next_look: now, looks: 0 }
    }

    /// A look found nothing: the next one later, and later each time.
    pub fn looked(&mut self, now: Duration) {
        self.looks = self.looks.saturating_add(1);
        self.next_look = now + FIRST_LOOK * (1 << self.looks.min(8));
    }

    /// How long it was given to land by now.
    pub fn waited(&self, now: Duration) -> Duration {
        self.waited + now.saturating_sub(self.began)
    }

    fn settling(&self, lasts: Duration, now: Duration) -> Settling {
        Settling {
            left: lasts.saturating_sub(self.waited(now)),
            next_look: self.next_look.saturating_sub(now),
        }
    }
}

impl Memory {
    /// What was seen of the post, if it is recent enough to write upon.
    pub fn seen(&self, id: PublicationId, now: Duration) -> Option<&Option<RemotePost>> {
        let (post, at) = self.seen.get(&id)?;
        (now.saturating_sub(*at) <= LOOK_LASTS).then_some(post)
    }

    pub fn see(&mut self, id: PublicationId, post: Option<RemotePost>, now: Duration) {
        self.seen.insert(id, (post, now));
    }

    pub fn forget_seen(&mut self, id: PublicationId) {
        self.seen.remove(&id);
    }

    /// How long after its beginning a write may still land. Nobody waits longer than the time-out
    /// for an answer, and what was stalled on the way is given as long again; so is a server whose
    /// answers were seen to be slower.
    fn settle_lasts(&self, blog: BlogId, timeout: Duration) -> Duration {
        let slowest = self.slowest.get(&blog).copied().unwrap_or_default();
        let learnt = (slowest * 2).min(SETTLE_MAX);
        learnt.max(timeout * 2) + SETTLE_MARGIN
    }

    pub fn note_answer(&mut self, blog: BlogId, took: Duration) {
        let slowest = self.slowest.entry(blog).or_default();
        *slowest = took.max(*slowest);
    }

    /// Begins (again) to settle a post.
    pub fn unsettle(&mut self, id: PublicationId, now: Duration) {
        self.posts.insert(id, Settle::begin(now));
    }

    pub fn looked(&mut self, id: PublicationId, now: Duration) {
        self.posts.entry(id).or_insert_with(|| Settle::begin(now)).looked(now);
    }

    /// How long a post's write of unknown outcome was given to land.
    pub fn waited(&self, id: PublicationId, now: Duration) -> Option<Duration> {
        self.posts.get(&id).map(|settle| settle.waited(now))
    }

    /// One that is in doubt without this process having made it goes on settling.
    pub fn settling(
        &mut self,
        publication: &Publication,
        request_timeout: Duration,
        now: Duration,
    ) -> Settling {
        let Publication { id, blog, attempt, observed, .. } = publication;
        if attempt.is_none() && !observed.unsettled {
            self.posts.remove(id);
            return Settling::OVER;
        }
        let lasts = self.settle_lasts(*blog, request_timeout);
        let waited = Duration::from_millis(observed.waited_ms);
        let settle = self.posts.entry(*id).or_insert_with(|| Settle::go_on(waited, now));
        settle.settling(lasts, now)
    }

    /// The same of an upload.
    pub fn settling_file(
        &mut self,
        upload: &Upload,
        upload_timeout: Duration,
        now: Duration,
    ) -> Settling {
        let lasts = self.settle_lasts(upload.blog, upload_timeout);
        let waited = Duration::from_millis(upload.waited_ms);
        let file = self.files.entry((upload.blog, upload.hash));
        file.or_insert_with(|| Settle::go_on(waited, now)).settling(lasts, now)
    }

    /// Posts and pictures that settle.
    pub fn unsettled(&self) -> (Vec<PublicationId>, Vec<(BlogId, MediaHash)>) {
        (self.posts.keys().copied().collect(), self.files.keys().copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use coupure_model::{DraftId, Mark, Observed, RevisionId, Standing, Wanted, WantedState};
    use uuid::Uuid;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn in_doubt(waited_ms: u64) -> Publication {
        let now = Timestamp::UNIX_EPOCH;
        Publication {
            id: PublicationId(Uuid::nil()),
            draft: DraftId(Uuid::nil()),
            blog: BlogId(Uuid::nil()),
            mark: Mark(Uuid::nil()),
            wanted: Wanted {
                revision: RevisionId(1),
                state: WantedState::Published,
                pressed: now,
                not_before: now,
                pictures: Vec::new(),
                quoted: Vec::new(),
                overwrite: None,
            },
            observed: Observed { unsettled: true, waited_ms, ..Observed::default() },
            attempt: None,
            standing: Standing::Due,
        }
    }

    #[test]
    fn a_write_found_at_the_start_is_looked_for_and_goes_on_settling() {
        let mut memory = Memory::default();
        let publication = in_doubt(11_000);
        let first = memory.settling(&publication, SECOND * 30, SECOND * 1000);
        assert_eq!(first, Settling { left: SECOND * 50, next_look: Duration::ZERO });
        memory.looked(publication.id, SECOND * 1010);
        let later = memory.settling(&publication, SECOND * 30, SECOND * 1010);
        assert_eq!(later, Settling { left: SECOND * 40, next_look: SECOND * 2 });
        assert_eq!(memory.waited(publication.id, SECOND * 1020), Some(SECOND * 31));
        assert!(memory.settling(&publication, SECOND * 30, SECOND * 1050).is_over());
    }

    #[test]
    fn a_write_of_this_process_settles_from_its_beginning() {
        let mut memory = Memory::default();
        let publication = in_doubt(0);
        memory.unsettle(publication.id, SECOND * 5);
        let first = memory.settling(&publication, SECOND * 30, SECOND * 5);
        assert_eq!(first, Settling { left: SECOND * 61, next_look: SECOND });
    }

    #[test]
    fn a_slow_server_is_given_longer_to_settle_but_not_for_ever() {
        let mut memory = Memory::default();
        let blog = BlogId(Uuid::nil());
        memory.note_answer(blog, SECOND * 40);
        memory.note_answer(blog, SECOND);
        assert_eq!(memory.settle_lasts(blog, SECOND * 30), SECOND * 81);
        assert_eq!(memory.settle_lasts(BlogId(Uuid::from_u128(2)), SECOND * 30), SECOND * 61);
        memory.note_answer(blog, SECOND * 100_000);
        assert_eq!(memory.settle_lasts(blog, SECOND * 30), SETTLE_MAX + SETTLE_MARGIN);
    }

    #[test]
    fn a_look_is_written_upon_only_while_it_is_recent() {
        let mut memory = Memory::default();
        let id = PublicationId(Uuid::nil());
        memory.see(id, None, SECOND);
        assert_eq!(memory.seen(id, SECOND * 3), Some(&None));
        assert_eq!(memory.seen(id, SECOND * 7), None);
    }
}
