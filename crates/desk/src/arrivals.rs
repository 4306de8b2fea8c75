//! Telling the author, who has long done something else, that a post which waited is out.
//!
//! What was sent at once needs no telling: the author looked on. [`Arrivals`] decides, and takes
//! the time as an argument; nothing that fails here matters to anything else.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use coupure_blog as blog;
use coupure_model::{
    BlogKind, Code, PublicationId, RemoteStatus, Standing, Timestamp, WantedState,
};
use jiff::SignedDuration;

use crate::{
    Answer, Desk,
    view::{Event, PublicationState, PublicationView},
    words,
};

/// Whoever pressed less long ago is still there and sees it in the window.
const AWAY_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// WordPress lets a planned post appear when somebody visits the blog after its hour.
const FIRST_LOOK_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// Each look is so many times as far from the one before: six of them within an hour or so.
const LOOKS_MAX: u32 = 6;

/// The posts that may come out while nobody looks.
#[derive(Debug, Default)]
pub(crate) struct Arrivals {
    waiting: HashSet<PublicationId>,
    planned: HashMap<PublicationId, Planned>,
}

#[derive(Debug)]
struct Planned {
    at: Timestamp,
    look_at: Timestamp,
    looks: u32,
}

impl Arrivals {
    /// How a post stands now; whether one that waited has just come out.
    pub fn see(&mut self, seen: &PublicationView, now: Timestamp) -> bool {
        use PublicationState::{Published, Scheduled, Sending, Waiting};
        let id = seen.id;
        match (seen.state, seen.wanted) {
            (Scheduled, WantedState::Scheduled { at }) => {
                if self.planned.get(&id).is_none_or(|known| known.at != at) {
                    let look_at = at.checked_add(FIRST_LOOK_AFTER).unwrap_or(at);
                    self.planned.insert(id, Planned { at, look_at, looks: 0 });
                }
                self.waiting.remove(&id);
                false
            }
            // Its hour has passed; whether the blog let it appear is looked at.
            (Published, WantedState::Scheduled { .. }) if self.planned.contains_key(&id) => false,
            (state, _) => {
                self.planned.remove(&id);
                match state {
                    Waiting => {
                        self.waiting.insert(id);
                        false
                    }
                    // Each try is sent before it fails again.
                    Sending => false,
                    state => {
                        let waited = self.waiting.remove(&id);
                        let away = now.duration_since(seen.pressed) >= AWAY_AFTER;
                        state == Published && waited && away
                    }
                }
            }
        }
    }

    /// A post that another run of Coupure left to be sent.
    pub fn was_left(&mut self, id: PublicationId) {
        self.waiting.insert(id);
    }

    /// The planned posts whose hour has passed and that are to be looked at now.
    pub fn looks_due(&mut self, now: Timestamp) -> Vec<PublicationId> {
        self.planned.retain(|_, planned| planned.looks < LOOKS_MAX);
        let mut due = Vec::new();
        for (id, planned) in &mut self.planned {
            if planned.look_at <= now {
                planned.looks += 1;
                let next = FIRST_LOOK_AFTER * (1 << planned.looks);
                planned.look_at = now.checked_add(next).unwrap_or(now);
                due.push(*id);
            }
        }
        due
    }

    /// A planned post was found out.
    pub fn is_out(&mut self, id: PublicationId) {
        self.planned.remove(&id);
    }
}

impl Desk {
    /// Takes up what waits as the home is opened.
    pub(crate) fn expect_arrivals(&self) -> Answer<()> {
        let mut arrivals = self.arrivals.lock().expect("no panic while arrivals are held");
        for publication in self.store.publications()? {
            match publication.standing {
                Standing::Due | Standing::Waiting { .. } => arrivals.was_left(publication.id),
                Standing::Settled => {
                    arrivals.see(&self.publication(publication.id)?, self.now());
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(crate) fn note_arrival(&self, seen: &PublicationView) {
        let now = self.now();
        let is_out = self.arrivals.lock().expect("no panic while arrivals are held").see(seen, now);
        if is_out {
            self.tell_arrival(seen);
        }
    }

    /// While the home is open: looks at planned posts whose hour has come.
    pub(crate) async fn watch_planned(&self) {
        while !self.is_stopping() {
            let due = {
                let mut arrivals = self.arrivals.lock().expect("no panic while arrivals are held");
                arrivals.looks_due(self.now())
            };
            for id in due {
                match self.has_appeared(id).await {
                    Ok(Some(seen)) => {
                        self.arrivals.lock().expect("no panic while arrivals are held").is_out(id);
                        self.tell_arrival(&seen);
                    }
                    Ok(None) => {}
                    Err(problem) => {
                        tracing::info!(%id, code = ?problem.code, "a planned post was not seen");
                    }
                }
            }
            for _ in 0..40 {
                if self.is_stopping() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
        }
    }

    /// The publication of a planned post, if readers can open it on its blog now.
    async fn has_appeared(&self, id: PublicationId) -> Answer<Option<PublicationView>> {
        let publication = self.store.publication(id)?;
        let kept = self.store.blog(publication.blog)?;
        let Some(post) = publication.observed.post else { return Ok(None) };
        if matches!(kept.kind, BlogKind::Folder { .. }) {
            // A page of this computer is never called published.
            return Ok(None);
        }
        let secret = self.secret_of(kept.id).await?;
        let client = blog::connect(&kept, secret.as_ref(), &self.vault)?;
        let there = client.read(&post).await?;
        let is_out = there.is_some_and(|there| there.status == RemoteStatus::Published);
        is_out.then(|| self.publication(id)).transpose()
    }

    /// Nobody listening is no fault, nor is a setting that cannot be read.
    fn tell_arrival(&self, seen: &PublicationView) {
        let told = || -> Answer<Option<Event>> {
            if !self.settings()?.notifications {
                return Ok(None);
            }
            let language = self.window_language()?;
            let (title, text) = words::arrival(&seen.draft_title, &seen.blog_name, language);
            Ok(Some(Event::CameOut { title, text }))
        };
        match told() {
            Ok(event) => event.into_iter().for_each(|event| self.tell(event)),
            Err(problem) if problem.code == Code::NotFound => {}
            Err(problem) => tracing::info!(%problem, "a post that came out was not told of"),
        }
    }
}

#[cfg(test)]
mod tests {
    use coupure_model::{BlogId, DraftId, Language, RevisionId};
    use uuid::Uuid;

    use super::*;
    use crate::view::Settings;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    /// Pressed at second 0.
    fn seen(state: PublicationState) -> PublicationView {
        PublicationView {
            id: PublicationId(Uuid::nil()),
            draft: DraftId(Uuid::nil()),
            draft_title: "Les moulins".into(),
            blog: BlogId(Uuid::nil()),
            blog_name: "laurent.example".into(),
            state,
            wanted: WantedState::Published,
            problem: None,
            until: None,
            url: None,
            pressed: at(0),
            revision: RevisionId(1),
            live: false,
            later_text: false,
            theirs: None,
        }
    }

    /// Whether it is told, at the last of these.
    fn told(story: &[(i64, PublicationState)]) -> bool {
        let mut arrivals = Arrivals::default();
        let mut last = false;
        for (seconds, state) in story {
            assert!(!last, "told before the end");
            last = arrivals.see(&seen(*state), at(*seconds));
        }
        last
    }

    #[test]
    fn a_post_that_waited_is_told_once_it_is_out_and_one_that_went_at_once_is_not() {
        use PublicationState::*;
        assert!(told(&[
            (0, Undoable),
            (10, Sending),
            (12, Waiting),
            (60, Sending),
            (61, Waiting),
            (90, Sending),
            (95, Published)
        ]));
        assert!(!told(&[(0, Undoable), (10, Sending), (400, Published)]), "it was under way");
        assert!(
            !told(&[(0, Undoable), (10, Sending), (11, Waiting), (13, Sending), (15, Published)]),
            "the author is still there"
        );
    }

    #[test]
    fn what_the_author_decided_meanwhile_or_what_nobody_reads_is_not_told() {
        use PublicationState::*;
        assert!(!told(&[
            (12, Waiting),
            (90_000, NeedsAuthor),
            (90_010, Sending),
            (90_012, Published)
        ]));
        assert!(!told(&[(12, Waiting), (70, Cancelled), (80, Sending), (90, Published)]));
        assert!(!told(&[(12, Waiting), (70, Undoable), (80, Sending), (90, Published)]));
        for hidden in [Draft, Private, TakenBack, Page, Scheduled] {
            assert!(!told(&[(12, Waiting), (70, Sending), (90, hidden)]), "{hidden:?}");
        }
    }

    #[test]
    fn it_is_told_once_and_not_again_by_later_changes() {
        let mut arrivals = Arrivals::default();
        arrivals.was_left(PublicationId(Uuid::nil()));
        assert!(arrivals.see(&seen(PublicationState::Published), at(7_200)));
        assert!(!arrivals.see(&seen(PublicationState::Published), at(7_201)));
    }

    #[test]
    fn a_planned_post_is_looked_at_after_its_hour_again_and_again_but_not_for_ever() {
        let planned = |state| PublicationView {
            wanted: WantedState::Scheduled { at: at(3_600) },
            ..seen(state)
        };
        let mut arrivals = Arrivals::default();
        assert!(!arrivals.see(&planned(PublicationState::Scheduled), at(20)));
        assert!(arrivals.looks_due(at(3_650)).is_empty());
        // By the clock alone it counts as published from its hour on.
        assert!(!arrivals.see(&planned(PublicationState::Published), at(3_651)));
        let mut looks = Vec::new();
        for seconds in 3_600..200_000 {
            if !arrivals.looks_due(at(seconds)).is_empty() {
                looks.push(seconds - 3_600);
            }
        }
        assert_eq!(looks, [60, 180, 420, 900, 1_860, 3_780]);
        // Another plan is another hour; taken back it is nobody's.
        let id = seen(PublicationState::Published).id;
        assert!(!arrivals.see(&planned(PublicationState::Scheduled), at(20)));
        assert_eq!(arrivals.looks_due(at(4_000)), [id]);
        assert!(!arrivals.see(&planned(PublicationState::TakenBack), at(4_001)));
        assert!(arrivals.looks_due(at(9_000)).is_empty());
    }

    #[test]
    fn it_is_told_in_the_authors_language_unless_they_want_none_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let desk = Desk::open(crate::OpenOptions::of(home)).unwrap();
        let mut events = desk.events();
        let mut told = |language, notifications| {
            let settings =
                Settings { window_language: Some(language), notifications, ..Settings::default() };
            desk.set_settings(&settings).unwrap();
            let published = seen(PublicationState::Published);
            desk.arrivals.lock().unwrap().was_left(published.id);
            desk.note_arrival(&published);
            std::iter::from_fn(|| events.try_recv().ok()).find_map(|event| match event {
                Event::CameOut { title, text } => Some(format!("{title} | {text}")),
                _ => None,
            })
        };
        let french = "«\u{a0}Les moulins\u{a0}» est en ligne | \
                      Ce billet attendait\u{a0}; il est maintenant sur laurent.example.";
        assert_eq!(told(Language::French, true).as_deref(), Some(french));
        let english = "“Les moulins” is out | This post was waiting; it is on laurent.example now.";
        assert_eq!(told(Language::English, true).as_deref(), Some(english));
        assert_eq!(told(Language::French, false), None);
    }
}
