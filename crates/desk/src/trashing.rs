//! The trash: what goes into it, comes out of it, and leaves it for good.
//!
//! A draft in the trash sends nothing any more. What is on a blog is another matter: it stays
//! there, unless the author says that it is to be taken back as well.

use coupure_model::{DraftId, Publication, RemoteStatus, Standing, WantedState};

use crate::{Answer, Desk, view::PublicationView};

impl Desk {
    /// The posts of a draft that stand on a blog, for readers now or at their hour: what has to
    /// be asked about before the draft goes to the trash.
    pub fn standing_posts(&self, id: DraftId) -> Answer<Vec<PublicationView>> {
        let standing = self.store.publications_of(id)?.into_iter().filter(stands_there);
        standing.map(|publication| self.publication(publication.id)).collect()
    }

    /// Puts a draft into the trash. What was not sent yet is not sent any more; what is on a blog
    /// stays there.
    pub fn trash_draft(&self, id: DraftId) -> Answer<()> {
        self.must_write()?;
        self.close_draft(id)?;
        self.store.trash_draft(id, self.now())?;
        for publication in self.store.publications_of(id)? {
            if matches!(publication.standing, Standing::Due | Standing::Waiting { .. })
                && publication.wanted.state != WantedState::TakenBack
            {
                self.give_up(publication.id)?;
            }
        }
        self.library_changed();
        Ok(())
    }

    /// Puts a draft into the trash and takes its posts back: no longer to be read by others.
    pub fn trash_draft_and_take_back(&self, id: DraftId) -> Answer<()> {
        self.trash_draft(id)?;
        for publication in self.store.publications_of(id)? {
            if stands_there(&publication) || publication.attempt.is_some() {
                self.take_back(publication.id)?;
            }
        }
        Ok(())
    }

    pub fn restore_draft(&self, id: DraftId) -> Answer<()> {
        self.must_write()?;
        self.store.restore_draft(id)?;
        self.library_changed();
        Ok(())
    }

    pub fn empty_trash(&self) -> Answer<()> {
        self.must_write()?;
        self.store.empty_trash()?;
        self.library_changed();
        Ok(())
    }
}

fn stands_there(publication: &Publication) -> bool {
    let observed = &publication.observed;
    let shown = observed.base.as_ref().is_some_and(|base| {
        matches!(
            base.status,
            RemoteStatus::Published | RemoteStatus::Scheduled | RemoteStatus::Private
        )
    });
    observed.post.is_some() && shown
}
