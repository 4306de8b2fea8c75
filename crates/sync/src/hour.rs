//! Whose clock counts: an embargo ends and an hour comes by the blog's clock, for this computer's may
//! be wrong. What is between two moments here (undoing, waiting for long) goes by this one.

use coupure_blog::BlogClient;
use coupure_model::{Blog, BlogId, BlogKind, Publication, Timestamp, WantedState};
use jiff::SignedDuration;

use crate::{Worker, error::Result, plan::embargo_end};

impl Worker {
    /// How far this computer's clock is ahead of the blog's.
    pub(crate) fn ahead(&self, blog: BlogId) -> SignedDuration {
        let there = self.memory().clients.get(&blog).and_then(|known| known.client.now_there());
        there.map_or(SignedDuration::ZERO, |there| self.clock.now().duration_since(there))
    }

    /// The blog's clock, else this computer's.
    pub(crate) fn now_there(&self, client: &dyn BlogClient) -> Timestamp {
        client.now_there().unwrap_or_else(|| self.clock.now())
    }

    /// Before anything of a post that has to wait for an hour is sent, the blog is asked something,
    /// for an answer tells its hour. Once: a blog that does not tell it never does.
    pub(crate) async fn learn_hour(
        &self,
        publication: &Publication,
        blog: &Blog,
        client: &dyn BlogClient,
    ) -> Result<()> {
        let has_an_hour = embargo_end(publication).is_some()
            || matches!(publication.wanted.state, WantedState::Scheduled { .. });
        let is_elsewhere = !matches!(blog.kind, BlogKind::Folder { .. });
        if has_an_hour
            && publication.attempt.is_none()
            && is_elsewhere
            && client.now_there().is_none()
            && !self.memory().clients.get(&blog.id).is_some_and(|known| known.asked_hour)
        {
            self.ask(blog, client.find_created(publication.mark)).await?;
            if let Some(known) = self.memory().clients.get_mut(&blog.id) {
                known.asked_hour = true;
            }
        }
        Ok(())
    }
}
