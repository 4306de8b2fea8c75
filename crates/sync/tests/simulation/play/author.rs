//! What the author does: types, presses and thinks better of it.

use std::time::Duration;

use coupure_model::{
    Code, Content, DraftId, Publication, PublicationId, RevisionId, RevisionReason, Standing,
    Timestamp, WantedState,
};
use coupure_store::{Undone, Wish};
use coupure_sync::{Clock, Worker};
use rand::{Rng, seq::IndexedRandom};

use super::{Play, word_of};
use crate::{checks::sends, world::locked};

/// The seconds in which a press can be undone.
const UNDO: Duration = Duration::from_secs(10);
pub(super) const HOUR: u64 = 60 * 60;

impl Play {
    pub(super) fn save(
        &mut self,
        draft: DraftId,
        text: &Content,
        reason: RevisionReason,
    ) -> RevisionId {
        let now = self.world.now();
        let named = reason != RevisionReason::Typed;
        let revision = self.world.store().save(draft, text, reason, now).unwrap();
        self.latest.insert(draft, text.clone());
        if named {
            self.kept.push((draft, text.clone()));
        }
        revision
    }

    pub(super) fn type_something(&mut self) {
        let draft = self.draft();
        let (n, text) = self.text();
        let named = RevisionReason::Named { name: format!("v{n}") };
        let reason = if self.random.random_bool(0.2) { named } else { RevisionReason::Typed };
        self.save(draft, &text, reason);
        self.count("typed");
    }

    pub(super) fn publish(&mut self) {
        let draft = self.draft();
        if self.world.store().draft(draft).unwrap().trashed.is_some() {
            self.world.store().restore_draft(draft).unwrap();
            self.count("taken out of the trash");
        }
        if self.random.random_bool(0.5) {
            let (_, text) = self.text();
            self.save(draft, &text, RevisionReason::Typed);
        }
        // One in two is soon enough to be missed.
        let latest = if self.random.random_bool(0.5) { 600 } else { 30 * HOUR };
        let later = self.world.now() + Duration::from_secs(self.random.random_range(60..latest));
        let states = [
            WantedState::Published,
            WantedState::Published,
            WantedState::Published,
            WantedState::Draft,
            WantedState::Private,
            WantedState::Scheduled { at: later },
        ];
        let state = *states.choose(&mut self.random).unwrap();
        let blog = usize::from(self.two_blogs && self.random.random_bool(0.3));
        let undo = if self.random.random_bool(0.4) { UNDO } else { Duration::ZERO };
        let pressed = self.press(draft, blog, state, undo);
        let regrets = undo > Duration::ZERO && self.random.random_bool(0.3);
        self.regrets = regrets.then_some(pressed);
    }

    pub(super) fn press(
        &mut self,
        draft: DraftId,
        blog: usize,
        state: WantedState,
        undo: Duration,
    ) -> PublicationId {
        let stored = self.world.store().draft(draft).unwrap();
        let now = self.world.now();
        // Of a version that was brought back, the blog has the word already.
        let word = word_of(&stored.content).filter(|word| {
            let servers = &self.world.shared.servers;
            !servers
                .iter()
                .any(|(_, server)| server.site().landed().iter().any(|write| sends(write, *word)))
        });
        let wish = Wish {
            draft,
            revision: stored.revision,
            blog: self.world.blogs[blog].id,
            state,
            pictures: self.pictures_of(&stored.content),
            pressed: now,
            not_before: now + undo,
            overwrite: None,
        };
        let publication = self.world.store().want(wish).unwrap();
        let body = stored.content.body.clone();
        self.kept.push((draft, stored.content));
        self.end_silence(publication.id);
        let told = self.told.entry(publication.id).or_default();
        told.before = told.wish;
        told.wish = Some((publication.wanted.revision, state));
        told.may_be_given_up = false;
        told.word = word.filter(|word| undo > Duration::ZERO && !told.undone.contains(word));
        told.undone.retain(|word| !body.contains(&format!("mot-{word:04}")));
        self.count(match state {
            WantedState::Published => "pressed: publish",
            WantedState::Draft => "pressed: draft",
            WantedState::Private => "pressed: private",
            WantedState::Scheduled { .. } => "pressed: schedule",
            WantedState::TakenBack => "pressed: take back",
        });
        publication.id
    }

    pub(super) fn undo(&mut self) {
        let Some(publication) = self.publication() else { return };
        self.undo_of(&publication);
    }

    pub(super) fn undo_of(&mut self, publication: &Publication) {
        let now = self.world.now();
        let sent = publication.attempt.is_some();
        match self.world.store().unwant(publication.id, now).unwrap() {
            Undone::TooLate => self.count("too late to undo"),
            Undone::Gone => {
                self.told.remove(&publication.id);
                self.count("undone");
            }
            Undone::Earlier => {
                let told = self.told.entry(publication.id).or_default();
                told.wish = told.before.take();
                // As it stood before: given up, it may be.
                told.may_be_given_up = true;
                // What was under way from the wish before may be of the same text.
                let earlier = told.wish.map(|(revision, _)| revision);
                let earlier = earlier.map(|id| self.world.store().revision(id).unwrap().content);
                let earlier = earlier.as_ref().and_then(word_of);
                if let Some(word) = told.word.take().filter(|word| !sent && Some(*word) != earlier)
                {
                    told.undone.insert(word);
                }
                self.count("undone");
            }
        }
    }

    /// As the desk does it: what was never sent is given up.
    pub(super) fn take_back(&mut self, worker: &Worker) {
        let Some(publication) = self.publication() else { return };
        if publication.observed.post.is_none() && publication.attempt.is_none() {
            return self.stop(worker, publication.id);
        }
        let (id, now) = (publication.id, self.world.now());
        let wanted = self.world.store().want_state(id, WantedState::TakenBack, now).unwrap();
        self.end_silence(id);
        let told = self.told.entry(id).or_default();
        told.wish = Some((wanted.wanted.revision, WantedState::TakenBack));
        (told.before, told.word) = (None, None);
        told.may_be_given_up = false;
        self.count("pressed: take back");
    }

    pub(super) fn give_up(&mut self, worker: &Worker) {
        let Some(publication) = self.publication() else { return };
        if publication.standing != Standing::Settled {
            self.stop(worker, publication.id);
        }
    }

    pub(super) fn stop(&mut self, worker: &Worker, id: PublicationId) {
        self.told.entry(id).or_default().may_be_given_up = true;
        worker.give_up(id).unwrap();
        let now = self.server_now();
        self.told.entry(id).or_default().given_up.get_or_insert(now);
        self.count("given up");
    }

    pub(super) fn retry(&mut self, worker: &Worker, id: PublicationId) {
        self.end_silence(id);
        worker.retry(id).unwrap();
        self.told.entry(id).or_default().may_be_given_up = false;
    }

    /// Something is wanted of it again.
    pub(super) fn end_silence(&mut self, id: PublicationId) {
        let now = self.server_now();
        let told = self.told.entry(id).or_default();
        if let Some(from) = told.given_up.take() {
            told.silences.push((from, now));
            // Until it is acknowledged, a crash may keep it given up.
            told.may_be_given_up = true;
        }
    }

    pub(super) fn server_now(&self) -> Timestamp {
        self.world.shared.servers[0].1.now()
    }

    pub(super) fn trash(&mut self, worker: &Worker) {
        let draft = self.draft();
        let now = self.world.now();
        self.world.store().trash_draft(draft, now).unwrap();
        for publication in self.world.store().publications_of(draft).unwrap() {
            if matches!(publication.standing, Standing::Due | Standing::Waiting { .. }) {
                self.stop(worker, publication.id);
            }
        }
        self.count("draft trashed");
    }

    pub(super) fn set_embargo(&mut self, worker: &Worker) {
        let later = self.random.random_range(600..10 * HOUR);
        let until =
            self.random.random_bool(0.5).then(|| self.world.now() + Duration::from_secs(later));
        self.embargo(worker, until);
        self.count(if until.is_some() { "embargo set" } else { "embargo lifted" });
    }

    /// As the desk does it: what waited for the embargo is looked at again.
    pub(super) fn embargo(&mut self, worker: &Worker, until: Option<Timestamp>) {
        let store = self.world.store();
        let mut clipping = store.clipping(self.world.clipping).unwrap();
        clipping.embargo = until;
        store.put_clipping(&clipping).unwrap();
        let set = self.world.shared.clock.elapsed();
        *locked(&self.world.shared.embargo) = crate::world::Embargo { until, set };
        for publication in store.publications().unwrap() {
            let held = matches!(&publication.standing,
                Standing::Waiting { problem, .. } if problem.code == Code::Embargoed);
            if held {
                worker.retry(publication.id).unwrap();
            }
        }
    }

    pub(super) fn jump(&mut self) {
        let seconds = self.random.random_range(-90_000..90_000);
        self.world.shared.clock.set_wrong_by(seconds);
        *locked(&self.world.shared.jumped) = self.world.shared.clock.elapsed();
        self.told.values_mut().for_each(|told| told.word = None);
        self.count("clock jumped");
    }
}
