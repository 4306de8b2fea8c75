//! What the worker tells whoever listens.

use coupure_model::{BlogId, MediaHash, PublicationId, Wanted};

use crate::Step;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncEvent {
    /// Its standing or what was observed of it changed, and is on disk.
    PublicationChanged(PublicationId),
    /// Somebody changed the post on the blog too, and both versions were joined by themselves.
    Merged(PublicationId),
    /// A step was begun; `None`: nothing is under way for it any more.
    Doing { publication: PublicationId, step: Option<Doing> },
    /// Bytes of a picture under way. Told a few times a second, and at its end.
    UploadProgress {
        publication: PublicationId,
        blog: BlogId,
        picture: PictureOf,
        sent_bytes: u64,
        total_bytes: u64,
    },
    /// Whether any blog could be reached when last tried. Told when that of one changes.
    Network { online: bool },
}

/// A step under way, as an author may be told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Looks whether a request whose answer was lost arrived.
    Confirming,
    /// The same of a picture.
    ConfirmingUpload(PictureOf),
    Uploading(PictureOf),
    Creating,
    Looking,
    KeepingTheirs,
    Updating,
    Verifying,
    Sweeping,
    ReadingAgain,
}

/// A picture among those of a post, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureOf {
    pub number: u32,
    pub of: u32,
}

impl PictureOf {
    /// Both sizes of a picture are that one picture.
    pub(crate) fn of(wanted: &Wanted, hash: MediaHash) -> Self {
        let mut pictures = Vec::new();
        let mut number = 1;
        for picture in &wanted.pictures {
            if !pictures.contains(&picture.full) {
                pictures.push(picture.full);
            }
            if picture.full == hash || picture.web == hash {
                let at = pictures.iter().position(|known| *known == picture.full);
                number = at.unwrap_or_default() as u32 + 1;
            }
        }
        Self { number, of: pictures.len().max(1) as u32 }
    }
}

impl Doing {
    /// `None`: the step does nothing by itself.
    pub(crate) fn of(step: &Step, wanted: &Wanted) -> Option<Self> {
        Some(match step {
            Step::ConfirmAttempt => Self::Confirming,
            Step::ConfirmUpload(hash) => Self::ConfirmingUpload(PictureOf::of(wanted, *hash)),
            Step::UploadMedia(hash) => Self::Uploading(PictureOf::of(wanted, *hash)),
            Step::CreateDraft(_) => Self::Creating,
            Step::LookBeforeWrite => Self::Looking,
            Step::StoreTheirs | Step::Merge | Step::TakeMerge => Self::KeepingTheirs,
            Step::Update(_) => Self::Updating,
            Step::VerifyAfterWrite => Self::Verifying,
            Step::SweepStrays => Self::Sweeping,
            Step::ReadAgain => Self::ReadingAgain,
            Step::Hold
            | Step::Undoable { .. }
            | Step::Wait { .. }
            | Step::AskAuthor(_)
            | Step::Done => return None,
        })
    }
}
