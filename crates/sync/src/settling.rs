//! Settling over several processes: how long a write of unknown outcome was given to land is counted
//! by a clock that only goes on, and kept on disk for the next process to go on from. Else a
//! `coupure sync` that is run every few minutes for a few seconds would wait for ever.

use std::time::Duration;

use coupure_model::{BlogId, MediaHash, Publication, PublicationId, Upload};

use crate::{Settling, Worker, error::Result};

impl Worker {
    pub(crate) fn settling(&self, publication: &Publication, timeout: Duration) -> Settling {
        let elapsed = self.clock.elapsed();
        self.memory().settling(publication, timeout, elapsed)
    }

    /// A write begins to settle, or begins again. To be recorded with the write.
    pub(crate) fn unsettle(&self, publication: &mut Publication) {
        publication.observed.waited_ms = 0;
        self.memory().unsettle(publication.id, self.clock.elapsed());
    }

    /// To be recorded with what was seen.
    pub(crate) fn count_waited(&self, publication: &mut Publication) {
        if let Some(waited) = self.memory().waited(publication.id, self.clock.elapsed()) {
            publication.observed.waited_ms = whole_ms(waited);
        }
    }

    pub(crate) fn keep_waited_of_file(&self, upload: Upload) -> Result<()> {
        let elapsed = self.clock.elapsed();
        let settle = self.memory().files.get(&(upload.blog, upload.hash)).copied();
        let Some(settle) = settle else { return Ok(()) };
        let waited_ms = whole_ms(settle.waited(elapsed));
        Ok(self.store.put_upload(&Upload { waited_ms, ..upload })?)
    }

    /// What was waited until now, of all that settles and is not at work. A process that ends
    /// without it only waits longer.
    pub(crate) fn keep_waited(&self) {
        let (posts, files) = self.memory().unsettled();
        let kept = posts
            .into_iter()
            .map(|id| self.keep_waited_of_post(id))
            .chain(files.into_iter().map(|(blog, hash)| self.keep_waited_of(blog, hash)));
        for error in kept.filter_map(Result::err) {
            tracing::warn!(%error, "how long was waited could not be kept");
        }
    }

    /// Time that passes here brings it nearer, though nothing is to be done in it.
    pub(crate) fn waits_for_settling(&self) -> bool {
        let (posts, files) = self.memory().unsettled();
        let settled = posts.is_empty() && files.is_empty();
        !settled && !self.is_quiet().unwrap_or(false)
    }

    fn keep_waited_of_post(&self, id: PublicationId) -> Result<()> {
        // A step that begins now counts anew, and its count is the one to stay.
        let Some(_running) = self.running(id) else { return Ok(()) };
        let waited = self.memory().waited(id, self.clock.elapsed());
        Ok(waited.map_or(Ok(()), |waited| self.store.keep_waited(id, whole_ms(waited)))?)
    }

    fn keep_waited_of(&self, blog: BlogId, hash: MediaHash) -> Result<()> {
        let gate = self.memory().uploading.entry(blog).or_default().clone();
        let Ok(_none_begins) = gate.try_lock() else { return Ok(()) };
        match self.store.upload(blog, hash)? {
            Some(upload) if upload.attempt.is_some() => self.keep_waited_of_file(upload),
            _ => Ok(()),
        }
    }
}

/// Parts of a millisecond are not counted: rather too long than too short.
fn whole_ms(waited: Duration) -> u64 {
    u64::try_from(waited.as_millis()).unwrap_or(u64::MAX)
}
