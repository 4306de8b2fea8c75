//! The store, crashing at commits, and forgetting what a mutation says.

use std::sync::Arc;

use coupure_model::{
    Blog, BlogId, Clipping, ClippingId, Content, Draft, DraftId, Media, MediaHash, Publication,
    PublicationId, RemoteId, Revision, RevisionId, RevisionReason, Standing, Timestamp, Upload,
};
use coupure_store::{Adoption, Recorded, Result, Store};
use coupure_sync::{Ledger, remote_hash};

use crate::{
    mutations::Mutation,
    world::{Crash, Shared, locked},
};

pub struct SimLedger {
    shared: Arc<Shared>,
}

impl SimLedger {
    pub fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    fn store(&self) -> &Store {
        &self.shared.store
    }

    /// A commit, at which Coupure may crash: before it took effect, or after.
    fn commit<T>(&self, commit: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        let crash = locked(&self.shared.crashes).draw();
        let Some(after) = crash else { return commit(self.store()) };
        if after {
            let _ = commit(self.store());
            self.shared.count("crash after a commit");
        } else {
            self.shared.count("crash before a commit");
        }
        std::panic::resume_unwind(Box::new(Crash))
    }

    fn is_broken(&self, mutation: Mutation) -> bool {
        self.shared.is_broken(mutation)
    }

    /// The hash of what stands on the blog at this moment, whether it was seen or not.
    fn standing_there(&self, publication: &Publication) -> Option<String> {
        let post = publication.observed.post.as_ref()?;
        let server = self.shared.servers.iter().find(|(id, _)| *id == publication.blog)?;
        server.1.site().post(post).map(remote_hash)
    }
}

impl Ledger for SimLedger {
    fn publication(&self, id: PublicationId) -> Result<Publication> {
        let mut publication = self.store().publication(id)?;
        if self.is_broken(Mutation::OverwriteAnything) {
            publication.wanted.overwrite = self.standing_there(&publication);
        }
        if let Some(held) = locked(&self.shared.broken).held.get(&id) {
            publication.attempt = held.attempt.clone();
        }
        Ok(publication)
    }

    fn publications(&self) -> Result<Vec<Publication>> {
        self.store().publications()
    }

    fn due_publications(&self, now: Timestamp) -> Result<Vec<PublicationId>> {
        let mut due = self.store().due_publications(now)?;
        if self.is_broken(Mutation::UndoIgnored) {
            let all = self.store().publications()?.into_iter();
            let undoable = all.filter(|p| p.standing == Standing::Due && p.attempt.is_none());
            let undoable = undoable.map(|publication| publication.id);
            due.extend(undoable.filter(|id| !due.contains(id)).collect::<Vec<_>>());
        }
        Ok(due)
    }

    fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        self.store().next_due(now)
    }

    fn record(&self, publication: &Publication) -> Result<Recorded> {
        self.shared.note(|| {
            let standing = publication.standing.problem().map(|problem| problem.code);
            format!("record {:?} {:?} {standing:?}", publication.id, publication.attempt.is_some())
        });
        let mut publication = publication.clone();
        if self.is_broken(Mutation::VerifySkipped) {
            publication.observed.unverified = None;
        }
        let kept = self.store().publication(publication.id)?;
        let begins = kept.attempt.is_none() && publication.attempt.is_some();
        let ends = kept.attempt.is_some() && publication.attempt.is_none();
        if self.is_broken(Mutation::AttemptAfterRequest) {
            // In mind until something else is kept: a crash forgets it.
            let mut broken = locked(&self.shared.broken);
            let held = broken.held.remove(&publication.id).is_some();
            if begins && !held {
                broken.held.insert(publication.id, publication);
                return Ok(Recorded::Whole);
            }
        }
        if self.is_broken(Mutation::ObservationDropped) && ends {
            let mut broken = locked(&self.shared.broken);
            broken.dropped += 1;
            if broken.dropped.is_multiple_of(3) {
                publication.observed = kept.observed;
            }
        }
        if self.is_broken(Mutation::RecordOverNewerWish) {
            return self
                .commit(|store| store.put_publication(&publication).map(|()| Recorded::Whole));
        }
        if self.is_broken(Mutation::StandingOverNewerWish) {
            publication.wanted = kept.wanted;
        }
        self.commit(|store| store.record(&publication))
    }

    fn keep_waited(&self, id: PublicationId, waited_ms: u64) -> Result<()> {
        self.commit(|store| store.keep_waited(id, waited_ms))
    }

    fn try_again(&self, id: PublicationId, now: Timestamp) -> Result<()> {
        self.commit(|store| store.try_again(id, now))
    }

    fn give_up(&self, id: PublicationId, now: Timestamp) -> Result<()> {
        self.commit(|store| store.give_up(id, now))
    }

    fn draft(&self, id: DraftId) -> Result<Draft> {
        self.store().draft(id)
    }

    fn adopt(&self, adoption: &Adoption<'_>, now: Timestamp) -> Result<bool> {
        self.shared.note(|| format!("adopt {:?}", adoption.publication.id));
        let adopted = self.commit(|store| store.adopt(adoption, now))?;
        if adopted {
            self.shared.count("joined by itself");
        }
        Ok(adopted)
    }

    fn blog(&self, id: BlogId) -> Result<Blog> {
        self.store().blog(id)
    }

    fn blogs(&self) -> Result<Vec<Blog>> {
        self.store().blogs()
    }

    fn revision(&self, id: RevisionId) -> Result<Revision> {
        self.store().revision(id)
    }

    fn keep_beside(
        &self,
        draft: DraftId,
        content: &Content,
        reason: RevisionReason,
        now: Timestamp,
    ) -> Result<RevisionId> {
        self.shared.note(|| format!("keep beside {draft:?} {reason:?}"));
        if self.is_broken(Mutation::TheirsNotStored) {
            return Ok(self.store().draft(draft)?.revision);
        }
        self.commit(|store| store.keep_beside(draft, content, reason, now))
    }

    fn upload(&self, blog: BlogId, hash: MediaHash) -> Result<Option<Upload>> {
        self.store().upload(blog, hash)
    }

    fn is_upload(&self, blog: BlogId, media: &RemoteId) -> Result<bool> {
        self.store().is_upload(blog, media)
    }

    fn put_upload(&self, upload: &Upload) -> Result<()> {
        self.shared.note(|| {
            format!("put upload {} {:?}", upload.hash, upload.media.as_ref().map(|m| &m.id))
        });
        if self.is_broken(Mutation::UploadAttemptNotRecorded) && upload.media.is_none() {
            return Ok(());
        }
        self.commit(|store| store.put_upload(upload))
    }

    fn media(&self, hash: MediaHash) -> Result<Media> {
        self.store().media(hash)
    }

    fn media_bytes(&self, hash: MediaHash) -> Result<Vec<u8>> {
        self.store().media_bytes(hash)
    }

    fn clipping(&self, id: ClippingId) -> Result<Clipping> {
        self.store().clipping(id)
    }

    fn setting(&self, name: &str) -> Result<Option<String>> {
        self.store().setting(name)
    }
}
