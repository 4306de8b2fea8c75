//! What the worker reads and keeps, as a trait: the store in the product, and in a simulation a
//! store that crashes at a commit or forgets what it was told.

use coupure_model::{
    Blog, BlogId, Clipping, ClippingId, Content, Draft, DraftId, Media, MediaHash, Publication,
    PublicationId, RemoteId, Revision, RevisionId, RevisionReason, Timestamp, Upload,
};
use coupure_store::{Adoption, Recorded, Result, Store};

/// The part of a [`Store`] that the worker calls. Each call that keeps something has kept all of
/// it when it returns, or nothing.
pub trait Ledger: Send + Sync {
    fn publication(&self, id: PublicationId) -> Result<Publication>;
    fn publications(&self) -> Result<Vec<Publication>>;
    fn due_publications(&self, now: Timestamp) -> Result<Vec<PublicationId>>;
    fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>>;
    /// See [`Store::record`].
    fn record(&self, publication: &Publication) -> Result<Recorded>;
    /// See [`Store::keep_waited`].
    fn keep_waited(&self, id: PublicationId, waited_ms: u64) -> Result<()>;
    /// See [`Store::try_again`].
    fn try_again(&self, id: PublicationId, now: Timestamp) -> Result<()>;
    /// See [`Store::give_up`].
    fn give_up(&self, id: PublicationId, now: Timestamp) -> Result<()>;

    fn blog(&self, id: BlogId) -> Result<Blog>;
    fn blogs(&self) -> Result<Vec<Blog>>;

    fn draft(&self, id: DraftId) -> Result<Draft>;
    /// See [`Store::adopt`].
    fn adopt(&self, adoption: &Adoption<'_>, now: Timestamp) -> Result<bool>;
    fn revision(&self, id: RevisionId) -> Result<Revision>;
    /// See [`Store::keep_beside`].
    fn keep_beside(
        &self,
        draft: DraftId,
        content: &Content,
        reason: RevisionReason,
        now: Timestamp,
    ) -> Result<RevisionId>;

    fn upload(&self, blog: BlogId, hash: MediaHash) -> Result<Option<Upload>>;
    fn is_upload(&self, blog: BlogId, media: &RemoteId) -> Result<bool>;
    fn put_upload(&self, upload: &Upload) -> Result<()>;
    fn media(&self, hash: MediaHash) -> Result<Media>;
    fn media_bytes(&self, hash: MediaHash) -> Result<Vec<u8>>;

    fn clipping(&self, id: ClippingId) -> Result<Clipping>;
    fn setting(&self, name: &str) -> Result<Option<String>>;
}

impl Ledger for Store {
    fn publication(&self, id: PublicationId) -> Result<Publication> {
        Store::publication(self, id)
    }

    fn publications(&self) -> Result<Vec<Publication>> {
        Store::publications(self)
    }

    fn due_publications(&self, now: Timestamp) -> Result<Vec<PublicationId>> {
        Store::due_publications(self, now)
    }

    fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        Store::next_due(self, now)
    }

    fn record(&self, publication: &Publication) -> Result<Recorded> {
        Store::record(self, publication)
    }

    fn keep_waited(&self, id: PublicationId, waited_ms: u64) -> Result<()> {
        Store::keep_waited(self, id, waited_ms)
    }

    fn try_again(&self, id: PublicationId, now: Timestamp) -> Result<()> {
        Store::try_again(self, id, now)
    }

    fn give_up(&self, id: PublicationId, now: Timestamp) -> Result<()> {
        Store::give_up(self, id, now)
    }

    fn blog(&self, id: BlogId) -> Result<Blog> {
        Store::blog(self, id)
    }

    fn blogs(&self) -> Result<Vec<Blog>> {
        Store::blogs(self)
    }

    fn draft(&self, id: DraftId) -> Result<Draft> {
        Store::draft(self, id)
    }

    fn adopt(&self, adoption: &Adoption<'_>, now: Timestamp) -> Result<bool> {
        Store::adopt(self, adoption, now)
    }

    fn revision(&self, id: RevisionId) -> Result<Revision> {
        Store::revision(self, id)
    }

    fn keep_beside(
        &self,
        draft: DraftId,
        content: &Content,
        reason: RevisionReason,
        now: Timestamp,
    ) -> Result<RevisionId> {
        Store::keep_beside(self, draft, content, reason, now)
    }

    fn upload(&self, blog: BlogId, hash: MediaHash) -> Result<Option<Upload>> {
        Store::upload(self, blog, hash)
    }

    fn is_upload(&self, blog: BlogId, media: &RemoteId) -> Result<bool> {
        Store::is_upload(self, blog, media)
    }

    fn put_upload(&self, upload: &Upload) -> Result<()> {
        Store::put_upload(self, upload)
    }

    fn media(&self, hash: MediaHash) -> Result<Media> {
        Store::media(self, hash)
    }

    fn media_bytes(&self, hash: MediaHash) -> Result<Vec<u8>> {
        Store::media_bytes(self, hash)
    }

    fn clipping(&self, id: ClippingId) -> Result<Clipping> {
        Store::clipping(self, id)
    }

    fn setting(&self, name: &str) -> Result<Option<String>> {
        Store::setting(self, name)
    }
}
