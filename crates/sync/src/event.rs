//! What the worker tells whoever listens.

use coupure_model::{BlogId, PublicationId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncEvent {
    /// Its standing or what was observed of it changed, and is on disk.
    PublicationChanged(PublicationId),
    /// Bytes of a picture under way.
    UploadProgress { blog: BlogId, sent_bytes: u64, total_bytes: u64 },
    /// Whether the blogs could be reached when last tried. Told when it changes.
    Network { online: bool },
}
