//! What the author decides about a post, upon what is known of it at that moment: read, decided and
//! kept in one transaction, so that nothing which the worker observes goes lost between.

use coupure_model::{
    Content, Publication, PublicationId, RevisionId, RevisionReason, Standing, Timestamp,
};
use rusqlite::{Transaction, TransactionBehavior};

use crate::{Error, Result, Store, publications, revisions, wish::later_press};

/// A decision as it is made.
pub struct Deciding<'t> {
    /// As it is known; as it is left, it is kept.
    pub publication: Publication,
    transaction: &'t Transaction<'t>,
    now: Timestamp,
}

impl Deciding<'_> {
    /// The draft as it was saved last.
    pub fn draft(&self) -> Result<Content> {
        Ok(revisions::latest(self.transaction, self.publication.draft)?.content)
    }

    /// A revision of the draft.
    pub fn revision(&self, id: RevisionId) -> Result<Content> {
        revisions::content(self.transaction, self.publication.draft, id)
    }

    /// Saves a text as the draft's.
    pub fn save(&self, content: &Content, reason: &RevisionReason) -> Result<RevisionId> {
        revisions::save(self.transaction, self.publication.draft, content, reason, self.now)
    }
}

impl Store {
    /// Keeps what the author decides. It counts as pressed now; where it changes what is known, a
    /// turn of the worker that was begun before it keeps nothing any more
    /// ([`Recorded::Overtaken`](crate::Recorded)).
    pub fn decide<T, E: From<Error>>(
        &self,
        id: PublicationId,
        now: Timestamp,
        decide: impl FnOnce(&mut Deciding<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut writer = self.writer()?;
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Error::from)?;
        let known = publications::require(&transaction, id)?;
        let pressed = later_press(now, Some(&known));
        let mut deciding = Deciding { publication: known.clone(), transaction: &transaction, now };
        let value = decide(&mut deciding)?;
        let mut publication = deciding.publication;
        publication.wanted.pressed = pressed;
        if publication.observed != known.observed {
            publication.observed.decisions = known.observed.decisions.wrapping_add(1);
        }
        publications::put(&transaction, &publication, None)?;
        transaction.commit().map_err(Error::from)?;
        Ok(value)
    }

    /// The author says: try again. A status that the blog did not take is asked for once more.
    pub fn try_again(&self, id: PublicationId, now: Timestamp) -> Result<()> {
        self.decide(id, now, |deciding| {
            let publication = &mut deciding.publication;
            let stands = std::mem::replace(&mut publication.standing, Standing::Due);
            let stuck = matches!(stands, Standing::NeedsAuthor { .. } | Standing::Refused { .. });
            if stuck
                && publication.attempt.is_none()
                && let Some(base) = &mut publication.observed.base
            {
                base.asked.status = None;
            }
            Ok(())
        })
    }

    /// The author gives the wish up. A turn of the worker that is under way ends, and does not
    /// overrule it.
    pub fn give_up(&self, id: PublicationId, now: Timestamp) -> Result<()> {
        self.write(|transaction| {
            let mut publication = publications::require(transaction, id)?;
            publication.wanted.pressed = later_press(now, Some(&publication));
            publication.standing = Standing::Cancelled;
            publications::put(transaction, &publication, None)
        })
    }
}
